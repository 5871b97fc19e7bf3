"""Returns of an earlier year, moved to the units of this year's map.

Units were merged and renamed (on 1/7/2025 nearly all of them). The register's sheet Địa giới says
which old units a new one was made of; where an old one is missing nothing can be compared.
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
    made_of: dict[str, list[str]] = {}
    for item in register.crosswalk:
        if year_in(item.period) == year:
            made_of.setdefault(item.new_code, []).append(item.old_code)
    mapped: dict[str, Return] = {}
    for unit in register.reporting:
        codes = made_of.get(unit.code, [unit.code])
        parts = [returns[code] for code in codes if code in returns]
        if len(parts) == len(codes):
            renamed = replace(parts[0], unit=unit.code)
            mapped[unit.code] = renamed if len(parts) == 1 else _merged(unit.code, parts)
    return mapped


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
