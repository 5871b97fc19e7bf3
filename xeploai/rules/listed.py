"""A return beside what the register says of the unit: its age, its members, its levels."""

from collections.abc import Iterator
from datetime import date

from xeploai.findings import Severity, Spot, rule
from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.rules.shared import CELL_SLIPS, latest_level
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import columns
from xeploai.schema.terms import RatedSubject
from xeploai.submissions.model import Return
from xeploai.text import count, day

DATABASE = "Cơ sở dữ liệu đảng viên"
DECISIONS = "Tờ Thẩm định, quyết định của danh mục"
NEW = "HD 21-HD/BTCTW và hướng dẫn của từng kỳ (trang Phương pháp)"


def _cells_listed(item: Return, register: Register) -> Iterator[tuple[Located[CellReturn], Unit]]:
    listed = {cell.code: cell for cell in register.cells_of(item.unit)}
    for cell in item.rows(CellReturn) if listed else ():
        unit = listed.get(known_code(cell.row.cell_code, listed))
        if unit is not None:
            yield cell, unit


# ------------------------------------------------------------------ too new to be rated


def _too_new(unit: Unit, decided_on: date | None, register: Register) -> str:
    """Return the sentence where a unit is too young to be rated, else "".

    It is the age at the year's end or at the decision, whichever is later.
    """
    settings = register.settings
    last = max(date(settings.year + 1, 1, 1), decided_on or date.min)
    if unit.founded_on is None or _months(unit.founded_on, last) >= settings.regime.new_months:
        return ""
    return (
        f"“{unit.name}” thành lập ngày {day(unit.founded_on)}, chưa đủ "
        f"{settings.regime.new_months} tháng thì không xếp loại ({settings.regime.new_citation})"
    )


def _months(first: date, last: date) -> int:
    """Return the whole months between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


@rule(Severity.ERROR, "register", NEW, (InfoReturn,))
def new_organisation_rated(item: Return, register: Register) -> Iterator[Spot]:
    """Đơn vị mới thành lập vẫn xếp loại.

    Vì sao: tổ chức đảng thành lập chưa đủ 6 tháng thì không xếp loại.
    Cách sửa: bỏ mức xếp loại của đơn vị; nếu ngày thành lập sai thì báo Ban Tổ chức sửa danh mục.
    """
    info, unit = item.info, register.units.get(item.unit)
    key, level = latest_level(info.row) if info else ("", None)
    if info is not None and unit is not None and level is not None:
        said = _too_new(unit, info.row.decision_date, register)
        if said:
            yield Spot(info.ref(key), said)


@rule(Severity.ERROR, "register", NEW, (CellReturn,))
def new_cell_rated(item: Return, register: Register) -> Iterator[Spot]:
    """Chi bộ mới thành lập vẫn xếp loại.

    Vì sao: tổ chức đảng thành lập chưa đủ 6 tháng thì không xếp loại.
    Cách sửa: bỏ mức xếp loại của chi bộ; nếu ngày thành lập sai thì báo Ban Tổ chức sửa danh mục.
    """
    for cell, unit in _cells_listed(item, register):
        key, level = latest_level(cell.row)
        said = _too_new(unit, cell.row.decision_date, register) if level is not None else ""
        if said:
            yield Spot(cell.ref(key), said)


# ------------------------------------------------------------------ the member database


def _differs(members: int, known: int | None, register: Register) -> str:
    tolerance = register.settings.database_tolerance
    if known is None or abs(members - known) * 100 <= tolerance * known:
        return ""
    return f"{count(members)} đảng viên, cơ sở dữ liệu có {count(known)}: lệch quá {tolerance}%"


@rule(Severity.WARNING, "register", DATABASE, (CellReturn,), explained_by=CELL_SLIPS)
def members_differ_from_database(item: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên của đơn vị khác cơ sở dữ liệu.

    Vì sao: thường do thiếu hoặc thừa chi bộ, hoặc cơ sở dữ liệu chưa cập nhật.
    Cách sửa: so danh sách đảng viên với cơ sở dữ liệu; sửa bên sai.
    """
    unit = register.units.get(item.unit)
    if unit is not None:
        members = sum(cell.row.members for cell in item.rows(CellReturn))
        said = _differs(members, unit.members_in_database, register)
        if said:
            yield Spot(item.sheet(CellReturn).heading("members"), f"Toàn đơn vị có {said}")


@rule(Severity.WARNING, "register", DATABASE, (CellReturn,), explained_by=CELL_SLIPS)
def cell_members_differ_from_database(item: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên của chi bộ khác cơ sở dữ liệu.

    Vì sao: thường do gõ nhầm số, hoặc cơ sở dữ liệu chưa cập nhật.
    Cách sửa: so danh sách đảng viên của chi bộ với cơ sở dữ liệu; sửa bên sai.
    """
    for cell, unit in _cells_listed(item, register):
        said = _differs(cell.row.members, unit.members_in_database, register)
        if said:
            yield Spot(cell.ref("members"), f"{cell.row.name} có {said}")


# ------------------------------------------------------------------ the register's decisions

_COMPARED = ("self_level", "decided_level")


def _decision(register: Register, code: str, subject: RatedSubject) -> DecisionRow | None:
    found = (x for x in register.decisions if x.unit_code == code and x.subject is subject)
    return next(found, None)


def _level_spots(
    row: Located[InfoReturn] | Located[CellReturn], decision: DecisionRow | None, name: str
) -> Iterator[Spot]:
    for key in _COMPARED if decision is not None else ():
        said, known = getattr(row.row, key), getattr(decision, key)
        if said is not None and known is not None and said is not known:
            header = columns(DecisionRow)[key].header
            yield Spot(
                row.ref(key),
                f"{name}: “{header}” ghi {said.short}, danh mục ghi {known.short}",
            )


@rule(Severity.WARNING, "register", DECISIONS, (InfoReturn,))
def unit_level_differs_from_decision(item: Return, register: Register) -> Iterator[Spot]:
    """Mức của đơn vị khác mức ghi trong danh mục.

    Vì sao: biểu và tờ Thẩm định, quyết định nói khác nhau; số liệu lấy theo danh mục.
    Cách sửa: so với văn bản; sửa biểu, hoặc báo Ban Tổ chức sửa danh mục.
    """
    if item.info is not None and item.unit in register.units:
        name = register.units[item.unit].name
        yield from _level_spots(item.info, _decision(register, item.unit, RatedSubject.ORG), name)


@rule(Severity.WARNING, "register", DECISIONS, (CellReturn,))
def cell_level_differs_from_decision(item: Return, register: Register) -> Iterator[Spot]:
    """Mức của chi bộ khác mức ghi trong danh mục.

    Vì sao: biểu và tờ Thẩm định, quyết định nói khác nhau; số liệu lấy theo danh mục.
    Cách sửa: so với văn bản; sửa biểu, hoặc báo Ban Tổ chức sửa danh mục.
    """
    for cell, unit in _cells_listed(item, register):
        decision = _decision(register, unit.code, RatedSubject.CELL)
        yield from _level_spots(cell, decision, cell.row.name)
