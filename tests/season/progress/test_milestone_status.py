from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    AS_OF,
    REPORTING,
    UNITS,
    a_return,
    cell,
    decision,
    done,
    in_force,
    info,
    listed,
    milestone,
    register,
    returns_of,
    row,
    settings,
    unit,
)
from xeploai.ledger.model import Event, Ledger, Receipt
from xeploai.register.model import Extension, Milestone, Register
from xeploai.schema.periods import Period
from xeploai.schema.register import ReceiptRow
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    Level,
    MilestoneEvent,
    RatedSubject,
    Rounding,
    SendingMeasure,
    UnitKind,
)
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.evidence import Sources
from xeploai.season.progress.milestone_status import follow, last_curves
from xeploai.season.progress.model import MilestoneStatus, Progress, Rates, StatusKind
from xeploai.season.progress.rates import curve, needed_a_day, rates
from xeploai.submissions.model import DatedBy, Return, Status

DEADLINE = date(2025, 12, 20)
PLAN = milestone("KH", DEADLINE)


def progress(
    as_of: date, *items: Return, milestones: tuple[Milestone, ...] = (PLAN,), **over: Any
) -> Progress:
    return follow(register(milestones=milestones, **over), in_force(*items), as_of)


def step(as_of: date, on: date | None, deadline: date = DEADLINE) -> MilestoneStatus:
    item = a_return(others=[done("KH", on)] if on else [])
    return progress(as_of, item, milestones=(milestone("KH", deadline),)).at("A", "KH")


@pytest.mark.parametrize(
    ("as_of", "on", "standing", "days"),
    [
        (date(2025, 12, 31), date(2025, 12, 19), StatusKind.ON_TIME, 0),
        (date(2025, 12, 31), date(2025, 12, 20), StatusKind.ON_TIME, 0),  # the day itself
        (date(2025, 12, 31), date(2025, 12, 21), StatusKind.LATE, 1),
        (date(2026, 2, 1), date(2026, 1, 3), StatusKind.LATE, 14),  # over New Year
        (date(2025, 12, 19), None, StatusKind.PENDING, 1),
        (date(2025, 12, 20), None, StatusKind.PENDING, 0),
        (date(2025, 12, 21), None, StatusKind.NO_REPORT, 1),  # nobody says that it is not done
        (date(2026, 1, 2), None, StatusKind.NO_REPORT, 13),
        (date(2025, 12, 18), date(2025, 12, 19), StatusKind.PENDING, 2),  # not yet done that day
        (date(2025, 12, 22), date(2025, 12, 23), StatusKind.OVERDUE, 2),
    ],
)
def test_how_a_unit_stands(as_of: date, on: date | None, standing: StatusKind, days: int) -> None:
    status = step(as_of, on)
    assert (status.kind, status.days) == (standing, days)
    assert status.done_on == (on if standing in (StatusKind.ON_TIME, StatusKind.LATE) else None)


def test_a_leap_day_is_a_day() -> None:
    status = step(date(2024, 3, 5), date(2024, 3, 1), deadline=date(2024, 2, 28))
    assert (status.kind, status.days) == (StatusKind.LATE, 2)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(0, 400), st.integers(0, 400))
def test_a_later_day_does_not_change_the_past(on: date, earlier: int, later: int) -> None:
    one, other = (step(on + timedelta(days=days), on) for days in sorted((earlier, later)))
    assert one == other
    assert one.kind is (StatusKind.LATE if on > DEADLINE else StatusKind.ON_TIME)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)))
def test_without_a_date_days_run_to_and_from_the_deadline(as_of: date) -> None:
    status = step(as_of, None)
    assert status.days == abs((DEADLINE - as_of).days)
    assert status.kind is (StatusKind.NO_REPORT if as_of > DEADLINE else StatusKind.PENDING)


def test_a_milestone_binds_only_its_kinds() -> None:
    result = progress(
        date(2026, 1, 1), milestones=(milestone("TT", kinds=frozenset({UnitKind.GRASSROOTS})),)
    )
    assert result.at("C", "TT") == MilestoneStatus(
        "C", result.milestones[0], None, StatusKind.NOT_REQUIRED, None
    )
    assert [x.unit for x in result.of_milestone("TT")] == ["A", "B"]
    assert [x.code for x in result.units] == ["A", "B"]


