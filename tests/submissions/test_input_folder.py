"""The input folder while strangers fill it: every file read whole, or named; nothing stops."""

import errno
import os
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.builders import AS_OF, DISTRICT, book, info, register, unit
from tests.silent import register_in
from tests.systems import fails_on_wine, needs_links
from xeploai.errors import BuildError
from xeploai.ledger.model import Ledger
from xeploai.ledger.receipts import enter
from xeploai.paths import REGISTER_FILE
from xeploai.reading.xlsx.refusals import MAX_FILE, ReadRefused
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.storage import directory, file_reader
from xeploai.storage.directory import files_below, is_link
from xeploai.storage.file_reader import read_whole
from xeploai.submissions.input_folder import find_files, make_sure_of, shown_path
from xeploai.submissions.model import Return, Taken, Unread
from xeploai.submissions.returns import take_in
from xeploai.system import path_length
from xeploai.system.path_length import LONGEST

LONG_AGO = 1_700_000_000


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reader, "PAUSES", (0.01, 0.01, 0.01))


def taken(folder: Path) -> list[Taken]:
    return [take_in(path, folder) for path in find_files(folder)]


def rule_of(item: Taken) -> str:
    assert isinstance(item, Unread)
    assert item.finding is not None
    assert item.finding.message == item.reason
    return item.finding.rule


# ------------------------------------------------------------------ files in motion


def while_read(monkeypatch: pytest.MonkeyPatch, *meanwhile: Callable[[Path], object]) -> None:
    """Let something happen to a file each time right after its bytes were read."""
    read, left = Path.read_bytes, list(meanwhile)

    def read_and_change(path: Path) -> bytes:
        data = read(path)
        if left:
            left.pop(0)(path)
        return data

    monkeypatch.setattr(Path, "read_bytes", read_and_change)


def appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def test_a_file_that_grows_is_read_once_it_holds_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.bin"
    place.write_bytes(b"first ")
    while_read(monkeypatch, appended, appended)
    assert read_whole(place) == b"first moremore"


def test_a_file_that_changes_but_not_its_size_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.bin"
    place.write_bytes(b"one")
    os.utime(place, (LONG_AGO, LONG_AGO))
    while_read(monkeypatch, lambda path: path.write_bytes(b"two"))
    assert read_whole(place) == b"two"


def test_a_file_that_never_holds_still_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "đang chép.xlsx").write_bytes(book())
    while_read(monkeypatch, *[appended] * 9)
    (item,) = taken(tmp_path)
    assert rule_of(item) == "changing_file"
    assert item.file == "đang chép.xlsx"
    assert item.sha256 == ""


def test_a_file_saved_anew_meanwhile_is_wholly_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Excel saves: written beside it, then put in its place."""
    place, beside = tmp_path / "a.xlsx", tmp_path.parent / "new"
    place.write_bytes(book(of=info(version=1)))
    beside.write_bytes(book(of=info(version=2)))
    while_read(monkeypatch, beside.replace)
    (item,) = taken(tmp_path)
    assert isinstance(item, Return)
    assert (item.version, item.findings) == (2, ())


@pytest.mark.parametrize("half", [0, 900])
def test_a_fresh_file_without_its_end_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half: int
) -> None:
    data = book()
    place = tmp_path / "a.xlsx"
    place.write_bytes(data[:half])
    monkeypatch.setattr(time, "sleep", lambda _: place.write_bytes(data))
    (item,) = taken(tmp_path)
    assert isinstance(item, Return)


def test_a_copy_that_takes_its_time_is_read_whole_or_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_reader, "PAUSES", (0.02, 0.05, 0.1))
    data = book()
    place = tmp_path / "a.xlsx"
    place.write_bytes(b"")

    def copy() -> None:
        with place.open("wb") as file:
            for first in range(0, len(data), 400):
                file.write(data[first : first + 400])
                file.flush()
                time.sleep(0.002)

    copying = threading.Thread(target=copy)
    copying.start()
    while copying.is_alive():
        (item,) = taken(tmp_path)
        assert isinstance(item, Return) or rule_of(item) in {
            "changing_file", "damaged", "empty_file",
        }  # fmt: skip
    copying.join()
    assert isinstance(taken(tmp_path)[0], Return)


def test_an_old_file_without_its_end_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(book()[:900])
    os.utime(place, (LONG_AGO, LONG_AGO))
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))
    assert rule_of(*taken(tmp_path)) == "damaged"


def test_a_file_that_grew_too_large_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.bin"
    place.write_bytes(b"x")
    while_read(monkeypatch, lambda path: os.truncate(path, MAX_FILE + 1))
    with pytest.raises(ReadRefused, match="20 MB"):
        read_whole(place)


# ------------------------------------------------------------------ shares that drop


@pytest.mark.parametrize("call", ["stat", "lstat", "read_bytes"])
@pytest.mark.parametrize("fault", [PermissionError(13, "…"), OSError(5, "…"), OSError(116, "…")])
def test_whatever_a_share_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: OSError
) -> None:
    (tmp_path / "a.xlsx").write_bytes(book())
    files = find_files(tmp_path)

    def refused(*_: object, **__: object) -> object:
        raise fault

    monkeypatch.setattr(Path, call, refused)
    item = take_in(files[0], tmp_path)
    monkeypatch.undo()
    if call == "lstat":  # which tells links from files; a file it is, as far as anybody knows
        assert isinstance(item, Return)
    else:
        assert rule_of(item) == "unreadable_file"


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of folders that one may not enter; root enters all, so the refusal is played."""
    names: set[str] = set()
    scandir = os.scandir

    def scanned(folder: Path) -> Iterator[os.DirEntry[str]]:
        if Path(folder).name in names:
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", scanned)
    return names


