"""What is known of a unit at a milestone: from where, and what stays unknown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.builders import (
    UNITS,
    a_return,
    cell,
    decision,
    done,
    info,
    milestone,
    register,
    row,
    unit,
)
from xeploai.ledger.model import Ledger
from xeploai.register.model import Completion, Milestone
from xeploai.schema.form import CellReturn, MilestoneReturn
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    Level,
    MilestoneEvent,
    RatedSubject,
    SendingMeasure,
    UnitKind,
)
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.model import Basis, MilestoneStatus, Progress, StatusKind
from xeploai.season.progress.rates import rates
from xeploai.submissions.model import DatedBy, Return, Status
from xeploai.views.milestone_rows import behind, standing_words

DEADLINE = date(2025, 12, 20)
AS_OF = date(2025, 12, 31)
IN_TIME, LATE = date(2025, 12, 15), date(2025, 12, 23)
MILESTONES = tuple(milestone(code, DEADLINE) for code in ("KH", "CB", "GUI", "TD", "QD"))
CELLS = milestone("CB", DEADLINE, kinds=frozenset({UnitKind.CELL, UnitKind.GRASSROOTS_CELL}))
FAULTY = cell(rated=9)
UNREVIEWED = cell(
    cell_code="A2", name="Chi bộ thôn Hai", review_date=None, rated=0, xs=0, htt=0, ht=0, kht=0,
    exempt=0, suspended=0, new_under_6m=0, not_rated_other=0, not_rated_reason="",
    self_level=None, proposed_level=None, decided_level=None,
)  # fmt: skip


def sent(
    rows: Sequence[CellReturn] = (), *, on: date = IN_TIME, others: Any = (), **over: Any
) -> Return:
    """A return of unit A that came on a day."""
    cells = list(rows) or [cell(decision_date=None, decided_level=None)]
    of = info(sent_on=on, decision_date=None, decided_level=None)
    return a_return(cells, of=of, received_on=on, others=list(others), **over)


def progress(*items: Return, as_of: date = AS_OF, **over: Any) -> Progress:
    units = over.pop("units", UNITS)
    ledger = over.pop("ledger", None)
    listed = register(units, milestones=over.pop("milestones", MILESTONES), **over)
    return evaluate(listed, items, as_of, ledger).progress


def at(code: str, *items: Return, **over: Any) -> MilestoneStatus:
    return progress(*items, **over).at("A", code)


# ------------------------------------------------------------------ a wrong sum proves nothing else


def test_a_refused_return_still_proves_the_dates_in_it() -> None:
    faulty = sent([FAULTY], others=[done("KH", IN_TIME)])
    step = at("KH", faulty)
    assert (step.kind, step.done_on, step.basis) == (
        StatusKind.ON_TIME, IN_TIME, Basis.REFUSED_RETURN
    )  # fmt: skip
    assert at("CB", faulty).kind is StatusKind.ON_TIME


def test_a_date_with_an_error_at_its_own_cell_is_lost_and_no_other() -> None:
    wrong_year = sent(others=[done("KH", date(2015, 12, 5)), done("TD", IN_TIME)])
    assert at("KH", wrong_year).kind is StatusKind.NO_REPORT
    assert at("TD", wrong_year).kind is StatusKind.ON_TIME


TURNED = done("KH", date(2025, 5, 12), deadline=DEADLINE)
"""Done in May, more than four months before the deadline; or on 5 December."""


def test_a_date_in_doubt_proves_nothing_though_the_return_counts() -> None:
    item = sent(others=[TURNED, done("TD", IN_TIME)])
    step = at("KH", item)
    assert (step.kind, step.evidence.is_miswritten) == (StatusKind.NO_REPORT, True)
    assert at("TD", item).basis is Basis.RETURN


def test_a_review_in_doubt_leaves_the_reviews_open() -> None:
    far = cell(review_date=date(2025, 5, 12), decision_date=None, decided_level=None)
    near = replace(far, cell_code=Code("A2"), name="Chi bộ Hai", review_date=date(2025, 12, 14))
    step = at("CB", sent([far, near]))
    assert (step.kind, step.evidence.is_miswritten) == (StatusKind.NO_REPORT, True)
    assert at("CB", sent([near])).kind is StatusKind.ON_TIME


def test_a_doubt_that_the_board_accepts_is_settled() -> None:
    waiver = row(WaiverRow, rule="day_may_be_turned", unit_code=Code("A"), reason="có xác nhận")
    step = at("KH", sent(others=[TURNED]), waivers=[waiver])
    assert (step.kind, step.done_on) == (StatusKind.ON_TIME, date(2025, 5, 12))


def test_a_day_that_its_own_note_denies_proves_neither_until_it_is_settled() -> None:
    item = sent(others=[replace(done("KH", IN_TIME), note="Chưa xong")])
    step = at("KH", item)
    assert (step.kind, step.evidence.is_miswritten) == (StatusKind.NO_REPORT, True)
    code = "milestone_done_and_undone"
    waiver = row(WaiverRow, rule=code, unit_code=Code("A"), reason="có xác nhận")
    step = at("KH", item, waivers=[waiver])
    assert (step.kind, step.done_on) == (StatusKind.ON_TIME, IN_TIME)


def test_the_return_in_force_goes_before_a_newer_refused_one() -> None:
    good = sent(others=[done("KH", IN_TIME)], sha256="1", file="1.xlsx")
    later = a_return(
        [FAULTY], of=info(sent_on=LATE, version=2), version=2, received_on=LATE,
        others=[done("KH", LATE)], sha256="2", file="2.xlsx",
    )  # fmt: skip
    step = at("KH", good, later)
    assert (step.done_on, step.basis) == (IN_TIME, Basis.RETURN)


# ------------------------------------------------------------------ sending


@pytest.mark.parametrize(
    ("rows", "on", "kind", "corrected"),
    [
        ((), IN_TIME, StatusKind.ON_TIME, False),
        ((), LATE, StatusKind.LATE, False),
        ((FAULTY,), IN_TIME, StatusKind.IN_CORRECTION, True),
        ((FAULTY,), LATE, StatusKind.LATE, True),
    ],
)
def test_sending_is_one_fact_and_counting_another(
    rows: Sequence[CellReturn], on: date, kind: StatusKind, *, corrected: bool
) -> None:
    step = at("GUI", sent(rows, on=on))
    assert (step.kind, step.done_on, step.evidence.is_corrected) == (kind, on, corrected)
    assert step.is_done


def test_where_only_one_that_counts_would_do_a_refused_one_is_not_done() -> None:
    asked = {"sending_measure": SendingMeasure.COUNTED}
    step = at("GUI", sent([FAULTY]), **asked)
    assert (step.kind, step.done_on, step.is_done) == (StatusKind.IN_CORRECTION, None, False)
    assert at("GUI", sent(), **asked).kind is StatusKind.ON_TIME
    assert at("GUI", sent([FAULTY]), as_of=date(2025, 12, 18), **asked).kind is StatusKind.PENDING
    late = at("GUI", sent([FAULTY], on=LATE), **asked)
    assert (late.kind, late.evidence.is_corrected) == (StatusKind.OVERDUE, True)


def test_a_correction_after_the_deadline_was_sent_in_time_all_the_same() -> None:
    faulty = sent([FAULTY], sha256="1", file="1.xlsx")
    right = a_return(
        of=info(sent_on=LATE, version=2), version=2, received_on=LATE, sha256="2", file="2.xlsx"
    )
    assert at("GUI", faulty, right).kind is StatusKind.ON_TIME
    asked = {"sending_measure": SendingMeasure.COUNTED}
    assert at("GUI", faulty, right, **asked).kind is StatusKind.LATE


def test_an_empty_form_and_nothing_at_all_are_overdue() -> None:
    empty = a_return([], of=info(sent_on=IN_TIME), received_on=IN_TIME)
    assert at("GUI", empty).kind is StatusKind.OVERDUE
    assert at("GUI").kind is StatusKind.OVERDUE
    assert at("KH", empty).kind is StatusKind.NO_REPORT


def test_a_mistyped_day_of_sending_is_lost_alone() -> None:
    mistyped = sent(on=date(2015, 12, 15))
    ledger = Ledger(datetime(2025, 12, 16, 9))
    listed = register(milestones=MILESTONES)
    step = evaluate(listed, [mistyped], AS_OF, ledger).progress.at("A", "GUI")
    assert (step.done_on, step.kind) == (date(2025, 12, 16), StatusKind.IN_CORRECTION)


def test_another_code_changes_nothing() -> None:
    renamed = milestone("NOP", DEADLINE, event=MilestoneEvent.SENDING)
    assert at("NOP", sent(), milestones=[renamed]).kind is StatusKind.ON_TIME


UNDATED = a_return(
    [cell(decision_date=None, decided_level=None)],
    of=info(sent_on=None, decision_date=None, decided_level=None),
    dated_by=DatedBy.LEDGER, received_on=None,
)  # fmt: skip
"""A return without a day of sending, in a file that does not say when it was saved."""
LATER = Ledger(datetime(2026, 1, 20, 9))
"""The ledger of a build that first met it after the day looked at."""


@pytest.mark.parametrize(
    ("as_of", "kind"),
    [(date(2025, 12, 18), StatusKind.ON_TIME), (AS_OF, StatusKind.NO_REPORT)],
)
def test_what_counts_on_a_day_has_been_sent_by_then(as_of: date, kind: StatusKind) -> None:
    season = evaluate(register(milestones=MILESTONES), [UNDATED], as_of, LATER)
    step = season.progress.at("A", "GUI")
    assert list(season.intake.counted) == ["A"]
    assert (step.kind, step.is_done, step.done_on) == (kind, True, None)
    assert (step.basis, step.is_pressing) == (Basis.RETURN, False)
    assert rates([step]).done == 1


def test_the_words_of_a_sending_on_an_unknown_day() -> None:
    step = at("GUI", UNDATED, ledger=LATER)
    assert standing_words(step) == "đã gửi, chưa ghi ngày"
    assert behind([step]) == {"chưa ghi ngày": 1}


def test_a_file_that_was_saved_on_a_day_came_then() -> None:
    saved = replace(UNDATED, received_on=LATE, dated_by=DatedBy.FILE)
    assert not at("GUI", saved, as_of=IN_TIME).is_done
    assert at("GUI", saved).done_on == LATE


def test_a_refused_return_of_an_unknown_day_is_being_corrected() -> None:
    refused = replace(sent([FAULTY]), received_on=None, dated_by=DatedBy.LEDGER)
    step = at("GUI", refused, ledger=LATER, sending_measure=SendingMeasure.COUNTED)
    assert (step.kind, step.is_done) == (StatusKind.IN_CORRECTION, False)
    assert standing_words(step) == "đã gửi, đang sửa"


# ------------------------------------------------------------------ decided, on an unknown day


UNDATED_DECISION = decision("A", decided_level=Level.HTT, decision_date=None)


def decided_return(on: date | None = None) -> Return:
    of = info(sent_on=IN_TIME, decided_level=Level.HTT, decision_date=on)
    return a_return([cell()], of=of, received_on=IN_TIME)


@pytest.mark.parametrize(
    ("as_of", "kind"),
    [(date(2025, 12, 18), StatusKind.ON_TIME), (AS_OF, StatusKind.NO_REPORT)],
)
def test_a_level_that_is_decided_without_a_day_is_decided(as_of: date, kind: StatusKind) -> None:
    of_register = at("QD", as_of=as_of, decisions=[UNDATED_DECISION])
    of_return = at("QD", decided_return(), as_of=as_of)
    for step, basis in ((of_register, Basis.DECISION), (of_return, Basis.RETURN)):
        assert (step.kind, step.is_done, step.basis) == (kind, True, basis)


def test_the_words_of_a_decision_without_a_day() -> None:
    assert standing_words(at("QD", decided_return())) == "đã xong, chưa ghi ngày"
    turned = a_return(
        [cell()],
        of=info(sent_on=IN_TIME, decided_level=Level.HTT, decision_date=date(2015, 12, 18)),
    )
    assert standing_words(at("QD", turned)) == "đã xong, cần xem lại ngày"


def test_a_level_without_a_day_in_a_later_return_is_not_decided_yet() -> None:
    later = replace(decided_return(), received_on=LATE, dated_by=DatedBy.FORM)
    assert not at("QD", later, as_of=date(2025, 12, 22)).is_done
    assert at("QD", later).is_done


def test_a_district_is_decided_when_all_below_it_are_with_or_without_a_day() -> None:
    own = milestone("QD", DEADLINE, kinds=frozenset({UnitKind.DISTRICT, UnitKind.GRASSROOTS}))
    rows = [decision("B", decided_level=Level.HTT, decision_date=IN_TIME), UNDATED_DECISION]
    known = progress(milestones=[own], decisions=rows)
    assert known.at("H", "QD").is_done
    assert not progress(milestones=[own], decisions=rows[:1]).at("H", "QD").is_done


# ------------------------------------------------------------------ what the board knows


def completion(code: str, on: date | None, note: str = "") -> dict[str, Any]:
    return {"completions": {("A", code): Completion("A", code, on, note)}}


def test_the_board_knows_best() -> None:
    own = at("KH", sent(others=[done("KH", LATE)]), **completion("KH", IN_TIME))
    assert (own.kind, own.done_on, own.basis) == (StatusKind.ON_TIME, IN_TIME, Basis.REGISTER)
    undone = at("KH", sent(others=[done("KH", IN_TIME)]), **completion("KH", None, "chưa xong"))
    assert (undone.kind, undone.done_on) == (StatusKind.OVERDUE, None)
    assert at("GUI", **completion("GUI", IN_TIME)).kind is StatusKind.ON_TIME


def test_a_decision_of_the_register_is_its_basis() -> None:
    decided = decision("A", decided_level=Level.XS, decision_date=IN_TIME)
    step = at("QD", decisions=[decided])
    assert (step.done_on, step.basis) == (IN_TIME, Basis.DECISION)


# ------------------------------------------------------------------ undone, or not known


def said_undone(code: str) -> MilestoneReturn:
    return replace(done(code, IN_TIME), done_on=None, note="Chưa xong, chờ họp")


def test_a_unit_that_says_undone_is_overdue_and_a_blank_is_not() -> None:
    assert at("KH", sent(others=[said_undone("KH")])).kind is StatusKind.OVERDUE
    blank = at("KH", sent(others=[replace(said_undone("KH"), note="")]))
    assert (blank.kind, blank.evidence.is_unwritten) == (StatusKind.NO_REPORT, True)
    assert at("KH").evidence.is_unwritten is False


@pytest.mark.parametrize(
    ("on", "kind"), [(IN_TIME, StatusKind.NO_REPORT), (LATE, StatusKind.OVERDUE)]
)
def test_a_cell_that_a_later_return_shows_unreviewed_is_overdue(on: date, kind: StatusKind) -> None:
    step = at("CB", sent([cell(review_date=IN_TIME), UNREVIEWED], on=on))
    assert step.kind is kind


def test_a_review_that_was_open_when_a_unit_reported_is_not_a_silence() -> None:
    step = at("CB", sent([cell(review_date=IN_TIME), UNREVIEWED]))
    assert standing_words(step) == "chưa báo cáo bổ sung"


@pytest.mark.parametrize("due", [milestone("CB", DEADLINE), CELLS])
def test_a_rated_cell_without_a_day_is_told_as_a_blank(due: Milestone) -> None:
    blank = sent([cell(review_date=None, decision_date=None, decided_level=None)])
    steps = progress(blank, milestones=[due]).of_milestone("CB")
    assert {standing_words(x) for x in steps if x.unit == "A"} == {"chưa ghi ngày"}


WITH_CELLS = [*UNITS, *(unit(f"A{at}", UnitKind.CELL, parent="A") for at in (1, 2))]


@pytest.mark.parametrize("due", [milestone("CB", DEADLINE), CELLS])
def test_a_cell_that_a_return_leaves_out_is_not_among_those_done(due: Milestone) -> None:
    # The unit itself dates the reviews of all its cells in time: nobody accuses it.
    short = sent([cell(review_date=IN_TIME)], others=[done("CB", IN_TIME)])
    known = progress(short, units=WITH_CELLS, milestones=[due])
    assert known.at("A", "CB").kind is StatusKind.ON_TIME
    assert known.cells_done["A", "CB"] == (1, 2)
    undated = [
        cell(review_date=None), cell(cell_code="A2", name="Chi bộ Hai", review_date=None),
    ]  # fmt: skip
    whole = sent(undated, others=[done("CB", IN_TIME)])
    known = progress(whole, units=WITH_CELLS, milestones=[due])
    assert known.at("A", "CB").kind is StatusKind.ON_TIME
    assert known.cells_done["A", "CB"] == (2, 2)
    blank = progress(sent([cell(review_date=IN_TIME)]), units=WITH_CELLS, milestones=[due])
    assert blank.at("A", "CB").kind is StatusKind.NO_REPORT


def test_where_nobody_is_to_be_rated_no_review_is_asked_for() -> None:
    exempt = cell(
        members=2, exempt=2, suspended=0, new_under_6m=0, not_rated_other=0, not_rated_reason="",
        rated=0, xs=0, htt=0, ht=0, kht=0, self_level=None, proposed_level=None,
        decided_level=None, decision_date=None, review_date=None,
    )  # fmt: skip
    assert at("CB", sent([exempt])).kind is StatusKind.NOT_REQUIRED
    written = sent([exempt], others=[done("CB", IN_TIME)])
    assert at("CB", written).kind is StatusKind.ON_TIME


def test_what_the_board_does_itself_is_overdue_and_presses_no_unit() -> None:
    for code in ("TD", "QD"):
        step = at(code, sent())
        assert step.kind is StatusKind.OVERDUE
        assert not step.is_pressing
    assert at("KH", sent()).is_pressing


# ------------------------------------------------------------------ before the ratings


def test_a_partial_return_counts_for_progress_and_not_for_figures() -> None:
    partial = sent([cell(review_date=IN_TIME), UNREVIEWED])
    others = [each for each in MILESTONES if each.code != "CB"]
    season = evaluate(register(milestones=[CELLS, *others]), [partial], AS_OF)
    assert [x.status for x in season.intake.submissions] == [Status.PARTIAL]
    assert not season.intake.counted
    steps = [x for x in season.progress.of_milestone("CB") if x.unit == "A"]
    assert [(x.cell, x.is_done) for x in steps] == [("A1", True), ("A2", False)]
    assert season.progress.at("A", "GUI").kind is StatusKind.IN_CORRECTION


@pytest.mark.parametrize("is_of_cells", [True, False])
def test_cells_are_counted_also_where_the_milestone_binds_the_unit(*, is_of_cells: bool) -> None:
    due = CELLS if is_of_cells else milestone("CB", DEADLINE)
    partial = sent([cell(review_date=IN_TIME), UNREVIEWED])
    known = progress(partial, milestones=[due])
    assert known.cells_done["A", "CB"] == (1, 2)
    assert len([x for x in known.of_milestone("CB") if x.unit == "A"]) == (2 if is_of_cells else 1)


def test_a_unit_that_is_still_reviewing_is_not_said_to_correct_anything() -> None:
    step = at("GUI", sent([cell(review_date=IN_TIME), UNREVIEWED]))
    assert standing_words(step) == "đã gửi 15/12, chưa kiểm điểm xong"
    assert standing_words(at("GUI", sent([FAULTY]))) == "đã gửi 15/12, đang sửa"


def test_a_code_that_two_units_use_is_the_same_cell_as_in_the_figures() -> None:
    undecided = cell(cell_code="01", decided_level=None)
    twice = [
        a_return([undecided], of=info(unit_code=Code(code)), file=f"{code}.xlsx")
        for code in ("A", "B")
    ]
    row = decision("A/01", RatedSubject.CELL, decided_level=Level.HTT, decision_date=IN_TIME)
    due = replace(CELLS, code="QD", event=MilestoneEvent.DECISION)
    season = evaluate(register(milestones=[due], decisions=[row]), twice, AS_OF)
    figure = season.figures.of_itself("A/01")
    assert figure is not None
    assert figure.htt == 1
    decided = {x.cell: (x.done_on, x.basis) for x in season.progress.of_milestone("QD")}
    assert decided["A/01"] == (IN_TIME, Basis.DECISION)
    assert decided["B/01"][1] is not Basis.DECISION


def cells_of(*items: Return, units: Any = UNITS, **over: Any) -> list[str]:
    listed = register(units, milestones=[CELLS], **over)
    progress = evaluate(listed, items, AS_OF).progress
    return [x.cell for x in progress.of_milestone("CB") if x.unit == "A"]


def test_the_number_of_cells_is_known_from_the_best_source() -> None:
    listed = [*UNITS, *(unit(f"A{at}", UnitKind.CELL, parent="A") for at in (1, 2, 3))]
    assert cells_of(units=listed) == ["A1", "A2", "A3"]
    assert cells_of(sent([cell(), cell(cell_code="A2", name="Chi bộ thôn Hai")])) == ["A1", "A2"]
    day = date(2024, 12, 2)
    names = ("Chi bộ thôn Một", "Chi bộ thôn Hai")
    rows = [
        cell(cell_code=f"A{at}", name=name, review_date=day, decision_date=None)
        for at, name in enumerate(names)
    ]
    of = info(period="2024", sent_on=day, decision_date=None)
    then = a_return(rows, of=of, period="2024", received_on=day, sha256="x", file="then.xlsx")
    assert len(cells_of(then)) == 2
    assert cells_of() == []


def test_a_return_after_the_day_is_in_no_figure_and_tells_when_things_were_done() -> None:
    later = sent(on=LATE, others=[done("KH", IN_TIME)])
    season = evaluate(register(milestones=MILESTONES), [later], date(2025, 12, 22))
    assert [x.status for x in season.intake.submissions] == [Status.AFTER_DAY]
    assert not season.intake.counted
    assert season.progress.at("A", "KH").kind is StatusKind.ON_TIME
    assert season.progress.at("A", "GUI").kind is StatusKind.OVERDUE
