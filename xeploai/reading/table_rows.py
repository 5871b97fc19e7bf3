"""Kinds of lines in a table: rows of data, a total, column numbers, or the foot.

Rows are distinguished by what stands in them, never by where they stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from xeploai.reading.names import is_named_as_cell
from xeploai.reading.values import Misread, Reader, is_blank, shown
from xeploai.reading.xlsx.cells import CellValue, RawSheet
from xeploai.schema.row import Row, columns, figures
from xeploai.text import folded

NUMBERING_ROWS = 4
"""The numbers of the columns stand within so many rows of the headings."""
_NUMBERING = re.compile(r"\(\d{1,2}\).*")
_LETTERS = frozenset("ABCD")
_FEW_HEADINGS = 2
"""More words than these, all of them headings above, make a row of headings."""
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:=.*)?")
_TOTALS = frozenset(
    ("tong cong", "tong", "cong", "tong so", "tong hop", "cong chung", "cong don", "toan don vi")
) | {"tc", "t cong", "total"}
_LONGEST_TOTAL = 60
"""Letters of a name beyond which it is a sentence and no total."""
_TOTAL_OF = re.compile(
    r"(?:tong cong|tong so|cong chung|(?:tong |cong )?toan (?:dang bo|don vi|xa|phuong)"
    r"|cong (?:dang bo|don vi))\b(?! ty\b)|(?:tong|cong) \d+ chi bo\b"
)
_AUTHORS = r"(?:lap (?:bieu|bang)|tong hop|kiem tra|bao cao|duyet)"
_ON_BEHALF = (
    r"(?:t m|tm|k t|kt|t l|tl) "
    r"(?:ban|btv|bch|cap|chi|dang|huyen|tinh|bi thu|pho|truong|thu truong)\b"
)
_FOOT = re.compile(
    rf"(?:{_AUTHORS}$|nguoi (?:lap\b|{_AUTHORS})|{_ON_BEHALF}|(?:pho )?bi thu\b|thu truong\b"
    r"|noi nhan\b|ghi chu\b|chu thich\b|luu y\b|thuyet minh\b|so lieu tinh den\b|xac nhan\b"
    r"|da ky$|ky (?:ten|ghi))"
    r"|.*\bngay\b.*\bthang\b.*\bnam\b|[a-z].*\b\d{1,2} \d{1,2} (?:19|20)\d\d$"
)
"""Text below a table, folded: author, place and date, signatures, notes."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table with something in it; index: its row, counted from 0.

    is_total: named "Tổng cộng" or the like; is_filled: it holds more than its names.
    """

    index: int
    row: Sequence[CellValue]
    is_total: bool
    is_filled: bool

    @property
    def is_data(self) -> bool:
        """Whether it is a row of figures."""
        return self.is_filled and not self.is_total


def lines_of(
    raw: RawSheet,
    row_type: type[Row],
    heading: int,
    places: Mapping[str, int],
    readers: Mapping[str, Reader],
) -> Iterator[TableLine]:
    """Return the lines below a heading row, given each field's column and its reader."""
    return _Lines(raw, row_type, heading, places, readers).lines()


