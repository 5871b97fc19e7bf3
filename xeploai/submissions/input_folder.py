"""The input folder: which files lie in it, under what names they are shown, and their bytes.

Strangers fill it while it is read, from memory sticks and over networks that drop. A file is read
once, at a moment when it holds still; what cannot be read is named, and stops nothing.
"""

import errno
import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.reading.rules import (
    MAX_FILE,
    changing_file,
    refuse,
    too_large,
    unreadable_file,
    unreadable_folder,
)
from xeploai.schema.register import REGISTER_FILE
from xeploai.schema.wording import WORDING_FILE
from xeploai.storage.office_files import FREEZE_FOLDER, is_called
from xeploai.system.path_length import is_too_long
from xeploai.text import clean

UNFINISHED = ".dang-lam-"
"""How the names begin of what the program has not finished writing."""

PAUSES = (0.1, 0.3, 0.6)
"""So many seconds a file that changes while it is read is left alone before the next look."""

FRESH = 3.0
"""A file without its end that is younger, in seconds, may still be on its way."""

_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_OURS = frozenset({REGISTER_FILE, ".gitkeep", ".gitignore"})
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv"})
"""Endings of what is checked in a folder, where letters and pictures lie beside the returns."""

_NAMELESS = "(tên trống)"
_ELSEWHERE = 0x20000000  # the mark of what stands for another name: a junction, Linux's links
_IN_THE_CLOUD = 0x1000 | 0x40000 | 0x400000  # not here: at all, until opened, until read
_ZIP, _ZIP_END, _ZIP_END_WITHIN = b"PK\3\4", b"PK\5\6", 2**16 + 22

# ---------------------------------------------------------------- which files there are


def find_files(folder: Path) -> list[Path]:
    """Every file below the input folder but the program's own, in a fixed order.

    Folders that cannot be listed are among them, since nobody knows what they hold. Raises
    BuildError where the input folder itself cannot be.
    """
    make_sure_of(folder)
    found = everything_below(folder)
    kept = (path for path in found if not _is_ours(path, folder))
    return sorted(kept, key=lambda path: shown_path(path, folder))


def workbooks_named(asked: Sequence[Path]) -> list[Path]:
    """Return the files that are asked for, where a folder stands for the workbooks below it.

    Raises BuildError where a folder holds none. What is not there is left for who reads it.
    """
    return [
        path for name in asked for path in (_workbooks_below(name) if _is_dir(name) else [name])
    ]


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # longer than a disk takes
        return False


def _workbooks_below(folder: Path) -> list[Path]:
    found = [path for path in find_files(folder) if path.suffix.casefold() in _SPREADSHEETS]
    kept = [path for path in found if not passed_over(path)]
    if not kept:
        raise BuildError(
            f"Thư mục {folder} không có tệp Excel nào. Chọn thư mục khác, hoặc chọn từng tệp biểu."
        )
    return kept


def find_wordings(folder: Path) -> list[Path]:
    """The workbooks with the office's own words, in whatever case their names are written."""
    found = everything_below(folder)
    kept = (path for path in found if _is_wording(path) and not _is_frozen(path, folder))
    return sorted(kept, key=lambda path: shown_path(path, folder))


def make_sure_of(folder: Path) -> None:
    """Raise BuildError where the input folder is not within reach: a share may have dropped."""
    try:
        os.scandir(folder).close()
    except OSError:
        raise BuildError(
            f"Không mở được thư mục {folder}: xem ổ đĩa còn kết nối không và quyền đọc thư mục, "
            "rồi chạy lại. Trang đã công bố vẫn như cũ."
        ) from None


def everything_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, links for themselves, and every folder in it that stays shut."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listed:
                entries = list(listed)
        except OSError:
            if here != folder:
                yield here
            continue
        for entry in entries:
            path = Path(entry.path)
            if _is_folder(entry):
                waiting.append(path)
            else:
                yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether something is a folder to go into: a link may lead round in a circle."""
    try:
        return entry.is_dir(follow_symlinks=False) and not _is_junction(entry)
    except OSError:
        return False


def _is_junction(entry: os.DirEntry[str]) -> bool:
    return _leads_elsewhere(entry.stat(follow_symlinks=False))


def _leads_elsewhere(found: os.stat_result) -> bool:
    """Whether Windows takes something for another name of what is elsewhere.

    Files of OneDrive, and those that a server keeps once for many, are marked too, but not so:
    they are files, and are fetched when they are read.
    """
    return bool(getattr(found, "st_reparse_tag", 0) & _ELSEWHERE)


def _is_ours(path: Path, folder: Path) -> bool:
    if _is_frozen(path, folder) or _is_wording(path):
        return True
    name = clean(path.name).casefold()
    is_named = name in _OURS or name.startswith(UNFINISHED) or is_ledger(path)
    return is_named and path.parent == folder


def _is_frozen(path: Path, folder: Path) -> bool:
    return is_called(path.relative_to(folder).parts[0], FREEZE_FOLDER)


def _is_wording(path: Path) -> bool:
    """Whether a file is the office's own words; deeper ones are named where they are missed."""
    return is_called(path.name, WORDING_FILE)


def is_ledger(path: Path) -> bool:
    """Whether a file is the ledger, its journal, or a copy that somebody set aside."""
    return path.suffix.casefold().startswith(".sqlite3")