def test_a_folder_one_may_not_enter_is_named_and_the_others_are_read(
    tmp_path: Path, shut: set[str]
) -> None:
    for name in ("a.xlsx", "cụm 1/b.xlsx", "cụm 2/c.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(book())
    shut.add("cụm 1")
    items = {item.file: item for item in taken(tmp_path)}
    assert list(items) == ["a.xlsx", "cụm 1/", "cụm 2/c.xlsx"]
    assert rule_of(items["cụm 1/"]) == "unreadable_folder"


def test_what_lies_in_a_folder_one_may_not_enter_is_not_gone(
    tmp_path: Path, shut: set[str]
) -> None:
    of = register((DISTRICT, unit("A"), unit("B")))
    for name, code in (("a.xlsx", "A"), ("cụm 1/b.xlsx", "B")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(book(of=info(unit_code=Code(code))))
    known = enter(Ledger(), evaluate(of, taken(tmp_path), AS_OF).intake.submissions)
    shut.add("cụm 1")
    assert enter(known, evaluate(of, taken(tmp_path), AS_OF).intake.submissions).gone == []
    shut.clear()
    (tmp_path / "cụm 1" / "b.xlsx").unlink()
    gone = enter(known, evaluate(of, taken(tmp_path), AS_OF).intake.submissions).gone
    assert [item.file for item in gone] == ["cụm 1/b.xlsx"]


def test_an_input_folder_out_of_reach_stops_the_build(tmp_path: Path, shut: set[str]) -> None:
    shut.add(tmp_path.name)
    for look in (find_files, make_sure_of):
        with pytest.raises(BuildError, match="xem ổ đĩa còn kết nối không"):
            look(tmp_path)


def test_a_folder_that_goes_away_while_it_is_listed_is_no_traceback(
    tmp_path: Path, shut: set[str]
) -> None:
    shut.add(tmp_path.name)
    assert list(files_below(tmp_path)) == []


def test_an_entry_of_unknown_kind_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dropped:
        path = str(tmp_path / "a.xlsx")

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            raise OSError(5, "Input/output error")

    class Listing(list[Dropped]):
        def __enter__(self) -> "Listing":
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", lambda _: Listing([Dropped()]))
    assert list(files_below(tmp_path)) == [tmp_path / "a.xlsx"]


# ------------------------------------------------------------------ links and names


@needs_links
def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "lên").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "mình").symlink_to(tmp_path / "mình")
    (tmp_path / "kia").symlink_to(tmp_path / "này")
    (tmp_path / "này").symlink_to(tmp_path / "kia")
    items = taken(tmp_path)
    assert [item.file for item in items] == ["a/lên", "kia", "mình", "này"]
    assert all(isinstance(item, Unread) and "Lối tắt" in item.reason for item in items)


