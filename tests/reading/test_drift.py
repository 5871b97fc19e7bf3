"""Forms that came back changed: read rightly where it is safe, and reported, at the exact place."""

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.worksheet import Worksheet

from tests import builders, xlsx
from tests.builders import (
    a_return,
    address,
    book,
    cell,
    disciplined,
    done,
    form,
    info,
    leadership,
    milestone,
    plain_cell,
    read,
    register,
    remedy,
    unread,
)
from tests.office import saved_as
from xeploai.findings import Severity, letter
from xeploai.forms.layout import place
from xeploai.outputs.feedback.build import to_send_back
from xeploai.reading import drift, renamed_sheets
from xeploai.reading.renamed_sheets import MOST_OTHERS
from xeploai.reading.xlsx.workbook import read_workbook
from xeploai.schema.form import (
    FORM_SHEETS,
    FORM_VERSION,
    LEAST_ROWS,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
)
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Level
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return, Status
from xeploai.text import folded

STAMP = {"form": "xeploai-bieu-tong-hop", "version": FORM_VERSION, "unit": "A", "period": "2025"}
CELLS = [cell(), *(plain_cell(number, cell_code=f"A{number}") for number in (2, 3, 4, 5))]
OTHERS = (
    leadership(),
    done("GUI", date(2025, 12, 19), name="Gửi hồ sơ", deadline=date(2025, 12, 20)),
    disciplined(2),
    remedy(),
)
AT = place(CellReturn)
Change = Callable[[Workbook], None]


@cache
def filled_in(cells: tuple[CellReturn, ...]) -> bytes:
    return form(register(milestones=[milestone()]), "A", cells, others=OTHERS)


def drifted(*changes: Change, cells: Sequence[CellReturn] = CELLS) -> bytes:
    """The real form, filled in, and changed as a clerk would."""
    target = load_workbook(BytesIO(filled_in(tuple(cells))))
    for change in changes:
        change(target)
    written = BytesIO()
    target.save(written)
    return written.getvalue()


def reported(item: Return) -> list[tuple[str, str, str, str]]:
    return [(x.rule, x.ref.sheet, x.ref.cell, x.message) for x in item.findings]


def figures(item: Return) -> dict[type[Row], list[Row]]:
    """What each table gave."""
    return {kind: [x.row for x in item.rows(kind)] for kind in FORM_SHEETS[1:]}


USUAL = figures(read(drifted()))


def is_counted(item: Return) -> bool:
    result = evaluate(register(milestones=[milestone()]), [item], builders.AS_OF)
    return result.intake.submissions[0].status is Status.COUNTED


def test_a_form_only_filled_in_says_nothing() -> None:
    item = read(drifted())
    assert item.findings == ()
    assert figures(item)[CellReturn] == CELLS
    assert is_counted(item)


# ------------------------------------------------------------------ the version of the form


@pytest.mark.parametrize("version", [0, 2, "cũ"])
def test_old_form_version(version: object) -> None:
    item = read(book(stamp={**STAMP, "version": version}))
    assert reported(item) == [
        ("old_form_version", "", "", f"Biểu là phiên bản {version}, phiên bản đang dùng là 1")
    ]
    assert is_counted(item)


def test_a_form_without_its_version_is_of_another_one() -> None:
    unversioned = {key: value for key, value in STAMP.items() if key != "version"}
    (finding,) = read(book(stamp=unversioned)).findings
    assert finding.message == "Biểu là phiên bản không rõ, phiên bản đang dùng là 1"


@pytest.mark.parametrize("version", [FORM_VERSION, str(FORM_VERSION), float(FORM_VERSION)])
def test_the_form_in_use_is_not_old(version: object) -> None:
    assert read(book(stamp={**STAMP, "version": version})).findings == ()
    assert read(book()).findings == ()


def test_an_old_real_form_is_read_all_the_same() -> None:
    def older(target: Workbook) -> None:
        target["_xeploai"]["B2"] = "0"

    item = read(drifted(older))
    assert [x[:3] for x in reported(item)] == [("old_form_version", "", "")]
    assert figures(item) == USUAL


# ------------------------------------------------------------------ sheets of another name


def named(kind: type[Row], name: str = "Sheet2") -> Change:
    def change(target: Workbook) -> None:
        target[kind.SHEET].title = name

    return change


@pytest.mark.parametrize(
    ("name", "is_reported"),
    [("Chi bộ (2)", True), ("chi bộ (13)", True), ("Chi bộ cũ", True), ("Chi bộ (cũ)", True)],
)
def test_copied_sheet(name: str, is_reported: bool) -> None:
    def change(target: Workbook) -> None:
        target.copy_worksheet(target["Chi bộ"]).title = name

    item = read(drifted(change))
    expected = (
        "copied_sheet",
        "Chi bộ",
        "",
        f"Tờ “{name}” không được đọc, chỉ đọc “Chi bộ”",
    )
    assert reported(item) == [expected] * is_reported
    assert figures(item) == USUAL


