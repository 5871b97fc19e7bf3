"""How far are we: the curve of units that are done, against the deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xeploai.aggregate import percent_units
from xeploai.charts import theme
from xeploai.charts.theme import Chart, escape
from xeploai.progress import SENT, Standing, Step, curve
from xeploai.register import Milestone
from xeploai.season import Season
from xeploai.text import count, day, percent

PROGRESS = "progress-curve"
HEIGHT = 260
_TICKS = 6
_LONGEST_BEFORE = timedelta(days=120)
_LONGEST_AFTER = timedelta(days=14)
"""A day far from the deadline, typed wrongly or looked back from, must not flatten the curve."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The units done by day at one milestone, and the part of the calendar shown."""

    milestone: Milestone
    points: tuple[tuple[date, int], ...]
    total: int
    overdue: int
    as_of: date
    first: date
    last: date
    digits: int
    shares: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many are done by now."""
        return self.points[-1][1] if self.points else 0

    @property
    def now(self) -> date:
        """Where the curve ends: the day looked from, or the edge where that is long after."""
        return min(self.as_of, self.last)


def main_milestone(season: Season) -> Milestone | None:
    """The milestone that progress is told by: sending the return, else the last of the units'."""
    kinds = {unit.kind for unit in season.register.reporting}
    found = [item for item in season.progress.milestones if kinds & item.kinds]
    sending = [item for item in found if item.code == SENT]
    return sending[0] if sending else max(found, key=lambda item: item.deadline, default=None)


def progress_curve(season: Season) -> Chart | None:
    """The cumulative curve of the main milestone; None where there is none, or binds no unit."""
    milestone = main_milestone(season)
    steps = season.progress.of_milestone(milestone.code) if milestone else []
    if milestone is None or not steps:
        return None
    pace = _pace(season, milestone, steps)
    return Chart(
        id=PROGRESS,
        title=_title(pace),
        subtitle=theme.sentence(_deadline(pace), _overdue(pace), theme.up_to(season)),
        source=theme.source(season),
        height=HEIGHT,
        figure=theme.compose(_traces(pace), _layout(pace), HEIGHT),
        headers=("Ngày", "Xong trong ngày", "Cộng dồn", "Tỷ lệ"),
        rows=tuple(_rows(pace)),
    )


def _pace(season: Season, milestone: Milestone, steps: Sequence[Step]) -> Pace:
    settings = season.register.settings
    points = tuple(curve(steps))
    total = len(steps)
    days = [point[0] for point in points]
    as_of = season.as_of
    first = max(min([*days, as_of, milestone.deadline]), milestone.deadline - _LONGEST_BEFORE)
    last_event = max([*days, milestone.deadline])
    return Pace(
        milestone=milestone,
        points=points,
        total=total,
        overdue=sum(step.standing is Standing.OVERDUE for step in steps),
        as_of=as_of,
        first=min(first, as_of) - timedelta(days=2),
        last=max(last_event, min(as_of, last_event + _LONGEST_AFTER)),
        digits=settings.digits,
        shares=tuple(
            percent(
                percent_units(number, total, settings.digits, settings.rounding) or 0,
                settings.digits,
            )
            for _, number in ((as_of, 0), *points)
        ),
    )


# ---------------------------------------------------------------- words


def _title(pace: Pace) -> str:
    done = f"{count(pace.done)}/{count(pace.total)} đơn vị, đạt {pace.shares[-1]}"
    return f"{pace.milestone.name}: {done}"


def _deadline(pace: Pace) -> str:
    left = (pace.milestone.deadline - pace.as_of).days
    said = f"hạn {day(pace.milestone.deadline)}"
    if pace.done >= pace.total:
        return said
    if left < 0:
        return f"{said}, đã quá {count(-left)} ngày"
    return f"{said}, còn {count(left)} ngày" if left else f"{said} là hôm nay"


def _overdue(pace: Pace) -> str:
    return f"{count(pace.overdue)} đơn vị quá hạn" if pace.overdue else ""


def _rows(pace: Pace) -> list[tuple[str, ...]]:
    before = [0, *(number for _, number in pace.points)]
    return [
        (day(when), count(number - before[at]), f"{count(number)}/{count(pace.total)}", share)
        for at, ((when, number), share) in enumerate(zip(pace.points, pace.shares[1:], strict=True))
    ]


def _hover(pace: Pace, when: date, number: int, share: str) -> str:
    return f"{day(when)}: {count(number)}/{count(pace.total)} đơn vị ({share})"


# ---------------------------------------------------------------- drawing


