"""Two years on two maps, added up in the plainest words.

What each old unit sent is a handful of plain numbers. A unit of today has of the year before the
sum of the old units that are wholly in it; it has none where a part of an old unit is in it.
Nothing of the program is used here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

LEVELS = ("xs", "htt", "ht", "kht")
REASONS = ("exempt", "suspended", "new_under_6m", "not_rated_other")
COUNTS = ("total", "rated", *REASONS, *LEVELS)
STEPS = ("self", "proposed", "decided")
SHARES = {
    "coverage_pct": (("rated",), ("total",)),
    "xs_pct": (("xs",), ("rated",)),
    "htt_pct": (("htt",), ("rated",)),
    "ht_pct": (("ht",), ("rated",)),
    "kht_pct": (("kht",), ("rated",)),
    "xs_over_htt_pct": (("xs",), ("htt",)),
    "xs_over_xs_htt_pct": (("xs",), ("xs", "htt")),
    "htt_or_above_pct": (("xs", "htt"), ("rated",)),
}
KEYS = (("member", "decided"), *((x, y) for x in ("cell", "org", "collective", "leader")
                                 for y in STEPS))  # fmt: skip

Counts = dict[str, int]
Key = tuple[str, str]
"""Subject and step."""


@dataclass
class Row:
    """A row of the sheet Chi bộ: its members, and the level of the cell at each step, if any."""

    members: Counts
    levels: Mapping[str, str]


@dataclass
class Sent:
    """What one unit sent in one year.

    led: collectives and leaders by subject and step: how many, not rated, and at each level;
    is_upper: it stands above others, so that it is no organisation among them.
    """

    is_cell: bool
    rows: Sequence[Row]
    levels: Mapping[str, str]
    led: Mapping[Key, Counts] = field(default_factory=dict)
    is_upper: bool = False


@dataclass
class Today:
    """The units of today by code with the code above each, "" at the top.

    reporting: those that send a return; rows: of which old unit a new one was made, as new and old;
    upper: those above others that send one, too, of their own collectives and leaders.
    """

    parents: Mapping[str, str]
    reporting: Sequence[str]
    rows: Sequence[tuple[str, str]] = ()
    upper: Sequence[str] = ()

    def up(self, code: str) -> list[str]:
        """A unit and all above it."""
        return [code, *self.up(self.parents[code])] if code else []


@dataclass
class Sum:
    """What a unit has of a year; counts: None where it is not known, or not comparable."""

    counts: dict[Key, Counts | None]
    expected: dict[Key, int]
    counted: dict[Key, int]


# ------------------------------------------------------------------ one unit, one year


def of_one(sent: Sent) -> dict[Key, Counts]:
    """What a unit that reports comes to."""
    figures = {key: dict.fromkeys(COUNTS, 0) for key in KEYS}
    for row in sent.rows:
        add(figures["member", "decided"], row.members)
        for step in STEPS if not sent.is_cell else ():
            add(figures["cell", step], one(row.levels.get(step, "")))
    for step in STEPS:
        own = sent.levels.get(step) or (sent.rows[0].levels.get(step, "") if sent.is_cell else "")
        add(figures["org", step], {} if sent.is_upper else one(own))
    for subject in ("collective", "leader"):
        most = max((n["total"] for (x, _), n in sent.led.items() if x == subject), default=0)
        for step in STEPS if most else ():
            levels = {x: sent.led.get((subject, step), {}).get(x, 0) for x in LEVELS}
            rated = sum(levels.values())
            base = {"total": most, "rated": rated, "not_rated_other": most - rated}
            add(figures[subject, step], base | levels)
    return figures


def one(level: str) -> Counts:
    """One organisation at a level, or at none."""
    return {"total": 1, "rated": 1, level: 1} if level else {"total": 1, "not_rated_other": 1}


def add(figure: Counts, more: Mapping[str, int]) -> None:
    for key, number in more.items():
        figure[key] += number


# ------------------------------------------------------------------ all units, one year


def pieces(today: Today, old: str) -> list[str]:
    """The units of today that an old one went into; one above another says the same again."""
    units = [new for new, code in today.rows if code == old]
    return [x for x in units if not any(x in today.up(y) for y in units if y != x)]


def old_units(today: Today, sent: Mapping[str, Sent]) -> dict[str, list[str]]:
    """The units that each old unit of the year went into, of those that sent something or should.

    A unit of which there are no rows was there already, unless those above it were made of others.
    """
    units = {old: pieces(today, old) for _, old in today.rows}
    made = {new for new, _ in today.rows}
    for code in (*today.reporting, *today.upper):
        if code not in made and (code in sent or not made.intersection(today.up(code))):
            units[code] = [*units.get(code, []), code]
    return units


def add_up(today: Today, sent: Mapping[str, Sent]) -> dict[str, Sum]:
    """What every unit of today has of a year; sent: by the units of that year."""
    went = old_units(today, sent)
    heard = any(old in sent for old in went)
    return {unit: of_unit(today, unit, went, sent, heard=heard) for unit in today.parents}


def of_unit(
    today: Today,
    unit: str,
    went: Mapping[str, Sequence[str]],
    sent: Mapping[str, Sent],
    *,
    heard: bool,
) -> Sum:
    inside = {old: [unit in today.up(x) for x in units] for old, units in went.items()}
    held = [old for old, there in inside.items() if any(there)]
    expected = {key: of_key(today, held, key) for key in KEYS}
    there = {key: [old for old in olds if old in sent] for key, olds in expected.items()}
    numbers = {key: len(olds) for key, olds in expected.items()}
    is_part = any(not all(inside[old]) for old in held)
    is_short = unit in today.reporting and 0 < len([x for x in held if x in sent]) < len(held)
    if is_part or is_short:
        return Sum(dict.fromkeys(KEYS), numbers, dict.fromkeys(KEYS, 0))
    counts: dict[Key, Counts | None] = dict.fromkeys(KEYS)
    for key, olds in there.items():
        if olds:
            counts[key] = summed(of_one(sent[old])[key] for old in olds)
    for step in STEPS:
        # Whoever sent nothing was not rated, as soon as anything is known of anybody.
        missing = numbers["org", step] - len(there["org", step])
        silent = [one("")] * missing if heard else []
        known = counts["org", step]
        if silent or known:
            counts["org", step] = summed([known or {}, *silent])
    return Sum(counts, numbers, {key: len(olds) for key, olds in there.items()})


def of_key(today: Today, olds: Sequence[str], key: Key) -> list[str]:
    """Those of some units that have figures of a subject: one above others only of its leaders."""
    is_led = key[0] in ("collective", "leader")
    return [old for old in olds if is_led or old not in today.upper]


def summed(figures: Iterable[Mapping[str, int]]) -> Counts:
    total = dict.fromkeys(COUNTS, 0)
    for figure in figures:
        add(total, figure)
    return total


# ------------------------------------------------------------------ as ratios.csv has it


def lines(sums: Mapping[str, Sum]) -> dict[tuple[str, str, str], dict[str, str]]:
    """The counts and percentages by unit, subject and step, rounded half up at two digits."""
    return {
        (unit, *key): line(counts)
        | {"units_expected": str(each.expected[key]), "units_counted": str(each.counted[key])}
        for unit, each in sums.items()
        for key, counts in each.counts.items()
    }


def line(counts: Counts | None) -> dict[str, str]:
    if counts is None:
        return dict.fromkeys((*COUNTS, *SHARES), "")
    shares = {
        key: percent(sum(counts[x] for x in top), sum(counts[x] for x in base))
        for key, (top, base) in SHARES.items()
    }
    return {key: str(number) for key, number in counts.items()} | shares


def percent(number: int, base: int) -> str:
    if not base:
        return ""
    hundredths = floor(Fraction(100 * 100 * number, base) + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"