def corrected(target: Workbook, kind: type[Row], name: str, key: str, value: object) -> None:
    """Put a copy of a sheet beside it in which one value is another."""
    copy = target.copy_worksheet(target[kind.SHEET])
    copy.title = name
    where = place(kind)
    copy[where.cell(key) if where.rows else where.cell(key, where.first_row)].value = value


@pytest.mark.parametrize("name", ["Chi bộ (sửa lại)", "Sheet1", "Chi bộ (2)"])
def test_figures_on_another_sheet(name: str) -> None:
    item = read(drifted(lambda target: corrected(target, CellReturn, name, "note", "đã sửa")))
    words = f"Tờ “{name}” cũng là biểu “Chi bộ” và có số liệu khác: không rõ tờ nào đúng"
    assert reported(item) == [("figures_on_another_sheet", "Chi bộ", "", words)]
    assert figures(item) == USUAL
    assert drift.figures_on_another_sheet.severity is Severity.ERROR


def test_figures_on_a_sheet_of_another_unit_say_whose_they_are() -> None:
    def change(target: Workbook) -> None:
        corrected(target, CellReturn, "Chi bộ (2)", "note", "của xã B")
        target["Chi bộ (2)"]["A2"].value = "Đảng bộ xã B – Kỳ đánh giá 2025"

    ((_, _, _, words),) = reported(read(drifted(change)))
    assert "“Chi bộ (2)” (Đảng bộ xã B – Kỳ đánh giá 2025)" in words


def test_sheet_of_another_unit() -> None:
    item = read(
        drifted(lambda target: corrected(target, InfoReturn, "Thông tin (2)", "unit_code", "B"))
    )
    ((rule, _, _, words),) = reported(item)
    written = "Tờ “Thông tin (2)” ghi mã đơn vị “B” (Đảng bộ xã A)"
    assert (rule, words) == (
        "sheet_of_another_unit", f"{written}: biểu của đơn vị đó chưa được tính",
    )  # fmt: skip
    assert "xóa" not in drift.sheet_of_another_unit.fix


def test_a_sheet_with_a_forms_headings_and_no_figures_is_passed_over() -> None:
    def change(target: Workbook) -> None:
        copy = target.copy_worksheet(target["Chi bộ"])
        copy.title = "Mẫu"
        where = place(CellReturn)
        copy.delete_rows(where.first_row, 40)

    assert reported(read(drifted(change))) == []


def test_a_copy_alone_stands_in_for_its_sheet() -> None:
    item = read(drifted(named(CellReturn, "Chi bộ (2)")))
    assert [x[0] for x in reported(item)] == ["renamed_sheet"]


@pytest.mark.parametrize("kind", FORM_SHEETS, ids=lambda kind: kind.__name__)
def test_renamed_sheet(kind: type[Row]) -> None:
    item = read(drifted(named(kind)))
    assert reported(item) == [
        ("renamed_sheet", "Sheet2", "", f"Tờ “Sheet2” được hiểu là “{kind.SHEET}”")
    ]
    assert figures(item) == USUAL
    assert (item.unit, item.period) == ("A", "2025")
    assert item.sheet(kind).sheet == "Sheet2"
    assert is_counted(item)


def test_every_sheet_may_be_renamed_at_once() -> None:
    every = [named(kind, f"Trang {number}") for number, kind in enumerate(FORM_SHEETS)]
    item = read(drifted(*every))
    assert [x[:2] for x in reported(item)] == [
        ("renamed_sheet", f"Trang {number}") for number in range(len(FORM_SHEETS))
    ]
    assert figures(item) == USUAL


def test_a_renamed_first_sheet_without_a_stamp_is_known_by_its_labels() -> None:
    page = builders.grid(InfoReturn, [info()])
    item = read(xlsx.workbook({"Bìa": page, "Chi bộ": builders.grid(CellReturn, CELLS)}))
    assert item.unit == "A"
    assert ("renamed_sheet", "Bìa", "") in [x[:3] for x in reported(item)]


def copied(kind: type[Row], *names: str) -> Change:
    """The sheet is gone, and copies of it stand there under some names."""

    def change(target: Workbook) -> None:
        for name in names:
            target.copy_worksheet(target[kind.SHEET]).title = name
        del target[kind.SHEET]

    return change


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(CellReturn, "missing_sheet"), (DisciplineReturn, "missing_extra_sheet")],
)
def test_of_two_sheets_that_could_be_it_neither_is(kind: type[Row], rule: str) -> None:
    item = read(drifted(copied(kind, "Bản 1", "Bản 2")))
    assert reported(item) == [(rule, "", "", f"Không có tờ “{kind.SHEET}”")]
    assert item.rows(kind) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Chi bộ năm trước", "Chi bộ 2024", "Chi bộ (cũ)", "nháp", "Kì trước", "bản lưu", "Mẫu",
        "chi bo cu", "Chi bo nam truoc", "ban goc", "ban luu", "vi du", "mau",
    ],
)  # fmt: skip
def test_a_sheet_that_says_it_is_not_the_one_is_only_named(name: str) -> None:
    item = read(drifted(lambda target: corrected(target, CellReturn, name, "note", "khác")))
    assert [rule for rule, *_ in reported(item)] == ["copied_sheet"]
    assert figures(item) == USUAL


