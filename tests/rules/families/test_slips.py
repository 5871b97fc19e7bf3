import pytest

from tests.builders import a_return, cell
from tests.rules.families.checked import at, codes, severity, violations_of
from xeploai.schema.form import CellReturn

# Eight rated and two that are not make ten; nine and one do too.
WHOLE = {"official": 9, "probationary": 1}


def test_good_rows_are_silent() -> None:
    assert codes(a_return([cell(), cell(name="Chi bộ 2", cell_code="A2", **WHOLE)])) == set()


def test_members_differ_from_both_sums() -> None:
    item = a_return([cell(), cell(cell_code="A2", name="Chi bộ thôn Hai", members=100, **WHOLE)])
    assert violations_of("members_differ_from_both_sums", item) == [
        (
            at(CellReturn, "members", 1),
            "Chi bộ thôn Hai: tổng số đảng viên ghi 100, hai cách cộng đều được 10",
        )
    ]
    assert codes(item) == {"members_differ_from_both_sums"}, "one slip is reported once"
    assert severity("members_differ_from_both_sums") == "error"


def test_a_total_too_small_is_reported_once_too() -> None:
    item = a_return([cell(members=1, disciplined=2, kht=0, **WHOLE)])
    assert codes(item) == {"members_differ_from_both_sums"}


def test_sums_that_differ_from_each_other_are_reported_each() -> None:
    item = a_return([cell(members=100, official=5, probationary=1)])
    assert codes(item) == {
        "rated_and_not_rated_do_not_sum_to_members",
        "official_and_probationary_do_not_sum_to_members",
    }


@pytest.mark.parametrize("more", [{}, {"htt": 10}])
def test_rated_more_than_members(more: dict[str, int]) -> None:
    item = a_return([cell(rated=12, **more)])
    assert violations_of("rated_more_than_members", item) == [
        (
            at(CellReturn, "rated"),
            "Chi bộ thôn Một: 12 đảng viên được đánh giá, nhiều hơn tổng số đảng viên 10",
        )
    ]
    assert codes(item) == {"rated_more_than_members"}
    assert severity("rated_more_than_members") == "error"


@pytest.mark.parametrize("htt", [6, 8])
def test_not_rated_also_counted_as_rated(htt: int) -> None:
    item = a_return([cell(rated=10, htt=htt)])
    assert violations_of("not_rated_also_counted_as_rated", item) == [
        (
            at(CellReturn, "rated"),
            "Chi bộ thôn Một: ghi cả 10 đảng viên được đánh giá, trong khi 2 không được đánh giá",
        )
    ]
    assert codes(item) == {"not_rated_also_counted_as_rated"}
    assert severity("not_rated_also_counted_as_rated") == "error"


def test_all_may_be_rated_where_nobody_is_exempt() -> None:
    assert codes(a_return([cell(rated=10, htt=8, exempt=0, new_under_6m=0)])) == set()


def test_rated_differs_from_both_sums() -> None:
    item = a_return([cell(rated=7)])
    assert violations_of("rated_differs_from_both_sums", item) == [
        (
            at(CellReturn, "rated"),
            "Chi bộ thôn Một: số được đánh giá ghi 7, hai cách tính đều được 8",
        )
    ]
    assert codes(item) == {"rated_differs_from_both_sums"}
    assert severity("rated_differs_from_both_sums") == "error"


def test_22_for_2_is_found() -> None:
    assert codes(a_return([cell(xs=22)])) == {"levels_do_not_sum_to_rated"}


def test_a_slip_of_one_row_hides_nothing_in_another() -> None:
    cells = [cell(rated=7), cell(cell_code="A2", name="Chi bộ thôn Hai", htt=7)]
    assert codes(a_return(cells)) == {"rated_differs_from_both_sums", "levels_do_not_sum_to_rated"}