def _traces(pace: Pace) -> list[dict[str, Any]]:
    """The steps from the first day to now, and a mark where we stand."""
    hidden = [at for at, (when, _) in enumerate(pace.points) if when < pace.first]
    begin = len(hidden)
    start = pace.points[begin - 1][1] if begin else 0
    shown = list(zip(pace.points[begin:], pace.shares[begin + 1 :], strict=True))
    days = [pace.first, *(when for (when, _), _ in shown)]
    numbers = [start, *(number for (_, number), _ in shown)]
    shares = [pace.shares[begin], *(share for _, share in shown)]
    texts = [_hover(pace, *one) for one in zip(days, numbers, shares, strict=True)]
    now = _hover(pace, pace.as_of, pace.done, pace.shares[-1])
    if days[-1] < pace.now:
        days, numbers, texts = [*days, pace.now], [*numbers, pace.done], [*texts, now]
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "Đã xong",
        "uid": "done",
        "x": [when.isoformat() for when in days],
        "y": numbers,
        "hovertext": texts,
        "hovertemplate": theme.HOVER,
        "line": {"color": theme.CURVE, "width": 3, "shape": "hv"},
        "fill": "tozeroy",
        "fillcolor": theme.TINT,
    }
    mark = {
        "type": "scatter",
        "mode": "markers",
        "name": "Hiện nay",
        "uid": "now",
        "x": [pace.now.isoformat()],
        "y": [pace.done],
        "hovertext": [now],
        "hovertemplate": theme.HOVER,
        "marker": {"color": theme.CURVE, "size": 10, "line": {"color": theme.PAPER, "width": 2}},
    }
    return [{**line, "cliponaxis": False}, {**mark, "cliponaxis": False}]


def _layout(pace: Pace) -> dict[str, Any]:
    days = _tick_days(pace)
    numbers = _tick_numbers(pace.total)
    span = (pace.last - pace.first).days
    edge = pace.last + timedelta(days=max(2, span // 12))
    return {
        "margin": {"t": 26, "r": 24, "b": 32, "l": 48},
        "xaxis": {
            "type": "date",
            "range": [pace.first.isoformat(), edge.isoformat()],
            "tickvals": [when.isoformat() for when in days],
            "ticktext": [f"{when:%d/%m}" for when in days],
            "tickfont": {"color": theme.MUTED},
            "ticklabelstandoff": 4,
            "showgrid": False,
        },
        "yaxis": {
            "range": [0, pace.total * 1.2],
            "tickvals": numbers,
            "ticktext": [count(number) for number in numbers],
            "tickfont": {"color": theme.MUTED},
            "gridcolor": theme.LINE,
            "zeroline": False,
        },
        "shapes": [_total_line(pace), _deadline_line(pace)],
        "annotations": [_total_label(pace), _deadline_label(pace), _now_label(pace)],
    }


def _tick_days(pace: Pace) -> list[date]:
    """Six or seven days at even steps."""
    span = (pace.last - pace.first).days
    step = max(1, -(-span // _TICKS))
    return [pace.first + timedelta(days=at) for at in range(0, span + 1, step)]


def _tick_numbers(total: int) -> list[int]:
    """Zero and round numbers below the total, which has a line of its own."""
    steps = (size * 10**power for power in range(7) for size in (1, 2, 5))
    step = next((step for step in steps if total / step <= 5), total)
    return [number for number in range(0, total + 1, step) if number <= total - step / 2]


def _total_line(pace: Pace) -> dict[str, Any]:
    return {
        "type": "line",
        "line": {"color": theme.MUTED, "width": 1},
        "xref": "paper", "x0": 0, "x1": 1,
        "yref": "y", "y0": pace.total, "y1": pace.total,
    }  # fmt: skip


def _total_label(pace: Pace) -> dict[str, Any]:
    """On the side where the label of the mark is not."""
    side, x = ("left", 0) if _is_late(pace, pace.now) else ("right", 1)
    place = {"x": x, "xref": "paper", "xanchor": side, "y": pace.total, "yanchor": "bottom"}
    return _text(f"tổng số {count(pace.total)} đơn vị", theme.MUTED, place)


def _deadline_line(pace: Pace) -> dict[str, Any]:
    when = pace.milestone.deadline.isoformat()
    return {
        "type": "line",
        "line": {"color": theme.DEADLINE, "width": 1.5, "dash": "dash"},
        "xref": "x", "x0": when, "x1": when,
        "yref": "paper", "y0": 0, "y1": 1,
    }  # fmt: skip


def _deadline_label(pace: Pace) -> dict[str, Any]:
    deadline = pace.milestone.deadline
    place = {"x": deadline.isoformat(), "y": 1, "yref": "paper", "yanchor": "bottom"}
    side = "right" if _is_late(pace, deadline) else "center"
    return _text(f"hạn {deadline:%d/%m}", theme.DEADLINE, {**place, "xanchor": side})


def _now_label(pace: Pace) -> dict[str, Any]:
    """Above the mark, or above the line of the total where that is close."""
    is_late, is_high = _is_late(pace, pace.now), pace.done > pace.total * 0.75
    place = {
        "x": pace.now.isoformat(),
        "y": pace.total if is_high else pace.done,
        "xanchor": "right" if is_late else "left",
        "yanchor": "bottom",
        "xshift": 8 if is_late else -8,
        "yshift": 7,
        # It may stand across the deadline.
        "bgcolor": theme.PAPER,
        "borderpad": 1,
    }
    said = f"{pace.as_of:%d/%m}: {count(pace.done)}/{count(pace.total)} đơn vị"
    return _text(f"<b>{escape(said)}</b>", theme.CURVE, place)


def _is_late(pace: Pace, when: date) -> bool:
    """Whether a day stands so far to the right that a label beside it would be cut."""
    return (when - pace.first) > 0.65 * (pace.last - pace.first)


def _text(text: str, colour: str, place: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "font": {"color": colour}, **place}
