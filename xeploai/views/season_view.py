"""A season laid out for page making: what is asked for often, looked up once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xeploai import text
from xeploai.findings import Finding
from xeploai.phrases import (
    EARLIER_COUNTED,
    NO_RETURN,
    NOT_SENT,
    REVIEWED_CELLS,
    SENT_WITHOUT_FIGURES,
    nothing_read,
    over_cap,
    period_words,
    unusual_day,
    unwritten_cells,
    upper_first,
)
from xeploai.register.caps import Counts, MeasuredCap, measured
from xeploai.register.model import Register, Settings, Unit
from xeploai.rules.all_rules import TITLES
from xeploai.schema.form import CellReturn
from xeploai.schema.periods import Period
from xeploai.schema.terms import CapScope, MilestoneEvent, Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure, Figures
from xeploai.season.figures.stages import WHOLE_NAME, own_part, whole_of
from xeploai.season.progress.model import StatusKind
from xeploai.season.redaction import Redaction, redaction_of
from xeploai.season.season import Season
from xeploai.submissions.crosswalk import old_by_unit, parts_held
from xeploai.submissions.model import Return, Status, Submission
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.urls import page_names
from xeploai.views.watchers import Watchers, watchers_of

FILE_MARKS = {
    Status.COUNTED: "counted",
    Status.SUPERSEDED: "superseded",
    Status.REFUSED: "refused",
    Status.PARTIAL: "in_correction",
    Status.EMPTY: "late",
    Status.AFTER_DAY: "pending",
    Status.DECISIONS: "counted",
    Status.PACK: "counted",
}
"""The class of the sign of each fate; that of the others is "unreadable"."""


@dataclass(frozen=True, slots=True)
class SendingState:
    """How a unit stands with its return; mark: the class of its sign, word: its name.

    note: what stands beside the word in small letters.
    """

    mark: str
    word: str
    counted: Return | None = None
    note: str = ""

    @property
    def of_return(self) -> str:
        """Return the word as it stands alone: it is the return that was not sent."""
        return upper_first(NO_RETURN) if self.word == upper_first(NOT_SENT) else self.word

    @property
    def is_missing(self) -> bool:
        """Whether none of its figures are counted."""
        return self.counted is None


@dataclass(frozen=True, slots=True)
class SeasonView:
    """The season and its indexes.

    names: the file name of each unit's page, without ending; files: the files of each unit, of
    this period; faults: the findings in each file, fit to be shown; redaction: what is not shown;
    watchers: units by cluster and by official; unreadable: the file that cannot be read and may
    be of a unit, by the unit; old_units: by earlier period and unit the old units it is made of;
    parts_held: by earlier period and unit the old units of which it holds only a part.
    """

    season: Season
    names: Mapping[str, str]
    files: Mapping[str, tuple[Submission, ...]]
    faults: Mapping[str, tuple[Finding, ...]]
    redaction: Redaction
    watchers: Watchers
    unreadable: Mapping[str, str]
    old_units: Mapping[Period, Mapping[str, Sequence[str]]]
    parts_held: Mapping[Period, Mapping[str, Sequence[str]]]

    @property
    def register(self) -> Register:
        return self.season.register

    @property
    def settings(self) -> Settings:
        return self.season.register.settings

    @property
    def digits(self) -> int:
        return self.season.register.settings.digits

    @property
    def figures(self) -> Figures:
        """The figures as they are printed."""
        return self.season.figures.printed

    @property
    def counted_to(self) -> date:
        """The day the figures stand for."""
        return self.season.counted_to

    @property
    def period(self) -> str:
        """The period inside a sentence."""
        return period_words(self.settings.period)

    @property
    def last_period(self) -> str:
        """The period compared with, inside a sentence; "" where there is none."""
        return period_words(self.season.last.period) if self.season.last else ""

    @property
    def whole_name(self) -> str:
        """Return the name of all units together."""
        roots = self.register.roots
        return roots[0].name if len(roots) == 1 else WHOLE_NAME

    def url(self, unit: str) -> str:
        """Return the address of a unit's page, "" for what has none."""
        name = self.names.get(unit)
        return SitePage.UNITS.below(name) if name else ""

    def link(self, unit: str) -> Link:
        """Return the name of a listed unit, leading to its page."""
        return Link(self.register.units[unit].name, self.url(unit))

    def whole(self, subject: Subject, stage: Stage = Stage.DECIDED) -> Figure | None:
        """Return the headline figure: the top unit's, or the sum of several top units."""
        return self.whole_of(self.figures, subject, stage)

    def last(self, unit: str) -> Figure | None:
        """Return a unit's members a year before, where they are known."""
        figure = self.season.last.at(unit, Subject.MEMBER) if self.season.last else None
        return figure if figure is not None and figure.rated else None

    def whole_steps(self, subject: Subject) -> list[Figure | None]:
        """Return the headline figure at every step of the rating, the decided one last."""
        return [self.whole(subject, stage) for stage in Stage]

    def steps(self, unit: str, subject: Subject) -> list[Figure | None]:
        """Return a unit's figure at every step of the rating, the decided one last."""
        return [self.figures.at(unit, subject, stage) for stage in Stage]

    def own_part(self, unit: str, subject: Subject, stage: Stage) -> Figure | None:
        """Return what a unit that files a form counts itself beside what stands below it."""
        holder = self.register.units.get(unit)
        if holder is None or not holder.files:
            return None
        return own_part(self.figures, unit, subject, stage, self.settings)

    def whole_last(self, subject: Subject, stage: Stage) -> Figure | None:
        """Return the headline figure of a year before at a step, where it is known."""
        if self.season.last is None:
            return None
        figure = self.whole_of(self.season.last, subject, stage)
        return figure if figure is not None and figure.rated else None

    def whole_of(self, figures: Figures, subject: Subject, stage: Stage) -> Figure | None:
        """Return the headline figure of a period."""
        return whole_of(figures, self.register, subject, stage)

    def is_hidden(self, figure: Figure | None) -> bool:
        """Whether the counts of a figure, of this period or an earlier one, are not shown."""
        if figure is None or figure.subject is not Subject.MEMBER:
            return False
        if self.redaction.hides_step(figure):
            return True
        if figure.period == self.figures.period:
            return figure.unit in self.redaction.now
        return figure.unit in self.redaction.years.get(figure.period, self.redaction.last)

    def walk(self) -> Iterator[tuple[Unit, int]]:
        """Every unit but cells, down the tree in the office's order, with its depth."""
        for root in self.register.roots:
            yield from self._walk(root, 0)

    def _walk(self, unit: Unit, depth: int) -> Iterator[tuple[Unit, int]]:
        if unit.kind is UnitKind.CELL:
            return
        yield unit, depth
        for child in self.register.children.get(unit.code, ()):
            yield from self._walk(child, depth + 1)

    def sending(self, unit: Unit) -> SendingState:
        """How a reporting unit stands with its return."""
        counted = self.season.intake.counted.get(unit.code)
        states = {item.status for item in self.files.get(unit.code, ())} - {Status.AFTER_DAY}
        for status in (Status.REFUSED, Status.PARTIAL):
            if status in states:
                note = EARLIER_COUNTED if counted else ""
                return SendingState(FILE_MARKS[status], status.label, counted, note)
        if counted:
            return SendingState("counted", Status.COUNTED.label, counted)
        if states:
            return SendingState("late", upper_first(SENT_WITHOUT_FIGURES))
        sending = self.register.sending_milestone(unit)
        step = self.season.progress.at(unit.code, sending.code) if sending else None
        is_late = step is not None and step.kind is StatusKind.OVERDUE
        word = upper_first(nothing_read(has_file=unit.code in self.unreadable))
        return SendingState("missing" if is_late else "pending", word)

    def reviewed(self, unit: str) -> tuple[int, int] | None:
        """Return how many cells of a unit, or of all (""), are known to have held their review.

        And of how many: those of the returns that count which have a review to hold. It is known
        by its day, or where the milestone of the unit's reviews is reached. None without any.
        """
        register = self.register
        units = register.reporting_below(unit) if unit else register.reporting
        returns = [
            self.season.intake.counted[each.code] for each in units
            if each.kind is not UnitKind.GRASSROOTS_CELL
            and each.code in self.season.intake.counted
        ]  # fmt: skip
        cells = [
            (item.unit, cell.row) for item in returns for cell in item.rows(CellReturn)
            if cell.row.must_review
        ]  # fmt: skip
        held = {item.unit for item in returns if self._has_reviewed(item.unit)}
        done = sum(of in held or row.review_date is not None for of, row in cells)
        return (done, len(cells)) if cells else None

    def _has_reviewed(self, unit: str) -> bool:
        progress = self.season.progress
        reviews = (x for x in progress.milestones if x.event is MilestoneEvent.CELL_REVIEWS)
        return any(progress.at(unit, each.code).is_done for each in reviews)

    def reviewed_words(self, unit: str) -> str:
        """Return how many cells have held their review, "" where there is none."""
        counted = self.reviewed(unit)
        if counted is None:
            return ""
        done, total = counted
        words = f"{text.count(done)}/{text.count(total)} {REVIEWED_CELLS}"
        return words if done == total else f"{words} ({unwritten_cells(text.count(total - done))})"

    def errors(self, unit: str) -> int:
        """How many errors stand in the unit's files that were sent back."""
        files = (item for item in self.files.get(unit, ()) if item.status is Status.REFUSED)
        return sum(finding.is_error for item in files for finding in self.faults.get(item.file, ()))

    def cap(self, figure: Figure) -> MeasuredCap:
        """Return the excellent members of a figure beside the cap."""
        counts = Counts(figure.xs or 0, figure.htt or 0, figure.rated or 0)
        return measured(self.register, counts, *self._up_to_reporting(figure))

    def _up_to_reporting(self, figure: Figure) -> Iterator[str]:
        """Yield the code of a figure's unit and, of a cell, those up to the unit that reports."""
        yield figure.unit
        code = figure.parent if figure.kind is UnitKind.CELL else ""
        while code:
            yield code
            unit = self.register.units[code]
            code = unit.parent if unit.kind.is_below_reporting else ""

    def over(self, figure: Figure) -> str:
        """Return the note beside the share of a figure above the cap, "" where it keeps it."""
        is_over = self.is_capped(figure) and self.cap(figure).is_over
        return over_cap(self.cap(figure).percent) if is_over else ""

    def is_capped(self, figure: Figure) -> bool:
        """Whether the cap is measured on the kind of unit that a figure is of."""
        if figure.subject is not Subject.MEMBER or not figure.rated:
            return False
        if figure.is_before_decision_of_members:
            return False
        if figure.period != self.figures.period:
            return False  # another period had a cap of its own
        if self.cap(figure).percent is None:
            return False
        scope = self.settings.cap_scope
        return (
            figure.kind.is_grassroots if scope is CapScope.GRASSROOTS
            else figure.kind is UnitKind.CELL if scope is CapScope.CELL
            else not figure.parent
        )  # fmt: skip


