"""Tiến độ › each cluster and each official: what do these units still owe?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import NO_MILESTONES, OFFICIAL, SOON, as_of_words, lower_first, upper_first
from xeploai.register.model import Unit
from xeploai.schema.register import AssignmentRow
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.views.attendance import assigned_in, assigned_lines, assigned_to
from xeploai.views.matrix import sending_mark
from xeploai.views.milestone_rates import main_phrase, overdue_words, reached
from xeploai.views.milestone_rows import (
    UNKNOWN_WORDS,
    Mark,
    OpenStep,
    due_words,
    is_bound,
    is_to_come,
    left_words,
    open_step_row,
    open_steps,
    owed_steps,
    pressing,
    state_word,
)
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView
from xeploai.views.watchers import Watched


@dataclass(frozen=True, slots=True)
class WatchedUnit:
    """A unit, how many of its milestones it reached, what it owes now and what later."""

    name: str
    url: str
    small: str
    is_hinted: bool
    sending: Mark
    done: str
    open_steps: tuple[OpenStep, ...]
    later: str


@dataclass(frozen=True, slots=True)
class Side:
    """By what units are watched together, and by what else each of them is."""

    name: str
    anchor: str
    other: str
    other_of: Callable[[Unit], str]


BY_CLUSTER = Side("Cụm", "cum", OFFICIAL, lambda unit: unit.official)
BY_OFFICIAL = Side("Cán bộ", "can-bo", "Cụm", lambda unit: unit.cluster)


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of every cluster, then of every official."""
    clusters, officials = view.watchers.clusters, view.watchers.officials
    for group in clusters.values():
        yield _page(view, group, BY_CLUSTER, officials)
    for group in officials.values():
        yield _page(view, group, BY_OFFICIAL, clusters)


def _page(view: SeasonView, group: Watched, side: Side, others: Mapping[str, Watched]) -> Page:
    names = dict.fromkeys(side.other_of(unit) for unit in group.units)
    context = {
        "crumbs": (
            Link(SitePage.TIMELINE.title, SitePage.TIMELINE.url),
            Link(side.name, SitePage.TIMELINE.at(side.anchor)),
        ),
        "lead": _lead(view, group.units),
        "as_of": f"{as_of_words(view.season.as_of)} · {_size(group)}",
        "others_name": side.other,
        "others": tuple(Link(name, others[name].url) for name in names if name),
        "rates": reached(view, group.units),
        # What is the same of all units stands above them.
        "lines": tuple(
            _line(view, unit, side.other_of(unit) if len(names) > 1 else "") for unit in group.units
        ),
        "assigned": tuple(assigned_lines(view, _assigned(view, group, side))),
        "message": tuple(_message(view, group)),
    }
    return Page(source_of(group.url), "watcher", group.name, context)


def _assigned(view: SeasonView, group: Watched, side: Side) -> Iterable[AssignmentRow]:
    """Return where the official is to attend, or who is to attend in the units of a cluster."""
    if side is BY_OFFICIAL:
        return assigned_to(view.register, group.name)
    return assigned_in(view.register, group.units)


def _size(group: Watched) -> str:
    return f"{text.count(len(group.units))} đơn vị"


def _lead(view: SeasonView, units: Sequence[Unit]) -> str:
    if not view.register.milestones:
        return f"{upper_first(NO_MILESTONES)}, nên chưa biết đơn vị nào muộn."
    main = main_phrase(view, units)
    overdue = overdue_words(view, units)
    return f"{main}. {overdue}" if main else overdue


def _line(view: SeasonView, unit: Unit, small: str) -> WatchedUnit:
    steps = [step for step in view.season.progress.of_unit(unit.code) if is_bound(step)]
    steps = [step for step in steps if not step.milestone.is_of_board]
    done = sum(step.is_done for step in steps)
    owed = owed_steps(view, unit)
    now = [step for step in owed if not is_to_come(step)]
    rest = [step for step in owed if is_to_come(step)]
    return WatchedUnit(
        name=unit.name,
        url=view.url(unit.code),
        small=small,
        is_hinted=unit.hinted,
        sending=sending_mark(view, unit),
        done=f"{done}/{len(steps)}" if steps else "",
        open_steps=tuple(open_step_row(step) for step in now),
        later=_named(rest),
    )


def _named(steps: Iterable[MilestoneStatus]) -> str:
    """Milestones in a row, each with its deadline and its days."""
    return "; ".join(
        f"{lower_first(step.milestone.name)} ({due_words(step)}, {_days(step)})" for step in steps
    )


def _days(step: MilestoneStatus) -> str:
    past = "quá " if step.kind is StatusKind.OVERDUE else ""
    return f"{past}{left_words(step)}"


# ---------------------------------------------------------------- a message


def _message(view: SeasonView, group: Watched) -> Iterator[str]:
    """Yield the message to an official or units: only overdue, soon due and faulty items."""
    if not view.register.milestones:
        return
    yield f"{group.name} ({_size(group)}), đến ngày {text.day(view.season.as_of)}:"
    main = main_phrase(view, group.units)
    if main:
        yield f"{main}."
    outstanding = [(unit, pressing(open_steps(view, unit))) for unit in group.units]
    to_fix = [f"- {unit.name}" for unit in group.units if view.sending(unit).mark == "refused"]
    words = (StatusKind.OVERDUE.label, *reversed(UNKNOWN_WORDS), SOON)
    parts = [(upper_first(word), list(_step_lines(outstanding, word))) for word in words]
    parts = [(heading, lines) for heading, lines in [*parts, ("Biểu phải sửa", to_fix)] if lines]
    for heading, lines in parts:
        yield f"{heading}:"
        yield from lines
    if not parts:
        none = (StatusKind.OVERDUE.label, StatusKind.NO_REPORT.label, SOON)
        yield f"Không có việc {', '.join(none)} hoặc phải sửa biểu."


def _step_lines(
    outstanding: Iterable[tuple[Unit, list[MilestoneStatus]]], word: str
) -> Iterator[str]:
    for unit, steps in outstanding:
        mine = [step for step in steps if state_word(step) == word]
        if mine:
            yield f"- {unit.name}: {_named(mine)}"
