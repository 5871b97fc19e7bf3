"""Register, returns and ledger → what is known of every unit at every milestone.

That a unit has done something and that its workbook is free of faults are two facts. So a date is
taken from, in this order: the register's sheet Theo dõi tiến độ; the register's decisions; the
return in force; the newest return that could be read, even a refused one, where the date has no
error at its own cell. What a milestone means is its event:

- chi bộ kiểm điểm: the day the last cell in which anybody is rated held its review; where the day
  of one is not known, the day written on the sheet Tiến độ. A cell that the return leaves out is
  not counted among those that are done.
- gửi biểu: the day the first return came that can be read and holds figures, or, where the
  register asks for it, the first without errors; the ledger remembers files that are gone.
- quyết định: the day of the decision in the register, else in the return, else what was written;
  a level that is decided without a day is done all the same.
- thẩm định, tiến độ trong biểu: what the unit wrote on the sheet Tiến độ.

A district or province that files nothing has done what it asks of the units below once the last
of them has; its own decision is the day in the register, else that of the last decision below. Of
one that files a form, what the form says of it goes before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from xeploai.findings import CellRef
from xeploai.ledger.model import Ledger, Receipt
from xeploai.ledger.receipts import corrected_day
from xeploai.register.deadlines import USUAL_DECISION
from xeploai.register.model import Milestone, Register, Unit
from xeploai.schema.form import InfoReturn
from xeploai.schema.terms import (
    MilestoneEvent,
    RatedSubject,
    SendingMeasure,
    Subject,
    UnitKind,
)
from xeploai.season.figures.tree import NONE, CellPlace, cell_places
from xeploai.season.progress.model import Basis, Evidence
from xeploai.season.progress.reported import CellLine, DateSource, Report, report_of
from xeploai.submissions.model import DatedBy, Return, Status, same_period

Cells = Mapping[str, CellLine | None]
"""The cells of a unit by code, each with its line of the return where there is one."""

NOTHING = Evidence()

_OF_A_ROUND = (MilestoneEvent.CELL_REVIEWS, MilestoneEvent.DECISION)
"""The events that end a round in a unit above others, by what was done below it."""


@dataclass(frozen=True)
class Sources:
    """Returns of the period that can tell how far units are.

    counted: the return in force of each unit; newest: the last that could be read, whatever is
    wrong in it; sent: all that could be read and hold figures; wrong: the cells with an error;
    doubted: those whose date proves nothing until it is settled; last_cells: the number of cells
    of each unit a year before; refused: the units whose return came by the as-of day and has to be
    corrected; incomplete: those that are still reviewing; after_day: the files that came after it.
    """

    counted: Mapping[str, Return]
    newest: Mapping[str, Return] = field(default_factory=dict)
    sent: Sequence[Return] = ()
    wrong: frozenset[CellRef] = frozenset()
    doubted: frozenset[CellRef] = frozenset()
    last_cells: Mapping[str, int] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()
    after_day: frozenset[str] = frozenset()

    @cached_property
    def faulty(self) -> frozenset[str]:
        """The files with an error."""
        return frozenset(ref.file for ref in self.wrong)


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that is known of completion.

    reports: what each unit's returns say, the one in force first; sent: the first sending of each
    unit; decided: what the register's decisions tell; cells: the cells of each unit that
    the register lists, or else its return names, or else it had a year before or declares.
    """

    register: Register
    reports: Mapping[str, tuple[Report, ...]]
    sent: Mapping[str, Evidence]
    decided: Mapping[tuple[RatedSubject, str], Evidence]
    cells: Mapping[str, Cells]

    def of_unit(self, milestone: Milestone, unit: Unit) -> Evidence:
        """Return what is known of a unit at a milestone that binds it."""
        return self._known_to_board(milestone, unit) or self.without_board(milestone, unit)

    def without_board(self, milestone: Milestone, unit: Unit) -> Evidence:
        """Return what is known of a unit at a milestone but for the board's sheet on progress."""
        if not unit.reports:
            return self._of_whole(milestone, unit)
        if unit.kind in milestone.kinds and unit.files and milestone.event in _OF_A_ROUND:
            own = self._of_event(milestone, unit) or self._written(milestone, unit)
            return own if own.is_done or own.is_undone else self._of_whole(milestone, unit)
        is_of_cells = unit.kind not in milestone.kinds and milestone.is_of_cells
        if is_of_cells and milestone.event is not MilestoneEvent.CELL_REVIEWS:
            return _of_all(self._of_cells(milestone, unit))
        return self._of_event(milestone, unit) or self._written(milestone, unit)

    def _of_event(self, milestone: Milestone, unit: Unit) -> Evidence | None:
        """Return what tells more than the day a unit wrote down, if anything does."""
        if milestone.event is MilestoneEvent.SENDING:
            return self._sending(milestone, unit)
        if milestone.event is MilestoneEvent.DECISION:
            return _surest(self._decision(unit), self._written(milestone, unit))
        if milestone.event is MilestoneEvent.CELL_REVIEWS and self._lines(unit):
            return self._reviews(milestone, unit)
        return None

    def _sending(self, milestone: Milestone, unit: Unit) -> Evidence | None:
        """Return what is known of a sending, on the day the unit wrote where no other is known."""
        sent, written = self.sent.get(unit.code), self._written(milestone, unit).done_on
        if sent is None or not sent.is_undated or written is None:
            return sent
        return replace(sent, done_on=written, is_undated=False)

    def _reviews(self, milestone: Milestone, unit: Unit) -> Evidence:
        """Return what is known of the reviews in a unit whose cells are known."""
        lines = self._lines(unit)
        reviews = [_review(line) for line in lines.values() if _must_review(line)]
        together, written = _of_all(reviews), self._written(milestone, unit)
        if together.done_on:
            return together
        if written.is_undone:
            return written
        days = [each.done_on for each in reviews if each.done_on]
        is_contradicted = bool(days) and together.undone_on is not None
        if not written.done_on or is_contradicted:
            return _without_day(together, written)
        # Where the day of a review is not known, the unit says when the last one was.
        return replace(written, done_on=max([*days, written.done_on]))

    def has_nothing_to_review(self, milestone: Milestone, unit: Unit) -> bool:
        """Whether nobody in any cell of a unit is to be rated, so that no review is asked for."""
        lines = self._lines(unit)
        is_review = milestone.event is MilestoneEvent.CELL_REVIEWS and bool(lines)
        if not is_review or any(_must_review(line) for line in lines.values()):
            return False
        known = self.of_unit(milestone, unit)
        return not (known.is_done or known.is_undone)

    def of_cell(self, milestone: Milestone, unit: Unit, cell: str) -> Evidence:
        """Return what is known of a cell at a milestone.

        Without a date of its own it is what its unit wrote.
        """
        own = self._known_to_board(milestone, unit)
        if own is not None and own.done_on:
            return own
        line, written = self.cells[unit.code][cell], self._written(milestone, unit)
        if milestone.event is MilestoneEvent.CELL_REVIEWS:
            return self._review_of_cell(unit, line, written)
        if milestone.event is MilestoneEvent.DECISION:
            decided = self.decided.get((RatedSubject.CELL, cell))
            return _surest(decided, line.decision if line else None, written)
        return written

    def _review_of_cell(self, unit: Unit, line: CellLine | None, written: Evidence) -> Evidence:
        review, is_left_out = _review(line), line is None and _leaves_out(self.cells[unit.code])
        is_known = review.done_on or review.undone_on or is_left_out
        return review if is_known else written if written.done_on else _without_day(review, written)

    def cells_bound(self, milestone: Milestone, unit: Unit) -> list[str]:
        """Return the cells of a unit that must reach a milestone; some need no review."""
        cells = self.cells[unit.code].items()
        is_review = milestone.event is MilestoneEvent.CELL_REVIEWS
        return [code for code, line in cells if not is_review or _must_review(line)]

    @property
    def uncounted(self) -> frozenset[str]:
        """The committees of whose cells not even the number is known."""
        committees = (
            unit for unit in self.register.expected(Subject.CELL)
            if unit.kind is not UnitKind.GRASSROOTS_CELL
        )  # fmt: skip
        return frozenset(unit.code for unit in committees if not self.cells[unit.code])

    def _known_to_board(self, milestone: Milestone, unit: Unit) -> Evidence | None:
        entry = self.register.completions.get((unit.code, milestone.code))
        if entry is None:
            return None
        return Evidence(
            entry.done_on,
            Basis.REGISTER,
            is_undone=entry.done_on is None,
            began_on=entry.began_on,
        )

    def _of_cells(self, milestone: Milestone, unit: Unit) -> Iterator[Evidence]:
        for cell in self.cells_bound(milestone, unit):
            yield self.of_cell(milestone, unit, cell)

    def _own_line(self, unit: Unit) -> Cells:
        """Return the one line of a grassroots cell, by its own code."""
        reports = self.reports.get(unit.code, ())
        return next((report.cells for report in reports if report.cells), {})

    def _lines(self, unit: Unit) -> Cells:
        """Return the cells of a committee, or the one line of a grassroots cell, by code."""
        return self.cells.get(unit.code) or self._own_line(unit)

    def _written(self, milestone: Milestone, unit: Unit) -> Evidence:
        """Return what the unit wrote on the sheet Tiến độ."""
        is_unwritten = is_miswritten = False
        for report in self.reports.get(unit.code, ()):
            if day := report.written.get(milestone.code):
                began = report.began.get(milestone.code)
                return Evidence(day, report.basis, began_on=began)
            if milestone.code in report.undone:
                return Evidence(basis=report.basis, is_undone=True)
            is_unwritten = is_unwritten or not report.is_after_day
            is_miswritten = is_miswritten or milestone.code in report.miswritten
        return Evidence(is_unwritten=is_unwritten, is_miswritten=is_miswritten)

    def _of_whole(self, milestone: Milestone, unit: Unit) -> Evidence:
        below = self.register.reporting_under(unit.code)
        bound = [each for each in below if milestone.binds(each)]
        if milestone.event is MilestoneEvent.DECISION:
            decided = self.decided.get((RatedSubject.ORG, unit.code))
            together = _of_all(self.of_unit(milestone, each) for each in bound or below)
            return _surest(decided, together)
        is_of_returns = milestone.event in (MilestoneEvent.CELL_REVIEWS, MilestoneEvent.SENDING)
        units = bound or (below if is_of_returns else ())
        return _of_all(
            self.of_unit(milestone, each)
            for each in units
            if not self.has_nothing_to_review(milestone, each)
        )

    def _decision(self, unit: Unit) -> Evidence:
        reports = self.reports.get(unit.code, ())
        # A form lists the decision even where the register follows it for the level above only.
        days = ((report.written.get(USUAL_DECISION), report.basis) for report in reports)
        return _surest(
            self.decided.get((RatedSubject.ORG, unit.code)),
            *(report.decision for report in reports),
            *(Evidence(day, basis) for day, basis in days if day),
        )