def day_question(season: Season) -> str:
    """Return the question about a chosen day that is none of the period's, "" for none."""
    settings = season.register.settings
    if not season.is_day_implausible:
        return ""
    return unusual_day(season.as_of, settings.period, *settings.span.season)


def lay_out(season: Season) -> SeasonView:
    """Return the view of a season."""
    now = (item for item in season.intake.submissions if item.status is not Status.WRONG_PERIOD)
    files: dict[str, list[Submission]] = {}
    for item in now:
        files.setdefault(item.unit, []).append(item)
    redaction, register = redaction_of(season, TITLES), season.register
    earlier = (*season.intake.earlier, *season.intake.quarters)
    faults: dict[str, list[Finding]] = {}
    for finding in season.findings:
        faults.setdefault(finding.ref.file, []).append(redaction.shown(finding))
    return SeasonView(
        season=season,
        names=page_names(season.register),
        files={unit: tuple(sorted(items, key=_age, reverse=True)) for unit, items in files.items()},
        faults={file: tuple(items) for file, items in faults.items()},
        redaction=redaction,
        watchers=watchers_of(season),
        unreadable=season.unreadable,
        old_units={each: old_by_unit(register, each) for each in earlier},
        parts_held={each: parts_held(register, each) for each in earlier},
    )


def _age(item: Submission) -> tuple[int, date, str]:
    """Return the sort key of the versions of a unit; the greatest is the newest."""
    return item.version or 0, item.received_on or date.min, item.file
