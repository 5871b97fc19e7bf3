"""The steps of a rating beside each other: from self-rating to decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import NO_RESULTS, coverage_of, number, why_undrawn
from xeploai.schema.terms import Level, Stage, Subject
from xeploai.season.figures.model import Figure
from xeploai.views.inline_bars import InlineBar, bar_of
from xeploai.views.rating_rows import heads_of
from xeploai.views.season_view import SeasonView

TITLE = "Tự xếp loại, đề nghị, quyết định"
_SOME_UNITS = (
    "Đảng viên ở bước tự xếp loại, đề nghị là của các đơn vị có ghi ở biểu; hai bước gồm những đơn "
    "vị khác nhau thì không so được với nhau."
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A subject at one step of the rating; coverage: where it is not of all units."""

    subject: str
    name: str
    coverage: str
    total: str
    rated: str
    levels: tuple[str, ...]
    bar: InlineBar | None
    empty: str


def steps_of(view: SeasonView, unit: str, subject: Subject) -> list[Figure]:
    """Return a subject's figures at the steps known of a unit, or of all ("" for unit).

    None of members where only the decision is known of them, or may be shown.
    """
    figures = view.steps(unit, subject) if unit else view.whole_steps(subject)
    known = [x for x in figures if x is not None and x.total and not view.is_hidden(x)]
    if subject is Subject.MEMBER and all(x.stage is Stage.DECIDED for x in known):
        return []
    return known


def compared_steps(view: SeasonView, unit: str, subject: Subject) -> list[Figure]:
    """Return those of the steps at which some are rated; none where there is one such step only."""
    rated = [figure for figure in steps_of(view, unit, subject) if figure.rated]
    return rated if len(rated) > 1 else []


def step_rows(view: SeasonView, figures: Sequence[Figure]) -> Iterator[StepRow]:
    """Yield the steps of a subject as rows of a page."""
    for figure in figures:
        yield StepRow(
            subject=figure.subject.label,
            name=figure.stage.label,
            coverage=step_coverage(figure),
            total=number(figure.total),
            rated=number(figure.rated),
            levels=tuple(text.count(figure.level(level)) for level in Level),
            bar=None if figure.is_few else bar_of(figure, view.digits),
            # A bar of a few would be taken for one of all.
            empty=why_undrawn(figure, view.settings) if figure.rated else NO_RESULTS,
        )


def level_heads(view: SeasonView) -> tuple[str, ...]:
    """Return the levels as headings of steps of all subjects: in full where they differ."""
    scales = list(map(view.settings.regulation.scale, Subject))
    return scales[0].shorts if len(set(scales)) == 1 else heads_of(*scales).names


def steps_note(rows: Sequence[StepRow]) -> str:
    """Return what to know of steps that are not of the same units, "" where all are."""
    return _SOME_UNITS if any(row.coverage for row in rows) else ""


def step_coverage(figure: Figure) -> str:
    """Return of how many units a step is; all steps of the others are of the same units."""
    is_own = figure.subject is Subject.MEMBER and figure.is_provisional
    return coverage_of(figure) if is_own else ""
