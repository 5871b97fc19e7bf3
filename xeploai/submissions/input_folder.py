"""The input folder: which files lie in it, under what names they are shown, and their bytes.

Strangers fill it while it is read, from memory sticks and over networks that drop. A file is read
once, at a moment when it holds still; what cannot be read is named, and stops nothing.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.paths import REGISTER_FILE, SNAPSHOTS_FOLDER, UNFINISHED, WORDING_FILE
from xeploai.storage.directory import LARGEST_OF_EXCEL, Mark, file_kind, files_below, mark_of
from xeploai.storage.office_files import is_called
from xeploai.text import clean

_OURS = frozenset({REGISTER_FILE, ".gitkeep", ".gitignore"})
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".zip"})
"""Endings of what is checked in a folder, where letters and pictures lie beside the returns."""

_PASSED_OVER = {
    Mark.EXCEL: "Tệp tạm do Excel đang mở một sổ khác, bỏ qua",
    Mark.LIBREOFFICE: "Tệp tạm do LibreOffice đang mở một sổ khác, bỏ qua",
    Mark.SYSTEM: "Tệp của hệ điều hành, không phải biểu, bỏ qua",
}

NAMELESS = "(tên trống)"

# ---------------------------------------------------------------- which files there are


def find_files(folder: Path) -> list[Path]:
    """Every file below the input folder but the program's own, in a fixed order.

    Folders that cannot be listed are among them, since nobody knows what they hold. Raises
    BuildError where the input folder itself cannot be.
    """
    make_sure_of(folder)
    paths = files_below(folder)
    kept = (path for path in paths if not _is_ours(path, folder))
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
    workbooks = [path for path in find_files(folder) if path.suffix.casefold() in _SPREADSHEETS]
    kept = [path for path in workbooks if not passed_over(path)]
    if not kept:
        raise BuildError(
            f"Thư mục {folder} không có tệp Excel nào. Chọn thư mục khác, hoặc chọn từng tệp biểu."
        )
    return kept


def find_wordings(folder: Path) -> list[Path]:
    """Find the workbooks with the office's own words, named in any case."""
    paths = files_below(folder)
    kept = (path for path in paths if _is_wording(path) and not _is_frozen(path, folder))
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


def _is_ours(path: Path, folder: Path) -> bool:
    if _is_frozen(path, folder) or _is_wording(path):
        return True
    name = clean(path.name).casefold()
    is_named = name in _OURS or name.startswith(UNFINISHED) or is_ledger(path)
    return is_named and path.parent == folder


def _is_frozen(path: Path, folder: Path) -> bool:
    return is_called(path.relative_to(folder).parts[0], SNAPSHOTS_FOLDER)


def _is_wording(path: Path) -> bool:
    """Whether a file is the office's own words; deeper ones are named where they are missed."""
    return is_called(path.name, WORDING_FILE)


def is_ledger(path: Path) -> bool:
    """Whether a file is the ledger, its journal, or a copy that somebody set aside."""
    return path.suffix.casefold().startswith(".sqlite3")


def passed_over(path: Path) -> str:
    """Why a file is nobody's return and nobody's fault, "" where it may be one."""
    mark = mark_of(path.name)
    if mark and not (mark is Mark.EXCEL and _is_large(path)):
        return _PASSED_OVER[mark]
    # A link in a circle would never end, and a pipe never answers.
    if file_kind(path) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "Lối tắt, không phải tệp, bỏ qua; hãy chép chính tệp vào"
    return ""


def _is_large(path: Path) -> bool:
    """Whether a file is larger than those that Excel lays beside an open workbook."""
    try:
        return path.stat().st_size > LARGEST_OF_EXCEL
    except OSError:
        return False


# ---------------------------------------------------------------- their names


def shown_path(path: Path, folder: Path) -> str:
    """Return a file's path below the folder, with forward slashes and in NFC.

    A folder's path ends with a slash.

    Two names that differ only in how they are spelt are two files, and kept apart.
    """
    parts = path.relative_to(folder).parts
    shown = "/".join(
        _shown(folder.joinpath(*parts[:level]), name) for level, name in enumerate(parts)
    )
    return f"{shown}/" if file_kind(path) == stat.S_IFDIR else shown


def _shown(folder: Path, name: str) -> str:
    # An old archive brings names in another alphabet, which no text file can hold.
    shown = clean(name) or NAMELESS
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
    """Return the names in a folder by their shown form, names written that way first."""
    twins: dict[str, list[str]] = {}
    for path in folder.iterdir():
        twins.setdefault(clean(path.name) or NAMELESS, []).append(path.name)
    return {shown: sorted(names, key=lambda x: (x != shown, x)) for shown, names in twins.items()}
