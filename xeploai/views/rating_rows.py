"""Rows of the tables of ratings: counts, shares, both cap ratios, each finished text."""

from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import (
    HIDDEN,
    LEVEL_NAMES,
    NO_FIGURES,
    NONE,
    NOUNS,
    bare_percent,
    hint_of,
    number,
    units_in,
    upper_first,
)
from xeploai.schema.terms import Level
from xeploai.season.figures.model import Figure
from xeploai.views.inline_bars import InlineBar, bar_of
from xeploai.views.season_view import SeasonView


@dataclass(frozen=True, slots=True)
class LevelCell:
    """The count and the share at a level."""

    count: str
    share: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """One row; state: what to say instead of numbers, "" where there are any.

    hint: "tạm tính, …" where some unit is still missing; over: the sentence where the cap is
    broken; depth: how far down the tree.
    """

    name: str
    url: str
    depth: int = 0
    is_total: bool = False
    state: str = ""
    total: str = ""
    rated: str = ""
    coverage: str = ""
    levels: tuple[LevelCell, ...] = ()
    above: str = ""
    xs_htt: str = ""
    xs_both: str = ""
    over: str = ""
    units: str = ""
    hint: str = ""
    bar: InlineBar | None = None


def rate_row(view: SeasonView, figure: Figure | None, row: RateRow) -> RateRow:
    """Return a row filled in from a figure; row brings its name, link and place."""
    return _silent(row, upper_first(NO_FIGURES)) if figure is None else _filled(view, figure, row)


def _silent(row: RateRow, state: str) -> RateRow:
    return RateRow(row.name, row.url, row.depth, row.is_total, state)


def _filled(view: SeasonView, figure: Figure, row: RateRow) -> RateRow:
    if not figure.is_known:
        return _silent(row, row.state or upper_first(NO_FIGURES))
    if figure.total == 0:
        return _silent(row, f"{upper_first(NONE)} {NOUNS[figure.subject]}")
    if view.is_hidden(figure):
        return _silent(row, upper_first(HIDDEN))
    digits = view.digits
    return RateRow(
        name=row.name,
        url=row.url,
        depth=row.depth,
        is_total=row.is_total,
        total=number(figure.total),
        rated=number(figure.rated),
        coverage=bare_percent(figure.coverage_pct, digits),
        levels=tuple(
            LevelCell(text.count(figure.level(level)), bare_percent(figure.share(level), digits))
            for level in Level
        ),
        above=bare_percent(figure.htt_or_above_pct, digits),
        xs_htt=bare_percent(figure.xs_over_htt_pct, digits),
        xs_both=bare_percent(figure.xs_over_xs_htt_pct, digits),
        over=view.over(figure),
        units="" if figure.kind.reports and figure.unit else _units(figure),
        hint=hint_of(figure, view.settings),
        bar=bar_of(figure, digits),
    )


def _units(figure: Figure) -> str:
    if not figure.units_expected:
        return ""
    return f"{number(figure.units_counted)}/{number(figure.units_expected)}"


@dataclass(frozen=True, slots=True)
class Change:
    """A level this period and the last, and the change between the shares."""

    level: str
    name: str
    then: str
    now: str
    change: str
    direction: str


def changes(view: SeasonView, now: Figure | None, then: Figure | None) -> tuple[Change, ...]:
    """Return the four levels of two periods side by side.

    None where they cannot be compared.
    """
    if now is None or then is None or why_not_compared(view, now, then):
        return ()
    if not now.rated or view.is_hidden(now):
        return ()
    return tuple(_change(view.digits, level, now, then) for level in Level)


def why_not_compared(view: SeasonView, now: Figure, then: Figure | None) -> str:
    """Why a figure cannot be compared with the last period's, "" where it can.

    The sum of some units is not compared with the sum of others: both periods must be whole.
    """
    if view.season.last is None:
        return ""
    last = f"kỳ trước ({view.last_period})"
    if then is None or not then.rated:
        return f"Không so sánh được: {last} không có số liệu."
    if view.is_hidden(then):
        return f"Không so sánh được: {last} được ẩn số liệu."
    short = [f"{last} chỉ có {units_in(then)}"] if then.is_provisional else []
    short += [f"kỳ này mới có {units_in(now)}"] if now.is_provisional else []
    return f"Không so sánh được: {', '.join(short)}." if short else ""


def _change(digits: int, level: Level, now: Figure, then: Figure) -> Change:
    share, before = now.share(level), then.share(level)
    return Change(
        level=level.value,
        name=LEVEL_NAMES[level],
        then=_counted(then, level, digits),
        now=_counted(now, level, digits),
        change=_points(share, before, digits),
        direction=_direction(share, before),
    )


def _counted(figure: Figure, level: Level, digits: int) -> str:
    share = figure.share(level)
    percentage = text.percent(share, digits) if share is not None else ""
    return f"{text.count(figure.level(level))}/{number(figure.rated)} ({percentage})"


def _points(now: int | None, then: int | None, digits: int) -> str:
    change = (now or 0) - (then or 0)
    if not change:
        return "không đổi"
    sign = "+" if change > 0 else "−"
    return f"{sign}{text.decimal(abs(change), digits, ',')} điểm"


def _direction(now: int | None, then: int | None) -> str:
    change = (now or 0) - (then or 0)
    return "up" if change > 0 else "down" if change < 0 else ""
