"""Hữu Lũng 2012: the levels of that year, from the register to the pages and the report.

Printed are two organisations that the appraisal team lowered and 45 members disciplined, 14 and 31;
which forms these were, and everything else, is invented.
"""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.builders import (
    DISTRICT,
    YEAR,
    a_return,
    book,
    cell,
    disciplined,
    form,
    info,
    read,
    register_book,
    remedy,
    row,
    unit,
)
from tests.builders import register as usual_register
from tests.outputs.report.word.edited import TEMPLATE
from tests.outputs.site.pages.shown import Shown, show
from xeploai.charts.all_charts import charts_of
from xeploai.forms.layout import place
from xeploai.outputs.report.committee_list import excel_list
from xeploai.outputs.report.excel.columns import columns_of
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.word.document import document
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.register.model import Register
from xeploai.register.reader import load
from xeploai.rules.families.levels import levels_of_another_time
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    DisciplineForm,
    Level,
    RatedSubject,
    Scale,
    Stage,
    Subject,
)
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.model import Figure
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.views.appraisal import appraised
from xeploai.views.season_view import lay_out

THEN = 2012
AS_OF = date(THEN, 12, 31)
UNITS = (DISTRICT, *(unit(code) for code in "ABDE"))
LOWERED = ("A", "B")
DISCIPLINED = {
    "A": (DisciplineForm.REPRIMAND, 14),
    "B": (DisciplineForm.WARNING, 31),
}


def decided(code: str, own: str, level: str, reason: str = "") -> dict[str, object]:
    return {
        "unit_code": code, "subject": RatedSubject.ORG, "self_level": own, "proposed_level": level,
        "decided_level": level, "decision_no": "01-QĐ/HU", "decision_date": date(THEN, 12, 28),
        "reason": reason,
    }  # fmt: skip


@cache
def register() -> Register:
    lowered = [decided(x, "TSVM", "Hoàn thành tốt", "Đoàn thẩm định hạ mức") for x in LOWERED]
    others = [decided("D", "TSVM", "TSVM"), decided("E", "YK", "Yếu kém")]
    settings = {"period": str(THEN), "office": "Ban Tổ chức Huyện ủy Hữu Lũng"}
    return load(register_book(UNITS, settings, DecisionRow=[*lowered, *others]))


def filled(of: Register, code: str) -> bytes:
    """The form of a unit, filled in by its clerk."""
    cells = [
        cell(cell_code=Code(""), name=f"Chi bộ {code} {number}", members=20, rated=18, xs=2, htt=12,
             ht=4, review_date=date(THEN, 12, 1), self_level=level, proposed_level=level,
             decided_level=level)
        for number, level in enumerate((Level.XS, Level.HTT), start=1)
    ]  # fmt: skip
    kind, number = DISCIPLINED.get(code, (DisciplineForm.REPRIMAND, 0))
    others = [disciplined(number, form=kind), remedy(item="Sửa quy chế", due=date(THEN + 1, 3, 31))]
    own = {"version": 1, "sent_on": date(THEN, 12, 10), "self_level": Level.XS}
    if code == "E":
        own["self_level"] = Level.KHT
    return form(of, code, cells, of_info=own, others=others)


@cache
def season() -> Season:
    of = register()
    return evaluate(of, [read(filled(of, each.code), f"{each.code}.xlsx") for each in UNITS[1:]],
                    AS_OF)  # fmt: skip


def at(subject: Subject, stage: Stage = Stage.DECIDED) -> Figure:
    figure = season().figures.at("H", subject, stage)
    assert figure is not None
    return figure


@cache
def pages() -> dict[str, Shown]:
    return dict(show(season()))


def test_the_form_has_the_levels_of_its_year() -> None:
    book = load_workbook(BytesIO(filled(register(), "A")))
    info_sheet, cells = book[InfoReturn.SHEET], book[CellReturn.SHEET]
    assert info_sheet[place(InfoReturn).cell("self_level")].value == "TSVM"
    first = place(CellReturn).first_row
    assert [cells[place(CellReturn).cell("decided_level", first + x)].value for x in (0, 1)] == [
        "TSVM", "HTT",
    ]  # fmt: skip
    texts = [value for page in book for line in page.values for value in line if value]
    written = "\n".join(str(text) for text in texts)
    assert "Ba cột Xếp loại chi bộ ghi TSVM, HTT, HT hoặc YK" in written
    assert "Mức xếp loại của đơn vị ghi TSVM, HTT, HT hoặc YK" in written
    assert "XS, HTT, HT hoặc KHT" not in written
    assert {"Trong sạch, vững mạnh", "Yếu kém"} <= set(texts)
    prompts = {each.prompt for each in cells.data_validations.dataValidation}
    assert (
        "TSVM: trong sạch, vững mạnh · HTT: hoàn thành tốt · HT: hoàn thành · YK: yếu kém"
        in prompts
    )


def test_nothing_is_wrong_and_all_are_counted() -> None:
    assert [x.message for x in season().findings if x.is_error] == []
    assert (season().counted, season().expected) == (4, 4)


def test_the_appraisal_team_lowered_two_organisations() -> None:
    own, last = at(Subject.ORG, Stage.SELF), at(Subject.ORG)
    assert (own.xs, own.htt, own.ht, own.kht) == (3, 0, 0, 1)
    assert (last.xs, last.htt, last.ht, last.kht) == (1, 2, 0, 1)
    text = pages()["xep-loai/tccsd.md"].text
    assert text.count("Đoàn thẩm định hạ mức") == 2


