"""Dates + deadlines → the status of every unit at every milestone on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xeploai.intake import Return
from xeploai.register import Milestone, Register, Unit
from xeploai.schema.form import CellReturn, MilestoneReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.terms import Subject
from xeploai.values import known_code


class Standing(StrEnum):
    """How a unit stands at a milestone."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    PENDING = "pending"
    NOT_REQUIRED = "not_required"

    @property
    def mark(self) -> str:
        """The sign that goes with the word."""
        return _MARKS[self][0]

    @property
    def label(self) -> str:
        """The word."""
        return _MARKS[self][1]

    @property
    def is_done(self) -> bool:
        """Whether the milestone is reached."""
        return self in (Standing.ON_TIME, Standing.LATE)


_MARKS = {
    Standing.ON_TIME: ("✓", "đúng hạn"),
    Standing.LATE: ("!", "muộn"),
    Standing.OVERDUE: ("✕", "quá hạn"),
    Standing.PENDING: ("…", "chưa đến hạn"),
    Standing.NOT_REQUIRED: ("–", "không áp dụng"),
}

CELLS_REVIEWED = "CB"
SENT = "GUI"
DECIDED = "QD"
"""Milestones whose date is known from the return or the register where the unit gives none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A unit at a milestone. days: late or overdue by, or left until the deadline (PENDING)."""

    unit: str
    milestone: Milestone
    done_on: date | None
    standing: Standing
    days: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps on a day: units in the office's order, milestones in the register's."""

    as_of: date
    units: tuple[Unit, ...]
    milestones: tuple[Milestone, ...]
    steps: Mapping[tuple[str, str], Step]

    def at(self, unit: str, milestone: str) -> Step:
        """The step of a unit at a milestone, by their codes."""
        return self.steps[unit, milestone]

    def of_milestone(self, milestone: str) -> list[Step]:
        """The steps of those units that a milestone binds, in the office's order."""
        found = (self.steps[unit.code, milestone] for unit in self.units)
        return [step for step in found if step.standing is not Standing.NOT_REQUIRED]

    def of_unit(self, unit: str) -> list[Step]:
        """The steps of a unit, in the register's order of milestones."""
        return [self.steps[unit, milestone.code] for milestone in self.milestones]


def follow(register: Register, returns: Mapping[str, Return], as_of: date) -> Progress:
    """Where every unit stands on a day.

    Only a return in force proves anything: a refused or empty one is not done.
    """
    units = tuple(unit for unit in register.units.values() if not unit.kind.is_below_reporting)
    received = {unit: item.first_received_on or item.received_on for unit, item in returns.items()}
    sent = {unit: day for unit, day in received.items() if day is not None}
    decided: dict[str, DecisionRow] = {
        item.unit_code: item
        for item in register.decisions
        if item.subject.subject is Subject.ORG and item.decided_level
    }
    steps = (
        _step(unit, milestone, _done_on(milestone, unit, returns, sent, decided), as_of)
        for unit in units
        for milestone in register.milestones
    )
    found = {(step.unit, step.milestone.code): step for step in steps}
    bound = tuple(
        unit for unit in units
        if any(unit.kind in milestone.kinds for milestone in register.milestones)
    )  # fmt: skip
    return Progress(as_of, bound, register.milestones, found)


Decided = Mapping[str, DecisionRow]


def _done_on(
    milestone: Milestone,
    unit: Unit,
    returns: Mapping[str, Return],
    sent: Mapping[str, date],
    decided: Decided,
) -> date | None:
    item = returns.get(unit.code)
    written = _written(item, milestone.code) if item else None
    if milestone.code == SENT:
        # The day it was received proves more than the day the unit wrote down.
        return sent.get(unit.code) or written
    if written or milestone.code not in (CELLS_REVIEWED, DECIDED):
        return written
    if milestone.code == CELLS_REVIEWED:
        return _last_review(item) if item else None
    decision = decided.get(unit.code)
    if decision is not None and decision.decision_date:
        return decision.decision_date
    info = item.info.row if item and item.info else None
    return info.decision_date if info and info.decided_level else None


def _written(item: Return, code: str) -> date | None:
    """The day the unit wrote on the sheet Tiến độ."""
    for located in item.rows(MilestoneReturn):
        if known_code(located.row.milestone, [code]) == code:
            return located.row.done_on
    return None


def _last_review(item: Return) -> date | None:
    """The day the last cell held its review; None while one has not."""
    days = [cell.row.review_date for cell in item.rows(CellReturn)]
    held = [day for day in days if day is not None]
    return max(held) if held and len(held) == len(days) else None


def _step(unit: Unit, milestone: Milestone, done_on: date | None, as_of: date) -> Step:
    if unit.kind not in milestone.kinds:
        return Step(unit.code, milestone, None, Standing.NOT_REQUIRED, None)
    # What happens after the day looked at has not happened yet.
    if done_on is not None and done_on <= as_of:
        late = (done_on - milestone.deadline).days
        standing = Standing.LATE if late > 0 else Standing.ON_TIME
        return Step(unit.code, milestone, done_on, standing, max(late, 0))
    left = (milestone.deadline - as_of).days
    standing = Standing.OVERDUE if left < 0 else Standing.PENDING
    return Step(unit.code, milestone, None, standing, abs(left))


def curve(steps: Sequence[Step]) -> list[tuple[date, int]]:
    """How many were done by each day on which one was: the cumulative curve of progress."""
    days = sorted(step.done_on for step in steps if step.done_on is not None)
    return list({done: number for number, done in enumerate(days, start=1)}.items())
