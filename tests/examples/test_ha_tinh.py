"""Hà Tĩnh 2023: a province whose 17 organisations above TCCSĐ report their own collectives.

Printed are 17/17 organisations by 21/12 and the delegations: at 6 districts, 1 attached committee
and 4 departments. Names, members, levels and the year rated again are invented.
"""

from datetime import date
from functools import cache

from tests.builders import (
    a_return,
    assigned,
    cell,
    done,
    info,
    leadership,
    milestone,
    register,
    rerated,
    unit,
    without_cells,
)
from tests.outputs.site.pages.shown import Shown, show
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.word.review import milestone_words
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.register.model import Unit
from xeploai.schema.periods import Period
from xeploai.schema.row import Code, Row
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
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.views.season_view import lay_out

THEN = 2023
DEADLINE = date(THEN, 12, 21)
AS_OF = date(THEN, 12, 31)
PROVINCE = unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh Hà Tĩnh")
DISTRICTS = tuple(
    unit(f"H{n:02}", UnitKind.DISTRICT, parent="T", name=name, files_form=YesNo.YES)
    for n, name in enumerate(
        [*(f"Đảng bộ huyện {n}" for n in range(1, 14)),
         *(f"Đảng bộ trực thuộc {n}" for n in range(1, 5))], start=1,
    )
)  # fmt: skip
DEPARTMENTS = tuple(
    unit(f"S{n}", UnitKind.GRASSROOTS_CELL, parent="H17", name=f"Chi bộ Sở {n}")
    for n in range(1, 5)
)
DELEGATIONS = ("H01", "H02", "H03", "H04", "H05", "H06", "H14", "S1", "S2", "S3", "S4")
EXCELLENT = frozenset({"H01", "H02", "H03"})


def collectives(total: int, xs: int) -> list[Row]:
    counts = {"total": total, "rated": total, "xs": xs, "htt": total - xs}
    return [leadership(LeadershipSubject.COLLECTIVE, stage, **counts) for stage in RatingStage]


def of_district(each: Unit) -> Return:
    """The return of a district or attached committee: its own collectives, no cells."""
    level = Level.XS if each.code in EXCELLENT else Level.HTT
    first = info(unit_code=Code(each.code), unit_name=each.name, unit_kind=each.kind,
                 parent_name=PROVINCE.name, period=str(THEN), sent_on=date(THEN, 12, 20),
                 self_level=level, proposed_level=level, decided_level=level,
                 decision_no="01-QĐ/TU", decision_date=date(THEN, 12, 29))  # fmt: skip
    others = [*collectives(9, 1), done("TT", date(THEN, 12, 19))]
    item = a_return([], of=first, others=others, file=f"{each.code}.xlsx", sha256=each.code)
    return without_cells(item)


def of_department(each: Unit, year: int = THEN) -> Return:
    """The return of a department: 20 members, three of them in the groups not reviewed."""
    row = cell(
        cell_code=Code(each.code), name=each.name, review_date=date(year, 12, 5), members=20,
        exempt=1, suspended=1, new_under_6m=1, rated=17, xs=3, htt=13, ht=1,
    )  # fmt: skip
    first = info(unit_code=Code(each.code), unit_name=each.name, unit_kind=each.kind,
                 parent_name=DISTRICTS[16].name, period=str(year),
                 sent_on=date(year, 12, 20))  # fmt: skip
    name = f"{each.code}-{year}"
    return a_return([row], of=first, others=collectives(3, 0), file=f"{name}.xlsx", sha256=name)


@cache
def season() -> Season:
    of = register(
        (PROVINCE, *DISTRICTS, *DEPARTMENTS),
        period=str(THEN),
        milestones=[
            milestone("TT", DEADLINE, name="Tập thể, cá nhân lãnh đạo kiểm điểm",
                      kinds=frozenset({UnitKind.DISTRICT})),
        ],
        assignments=[assigned(code, "Đoàn của Ban Thường vụ Tỉnh ủy") for code in DELEGATIONS],
        rerated=[rerated("S1", ReratedSubject.MEMBER, Level.HTT, Level.KHT,
                         period=str(THEN - 1), decision_no="09-QĐ/ĐUK")],
    )  # fmt: skip
    returns = [
        *map(of_district, DISTRICTS),
        *map(of_department, DEPARTMENTS),
        *(of_department(each, THEN - 1) for each in DEPARTMENTS),
    ]
    return evaluate(of, returns, AS_OF)


@cache
def pages() -> dict[str, Shown]:
    return dict(show(season()))


@cache
def scope() -> Scope:
    return Scope(lay_out(season()), "T")


def test_every_form_counts() -> None:
    assert (season().counted, season().expected) == (21, 21)
    assert [x.message for x in season().findings if x.is_error] == []


def test_17_of_17_by_the_deadline() -> None:
    (words,) = milestone_words(scope())
    assert (words.phrase, words.deadline) == ("17/17 đơn vị, đạt 100,00%", "21/12/2023")
    assert "17/17 đơn vị" in pages()["tien-do.md"].text


def test_collectives_of_districts_and_departments_are_added_up() -> None:
    figure = season().figures.at("T", Subject.COLLECTIVE)
    assert figure is not None
    assert (figure.total, figure.xs) == (17 * 9 + 4 * 3, 17)
    text = pages()["don-vi/h17.md"].text
    assert "Tập thể lãnh đạo, quản lý 21/21 tập thể" in text
    assert "Tập thể lãnh đạo, quản lý (cấp mình) 9/9 tập thể" in text


def test_the_17_are_rated_apart_and_told_together() -> None:
    words = "17/17 đảng bộ cấp trên trực tiếp cơ sở được xếp loại: hoàn thành xuất sắc 3"
    assert words in pages()["xep-loai/tccsd.md"].text.replace("\N{NO-BREAK SPACE}", " ")
    said = words_of(scope(), NO_WORDING, {})
    assert any(words in each for each in said.upper)


def test_groups_that_are_not_reviewed_are_told_by_reason() -> None:
    figure = season().figures.at("T", Subject.MEMBER)
    assert figure is not None
    assert (figure.total, figure.rated) == (80, 68)
    assert (figure.exempt, figure.suspended, figure.new_under_6m) == (4, 4, 4)
    text = pages()["xep-loai/dang-vien.md"].text
    assert "12 đảng viên (miễn công tác, sinh hoạt 4, đình chỉ sinh hoạt 4" in text


def test_the_year_rated_again_shows_both_values() -> None:
    then = season().years[Period(THEN - 1)]
    now = then.at("S1", Subject.MEMBER, Stage.DECIDED)
    assert now is not None
    assert then.first is not None
    before = then.first.at("S1", Subject.MEMBER, Stage.DECIDED)
    assert before is not None
    assert (before.htt, now.htt, now.kht) == (13, 12, 1)
    assert "09-QĐ/ĐUK" in pages()["xep-loai/xep-loai-lai.md"].text


def test_delegations_are_told_by_kind_of_place() -> None:
    text = pages()["tien-do/du-kiem-diem.md"].text
    told = "6 đảng bộ cấp huyện, 1 đảng bộ cấp trên trực tiếp cơ sở, 4 chi bộ cơ sở"
    assert f"ược phân công dự tại {told}" in text
    assert text.count("Đoàn của Ban Thường vụ Tỉnh ủy") == len(DELEGATIONS)
    assert "06 đảng bộ cấp huyện, 01 đảng bộ" in words_of(scope(), NO_WORDING, {}).attendance
