"""Words on the review itself: milestones, hints, discipline, remedies."""

from collections.abc import Iterable, Iterator, Sequence

from xeploai.outputs.documents.letterhead import in_text
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context import (
    DisciplineWords,
    MilestoneWords,
    NamedCount,
    RemedyWords,
)
from xeploai.phrases import HINTED, NOUNS, cells_unknown, lower_first, percent
from xeploai.register.model import Milestone, Unit
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, Subject
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.season.progress.rates import rates
from xeploai.submissions.model import Return
from xeploai.text import day, listing
from xeploai.views.attendance import attendance_in, attendance_words
from xeploai.views.civil_servants import servants_words
from xeploai.views.commitments import TITLE as TARGETS
from xeploai.views.commitments import commitment_words, commitments_of, counted
from xeploai.views.follow_up import (
    BY_FORM_AND_CELL,
    FORMLESS,
    Discipline,
    Remedies,
    discipline_gaps,
    discipline_of,
    discipline_title,
    remedies_in,
    remedies_of,
    remedy_gaps,
)
from xeploai.views.milestone_rates import behind_words
from xeploai.views.milestone_rows import corrected_word, sent_words, state_word
from xeploai.views.rerated import rerated_of

NAMED = 12
"""Most units named in a sentence."""


def milestone_words(scope: Scope) -> Iterator[MilestoneWords]:
    """How far the units are at each milestone that binds any of them, or units above them."""
    for milestone in scope.season.progress.milestones:
        words = _of_one(scope, milestone) if scope.is_one else _of_many(scope, milestone)
        if words:
            deadline = _own_deadline(scope, milestone) if scope.is_one else day(milestone.deadline)
            yield MilestoneWords(lower_first(milestone.name), deadline, words)


def _of_many(scope: Scope, milestone: Milestone) -> str:
    """How several units stand at a milestone, "" where it binds none of them and none above."""
    progress = scope.season.progress
    steps = progress.of_units(scope.reporting, milestone.code)
    uncounted = _uncounted(scope, milestone)
    if not (steps or uncounted):
        upper = progress.of_units(_upper(scope), milestone.code)
        return _of_upper(scope, upper) if upper else ""
    phrase = _phrase(scope, milestone.noun, steps) if steps else ""
    unknown = cells_unknown(in_text(uncounted)) if uncounted else ""
    return "; ".join(filter(None, (phrase, unknown)))


def _uncounted(scope: Scope, milestone: Milestone) -> int:
    """Return of how many committees not even the number of cells that are bound is known."""
    known = scope.season.progress.uncounted if milestone.is_of_cells else ()
    return sum(unit.code in known for unit in scope.reporting)


def _upper(scope: Scope) -> list[Unit]:
    """Return the units that file nothing, of those that the report is of."""
    register = scope.view.register
    inside = {unit.code for unit in scope.reporting}
    return [
        unit
        for unit in scope.season.progress.units
        if not unit.reports
        and inside.issuperset(below.code for below in register.reporting_below(unit.code))
    ]


def _of_upper(scope: Scope, steps: Sequence[MilestoneStatus]) -> str:
    """How the units above others stand at a milestone of their own."""
    if len(steps) > 1:
        return _phrase(scope, steps[0].milestone.noun, steps)
    return f"{scope.view.register.units[steps[0].unit].name} {_standing(steps[0])}"


def _own_deadline(scope: Scope, milestone: Milestone) -> str:
    """Return the deadline of a unit and its cells, with the reason where it was extended."""
    step = scope.season.progress.at(scope.unit, milestone.code)
    if step.extension is None:
        return day(step.deadline)
    why = lower_first(step.extended.rstrip(" ."))
    return f"{day(step.deadline)}, được gia hạn{f': {why}' if why else ''}"


def _of_one(scope: Scope, milestone: Milestone) -> str:
    """How one unit stands, and how many of its cells are done where each is bound by itself."""
    progress = scope.season.progress
    steps = progress.of_units(scope.reporting, milestone.code)
    cells = [step for step in steps if step.cell]
    own = [_standing(step) for step in steps if not step.cell]
    if _uncounted(scope, milestone):
        own = [_standing(progress.at(scope.unit, milestone.code)), "chưa rõ số chi bộ"]
    return "; ".join([*own, *([_phrase(scope, NOUNS[Subject.CELL], cells)] if cells else [])])


