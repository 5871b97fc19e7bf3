"""How a curve of progress is drawn: its steps, the year before, deadline, total and labels."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xeploai.charts import composition, theme
from xeploai.charts.composition import escape
from xeploai.phrases import lower_first
from xeploai.register.model import Milestone
from xeploai.season.progress.model import Curve
from xeploai.text import count, day

_TICKS = 6
_ROOM = 0.4
"""The share of the width that the label of the mark takes, on a narrow screen too."""
_APART = 7
"""px between a label and the line it stands beside."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many are done by day at one milestone, and the part of the calendar shown.

    shares: of no point, then of each; before: the curve of the year called before_name, its days
    moved to this year's deadline; split: the codes of old units which that curve leaves out, for
    they are several now; is_other_map: whether some are part of units whose own form does not tell
    of them, so that the year is not compared; undated: how many are done on a day that nobody
    wrote, which no curve shows; needed: how many have to be done a day, where that is known.
    """

    milestone: Milestone
    points: Curve
    shares: tuple[str, ...]
    total: int
    overdue: int
    needed: int | None
    as_of: date
    first: date
    last: date
    before: Curve = ()
    before_name: str = ""
    split: tuple[str, ...] = ()
    is_other_map: bool = False
    undated: int = 0

    @property
    def done(self) -> int:
        """How many are done by now."""
        return self.points[-1][1] if self.points else 0

    @property
    def now(self) -> date:
        """Where the curve ends: the day looked from, or the edge where that is long after."""
        return min(self.as_of, self.last)

    @property
    def edge(self) -> date:
        """Where the picture ends: there is room for a label beside the last day."""
        return self.last + timedelta(days=max(2, (self.last - self.first).days // 12))

    @property
    def noun(self) -> str:
        """Return the noun of the things counted."""
        return self.milestone.noun

    def done_before(self, when: date) -> int:
        """How many were done a year before, as many days from the deadline."""
        return reached(self.before, when)

    def share_of_width(self, when: date) -> float:
        """How far to the right a day stands, from 0 to 1."""
        return (when - self.first) / (self.last - self.first)


def reached(points: Curve, when: date) -> int:
    """How many a curve counts by a day."""
    return max((number for day, number in points if day <= when), default=0)


def traces(pace: Pace) -> list[dict[str, Any]]:
    """Return the steps from the first day to now, last year's, and a mark where we stand."""
    now = hover(pace, pace.as_of, pace.done, pace.shares[-1])
    texts = {
        when: hover(pace, when, number, share)
        for (when, number), share in zip(pace.points, pace.shares[1:], strict=True)
    }
    start = reached(pace.points, pace.first)
    at_start = pace.shares[sum(when <= pace.first for when, _ in pace.points)]
    texts |= {pace.first: hover(pace, pace.first, start, at_start)}
    texts.setdefault(pace.now, now)
    line = _line("Đã xong", "done", pace.points, pace, pace.now)
    line |= {
        "hovertext": [texts[date.fromisoformat(when)] for when in line["x"]],
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
        "hovertemplate": composition.HOVER,
        "cliponaxis": False,
        "marker": {"color": theme.CURVE, "size": 10, "line": {"color": theme.PAPER, "width": 2}},
    }
    return [line, *([_line_before(pace)] if pace.before else []), mark]


def _line(name: str, uid: str, points: Curve, pace: Pace, end: date) -> dict[str, Any]:
    """Return a curve of steps over the days shown, up to an end."""
    inside = [when for when, _ in points if pace.first < when < end]
    days = [pace.first, *inside, *([end] if pace.first < end else [])]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "uid": uid,
        "x": [when.isoformat() for when in days],
        "y": [reached(points, when) for when in days],
        "hovertemplate": composition.HOVER,
        "cliponaxis": False,
    }


def _line_before(pace: Pace) -> dict[str, Any]:
    line = _line(pace.before_name, "before", pace.before, pace, pace.edge)
    return {
        **line,
        "hovertext": [_hover_before(pace, date.fromisoformat(when)) for when in line["x"]],
        "line": {"color": theme.MUTED, "width": 1.5, "dash": "dot", "shape": "hv"},
    }


def hover(pace: Pace, when: date, number: int, share: str) -> str:
    """Return the text shown at a point of the curve."""
    return f"{day(when)}: {count(number)}/{count(pace.total)} {pace.noun} ({share})"