def test_a_link_between_folders_of_windows_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vòng").mkdir()
    (tmp_path / "vòng" / "a.xlsx").write_bytes(book())
    monkeypatch.setattr(directory, "_is_junction", lambda entry: entry.name == "vòng")
    assert find_files(tmp_path) == [tmp_path / "vòng"]


@pytest.mark.parametrize("letter", ["x", "ế", "\u0301e"])
def test_names_of_255_bytes(tmp_path: Path, letter: str) -> None:
    longest = 255
    if sys.platform == "win32":  # which counts the whole path
        longest = min(longest, LONGEST - len(str(tmp_path / "a")) + 1)
    room = longest - len(".xlsx")
    name = letter * (room // len(letter.encode())) + ".xlsx"
    (tmp_path / name).write_bytes(book())
    (item,) = taken(tmp_path)
    assert isinstance(item, Return)
    assert item.file == unicodedata.normalize("NFC", name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts letters, of which all are kept")
def test_a_name_of_255_bytes_that_is_not_utf8(tmp_path: Path) -> None:
    """What is shown of it is three times as long, and no name of a file any more."""
    (tmp_path / ("\udcea" * 250 + ".xlsx")).write_bytes(book())
    (item,) = taken(tmp_path)
    assert item.file == "\ufffd" * 250 + ".xlsx"


@pytest.mark.skipif(
    os.mkdir not in os.supports_dir_fd,
    reason="Windows makes no folder from within another; test_pathlength.py plays such paths",
)
def test_folders_deeper_than_a_path_may_be_long(tmp_path: Path) -> None:
    name = "s" * 200
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    (tmp_path / "a.xlsx").write_bytes(book())
    items = taken(tmp_path)
    assert [type(item) for item in items] == [Return, Unread]
    assert rule_of(items[1]) in {"unreadable_file", "unreadable_folder"}


def test_a_path_too_long_is_the_cause_that_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_length, "_limited", lambda: True)  # a Windows that is set otherwise
    far = tmp_path.joinpath(*["s" * 200] * 25)
    (item,) = [take_in(far / "a.xlsx", tmp_path)]
    assert isinstance(item, Unread)
    assert item.reason == "Không mở được tệp (đường dẫn quá dài)"


def test_half_a_letter_in_a_name_is_shown_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_: Path) -> os.stat_result:
        raise OSError(errno.ENOENT, "")

    monkeypatch.setattr(Path, "lstat", unknown)  # Linux has no such names, Windows has
    assert shown_path(tmp_path / "a\ud800.xlsx", tmp_path) == "a\ufffd.xlsx"


def seen_by_windows(monkeypatch: pytest.MonkeyPatch, tag: int, attributes: int) -> None:
    """Let every file bear what Windows notes of it."""
    noted = SimpleNamespace(st_mode=0o100644, st_reparse_tag=tag, st_file_attributes=attributes)
    monkeypatch.setattr(Path, "lstat", lambda _: noted)


CLOUD, DEDUPLICATED, APP = 0x9000601A, 0x80000013, 0x8000001B


@pytest.mark.parametrize("tag", [CLOUD, DEDUPLICATED, APP, 0])
def test_what_is_marked_but_leads_nowhere_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: int
) -> None:
    (tmp_path / "a.xlsx").write_bytes(book())
    seen_by_windows(monkeypatch, tag, 0x400000)
    assert not is_link(tmp_path / "a.xlsx")
    assert isinstance(take_in(tmp_path / "a.xlsx", tmp_path), Return)


@pytest.mark.parametrize("tag", [0xA0000003, 0xA000000C, 0xA000001D])
def test_junctions_and_links_of_windows_are_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: int
) -> None:
    (tmp_path / "a.xlsx").write_bytes(book())
    seen_by_windows(monkeypatch, tag, 0)
    assert is_link(tmp_path / "a.xlsx")
    item = take_in(tmp_path / "a.xlsx", tmp_path)
    assert isinstance(item, Unread)
    assert "Lối tắt" in item.reason


