"""Stacked 100 % bars of the four levels, one row for each unit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from xeploai.charts.chart import Chart
from xeploai.charts.stacked_bars import ChartBar, figure_of, height_of, rows_of
from xeploai.phrases import (
    ASSESSED,
    HIDDEN,
    NO_CLUSTER,
    NO_FIGURES,
    NONE,
    NOT_FILLED_IN,
    NOT_RATED,
    coverage_of,
    few_units_in,
    level_label,
    nothing_read,
    noun,
    outcome,
    outcomes,
    rated_of,
    rated_word,
    sentence,
    source_of,
    subtitle,
    undecided,
    up_to,
    upper_first,
)
from xeploai.register.model import Settings
from xeploai.schema.terms import LEADERSHIP, Level, Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import rating_of, together, top_unit
from xeploai.season.season import Season
from xeploai.text import cluster_order

IDS: Mapping[Subject, str] = {
    Subject.MEMBER: "members-by-unit",
    Subject.CELL: "cells-by-unit",
    Subject.ORG: "orgs-by-unit",
    Subject.COLLECTIVE: "collectives-by-unit",
    Subject.LEADER: "leaders-by-unit",
}
OVERVIEW = "levels-overview"
_HEADLINES = (Subject.MEMBER, Subject.CELL, Subject.ORG)

_NO_CLUSTER = f"{NO_CLUSTER} nào"


# ---------------------------------------------------------------- the charts


def overview(season: Season) -> Chart | None:
    """Return the headline: members, cells and organisations of the whole, a bar each."""
    top = top_unit(season.register)
    candidates = (
        rating_of(season.figures.printed, season.register, top, subject) for subject in _HEADLINES
    )
    rated = [figure for figure in candidates if figure and not _is_itself(season, figure)]
    figures = [figure for figure in rated if not figure.is_undrawn]
    if not figures:
        return None
    return _chart(
        OVERVIEW,
        outcomes(rated, season.register.settings),
        sentence(
            up_to(season.counted_to),
            coverage_of(figures[0]),
            *(_undecided(figure) for figure in figures),
        ),
        [_headline(figure) for figure in figures],
        (figures[0], season),
    )


def by_unit(season: Season, unit: str, figure: Figure, hidden: Collection[str]) -> Chart:
    """Return bars of a unit as the yardstick and of every unit right below it, in order."""
    below = listed_below(season, unit, figure.subject, figure.stage)
    unreadable = season.unreadable
    silence = {
        item.code: nothing_read(has_file=item.code in unreadable) for item in season.units_silent
    }
    bars = [_bar(item, _absence(item, silence, hidden)) for item in below]
    return _chart_of(figure, bars, season)


def listed_below(season: Season, unit: str, subject: Subject, stage: Stage) -> list[Figure]:
    """List the figures right below a unit; a grassroots cell has no cells of its own."""
    without = UnitKind.GRASSROOTS_CELL if subject is Subject.CELL else None
    return [
        item
        for item in season.figures.printed.below(unit, subject, stage)
        if item.kind is not without
    ]


def by_cluster(season: Season, unit: str, figure: Figure, hidden: Collection[str]) -> Chart | None:
    """Return bars of a unit as the yardstick and of the units below it by cluster.

    None where the register names fewer than two clusters.
    """
    listed = season.register.units
    clusters: dict[str, list[Figure]] = {}
    for item in season.figures.printed.below(unit, figure.subject, figure.stage):
        name = listed[item.unit].cluster if item.unit in listed else ""
        clusters.setdefault(name, []).append(item)
    if len([name for name in clusters if name]) < 2:
        return None
    settings = season.register.settings
    bars = [
        _cluster(name, clusters[name], settings, hidden)
        for name in sorted(clusters, key=cluster_order)
    ]
    return _chart_of(figure, list(filter(None, bars)), season)


def each_is_one(season: Season, unit: str, figure: Figure) -> bool:
    """Whether every unit below is rated once, so that its bar could have one colour only."""
    below = season.figures.printed.below(unit, figure.subject, figure.stage)
    return bool(below) and all((item.total or 0) <= 1 for item in below)


def _chart_of(figure: Figure, below: Sequence[ChartBar], season: Season) -> Chart:
    return _chart(
        IDS[figure.subject],
        outcome(figure, season.register.settings),
        subtitle(figure, season.counted_to),
        [_yardstick(figure), *below],
        (figure, season),
    )


def _chart(
    id: str, title: str, subtitle: str, bars: Sequence[ChartBar], of: tuple[Figure, Season]
) -> Chart:
    """Return a chart of bars; of: the figure of all of them, and the season."""
    figure, season = of
    digits = season.register.settings.digits
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        source=source_of(figure, season.register.settings.office),
        height=height_of(bars),
        figure=figure_of(bars, digits),
        headers=(
            "Đối tượng" if id == OVERVIEW else "Đơn vị",
            upper_first(ASSESSED),
            *(level_label(level, *(bar.scale for bar in bars)) for level in Level),
        ),
        rows=rows_of(bars, digits),
    )


# ---------------------------------------------------------------- rows


def _bar(figure: Figure, placeholder: str = "") -> ChartBar:
    return ChartBar(
        key=figure.unit,
        name=figure.name,
        noun=noun(figure.subject),
        counts={level: figure.level(level) for level in Level},
        shares={level: figure.share(level) or 0 for level in Level},
        rated=figure.rated or 0,
        total=figure.total or 0,
        note=coverage_of(figure) if figure.is_known and figure.is_provisional else "",
        placeholder=placeholder or (few_units_in(figure) if figure.is_withheld else ""),
        scale=figure.scale,
    )


def _yardstick(figure: Figure) -> ChartBar:
    """Return the bar of the unit above, without the coverage, which the subtitle gives."""
    return replace(_bar(figure), note="", is_yardstick=True)


def _headline(figure: Figure) -> ChartBar:
    name = f"{figure.subject.label} ({rated_of(figure)} {rated_word(figure)})"
    return replace(_bar(figure), key=figure.subject.value, name=name, note="")


def _cluster(
    name: str, figures: Sequence[Figure], settings: Settings, hidden: Collection[str]
) -> ChartBar | None:
    """Return the units of a cluster as one bar: the share of summed counts, no mean of shares."""
    whole = together(figures, name or _NO_CLUSTER, settings)
    if whole is None:
        return None
    placeholder = "" if whole.rated else (NOT_RATED if whole.units_counted else NO_FIGURES)
    if any(figure.unit in hidden for figure in figures):
        placeholder = HIDDEN
    return replace(_bar(whole, placeholder), key=f"cluster {name}")


def _absence(figure: Figure, silence: Mapping[str, str], hidden: Collection[str]) -> str:
    """Why there is no bar, "" where there is one. Nothing sent is never shown as zero."""
    if not figure.is_known:
        if not figure.kind.is_grassroots:
            return NO_FIGURES
        return silence.get(figure.unit, "đã gửi, chưa được tính")
    if not figure.total:
        # A return without a line of these is counted as zero, whether or not there are any.
        return NOT_FILLED_IN if figure.subject in LEADERSHIP else NONE
    if figure.unit in hidden:
        return HIDDEN
    return "" if figure.rated else NOT_RATED


def _is_itself(season: Season, figure: Figure) -> bool:
    """Whether the only organisation counted is the one the site is about."""
    roots = season.register.roots
    return figure.subject is Subject.ORG and len(roots) == 1 and roots[0].kind.is_grassroots


def _undecided(figure: Figure) -> str:
    note = undecided(figure)
    return f"{noun(figure.subject)} {note}" if note else ""
