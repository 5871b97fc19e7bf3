"""Where pages stand: for each unit, cluster and official a file name of its own."""

from collections.abc import Iterable

from xeploai import text
from xeploai.register.model import Register
from xeploai.schema.terms import UnitKind
from xeploai.views.page_registry import SitePage

CALENDAR = "bao-cao/lich.ics"
"""Where the site keeps the calendar of the deadlines."""

LONGEST_NAME = 60
"""Letters of the name of a page."""

_TAKEN = frozenset(
    {"index", "con", "prn", "aux", "nul"} | {f"{x}{n}" for x in ("com", "lpt") for n in range(10)}
)
"""File names that mean something else: to the site, or to Windows whatever their ending."""


def page_names(register: Register) -> dict[str, str]:
    """Return a file name for the page of every unit but cells, safe on every system and unique."""
    units = (unit for unit in register.units.values() if unit.kind is not UnitKind.CELL)
    return distinct(((unit.code, unit.code) for unit in units), "don-vi")


def distinct(pairs: Iterable[tuple[str, str]], spare: str) -> dict[str, str]:
    """For every key an ASCII name made of its text, each once; spare: of a text with no letters."""
    used: set[str] = set(_TAKEN)
    names: dict[str, str] = {}
    for key, label in pairs:
        stem = text.slug(label)[:LONGEST_NAME].strip("-") or spare
        name, number = stem, 1
        while name in used:
            number += 1
            name = f"{stem}-{number}"
        used.add(name)
        names[key] = name
    return names


def unit_urls(register: Register) -> dict[str, str]:
    """Return the address of every unit's page, relative to the root of the site."""
    return {code: SitePage.UNITS.below(name) for code, name in page_names(register).items()}
