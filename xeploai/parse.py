"""Raw sheet + row type → typed rows, and a finding at the exact cell for all that is unreadable.

Rows are told apart by what stands in them: a row of data, a total, the row of column numbers, or
a row that is named and not filled in yet.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import Any, Generic, TypeVar

from xeploai.findings import CellRef, Finding, letter
from xeploai.headings import find_heading_row, heading_key, known_headings, match, strings
from xeploai.located import Line, Located, Parsed
from xeploai.read import CellValue, RawSheet
from xeploai.reading import (
    blank_cell,
    doubled_column,
    error_cell,
    finding,
    missing_column,
    missing_headings,
    missing_sheet,
    renamed_column,
    uncalculated_cell,
    unknown_column,
    unreadable_cell,
)
from xeploai.rulebook import Rule
from xeploai.schema.form import RATIO_HEADINGS
from xeploai.schema.row import Row, columns
from xeploai.text import fold
from xeploai.values import Misread, is_blank, reader_of, shown

R = TypeVar("R", bound=Row)

NUMBERING_ROWS = 4
"""The numbers of the columns stand within so many rows of the headings."""
_NUMBERING = re.compile(r"\(\d{1,2}\).*")
_LETTERS = frozenset("ABCD")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:=.*)?")
_TOTALS = frozenset(
    ("tong cong", "tong", "cong", "tong so", "tong hop", "cong chung", "cong don", "toan don vi")
) | {"tc", "t cong", "total"}
_TOTAL_OF = re.compile(
    r"(?:tong cong|tong so|cong chung|(?:tong |cong )?toan (?:dang bo|don vi|xa|phuong)"
    r"|cong (?:dang bo|don vi))\b(?! ty\b)|(?:tong|cong) \d+ chi bo\b"
)
_FOOT = re.compile(
    r"(?:nguoi (?:lap|tong hop|kiem tra|bao cao)|(?:t m|tm|k t|kt|t l|tl) |(?:pho )?bi thu\b"
    r"|noi nhan\b|ghi chu\b|chu thich\b|luu y\b|xac nhan\b|ky (?:ten|ghi))"
    r"|.*\bngay\b.*\bthang\b.*\bnam\b"
)
"""What stands below a table, folded: who made it, where and when, signatures, notes."""


def absent(row_type: type[R], file: str, unit: str = "") -> Parsed[R]:
    """What a sheet that is not there gives."""
    found = finding(missing_sheet, CellRef(file), unit, row_type.SHEET)
    return Parsed((), file, row_type.SHEET, {}, (), (), (found,), whole=False)


def parse(
    raw: RawSheet, row_type: type[R], file: str, *, unit: str = "", starts_1904: bool = False
) -> Parsed[R]:
    """Read a sheet as rows of a type; what cannot be read becomes a finding."""
    work = _Sheet(raw, row_type, file, unit, starts_1904)
    return work.labels() if row_type.LAYOUT == "labels" else work.table()


class _Sheet(Generic[R]):
    """One sheet being read: the raw cells, the row type, and the findings so far."""

    def __init__(
        self, raw: RawSheet, row_type: type[R], file: str, unit: str, starts_1904: bool
    ) -> None:
        self.raw = raw
        self.row_type = row_type
        self.file = file
        self.unit = unit
        self.columns = columns(row_type)
        self.readers = {
            key: reader_of(column, starts_1904=starts_1904) for key, column in self.columns.items()
        }
        self._absent = {
            key: _ABSENT[item.type, item.nullable] for key, item in self.columns.items()
        }
        self._required = {key for key, item in self.columns.items() if item.required}
        self._counts = [key for key, item in self.columns.items() if item.type == "count"]
        self._words = {key for key, item in self.columns.items() if item.type in ("text", "code")}
        self.odd_rows = {row for row, _ in raw.odd}
        self.findings: list[Finding] = []
        self.computed: dict[int, dict[str, CellValue]] = {}
        self.computed_places: dict[str, int] = {}

    def labels(self) -> Parsed[R]:
        """Read a sheet of labels, each value right beside its label."""
        known = known_headings(self.row_type)
        places: dict[str, tuple[int, int]] = {}
        for number, row in enumerate(self.raw.rows):
            for column, value in enumerate(row):
                key = known.get(heading_key(value)) if value and type(value) is str else None
                if key and key not in places:
                    places[key] = (number, column + 1)
        self._say_missing(places)
        values = self._values(places)
        cells = {key: f"{letter(column)}{row + 1}" for key, (row, column) in places.items()}
        rows = () if values is None else (self._located(values, cells, 0),)
        raw = {key: self._seen(place) for key, place in places.items()}
        return replace(self._parsed(rows, cells), raw=raw)

    def table(self) -> Parsed[R]:
        """Read a table below its heading row."""
        heading = find_heading_row(self.row_type, self.raw.rows)
        if heading is None:
            self._say(missing_headings, "", self.row_type.SHEET)
            return self._parsed((), {})
        places = self._places(heading)
        letters = {key: letter(column) for key, column in places.items()}
        rows: list[Located[R]] = []
        totals: list[Line] = []
        unfilled: list[Line] = []
        unread: list[Line] = []
        for index, row, filled in self._lines(heading, places):
            self._keep_computed(index, row)
            if self._is_total(row, places):
                totals.append(self._line(index, places))
            elif not filled:
                unfilled.append(self._line(index, places))
            else:
                at = {key: (index, column) for key, column in places.items()}
                values = self._values(at)
                if values is None:
                    unread.append(self._line(index, places))
                else:
                    rows.append(self._located(values, letters, index + 1))
        return replace(
            self._parsed(tuple(rows), letters),
            totals=tuple(totals),
            unfilled=tuple(unfilled),
            unread=tuple(unread),
            heading_number=heading + 1,
            computed=self.computed,
            computed_columns={key: letter(place) for key, place in self.computed_places.items()},
        )

    def _line(self, index: int, places: Mapping[str, int]) -> Line:
        return Line(index + 1, {key: self._seen((index, at)) for key, at in places.items()})

    def _keep_computed(self, index: int, row: Sequence[CellValue]) -> None:
        """Remember what stands in the form's own ratios: typed over, they may be wrong."""
        said = {key: row[place] for key, place in self.computed_places.items() if row[place] != ""}
        if said:
            self.computed[index + 1] = said

    def _lines(
        self, heading: int, places: Mapping[str, int]
    ) -> Iterator[tuple[int, Sequence[CellValue], bool]]:
        """The lines with something in them, and whether they hold more than their names."""
        names = [places[key] for key in self.row_type.KEYS if key in places]
        foot = self._foot(heading, places)
        content = [place for key, place in places.items() if key not in self.row_type.KEYS]
        for index, row in enumerate(self.raw.rows[heading + 1 : foot], start=heading + 1):
            if self._is_empty(index, row):
                continue
            filled = not self._is_bare(index, row, content) and any(
                self._says(index, row, place) for place in content
            )
            named = filled or any(not is_blank(row[place]) for place in names)
            numbers = index < heading + NUMBERING_ROWS and _is_numbering(row)
            if named and not numbers:
                yield index, row, filled

    def _is_bare(self, index: int, row: Sequence[CellValue], places: Sequence[int]) -> bool:
        """Whether nothing stands in some columns of a row; quick, as most rows are spare ones."""
        if self._is_empty(index, row):
            return True
        return index not in self.odd_rows and all(row[place] == "" for place in places)

    def _is_empty(self, index: int, row: Sequence[CellValue]) -> bool:
        """Whether nothing stands in a row at all, as in the hundreds of hidden ones of a form."""
        return index not in self.odd_rows and row.count("") == len(row)

    def _foot(self, heading: int, places: Mapping[str, int]) -> int:
        """The row, counted from 0, where the text below the table begins.

        That is the first one with such words below the last figure; a figure is never skipped.
        """
        figures = [(key, place) for key, place in places.items() if key not in self._words]
        in_columns = [place for _, place in figures]
        for index in range(len(self.raw.rows) - 1, heading, -1):
            row = self.raw.rows[index]
            if not self._is_bare(index, row, in_columns) and any(
                self._is_figure(index, row, key, place) for key, place in figures
            ):
                break
        else:
            return len(self.raw.rows)
        for below in range(index + 1, len(self.raw.rows)):
            said = (value for value in self.raw.rows[below] if value and type(value) is str)
            if any(_FOOT.match(fold(value)) for value in said):
                return below
        return len(self.raw.rows)

    def _is_figure(self, index: int, row: Sequence[CellValue], key: str, place: int) -> bool:
        value = row[place]
        if value == "":
            return (index, place) in self.raw.odd
        return type(value) is not str or type(self.readers[key](value)) is not Misread

    def _is_total(self, row: Sequence[CellValue], places: Mapping[str, int]) -> bool:
        """Whether a row is named "Tổng cộng" or the like."""
        first = next((value for value in row if type(value) is str and value.strip()), "")
        if len(first) > 60:
            return False
        name = fold(first)
        # A remark may begin with the same words; a total has counts.
        counts = (places[key] for key in self._counts if key in places)
        return name in _TOTALS or (
            _TOTAL_OF.match(name) is not None and any(not is_blank(row[each]) for each in counts)
        )

    def _says(self, index: int, row: Sequence[CellValue], place: int) -> bool:
        value = row[place]
        if value == "":
            return (index, place) in self.raw.odd
        return type(value) is not str or not is_blank(value)

    def _places(self, heading: int) -> dict[str, int]:
        """The column of each field, with a finding for all that is odd about the headings."""
        found = match(self.row_type, strings(self.raw.rows[heading]))
        for key, first, again in found.doubled:
            cell = f"{letter(again)}{heading + 1}"
            self._say(doubled_column, cell, self.columns[key].header, letter(first))
        for key, column, words in found.renamed:
            cell = f"{letter(column)}{heading + 1}"
            self._say(renamed_column, cell, words, self.columns[key].header)
        self.computed_places = {
            key: column
            for column, words in found.unknown
            if (key := heading_key(words)) in RATIO_HEADINGS
        }
        for column, words in found.unknown:
            if self.row_type.KEYS and self._is_foreign(heading, column, words):
                self._say(unknown_column, f"{letter(column)}{heading + 1}", words)
        self._say_missing(found.places)
        return found.places

    def _is_foreign(self, heading: int, column: int, words: str) -> bool:
        """Whether a column that is none of the form's has something in it."""
        if heading_key(words) in self.row_type.COMPUTED:
            return False
        return any(row[column] != "" for row in self.raw.rows[heading + 1 :])

    def _say_missing(self, places: Mapping[str, object]) -> None:
        for key, column in self.columns.items():
            if column.required and key not in places:
                self._say(missing_column, "", column.header)

    def _values(self, places: Mapping[str, tuple[int, int]]) -> dict[str, Any] | None:
        """The typed values at some places; None, and findings, where one cannot be read."""
        values = dict(self._absent)
        said = len(self.findings)
        for key, place in places.items():
            value = self._raw(place)
            # Most cells are blank and may be; what they mean is there already.
            if value != "" or key in self._required or place in self.raw.odd:
                values[key] = self._value(key, place, value)
        whole = all(not found.is_error for found in self.findings[said:])
        return values if whole and self._required <= places.keys() else None

    def _value(self, key: str, place: tuple[int, int], value: CellValue) -> object:
        if value == "" or (type(value) is str and is_blank(value)):
            return self._blank(key, place)
        found = self.readers[key](value)
        if type(found) is Misread:
            header = self.columns[key].header
            self._say(unreadable_cell, _cell(place), header, shown(value), found.expected)
        return found

    def _raw(self, place: tuple[int, int]) -> CellValue:
        index, number = place
        row = self.raw.rows[index]
        return row[number] if number < len(row) else ""

    def _seen(self, place: tuple[int, int]) -> CellValue:
        """What a reader of the sheet sees in a cell, errors included."""
        return self._raw(place) or self.raw.odd.get(place, "")

    def _blank(self, key: str, place: tuple[int, int]) -> object:
        odd = self.raw.odd.get(place)
        header = self.columns[key].header
        if odd:
            self._say(error_cell, _cell(place), header, odd)
        elif odd == "":
            self._say(uncalculated_cell, _cell(place), header)
        elif key in self._required:
            self._say(blank_cell, _cell(place), header)
        return self._absent[key]

    def _located(
        self, values: dict[str, Any], places: Mapping[str, str], number: int
    ) -> Located[R]:
        return Located(self.row_type(**values), self.file, self.raw.name, places, number)

    def _parsed(self, rows: tuple[Located[R], ...], places: Mapping[str, str]) -> Parsed[R]:
        whole = not any(found.is_error for found in self.findings)
        return Parsed(rows, self.file, self.raw.name, places, (), (), tuple(self.findings), whole)

    def _say(self, why: Rule[..., str], cell: str, *said: object) -> None:
        ref = CellRef(self.file, self.raw.name, cell)
        self.findings.append(finding(why, ref, self.unit, *said))


_ABSENT: dict[tuple[str, bool], object] = {
    ("text", False): "",
    ("code", False): "",
    ("count", False): 0,
    ("count", True): None,
    ("date", True): None,
    ("level", True): None,
    ("choice", True): None,
    ("choice", False): None,
}
"""What a blank cell means, by column type and whether the field may be None."""


def _cell(place: tuple[int, int]) -> str:
    return f"{letter(place[1])}{place[0] + 1}"


def _is_numbering(row: Sequence[CellValue]) -> bool:
    """Whether a row holds the numbers of the columns: "(1)", "(2)" or A, B, 1, 2."""
    said = [value for value in row if value != ""]
    if all(type(value) is str and _NUMBERING.fullmatch(value) for value in said):
        return True
    if len(said) < 5 or len(shown(said[0])) > 3:
        return False
    numbers = list(dropwhile(_LETTERS.__contains__, map(shown, said)))
    found = [_COLUMN_NUMBER.fullmatch(number) for number in numbers]
    return len(numbers) > 3 and all(
        each is not None and int(each[1]) == wanted for wanted, each in enumerate(found, start=1)
    )
