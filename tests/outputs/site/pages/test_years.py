"""Years side by side on the map of today, and which old unit became which."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from tests.builders import (
    AS_OF,
    UNITS,
    YEAR,
    a_return,
    cell,
    info,
    old_unit,
    register,
    rerated,
)
from tests.outputs.site.pages.shown import Shown, show
from xeploai.charts.all_charts import charts_of
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.subjects import subject_words
from xeploai.schema.periods import Period
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, ReratedSubject, Scale, Subject
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.views.season_view import lay_out

PAGE, MAP = "xep-loai/cac-nam.md", "don-vi/dia-gioi.md"


def sent(code: str, year: int, xs: int = 1) -> Return:
    """A return of ten members, of whom eight are rated: 1 HT, some XS and the rest HTT."""
    day = date(year, 12, 1)
    of = info(unit_code=Code(code), period=str(year), sent_on=day, decided_level=Level.HTT)
    rows = [cell(cell_code=Code(f"{code}1"), review_date=day, xs=xs, htt=7 - xs)]
    return a_return(rows, of=of, sha256=f"{code}{year}", file=f"{code}-{year}.xlsx")


CROSSWALK = (
    old_unit("A", "X1", "2024"),
    old_unit("A", "X2", "2024"),
    old_unit("B", "X3", "2024"),
    old_unit("C", "X3", "2024"),
)


def season(**over: object) -> Season:
    """A of this year was made of X1 and X2; X3 was split between B and C."""
    returns = [sent("A", YEAR), sent("B", YEAR), sent("C", YEAR)]
    returns += [sent(code, year, xs=2) for code in ("X1", "X2", "X3") for year in (2023, 2024)]
    returns.append(sent("X1", 2022))
    return evaluate(register(UNITS, crosswalk=CROSSWALK, **over), returns, AS_OF)


def pages(**over: object) -> Mapping[str, Shown]:
    return show(season(**over))


def test_old_years_are_added_up_on_the_map_of_today() -> None:
    years = season().years
    assert list(years) == [Period(2022), Period(2023), Period(2024)]
    levels = {}
    for period, figures in years.items():
        figure = figures.at("A", Subject.MEMBER)
        assert figure is not None
        levels[period.year] = (figure.total, figure.xs, figure.htt)
    assert levels == {2022: (None, None, None), 2023: (20, 4, 10), 2024: (20, 4, 10)}


def test_each_unit_has_its_level_and_shares_in_each_year_or_the_reason_why_not() -> None:
    text = pages()[PAGE].text
    assert "Năm 2022, năm 2023, năm 2024 và năm 2025, trên danh mục đơn vị của kỳ này." in text
    assert (
        "Đảng bộ xã A không có số liệu của đơn vị cũ mã X2 25,00 87,50 25,00 87,50 "
        "Hoàn thành tốt 12,50 87,50"
    ) in text
    assert "Đảng bộ xã B đơn vị cũ mã X3 nay thuộc nhiều đơn vị" in text


def test_the_whole_has_a_line_for_each_year() -> None:
    text = pages()[PAGE].text
    assert "Năm 2022 10 8 80,00 1 – 6 – 1 – 0 – – – – 1/3" in text
    assert "Năm 2023 30 24 80,00 6 25,00 15 62,50 3 12,50 0 0,00" in text
    assert "Năm 2025 30 24 80,00 3 12,50" in text


def test_a_unit_shows_its_own_years() -> None:
    text = pages()["don-vi/a.md"].text
    assert "Các năm" in text
    assert "Năm 2022 Không có số liệu của đơn vị cũ mã X2 Năm 2023 20 16" in text


def test_what_was_rated_again_has_both_values() -> None:
    row = rerated("A", ReratedSubject.MEMBER, Level.HTT, Level.KHT, period="2023")
    text = pages(rerated=[row])[PAGE].text
    assert "đã điều chỉnh: HTT 10 → 9, KHT 0 → 1" in text


def test_hidden_counts_stay_hidden_in_every_year() -> None:
    shown = pages(hide_below=25)[PAGE]
    row = shown.text.partition("Đảng bộ xã A không có số liệu của đơn vị cũ mã X2 ")[2]
    assert row.startswith("ẩn vì ít đảng viên ẩn vì ít đảng viên Hoàn thành tốt ẩn vì ít đảng viên")


def test_levels_of_an_earlier_year_are_called_as_its_returns_call_them() -> None:
    """A board may have collected 2016 by the levels of 2018, as version 0.1 let it."""
    for scale in Scale:
        first = replace(sent("A", 2016), scale=scale)
        figures = evaluate(register(), [first, sent("A", YEAR)], AS_OF).years[Period(2016)]
        figure = figures.at("A", Subject.ORG)
        assert figure is not None
        assert (figure.scale, figure.htt) == (scale, 1)


def test_a_season_alone_has_no_such_page() -> None:
    alone = show(evaluate(register(), [sent("A", YEAR)], AS_OF))
    assert PAGE not in alone
    assert MAP not in alone


def test_old_units_lead_to_the_new_ones() -> None:
    shown = pages()[MAP]
    assert (
        "Đảng bộ xã X1 X1 2024 Đảng bộ xã A Có số liệu năm 2022, năm 2023 và năm 2024" in shown.text
    )
    assert (
        "X3 2024 Đảng bộ xã B, Chi bộ cơ quan C Nay thuộc nhiều đơn vị, chỉ tính ở Đảng bộ huyện H"
    ) in shown.text
    assert any(link.endswith("don-vi/dia-gioi.html") for link in pages()["don-vi/index.md"].links)


def test_the_line_is_drawn_of_whole_years_only() -> None:
    """Of 2022 two old units are missing: their sum is not that of this year."""
    chart = charts_of(season(), ())["members-by-year"]
    assert [row[0] for row in chart.rows] == ["2023", "2024", "2025"]
    returns = [
        sent(code, year, xs) for code in "ABC" for year, xs in ((2023, 3), (2024, 2), (2025, 1))
    ]
    chart = charts_of(evaluate(register(), returns, AS_OF), ())["members-by-year"]
    assert chart.title == "HTT trở lên: 87,50% năm 2023, 87,50% năm 2025"
    assert [row[:3] for row in chart.rows] == [
        ("2023", "24", "37,50"), ("2024", "24", "25,00"), ("2025", "24", "12,50"),
    ]  # fmt: skip


def test_the_workbook_has_them_too() -> None:
    book = load_workbook(BytesIO(workbook(Scope(lay_out(season()), ""))))
    rows = [[each.value for each in row] for row in book["Các năm"].iter_rows()]
    line = next(row for row in rows if row[0] == "Đảng bộ xã A")
    assert [line[2], line[5:7], line[8:10], line[11:13]] == [
        "Không có số liệu của đơn vị cũ mã X2", [25, 87.5], [25, 87.5], [12.5, 87.5],
    ]  # fmt: skip


def test_rows_of_the_workbook_have_room_for_why_there_are_no_figures() -> None:
    """Nothing fits a row to words that stand in two cells as one."""
    sheet = load_workbook(BytesIO(workbook(Scope(lay_out(season()), ""))))["Các năm"]
    high = {row[0].value: sheet.row_dimensions[row[0].row or 0].height for row in sheet.iter_rows()}
    assert high["Đảng bộ xã A"] >= 30
    assert high["Đảng bộ huyện H"] in (None, 15)


def test_the_report_names_the_years_before_the_last() -> None:
    returns = [sent(code, year) for code in "ABC" for year in (2023, 2024, 2025)]
    scope = Scope(lay_out(evaluate(register(), returns, AS_OF)), "H")
    words = subject_words(scope, Subject.MEMBER)
    assert words is not None
    assert words.above.aside == ("năm 2023: 87,50%; năm 2024: 87,50%, không thay đổi")
