"""Tiến độ › Việc khắc phục sau kiểm điểm: what is overcome, by whom, what is late?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xeploai import text
from xeploai.phrases import day, number, seen_on, upper_first
from xeploai.submissions.remedies import Remedy
from xeploai.views.follow_up import (
    NO_STATE,
    REMEDIES,
    REMEDIES_URL,
    remedies_in,
    remedies_of,
    remedy_words,
)
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView

UNDATED = "Chưa ghi hạn"
OF_BOARD = "kế hoạch của cơ quan tổng hợp"


@dataclass(frozen=True, slots=True)
class CountLine:
    """How far the remedies of a unit, or of a month, are; order: by what months are sorted."""

    name: Link
    total: str
    done: str
    under_way: str
    open: str
    late: str
    following: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """A remedy that is not done; left: how many days it is late, or are left."""

    item: str
    small: str
    unit: Link
    owner: str
    due: str
    sort: str
    mark: str
    word: str


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of remedies, where any is named."""
    rows = remedies_in(view.season, view.register.roots)
    counted = remedies_of(rows, view.season.as_of)
    if counted is None:
        return
    context = {
        "crumbs": (Link(SitePage.TIMELINE.title, SitePage.TIMELINE.url),),
        "lead": f"{remedy_words(counted, 'việc')}.",
        "as_of": seen_on(view.season.as_of),
        "undone": tuple(_undone(view, rows)),
        "months": tuple(_by_month(view, rows)),
        "units": tuple(_by_unit(view, rows)),
    }
    yield Page(source_of(REMEDIES_URL), "remedies", REMEDIES, context)


def _undone(view: SeasonView, rows: Sequence[Remedy]) -> Iterator[RemedyLine]:
    """Yield what is not done, the most urgent first, then what has no day."""
    undone = [row for row in rows if row.is_undone]
    for row in sorted(undone, key=lambda row: row.due or date.max):
        mark, word = _standing(row, view.season.as_of)
        yield RemedyLine(
            item=row.item,
            small=OF_BOARD if row.is_of_board else "",
            unit=view.link(row.unit),
            owner=row.owner,
            due=day(row.due),
            sort=row.due.isoformat() if row.due else "",
            mark=mark,
            word=word,
        )


def _standing(row: Remedy, as_of: date) -> tuple[str, str]:
    """Return the mark and the word of what is not done."""
    state = row.state or NO_STATE
    if row.is_late(as_of) and row.due is not None:
        return "overdue", f"Quá hạn {text.count((as_of - row.due).days)} ngày, {state}"
    # Of a blank state nothing is known, whatever its day.
    return ("pending" if row.state else "no_report"), upper_first(state)


def _by_month(view: SeasonView, rows: Sequence[Remedy]) -> Iterator[CountLine]:
    """Yield the months in which remedies are due, in their order; those without a day last."""
    months: dict[str, list[Remedy]] = {}
    for row in rows:
        months.setdefault(f"{row.due:%Y-%m}" if row.due else "", []).append(row)
    for month in sorted(months, key=lambda month: month or "~"):
        year, _, of_year = month.partition("-")
        name = f"Tháng {of_year}/{year}" if month else UNDATED
        yield _counted(view, Link(name), months[month], month)


def _by_unit(view: SeasonView, rows: Sequence[Remedy]) -> Iterator[CountLine]:
    """Yield the units with remedies, in the office's order."""
    by_unit: Mapping[str, list[Remedy]] = {code: [] for code in view.register.units}
    for row in rows:
        by_unit[row.unit].append(row)
    for code, own in by_unit.items():
        if own:
            yield _counted(view, view.link(code), own)


def _counted(view: SeasonView, name: Link, rows: Sequence[Remedy], order: str = "") -> CountLine:
    counted = remedies_of(rows, view.season.as_of)
    assert counted is not None  # noqa: S101 (there is at least one row)
    return CountLine(
        name=name,
        total=number(counted.total),
        done=number(counted.done),
        under_way=number(counted.under_way),
        open=number(counted.open),
        late=number(counted.late) if counted.late else "",
        following=day(counted.following),
        order=order,
    )
