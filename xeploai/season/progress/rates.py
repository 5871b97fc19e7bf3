"""Milestone statuses added up: how many are done, by which day, how many are needed a day."""

from collections.abc import Iterable
from datetime import date

from xeploai.season.progress.model import Curve, Rates, Standing, Step


def rates(steps: Iterable[Step]) -> Rates:
    """Count the steps of any units: of a cluster, an official or all below a unit."""
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
