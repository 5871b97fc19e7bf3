"""Open files: told at once, waited for, put beside nothing half; on Windows with real handles."""

import errno
import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.held import Holder, excel_mark, word_mark
from xeploai.errors import BuildError
from xeploai.paths import UNFINISHED
from xeploai.storage import open_files, transaction
from xeploai.storage.open_files import held_below, is_refusal, opened, warnings, why_refused
from xeploai.storage.transaction import rollback, swap_in
from xeploai.storage.workspace import (
    carry_over,
    open_workspace,
    replace_folder,
    write_files,
    write_into,
)

PARTS = ("site", "report", "nhat-ky.txt")
MAY_WAIT = ("report", "nhat-ky.txt")
OLD = {
    "site/index.html": b"old", "site/same.html": b"same", "site/gone/a.html": b"old",
    "site/data/ratios.csv": b"old", "site/kind": b"old",
    "report/bao-cao.docx": b"old", "report/same.xlsx": b"same", "report/gone.svg": b"old",
    "nhat-ky.txt": b"old",
}  # fmt: skip
NEW = {
    "site/index.html": b"new", "site/same.html": b"same", "site/come/deep/b.html": b"new",
    "site/data/ratios.csv": b"new", "site/kind/now-a-folder": b"new",
    "report/bao-cao.docx": b"new", "report/same.xlsx": b"same",
    "nhat-ky.txt": b"new",
}  # fmt: skip


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    somebody = Holder(monkeypatch)
    yield somebody
    somebody.close()


def seen(folder: Path) -> dict[str, bytes]:
    return {
        name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(".")
    }


def publish_new(output: Path) -> list[str]:
    """Publish; the files that wait."""
    with open_workspace(output) as scratch:
        write_files(scratch, NEW)
        waiting = swap_in(scratch, PARTS, MAY_WAIT)
    return sorted(path.relative_to(output).as_posix() for path in waiting)


def folders(output: Path) -> set[str]:
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_dir()}


@pytest.mark.parametrize("share", [0, 1, 3])
def test_what_is_open_outside_the_site_waits_and_all_else_is_new(
    tmp_path: Path, held: Holder, share: int
) -> None:
    write_files(tmp_path, OLD)
    held.hold(tmp_path / "report" / "bao-cao.docx", share=share)
    assert publish_new(tmp_path) == ["report/bao-cao.docx"]
    held.close()
    assert seen(tmp_path) == {**NEW, "report/bao-cao.docx": b"old"}
    assert publish_new(tmp_path) == []
    assert seen(tmp_path) == NEW
    assert not list(tmp_path.glob(f"{UNFINISHED}*"))


def test_what_should_go_waits_too(tmp_path: Path, held: Holder) -> None:
    write_files(tmp_path, OLD)
    held.hold(tmp_path / "report" / "gone.svg")
    held.hold(tmp_path / "nhat-ky.txt")
    assert publish_new(tmp_path) == ["nhat-ky.txt", "report/gone.svg"]
    assert seen(tmp_path) == {**NEW, "report/gone.svg": b"old", "nhat-ky.txt": b"old"}
    held.close()
    assert publish_new(tmp_path) == []
    assert seen(tmp_path) == NEW


@pytest.mark.parametrize("name", ["data/ratios.csv", "gone/a.html"])
def test_a_file_of_the_site_that_is_open_stops_the_whole(
    tmp_path: Path, held: Holder, name: str
) -> None:
    write_files(tmp_path, OLD)
    before = folders(tmp_path)
    held.hold(tmp_path / "site" / name)
    with pytest.raises(BuildError) as raised:
        publish_new(tmp_path)
    assert str(raised.value) == (
        f"Chưa thay được {tmp_path / 'site' / name} (đang mở). Đóng lại rồi chạy lại. Trang đã "
        "công bố vẫn như cũ."
    )
    held.close()
    assert seen(tmp_path) == OLD
    assert folders(tmp_path) == before
    assert not list(tmp_path.glob(f"{UNFINISHED}*"))


def test_what_is_open_and_unchanged_blocks_nothing(tmp_path: Path, held: Holder) -> None:
    write_files(tmp_path, OLD)
    held.hold(tmp_path / "site" / "same.html")
    held.hold(tmp_path / "report" / "same.xlsx")
    assert publish_new(tmp_path) == []
    assert seen(tmp_path) == NEW
    assert "site/gone" not in folders(tmp_path)


def test_a_folder_somebody_stands_in_is_emptied_and_removed_later(
    tmp_path: Path, held: Holder
) -> None:
    write_files(tmp_path, OLD)
    held.hold(tmp_path / "site", share=3)
    held.hold(tmp_path / "site" / "gone", share=3)
    assert publish_new(tmp_path) == []
    assert seen(tmp_path) == NEW
    assert list((tmp_path / "site" / "gone").iterdir()) == []
    held.close()
    assert publish_new(tmp_path) == []
    assert "site/gone" not in folders(tmp_path)


