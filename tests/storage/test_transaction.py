"""Moving parts to their places, cut short at every step there is."""

import itertools
import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.systems import needs_links
from xeploai.errors import BuildError
from xeploai.storage import transaction
from xeploai.storage.transaction import amend, commit, exchange, rollback, swap_in
from xeploai.storage.workspace import write_files

PARTS = ("site", "report/images", "letters", "nhat-ky.txt")
OLD = {
    "site/index.html": b"old", "site/gone.html": b"old", "report/images/a.svg": b"old",
    "nhat-ky.txt": b"old",
}  # fmt: skip
NEW = {
    "site/index.html": b"new", "site/don-vi/b.html": b"new", "report/images/a.svg": b"new",
    "letters/A.txt": b"new", "nhat-ky.txt": b"new",
}  # fmt: skip

ELSEWHERE = "elsewhere a folder changes in two renames"
ENDLESS = 10**9


class Killed(BaseException):
    """Nothing is done after it, as after a kill."""


class Steps:
    """Counts what is done to the disk, and stops before one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, one_step: bool) -> None:
        self.left = ENDLESS
        # Nothing here is about power cuts, and of so many plans each would wait for the disk.
        monkeypatch.delattr(os, "sync", raising=False)
        self._wrap(monkeypatch, Path, "rename")
        self._wrap(monkeypatch, Path, "replace")
        self._wrap(monkeypatch, Path, "unlink")
        self._wrap(monkeypatch, Path, "mkdir")
        if one_step:
            self._wrap(monkeypatch, transaction, "exchange")
        else:
            monkeypatch.setattr(transaction, "exchange", lambda one, other: False)

    def _wrap(self, monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
        really: Callable[..., object] = getattr(where, name)

        def counted(*args: object, **keywords: object) -> object:
            if self.left <= 0:
                raise Killed
            self.left -= 1
            return really(*args, **keywords)

        monkeypatch.setattr(where, name, counted)


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Steps:
    if request.param and sys.platform != "linux":
        pytest.skip(ELSEWHERE)
    return Steps(monkeypatch, one_step=request.param)


def lay(folder: Path) -> Path:
    scratch = folder / ".dang-lam-x"
    write_files(folder, OLD)
    write_files(scratch, NEW)
    return scratch


def seen(folder: Path) -> dict[str, bytes]:
    return {
        name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(".")
    }


def part_of(files: dict[str, bytes], part: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if f"{name}/".startswith(f"{part}/")}


def test_all_parts_are_put_in_their_places(tmp_path: Path, steps: Steps) -> None:
    scratch = lay(tmp_path)
    swap_in(scratch, PARTS)
    commit(scratch)
    rollback(scratch)
    assert seen(tmp_path) == NEW


@pytest.mark.parametrize(
    ("before", "stays"),
    [
        (NEW, True),
        ({**NEW, "site/index.html": b"NEW"}, False),
        ({**NEW, "site/more.html": b""}, False),
        ({name: NEW[name] for name in NEW if "don-vi" not in name}, False),
    ],
)
def test_what_would_be_the_same_stays_untouched(
    tmp_path: Path, before: dict[str, bytes], stays: bool
) -> None:
    scratch = lay(tmp_path)
    shutil.rmtree(tmp_path / "site")
    write_files(tmp_path, before)
    stood = (tmp_path / "site").stat().st_ino
    swap_in(scratch, PARTS)
    commit(scratch)
    assert seen(tmp_path) == NEW
    assert ((tmp_path / "site").stat().st_ino == stood) is stays


@needs_links
def test_a_link_within_is_not_the_same(tmp_path: Path) -> None:
    scratch = lay(tmp_path)
    write_files(tmp_path, NEW)
    (tmp_path / "site" / "index.html").rename(tmp_path / "elsewhere")
    (tmp_path / "site" / "index.html").symlink_to(tmp_path / "elsewhere")
    swap_in(scratch, PARTS)
    assert not (tmp_path / "site" / "index.html").is_symlink()


def killed(steps: Steps, stop: int, work: Callable[[], object]) -> bool:
    """Whether some work was killed that had so many steps left."""
    steps.left = stop
    try:
        work()
    except Killed:
        return True
    finally:
        steps.left = ENDLESS
    return False


def test_cut_short_anywhere_all_is_taken_back(tmp_path: Path, steps: Steps) -> None:
    for stop in itertools.count():
        scratch = lay(tmp_path / str(stop))
        if not killed(steps, stop, partial(swap_in, scratch, PARTS)):
            break
        after = seen(scratch.parent)
        for part in PARTS:
            # A part is never half, though with two renames it may be away for a moment.
            assert part_of(after, part) in (part_of(OLD, part), part_of(NEW, part), {})
        rollback(scratch)
        assert seen(scratch.parent) == OLD
    assert stop > len(PARTS)


def test_taking_back_may_be_cut_short_anywhere_too(tmp_path: Path, steps: Steps) -> None:
    for stop in itertools.count():
        for again in itertools.count():
            scratch = lay(tmp_path / f"{stop}-{again}")
            is_put = not killed(steps, stop, partial(swap_in, scratch, PARTS))
            is_back = not killed(steps, again, partial(rollback, scratch))
            rollback(scratch)
            assert seen(scratch.parent) == OLD
            if is_back:
                break
        if is_put:
            break
    assert stop > len(PARTS)


@pytest.mark.skipif(sys.platform != "linux", reason=ELSEWHERE)
def test_in_one_step_no_part_is_ever_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps(monkeypatch, one_step=True)
    for stop in itertools.count():
        scratch = lay(tmp_path / str(stop))
        if not killed(steps, stop, partial(swap_in, scratch, PARTS)):
            break
        for part in ("site", "report/images", "nhat-ky.txt"):
            part_content = part_of(seen(scratch.parent), part)
            assert part_content in (part_of(OLD, part), part_of(NEW, part))
    assert stop > len(PARTS)


def test_a_part_that_is_not_there_stops_before_anything_moves(tmp_path: Path) -> None:
    scratch = lay(tmp_path)
    with pytest.raises(FileNotFoundError):
        swap_in(scratch, (*PARTS, "khong-co"))
    assert seen(tmp_path) == OLD


def test_parts_put_one_after_the_other_are_taken_back_together(
    tmp_path: Path, steps: Steps
) -> None:
    scratch = lay(tmp_path)
    for part in PARTS:
        swap_in(scratch, [part])
    assert seen(tmp_path) == NEW
    rollback(scratch)
    assert seen(tmp_path) == OLD


@pytest.mark.parametrize("before", [b"old", b"new"])
def test_a_part_that_is_amended_is_taken_back_too(
    tmp_path: Path, steps: Steps, before: bytes
) -> None:
    scratch = lay(tmp_path)
    (tmp_path / "nhat-ky.txt").write_bytes(before)
    swap_in(scratch, PARTS)
    assert amend(scratch, "nhat-ky.txt", b"amended") == []
    assert seen(tmp_path) == {**NEW, "nhat-ky.txt": b"amended"}
    rollback(scratch)
    assert seen(tmp_path) == {**OLD, "nhat-ky.txt": before}


def test_two_names_change_places(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/1": b"a", "b/2": b"b"})
    if exchange(tmp_path / "a", tmp_path / "b"):
        assert seen(tmp_path) == {"a/2": b"b", "b/1": b"a"}
    assert not exchange(tmp_path / "a", tmp_path / "nothing")


@pytest.fixture
def held_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that somebody holds open, as on Windows: they cannot be renamed, twice each."""
    refused: list[str] = []
    rename = Path.rename

    def renamed(path: Path, target: Path) -> Path:
        if path.name in refused:
            refused.remove(path.name)
            raise PermissionError(13, "in use", str(path))
        return rename(path, target)

    monkeypatch.setattr(transaction, "exchange", lambda one, other: False)
    monkeypatch.setattr(transaction, "_WAITS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "rename", renamed)
    return refused


def test_what_is_held_open_for_a_moment_is_waited_for(tmp_path: Path, held_open: list[str]) -> None:
    scratch = lay(tmp_path)
    held_open += ["site", "site", "images"]
    swap_in(scratch, PARTS)
    assert seen(tmp_path) == NEW


def test_a_folder_that_stays_held_changes_file_by_file(
    tmp_path: Path, held_open: list[str]
) -> None:
    scratch = lay(tmp_path)
    held_open += ["images"] * 4
    assert swap_in(scratch, PARTS) == []
    assert seen(tmp_path) == NEW
    rollback(scratch)
    assert seen(tmp_path) == OLD


@pytest.mark.parametrize(
    "plan",
    [
        b"garbage", b"", b"[1]", b"[" * 200_000, b"\xff", b'{"site": "1"}', b'{"site": true}',
        b'{"../x": 1}', b'{"/etc": 1}', b'{"C:/x": 1}', b'{"a/../../x": 1}', b'{"": 1}',
        b'{"a\\u0000": 1}',
        # Half a letter is a name on Windows.
        *([] if sys.platform == "win32" else [b'{"\\ud800": 1}']),
    ],
)  # fmt: skip
def test_a_damaged_plan_is_reported_and_swept_where_nothing_lies_beside_it(
    tmp_path: Path, plan: bytes
) -> None:
    scratch = tmp_path / ".dang-lam-x"
    write_files(scratch, {"ke-hoach.json": plan, "ke-hoach.json-": b"", "site/a": b"old"})
    write_files(tmp_path, {"site/a": b"new"})
    with pytest.raises(BuildError, match="dang-lam-x giữ bản cũ"):
        rollback(scratch)
    assert seen(tmp_path) == {"site/a": b"new"}
    assert (scratch / "site" / "a").read_bytes() == b"old"
    shutil.rmtree(scratch / "site")
    rollback(scratch)
    assert not (scratch / "ke-hoach.json").exists()


@pytest.mark.parametrize("part", ["site", "nhat-ky.txt"])
def test_what_is_of_another_kind_stays(tmp_path: Path, part: str, steps: Steps) -> None:
    scratch = tmp_path / ".dang-lam-x"
    write_files(scratch, NEW)
    write_files(tmp_path, {"nhat-ky.txt/mine": b"1", "site": b"1"})
    before = seen(tmp_path)
    with pytest.raises(FileExistsError):
        swap_in(scratch, [part])
    assert seen(tmp_path) == before


@needs_links
@pytest.mark.parametrize("leads_to", ["elsewhere", "nowhere"])
def test_a_link_is_never_replaced(tmp_path: Path, leads_to: str) -> None:
    scratch = lay(tmp_path / "output")
    write_files(tmp_path / "elsewhere", {"mine": b"1"})
    shutil.rmtree(tmp_path / "output" / "site")
    (tmp_path / "output" / "site").symlink_to(tmp_path / leads_to)
    with pytest.raises(BuildError, match="site là lối tắt; hãy đặt thư mục thật"):
        swap_in(scratch, PARTS)
    assert (tmp_path / "output" / "site").is_symlink()
    assert seen(tmp_path / "elsewhere") == {"mine": b"1"}
