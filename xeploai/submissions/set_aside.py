"""Rows of the sheet "Chi bộ" that are no cell of their own, set aside before anything is added up.

They are sums of other rows, one cell written twice, headings of a group, and signatures. What the
register lists, or has a level or a day of its own, is a cell, whatever it looks like.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from xeploai.reading.names import (
    cells_meant,
    is_named_as_cell,
    same_code,
    same_name,
    without_remark,
)
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
_ADDED = (
    r"(?:tổng|tong)\b(?! (?:công ty|cong ty|đội|doi|cục|cuc|kho)\b)"
    r"|cộng\b|cong\b(?! (?:an|ty|doan|nghiep|nhan|thuong|trinh|vien|chuc)\b)"
)
_GROUP = re.compile(
    rf"{_NUMBER}(?:{_ADDED}|(?:khối|khoi|nhóm|nhom)\b|(?:cụm|cum)\b(?! (?:công|cong) nghi)"
    r"|(?:toàn|toan) (?:bộ|bo|đảng|dang|xã|xa|phường|phuong|thị|thi|huyện|huyen|đơn vị|don vi"
    r"|khối|khoi|cơ quan|co quan|trường|truong|chi bộ|chi bo|ngành|nganh)\b"
    r"|(?:các|cac) chi (?:bộ|bo)\b|(?:đảng|dang) (?:bộ|bo|ủy|uỷ|uy)\b|(?:đb|db)\b"
    r"|(?:loại|loai) (?:hình|hinh)\b)"
)
"""Names of a group of cells or of its sum, in small letters; with their accents or without any.

