"""The tables that Word and Excel share: lines that add up, reasons instead of zeros."""

import pytest

from tests.charts.seasons import Sent, board, names, ordinary
from tests.charts.seasons import season as drawn
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import UNITS
from tests.season.test_redaction import with_small_units
from xeploai.outputs.report import tables
from xeploai.outputs.report.model import Breadth, ReportRow, ReportTable
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.tables import main_table, table_of, tables_of
from xeploai.phrases import HIDDEN
from xeploai.schema.terms import Level, Subject
from xeploai.season.figures.stages import top_unit
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out


def scope(season: Season, unit: str | None = None) -> Scope:
    return Scope(lay_out(season), top_unit(season.register) if unit is None else unit)


def table(of: Scope, subject: Subject, breadth: Breadth) -> ReportTable:
    built = table_of(of, subject, breadth)
    assert built is not None
    return built


def line(of: ReportTable, name: str) -> ReportRow:
    return next(each for each in of.lines if each.name.startswith(name))


def test_the_lines_of_every_table_add_up_to_its_total() -> None:
    for season in (seasons.messy(), seasons.whole(), seasons.large(20, 3), ordinary(14)):
        tables = tables_of(scope(season))
        assert tables
        for each in tables:
            for key in ("total", "rated", "xs", "htt", "ht", "kht"):
                figures = [leaf.figure for leaf in each.leaves if leaf.figure]
                assert sum(getattr(x, key) for x in figures) == getattr(each.total, key)


def test_a_unit_that_is_not_counted_says_why() -> None:
    of = table(scope(seasons.messy()), Subject.MEMBER, Breadth.UNIT)
    assert (line(of, "Đảng bộ xã Vĩnh Sơn").figure, line(of, "Đảng bộ xã Vĩnh Sơn").reason) == (
        None, "cần sửa",
    )  # fmt: skip
    assert line(of, "Đảng bộ xã Yên Lập").reason == "chưa gửi"


def test_a_grassroots_cell_stands_in_no_table_of_cells() -> None:
    whole = scope(seasons.whole())
    named = [
        any(each.name.startswith("Chi bộ cơ sở Kho bạc") for each in table(whole, *of).lines)
        for of in ((Subject.MEMBER, Breadth.UNIT), (Subject.CELL, Breadth.UNIT))
    ]
    assert named == [True, False]


def test_a_unit_that_has_none_of_a_subject_says_so() -> None:
    sendings = {"01": Sent([(1, 9, 0, 0)], cell_levels=[Level.HTT]), "02": Sent([])}
    of = table(scope(drawn(board(names(2)), sendings)), Subject.CELL, Breadth.UNIT)
    assert [each.reason for each in of.lines] == ["", "không có"]


def test_a_unit_that_wrote_no_leaders_down_is_not_said_to_have_none() -> None:
    sendings = {"01": Sent([(1, 9, 0, 0)], leaders=(1, 4, 0, 0)), "02": Sent([(1, 9, 0, 0)])}
    of = table(scope(drawn(board(names(2)), sendings)), Subject.LEADER, Breadth.UNIT)
    assert [each.reason for each in of.lines] == ["", "chưa ghi số liệu"]


def test_lines_are_numbered_down_the_tree() -> None:
    of = table(scope(seasons.whole()), Subject.MEMBER, Breadth.CELL)
    assert [each.number for each in of.lines][:4] == ["1", "1.1", "1.2", "2"]
    assert [each.is_group for each in of.lines][:4] == [True, False, False, True]


def test_what_is_hidden_is_one_line_that_adds_up() -> None:
    of = table(scope(with_small_units()), Subject.MEMBER, Breadth.UNIT)
    hidden = [each for each in of.lines if each.reason == HIDDEN]
    assert len(hidden) >= 2
    assert all(each.figure is None for each in hidden)
    whole = line(of, f"Cộng {len(hidden)} đơn vị")
    assert whole.figure is not None
    assert whole.number == ""
    assert sum(x.figure.total or 0 for x in of.leaves if x.figure) == of.total.total


def test_a_province_is_reported_by_every_kind_of_unit_below() -> None:
    tables = tables_of(scope(seasons.large(20, 3)))
    of_members = [each.breadth for each in tables if each.subject is Subject.MEMBER]
    assert of_members == [Breadth.UPPER, Breadth.UNIT, Breadth.CELL]


def test_units_that_stand_side_by_side_have_one_table() -> None:
    of = table(scope(seasons.side_by_side()), Subject.MEMBER, Breadth.UNIT)
    assert [(each.name, each.depth) for each in of.lines] == [
        ("Đảng bộ huyện Một", 0), ("Đảng bộ xã Một", 1),
        ("Đảng bộ huyện Hai", 0), ("Đảng bộ xã Hai", 1),
    ]  # fmt: skip
    assert of.total.total == 20


def test_the_main_table_of_one_committee_is_by_cell() -> None:
    of = scope(seasons.whole(), UNITS[1].code)
    main = main_table(of, Subject.MEMBER)
    assert main is not None
    assert main.breadth is Breadth.CELL
    assert [each.name for each in main.lines] == ["Chi bộ 1", "Chi bộ 2"]


def test_a_season_without_returns_has_no_table() -> None:
    assert tables_of(scope(seasons.nothing())) == []


def test_on_paper_too_many_units_are_reported_by_what_stands_above_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = scope(seasons.large(20, 3))
    by_unit = main_table(of, Subject.MEMBER)
    assert by_unit is not None
    assert by_unit.breadth is Breadth.UNIT
    monkeypatch.setattr(tables, "MOST_ON_PAPER", len(by_unit.lines) - 1)
    above = main_table(of, Subject.MEMBER)
    assert above is not None
    assert above.breadth is Breadth.UPPER
    monkeypatch.setattr(tables, "MOST_ON_PAPER", 0)
    assert main_table(of, Subject.MEMBER) is None
