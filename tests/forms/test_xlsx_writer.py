"""What is written is what openpyxl would have written, and reads back the same."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.reading.xlsx.cells import CellValue

VALUES: list[CellValue | None] = [
    1, -2.5, 0.1 + 0.2, 10**15, "Chi bộ", "  giữ khoảng trắng ", "<b>&\"'", "=SUM(A1:A2)", True,
    False, "#REF!", date(2025, 12, 31), datetime(2025, 12, 31, 8, 30), None, "một\nhai",
]  # fmt: skip


def book() -> Workbook:
    made = Workbook()
    page = made.active
    assert page is not None
    for row, value in enumerate(VALUES, start=1):
        page.cell(row, 1, value)
    page["B2"].font = Font(bold=True)
    page["B3"].hyperlink = "#Sheet!A1"
    page["B4"].comment = Comment("ghi chú", "Ban Tổ chức")
    page.row_dimensions[20].hidden = True
    page.row_dimensions[5].height = 33
    return made


def cells(data: bytes) -> dict[str, object]:
    page = load_workbook(BytesIO(data)).active
    assert page is not None
    return {cell.coordinate: cell.value for row in page for cell in row if cell.value is not None}


def test_every_kind_of_value_reads_back_as_openpyxl_writes_it() -> None:
    theirs = BytesIO()
    book().save(theirs)
    assert cells(workbook_bytes(book())) == cells(theirs.getvalue())


def test_looks_links_notes_and_rows_are_kept() -> None:
    page = load_workbook(BytesIO(workbook_bytes(book()))).active
    assert page is not None
    assert page["B2"].font.bold
    assert page["B3"].hyperlink is not None
    assert page["B4"].comment is not None
    assert page["B4"].comment.text == "ghi chú"
    assert page.row_dimensions[20].hidden
    assert page.row_dimensions[5].height == pytest.approx(33)


def test_the_same_workbook_gives_the_same_bytes() -> None:
    made = book()
    made.properties.created = made.properties.modified = datetime(2000, 1, 1)
    again = book()
    again.properties.created = again.properties.modified = datetime(2000, 1, 1)
    assert workbook_bytes(made) == workbook_bytes(again)
