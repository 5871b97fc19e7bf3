"""The ledger's file, SQLite in the input folder: read when a build begins, written when it ends.

What a build adds is written in one transaction, so that a build that is cut short adds nothing.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.ledger.history import History, Key, Kind, Record, parts
from xeploai.ledger.model import Event, Ledger, Receipt
from xeploai.paths import LEDGER_FILE
from xeploai.storage.office_files import find_own
from xeploai.submissions.model import DatedBy, Status

BUSY_SECONDS = 5.0
"""So long another build, or whoever looks into the ledger, is waited for."""

_VERSION = 2
"""Since 2 the ledger remembers figures; the first write brings an older one up to date."""

_TABLES = (
    """CREATE TABLE IF NOT EXISTS receipt (
        sha256 TEXT PRIMARY KEY, first_seen TEXT NOT NULL, unit TEXT NOT NULL,
        period TEXT NOT NULL, version INTEGER, received_on TEXT, dated_by TEXT)""",
    """CREATE TABLE IF NOT EXISTS event (
        number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES receipt, at TEXT NOT NULL,
        file TEXT NOT NULL, status TEXT, reason TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS build (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, as_of TEXT NOT NULL, period TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS change (
        build INTEGER NOT NULL REFERENCES build, kind TEXT NOT NULL, unit TEXT NOT NULL,
        what TEXT NOT NULL, said TEXT, PRIMARY KEY (build, kind, unit, what)) WITHOUT ROWID""",
    f"PRAGMA user_version = {_VERSION}",
)
# Two builds at once meet a workbook at two moments: the first one is kept.
_PUT = """INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET
    first_seen = min(first_seen, excluded.first_seen), unit = excluded.unit,
    period = excluded.period, version = excluded.version, received_on = excluded.received_on,
    dated_by = excluded.dated_by"""
_TELL = "INSERT INTO event (sha256, at, file, status, reason) VALUES (?, ?, ?, ?, ?)"
_RECEIPTS = """SELECT sha256, first_seen, unit, period, version, received_on, dated_by
    FROM receipt ORDER BY sha256"""
_BUILDS = "SELECT number, at, as_of, period FROM build ORDER BY number"
_CHANGES = "SELECT build, kind, unit, what, said FROM change"
_COUNT_BUILDS = "SELECT count(*) FROM build"
_BUILD = "INSERT INTO build VALUES (?, ?, ?, ?)"
_CHANGE = "INSERT INTO change VALUES (?, ?, ?, ?, ?)"
_EVENTS = "SELECT sha256, at, file, status, reason FROM event ORDER BY number"
_DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR})

_REFUSED = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC})


def open_ledger(folder: Path, now: datetime) -> tuple[Ledger, str]:
    """Return the ledger of an input folder, and why it cannot be kept, "" where it can.

    Raises BuildError where the file is damaged, or written by a newer program.
    """
    place = find_own(folder, LEDGER_FILE)
    if not place.exists():
        return Ledger(now), ""
    try:
        with closing(_connect(place)) as book:
            version = _version(book, place)
            history = _history(book) if version > 1 else ()
            return Ledger(now, _receipts(book) if version else {}, history), ""
    except sqlite3.Error as fault:
        return Ledger(now), _excuse(fault, place)
    except (ValueError, TypeError, LookupError):
        raise _damaged(place) from None


def save(folder: Path, before: Ledger, after: Ledger) -> str:
    """Write what was added, all of it or nothing; why it could not, "" where all is well."""
    with saving(folder, before, after) as unkept:
        return unkept


@contextmanager
def saving(folder: Path, before: Ledger, after: Ledger) -> Iterator[str]:
    """Write what a build added; it stands once the block ended well, and is nothing if it did not.

    Gives why it cannot be written, "" where all is well. Raises BuildError where the disk refuses
    it at the end.
    """
    changed = [
        item for sha256, item in sorted(after.receipts.items())
        if item != before.receipts.get(sha256)
    ]  # fmt: skip
    records = after.history[len(before.history) :]
    if not changed and not records:
        yield ""
        return
    place = find_own(folder, LEDGER_FILE)
    with ExitStack() as opened:
        try:
            book = opened.enter_context(closing(_connect(place)))
            _write(book, before, changed, records)
            unkept = ""
        except sqlite3.Error as fault:
            unkept = _excuse(fault, place)
        yield unkept
        if not unkept:
            _stand(book, place)


def _connect(place: Path) -> sqlite3.Connection:
    book = sqlite3.connect(place, timeout=BUSY_SECONDS, isolation_level=None)
    book.execute("PRAGMA synchronous = FULL")
    return book


def _version(book: sqlite3.Connection, place: Path) -> int:
    """Which program wrote the ledger; a first build that was cut short leaves 0 and no tables."""
    if book.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise _damaged(place)
    version: int = book.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise BuildError(
            f"Sổ nhận {place} do bản chương trình mới hơn ghi. Dùng bản chương trình mới rồi chạy "
            "lại."
        )
    return version


def _receipts(book: sqlite3.Connection) -> dict[str, Receipt]:
    events: dict[str, list[Event]] = {}
    for sha256, at, file, status, reason in book.execute(_EVENTS):
        event = Event(datetime.fromisoformat(at), file, Status(status) if status else None, reason)
        events.setdefault(sha256, []).append(event)
    return {row[0]: _receipt(row, events) for row in book.execute(_RECEIPTS)}


Columns = tuple[str, str, str, str, int | None, str | None, str | None]


def _receipt(row: Columns, events: Mapping[str, Sequence[Event]]) -> Receipt:
    sha256, first_seen, unit, period, version, received_on, dated_by = row
    return Receipt(
        sha256,
        datetime.fromisoformat(first_seen),
        unit,
        period,
        version,
        date.fromisoformat(received_on) if received_on else None,
        DatedBy[dated_by] if dated_by else None,
        tuple(events[sha256]),
    )


def _history(book: sqlite3.Connection) -> History:
    changes: dict[int, dict[Key, str | None]] = {}
    for build, kind, unit, what, value in book.execute(_CHANGES):
        parts(value)  # raises where somebody changed it
        changes.setdefault(build, {})[Key(Kind(kind), unit, what)] = value
    return tuple(
        Record(datetime.fromisoformat(at), date.fromisoformat(as_of), period, changes[number])
        for number, at, as_of, period in book.execute(_BUILDS)
    )


def _write(
    book: sqlite3.Connection,
    before: Ledger,
    changed: Sequence[Receipt],
    records: Sequence[Record],
) -> None:
    """Begin a transaction and write; it is not ended."""
    # A rollback journal, not a write-ahead log, which no shared folder can keep.
    book.execute("PRAGMA journal_mode = DELETE")
    book.execute("BEGIN IMMEDIATE")
    for line in _TABLES:
        book.execute(line)
    # What another build wrote since this one read is not recorded twice.
    there = _receipts(book)
    book.executemany(_PUT, map(_values, changed))
    lines = (line for item in changed for line in _new_events(before, there, item))
    book.executemany(_TELL, lines)
    (known,) = book.execute(_COUNT_BUILDS).fetchone()
    # Of two builds at once the second compared with what is not the last state any more.
    if known == len(before.history):
        for number, item in enumerate(records, start=known + 1):
            _write_record(book, number, item)


def _stand(book: sqlite3.Connection, place: Path) -> None:
    try:
        book.execute("COMMIT")
    except sqlite3.Error:
        raise _refused(place) from None


def _write_record(book: sqlite3.Connection, number: int, item: Record) -> None:
    book.execute(_BUILD, (number, item.at.isoformat(), item.as_of.isoformat(), item.period))
    book.executemany(_CHANGE, ((number, *key, value) for key, value in item.changed.items()))


def _values(item: Receipt) -> tuple[object, ...]:
    return (
        item.sha256,
        item.first_seen.isoformat(),
        item.unit,
        item.period,
        item.version,
        item.received_on.isoformat() if item.received_on else None,
        item.dated_by.name if item.dated_by else None,
    )


def _new_events(
    before: Ledger, there: Mapping[str, Receipt], item: Receipt
) -> Iterator[tuple[object, ...]]:
    known = before.receipts.get(item.sha256)
    last = there[item.sha256].events[-1] if item.sha256 in there else None
    for event in item.events[len(known.events) if known else 0 :]:
        if last is None or replace(last, at=event.at) != event:
            yield item.sha256, event.at.isoformat(), event.file, event.status, event.reason


def _excuse(fault: sqlite3.Error, place: Path) -> str:
    """Why nothing can be kept; a damaged ledger is not passed over, for it would be forgotten."""
    if getattr(fault, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
        raise _damaged(place) from None
    if getattr(fault, "sqlite_errorcode", 0) in _REFUSED:
        raise _refused(place) from None
    return (
        f"Chưa lưu được sổ nhận {place}: ngày nhận của lần dựng này sẽ không được nhớ. Đóng chương "
        "trình đang mở tệp đó, xem quyền ghi vào thư mục rồi chạy lại."
    )


def _refused(place: Path) -> BuildError:
    return BuildError(
        f"Không ghi được sổ nhận {place}: đĩa đầy hoặc lỗi ghi đĩa, hoặc chương trình khác đang "
        "giữ tệp đó. Đóng chương trình ấy, xem còn chỗ trên đĩa không, rồi chạy lại. Trang đã "
        "công bố vẫn như cũ."
    )


def _damaged(place: Path) -> BuildError:
    return BuildError(
        f"Sổ nhận {place} bị hỏng: chép lại tệp này từ bản lưu, hoặc đổi tên tệp để chương trình "
        "lập sổ mới (sổ mới không còn nhớ ngày nhận cũ), rồi chạy lại."
    )
