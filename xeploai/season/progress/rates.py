"""Milestone statuses added up: how many are done, by which day, how many are needed a day."""

from collections.abc import Iterable
from datetime import date

from xeploai.season.progress.model import Curve, MilestoneStatus, Rates, StatusKind


def rates(steps: Iterable[MilestoneStatus]) -> Rates:
    """Count the steps of any units: of a cluster, an official or all below a unit."""
    bound = [step for step in steps if step.kind is not StatusKind.NOT_REQUIRED]
    return Rates(
        total=len(bound),
        done=sum(step.is_done for step in bound),
        on_time=sum(step.is_in_time for step in bound),
        overdue=sum(step.kind is StatusKind.OVERDUE for step in bound),
        soon=sum(step.is_soon for step in bound),
        in_correction=sum(step.kind is StatusKind.IN_CORRECTION for step in bound),
        no_report=sum(step.is_unreported for step in bound),
        undated=sum(step.kind is StatusKind.NO_REPORT and step.is_done for step in bound),
    )


def curve(steps: Iterable[MilestoneStatus]) -> Curve:
    """How many were done by each day on which one was: the cumulative curve of progress."""
    days = sorted(step.done_on for step in steps if step.done_on is not None)
    return tuple({done: number for number, done in enumerate(days, start=1)}.items())


def needed_a_day(steps: Iterable[MilestoneStatus], as_of: date) -> int | None:
    """How many have to be done a day from now on to keep the deadline; on the day itself, all.

    None where nothing is left, or the deadline is past. Those with an extension have more time.
    """
    open_ones = [x for x in steps if x.kind is StatusKind.PENDING and x.extension is None]
    if not open_ones:
        return None
    days = (open_ones[0].milestone.deadline - as_of).days
    return -(-len(open_ones) // max(days, 1))