@pytest.mark.parametrize(
    "name",
    [
        "Chi bộ (nhập lại)", "Chi bộ lưu ý", "Chi bộ đề cử", "Chi bộ mầu", "Biểu mẫu sửa",
        "Chi bộ Mẫu giáo", "Mẫu 1 sửa", "chi bo nhap lai", "nhap", "luu y", "bau cu", "Chi bộ góc",
    ],
)  # fmt: skip
def test_a_sheet_whose_name_only_reads_like_that_is_told(name: str) -> None:
    item = read(drifted(lambda target: corrected(target, CellReturn, name, "note", "khác")))
    assert [rule for rule, *_ in reported(item)] == ["figures_on_another_sheet"]


@pytest.mark.parametrize("name", ["Kiểm tra", "Danh sách chọn", "Cần sửa"])
def test_the_forms_own_sheets_stand_in_for_none(name: str) -> None:
    page = builders.grid(DisciplineReturn, [disciplined(2)])
    sheets = {name: page, "Thông tin": builders.grid(InfoReturn, [info()])}
    sheets["Chi bộ"] = builders.grid(CellReturn, [cell()])
    item = read(xlsx.workbook(sheets))
    assert ("missing_extra_sheet", "Không có tờ “Kỷ luật”") in [
        (x[0], x[3]) for x in reported(item)
    ]
    assert "renamed_sheet" not in [x[0] for x in reported(item)]


@pytest.mark.parametrize(("kept", "is_known"), [(4, True), (3, False)])
def test_a_sheet_with_few_of_the_headings_is_another_one(kept: int, is_known: bool) -> None:
    page = [values[:kept] for values in builders.grid(MilestoneReturn, [OTHERS[1]])]
    sheets = {"Mốc": page, "Thông tin": builders.grid(InfoReturn, [info()])}
    item = read(xlsx.workbook({**sheets, "Chi bộ": builders.grid(CellReturn, [cell()])}))
    assert ("renamed_sheet" in [x[0] for x in reported(item)]) is is_known


def test_headings_only_nearly_right_name_no_sheet() -> None:
    page: list[list[object]] = [["Đối tượng", "Hình thức", "Số bị kỷ luật ở xã", "Ghi chú"]]
    sheets = {"Sheet2": page, "Thông tin": builders.grid(InfoReturn, [info()])}
    item = read(xlsx.workbook({**sheets, "Chi bộ": builders.grid(CellReturn, [cell()])}))
    assert "renamed_sheet" not in [x[0] for x in reported(item)]


def sheets_without_discipline(**more: object) -> dict[str, Any]:
    return {
        **{item.SHEET: builders.grid(type(item), [item]) for item in (info(), cell())},
        **{kind.SHEET: builders.grid(kind, []) for kind in FORM_SHEETS[2:-1]},
        **more,
    }


