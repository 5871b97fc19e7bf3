"""Shape, colours, type, words and escaping shared by all charts.

Figures are plain dicts, so a site is built without importing plotly; a test has plotly validate
them. The colours are those of site_src/assets/style/shell.css.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xeploai.schema.terms import Level, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.season.figures.steps import clearest, together
from xeploai.season.season import Season
from xeploai.text import count, day, percent

FigureDict = dict[str, Any]
"""A plotly figure as JSON knows it: {"data": [...], "layout": {...}}."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. id: anchor, div id and file name; title: the finding; subtitle: base and date.

    figure is composed for the web; headers and rows tell the same numbers as a table. Texts are
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


# ---------------------------------------------------------------- colours

LEVEL_COLOURS: Mapping[Level, str] = {
    Level.XS: "#2c7bb6",
    Level.HTT: "#abd9e9",
    Level.HT: "#fdae61",
    Level.KHT: "#d7191c",
}
NOT_RATED = "#bdbdbd"

STATUS_COLOURS: Mapping[str, str] = {
    "on_time": "#1f6b3e",
    "late": "#8a5200",
    "overdue": "#a8201a",
    "pending": "#55616e",
    "not_required": "#bdbdbd",
}
"""By the value of progress.Standing."""

INK = "#1d2733"
MUTED = "#55616e"
LINE = "#d5dbe1"
PAPER = "#ffffff"
CURVE = "#1b4f86"
DEADLINE = "#a8201a"
TINT = "#e9f1f9"

DARK: Mapping[str, str] = {
    INK: "#e4e7eb",
    MUTED: "#a6b0bb",
    LINE: "#38414b",
    PAPER: "#171b21",
    CURVE: "#8fbdf0",
    DEADLINE: "#f29a92",
    TINT: "#1b2a3a",
}
"""Replacements of colours on a dark screen; bars keep theirs."""

_ON_STRONG = "#ffffff"
_ON_LIGHT = "#14202b"


def luminance(colour: str) -> float:
    """Return the relative luminance of a #rrggbb colour (WCAG 2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """White or near black, whichever is read better on a colour."""
    return max((_ON_STRONG, _ON_LIGHT), key=lambda ink: contrast(ink, colour))


# ---------------------------------------------------------------- type

FONT = "Noto Sans, Segoe UI, Liberation Sans, DejaVu Sans, Arial, sans-serif"
"""For pictures: the first of these that a machine has holds every Vietnamese letter."""

TEXT_SIZE = 13
"""px, the least for a number on a page."""


# ---------------------------------------------------------------- text

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "%": "&#37;", "$": "&#36;"})


def escape(text: str) -> str:
    """Text that plotly shows letter for letter.

    It takes <b>, <br>, <a> and entities for HTML, %{x} for a template and $x$ for a formula.
    """
    return text.translate(_ENTITIES)


LONGEST_NAME = 120
"""Letters of a name in a chart, three lines beside a bar; the table beside it has the whole."""


def label(name: str) -> str:
    """Return a name as a chart shows it: escaped, and cut to a bearable length."""
    return escape(shortened(name, LONGEST_NAME))


def shortened(text: str, most: int) -> str:
    """Cut a text to a number of letters, the last one a mark that more follow."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def lower_first(text: str) -> str:
    """Return a name as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


# ---------------------------------------------------------------- words

PERSONS = (Subject.MEMBER, Subject.LEADER)
"""Those who are assessed as persons; the others are rated as organisations."""

_STAGE_VERBS = {
    Stage.SELF: "tự xếp loại ",
    Stage.PROPOSED: "được đề nghị xếp loại ",
    Stage.DECIDED: "",
}


def noun(subject: Subject) -> str:
    """Return a subject inside a sentence: "đảng viên"."""
    return lower_first(subject.label)


def rated_word(figure: Figure) -> str:
    """Return the verb for the rating: persons are assessed, organisations rated."""
    if figure.stage is not Stage.DECIDED:
        return _STAGE_VERBS[figure.stage].strip()
    return "được đánh giá" if figure.subject in PERSONS else "được xếp loại"


def top(season: Season) -> str:
    """Return the code of the unit above all, "" where several stand side by side."""
    roots = season.register.roots
    return roots[0].code if len(roots) == 1 else ""


def shown_figure(season: Season, unit: str, subject: Subject) -> Figure | None:
    """Return a unit's most telling figure; None where nothing is rated at any step."""
    figure = clearest([_at(season, unit, subject, stage) for stage in Stage])
    return figure if figure and figure.rated else None


