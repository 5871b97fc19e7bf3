"""What changed from one state to another, and what made it change."""

from dataclasses import replace
from datetime import date, datetime, timedelta
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
    row,
    unit,
)
from xeploai.findings import CellRef
from xeploai.ledger.history import (
    Facts,
    Key,
    Kind,
    Record,
    State,
    fact,
    record,
    state_after,
    state_by,
)
from xeploai.ledger.model import Ledger
from xeploai.outputs.result_lines import changes_line
from xeploai.register.model import Extension
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, OverCap, RatedSubject, Rounding, Stage, Subject, UnitKind
from xeploai.season.changes.compare import compare, since_day, since_last
from xeploai.season.changes.model import Cause, Changes, Why
from xeploai.season.evaluate import evaluate
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.views.change_words import summed_up

FIRST = datetime(2025, 12, 18, 8)
ONE = [milestone()]
OVER_CAP = cell(xs=2, htt=5)


def sending(code: str = "A", version: int = 1, *cells: Any, file: str = "") -> Return:
    of = info(unit_code=Code(code), version=version, sent_on=date(2025, 12, 18))
    return a_return(list(cells) or None, of=of, file=file or f"{code}-{version}.xlsx")


def facts(*taken: Return, as_of: date = AS_OF, **over: Any) -> Facts:
    season = evaluate(register(**{"milestones": ONE, **over}), taken, as_of)
    state = state_after(season.history)
    assert state is not None
    return state.facts


def causes(changes: Changes, of: str = "A", subject: Subject = Subject.MEMBER) -> list[Cause]:
    (moved,) = [
        x for x in changes.moved
        if (x.unit, x.subject, x.stage) == (of, subject, Stage.DECIDED)
    ]  # fmt: skip
    return list(moved.causes)


def test_the_same_season_has_not_compare() -> None:
    changes = compare(facts(sending()), facts(sending()))
    assert changes.is_nothing
    renamed = replace(sending(), file="khác.xlsx")
    assert compare(facts(sending()), facts(renamed)).is_nothing


def test_a_first_sending_is_newly_in_and_moves_every_sum_above_it() -> None:
    sent = sending()
    changes = compare(facts(), facts(sent))
    assert [item.unit for item in changes.newly_in] == ["A"]
    (cause,) = causes(changes)
    assert (cause.why, cause.now and cause.now.sha256) == (Why.SENT, sent.sha256)
    (above,) = causes(changes, "H")
    assert (above.why, above.what) == (Why.BELOW, ("A",))
    moved = next(x for x in changes.moved if (x.unit, x.subject) == ("A", Subject.MEMBER))
    assert (moved.before, moved.after) == ((), (10, 8, 1, 0, 1, 0, 1, 6, 1, 0))


def test_a_later_sending_is_named_with_the_one_it_replaces() -> None:
    old, new = sending(), sending("A", 2, cell(xs=0, htt=7))
    changes = compare(facts(old), facts(old, new))
    (cause,) = causes(changes)
    assert cause.why is Why.RESENT
    assert (cause.before and cause.before.version, cause.now and cause.now.version) == (1, 2)
    assert not changes.newly_in


def test_a_deleted_file_is_reported_with_what_counts_instead() -> None:
    old, new = sending(), sending("A", 2, cell(xs=0, htt=7))
    (cause,) = causes(compare(facts(old, new), facts(old)))
    assert (cause.why, cause.before and cause.before.sha256) == (Why.DELETED, new.sha256)
    assert cause.now
    assert cause.now.sha256 == old.sha256
    (gone,) = causes(compare(facts(old), facts()))
    assert (gone.why, gone.now) == (Why.DELETED, None)
    (filed,) = compare(facts(old), facts()).filed
    assert filed.is_no_longer_counted


def test_a_file_put_in_anothers_place_is_a_new_sending_not_a_deletion() -> None:
    (cause,) = causes(compare(facts(sending()), facts(sending("A", 1, cell(xs=0, htt=7)))))
    assert cause.why is Why.RESENT


