"""Rows of the tables of ratings: counts, shares, both cap ratios, each finished text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import (
    HIDDEN,
    NO_FIGURES,
    NO_FIGURES_THEN,
    NONE,
    NOT_COMPARED,
    NOT_FILLED_IN,
    NOUNS,
    bare_percent,
    excellent_over_both,
    excellent_over_good,
    few_rated,
    hint_of,
    in_a_row,
    level_name,
    now_of_several,
    number,
    units_in,
    upper_first,
)
from xeploai.schema.periods import Period
from xeploai.schema.terms import LEADERSHIP, Level, Scale
from xeploai.season.figures.model import Figure
from xeploai.views.inline_bars import InlineBar, bar_of
from xeploai.views.rerated import rerated_words
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
    broken; depth: how far down the tree; rerated: how later decisions changed it.
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
    rerated: str = ""
    bar: InlineBar | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """The names of the levels and of both ratios; over_both: where its heading may break."""

    names: tuple[str, ...]
    shorts: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    over_good: str
    over_both: tuple[str, str]


def heads_of(*scales: Scale) -> Heads:
    """Return how a table calls the levels; of several scales, all names, and the last's ratios."""
    last = scales[-1]
    both = excellent_over_both(last).split("/")
    return Heads(
        names=tuple(level_name(level, *scales) for level in Level),
        shorts=last.shorts,
        key=tuple((x.value, f"{level_name(x, *scales)} ({last.short(x)})") for x in Level),
        over_good=excellent_over_good(last),
        over_both=(both[0], both[1]),
    )


def rate_row(view: SeasonView, figure: Figure | None, row: RateRow) -> RateRow:
    """Return a row filled in from a figure; row brings its name, link and place."""
    return _silent(row, upper_first(NO_FIGURES)) if figure is None else _filled(view, figure, row)


def _silent(row: RateRow, state: str) -> RateRow:
    return RateRow(row.name, row.url, row.depth, row.is_total, state)


def _filled(view: SeasonView, figure: Figure, row: RateRow) -> RateRow:
    if not figure.is_known:
        return _silent(row, row.state or upper_first(NO_FIGURES))
    if figure.total == 0:
        # A return without a line of these is counted as zero, whether or not there are any.
        if figure.subject in LEADERSHIP:
            return _silent(row, upper_first(NOT_FILLED_IN))
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
        units="" if figure.kind.is_grassroots and figure.unit else _units(figure),
        hint=hint_of(figure, view.settings),
        rerated=rerated_words(view, figure),
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

    The sum of some units is not compared with the sum of others: both periods must be whole. Pages
    and paper ask here, so that one does not compare what the other cannot.
    """
    if view.season.last is None:
        return ""
    reasons = ", ".join(_not_comparable(view, now, then))
    return f"{_NOT_COMPARED}: {reasons}." if reasons else ""


def compared_by(view: SeasonView, now: Figure, then: Figure | None) -> str:
    """Return what compares levels of other names, "" where both periods call them alike."""
    if then is None or then.scale is now.scale or not view.settings.level_source:
        return ""
    return f"Mức xếp loại của hai kỳ so với nhau theo {view.settings.level_source}."


_NOT_COMPARED = upper_first(NOT_COMPARED)


def about(reason: str, nouns: Iterable[str]) -> str:
    """Return a reason why figures are not compared as that of some subjects only."""
    return reason.replace(_NOT_COMPARED, f"{_NOT_COMPARED} {in_a_row(nouns)}", 1)


def _not_comparable(view: SeasonView, now: Figure, then: Figure | None) -> Iterator[str]:
    last = f"kỳ trước ({view.last_period})"
    if then is None or not then.rated:
        yield _why_no_last(view, now.unit, last)
    elif view.is_hidden(then):
        yield f"{last} được ẩn số liệu"
    else:
        if not view.settings.compares(then.scale, now.scale):
            yield f"{last} xếp loại theo các mức khác"
        if then.is_provisional:
            yield (
                split_below(view, now.unit, _last_period(view)) or f"{last} chỉ có {units_in(then)}"
            )
        if now.is_provisional:
            yield f"kỳ này mới có {units_in(now)}"
        elif now.is_few:
            yield few_rated(now)


def _why_no_last(view: SeasonView, unit: str, last: str) -> str:
    period = _last_period(view)
    return split_below(view, unit, period) or f"{last} {silent_words(view, unit, period)}"


def silent_words(view: SeasonView, unit: str, period: Period) -> str:
    """Return that a unit has no figures of an earlier period, and why as far as that is known.

    Some old unit of it sent none, or what it was then is counted in a unit above it.
    """
    sent = view.season.intake.of_earlier(period)
    made_of = _made_of(view, unit, period)
    gone = [code for code in made_of if code not in sent]
    if gone:
        return f"{NO_FIGURES_THEN} của đơn vị cũ mã {in_a_row(gone)}"
    above = "" if made_of else _merged_above(view, unit, period)
    return f"tính chung ở {above}" if above else NO_FIGURES_THEN


def _merged_above(view: SeasonView, unit: str, period: Period) -> str:
    """Return the name of the unit above one that was made of old units that sent something."""
    units, sent = view.register.units, view.season.intake.of_earlier(period)
    up = view.register.up_from(units[unit].parent) if unit in units else ()
    merged = (code for code in up if any(old in sent for old in _made_of(view, code, period)))
    return next((units[code].name for code in merged), "")


def split_below(view: SeasonView, unit: str, period: Period) -> str:
    """Say which old units of a period were split, of those of which a unit holds only a part."""
    split = view.parts_held.get(period, {}).get(unit, ())
    return now_of_several(split) if split else ""


def merged_words(view: SeasonView, unit: str) -> str:
    """Return what last period's figures of a merged unit are, "" of a unit that always was one."""
    codes = _made_of(view, unit, _last_period(view))
    if len(codes) < 2:
        return ""
    return f"Số liệu {view.last_period} cộng từ các đơn vị cũ mã {in_a_row(codes)}."


def _made_of(view: SeasonView, unit: str, period: Period) -> Sequence[str]:
    """Return the codes of the old units that a unit was made of, since an earlier period."""
    return view.old_units.get(period, {}).get(unit, ())


def _last_period(view: SeasonView) -> Period:
    return max(view.season.intake.earlier, default=Period(0))


def _change(digits: int, level: Level, now: Figure, then: Figure) -> Change:
    share, before = now.share(level), then.share(level)
    return Change(
        level=level.value,
        name=level_name(level, now.scale, then.scale),
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
