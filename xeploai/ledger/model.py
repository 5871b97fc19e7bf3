"""The ledger: the receipt of every file that ever came, and what each build changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from xeploai.ledger.history import History
from xeploai.submissions.model import DatedBy, Status


@dataclass(frozen=True, slots=True)
class Event:
    """State of a workbook that a build found; status None: it is not in the folder any more."""

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
        """Return the last status it had while it was there."""
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
        """Return the receipts of files that are not in the folder any more, by name."""
        gone = (item for item in self.receipts.values() if item.gone_at)
        return sorted(gone, key=lambda item: (item.file, item.sha256))