Accents count: "Cộng" is no "Công an", and "Khối" no "Khởi Nghĩa".
"""
_SUM_NAME = re.compile(rf"{_NUMBER}(?:{_ADDED})")
"""Names that no cell has, as they say that something is added up."""
_NO_LETTER = re.compile(r"[\W_]+")
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-H])")
_NUMBERED = re.compile(r"([IVX]{1,5}|[A-H])\s*[.)/\-–:](?!\s*[^\W\d_]\b)")
"""A name after the number of a group: "I. Khối xã", and not "B.C.H Quân sự"."""
_COUNTED_OFF = re.compile(r"\d{1,2}\s*[.)]")
_NOTE = re.compile(
    r"(?:trong do|ty le|ti le|cung ky|ky truoc|nam truoc|so (?:nam|ky) truoc|nam (?:19|20)\d\d$"
    r"|(?:cong )?(?:mang|chuyen) sang|tat ca(?: cac)? chi bo|so tong)\b|(?:19|20)\d\d$"
)
"""Names, folded, of a row that tells of all cells or of some of their members once more."""

_MOST_GROUPS, _MOST_CELLS, _MOST_TRIES = 10, 200, 20_000
"""How far the cells of a sum are looked for that stand apart."""
_ENOUGH_COUNTS = 4
"""Number of counts of a sum, come to by some cells, from which that is hardly chance."""
_NEAR = 10
"""By so many percent of its members a wrong sum may differ, or in half of its counts."""


def without_other_rows(item: Return, register: Register) -> Return:
    """Return the return with nothing but cells among its rows of cells; the rest is set aside."""
    sheet = item.sheet(CellReturn)
    if not sheet.rows and not sheet.unfilled:
        return item
    table = cell_table(item, register)
    aside = {x.row.number: x for x in (*table.repeated(), *table.sums(), *table.notes())}
    is_cell = {line.number: table.may_be_cell(line) for line in sheet.unfilled}
    kept = replace(
        sheet,
        rows=tuple(cell for cell in sheet.rows if cell.number not in aside),
        aside=tuple(aside[number] for number in sorted(aside)),
        unfilled=tuple(line for line in sheet.unfilled if is_cell[line.number]),
        headings=tuple(
            x for x in sheet.unfilled if not is_cell[x.number] and not table.is_of_foot(x)
        ),
    )
    return replace(item, sheets={**item.sheets, CellReturn: kept})


def cell_table(item: Return, register: Register) -> "CellTable":
    """Return the rows of cells of a return beside what the register knows of them."""
    info = item.info.row if item.info else None
    declared = (info.cells_declared, info.members_declared) if info else (None, None)
    return CellTable(item.sheet(CellReturn), _listed(item, register), item.unit, declared)


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
    """The rows of cells.

    listed: the numbers of those that the register knows; unit: whose; declared: how many cells and
    members the unit says it has.
    """

    sheet: Parsed[CellReturn]
    listed: Collection[int]
    unit: str
    declared: tuple[int | None, int | None] = (None, None)

    @cached_property
    def _are_named_as_cells(self) -> bool:
        """Whether nearly all cells are called "Chi bộ …", so that another name says something."""
        named = [is_named_as_cell(x.row.name) for x in self._surely_cells]
        return len(named) > 1 and 3 * sum(named) >= 2 * len(named)

    @cached_property
    def _surely_cells(self) -> Sequence[Cell]:
        """The rows with a day or a level of their own; all, where too few have one."""
        own = [x for x in self.sheet.rows if has_own(x)]
        return own if len(own) > 1 else self.sheet.rows

    @cached_property
    def _are_named_as_groups(self) -> bool:
        """Whether cells themselves are called as groups are: "Khối 1", "Khối 2" in a town."""
        named = [bool(_GROUP.match(_small(x.row.name))) for x in self._surely_cells]
        return 2 * sum(named) >= max(len(named), 1)

    @cached_property
    def _group_numbers(self) -> Collection[str]:
        """The numbers of groups before names; of a series, where its first one is there too."""
        names = [x.row.name for x in self.sheet.rows]
        names += [code_and_name(x)[1] for x in self.sheet.unfilled]
        numbers = {match[1] for name in names if (match := _NUMBERED.match(clean(name)))}
        series = {number: "I" if number.strip("IVX") == "" else "A" for number in numbers}
        return {number for number, first in series.items() if first in numbers}

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
        may_be = [x for x in rows if self._may_be_sum(x)]
        numbers = {x.number for x in may_be}
        cells = [x for x in rows if x.number not in numbers]
        called = [x for x in may_be if self._is_group_row(x)]
        exact = [(x, self._summed(rows, cells, x)) for x in may_be]
        # Two cells come to a third one by chance: what the unit counts as a cell itself is one.
        is_declared = self._is_as_declared(rows)
        least = 3 if is_declared else 1
        yield from _asides((x, group) for x, group in exact if x in called or len(group) >= least)
        near = ((x, self._nearly_summed(rows, x, may_be)) for x in called)
        less_sure = chain(self._summed_apart(cells, may_be), near)
        yield from _asides((x, group) for x, group in less_sure if len(group) >= least)

    def _may_be_sum(self, cell: Cell) -> bool:
        row = cell.row
        is_cell = cell.number in self.listed or has_own(cell) or is_named_as_cell(row.name)
        if is_cell or not row.members:
            return False
        is_counted_off = _COUNTED_OFF.match(clean(row.name)) is not None
        return self._are_named_as_cells or is_counted_off or self._is_group_row(cell)

    def _is_group(self, code: str, name: str) -> bool:
        """Whether a code and a name are those of a group of cells."""
        if is_named_as_cell(name):
            return False
        is_numbered = self._has_group_numbers and bool(_GROUP_NUMBER.fullmatch(code))
        number = _NUMBERED.match(clean(name))
        is_headed = number is not None and (
            self._are_named_as_cells or number[1] in self._group_numbers
        )
        is_called = not self._are_named_as_groups and bool(_GROUP.match(_small(name)))
        return is_numbered or is_headed or is_called

    def _summed(self, rows: Sequence[Cell], cells: Sequence[Cell], cell: Cell) -> Sequence[Cell]:
        """Return the rows that one is the sum of; cells: those that are no sums."""
        group = summed_by(rows, cell) or _summed_anywhere(cells, cell)
        is_headed = self._is_group_row(cell) or self._are_named_as_cells
        if group or not is_headed:
            return group
        # A group may have a single cell.
        near = (x for x in _neighbours(rows, cell) if x in cells)
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

    def _summed_apart(
        self, cells: Sequence[Cell], may_be: Sequence[Cell]
    ) -> Iterator[tuple[Cell, Sequence[Cell]]]:
        """Yield the rows that sum cells standing apart, with those.

        Of many small cells some come to nearly any count by chance: besides, the name or what the
        unit declares must say that the row is no cell.
        """
        is_declared = self._is_as_declared(cells)
        for cell in may_be if len(may_be) <= _MOST_GROUPS else ():
            if is_declared or _SUM_NAME.match(_small(cell.row.name)):
                yield cell, _some_of(cells, cell)

    def _is_as_declared(self, rows: Iterable[Cell]) -> bool:
        """Whether the unit says that it has as many cells and members as some rows have."""
        counted = [x.row.members for x in rows if x.number not in self._told_otherwise]
        waiting = sum(map(self.may_be_cell, self.sheet.unfilled))
        return self.declared == (len(counted) + waiting, sum(counted))

    @cached_property
    def _told_otherwise(self) -> Collection[int]:
        """The numbers of the rows that are set aside, and no sums."""
        return {x.row.number for x in (*self.repeated(), *self.notes())}

    def near_sums(self) -> Iterator[tuple[Cell, Sequence[int]]]:
        """Yield the counted rows that come near to those beside them, with the numbers of those.

        Nothing says that they are cells, and what the unit declares does not either.
        """
        rows = self.sheet.rows
        unnamed = (x for x in rows if self._may_be_sum(x) and not self._is_group_row(x))
        for cell in () if self._is_as_declared(rows) else unnamed:
            if group := _nearly_summed_by(rows, cell):
                yield cell, [x.number for x in group]

    def unclear(self) -> Iterator[Cell]:
        """Yield the rows that are counted though nothing but figures says that they are cells."""
        yield from (x for x in self.sheet.rows if self._may_be_sum(x) and self._is_group_row(x))

    def _is_group_row(self, cell: Cell) -> bool:
        return self._is_group(cell.row.cell_code, cell.row.name)

    # -------------------------------------------------------------- other rows

    def notes(self) -> Iterator[SetAside[CellReturn]]:
        """Yield the rows of figures that are no cells by their name: a share, last year's sum."""
        for cell in self.sheet.rows:
            is_cell = cell.number in self.listed or has_own(cell) or cell.row.cell_code
            if not is_cell and _NOTE.match(folded(cell.row.name)):
                yield SetAside(cell, (), is_sum=False)

    def may_be_cell(self, line: SourceRow) -> bool:
        """Whether a row without figures is a cell still to be filled in, and no heading."""
        code, name = code_and_name(line)
        has_code = code and not _GROUP_NUMBER.fullmatch(code) and not same_code(code, self.unit)
        if line.number in self.listed or is_named_as_cell(name) or has_code:
            return True
        if self.is_of_foot(line):
            return False
        is_capital = name.isupper() and not any(x.row.name.isupper() for x in self.sheet.rows)
        is_numbered = bool(_GROUP_NUMBER.fullmatch(code)) and self._are_named_as_cells
        is_heading = is_numbered or (is_capital and self._are_named_as_cells)
        return not (is_heading or self._is_group(code, name))

    def is_of_foot(self, line: SourceRow) -> bool:
        """Whether a row without figures stands below the total, or has not one letter."""
        last_total = max((x.number for x in self.sheet.totals), default=line.number)
        return line.number > last_total or not any(map(folded, code_and_name(line)))


