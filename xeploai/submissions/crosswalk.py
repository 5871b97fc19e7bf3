"""Returns of an earlier year, moved to the units of this year's map.

Units were merged and renamed (on 1/7/2025 nearly all of them). The register's sheet Địa giới says
which old units a new one was made of; where an old one is missing, or was split over several new
ones, nothing can be compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn, MilestoneReturn
from xeploai.schema.row import Row
from xeploai.submissions.model import Return
from xeploai.text import year_in

_ADDED: tuple[type[Row], ...] = (CellReturn, LeadershipReturn)
_OWN: tuple[type[Row], ...] = (InfoReturn, MilestoneReturn)


def on_this_map(register: Register, year: int, returns: Mapping[str, Return]) -> dict[str, Return]:
    """Return the returns of an earlier year by this year's unit codes.

    Those that are not comparable are left out.
    """
    made_of = _made_of(register, year)
    split = split_units(register, year)
    mapped: dict[str, Return] = {}
    for unit, codes in made_of.items():
        parts = [returns[code] for code in codes if code in returns]
        if len(parts) == len(codes) and split.keys().isdisjoint(codes):
            renamed = replace(parts[0], unit=unit)
            mapped[unit] = renamed if len(parts) == 1 else _merged(unit, parts)
    return mapped


def split_units(register: Register, year: int) -> dict[str, list[str]]:
    """Return the old units of a year that several units are made of, each with those units."""
    made_into: dict[str, list[str]] = {}
    for unit, codes in _made_of(register, year).items():
        for code in codes:
            made_into.setdefault(code, []).append(unit)
    return {code: units for code, units in made_into.items() if len(units) > 1}


def _made_of(register: Register, year: int) -> dict[str, list[str]]:
    """Return the old units of each unit that reports: itself where the register says nothing."""
    old = _old_units(register, year)
    return {unit.code: old.get(unit.code) or [unit.code] for unit in register.reporting}


def old_units(register: Register, year: int, unit: str) -> list[str]:
    """Return the codes of the units that one was made of since a year, in the register's order.

    None where the register says nothing.
    """
    return _old_units(register, year).get(unit, [])


def _old_units(register: Register, year: int) -> dict[str, list[str]]:
    """Return the old units of the new ones.

    Units stayed what they were until the next year that the register has rows of: those hold for
    the years before it too.
    """
    rows = [item.row for item in register.crosswalk]
    years = {year_in(row.period) or 0 for row in rows}
    until = min((each for each in years if each >= year), default=year)
    old: dict[str, list[str]] = {}
    for row in rows:
        known = old.setdefault(row.new_code, [])
        if year_in(row.period) == until and row.old_code not in known:
            known.append(row.old_code)
    return old


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
