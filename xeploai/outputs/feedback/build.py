"""A season → everything that goes back: a marked workbook and a covering note per faulty return."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from xeploai.findings import Finding
from xeploai.outputs.feedback.cache import fingerprint, is_kept
from xeploai.outputs.feedback.cover_note import note_words, text_note, word_note
from xeploai.outputs.feedback.groups import of_unit
from xeploai.outputs.feedback.model import AnnotatedWorkbook
from xeploai.register.model import Register
from xeploai.season.evaluate import by_file
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status, same_period
from xeploai.submissions.standalone import alone
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

    That is each unit's last one, where it is faulty; then those of which nobody knows whose they
    are.
    """
    # What the board accepts nobody has to fix, and what is its own no unit is told of.
    faulty = {each.ref.file for each in of_unit(season.findings) if not each.accepted}
    newest = season.intake.newest
    known = {
        newest[unit.code].file: unit.code
        for unit in season.register.reporting
        if unit.code in newest and newest[unit.code].file in faulty
    }
    strays = {file: f"chua-ro-{PurePosixPath(file).stem}" for file in _of_nobody(season, faulty)}
    names = file_names([*season.register.units, *strays.values()])
    return [
        *(_named(unit, file, names[unit]) for file, unit in known.items()),
        *(_named("", file, names[stray]) for file, stray in strays.items()),
    ]


def _of_nobody(season: Season, faulty: Container[str]) -> Iterator[str]:
    """Yield the files of this period that no unit is known to have sent."""
    for item in season.intake.submissions:
        is_stray = item.status is Status.UNKNOWN_UNIT and item.file in faulty
        if is_stray and same_period(item.period, season.register.settings.period):
            yield item.file


def _named(unit: str, file: str, name: str) -> AnnotatedWorkbook:
    return AnnotatedWorkbook(unit, file, f"{name}.xlsx", f"{name}.docx", f"{name}.txt")


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that is to be made for one return; job is None where last build's workbook still holds.

    register: the one its unit is found in.
    """

    names: AnnotatedWorkbook
    register: Register
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
        register, item = answered(season, each.file)
        findings = faulty[each.file]
        job: Annotation | None = job_of(season, register, item, findings)
        if job and is_kept(known.get(each.workbook, b""), job.sign):
            files[each.workbook], job = known[each.workbook], None
        words = note_words(season, register, item, findings, each.workbook)
        parcels.append(Parcel(each, register, words, job))
    for made in _side_by_side(parcels):
        files |= made
    return files


def answered(season: Season, file: str) -> tuple[Register, Return]:
    """Return a return that goes back, and the register of its unit.

    Of one of which nobody knows whose it is, that is what it says of itself.
    """
    item = next(each for each in season.returns if each.file == file)
    if item.unit in season.register.units:
        return season.register, item
    return alone(item, season.as_of, season.register.settings)


def job_of(
    season: Season, register: Register, item: Return, findings: Sequence[Finding]
) -> "Annotation":
    """Return the inputs from which the marked workbook of a return is made."""
    # Not at the top: a build in which no return is faulty does without XlsxWriter.
    from xeploai.forms.prefill import prefilled
    from xeploai.outputs.feedback.annotated_workbook import Annotation

    status = season.intake.fate_of(item.file).status
    last = season.last_returns if register is season.register else {}
    cells, last_period = prefilled(register, register.units[item.unit], last)
    sign = fingerprint(
        season.register.sha256, item.sha256, item.file, item.received_on, status, findings, cells,
        last_period,
    )  # fmt: skip
    return Annotation(item, status, tuple(findings), tuple(cells), last_period, sign)


def _side_by_side(parcels: Sequence[Parcel]) -> Iterator[dict[str, bytes]]:
    """Yield the files of some parcels; several workers make them where they are many."""
    work, places = partial(_made, parcels), range(len(parcels))
    if len(parcels) <= FEW:
        yield from map(work, places)
        return
    answers = contained(work, places, most_workers(), LIMITS)
    for place, made in zip(places, answers, strict=True):
        # What no worker could make is made here, or fails here, where its cause is reported.
        yield work(place) if isinstance(made, Loss | WorkFault) else made


def _made(parcels: Sequence[Parcel], place: int) -> dict[str, bytes]:
    from xeploai.outputs.feedback.annotated_workbook import marked_workbook

    each, files = parcels[place], {}
    if each.job is not None:
        files[each.names.workbook] = marked_workbook(each.register, each.job)
    files[each.names.word] = word_note(each.words)
    files[each.names.text] = text_note(each.words)
    return files
