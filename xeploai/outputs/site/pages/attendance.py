"""Tiến độ › Cấp trên dự kiểm điểm: who attends where, and which reviews name nobody?"""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.phrases import day, number, seen_on, upper_first
from xeploai.submissions.attendance import Review
from xeploai.views.attendance import (
    TITLE,
    URL,
    Attendance,
    assigned_lines,
    attendance_in,
    attendance_words,
)
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit, how many of its cells have held their review, and with whom."""

    unit: Link
    held: str
    attended: str
    left: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review whose return names no superior."""

    unit: Link
    cell: str
    day: str


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of attendance, where any is known."""
    item = attendance_in(view.season, view.register.roots)
    if not item.is_known:
        return
    context = {
        "crumbs": (Link(SitePage.TIMELINE.title, SitePage.TIMELINE.url),),
        "lead": f"{upper_first(attendance_words(item, view.register))}.",
        "as_of": seen_on(view.season.as_of),
        "assigned": tuple(assigned_lines(view, item.assigned)),
        "units": tuple(_units(view, item)),
        "silent": tuple(_silent(view, item)),
    }
    yield Page(source_of(URL), "attendance", TITLE, context)


def _units(view: SeasonView, item: Attendance) -> Iterator[UnitLine]:
    """Yield the units with reviews, in the office's order."""
    for code, held in _by_unit(view, item).items():
        attended = sum(bool(each.attended_by) for each in held)
        counts = (len(held), attended, len(held) - attended)
        yield UnitLine(view.link(code), *map(number, counts))


def _silent(view: SeasonView, item: Attendance) -> Iterator[ReviewLine]:
    for code, held in _by_unit(view, item).items():
        for review in held:
            if not review.attended_by:
                yield ReviewLine(view.link(code), review.name, day(review.day))


def _by_unit(view: SeasonView, item: Attendance) -> dict[str, list[Review]]:
    by_unit: dict[str, list[Review]] = {unit.code: [] for unit in view.register.reporting}
    for review in item.held:
        by_unit[review.unit].append(review)
    return {code: held for code, held in by_unit.items() if held}
