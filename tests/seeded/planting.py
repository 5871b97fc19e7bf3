"""How a fault is planted: the register of planters, and a season with one fault in it.

A planter is a generator named after its rule. It may change what the units sent and what the
board keeps in ways that are right, through the methods of Site that carry on the sums; then it
does the one thing that is wrong, and yields the places where a finding must stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.seeded.draw import YEARS, Drawn, draw
from tests.seeded.sendings import Place
from tests.seeded.site import NoRoomError, Site
from xeploai.findings import CellRef, Rule
from xeploai.register.rules import BOOK_RULES
from xeploai.rules.all_rules import BY_CODE
from xeploai.schema.terms import UnitKind

OF_A_FOLDER = frozenset({
    "altered_pack", "changing_file", "newer_pack", "reader_failed", "units_of_pack_unlisted",
    "unreadable_folder",
})  # fmt: skip
"""Rules of what happens while files are read, and of packs: see tests/submissions/."""

OF_THE_REGISTER = frozenset(rule.code for rule in BOOK_RULES)
"""Rules of the register by itself, most of which stop the build: see tests/register/."""

OF_FIGURES = frozenset({"rerated_without_figures"})
"""Rules that wait for all to be added up, which these tests leave out: see test_office.py."""

PLANTABLE: Mapping[str, Rule] = {
    code: rule
    for code, rule in sorted(BY_CODE.items())
    if code not in OF_A_FOLDER | OF_THE_REGISTER | OF_FIGURES
}
"""The rules of what stands in workbooks, and in the register beside them, by code."""

TOLD_BESIDE: Mapping[str, frozenset[str]] = {
    "unit_level_differs_from_decision": frozenset({"decision_differs_from_return"}),
    "cell_level_differs_from_decision": frozenset({"decision_differs_from_return"}),
    "decision_differs_from_return": frozenset({"unit_level_differs_from_decision"}),
    "row_taken_for_heading": frozenset({"declared_total_blank"}),
}
"""Rules beside whose finding another one tells of the same fault, at another cell."""

Places = list[Place | CellRef]
Planted = Iterator[Place | CellRef]
Correction = Callable[[Site, Place], None]


@dataclass(frozen=True)
class Planter:
    """Plants the fault of one rule; among: which units can have it; settings: what the register
    must set for it; comes_last: it goes by all else that stands in the unit, other faults too.
    """

    code: str
    plant: Callable[[Site], Planted]
    among: Callable[[Drawn], list[str]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    comes_last: bool = False

    @property
    def years(self) -> list[int]:
        """The years, one of each regulation, in which the rule is in force."""
        return [year for year in YEARS if BY_CODE[self.code].holds_in(year)]


PLANTERS: dict[str, Planter] = {}

CORRECTIONS: dict[str, Correction] = {}
"""How a unit corrects what the register shows it, where what it first sent agreed with nothing."""


def corrects(plant: Callable[[Site], Planted]) -> Callable[[Correction], Correction]:
    """Register how the fault of a planter is corrected other than by sending what is clean."""

    def registered(correct: Correction) -> Correction:
        CORRECTIONS[plant.__name__] = correct
        return correct

    return registered


def anyone(drawn: Drawn) -> list[str]:
    """Every unit that sent something."""
    return list(drawn.now)


def committees(drawn: Drawn) -> list[str]:
    """The units that have cells below them."""
    return [code for code in drawn.now if drawn.units[code]["kind"] is UnitKind.GRASSROOTS]


def listed(drawn: Drawn) -> list[str]:
    """The units whose cells the register lists."""
    return [code for code in committees(drawn) if drawn.cells_of(code)]


def unlisted(drawn: Drawn) -> list[str]:
    """The committees whose cells only their returns name."""
    return [code for code in committees(drawn) if not drawn.cells_of(code)]


def lone(drawn: Drawn) -> list[str]:
    """The units that are one cell."""
    return [code for code in drawn.now if drawn.units[code]["kind"] is UnitKind.GRASSROOTS_CELL]


def planter(
    among: Callable[[Drawn], list[str]] = anyone,
    *,
    comes_last: bool = False,
    **settings: object,
) -> Callable[[Callable[[Site], Planted]], Callable[[Site], Planted]]:
    """Register a planter under its own name, which is the rule's code."""

    def registered(plant: Callable[[Site], Planted]) -> Callable[[Site], Planted]:
        code = plant.__name__
        assert code not in PLANTERS, code
        PLANTERS[code] = Planter(code, plant, among, settings, comes_last)
        return plant

    return registered


def planted(code: str, seed: int, year: int) -> tuple[Drawn, Site, Places]:
    """A season with one fault in it, the unit that has it, and where it stands."""
    how, rng = PLANTERS[code], Random(f"{code}/{seed}/{year}")
    clean = draw(seed, year)
    for unit in shuffled(how.among(clean), rng):
        drawn = clean.copy()
        try:
            site, places = plant_into(drawn, how, unit, rng)
        except NoRoomError:
            continue
        return drawn, site, places
    raise AssertionError(f"no room for {code} in the season {seed} of {year}")


def plant_into(drawn: Drawn, how: Planter, unit: str, rng: Random) -> tuple[Site, Places]:
    """Plant a fault in a unit of a season."""
    drawn.settings |= how.settings
    site = Site(drawn, unit, rng)
    return site, list(how.plant(site))


def refs(places: Places) -> list[CellRef]:
    """The addresses of places, as the workbooks are by now."""
    return sorted(each if isinstance(each, CellRef) else each.ref() for each in places)


def shuffled(codes: list[str], rng: Random) -> list[str]:
    """The same in a random order."""
    return rng.sample(codes, len(codes))
