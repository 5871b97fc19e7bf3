from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    DISTRICT,
    a_return,
    address,
    book,
    cell,
    decision,
    done,
    grid,
    info,
    milestone,
    read,
    register,
    remedy,
    unreviewed,
)
from tests.rules.families.checked import at, codes, plain_cell, severity, violations_of
from xeploai.register.model import Completion, Extension, Register
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn, RemedyReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import Level, MilestoneEvent, RatedSubject, RemedyState, UnitKind
from xeploai.submissions.model import DatedBy, Return

DAY = date(2025, 12, 5)


def test_steps_in_their_order_are_silent() -> None:
    one = cell(decision_no="12-QĐ/ĐU", decision_date=date(2025, 12, 1))
    first = info(decision_date=date(2025, 12, 1), sent_on=date(2025, 12, 1))
    assert codes(a_return([one], of=first)) == set()


@pytest.mark.parametrize("level", [{}, {"self_level": None}])
def test_rated_without_review_date(level: dict[str, object]) -> None:
    item = a_return([cell(), cell(cell_code="A2", review_date=None, **level)])
    assert violations_of("rated_without_review_date", item) == [
        (
            at(CellReturn, "review_date", 1),
            "Chi bộ thôn Một: đã đánh giá, xếp loại, chưa ghi ngày kiểm điểm",
        )
    ]
    assert severity("rated_without_review_date") == "warning"


def test_nobody_rated_needs_no_review_date() -> None:
    levels = dict.fromkeys(("self_level", "proposed_level", "decided_level"))
    none = {"rated": 0, "xs": 0, "htt": 0, "ht": 0, "exempt": 10, "new_under_6m": 0}
    assert codes(a_return([cell(review_date=None, **none, **levels)])) == set()


def test_cell_not_reviewed() -> None:
    item = a_return([cell(), unreviewed()])
    assert violations_of("cell_not_reviewed", item) == [
        (
            at(CellReturn, "review_date", 1),
            "Chi bộ thôn Hai: chưa kiểm điểm, chưa có đảng viên nào được xếp loại",
        )
    ]
    assert codes(item) == {"cell_not_reviewed"}
    assert severity("cell_not_reviewed") == "warning"


@pytest.mark.parametrize(
    "over",
    [
        {"review_date": DAY, "exempt": 10},
        {"rated": 9, "htt": 9, "review_date": DAY},
        {"exempt": 10},
        {"members": 0, "exempt": 0},
    ],
)
def test_a_cell_with_a_review_or_nobody_to_rate_is_reviewed(over: dict[str, object]) -> None:
    assert "cell_not_reviewed" not in codes(a_return([unreviewed(**over)]))


def test_decision_before_review() -> None:
    item = a_return([cell(decision_date=date(2025, 11, 30))])
    assert violations_of("decision_before_review", item) == [
        (
            at(CellReturn, "decision_date"),
            "Chi bộ thôn Một: quyết định ngày 30/11/2025, trước ngày kiểm điểm 01/12/2025",
        )
    ]
    assert codes(item) == {"decision_before_review"}
    assert severity("decision_before_review") == "error"


def test_a_day_outside_the_season_explains_the_order() -> None:
    item = a_return([cell(decision_date=date(2012, 11, 30))])
    assert codes(item) == {"cell_date_outside_season"}


def test_decided_without_proposal() -> None:
    item = a_return([cell(proposed_level=None)])
    assert violations_of("decided_without_proposal", item) == [
        (
            at(CellReturn, "proposed_level"),
            "Chi bộ thôn Một: quyết định HTT, chưa ghi mức đề nghị",
        )
    ]
    assert severity("decided_without_proposal") == "warning"
    assert codes(a_return([cell(proposed_level=None, decided_level=None)])) == set()


@pytest.mark.parametrize("code", ["A1", "A/A1"])
def test_what_the_board_proposed_of_a_cell_is_not_missing(code: str) -> None:
    item = a_return([cell(proposed_level=None), plain_cell(2, decided_level=Level.HTT)])
    proposed = decision(code, RatedSubject.CELL, proposed_level=Level.HTT)
    of = register(decisions=[proposed])
    assert violations_of("decided_without_proposal", item, of) == [
        (
            at(CellReturn, "proposed_level", 1),
            "Chi bộ 2: quyết định HTT, chưa ghi mức đề nghị",
        )
    ]


