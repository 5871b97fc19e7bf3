from collections.abc import Sequence

import pytest

from tests.builders import a_return, cell, disciplined, info, register, unreviewed
from tests.rules.families.checked import (
    at,
    codes,
    plain_cell,
    severity,
    violations_in_year,
    violations_of,
)
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, Level
from xeploai.submissions.model import Return

MEMBER, ORG = DisciplineTarget.MEMBER, DisciplineTarget.ORG
OF_2024 = register(period="2024")


def test_disciplined_but_none_failed() -> None:
    cells = [cell(disciplined=1, kht=1, ht=0), cell(cell_code="A2", name="Chi bộ 2", disciplined=2)]
    item = a_return(cells, others=[disciplined(3)])
    assert violations_of("disciplined_but_none_failed", item) == [
        (
            at(CellReturn, "kht", 1),
            "Chi bộ 2: 2 đảng viên bị kỷ luật, cột Không hoàn thành nhiệm vụ bằng 0",
        )
    ]
    assert codes(item) == {"disciplined_but_none_failed"}
    assert severity("disciplined_but_none_failed") == "warning"
    suspended = cell(disciplined=1, exempt=0, suspended=1)
    assert codes(a_return([suspended], others=[disciplined(1)])) == set()


def test_those_whom_the_sheet_alone_counts_should_have_failed_too() -> None:
    code = "disciplined_but_none_failed"
    two = [cell(), cell(cell_code="A2")]
    item = a_return(two, others=[disciplined(2)])
    assert violations_of(code, item) == [
        (
            at(DisciplineReturn, "number"),
            (
                "Tờ Kỷ luật ghi 2 đảng viên bị kỷ luật, tờ Chi bộ cộng lại 0 không hoàn thành "
                "nhiệm vụ"
            ),
        )
    ]
    failed = [cell(), cell(cell_code="A2", kht=1, ht=0)]
    expelled = disciplined(2, form=DisciplineForm.EXPULSION)
    suspended = [cell(exempt=0, suspended=1), *two[1:]]
    told_by_cell = a_return([cell(disciplined=1), *two[1:]], others=[disciplined(2)])
    assert violations_of(code, a_return(failed, others=[disciplined(2)])) == []
    assert violations_of(code, a_return(two, others=[expelled])) == []
    assert violations_of(code, a_return(suspended, others=[disciplined(1)])) == []
    assert violations_of(code, a_return([*two, unreviewed()], others=[disciplined(2)])) == []
    assert violations_of(code, a_return(two, others=[disciplined(2, target=ORG)])) == []
    assert [where for where, _ in violations_of(code, told_by_cell)] == [at(CellReturn, "kht")]
    for note in ("đã tự phát hiện", "khắc phục xong"):
        excepted = a_return([cell(note=note), *two[1:]], others=[disciplined(2)])
        assert violations_of(code, excepted) == []


def test_those_expelled_are_no_members_any_more() -> None:
    expelled = disciplined(1, form=DisciplineForm.EXPULSION)
    item = a_return([cell(disciplined=1)], others=[expelled])
    assert codes(item) == set()
    two = a_return([cell(disciplined=2)], others=[expelled, disciplined(1)])
    assert codes(two) == {"disciplined_but_none_failed"}


@pytest.mark.parametrize(
    "note",
    ["Tự phát hiện, đã khắc phục xong", "kỷ luật về việc của năm trước", "vi phạm ở đơn vị cũ"],
)
def test_a_note_may_tell_the_exception(note: str) -> None:
    of_cell = a_return([cell(disciplined=1, note=note)], others=[disciplined(1)])
    of_form = a_return([cell(disciplined=1)], others=[disciplined(1, note=note)])
    assert codes(of_cell) == codes(of_form) == set()
    other = a_return([cell(disciplined=1, note="họp ngày 5/12")], others=[disciplined(1)])
    assert codes(other) == {"disciplined_but_none_failed"}


def test_one_who_is_suspended_excuses_only_himself() -> None:
    row = cell(disciplined=3, exempt=0, suspended=1)
    item = a_return([row], others=[disciplined(3)])
    assert codes(item) == {"disciplined_but_none_failed"}


def test_a_cell_not_reviewed_yet_has_failed_nobody() -> None:
    levels = dict.fromkeys(("self_level", "proposed_level", "decided_level", "review_date"))
    counts = dict.fromkeys(("rated", "xs", "htt", "ht"), 0)
    row = cell(disciplined=1, **levels, **counts)
    assert row.is_unreviewed
    code = "disciplined_but_none_failed"
    assert violations_of(code, a_return([row], others=[disciplined(1)])) == []


def test_a_mistyped_number_of_disciplined_members_is_reported_once() -> None:
    assert codes(a_return([cell(disciplined=100)])) == {"more_disciplined_than_members"}


def of_2024(*cells: CellReturn, others: Sequence[Row] = (), **values: object) -> Return:
    return a_return(
        list(cells), of=info(**{"period": "2024", "sent_on": None, **values}), others=others
    )


