"""Who is put before a committee, in which order, and what it should know of each."""

from dataclasses import replace
from datetime import date

from tests.builders import AS_OF, DISTRICT, UNITS, a_return, cell, decision, info, register, unit
from xeploai.register.model import Register
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, RatedSubject, Stage, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return
from xeploai.views.appraisal import Appraised, appraised
from xeploai.views.season_view import lay_out


def sent(code: str, **over: object) -> Return:
    rows = [cell(cell_code=Code(f"{code}{number}"), name=f"Chi bộ {number}") for number in (2, 1)]
    own = info(unit_code=Code(code), **over)
    return a_return(rows, of=own, file=f"{code}.xlsx", sha256=code)


def listed(of: Register, unit_code: str, *items: Return) -> list[Appraised]:
    return appraised(lay_out(evaluate(of, list(items), AS_OF)), unit_code)


def test_a_board_decides_on_the_organisations_below_it_in_the_offices_order() -> None:
    everybody = listed(register(), "H", sent("B", self_level=Level.XS))
    assert [each.code for each in everybody] == ["A", "B", "C"]
    assert [each.remark for each in everybody] == [
        "Chưa được tính: chưa gửi", "", "Chưa được tính: chưa gửi",
    ]  # fmt: skip
    assert everybody[1].levels[Stage.SELF] is Level.XS
    assert {each.subject for each in everybody} == {RatedSubject.ORG}


def test_a_committee_decides_on_its_own_cells() -> None:
    everybody = listed(register(), "A", sent("A"))
    assert [(each.code, each.subject) for each in everybody] == [
        ("A2", RatedSubject.CELL), ("A1", RatedSubject.CELL),
    ]  # fmt: skip
    assert everybody[0].decided is Level.HTT
    assert not any(each.is_undecided for each in everybody)


def test_a_cell_of_itself_is_put_before_the_committee_above() -> None:
    assert [each.code for each in listed(register(), "C")] == ["C"]


def test_a_province_decides_on_its_districts_too_and_a_district_on_its_own_below() -> None:
    province = unit("P", UnitKind.PROVINCE, name="Đảng bộ tỉnh P")
    below = [replace(DISTRICT, parent="P"), *UNITS[1:], unit("D", parent="P")]
    of = register([province, *below])
    assert [each.code for each in listed(of, "P")] == ["H", "A", "B", "C", "D"]
    assert [each.code for each in listed(of, "H")] == ["A", "B", "C"]


def test_several_units_side_by_side_are_all_listed() -> None:
    of = register([unit("A", parent=""), unit("B", parent="")])
    assert [each.code for each in listed(of, "")] == ["A", "B"]


def test_a_decision_has_its_number_and_its_day_from_the_register_or_the_return() -> None:
    own = decision(
        "A", decided_level=Level.HT, decision_no="7-QĐ/HU", decision_date=date(2025, 12, 29),
        reason="Còn chi bộ yếu",
    )  # fmt: skip
    written = sent(
        "B", self_level=Level.HTT, decision_no="8-QĐ/HU", decision_date=date(2025, 12, 28)
    )
    first, second, _ = listed(register(decisions=[own]), "H", sent("A"), written)
    assert (first.decision_no, first.reason) == ("7-QĐ/HU", "Còn chi bộ yếu")
    assert first.decision_date == date(2025, 12, 29)
    assert first.is_changed
    assert (second.decision_no, second.decision_date) == ("8-QĐ/HU", date(2025, 12, 28))
    assert not second.is_changed


def test_a_unit_too_young_to_be_rated_is_not_undecided() -> None:
    young = replace(UNITS[1], founded_on=date(2025, 11, 1))
    of = register([DISTRICT, young, UNITS[2]])
    first, second = listed(of, "H")
    assert (first.is_undecided, first.remark) == (
        False, "Chưa đủ thời gian thành lập, không xếp loại",
    )  # fmt: skip
    assert second.is_undecided
