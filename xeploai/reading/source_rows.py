"""Typed rows that know where they stand: what a sheet gives once it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from xeploai.findings import CellRef, Finding
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.row import Row

R = TypeVar("R", bound=Row)
R_co = TypeVar("R_co", bound=Row, covariant=True)


@dataclass(frozen=True, slots=True)
class Located(Generic[R_co]):
    """A typed row and where each of its fields stands: its column, or on label sheets its cell.

    blank: the fields left blank, whatever a blank counts as.
    """

    row: R_co
    file: str
    sheet: str
    columns: Mapping[str, str]
    number: int = 0
    blank: frozenset[str] = frozenset()

    def ref(self, key: str) -> CellRef:
        """Return the cell of a field; the row's first cell where the field has no column."""
        place = self.columns.get(key, "A" if self.number else "")
        return CellRef(self.file, self.sheet, f"{place}{self.number}" if self.number else place)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A line of a table that is no typed row: a total, one not filled in, one that is unreadable.

    number: its row in the sheet; values: what stands in each field's column, as read; an error
    shown there is its text.
    """

    number: int
    values: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class SetAside(Generic[R_co]):
    """A row that is read and not counted.

    of: the numbers of the rows it is the sum of, or of the one it repeats; none where its name
    alone tells that it is no row of its kind.
    """

    row: Located[R_co]
    of: tuple[int, ...]
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Parsed(Generic[R_co]):
    """Result of reading one sheet.

    columns: where each field stands; totals and unfilled: lines that are no rows of data; unread:
    lines of data with a cell that could not be read; raw: what stands in each labelled cell, on
    sheets of labels; heading_number: the row of the headings; whole: all of it could be read;
    computed: what stands in the form's own computed columns, by row and heading (folded);
    computed_columns: where those columns stand; strange: what stands in columns of the unit's own,
    by row and heading; typed_days: the cells whose date is a text, and whether it is one of
    figures, day first, which Excel would have made a date; aside: rows that were read and are not
    counted; headings: lines without figures that are taken for no rows; titles: the texts above the
    headings, by cell.
    """

    rows: tuple[Located[R_co], ...]
    file: str
    sheet: str
    columns: Mapping[str, str]
    totals: tuple[SourceRow, ...]
    unfilled: tuple[SourceRow, ...]
    findings: tuple[Finding, ...]
    whole: bool
    raw: Mapping[str, CellValue] = field(default_factory=dict)
    heading_number: int = 0
    unread: tuple[SourceRow, ...] = ()
    computed: Mapping[int, Mapping[str, CellValue]] = field(default_factory=dict)
    computed_columns: Mapping[str, str] = field(default_factory=dict)
    strange: Mapping[int, Mapping[str, CellValue]] = field(default_factory=dict)
    typed_days: Mapping[str, bool] = field(default_factory=dict)
    aside: tuple[SetAside[R_co], ...] = ()
    headings: tuple[SourceRow, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    def ref(self, line: SourceRow, key: str) -> CellRef:
        """Return the cell of a field in one of the lines that are no rows."""
        return CellRef(self.file, self.sheet, f"{self.columns.get(key, 'A')}{line.number}")

    def heading(self, key: str) -> CellRef:
        """Return the heading of a field, for a fault of a whole column."""
        return CellRef(self.file, self.sheet, f"{self.columns.get(key, 'A')}{self.heading_number}")

    def title(self, cell: str) -> CellRef:
        """Return the cell of a text above the headings."""
        return CellRef(self.file, self.sheet, cell)

    def label(self, key: str) -> CellRef:
        """Return the cell of a field on a sheet of labels."""
        return CellRef(self.file, self.sheet, self.columns.get(key, ""))


def rows_of(sheet: Parsed[Row] | None, row_type: type[R]) -> Iterator[Located[R]]:
    """Yield the rows of a sheet that is known to hold rows of a type.

    A sheet that is not there has none.
    """
    for item in sheet.rows if sheet else ():
        if isinstance(item.row, row_type):
            yield cast("Located[R]", item)
