"""A subject's figures → the words of the report's sentences about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from xeploai.outputs.documents.letterhead import in_text
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context import LevelWords, SubjectWords
from xeploai.phrases import (
    ASSESSED,
    NEWLY_ADMITTED,
    NO_LEVEL,
    OTHER_REASON,
    PERSONS,
    PROVISIONAL,
    REVIEWED_CELLS,
    STAGE_VERBS,
    UNDECIDED,
    coverage_of,
    few_units,
    largest,
    lower_first,
    noun,
    percent,
    period_words,
    rated_word,
    reached,
    undecided,
    unwritten_cells,
)
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import LEADERSHIP, Level, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.text import count, decimal
from xeploai.views.rating_steps import compared_steps, step_coverage
from xeploai.views.rerated import rerated_words
from xeploai.views.years import figure_by_year

IN_ORDER = (Subject.ORG, Subject.CELL, Subject.MEMBER, Subject.COLLECTIVE, Subject.LEADER)
"""In the order of reports: from organisations down to persons."""

_REASONS = {
    "exempt": "được miễn công tác và sinh hoạt đảng",
    "suspended": "bị đình chỉ sinh hoạt đảng",
    "new_under_6m": NEWLY_ADMITTED,
    "not_rated_other": f"vì {OTHER_REASON}",
}
_REASONS_OF_ORGANISATIONS = {
    "new_under_6m": "mới thành lập",
    "not_rated_other": NO_LEVEL,
}

_LEFT_AT = {
    Stage.SELF: "chưa có mức tự xếp loại",
    Stage.PROPOSED: "chưa có mức được đề nghị",
    Stage.DECIDED: UNDECIDED,
}
"""Words on collectives and leaders without a level at a step: nothing tells the reason."""


def subject_words(scope: Scope, subject: Subject) -> SubjectWords | None:
    """Return the words on a subject; None where none is rated or may be shown."""
    figure = scope.figure(subject)
    if figure is None:
        return None
    last, digits = scope.last(subject), scope.settings.digits
    levels = {level: _level(figure, last, level, digits) for level in Level}
    return SubjectWords(
        label=subject.label,
        noun=noun(subject),
        done=_done(figure),
        step="; ".join(part for part in _asides(scope, figure) if part),
        coverage=_coverage(figure),
        total=count(figure.total or 0),
        rated=count(figure.rated or 0),
        rated_in_text=in_text(figure.rated or 0),
        not_rated=in_text(figure.not_rated),
        fraction=_fraction(figure.rated or 0, figure.total or 0),
        share=percent(figure.coverage_pct, digits),
        why_not=_why_not(figure),
        most=levels[largest(figure)],
        xs=levels[Level.XS],
        htt=levels[Level.HTT],
        ht=levels[Level.HT],
        kht=levels[Level.KHT],
        xs_over_htt=percent(figure.xs_over_htt_pct, digits),
        xs_over_xs_htt=percent(figure.xs_over_xs_htt_pct, digits),
        last_period=period_words(last.period) if last else "",
        above=_above(figure, last, digits, _earlier(scope, subject, figure)),
        reviewed=_reviewed(scope, subject),
        steps="; ".join(
            _step_words(scope, x) for x in compared_steps(scope.view, scope.unit, subject)
        ),
    )


class _Counted(NamedTuple):
    """Those at a level, or above it; before: their share a year ago, None where not compared."""

    name: str
    number: int
    share: int | None
    before: int | None


def _level(figure: Figure, last: Figure | None, level: Level, digits: int) -> LevelWords:
    name = lower_first(figure.scale.label(level))
    before = last.share(level) or 0 if last else None
    counted = _Counted(name, figure.level(level), figure.share(level), before)
    return _words(figure, last, counted, digits)


def _earlier(scope: Scope, subject: Subject, now: Figure) -> Sequence[Figure]:
    """Return the figures of the years before the last that can be set beside this one."""
    figures = [figure for _, figure in figure_by_year(scope.view, scope.unit, subject)][:-2]
    known = [x for x in figures if x is not None and x.htt_or_above_pct is not None]
    return [
        x
        for x in known
        if not (x.is_provisional or scope.view.is_hidden(x))
        and scope.settings.compares(x.scale, now.scale)
    ]


def _above(
    figure: Figure, last: Figure | None, digits: int, earlier: Sequence[Figure]
) -> LevelWords:
    """Return the words on those at the second level or above; earlier: of years before the last."""
    name = f"{lower_first(Level.HTT.label)} trở lên"
    before = last.htt_or_above_pct if last else None
    counted = _Counted(name, figure.htt_or_above, figure.htt_or_above_pct, before)
    words = _words(figure, last, counted, digits)
    years = [f"{period_words(x.period)}: {percent(x.htt_or_above_pct, digits)}" for x in earlier]
    words = replace(words, aside="; ".join(filter(None, (*years, words.aside))))
    # Where it is all of them, "22/22" would be taken for 22 of 22 in the register.
    is_all = figure.htt_or_above == figure.rated
    return replace(words, fraction=words.in_text) if is_all else words


def _words(figure: Figure, last: Figure | None, of: _Counted, digits: int) -> LevelWords:
    aside = (_provisional(figure), _before(last, of, digits))
    return LevelWords(
        name=of.name,
        count=count(of.number),
        in_text="" if figure.is_withheld else in_text(of.number),
        base=count(figure.rated or 0),
        fraction=_fraction(of.number, figure.rated or 0),
        share=percent(of.share, digits),
        last_share="" if of.before is None else percent(of.before, digits),
        change=_change(of, digits),
        aside="; ".join(part for part in aside if part),
    )


def _provisional(figure: Figure) -> str:
    return PROVISIONAL if figure.is_provisional else ""


def _before(last: Figure | None, of: _Counted, digits: int) -> str:
    """Return the share of the year before, and how far it moved."""
    if last is None:
        return ""
    return f"{period_words(last.period)}: {percent(of.before, digits)}, {_change(of, digits)}"


def _fraction(part: int, whole: int) -> str:
    """Return a part of a whole as inside a sentence."""
    return f"{in_text(part) or '0'}/{in_text(whole)}"


def _change(of: _Counted, digits: int) -> str:
    """How far a share moved: the difference of the two that are printed."""
    if of.before is None:
        return ""
    moved = (of.share or 0) - of.before
    if not moved:
        return "không thay đổi"
    word = "tăng" if moved > 0 else "giảm"
    return f"{word} {decimal(abs(moved), digits, ',')} điểm phần trăm"


def _done(figure: Figure) -> str:
    """Return the verb for those rated."""
    if figure.stage is not Stage.DECIDED:
        return rated_word(figure)
    return ASSESSED if figure.subject in PERSONS else STAGE_VERBS[Stage.DECIDED]


def _coverage(figure: Figure) -> str:
    return f"({coverage_of(figure)})" if figure.is_provisional else ""


def _why_not(figure: Figure) -> str:
    """Those not rated, by reason: "gồm: 02 bị đình chỉ sinh hoạt đảng, 54 mới kết nạp …"."""
    if figure.subject in LEADERSHIP:
        return _LEFT_AT[figure.stage] if figure.not_rated else ""
    reasons = _REASONS if figure.subject in PERSONS else _REASONS_OF_ORGANISATIONS
    counts = [(getattr(figure, name) or 0, words) for name, words in reasons.items()]
    present = [(number, words) for number, words in counts if number]
    if len(present) == 1:
        return present[0][1]
    return f"gồm: {', '.join(f'{in_text(number)} {words}' for number, words in present)}"


def _reviewed(scope: Scope, subject: Subject) -> str:
    """How many cells have held their review: another figure than how many are rated."""
    counted = scope.view.reviewed(scope.unit) if subject is Subject.CELL else None
    if counted is None:
        return ""
    done, total = counted
    share = percent_units(done, total, scope.settings.digits, scope.settings.rounding)
    words = f"{_fraction(done, total)} {REVIEWED_CELLS}"
    words = f"{words}, đạt {percent(share, scope.settings.digits)}"
    return words if done == total else f"{words}; {unwritten_cells(in_text(total - done))}"


def _step_words(scope: Scope, figure: Figure) -> str:
    """Return how many were rated how at one step: "tự xếp loại 27/27: 21 …, 06 …"."""
    rated = _fraction(figure.rated or 0, figure.total or 0)
    coverage = step_coverage(figure)
    words = f"{lower_first(figure.stage.label)} {rated}{f' ({coverage})' if coverage else ''}"
    levels = ", ".join(
        f"{in_text(number)} {lower_first(figure.scale.label(level))}"
        for level in Level
        if (number := figure.level(level))
    )
    return f"{words}: {_few(scope, figure) or levels}"


def _few(scope: Scope, figure: Figure) -> str:
    return few_units(figure, scope.settings) if figure.is_withheld else ""


def _asides(scope: Scope, figure: Figure) -> tuple[str, ...]:
    return undecided(figure), _few(scope, figure), rerated_words(scope.view, figure)


def unit_share(scope: Scope, figure: Figure) -> str:
    """One unit's result at the level most reached: "152/166 đảng viên hoàn thành tốt …"."""
    if figure.is_withheld:
        rated = _fraction(figure.rated or 0, figure.total or 0)
        words = f"{rated} {noun(figure.subject)} {rated_word(figure)}"
        return f"{words}, {few_units(figure, scope.settings)}"
    level = largest(figure)
    fraction = f"{_fraction(figure.level(level), figure.rated or 0)} {noun(figure.subject)}"
    share = percent(figure.share(level), scope.settings.digits)
    return f"{fraction} {reached(figure)}, đạt {share}"
