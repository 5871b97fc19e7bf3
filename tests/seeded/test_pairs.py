"""Two faults in one season: neither hides the other unless the rules themselves say so."""

from copy import deepcopy
from itertools import chain
from random import Random

import pytest

from tests.seeded.draw import YEARS, Drawn, draw
from tests.seeded.planters import PLANTERS, Planter, plant_into, refs
from tests.seeded.planting import NoRoomError, shuffled
from xeploai.findings import CellRef
from xeploai.intake import Return
from xeploai.rulebook import Rule
from xeploai.rules import BY_CODE, waiting_rules
from xeploai.schema.form import FORM_SHEETS

PAIRS = 250
OF_A_UNIT = {"row", "return", "register", "reading"}
OF_A_FILE = OF_A_UNIT | {"year", "file"}

pytestmark = pytest.mark.usefixtures("no_figures")

Planted = tuple[Drawn, str, list[CellRef], list[CellRef]]


def sample(scopes: set[str], seed: int) -> list[tuple[str, str]]:
    """Pairs of rules that can be in force together, each rule in some of them."""
    rng = Random(seed)
    codes = [code for code, rule in sorted(BY_CODE.items()) if rule.scope in scopes]
    found = []
    while len(found) < PAIRS:
        order = shuffled(codes, rng)
        found += [each for each in zip(order, order[1:], strict=False) if are_together(*each)]
    return found[:PAIRS]


def are_together(one: str, other: str) -> bool:
    """Whether both are in force in some year, and the register can be set for both."""
    first, second = PLANTERS[one], PLANTERS[other]
    settings = first.settings | second.settings == second.settings | first.settings
    return settings and bool(set(first.years) & set(second.years))


def plant_both(one: str, other: str, *, in_one_unit: bool) -> Planted:
    """A season with two faults, the unit of the first, and where each stands."""
    first, second = PLANTERS[one], PLANTERS[other]
    rng = Random(f"{one}+{other}")
    years = [year for year in YEARS if year in first.years and year in second.years]
    for seed in range(40):
        drawn = deepcopy(draw(seed % 12, rng.choice(years)))
        unit, units = choose(drawn, first, second, rng, in_one_unit=in_one_unit)
        try:
            _, there = plant_into(drawn, first, unit, rng)
            _, here = plant_into(drawn, second, rng.choice(units), rng)
        except (NoRoomError, IndexError):
            continue
        return drawn, unit, refs(there), refs(here)
    pytest.skip("no unit has room for both")


def choose(
    drawn: Drawn, first: Planter, second: Planter, rng: Random, *, in_one_unit: bool
) -> tuple[str, list[str]]:
    """A unit for the first fault, and those that can have the second."""
    unit = rng.choice(first.among(drawn))
    return unit, [code for code in second.among(drawn) if (code == unit) is in_one_unit]


def found_by(drawn: Drawn) -> set[tuple[str, CellRef]]:
    return {(found.rule, found.ref) for found in drawn.season().findings}


@pytest.mark.parametrize(("one", "other"), sample(OF_A_FILE, 1))
def test_faults_in_two_units_are_both_found(one: str, other: str) -> None:
    drawn, _, there, here = plant_both(one, other, in_one_unit=False)
    expected = {(one, ref) for ref in there} | {(other, ref) for ref in here}
    assert found_by(drawn) == expected


@pytest.mark.parametrize(("one", "other"), sample(OF_A_UNIT, 2))
def test_faults_in_one_unit_are_both_found_or_one_explains_the_other(one: str, other: str) -> None:
    drawn, unit, there, here = plant_both(one, other, in_one_unit=True)
    item = sent_by(drawn, unit)
    found = found_by(drawn)
    for code, by, places in ((one, other, there), (other, one, here)):
        for place in places:
            if must_wait(BY_CODE[code], item):
                assert (code, place) not in found
            elif not (is_explained(code, by) or is_lost(place, item)):
                assert (code, place) in found


def sent_by(drawn: Drawn, unit: str) -> Return:
    file = drawn.now[unit].file
    return next(x for x in drawn.taken() if x.file == file and isinstance(x, Return))


def must_wait(rule: Rule[..., object], item: Return) -> bool:
    return rule in waiting_rules(item)


def is_explained(code: str, by: str) -> bool:
    """Whether an error of one rule, or what follows from it, tells why another finds something."""
    reasons = set(BY_CODE[code].explained_by)
    while more := set(chain.from_iterable(BY_CODE[x].explained_by for x in reasons)) - reasons:
        reasons |= more
    return by in reasons


def is_lost(place: CellRef, item: Return) -> bool:
    """Whether a place stands where nothing could be read."""
    kind = next((kind for kind in FORM_SHEETS if item.sheets[kind].sheet == place.sheet), None)
    return kind is not None and not item.sheets[kind].rows