def test_disciplined_members_not_failed() -> None:
    code = "disciplined_members_not_failed"
    some = cell(disciplined=3, kht=1, ht=0)
    assert violations_of(code, of_2024(some), OF_2024) == [
        (
            at(CellReturn, "kht"),
            "Chi bộ thôn Một: 3 đảng viên bị kỷ luật, chỉ 1 không hoàn thành nhiệm vụ",
        )
    ]
    assert severity(code) == "warning"
    assert violations_of(code, of_2024(cell(disciplined=1, kht=1, ht=0)), OF_2024) == []
    by_sheet = of_2024(cell(kht=1, ht=0), others=[disciplined(3)])
    assert violations_of(code, by_sheet, OF_2024) == [
        (
            at(DisciplineReturn, "number"),
            (
                "Tờ Kỷ luật ghi 3 đảng viên bị kỷ luật, tờ Chi bộ cộng lại 1 không hoàn thành "
                "nhiệm vụ"
            ),
        )
    ]
    # Where it is none at all the rule of every year speaks.
    assert violations_of(code, of_2024(cell(disciplined=3)), OF_2024) == []
    for year in (2022, 2025):
        assert violations_in_year(code, year, of_2024(some)) == []


def test_excellent_cell_with_disciplined_members() -> None:
    code = "excellent_cell_with_disciplined_members"
    item = a_return([cell(disciplined=1, decided_level=Level.XS)])
    assert violations_of(code, item) == [
        (
            at(CellReturn, "decided_level"),
            "Chi bộ thôn Một xếp XS, có 1 đảng viên bị kỷ luật trong kỳ",
        )
    ]
    assert severity(code) == "warning"
    assert violations_of(code, a_return([cell(disciplined=1, self_level=Level.XS)])) == []
    assert violations_of(code, a_return([cell(decided_level=Level.XS)])) == []
    assert violations_in_year(code, 2024, item) == []


# ------------------------------------------------------------------ organisations


def ten() -> list[CellReturn]:
    return [plain_cell(number, review_date=None) for number in range(10)]


def test_many_disciplined_organisations() -> None:
    code = "many_disciplined_organisations"
    two = (disciplined(2, target=ORG), disciplined(9))
    three = (disciplined(2, target=ORG), disciplined(1, target=ORG, form=DisciplineForm.WARNING))
    assert violations_of(code, of_2024(*ten(), others=two), OF_2024) == []
    assert violations_of(code, of_2024(*ten(), others=three), OF_2024) == [
        (
            at(InfoReturn, "decided_level"),
            "3/10 tổ chức trực thuộc bị kỷ luật, quá 20%, đơn vị xếp HTT",
        )
    ]
    assert severity(code) == "warning"
    failed = of_2024(*ten(), others=three, decided_level=Level.KHT)
    assert violations_of(code, failed, OF_2024) == []
    alone = of_2024(cell(), others=two, unit_code=Code("C"))
    assert violations_of(code, alone, OF_2024) == [], "a chi bộ cơ sở has nothing below it"
    for year in (2022, 2025):
        assert violations_in_year(code, year, of_2024(*ten(), others=three)) == []


def test_excellent_unit_with_disciplined_organisation() -> None:
    code = "excellent_unit_with_disciplined_organisation"
    one = disciplined(1, target=ORG)
    item = a_return(of=info(decided_level=Level.XS), others=[one])
    assert violations_of(code, item) == [
        (
            at(InfoReturn, "decided_level"),
            "Đơn vị xếp XS, có 1 tổ chức trực thuộc bị kỷ luật trong kỳ",
        )
    ]
    assert severity(code) == "warning"
    assert violations_of(code, a_return(others=[one])) == []
    assert (
        violations_of(code, a_return(of=info(decided_level=Level.XS), others=[disciplined(1)]))
        == []
    )
    assert violations_in_year(code, 2024, item) == []


# ------------------------------------------------------------------ the sheet itself


def test_discipline_row_twice() -> None:
    item = a_return(others=[disciplined(1), disciplined(2, target=ORG), disciplined(1)])
    assert violations_of("discipline_row_twice", item) == [
        (at(DisciplineReturn, "form", 2), "Khiển trách đảng viên: đã có ở dòng 8")
    ]
    assert codes(item) == {"discipline_row_twice"}, "it explains the sums that differ"
    assert severity("discipline_row_twice") == "error"


@pytest.mark.parametrize(
    ("target", "form"),
    [
        (ORG, DisciplineForm.REMOVAL),
        (ORG, DisciplineForm.EXPULSION),
        (MEMBER, DisciplineForm.DISSOLUTION),
    ],
)
def test_discipline_form_of_other_target(target: DisciplineTarget, form: DisciplineForm) -> None:
    code = "discipline_form_of_other_target"
    item = a_return(others=[disciplined(0), disciplined(1, target=target, form=form)])
    assert violations_of(code, item) == [
        (at(DisciplineReturn, "form", 1), f"Hình thức “{form}” không áp dụng cho {target}")
    ]
    assert severity(code) == "error"
    assert codes(a_return(others=[disciplined(0, target=target, form=form)])) == set()
