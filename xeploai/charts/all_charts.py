"""Choose the charts of a season, or of one unit."""

from xeploai.charts import counts, levels, pace
from xeploai.charts.model import Chart
from xeploai.schema.terms import Subject
from xeploai.season.figures.steps import top_unit
from xeploai.season.season import Season


def charts_of(season: Season) -> dict[str, Chart]:
    """Return every chart of Tổng quan and Xếp loại by id.

    Those without data are absent, and those of which too few are rated.
    """
    found = [
        levels.overview(season),
        pace.progress_curve(season),
        *(unit_chart(season, top_unit(season.register), subject) for subject in Subject),
    ]
    return {chart.id: chart for chart in found if chart is not None}


def unit_chart(season: Season, unit: str, subject: Subject) -> Chart | None:
    """How a subject is rated in a unit and in those right below it.

    Where each of those has one only, its bar would tell nothing: then by cluster, where the
    register names clusters, or the numbers at each level.
    """
    if not levels.each_is_one(season, unit, subject):
        return levels.by_unit(season, unit, subject)
    grouped = levels.by_cluster(season, unit, subject)
    return grouped or counts.by_level(season, unit, subject, levels.IDS[subject])
