"""The theme of the charts agrees with the style sheet of the site."""

import re

import pytest

from tests.project import PROJECT
from xeploai.charts import theme
from xeploai.schema.terms import Level

STYLE = PROJECT / "site_src/assets/style/shell.css"
SHEET_STYLE = PROJECT / "templates/report/bieu-do.css"
NAMES = {
    "ink": theme.INK,
    "muted": theme.MUTED,
    "line": theme.LINE,
    "paper": theme.PAPER,
    "link": theme.CURVE,
    "bad": theme.DEADLINE,
    "info-tint": theme.TINT,
}
"""What each colour of the charts is called in the style sheets."""


def _full(colour: str) -> str:
    """A colour of three digits written with six."""
    return "#" + "".join(2 * each for each in colour[1:]) if len(colour) == 4 else colour


def declared(source: str) -> dict[str, list[str]]:
    """The colours a style sheet gives each of its names: in the light, then in the dark."""
    colours: dict[str, list[str]] = {}
    for name, colour in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?)\s*;", source):
        colours.setdefault(name, []).append(_full(colour))
    return colours


@pytest.mark.parametrize("name", NAMES)
def test_the_site_has_the_colours_of_the_charts(name: str) -> None:
    assert declared(STYLE.read_text("utf-8"))[name] == [NAMES[name], theme.DARK[NAMES[name]]]


@pytest.mark.parametrize("name", ["ink", "muted", "line", "paper", "link"])
def test_the_page_of_all_charts_has_them_too(name: str) -> None:
    assert declared(SHEET_STYLE.read_text("utf-8"))[name] == [
        NAMES[name], theme.DARK[NAMES[name]],
    ]  # fmt: skip


def test_the_site_has_the_colours_of_the_levels() -> None:
    colours = declared(STYLE.read_text("utf-8"))
    assert {level: colours[f"level-{level.value}"] for level in Level} == {
        level: [colour] for level, colour in theme.LEVEL_COLOURS.items()
    }
    assert colours["level-none"] == [theme.NOT_RATED]


def test_every_colour_that_changes_in_the_dark_is_one_of_them() -> None:
    assert set(theme.DARK) == set(NAMES.values())
