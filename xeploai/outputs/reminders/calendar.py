"""The deadlines as a calendar that Outlook and telephones take in (RFC 5545)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from xeploai.paths import CALENDAR_FILE
from xeploai.register.model import Extension, Milestone, Register, Settings
from xeploai.schema.terms import UnitKind
from xeploai.text import clean
from xeploai.views.words import lower_first, period_words

_MOST_OCTETS = 75
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,"})


def calendar(register: Register, as_of: date) -> dict[str, bytes]:
    """Return the calendar by its name; none without deadlines, as it must not be empty.

    Why a unit was given more time is not said: a calendar travels far.
    """
    stamp = f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    events = [line for event in _events(register) for line in _lines(event, stamp)]
    if not events:
        return {}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//xeploai//Lich//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(f'Hạn xếp loại {period_words(register.settings.period)}')}",
        *events,
        "END:VCALENDAR",
    ]
    return {CALENDAR_FILE: "".join(f"{_folded(line)}\r\n" for line in lines).encode()}


@dataclass(frozen=True, slots=True)
class Event:
    """A deadline: what it is called, whom it binds, and what tells it from all others."""

    uid: str
    day: date
    title: str
    binds: str


def _events(register: Register) -> Iterator[Event]:
    """Each milestone, followed by the units that were given more time."""
    for milestone in register.milestones:
        kinds = ", ".join(kind for kind in UnitKind if kind in milestone.kinds)
        uid = _uid(register.settings, milestone.code)
        yield Event(uid, milestone.deadline, f"Hạn {lower_first(milestone.name)}", kinds)
        for extended in register.extensions.values():
            if extended.milestone == milestone.code:
                yield _longer(register, milestone, extended)


def _longer(register: Register, milestone: Milestone, extended: Extension) -> Event:
    uid = _uid(register.settings, milestone.code, extended.unit_code)
    name = register.units[extended.unit_code].name
    title = f"Hạn {lower_first(milestone.name)}: {name} (gia hạn)"
    return Event(uid, extended.deadline, title, f"riêng {name}")


def _uid(settings: Settings, *what: str) -> str:
    """Return the id of an event.

    It stays when the deadline moves, so that the event moves in calendars too.
    """
    said = repr((settings.office, settings.period, *what))
    return f"{sha256(said.encode()).hexdigest()[:32]}@xeploai"


# ---------------------------------------------------------------- the format


def _lines(event: Event, stamp: str) -> Sequence[str]:
    """Return the lines of an all-day event, with an alarm three days before."""
    title = _escaped(event.title)
    return (
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        stamp,
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{_escaped(f'Áp dụng: {event.binds}')}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{title}",
        "TRIGGER:-P3D",
        "END:VALARM",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    return clean(text).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Fold a line into pieces of a number of octets, no letter cut in two.

    The blank that begins a continuation counts.
    """
    pieces, room = [""], _MOST_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append("")
            room = _MOST_OCTETS - 1
        pieces[-1] += letter
        room -= size
    return "\r\n ".join(pieces)
