"""Files held open as Office holds them, and a system that then moves no folder around them.

On Windows the handles are real. That a folder cannot move is played everywhere: Linux refuses
nothing, and Wine renames folders in which files are open.
"""

import ctypes
import os
import sys
from pathlib import Path

import pytest

from xeploai.storage import open_files, transaction

if sys.platform == "win32":
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.CreateFileW.argtypes = [
        wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD,
        wintypes.DWORD, wintypes.HANDLE,
    ]  # fmt: skip
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]

READ, FOLDERS_TOO = 0x80000000, 0x02000000


class Holder:
    """Somebody with files open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._held: dict[Path, int] = {}
        rename, rmdir = Path.rename, Path.rmdir

        def renamed(path: Path, target: Path) -> Path:
            if any(held.is_relative_to(path.resolve()) for held in self._held):
                raise PermissionError(13, "in use", str(path), None, str(target))
            return rename(path, target)

        def removed(path: Path) -> None:
            if self._holds(path):
                raise PermissionError(13, "in use", str(path))
            rmdir(path)

        # Nothing here is about power cuts, and each plan would wait for the disk.
        monkeypatch.delattr(os, "sync", raising=False)
        monkeypatch.setattr(transaction, "_WAITS", (0.0,))
        monkeypatch.setattr(transaction, "exchange", lambda one, other: False)
        monkeypatch.setattr(Path, "rename", renamed)
        if sys.platform != "win32":
            monkeypatch.setattr(Path, "rmdir", removed)
            monkeypatch.setattr(open_files, "_probe", lambda path: 32 * self._holds(path))

    def hold(self, path: Path, *, share: int = 1) -> None:
        """Open a file so that others may read it (1), also write it (3), or not even read it (0).

        A folder is held as by a command line that stands in it.
        """
        handle = 0
        if sys.platform == "win32":
            handle = _kernel.CreateFileW(str(path), READ, share, None, 3, FOLDERS_TOO, None)
            assert handle != wintypes.HANDLE(-1).value, ctypes.get_last_error()
        self._held[path.resolve()] = handle

    def close(self) -> None:
        for handle in self._held.values():
            if sys.platform == "win32":
                _kernel.CloseHandle(handle)
        self._held = {}

    def _holds(self, path: Path) -> bool:
        return path.resolve() in self._held


def word_mark(name: str) -> bytes:
    """The mark that Word lays beside a file it has open."""
    return _mark(name, 53, b"\0")


def excel_mark(name: str) -> bytes:
    """The mark that Excel lays beside a file it has open."""
    return _mark(name, 54, b" ")


def _mark(name: str, room: int, filler: bytes) -> bytes:
    plain = name.encode("ascii", "replace")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return bytes([len(plain)]) + plain.ljust(room, filler) + wide.ljust(2 + 2 * room, b"\0")