def gather(register: Register, sources: Sources, ledger: Ledger, as_of: date) -> Proofs:
    """Return the proofs that the returns, the ledger and the register hold on a day."""
    by_unit = dict(_reports(register, sources))
    return Proofs(
        register,
        by_unit,
        _sent(register, sources, ledger, as_of),
        {
            (row.subject, row.unit_code): Evidence(
                row.decision_date, Basis.DECISION, is_undated=row.decision_date is None
            )
            for row in (item.row for item in (*register.later_decisions, *register.decisions))
            if row.decided_level
        },
        {unit.code: _cells(register, unit, by_unit, sources) for unit in register.reporting},
    )


def _reports(register: Register, sources: Sources) -> Iterator[tuple[str, tuple[Report, ...]]]:
    """Yield what the returns of each unit say: the one in force, then the newest."""
    places, unsure = _places(register, sources), sources.wrong | sources.doubted
    for unit in register.reporting:
        items = [sources.counted.get(unit.code), sources.newest.get(unit.code)]
        returns = {item.file: item for item in items if item is not None and not item.is_empty}
        reports = (
            report_of(register, unit, _date_source(item, sources, unsure), places.get(file, ()))
            for file, item in returns.items()
        )
        if returns:
            yield unit.code, tuple(reports)


def _date_source(item: Return, sources: Sources, unsure: frozenset[CellRef]) -> DateSource:
    basis = Basis.REFUSED_RETURN if item.file in sources.faulty else Basis.RETURN
    return DateSource(item, basis, unsure, is_after_day=item.file in sources.after_day)


