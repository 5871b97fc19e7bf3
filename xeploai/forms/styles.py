"""How a cell looks, and the formulas it may hold.

Yellow cells are to be filled, white ones compute, grey ones come from the board, blue ones are
filled by a superior.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from xeploai.forms.cell_style import (
    BLUE,
    COUNT_FORMAT,
    DATE_FORMAT,
    GREY,
    HEADING,
    INK,
    ON_RED,
    SOFT,
    TEXT_FORMAT,
    WHITE,
    YELLOW,
)
from xeploai.schema.row import Column
from xeploai.schema.terms import Level


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A formula, without its "="; any text that is none is stored as text.

    In the template § is the row, ¶ the one above it. area: the rows of a column that have it all,
    the same but for the row, as "F8:F37": a file holds it once, in the first of them, as Excel
    writes what was filled down.
    """

    template: str
    row: int = 0
    area: str = ""

    @property
    def text(self) -> str:
        """The formula as it stands in its cell."""
        return self.template.replace("§", str(self.row)).replace("¶", str(self.row - 1))


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks.

    box: "all" for a full border, "upper" and "lower" for the halves of a box over two rows;
    quoted: it begins as a formula does and is text; shrinks: a text too long for it is made
    smaller.
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
    shrinks: bool = False


_SIZE = 12
"""Points of a table: the widest is printed at two thirds, so at eight points."""

PLAIN = CellStyle()
TITLE = CellStyle(size=14, bold=True, across="center", wraps=True)
SUBTITLE = CellStyle(size=12, bold=True, across="center", wraps=True)
GUIDE = CellStyle(size=_SIZE, italic=True, color=SOFT, across="left", wraps=True)
HEAD = CellStyle(size=_SIZE, bold=True, fill=HEADING, box="all", across="center", wraps=True)
NUMBERING = CellStyle(size=_SIZE, italic=True, fill=HEADING, box="all", across="center")
COMPUTED = CellStyle(size=_SIZE, box="all", across="right")
GROUP_TITLE = CellStyle(size=12, bold=True, fill=HEADING, box="all", across="left", indent=1)
LABEL = CellStyle(size=_SIZE, box="all", across="left", wraps=True, indent=1)
MEANING = CellStyle(color=SOFT, box="all", across="left", wraps=True, indent=1)
MESSAGE = CellStyle(color=ON_RED, across="left", indent=1)

TO_FILL = CellStyle(size=_SIZE, fill=YELLOW, box="all", locked=False)
FROM_BOARD = CellStyle(size=_SIZE, fill=GREY, box="all")
BY_SUPERIOR = CellStyle(size=_SIZE, fill=BLUE, box="all", locked=False)
TOTALS = CellStyle(size=_SIZE, bold=True, box="all")


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


def shown(value: object) -> object:
    """Return a value of a row type as it is typed into a cell."""
    if isinstance(value, Level):
        return value.short
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return value
