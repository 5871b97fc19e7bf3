"""Every status has its sign and its colours on the site: in the light, in the dark, on paper."""

import re

import pytest

from tests.project import PROJECT
from xeploai.season.progress.model import StatusKind

STYLE = PROJECT / "site_src/assets/style"
SCHEMES = ("light", "dark", "print")
READABLE = 4.5
"""Least contrast of text with what is behind it (WCAG AA)."""


def sheet(name: str) -> str:
    return (STYLE / name).read_text("utf-8")


def rule(source: str, selector: str) -> str:
    """The declarations of the rule that has a selector, "" where none has it."""
    match = re.search(rf"(?<![\w-]){re.escape(selector)}(?![\w-])[^{{}}]*{{([^}}]*)}}", source)
    return match[1] if match else ""


def colours() -> dict[str, list[str]]:
    """The colours of each name, in the order of the schemes."""
    names: dict[str, list[str]] = {}
    for name, colour in re.findall(
        r"--([\w-]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?)\s*;", sheet("shell.css") + sheet("print.css")
    ):
        names.setdefault(name, []).append(colour)
    return names


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    full = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    channels = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", StatusKind)
def test_a_status_has_the_sign_of_the_program(kind: StatusKind) -> None:
    assert f'--mark-sign: "{kind.mark}"' in rule(sheet("figures.css"), f".status--{kind}")


@pytest.mark.parametrize("kind", StatusKind)
def test_a_status_can_be_read_on_its_cell_in_every_scheme(kind: StatusKind) -> None:
    known = colours()
    status = rule(sheet("figures.css"), f".status--{kind}")
    found = re.search(r"[^-]color: var\(--([\w-]+)\)", status)
    assert found is not None
    tint = re.search(r"background: var\(--([\w-]+)\)", rule(sheet("tables.css"), f"td.is-{kind}"))
    for scheme, ink, paper in zip(
        SCHEMES, known[found[1]], known[tint[1] if tint else "paper"], strict=True
    ):
        assert contrast(ink, paper) >= READABLE, (scheme, kind)


@pytest.mark.parametrize(
    "kind", [StatusKind.LATE, StatusKind.OVERDUE, StatusKind.IN_CORRECTION, StatusKind.NO_REPORT]
)
def test_what_needs_a_look_stands_out_in_the_matrix(kind: StatusKind) -> None:
    assert "background" in rule(sheet("tables.css"), f"td.is-{kind}")


def test_on_paper_the_two_that_are_counted_differ() -> None:
    overdue, silent = (rule(sheet("print.css"), f"td.is-{x}") for x in ("overdue", "no_report"))
    assert overdue
    assert silent
    assert overdue != silent
