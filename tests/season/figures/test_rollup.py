from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    DISTRICT,
    UNITS,
    a_return,
    cell,
    decision,
    info,
    leadership,
    plain_cell,
    register,
    returns_of,
    unit,
)
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.percentages import percent_units
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    LeadershipSubject,
    Level,
    RatedSubject,
    RatingStage,
    Rounding,
    Stage,
    Subject,
    UnitKind,
)
from xeploai.season.figures.model import COUNTS, Figure, Figures
from xeploai.season.figures.shares import SHARES
from xeploai.season.figures.tables import tabulate
from xeploai.submissions.model import Return

NOTHING = dict.fromkeys(COUNTS)


def figures(of: Register, *items: Return) -> Figures:
    return tabulate(of, returns_of(*items), of.settings.period)


def counts(figure: Figure | None) -> dict[str, int | None]:
    assert figure is not None
    return {name: getattr(figure, name) for name in COUNTS}


def only(**counts: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS, 0), **counts}


# ------------------------------------------------------------------ the law of sums

ABOVE = [UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.DISTRICT]


@st.composite
def seasons(draw: st.DrawFn) -> tuple[Register, list[Return]]:
    """A tree of one to five levels, sectional committees among them, and returns of some units."""
    units: list[Unit] = []
    returns: list[Return] = []
    tops = draw(st.integers(0, 3))
    holders = [""]
    for depth in range(tops):
        made = []
        for holder in holders:
            for number in range(draw(st.integers(1, 2)) if depth else 1):
                code = f"{holder or 'T'}{number}"
                units.append(unit(code, ABOVE[depth], parent=holder))
                made.append(code)
        holders = made
    for holder in holders:
        for number in range(draw(st.integers(1, 3))):
            code = f"{holder or 'T'}x{number}"
            kind = draw(st.sampled_from([UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL]))
            units.append(unit(code, kind, parent=holder))
            cells = draw(_cells(code, kind, units))
            if draw(st.booleans()):
                first = info(unit_code=Code(code), decided_level=draw(LEVEL))
                others = [
                    _leadership(draw, subject, stage)
                    for subject in LeadershipSubject
                    for stage in RatingStage
                    if draw(st.booleans())
                ]
                returns.append(a_return(cells, of=first, others=others, file=f"{code}.xlsx"))
    return register(units), returns


LEVEL = st.sampled_from([None, *Level])


@st.composite
def _cells(draw: st.DrawFn, code: str, kind: UnitKind, units: list[Unit]) -> list[CellReturn]:
    most = 1 if kind is UnitKind.GRASSROOTS_CELL else 3
    sections = [f"{code}s"] if kind is UnitKind.GRASSROOTS and draw(st.booleans()) else []
    units += [unit(each, UnitKind.SECTION, parent=code) for each in sections]
    made = []
    for number in range(draw(st.integers(1, most))):
        listed = draw(st.sampled_from(["", code, *sections])) if most > 1 else ""
        name = f"{code}c{number}"
        if listed:
            units.append(unit(name, UnitKind.CELL, parent=listed, name=f"Chi bộ {name}"))
        levels = _levels(draw)
        rated = levels["rated"]
        made.append(
            plain_cell(
                number,
                name=f"Chi bộ {name}",
                cell_code=Code(draw(st.sampled_from([name, str(number)])) if not listed else name),
                decided_level=draw(LEVEL),
                **{
                    **levels,
                    "members": rated + 3,
                    "exempt": 1,
                    "suspended": 1,
                    "not_rated_other": 1,
                },
            )
        )
    return made


def _leadership(
    draw: st.DrawFn, subject: LeadershipSubject, stage: RatingStage
) -> LeadershipReturn:
    levels = _levels(draw)
    return leadership(subject, stage, total=levels["rated"], **levels)


def _levels(draw: st.DrawFn) -> dict[str, int]:
    levels = {level.value: draw(st.integers(0, 40)) for level in Level}
    return {**levels, "rated": sum(levels.values())}


@settings(max_examples=40)
@given(seasons())
def test_children_sum_to_their_parent(season: tuple[Register, list[Return]]) -> None:
    of, returns = season
    table = figures(of, *returns)
    inside = {Subject.MEMBER, Subject.CELL}
    for row in table.rows:
        children = table.below(row.unit, row.subject, row.stage)
        is_leaf = not children or (row.kind.is_grassroots and row.subject not in inside)
        if is_leaf:
            continue
        for name in COUNTS:
            parts = [getattr(child, name) for child in children]
            summed = sum(part or 0 for part in parts)
            if getattr(row, name) is None:
                assert all(part is None for part in parts)
            else:
                assert getattr(row, name) == summed, (row.unit, row.subject, name)
        if not row.kind.is_grassroots and not row.kind.is_below_reporting:
            for name in ("units_expected", "units_counted"):
                assert getattr(row, name) == sum(getattr(child, name) for child in children)


