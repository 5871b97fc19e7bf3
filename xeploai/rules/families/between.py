"""Figures of one unit that stand in another's return."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from xeploai.findings import CellRef, CellViolations, Severity, Violation
from xeploai.reading.names import code_key, name_key, same_name
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.families.shared import CELL_COUNTS
from xeploai.rules.scopes import standing_rule
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Return
from xeploai.text import folded, listing

BETWEEN = "Đối chiếu giữa các đơn vị"
_SHORT = 3
"""A code of fewer signs is a cell's number within its unit, and many units have such a one."""

_MANY = 10
"""Smaller cells may be alike in two units by chance, such as those of their offices."""

_MOST = 4
"""A code that more units have is no code of one cell, nor is any of its series."""

Key = TypeVar("Key", bound=Hashable)
Content = tuple[object, ...]
Places = Sequence[tuple[Return, Located[CellReturn]]]
"""Rows of cells, each with the return it stands in."""


def _content(cell: Located[CellReturn]) -> Content:
    """Return the contents that make two cells the same: code, name and every count."""
    counts = (getattr(cell.row, key) for key in CELL_COUNTS)
    return code_key(cell.row.cell_code), name_key(cell.row.name), *counts


def _known(items: Sequence[Return], register: Register) -> list[Return]:
    return [item for item in items if item.unit in register.units]


def _copies(items: Sequence[Return]) -> list[list[Return]]:
    """Return the returns of different units whose cells are the same, row for row.

    One row alike may be chance: at least two must have members.
    """
    alike: defaultdict[Content, list[Return]] = defaultdict(list)
    for item in items:
        cells = item.rows(CellReturn)
        if sum(cell.row.members > 0 for cell in cells) > 1:
            alike[tuple(map(_content, cells))].append(item)
    return [each for each in alike.values() if len({item.unit for item in each}) > 1]


@standing_rule(Severity.WARNING, BETWEEN)
def return_copied_from_another_unit(items: Sequence[Return], register: Register) -> CellViolations:
    """Tờ Chi bộ giống hệt của đơn vị khác.

    Vì sao: có lẽ số liệu được chép từ biểu của đơn vị khác và chưa sửa.
    Cách sửa: so với danh sách chi bộ, đảng viên của đơn vị mình; nếu đã chép nhầm thì điền lại số
    liệu của đơn vị mình rồi gửi lại; nếu đúng thì không phải làm gì.
    """
    for alike in _copies(_known(items, register)):
        for item in alike:
            yield Violation(
                item.sheet(CellReturn).heading("name"),
                "Tên và số liệu mọi chi bộ giống hệt biểu của {others}",
                others=_others(item, alike, register),
            )


def _others(item: Return, alike: Sequence[Return], register: Register) -> str:
    """Return the other units of some returns, by name; "" where there is none."""
    codes = sorted({other.unit for other in alike} - {item.unit})
    return listing([f"“{register.units[code].name}”" for code in codes], 3, "đơn vị")


def _shared(
    items: Sequence[Return], key: Callable[[Located[CellReturn]], Key | None]
) -> dict[Key, Places]:
    """Return the rows of cells by a key, where several units have that key; None for no key."""
    places_of: defaultdict[Key, list[tuple[Return, Located[CellReturn]]]] = defaultdict(list)
    for item in items:
        for cell in item.rows(CellReturn):
            known = key(cell)
            if known is not None:
                places_of[known].append((item, cell))
    return {known: places for known, places in places_of.items() if _units(places) > 1}


def _has_code(cell: Located[CellReturn]) -> bool:
    """Whether a cell has a code that no other unit's cell has by chance."""
    return len(cell.row.cell_code) >= _SHORT


def _code(cell: Located[CellReturn]) -> str | None:
    """Return the key of the code of a cell with members.

    None of a short number or abbreviation, as 01 or VP, which many units have.
    """
    code = cell.row.cell_code
    is_short = len(code) < _SHORT and (code.isdigit() or code.isalpha())
    return code_key(code) if code and cell.row.members and not is_short else None


def _by_code(cell: Located[CellReturn]) -> Content | None:
    """Return code and contents of a cell that has both."""
    return _content(cell) if _has_code(cell) and cell.row.members else None


def _by_day(cell: Located[CellReturn]) -> Content | None:
    """Return name, counts and day of review; None of a cell that may be like others by chance."""
    row = cell.row
    is_of_one = row.review_date and row.members >= _MANY
    return (*_content(cell)[1:], row.review_date) if is_of_one else None


@standing_rule(Severity.WARNING, BETWEEN)
def cell_in_two_units(items: Sequence[Return], register: Register) -> CellViolations:
    """Một chi bộ có trong biểu của hai đơn vị.

    Vì sao: cùng tên, cùng số liệu, cùng mã hoặc cùng ngày kiểm điểm; số liệu của chi bộ bị cộng hai
    lần.
    Cách sửa: đơn vị không quản lý chi bộ này thì xóa nội dung của dòng rồi gửi lại; đơn vị quản lý
    chi bộ thì không phải làm gì.
    """
    known = _known(items, register)
    copied = {item.file for alike in _copies(known) for item in alike}
    items = [item for item in known if item.file not in copied]
    for places in _shared(items, _by_code).values():
        for item, cell in places:
            others = [other for other, _ in places]
            yield _in_both(cell, "cell_code", "mã", _others(item, others, register))
    for places in _shared(items, _by_day).values():
        possible = _Possible(places)
        for item, cell in places:
            others = possible.beside(cell)
            if names := _others(item, others, register):
                yield _in_both(cell, "name", "tên, ngày kiểm điểm", names)


