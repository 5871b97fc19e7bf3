"""A workbook the board keeps itself, opened: its sheets as typed rows, or what stops the build.

Whoever runs the build keeps such a workbook and can mend it at once, so what is wrong in it stops
the build with a sentence for each fault.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from xeploai.errors import BuildError
from xeploai.reading.parser import absent, parse
from xeploai.reading.source_rows import Parsed
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.reading.xlsx.refusals import (
    STOPPED,
    ReadRefused,
    damaged,
    implausible,
    reader_failed,
    refuse,
)
from xeploai.reading.xlsx.workbook import read_workbook
from xeploai.schema.row import Row
from xeploai.text import fold
from xeploai.workers import Fault, Limits, Loss, contained

R = TypeVar("R", bound=Row)

Read = Callable[[bytes, Collection[str]], RawWorkbook]
"""Opens a workbook for the sheets of some folded names; raises ReadRefused."""

MOST_FAULTS = 5
"""So many faults of a workbook are told at once."""

LIMITS = Limits(seconds=60, memory=2**30, answer=64 * 2**20)
"""What the office's own workbook may take: it lists every unit, where a return is of one."""


@dataclass(frozen=True, slots=True)
class BoardBook:
    """title: what the workbook is called in sentences; file: its name."""

    title: str
    file: str
    raw: RawWorkbook

    def sheet(self, row_type: type[R]) -> Parsed[R]:
        """One of its sheets; where it is not there, that is the fault."""
        raw = self.raw.sheets.get(fold(row_type.SHEET))
        if raw is None:
            return absent(row_type, self.file)
        return parse(raw, row_type, self.file, starts_1904=self.raw.starts_1904)

    def sheet_if_there(self, row_type: type[R]) -> Parsed[R] | None:
        """One of its sheets that may be left out."""
        return self.sheet(row_type) if fold(row_type.SHEET) in self.raw.sheets else None

    def misread(self, *sheets: Parsed[Row] | None) -> list[str]:
        """A sentence for each cell of some sheets that could not be read."""
        return [
            f"{found.ref.sheet or self.file} {found.ref.cell}: {found.message}".replace(" :", ":")
            for sheet in sheets
            if sheet
            for found in sheet.findings
            if found.is_error
        ]

    def stop_on(self, faults: Sequence[str]) -> None:
        """Raise BuildError with the first faults, where there are any."""
        if not faults:
            return
        more = len(faults) - MOST_FAULTS
        told = [*faults[:MOST_FAULTS], *([f"… và {more} lỗi khác"] if more > 0 else [])]
        lines = "\n".join(f"  - {fault}" for fault in told)
        raise BuildError(f"{self.title} {self.file} cần sửa:\n{lines}")


def open_book(
    title: str, file: str, data: bytes, row_types: Iterable[type[Row]], read: Read = read_workbook
) -> BoardBook:
    """Open a workbook for some of its sheets; raises BuildError where it cannot be read."""
    try:
        raw = read(data, {fold(sheet.SHEET) for sheet in row_types})
    except ReadRefused as refused:
        raise why_unread(f"{title} {file}", refused) from None
    return BoardBook(title, file, raw)


def why_unread(book: str, refused: ReadRefused) -> BuildError:
    """Why a workbook of the office's own cannot be read, and what to do."""
    return BuildError(
        f"{book} không đọc được: {refused}. Mở tệp bằng Excel, lưu lại dạng .xlsx; nếu không mở "
        "được thì dùng bản sao lưu."
    )


def read_apart(
    data: bytes, wanted: Collection[str], read: Read = read_workbook, limits: Limits = LIMITS
) -> RawWorkbook:
    """Read a workbook in a process of its own, which it may end, hang or fill; raises ReadRefused.

    It comes from the office, but perhaps by way of the same memory sticks as the returns.
    """
    (found,) = contained(partial(_read, read, frozenset(wanted)), [data], 1, limits)
    if found is Loss.PROCESS_ENDED:
        refuse(damaged, STOPPED)
    if isinstance(found, Loss):
        refuse(implausible, "đọc quá lâu, hoặc nhiều hơn một tệp như vậy có thể chứa")
    if isinstance(found, Fault):
        refuse(reader_failed, found.said)
    if isinstance(found, str):
        raise ReadRefused(damaged, found)
    return found


def _read(read: Read, wanted: Collection[str], data: bytes) -> RawWorkbook | str:
    """What there is to read, or the sentence why there is nothing: a rule cannot be sent."""
    try:
        return read(data, wanted)
    except ReadRefused as refused:
        return str(refused)
