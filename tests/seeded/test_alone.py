"""Each rule's fault planted alone: found at its cell by its rule, and nothing else is reported."""

from collections.abc import Iterable
from string import Formatter

import pytest

from tests.seeded.draw import YEARS
from tests.seeded.planters import PLANTERS, planted, refs
from tests.seeded.planting import OF_A_FOLDER, OF_FIGURES, OF_THE_REGISTER, PLANTABLE, TOLD_BESIDE
from xeploai.findings import ALWAYS, CellRef, Finding
from xeploai.rules.all_rules import ALL_RULES, BY_CODE
from xeploai.rules.scopes import RegisterRule

SEEDS = range(3)
Reported = list[tuple[str, CellRef]]

pytestmark = pytest.mark.usefixtures("no_figures")


def reported(findings: Iterable[Finding]) -> Reported:
    return sorted((finding.rule, finding.ref) for finding in findings)


def test_every_rule_has_a_planter() -> None:
    assert set(PLANTERS) == set(PLANTABLE)
    assert set(PLANTABLE) | OF_A_FOLDER | OF_THE_REGISTER | OF_FIGURES == {
        rule.code for rule in ALL_RULES
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", PLANTABLE)
def test_a_fault_alone_is_found_at_its_cell(code: str, seed: int) -> None:
    how = PLANTERS[code]
    year = how.years[seed % len(how.years)]
    drawn, _, places = planted(code, seed, year)
    twins = TOLD_BESIDE.get(code, frozenset())
    findings = [x for x in drawn.season().findings if x.rule not in twins]
    assert reported(findings) == [(code, ref) for ref in refs(places)], [
        x.message for x in findings
    ]
    rule = BY_CODE[code]
    if isinstance(rule, RegisterRule):
        rule = rule.as_graded(drawn.register())
    assert {finding.severity for finding in findings} == {rule.severity}
    for finding in findings:
        gaps = {name for _, name, _, _ in Formatter().parse(finding.sentence.template) if name}
        assert gaps == {name for name, _ in finding.sentence.values}


LIMITED = [
    (code, year)
    for code, rule in PLANTABLE.items()
    for year in YEARS
    if rule.in_force != ALWAYS and not rule.holds_in(year)
]


@pytest.mark.parametrize(("code", "year"), LIMITED)
def test_a_rule_out_of_force_finds_nothing(code: str, year: int) -> None:
    drawn, _, _ = planted(code, 0, year)
    assert code not in {finding.rule for finding in drawn.season().findings}
