from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_return, cell, info, leadership, register
from tests.rules.families.checked import (
    Violations,
    at,
    codes,
    plain_cell,
    severity,
    violations_between,
    violations_of,
)
from xeploai.rules.families.shared import LEADERSHIP_SLIPS
from xeploai.rules.run import check_return
from xeploai.schema.form import LeadershipReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, RatingStage
from xeploai.submissions.model import Return

COLLECTIVE, LEADER, MEMBER, CIVIL_SERVANT = LeadershipSubject
SELF, PROPOSED, DECIDED = RatingStage


def test_leaders_above_collective() -> None:
    rows = [
        leadership(COLLECTIVE, SELF),
        leadership(LEADER, SELF),
        leadership(COLLECTIVE, DECIDED, xs=0, htt=5),
        leadership(LEADER, DECIDED),
    ]
    assert violations_of("leaders_above_collective", a_return(others=rows)) == [
        (
            at(LeadershipReturn, "xs", 3),
            "Quyết định: có cá nhân xếp XS, tập thể cao nhất xếp HTT",
        )
    ]
    assert severity("leaders_above_collective") == "warning"
    assert codes(a_return(others=rows[:2])) == set()
    assert codes(a_return(others=[rows[0], rows[3]])) == set(), "steps are compared one by one"


def test_leadership_base_changes() -> None:
    rows = [
        leadership(COLLECTIVE, SELF),
        leadership(LEADER, SELF, total=7, rated=7, htt=6),
        leadership(COLLECTIVE, DECIDED),
        leadership(LEADER, DECIDED, total=709, rated=709, htt=708),
    ]
    item = a_return([plain_cell(1, 800)], others=rows)
    assert violations_of("leadership_base_changes", item) == [
        (
            at(LeadershipReturn, "total", 3),
            (
                "Cá nhân lãnh đạo, quản lý: tổng số ở bước quyết định là 709, "
                "ở bước tự xếp loại là 7"
            ),
        )
    ]
    assert codes(item) == {"leadership_base_changes"}
    assert severity("leadership_base_changes") == "warning"


@pytest.mark.parametrize("stages", [(SELF, DECIDED), (DECIDED, SELF)])
def test_a_step_not_done_yet_changes_nothing(stages: tuple[RatingStage, RatingStage]) -> None:
    none = dict.fromkeys(("total", "rated", "xs", "htt"), 0)
    done, open_ = stages
    rows = [leadership(COLLECTIVE, done), leadership(COLLECTIVE, open_, **none)]
    assert codes(a_return(others=rows)) == set()


def test_a_total_that_does_not_add_up_explains_the_change() -> None:
    rows = [leadership(stage=SELF), leadership(stage=DECIDED, total=6)]
    assert codes(a_return(others=rows)) == {"leadership_rated_and_not_rated_do_not_sum_to_total"}


def test_leadership_not_rated_without_reason() -> None:
    row: dict[str, Any] = {"total": 6, "not_rated": 1}
    item = a_return(others=[leadership(**row)])
    assert violations_of("leadership_not_rated_without_reason", item) == [
        (
            at(LeadershipReturn, "not_rated_reason"),
            "Tập thể lãnh đạo, quản lý, quyết định: 1 chưa đánh giá, chưa ghi lý do",
        )
    ]
    assert severity("leadership_not_rated_without_reason") == "warning"
    assert codes(a_return(others=[leadership(**row, not_rated_reason="mới lập")])) == set()


def test_more_leaders_than_members() -> None:
    def leaders(number: int) -> Violations:
        rows = [
            leadership(LEADER, stage, total=number, rated=number, xs=1, htt=number - 1)
            for stage in (SELF, DECIDED)
        ]
        item = a_return([cell(members=9, exempt=0)], others=rows)
        return violations_of("more_leaders_than_members", item)

    assert leaders(40) == [
        (
            at(LeadershipReturn, "total", 0),
            "Tự xếp loại: 40 cá nhân lãnh đạo, quản lý, toàn đơn vị có 9 đảng viên",
        )
    ]
    assert leaders(9) == []
    assert severity("more_leaders_than_members") == "warning"


# ------------------------------------------------------------------ members at a step


def members(*stages: RatingStage, **over: int) -> Return:
    """The members of the usual cell, 10 of whom 8 are rated, at some steps."""
    usual = {"total": 10, "not_rated": 2, "rated": 8, "xs": 1, "htt": 6, "ht": 1, **over}
    return a_return(others=[leadership(MEMBER, stage, **usual) for stage in stages])


def test_member_step_total_differs() -> None:
    item = members(SELF, PROPOSED, total=11, not_rated=3)
    assert violations_of("member_step_total_differs", item) == [
        (
            at(LeadershipReturn, "total", number),
            f"{step}: tổng số đảng viên 11, tờ Chi bộ có 10",
        )
        for number, step in enumerate(("Tự xếp loại", "Đề nghị"))
    ]
    assert severity("member_step_total_differs") == "warning"
    assert codes(item) == {"member_step_total_differs"}


