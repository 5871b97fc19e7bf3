"""Rules on a return some of whose cells have still to hold their review: no false alarm."""

from typing import Any

import pytest

from tests import builders
from tests.builders import a_return, book, cell, disciplined, info, read, register, unreviewed
from tests.rules.families.checked import (
    codes,
    plain_cell,
    violations_beside,
    violations_in_year,
    violations_of,
)
from xeploai.schema.row import Code
from xeploai.schema.terms import CapBase, Level
from xeploai.submissions.model import Return

NAMED = {"cell_code": "A3", "name": "Chi bộ thôn Ba"}


def named_too(*cells: Any, **over: Any) -> Return:
    """A return with one more cell, of which only code and name are filled in."""
    return read(book([*(builders._values(each) for each in cells), NAMED], **over))


@pytest.mark.parametrize(
    "over",
    [
        {},
        {"official": 8, "probationary": 2},
        {"disciplined": 2},
        {"not_rated_reason": "đi làm ăn xa, chưa họp được"},
        {"not_rated_other": 1, "not_rated_reason": "ốm", "note": "họp ngày 20/12"},
    ],
)
def test_nothing_but_that_it_is_not_reviewed_is_told_of_a_cell(over: dict[str, Any]) -> None:
    one = unreviewed(**over)
    item = a_return([cell(), one], others=[disciplined(one.disciplined)])
    assert codes(item) == {"cell_not_reviewed"}


@pytest.mark.parametrize(
    ("over", "rule"),
    [
        (
            {"official": 1, "probationary": 0},
            "official_and_probationary_do_not_sum_to_members",
        ),
        ({"disciplined": 11}, "more_disciplined_than_members"),
        ({"not_rated_other": 1}, "not_rated_other_without_reason"),
    ],
)
def test_what_is_typed_must_fit_all_the_same(over: dict[str, Any], rule: str) -> None:
    one = unreviewed(**over)
    item = a_return([cell(), one], others=[disciplined(one.disciplined)])
    assert codes(item) == {"cell_not_reviewed", rule}


def test_more_who_are_not_rated_than_members_is_an_error() -> None:
    one = unreviewed(exempt=11)
    assert codes(a_return([one])) == {"rated_and_not_rated_do_not_sum_to_members"}


def test_a_cell_as_great_as_those_above_it_is_no_sum_of_them() -> None:
    rows = [unreviewed(name=f"Chi bộ {n}", cell_code=Code("")) for n in (1, 2)]
    rows.append(unreviewed(name="Chi bộ 3", cell_code=Code(""), members=20, exempt=2))
    assert codes(a_return(rows)) == {"cell_not_reviewed"}
    rows[2] = unreviewed(name="Cộng các chi bộ", cell_code=Code(""), members=20, exempt=2)
    item = a_return(rows, declares=rows[:2])
    assert codes(item) == {"cell_not_reviewed", "sum_not_counted"}


# ------------------------------------------------------------------ sums


def test_the_members_declared_are_compared_and_those_rated_are_not() -> None:
    rows = [cell(), unreviewed()]
    declared = info(members_declared=20, rated_declared=17)
    assert codes(a_return(rows, of=declared)) == {"cell_not_reviewed"}
    wrong = info(members_declared=21)
    assert "declared_total_differs" in codes(a_return(rows, of=wrong))


def test_no_sum_is_compared_where_a_cell_is_only_named() -> None:
    declared = info(members_declared=20, rated_declared=17)
    assert codes(named_too(cell(), of=declared)) == {"cell_not_filled"}


def over_cap(*others: Any, **over: Any) -> bool:
    rows = [plain_cell(1, 12, xs=3, htt=9), *others]
    of = register(cap_base=over.pop("cap_base", CapBase.HTT))
    return bool(violations_of("excellent_members_over_cap", a_return(rows), of))


def test_the_cap_is_judged_as_if_all_who_wait_came_to_be_good() -> None:
    assert over_cap()
    assert over_cap(unreviewed(members=6, exempt=1))
    assert not over_cap(unreviewed(members=7, exempt=1))
    assert over_cap(unreviewed(members=3, exempt=1), cap_base=CapBase.XS_HTT)
    assert not over_cap(unreviewed(members=4, exempt=1), cap_base=CapBase.XS_HTT)


def test_the_cap_is_not_judged_where_a_cell_is_only_named() -> None:
    item = named_too(plain_cell(1, 12, xs=3, htt=9))
    assert violations_of("excellent_members_over_cap", item) == []


def test_a_unit_is_not_judged_by_a_part_of_its_cells() -> None:
    levels = (Level.XS, Level.HTT, Level.HT)
    rows = [
        plain_cell(n, self_level=level, proposed_level=level, decided_level=level)
        for n, level in enumerate(levels)
    ]
    of = info(proposed_level=Level.XS, decided_level=Level.XS)
    rule = "excellent_unit_below_quality"
    assert violations_in_year(rule, 2021, a_return(rows, of=of))
    assert violations_in_year(rule, 2021, a_return([*rows, unreviewed()], of=of)) == []
    assert violations_in_year(rule, 2021, named_too(*rows, of=of)) == []


def test_the_share_of_last_year_waits_and_the_members_do_not() -> None:
    last = a_return([plain_cell(n, 50, htt=50) for n in (1, 2)], file="last.xlsx")
    rows = [plain_cell(1, 50, xs=25, htt=25), unreviewed(members=90, exempt=0)]
    now = a_return(rows)
    assert violations_beside("excellent_share_jumps", a_return(rows[:1]), last)
    assert violations_beside("excellent_share_jumps", now, last) == []
    assert violations_beside("members_differ_from_last_year", now, last)
