"""Days of the register that stand alone, beside its deadlines, its season and the returns.

A single date on its sheet has no neighbour that it could lie far from. What it is measured by is
the deadline it is about, or all of them. From October to March either reading may be meant: there
only what a return says contradicts a day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xeploai.findings import CellRef
from xeploai.reading.turned_days import (
    FAR,
    FAR_APART,
    NEAR,
    USUAL_MONTHS,
    Doubt,
    WrittenDay,
    turned,
)
from xeploai.register.model import Register
from xeploai.rules.scopes import Outcome
from xeploai.schema.form import CellReturn
from xeploai.schema.periods import Period
from xeploai.schema.register import DeadlineRow, DecisionRow, WaiverRow
from xeploai.submissions.model import Return, is_part_of_year, same_period
from xeploai.submissions.written_days import days_in_doubt

OFF_SEASON = "cách xa hạn của mốc và thời gian của kỳ"
BEFORE_REVIEWS = "trước ngày chi bộ kiểm điểm ghi trong biểu"
BEFORE_RETURNS = "mọi biểu đã nhận đều sau ngày này"
"""Signs that a day of the register may be turned."""

_MONTHS_LATER = (DecisionRow.SHEET, WaiverRow.SHEET)
"""The sheets on what may follow months after the last deadline."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The first day that a day of the register can be, by returns; sign: what a day before shows.

    is_of_other: whether its other reading cannot be before it either.
    """

    begins: date
    sign: str
    is_of_other: bool

    def is_broken(self, day: date, other: date) -> bool:
        """Whether a day is too early, and its other reading is better."""
        return day < self.begins and other >= (self.begins if self.is_of_other else day)


def lone_doubts(outcome: Outcome) -> Iterator[Doubt]:
    """Yield the days of the register that may be turned, each by itself."""
    register = outcome.register
    deadlines, own = _deadlines(register), _own_deadlines(register)
    earliest = _earliest(outcome)
    for each in register.days:
        other = None if each.is_text else turned(each.day)
        if other is None or not _is_usual(other, register.settings.span):
            continue
        bound = earliest.get(each.ref)
        if bound is not None and bound.is_broken(each.day, other):
            yield Doubt(each, other, bound.sign)
        elif _is_off_season(each, other, own.get(each.ref, deadlines), register):
            yield Doubt(each, other, OFF_SEASON)


def _is_usual(day: date, period: Period) -> bool:
    """Whether a day lies in the season of a period: of a year, in its usual months."""
    if period.quarter:
        first, last = period.season
        return first <= day <= last
    year = period.year
    return day.month in USUAL_MONTHS and day.year == year + (day.month < min(_AUTUMN))


_AUTUMN = frozenset(month for month in USUAL_MONTHS if month > 6)


def _is_off_season(
    each: WrittenDay, other: date, deadlines: Sequence[date], register: Register
) -> bool:
    """Whether a day lies months off the season and its deadlines, and turned among them."""
    sheet = each.ref.sheet
    if sheet == DeadlineRow.SHEET or is_part_of_year(register.settings.period):
        return False
    if _is_usual(each.day, register.settings.span) or not deadlines:
        return False
    far = FAR_APART if sheet in _MONTHS_LATER else FAR
    return _gap(other, deadlines) <= NEAR and _gap(each.day, deadlines) > far


def _gap(day: date, others: Sequence[date]) -> int:
    return min(abs((day - each).days) for each in others)


def _deadlines(register: Register) -> list[date]:
    """Return the deadlines; where some cannot be turned themselves, those."""
    days = [item.deadline for item in register.milestones]
    return [day for day in days if not turned(day)] or days


def _own_deadlines(register: Register) -> dict[CellRef, list[date]]:
    """Return the deadline that a row on one unit and milestone is about, by the cell of its day."""
    days = {item.code: item.deadline for item in register.milestones}
    cells = [
        *((item.ref, item.milestone) for item in register.extensions.values()),
        *((item.ref, item.milestone) for item in register.completions.values()),
    ]
    return {ref: [days[code]] for ref, code in cells if ref is not None and code in days}


# ------------------------------------------------------------------ what returns say


def _earliest(outcome: Outcome) -> Mapping[CellRef, Bound]:
    """Return the first day that some days can be, by their cells."""
    register = outcome.register
    period = register.settings.period
    now = [item for item in outcome.returns if same_period(item.period, period)]
    by_sending = {(item.unit, item.version): item for item in now}
    earliest: dict[CellRef, Bound] = {}
    for receipt in register.receipts:
        item = by_sending.get((receipt.row.unit_code, receipt.row.version))
        if item is not None:
            bound = Bound(_last_review(item), BEFORE_REVIEWS, is_of_other=True)
            earliest[receipt.ref("received_on")] = bound
    place = register.setting_cells.get("counted_to")
    came = [item.received_on for item in now if item.received_on]
    if place is not None and came:
        earliest[place] = Bound(min(came), BEFORE_RETURNS, is_of_other=False)
    return earliest


def _last_review(item: Return) -> date:
    """Return the day of the last review of a return; date.min where none is sure."""
    doubted = days_in_doubt(item)
    cells = (x for x in item.rows(CellReturn) if x.ref("review_date") not in doubted)
    return max((x.row.review_date for x in cells if x.row.review_date), default=date.min)