@settings(max_examples=40)
@given(seasons())
def test_the_top_is_the_sum_of_all_returns(season: tuple[Register, list[Return]]) -> None:
    of, returns = season
    table = figures(of, *returns)
    members = [table.at(root.code, Subject.MEMBER) for root in of.roots]
    rows = [x.row for item in returns for x in item.rows(CellReturn)]
    for name, key in (("total", "members"), ("rated", "rated"), ("xs", "xs"), ("kht", "kht")):
        counts = [getattr(figure, name) for figure in members if figure is not None]
        assert sum(number or 0 for number in counts) == sum(getattr(row, key) for row in rows)
    counted = sum(figure.units_counted or 0 for figure in members if figure is not None)
    expected = sum(figure.units_expected or 0 for figure in members if figure is not None)
    assert (counted, expected) == (len(returns), len(of.reporting))


@settings(max_examples=25)
@given(seasons(), st.sampled_from(Rounding))
def test_every_percentage_is_of_the_summed_counts(
    season: tuple[Register, list[Return]], rounding: Rounding
) -> None:
    of, returns = season
    of = replace(of, settings=replace(of.settings, rounding=rounding))
    for row in figures(of, *returns).rows:
        for share, (top, bottom) in SHARES.items():
            base = sum(getattr(row, name) or 0 for name in bottom)
            number = sum(getattr(row, name) or 0 for name in top)
            wanted = percent_units(number, base, 2, rounding)
            assert getattr(row, share) == wanted


# ------------------------------------------------------------------ what is missing


def test_a_unit_that_sent_nothing_is_blank_not_zero() -> None:
    table = figures(register(), a_return())
    for subject in (Subject.MEMBER, Subject.ORG, Subject.COLLECTIVE):
        silent = table.at("B", subject)
        assert counts(silent) == NOTHING
        assert silent is not None
        assert (silent.units_expected, silent.units_counted, silent.xs_pct) == (1, 0, None)
        assert not silent.is_known
        assert silent.is_provisional
    whole = table.at("H", Subject.MEMBER)
    assert whole is not None
    assert (whole.total, whole.units_expected, whole.units_counted) == (10, 3, 1)


def test_with_no_return_at_all_everything_is_blank() -> None:
    table = figures(register())
    assert {row.unit for row in table.rows} == {"H", "A", "B", "C"}
    assert all(row.total is None for row in table.rows)


def test_a_counted_unit_with_none_of_a_subject_has_zero_of_it() -> None:
    table = figures(register(), a_return())
    assert counts(table.at("A", Subject.LEADER)) == only()
    assert counts(table.at("H", Subject.LEADER)) == only()