def test_marks_of_office_are_nobodys_content(tmp_path: Path, held: Holder) -> None:
    write_files(tmp_path, OLD)
    marks = {"site/data/~$ratios.xlsx": b"x", "report/~$ao-cao.docx": b"x", "site/Thumbs.db": b"x"}
    write_files(tmp_path, marks)
    for name in (*marks, "report/same.xlsx"):
        held.hold(tmp_path / name, share=0 if name in marks else 1)
    assert publish_new(tmp_path) == []
    assert publish_new(tmp_path) == []
    held.close()
    assert seen(tmp_path) == {**NEW, **marks}


def test_single_files_and_folders_of_other_commands_never_wait(
    tmp_path: Path, held: Holder
) -> None:
    write_files(tmp_path, OLD)
    held.hold(tmp_path / "report" / "bao-cao.docx")
    with pytest.raises(BuildError, match=r"Chưa thay được .*bao-cao\.docx \(đang mở"):
        write_into(tmp_path, "report", {"new.txt": b"1", "bao-cao.docx": b"new"})
    with pytest.raises(BuildError, match=r"bao-cao\.docx \(đang mở"):
        replace_report(tmp_path)
    held.close()
    assert seen(tmp_path) == OLD


def replace_report(output: Path) -> None:
    with open_workspace(output) as scratch:
        write_files(scratch, {"report/bao-cao.docx": b"new", "report/a/new.txt": b"1"})
        replace_folder(scratch / "report", output / "report")


# ------------------------------------------------------------------ cut short


class Killed(BaseException):
    """Nothing is done after it, as after a kill."""


