"""The unit's form: prefilled, locked, checking itself; recalculated by a real LibreOffice."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests import builders
from tests.office import carried_wrongly, converted, said_by
from xeploai.forms.cell_style import BLUE, GREY, YELLOW, printable
from xeploai.forms.layout import place
from xeploai.forms.rows import KnownCell
from xeploai.forms.self_check.inserted_rows import ROOM
from xeploai.forms.styles import CellFormula
from xeploai.forms.tables import line_height
from xeploai.forms.unit_form import unit_form
from xeploai.forms.workbook_builder import WorkbookBuilder, place_of
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.reading.headings import heading_key
from xeploai.reading.parser import parse
from xeploai.reading.xlsx.workbook import read_workbook
from xeploai.register.model import Extension, Milestone, Register, Settings, Unit
from xeploai.schema.form import (
    CHECK_SHEET,
    FORM_SHEETS,
    GUIDE_SHEET,
    INSERTED_SHEETS,
    LIST_SHEET,
    STAMP_SHEET,
    SUMMARY_SHEET,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import CapBase, CapScope, OverCap, Rounding, Scale, UnitKind
from xeploai.submissions.model import Return
from xeploai.submissions.returns import read_return
from xeploai.submissions.set_aside import without_other_rows
from xeploai.text import folded

# The first test waits for LibreOffice, which opens sixty forms.
pytestmark = pytest.mark.timeout(600)

BOARD = Unit("VT", "Đảng bộ huyện Vĩnh Tường", UnitKind.DISTRICT)
COMMUNE = Unit("01", "Đảng bộ xã Tứ Trưng", UnitKind.GRASSROOTS, "VT")
OFFICE = Unit("02", "Chi bộ Viện kiểm sát", UnitKind.GRASSROOTS_CELL, "VT")
HOSTILE = Unit("=1", '=HYPERLINK("http://x";"y")&"\x07', UnitKind.GRASSROOTS, "VT")
CELLS = tuple(KnownCell(f"01.{number:02}", f"Chi bộ thôn {number}") for number in range(1, 4))
C = place(CellReturn)
FIRST = C.first_row


def register(**settings: Any) -> Register:
    default: dict[str, Any] = {
        "period": "2022",
        "office": "Ban Tổ chức Huyện ủy",
        "higher_office": "",
        "regulation": for_year(2022),
        "cap": 20,
        "cap_base": CapBase.HTT,
        "cap_scope": CapScope.GRASSROOTS,
        "cap_decision": "",
        "digits": 2,
        "rounding": Rounding.HALF_UP,
        "hide_below": 0,
        "counted_to": None,
    }
    milestones = (
        Milestone("KH", "Kế hoạch", frozenset({UnitKind.GRASSROOTS}), date(2022, 12, 1)),
        Milestone("QD", "Quyết định", frozenset({UnitKind.DISTRICT}), date(2022, 12, 31)),
    )
    units = {unit.code: unit for unit in (BOARD, COMMUNE, OFFICE, HOSTILE)}
    return Register(Settings(**default | settings), units, milestones)


def saved(book: WorkbookBuilder) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)))


def form(
    unit: Unit = COMMUNE,
    cells: Sequence[KnownCell] = CELLS,
    last_period: str = "",
    **settings: Any,
) -> Workbook:
    return saved(unit_form(register(**settings), unit, cells, last_period))


@pytest.fixture(scope="module")
def commune() -> Workbook:
    return form()


def letters(sheet: Worksheet, row: int) -> dict[object, str]:
    """The columns by the headings in a row."""
    return {
        sheet.cell(row, column).value: get_column_letter(column)
        for column in range(1, sheet.max_column + 1)
    }


# ------------------------------------------------------------------ what stands in it


def test_sheets_stand_in_the_contracts_order(commune: Workbook) -> None:
    visible = [sheet.title for sheet in commune if sheet.sheet_state == "visible"]
    beside = [CHECK_SHEET, SUMMARY_SHEET, GUIDE_SHEET]
    assert visible == [row_type.SHEET for row_type in FORM_SHEETS] + beside
    assert commune[LIST_SHEET].sheet_state == "hidden"
    assert commune[STAMP_SHEET].sheet_state == "veryHidden"


def test_the_stamp_names_unit_and_period(commune: Workbook) -> None:
    rows = list(commune[STAMP_SHEET].iter_rows(values_only=True))
    assert rows == [
        ("form", "xeploai-bieu-tong-hop"),
        ("version", 1),
        ("unit", "01"),
        ("period", "2022"),
        ("levels", Scale.FULFILMENT),
    ]


@pytest.mark.parametrize(("year", "is_hidden"), [(2024, True), (2025, False)])
def test_points_are_asked_for_where_the_regulation_has_them(year: int, is_hidden: bool) -> None:
    of = builders.register(period=str(year))
    book = openpyxl.load_workbook(io.BytesIO(builders.form(of, "A", [builders.cell()])))
    row = place(InfoReturn).rows["points"]
    assert book["Thông tin"].row_dimensions[row].hidden is is_hidden
    column = place(CellReturn).letters["points"]
    assert book["Chi bộ"].column_dimensions[column].hidden is is_hidden


def test_identity_is_prefilled(commune: Workbook) -> None:
    sheet, where = commune["Thông tin"], place(InfoReturn)
    assert {key: sheet[where.cell(key)].value for key in list(where.rows)[:6]} == {
        "unit_code": "01",
        "unit_name": "Đảng bộ xã Tứ Trưng",
        "unit_kind": "đảng bộ cơ sở",
        "parent_name": "Đảng bộ huyện Vĩnh Tường",
        "period": "2022",
        "version": 1,
    }


@pytest.mark.parametrize("row_type", FORM_SHEETS[1:])
def test_headings_stand_in_one_row_and_nothing_else_is_unknown(
    commune: Workbook, row_type: type[Row]
) -> None:
    where = place(row_type)
    sheet = commune[row_type.SHEET]
    for key, column in columns(row_type).items():
        assert sheet[f"{where.letters[key]}{where.header_row}"].value == column.header
    headings = [cell.value for cell in sheet[where.header_row] if cell.value]
    own = {heading_key(column.header) for column in columns(row_type).values()}
    strange = {heading_key(str(text)) for text in headings} - own
    # A sheet without keys is not searched for strange columns by the reader.
    assert strange <= row_type.COMPUTED or not row_type.KEYS
    assert sheet[f"A{where.header_row + 1}"].value == "(1)"


@pytest.mark.parametrize("row_type", FORM_SHEETS[1:])
def test_no_cell_is_merged_where_data_goes(commune: Workbook, row_type: type[Row]) -> None:
    ranges = commune[row_type.SHEET].merged_cells.ranges
    assert all(merged.max_row < place(row_type).header_row for merged in ranges)


def test_known_cells_are_grey_and_refuse_what_is_typed(commune: Workbook) -> None:
    sheet = commune["Chi bộ"]
    assert [sheet[C.cell("name", FIRST + i)].value for i in range(4)] == [
        "Chi bộ thôn 1",
        "Chi bộ thôn 2",
        "Chi bộ thôn 3",
        None,
    ]
    assert sheet[C.cell("name", FIRST)].fill.start_color.rgb.endswith(GREY)
    assert sheet[C.cell("name", FIRST + 3)].fill.start_color.rgb.endswith(YELLOW)
    assert sheet[C.cell("cell_code", FIRST)].number_format == "@"
    refused = [x for x in sheet.data_validations.dataValidation if x.formula1 == "FALSE"]
    assert [x.type for x in refused] == ["custom", "custom"]
    given, computed = (str(x.sqref) for x in refused)
    assert {C.cell(key, FIRST + 2) for key in ("cell_code", "name")} <= set(given.split())
    assert C.cell("name", FIRST + 3) not in given
    assert computed == f"AA{FIRST}:AH{C.last_row}"


def test_rows_of_the_cells_can_be_sorted_for_nothing_in_them_is_locked(commune: Workbook) -> None:
    sheet = commune["Chi bộ"]
    # Excel sorts on a locked sheet only where no cell of the rows is locked; LibreOffice as well.
    for row in (FIRST, FIRST + 3):
        assert not [cell for cell in sheet[row] if cell.protection.locked]
    total = sheet[C.cell("probationary", C.last_row + 1)]
    assert total.protection.locked
    # A sum of many rows is wider than what stands in one of them.
    assert total.alignment.shrink_to_fit
    assert sheet[C.cell("members", C.header_row)].protection.locked


SUPERIORS = ("proposed_level", "decided_level", "decision_no", "decision_date")


def _fills(book: Workbook, row_type: type[Row], keys: Sequence[str]) -> list[str]:
    where = place(row_type)
    row = None if where.rows else where.first_row
    cells = [book[where.sheet][where.cell(key, row)] for key in keys]
    return [str(cell.fill.start_color.rgb)[2:] for cell in cells]


def test_what_only_a_superior_fills_is_not_yellow(commune: Workbook) -> None:
    assert _fills(commune, InfoReturn, ("self_level", *SUPERIORS)) == [YELLOW, *[BLUE] * 4]
    # A committee decides the levels of its cells; nobody but a superior that of a chi bộ cơ sở.
    assert _fills(commune, CellReturn, SUPERIORS) == [YELLOW] * 4
    assert _fills(form(unit=OFFICE, cells=()), CellReturn, SUPERIORS) == [BLUE] * 4


def test_a_grassroots_cell_is_not_asked_for_cells_below_it(commune: Workbook) -> None:
    own = form(unit=OFFICE, cells=())
    assert _fills(own, InfoReturn, ("cells_declared", "members_declared")) == [GREY, YELLOW]
    assert own["Thông tin"][place(InfoReturn).cell("cells_declared")].protection.locked
    assert _fills(commune, InfoReturn, ("cells_declared",)) == [YELLOW]


def test_a_line_of_the_first_sheet_has_room_for_its_meaning(commune: Workbook) -> None:
    sheet = commune["Thông tin"]
    for row in place(InfoReturn).rows.values():
        lines = ceil(len(sheet[f"C{row}"].value) / sheet.column_dimensions["C"].width)
        assert sheet.row_dimensions[row].height >= 15 * lines, sheet[f"A{row}"].value


def test_the_guide_shows_a_row_filled_in_that_no_reader_takes_for_figures(
    commune: Workbook,
) -> None:
    shown_texts = [cell.value for row in commune[GUIDE_SHEET] for cell in row if cell.value]
    assert "Khóa để làm gì" in shown_texts
    for column in columns(CellReturn).values():
        assert column.header in shown_texts
    book = unit_form(register(), COMMUNE, CELLS)
    del book[CellReturn.SHEET]
    taken = read_return(workbook_bytes(book), "a.xlsx")
    assert isinstance(taken, Return)
    assert not taken.rows(CellReturn)


def test_the_summary_sums_what_is_typed_on_one_page() -> None:
    book = _typed(0, 1)
    book["Chi bộ"][C.cell("self_level", FIRST + 1)].value = "xuất sắc"
    book["Thông tin"][place(InfoReturn).cell("self_level")].value = "HTT"
    made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
    page = made[SUMMARY_SHEET]
    lines = {str(row[0]): row[1:] for row in page.iter_rows(min_row=9, values_only=True) if row[0]}
    assert lines["Tổng số đảng viên"][0] == 40
    assert lines["Không được đánh giá, xếp loại"][0] == 4
    assert lines["Hoàn thành nhiệm vụ"] == (0, 0, 0)
    good: list[Any] = [page.cell(12, column).value for column in (1, 2, 3)]
    assert good == ["Hoàn thành tốt nhiệm vụ", 28, pytest.approx(0.7778)]
    assert lines["Hoàn thành xuất sắc nhiệm vụ"] == (1, 0, 0)
    assert lines["Số chi bộ đã ghi số liệu"][0] == 2
    assert lines["Đơn vị tự xếp loại"][0] == "Hoàn thành tốt nhiệm vụ"
    assert lines["Tự kiểm tra biểu"][0] == verdict(made)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.page_setup.fitToHeight is None
    assert not page.print_title_rows


DIGIT, ACROSS, DOWN = 5.5, (807, 566), (519, 766)
"""Points of a digit of the usual font, and of a page between its margins, lying and upright."""


@pytest.mark.parametrize(
    "name", [*(kind.SHEET for kind in FORM_SHEETS), CHECK_SHEET, SUMMARY_SHEET, GUIDE_SHEET]
)
def test_every_sheet_is_printed_at_eight_points(name: str) -> None:
    page = unit_form(register(), COMMUNE, CELLS)[name]
    assert page.paper is not None
    last_row, last = place_of(page.paper.area.replace("A1:", ""))
    width = sum(page.widths[get_column_letter(n)] for n in range(1, last + 1)) * DIGIT
    rows = (page.rows.get(row) for row in range(1, last_row + 1))
    heights = ((row.height if row else 0) or 15 for row in rows)
    scale = min(1, ACROSS[page.paper.upright] / width)
    if not page.paper.title_rows:
        scale = min(scale, DOWN[page.paper.upright] / sum(heights))
    sizes = {
        cell.style.size
        for (row, column), cell in page.cells.items()
        if row <= last_row and column <= last and cell.value is not None and cell.style.box
    }
    assert min(sizes) * scale >= 8


def test_a_narrow_cell_shows_all_that_is_written_in_it() -> None:
    cell = {"name": "Chi bộ 1", "attended_by": "Cấp ủy viên phụ trách"}
    assert line_height(CellReturn, cell) >= 19 + 2 * 15
    assert line_height(CellReturn, {"decision_no": "82-QĐ/ĐU"}) == 19 + 15
    assert line_height(CellReturn, {}) == 19


def test_rows_out_of_sight_check_themselves(commune: Workbook) -> None:
    sheet = commune["Chi bộ"]
    sentences = letters(sheet, C.header_row)["Kiểm tra"]
    for row in (FIRST, FIRST + 30, FIRST + 31, C.last_row):
        assert str(sheet[f"{sentences}{row}"].value).startswith("=IFERROR(IF(COUNTA(")
        assert f"$B{row}:" in str(sheet[f"{sentences}{row}"].value)


@pytest.mark.parametrize(("known", "rows"), [(3, 22), (25, 35), (60, 70)])
def test_there_is_room_for_more_cells(known: int, rows: int) -> None:
    cells = [KnownCell(str(number), f"Chi bộ {number}") for number in range(known)]
    sheet = form(cells=cells)["Chi bộ"]
    total, hint = C.last_row + 1, FIRST + rows
    assert sheet[C.cell("name", total)].value == "Tổng cộng"
    assert "Bỏ ẩn (Unhide)" in sheet[f"A{hint}"].value
    hidden = [row for row, size in sheet.row_dimensions.items() if size.hidden]
    assert sorted(hidden) == list(range(hint + 1, total))
    kept = [cell for row in sheet.iter_rows(hint + 1, total - 1) for cell in row if cell.value]
    assert {cell.data_type for cell in kept} <= {"f"}
    assert sheet.auto_filter.ref.endswith(str(hint))
    assert sheet[C.cell("members", total)].value.startswith(f"=SUM(F{FIRST - 1}:F{total - 1})+")
    assert sheet[C.cell("members", total)].protection.locked
    assert sheet.print_area == f"'Chi bộ'!$A$1:$AC${total}"


def test_more_cells_than_there_is_room_for_push_the_total_down() -> None:
    cells = [KnownCell(str(number), f"Chi bộ {number}") for number in range(230)]
    sheet = form(cells=cells)["Chi bộ"]
    assert sheet[C.cell("name", FIRST + 241)].value == "Tổng cộng"
    assert not [row for row, size in sheet.row_dimensions.items() if size.hidden]


def test_a_program_may_fill_many_cells_from_the_first_row() -> None:
    book = unit_form(register(), COMMUNE, CELLS)
    _fill_many(book, 147)
    taken = read_return(workbook_bytes(book), "a.xlsx")
    assert isinstance(taken, Return)
    assert len(taken.rows(CellReturn)) == 147
    assert taken.findings == ()
    assert all(sheet.findings == () for sheet in taken.sheets.values())
    assert {row.row.members for row in taken.rows(CellReturn)} == {20}


def test_a_grassroots_cell_has_one_row_itself() -> None:
    sheet = form(unit=OFFICE, cells=())["Chi bộ"]
    assert sheet[C.cell("cell_code", FIRST)].value == "02"
    assert sheet[C.cell("name", FIRST)].value == "Chi bộ Viện kiểm sát"
    assert sheet[C.cell("name", FIRST + 1)].value == "Tổng cộng"


def test_a_cell_known_by_name_alone_may_be_given_a_code() -> None:
    sheet = form(cells=[KnownCell("", "Chi bộ mới")])["Chi bộ"]
    refused = [x for x in sheet.data_validations.dataValidation if x.formula1 == "FALSE"]
    assert str(refused[0].sqref) == C.cell("name", FIRST)


def test_last_periods_figures_stand_beside_the_input() -> None:
    cells = [KnownCell("01.01", "A", {"members": 21, "xs": 4}, "HTT"), KnownCell("01.02", "B")]
    sheet = form(cells=cells, last_period="2021")["Chi bộ"]
    heads = letters(sheet, C.header_row)
    xs = heads["Kỳ trước: XS"]
    assert sheet[f"{heads['Kỳ trước: tổng số']}{C.group_row}"].value == "Kỳ 2021 (để đối chiếu)"
    assert sheet[f"{xs}{FIRST}"].value == 4
    refused = [x for x in sheet.data_validations.dataValidation if x.formula1 == "FALSE"]
    assert f"{xs}{FIRST}" in refused[1].sqref
    assert sheet[f"{heads['Kỳ trước: mức của chi bộ']}{FIRST}"].value == "HTT"
    assert sheet[f"{xs}{FIRST + 1}"].value is None


def test_without_last_period_there_is_no_block_for_it(commune: Workbook) -> None:
    assert not [c.value for c in commune["Chi bộ"][C.header_row] if "Kỳ trước" in str(c.value)]


def test_only_the_units_own_milestones_are_listed(commune: Workbook) -> None:
    sheet, where = commune["Tiến độ"], place(MilestoneReturn)
    assert sheet[where.cell("milestone", where.first_row)].value == "KH"
    assert sheet[where.cell("deadline", where.first_row)].value == datetime(2022, 12, 1)
    assert sheet[where.cell("milestone", where.first_row + 1)].value is None


def test_an_extended_deadline_stands_in_the_units_own_form() -> None:
    later = Extension(COMMUNE.code, "KH", date(2022, 12, 8), "Lũ lụt")
    listed = replace(register(), extensions={(COMMUNE.code, "KH"): later})
    where = place(MilestoneReturn)
    sheet = unit_form(listed, COMMUNE, [])["Tiến độ"]
    assert sheet[where.cell("deadline", where.first_row)].value == date(2022, 12, 8)


def test_a_committee_is_asked_for_the_milestones_of_its_cells() -> None:
    of_cells = Milestone("CB", "Chi bộ kiểm điểm", frozenset({UnitKind.CELL}), date(2022, 12, 1))
    listed, where = replace(register(), milestones=(of_cells,)), place(MilestoneReturn)
    sheet = unit_form(listed, COMMUNE, [])["Tiến độ"]
    assert sheet[where.cell("milestone", where.first_row)].value == "CB"
    assert "chưa đặt mốc" in unit_form(listed, OFFICE, [])["Tiến độ"]["A3"].value


def test_a_form_of_a_unit_without_milestones_says_so() -> None:
    assert "chưa đặt mốc" in form(unit=OFFICE)["Tiến độ"]["A3"].value


def test_the_fixed_rows_are_there(commune: Workbook) -> None:
    leaders, where = commune["Tập thể, lãnh đạo"], place(LeadershipReturn)
    rows = [
        (leaders[where.cell("subject", row)].value, leaders[where.cell("stage", row)].value)
        for row in range(where.first_row, where.first_row + 6)
    ]
    assert rows[0] == ("Tập thể lãnh đạo, quản lý", "Tự xếp loại")
    assert rows[5] == ("Cá nhân lãnh đạo, quản lý", "Quyết định")
    discipline, where = commune["Kỷ luật"], place(DisciplineReturn)
    rows = [
        (discipline[where.cell("target", row)].value, discipline[where.cell("form", row)].value)
        for row in range(where.first_row, where.first_row + 7)
    ]
    assert rows[3:] == [
        ("đảng viên", "khai trừ"),
        ("tổ chức đảng", "khiển trách"),
        ("tổ chức đảng", "cảnh cáo"),
        ("tổ chức đảng", "giải tán"),
    ]


# ------------------------------------------------------------------ how it is guarded and printed


def test_sheets_are_locked_without_password_and_still_sort_filter_and_resize(
    commune: Workbook,
) -> None:
    for sheet in commune:
        if sheet.sheet_state != "visible":
            continue
        guard = sheet.protection
        assert guard.sheet
        assert not guard.password
        for kept in (guard.sort, guard.autoFilter, guard.formatColumns, guard.formatRows):
            assert not kept
    assert not commune["Chi bộ"].protection.insertRows
    assert commune["Tiến độ"].protection.insertRows


def test_every_sheet_prints_on_a4_one_page_wide(commune: Workbook) -> None:
    for sheet in commune:
        if sheet.sheet_state == "visible":
            is_list = sheet.title in (CHECK_SHEET, GUIDE_SHEET)
            lies = "portrait" if is_list else "landscape"
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (lies, 9)
            # One page wide where nothing is said.
            assert sheet.page_setup.fitToWidth is None
            assert sheet.sheet_properties.pageSetUpPr is not None
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.oddFooter is not None
            assert "Trang &P/&N" in str(sheet.oddFooter.right.text)
    assert commune["Chi bộ"].print_title_rows == f"${C.group_row}:${C.first_row - 1}"
    assert commune["Chi bộ"].freeze_panes == f"D{FIRST}"


def test_counts_dates_and_levels_are_guarded(commune: Workbook) -> None:
    rules = {
        rule.type: rule for rule in commune["Chi bộ"].data_validations.dataValidation if rule.type
    }
    assert set(rules) == {"whole", "date", "list", "custom"}
    assert f"F{FIRST}" in str(rules["whole"].sqref)
    assert rules["list"].formula1 == f"'{LIST_SHEET}'!$B$1:$B$4"
    assert "ngày/tháng/năm" in rules["date"].error
    assert commune["Chi bộ"][C.cell("review_date", FIRST)].number_format == "dd/mm/yyyy"


def test_percentages_take_the_registers_decimals() -> None:
    sheet = form(digits=1)["Chi bộ"]
    heads = letters(sheet, C.header_row)
    assert sheet[f"{heads['Tỷ lệ XS']}{FIRST}"].number_format.startswith("0.0%")


def test_hostile_names_stay_text() -> None:
    book = form(unit=HOSTILE, cells=[KnownCell("+1", "@SUM(A1)\x00\ud800"), KnownCell("-2", "-1")])
    names = [
        book["Thông tin"][place(InfoReturn).cell("unit_name")],
        book["Thông tin"]["A2"],
        book["Chi bộ"][C.cell("name", FIRST)],
        book["Chi bộ"][C.cell("cell_code", FIRST + 1)],
    ]
    assert [cell.data_type for cell in names] == ["s"] * 4
    assert [cell.quotePrefix for cell in names] == [True] * 4
    assert names[2].value == "@SUM(A1) �"


def test_a_text_is_cut_as_excel_counts_and_never_read_as_another() -> None:
    assert printable("_x0041_ _x_") == "_x005F_x0041_ _x_"
    assert printable("a" * 40_000) == "a" * 32_767
    assert printable("😀" * 20_000) == "😀" * 16_383


def test_a_footer_stays_within_what_excel_allows() -> None:
    long = Unit("9", "Đảng bộ & " * 60, UnitKind.GRASSROOTS)
    sheet = form(unit=long)["Chi bộ"]
    assert len(str(sheet.oddFooter)) < 255


def test_the_same_inputs_give_the_same_bytes() -> None:
    first = workbook_bytes(unit_form(register(), COMMUNE, CELLS))
    assert first == workbook_bytes(unit_form(register(), COMMUNE, CELLS))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2000, 1, 1)}


def test_no_formula_needs_a_newer_excel_or_another_file(commune: Workbook) -> None:
    for sheet in commune:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert isinstance(cell.value, str)
                    assert len(cell.value) < 8192
                    assert not any(word in cell.value for word in ("LET(", "TEXTJOIN(", "FILTER("))
                    assert "[" not in cell.value


def test_an_untouched_form_reads_as_not_filled_in() -> None:
    book = workbook_bytes(unit_form(register(), COMMUNE, CELLS))
    raw = read_workbook(book, {folded(row_type.SHEET) for row_type in FORM_SHEETS})
    cells = parse(raw.sheets[folded("Chi bộ")], CellReturn, "a.xlsx")
    assert (len(cells.rows), len(cells.unfilled), cells.findings) == (0, 3, ())


# ------------------------------------------------------------------ what it computes

Step = Callable[[Workbook], object]
Recalculated = Callable[[str], Workbook]

GOOD: dict[str, Any] = {
    "review_date": datetime(2022, 12, 5),
    "members": 20,
    "official": 18,
    "probationary": 2,
    "exempt": 1,
    "new_under_6m": 1,
    "rated": 18,
    "xs": 2,
    "htt": 14,
    "ht": 1,
    "kht": 1,
    "self_level": "HTT",
}


def filled(unit: Unit = COMMUNE, cells: Sequence[KnownCell] = CELLS, **settings: Any) -> Workbook:
    """A form filled in correctly, before anything is got wrong."""
    book = form(unit, cells, "", **settings)
    sheet = book["Chi bộ"]
    for row in range(FIRST, FIRST + max(1, len(cells))):
        for key, value in GOOD.items():
            sheet[C.cell(key, row)] = value
    return book


def _fill_many(book: Workbook | WorkbookBuilder, number: int) -> None:
    """As a program does that knows no more than schema.json."""
    sheet: Any = book["Chi bộ"]
    for index in range(number):
        row = {"cell_code": f"01.{index:03}", "name": f"Chi bộ số {index}", **GOOD}
        for key, value in row.items():
            sheet[C.cell(key, FIRST + index)].value = value


def change(key: str, value: Any, row: int = FIRST, sheet: type[Row] = CellReturn) -> Step:
    def done(book: Workbook) -> None:
        book[sheet.SHEET][place(sheet).cell(key, None if sheet is InfoReturn else row)] = value

    return done


def both(*steps: Step) -> Step:
    return lambda book: [step(book) for step in steps]


FAULTS: dict[str, tuple[Step, int, str]] = {
    "levels": (change("xs", 3), 1, "Bốn mức cộng lại 19, khác số được xếp loại 18."),
    "parts": (
        change("exempt", 2),
        1,
        "Được xếp loại + không xếp loại = 21, khác tổng số đảng viên 20.",
    ),
    "official": (
        change("probationary", 3),
        1,
        "Chính thức + dự bị = 21, khác tổng số đảng viên 20.",
    ),
    "text": (change("htt", "14 đ/c"), 1, "Ô số phải là số nguyên từ 0 trở lên."),
    "negative": (change("suspended", -1), 1, "Ô số phải là số nguyên từ 0 trở lên."),
    "fraction": (change("members", 20.5), 1, "Ô số phải là số nguyên từ 0 trở lên."),
    "no rated": (change("rated", None), 1, "Chưa ghi số được đánh giá, xếp loại."),
    "no members": (change("members", None), 1, "Chưa ghi tổng số đảng viên."),
    "no name": (
        both(change("members", 0, FIRST + 5), change("rated", 0, FIRST + 5)),
        1,
        "Chưa ghi tên chi bộ.",
    ),
    "level": (change("self_level", "A"), 1, "Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT."),
    "disciplined": (change("disciplined", 21), 1, "Số bị kỷ luật 21 nhiều hơn tổng số"),
    "twice": (
        both(
            change("cell_code", "01.01", FIRST + 4),
            *(change(key, value, FIRST + 4) for key, value in GOOD.items()),
            change("name", "Chi bộ khác", FIRST + 4),
        ),
        1,
        "",
    ),
    "over the cap": (
        both(
            *(change("xs", 4, row) for row in range(FIRST, FIRST + 3)),
            *(change("htt", 12, row) for row in range(FIRST, FIRST + 3)),
        ),
        1,
        "",
    ),
    "declared": (change("members_declared", 61, sheet=InfoReturn), 1, "Ghi 61, tờ Chi bộ có 60."),
    "cells": (change("cells_declared", 4, sheet=InfoReturn), 1, "Ghi 4, tờ Chi bộ có 3."),
    "version": (
        change("version", 2025, sheet=InfoReturn),
        1,
        "Lần gửi ghi 2025, cần số từ 1 đến 50.",
    ),
    "decided first": (
        both(
            change("review_date", datetime(2022, 12, 5)),
            change("decision_date", "04/12/2022"),
        ),
        1,
        "Ngày quyết định trước ngày kiểm điểm.",
    ),
    "leaders": (
        both(
            change("total", 5, 8, LeadershipReturn),
            change("rated", 5, 8, LeadershipReturn),
            change("htt", 4, 8, LeadershipReturn),
        ),
        1,
        "Bốn mức cộng lại 4, khác số được xếp loại 5.",
    ),
    "remedy": (change("owner", "Đảng ủy", 8, RemedyReturn), 1, "Chưa ghi nội dung khắc phục."),
    "discipline": (change("number", 1.5, 9, DisciplineReturn), 1, "Ô số phải là số nguyên"),
    "no such day": (change("review_date", "31/02/2022"), 1, "Ngày kiểm điểm phải là ngày có thật"),
    "year of two digits": (change("review_date", "05/12/22"), 1, "Ngày kiểm điểm phải là"),
    "no year": (change("review_date", "1/12"), 1, "Ngày kiểm điểm phải là ngày có thật"),
    "no day": (change("review_date", "12/2022"), 1, "Ngày kiểm điểm phải là ngày có thật"),
    "spaces": (change("review_date", "5 / 12 / 2022"), 1, "Ngày kiểm điểm phải là ngày có thật"),
    "no date": (change("decision_date", "tháng 12"), 1, "Ngày quyết định phải là ngày có thật"),
    "number": (change("review_date", 2022), 1, "Ngày kiểm điểm phải là ngày có thật"),
    "early": (
        change("review_date", datetime(2021, 12, 31)),
        1,
        "dạng dd/mm/yyyy, từ 01/01/2022 đến 30/06/2023.",
    ),
    "late": (change("decision_date", datetime(2023, 7, 1)), 1, "Ngày quyết định phải là ngày"),
    "early as text": (change("review_date", "5.12.2021"), 1, "Ngày kiểm điểm phải là ngày"),
    "two dates": (
        both(change("review_date", "31/02/2022"), change("decision_date", datetime(2032, 1, 1))),
        2,
        "đến 30/06/2023. Ngày quyết định phải là ngày",
    ),
    "sent": (change("sent_on", datetime(2032, 12, 9), sheet=InfoReturn), 1, "Ngày gửi phải là"),
    "decided": (
        change("decision_date", "30/02/2023", sheet=InfoReturn),
        1,
        "Ngày quyết định phải là ngày có thật",
    ),
    "unit's level": (
        change("proposed_level", "Khá", sheet=InfoReturn),
        1,
        "Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT.",
    ),
    "milestone": (
        change("done_on", datetime(2021, 12, 1), 8, MilestoneReturn),
        1,
        "Ngày hoàn thành phải là ngày có thật, dạng dd/mm/yyyy, từ",
    ),
    "milestone as text": (change("done_on", "xong", 8, MilestoneReturn), 1, "Ngày hoàn thành phải"),
    "state": (
        both(
            change("item", "Học nghị quyết", 8, RemedyReturn),
            change("state", "gần xong", 8, RemedyReturn),
        ),
        1,
        "Tình trạng chỉ ghi chưa thực hiện, đang thực hiện, đã hoàn thành.",
    ),
    "due": (
        both(
            change("item", "Học nghị quyết", 8, RemedyReturn),
            change("due", "quý III", 8, RemedyReturn),
        ),
        1,
        "Thời hạn phải là ngày có thật, dạng dd/mm/yyyy.",
    ),
    "two at once": (both(change("xs", 3), change("members", 21, FIRST + 1)), 3, ""),
}
RIGHT: dict[str, Step] = {
    "good": lambda book: None,
    "declared": both(
        change("members_declared", 60, sheet=InfoReturn),
        change("cells_declared", 3, sheet=InfoReturn),
    ),
    "leaders": both(
        change("total", 5, 8, LeadershipReturn),
        change("not_rated", 1, 8, LeadershipReturn),
        change("rated", 4, 8, LeadershipReturn),
        change("htt", 4, 8, LeadershipReturn),
    ),
    "dates": both(
        change("review_date", "5/12/2022"),
        change("review_date", "05.01.2023", FIRST + 1),
        change("review_date", datetime(2023, 6, 30), FIRST + 2),
        change("decision_date", "2022-12-31"),
        change("decision_date", "30-06-2023", FIRST + 1),
        change("decision_date", datetime(2023, 6, 30), FIRST + 2),
        change("sent_on", "9-1-2023", sheet=InfoReturn),
        change("decision_date", datetime(2023, 2, 1), sheet=InfoReturn),
        change("done_on", "10/12/2022", 8, MilestoneReturn),
    ),
    "words": both(
        change("self_level", "HTT", sheet=InfoReturn),
        change("decided_level", "XS", sheet=InfoReturn),
        change("item", "Học nghị quyết", 8, RemedyReturn),
        change("state", "đang thực hiện", 8, RemedyReturn),
        change("due", datetime(2025, 5, 1), 8, RemedyReturn),
        change("done_on", "01/02/2026", 8, RemedyReturn),
    ),
    "spellings": both(
        change("members", " 20 "),
        change("rated", "18,0"),
        change("suspended", "-"),
        change("self_level", "hoàn thành tốt nhiệm vụ"),
        change("self_level", "Tốt", FIRST + 1),
        change("members_declared", "60.0", sheet=InfoReturn),
        change("decided_level", "HOÀN THÀNH TỐT", sheet=InfoReturn),
        change("number", "–", 9, DisciplineReturn),
    ),
    "many": lambda book: _fill_many(book, 147),
    "zero": both(*(change(key, 0) for key in ("suspended", "not_rated_other", "disciplined"))),
    "only named": both(
        change("name", "Chi bộ mới", FIRST + 3),
        change("name", "Chi bộ mới nữa", FIRST + 4),
        change("note", "chưa kiểm điểm", FIRST + 4),
        change("cells_declared", len(CELLS) + 2, sheet=InfoReturn),
        change("members_declared", len(CELLS) * GOOD["members"], sheet=InfoReturn),
    ),
    "not reviewed": both(
        *(change(key, None) for key in ("review_date", "rated", "self_level")),
        *(change(key, None) for key in ("xs", "htt", "ht", "kht")),
        change("cells_declared", len(CELLS), sheet=InfoReturn),
        change("members_declared", len(CELLS) * GOOD["members"], sheet=InfoReturn),
    ),
    "over the cap": FAULTS["over the cap"][0],
}


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """Every filled form, opened, computed and saved by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("forms")
    refused: dict[str, Any] = {"over_cap": OverCap.REFUSED}
    of_cells = filled(**refused, cap_scope=CapScope.CELL)
    books = {f"wrong {name}": (filled(**refused), step) for name, (step, _, _) in FAULTS.items()}
    books |= {f"right {name}": (filled(), step) for name, step in RIGHT.items()}
    books["cell over the cap"] = (of_cells, FAULTS["over the cap"][0])
    books["untouched"] = (form(), RIGHT["good"])
    books["empty"] = (form(cells=()), RIGHT["good"])
    books["one cell"] = (filled(OFFICE, ()), RIGHT["good"])
    books["cut"] = (filled(rounding=Rounding.CUT), RIGHT["good"])
    for name, (book, step) in books.items():
        step(book)
        book.save(folder / f"{name}.xlsx")
    converted("xlsx", sorted(folder.glob("*.xlsx")), folder, folder / "out", seconds=540)
    return lambda name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True)


