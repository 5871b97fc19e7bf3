"""Tiến độ: every unit at every milestone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.charts.chart import Chart
from xeploai.charts.pace import PROGRESS
from xeploai.phrases import ALL_DONE, NO_MILESTONES, READ_GUIDE, as_of_words, upper_first
from xeploai.views.attendance import attendance_link
from xeploai.views.commitments import commitments_link
from xeploai.views.follow_up import remedies_link
from xeploai.views.hints import hints_link
from xeploai.views.matrix import filters, lines
from xeploai.views.milestone_rates import Reached, main_phrase, overdue_words, reached, share
from xeploai.views.milestone_rows import behind
from xeploai.views.page import Link, Notice, Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView
from xeploai.views.upcoming import Due, left, next_deadlines
from xeploai.views.urls import CALENDAR
from xeploai.views.watchers import Watched


@dataclass(frozen=True, slots=True)
class DueLine:
    """A deadline of the calendar."""

    day: str
    left: str
    name: str
    todo: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """How far a cluster, or the units of an official, are at each milestone."""

    name: str
    url: str
    units: str
    sums: tuple[Reached, ...]


def pages(
    view: SeasonView, charts: Mapping[str, Chart], letters: Mapping[str, Sequence[Link]]
) -> Iterator[Page]:
    """Yield the page of progress; letters: the reminders of each unit."""
    curve = charts.get(PROGRESS)
    shown = lines(view)
    context = {
        "heading": f"Tiến độ {view.period}",
        "lead": _lead(view),
        "as_of": as_of_words(view.season.as_of),
        "notice": _notice(view),
        "curve": curve,
        "calendar": tuple(_due_line(view, due) for due in next_deadlines(view)),
        "all_past": _all_past(view),
        "filters": filters(view, shown),
        "columns": reached(view, view.watchers.units),
        "lines": shown,
        "returned": _returned(view),
        "returned_share": share(view, view.season.counted, view.season.expected),
        "clusters": tuple(_groups(view, view.watchers.groups)),
        "officials": tuple(_groups(view, view.watchers.officials.values())),
        "remedies": remedies_link(view, view.register.roots),
        "commitments": commitments_link(view, view.register.roots),
        "hints": hints_link(view),
        "attendance": attendance_link(view, view.register.roots),
        "letters": tuple(_letters(view, letters)),
        "calendar_url": CALENDAR,
    }
    charts_here = (curve,) if curve else ()
    yield site_page(
        SitePage.TIMELINE,
        "timeline",
        context,
        charts_here,
        is_wide=True,
    )


def _lead(view: SeasonView) -> str:
    season = view.season
    if not view.register.milestones:
        sent = season.expected - len(season.units_silent)
        return (
            f"{text.count(sent)}/{text.count(season.expected)} đơn vị đã gửi biểu, "
            f"đạt {share(view, sent, season.expected)}."
        )
    phrase = main_phrase(view, view.watchers.units)
    overdue = overdue_words(view, view.watchers.units)
    return f"{phrase}. {overdue}" if phrase else overdue


def _notice(view: SeasonView) -> Notice | None:
    if view.register.milestones:
        return None
    return Notice(
        "info",
        upper_first(NO_MILESTONES),
        "Ghi mã, tên và hạn của từng mốc vào tờ Mốc thời gian của tệp danh-muc.xlsx rồi chạy lại "
        "chương trình. Khi chưa có mốc, trang này chỉ cho biết đơn vị đã gửi biểu hay chưa.",
        Link(READ_GUIDE, SitePage.GUIDE.url),
    )


# ---------------------------------------------------------------- the next deadlines


def _due_line(view: SeasonView, due: Due) -> DueLine:
    day = upper_first(due.day_words)
    return DueLine(day, left(view, due), due.milestone.name, due.todo)


def _all_past(view: SeasonView) -> str:
    """Return the sentence shown where no deadline is to come."""
    steps = view.season.progress.steps.values()
    kinds = behind(step for step in steps if not step.is_done)
    open_ones = [f"{text.count(times)} việc {words}" for words, times in kinds.items()]
    if not open_ones:
        return f"{upper_first(ALL_DONE)}."
    return f"Mọi hạn đã qua; còn {', '.join(open_ones)}, ghi ở bảng từng đơn vị."


def _letters(
    view: SeasonView, letters: Mapping[str, Sequence[Link]]
) -> Iterator[tuple[str, Sequence[Link]]]:
    """Every unit that is reminded, in the office's order, with what is written to it."""
    for unit in view.register.units.values():
        if unit.code in letters:
            yield unit.name, letters[unit.code]


def _returned(view: SeasonView) -> str:
    """How many of the units that report are counted."""
    season = view.season
    counted, expected = season.counted, season.expected
    return f"{text.count(counted)}/{text.count(expected)}"


# ---------------------------------------------------------------- by cluster and by official


def _groups(view: SeasonView, groups: Iterable[Watched]) -> Iterator[GroupRow]:
    for group in groups:
        units = text.count(len(group.units))
        yield GroupRow(group.name, group.url, units, reached(view, group.units))
