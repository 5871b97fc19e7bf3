"""Days whose day and month may have changed places, and what shows it.

An Excel set to American English takes a typed 05/12/2025 for 12 May and leaves 17/12/2025 as text,
as there is no month 17. The sheet then looks right. Nobody can tell for sure which day was meant,
so both are named, and neither proves anything until the author says which it is.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from xeploai.findings import CellRef, Violation
from xeploai.schema.cell_formulas import serial
from xeploai.text import day as spelt

FAR, NEAR = 60, 45
"""Days: a date is far from its neighbours, and its other reading near to one of them."""

FAR_APART = 120
"""Days: decisions come months after the reviews, and milestones are reached months apart."""

IN_ENGLISH = "trong tờ này ngày từ 13 trở đi còn là chữ, ngày từ 12 trở xuống đã bị Excel đổi"
ON_ONE_DAY = "mọi ngày cùng là một ngày của các tháng khác nhau, đảo lại thì đều trong một tháng"
LONELY = "cách xa các ngày khác"
TOO_LATE = "sau ngày gửi hoặc ngày nhận biểu"
TOO_EARLY = "trước ngày kiểm điểm"
"""Signs that a date may be turned."""

USUAL_MONTHS = frozenset({10, 11, 12, 1, 2, 3})
"""The months of a season; a Vietnamese office asks for the work from October to March."""

_ENOUGH_MONTHS = 3
"""Dates on one day of so many months were hardly chosen so."""

Readings = Mapping[CellRef, date]
"""The other reading of each date that has a plausible one."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A date as it is written in a cell.

    is_text: it was typed, and Excel made no date of it; in_figures: as 17/12/2025 is, which Excel
    would have made one; due: its own deadline, where what it dates has one; far: so many days away
    from its neighbours it is odd; begins, ends: the days it cannot lie before and after, where
    something tells.
    """

    ref: CellRef
    header: str
    day: date
    is_text: bool = False
    in_figures: bool = False
    due: date | None = None
    far: int = FAR
    begins: date | None = None
    ends: date | None = None
    of_one_season: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A date that may be turned: the day it would be then, and what shows it."""

    written: WrittenDay
    other: date
    why: str

    @property
    def violation(self) -> Violation[CellRef]:
        """Return the sentence at the cell, with both readings."""
        return Violation(
            self.written.ref,
            "“{header}” ghi {written}, có thể là {other} bị đảo ngày với tháng ({why})",
            header=self.written.header, written=self.written.day, other=self.other, why=self.why,
        )  # fmt: skip


def turned(day: date) -> date | None:
    """Return a date with its day and month in each other's place, None where that is none."""
    is_other = day.day <= 12 and day.day != day.month
    return date(day.year, day.day, day.month) if is_other else None


def other_reading(day: date, first: date, last: date) -> str:
    """Return what a date outside some days may have been meant for, "" where nothing shows it.

    Its other reading, or a year that was typed in a cell of dates: 2025 is shown as 17/07/1905.
    """
    other = turned(day)
    if other and first <= other <= last:
        return f"; nếu đảo ngày với tháng thì là {spelt(other)}"
    year = serial(day)
    is_year = first.year <= year <= last.year
    return f"; có thể là năm {year} gõ vào ô ngày" if is_year else ""


def doubtful(days: Sequence[WrittenDay], first: date, last: date) -> Iterator[Doubt]:
    """Yield the dates of a workbook that may be turned; first, last: when all of them can lie."""
    readings = {each.ref: other for each in days if (other := _other(each, first, last))}
    if not readings:
        return
    english = dict.fromkeys(_typed_in_english(days, readings), IN_ENGLISH)
    whole = dict.fromkeys(_on_one_day(days, readings), ON_ONE_DAY) | english
    together = [each for each in days if each.due is None]
    sure = [each.day for each in together if each.ref not in readings]
    neighbours = _Days(sure or [each.day for each in together])
    for each in days:
        other = readings.get(each.ref)
        if other is None:
            continue
        near = _Days([each.due]) if each.due else neighbours
        own = None if each.due or sure else each.day
        why = whole.get(each.ref) or _why(each, other, near, own, last)
        if why:
            yield Doubt(each, other, why)


