"""Dates + deadlines → the status of every unit at every milestone on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from xeploai.ledger.receipts import Ledger
from xeploai.register.model import Extension, Milestone, Register, Settings, Unit
from xeploai.schema.percentages import percent_units
from xeploai.season.progress.completion_dates import CELLS_REVIEWED, DECIDED, SENT, Proofs, gather
from xeploai.submissions.returns import Return

__all__ = [
    "CELLS_REVIEWED", "DECIDED", "SENT", "SOON_DAYS", "Curve", "Progress", "Rates", "Standing",
    "Step", "curve", "follow", "last_curves", "needed_a_day", "rates",
]  # fmt: skip


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

SOON_DAYS = 7
"""A deadline is soon when it is so many days ahead or fewer."""


@dataclass(frozen=True, slots=True)
class Step:
    """A unit, or one of its cells by its code, at a milestone.

    days: late or overdue by, or left until the deadline (PENDING).
    """

    unit: str
    milestone: Milestone
    done_on: date | None
    standing: Standing
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
        return self.standing is Standing.PENDING and is_near

    @property
    def is_pressing(self) -> bool:
        """Whether it is overdue or soon due: what is reminded of."""
        return self.standing is Standing.OVERDUE or self.is_soon


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of some steps are done, and how many of them were on time."""

    total: int
    done: int
    on_time: int
    overdue: int
    soon: int

    def final_share(self, settings: Settings) -> int | None:
        """The share that is done, as an integer of its last decimal; None of nothing."""
        return percent_units(self.done, self.total, settings.digits, settings.rounding)

    def on_time_share(self, settings: Settings) -> int | None:
        """The share that was done on time, likewise."""
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
    steps: Mapping[tuple[str, str], Step]
    cells: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    last: Mapping[str, Curve] = field(default_factory=dict)

    def at(self, unit: str, milestone: str) -> Step:
        """The step of a unit at a milestone, by their codes."""
        return self.steps[unit, milestone]

    def of_milestone(self, milestone: str) -> list[Step]:
        """The steps of those that a milestone binds, in the office's order."""
        return self.of_units(self.units, milestone)

    def of_units(self, units: Iterable[Unit], milestone: str) -> list[Step]:
        """The steps of some units at a milestone, cells among them one by one where it binds cells.

        A committee that answers for cells nobody knows yet has one step in their place.
        """
        cells: dict[str, list[Step]] = {}
        for step in self.cells.get(milestone, ()):
            cells.setdefault(step.unit, []).append(step)
        found: list[Step] = []
        for unit in units:
            own = self.steps[unit.code, milestone]
            is_bound = unit.kind in own.milestone.kinds
            single = cells.get(unit.code, [])
            found += [*([own] if is_bound or not single else []), *single]
        return [step for step in found if step.standing is not Standing.NOT_REQUIRED]

    def of_unit(self, unit: str) -> list[Step]:
        """The steps of a unit, in the register's order of milestones."""
        return [self.steps[unit, milestone.code] for milestone in self.milestones]


def follow(
    register: Register,
    returns: Mapping[str, Return],
    as_of: date,
    ledger: Ledger | None = None,
) -> Progress:
    """Where every unit stands on a day."""
    units = tuple(unit for unit in register.units.values() if not unit.kind.is_below_reporting)
    proofs = gather(register, returns, ledger or Ledger())
    steps = {
        (unit.code, milestone.code): _of_unit(proofs, milestone, unit, as_of)
        for unit in units
        for milestone in register.milestones
    }
    cells = {
        milestone.code: tuple(_of_cells(proofs, milestone, as_of))
        for milestone in register.milestones
        if milestone.is_of_cells
    }
    bound = tuple(
        unit for unit in units
        if any(milestone.binds(unit.kind) for milestone in register.milestones)
    )  # fmt: skip
    return Progress(as_of, bound, register.milestones, steps, cells)


def _of_unit(proofs: Proofs, milestone: Milestone, unit: Unit, as_of: date) -> Step:
    if not milestone.binds(unit.kind):
        return Step(unit.code, milestone, None, Standing.NOT_REQUIRED, None)
    extension = proofs.register.extensions.get((unit.code, milestone.code))
    blank = Step(unit.code, milestone, None, Standing.PENDING, None, extension)
    return _judged(blank, proofs.of_unit(milestone, unit), as_of)


def _of_cells(proofs: Proofs, milestone: Milestone, as_of: date) -> Iterator[Step]:
    extensions = proofs.register.extensions
    for unit in proofs.register.reporting:
        for cell in proofs.cells_bound(milestone, unit):
            extension = extensions.get((unit.code, milestone.code))
            blank = Step(unit.code, milestone, None, Standing.PENDING, None, extension, cell)
            yield _judged(blank, proofs.of_cell(milestone, unit, cell), as_of)


def _judged(step: Step, done_on: date | None, as_of: date) -> Step:
    # What happens after the day looked at has not happened yet.
    if done_on is not None and done_on <= as_of:
        late = (done_on - step.deadline).days
        standing = Standing.LATE if late > 0 else Standing.ON_TIME
        return replace(step, done_on=done_on, standing=standing, days=max(late, 0))
    left = (step.deadline - as_of).days
    standing = Standing.OVERDUE if left < 0 else Standing.PENDING
    return replace(step, standing=standing, days=abs(left))


# ---------------------------------------------------------------- of many steps


def rates(steps: Iterable[Step]) -> Rates:
    """The counts of any steps, of a cluster, an official or all below a unit."""
    bound = [step for step in steps if step.standing is not Standing.NOT_REQUIRED]
    return Rates(
        total=len(bound),
        done=sum(step.standing.is_done for step in bound),
        on_time=sum(step.standing is Standing.ON_TIME for step in bound),
        overdue=sum(step.standing is Standing.OVERDUE for step in bound),
        soon=sum(step.is_soon for step in bound),
    )


def curve(steps: Iterable[Step]) -> Curve:
    """How many were done by each day on which one was: the cumulative curve of progress."""
    days = sorted(step.done_on for step in steps if step.done_on is not None)
    return tuple({done: number for number, done in enumerate(days, start=1)}.items())


def needed_a_day(steps: Iterable[Step], as_of: date) -> int | None:
    """How many have to be done a day from now on to keep the deadline; on the day itself, all.

    None where nothing is left, or the deadline is past. Those with an extension have more time.
    """
    open_ones = [x for x in steps if x.standing is Standing.PENDING and x.extension is None]
    if not open_ones:
        return None
    days = (open_ones[0].milestone.deadline - as_of).days
    return -(-len(open_ones) // max(days, 1))


def last_curves(
    register: Register, year: int, returns: Mapping[str, Return], as_of: date
) -> dict[str, Curve]:
    """The curves of an earlier year's returns, on this year's map, by milestone.

    The deadlines of that year are not known here: they are taken to be the same days of the year.
    """
    years = register.settings.year - year
    milestones = tuple(
        replace(item, deadline=_years_before(item.deadline, years)) for item in register.milestones
    )
    then = replace(
        register,
        settings=replace(register.settings, period=str(year)),
        milestones=milestones, decisions=(), receipts=(), extensions={},
    )  # fmt: skip
    progress = follow(then, returns, as_of)
    found: dict[str, Curve] = {}
    for now, item in zip(register.milestones, milestones, strict=True):
        shift = now.deadline - item.deadline
        points = curve(progress.of_milestone(item.code))
        found[item.code] = tuple((day + shift, number) for day, number in points)
    return found


def _years_before(day: date, years: int) -> date:
    """The same day some years earlier; of a leap day, the one before."""
    is_leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap else day.day)
