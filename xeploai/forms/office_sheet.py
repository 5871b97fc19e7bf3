"""A sheet of a workbook the board keeps itself: unlocked, roomy, in the look of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xeploai.findings import letter
from xeploai.forms.layout import place
from xeploai.forms.page_setup import print_on_a4
from xeploai.forms.styles import GUIDE, TITLE, CellStyle
from xeploai.forms.tables import (
    Choices,
    Titles,
    guard_input,
    label_head,
    label_rows,
    line_height,
    row_height,
    row_styles,
    table_head,
    table_row,
)
from xeploai.forms.workbook_builder import Filter, FormSheet
from xeploai.schema.row import Row, columns

GUARDED_ROWS = 5000
"""To so many rows a table's dropdowns and limits reach."""

LABEL_WIDTHS = {"A": 36, "B": 44, "C": 84}
LABEL_HEIGHT = 24.0

_NOTHING: frozenset[str] = frozenset()

Rows = Sequence[Mapping[str, object]]


def write_sheet(page: FormSheet, row_type: type[Row], title: str, rows: Rows, ready: int) -> None:
    """Write the whole sheet with its rows; a table has a number of rows ready to fill."""
    if row_type.LAYOUT == "labels":
        _write_labels(page, row_type, title, next(iter(rows), {}))
    else:
        _write_table(page, row_type, title, rows, ready)
    page.has_grid = False


def guard_sheet(
    page: FormSheet, row_type: type[Row], choices: Choices, skip: frozenset[str] = _NOTHING
) -> None:
    """Dropdowns and limits of all its fields but those that have their own."""
    where = place(row_type)
    guard_input(
        page, row_type, choices, where.last_label_row if where.rows else GUARDED_ROWS, skip=skip
    )


def _write_labels(
    page: FormSheet, row_type: type[Row], title: str, values: Mapping[str, object]
) -> None:
    where = place(row_type)
    for name, width in LABEL_WIDTHS.items():
        page.width(name, width)
    page.put_across(1, (1, 3), title, TITLE)
    page.put_across(2, (1, 3), row_type.GUIDE, replace(GUIDE, across="center"))
    label_head(page, row_type, ("Mục", "Giá trị", "Giải thích"))
    label_rows(page, row_type, values, frozenset())
    for row in range(1, where.last_label_row + 1):
        page.height(row, LABEL_HEIGHT)
    for key, column in columns(row_type).items():
        texts = (column.header, str(values.get(key) or ""), column.meaning)
        widths = LABEL_WIDTHS.values()
        needed = max(row_height(text, width) for text, width in zip(texts, widths, strict=True))
        page.growing_height(where.rows[key], max(LABEL_HEIGHT, needed))
    page.frozen = f"A{where.first_row}"
    print_on_a4(page, f"A1:C{where.last_label_row}")


def _write_table(page: FormSheet, row_type: type[Row], title: str, rows: Rows, ready: int) -> None:
    where = place(row_type)
    table_head(page, row_type, Titles(title, "", row_type.GUIDE))
    styles = row_styles(row_type)
    ready = max(len(rows) + 10, ready)
    for index in range(ready):
        values = rows[index] if index < len(rows) else {}
        table_row(page, row_type, where.first_row + index, values, styles)
        page.growing_height(where.first_row + index, line_height(row_type, values))
    _format_columns(page, styles)
    page.frozen = f"A{where.first_row}"
    last_column = letter(len(columns(row_type)) - 1)
    page.filter = Filter(f"A{where.header_row}:{last_column}{where.first_row + ready - 1}")
    # No area: Excel would keep it however many rows are added, and print no more.
    print_on_a4(page, "", title_rows=f"{where.header_row}:{where.header_row}")


def _format_columns(page: FormSheet, styles: Mapping[str, CellStyle]) -> None:
    """Rows below the yellow ones keep codes as text and dates as dates, pasted or typed."""
    for name, style in zip(page.widths, styles.values(), strict=True):
        page.column_styles[name] = replace(style, fill="", box="")
