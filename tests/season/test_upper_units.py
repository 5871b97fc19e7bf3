"""Units above TCCSĐ that file a form of their own: expected, added up, rated, followed."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from tests.builders import (
    UNITS,
    a_return,
    cell,
    done,
    info,
    leadership,
    milestone,
    register,
    register_book,
    unit,
)
from tests.outputs.site.pages.shown import Shown, show
from xeploai.errors import BuildError
from xeploai.reading.parser import absent
from xeploai.register.model import Completion, Register
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    LeadershipSubject,
    Level,
    RatingStage,
    Stage,
    Subject,
    UnitKind,
    YesNo,
)
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.stages import own_part
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status

AS_OF = date(2025, 12, 31)
FILES = unit("H", UnitKind.DISTRICT, name="Đảng bộ xã H", files_form=YesNo.YES)
OWN_CELL = unit("H1", UnitKind.CELL, parent="H", name="Chi bộ thôn Đông")


def tree(*more: object) -> Register:
    province = unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh T")
    below = unit("H", UnitKind.DISTRICT, name=FILES.name, parent="T", files_form=YesNo.YES)
    units = (province, below, *UNITS[1:], *more)
    milestones = [milestone(is_for_all=True), milestone("TT", name="Tập thể", is_for_all=True)]
    return register(units, milestones=milestones)  # type: ignore[arg-type]


def of_district(**over: object) -> Return:
    """The return of the district itself: six collectives, at every step."""
    levels = {"total": 6, "rated": 6, "xs": 2, "htt": 4}
    steps = [leadership(LeadershipSubject.COLLECTIVE, stage, **levels) for stage in RatingStage]
    days = [done("TT", date(2025, 12, 19)), done("GUI", date(2025, 12, 20))]
    first = info(unit_code=Code("H"), unit_name=FILES.name, unit_kind=UnitKind.DISTRICT,
                 parent_name="Đảng bộ tỉnh T", **over)  # fmt: skip
    cells = [cell(cell_code=Code("H1"), name=OWN_CELL.name)] if over.get("cells_declared") else []
    item = a_return(cells, of=first, others=[*steps, *days], file="H.xlsx", sha256="H")
    none = replace(absent(CellReturn, item.file), findings=(), whole=True)
    return item if cells else replace(item, sheets={**item.sheets, CellReturn: none})


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
