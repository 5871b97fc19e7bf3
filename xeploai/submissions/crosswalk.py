"""Returns of an earlier year, moved to the units of this year's map.

Units were merged and renamed (on 1/7/2025 nearly all of them). The register's sheet Địa giới says
which old units a new one was made of; where an old one is missing, or was split over several new
ones, nothing can be compared. A new unit may stand above those that report: the committees of
communes did not until then, and have organisations below them since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn, MilestoneReturn
from xeploai.schema.periods import Period, period_in
from xeploai.schema.register import RerateRow
from xeploai.schema.row import Code, Row
from xeploai.submissions.model import Return

_ADDED: tuple[type[Row], ...] = (CellReturn, LeadershipReturn)
_OWN: tuple[type[Row], ...] = (InfoReturn, MilestoneReturn)


def on_this_map(
    register: Register, period: Period, returns: Mapping[str, Return]
) -> dict[str, Return]:
    """Return the returns of an earlier period by this period's unit codes.

    Those that are not comparable are left out.
    """
    made_of = made_of_by_unit(register, period)
    split = split_units(register, period)
    mapped: dict[str, Return] = {}
    for unit in register.reporting:
        codes = made_of[unit.code]
        parts = [returns[code] for code in codes if code in returns]
        is_whole = len(parts) == len(codes) and split.keys().isdisjoint(codes)
        if is_whole and all(is_own(unit, part) for part in parts):
            renamed = replace(parts[0], unit=unit.code)
            mapped[unit.code] = renamed if len(parts) == 1 else _merged(unit.code, parts)
    return mapped


def is_own(unit: Unit, item: Return) -> bool:
    """Whether a return tells of what the own form of a unit that reports tells of now.

    Committees that became a unit above others were not what its form tells of: its own leaders.
    """
    return unit.reports and item.is_of_upper_unit is unit.files


def split_units(register: Register, period: Period) -> dict[str, list[str]]:
    """Return the old units of a period that several units are made of, each with those units."""
    return {code: units for code, units in now_of(register, period).items() if len(units) > 1}


def now_of(register: Register, period: Period) -> dict[str, list[str]]:
    """Return the units of today that each old unit went into, the smallest that say so.

    A unit above another that was made of the same old unit says that again. But where only the
    codes are alike nothing says that the whole old unit went into the one of its code.
    """
    said = old_by_unit(register, period)
    now: dict[str, list[str]] = {}
    for unit, codes in made_of_by_unit(register, period).items():
        for code in codes:
            now.setdefault(code, []).append(unit)
    return {
        code: [x for x in units if not any(_says_again(register, x, y, said) for y in units)]
        for code, units in now.items()
    }


def _says_again(register: Register, unit: str, below: str, said: Mapping[str, object]) -> bool:
    """Whether a unit stands above another of which the register has rows too."""
    return unit != below and bool(said.get(below)) and unit in register.up_from(below)


def made_of_by_unit(register: Register, period: Period) -> dict[str, list[str]]:
    """Return the old units of each unit that reports or stands above some.

    A unit that reports is made of itself where the register says nothing.
    """
    old = old_by_unit(register, period)
    units = (unit for unit in register.units.values() if not unit.kind.is_below_reporting)
    return {
        unit.code: old.get(unit.code) or ([unit.code] if unit.reports else []) for unit in units
    }


def said_of_old(register: Register, period: Period) -> dict[str, list[str]]:
    """Return the units that each old unit went into, of those that the register names."""
    old = {item.row.old_code for item in register.crosswalk}
    now = now_of(register, period) if old else {}
    return {code: units for code, units in now.items() if code in old}


def of_its_time(register: Register, item: Return, said: Mapping[str, Sequence[str]]) -> Register:
    """Return the register by which a return of an earlier period is checked.

    Where the code of an old unit is that of another one now, or of one of another kind, nothing is
    known of the old one but what it says itself. said: `said_of_old` of the period.
    """
    unit, info = register.units.get(item.unit), item.info
    if unit is None or info is None or unit.code not in said:
        return register
    kind = info.row.unit_kind or unit.kind
    if kind is unit.kind and said[unit.code] == [unit.code]:
        return register
    old = Unit(unit.code, info.row.unit_name, kind)
    return replace(
        register,
        units={**register.units, old.code: old},
        children={code: x for code, x in register.children.items() if code != old.code},
    )


def parts_held(register: Register, period: Period) -> dict[str, list[str]]:
    """Return the old units of a period of which a unit, or all units (""), hold only a part."""
    held: dict[str, list[str]] = {}
    for code, units in split_units(register, period).items():
        for unit in units_with_a_part(register, units):
            held.setdefault(unit, []).append(code)
    return held


def units_with_a_part(register: Register, units: Sequence[str]) -> list[str]:
    """Return the units that hold a part of what went into several, "" where even all units do.

    Those above the several together hold the whole.
    """
    up = [list(register.up_from(unit)) for unit in units]
    whole = set(up[0]).intersection(*up)
    holders = dict.fromkeys(unit for each in up for unit in each if unit not in whole)
    return [*holders, *(() if whole else ("",))]


def whole_of_parts(register: Register, units: Sequence[str]) -> str:
    """Return the smallest unit that holds all of what went into some, "" where none does."""
    up = [list(register.up_from(unit)) for unit in units]
    whole = set(up[0]).intersection(*up)
    return next((unit for unit in up[0] if unit in whole), "")


def with_new_codes(register: Register) -> Register:
    """Return the register with its decisions on closed periods by the units of today."""
    return replace(register, rerated=tuple(_of_today(x, register) for x in register.rerated))


def _of_today(item: Located[RerateRow], register: Register) -> Located[RerateRow]:
    """Return a decision on an old unit as one on the unit that it is now part of, if it is one."""
    code, period = item.row.unit_code, _last_period(item.row.period)
    if code in register.units:
        return item
    now = now_of(register, period)
    new = now.get(known_code(code, now), [])
    return replace(item, row=replace(item.row, unit_code=Code(new[0]))) if len(new) == 1 else item


def old_by_unit(register: Register, period: Period) -> dict[str, list[str]]:
    """Return the codes of the old units of each new one, in the register's order.

    None of a unit of which the register says nothing. A unit stayed what it was until the next
    period of which the register has rows on it: those hold for the periods before it too. Where one
    of its old codes was another unit's until an earlier one nothing is known of what it was then.
    """
    rows = [(item.row, _last_period(item.row.period)) for item in register.crosswalk]
    later = [(row, last) for row, last in rows if last >= period]
    until = _earliest((row.new_code, last) for row, last in later)
    code_until = _earliest((row.old_code, last) for row, last in later)
    old: dict[str, list[str]] = {row.new_code: [] for row, _ in rows}
    for row, last in later:
        known = old[row.new_code]
        if last == until[row.new_code] and row.old_code not in known:
            known.append(row.old_code)
    return {
        unit: [] if any(code_until[code] < until[unit] for code in codes) else codes
        for unit, codes in old.items()
    }


def _last_period(written: str) -> Period:
    """Return the last period in which a code was used."""
    return period_in(written) or Period(0)


def _earliest(periods: Iterable[tuple[str, Period]]) -> dict[str, Period]:
    earliest: dict[str, Period] = {}
    for code, period in periods:
        earliest[code] = min(period, earliest.get(code, period))
    return earliest


def _merged(unit: str, parts: Sequence[Return]) -> Return:
    """One return with the counts of several, sent when the last of them was.

    A level or milestones of its own it has none.
    """
    sheets = dict(parts[0].sheets)
    for row_type in _ADDED:
        rows: list[Located[Row]] = [row for part in parts for row in part.sheets[row_type].rows]
        sheets[row_type] = replace(sheets[row_type], rows=tuple(rows))
    for row_type in _OWN:
        sheets[row_type] = replace(sheets[row_type], rows=())
    days = [part.first_received_on or part.received_on for part in parts]
    known = [day for day in days if day is not None]
    sent = max(known) if len(known) == len(days) else None
    return replace(parts[0], unit=unit, sheets=sheets, received_on=sent, first_received_on=sent)
