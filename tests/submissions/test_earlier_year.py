"""Earlier returns on this year's map: which unit of today each old unit is counted in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tests.builders import (
    AS_OF,
    YEAR,
    a_return,
    cell,
    info,
    leadership,
    milestone,
    old_unit,
    plain_cell,
    register,
    returns_of,
    unit,
)
from xeploai.charts.pace import progress_curve
from xeploai.register.model import Register, Unit
from xeploai.schema.periods import Period
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
from xeploai.season.figures.model import Figure, Figures
from xeploai.submissions.earlier_year import earlier_year
from xeploai.submissions.model import Return
from xeploai.views.rating_rows import silent_words
from xeploai.views.season_view import lay_out

LAST = YEAR - 1
PROVINCE = unit("P", UnitKind.PROVINCE)
WARDS = [unit(code, UnitKind.DISTRICT, parent="P") for code in ("N1", "N2")]
UNITS = [
    PROVINCE, WARDS[0],
    unit("T1", parent="N1"), unit("V1", UnitKind.GRASSROOTS_CELL, parent="N1"),
    WARDS[1],
    unit("V2", UnitKind.GRASSROOTS_CELL, parent="N2"),
]  # fmt: skip
"""Two communes, each above organisations: a committee T1 and the cells V1 and V2."""


def of_last(code: str, cells: int = 1, kind: UnitKind = UnitKind.GRASSROOTS) -> Return:
    rows = [plain_cell(number, decided_level=Level.HT) for number in range(1, cells + 1)]
    of = info(
        unit_code=Code(code), unit_kind=kind, period=str(LAST), sent_on=date(LAST, 12, 1),
        decided_level=Level.HTT,
    )  # fmt: skip
    return a_return(rows, of=of, file=f"{code}-{LAST}.xlsx")


def listed(*rows: tuple[str, str], units: Sequence[Unit] = UNITS) -> Register:
    return register(units, crosswalk=[old_unit(new, old, str(LAST)) for new, old in rows])


def year(of: Register, *taken: Return) -> Figures:
    return evaluate(of, taken, AS_OF).years[Period(LAST)]


def members(figures: Figures, code: str) -> tuple[int | None, int | None, int | None]:
    """The members of a unit, and of how many old units of how many they are."""
    row = at(figures, code, Subject.MEMBER)
    return row.total, row.units_counted, row.units_expected


def at(figures: Figures, code: str, subject: Subject, stage: Stage = Stage.DECIDED) -> Figure:
    figure = figures.at(code, subject, stage)
    assert figure is not None
    return figure


MERGED = listed(("N1", "X1"), ("N1", "X2"), ("N2", "X3"), ("T1", "S"))


def test_a_commune_above_others_has_the_figures_of_its_old_communes() -> None:
    figures = year(MERGED, of_last("X1", 2), of_last("X2"), of_last("X3", 4), of_last("S"))
    assert members(figures, "N1") == (20, 3, 3)
    assert members(figures, "N2") == (20, 1, 1)
    assert members(figures, "P") == (40, 4, 4)
    assert members(figures, "T1") == (5, 1, 1)
    assert members(figures, "V1") == (None, 0, 0)
    cells, orgs = at(figures, "N1", Subject.CELL), at(figures, "P", Subject.ORG)
    assert (cells.total, cells.ht) == (4, 4)
    assert (orgs.total, orgs.htt) == (4, 4)


def test_a_missing_old_commune_is_told_by_the_coverage() -> None:
    figures = year(MERGED, of_last("X1", 2), of_last("X3", 4), of_last("S"))
    assert members(figures, "N1") == (15, 2, 3)
    assert members(figures, "P") == (35, 3, 4)
    shown = figures.printed.at("P", Subject.ORG)
    assert shown is not None
    assert (shown.total, shown.rated, shown.not_rated_other) == (4, 3, 1)


def test_one_split_between_communes_is_counted_above_them_both_only() -> None:
    of = listed(("N1", "X1"), ("N1", "X2"), ("N2", "X2"), ("N2", "X3"), ("T1", "S"))
    figures = year(of, of_last("X1"), of_last("X2", 3), of_last("X3"), of_last("S"))
    assert members(figures, "P") == (30, 4, 4)
    assert members(figures, "N1") == (None, 0, 3)
    assert members(figures, "N2") == (None, 0, 2)
    assert members(figures, "T1") == (5, 1, 1)


def test_one_split_inside_a_commune_is_counted_there() -> None:
    of = listed(("T1", "X"), ("V1", "X"), ("N2", "X3"))
    figures = year(of, of_last("X", 3), of_last("X3"))
    assert [members(figures, code)[0] for code in ("T1", "V1", "N1", "P")] == [None, None, 15, 20]


def test_what_is_split_over_all_there_is_has_no_place() -> None:
    apart = [replace(each, parent="") for each in WARDS]
    of = listed(("N1", "X"), ("N2", "X"), units=[*apart, *UNITS[2:4], UNITS[5]])
    figures = year(of, of_last("X"))
    assert [members(figures, code) for code in ("N1", "N2")] == [(None, 0, 1)] * 2


def test_what_a_commune_says_again_of_a_unit_below_it_is_no_split() -> None:
    of = listed(("N1", "X1"), ("N1", "S"), ("T1", "S"), ("N2", "X3"))
    figures = year(of, of_last("X1"), of_last("S"), of_last("X3"))
    assert [members(figures, code)[0] for code in ("T1", "N1", "P")] == [5, 10, 15]


def test_a_unit_that_only_has_the_code_of_an_old_one_is_not_taken_for_it() -> None:
    of = listed(("N1", "V1"), ("N2", "X3"))
    season = evaluate(of, [of_last("V1", 4), of_last("X3")], AS_OF)
    figures = season.years[Period(LAST)]
    assert [members(figures, code)[0] for code in ("V1", "N1", "P")] == [None, 20, 25]
    assert not [finding for finding in season.findings if finding.is_error]


def test_a_commune_may_have_the_code_of_an_old_one() -> None:
    of = listed(("N1", "N1"), ("N1", "X2"), ("N2", "X3"))
    season = evaluate(of, [of_last("N1", 2), of_last("X2"), of_last("X3")], AS_OF)
    assert members(season.years[Period(LAST)], "N1") == (15, 2, 2)


def test_an_old_province_is_no_unit_that_sent_nothing() -> None:
    of = listed(("P", "P1"), ("P", "P2"), ("N1", "X1"), ("N2", "X3"))
    figures = year(of, of_last("X1"), of_last("X3"))
    assert members(figures, "P") == (10, 2, 2)


def test_a_silent_old_commune_is_one_where_nothing_is_known_below() -> None:
    of = listed(("N1", "X1"), ("N2", "X3"))
    assert members(year(of, of_last("X3")), "P") == (5, 1, 2)


def test_a_unit_founded_since_was_not_expected_then() -> None:
    young = replace(UNITS[2], founded_on=date(YEAR, 7, 1))
    units = [PROVINCE, WARDS[0], young, *UNITS[3:]]
    assert members(year(register(units), of_last("V1"), of_last("V2")), "P") == (10, 2, 2)
    assert members(year(register(UNITS), of_last("V1"), of_last("V2")), "P") == (10, 2, 3)


def test_a_merged_unit_is_several_organisations_and_has_no_level() -> None:
    of = listed(("T1", "X1"), ("T1", "X2"))
    figures = year(of, of_last("X1", 2), of_last("X2"))
    orgs = at(figures, "T1", Subject.ORG)
    assert (orgs.total, orgs.htt) == (2, 2)
    assert figures.of_itself("T1") is None


def test_an_old_chi_bo_co_so_is_no_cell_of_the_committee_it_became_part_of() -> None:
    of = listed(("T1", "X1"), ("T1", "S"), ("V1", "K"))
    small = of_last("S", kind=UnitKind.GRASSROOTS_CELL)
    figures = year(of, of_last("X1", 2), small, of_last("K", 3))
    assert at(figures, "T1", Subject.CELL).total == 2
    assert at(figures, "V1", Subject.CELL).total == 3
    assert members(figures, "N1")[0] == 30


def test_the_level_of_an_old_chi_bo_co_so_may_stand_in_its_one_row() -> None:
    first = info(
        unit_code=Code("S"), unit_kind=UnitKind.GRASSROOTS_CELL, period=str(LAST),
        sent_on=date(LAST, 12, 1), decided_level=None,
    )  # fmt: skip
    rows = [cell(decided_level=Level.XS, review_date=date(LAST, 12, 1))]
    old = a_return(rows, of=first, file="S.xlsx")
    for new in ("N1", "T1"):
        orgs = at(year(listed((new, "S")), old), new, Subject.ORG)
        assert (orgs.total, orgs.xs) == (1, 1)


def test_leaders_of_a_merged_unit_are_those_of_each_old_one() -> None:
    """Each is counted on the greatest number that it gave itself, at any step."""

    def led(code: str, **totals: int) -> Return:
        rows = [
            leadership(LeadershipSubject.LEADER, RatingStage[step], total=n, rated=n, xs=0, htt=n)
            for step, n in totals.items()
        ]
        of = info(unit_code=Code(code), period=str(LAST), sent_on=date(LAST, 12, 1))
        return a_return([plain_cell(1)], of=of, others=rows, file=f"{code}.xlsx")

    taken = [led("X1", SELF=5, DECIDED=6), led("X2", SELF=4, DECIDED=3)]
    for new in ("N1", "T1"):
        figures = year(listed((new, "X1"), (new, "X2")), *taken)
        leaders = at(figures, "P", Subject.LEADER)
        assert (leaders.total, leaders.rated, leaders.not_rated_other) == (10, 9, 1)


def test_an_incomplete_merged_unit_leaves_what_is_there_to_the_unit_above() -> None:
    of = listed(("T1", "X1"), ("T1", "X2"), ("N2", "X3"))
    figures = year(of, of_last("X1"), of_last("X3"))
    assert [members(figures, code) for code in ("T1", "P")] == [(None, 0, 2), (10, 2, 4)]


def test_a_unit_without_figures_of_its_own_is_told_where_they_are() -> None:
    taken = [of_last("X1"), of_last("X2"), of_last("S")]
    view = lay_out(evaluate(MERGED, taken, AS_OF))
    assert silent_words(view, "V1", Period(LAST)) == "tính chung ở Đảng bộ xã N1"
    assert silent_words(view, "V2", Period(LAST)) == "không có số liệu"
    assert silent_words(view, "N2", Period(LAST)) == "không có số liệu của đơn vị cũ mã X3"


def test_the_curve_of_a_year_is_not_drawn_beside_that_of_other_units() -> None:
    """Three old communes are no three of the units that have to send something now."""
    of = replace(MERGED, milestones=(milestone(),))
    curve = progress_curve(evaluate(of, [of_last("X1"), of_last("S")], AS_OF))
    assert curve is not None
    words = "không so sánh được với năm 2024: các đơn vị gửi biểu năm ấy khác bây giờ"
    assert words in curve.subtitle
    assert curve.headers == ("Ngày", "Xong trong ngày", "Cộng dồn", "Tỷ lệ")
    alone = progress_curve(evaluate(of, [of_last("S")], AS_OF))
    assert alone is not None
    assert "cùng thời điểm năm 2024 có 1 đơn vị" in alone.subtitle


def test_the_curve_of_a_district_that_filed_its_own_form_then_is_compared() -> None:
    """A committee that became the district was other: the district's form is its own now."""
    district = unit("D", UnitKind.DISTRICT, parent="P", files_form=YesNo.YES)
    below = (PROVINCE, district, unit("A", parent="D"))

    rows = [old_unit("D", "X", str(LAST))]
    of = register(below, milestones=(milestone(is_for_all=True),), crosswalk=rows)

    def subtitle(kind: UnitKind) -> str:
        curve = progress_curve(evaluate(of, [of_last("X", kind=kind), of_last("A")], AS_OF))
        assert curve is not None
        return curve.subtitle

    assert "cùng thời điểm năm 2024 có 2 đơn vị" in subtitle(UnitKind.DISTRICT)
    words = "không so sánh được với năm 2024: các đơn vị gửi biểu năm ấy khác bây giờ"
    assert words in subtitle(UnitKind.GRASSROOTS)


def test_all_that_was_sent_is_counted_in_one_place() -> None:
    of = listed(("N1", "X1"), ("T1", "S"), ("T1", "X2"), ("V1", "X4"), ("V2", "X4"))
    sent = returns_of(*(of_last(code) for code in ("X1", "S", "X2", "X4")))
    then = earlier_year(of, Period(LAST), sent)
    assert [unit for unit, _ in then.beside] == ["N1", "P"]
    assert [unit for unit, _ in then.merged] == ["T1", "T1"]
    assert list(then.own) == ["T1"]
