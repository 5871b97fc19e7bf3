import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import builders, xlsx
from tests.builders import address, book, cell, info, leadership, plain_cell, read, row
from tests.office import saved_as
from xeploai.findings import Finding, Severity, letter
from xeploai.reading.rules import READING_RULES, ReadingRule
from xeploai.reading.source_rows import Parsed
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.register import CrosswalkRow, UnitRow
from xeploai.schema.row import columns
from xeploai.schema.terms import DisciplineForm, Level, RemedyState, UnitKind
from xeploai.submissions.model import Return

KEYS = list(columns(CellReturn))
HEADS = [item.header for item in columns(CellReturn).values()]
NAN = xlsx.Raw('<c r="§"><v>NaN</v></c>')
FIRST, SECOND = plain_cell(1), plain_cell(2)

Grid = list[list[object]]


def grid(*cells: CellReturn) -> Grid:
    return builders.grid(CellReturn, cells or (FIRST, SECOND))


def line(**values: object) -> list[object]:
    return [values.get(key) for key in KEYS]


def cells_of(page: Grid | str) -> Parsed[CellReturn]:
    return read(book(CellReturn=page)).sheet(CellReturn)


def rows_of(page: Grid) -> list[CellReturn]:
    sheet = cells_of(page)
    assert sheet.findings == ()
    return [located.row for located in sheet.rows]


def reported(findings: Sequence[Finding]) -> list[tuple[str, str, str, str]]:
    return [(x.rule, x.ref.sheet, x.ref.cell, x.message) for x in findings]


def whole(item: Return) -> list[tuple[str, str, str, str]]:
    return reported(item.findings)


# ------------------------------------------------------------------ good sheets


def test_every_field_of_every_sheet_comes_back() -> None:
    others = (
        leadership(not_rated=1, not_rated_reason="ốm", note="x"),
        builders.done("GUI", date(2025, 12, 19), name="Gửi hồ sơ", deadline=date(2025, 12, 20)),
        builders.remedy(owner="Đảng ủy", due=date(2026, 3, 1), state=RemedyState.UNDER_WAY),
        builders.disciplined(2, form=DisciplineForm.WARNING),
    )
    one = cell(attended_by="Đ/c Bí thư", official=9, probationary=1, disciplined=1,
               decision_no="12-QĐ/ĐU", decision_date=date(2025, 12, 15), note="=1+1")  # fmt: skip
    totals = {"cells_declared": 1, "members_declared": 10, "rated_declared": 8}
    first = info(prepared_by="Nguyễn Văn A", phone="0912", **totals)
    result = read(book([one], of=first, others=others))
    assert result.findings == ()
    assert result.info is not None
    assert result.info.row == first
    assert [x.row for x in result.rows(CellReturn)] == [one]
    for item in others:
        assert [x.row for x in result.rows(type(item))] == [item]


def test_a_row_knows_its_cells() -> None:
    located = cells_of(grid()).rows[1]
    assert located.ref("rated").cell == address(CellReturn, "rated", 1)
    assert located.ref("name") == cells_of(grid()).rows[1].ref("name")
    assert located.ref("no such field").cell == "A3"


def test_columns_may_be_moved() -> None:
    page = [list(reversed(values)) for values in grid(cell(), SECOND)]
    sheet = cells_of(page)
    assert [located.row for located in sheet.rows] == [cell(), SECOND]
    assert [item.rule for item in sheet.findings] == ["moved_column"]
    assert sheet.whole


def test_the_tables_place_does_not_matter() -> None:
    page: Grid = [[], ["BIỂU TỔNG HỢP"], [], *([None, None, *values] for values in grid())]
    sheet = cells_of(page)
    assert [x.row for x in sheet.rows] == [FIRST, SECOND]
    assert sheet.rows[0].ref("cell_code").cell == "C5"
    assert sheet.heading_number == 4


def test_blank_rows_are_passed_over() -> None:
    heads, first, second = grid()
    page: Grid = [heads, [], first, [None, "  ", "-"], [" "], second, ["\u00a0", None]]
    assert rows_of(page) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "numbers",
    [
        [f"({number})" for number in range(1, len(KEYS) + 1)],
        list(range(1, len(KEYS) + 1)),
        [str(number) for number in range(1, len(KEYS) + 1)],
        ["A", "B", *range(1, len(KEYS) - 1)],
        ["(1)", "(2)", "(3)=(4)+(5)"],
        [1, 2, "3=4+5", 4, 5, 6],
    ],
)
def test_the_row_of_column_numbers_is_no_row(numbers: list[object]) -> None:
    heads, *rest = grid()
    assert rows_of([heads, numbers, *rest]) == [FIRST, SECOND]


