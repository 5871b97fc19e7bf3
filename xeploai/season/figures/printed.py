"""Figures as they are printed: organisations of the whole register, no shares of a few units."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xeploai.register.model import Register, Settings
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Subject
from xeploai.season.figures.leaves import unrated_reason
from xeploai.season.figures.model import COUNTS, LEVEL_SHARES, Figure, Node, is_thin
from xeploai.season.figures.tree import ancestors
from xeploai.submissions.earlier_year import EarlierYear

_Missing = Mapping[str, Mapping[str, int]]
"""How many organisations nothing speaks of, by unit and why they are not rated."""


def printed(
    rows: Sequence[Figure],
    nodes: Mapping[str, Node],
    register: Register,
    earlier: EarlierYear | None = None,
) -> list[Figure]:
    """Return the figures of a period as pages, charts and paper have them, in the same order.

    The base of organisations is the register: those that neither a return nor a decision speaks
    of are not rated, in their own figures and in those of the units above them.
    """
    settings = register.settings
    missing = _missing(rows, nodes, register, earlier)
    return [without_thin_shares(_based(row, missing, settings), settings) for row in rows]


def without_thin_shares(figure: Figure, settings: Settings) -> Figure:
    """Return a figure without the shares of levels where too few units are counted for them."""
    if not figure.rated or not is_thin(figure, settings.least_coverage):
        return figure
    hidden: dict[str, Any] = dict.fromkeys(LEVEL_SHARES)
    return replace(figure, **hidden)


def _based(row: Figure, missing: _Missing, settings: Settings) -> Figure:
    if row.subject is not Subject.ORG:
        return row
    return _with_missing(row, missing.get(row.unit, {}), settings)


def _with_missing(figure: Figure, reasons: Mapping[str, int], settings: Settings) -> Figure:
    """Return a figure with organisations it does not hold yet, by why they are not rated."""
    number = sum(reasons.values())
    if not number:
        return figure
    counts: dict[str, Any] = {name: getattr(figure, name) or 0 for name in COUNTS}
    for name, of_these in reasons.items():
        counts[name] += of_these
    counts["total"] += number
    share = percent_units(counts["rated"], counts["total"], settings.digits, settings.rounding)
    return replace(figure, **counts, coverage_pct=share)


def _missing(
    rows: Sequence[Figure],
    nodes: Mapping[str, Node],
    register: Register,
    earlier: EarlierYear | None,
) -> _Missing:
    """Count the organisations that nothing speaks of, below each unit.

    None where nothing speaks of any: then nothing is known, not even that none is rated.
    """
    known = {row.unit for row in rows if row.subject is Subject.ORG and row.total}
    missing: dict[str, Counter[str]] = {}
    silent = earlier.absent if earlier else {
        unit.code: list(ancestors(nodes, unit.code))
        for unit in register.expected(Subject.ORG)
        if unit.code not in known
    }  # fmt: skip
    for code, units in silent.items() if known else ():
        for unit in units:
            missing.setdefault(unit, Counter())[unrated_reason(register, code)] += 1
    return missing