class _Possible:
    """Rows of one name, counts and day, by what their codes leave open."""

    def __init__(self, places: Places) -> None:
        self._all = [item for item, _ in places]
        self._by_code: dict[str, list[tuple[int, Return]]] = {}
        for number, (item, cell) in enumerate(places):
            self._by_code.setdefault(code_key(cell.row.cell_code), []).append((number, item))

    def beside(self, cell: Located[CellReturn]) -> list[Return]:
        """Return the returns whose row may be of the same cell: one of the two has no code to tell.

        A short number, which many units have, tells nothing of two rows that both have it.
        """
        code = code_key(cell.row.cell_code)
        if not code:
            return self._all
        same = [] if _has_code(cell) else self._by_code[code]
        return [item for _, item in sorted([*self._by_code.get("", ()), *same], key=_number)]


def _number(numbered: tuple[int, Return]) -> int:
    return numbered[0]


def _in_both(cell: Located[CellReturn], key: str, what: str, others: str) -> Violation[CellRef]:
    return Violation(
        cell.ref(key),
        "“{name}” cũng có trong biểu của {others}, cùng {what} và số liệu",
        name=cell.row.name, others=others, what=what,
    )  # fmt: skip


@standing_rule(Severity.WARNING, BETWEEN)
def cell_code_in_two_units(items: Sequence[Return], register: Register) -> CellViolations:
    """Mã và tên của một chi bộ có trong biểu của hai đơn vị, số liệu khác nhau.

    Vì sao: có lẽ chi bộ đã chuyển đơn vị mà cả hai nơi cùng báo cáo; đảng viên bị cộng hai lần.
    Cách sửa: đơn vị không quản lý chi bộ này thì xóa nội dung của dòng rồi gửi lại; nếu là hai chi
    bộ thì sửa mã; đơn vị quản lý chi bộ thì không phải làm gì.
    """
    by_code = _shared(_known(items, register), _code)
    # A cell that the register lists is told of by what the register says of it.
    listed = frozenset(
        code_key(unit.code) for unit in register.units.values() if unit.kind is UnitKind.CELL
    )
    common = {_series(code) for code, places in by_code.items() if _units(places) > _MOST}
    groups = {
        code: places
        for code, places in by_code.items()
        if code not in listed and _series(code) not in common
    }
    own_numbers = _numbered_alike(groups)
    for code, places in groups.items():
        for item, cell in places:
            others = [
                other for other, there in places
                if _is_same_cell(cell, there)
                and (_series(code), frozenset((item.unit, other.unit))) not in own_numbers
            ]  # fmt: skip
            names = _others(item, others, register)
            if names:
                yield Violation(
                    cell.ref("cell_code"),
                    "“{name}” cũng có trong biểu của {others}, cùng mã, số liệu khác",
                    name=cell.row.name, others=names,
                )  # fmt: skip


def _units(places: Places) -> int:
    return len({item.unit for item, _ in places})


def _is_same_cell(one: Located[CellReturn], other: Located[CellReturn]) -> bool:
    """Whether two rows are of one cell and tell different counts: alike they are told as such."""
    is_same = same_name(one.row.name, other.row.name)
    return is_same and _content(one) != _content(other)


_NUMBER = re.compile(r"\d+|^[ivx]+$|^.$")
"""A number within a code: figures, or a code that is a Roman number or one letter."""


def _series(code: str) -> str:
    """Return what the codes of a series, by their keys, have in common: "cb#" of "cb01"."""
    return _NUMBER.sub("#", code)


def _numbered_alike(groups: Mapping[str, Places]) -> frozenset[tuple[str, frozenset[str]]]:
    """Return the series in which two units each number cells of their own, with the two units.

    There one code means cells of two names, or two codes or more say no more than the names do, as
    CB01 and "Chi bộ 1" do: that both units have such a code tells nothing.
    """
    numbers: Counter[tuple[str, frozenset[str]]] = Counter()
    for code, places in groups.items():
        alike = {
            (frozenset((item.unit, other.unit)), same_name(cell.row.name, there.row.name))
            for (item, cell), (other, there) in combinations(places, 2)
            if item.unit != other.unit
        }
        is_number = any(_is_named_by_number(code, cell) for _, cell in places)
        for units, is_same in alike:
            numbers[_series(code), units] += 2 if not is_same else int(is_number)
    return frozenset(key for key, number in numbers.items() if number > 1)


def _is_named_by_number(code: str, cell: Located[CellReturn]) -> bool:
    """Whether the name of a cell has the code or the number in it: "Chi bộ 1" of CB01."""
    words = {word.lstrip("0") for word in folded(cell.row.name).split()}
    return not words.isdisjoint([code, *(x.lstrip("0") for x in _NUMBER.findall(code))])
