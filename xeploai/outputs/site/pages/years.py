"""Xếp loại › Các năm: how were members and organisations rated year by year?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xeploai.charts import years as drawn
from xeploai.charts.chart import Chart
from xeploai.phrases import NOUNS, seen_on, upper_first
from xeploai.register.model import Unit
from xeploai.schema.terms import Subject
from xeploai.views.boundaries import URL as BOUNDARIES
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.rating_rows import Heads, RateRow, heads_of
from xeploai.views.season_view import SeasonView
from xeploai.views.years import (
    TITLE,
    URL,
    UnitYear,
    figure_by_year,
    on_todays_map,
    unit_years,
    year_rows,
    years_of,
)


@dataclass(frozen=True, slots=True)
class YearTable:
    """A subject of all units together, a line for each year."""

    anchor: str
    name: str
    rows: tuple[RateRow, ...]
    heads: Heads
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and how it was rated in each year."""

    unit: Link
    depth: int
    years: tuple[UnitYear, ...]


def pages(view: SeasonView, charts: Mapping[str, Chart]) -> Iterator[Page]:
    """Yield the page of all years, where returns of an earlier one are at hand."""
    tables = tuple(_tables(view, charts))
    if not tables:
        return
    names = years_of(view)
    context = {
        "crumbs": (Link(SitePage.MEMBERS.value.section, SitePage.MEMBERS.url),),
        "lead": on_todays_map(names),
        "as_of": seen_on(view.season.as_of),
        "tables": tables,
        "years": names,
        "units": tuple(_line(view, unit, depth) for unit, depth in view.walk()),
        "boundaries": BOUNDARIES if view.register.crosswalk else "",
    }
    shown = tuple(table.chart for table in tables if table.chart is not None)
    yield Page(source_of(URL), "years", TITLE, context, shown)


def _tables(view: SeasonView, charts: Mapping[str, Chart]) -> Iterator[YearTable]:
    for subject in Subject:
        rows = year_rows(view, "", subject)
        if rows:
            chart = charts.get(drawn.IDS.get(subject, ""))
            name = upper_first(NOUNS[subject])
            yield YearTable(subject.value, name, rows, _heads(view, subject), chart)


def _heads(view: SeasonView, subject: Subject) -> Heads:
    """Return the names of the levels in all years: before 2018 some were others."""
    figures = [figure for _, figure in figure_by_year(view, "", subject) if figure is not None]
    return heads_of(*dict.fromkeys(figure.scale for figure in figures))


def _line(view: SeasonView, unit: Unit, depth: int) -> UnitLine:
    link = Link(unit.name, view.url(unit.code))
    return UnitLine(link, depth, tuple(unit_years(view, unit.code)))
