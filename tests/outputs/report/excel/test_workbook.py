"""The Excel workbook: the site's numbers, live formulas, text that stays text, paper."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from examples import AS_OF, season_files
from tests import builders
from tests.charts.seasons import names, ordinary
from tests.office import saved_as
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import HOSTILE, UNITS, cell, commune, sent
from tests.season.test_redaction import with_small_units
from xeploai.charts import theme
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.excel import workbook as excel
from xeploai.outputs.report.excel.charts import MOST, PER_PAGE, Drawing, drawings_of, why_not_drawn
from xeploai.outputs.report.excel.columns import FIRST_ROW, Placed
from xeploai.outputs.report.excel.methods_sheet import NOTES
from xeploai.outputs.report.excel.sheet import _sum
from xeploai.outputs.report.excel.workbook import placed_tables, workbook
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.tables import tables_of
from xeploai.paths import REGISTER_FILE
from xeploai.phrases import outcome
from xeploai.register.reader import load
from xeploai.rules.all_rules import TITLES
from xeploai.schema.terms import Level, Rounding, Subject
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.model import LEVEL_SHARES
from xeploai.season.figures.shares import SHARES
from xeploai.season.figures.stages import top_unit
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.submissions.returns import read_return
from xeploai.views.season_view import lay_out

TOTAL = "Tổng cộng"
MEMBERS, CELLS = "Đảng viên – TCCSĐ", "Chi bộ – TCCSĐ"


def scope(season: Season, unit: str | None = None) -> Scope:
    return Scope(lay_out(season), top_unit(season.register) if unit is None else unit)


def placed(of: Scope) -> list[Placed]:
    return placed_tables(of, tables_of(of))


def opened(data: bytes, *, formulas: bool = False) -> Workbook:
    return load_workbook(BytesIO(data), data_only=not formulas)


def tables_in(book: Workbook) -> list[Worksheet]:
    return [page for page in book.worksheets if page["A4"].value == "STT"]


def charts_in(book: Workbook) -> list[Worksheet]:
    return [page for page in book.worksheets if page.title.startswith("Biểu đồ")]


def row_named(page: Worksheet, name: str) -> int:
    return next(
        row for row in range(FIRST_ROW, page.max_row + 1)
        if str(page.cell(row, 2).value).startswith(name)
    )  # fmt: skip


def known(season: Season) -> dict[tuple[str, str, str], dict[str, str]]:
    """The lines of ratios.csv by unit, subject and stage, of this period."""
    text = data_files(season, redaction_of(season, TITLES))["data/ratios.csv"].decode("utf-8-sig")
    period = season.register.settings.period
    lines = [line for line in csv.DictReader(StringIO(text)) if line["period"] == period]
    return {(line["unit"].lstrip("'"), line["subject"], line["stage"]): line for line in lines}


def shown(value: object, digits: int) -> str:
    """A cell's value as ratios.csv writes it."""
    if value in (None, "", "–"):
        return ""
    return f"{value:.{digits}f}"


def blank(value: object) -> object:
    """A cell's value; a formula that gives no text has none."""
    return "" if value is None else value


