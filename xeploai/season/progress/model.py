"""The status of every unit at every milestone, and rates over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from xeploai.register.model import Extension, Milestone, Settings, Unit
from xeploai.schema.percentages import percent_units


class StatusKind(StrEnum):
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
        return self in (StatusKind.ON_TIME, StatusKind.LATE)


_MARKS = {
    StatusKind.ON_TIME: ("✓", "đúng hạn"),
    StatusKind.LATE: ("!", "muộn"),
    StatusKind.OVERDUE: ("✕", "quá hạn"),
    StatusKind.PENDING: ("…", "chưa đến hạn"),
    StatusKind.NOT_REQUIRED: ("–", "không áp dụng"),
}


SOON_DAYS = 7
"""A deadline is soon when it is so many days ahead or fewer."""


@dataclass(frozen=True, slots=True)
class MilestoneStatus:
    """A unit, or one of its cells by its code, at a milestone.

    days: late or overdue by, or left until the deadline (PENDING).
    """

    unit: str
    milestone: Milestone
    done_on: date | None
    kind: StatusKind
    days: int | None
    extension: Extension | None = None
    cell: str = ""

    @property
    def deadline(self) -> date:
        """The step's own deadline: the milestone's, or later where it was extended."""
        return self.extension.deadline if self.extension else self.milestone.deadline

    @property
    def extended(self) -> str:
        """Why the deadline was extended, "" where it was not."""
        return self.extension.reason if self.extension else ""

    @property
    def is_soon(self) -> bool:
        """Whether it is not done and the deadline is near."""
        is_near = self.days is not None and self.days <= SOON_DAYS
        return self.kind is StatusKind.PENDING and is_near

    @property
    def is_pressing(self) -> bool:
        """Whether it is overdue or soon due: what is reminded of."""
        return self.kind is StatusKind.OVERDUE or self.is_soon


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of some steps are done, and how many of them were on time."""

    total: int
    done: int
    on_time: int
    overdue: int
    soon: int

    def final_share(self, settings: Settings) -> int | None:
        """Return the share that is done, as an integer of its last decimal; None of nothing."""
        return percent_units(self.done, self.total, settings.digits, settings.rounding)

    def on_time_share(self, settings: Settings) -> int | None:
        """Return the share done on time, as an integer of its last decimal."""
        return percent_units(self.on_time, self.total, settings.digits, settings.rounding)


Curve = tuple[tuple[date, int], ...]
"""How many were done by each day on which one was."""


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps on a day: units in the office's order, milestones in the register's.

    steps: of every unit at every milestone; cells: those of single cells, by milestone, where one
    binds cells; last: the curve of the year compared with, by milestone, its days moved so that
    its deadline falls on this year's.
    """

    as_of: date
    units: tuple[Unit, ...]
    milestones: tuple[Milestone, ...]
    steps: Mapping[tuple[str, str], MilestoneStatus]
    cells: Mapping[str, tuple[MilestoneStatus, ...]] = field(default_factory=dict)
    last: Mapping[str, Curve] = field(default_factory=dict)

    def at(self, unit: str, milestone: str) -> MilestoneStatus:
        """Return the step of a unit at a milestone, by their codes."""
        return self.steps[unit, milestone]

    def of_milestone(self, milestone: str) -> list[MilestoneStatus]:
        """Return the steps of those that a milestone binds, in the office's order."""
        return self.of_units(self.units, milestone)

    def of_units(self, units: Iterable[Unit], milestone: str) -> list[MilestoneStatus]:
        """Return the steps of some units at a milestone.

        Where it binds cells, these are the cells' one by one.

        A committee that answers for cells nobody knows yet has one step in their place.
        """
        cells: dict[str, list[MilestoneStatus]] = {}
        for step in self.cells.get(milestone, ()):
            cells.setdefault(step.unit, []).append(step)
        steps: list[MilestoneStatus] = []
        for unit in units:
            own = self.steps[unit.code, milestone]
            is_bound = unit.kind in own.milestone.kinds
            single = cells.get(unit.code, [])
            steps += [*([own] if is_bound or not single else []), *single]
        return [step for step in steps if step.kind is not StatusKind.NOT_REQUIRED]

    def of_unit(self, unit: str) -> list[MilestoneStatus]:
        """Return the steps of a unit, in the register's order of milestones."""
        return [self.steps[unit, milestone.code] for milestone in self.milestones]


CELLS_REVIEWED = "CB"


SENT = "GUI"


DECIDED = "QD"
"""Milestones whose date is known from the return or the register where the unit gives none."""
