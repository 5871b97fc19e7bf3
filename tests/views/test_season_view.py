from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.builders import AS_OF, a_return, cell, plain_cell, register
from xeploai.season.evaluate import evaluate
from xeploai.views.season_view import SeasonView, lay_out


def view(*over: Mapping[str, Any]) -> SeasonView:
    more = (plain_cell(number, **each) for number, each in enumerate(over, start=2))
    return lay_out(evaluate(register(), [a_return([cell(), *more])], AS_OF))


def test_a_cell_rated_without_a_day_is_not_known_to_be_reviewed() -> None:
    known = view({"review_date": date(2025, 12, 2)}, {})
    assert known.reviewed("A") == (2, 3)
    assert known.reviewed_words("A") == (
        "2/3 chi bộ đã kiểm điểm (1 chi bộ chưa ghi ngày kiểm điểm)"
    )


def test_a_cell_in_which_nobody_is_to_be_rated_has_no_review_to_hold() -> None:
    exempt = {"members": 2, "exempt": 2, "rated": 0, "htt": 0}
    assert view(exempt).reviewed("A") == (1, 1)
    assert view(exempt).reviewed_words("") == "1/1 chi bộ đã kiểm điểm"
    assert view(exempt | {"review_date": date(2025, 12, 2)}).reviewed("H") == (2, 2)


def test_without_a_return_nothing_is_reviewed() -> None:
    assert view().reviewed("B") is None
