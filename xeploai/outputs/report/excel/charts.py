"""Charts that Excel itself draws and anyone can edit: one a subject, and one of the whole.

A chart reads a small table beside it, outside what is printed, whose counts are formulas on the
sheets of the tables: a unit without figures keeps its name and says why it has no bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from xeploai.charts import theme
from xeploai.forms.cell_style import FONT, printable
from xeploai.outputs.report.excel.columns import FIRST_ROW, Placed
from xeploai.outputs.report.excel.styles import (
    ACROSS,
    BOXED,
    HEAD,
    PLAIN,
    SUBTITLE,
    TALL,
    TITLE,
    ExcelBook,
    ExcelSheet,
)
from xeploai.outputs.report.model import Breadth, ReportRow
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import (
    NONE,
    NOT_RATED,
    NOUNS,
    level_label,
    lower_first,
    not_drawn,
    outcome,
    outcomes,
    rated_of,
    rated_word,
    results_of,
    undecided,
    upper_first,
    why_undrawn,
)
from xeploai.schema.terms import Level, Scale, Subject
from xeploai.season.figures.model import Figure

MOST = 60
"""Nobody reads more bars than these."""

PER_PAGE = 33
"""More bars than these cannot be distinguished on a page."""

WHOLE = "Biểu đồ – Chung"
_HEADLINES = (Subject.MEMBER, Subject.CELL, Subject.ORG)

_LEAST_LABEL = 4
"""A part of fewer percent has no room for its label."""

_ABOVE, _BELOW = 68, 66
"""Pixels above and below the bars, for the title and for the axis and key."""

_WIDTH = 150
"""How many digits the printed columns are wide."""

_LETTER = 0.68
"""Pixels that a letter takes for each point of its size."""

_CHART, _DATA_HEAD = 2, 3
_LAST_PRINTED, _DATA = 16, 18
"""The last column that is printed, and the first of the table beside the chart."""


@dataclass(frozen=True, slots=True)
class ExcelBar:
    """One bar; cells: where its counts stand; figure: None where there is nothing to draw."""

    name: str
    figure: Figure | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart on a sheet of its own.

    title: what it finds; heading: what it is of; source: where its counts come from; part: which
    of several it is.
    """

    sheet: str
    heading: str
    title: str
    source: str
    bars: tuple[ExcelBar, ...]
    part: str = ""


# ---------------------------------------------------------------- which


def drawings_of(scope: Scope, tables: Sequence[Placed]) -> list[Drawing]:
    """Return the charts that show something: the whole first, then each subject by unit."""
    chosen = (_chosen(scope, tables, subject) for subject in Subject)
    whole = _whole(scope, tables)
    by_unit = (drawing for each in chosen if each for drawing in _by_unit(scope, *each))
    return [*([whole] if whole else []), *by_unit]


def why_not_drawn(scope: Scope, tables: Sequence[Placed]) -> Iterator[str]:
    """Why a subject that has tables has no chart of its own."""
    for subject in dict.fromkeys(each.table.subject for each in tables):
        if _chosen(scope, tables, subject) is None:
            yield not_drawn(subject, _why_not(scope, tables, subject))


def _why_not(scope: Scope, tables: Sequence[Placed], subject: Subject) -> str:
    figure = scope.figure(subject)
    if figure is not None and figure.is_undrawn:
        return why_undrawn(figure, scope.settings)
    if all(_is_single(each) for each in tables if each.table.subject is subject):
        return "ở mỗi dòng chỉ có một mức hoặc chỉ có một dòng"
    return f"biểu có quá {MOST} dòng"


def _chosen(
    scope: Scope, tables: Sequence[Placed], subject: Subject
) -> tuple[Placed, Figure] | None:
    """Return the table of a subject to draw: by reporting unit, else wider, else by cell."""
    figure = scope.figure(subject)
    if figure is None or figure.is_undrawn:
        return None
    own = {each.table.breadth: each for each in tables if each.table.subject is subject}
    order = (Breadth.UNIT, Breadth.UPPER, *([] if Breadth.UNIT in own else [Breadth.CELL]))
    fits = ((own[each], figure) for each in order if each in own and _fits(own[each]))
    return next(fits, None)


def _fits(placed: Placed) -> bool:
    return len(placed.table.leaves) <= MOST and not _is_single(placed)


