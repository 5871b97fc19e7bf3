"""Thượng Thanh 2020: a ward whose members and cells were rated lower at every step.

Printed are its 27 cells, which rated themselves 21 XS and 6 HTT and were recognised 6 and 21, and
its members, 139, 707 and 20 by themselves and 126, 720 and 20 as recognised. How these stand in
each cell, that all members were rated, and everything else is invented.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO, StringIO

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.builders import (
    cell,
    form,
    leadership,
    read,
    register_book,
    unit,
)
from tests.outputs.report.word.edited import TEMPLATE
from tests.outputs.site.pages.shown import Shown, show
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.word.document import document
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.register.model import Register
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, Level, RatingStage, Stage, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import Redaction
from xeploai.season.season import Season
from xeploai.views.quota_rows import quota_board
from xeploai.views.season_view import lay_out

THEN = 2020
AS_OF = date(THEN, 12, 31)
DISTRICT = unit("LB", UnitKind.DISTRICT, name="Đảng bộ quận Long Biên")
WARD = unit("TT", parent="LB", name="Đảng bộ phường Thượng Thanh")
CELLS = 27
OWN, RECOGNISED = (139, 707, 20, 0), (126, 720, 20, 0)
MEMBERS = 866


def spread(number: int) -> Iterator[int]:
    """Divide a number over the cells, as evenly as may be."""
    return (number * (at + 1) // CELLS - number * at // CELLS for at in range(CELLS))


def cells() -> Iterator[CellReturn]:
    counts = zip(*map(spread, RECOGNISED), strict=True)
    for at, (xs, htt, ht, kht) in enumerate(counts):
        rated = xs + htt + ht + kht
        yield cell(
            cell_code=Code(""), name=f"Chi bộ {at + 1}", members=rated, rated=rated,
            exempt=0, new_under_6m=0, xs=xs, htt=htt, ht=ht, kht=kht,
            review_date=date(THEN, 12, 1), proposed_level=Level.XS if at < 6 else Level.HTT,
            self_level=Level.XS if at < 21 else Level.HTT,
            decided_level=Level.XS if at < 6 else Level.HTT,
        )  # fmt: skip


def filled(of: Register) -> bytes:
    """The form of the ward, filled in by its clerk."""
    levels = dict(zip(("xs", "htt", "ht", "kht"), OWN, strict=True))
    own = leadership(
        LeadershipSubject.MEMBER, RatingStage.SELF, total=MEMBERS, rated=MEMBERS, **levels
    )
    first = {"version": 1, "sent_on": date(THEN, 12, 10)}
    return form(of, "TT", list(cells()), of_info=first, others=[own])


@cache
def season() -> Season:
    settings = {"period": str(THEN), "office": "Ban Tổ chức Quận ủy Long Biên"}
    of = load(register_book((DISTRICT, WARD), settings))
    return evaluate(of, [read(filled(of), "TT.xlsx")], AS_OF)


@cache
def pages() -> dict[str, Shown]:
    return dict(show(season()))


def levels_at(subject: Subject, stage: Stage, code: str = "LB") -> tuple[int, ...]:
    figure = season().figures.at(code, subject, stage)
    assert figure is not None
    return tuple(map(figure.level, Level))


def test_the_form_is_counted_and_nothing_is_wrong_with_its_steps() -> None:
    assert [x.message for x in season().findings if x.is_error] == []
    assert not {x.rule for x in season().findings} & {
        "member_step_total_differs", "member_step_rated_differs", "decided_members_differ",
    }  # fmt: skip
    assert season().counted == 1


@pytest.mark.parametrize("code", ["TT", "LB"])
def test_the_printed_figures(code: str) -> None:
    assert levels_at(Subject.MEMBER, Stage.SELF, code) == OWN
    assert levels_at(Subject.MEMBER, Stage.DECIDED, code) == RECOGNISED
    assert levels_at(Subject.CELL, Stage.SELF, code) == (21, 6, 0, 0)
    assert levels_at(Subject.CELL, Stage.DECIDED, code) == (6, 21, 0, 0)
    assert season().figures.at(code, Subject.MEMBER, Stage.PROPOSED) is None


def test_they_stand_on_the_pages() -> None:
    members, by_cell = (pages()[f"xep-loai/{x}.md"].text for x in ("dang-vien", "chi-bo"))
    assert "Tự xếp loại 866 866 139 707 20 0" in members
    assert "Quyết định 866 866 126 720 20 0" in members
    assert "Tự xếp loại 27 27 21 6 0 0" in by_cell
    assert "Quyết định 27 27 6 21 0 0" in by_cell
    for path in ("don-vi/tt.md", "don-vi/lb.md"):
        text = pages()[path].text
        assert "Đảng viên Tự xếp loại 866 866 139 707 20 0" in text
        assert "Đảng viên Quyết định 866 866 126 720 20 0" in text
        assert "Chi bộ Tự xếp loại 27 27 21 6 0 0" in text
        assert "Chi bộ Quyết định 27 27 6 21 0 0" in text


def test_the_headline_is_the_decision() -> None:
    """So is what is held to the cap: the ward stands once among the quotas."""
    board = quota_board(lay_out(season()))
    assert board is not None
    assert [(row.base, row.used) for row in board.rows] == [("720", "126")]
    assert "866/866 đảng viên được đánh giá" in pages()["xep-loai/dang-vien.md"].text
    assert "đảng viên tự xếp loại" not in pages()["index.md"].text


def test_they_stand_in_the_table_for_programs() -> None:
    source = data_files(season(), Redaction())["data/ratios.csv"].decode("utf-8-sig")
    rows = [row for row in csv.DictReader(StringIO(source)) if row["subject"] == "member"]
    of_ward = {row["stage"]: row for row in rows if row["unit"] == "TT"}
    assert list(of_ward) == ["self", "decided"]
    own = of_ward["self"]
    assert [own[x] for x in ("total", "rated", "xs", "htt", "ht", "kht")] == [
        "866", "866", "139", "707", "20", "0",
    ]  # fmt: skip
    assert (own["units_expected"], own["units_counted"], own["xs_pct"]) == ("1", "1", "16.05")


@pytest.mark.parametrize("code", ["TT", "LB"])
def test_they_stand_in_the_word_report(code: str) -> None:
    words = words_of(Scope(lay_out(season()), code), NO_WORDING, {})
    report = Document(BytesIO(document(TEMPLATE, words)))
    text = "\n".join(each.text for each in report.paragraphs)
    assert (
        "Qua các bước: tự xếp loại 866/866: 139 hoàn thành xuất sắc nhiệm vụ, 707 hoàn thành tốt "
        "nhiệm vụ, 20 hoàn thành nhiệm vụ; quyết định 866/866: 126 hoàn thành xuất sắc nhiệm vụ, "
        "720 hoàn thành tốt nhiệm vụ, 20 hoàn thành nhiệm vụ."
    ) in text
    assert (
        "Qua các bước: tự xếp loại 27/27: 21 hoàn thành xuất sắc nhiệm vụ, 06 hoàn thành tốt "
        "nhiệm vụ; đề nghị 27/27: 06"
    ) in text
    assert "quyết định 27/27: 06 hoàn thành xuất sắc nhiệm vụ, 21 hoàn thành tốt nhiệm vụ." in text


def test_they_stand_in_the_excel_workbook() -> None:
    made = workbook(Scope(lay_out(season()), "LB"))
    rows = list(load_workbook(BytesIO(made))["Ba bước"].iter_rows(min_row=6, values_only=True))
    by_step = {row[:2]: row[2:] for row in rows}
    assert by_step["Đảng viên", "Tự xếp loại"] == (
        "1/1", 866, 866, 139, 16.05, 707, 81.64, 20, 2.31, 0, 0, 97.69,
    )  # fmt: skip
    assert by_step["Đảng viên", "Quyết định"][:4] == ("1/1", 866, 866, 126)
    assert by_step["Chi bộ", "Tự xếp loại"][3:6] == (21, 77.78, 6)
    assert by_step["Chi bộ", "Quyết định"][3:6] == (6, 22.22, 21)
