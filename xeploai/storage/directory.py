"""Walk a folder: the files below it, links and junctions, the marks of Office and the system."""

import os
import stat
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


class Mark(Enum):
    """A program that lays small files of its own beside others."""

    EXCEL = auto()
    LIBREOFFICE = auto()
    SYSTEM = auto()


_ELSEWHERE = 0x20000000  # the mark of what stands for another name: a junction, Linux's links


def files_below(folder: Path) -> Iterator[Path]:
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


def _leads_elsewhere(status: os.stat_result) -> bool:
    """Whether Windows takes something for another name of what is elsewhere.

    Files of OneDrive, and those that a server keeps once for many, are marked too, but not so:
    they are files, and are fetched when they are read.
    """
    return bool(getattr(status, "st_reparse_tag", 0) & _ELSEWHERE)


LARGEST_OF_EXCEL = 1024
"""Octets beyond which what is called as a file of Excel's own is somebody's workbook."""


def mark_of(name: str) -> Mark | None:
    """Return who laid a file of this name beside others, None where it may be content."""
    if name.startswith("~$"):
        return Mark.EXCEL
    if name.startswith(".~lock."):
        return Mark.LIBREOFFICE
    is_system = name.startswith("._") or name.casefold() in _SYSTEM_FILES
    return Mark.SYSTEM if is_system else None


def is_link(path: Path) -> bool:
    """Whether something leads elsewhere: a link, or a junction of Windows."""
    return file_kind(path) == stat.S_IFLNK


def file_kind(path: Path) -> int:
    """Return the file type bits, S_IFLNK for any link, 0 where they cannot be read."""
    try:
        status = path.lstat()
    except OSError:
        return 0
    return stat.S_IFLNK if _leads_elsewhere(status) else stat.S_IFMT(status.st_mode)