def test_a_waiver_lets_a_file_in() -> None:
    rule = "excellent_members_over_cap"
    waiver = row(WaiverRow, rule=rule, unit_code=Code("A"), reason="Giấy", approved_by="B")
    refused: dict[str, Any] = {"over_cap": OverCap.REFUSED}
    kept_out = facts(sending("A", 1, OVER_CAP), **refused)
    let_in = facts(sending("A", 1, OVER_CAP), waivers=[waiver], **refused)
    reasons = [cause.why for cause in causes(compare(kept_out, let_in))]
    assert reasons == [Why.LET_IN, Why.REGISTER]
    back = causes(compare(let_in, kept_out))
    assert back[0].why is Why.KEPT_OUT


def test_a_decision_moves_the_rating_of_the_organisation_and_not_its_members() -> None:
    decided = [decision("A", decided_level=Level.HT)]
    changes = compare(facts(sending()), facts(sending(), decisions=decided))
    (cause,) = causes(changes, subject=Subject.ORG)
    assert (cause.why, cause.what) == (Why.REGISTER, ("Thẩm định, quyết định",))
    assert not [x for x in changes.moved if x.subject is Subject.MEMBER]


def test_a_decision_on_a_cell_is_its_units() -> None:
    decided = [decision("A1", subject=RatedSubject.CELL, decided_level=Level.HT)]
    changes = compare(facts(sending()), facts(sending(), decisions=decided))
    (cause,) = causes(changes, subject=Subject.CELL)
    assert cause.why is Why.REGISTER


def test_a_setting_that_moves_nothing_is_still_listed() -> None:
    changes = compare(facts(sending()), facts(sending(), rounding=Rounding.CUT))
    (edit,) = changes.edits
    assert (edit.kind, edit.what, edit.after) == (Kind.SETTING, "rounding", ("cắt",))
    assert not changes.moved


def test_what_only_the_program_can_have_moved_is_laid_to_it() -> None:
    before = dict(facts(sending()))
    key = Key(Kind.FIGURE, "A", "member decided")
    before |= {key: fact(9, 7, 1, 0, 1, 0, 1, 5, 1, 0), Key(Kind.PROGRAM): fact("0.0.9")}
    (cause,) = causes(compare(before, facts(sending())))
    assert (cause.why, cause.what[0]) == (Why.PROGRAM, "0.0.9")


def test_a_unit_under_another_parent_changes_both_sums() -> None:
    two = (unit("T", UnitKind.PROVINCE), unit("H", UnitKind.DISTRICT, parent="T"),
           unit("K", UnitKind.DISTRICT, parent="T"), unit("A"))  # fmt: skip
    moved = (*two[:3], unit("A", parent="K"))
    changes = compare(facts(sending(), units=two), facts(sending(), units=moved))
    assert [x.why for x in causes(changes, "H")] == [Why.REGISTER]
    assert [x.why for x in causes(changes, "K")] == [Why.REGISTER]


def test_a_day_that_passes_makes_units_overdue() -> None:
    before = facts(sending(), as_of=date(2025, 12, 20))
    changes = compare(before, facts(sending(), as_of=date(2025, 12, 21)))
    assert changes.units_newly(StatusKind.OVERDUE) == {"B", "C"}
    assert not changes.moved
    same = compare(before, facts(sending(), as_of=date(2025, 12, 19)))
    assert same.is_nothing


def test_the_boards_own_milestones_make_no_unit_overdue() -> None:
    due = [milestone("TD")]
    listed = register(milestones=due)
    before = facts(sending(), as_of=date(2025, 12, 20), milestones=due)
    changes = compare(before, facts(sending(), as_of=date(2025, 12, 21), milestones=due))
    assert changes.units_newly(StatusKind.OVERDUE) == {"A", "B", "C"}
    assert summed_up(changes, listed) == ["tiến độ hoặc tệp gửi thay đổi"]


