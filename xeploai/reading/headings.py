"""Finding a table's heading row and matching its columns to fields.

Columns are known by their words, never by their place. A heading that is only nearly right is
taken with a warning; two columns with the same heading are a fault.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any, cast

from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.row import Row, columns
from xeploai.text import clean, folded

SEARCHED_ROWS = 40
"""Headings are looked for in so many rows from the top."""

ALIKE = 0.84
"""How alike (0 to 1) a heading must be to a known one to be taken for it, with a warning."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Meaning of each column of a heading row.

    places: the column, counted from 0, of each field; doubled: (field, first column, second);
    renamed: (field, column, words found); unknown: (column, words found).
    """

    places: dict[str, int]
    doubled: tuple[tuple[str, int, int], ...]
    renamed: tuple[tuple[str, int, str], ...]
    unknown: tuple[tuple[int, str], ...]


@lru_cache(maxsize=20_000)
def heading_key(text: str) -> str:
    """Return the words of a heading without a unit in brackets or a line break."""
    return folded(clean(text).partition("(")[0]) or folded(clean(text))


def known_headings(row_type: type[Row]) -> dict[str, str]:
    """Every heading and alias of a row type → its field."""
    return _known_headings(cast("Hashable", row_type))


@cache
def _known_headings(row_type: Any) -> dict[str, str]:
    return {
        heading_key(words): key
        for key, column in columns(row_type).items()
        for words in (*column.aliases, column.header)
    }


def find_heading_row(row_type: type[Row], rows: Sequence[Sequence[CellValue]]) -> int | None:
    """Return the row, counted from 0, that names most columns; None where none names enough."""
    wanted = len(columns(row_type))
    best, place = 0, None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        named = len(match(row_type, strings(row)).places)
        if named > best:
            best, place = named, index
        if named > 0.8 * wanted:
            break
    return place if best >= min(3, wanted // 2) else None


def strings(row: Sequence[CellValue]) -> tuple[str, ...]:
    """Return the texts of a row, with everything else blank."""
    return tuple(value if type(value) is str else "" for value in row)


def match(row_type: type[Row], words: tuple[str, ...]) -> Headings:
    """Which field each text of a heading row names."""
    return _match(cast("Hashable", row_type), words)


# The workbooks of a season share their heading rows.
@lru_cache(maxsize=5_000)
def _match(row_type: Any, words: tuple[str, ...]) -> Headings:
    known = known_headings(row_type)
    places: dict[str, int] = {}
    doubled: list[tuple[str, int, int]] = []
    strange: list[tuple[int, str]] = []
    for column, text in enumerate(words):
        key = known.get(heading_key(text)) if text.strip() else None
        if key is None:
            strange += [(column, clean(text))] if text.strip() else []
        elif key in places:
            doubled.append((key, places[key], column))
        else:
            places[key] = column
    renamed = _renamed(row_type, places, strange) if len(places) > 2 else ()
    taken = {column for _, column, _ in renamed}
    return Headings(
        places | {key: column for key, column, _ in renamed},
        tuple(doubled),
        renamed,
        tuple(item for item in strange if item[0] not in taken),
    )


def _renamed(
    row_type: type[Row], places: dict[str, int], strange: list[tuple[int, str]]
) -> tuple[tuple[str, int, str], ...]:
    """Headings close to one, and only one, field that has no column yet."""
    open_headings = {
        heading: key for heading, key in known_headings(row_type).items() if key not in places
    }
    matches: dict[str, tuple[str, int, str]] = {}
    for column, text in strange:
        close = {key for heading, key in open_headings.items() if _alike(heading, text)}
        if len(close) == 1 and not close & matches.keys():
            matches |= {key: (key, column, text) for key in close}
    return tuple(matches.values())


def _alike(heading: str, text: str) -> bool:
    # Short signs such as XS and HTT differ by one letter: they must be exact.
    words = heading_key(text)
    return len(heading) > 5 and SequenceMatcher(None, heading, words).ratio() >= ALIKE
