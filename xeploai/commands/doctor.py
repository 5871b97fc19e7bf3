"""Checks of the machine: versions, write access, locked files, a browser, fonts."""

import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from xeploai import __version__
from xeploai.errors import BuildError
from xeploai.paths import HOME, PROGRAM, REGISTER_FILE, SET_UP, UNFINISHED
from xeploai.storage.directory import files_below
from xeploai.storage.office_files import find_own
from xeploai.storage.open_files import held_below, is_free, opened
from xeploai.storage.preconditions import no_register
from xeploai.submissions.input_folder import find_wordings
from xeploai.system.browser import find_browser
from xeploai.system.failures import missing_files
from xeploai.text import clean

OLDEST_PYTHON = (3, 11)
LIBRARIES = (
    "pandas", "openpyxl", "lxml", "python-calamine", "jinja2", "docxtpl", "icalendar", "xlsxwriter",
    "plotly", "kaleido", "mkdocs", "mkdocs-material", "rich",
)  # fmt: skip
FONTS = ("Noto Sans", "Segoe UI", "Roboto", "DejaVu Sans", "Liberation Sans", "Arial")
"""Families with every Vietnamese letter; one of them is enough."""


@dataclass(frozen=True, slots=True)
class Symptom:
    """One check: whether it passed, and the result or what has to be done."""

    is_well: bool
    message: str


def examine(folder: Path, output: Path) -> list[Symptom]:
    """Look at everything a build needs."""
    return [
        _python(),
        *_libraries(),
        *_lost(),
        _writable(folder),
        _writable(output),
        *_locked(folder),
        *_held(output),
        _browser(),
        _fonts(),
    ]


def _python() -> Symptom:
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Symptom(True, f"xeploai {__version__}, Python {running}")
    return Symptom(False, f"Python {running} đã cũ: cài Python 3.11 trở lên rồi chạy “{SET_UP}”")


def _libraries() -> Iterator[Symptom]:
    for name in LIBRARIES:
        try:
            yield Symptom(True, f"Thư viện {name} {version(name)}")
        except PackageNotFoundError:
            yield Symptom(False, f"Thiếu thư viện {name}: {_how_to_install()}")


def _how_to_install() -> str:
    if HOME != PROGRAM:
        # The package for Windows brings its libraries along.
        return "giải nén lại toàn bộ tệp .zip của chương trình vào đúng thư mục này rồi chạy lại"
    return f"xóa thư mục .venv rồi chạy “{SET_UP}”"


def _lost() -> Iterator[Symptom]:
    for name in missing_files():
        message = f"Thiếu hoặc hỏng tệp {Path(name)}: giải nén lại toàn bộ gói chương trình"
        yield Symptom(False, message)


def _writable(folder: Path) -> Symptom:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # As a build does it: made, moved, removed. Not by tempfile, whose rights are its own.
        made = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
        made.mkdir()
        made.rename(made.with_name(f"{made.name}-")).rmdir()
        return Symptom(True, f"Ghi được vào thư mục {folder}")
    except OSError:
        message = f"Không ghi được vào thư mục {folder}: xem quyền ghi và chỗ trống trên đĩa"
        return Symptom(False, message)


def _locked(folder: Path) -> Iterator[Symptom]:
    """Workbooks that Excel holds open, by the lock file it leaves beside them."""
    # Not by rglob, which ends at a folder whose path is too long to open.
    for lock in sorted(path for path in files_below(folder) if path.name.startswith("~$")):
        name = clean(lock.name.removeprefix("~$"))
        if is_free(lock.with_name(lock.name.removeprefix("~$"))):
            continue  # Excel ended without taking its mark away
        yield Symptom(False, f"Tệp {name} đang mở ở Excel: lưu và đóng lại trước khi chạy")
    try:
        register = find_own(folder, REGISTER_FILE)
    except BuildError as fault:
        yield Symptom(False, str(fault))
        return
    if not register.exists():
        yield Symptom(False, str(no_register(register)))
    for place in (register, *find_wordings(folder)):
        if place.exists() and not _is_readable(place):
            yield Symptom(False, f"Không đọc được {place}: xem quyền đọc tệp")


def _is_readable(place: Path) -> bool:
    """Whether a file can be read; tried, since Windows cannot be asked."""
    try:
        with place.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _held(output: Path) -> Iterator[Symptom]:
    """Results that are open, which a build could not replace."""
    parts = sorted(output.glob("[!.]*"))
    for path in held_below(parts):
        message = f"Tệp {path} {opened(path)}: đóng lại trước khi chạy"
        yield Symptom(False, message)


def _browser() -> Symptom:
    browser = find_browser()
    if browser:
        return Symptom(True, f"Trình duyệt để vẽ ảnh: {browser}")
    message = "Không có Chrome, Edge hoặc Chromium: trang vẫn đủ, chỉ không có ảnh biểu đồ"
    return Symptom(False, message)


def _fonts() -> Symptom:
    # Windows and macOS come with such fonts; only Linux may lack them.
    lister = shutil.which("fc-list")
    if lister is None:
        return Symptom(True, "Phông chữ: dùng phông có sẵn của hệ điều hành")
    listed = subprocess.run(
        [lister, ":lang=vi", "family"], capture_output=True, text=True, check=False
    ).stdout
    family = next((font for font in FONTS if font in listed), "")
    if family:
        return Symptom(True, f"Phông chữ có đủ chữ Việt: {family}")
    return Symptom(False, f"Thiếu phông có đủ chữ Việt: cài một trong {', '.join(FONTS[:3])}")
