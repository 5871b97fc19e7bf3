import pytest

from tests.builders import a_return, cell, leadership
from tests.rules.families.checked import at, codes, severity, violations_of
from xeploai.schema.form import CellReturn

ILL = {"exempt": 0, "not_rated_other": 1}


def test_not_rated_other_without_reason() -> None:
    item = a_return([cell(), cell(cell_code="A2", **ILL)])
    assert violations_of("not_rated_other_without_reason", item) == [
        (
            at(CellReturn, "not_rated_reason", 1),
            "Chi bộ thôn Một: 1 đảng viên chưa đánh giá vì lý do khác, chưa ghi lý do",
        )
    ]
    assert severity("not_rated_other_without_reason") == "warning"
    assert codes(a_return([cell(**ILL, not_rated_reason="ốm")])) == set()


def test_reason_without_not_rated() -> None:
    item = a_return([cell(not_rated_reason="ốm")])
    assert violations_of("reason_without_not_rated", item) == [
        (
            at(CellReturn, "not_rated_other"),
            "Chi bộ thôn Một: ghi lý do “ốm”, cột Lý do khác không có đảng viên nào",
        )
    ]
    assert codes(item) == {"reason_without_not_rated"}
    assert severity("reason_without_not_rated") == "warning"


@pytest.mark.parametrize("words", ["Không", "không có", "0", "Chưa có", "KHÔNG.", "–"])
def test_words_that_say_nothing_are_a_blank(words: str) -> None:
    assert codes(a_return([cell(not_rated_reason=words)])) == set()
    assert codes(a_return([cell(**ILL, not_rated_reason=words)])) == {
        "not_rated_other_without_reason"
    }
    assert codes(a_return([cell(decided_level=None, decision_no=words)])) == set()
    collective = leadership(total=6, not_rated=1, not_rated_reason=words)
    assert codes(a_return(others=[collective])) == {"leadership_not_rated_without_reason"}


def test_words_that_begin_with_no_say_something() -> None:
    item = a_return([cell(**ILL, not_rated_reason="không có mặt ở nơi cư trú")])
    assert codes(item) == set()


def test_a_sum_that_is_wrong_explains_a_reason_without_its_number() -> None:
    item = a_return([cell(exempt=0, not_rated_reason="ốm")])
    assert codes(item) == {"rated_and_not_rated_do_not_sum_to_members"}


def test_cell_without_members() -> None:
    nobody = dict.fromkeys(("members", "rated", "xs", "htt", "ht", "exempt", "new_under_6m"), 0)
    levels = dict.fromkeys(("self_level", "proposed_level", "decided_level"))
    item = a_return([cell(), cell(cell_code="A2", name="Chi bộ 2", **nobody, **levels)])
    assert violations_of("cell_without_members", item) == [
        (at(CellReturn, "members", 1), "Chi bộ 2: tổng số đảng viên bằng 0")
    ]
    assert codes(item) == {"cell_without_members"}
    assert severity("cell_without_members") == "warning"


def test_level_without_rated_members() -> None:
    unrated = {"rated": 0, "xs": 0, "htt": 0, "ht": 0}
    item = a_return([cell(**unrated, exempt=8, new_under_6m=2, decided_level=None)])
    assert violations_of("level_without_rated_members", item) == [
        (
            at(CellReturn, "proposed_level"),
            "Chi bộ thôn Một: xếp HTT, số đảng viên được đánh giá bằng 0",
        )
    ]
    assert codes(item) == {"level_without_rated_members"}
    assert severity("level_without_rated_members") == "warning"
    assert codes(a_return([cell(**unrated, exempt=10, new_under_6m=0)])) == set()