def _places(register: Register, sources: Sources) -> Mapping[str, Sequence[CellPlace]]:
    """Return the cells of the returns by file, under the codes that they have in the figures.

    A return that does not count is placed as if it did, so that a code which two units use
    stands for the same cell in figures and in progress.
    """
    newest, counted = sources.newest, sources.counted
    uncounted = {unit: item for unit, item in newest.items() if unit not in counted}
    return {
        **_places_by_file(register, {**counted, **newest}),
        **_places_by_file(register, counted, uncounted),
    }


def _places_by_file(
    register: Register, returns: Mapping[str, Return], others: Mapping[str, Return] = NONE
) -> dict[str, list[CellPlace]]:
    places: dict[str, list[CellPlace]] = {}
    for place in cell_places(register, returns, others):
        places.setdefault(returns[place.unit].file, []).append(place)
    return places


def _cells(
    register: Register,
    unit: Unit,
    reports: Mapping[str, tuple[Report, ...]],
    sources: Sources,
) -> Cells:
    """Return the cells of a unit, as many as the best source knows; none where nobody knows."""
    cells: dict[str, CellLine | None] = {each.code: None for each in register.cells_of(unit.code)}
    own = reports.get(unit.code, ())
    lines = next((report.cells for report in own if report.cells), {})
    cells |= {code: line for code, line in lines.items() if code != unit.code}
    if cells or lines:
        return cells
    declared = next((report.declared_cells for report in own if report.declared_cells), 0)
    number = sources.last_cells.get(unit.code) or declared
    return dict.fromkeys((f"{unit.code}/~{each}" for each in range(1, number + 1)), None)


