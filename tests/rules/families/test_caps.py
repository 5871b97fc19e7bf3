from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AS_OF, UNITS, a_return, cell, info, register, row, unit, unit_cap
from tests.rules.families.checked import (
    at,
    codes,
    heading,
    plain_cell,
    severity,
    violations_between,
    violations_of,
)
from xeploai.register.model import Register
from xeploai.rules.run import check_return
from xeploai.schema.form import CellReturn
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code
from xeploai.schema.terms import CapBase, CapScope, OverCap, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

CAPS = {
    "excellent_members_over_cap",
    "excellent_members_over_allowed_cap",
    "excellent_members_of_cell_over_cap",
    "excellent_members_of_all_over_cap",
}


def with_levels(xs: int, htt: int, **over: Any) -> CellReturn:
    values: dict[str, Any] = {"name": "Chi bộ thôn Một", "xs": xs, "htt": htt, **over}
    return plain_cell(1, **{"members": xs + htt, "rated": xs + htt, **values})


@given(
    st.integers(0, 60), st.integers(0, 300), st.integers(0, 30), st.sampled_from(CapBase)
)  # fmt: skip
def test_the_cap_is_exact(xs: int, htt: int, cap: int, base: CapBase) -> None:
    of = register(cap=cap, cap_base=base)
    denominators = {CapBase.HTT: htt, CapBase.XS_HTT: xs + htt, CapBase.RATED: xs + htt}
    over = xs > 1 and xs > Fraction(cap, 100) * denominators[base]
    assert ("excellent_members_over_cap" in codes(a_return([with_levels(xs, htt)]), of)) is over


def test_excellent_members_over_cap() -> None:
    # Twenty in a hundred of 165 is 33 exactly.
    assert codes(a_return([with_levels(33, 165)])) == set()
    assert violations_of("excellent_members_over_cap", a_return([with_levels(34, 165)])) == [
        (
            heading(CellReturn, "xs"),
            (
                "Toàn đơn vị có 34 đảng viên xuất sắc, vượt 20% của 165 đảng viên HTT, thừa 1 "
                "(theo thiết lập của kỳ)"
            ),
        )
    ]
    assert severity("excellent_members_over_cap") == "warning"


def test_the_cap_is_measured_over_the_unit_not_its_cells() -> None:
    cells = [with_levels(3, 7), plain_cell(2, members=50)]
    assert codes(a_return(cells)) == set()


def test_the_base_is_a_setting() -> None:
    # Sơn Ca 2022: 4 of 18 is 22.2 %, 4 of 22 is 18.2 %.
    item = a_return([with_levels(4, 18)])
    assert codes(item, register(cap_base=CapBase.HTT)) == {"excellent_members_over_cap"}
    assert codes(item, register(cap_base=CapBase.XS_HTT)) == set()


def test_so_few_are_never_too_many() -> None:
    assert codes(a_return([with_levels(1, 2)])) == set()
    assert codes(a_return([with_levels(2, 4)])) == {"excellent_members_over_cap"}
    assert codes(a_return([with_levels(2, 4)]), register(never_over_cap=2)) == set()
    none = register(never_over_cap=0)
    assert codes(a_return([with_levels(1, 2)]), none) == {"excellent_members_over_cap"}


def test_nobody_good_makes_two_excellent_ones_too_many() -> None:
    assert codes(a_return([with_levels(2, 0)])) == {"excellent_members_over_cap"}
    assert codes(a_return([cell(xs=0, htt=0, ht=8)])) == set()