class Steps:
    """Counts what is done to the disk, and stops before one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = sys.maxsize
        monkeypatch.delattr(os, "sync", raising=False)
        for name in ("rename", "replace", "unlink", "mkdir", "rmdir"):
            self._count(monkeypatch, name)

    def _count(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        really = getattr(Path, name)

        def counted(*args: object, **more: object) -> object:
            if self.left <= 0:
                raise Killed
            self.left -= 1
            return really(*args, **more)

        monkeypatch.setattr(Path, name, counted)

    def killed(self, stop: int, scratch: Path, *, back: bool = False) -> bool:
        """Whether the step, or the taking back, was killed that had so many moves left."""
        self.left = stop
        try:
            rollback(scratch) if back else swap_in(scratch, PARTS, MAY_WAIT)
        except Killed:
            return True
        finally:
            self.left = sys.maxsize
        return False


def lay(output: Path) -> Path:
    write_files(output, OLD)
    scratch = output / f"{UNFINISHED}x"
    write_files(scratch, NEW)
    return scratch


def test_cut_short_anywhere_file_by_file_all_is_taken_back(
    tmp_path: Path, held: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    for stop in itertools.count():
        scratch = lay(tmp_path / str(stop))
        before = folders_of_site(scratch.parent)
        for name in ("site/same.html", "report/bao-cao.docx"):
            held.hold(scratch.parent / name)
        if not steps.killed(stop, scratch):
            break
        steps.killed(stop % 7, scratch, back=True)
        rollback(scratch)
        assert seen(scratch.parent) == OLD
        assert folders_of_site(scratch.parent) == before
        held.close()
    assert seen(scratch.parent) == {**NEW, "report/bao-cao.docx": b"old"}
    rollback(scratch)
    assert seen(scratch.parent) == OLD
    assert stop > len(NEW)


def folders_of_site(output: Path) -> set[str]:
    return folders(output / "site")


def test_of_a_killed_step_whose_files_are_open_the_next_run_tells(
    tmp_path: Path, held: Holder
) -> None:
    scratch = lay(tmp_path)
    swap_in(scratch, PARTS, MAY_WAIT)
    held.hold(tmp_path / "site" / "index.html")
    place = tmp_path / "site" / "index.html"
    with pytest.raises(BuildError) as raised, open_workspace(tmp_path):
        pass
    assert f"đang thay dở: {place} (đang mở)" in str(raised.value)
    held.close()
    with open_workspace(tmp_path):
        assert seen(tmp_path) == OLD


# ------------------------------------------------------------------ names and causes


def test_what_is_open_is_reported_at_once(
    tmp_path: Path, held: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OLD)
    place = tmp_path / "report" / "bao-cao.docx"
    held.hold(place)
    held.hold(tmp_path / "nhat-ky.txt")
    monkeypatch.setattr(open_files, "_programs", lambda path: ["Microsoft Word"] * 2)
    parts = [tmp_path / part for part in (*PARTS, "letters")]
    assert held_below(parts) == [place, tmp_path / "nhat-ky.txt"]
    assert next(warnings(parts)) == (
        f"Tệp {place} đang mở ở Microsoft Word: đóng lại trước khi chạy xong, nếu không có thể "
        "chưa thay được bản cũ."
    )
    monkeypatch.setattr(open_files, "MOST_NAMED", 1)
    assert list(warnings(parts))[1:] == ["Còn 1 tệp khác trong thư mục kết quả đang mở."]
    held.close()
    assert list(warnings(parts)) == []


@pytest.mark.parametrize(
    ("name", "mark", "content"),
    [
        ("bao-cao.docx", "~$ao-cao.docx", word_mark("Nguyễn Văn Ả")),
        ("thong-bao.docx", "~$ong-bao.docx", word_mark("Nguyễn Văn Ả")),
        ("a.docx", "~$a.docx", word_mark("Nguyễn Văn Ả")),
        ("bieu-tong-hop.xlsx", "~$bieu-tong-hop.xlsx", excel_mark("Nguyễn Văn Ả")),
        ("a.csv", ".~lock.a.csv#", "Nguyễn Văn Ả,ả,MAY-2,05.01.2026 10:00,file:///x;".encode()),
        ("a.csv", ".~lock.a.csv#", ",Nguyễn Văn Ả,MAY-2,05.01.2026 10:00,file:///x;".encode()),
    ],
)
def test_a_person_elsewhere_is_known_by_the_mark_beside_the_file(
    tmp_path: Path, name: str, mark: str, content: bytes
) -> None:
    write_files(tmp_path, {name: b"x", mark: content})
    assert opened(tmp_path / name) == "đang được Nguyễn Văn Ả mở"


@pytest.mark.parametrize("content", [b"", b"x" * 162, b"\xff" * 165, b"a" * 5000])
def test_a_mark_that_is_none_names_nobody_and_breaks_nothing(
    tmp_path: Path, content: bytes
) -> None:
    write_files(tmp_path, {"a.xlsx": b"x", "~$a.xlsx": content})
    assert "\n" not in opened(tmp_path / "a.xlsx")
    assert opened(tmp_path / "b.xlsx") == "đang mở"


@pytest.mark.parametrize(
    ("code", "name", "may_move", "message"),
    [
        (32, "a", True, "tệp đang mở"),
        (33, "a", True, "tệp đang mở"),
        (5, "a", True, "tệp đang mở"),
        (5, "a", False, "không có quyền ghi"),
        (5, "nowhere", True, "không có quyền ghi"),
        (None, "a", True, ""),
    ],
)
def test_open_is_distinguished_from_a_lack_of_rights(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int | None,
    name: str,
    may_move: bool,
    message: str,
) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(open_files, "_is_ours_to_move", lambda path: may_move)
    fault = refusal(code, tmp_path / name)
    assert is_refusal(fault)
    assert why_refused(fault) == message


def refusal(code: int | None, place: Path) -> OSError:
    """A refusal as Windows words it; elsewhere it is played."""
    fault: OSError
    if sys.platform == "win32":
        fault = OSError(errno.EACCES, "no", str(place), code)
    else:
        fault = PermissionError(errno.EACCES, "no", str(place))
        fault.winerror = code  # type: ignore[attr-defined]  # an attribute of Windows alone
    return fault


def test_a_lack_of_rights_is_no_open_file(
    tmp_path: Path, held: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OLD)
    held.hold(tmp_path / "report" / "bao-cao.docx")
    monkeypatch.setattr(open_files, "_is_ours_to_move", lambda path: False)
    with pytest.raises(BuildError, match="Không ghi được vào thư mục"):
        publish_new(tmp_path)
    assert seen(tmp_path) == OLD


def test_what_is_carried_over_and_cannot_be_read_is_named(
    tmp_path: Path, held: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"report/don-vi/a.docx": b"1", "report/don-vi/~$a.docx": b"1"})
    place = tmp_path / "report" / "don-vi" / "a.docx"
    held.hold(place, share=0)
    if sys.platform != "win32":
        monkeypatch.setattr(shutil, "copytree", refuse_copy)
    with pytest.raises(BuildError, match=r"a\.docx \(đang mở"), open_workspace(tmp_path) as scratch:
        carry_over(tmp_path / "report" / "don-vi", scratch / "don-vi")


def refuse_copy(source: Path, target: Path, **_: object) -> None:
    raise shutil.Error([(str(source / "a.docx"), str(target), "in use")])


def test_the_wait_for_a_virus_scanner_stays(tmp_path: Path) -> None:
    assert sum(transaction._WAITS) == pytest.approx(1.5)
