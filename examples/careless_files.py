"""Files of careless offices: forms saved by other programs, and files that are no forms."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from examples.fill import edited_file
from examples.mistakes import ExpectedFinding
from xeploai.storage.reproducible_zip import pack, repack

_MADE_ON = datetime(2025, 12, 15, 9)
"""When another program says it made the file: what is not told stays the same at every call."""

# ------------------------------------------------------------------ saved by other programs


def saved_by_pandas(data: bytes) -> bytes:
    """Return a form as pandas writes it again: values only."""
    target = BytesIO()
    pages = pd.read_excel(BytesIO(data), sheet_name=None, header=None, engine="openpyxl")
    with pd.ExcelWriter(target, engine="xlsxwriter") as writer:
        writer.book.set_properties({"created": _MADE_ON})
        for name, page in pages.items():
            page.to_excel(writer, sheet_name=name, header=False, index=False)
    return repack(target.getvalue())


_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)
_AWAY = (
    '<style:style style:name="away" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def saved_as_ods(data: bytes) -> bytes:
    """Return a form saved as an OpenDocument table."""
    values = load_workbook(BytesIO(data), data_only=True)
    formulas = load_workbook(BytesIO(data))
    tables = "".join(_table(page, formulas[page.title]) for page in values.worksheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}>'
        f"<office:automatic-styles>{_AWAY}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack({"mimetype": kind.encode(), "content.xml": content.encode()})


def _table(values: Any, formulas: Any) -> str:
    style = "" if values.sheet_state == "visible" else ' table:style-name="away"'
    rows = "".join(_rows(values, formulas))
    name = escape(values.title)
    return (
        f'<table:table table:name="{name}"{style}>{"".join(_columns(values))}{rows}</table:table>'
    )


def _columns(page: Any) -> Iterator[str]:
    hidden = {
        number
        for each in page.column_dimensions.values()
        if each.hidden
        for number in range(each.min, each.max + 1)
    }
    for number in range(1, page.max_column + 1):
        yield f"<table:table-column{_collapsed(number in hidden)}/>"


def _rows(values: Any, formulas: Any) -> Iterator[str]:
    for number, cells in enumerate(values.iter_rows(), start=1):
        written = "".join(
            _cell(cell.value, formulas.cell(number, cell.column).data_type == "f") for cell in cells
        )
        away = _collapsed(values.row_dimensions[number].hidden)
        yield f"<table:table-row{away}>{written}</table:table-row>"


def _collapsed(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _cell(value: Any, is_formula: bool) -> str:
    formula = ' table:formula="of:=0"' if is_formula else ""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime):
        kind = f'"date" office:date-value="{value:%Y-%m-%d}"'
    elif isinstance(value, bool):
        kind = f'"boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind = f'"float" office:value="{value}"'
    else:
        kind = '"string"'
    shown = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(value).split("\n"))
    return f"<table:table-cell office:value-type={kind}{formula}>{shown}</table:table-cell>"


# ------------------------------------------------------------------ drawn together with the mouse


def without_height(data: bytes, sheet: str, row: int) -> bytes:
    """Return a workbook in which a row has no height; openpyxl would leave such a height out."""

    def flat(found: re.Match[str]) -> str:
        kept = re.sub(r' (ht|customHeight)="[^"]*"', "", found[1])
        return f'<row r="{row}"{kept} ht="0" customHeight="1"'

    return _edited(data, sheet, rf'<row r="{row}"([^<>/]*)', flat)


def without_width(data: bytes, sheet: str, letters: str) -> bytes:
    """Return a workbook in which a column has no width."""
    number = column_index_from_string(letters)

    def narrow(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        if not first <= number <= last:
            return found[0]
        zero = re.sub(r'width="[^"]*"', 'width="0"', found[3], count=1)
        runs = ((first, number - 1, found[3]), (number, number, zero), (number + 1, last, found[3]))
        return "".join(f'<col min="{x}" max="{y}"{more}' for x, y, more in runs if x <= y)

    return _edited(data, sheet, r'<col min="(\d+)" max="(\d+)"([^<>]*>)', narrow)


def _edited(data: bytes, sheet: str, pattern: str, edit: Callable[[re.Match[str]], str]) -> bytes:
    number = load_workbook(BytesIO(data), read_only=True).sheetnames.index(sheet) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = re.sub(pattern, edit, parts[part].decode())
    return pack({**parts, part: changed.encode()})


# ------------------------------------------------------------------ no forms at all


@dataclass(frozen=True)
class Stray:
    """A file among the returns that is none, and what must be found of it."""

    path: str
    data: bytes
    expected: ExpectedFinding


def strays(lot: random.Random, register: bytes) -> Sequence[Stray]:
    """Draw the files that lie beside the returns, one of each kind there is."""
    return [
        Stray(f"{lot.choice(('', 'cum 1/'))}{name}", data, expected)
        for make in _STRAYS
        for name, data, expected in [make(lot, register)]
    ]


_Made = tuple[str, bytes, ExpectedFinding]


def _second_register(lot: random.Random, register: bytes) -> _Made:
    names = ("danh-muc (1).xlsx", "danh-muc.xlsx.xlsx", "Danh mục.xlsx")
    found = ExpectedFinding("second_register", words="danh-muc.xlsx")
    # One that was put away for a while: other bytes, so that it is no plain copy.
    book = load_workbook(BytesIO(register))
    book.worksheets[-1]["Z1"] = "bản cũ"
    book.properties.created = book.properties.modified = _MADE_ON
    return lot.choice(names), edited_file(book), found


def _letter(_: random.Random, __: bytes) -> _Made:
    text = (
        "From: Van phong <vp@example.vn>\r\nTo: Ban To chuc <btc@example.vn>\r\n"
        "Subject: Gui bieu\r\nMIME-Version: 1.0\r\n\r\nKinh gui bieu tong hop.\r\n"
    )
    return "Gui bieu tong hop.eml", text.encode(), ExpectedFinding("mail", words=".eml")


def _shortcut(_: random.Random, __: bytes) -> _Made:
    data = b"L\0\0\0\x01\x14\x02\0".ljust(400, b"\0")
    return "Bieu tong hop - Shortcut.lnk", data, ExpectedFinding("shortcut", words="lối tắt")


def _list(_: random.Random, __: bytes) -> _Made:
    data = "STT;Đơn vị;Đã gửi\r\n1;An Bình;x\r\n2;Bảo Hà;\r\n".encode("utf-8-sig")
    return "Theo doi gui bieu.csv", data, ExpectedFinding("other_table", words=".csv")


_STRAYS: Sequence[Callable[[random.Random, bytes], _Made]] = (
    _second_register, _letter, _shortcut, _list,
)  # fmt: skip
