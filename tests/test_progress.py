from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    UNITS,
    a_return,
    cell,
    decision,
    done,
    info,
    milestone,
    register,
    returns_of,
)
from xeploai.intake import Return
from xeploai.progress import Progress, Standing, Step, curve, follow
from xeploai.register import Milestone, Register
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, RatedSubject, UnitKind

DEADLINE = date(2025, 12, 20)
PLAN = milestone("KH", DEADLINE)


def progress(
    as_of: date, *items: Return, milestones: tuple[Milestone, ...] = (PLAN,), **over: object
) -> Progress:
    return follow(register(milestones=milestones, **over), returns_of(*items), as_of)


def step(as_of: date, on: date | None, deadline: date = DEADLINE) -> Step:
    item = a_return(others=[done("KH", on)] if on else [])
    return progress(as_of, item, milestones=(milestone("KH", deadline),)).at("A", "KH")


@pytest.mark.parametrize(
    ("as_of", "on", "standing", "days"),
    [
        (date(2025, 12, 31), date(2025, 12, 19), Standing.ON_TIME, 0),
        (date(2025, 12, 31), date(2025, 12, 20), Standing.ON_TIME, 0),  # the day itself
        (date(2025, 12, 31), date(2025, 12, 21), Standing.LATE, 1),
        (date(2026, 2, 1), date(2026, 1, 3), Standing.LATE, 14),  # over New Year
        (date(2025, 12, 19), None, Standing.PENDING, 1),
        (date(2025, 12, 20), None, Standing.PENDING, 0),
        (date(2025, 12, 21), None, Standing.OVERDUE, 1),
        (date(2026, 1, 2), None, Standing.OVERDUE, 13),
        (date(2025, 12, 18), date(2025, 12, 19), Standing.PENDING, 2),  # not yet done that day
        (date(2025, 12, 22), date(2025, 12, 23), Standing.OVERDUE, 2),
    ],
)
def test_how_a_unit_stands(as_of: date, on: date | None, standing: Standing, days: int) -> None:
    found = step(as_of, on)
    assert (found.standing, found.days) == (standing, days)
    assert found.done_on == (on if standing.is_done else None)


def test_a_leap_day_is_a_day() -> None:
    found = step(date(2024, 3, 5), date(2024, 3, 1), deadline=date(2024, 2, 28))
    assert (found.standing, found.days) == (Standing.LATE, 2)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(0, 400), st.integers(0, 400))
def test_a_later_day_does_not_change_the_past(on: date, earlier: int, later: int) -> None:
    one, other = (step(on + timedelta(days=days), on) for days in sorted((earlier, later)))
    assert one == other
    assert one.standing is (Standing.LATE if on > DEADLINE else Standing.ON_TIME)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)))
def test_without_a_date_days_run_to_and_from_the_deadline(as_of: date) -> None:
    found = step(as_of, None)
    assert found.days == abs((DEADLINE - as_of).days)
    assert found.standing is (Standing.OVERDUE if as_of > DEADLINE else Standing.PENDING)


def test_a_milestone_binds_only_its_kinds() -> None:
    found = progress(
        date(2026, 1, 1), milestones=(milestone("TT", kinds=frozenset({UnitKind.GRASSROOTS})),)
    )
    assert found.at("C", "TT") == Step("C", found.milestones[0], None, Standing.NOT_REQUIRED, None)
    assert [x.unit for x in found.of_milestone("TT")] == ["A", "B"]
    assert [x.code for x in found.units] == ["A", "B"]


def test_a_higher_unit_may_be_bound_too() -> None:
    district = milestone("TT", kinds=frozenset({UnitKind.DISTRICT}))
    found = progress(date(2026, 1, 1), milestones=(district, PLAN))
    assert [x.code for x in found.units] == ["H", "A", "B", "C"]
    assert [x.standing for x in found.of_unit("H")] == [Standing.OVERDUE, Standing.NOT_REQUIRED]


# ------------------------------------------------------------------ dates known without being typed


def of_code(code: str, item: Return, of: Register | None = None) -> date | None:
    listed = of or register(milestones=[milestone(code)])
    return follow(listed, returns_of(item), date(2026, 6, 1)).at("A", code).done_on


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


def test_the_rating_is_decided_by_the_board_or_as_the_return_says() -> None:
    said = a_return(of=info(decision_date=date(2025, 12, 28)))
    assert of_code("QD", said) == date(2025, 12, 28)
    undecided = a_return(of=info(decision_date=date(2025, 12, 28), decided_level=None))
    assert of_code("QD", undecided) is None
    board = [
        decision("A", RatedSubject.CELL, decided_level=Level.XS, decision_date=date(2025, 1, 1)),
        decision("A", decided_level=Level.XS, decision_date=date(2026, 1, 8)),
    ]
    of = register(milestones=[milestone("QD")], decisions=board)
    assert of_code("QD", said, of) == date(2026, 1, 8)
    assert follow(of, {}, date(2026, 6, 1)).at("A", "QD").done_on == date(2026, 1, 8)


def test_another_milestone_is_done_only_when_said() -> None:
    assert of_code("KP", a_return()) is None


def test_a_milestones_code_may_have_lost_its_zeros() -> None:
    item = a_return(others=[done("1", date(2025, 12, 2))])
    assert of_code("01", item) == date(2025, 12, 2)


def test_without_a_return_nothing_is_proved() -> None:
    found = progress(date(2025, 12, 21))
    assert {x.standing for x in found.of_milestone("KH")} == {Standing.OVERDUE}


# ------------------------------------------------------------------ in all


def test_the_curve_counts_up_to_each_day() -> None:
    days = [date(2025, 12, 3), date(2025, 12, 1), date(2025, 12, 3)]
    items = [
        a_return(of=info(unit_code=Code(unit.code)), others=[done("KH", day)], file=unit.code)
        for unit, day in zip(UNITS[1:], days, strict=True)
    ]
    found = progress(date(2025, 12, 31), *items)
    assert curve(found.of_milestone("KH")) == [(date(2025, 12, 1), 1), (date(2025, 12, 3), 3)]
    assert curve(progress(date(2025, 12, 2), *items).of_milestone("KH")) == [(date(2025, 12, 1), 1)]
    assert curve([]) == []


def test_every_standing_has_a_sign_and_a_word() -> None:
    assert len({x.mark for x in Standing}) == len({x.label for x in Standing}) == len(Standing)