def has_own(cell: Cell) -> bool:
    """Whether a row has a level or a day of its own, as a cell has and a sum has not."""
    return any(getattr(cell.row, key) for key in OWN)


def _repeats(first: Cell, again: Cell) -> bool:
    """Whether a row says of a cell, spelt otherwise, the same as another one."""
    one, other = first.row, again.row
    if one.cell_code and other.cell_code and not same_code(one.cell_code, other.cell_code):
        return False
    is_spelt_otherwise = clean(one.name).casefold() != clean(other.name).casefold()
    is_same = same_name(*map(without_remark, (one.name, other.name)))
    return is_spelt_otherwise and is_same and tells_the_same(first, again)


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


def _summed_anywhere(cells: Sequence[Cell], cell: Cell) -> Sequence[Cell]:
    """Return cells that stand together, anywhere, and that a row is the sum of; two at least."""
    first = members = 0
    for end, each in enumerate(cells, start=1):
        members += each.row.members
        while members > cell.row.members:
            members -= cells[first].row.members
            first += 1
        group = cells[first:end]
        is_group = sum(x.row.members > 0 for x in group) > 1
        if is_group and members == cell.row.members and _is_sum(cell, group):
            return group
    return []


def _some_of(cells: Sequence[Cell], cell: Cell) -> Sequence[Cell]:
    """Return cells that a row is the sum of, wherever they stand; two at least, none if unclear.

    Few counts prove nothing, as some of many cells come to any number.
    """
    keys = [key for key in _MAIN if key not in cell.blank]
    if len(keys) < _ENOUGH_COUNTS or len(cells) > _MOST_CELLS:
        return []
    ordered = sorted(cells, key=lambda x: -x.row.members)
    counts = [[getattr(x.row, key) or 0 for key in keys] for x in ordered]
    rest = [[0] * len(keys)]
    for each in reversed(counts):
        rest.append([one + more for one, more in zip(rest[-1], each, strict=True)])
    rest.reverse()
    wanted = [getattr(cell.row, key) or 0 for key in keys]
    tries: list[tuple[int, list[int], list[int]]] = [(0, wanted, [])]
    for _ in range(_MOST_TRIES):
        if not tries:
            return []
        at, left, taken = tries.pop()
        if not any(left):
            group = sorted((ordered[n] for n in taken), key=lambda x: x.number)
            return group if len(group) > 1 else []
        if at == len(ordered) or any(n > most for n, most in zip(left, rest[at], strict=True)):
            continue
        tries.append((at + 1, left, taken))
        less = [n - own for n, own in zip(left, counts[at], strict=True)]
        if min(less) >= 0:
            tries.append((at + 1, less, [*taken, at]))
    return []