def test_an_extension_shows_as_another_deadline() -> None:
    later = [milestone(deadline=date(2025, 12, 29))]
    changes = compare(facts(as_of=date(2025, 12, 21)),
                    facts(as_of=date(2025, 12, 21), milestones=later))  # fmt: skip
    assert {(x.before and x.before.kind, x.after and x.after.kind) for x in changes.stepped} == {
        (StatusKind.OVERDUE, StatusKind.PENDING)
    }


# ------------------------------------------------------------------ history


def test_an_extension_says_the_same_on_another_line() -> None:
    extension = Extension("A", ONE[0].code, date(2025, 12, 30), "Lũ")
    places = [CellRef("danh-muc.xlsx", "Gia hạn", cell) for cell in ("C4", "C5")]
    one, other = (
        facts(sending(), extensions={("A", ONE[0].code): replace(extension, ref=ref)})
        for ref in places
    )
    assert one == other


def state(day: int, **facts: str) -> State:
    at = datetime(2025, 12, day, 9)
    return State(at, at.date(), {Key(Kind.SETTING, what=x): fact(y) for x, y in facts.items()})


def recorded(*states: State) -> tuple[Record, ...]:
    history: tuple[Record, ...] = ()
    for each in states:
        history = record(history, each, "2025")
    return history


def test_states_are_added_up_from_what_compare() -> None:
    states = [state(1, a="1", b="2"), state(2, a="1"), state(4, a="3", c="4")]
    history = recorded(*states)
    assert [len(item.changed) for item in history] == [2, 1, 2]
    for number, each in enumerate(states, start=1):
        assert state_after(history[:number]) == each
    assert record(history, state(9, a="3", c="4"), "2025") == history


@pytest.mark.parametrize(("day", "expected"), [(1, 1), (3, 2), (4, 4), (30, 4)])
def test_the_state_of_a_day_is_the_last_one_by_its_end(day: int, expected: int) -> None:
    history = recorded(state(1, a="1"), state(2, a="2"), state(4, a="3"))
    known = state_by(history, date(2025, 12, day))
    assert known is not None
    assert known.at.day == expected
    assert state_by(history, date(2025, 11, 30)) is None


def test_a_season_looked_back_on_is_reported_by_its_as_of_days() -> None:
    late = datetime(2026, 11, 22)
    states = [State(late, date(2025, 12, n), state(1, a=str(n)).facts) for n in (1, 5, 9)]
    known = state_by(recorded(*states), date(2025, 12, 7))
    assert known is not None
    assert known.as_of == date(2025, 12, 5)


def builds(*taken: tuple[int, list[Return]], **over: Any) -> Season:
    """The last of several builds, so many days after the first."""
    ledger, season = Ledger(), None
    for days, items in taken:
        now = FIRST + timedelta(days)
        listed = register(**{"milestones": ONE, **over})
        season = evaluate(listed, items, now.date(), replace(ledger, now=now))
        ledger = season.ledger
    assert season is not None
    return season


def test_building_again_keeps_comparing_with_the_last_state_that_differed() -> None:
    once = builds((0, []), (1, [sending()]))
    twice = builds((0, []), (1, [sending()]), (1, [sending()]), (2, [sending()]))
    assert twice.ledger.history == once.ledger.history
    assert since_last(once.history) == since_last(twice.history)
    assert since_last(builds((0, [])).history) is None


def test_another_period_is_no_earlier_state() -> None:
    first = evaluate(register(period="2024"), [], date(2024, 12, 31), Ledger(FIRST))
    later = replace(first.ledger, now=FIRST + timedelta(1))
    second = evaluate(register(), [], AS_OF, later)
    assert len(second.ledger.history) == 2
    assert since_last(second.history) is None


def test_since_a_day_sees_over_several_builds() -> None:
    season = builds((0, []), (1, [sending()]), (2, [sending(), sending("B")]))
    last = since_last(season.history)
    assert last is not None
    assert last.changes.newly_in[0].unit == "B"
    compared = since_day(season.history, FIRST.date())
    assert compared is not None
    assert {item.unit for item in compared.changes.newly_in} == {"A", "B"}
    today = since_day(season.history, FIRST.date() + timedelta(2))
    assert today is not None
    assert today.changes.is_nothing


