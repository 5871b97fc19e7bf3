from datetime import date

import pytest

from tests import builders
from tests.builders import a_return, cell, info, register, unit
from tests.rules.families.checked import at, heading, plain_cell, severity, violations_beside
from xeploai.rules.all_rules import BY_CODE
from xeploai.rules.scopes import YearRule
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

MEMBERS, JUMP = "members_differ_from_last_year", "excellent_share_jumps"
SAME, GONE = "return_same_as_last_year", "cells_gone_since_last_year"


def last(*cells: CellReturn, unit_code: str = "A") -> Return:
    first = info(unit_code=Code(unit_code), period="2024", sent_on=date(2024, 12, 18))
    return a_return(list(cells), of=first, file="2024.xlsx")


def test_a_rule_beside_last_year_never_keeps_a_return_out() -> None:
    assert {str(x.severity) for x in BY_CODE.values() if isinstance(x, YearRule)} == {"warning"}


@pytest.mark.parametrize(
    ("before", "differs"), [(91, False), (111, False), (90, True), (112, True)]
)
def test_members_differ_from_last_year(before: int, differs: bool) -> None:
    now = a_return([plain_cell(1, 100)])
    sentence = f"100 đảng viên, kỳ 2024 có {before}: lệch quá 10%"
    assert violations_beside(MEMBERS, now, last(plain_cell(1, before))) == (
        [(heading(CellReturn, "members"), sentence)] if differs else []
    )
    assert severity(MEMBERS) == "warning"


@pytest.mark.parametrize(("before", "differs"), [(5, False), (9, False), (4, True), (10, True)])
def test_a_change_of_one_or_two_members_is_no_sign(before: int, differs: bool) -> None:
    now = a_return([plain_cell(1, 7)])
    assert bool(violations_beside(MEMBERS, now, last(plain_cell(1, before)))) is differs


@pytest.mark.parametrize(("xs", "jumps"), [(1, False), (2, False), (3, False), (4, True)])
def test_two_excellent_members_more_are_no_jump(xs: int, jumps: bool) -> None:
    now = a_return([plain_cell(1, 20, xs=xs, htt=20 - xs)])
    before = last(plain_cell(1, 40, xs=2, htt=38))
    assert bool(violations_beside(JUMP, now, before, register(excellent_jump=1))) is jumps


def test_the_tolerance_between_years_is_a_setting() -> None:
    now, before = a_return([plain_cell(1, 100)]), last(plain_cell(1, 90))
    assert violations_beside(MEMBERS, now, before, register(yearly_tolerance=12)) == []


def test_nobody_last_year_is_nothing_to_compare_with() -> None:
    now = a_return([plain_cell(1, 100)])
    for code in (MEMBERS, JUMP, SAME):
        assert violations_beside(code, now, last(plain_cell(1, 0))) == []


def test_a_sum_that_is_wrong_explains_the_change() -> None:
    now = a_return([cell(members=1000)])
    assert violations_beside(MEMBERS, now, last(cell())) == []
    assert violations_beside(MEMBERS, a_return([cell(), plain_cell(2)]), last(cell()))


@pytest.mark.parametrize(("xs", "opening"), [(20, ""), (21, "21,0%"), (0, ""), (40, "40,0%")])
def test_excellent_share_jumps(xs: int, opening: str) -> None:
    now = a_return([plain_cell(1, 100, xs=xs, htt=100 - xs)])
    before = last(plain_cell(1, 50, xs=5, htt=45))
    sentence = f"{opening} đảng viên xuất sắc, kỳ 2024 là 10,0%: thay đổi quá 10 điểm phần trăm"
    assert violations_beside(JUMP, now, before) == (
        [(heading(CellReturn, "xs"), sentence)] if opening else []
    )
    assert severity(JUMP) == "warning"
    assert violations_beside(JUMP, now, before, register(excellent_jump=30)) == []


def test_return_same_as_last_year() -> None:
    cells = [plain_cell(1, 7), plain_cell(2, 9)]
    assert violations_beside(SAME, a_return(cells), last(*cells)) == [
        (heading(CellReturn, "members"), "Số liệu của cả 2 chi bộ giống hệt kỳ 2024")
    ]
    assert severity(SAME) == "warning"
    assert violations_beside(SAME, a_return(cells[:1]), last(*cells[:1])) == []
    other = [plain_cell(1, 7), plain_cell(2, 9, htt=8, ht=1)]
    assert violations_beside(SAME, a_return(other), last(*cells)) == []