def verdict(book: Workbook) -> object:
    return book[CHECK_SHEET]["A3"].value


def sentences(book: Workbook) -> list[str]:
    return [
        cell.value
        for sheet in book
        for row in sheet.iter_rows(min_row=8)
        for cell in row
        if isinstance(cell.value, str)
    ]


@pytest.mark.office
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_form_is_ready(recalculated: Recalculated, name: str) -> None:
    assert verdict(recalculated(f"right {name}")) == "Sẵn sàng gửi: CÓ"


@pytest.mark.office
@pytest.mark.parametrize("name", FAULTS)
def test_a_wrong_form_counts_and_says_its_faults(recalculated: Recalculated, name: str) -> None:
    _, faults, sentence = FAULTS[name]
    book = recalculated(f"wrong {name}")
    assert verdict(book) == f"Sẵn sàng gửi: CHƯA – {faults} lỗi"
    assert any(sentence in shown_text for shown_text in sentences(book))


@pytest.mark.office
def test_each_cell_over_the_cap_is_a_fault_where_it_is_refused(recalculated: Recalculated) -> None:
    book = recalculated("cell over the cap")
    assert verdict(book) == "Sẵn sàng gửi: CHƯA – 3 lỗi"
    assert any("Số xuất sắc vượt trần." in each for each in sentences(book))


