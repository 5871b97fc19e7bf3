"""How a workbook looks on paper and on the screen: fonts, fills, borders, print set-up, bytes.

Yellow cells are to be filled, white ones compute, grey ones come from the board. Text is always
stored as text: a name that begins with "=" never becomes a formula.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from xeploai.forms.cell_style import (
    COUNT_FORMAT,
    DATE_FORMAT,
    FONT,
    GREY,
    HEADING,
    INK,
    LINE,
    ON_RED,
    SOFT,
    STAMP,
    TEXT_FORMAT,
    WHITE,
    YELLOW,
    printable,
)
from xeploai.schema.row import Column
from xeploai.schema.terms import Level

_FORMULA_STARTS = ("=", "+", "-", "@")


class CellFormula(str):
    """The text of a formula, without its "="; any other text is stored as text."""

    __slots__ = ()


class FilledFormula(CellFormula):
    """A formula that a column has in all rows of an area, the same but for the row.

    A file holds it once, in the first cell: as Excel writes what was filled down.
    """

    area: str

    @classmethod
    def of(cls, template: str, row: int, area: str) -> "FilledFormula":
        """Return the formula of one row; in the template § is the row, ¶ the one above it."""
        made = cls(in_row(template, row))
        made.area = area
        return made


def in_row(template: str, row: int) -> str:
    """Return a template with the row, and the one above it, filled in."""
    return template.replace("§", str(row)).replace("¶", str(row - 1))


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks.

    box: "all" for a full border, "upper" and "lower" for the halves of a box over two rows.
    """

    size: float = 11
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    color: str = INK
    fill: str = WHITE
    box: str = ""
    across: str = "general"
    down: str = "center"
    wraps: bool = False
    indent: int = 0
    format: str = "General"
    locked: bool = True
    quoted: bool = False


PLAIN = CellStyle()
TITLE = CellStyle(size=14, bold=True, across="center", wraps=True)
SUBTITLE = CellStyle(size=12, bold=True, across="center", wraps=True)
GUIDE = CellStyle(italic=True, color=SOFT, across="left", wraps=True)
HEAD = CellStyle(size=10, bold=True, fill=HEADING, box="all", across="center", wraps=True)
NUMBERING = CellStyle(size=9, italic=True, fill=HEADING, box="all", across="center")
COMPUTED = CellStyle(size=12, box="all", across="right")
GROUP_TITLE = CellStyle(size=12, bold=True, fill=HEADING, box="all", across="left", indent=1)
LABEL = CellStyle(size=12, box="all", across="left", wraps=True, indent=1)
MEANING = CellStyle(color=SOFT, box="all", across="left", wraps=True, indent=1)
MESSAGE = CellStyle(color=ON_RED, across="left", indent=1)

TO_FILL = CellStyle(size=12, fill=YELLOW, box="all", locked=False)
FROM_BOARD = CellStyle(size=12, fill=GREY, box="all")
TOTALS = CellStyle(size=12, bold=True, box="all")


def percent_format(digits: int) -> str:
    """Return the number format of a percentage; the decimal mark is that of the reader's Excel."""
    return f"0.{'0' * digits}%_." if digits else "0%_."


def field_style(column: Column, tone: CellStyle) -> CellStyle:
    """Return the style of a field's cells: the tone, set out as the field's type wants it."""
    across, number_format = _SET_OUT[column.type]
    wraps = column.type in WRAPPING
    indent = int(wraps and column.width >= _ROOMY)
    return replace(tone, across=across, format=number_format, wraps=wraps, indent=indent)


_SET_OUT = {
    "text": ("left", "General"),
    "code": ("left", TEXT_FORMAT),
    "count": ("right", COUNT_FORMAT),
    "date": ("center", DATE_FORMAT),
    "level": ("center", "General"),
    "choice": ("left", "General"),
}
_ROOMY = 24
WRAPPING = ("text", "code", "choice")
"""The types of field whose texts run over several lines."""


class WorkbookBuilder:
    """A workbook being written, and its styles, each registered once."""

    def __init__(self) -> None:
        self.book = Workbook()
        self.book.properties.created = self.book.properties.modified = STAMP
        self.book.properties.creator = "xeploai"
        self.book.calculation.fullCalcOnLoad = True
        self.book.remove(self.book.worksheets[0])
        self._styles: dict[CellStyle, StyleArray] = {}
        self._parts: dict[object, int] = {}
        _set_default_font(self.book)

    def page(self, name: str) -> "FormSheet":
        """Add a sheet at the end."""
        return FormSheet(self, self.book.create_sheet(name))

    def style(self, style: CellStyle) -> StyleArray:
        """Return the workbook's array of style numbers for a cell style."""
        array = self._styles.get(style)
        if array is None:
            array = self._styles[style] = self._made(style)
        return array

    def tint(self, cell: Cell, color: str) -> None:
        """Colour a written cell and let it be typed in; a text too long for it is made smaller."""
        private = inside(self.book)
        style = copy(inside(cell)._style)
        style.fillId = self._part(private._fills, fill_of(color))
        style.protectionId = self._part(private._protections, _OPEN)
        if isinstance(cell.value, str) and cell.number_format in (COUNT_FORMAT, DATE_FORMAT):
            style.alignmentId = self._part(private._alignments, _SHRUNK)
        inside(cell)._style = style

    def _made(self, style: CellStyle) -> StyleArray:
        private = inside(self.book)
        array = StyleArray()
        array.fontId = self._part(private._fonts, _font(style))
        array.fillId = self._part(private._fills, fill_of(style.fill)) if style.fill else 0
        array.borderId = self._part(private._borders, _BORDERS[style.box]) if style.box else 0
        array.alignmentId = self._part(private._alignments, _alignment(style))
        array.protectionId = 0 if style.locked else self._part(private._protections, _OPEN)
        array.numFmtId = self._format(private._number_formats, style.format)
        array.quotePrefix = int(style.quoted)
        return array

    def _part(self, table: "list[Any]", part: object) -> int:
        # Parts are shared objects, compared by identity: openpyxl's own way hashes every
        # attribute of every part for every workbook, half the time a form takes.
        key = id(part)
        if key not in self._parts:
            self._parts[key] = len(table)
            list.append(table, part)
        return self._parts[key]

    def _format(self, table: "list[str]", code: str) -> int:
        if code in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[code]
        if code not in table:
            table.append(code)
        return table.index(code) + BUILTIN_FORMATS_MAX_SIZE


