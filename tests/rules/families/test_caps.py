from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_return, cell, info, register
from tests.rules.families.checked import (
    at,
    codes,
    heading,
    plain_cell,
    severity,
    violations_between,
    violations_of,
)
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import CapBase, CapScope
from xeploai.season.evaluate import evaluate

CAPS = {
    "excellent_members_over_cap",
    "excellent_members_over_allowed_cap",
    "excellent_members_of_cell_over_cap",
    "excellent_members_of_all_over_cap",
}


def with_levels(xs: int, htt: int, **over: object) -> CellReturn:
    values = {"name": "Chi bộ thôn Một", "xs": xs, "htt": htt, **over}
    return plain_cell(1, xs + htt, **values)


@given(
    st.integers(0, 60), st.integers(0, 300), st.integers(0, 30), st.sampled_from(CapBase)
)  # fmt: skip
def test_the_cap_is_exact(xs: int, htt: int, cap: int, base: CapBase) -> None:
    of = register(cap=cap, cap_base=base)
    denominator = htt + (xs if base is CapBase.XS_HTT else 0)
    over = xs > Fraction(cap, 100) * denominator
    assert ("excellent_members_over_cap" in codes(a_return([with_levels(xs, htt)]), of)) is over


def test_excellent_members_over_cap() -> None:
    # Twenty in a hundred of 165 is 33 exactly.
    assert codes(a_return([with_levels(33, 165)])) == set()
    assert violations_of("excellent_members_over_cap", a_return([with_levels(34, 165)])) == [
        (
            heading(CellReturn, "xs"),
            "Toàn đơn vị có 34 đảng viên xuất sắc, vượt 20% của 165 đảng viên HTT (QĐ 366-QĐ/TW)",
        )
    ]
    assert severity("excellent_members_over_cap") == "error"


def test_the_cap_is_measured_over_the_unit_not_its_cells() -> None:
    cells = [with_levels(3, 7), plain_cell(2, members=50)]
    assert codes(a_return(cells)) == set()


def test_the_base_is_a_setting() -> None:
    # Sơn Ca 2022: 4 of 18 is 22.2 %, 4 of 22 is 18.2 %.
    item = a_return([with_levels(4, 18)])
    assert codes(item, register(cap_base=CapBase.HTT)) == {"excellent_members_over_cap"}
    assert codes(item, register(cap_base=CapBase.XS_HTT)) == set()


def test_nobody_good_makes_any_excellent_one_too_many() -> None:
    assert codes(a_return([with_levels(1, 0)])) == {"excellent_members_over_cap"}
    assert codes(a_return([cell(xs=0, htt=0, ht=8)])) == set()


def test_excellent_members_over_allowed_cap() -> None:
    allowed = register(cap=25, cap_decision="15-QĐ/HU")
    over = a_return([with_levels(26, 100)])
    assert codes(a_return([with_levels(25, 100)]), allowed) == set()
    assert violations_of("excellent_members_over_allowed_cap", over, allowed) == [
        (
            heading(CellReturn, "xs"),
            ("Toàn đơn vị có 26 đảng viên xuất sắc, vượt 25% của 100 đảng viên HTT "
            "(QĐ 366-QĐ/TW)"),
        )
    ]  # fmt: skip
    assert codes(over, allowed) == {"excellent_members_over_allowed_cap"}
    assert severity("excellent_members_over_allowed_cap") == "warning"


def test_excellent_members_of_cell_over_cap() -> None:
    of = register(cap_scope=CapScope.CELL)
    cells = [plain_cell(1, members=50), with_levels(3, 7)]
    assert violations_of("excellent_members_of_cell_over_cap", a_return(cells), of) == [
        (
            at(CellReturn, "xs", 1),
            "Chi bộ thôn Một có 3 đảng viên xuất sắc, vượt 20% của 7 đảng viên HTT (QĐ 366-QĐ/TW)",
        )
    ]
    assert codes(a_return(cells), of) == {"excellent_members_of_cell_over_cap"}
    assert severity("excellent_members_of_cell_over_cap") == "warning"


def test_excellent_members_of_all_over_cap() -> None:
    of = register(cap_scope=CapScope.WHOLE)
    one = a_return([with_levels(30, 70)])
    other = a_return([with_levels(1, 80)], of=info(unit_code=Code("B")), file="b.xlsx")
    assert violations_between("excellent_members_of_all_over_cap", [other], of) == []
    ((ref, message),) = violations_between("excellent_members_of_all_over_cap", [one, other], of)
    assert (ref.file, ref.cell) == ("bieu.xlsx", heading(CellReturn, "xs"))
    assert message == (
        "Toàn bộ các đơn vị có 31 đảng viên xuất sắc, vượt 20% của 150 đảng viên HTT (QĐ 366-QĐ/TW)"
    )
    assert codes(one, of) == set()
    assert severity("excellent_members_of_all_over_cap") == "warning"
    assert violations_between("excellent_members_of_all_over_cap", [], of) == []


def test_only_returns_in_force_are_summed_over_all() -> None:
    of = register(cap_scope=CapScope.WHOLE)
    first = a_return([with_levels(30, 70)], of=info(version=1), file="1.xlsx")
    second = a_return([with_levels(10, 70)], of=info(version=2), file="2.xlsx")
    assert first.received_on is not None
    assert second.received_on is not None
    result = evaluate(of, [first, second], max(first.received_on, second.received_on))
    assert result.findings == ()


@pytest.mark.parametrize("scope", CapScope)
def test_one_scope_at_a_time(scope: CapScope) -> None:
    of = register(cap_scope=scope)
    item = a_return([with_levels(9, 10)])
    broken = codes(item, of) | {code for code in CAPS if violations_between(code, [item], of)}
    assert len(broken & CAPS) == 1


def test_the_cap_cites_the_regulation_of_the_period() -> None:
    of = register(period="2022")
    item = a_return([with_levels(9, 10, review_date=None)], of=info(period="2022", sent_on=None))
    ((_, message),) = violations_of("excellent_members_over_cap", item, of)
    assert message.endswith("(HD 21-HD/BTCTW)")


def test_another_period_is_not_held_to_this_ones_cap() -> None:
    item = a_return(
        [with_levels(9, 10, review_date=date(2024, 12, 1))], of=info(period="2024", sent_on=None)
    )
    assert codes(item) == set()
