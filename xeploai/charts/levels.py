"""Who is rated how: stacked 100 % bars of the four levels, one row for each unit."""

import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xeploai.aggregate import Figure, together
from xeploai.charts import theme
from xeploai.charts.theme import Chart, escape
from xeploai.register import Settings
from xeploai.schema.terms import Level, Subject, UnitKind
from xeploai.season import Season
from xeploai.text import count, percent

IDS: Mapping[Subject, str] = {
    Subject.MEMBER: "members-by-unit",
    Subject.CELL: "cells-by-unit",
    Subject.ORG: "orgs-by-unit",
    Subject.COLLECTIVE: "collectives-by-unit",
    Subject.LEADER: "leaders-by-unit",
}
OVERVIEW = "levels-overview"
_HEADLINES = (Subject.MEMBER, Subject.CELL, Subject.ORG)

_LEADERSHIP = (Subject.COLLECTIVE, Subject.LEADER)

SLOT = 36
"""px on a page for a bar and the gap to the next one: less, and plotly leaves its text out."""

_LEAST_LABEL = 4
"""A part of fewer percent has no label."""

_ROOM = 2.4
"""How many percent of the narrowest bar, of some 300 px, a letter takes."""

_ENDING = " nhiệm vụ"
"""What all levels end in; a key has no room to say it four times."""

_NO_CLUSTER = "Không thuộc cụm nào"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart. shares: integers of their last decimal, as all percentages are.

    said: what stands in the row instead of a bar, where there is nothing to draw.
    """

    key: str
    name: str
    noun: str
    counts: Mapping[Level, int]
    shares: Mapping[Level, int]
    rated: int
    total: int
    note: str = ""
    said: str = ""
    is_yardstick: bool = False


# ---------------------------------------------------------------- the charts


def overview(season: Season) -> Chart | None:
    """The headline: members, cells and organisations of the whole, a bar each."""
    digits = season.register.settings.digits
    found = [theme.furthest(season, theme.top(season), subject) for subject in _HEADLINES]
    figures = [figure for figure in found if figure and not _is_itself(season, figure)]
    if not figures:
        return None
    first = figures[0]
    bars = [_headline(figure) for figure in figures]
    return _chart(
        OVERVIEW,
        _joint_finding(figures, digits),
        theme.sentence(
            theme.up_to(season),
            theme.coverage(first.units_counted or 0, first.units_expected or 0),
            *(_undecided(figure) for figure in figures),
        ),
        bars,
        season,
    )


def by_unit(season: Season, unit: str, subject: Subject) -> Chart | None:
    """A unit as the yardstick, and every unit right below it in the office's order."""
    figure = theme.furthest(season, unit, subject)
    if figure is None:
        return None
    below = season.figures.below(unit, subject, figure.stage)
    silent = {item.code for item in season.units_silent}
    hidden = _hidden(season, unit)
    bars = [_bar(item, _absence(item, silent, hidden)) for item in below]
    return _chart_of(figure, [_yardstick(figure), *bars], season)


def by_cluster(season: Season, unit: str, subject: Subject) -> Chart | None:
    """A unit as the yardstick, and the units below it added up by cluster.

    None where the register names fewer than two clusters.
    """
    figure = theme.furthest(season, unit, subject)
    if figure is None:
        return None
    listed = season.register.units
    clusters: dict[str, list[Figure]] = {}
    for item in season.figures.below(unit, subject, figure.stage):
        name = listed[item.unit].cluster if item.unit in listed else ""
        clusters.setdefault(name, []).append(item)
    if len([name for name in clusters if name]) < 2:
        return None
    settings = season.register.settings
    bars = [_cluster(name, clusters[name], settings) for name in sorted(clusters, key=_number)]
    return _chart_of(figure, [_yardstick(figure), *filter(None, bars)], season)


def each_is_one(season: Season, unit: str, subject: Subject) -> bool:
    """Whether every unit below is rated once, so that its bar could have one colour only."""
    figure = theme.furthest(season, unit, subject)
    below = season.figures.below(unit, subject, figure.stage) if figure else ()
    return bool(below) and all((item.total or 0) <= 1 for item in below)


def _chart_of(figure: Figure, bars: Sequence[Bar], season: Season) -> Chart:
    return _chart(
        IDS[figure.subject],
        theme.finding(figure, season.register.settings.digits),
        theme.subtitle(figure, season),
        bars,
        season,
    )