def _other(each: WrittenDay, first: date, last: date) -> date | None:
    """Return the other reading of a date where it is plausible; a typed text has none."""
    other = None if each.is_text else turned(each.day)
    begin, end = max(first, each.begins or first), min(last, each.ends or last)
    return other if other and begin <= other <= end else None


def _typed_in_english(days: Sequence[WrittenDay], readings: Readings) -> Iterator[CellRef]:
    """Yield the dates of sheets in which Excel turned what it could and left the rest as text."""
    for _, group in groupby(sorted(days, key=_sheet), _sheet):
        of_sheet = list(group)
        texts = [each.day for each in of_sheet if each.in_figures]
        made = [each for each in of_sheet if not each.is_text and turned(each.day)]
        unturned = [each.day for each in of_sheet if not each.is_text and each.day.day > 12]
        if not texts or unturned or any(day.day <= 12 for day in texts):
            continue
        near, others = _Days(texts), [readings.get(each.ref) for each in made]
        if all(other and near.gap(other) <= NEAR for other in others):
            yield from (each.ref for each in made)


def _on_one_day(days: Sequence[WrittenDay], readings: Readings) -> Iterator[CellRef]:
    """Yield the dates of a sheet, or of all sheets, of which Excel turned every one.

    Reviews of 9, 10 and 11 December become the 12th of September, October and November.
    """
    close = sorted((each for each in days if each.of_one_season), key=_sheet)
    for group in (*(list(group) for _, group in groupby(close, _sheet)), close):
        if _is_one_day_of_months(group, readings):
            yield from (each.ref for each in group if each.ref in readings)


def _is_one_day_of_months(group: Sequence[WrittenDay], readings: Readings) -> bool:
    """Whether some dates all fall on one day of several months, and turned into one month."""
    months = {(each.day.year, each.day.month) for each in group if each.ref in readings}
    others = {(x.year, x.month) for each in group if (x := readings.get(each.ref))}
    # 12/12 turned is the same and tells nothing; a text or a day that cannot be turned does.
    is_sure = any(x.is_text or (turned(x.day) and x.ref not in readings) for x in group)
    is_one_day = len({each.day.day for each in group}) == 1 and len(others) == 1
    is_of_season = all(month in USUAL_MONTHS for _, month in others)
    return len(months) >= _ENOUGH_MONTHS and is_one_day and is_of_season and not is_sure


def _sheet(each: WrittenDay) -> str:
    return each.ref.sheet


def _why(each: WrittenDay, other: date, near: "_Days", own: date | None, last: date) -> str:
    """Return what shows that a date is turned, "" where nothing does.

    own: the date itself, where it is one of those that it is compared with.
    """
    if near.gap(other, own) > NEAR:
        return ""
    if each.begins and each.day < each.begins:
        return TOO_EARLY
    if each.day > min(last, each.ends or last):
        return TOO_LATE
    return LONELY if near.gap(each.day, own) > each.far else ""


class _Days:
    """Some days, of which the nearest to another can be asked; there may be very many."""

    def __init__(self, days: Collection[date]) -> None:
        self._times = Counter(days)
        self._sorted = sorted(self._times)

    def gap(self, day: date, without: date | None = None) -> int:
        """Return how many days lie between a day and the nearest; one of `without` is left out."""
        at = bisect_left(self._sorted, day)
        beside = self._sorted[max(0, at - 2) : at + 2]
        is_single = without is not None and self._times[without] == 1
        gaps = (abs((day - each).days) for each in beside if not is_single or each != without)
        return min(gaps, default=0)
