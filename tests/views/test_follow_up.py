"""Discipline and remedies are counted once for pages and paper; a blank cell is not "none"."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import UNITS, a_return, cell, disciplined, planned, register, remedy
from tests.builders import unit as unit_of
from xeploai.schema.form import CellReturn, DisciplineReturn
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, RemedyState, UnitKind
from xeploai.submissions.model import Return
from xeploai.submissions.remedies import remedies
from xeploai.views.follow_up import discipline_of, discipline_words, remedies_of, remedy_words

MEMBER, ORG = DisciplineTarget.MEMBER, DisciplineTarget.ORG
DAY = date(2025, 12, 31)


def unit(in_cells: int | None, *rows: DisciplineReturn) -> Return:
    """A return whose column Bị kỷ luật says a number, or None for a blank one."""
    item = a_return([cell(disciplined=in_cells or 0)], others=rows)
    sheet = item.sheet(CellReturn)
    blank = frozenset() if in_cells is not None else frozenset({"disciplined"})
    located = tuple(replace(each, blank=blank) for each in sheet.rows)
    return replace(item, sheets={**item.sheets, CellReturn: replace(sheet, rows=located)})


WARNED = disciplined(1, form=DisciplineForm.WARNING)


@pytest.mark.parametrize(
    ("returns", "words"),
    [
        ([unit(0), unit(0)], "không có"),
        ([unit(None, disciplined(0)), unit(0)], "không có"),
        ([unit(None)], "đơn vị chưa ghi"),
        ([unit(0), unit(None)], "1/2 đơn vị ghi không có; 1/2 đơn vị chưa ghi"),
        ([unit(3, disciplined(2), WARNED)], "3 đảng viên: khiển trách 2, cảnh cáo 1"),
        ([unit(None, disciplined(2))], "2 đảng viên: khiển trách 2"),
        ([unit(2)], "2 đảng viên: chưa ghi hình thức 2"),
        ([unit(2, disciplined(2)), unit(None)], "2 đảng viên: khiển trách 2; 1/2 đơn vị chưa ghi"),
        (
            [unit(5, disciplined(3))],
            (
                "3 đảng viên: khiển trách 3; đơn vị ghi khác nhau ở tờ Kỷ luật (3) và cột Bị kỷ "
                "luật trong kỳ của tờ Chi bộ (5)"
            ),
        ),
        (
            [unit(1, disciplined(0)), unit(0)],
            "1 đơn vị ghi khác nhau ở tờ Kỷ luật và cột Bị kỷ luật trong kỳ của tờ Chi bộ",
        ),
    ],
)
def test_members_are_disciplined_by_both_sheets(returns: list[Return], words: str) -> None:
    assert discipline_words(discipline_of(returns, MEMBER)) == words


def test_none_needs_the_word_of_every_unit() -> None:
    assert discipline_of([unit(0), unit(0, disciplined(0))], MEMBER).is_none
    assert not discipline_of([unit(0), unit(None)], MEMBER).is_none
    assert not discipline_of([], MEMBER).is_none
    assert not discipline_of([unit(0)], ORG).is_none, "no column counts organisations"
    assert discipline_of([unit(0, disciplined(0, target=ORG))], ORG).is_none


def told(*rows: object) -> str:
    item = a_return(others=rows)  # type: ignore[arg-type]
    counted = remedies_of(list(remedies(register(), {"A": item}, {"H"})), DAY)
    assert counted is not None
    return remedy_words(counted)


def test_a_remedy_is_done_where_its_state_says_so() -> None:
    """The site said 1/1 and Word 0/01 of one that has a day and another state."""
    dated = remedy(state=RemedyState.UNDER_WAY, done_on=DAY, due=DAY)
    assert told(dated) == "0/1 đã hoàn thành"
    assert told(remedy(state=RemedyState.DONE)) == "1/1 đã hoàn thành"


def test_only_what_is_known_to_be_undone_is_late() -> None:
    past = date(2025, 12, 1)
    assert told(remedy(state=RemedyState.OPEN, due=past)) == "0/1 đã hoàn thành; 1 quá hạn"
    assert told(remedy(due=past)) == "0/1 đã hoàn thành; 1 chưa ghi tình trạng"


def test_a_remedy_without_a_day_is_not_one_without_a_deadline() -> None:
    assert told(remedy(state=RemedyState.OPEN), remedy(state=RemedyState.DONE)) == (
        "1/2 đã hoàn thành; 1 chưa ghi hạn"
    )
    assert remedies_of([], DAY) is None


def test_the_boards_own_plan_is_counted_where_it_belongs() -> None:
    rows = [planned("A1", "Sửa quy chế", due=DAY), planned("H", "Kiểm tra", due=DAY)]
    of = register([*UNITS, unit_of("A1", UnitKind.CELL, parent="A")], plan=rows)
    assert [(x.unit, x.item, x.is_of_board) for x in remedies(of, {}, {"H"})] == [
        ("A", "Sửa quy chế", True), ("H", "Kiểm tra", True),
    ]  # fmt: skip
    assert [x.item for x in remedies(of, {}, {"A"})] == ["Sửa quy chế"]
    assert list(remedies(of, {}, {"B"})) == []
