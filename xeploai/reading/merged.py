"""Merged cells among the data of a sheet: which fields lose their cells by them.

Excel keeps one value in the first cell of a merged range. Headings, totals and signatures are
merged in every office; only where a range takes in the cell of a field is something lost.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai.reading.xlsx.cells import Area

MOST_CELLS = 20_000
"""Cells in merged ranges that are looked at; more are in no form."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range and the fields' cells in it, by their places."""

    area: Area
    fields: Mapping[tuple[int, int], str]

    @property
    def first(self) -> tuple[int, int]:
        """The cell that the value belongs to."""
        return self.area.top, self.area.left


def in_table(
    areas: Iterable[Area], rows: Sequence[int], places: Mapping[str, int]
) -> Iterator[Merged]:
    """Yield the ranges that take in more than the first cell of a table's data.

    rows: those of data, ascending; places: the column of each field.
    """
    left = MOST_CELLS
    for area in areas:
        lines = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
        keys = [key for key, column in places.items() if area.left <= column <= area.right]
        left -= len(lines) * len(keys)
        if left < 0:
            return
        yield from _lossy(area, {(row, places[key]): key for row in lines for key in keys})


def among_labels(areas: Iterable[Area], places: Mapping[str, tuple[int, int]]) -> Iterator[Merged]:
    """Yield the ranges that take in the cell beside a label and do not begin there."""
    for area in areas:
        yield from _lossy(
            area, {place: key for key, place in places.items() if area.takes_in(place)}
        )


def _lossy(area: Area, fields: Mapping[tuple[int, int], str]) -> Iterator[Merged]:
    merged = Merged(area, fields)
    if fields.keys() - {merged.first}:
        yield merged
