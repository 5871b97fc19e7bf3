"""A subject's figures → the words of the report's sentences about it."""

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
    STAGE_VERBS,
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
    units_in,
)
from xeploai.schema.terms import Level, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.text import count, decimal

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
        step="; ".join(part for part in (undecided(figure), _few(scope, figure)) if part),
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
    )


def _level(figure: Figure, last: Figure | None, level: Level, digits: int) -> LevelWords:
    number = figure.level(level)
    return LevelWords(
        name=lower_first(level.label),
        count=count(number),
        in_text="" if figure.is_withheld else in_text(number),
        base=count(figure.rated or 0),
        fraction=_fraction(number, figure.rated or 0),
        share=percent(figure.share(level), digits),
        last_share=percent(last.share(level), digits) if last else "",
        change=_change(figure, last, level, digits),
        aside="; ".join(
            part for part in (_provisional(figure), _before(figure, last, level, digits)) if part
        ),
    )


def _provisional(figure: Figure) -> str:
    return PROVISIONAL if figure.is_provisional else ""


def _before(figure: Figure, last: Figure | None, level: Level, digits: int) -> str:
    """Return the name of the year before, with its coverage where that is partial."""
    if last is None:
        return ""
    period, counted = period_words(last.period), last_coverage(last)
    whose = f"{period}, {counted}" if counted else period
    return f"{whose}: {percent(last.share(level), digits)}, {_change(figure, last, level, digits)}"


def last_coverage(last: Figure) -> str:
    """How many units the year before is of, "" where it is of all."""
    if not last.is_provisional:
        return ""
    return units_in(last)


def _fraction(part: int, whole: int) -> str:
    """Return a part of a whole as inside a sentence."""
    return f"{in_text(part) or '0'}/{in_text(whole)}"


def _change(figure: Figure, last: Figure | None, level: Level, digits: int) -> str:
    """How far a share moved: the difference of the two that are printed."""
    if last is None or figure.is_withheld:
        return ""
    now, before = figure.share(level) or 0, last.share(level) or 0
    if now == before:
        return "không thay đổi"
    word = "tăng" if now > before else "giảm"
    return f"{word} {decimal(abs(now - before), digits, ',')} điểm phần trăm"


def _done(figure: Figure) -> str:
    """Return the verb for those rated."""
    if figure.stage is not Stage.DECIDED:
        return rated_word(figure)
    return ASSESSED if figure.subject in PERSONS else STAGE_VERBS[Stage.DECIDED]


def _coverage(figure: Figure) -> str:
    return f"({coverage_of(figure)})" if figure.is_provisional else ""


def _why_not(figure: Figure) -> str:
    """Those not rated, by reason: "gồm: 02 bị đình chỉ sinh hoạt đảng, 54 mới kết nạp …"."""
    reasons = _REASONS if figure.subject in PERSONS else _REASONS_OF_ORGANISATIONS
    counts = [(getattr(figure, name) or 0, words) for name, words in reasons.items()]
    present = [(number, words) for number, words in counts if number]
    if len(present) == 1:
        return present[0][1]
    return f"gồm: {', '.join(f'{in_text(number)} {words}' for number, words in present)}"


def _few(scope: Scope, figure: Figure) -> str:
    return few_units(figure, scope.settings) if figure.is_withheld else ""


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
