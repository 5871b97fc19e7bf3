from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from tests.builders import a_return, cell, info, leadership, parsed, register
from tests.rules.families.checked import Violations, codes, severity, violations_of
from xeploai.findings import letter as column_letter
from xeploai.forms.layout import place
from xeploai.reading.source_rows import SourceRow
from xeploai.reading.xlsx.cells import CellValue
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import LeadershipSubject, Rounding
from xeploai.submissions.model import Return

LETTERS = {"ty le xs": "AA", "ty le htt tro len": "AB", "xs so voi htt": "AC"}
XS, GOOD, OVER_HTT = LETTERS
FIRST: dict[type[Row], int] = {
    kind: place(kind).first_row for kind in (CellReturn, LeadershipReturn)
}


def with_ratios(
    row: Row, ratios: dict[str, CellValue], totals: tuple[SourceRow, ...] = ()
) -> Return:
    """A return of one row in whose columns of ratios something was typed, or in the total's."""
    kind = type(row)
    number = totals[0].number if totals else FIRST[kind]
    sheet = parsed(kind, [row], computed={number: ratios}, computed_columns=LETTERS, totals=totals)
    item = a_return([row] if isinstance(row, CellReturn) else None, of=info())
    return replace(item, sheets={**item.sheets, kind: sheet})


def typed(
    value: CellValue, heading: str = XS, of: Register | None = None, **over: Any
) -> Violations:
    one = cell(**{"members": 11, "rated": 9, "xs": 2, "htt": 6, **over})
    return violations_of("typed_ratio_differs", with_ratios(one, {heading: value}), of)


@pytest.mark.parametrize("value", [0.3, 30.0, "30%", "30 %", "30"])
def test_typed_ratio_differs(value: CellValue) -> None:
    # 2 of 9, printed as 30 %.
    assert typed(value) == [
        (
            f"AA{FIRST[CellReturn]}",
            "Chi bộ thôn Một: “Tỷ lệ XS” ghi 30%, tính ra 22,22% (2/9)",
        )
    ]
    assert severity("typed_ratio_differs") == "warning"


@pytest.mark.parametrize("value", ["99,43", "99,43%", 0.9943, 99.43])
def test_352_of_353_printed_99_43(value: CellValue) -> None:
    counts: dict[str, Any] = {"members": 355, "rated": 353, "xs": 2, "htt": 350, "ht": 1}
    ((_, message),) = typed(value, GOOD, **counts)
    assert message.endswith("“Tỷ lệ HTT trở lên” ghi 99,43%, tính ra 99,72% (352/353)")
    for right in ("99,72", "99,71", "99,7%", 0.9972, 0.9971, 352 / 353):
        assert typed(right, GOOD, **counts) == []


def test_shares_on_701_of_a_total_of_709() -> None:
    counts: dict[str, Any] = {
        "members": 709,
        "rated": 701,
        "xs": 439,
        "htt": 217,
        "ht": 45,
        "exempt": 7,
    }
    ((_, message),) = typed(0.6192, XS, **counts)
    assert message.endswith("ghi 61,92%, tính ra 62,62% (439/701)")


@given(st.integers(0, 900), st.integers(1, 900), st.sampled_from([1, 2]), st.booleans())
def test_a_ratio_rounded_or_cut_as_offices_do_is_right(
    xs: int, rest: int, digits: int, cut: bool
) -> None:
    base, scale = xs + rest, 100 * 10**digits
    units = xs * scale // base if cut else (2 * xs * scale + base) // (2 * base)
    counts: dict[str, Any] = {"members": base + 2, "rated": base, "xs": xs, "htt": rest, "ht": 0}
    assert typed(units / scale, XS, **counts) == []
    assert typed(f"{units / 10**digits:.{digits}f}".replace(".", ",") + "%", XS, **counts) == []
    assert typed((units + 2 * 10**digits) / scale, XS, **counts) != []


