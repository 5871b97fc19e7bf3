"""One table on one sheet: counts as the units report them, sums and percentages as formulas.

Every formula carries the value that the site shows, and gives the same when it is calculated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from xeploai.findings import letter
from xeploai.forms.cell_style import COUNT_FORMAT, HEADING
from xeploai.outputs.report.excel.columns import FIRST_ROW, NAME, NAME_COLUMN, Placed
from xeploai.outputs.report.excel.styles import (
    BOXED,
    HEAD,
    NUMBERING,
    SUBTITLE,
    TITLE,
    ExcelBook,
    ExcelSheet,
    Format,
)
from xeploai.outputs.report.model import TOTAL, ReportRow
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import UNKNOWN, coverage_of
from xeploai.register.model import Settings
from xeploai.schema.terms import Rounding
from xeploai.season.figures.model import LEVEL_SHARES, Figure
from xeploai.season.figures.shares import SHARES

_TITLE, _SUBTITLE, _HEADS, _NUMBERS = 0, 1, 3, 5
_TITLE_SIZE = 14
_MOST_TERMS = 250
"""Excel takes at most 255 ranges in one sum."""

_GROUP: Format = BOXED | {"bold": True, "bg_color": "#F4F4F4"}
_TOTAL: Format = BOXED | {"bold": True, "bg_color": f"#{HEADING}", "top": 2}
_COUNT: Format = {"num_format": COUNT_FORMAT}
_NAME: Format = {"text_wrap": True, "align": "left"}


def write_table(paper: ExcelBook, scope: Scope, placed: Placed) -> None:
    """Write a table on a sheet of its own."""
    page = paper.page(placed.sheet)
    _headings(page, scope, placed)
    for row in range(FIRST_ROW, placed.total_row):
        _line(page, scope.settings, placed, row)
    _total(page, scope.settings, placed)
    _set_up(page, scope, placed)


def _set_up(page: ExcelSheet, scope: Scope, placed: Placed) -> None:
    sheet = page.sheet
    for at, column in enumerate(placed.columns):
        sheet.set_column(at, at, column.width)
    for row, line in enumerate(placed.table.lines, FIRST_ROW):
        page.fit(row, line.name, NAME_COLUMN.width, depth=line.depth)
    page.fit(placed.total_row, _total_name(placed), NAME_COLUMN.width)
    sheet.outline_settings(True, False)
    sheet.freeze_panes(FIRST_ROW, NAME + 1)
    sheet.repeat_rows(_HEADS, _NUMBERS)
    margins = (scope.settings.office, scope.as_of, f"Biểu: {placed.sheet}")
    page.print_on_a4((placed.total_row, len(placed.columns) - 1), margins, high=0)


# ---------------------------------------------------------------- headings


def _headings(page: ExcelSheet, scope: Scope, placed: Placed) -> None:
    last = len(placed.columns) - 1
    page.merged((_TITLE, 0, _TITLE, last), placed.table.title, TITLE)
    subtitle = f"{scope.name}. {scope.as_of}"
    page.merged((_SUBTITLE, 0, _SUBTITLE, last), subtitle, SUBTITLE)
    width = sum(column.width for column in placed.columns)
    page.fit(_TITLE, placed.table.title, width, _TITLE_SIZE)
    page.fit(_SUBTITLE, subtitle, width)
    for row, height in ((_SUBTITLE + 1, 6), (_HEADS, 44), (_HEADS + 1, 58)):
        page.sheet.set_row(row, height)
    at = 0
    for group, inside in groupby(placed.columns, key=lambda column: column.group):
        columns = list(inside)
        if group:
            page.merged((_HEADS, at, _HEADS, at + len(columns) - 1), group, HEAD)
        for column in columns:
            if group:
                page.text(_HEADS + 1, at, column.heading, HEAD)
            else:
                page.merged((_HEADS, at, _HEADS + 1, at), column.heading, HEAD)
            page.text(_NUMBERS, at, f"({at + 1})", NUMBERING)
            at += 1


# ---------------------------------------------------------------- lines


@dataclass(frozen=True, slots=True)
class _Row:
    """A line's place and style; summed: the rows that its counts add up, none where typed."""

    row: int
    figure: Figure
    style: Format
    summed: Sequence[int] = ()


