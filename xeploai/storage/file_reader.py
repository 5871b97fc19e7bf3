"""Read a file that may be on its way: still being copied, held open, or in the cloud."""

import errno
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from xeploai.reading.xlsx.refusals import (
    MAX_FILE,
    changing_file,
    refuse,
    too_large,
    unreadable_file,
    unreadable_folder,
)
from xeploai.system.path_length import is_too_long

PAUSES = (0.1, 0.3, 0.6)
"""Seconds before each new try at a file that changes while it is read."""

FRESH = 3.0
"""A file without its end that is younger, in seconds, may still be on its way."""

_IN_THE_CLOUD = 0x1000 | 0x40000 | 0x400000  # not here: at all, until opened, until read


_ZIP, _ZIP_END, _ZIP_END_WITHIN = b"PK\3\4", b"PK\5\6", 2**16 + 22


def read_whole(path: Path) -> bytes:
    """Read the bytes of a file as they were at one moment.

    Raises ReadRefused where they cannot be had.

    The clock decides only how long to wait, never the result.
    """
    for pause in PAUSES:
        data, is_still = _look(path)
        if is_still and not (_is_cut_off(data) and _is_fresh(path)):
            return data
        time.sleep(pause)
    data, is_still = _look(path)
    if not is_still:
        refuse(changing_file())
    return data


def read_own(path: Path, most: int = MAX_FILE) -> bytes:
    """Read a file of the office's own.

    Raises OSError, or ReadRefused where it is larger.

    What is no file is not opened: a pipe never answers.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "", str(path))
    if status.st_size > most:
        refuse(too_large(status.st_size))
    return path.read_bytes()


def _look(path: Path) -> tuple[bytes, bool]:
    """Return the contents of a file, and whether it stayed the same meanwhile."""
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            refuse(unreadable_folder())
        if before.st_size > MAX_FILE:
            refuse(too_large(before.st_size))
        data = path.read_bytes()
        after = path.stat()
    except OSError as fault:
        refuse(unreadable_file(*_why(path, fault)))
    is_one_size = before.st_size == len(data) == after.st_size
    return data, is_one_size and before.st_mtime_ns == after.st_mtime_ns


def _why(path: Path, fault: OSError) -> Iterator[str]:
    """Yield the cause, where it is not one of the usual ones."""
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
