"""Units by milestones, a line for each unit, and what the lines can be filtered by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import HINTED, NO_CLUSTER, OFFICIAL, upper_first
from xeploai.register.model import Unit
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.text import slug
from xeploai.views.milestone_rows import (
    MISWRITTEN,
    NOT_AGAIN,
    STATES,
    UNWRITTEN,
    Mark,
    behind,
    is_all_done,
    mark_of,
    state,
)
from xeploai.views.season_view import SeasonView
from xeploai.views.sending_parts import SendingPart
from xeploai.views.watchers import Watched

_DONE = "Xong mọi mốc"
_HINTED = upper_first(HINTED)
_SENDINGS = ("counted", "pending", "in_correction", "late", "refused", "missing")
"""The signs of how a unit stands with its return, worst last."""
_CLOSER = {
    StatusKind.IN_CORRECTION.value: (SendingPart.INCOMPLETE,),
    StatusKind.NO_REPORT.value: (NOT_AGAIN, UNWRITTEN, MISWRITTEN),
}
"""Nearer words of a state than its own: each is looked for by itself."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A unit's line of the matrix; a group's heading where it has no marks.

    keys: what the line is found by, as the choices name it.
    """

    name: str
    url: str = ""
    small: str = ""
    is_hinted: bool = False
    marks: tuple[Mark, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a filter: the key of the lines it leaves, its words, how many those are."""

    key: str
    words: str
    units: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter above the matrix: its entries in groups, each with a name or ""."""

    name: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]


def lines(view: SeasonView) -> tuple[MatrixRow, ...]:
    """Every unit that is followed, by cluster where there are clusters."""
    watchers = view.watchers
    if not watchers.clusters:
        return tuple(_line(view, unit, "", is_named=True) for unit in watchers.units)
    return tuple(line for group in watchers.groups for line in _group(view, group))


def _group(view: SeasonView, group: Watched) -> Iterator[MatrixRow]:
    shared = shared_official(group.units) if group.key else ""
    yield MatrixRow(group.name, group.url, f"{shared} theo dõi" if shared else "")
    for unit in group.units:
        yield _line(view, unit, group.key or slug(NO_CLUSTER), is_named=not shared)


def shared_official(units: Sequence[Unit]) -> str:
    """Return the official of all the units, where they have one and the same."""
    officials = {unit.official for unit in units}
    return officials.pop() if len(officials) == 1 else ""


def _line(view: SeasonView, unit: Unit, cluster: str, *, is_named: bool) -> MatrixRow:
    steps = view.season.progress.of_unit(unit.code)
    marks = (sending_mark(view, unit), *(mark_of(view, step) for step in steps))
    # What the board does itself is not what a unit is looked for by.
    own = [step for step in steps if not step.milestone.is_of_board]
    official = view.watchers.officials.get(unit.official)
    keys = [
        f"bieu-{slug(marks[0].word)}" if unit.reports else "",
        *sorted(set(map(_state_key, own))),
        slug(_DONE) if is_all_done(steps) else "",
        slug(_HINTED) if unit.hinted else "",
        cluster,
        official.key if official else "",
    ]
    return MatrixRow(
        name=unit.name,
        url=view.url(unit.code),
        small=unit.official if is_named else "",
        is_hinted=unit.hinted,
        marks=marks,
        keys=tuple(key for key in keys if key),
    )


def _state_key(step: MilestoneStatus) -> str:
    """Return what a line is found by at a step: still reviewing is not being corrected."""
    key = state(step)
    return next((slug(word) for word in behind([step]) if word in _CLOSER.get(key, ())), key)


def sending_mark(view: SeasonView, unit: Unit) -> Mark:
    """How a unit stands with its return."""
    if not unit.reports:
        return Mark("not_required", "Không gửi biểu")
    sending = view.sending(unit)
    counted = sending.counted
    when = f"{counted.received_on:%d/%m}" if counted and counted.received_on else ""
    order = _SENDINGS.index(sending.mark)
    return Mark(sending.mark, sending.word, sending.note or when, sort=order)


# ---------------------------------------------------------------- filters


def filters(view: SeasonView, shown: Sequence[MatrixRow]) -> tuple[Filter, ...]:
    """Return the filters of the lines; one that would leave all or nothing is omitted."""
    watchers = view.watchers
    clusters = [(group.key, group.name) for group in watchers.clusters.values()]
    clusters += [(slug(NO_CLUSTER), NO_CLUSTER)] if clusters else []
    officials = [(group.key, group.name) for group in watchers.officials.values()]
    states = [
        (key, upper_first(word))
        for state_key, label in reversed(STATES.items())
        for key, word in [(state_key, label), *((slug(x), x) for x in _CLOSER.get(state_key, ()))]
    ]
    candidates = (
        Filter(
            "Tình trạng",
            _groups(
                ("Ở các mốc", _choices([*states, (slug(_DONE), _DONE)], shown)),
                ("Biểu tổng hợp", _choices(_sendings(shown), shown)),
                ("Đơn vị", _choices([(slug(_HINTED), _HINTED)], shown)),
            ),
        ),
        Filter("Cụm", _groups(("", _choices(clusters, shown)))),
        Filter(OFFICIAL, _groups(("", _choices(officials, shown)))),
    )
    return tuple(each for each in candidates if each.groups)


def _groups(
    *groups: tuple[str, tuple[Choice, ...]],
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    return tuple((name, choices) for name, choices in groups if choices)


def _sendings(shown: Sequence[MatrixRow]) -> list[tuple[str, str]]:
    """How the units stand with their returns, worst first."""
    marks = {line.marks[0].word: line.marks[0].sort for line in shown if line.marks}
    words = sorted(marks, key=lambda word: -marks[word])
    return [(f"bieu-{slug(word)}", word) for word in words]


def _choices(named: Sequence[tuple[str, str]], shown: Sequence[MatrixRow]) -> tuple[Choice, ...]:
    """Entries of those keys that lines have."""
    counted = [(key, words, sum(key in line.keys for line in shown)) for key, words in named]
    return tuple(Choice(key, words, text.count(units)) for key, words, units in counted if units)
