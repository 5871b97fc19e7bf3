"""How a unit was rated year by year, on the map of today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xeploai.phrases import (
    HIDDEN,
    NO_FIGURES,
    NOT_COMPARED,
    bare_percent,
    in_a_row,
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
    return figure_by_period(view, unit, subject, view.season.every_year)


def figure_by_period(
    view: SeasonView, unit: str, subject: Subject, periods: Iterable[Figures]
) -> Iterator[tuple[Figures, Figure | None]]:
    """Yield the decided figure of a unit in some periods; unit: "" for all at the top together."""
    for figures in periods:
        if unit:
            yield figures, figures.printed.at(unit, subject, Stage.DECIDED)
        else:
            yield figures, view.whole_of(figures.printed, subject, Stage.DECIDED)


def year_rows(view: SeasonView, unit: str, subject: Subject) -> tuple[RateRow, ...]:
    """Return a line for each year in which a subject of a unit was rated, or why it has none.

    None at all where no earlier year has any.
    """
    return period_rows(view, unit, subject, view.season.every_year)


def period_rows(
    view: SeasonView, unit: str, subject: Subject, periods: Iterable[Figures]
) -> tuple[RateRow, ...]:
    """Return such lines of some periods, the one under review last."""
    by_period = list(figure_by_period(view, unit, subject, periods))
    if not any(figure is not None and figure.rated for _, figure in by_period[:-1]):
        return ()
    return tuple(_row(view, unit, figures, figure) for figures, figure in by_period)


def _row(view: SeasonView, unit: str, figures: Figures, figure: Figure | None) -> RateRow:
    row = RateRow(upper_first(period_name(figures)), "")
    if figures is view.season.figures or (figure is not None and figure.rated):
        return rate_row(view, figure, row)
    period = figures.span
    why = split_below(view, unit, period)
    state = (
        f"{upper_first(NOT_COMPARED)}: {why}"
        if why
        else upper_first(silent_words(view, unit, period))
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


def on_todays_map(names: Iterable[str]) -> str:
    """Return the sentence that says which periods a page has, and on which units."""
    return f"{upper_first(in_a_row(names))}, trên danh mục đơn vị của kỳ này."


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
            state=state_in(view, unit, figures, members),
            rerated="; ".join(filter(None, (rerated_words(view, x) for x in (own, members)))),
        )


def state_in(view: SeasonView, unit: str, figures: Figures, figure: Figure | None) -> str:
    """Return why a unit has no counts in a period, "" where it has."""
    if view.is_hidden(figure):
        return HIDDEN
    if figure is not None and figure.rated:
        return ""
    if figures is view.season.figures:
        return NO_FIGURES
    period = figures.span
    return split_below(view, unit, period) or silent_words(view, unit, period)


def period_name(figures: Figures) -> str:
    """Return a period as the head of a line: "năm 2021"."""
    return period_words(figures.period)