def _chart(id: str, title: str, subtitle: str, bars: Sequence[Bar], season: Season) -> Chart:
    digits = season.register.settings.digits
    height = SLOT * len(bars) + theme.MARGIN["t"] + theme.MARGIN["b"]
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        source=theme.source(season),
        height=height,
        figure=theme.compose(_traces(bars, digits), _layout(bars), height),
        headers=(
            "Đối tượng" if id == OVERVIEW else "Đơn vị",
            "Được đánh giá, xếp loại",
            *(level.label for level in Level),
        ),
        rows=tuple(_row(bar, digits) for bar in bars),
    )


# ---------------------------------------------------------------- rows


def _bar(figure: Figure, said: str = "") -> Bar:
    covered = theme.coverage(figure.units_counted or 0, figure.units_expected or 0)
    return Bar(
        key=figure.unit,
        name=figure.name,
        noun=theme.noun(figure.subject),
        counts={level: figure.level(level) for level in Level},
        shares={level: figure.share(level) or 0 for level in Level},
        rated=figure.rated or 0,
        total=figure.total or 0,
        note=covered if figure.is_known and figure.is_provisional else "",
        said=said,
    )


def _yardstick(figure: Figure) -> Bar:
    """The unit above: the subtitle says how far it is counted, so its name need not."""
    return replace(_bar(figure), note="", is_yardstick=True)


def _headline(figure: Figure) -> Bar:
    name = f"{figure.subject.label} ({theme.rated_of(figure)} {theme.rated_word(figure)})"
    return replace(_bar(figure), key=figure.subject.value, name=name, note="")


def _cluster(name: str, figures: Sequence[Figure], settings: Settings) -> Bar | None:
    """The units of a cluster as one: the share of summed counts, never a mean of shares."""
    whole = together(figures, name or _NO_CLUSTER, settings)
    if whole is None:
        return None
    said = "" if whole.rated else ("chưa xếp loại" if whole.units_counted else "chưa có số liệu")
    return replace(_bar(whole, said), key=f"cluster {name}")


def _number(name: str) -> int:
    """What orders clusters: the number in their name; others stay as the register has them."""
    found = re.search(r"\d+", name)
    return int(found[0]) if found else sys.maxsize


def _absence(figure: Figure, silent: Collection[str], hidden: Collection[str]) -> str:
    """Why there is no bar, "" where there is one. Nothing sent is never shown as zero."""
    if not figure.is_known:
        if not figure.kind.reports:
            return "chưa có số liệu"
        return "chưa gửi" if figure.unit in silent else "đã gửi, chưa được tính"
    if not figure.total:
        # A return without a line of these is counted as zero, whether or not there are any.
        return "chưa ghi số liệu" if figure.subject in _LEADERSHIP else "không có"
    if not figure.rated:
        return "chưa xếp loại"
    return "ẩn vì ít đảng viên" if figure.unit in hidden else ""


def _hidden(season: Season, unit: str) -> frozenset[str]:
    """Cells below a unit so small that a person could be recognised.

    Were only one hidden, its counts would follow from the total: then the next smallest is too.
    """
    least = season.register.settings.hide_below
    below = season.figures.below(unit, Subject.MEMBER)
    cells = [row for row in below if row.kind is UnitKind.CELL and row.is_known]
    in_order = sorted(cells, key=lambda row: row.total or 0)
    small = sum((row.total or 0) < least for row in in_order)
    return frozenset(row.unit for row in in_order[: 2 if small == 1 else small])


def _is_itself(season: Season, figure: Figure) -> bool:
    """Whether the only organisation counted is the one the site is about."""
    roots = season.register.roots
    return figure.subject is Subject.ORG and len(roots) == 1 and roots[0].kind.reports


# ---------------------------------------------------------------- words


def _joint_finding(figures: Sequence[Figure], digits: int) -> str:
    """The findings of several figures, those that reached the same said in one breath."""
    groups: dict[str, list[str]] = {}
    scarce = []
    for figure in figures:
        if theme.is_scarce(figure):
            scarce.append(theme.lower_first(theme.finding(figure, digits)))
        else:
            said = groups.setdefault(theme.reached(figure), [])
            said.append(theme.share_of(figure, digits))
    told = [f"{_and(shares)} {reached}" for reached, shares in groups.items()]
    return theme.sentence(*told, *scarce)


def _and(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} và {last}" if first else last


def _undecided(figure: Figure) -> str:
    note = theme.undecided(figure)
    return f"{theme.noun(figure.subject)} {note}" if note else ""


