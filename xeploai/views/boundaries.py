"""Old units and the units of today that they became, as the register's sheet Địa giới has them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from xeploai.phrases import NO_FIGURES_THEN, NOT_COMPARED, OF_SEVERAL, in_a_row, period_words
from xeploai.schema.periods import Period, period_in
from xeploai.submissions.crosswalk import split_units, whole_of_parts
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

TITLE = "Đơn vị cũ và mới"
URL = SitePage.UNITS.below("dia-gioi")


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A unit of an earlier period; figures: what became of those it sent."""

    period: str
    code: str
    name: str
    now: tuple[Link, ...]
    figures: str


def old_units_of(view: SeasonView) -> Iterator[OldUnit]:
    """Yield every old unit of the register, in its order."""
    now: dict[tuple[Period, str], dict[str, None]] = {}
    for row in (item.row for item in view.register.crosswalk):
        now.setdefault((period_in(row.period) or Period(0), row.old_code), {})[row.new_code] = None
    used = _used(view)
    split = cache(lambda period: split_units(view.register, period))
    for (last, code), units in now.items():
        periods = [each for each in used.get(code, ()) if each <= last]
        yield OldUnit(
            period=last.label,
            code=code,
            name=_name(view, code, periods),
            now=tuple(view.link(x) for x in units),
            figures=_figures(view, periods, split(last).get(code, ())),
        )


def _used(view: SeasonView) -> Mapping[str, list[Period]]:
    """Return the periods in which a return of each old unit goes into those of today."""
    used: dict[str, list[Period]] = {}
    intake = view.season.intake
    for period in sorted((*intake.earlier, *intake.quarters)):
        sent, old = intake.of_earlier(period), view.old_units[period].values()
        for code in dict.fromkeys(code for codes in old for code in codes if code in sent):
            used.setdefault(code, []).append(period)
    return used


def _name(view: SeasonView, code: str, periods: Sequence[Period]) -> str:
    """Return the name that the unit itself wrote in its last return, "" where there is none."""
    info = view.season.intake.of_earlier(periods[-1])[code].info if periods else None
    return info.row.unit_name if info else ""


def _figures(view: SeasonView, periods: Sequence[Period], parts: Sequence[str]) -> str:
    """Return in which periods a unit has figures, and of one split into parts where they are."""
    if not periods:
        return NO_FIGURES_THEN
    if not parts:
        return f"có số liệu {in_a_row([period_words(str(each)) for each in periods])}"
    whole = whole_of_parts(view.register, parts)
    where = f"chỉ tính ở {view.register.units[whole].name}" if whole else NOT_COMPARED
    return f"{OF_SEVERAL}, {where}"