def lines_of(of: Scope, data: bytes) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Every line with figures: what the workbook has, and what ratios.csv has."""
    book, ratios = opened(data), known(of.season)
    digits = of.settings.digits
    for each in placed(of):
        page = book[each.sheet]
        table = each.table
        rows = [*((line.figure, line.reason) for line in table.lines), (table.total, "")]
        for row, (figure, reason) in enumerate(rows, FIRST_ROW + 1):
            if figure is None or not figure.unit:
                assert figure is not None or page.cell(row, 3).value == reason
                continue
            written = {
                column.key: shown(page.cell(row, at).value, digits if column.key in SHARES else 0)
                for at, column in enumerate(each.columns, 1)
                if column.key
            }
            line = ratios[figure.unit, figure.subject, figure.stage]
            if figure.is_withheld:
                # ratios.csv keeps the shares of a few units, which paper does not have.
                assert not any(written[key] for key in LEVEL_SHARES)
                line = line | dict.fromkeys(LEVEL_SHARES, "")
            yield written, {key: line[key] for key in written}


def same_as_the_site(of: Scope, data: bytes | None = None) -> int:
    """Check every number; how many lines there were."""
    number = 0
    for written, expected in lines_of(of, data or workbook(of)):
        assert written == expected
        number += 1
    return number


def example(name: str) -> Season:
    files = season_files(name)
    taken = [read_return(data, file) for file, data in files.items() if file != REGISTER_FILE]
    return evaluate(load(files[REGISTER_FILE]), taken, AS_OF[name])


def province() -> Season:
    """Two districts under a province, three levels of lines."""
    return seasons.large(20, 3)


# ---------------------------------------------------------------- the numbers


@pytest.mark.slow
def test_thoi_lai_is_as_printed() -> None:
    of = scope(example("thoi-lai-2022"))
    data = workbook(of)
    assert same_as_the_site(of, data) > 300
    book = opened(data)
    members, cells = book[MEMBERS], book[CELLS]
    total = members.max_row
    assert members.cell(total, 2).value == TOTAL
    heads = [members.cell(5, at).value or members.cell(4, at).value for at in range(1, 20)]
    assert (members.cell(total, 4).value, heads[3]) == (3675, "Số lượng")
    assert [members.cell(total, at).value for at in (12, 13)] == [3410, 92.79]
    thang = row_named(members, "Đảng bộ xã Xuân Thắng")
    assert [members.cell(thang, at).value for at in (4, 12, 13)] == [166, 152, 91.57]
    assert [cells.cell(cells.max_row, at).value for at in (4, 10, 11)] == [207, 193, 93.24]


@pytest.mark.slow
def test_a_season_under_way_is_as_on_the_site_and_says_what_is_missing() -> None:
    of = scope(example("vinh-tuong-2021"))
    data = workbook(of)
    assert same_as_the_site(of, data) > 300
    book = opened(data)
    members = book[MEMBERS]
    assert members.cell(row_named(members, "Đảng bộ xã Bồ Sao"), 3).value == "cần sửa"
    assert members.cell(members.max_row, 2).value == "Tổng cộng (tạm tính, 22/31 đơn vị)"
    notes = [(row[0].value, row[1].value) for row in book["Ghi chú"].iter_rows(max_col=2)]
    assert ("Đảng bộ xã Phú Đa", "Có tệp không đọc được") in notes
    assert ("Đảng bộ xã Vân Xuân", "Đã gửi, biểu chưa có số liệu") in notes
    assert book["Bìa"]["A6"].value == "Số liệu tính đến ngày 22/12/2021; tạm tính, 22/31 đơn vị"


def test_a_unit_that_is_still_reviewing_has_sent_its_return() -> None:
    partial = builders.a_return([builders.cell(), builders.unreviewed(cell_code="A2")])
    of = scope(evaluate(builders.register(), [partial], builders.AS_OF))
    rows = opened(workbook(of))[NOTES].iter_rows(max_col=2)
    notes = {row[0].value: row[1].value for row in rows}
    assert notes["Đảng bộ xã A"] == "Đã gửi, chi bộ chưa kiểm điểm xong"
    assert notes["Đảng bộ xã B"] == "Chưa gửi biểu"


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("digits", [0, 1, 2])
def test_percentages_are_those_of_the_register(rounding: Rounding, digits: int) -> None:
    of = scope(ordinary(14, rounding=rounding, digits=digits))
    assert same_as_the_site(of)
    page = opened(workbook(of))[MEMBERS]
    assert page["E7"].number_format == {0: "0_.", 1: "0.0_.", 2: "0.00_."}[digits]
    assert page["C7"].number_format == "#,##0_."


@pytest.mark.parametrize(
    "season",
    [province(), seasons.messy(), seasons.whole(), seasons.one_unit()],
    ids=["province", "messy", "whole", "one unit"],
)
def test_every_number_is_the_one_of_the_site(season: Season) -> None:
    assert same_as_the_site(scope(season))


def test_units_side_by_side_are_added_up() -> None:
    data = workbook(scope(seasons.side_by_side()))
    page = opened(data)[MEMBERS]
    assert [page.cell(page.max_row, at).value for at in (2, 3, 10)] == [TOTAL, 20, 2]
    live = opened(data, formulas=True)[MEMBERS]
    assert live.cell(live.max_row, 3).value == "=SUM(C7,C9)"


def test_a_report_of_one_committee_has_its_own_numbers() -> None:
    of = scope(seasons.whole(), UNITS[1].code)
    assert same_as_the_site(of)
    assert opened(workbook(of))["Bìa"]["A5"].value == "Đảng bộ xã Tứ Trưng năm 2021"


# ---------------------------------------------------------------- formulas


def test_sums_and_percentages_are_live() -> None:
    of = scope(seasons.whole())
    book = opened(workbook(of), formulas=True)
    page = book["Đảng viên – Chi bộ"]
    last = page.max_row
    assert page["B7"].font.bold
    assert page["C7"].value == "=SUM(C8:C9)"
    assert page["C8"].value == 19
    assert page["E8"].value == '=IF(C8=0,"",ROUND(10000*D8/C8,0)/100)'
    assert page["R8"].value == '=IF(D8=0,"",ROUND(10000*(J8+L8)/D8,0)/100)'
    assert page["T8"].value == '=IF((J8+L8)=0,"",ROUND(10000*J8/(J8+L8),0)/100)'
    assert page.cell(last, 3).value == "=SUM(C7,C10,C13,C16:C17)"


def test_cut_percentages_are_cut_by_the_formula() -> None:
    book = opened(workbook(scope(ordinary(3, rounding=Rounding.CUT, digits=1))), formulas=True)
    assert book[MEMBERS]["E7"].value == '=IF(C7=0,"",INT(1000*D7/C7)/10)'
    book = opened(workbook(scope(ordinary(3, digits=0))), formulas=True)
    assert book[MEMBERS]["E7"].value == '=IF(C7=0,"",ROUND(100*D7/C7,0))'


def test_a_long_sum_is_written_in_parts() -> None:
    assert _sum("C", [6, 7, 8, 10]) == "=SUM(C7:C9,C11)"
    long = _sum("C", range(0, 1200, 2))
    assert max(part.count(",") for part in long.split("+")) < 255
    assert long.count("C") == 600


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("rounding", list(Rounding))
def test_libreoffice_calculates_the_values_that_are_stored(
    rounding: Rounding, tmp_path: Path
) -> None:
    settings: dict[str, Any] = {
        "rounding": rounding,
        "digits": 2 if rounding is Rounding.CUT else 1,
    }
    for season in (ordinary(30, **settings), seasons.messy(), province()):
        data = workbook(scope(season))
        # Saved by openpyxl the formulas have no values, so that they must be calculated.
        bare = BytesIO()
        opened(data, formulas=True).save(bare)
        stored, made = opened(data), opened(saved_as("xlsx", bare.getvalue(), tmp_path))
        for page in [*tables_in(stored), *charts_in(stored)]:
            for row in page.iter_rows():
                for each in row:
                    again = made[page.title][each.coordinate].value
                    assert blank(again) == blank(each.value), (page.title, each.coordinate)


# ---------------------------------------------------------------- what is not there


def test_what_is_hidden_is_written_nowhere_and_the_sums_are_right() -> None:
    of = scope(with_small_units())
    hidden = of.view.redaction.now
    assert hidden
    data = workbook(of)
    assert same_as_the_site(of)
    names_of = {figure.name for figure in of.season.figures.rows if figure.unit in hidden}
    seen = 0
    for page in opened(data).worksheets:
        is_of_members = page.title.startswith("Đảng viên")
        for row in page.iter_rows(min_row=FIRST_ROW + 1) if is_of_members else ():
            if row[1].value in names_of:
                seen += 1
                assert row[2].value == "ẩn vì ít đảng viên"
                assert all(each.value is None for each in row[3:])
    assert seen
    notes = [row[1].value for row in opened(data)["Ghi chú"].iter_rows(max_col=2)]
    assert any("dưới 5 đảng viên" in str(note) for note in notes)


def test_hidden_counts_make_no_bar() -> None:
    of = scope(with_small_units())
    drawn = [bar for each in drawings_of(of, placed(of)) for bar in each.bars]
    few = [bar for bar in drawn if bar.name.endswith("(ẩn vì ít đảng viên)")]
    assert few
    assert all(bar.figure is None for bar in few)


def test_a_season_without_returns_has_a_cover_and_notes_that_say_so() -> None:
    book = opened(workbook(scope(seasons.nothing())))
    assert book.sheetnames == ["Bìa", "Ghi chú"]
    assert book["Bìa"]["A6"].value.endswith("tạm tính, 0/5 đơn vị")
    assert book["Ghi chú"]["A4"].value == "Không có biểu"


def test_only_reasons_that_can_be_are_columns() -> None:
    book = opened(workbook(scope(ordinary(3))))
    heads = {
        page.title: [page.cell(5, at).value for at in range(6, 10)] for page in tables_in(book)
    }
    assert heads[MEMBERS] == [
        "Miễn công tác, sinh hoạt đảng", "Đình chỉ sinh hoạt đảng",
        "Mới kết nạp chưa đủ 6 tháng", "Lý do khác",
    ]  # fmt: skip
    assert heads[CELLS][:2] == ["Mới thành lập chưa đủ 6 tháng", "Chưa có mức xếp loại"]
    assert book["Cá nhân – TCCSĐ"]["F4"].value == "Chưa đánh giá, xếp loại"


# ---------------------------------------------------------------- text, bytes


def test_names_stay_text() -> None:
    wild = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)", HOSTILE, "{=1}", "http://x.vn/a"]
    units = [UNITS[0], *(commune(f"1{at}", name) for at, name in enumerate(wild))]
    taken = [sent(unit.code, [cell("=2+2\x07", (1, 9, 0, 0))]) for unit in units[1:]]
    season = seasons.season(units, taken, office="=3+3 & Co", higher_office="@x")
    book = opened(workbook(scope(season)), formulas=True)
    page = book[MEMBERS]
    written = [page.cell(FIRST_ROW + at, 2) for at in range(1, len(wild) + 1)]
    assert [each.value for each in written] == wild
    assert {each.data_type for each in written} == {"s"}
    assert not any(each.hyperlink for each in written)
    assert book["Đảng viên – Chi bộ"]["B8"].value == "=2+2"
    assert book["Đảng viên – Chi bộ"]["B8"].data_type == "s"
    assert (book["Bìa"]["A2"].value, book["Bìa"]["A2"].data_type) == ("=3+3 & CO", "s")
    assert page.oddHeader is not None
    assert page.oddHeader.left.text == "=3+3 && Co"


def test_every_hostile_name_at_once_makes_a_workbook() -> None:
    assert same_as_the_site(scope(seasons.hostile()))


def test_the_same_season_gives_the_same_bytes() -> None:
    assert workbook(scope(seasons.messy())) == workbook(scope(seasons.messy()))


# ---------------------------------------------------------------- paper


@pytest.mark.parametrize("season", [ordinary(3), ordinary(60)], ids=["few", "many"])
def test_every_sheet_is_set_up_for_paper(season: Season) -> None:
    book = opened(workbook(scope(season)))
    assert book.sheetnames[:2] == ["Bìa", "Ghi chú"]
    for page in book.worksheets:
        setup = page.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth or 1) == ("landscape", 9, 1)
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.oddFooter is not None
        assert page.oddFooter.right.text == "Trang &P/&N"
        assert len(page.title) <= 31
    for table in tables_in(book):
        assert table.freeze_panes == "C7"
        assert table.print_title_rows == "$4:$6"
        assert table.oddHeader is not None
        assert str(table.oddHeader.right.text).startswith("Số liệu tính đến ngày")
        assert table["B7"].font.name == "Times New Roman"
        area = range_boundaries(table.print_area.split("!")[1])
        assert area == (1, 1, table.max_column, table.max_row)


def test_the_contents_lead_to_every_sheet() -> None:
    book = opened(workbook(scope(ordinary(6))))
    links = [(row[1].value, row[1].hyperlink) for row in book["Bìa"].iter_rows(min_row=10)]
    assert [name for name, _ in links] == book.sheetnames[1:]
    assert all(link and link.location == f"'{name}'!A1" for name, link in links)


def test_a_long_name_gets_a_higher_row() -> None:
    season = ordinary(14)
    page = opened(workbook(scope(season)))[MEMBERS]
    long = row_named(page, names(14)[12])
    assert page.row_dimensions[long].height > 30
    assert page.row_dimensions[row_named(page, "Đảng bộ xã Xuân Thắng")].height is None


# ---------------------------------------------------------------- charts


def chart_counts(book: Workbook, page: Worksheet) -> list[list[object]]:
    """The counts that a sheet's chart draws: a list for each bar."""
    (chart,) = page._charts  # type: ignore[attr-defined]  # openpyxl has no other name for them
    columns = []
    for series in chart.series:
        sheet, area = series.val.numRef.f.rsplit("!", 1)
        assert sheet.strip("'") == page.title
        columns.append([row[0].value for row in book[page.title][area.replace("$", "")]])
    return [list(bar) for bar in zip(*columns, strict=True)]