def _review(line: CellLine | None) -> Evidence:
    """Return what is known of the review of a cell in a unit that dates reviews."""
    if line is None:
        return NOTHING
    if line.reviewed_on:
        return Evidence(line.reviewed_on, line.basis)
    if line.is_unreviewed:
        return Evidence(basis=line.basis, undone_on=line.reported_on)
    return Evidence(is_unwritten=not line.is_miswritten, is_miswritten=line.is_miswritten)


def _without_day(review: Evidence, written: Evidence) -> Evidence:
    """Return what is known of reviews of which no day is known; written: what the unit wrote."""
    return replace(
        review,
        is_unwritten=review.is_unwritten or written.is_unwritten,
        is_miswritten=review.is_miswritten or written.is_miswritten,
    )


def _leaves_out(lines: Cells) -> bool:
    """Whether a return has lines of cells, and none of one that the register lists."""
    has_line = [line is not None for line in lines.values()]
    return any(has_line) and not all(has_line)


def _must_review(line: CellLine | None) -> bool:
    """Whether a cell has a review to hold: not where nobody in it is to be rated."""
    return line is None or line.must_review


# ---------------------------------------------------------------- sending


def _sent(register: Register, sources: Sources, ledger: Ledger, as_of: date) -> dict[str, Evidence]:
    """Return by unit the first day on which a return came that can be read and holds figures.

    Where the register asks for one without errors, the first day of such a one.
    """
    wants_counted = register.settings.sending_measure is SendingMeasure.COUNTED
    first: dict[str, Evidence] = {}
    tried: dict[str, Evidence] = {}
    sendings = [*_sendings(sources, as_of), *_gone(register, ledger, as_of)]
    for unit, sending in sorted(sendings, key=lambda each: each[1].done_on or as_of):
        known = tried if wants_counted and sending.is_corrected else first
        known.setdefault(unit, sending)
    waiting = {
        unit: replace(sending, sent_on=sending.done_on, done_on=None, is_undated=False)
        for unit, sending in tried.items()
    }
    sent = {
        unit: replace(
            sending,
            is_corrected=_is_corrected(unit, sending, sources),
            sent_on=waiting.get(unit, NOTHING).sent_on,
        )
        for unit, sending in first.items()
    }
    return {
        unit: replace(sending, is_incomplete=unit in sources.incomplete)
        for unit, sending in (waiting | sent).items()
    }


