import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.draw import Totals, day_in, decide, draw_counts, ladder, share_out, sums, uneven
from xeploai.schema.terms import Level


@given(st.integers(0, 10_000), st.lists(st.integers(1, 1000), min_size=1, max_size=60))
def test_shares_add_up_and_are_within_one_of_the_exact_share(
    total: int, weights: list[int]
) -> None:
    shares = share_out(total, weights)
    assert sum(shares) == total
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    assert all(abs(share - part) <= 1 for share, part in zip(shares, exact, strict=True))


def test_uneven_parts_add_up_and_differ() -> None:
    parts = uneven(random.Random(1), 200, 12)
    assert sum(parts) == 200
    assert len(set(parts)) > 3


def test_counts_add_up_in_every_cell_and_to_the_totals() -> None:
    lot = random.Random(2)
    rated = uneven(lot, 400, 20)
    totals = Totals(xs=50, ht=20, kht=3, exempt=18, suspended=1, new_under_6m=7, probationary=5)
    counts = draw_counts(lot, rated, totals)
    for item in counts:
        assert item["xs"] + item["htt"] + item["ht"] + item["kht"] == item["rated"]
        assert item["official"] + item["probationary"] == item["members"]
        assert min(item.values()) >= 0
    total = sums(counts)
    assert (total["rated"], total["xs"], total["htt"], total["members"]) == (400, 50, 327, 426)


def test_the_best_are_excellent_and_the_worst_only_fulfil() -> None:
    counts = draw_counts(random.Random(3), [20] * 10, Totals(xs=15, ht=12, kht=2))
    levels = decide(counts, xs=2, ht=1)
    assert (levels.count(Level.XS), levels.count(Level.HT)) == (2, 1)
    best = [item for item, level in zip(counts, levels, strict=True) if level is Level.XS]
    assert all(item["kht"] == 0 for item in best)


def test_a_rating_never_rises_on_the_way_to_its_decision() -> None:
    order = list(Level)
    lot = random.Random(4)
    for _ in range(200):
        steps = [order.index(level) for level in ladder(lot, Level.HTT, changed=50)]
        assert steps == sorted(steps)
        assert steps[2] == order.index(Level.HTT)


@pytest.mark.parametrize("seed", range(20))
def test_days_are_working_days_where_there_are_any(seed: int) -> None:
    day = day_in(random.Random(seed), (date(2021, 12, 18), date(2021, 12, 21)))
    assert day in (date(2021, 12, 20), date(2021, 12, 21))
    assert day_in(random.Random(seed), (date(2021, 12, 18),) * 2) == date(2021, 12, 18)