def _hover_before(pace: Pace, when: date) -> str:
    days = (when - pace.milestone.deadline).days
    side = f"{'sau' if days > 0 else 'trước'} hạn {count(abs(days))} ngày" if days else "ngày hạn"
    return f"{pace.before_name}, {side}: {count(pace.done_before(when))} {pace.noun}"


# ---------------------------------------------------------------- axes, lines and labels


def layout(pace: Pace) -> dict[str, Any]:
    """Return the axes, the lines of the total and the deadline, and every label."""
    days = _tick_days(pace)
    numbers = _tick_numbers(pace.total)
    return {
        "margin": {"t": 26, "r": 24, "b": 32, "l": 48},
        "xaxis": {
            "type": "date",
            "range": [pace.first.isoformat(), pace.edge.isoformat()],
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
        "annotations": _labels(pace),
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


def _deadline_line(pace: Pace) -> dict[str, Any]:
    when = pace.milestone.deadline.isoformat()
    return {
        "type": "line",
        "line": {"color": theme.DEADLINE, "width": 1.5, "dash": "dash"},
        "xref": "x", "x0": when, "x1": when,
        "yref": "paper", "y0": 0, "y1": 1,
    }  # fmt: skip


def _labels(pace: Pace) -> list[dict[str, Any]]:
    """Return the labels of the lines and the mark.

    The mark's label gives the total too where it stands on that line.
    """
    is_high = pace.done > pace.total * 0.75
    return [
        *([] if is_high else [_total_label(pace)]),
        _deadline_label(pace),
        *([_before_label(pace)] if pace.before else []),
        _now_label(pace, is_high=is_high),
    ]


def _far_side(pace: Pace) -> dict[str, Any]:
    """Return the side of the picture on which the deadline is not."""
    is_right = pace.share_of_width(pace.milestone.deadline) > 0.5
    side, x = ("left", 0) if is_right else ("right", 1)
    return {"x": x, "xref": "paper", "xanchor": side}


def _total_label(pace: Pace) -> dict[str, Any]:
    place = {**_far_side(pace), "y": pace.total, "yanchor": "bottom"}
    return _text(f"tổng số {count(pace.total)} {pace.noun}", theme.MUTED, place)


def _before_label(pace: Pace) -> dict[str, Any]:
    """In the line of the deadline's label: there it meets no curve."""
    place = {**_far_side(pace), "y": 1, "yref": "paper", "yanchor": "bottom"}
    return _text(f"···· {escape(lower_first(pace.before_name))}", theme.MUTED, place)


def _deadline_label(pace: Pace) -> dict[str, Any]:
    deadline = pace.milestone.deadline
    place = {"x": deadline.isoformat(), "y": 1, "yref": "paper", "yanchor": "bottom"}
    side = "right" if pace.share_of_width(deadline) > 0.65 else "center"
    return _text(f"hạn {deadline:%d/%m}", theme.DEADLINE, {**place, "xanchor": side})


def _now_label(pace: Pace, *, is_high: bool) -> dict[str, Any]:
    """Above the mark, or above the line of the total where that is close."""
    x, side = _beside_the_deadline(pace)
    place = {
        "x": x.isoformat(),
        "y": pace.total if is_high else pace.done,
        "xanchor": side,
        "yanchor": "bottom",
        "xshift": -_APART if side == "right" else _APART,
        "yshift": 7,
        # It may stand across last year's curve.
        "bgcolor": theme.PAPER,
        "borderpad": 1,
    }
    label = f"{pace.as_of:%d/%m}: {count(pace.done)}/{count(pace.total)} {pace.noun}"
    return _text(f"<b>{escape(label)}</b>", theme.CURVE, place)


def _beside_the_deadline(pace: Pace) -> tuple[date, str]:
    """Where the label of the mark begins or ends, so that it is never across the deadline.

    It stands to the right of the mark where there is room, else to the left; a deadline in the way
    on the left pushes it further.
    """
    deadline, now = pace.milestone.deadline, pace.now
    wall = pace.share_of_width(deadline) if now <= deadline else 1.0
    at = pace.share_of_width(now)
    if wall - at >= _ROOM:
        return now, "left"
    is_in_the_way = 0 < at - pace.share_of_width(deadline) < _ROOM
    return (deadline if is_in_the_way else now), "right"


def _text(text: str, colour: str, place: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "font": {"color": colour}, **place}