def test_a_higher_unit_may_be_bound_too() -> None:
    district = milestone("TT", kinds=frozenset({UnitKind.DISTRICT}))
    result = progress(date(2026, 1, 1), milestones=(district, PLAN))
    assert [x.code for x in result.units] == ["H", "A", "B", "C"]
    assert [x.kind for x in result.of_unit("H")] == [StatusKind.NO_REPORT, StatusKind.NOT_REQUIRED]


# ------------------------------------------------------------------ dates known without being typed


def of_code(code: str, item: Return, of: Register | None = None) -> date | None:
    listed = of or register(milestones=[milestone(code)])
    return follow(listed, in_force(item), date(2026, 6, 1)).at("A", code).done_on


def test_sending_is_done_on_the_day_it_was_received() -> None:
    assert of_code("GUI", a_return()) == date(2025, 12, 18)
    assert of_code("GUI", a_return(received_on=None)) is None
    assert of_code("GUI", a_return(others=[done("GUI", date(2025, 12, 10))])) == date(2025, 12, 18)
    unsent = a_return(received_on=None, others=[done("GUI", date(2025, 12, 10))])
    assert of_code("GUI", unsent) == date(2025, 12, 10)


def test_cells_are_reviewed_when_the_last_one_is() -> None:
    days = [date(2025, 12, 1), date(2025, 12, 9), date(2025, 12, 3)]
    assert of_code("CB", a_return([cell(review_date=day) for day in days])) == date(2025, 12, 9)
    assert of_code("CB", a_return([cell(), cell(review_date=None)])) is None
    assert of_code("CB", a_return([])) is None


def test_the_days_of_the_reviews_prove_more_than_the_day_written() -> None:
    written = [done("CB", date(2025, 11, 30))]
    assert of_code("CB", a_return(others=written)) == date(2025, 12, 1)
    half = [cell(), cell(review_date=None)]
    # The day of one review is not known: the unit says when the last was, not before the others.
    assert of_code("CB", a_return(half, others=written)) == date(2025, 12, 1)
    later = [done("CB", date(2025, 12, 3))]
    assert of_code("CB", a_return(half, others=later)) == date(2025, 12, 3)
    assert of_code("CB", a_return(half)) is None
    assert of_code("CB", a_return([cell(review_date=None)], others=written)) == date(2025, 11, 30)


def test_a_cell_in_which_nobody_is_rated_holds_no_review() -> None:
    new = cell(review_date=None, rated=0, xs=0, htt=0, ht=0, new_under_6m=9)
    assert of_code("CB", a_return([cell(), new])) == date(2025, 12, 1)
    one_by_one = milestone("CB", kinds=frozenset({UnitKind.CELL}))
    other = replace(new, cell_code=Code("A2"), name="Chi bộ mới")
    result = progress(date(2025, 12, 31), a_return([cell(), other]), milestones=(one_by_one,))
    assert [step.cell for step in result.cells["CB"]] == ["A1"]
    assert result.at("A", "CB").done_on == date(2025, 12, 1)


def test_appraisal_is_done_only_when_the_unit_says_so() -> None:
    board = [decision("A", decided_level=Level.XS, decision_date=date(2026, 1, 8))]
    of = register(milestones=[milestone("TD")], decisions=board)
    assert of_code("TD", a_return(), of) is None
    assert of_code("TD", a_return(others=[done("TD", date(2025, 12, 22))]), of) == date(
        2025, 12, 22
    )


def test_the_rating_is_decided_by_the_board_or_as_the_return_says() -> None:
    item = a_return(of=info(decision_date=date(2025, 12, 28)))
    assert of_code("QD", item) == date(2025, 12, 28)
    undecided = a_return(of=info(decision_date=date(2025, 12, 28), decided_level=None))
    assert of_code("QD", undecided) is None
    board = [
        decision("A", RatedSubject.CELL, decided_level=Level.XS, decision_date=date(2025, 1, 1)),
        decision("A", decided_level=Level.XS, decision_date=date(2026, 1, 8)),
    ]
    of = register(milestones=[milestone("QD")], decisions=board)
    assert of_code("QD", item, of) == date(2026, 1, 8)
    assert follow(of, Sources({}), date(2026, 6, 1)).at("A", "QD").done_on == date(2026, 1, 8)
    written = a_return(
        of=info(decision_date=date(2025, 12, 28)), others=[done("QD", date(2025, 12, 24))]
    )
    assert of_code("QD", written, of) == date(2026, 1, 8)
    assert of_code("QD", written) == date(2025, 12, 28)
    undated = a_return(of=info(decision_date=None), others=[done("QD", date(2025, 12, 24))])
    assert of_code("QD", undated) == date(2025, 12, 24)


