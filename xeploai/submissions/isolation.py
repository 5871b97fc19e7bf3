"""Files read in worker processes, so that what ends a reader costs one file and not the build.

A damaged workbook can end a whole process in ways no `try` catches, keep it busy for hours, or
fill the memory of the machine. The workers are held to the limits that the manual names.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from xeploai.findings import Objection, Sentence
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
from xeploai.submissions.model import Taken, Unread
from xeploai.submissions.packed_files import Source, files_in, is_archive, shown_source
from xeploai.submissions.returns import take_in, unread
from xeploai.workers import Limits, Loss, WorkFault, contained, most_workers

FEW = 24
"""Number of files up to which starting several workers is not worth it."""

LIMITS = Limits(seconds=10, memory=2**30, answer=2 * 2**20)
"""Limits for one file; a form of 220 cells takes a tenth of each, however faulty it is."""

OFFICE_LIMITS = Limits(seconds=60, memory=2**30, answer=64 * 2**20)
"""Limits of the office's own workbook: it lists every unit, where a return is of one."""

_LOST = {
    Loss.PROCESS_ENDED: (damaged, STOPPED),
    Loss.TOO_SLOW: (implausible, "đọc quá {seconds:g} giây chưa xong"),
    Loss.TOO_MUCH_MEMORY: (implausible, "cần hơn {memory:g} GB bộ nhớ"),
    Loss.ANSWER_TOO_LARGE: (implausible, "nhiều dòng, nhiều chữ hơn một biểu có thể có"),
}

Take = Callable[[Source, Path], Taken]


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
    number = 1 if len(files) <= FEW else most_workers()
    answers = contained(partial(_take, take, folder), files, number, limits)
    for source, taken in zip(files, answers, strict=True):
        if isinstance(taken, Loss):
            yield _lost(shown_source(source, folder), taken, limits)
        elif isinstance(taken, WorkFault):
            yield unread(shown_source(source, folder), "", reader_failed(taken.summary))
        else:
            yield taken


def _take(take: Take, folder: Path, source: Source) -> Taken:
    return take(source, folder)


def _lost(file: str, loss: Loss, limits: Limits) -> Unread:
    why, message = _LOST[loss]
    message = message.format(seconds=limits.seconds, memory=limits.memory / 2**30)
    return unread(file, "", why(message))


def read_apart(
    data: bytes, wanted: Collection[str], read: Read = read_workbook, limits: Limits = OFFICE_LIMITS
) -> RawWorkbook:
    """Read a workbook in a process of its own, which it may end, hang or fill; raises ReadRefused.

    It comes from the office, but perhaps by way of the same memory sticks as the returns.
    """
    (result,) = contained(partial(_read_workbook, read, frozenset(wanted)), [data], 1, limits)
    if result is Loss.PROCESS_ENDED:
        refuse(damaged(STOPPED))
    if isinstance(result, Loss):
        refuse(implausible("đọc quá lâu, hoặc nhiều hơn một tệp như vậy có thể chứa"))
    if isinstance(result, WorkFault):
        refuse(reader_failed(result.summary))
    if isinstance(result, Sentence):
        refuse(Objection(damaged, result))
    return result


def _read_workbook(read: Read, wanted: Collection[str], data: bytes) -> RawWorkbook | Sentence:
    """Return the contents, or the sentence why there are none: a rule cannot be pickled."""
    try:
        return read(data, wanted)
    except ReadRefused as refused:
        return refused.objection.sentence
