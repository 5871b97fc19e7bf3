"""The calendar of deadlines, read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Alarm, Event

from tests.builders import AS_OF, DISTRICT, milestone, register, unit
from tests.outputs.reminders import ics
from xeploai.outputs.reminders.calendar import calendar
from xeploai.paths import CALENDAR_FILE
from xeploai.register.model import Extension, Register
from xeploai.text import clean

GUI = milestone("GUI", date(2025, 12, 20), name="Gửi hồ sơ, biểu tổng hợp")
LEAP = milestone("QD", date(2028, 2, 29), name="Quyết định xếp loại")
LONGER = Extension("A", "GUI", date(2025, 12, 31), "Mưa lũ")


def listed(**over: Any) -> Register:
    return register(**{"milestones": [GUI, LEAP], **over})


def extended() -> Register:
    return replace(listed(), extensions={("A", "GUI"): LONGER})


def data(of: Register, as_of: date = AS_OF) -> bytes:
    return calendar(of, as_of)[CALENDAR_FILE]


def events(of: Register, as_of: date = AS_OF) -> list[Event]:
    return ics.events(data(of, as_of))


def test_each_deadline_is_an_event_of_one_whole_day() -> None:
    first, second = events(listed())
    assert [(each["SUMMARY"], each.start, each.end) for each in (first, second)] == [
        ("Hạn gửi hồ sơ, biểu tổng hợp", date(2025, 12, 20), date(2025, 12, 21)),
        ("Hạn quyết định xếp loại", date(2028, 2, 29), date(2028, 3, 1)),
    ]
    assert first["DESCRIPTION"] == "Áp dụng: chi bộ cơ sở, đảng bộ cơ sở"


def test_the_name_of_the_calendar_is_escaped() -> None:
    written = data(listed(period="6 tháng, 2025")).decode()
    assert "\r\nX-WR-CALNAME:Hạn xếp loại 6 tháng\\, 2025\r\n" in written


def test_an_extension_is_an_event_of_its_own_that_does_not_tell_why() -> None:
    extensions = events(extended())
    assert [(each["SUMMARY"], each.start) for each in extensions] == [
        ("Hạn gửi hồ sơ, biểu tổng hợp", date(2025, 12, 20)),
        ("Hạn gửi hồ sơ, biểu tổng hợp: Đảng bộ xã A (gia hạn)", date(2025, 12, 31)),
        ("Hạn quyết định xếp loại", date(2028, 2, 29)),
    ]
    assert extensions[1]["DESCRIPTION"] == "Áp dụng: riêng Đảng bộ xã A"
    assert "Mưa lũ" not in data(extended()).decode()


def test_an_alarm_goes_off_three_days_before() -> None:
    for event in events(extended()):
        (alarm,) = event.subcomponents
        assert isinstance(alarm, Alarm)
        trigger = alarm.TRIGGER
        assert trigger == timedelta(days=-3)
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_every_event_has_a_name_of_its_own_that_a_moved_deadline_keeps() -> None:
    before = [event["UID"] for event in events(extended())]
    assert len(set(before)) == 3
    later = [replace(item, deadline=item.deadline + timedelta(days=9)) for item in (GUI, LEAP)]
    moved = replace(listed(milestones=later), extensions=extended().extensions)
    assert [event["UID"] for event in events(moved)] == before
    next_year = [event["UID"] for event in events(listed(period="2026"))]
    assert not set(next_year) & set(before)


def test_the_day_looked_from_changes_the_stamp_and_nothing_else() -> None:
    day, next_day = data(extended(), date(2025, 12, 9)), data(extended(), date(2026, 1, 10))
    assert day != next_day
    stamps = (b"DTSTAMP:20251209T000000Z", b"DTSTAMP:20260110T000000Z")
    assert day.count(stamps[0]) == 3
    assert day.replace(*stamps) == next_day
    for event in events(extended()):
        stamp = event.DTSTAMP
        assert stamp == datetime.combine(AS_OF, time(), UTC)


def test_without_deadlines_there_is_no_calendar() -> None:
    assert calendar(listed(milestones=[]), AS_OF) == {}


@pytest.mark.parametrize(
    "name", [r"A\B; C, D: E\n", "Tứ Trưng " * 30, "\x00\x0b tên\r\nEND:VEVENT", "đ" * 200]
)
def test_any_name_is_text_of_one_line(name: str) -> None:
    of = replace(listed(units=[DISTRICT, unit("A", name=name)]), extensions=extended().extensions)
    summary = events(of)[1]["SUMMARY"]
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    assert summary == f"Hạn gửi hồ sơ, biểu tổng hợp: {plain} (gia hạn)"


@given(st.text(st.characters(blacklist_categories=("C", "Z", "M")), min_size=1, max_size=300))
def test_whatever_is_folded_unfolds_to_the_same(name: str) -> None:
    of = listed(milestones=[replace(GUI, name=f"Mốc {name}")])
    assert events(of)[0]["SUMMARY"] == clean(f"Hạn mốc {name}")