def test_cells_gone_since_last_year() -> None:
    before = last(*(plain_cell(number) for number in range(1, 9)), cell())
    now = a_return([plain_cell(1), cell(name="Chi bộ đổi tên")])
    assert violations_beside(GONE, now, before) == [
        (
            heading(CellReturn, "name"),
            (
                "Kỳ 2024 có “Chi bộ 2”, “Chi bộ 3”, “Chi bộ 4”, “Chi bộ 5”, “Chi bộ 6” "
                "và 2 chi bộ khác, kỳ này không có"
            ),
        )
    ]
    assert severity(GONE) == "warning"
    assert violations_beside(GONE, a_return([plain_cell(1)]), last(plain_cell(1))) == []


def test_a_cell_gone_is_not_another_whose_name_differs_by_an_accent() -> None:
    three = [plain_cell(n, name=name) for n, name in enumerate(("Hạ", "Hà", "Hả"))]
    now = a_return([plain_cell(0, name="HẠ")])
    message = "Kỳ 2024 có “Hà”, “Hả”, kỳ này không có"
    assert violations_beside(GONE, now, last(*three)) == [(heading(CellReturn, "name"), message)]
    bare = a_return([plain_cell(0, name="thon hạ")])
    assert violations_beside(GONE, bare, last(plain_cell(0, name="Thôn Hạ"))) == []


def test_the_register_knows_better_which_cells_there_are() -> None:
    of = register((*builders.UNITS, unit("A9", UnitKind.CELL, parent="A", name="Chi bộ 1")))
    now, before = a_return([plain_cell(1)]), last(plain_cell(1), plain_cell(2))
    assert violations_beside(GONE, now, before, of) == []
    alone = a_return([plain_cell(1)], of=info(unit_code=Code("C")))
    assert violations_beside(GONE, alone, last(plain_cell(2), unit_code="C")) == []


def test_a_season_is_held_to_the_year_before_it() -> None:
    before = last(plain_cell(1, 50, review_date=date(2024, 12, 1)))
    result = evaluate(register(), [a_return([plain_cell(1, 100)]), before], builders.AS_OF).findings
    assert [x.rule for x in result] == [MEMBERS]


# ------------------------------------------------------------------ within the same total


def _with_exempt(exempt: int) -> CellReturn:
    return plain_cell(1, 300, exempt=exempt, rated=300 - exempt, htt=300 - exempt)


@pytest.mark.parametrize(
    ("before", "now", "differs"),
    [(2, 15, True), (15, 2, True), (2, 9, False), (20, 30, False), (0, 8, True)],
)
def test_exempt_members_jump(before: int, now: int, differs: bool) -> None:
    code = "exempt_members_jump"
    violations = violations_beside(code, a_return([_with_exempt(now)]), last(_with_exempt(before)))
    sentence = f"{now} đảng viên được miễn công tác, sinh hoạt, kỳ 2024 có {before}"
    assert violations == ([(heading(CellReturn, "exempt"), sentence)] if differs else [])
    assert severity(code) == "warning"


def test_members_moved_between_cells() -> None:
    code = "members_moved_between_cells"
    now = a_return([plain_cell(1, 3), plain_cell(2, 41), plain_cell(3, 20)])
    then = last(plain_cell(1, 22), plain_cell(2, 22), plain_cell(3, 20))
    assert violations_beside(code, now, then) == [
        (
            at(CellReturn, "members"),
            "Chi bộ 1 có 3 đảng viên, kỳ 2024 có 22; “Chi bộ 2” tăng bằng số đó",
        )
    ]
    assert severity(code) == "warning"
    alone = a_return([plain_cell(1, 3), plain_cell(2, 22), plain_cell(3, 20)])
    assert violations_beside(code, alone, then) == [], "the total tells it"
    new = a_return([plain_cell(1, 3), plain_cell(2, 22), plain_cell(3, 20), plain_cell(4, 19)])
    assert violations_beside(code, new, then) == [], "a new cell was made of a part of it"
    few = a_return([plain_cell(1, 14), plain_cell(2, 30), plain_cell(3, 20)])
    assert violations_beside(code, few, then) == []


def test_cells_of_two_years_are_paired_by_code_where_they_have_one() -> None:
    now = a_return([plain_cell(1, 3, cell_code="B7"), plain_cell(2, 41, cell_code="B8")])
    then = last(
        plain_cell(5, 22, cell_code="B7", name="Chi bộ thôn cũ"),
        plain_cell(6, 22, cell_code="B8", name="Chi bộ chợ cũ"),
    )
    violations = violations_beside("members_moved_between_cells", now, then)
    assert [ref for ref, _ in violations] == [at(CellReturn, "members")]
