"""Returns and submissions: what arrived, what it holds, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar, cast

from xeploai.findings import Finding
from xeploai.reading.source_rows import Located, Parsed, SourceRow
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.row import Row
from xeploai.text import folded, year_in

R = TypeVar("R", bound=Row)


class DatedBy(StrEnum):
    """How the day of receipt of a return is known, the surest first."""

    BOARD = "Ban Tổ chức sửa"
    FORM = "ghi trong biểu"
    FILE = "ngày lưu tệp"
    LEDGER = "lần đầu thấy"


@dataclass(frozen=True, slots=True)
class Return:
    """One workbook as parsed; unit and period as written in it, "" where they are not.

    file: its path below the input folder; year: the period's; version: which sending, from 1;
    received_on: the day it was sent, or last saved where that is not written; dated_by: which of
    them it is; first_received_on: the day of the unit's first sending without errors, once that is
    known; first_seen: the moment of the build that first met it; stamped_unit, stamped_period:
    those its form was made for.
    """

    file: str
    sha256: str
    unit: str
    period: str
    version: int
    received_on: date | None
    saved_at: datetime | None
    sheets: Mapping[type[Row], Parsed[Row]]
    findings: tuple[Finding, ...]
    first_received_on: date | None = None
    dated_by: DatedBy = DatedBy.FORM
    first_seen: datetime = datetime.max
    stamped_unit: str = ""
    stamped_period: str = ""

    @property
    def year(self) -> int:
        """The year of its period, 0 where it names none."""
        return year_in(self.period) or 0

    def sheet(self, row_type: type[R]) -> Parsed[R]:
        """Return the result of one of its sheets."""
        return cast("Parsed[R]", self.sheets[row_type])

    def rows(self, row_type: type[R]) -> tuple[Located[R], ...]:
        """Return the rows of one of its sheets that could be read."""
        return self.sheet(row_type).rows

    @property
    def info(self) -> Located[InfoReturn] | None:
        """The sheet of identity, where it could be read."""
        rows = self.rows(InfoReturn)
        return rows[0] if rows else None

    @property
    def is_empty(self) -> bool:
        """Whether no cell's figures were filled in."""
        cells = self.sheet(CellReturn)
        return bool(cells.columns) and not cells.rows and cells.whole

    @property
    def is_partial(self) -> bool:
        """Whether some of its cells have still to hold their review."""
        return bool(self.rows(CellReturn)) and self.unreviewed > 0

    @property
    def unreviewed(self) -> int:
        """Return how many of its cells have still to hold their review."""
        rows = sum(cell.row.is_unreviewed for cell in self.rows(CellReturn))
        return rows + len(self.unfilled_cells)

    @property
    def unfilled_cells(self) -> tuple[SourceRow, ...]:
        """The cells that are named and of which nothing else is filled in."""
        sheet = self.sheet(CellReturn)
        names = ("cell_code", "name")
        return tuple(x for x in sheet.unfilled if any(x.values.get(key, "") for key in names))

    @property
    def seen_on(self) -> date | None:
        """The day of the build that first met it, None where no ledger tells."""
        return None if self.first_seen == datetime.max else self.first_seen.date()

    @property
    def came_on(self) -> date | None:
        """The day it is proved to have come: as dated, or that of the build that first met it.

        The day of receipt that is shown is never after the day looked from; what proves that a
        deadline was met must not move with it.
        """
        is_seen_only = self.dated_by is DatedBy.LEDGER and self.first_seen is not datetime.max
        return self.first_seen.date() if is_seen_only else self.received_on

    @property
    def version_order(self) -> tuple[int, date, datetime, datetime, str]:
        """Return the sort key of the versions of one unit: the greatest counts."""
        received, saved = self.received_on or date.min, self.saved_at or datetime.min
        return self.version, received, saved, self.first_seen, self.sha256


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is no return: why, and the finding where somebody has something to correct."""

    file: str
    sha256: str
    reason: str
    finding: Finding | None


def same_period(one: str, other: str) -> bool:
    """Whether two periods are one: "2022" and "Năm 2022" are."""
    return folded(one).removeprefix("nam ") == folded(other).removeprefix("nam ")


class Status(StrEnum):
    """Fate of a file."""

    COUNTED = "counted"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    UNKNOWN_UNIT = "unknown_unit"
    WRONG_PERIOD = "wrong_period"
    EMPTY = "empty"
    PARTIAL = "partial"
    AFTER_DAY = "after_day"

    @property
    def label(self) -> str:
        """Return the name of the status in Vietnamese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.COUNTED: "Được tính",
    Status.SUPERSEDED: "Đã có lần gửi sau",
    Status.REFUSED: "Cần sửa",
    Status.UNREADABLE: "Không đọc được",
    Status.UNKNOWN_UNIT: "Không rõ đơn vị",
    Status.WRONG_PERIOD: "Khác kỳ",
    Status.EMPTY: "Chưa có số liệu",
    Status.PARTIAL: "Chưa kiểm điểm xong",
    Status.AFTER_DAY: "Nhận sau ngày tính số liệu",
}


@dataclass(frozen=True, slots=True)
class Submission:
    """Fate of one file, for the lists and for submissions.csv.

    dated_by: how the day of receipt is known, where there is one.
    """

    file: str
    sha256: str
    unit: str
    period: str
    version: int | None
    received_on: date | None
    status: Status
    reason: str
    dated_by: DatedBy | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """All files with their fate; counted holds the return in force of each unit, by code.

    newest holds the last return each unit sent for this period, whatever is wrong in it; earlier
    the returns of earlier years that can be compared with, by year and unit code.
    """

    submissions: tuple[Submission, ...]
    counted: Mapping[str, Return]
    earlier: Mapping[int, Mapping[str, Return]]
    newest: Mapping[str, Return]

    @property
    def uncounted(self) -> Mapping[str, Return]:
        """The last return of each unit none of whose returns counts."""
        return {unit: item for unit, item in self.newest.items() if unit not in self.counted}

    @property
    def current(self) -> Mapping[str, Return]:
        """The return in force of each unit that has one, and the last one of the others."""
        return {**self.counted, **self.uncounted}

    @property
    def refused(self) -> frozenset[str]:
        """The units whose last return has faults to correct; an older one may still count."""
        return self._units_with(Status.REFUSED)

    @property
    def incomplete(self) -> frozenset[str]:
        """The units whose last return is of a review still going on, with no fault in it."""
        return self._units_with(Status.PARTIAL) - self.refused

    def _units_with(self, status: Status) -> frozenset[str]:
        return frozenset(item.unit for item in self.submissions if item.status is status)
