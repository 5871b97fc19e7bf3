"""A unit at a milestone in words: how it stands, by when, what is still open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xeploai import phrases, text
from xeploai.phrases import OF_BOARD, day, in_a_row, lower_first, upper_first
from xeploai.register.model import Milestone, Unit
from xeploai.schema.terms import MilestoneEvent
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.submissions.model import Status
from xeploai.views.season_view import SeasonView

SOON = "soon"
STATES = {
    StatusKind.NOT_REQUIRED.value: StatusKind.NOT_REQUIRED.label,
    StatusKind.ON_TIME.value: StatusKind.ON_TIME.label,
    StatusKind.PENDING.value: StatusKind.PENDING.label,
    SOON: phrases.SOON,
    StatusKind.IN_CORRECTION.value: StatusKind.IN_CORRECTION.label,
    StatusKind.LATE.value: StatusKind.LATE.label,
    StatusKind.NO_REPORT.value: StatusKind.NO_REPORT.label,
    StatusKind.OVERDUE.value: StatusKind.OVERDUE.label,
}
"""The word of each state, by the class of its sign, worst last."""

MISWRITTEN = "cần xem lại ngày"
UNWRITTEN = "chưa ghi ngày"
"""The words of a milestone that a return lists and gives no day of, or one that is in doubt."""

NOT_AGAIN = "chưa báo cáo bổ sung"
"""The words of a milestone that was open when a unit reported, before its deadline."""

_ORDER = tuple(STATES)
_FAR = 10_000
"""More days than a season has: in sorting, any worse state comes after all days of another."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit at a milestone: a mark, a word, a date or days; sort: worst last.

    cells: how many of its cells are done, where it is of cells; extended: the
    text about a deadline of the unit's own.
    """

    mark: str
    word: str
    small: str = ""
    title: str = ""
    sort: int = 0
    cells: str = ""
    extended: str = ""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A milestone that a unit has still to reach."""

    mark: str
    word: str
    name: str
    due: str
    title: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone on the page of a unit that it binds; of_board: that the board does it itself."""

    name: str
    deadline: str
    extended: str
    done_on: str
    mark: str
    word: str
    cells: str
    of_board: str


def state(step: MilestoneStatus) -> str:
    """How the unit stands, as the class of the sign."""
    return SOON if step.is_soon else step.kind.value


def is_bound(step: MilestoneStatus) -> bool:
    """Whether the milestone binds the unit."""
    return step.kind is not StatusKind.NOT_REQUIRED


def is_unfinished(step: MilestoneStatus) -> bool:
    """Whether the unit has still to reach it."""
    return is_bound(step) and not step.is_done


def is_all_done(steps: Sequence[MilestoneStatus]) -> bool:
    """Whether every milestone that binds a unit is reached."""
    return bool(steps) and not any(is_unfinished(step) for step in steps)


def is_to_come(step: MilestoneStatus) -> bool:
    """Whether it is open, and neither past nor so near that a unit is reminded of it."""
    return step.kind is StatusKind.PENDING and not step.is_pressing


def mark_of(view: SeasonView, step: MilestoneStatus) -> Mark:
    """Return a step for the matrix.

    It is the word, and in small the day it was done or the days that are left.

    Where its cells are bound one by one, how many of them are done.
    """
    key = state(step)
    rank = _ORDER.index(key) * _FAR
    if not is_bound(step):
        return Mark(key, upper_first(STATES[key]), sort=rank)
    late = key == StatusKind.LATE
    days = step.days or 0
    return Mark(
        mark=key,
        word=f"Muộn {days} ngày" if late else upper_first(state_word(step)),
        small=_small(step),
        title=title(step),
        sort=rank + (days if late or key == StatusKind.OVERDUE else 0),
        cells=cells_words(view, step),
        extended=f"gia hạn {_short(step.deadline)}" if step.extension else "",
    )


def state_word(step: MilestoneStatus) -> str:
    """Return the word of a state; where a return came that does not tell the day, why not."""
    if step.kind is StatusKind.IN_CORRECTION:
        return corrected_word(step)
    if step.kind is StatusKind.NO_REPORT:
        return f"{done_word(step)}, {unknown_word(step)}" if step.is_done else unknown_word(step)
    return STATES[state(step)]


def unknown_word(step: MilestoneStatus) -> str:
    """Return why it is not known whether something was done by its deadline, now past."""
    known = step.evidence
    if known.is_miswritten:
        return MISWRITTEN
    if known.undone_on is not None:
        return NOT_AGAIN
    return UNWRITTEN if known.is_unwritten or known.is_undated else StatusKind.NO_REPORT.label


def done_word(step: MilestoneStatus) -> str:
    """Return that a milestone is reached: a return is sent, anything else is done."""
    return "đã gửi" if step.milestone.event is MilestoneEvent.SENDING else "đã xong"


def behind(steps: Iterable[MilestoneStatus]) -> dict[str, int]:
    """How many of some steps are late, corrected, overdue or not known, by the word, gravest last.

    What is done on an unknown day is among them.
    """
    words = Counter(word for step in steps if (word := _behind_word(step)))
    return {word: words[word] for word in _BEHIND if words[word]}


UNKNOWN_WORDS = (MISWRITTEN, UNWRITTEN, NOT_AGAIN, StatusKind.NO_REPORT.label)
"""The words of what is not known to be done by a deadline that is past, as unknown_word has them.

