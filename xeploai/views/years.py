"""How a unit was rated year by year, on the map of today."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.phrases import (
    HIDDEN,
    NO_FIGURES,
    NOT_COMPARED,
    bare_percent,
    level_name,
    period_words,
    upper_first,
)
from xeploai.schema.terms import Stage, Subject
from xeploai.season.figures.model import Figure, Figures
from xeploai.views.children import level_of
from xeploai.views.page_registry import SitePage
from xeploai.views.rating_rows import RateRow, rate_row, silent_words, split_below
from xeploai.views.rerated import rerated_words
from xeploai.views.season_view import SeasonView

TITLE = "Các năm"
URL = SitePage.MEMBERS.beside("cac-nam")


def figure_by_year(
    view: SeasonView, unit: str, subject: Subject
) -> Iterator[tuple[Figures, Figure | None]]:
    """Yield the decided figure of a unit in every year that is at hand, this period last.

    unit: "" for all units at the top together.
    """
    for figures in view.season.every_year:
        if unit:
            yield figures, figures.printed.at(unit, subject, Stage.DECIDED)
        else:
            yield figures, view.whole_of(figures.printed, subject, Stage.DECIDED)


def year_rows(view: SeasonView, unit: str, subject: Subject) -> tuple[RateRow, ...]:
    """Return a line for each year in which a subject of a unit was rated, or why it has none.

    None at all where no earlier year has any.
    """
    by_year = list(figure_by_year(view, unit, subject))
    if not any(figure is not None and figure.rated for _, figure in by_year[:-1]):
        return ()
    return tuple(_row(view, unit, figures, figure) for figures, figure in by_year)


def _row(view: SeasonView, unit: str, figures: Figures, figure: Figure | None) -> RateRow:
    row = RateRow(upper_first(period_name(figures)), "")
    if figures is view.season.figures or (figure is not None and figure.rated):
        return rate_row(view, figure, row)
    year = int(figures.period)
    why = split_below(view, unit, year)
    state = (
        f"{upper_first(NOT_COMPARED)}: {why}"
        if why
        else upper_first(silent_words(view, unit, year))
    )
    return RateRow(row.name, "", state=state)


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One unit in one year: its level, and the figure of its members.

    xs, above: the shares of the latter as printed; state: what to say instead of them.
    """

    level: str
    level_name: str
    members: Figure | None
    xs: str
    above: str
    state: str
    rerated: str


def years_of(view: SeasonView) -> list[str]:
    """Return the periods that are at hand, this one last."""
    return [period_name(each) for each in view.season.every_year]


def unit_years(view: SeasonView, unit: str) -> Iterator[UnitYear]:
    """Yield a unit in every period, this one last."""
    for figures, members in figure_by_year(view, unit, Subject.MEMBER):
        own = figures.of_itself(unit)
        level = level_of(own)
        yield UnitYear(
            level=level.value if level else "",
            level_name=level_name(level, own.scale) if level and own else "",
            members=members,
            xs=bare_percent(members.xs_pct, view.digits) if members else "",
            above=bare_percent(members.htt_or_above_pct, view.digits) if members else "",
            state=_state(view, unit, figures, members),
            rerated="; ".join(filter(None, (rerated_words(view, x) for x in (own, members)))),
        )


def _state(view: SeasonView, unit: str, figures: Figures, members: Figure | None) -> str:
    """Return why a unit has no shares in a year, "" where it has."""
    if view.is_hidden(members):
        return HIDDEN
    if members is not None and members.rated:
        return ""
    if figures is view.season.figures:
        return NO_FIGURES
    year = int(figures.period)
    return split_below(view, unit, year) or silent_words(view, unit, year)


def period_name(figures: Figures) -> str:
    """Return a period as the head of a line: "năm 2021"."""
    return period_words(figures.period)
