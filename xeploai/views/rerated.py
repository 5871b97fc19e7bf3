"""Ratings of a closed period that later decisions changed: both values, wherever one stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from xeploai import text
from xeploai.phrases import (
    HIDDEN,
    NO_FIGURES_THEN,
    NOUNS,
    RERATED,
    day,
    level_name,
    lower_first,
    period_words,
    upper_first,
)
from xeploai.reading.source_rows import Located
from xeploai.schema.periods import label_of, period_in
from xeploai.schema.register import RerateRow
from xeploai.schema.terms import Level, ReratedSubject, Scale, Stage, Subject
from xeploai.season.figures.model import Figure, Figures
from xeploai.season.figures.rerated import differences
from xeploai.season.season import Season
from xeploai.submissions.model import same_period
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

TITLE = "Xếp loại lại"
URL = SitePage.MEMBERS.beside("xep-loai-lai")


@dataclass(frozen=True, slots=True)
class RerateLine:
    """A decision that rates some again; code: of the unit, or as the register has it.

    state: what became of the figures of its period.
    """

    code: str
    unit: Link
    period: str
    whom: str
    levels: str
    decision: str
    reason: str
    state: str


def rerate_lines(view: SeasonView) -> Iterator[RerateLine]:
    """Yield the decisions in force on closed periods, as the register lists them."""
    for item in view.register.rerated:
        row = item.row
        unit = view.register.units.get(row.unit_code)
        line = RerateLine(
            code=row.unit_code,
            unit=Link(unit.name if unit else row.unit_code, view.url(row.unit_code)),
            period=label_of(row.period),
            whom=f"{text.count(row.times)} {NOUNS[row.subject.subject]}",
            levels=_levels(view, row),
            decision=_decision(row),
            reason=row.reason,
            state=_state(view.season, item),
        )
        hidden = replace(line, whom=NOUNS[row.subject.subject], levels=HIDDEN, state="")
        yield hidden if _is_hidden(view, row) else line


def _is_hidden(view: SeasonView, row: RerateRow) -> bool:
    """Whether the counts of those that a decision is on are not shown, this period or then."""
    now, years = view.redaction.now, view.redaction.years
    hidden = now.union(*years.values())
    return row.subject is ReratedSubject.MEMBER and row.unit_code in hidden


def _levels(view: SeasonView, row: RerateRow) -> str:
    """Return the old and the new level in the words of their period."""
    scale = _scale(view, row)
    return f"{level_name(row.old_level, scale)} → {level_name(row.new_level, scale).lower()}"


def _scale(view: SeasonView, row: RerateRow) -> Scale:
    settings = view.settings.of_period(period_in(row.period) or view.settings.span)
    return settings.regulation.scale(row.subject.subject)


def _decision(row: RerateRow) -> str:
    on = f"ngày {day(row.decision_date)}" if row.decision_date else ""
    return ", ".join(part for part in (row.decision_no, on) if part)


def _state(season: Season, item: Located[RerateRow]) -> str:
    """Return what became of the figures of the period that a decision is on."""
    for figures in season.every_period:
        if same_period(figures.period, item.row.period):
            return "không khớp số liệu, chưa điều chỉnh" if item in figures.unmoved else RERATED
    return f"{NO_FIGURES_THEN} của kỳ ấy"


def rerated_words(view: SeasonView, figure: Figure | None) -> str:
    """Return the levels of a figure before and after: "đã điều chỉnh: HTT 6 → 4, KHT 0 → 2".

    Of a single one the level before: "đã điều chỉnh từ mức hoàn thành tốt".

    "" where no decision changed them, or the counts are hidden.
    """
    figures = _figures_of(view.season, figure)
    if figure is None or figures is None or view.is_hidden(figure):
        return ""
    if figure.parent and not figure.unit:
        return ""  # what a unit above others counts itself: which of them moved is not known
    units = [figure.unit] if figure.unit else [unit.code for unit in view.register.roots]
    moved: Counter[Level] = Counter()
    for code in units:
        moved.update(differences(figures, (code, figure.subject, figure.stage)))
    changes = {level: moved[level] for level in Level if moved[level]}
    if figure.total == 1 and changes:
        before = level_name(min(changes, key=changes.__getitem__), figure.scale)
        return f"{RERATED} từ mức {before.lower()}"
    words = [_both(figure, level, change) for level, change in changes.items()]
    return f"{RERATED}: {', '.join(words)}" if words else ""


def _both(figure: Figure, level: Level, change: int) -> str:
    now = figure.level(level)
    return f"{figure.scale.short(level)} {text.count(now - change)} → {text.count(now)}"


def _figures_of(season: Season, figure: Figure | None) -> Figures | None:
    if figure is None:
        return None
    return next((each for each in season.every_period if each.period == figure.period), None)


def rerated_notes(view: SeasonView, figures: Iterable[Figure | None]) -> Iterator[str]:
    """Yield a sentence on each figure that later decisions changed."""
    for figure in figures:
        words = rerated_words(view, figure)
        if figure is not None and words:
            whose = f"{upper_first(NOUNS[figure.subject])}, {period_words(figure.period)}"
            yield f"{whose}: {words}."


def figures_of(season: Season, unit: str) -> Iterator[Figure | None]:
    """Yield the decided figures of a unit, of this period and of the last."""
    for figures in filter(None, (season.figures, season.last)):
        for subject in Subject:
            yield figures.at(unit, subject, Stage.DECIDED)


def rerated_of(view: SeasonView, units: Collection[str]) -> str:
    """Return the sentence of a report on decisions in some units and below them, "" for none.

    Of those whose counts are hidden nothing is said.
    """
    register = view.register
    below = (x.row for x in register.rerated if register.is_below(x.row.unit_code, units))
    rows = [row for row in below if not _is_hidden(view, row)]
    return f"{TITLE}: {'; '.join(_told(view, row) for row in rows)}." if rows else ""


def _told(view: SeasonView, row: RerateRow) -> str:
    """Return a decision inside a sentence; without whose, as one may be recognised by it."""
    scale = _scale(view, row)
    whom = f"{text.count(row.times)} {NOUNS[row.subject.subject]} {period_words(row.period)}"
    levels = " thành ".join(lower_first(scale.label(x)) for x in (row.old_level, row.new_level))
    decision = _decision(row)
    return f"{whom} từ {levels}{f' ({decision})' if decision else ''}"
