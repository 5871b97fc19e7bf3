"""Figures of an earlier year on this year's map."""

from dataclasses import replace
from datetime import date

from tests.builders import a_return, done, info, plain_cell, register, returns_of
from xeploai.register.model import OldUnit
from xeploai.schema.form import CellReturn, MilestoneReturn
from xeploai.schema.row import Code
from xeploai.submissions.crosswalk import on_this_map
from xeploai.submissions.model import Return

YEAR = 2023


def old_return(code: str, cells: int) -> Return:
    rows = [plain_cell(number) for number in range(1, cells + 1)]
    first_sheet = replace(info(), unit_code=Code(code), period=str(YEAR))
    others = [done("KH", date(YEAR, 11, 1))]
    return a_return(of=first_sheet, cells=rows, others=others, file=f"{code}.xlsx")


def test_a_unit_that_stayed_keeps_its_return() -> None:
    old = old_return("A", 2)
    assert on_this_map(register(), YEAR, returns_of(old)) == {"A": old}


def test_a_merged_unit_adds_up_the_old_ones() -> None:
    merged = register(crosswalk=[OldUnit("A", "X1", "2023"), OldUnit("A", "X2", "Năm 2023")])
    mapped = on_this_map(merged, YEAR, returns_of(old_return("X1", 2), old_return("X2", 3)))
    assert list(mapped) == ["A"]
    assert mapped["A"].unit == "A"
    assert len(mapped["A"].rows(CellReturn)) == 5
    assert mapped["A"].info is None


def test_a_merged_unit_had_sent_when_the_last_old_one_had() -> None:
    merged = register(crosswalk=[OldUnit("A", "X1", "2023"), OldUnit("A", "X2", "2023")])

    def sent(*days: date | None) -> date | None:
        old = [
            replace(old_return(code, 1), received_on=day)
            for code, day in zip(("X1", "X2"), days, strict=True)
        ]
        mapped = on_this_map(merged, YEAR, returns_of(*old))["A"]
        assert not mapped.rows(MilestoneReturn)
        assert mapped.first_received_on == mapped.received_on
        return mapped.received_on

    assert sent(date(2023, 12, 9), date(2023, 12, 4)) == date(2023, 12, 9)
    assert sent(date(2023, 12, 9), None) is None


def test_a_merged_unit_with_an_old_one_missing_is_not_comparable() -> None:
    merged = register(crosswalk=[OldUnit("A", "X1", "2023"), OldUnit("A", "X2", "2023")])
    assert on_this_map(merged, YEAR, returns_of(old_return("X1", 2))) == {}


def test_a_crosswalk_of_another_year_is_not_used() -> None:
    other = register(crosswalk=[OldUnit("A", "X1", "2019")])
    assert list(on_this_map(other, YEAR, returns_of(old_return("A", 1)))) == ["A"]


def test_units_of_no_return_are_left_out() -> None:
    assert on_this_map(register(), YEAR, {}) == {}
