"""The register (danh mục): the tree of units, the period's settings, deadlines, decisions.

Whoever runs the build keeps the register, so what is wrong in it stops the build with a sentence
for each fault: a tree that is not whole would give figures that are not.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from xeploai.errors import BuildError
from xeploai.located import Located, Parsed
from xeploai.parse import absent, parse
from xeploai.read import RawWorkbook, read_workbook
from xeploai.reading import ReadRefused
from xeploai.regimes import Regime, all_regimes, for_year, named
from xeploai.schema.register import (
    REGISTER_FILE,
    REGISTER_SHEETS,
    CrosswalkRow,
    DeadlineRow,
    DecisionRow,
    SettingRow,
    UnitRow,
    WaiverRow,
)
from xeploai.schema.row import Row
from xeploai.schema.terms import CapBase, CapScope, Rounding, UnitKind, YesNo
from xeploai.text import fold, year_in

R = TypeVar("R", bound=Row)

MOST_FAULTS = 5
"""So many faults of the register are told at once."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation of the register; order is its row, the office's own order."""

    code: str
    name: str
    kind: UnitKind
    parent: str = ""
    order: int = 0
    cluster: str = ""
    official: str = ""
    members_in_database: int | None = None
    founded_on: date | None = None
    hinted: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The period's settings, defaults filled in."""

    period: str
    office: str
    higher_office: str
    regime: Regime
    cap: int
    cap_base: CapBase
    cap_scope: CapScope
    cap_decision: str
    digits: int
    rounding: Rounding
    hide_below: int
    counted_to: date | None
    note: str = ""

    def is_over_cap(self, xs: int, htt: int) -> bool:
        """Whether so many excellent members are too many beside so many good ones.

        In integers, XS × 100 > cap × base: 20 % of 165 is no whole number, and rounding it either
        way would be a rule of our own.
        """
        return xs * 100 > self.cap * self.cap_denominator(xs, htt)

    def cap_denominator(self, xs: int, htt: int) -> int:
        """What the number of excellent members is measured against."""
        return htt + (xs if self.cap_base is CapBase.XS_HTT else 0)

    @property
    def year(self) -> int:
        """The year the period belongs to."""
        return year_in(self.period) or 0


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to finish by a date, binding units of some kinds."""

    code: str
    name: str
    kinds: frozenset[UnitKind]
    deadline: date


@dataclass(frozen=True, slots=True)
class OldUnit:
    """An old unit that a new one was made of."""

    new_code: str
    old_code: str
    period: str


@dataclass(frozen=True, slots=True)
class Register:
    """What the board keeps: units in the office's order, and the period's settings.

    units holds every listed organisation by code, cells included where they are listed;
    children the units below each code, in the office's order; reporting those that file a form.
    """

    settings: Settings
    units: Mapping[str, Unit]
    milestones: tuple[Milestone, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    waivers: tuple[WaiverRow, ...] = ()
    crosswalk: tuple[OldUnit, ...] = ()
    children: Mapping[str, tuple[Unit, ...]] = field(default_factory=dict)
    reporting: tuple[Unit, ...] = ()

    @property
    def roots(self) -> tuple[Unit, ...]:
        """The units with nothing above them, normally one."""
        return self.children.get("", ())

    def cells_of(self, code: str) -> tuple[Unit, ...]:
        """The listed cells below a unit, through its sectional committees."""
        below = self.children.get(code, ()) if code else ()
        return tuple(
            cell
            for unit in below
            for cell in ((unit,) if unit.kind is UnitKind.CELL else self.cells_of(unit.code))
        )


def make_register(
    settings: Settings,
    units: Sequence[Unit],
    milestones: Sequence[Milestone] = (),
    decisions: Sequence[DecisionRow] = (),
    waivers: Sequence[WaiverRow] = (),
    crosswalk: Sequence[OldUnit] = (),
) -> Register:
    """A register of units that are known to make a tree."""
    children: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        children[unit.parent] = (*children.get(unit.parent, ()), unit)
    return Register(
        settings=settings,
        units={unit.code: unit for unit in units},
        milestones=tuple(milestones),
        decisions=tuple(decisions),
        waivers=tuple(waivers),
        crosswalk=tuple(crosswalk),
        children=children,
        reporting=tuple(unit for unit in units if unit.kind.reports),
    )


def load(data: bytes) -> Register:
    """Read a register workbook; raises BuildError that names every faulty cell (up to five)."""
    try:
        book = read_workbook(data, {fold(sheet.SHEET) for sheet in REGISTER_SHEETS})
    except ReadRefused as refused:
        raise BuildError(f"{REGISTER_FILE}: {refused}. {refused.rule.cure}") from None
    settings_sheet = _required(book, SettingRow)
    unit_sheet = _required(book, UnitRow)
    others = {sheet: _optional(book, sheet) for sheet in REGISTER_SHEETS[2:]}
    _stop_on(_reading_faults(settings_sheet, unit_sheet, *others.values()))
    _stop_on(list(_doubled_milestones(others[DeadlineRow])))
    settings = _settings(settings_sheet.rows[0])
    units = [_unit(item, order) for order, item in enumerate(unit_sheet.rows)]
    _stop_on(_tree_faults(unit_sheet, units))
    return make_register(
        settings,
        units,
        list(_milestones(others[DeadlineRow])),
        [item.row for item in _rows(others[DecisionRow], DecisionRow)],
        [item.row for item in _rows(others[WaiverRow], WaiverRow)],
        [_old_unit(item.row) for item in _rows(others[CrosswalkRow], CrosswalkRow)],
    )


def _required(book: RawWorkbook, row_type: type[R]) -> Parsed[R]:
    raw = book.sheets.get(fold(row_type.SHEET))
    if raw is None:
        return absent(row_type, REGISTER_FILE)
    return parse(raw, row_type, REGISTER_FILE, starts_1904=book.starts_1904)


def _optional(book: RawWorkbook, row_type: type[R]) -> Parsed[R] | None:
    return _required(book, row_type) if fold(row_type.SHEET) in book.sheets else None


def _rows(sheet: Parsed[Row] | None, row_type: type[R]) -> Iterator[Located[R]]:
    for item in sheet.rows if sheet else ():
        if isinstance(item.row, row_type):
            yield item  # type: ignore[misc]


def _stop_on(faults: Sequence[str]) -> None:
    if not faults:
        return
    more = len(faults) - MOST_FAULTS
    told = [*faults[:MOST_FAULTS], *([f"… và {more} lỗi khác"] if more > 0 else [])]
    raise BuildError(f"Danh mục {REGISTER_FILE} cần sửa:\n" + "\n".join(f"  - {x}" for x in told))


def _reading_faults(*sheets: Parsed[Row] | None) -> list[str]:
    return [
        f"{found.ref.sheet or REGISTER_FILE} {found.ref.cell}: {found.message}".replace(" :", ":")
        for sheet in sheets
        if sheet
        for found in sheet.findings
        if found.is_error
    ]


def _settings(item: Located[SettingRow]) -> Settings:
    said = item.row
    year = year_in(said.period)
    regime = named(said.regime) if said.regime else for_year(year or 0)
    if year is None or regime is None:
        raise BuildError(_period_fault(item, year))
    if said.digits is not None and said.digits not in (1, 2):
        raise BuildError(f"{_at(item, 'digits')}: Số chữ số thập phân chỉ được là 1 hoặc 2.")
    return Settings(
        period=said.period,
        office=said.office,
        higher_office=said.higher_office,
        regime=regime,
        cap=regime.cap.percent if said.cap is None else said.cap,
        cap_base=said.cap_base or regime.cap.base,
        cap_scope=said.cap_scope or regime.cap.scope,
        cap_decision=said.cap_decision,
        digits=2 if said.digits is None else said.digits,
        rounding=said.rounding or Rounding.HALF_UP,
        hide_below=said.hide_below or 0,
        counted_to=said.counted_to,
        note=said.note,
    )


def _period_fault(item: Located[SettingRow], year: int | None) -> str:
    known = ", ".join(regime.key for regime in all_regimes())
    if year is None:
        return f"{_at(item, 'period')}: Kỳ đánh giá “{item.row.period}” phải có năm, ví dụ 2025."
    if item.row.regime:
        return f"{_at(item, 'regime')}: không có quy định “{item.row.regime}”; có: {known}."
    first = all_regimes()[0].first_year
    return f"{_at(item, 'period')}: chưa có quy định cho năm {year}; sớm nhất là năm {first}."


def _at(item: Located[Row], key: str) -> str:
    ref = item.ref(key)
    return f"Danh mục {REGISTER_FILE}, tờ {ref.sheet}, ô {ref.cell}"


def _unit(item: Located[UnitRow], order: int) -> Unit:
    said = item.row
    return Unit(
        code=said.code,
        name=said.name,
        kind=said.kind,
        parent=said.parent_code,
        order=order,
        cluster=said.cluster,
        official=said.official,
        members_in_database=said.members_in_database,
        founded_on=said.founded_on,
        hinted=said.hinted is YesNo.YES,
    )


def _tree_faults(sheet: Parsed[UnitRow], units: Sequence[Unit]) -> list[str]:
    """What keeps the units from being one tree: doubles, unknown parents, circles."""
    times = Counter(unit.code for unit in units)
    parents = {unit.code: unit.parent for unit in units}
    faults: list[str] = []
    for item, unit in zip(sheet.rows, units, strict=True):
        said = _place_fault(unit, times, parents)
        if said:
            faults.append(f"{sheet.sheet} {item.ref('code').cell}: {said}")
    if not units:
        faults.append(f"{sheet.sheet}: chưa có đơn vị nào; ghi mỗi tổ chức đảng một dòng")
    elif not any(unit.kind.reports for unit in units):
        faults.append(f"{sheet.sheet}: chưa có đảng bộ cơ sở hoặc chi bộ cơ sở nào")
    return faults


def _place_fault(unit: Unit, times: Counter[str], parents: Mapping[str, str]) -> str:
    if times[unit.code] > 1:
        return f"mã đơn vị “{unit.code}” có {times[unit.code]} lần"
    if unit.parent and unit.parent not in parents:
        return f"mã đơn vị cấp trên “{unit.parent}” của “{unit.name}” không có trong danh mục"
    if unit.kind.is_below_reporting and not unit.parent:
        return f"“{unit.name}” là {unit.kind} nhưng chưa ghi mã đơn vị cấp trên"
    seen = {unit.code}
    above = unit.parent
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    return f"“{unit.name}” nằm trong một vòng cấp trên" if above else ""


def _doubled_milestones(sheet: Parsed[Row] | None) -> Iterator[str]:
    """A milestone's code names its column on every page, so each row in use has its own."""
    seen: set[str] = set()
    for item in _rows(sheet, DeadlineRow):
        if item.row.deadline is None:
            continue
        if item.row.milestone in seen:
            ref = item.ref("milestone")
            yield f"{ref.sheet} {ref.cell}: mã mốc “{item.row.milestone}” có hai lần"
        seen.add(item.row.milestone)


def _milestones(sheet: Parsed[Row] | None) -> Iterator[Milestone]:
    for item in _rows(sheet, DeadlineRow):
        said = item.row
        if said.deadline is not None:
            yield Milestone(said.milestone, said.name, _kinds(item), said.deadline)


def _kinds(item: Located[DeadlineRow]) -> frozenset[UnitKind]:
    """The kinds of unit a milestone binds; an empty cell binds every unit that reports."""
    known = {fold(kind): frozenset({kind}) for kind in UnitKind}
    reporting = frozenset(kind for kind in UnitKind if kind.reports)
    known |= {fold("TCCSĐ"): reporting, fold("Tổ chức cơ sở đảng"): reporting}
    words = [fold(part) for part in item.row.kinds.replace(",", ";").split(";") if part.strip()]
    strange = [word for word in words if word not in known]
    if strange:
        choices = "; ".join(UnitKind)
        raise BuildError(f"{_at(item, 'kinds')}: loại hình phải là một trong: {choices}.")
    return frozenset().union(*(known[word] for word in words)) if words else reporting


def _old_unit(said: CrosswalkRow) -> OldUnit:
    return OldUnit(said.new_code, said.old_code, said.period)
