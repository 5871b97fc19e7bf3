"""The ledger (sổ nhận): every workbook that ever came, what became of it, and what it changed.

A workbook is known by its content, so that moving, renaming or copying it changes no date. The
ledger lies beside the workbooks and travels with their folder. Lines are added, never taken away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from xeploai.ledger.history import History
from xeploai.register.model import Register
from xeploai.submissions.returns import DatedBy, Return, Unread, same_period
from xeploai.submissions.versions import Status, Submission


@dataclass(frozen=True, slots=True)
class Event:
    """What a build found of a workbook; status None: it is not in the folder any more."""

    at: datetime
    file: str
    status: Status | None
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A workbook that came; events: what became of it, oldest first, one for each change.

    received_on: the day of receipt as last known, None where only first_seen tells it.
    """

    sha256: str
    first_seen: datetime
    unit: str
    period: str
    version: int | None
    received_on: date | None
    dated_by: DatedBy | None
    events: tuple[Event, ...]

    @property
    def file(self) -> str:
        """The name under which it was last seen."""
        return self.events[-1].file

    @property
    def gone_at(self) -> datetime | None:
        """The moment of the build that missed it, None while it is there."""
        last = self.events[-1]
        return last.at if last.status is None else None

    @property
    def fate(self) -> Status:
        """What last became of it while it was there."""
        return next(event.status for event in reversed(self.events) if event.status)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger at a build: now is its moment, the end of time where nobody keeps a ledger.

    history: what each build changed in the figures and standings.
    """

    now: datetime = datetime.max
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    history: History = ()

    def first_seen(self, sha256: str) -> datetime:
        """When a workbook was first met: now, where it is new."""
        known = self.receipts.get(sha256)
        return known.first_seen if known else self.now

    @property
    def gone(self) -> list[Receipt]:
        """What is not in the folder any more, by name."""
        gone = (item for item in self.receipts.values() if item.gone_at)
        return sorted(gone, key=lambda item: (item.file, item.sha256))


# ---------------------------------------------------------------- the day of receipt


def date_all(
    taken: Sequence[Return | Unread], register: Register, ledger: Ledger, as_of: date
) -> list[Return | Unread]:
    """What was read, each return with its day of receipt and how that is known."""
    return [
        _dated(item, register, ledger, as_of) if isinstance(item, Return) else item
        for item in taken
    ]


def _dated(item: Return, register: Register, ledger: Ledger, as_of: date) -> Return:
    seen = ledger.first_seen(item.sha256)
    corrected = corrected_day(register, item)
    if corrected:
        item = replace(item, received_on=corrected, dated_by=DatedBy.BOARD)
    elif item.received_on is None:
        item = replace(item, received_on=day_seen(seen, as_of), dated_by=DatedBy.LEDGER)
    return replace(item, first_seen=seen)


def corrected_day(register: Register, item: Return | Receipt) -> date | None:
    """The day of receipt that the register's sheet Sổ nhận gives a sending; only of this period."""
    if not same_period(item.period, register.settings.period):
        return None
    rows = (located.row for located in register.receipts)
    sending = item.unit, item.version
    return next((x.received_on for x in rows if (x.unit_code, x.version) == sending), None)


def day_seen(seen: datetime, as_of: date) -> date:
    """The day something was seen, as told on a day: the clock runs on after it, the figures not."""
    return min(seen.date(), as_of)


# ---------------------------------------------------------------- what a build adds


def enter(ledger: Ledger, submissions: Sequence[Submission]) -> Ledger:
    """The ledger with what became of the files of a build, and of those that are missing."""
    there: dict[str, Submission] = {}
    for item in submissions:
        there.setdefault(item.sha256, item)
    # A file that is open elsewhere cannot be read, and is there all the same; so is what lies in
    # a folder that cannot be entered.
    unseen = {item.file for item in submissions if not item.sha256}
    shut = tuple(file for file in unseen if file.endswith("/"))
    there.pop("", None)
    kept = {
        sha256: item
        if sha256 in there or item.file in unseen or item.file.startswith(shut)
        else _missed(item, ledger.now)
        for sha256, item in ledger.receipts.items()
    }
    met = {sha256: _met(ledger, item) for sha256, item in there.items()}
    return replace(ledger, receipts={**kept, **met})


def _missed(item: Receipt, now: datetime) -> Receipt:
    if item.gone_at:
        return item
    return replace(item, events=(*item.events, Event(now, item.file, None, "")))


def _met(ledger: Ledger, item: Submission) -> Receipt:
    known = ledger.receipts.get(item.sha256)
    events = known.events if known else ()
    event = Event(ledger.now, item.file, item.status, item.reason)
    if not events or replace(events[-1], at=event.at) != event:
        events = (*events, event)
    is_told = item.dated_by is not DatedBy.LEDGER
    return Receipt(
        sha256=item.sha256,
        first_seen=ledger.first_seen(item.sha256),
        unit=item.unit,
        period=item.period,
        version=item.version,
        received_on=item.received_on if is_told else None,
        dated_by=item.dated_by,
        events=events,
    )
