"""Which dates are doubted as their day and month may have changed places, and which are not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xeploai.findings import CellRef
from xeploai.reading.turned_days import (
    FAR_APART,
    IN_ENGLISH,
    LONELY,
    ON_ONE_DAY,
    TOO_EARLY,
    TOO_LATE,
    WrittenDay,
    doubtful,
    other_reading,
    turned,
)

FIRST, LAST = date(2025, 1, 1), date(2026, 6, 30)


def real(day: int, month: int, year: int = 2025, **over: object) -> WrittenDay:
    """A date that Excel knows as one."""
    return WrittenDay(CellRef("f", "S", ""), "Ngày", date(year, month, day), **over)  # type: ignore[arg-type]


def typed(day: int, month: int, year: int = 2025) -> WrittenDay:
    """A date in figures that stayed text."""
    return real(day, month, year, is_text=True, in_figures=True)


def spelt(day: int, month: int, year: int = 2025) -> WrittenDay:
    """A date in words."""
    return real(day, month, year, is_text=True)


def placed(days: Sequence[WrittenDay]) -> list[WrittenDay]:
    return [
        WrittenDay(CellRef("f", each.ref.sheet, f"A{n}"), each.header, each.day, each.is_text,
                   each.in_figures, each.due, each.far, each.begins, each.ends,
                   each.of_one_season)
        for n, each in enumerate(days, start=1)
    ]  # fmt: skip


def doubts(*days: WrittenDay) -> list[tuple[date, str]]:
    """The other readings of the dates in doubt, and why."""
    return [(each.other, each.why) for each in doubtful(placed(days), FIRST, LAST)]


@pytest.mark.parametrize(
    ("day", "other"),
    [
        (date(2025, 5, 12), date(2025, 12, 5)),
        (date(2025, 12, 5), date(2025, 5, 12)),
        (date(2025, 12, 12), None),
        (date(2025, 12, 13), None),
        (date(2024, 2, 1), date(2024, 1, 2)),
    ],
)
def test_the_other_reading_of_a_date(day: date, other: date | None) -> None:
    assert turned(day) == other


@given(st.dates(date(1930, 1, 1), date(2100, 1, 1)))
def test_a_date_turned_twice_is_itself(day: date) -> None:
    other = turned(day)
    assert other is None or turned(other) == day


# ------------------------------------------------------------------ an Excel in English


def test_dates_to_the_12th_beside_texts_from_the_13th_on_are_doubted() -> None:
    assert doubts(real(12, 5), real(12, 6), typed(17, 12), typed(20, 12)) == [
        (date(2025, 12, 5), IN_ENGLISH),
        (date(2025, 12, 6), IN_ENGLISH),
    ]


def test_so_are_those_of_which_both_readings_lie_in_the_season() -> None:
    assert doubts(real(12, 11), typed(16, 12)) == [(date(2025, 12, 11), IN_ENGLISH)]


@pytest.mark.parametrize(
    "days",
    [
        # Excel in Vietnamese, and one cell that was formatted as text.
        [real(5, 12), real(6, 12), typed(17, 12)],
        [real(1, 12), real(12, 12), typed(17, 12)],
        # One of the dates cannot have been turned: the others were not either.
        [real(10, 11), real(5, 12), typed(16, 12)],
        [real(12, 11), real(18, 12), typed(16, 12)],
        # All were typed as text, whatever the day.
        [typed(5, 12), typed(17, 12), real(10, 12)],
        [typed(5, 12), typed(17, 12)],
        [real(5, 12), real(17, 12), real(20, 12)],
        [typed(17, 12)],
        [],
    ],
)
def test_dates_of_an_excel_in_vietnamese_are_not(days: list[WrittenDay]) -> None:
    assert doubts(*days) == []


def test_each_sheet_is_judged_by_its_own_texts() -> None:
    other = WrittenDay(CellRef("f", "T", "B1"), "Ngày", date(2025, 12, 16), True, True)
    assert list(doubtful([*placed([real(12, 11)]), other], FIRST, LAST)) == []


# ------------------------------------------------------------------ all of them turned


def close(*days: WrittenDay) -> list[WrittenDay]:
    return [replace(each, of_one_season=True) for each in days]


def test_dates_that_all_fall_on_one_day_of_several_months_are_doubted() -> None:
    days = close(real(12, 9), real(12, 9), real(12, 10), real(12, 11), real(12, 12))
    assert doubts(*days) == [(date(2025, 12, number), ON_ONE_DAY) for number in (9, 9, 10, 11)]


@pytest.mark.parametrize(
    "days",
    [
        # Deadlines and milestones may be the 12th of every month.
        [real(12, 9), real(12, 10), real(12, 11)],
        close(real(12, 10), real(12, 11), real(12, 12)),
        close(real(12, 9), real(12, 10), real(13, 11)),
        close(real(12, 9), real(12, 10), real(12, 11), real(18, 12)),
        # Typed in words, or in figures that Excel left: it turned nothing there.
        close(real(12, 9), real(12, 10), real(12, 11), spelt(12, 12)),
        close(real(12, 9), real(12, 10), real(12, 11), typed(12, 8)),
        # Meetings of the 5th would all have been in May.
        close(real(5, 10), real(5, 11), real(5, 12)),
        close(real(12, 11), real(12, 11), real(12, 11)),
    ],
)
def test_dates_that_may_have_been_chosen_so_are_not(days: list[WrittenDay]) -> None:
    assert ON_ONE_DAY not in {why for _, why in doubts(*days)}


def test_a_sheet_that_was_turned_as_a_whole_shows_it_beside_others() -> None:
    sent = WrittenDay(CellRef("f", "T", "B1"), "Ngày", date(2025, 11, 18), of_one_season=True)
    days = placed(close(real(12, 9), real(12, 10), real(12, 11)))
    assert [x.why for x in doubtful([*days, sent], FIRST, LAST)] == [ON_ONE_DAY] * 3


# ------------------------------------------------------------------ among its neighbours


@pytest.mark.parametrize("others", [[real(17, 12), real(7, 12)], [real(7, 12), real(8, 12)]])
def test_a_date_months_away_from_its_neighbours_is_doubted(others: list[WrittenDay]) -> None:
    assert doubts(real(12, 5), *others) == [(date(2025, 12, 5), LONELY)]


def test_all_of_them_may_be_turned_where_others_are_sure() -> None:
    all_three = doubts(real(12, 5), real(12, 6), real(12, 7), real(28, 12))
    assert [other for other, _ in all_three] == [date(2025, 12, day) for day in (5, 6, 7)]


@pytest.mark.parametrize(
    "days",
    [
        # A cell that met early, a unit that took two months, results of the next spring.
        [real(20, 6), real(5, 12), real(17, 12)],
        [real(10, 11), real(5, 12), real(17, 12), real(5, 1, 2026)],
        [real(5, 12), real(17, 12), real(2, 3, 2026)],
        # Its other reading is no nearer.
        [real(5, 6), real(5, 12), real(17, 12)],
        # It was written in words: that settles it.
        [spelt(12, 5), real(17, 12), real(7, 12)],
        # It stands alone.
        [real(12, 5)],
    ],
)
def test_dates_that_lie_apart_for_good_reasons_are_not(days: list[WrittenDay]) -> None:
    assert doubts(*days) == []


def test_a_milestone_is_measured_by_its_own_deadline() -> None:
    deadline = date(2025, 12, 10)
    assert doubts(real(12, 5, due=deadline, far=FAR_APART)) == [(date(2025, 12, 5), LONELY)]
    assert doubts(real(12, 9, due=deadline, far=FAR_APART), real(20, 12, due=deadline)) == []


# ------------------------------------------------------------------ before and after


def test_a_date_after_its_end_is_doubted_where_the_other_reading_lies_before() -> None:
    sent = date(2026, 1, 15)
    assert doubts(real(1, 2, 2026, ends=sent)) == [(date(2026, 1, 2), TOO_LATE)]
    assert doubts(real(1, 3, 2026, ends=date(2025, 12, 15))) == []


def test_a_day_of_sending_before_the_reviews_is_doubted() -> None:
    reviewed = date(2025, 12, 7)
    assert doubts(real(12, 5, begins=reviewed)) == []
    assert doubts(real(8, 12, begins=reviewed)) == []
    assert doubts(real(12, 8, begins=reviewed)) == [(date(2025, 12, 8), TOO_EARLY)]


# ------------------------------------------------------------------ outside the season


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 7, 1), "; nếu đảo ngày với tháng thì là 07/01/2026"),
        (date(1905, 7, 17), "; có thể là năm 2025 gõ vào ô ngày"),
        (date(2052, 12, 20), ""),
        (date(2024, 12, 5), ""),
    ],
)
def test_a_date_outside_the_season_is_told_with_what_it_may_mean(day: date, words: str) -> None:
    assert other_reading(day, FIRST, LAST) == words
