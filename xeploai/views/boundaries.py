"""Old units and the units of today that they became, as the register's sheet Địa giới has them."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.phrases import in_a_row, period_words
from xeploai.submissions.crosswalk import split_units
from xeploai.text import year_in
from xeploai.views.page import Link
from xeploai.views.season_view import SeasonView

TITLE = "Đơn vị cũ và mới"
URL = "don-vi/dia-gioi.html"


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
    rows = [item.row for item in view.register.crosswalk]
    for period, code in dict.fromkeys((row.period, row.old_code) for row in rows):
        year = year_in(period) or 0
        now = [x.new_code for x in rows if (x.period, x.old_code) == (period, code)]
        yield OldUnit(
            period=period,
            code=code,
            name=_name(view, code, year),
            now=tuple(_link(view, each) for each in dict.fromkeys(now)),
            figures=_figures(view, code, year),
        )


def _link(view: SeasonView, code: str) -> Link:
    return Link(view.register.units[code].name, view.url(code))


def _name(view: SeasonView, code: str, year: int) -> str:
    """Return the name that the unit itself wrote in its last return, "" where there is none."""
    sent = _sent(view, code, year)
    info = view.season.intake.earlier[max(sent)][code].info if sent else None
    return info.row.unit_name if info else ""


def _sent(view: SeasonView, code: str, year: int) -> list[int]:
    """Return the years up to one of which a return of an old unit is at hand."""
    earlier = view.season.intake.earlier
    return [each for each in earlier if each <= year and code in earlier[each]]


def _figures(view: SeasonView, code: str, year: int) -> str:
    sent = _sent(view, code, year)
    if not sent:
        return "không có số liệu"
    if code in split_units(view.register, year):
        return "nay thuộc nhiều đơn vị, không so sánh được"
    return f"có số liệu {in_a_row([period_words(str(each)) for each in sorted(sent)])}"
