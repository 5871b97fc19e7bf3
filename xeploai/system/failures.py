"""Faults of the program itself: a file of it that is gone, or a mistake of ours.

A virus scanner takes files away, and an archive is unpacked half; whoever runs the program then
reads which part is missing. Any other exception is a mistake of ours: its traceback is kept in a
file for us, and the sentence names that file.
"""

import platform
import sys
import sysconfig
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from xeploai import __version__
from xeploai.errors import BuildError
from xeploai.paths import HOME, PROGRAM, PROGRAM_LIST, SET_UP, TRACE_FILE, real

MOST_NAMED = 3
"""Number of lost files that are named."""

_OURS = ("xeploai", "examples")
_PARTS = (*_OURS, "site_src", "templates", "mkdocs.yml", "build.py", "python")
_LIBRARIES = ("stdlib", "platstdlib", "purelib", "platlib")
_CURE = (
    "Có thể phần mềm diệt vi-rút đã xóa tệp, hoặc gói giải nén chưa trọn. Lấy lại tệp từ mục cách "
    "ly của phần mềm diệt vi-rút, hoặc giải nén lại toàn bộ gói chương trình, rồi chạy lại. Trang "
    "đã công bố vẫn nguyên vẹn."
)


def explained(fault: Exception, output: Path | None = None) -> str:
    """Return a sentence on an exception that nobody caught.

    output: the folder for its traceback.
    """
    if missing := missing_part(fault):
        return missing
    if isinstance(fault, MemoryError):
        return (
            "Máy không đủ bộ nhớ cho việc này. Đóng bớt chương trình đang mở rồi chạy lại. Trang "
            "đã công bố vẫn nguyên vẹn."
        )
    kept = _kept(fault, output)
    sent = f"gửi tệp {kept} cho" if kept else "báo cho"
    return (
        "Chương trình gặp lỗi ngoài dự kiến nên đã dừng; trang đã công bố vẫn nguyên vẹn. Chạy lại "
        f"một lần; nếu vẫn vậy thì {sent} người phụ trách chương trình."
    )


def missing_files(folder: str = "") -> list[str]:
    """Files of the package that are gone or cut off, of all or of one of its top folders.

    Only the package for Windows has a list of its files (hash, size and name a line).
    """
    try:
        listed = (PROGRAM / PROGRAM_LIST).read_text("utf-8").splitlines()
    except OSError:
        return []
    entries = (line.split(" ", 2)[1:] for line in listed)
    return [
        name
        for size, name in entries
        if name.startswith(folder) and _size(HOME / name) != int(size)
    ]


def make_sure_of_program() -> None:
    """Raise BuildError where the package has lost files that no import would miss."""
    if lost := missing_files(f"{PROGRAM.name}/"):
        more = len(lost) - MOST_NAMED
        shown = [str(Path(name)) for name in lost[:MOST_NAMED]]
        names = ", ".join([*shown, *([f"… và {more} tệp nữa"] if more > 0 else [])])
        raise BuildError(f"Thiếu hoặc hỏng {len(lost)} tệp của chương trình: {names}. {_CURE}")


def missing_part(fault: BaseException) -> str:
    """Return a sentence on a part of the program that is missing or damaged, "" where none is."""
    if isinstance(fault, OSError):
        place = _place(fault)
        if place is None or not _is_of_program(place):
            return ""
        lack = "Thiếu" if isinstance(fault, FileNotFoundError) else "Không đọc được"
        kind = "tệp" if place.suffix else "thư mục"
        return f"{lack} {kind} {_shown(place)} của chương trình. {_CURE}"
    if isinstance(fault, SyntaxError):
        if not fault.filename or not _is_of_program(Path(fault.filename)):
            return ""
        return f"Tệp {_shown(Path(fault.filename))} của chương trình đã hỏng. {_CURE}"
    if isinstance(fault, ImportError):
        return _not_imported(fault)
    return ""


def _not_imported(fault: ImportError) -> str:
    name = next(filter(None, (cause.name for cause in _imports(fault))), "")
    root = name.partition(".")[0]
    if root in _OURS:
        return f"Thiếu hoặc hỏng phần {name.replace('.', '/')} của chương trình. {_CURE}"
    lacks = f"thư viện {name}" if name else "một thư viện"
    if _is_set_up() or not isinstance(fault, ModuleNotFoundError):
        return f"Thiếu hoặc hỏng {lacks} mà chương trình cần. {_CURE}"
    if root in sys.stdlib_module_names:
        return (
            f"Bản Python đang chạy ({sys.executable}) không trọn: thiếu {lacks}. Cài lại Python "
            "từ www.python.org rồi chạy lại."
        )
    return (
        f"Bản Python đang chạy ({sys.executable}) chưa có {lacks} mà chương trình cần. Chạy "
        f"bằng lệnh “{SET_UP}”: lần đầu các thư viện được cài vào thư mục .venv."
    )


def _imports(fault: BaseException | None) -> Iterator[ImportError]:
    """Yield an exception and those that led to it, as far as they are of imports."""
    while isinstance(fault, ImportError):
        yield fault
        fault = fault.__cause__ or fault.__context__


def _is_set_up() -> bool:
    """Whether the Python that runs is the program's own, which came with every library."""
    return any(Path(sys.prefix).is_relative_to(home) for home in (HOME, real(HOME)))


def _is_of_program(path: Path) -> bool:
    """Whether a file belongs to the program or a library, and not to its user."""
    place = real(path)
    libraries = map(sysconfig.get_path, _LIBRARIES)
    parts = (home / part for home in (PROGRAM, HOME) for part in _PARTS)
    folders = [*parts, *(Path(folder) for folder in libraries)]
    return any(place.is_relative_to(real(folder)) for folder in folders)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _place(fault: OSError) -> Path | None:
    return Path(fault.filename) if isinstance(fault.filename, str) else None


def _shown(path: Path) -> Path:
    """Return a file's path, relative to the folder of build.bat where it lies in it.

    The name of that folder may be a drive's.
    """
    place, home = real(path), real(HOME)
    return place.relative_to(home) if place.is_relative_to(home) else place


def _kept(fault: Exception, output: Path | None) -> Path | None:
    """Where the traceback was written: the output folder, else the system's temporary one."""
    system = f"xeploai {__version__}, Python {sys.version}, {platform.platform()}"
    details = "\n".join([system, "", "".join(traceback.format_exception(fault))])
    for folder in (output, Path(tempfile.gettempdir())):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / TRACE_FILE).write_text(details, encoding="utf-8-sig", errors="replace")
        except OSError:
            continue
        return folder / TRACE_FILE
    return None
