"""Rows right below a unit: cells, or units of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import (
    NO_FIGURES,
    bare_percent,
    few_units_in,
    hint_of,
    level_name,
    number,
    upper_first,
)
from xeploai.schema.terms import Level, RatedSubject, Stage, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.views.inline_bars import InlineBar, bar_of
from xeploai.views.rerated import rerated_words
from xeploai.views.scores import points_in_return
from xeploai.views.season_view import SeasonView
from xeploai.views.urls import distinct


@dataclass(frozen=True, slots=True)
class Below:
    """A cell or a unit right below; state: what to say instead of its counts."""

    name: str
    url: str
    anchor: str
    state: str
    total: str
    rated: str
    levels: tuple[str, ...]
    above: str
    xs_htt: str
    over: str
    bar: InlineBar | None
    level: str
    level_name: str
    step: str
    points: str
    empty: str
    hint: str
    rerated: str
    is_hidden: bool = False


def level_of(figure: Figure | None) -> Level | None:
    """Return the level of one organisation."""
    return next((x for x in Level if figure is not None and figure.level(x)), None)


def cell_anchors(cells: Sequence[Figure]) -> dict[str, str]:
    """Where each cell stands in its unit's page."""
    return distinct(((cell.unit, f"cb-{cell.unit}") for cell in cells), "cb")


def below_rows(view: SeasonView, unit: str) -> Iterator[Below]:
    """Every cell and unit right below a unit, in the office's order."""
    rows = view.figures.below(unit, view.register.main_subjects[0])
    anchors = cell_anchors([row for row in rows if row.kind is UnitKind.CELL])
    holder = view.register.units.get(unit)
    points = points_in_return(view, holder) if holder else {}
    for row in rows:
        of_cell = points.get((row.unit, RatedSubject.CELL), "")
        yield _row(view, row, anchors.get(row.unit, ""), of_cell)


def _row(view: SeasonView, row: Figure, anchor: str, points: str) -> Below:
    level, step = latest_level(view, row.unit)
    below = view.register.units.get(row.unit)
    state = ""
    hidden = row.is_known and view.is_hidden(row)
    if not row.is_known:
        reports = below is not None and below.counts(row.subject)
        state = view.sending(below).word if below and reports else upper_first(NO_FIGURES)
    return Below(
        name=row.name,
        url=view.url(row.unit),
        anchor=anchor,
        state=state,
        total=number(row.total),
        rated=number(row.rated),
        levels=tuple(text.count(row.level(each)) for each in Level),
        above=bare_percent(row.htt_or_above_pct, view.digits),
        xs_htt=bare_percent(row.xs_over_htt_pct, view.digits),
        over=view.over(row),
        bar=None if hidden else bar_of(row, view.digits),
        level=level.value if level else "",
        level_name=level_name(level, view.settings.organisations) if level else "",
        step=step,
        points=points,
        empty=few_units_in(row) if row.is_withheld else "không có người được đánh giá",
        hint=hint_of(row, view.settings),
        rerated=rerated_words(view, row),
        is_hidden=hidden,
    )


def latest_level(view: SeasonView, unit: str) -> tuple[Level | None, str]:
    """Return the level of a cell or organisation at the last step that has one, and that step.

    The step is "" where it is the decision.
    """
    for stage in reversed(Stage):
        level = level_of(view.figures.of_itself(unit, stage))
        if level is not None:
            return level, "" if stage is Stage.DECIDED else stage.label.lower()
    return None, ""
