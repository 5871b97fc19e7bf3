"""Minh Quang 2022: a commune of 25 cells, its targets followed up with the level above.

Printed are the 25 cells that held their review; the targets, their results and all figures are
invented.
"""

from datetime import date
from functools import cache

from tests.builders import (
    a_return,
    assigned,
    cell,
    committed,
    done,
    info,
    milestone,
    register,
    remedy,
    unit,
)
from tests.outputs.site.pages.shown import Shown, show
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.review import milestone_words, review_notes
from xeploai.schema.row import Code
from xeploai.schema.terms import RemedyState, Stage, Subject, UnitKind, YesNo
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

THEN = 2022
AS_OF = date(THEN, 12, 31)
CELLS = 25
HUYEN = unit("H", UnitKind.DISTRICT, name="Đảng bộ huyện Tam Đảo")
COMMUNE = unit("MQ", name="Đảng bộ xã Minh Quang")
LISTED = tuple(
    unit(f"MQ{number:02}", UnitKind.CELL, parent="MQ", name=f"Chi bộ thôn {number}")
    for number in range(1, CELLS + 1)
)


@cache
def season() -> Season:
    targets = [
        committed(each.code, "Kết nạp đảng viên mới", promised="01", is_met=met)
        for each, met in zip(LISTED, [YesNo.YES] * 20 + [YesNo.NO] * 3 + [None] * 2, strict=True)
    ]
    targets.append(
        committed("MQ", "Thu ngân sách", promised="100%", achieved="104%", is_met=YesNo.YES)
    )
    of = register(
        (HUYEN, COMMUNE, *LISTED), period=str(THEN), commitments=targets,
        milestones=[milestone("CB", date(THEN, 12, 10), name="Chi bộ kiểm điểm",
                              kinds=frozenset({UnitKind.CELL}))],
        assignments=[assigned("MQ01", "Đ/c Ủy viên Ban Thường vụ", date(THEN, 12, 5))],
    )  # fmt: skip
    rows = [
        cell(cell_code=Code(each.code), name=each.name, review_date=date(THEN, 12, 5),
             attended_by="Đ/c Ủy viên" if each.code == "MQ01" else "")
        for each in LISTED
    ]  # fmt: skip
    others = [
        remedy(item="Chậm thu ngân sách", due=date(THEN, 12, 20), state=RemedyState.DONE,
               done_on=date(THEN, 12, 19)),
        remedy(item="Sinh hoạt chưa đều", due=date(THEN, 12, 15), state=RemedyState.OPEN),
        done("CB", date(THEN, 12, 5)),
    ]  # fmt: skip
    first = info(unit_code=Code("MQ"), unit_name=COMMUNE.name, period=str(THEN),
                 sent_on=date(THEN, 12, 12), parent_name=HUYEN.name)  # fmt: skip
    return evaluate(of, [a_return(rows, of=first, others=others, sha256="MQ")], AS_OF)


@cache
def pages() -> dict[str, Shown]:
    return dict(show(season()))


def test_all_cells_held_their_review() -> None:
    figure = season().figures.at("MQ", Subject.CELL, Stage.DECIDED)
    assert figure is not None
    assert (figure.total, figure.rated) == (CELLS, CELLS)
    (words,) = milestone_words(Scope(lay_out(season()), ""))
    assert words.phrase == "25/25 chi bộ, đạt 100,00%"
    assert "25/25 chi bộ" in pages()["don-vi/mq.md"].text


def test_targets_are_followed_up_with_the_commune_and_its_cells() -> None:
    text = pages()["tien-do/cam-ket.md"].text
    assert "21/26 chỉ tiêu đạt; 3 chưa đạt; 2 chưa ghi kết quả." in text
    assert "Đảng bộ xã Minh Quang 1 1 0 0" in text
    assert "Thu ngân sách Đảng bộ xã Minh Quang 100% 104% Đạt" in text
    assert "21/26 chỉ tiêu đạt" in pages()["don-vi/mq.md"].text
    notes = list(review_notes(Scope(lay_out(season()), "MQ"), ()))
    assert "Chỉ tiêu cam kết: 21/26 chỉ tiêu đạt; 3 chưa đạt; 2 chưa ghi kết quả." in notes


def test_what_is_left_to_overcome_and_who_attended_stand_beside_them() -> None:
    late = pages()["tien-do/khac-phuc.md"].text
    assert "Sinh hoạt chưa đều Đảng bộ xã Minh Quang" in late
    assert "Quá hạn 16 ngày" in late
    attended = pages()["tien-do/du-kiem-diem.md"].text
    assert "ấp trên dự ở 1/25 chi bộ đã kiểm điểm" in attended
