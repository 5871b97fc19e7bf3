"""Quarters as periods of their own, and beside the year they are in."""

from datetime import date

import pytest

from tests.builders import milestone, old_unit
from tests.season.quarters import DAYS, season, sent
from xeploai.schema.periods import Period
from xeploai.schema.terms import Subject
from xeploai.season.figures.model import Figures
from xeploai.season.season import Season
from xeploai.submissions.model import Status

WRONG = Status.WRONG_PERIOD


def fates(of: Season) -> dict[str, tuple[Status, str]]:
    return {item.period: (item.status, item.reason) for item in of.intake.submissions}


def xs_of(figures: Figures) -> int | None:
    figure = figures.at("A", Subject.LEADER)
    return figure.xs if figure else None


def test_a_season_of_a_quarter_counts_the_returns_of_that_quarter() -> None:
    of = season("2026-Q1", *map(sent, DAYS))
    assert fates(of) == {
        "2026-Q1": (Status.COUNTED, ""),
        "2026-Q2": (WRONG, "Biểu ghi kỳ “Quý II/2026”, danh mục là kỳ “Quý I/2026”"),
        "2026": (WRONG, "Biểu ghi kỳ “2026”, danh mục là kỳ “Quý I/2026”"),
        "2025-Q1": (WRONG, "Số liệu quý I/2025, chỉ dùng để so sánh"),
        "2025-Q4": (WRONG, "Số liệu quý IV/2025, không so sánh được với kỳ quý I/2026"),
        "2025": (WRONG, "Số liệu kỳ 2025, không so sánh được với kỳ quý I/2026"),
    }
    assert of.figures.period == "2026-Q1"


def test_a_quarter_is_compared_with_the_same_quarter_and_never_with_a_year() -> None:
    of = season("2026-Q1", sent("2026-Q1"), sent("2025-Q1", xs=3), sent("2025"))
    assert of.last is not None
    assert (of.last.period, xs_of(of.last)) == ("2025-Q1", 3)
    assert of.last_returns["A"].period == "2025-Q1"
    assert of.years == {}, "the page of years is of years only"
    alone = season("2026-Q1", sent("2026-Q1"), sent("2025"), sent("2025-Q4"))
    assert (alone.last, alone.last_returns, alone.years, alone.quarters) == (None, {}, {}, {})


def test_a_year_is_compared_with_years_and_has_its_quarters_beside_it() -> None:
    of = season("2026", sent("2026"), sent("2026-Q1", xs=2), sent("2026-Q2", xs=4), sent("2025-Q4"))
    assert fates(of)["2026-Q1"] == (WRONG, "Số liệu quý I/2026, hiện bên cạnh số liệu kỳ này")
    assert fates(of)["2025-Q4"] == (
        WRONG,
        "Số liệu quý IV/2025, không so sánh được với kỳ 2026",
    )
    assert (of.last, of.years) == (None, {})
    assert {str(each): xs_of(figures) for each, figures in of.quarters.items()} == {
        "2026-Q1": 2,
        "2026-Q2": 4,
    }
    assert [each.period for each in of.every_quarter] == ["2026-Q1", "2026-Q2", "2026"]


def test_earlier_quarters_stand_beside_a_later_one() -> None:
    of = season("2026-Q2", sent("2026-Q2"), sent("2026-Q1"))
    assert [each.period for each in of.every_quarter] == ["2026-Q1", "2026-Q2"]


def test_a_quarter_under_an_old_code_comes_to_the_unit_of_today() -> None:
    """The code X1 was in use until the second quarter."""
    crosswalk = [old_unit("A", "X1", "Quý II/2026")]
    returns = [sent("2026"), sent("2026-Q1", "X1", xs=3)]
    of = season("2026", *returns, crosswalk=crosswalk)
    assert xs_of(of.quarters[Period(2026, 1)]) == 3
    later = season("2026", sent("2026"), sent("2026-Q2", "X1"), crosswalk=crosswalk[:0])
    assert later.quarters == {}


@pytest.mark.parametrize(
    ("day", "outside"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 6, 30), False),
        (date(2025, 12, 31), True),
        (date(2026, 7, 1), True),
    ],
)
def test_dates_lie_in_the_quarter_or_the_next_one(day: date, outside: bool) -> None:
    of = season("2026-Q1", sent("2026-Q1", decision_date=day))
    told = [x.message for x in of.findings if x.rule == "unit_date_outside_season"]
    assert bool(told) is outside
    assert all("ngoài kỳ quý I/2026 (từ 01/01/2026 đến 30/06/2026)" in x for x in told)


def test_milestones_of_a_quarter_are_its_own() -> None:
    due = milestone("GUI", date(2026, 4, 10))
    of = season("2026-Q1", sent("2026-Q1"), sent("2026-Q2", "B"), milestones=[due])
    (on_time,) = (x for x in of.progress.of_milestone("GUI") if x.unit == "A")
    assert on_time.done_on == DAYS["2026-Q1"]
    assert all(x.done_on is None for x in of.progress.of_milestone("GUI") if x.unit == "B")
