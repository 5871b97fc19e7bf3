"""Two faults in one season: neither hides the other unless the rules themselves say so."""

from itertools import chain, pairwise
from random import Random

import pytest

from tests.seeded.draw import YEARS, Drawn, draw
from tests.seeded.planters import PLANTERS, plant_into, refs
from tests.seeded.planting import PLANTABLE, TOLD_BESIDE, shuffled
from tests.seeded.site import NoRoomError
from xeploai.findings import CellRef, Rule
from xeploai.reading.rules import ReadingRule
from xeploai.reading.xlsx.refusals import Refusal
from xeploai.rules.all_rules import BY_CODE
from xeploai.rules.run import waiting_rules
from xeploai.rules.scopes import RegisterRule, ReturnRule, RowRule, UnitRule, YearRule
from xeploai.schema.form import FORM_SHEETS
from xeploai.season.evaluate import understood
from xeploai.submissions.model import Return

PAIRS = 250
OF_A_UNIT = {ReadingRule, RowRule, ReturnRule, UnitRule, RegisterRule}
OF_A_FILE = OF_A_UNIT | {YearRule, Refusal}
OF_ONE_FIELD = (
    {"unit_decided_without_proposal", "excellent_unit_with_disciplined_organisation"},
    {"excellent_unit_own_rating_below_quality", "excellent_unit_below_quality"},
    {"row_taken_for_heading", "declared_cells_differ"},
    {"struck_row", "moved_column"},
    {"disciplined_members_not_failed", "disciplined_members_differ"},
    {"decided_without_proposal", "grassroots_cell_with_other_rows"},
    {"typed_leadership_total_differs", "decided_members_differ"},
)
"""Pairs of rules of one field of a unit, which is blank for one of them and not for the other.

Or which is the first of a row for one of them, and is moved by the other.
"""

TOLD_INSTEAD = {"copied_sheet": "figures_on_another_sheet"}
"""The rule that tells of a fault after another one has changed a figure of the sheet."""

WITHOUT_ROWS = "figures_in_total_only"
"""The rule of a unit that has no figures in which another fault could stand."""

pytestmark = pytest.mark.usefixtures("no_figures")

Planted = tuple[Drawn, str, list[CellRef], list[CellRef]]


def sample(kinds: set[type[Rule]], seed: int, *, in_one_unit: bool) -> list[tuple[str, str]]:
    """Pairs of rules that can be in force together, each rule in some of them."""
    rng = Random(seed)
    codes = [code for code, rule in PLANTABLE.items() if type(rule) in kinds]
    sampled: list[tuple[str, str]] = []
    while len(sampled) < PAIRS:
        order = shuffled(codes, rng)
        pairs = pairwise(order)
        sampled += [pair for pair in pairs if are_together(*pair, in_one_unit=in_one_unit)]
    # What goes by all else that stands in a unit is planted last.
    return [
        (other, one)
        if PLANTERS[one].comes_last and not PLANTERS[other].comes_last
        else (one, other)
        for one, other in sampled[:PAIRS]
    ]


def are_together(one: str, other: str, *, in_one_unit: bool) -> bool:
    """Whether a year, a unit and the register's settings can have both faults."""
    if in_one_unit and ({one, other} in OF_ONE_FIELD or WITHOUT_ROWS in (one, other)):
        return False
    first, second = PLANTERS[one], PLANTERS[other]
    settings = {**first.settings, **second.settings} == {**second.settings, **first.settings}
    drawn = draw(0, YEARS[0])
    units = set(first.among(drawn)) & set(second.among(drawn)) or not in_one_unit
    return settings and bool(units) and bool(years_of(one, other))


def years_of(one: str, other: str) -> list[int]:
    return [x for x in YEARS if x in PLANTERS[one].years and x in PLANTERS[other].years]


def plant_both(one: str, other: str, *, in_one_unit: bool) -> Planted:
    """A season with two faults, the unit of the first, and where each stands."""
    first, second = PLANTERS[one], PLANTERS[other]
    rng = Random(f"{one}+{other}")
    for seed in range(40):
        drawn = draw(seed % 12, rng.choice(years_of(one, other))).copy()
        unit = rng.choice(first.among(drawn))
        units = [code for code in second.among(drawn) if (code == unit) is in_one_unit]
        try:
            _, there = plant_into(drawn, first, unit, rng)
            _, here = plant_into(drawn, second, rng.choice(units), rng)
        except (NoRoomError, IndexError):
            continue
        return drawn, unit, refs(there), refs(here)
    raise AssertionError("no unit has room for both")


def findings_of(drawn: Drawn) -> set[tuple[str, CellRef]]:
    return {(finding.rule, finding.ref) for finding in drawn.season().findings}


@pytest.mark.parametrize(("one", "other"), sample(OF_A_FILE, 1, in_one_unit=False))
def test_faults_in_two_units_are_both_found(one: str, other: str) -> None:
    drawn, _, there, here = plant_both(one, other, in_one_unit=False)
    expected = {(one, ref) for ref in there} | {(other, ref) for ref in here}
    twins = TOLD_BESIDE.get(one, frozenset()) | TOLD_BESIDE.get(other, frozenset())
    assert {each for each in findings_of(drawn) if each[0] not in twins - {one, other}} == expected


@pytest.mark.parametrize(("one", "other"), sample(OF_A_UNIT, 2, in_one_unit=True))
def test_faults_in_one_unit_are_both_found_or_one_explains_the_other(one: str, other: str) -> None:
    drawn, unit, there, here = plant_both(one, other, in_one_unit=True)
    item = sent_by(drawn, unit)
    findings = findings_of(drawn)
    for code, by, places in ((one, other, there), (other, one, here)):
        for place in places:
            if must_wait(BY_CODE[code], understood(item, drawn.register())):
                assert (code, place) not in findings
            elif not (is_explained(code, by) or is_lost(place, item)):
                assert findings & {(each, place) for each in (code, TOLD_INSTEAD.get(code))}


def sent_by(drawn: Drawn, unit: str) -> Return:
    file = drawn.now[unit].file
    return next(x for x in drawn.taken() if x.file == file and isinstance(x, Return))


def must_wait(rule: Rule, item: Return) -> bool:
    """Whether a sheet that the rule reads is not whole, or it is doubtful whose the return is."""
    is_of_a_unit = not isinstance(rule, ReadingRule)
    return rule in waiting_rules(item) or (bool(item.doubt) and is_of_a_unit)


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
