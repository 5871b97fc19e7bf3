"""Units above TCCSĐ that file a form of their own: expected, added up, rated, followed."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.builders import (
    UNITS,
    YEAR,
    a_return,
    cell,
    done,
    info,
    leadership,
    milestone,
    register,
    register_book,
    rerated,
    settings,
    unit,
    without_cells,
)
from tests.outputs.site.pages.shown import Shown, show
from xeploai.errors import BuildError
from xeploai.outputs.report.committee_list import excel_list
from xeploai.outputs.report.model import Breadth
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.tables import tables_of
from xeploai.register.model import Completion, Register, Unit
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    LeadershipSubject,
    Level,
    RatingStage,
    ReratedSubject,
    Stage,
    Subject,
    UnitKind,
    YesNo,
)
from xeploai.season.changes.facts import _said
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.stages import own_part
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status
from xeploai.views.appraisal import appraised
from xeploai.views.cap_rows import over_cap_rows
from xeploai.views.season_view import lay_out

AS_OF = date(2025, 12, 31)
FILES = unit("H", UnitKind.DISTRICT, name="Đảng bộ xã H", files_form=YesNo.YES)
OWN_CELL = unit("H1", UnitKind.CELL, parent="H", name="Chi bộ thôn Đông")


def tree(*more: Unit, **over: Any) -> Register:
    province = unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh T")
    below = unit("H", UnitKind.DISTRICT, name=FILES.name, parent="T", files_form=YesNo.YES)
    units = (province, below, *UNITS[1:], *more)
    milestones = [milestone(is_for_all=True), milestone("TT", name="Tập thể", is_for_all=True)]
    return register(units, milestones=milestones, **over)


def of_district(**over: object) -> Return:
    """The return of the district itself: six collectives, at every step."""
    levels = {"total": 6, "rated": 6, "xs": 2, "htt": 4}
    steps = [leadership(LeadershipSubject.COLLECTIVE, stage, **levels) for stage in RatingStage]
    days = [done("TT", date(2025, 12, 19)), done("GUI", date(2025, 12, 20))]
    first = info(unit_code=Code("H"), unit_name=FILES.name, unit_kind=UnitKind.DISTRICT,
                 parent_name="Đảng bộ tỉnh T", **over)  # fmt: skip
    cells = [cell(cell_code=Code("H1"), name=OWN_CELL.name)] if over.get("cells_declared") else []
    item = a_return(cells, of=first, others=[*steps, *days], file="H.xlsx", sha256="H")
    return item if cells else without_cells(item)


def of_commune(code: str) -> Return:
    return a_return(of=info(unit_code=Code(code)), others=[leadership()], file=f"{code}.xlsx",
                    sha256=code)  # fmt: skip


@cache
def season() -> Season:
    return evaluate(tree(), [of_district(), of_commune("A")], AS_OF)


@cache
def pages() -> dict[str, Shown]:
    return dict(show(season()))


def test_it_is_expected_and_counted_beside_those_below_it() -> None:
    assert [each.code for each in season().register.reporting] == ["H", "A", "B", "C"]
    assert (season().counted, season().expected) == (2, 4)
    assert season().intake.fate_of("H.xlsx").status is Status.COUNTED


def test_its_own_collectives_are_added_to_those_below_it() -> None:
    figures = season().figures
    whole = figures.at("H", Subject.COLLECTIVE)
    assert whole is not None
    assert (whole.total, whole.xs, whole.htt) == (6 + 5, 2 + 1, 4 + 4)
    assert (whole.units_counted, whole.units_expected) == (2, 4)
    own = own_part(figures, "H", Subject.COLLECTIVE, Stage.DECIDED, season().register.settings)
    assert own is not None
    assert (own.total, own.xs, own.xs_pct) == (6, 2, 3333)
    assert "Tập thể lãnh đạo, quản lý (cấp mình) 6/6 tập thể" in pages()["don-vi/h.md"].text


def test_members_and_organisations_are_expected_of_those_below_only() -> None:
    for subject in (Subject.MEMBER, Subject.CELL, Subject.ORG):
        figure = season().figures.at("H", subject)
        assert figure is not None
        assert (figure.units_counted, figure.units_expected) == (1, 3)


def test_it_is_rated_apart_by_its_own_return() -> None:
    figure = season().figures.of_itself("H", Stage.SELF)
    assert figure is not None
    assert figure.level(Level.XS) == 1
    text = pages()["xep-loai/tccsd.md"].text
    assert "Mức của đảng bộ cấp trên" in text
    assert "Đảng bộ xã H Hoàn thành xuất sắc" in text


def test_its_milestones_are_its_own() -> None:
    progress = season().progress
    assert progress.at("H", "TT").kind is StatusKind.ON_TIME
    assert progress.at("H", "TT").done_on == date(2025, 12, 19)
    assert progress.at("T", "TT").kind is StatusKind.NOT_REQUIRED
    assert [step.unit for step in progress.of_milestone("GUI")] == ["H", "A", "B", "C"]


def test_cells_right_below_it_are_counted_as_its_own() -> None:
    with_cells = evaluate(tree(OWN_CELL), [of_district(cells_declared=1)], AS_OF)
    members = with_cells.figures.at("H", Subject.MEMBER)
    assert members is not None
    assert (members.total, members.units_counted, members.units_expected) == (10, 1, 4)
    assert with_cells.figures.of_itself("H1") is not None


def test_a_register_of_districts_alone_works() -> None:
    districts = [unit(f"D{n}", UnitKind.DISTRICT, parent="T", name=f"Huyện {n}") for n in (1, 2)]
    alone = load(register_book((unit("T", UnitKind.PROVINCE, name="Tỉnh T"), *districts)))
    assert [each.code for each in alone.reporting] == ["D1", "D2"]
    season_of_two = evaluate(alone, [], AS_OF)
    assert season_of_two.figures.at("T", Subject.MEMBER) is None
    text = dict(show(season_of_two))["xep-loai/dang-vien.md"].text
    assert "Không đơn vị nào trong danh mục báo cáo đảng viên" in text


def test_a_unit_above_others_files_nothing_unless_the_register_says_so() -> None:
    assert [each.code for each in register().reporting] == ["A", "B", "C"]


def test_cells_below_a_district_that_files_nothing_are_a_fault_still() -> None:
    with pytest.raises(BuildError) as raised:
        load(register_book((*UNITS, OWN_CELL)))
    assert "hoặc ghi “có” ở cột Gửi biểu cấp mình của cấp trên" in str(raised.value)
    assert load(register_book((FILES, *UNITS[1:], OWN_CELL))).units["H"].holds_cells


def test_a_conference_of_several_days_shows_its_first_and_last_day() -> None:
    days = done("TT", date(2025, 12, 19), began_on=date(2025, 12, 18))
    of = evaluate(tree(), [a_return(others=[days])], AS_OF)
    assert "18/12/2025 – 19/12/2025" in dict(show(of))["don-vi/a.md"].text


def test_the_board_may_know_the_days_of_its_own_conference() -> None:
    known = Completion("H", "TT", date(2025, 12, 19), "", began_on=date(2025, 12, 17))
    of = evaluate(replace(tree(), completions={("H", "TT"): known}), [], AS_OF)
    assert "17/12/2025 – 19/12/2025" in dict(show(of))["don-vi/h.md"].text


# ------------------------------------------------------------------ what is its own


def with_own_cell(**over: object) -> Season:
    return evaluate(tree(OWN_CELL), [of_district(cells_declared=1, **over), of_commune("A")], AS_OF)


def test_tables_have_a_line_of_its_own_part_and_none_twice() -> None:
    tables = {(x.subject, x.breadth): x for x in tables_of(Scope(lay_out(season()), "H"))}
    lines = tables[Subject.COLLECTIVE, Breadth.UNIT].lines
    assert lines[0].name == "Đảng bộ xã H (cấp mình)"
    known = [line.figure.total or 0 for line in lines if line.figure]
    assert sum(known) == tables[Subject.COLLECTIVE, Breadth.UNIT].total.total
    assert (Subject.COLLECTIVE, Breadth.UPPER) not in tables
    assert "Cấp mình 6 6" in pages()["xep-loai/tap-the.md"].text


def test_what_is_rated_again_below_is_not_told_of_its_own_part() -> None:
    row = rerated("A", ReratedSubject.COLLECTIVE, Level.XS, Level.HT, period=str(YEAR))
    of = evaluate(tree(rerated=[row]), [of_district(), of_commune("A")], AS_OF)
    scope = Scope(lay_out(of), "H")
    lines = next(x for x in tables_of(scope) if x.subject is Subject.COLLECTIVE).lines
    assert lines[0].name == "Đảng bộ xã H (cấp mình)"
    assert "điều chỉnh" in lines[1].name


def test_its_state_is_not_told_of_what_it_does_not_count() -> None:
    only = dict(show(evaluate(tree(), [of_district()], AS_OF)))
    assert "Đảng bộ xã H Được tính" not in only["xep-loai/dang-vien.md"].text
    assert "Đảng bộ xã H Chưa có số liệu" in only["xep-loai/dang-vien.md"].text
    assert "6/6 tập thể được xếp loại" in only["don-vi/h.md"].text


def test_cells_that_only_its_return_names_are_covered_too() -> None:
    of = evaluate(tree(), [of_district(cells_declared=1)], AS_OF)
    figure = of.figures.at("H", Subject.MEMBER)
    assert figure is not None
    assert (figure.total, figure.units_counted, figure.units_expected) == (10, 1, 4)


def test_the_cap_of_organisations_is_not_measured_on_its_cells() -> None:
    own = cell(cell_code=Code("H1"), name=OWN_CELL.name, members=30, exempt=0, new_under_6m=0,
               rated=30, xs=20, htt=10, ht=0)  # fmt: skip
    item = of_district(cells_declared=1)
    kept = replace(item.sheet(CellReturn), rows=(replace(item.rows(CellReturn)[0], row=own),))
    item = replace(item, sheets={**item.sheets, CellReturn: kept})
    of = evaluate(replace(tree(OWN_CELL), settings=settings(cap=20)), [item], AS_OF)
    assert not [x for x in of.findings if "cap" in x.rule]
    assert over_cap_rows(lay_out(of)) == ()


def test_its_committee_decides_on_its_own_cells_and_on_those_below_it() -> None:
    listed = appraised(lay_out(with_own_cell()), "H")
    assert [each.code for each in listed] == ["A", "B", "C", "H1"]


def test_a_list_with_it_counts_organisations_of_all_kinds() -> None:
    scope = Scope(lay_out(season()), "T")
    book = load_workbook(BytesIO(excel_list(scope, appraised(scope.view, "T"))))
    heads = [row[0] for row in book["Tổng hợp"].iter_rows(values_only=True)]
    assert "Tổ chức đảng" in heads
    assert "TCCSĐ" not in heads


def test_a_row_without_the_later_day_is_what_it_was() -> None:
    completion = Completion("A", "TT", date(2025, 12, 19), "")
    assert _said(completion) == {
        "unit_code": "A", "milestone": "TT", "done_on": date(2025, 12, 19), "note": "",
    }  # fmt: skip
    assert "began_on" in _said(replace(completion, began_on=date(2025, 12, 18)))


def test_those_below_are_named_by_what_they_are() -> None:
    """A district without units was said to have cells, none of which the register lists."""
    empty = unit("H2", UnitKind.DISTRICT, parent="T", name="Huyện 2")
    holder = unit("H3", UnitKind.DISTRICT, parent="T", name="Huyện 3", files_form=YesNo.YES)
    lowest = unit("H4", UnitKind.DISTRICT, parent="T", name="Huyện 4", files_form=YesNo.YES)
    cell_of_holder = unit("H3.1", UnitKind.CELL, parent="H3", name="Chi bộ 1")
    shown = dict(show(evaluate(tree(empty, holder, lowest, cell_of_holder), [], AS_OF)))
    heads = {
        name: shown[f"don-vi/{name}.md"].source.partition('id="truc-thuoc">')[2].partition("<")[0]
        for name in ("h", "h2", "h3", "h4", "a")
    }
    assert heads == {
        "h": "Đơn vị trực thuộc",
        "h2": "Đơn vị trực thuộc",
        "h3": "Chi bộ",
        "h4": "",
        "a": "Chi bộ",
    }
    assert "Danh mục không có đơn vị trực thuộc." in shown["don-vi/h2.md"].text
