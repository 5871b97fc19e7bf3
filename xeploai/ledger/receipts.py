"""The ledger (sổ nhận): every workbook that ever came, what became of it, and what it changed.

A workbook is known by its content, so that moving, renaming or copying it changes no date. The
ledger lies beside the workbooks and travels with their folder. Lines are added, never taken away.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from xeploai.ledger.model import Event, Ledger, Receipt
from xeploai.paths import IN_ZIP
from xeploai.register.model import Register
from xeploai.submissions.model import DatedBy, Return, Submission, Unread, same_period

# ---------------------------------------------------------------- the day of receipt


def date_all(
    taken: Sequence[Return | Unread], register: Register, ledger: Ledger, as_of: date
) -> list[Return | Unread]:
    """Return what was read, each return with its day of receipt and the source of it."""
    return [
        _dated(item, register, ledger, as_of) if isinstance(item, Return) else item
        for item in taken
    ]


def _dated(item: Return, register: Register, ledger: Ledger, as_of: date) -> Return:
    seen = ledger.first_seen(item.sha256)
    if item.first_seen != datetime.max:
        # The board below met it, perhaps long before its pack came.
        seen = min(seen, item.first_seen)
    corrected = corrected_day(register, item)
    if corrected:
        item = replace(item, received_on=corrected, dated_by=DatedBy.BOARD)
    elif item.received_on is None:
        item = replace(item, received_on=day_seen(seen, as_of), dated_by=DatedBy.LEDGER)
    return replace(item, first_seen=seen)


def corrected_day(register: Register, item: Return | Receipt) -> date | None:
    """Return the day of receipt that the register's sheet Sổ nhận gives a submission.

    Only a day of this period counts; of two lines on one sending, which reading the register
    tells, the first holds.
    """
    if not same_period(item.period, register.settings.period):
        return None
    rows = (located.row for located in register.receipts)
    sending = item.unit, item.version
    return next((x.received_on for x in rows if (x.unit_code, x.version) == sending), None)


def day_seen(seen: datetime, as_of: date) -> date:
    """Return the day something was seen, as reported on a day.

    The clock runs on after that day, the figures do not.
    """
    return min(seen.date(), as_of)


# ---------------------------------------------------------------- what a build adds


def enter(ledger: Ledger, submissions: Sequence[Submission]) -> Ledger:
    """Return the ledger with the status of a build's files, and of those that are missing."""
    there: dict[str, Submission] = {}
    for item in submissions:
        there.setdefault(item.sha256, item)
    # A file that is open elsewhere cannot be read, and is there all the same; so is what lies in
    # a folder that cannot be entered, or a zip that cannot be opened.
    unseen = {item.file for item in submissions if not item.sha256}
    shut = tuple(file if file.endswith("/") else f"{file}{IN_ZIP}" for file in unseen)
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
    is_stated = item.dated_by is not DatedBy.LEDGER
    return Receipt(
        sha256=item.sha256,
        first_seen=ledger.first_seen(item.sha256),
        unit=item.unit,
        period=item.period,
        version=item.version,
        received_on=item.received_on if is_stated else None,
        dated_by=item.dated_by,
        events=events,
    )