@pytest.mark.office
def test_an_untouched_form_is_not_ready(recalculated: Recalculated) -> None:
    assert verdict(recalculated("untouched")) == "Sẵn sàng gửi: CHƯA – 1 lỗi"
    assert verdict(recalculated("empty")) == "Sẵn sàng gửi: CHƯA – 1 lỗi"


@pytest.mark.office
def test_a_grassroots_cell_is_ready_with_one_row(recalculated: Recalculated) -> None:
    assert verdict(recalculated("one cell")) == "Sẵn sàng gửi: CÓ"


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "row", "sentence", "result"),
    [
        ("only named", FIRST + 4, "Chưa kiểm điểm, chưa có số liệu.", "Nhắc: 2"),
        ("not reviewed", FIRST, "Chưa kiểm điểm, chưa xếp loại.", "Nhắc: 1"),
    ],
)
def test_a_cell_not_reviewed_is_told_and_is_no_fault(
    recalculated: Recalculated, name: str, row: int, sentence: str, result: str
) -> None:
    book = recalculated(f"right {name}")
    sheet = book["Chi bộ"]
    assert sheet[f"{letters(sheet, C.header_row)['Kiểm tra']}{row}"].value == sentence
    assert not sheet[f"A{C.fault_row}"].value
    lines = [(line[3].value, line[4].value) for line in book[CHECK_SHEET].iter_rows(min_row=7)]
    assert (None, result) in lines
    assert all(line in ((0, "Đạt"), (None, "Đạt"), (None, result)) for line in lines)