def _nearly_summed_by(rows: Sequence[Cell], cell: Cell) -> Sequence[Cell]:
    """Return the rows right above or right below to which a row comes near in every count."""
    at = rows.index(cell)
    for side in (rows[at + 1 :], rows[at - 1 :: -1] if at else ()):
        members = 0
        for number, each in enumerate(side, start=1):
            members += each.row.members
            if members * 100 > (100 + _NEAR) * cell.row.members:
                break
            if number > 1 and _is_nearly(cell, side[:number]):
                return sorted(side[:number], key=lambda x: x.number)
    return []


def _is_nearly(cell: Cell, group: Sequence[Cell]) -> bool:
    """Whether a row comes near to the sums of others in members, rated, and most main counts."""
    summed = {key: n for key, n in sums_of(group, _MAIN).items() if n}
    off = {key: abs((getattr(cell.row, key) or 0) - n) for key, n in summed.items()}
    near = {key for key, by in off.items() if by <= max(1, summed[key] * _NEAR // 100)}
    return {"members", "rated"} <= near and 2 * len(near) >= len(summed)


def _asides(
    pairs: Iterable[tuple[Cell, Sequence[Cell]]],
) -> Iterator[SetAside[CellReturn]]:
    """Yield the rows that sum some others, those of the fewest first."""
    for cell, group in sorted(pairs, key=lambda pair: len(pair[1])):
        if group:
            yield SetAside(cell, tuple(x.number for x in group), is_sum=True)


def _small(name: str) -> str:
    """Return the words of a name in small letters, with their accents."""
    return _NO_LETTER.sub(" ", clean(name).casefold()).strip()


def _neighbours(rows: Sequence[Cell], cell: Cell) -> Iterator[Cell]:
    at = rows.index(cell)
    yield from (*rows[at + 1 : at + 2], *rows[max(0, at - 1) : at])


def _is_sum(cell: Cell, group: Sequence[Cell]) -> bool:
    """Whether a row has the main counts of some others together, as far as it has any."""
    keys = [key for key in _MAIN if key not in cell.blank]
    return all(getattr(cell.row, key) == summed for key, summed in sums_of(group, keys).items())


def _is_near(cell: Cell, group: Sequence[Cell]) -> bool:
    """Whether a row called a group comes near to the sum of some others; a rated one."""
    if not cell.row.rated:
        return False
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
