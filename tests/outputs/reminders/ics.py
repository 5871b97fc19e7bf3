"""A small and strict reader of calendars (RFC 5545), for the tests alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<more>(?:;[A-Z-]+=[^;:]+)*):(?P<value>.*)", re.S)
_TEXT = frozenset({"SUMMARY", "DESCRIPTION", "X-WR-CALNAME"})


@dataclass
class Component:
    """A part of a calendar: its properties by name (with parameters), and the parts inside it."""

    kind: str
    says: dict[str, str] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)


def unfolded(data: bytes) -> list[str]:
    """The content lines; every line ends rightly and none is too long or cut in a letter."""
    assert data.endswith(b"\r\n")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert line.strip(), "an empty line"
        assert len(line) <= 75, line
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # raises where a letter was cut in two
    return data.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def read(data: bytes) -> Component:
    """The calendar; whatever the standard does not allow is an AssertionError."""
    lines = iter(unfolded(data))
    assert next(lines) == "BEGIN:VCALENDAR"
    found = _component("VCALENDAR", lines)
    assert list(lines) == []
    assert found.says["VERSION"] == "2.0"
    assert "PRODID" in found.says
    assert found.parts, "a calendar holds at least one part"
    return found


def _component(kind: str, lines: Iterator[str]) -> Component:
    found = Component(kind)
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if name == "END":
            assert value == kind
            return found
        if name == "BEGIN":
            found.parts.append(_component(value, lines))
            continue
        key = name + match["more"]
        assert key not in found.says, f"{key} twice"
        found.says[key] = _unescaped(value) if name in _TEXT else value
    raise AssertionError(f"{kind} has no end")


def _unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), f"not escaped: {value}"
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value), f"wrongly escaped: {value}"
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value)
