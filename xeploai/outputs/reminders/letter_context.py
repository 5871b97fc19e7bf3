"""Open milestones → the words of the letters: to the unit itself, and to the one above it."""

from collections.abc import Sequence
from datetime import date

from xeploai.outputs.documents.letterhead import head, in_text
from xeploai.outputs.reminders.outstanding import Outstanding
from xeploai.paths import own_name
from xeploai.phrases import (
    DUE_TODAY,
    HAS_UNREADABLE,
    SENT_WITHOUT_FIGURES,
    SOON,
    in_a_row,
    lower_first,
    upper_first,
)
from xeploai.register.model import Settings, Unit
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.submissions.remedies import Remedy
from xeploai.text import day
from xeploai.views.milestone_rows import MISWRITTEN, NOT_AGAIN, UNWRITTEN, behind, unknown_word

UNKNOWN = {
    StatusKind.NO_REPORT.label: "chưa nhận được báo cáo",
    NOT_AGAIN: "chưa xong khi báo cáo lần trước, chưa nhận được báo cáo bổ sung",
    UNWRITTEN: "biểu chưa ghi ngày hoàn thành",
    MISWRITTEN: "ngày hoàn thành ghi trong biểu cần xem lại",
}
"""Words of a letter on work of which it is not known whether it is done."""


LATE_REMEDY = "khắc phục quá hạn"


def unit_words(
    settings: Settings, mine: Outstanding, workbook: str, as_of: date
) -> dict[str, object]:
    """Return the words for a unit's letter; workbook: its marked one, if any."""
    soon = sum(step.kind is StatusKind.PENDING for step in mine.steps)
    counts = (*behind(mine.steps).items(), (SOON, soon), (LATE_REMEDY, len(mine.late)))
    owed = [(words, number) for words, number in counts if number]
    return {
        **head(settings, as_of),
        "as_of": day(as_of),
        "unit": mine.unit.name,
        "owed": in_a_row(f"{in_text(number)} việc {words}" for words, number in owed),
        "steps": _items(mine, as_of),
        "sent": _sent(mine, workbook),
        "is_unheard": mine.is_unheard,
    }


def parent_words(
    settings: Settings, parent: Unit, missing: Sequence[Outstanding], total: int, as_of: date
) -> dict[str, object]:
    """Return the words for the letter to the unit above; total: of the units below it."""
    overdue = sum(each.is_overdue for each in missing)
    return {
        **head(settings, as_of),
        "as_of": day(as_of),
        "unit": parent.name,
        "missing": in_text(len(missing)),
        "total": in_text(total),
        "overdue": in_text(overdue),
        "rows": [_row(number, each, as_of) for number, each in enumerate(missing, start=1)],
        "is_unheard": all(each.is_unheard for each in missing),
    }


def _row(number: int, each: Outstanding, as_of: date) -> dict[str, object]:
    return {
        "number": number,
        "unit": each.unit.name,
        "official": each.unit.official,
        "steps": _items(each, as_of),
        "note": _note(each),
    }


def _items(each: Outstanding, as_of: date) -> list[dict[str, object]]:
    """Return what a unit owes as numbered items: its milestones, then its late remedies."""
    steps = [_step(number, step) for number, step in enumerate(each.steps, start=1)]
    late = enumerate(each.late, start=len(steps) + 1)
    return [*steps, *(_remedy(number, row, as_of) for number, row in late)]


def _remedy(number: int, row: Remedy, as_of: date) -> dict[str, object]:
    due = row.due or as_of
    owner = f" ({row.owner})" if row.owner else ""
    return {
        "number": number,
        "name": f"Khắc phục: {lower_first(row.item.rstrip(' .'))}{owner}",
        "standing": f"{StatusKind.OVERDUE.label} {in_text((as_of - due).days)} ngày",
        "deadline": day(due),
        "extended": "",
    }


def _step(number: int, step: MilestoneStatus) -> dict[str, object]:
    return {
        "number": number,
        "name": step.milestone.name,
        "standing": _standing(step),
        "deadline": day(step.deadline),
        "extended": lower_first(step.extended.rstrip(" .")),
    }


def _standing(step: MilestoneStatus) -> str:
    days = in_text(step.days or 0)
    if step.kind is StatusKind.OVERDUE:
        return f"{step.kind.label} {days} ngày"
    if step.kind is StatusKind.NO_REPORT:
        # Nothing says that the work is late: only that it is not known to be done.
        return f"{UNKNOWN[unknown_word(step)]}, hạn đã qua {days} ngày"
    return f"còn {days} ngày" if days else DUE_TODAY


def _sent(mine: Outstanding, workbook: str) -> dict[str, object]:
    """Return the words on the fate of the unit's last return."""
    item = mine.unused
    return {
        "is_returned": bool(mine.errors),
        "is_empty": item is not None and not mine.errors,
        "file": own_name(item.file) if item else "",
        "unreadable": own_name(mine.unreadable),
        "received": day(item.received_on) if item and item.received_on else "",
        "errors": in_text(mine.errors),
        "workbook": workbook,
    }


def _note(each: Outstanding) -> str:
    if each.unused is None:
        name = own_name(each.unreadable)
        return f"{upper_first(HAS_UNREADABLE)}: {name}" if name else ""
    if each.errors:
        return f"Biểu còn {in_text(each.errors)} lỗi, đã trả lại"
    return upper_first(SENT_WITHOUT_FIGURES)
