from dataclasses import replace
from datetime import date
from typing import Any

from tests.builders import (
    AS_OF,
    YEAR,
    a_return,
    book,
    cell,
    decision,
    info,
    milestone,
    old_unit,
    plain_cell,
    read,
    register,
    row,
    unit,
    unread,
)
from xeploai.findings import Finding
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.register import DecisionRow, WaiverRow
from xeploai.schema.row import Code, columns
from xeploai.schema.terms import (
    Level,
    MilestoneEvent,
    RatedSubject,
    SendingMeasure,
    Stage,
    Subject,
)
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.submissions.model import Return

FAULTY = cell(official=3)


def of_unit(code: str, *cells: CellReturn, **over: Any) -> Return:
    return a_return(list(cells) or None, of=info(unit_code=Code(code), **over), file=f"{code}.xlsx")


def findings_of(season: Season, code: str) -> list[Finding]:
    return [item for item in season.findings if item.unit == code]


def test_a_season_knows_who_counts_who_is_silent_and_who_must_fix() -> None:
    faulty = replace(FAULTY, cell_code=Code("B1"), name="Chi bộ thôn Hai")
    season = evaluate(register(), [of_unit("A"), of_unit("B", faulty)], AS_OF)
    assert (season.root.code, season.counted, season.expected) == ("H", 1, 3)
    assert [x.code for x in season.units_to_fix] == ["B"]
    assert [x.code for x in season.units_silent] == ["C"]
    assert season.has_refused
    assert [x.rule for x in findings_of(season, "B")] == [
        "official_and_probationary_do_not_sum_to_members"
    ]
    assert [x.file for x in season.intake.submissions if x.unit == "B"] == ["B.xlsx"]


def test_a_season_of_nothing_is_a_season() -> None:
    season = evaluate(register(milestones=[milestone()]), [], AS_OF)
    assert (season.counted, season.findings, season.last) == (0, (), None)
    assert not season.has_refused


def test_litter_alone_refuses_nothing_but_a_damaged_file_does() -> None:
    assert evaluate(register(), [unread(b"%PDF")], AS_OF).has_refused
    assert not evaluate(register(), [of_unit("A")], AS_OF).has_refused


def test_findings_stand_in_the_order_a_clerk_fixes_them() -> None:
    bad = [cell(official=1), *(plain_cell(number, official=1) for number in range(2, 12))]
    data = book(bad, of=info(members_declared=1))
    season = evaluate(register(), [read(data, "b.xlsx"), read(data, "a.xlsx")], AS_OF)
    places = [(x.ref.file, x.ref.sheet, int(x.ref.cell[1:])) for x in season.findings]
    assert places == sorted(places)


def _told_as_twice(*again: Return) -> set[str]:
    """The files told to have one cell in two units; again: what the unit B sends after it had."""
    shared = cell(cell_code=Code("A-1"))
    items = [of_unit("A", shared), of_unit("B", plain_cell(2), shared), *again]
    findings = evaluate(register(), items, AS_OF).findings
    return {x.ref.file for x in findings if x.rule == "cell_in_two_units"}


def test_a_cell_in_two_units_is_told_until_one_has_sent_again_without_it() -> None:
    first = info(unit_code=Code("B"), version=2)
    without = a_return([plain_cell(2)], of=first, file="B2.xlsx")
    assert _told_as_twice() == {"A.xlsx", "B.xlsx"}
    assert _told_as_twice(without) == set()
    # While what came last is refused, the one before counts, with the cell.
    faulty = a_return([plain_cell(2, official=1)], of=first, file="B2.xlsx")
    assert _told_as_twice(faulty) == {"A.xlsx", "B.xlsx"}


# ------------------------------------------------------------------ waivers


def waiver(rule: str, code: str = "A") -> WaiverRow:
    values = {"reason": "có xác nhận", "approved_by": "Đ/c Lan", "approved_on": date(2025, 12, 20)}
    return row(WaiverRow, rule=rule, unit_code=Code(code), **values)


def test_an_accepted_fault_counts_and_is_still_reported() -> None:
    of = register(waivers=[waiver("declared_cells_differ")])
    wrong = {"cells_declared": 7}
    sent = [of_unit("A", **wrong), of_unit("B", cell(cell_code="B1"), **wrong)]
    season = evaluate(of, sent, AS_OF)
    assert season.intake.counted.keys() == {"A"}
    (finding,) = findings_of(season, "A")
    assert str(finding.severity) == "warning"
    assert finding.message.endswith("(đã chấp thuận: có xác nhận, Đ/c Lan)")
    assert findings_of(season, "B")[0].is_error


