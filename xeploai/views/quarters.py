"""How leaders and collectives were rated in the quarters of the year under review, beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.schema.terms import LEADERSHIP, Level, Subject
from xeploai.season.figures.model import Figure
from xeploai.views.page_registry import SitePage
from xeploai.views.rating_rows import RateRow
from xeploai.views.season_view import SeasonView
from xeploai.views.years import figure_by_period, period_name, period_rows, state_in

TITLE = "Các quý"
URL = SitePage.LEADERS.beside("cac-quy")
SUBJECTS = tuple(reversed(LEADERSHIP))
"""Leaders before collectives: of them it is asked first."""


def has_quarters(view: SeasonView) -> bool:
    """Whether an earlier quarter has ratings of leaders or collectives to show."""
    return any(quarter_rows(view, "", subject) for subject in SUBJECTS)


def quarters_of(view: SeasonView) -> list[str]:
    """Return the quarters that are at hand, and the period under review last."""
    return [period_name(each) for each in view.season.every_quarter]


def quarter_rows(view: SeasonView, unit: str, subject: Subject) -> tuple[RateRow, ...]:
    """Return a line for each quarter and for the period under review.

    None at all where no earlier quarter has any. unit: "" for all units at the top together.
    """
    return period_rows(view, unit, subject, view.season.every_quarter)


@dataclass(frozen=True, slots=True)
class UnitQuarter:
    """A subject of one unit in one period: how many have each level, or why that is not known."""

    levels: tuple[int, ...]
    counts: tuple[str, ...]
    state: str


def unit_quarters(view: SeasonView, unit: str, subject: Subject) -> Iterator[UnitQuarter]:
    """Yield a subject of a unit in every quarter, and in the period under review last."""
    periods = view.season.every_quarter
    for figures, figure in figure_by_period(view, unit, subject, periods):
        state = state_in(view, unit, figures, figure)
        levels = () if state or figure is None else _levels(figure)
        yield UnitQuarter(levels, tuple(map(text.count, levels)), state)


def _levels(figure: Figure) -> tuple[int, ...]:
    return tuple(figure.level(level) for level in Level)
