"""The sheets of a pack → its workbook, for people to read and to print.

There are no filters: sorting rows would break the seal.
"""

from collections.abc import Mapping

from xeploai.forms.cell_style import COUNT_FORMAT
from xeploai.outputs.pack.sheets import PackMade, Rows
from xeploai.outputs.report.excel.styles import (
    BOXED,
    HEAD,
    PLAIN,
    TITLE,
    ExcelBook,
    ExcelSheet,
    Format,
)
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema import pack_sheets as layout
from xeploai.schema.periods import in_words

_WIDTHS: Mapping[str, float] = {
    layout.LISTED_NAME: 40,
    layout.LISTED_KIND: 24,
    layout.FILE: 40,
    layout.CONTENT: 20,
    "Tên mốc": 32,
    "Đối tượng": 22,
    "Tình trạng": 18,
    "Lý do": 50,
    "Quy tắc": 44,
    "Nội dung": 90,
}
_WIDTH, _LABELS, _VALUES = 13.0, 34.0, 78.0
_HEADING_HEIGHT = 42

_COUNT: Format = {"num_format": COUNT_FORMAT}
_SHARE: Format = {"num_format": "0.0#"}
_CONTENT: Format = BOXED | {"align": "fill"}
_CUT = (layout.SHA256, layout.CONTENT)
"""A text that is cut where its cell ends, and the columns of such."""


def pack_workbook(made: PackMade) -> bytes:
    """Return the workbook of a pack."""
    title = f"{layout.COVER} {in_words(made.told.period)}"
    paper = ExcelBook(title, made.told.office)
    for name in layout.PACK_SHEETS:
        page = paper.page(name)
        if name == layout.COVER:
            _cover(page, title, made.sheets[name])
        else:
            _table(page, made.told.office, made.sheets[name])
    return paper.bytes()


def _cover(page: ExcelSheet, title: str, rows: Rows) -> None:
    page.sheet.hide_gridlines(2)
    page.sheet.set_column(0, 0, _LABELS)
    page.sheet.set_column(1, 1, _VALUES)
    for number, row in enumerate(rows):
        if len(row) > 1:
            page.text(number, 0, str(row[0]), BOXED | {"bold": True})
            _value(page, number, 1, row[1], BOXED | {"align": "left"})
        elif row and not number:
            page.text(number, 0, str(row[0]), TITLE | {"align": "left", "text_wrap": False})
        elif row:
            note = str(row[0])
            page.merged((number, 0, number, 1), note, PLAIN | {"text_wrap": True})
            page.fit(number, note, _LABELS + _VALUES)
    page.print_on_a4((len(rows) - 1, 1), ("", "", title), high=1)


def _table(page: ExcelSheet, office: str, rows: Rows) -> None:
    headings = rows[0]
    for at, heading in enumerate(headings):
        page.text(0, at, str(heading), HEAD)
        page.sheet.set_column(at, at, _WIDTHS.get(str(heading), _WIDTH))
    contents = {at for at, heading in enumerate(headings) if heading in _CUT}
    for number, row in enumerate(rows[1:], start=1):
        for at, value in enumerate(row):
            _value(page, number, at, value, _CONTENT if at in contents else BOXED)
    page.sheet.set_row(0, _HEADING_HEIGHT)
    page.sheet.freeze_panes(1, 0)
    page.sheet.repeat_rows(0)
    page.print_on_a4((len(rows) - 1, len(headings) - 1), (office, "", page.name), high=0)


def _value(page: ExcelSheet, row: int, column: int, value: CellValue, style: Format) -> None:
    if isinstance(value, int | float):
        page.number(row, column, value, style | (_COUNT if isinstance(value, int) else _SHARE))
    elif value != "":  # in a province most of a large file would be blank cells with borders
        page.text(row, column, str(value), style)
