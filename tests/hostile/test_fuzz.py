"""A sample of the long run of bench/fuzz.py: mutated forms, read in workers with limits."""

from functools import partial

import pytest

from bench.fuzz import FATES, fate
from bench.mutants import mutant
from tests.hostile.forms import form_of
from xeploai.submissions.isolation import LIMITS
from xeploai.workers import contained

SAMPLE = 500


@pytest.mark.slow
def test_no_mutant_of_a_form_escapes_the_reader() -> None:
    form = form_of(0)
    fated = contained(partial(fate, form), range(SAMPLE), 2, LIMITS)
    outcomes = dict(zip(range(SAMPLE), fated, strict=True))
    assert {seed: outcome for seed, outcome in outcomes.items() if outcome not in FATES} == {}
    # A reader that refuses everything, or takes everything, would pass as well.
    assert {*outcomes.values()} == {*FATES}


def test_a_mutant_is_always_the_same_and_another_number_is_another() -> None:
    form = form_of(0)
    made = [mutant(form, seed) for seed in range(12)]
    assert made == [mutant(form, seed) for seed in range(12)]
    assert len({*made}) == len(made)
