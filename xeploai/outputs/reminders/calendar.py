"""The deadlines as a calendar that Outlook and telephones take in (RFC 5545)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import icalendar

from xeploai.paths import CALENDAR_FILE
from xeploai.phrases import lower_first, period_words
from xeploai.register.model import Extension, Milestone, Register, Settings
from xeploai.schema.terms import UnitKind
from xeploai.text import clean

_ALARM_BEFORE = timedelta(days=3)


def calendar(register: Register, as_of: date) -> dict[str, bytes]:
    """Return the calendar by its name; none without deadlines, as an empty one is not allowed.

    Why a unit was given more time is left out: a calendar travels far.
    """
    stamp = datetime.combine(as_of, time(), UTC)
    events = [_component(deadline, stamp) for deadline in _deadlines(register)]
    if not events:
        return {}
    whole = icalendar.Calendar()
    whole.add("VERSION", "2.0")
    whole.add("PRODID", "-//xeploai//Lich//VI")
    whole.add("CALSCALE", "GREGORIAN")
    whole.add("METHOD", "PUBLISH")
    name = f"Hạn xếp loại {period_words(register.settings.period)}"
    # A vText: the library escapes no property of an unknown name.
    whole.add("X-WR-CALNAME", icalendar.vText(clean(name)))
    for event in events:
        whole.add_component(event)
    return {CALENDAR_FILE: whole.to_ical(sorted=False)}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: what it is called, whom it binds, and what tells it from all others."""

    uid: str
    day: date
    title: str
    binds: str


def _deadlines(register: Register) -> Iterator[Deadline]:
    """Each milestone, followed by the units that were given more time."""
    for milestone in register.milestones:
        kinds = ", ".join(kind for kind in UnitKind if kind in milestone.kinds)
        uid = _uid(register.settings, milestone.code)
        yield Deadline(uid, milestone.deadline, f"Hạn {lower_first(milestone.name)}", kinds)
        for extended in register.extensions.values():
            if extended.milestone == milestone.code:
                yield _longer(register, milestone, extended)


def _longer(register: Register, milestone: Milestone, extended: Extension) -> Deadline:
    uid = _uid(register.settings, milestone.code, extended.unit_code)
    name = register.units[extended.unit_code].name
    title = f"Hạn {lower_first(milestone.name)}: {name} (gia hạn)"
    return Deadline(uid, extended.deadline, title, f"riêng {name}")


def _uid(settings: Settings, *parts: str) -> str:
    """Return the id of an event.

    It stays when the deadline moves, so that the event moves in calendars too.
    """
    identity = repr((settings.office, settings.period, *parts))
    return f"{sha256(identity.encode()).hexdigest()[:32]}@xeploai"


def _component(deadline: Deadline, stamp: datetime) -> icalendar.Event:
    """Return an event of a whole day, with an alarm before it."""
    event = icalendar.Event()
    event.add("UID", deadline.uid)
    event.add("DTSTAMP", stamp)
    event.add("DTSTART", deadline.day)
    event.add("DTEND", deadline.day + timedelta(days=1))
    event.add("SUMMARY", clean(deadline.title))
    event.add("DESCRIPTION", clean(f"Áp dụng: {deadline.binds}"))
    event.add("TRANSP", "TRANSPARENT")
    alarm = icalendar.Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", clean(deadline.title))
    alarm.add("TRIGGER", -_ALARM_BEFORE)
    event.add_component(alarm)
    return event