def test_charts_draw_the_counts_of_the_tables() -> None:
    of = scope(ordinary(6, silent=(2,)))
    data = workbook(of)
    book, live = opened(data), opened(data, formulas=True)
    page = book["Biểu đồ – Đảng viên"]
    figures = of.season.figures
    units = [figures.at(code, Subject.MEMBER) for code in ("00", "01", "02", "03")]
    assert chart_counts(book, page)[:4] == [
        [figure.level(level) for level in Level] if figure and figure.is_known else [None] * 4
        for figure in units
    ]
    assert live[page.title]["T5"].value == f"='{MEMBERS}'!J13"
    assert [page.cell(row, 19).value for row in (5, 7)] == [
        "ĐẢNG BỘ HUYỆN THỚI LAI", "Đảng bộ xã Trường Xuân (chưa gửi)",
    ]  # fmt: skip


def test_charts_say_what_the_site_says_in_its_colours() -> None:
    of = scope(ordinary(6))
    page = opened(workbook(of))["Biểu đồ – Đảng viên"]
    (chart,) = page._charts  # type: ignore[attr-defined]  # openpyxl has no other name for them
    (title,) = [run.t for part in chart.title.tx.rich.p for run in part.r]
    figure = of.figure(Subject.MEMBER)
    assert figure is not None
    assert title == outcome(figure, of.settings)
    colours = [series.graphicalProperties.solidFill.srgbClr for series in chart.series]
    assert colours == [theme.LEVEL_COLOURS[level].lstrip("#").upper() for level in Level]
    assert (chart.grouping, chart.y_axis.scaling.max) == ("percentStacked", 1)
    assert chart.x_axis.scaling.orientation == "maxMin"