def _is_corrected(unit: str, sending: Evidence, sources: Sources) -> bool:
    """Whether what a unit sent is being corrected: no return of it counts."""
    is_waiting = unit in sources.refused or unit in sources.incomplete
    return unit not in sources.counted and (is_waiting or sending.is_corrected)


def _sendings(sources: Sources, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """Yield the day of each return that is there, and whether it has to be corrected."""
    for item in sources.sent:
        is_faulty = item.file in sources.faulty
        basis = Basis.REFUSED_RETURN if is_faulty else Basis.RETURN
        is_corrected = is_faulty or item.is_partial
        day = _came_on(item, sources.wrong)
        yield (
            item.unit,
            _sending(_by_then(day, item, sources, as_of), basis, is_corrected=is_corrected),
        )


def _by_then(day: date | None, item: Return, sources: Sources, as_of: date) -> date | None:
    """Return the day a return came, None where only the ledger knows one and that is later.

    What is in the figures of a day has come by then, whenever a build first met it.
    """
    is_written = item.dated_by is not DatedBy.LEDGER and day == item.received_on
    is_met_later = day is not None and day > as_of and not is_written
    return None if is_met_later and item.file not in sources.after_day else day


def _sending(day: date | None, basis: Basis, *, is_corrected: bool) -> Evidence:
    return Evidence(day, basis, is_undated=day is None, is_corrected=is_corrected)


def _came_on(item: Return, wrong: frozenset[CellRef]) -> date | None:
    """Return the day a return came: when it was first met, where the day written is wrong."""
    written = item.sheet(InfoReturn).label("sent_on")
    if written in wrong:
        return item.seen_on
    return item.came_on


def _gone(register: Register, ledger: Ledger, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """Yield the sendings of files that are not there any more."""
    for item in ledger.gone:
        if not same_period(item.period, register.settings.period):
            continue
        judged = _last_judgement(item)
        if judged in _READABLE:
            day = corrected_day(register, item) or item.received_on
            seen = item.first_seen.date()
            day = day or (seen if seen <= as_of else None)
            is_corrected = judged is not Status.COUNTED
            yield item.unit, _sending(day, Basis.LEDGER, is_corrected=is_corrected)


_READABLE = (Status.COUNTED, Status.REFUSED, Status.PARTIAL)


def _last_judgement(item: Receipt) -> Status | None:
    """Return what became of a file when last judged: being superseded is no fault of its own."""
    no_judgement = (None, Status.SUPERSEDED)
    judged = [event.status for event in item.events if event.status not in no_judgement]
    return judged[-1] if judged else None


# ---------------------------------------------------------------- of several


def _surest(*evidence: Evidence | None) -> Evidence:
    """Return the first evidence with a day, or else the first that something is done at all."""
    known = [each for each in evidence if each is not None]
    dated = (each for each in known if each.done_on is not None)
    done = (each for each in known if each.is_done)
    return next(dated, None) or next(done, None) or next(iter(known[-1:]), NOTHING)


def _of_all(evidence: Iterable[Evidence]) -> Evidence:
    """Return what is known of several things together: done with the last of them."""
    known = list(evidence)
    undated = [each for each in known if each.is_undated]
    if known and all(each.is_done for each in known):
        return undated[0] if undated else max(known, key=lambda each: each.done_on or date.min)
    undone = [each.undone_on for each in known if each.undone_on is not None]
    left = [each for each in known if not each.is_done]
    return Evidence(
        undone_on=max(undone, default=None),
        is_undone=any(each.is_undone for each in known),
        is_unwritten=any(each.is_unwritten for each in known),
        is_miswritten=any(each.is_miswritten for each in known),
        basis=next((each.basis for each in left if each.is_undone or each.undone_on), Basis.NONE),
    )
