"""Sheets of other names that carry a form's headings, and which stands in for a missing one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xeploai.reading.headings import (
    SEARCHED_ROWS,
    find_heading_row,
    heading_key,
    known_headings,
    match,
    strings,
)
from xeploai.reading.xlsx.cells import RawSheet, RawWorkbook
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.reading.xlsx.workbook import read_workbook
from xeploai.schema.committee_list import LIST_SUMMARY_SHEET, CommitteeRow
from xeploai.schema.form import FORM_SHEETS, OWN_SHEETS
from xeploai.schema.row import Row, columns
from xeploai.text import folded

ENOUGH = 80
"""A sheet of another name is taken for one of the form with so many % of its headings."""

MOST_OTHERS = 100
"""Number of sheets of other names that are looked at; those beyond them are told of."""


def sheets_alike(data: bytes, book: RawWorkbook) -> list[tuple[type[Row], RawSheet]]:
    """Return the sheets of other names that carry the headings of one of the form's."""
    return [
        (row_type, raw)
        for raw in _read_apart(data, _others(book)[:MOST_OTHERS])
        for row_type in FORM_SHEETS
        if _carries_headings(raw, row_type)
    ]


def not_looked_at(book: RawWorkbook) -> Sequence[str]:
    """Return the names of the sheets beyond those that are looked at."""
    beyond = set(_others(book)[MOST_OTHERS:])
    return [name for name in book.names if folded(name) in beyond]


def with_stand_ins(book: RawWorkbook, alike: Sequence[tuple[type[Row], RawSheet]]) -> RawWorkbook:
    """Return the workbook with its missing sheets replaced.

    A sheet stands in where it alone has the headings of the missing one.
    """
    fitting = [(folded(row_type.SHEET), raw) for row_type, raw in alike]
    times = Counter(name for name, _ in fitting)
    taken = {name: raw for name, raw in fitting if times[name] == 1}
    return replace(book, sheets={**taken, **book.sheets})


def _others(book: RawWorkbook) -> Sequence[str]:
    """Return the sheets whose names are none of the form's, by folded name, in their order."""
    own = (*OWN_SHEETS, *([LIST_SUMMARY_SHEET] if _is_list(book) else []))
    known = {*book.sheets, *map(folded, own)}
    times = Counter(map(folded, book.names))
    return [name for name, number in times.items() if number == 1 and name not in known]


def _is_list(book: RawWorkbook) -> bool:
    """Whether it is a committee's list: a unit's sheet of that name may hold its figures."""
    return folded(CommitteeRow.SHEET) in book.sheets


def _read_apart(data: bytes, names: Sequence[str]) -> Iterator[RawSheet]:
    """Yield those of some sheets that can be read: all at once, else half by half.

    What nobody asked for keeps no form out.
    """
    if not names:
        return
    try:
        yield from read_workbook(data, set(names)).sheets.values()
    except ReadRefused:
        half = len(names) // 2
        for part in (names[:half], names[half:]) if half else ():
            yield from _read_apart(data, part)


def _carries_headings(raw: RawSheet, row_type: type[Row]) -> bool:
    """Whether a sheet has enough of a row type's headings or labels, word for word."""
    top = raw.rows[:SEARCHED_ROWS]
    if row_type.LAYOUT == "labels":
        known = known_headings(row_type)
        words = (value for row in top for value in row if type(value) is str)
        exact = {key for value in words if (key := known.get(heading_key(value)))}
    else:
        heading = find_heading_row(row_type, top)
        headings = match(row_type, strings(top[heading])) if heading is not None else None
        renamed = {key for key, _, _ in headings.renamed} if headings else set()
        exact = set(headings.places) - renamed if headings else set()
    # Of a sheet with few columns one that a unit leaves out would be too much already.
    told_by = columns(row_type).keys() - {"note"}
    return 100 * len(exact & told_by) >= ENOUGH * len(told_by)
