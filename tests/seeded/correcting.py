"""A clerk at a marked workbook: reads where the faults are, and writes what is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.seeded.sendings import RowType, Sending, Values
from xeploai.forms.layout import TOTAL, place
from xeploai.schema.form import CORRECTIONS_SHEET, FORM_SHEETS, InfoReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import Level

NAMES = ("cell_code", "name", "subject", "stage", "milestone", "item", "target", "form")
"""The fields by which a clerk tells one line from another."""

Names = tuple[object, ...]
Cell = tuple[str, str]
"""A sheet and an address."""


def opened(data: bytes) -> Workbook:
    """A workbook as a program for tables opens it."""
    return load_workbook(BytesIO(data))


def saved(book: Workbook) -> bytes:
    """The workbook saved again."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def links(book: Workbook) -> list[tuple[Cell, str]]:
    """Where the sheet "Cần sửa" leads to, and what it says there."""
    page = book[CORRECTIONS_SHEET]
    targets = []
    for row in page.iter_rows(min_row=1, max_col=3):
        link = row[1].hyperlink
        if link is not None:
            assert link.location is not None
            sheet, _, address = link.location.rpartition("!")
            targets.append(((sheet.strip("'"), address), str(row[2].value)))
    return targets


def words(book: Workbook) -> list[str]:
    """All that stands on the sheet "Cần sửa"."""
    return [
        str(cell.value) for row in book[CORRECTIONS_SHEET].iter_rows() for cell in row if cell.value
    ]


def plain(value: object) -> object:
    """A value as it stands in a cell, however it is held."""
    if isinstance(value, Level):
        return value.short
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, StrEnum):
        return value.value
    return None if value == "" else value


def correct(book: Workbook, right: Sending) -> list[Cell]:
    """Write what is right wherever something else stands; gives the cells that were changed."""
    changed = list(_correct_labels(book, right))
    for kind in FORM_SHEETS[1:]:
        changed += _correct_table(book, kind, right.rows[kind])
    return changed


def _correct_labels(book: Workbook, right: Sending) -> Iterator[Cell]:
    page, where = book[InfoReturn.SHEET], place(InfoReturn)
    for key, column in columns(InfoReturn).items():
        # The next sending has its own number, and no day yet; the board filled in the names.
        there = page[where.cell(key)].value
        is_next = (key == "version" and there == 2) or (key == "sent_on" and there is None)
        if (column.source != "board" or column.required) and not is_next:
            yield from _write(page, where.cell(key), 2 if key == "version" else right.info.get(key))


def _correct_table(book: Workbook, kind: RowType, rows: list[Values]) -> Iterator[Cell]:
    page = book[kind.SHEET]
    lines = _lines(page, kind)
    for number, row in _paired(lines, rows, [key for key in NAMES if key in columns(kind)]):
        lines.pop(number)
        for key in columns(kind):
            yield from _write(page, place(kind).cell(key, number), row.get(key))
    for number, names in lines.items():
        # What is left is too much; the form's own lines, with nothing in them, stay.
        for key in columns(kind) if any(names) and _has_figures(page, kind, number) else ():
            yield from _write(page, place(kind).cell(key, number), None)


def _paired(
    lines: dict[int, Names], rows: list[Values], keys: list[str]
) -> list[tuple[int, Values]]:
    """Which line each row belongs in: that of its names, of one of them, else a free one."""
    open_lines, left = dict(lines), list(rows)
    pairs = []
    for alike in (Names.__eq__, _share_one, _is_free):
        for row in list(left):
            names = tuple(plain(row.get(key)) for key in keys)
            number = next((x for x, there in open_lines.items() if alike(there, names)), None)
            if number is not None:
                open_lines.pop(number)
                left.remove(row)
                pairs.append((number, row))
    assert not left, left
    return pairs


def _share_one(there: Names, names: Names) -> bool:
    return any(one is not None and one == other for one, other in zip(there, names, strict=True))


def _is_free(there: Names, names: Names) -> bool:
    return not any(there)


def _lines(page: Any, kind: RowType) -> dict[int, Names]:
    """The lines of a table down to its sums, and what each is called."""
    keys = [key for key in NAMES if key in columns(kind)]
    lines = {}
    for number in range(place(kind).first_row, page.max_row + 1):
        values = tuple(plain(page[place(kind).cell(key, number)].value) for key in keys)
        if TOTAL in values:
            break
        lines[number] = values
    return lines


def _has_figures(page: Any, kind: RowType, number: int) -> bool:
    own = set(columns(kind)) - {*NAMES, "deadline"}
    return any(page[place(kind).cell(key, number)].value is not None for key in own)


def _write(page: Any, address: str, value: object) -> Iterator[Cell]:
    if plain(page[address].value) != plain(value):
        page[address] = plain(value)
        yield page.title, address
