"""The next deadlines: which day, how long until then, how many have still to do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xeploai import text
from xeploai.register.model import Milestone
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.views.milestone_rows import days_left
from xeploai.views.season_view import SeasonView

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline to come, and those that have it; is_own: whether an extension made it."""

    day: date
    milestone: Milestone
    steps: tuple[MilestoneStatus, ...]
    is_own: bool

    @property
    def waiting(self) -> list[MilestoneStatus]:
        """Those that have still to meet it."""
        return [step for step in self.steps if not step.is_done]

    @property
    def day_words(self) -> str:
        """The day of the week and the date."""
        return f"{WEEKDAYS[self.day.weekday()]}, {text.day(self.day)}"

    @property
    def todo(self) -> str:
        """How many have still to meet it."""
        waiting, noun = len(self.waiting), self.milestone.noun
        given = " được gia hạn" if self.is_own else ""
        if not waiting:
            return f"{text.count(len(self.steps))} {noun}{given} đã xong"
        return f"{text.count(waiting)}/{text.count(len(self.steps))} {noun}{given} chưa xong"


def next_deadlines(view: SeasonView) -> list[Due]:
    """Every deadline from the day looked from on, the nearest first."""
    deadlines = [each for item in view.season.progress.milestones for each in _of(view, item)]
    return sorted(deadlines, key=lambda due: due.day)


def left(view: SeasonView, due: Due) -> str:
    """How long there is until a deadline."""
    return days_left((due.day - view.season.as_of).days)


def _of(view: SeasonView, milestone: Milestone) -> Iterator[Due]:
    """Yield the deadline of all, then the pending extended deadlines of single units."""
    steps = view.season.progress.of_milestone(milestone.code)
    common = tuple(step for step in steps if step.extension is None)
    if common and milestone.deadline >= view.season.as_of:
        yield Due(milestone.deadline, milestone, common, is_own=False)
    own = [step for step in steps if step.extension is not None]
    waited = {step.deadline for step in own if step.kind is StatusKind.PENDING}
    for day in sorted(waited):
        yield Due(day, milestone, tuple(x for x in own if x.deadline == day), is_own=True)