@pytest.mark.parametrize(
    "broken", ["<hỏng", xlsx.worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')]
)
def test_another_sheet_that_cannot_be_read_keeps_no_form_out(broken: str) -> None:
    page = builders.grid(DisciplineReturn, [disciplined(2)])
    item = read(xlsx.workbook(sheets_without_discipline(Khác=broken, Sheet2=page)))
    assert reported(item) == [("renamed_sheet", "Sheet2", "", "Tờ “Sheet2” được hiểu là “Kỷ luật”")]
    alone = read(xlsx.workbook(sheets_without_discipline(Khác=broken)))
    assert [x[0] for x in reported(alone)] == ["missing_extra_sheet"]


def test_other_sheets_are_read_only_where_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    usual = read_workbook

    def counted(data: bytes, wanted: Any) -> Any:
        asked.append(wanted)
        return usual(data, wanted)

    monkeypatch.setattr(renamed_sheets, "read_workbook", counted)
    read(drifted())
    assert asked == []
    read(drifted(named(DisciplineReturn)))
    assert asked == [{"sheet2"}]


MANY = {f"Sheet{number}": [["x"]] for number in range(MOST_OTHERS)}


@pytest.mark.parametrize("broken", ["", "Sheet7"])
def test_among_many_other_sheets_the_missing_one_is_known(broken: str) -> None:
    page = builders.grid(DisciplineReturn, [disciplined(2)])
    more: dict[str, Any] = dict(list(MANY.items())[1:], Khác=page)
    item = read(
        xlsx.workbook(sheets_without_discipline(**more | ({broken: "<"} if broken else {})))
    )
    assert reported(item) == [("renamed_sheet", "Khác", "", "Tờ “Khác” được hiểu là “Kỷ luật”")]


def test_corrected_figures_beside_dozens_of_other_sheets_are_told() -> None:
    def change(target: Workbook) -> None:
        for number in range(60):
            target.create_sheet(f"Biên bản {number}")["A1"] = "Biên bản"
        corrected(target, CellReturn, "Chi bộ (sửa lại)", "note", "khác")

    assert [x[0] for x in reported(read(drifted(change)))] == ["figures_on_another_sheet"]


@pytest.mark.parametrize("more", [1, 5])
def test_sheets_beyond_those_looked_at_are_named(more: int) -> None:
    names = [f"Khác {number}" for number in range(more)]
    page = builders.grid(DisciplineReturn, [disciplined(2)])
    sheets = {**MANY, **dict.fromkeys(names, page)}
    item = read(xlsx.workbook(sheets_without_discipline(**sheets)))
    shown = "“Khác 0”" if more == 1 else "“Khác 0”, “Khác 1”, “Khác 2”, “Khác 3” và 1 tờ khác"
    assert reported(item) == [
        ("missing_extra_sheet", "", "", "Không có tờ “Kỷ luật”"),
        (
            "sheets_not_looked_at",
            "",
            "",
            f"Chỉ xem 100 tờ đầu tiên ngoài các tờ của biểu, chưa xem: {shown}",
        ),
    ]
    assert drift.sheets_not_looked_at.severity is Severity.WARNING


def test_a_stand_in_moves_no_other_sheet_beyond() -> None:
    page = builders.grid(DisciplineReturn, [disciplined(2)])
    sheets = sheets_without_discipline(Khác=page, **MANY)
    item = read(xlsx.workbook(sheets))
    assert [x[0] for x in reported(item)] == ["renamed_sheet", "sheets_not_looked_at"]
    assert reported(item)[1][3].endswith(f"chưa xem: “Sheet{MOST_OTHERS - 1}”")


def test_a_foreign_workbook_stays_foreign() -> None:
    item = unread(xlsx.workbook({"Bảng 1": [["x"]], "Bảng 2": builders.grid(CellReturn, CELLS)}))
    assert item.finding is not None
    assert item.finding.rule == "foreign_workbook"


# ------------------------------------------------------------------ columns


def taken_out(kind: type[Row], key: str) -> Change:
    def change(target: Workbook) -> None:
        target[kind.SHEET].delete_cols(list(columns(kind)).index(key) + 2)

    return change


def moved(kind: type[Row], key: str, to: int) -> Change:
    """A column cut out and put in elsewhere, numbers of the form's columns from 1."""

    def change(target: Workbook) -> None:
        page = target[kind.SHEET]
        at = list(columns(kind)).index(key) + 2
        kept = [page.cell(row, at).value for row in range(1, page.max_row + 1)]
        page.delete_cols(at)
        page.insert_cols(to)
        for row, value in enumerate(kept, start=1):
            page.cell(row, to, value)

    return change


@pytest.mark.parametrize(
    ("kind", "key", "to"),
    [
        (CellReturn, "note", 2),
        (CellReturn, "members", 20),
        (CellReturn, "cell_code", 25),
        (CellReturn, "attended_by", 2),
        (LeadershipReturn, "rated", 4),
    ],
)
def test_moved_column(kind: type[Row], key: str, to: int) -> None:
    item = read(drifted(moved(kind, key, to)))
    header = columns(kind)[key].header
    assert reported(item) == [
        ("moved_column", kind.SHEET, f"{letter(to - 1)}{place(kind).header_row}",
         f"Cột “{header}” không đứng theo thứ tự của biểu mẫu, được đọc theo tiêu đề")
    ]  # fmt: skip
    assert figures(item) == USUAL
    assert is_counted(item)


def test_a_moved_column_is_reported_once_a_sheet() -> None:
    page = [list(reversed(values)) for values in builders.grid(CellReturn, CELLS)]
    item = read(book(CellReturn=page))
    assert [x[0] for x in reported(item)] == ["moved_column"]
    assert figures(item)[CellReturn] == CELLS


def test_columns_put_in_between_are_not_moved() -> None:
    def change(target: Workbook) -> None:
        for at in (5, 9, 14):
            target["Chi bộ"].insert_cols(at)

    item = read(drifted(change))
    assert item.findings == ()
    assert figures(item) == USUAL


@pytest.mark.parametrize(
    "key",
    [key for key, item in columns(CellReturn).items() if not (item.required or item.is_later)],
)
def test_every_column_that_may_be_blank_is_reported_when_it_is_lost(key: str) -> None:
    at = list(columns(CellReturn)).index(key)
    page = [[*line[:at], *line[at + 1 :]] for line in builders.grid(CellReturn, CELLS)]
    form = read(book(CellReturn=page, stamp=STAMP))
    header = columns(CellReturn)[key].header
    assert reported(form) == [
        ("missing_optional_column", "Chi bộ", "",
         f"Không tìm thấy “{header}”, được hiểu là để trống")
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["cell_code", "exempt", "note"])
def test_missing_optional_column(key: str) -> None:
    item = read(drifted(taken_out(CellReturn, key)))
    header = columns(CellReturn)[key].header
    assert reported(item) == [
        ("missing_optional_column", "Chi bộ", "",
         f"Không tìm thấy “{header}”, được hiểu là để trống")
    ]  # fmt: skip
    blank = builders.row(CellReturn, name="x", members=0, rated=0)
    for row, usual in zip(item.rows(CellReturn), CELLS, strict=True):
        for each in columns(CellReturn):
            expected = getattr(blank if each == key else usual, each)
            assert getattr(row.row, each) == expected


def test_every_column_that_is_lost_is_reported() -> None:
    item = read(drifted(taken_out(CellReturn, "note"), taken_out(CellReturn, "official")))
    assert [(x[0], x[3]) for x in reported(item)] == [
        ("missing_optional_column", "Không tìm thấy “Chính thức”, được hiểu là để trống"),
        ("missing_optional_column", "Không tìm thấy “Ghi chú”, được hiểu là để trống"),
    ]


def test_a_label_that_is_lost_is_reported() -> None:
    def change(target: Workbook) -> None:
        target["Thông tin"][place(InfoReturn).cell("phone").replace("B", "A")] = None

    assert [(x[0], x[1], x[3]) for x in reported(read(drifted(change)))] == [
        ("missing_optional_column", "Thông tin",
         "Không tìm thấy “Điện thoại”, được hiểu là để trống")
    ]  # fmt: skip


def test_a_required_column_that_is_lost_stays_a_fault() -> None:
    item = read(drifted(taken_out(CellReturn, "rated")))
    assert [x[0] for x in reported(item)] == ["missing_column"]


def test_a_form_made_before_a_column_was_thought_of_need_not_have_it() -> None:
    page = [values[:-1] for values in builders.grid(CellReturn, CELLS)]
    assert columns(CellReturn)["points"].is_later
    assert read(book(CellReturn=page, stamp=STAMP)).findings == ()


def test_a_table_of_the_units_own_need_not_have_every_column() -> None:
    page = [values[:-2] for values in builders.grid(CellReturn, CELLS)]
    assert read(book(CellReturn=page)).findings == ()
    assert [x[0] for x in reported(read(book(CellReturn=page, stamp=STAMP)))] == [
        "missing_optional_column"
    ]


# ------------------------------------------------------------------ hidden


def hiding(*rows: int) -> Change:
    def change(target: Workbook) -> None:
        for row in rows:
            target["Chi bộ"].row_dimensions[row].hidden = True

    return change


def hide(page: Worksheet, column: str) -> None:
    """Hide one column; columns of one width stand together in a file."""
    which = page.column_dimensions[column]
    which.max = which.min
    which.hidden = True


FIRST = AT.first_row


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIRST + 1], [(FIRST + 1, f"Dòng {FIRST + 1}")]),
        ([FIRST, FIRST + 1], [(FIRST, f"Dòng {FIRST}–{FIRST + 1}")]),
        ([FIRST + 1, FIRST + 3],
         [(FIRST + 1, f"Dòng {FIRST + 1}"), (FIRST + 3, f"Dòng {FIRST + 3}")]),
        # The last rows with figures, and blank ones in sight below them.
        ([FIRST + 3, FIRST + 4, FIRST + 5], [(FIRST + 3, f"Dòng {FIRST + 3}–{FIRST + 4}")]),
        # Everything down to the rows the form itself hides.
        (list(range(FIRST + 2, FIRST + LEAST_ROWS + 3)),
         [(FIRST + 2, f"Dòng {FIRST + 2}–{FIRST + 4}")]),
        ([FIRST + 10], []),
        ([3], []),
    ],
)  # fmt: skip
def test_hidden_rows(rows: list[int], expected: list[tuple[int, str]]) -> None:
    item = read(drifted(hiding(*rows)))
    assert reported(item) == [
        ("hidden_rows", "Chi bộ", f"B{row}", f"{words} đang ẩn nhưng có số liệu, vẫn được tính")
        for row, words in expected
    ]
    assert figures(item) == USUAL
    assert is_counted(item)


