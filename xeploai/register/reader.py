"""The workbook danh-muc.xlsx → the register.

Whoever runs the build keeps the register, so what is wrong in it stops the build: a tree that is
not whole would give figures that are not. All of it is reported at once, as far as it can be read.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from xeploai.findings import Finding
from xeploai.paths import REGISTER_FILE
from xeploai.reading.names import known_code
from xeploai.reading.office_workbook import OfficeWorkbook, open_book
from xeploai.reading.source_rows import Located, Parsed, rows_of
from xeploai.reading.values import date_or_none
from xeploai.reading.xlsx.workbook import Read, read_workbook
from xeploai.register.deadlines import (
    completion_faults,
    completions,
    doubtful_milestones,
    extension_faults,
    extensions,
    milestone_faults,
    milestones,
)
from xeploai.register.decisions import as_listed
from xeploai.register.model import Register, Settings, Unit, UnitCap, make_register
from xeploai.register.rules import (
    entry_twice,
    impossible_cap,
    impossible_digits,
    period_not_one_year,
    period_without_year,
    receipt_twice,
    unknown_regulation,
    unlisted_unit,
    year_without_regulation,
)
from xeploai.register.tree import UnitList, unit_findings, unit_list
from xeploai.register.written_days import days_of
from xeploai.schema.cell_formulas import serial
from xeploai.schema.periods import Period, is_unclear_quarter, spelt
from xeploai.schema.register import (
    REGISTER_SHEETS,
    AssignmentRow,
    CommitmentRow,
    CompletionRow,
    CrosswalkRow,
    DeadlineRow,
    DecisionRow,
    ExtensionRow,
    PlanRow,
    ReceiptRow,
    RerateRow,
    SettingRow,
    UnitCapRow,
    UnitRow,
    WaiverRow,
)
from xeploai.schema.regulations import Regulation, all_regulations, for_year, named
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import (
    LAST_DAY,
    CapBase,
    CapScope,
    OverCap,
    Rounding,
    Scale,
    SendingMeasure,
    YesNo,
)
from xeploai.text import year_in, years_in

OfUnit = TypeVar("OfUnit", WaiverRow, ReceiptRow, AssignmentRow, PlanRow, RerateRow, CommitmentRow)
Sheets = Mapping[type[Row], Parsed[Row] | None]

_ON_UNITS: tuple[tuple[type[Row], str], ...] = (
    (WaiverRow, "unit_code"),
    (CrosswalkRow, "new_code"),
    (ReceiptRow, "unit_code"),
    (ExtensionRow, "unit_code"),
    (CompletionRow, "unit_code"),
    (UnitCapRow, "unit_code"),
    (AssignmentRow, "unit_code"),
    (PlanRow, "unit_code"),
    (RerateRow, "unit_code"),
    (CommitmentRow, "unit_code"),
)
"""The sheets whose rows are each on a listed unit, and the field that names it."""


def load(data: bytes, read: Read = read_workbook) -> Register:
    """Read a register workbook; raises FaultyWorkbook with all that is wrong in it."""
    book = open_book("Danh mục", REGISTER_FILE, data, REGISTER_SHEETS, read)
    settings_sheet = book.sheet(SettingRow)
    book = replace(book, scale=_scale(settings_sheet))
    listed = unit_list(book.sheet(UnitRow))
    others = {sheet: book.sheet_if_there(sheet) for sheet in REGISTER_SHEETS[2:]}
    warnings = _settled(book, settings_sheet, listed, others)
    by_code = listed.units()
    codes, known = list(by_code), list(milestones(others[DeadlineRow]))
    register = make_register(
        _settings(settings_sheet.rows[0].row),
        list(by_code.values()),
        known,
        [as_listed(item, by_code) for item in rows_of(others[DecisionRow], DecisionRow)],
        [_located_known(item, codes) for item in rows_of(others[WaiverRow], WaiverRow)],
        [_old_unit(item, codes) for item in rows_of(others[CrosswalkRow], CrosswalkRow)],
    )
    receipts = [_located_known(item, codes) for item in rows_of(others[ReceiptRow], ReceiptRow)]
    assigned = rows_of(others[AssignmentRow], AssignmentRow)
    planned = rows_of(others[PlanRow], PlanRow)
    committed = rows_of(others[CommitmentRow], CommitmentRow)
    rerated = rows_of(others[RerateRow], RerateRow)
    # What is to be overcome may take until long after the season, and other periods are not of it.
    dated = {kind: sheet for kind, sheet in others.items() if kind not in (PlanRow, RerateRow)}
    return replace(
        register,
        receipts=tuple(receipts),
        extensions=extensions(others[ExtensionRow], known, by_code),
        completions=completions(others[CompletionRow], known, by_code),
        unit_caps=_unit_caps(others[UnitCapRow], codes),
        assignments=tuple(_located_known(item, codes) for item in assigned),
        plan=tuple(_located_known(item, codes) for item in planned),
        rerated=tuple(_located_known(item, codes) for item in rerated),
        commitments=tuple(_located_known(item, codes) for item in committed),
        setting_cells={key: settings_sheet.rows[0].ref(key) for key in settings_sheet.columns},
        warnings=warnings,
        days=tuple(days_of(settings_sheet, *dated.values())),
        founding_days=tuple(days_of(listed.sheet)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _settled(
    book: OfficeWorkbook, settings: Parsed[SettingRow], listed: UnitList, others: Sheets
) -> tuple[Finding, ...]:
    """Return the warnings on a register; raise FaultyWorkbook where it cannot be used."""
    misread = book.misread(settings, listed.sheet, *others.values())
    unread = {finding.ref for finding in misread if finding.is_error}
    deadlines, by_code = others[DeadlineRow], listed.units()
    known = [*milestones(deadlines), *doubtful_milestones(deadlines, unread)]
    findings = chain(
        chain.from_iterable(_setting_findings(item) for item in settings.rows),
        unit_findings(listed),
        milestone_faults(deadlines),
        _unknown_units(others, listed),
        extension_faults(others[ExtensionRow], known, by_code),
        completion_faults(others[CompletionRow], known, by_code),
        _cap_faults(settings, others[UnitCapRow], list(by_code)),
        _receipt_faults(others[ReceiptRow], by_code),
    )
    return book.settle(misread, findings)


def _settings(row: SettingRow) -> Settings:
    """Return the settings of a row in which nothing is wrong."""
    regulation = _regulation(row)
    assert regulation is not None  # noqa: S101 (else the build has been stopped)
    usual = regulation.cap
    return Settings(
        period=spelt(row.period),
        office=row.office,
        higher_office=row.higher_office,
        regulation=regulation,
        cap=usual.percent if row.cap is None and usual else row.cap,
        cap_base=row.cap_base or (usual.base if usual else CapBase.HTT),
        cap_scope=row.cap_scope or (usual.scope if usual else CapScope.GRASSROOTS),
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
        level_source=row.level_source,
        failed_quarter_bars_excellent=row.failed_quarter_bars_excellent is YesNo.YES,
    )


def _regulation(row: SettingRow) -> Regulation | None:
    """Return the regulation that a row of settings names, or that its year has."""
    return named(row.regulation) if row.regulation else for_year(year_in(row.period) or 0)


def _scale(settings: Parsed[SettingRow]) -> Scale:
    """Return the words of the levels of the period, as far as the settings can be read."""
    regulation = _regulation(settings.rows[0].row) if settings.rows else None
    return regulation.organisations if regulation else Scale.FULFILMENT


def _given(value: int | None, usual: int) -> int:
    return usual if value is None else value


def _setting_findings(item: Located[SettingRow]) -> Iterator[Finding]:
    row, year = item.row, year_in(item.row.period)
    if row.period and year is None:
        yield period_without_year(row.period).at(item.ref("period"), "")
    if row.regulation and named(row.regulation) is None:
        known = ", ".join(regulation.key for regulation in all_regulations())
        yield unknown_regulation(row.regulation, known).at(item.ref("regulation"), "")
    if year is not None and (what := _not_one_period(row.period)):
        objection = period_not_one_year(row.period, what, _period_needed(row.period, year))
        yield objection.at(item.ref("period"), "")
    if year is not None and named(row.regulation) is None and for_year(year) is None:
        first = all_regulations()[0].first_year
        yield year_without_regulation(year, first).at(item.ref("period"), "")
    if row.digits is not None and row.digits not in (1, 2):
        yield impossible_digits(row.digits).at(item.ref("digits"), "")


def _not_one_period(period: str) -> str:
    """Return what a period is that is neither a year nor a part of one, "" where it is."""
    if date_or_none(period):
        return "một ngày"
    if len(set(years_in(period))) > 1:
        return "nhiều năm"
    return "quý không rõ" if is_unclear_quarter(period) else ""


def _period_needed(period: str, year: int) -> str:
    """Return the period to write instead of one that is neither."""
    if is_unclear_quarter(period):
        return f"một quý, ví dụ {Period(year, 1)}"
    return f"một năm, ví dụ {_year_for(period, year)}"


def _year_for(period: str, year: int) -> int:
    """Return the year to write for a period; 2025 typed in a cell of dates is 17/07/1905."""
    day = date_or_none(period)
    typed = serial(day) if day else year
    return typed if for_year(typed) and typed <= LAST_DAY.year else year


def _unit_caps(sheet: Parsed[Row] | None, codes: Sequence[str]) -> dict[str, UnitCap]:
    return {
        known_code(item.row.unit_code, codes): UnitCap(
            item.row.cap, item.row.decision_no, item.ref("decision_no")
        )
        for item in rows_of(sheet, UnitCapRow)
    }


def _cap_faults(
    settings: Parsed[SettingRow], sheet: Parsed[Row] | None, codes: Sequence[str]
) -> Iterator[Finding]:
    """Percentages that are none, and units with two caps of their own."""
    own = list(rows_of(sheet, UnitCapRow))
    usual = [(item.row.cap, item.ref("cap")) for item in settings.rows]
    for cap, place in (*usual, *((item.row.cap, item.ref("cap")) for item in own)):
        if cap is not None and not 1 <= cap <= 100:
            yield impossible_cap(cap).at(place, "")
    first: dict[str, int] = {}
    for item in own:
        unit = known_code(item.row.unit_code, codes)
        if unit in first:
            what = f"Đơn vị “{unit}” có tỷ lệ trần riêng hai lần"
            yield entry_twice(what, first[unit]).at(item.ref("unit_code"), "")
        elif unit in codes:
            first[unit] = item.number


def _receipt_faults(sheet: Parsed[Row] | None, units: Mapping[str, Unit]) -> Iterator[Finding]:
    """Yield the sendings with two days of receipt, of which the first one holds."""
    first: dict[tuple[str, int], tuple[int, date]] = {}
    for item in rows_of(sheet, ReceiptRow):
        row, code = item.row, known_code(item.row.unit_code, units)
        if code not in units or row.received_on is None or "version" in item.blank:
            continue
        number, used = first.setdefault((code, row.version), (item.number, row.received_on))
        if number != item.number:
            days = used, row.received_on
            objection = receipt_twice(row.version, units[code].name, number, days)
            yield objection.at(item.ref("received_on"), "")


def _old_unit(item: Located[CrosswalkRow], codes: Sequence[str]) -> Located[CrosswalkRow]:
    return replace(item, row=replace(item.row, new_code=Code(known_code(item.row.new_code, codes))))


def _of_known(row: OfUnit, codes: Sequence[str]) -> OfUnit:
    """Return the row with its unit's code as the list of units writes it, zeros and all."""
    return replace(row, unit_code=Code(known_code(row.unit_code, codes)))


def _located_known(item: Located[OfUnit], codes: Sequence[str]) -> Located[OfUnit]:
    return replace(item, row=_of_known(item.row, codes))


def _unknown_units(sheets: Sheets, listed: UnitList) -> Iterator[Finding]:
    """Rows of units that are not listed: what they say would come to nothing, unseen."""
    old_units = [x.row.old_code for x in rows_of(sheets[CrosswalkRow], CrosswalkRow)]
    for row_type, key in _ON_UNITS if listed.is_known else ():
        for item in rows_of(sheets[row_type], row_type):
            code = getattr(item.row, key)
            if row_type is RerateRow and known_code(code, old_units) in old_units:
                continue
            if known_code(code, listed.by_code) not in listed.by_code:
                objection = unlisted_unit(code, UnitRow.SHEET, listed.hint(code))
                yield objection.at(item.ref(key), "")
