"""Figures of one unit that stand in another's return."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from xeploai.findings import CellViolations, Severity, Violation
from xeploai.reading.names import name_key, same_name
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.families.shared import CELL_COUNTS
from xeploai.rules.scopes import season_rule
from xeploai.schema.form import CellReturn
from xeploai.submissions.model import Return
from xeploai.text import listing

BETWEEN = "Đối chiếu giữa các đơn vị"
_SHORT = 3
"""A code of fewer signs is a cell's number within its unit, and many units have such a one."""

_MANY = 10
"""Smaller cells may be alike in two units by chance, such as those of their offices."""

Key = TypeVar("Key", bound=Hashable)
Content = tuple[object, ...]
Places = Sequence[tuple[Return, Located[CellReturn]]]
"""Rows of cells, each with the return it stands in."""


def _content(cell: Located[CellReturn]) -> Content:
    """Return the contents that make two cells the same: code, name and every count."""
    counts = (getattr(cell.row, key) for key in CELL_COUNTS)
    return cell.row.cell_code, name_key(cell.row.name), *counts


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


@season_rule(Severity.WARNING, BETWEEN)
def return_copied_from_another_unit(items: Sequence[Return], register: Register) -> CellViolations:
    """Tờ Chi bộ giống hệt của đơn vị khác.

    Vì sao: có lẽ số liệu được chép từ biểu của đơn vị khác và chưa sửa.
    Cách sửa: so với biểu của đơn vị kia; nếu chép nhầm thì điền lại số liệu của đơn vị mình rồi gửi
    lại.
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
    return {
        known: places
        for known, places in places_of.items()
        if len({item.unit for item, _ in places}) > 1
    }


def _has_code(cell: Located[CellReturn]) -> bool:
    """Whether a cell has a code that no other unit's cell has by chance."""
    return len(cell.row.cell_code) >= _SHORT


def _code(cell: Located[CellReturn]) -> str | None:
    return cell.row.cell_code if _has_code(cell) and cell.row.members else None


def _whole(cell: Located[CellReturn]) -> Content | None:
    """Return what no two cells have in common by chance, None of a cell that may be like others."""
    row = cell.row
    if _has_code(cell) and row.members:
        return _content(cell)
    if row.review_date and row.members >= _MANY:
        return (*_content(cell), row.review_date)
    return None


@season_rule(Severity.WARNING, BETWEEN)
def cell_in_two_units(items: Sequence[Return], register: Register) -> CellViolations:
    """Một chi bộ có trong biểu của hai đơn vị.

    Vì sao: cùng tên, cùng số liệu, cùng mã hoặc cùng ngày kiểm điểm; số liệu của chi bộ bị cộng hai
    lần.
    Cách sửa: xóa dòng ở biểu của đơn vị không quản lý chi bộ.
    """
    known = _known(items, register)
    copied = {item.file for alike in _copies(known) for item in alike}
    for places in _shared([x for x in known if x.file not in copied], _whole).values():
        for item, cell in places:
            yield Violation(
                cell.ref("cell_code" if _has_code(cell) else "name"),
                "“{name}” cũng có trong biểu của {others}, cùng {what} và số liệu",
                name=cell.row.name,
                others=_others(item, [other for other, _ in places], register),
                what="mã" if _has_code(cell) else "tên, ngày kiểm điểm",
            )


@season_rule(Severity.WARNING, BETWEEN)
def cell_code_in_two_units(items: Sequence[Return], register: Register) -> CellViolations:
    """Mã và tên của một chi bộ có trong biểu của hai đơn vị, số liệu khác nhau.

    Vì sao: có lẽ chi bộ đã chuyển đơn vị mà cả hai nơi cùng báo cáo; đảng viên bị cộng hai lần.
    Cách sửa: xóa dòng ở biểu của đơn vị không quản lý chi bộ; nếu là hai chi bộ thì sửa mã.
    """
    by_code = _shared(_known(items, register), _code)
    # A cell that the register lists is told of by what the register says of it.
    groups = [places for code, places in by_code.items() if code not in register.units]
    own_numbers = _units_that_number_alike(groups)
    for places in groups:
        for item, cell in places:
            alike = [x for x in places if _is_same_cell(cell, x[1])]
            units = [x.unit for x, _ in alike if frozenset((item.unit, x.unit)) not in own_numbers]
            others = [x for x, _ in alike if x.unit in units]
            names = _others(item, others, register)
            if names:
                yield Violation(
                    cell.ref("cell_code"),
                    "“{name}” cũng có trong biểu của {others}, cùng mã, số liệu khác",
                    name=cell.row.name, others=names,
                )  # fmt: skip


def _is_same_cell(one: Located[CellReturn], other: Located[CellReturn]) -> bool:
    """Whether two rows are of one cell and tell different counts: alike they are told as such."""
    is_same = same_name(one.row.name, other.row.name)
    return is_same and _content(one) != _content(other)


def _units_that_number_alike(
    groups: Iterable[Places],
) -> set[frozenset[str]]:
    """Return pairs of units in which one code means cells of two names.

    Their codes are numbers within each unit, so that the same code tells nothing.
    """
    return {
        frozenset((item.unit, other.unit))
        for places in groups
        for (item, cell), (other, there) in combinations(places, 2)
        if item.unit != other.unit and not same_name(cell.row.name, there.row.name)
    }
