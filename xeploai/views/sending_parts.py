"""The units that report, in parts that add up: what became of what each of them sent."""

from collections.abc import Collection
from enum import StrEnum

from xeploai.phrases import NO_FIGURES
from xeploai.register.model import Unit
from xeploai.season.season import Season
from xeploai.submissions.model import Status
from xeploai.text import count


class SendingPart(StrEnum):
    """Fate of what a unit sent; each unit is in one part."""

    COUNTED = "được tính"
    IN_CORRECTION = "đang sửa"
    EMPTY = NO_FIGURES
    UNREADABLE = "không đọc được"
    SILENT = "chưa gửi"


def sending_parts(season: Season) -> dict[SendingPart, list[Unit]]:
    """Return the units of each part, in the office's order."""
    silent = {unit.code for unit in season.units_silent}
    corrected = {
        item.unit
        for item in season.intake.submissions
        if item.status in (Status.REFUSED, Status.PARTIAL)
    }
    parts: dict[SendingPart, list[Unit]] = {part: [] for part in SendingPart}
    for unit in season.register.reporting:
        parts[_part(season, unit.code, silent, corrected)].append(unit)
    return parts


def uncounted_words(season: Season) -> str:
    """Return the parts that are not counted in a row: "đang sửa 5, chưa gửi 1"; "" for none."""
    parts = sending_parts(season)
    del parts[SendingPart.COUNTED]
    return ", ".join(f"{part} {count(len(units))}" for part, units in parts.items() if units)


def _part(
    season: Season, unit: str, silent: Collection[str], corrected: Collection[str]
) -> SendingPart:
    if unit in season.intake.counted:
        return SendingPart.COUNTED
    if unit in corrected:
        return SendingPart.IN_CORRECTION
    if unit not in silent:
        return SendingPart.EMPTY
    return SendingPart.UNREADABLE if unit in season.unreadable else SendingPart.SILENT
