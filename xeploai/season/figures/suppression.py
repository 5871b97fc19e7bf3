"""Which units are too small for their counts to be shown, and which must stay hidden with them."""

from collections.abc import Container, Iterable, Iterator

from xeploai.schema.terms import Stage, Subject
from xeploai.season.figures.model import Figure, Figures

_TOP = ""
"""Code above all roots; where they are several, their sum is the headline."""


def hidden_units(figures: Figures | None, least: int) -> frozenset[str]:
    """Return the codes of the units, cells among them, whose counts of members are not shown."""
    if figures is None or least <= 1:
        return frozenset()
    known = [
        row for row in figures.rows
        if row.subject is Subject.MEMBER and row.total and not row.is_before_decision_of_members
    ]  # fmt: skip
    roots = [row.unit for row in known if not row.parent]
    # A single root is the headline itself; several stand below it like any other units.
    top = roots[0] if len(roots) == 1 else _TOP
    hidden = {row.unit for row in known if (row.total or 0) < least and row.unit != top}
    families = _families(known)
    while more := {code for family in families if (code := _next(family, hidden, top))}:
        hidden |= more
    return frozenset(hidden)


Step = tuple[str, str, Stage]
"""The period, the unit and the step of a figure of members."""


def hidden_steps(figures: Figures | None, least: int) -> frozenset[Step]:
    """Return the steps before the decision at which a unit's counts of members are not shown.

    Those of hidden units, and sums with one hidden part in them: only some units report such steps,
    so the others that do would reveal it. The headline is no exception.
    """
    if figures is None or least <= 1:
        return frozenset()
    return frozenset(_hidden_steps(figures, hidden_units(figures, least), least))


def _hidden_steps(figures: Figures, units: Container[str], least: int) -> Iterator[Step]:
    for row in figures.rows:
        if row.is_before_decision_of_members and _is_hidden(figures, row, units, least):
            yield row.period, row.unit, row.stage
    for stage in Stage:
        if stage is not Stage.DECIDED and _has_one_hidden(figures, _TOP, stage, units, least):
            yield figures.period, _TOP, stage


def _is_hidden(figures: Figures, step: Figure, units: Container[str], least: int) -> bool:
    if step.unit in units or 0 < (step.total or 0) < least:
        return True
    return _has_one_hidden(figures, step.unit, step.stage, units, least)


def _has_one_hidden(
    figures: Figures, above: str, stage: Stage, units: Container[str], least: int
) -> bool:
    below = [row for row in figures.below(above, Subject.MEMBER, stage) if row.total]
    hidden = sum(_is_hidden(figures, row, units, least) for row in below)
    # A unit may report members of its own beside those of the units below it.
    whole = figures.at(above, Subject.MEMBER, stage)
    own = (whole.total or 0) - sum(row.total or 0 for row in below) if whole else 0
    return hidden + (0 < own < least) == 1


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