def test_another_milestone_is_done_only_when_said() -> None:
    assert of_code("KP", a_return()) is None


def test_a_milestones_code_may_have_lost_its_zeros() -> None:
    item = a_return(others=[done("1", date(2025, 12, 2))])
    assert of_code("01", item) == date(2025, 12, 2)


def test_without_a_return_nothing_is_proved() -> None:
    result = progress(date(2025, 12, 21))
    assert {x.kind for x in result.of_milestone("KH")} == {StatusKind.NO_REPORT}


# ------------------------------------------------------------------ what the ledger remembers

SENT_ON = date(2025, 12, 10)
THEN, NOW = datetime(2025, 12, 11, 8), datetime(2025, 12, 28, 8)
GONE = Event(NOW, "a.xlsx", None, "")


def was(status: Status) -> Event:
    return Event(THEN, "a.xlsx", status, "")


def receipt(*events: Event, **over: Any) -> Receipt:
    usual: dict[str, Any] = {
        "sha256": "x", "first_seen": THEN, "unit": "A", "period": "2025", "version": 1,
        "received_on": SENT_ON, "dated_by": DatedBy.FORM, "events": (*events, GONE),
    }  # fmt: skip
    return Receipt(**{**usual, **over})


def remembered(item: Receipt, *returns: Return, **over: Any) -> date | None:
    listed = register(milestones=[milestone()], **over)
    ledger = Ledger(NOW, {item.sha256: item})
    return follow(listed, in_force(*returns), date(2026, 6, 1), ledger).at("A", "GUI").done_on


def test_a_good_file_that_is_gone_still_proves_the_day_it_came() -> None:
    assert remembered(receipt(was(Status.COUNTED))) == SENT_ON
    assert remembered(receipt(was(Status.COUNTED)), a_return()) == SENT_ON
    assert remembered(receipt(was(Status.COUNTED), was(Status.SUPERSEDED))) == SENT_ON
    late = receipt(was(Status.COUNTED), received_on=date(2025, 12, 30))
    assert remembered(late, a_return()) == date(2025, 12, 18)


READABLE = (Status.COUNTED, Status.REFUSED, Status.PARTIAL)


@pytest.mark.parametrize("status", READABLE)
def test_a_gone_file_that_could_be_read_was_sent(status: Status) -> None:
    assert remembered(receipt(was(status))) == SENT_ON


@pytest.mark.parametrize("status", [x for x in Status if x not in READABLE])
def test_a_gone_file_that_could_not_be_read_proves_nothing(status: Status) -> None:
    assert remembered(receipt(was(status))) is None


def test_a_gone_file_that_is_not_asked_for_proves_nothing() -> None:
    asked = {"sending_measure": SendingMeasure.COUNTED}
    assert remembered(receipt(was(Status.REFUSED)), **asked) is None
    assert remembered(receipt(was(Status.COUNTED), was(Status.REFUSED)), **asked) is None
    assert remembered(receipt(was(Status.COUNTED)), **asked) == SENT_ON


def test_a_gone_file_is_of_its_own_period_and_unit() -> None:
    assert remembered(receipt(was(Status.COUNTED), period="2024")) is None
    assert remembered(receipt(was(Status.COUNTED), unit="B")) is None
    assert remembered(receipt(was(Status.COUNTED), period="Năm 2025")) == SENT_ON


def test_the_board_corrects_the_day_of_a_gone_file_too() -> None:
    right = row(ReceiptRow, unit_code=Code("A"), version=1, received_on=date(2025, 12, 8))
    assert remembered(receipt(was(Status.COUNTED)), receipts=[right]) == date(2025, 12, 8)


