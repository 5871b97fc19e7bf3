"""Lines of the shares at the upper levels, year by year, on the map of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xeploai.charts import composition, theme
from xeploai.charts.chart import Chart
from xeploai.phrases import (
    ASSESSED,
    HTT_OR_ABOVE,
    bare_percent,
    level_name,
    noun,
    sentence,
    source,
    up_to,
    upper_first,
)
from xeploai.schema.terms import Level, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import whole_of
from xeploai.season.season import Season
from xeploai.text import count, percent

IDS: Mapping[Subject, str] = {Subject.MEMBER: "members-by-year", Subject.ORG: "orgs-by-year"}
HEIGHT = 240
_ABOVE = f"{HTT_OR_ABOVE} (%)"
_ROOM = 0.35
"""Part of a year that a label needs beside the first and the last point."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A share in each year, as an integer of its last decimal; digits: how many it has."""

    uid: str
    name: str
    colour: str
    shares: tuple[int, ...]
    digits: int

    @property
    def heights(self) -> list[float]:
        """The shares in percent."""
        return [share / 10**self.digits for share in self.shares]

    @property
    def words(self) -> list[str]:
        """The shares as they are printed."""
        return [percent(share, self.digits) for share in self.shares]


def by_year(season: Season, subject: Subject) -> Chart | None:
    """Return how a subject was rated in every year; None where fewer than two years are whole.

    A year of which some units are missing is left out: a line would compare the sum of some units
    with the sum of others. So is one of other levels, unless a document compares them.
    """
    register = season.register
    settings = register.settings
    every = (
        whole_of(figures.printed, register, subject, Stage.DECIDED) for figures in season.every_year
    )
    whole = [x for x in every if x is not None and _is_whole(x)]
    figures = [x for x in whole if settings.compares(x.scale, whole[-1].scale)]
    if len(figures) < 2:
        return None
    years = [each.period for each in figures]
    lines = _lines(figures, settings.digits)
    traces = [_trace(line, years) for line in lines]
    first, *_, last = lines[0].words
    return Chart(
        id=IDS[subject],
        title=f"{HTT_OR_ABOVE}: {first} năm {years[0]}, {last} năm {years[-1]}",
        subtitle=sentence(f"tỷ lệ trên số {noun(subject)} {ASSESSED}", up_to(season.counted_to)),
        source=source(season.counted, settings.office),
        height=HEIGHT,
        figure=composition.compose(traces, _layout(lines, years), HEIGHT),
        headers=("Năm", upper_first(ASSESSED), f"{lines[1].name} (%)", _ABOVE),
        rows=tuple(_row(figure, settings.digits) for figure in figures),
    )


def _row(figure: Figure, digits: int) -> tuple[str, ...]:
    shares = (bare_percent(share, digits) for share in (figure.xs_pct, figure.htt_or_above_pct))
    return figure.period, count(figure.rated or 0), *shares


def _is_whole(figure: Figure) -> bool:
    is_drawn = not (figure.is_undrawn or figure.is_few)
    return bool(figure.rated) and is_drawn and not figure.is_provisional


def _lines(figures: Sequence[Figure], digits: int) -> tuple[_Line, _Line]:
    above = tuple(figure.htt_or_above_pct or 0 for figure in figures)
    xs = tuple(figure.xs_pct or 0 for figure in figures)
    blue = theme.LEVEL_COLOURS[Level.XS]
    return (
        _Line("above", HTT_OR_ABOVE, theme.CURVE, above, digits),
        _Line("xs", level_name(Level.XS, *(x.scale for x in figures)), blue, xs, digits),
    )


def _trace(line: _Line, years: Sequence[str]) -> dict[str, Any]:
    pairs = zip(years, line.words, strict=True)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "uid": line.uid,
        "x": list(range(len(years))),
        "y": line.heights,
        "hovertext": [f"Năm {year}, {line.name.lower()}: {share}" for year, share in pairs],
        "hovertemplate": composition.HOVER,
        "cliponaxis": False,
        "line": {"color": line.colour, "width": 3},
        "marker": {"color": line.colour, "size": 8},
    }


def _labels(line: _Line) -> list[dict[str, Any]]:
    """Return the share above each point, with the name of the line at the first."""
    return [
        {
            "x": at,
            "y": height,
            "yshift": 14,
            "showarrow": False,
            "font": {"color": line.colour},
            "text": composition.escape(words if at else f"{line.name} {words}"),
        }
        for at, (height, words) in enumerate(zip(line.heights, line.words, strict=True))
    ]


def _layout(lines: Sequence[_Line], years: Sequence[str]) -> dict[str, Any]:
    return {
        "margin": {"t": 26, "r": 24, "b": 32, "l": 48},
        "xaxis": {
            "range": [-_ROOM, len(years) - 1 + _ROOM],
            "tickvals": list(range(len(years))),
            "ticktext": list(years),
            "tickfont": {"color": theme.MUTED},
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "range": [0, 112],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "tickfont": {"color": theme.MUTED},
            "gridcolor": theme.LINE,
            "zeroline": False,
        },
        "annotations": [label for line in lines for label in _labels(line)],
    }