@pytest.mark.office
def test_the_first_fault_is_repeated_above_the_table(recalculated: Recalculated) -> None:
    message = recalculated("wrong levels")["Chi bộ"][f"A{C.fault_row}"].value
    assert message == "Cần sửa ở dòng 8: Bốn mức cộng lại 19, khác số được xếp loại 18."


@pytest.mark.office
def test_a_milestones_date_typed_as_text_is_held_to_its_deadline(
    recalculated: Recalculated,
) -> None:
    sheet, where = recalculated("right dates")["Tiến độ"], place(MilestoneReturn)
    heads = letters(sheet, where.header_row)
    assert sheet[f"{heads['So với hạn']}{where.first_row}"].value == "Muộn 9 ngày"


@pytest.mark.office
def test_rows_a_program_fills_out_of_sight_are_summed_and_reported(
    recalculated: Recalculated,
) -> None:
    sheet = recalculated("right many")["Chi bộ"]
    assert sheet[C.cell("members", C.last_row + 1)].value == 147 * 20
    message = sheet[f"A{C.fault_row}"].value
    assert message.startswith("Từ dòng 30 trở xuống còn 125 dòng đã ghi")


@pytest.mark.office
def test_percentages_round_as_the_register_says(recalculated: Recalculated) -> None:
    def shares(book: Workbook) -> object:
        sheet = book["Chi bộ"]
        heads = letters(sheet, C.header_row)
        return sheet[f"{heads['Tỷ lệ HTT trở lên']}{FIRST}"].value

    # 16/18 = 88,888…%
    assert shares(recalculated("right good")) == pytest.approx(0.8889)
    assert shares(recalculated("cut")) == pytest.approx(0.8888)