def passed_over(path: Path) -> str:
    """Why a file is nobody's return and nobody's fault, "" where it may be one."""
    if path.name.startswith("~$"):
        return "Tệp tạm do Excel đang mở một sổ khác, bỏ qua"
    if path.name.startswith(".~lock."):
        return "Tệp tạm do LibreOffice đang mở một sổ khác, bỏ qua"
    if path.name.casefold() in _LITTER or path.name.startswith("._"):
        return "Tệp của hệ điều hành, không phải biểu, bỏ qua"
    # A link in a circle would never end, and a pipe never answers.
    if _kind(path) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "Lối tắt, không phải tệp, bỏ qua; hãy chép chính tệp vào"
    return ""


def is_mark(name: str) -> bool:
    """Whether a file is laid beside others by Office or the system, and nobody's content."""
    return name.startswith(("~$", ".~lock.", "._")) or name.casefold() in _LITTER


def is_link(path: Path) -> bool:
    """Whether something leads elsewhere: a link, or a junction of Windows."""
    return _kind(path) == stat.S_IFLNK


def _kind(path: Path) -> int:
    """What something is, 0 where it cannot be told."""
    try:
        found = path.lstat()
    except OSError:
        return 0
    return stat.S_IFLNK if _leads_elsewhere(found) else stat.S_IFMT(found.st_mode)


# ---------------------------------------------------------------- their names


def shown_path(path: Path, folder: Path) -> str:
    """A file's path below the folder, with forward slashes and in NFC; a folder's ends with one.

    Two names that differ only in how they are spelt are two files, and told apart.
    """
    parts = path.relative_to(folder).parts
    shown = "/".join(
        _shown(folder.joinpath(*parts[:level]), name) for level, name in enumerate(parts)
    )
    return f"{shown}/" if _kind(path) == stat.S_IFDIR else shown


def _shown(folder: Path, name: str) -> str:
    # An old archive brings names in another alphabet, which no text file can hold.
    shown = clean(name) or _NAMELESS
    if shown == name:
        return name
    try:
        twins = _twins(folder, folder.stat().st_mtime_ns).get(shown, [])
    except OSError:
        twins = []
    rank = twins.index(name) if name in twins else 0
    number = f" {rank}" if rank > 1 else ""
    return f"{shown} (tên viết khác{number})" if rank else shown


@lru_cache(maxsize=16)
def _twins(folder: Path, changed: int) -> Mapping[str, list[str]]:  # noqa: ARG001 (forgets it then)
    """The names in a folder by what is shown of them, those that are written so first."""
    found: dict[str, list[str]] = {}
    for path in folder.iterdir():
        found.setdefault(clean(path.name) or _NAMELESS, []).append(path.name)
    return {shown: sorted(names, key=lambda x: (x != shown, x)) for shown, names in found.items()}


# ---------------------------------------------------------------- their bytes


def read_whole(path: Path) -> bytes:
    """The bytes of a file as they were at one moment; raises ReadRefused where they cannot be had.

    The clock decides only how long to wait, never what is said.
    """
    for pause in PAUSES:
        data, is_still = _look(path)
        if is_still and not (_is_cut_off(data) and _is_fresh(path)):
            return data
        time.sleep(pause)
    data, is_still = _look(path)
    if not is_still:
        refuse(changing_file)
    return data


def read_own(path: Path, most: int = MAX_FILE) -> bytes:
    """The bytes of a file of the office's own; raises OSError, or ReadRefused where it is larger.

    What is no file is not opened: a pipe never answers.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "", str(path))
    if found.st_size > most:
        refuse(too_large, found.st_size)
    return path.read_bytes()


def _look(path: Path) -> tuple[bytes, bool]:
    """What a file holds, and whether it stayed the same meanwhile."""
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            refuse(unreadable_folder)
        if before.st_size > MAX_FILE:
            refuse(too_large, before.st_size)
        data = path.read_bytes()
        after = path.stat()
    except OSError as fault:
        refuse(unreadable_file, *_why(path, fault))
    is_one_size = before.st_size == len(data) == after.st_size
    return data, is_one_size and before.st_mtime_ns == after.st_mtime_ns


def _why(path: Path, fault: OSError) -> Iterator[str]:
    """The cause, where it is another than the usual ones."""
    if is_too_long(path, fault):
        yield "đường dẫn quá dài"
    elif is_in_the_cloud(path, fault):
        yield "mới có trên OneDrive, chưa tải về máy"


def is_in_the_cloud(path: Path, fault: OSError) -> bool:
    """Whether OneDrive shows a file and could not fetch it: Windows has no number for that here."""
    if fault.errno != errno.EINVAL:
        return False
    try:
        return bool(getattr(path.lstat(), "st_file_attributes", 0) & _IN_THE_CLOUD)
    except OSError:
        return False


def _is_cut_off(data: bytes) -> bool:
    """Whether a workbook lacks its end, as one does that is being copied."""
    return not data or (data.startswith(_ZIP) and _ZIP_END not in data[-_ZIP_END_WITHIN:])


def _is_fresh(path: Path) -> bool:
    try:
        return abs(time.time() - path.stat().st_mtime) < FRESH
    except OSError:
        return False
