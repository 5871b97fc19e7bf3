"""The workbook danh-muc.xlsx → the register.

Whoever runs the build keeps the register, so what is wrong in it stops the build with a sentence
for each fault: a tree that is not whole would give figures that are not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from xeploai.errors import BuildError
from xeploai.paths import REGISTER_FILE
from xeploai.reading.names import known_code
from xeploai.reading.office_workbook import open_book
from xeploai.reading.source_rows import Located, Parsed, rows_of
from xeploai.reading.xlsx.workbook import Read, read_workbook
from xeploai.register.deadlines import (
    completion_faults,
    completions,
    extension_faults,
    extensions,
    milestone_faults,
    milestones,
)
from xeploai.register.model import Register, Settings, Unit, UnitCap, make_register
from xeploai.register.written_days import days_of
from xeploai.schema.register import (
    REGISTER_SHEETS,
    CompletionRow,
    CrosswalkRow,
    DeadlineRow,
    DecisionRow,
    ExtensionRow,
    ReceiptRow,
    SettingRow,
    UnitCapRow,
    UnitRow,
    WaiverRow,
)
from xeploai.schema.regulations import all_regulations, for_year, named
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import (
    OverCap,
    RatedSubject,
    Rounding,
    SendingMeasure,
    UnitKind,
    YesNo,
)
from xeploai.text import year_in

OfUnit = TypeVar("OfUnit", DecisionRow, WaiverRow, ReceiptRow)


def load(data: bytes, read: Read = read_workbook) -> Register:
    """Read a register workbook; raises BuildError that names every faulty cell (up to five)."""
    book = open_book("Danh mục", REGISTER_FILE, data, REGISTER_SHEETS, read)
    settings_sheet = book.sheet(SettingRow)
    unit_sheet = book.sheet(UnitRow)
    others = {sheet: book.sheet_if_there(sheet) for sheet in REGISTER_SHEETS[2:]}
    book.stop_on(book.misread(settings_sheet, unit_sheet, *others.values()))
    book.stop_on(list(milestone_faults(others[DeadlineRow])))
    settings = _settings(settings_sheet.rows[0])
    units = [_unit(item, order) for order, item in enumerate(unit_sheet.rows)]
    book.stop_on(_tree_faults(unit_sheet, units))
    codes = [unit.code for unit in units]
    known, by_code = list(milestones(others[DeadlineRow])), {unit.code: unit for unit in units}
    book.stop_on(
        [
            *_unknown_units(others[WaiverRow], WaiverRow, "unit_code", codes),
            *_unknown_units(others[CrosswalkRow], CrosswalkRow, "new_code", codes),
            *_unknown_units(others[ReceiptRow], ReceiptRow, "unit_code", codes),
            *_unknown_units(others[ExtensionRow], ExtensionRow, "unit_code", codes),
            *_unknown_units(others[CompletionRow], CompletionRow, "unit_code", codes),
            *_unknown_units(others[UnitCapRow], UnitCapRow, "unit_code", codes),
            *extension_faults(others[ExtensionRow], known, by_code),
            *completion_faults(others[CompletionRow], known, by_code),
            *_cap_faults(settings_sheet, others[UnitCapRow], codes),
        ]
    )
    register = make_register(
        settings,
        units,
        known,
        [_decision(item, by_code) for item in rows_of(others[DecisionRow], DecisionRow)],
        [_located_known(item, codes) for item in rows_of(others[WaiverRow], WaiverRow)],
        [_old_unit(item, codes) for item in rows_of(others[CrosswalkRow], CrosswalkRow)],
    )
    receipts = [_located_known(item, codes) for item in rows_of(others[ReceiptRow], ReceiptRow)]
    return replace(
        register,
        receipts=tuple(receipts),
        extensions=extensions(others[ExtensionRow], known, by_code),
        completions=completions(others[CompletionRow], known, by_code),
        unit_caps=_unit_caps(others[UnitCapRow], codes),
        setting_cells={key: settings_sheet.rows[0].ref(key) for key in settings_sheet.columns},
        doubts=tuple(book.doubts(settings_sheet, unit_sheet, *others.values())),
        days=tuple(days_of(settings_sheet, *others.values())),
        founding_days=tuple(days_of(unit_sheet)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _settings(item: Located[SettingRow]) -> Settings:
    row = item.row
    year = year_in(row.period)
    regulation = named(row.regulation) if row.regulation else for_year(year or 0)
    if year is None or regulation is None:
        raise BuildError(_period_fault(item, year))
    if row.digits is not None and row.digits not in (1, 2):
        raise BuildError(f"{_at(item, 'digits')}: Số chữ số thập phân chỉ được là 1 hoặc 2.")
    return Settings(
        period=row.period,
        office=row.office,
        higher_office=row.higher_office,
        regulation=regulation,
        cap=regulation.cap.percent if row.cap is None else row.cap,
        cap_base=row.cap_base or regulation.cap.base,
        cap_scope=row.cap_scope or regulation.cap.scope,
        cap_decision=row.cap_decision,
        digits=2 if row.digits is None else row.digits,
        rounding=row.rounding or Rounding.HALF_UP,
        hide_below=row.hide_below or 0,
        counted_to=row.counted_to,
        note=row.note,
        database_tolerance=_given(row.database_tolerance, 2),
        yearly_tolerance=_given(row.yearly_tolerance, 10),
        excellent_jump=_given(row.excellent_jump, 10),
        sending_measure=row.sending_measure or SendingMeasure.SENT,
        least_coverage=_given(row.least_coverage, 50),
        over_cap=row.over_cap or OverCap.WARNED,
        never_over_cap=_given(row.never_over_cap, 1),
    )


def _given(value: int | None, usual: int) -> int:
    return usual if value is None else value


def _period_fault(item: Located[SettingRow], year: int | None) -> str:
    known = ", ".join(regulation.key for regulation in all_regulations())
    if year is None:
        return f"{_at(item, 'period')}: Kỳ đánh giá “{item.row.period}” phải có năm, ví dụ 2025."
    if item.row.regulation:
        return f"{_at(item, 'regulation')}: không có quy định “{item.row.regulation}”; có: {known}."
    first = all_regulations()[0].first_year
    return f"{_at(item, 'period')}: chưa có quy định cho năm {year}; sớm nhất là năm {first}."


def _at(item: Located[Row], key: str) -> str:
    ref = item.ref(key)
    return f"Danh mục {REGISTER_FILE}, tờ {ref.sheet}, ô {ref.cell}"


def _unit(item: Located[UnitRow], order: int) -> Unit:
    row = item.row
    return Unit(
        code=row.code,
        name=row.name,
        kind=row.kind,
        parent=row.parent_code,
        order=order,
        cluster=row.cluster,
        official=row.official,
        members_in_database=row.members_in_database,
        founded_on=row.founded_on,
        hinted=row.hinted is YesNo.YES,
        not_hinted=row.hinted is YesNo.NO,
    )


def _tree_faults(sheet: Parsed[UnitRow], units: Sequence[Unit]) -> list[str]:
    """Return the faults that keep the units from being one tree: doubles, no parent, circles."""
    times = Counter(unit.code for unit in units)
    parents = {unit.code: unit.parent for unit in units}
    kinds = {unit.code: unit.kind for unit in units}
    faults: list[str] = []
    for item, unit in zip(sheet.rows, units, strict=True):
        fault = _place_fault(unit, times, parents, kinds)
        if fault:
            faults.append(f"{sheet.sheet} {item.ref('code').cell}: {fault}")
    if not units:
        faults.append(f"{sheet.sheet}: chưa có đơn vị nào; ghi mỗi tổ chức đảng một dòng")
    elif not any(unit.kind.reports for unit in units):
        faults.append(f"{sheet.sheet}: chưa có đảng bộ cơ sở hoặc chi bộ cơ sở nào")
    return faults


_ABOVE: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.CELL: (UnitKind.GRASSROOTS, UnitKind.SECTION),
    UnitKind.SECTION: (UnitKind.GRASSROOTS, UnitKind.SECTION),
    UnitKind.GRASSROOTS_CELL: (UnitKind.DISTRICT, UnitKind.PROVINCE),
    UnitKind.GRASSROOTS: (UnitKind.DISTRICT, UnitKind.PROVINCE),
    UnitKind.DISTRICT: (UnitKind.DISTRICT, UnitKind.PROVINCE),
    UnitKind.PROVINCE: (),
}
"""Kinds allowed directly above each kind; under others its figures would be lost."""


def _place_fault(
    unit: Unit, times: Counter[str], parents: Mapping[str, str], kinds: Mapping[str, UnitKind]
) -> str:
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
    if above:
        return f"“{unit.name}” nằm trong một vòng cấp trên"
    return _nesting_fault(unit, kinds)


def _nesting_fault(unit: Unit, kinds: Mapping[str, UnitKind]) -> str:
    if not unit.parent or kinds[unit.parent] in _ABOVE[unit.kind]:
        return ""
    wanted = " hoặc ".join(_ABOVE[unit.kind]) or "để trống"
    return (
        f"“{unit.name}” là {unit.kind} nhưng cấp trên là {kinds[unit.parent]}; "
        f"cấp trên phải là {wanted}"
    )


def _unit_caps(sheet: Parsed[Row] | None, codes: Sequence[str]) -> dict[str, UnitCap]:
    return {
        known_code(item.row.unit_code, codes): UnitCap(
            item.row.cap, item.row.decision_no, item.ref("decision_no")
        )
        for item in rows_of(sheet, UnitCapRow)
    }


def _cap_faults(
    settings: Parsed[SettingRow], sheet: Parsed[Row] | None, codes: Sequence[str]
) -> Iterator[str]:
    """Percentages that are none, and units with two caps of their own."""
    seen: dict[str, int] = {}
    typed = [(x.row.cap, x.ref("cap")) for x in settings.rows]
    own = [(x.row.cap, x.ref("cap")) for x in rows_of(sheet, UnitCapRow)]
    for cap, place in (*typed, *own):
        if cap is not None and not 1 <= cap <= 100:
            yield f"{place.sheet} {place.cell}: tỷ lệ trần ghi {cap}, cần số từ 1 đến 100"
    for item in rows_of(sheet, UnitCapRow):
        unit, ref = known_code(item.row.unit_code, codes), item.ref("unit_code")
        if unit in seen:
            yield f"{ref.sheet} {ref.cell}: đơn vị “{unit}” đã có ở dòng {seen[unit]}"
        seen.setdefault(unit, item.number)


def _old_unit(item: Located[CrosswalkRow], codes: Sequence[str]) -> Located[CrosswalkRow]:
    return replace(item, row=replace(item.row, new_code=Code(known_code(item.row.new_code, codes))))


def _decision(item: Located[DecisionRow], units: Mapping[str, Unit]) -> Located[DecisionRow]:
    """Return a row on a rating with the code and the subject as the list of units has them.

    A chi bộ cơ sở is both a cell and an organisation: offices write either for its one rating.
    """
    known = _located_known(item, list(units))
    unit = units.get(known.row.unit_code)
    if unit is None:
        return known
    of_kind = {UnitKind.CELL: RatedSubject.CELL, UnitKind.GRASSROOTS_CELL: RatedSubject.ORG}
    subject = of_kind.get(unit.kind, known.row.subject)
    return replace(known, row=replace(known.row, subject=subject))


def _of_known(row: OfUnit, codes: Sequence[str]) -> OfUnit:
    """Return the row with its unit's code as the list of units writes it, zeros and all."""
    return replace(row, unit_code=Code(known_code(row.unit_code, codes)))


def _located_known(item: Located[OfUnit], codes: Sequence[str]) -> Located[OfUnit]:
    return replace(item, row=_of_known(item.row, codes))


def _unknown_units(
    sheet: Parsed[Row] | None, row_type: type[Row], key: str, codes: Sequence[str]
) -> Iterator[str]:
    """Rows of units that are not listed: what they say would come to nothing, unseen."""
    for item in rows_of(sheet, row_type):
        code = getattr(item.row, key)
        if known_code(code, codes) not in codes:
            ref = item.ref(key)
            yield f"{ref.sheet} {ref.cell}: mã đơn vị “{code}” không có ở tờ {UnitRow.SHEET}"
