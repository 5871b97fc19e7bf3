"""Finishing of a sheet: print set-up, links and notes."""

from math import ceil

from xeploai.forms.cell_style import printable
from xeploai.forms.workbook_builder import FormCell, FormSheet, Note, Paper
from xeploai.schema.periods import in_full, label_of

_NOTE_WIDTH, _NOTE_LINE = 330, 48
"""A note's width in pixels, and about how many letters a line of it holds."""


def heading_of(name: str, period: str) -> str:
    """Return the line below a workbook's title: whose it is, and of which period."""
    return f"{name} – Kỳ đánh giá {label_of(period)}"


def foot_of(name: str, period: str) -> str:
    """Return the foot of every printed page."""
    words = in_full(period)
    return f"{words[0].upper()}{words[1:]} – {name}"


def print_on_a4(
    page: FormSheet, area: str, *, note: str = "", title_rows: str = "", upright: bool = False
) -> None:
    """A4, one page wide, the heading rows on every page, numbered pages.

    Landscape, but for lists that are higher than wide. Without an area all that stands on the sheet
    is printed, however far it comes to reach; without title_rows the sheet is made to fit on one
    page altogether.
    """
    page.paper = Paper(area, note, title_rows, upright)


def link(cell: FormCell, sheet: str, address: str = "A1") -> None:
    """Make a cell lead to a cell of another sheet, its style unchanged."""
    cell.link = f"'{sheet}'!{address}"


def note(cell: FormCell, text: str, author: str) -> None:
    """Pin a note to a cell, large enough to be read without dragging."""
    lines = [printable(line) for line in text.splitlines()]
    height = sum(ceil(len(line) / _NOTE_LINE) or 1 for line in lines) * 16 + 12
    cell.note = Note("\n".join(lines), printable(author), _NOTE_WIDTH, height)


def protect(page: FormSheet, *, may_insert: bool = False) -> None:
    """Lock what is not to be filled, without a password; sorting, filtering, resizing stay."""
    page.is_locked, page.may_insert = True, may_insert