def _label(bar: Bar, level: Level, digits: int) -> str:
    """The count on a part of a bar, with its share where there is room for both."""
    number, share = count(bar.counts[level]), percent(bar.shares[level], digits)
    part = bar.shares[level] / 10**digits
    if part < max(_LEAST_LABEL, _ROOM * len(number) - 1):
        return ""
    both = f"{number} ({share})"
    return both if part >= _ROOM * len(both) else number


def _hover(bar: Bar, level: Level, digits: int) -> str:
    number = f"{count(bar.counts[level])}/{count(bar.rated)} {bar.noun}"
    lines = [escape(bar.name), f"{level.label}: {number} ({percent(bar.shares[level], digits)})"]
    return "<br>".join([*lines, *([bar.note] if bar.note else [])])


def _tick(bar: Bar) -> str:
    """A row's name beside the axis; a provisional one is in italics and says so."""
    name = escape(bar.name)
    if bar.is_yardstick:
        return f"<b>{name}</b>"
    return f"<i>{name} ({bar.note})</i>" if bar.note else name


def _row(bar: Bar, digits: int) -> tuple[str, ...]:
    name = f"{bar.name} ({bar.note})" if bar.note else bar.name
    if bar.said:
        return (name, bar.said, *("" for _ in Level))
    shares = (f"{count(bar.counts[x])} ({percent(bar.shares[x], digits)})" for x in Level)
    return (name, f"{count(bar.rated)}/{count(bar.total)}", *shares)


# ---------------------------------------------------------------- drawing


def _traces(bars: Sequence[Bar], digits: int) -> list[dict[str, Any]]:
    drawn = [bar for bar in bars if not bar.said]
    empty = [bar for bar in bars if bar.said]
    traces = [_trace(level, drawn, digits) for level in Level]
    return [*traces, *([_empty_rows(empty)] if empty else [])]


def _trace(level: Level, bars: Sequence[Bar], digits: int) -> dict[str, Any]:
    colour = theme.LEVEL_COLOURS[level]
    return {
        "type": "bar",
        "orientation": "h",
        "name": level.label.removesuffix(_ENDING),
        "uid": level.value,
        "y": [bar.key for bar in bars],
        "x": [bar.shares[level] / 10**digits for bar in bars],
        "text": [_label(bar, level, digits) for bar in bars],
        "hovertext": [_hover(bar, level, digits) for bar in bars],
        "hovertemplate": theme.HOVER,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        # Labels are chosen to fit; plotly would leave them out of bars lower than 26 px.
        "constraintext": "none",
        "insidetextfont": {"color": theme.text_on(colour)},
        # The white between the parts tells them apart in grey print.
        "marker": {"color": colour, "line": {"color": theme.PAPER, "width": 1}},
    }


def _empty_rows(bars: Sequence[Bar]) -> dict[str, Any]:
    """Rows with a word instead of a bar: an outline as long as the axis that carries the text."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Chưa có số liệu",
        "uid": "empty",
        "showlegend": False,
        "y": [bar.key for bar in bars],
        "x": [100 for _ in bars],
        "text": [bar.said for bar in bars],
        "hovertext": [f"{escape(bar.name)}<br>{bar.said}" for bar in bars],
        "hovertemplate": theme.HOVER,
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": theme.MUTED},
        "marker": {"color": theme.PAPER, "line": {"color": theme.LINE, "width": 1}},
    }


def _layout(bars: Sequence[Bar]) -> dict[str, Any]:
    keys = [bar.key for bar in bars]
    return {
        "barmode": "stack",
        "bargap": 0.28,
        "xaxis": {
            "range": [0, 100],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "tickfont": {"color": theme.MUTED},
            "gridcolor": theme.LINE,
            "zeroline": False,
        },
        "yaxis": theme.named_rows(keys, [_tick(bar) for bar in bars]),
        "shapes": [_rule()] if bars[0].is_yardstick and len(bars) > 1 else [],
    }


def _rule() -> dict[str, Any]:
    """A line below the yardstick, so many pixels below the middle of its bar."""
    return {
        "type": "line",
        "layer": "below",
        "line": {"color": theme.MUTED, "width": 1},
        "xref": "paper", "x0": 0, "x1": 1,
        "yref": "y", "ysizemode": "pixel", "yanchor": 0, "y0": -SLOT / 2, "y1": -SLOT / 2,
    }  # fmt: skip