def test_the_right_ratio_is_shown_as_the_period_rounds() -> None:
    ((_, message),) = typed("5%", of=register(digits=1, rounding=Rounding.CUT), ht=1)
    assert message.endswith("tính ra 22,2% (2/9)")


@pytest.mark.parametrize("value", ["0,22", "0.2222", "22,2", 0.2222, "22,22%"])
def test_a_share_written_as_text_without_a_sign_may_be_a_part_of_one(value: CellValue) -> None:
    counts: dict[str, Any] = {"members": 11, "rated": 9, "xs": 2, "htt": 6}
    assert bool(typed(value, **counts)) is (value == "0,22")


def test_one_as_text_is_one_percent_or_the_whole() -> None:
    assert typed("1", GOOD, xs=3, htt=6, ht=0) == []
    assert typed("1", XS, members=100, rated=100, xs=1, htt=99, ht=0) == []
    assert typed("1%", GOOD, xs=3, htt=6, ht=0) != []
    assert typed("0,1", XS, members=10, rated=10, xs=1, htt=9, ht=0) == []
    assert typed("0,1%", XS, members=10, rated=10, xs=1, htt=9, ht=0) != []


@pytest.mark.parametrize("value", ["", "-", "chưa tính", True, "#DIV/0!"])
def test_what_is_no_percentage_is_passed_over(value: CellValue) -> None:
    assert typed(value) == []


def test_nothing_good_has_no_ratio() -> None:
    ((where, message),) = typed("50%", OVER_HTT, htt=0, ht=7)
    assert where == f"AC{FIRST[CellReturn]}"
    assert message.endswith("“XS so với HTT” ghi 50%, mẫu số bằng 0 nên không tính được")
    assert typed(0.0, OVER_HTT, htt=0, ht=7) == []


def test_a_row_that_does_not_add_up_is_reported_as_such() -> None:
    item = with_ratios(cell(xs=22), {XS: "12,5%"})
    assert codes(item) == {"levels_do_not_sum_to_rated"}


def test_the_ratios_of_the_total_are_of_its_own_counts() -> None:
    total = SourceRow(40, {"name": "Tổng cộng", "rated": 709.0, "xs": "", "htt": 1.0})
    # 1 XS in the rows, 709 rated in the line.
    item = with_ratios(cell(), {XS: "0,1%", GOOD: "0,28%"}, (total,))
    assert violations_of("typed_ratio_differs", item) == []
    bad = with_ratios(cell(), {XS: "62%"}, (total,))
    assert violations_of("typed_ratio_differs", bad) == [
        ("AA40", "Dòng Tổng cộng: “Tỷ lệ XS” ghi 62%, tính ra 0,14% (1/709)")
    ]


def test_typed_leadership_ratio_differs() -> None:
    row = leadership(LeadershipSubject.LEADER, total=353, rated=352, not_rated=1, xs=2, htt=350)
    item = with_ratios(row, {XS: "0,57", GOOD: "99,43"})
    assert violations_of("typed_leadership_ratio_differs", item) == [
        (
            f"AB{FIRST[LeadershipReturn]}",
            (
                "Cá nhân lãnh đạo, quản lý, quyết định: “Tỷ lệ HTT trở lên” ghi 99,43%, "
                "tính ra 100,00% (352/352)"
            ),
        )
    ]
    assert severity("typed_leadership_ratio_differs") == "warning"


def test_a_ratio_typed_over_the_formula_of_the_real_form_is_found() -> None:
    one = cell(members=11, rated=9, xs=2)
    page = builders.grid(CellReturn, [one])
    page[0].append("Tỷ lệ XS")
    page[1].append("30%")
    item = builders.read(builders.book(CellReturn=page))
    letter = column_letter(len(columns(CellReturn)))
    assert violations_of("typed_ratio_differs", item) == [
        (f"{letter}2", "Chi bộ thôn Một: “Tỷ lệ XS” ghi 30%, tính ra 22,22% (2/9)")
    ]
