"""A chart composed for a picture: the same data, with all the text that a page shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from xeploai.charts import theme
from xeploai.charts.chart import Chart, FigureDict
from xeploai.charts.composition import escape, shortened

WIDTH = 630
"""px at 100 dpi for 16 cm; drawn three times as fine, 1890 dots make 300 dpi."""

SCALE = 3

_PAGE = 1010
"""px: a picture of this width may be as high and still stand on one page of A4."""

_EDGE, _GAP = 12, 10
_TITLE, _SUBTITLE, _TEXT, _SOURCE = 16, 12, 11, 11
_SPACING = 1.3
"""From one line to the next, in sizes of the font, as plotly sets lines."""

_KEY = 22
_AXIS = 26
_ABOVE_CURVE = 22
_LEFT_OF_CURVE = 40
_RIGHT = 24

_NAME_SIZES = (12, 11, 10)
_NAME_WIDTHS = (200, 240, 280, 310)
_LOWEST, _HIGHEST = 17, 30
"""px from one row to the next."""

_LONGEST = 360
"""Letters of a title, subtitle or source, five lines of a picture."""

_TAG = re.compile(r"<[^>]*>")  # ours, all others are escaped
_ENTITY = re.compile(r"&#?\w+;")
_SIGN = re.compile(r"<[^>]*>|&#?\w+;|.")
_NARROW = frozenset("fijlrtI.,;:'|()[]/ ")
_BROAD = frozenset("mwMWQOGDHNUĐ%@&–")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text of one size, at the top or bottom of a picture."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> float:
        """How much room it takes, in px."""
        return len(self.lines) * self.size * _SPACING


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a chart of bars: the size, width and lines of their names, and their height."""

    size: int
    width: int
    names: tuple[tuple[str, ...], ...]
    body: float


def for_image(chart: Chart) -> FigureDict:
    """Return the chart's data in a layout of its own.

    Title, base, day, coverage and source stand on a white ground.
    """
    data, web = chart.figure["data"], chart.figure["layout"]
    layout = {key: value for key, value in web.items() if key != "meta"}
    title, subtitle = _block(chart.title, _TITLE), _block(chart.subtitle, _SUBTITLE)
    source = _block(chart.source, _SOURCE)
    has_key = web.get("barmode") == "stack"
    head = _EDGE + title.height + 2 + subtitle.height + _GAP + (_KEY if has_key else 0)
    foot = source.height + _GAP + _EDGE + (_AXIS if web["xaxis"].get("visible", True) else 0)
    if web["yaxis"].get("type") == "category":
        rows = _rows(web["yaxis"]["ticktext"], _PAGE - head - foot)
        left, body = rows.width, rows.body
        layout.update(bargap=0.2, yaxis=_names(web["yaxis"], rows))
    else:
        left, body = _LEFT_OF_CURVE, chart.height - web["margin"]["b"]
        head += _ABOVE_CURVE
    key = list(_key(data, left)) if has_key else []
    top, bottom = round(head), round(foot)
    layout.update(
        font={"family": theme.FONT, "size": _TEXT, "color": theme.INK},
        width=WIDTH,
        height=top + round(body) + bottom,
        margin={"t": top, "b": bottom, "l": left, "r": _RIGHT},
        shapes=[*map(_between_rows, web.get("shapes", [])), *(patch for patch, _ in key)],
        annotations=[
            *web.get("annotations", []),
            *(name for _, name in key),
            _words(title, left, top - _EDGE, "top", theme.INK),
            _words(subtitle, left, top - _EDGE - title.height - 2, "top", theme.MUTED),
            _words(source, left, _EDGE - bottom, "bottom", theme.MUTED),
        ],
    )
    return {"data": data, "layout": layout}


# ---------------------------------------------------------------- words


def _block(text: str, size: int) -> Block:
    boldness = 1.06 if size == _TITLE else 1
    content = shortened(text, _LONGEST)
    return Block(tuple(wrap(content, WIDTH - 2 * _EDGE, size * boldness)), size)