def of_members(of: Scope) -> list[Drawing]:
    drawings = drawings_of(of, placed(of))
    return [each for each in drawings if each.sheet.startswith("Biểu đồ – Đảng viên")]


def test_many_bars_stand_on_several_sheets() -> None:
    of = scope(ordinary(PER_PAGE + 1))
    parts = of_members(of)
    assert [each.sheet for each in parts] == ["Biểu đồ – Đảng viên 1", "Biểu đồ – Đảng viên 2"]
    assert sum(len(each.bars) - 1 for each in parts) == PER_PAGE + 1
    assert {each.bars[0].name for each in parts} == {of.name.upper()}


def test_too_many_bars_are_left_out_or_those_of_wider_units_drawn() -> None:
    assert of_members(scope(ordinary(MOST)))
    flat = scope(ordinary(MOST + 1))
    assert not [each for each in drawings_of(flat, placed(flat)) if "Đảng viên" in each.sheet]
    assert f"Không vẽ biểu đồ đảng viên theo đơn vị: biểu có quá {MOST} dòng." in list(
        why_not_drawn(flat, placed(flat))
    )
    deep = scope(seasons.large(70, 1))
    (members,) = [each for each in drawings_of(deep, placed(deep)) if "Đảng viên" in each.sheet]
    assert members.source == "tờ Đảng viên – Cấp trên"
    assert len(members.bars) == 15


