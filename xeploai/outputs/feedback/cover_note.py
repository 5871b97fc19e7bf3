"""The covering note that goes with a marked workbook: for Word, and to paste into a message."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from xeploai.findings import Finding
from xeploai.outputs.documents.letterhead import head, in_text, plain_letter
from xeploai.outputs.documents.word import fill
from xeploai.outputs.feedback.groups import Grade, Group, gathered
from xeploai.paths import COVER_NOTE, COVER_NOTE_TEXT
from xeploai.phrases import WHOLE_FILE
from xeploai.register.model import Register
from xeploai.submissions.model import Return
from xeploai.text import day, listing

_MOST_PLACES = 8
"""Most cells of one fault that are named; the workbook lists them all."""


def word_note(words: Mapping[str, object]) -> bytes:
    """Return the note as a Word document."""
    return fill(COVER_NOTE, words)


def text_note(words: Mapping[str, object]) -> bytes:
    """Return the note as plain text."""
    return plain_letter(COVER_NOTE_TEXT, words)


def note_words(
    register: Register, item: Return, findings: Sequence[Finding], workbook: str, as_of: date
) -> dict[str, object]:
    """Return the words for the templates of the note."""
    groups = [group for group in gathered(findings) if group.grade is not Grade.ACCEPTED]
    sums = {
        grade: sum(len(group.findings) for group in groups if group.grade is grade)
        for grade in Grade
    }
    return {
        **head(register.settings, as_of),
        "unit": register.units[item.unit].name,
        "version": item.version,
        "received": day(item.received_on) if item.received_on else "",
        "file": PurePosixPath(item.file).name,
        "workbook": workbook,
        "errors": in_text(sums[Grade.ERROR]),
        "warnings": in_text(sums[Grade.WARNING]),
        "groups": [_group(number, group) for number, group in enumerate(groups, start=1)],
        "deadline": _deadline(register, item.unit, as_of),
        "signer": "NGƯỜI TỔNG HỢP",
    }


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


def _deadline(register: Register, unit: str, as_of: date) -> str:
    """Return the day by which the unit must have sent, where it is still to come."""
    sending = register.sending_milestone(register.units[unit].kind)
    deadline = register.deadline(unit, sending) if sending else None
    return day(deadline) if deadline and deadline >= as_of else ""
