"""Returns and submissions: what arrived, what it holds, and what became of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TypeVar, cast

from xeploai.findings import Finding
from xeploai.reading.source_rows import Located, Parsed, SourceRow
from xeploai.schema.committee_list import CommitteeRow
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.periods import Period, period_in, period_meant
from xeploai.schema.row import Row
from xeploai.schema.terms import Scale, UnitKind
from xeploai.text import folded

R = TypeVar("R", bound=Row)


class DatedBy(StrEnum):
    """How the day of receipt of a return is known, the surest first."""

    BOARD = "sửa theo danh mục"
    FORM = "ghi trong biểu"
    FILE = "ngày lưu tệp"
    LEDGER = "ngày ghi nhận tệp"


@dataclass(frozen=True, slots=True)
class Return:
    """One workbook as parsed; unit and period as written in it, "" where they are not.

    file: its path below the input folder; year: the period's; version: which sending, from 1;
    received_on: the day it was sent, or last saved where that is not written; dated_by: which of
    them it is; first_received_on: the day of the unit's first sending without errors, once that is
    known; first_seen: the moment of the build that first met it; stamped_unit, stamped_period:
    those its form was made for; scale: the words its levels are written in; doubt: why nobody
    knows whose it is, "" where that is clear.
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
    scale: Scale = Scale.FULFILMENT
    doubt: str = ""

    @property
    def span(self) -> Period:
        """The year or quarter that its period names, of the year 0 where it names none."""
        return period_in(self.period) or Period(0)

    @property
    def year(self) -> int:
        """The year of its period, 0 where it names none."""
        return self.span.year

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
    def unit_kind(self) -> UnitKind | None:
        """The kind of its unit, as it is written there."""
        return self.info.row.unit_kind if self.info else None

    @property
    def is_of_upper_unit(self) -> bool:
        """Whether it says that its unit is above TCCSĐ."""
        return self.unit_kind is not None and self.unit_kind.is_upper

    @property
    def form_of_another_unit(self) -> Finding | None:
        """The finding that its form was made for another unit than the one written in it."""
        place = self.sheet(InfoReturn).label("unit_code")
        stamped = (x for x in self.findings if x.rule == "stamp_differs" and x.ref == place)
        return next(stamped, None)

    @property
    def is_empty(self) -> bool:
        """Whether no figures were filled in: of cells, or of a unit above others its own."""
        cells = self.sheet(CellReturn)
        if not self.lists_cells:
            return not self._tells_of_itself
        return bool(cells.columns) and not cells.rows and cells.whole

    @property
    def lists_cells(self) -> bool:
        """Whether it has a sheet of cells, or should have: a unit above others may have none."""
        cells = self.sheet(CellReturn)
        return bool(cells.columns) or not cells.whole

    @property
    def _tells_of_itself(self) -> bool:
        """Whether a form without cells says anything: a row, a level, a day, a number."""
        info = self.info.row if self.info else None
        levels = (info.self_level, info.proposed_level, info.decided_level) if info else ()
        tables = (self.rows(LeadershipReturn), self.rows(RemedyReturn))
        days = (x.row.done_on for x in self.rows(MilestoneReturn))
        numbers = ("number" not in x.blank for x in self.rows(DisciplineReturn))
        return any((*levels, *tables, *days, *numbers)) or not self.sheet(InfoReturn).whole

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

    def seen_after(self, other: "Return") -> bool:
        """Whether an earlier build met another return and only a later day's build this one."""
        days = other.seen_on, self.seen_on
        return days[0] is not None and days[1] is not None and days[0] < days[1]

    @property
    def version_order(self) -> tuple[int, date, datetime, datetime, str]:
        """Return the sort key of the versions of one unit: the greatest counts."""
        received, saved = self.received_on or date.min, self.saved_at or datetime.min
        return self.version, received, saved, self.first_seen, self.sha256


def newest_first(items: Iterable[Return]) -> list[Return]:
    """Return the versions of one unit, the one that counts before all others first.

    Of two that bear one Lần gửi the later one is told by Ngày gửi, unless the saved stamps say
    otherwise and a swapped day and month, or the ledger, explains why.
    """
    ordered = sorted(items, key=lambda item: item.version_order, reverse=True)
    groups = (list(group) for _, group in groupby(ordered, key=lambda item: item.version))
    return [item for group in groups for item in (_as_saved(group) or group)]


def contradicts(one: Return, other: Return) -> bool:
    """Whether the days of sending of two returns tell another order than their saved stamps."""
    days, stamps = (one.received_on, other.received_on), (one.saved_at, other.saved_at)
    is_typed = one.dated_by is other.dated_by is DatedBy.FORM
    if not is_typed or None in days or None in stamps:
        return False
    sent, saved = (days[0] > days[1]), (stamps[0] > stamps[1])  # type: ignore[operator]
    return days[0] != days[1] and stamps[0] != stamps[1] and sent is not saved


def is_numbered_back(item: Return, newest: Return) -> bool:
    """Whether a return of a lower Lần gửi was made after the one of the highest, and differs.

    A copy of an old version does not: it bears the day on which that was sent. Both the day that
    the unit wrote and the saved stamp must say so.
    """
    days, stamps = (newest.received_on, item.received_on), (newest.saved_at, item.saved_at)
    is_typed = item.dated_by is newest.dated_by is DatedBy.FORM
    if item.version >= newest.version or not is_typed or None in days or None in stamps:
        return False
    is_later = days[0] < days[1] and stamps[0] < stamps[1]  # type: ignore[operator]
    return is_later and _contents(item) != _contents(newest)


