"""Figures as they are printed: of the whole register, without the shares of a few units."""

from datetime import date

import pytest

from tests.builders import (
    DISTRICT,
    a_return,
    decision,
    info,
    leadership,
    register,
    returns_of,
    unit,
)
from xeploai.register.model import Register
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, Level, RatingStage, Stage, Subject
from xeploai.season.figures.model import LEVEL_SHARES, Figure, Figures, is_thin
from xeploai.season.figures.stages import clearest, rating_of, together
from xeploai.season.figures.tables import tabulate
from xeploai.submissions.model import Return

TEN = (DISTRICT, *(unit(str(number)) for number in range(10)))


def figures(of: Register, *items: Return) -> Figures:
    return tabulate(of, returns_of(*items), of.settings.period)


def sent(code: str, **over: object) -> Return:
    return a_return(of=info(unit_code=Code(code), **over))


def figure(of: Figures, code: str, subject: Subject, stage: Stage = Stage.DECIDED) -> Figure:
    row = of.at(code, subject, stage)
    assert row is not None
    return row


# ---------------------------------------------------------------- organisations


def test_organisations_are_those_of_the_register() -> None:
    made = figures(register(TEN), *(sent(str(x), decided_level=None) for x in range(7)))
    own = figure(made.printed, "H", Subject.ORG, Stage.SELF)
    assert (own.rated, own.total, own.not_rated_other, own.coverage_pct) == (7, 10, 3, 7000)
    decided = figure(made.printed, "H", Subject.ORG)
    assert (decided.rated, decided.total, decided.coverage_pct) == (0, 10, 0)
    counted = figure(made, "H", Subject.ORG, Stage.SELF)
    assert (counted.rated, counted.total) == (7, 7), "as returns and decisions give them"


def test_those_that_nothing_speaks_of_are_not_rated_themselves() -> None:
    made = figures(register(TEN), sent("1"))
    silent = figure(made.printed, "2", Subject.ORG)
    assert (silent.rated, silent.total, silent.units_counted) == (0, 1, 0)
    assert not figure(made.printed, "2", Subject.MEMBER).is_known
    below = made.printed.below("H", Subject.ORG)
    assert sum(each.total or 0 for each in below) == 10


def test_a_young_organisation_says_so_before_its_return_comes() -> None:
    young = unit("Y", founded_on=date(2025, 11, 1))
    made = figures(register((DISTRICT, unit("A"), young)), sent("A"))
    whole = figure(made.printed, "H", Subject.ORG)
    assert (whole.total, whole.new_under_6m, whole.not_rated_other) == (2, 1, 0)


def test_decisions_alone_are_never_all() -> None:
    of = register(TEN, decisions=[decision(x, decided_level=Level.HTT) for x in ("1", "2")])
    made = figures(of)
    whole = figure(made.printed, "H", Subject.ORG)
    assert (whole.rated, whole.total, whole.coverage_pct) == (2, 10, 2000)


def test_of_nothing_nothing_is_known() -> None:
    made = figures(register(TEN))
    assert all(not row.is_known for row in made.printed.rows)
    assert all(row.coverage_pct is None for row in made.printed.rows)


# ---------------------------------------------------------------- shares of a few units


@pytest.mark.parametrize(("sending", "is_few"), [(4, True), (5, False)])
def test_shares_need_half_of_the_units(sending: int, is_few: bool) -> None:
    made = figures(register(TEN), *(sent(str(x)) for x in range(sending)))
    whole = figure(made.printed, "H", Subject.MEMBER)
    assert whole.is_withheld is is_few
    assert (whole.rated, whole.coverage_pct) == (8 * sending, 8000)
    assert {getattr(whole, key) is None for key in LEVEL_SHARES} == {is_few}
    assert figure(made, "H", Subject.MEMBER).xs_pct == 1250, "ratios.csv keeps them"
    assert not figure(made.printed, "1", Subject.MEMBER).is_withheld, "it is whole by itself"


def test_the_register_sets_how_many_are_enough() -> None:
    made = figures(register(TEN, least_coverage=10), sent("1"))
    assert not figure(made.printed, "H", Subject.MEMBER).is_withheld
    assert not is_thin(figure(made, "H", Subject.MEMBER), 0)


def test_what_is_added_up_of_a_few_has_no_shares_either() -> None:
    of = register(TEN)
    made = figures(of, sent("1"))
    cluster = together(made.printed.below("H", Subject.MEMBER), "Cụm 1", of.settings)
    assert cluster is not None
    assert cluster.is_withheld
    assert cluster.is_undrawn


def test_decided_organisations_need_no_return() -> None:
    of = register(TEN, decisions=[decision(str(x), decided_level=Level.HTT) for x in range(10)])
    whole = rating_of(figures(of).printed, of, "H", Subject.ORG)
    assert whole is not None
    assert (whole.htt, whole.htt_pct) == (10, 10000)


# ---------------------------------------------------------------- leaders


def test_of_the_leaders_a_step_shows_how_many_there_are() -> None:
    """A rated its 40 leaders itself; of B and C 50 are decided: 50/90, not 50/50."""

    def leaders(code: str, total: int, stage: RatingStage) -> Return:
        row = leadership(LeadershipSubject.LEADER, stage, total=total, rated=total, xs=0, htt=total)
        return a_return(of=info(unit_code=Code(code)), others=[row])

    decided = [leaders("B", 20, RatingStage.DECIDED), leaders("C", 30, RatingStage.DECIDED)]
    made = figures(register(), leaders("A", 40, RatingStage.SELF), *decided)
    shown = clearest([made.printed.at("H", Subject.LEADER, stage) for stage in Stage])
    assert shown is not None
    assert (shown.stage, shown.rated, shown.total) == (Stage.DECIDED, 50, 90)
    assert shown.coverage_pct == 5556
