"""Raw sheets: cells as the Excel reader gives them, with their true addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

CellValue = int | float | str | bool | date | datetime | time | timedelta


Cells = frozenset[tuple[int, int]]
"""Rows and columns, counted from 0."""


@dataclass(frozen=True, slots=True)
class Area:
    """A range of cells, its corners counted from 0, both of them in it."""

    top: int
    left: int
    bottom: int
    right: int

    def takes_in(self, place: tuple[int, int]) -> bool:
        """Whether a cell is one of it."""
        row, column = place
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: rows[0][0] is A1. odd holds cells that read as blank and are not.

    odd maps (row, column), counted from 0, to the error shown there ("#REF!"), or to "" for a
    formula whose result was never stored; hidden_rows and hidden_columns are counted from 0, too,
    and are all the rows where the sheet itself is hidden;
    linked: the cells whose formulas fetch from another workbook; struck: those struck through as a
    whole; unseen: those whose letters cannot be seen; percent: those whose number is shown as a
    percentage; merged: the ranges that are one cell; recoded: the font of an alphabet before
    Unicode that a text was typed in, where it was: the rows hold it in Unicode.
    """

    name: str
    rows: list[list[CellValue]]
    odd: Mapping[tuple[int, int], str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    linked: Cells
    struck: Cells = frozenset()
    unseen: Cells = frozenset()
    percent: Cells = frozenset()
    merged: tuple[Area, ...] = ()
    recoded: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def at(self, place: tuple[int, int]) -> CellValue:
        """Return what stands in a cell, "" where nothing does."""
        row = self.rows[place[0]]
        return row[place[1]] if place[1] < len(row) else ""

    def holds(self, place: tuple[int, int]) -> bool:
        """Whether something stands in a cell, even what the Excel reader takes for blank."""
        return self.at(place) != "" or place in self.odd


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """The sheets asked for, by folded name, and what the file says of itself."""

    sheets: Mapping[str, RawSheet]
    names: tuple[str, ...]
    starts_1904: bool
    saved_at: datetime | None
