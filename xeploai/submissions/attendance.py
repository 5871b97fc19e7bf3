"""Superiors who attend reviews, as the cells of returns tell; a blank is not "nobody"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.submissions.cell_codes import with_listed
from xeploai.submissions.model import Return
from xeploai.text import folded

_NOBODY = frozenset({"chua", "khong", "khong co", "khong co ai", "khong du", "x"})
"""Words that units write, folded, where nobody came."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review that a cell of a unit has held.

    cell: its code in the register, "" where that does not list it; attended_by: the superior who
    was there, "" where none is named.
    """

    unit: str
    cell: str
    name: str
    day: date
    attended_by: str


def reviews(register: Register, returns: Mapping[str, Return], as_of: date) -> Iterator[Review]:
    """Yield the reviews that returns, by unit, tell of up to a day, in the order of their rows."""
    for unit, item in returns.items():
        for cell, listed in with_listed(register, unit, item):
            row = cell.row
            if row.review_date is not None and row.review_date <= as_of:
                code = listed.code if listed else ""
                yield Review(unit, code, row.name, row.review_date, attendant(row))


def attendant(row: CellReturn) -> str:
    """Return who attended from above, "" where the row names nobody."""
    written = row.attended_by
    is_somebody = any(map(str.isalpha, written)) and folded(written) not in _NOBODY
    return written if is_somebody else ""