def test_a_chi_bo_co_so_is_proposed_as_an_organisation() -> None:
    item = a_return([cell(proposed_level=None)])
    office = replace(register().units["A"], kind=UnitKind.GRASSROOTS_CELL)
    for subject, number in ((RatedSubject.ORG, 0), (RatedSubject.CELL, 1)):
        proposed = decision("A", subject, proposed_level=Level.HTT)
        of = register([DISTRICT, office], decisions=[proposed])
        assert len(violations_of("decided_without_proposal", item, of)) == number


def test_a_file_without_the_column_of_proposals_is_not_told_so_at_each_cell() -> None:
    page = grid(CellReturn, [cell(proposed_level=None)])
    at_column = list(columns(CellReturn)).index("proposed_level")
    item = read(book(CellReturn=[[*row[:at_column], *row[at_column + 1 :]] for row in page]))
    assert item.rows(CellReturn)[0].row.decided_level is Level.HTT
    assert violations_of("decided_without_proposal", item) == []


@pytest.mark.parametrize("values", [{"decision_no": "12-QĐ/ĐU"}, {"decision_date": DAY}])
def test_decision_number_or_date_without_level(values: dict[str, object]) -> None:
    item = a_return([cell(decided_level=None, **values)])
    assert violations_of("decision_number_or_date_without_level", item) == [
        (
            at(CellReturn, "decided_level"),
            "Chi bộ thôn Một: đã ghi quyết định, chưa ghi mức được quyết định",
        )
    ]
    assert codes(item) == {"decision_number_or_date_without_level"}
    assert severity("decision_number_or_date_without_level") == "warning"


def test_unit_decision_before_review() -> None:
    cells = [cell(), cell(cell_code="A2", name="Chi bộ 2", review_date=date(2025, 12, 10))]
    item = a_return(cells, of=info(decision_date=date(2025, 12, 9)))
    assert violations_of("unit_decision_before_review", item) == [
        (
            at(InfoReturn, "decision_date"),
            "Quyết định ngày 09/12/2025, còn chi bộ kiểm điểm ngày 10/12/2025",
        )
    ]
    assert codes(item) == {"unit_decision_before_review"}
    assert severity("unit_decision_before_review") == "warning"


def test_review_after_sending() -> None:
    cells = [cell(), cell(cell_code="A2", name="Chi bộ 2", review_date=date(2025, 12, 19))]
    item = a_return(cells)
    assert violations_of("review_after_sending", item) == [
        (
            at(CellReturn, "review_date", 1),
            "Chi bộ 2: kiểm điểm ngày 19/12/2025, sau ngày gửi biểu 18/12/2025",
        )
    ]
    assert codes(item) == {"review_after_sending"}
    assert severity("review_after_sending") == "warning"
    assert codes(a_return(cells, of=info(sent_on=None))) == set()


# ------------------------------------------------------------------ milestones and remedies


def test_milestone_twice() -> None:
    item = a_return(others=[done("KH", DAY), done("GUI", DAY), done("KH", DAY)])
    assert violations_of("milestone_twice", item) == [
        (at(MilestoneReturn, "milestone", 2), "Mốc “KH” đã có ở dòng 8")
    ]
    assert severity("milestone_twice") == "error"


def test_milestone_not_listed() -> None:
    of = register(milestones=[milestone("GUI"), milestone("01")])
    item = a_return(others=[done("GUI", DAY), done("1", DAY), done("GỬI", DAY)])
    assert violations_of("milestone_not_listed", item, of) == [
        (at(MilestoneReturn, "milestone", 2), "Mốc “GỬI” không có trong danh mục")
    ]
    assert severity("milestone_not_listed") == "warning"
    assert not violations_of("milestone_not_listed", item), (
        "a register without milestones uses none"
    )


def ordered(**over: Any) -> Register:
    """A register in which members' reviews follow those of civil servants."""
    first = milestone("CC", name="Đánh giá cán bộ, công chức")
    return register(milestones=[milestone("TT", name="Kiểm điểm", after="CC"), first], **over)


