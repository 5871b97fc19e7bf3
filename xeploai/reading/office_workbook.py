"""A workbook the board keeps itself, opened: its sheets as typed rows, or what stops the build.

Whoever runs the build keeps such a workbook and can fix it at once, so what is wrong in it stops
the build with a sentence for each fault.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xeploai.errors import BuildError
from xeploai.findings import Finding
from xeploai.reading.drift import old_font, unseen_cells
from xeploai.reading.parser import absent, parse
from xeploai.reading.rules import merged_text, struck_text
from xeploai.reading.source_rows import Parsed
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.reading.xlsx.workbook import Read, read_workbook
from xeploai.schema.row import Row
from xeploai.text import folded

R = TypeVar("R", bound=Row)


MOST_FAULTS = 5
"""Most faults of a workbook reported at once."""

DOUBTS = frozenset(rule.code for rule in (old_font, unseen_cells, struck_text, merged_text))
"""The warnings of how a cell is written; how a table of the office's own is laid out is its own."""


@dataclass(frozen=True, slots=True)
class OfficeWorkbook:
    """title: what the workbook is called in sentences; file: its name."""

    title: str
    file: str
    raw: RawWorkbook

    def sheet(self, row_type: type[R]) -> Parsed[R]:
        """One of its sheets; where it is not there, that is the fault."""
        raw = self.raw.sheets.get(folded(row_type.SHEET))
        if raw is None:
            return absent(row_type, self.file)
        return parse(raw, row_type, self.file, starts_1904=self.raw.starts_1904)

    def sheet_if_there(self, row_type: type[R]) -> Parsed[R] | None:
        """One of its sheets that may be left out."""
        return self.sheet(row_type) if folded(row_type.SHEET) in self.raw.sheets else None

    def misread(self, *sheets: Parsed[Row] | None) -> list[str]:
        """Return a sentence for each cell of some sheets that could not be read."""
        return [
            f"{finding.ref.sheet or self.file} {finding.ref.cell}: {finding.message}".replace(
                " :", ":"
            )
            for sheet in sheets
            if sheet
            for finding in sheet.findings
            if finding.is_error
        ]

    def doubts(self, *sheets: Parsed[Row] | None) -> Iterator[Finding]:
        """Yield the warnings at cells of some sheets."""
        for sheet in filter(None, sheets):
            yield from (finding for finding in sheet.findings if finding.rule in DOUBTS)

    def stop_on(self, faults: Sequence[str]) -> None:
        """Raise BuildError with the first faults, where there are any."""
        if not faults:
            return
        more = len(faults) - MOST_FAULTS
        shown = [*faults[:MOST_FAULTS], *([f"… và {more} lỗi khác"] if more > 0 else [])]
        lines = "\n".join(f"  - {fault}" for fault in shown)
        raise BuildError(f"{self.title} {self.file} cần sửa:\n{lines}")


def open_book(
    title: str, file: str, data: bytes, row_types: Iterable[type[Row]], read: Read = read_workbook
) -> OfficeWorkbook:
    """Open a workbook for some of its sheets; raises BuildError where it cannot be read."""
    try:
        raw = read(data, {folded(sheet.SHEET) for sheet in row_types})
    except ReadRefused as refused:
        raise why_unread(f"{title} {file}", refused) from None
    return OfficeWorkbook(title, file, raw)


def why_unread(book: str, refused: ReadRefused) -> BuildError:
    """Why a workbook of the office's own cannot be read, and what to do."""
    return BuildError(
        f"{book} không đọc được: {refused}. Mở tệp bằng Excel, lưu lại dạng .xlsx; nếu không mở "
        "được thì dùng bản sao lưu."
    )
