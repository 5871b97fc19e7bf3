"""Figures of an earlier year on this year's map."""

from dataclasses import replace
from datetime import date

from tests.builders import a_return, done, info, old_unit, plain_cell, register, returns_of
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, MilestoneReturn
from xeploai.schema.periods import Period
from xeploai.schema.row import Code
from xeploai.submissions.crosswalk import old_by_unit, on_this_map, split_units
from xeploai.submissions.model import Return

YEAR = 2023


def old_units(of: Register, year: int, unit: str) -> list[str]:
    return old_by_unit(of, Period(year)).get(unit, [])


def old_return(code: str, cells: int) -> Return:
    rows = [plain_cell(number) for number in range(1, cells + 1)]
    first_sheet = replace(info(), unit_code=Code(code), period=str(YEAR))
    others = [done("KH", date(YEAR, 11, 1))]
    return a_return(of=first_sheet, cells=rows, others=others, file=f"{code}.xlsx")


def test_a_unit_that_stayed_keeps_its_return() -> None:
    old = old_return("A", 2)
    assert on_this_map(register(), Period(YEAR), returns_of(old)) == {"A": old}


def test_a_merged_unit_adds_up_the_old_ones() -> None:
    merged = register(crosswalk=[old_unit("A", "X1", "2023"), old_unit("A", "X2", "Năm 2023")])
    mapped = on_this_map(merged, Period(YEAR), returns_of(old_return("X1", 2), old_return("X2", 3)))
    assert list(mapped) == ["A"]
    assert mapped["A"].unit == "A"
    assert len(mapped["A"].rows(CellReturn)) == 5
    assert mapped["A"].info is None


def test_a_merged_unit_had_sent_when_the_last_old_one_had() -> None:
    merged = register(crosswalk=[old_unit("A", "X1", "2023"), old_unit("A", "X2", "2023")])

    def sent(*days: date | None) -> date | None:
        old = [
            replace(old_return(code, 1), received_on=day)
            for code, day in zip(("X1", "X2"), days, strict=True)
        ]
        mapped = on_this_map(merged, Period(YEAR), returns_of(*old))["A"]
        assert not mapped.rows(MilestoneReturn)
        assert mapped.first_received_on == mapped.received_on
        return mapped.received_on

    assert sent(date(2023, 12, 9), date(2023, 12, 4)) == date(2023, 12, 9)
    assert sent(date(2023, 12, 9), None) is None


def test_a_merged_unit_with_an_old_one_missing_is_not_comparable() -> None:
    merged = register(crosswalk=[old_unit("A", "X1", "2023"), old_unit("A", "X2", "2023")])
    assert on_this_map(merged, Period(YEAR), returns_of(old_return("X1", 2))) == {}


def test_a_crosswalk_of_another_year_is_not_used() -> None:
    other = register(crosswalk=[old_unit("A", "X1", "2019")])
    assert list(on_this_map(other, Period(YEAR), returns_of(old_return("A", 1)))) == ["A"]


def test_units_of_no_return_are_left_out() -> None:
    assert on_this_map(register(), Period(YEAR), {}) == {}


def test_an_old_unit_that_was_split_is_compared_with_nobody() -> None:
    split = register(crosswalk=[old_unit("A", "X", "2023"), old_unit("B", "X", "2023")])
    assert on_this_map(split, Period(YEAR), returns_of(old_return("X", 2))) == {}
    assert split_units(split, Period(YEAR)) == {"X": ["A", "B"]}
    assert split_units(split, Period(YEAR - 1)) == {"X": ["A", "B"]}
    assert split_units(split, Period(YEAR + 1)) == {}


def test_a_unit_that_lost_a_part_is_not_compared_either() -> None:
    split = register(crosswalk=[old_unit("B", "A", "2023")])
    assert on_this_map(split, Period(YEAR), returns_of(old_return("A", 2))) == {}
    assert split_units(split, Period(YEAR)) == {"A": ["A", "B"]}


def test_a_unit_moved_to_a_new_code_is_still_compared() -> None:
    moved = register(crosswalk=[old_unit("B", "A", "2023"), old_unit("A", "X", "2023")])
    old = returns_of(old_return("A", 2), old_return("X", 3))
    mapped = on_this_map(moved, Period(YEAR), old)
    assert {code: len(item.rows(CellReturn)) for code, item in mapped.items()} == {"A": 3, "B": 2}


def test_a_row_written_twice_counts_once() -> None:
    twice = register(crosswalk=[old_unit("A", "X", "2023"), old_unit("A", "X", "Năm 2023")])
    mapped = on_this_map(twice, Period(YEAR), returns_of(old_return("X", 2)))
    assert len(mapped["A"].rows(CellReturn)) == 2


def test_what_the_register_says_of_a_year_holds_for_the_years_before_it() -> None:
    merged = register(crosswalk=[old_unit("A", "X1", "2024"), old_unit("A", "X2", "2024")])
    returns = returns_of(old_return("X1", 2), old_return("X2", 3))
    assert old_units(merged, 2022, "A") == old_units(merged, 2024, "A") == ["X1", "X2"]
    assert len(on_this_map(merged, Period(2022), returns)["A"].rows(CellReturn)) == 5


def test_of_two_changes_the_next_after_a_year_holds() -> None:
    twice = register(crosswalk=[old_unit("A", "X1", "2019"), old_unit("A", "X7", "2024")])
    made_of = {year: old_units(twice, year, "A") for year in (2018, 2019, 2020, 2024, 2025)}
    assert made_of == {2018: ["X1"], 2019: ["X1"], 2020: ["X7"], 2024: ["X7"], 2025: []}


def test_each_unit_goes_back_by_its_own_rows() -> None:
    of = register(
        crosswalk=[
            old_unit("A", "X1", "2024"), old_unit("A", "X2", "2024"), old_unit("B", "X3", "2019"),
        ]
    )  # fmt: skip
    assert {unit: old_units(of, 2018, unit) for unit in "AB"} == {"A": ["X1", "X2"], "B": ["X3"]}
    assert {unit: old_units(of, 2020, unit) for unit in "AB"} == {"A": ["X1", "X2"], "B": []}


def test_a_code_that_was_another_units_before_is_not_taken_for_it() -> None:
    rows = [old_unit("A", "X", "2024"), old_unit("A", "Y", "2024"), old_unit("B", "X", "2023")]
    of = register(crosswalk=rows)
    assert {unit: old_units(of, 2023, unit) for unit in "AB"} == {"A": [], "B": ["X"]}
    assert split_units(of, Period(2023)) == {}
