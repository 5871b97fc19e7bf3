"""What the machine lacks: versions, write access, locked files, a browser, fonts."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from xeploai import __version__
from xeploai.browser import find_browser
from xeploai.failures import missing_files
from xeploai.inbox import everything_below, find_wordings
from xeploai.schema.register import REGISTER_FILE
from xeploai.text import clean

OLDEST_PYTHON = (3, 11)
LIBRARIES = (
    "pandas", "openpyxl", "lxml", "python-calamine", "jinja2", "docxtpl", "xlsxwriter", "plotly",
    "kaleido", "mkdocs", "mkdocs-material", "rich",
)  # fmt: skip
FONTS = ("Noto Sans", "Segoe UI", "Roboto", "DejaVu Sans", "Liberation Sans", "Arial")
"""Families with every Vietnamese letter; one of them is enough."""


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at: whether it is well, and what was found or has to be done."""

    is_well: bool
    said: str


def examine(folder: Path, output: Path) -> list[Symptom]:
    """Look at everything a build needs."""
    return [
        _python(),
        *_libraries(),
        *_lost(),
        _writable(folder),
        _writable(output),
        *_locked(folder),
        _browser(),
        _fonts(),
    ]


def _python() -> Symptom:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Symptom(True, f"xeploai {__version__}, Python {found}")
    return Symptom(False, f"Python {found} đã cũ: cài Python 3.11 trở lên rồi chạy lại build.bat")


def _libraries() -> Iterator[Symptom]:
    for name in LIBRARIES:
        try:
            yield Symptom(True, f"Thư viện {name} {version(name)}")
        except PackageNotFoundError:
            said = f"Thiếu thư viện {name}: xóa thư mục .venv rồi chạy lại build.bat"
            yield Symptom(False, said)


def _lost() -> Iterator[Symptom]:
    for name in missing_files():
        yield Symptom(False, f"Thiếu hoặc hỏng tệp {name}: giải nén lại toàn bộ gói chương trình")


def _writable(folder: Path) -> Symptom:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Symptom(True, f"Ghi được vào thư mục {folder}")
    except OSError:
        said = f"Không ghi được vào thư mục {folder}: xem quyền ghi và chỗ trống trên đĩa"
        return Symptom(False, said)


def _locked(folder: Path) -> Iterator[Symptom]:
    """Workbooks that Excel holds open, by the lock file it leaves beside them."""
    # Not by rglob, which ends at a folder whose path is too long to open.
    for lock in sorted(path for path in everything_below(folder) if path.name.startswith("~$")):
        name = clean(lock.name.removeprefix("~$"))
        yield Symptom(False, f"Tệp {name} đang mở ở Excel: lưu và đóng lại trước khi chạy")
    register = folder / REGISTER_FILE
    if not register.exists():
        yield Symptom(False, f"Chưa có danh mục {register}: chạy “python build.py new”")
    for place in (register, *find_wordings(folder)):
        if place.exists() and not os.access(place, os.R_OK):
            yield Symptom(False, f"Không đọc được {place}: xem quyền đọc tệp")


def _browser() -> Symptom:
    found = find_browser()
    if found:
        return Symptom(True, f"Trình duyệt để vẽ ảnh: {found}")
    said = "Không có Chrome, Edge hoặc Chromium: trang vẫn đủ, chỉ không có ảnh biểu đồ"
    return Symptom(False, said)


def _fonts() -> Symptom:
    # Windows and macOS come with such fonts; only Linux may lack them.
    lister = shutil.which("fc-list")
    if lister is None:
        return Symptom(True, "Phông chữ: dùng phông có sẵn của hệ điều hành")
    listed = subprocess.run(
        [lister, ":lang=vi", "family"], capture_output=True, text=True, check=False
    ).stdout
    found = next((font for font in FONTS if font in listed), "")
    if found:
        return Symptom(True, f"Phông chữ có đủ chữ Việt: {found}")
    return Symptom(False, f"Thiếu phông có đủ chữ Việt: cài một trong {', '.join(FONTS[:3])}")
