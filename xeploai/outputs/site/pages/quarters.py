"""Xếp loại › Các quý: how were leaders and collectives rated in the quarters of the year?"""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.phrases import noun, seen_on, upper_first
from xeploai.register.model import Unit
from xeploai.schema.terms import Scale, Subject
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import OF_SUBJECT, SitePage, source_of
from xeploai.views.quarters import (
    SUBJECTS,
    TITLE,
    URL,
    UnitQuarter,
    quarter_rows,
    quarters_of,
    unit_quarters,
)
from xeploai.views.rating_rows import Heads, RateRow, heads_of
from xeploai.views.season_view import SeasonView
from xeploai.views.years import on_todays_map


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and how a subject of it was rated in each quarter."""

    unit: Link
    depth: int
    quarters: tuple[UnitQuarter, ...]


@dataclass(frozen=True, slots=True)
class QuarterTable:
    """A subject: of all units together a line for each quarter, then of each unit its counts."""

    anchor: str
    name: str
    url: str
    rows: tuple[RateRow, ...]
    heads: Heads
    units: tuple[UnitLine, ...]


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of the quarters, where returns of an earlier one are at hand."""
    tables = tuple(_tables(view))
    if not tables:
        return
    names = quarters_of(view)
    context = {
        "crumbs": (Link(SitePage.LEADERS.value.section, SitePage.LEADERS.url),),
        "lead": on_todays_map(names),
        "as_of": seen_on(view.season.as_of),
        "tables": tables,
        "quarters": names,
    }
    yield Page(source_of(URL), "quarters", TITLE, context)


def _tables(view: SeasonView) -> Iterator[QuarterTable]:
    for subject in SUBJECTS:
        rows = quarter_rows(view, "", subject)
        if rows:
            yield QuarterTable(
                anchor=subject.value,
                name=upper_first(noun(subject)),
                url=OF_SUBJECT[subject].url,
                rows=rows,
                heads=heads_of(Scale.FULFILMENT),
                units=tuple(_line(view, unit, depth, subject) for unit, depth in view.walk()),
            )


def _line(view: SeasonView, unit: Unit, depth: int, subject: Subject) -> UnitLine:
    link = Link(unit.name, view.url(unit.code))
    return UnitLine(link, depth, tuple(unit_quarters(view, unit.code, subject)))
