"""Where each field stands: the sheet, and its column or, on a sheet of labels, its cell.

The same for every form of every unit, so that one schema.json describes them all.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from xeploai.findings import letter
from xeploai.schema.form import FORM_SHEETS, CellReturn
from xeploai.schema.row import Column, Row, columns

STAMP_LABELS = ("form", "version", "unit", "period", "levels")
"""Labels in column A of the stamp sheet, from the first row; the values stand in B."""

NUMBER_HEADING = "STT"
CHECK_HEADING = "Kiểm tra"
TOTAL = "Tổng cộng"

CELL_ROOM = 220
"""Rows of the sheet Chi bộ that may be filled; those beyond the ones in sight are hidden."""

_TITLE_ROWS = 3
_INFO_FIRST_ROW = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where the fields of a row type stand.

    title_row: the sheet's first line; header_row: the one row of all headings; first_row: the
    first row that may hold data; letters: the column of each field; rows: on a sheet of labels,
    the row of each field; group_rows: there, the row above a group's first field; last_row: the
    last row a program may fill where rows beyond those in sight are kept, else 0.
    """

    sheet: str
    header_row: int
    first_row: int
    letters: Mapping[str, str]
    rows: Mapping[str, int]
    group_rows: Mapping[str, int]
    numbered: bool
    last_row: int = 0

    @property
    def fault_row(self) -> int:
        """On a form, the line that repeats the sheet's first fault above its table."""
        return self.header_row - 2

    @property
    def group_row(self) -> int:
        """The row of group headings, right above the headings."""
        return self.header_row - 1

    @property
    def last_label_row(self) -> int:
        """The last row of a sheet of labels."""
        return max(self.rows.values(), default=self.first_row)

    def cell(self, key: str, row: int | None = None) -> str:
        """Return the address of a field: in a row of a table, or on a sheet of labels."""
        return f"{self.letters[key]}{self.rows[key] if row is None else row}"


def place(row_type: type[Row]) -> Place:
    """Where the fields of a row type stand on its sheet."""
    # mypy takes the class of a dataclass for unhashable.
    return _place(cast("Hashable", row_type))


@cache
def _place(row_type: Any) -> Place:
    return _labels(row_type) if row_type.LAYOUT == "labels" else _table(row_type)


def schema() -> list[dict[str, object]]:
    """Every field of the form, for those who fill or read it by program: schema.json."""
    return [
        _described(place(row_type), column)
        for row_type in FORM_SHEETS
        for column in columns(row_type).values()
    ]


def _described(where: Place, column: Column) -> dict[str, object]:
    at: dict[str, object] = (
        {"cell": where.cell(column.key)}
        if where.rows
        else {"column": where.letters[column.key], "first_row": where.first_row}
    )
    if where.last_row:
        at["last_row"] = where.last_row
    return {
        "sheet": where.sheet,
        "key": column.key,
        "header": column.header,
        **at,
        "type": column.type,
        "unit": column.unit,
        "required": column.required,
        **({"required_with": list(column.required_with)} if column.required_with else {}),
        "choices": list(column.choices),
        "meaning": column.meaning,
    }


def _table(row_type: type[Row]) -> Place:
    is_form = row_type in FORM_SHEETS
    # On a form: the line of the sheet's first fault, and the group headings.
    header_row = _TITLE_ROWS + (3 if is_form else 0)
    # The form's tables open with a column of running numbers, as on paper.
    first_column = 1 if is_form else 0
    keys = enumerate(columns(row_type), start=first_column)
    letters = {key: letter(index) for index, key in keys}
    first_row = header_row + (2 if is_form else 1)
    # Where the sums stand below is the same for every unit with cells: one schema.json holds.
    last_row = first_row + CELL_ROOM if row_type is CellReturn else 0
    return Place(row_type.SHEET, header_row, first_row, letters, {}, {}, is_form, last_row)


def _labels(row_type: type[Row]) -> Place:
    first_row = _INFO_FIRST_ROW if row_type in FORM_SHEETS else _TITLE_ROWS + 1
    rows: dict[str, int] = {}
    groups: dict[str, int] = {}
    for row, (group, key) in enumerate(_label_lines(row_type), start=first_row):
        (rows if key else groups)[key or group] = row
    letters = dict.fromkeys(rows, "B")
    return Place(row_type.SHEET, first_row - 1, first_row, letters, rows, groups, False)


def _label_lines(row_type: type[Row]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a sheet of labels.

    A group's title is (group, ""), a field ("", key).
    """
    group = ""
    for key, column in columns(row_type).items():
        if column.group != group:
            group = column.group
            yield group, ""
        yield "", key
