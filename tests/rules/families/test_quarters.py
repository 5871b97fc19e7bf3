"""A return of a year beside those of its quarters."""

from typing import Any

import pytest

from tests.builders import leadership, old_unit
from tests.rules.families.checked import at, severity
from tests.season.quarters import season, sent
from xeploai.rules.all_rules import BY_CODE
from xeploai.schema.form import LeadershipReturn
from xeploai.schema.terms import LeadershipSubject, RatingStage
from xeploai.submissions.model import Return

RULE = "excellent_despite_failed_quarter"
FAILED = "có {} không hoàn thành; theo thiết lập nhiều nhất là {}"
BARRED = {"failed_quarter_bars_excellent": True}


def leaders(xs: int = 0, kht: int = 0, **over: Any) -> LeadershipReturn:
    """Eight leaders; those at neither end are HTT."""
    counts = {"total": 8, "rated": 8, "xs": xs, "htt": 8 - xs - kht, "kht": kht}
    return leadership(LeadershipSubject.LEADER, **{**counts, **over})


def quarter(number: int, kht: int, unit: str = "A") -> Return:
    return sent(f"2026-Q{number}", unit, leaders=leaders(kht=kht))


def violations(*returns: Return, period: str = "2026", **over: Any) -> list[tuple[str, str, str]]:
    of = season(period, *returns, **{**BARRED, **over})
    return [(x.unit, x.ref.cell, x.message) for x in of.findings if x.rule == RULE]


@pytest.mark.parametrize("xs", [0, 5, 6])
def test_as_many_may_be_excellent_as_failed_in_no_quarter(xs: int) -> None:
    assert violations(sent("2026", leaders=leaders(xs)), quarter(1, 1), quarter(2, 2)) == []


@pytest.mark.parametrize("xs", [7, 8])
def test_more_are_told_with_both_figures_and_the_worst_quarter(xs: int) -> None:
    year = sent("2026", leaders=leaders(xs))
    assert violations(year, quarter(1, 1), quarter(2, 2)) == [(
        "A",
        at(LeadershipReturn, "xs"),
        f"Cá nhân lãnh đạo, quản lý: {xs}/8 xuất sắc, quý II/2026 {FAILED.format(2, 6)}",
    )]  # fmt: skip


def test_it_is_a_warning_from_practice_and_the_return_counts() -> None:
    assert severity(RULE) == "warning"
    assert BY_CODE[RULE].is_practice
    of = season("2026", sent("2026", leaders=leaders(8)), quarter(1, 8), **BARRED)
    assert of.intake.counted.keys() == {"A"}


def test_without_the_setting_nothing_is_told() -> None:
    year = sent("2026", leaders=leaders(8))
    assert violations(year, quarter(1, 8), failed_quarter_bars_excellent=False) == []


def test_quarters_of_another_unit_and_of_another_year_tell_nothing() -> None:
    last = sent("2025-Q4", leaders=leaders(kht=8))
    assert violations(sent("2026", leaders=leaders(8)), quarter(1, 8, "B"), last) == []


def test_a_quarter_is_not_measured_by_the_one_before_it() -> None:
    second = sent("2026-Q2", leaders=leaders(8))
    assert violations(second, quarter(1, 8), period="2026-Q2") == []


def test_collectives_are_measured_by_themselves() -> None:
    failed = leadership(LeadershipSubject.COLLECTIVE, xs=0, htt=4, kht=1)
    best = leadership(LeadershipSubject.COLLECTIVE, xs=5, htt=0)
    told = violations(sent("2026", leaders=best), sent("2026-Q1", leaders=failed))
    words = f"Tập thể lãnh đạo, quản lý: 5/5 xuất sắc, quý I/2026 {FAILED.format(1, 4)}"
    assert [each[-1] for each in told] == [words]
    assert violations(sent("2026", leaders=leaders(8)), sent("2026-Q1", leaders=failed)) == []


def test_the_last_step_that_a_return_reports_is_meant() -> None:
    proposed = sent("2026-Q1", leaders=leaders(kht=3, stage=RatingStage.PROPOSED))
    assert len(violations(sent("2026", leaders=leaders(8)), proposed)) == 1


def test_the_quarters_of_the_old_units_of_a_merged_one_are_added_up() -> None:
    crosswalk = [old_unit("A", code, "2026-Q2") for code in ("X1", "X2")]
    old = [quarter(1, 2, "X1"), quarter(1, 3, "X2")]
    (told,) = violations(sent("2026", leaders=leaders(4)), *old, crosswalk=crosswalk)
    assert told[-1].endswith(f"quý I/2026 {FAILED.format(5, 3)}")
