"""One writer at a time: a lock on a folder, which the system frees when its holder dies.

Not by filelock: on Windows it locks the first byte of the file, so that the holder's name cannot be
read from there, and it would not see the lock that version 0.1 holds on a byte further back.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname

from xeploai.errors import BuildError

LOCK = ".khoa-ghi"
"""The file that is locked; it stays, for to remove it would let two hold two of them."""

PATIENCE = 15.0
"""Seconds to wait for another writer: a build of a small office takes as long."""

_EVERY = 0.1
_FAR = 1 << 30  # Windows lets nobody read what is locked: a byte far behind the holder's name
_NAME = 200


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder; raises BuildError where another keeps it, OSError where it has no locks."""
    # Not inherited: a browser that outlives a killed build must not hold on to its lock.
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(file, folder)
        os.ftruncate(file, 0)
        # Not by platform, which asks Windows for much else too, for seconds where that ails.
        os.write(file, gethostname().encode()[:_NAME])
        yield
    finally:
        os.close(file)


def _wait(file: int, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not _taken(file):
        if time.monotonic() >= until:
            holder = os.read(file, _NAME).decode(errors="replace")
            raise BuildError(
                f"Một lần chạy khác đang ghi vào thư mục {folder} (trên máy {holder}). Đợi lần đó "
                "xong rồi chạy lại. Trang đã công bố vẫn như cũ."
            )
        time.sleep(_EVERY)


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.LockFile.argtypes = [wintypes.HANDLE, *[wintypes.DWORD] * 4]
    _VIOLATION = 33

    def _taken(file: int) -> bool:
        # Not by msvcrt.locking, whose one error stands for a lock that another has and for none.
        if _kernel.LockFile(msvcrt.get_osfhandle(file), _FAR, 0, 1, 0):
            return True
        code = ctypes.get_last_error()
        if code != _VIOLATION:
            raise OSError(errno.ENOLCK, ctypes.FormatError(code))
        return False

else:
    import fcntl

    def _taken(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
