"""The board of quotas: where the cap is measured, what is used of it, what is hidden."""

from typing import Any

from tests.builders import AS_OF, UNITS, a_return, info, plain_cell, register, unit_cap
from xeploai.schema.row import Code
from xeploai.schema.terms import CapBase, CapScope
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return
from xeploai.views.quota_rows import QuotaBoard, quota_board
from xeploai.views.season_view import lay_out


def sent(code: str, *excellent: int) -> Return:
    cells = [
        plain_cell(number, 12, htt=12 - xs, xs=xs, cell_code=Code(f"{code}{number}"))
        for number, xs in enumerate(excellent, start=1)
    ]
    return a_return(cells, of=info(unit_code=Code(code)), file=f"{code}.xlsx", sha256=code)


def board(*returns: Return, **settings: Any) -> QuotaBoard | None:
    usual = {"cap": 20, "cap_base": CapBase.HTT, "never_over_cap": 0, "least_coverage": 0}
    of = register(UNITS, **{**usual, **settings})
    return quota_board(lay_out(evaluate(of, list(returns), AS_OF)))


def test_each_unit_stands_beside_its_cap() -> None:
    made = board(sent("A", 6, 1), sent("B", 1, 1), unit_caps={"B": unit_cap(25, "15-QĐ/HU")})
    assert made is not None
    assert [
        (x.name, x.percent, x.base, x.most, x.used, x.left, x.over, x.to_lower, x.decision)
        for x in made.rows
    ] == [
        ("Đảng bộ xã A", "20%", "17", "3", "7", "", "4", "3", ""),
        ("Đảng bộ xã B", "25%", "22", "5", "2", "3", "", "", "15-QĐ/HU"),
    ]
    assert made.has_over
    assert made.has_decisions
    assert made.words == (
        "1/2 đơn vị vượt trần; để không vượt thì ít nhất 3 đảng viên xuất sắc phải xếp lại là hoàn "
        "thành tốt. 2 đơn vị cộng lại: được tối đa 8 đảng viên xuất sắc, đã xếp 9."
    )


def test_the_cap_may_be_measured_on_cells() -> None:
    made = board(sent("A", 6, 1), cap_scope=CapScope.CELL)
    assert made is not None
    assert [(x.name, x.within, x.used, x.over) for x in made.rows] == [
        ("Chi bộ 1", "Đảng bộ xã A", "6", "5"), ("Chi bộ 2", "Đảng bộ xã A", "1", ""),
    ]  # fmt: skip
    assert made.words.startswith("1/2 chi bộ vượt trần;")


def test_or_on_all_together() -> None:
    made = board(sent("A", 1, 1), cap_scope=CapScope.WHOLE)
    assert made is not None
    assert [(x.name, x.most, x.used, x.left) for x in made.rows] == [
        ("Đảng bộ huyện H", "4", "2", "2")
    ]
    assert made.words == "Không đơn vị nào vượt trần."


def test_counts_that_are_hidden_stay_so_and_are_in_no_sum() -> None:
    made = board(sent("A", 6, 1), sent("B", 5), sent("C", 1), hide_below=20)
    assert made is not None
    hidden = {row.name: row for row in made.rows if row.hidden}
    assert "Đảng bộ xã B" in hidden
    assert {(x.most, x.used, x.over) for x in hidden.values()} == {("", "", "")}
    assert "3 đơn vị cộng lại" not in made.words


def test_without_a_rated_member_there_is_no_board() -> None:
    assert board() is None