def _is_single(placed: Placed) -> bool:
    """Whether no bar could have more than one colour, or nothing to stand beside."""
    known = [line.figure for line in placed.table.leaves if line.figure is not None]
    return len(known) < 2 or all((figure.rated or 0) <= 1 for figure in known)


# ---------------------------------------------------------------- what they show


def _by_unit(scope: Scope, placed: Placed, figure: Figure) -> Iterator[Drawing]:
    """Yield a subject's bars below that of the whole, on as many pages as they need."""
    table = placed.table
    lines = [_bar(placed, row, line) for row, line in enumerate(table.lines, FIRST_ROW)]
    bars = [bar for bar in lines if bar is not None]
    whole = ExcelBar(scope.name.upper(), table.total, _cells(placed, placed.total_row))
    pages = ceil(len(bars) / PER_PAGE)
    each = ceil(len(bars) / pages)
    for page in range(pages):
        part, of_all = (f" {page + 1}", f" ({page + 1}/{pages})") if pages > 1 else ("", "")
        yield Drawing(
            sheet=f"Biểu đồ – {upper_first(NOUNS[table.subject])}{part}",
            heading=f"{table.title}{of_all}",
            title=outcome(figure, scope.settings),
            source=f"tờ {placed.sheet}",
            bars=(whole, *bars[page * each : (page + 1) * each]),
            part=of_all,
        )


def _bar(placed: Placed, row: int, line: ReportRow) -> ExcelBar | None:
    """Return the bar of a line; a group has none, the lines below it have theirs."""
    if line.is_group or line.reason == NONE:
        return None
    if line.figure is None or not line.figure.rated:
        return ExcelBar(f"{line.name} ({line.reason or NOT_RATED})")
    if line.figure.is_withheld:
        return ExcelBar(line.name)
    return ExcelBar(line.name, line.figure, _cells(placed, row))


def _cells(placed: Placed, row: int) -> tuple[str, ...]:
    return tuple(placed.far_cell(row, level.value) for level in Level)


def _whole(scope: Scope, tables: Sequence[Placed]) -> Drawing | None:
    """Members, cells and organisations of the whole, a bar each."""
    first: dict[Subject, Placed] = {}
    for each in tables:
        first.setdefault(each.table.subject, each)
    rated = [(first[x], figure) for x in _HEADLINES if x in first and (figure := scope.figure(x))]
    drawn = [each for each, figure in rated if not figure.is_undrawn]
    if not drawn:
        return None
    return Drawing(
        sheet=WHOLE,
        heading=results_of(lower_first(scope.name), scope.view.period),
        title=outcomes((figure for _, figure in rated), scope.settings),
        source="các biểu",
        bars=tuple(
            ExcelBar(_headline(each.table.total), each.table.total, _cells(each, each.total_row))
            for each in drawn
        ),
    )


def _headline(figure: Figure) -> str:
    step = undecided(figure)
    label = f"{figure.subject.label} ({rated_of(figure)} {rated_word(figure)})"
    return f"{label}, {step}" if step else label


# ---------------------------------------------------------------- how they stand on paper


def draw(paper: ExcelBook, scope: Scope, drawing: Drawing) -> None:
    """Write a chart and the table it reads on a sheet."""
    page = paper.page(drawing.sheet)
    page.merged((0, 0, 0, _LAST_PRINTED), drawing.heading, TITLE)
    page.merged((1, 0, 1, _LAST_PRINTED), f"{scope.name}. {scope.as_of}", SUBTITLE)
    page.fit(0, drawing.heading, _WIDTH, 14)
    page.sheet.hide_gridlines(2)
    _data(page, drawing)
    chart = _chart(paper, drawing, scope.settings.digits)
    chart.set_size({"width": ACROSS, "height": _height(drawing)})
    chart.set_plotarea({"layout": _layout(drawing)})
    options = {"description": printable(drawing.title), "object_position": 3}
    page.sheet.insert_chart(_CHART, 0, chart, options)
    bottom = _CHART + _height(drawing) // 20 + 1
    margins = (scope.settings.office, scope.as_of, drawing.heading)
    page.print_on_a4((bottom, _LAST_PRINTED), margins, high=1)


def _height(drawing: Drawing) -> int:
    return min(TALL, _ABOVE + _BELOW + 40 * len(drawing.bars))


