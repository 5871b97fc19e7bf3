"""Tiến độ › Chỉ tiêu cam kết: what did units promise the level above, and what came of it?"""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.phrases import number, seen_on, upper_first
from xeploai.views.commitments import (
    TITLE,
    URL,
    commitment_words,
    commitments_of,
    counted,
    result_words,
)
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target; mark, word: what came of it."""

    unit: Link
    item: str
    promised: str
    achieved: str
    mark: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and how many of its targets are met."""

    unit: Link
    total: str
    met: str
    missed: str
    unknown: str


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of targets, where the register has any."""
    rows = commitments_of(view.register, view.register.roots)
    if not rows:
        return
    context = {
        "crumbs": (Link(SitePage.TIMELINE.title, SitePage.TIMELINE.url),),
        "lead": f"{commitment_words(counted(rows))}.",
        "as_of": seen_on(view.season.as_of),
        "units": tuple(_units(view)),
        "targets": tuple(_targets(view)),
    }
    yield Page(source_of(URL), "commitments", TITLE, context)


def _units(view: SeasonView) -> Iterator[UnitLine]:
    """Yield the units with targets of their own, in the office's order."""
    for unit in view.register.units.values():
        rows = [x.row for x in view.register.commitments if x.row.unit_code == unit.code]
        if rows:
            item = counted(rows)
            counts = (item.total, item.met, item.missed, item.unknown)
            yield UnitLine(view.link(unit.code), *map(number, counts))


def _targets(view: SeasonView) -> Iterator[TargetLine]:
    for row in commitments_of(view.register, view.register.roots):
        mark, word = result_words(row)
        yield TargetLine(
            unit=view.link(row.unit_code),
            item=row.item,
            promised=row.promised,
            achieved=row.achieved,
            mark=mark,
            word=upper_first(word),
            note=row.note,
        )
