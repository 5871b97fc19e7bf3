"""What is put together reads back the same, as openpyxl, a reader of another's making, reads it."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xeploai.forms.page_setup import link, note
from xeploai.forms.styles import COMPUTED, PLAIN, CellFormula
from xeploai.forms.workbook_builder import (
    ColorRule,
    Filter,
    InputLimit,
    State,
    WorkbookBuilder,
    tint,
)
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.reading.xlsx.cells import CellValue

VALUES: list[CellValue | None] = [
    1, -2.5, 0.1 + 0.2, 10**15, "Chi bộ", "  giữ khoảng trắng ", "<b>&\"'", True, False,
    date(2025, 12, 31), datetime(2025, 12, 31, 8, 30), None, "một\nhai", "=1+1", "_x0041_",
]  # fmt: skip


def book() -> WorkbookBuilder:
    made = WorkbookBuilder()
    page = made.page("Tờ một")
    for row, value in enumerate(VALUES, start=1):
        page.put(row, 1, value)
        if isinstance(value, str) and not value.startswith(("=", "_")):
            # As typed, with the spaces around it.
            page[f"A{row}"].value = value
    page.put(1, 2, CellFormula("A1+A2"))
    page.put(2, 2, CellFormula('IF(A1>5,"nhiều","")'))
    page.put(3, 2, CellFormula("A1>0"))
    page.put(4, 2, CellFormula("1/0"))
    for row in (1, 2):
        page.put(row, 3, CellFormula("$A§*2", row, "C1:C2"))
    link(page["A5"], "Tờ hai", "B3")
    note(page["A6"], "ghi chú\nhai dòng", "Ban Tổ chức")
    tint(page["A1"], "FCE0B0")
    page.put_across(20, (1, 3), "gộp", COMPUTED)
    page.hide_rows(22, 24)
    page.height(5, 33)
    page.growing_height(6, 34)
    page.width("A", 31)
    page.hidden.add("D")
    page.limit(["A1:A4", "C1:C2"], InputLimit("whole", "0", error=("Sai", "Cần số")))
    page.color([ColorRule("A1:A4 C1:C2", "$A1>0", stops=True), ColorRule("A1:A9", "LEN($A1)>3")])
    page.filter = Filter("A1:C9", ("B",))
    page.is_locked = True
    made.page("Tờ hai").state = State.VERY_HIDDEN
    return made


def opened(data: bytes, *, values: bool = False) -> Worksheet:
    page = load_workbook(BytesIO(data), data_only=values)["Tờ một"]
    assert isinstance(page, Worksheet)
    return page


@pytest.fixture(scope="module")
def page() -> Worksheet:
    return opened(workbook_bytes(book()))


def test_every_kind_of_value_reads_back(page: Worksheet) -> None:
    read = [page.cell(row, 1).value for row in range(1, len(VALUES) + 1)]
    days = [float(each) if isinstance(each, int | float) else each for each in read[9:11]]
    assert days == [46022, pytest.approx(46022.3541666667)]
    assert read[:9] == VALUES[:9]
    assert read[11:14] == VALUES[11:14]
    assert page["A14"].data_type == "s"
    assert page["A15"].value == "_x005F_x0041_"


def test_a_formula_carries_its_value() -> None:
    values = opened(workbook_bytes(book()), values=True)
    assert [values[f"B{row}"].value for row in (1, 3, 4)] == [-1.5, True, "#DIV/0!"]
    assert not values["B2"].value
    assert [values[f"C{row}"].value for row in (1, 2)] == [2, -5]
    with ZipFile(BytesIO(workbook_bytes(book()))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    # An empty text is a value too: without its kind it would pass for none.
    assert '<f>IF(A1&gt;5,"nhiều","")</f><v></v>' in sheet
    assert 't="str"><f>IF' in sheet
    assert sheet.count('t="shared"') == 2


def test_formulas_read_back_each_in_its_row(page: Worksheet) -> None:
    assert [page[f"C{row}"].value for row in (1, 2)] == ["=$A1*2", "=$A2*2"]


def test_looks_links_notes_and_rows_are_kept(page: Worksheet) -> None:
    assert page["A5"].hyperlink is not None
    assert page["A5"].hyperlink.location == "'Tờ hai'!B3"
    assert page["A5"].value == "Chi bộ"
    assert page["A6"].comment is not None
    assert page["A6"].comment.text == "ghi chú\nhai dòng"
    assert page["A1"].fill.start_color.rgb == "FFFCE0B0"
    assert not page["A1"].protection.locked
    assert page["B20"].border.top.style == "thin"
    assert [str(each) for each in page.merged_cells.ranges] == ["A20:C20"]
    assert [row for row, look in page.row_dimensions.items() if look.hidden] == [22, 23, 24]
    assert page.row_dimensions[5].height == page.row_dimensions[6].height - 1 == pytest.approx(33)
    assert page.row_dimensions[5].customHeight
    assert page.column_dimensions["A"].width == pytest.approx(31)
    assert page.column_dimensions["D"].hidden


def test_limits_colours_filters_and_locks_are_kept(page: Worksheet) -> None:
    (limit,) = page.data_validations.dataValidation
    assert (limit.type, str(limit.sqref), limit.error) == ("whole", "A1:A4 C1:C2", "Cần số")
    rules = [(str(area.sqref), rule) for area in page.conditional_formatting for rule in area.rules]
    assert [(area, rule.formula, bool(rule.stopIfTrue)) for area, rule in rules] == [
        ("A1:A4 C1:C2", ["$A1>0"], True),
        ("A1:A9", ["LEN($A1)>3"], False),
    ]
    buttons = page.auto_filter.filterColumn
    assert [each.colId for each in buttons if each.hiddenButton] == [0, 2]
    assert page.protection.sheet
    assert load_workbook(BytesIO(workbook_bytes(book())))["Tờ hai"].sheet_state == "veryHidden"


def test_a_plain_look_is_one_for_all_cells(page: Worksheet) -> None:
    assert page["A3"].font.name == "Times New Roman"
    assert page["A3"].font.size == PLAIN.size


def test_the_same_workbook_gives_the_same_bytes() -> None:
    assert workbook_bytes(book()) == workbook_bytes(book())