def test_headings_once_more_as_on_a_next_page_are_no_row() -> None:
    heads, first, second = grid()
    groups: list[object] = [*[None] * 4, "Đảng viên", *[None] * 2, "Không xếp loại", None, "Lý do"]
    numbers: list[object] = [f"({number})" for number in range(1, len(KEYS) + 1)]
    plain: list[object] = list(range(1, len(KEYS) + 1))
    pages: list[Grid] = [[heads], [heads, numbers], [groups, heads, plain]]
    for again in pages:
        assert rows_of([groups, heads, numbers, first, *again, second]) == [FIRST, SECOND]
    # Words that are no headings in a column of dates are told.
    assert cells_of([heads, first, [None, "Chi bộ 3", "Ngày kiểm điểm"], second]).findings


def test_a_row_of_figures_is_no_row_of_column_numbers() -> None:
    one = plain_cell(1, name="Chi bộ 1", members=1, official=2, probationary=3, exempt=4)
    assert rows_of(grid(one)) == [one]


@pytest.mark.parametrize(
    "name",
    [
        "Tổng cộng", "TỔNG CỘNG", "Tổng cộng:", "Cộng", "Tổng số", "Tổng cộng (2 chi bộ)",
        "TỔNG CỘNG TOÀN ĐẢNG BỘ", "Toàn đảng bộ", "Cộng toàn xã", "Cộng 2 chi bộ",
        unicodedata.normalize("NFD", "Tổng cộng"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_total_anywhere_is_no_row(name: str, at: int) -> None:
    page = grid()
    page.insert(at, line(name=name, members=10, rated=10, htt=10))
    sheet = cells_of(page)
    assert sheet.findings == ()
    assert [x.row for x in sheet.rows] == [FIRST, SECOND]
    assert [total.number for total in sheet.totals] == [at + 1]
    assert sheet.ref(sheet.totals[0], "htt").cell == address(CellReturn, "htt", at - 1)


@pytest.mark.parametrize(
    "name", ["Tổng công ty Điện lực", "Chi bộ Tổng cục 2", "Công an xã", "Công đoàn"]
)
def test_a_name_that_begins_like_a_total_is_a_row(name: str) -> None:
    assert rows_of(grid(plain_cell(1, name=name))) == [plain_cell(1, name=name)]


FOOT: tuple[list[object], ...] = (
    [None, None, None, None, "…, ngày 05 tháng 12 năm 2025"],
    [None, "Người lập biểu", None, None, "T/M ĐẢNG ỦY", None, "BÍ THƯ"],
    [None, "(Ký, ghi rõ họ tên)", None, None, "(Ký tên, đóng dấu)"],
    [],
    [None, "Nguyễn Văn A", None, None, "Trần Văn B"],
    [None, "Ghi chú: số liệu tính đến 30/11"],
)


@pytest.mark.parametrize("begin", [0, 1, 2, 5])
@pytest.mark.parametrize("gap", [0, 1])
def test_text_below_the_table_is_passed_over(begin: int, gap: int) -> None:
    total = line(name="Tổng cộng", members=10, rated=10, htt=10)
    for above in (grid(), [*grid(), total]):
        page: Grid = [*above, *([[]] * gap), *FOOT[begin:]]
        assert rows_of(page) == [FIRST, SECOND]
        assert cells_of(page).unfilled == ()


@pytest.mark.parametrize("note", ["chưa kiểm điểm", "họp ngày 20/12"])
def test_a_remark_fills_no_cell_in(note: str) -> None:
    page = [*grid(), line(name="Chi bộ 3", note=note), line(note=note)]
    sheet = cells_of(page)
    assert sheet.findings == ()
    assert [(x.number, x.values["note"]) for x in sheet.unfilled] == [(4, note)]


def test_a_cell_not_filled_in_stays_named_before_the_signatures() -> None:
    page: Grid = [*grid(), line(cell_code="3", name="Chi bộ 3"), [], *FOOT]
    sheet = cells_of(page)
    assert sheet.findings == ()
    assert [(x.number, x.values["name"]) for x in sheet.unfilled] == [(4, "Chi bộ 3")]


def test_figures_below_a_signature_are_still_read() -> None:
    page: Grid = [*grid(FIRST), [None, "Người lập biểu"], grid(SECOND)[1]]
    sheet = cells_of(page)
    assert [x.row for x in sheet.rows] == [FIRST, SECOND]
    assert not sheet.unfilled


def test_spaces_nfd_and_breaks_in_texts_do_not_matter() -> None:
    name = unicodedata.normalize("NFD", "Chi bộ\u00a0 thôn\nMột ")
    assert rows_of(grid(plain_cell(1, name=name))) == [plain_cell(1, name="Chi bộ thôn Một")]


def test_numbers_and_dates_as_text_are_read() -> None:
    page: Grid = [list(HEADS), line(name="Chi bộ 1", members="1.234", rated="1.234,0", htt=" 1234 ",
                              review_date="5/12/2025", decided_level="hoàn thành tốt")]  # fmt: skip
    (row,) = rows_of(page)
    assert (row.members, row.rated, row.htt) == (1234, 1234, 1234)
    assert (row.review_date, row.decided_level) == (date(2025, 12, 5), Level.HTT)


@pytest.mark.parametrize(
    "written", ["2025-12-05T00:00:00.000Z", "2025-12-05T00:00:00", "2025-12-05"]
)
def test_a_cell_of_an_iso_date_is_read(written: str) -> None:
    page = grid()
    page[1][KEYS.index("review_date")] = xlsx.Raw(f'<c r="§" t="d"><v>{written}</v></c>')
    assert rows_of(page)[0].review_date == date(2025, 12, 5)


def test_a_sheets_name_may_be_spelt_otherwise() -> None:
    page = grid()
    sheets = {
        "THÔNG TIN": builders.grid(InfoReturn, [info()]),
        unicodedata.normalize("NFD", " chi bộ"): page,
    }
    item = read(xlsx.workbook(sheets))
    assert [x.row for x in item.rows(CellReturn)] == [FIRST, SECOND]
    assert item.unit == "A"


def test_a_hidden_sheet_is_read() -> None:
    names = ["Thông tin", "Chi bộ"]
    hidden = xlsx.workbook_xml(names).replace('sheetId="2"', 'sheetId="2" state="veryHidden"')
    data = xlsx.workbook(
        {"Thông tin": builders.grid(InfoReturn, [info()]), "Chi bộ": grid()},
        {"xl/workbook.xml": hidden},
    )
    assert len(read(data).rows(CellReturn)) == 2


# ------------------------------------------------------------------ every reading rule


def test_missing_sheet() -> None:
    item = read(book(CellReturn=None))
    assert ("missing_sheet", "", "", "Không có tờ “Chi bộ”") in whole(item)
    assert not item.sheet(CellReturn).whole
    assert not item.is_empty


def test_missing_headings() -> None:
    sheet = cells_of([["Tên", "Số"], ["Chi bộ 1", 5]])
    assert reported(sheet.findings) == [
        ("missing_headings", "Chi bộ", "",
         "Tờ “Chi bộ” không có dòng tiêu đề cột như biểu mẫu")
    ]  # fmt: skip
    assert not sheet.whole


def without(key: str) -> Grid:
    at = KEYS.index(key)
    return [[*values[:at], *values[at + 1 :]] for values in grid()]


@pytest.mark.parametrize("key", [key for key in KEYS if columns(CellReturn)[key].required])
def test_missing_column(key: str) -> None:
    sheet = cells_of(without(key))
    header = columns(CellReturn)[key].header
    assert reported(sheet.findings) == [
        ("missing_column", "Chi bộ", "", f"Không tìm thấy “{header}”")
    ]
    assert sheet.rows == ()


@pytest.mark.parametrize("key", [key for key in KEYS if not columns(CellReturn)[key].required])
def test_a_column_that_may_be_missing_reads_as_blank(key: str) -> None:
    sheet = cells_of(without(key))
    assert sheet.findings == ()
    assert len(sheet.rows) == 2


def test_doubled_column() -> None:
    page = [[*values, values[KEYS.index("xs")]] for values in grid()]
    last = address(CellReturn, "note")[0]
    assert last == "X"
    header = columns(CellReturn)["xs"].header
    first = address(CellReturn, "xs")[0]
    assert reported(cells_of(page).findings) == [
        ("doubled_column", "Chi bộ", "Z1", f"Cột “{header}” có hai lần, lần đầu ở cột {first}")
    ]


def test_renamed_column() -> None:
    page = grid()
    words = "Số được đánh giá, xếp loại"
    page[0][KEYS.index("rated")] = words
    sheet = cells_of(page)
    assert reported(sheet.findings) == [
        ("renamed_column", "Chi bộ", address(CellReturn, "rated", -1),
         f"Tiêu đề “{words}” được hiểu là “Được đánh giá, xếp loại”")
    ]  # fmt: skip
    assert sheet.findings[0].severity is Severity.WARNING
    assert sheet.whole
    assert len(sheet.rows) == 2


def test_unknown_column() -> None:
    page = [[*grid()[0], "Số nữ"], [*grid()[1], 2]]
    sheet = cells_of(page)
    assert reported(sheet.findings) == [
        ("unknown_column", "Chi bộ", "Z1",
         "Cột “Số nữ” không có trong biểu mẫu, số liệu ở cột này không được dùng")
    ]  # fmt: skip
    assert sheet.whole


@pytest.mark.parametrize("head", ["STT", "TT", "Kiểm tra", "Tỷ lệ XS", "Kỳ trước: XS", "Cột trống"])
def test_columns_of_the_form_and_columns_without_figures_are_not_unknown(head: str) -> None:
    value = None if head == "Cột trống" else 1
    page = [[head, *grid()[0]], [value, *grid()[1]]]
    assert cells_of(page).findings == ()


@pytest.mark.parametrize("key", ["members", "rated", "name"])
def test_blank_cell(key: str) -> None:
    page = grid(cell())
    page[1][KEYS.index(key)] = " - " if key == "members" else None
    header = columns(CellReturn)[key].header
    sheet = cells_of(page)
    assert reported(sheet.findings) == [
        ("blank_cell", "Chi bộ", address(CellReturn, key), f"Ô “{header}” còn trống, cần điền")
    ]
    assert (sheet.rows, sheet.whole) == ((), False)


@pytest.mark.parametrize("blank", [None, "-", " "])
def test_a_cell_not_reviewed_need_not_say_how_many_are_rated(blank: str | None) -> None:
    values = dict.fromkeys(columns(CellReturn)["rated"].required_with, blank)
    sheet = cells_of([list(HEADS), line(name="Chi bộ 1", members=10, exempt=1, **values)])
    assert (sheet.findings, sheet.whole) == ((), True)
    assert (sheet.rows[0].row.rated, sheet.rows[0].row.is_unreviewed) == (0, True)


@pytest.mark.parametrize("key", columns(CellReturn)["rated"].required_with)
def test_a_cell_with_a_date_or_a_rating_must_say_how_many_are_rated(key: str) -> None:
    shown = {"count": 0, "level": "HTT", "date": "01/12/2025"}[columns(CellReturn)[key].type]
    page: Grid = [list(HEADS), line(name="Chi bộ 1", members=10, **{key: shown})]
    assert [(x.rule, x.ref.cell) for x in cells_of(page).findings] == [
        ("blank_cell", address(CellReturn, "rated"))
    ]


@pytest.mark.parametrize(
    ("key", "value", "shown", "expected"),
    [
        ("members", "1,234", "1,234", "số nguyên từ 0 trở lên"),
        ("members", 12.5, "12,5", "số nguyên từ 0 trở lên"),
        ("xs", -1, "-1", "số nguyên từ 0 trở lên"),
        ("xs", True, "TRUE", "số nguyên từ 0 trở lên"),
        ("official", NAN, "số không đọc được", "số nguyên từ 0 trở lên"),
        ("review_date", "31/02/2025", "31/02/2025",
         "ngày dạng dd/mm/yyyy (tháng 2 năm 2025 chỉ có 28 ngày)"),
        ("review_date", NAN, "số không đọc được", "ngày dạng dd/mm/yyyy"),
        ("decided_level", "Khá", "Khá", "XS, HTT, HT hoặc KHT"),
        ("cell_code", 1.5, "1,5", "mã, định dạng ô kiểu Văn bản (Text) rồi ghi lại"),
    ],
)  # fmt: skip
def test_unreadable_cell(key: str, value: object, shown: str, expected: str) -> None:
    page = grid(cell(), SECOND)
    page[1][KEYS.index(key)] = value
    sheet = cells_of(page)
    header = columns(CellReturn)[key].header
    assert reported(sheet.findings) == [
        ("unreadable_cell", "Chi bộ", address(CellReturn, key),
         f"Ô “{header}” ghi “{shown}”, cần {expected}")
    ]  # fmt: skip
    # The other row is read all the same.
    assert [x.row for x in sheet.rows] == [SECOND]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("92,79%", "tỷ lệ “92,79%”"),
        ("92.8 %", "tỷ lệ “92.8 %”"),
        ("100%", "tỷ lệ “100%”"),
        ("0,93", "số lẻ “0,93”"),
        (0.9279, "số lẻ “0,9279”"),
        (0.2, "số lẻ “0,2”"),
    ],
)
@pytest.mark.parametrize("key", ["xs", "members", "official"])
def test_percentage_in_count(key: str, value: object, shown: str) -> None:
    page = grid(cell(), SECOND)
    page[1][KEYS.index(key)] = value
    sheet = cells_of(page)
    header = columns(CellReturn)[key].header
    assert reported(sheet.findings) == [
        ("percentage_in_count", "Chi bộ", address(CellReturn, key),
         f"Ô “{header}” ghi {shown}, cần số lượng (số nguyên từ 0 trở lên)")
    ]  # fmt: skip
    assert [x.row for x in sheet.rows] == [SECOND]


@pytest.mark.parametrize("value", [12.5, "12,5", -0.5, "%", "ba %"])
def test_other_numbers_that_are_no_count_are_no_percentage(value: object) -> None:
    page = grid(cell())
    page[1][KEYS.index("ht")] = value
    assert [x.rule for x in cells_of(page).findings] == ["unreadable_cell"]


def test_a_percentage_outside_the_counts_is_an_ordinary_fault() -> None:
    page = grid(cell())
    page[1][KEYS.index("review_date")] = "20%"
    assert [x.rule for x in cells_of(page).findings] == ["unreadable_cell"]


def test_error_cell() -> None:
    page = grid(cell())
    page[1][KEYS.index("xs")] = xlsx.error("#REF!")
    page[1][KEYS.index("note")] = xlsx.error("#SPILL!")
    assert reported(cells_of(page).findings) == [
        ("error_cell", "Chi bộ", address(CellReturn, "xs"),
         "Ô “Hoàn thành xuất sắc nhiệm vụ” đang báo lỗi #REF!, cần gõ giá trị"),
        ("error_cell", "Chi bộ", address(CellReturn, "note"),
         "Ô “Ghi chú” đang báo lỗi #SPILL!, cần gõ giá trị"),
    ]  # fmt: skip


def test_uncalculated_cell() -> None:
    page = grid(cell())
    page[1][KEYS.index("rated")] = xlsx.formula("E2-F2")
    sheet = cells_of(page)
    assert reported(sheet.findings) == [
        ("uncalculated_cell", "Chi bộ", address(CellReturn, "rated"),
         "Ô “Được đánh giá, xếp loại” là ô công thức chưa được tính")
    ]  # fmt: skip
    assert not sheet.whole


def test_a_row_of_nothing_but_uncalculated_formulas_is_not_blank() -> None:
    page: Grid = [
        *grid(),
        line(name="Chi bộ 3", members=xlsx.formula("1+1"), rated=xlsx.formula("2")),
    ]
    assert [x[0] for x in reported(cells_of(page).findings)] == ["uncalculated_cell"] * 2


def test_a_calculated_formula_is_its_result_and_one_of_no_text_is_blank() -> None:
    page = grid(cell())
    page[1][KEYS.index("rated")] = xlsx.formula("1+7", 8)
    page[1][KEYS.index("note")] = xlsx.formula('""', "")
    assert rows_of(page) == [cell()]


def test_every_fault_of_a_row_is_reported_at_once() -> None:
    page: Grid = [
        list(HEADS),
        line(name="Chi bộ 1", members="x", rated="y", xs="z", review_date="t"),
    ]
    assert [x[2] for x in reported(cells_of(page).findings)] == [
        address(CellReturn, key) for key in ("review_date", "members", "rated", "xs")
    ]


# ------------------------------------------------------------------ formats and merged ranges


@pytest.mark.parametrize(("value", "shown"), [(0.93, "93%"), (1, "100%"), (41, "4100%")])
def test_a_number_shown_as_a_percentage_is_none_of_the_counts(value: float, shown: str) -> None:
    page = grid(cell(), SECOND)
    page[1][KEYS.index("xs")] = xlsx.formatted(value, xlsx.PERCENT)
    (finding,) = cells_of(page).findings
    assert (finding.rule, finding.ref.cell) == ("percentage_in_count", address(CellReturn, "xs"))
    assert f"ghi tỷ lệ “{shown}”" in finding.message


@pytest.mark.parametrize("key", ["members", "review_date", "self_level", "name"])
def test_struck_cell(key: str) -> None:
    page = grid(cell(), SECOND)
    at = KEYS.index(key)
    written = page[1][at]
    page[1][at] = xlsx.formatted(written, xlsx.STRUCK)
    sheet = cells_of(page)
    shown = f"{written:%d/%m/%Y}" if isinstance(written, date) else written
    header = columns(CellReturn)[key].header
    message = f"Ô “{header}” ghi “{shown}” nhưng bị gạch ngang, không rõ còn dùng hay đã bỏ"
    assert reported(sheet.findings) == [
        ("struck_cell", "Chi bộ", address(CellReturn, key), message)
    ]
    assert [x.row for x in sheet.rows] == [SECOND]


def test_struck_text() -> None:
    page = grid(cell(note="đã thẩm định"), SECOND)
    at = KEYS.index("note")
    page[1][at] = xlsx.formatted(page[1][at], xlsx.STRUCK)
    sheet = cells_of(page)
    assert reported(sheet.findings) == [
        ("struck_text", "Chi bộ", address(CellReturn, "note"),
         "Ô “Ghi chú” bị gạch ngang, vẫn được đọc")
    ]  # fmt: skip
    assert [x.row for x in sheet.rows] == [cell(note="đã thẩm định"), SECOND]


def test_struck_row() -> None:
    page = grid(cell(), SECOND)
    page[1] = [None if value is None else xlsx.formatted(value, xlsx.STRUCK) for value in page[1]]
    sheet = cells_of(page)
    assert reported(sheet.findings) == [
        ("struck_row", "Chi bộ", address(CellReturn, "cell_code"),
         "Dòng 2 bị gạch ngang, không rõ còn dùng hay đã bỏ")
    ]  # fmt: skip
    assert [x.row for x in sheet.rows] == [SECOND]


def test_a_struck_value_of_the_first_sheet_is_told_at_its_cell() -> None:
    page = builders.grid(InfoReturn, [info()])
    at = list(columns(InfoReturn)).index("sent_on")
    page[at][1] = xlsx.formatted(page[at][1], xlsx.STRUCK)
    (finding,) = read(book(InfoReturn=page)).findings
    assert (finding.rule, finding.ref.cell) == ("struck_cell", address(InfoReturn, "sent_on"))


def merged(page: Grid, *ranges: str) -> str:
    """A sheet in which some ranges are merged."""
    tags = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return xlsx.sheet_xml(page).replace(
        "</sheetData>", f"</sheetData><mergeCells>{tags}</mergeCells>"
    )


@pytest.mark.parametrize("key", ["members", "review_date", "self_level", "name", "cell_code"])
def test_merged_cells(key: str) -> None:
    """One value over two cells belongs to none of them but the first."""
    page = grid(cell(), SECOND, plain_cell(3))
    page[2][KEYS.index(key)] = None
    first, last = address(CellReturn, key), address(CellReturn, key, 1)
    sheet = cells_of(merged(page, f"{first}:{last}"))
    header = columns(CellReturn)[key].header
    owner = f"giá trị chỉ thuộc ô đầu {first}, các ô còn lại không có gì"
    message = f"Ô gộp {first}:{last} (“{header}”): {owner}"
    assert reported(sheet.findings) == [("merged_cells", "Chi bộ", first, message)]
    assert [x.row for x in sheet.rows] == [plain_cell(3)]


def test_merged_text() -> None:
    page = grid(cell(note="đã thẩm định"), SECOND)
    first, last = address(CellReturn, "note"), address(CellReturn, "note", 1)
    sheet = cells_of(merged(page, f"{first}:{last}"))
    assert reported(sheet.findings) == [
        ("merged_text", "Chi bộ", first,
         f"Ô gộp {first}:{last} (“Ghi chú”): nội dung chỉ được đọc cho ô đầu {first}")
    ]  # fmt: skip
    assert [x.row for x in sheet.rows] == [cell(note="đã thẩm định"), SECOND]


def test_merged_headings_by_which_a_column_is_lost_are_told() -> None:
    page = builders.grid(CellReturn, [cell()])
    keys = list(columns(CellReturn))
    at = keys.index("exempt")
    page[0][at + 1] = None
    span = f"{letter(at)}1:{letter(at + 1)}1"
    sheet = cells_of(merged(page, span))
    header = columns(CellReturn)["exempt"].header
    sentence = f"Ô gộp {span} (“{header}”): nội dung chỉ được đọc cho ô đầu {letter(at)}1"
    assert ("merged_text", "Chi bộ", f"{letter(at)}1", sentence) in reported(sheet.findings)


def test_a_range_merged_over_several_columns_names_them() -> None:
    page = grid(cell(), SECOND)
    page[1][KEYS.index("htt")] = page[1][KEYS.index("ht")] = None
    first, last = address(CellReturn, "xs"), address(CellReturn, "ht")
    (finding,) = cells_of(merged(page, f"{first}:{last}")).findings
    assert "(“Hoàn thành xuất sắc nhiệm vụ, Hoàn thành tốt nhiệm vụ và 1 cột khác”)" in (
        finding.message
    )


@pytest.mark.parametrize(
    "ranges",
    [
        ["A1:C1"],  # the heading
        ["B4:C4"],  # the name of the sum
        ["A5:Z7"],  # signatures
        ["A2:A2"],
        ["ZZ2:ZZ9"],  # beside the table
        [f"{address(CellReturn, 'members', 1)}:{address(CellReturn, 'members', 1)}"],
    ],
)
def test_ranges_merged_elsewhere_are_nobodys_loss(ranges: list[str]) -> None:
    page = grid(cell(), SECOND)
    page += [line(name="Tổng cộng", members=page[1][KEYS.index("members")]), line()]
    assert cells_of(merged(page, *ranges)).findings == ()


def test_a_merged_value_that_reaches_into_spare_rows_is_whole() -> None:
    page = grid(cell(), SECOND)
    last = address(CellReturn, "members", 9)
    assert cells_of(merged(page, f"{address(CellReturn, 'members', 1)}:{last}")).findings == ()


def test_a_value_merged_with_its_label_is_told() -> None:
    page = builders.grid(InfoReturn, [info()])
    at = list(columns(InfoReturn)).index("sent_on")
    page[at][1] = None
    (finding,) = read(book(InfoReturn=merged(page, f"A{at + 1}:B{at + 1}"))).findings
    assert (finding.rule, finding.ref.cell) == ("merged_cells", f"A{at + 1}")


def test_a_value_merged_to_the_right_of_its_cell_is_whole() -> None:
    page = builders.grid(InfoReturn, [info()])
    at = list(columns(InfoReturn)).index("sent_on") + 1
    assert read(book(InfoReturn=merged(page, f"B{at}:D{at}"))).findings == ()


def test_every_reading_rule_is_tested_here() -> None:
    tested = {name.removeprefix("test_") for name in globals()}
    of_whole_workbooks = {
        "stamp_differs",
        "missing_extra_sheet",
        "doubled_sheet",
    }  # see test_intake.py
    of_sheets = {each.code for each in READING_RULES if type(each) is ReadingRule}
    assert of_sheets - of_whole_workbooks <= tested


# ------------------------------------------------------------------ the form's own ratios


def with_ratios(page: Grid, *lines: tuple[object, object]) -> Grid:
    """A table with two of the form's own columns at its end."""
    heads = ("Tỷ lệ XS", "Tỷ lệ HTT trở lên (%)")
    return [[*values, *more] for values, more in zip(page, (heads, *lines), strict=True)]


def test_what_stands_in_the_forms_own_ratios_is_kept_and_never_read() -> None:
    sheet = cells_of(with_ratios(grid(cell(), SECOND), (0.3, "99,43%"), (None, 1)))
    assert sheet.findings == ()
    assert [x.row for x in sheet.rows] == [cell(), SECOND]
    assert sheet.computed == {
        2: {"ty le xs": 0.3, "ty le htt tro len": "99,43%"},
        3: {"ty le htt tro len": 1.0},
    }
    assert sheet.computed_columns == {"ty le xs": "Z", "ty le htt tro len": "AA"}


def test_the_ratios_of_a_total_are_kept_too() -> None:
    page = [*grid(cell()), line(name="Tổng cộng", members=10, rated=8, xs=1, htt=6, ht=1)]
    sheet = cells_of(with_ratios(page, (None, None), (0.125, None)))
    assert [total.number for total in sheet.totals] == [3]
    assert sheet.computed == {3: {"ty le xs": 0.125}}


def test_ratios_are_known_wherever_their_column_stands() -> None:
    page = [
        [values[-1], *values[:5], values[-2], *values[5:-2]]
        for values in with_ratios(grid(cell()), (0.3, 0.4))
    ]
    sheet = cells_of(page)
    assert sheet.findings == ()
    assert sheet.computed == {2: {"ty le xs": 0.3, "ty le htt tro len": 0.4}}
    assert sheet.computed_columns == {"ty le xs": "G", "ty le htt tro len": "A"}


def test_ratios_of_the_leadership_sheet_are_kept() -> None:
    page = with_ratios(builders.grid(LeadershipReturn, [leadership()]), (0.2, 1))
    sheet = read(book(LeadershipReturn=page)).sheet(LeadershipReturn)
    assert sheet.computed == {2: {"ty le xs": 0.2, "ty le htt tro len": 1.0}}
    assert sheet.computed_columns == {"ty le xs": "L", "ty le htt tro len": "M"}


def test_a_ratio_that_shows_no_result_is_none() -> None:
    ratios = (xlsx.formula("O2/N2"), xlsx.error("#DIV/0!"))
    sheet = cells_of(with_ratios(grid(cell()), ratios))
    assert (sheet.findings, sheet.computed) == ((), {})
    assert sheet.computed_columns.keys() == {"ty le xs", "ty le htt tro len"}


# ------------------------------------------------------------------ sheets of labels


def test_labels_may_stand_anywhere_with_their_value_right_beside() -> None:
    page: Grid = [
        [None, "Số liệu chung"],
        [None, "TỔNG SỐ ĐẢNG VIÊN CỦA ĐƠN VỊ (đảng viên):", "1.234"],
        [None, None, None, "Mã\u00a0đơn vị", 7],
        [None, "Năm đánh giá", 2025],
        ["Ngày gửi", "18.12.2025"],
    ]
    item = read(book(InfoReturn=page))
    assert item.info is not None
    assert item.info.row == row(
        InfoReturn, unit_code="7", period="2025", members_declared=1234, sent_on=date(2025, 12, 18)
    )
    assert item.info.ref("unit_code").cell == "E3"
    assert item.sheet(InfoReturn).label("members_declared").cell == "C2"


def test_faults_of_labels_are_at_the_value() -> None:
    page = builders.grid(InfoReturn, [info(version=None, period="")])
    at = [values[0] for values in page].index("Lần gửi")
    page[at][1] = "hai"
    item = read(book(InfoReturn=page))
    assert {x[:3] for x in whole(item)} == {
        ("unreadable_cell", "Thông tin", f"B{at + 1}"),
        ("blank_cell", "Thông tin", address(InfoReturn, "period")),
    }
    assert item.info is None
    assert item.unit == "A"


def test_doubled_label() -> None:
    page = builders.grid(InfoReturn, [info(members_declared=15)])
    rows = [row[0] for row in page]
    number = rows.index(columns(InfoReturn)["members_declared"].header) + 1
    label, end = rows[number - 1], len(page)
    again = [[label, 999], [label, "15"], [label, None], [None, label, "16 người"]]
    sheet = read(book(InfoReturn=[*page, *again])).sheet(InfoReturn)
    assert [(x.rule, x.ref.cell, x.message, x.is_error) for x in sheet.findings] == [
        (
            "doubled_label",
            f"{letter}{end + line}",
            f"Mục “{label}” ở đây ghi “{value}”, ô B{number} ghi “15”: dùng ô B{number}",
            False,
        )
        for letter, line, value in (("B", 1, "999"), ("C", 4, "16 người"))
    ]
    assert [x.row.members_declared for x in sheet.rows] == [15]


def test_a_label_missing_is_reported_by_its_words() -> None:
    page = [values for values in builders.grid(InfoReturn, [info()]) if values[0] != "Kỳ đánh giá"]
    assert ("missing_column", "Thông tin", "", "Không tìm thấy “Kỳ đánh giá”") in whole(
        read(book(InfoReturn=page))
    )


# ------------------------------------------------------------------ rows the form has prepared


def test_lines_only_named_are_not_filled_in() -> None:
    for kind, named in (
        (LeadershipReturn, {"subject": "Cá nhân lãnh đạo, quản lý", "stage": "Đề nghị"}),
        (
            MilestoneReturn,
            {"milestone": "GUI", "name": "Gửi hồ sơ", "deadline": date(2025, 12, 20)},
        ),
        (DisciplineReturn, {"target": "đảng viên", "form": "cảnh cáo"}),
    ):
        page: dict[str, Any] = {kind.__name__: builders.grid(kind, [named])}
        sheet = read(book(**page)).sheet(kind)
        assert (sheet.rows, sheet.findings) == ((), ()), kind
        assert len(sheet.unfilled) == 1


def test_an_unused_sheet_is_no_fault() -> None:
    sheet = read(book()).sheet(RemedyReturn)
    assert (sheet.rows, sheet.findings, sheet.whole) == ((), (), True)


def test_a_remedy_named_like_a_total_is_a_row() -> None:
    item = builders.remedy(item="Tổng số buổi sinh hoạt còn ít", due=date(2026, 3, 1))
    assert [x.row for x in read(book(others=[item])).rows(RemedyReturn)] == [item]


def test_units_of_the_register_are_never_taken_for_totals() -> None:
    data = xlsx.workbook({"Đơn vị": builders.grid(UnitRow, [
        {"number": 1, "code": "T", "name": "Toàn xã", "kind": UnitKind.GRASSROOTS.value},
    ])})  # fmt: skip
    from xeploai.reading.parser import parse
    from xeploai.reading.xlsx.workbook import read_workbook

    raw = read_workbook(data, {"don vi"}).sheets["don vi"]
    assert [x.row.name for x in parse(raw, UnitRow, "danh-muc.xlsx").rows] == ["Toàn xã"]
    assert CrosswalkRow.KEYS == ()


# ------------------------------------------------------------------ the real form


def test_the_real_form_comes_back_as_filled_in() -> None:
    cells = [cell(), plain_cell(2, cell_code="A2")]
    others = (
        leadership(),
        builders.done("GUI", date(2025, 12, 19), name="Gửi hồ sơ", deadline=date(2025, 12, 20)),
        builders.disciplined(2),
        builders.remedy(),
    )
    of = builders.register(milestones=[builders.milestone()])
    data = builders.form(of, "A", cells, of_info={"members_declared": 15}, others=others)
    form = read(data)
    assert form.findings == ()
    assert [x.row for x in form.rows(CellReturn)] == cells
    for item in others:
        assert item in [x.row for x in form.rows(type(item))]
    assert form.info is not None
    assert form.info.row.members_declared == 15


def test_an_untouched_form_is_empty_and_without_faults() -> None:
    item = read(builders.form(cells=()))
    assert (item.findings, item.is_empty) == ((), True)


@pytest.mark.office
@pytest.mark.slow
def test_the_real_form_saved_by_libreoffice_comes_back_the_same(tmp_path: Path) -> None:
    cells = [cell(), plain_cell(2, cell_code="A2", review_date=date(2025, 12, 31))]
    data = builders.form(cells=cells, of_info={"sent_on": date(2025, 12, 18)})
    item = read(saved_as("xlsx", data, tmp_path))
    assert item.findings == ()
    assert [x.row for x in item.rows(CellReturn)] == cells
    assert item.received_on == date(2025, 12, 18)
    # Its sums were calculated, and agree.
    (total,) = item.sheet(CellReturn).totals
    assert (total.values["members"], total.values["htt"]) == (15.0, 11.0)