def test_what_could_not_be_read_cannot_be_accepted() -> None:
    page = [{"name": "Chi bộ 1", "members": "mười", "rated": 5}]
    of = register(waivers=[waiver("unreadable_cell")])
    season = evaluate(of, [read(book(page))], AS_OF)
    assert season.intake.counted == {}


def test_an_accepted_rule_is_accepted_of_that_unit_only() -> None:
    of = register(waivers=[waiver("declared_cells_differ", "B")])
    assert evaluate(of, [of_unit("A", cells_declared=7)], AS_OF).intake.counted == {}


# ------------------------------------------------------------------ last year


def last_year(code: str = "A", period: str = "2024", **over: Any) -> Return:
    sent = date(int(period), 12, 18)
    row = info(unit_code=Code(code), period=period, sent_on=sent, **over)
    return a_return([plain_cell(1)], of=row, file=f"{code}-{period}.xlsx")


def test_the_latest_earlier_year_is_last_year() -> None:
    taken = [of_unit("A"), last_year(), last_year(period="2023")]
    season = evaluate(register(), taken, AS_OF)
    assert season.last is not None
    assert season.last.period == "2024"
    figure = season.last.at("H", Subject.MEMBER)
    assert figure is not None
    assert (figure.total, figure.units_counted) == (5, 1)


def test_this_years_decisions_and_this_years_youth_are_not_last_years() -> None:
    units = (register().units["H"], unit("A", founded_on=date(2024, 12, 1)))
    of = register(units, decisions=[decision("A", RatedSubject.ORG, decided_level=Level.KHT)])
    season = evaluate(of, [of_unit("A"), last_year(decided_level=None)], AS_OF)
    assert season.last is not None
    last, now = (x.at("A", Subject.ORG) for x in (season.last, season.figures))
    assert last is not None
    assert now is not None
    assert (last.kht, last.new_under_6m, now.kht) == (0, 1, 1)


# ------------------------------------------------------------------ the day of decisions

DAY_BEFORE = date(YEAR, 12, 27)


def decided_on(day: date | None, **over: Any) -> DecisionRow:
    levels = {"self_level": Level.XS, "proposed_level": Level.XS, "decided_level": Level.XS}
    return decision("A", decision_date=day, decision_no="1-QĐ", **{**levels, **over})


def levels_on(day: date, *rows: DecisionRow, **own: Any) -> list[str]:
    """The levels of the unit A at each step, as the figures of a day have them."""
    undecided = {"self_level": None, "proposed_level": None, "decided_level": None}
    item = of_unit("A", cell(), **{**undecided, **own})
    figures = evaluate(register(decisions=rows), [item], day).figures
    steps = [figures.at("A", Subject.ORG, stage) for stage in Stage]
    return [next((x.name for x in Level if step and step.level(x)), "") for step in steps]


def test_a_decision_of_a_later_day_is_not_in_the_figures() -> None:
    row = decided_on(AS_OF)
    assert levels_on(AS_OF, row) == ["XS", "XS", "XS"]
    assert levels_on(DAY_BEFORE, row) == ["XS", "XS", ""]


def test_the_decision_in_force_on_a_day_is_the_earlier_of_two() -> None:
    rows = [decided_on(date(YEAR, 12, 20)), decided_on(AS_OF, decided_level=Level.HTT)]
    assert levels_on(AS_OF, *rows) == ["XS", "XS", "HTT"]
    assert levels_on(DAY_BEFORE, *rows) == ["XS", "XS", "XS"]


def test_whom_the_register_decides_on_later_is_not_decided_by_a_return() -> None:
    own = {"decided_level": Level.HTT, "decision_date": date(YEAR, 12, 20)}
    assert levels_on(DAY_BEFORE, decided_on(AS_OF), **own) == ["XS", "XS", ""]
    proposed = decided_on(AS_OF, decided_level=None)
    assert levels_on(DAY_BEFORE, proposed, **own) == ["XS", "XS", "HTT"]


def test_a_level_that_a_return_dates_later_is_not_decided_yet() -> None:
    own = {"decided_level": Level.HTT, "decision_date": AS_OF}
    assert levels_on(AS_OF, **own) == ["", "", "HTT"]
    assert levels_on(DAY_BEFORE, **own) == ["", "", ""]
    assert levels_on(DAY_BEFORE, decided_level=Level.HTT) == ["", "", "HTT"]


