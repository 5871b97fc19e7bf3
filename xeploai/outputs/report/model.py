"""A report as plain data: its tables, its files, what the files are called."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xeploai.outputs.report.images import Images
from xeploai.paths import (
    CHART_SHEET,
    COMMITTEE_LIST,
    COMMITTEE_LIST_DOCUMENT,
    REPORT_DOCUMENT,
    REPORT_WORKBOOK,
)
from xeploai.phrases import NOUNS
from xeploai.schema.terms import Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.views.page import Link

# ---------------------------------------------------------------- tables

TOTAL = "Tổng cộng"


class Breadth(StrEnum):
    """Kind of the lines of a table, from the widest down; the value is the word for it."""

    UPPER = UnitKind.DISTRICT.value
    UNIT = NOUNS[Subject.ORG]
    CELL = NOUNS[Subject.CELL]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of a table.

    number: as printed; depth: 0 for the outermost; figure: None where its counts are not known or
    not shown, reason: then why; is_group: the lines of a greater depth that follow add up to it.
    """

    number: str
    name: str
    depth: int
    figure: Figure | None
    reason: str = ""
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One subject by unit: the lines, and the figure they all add up to."""

    subject: Subject
    breadth: Breadth
    title: str
    lines: tuple[ReportRow, ...]
    total: Figure

    @property
    def leaves(self) -> list[ReportRow]:
        """The lines that add up to the total."""
        return [line for line in self.lines if not line.is_group]


# ---------------------------------------------------------------- files

NAMES = {
    REPORT_DOCUMENT: "Báo cáo (Word)",
    REPORT_WORKBOOK: "Biểu tổng hợp (Excel)",
    COMMITTEE_LIST_DOCUMENT: "Danh sách xét mức xếp loại (Word)",
    COMMITTEE_LIST: "Danh sách xét mức xếp loại (Excel, ghi kết quả)",
    CHART_SHEET: "Trang tất cả biểu đồ",
}
"""Names of the files where they are offered."""


@dataclass(frozen=True, slots=True)
class Report:
    """The files of a report by path; message: why there is no Word file, "" where there is."""

    files: Mapping[str, bytes]
    pictures: Images
    message: str


def links_beside(names: Container[str], folder: str) -> tuple[Link, ...]:
    """Return links to the files that lie outside the site, in the folder of the report."""
    return tuple(
        Link(NAMES[name], f"{folder}/{name}")
        for name in (REPORT_DOCUMENT, COMMITTEE_LIST_DOCUMENT, COMMITTEE_LIST, CHART_SHEET)
        if name in names
    )
