"""How far many units are at a milestone, in numbers and in the published phrase."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.charts.pace import main_milestone
from xeploai.phrases import (
    DUE_TODAY,
    OF_BOARD,
    UNKNOWN,
    cells_unknown,
    in_a_row,
    percent,
    upper_first,
)
from xeploai.register.model import Milestone, Unit
from xeploai.schema.percentages import percent_units
from xeploai.season.progress.model import MilestoneStatus, Rates, StatusKind
from xeploai.season.progress.rates import rates
from xeploai.views.milestone_rows import behind, board_words, days_left, state_word
from xeploai.views.season_view import SeasonView

FEW = 3
"""Most units named in a sentence."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many reached a milestone: "3/5", "60,00%"; overdue: how many should have, "" for none.

    of_board: that the board does it itself; noun: what is counted; no_report: of how many it is not
    known whether they did, "" for none; words: the published sentence.
    """

    name: str
    deadline: str
    of_board: str
    noun: str
    done: str
    share: str
    on_time: str
    overdue: str
    no_report: str
    words: str


def reached(view: SeasonView, units: Sequence[Unit]) -> tuple[Reached, ...]:
    """How far units are, at every milestone of the register."""
    progress = view.season.progress
    return tuple(
        _reached(view, item, progress.of_units(units, item.code)) for item in progress.milestones
    )


def reached_below(view: SeasonView, unit: Unit) -> tuple[Reached, ...]:
    """How far the units below an upper one are, at the milestones that bind them."""
    below = view.register.reporting_under(unit.code) if unit.kind.is_upper else ()
    rows = reached(view, below)
    return tuple(row for row in rows if row.share)


def _reached(view: SeasonView, milestone: Milestone, steps: Sequence[MilestoneStatus]) -> Reached:
    counts = rates(steps)
    return Reached(
        name=milestone.name,
        deadline=text.day(milestone.deadline),
        of_board=board_words(milestone),
        noun=milestone.noun,
        done=_counted(counts) if counts.total else UNKNOWN,
        share=_percent(view, counts.final_share(view.settings)) if counts.total else "",
        on_time=_on_time(view, counts),
        overdue=_some(counts.overdue),
        no_report=_some(counts.no_report),
        words=_words(view, milestone, steps),
    )


def _words(view: SeasonView, milestone: Milestone, steps: Sequence[MilestoneStatus]) -> str:
    """Return the published phrase with the number of late units and the days left."""
    uncounted = _uncounted(view, milestone)
    if not steps:
        return uncounted or "không áp dụng cho đơn vị nào trong danh mục"
    counts = rates(steps)
    parts = [phrase(view, milestone, counts)]
    parts += behind_words(steps, milestone.noun)
    parts += [uncounted] if uncounted else []
    left = (milestone.deadline - view.season.as_of).days
    if left >= 0 and counts.done < counts.total:
        parts.append(days_left(left) if left else DUE_TODAY)
    return "; ".join(parts)


def behind_words(
    steps: Sequence[MilestoneStatus], noun: str, spell: Callable[[int], str] = text.count
) -> list[str]:
    """Return how many steps of a milestone are behind, in words: "2 đơn vị muộn".

    With what the board does itself no unit is overdue.
    """
    numbers = behind(steps)
    is_of_board = steps[0].milestone.is_of_board and numbers.pop(StatusKind.OVERDUE.label, 0)
    parts = [f"{spell(times)} {noun} {words}" for words, times in numbers.items()]
    return [*parts, f"{OF_BOARD} đã quá hạn"] if is_of_board else parts


def _uncounted(view: SeasonView, milestone: Milestone) -> str:
    """Say of how many committees not even the number of cells is known."""
    number = len(view.season.progress.uncounted) if milestone.is_of_cells else 0
    return cells_unknown(text.count(number)) if number else ""


def phrase(view: SeasonView, milestone: Milestone, counts: Rates) -> str:
    """Return the phrase as offices publish it: "28/31 đơn vị, đạt 90,32%; đúng hạn 80,65%"."""
    share = _percent(view, counts.final_share(view.settings))
    words, on_time = f"{_counted(counts)} {milestone.noun}, đạt {share}", _on_time(view, counts)
    return f"{words}; đúng hạn {on_time}" if on_time else words


def _on_time(view: SeasonView, counts: Rates) -> str:
    """Return the share that was in time, "" where nobody knows of any whether it was."""
    is_known = counts.done > counts.undated
    return _percent(view, counts.on_time_share(view.settings)) if is_known else ""


def at_main(view: SeasonView, units: Sequence[Unit]) -> tuple[str, str] | None:
    """Return the main milestone by name, and how far units are at it.

    None where it binds none of them.
    """
    milestone = main_milestone(view.season)
    if milestone is None:
        return None
    counts = rates(view.season.progress.of_units(units, milestone.code))
    return (milestone.name, phrase(view, milestone, counts)) if counts.total else None


def main_phrase(view: SeasonView, units: Sequence[Unit]) -> str:
    """Return the main milestone and its rates in one phrase, "" where there is none."""
    return ": ".join(at_main(view, units) or ())


def overdue_words(view: SeasonView, units: Sequence[Unit]) -> str:
    """Say at which milestones units are overdue or have not reported, and which where they are few.

    "2 đơn vị quá hạn “Gửi biểu”: A, B; 1 đơn vị quá hạn “Kế hoạch”: A." What the board does itself
    is no unit's, and is said by itself.
    """
    parts_of = {True: list[str](), False: list[str]()}
    for word, names, milestones in _open_ones(view, units):
        which = f": {', '.join(names)}" if len(names) <= FEW else ""
        words = f"{text.count(len(names))} đơn vị {word} {in_a_row(milestones)}{which}"
        parts_of[word == StatusKind.OVERDUE.label].append(words)
    sentences = [f"{'; '.join(parts)}." for parts in parts_of.values() if parts]
    return " ".join([*(sentences or ["Không có đơn vị nào quá hạn."]), *_of_board(view, units)])


def _open_ones(
    view: SeasonView, units: Sequence[Unit]
) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Yield how units stand that are behind, who they are, and at which milestones they all are."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for milestone in view.season.progress.milestones:
        by_word: dict[str, list[str]] = {}
        for unit in () if milestone.is_of_board else units:
            step = view.season.progress.at(unit.code, milestone.code)
            if step.kind is StatusKind.OVERDUE or step.is_unreported:
                by_word.setdefault(state_word(step), []).append(unit.name)
        for word, names in by_word.items():
            groups.setdefault((word, tuple(names)), []).append(f"“{milestone.name}”")
    yield from ((word, names, milestones) for (word, names), milestones in groups.items())


def _of_board(view: SeasonView, units: Sequence[Unit]) -> Iterator[str]:
    """Yield the sentence on the milestones that the board has still to reach for some units."""
    at = view.season.progress.at
    names = [
        f"“{item.name}”" for item in view.season.progress.milestones
        if item.is_of_board
        and any(at(unit.code, item.code).kind is StatusKind.OVERDUE for unit in units)
    ]  # fmt: skip
    if names:
        yield f"{upper_first(OF_BOARD)} đã quá hạn: {in_a_row(names)}."


def share(view: SeasonView, number: int, base: int) -> str:
    """Return a share of units, rounded as the register sets."""
    settings = view.settings
    return _percent(view, percent_units(number, base, settings.digits, settings.rounding))


def _percent(view: SeasonView, units: int | None) -> str:
    return percent(units, view.digits)


def _some(number: int) -> str:
    return text.count(number) if number else ""


def _counted(counts: Rates) -> str:
    return f"{text.count(counts.done)}/{text.count(counts.total)}"