@pytest.mark.parametrize(
    ("attributes", "number", "why"),
    [
        (0x400000, errno.EINVAL, "mới có trên OneDrive, chưa tải về máy"),
        (0x1000, errno.EINVAL, "mới có trên OneDrive, chưa tải về máy"),
        (0x20, errno.EINVAL, "đang chép, đang khóa hoặc không có quyền đọc"),
        (0x400000, errno.EACCES, "đang chép, đang khóa hoặc không có quyền đọc"),
    ],
)
def test_a_file_that_onedrive_cannot_fetch_is_reported_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attributes: int, number: int, why: str
) -> None:
    def refused(path: Path) -> bytes:
        raise OSError(number, "", str(path))

    (tmp_path / "a.xlsx").write_bytes(book())
    monkeypatch.setattr(Path, "read_bytes", refused)
    seen_by_windows(monkeypatch, CLOUD, attributes)
    item = take_in(tmp_path / "a.xlsx", tmp_path)
    assert rule_of(item) == "unreadable_file"
    assert isinstance(item, Unread)
    assert item.reason == f"Không mở được tệp ({why})"


@pytest.mark.parametrize(
    ("attributes", "why"), [(0x400000, "mới có trên OneDrive"), (0x20, "nếu đang mở ở Excel")]
)
def test_a_register_that_onedrive_cannot_fetch_is_reported_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attributes: int, why: str
) -> None:
    def refused(path: Path) -> bytes:
        raise OSError(errno.EINVAL, "", str(path))

    (tmp_path / REGISTER_FILE).write_bytes(b"register")
    monkeypatch.setattr(Path, "read_bytes", refused)
    seen_by_windows(monkeypatch, CLOUD, attributes)
    with pytest.raises(BuildError, match=why):
        register_in(tmp_path)


SPELT = [
    "xã Một.xlsx",
    unicodedata.normalize("NFD", "xã Một.xlsx"),
    "xã  Một.xlsx",
    "xã\u200b Một.xlsx",
    "xa Mot.xlsx",
    "\u200b",
    "\u200b\u200b",
    # Windows takes these for one with the first.
    *([] if sys.platform == "win32" else ["Xã Một.xlsx", "XÃ MỘT.XLSX"]),
]

NOT_UNICODE = ["x\udce9.xlsx", "x\udcea.xlsx"]
"""Names that no text can hold: the bytes E9 and EA on Linux, half a letter each on Windows."""


def test_names_that_look_alike_are_shown_apart(tmp_path: Path) -> None:
    for name in SPELT:
        (tmp_path / name).write_bytes(name.encode())
    if len(list(tmp_path.iterdir())) < len(SPELT):
        pytest.skip("this file system takes some of them for one")
    shown = [shown_path(path, tmp_path) for path in find_files(tmp_path)]
    assert len(set(shown)) == len(SPELT)
    assert shown_path(tmp_path / SPELT[0], tmp_path) == "xã Một.xlsx"
    assert {"xã Một.xlsx (tên viết khác)", "xã Một.xlsx (tên viết khác 3)"} < set(shown)


@fails_on_wine("writes no name with half a letter")
def test_names_that_no_text_can_hold_are_shown_apart(tmp_path: Path) -> None:
    for name in NOT_UNICODE:
        (tmp_path / name).write_bytes(name.encode(errors="surrogateescape"))
    shown = [shown_path(path, tmp_path) for path in find_files(tmp_path)]
    assert shown == ["x\ufffd.xlsx", "x\ufffd.xlsx (tên viết khác)"]


def test_folders_that_look_alike_are_shown_apart(tmp_path: Path) -> None:
    for name in SPELT[:2]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.xlsx").write_bytes(b"x")
    shown = [shown_path(path, tmp_path) for path in find_files(tmp_path)]
    assert len(set(shown)) == len(list(tmp_path.iterdir()))


def test_each_of_two_that_look_alike_keeps_its_own_faults(tmp_path: Path) -> None:
    of = register((DISTRICT, unit("A"), unit("B")))
    (tmp_path / SPELT[1]).write_bytes(book(of=info(unit_code=Code("A"))))
    (tmp_path / SPELT[2]).write_bytes(book()[:900])
    season = evaluate(of, taken(tmp_path), AS_OF)
    assert set(season.intake.counted) == {"A"}


def test_what_the_program_has_not_finished_is_no_return(tmp_path: Path) -> None:
    (tmp_path / ".dang-lam-7-danh-muc.xlsx").write_bytes(b"x")
    (tmp_path / "cụm").mkdir()
    (tmp_path / "cụm" / ".dang-lam-7").write_bytes(b"x")
    assert [path.name for path in find_files(tmp_path)] == [".dang-lam-7"]
