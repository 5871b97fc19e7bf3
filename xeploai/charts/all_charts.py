"""Choose the charts of a season, or of one unit."""

from collections.abc import Collection

from xeploai.charts import counts, pace, rating_bars, years
from xeploai.charts.chart import Chart
from xeploai.schema.terms import Subject
from xeploai.season.figures.stages import rating_of, top_unit
from xeploai.season.season import Season


def charts_of(season: Season, hidden: Collection[str]) -> dict[str, Chart]:
    """Return every chart of Tổng quan, Xếp loại and Các năm by id.

    Those without data are absent, and those of which too few are rated.

    hidden: the units whose counts of members are not shown.
    """
    charts = [
        rating_bars.overview(season),
        pace.progress_curve(season),
        *(unit_chart(season, top_unit(season.register), subject, hidden) for subject in Subject),
        *(years.by_year(season, subject) for subject in years.IDS),
    ]
    return {chart.id: chart for chart in charts if chart is not None}


def unit_chart(
    season: Season, unit: str, subject: Subject, hidden: Collection[str]
) -> Chart | None:
    """Return how a subject is rated in a unit and in those right below it.

    Where each of those has one only, its bar would show nothing: then by cluster, where the
    register names clusters, or the numbers at each level. None where nothing is rated or too few
    are, or the unit is hidden.
    """
    figure = rating_of(season.figures.printed, season.register, unit, subject)
    too_small = hidden if subject is Subject.MEMBER else ()
    if figure is None or figure.is_undrawn or unit in too_small:
        return None
    if not rating_bars.each_is_one(season, unit, figure):
        return rating_bars.by_unit(season, unit, figure, too_small)
    grouped = rating_bars.by_cluster(season, unit, figure, too_small)
    return grouped or counts.by_level(season, figure, rating_bars.IDS[subject])
