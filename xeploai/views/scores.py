"""Points of the 100-point scale, as pages and lists show them beside levels."""

from collections.abc import Iterable, Mapping

from xeploai.reading.points import points_in
from xeploai.register.model import Settings, Unit
from xeploai.rules.rated import LevelRow, rated_of
from xeploai.schema.terms import RatedSubject
from xeploai.views.season_view import SeasonView


def points_of(rows: Iterable[LevelRow], settings: Settings) -> str:
    """Return the points that a return gives a unit or cell: "92,5", "" where none can be read."""
    if settings.regulation.scoring is None:
        return ""
    read = (points_in(each.row.points) for each in rows)
    return next((points.shown for points in read if points is not None), "")


def points_in_return(view: SeasonView, unit: Unit) -> Mapping[tuple[str, RatedSubject], str]:
    """Return the points of a unit and of its cells, those that have some, by the counted return."""
    counted = view.sending(unit).counted if unit.reports else None
    if counted is None or view.settings.regulation.scoring is None:
        return {}
    rated = rated_of(view.register, {unit.code: counted})
    points = {
        key: points_of(one.rows, view.settings)
        for key, one in rated.items()
        if one.reporter == unit.code
    }
    return {key: shown for key, shown in points.items() if shown}
