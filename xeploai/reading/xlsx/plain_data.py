"""Raw sheets as plain data that JSON can hold, and back: the same sheets, to the last cell.

A pack carries the returns of a board in this shape, so that the board above reads them by its own
rules. Most cells of a form are blank, and what is said of cells stands in columns: rows end at
their last value, and cells are kept as runs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from xeploai.reading.xlsx.cells import Area, Cells, CellValue, RawSheet, RawWorkbook

Plain = Any
"""Texts, numbers, lists and dictionaries of such."""


def plain_book(book: RawWorkbook) -> Plain:
    """Return a workbook as plain data."""
    return {
        "sheets": {key: plain_sheet(raw) for key, raw in book.sheets.items()},
        "names": list(book.names),
        "starts_1904": book.starts_1904,
        "saved_at": book.saved_at.isoformat() if book.saved_at else None,
    }


def book_of(plain: Plain) -> RawWorkbook:
    """Return the workbook that plain data tell of."""
    saved_at = plain["saved_at"]
    return RawWorkbook(
        sheets={key: sheet_of(raw) for key, raw in plain["sheets"].items()},
        names=tuple(plain["names"]),
        starts_1904=plain["starts_1904"],
        saved_at=datetime.fromisoformat(saved_at) if saved_at else None,
    )


def plain_sheet(raw: RawSheet) -> Plain:
    """Return a sheet as plain data; what it has nothing of is left out."""
    rows = {str(number): list(_plain_row(row)) for number, row in enumerate(raw.rows)}
    told = {
        "rows": {number: row for number, row in rows.items() if row},
        "odd": _marked(raw.odd),
        "hidden_rows": _runs(raw.hidden_rows),
        "hidden_columns": _runs(raw.hidden_columns),
        "linked": _places(raw.linked),
        "struck": _places(raw.struck),
        "unseen": _places(raw.unseen),
        "percent": _places(raw.percent),
        "merged": [[each.top, each.left, each.bottom, each.right] for each in raw.merged],
        "recoded": _marked(raw.recoded),
    }
    size = [len(raw.rows), max(map(len, raw.rows), default=0)]
    return {"name": raw.name, "size": size} | {key: what for key, what in told.items() if what}


def sheet_of(plain: Plain) -> RawSheet:
    """Return the sheet that plain data tell of."""
    height, width = plain["size"]
    written = plain.get("rows", {})
    rows = [[_value(each) for each in written.get(str(number), ())] for number in range(height)]
    return RawSheet(
        name=plain["name"],
        rows=[row + [""] * (width - len(row)) for row in rows],
        odd=_marks(plain.get("odd", {})),
        hidden_rows=frozenset(_numbers(plain.get("hidden_rows", ()))),
        hidden_columns=frozenset(_numbers(plain.get("hidden_columns", ()))),
        linked=_cells(plain.get("linked", ())),
        struck=_cells(plain.get("struck", ())),
        unseen=_cells(plain.get("unseen", ())),
        percent=_cells(plain.get("percent", ())),
        merged=tuple(Area(*corners) for corners in plain.get("merged", ())),
        recoded=_marks(plain.get("recoded", {})),
    )


# ---------------------------------------------------------------- values


def _plain_row(row: Sequence[CellValue]) -> Iterator[Plain]:
    """Yield the values of a row up to the last that is there."""
    end = next((at for at in range(len(row), 0, -1) if row[at - 1] != ""), 0)
    yield from map(_plain, row[:end])


_MOMENTS: Mapping[str, type[datetime | date | time]] = {"m": datetime, "d": date, "t": time}
"""Letters before a moment written by ISO 8601; a datetime is a date too, so it comes first."""


def _plain(value: CellValue) -> Plain:
    if isinstance(value, timedelta):
        return ["s", value.days, value.seconds, value.microseconds]
    for sign, kind in _MOMENTS.items():
        if isinstance(value, kind):
            return [sign, value.isoformat()]
    return value


def _value(plain: Plain) -> CellValue:
    if not isinstance(plain, list):
        value: CellValue = plain
        return value
    sign, *parts = plain
    return timedelta(*parts) if sign == "s" else _MOMENTS[sign].fromisoformat(*parts)


# ---------------------------------------------------------------- cells


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Return numbers as runs: the first and the last of each."""
    runs = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    members = ([number for _, number in run] for _, run in runs)
    return [[run[0], run[-1]] for run in members]


def _numbers(runs: Iterable[Sequence[int]]) -> Iterator[int]:
    for first, last in runs:
        yield from range(first, last + 1)


def _places(cells: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return cells as runs down a column: the column, the first row, the last."""
    by_column: dict[int, list[int]] = {}
    for row, column in cells:
        by_column.setdefault(column, []).append(row)
    return [[column, *run] for column, rows in sorted(by_column.items()) for run in _runs(rows)]


def _cells(places: Iterable[Sequence[int]]) -> Cells:
    return frozenset(
        (row, column) for column, first, last in places for row in range(first, last + 1)
    )


def _marked(marks: Mapping[tuple[int, int], str]) -> dict[str, list[list[int]]]:
    """Return the cells that bear each mark."""
    by_mark: dict[str, list[tuple[int, int]]] = {}
    for place, mark in marks.items():
        by_mark.setdefault(mark, []).append(place)
    return {mark: _places(cells) for mark, cells in by_mark.items()}


def _marks(marked: Mapping[str, Iterable[Sequence[int]]]) -> dict[tuple[int, int], str]:
    return {place: mark for mark, places in marked.items() for place in _cells(places)}