@pytest.mark.office
def test_what_libreoffice_saves_reads_without_findings(recalculated: Recalculated) -> None:
    stream = io.BytesIO()
    recalculated("right leaders").save(stream)
    raw = read_workbook(stream.getvalue(), {folded(row_type.SHEET) for row_type in FORM_SHEETS})
    for row_type in FORM_SHEETS:
        assert parse(raw.sheets[folded(row_type.SHEET)], row_type, "a.xlsx").findings == ()


# ------------------------------------------------------------------ rows that come and go


def _typed(*rows: int) -> WorkbookBuilder:
    """A form whose rows are filled in correctly, by their places in the table, from 0."""
    book = unit_form(register(), COMMUNE, ())
    for row in rows:
        values = {"cell_code": f"01.{row:03}", "name": f"Chi bộ số {row}", **GOOD}
        for key, value in values.items():
            book["Chi bộ"][C.cell(key, FIRST + row)].value = value
    return book


def _carried(book: WorkbookBuilder) -> tuple[str, str]:
    """What a form says of itself before any program opens it: the verdict and the first fault."""
    made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
    return str(verdict(made)), str(made["Chi bộ"][f"A{C.fault_row}"].value or "")


def _as_inserted(book: WorkbookBuilder, row: int) -> None:
    """Take the formulas of a row away: an inserted row has none."""
    page = book["Chi bộ"]
    for at in [at for at, cell in page.cells.items() if at[0] == FIRST + row]:
        if isinstance(page.cells[at].value, CellFormula):
            page.cells[at].value = None
    # The rows that read inserted ones are alike only as long as there is none.
    read = book[INSERTED_SHEETS[CellReturn]]
    for copy in list(read.copies):
        read.write_copy(copy)