def test_milestone_before_another() -> None:
    early, late = date(2025, 12, 3), date(2025, 12, 8)
    item = a_return(others=[done("TT", early), done("CC", late)])
    assert violations_of("milestone_before_another", item, ordered()) == [
        (
            at(MilestoneReturn, "done_on"),
            "“Kiểm điểm” xong ngày 03/12/2025, trước “Đánh giá cán bộ, công chức” (08/12/2025)",
        )
    ]
    assert severity("milestone_before_another") == "warning"


@pytest.mark.parametrize("day", [date(2025, 12, 3), date(2025, 12, 2), None])
def test_a_milestone_after_the_one_it_follows_is_in_order(day: date | None) -> None:
    item = a_return(others=[done("TT", date(2025, 12, 3)), done("CC", day)])
    assert violations_of("milestone_before_another", item, ordered()) == []


def test_what_the_board_knows_of_the_first_milestone_goes_before_the_return() -> None:
    known = Completion("A", "CC", date(2025, 12, 1), "")
    item = a_return(others=[done("TT", date(2025, 12, 3)), done("CC", date(2025, 12, 8))])
    of = ordered(completions={("A", "CC"): known})
    assert violations_of("milestone_before_another", item, of) == []


def test_what_the_board_knows_of_the_later_milestone_goes_before_the_return_too() -> None:
    known = Completion("A", "TT", date(2025, 12, 9), "")
    item = a_return(others=[done("TT", date(2025, 12, 3)), done("CC", date(2025, 12, 8))])
    of = ordered(completions={("A", "TT"): known})
    assert violations_of("milestone_before_another", item, of) == []


def test_milestone_ends_before_it_begins() -> None:
    first, last = date(2025, 12, 19), date(2025, 12, 20)
    item = a_return(others=[done("TT", first, name="Hội nghị kiểm điểm", began_on=last)])
    assert violations_of("milestone_ends_before_it_begins", item) == [
        (
            at(MilestoneReturn, "began_on"),
            "“Hội nghị kiểm điểm” bắt đầu ngày 20/12/2025, sau ngày hoàn thành 19/12/2025",
        )
    ]
    assert severity("milestone_ends_before_it_begins") == "warning"


@pytest.mark.parametrize("began", [date(2025, 12, 19), date(2025, 12, 20), None])
def test_a_milestone_of_one_day_or_several_is_in_order(began: date | None) -> None:
    item = a_return(others=[done("TT", date(2025, 12, 20), began_on=began)])
    assert violations_of("milestone_ends_before_it_begins", item) == []


def test_remedy_done_without_date() -> None:
    item = a_return(others=[remedy(state=RemedyState.OPEN), remedy(state=RemedyState.DONE)])
    assert violations_of("remedy_done_without_date", item) == [
        (
            at(RemedyReturn, "done_on", 1),
            "“Sinh hoạt chi bộ chưa đều” đã hoàn thành, chưa ghi ngày hoàn thành",
        )
    ]
    assert severity("remedy_done_without_date") == "warning"
    dated = remedy(state=RemedyState.DONE, done_on=DAY, due=DAY, owner="Chi ủy")
    assert codes(a_return(others=[dated])) == set()


@pytest.mark.parametrize(
    ("state", "text"),
    [(None, "chưa ghi tình trạng"), (RemedyState.UNDER_WAY, "đang thực hiện")],
)
def test_remedy_date_without_done(state: RemedyState | None, text: str) -> None:
    item = a_return(others=[remedy(state=state, done_on=DAY)])
    assert violations_of("remedy_date_without_done", item) == [
        (
            at(RemedyReturn, "state"),
            f"“Sinh hoạt chi bộ chưa đều” hoàn thành ngày 05/12/2025, tình trạng: {text}",
        )
    ]
    assert severity("remedy_date_without_done") == "warning"


