"""A return beside last year's."""

from collections.abc import Callable, Iterator
from typing import Any

from xeploai.findings import Rule, Severity, Spot, rule
from xeploai.reading.names import known_code, names_meant
from xeploai.register.model import Register
from xeploai.rules.shared import CELL_COUNTS, CELL_SLIPS
from xeploai.schema.form import CellReturn
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Rounding, UnitKind
from xeploai.submissions.model import Return
from xeploai.text import count, listing, percent

YEARS = "So với kỳ trước"
_FEWEST = 3
"""A change of fewer members is no sign of anything, whatever its percentage."""


def _year_rule(check: Callable[[Return, Return, Register], Iterator[Spot]]) -> Rule[..., Any]:
    return rule(Severity.WARNING, "year", YEARS, (CellReturn,), explained_by=CELL_SLIPS)(check)


def _sum(item: Return, key: str) -> int:
    return sum(getattr(cell.row, key) for cell in item.rows(CellReturn))


@_year_rule
def members_differ_from_last_year(item: Return, last: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên thay đổi nhiều so với kỳ trước.

    Vì sao: thường do thiếu hoặc thừa chi bộ, hoặc gõ nhầm một số.
    Cách sửa: xem lại từng chi bộ; nếu đúng là như vậy thì không phải làm gì.
    """
    now, before = _sum(item, "members"), _sum(last, "members")
    change, tolerance = abs(now - before), register.settings.yearly_tolerance
    if before and change >= _FEWEST and change * 100 > tolerance * before:
        yield Spot(
            item.sheet(CellReturn).heading("members"),
            f"{count(now)} đảng viên, kỳ {last.period} có {count(before)}: lệch quá {tolerance}%",
        )


@_year_rule
def excellent_share_jumps(item: Return, last: Return, register: Register) -> Iterator[Spot]:
    """Tỷ lệ đảng viên xuất sắc thay đổi nhiều so với kỳ trước.

    Vì sao: thường do gõ nhầm cột, hoặc cách xét đổi khác hẳn kỳ trước.
    Cách sửa: xem lại cột xuất sắc của từng chi bộ; nếu đúng là như vậy thì không phải làm gì.
    """
    xs, rated = _sum(item, "xs"), _sum(item, "rated")
    xs_before, rated_before = _sum(last, "xs"), _sum(last, "rated")
    base, most = rated * rated_before, register.settings.excellent_jump
    # So many times the members by which this year differs from last year's share.
    change = abs(xs * rated_before - xs_before * rated)
    if base and change >= _FEWEST * rated_before and change * 100 > most * base:
        yield Spot(
            item.sheet(CellReturn).heading("xs"),
            f"{_share(xs, rated)} đảng viên xuất sắc, kỳ {last.period} là "
            f"{_share(xs_before, rated_before)}: thay đổi quá {most} điểm phần trăm",
        )


def _share(number: int, base: int) -> str:
    """Return a percentage to one decimal, rounded half up."""
    return percent(percent_units(number, base, 1, Rounding.HALF_UP) or 0, 1)


@_year_rule
def return_same_as_last_year(item: Return, last: Return, register: Register) -> Iterator[Spot]:
    """Số liệu mọi chi bộ giống hệt kỳ trước.

    Vì sao: có lẽ biểu của kỳ trước được gửi lại mà chưa điền số liệu kỳ này.
    Cách sửa: điền số liệu của kỳ này; nếu đúng là như vậy thì không phải làm gì.
    """
    counts = _counts(item)
    # One cell alike may be chance.
    if len(counts) > 1 and counts == _counts(last):
        said = f"Số liệu của cả {count(len(counts))} chi bộ giống hệt kỳ {last.period}"
        yield Spot(item.sheet(CellReturn).heading("members"), said)


def _counts(item: Return) -> list[tuple[int, ...]]:
    return [
        tuple(getattr(cell.row, key) for key in CELL_COUNTS)
        for cell in item.rows(CellReturn)
        if cell.row.members
    ]


@_year_rule
def cells_gone_since_last_year(item: Return, last: Return, register: Register) -> Iterator[Spot]:
    """Chi bộ có ở kỳ trước nhưng không có ở kỳ này.

    Vì sao: danh mục không liệt kê chi bộ của đơn vị, nên chỉ kỳ trước cho biết là thiếu.
    Cách sửa: thêm dòng cho chi bộ còn thiếu; nếu đã giải thể hoặc đổi tên thì không phải làm gì.
    """
    unit = register.units.get(item.unit)
    is_one = unit is not None and unit.kind is UnitKind.GRASSROOTS_CELL
    if is_one or register.cells_of(item.unit):
        return
    rows = [cell.row for cell in item.rows(CellReturn)]
    codes = {row.cell_code for row in rows}
    before = [cell.row for cell in last.rows(CellReturn)]
    names = names_meant([row.name for row in rows], [row.name for row in before]).values()
    gone = [
        f"“{row.name}”"
        for row in before
        if row.name not in names
        and (not row.cell_code or known_code(row.cell_code, codes) not in codes)
    ]
    if gone:
        said = f"Kỳ {last.period} có {listing(gone, 5, 'chi bộ')}, kỳ này không có"
        yield Spot(item.sheet(CellReturn).heading("name"), said)
