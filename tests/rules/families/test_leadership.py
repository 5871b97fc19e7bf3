from typing import Any

import pytest

from tests.builders import a_return, cell, info, leadership
from tests.rules.families.checked import (
    Violations,
    at,
    codes,
    plain_cell,
    severity,
    violations_between,
    violations_of,
)
from xeploai.schema.form import LeadershipReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, RatingStage
from xeploai.submissions.model import Return

COLLECTIVE, LEADER = LeadershipSubject
SELF, _, DECIDED = RatingStage


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