def test_bars_of_one_colour_are_not_drawn_and_the_notes_say_so() -> None:
    of = scope(ordinary(6))
    book = opened(workbook(of))
    assert "Biểu đồ – Tổ chức cơ sở đảng" not in book.sheetnames
    notes = [str(row[1].value) for row in book["Ghi chú"].iter_rows(max_col=2)]
    assert any(note.startswith("Không vẽ biểu đồ tổ chức cơ sở đảng") for note in notes)


def test_the_chart_of_the_whole_tells_members_cells_and_organisations() -> None:
    of = scope(ordinary(6))
    book = opened(workbook(of))
    page = book["Biểu đồ – Chung"]
    heads = [str(page.cell(row, 19).value).split(" (")[0] for row in (5, 6, 7)]
    assert heads == ["Đảng viên", "Chi bộ", "Tổ chức cơ sở đảng"]
    expected = [of.figure(x) for x in (Subject.MEMBER, Subject.CELL, Subject.ORG)]
    assert chart_counts(book, page) == [
        [figure.level(level) for level in Level] for figure in expected if figure
    ]


# ---------------------------------------------------------------- the notes


def notes_of(season: Season) -> dict[object, object]:
    page = opened(workbook(scope(season)))["Ghi chú"]
    return {row[0].value: row[1].value for row in page.iter_rows(max_col=2)}