What is said of several units says which of them each is: only some may have been silent.
"""

_BEHIND = (
    StatusKind.LATE.label,
    StatusKind.IN_CORRECTION.label,
    lower_first(Status.PARTIAL.label),
    StatusKind.OVERDUE.label,
    *UNKNOWN_WORDS,
)


def _behind_word(step: MilestoneStatus) -> str:
    if step.kind is StatusKind.IN_CORRECTION:
        return corrected_word(step)
    if step.kind is StatusKind.NO_REPORT:
        return unknown_word(step)
    return step.kind.label if step.kind in (StatusKind.LATE, StatusKind.OVERDUE) else ""


def corrected_word(step: MilestoneStatus) -> str:
    """Return why a return that was sent does not count yet: to correct, or still reviewing."""
    label = Status.PARTIAL if step.evidence.is_incomplete else StatusKind.IN_CORRECTION
    return lower_first(label.label)


def _small(step: MilestoneStatus) -> str:
    """Return the day something was done or sent, or the days left or gone by."""
    if step.kind is StatusKind.IN_CORRECTION:
        return sent_words(step)
    if step.evidence.is_undated:
        return done_word(step)
    if step.kind is StatusKind.NO_REPORT:
        return f"hạn {left_words(step)}"
    if step.done_on is None:
        return left_words(step)
    corrected = f", {corrected_word(step)}" if step.evidence.is_corrected else ""
    return f"{_short(step.done_on)}{corrected}"


def sent_words(step: MilestoneStatus) -> str:
    """Return the day a return was sent that is being corrected: "đã gửi 17/12"."""
    day = step.done_on or step.evidence.sent_on
    return f"đã gửi {_short(day)}" if day else "đã gửi"


def title(step: MilestoneStatus) -> str:
    """Return the deadline in full and its outcome, for who points at the mark."""
    parts = [upper_first(due_words(step))]
    if step.kind is StatusKind.IN_CORRECTION:
        return ", ".join([*parts, standing_words(step)])
    if step.done_on is not None:
        verb = "gửi" if step.evidence.is_corrected else "xong"
        parts.append(f"{verb} {text.day(step.done_on)}")
    if step.kind is StatusKind.LATE:
        parts.append(standing_words(step))
    if step.kind is StatusKind.NO_REPORT:
        parts.append(state_word(step))
    return ", ".join(parts)


def due_words(step: MilestoneStatus) -> str:
    """Return the deadline; where it is extended, also the original day and the reason."""
    phrase = f"hạn {text.day(step.deadline)}"
    if step.extension is None:
        return phrase
    why = f": {step.extended}" if step.extended else ""
    return f"{phrase}, gia hạn từ {text.day(step.milestone.deadline)}{why}"


def left_words(step: MilestoneStatus) -> str:
    """Return how many days an open step is overdue, or how many are left."""
    if step.kind is StatusKind.OVERDUE:
        return f"{step.days} ngày"
    if step.kind is StatusKind.NO_REPORT:
        return f"đã qua {step.days} ngày"
    if step.kind is StatusKind.IN_CORRECTION:
        return f"{sent_words(step)}, {corrected_word(step)}"
    return days_left(step.days or 0)


def days_left(days: int) -> str:
    """How many days there are until a deadline."""
    return f"còn {days} ngày" if days else "hôm nay"


def standing_words(step: MilestoneStatus) -> str:
    """How a unit stands, with its days: "quá hạn 2 ngày", "sắp đến hạn (3 ngày)"."""
    word = state_word(step)
    corrected = corrected_word(step)
    if step.kind is StatusKind.IN_CORRECTION:
        return f"{sent_words(step)}, {corrected}"
    if step.kind in (StatusKind.LATE, StatusKind.OVERDUE):
        more = f", {corrected}" if step.evidence.is_corrected else ""
        return f"{word} {step.days} ngày{more}"
    if step.kind is StatusKind.PENDING:
        return f"{word} ({f'{step.days} ngày' if step.days else 'hôm nay'})"
    return word


def open_steps(view: SeasonView, unit: Unit) -> list[MilestoneStatus]:
    """Return the open steps of a unit, the earliest deadline first."""
    steps = view.season.progress.of_unit(unit.code)
    return sorted((step for step in steps if is_unfinished(step)), key=lambda step: step.deadline)


def owed_steps(view: SeasonView, unit: Unit) -> list[MilestoneStatus]:
    """Return what a unit has still to do: its open steps, and a return sent but to be corrected."""
    steps = view.season.progress.of_unit(unit.code)
    owed = (step for step in steps if is_unfinished(step) or step.evidence.is_corrected)
    return sorted(owed, key=lambda step: step.deadline)


def pressing(steps: Iterable[MilestoneStatus]) -> list[MilestoneStatus]:
    """Those that are overdue, not reported or soon due, but for what the board does itself."""
    return [step for step in steps if step.is_pressing]


def open_step_row(step: MilestoneStatus) -> OpenStep:
    """Return an open step for a list; of what the board does itself, that it does."""
    due = f"{'gia hạn đến' if step.extension else 'hạn'} {text.day(step.deadline)}"
    due = ", ".join(filter(None, (due, board_words(step.milestone))))
    word = upper_first(standing_words(step))
    return OpenStep(state(step), word, step.milestone.name, due, title(step))


def board_words(milestone: Milestone) -> str:
    """Return whose task a milestone is where the board does it itself, "" of the units'."""
    return OF_BOARD if milestone.is_of_board else ""