def _at(season: Season, unit: str, subject: Subject, stage: Stage) -> Figure | None:
    if unit:
        return season.figures.at(unit, subject, stage)
    tops = season.figures.below("", subject, stage)
    return together(tops, "Toàn bộ các đơn vị", season.register.settings)


def largest(figure: Figure) -> Level:
    """Return the level with the most; of equals the better one."""
    return max(Level, key=figure.level)


def finding(figure: Figure, digits: int) -> str:
    """Return the headline of a figure: "92,79% đảng viên hoàn thành tốt nhiệm vụ".

    Shares of the few that are rated so far would be taken for shares of all.
    """
    if is_scarce(figure):
        return f"Mới có {base(figure)}"
    return f"{share_of(figure, digits)} {reached(figure)}"


def is_scarce(figure: Figure) -> bool:
    """Whether fewer than half are rated."""
    return 2 * (figure.rated or 0) < (figure.total or 0)


def share_of(figure: Figure, digits: int) -> str:
    """Return the share at the largest level and its noun: "92,79% đảng viên"."""
    share = figure.share(largest(figure)) or 0
    return f"{percent(share, digits)} {noun(figure.subject)}"


def reached(figure: Figure) -> str:
    """Return the level most subjects reached: "tự xếp loại hoàn thành tốt nhiệm vụ"."""
    return _STAGE_VERBS[figure.stage] + lower_first(largest(figure).label)


def base(figure: Figure) -> str:
    """Return the base of the shares: "3.675/3.806 đảng viên được đánh giá"."""
    return f"{rated_of(figure)} {noun(figure.subject)} {rated_word(figure)}"


def rated_of(figure: Figure) -> str:
    """How many are rated, and of how many where that is not all: "3.675/3.806"."""
    rated, total = figure.rated or 0, figure.total or 0
    return count(rated) if rated == total else f"{count(rated)}/{count(total)}"


def undecided(figure: Figure) -> str:
    """Return a warning where an earlier step than the decision is shown."""
    if figure.stage is Stage.DECIDED:
        return ""
    return f"theo mức {figure.stage.label.lower()}, chưa đủ quyết định xếp loại"


def coverage(counted: int, expected: int) -> str:
    """How many units are in a figure: "44/44 đơn vị", "tạm tính, 41/44 đơn vị"."""
    said = f"{count(counted)}/{count(expected)} đơn vị"
    return said if counted >= expected else f"tạm tính, {said}"


def up_to(season: Season) -> str:
    """Return the day the figures stand for."""
    return f"số liệu đến ngày {day(season.register.settings.counted_to or season.as_of)}"


def source(season: Season) -> str:
    """Where the figures come from."""
    office = season.register.settings.office
    returns = f"biểu tổng hợp của {count(season.counted)} đơn vị, " if season.counted else ""
    return f"Nguồn: {returns}{office}"


def subtitle(figure: Figure, season: Season) -> str:
    """Return base, day, coverage, and the stage where it is not the last one."""
    return sentence(
        base(figure),
        up_to(season),
        coverage(figure.units_counted or 0, figure.units_expected or 0),
        undecided(figure),
    )


def sentence(*parts: str) -> str:
    """Join the parts that are not empty into a sentence."""
    joined = "; ".join(part for part in parts if part)
    return joined[:1].upper() + joined[1:]


# ---------------------------------------------------------------- composing

HOVER = "%{hovertext}<extra></extra>"
"""Names travel as values, never inside a template, where %{x} would be filled in."""

MARGIN = {"t": 8, "r": 24, "b": 32, "l": 48}


def compose(
    data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: int
) -> FigureDict:
    """Compose a figure for the web from what every layout has and this one adds."""
    shared = {
        "font": {"color": INK, "size": TEXT_SIZE},
        "height": height,
        "hoverlabel": {
            "align": "left",
            "bgcolor": PAPER,
            "bordercolor": MUTED,
            "font": {"color": INK, "family": FONT, "size": TEXT_SIZE},
        },
        "hovermode": "closest",
        "margin": MARGIN,
        "meta": {"dark": dict(DARK)},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
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