def _line(page: ExcelSheet, settings: Settings, placed: Placed, row: int) -> None:
    lines = placed.table.lines
    line = lines[row - FIRST_ROW]
    figure = line.figure
    style = _GROUP if line.is_group else BOXED
    if figure is None or (figure.is_provisional and line.is_group):
        style = style | {"italic": True}
    page.text(row, 0, line.number, style | {"align": "center"})
    page.text(row, NAME, line.name, style | _NAME | {"indent": line.depth + 1})
    if figure is None:
        last = len(placed.columns) - 1
        page.merged((row, NAME + 1, row, last), line.reason, style | {"align": "left", "indent": 1})
        return
    summed = _inside(lines, row - FIRST_ROW) if line.is_group else ()
    _figures(page, settings, placed, _Row(row, figure, style, summed))


def _total(page: ExcelSheet, settings: Settings, placed: Placed) -> None:
    row, lines = placed.total_row, placed.table.lines
    page.text(row, 0, "", _TOTAL)
    page.text(row, NAME, _total_name(placed), _TOTAL | _NAME | {"indent": 1})
    outermost = [FIRST_ROW + at for at, line in enumerate(lines) if not line.depth]
    _figures(page, settings, placed, _Row(row, placed.table.total, _TOTAL, outermost))


def _total_name(placed: Placed) -> str:
    total = placed.table.total
    if not total.is_provisional:
        return TOTAL
    return f"{TOTAL} ({coverage_of(total)})"


def _inside(lines: Sequence[ReportRow], at: int) -> list[int]:
    """Return the rows that a group's line adds up.

    These are the rows one deeper, up to the next line beside it.
    """
    depth = lines[at].depth
    below = takewhile(lambda row: lines[row].depth > depth, range(at + 1, len(lines)))
    return [FIRST_ROW + row for row in below if lines[row].depth == depth + 1]


def _figures(page: ExcelSheet, settings: Settings, placed: Placed, line: _Row) -> None:
    count, share = line.style | _COUNT, line.style | {"num_format": _share_format(settings.digits)}
    for at, column in enumerate(placed.columns):
        value = getattr(line.figure, column.key) if column.key else None
        if column.key in LEVEL_SHARES and line.figure.is_withheld:
            page.text(line.row, at, UNKNOWN, line.style | {"align": "right"})
        elif column.key in SHARES:
            formula = _share(placed, settings, line.row, column.key)
            known = "" if value is None else value / 10**settings.digits
            page.formula((line.row, at), formula, known, share)
        elif column.key and line.summed:
            rest = (value or 0) - _summed(placed.table.lines, line.summed, column.key)
            formula = _sum(letter(at), line.summed) + (f"{rest:+d}" if rest else "")
            page.formula((line.row, at), formula, value or 0, count)
        elif column.key:
            page.number(line.row, at, value or 0, count)


def _summed(lines: Sequence[ReportRow], rows: Sequence[int], key: str) -> int:
    """Return what lines add up to: less or more than their group where that was rated again."""
    figures = (lines[row - FIRST_ROW].figure for row in rows)
    return sum(getattr(figure, key) or 0 for figure in figures if figure is not None)


def _share_format(digits: int) -> str:
    """Return the format of a percentage whose sign stands in the heading.

    It leaves the room beside it that counts have.
    """
    return f"0.{'0' * digits}_." if digits else "0_."


# ---------------------------------------------------------------- formulas


def _sum(column: str, rows: Sequence[int]) -> str:
    """Return the sum of a column's cells in some rows, counted from 0."""
    terms = [
        f"{column}{first + 1}" if first == last else f"{column}{first + 1}:{column}{last + 1}"
        for first, last in _runs(rows)
    ]
    sums = (terms[at : at + _MOST_TERMS] for at in range(0, len(terms), _MOST_TERMS))
    return "=" + "+".join(f"SUM({','.join(each)})" for each in sums)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow each other, as first and last."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        members = [row for _, row in run]
        yield members[0], members[-1]


def _share(placed: Placed, settings: Settings, row: int, key: str) -> str:
    """Return the formula of a percentage as percentages.py defines it.

    It is of counts: the quotient is rounded only once.
    """
    top, bottom = SHARES[key]
    base, number = (_added(placed, row, parts) for parts in (bottom, top))
    unit = 10**settings.digits
    quotient = f"{100 * unit}*{number}/{base}"
    is_cut = settings.rounding is Rounding.CUT
    rounded = f"INT({quotient})" if is_cut else f"ROUND({quotient},0)"
    return f'=IF({base}=0,"",{rounded}{f"/{unit}" if settings.digits else ""})'


def _added(placed: Placed, row: int, parts: Sequence[str]) -> str:
    """Return the cells of some counts of a row, added up."""
    cells = "+".join(placed.cell(row, part) for part in parts)
    return f"({cells})" if len(parts) > 1 else cells