def test_a_right_form_says_so_before_it_is_opened() -> None:
    assert _carried(_typed(0, 1)) == ("Sẵn sàng gửi: CÓ", "")


@pytest.mark.parametrize("row", [1, 30, 31, 100])
def test_a_fault_is_told_in_every_row_that_may_be_filled(row: int) -> None:
    book = _typed(0, row)
    book["Chi bộ"][C.cell("self_level", FIRST + row)].value = "Khá"
    says, fault = _carried(book)
    assert says == "Sẵn sàng gửi: CHƯA – 1 lỗi"
    assert fault == f"Cần sửa ở dòng {FIRST + row}: Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT."


def test_a_right_inserted_row_is_no_fault() -> None:
    book = _typed(0, 1, 2)
    _as_inserted(book, 1)
    assert _carried(book) == ("Sẵn sàng gửi: CÓ", "")


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("self_level", "Khá", "Mức xếp loại chỉ ghi XS, HTT, HT hoặc KHT."),
        ("rated", "mười", "Ô số phải là số nguyên từ 0 trở lên."),
        ("htt", 15, "Bốn mức cộng lại 19, khác số được xếp loại 18."),
        ("name", None, "Chưa ghi tên chi bộ."),
        ("name", "Chi bộ số 0", "Số liệu và tên giống hệt dòng trên, chỉ khác mã."),
        ("cell_code", "01.000", "Chi bộ này đã ghi ở dòng trên."),
    ],
)
def test_a_fault_of_an_inserted_row_is_told_as_any_other(
    key: str, value: object, sentence: str
) -> None:
    book = _typed(0, 1, 2)
    book["Chi bộ"][C.cell(key, FIRST + 1)].value = value
    _as_inserted(book, 1)
    assert _carried(book) == (
        "Sẵn sàng gửi: CHƯA – 1 lỗi", f"Cần sửa ở dòng {FIRST + 1}: {sentence}"
    )  # fmt: skip


