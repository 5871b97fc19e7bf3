"""Years and quarters, and the ways in which texts name them."""

from datetime import date

import pytest

from xeploai.schema.periods import (
    Period,
    in_full,
    in_words,
    label_of,
    period_in,
    period_meant,
    spelt,
)

QUARTER = Period(2026, 1)


@pytest.mark.parametrize(
    "text",
    ["2026-Q1", "2026Q1", "Q1/2026", "q1.2026", "QI-2026", "Quý 1/2026", "quý 01-2026",
     "Quý I/2026", "QUÝ I - 2026", "Qúy I/2026", "Quí I/2026", "quý I năm 2026", "Quý một năm 2026",
     "Năm 2026 quý I", "Kỳ quý 1 năm 2026", "Quý Ⅰ/2026"],
)  # fmt: skip
def test_a_quarter_is_known_in_whatever_words(text: str) -> None:
    assert period_meant(text) == period_in(text) == QUARTER
    assert (spelt(text), in_words(text), label_of(text)) == ("2026-Q1", "quý I/2026", "Quý I/2026")


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_every_quarter_has_its_spellings(quarter: int) -> None:
    period = Period(2026, quarter)
    assert period_meant(str(period)) == period_meant(period.label) == period


@pytest.mark.parametrize(
    "text",
    ["Quý 5/2026", "Quý I, II/2026", "Quý I và II năm 2026", "6 tháng 2026", "1/2026", "Q0/2026"],
)  # fmt: skip
def test_what_is_no_single_quarter_is_a_part_of_its_year_only(text: str) -> None:
    assert period_meant(text) is None
    assert period_in(text) == Period(2026)
    assert spelt(text) == in_words(text) == label_of(text) == text


@pytest.mark.parametrize("text", ["2026", "Năm 2026", "2026.0", "31/12/2026"])
def test_a_year_stays_as_it_is_written(text: str) -> None:
    assert period_meant(text) == Period(2026)
    assert spelt(text) == in_words(text) == label_of(text) == text


@pytest.mark.parametrize("text", ["", "Quý I", "không rõ", "Quý I/1826"])
def test_a_text_without_a_year_names_no_period(text: str) -> None:
    assert period_meant(text) is None
    assert period_in(text) is None


def test_a_quarter_is_over_before_its_year() -> None:
    mixed = [Period(2027, 1), Period(2026), Period(2026, 4), QUARTER, Period(2025)]
    assert sorted(mixed) == mixed[::-1]


@pytest.mark.parametrize(
    ("period", "begins", "ends", "last"),
    [
        (Period(2026), date(2026, 1, 1), date(2026, 12, 31), date(2027, 6, 30)),
        (Period(2026, 1), date(2026, 1, 1), date(2026, 3, 31), date(2026, 6, 30)),
        (Period(2026, 3), date(2026, 7, 1), date(2026, 9, 30), date(2026, 12, 31)),
        (Period(2026, 4), date(2026, 10, 1), date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_a_season_ends_a_quarter_after_a_quarter_and_half_a_year_after_a_year(
    period: Period, begins: date, ends: date, last: date
) -> None:
    assert (period.first_day, period.last_day) == (begins, ends)
    assert period.season == (begins, last)


@pytest.mark.parametrize(
    ("text", "words"),
    [("2026", "kỳ 2026"), ("2026-Q2", "quý II/2026"), ("quý II/2026", "quý II/2026"),
     ("6 tháng 2026", "kỳ 6 tháng 2026")],
)  # fmt: skip
def test_only_a_quarter_has_a_word_of_its_own(text: str, words: str) -> None:
    assert in_full(text) == words
