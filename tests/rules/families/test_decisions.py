"""Rows of the register's sheet of decisions."""

from datetime import date
from typing import Any

import pytest

from tests.builders import (
    AS_OF,
    UNITS,
    a_return,
    cell,
    decision,
    info,
    milestone,
    register,
    unit,
)  # fmt: skip
from tests.rules.families.checked import severity
from xeploai.findings import CellRef
from xeploai.register.model import Register
from xeploai.rules.all_rules import CHECKS
from xeploai.rules.families import decisions
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
    findings = evaluate(with_rows(*rows, units=(*UNITS, more)), [a_return()], AS_OF).findings
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


@pytest.mark.parametrize(
    "one",
    [
        a_return([cell()], of=info(decided_level=None)),
        a_return([cell(decided_level=None)], of=info()),
    ],
    ids=["cell", "unit"],
)
def test_a_level_in_a_return_is_decided(one: Return) -> None:
    assert reported("no_level_decided_by_deadline", register(milestones=[QD]), one) == []


def test_a_level_in_the_register_is_decided_from_its_day_on() -> None:
    of = with_rows(decided("A", decision_date=date(2025, 12, 28)), milestones=[QD])
    assert reported("no_level_decided_by_deadline", of) == []
    assert len(reported("no_level_decided_by_deadline", of, day=date(2025, 12, 27))) == 1