def test_an_inserted_row_is_counted_in_all_that_is_added_up() -> None:
    book = _typed(0, 1, 2)
    _as_inserted(book, 1)
    info = place(InfoReturn)
    for key, value in (("cells_declared", 3), ("members_declared", 60), ("rated_declared", 54)):
        book["Thông tin"][info.cell(key)].value = value
    assert _carried(book) == ("Sẵn sàng gửi: CÓ", "")
    made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
    lines = [row[:2] for row in made[SUMMARY_SHEET].iter_rows(values_only=True)]
    assert ("Hoàn thành tốt nhiệm vụ", 3) in lines


def test_only_so_many_inserted_rows_are_checked_and_more_are_told() -> None:
    rows = range(1, ROOM + 3)
    book = _typed(0, *rows)
    for row in rows:
        _as_inserted(book, row)
    says, fault = _carried(book)
    assert says == "Sẵn sàng gửi: CHƯA – 2 lỗi"
    assert fault.startswith("2 dòng chèn thêm chưa tự kiểm tra: chép các ô từ cột AA đến AH")


def test_an_inserted_remedy_is_checked() -> None:
    book, where = unit_form(register(), COMMUNE, CELLS), place(RemedyReturn)
    page = book["Khắc phục"]
    for row in range(2):
        page[where.cell("item", where.first_row + row)].value = f"Việc {row}"
        page[where.cell("state", where.first_row + row)].value = "đã xong từ lâu"
    row = where.first_row + 1
    for at in [at for at in page.cells if at[0] == row]:
        if isinstance(page.cells[at].value, CellFormula):
            page.cells[at].value = None
    made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
    state = {line[2]: line[3] for line in made[CHECK_SHEET].iter_rows(min_row=7, values_only=True)}
    assert state["Tình trạng chọn trong danh sách"] == 2


def _said_beside(book: WorkbookBuilder) -> list[str]:
    made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
    sheet = made["Chi bộ"]
    column = letters(sheet, C.header_row)["Kiểm tra"]
    return [sheet[f"{column}{row}"].value or "" for row in range(FIRST, FIRST + 8)]


SUM = "Được hiểu là tổng của các dòng khác, không cộng vào đơn vị."
AGAIN = "Ghi lại chi bộ ở dòng trên bằng cách viết khác, chỉ tính một lần."
COUNTED = ("members", "official", "probationary", "exempt", "new_under_6m", "rated", "xs", "htt",
           "ht", "kht")  # fmt: skip


def _sum_row(book: WorkbookBuilder, row: int, name: str, times: int) -> None:
    book["Chi bộ"][C.cell("name", FIRST + row)].value = name
    for key in COUNTED:
        book["Chi bộ"][C.cell(key, FIRST + row)].value = GOOD[key] * times


@pytest.mark.parametrize(
    ("cells", "sums"),
    [
        ((0, 1, 2), ((3, "Khối nông nghiệp", 3),)),
        ((1, 2, 4, 5), ((0, "I. Khối xã", 2), (3, "II. Khối trường", 2))),
        ((0, 1, 3, 4), ((2, "Cộng khối A", 2), (5, "Cộng khối B", 2), (6, "Cộng các khối", 4))),
    ],
)
def test_a_row_the_program_takes_for_a_sum_is_a_hint_and_left_out(
    cells: tuple[int, ...], sums: tuple[tuple[int, str, int], ...]
) -> None:
    book, info = _typed(*cells), place(InfoReturn)
    for row, name, times in sums:
        _sum_row(book, row, name, times)
    book["Thông tin"][info.cell("members_declared")].value = 20 * len(cells)
    book["Thông tin"][info.cell("cells_declared")].value = len(cells)
    assert _carried(book) == ("Sẵn sàng gửi: CÓ", "")
    said = _said_beside(book)
    assert [row for row, text in enumerate(said) if text == SUM] == [row for row, *_ in sums]
    item = read_return(workbook_bytes(book), "a.xlsx")
    assert isinstance(item, Return)
    kept = without_other_rows(item, register()).sheet(CellReturn)
    assert [x.row.number - FIRST for x in kept.aside] == [row for row, *_ in sums]


def test_a_row_called_a_cell_that_is_the_sum_of_all_others_is_a_fault() -> None:
    book = _typed(0, 1, 2)
    _sum_row(book, 3, "Chi bộ bốn", 3)
    assert _carried(book) == (
        "Sẵn sàng gửi: CHƯA – 1 lỗi",
        f"Cần sửa ở dòng {FIRST + 3}: Số liệu đúng bằng tổng các dòng trên.",
    )


def test_a_row_that_is_the_sum_of_some_others_by_chance_is_no_fault() -> None:
    book = _typed(0, 1, 3)
    _sum_row(book, 2, "Chi bộ ba", 2)
    assert _carried(book) == ("Sẵn sàng gửi: CÓ", "")


@pytest.mark.parametrize("code", [None, "01.001"])
def test_a_cell_written_again_in_another_spelling_is_a_hint_and_left_out(code: str | None) -> None:
    book, info = _typed(0, 1, 2), place(InfoReturn)
    for row, key, value in (
        (1, "name", "Chi bộ thôn Hòa"), (2, "name", "CB thôn Hoà"), (2, "cell_code", code)
    ):  # fmt: skip
        book["Chi bộ"][C.cell(key, FIRST + row)].value = value
    book["Thông tin"][info.cell("members_declared")].value = 40
    book["Thông tin"][info.cell("cells_declared")].value = 2
    assert _carried(book) == ("Sẵn sàng gửi: CÓ", "")
    assert _said_beside(book)[2] == AGAIN
    made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
    lines = [row[:2] for row in made[SUMMARY_SHEET].iter_rows(values_only=True)]
    assert ("Hoàn thành tốt nhiệm vụ", 2) in lines


def test_a_blank_inserted_row_and_cleared_rows_are_no_fault() -> None:
    book = _typed(0, 2)
    _as_inserted(book, 1)
    assert _carried(book) == ("Sẵn sàng gửi: CÓ", "")