def test_figures_and_progress_know_the_same_decisions() -> None:
    of = register(
        milestones=[milestone("QD", date(YEAR, 12, 30), event=MilestoneEvent.DECISION)],
        decisions=[decided_on(AS_OF)],
    )
    for day, is_decided in ((DAY_BEFORE, False), (AS_OF, True)):
        season = evaluate(of, [of_unit("A", cell(), decided_level=None)], day)
        figure = season.figures.at("A", Subject.ORG)
        assert figure is not None
        assert (figure.rated == 1) is season.progress.at("A", "QD").is_done is is_decided


def test_an_old_unit_is_compared_on_this_years_map() -> None:
    of = register(crosswalk=[old_unit("A", "A", "2024"), old_unit("A", "cũ", "2024")])
    season = evaluate(of, [of_unit("A"), last_year(), last_year("cũ")], AS_OF)
    assert season.last is not None
    figure = season.last.at("A", Subject.MEMBER)
    assert figure is not None
    assert figure.total == 10


def test_a_good_first_sending_keeps_its_day_when_a_later_one_replaces_it() -> None:
    first = a_return(of=info(sent_on=date(YEAR, 12, 18)), file="1.xlsx")
    again = a_return(of=info(version=2, sent_on=date(YEAR, 12, 23)), file="2.xlsx")
    faulty = a_return([FAULTY], of=info(sent_on=date(YEAR, 12, 10), version=0), file="0.xlsx")
    due = [milestone("GUI", date(YEAR, 12, 20))]
    asked = {
        SendingMeasure.SENT: date(YEAR, 12, 10),
        SendingMeasure.COUNTED: date(YEAR, 12, 18),
    }
    for measure, day in asked.items():
        of = register(milestones=due, sending_measure=measure)
        season = evaluate(of, [again, faulty, first], AS_OF)
        assert season.intake.counted["A"].file == "2.xlsx"
        step = season.progress.at("A", "GUI")
        assert (step.done_on, step.kind) == (day, StatusKind.ON_TIME)


def test_a_form_of_this_period_with_another_typed_in_is_this_periods_and_faulty() -> None:
    data = book(of=info(period="2012"), stamp={"unit": "A", "period": str(YEAR)})
    season = evaluate(register(), [read(data)], AS_OF)
    assert [x.code for x in season.units_to_fix] == ["A"]
    assert [x.rule for x in season.findings if x.is_error] == ["stamp_differs"]
    # Last year's form used again is not last year's return either.
    data = book(of=info(), stamp={"unit": "A", "period": str(YEAR - 1)})
    season = evaluate(register(), [read(data)], AS_OF)
    assert [x.code for x in season.units_to_fix] == ["A"]


def test_what_is_accepted_explains_nothing() -> None:
    summed = [cell(), cell(cell_code="A2", name="Chi bộ 2"), sum_row()]
    first = info(members_declared=99)
    rules = {x.rule for x in evaluate(register(), [a_return(summed, of=first)], AS_OF).findings}
    assert rules == {"row_is_the_sum_of_those_above"}
    of = register(waivers=[waiver("row_is_the_sum_of_those_above")])
    findings = evaluate(of, [a_return(summed, of=first)], AS_OF).findings
    assert {x.rule for x in findings if x.is_error} == {"declared_total_differs"}


def sum_row() -> CellReturn:
    """The sum of two cells under another name."""
    return row(
        CellReturn, name="Chi bộ gộp", members=20, exempt=2, new_under_6m=2, rated=16,
        xs=2, htt=12, ht=2,
    )  # fmt: skip


def test_a_waiver_is_of_its_own_period() -> None:
    rule = "declared_cells_differ"
    of = register(waivers=[waiver(rule)])
    last = a_return(of=info(period=str(YEAR - 1), cells_declared=7), file="cu.xlsx")
    findings = evaluate(of, [last], AS_OF).findings
    assert [x.severity for x in findings if x.rule == rule] == ["error"]


def test_one_label_that_cannot_be_read_takes_no_other_along() -> None:
    labels = {**{key: getattr(info(), key) for key in columns(InfoReturn)}, "version": 3}
    good = read(book(of=info(version=2)), "2.xlsx")
    bad = read(book(of={**labels, "members_declared": "30 đồng chí"}), "3.xlsx")
    assert (bad.version, bad.received_on) == (3, date(2025, 12, 18))
    season = evaluate(register(), [good, bad], AS_OF)
    assert season.intake.counted["A"].file == "2.xlsx"
    assert [x.code for x in season.units_to_fix] == ["A"]


def test_a_sending_of_2025_is_the_first() -> None:
    assert read(book(of=info(version=2025))).version == 1
