"""A chart as plain data: what page, picture, Word and slide are made of."""

from dataclasses import dataclass
from typing import Any

FigureDict = dict[str, Any]
"""A plotly figure as JSON knows it: {"data": [...], "layout": {...}}."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. id: anchor, div id and file name; title: the finding; subtitle: base and date.

    figure is composed for the web; headers and rows hold the same numbers as a table. Texts are
    plain: whoever prints them escapes them.
    """

    id: str
    title: str
    subtitle: str
    source: str
    height: int
    figure: FigureDict
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
