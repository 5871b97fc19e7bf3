"""A workbook the board keeps itself, opened: its sheets as typed rows, or what stops the build.

Whoever runs the build keeps such a workbook and can fix it at once, so what is wrong in it stops
the build, all of it at once: a row with a faulty cell is checked as far as it can be read.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from xeploai.errors import BuildError
from xeploai.findings import CellRef, Finding
from xeploai.reading.drift import old_font, unseen_cells
from xeploai.reading.parser import absent, meaning_of_blank, parse
from xeploai.reading.rules import doubled_label, doubled_sheet, merged_text, struck_text
from xeploai.reading.source_rows import Located, Parsed, SourceRow
from xeploai.reading.values import Misread, is_blank, reader_of
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.reading.xlsx.workbook import Read, read_workbook
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Scale
from xeploai.text import folded

R = TypeVar("R", bound=Row)


class FaultyWorkbook(BuildError):
    """A workbook of the office's with faults; its message names them all, a line each.

    title: what the workbook is called in sentences; file: its name; findings: its faults, mere
    warnings too, in the order of its sheets.
    """

    def __init__(self, title: str, file: str, findings: Sequence[Finding]) -> None:
        lines = "\n".join(f"  - {place_of(each)}: {each.message}" for each in findings)
        super().__init__(f"{title} {file} cần sửa:\n{lines}")
        self.title, self.file, self.findings = title, file, tuple(findings)


def place_of(finding: Finding) -> str:
    """Return where a fault stands in a workbook of the office's: "Đơn vị B7"."""
    return " ".join(filter(None, (finding.ref.sheet, finding.ref.cell))) or finding.ref.file


DOUBTS = frozenset(
    rule.code for rule in (old_font, unseen_cells, struck_text, merged_text, doubled_label)
)
"""The warnings of how a cell is written; how a table of the office's own is laid out is its own."""


@dataclass(frozen=True, slots=True)
class OfficeWorkbook:
    """title: what the workbook is called in sentences; file: its name.

    scale: the words its levels are written in.
    """

    title: str
    file: str
    raw: RawWorkbook
    scale: Scale = Scale.FULFILMENT

    def sheet(self, row_type: type[R]) -> Parsed[R]:
        """One of its sheets; where it is not there, that is the fault.

        Its rows are all there, in their order: a cell that cannot be read is left blank in them.
        """
        raw = self.raw.sheets.get(folded(row_type.SHEET))
        if raw is None:
            return absent(row_type, self.file)
        parsed = parse(raw, row_type, self.file, starts_1904=self.raw.starts_1904, scale=self.scale)
        findings = tuple(self._findings_of(parsed, row_type))
        parsed = replace(parsed, findings=findings)
        return replace(parsed, rows=tuple(self._every_row(parsed, row_type)))

    def sheet_if_there(self, row_type: type[R]) -> Parsed[R] | None:
        """One of its sheets that may be left out."""
        return self.sheet(row_type) if folded(row_type.SHEET) in self.raw.sheets else None

    def misread(self, *sheets: Parsed[Row] | None) -> list[Finding]:
        """Return what is wrong with how cells of some sheets are written, mere doubts too."""
        return [finding for sheet in sheets if sheet for finding in sheet.findings]

    def settle(self, misread: Sequence[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the warnings; raise FaultyWorkbook with all findings where one is an error.

        misread: what is wrong with how cells are written; others: with what was read. Of a cell
        that cannot be read nothing else is reported.
        """
        unread = {finding.ref for finding in misread if finding.ref.cell and finding.is_error}
        findings = [*misread, *(each for each in others if each.ref not in unread)]
        findings.sort(key=lambda each: (self._order(each.ref), each.rule))
        if any(each.is_error for each in findings):
            raise FaultyWorkbook(self.title, self.file, findings)
        return tuple(findings)

    def _order(self, ref: CellRef) -> tuple[int, int, str]:
        names = list(self.raw.names)
        sheet = names.index(ref.sheet) if ref.sheet in names else -1
        return sheet, ref.row, ref.column.rjust(3)

    def _findings_of(self, parsed: Parsed[R], row_type: type[R]) -> Iterator[Finding]:
        """Yield the findings of reading a sheet that say more than how a table is laid out.

        That is the office's own; and some columns nobody reads.
        """
        unused = {parsed.columns.get(key) for key in row_type.REMARKS}
        for finding in parsed.findings:
            matters = finding.is_error or finding.rule in DOUBTS
            if matters and finding.ref.column not in unused:
                yield finding
        times = Counter(map(folded, self.raw.names))
        if times[folded(row_type.SHEET)] > 1:
            yield doubled_sheet(row_type.SHEET).at(CellRef(self.file, parsed.sheet), "")

    def _every_row(self, parsed: Parsed[R], row_type: type[R]) -> list[Located[R]]:
        faulty = {finding.ref.cell for finding in parsed.findings if finding.is_error}
        is_labels = row_type.LAYOUT == "labels"
        unread = [SourceRow(0, parsed.raw)] if is_labels and not parsed.rows else parsed.unread
        rows = [*parsed.rows, *(self._legible(parsed, row_type, line, faulty) for line in unread)]
        return sorted(rows, key=lambda item: item.number)

    def _legible(
        self, parsed: Parsed[R], row_type: type[R], line: SourceRow, faulty: Collection[str]
    ) -> Located[R]:
        """Return a line as a row in which the cells that cannot be read are blank."""
        values: dict[str, object] = {}
        blank: set[str] = set()
        for key, column in columns(row_type).items():
            place, value = parsed.columns.get(key, ""), line.values.get(key, "")
            cell = f"{place}{line.number}" if line.number else place
            read = reader_of(column, starts_1904=self.raw.starts_1904, scale=self.scale)(value)
            if cell in faulty or is_blank(value) or isinstance(read, Misread):
                values[key] = meaning_of_blank(column)
                blank.add(key)
            else:
                values[key] = read
        row = row_type(**values)
        return Located(row, self.file, parsed.sheet, parsed.columns, line.number, frozenset(blank))


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
