"""A workbook to be sent, as data that a fault can be planted in, and how it is written.

Rows are dictionaries by field. Which columns a sheet has, under which headings and names, and
what is hidden are data too, so that a place keeps its address however the workbook is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests import xlsx
from xeploai.findings import CellRef, letter
from xeploai.reading.values import read_scale
from xeploai.schema.form import FORM_SHEETS, STAMP_SHEET, InfoReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Level

RowType = type[Row]
Values = dict[str, Any]

TAKEN = "_taken"
"""Marks a row, or "_taken" and a key on the first sheet, in which a fault stands already."""


@dataclass
class Sending:
    """One workbook of one unit; spoil changes its finished bytes, None where no file is there.

    layout: the fields of each sheet in the order of its columns; "?" begins a heading that is none
    of the form's; heads, names: other words for a heading, a sheet; twins: a second name under
    which a sheet is there again; titles: the line above its headings; copies: the name of a copy of
    a sheet; other_rows: what stands in the copy instead; beside: how many sheets of nothing follow
    them; saved_on: the day of its saved stamp, if it has one.
    """

    file: str
    unit: str
    rows: dict[RowType, list[Values]]
    stamp: Values
    layout: dict[RowType, list[str]] = field(
        default_factory=lambda: {kind: list(columns(kind)) for kind in FORM_SHEETS}
    )
    heads: dict[tuple[RowType, str], str] = field(default_factory=dict)
    names: dict[RowType, str] = field(default_factory=dict)
    left_out: set[RowType] = field(default_factory=set)
    twins: dict[RowType, str] = field(default_factory=dict)
    titles: dict[RowType, str] = field(default_factory=dict)
    copies: dict[RowType, str] = field(default_factory=dict)
    other_rows: dict[RowType, list[Values]] = field(default_factory=dict)
    hidden_rows: dict[RowType, list[Values]] = field(default_factory=dict)
    hidden_columns: dict[RowType, str] = field(default_factory=dict)
    merged: dict[RowType, tuple[str, Values, Values]] = field(default_factory=dict)
    beside: int = 0
    saved_on: date | None = None
    spoil: Callable[[bytes], bytes | None] | None = None

    @property
    def info(self) -> Values:
        """The values of the first sheet."""
        return self.rows[InfoReturn][0]

    def name(self, kind: RowType) -> str:
        """What a sheet is called in this workbook."""
        return self.names.get(kind, kind.SHEET)

    def head(self, kind: RowType, key: str) -> str:
        """The heading of a column in this workbook."""
        usual = key[1:] if key.startswith("?") else columns(kind)[key].header
        return self.heads.get((kind, key), usual)

    def number(self, kind: RowType, row: Values) -> int:
        """The row of the sheet in which some values stand."""
        start = self.heading(kind) + 1
        return next(n for n, each in enumerate(self.rows[kind], start=start) if each is row)

    def heading(self, kind: RowType) -> int:
        """The row of the sheet in which its headings stand."""
        return 2 if kind in self.titles else 1


@dataclass(frozen=True)
class Place:
    """A place in a sending: the whole file, a sheet, its title, a heading (row None) or a cell.

    Where the column is gone only the sheet is left of it.
    """

    sending: Sending
    kind: RowType | None = None
    key: str = ""
    row: Values | None = None
    is_title: bool = False

    def ref(self) -> CellRef:
        """Its address, as the workbook is by now."""
        if self.kind is None:
            return CellRef(self.sending.file)
        # Of two sheets with one name the program takes the last.
        name = self.sending.twins.get(self.kind, self.sending.name(self.kind)).strip()
        if self.is_title:
            return CellRef(self.sending.file, name, "A1")
        if self.key not in self.sending.layout[self.kind]:
            return CellRef(self.sending.file, name)
        index = self.sending.layout[self.kind].index(self.key)
        if self.kind.LAYOUT == "labels":
            return CellRef(self.sending.file, name, f"B{index + 1}")
        heading = self.sending.heading(self.kind)
        number = heading if self.row is None else self.sending.number(self.kind, self.row)
        return CellRef(self.sending.file, name, f"{letter(index)}{number}")


def written(sending: Sending) -> bytes | None:
    """The file, None where there is none to read."""
    sheets: dict[str, Any] = {}
    for kind in FORM_SHEETS:
        if kind not in sending.left_out:
            page = _page(sending, kind)
            names = [sending.name(kind), sending.twins.get(kind), sending.copies.get(kind)]
            sheets |= dict.fromkeys(filter(None, names), page)
            if kind in sending.other_rows:
                sheets[sending.copies[kind]] = _other_page(sending, kind)
    sheets |= {f"Phụ lục {number}": [["x"]] for number in range(sending.beside)}
    if sending.stamp:
        sheets[STAMP_SHEET] = [[key, value] for key, value in sending.stamp.items()]
    data = xlsx.workbook(sheets, _stamp(sending.saved_on))
    return sending.spoil(data) if sending.spoil else data


def _stamp(saved_on: date | None) -> dict[str, str]:
    """The part of a workbook that says when it was saved, none where nobody knows."""
    if saved_on is None:
        return {}
    moment = f"<dcterms:modified>{saved_on.isoformat()}T05:00:00Z</dcterms:modified>"
    return {"docProps/core.xml": f"<p>{moment}</p>"}


def _other_page(sending: Sending, kind: RowType) -> xlsx.Grid | str:
    """What stands in the copy of a sheet, in which nothing is hidden or merged."""
    rows = sending.rows | {kind: sending.other_rows[kind]}
    bare: dict[str, Any] = {"hidden_rows": {}, "hidden_columns": {}, "merged": {}}
    return _page(replace(sending, rows=rows, **bare), kind)


def _page(sending: Sending, kind: RowType) -> xlsx.Grid | str:
    keys = sending.layout[kind]
    if kind.LAYOUT == "labels":
        values = ((key, _shown(sending, sending.info.get(key))) for key in keys)
        return [[sending.head(kind, key), value] for key, value in values]
    heads = [sending.head(kind, key) for key in keys]
    title = sending.titles.get(kind)
    grid: xlsx.Grid = [
        *([[title]] if title else []),
        heads,
        *([_shown(sending, row.get(key)) for key in keys] for row in sending.rows[kind]),
    ]
    if kind in sending.hidden_rows or kind in sending.hidden_columns:
        return _with_hidden(sending, kind, xlsx.sheet_xml(grid))
    return _with_merged(sending, kind, xlsx.sheet_xml(grid)) if kind in sending.merged else grid


def _with_hidden(sending: Sending, kind: RowType, page: str) -> str:
    for row in sending.hidden_rows.get(kind, ()):
        start = f'<row r="{sending.number(kind, row)}"'
        page = page.replace(start, f'{start} hidden="1"')
    key = sending.hidden_columns.get(kind)
    if key is None:
        return page
    number = sending.layout[kind].index(key) + 1
    columns = f'<cols><col min="{number}" max="{number}" width="9" hidden="1"/></cols>'
    return page.replace("<sheetData>", f"{columns}<sheetData>")


def _with_merged(sending: Sending, kind: RowType, page: str) -> str:
    key, *rows = sending.merged[kind]
    cells = (Place(sending, kind, key, row).ref().cell for row in rows)
    merged = f'<mergeCells><mergeCell ref="{":".join(cells)}"/></mergeCells>'
    return page.replace("</sheetData>", f"</sheetData>{merged}")


def _shown(sending: Sending, value: object) -> object:
    if isinstance(value, Level):
        return read_scale(str(sending.stamp.get("levels", ""))).short(value)
    return None if value is None or value == "" else value
