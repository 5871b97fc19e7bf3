"""A workbook being put together, in memory: its sheets, their cells and how they behave.

Nothing of the file format is known here: the values of its formulas are worked out from it, and
then xlsx_writer writes it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from xeploai.findings import column_number
from xeploai.forms.cell_style import COUNT_FORMAT, DATE_FORMAT, ON_RED, RED, STAMP, printable
from xeploai.forms.styles import PLAIN, CellFormula, CellStyle

_FORMULA_STARTS = ("=", "+", "-", "@")
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


class State(StrEnum):
    """Whether a sheet is in sight, can be brought into sight, or only by a program."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very hidden"


@dataclass(frozen=True, slots=True)
class Note:
    """A note pinned to a cell, its size in pixels."""

    text: str
    author: str
    width: int
    height: int


@dataclass(slots=True)
class FormCell:
    """One cell; link: the cell it leads to, as "'Chi bộ'!F8"."""

    value: Any
    style: CellStyle
    link: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class RowLook:
    """The height of a row in points, 0 for the usual one.

    grows: Excel fits it again when its text wraps.
    """

    height: float = 0
    grows: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ColorRule:
    """A colour that cells take on a condition, written for the first of them.

    ranges: areas, a space between two; stops: no later rule of the sheet colours them as well.
    """

    ranges: str
    condition: str
    color: str = ON_RED
    fill: str = RED
    bold: bool = False
    stops: bool = False


@dataclass(frozen=True, slots=True)
class InputLimit:
    """Limits of what may be typed into some cells.

    kind: "whole" for numbers from least on, "date" for days from least to most, "list" for the
    words in the area or text least, "none" for nothing, "any" for a prompt alone; warns: anything
    else may be kept.
    """

    kind: str
    least: str = ""
    most: str = ""
    error: tuple[str, str] = ("", "")
    prompt: tuple[str, str] = ("", "")
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """How a sheet is printed, on A4 one page wide.

    area: what is printed; note: the foot of every page; title_rows: the rows at the head of every
    page, as "6:7", "" where all of it is made to fit on one page; upright: portrait, not landscape.
    """

    area: str
    note: str = ""
    title_rows: str = ""
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """An area whose rows may be filtered; shown: the columns with a button, all where empty."""

    area: str
    shown: tuple[str, ...] = ()


class WorkbookBuilder:
    """A workbook being put together.

    saved_at: the time it bears, in place of the time of day; keywords: what it is known by.
    """

    def __init__(self) -> None:
        self.sheets: dict[str, FormSheet] = {}
        self.saved_at: datetime = STAMP
        self.keywords = ""

    def page(self, name: str) -> "FormSheet":
        """Add a sheet at the end."""
        self.sheets[name] = FormSheet(name)
        return self.sheets[name]

    def __getitem__(self, name: str) -> "FormSheet":
        """Return a sheet by its name."""
        return self.sheets[name]

    def __delitem__(self, name: str) -> None:
        """Take a sheet away."""
        del self.sheets[name]

    def contents(self) -> dict[str, dict[tuple[int, int], object]]:
        """Return what stands in the cells of each sheet, by row and column."""
        return {
            name: {at: cell.value for at, cell in page.cells.items() if cell.value is not None}
            for name, page in self.sheets.items()
        }

    def put_first(self, name: str) -> None:
        """Make a sheet the first one, which is open when the workbook is opened."""
        first = self.sheets.pop(name)
        self.sheets = {name: first, **self.sheets}