def _words(block: Block, left: int, shift: float, side: str, colour: str) -> FigureDict:
    """Return a text block a number of px above the top or below the bottom of the plot.

    It is flush with the picture's edge.
    """
    text = "<br>".join(escape(line) for line in block.lines)
    return {
        "text": f"<b>{text}</b>" if block.size == _TITLE else text,
        "font": {"size": block.size, "color": colour},
        "showarrow": False, "align": "left", "borderpad": 0,
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": _EDGE - left,
        "y": 1 if side == "top" else 0, "yref": "paper", "yanchor": side, "yshift": round(shift),
    }  # fmt: skip


def _key(data: Sequence[dict[str, Any]], left: int) -> Iterator[tuple[FigureDict, FigureDict]]:
    """Yield the levels in one line above the bars, each as a patch and its name.

    No legend moves them.
    """
    x = _EDGE - left
    for trace in data:
        if trace.get("showlegend", True):
            yield _patch(trace["marker"]["color"], x), _name_of_patch(trace["name"], x)
            x += round(measure(trace["name"], _SOURCE)) + 34


def _patch(colour: str, x: int) -> FigureDict:
    return {
        "type": "rect", "fillcolor": colour, "line": {"width": 0},
        "xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": x, "x1": x + 11,
        "yref": "paper", "ysizemode": "pixel", "yanchor": 1, "y0": 8, "y1": 19,
    }  # fmt: skip


def _name_of_patch(name: str, x: int) -> FigureDict:
    return {
        "text": name, "font": {"size": _SOURCE}, "showarrow": False, "borderpad": 0,
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": x + 16,
        "y": 1, "yref": "paper", "yanchor": "middle", "yshift": 13,
    }  # fmt: skip


# ---------------------------------------------------------------- rows


def _rows(names: Sequence[str], room: float) -> Rows:
    """Return the largest names with which all stays on one page, else the lowest rows."""
    tried = [_fewest_lines(names, size, room) for size in _NAME_SIZES]
    fits = (rows for rows in tried if rows.body <= room)
    return next(fits, None) or min(tried, key=lambda rows: rows.body)


def _fewest_lines(names: Sequence[str], size: int, room: float) -> Rows:
    """Return the narrowest column in which the names take no more lines than in the widest."""
    tried = [_try(names, size, width, room) for width in _NAME_WIDTHS]
    return min(tried, key=lambda rows: (max(map(len, rows.names)), rows.body))


def _try(names: Sequence[str], size: int, width: int, room: float) -> Rows:
    wrapped = tuple(tuple(wrap(name, width - 18, size)) for name in names)
    # Two names one above the other may not touch; one of two lines has room beside short ones.
    heights = [len(lines) * size * _SPACING for lines in wrapped]
    closest = max([max(heights) / 1.5, *((a + b) / 2 for a, b in pairwise(heights))]) + 2
    slot = max(_LOWEST, closest, min(_HIGHEST, room / len(names)))
    widest = max(measure(line, size) for lines in wrapped for line in lines)
    return Rows(size, round(widest + 18), wrapped, slot * len(names))


def _names(axis: dict[str, Any], rows: Rows) -> dict[str, Any]:
    return {
        **axis,
        "ticktext": ["<br>".join(lines) for lines in rows.names],
        "tickfont": {"size": rows.size},
        "ticklabelstandoff": 5,
        # The widths are reckoned, not measured: a name that needs more moves the bars.
        "automargin": True,
    }


def _between_rows(shape: dict[str, Any]) -> dict[str, Any]:
    """Return a line set by pixels for the rows of a page, set between two rows of this picture."""
    if shape.get("ysizemode") != "pixel":
        return shape
    kept = {name: value for name, value in shape.items() if name not in ("ysizemode", "yanchor")}
    return {**kept, "y0": 0.5, "y1": 0.5}


# ---------------------------------------------------------------- measuring


def measure(text: str, size: float) -> float:
    """About how wide a text is, in px: a little more than in any of the fonts named."""
    shown = _ENTITY.sub("%", _TAG.sub("", text))
    return sum(_letter(letter) for letter in shown) * size


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _BROAD:
        return 0.86
    return 0.68 if letter.isupper() else 0.58


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of at most a width: between words, or inside a longer one."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines = [*filter(None, lines), *_pieces(word, width, size)]
    return lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    """Split a word into pieces of at most a width; tags and entities stay whole."""
    pieces = [""]
    for letter in _SIGN.findall(word):
        if pieces[-1] and measure(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
