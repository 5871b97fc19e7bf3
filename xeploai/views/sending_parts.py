"""The units that report, in parts that add up: what became of what each of them sent."""

from collections.abc import Callable, Collection
from enum import StrEnum

from xeploai.phrases import NO_FIGURES, NOT_SENT, in_a_row, lower_first
from xeploai.register.model import Unit
from xeploai.season.season import Season
from xeploai.submissions.model import Status
from xeploai.text import count


class SendingPart(StrEnum):
    """Fate of what a unit sent; each unit is in one part."""

    COUNTED = "được tính"
    IN_CORRECTION = "đang sửa"
    INCOMPLETE = lower_first(Status.PARTIAL.label)
    EMPTY = NO_FIGURES
    UNREADABLE = "không đọc được"
    SILENT = NOT_SENT


def sending_parts(season: Season) -> dict[SendingPart, list[Unit]]:
    """Return the units of each part, in the office's order."""
    silent = {unit.code for unit in season.units_silent}
    unreadable = season.unreadable
    # A unit is in the first that has it; who is in none sent a form without figures.
    known: dict[SendingPart, Collection[str]] = {
        SendingPart.COUNTED: season.intake.counted,
        SendingPart.IN_CORRECTION: season.intake.refused,
        SendingPart.INCOMPLETE: season.intake.incomplete,
        SendingPart.UNREADABLE: unreadable,
        SendingPart.SILENT: silent,
    }
    parts: dict[SendingPart, list[Unit]] = {part: [] for part in SendingPart}
    for unit in season.register.reporting:
        inside = (part for part, units in known.items() if unit.code in units)
        parts[next(inside, SendingPart.EMPTY)].append(unit)
    return parts


def uncounted_words(season: Season) -> str:
    """Return the parts that are not counted in a row: "đang sửa 5, chưa gửi 1"; "" for none."""
    parts = sending_parts(season)
    del parts[SendingPart.COUNTED]
    return ", ".join(f"{part} {count(len(units))}" for part, units in parts.items() if units)


def waiting_words(season: Season, unit: str = "", spell: Callable[[int], str] = count) -> str:
    """Return what came only after the day of the figures and waits, "" where nothing does.

    "1 biểu nhận và 2 quyết định ký sau ngày này, chưa tính". unit: of those at or below it.
    """
    files = [item.unit for item in season.intake.submissions if item.status is Status.AFTER_DAY]
    rows = (item.row for item in season.register.later_decisions)
    decisions = [row.unit_code for row in rows if row.decided_level]
    kinds = ((files, "biểu nhận"), (decisions, "quyết định ký"))
    numbers = [(sum(_is_below(season, code, unit) for code in codes), of) for codes, of in kinds]
    parts = [f"{spell(number)} {of}" for number, of in numbers if number]
    return f"{in_a_row(parts)} sau ngày này, chưa tính" if parts else ""


def _is_below(season: Season, code: str, unit: str) -> bool:
    """Whether a unit or a cell is a unit itself or stands below it; all are below ""."""
    while code and code != unit:
        known = season.register.units.get(code)
        code = known.parent if known else ""
    return code == unit
