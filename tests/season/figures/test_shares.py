from fractions import Fraction
from math import floor

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Rounding
from xeploai.season.figures.shares import SHARES, with_ratios

COUNT = st.integers(0, 6_000_000)


def exact(number: int, base: int, digits: int, rounding: Rounding) -> int:
    value = Fraction(number, base) * 100 * 10**digits
    return int(floor(value + Fraction(1, 2)) if rounding is Rounding.HALF_UP else floor(value))


@given(COUNT, st.integers(1, 6_000_000), st.integers(0, 2), st.sampled_from(Rounding))
def test_a_percentage_is_the_exact_one(
    number: int, base: int, digits: int, rounding: Rounding
) -> None:
    assert percent_units(number, base, digits, rounding) == exact(number, base, digits, rounding)


@given(st.lists(st.tuples(*[COUNT] * 6), min_size=1, max_size=8), st.sampled_from(Rounding))
def test_a_table_has_the_same_percentages(rows: list[tuple[int, ...]], rounding: Rounding) -> None:
    names = ["total", "rated", "xs", "htt", "ht", "kht"]
    table = with_ratios(pd.DataFrame(rows, columns=names).astype("Int64"), 2, rounding)
    for row, computed in zip(rows, table.to_dict("records"), strict=True):
        counts = dict(zip(names, row, strict=True))
        for share, (top, bottom) in SHARES.items():
            base = sum(counts[name] for name in bottom)
            wanted = percent_units(sum(counts[name] for name in top), base, 2, rounding)
            assert (None if pd.isna(computed[share]) else computed[share]) == wanted


@pytest.mark.parametrize(
    ("number", "base", "half_up", "cut"),
    [
        (152, 166, 9157, 9156),
        (193, 207, 9324, 9323),
        (3410, 3675, 9279, 9278),
        (1, 8, 1250, 1250),
        (1, 800, 13, 12),  # a half goes up
        (1, 3, 3333, 3333),
        (2, 3, 6667, 6666),
        (0, 5, 0, 0),
        (5, 5, 10000, 10000),
    ],
)
def test_halves_go_up_or_are_cut(number: int, base: int, half_up: int, cut: int) -> None:
    assert percent_units(number, base, 2, Rounding.HALF_UP) == half_up
    assert percent_units(number, base, 2, Rounding.CUT) == cut


def test_of_nothing_there_is_no_percentage() -> None:
    assert percent_units(0, 0, 2, Rounding.HALF_UP) is None


def test_both_cap_ratios_have_their_own_base() -> None:
    assert SHARES["xs_over_htt_pct"] == (("xs",), ("htt",))
    assert SHARES["xs_over_xs_htt_pct"] == (("xs",), ("xs", "htt"))


def test_htt_or_above_is_of_those_rated() -> None:
    assert SHARES["htt_or_above_pct"] == (("xs", "htt"), ("rated",))
