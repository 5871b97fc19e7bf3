"""Which tables and charts stand on which page, in the order of the menu."""

from collections.abc import Iterable, Iterator, Mapping

from xeploai import text
from xeploai.charts.chart import Chart
from xeploai.outputs.site.pages import (
    attendance,
    boundaries,
    catalogue,
    changes,
    civil_servants,
    commitments,
    data_quality,
    hints,
    method,
    overview,
    quarters,
    ratings,
    receipts,
    remedies,
    reports,
    rerated,
    timeline,
    unit,
    unit_list,
    watchers,
    years,
)
from xeploai.outputs.site.pages.reports import NOTHING, Attached
from xeploai.outputs.site.pages.search_index import SearchEntry
from xeploai.phrases import OFFICIAL, upper_first
from xeploai.register.model import Unit
from xeploai.schema.terms import Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.views.children import cell_anchors
from xeploai.views.page import Beside, Page
from xeploai.views.page_registry import searched
from xeploai.views.season_view import SeasonView
from xeploai.views.watchers import Watched


def pages_of(
    view: SeasonView,
    charts: Mapping[str, Chart],
    attached: Attached = NOTHING,
    beside: Beside | None = None,
) -> Iterator[Page]:
    """Every page of the site but the hand-written ones.

    Args:
        view: The season that is shown.
        charts: By id; one that is absent leaves its table.
        attached: What the page Báo cáo offers.
        beside: What is written to the units, and the report.
    """
    beside = beside or Beside()
    yield from overview.pages(view, charts)
    yield from ratings.pages(view, charts)
    yield from rerated.pages(view)
    yield from years.pages(view, charts)
    yield from quarters.pages(view)
    yield from civil_servants.pages(view)
    yield from timeline.pages(view, charts, beside.letters)
    yield from watchers.pages(view)
    yield from attendance.pages(view)
    yield from remedies.pages(view)
    yield from commitments.pages(view)
    yield from hints.pages(view)
    yield from unit_list.pages(view)
    yield from boundaries.pages(view)
    yield from unit.pages(view, beside.letters)
    yield from data_quality.pages(view, beside.returns)
    yield from receipts.pages(view)
    yield from changes.pages(view)
    yield from reports.pages(view, charts, attached, beside.report)
    yield from method.pages(view)
    yield from catalogue.pages(view.settings.office)


def search_entries(view: SeasonView) -> Iterable[SearchEntry]:
    """Yield all that can be found: pages, watchers, units, and cells on their unit's page."""
    yield from (SearchEntry(*fixed) for fixed in searched())
    for group in view.watchers.clusters.values():
        yield _watched_entry(group, "Cụm")
    for group in view.watchers.officials.values():
        yield _watched_entry(group, OFFICIAL)
    for each, _ in view.walk():
        yield _unit_entry(view, each)
    for each, _ in view.walk():
        yield from _cell_entries(view, each)


def _watched_entry(group: Watched, kind: str) -> SearchEntry:
    return SearchEntry(group.name, group.url, f"{kind} · {text.count(len(group.units))} đơn vị")


def _unit_entry(view: SeasonView, each: Unit) -> SearchEntry:
    context = " · ".join(part for part in (upper_first(each.kind), each.cluster) if part)
    words = " ".join(part for part in (each.code, each.official) if part)
    return SearchEntry(each.name, view.url(each.code), context, words)


def _cell_entries(view: SeasonView, holder: Unit) -> Iterator[SearchEntry]:
    rows: list[Figure] = [
        row for row in view.figures.below(holder.code, Subject.MEMBER)
        if row.kind is UnitKind.CELL
    ]  # fmt: skip
    anchors = cell_anchors(rows)
    for row in rows:
        url = f"{view.url(holder.code)}#{anchors[row.unit]}"
        yield SearchEntry(row.name, url, f"Chi bộ · {holder.name}", row.unit)