def _standing(step: MilestoneStatus) -> str:
    """How a unit stands, and since when."""
    corrected = f", {corrected_word(step)}"
    if step.kind is StatusKind.IN_CORRECTION:
        return f"{sent_words(step)}{corrected}"
    is_behind = step.kind in (StatusKind.LATE, StatusKind.OVERDUE)
    days = f" {in_text(step.days or 0)} ngày" if is_behind else ""
    if step.done_on is None:
        return f"{state_word(step)}{days}"
    verb, more = ("gửi", corrected) if step.evidence.is_corrected else ("xong", "")
    return f"{state_word(step)}{days}, {verb} ngày {day(step.done_on)}{more}"


def _phrase(scope: Scope, noun: str, steps: Sequence[MilestoneStatus]) -> str:
    """Return the phrase as offices publish it: "41/44 đơn vị, đạt 93,18%"."""
    counts = rates(steps)
    share = percent(counts.final_share(scope.settings), scope.settings.digits)
    phrase = f"{in_text(counts.done) or '0'}/{in_text(counts.total)} {noun}, đạt {share}"
    return "; ".join([phrase, *behind_words(steps, noun, in_text)])


def attendance(scope: Scope) -> str:
    """Return what is known of superiors at the reviews, "" where nothing is."""
    held = attendance_in(scope.season, scope.tops)
    return attendance_words(held, scope.view.register, in_text)


def hinted(scope: Scope) -> str:
    """Return the sentence on the units that were given a hint, and their number."""
    names = [unit.name for unit in scope.reporting if unit.hinted]
    if not names or scope.is_one:
        return f"đơn vị được {HINTED}" if names else ""
    listed = listing(names, NAMED, "đơn vị")
    return f"có {in_text(len(names))} đơn vị được {HINTED}: {listed}"


def discipline_in(scope: Scope, target: DisciplineTarget) -> Discipline | None:
    """Who was disciplined in the units that are counted; None where that is hidden."""
    if scope.is_hidden and target is DisciplineTarget.MEMBER:
        return None
    return discipline_of(list(_returns(scope)), target)


def discipline_words(item: Discipline | None) -> DisciplineWords:
    """Who was disciplined, by form; nobody where that is hidden."""
    if item is None:
        return DisciplineWords("", ())
    forms = [
        NamedCount(form.value, in_text(times)) for form in DisciplineForm
        if (times := item.forms.get(form, 0))
    ]  # fmt: skip
    forms += [NamedCount(FORMLESS, in_text(item.formless))] if item.formless else []
    return DisciplineWords(in_text(item.total), tuple(forms))


def is_quiet(scope: Scope, items: Iterable[Discipline | None]) -> bool:
    """Whether all have said that nobody was hinted or disciplined: a blank cell says nothing."""
    has_no_hint = all(unit.not_hinted for unit in scope.reporting)
    return has_no_hint and all(item is not None and item.is_none for item in items)


def review_notes(scope: Scope, items: Iterable[Discipline | None]) -> Iterator[str]:
    """Yield a sentence on whatever is not known of discipline and remedies, and who is rated again.

    The template of every office has a place for these.
    """
    for item in items:
        gaps = "; ".join(discipline_gaps(item, BY_FORM_AND_CELL)) if item else ""
        if item and gaps:
            yield f"{discipline_title(item.target)}: {gaps}."
    targets = commitments_of(scope.view.register, scope.tops)
    if targets:
        yield f"{TARGETS}: {commitment_words(counted(targets))}."
    rerated = rerated_of(scope.view, {unit.code for unit in scope.tops})
    if rerated:
        yield rerated
    servants = servants_words(scope.view, scope.tops)
    if servants:
        yield f"{servants}."
    remedies = _remedies(scope)
    gaps = ", ".join(remedy_gaps(remedies)) if remedies else ""
    if gaps:
        yield f"Nội dung khắc phục hạn chế, khuyết điểm: {gaps}."


def remedy_words(scope: Scope) -> RemedyWords | None:
    """How far the shortcomings that units named are overcome; None where they named none."""
    remedies = _remedies(scope)
    if remedies is None:
        return None
    return RemedyWords(
        total=in_text(remedies.total),
        done=in_text(remedies.done),
        under_way=in_text(remedies.under_way),
        open=in_text(remedies.open),
    )


def _remedies(scope: Scope) -> Remedies | None:
    return remedies_of(remedies_in(scope.season, scope.tops), scope.season.as_of)


def _returns(scope: Scope) -> Iterable[Return]:
    counted = scope.season.intake.counted
    return (counted[unit.code] for unit in scope.reporting if unit.code in counted)
