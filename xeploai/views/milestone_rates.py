"""How far many units are at a milestone, in numbers and in the published phrase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.charts.pace import main_milestone
from xeploai.phrases import DUE_TODAY, UNKNOWN, percent
from xeploai.register.model import Milestone, Unit
from xeploai.schema.percentages import percent_units
from xeploai.season.progress.model import Rates, Standing, Step
from xeploai.season.progress.rates import rates
from xeploai.views.milestone_rows import days_left
from xeploai.views.season_view import Desk

FEW = 3
"""Most units named in a sentence."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many reached a milestone: "3/5", "60,00%"; overdue: how many should have, "" for none.

    noun: what is counted; words: the published sentence.
    """

    name: str
    deadline: str
    noun: str
    done: str
    share: str
    on_time: str
    overdue: str
    words: str


def reached(desk: Desk, units: Sequence[Unit]) -> tuple[Reached, ...]:
    """How far units are, at every milestone of the register."""
    progress = desk.season.progress
    return tuple(
        _reached(desk, item, progress.of_units(units, item.code)) for item in progress.milestones
    )


def reached_below(desk: Desk, unit: Unit) -> tuple[Reached, ...]:
    """How far the units below an upper one are, at the milestones that bind them."""
    if unit.kind.reports or unit.kind.is_below_reporting:
        return ()
    rows = reached(desk, desk.register.reporting_below(unit.code))
    return tuple(row for row in rows if row.share)


def _reached(desk: Desk, milestone: Milestone, steps: Sequence[Step]) -> Reached:
    counts = rates(steps)
    return Reached(
        name=milestone.name,
        deadline=text.day(milestone.deadline),
        noun=milestone.noun,
        done=_counted(counts) if counts.total else UNKNOWN,
        share=_percent(desk, counts.final_share(desk.settings)) if counts.total else "",
        on_time=_percent(desk, counts.on_time_share(desk.settings)) if counts.done else "",
        overdue=text.count(counts.overdue) if counts.overdue else "",
        words=_words(desk, milestone, steps),
    )


def _words(desk: Desk, milestone: Milestone, steps: Sequence[Step]) -> str:
    """Return the published phrase with the number of late units and the days left."""
    if not steps:
        return "không áp dụng cho đơn vị nào trong danh mục"
    counts, noun = rates(steps), milestone.noun
    said = [phrase(desk, milestone, counts)]
    for times, words in (
        (counts.done - counts.on_time, Standing.LATE.label),
        (counts.overdue, Standing.OVERDUE.label),
    ):
        said += [f"{text.count(times)} {noun} {words}"] if times else []
    left = (milestone.deadline - desk.season.as_of).days
    if left >= 0 and counts.done < counts.total:
        said.append(days_left(left) if left else DUE_TODAY)
    return "; ".join(said)


def phrase(desk: Desk, milestone: Milestone, counts: Rates) -> str:
    """Return the phrase as offices publish it: "28/31 đơn vị, đạt 90,32%; đúng hạn 80,65%"."""
    share = _percent(desk, counts.final_share(desk.settings))
    said = f"{_counted(counts)} {milestone.noun}, đạt {share}"
    if not counts.done:
        return said
    return f"{said}; đúng hạn {_percent(desk, counts.on_time_share(desk.settings))}"


def at_main(desk: Desk, units: Sequence[Unit]) -> tuple[str, str] | None:
    """Return the main milestone by name, and how far units are at it.

    None where it binds none of them.
    """
    milestone = main_milestone(desk.season)
    if milestone is None:
        return None
    counts = rates(desk.season.progress.of_units(units, milestone.code))
    return (milestone.name, phrase(desk, milestone, counts)) if counts.total else None


def main_phrase(desk: Desk, units: Sequence[Unit]) -> str:
    """Return the main milestone and its rates in one phrase, "" where there is none."""
    return ": ".join(at_main(desk, units) or ())


def overdue_words(desk: Desk, units: Iterable[Unit]) -> str:
    """How many units are overdue, and which where they are few."""
    late = [unit.name for unit in units if _is_overdue(desk, unit)]
    if not late:
        return "Không có đơn vị nào quá hạn."
    names = f": {', '.join(late)}" if len(late) <= FEW else " ở ít nhất một mốc"
    return f"{text.count(len(late))} đơn vị đang quá hạn{names}."


def _is_overdue(desk: Desk, unit: Unit) -> bool:
    steps = desk.season.progress.of_unit(unit.code)
    return any(step.standing is Standing.OVERDUE for step in steps)


def share(desk: Desk, number: int, base: int) -> str:
    """Return a share of units, rounded as the register sets."""
    settings = desk.settings
    return _percent(desk, percent_units(number, base, settings.digits, settings.rounding))


def _percent(desk: Desk, units: int | None) -> str:
    return percent(units, desk.digits)


def _counted(counts: Rates) -> str:
    return f"{text.count(counts.done)}/{text.count(counts.total)}"
