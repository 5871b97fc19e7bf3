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
    IN_CORRECTION = "in_correction"
    NO_REPORT = "no_report"
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


_MARKS = {
    StatusKind.ON_TIME: ("✓", "đúng hạn"),
    StatusKind.LATE: ("!", "muộn"),
    StatusKind.OVERDUE: ("✕", "quá hạn"),
    StatusKind.IN_CORRECTION: ("↺", "đang sửa"),
    StatusKind.NO_REPORT: ("?", "chưa báo cáo"),
    StatusKind.PENDING: ("…", "chưa đến hạn"),
    StatusKind.NOT_REQUIRED: ("–", "không áp dụng"),
}


class Basis(StrEnum):
    """Source of a day of completion, the surest first."""

    REGISTER = "register"
    DECISION = "decision"
    RETURN = "return"
    REFUSED_RETURN = "refused_return"
    LEDGER = "ledger"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Knowledge of a unit, or of a cell, at a milestone.

    done_on: the day it was done; is_undated: it is done, on a day that nobody wrote down;
    is_undone: the board or the unit says that it is not done;
    undone_on: the last day on which a return showed that it was not; is_unwritten: a return came
    that gives no date; is_miswritten: with one that cannot be; is_corrected: the return that
    was sent is being corrected or completed; is_incomplete: it has no fault, but the unit is still
    reviewing; sent_on: the day of a return that does not count yet, where only one that counts
    would do; began_on: the first day of work that took several.
    """

    done_on: date | None = None
    basis: Basis = Basis.NONE
    is_undated: bool = False
    is_undone: bool = False
    undone_on: date | None = None
    is_unwritten: bool = False
    is_miswritten: bool = False
    is_corrected: bool = False
    is_incomplete: bool = False
    sent_on: date | None = None
    began_on: date | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is known to be done."""
        return self.done_on is not None or self.is_undated

    def is_waiting(self, deadline: date) -> bool:
        """Whether a return that does not count yet may have come by the deadline."""
        if self.sent_on is not None:
            return self.sent_on <= deadline
        return self.is_corrected and not self.is_done

    def shows_undone(self, deadline: date) -> bool:
        """Whether it is known that the deadline passed before the work was done."""
        is_seen = self.undone_on is not None and self.undone_on > deadline
        return self.is_undone or is_seen or self.done_on is not None


SOON_DAYS = 7
"""A deadline is soon when it is so many days ahead or fewer."""


@dataclass(frozen=True, slots=True)
class MilestoneStatus:
    """A unit, or one of its cells by its code, at a milestone.

    done_on: the day it was done, of a sending that it came; days: late or overdue by, or left
    until the deadline (PENDING); evidence: what the status rests on.
    """

    unit: str
    milestone: Milestone
    done_on: date | None
    kind: StatusKind
    days: int | None
    extension: Extension | None = None
    cell: str = ""
    evidence: Evidence = Evidence()

    @property
    def is_done(self) -> bool:
        """Whether the milestone is reached, be it on a day that nobody wrote down."""
        return self.done_on is not None or self.evidence.is_undated

    @property
    def is_unreported(self) -> bool:
        """Whether its deadline is past and nothing tells if it is done."""
        return self.kind is StatusKind.NO_REPORT and not self.is_done

    @property
    def is_in_time(self) -> bool:
        """Whether it was reached by the deadline."""
        return self.kind is StatusKind.ON_TIME or (
            self.kind is StatusKind.IN_CORRECTION and self.is_done
        )

    @property
    def basis(self) -> Basis:
        """Source of what is known to be done or sent, NONE where nothing is."""
        is_known = self.is_done or self.kind is StatusKind.IN_CORRECTION
        return self.evidence.basis if is_known else Basis.NONE

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
        """Whether it is overdue, not reported or soon due: what is reminded of.

        What the board does itself presses no unit.
        """
        if self.milestone.is_of_board:
            return False
        return self.kind is StatusKind.OVERDUE or self.is_unreported or self.is_soon


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of some steps are done, and how many of them were on time.

    in_correction: of those that came in time, how many are being corrected; no_report: of how many
    nothing is known though their deadline is past; undated: of how many that are done it is not
    known whether they were in time.
    """

    total: int
    done: int
    on_time: int
    overdue: int
    soon: int
    in_correction: int = 0
    no_report: int = 0
    undated: int = 0

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
    its deadline falls on this year's; uncounted: the committees whose cells nobody knows;
    cells_done: of how many cells of a unit so many have reached a milestone of cells or of their
    reviews, by unit and milestone.
    """

    as_of: date
    units: tuple[Unit, ...]
    milestones: tuple[Milestone, ...]
    steps: Mapping[tuple[str, str], MilestoneStatus]
    cells: Mapping[str, tuple[MilestoneStatus, ...]] = field(default_factory=dict)
    last: Mapping[str, Curve] = field(default_factory=dict)
    uncounted: frozenset[str] = frozenset()
    cells_done: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def at(self, unit: str, milestone: str) -> MilestoneStatus:
        """Return the step of a unit at a milestone, by their codes."""
        return self.steps[unit, milestone]

    def of_milestone(self, milestone: str) -> list[MilestoneStatus]:
        """Return the steps of those that a milestone binds, in the office's order."""
        return self.of_units(self.units, milestone)

    def of_units(self, units: Iterable[Unit], milestone: str) -> list[MilestoneStatus]:
        """Return the steps of some units at a milestone.

        Where it binds cells, these are the cells' one by one.

        A committee that answers for cells nobody knows has none: it is never counted as one cell.
        """
        cells: dict[str, list[MilestoneStatus]] = {}
        for step in self.cells.get(milestone, ()):
            cells.setdefault(step.unit, []).append(step)
        steps: list[MilestoneStatus] = []
        for unit in units:
            own = self.steps[unit.code, milestone]
            is_bound = own.milestone.binds_itself(unit)
            steps += [*([own] if is_bound else []), *cells.get(unit.code, [])]
        return [step for step in steps if step.kind is not StatusKind.NOT_REQUIRED]

    def of_unit(self, unit: str) -> list[MilestoneStatus]:
        """Return the steps of a unit, in the register's order of milestones."""
        return [self.steps[unit, milestone.code] for milestone in self.milestones]