def test_a_gone_file_that_nothing_dates_came_when_it_was_first_seen() -> None:
    assert remembered(receipt(was(Status.COUNTED), received_on=None)) == THEN.date()


def test_a_file_that_is_there_proves_what_became_of_it_now() -> None:
    there = receipt(was(Status.COUNTED), was(Status.REFUSED))
    assert remembered(replace(there, events=there.events[:-1])) is None


def test_progress_does_not_forget_what_was_overwritten() -> None:
    """First a good return, in its place a faulty one, then an empty one."""
    listed = register(milestones=[milestone()])
    good = a_return(of=info(sent_on=SENT_ON), sha256="1")
    faulty = a_return([cell(rated=9)], of=info(sent_on=date(2025, 12, 19)), sha256="2")
    empty = a_return([], of=info(sent_on=date(2025, 12, 20)), sha256="3")
    ledger, statuses = Ledger(), []
    for day, item in ((11, good), (19, faulty), (21, empty)):
        season = evaluate(
            listed, [item], date(2025, 12, 31), replace(ledger, now=datetime(2025, 12, day))
        )
        ledger = season.ledger
        statuses.append(season.progress.at("A", "GUI").done_on)
    assert statuses == [SENT_ON] * 3
    for item, status in ((faulty, Status.REFUSED), (empty, Status.EMPTY)):
        alone = evaluate(listed, [item], date(2025, 12, 31))
        assert [x.status for x in alone.intake.submissions] == [status]
        kind = alone.progress.at("A", "GUI").kind
        is_sent = status is Status.REFUSED
        assert kind is (StatusKind.IN_CORRECTION if is_sent else StatusKind.OVERDUE)


# ------------------------------------------------------------------ extensions


def extended(as_of: date, *items: Return) -> Progress:
    later = Extension("A", "KH", date(2025, 12, 27), "Sắp xếp lại chi bộ")
    of = replace(register(milestones=[PLAN]), extensions={("A", "KH"): later})
    return follow(of, in_force(*items), as_of)


@pytest.mark.parametrize(
    ("as_of", "on", "standing", "days"),
    [
        (date(2025, 12, 22), None, StatusKind.PENDING, 5),
        (date(2025, 12, 27), None, StatusKind.PENDING, 0),
        (date(2025, 12, 28), None, StatusKind.NO_REPORT, 1),
        (date(2025, 12, 31), date(2025, 12, 27), StatusKind.ON_TIME, 0),
        (date(2025, 12, 31), date(2025, 12, 28), StatusKind.LATE, 1),
    ],
)
def test_an_extension_moves_one_units_deadline(
    as_of: date, on: date | None, standing: StatusKind, days: int
) -> None:
    status = extended(as_of, a_return(others=[done("KH", on)] if on else []))
    own, other = status.at("A", "KH"), status.at("B", "KH")
    assert (own.kind, own.days, own.deadline) == (standing, days, date(2025, 12, 27))
    assert own.extended == "Sắp xếp lại chi bộ"
    assert (other.kind, other.deadline, other.extended) == (StatusKind.NO_REPORT, DEADLINE, "")


# ------------------------------------------------------------------ cells


CELLS = frozenset({UnitKind.CELL})


def with_cells(*days: date | None) -> Return:
    return a_return(
        [cell(cell_code=Code(f"A{at}"), name=f"Chi bộ {at}", review_date=day)
         for at, day in enumerate(days)]
    )  # fmt: skip


def test_a_milestone_of_cells_counts_each_cell() -> None:
    reviewed = milestone("CB", kinds=CELLS)
    item = with_cells(date(2025, 12, 1), date(2025, 12, 22), None)
    result = progress(date(2025, 12, 23), item, milestones=(reviewed,))
    own = [step for step in result.of_milestone("CB") if step.unit == "A"]
    assert [(x.cell, x.kind, x.days) for x in own] == [
        ("A0", StatusKind.ON_TIME, 0),
        ("A1", StatusKind.LATE, 2),
        ("A2", StatusKind.NO_REPORT, 3),  # rated, and the day is not written
    ]
    # B sent nothing and lists no cell: it is never counted as one.
    assert result.of_milestone("CB")[3:] == []
    assert result.uncounted == {"B"}
    assert rates(result.of_milestone("CB")) == Rates(3, 2, 1, overdue=0, soon=0, no_report=1)
    assert result.at("A", "CB").kind is StatusKind.NO_REPORT
    assert result.at("C", "CB").kind is StatusKind.NOT_REQUIRED
    assert reviewed.noun == "chi bộ"


