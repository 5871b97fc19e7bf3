"""Numbers that look drawn by lot and add up exactly to what is wanted."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from xeploai.schema.terms import Level

Counts = dict[str, int]
"""The counts of one cell, by field of the sheet Chi bộ."""

Days = Mapping[str, tuple[date, date]]
"""The first and last day on which something is done, by the step's name."""

Ladder = tuple[Level, Level, Level]
"""A level at each stage: self, proposed, decided."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many members of a set of cells end in each column; the other rated ones are HTT.

    probationary: beside those admitted less than six months ago.
    """

    xs: int = 0
    ht: int = 0
    kht: int = 0
    exempt: int = 0
    suspended: int = 0
    new_under_6m: int = 0
    not_rated_other: int = 0
    probationary: int = 0


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole number into parts proportional to the weights, as nearly as can be.

    The parts add up to it exactly.
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    rests = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (-rests[index], index))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def uneven(lot: random.Random, total: int, parts: int) -> list[int]:
    """Split a total into parts of about the same size."""
    return share_out(total, [lot.randint(75, 125) for _ in range(parts)])


def draw_counts(lot: random.Random, rated: Sequence[int], totals: Totals) -> list[Counts]:
    """Draw the counts of cells, given the number of rated members of each."""
    drawn = {
        item.name: share_out(
            getattr(totals, item.name), [number * lot.randint(40, 160) for number in rated]
        )
        for item in fields(Totals)
    }
    return [
        _counts(number, {name: shares[index] for name, shares in drawn.items()})
        for index, number in enumerate(rated)
    ]


def _counts(rated: int, drawn: Counts) -> Counts:
    not_rated = ("exempt", "suspended", "new_under_6m", "not_rated_other")
    members = rated + sum(drawn[name] for name in not_rated)
    # Whoever was admitted less than six months ago is still on probation.
    probationary = drawn["probationary"] + drawn["new_under_6m"]
    return {
        **drawn,
        "members": members,
        "official": members - probationary,
        "probationary": probationary,
        "rated": rated,
        "htt": rated - drawn["xs"] - drawn["ht"] - drawn["kht"],
        # In these seasons those not fulfilling their duties are those who were disciplined.
        "disciplined": drawn["kht"],
    }


def sums(counts: Sequence[Counts]) -> Counts:
    """Add up the counts of all cells."""
    return {key: sum(item[key] for item in counts) for key in counts[0]}


def decide(counts: Sequence[Counts], xs: int, ht: int) -> list[Level]:
    """Return the level of each cell or organisation.

    The best few are XS, the worst few HT, the rest HTT.
    """
    order = sorted(range(len(counts)), key=lambda index: (_weakness(counts[index]), index))
    levels = [Level.HTT] * len(counts)
    for index in order[:xs]:
        levels[index] = Level.XS
    for index in order[len(order) - ht :]:
        levels[index] = Level.HT
    return levels


def _weakness(counts: Counts) -> tuple[int, int]:
    base = counts["rated"]
    return (2 * counts["kht"] + counts["ht"]) * 1000 // base, -counts["xs"] * 1000 // base


def ladder(lot: random.Random, decided: Level, changed: int = 8) -> Ladder:
    """Return the stages that lead to a level.

    changed: in how many of a hundred draws the first stage is one step higher.
    """
    levels = list(Level)
    index = levels.index(decided)
    if index == 0 or lot.randrange(100) >= changed:
        return decided, decided, decided
    higher = levels[index - 1]
    return higher, lot.choice((higher, decided)), decided


def day_in(lot: random.Random, days: tuple[date, date]) -> date:
    """Draw a day between two, avoiding weekends where there is another day."""
    first, last = days
    all_days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return lot.choice([day for day in all_days if day.weekday() < 5] or all_days)
