"""Periods that are reviewed: a year or a quarter of one, and the ways in which texts name them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering

from xeploai.text import folded, year_in

_QUARTER_MONTHS = 3
"""The months of a quarter."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a quarter of it; quarter: 1 to 4, 0 of the whole year.

    Quarters come before their year: it is reviewed when they are over.
    """

    year: int
    quarter: int = 0

    def __str__(self) -> str:
        """Return the spelling in files and tables: "2026", "2026-Q1"."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    def __lt__(self, other: "Period") -> bool:
        """Whether it is reviewed before another one."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int]:
        return self.year, self.quarter or len(_ROMAN) + 1

    @property
    def label(self) -> str:
        """The period as a heading has it: "2026", "Quý I/2026"."""
        return f"Quý {_ROMAN[self.quarter - 1]}/{self.year}" if self.quarter else str(self.year)

    @property
    def first_day(self) -> date:
        """The day it begins on."""
        return _first_of(self.year, 1 + _QUARTER_MONTHS * max(self.quarter - 1, 0))

    @property
    def next_day(self) -> date:
        """The day after its last one."""
        return _first_of(self.year, 1 + _QUARTER_MONTHS * (self.quarter or len(_ROMAN)))

    @property
    def last_day(self) -> date:
        """The day it ends on."""
        return self.next_day - timedelta(days=1)

    @property
    def season(self) -> tuple[date, date]:
        """The first and last day a date of it may fall on.

        Results of a year run into the next spring, those of a quarter into the next one.
        """
        after = self.next_day
        months = _QUARTER_MONTHS if self.quarter else 2 * _QUARTER_MONTHS
        return self.first_day, _first_of(after.year, after.month + months) - timedelta(days=1)

    def years_before(self, years: int) -> "Period":
        """Return the same period some years earlier."""
        return Period(self.year - years, self.quarter)


def _first_of(year: int, month: int) -> date:
    """Return the first day of a month, which may be one of the next year: 13 is its January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


_ROMAN = ("I", "II", "III", "IV")
_NUMBERS = {
    **{roman.lower(): number for number, roman in enumerate(_ROMAN, 1)},
    "mot": 1,
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
}
"""The numbers of quarters in words, folded."""

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_LEAD = r"(?:(?:ky|nam|danh gia) )*"
_QUARTER = rf"(?:quy|qui|q) ?(?:thu )?(?P<quarter>0?[1-4]|{'|'.join(_NUMBERS)})"
_FORMS = (
    re.compile(rf"{_LEAD}{_YEAR}(?: 0)?"),
    re.compile(rf"(?:ngay )?\d{{1,2}} (?:thang )?\d{{1,2}} (?:nam )?{_YEAR}"),
    re.compile(rf"{_LEAD}{_QUARTER} (?:cua )?(?:nam )?{_YEAR}"),
    re.compile(rf"{_LEAD}{_YEAR} ?(?:ky )?{_QUARTER}"),
)
"""Periods, folded: a year, also as a program writes the number, or one of its days; a quarter."""


@lru_cache(maxsize=1000)
def period_meant(text: str) -> Period | None:
    """Return the period that a text is, None where it is less, more or something else.

    "2022", "2022.0", "Năm đánh giá 2022" and "31/12/2022" are 2022; "2022-Q1", "Q1/2022",
    "Quý 1/2022" and "quý I năm 2022" its first quarter; "6 tháng 2022" is none.
    """
    plain = folded(unicodedata.normalize("NFKC", text))
    match = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    if match is None:
        return None
    number = match.groupdict().get("quarter", "")
    return Period(int(match["year"]), _NUMBERS.get(number) or int(number or 0))


def period_in(text: str) -> Period | None:
    """Return the period that a text names: of any that is neither year nor quarter, its year."""
    year = year_in(text)
    return period_meant(text) or (Period(year) if year else None)


def is_unclear_quarter(text: str) -> bool:
    """Whether a text speaks of quarters but is none: "Quý 5/2026", "Quý I, II/2026"."""
    return period_meant(text) is None and bool(re.search(r"\b(?:quy|q\d)\b", folded(text)))


def _quarter_meant(text: str) -> Period | None:
    meant = period_meant(text)
    return meant if meant and meant.quarter else None


def spelt(text: str) -> str:
    """Return a period as files and tables have it: quarters in one spelling, others as they are."""
    quarter = _quarter_meant(text)
    return str(quarter) if quarter else text


def in_words(text: str) -> str:
    """Return a period inside a sentence: quarters as "quý I/2026", others as they are."""
    quarter = _quarter_meant(text)
    return f"q{quarter.label[1:]}" if quarter else text


def in_full(text: str) -> str:
    """Return a period with the word for what it is: "kỳ 2026", "quý I/2026"."""
    return in_words(text) if _quarter_meant(text) else f"kỳ {text}"


def label_of(text: str) -> str:
    """Return a period as a heading has it: quarters as "Quý I/2026", others as they are."""
    quarter = _quarter_meant(text)
    return quarter.label if quarter else text
