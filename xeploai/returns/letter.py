"""The covering note that goes with a marked workbook: for Word, and to paste into a message."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from xeploai.findings import Finding
from xeploai.intake import Return
from xeploai.progress import SENT
from xeploai.register import Register
from xeploai.render import LETTERS, fill_letter
from xeploai.returns.groups import Grade, Group, gathered
from xeploai.text import count, day, listing
from xeploai.views.words import period_words
from xeploai.word import fill

WORD_TEMPLATE = LETTERS / "tra-lai.docx"
TEXT_TEMPLATE = LETTERS / "tra-lai.txt.j2"

_MOST_PLACES = 8
"""So many cells of one fault are named; the workbook lists them all."""


def word_note(words: Mapping[str, object]) -> bytes:
    """The note as a Word document."""
    return fill(WORD_TEMPLATE, words)


def text_note(words: Mapping[str, object]) -> bytes:
    """The note as plain text; Notepad of an old Windows needs the mark at its beginning."""
    source = TEXT_TEMPLATE.read_text("utf-8")
    said = fill_letter(source, words, TEXT_TEMPLATE.name, is_xml=False)
    return said.replace("\n", "\r\n").encode("utf-8-sig")


def note_words(
    register: Register, item: Return, findings: Sequence[Finding], workbook: str, as_of: date
) -> dict[str, object]:
    """What the templates of the note may say."""
    settings = register.settings
    groups = [group for group in gathered(findings) if group.grade is not Grade.ACCEPTED]
    sums = {
        grade: sum(len(group.findings) for group in groups if group.grade is grade)
        for grade in Grade
    }
    return {
        "higher": settings.higher_office.upper(),
        "office": settings.office.upper(),
        "office_name": settings.office,
        "unit": register.units[item.unit].name,
        "period": period_words(settings.period),
        "version": item.version,
        "received": day(item.received_on) if item.received_on else "",
        "file": PurePosixPath(item.file).name,
        "workbook": workbook,
        "errors": _in_text(sums[Grade.ERROR]),
        "warnings": _in_text(sums[Grade.WARNING]),
        "groups": [_group(number, group) for number, group in enumerate(groups, start=1)],
        "deadline": _deadline(register, item.unit, as_of),
        "day": f"{as_of.day:02}",
        # As Party papers write it: a zero before days below 10 and before months 1 and 2.
        "month": f"{as_of.month:02}" if as_of.month < 3 else str(as_of.month),
        "year": as_of.year,
        "signer": "NGƯỜI TỔNG HỢP",
    }


def _group(number: int, group: Group) -> dict[str, object]:
    places = ["!".join(filter(None, (x.ref.sheet, x.ref.cell))) or "cả tệp" for x in group.findings]
    return {
        "number": number,
        "title": group.rule.title,
        "grade": group.grade.lower(),
        "places": listing(list(dict.fromkeys(places)), _MOST_PLACES, "chỗ"),
        "cure": group.rule.cure,
    }


def _in_text(number: int) -> str:
    """A count inside a sentence: below ten it takes a zero, none is nothing to say."""
    return "" if not number else f"{number:02}" if number < 10 else count(number)


def _deadline(register: Register, unit: str, as_of: date) -> str:
    """The day by which the unit must have sent, where it is still to come."""
    kind = register.units[unit].kind
    mine = (x for x in register.milestones if x.code == SENT and kind in x.kinds)
    return next((day(item.deadline) for item in mine if item.deadline >= as_of), "")
