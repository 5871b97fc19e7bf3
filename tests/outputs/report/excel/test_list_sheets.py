"""The sheets of quotas, attendance, remedies, targets and ratings that were changed."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook

from tests.builders import (
    AS_OF,
    UNITS,
    YEAR,
    a_return,
    assigned,
    cell,
    committed,
    info,
    planned,
    register,
    remedy,
    rerated,
    unit,
)
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.schema.terms import Level, RemedyState, ReratedSubject, UnitKind, YesNo
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

LISTS = ("Hạn mức xuất sắc", "Cấp trên dự", "Khắc phục", "Chỉ tiêu cam kết", "Xếp loại lại")
CELL = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một")


def season(**over: object) -> Season:
    others = [remedy(item="Sửa quy chế", due=date(YEAR + 1, 3, 1), state=RemedyState.OPEN)]
    sent = a_return([cell(xs=3, htt=4, attended_by="Đ/c Hà")], of=info(), others=others, sha256="A")
    return evaluate(register([*UNITS, CELL], **over), [sent], AS_OF)


def full(**over: object) -> Season:
    return season(
        assignments=[assigned("A1", "Đoàn số 1", date(YEAR, 12, 1))],
        plan=[planned("B", "Mở lớp bồi dưỡng")],
        commitments=[committed("A", "Thu ngân sách", achieved="92%", is_met=YesNo.NO)],
        rerated=[rerated("A", ReratedSubject.MEMBER, Level.HTT, Level.HT, period=str(YEAR))],
        **over,
    )


def opened(of: Season, unit: str = "") -> Workbook:
    return load_workbook(BytesIO(workbook(Scope(lay_out(of), unit))))


def lines(book: Workbook, name: str) -> list[list[str]]:
    """The lines below the headings of a list."""
    return [
        [str(x or "") for x in line] for line in book[name].iter_rows(min_row=5, values_only=True)
    ]


def test_every_list_says_what_the_pages_say() -> None:
    book = opened(full())
    assert lines(book, "Hạn mức xuất sắc") == [
        ["Đảng bộ xã A", "", "20%", "3", "1", "3", "", "2", "2", ""]
    ]
    assert lines(book, "Cấp trên dự") == [
        ["Chi bộ thôn Một", "Đảng bộ xã A", "Đoàn số 1", "", f"01/12/{YEAR}", ""],
        ["Chi bộ thôn Một", "Đảng bộ xã A", "", "", f"01/12/{YEAR}", "Đ/c Hà"],
    ]
    assert lines(book, "Khắc phục") == [
        ["Sửa quy chế", "Đảng bộ xã A", "", f"01/03/{YEAR + 1}", "Chưa thực hiện", "–"],
        ["Mở lớp bồi dưỡng", "Đảng bộ xã B", "", "–", "Chưa ghi tình trạng", "–"],
    ]
    assert lines(book, "Chỉ tiêu cam kết") == [
        ["Thu ngân sách", "Đảng bộ xã A", "", "92%", "Chưa đạt", ""]
    ]
    assert lines(book, "Xếp loại lại") == [
        ["Đảng bộ xã A", str(YEAR), "1 đảng viên", "Hoàn thành tốt → hoàn thành", "", "",
         "Đã điều chỉnh"]
    ]  # fmt: skip


def test_the_cover_leads_to_each_list() -> None:
    book = opened(full())
    names = [row[1].value for row in book["Bìa"].iter_rows(min_row=9)]
    assert set(LISTS) <= set(names)
    assert names[1:] == book.sheetnames[1:]


def test_a_report_of_one_unit_lists_only_its_own() -> None:
    book = opened(full(), "B")
    assert [name for name in LISTS if name in book.sheetnames] == ["Khắc phục"]
    assert [line[0] for line in lines(book, "Khắc phục")] == ["Mở lớp bồi dưỡng"]


def test_a_list_without_lines_has_no_sheet() -> None:
    names = opened(evaluate(register(), [], AS_OF)).sheetnames
    assert not set(LISTS) & set(names)


def test_hidden_counts_stay_hidden() -> None:
    (line,) = lines(opened(full(hide_below=20)), "Hạn mức xuất sắc")
    assert line[:4] == ["Đảng bộ xã A", "", "20%", "ẩn vì ít đảng viên"]
    assert not any(line[4:])