class _Lines:
    """One table: its cells and which columns name a row, count, or hold only words."""

    def __init__(
        self,
        raw: RawSheet,
        row_type: type[Row],
        heading: int,
        places: Mapping[str, int],
        readers: Mapping[str, Reader],
    ) -> None:
        self.raw = raw
        self.heading = heading
        self.is_prose = row_type.PROSE
        self.readers = readers
        self.odd_rows = {row for row, _ in raw.odd}
        kinds = {key: item.type for key, item in columns(row_type).items()}
        self.names = [places[key] for key in row_type.KEYS if key in places]
        self.code = next((places.get(key) for key in row_type.KEYS[:1]), None)
        self.remarks = [places[key] for key in row_type.REMARKS if key in places]
        self.content = [places[key] for key in figures(row_type) if key in places]
        self.counts = [place for key, place in places.items() if kinds[key] == "count"]
        self.figures = [
            (key, place) for key, place in places.items() if kinds[key] not in ("text", "code")
        ]

    def lines(self) -> Iterator[TableLine]:
        first, foot = self.heading + 1, self._foot()
        signed, headed = self._signed(first, foot), self.heading
        for index, row in enumerate(self.raw.rows[first:foot], start=first):
            if self._is_empty(index, row) or index in signed:
                continue
            if self._repeats_headings(row):
                headed = index
                continue
            filled = not self._is_bare(index, row, self.content) and any(
                self._says(index, row, place) for place in self.content
            )
            named = filled or any(not is_blank(row[place]) for place in self.names)
            if named and not self._is_numbers(index - headed, row):
                yield TableLine(index, row, self._is_total(row), filled)

    def _is_bare(self, index: int, row: Sequence[CellValue], places: Sequence[int]) -> bool:
        """Whether nothing stands in some columns of a row; quick, as most rows are spare ones."""
        if self._is_empty(index, row):
            return True
        return index not in self.odd_rows and all(row[place] == "" for place in places)

    def _is_empty(self, index: int, row: Sequence[CellValue]) -> bool:
        """Whether nothing stands in a row at all, as in the hundreds of hidden ones of a form."""
        return index not in self.odd_rows and row.count("") == len(row)

    def _signed(self, first: int, foot: int) -> set[int]:
        """Return the rows of a signature, with its place and day, that stand above the last figure.

        The form's total stands below its spare rows, and some clerks sign in those. A signature
        goes on until the next figure or the next name of a cell.
        """
        signed: set[int] = set()
        for index in range(first, foot) if not self.is_prose else ():
            row, goes_on = self.raw.rows[index], index - 1 in signed
            if self._is_empty(index, row):
                # A signature goes on over blank rows; most rows are spare ones.
                signed |= {index} if goes_on else set()
                continue
            if self._has_figure(index, row):
                continue
            if self._begins_foot(row) or (goes_on and not self._is_of_cell(row)):
                signed.add(index)
        return signed

    def _is_of_cell(self, row: Sequence[CellValue]) -> bool:
        """Whether a row has a code, or a name as cells have it."""
        code = "" if self.code is None else row[self.code]
        has_code = not is_blank(code) and not _is_of_foot(str(code))
        return has_code or any(is_named_as_cell(str(row[place])) for place in self.names)

    def _has_figure(self, index: int, row: Sequence[CellValue]) -> bool:
        return any(self._is_figure(index, row, key, place) for key, place in self.figures)

    def _foot(self) -> int:
        """Return the row, counted from 0, where the text below the table begins.

        That is the first one with such words below the last figure; a figure is never skipped.
        """
        if self.is_prose:
            return len(self.raw.rows)
        in_columns = [place for _, place in self.figures]
        for index in range(len(self.raw.rows) - 1, self.heading, -1):
            row = self.raw.rows[index]
            if not self._is_bare(index, row, in_columns) and self._has_figure(index, row):
                break
        else:
            return len(self.raw.rows)
        below = range(index + 1, len(self.raw.rows))
        return next((x for x in below if self._begins_foot(self.raw.rows[x])), len(self.raw.rows))

    def _begins_foot(self, row: Sequence[CellValue]) -> bool:
        """Whether a row begins the text below a table.

        Of a row that is named only the name tells: who attended may be a secretary.
        """
        if self._is_of_cell(row):
            return False
        texts = [(place, x) for place, x in enumerate(row) if type(x) is str and not is_blank(x)]
        named = [text for place, text in texts if place in self.names]
        others = (text for place, text in texts if place not in self.remarks)
        return any(map(_is_of_foot, named or others))

    def _is_figure(self, index: int, row: Sequence[CellValue], key: str, place: int) -> bool:
        value = row[place]
        if value == "":
            return (index, place) in self.raw.odd
        return type(value) is not str or type(self.readers[key](value)) is not Misread

    def _repeats_headings(self, row: Sequence[CellValue]) -> bool:
        """Whether a row is the headings once more, or the groups above them, as on a next page."""
        if not all(type(value) is str for value in row):
            return False
        texts = [(place, folded(str(value))) for place, value in enumerate(row) if value]
        heads = self.raw.rows[max(0, self.heading - 1) : self.heading + 1]
        return len(texts) > _FEW_HEADINGS and any(
            all(text == folded(str(head[place])) for place, text in texts) for head in heads
        )

    def _is_numbers(self, below: int, row: Sequence[CellValue]) -> bool:
        """Whether a row, some lines below headings, holds the numbers of the columns."""
        return below < NUMBERING_ROWS and not self.is_prose and _is_numbering(row)

    def _is_total(self, row: Sequence[CellValue]) -> bool:
        if self.is_prose:
            return False
        texts = [x for x in row if type(x) is str and x.strip()][:1]
        # Before the name there may be a number typed as a text, or the code of the unit.
        texts += [x for place in self.names if type(x := row[place]) is str]
        names = {folded(text) for text in texts if len(text) <= _LONGEST_TOTAL}
        # A remark may begin with the same words; a total has counts.
        has_counts = any(not is_blank(row[place]) for place in self.counts)
        return not _TOTALS.isdisjoint(names) or (has_counts and any(map(_TOTAL_OF.match, names)))

    def _says(self, index: int, row: Sequence[CellValue], place: int) -> bool:
        value = row[place]
        if value == "":
            return (index, place) in self.raw.odd
        return type(value) is not str or not is_blank(value)


def _is_of_foot(text: str) -> bool:
    return bool(_FOOT.match(folded(text)))


def _is_numbering(row: Sequence[CellValue]) -> bool:
    """Whether a row holds the numbers of the columns: "(1)", "(2)" or A, B, 1, 2."""
    values = [value for value in row if value != ""]
    if all(type(value) is str and _NUMBERING.fullmatch(value) for value in values):
        return True
    if len(values) < 5 or len(shown(values[0])) > 3:
        return False
    numbers = list(dropwhile(_LETTERS.__contains__, map(shown, values)))
    matches = [_COLUMN_NUMBER.fullmatch(number) for number in numbers]
    return len(numbers) > 3 and all(
        each is not None and int(each[1]) == wanted for wanted, each in enumerate(matches, start=1)
    )
