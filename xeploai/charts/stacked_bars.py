"""Rows of stacked 100 % bars, one colour a level: how they are drawn, named and put in a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xeploai.charts import composition, theme
from xeploai.phrases import NO_FIGURES, level_name, upper_first
from xeploai.schema.terms import Level, Scale
from xeploai.text import count, percent

SLOT = 36
"""px on a page for a bar and the gap to the next one: less, and plotly leaves its text out."""

_LEAST_LABEL = 4
"""A part of fewer percent has no label."""

_ROOM = 2.4
"""How many percent of the narrowest bar, of some 300 px, a letter takes."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One row of a chart. shares: integers of their last decimal, as all percentages are.

    placeholder: what stands in the row instead of a bar, where there is nothing to draw.
    """

    key: str
    name: str
    noun: str
    counts: Mapping[Level, int]
    shares: Mapping[Level, int]
    rated: int
    total: int
    note: str = ""
    placeholder: str = ""
    is_yardstick: bool = False
    scale: Scale = Scale.FULFILMENT


def figure_of(bars: Sequence[ChartBar], digits: int) -> dict[str, Any]:
    """Return the bars as a figure."""
    return composition.compose(_traces(bars, digits), _layout(bars), height_of(bars))


def height_of(bars: Sequence[ChartBar]) -> int:
    """How high the bars stand on a page, in px."""
    return SLOT * len(bars) + theme.MARGIN["t"] + theme.MARGIN["b"]


def rows_of(bars: Sequence[ChartBar], digits: int) -> tuple[tuple[str, ...], ...]:
    """Return the bars as rows of a table: name, rated of all, and each level."""
    return tuple(_row(bar, digits) for bar in bars)


def _label(bar: ChartBar, level: Level, digits: int) -> str:
    """Return the count on a part of a bar, with its share where there is room for both."""
    number, share = count(bar.counts[level]), percent(bar.shares[level], digits)
    part = bar.shares[level] / 10**digits
    if part < max(_LEAST_LABEL, _ROOM * len(number) - 1):
        return ""
    both = f"{number} ({share})"
    return both if part >= _ROOM * len(both) else number


def _hover(bar: ChartBar, level: Level, digits: int) -> str:
    number = f"{count(bar.counts[level])}/{count(bar.rated)} {bar.noun}"
    share = percent(bar.shares[level], digits)
    lines = [composition.label(bar.name), f"{bar.scale.label(level)}: {number} ({share})"]
    return "<br>".join([*lines, *([bar.note] if bar.note else [])])


def _tick(bar: ChartBar) -> str:
    """Return a row's name beside the axis; a provisional one is in italics and marked so."""
    name = composition.label(bar.name)
    if bar.is_yardstick:
        return f"<b>{name}</b>"
    return f"<i>{name} ({bar.note})</i>" if bar.note else name


def _row(bar: ChartBar, digits: int) -> tuple[str, ...]:
    name = f"{bar.name} ({bar.note})" if bar.note else bar.name
    if bar.placeholder:
        return (name, bar.placeholder, *("" for _ in Level))
    shares = (f"{count(bar.counts[x])} ({percent(bar.shares[x], digits)})" for x in Level)
    return (name, f"{count(bar.rated)}/{count(bar.total)}", *shares)


def _traces(bars: Sequence[ChartBar], digits: int) -> list[dict[str, Any]]:
    drawn = [bar for bar in bars if not bar.placeholder]
    empty = [bar for bar in bars if bar.placeholder]
    traces = [_trace(level, drawn, digits) for level in Level]
    return [*traces, *([_empty_rows(empty)] if empty else [])]


def _trace(level: Level, bars: Sequence[ChartBar], digits: int) -> dict[str, Any]:
    colour = theme.LEVEL_COLOURS[level]
    return {
        "type": "bar",
        "orientation": "h",
        "name": level_name(level, *(bar.scale for bar in bars)),
        "uid": level.value,
        "y": [bar.key for bar in bars],
        "x": [bar.shares[level] / 10**digits for bar in bars],
        "text": [_label(bar, level, digits) for bar in bars],
        "hovertext": [_hover(bar, level, digits) for bar in bars],
        "hovertemplate": composition.HOVER,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        # Labels are chosen to fit; plotly would leave them out of bars lower than 26 px.
        "constraintext": "none",
        "insidetextfont": {"color": theme.text_on(colour)},
        # The white between the parts tells them apart in grey print.
        "marker": {"color": colour, "line": {"color": theme.PAPER, "width": 1}},
    }


def _empty_rows(bars: Sequence[ChartBar]) -> dict[str, Any]:
    """Rows with a word instead of a bar: an outline as long as the axis that carries the text."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": upper_first(NO_FIGURES),
        "uid": "empty",
        "showlegend": False,
        "y": [bar.key for bar in bars],
        "x": [100 for _ in bars],
        "text": [bar.placeholder for bar in bars],
        "hovertext": [f"{composition.label(bar.name)}<br>{bar.placeholder}" for bar in bars],
        "hovertemplate": composition.HOVER,
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": theme.MUTED},
        "marker": {"color": theme.PAPER, "line": {"color": theme.LINE, "width": 1}},
    }


def _layout(bars: Sequence[ChartBar]) -> dict[str, Any]:
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
        "yaxis": composition.named_rows(keys, [_tick(bar) for bar in bars]),
        "shapes": [_rule()] if bars[0].is_yardstick and len(bars) > 1 else [],
    }


def _rule() -> dict[str, Any]:
    """Return a line below the yardstick, a number of pixels below the middle of its bar."""
    return {
        "type": "line",
        "layer": "below",
        "line": {"color": theme.MUTED, "width": 1},
        "xref": "paper", "x0": 0, "x1": 1,
        "yref": "y", "ysizemode": "pixel", "yanchor": 0, "y0": -SLOT / 2, "y1": -SLOT / 2,
    }  # fmt: skip