def cells_words(view: SeasonView, step: MilestoneStatus) -> str:
    """How many of the unit's cells are done, where the milestone is of cells or their reviews."""
    progress = view.season.progress
    done, total = progress.cells_done.get((step.unit, step.milestone.code), (0, 0))
    return f"{text.count(done)}/{text.count(total)} chi bộ" if total > 1 else ""


# ---------------------------------------------------------------- on the page of a unit


def bound_steps(view: SeasonView, unit: Unit) -> list[MilestoneStatus]:
    """Return the milestones that bind a unit."""
    if unit.kind.is_below_reporting:
        return []
    return [step for step in view.season.progress.of_unit(unit.code) if is_bound(step)]


def step_lines(view: SeasonView, steps: Iterable[MilestoneStatus]) -> tuple[MilestoneRow, ...]:
    """Each milestone with its deadline, when it was done and how it stands."""
    return tuple(_line(view, step) for step in steps)


def _line(view: SeasonView, step: MilestoneStatus) -> MilestoneRow:
    moved = f"gia hạn từ {day(step.milestone.deadline)}" if step.extension else ""
    return MilestoneRow(
        name=step.milestone.name,
        deadline=day(step.deadline),
        extended=": ".join(part for part in (moved, step.extended) if part),
        done_on=_days(step) if step.is_done else day(None),
        mark=state(step),
        word=upper_first(standing_words(step)),
        cells=cells_words(view, step),
        of_board=board_words(step.milestone),
    )


def _days(step: MilestoneStatus) -> str:
    """Return the day a milestone was reached, or the first and last day of what took several."""
    first, last = step.evidence.began_on, step.done_on
    is_span = first is not None and last is not None and first < last
    return f"{day(first)} – {day(last)}" if is_span else day(last)


def steps_words(steps: Sequence[MilestoneStatus]) -> str:
    """How many milestones are reached, and what presses."""
    own = [step for step in steps if not step.milestone.is_of_board]
    parts = [f"Đã xong {sum(step.is_done for step in own)}/{len(own)} mốc"]
    by_standing: dict[str, list[str]] = {}
    for step in pressing(steps):
        by_standing.setdefault(standing_words(step), []).append(lower_first(step.milestone.name))
    parts += [f"{words}: {in_a_row(names)}" for words, names in by_standing.items()]
    return f"{'; '.join(parts)}."


def _short(value: date) -> str:
    return f"{value:%d/%m}"