def test_members_at_a_step_are_those_of_the_cells() -> None:
    assert codes(members(*RatingStage)) == set()
    lowered = {"xs": 3, "htt": 4}
    assert codes(members(SELF, **lowered)) == set(), "the reasons stand at the cells"
    nobody = leadership(MEMBER, SELF, total=0, rated=0, xs=0, htt=0)
    assert codes(a_return(others=[nobody])) == set(), "a step not done yet"


def test_member_step_rated_differs() -> None:
    item = members(SELF, not_rated=3, rated=7, ht=0)
    assert violations_of("member_step_rated_differs", item) == [
        (
            at(LeadershipReturn, "rated"),
            "Tự xếp loại: 7 đảng viên được xếp loại, tờ Chi bộ có 8",
        )
    ]
    assert severity("member_step_rated_differs") == "warning"
    assert codes(item) == {"member_step_rated_differs"}


def test_cells_to_be_reviewed_explain_fewer_rated() -> None:
    waiting = cell(review_date=None, rated=0, xs=0, htt=0, ht=0, kht=0,
                   self_level=None, proposed_level=None, decided_level=None)  # fmt: skip
    rows = [leadership(MEMBER, SELF, total=20, not_rated=4, rated=16, xs=2, htt=14)]
    assert "member_step_rated_differs" not in codes(
        a_return([plain_cell(1, 10), replace(waiting, name="Hai", cell_code=Code("A2"))],
                 others=rows)
    )  # fmt: skip


def test_decided_members_differ() -> None:
    item = members(DECIDED, xs=2, htt=5)
    assert violations_of("decided_members_differ", item) == [
        (
            at(LeadershipReturn, "xs"),
            (
                "Đảng viên, quyết định: “Hoàn thành xuất sắc nhiệm vụ” ghi 2, tờ Chi bộ cộng lại "
                "1; tính theo tờ Chi bộ"
            ),
        )
    ]
    assert severity("decided_members_differ") == "warning"
    assert codes(item) == {"decided_members_differ"}


def test_decided_members_as_at_the_cells_are_no_fault() -> None:
    assert violations_of("decided_members_differ", members(DECIDED)) == []


@pytest.mark.parametrize("key", ["rated", "total"])
def test_counts_of_members_are_told_as_such(key: str) -> None:
    item = members(SELF, **{key: 13})
    found = [x.sentence for x in check_return(item, register()) if x.rule in LEADERSHIP_SLIPS]
    assert found
    assert all(list(sentence.about_members) for sentence in found)


# ------------------------------------------------------------------ beside other units

MISSING = "leadership_step_missing"


def leaders(unit: str, *steps: RatingStage, total: int = 20) -> Return:
    """A return of a unit with its leaders, all rated at some steps."""
    rows = [
        leadership(LeadershipSubject.LEADER, step, total=total, rated=total, xs=0, htt=total)
        for step in steps
    ]
    return a_return(of=info(unit_code=Code(unit)), others=rows, file=f"{unit}.xlsx")


def test_leadership_step_missing() -> None:
    """A rated its 40 leaders itself, those of B and C are decided."""
    items = [leaders("A", SELF, total=40), leaders("B", *RatingStage), leaders("C", DECIDED)]
    assert [(ref.file, ref.cell, words) for ref, words in violations_between(MISSING, items)] == [
        (
            "A.xlsx",
            at(LeadershipReturn, "stage"),
            (
                "Cá nhân lãnh đạo, quản lý: mới đến bước tự xếp loại; 2/2 đơn vị khác đã có bước "
                "quyết định"
            ),
        )
    ]
    assert severity(MISSING) == "warning"


def test_a_step_that_few_have_is_not_missing() -> None:
    ahead = [leaders("A", *RatingStage), *(leaders(unit, SELF) for unit in "BCDE")]
    assert violations_between(MISSING, ahead) == []
    same = [leaders(unit, *RatingStage) for unit in "ABC"]
    assert violations_between(MISSING, same) == []
    assert violations_between(MISSING, [leaders("A", SELF)]) == []
    none = [leaders("A"), leaders("B", *RatingStage), leaders("C", *RatingStage)]
    assert violations_between(MISSING, none) == [], "a unit without leaders misses no step"


def servants(xs: int, rated: int) -> LeadershipReturn:
    return leadership(CIVIL_SERVANT, total=rated, rated=rated, xs=xs,
                      htt=rated - xs)  # fmt: skip


def test_civil_servants_unlike_members() -> None:
    members = cell(members=50, exempt=0, new_under_6m=0, rated=50, xs=5, htt=45, ht=0)
    item = a_return([members], others=[servants(10, 20)])
    assert violations_of("civil_servants_unlike_members", item, register()) == [
        (at(LeadershipReturn, "xs"), "10/20 xuất sắc, của đảng viên là 5/50")
    ]
    assert severity("civil_servants_unlike_members") == "warning"


@pytest.mark.parametrize(("xs", "rated"), [(2, 20), (4, 20), (1, 3), (0, 0)])
def test_civil_servants_like_members(xs: int, rated: int) -> None:
    """Up to ten points apart, or one person in a small unit."""
    members = cell(members=50, exempt=0, new_under_6m=0, rated=50, xs=5, htt=45, ht=0)
    item = a_return([members], others=[servants(xs, rated)])
    assert violations_of("civil_servants_unlike_members", item, register()) == []
