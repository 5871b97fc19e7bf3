"""Files read in worker processes, so that what ends a reader costs one file and not the build.

A damaged workbook can end a whole process in ways no `try` catches, keep it busy for hours, or
fill the memory of the machine. The workers are held to the limits that the manual names.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from xeploai.findings import Objection, Sentence
from xeploai.paths import IN_ZIP
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.reading.xlsx.refusals import (
    STOPPED,
    ReadRefused,
    damaged,
    implausible,
    reader_failed,
    refuse,
)
from xeploai.reading.xlsx.workbook import Read, read_workbook
from xeploai.submissions.model import Pack, Taken, Unread
from xeploai.submissions.pack_entries import entries_of, entry_of_unread, open_pack, taken_from
from xeploai.submissions.packed_files import Source, files_in, is_archive, shown_source
from xeploai.submissions.packs import PackEntry
from xeploai.submissions.returns import bytes_of, file_hash, take_in, unread
from xeploai.workers import Limits, Loss, WorkFault, contained, most_workers

FEW = 24
"""Number of files up to which starting several workers is not worth it."""

LIMITS = Limits(seconds=10, memory=2**30, answer=2 * 2**20)
"""Limits for one file; a form of 220 cells takes a tenth of each, however faulty it is."""

OFFICE_LIMITS = Limits(seconds=60, memory=2**30, answer=64 * 2**20)
"""Limits of the office's own workbook: it lists every unit, where a return is of one."""

PACK_LIMITS = Limits(seconds=180, memory=3 * 2**30, answer=64 * 2**20)
"""Limits of opening a pack, which holds what thousands of files do; each of them has its own."""

_BATCH = 32 * 2**20
"""Letters of packed content that workers are given at a time."""

_LOST = {
    Loss.PROCESS_ENDED: (damaged, STOPPED),
    Loss.TOO_SLOW: (implausible, "đọc quá {seconds:g} giây chưa xong"),
    Loss.TOO_MUCH_MEMORY: (implausible, "cần hơn {memory:g} GB bộ nhớ"),
    Loss.ANSWER_TOO_LARGE: (implausible, "nhiều dòng, nhiều chữ hơn một biểu có thể có"),
}

Answer = TypeVar("Answer")
Take = Callable[[Source, Path], Taken]
OpenedPack = tuple[Pack, list[PackEntry]]


def with_packed(files: Sequence[Path], limits: Limits = LIMITS) -> list[Source]:
    """Return files to be read, what is in it in the place of each .zip that can be opened."""
    archives = [path for path in files if is_archive(path)]
    answers = contained(files_in, archives, 1, limits)
    inside: dict[Path, list[Source]] = {
        path: [*answer] if isinstance(answer, list) else []
        for path, answer in zip(archives, answers, strict=True)
    }
    return [source for path in files for source in inside.get(path) or [path]]


def read_all(
    files: Sequence[Source], folder: Path, take: Take = take_in, limits: Limits = LIMITS
) -> Iterator[Taken]:
    """Yield the result of each file of the input folder, in order; take reads one of them."""
    return _each(take, files, folder, limits)


def _each(
    take: Callable[[Source, Path], Answer], files: Sequence[Source], folder: Path, limits: Limits
) -> Iterator[Answer | Unread]:
    number = 1 if len(files) <= FEW else most_workers()
    answers = contained(partial(_take, take, folder), files, number, limits)
    for source, answer in zip(files, answers, strict=True):
        if isinstance(answer, Loss | WorkFault):
            yield _lost(shown_source(source, folder), answer, limits)
        else:
            yield answer


def _take(take: Callable[[Source, Path], Answer], folder: Path, source: Source) -> Answer:
    return take(source, folder)


def _lost(file: str, loss: Loss | WorkFault, limits: Limits, sha256: str = "") -> Unread:
    if isinstance(loss, WorkFault):
        return unread(file, sha256, reader_failed(loss.summary))
    why, message = _LOST[loss]
    message = message.format(seconds=limits.seconds, memory=limits.memory / 2**30)
    return unread(file, sha256, why(message))


# ---------------------------------------------------------------- packs


