"""A register with fifty faults: all of them are reported at once, and nothing else is."""

from collections.abc import Callable, Mapping

import pytest

from tests.register import drafts
from tests.register.drafts import Draft, Place, draft
from xeploai.findings import Finding
from xeploai.reading.office_workbook import FaultyWorkbook
from xeploai.register.reader import load
from xeploai.register.rules import BOOK_RULES

FAULTS = 50
SEEDS = range(20)

Planter = Callable[[Draft], Place]

PLANTERS: Mapping[str, Planter] = {
    "blank_cell": drafts.blank_cell,
    "unreadable_cell": drafts.unreadable_cell,
    "error_cell": drafts.error_cell,
    "uncalculated_cell": drafts.uncalculated_cell,
    "percentage_in_count": drafts.percentage_in_count,
    "period_without_year": drafts.period_without_year,
    "period_not_one_year": drafts.period_not_one_year,
    "year_without_regulation": drafts.year_without_regulation,
    "unknown_regulation": drafts.unknown_regulation,
    "impossible_digits": drafts.impossible_digits,
    "impossible_cap": drafts.impossible_cap,
    "row_of_no_unit": drafts.row_of_no_unit,
    "unit_code_twice": drafts.unit_code_twice,
    "unit_codes_look_alike": drafts.unit_codes_look_alike,
    "unit_name_twice": drafts.unit_name_twice,
    "answer_without_effect": drafts.answer_without_effect,
    "unknown_parent": drafts.unknown_parent,
    "cell_without_parent": drafts.cell_without_parent,
    "second_top_unit": drafts.second_top_unit,
    "parent_loop": drafts.parent_loop,
    "wrong_kind_above": drafts.wrong_kind_above,
    "kind_fits_no_unit_below": drafts.kind_fits_no_unit_below,
    "unknown_unit_kind": drafts.unknown_unit_kind,
    "milestone_code_twice": drafts.milestone_code_twice,
    "unlisted_unit": drafts.unlisted_unit,
    "unknown_milestone": drafts.unknown_milestone,
    "unit_without_return": drafts.unit_without_return,
    "milestone_not_of_unit": drafts.milestone_not_of_unit,
    "extension_not_later": drafts.extension_not_later,
    "completion_without_date": drafts.completion_without_date,
    "completion_done_and_undone": drafts.completion_done_and_undone,
    "entry_twice": drafts.entry_twice,
    "receipt_twice": drafts.receipt_twice,
}
"""By the code of the rule; no_units and no_reporting_unit leave nothing to plant in."""

ONE_OR_OTHER = ("period_without_year", "period_not_one_year", "year_without_regulation")
"""Faults of one cell: a register has one of them at most."""

SEVERAL = ("blank_cell", "unreadable_cell", "unlisted_unit", "second_top_unit", "parent_loop",
           "unknown_parent", "unit_name_twice", "unit_code_twice")  # fmt: skip
"""Faults that a register has many of."""


def planted(work: Draft) -> dict[Place, str]:
    """Fifty faults of all kinds, by the cells where they must be reported."""
    choice = work.rng.choice(ONE_OR_OTHER)
    codes = [code for code in PLANTERS if code not in ONE_OR_OTHER or code == choice]
    places: dict[Place, str] = {}
    while len(places) < FAULTS:
        code = codes.pop() if codes else work.rng.choice(SEVERAL)
        places[PLANTERS[code](work)] = code
    return places


def reported(work: Draft) -> tuple[Finding, ...]:
    """All that the program says of a register, whether it can be used or not."""
    try:
        return load(work.data()).warnings
    except FaultyWorkbook as fault:
        return fault.findings


def test_every_rule_of_the_register_is_planted() -> None:
    book = {rule.code for rule in BOOK_RULES}
    assert book - PLANTERS.keys() == {"no_units", "no_reporting_unit"}


def test_nothing_is_wrong_before() -> None:
    assert reported(draft(0)) == ()


@pytest.mark.parametrize("code", PLANTERS)
def test_a_fault_alone_is_reported_at_its_cell(code: str) -> None:
    work = draft(7)
    place = PLANTERS[code](work)
    assert [(x.rule, (x.ref.sheet, x.ref.cell)) for x in reported(work)] == [(code, place)]


@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_faults_are_gone_after_one_round_of_doing_as_told(seed: int) -> None:
    work = draft(seed)
    places = planted(work)
    findings = reported(work)
    assert {(x.ref.sheet, x.ref.cell): x.rule for x in findings} == places
    assert len(findings) == len(places) == FAULTS
    for finding in findings:
        work.undo[finding.ref.sheet, finding.ref.cell]()
    assert reported(work) == ()
