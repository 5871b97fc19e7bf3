"""Curve of the units that are done, against the deadline and the year before."""

from collections.abc import Sequence
from datetime import date, timedelta

from xeploai.charts import composition, curves
from xeploai.charts.chart import Chart
from xeploai.charts.curves import Pace
from xeploai.phrases import (
    NOT_COMPARED,
    lower_first,
    now_of_several,
    period_words,
    sentence,
    source,
    up_to,
    upper_first,
)
from xeploai.register.model import Milestone
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import MilestoneEvent
from xeploai.season.progress.model import MilestoneStatus
from xeploai.season.progress.rates import curve, needed_a_day, rates
from xeploai.season.season import Season
from xeploai.submissions.crosswalk import is_own, now_of
from xeploai.text import count, day, percent

PROGRESS = "progress-curve"
HEIGHT = 260
_LONGEST_BEFORE = timedelta(days=120)
_LONGEST_AFTER = timedelta(days=14)
"""A day far from the deadline, typed wrongly or looked back from, must not flatten the curve."""


def main_milestone(season: Season) -> Milestone | None:
    """Return the milestone that progress is measured by.

    That is sending the return, else the last milestone of the units.
    """
    units = season.register.reporting
    candidates = [x for x in season.progress.milestones if any(map(x.binds, units))]
    sending = [item for item in candidates if item.event is MilestoneEvent.SENDING]
    return sending[0] if sending else max(candidates, key=lambda item: item.deadline, default=None)


def progress_curve(season: Season) -> Chart | None:
    """Return the cumulative curve of the main milestone.

    None where there is none, or it binds no unit.
    """
    milestone = main_milestone(season)
    steps = season.progress.of_milestone(milestone.code) if milestone else []
    if milestone is None or not steps:
        return None
    pace, settings = _pace(season, milestone, steps), season.register.settings
    share = percent(rates(steps).final_share(settings) or 0, settings.digits)
    return Chart(
        id=PROGRESS,
        title=_title(pace, share),
        subtitle=sentence(
            _deadline(pace),
            _undated(pace),
            _overdue(pace),
            _needed(pace),
            _before(pace),
            up_to(season.counted_to),
        ),
        source=source(season.heard, settings.office),
        height=HEIGHT,
        figure=composition.compose(curves.traces(pace), curves.layout(pace), HEIGHT),
        headers=("Ngày", "Xong trong ngày", "Cộng dồn", "Tỷ lệ", *_heading_before(pace)),
        rows=tuple(_row(pace, when) for when in _days(pace)),
    )


def _pace(season: Season, milestone: Milestone, steps: Sequence[MilestoneStatus]) -> Pace:
    settings = season.register.settings
    points, counts = curve(steps), rates(steps)
    days = [when for when, _ in points]
    as_of = season.as_of
    first = max(min([*days, as_of, milestone.deadline]), milestone.deadline - _LONGEST_BEFORE)
    last_event = max([*days, milestone.deadline])
    before = str(max(season.intake.earlier)) if season.intake.earlier else ""
    split, is_other_map = _other_units_of_before(season)
    return Pace(
        milestone=milestone,
        points=points,
        shares=tuple(
            percent(
                percent_units(number, counts.total, settings.digits, settings.rounding) or 0,
                settings.digits,
            )
            for number in (0, *(number for _, number in points))
        ),
        total=counts.total,
        overdue=counts.overdue,
        needed=needed_a_day(steps, as_of),
        as_of=as_of,
        first=min(first, as_of) - timedelta(days=2),
        last=max(last_event, min(as_of, last_event + _LONGEST_AFTER)),
        before=() if is_other_map else season.progress.last.get(milestone.code, ()),
        before_name=upper_first(period_words(before)) if before else "",
        split=split,
        is_other_map=is_other_map,
        undated=counts.done - (points[-1][1] if points else 0),
    )


def _other_units_of_before(season: Season) -> tuple[tuple[str, ...], bool]:
    """Return the old units that sent a return the year before and are several units now.

    And whether some are in a unit whose own form does not tell of them.
    """
    earlier, register = season.intake.earlier, season.register
    if not earlier:
        return (), False
    last = max(earlier)
    now = now_of(register, last)
    sent = {code: units for code, units in now.items() if code in earlier[last]}
    is_other_map = any(
        not is_own(register.units[unit], earlier[last][code])
        for code, units in sent.items()
        for unit in units
    )
    return tuple(code for code, units in sent.items() if len(units) > 1), is_other_map


# ---------------------------------------------------------------- words


def _title(pace: Pace, share: str) -> str:
    done = f"{count(pace.done + pace.undated)}/{count(pace.total)} {pace.noun}"
    return f"{pace.milestone.name}: {done}, đạt {share}"


def _deadline(pace: Pace) -> str:
    left = (pace.milestone.deadline - pace.as_of).days
    phrase = f"hạn {day(pace.milestone.deadline)}"
    if pace.done + pace.undated >= pace.total:
        return phrase
    if left < 0:
        return f"{phrase}, đã quá {count(-left)} ngày"
    return f"{phrase}, còn {count(left)} ngày" if left else f"{phrase} là hôm nay"


def _undated(pace: Pace) -> str:
    if not pace.undated:
        return ""
    return f"{count(pace.undated)} {pace.noun} đã xong, chưa ghi ngày nên không có trên đường"


def _overdue(pace: Pace) -> str:
    return f"{count(pace.overdue)} {pace.noun} quá hạn" if pace.overdue else ""


def _needed(pace: Pace) -> str:
    if pace.needed is None:
        return ""
    is_today = pace.as_of == pace.milestone.deadline
    return f"cần {count(pace.needed)} {pace.noun} {'trong hôm nay' if is_today else 'mỗi ngày'}"


def _before(pace: Pace) -> str:
    """Return how many were done a year before, and which old units that leaves out."""
    name, split = lower_first(pace.before_name), now_of_several(pace.split)
    if pace.is_other_map:
        return f"{NOT_COMPARED} với {name}: các đơn vị gửi biểu năm ấy khác bây giờ"
    if not pace.before:
        return f"{NOT_COMPARED} với {name}: {split}" if pace.split else ""
    words = f"cùng thời điểm {name} có {count(pace.done_before(pace.as_of))} {pace.noun}"
    return f"{words}, không kể {split}" if pace.split else words


def _heading_before(pace: Pace) -> tuple[str, ...]:
    return (pace.before_name,) if pace.before else ()


def _days(pace: Pace) -> list[date]:
    """Return the days on which this year's curve rises, or last year's within the range shown."""
    before = (when for when, _ in pace.before if pace.first <= when <= pace.edge)
    return sorted({*(when for when, _ in pace.points), *before})


def _row(pace: Pace, when: date) -> tuple[str, ...]:
    """Return the table row of a day; the future is blank for this year."""
    more = (count(pace.done_before(when)),) if pace.before else ()
    if when > pace.as_of:
        return (day(when), "–", "–", "–", *more)
    number = curves.reached(pace.points, when)
    today = number - curves.reached(pace.points, when - timedelta(days=1))
    share = pace.shares[sum(each <= when for each, _ in pace.points)]
    return (day(when), count(today), f"{count(number)}/{count(pace.total)}", share, *more)
