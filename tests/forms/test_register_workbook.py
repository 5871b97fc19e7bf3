"""The register workbook: the contract's sheets and headings, empty or filled."""

import io
import subprocess
from datetime import date, datetime
from math import ceil
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange

from tests.office import saved_as
from tests.xlsx import Grid, formula, workbook
from xeploai.forms.layout import place
from xeploai.forms.register_workbook import register_workbook
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.register.reader import load
from xeploai.schema.form import LIST_SHEET
from xeploai.schema.register import (
    REGISTER_SHEETS,
    DeadlineRow,
    DecisionRow,
    SettingRow,
    UnitRow,
    WaiverRow,
)
from xeploai.schema.row import Row
from xeploai.schema.terms import Level, RatedSubject, Rounding, UnitKind, YesNo

HEADINGS = {
    "Đơn vị": "STT · Mã đơn vị · Tên đơn vị · Loại hình · Mã đơn vị cấp trên · Cụm · "
    "Cán bộ theo dõi · Số đảng viên theo cơ sở dữ liệu · Ngày thành lập · Gợi ý kiểm điểm · "
    "Gửi biểu cấp mình",
    "Mốc thời gian": "Mã mốc · Tên mốc · Loại hình áp dụng · Hạn · Căn cứ · Sau mốc",
    "Thẩm định, quyết định": "Mã đơn vị · Đối tượng · Tự xếp loại · Đề nghị · Quyết định · "
    "Số quyết định · Ngày quyết định · Lý do điều chỉnh",
    "Chấp thuận": "Mã quy tắc · Mã đơn vị · Lý do · Người duyệt · Ngày duyệt",
    "Địa giới": "Mã đơn vị mới · Mã đơn vị cũ · Kỳ cũ",
    "Theo dõi tiến độ": "Mã đơn vị · Mã mốc · Ngày hoàn thành · Ghi chú · Ngày bắt đầu",
    "Trần xuất sắc": "Mã đơn vị · Tỷ lệ trần (%) · Số quyết định",
    "Phân công dự": "Cán bộ · Mã đơn vị · Vai trò · Ngày",
    "Khắc phục của cấp này": "Mã đơn vị · Nội dung · Đơn vị chịu trách nhiệm · Thời hạn · "
    "Tình trạng · Ngày hoàn thành",
    "Xếp loại lại": "Kỳ xếp loại lại · Mã đơn vị · Đối tượng · Số lượng · Mức cũ · Mức mới · "
    "Số quyết định · Ngày quyết định · Lý do",
    "Chỉ tiêu cam kết": "Mã đơn vị · Chỉ tiêu · Mức cam kết · Kết quả · Đạt · Ghi chú",
}
SETTINGS = (
    "Kỳ đánh giá, Cơ quan tổng hợp, Cơ quan cấp trên, Quy định áp dụng, Tỷ lệ trần xuất sắc (%), "
    "Mẫu số tính trần, Phạm vi tính trần, Số quyết định cho phép vượt 20%, Số chữ số thập phân, "
    "Cách làm tròn, Ngưỡng ẩn số liệu (số đảng viên), Số liệu tính đến ngày, "
    "Mốc gửi biểu tính theo, Tỷ lệ đơn vị tối thiểu để công bố (%), Vượt trần, "
    "Số xuất sắc không tính là vượt"
)


def saved(book: WorkbookBuilder) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)))


@pytest.fixture(scope="module")
def empty() -> Workbook:
    return saved(register_workbook())


def test_the_sheets_stand_in_the_contracts_order(empty: Workbook) -> None:
    assert [sheet.title for sheet in empty if sheet.sheet_state == "visible"] == [
        row_type.SHEET for row_type in REGISTER_SHEETS
    ]
    assert empty[LIST_SHEET].sheet_state == "hidden"


@pytest.mark.parametrize("sheet", HEADINGS)
def test_headings_are_the_contracts(empty: Workbook, sheet: str) -> None:
    row = next(place(item).header_row for item in REGISTER_SHEETS if sheet == item.SHEET)
    assert [cell.value for cell in empty[sheet][row]] == HEADINGS[sheet].split(" · ")


