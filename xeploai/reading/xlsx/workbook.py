"""Bytes of a workbook → raw sheets with true cell addresses. The only importer of the reader."""

import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import NoReturn, TypeVar
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from xeploai.reading.xlsx.archive import (
    MAX_CELLS,
    Package,
    judge_archive,
    judge_claims,
)
from xeploai.reading.xlsx.cells import CellValue, RawSheet, RawWorkbook
from xeploai.reading.xlsx.formats import Formats, cells_of_format, formats_of
from xeploai.reading.xlsx.old_fonts import in_unicode
from xeploai.reading.xlsx.refusals import (
    MAX_FILE,
    STOPPED,
    damaged,
    empty_file,
    encrypted,
    implausible,
    not_a_workbook,
    old_format,
    refuse,
    too_large,
)
from xeploai.reading.xlsx.scan import (
    hidden_columns_of,
    hidden_rows_of,
    linked_cells_of,
    merged_areas_of,
    odd_cells_of,
)
from xeploai.text import clean, folded

T = TypeVar("T")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = {
    b"%PDF": "tệp PDF",
    b"\x89PNG": "ảnh",
    b"\xff\xd8": "ảnh",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf\x27\x1c": "tệp nén 7z",
    b"L\0\0\0\x01\x14\x02\0": "lối tắt, hãy dùng chính tệp",
}
"""How files begin that are often taken for a return, and what each is called."""

Read = Callable[[bytes, Collection[str]], RawWorkbook]
"""Opens a workbook for the sheets of some folded names; raises ReadRefused."""


def read_workbook(data: bytes, wanted: Collection[str]) -> RawWorkbook:
    """Read the wanted sheets (folded names) of a workbook; raises ReadRefused."""
    _judge_kind(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            judge_archive(archive)
            return _read(Package(archive), wanted)
    except PasswordError:
        refuse(encrypted())
    except (zipfile.BadZipFile, OverflowError):  # a place that no file can be as long as
        refuse(damaged("phần nén không mở được"))
    except (CalamineError, ElementTree.ParseError, zlib.error, KeyError, EOFError, ValueError):
        refuse(damaged("cấu trúc bên trong sai"))
    except (NotImplementedError, RuntimeError, OSError):
        refuse(damaged("kiểu nén lạ"))


def _judge_kind(data: bytes) -> None:
    if not data:
        refuse(empty_file())
    if len(data) > MAX_FILE:
        refuse(too_large(len(data)))
    if data.startswith(_OLE):
        _refuse_old(data)
    if not data.startswith(b"PK"):
        refuse(not_a_workbook(_kind(data)))


def _refuse_old(data: bytes) -> NoReturn:
    """Say what the streams of an old office file show it to be."""
    if _stream("EncryptedPackage") in data:
        refuse(encrypted())
    # A workbook may hold a letter.
    if _stream("WordDocument") in data and _stream("Workbook") not in data:
        refuse(not_a_workbook("tệp Word"))
    refuse(old_format())


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _kind(data: bytes) -> str:
    for start, name in _KINDS.items():
        if data.startswith(start):
            return name
    if data.lstrip()[:1] == b"<":
        return "trang web đổi đuôi"
    return "tệp chữ hoặc .csv" if _is_text(data) else "nội dung lạ"


def _is_text(data: bytes) -> bool:
    """Whether a file holds letters only, as an exported table does."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        return "\0" not in data.decode(encoding)
    except UnicodeDecodeError:
        return False


def _read(package: Package, wanted: Collection[str]) -> RawWorkbook:
    parts = package.sheet_parts()
    chosen = {folded(clean(name)): name for name in parts if folded(clean(name)) in wanted}
    pages = [parts[name] for name in chosen.values()]
    judge_claims(package, pages)
    hidden = package.hidden_sheets()
    formats = formats_of(package.styles())
    rows = _all_rows(_open(package.alone(pages)), list(chosen.values()))
    return RawWorkbook(
        sheets={
            key: _sheet(clean(name), rows[name], package.part(parts[name]), formats, name in hidden)
            for key, name in chosen.items()
        },
        names=tuple(clean(name) for name in parts),
        starts_1904=package.starts_1904(),
        saved_at=package.saved_at(),
    )


def _sheet(
    name: str, rows: list[list[CellValue]], source: bytes, formats: Formats, is_hidden: bool
) -> RawSheet:
    return RawSheet(
        name=name,
        rows=rows,
        odd=odd_cells_of(source),
        hidden_rows=frozenset(range(len(rows))) if is_hidden else hidden_rows_of(source),
        hidden_columns=hidden_columns_of(source),
        linked=linked_cells_of(source),
        struck=cells_of_format(source, formats.struck),
        unseen=cells_of_format(source, formats.unseen),
        percent=cells_of_format(source, formats.percent),
        merged=merged_areas_of(source),
        recoded=dict(_put_in_unicode(rows)),
    )


def _put_in_unicode(rows: list[list[CellValue]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Turn the texts of a sheet typed with old fonts into Unicode; yield where, and the font."""
    for number, row in enumerate(rows):
        # Most rows are spare ones.
        for column, value in enumerate(row) if row.count("") < len(row) else ():
            if type(value) is str and not value.isascii() and (meant := in_unicode(value)):
                row[column], font = meant
                yield (number, column), font


def _open(data: bytes) -> CalamineWorkbook:
    return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))


def _all_rows(book: CalamineWorkbook, names: Sequence[str]) -> dict[str, list[list[CellValue]]]:
    """Return the rows of some sheets, which together must not have too many cells."""
    left, rows = MAX_CELLS, {}
    for name in names:
        sheet = _guarded(partial(book.get_sheet_by_name, name))
        left -= sheet.total_height * sheet.total_width
        if left < 0:
            refuse(implausible(f"trang tính {clean(name)} quá rộng"))
        # Without skip_empty_area=False leading blank rows vanish and every address shifts.
        rows[name] = _guarded(partial(sheet.to_python, skip_empty_area=False))
    return rows


def _guarded(work: Callable[[], T]) -> T:
    """Run the reader; a panic inside it is a BaseException that must cost one file only."""
    try:
        return work()
    except BaseException as stop:
        if type(stop).__name__ != "PanicException":
            raise
        refuse(damaged(STOPPED))
