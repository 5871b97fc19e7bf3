"""A workbook → the bytes of its file; the same workbook gives the same bytes at any time.

openpyxl writes a sheet cell by cell as XML elements, through a temporary file. Here the rows are
written as text and parsed once: a season makes a thousand workbooks of two thousand cells each.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from xeploai.findings import letter
from xeploai.forms.styles import FilledFormula, inside
from xeploai.storage.reproducible_zip import pack

if TYPE_CHECKING:
    from zipfile import ZipFile

_LETTERS = [letter(index) for index in range(256)]


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    parts = _Parts()
    # Not Workbook.save: it stamps the time of day into the file.
    _Writer(book, cast("ZipFile", parts)).save()
    return pack(parts.made)


class _Parts:
    """Parts of a file that stand in for the zip that openpyxl writes to."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}

    def writestr(self, name: str, data: str | bytes) -> None:
        """Keep a part."""
        self.made[name] = data.encode() if isinstance(data, str) else data

    def namelist(self) -> list[str]:
        """Return the names of the parts so far."""
        return list(self.made)

    def close(self) -> None:
        """Do nothing: the parts are packed afterwards."""


class _Writer(ExcelWriter):
    """openpyxl's writer of a whole workbook, with the sheets written in memory."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        source = BytesIO()
        writer: Any = _SheetWriter(ws, source)
        writer.write()
        ws._rels = writer._rels
        inside(self)._archive.writestr(ws.path[1:], source.getvalue())
        inside(self).manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    """openpyxl's writer of a sheet, with the rows written as text."""

    def write_rows(self) -> None:
        private = inside(self)
        styles = _Styles(private.ws.parent)
        filled = _FilledFormulas()
        rows = "".join(
            _row(private.ws, number, row, styles, filled) for number, row in private.rows()
        )
        stream = private.xf.send(True)
        stream.write(etree.fromstring(f'<sheetData xmlns="{SHEET_MAIN_NS}">{rows}</sheetData>'))
        private.xf.send(None)


class _Styles:
    """The numbers of the styles of a workbook; every cell has a copy of its style."""

    def __init__(self, book: Any) -> None:
        self._known: dict[bytes, int] = {}
        self._all = book._cell_styles

    def number(self, style: Any) -> int:
        """Return the number by which a cell names a style, 0 for the usual one."""
        if style is None:
            return 0
        sign: bytes = style.tobytes()
        if sign not in self._known:
            self._known[sign] = self._all.add(style)
        return self._known[sign]


class _FilledFormulas:
    """The formulas of a sheet that a column has in many rows: written once, then named."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def element(self, formula: FilledFormula) -> str:
        """Return the element of one of them; the first of its area says what it is."""
        number = self._numbers.get(formula.area)
        if number is not None:
            return f'<f t="shared" si="{number}"/>'
        number = self._numbers[formula.area] = len(self._numbers)
        return f'<f t="shared" ref="{formula.area}" si="{number}">{escape(formula[1:])}</f>'


def _row(
    sheet: Any, number: int, cells: list[Cell], styles: _Styles, filled: _FilledFormulas
) -> str:
    dimensions = sheet.row_dimensions.get(number, {})
    attributes = "".join(f' {key}="{value}"' for key, value in dict(dimensions).items())
    inside_row = "".join(_cells(sheet, number, cells, styles, filled))
    return f'<row r="{number}"{attributes}>{inside_row}</row>'


def _cells(
    sheet: Any, number: int, cells: list[Cell], styles: _Styles, filled: _FilledFormulas
) -> Iterator[str]:
    for cell in cells:
        private = inside(cell)
        if private._comment is not None:
            sheet._comments.append(CommentRecord.from_cell(cell))
        if private._hyperlink is not None:
            sheet._hyperlinks.append(private._hyperlink)
        style = styles.number(private._style)
        if private._value is not None or style:
            place = f'r="{_LETTERS[cell.column - 1]}{number}"'
            head = f'{place} s="{style}"' if style else place
            if isinstance(private._value, FilledFormula):
                yield f"<c {head}>{filled.element(private._value)}<v/></c>"
            else:
                yield _cell(head, cell.data_type, private._value)


def _cell(head: str, kind: str, value: Any) -> str:
    """Return a cell's XML.

    Kinds as openpyxl names them: formula, text, date, number, truth, error.
    """
    if value is None or value == "":
        return f"<c {head}/>"
    if kind == "f":
        return f"<c {head}><f>{escape(value[1:])}</f><v/></c>"
    if kind == "s":
        space = "" if value == value.strip() else ' xml:space="preserve"'
        return f'<c {head} t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'
    if kind in ("b", "e"):
        shown = int(value) if kind == "b" else escape(value)
        return f'<c {head} t="{kind}"><v>{shown}</v></c>'
    number = to_excel(value) if kind == "d" else value  # type: ignore[no-untyped-call]
    return f'<c {head} t="n"><v>{number:.16g}</v></c>'