def test_a_listed_cell_without_figures_is_blank() -> None:
    of = register((*UNITS, unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một")))
    assert counts(figures(of).at("A1", Subject.MEMBER)) == NOTHING
    assert figures(of).at("A1", Subject.CELL) is None


# ------------------------------------------------------------------ subjects and stages


def test_members_are_counted_with_their_reasons() -> None:
    assert counts(figures(register(), a_return()).at("A", Subject.MEMBER)) == only(
        total=10, rated=8, exempt=1, new_under_6m=1, xs=1, htt=6, ht=1
    )


def test_cells_are_counted_at_each_stage_by_their_level() -> None:
    cells = [
        cell(self_level=Level.XS, decided_level=Level.HTT),
        plain_cell(2, self_level=Level.XS, decided_level=None),
    ]
    table = figures(register(), a_return(cells))
    assert counts(table.at("H", Subject.CELL, Stage.SELF)) == only(total=2, rated=2, xs=2)
    assert counts(table.at("H", Subject.CELL, Stage.DECIDED)) == only(
        total=2, rated=1, htt=1, not_rated_other=1
    )


def test_a_grassroots_cell_is_an_organisation_not_a_cell() -> None:
    first = info(unit_code=Code("C"), decided_level=None)
    own = a_return([plain_cell(1, decided_level=Level.KHT)], of=first)
    table = figures(register(), own)
    assert counts(table.at("C", Subject.ORG)) == only(total=1, rated=1, kht=1)
    assert counts(table.at("H", Subject.CELL)) == only()
    assert counts(table.at("C", Subject.MEMBER)) == only(total=5, rated=5, htt=5)


def test_collectives_and_leaders_are_counted_as_given() -> None:
    lines = [
        leadership(total=6, not_rated=1),
        leadership(LeadershipSubject.LEADER, RatingStage.SELF, total=9, rated=9, xs=9, htt=0),
    ]
    table = figures(register(), a_return(others=lines))
    assert counts(table.at("H", Subject.COLLECTIVE)) == only(
        total=6, rated=5, xs=1, htt=4, not_rated_other=1
    )
    assert counts(table.at("H", Subject.LEADER, Stage.SELF)) == only(total=9, rated=9, xs=9)
    assert counts(table.at("H", Subject.LEADER, Stage.DECIDED)) == only(total=9, not_rated_other=9)
    assert counts(table.at("H", Subject.COLLECTIVE, Stage.SELF)) == only(total=6, not_rated_other=6)


def with_members_before(unit: str, *steps: RatingStage, **over: int) -> Return:
    """A return of a unit with its members at some steps before the decision."""
    many = {"total": 10, "not_rated": 2, "rated": 8, "xs": 4, "htt": 4, **over}
    lines = [leadership(LeadershipSubject.MEMBER, step, **many) for step in steps]
    return a_return(of=info(unit_code=Code(unit)), others=lines)


def test_members_before_the_decision_are_those_of_the_units_that_report_them() -> None:
    own = with_members_before("A", RatingStage.SELF)
    table = figures(register(), own, a_return(of=info(unit_code=Code("B"))))
    for code in ("A", "H"):
        assert counts(table.at(code, Subject.MEMBER, Stage.SELF)) == only(
            total=10, rated=8, xs=4, htt=4, not_rated_other=2
        )
    whole = table.at("H", Subject.MEMBER, Stage.SELF)
    assert whole is not None
    assert (whole.units_counted, whole.units_expected, whole.is_provisional) == (1, 3, True)
    silent = table.at("B", Subject.MEMBER, Stage.SELF)
    assert silent is not None
    assert counts(silent) == NOTHING, "not known, which is not zero"
    assert (silent.units_counted, silent.units_expected) == (0, 1)
    steps = {row.stage for row in table.rows if row.subject is Subject.MEMBER}
    assert steps == {Stage.SELF, Stage.DECIDED}, "nobody reports the step between"
    assert {row.kind for row in table.rows if row.is_before_decision_of_members}.isdisjoint(
        {UnitKind.CELL}
    )


def test_decided_members_are_those_of_the_cells() -> None:
    table = figures(register(), with_members_before("A", *RatingStage, xs=8, htt=0))
    assert counts(table.at("A", Subject.MEMBER)) == only(
        total=10, rated=8, exempt=1, new_under_6m=1, xs=1, htt=6, ht=1
    )


def test_without_members_before_the_decision_there_is_no_line_of_them() -> None:
    rows = figures(register(), a_return()).rows
    assert not any(row.is_before_decision_of_members for row in rows)


def leaders(unit: str, *totals: int) -> Return:
    """A return with the leaders of a unit at as many steps as there are totals, all rated."""
    steps = zip(RatingStage, totals, strict=False)
    lines = [
        leadership(LeadershipSubject.LEADER, step, total=total, rated=total, xs=0, htt=total)
        for step, total in steps
        if total
    ]
    return a_return(of=info(unit_code=Code(unit)), others=lines)


def test_a_step_has_the_best_known_total_of_each_unit() -> None:
    # A rated its 40 leaders itself; of B and C 50 are decided.
    table = figures(register(), leaders("A", 40), leaders("B", 0, 0, 20), leaders("C", 30, 30, 30))
    decided = table.at("H", Subject.LEADER)
    assert counts(decided) == only(total=90, rated=50, htt=50, not_rated_other=40)
    assert decided is not None
    assert decided.coverage_pct == 5556
    assert counts(table.at("A", Subject.LEADER)) == only(total=40, not_rated_other=40)
    own = table.at("H", Subject.LEADER, Stage.SELF)
    assert counts(own) == only(total=90, rated=70, htt=70, not_rated_other=20)


def test_a_step_of_fewer_leaves_the_others_not_rated() -> None:
    table = figures(register(), leaders("A", 40, 40, 38))
    assert counts(table.at("A", Subject.LEADER)) == only(
        total=40, rated=38, htt=38, not_rated_other=2
    )


# ------------------------------------------------------------------ the register's decisions


def test_a_decision_of_the_register_goes_before_the_returns() -> None:
    decided = [
        decision("A", decided_level=Level.XS),
        decision("A1", RatedSubject.CELL, proposed_level=Level.HT),
    ]
    table = figures(register(decisions=decided), a_return())
    assert counts(table.at("A", Subject.ORG)) == only(total=1, rated=1, xs=1)
    assert counts(table.at("A", Subject.ORG, Stage.PROPOSED)) == only(total=1, rated=1, htt=1)
    assert counts(table.at("A", Subject.CELL, Stage.PROPOSED)) == only(total=1, rated=1, ht=1)
    assert counts(table.at("A", Subject.CELL, Stage.DECIDED)) == only(total=1, rated=1, htt=1)


def test_a_decision_of_another_subject_changes_nothing() -> None:
    of = register(decisions=[decision("A", RatedSubject.CELL, decided_level=Level.KHT)])
    assert counts(figures(of, a_return()).at("A", Subject.ORG)) == only(total=1, rated=1, htt=1)


def test_a_decision_counts_before_the_return_comes() -> None:
    of = register(decisions=[decision("B", decided_level=Level.HT)])
    figure = figures(of).at("B", Subject.ORG)
    assert counts(figure) == only(total=1, rated=1, ht=1)
    assert figure is not None
    assert figure.units_counted == 0


@pytest.mark.parametrize(
    ("founded", "reason"),
    [
        (date(2025, 7, 1), "not_rated_other"),  # six months on 31 December
        (date(2025, 7, 2), "new_under_6m"),
        (date(2025, 12, 31), "new_under_6m"),
        (date(2020, 1, 1), "not_rated_other"),
        (None, "not_rated_other"),
    ],
)
def test_a_new_organisation_is_not_rated_for_that_reason(founded: date | None, reason: str) -> None:
    of = register((DISTRICT, unit("A", founded_on=founded)))
    table = figures(of, a_return(of=info(decided_level=None)))
    assert counts(table.at("A", Subject.ORG)) == only(total=1, **{reason: 1})


def test_a_new_organisation_rated_all_the_same_is_rated() -> None:
    of = register((DISTRICT, unit("A", founded_on=date(2025, 12, 1))))
    assert counts(figures(of, a_return()).at("A", Subject.ORG)) == only(total=1, rated=1, htt=1)


# ------------------------------------------------------------------ the tree


def test_a_sectional_committee_sums_its_cells() -> None:
    of = register(
        (
            *UNITS,
            unit("S", UnitKind.SECTION, parent="A", name="Đảng bộ bộ phận S"),
            unit("S1", UnitKind.CELL, parent="S", name="Chi bộ S1"),
        )
    )
    table = figures(of, a_return([cell(), plain_cell(2, cell_code=Code("S1"))]))
    assert counts(table.at("S", Subject.MEMBER)) == only(total=5, rated=5, htt=5)
    assert [x.unit for x in table.below("A", Subject.MEMBER)] == ["S", "A1"]
    assert counts(table.at("A", Subject.MEMBER))["total"] == 15
    section = table.at("S", Subject.MEMBER)
    assert section is not None
    assert (section.units_expected, section.units_counted) == (None, None)


def test_rows_stand_in_the_offices_order_never_alphabetical() -> None:
    of = register((DISTRICT, unit("Z"), unit("B"), unit("M")))
    table = figures(of, a_return(of=info(unit_code=Code("M"))))
    members = [row.unit for row in table.rows if row.subject is Subject.MEMBER]
    assert members == ["H", "Z", "B", "M", "A1"]


def test_members_have_one_stage_and_the_rest_three() -> None:
    table = figures(register(), a_return())
    for subject in Subject:
        stages = [row.stage for row in table.rows if (row.unit, row.subject) == ("H", subject)]
        assert stages == ([Stage.DECIDED] if subject is Subject.MEMBER else list(Stage))


def test_a_level_is_counted_and_shared_by_name() -> None:
    figure = figures(register(), a_return()).at("A", Subject.MEMBER)
    assert figure is not None
    assert [figure.level(level) for level in Level] == [1, 6, 1, 0]
    assert [figure.share(level) for level in Level] == [1250, 7500, 1250, 0]
    assert (figure.not_rated, figure.coverage_pct) == (2, 8000)
    assert (figure.xs_over_htt_pct, figure.xs_over_xs_htt_pct) == (1667, 1429)


def test_a_level_that_is_no_tccsds_is_its_own_and_in_no_sum() -> None:
    upper = [unit("T", UnitKind.PROVINCE), unit("H", UnitKind.DISTRICT, parent="T"),
             unit("A"), unit("S", UnitKind.SECTION, parent="A")]  # fmt: skip
    codes = ("T", "H", "S")
    rows = [decision(code, self_level=Level.XS, decided_level=Level.HTT) for code in codes]
    of = register(upper, decisions=rows)
    with_them, without = figures(of, a_return()), figures(register(upper), a_return())
    assert with_them.rows == without.rows
    for code in codes:
        figure = with_them.of_itself(code)
        assert counts(figure) == only(total=1, rated=1, htt=1)
        assert figure is not None
        assert (figure.coverage_pct, figure.htt_pct, figure.units_expected) == (10000, 10000, None)
        assert counts(with_them.of_itself(code, Stage.SELF)) == only(total=1, rated=1, xs=1)
        unrated = with_them.of_itself(code, Stage.PROPOSED)
        assert counts(unrated) == only(total=1, not_rated_other=1)
        assert without.of_itself(code) is None
    for code, subject in (("A", Subject.ORG), ("A1", Subject.CELL)):
        assert with_them.of_itself(code) == with_them.at(code, subject)