def test_rows_filtered_away_are_hidden_rows() -> None:
    def change(target: Workbook) -> None:
        page = target["Chi bộ"]
        shown = Filters(filter=["Chi bộ 2"])
        page.auto_filter.filterColumn.append(FilterColumn(colId=2, filters=shown))
        for row in (FIRST, *range(FIRST + 2, FIRST + LEAST_ROWS + 1)):
            page.row_dimensions[row].hidden = True

    item = read(drifted(change))
    assert [x[:3] for x in reported(item)] == [
        ("hidden_rows", "Chi bộ", f"B{FIRST}"),
        ("hidden_rows", "Chi bộ", f"B{FIRST + 2}"),
    ]
    assert figures(item) == USUAL


def test_the_rows_a_form_keeps_for_programs_are_not_reported() -> None:
    many = [plain_cell(number) for number in range(1, 46)]
    few = drifted(cells=[])
    target = load_workbook(BytesIO(few))
    for index, item in enumerate(many):
        builders._fill(target["Chi bộ"], item, FIRST + index)
    written = BytesIO()
    target.save(written)
    assert target["Chi bộ"].row_dimensions[FIRST + 44].hidden
    form = read(written.getvalue())
    assert form.findings == ()
    assert figures(form)[CellReturn] == many


def test_a_figure_left_in_those_rows_after_a_gap_is_reported() -> None:
    def change(target: Workbook) -> None:
        builders._fill(target["Chi bộ"], plain_cell(9), FIRST + 60)

    item = read(drifted(change))
    assert [x[:3] for x in reported(item)] == [("hidden_rows", "Chi bộ", f"B{FIRST + 60}")]
    assert figures(item)[CellReturn] == [*USUAL[CellReturn], plain_cell(9)]


