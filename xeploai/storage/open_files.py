"""Files that somebody holds open: Windows moves neither them nor the folders they lie in.

Linux refuses nobody, but a share that a Windows server offers does there, too.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.storage.directory import files_below, mark_of
from xeploai.storage.file_reader import read_own
from xeploai.text import clean

MOST_NAMED = 5
"""Number of open files that are named when a run begins."""

_IN_USE = frozenset({errno.EBUSY, errno.ETXTBSY})  # as Linux calls the refusals of a share
_DENIED, _SHARING = 5, frozenset({32, 33})  # as Windows calls its own
_WORD = frozenset({".doc", ".docx", ".docm", ".rtf"})
_NAME_AT = {162: 54, 165: 55}  # where Word, and Excel, keep the name in their mark, by its size
_MARK = 4096


def is_refusal(fault: OSError) -> bool:
    """Return whether a fault means that something is open, or that the right to it is lacking."""
    return isinstance(fault, PermissionError) or fault.errno in _IN_USE


def held_below(places: Iterable[Path]) -> list[Path]:
    """Return the files at or below some places that somebody holds open; only Windows can tell."""
    return [path for place in places for path in sorted(_files(place)) if _probe(path) in _SHARING]


def is_free(path: Path) -> bool:
    """Return whether nobody holds a file open; False where the system cannot tell."""
    return sys.platform == "win32" and _probe(path) == 0


def warnings(places: Iterable[Path]) -> Iterator[str]:
    """Yield a sentence for each of the files at or below some places that are open now.

    Told when a run begins, while there is time to close them.
    """
    paths = held_below(places)
    for path in paths[:MOST_NAMED]:
        yield (
            f"Tệp {path} {opened(path)}: đóng lại trước khi chạy xong, nếu không có thể chưa thay "
            "được bản cũ."
        )
    if len(paths) > MOST_NAMED:
        yield f"Còn {len(paths) - MOST_NAMED} tệp khác trong thư mục kết quả đang mở."


def in_use(paths: Sequence[Path]) -> BuildError:
    """Return the sentence for files that must change and are held open.

    Raises PermissionError where the right to change one of them is what is lacking.
    """
    make_sure_held(paths)
    return BuildError(
        f"Chưa thay được {named(paths)}. Đóng lại rồi chạy lại. Trang đã công bố vẫn như cũ."
    )


def make_sure_held(paths: Iterable[Path]) -> None:
    """Raise PermissionError where something that did not move is not open, but out of our right."""
    for path in paths:
        if not _is_ours_to_move(path):
            raise PermissionError(errno.EACCES, "", str(path))


def named(paths: Iterable[Path]) -> str:
    """Return the files with who has each of them open."""
    return ", ".join(f"{path} ({opened(path)})" for path in paths)


def opened(path: Path) -> str:
    """Return who has a file open, as a part of a sentence: a program here, or a person."""
    programs = [name for name in map(clean, _programs(path)) if name]
    if programs:
        return f"đang mở ở {', '.join(dict.fromkeys(programs))}"
    person = next(filter(None, map(_person, _marks(path))), "")
    return f"đang được {person} mở" if person else "đang mở"


def held_at(fault: OSError) -> str:
    """Return the open files that a refusal is about, "" where none is known."""
    return named(held_below(_places(fault))[:MOST_NAMED])


def why_refused(fault: OSError) -> str:
    """Return whether a refusal is about an open file or a lack of rights, "" where nobody knows."""
    code = getattr(fault, "winerror", None)
    if code in _SHARING:
        return "tệp đang mở"
    if code != _DENIED:
        return ""
    # Windows says the same of a folder in which something is open.
    there = [place for place in _places(fault) if os.path.lexists(place)]
    is_open = bool(there) and all(map(_is_ours_to_move, there))
    return "tệp đang mở" if is_open else "không có quyền ghi"


def _places(fault: OSError) -> list[Path]:
    return [Path(name) for name in (fault.filename, fault.filename2) if name]


def _files(place: Path) -> Iterator[Path]:
    paths = [place] if place.is_file() else files_below(place)
    return (path for path in paths if not mark_of(path.name))


def _marks(path: Path) -> Iterator[Path]:
    """Yield the lock files that Office and LibreOffice put beside an open file."""
    cut = max(0, min(2, len(path.stem) - 6)) if path.suffix.casefold() in _WORD else 0
    yield path.with_name(f"~${path.name[cut:]}")
    yield path.with_name(f".~lock.{path.name}#")


def _person(mark: Path) -> str:
    """Whose name a mark holds, "" where there is none."""
    with suppress(OSError, ReadRefused):
        data = read_own(mark, _MARK)
        if at := _NAME_AT.get(len(data)):
            start, size = at + 2, 2 * int.from_bytes(data[at : at + 2], "little")
            return clean(data[start : start + size].decode("utf-16-le", "replace")).strip()
        if mark.name.startswith(".~lock."):
            full, _, rest = data.decode(errors="replace").partition(",")
            return clean(full or rest.partition(",")[0]).strip()
    return ""


if sys.platform == "win32":
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.CreateFileW.argtypes = [
        wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD,
        wintypes.DWORD, wintypes.HANDLE,
    ]  # fmt: skip
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    _DELETE, _SHARE_ALL, _OPEN_EXISTING = 0x10000, 7, 3
    _ITSELF = 0x02200000  # folders too, and links for themselves
    _NONE = wintypes.HANDLE(-1).value

    def _probe(path: Path) -> int:
        """Ask for what a move needs; return 0 where it is given, else what Windows says."""
        handle = _kernel.CreateFileW(
            str(path), _DELETE, _SHARE_ALL, None, _OPEN_EXISTING, _ITSELF, None
        )
        if handle == _NONE:
            return ctypes.get_last_error()
        _kernel.CloseHandle(handle)
        return 0

    def _is_ours_to_move(path: Path) -> bool:
        return _probe(path) != _DENIED

    class _Process(ctypes.Structure):
        """RM_PROCESS_INFO of the Restart Manager."""

        _fields_ = [
            ("pid", wintypes.DWORD),
            ("started", wintypes.FILETIME),
            ("name", wintypes.WCHAR * 256),
            ("service", wintypes.WCHAR * 64),
            ("kind", ctypes.c_int),
            ("status", wintypes.ULONG),
            ("session", wintypes.DWORD),
            ("may_restart", wintypes.BOOL),
        ]

    _MOST_PROGRAMS = 10

    def _programs(path: Path) -> list[str]:
        """Names of the programs on this computer that hold a file open."""
        try:
            manager = ctypes.WinDLL("rstrtmgr")
        except OSError:
            return []
        session, key = wintypes.DWORD(), ctypes.create_unicode_buffer(33)
        if manager.RmStartSession(ctypes.byref(session), 0, key):
            return []
        try:
            return _listed(manager, session, path)
        finally:
            manager.RmEndSession(session)

    def _listed(manager: ctypes.WinDLL, session: wintypes.DWORD, path: Path) -> list[str]:
        files = (wintypes.LPCWSTR * 1)(str(path.absolute()))
        if manager.RmRegisterResources(session, 1, files, 0, None, 0, None):
            return []
        processes = (_Process * _MOST_PROGRAMS)()
        needed, number = wintypes.UINT(), wintypes.UINT(_MOST_PROGRAMS)
        reasons = wintypes.DWORD()
        refused = manager.RmGetList(
            session, ctypes.byref(needed), ctypes.byref(number), processes, ctypes.byref(reasons)
        )
        return [] if refused else [processes[at].name for at in range(number.value)]

else:

    def _probe(path: Path) -> int:  # noqa: ARG001 (nothing open is in the way here)
        """Return 0: what is open moves all the same."""
        return 0

    def _is_ours_to_move(path: Path) -> bool:
        return os.access(path.parent, os.W_OK)

    def _programs(path: Path) -> list[str]:  # noqa: ARG001 (no such list here)
        """Return none: nobody keeps such a list."""
        return []
