"""Superiors at reviews: what is counted, what is said, and what stays unsaid."""

from datetime import date, timedelta

import pytest

from tests.builders import (
    AS_OF,
    UNITS,
    a_return,
    assigned,
    cell,
    info,
    register,
    unit,
)
from xeploai.outputs.documents.letterhead import in_text
from xeploai.schema.register import AssignmentRow
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.attendance import attendant
from xeploai.submissions.model import Return
from xeploai.views.attendance import (
    AssignedLine,
    assigned_at,
    assigned_lines,
    assigned_to,
    attendance_in,
    attendance_words,
)
from xeploai.views.season_view import lay_out

LISTED = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ 1")


def sent(code: str, *attended_by: str, **over: object) -> Return:
    rows = [
        cell(cell_code=Code(f"{code}{number}"), name=f"Chi bộ {number}", attended_by=who, **over)
        for number, who in enumerate(attended_by, start=1)
    ]
    return a_return(rows, of=info(unit_code=Code(code)), file=f"{code}.xlsx", sha256=code)


def season(*items: Return, assignments: tuple[AssignmentRow, ...] = ()) -> Season:
    return evaluate(register([*UNITS, LISTED], assignments=assignments), list(items), AS_OF)


def said(of: Season, code: str) -> str:
    units = [of.register.units[code]]
    return attendance_words(attendance_in(of, units), of.register)


def lines(of: Season) -> list[AssignedLine]:
    rows = [item.row for item in of.register.assignments]
    return list(assigned_lines(lay_out(of), rows))


@pytest.mark.parametrize(
    ("written", "who"),
    [("Đ/c Hà, UVBTV", "Đ/c Hà, UVBTV"), ("Không", ""), ("0", ""), ("-", ""), ("x", ""), ("", "")],
)
def test_a_sign_or_a_no_names_nobody(written: str, who: str) -> None:
    assert attendant(cell(attended_by=written)) == who


def test_reviews_and_those_with_a_superior_are_counted_up_the_tree() -> None:
    of = season(sent("A", "Đ/c Hà", ""), sent("B", "Đ/c Hà", "Đ/c Hà"))
    assert said(of, "A") == "cấp trên dự ở 1/2 chi bộ đã kiểm điểm, 1 nơi không nêu"
    assert said(of, "B") == "cấp trên dự ở 2/2 chi bộ đã kiểm điểm"
    assert said(of, "H") == "cấp trên dự ở 3/4 chi bộ đã kiểm điểm, 1 nơi không nêu"


def test_where_nobody_writes_it_down_nothing_is_said() -> None:
    assert said(season(sent("A", "", "")), "H") == ""


def test_a_review_after_the_day_looked_at_is_not_counted() -> None:
    late = AS_OF + timedelta(days=1)
    of = season(sent("A", "Đ/c Hà"), sent("B", "Đ/c Hà", review_date=late))
    assert said(of, "H") == "cấp trên dự ở 1/1 chi bộ đã kiểm điểm"


def test_places_are_counted_once_by_kind_the_highest_first() -> None:
    rows = (assigned("A1", "Đ/c Hà"), assigned("A", "Đ/c Hà"), assigned("B", "Đ/c Hà"),
            assigned("B", "Đoàn 1"), assigned("H", "Đoàn 1"))  # fmt: skip
    of = season(assignments=rows)
    item = attendance_in(of, of.register.roots)
    assert attendance_words(item, of.register, in_text) == (
        "cấp trên được phân công dự tại 01 đảng bộ cấp huyện, 02 đảng bộ cơ sở, "
        "01 chi bộ trực thuộc"
    )
    assert said(of, "B") == "cấp trên được phân công dự tại 1 đảng bộ cơ sở"


def test_beside_the_assigned_stands_what_the_return_says() -> None:
    rows = (assigned("A1", "Đ/c Hà", date(2025, 12, 5)), assigned("A", "Đ/c Nam"),
            assigned("B", "Đ/c Nam"), assigned("H", "Đoàn 1"))  # fmt: skip
    of = season(sent("A", "Đ/c Hà, UVBTV", ""), assignments=rows)
    shown = lines(of)
    assert [each.seen for each in shown] == [
        "Đ/c Hà, UVBTV",
        "cấp trên dự ở 1/2 chi bộ đã kiểm điểm, 1 nơi không nêu",
        "chưa gửi biểu",
        "",
    ]
    at_own = assigned_at(of.register, of.register.units["A"])
    own = [each.seen for each in assigned_lines(lay_out(of), at_own, told_of="A")]
    assert own == ["Đ/c Hà, UVBTV", ""]
    assert (shown[0].place.words, shown[0].within) == ("Chi bộ 1", "Đảng bộ xã A")
    assert [each.day for each in shown[:2]] == ["05/12/2025", "–"]


def test_a_return_that_was_sent_and_does_not_count_is_not_called_unsent() -> None:
    faulty = sent("A", "Đ/c Hà", official=99)
    of = season(faulty, assignments=(assigned("A1", "Đ/c Hà"),))
    assert "A" not in of.intake.counted
    assert [each.seen for each in lines(of)] == ["cần sửa"]


@pytest.mark.parametrize(
    ("item", "seen"),
    [
        (sent("A", ""), "không nêu cấp trên dự"),
        (sent("A", "Đ/c Hà", review_date=None), "chưa ghi ngày kiểm điểm"),
    ],
)
def test_a_cell_without_a_superior_or_without_a_day_is_said_to_be_so(
    item: Return, seen: str
) -> None:
    of = season(item, assignments=(assigned("A1", "Đ/c Hà"),))
    assert [each.seen for each in lines(of)] == [seen]


def test_a_unit_has_its_own_rows_and_an_official_all_of_his() -> None:
    rows = (assigned("A1", "Đ/c Hà"), assigned("A", "đ/c Hà"), assigned("H", "Đ/c Nam"))
    of = register([*UNITS, LISTED], assignments=rows)
    assert [each.unit_code for each in assigned_at(of, of.units["A"])] == ["A1", "A"]
    assert [each.unit_code for each in assigned_at(of, of.units["H"])] == ["H"]
    assert [each.unit_code for each in assigned_to(of, "Đ/c Hà")] == ["A1", "A"]
