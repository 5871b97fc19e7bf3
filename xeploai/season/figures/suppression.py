"""Which units are too small for their counts to be shown, and which must stay hidden with them."""

from collections.abc import Container, Iterable

from xeploai.schema.terms import Subject
from xeploai.season.figures.model import Figure, Figures

_TOP = ""
"""Code above all roots; where they are several, their sum is the headline."""


def hidden_units(figures: Figures | None, least: int) -> frozenset[str]:
    """Return the codes of the units, cells among them, whose counts of members are not shown."""
    if figures is None or least <= 1:
        return frozenset()
    known = [row for row in figures.rows if row.subject is Subject.MEMBER and row.total]
    roots = [row.unit for row in known if not row.parent]
    # A single root is the headline itself; several stand below it like any other units.
    top = roots[0] if len(roots) == 1 else _TOP
    hidden = {row.unit for row in known if (row.total or 0) < least and row.unit != top}
    families = _families(known)
    while more := {code for family in families if (code := _next(family, hidden, top))}:
        hidden |= more
    return frozenset(hidden)


Family = tuple[str, tuple[str, ...]]
"""A unit and those right below it that have members, the smallest first."""


def _families(known: Iterable[Figure]) -> list[Family]:
    below: dict[str, list[Figure]] = {}
    for row in known:
        below.setdefault(row.parent, []).append(row)
    return [
        (parent, tuple(row.unit for row in sorted(rows, key=lambda row: row.total or 0)))
        for parent, rows in below.items()
    ]


def _next(family: Family, hidden: Container[str], top: str) -> str:
    """Return the unit to hide where the others of a family would reveal a hidden one.

    "" where none need be hidden.
    """
    parent, below = family
    gone = [code for code in (parent, *below) if code in hidden]
    if len(gone) != 1:
        return ""
    spare = next((code for code in below if code not in hidden), parent)
    return "" if spare in (top, _TOP) else spare
