"""Dates + deadlines → the status of every unit at every milestone on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from xeploai.ledger.model import Ledger
from xeploai.register.model import Milestone, Register, Unit
from xeploai.schema.periods import Period
from xeploai.schema.terms import MilestoneEvent
from xeploai.season.progress.evidence import Proofs, Sources, gather
from xeploai.season.progress.model import Curve, Evidence, MilestoneStatus, Progress, StatusKind
from xeploai.season.progress.rates import curve
from xeploai.submissions.model import Return


def follow(
    register: Register, sources: Sources, as_of: date, ledger: Ledger | None = None
) -> Progress:
    """Where every unit stands on a day."""
    return standing(gather(register, sources, ledger or Ledger(), as_of), as_of)


def standing(proofs: Proofs, as_of: date) -> Progress:
    """Where every unit stands on a day, by what is known."""
    register = proofs.register
    units = tuple(unit for unit in register.units.values() if not unit.kind.is_below_reporting)
    steps = {
        (unit.code, milestone.code): _of_unit(proofs, milestone, unit, as_of)
        for unit in units
        for milestone in register.milestones
    }
    followed = {
        milestone.code: tuple(_of_cells(proofs, milestone, as_of))
        for milestone in register.milestones
        if milestone.is_of_cells or milestone.event is MilestoneEvent.CELL_REVIEWS
    }
    cells = {item.code: followed[item.code] for item in register.milestones if item.is_of_cells}
    bound = tuple(
        unit for unit in units
        if any(milestone.binds(unit) for milestone in register.milestones)
    )  # fmt: skip
    return Progress(
        as_of,
        bound,
        register.milestones,
        steps,
        cells,
        uncounted=proofs.uncounted,
        cells_done=_cells_done(followed),
    )


def _cells_done(
    steps: Mapping[str, Iterable[MilestoneStatus]],
) -> dict[tuple[str, str], tuple[int, int]]:
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for milestone, of_cells in steps.items():
        for step in of_cells:
            done, total = counts.get((step.unit, milestone), (0, 0))
            counts[step.unit, milestone] = done + step.is_done, total + 1
    return counts


def _of_unit(proofs: Proofs, milestone: Milestone, unit: Unit, as_of: date) -> MilestoneStatus:
    if not milestone.binds(unit) or proofs.has_nothing_to_review(milestone, unit):
        return MilestoneStatus(unit.code, milestone, None, StatusKind.NOT_REQUIRED, None)
    extension = proofs.register.extensions.get((unit.code, milestone.code))
    blank = MilestoneStatus(unit.code, milestone, None, StatusKind.PENDING, None, extension)
    return _judged(blank, proofs.of_unit(milestone, unit), as_of)


def _of_cells(proofs: Proofs, milestone: Milestone, as_of: date) -> Iterator[MilestoneStatus]:
    extensions = proofs.register.extensions
    for unit in proofs.register.reporting:
        for cell in proofs.cells_bound(milestone, unit):
            extension = extensions.get((unit.code, milestone.code))
            blank = MilestoneStatus(
                unit.code, milestone, None, StatusKind.PENDING, None, extension, cell
            )
            yield _judged(blank, proofs.of_cell(milestone, unit, cell), as_of)


def _judged(step: MilestoneStatus, evidence: Evidence, as_of: date) -> MilestoneStatus:
    """Return a step with its status: late only where that is known, never where nothing is."""
    step = replace(step, evidence=evidence)
    done_on = evidence.done_on
    # What happens after the day looked at has not happened yet.
    if done_on is not None and done_on <= as_of:
        days = max((done_on - step.deadline).days, 0)
        return replace(step, done_on=done_on, kind=_kind_of_done(evidence, days), days=days)
    left = (step.deadline - as_of).days
    if evidence.is_undated:
        # Done by now, so in time while the deadline is to come; afterwards nobody knows.
        kind = _kind_of_done(evidence, 0) if left >= 0 else StatusKind.NO_REPORT
        return replace(step, kind=kind, days=0)
    kind = StatusKind.PENDING if left >= 0 else _kind_past(step, evidence)
    return replace(step, kind=kind, days=abs(left))


def _kind_of_done(evidence: Evidence, days_late: int) -> StatusKind:
    if days_late:
        return StatusKind.LATE
    return StatusKind.IN_CORRECTION if evidence.is_corrected else StatusKind.ON_TIME


def _kind_past(step: MilestoneStatus, evidence: Evidence) -> StatusKind:
    """Return the status of what is not done though its deadline is past."""
    event = step.milestone.event
    if evidence.is_waiting(step.deadline):
        return StatusKind.IN_CORRECTION
    # Of a sending that did not come, and of its own work, the board knows that it is not done.
    if event is MilestoneEvent.SENDING or event.is_of_board:
        return StatusKind.OVERDUE
    is_known = evidence.shows_undone(step.deadline)
    return StatusKind.OVERDUE if is_known else StatusKind.NO_REPORT


def last_curves(
    register: Register, period: Period, returns: Mapping[str, Return], as_of: date
) -> dict[str, Curve]:
    """Return the curves of an earlier period's returns, on this year's map, by milestone.

    The deadlines of that period are not known here: they are taken to be the same days of the year.
    """
    years = register.settings.year - period.year
    milestones = tuple(
        replace(item, deadline=_years_before(item.deadline, years)) for item in register.milestones
    )
    then = replace(
        register,
        settings=register.settings.of_period(period),
        milestones=milestones, decisions=(), receipts=(), extensions={}, completions={},
    )  # fmt: skip
    progress = follow(then, Sources(returns, sent=tuple(returns.values())), as_of)
    curves: dict[str, Curve] = {}
    for now, item in zip(register.milestones, milestones, strict=True):
        shift = now.deadline - item.deadline
        points = curve(progress.of_milestone(item.code))
        curves[item.code] = tuple((day + shift, number) for day, number in points)
    return curves


def _years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; of a leap day, the one before."""
    is_leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap else day.day)