def test_rows_hidden_among_many_are_reported() -> None:
    many = [plain_cell(number) for number in range(1, 46)]
    rows = [FIRST + 35, FIRST + 36]
    assert [x[:3] for x in reported(read(drifted(hiding(*rows), cells=many)))] == [
        ("hidden_rows", "Chi bộ", f"B{FIRST + 35}")
    ]
    # The last ones, with rows still in sight between them and those the form keeps.
    last = [FIRST + 43, FIRST + 44]
    assert [x[:3] for x in reported(read(drifted(hiding(*last), cells=many)))] == [
        ("hidden_rows", "Chi bộ", f"B{FIRST + 43}")
    ]


def test_a_row_of_data_that_cannot_be_read_is_reported_as_hidden_too() -> None:
    grid = builders.grid(CellReturn, CELLS)
    grid[2][list(columns(CellReturn)).index("members")] = "mười"
    page = xlsx.sheet_xml(grid).replace('<row r="3"', '<row r="3" hidden="1"')
    assert {x[0] for x in reported(read(book(CellReturn=page)))} == {
        "unreadable_cell",
        "hidden_rows",
    }


@pytest.mark.parametrize("key", ["htt", "exempt"])
def test_hidden_columns(key: str) -> None:
    def change(target: Workbook) -> None:
        hide(target["Chi bộ"], AT.letters[key])

    item = read(drifted(change))
    header = columns(CellReturn)[key].header
    assert reported(item) == [
        ("hidden_columns", "Chi bộ", f"{AT.letters[key]}{AT.header_row}",
         f"Cột “{header}” đang ẩn nhưng có số liệu, vẫn được tính")
    ]  # fmt: skip
    assert figures(item) == USUAL


@pytest.mark.parametrize("name", ["A", "official", "Z"])
def test_hidden_columns_without_figures_are_nobodys_loss(name: str) -> None:
    def change(target: Workbook) -> None:
        hide(target["Chi bộ"], AT.letters.get(name, name))

    assert read(drifted(change)).findings == ()


@pytest.mark.parametrize(
    ("hide", "at", "message"),
    [
        ("row", "phone", "Dòng {row} đang ẩn nhưng có số liệu, vẫn được tính"),
        ("column", "unit_code", "Cột “B” đang ẩn nhưng có số liệu, vẫn được tính"),
    ],
)
def test_what_is_hidden_on_the_first_sheet(hide: str, at: str, message: str) -> None:
    where = place(InfoReturn)
    cell_of = where.cell(at)
    row = int(cell_of[1:])

    def change(target: Workbook) -> None:
        page = target["Thông tin"]
        page[cell_of] = page[cell_of].value or "0912345678"
        if hide == "row":
            page.row_dimensions[row].height = 1
        else:
            page.column_dimensions["B"].width = 0.1

    item = read(drifted(change))
    rule = f"hidden_{hide}s"
    assert reported(item) == [(rule, "Thông tin", cell_of, message.format(row=row))]
    assert is_counted(item)


def unseen(key: str, *rows: int) -> Change:
    def change(target: Workbook) -> None:
        for row in rows:
            target["Chi bộ"][f"{AT.letters[key]}{row}"].font = Font(color="FFFFFFFF")

    return change