def with_packs(files: Sequence[Source], taken: Sequence[Taken], folder: Path) -> Iterator[Taken]:
    """Yield what was read, each pack opened and followed by what it carries; files: read from."""
    found = {item.file for item in taken if isinstance(item, Pack)}
    sources = [source for source in files if shown_source(source, folder) in found]
    packs = _each(_open, sources, folder, PACK_LIMITS)
    batch: list[Taken | OpenedPack] = []
    size = 0
    for item in taken:
        batch.append(next(packs) if isinstance(item, Pack) else item)
        size += _size(batch[-1])
        if size > _BATCH:
            yield from _entries_read(batch)
            batch, size = [], 0
    yield from _entries_read(batch)


def _open(source: Source, folder: Path) -> OpenedPack | Unread:
    file, data = shown_source(source, folder), b""
    try:
        data = bytes_of(source)
        return open_pack(data, file)
    except ReadRefused as refused:
        return unread(file, file_hash(data) if data else "", refused.objection)


def _size(item: Taken | OpenedPack) -> int:
    return sum(len(each.content) for each in item[1]) if isinstance(item, tuple) else 0


def _entries_read(batch: Sequence[Taken | OpenedPack]) -> Iterator[Taken]:
    """Yield results, and those of the files that opened packs carry, each under its own limits."""
    carried = [
        (each, item[0].file) for item in batch if isinstance(item, tuple) for each in item[1]
    ]
    number = 1 if len(carried) <= FEW else most_workers()
    # What is large goes along with the work, and not through the pipe of its items.
    answers = contained(partial(_read_entry, carried), range(len(carried)), number, LIMITS)
    for item in batch:
        if not isinstance(item, tuple):
            yield item
            continue
        yield item[0]
        for entry in item[1]:
            answer = next(answers)
            if isinstance(answer, Loss | WorkFault):
                file = f"{item[0].file}{IN_ZIP}{entry.file}"
                yield _lost(file, answer, LIMITS, entry.sha256)
            else:
                yield answer


def _read_entry(carried: Sequence[tuple[PackEntry, str]], place: int) -> Taken:
    entry, pack = carried[place]
    return taken_from(entry, pack)


def packed_entries(
    files: Sequence[Source], taken: Sequence[Taken], folder: Path
) -> Iterator[PackEntry]:
    """Yield what a pack carries of the files of the input folder, in order.

    taken: what reading them gave. What could not be read is not tried again.
    """
    unread_files = {item.file: item for item in taken if isinstance(item, Unread)}
    shown = [(source, shown_source(source, folder)) for source in files]
    readable = [source for source, file in shown if file not in unread_files]
    answers = _each(entries_of, readable, folder, PACK_LIMITS)
    for _, file in shown:
        known = unread_files.get(file)
        answer = known or next(answers)
        if not isinstance(answer, Unread):
            yield from answer
        elif answer.finding:  # else it is nobody's return, and nobody's fault
            yield entry_of_unread(answer)


# ---------------------------------------------------------------- the office's own


def read_apart(
    data: bytes, wanted: Collection[str], read: Read = read_workbook, limits: Limits = OFFICE_LIMITS
) -> RawWorkbook:
    """Read a workbook in a process of its own, which it may end, hang or fill; raises ReadRefused.

    It comes from the office, but perhaps by way of the same memory sticks as the returns.
    """
    return _apart(partial(_read_workbook, read, frozenset(wanted)), data, limits)


def opened_pack(data: bytes) -> Pack:
    """Return what a pack tells of itself, opened as its receiver will; raises ReadRefused."""
    return _apart(_told_by_pack, data, PACK_LIMITS)


def _apart(work: Callable[[bytes], Answer], data: bytes, limits: Limits) -> Answer:
    """Return the result of some work on a file in a process of its own; raises ReadRefused."""
    (result,) = contained(partial(_or_sentence, work), [data], 1, limits)
    if result is Loss.PROCESS_ENDED:
        refuse(damaged(STOPPED))
    if isinstance(result, Loss):
        refuse(implausible("đọc quá lâu, hoặc nhiều hơn một tệp như vậy có thể chứa"))
    if isinstance(result, WorkFault):
        refuse(reader_failed(result.summary))
    if isinstance(result, Sentence):
        refuse(Objection(damaged, result))
    return result


def _or_sentence(work: Callable[[bytes], Answer], data: bytes) -> Answer | Sentence:
    """Return the result, or the sentence why there is none: a rule cannot be pickled."""
    try:
        return work(data)
    except ReadRefused as refused:
        return refused.objection.sentence


def _read_workbook(read: Read, wanted: Collection[str], data: bytes) -> RawWorkbook:
    return read(data, wanted)


def _told_by_pack(data: bytes) -> Pack:
    return open_pack(data, "")[0]