@dataclass(slots=True)
class FormSheet:
    """One sheet being put together; rows and columns are counted from 1.

    cells: by row and column; copies: the cells of rows that are all alike; merged: row,
    first and last column of cells that are one; hidden: the columns out of sight;
    column_styles: the looks of cells that are not written; limits: the areas each holds for;
    frozen: the first cell that moves when the sheet is scrolled, as "D8"; zoom: in percent;
    is_locked: only cells that are not locked may be typed in; may_insert: rows may be inserted
    all the same.
    """

    name: str
    cells: dict[tuple[int, int], FormCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    rows: dict[int, RowLook] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    column_styles: dict[str, CellStyle] = field(default_factory=dict)
    rules: list[ColorRule] = field(default_factory=list)
    limits: list[tuple[list[str], InputLimit]] = field(default_factory=list)
    state: State = State.VISIBLE
    frozen: str = ""
    zoom: int = 100
    tab_color: str = ""
    has_grid: bool = True
    copies: dict[int, list[tuple[int, FormCell]]] = field(default_factory=dict)
    paper: Paper | None = None
    filter: Filter | None = None
    is_locked: bool = False
    may_insert: bool = False

    def put(self, row: int, column: int, value: object, style: CellStyle = PLAIN) -> FormCell:
        """Write one cell."""
        if isinstance(value, str):
            value = printable(value)
            if value.startswith(_FORMULA_STARTS):
                style = replace(style, quoted=True)
        self.write_copy(row)
        made = self.cells[row, column] = FormCell(value, style)
        return made

    def __getitem__(self, address: str) -> FormCell:
        """Return the cell at an address; where nothing is written, a blank one is made."""
        where = place_of(address)
        self.write_copy(where[0])
        if where not in self.cells:
            self.put(*where, None)
        return self.cells[where]

    def repeat(self, row: int, last: int) -> None:
        """Have the rows after one, down to another, be as it is now, but for their numbers.

        It is blank but for formulas that show nothing as long as it is. Hundreds of such rows cost
        nothing until something is written into them.
        """
        cells = [(column, replace(cell)) for (at, column), cell in self.cells.items() if at == row]
        self.copies = dict.fromkeys(range(row + 1, last + 1), cells)

    def write_copy(self, row: int) -> None:
        """Write the cells of a row that is still a copy."""
        for column, cell in self.copies.pop(row, ()):
            value = cell.value
            moved = replace(value, row=row) if isinstance(value, CellFormula) else value
            self.cells[row, column] = FormCell(moved, cell.style)

    @property
    def max_row(self) -> int:
        """The last row in which a cell is written."""
        return max((row for row, _ in self.cells), default=0)

    def put_across(
        self, row: int, columns: tuple[int, int], value: object, style: CellStyle = PLAIN
    ) -> None:
        """Write one cell and merge it to the right; never inside an area to fill."""
        first, last = columns
        self.put(row, first, value, style)
        for column in range(first + 1, last + 1 if style.box else first):
            self.put(row, column, None, style)
        if last > first:
            self.merged.append((row, first, last))

    def height(self, row: int, points: float) -> None:
        """Set a row's height for good."""
        self.rows[row] = RowLook(points)

    def growing_height(self, row: int, points: float) -> None:
        """Set a row's height until more is typed into it than it can show."""
        self.rows[row] = RowLook(points, grows=True)

    def hide_rows(self, first: int, last: int) -> None:
        """Hide rows, both ends included."""
        for row in range(first, last + 1):
            self.rows[row] = replace(self.rows.get(row, RowLook()), hidden=True)

    def width(self, column: str, characters: float) -> None:
        """Set a column's width in digits, some pixels of margin included."""
        self.widths[column] = characters

    def limit(self, ranges: Sequence[str], what: InputLimit) -> None:
        """Limit what may be typed into some areas."""
        self.limits.append((list(ranges), what))

    def color(self, rules: Iterable[ColorRule]) -> None:
        """Add rules by which cells take a colour; an earlier one goes before a later one."""
        self.rules += rules


def place_of(address: str) -> tuple[int, int]:
    """Return the row and column of an address such as "F8", both counted from 1."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]), column_number(match[1])


def tint(cell: FormCell, color: str) -> None:
    """Colour a written cell and let it be typed in; a text too long for it is made smaller."""
    is_narrow = isinstance(cell.value, str) and cell.style.format in (COUNT_FORMAT, DATE_FORMAT)
    style = replace(cell.style, fill=color, locked=False)
    if is_narrow:
        style = replace(style, across="right", wraps=False, indent=0, shrinks=True)
    cell.style = style
