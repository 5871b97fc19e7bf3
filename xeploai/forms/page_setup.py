"""Finishing of a sheet: print set-up, protection, colouring rules, links and notes."""

from functools import cache
from math import ceil

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from xeploai.forms.cell_style import FONT, ON_RED, RED, printable
from xeploai.forms.styles import FormSheet, fill_of, inside

_FOOTER_NOTE = 80
"""At most so many characters: Excel refuses a footer of 255, and each & takes two."""


_NOTE_WIDTH, _NOTE_LINE = 330, 48
"""A note's width in pixels, and about how many letters a line of it holds."""


def print_on_a4(page: FormSheet, area: str, *, note: str = "", title_rows: str = "") -> None:
    """Landscape A4, one page wide, the heading rows on every page, numbered pages.

    Without an area all that stands on the sheet is printed, however far it comes to reach; without
    title_rows the sheet is made to fit on one page altogether.
    """
    sheet = page.sheet
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0 if title_rows else 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.45, 0.4, 0.5, 0.55, 0.25, 0.25)
    sheet.print_options.horizontalCentered = True
    if area:
        sheet.print_area = area
    if title_rows:
        sheet.print_title_rows = title_rows
    footer = HeaderFooterItem()
    _set_footer(footer, note)
    sheet.oddFooter = footer


def link(cell: Cell, sheet: str, address: str = "A1") -> None:
    """Make a cell lead to a cell of another sheet, its style unchanged."""
    inside(cell)._hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!{address}")


def note(cell: Cell, text: str, author: str) -> None:
    """Pin a note to a cell, large enough to be read without dragging."""
    lines = [printable(line) for line in text.splitlines()]
    height = sum(ceil(len(line) / _NOTE_LINE) or 1 for line in lines) * 16 + 12
    cell.comment = Comment("\n".join(lines), printable(author), height, _NOTE_WIDTH)


def painted(condition: str, color: str = ON_RED, fill: str = RED, *, bold: bool = False) -> Rule:
    """Return a rule that colours cells on a condition, red by default."""
    return Rule(type="expression", dxf=_difference(color, fill, bold=bold), formula=[condition])


def protect(page: FormSheet, *, may_insert: bool = False) -> None:
    """Lock what is not to be filled, without a password; sorting, filtering, resizing stay."""
    guard = page.sheet.protection
    guard.sheet = True
    guard.sort = guard.autoFilter = guard.formatColumns = guard.formatRows = False
    guard.insertRows = not may_insert


@cache
def _difference(color: str, fill: str, *, bold: bool) -> DifferentialStyle:
    font = Font(color=color, bold=bold or None)
    return DifferentialStyle(font=font, fill=fill_of(fill) if fill else None)


def _set_footer(footer: HeaderFooterItem, note: str) -> None:
    note = printable(note)[:_FOOTER_NOTE].replace("&", "&&")
    for part, text in ((footer.left, note), (footer.right, "Trang &P/&N")):
        part.text, part.font, part.size = text, f"{FONT},Regular", 9
