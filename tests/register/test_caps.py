"""The cap on excellent members, in whole numbers."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import register, unit_cap
from xeploai.register.caps import Counts, MeasuredCap, measured
from xeploai.schema.terms import CapBase

COUNT = st.integers(0, 60)


def cap_of(xs: int, htt: int, ht: int, **settings: Any) -> MeasuredCap:
    return measured(register(**settings), Counts(xs, htt, xs + htt + ht), "A")


@given(COUNT, COUNT, COUNT, st.sampled_from(CapBase), st.integers(1, 100), st.integers(0, 2))
def test_the_fewest_that_have_to_be_rated_lower_are_found(
    xs: int, htt: int, ht: int, base: CapBase, percent: int, never: int
) -> None:
    settings: dict[str, Any] = {"cap": percent, "cap_base": base, "never_over_cap": never}
    tried = (n for n in range(xs + 1) if not cap_of(xs - n, htt + n, ht, **settings).is_over)
    assert cap_of(xs, htt, ht, **settings).to_lower == next(tried)


def test_where_htt_is_the_base_fewer_than_the_surplus_have_to_be_rated_lower() -> None:
    cap = cap_of(40, 100, 0, cap=20, cap_base=CapBase.HTT)
    assert (cap.most, cap.surplus, cap.to_lower) == (20, 20, 17)
    cap = cap_of(40, 100, 0, cap=20, cap_base=CapBase.XS_HTT)
    assert (cap.most, cap.surplus, cap.to_lower) == (28, 12, 12)


def test_a_decision_for_one_unit_sets_its_cap() -> None:
    of = register(cap=20, cap_base=CapBase.HTT, unit_caps={"A": unit_cap(25, "15-QĐ/HU")})
    cap = measured(of, Counts(25, 100, 125), "A")
    assert (cap.percent, cap.decision_no, cap.most, cap.is_over) == (25, "15-QĐ/HU", 25, False)
    assert measured(of, Counts(25, 100, 125), "B").is_over
