"""The history of a season: what is known of its units, as facts, and what each build changed.

A fact is a short text under a key. A build keeps only the facts that changed since the one before
it, so that a build with nothing new adds nothing; adding them up gives the state at any build.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from xeploai.submissions.model import same_period


class Kind(StrEnum):
    """Kind of a fact; in brackets the parts of its key beside the unit."""

    FIGURE = "figure"
    """The counts of a unit (subject and stage)."""
    STEP = "step"
    """The standing of a unit, the day it was done and its deadline (milestone)."""
    FILE = "file"
    """The fate and number of a sending (hash of the workbook)."""
    UNIT = "unit"
    """A unit's parent and name."""
    ROWS = "rows"
    """The sign of what the register says of a unit (sheet)."""
    SETTING = "setting"
    """The value of a setting (its key)."""
    MILESTONE = "milestone"
    """A milestone's deadline and name (its code)."""
    PROGRAM = "program"
    """The version of the program."""


class Key(NamedTuple):
    """Subject of a fact."""

    kind: Kind
    unit: str = ""
    what: str = ""


Facts = Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Record:
    """Difference that a build found from the state before it; None: not there any more."""

    at: datetime
    as_of: date
    period: str
    changed: Mapping[Key, str | None]


@dataclass(frozen=True, slots=True)
class State:
    """All facts as a build left them."""

    at: datetime
    as_of: date
    facts: Facts


History = tuple[Record, ...]
"""The records of every period that the ledger remembers, oldest first."""


def fact(*values: object) -> str:
    """Encode several parts as one fact."""
    return json.dumps(values, ensure_ascii=False, default=str)


def parts(encoded: str | None) -> list[Any]:
    """Decode a fact into its parts; none for None."""
    decoded: list[Any] = json.loads(encoded) if encoded else []
    return decoded


def of_period(history: History, period: str) -> History:
    """Return the records of one period; those of another are no earlier state of it."""
    return tuple(item for item in history if same_period(item.period, period))


def record(history: History, now: State, period: str) -> History:
    """Return the history with a state added where it differs from the last one of its period."""
    before = state_after(of_period(history, period))
    known: Facts = before.facts if before else {}
    changed: dict[Key, str | None] = {
        key: value for key, value in now.facts.items() if known.get(key) != value
    }
    changed |= dict.fromkeys(key for key in known if key not in now.facts)
    return (*history, Record(now.at, now.as_of, period, changed)) if changed else history


def state_after(records: Sequence[Record]) -> State | None:
    """Return the state that records of one period add up to."""
    facts: dict[Key, str] = {}
    for item in records:
        for key, value in item.changed.items():
            if value is None:
                facts.pop(key, None)
            else:
                facts[key] = value
    return State(records[-1].at, records[-1].as_of, facts) if records else None


def state_by(records: Sequence[Record], day: date) -> State | None:
    """Return the last state recorded by the end of a day.

    None where nothing was recorded so early.
    """
    last = _last([item.at.date() <= day for item in records])
    if not last:
        # A season that is looked back on was recorded after its days: there its as-of days tell.
        last = _last([item.as_of <= day for item in records])
    return state_after(records[:last])


def _last(flags: Sequence[bool]) -> int:
    """Return the number, counted from 1, of the last that holds; 0 where none does."""
    return max((number for number, holds in enumerate(flags, start=1) if holds), default=0)
