"""A sheet of periods side by side: a line for each unit, some columns for each period."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from xeploai.outputs.report.excel.styles import BOXED, HEAD, SUBTITLE, TITLE, ExcelBook, ExcelSheet
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import upper_first
from xeploai.register.model import Unit

FIRST_ROW = 5
_NAME_WIDTH = 42

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Line(Generic[C]):
    """A line: its name, how far it is set in, and its cell of each period."""

    name: str
    depth: int
    cells: Sequence[C]


@dataclass(frozen=True, slots=True)
class SideBySide(Generic[C]):
    """A sheet of periods: its name, what it shows, and its columns of each period.

    heads, widths: of the columns of one period; write: what fills them, given a row, the first of
    them and the cell; words: the texts that it puts there, each with the width it has, since no
    program fits a row to cells that are joined.
    """

    name: str
    shows: str
    periods: Sequence[str]
    heads: Sequence[str]
    widths: Sequence[float]
    lines: Sequence[Line[C]]
    write: Callable[[ExcelSheet, tuple[int, int], C], None]
    words: Callable[[C], Iterable[tuple[str, float]]]


def write_side_by_side(paper: ExcelBook, scope: Scope, table: SideBySide[C]) -> None:
    """Write a sheet of periods."""
    page, number = paper.page(table.name), len(table.heads)
    last = number * len(table.periods)
    page.merged((0, 0, 0, last), table.shows, TITLE)
    page.merged((1, 0, 1, last), f"{scope.name}. {scope.as_of}", SUBTITLE)
    page.sheet.set_column(0, 0, _NAME_WIDTH)
    page.merged((FIRST_ROW - 2, 0, FIRST_ROW - 1, 0), "Đơn vị", HEAD)
    for at, period in enumerate(table.periods):
        left = 1 + at * number
        page.merged((FIRST_ROW - 2, left, FIRST_ROW - 2, left + number - 1), period, HEAD)
        for place, (head, width) in enumerate(zip(table.heads, table.widths, strict=True), left):
            page.sheet.set_column(place, place, width)
            page.text(FIRST_ROW - 1, place, head, HEAD)
    page.fit(FIRST_ROW - 1, *_longest(zip(table.heads, table.widths, strict=True)))
    for row, line in enumerate(table.lines, FIRST_ROW):
        page.text(row, 0, line.name, BOXED | {"indent": line.depth, "text_wrap": True})
        for at, cell in enumerate(line.cells):
            table.write(page, (row, 1 + at * number), cell)
        words = chain.from_iterable(map(table.words, line.cells))
        page.fit(row, *_longest([(line.name, _NAME_WIDTH), *words]))
    page.sheet.freeze_panes(FIRST_ROW, 1)
    page.sheet.repeat_rows(FIRST_ROW - 2, FIRST_ROW - 1)
    margins = (scope.settings.office, scope.as_of, table.name)
    page.print_on_a4((FIRST_ROW + len(table.lines) - 1, last), margins, high=0)


def _longest(words: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """Return the text of a row that takes most lines, and the width that it has."""
    return max(words, key=lambda each: len(each[0]) / each[1])


def write_state(page: ExcelSheet, place: tuple[int, int, int, int], state: str) -> None:
    """Write over some cells of a line why they have no figures."""
    style = BOXED | {"italic": True, "text_wrap": True, "align": "left"}
    page.merged(place, upper_first(state), style)


def units_in(scope: Scope) -> list[tuple[Unit, int]]:
    """Return the units of a report but for cells, each with its depth."""
    register = scope.view.register
    return [
        (unit, depth)
        for unit, depth in scope.view.walk()
        if not scope.unit or scope.unit in register.up_from(unit.code)
    ]
