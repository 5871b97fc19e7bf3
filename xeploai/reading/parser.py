"""Raw sheet + row type → typed rows, and a finding at the exact cell for all that is unreadable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Generic, TypeVar

from xeploai.findings import CellRef, Finding, MemberText, Objection, Value, letter
from xeploai.reading.drift import (
    Drift,
    TableArea,
    drift_of,
    hidden_labels,
    marked,
)
from xeploai.reading.headings import find_heading_row, heading_key, known_headings, match, strings
from xeploai.reading.merged import Merged, among_labels, in_table
from xeploai.reading.rules import (
    blank_cell,
    doubled_column,
    doubled_label,
    error_cell,
    merged_cells,
    merged_text,
    missing_column,
    missing_headings,
    missing_sheet,
    percentage_in_count,
    renamed_column,
    struck_cell,
    struck_row,
    struck_text,
    uncalculated_cell,
    unknown_column,
    unreadable_cell,
)
from xeploai.reading.source_rows import Located, Parsed, SourceRow
from xeploai.reading.table_rows import lines_of
from xeploai.reading.values import (
    Misread,
    Reader,
    is_blank,
    is_percentage,
    is_typed_day_first,
    read_lines,
    reader_of,
    shown,
)
from xeploai.reading.xlsx.cells import CellValue, RawSheet
from xeploai.schema.form import RATIO_HEADINGS, CellReturn, is_about_members
from xeploai.schema.row import Column, Row, columns
from xeploai.schema.terms import Scale
from xeploai.text import clean, listing

NOT_COMPUTED = "(công thức chưa tính)"
"""Text shown for a formula whose result was never stored."""

R = TypeVar("R", bound=Row)
Places = Mapping[str, tuple[int, int]]
"""Where the fields of a row stand: row and column, counted from 0."""


def absent(row_type: type[R], file: str, unit: str = "") -> Parsed[R]:
    """Return the result of a sheet that is not there."""
    missing = missing_sheet(row_type.SHEET).at(CellRef(file), unit)
    return Parsed((), file, row_type.SHEET, {}, (), (), (missing,), whole=False)


def left_out(row_type: type[R], file: str) -> Parsed[R]:
    """Return the result of a sheet that a form may go without."""
    return replace(absent(row_type, file), findings=(), whole=True)


def parse(
    raw: RawSheet,
    row_type: type[R],
    file: str,
    *,
    unit: str = "",
    starts_1904: bool = False,
    scale: Scale = Scale.FULFILMENT,
) -> Parsed[R]:
    """Read a sheet as rows of a type; what cannot be read becomes a finding.

    scale: the words that levels are written in.
    """
    readers = {
        key: reader_of(column, starts_1904=starts_1904, scale=scale)
        for key, column in columns(row_type).items()
    }
    work = _Sheet(raw, row_type, file, unit, readers)
    return work.labels() if row_type.LAYOUT == "labels" else work.table()


def meaning_of_blank(column: Column) -> object:
    """Return the value that a blank cell of a column stands for."""
    return _ABSENT[column.type, column.nullable]


_MOST_TITLES, _LONGEST_TITLE = 20, 300
"""How many texts above a table are kept, and of how many signs: among them is whose it is."""


class _Sheet(Generic[R]):
    """One sheet being read: the raw cells, the row type, and the findings so far."""

    def __init__(
        self,
        raw: RawSheet,
        row_type: type[R],
        file: str,
        unit: str,
        readers: Mapping[str, Reader],
    ) -> None:
        self.raw = raw
        self.row_type = row_type
        self.file = file
        self.unit = unit
        self.columns = columns(row_type)
        self.readers = dict(readers)
        if row_type.PROSE:
            texts = (key for key, column in self.columns.items() if column.type == "text")
            self.readers |= dict.fromkeys(texts, read_lines)
        self._absent = {key: meaning_of_blank(item) for key, item in self.columns.items()}
        self._required = {key for key, item in self.columns.items() if item.required}
        self.findings: list[Finding] = []
        self.computed: dict[int, dict[str, CellValue]] = {}
        self.computed_places: dict[str, int] = {}
        self.strange: dict[int, dict[str, CellValue]] = {}
        self.strange_places: dict[str, int] = {}
        self.swallowed: set[tuple[int, int]] = set()
        self.spoilt: set[tuple[int, int]] = set()
        self.typed_days: dict[str, bool] = {}

    def labels(self) -> Parsed[R]:
        """Read a sheet of labels, each value right beside its label."""
        known = known_headings(self.row_type)
        places: dict[str, tuple[int, int]] = {}
        again: list[tuple[str, tuple[int, int]]] = []
        for number, row in enumerate(self.raw.rows):
            for column, value in enumerate(row):
                key = known.get(heading_key(value)) if value and type(value) is str else None
                if key and key in places:
                    again.append((key, (number, column + 1)))
                elif key:
                    places[key] = (number, column + 1)
        self._say_missing(places)
        self._say_again(places, again)
        self._say_merged(among_labels(self.raw.merged, places))
        values = self._values(places)
        cells = {key: _cell(place) for key, place in places.items()}
        self._add_drift(marked(self.raw, self.row_type, {key: [at] for key, at in places.items()}))
        self._add_drift(hidden_labels(self.raw, places.values()))
        rows = () if values is None else (self._located(values, cells, 0),)
        raw = {key: self._seen(place) for key, place in places.items()}
        return replace(self._parsed(rows, cells), raw=raw)

    def table(self) -> Parsed[R]:
        """Read a table below its heading row."""
        heading = find_heading_row(self.row_type, self.raw.rows)
        if heading is None:
            self._say("", missing_headings(self.row_type.SHEET))
            return self._parsed((), {})
        places = self._places(heading)
        letters = {key: letter(column) for key, column in places.items()}
        rows: list[Located[R]] = []
        totals: list[SourceRow] = []
        unfilled: list[SourceRow] = []
        unread: list[SourceRow] = []
        lines = list(lines_of(self.raw, self.row_type, heading, places, self.readers))
        data = [line.index for line in lines if line.is_data]
        self._say_merged(in_table(self.raw.merged, data, places))
        for line in lines:
            self._keep_beside(line.index, line.row)
            if line.is_total:
                totals.append(self._line(line.index, places))
            elif not line.is_filled:
                unfilled.append(self._line(line.index, places))
            else:
                at = {key: (line.index, column) for key, column in places.items()}
                values = self._values(at)
                if values is None:
                    unread.append(self._line(line.index, places))
                else:
                    blank = frozenset(key for key, at in places.items() if line.row[at] == "")
                    rows.append(self._located(values, letters, line.index + 1, blank))
        sums = [line.index for line in lines if line.is_total]
        named = [line.index for line in lines if not line.is_total and not line.is_filled]
        area = TableArea(self.raw, self.row_type, heading, places, data, sums, named)
        self._add_drift(drift_of(area))
        return replace(
            self._parsed(tuple(rows), letters),
            totals=tuple(totals),
            unfilled=tuple(unfilled),
            unread=tuple(unread),
            heading_number=heading + 1,
            computed=self.computed,
            strange=self.strange,
            computed_columns={key: letter(place) for key, place in self.computed_places.items()},
            titles=dict(islice(self._titles(heading), _MOST_TITLES)),
        )

    def _titles(self, heading: int) -> Iterator[tuple[str, str]]:
        """Yield the texts above the headings that are short enough for a title, by cell."""
        for number, row in enumerate(self.raw.rows[:heading]):
            for column, value in enumerate(row):
                if value and type(value) is str and len(value) <= _LONGEST_TITLE:
                    yield _cell((number, column)), clean(value)

    def _line(self, index: int, places: Mapping[str, int]) -> SourceRow:
        return SourceRow(index + 1, {key: self._seen((index, at)) for key, at in places.items()})

    def _keep_beside(self, index: int, row: Sequence[CellValue]) -> None:
        """Remember what stands beside the fields: the form's ratios, the unit's own columns."""
        for kept, places in (
            (self.computed, self.computed_places), (self.strange, self.strange_places),
        ):  # fmt: skip
            values = {key: row[place] for key, place in places.items() if row[place] != ""}
            if values:
                kept[index + 1] = values

    def _places(self, heading: int) -> dict[str, int]:
        """Return the column of each field; odd headings become findings."""
        headings = match(self.row_type, strings(self.raw.rows[heading]))
        for key, first, again in headings.doubled:
            cell = f"{letter(again)}{heading + 1}"
            self._say(cell, doubled_column(self.columns[key].header, letter(first)))
        for key, column, words in headings.renamed:
            cell = f"{letter(column)}{heading + 1}"
            self._say(cell, renamed_column(words, self.columns[key].header))
        self.computed_places = {
            key: column
            for column, words in headings.unknown
            if (key := heading_key(words)) in RATIO_HEADINGS
        }
        for column, words in headings.unknown:
            if self._is_foreign(heading, column, words):
                self.strange_places[words] = column
                if self.row_type.KEYS:
                    self._say(f"{letter(column)}{heading + 1}", unknown_column(words))
        self._say_missing(headings.places)
        if self.columns.keys() - headings.places.keys():
            self._say_merged_headings(heading)
        return headings.places

    def _say_merged_headings(self, heading: int) -> None:
        """Tell of headings merged into one, by which a column has lost its own."""
        for area in self.raw.merged:
            if area.top <= heading <= area.bottom and area.left < area.right:
                first = _cell((area.top, area.left))
                span = f"{first}:{_cell((area.bottom, area.right))}"
                header = clean(str(self._raw((area.top, area.left))))
                self._say(first, merged_text(span, first, header))

    def _is_foreign(self, heading: int, column: int, words: str) -> bool:
        """Whether a column that is none of the form's has something in it."""
        if heading_key(words) in self.row_type.COMPUTED:
            return False
        return any(row[column] != "" for row in self.raw.rows[heading + 1 :])

    def _say_missing(self, places: Mapping[str, object]) -> None:
        for key, column in self.columns.items():
            if column.required and key not in places:
                self._say("", missing_column(column.header))

    def _say_again(self, places: Places, again: Iterable[tuple[str, tuple[int, int]]]) -> None:
        """Tell of values beside labels met before, where they differ from the first ones."""
        for key, place in again:
            column, first = self.columns[key], places[key]
            used, unused = self._seen(first), self._seen(place)
            if is_blank(unused) or place in self.raw.struck or self._is_same(key, used, unused):
                continue
            words = (self._written(column, value) for value in (used, unused))
            self._say(_cell(place), doubled_label(column.header, _cell(first), *words))

    def _is_same(self, key: str, one: CellValue, other: CellValue) -> bool:
        """Whether two values of a field are read as one."""
        values = [self.readers[key](value) for value in (one, other)]
        is_read = not any(isinstance(value, Misread) for value in values)
        return values[0] == values[1] if is_read else shown(one) == shown(other)

    def _values(self, places: Places) -> dict[str, Any] | None:
        """Return the typed values at some places; None, and findings, where one cannot be read."""
        values = dict(self._absent)
        before = len(self.findings)
        if self.raw.struck:
            self._say_struck(places)
        for key, place in places.items():
            value = self._raw(place)
            # Most cells are blank and may be; what they mean is there already.
            if value != "" or key in self._required or place in self.raw.odd:
                values[key] = self._value(key, place, value, places)
        is_spoilt = not self.spoilt.isdisjoint(places.values())
        whole = not is_spoilt and all(not item.is_error for item in self.findings[before:])
        return values if whole and self._required <= places.keys() else None

    def _value(self, key: str, place: tuple[int, int], value: CellValue, places: Places) -> object:
        if value == "" or (type(value) is str and is_blank(value)):
            return self._blank(key, place, places)
        column = self.columns[key]
        if place in self.raw.percent and type(value) is float:
            if column.type == "count" and column.unit != "%":
                written = self._written(column, f"{shown(value * 100)}%")
                self._say(_cell(place), percentage_in_count(column.header, written))
                return None
            value = value * 100 if column.unit == "%" else value
        if column.type == "date" and type(value) is str:
            self.typed_days[_cell(place)] = is_typed_day_first(value)
        result = self.readers[key](value)
        if type(result) is Misread:
            self._say_misread(column, place, value, result)
        return result

    def _say_struck(self, places: Places) -> None:
        """Tell of figures that are struck through, or of a row where all of it is."""
        filled = [key for key, place in places.items() if self._is_filled(place)]
        struck = [key for key in filled if places[key] in self.raw.struck]
        if struck and struck == filled and self.row_type.LAYOUT == "table":
            first = places[struck[0]]
            self._say(_cell(first), struck_row(first[0] + 1))
            return
        for key in struck:
            column, place = self.columns[key], places[key]
            if _is_words(column):
                self._say(_cell(place), struck_text(column.header))
            else:
                written = self._written(column, self._raw(place))
                self._say(_cell(place), struck_cell(column.header, written))

    def _say_merged(self, ranges: Iterable[Merged]) -> None:
        """Tell of merged ranges that take the cells of fields; their rows cannot be read."""
        for merged in ranges:
            keys = dict.fromkeys(merged.fields.values())
            header = listing([self.columns[key].header for key in keys], 2, "cột")
            first, area = _cell(merged.first), merged.area
            span = f"{first}:{_cell((area.bottom, area.right))}"
            is_lost = any(not _is_words(self.columns[key]) for key in keys)
            rule = merged_cells if is_lost else merged_text
            self._say(first, rule(span, first, header))
            self.swallowed |= merged.fields.keys() - {merged.first}
            self.spoilt |= merged.fields.keys() if is_lost else set()

    def _say_misread(
        self, column: Column, place: tuple[int, int], value: CellValue, misread: Misread
    ) -> None:
        written = self._written(column, value)
        if column.type == "count" and is_percentage(value):
            self._say(_cell(place), percentage_in_count(column.header, written))
        else:
            self._say(_cell(place), unreadable_cell(column.header, written, misread.expected))

    def _written(self, column: Column, value: CellValue) -> Value:
        """Return the contents of a cell as the kind of value that it is."""
        # A number in another column of a cell's row may be a count that slipped aside.
        has_slipped = self.row_type is CellReturn and type(value) is float
        of_members = has_slipped or is_about_members(self.row_type, column)
        return MemberText(shown(value)) if of_members else shown(value)

    def _raw(self, place: tuple[int, int]) -> CellValue:
        return self.raw.at(place)

    def _seen(self, place: tuple[int, int]) -> CellValue:
        """Return the contents of a cell as a reader of the sheet sees them, errors included."""
        value, odd = self._raw(place), self.raw.odd.get(place)
        return value if value != "" else (NOT_COMPUTED if odd == "" else odd or "")

    def _blank(self, key: str, place: tuple[int, int], places: Places) -> object:
        odd = self.raw.odd.get(place)
        header = self.columns[key].header
        if place in self.swallowed:
            return self._absent[key]
        if odd:
            self._say(_cell(place), error_cell(header, odd))
        elif odd == "":
            self._say(_cell(place), uncalculated_cell(header))
        elif key in self._required and self._must_be_filled(key, places):
            self._say(_cell(place), blank_cell(header))
        return self._absent[key]

    def _must_be_filled(self, key: str, places: Places) -> bool:
        """Whether a required cell must be filled in this row."""
        others = self.columns[key].required_with
        return not others or any(self._is_filled(places[x]) for x in others if x in places)

    def _is_filled(self, place: tuple[int, int]) -> bool:
        return place in self.raw.odd or not is_blank(self._raw(place))

    def _located(
        self,
        values: dict[str, Any],
        places: Mapping[str, str],
        number: int,
        blank: frozenset[str] = frozenset(),
    ) -> Located[R]:
        row = self.row_type(**values)
        return Located(row, self.file, self.raw.name, places, number, blank)

    def _parsed(self, rows: tuple[Located[R], ...], places: Mapping[str, str]) -> Parsed[R]:
        whole = not any(finding.is_error for finding in self.findings)
        findings = tuple(self.findings)
        return Parsed(
            rows,
            self.file,
            self.raw.name,
            places,
            (),
            (),
            findings,
            whole,
            typed_days=self.typed_days,
        )

    def _add_drift(self, drift: Iterable[Drift]) -> None:
        for cell, objection in drift:
            self._say(cell, objection)

    def _say(self, cell: str, objection: Objection) -> None:
        self.findings.append(objection.at(CellRef(self.file, self.raw.name, cell), self.unit))


_ABSENT: dict[tuple[str, bool], object] = {
    ("text", False): "",
    ("code", False): "",
    ("count", False): 0,
    ("count", True): None,
    ("date", True): None,
    ("level", True): None,
    ("level", False): None,
    ("choice", True): None,
    ("choice", False): None,
}
"""Meaning of a blank cell, by column type and whether the field may be None."""


def _is_words(column: Column) -> bool:
    """Whether a column holds words that may be left out, from which nothing is counted."""
    return column.type == "text" and not column.required


def _cell(place: tuple[int, int]) -> str:
    return f"{letter(place[1])}{place[0] + 1}"