@dataclass(slots=True)
class FormSheet:
    """One sheet being written."""

    builder: WorkbookBuilder
    sheet: Worksheet

    def put(self, row: int, column: int, value: object, style: CellStyle = PLAIN) -> Cell:
        """Write one cell; columns are counted from 1."""
        if isinstance(value, str) and not isinstance(value, CellFormula):
            value = printable(value)
            if value.startswith(_FORMULA_STARTS):
                style = replace(style, quoted=True)
        # Straight into the sheet: the public way looks every cell's style up again.
        cell = Cell(self.sheet, row, column, style_array=self.builder.style(style))
        self.sheet._cells[row, column] = cell
        _fill(cell, value)
        return cell

    def put_across(
        self, row: int, columns: tuple[int, int], value: object, style: CellStyle = PLAIN
    ) -> None:
        """Write one cell and merge it to the right; never inside an area to fill."""
        first, last = columns
        self.put(row, first, value, style)
        for column in range(first + 1, last + 1 if style.box else first):
            self.put(row, column, None, style)
        if last > first:
            # Not Worksheet.merge_cells, a third of a form's time: the borders are already there.
            merged = CellRange(min_row=row, max_row=row, min_col=first, max_col=last)
            self.sheet.merged_cells.add(merged)

    def height(self, row: int, points: float) -> None:
        """Set a row's height for good."""
        self.sheet.row_dimensions[row].height = points

    def growing_height(self, row: int, points: float) -> None:
        """Set a row's height until more is typed into it than it can show."""
        self.sheet.row_dimensions[row] = _GrowingRow(self.sheet, index=row, ht=points)

    def hide_rows(self, first: int, last: int) -> None:
        """Hide rows, both ends included."""
        # One for them all: hundreds of openpyxl's own would take a tenth of a form's time.
        rows: dict[int, Mapping[str, str]] = inside(self.sheet.row_dimensions)
        rows |= dict.fromkeys(range(first, last + 1), _HIDDEN)

    def format(self, column: str, style: CellStyle) -> None:
        """Set the style of a column's cells that are not written."""
        inside(self.sheet.column_dimensions[column])._style = self.builder.style(style)

    def hide_column(self, column: str) -> None:
        """Hide a column."""
        self.sheet.column_dimensions[column].hidden = True

    def width(self, column: str, characters: float) -> None:
        """Set a column's width in digits, some pixels of margin included."""
        self.sheet.column_dimensions[column].width = characters


class _GrowingRow(RowDimension):
    """A row whose height is set and not fixed: Excel fits it again when its text wraps."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name for it
        """Never: a custom height is one that stays."""
        return False


def shown(value: object) -> object:
    """Return a value of a row type as it is typed into a cell."""
    if isinstance(value, Level):
        return value.short
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return value


def inside(thing: object) -> Any:
    """Return the object untyped, to set its private attributes and spare a search per cell."""
    return thing


def _fill(cell: Cell, value: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, FilledFormula):
        value, kind = FilledFormula.of(f"={value}", 0, value.area), "f"
    elif isinstance(value, CellFormula):
        value, kind = f"={value}", "f"
    elif isinstance(value, str):
        kind = "s"
    else:
        kind = "d" if isinstance(value, date) else "n"
    inside(cell)._value, cell.data_type = value, kind


def _set_default_font(book: Workbook) -> None:
    # Widths are counted in the digits of this font.
    private, default = inside(book), Font(name=FONT, size=11)
    private._fonts[0] = default
    private._fonts._rebuild_dict()
    private._named_styles["Normal"].font = default


@cache
def _font_of(size: float, bold: bool, italic: bool, underlined: bool, color: str) -> Font:
    font = Font(name=FONT, size=size, bold=bold, italic=italic, color=color)
    font.underline = "single" if underlined else None
    return font


def _font(style: CellStyle) -> Font:
    return _font_of(style.size, style.bold, style.italic, style.underlined, style.color)


@cache
def fill_of(color: str) -> PatternFill:
    """Return a plain fill, the same object for the same colour."""
    return PatternFill("solid", start_color=color, end_color=color)


@cache
def _alignment_of(across: str, down: str, wraps: bool, indent: int) -> Alignment:
    return Alignment(horizontal=across, vertical=down, wrap_text=wraps, indent=indent)


def _alignment(style: CellStyle) -> Alignment:
    return _alignment_of(style.across, style.down, style.wraps, style.indent)


_SIDE = Side(style="thin", color=LINE)
_BORDERS = {
    "all": Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE),
    "upper": Border(left=_SIDE, right=_SIDE, top=_SIDE),
    "lower": Border(left=_SIDE, right=_SIDE, bottom=_SIDE),
}
_HIDDEN = MappingProxyType({"hidden": "1"})
_OPEN = Protection(locked=False)
_SHRUNK = Alignment(horizontal="right", vertical="center", shrink_to_fit=True)
