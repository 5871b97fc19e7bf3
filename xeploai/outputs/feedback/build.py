"""A season → everything that goes back: a marked workbook and a covering note per faulty return."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from xeploai.findings import Finding
from xeploai.outputs.feedback.cache import fingerprint, is_kept
from xeploai.outputs.feedback.cover_note import note_words, text_note, word_note
from xeploai.outputs.feedback.groups import of_unit
from xeploai.outputs.feedback.model import AnnotatedWorkbook
from xeploai.register.model import Register
from xeploai.season.evaluate import by_file
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.text import file_names
from xeploai.workers import Limits, Loss, WorkFault, contained, most_workers

if TYPE_CHECKING:
    from xeploai.outputs.feedback.annotated_workbook import Annotation

FEW = 12
"""Number of workbooks up to which starting workers is not worth it."""

LIMITS = Limits(seconds=60, memory=2**31, answer=2**26)
"""Limits of a worker for the files of one return; far more than any needs."""


def to_send_back(season: Season) -> list[AnnotatedWorkbook]:
    """Return the returns that go back, in the office's order.

    That is each unit's last one, where it is faulty.
    """
    # What the board accepts nobody has to fix, and what is its own no unit is told of.
    faulty = {each.ref.file for each in of_unit(season.findings) if not each.accepted}
    names = file_names(season.register.units)
    newest = season.intake.newest
    return [
        _named(newest[unit.code], names[unit.code])
        for unit in season.register.reporting
        if unit.code in newest and newest[unit.code].file in faulty
    ]


def _named(item: Return, name: str) -> AnnotatedWorkbook:
    return AnnotatedWorkbook(item.unit, item.file, f"{name}.xlsx", f"{name}.docx", f"{name}.txt")


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that is to be made for one unit; job is None where last build's workbook still holds."""

    names: AnnotatedWorkbook
    words: Mapping[str, object]
    job: "Annotation | None"


def files_to_send_back(
    season: Season, sent_back: Iterable[AnnotatedWorkbook], known: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return every file that goes back, by name; known: those of the last build."""
    faulty = by_file(of_unit(season.findings))
    files: dict[str, bytes] = {}
    parcels: list[Parcel] = []
    for each in sent_back:
        item, findings = season.intake.newest[each.unit], faulty[each.file]
        job: Annotation | None = job_of(season, item, findings)
        if job and is_kept(known.get(each.workbook, b""), job.sign):
            files[each.workbook], job = known[each.workbook], None
        words = note_words(season, item, findings, each.workbook)
        parcels.append(Parcel(each, words, job))
    for made in _side_by_side(season.register, parcels):
        files |= made
    return files


def job_of(season: Season, item: Return, findings: Sequence[Finding]) -> "Annotation":
    """Return the inputs from which the marked workbook of a return is made."""
    # Not at the top: a build in which no return is faulty does without openpyxl.
    from xeploai.forms.prefill import prefilled
    from xeploai.outputs.feedback.annotated_workbook import Annotation

    register = season.register
    cells, last_period = prefilled(register, register.units[item.unit], season.last_returns)
    sign = fingerprint(
        register.sha256, item.sha256, item.file, item.received_on, findings, cells, last_period
    )
    return Annotation(item, tuple(findings), tuple(cells), last_period, sign)


def _side_by_side(register: Register, parcels: Sequence[Parcel]) -> Iterator[dict[str, bytes]]:
    """Yield the files of some parcels; several workers make them where they are many."""
    work, places = partial(_made, register, parcels), range(len(parcels))
    if len(parcels) <= FEW:
        yield from map(work, places)
        return
    answers = contained(work, places, most_workers(), LIMITS)
    for place, made in zip(places, answers, strict=True):
        # What no worker could make is made here, or fails here, where its cause is reported.
        yield work(place) if isinstance(made, Loss | WorkFault) else made


def _made(register: Register, parcels: Sequence[Parcel], place: int) -> dict[str, bytes]:
    from xeploai.outputs.feedback.annotated_workbook import marked_workbook

    each, files = parcels[place], {}
    if each.job is not None:
        files[each.names.workbook] = marked_workbook(register, each.job)
    files[each.names.word] = word_note(each.words)
    files[each.names.text] = text_note(each.words)
    return files