def test_listed_cells_are_counted_before_their_unit_sends_anything() -> None:
    listed = [unit(f"A{at}", UnitKind.CELL, parent="A") for at in range(3)]
    of = register([*UNITS, *listed], milestones=[milestone("CB", kinds=CELLS)])
    before = follow(of, Sources({}), date(2025, 12, 1))
    assert [x.cell for x in before.of_milestone("CB") if x.unit == "A"] == ["A0", "A1", "A2"]
    assert rates(before.of_milestone("CB")).done == 0
    sent = follow(of, in_force(with_cells(*[date(2025, 12, 1)] * 3)), date(2025, 12, 31))
    assert rates(sent.of_units([UNITS[1]], "CB")) == Rates(3, 3, 3, overdue=0, soon=0)
    assert sent.at("A", "CB").done_on == date(2025, 12, 1)


def test_what_a_cell_does_beside_its_review_is_decided_or_written() -> None:
    item = a_return([cell(decision_date=date(2025, 12, 5))], others=[done("KH", date(2025, 11, 1))])
    of = register(milestones=[milestone(code, kinds=CELLS) for code in ("QD", "KH")])
    result = follow(of, in_force(item), date(2026, 1, 1))
    assert [x.done_on for code in ("QD", "KH") for x in result.cells[code]] == [
        date(2025, 12, 5),
        date(2025, 11, 1),
    ]
    board = [decision("A1", RatedSubject.CELL, decided_level=Level.XS, decision_date=SENT_ON)]
    of = replace(of, decisions=tuple(listed(board)))
    assert follow(of, in_force(item), date(2026, 1, 1)).at("A", "QD").done_on == SENT_ON


def test_the_extension_of_a_unit_is_its_cells_too() -> None:
    later = Extension("A", "CB", date(2025, 12, 30), "Lũ lụt")
    of = replace(
        register(milestones=[milestone("CB", kinds=CELLS)]), extensions={("A", "CB"): later}
    )
    (status,) = follow(of, in_force(with_cells(date(2025, 12, 29))), date(2026, 1, 1)).cells["CB"]
    assert (status.kind, status.extended) == (StatusKind.ON_TIME, "Lũ lụt")


# ------------------------------------------------------------------ the district itself


def every(code: str, *days: date | None) -> list[Return]:
    """A return of A, B and C, each of which wrote a day, or none."""
    return [
        a_return(
            of=info(unit_code=Code(each.code), decision_date=None, decided_level=None),
            others=[done(code, day)],
            file=each.code,
        )
        for each, day in zip(UNITS[1:], days, strict=True)
    ]


OWN = milestone("HUYEN", kinds=frozenset({UnitKind.DISTRICT}), event=MilestoneEvent.DECISION)


def test_a_district_is_done_when_the_last_unit_below_is() -> None:
    shared = milestone("KH", kinds=frozenset({UnitKind.DISTRICT, UnitKind.GRASSROOTS}))
    days = (date(2025, 12, 3), date(2025, 12, 9), date(2025, 12, 30))
    result = progress(date(2026, 1, 1), *every("KH", *days), milestones=(shared,))
    assert result.at("H", "KH").done_on == date(2025, 12, 9), "C is not bound"
    result = progress(date(2026, 1, 1), *every("KH", days[0], None, days[2]), milestones=(shared,))
    assert result.at("H", "KH").kind is StatusKind.NO_REPORT


def test_a_districts_own_milestone_is_done_with_the_last_decision_below_it() -> None:
    days = (date(2025, 12, 3), date(2025, 12, 19), date(2025, 12, 7))
    all_decided = progress(date(2026, 1, 1), *every("QD", *days), milestones=(OWN,))
    assert all_decided.at("H", "HUYEN").done_on == date(2025, 12, 19)
    one_open = progress(date(2026, 1, 1), *every("QD", *days[:2], None), milestones=(OWN,))
    assert one_open.at("H", "HUYEN").kind is StatusKind.OVERDUE
    before = progress(date(2025, 12, 18), *every("QD", *days), milestones=(OWN,))
    assert before.at("H", "HUYEN").kind is StatusKind.PENDING


