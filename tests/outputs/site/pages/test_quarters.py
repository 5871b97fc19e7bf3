"""Quarters of the year beside it: on their page, on the unit's, in the workbook of tables."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.builders import leadership
from tests.outputs.site.pages.shown import Shown, show
from tests.season.quarters import season, sent
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.schema.terms import LeadershipSubject
from xeploai.views.season_view import lay_out

PAGE, UNIT = "xep-loai/cac-quy.md", "don-vi/a.md"
LEADERS, COLLECTIVES = "xep-loai/lanh-dao.md", "xep-loai/tap-the.md"
RETURNS = (
    sent("2026", "A", xs=3),
    sent("2026", "B", xs=1),
    sent("2026-Q1", "A", xs=2),
    sent("2026-Q2", "A", xs=4),
    sent("2026-Q2", "B", xs=0),
    sent("2025-Q4", "A", xs=6),
)


def pages(**over: Any) -> Mapping[str, Shown]:
    return show(season("2026", *RETURNS, **over))


def test_all_units_together_have_a_line_for_each_quarter_and_the_year() -> None:
    text = pages()[PAGE].text
    assert "Quý I/2026, quý II/2026 và năm 2026, trên danh mục đơn vị của kỳ này." in text
    assert "Quý I/2026 6 6 100,00 2 – 4 – 0 – 0 –" in text, "of too few units"
    assert "Quý II/2026 12 12 100,00 4 33,33 8 66,67" in text
    assert "Năm 2026 12 12 100,00 4 33,33 8 66,67" in text
    assert "2025" not in text


def test_each_unit_has_its_counts_in_each_quarter_or_the_reason_why_not() -> None:
    text = pages()[PAGE].text
    assert "Đảng bộ xã A 2 4 0 0 4 2 0 0 3 3 0 0" in text
    assert "Đảng bộ xã B không có số liệu 0 6 0 0 1 5 0 0" in text
    assert "Chi bộ cơ quan C không có số liệu không có số liệu chưa có số liệu" in text


def test_a_unit_shows_its_own_quarters() -> None:
    text = pages()[UNIT].text
    assert "Các quý Cá nhân lãnh đạo, quản lý" in text
    assert "Quý I/2026 6 6 100,00 2 33,33" in text
    assert "Tập thể lãnh đạo, quản lý các quý" not in text, "it reports no collectives"


def test_the_pages_of_leaders_and_collectives_lead_to_the_quarters() -> None:
    for page in (LEADERS, COLLECTIVES):
        assert "Xem các quý" in pages()[page].text
    assert "Xem các quý" not in pages()["xep-loai/dang-vien.md"].text


def test_without_quarters_there_is_no_such_page_and_no_link_to_it() -> None:
    shown = show(season("2026", sent("2026"), sent("2025"), sent("2025-Q4")))
    assert PAGE not in shown
    assert "Xem các quý" not in shown[LEADERS].text
    assert "Các quý" not in shown[UNIT].text


def test_quarters_without_leaders_and_collectives_have_no_page() -> None:
    nobody = leadership(LeadershipSubject.LEADER, total=0, rated=0, xs=0, htt=0)
    shown = show(season("2026", sent("2026"), sent("2026-Q1", leaders=nobody)))
    assert PAGE not in shown


def test_a_quarter_shows_the_quarters_before_it() -> None:
    text = show(season("2026-Q2", *RETURNS))[PAGE].text
    assert "Quý I/2026 và quý II/2026, trên danh mục" in text
    assert "Đảng bộ xã A 2 4 0 0 4 2 0 0" in text


def test_files_of_quarters_are_no_fault_of_their_units() -> None:
    shown = pages()
    text = shown["chat-luong.md"].text
    told = "1 tệp quý IV/2025, 1 tệp quý I/2026, 2 tệp quý II/2026."
    assert f"Là số liệu của kỳ khác, không kiểm tra lại ở đây: {told}" in text
    assert "Khác kỳ" not in text


def test_titles_call_a_quarter_by_its_name() -> None:
    shown = show(season("2026-Q1", *RETURNS))
    assert "Kiểm điểm, đánh giá, xếp loại quý I/2026" in shown["index.md"].text
    assert "2026-Q1" not in shown["index.md"].text


def sheet(unit: str = "") -> list[list[Any]]:
    scope = Scope(lay_out(season("2026", *RETURNS)), unit)
    return [list(row) for row in load_workbook(BytesIO(workbook(scope)))["Các quý"].values]


def test_the_workbook_has_a_sheet_of_the_quarters() -> None:
    rows = sheet()
    assert rows[3][:10:4] == ["Đơn vị", None, None]
    assert rows[3][1::4] == ["Quý I/2026", "Quý II/2026", "Năm 2026"]
    assert rows[4][1:5] == ["XS", "HTT", "HT", "KHT"]
    assert rows[5] == ["Cá nhân lãnh đạo, quản lý", 2, 4, 0, 0, 4, 8, 0, 0, 4, 8, 0, 0]
    by_name = {row[0]: row[1:] for row in rows[6:10]}
    assert by_name["Đảng bộ xã A"] == [2, 4, 0, 0, 4, 2, 0, 0, 3, 3, 0, 0]
    assert by_name["Đảng bộ xã B"][:5] == ["Không có số liệu", None, None, None, 0]


def test_the_sheet_of_one_unit_has_only_its_own_counts() -> None:
    rows = sheet("A")
    assert rows[5][:5] == ["Cá nhân lãnh đạo, quản lý", 2, 4, 0, 0]
    assert "Đảng bộ xã B" not in [row[0] for row in rows]


def test_without_quarters_there_is_no_such_sheet() -> None:
    scope = Scope(lay_out(season("2026", sent("2026"))), "")
    assert "Các quý" not in load_workbook(BytesIO(workbook(scope))).sheetnames
