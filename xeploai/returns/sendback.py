"""A season → everything that goes back: a marked workbook and a covering note per faulty return."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from xeploai.findings import Finding
from xeploai.intake import Return
from xeploai.prefill import prefilled
from xeploai.register import Register
from xeploai.returns.kept import fingerprint, is_kept
from xeploai.returns.letter import note_words, text_note, word_note
from xeploai.returns.marked import Job, mark_all
from xeploai.season import Season, by_file
from xeploai.text import file_names
from xeploai.workers import most_workers, worker_pool

FEW = 12
"""So few workbooks are not worth starting workers."""


@dataclass(frozen=True, slots=True)
class SentBack:
    """What goes back to a unit: the file it answers, and the names of what was made of it."""

    unit: str
    file: str
    workbook: str
    word: str
    text: str


def to_send_back(season: Season) -> list[SentBack]:
    """The returns that go back, in the office's order: each unit's last one, where it is faulty."""
    # What the board accepts is nobody's to mend.
    faulty = {found.ref.file for found in season.findings if not found.accepted}
    names = file_names(season.register.units)
    newest = season.intake.newest
    return [
        _named(newest[unit.code], names[unit.code])
        for unit in season.register.reporting
        if unit.code in newest and newest[unit.code].file in faulty
    ]


def _named(item: Return, name: str) -> SentBack:
    return SentBack(item.unit, item.file, f"{name}.xlsx", f"{name}.docx", f"{name}.txt")


def files_to_send_back(season: Season, known: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file that goes back, by name; known: those of the last build."""
    faulty = by_file(season.findings)
    register, newest = season.register, season.intake.newest
    files: dict[str, bytes] = {}
    jobs: dict[str, Job] = {}
    for each in to_send_back(season):
        item, found = newest[each.unit], faulty[each.file]
        job = _job(season, item, found)
        if is_kept(known.get(each.workbook, b""), job.sign):
            files[each.workbook] = known[each.workbook]
        else:
            jobs[each.workbook] = job
        words = note_words(register, item, found, each.workbook, season.as_of)
        files |= {each.word: word_note(words), each.text: text_note(words)}
    return files | dict(zip(jobs, _made(register, list(jobs.values())), strict=True))


def _job(season: Season, item: Return, found: Sequence[Finding]) -> Job:
    register = season.register
    cells, last_period = prefilled(register, register.units[item.unit], season.last_returns)
    sign = fingerprint(
        register.sha256, item.sha256, item.file, item.received_on, found, cells, last_period
    )
    return Job(item, tuple(found), tuple(cells), last_period, sign)


def _made(register: Register, jobs: Sequence[Job]) -> Iterator[bytes]:
    """The workbooks of some jobs, in their order; many are made side by side."""
    if len(jobs) <= FEW:
        yield from mark_all(register, jobs)
        return
    size = ceil(len(jobs) / (most_workers() * 4))
    batches = [jobs[first : first + size] for first in range(0, len(jobs), size)]
    with worker_pool(most_workers()) as pool:
        under_way = [pool.submit(mark_all, register, batch) for batch in batches]
        for future in under_way:
            yield from future.result()