def test_pages_speak_in_the_words_of_the_year() -> None:
    for name in ("xep-loai/tccsd.md", "xep-loai/chi-bo.md"):
        text = pages()[name].text
        assert "trong sạch, vững mạnh" in text.lower()
        assert "TSVM" in text
        assert "Không hoàn thành" not in text
        assert "XS" not in text
    members = pages()["xep-loai/dang-vien.md"].text
    assert "Hoàn thành xuất sắc" in members
    assert "Trong sạch" not in members
    assert "Mức quyết định Yếu kém" in pages()["don-vi/e.md"].text


def test_no_cap_is_invented() -> None:
    assert register().settings.cap is None
    for path in ("index.md", "xep-loai/dang-vien.md", "don-vi/a.md"):
        text = pages()[path].text.lower()
        assert "trần" not in text.replace("trần xuất sắc", ""), path
        assert "%" in text
    assert "Tỷ lệ trần xuất sắc chưa đặt" in pages()["phuong-phap.md"].text


def test_45_members_were_disciplined_14_and_31() -> None:
    words = words_of(Scope(lay_out(season()), "H"), NO_WORDING, {}).member_discipline
    assert "45" in str(words)
    assert "14" in str(words)
    assert "31" in str(words)


def test_the_report_and_the_charts_speak_in_them_too() -> None:
    scope = Scope(lay_out(season()), "H")
    report = Document(BytesIO(document(TEMPLATE, words_of(scope, NO_WORDING, {}))))
    cells = {each.text for table in report.tables for line in table.rows for each in line.cells}
    assert "Trong sạch, vững mạnh / Hoàn thành xuất sắc nhiệm vụ" in cells
    assert {"Trong sạch, vững mạnh", "Yếu kém", "Trong sạch, vững mạnh so với tốt (%)"} <= cells
    assert "Hoàn thành xuất sắc nhiệm vụ" in cells, "the table of members"
    sentences = " ".join(each.text for each in report.paragraphs)
    assert "hoàn thành xuất sắc" not in sentences.partition("tổ chức cơ sở đảng")[2][:200]
    heads = [each.group for each in columns_of(Subject.ORG, scope.settings)]
    assert "Trong sạch, vững mạnh" in heads
    assert "Hoàn thành xuất sắc nhiệm vụ" not in heads
    names = {
        trace["name"] for each in charts_of(season(), ()).values() for trace in each.figure["data"]
    }
    assert "Trong sạch, vững mạnh" in names
    assert "Hoàn thành xuất sắc / Trong sạch, vững mạnh" in names


def test_the_list_for_the_committee_is_filled_in_and_read_in_them() -> None:
    view = lay_out(season())
    listed = excel_list(Scope(view, "H"), appraised(view, "H"))
    values = {
        value for page in load_workbook(BytesIO(listed)) for line in page.values for value in line
    }
    assert {"TSVM", "YK"} <= values
    assert "XS" not in values


# ------------------------------------------------------------------ beside another time


def of_year(year: int, **own: Any) -> Return:
    first = info(period=str(year), sent_on=date(year, 12, 10), **own)
    return a_return([cell(review_date=date(year, 12, 1))], of=first, file=f"{year}.xlsx")


def compared(**settings: object) -> Season:
    old = replace(of_year(2017), scale=Scale.CLEAN)
    of = usual_register([DISTRICT, unit("A")], period="2018", **settings)
    return evaluate(of, [of_year(2018), old], date(2018, 12, 31))


def test_organisations_are_not_compared_with_other_levels() -> None:
    text = show(compared())["xep-loai/chi-bo.md"].text
    assert "Không so sánh được: kỳ trước (năm 2017) xếp loại theo các mức khác" in text
    assert "Chênh lệch" in show(compared())["xep-loai/dang-vien.md"].text


def test_they_are_where_the_office_names_what_allows_it() -> None:
    text = show(compared(level_source="HD 05-HD/TU"))["xep-loai/chi-bo.md"].text
    assert "Hoàn thành xuất sắc / Trong sạch, vững mạnh" in text
    assert "HD 05-HD/TU" in text


@pytest.mark.parametrize(("stamp", "level"), [(None, "XS"), ({"unit": "A"}, "TSVM")])
def test_a_form_of_one_time_has_not_the_levels_of_another(
    stamp: dict[str, str] | None, level: str
) -> None:
    own = {"unit_code": "A", "period": str(THEN), "self_level": level}
    data = book([row(CellReturn, name="Một", members=1)], of=own, stamp=stamp)
    assert "unreadable_cell" in {finding.rule for finding in read(data).findings}


def test_levels_of_another_time() -> None:
    assert list(levels_of_another_time.check(of_year(YEAR), usual_register())) == []
    of = usual_register(period=str(THEN))
    assert list(levels_of_another_time.check(replace(of_year(THEN), scale=Scale.CLEAN), of)) == []
    (one,) = levels_of_another_time.check(of_year(THEN), of)
    now, then = Scale.FULFILMENT.choices, Scale.CLEAN.choices
    assert str(one.sentence) == f"Biểu ghi mức theo {now}; kỳ này xếp {then}"
