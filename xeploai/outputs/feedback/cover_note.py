"""The covering note that goes with a marked workbook: for Word, and to paste into a message."""

from collections.abc import Mapping, Sequence

from xeploai.findings import Finding
from xeploai.outputs.documents.letterhead import head, in_text, plain_letter
from xeploai.outputs.documents.word import fill
from xeploai.outputs.feedback.groups import Grade, Group, gathered, number_at
from xeploai.paths import COVER_NOTE, COVER_NOTE_TEXT, own_name
from xeploai.phrases import (
    ADDED_UP,
    NO_FIGURES,
    NOT_ADDED_UP,
    TO_FIX,
    WHOLE_FILE,
    lower_first,
    upper_first,
)
from xeploai.register.model import Register
from xeploai.rules.all_rules import worded_for
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status, Submission
from xeploai.text import day, listing

_MOST_PLACES = 8
"""Most cells of one fault that are named; the workbook lists them all."""

_SEND_AGAIN = frozenset({Status.REFUSED, Status.EMPTY, Status.UNKNOWN_UNIT})
"""Fates after which the unit has to send another return, and by the deadline."""


def word_note(words: Mapping[str, object]) -> bytes:
    """Return the note as a Word document."""
    return fill(COVER_NOTE, words)


def text_note(words: Mapping[str, object]) -> bytes:
    """Return the note as plain text."""
    return plain_letter(COVER_NOTE_TEXT, words)


def note_words(
    season: Season, register: Register, item: Return, findings: Sequence[Finding], workbook: str
) -> dict[str, object]:
    """Return the words for the templates of the note.

    register: the one that the return's unit is found in; findings: those the unit is told of.
    """
    settings = season.register.settings
    fate = season.intake.fate_of(item.file)
    groups = gathered(findings, worded_for(settings.office))
    errors = in_text(number_at(Grade.ERROR, groups))
    is_returned = fate.status in _SEND_AGAIN
    return {
        **head(settings, season.as_of),
        "unit": register.units[item.unit].name,
        "version": item.version,
        "received": day(item.received_on) if item.received_on else "",
        "file": own_name(item.file),
        "workbook": workbook,
        "standing": _standing(season, fate, errors),
        "is_returned": is_returned,
        "is_partial": fate.status is Status.PARTIAL,
        "errors": errors,
        "warnings": in_text(number_at(Grade.WARNING, groups)),
        "groups": [
            _group(number, group) for number, group in enumerate(_to_answer(groups), start=1)
        ],
        "deadline": _deadline(season, item.unit) if is_returned else "",
        "signer": "NGƯỜI TỔNG HỢP",
    }


def _to_answer(groups: Sequence[Group]) -> list[Group]:
    """Return the groups that ask something of the unit."""
    return [group for group in groups if group.grade is not Grade.ACCEPTED]


def _standing(season: Season, fate: Submission, errors: str) -> str:
    """Return what became of a return, as a sentence begins, without its full stop."""
    if fate.status is Status.UNKNOWN_UNIT:
        return f"Biểu chưa được tính vì {lower_first(fate.reason)}"
    before = season.intake.counted.get(fate.unit)
    words = {
        Status.REFUSED: f"Biểu còn {errors} {TO_FIX} nên chưa được tính",
        Status.EMPTY: f"Biểu {NO_FIGURES} nên chưa được tính",
        Status.PARTIAL: f"{upper_first(fate.reason)} nên {NOT_ADDED_UP}",
    }.get(fate.status, upper_first(ADDED_UP))
    if before is None or before.file == fate.file:
        return words
    sent = f" nhận ngày {day(before.received_on)}" if before.received_on else ""
    return f"{words}; số liệu đang lấy từ bản trước{sent} (tệp {own_name(before.file)})"


def _group(number: int, group: Group) -> dict[str, object]:
    places = [
        "!".join(filter(None, (x.ref.sheet, x.ref.cell))) or WHOLE_FILE for x in group.findings
    ]
    return {
        "number": number,
        "title": group.rule.title,
        "grade": group.grade.lower(),
        "places": listing(list(dict.fromkeys(places)), _MOST_PLACES, "chỗ"),
        "cure": group.rule.fix,
    }


def _deadline(season: Season, unit: str) -> str:
    """Return the day by which the unit must have sent, where it is still to come."""
    register = season.register
    if unit not in register.units:
        return ""
    sending = register.sending_milestone(register.units[unit])
    deadline = register.deadline(unit, sending) if sending else None
    return day(deadline) if deadline and deadline >= season.as_of else ""