@pytest.mark.parametrize(("rows", "also"), [([FIRST], ""), ([FIRST, FIRST + 2], " và 1 ô khác")])
def test_unseen_cells(rows: list[int], also: str) -> None:
    item = read(drifted(unseen("htt", *rows)))
    ((rule, sheet, at, message),) = reported(item)
    assert (rule, sheet, at) == ("unseen_cells", "Chi bộ", f"{AT.letters['htt']}{FIRST}")
    assert message.startswith(f"Ô “Hoàn thành tốt nhiệm vụ”{also}")
    assert figures(item) == USUAL
    assert is_counted(item)


def test_cells_without_anything_in_them_may_be_white() -> None:
    assert read(drifted(unseen("htt", FIRST + 20), unseen("note", FIRST))).findings == ()


def typed_in(kind: type[Row], at: str, text: str) -> Change:
    def change(target: Workbook) -> None:
        target[kind.SHEET][at] = text

    return change


@pytest.mark.parametrize(
    ("key", "typed", "font", "meant"),
    [
        ("name", "Chi bé th«n §«ng", "phông .VnTime (bảng mã TCVN3)", "Chi bộ thôn Đông"),
        ("name", "Chi boä thoân Ñoâng", "phông VNI-Times (bảng mã VNI)", "Chi bộ thôn Đông"),
        ("self_level", "Hoµn thµnh tèt nhiÖm vô", "phông .VnTime (bảng mã TCVN3)",
         "Hoàn thành tốt nhiệm vụ"),
        ("note", "®· thÈm ®Þnh", "phông .VnTime (bảng mã TCVN3)", "đã thẩm định"),
    ],
)  # fmt: skip
def test_old_font(key: str, typed: str, font: str, meant: str) -> None:
    at = f"{AT.letters[key]}{FIRST}"
    item = read(drifted(typed_in(CellReturn, at, typed)))
    header = columns(CellReturn)[key].header
    assert reported(item) == [
        ("old_font", "Chi bộ", at,
         f"Ô “{header}” gõ bằng {font}, đọc là “{meant}”; cần gõ lại bằng Unicode")
    ]  # fmt: skip
    value = getattr(item.rows(CellReturn)[0].row, key)
    assert value == (Level.HTT if key == "self_level" else meant)
    assert is_counted(item)


def test_a_total_and_headings_typed_with_an_old_font_are_known() -> None:
    grid = builders.grid(CellReturn, CELLS)
    keys = list(columns(CellReturn))
    grid[0][keys.index("name")] = "Tªn chi bé"
    members = sum(each.members for each in CELLS)
    grid.append(["Tæng céng" if key == "name" else members if key == "members" else None
                 for key in keys])  # fmt: skip
    item = read(book(CellReturn=grid))
    assert [x.row for x in item.rows(CellReturn)] == CELLS
    assert len(item.sheet(CellReturn).totals) == 1


# ------------------------------------------------------------------ other workbooks


def with_formula(text: str, kind: type[Row] = CellReturn, key: str = "members") -> bytes:
    values = builders.grid(kind, CELLS if kind is CellReturn else [info()])
    line, at = (1, list(columns(kind)).index(key)) if kind is CellReturn else (
        list(columns(kind)).index(key), 1)  # fmt: skip
    values[line][at] = xlsx.formula(text, values[line][at])
    sheets: dict[str, Any] = {kind.__name__: values}
    return book(CELLS, **sheets)


def test_external_link() -> None:
    item = read(with_formula("'[1]Chi bộ'!$F$8"))
    assert reported(item) == [
        ("external_link", "Chi bộ", address(CellReturn, "members"),
         "Ô “Tổng số đảng viên” lấy từ tệp Excel khác, được đọc theo giá trị đang lưu trong ô")
    ]  # fmt: skip
    assert figures(item)[CellReturn] == CELLS


def test_a_formula_of_the_workbook_itself_is_no_link() -> None:
    item = read(with_formula("'Thông tin'!B25"))
    assert item.findings == ()
    assert figures(item)[CellReturn] == CELLS


def test_a_link_on_the_first_sheet_is_at_its_value() -> None:
    item = read(with_formula("[1]Sheet1!A1", InfoReturn, "unit_name"))
    assert [x[:3] for x in reported(item)] == [
        ("external_link", "Thông tin", address(InfoReturn, "unit_name"))
    ]


def test_links_of_one_column_are_reported_at_once() -> None:
    values = builders.grid(CellReturn, CELLS)
    at = list(columns(CellReturn)).index("members")
    for line in values[2:]:
        line[at] = xlsx.formula("[1]Sheet1!A1", line[at])
    (finding,) = read(book(CellReturn=values)).findings
    assert (finding.rule, finding.ref.cell) == ("external_link", address(CellReturn, "members", 1))
    assert finding.message == (
        "Ô “Tổng số đảng viên” và 3 ô khác cùng cột lấy từ tệp Excel khác, "
        "được đọc theo giá trị đang lưu trong ô"
    )