def test_rows_in_any_order_say_the_same() -> None:
    book = _typed(2, 0, 31, 1)
    assert _carried(book)[0] == "Sẵn sàng gửi: CÓ"


def test_an_empty_form_has_no_cell_filled_in() -> None:
    made = openpyxl.load_workbook(
        io.BytesIO(workbook_bytes(unit_form(register(), COMMUNE, CELLS))), data_only=True
    )
    lines = {row[2]: row[3:5] for row in made[CHECK_SHEET].iter_rows(min_row=7, values_only=True)}
    assert lines["Có ít nhất một chi bộ đã điền"] == (1, "Còn 1 lỗi")


@pytest.mark.office
def test_forms_of_every_size_carry_the_values_libreoffice_works_out(tmp_path: Path) -> None:
    last = {"members": 21, "rated": 20, "xs": 4, "htt": 14, "ht": 1, "kht": 1}
    for number in (0, 5, 25, 60, 220):
        cells = [KnownCell(f"01.{n:03}", f"Chi bộ {n}", last, "HTT") for n in range(number)]
        book = unit_form(register(), COMMUNE, cells, "2021")
        for row in range(FIRST, FIRST + number, 2):
            for key, value in GOOD.items():
                book["Chi bộ"][C.cell(key, row)].value = value
        (tmp_path / f"{number}.xlsx").write_bytes(workbook_bytes(book))
    (tmp_path / "one.xlsx").write_bytes(workbook_bytes(unit_form(register(), OFFICE, ())))
    made = tmp_path / "made"
    sources = sorted(tmp_path.glob("*.xlsx"))
    converted("xlsx", sources, tmp_path, made, seconds=540)
    for source in sources:
        assert carried_wrongly(source.read_bytes(), (made / source.name).read_bytes()) == []


ROWS_COME_AND_GO = """
cells = book.Sheets.getByIndex(1)
checks = book.Sheets.getByIndex(6)
Say cells.isProtected() & " " & cells.getCellByPosition(2, 7).String
Dim field(0)
field(0) = CreateUnoStruct("com.sun.star.table.TableSortField")
field(0).Field = 2
field(0).IsAscending = False
Dim sorting(0)
sorting(0) = CreateUnoStruct("com.sun.star.beans.PropertyValue")
sorting(0).Name = "SortFields"
sorting(0).Value = field()
cells.getCellRangeByName("A8:AH37").sort(sorting())
book.calculateAll()
Say cells.getCellByPosition(2, 7).String & " " & cells.getCellByPosition(26, 7).String
Say checks.getCellByPosition(0, 2).String
REM A wrong row among the others, then right; right below the headings; right above the sums.
cells.Rows.insertByIndex(8, 1)
FillIn(cells, 8, "Chi bộ chèn", 4)
book.calculateAll()
Say cells.getCellByPosition(0, 3).String
Say checks.getCellByPosition(0, 2).String
FillIn(cells, 8, "Chi bộ chèn", 5)
book.calculateAll()
Say cells.getCellByPosition(0, 3).String
Say checks.getCellByPosition(0, 2).String & " " & cells.getCellByPosition(5, 229).String
cells.unprotect("")
cells.Rows.insertByIndex(7, 1)
FillIn(cells, 7, "Chi bộ đầu", 5)
book.calculateAll()
Say checks.getCellByPosition(0, 2).String & " " & cells.getCellByPosition(5, 230).String
cells.Rows.insertByIndex(230, 1)
FillIn(cells, 230, "Chi bộ cuối", 5)
book.calculateAll()
Say cells.getCellByPosition(0, 3).String
Say checks.getCellByPosition(0, 2).String
cells.Rows.removeByIndex(230, 1)
REM Sixty rows pasted below, over the shown ones and beyond, the last one wrong and then right.
For row = 12 To 71
FillIn(cells, row, "Chi bộ dán " & row, 5)
Next row
FillIn(cells, 71, "Chi bộ dán cuối", 4)
book.calculateAll()
Say cells.getCellByPosition(0, 3).String
Say checks.getCellByPosition(0, 2).String
FillIn(cells, 71, "Chi bộ dán cuối", 5)
book.calculateAll()
Say checks.getCellByPosition(0, 2).String & " " & cells.getCellByPosition(5, 230).String
REM Rows deleted: the inserted ones, the first, many.
cells.Rows.removeByIndex(7, 3)
cells.Rows.removeByIndex(8, 30)
book.calculateAll()
Say checks.getCellByPosition(0, 2).String & " " & cells.getCellByPosition(5, 197).String
"""
FILL_IN = """
Sub FillIn(cells, row, called, rated)
cells.getCellByPosition(2, row).String = called
cells.getCellByPosition(3, row).Value = 44900
cells.getCellByPosition(5, row).Value = 5
cells.getCellByPosition(13, row).Value = rated
cells.getCellByPosition(15, row).Value = rated
cells.getCellByPosition(19, row).String = "HTT"
End Sub
"""


@pytest.mark.office
def test_rows_are_sorted_inserted_pasted_and_deleted_and_all_are_checked(tmp_path: Path) -> None:
    book = unit_form(register(), COMMUNE, CELLS)
    for row in range(3):
        counts = {key: GOOD[key] + row for key in ("members", "official", "rated", "htt")}
        for key, value in {**GOOD, **counts}.items():
            book["Chi bộ"][C.cell(key, FIRST + row)].value = value
    ready, one = "Sẵn sàng gửi: CÓ", "Sẵn sàng gửi: CHƯA – 1 lỗi"
    said = said_by(ROWS_COME_AND_GO, workbook_bytes(book), tmp_path, FILL_IN)
    assert said[:3] == ["True Chi bộ thôn 1", "Chi bộ thôn 3 10.00%", ready]
    unrated = "Được xếp loại + không xếp loại = 4, khác tổng số đảng viên 5."
    assert said[3:7] == [f"Cần sửa ở dòng 9: {unrated}", one, "", f"{ready} 68"]
    assert said[7] == f"{ready} 73"
    assert said[8].startswith("Dòng chèn ngay trên dòng Tổng cộng chưa được cộng")
    assert said[9] == one
    assert said[10:12] == [f"Cần sửa ở dòng 72: {unrated}", one]
    assert said[12:] == [f"{ready} {73 + 60 * 5}", f"{ready} {21 + 31 * 5}"]


def test_a_total_of_the_whole_by_its_name_is_not_added_up() -> None:
    for name in ("Toàn đảng bộ", "TOÀN ĐẢNG BỘ", "Cộng toàn đảng bộ", "Tổng cộng"):
        book = unit_form(register(), COMMUNE, [])
        sheet = book["Chi bộ"]
        for row, (what, members) in enumerate(((name, 9), ("Chi bộ 1", 4), ("Chi bộ 2", 5)), FIRST):
            sheet[C.cell("name", row)].value = what
            sheet[C.cell("members", row)].value = members
        made = openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)), data_only=True)
        cells = made["Chi bộ"].iter_rows(min_row=FIRST + 3)
        (total,) = (x.row for row in cells for x in row if x.value == "Tổng cộng")
        assert made["Chi bộ"][C.cell("members", total)].value == 9, name