def test_the_terminal_tells_once_what_compare() -> None:
    assert changes_line(builds((0, []))) == ""
    assert changes_line(builds((0, []), (3, [sending()]))) == (
        "Thay đổi: 1 đơn vị mới gửi, 2 đơn vị mới quá hạn, số liệu của 1 đơn vị thay đổi "
        "(xem trang Thay đổi)."
    )
    assert changes_line(builds((0, []), (3, [sending()]), (4, [sending()]))) == ""


def test_a_unit_taken_from_the_register_has_not_taken_its_file_from_the_folder() -> None:
    units = [each for each in UNITS if each.code != "A"]
    changes = compare(facts(sending()), facts(sending(), units=units))
    kept = {key for key in facts(sending(), units=units) if key.kind is Kind.FILE}
    assert {key.unit for key in kept} == {"A"}
    assert not [
        cause for moved in changes.moved for cause in moved.causes if cause.why is Why.DELETED
    ]


def test_a_file_of_an_unknown_unit_is_no_unit_that_sent() -> None:
    stray = sending("0399")
    filed = compare(facts(sending()), facts(sending(), stray)).filed
    assert [(item.unit, item.is_of_no_unit) for item in filed] == [("0399", True)]
    came = builds((0, []), (3, [stray]))
    assert changes_line(came).startswith("Thay đổi: 1 tệp mới không rõ đơn vị, ")
    again = builds((0, [stray]), (3, [stray, sending("0399", 2), sending("H")]), milestones=[])
    line = "Thay đổi: 2 tệp mới không rõ đơn vị (xem trang Thay đổi)."
    assert changes_line(again) == line
    gone = builds((0, [stray]), (3, []), milestones=[])
    line = "Thay đổi: tiến độ hoặc tệp gửi thay đổi (xem trang Thay đổi)."
    assert changes_line(gone) == line


def test_a_unit_that_is_listed_later_has_not_sent_anew() -> None:
    unlisted = [each for each in UNITS if each.code != "A"]
    changes = compare(facts(sending(), units=unlisted), facts(sending()))
    assert [(x.is_of_no_unit, x.is_newly_counted) for x in changes.filed] == [(False, True)]
    assert not changes.newly_in


def earlier_year(file: str) -> Return:
    of = info(period="2024", sent_on=date(2024, 12, 18))
    return a_return(of=of, file=file, sha256="last year")


def test_a_copy_of_an_earlier_years_return_is_nothing_sent_now() -> None:
    twice = [earlier_year("A-2024.xlsx"), earlier_year("A-2024 - Copy.xlsx")]
    assert compare(facts(), facts(*twice)).is_nothing
    assert compare(facts(*twice), facts()).is_nothing
    assert compare(facts(sending()), facts(sending(), *twice)).is_nothing
    # Version 0.1 took such a copy for an earlier sending of this year.
    old = {**facts(*twice), Key(Kind.FILE, "A", "last year"): fact("superseded", 1)}
    assert compare(old, facts(*twice)).is_nothing
    changes = compare(old, facts(sending(), *twice))
    assert [item.gone for item in changes.filed] == [()]
    assert [item.is_first for item in changes.filed] == [True]


def test_an_edited_extension_is_reported_as_an_edit_of_its_sheet() -> None:
    def of(reason: str) -> Facts:
        later = Extension("A", "GUI", date(2025, 12, 29), reason)
        extended = replace(register(milestones=ONE), extensions={("A", "GUI"): later})
        state = state_after(evaluate(extended, [], AS_OF).history)
        assert state is not None
        return state.facts

    changed = {key for key in of("Lũ lụt") if of("Lũ lụt")[key] != of("Sáp nhập")[key]}
    assert {(key.kind, key.unit, key.what) for key in changed} == {(Kind.ROWS, "A", "Gia hạn")}