@pytest.mark.parametrize("note", ["Chưa xong", "chua hoan thanh: chờ họp", "Chưa làm"])
def test_milestone_done_and_undone(note: str) -> None:
    item = a_return(others=[done("KH", date(2025, 12, 2), note=note)])
    assert violations_of("milestone_done_and_undone", item) == [
        (
            at(MilestoneReturn, "done_on"),
            f"“KH” ghi xong ngày 02/12/2025, Ghi chú lại ghi “{note}”",
        )
    ]
    assert severity("milestone_done_and_undone") == "warning"


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (None, "Chưa xong"),
        (date(2025, 12, 2), ""),
        (date(2025, 12, 2), "Chưa xong đúng hạn do mưa lũ"),
        (date(2025, 12, 2), "Chưa xong ngày 01/12, hôm sau mới xong"),
        (date(2025, 12, 2), "Đã xong, chưa xong hồ sơ lưu"),
    ],
)
def test_a_note_that_goes_with_the_day_is_silent(day: date | None, note: str) -> None:
    item = a_return(others=[done("KH", day, note=note)])
    assert violations_of("milestone_done_and_undone", item) == []


# ------------------------------------------------------------------ due, and no date

DEADLINE, SENT = date(2025, 12, 5), date(2025, 12, 18)
PLAN = register(milestones=[milestone("KH", DEADLINE, name="Ban hành kế hoạch")])
SENTENCE = "“Ban hành kế hoạch”: hạn 05/12/2025, gửi biểu ngày 18/12/2025, chưa ghi ngày hoàn thành"


def with_plan(on: date | None = None, note: str = "", **over: Any) -> Return:
    others = [done("KH", on, deadline=DEADLINE, note=note)]
    return read(book([cell()], of=info(**{"sent_on": SENT, **over}), others=others))


@pytest.mark.parametrize("note", ["", "đang chờ họp"])
def test_due_milestone_without_date(note: str) -> None:
    item = with_plan(note=note)
    assert violations_of("due_milestone_without_date", item, PLAN) == [
        (address(MilestoneReturn, "done_on"), SENTENCE)
    ]
    assert severity("due_milestone_without_date") == "warning"


@pytest.mark.parametrize(
    "item",
    [
        with_plan(DEADLINE),
        with_plan(note="Chưa xong, chờ họp"),
        with_plan(note="CHUA XONG"),
        with_plan(sent_on=DEADLINE),
        replace(with_plan(sent_on=None), received_on=None, saved_at=None),
    ],
)
def test_a_milestone_with_a_date_or_undone_or_not_due_is_silent(item: Return) -> None:
    assert violations_of("due_milestone_without_date", item, PLAN) == []


def test_the_deadline_is_the_units_own_in_the_register() -> None:
    extended = {("A", "KH"): Extension("A", "KH", date(2025, 12, 30), "")}
    of = register(milestones=list(PLAN.milestones), extensions=extended)
    assert violations_of("due_milestone_without_date", with_plan(), of) == []
    later = milestone("KH", date(2025, 12, 10), name="Ban hành kế hoạch")
    ((_, sentence),) = violations_of(
        "due_milestone_without_date", with_plan(), register(milestones=[later])
    )
    assert sentence == SENTENCE.replace("05/12/2025", "10/12/2025")


def test_without_a_day_of_sending_the_day_the_file_came_tells() -> None:
    item = replace(with_plan(sent_on=None), received_on=SENT, dated_by=DatedBy.FILE)
    ((_, sentence),) = violations_of("due_milestone_without_date", item, PLAN)
    assert sentence == "“Ban hành kế hoạch”: hạn 05/12/2025, chưa ghi ngày hoàn thành"


@pytest.mark.parametrize("event", [x for x in MilestoneEvent if x is not MilestoneEvent.REPORTED])
def test_a_date_that_something_else_tells_may_be_left_blank(event: MilestoneEvent) -> None:
    of = register(milestones=[milestone("KH", DEADLINE, event=event)])
    assert violations_of("due_milestone_without_date", with_plan(), of) == []


def test_a_date_that_the_board_knows_may_be_left_blank() -> None:
    known = {("A", "KH"): Completion("A", "KH", DEADLINE, "")}
    of = register(milestones=list(PLAN.milestones), completions=known)
    assert violations_of("due_milestone_without_date", with_plan(), of) == []
