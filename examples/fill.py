"""A form filled in as a clerk would, at the addresses of the schema; and the board's own books."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from xeploai.forms.layout import Place, place
from xeploai.forms.register_workbook import register_workbook
from xeploai.forms.styles import shown
from xeploai.forms.wording_workbook import wording_workbook
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.register.model import Register
from xeploai.register.reader import load
from xeploai.schema.form import InfoReturn
from xeploai.schema.row import Row, columns
from xeploai.storage.reproducible_zip import repack

RowValues = dict[str, Any]
"""Contents of one row, by field; a field that is not in it stays blank."""

Sheets = Mapping[type[Row], Sequence[RowValues]]
"""Contents of a workbook."""

SAVED_AT = time(16, 30)
"""When clerks save their work."""


def fill(book: WorkbookBuilder, sheets: Sheets) -> None:
    """Write rows into a form; a line the board has named is found by what it is named."""
    for row_type, rows in sheets.items():
        where = place(row_type)
        sheet = book[where.sheet]
        for index, row in enumerate(rows):
            write(sheet, where, _line(sheet, row_type, row, index), row)
    _save_as_of(book, sheets)


def write(sheet: FormSheet, where: Place, line: int | None, row: RowValues) -> None:
    """Write the fields of one row; line is None on a sheet of labels."""
    for key, value in row.items():
        sheet[where.cell(key, line)].value = shown(value)


def _line(sheet: FormSheet, row_type: type[Row], row: RowValues, index: int) -> int | None:
    where = place(row_type)
    if where.rows:
        return None
    named = [key for key in row_type.KEYS if columns(row_type)[key].source == "board"]
    given = [(where.letters[key], shown(row[key])) for key in named if key in row]
    if not given:
        return where.first_row + index
    lines = range(where.first_row, sheet.max_row + 1)
    return next(n for n in lines if all(sheet[f"{x}{n}"].value == value for x, value in given))


def _save_as_of(book: WorkbookBuilder, sheets: Sheets) -> None:
    """Stamp the workbook as saved on the day it is sent."""
    for row in sheets.get(InfoReturn, ()):
        if "sent_on" in row:
            book.saved_at = datetime.combine(row["sent_on"], SAVED_AT)


def register_file(sheets: Sheets) -> tuple[bytes, Register]:
    """Return the register's workbook, and the register as the program reads it."""
    data = workbook_bytes(register_workbook(sheets))
    return data, load(data)


def wording_file(sheets: Sheets) -> bytes:
    """Return the workbook of the office's own words for its report."""
    return workbook_bytes(wording_workbook(sheets))


def edited_file(book: Workbook) -> bytes:
    """Return a workbook that openpyxl holds as a file, without the time of day in it."""
    written = BytesIO()
    # Not Workbook.save, which stamps the workbook with the time.
    ExcelWriter(book, ZipFile(written, "w")).save()
    return repack(written.getvalue())
