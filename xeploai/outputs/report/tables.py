"""A season → the tables of its report: ratings, a line for each unit, sums below.

One table serves Word and Excel, so that both say the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xeploai.outputs.report.model import Breadth, ReportRow, ReportTable
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import (
    HIDDEN,
    NO_FIGURES,
    NONE,
    NOT_FILLED_IN,
    coverage_of,
    lower_first,
    noun,
    period_words,
    results_of,
    undecided,
)
from xeploai.schema.terms import LEADERSHIP, Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import together
from xeploai.text import count
from xeploai.views.rerated import rerated_words

MOST_ON_PAPER = 2_000
"""Lines of a table in the Word report: a hundred pages, for which Word takes its time."""


def tables_of(scope: Scope) -> list[ReportTable]:
    """Every table that has figures: each subject, by each kind of unit there is below."""
    candidates = (table_of(scope, subject, each) for subject in Subject for each in Breadth)
    below = [table for table in candidates if table is not None]
    return below or [table for subject in Subject if (table := _own_table(scope, subject))]


def _own_table(scope: Scope, subject: Subject) -> ReportTable | None:
    """Return the figures of a unit with nothing below it, as a table of one line."""
    total = scope.figure(subject) if scope.is_one else None
    if total is None:
        return None
    line = ReportRow("1", total.name, 0, total)
    return ReportTable(subject, Breadth.UNIT, _title(scope, total, ""), (line,), total)


def main_table(scope: Scope, subject: Subject) -> ReportTable | None:
    """Return the table of a subject for paper.

    It is by the units that report, or by cell of a single one.

    By what stands above the units where they are too many to print; None where nothing fits.
    """
    order = (Breadth.UNIT, Breadth.UPPER, Breadth.CELL)
    candidates = (table_of(scope, subject, each) for each in order)
    return next(
        (table for table in candidates if table and len(table.lines) <= MOST_ON_PAPER), None
    )


def table_of(scope: Scope, subject: Subject, breadth: Breadth) -> ReportTable | None:
    """One subject by one kind of unit; None where there is no such unit below, or no figure."""
    total = scope.figure(subject)
    if total is None or (breadth is Breadth.CELL and subject not in _IN_CELLS):
        return None
    lines = tuple(_numbered(_lines(scope, scope.unit, subject, breadth, 0)))
    if not any(_is_of(line, breadth) for line in lines):
        return None
    return ReportTable(subject, breadth, _title(scope, total, breadth), lines, total)


def _title(scope: Scope, total: Figure, by: str) -> str:
    """Return the title of a table; by: the kind of its lines, "" where there is one only."""
    whom = noun(total.subject)
    asides = (undecided(total), rerated_words(scope.view, total))
    whose = f"từng {whom}" if whom == by else f"{whom} theo {by}" if by else whom
    step = "".join(f" ({aside})" for aside in asides if aside)
    return f"{results_of(whose, period_words(scope.settings.period))}{step}"


# ---------------------------------------------------------------- lines

_DEEPEST: Mapping[Breadth, frozenset[UnitKind]] = {
    Breadth.UPPER: frozenset({UnitKind.DISTRICT, UnitKind.PROVINCE}),
    Breadth.UNIT: frozenset({UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL}),
    Breadth.CELL: frozenset({UnitKind.CELL, UnitKind.GRASSROOTS_CELL}),
}

_IN_CELLS = (Subject.MEMBER, Subject.CELL)
"""Whoever is counted cell by cell."""


def _is_of(line: ReportRow, breadth: Breadth) -> bool:
    figure = line.figure
    is_unit = figure is not None and bool(figure.unit) and figure.kind in _DEEPEST[breadth]
    return is_unit and not line.is_group


def _lines(
    scope: Scope, unit: str, subject: Subject, breadth: Breadth, depth: int
) -> Iterator[ReportRow]:
    """Yield the lines below a unit, each group before its own; first what it counts itself."""
    own = scope.view.own_part(unit, subject, scope.stage(subject))
    if own is not None:
        yield _line(scope, own, depth)
    hidden = []
    for figure in scope.below(unit, subject):
        if scope.view.is_hidden(figure):
            hidden.append(figure)
            yield ReportRow("", figure.name, depth, None, HIDDEN)
            continue
        inside = list(_inside(scope, figure, subject, breadth, depth + 1))
        if inside:
            yield replace(_line(scope, figure, depth), is_group=True)
            yield from inside
        else:
            yield _line(scope, figure, depth)
    yield from _hidden_together(scope, hidden, depth)


def _inside(
    scope: Scope, figure: Figure, subject: Subject, breadth: Breadth, depth: int
) -> Iterator[ReportRow]:
    """Yield the lines below a unit of a table: kinds wide enough, and only if it is counted."""
    is_open = figure.is_provisional and not figure.kind.is_grassroots
    if figure.kind in _DEEPEST[breadth] or not (figure.total or is_open):
        return
    if breadth is not Breadth.CELL and figure.kind.is_grassroots:
        return
    yield from _lines(scope, figure.unit, subject, breadth, depth)


def _line(scope: Scope, figure: Figure, depth: int) -> ReportRow:
    if not figure.total:
        return ReportRow("", figure.name, depth, None, _why_none(scope, figure))
    if figure.kind.is_grassroots and not (figure.units_counted or figure.rated):
        # An organisation of the register that nothing speaks of yet.
        return ReportRow("", f"{figure.name} ({_why_none(scope, figure)})", depth, figure)
    rerated = rerated_words(scope.view, figure)
    name = f"{partly_counted(figure)}{f' ({rerated})' if rerated else ''}"
    return ReportRow("", name, depth, figure)


def partly_counted(figure: Figure) -> str:
    """Return a unit's name, with the coverage of those below it where that is partial."""
    if not (figure.is_provisional and figure.units_counted):
        return figure.name
    return f"{figure.name} ({coverage_of(figure)})"


def _why_none(scope: Scope, figure: Figure) -> str:
    """Why a unit has no counts: it has none of the subject, or its return is not counted."""
    if figure.is_known and not figure.is_provisional:
        # A return without a line of these is counted as zero, whether or not there are any.
        return NOT_FILLED_IN if figure.subject in LEADERSHIP else NONE
    unit = scope.view.register.units.get(figure.unit)
    if unit is None or not unit.counts(figure.subject):
        return NO_FIGURES
    return lower_first(scope.view.sending(unit).word)


def _hidden_together(scope: Scope, hidden: Sequence[Figure], depth: int) -> Iterator[ReportRow]:
    """Yield the hidden lines as one sum, without which the others would not add up."""
    whole = together(hidden, f"Cộng {count(len(hidden))} đơn vị được ẩn số liệu", scope.settings)
    if whole is not None:
        yield ReportRow("", whole.name, depth, whole)


def _numbered(lines: Iterable[ReportRow]) -> Iterator[ReportRow]:
    """Yield the lines with their numbers: 1, 1.1, 1.1.1; a sum of what is hidden has none."""
    path: list[int] = []
    for line in lines:
        if line.figure is not None and not line.figure.unit:
            yield line
            continue
        path = path[: line.depth + 1]
        path = [*path[:-1], path[-1] + 1] if len(path) > line.depth else [*path, 1]
        yield replace(line, number=".".join(map(str, path)))