def test_a_districts_own_decision_is_in_the_register() -> None:
    own = decision("H", decided_level=Level.HTT, decision_date=date(2025, 12, 12))
    result = progress(date(2026, 1, 1), milestones=(OWN, milestone("QD")), decisions=[own])
    assert result.at("H", "HUYEN").done_on == date(2025, 12, 12)
    assert result.at("H", "QD").kind is StatusKind.NOT_REQUIRED


def test_a_district_has_sent_when_all_below_have() -> None:
    kinds = frozenset({UnitKind.DISTRICT, *REPORTING})
    sent = [
        a_return(of=info(unit_code=Code(code), sent_on=date(2025, 12, day)), file=code)
        for code, day in (("A", 3), ("B", 21), ("C", 4))
    ]
    result = progress(date(2026, 1, 1), *sent, milestones=(milestone(kinds=kinds),))
    assert (result.at("H", "GUI").kind, result.at("H", "GUI").days) == (StatusKind.LATE, 1)


# ------------------------------------------------------------------ in all


def test_the_curve_counts_up_to_each_day() -> None:
    days = [date(2025, 12, 3), date(2025, 12, 1), date(2025, 12, 3)]
    items = [
        a_return(of=info(unit_code=Code(unit.code)), others=[done("KH", day)], file=unit.code)
        for unit, day in zip(UNITS[1:], days, strict=True)
    ]
    result = progress(date(2025, 12, 31), *items)
    assert curve(result.of_milestone("KH")) == ((date(2025, 12, 1), 1), (date(2025, 12, 3), 3))
    assert curve(progress(date(2025, 12, 2), *items).of_milestone("KH")) == (
        (date(2025, 12, 1), 1),
    )
    assert curve([]) == ()


def test_every_standing_has_a_sign_and_a_word() -> None:
    assert (
        len({x.mark for x in StatusKind}) == len({x.label for x in StatusKind}) == len(StatusKind)
    )


