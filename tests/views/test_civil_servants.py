"""Civil servants beside members: on pages, in lists and in the report, and in no figure."""

from datetime import date
from functools import cache

from tests.builders import a_return, cell, info, leadership, register
from tests.outputs.site.pages.shown import show
from xeploai.outputs.report.excel.list_sheets import list_sheets
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.review import review_notes
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, Subject
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.views.civil_servants import servants_lines
from xeploai.views.season_view import lay_out

AS_OF = date(2025, 12, 31)
PAGE = "xep-loai/can-bo-cong-chuc.md"


def sent(code: str, xs: int) -> Return:
    servants = leadership(LeadershipSubject.CIVIL_SERVANT, total=20, rated=20, xs=xs, htt=20 - xs)
    own = cell(cell_code=Code(f"{code}1"), members=40, exempt=0, new_under_6m=0, rated=40, xs=6,
               htt=34, ht=0)  # fmt: skip
    return a_return([own], of=info(unit_code=Code(code)), others=[servants], file=f"{code}.xlsx",
                    sha256=code)  # fmt: skip


@cache
def season(hide_below: int = 0) -> Season:
    of = register(hide_below=hide_below)
    return evaluate(of, [sent("A", 3), sent("B", 5)], AS_OF)


def test_they_stand_beside_the_members_of_their_unit() -> None:
    text = dict(show(season()))[PAGE].text
    assert "Đảng bộ xã A 20 20 3 17 0 0 15,00 40 40 6 34 0 0 15,00" in text
    assert "Cộng 40 40 8 32 0 0 20,00 80 80 12 68 0 0 15,00" in text


def test_pages_of_members_and_of_the_unit_tell_them() -> None:
    pages = dict(show(season()))
    words = "Cán bộ, công chức, viên chức 20/20 được đánh giá, xếp loại, hoàn thành xuất sắc 3"
    assert words in pages["don-vi/a.md"].text
    assert any(
        link.endswith("can-bo-cong-chuc.html") for link in pages["xep-loai/dang-vien.md"].links
    )


def test_report_and_workbook_tell_them() -> None:
    scope = Scope(lay_out(season()), "")
    assert any("công chức, viên chức 40/40" in each for each in review_notes(scope, ()))
    (sheet,) = (each for each in list_sheets(scope) if each.name == "Công chức")
    assert [line[0] for line in sheet.lines] == ["Đảng bộ xã A", "Đảng bộ xã B", "Cộng"]
    assert all(len(line) == len(sheet.heads) for line in sheet.lines)


def test_they_are_in_no_figure() -> None:
    assert season().figures.at("A", Subject.LEADER) is not None
    assert all(figure.total != 20 for figure in season().figures.rows)


def test_hidden_units_hide_them_and_the_sum() -> None:
    view = lay_out(season(hide_below=50))
    lines = list(servants_lines(view, view.register.roots))
    assert [bool(line.hidden) for line in lines] == [True, True]


def test_a_small_cell_or_few_servants_hide_them_too() -> None:
    small = cell(cell_code=Code("A2"), name="Hai", members=4, exempt=0, new_under_6m=0, rated=4,
                 xs=1, htt=3, ht=0)  # fmt: skip
    few = leadership(LeadershipSubject.CIVIL_SERVANT, total=2, rated=2, xs=1, htt=1)
    both = a_return([small], of=info(unit_code=Code("A")), others=[few], file="A.xlsx", sha256="A")
    for taken in (both, sent("B", 5)):
        view = lay_out(evaluate(register(hide_below=5), [taken], AS_OF))
        lines = list(servants_lines(view, view.register.roots))
        assert [bool(line.hidden) for line in lines] == [taken is both]


def test_a_season_without_any_has_no_such_page() -> None:
    assert PAGE not in dict(show(evaluate(register(), [a_return()], AS_OF)))
