"""How many reached each level: for subjects of which every unit has one, as organisations are."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xeploai.charts import composition, theme
from xeploai.charts.chart import Chart
from xeploai.phrases import NOT_RATED, noun, outcome, source_of, subtitle, upper_first
from xeploai.schema.terms import Level
from xeploai.season.figures.model import Figure
from xeploai.season.season import Season
from xeploai.text import count, percent

SLOT = 40
"""px on a page for a bar and the gap to the next one."""


class CountBar(NamedTuple):
    """One bar: how many, and which share of those rated ("" for those that are not)."""

    key: str
    name: str
    colour: str
    number: int
    share: str


def by_level(season: Season, figure: Figure, id: str) -> Chart:
    """Return a bar for each level, as long as the number that reached it."""
    settings = season.register.settings
    digits = settings.digits
    lines = _lines(figure, digits)
    height = SLOT * len(lines) + 2 * theme.MARGIN["t"]
    return Chart(
        id=id,
        title=outcome(figure, settings),
        subtitle=subtitle(figure, season.counted_to),
        source=source_of(figure, settings.office),
        height=height,
        figure=composition.compose([_trace(lines, figure)], _layout(lines), height),
        headers=("Mức xếp loại", "Số lượng", "Tỷ lệ"),
        rows=tuple((line.name, count(line.number), line.share) for line in lines),
    )


def _lines(figure: Figure, digits: int) -> list[CountBar]:
    lines = [
        CountBar(
            level.value,
            figure.scale.label(level),
            theme.LEVEL_COLOURS[level],
            figure.level(level),
            percent(figure.share(level) or 0, digits),
        )
        for level in Level
    ]
    if figure.not_rated:
        lines.append(
            CountBar("none", upper_first(NOT_RATED), theme.NOT_RATED, figure.not_rated, "")
        )
    return lines


def _label(line: CountBar) -> str:
    return f"{count(line.number)} ({line.share})" if line.share else count(line.number)


def _hover(line: CountBar, figure: Figure) -> str:
    base = (figure.rated if line.share else figure.total) or 0
    number = f"{count(line.number)}/{count(base)} {noun(figure.subject)}"
    return f"{line.name}<br>{number}" + (f" ({line.share})" if line.share else "")


def _trace(lines: Sequence[CountBar], figure: Figure) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": figure.subject.label,
        "uid": "levels",
        "y": [line.key for line in lines],
        "x": [line.number for line in lines],
        "text": [_label(line) for line in lines],
        "hovertext": [_hover(line, figure) for line in lines],
        "hovertemplate": composition.HOVER,
        "textposition": "outside",
        "textfont": {"color": theme.INK},
        "cliponaxis": False,
        "marker": {"color": [line.colour for line in lines]},
    }


def _layout(lines: Sequence[CountBar]) -> dict[str, Any]:
    return {
        "bargap": 0.28,
        "margin": {**theme.MARGIN, "b": theme.MARGIN["t"]},
        # A third more than the longest bar leaves room for its label.
        "xaxis": {"range": [0, max(line.number for line in lines) * 4 / 3], "visible": False},
        "yaxis": composition.named_rows(
            [line.key for line in lines], [line.name for line in lines]
        ),
    }
