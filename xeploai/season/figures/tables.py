"""Typed rows → tables of counts up the tree, and their ratios. Here pandas starts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import Scale, Stage, Subject
from xeploai.season.figures.leaves import COLUMNS, leaves, upper_leaves
from xeploai.season.figures.model import NAMES, RATIO_COLUMNS, Figure, Figures, Node
from xeploai.season.figures.printed import printed
from xeploai.season.figures.rerated import applied, moved, of_period
from xeploai.season.figures.rollup import roll_up
from xeploai.season.figures.shares import with_ratios
from xeploai.season.figures.tree import NONE, cell_places, nodes
from xeploai.submissions.earlier_year import EarlierYear
from xeploai.submissions.model import Return

_NUMBERS = RATIO_COLUMNS[len(NAMES) :]
"""The counts and percentages, in the order in which a figure has them."""


def tabulate(
    register: Register,
    returns: Mapping[str, Return],
    period: str,
    as_of: date = date.max,
    others: Mapping[str, Return] = NONE,
    earlier: EarlierYear | None = None,
) -> Figures:
    """All figures of a period from its returns in force, by unit code.

    others: the returns of units that have none in force, whose cells keep their codes; earlier:
    what else was sent, where the period is an earlier year on this year's map.
    """
    in_order = {
        unit.code: returns[unit.code] for unit in register.reporting if unit.code in returns
    }
    places = cell_places(register, in_order, others)
    by_code = nodes(register, places)
    counted = leaves(register, in_order, places, as_of, earlier)
    apart = upper_leaves(register, in_order, as_of)
    source = _Source(register, by_code, in_order, period, earlier, apart)
    first = _summed(source, counted)
    decided = of_period(register, period)
    rows, unmoved = applied(decided, first) if decided else ([], [])
    if not rows:
        return replace(first, unmoved=tuple(unmoved))
    both = pd.concat([counted, pd.DataFrame(moved(rows), columns=COLUMNS)], ignore_index=True)
    now = _summed(source, both)
    return replace(now, first=first, unmoved=tuple(unmoved))


@dataclass(frozen=True, slots=True)
class _Source:
    """The tree and the returns that the leaf counts of a period are of.

    apart: the leaf counts of units above TCCSĐ themselves, which no unit adds up.
    """

    register: Register
    by_code: Mapping[str, Node]
    in_order: Mapping[str, Return]
    period: str
    earlier: EarlierYear | None
    apart: pd.DataFrame


def _summed(source: _Source, counted: pd.DataFrame) -> Figures:
    """Return the figures that leaf counts come to."""
    register, by_code, period = source.register, source.by_code, source.period
    settings, earlier = register.settings, source.earlier
    expected = {each: _expected(source, each) for each in Subject}
    summed = roll_up(counted, by_code, expected, source.in_order, earlier)
    table = with_ratios(summed, settings.digits, settings.rounding)
    scales = {subject: settings.regulation.scale(subject) for subject in Subject}
    rows = tuple(_figures(table, by_code, period, scales))
    table = with_ratios(_of_no_unit_below(source.apart), settings.digits, settings.rounding)
    apart = {(row.unit, row.stage): row for row in _figures(table, by_code, period, scales)}
    exact = replace(_indexed(period, by_code, rows), apart=apart)
    shown = _indexed(period, by_code, printed(rows, by_code, register, earlier))
    return replace(exact, for_print=replace(shown, apart=apart))


def _expected(source: _Source, subject: Subject) -> frozenset[str]:
    """Return the units that count a subject: of cells also those whose returns list some."""
    in_cells = subject in (Subject.MEMBER, Subject.CELL)
    returns = source.in_order
    return frozenset(
        unit.code
        for unit in source.register.reporting
        if unit.counts(subject)
        or (in_cells and unit.code in returns and returns[unit.code].rows(CellReturn))
    )


def _indexed(period: str, by_code: Mapping[str, Node], rows: Sequence[Figure]) -> Figures:
    by_parent: dict[tuple[str, Subject, Stage], list[Figure]] = {}
    for row in rows:
        by_parent.setdefault((row.parent, row.subject, row.stage), []).append(row)
    by_key = {(row.unit, row.subject, row.stage): row for row in rows}
    return Figures(period, by_code, tuple(rows), by_key, by_parent)


def _of_no_unit_below(apart: pd.DataFrame) -> pd.DataFrame:
    """Return the levels that stand apart as a table with the columns of the others."""
    return apart.assign(units_expected=None, units_counted=None)


def _figures(
    table: pd.DataFrame,
    by_code: Mapping[str, Node],
    period: str,
    scales: Mapping[Subject, Scale],
) -> Iterator[Figure]:
    numbers = (table[name].astype(object).where(table[name].notna(), None) for name in _NUMBERS)
    for unit, subject, stage, *values in zip(
        table["unit"], table["subject"], table["stage"], *numbers, strict=True
    ):
        node = by_code[unit]
        names = period, unit, node.name, node.kind, node.parent, subject, stage
        yield Figure(*names, *(*values, scales[subject]))