@pytest.mark.parametrize(("left", "is_soon"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_deadline_is_soon_from_a_week_before(left: int, is_soon: bool) -> None:
    assert step(DEADLINE - timedelta(days=left), None).is_soon is is_soon


def test_what_is_done_is_not_soon() -> None:
    assert not step(DEADLINE, DEADLINE).is_soon


days_done = st.lists(
    st.one_of(st.none(), st.dates(date(2025, 11, 1), date(2026, 2, 28))), min_size=3, max_size=3
)
days_seen = st.dates(date(2025, 11, 1), date(2026, 2, 28))


@given(days_done, days_seen)
def test_the_rates_of_parts_add_up_to_the_whole(days: list[date | None], as_of: date) -> None:
    result = progress(as_of, *every("KH", *days))
    whole = rates(result.of_milestone("KH"))
    parts = [rates(result.of_units([each], "KH")) for each in UNITS]
    for name in ("total", "done", "on_time", "overdue", "soon"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    assert whole.total == 3
    assert whole.done == sum(day is not None and day <= as_of for day in days)
    assert whole.on_time == sum(day is not None and day <= min(as_of, DEADLINE) for day in days)


@given(days_done, days_seen, days_seen)
def test_the_past_is_the_same_from_any_later_day(
    days: list[date | None], one: date, other: date
) -> None:
    earlier, later = sorted((one, other))
    seen = [progress(as_of, *every("KH", *days)) for as_of in (earlier, later)]
    before, after = (curve(x.of_milestone("KH")) for x in seen)
    assert before == tuple(point for point in after if point[0] <= earlier)
    for then, now in zip(*(x.of_milestone("KH") for x in seen), strict=True):
        assert then == now or not then.is_done


def test_rates_are_exact_and_of_nothing_there_are_none() -> None:
    counts = Rates(total=44, done=41, on_time=38, overdue=3, soon=0)
    assert counts.final_share(settings()) == 9318
    assert counts.on_time_share(settings()) == 8636
    assert counts.final_share(settings(rounding=Rounding.CUT, digits=1)) == 931
    assert rates([]).final_share(settings()) is None
    assert rates([]) == Rates(0, 0, 0, 0, 0)


@given(days_done, st.dates(date(2025, 11, 1), DEADLINE))
def test_the_pace_needed_is_the_least_that_keeps_the_deadline(
    days: list[date | None], as_of: date
) -> None:
    steps = progress(as_of, *every("KH", *days)).of_milestone("KH")
    left = rates(steps).total - rates(steps).done
    needed = needed_a_day(steps, as_of)
    days_left = max((DEADLINE - as_of).days, 1)
    if not left:
        assert needed is None
    else:
        assert needed is not None
        assert (needed - 1) * days_left < left <= needed * days_left


def test_past_the_deadline_no_pace_keeps_it() -> None:
    after = DEADLINE + timedelta(days=1)
    assert needed_a_day(progress(after).of_milestone("KH"), after) is None


def test_who_has_more_time_is_not_needed_by_the_deadline() -> None:
    as_of = date(2025, 12, 18)
    assert needed_a_day(progress(as_of).of_milestone("KH"), as_of) == 2
    assert needed_a_day(extended(as_of).of_milestone("KH"), as_of) == 1


# ------------------------------------------------------------------ the year before


def test_last_years_days_are_moved_to_this_years_deadline() -> None:
    then = [
        a_return(of=info(unit_code=Code(code), period="2024", sent_on=day), file=code)
        for code, day in (("A", date(2024, 12, 18)), ("B", date(2025, 1, 2)))
    ]
    of = register(milestones=[milestone("GUI", date(2025, 12, 22)), PLAN])
    curves = last_curves(of, Period(2024), returns_of(*then), AS_OF)
    assert curves == {"GUI": ((date(2025, 12, 18), 1), (date(2026, 1, 2), 2)), "KH": ()}


def test_a_leap_day_is_compared_by_its_distance_from_the_deadline() -> None:
    then = [a_return(of=info(period="2024", sent_on=date(2024, 2, 29)))]
    of = register(milestones=[milestone("GUI", date(2025, 2, 28))])
    curves = last_curves(of, Period(2024), returns_of(*then), AS_OF)
    assert curves["GUI"] == ((date(2025, 3, 1), 1),)
    leap = register(milestones=[milestone("GUI", date(2024, 2, 29))], period="2024")
    then = [a_return(of=info(period="2022", sent_on=date(2022, 2, 27)))]
    curves = last_curves(leap, Period(2022), returns_of(*then), AS_OF)
    assert curves["GUI"] == ((date(2024, 2, 28), 1),), "the day before the deadline, two years on"


def test_decisions_and_extensions_of_this_year_say_nothing_of_the_last() -> None:
    board = [decision("A", decided_level=Level.XS, decision_date=date(2025, 12, 8))]
    of = register(milestones=[milestone("QD")], decisions=board)
    assert last_curves(of, Period(2024), {}, AS_OF) == {"QD": ()}


def test_the_season_holds_last_years_curve() -> None:
    now = a_return(of=info(unit_code=Code("A")), file="nay.xlsx")
    reviewed = [cell(review_date=date(2024, 12, 1))]
    old = a_return(reviewed, of=info(period="2024", sent_on=date(2024, 12, 15)), file="cu.xlsx")
    listed = register(milestones=[milestone()])
    assert evaluate(listed, [now, old], AS_OF).progress.last == {"GUI": ((date(2025, 12, 15), 1),)}
    assert evaluate(listed, [now], AS_OF).progress.last == {}


@pytest.mark.parametrize("as_of", [date(2025, 12, 19), date(2025, 12, 21), date(2026, 1, 9)])
def test_what_only_the_ledger_dates_came_on_the_day_of_that_build(as_of: date) -> None:
    """What is shown as received never lies ahead; what proves a deadline must not move."""
    undated = replace(a_return(of=info(sent_on=None)), received_on=None)
    known = Ledger(datetime(2025, 12, 24, 9))
    of = register(milestones=[milestone()])
    status = evaluate(of, [undated], as_of, known).progress.at("A", "GUI")
    assert status.done_on == (date(2025, 12, 24) if as_of >= date(2025, 12, 24) else None)