def test_excellent_members_over_allowed_cap() -> None:
    allowed = register(cap=25, cap_decision="15-QĐ/HU")
    over = a_return([with_levels(26, 100)])
    assert codes(a_return([with_levels(25, 100)]), allowed) == set()
    assert violations_of("excellent_members_over_allowed_cap", over, allowed) == [
        (
            heading(CellReturn, "xs"),
            ("Toàn đơn vị có 26 đảng viên xuất sắc, vượt 25% của 100 đảng viên HTT, "
            "thừa 1 (theo thiết lập của kỳ; tỷ lệ theo 15-QĐ/HU)"),
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
            (
                "Chi bộ thôn Một có 3 đảng viên xuất sắc, vượt 20% của 7 đảng viên HTT, thừa 2 "
                "(theo thiết lập của kỳ)"
            ),
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
        "Toàn bộ các đơn vị có 31 đảng viên xuất sắc, vượt 20% của 150 đảng viên HTT, thừa 1 "
        "(theo thiết lập của kỳ)"
    )
    assert codes(one, of) == set()
    assert severity("excellent_members_of_all_over_cap") == "warning"
    assert violations_between("excellent_members_of_all_over_cap", [], of) == []


def _graded(item: Return, of: Register) -> dict[str, str]:
    return {x.rule: str(x.severity) for x in check_return(item, of) if x.rule in CAPS}


def test_the_register_may_refuse_what_is_over_the_cap() -> None:
    over = a_return([with_levels(34, 165)])
    refused = register(over_cap=OverCap.REFUSED)
    assert _graded(over, register()) == {"excellent_members_over_cap": "warning"}
    assert _graded(over, refused) == {"excellent_members_over_cap": "error"}
    allowed = register(over_cap=OverCap.REFUSED, cap=18, cap_decision="15-QĐ/HU")
    assert _graded(over, allowed) == {"excellent_members_over_allowed_cap": "error"}
    of_cells = register(over_cap=OverCap.REFUSED, cap_scope=CapScope.CELL)
    assert _graded(over, of_cells) == {"excellent_members_of_cell_over_cap": "error"}


@pytest.mark.parametrize("over_cap", OverCap)
def test_a_waiver_of_the_first_version_holds(over_cap: OverCap) -> None:
    waiver = row(WaiverRow, rule="excellent_members_over_cap", unit_code=Code("A"), reason="đã xét")
    of = register(over_cap=over_cap, waivers=[waiver])
    result = evaluate(of, [a_return([with_levels(34, 165)])], AS_OF)
    assert "A" in result.intake.counted
    assert [(x.rule, str(x.severity), x.accepted) for x in result.findings] == [
        ("excellent_members_over_cap", "warning", "đã xét")
    ]


def test_a_return_over_the_cap_is_counted_unless_it_is_refused() -> None:
    over = a_return([with_levels(34, 165)])
    assert "A" in evaluate(register(), [over], AS_OF).intake.counted
    refused = register(over_cap=OverCap.REFUSED)
    assert "A" not in evaluate(refused, [over], AS_OF).intake.counted


def test_those_still_to_be_rated_may_all_come_out_good() -> None:
    levels = dict.fromkeys(("self_level", "proposed_level", "decided_level", "review_date"))
    waiting = plain_cell(2, 60, rated=0, htt=0, **levels)
    assert waiting.is_unreviewed
    few = a_return([with_levels(20, 40), waiting])
    assert violations_of("excellent_members_over_cap", few) == []
    ((_, message),) = violations_of(
        "excellent_members_over_cap", a_return([with_levels(21, 40), waiting])
    )
    assert "vượt 20% của 40 đảng viên HTT, thừa 13" in message


def test_a_unit_has_its_own_cap() -> None:
    of = register(unit_caps={"A": unit_cap(25, "15-QĐ/HU"), "B": unit_cap(5, "16-QĐ/HU")})
    assert codes(a_return([with_levels(25, 100)]), of) == set()
    over = a_return([with_levels(6, 100)], of=info(unit_code=Code("B"), unit_name="Đảng bộ xã B"))
    ((_, message),) = violations_of("excellent_members_over_allowed_cap", over, of)
    assert message == (
        "Toàn đơn vị có 6 đảng viên xuất sắc, vượt 5% của 100 đảng viên HTT, thừa 1 "
        "(theo thiết lập của kỳ; tỷ lệ theo 16-QĐ/HU)"
    )


def test_a_cell_has_the_cap_of_its_unit_or_its_own() -> None:
    cells = [unit("A01", UnitKind.CELL, parent="A", name="Chi bộ thôn Một")]
    one = a_return([with_levels(3, 10, cell_code=Code("A01"))])
    scope = {"cap_scope": CapScope.CELL}
    of_unit = register((*UNITS, *cells), unit_caps={"A": unit_cap(30, "1-QĐ")}, **scope)
    of_cell = register((*UNITS, *cells), unit_caps={"A01": unit_cap(30, "1-QĐ")}, **scope)
    for of in (of_unit, of_cell):
        assert violations_of("excellent_members_of_cell_over_cap", one, of) == []
    of = register((*UNITS, *cells), **scope)
    assert len(violations_of("excellent_members_of_cell_over_cap", one, of)) == 1


def test_those_rated_may_be_the_base() -> None:
    of = register(cap_base=CapBase.RATED, cap=10)
    item = a_return([with_levels(6, 10, ht=34, members=50, rated=50)])
    ((_, message),) = violations_of("excellent_members_over_cap", item, of)
    assert message == (
        "Toàn đơn vị có 6 đảng viên xuất sắc, vượt 10% của 50 đảng viên được xếp loại, thừa 1 "
        "(theo thiết lập của kỳ)"
    )


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


@pytest.mark.parametrize(
    ("settings", "basis"),
    [
        ({"period": "2022"}, "(HD 21-HD/BTCTW)"),
        ({"period": "2022", "cap_base": CapBase.XS_HTT}, "(theo thiết lập của kỳ)"),
        ({"period": "2022", "cap": 19}, "(theo thiết lập của kỳ)"),
        ({"period": "2018"}, "(theo thiết lập của kỳ)"),
        ({"period": "2024"}, "(theo thiết lập của kỳ)"),
        ({"period": "2025"}, "(theo thiết lập của kỳ)"),
    ],
)
def test_only_a_regulation_that_was_read_is_cited(settings: dict[str, Any], basis: str) -> None:
    of, period = register(**settings), settings["period"]
    item = a_return([with_levels(9, 10, review_date=None)], of=info(period=period, sent_on=None))
    ((_, message),) = violations_of("excellent_members_over_cap", item, of)
    assert message.endswith(basis)


def test_another_period_is_not_held_to_this_ones_cap() -> None:
    item = a_return(
        [with_levels(9, 10, review_date=date(2024, 12, 1))], of=info(period="2024", sent_on=None)
    )
    assert codes(item) == set()
