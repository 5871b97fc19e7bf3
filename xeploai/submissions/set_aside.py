"""Rows of the sheet "Chi bộ" that are no cell of their own, set aside before anything is added up.

They are sums of other rows, one cell written twice, headings of a group, and signatures. What the
register lists, or has a level or a day of its own, is a cell, whatever it looks like.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xeploai.reading.names import cells_meant, is_named_as_cell, same_code, same_name
from xeploai.reading.source_rows import Located, Parsed, SetAside, SourceRow
from xeploai.reading.values import read_text
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Return
from xeploai.text import clean, folded

Cell = Located[CellReturn]

COUNTS = tuple(key for key, item in columns(CellReturn).items() if item.type == "count")
"""The fields of a cell that are added up."""

_MAIN = tuple(x for x in COUNTS if x not in ("official", "probationary", "disciplined"))
"""Those in which a row that sums others agrees with them; the rest are told where they differ."""

OWN = (
    "review_date", "self_level", "proposed_level", "decided_level", "decision_no", "decision_date",
)  # fmt: skip
"""The fields that a cell has and a sum has not."""

_NUMBER = r"(?:(?:[ivx]{1,5}|[a-h]|\d{1,2}) )?"
_GROUP = re.compile(
    rf"{_NUMBER}(?:tong|cong|khoi|cum|nhom|toan|cac chi bo|dang bo|dang uy|db|loai hinh)\b"
)
"""Names, folded, of a group of cells or of its sum."""
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-H])")
_NUMBERED = re.compile(r"([IVX]{1,5}|[A-H])\s*[.)/\-–:]")

_NEAR = 10
"""By so many percent of its members a wrong sum may differ, or in half of its counts."""


def without_other_rows(item: Return, register: Register) -> Return:
    """Return the return with nothing but cells among its rows of cells; the rest is set aside."""
    sheet = item.sheet(CellReturn)
    if not sheet.rows and not sheet.unfilled:
        return item
    table = cell_table(item, register)
    aside = {x.row.number: x for x in (*table.repeated(), *table.sums())}
    kept = replace(
        sheet,
        rows=tuple(cell for cell in sheet.rows if cell.number not in aside),
        aside=tuple(aside[number] for number in sorted(aside)),
        unfilled=tuple(line for line in sheet.unfilled if table.may_be_cell(line)),
    )
    return replace(item, sheets={**item.sheets, CellReturn: kept})


def cell_table(item: Return, register: Register) -> "CellTable":
    """Return the rows of cells of a return beside what the register knows of them."""
    return CellTable(item.sheet(CellReturn), _listed(item, register))


def _listed(item: Return, register: Register) -> set[int]:
    """Return the numbers of the rows, filled in or not, that the register knows as a cell."""
    sheet = item.sheet(CellReturn)
    filled = [(x.number, x.row.cell_code, x.row.name) for x in sheet.rows]
    lines = [*filled, *((x.number, *code_and_name(x)) for x in sheet.unfilled)]
    written = [(code, name) for _, code, name in lines]
    meant = cells_meant(written, register.cells_of(item.unit))
    known = {number for (number, _, _), cell in zip(lines, meant, strict=True) if cell is not None}
    unit = register.units.get(item.unit)
    # Under the code of a committee stands what all its cells come to.
    is_one = unit is not None and unit.kind is UnitKind.GRASSROOTS_CELL
    own = {number for number, code, _ in lines if code and same_code(code, item.unit)}
    return known | own if is_one else known


def code_and_name(line: SourceRow) -> tuple[str, str]:
    """Return the code and the name written in a line that is no row of figures."""
    return read_text(line.values.get("cell_code", "")), read_text(line.values.get("name", ""))


@dataclass(frozen=True)
class CellTable:
    """The rows of cells; listed: the numbers of those that the register knows."""

    sheet: Parsed[CellReturn]
    listed: Collection[int]

    @cached_property
    def _are_named_as_cells(self) -> bool:
        """Whether nearly all rows are called "Chi bộ …", so that another name says something."""
        rows = self.sheet.rows
        return len(rows) > 1 and 3 * sum(is_named_as_cell(x.row.name) for x in rows) >= 2 * len(
            rows
        )

    @cached_property
    def _has_group_numbers(self) -> bool:
        """Whether few of the rows bear the number of a group: I, II or A, B."""
        codes = [x.row.cell_code for x in self.sheet.rows]
        return 0 < 2 * sum(bool(_GROUP_NUMBER.fullmatch(code)) for code in codes) < len(codes)

    # -------------------------------------------------------------- one cell twice

    def repeated(self) -> Iterator[SetAside[CellReturn]]:
        """Yield the rows that say the same as one above, under another spelling of its name."""
        rows = self.sheet.rows
        for index, cell in enumerate(rows):
            first = next((each for each in rows[:index] if _repeats(each, cell)), None)
            if first is not None:
                yield SetAside(cell, (first.number,), is_sum=False)

    # -------------------------------------------------------------- sums

    def sums(self) -> Iterator[SetAside[CellReturn]]:
        """Yield the rows that are sums of others, those of the smallest groups first."""
        rows = list(self.sheet.rows)
        while one := next(self._sums_among(rows), None):
            rows.remove(one.row)
            yield one

    def _sums_among(self, rows: Sequence[Cell]) -> Iterator[SetAside[CellReturn]]:
        groups = [x for x in rows if self._may_be_sum(x)]
        exact = [(cell, self._summed(rows, cell)) for cell in groups]
        for cell, group in sorted(exact, key=lambda pair: len(pair[1])):
            if group:
                yield SetAside(cell, tuple(x.number for x in group), is_sum=True)
        for cell in groups:
            if self._is_group_row(cell):
                group = self._nearly_summed(rows, cell, groups)
                if group:
                    yield SetAside(cell, tuple(x.number for x in group), is_sum=True)

    def _may_be_sum(self, cell: Cell) -> bool:
        row = cell.row
        if cell.number in self.listed or has_own(cell) or not row.members:
            return False
        is_named_otherwise = self._are_named_as_cells and not is_named_as_cell(row.name)
        return is_named_otherwise or self._is_group_row(cell)

    def _is_group(self, code: str, name: str) -> bool:
        """Whether a code and a name are those of a group of cells."""
        if is_named_as_cell(name):
            return False
        is_numbered = self._has_group_numbers and bool(_GROUP_NUMBER.fullmatch(code))
        return bool(is_numbered or _NUMBERED.match(clean(name)) or _GROUP.match(folded(name)))

    def _summed(self, rows: Sequence[Cell], cell: Cell) -> Sequence[Cell]:
        group = summed_by(rows, cell)
        if group or not self._is_group_row(cell):
            return group
        # A group may have a single cell.
        near = (x for x in _neighbours(rows, cell) if not self._may_be_sum(x))
        return next(([x] for x in near if _is_sum(cell, [x])), [])

    def _nearly_summed(
        self, rows: Sequence[Cell], cell: Cell, groups: Sequence[Cell]
    ) -> Sequence[Cell]:
        """Return the rows between this heading and the next one, where they come near to it."""
        others, at = {x.number for x in groups} - {cell.number}, rows.index(cell)
        for side in (rows[at + 1 :], rows[at - 1 :: -1] if at else ()):
            end = next((n for n, x in enumerate(side) if x.number in others), len(side))
            group = side[:end]
            if len(group) > 1 and _is_near(cell, group):
                return sorted(group, key=lambda x: x.number)
        return []

    def unclear(self) -> Iterator[Cell]:
        """Yield the rows that are counted though nothing but figures says that they are cells."""
        yield from (x for x in self.sheet.rows if self._may_be_sum(x) and self._is_group_row(x))

    def _is_group_row(self, cell: Cell) -> bool:
        return self._is_group(cell.row.cell_code, cell.row.name)

    # -------------------------------------------------------------- rows without figures

    def may_be_cell(self, line: SourceRow) -> bool:
        """Whether a row without figures is a cell still to be filled in, and no heading."""
        code, name = code_and_name(line)
        if line.number in self.listed or is_named_as_cell(name):
            return True
        is_capital = name.isupper() and not any(x.row.name.isupper() for x in self.sheet.rows)
        is_numbered = bool(_GROUP_NUMBER.fullmatch(code)) and self._are_named_as_cells
        is_heading = is_numbered or (is_capital and self._are_named_as_cells)
        return not (is_heading or self._is_group(code, name))


def has_own(cell: Cell) -> bool:
    """Whether a row has a level or a day of its own, as a cell has and a sum has not."""
    return any(getattr(cell.row, key) for key in OWN)


def _repeats(first: Cell, again: Cell) -> bool:
    """Whether a row says of a cell, spelt otherwise, the same as another one."""
    one, other = first.row, again.row
    if one.cell_code and other.cell_code and not same_code(one.cell_code, other.cell_code):
        return False
    is_spelt_otherwise = clean(one.name).casefold() != clean(other.name).casefold()
    return is_spelt_otherwise and same_name(one.name, other.name) and tells_the_same(first, again)


def tells_the_same(one: Cell, other: Cell) -> bool:
    """Whether two rows have the same counts, days and levels, and any members at all."""
    keys = (*COUNTS, *OWN)
    return one.row.members > 0 and all(
        getattr(one.row, key) == getattr(other.row, key) for key in keys
    )


# ------------------------------------------------------------------ what sums what


def summed_by(rows: Sequence[Cell], cell: Cell) -> Sequence[Cell]:
    """Return the rows right above or right below that a row is the sum of, two at least."""
    at = rows.index(cell)
    for side in (rows[at + 1 :], rows[at - 1 :: -1] if at else ()):
        members = 0
        for number, each in enumerate(side, start=1):
            members += each.row.members
            if members > cell.row.members:
                break
            group = side[:number]
            is_group = sum(x.row.members > 0 for x in group) > 1
            if is_group and members == cell.row.members and _is_sum(cell, group):
                return sorted(group, key=lambda x: x.number)
    return []


def _neighbours(rows: Sequence[Cell], cell: Cell) -> Iterator[Cell]:
    at = rows.index(cell)
    yield from (*rows[at + 1 : at + 2], *rows[max(0, at - 1) : at])


def _is_sum(cell: Cell, group: Sequence[Cell]) -> bool:
    """Whether a row has the main counts of some others together, as far as it has any."""
    keys = [key for key in _MAIN if key not in cell.blank]
    return all(getattr(cell.row, key) == summed for key, summed in sums_of(group, keys).items())


def _is_near(cell: Cell, group: Sequence[Cell]) -> bool:
    """Whether a row called a group comes near to the sum of some others."""
    summed = {key: number for key, number in sums_of(group, _MAIN).items() if number}
    same = [key for key, number in summed.items() if getattr(cell.row, key) == number]
    off = abs(summed.get("members", 0) - cell.row.members)
    return off * 100 <= _NEAR * cell.row.members or 2 * len(same) >= len(summed) > 0


def sums_of(group: Iterable[Cell], keys: Iterable[str]) -> Mapping[str, int]:
    """Return the sums of some counts over some rows; those that no row gives are left out."""
    rows = [x.row for x in group]
    given = {key: [getattr(row, key) for row in rows] for key in keys}
    return {
        key: sum(number or 0 for number in numbers)
        for key, numbers in given.items()
        if any(number is not None for number in numbers)
    }