def _layout(drawing: Drawing) -> dict[str, float]:
    """Where the bars stand in the chart, as parts of it: names and title are never cut."""
    high = _height(drawing)
    longest = max(len(bar.name) for bar in drawing.bars)
    left = min(0.45, longest * _text_size(drawing) * _LETTER / ACROSS + 0.03)
    return {
        "x": left,
        "y": _ABOVE / high,
        "width": 0.96 - left,
        "height": 1 - (_ABOVE + _BELOW) / high,
    }


def _data(page: ExcelSheet, drawing: Drawing) -> None:
    """Write the table that the chart reads; a line without figures has blank cells."""
    caption = f"Số liệu của biểu đồ, lấy từ {drawing.source}"
    page.text(_DATA_HEAD - 1, _DATA, caption, PLAIN | {"italic": True})
    page.sheet.set_column(_DATA, _DATA, 46)
    page.sheet.set_column(_DATA + 1, _DATA + len(Level), 13)
    page.sheet.set_row(_DATA_HEAD, 44)
    scales = [bar.figure.scale for bar in drawing.bars if bar.figure] or [Scale.FULFILMENT]
    for at, words in enumerate(["Tên", *(level_label(level, *scales) for level in Level)]):
        page.text(_DATA_HEAD, _DATA + at, words, HEAD)
    for row, bar in enumerate(drawing.bars, _DATA_HEAD + 1):
        page.text(row, _DATA, bar.name, BOXED)
        for at, level in enumerate(Level):
            place = row, _DATA + 1 + at
            if bar.figure is None:
                page.text(*place, "", BOXED)
            else:
                count = bar.figure.level(level)
                page.formula(place, f"={bar.cells[at]}", count, BOXED | {"num_format": "#,##0"})


def _chart(paper: ExcelBook, drawing: Drawing, digits: int) -> Any:
    chart = paper.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    size = _text_size(drawing)
    for at, level in enumerate(Level):
        chart.add_series(_series(drawing, at, level, digits))
    names = {"name": FONT, "size": size, "color": theme.INK}
    chart.set_title({
        "name": printable(drawing.title), "overlay": False,
        "name_font": {"name": FONT, "size": 14, "bold": True, "color": theme.INK},
    })  # fmt: skip
    chart.set_y_axis({
        "reverse": True, "num_font": names, "interval_unit": 1, "crossing": "max",
        "line": {"color": theme.MUTED}, "major_tick_mark": "none",
    })  # fmt: skip
    chart.set_x_axis({
        "num_format": "0%", "num_font": names, "min": 0, "max": 1, "major_unit": 0.25,
        "major_gridlines": {"visible": True, "line": {"color": theme.LINE, "width": 0.5}},
        "line": {"none": True},
    })  # fmt: skip
    chart.set_legend({"position": "bottom", "font": names | {"size": 10}})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _series(drawing: Drawing, at: int, level: Level, digits: int) -> dict[str, object]:
    first, last, column = _DATA_HEAD + 1, _DATA_HEAD + len(drawing.bars), _DATA + 1 + at
    colour = theme.LEVEL_COLOURS[level]
    shown = [_has_label(bar, level, digits) for bar in drawing.bars]
    return {
        "name": [drawing.sheet, _DATA_HEAD, column],
        "categories": [drawing.sheet, first, _DATA, last, _DATA],
        "values": [drawing.sheet, first, column, last, column],
        "fill": {"color": colour},
        # The white between the parts tells them apart in grey print.
        "border": {"color": theme.PAPER, "width": 0.75},
        "gap": 35,
        "data_labels": {
            "value": True,
            "num_format": "#,##0",
            "position": "center",
            "font": {
                "name": FONT,
                "size": _text_size(drawing),
                "color": theme.text_on(colour),
            },
            "custom": [None if each else {"delete": True} for each in shown],
        },
    }


def _has_label(bar: ExcelBar, level: Level, digits: int) -> bool:
    share = bar.figure.share(level) if bar.figure else None
    least: int = _LEAST_LABEL * 10**digits
    return (share or 0) >= least


def _text_size(drawing: Drawing) -> int:
    """Points of the names and counts, so that those of a full page do not touch."""
    return 10 if len(drawing.bars) <= PER_PAGE // 2 else 9
