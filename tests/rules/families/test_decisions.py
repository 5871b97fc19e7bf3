"""Rows of the register's sheet of decisions."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    AS_OF,
    UNITS,
    a_return,
    cell,
    decision,
    done,
    info,
    milestone,
    register,
    unit,
)  # fmt: skip
from tests.rules.families.checked import at, severity
from xeploai.findings import CellRef
from xeploai.register.model import Completion, Extension, Register
from xeploai.rules.all_rules import CHECKS
from xeploai.rules.families import decisions
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, MilestoneEvent, RatedSubject, Stage, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

CELL = RatedSubject.CELL
SENTENCES = list[tuple[str, str]]


def decided(code: str, subject: RatedSubject = RatedSubject.ORG, **over: Any) -> DecisionRow:
    """A row with which nothing is wrong."""
    usual: dict[str, Any] = {
        "self_level": Level.HTT, "proposed_level": Level.HTT, "decided_level": Level.HTT,
        "decision_no": "12-QĐ/HU", "decision_date": date(2025, 12, 22),
    }  # fmt: skip
    return decision(code, subject, **{**usual, **over})


def reported(code: str, of: Register, *items: Return, day: date = AS_OF) -> SENTENCES:
    result = evaluate(of, items, day).findings
    return [(x.ref.cell, x.message) for x in result if x.rule == code]


def with_rows(*rows: DecisionRow, **over: Any) -> Register:
    return register(decisions=rows, **over)


@pytest.mark.parametrize("kind", [UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.SECTION])
def test_good_rows_say_nothing(kind: UnitKind) -> None:
    more = {
        UnitKind.PROVINCE: unit("X", kind), UnitKind.DISTRICT: unit("X", kind),
        UnitKind.SECTION: unit("X", kind, parent="A"),
    }[kind]  # fmt: skip
    rows = [decided("X"), decided("A"), decided("C"), decided("A1", CELL)]
    sent = a_return(of=info(self_level=Level.HTT))
    findings = evaluate(with_rows(*rows, units=(*UNITS, more)), [sent], AS_OF).findings
    own = {rule.code for rule in CHECKS if hasattr(decisions, rule.code)}
    assert not [x.message for x in findings if x.rule in own]


def test_decision_of_unknown_code() -> None:
    of = with_rows(decided("Z9"), decided("A12", CELL), decided("Đảng bộ xã AB"))
    unused = "; dòng này chưa được dùng"
    assert reported("decision_of_unknown_code", of, a_return()) == [
        ("A4", f"Không có đơn vị nào mang mã “Z9”{unused}"),
        (
            "A5",
            "Không có chi bộ nào mang mã “A12”, gần nhất là “A1” (Chi bộ thôn Một)" + unused,
        ),
        (
            "A6",
            "Không có đơn vị nào mang mã “Đảng bộ xã AB”, gần nhất là “B” (Đảng bộ xã B)" + unused,
        ),
    ]
    assert severity("decision_of_unknown_code") == "warning"


def test_a_decision_on_another_kind_is_of_nobody() -> None:
    assert reported("decision_of_unknown_code", with_rows(decided("A", CELL))) == [
        (
            "A4",
            "“Đảng bộ xã A” không phải Chi bộ, ghi Đối tượng là TCCSĐ; dòng này chưa được dùng",
        )
    ]


def test_a_code_that_two_units_use_is_of_neither() -> None:
    of = with_rows(decided("01", CELL), decided("B/01", CELL))
    both = [
        a_return([cell(cell_code="01", name=f"Chi bộ {code}")], of=info(unit_code=Code(code)),
                 file=f"{code}.xlsx")
        for code in ("A", "B")
    ]  # fmt: skip
    assert reported("decision_of_unknown_code", of, *both) == [
        ("A4", "Mã “01” có thể là “A/01” hoặc “B/01”; dòng này chưa được dùng")
    ]
    assert reported("decision_of_unknown_code", of, both[0])[0][0] == "A5"


def test_decision_twice() -> None:
    of = with_rows(decided("A"), decided("A1", CELL), decided("B"), decided("A"))
    assert reported("decision_twice", of, a_return()) == [("A7", "“Đảng bộ xã A” đã ghi ở dòng 4")]
    assert severity("decision_twice") == "warning"


def test_decided_level_without_number() -> None:
    of = with_rows(decided("A"), decided("B", decision_no=""), decided("C", decision_no="-"))
    assert reported("decided_level_without_number", of) == [
        ("F5", "“Đảng bộ xã B” ghi quyết định HTT nhưng chưa có số quyết định"),
        ("F6", "“Chi bộ cơ quan C” ghi quyết định HTT nhưng chưa có số quyết định"),
    ]
    proposed = decided("A", decided_level=None, decision_no="", decision_date=None)
    assert reported("decided_level_without_number", with_rows(proposed)) == []
    assert severity("decided_level_without_number") == "warning"


@pytest.mark.parametrize("blank", [{"decision_no": ""}, {"decision_date": None}, {}])
def test_decision_number_without_decided_level(blank: dict[str, Any]) -> None:
    of = with_rows(decided("A", decided_level=None, **blank))
    assert reported("decision_number_without_decided_level", of) == [
        ("E4", "“Đảng bộ xã A” có số hoặc ngày quyết định nhưng chưa ghi mức")
    ]
    assert severity("decision_number_without_decided_level") == "warning"


def test_level_changed_without_reason() -> None:
    lowered = decided("A", self_level=Level.XS)
    proposed = decided("B", proposed_level=Level.XS, decided_level=None)
    explained = decided("C", self_level=Level.XS, reason="Chậm nộp báo cáo")
    assert reported("level_changed_without_reason", with_rows(lowered, proposed, explained)) == [
        ("H4", "“Đảng bộ xã A” tự xếp loại XS, quyết định HTT, chưa ghi lý do"),
        ("H5", "“Đảng bộ xã B” tự xếp loại HTT, đề nghị XS, chưa ghi lý do"),
    ]
    assert severity("level_changed_without_reason") == "warning"


def test_a_level_is_changed_from_the_one_of_the_return() -> None:
    rows = [decided("A", self_level=None), decided("A1", CELL, self_level=None)]
    own = a_return([cell(self_level=Level.HT)], of=info(self_level=Level.XS))
    assert reported("level_changed_without_reason", with_rows(*rows), own) == [
        ("H4", "“Đảng bộ xã A” tự xếp loại XS, quyết định HTT, chưa ghi lý do"),
        ("H5", "“Chi bộ thôn Một” tự xếp loại HT, quyết định HTT, chưa ghi lý do"),
    ]
    assert reported("level_changed_without_reason", with_rows(*rows)) == []


def test_a_chi_bo_co_so_may_rate_itself_on_either_sheet() -> None:
    of = with_rows(decided("C", self_level=None))
    first = info(unit_code=Code("C"), unit_kind=UnitKind.GRASSROOTS_CELL, self_level=None)
    own = a_return([cell(cell_code=Code(""), self_level=Level.XS)], of=first)
    assert reported("level_changed_without_reason", of, own) == [
        ("H4", "“Chi bộ cơ quan C” tự xếp loại XS, quyết định HTT, chưa ghi lý do")
    ]


def test_a_cell_without_a_code_is_known_by_its_row() -> None:
    of = with_rows(decided("A/-2", CELL, decided_level=Level.KHT, reason="Kỷ luật"))
    cells = [cell(), cell(cell_code=Code(""), name="Chi bộ thôn Hai", decided_level=None)]
    season = evaluate(of, [a_return(cells)], AS_OF)
    assert reported("decision_of_unknown_code", of, a_return(cells)) == []
    figure = season.figures.at("A", Subject.CELL, Stage.DECIDED)
    assert figure is not None
    assert (figure.htt, figure.kht) == (1, 1)


def test_decision_after_day() -> None:
    of = with_rows(decided("A"), decided("B", decision_date=date(2025, 12, 29)))
    assert reported("decision_after_day", of) == []
    assert reported("decision_after_day", of, day=date(2025, 12, 28)) == [
        (
            "G5",
            "Quyết định về “Đảng bộ xã B” ký ngày 29/12/2025, sau ngày 28/12/2025: chưa được tính",
        )
    ]
    assert severity("decision_after_day") == "warning"


# ------------------------------------------------------------------ beside the return


def test_decided_level_without_date() -> None:
    code = "decided_level_without_date"
    blank: dict[str, Any] = {"decision_date": None}
    rows = [decided("A", **blank), decided("A1", CELL, **blank), decided("B")]
    sent = a_return()
    alone = [
        ("G4", "“Đảng bộ xã A” ghi quyết định HTT, chưa ghi ngày quyết định"),
        ("G5", "“Chi bộ thôn Một” ghi quyết định HTT, chưa ghi ngày quyết định"),
    ]
    assert reported(code, with_rows(*rows), sent) == alone
    undated = "; mốc “Quyết định xếp loại” chưa có ngày hoàn thành"
    of = with_rows(*rows, milestones=[QD])
    assert reported(code, of, sent) == [(alone[0][0], alone[0][1] + undated), alone[1]]
    proposed = decided("A", decided_level=None, **blank)
    assert reported(code, with_rows(proposed), sent) == []
    assert severity(code) == "warning"


def test_a_milestone_that_the_board_dates_waits_for_no_decision() -> None:
    known = {("A", "QD"): Completion("A", "QD", date(2025, 12, 24), "")}
    of = with_rows(decided("A", decision_date=None), milestones=[QD], completions=known)
    assert reported("decided_level_without_date", of) == [
        ("G4", "“Đảng bộ xã A” ghi quyết định HTT, chưa ghi ngày quyết định")
    ]


def test_a_round_above_may_have_its_day_from_below() -> None:
    of_district = replace(QD, kinds=frozenset({UnitKind.DISTRICT}))
    rows = [decided("H", decision_date=None), *map(decided, "ABC")]
    of = with_rows(*rows, milestones=[of_district])
    assert reported("decided_level_without_date", of) == [
        ("G4", "“Đảng bộ huyện H” ghi quyết định HTT, chưa ghi ngày quyết định")
    ]
    assert evaluate(of, [], AS_OF).progress.at("H", "QD").done_on == date(2025, 12, 22)


@pytest.mark.parametrize(
    "sent",
    [
        a_return(of=info(decision_date=date(2025, 12, 22))),
        a_return(others=[done("QD", date(2025, 12, 22))]),
    ],
    ids=["level", "milestone"],
)
def test_a_decision_that_the_return_dates_has_its_day(sent: Return) -> None:
    of = with_rows(decided("A", decision_date=None), milestones=[QD])
    assert reported("decided_level_without_date", of, sent) == []
    assert len(reported("decided_level_without_date", of)) == 1
    season = evaluate(of, [sent], AS_OF)
    assert season.progress.at("A", "QD").done_on == date(2025, 12, 22)


def test_decision_differs_from_return() -> None:
    rows = [
        decided("A", decided_level=Level.HT, reason="Chậm"),
        decided("A1", CELL, decided_level=Level.KHT, reason="Kỷ luật"),
        decided("B"),
    ]
    sent = a_return(of=info(self_level=Level.XS, proposed_level=Level.KHT))
    there = {
        key: f"tờ Thông tin, ô {at(InfoReturn, key)}" for key in ("self_level", "decided_level")
    }
    of_cell = at(CellReturn, "decided_level")
    assert reported("decision_differs_from_return", with_rows(*rows), sent) == [
        ("C4", f"“Đảng bộ xã A”: “Tự xếp loại” ghi HTT, biểu ghi XS ({there['self_level']})"),
        ("E4", f"“Đảng bộ xã A”: “Quyết định” ghi HT, biểu ghi HTT ({there['decided_level']})"),
        ("E5", f"“Chi bộ thôn Một”: “Quyết định” ghi KHT, biểu ghi HTT (tờ Chi bộ, ô {of_cell})"),
    ]
    assert severity("decision_differs_from_return") == "warning"


def test_the_register_and_the_return_differ_at_both_their_cells() -> None:
    of = with_rows(decided("A", self_level=Level.XS, decided_level=Level.HT, reason="Chậm"))
    findings = evaluate(of, [a_return()], AS_OF).findings
    both = {"decision_differs_from_return", "unit_level_differs_from_decision"}
    assert [(x.ref.file, x.unit) for x in findings if x.rule in both] == [
        ("bieu.xlsx", "A"), ("danh-muc.xlsx", "A"),
    ]  # fmt: skip


def test_a_decision_still_to_come_differs_from_nothing() -> None:
    of = with_rows(decided("A", self_level=None, decided_level=Level.HT, reason="Chậm"))
    assert len(reported("decision_differs_from_return", of, a_return())) == 1
    before = date(2025, 12, 21)
    assert reported("decision_differs_from_return", of, a_return(), day=before) == []


# ------------------------------------------------------------------ the milestone


QD = milestone("QD", date(2025, 12, 25), name="Quyết định xếp loại", event=MilestoneEvent.DECISION)


def test_no_level_decided_by_deadline() -> None:
    ref = CellRef("danh-muc.xlsx", "Mốc thời gian", "D9")
    steps = [milestone(), milestone("QD", QD.deadline, name=QD.name, event=QD.event, ref=ref)]
    undecided = {"decided_level": None}
    sent = a_return([cell(**undecided)], of=info(**undecided))
    of = register(milestones=steps)
    assert reported("no_level_decided_by_deadline", of, sent) == [
        ("D9", "“Quyết định xếp loại” có hạn 25/12/2025, chưa có mức nào được quyết định")
    ]
    assert reported("no_level_decided_by_deadline", of, sent, day=date(2025, 12, 24)) == []
    assert severity("no_level_decided_by_deadline") == "warning"


LACKING = "no_level_decided_by_deadline"


def lacking(of: Register, *items: Return, day: date = AS_OF) -> list[str]:
    """What the finding says after the milestone and its deadline."""
    messages = [message for _, message in reported(LACKING, of, *items, day=day)]
    return [message.partition(" có hạn 25/12/2025, ")[2] for message in messages]


ALL_THREE = "“Đảng bộ xã A”, “Đảng bộ xã B”, “Chi bộ cơ quan C”"
ONLY_C = "còn 1 đơn vị chưa có mức được quyết định: “Chi bộ cơ quan C”"


def test_units_without_a_level_are_named_once_anything_is_decided() -> None:
    sent = a_return([cell(decided_level=None)], of=info(unit_code=Code("A")))
    of = with_rows(decided("B"), milestones=[QD])
    assert lacking(of, sent) == [ONLY_C]
    assert lacking(of) == [
        "còn 2 đơn vị chưa có mức được quyết định: “Đảng bộ xã A”, “Chi bộ cơ quan C”"
    ]
    assert lacking(of, sent, day=date(2025, 12, 24)) == []


def test_a_level_of_one_cell_is_none_of_a_unit() -> None:
    sent = a_return([cell()], of=info(decided_level=None))
    assert lacking(register(milestones=[QD]), sent) == [
        "còn 3 đơn vị chưa có mức được quyết định: " + ALL_THREE
    ]


def test_a_chi_bo_co_so_may_be_decided_on_on_its_row() -> None:
    first = info(unit_code=Code("C"), unit_kind=UnitKind.GRASSROOTS_CELL, decided_level=None)
    own = a_return([cell(cell_code=Code(""))], of=first)
    of = with_rows(decided("A"), decided("B"), milestones=[QD])
    assert lacking(of, own) == []
    assert lacking(of) == [ONLY_C]


def test_many_units_without_a_level_are_counted() -> None:
    more = [unit(f"X{number}") for number in range(9)]
    of = with_rows(decided("A"), units=(*UNITS, *more), milestones=[QD])
    (words,) = lacking(of)
    assert words.startswith("còn 11 đơn vị chưa có mức được quyết định: “Đảng bộ xã B”, ")
    assert words.endswith("“Đảng bộ xã X3” và 5 đơn vị khác")


def test_cells_without_a_level_are_told_by_their_unit() -> None:
    of_cells = replace(QD, kinds=frozenset({UnitKind.CELL}))
    cells = [
        cell(),
        cell(cell_code=Code("A2"), name="Chi bộ thôn Hai", decided_level=None),
        cell(cell_code=Code(""), name="Chi bộ thôn Ba", decided_level=None),
        cell(cell_code=Code("A4"), name="Chi bộ hưu", decided_level=None, review_date=None,
             rated=0, xs=0, htt=0, ht=0, members=2, exempt=2, new_under_6m=0),
    ]  # fmt: skip
    listed = unit("B1", UnitKind.CELL, parent="B", name="Chi bộ Một")
    of = register((*UNITS, listed), milestones=[of_cells])
    assert lacking(of, a_return(cells)) == [
        "còn 3 chi bộ chưa có mức được quyết định, thuộc “Đảng bộ xã B”, “Đảng bộ xã A”"
    ]
    rows = [decided("A2", CELL), decided("A/-3", CELL), decided("B1", CELL)]
    all_decided = with_rows(*rows, units=(*UNITS, listed), milestones=[of_cells])
    assert lacking(all_decided, a_return(cells)) == []


def test_a_district_has_decided_once_the_last_unit_below_is() -> None:
    of_district = replace(QD, kinds=frozenset({UnitKind.DISTRICT}))
    two = [decided("A"), decided("B")]
    assert lacking(with_rows(*two, milestones=[of_district])) == [ONLY_C]
    assert lacking(with_rows(*two, decided("C"), milestones=[of_district])) == []
    assert lacking(with_rows(decided("H"), milestones=[of_district])) == []


def test_who_is_too_new_or_has_more_time_needs_no_level_yet() -> None:
    new = unit("C", UnitKind.GRASSROOTS_CELL, founded_on=date(2025, 10, 1))
    later = {("B", "QD"): Extension("B", "QD", date(2026, 1, 5), "Lũ lụt")}
    of = with_rows(decided("A"), units=(*UNITS[:3], new), milestones=[QD], extensions=later)
    assert lacking(of) == []
    assert len(lacking(of, day=date(2026, 1, 5))) == 1


def test_a_level_of_a_later_day_is_not_decided_yet() -> None:
    rest = [decided("B"), decided("C")]
    sent = a_return(of=info(decision_date=date(2025, 12, 29)))
    of = with_rows(*rest, milestones=[QD])
    assert lacking(of, sent) == []
    waiting = ["còn 1 đơn vị chưa có mức được quyết định: “Đảng bộ xã A”"]
    assert lacking(of, sent, day=date(2025, 12, 28)) == waiting
    later = with_rows(decided("A", decision_date=date(2025, 12, 29)), *rest, milestones=[QD])
    assert lacking(later, a_return(), day=date(2025, 12, 28)) == waiting
