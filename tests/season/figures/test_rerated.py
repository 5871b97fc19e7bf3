"""Figures of a closed period beside what was decided first."""

from datetime import date

from tests.builders import (
    AS_OF,
    UNITS,
    YEAR,
    a_return,
    cell,
    info,
    old_unit,
    register,
    rerated,
    unit,
)
from xeploai.register.model import Register
from xeploai.schema.register import RerateRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, ReratedSubject, Stage, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.model import Figures
from xeploai.season.figures.rerated import differences
from xeploai.submissions.model import Return

MEMBER, ORG = ReratedSubject.MEMBER, ReratedSubject.ORG
LISTED = (*UNITS, unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một"))


def sent_last_year(code: str) -> Return:
    day = date(YEAR - 1, 12, 1)
    of = info(unit_code=Code(code), period=str(YEAR - 1), sent_on=day)
    return a_return([cell(review_date=day)], of=of, sha256=code, file="cũ.xlsx")


def last_year(*rows: RerateRow, of: Register | None = None, day: date = AS_OF) -> Figures:
    """Figures of a year in which A had the cell A1: 1 XS, 6 HTT, 1 HT of 10."""
    result = evaluate(of or register(LISTED, rerated=rows), [sent_last_year("A")], day).last
    assert result is not None
    return result


def levels(figures: Figures, code: str, subject: Subject = Subject.MEMBER) -> tuple[int, ...]:
    figure = figures.at(code, subject)
    assert figure is not None
    return tuple(figure.level(each) for each in Level)


def test_members_move_from_level_to_level_up_the_whole_tree() -> None:
    figures = last_year(rerated("A1", MEMBER, Level.HTT, Level.KHT, number=2))
    assert {code: levels(figures, code) for code in ("A1", "A", "H")} == dict.fromkeys(
        ("A1", "A", "H"), (1, 4, 1, 2)
    )
    assert figures.first is not None
    assert levels(figures.first, "H") == (1, 6, 1, 0)
    member = figures.at("H", Subject.MEMBER)
    assert member is not None
    assert (member.total, member.rated, member.htt_pct) == (10, 8, 5000)
    key = ("A", Subject.MEMBER, Stage.DECIDED)
    assert differences(figures, key) == {Level.HTT: -2, Level.KHT: 2}
    assert not differences(figures, ("B", Subject.MEMBER, Stage.DECIDED))


def test_an_organisation_has_its_new_level() -> None:
    figures = last_year(rerated("A", ORG, Level.HTT, Level.HT))
    assert levels(figures, "A", Subject.ORG) == (0, 0, 1, 0)
    assert levels(figures, "H", Subject.ORG) == (0, 0, 1, 0)
    assert levels(figures, "A") == (1, 6, 1, 0)


def test_nobody_moves_from_a_level_at_which_nobody_is_counted() -> None:
    rows = [
        rerated("A1", MEMBER, Level.XS, Level.HT),
        rerated("A", MEMBER, Level.XS, Level.HT),
        rerated("B", MEMBER, Level.XS, Level.HT),
        rerated("Z9", MEMBER, Level.XS, Level.HT),
    ]
    figures = last_year(*rows)
    assert levels(figures, "H") == (0, 6, 2, 0)
    assert [x.row.unit_code for x in figures.unmoved] == ["A", "B", "Z9"]


def test_what_one_decision_added_another_may_take() -> None:
    figures = last_year(
        rerated("A1", MEMBER, Level.XS, Level.KHT), rerated("A", MEMBER, Level.KHT, Level.HT)
    )
    assert levels(figures, "A") == (0, 6, 2, 0)
    assert not figures.unmoved


def test_the_order_of_decisions_does_not_matter() -> None:
    first = rerated("A", MEMBER, Level.XS, Level.KHT)
    second = rerated("A", MEMBER, Level.KHT, Level.HT)
    for rows in ((first, second), (second, first)):
        figures = last_year(*rows)
        assert levels(figures, "A") == (0, 6, 2, 0)
        assert not figures.unmoved


def test_what_moves_nobody_is_not_called_a_change() -> None:
    rows = [
        rerated("A", MEMBER, Level.HTT, Level.HTT),
        rerated("A", MEMBER, Level.HTT, Level.HT, number=0),
    ]
    figures = last_year(*rows)
    assert figures.first is None
    assert len(figures.unmoved) == 2


def test_other_periods_and_later_decisions_change_nothing() -> None:
    figures = last_year(
        rerated("A", MEMBER, Level.HTT, Level.KHT, period=str(YEAR - 3)),
        rerated("A", MEMBER, Level.HTT, Level.KHT, decision_date=date(YEAR + 1, 3, 1)),
    )
    assert figures.first is None
    assert levels(figures, "A") == (1, 6, 1, 0)


def test_the_period_of_the_register_is_rated_again_too() -> None:
    of = register(LISTED, rerated=[rerated("A", ORG, Level.HTT, Level.HT, period=str(YEAR))])
    figures = evaluate(of, [a_return([cell()], of=info(), sha256="A")], AS_OF).figures
    assert levels(figures, "H", Subject.ORG) == (0, 0, 1, 0)
    assert figures.first is not None
    printed = figures.printed.at("H", Subject.ORG)
    assert printed is not None
    assert (printed.total, printed.ht) == (3, 1)


def test_an_old_unit_is_the_new_one_that_it_is_a_part_of() -> None:
    of = register(
        LISTED,
        crosswalk=[old_unit("A", "X7", str(YEAR - 1))],
        rerated=[rerated("x7", MEMBER, Level.HTT, Level.KHT)],
    )
    result = evaluate(of, [sent_last_year("X7")], AS_OF).last
    assert result is not None
    assert levels(result, "A") == (1, 5, 1, 1)
