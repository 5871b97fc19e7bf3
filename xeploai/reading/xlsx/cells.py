"""Raw sheets: cells as the Excel reader gives them, with their true addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

CellValue = int | float | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: rows[0][0] is A1. odd holds cells that read as blank and are not.

    odd maps (row, column), counted from 0, to the error shown there ("#REF!"), or to "" for a
    formula whose result was never stored; hidden_rows and hidden_columns are counted from 0, too,
    and are all the rows where the sheet itself is hidden;
    linked: the cells whose formulas fetch from another workbook.
    """

    name: str
    rows: list[list[CellValue]]
    odd: Mapping[tuple[int, int], str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    linked: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """The sheets asked for, by folded name, and what the file says of itself."""

    sheets: Mapping[str, RawSheet]
    names: tuple[str, ...]
    starts_1904: bool
    saved_at: datetime | None