def test_settings_are_labels_with_their_meaning(empty: Workbook) -> None:
    rows = empty["Thiết lập"].iter_rows(min_row=3, values_only=True)
    labels = [row[0] for row in rows]
    assert labels[0] == "Mục"
    assert set(SETTINGS.split(", ")) <= set(labels)
    assert empty["Thiết lập"]["B3"].value == "Giá trị"
    assert empty["Thiết lập"]["C4"].value.startswith("Kỳ đánh giá")


def test_a_setting_has_room_for_its_meaning(empty: Workbook) -> None:
    sheet = empty["Thiết lập"]
    for row in range(4, sheet.max_row + 1):
        lines = max(
            ceil(len(sheet[f"{name}{row}"].value) / sheet.column_dimensions[name].width)
            for name in "AC"
        )
        assert sheet.row_dimensions[row].height >= 15 * lines, sheet[f"A{row}"].value


def test_an_empty_register_names_the_usual_milestones_without_dates(empty: Workbook) -> None:
    rows = list(empty["Mốc thời gian"].iter_rows(min_row=4, max_row=10, values_only=True))
    assert [row[0] for row in rows] == ["KH", "CB", "TT", "GUI", "TD", "QD", "KP"]
    assert all(row[1] and row[3] is None for row in rows)
    assert [row[4] for row in rows] == [
        "tiến độ trong biểu", "chi bộ kiểm điểm", "tiến độ trong biểu", "gửi biểu", "thẩm định",
        "quyết định", "tiến độ trong biểu",
    ]  # fmt: skip


def test_codes_are_text_on_every_row_and_below(empty: Workbook) -> None:
    sheet = empty["Đơn vị"]
    assert {sheet[f"B{row}"].number_format for row in (4, 30, 63)} == {"@"}
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet["I4"].number_format == "dd/mm/yyyy"


def test_dropdowns_offer_the_words_of_the_contract(empty: Workbook) -> None:
    lists = empty[LIST_SHEET]
    offered = [[cell.value for cell in column if cell.value] for column in lists.columns]
    assert [str(kind) for kind in UnitKind] in offered
    assert [str(rounding) for rounding in Rounding] in offered
    assert ["XS", "HTT", "HT", "KHT", "TSVM", "YK"] in offered
    covered = " ".join(str(rule.sqref) for rule in empty["Đơn vị"].data_validations.dataValidation)
    assert "D4:D" in covered
    assert "J4:J" in covered


def test_rows_are_written_as_they_are_typed() -> None:
    book = saved(
        register_workbook(
            {
                SettingRow: [{"period": "2025", "office": "=HYPERLINK(1)", "digits": 1}],
                UnitRow: [
                    {
                        "number": 1,
                        "code": "007",
                        "name": "Đảng bộ xã A",
                        "kind": UnitKind.GRASSROOTS,
                        "founded_on": date(2025, 7, 1),
                        "hinted": YesNo.YES,
                    }
                ],
                DeadlineRow: [],
                DecisionRow: [
                    {
                        "unit_code": "007",
                        "subject": RatedSubject.ORG,
                        "decided_level": Level.HTT,
                    }
                ],
                WaiverRow: [{"reason": "+1\x07 lần"}],
            }
        )
    )
    office = book["Thiết lập"][place(SettingRow).cell("office")]
    assert (office.value, office.data_type) == ("=HYPERLINK(1)", "s")
    row = [cell.value for cell in book["Đơn vị"][4]]
    assert row[:4] == [1, "007", "Đảng bộ xã A", "đảng bộ cơ sở"]
    assert row[8] == datetime(2025, 7, 1)
    assert row[9] == "có"
    assert book["Mốc thời gian"]["A4"].value is None
    assert [cell.value for cell in book["Thẩm định, quyết định"][4]][1:5] == [
        "TCCSĐ",
        None,
        None,
        "HTT",
    ]
    assert book["Chấp thuận"]["C4"].value == "+1 lần"


def test_the_same_rows_give_the_same_bytes() -> None:
    assert workbook_bytes(register_workbook()) == workbook_bytes(register_workbook())


def test_the_workbook_stays_small() -> None:
    assert len(workbook_bytes(register_workbook())) < 60_000


# ------------------------------------------------------------------ pasted lists


