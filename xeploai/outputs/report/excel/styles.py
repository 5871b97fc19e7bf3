"""How the workbook of tables looks: fonts, borders, print set-up, bytes.

The only module that knows XlsxWriter. Text is always stored as text: a name that begins with "="
never becomes a formula.
"""

from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xeploai.forms.cell_style import FONT, HEADING, LINE, STAMP, printable
from xeploai.storage.reproducible_zip import repack

SIZE = 11
"""Points of plain text; widths of columns are counted in its digits."""

Format = dict[str, Any]
"""Properties of a cell, as XlsxWriter calls them."""

PLAIN: Format = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
TITLE: Format = PLAIN | {"font_size": 14, "bold": True, "align": "center", "text_wrap": True}
SUBTITLE: Format = PLAIN | {"italic": True, "align": "center", "text_wrap": True}
BOXED: Format = PLAIN | {"border": 1, "border_color": f"#{LINE}"}
HEAD: Format = BOXED | {
    "font_size": 10, "bold": True, "bg_color": f"#{HEADING}", "align": "center", "text_wrap": True,
}  # fmt: skip
NUMBERING: Format = HEAD | {"font_size": 9, "bold": False, "italic": True}
LABEL: Format = BOXED | {"text_wrap": True, "align": "left", "indent": 1}
LINK: Format = LABEL | {"font_color": "#1B4F86", "underline": 1}

ACROSS, TALL = 1040, 620
"""Pixels that a page of landscape A4 has room for below two lines of text."""

_LETTERS, _WIDER = 1.08, 0.4
"""How many letters take the room of a digit, and how much wider than they a capital is."""

_INDENT = 1.3
"""How many letters a step of indentation takes."""

_LINE = 1.4
"""How many times its points a line of text is high."""

_PAPER_A4 = 9
_MOST_IN_MARGIN = 85
"""At most so many characters: Excel refuses a header of 255."""

_DEEPEST = 7
"""Most levels of rows that Excel can fold."""

_FORMULA_STARTS = ("=", "+", "-", "@")


class ExcelBook:
    """A workbook being written, and its styles, each registered once."""

    def __init__(self, title: str, office: str) -> None:
        self._target = BytesIO()
        style = {"font_name": FONT, "font_size": SIZE}
        options = {"in_memory": True, "default_format_properties": style}
        self.book: Any = Workbook(self._target, options)
        properties = {"title": printable(title), "author": printable(office), "created": STAMP}
        self.book.set_properties(properties)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def page(self, name: str) -> "ExcelSheet":
        """Add a sheet at the end."""
        return ExcelSheet(self, self.book.add_worksheet(name, _Sheet), name)

    def format(self, style: Format) -> Any:
        """Return the workbook's format for a style."""
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(style)
        return self._formats[key]

    def bytes(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self.book.close()
        return repack(self._target.getvalue())


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet with nothing but old functions in its formulas.

    XlsxWriter looks for thirty newer ones in every formula, which takes half of all the time.
    """

    def _prepare_formula(self, formula: str, _: bool = False) -> str:
        return formula.removeprefix("=")


@dataclass(frozen=True, slots=True)
class ExcelSheet:
    """One sheet being written; rows and columns are counted from 0."""

    paper: ExcelBook
    sheet: Any
    name: str

    def text(self, row: int, column: int, text: str, style: Format = PLAIN) -> None:
        """Write words, whatever they begin with."""
        text = printable(text)
        if text.startswith(_FORMULA_STARTS):
            style = style | {"quote_prefix": True}
        write = self.sheet.write_string if text else self._blank
        write(row, column, text, self.paper.format(style))

    def _blank(self, row: int, column: int, _: str, made: Any) -> None:
        self.sheet.write_blank(row, column, None, made)

    def number(self, row: int, column: int, value: float, style: Format = PLAIN) -> None:
        """Write a count or a share."""
        self.sheet.write_number(row, column, value, self.paper.format(style))

    def formula(
        self, place: tuple[int, int], formula: str, value: float | str, style: Format = PLAIN
    ) -> None:
        """Write a formula, and its value for readers that do not calculate."""
        self.sheet.write_formula(*place, formula, self.paper.format(style), value)

    def merged(self, place: tuple[int, int, int, int], text: str, style: Format = PLAIN) -> None:
        """Write words over several cells: from row, column to row, column."""
        if place[:2] != place[2:]:
            self.sheet.merge_range(*place, "", self.paper.format(style))
        self.text(place[0], place[1], text, style)

    def fit(self, row: int, text: str, width: float, size: float = SIZE, depth: int = 0) -> None:
        """Make a row as high as words need in a column so wide; depth: how deep it folds.

        LibreOffice fits no rows of others' workbooks.
        """
        capitals = sum(letter.isupper() for letter in text)
        letters = width * _LETTERS * SIZE / size * len(text) / (len(text) + _WIDER * capitals or 1)
        lines = len(wrap(printable(text), max(int(letters - _INDENT * (depth + 1)), 1))) or 1
        level = {"level": min(depth, _DEEPEST)} if depth else {}
        if lines > 1 or size > SIZE or level:
            self.sheet.set_row(row, round(lines * size * _LINE) + 1, None, level)

    def link(self, row: int, column: int, sheet: str) -> None:
        """Write the name of a sheet that leads to it."""
        style = self.paper.format(LINK)
        self.sheet.write_url(row, column, f"internal:'{sheet}'!A1", style, string=sheet)

    def print_on_a4(
        self, last: tuple[int, int], margins: tuple[str, str, str], *, high: int
    ) -> None:
        """Landscape A4, one page wide, numbered pages.

        last: the last row and column printed; margins: what stands above on the left and right,
        and below; high: how many pages, 0 for as many as it takes.
        """
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_PAPER_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, high)
        sheet.print_area(0, 0, *last)
        left, right, below = map(_in_margin, margins)
        sheet.set_header(f"&L{left}&R{right}", {"margin": 0.3})
        sheet.set_footer(f"&L{below}&R{_in_margin('Trang')} &P/&N", {"margin": 0.3})


def crowding(cell: tuple[str, float]) -> float:
    """About how many lines words take in a column so wide."""
    words, width = cell
    return len(words) / width


def _in_margin(text: str) -> str:
    """Words above or below a page; the font comes last, or digits after it would be its size."""
    content = printable(text).replace("&", "&&")[:_MOST_IN_MARGIN].rstrip("&")
    return f'&9&"{FONT},Regular"{content}'
