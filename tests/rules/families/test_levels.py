from typing import Any

import pytest

from tests.builders import a_return, cell, info
from tests.rules.families.checked import at, severity, violations_of
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, UnitKind
from xeploai.submissions.model import Return

ALL_FAILED = {"xs": 0, "htt": 0, "ht": 0, "kht": 8}


@pytest.mark.parametrize("level", [Level.XS, Level.HTT, Level.HT])
def test_cell_above_all_its_members(level: Level) -> None:
    item = a_return([cell(**ALL_FAILED, decided_level=level)])
    assert violations_of("cell_above_all_its_members", item) == [
        (
            at(CellReturn, "decided_level"),
            (
                "Chi bộ thôn Một: cả 8 đảng viên được xếp loại đều không hoàn thành nhiệm vụ, "
                f"chi bộ xếp {level.short}"
            ),
        )
    ]
    assert severity("cell_above_all_its_members") == "warning"


@pytest.mark.parametrize(
    "over",
    [
        {},
        {**ALL_FAILED, "decided_level": Level.KHT},
        {"xs": 0, "htt": 0, "ht": 1, "kht": 7},
        {**ALL_FAILED, "self_level": None, "proposed_level": None, "decided_level": None},
    ],
)
def test_a_cell_with_the_level_of_some_member_is_silent(over: dict[str, Any]) -> None:
    assert violations_of("cell_above_all_its_members", a_return([cell(**over)])) == []


def of_lone_cell(of_cell: dict[str, Any], code: str = "C") -> Return:
    first = info(
        unit_code=Code(code), unit_name="Chi bộ cơ quan C", unit_kind=UnitKind.GRASSROOTS_CELL,
        self_level=Level.HTT,
    )  # fmt: skip
    return a_return([cell(cell_code=Code(code), **of_cell)], of=first)


def test_grassroots_cell_levels_differ() -> None:
    code = "grassroots_cell_levels_differ"
    assert violations_of(code, of_lone_cell({"decided_level": Level.XS})) == [
        (at(CellReturn, "decided_level"), "“Quyết định” ghi XS, tờ Thông tin ghi HTT")
    ]
    assert severity(code) == "warning"
    assert violations_of(code, of_lone_cell({})) == []
    assert violations_of(code, of_lone_cell({"decided_level": None})) == []
    of_committee = a_return([cell(decided_level=Level.XS)])
    assert violations_of(code, of_committee) == [], "a cell has a level of its own"