def test_the_notes_tell_the_rules_in_force() -> None:
    notes = notes_of(ordinary(3, cap_decision="QĐ 12-QĐ/HU", rounding=Rounding.CUT))
    assert "bỏ phần lẻ: bỏ các chữ số sau" in str(notes["Làm tròn"])
    assert notes["Tỷ lệ trần"] == "20% của số hoàn thành tốt (XS/HTT)"
    assert notes["Quyết định cho phép vượt"] == "QĐ 12-QĐ/HU"
    assert notes["XS"] == "Hoàn thành xuất sắc nhiệm vụ"
    assert notes["Bước xếp loại: đảng viên"] == "Theo quyết định xếp loại"


def test_the_notes_tell_what_came_after_the_day() -> None:
    taken = [sent("0103", [cell("A", (1, 9, 0, 0))], on=date(2021, 12, day)) for day in (20, 24)]
    notes = notes_of(seasons.season(UNITS, [replace(taken[1], version=2), taken[0]]))
    assert notes["Sau ngày 22/12/2021"] == "Có 1 biểu nhận sau ngày này, chưa tính."
    assert "Sau ngày 22/12/2021" not in notes_of(seasons.season(UNITS, taken[:1]))


def test_the_notes_tell_a_step_that_is_not_the_decision() -> None:
    taken = [
        sent(unit.code, [cell("Chi bộ 1", (2, 16, 1, 0), decided_level=None)], decided_level=None)
        for unit in UNITS[1:]
    ]
    notes = notes_of(seasons.season(UNITS, taken))
    assert str(notes["Bước xếp loại: chi bộ"]).startswith("Theo mức đề nghị")


def test_a_table_too_long_for_excel_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    season = seasons.whole()
    every = opened(workbook(scope(season))).sheetnames
    monkeypatch.setattr(excel, "MOST_LINES", 3)
    made = opened(workbook(scope(season)))
    gone = [name for name in every if name not in made.sheetnames and "Biểu đồ" not in name]
    assert "Đảng viên – Chi bộ" in gone
    notes = " ".join(str(cell.value) for row in made[NOTES].iter_rows() for cell in row)
    assert notes.count("Không lập biểu “Kết quả xếp loại") == len(gone)