def _contents(item: Return) -> Mapping[type[Row], Sequence[Row]]:
    """Return what stands on the sheets of a return, but for the one that says who sends it when."""
    return {
        kind: [x.row for x in sheet.rows]
        for kind, sheet in item.sheets.items()
        if kind is not InfoReturn
    }


def _as_saved(group: Sequence[Return]) -> list[Return]:
    """Return some versions by their saved stamps where those are right, [] where they are not."""
    first = group[0]
    later = [item for item in group[1:] if contradicts(first, item) and _is_later(item, first)]
    if not later:
        return []
    last = max(later, key=lambda item: (item.saved_at or datetime.min, item.version_order))
    return [last, *(item for item in group if item is not last)]


def _is_later(item: Return, other: Return) -> bool:
    """Whether something besides its saved stamp says that a return came after another one."""
    return item.seen_after(other) or day_by_stamp(item) >= day_by_stamp(other)


_NEAR = timedelta(days=10)
"""A form is sent within so many days of being saved."""


def day_by_stamp(item: Return) -> date:
    """Return the day a return was sent, day and month changed about where its stamp says so."""
    sent, saved = item.received_on or date.min, (item.saved_at or datetime.min).date()
    try:
        swapped = sent.replace(month=sent.day, day=sent.month)
    except ValueError:
        return sent
    return swapped if abs(swapped - saved) <= _NEAR < abs(sent - saved) else sent


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is no return: why, and the finding where somebody has something to correct."""

    file: str
    sha256: str
    reason: str
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class CommitteeList:
    """Contents of a committee's list as it came back; period: the one it was made for.

    rows: the units and cells that something is filled in for; findings: what cannot be read in it.
    """

    file: str
    sha256: str
    period: str
    saved_at: datetime | None
    rows: tuple[Located[CommitteeRow], ...]
    findings: tuple[Finding, ...]

    @property
    def decided(self) -> int:
        """Return how many levels it decides."""
        return sum(item.row.decided_level is not None for item in self.rows)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack of the returns of a board below; what it holds is read one by one, each for itself.

    code: the short one that its sender passes on by another way, "" until it was opened; unit: the
    code of the board; hide_below: the size under which the sender hides counts; number: how many
    files it holds; units: code and name of those that the board has at and above its returns.
    """

    file: str
    sha256: str
    code: str = ""
    office: str = ""
    unit: str = ""
    period: str = ""
    as_of: date = date.min
    made_at: datetime = datetime.min
    hide_below: int = 0
    number: int = 0
    units: tuple[tuple[str, str], ...] = ()


Taken = Return | Unread | CommitteeList | Pack
"""Results of reading a file of the input folder."""


def sorted_out(
    taken: Iterable[Taken],
) -> tuple[list[Return | Unread], list[CommitteeList], list[Pack]]:
    """Return what was read as returns, the lists of committees' meetings, and the packs."""
    returns: list[Return | Unread] = []
    lists: list[CommitteeList] = []
    packs: list[Pack] = []
    for item in taken:
        if isinstance(item, CommitteeList):
            lists.append(item)
        elif isinstance(item, Pack):
            packs.append(item)
        else:
            returns.append(item)
    return returns, lists, packs


_PART_OF_A_YEAR = re.compile(r"\b(?:q\d?|quy|thang|dot|lan|ky \d{1,2}|nua|dau|cuoi|giua)\b")


def is_part_of_year(period: str) -> bool:
    """Whether a period is less than the year it names, as a quarter is."""
    meant = period_meant(period)
    return bool(meant.quarter if meant else _PART_OF_A_YEAR.search(folded(period)))


def same_period(one: str, other: str) -> bool:
    """Whether two periods are one: "2022" and "Năm 2022" are, "2022-Q1" and "Quý I/2022"."""
    periods = (period_meant(each) or folded(each).removeprefix("nam ") for each in (one, other))
    return len(set(periods)) == 1


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
    DECISIONS = "decisions"
    PACK = "pack"

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
    Status.DECISIONS: "Danh sách xét",
    Status.PACK: "Gói số liệu",
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
    the returns of earlier periods that can be compared with, by period and unit code: whole years
    with a year, the same quarters with a quarter; quarters those of earlier quarters of its year.
    """

    submissions: tuple[Submission, ...]
    counted: Mapping[str, Return]
    earlier: Mapping[Period, Mapping[str, Return]]
    newest: Mapping[str, Return]
    quarters: Mapping[Period, Mapping[str, Return]] = field(default_factory=dict)

    def beside(self, others: Iterable[Submission]) -> "Intake":
        """Return all files with some that are no returns, in their order."""
        files = sorted((*self.submissions, *others), key=lambda item: item.file)
        return replace(self, submissions=tuple(files))

    def of_earlier(self, period: Period) -> Mapping[str, Return]:
        """Return the returns of an earlier period, by unit code."""
        return self.earlier.get(period) or self.quarters.get(period, {})

    def fate_of(self, file: str) -> Submission:
        """Return the fate of a file."""
        return next(each for each in self.submissions if each.file == file)

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
