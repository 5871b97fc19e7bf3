"""Parts of every figure: its layout, its axis of names, names escaped for plotly.

Figures are plain dicts, so a site is built without importing plotly; a test has plotly validate
them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xeploai.charts import theme
from xeploai.charts.chart import FigureDict

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "%": "&#37;", "$": "&#36;"})


def escape(text: str) -> str:
    """Text that plotly shows letter for letter.

    It takes <b>, <br>, <a> and entities for HTML, %{x} for a template and $x$ for a formula.
    """
    return text.translate(_ENTITIES)


def label(name: str) -> str:
    """Return a name as a chart shows it: escaped, and cut to a bearable length."""
    return escape(shortened(name, theme.LONGEST_NAME))


def shortened(text: str, most: int) -> str:
    """Cut a text to a number of letters, the last one a mark that more follow."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# ---------------------------------------------------------------- composing

HOVER = "%{hovertext}<extra></extra>"
"""Names travel as values, never inside a template, where %{x} would be filled in."""


def compose(
    data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: int
) -> FigureDict:
    """Compose a figure for the web from what every layout has and this one adds."""
    shared = {
        "font": {"color": theme.INK, "size": theme.TEXT_SIZE},
        "height": height,
        "hoverlabel": {
            "align": "left",
            "bgcolor": theme.PAPER,
            "bordercolor": theme.MUTED,
            "font": {"color": theme.INK, "family": theme.FONT, "size": theme.TEXT_SIZE},
        },
        "hovermode": "closest",
        "margin": dict(theme.MARGIN),
        "meta": {"dark": dict(theme.DARK)},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "separators": ",.",
        "showlegend": False,
    }
    return {"data": list(data), "layout": {**shared, **layout}}


def named_rows(keys: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """Return the axis of bars below each other; keys tell apart units of the same name."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(keys),
        "range": [len(keys) - 0.5, -0.5],
        "tickvals": list(keys),
        "ticktext": list(names),
        "showgrid": False,
        "zeroline": False,
    }