def pasted(number: int) -> Workbook:
    """An empty register into which so many units were pasted, more than its yellow rows."""
    book = saved(register_workbook())
    where = place(UnitRow)
    for index in range(number):
        row = where.first_row + index
        book[UnitRow.SHEET][where.cell("code", row)] = f"{index:03}"
        book[UnitRow.SHEET][where.cell("name", row)] = f"Đảng bộ xã số {index}"
    return book


@pytest.mark.parametrize("row_type", REGISTER_SHEETS[1:])
def test_a_table_prints_all_its_rows_with_its_heading_on_every_page(
    empty: Workbook, row_type: type[Row]
) -> None:
    sheet, heading = empty[row_type.SHEET], place(row_type).header_row
    # An area would stay as it is, however many rows are added.
    assert not sheet.print_area
    assert sheet.print_title_rows == f"${heading}:${heading}"
    # Where no width is written it is one page.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.office
def test_a_hundred_pasted_units_are_printed(tmp_path: Path) -> None:
    pasted(100).save(tmp_path / "source.xlsx")
    pdf = saved_as("pdf", (tmp_path / "source.xlsx").read_bytes(), tmp_path)
    (tmp_path / "made.pdf").write_bytes(pdf)
    printed = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "made.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = [page for page in printed.split("\f") if "Đảng bộ xã số" in page]
    assert sum(page.count("Đảng bộ xã số ") for page in pages) == 100
    assert len(pages) > 2
    assert all("Tên đơn vị" in page for page in pages)


def test_rows_below_the_yellow_ones_keep_formats_and_dropdowns(empty: Workbook) -> None:
    sheet = empty[UnitRow.SHEET]
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet.column_dimensions["I"].number_format == "dd/mm/yyyy"
    rules = sheet.data_validations.dataValidation
    areas = [CellRange(part) for rule in rules for part in str(rule.sqref).split()]
    assert len(areas) == 5
    assert all(area.max_row > sheet.max_row + 1000 for area in areas)


def test_a_list_pasted_in_any_order_is_the_same_tree() -> None:
    order: list[tuple[object, ...]] = [
        ("I", "0103/1", "Chi bộ thôn Một", "Chi bộ trực thuộc", formula("B9", "0103")),
        (None, None, None, None, None),
        (2, formula("Sheet9!A1", "0101"), "Đảng bộ xã A", "ĐẢNG BỘ CƠ SỞ", "H"),
        ("1.1", 103, formula("C1&C2", "Đảng bộ xã B"), "đảng bộ cơ sở", "H"),
        ("", "", "  ", None, None),
        (4, None, None, None, None),
        (None, "H", "Đảng bộ huyện H", "cấp trên trực tiếp cơ sở", None),
    ]
    heads = ["STT", "Mã đơn vị", "Tên đơn vị", "Loại hình", "Mã đơn vị cấp trên"]
    sheets: dict[str, Grid | str] = {
        SettingRow.SHEET: [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"]],
        UnitRow.SHEET: [["DANH MỤC TỔ CHỨC ĐẢNG"], heads, *order],
    }
    register = load(workbook(sheets))
    assert {code: unit.parent for code, unit in register.units.items()} == {
        "0103/1": "103", "0101": "H", "103": "H", "H": "",
    }  # fmt: skip
    assert [unit.code for unit in register.children["H"]] == ["0101", "103"]
    assert register.warnings == ()


def test_forty_one_units_pasted_into_a_new_register_are_all_there() -> None:
    book, where = saved(register_workbook()), place(UnitRow)
    first = place(SettingRow)
    book[SettingRow.SHEET][first.cell("period")] = 2025
    book[SettingRow.SHEET][first.cell("office")] = "Ban Tổ chức"
    rows = [(f"{x:03}", f"Đảng bộ xã {x}", "đảng bộ cơ sở", "H") for x in range(1, 41)]
    for index, values in enumerate([*rows, ("H", "Đảng bộ huyện", "cấp trên trực tiếp cơ sở", "")]):
        row = where.first_row + 2 * index  # a blank row after each
        for key, value in zip(("code", "name", "kind", "parent_code"), values, strict=True):
            book[UnitRow.SHEET][where.cell(key, row)] = value
    held = io.BytesIO()
    book.save(held)
    register = load(held.getvalue())
    assert len(register.units) == 41
    assert len(register.reporting_below("H")) == 40
    assert register.warnings == ()