def test_formulas_that_share_one_text_are_all_links() -> None:
    values = builders.grid(CellReturn, CELLS)
    at = list(columns(CellReturn)).index("members")
    first = '<f t="shared" ref="E3:E6" si="4">[1]Sheet1!A1</f>'
    for line, inside in zip(values[2:], [first, *['<f t="shared" si="4"/>'] * 3], strict=True):
        line[at] = xlsx.Raw(f'<c r="§">{inside}<v>{line[at]}</v></c>')
    (finding,) = read(book(CellReturn=values)).findings
    assert (finding.rule, finding.ref.cell) == ("external_link", "E3")
    assert "và 3 ô khác" in finding.message


def test_links_in_cells_that_are_not_read_are_left_alone() -> None:
    values = [[*line, None] for line in builders.grid(CellReturn, CELLS)]
    values[0][-1] = "Tỷ lệ XS"
    values[1][-1] = xlsx.formula("[1]Sheet1!A1", 0.125)
    assert read(book(CellReturn=values)).findings == ()


def test_a_link_in_the_real_form_is_reported() -> None:
    at = AT.cell("members", FIRST)

    def change(target: Workbook) -> None:
        target["Chi bộ"][at] = "='[Biểu 2024.xlsx]Chi bộ'!F8"

    item = read(calculated(drifted(change), at, 10))
    assert [x[:3] for x in reported(item)] == [("external_link", "Chi bộ", at)]
    assert figures(item) == USUAL


def calculated(data: bytes, at: str, result: int) -> bytes:
    """The workbook with the result of a formula on "Chi bộ" stored, as Excel does."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet2.xml"
    parts[name], times = re.subn(
        rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?' % at.encode(),
        rb"\g<1><v>%d</v>" % result,
        parts[name],
    )
    assert times == 1
    return xlsx.packed(parts)


# ------------------------------------------------------------------ other programs


@pytest.mark.office
@pytest.mark.slow
def test_a_form_saved_by_libreoffice_has_not_drifted(tmp_path: Path) -> None:
    item = read(saved_as("xlsx", drifted(), tmp_path))
    assert item.findings == ()
    assert figures(item) == USUAL


@pytest.mark.office
@pytest.mark.slow
def test_what_was_hidden_stays_reported_after_libreoffice(tmp_path: Path) -> None:
    def change(target: Workbook) -> None:
        hide(target["Chi bộ"], AT.letters["htt"])

    data = drifted(hiding(FIRST + 1), change, named(DisciplineReturn))
    item = read(saved_as("xlsx", data, tmp_path))
    assert {x[:3] for x in reported(item)} == {
        ("hidden_rows", "Chi bộ", f"B{FIRST + 1}"),
        ("hidden_columns", "Chi bộ", f"{AT.letters['htt']}{AT.header_row}"),
        ("renamed_sheet", "Sheet2", ""),
    }
    assert figures(item) == USUAL


def test_a_return_made_without_a_workbook_has_not_drifted() -> None:
    assert list(drift.book_drift(a_return().sheets, (), {}, "A")) == []
    assert folded(a_return().sheet(CellReturn).sheet) == "chi bo"


# ------------------------------------------------------------------ a total without its rows


TOTAL: dict[str, object] = {"name": "Tổng cộng", "members": 110, "rated": 105, "xs": 10, "htt": 95}
NAMED: dict[str, object] = {"cell_code": "A1", "name": "Chi bộ Một"}


def total_only(item: Return) -> list[tuple[str, str, str]]:
    mine = [x for x in item.findings if x.rule == "figures_in_total_only"]
    return [(x.ref.sheet, x.ref.cell, x.message) for x in mine]


def test_figures_that_stand_on_the_total_alone_are_told_and_go_back() -> None:
    item = read(book([NAMED, {"name": "Chi bộ Hai"}, TOTAL]))
    assert total_only(item) == [
        (
            "Chi bộ",
            address(CellReturn, "members", 2),
            ("Dòng tổng ghi “Tổng số đảng viên”, 2 dòng phía trên chưa có số nào: chưa được tính"),
        )
    ]
    season = evaluate(register(), [item], builders.AS_OF)
    assert [x.status for x in season.intake.submissions] == [Status.EMPTY]
    assert [each.unit for each in to_send_back(season)] == ["A"]


@pytest.mark.parametrize(
    "rows",
    [
        [{**NAMED, "members": 110, "rated": 105}, TOTAL],
        [NAMED, {"name": "Tổng cộng", "members": 0, "rated": 0}],
        [NAMED, {"name": "Tổng cộng", "members": xlsx.formula("SUM(F2:F2)", "")}],
        [NAMED, {"name": "Tổng cộng"}],
        [NAMED],
    ],
)
def test_a_total_of_rows_and_one_that_comes_to_nothing_are_not_told(
    rows: list[dict[str, object]],
) -> None:
    assert total_only(read(book(rows))) == []


def test_an_empty_form_says_nothing_of_its_total() -> None:
    assert total_only(read(form())) == []
