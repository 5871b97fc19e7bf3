"""Who is rated how: stacked 100 % bars of the four levels, one row for each unit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from xeploai.charts import theme
from xeploai.charts.bars import Bar, figure_of, height_of, rows_of
from xeploai.charts.theme import Chart
from xeploai.register.model import Settings
from xeploai.schema.terms import Level, Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.steps import together
from xeploai.season.figures.suppression import hidden_units
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

LEADERSHIP = (Subject.COLLECTIVE, Subject.LEADER)

_NO_CLUSTER = "Không thuộc cụm nào"
HIDDEN = "ẩn vì ít đảng viên"


# ---------------------------------------------------------------- the charts


def overview(season: Season) -> Chart | None:
    """Return the headline: members, cells and organisations of the whole, a bar each."""
    digits = season.register.settings.digits
    found = [theme.shown_figure(season, theme.top(season), subject) for subject in _HEADLINES]
    figures = [figure for figure in found if figure and not _is_itself(season, figure)]
    if not figures:
        return None
    first = figures[0]
    bars = [_headline(figure) for figure in figures]
    return _chart(
        OVERVIEW,
        joint_finding(figures, digits),
        theme.sentence(
            theme.up_to(season),
            theme.coverage(first.units_counted or 0, first.units_expected or 0),
            *(_undecided(figure) for figure in figures),
        ),
        bars,
        season,
    )


def by_unit(season: Season, unit: str, subject: Subject) -> Chart | None:
    """Return bars of a unit as the yardstick and of every unit right below it, in order."""
    hidden = _hidden(season, subject)
    figure = _yardstick_figure(season, unit, subject, hidden)
    if figure is None:
        return None
    below = listed_below(season, unit, subject, figure.stage)
    silent = {item.code for item in season.units_silent}
    bars = [_bar(item, _absence(item, silent, hidden)) for item in below]
    return _chart_of(figure, [_yardstick(figure), *bars], season)


def listed_below(season: Season, unit: str, subject: Subject, stage: Stage) -> list[Figure]:
    """List the figures right below a unit; a grassroots cell has no cells of its own."""
    without = UnitKind.GRASSROOTS_CELL if subject is Subject.CELL else None
    return [item for item in season.figures.below(unit, subject, stage) if item.kind is not without]


def by_cluster(season: Season, unit: str, subject: Subject) -> Chart | None:
    """Return bars of a unit as the yardstick and of the units below it by cluster.

    None where the register names fewer than two clusters.
    """
    hidden = _hidden(season, subject)
    figure = _yardstick_figure(season, unit, subject, hidden)
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
    bars = [
        _cluster(name, clusters[name], settings, hidden)
        for name in sorted(clusters, key=cluster_order)
    ]
    return _chart_of(figure, [_yardstick(figure), *filter(None, bars)], season)


def each_is_one(season: Season, unit: str, subject: Subject) -> bool:
    """Whether every unit below is rated once, so that its bar could have one colour only."""
    figure = _yardstick_figure(season, unit, subject, _hidden(season, subject))
    below = season.figures.below(unit, subject, figure.stage) if figure else ()
    return bool(below) and all((item.total or 0) <= 1 for item in below)


def _hidden(season: Season, subject: Subject) -> Collection[str]:
    """Return the units whose counts are not shown; only those of members are hidden."""
    least = season.register.settings.hide_below
    return hidden_units(season.figures, least) if subject is Subject.MEMBER else ()


def _yardstick_figure(
    season: Season, unit: str, subject: Subject, hidden: Collection[str]
) -> Figure | None:
    return None if unit in hidden else theme.shown_figure(season, unit, subject)


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
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        source=theme.source(season),
        height=height_of(bars),
        figure=figure_of(bars, digits),
        headers=(
            "Đối tượng" if id == OVERVIEW else "Đơn vị",
            "Được đánh giá, xếp loại",
            *(level.label for level in Level),
        ),
        rows=rows_of(bars, digits),
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
    """Return the bar of the unit above, without the coverage, which the subtitle gives."""
    return replace(_bar(figure), note="", is_yardstick=True)


def _headline(figure: Figure) -> Bar:
    name = f"{figure.subject.label} ({theme.rated_of(figure)} {theme.rated_word(figure)})"
    return replace(_bar(figure), key=figure.subject.value, name=name, note="")


def _cluster(
    name: str, figures: Sequence[Figure], settings: Settings, hidden: Collection[str]
) -> Bar | None:
    """Return the units of a cluster as one bar: the share of summed counts, no mean of shares."""
    whole = together(figures, name or _NO_CLUSTER, settings)
    if whole is None:
        return None
    said = "" if whole.rated else ("chưa xếp loại" if whole.units_counted else "chưa có số liệu")
    if any(figure.unit in hidden for figure in figures):
        said = HIDDEN
    return replace(_bar(whole, said), key=f"cluster {name}")


def _absence(figure: Figure, silent: Collection[str], hidden: Collection[str]) -> str:
    """Why there is no bar, "" where there is one. Nothing sent is never shown as zero."""
    if not figure.is_known:
        if not figure.kind.reports:
            return "chưa có số liệu"
        return "chưa gửi" if figure.unit in silent else "đã gửi, chưa được tính"
    if not figure.total:
        # A return without a line of these is counted as zero, whether or not there are any.
        return "chưa ghi số liệu" if figure.subject in LEADERSHIP else "không có"
    if figure.unit in hidden:
        return HIDDEN
    return "" if figure.rated else "chưa xếp loại"


def _is_itself(season: Season, figure: Figure) -> bool:
    """Whether the only organisation counted is the one the site is about."""
    roots = season.register.roots
    return figure.subject is Subject.ORG and len(roots) == 1 and roots[0].kind.reports


# ---------------------------------------------------------------- words


def joint_finding(figures: Sequence[Figure], digits: int) -> str:
    """Join the findings of several figures; those with the same result share one clause."""
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
