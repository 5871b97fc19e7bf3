"""Tiến độ › each cluster and each official: what do these units still owe?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import NO_MILESTONES, OFFICIAL, SOON, as_of_words, lower_first, upper_first
from xeploai.register.model import Unit
from xeploai.season.progress.model import Standing, Step
from xeploai.views.matrix import sending_mark
from xeploai.views.milestone_rates import main_phrase, overdue_words, reached
from xeploai.views.milestone_rows import (
    Mark,
    Owed,
    due_words,
    is_bound,
    left_words,
    owed,
    owed_line,
    pressing,
)
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import Desk
from xeploai.views.watchers import Watched


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit, how many of its milestones it reached, what it owes now and what later."""

    name: str
    url: str
    small: str
    is_hinted: bool
    sending: Mark
    done: str
    owed: tuple[Owed, ...]
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


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the page of every cluster, then of every official."""
    clusters, officials = desk.watchers.clusters, desk.watchers.officials
    for group in clusters.values():
        yield _page(desk, group, BY_CLUSTER, officials)
    for group in officials.values():
        yield _page(desk, group, BY_OFFICIAL, clusters)


def _page(desk: Desk, group: Watched, side: Side, others: Mapping[str, Watched]) -> Page:
    names = dict.fromkeys(side.other_of(unit) for unit in group.units)
    context = {
        "crumbs": (
            Link(SitePage.TIMELINE.title, SitePage.TIMELINE.url),
            Link(side.name, SitePage.TIMELINE.at(side.anchor)),
        ),
        "lead": _lead(desk, group.units),
        "as_of": f"{as_of_words(desk.season.as_of)} · {_size(group)}",
        "others_name": side.other,
        "others": tuple(Link(name, others[name].url) for name in names if name),
        "rates": reached(desk, group.units),
        # What is the same of all units stands above them.
        "lines": tuple(
            _line(desk, unit, side.other_of(unit) if len(names) > 1 else "") for unit in group.units
        ),
        "message": tuple(_message(desk, group)),
    }
    return Page(source_of(group.url), "watcher", group.name, context)


def _size(group: Watched) -> str:
    return f"{text.count(len(group.units))} đơn vị"


def _lead(desk: Desk, units: Sequence[Unit]) -> str:
    if not desk.register.milestones:
        return f"{upper_first(NO_MILESTONES)}, nên chưa biết đơn vị nào muộn."
    main = main_phrase(desk, units)
    overdue = overdue_words(desk, units)
    return f"{main}. {overdue}" if main else overdue


def _line(desk: Desk, unit: Unit, small: str) -> UnitLine:
    steps = [step for step in desk.season.progress.of_unit(unit.code) if is_bound(step)]
    done = sum(step.standing.is_done for step in steps)
    now = pressing(owed(desk, unit))
    rest = [step for step in owed(desk, unit) if step not in now]
    return UnitLine(
        name=unit.name,
        url=desk.url(unit.code),
        small=small,
        is_hinted=unit.hinted,
        sending=sending_mark(desk, unit),
        done=f"{done}/{len(steps)}" if steps else "",
        owed=tuple(owed_line(step) for step in now),
        later=_named(rest),
    )


def _named(steps: Iterable[Step]) -> str:
    """Milestones in a row, each with its deadline and its days."""
    return "; ".join(
        f"{lower_first(step.milestone.name)} ({due_words(step)}, {_days(step)})" for step in steps
    )


def _days(step: Step) -> str:
    past = "quá " if step.standing is Standing.OVERDUE else ""
    return f"{past}{left_words(step)}"


# ---------------------------------------------------------------- a message


def _message(desk: Desk, group: Watched) -> Iterator[str]:
    """Yield the message to an official or units: only overdue, soon due and faulty items."""
    if not desk.register.milestones:
        return
    yield f"{group.name} ({_size(group)}), đến ngày {text.day(desk.season.as_of)}:"
    main = main_phrase(desk, group.units)
    if main:
        yield f"{main}."
    owing = [(unit, pressing(owed(desk, unit))) for unit in group.units]
    late = list(_said(owing, Standing.OVERDUE))
    soon = list(_said(owing, Standing.PENDING))
    mend = [f"- {unit.name}" for unit in group.units if desk.sending(unit).mark == "refused"]
    for heading, said in (
        (upper_first(Standing.OVERDUE.label), late),
        (upper_first(SOON), soon),
        ("Biểu phải sửa", mend),
    ):
        if said:
            yield f"{heading}:"
            yield from said
    if not (late or soon or mend):
        yield f"Không có việc {Standing.OVERDUE.label}, {SOON} hoặc phải sửa biểu."


def _said(owing: Iterable[tuple[Unit, list[Step]]], standing: Standing) -> Iterator[str]:
    for unit, steps in owing:
        mine = [step for step in steps if step.standing is standing]
        if mine:
            yield f"- {unit.name}: {_named(mine)}"
