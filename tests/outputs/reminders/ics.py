"""Calendars read back by the library's own reader."""

import icalendar


def events(data: bytes) -> list[icalendar.Event]:
    """Return the events of a calendar; what the standard does not allow is an AssertionError."""
    lines = data.split(b"\r\n")
    assert lines.pop() == b"", "the last line has no end"
    for line in lines:
        assert line.strip(), "an empty line"
        assert len(line) <= 75, line
        assert not {*b"\r\n"} & {*line}, line
        line.decode()  # raises where a letter was cut in two
    calendar = icalendar.Calendar.from_ical(data)
    for component in calendar.walk():
        assert not component.errors
        required: tuple[str, ...] = component.required
        assert all(name in component for name in required)
    assert {component.name for component in calendar.subcomponents} == {"VEVENT"}
    return calendar.events
