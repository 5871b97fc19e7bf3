"""A path that is too long is told as such, before anything is written where that can be known."""

import errno
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import payloads
from tests.builders import DISTRICT, register, unit
from tests.silent import register_in
from xeploai.commands.forms import write_forms
from xeploai.commands.report import write_report
from xeploai.commands.terminal import Terminal
from xeploai.errors import BuildError
from xeploai.ledger.snapshot_store import keep
from xeploai.outputs.site.local_links import room_below
from xeploai.pipeline import Days, build
from xeploai.storage.preconditions import need_file, need_register
from xeploai.storage.workspace import open_workspace
from xeploai.system import path_length
from xeploai.system.path_length import LONGEST, is_too_long, make_sure_of_room

LONG = Path("/") / "/".join(["thư mục"] * 40)
DAYS = Days(datetime(2026, 1, 5, 8), date(2025, 12, 31))


def with_limit(monkeypatch: pytest.MonkeyPatch, limited: bool | None) -> None:
    monkeypatch.setattr(path_length, "_limited", lambda: limited)


class OnWindows(OSError):
    """A fault with the number that only Windows gives."""

    winerror = 206


@pytest.mark.parametrize(
    ("limited", "place", "fault", "expected"),
    [
        (True, LONG, FileNotFoundError(errno.ENOENT, ""), True),
        (None, LONG, FileNotFoundError(errno.ENOENT, ""), True),
        (False, LONG, FileNotFoundError(errno.ENOENT, ""), False),
        (True, Path("ngắn"), FileNotFoundError(errno.ENOENT, ""), False),
        (True, LONG, PermissionError(errno.EACCES, ""), False),
        (False, Path("ngắn"), OSError(errno.ENAMETOOLONG, ""), True),
        (False, Path("ngắn"), OnWindows(errno.EINVAL, ""), True),
    ],
)
def test_what_is_not_there_is_distinguished_from_what_is_too_far(
    monkeypatch: pytest.MonkeyPatch,
    limited: bool | None,
    place: Path,
    fault: OSError,
    expected: bool,
) -> None:
    with_limit(monkeypatch, limited)
    assert is_too_long(place, fault) is expected


def test_a_folder_without_room_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = LONGEST - len(str(tmp_path))
    with_limit(monkeypatch, True)
    make_sure_of_room(tmp_path, room)
    with pytest.raises(BuildError) as raised:
        make_sure_of_room(tmp_path, room + 7)
    assert f"thư mục {tmp_path} dài {len(str(tmp_path))} ký tự" in str(raised.value)
    assert f"thêm tới {room + 7} ký tự" in str(raised.value)
    assert "ngắn hơn ít nhất 7 ký tự, rồi chạy lại" in str(raised.value)
    for limited in (None, False):
        with_limit(monkeypatch, limited)
        make_sure_of_room(tmp_path, room + 7)


def test_the_longest_code_of_a_unit_counts() -> None:
    short = room_below(register((DISTRICT, unit("A"))))
    assert room_below(register((DISTRICT, unit("A" * 20)))) == short
    assert room_below(register((DISTRICT, unit("A" * 150)))) > 150


def test_commands_refuse_before_they_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    payloads.write(tmp_path, payloads.KEYS[:1])
    output = tmp_path.with_name("x" * (LONGEST - 60 - len(str(tmp_path.parent))))
    with_limit(monkeypatch, True)
    tell = Terminal(quiet=True)
    with pytest.raises(BuildError, match="Đường dẫn quá dài"):
        build(tmp_path, output, DAYS, tell, images=False)
    with pytest.raises(BuildError, match="Đường dẫn quá dài"):
        write_forms(tmp_path, output, tell)
    with pytest.raises(BuildError, match="Đường dẫn quá dài"):
        write_report(tmp_path, output, DAYS, tell, unit="", images=False)
    with pytest.raises(BuildError, match="Đường dẫn quá dài"):
        keep(output, "Lần 1", f"2025-12-31-{'x' * 60}", {"chot.json": b"{}"})
    assert [path.name for path in output.iterdir() if not path.name.startswith(".")] == []


def test_a_register_too_far_away_is_not_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_limit(monkeypatch, True)  # where the system says that there is no such file
    with pytest.raises(BuildError, match=r"đường dẫn quá dài \(\d+ ký tự\)"):
        register_in(tmp_path.joinpath(*["x" * 200] * 30))
    with pytest.raises(BuildError, match=r"đường dẫn quá dài \(\d+ ký tự\)"):
        register_in(tmp_path.joinpath(*["x" * 20] * 30))
    with pytest.raises(BuildError, match=r"đường dẫn quá dài \(\d+ ký tự\)"):
        need_register(tmp_path.joinpath(*["x" * 20] * 30))
    with pytest.raises(BuildError, match="Chưa có danh mục"):
        register_in(tmp_path / "x")


def test_a_workbook_too_far_away_is_not_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_limit(monkeypatch, True)
    with pytest.raises(BuildError, match=r"đường dẫn quá dài \(\d+ ký tự\)"):
        need_file(tmp_path.joinpath(*["x" * 20] * 30, "a.xlsx"))
    with pytest.raises(BuildError, match="Không có tệp"):
        need_file(tmp_path / "a.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes it where long paths are allowed")
def test_an_output_folder_that_no_path_reaches_is_reported(tmp_path: Path) -> None:
    far = tmp_path.joinpath(*["x" * 200] * 30)
    with pytest.raises(BuildError, match="đường dẫn quá dài"), open_workspace(far):
        pass


def test_an_output_folder_too_far_away_is_not_said_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_limit(monkeypatch, True)
    gone = FileNotFoundError(errno.ENOENT, "", str(tmp_path.joinpath(*["x" * 20] * 30)))
    with pytest.raises(BuildError, match="đường dẫn quá dài"), open_workspace(tmp_path):
        raise gone


@pytest.mark.slow
def test_no_path_of_a_build_is_longer_than_foreseen(tmp_path: Path) -> None:
    """Where the names of units and officials are as long as any: the room is what is used."""
    (tmp_path / "input").mkdir()
    payloads.write(tmp_path / "input", payloads.KEYS[::9])
    output, opened, watching = tmp_path / "out", set[str](), [True]

    def note(event: str, given: tuple[Any, ...]) -> None:
        if watching and event in ("open", "os.mkdir") and given and isinstance(given[0], str):
            opened.add(os.fspath(given[0]))

    sys.addaudithook(note)
    build(tmp_path / "input", output, DAYS, Terminal(quiet=True), images=False)
    watching.clear()  # the hook itself stays for good
    below = [len(path) - len(str(output)) for path in opened if path.startswith(str(output))]
    room = room_below(register_in(tmp_path / "input"))
    assert room - 40 < max(below) <= room
