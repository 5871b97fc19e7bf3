"""Returns, ledger and register → the day a unit finished a milestone.

Only what is in force proves anything: a refused or empty return does not. Which date proves what:

- CB, cells reviewed: the day the last cell in which anybody is rated held its review; the day
  written on the sheet Tiến độ where the return dates no review at all.
- GUI, sent: the day the first good return came, which the ledger remembers of a file that was
  overwritten or deleted since; else the day the unit wrote.
- QD, decided: the day of the decision in the register, else in the return, else what was written.
- Any other, such as TD (appraised): what the unit wrote on the sheet Tiến độ.

A district or province files nothing. It has done what it asks of the units below once the last
of them has. A milestone of its own is the end of its round: done on the day of its own decision
in the register, else on the day of the last decision below it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xeploai.ledger.model import Ledger, Receipt
from xeploai.ledger.receipts import corrected_day
from xeploai.reading.names import known_code
from xeploai.register.model import Milestone, Register, Unit
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn
from xeploai.schema.terms import RatedSubject
from xeploai.season.figures.tree import cell_places
from xeploai.season.progress.model import CELLS_REVIEWED, DECIDED, SENT
from xeploai.submissions.model import Return, Status, same_period

Cells = Mapping[str, CellReturn | None]
"""The cells of a unit by code, each with its line of the return where there is one."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Proofs of completion.

    written: what each unit wrote on the sheet Tiến độ, by unit and milestone; sent: the day each
    first sent a good return; decided: the day of each decision in the register; cells: the cells
    of each unit that the register lists or its return names; reviews: the days of the reviews
    that the cells of each return have to hold.
    """

    register: Register
    returns: Mapping[str, Return]
    written: Mapping[tuple[str, str], date]
    sent: Mapping[str, date]
    decided: Mapping[tuple[RatedSubject, str], date]
    cells: Mapping[str, Cells]
    reviews: Mapping[str, Sequence[date | None]]

    def of_unit(self, milestone: Milestone, unit: Unit) -> date | None:
        """Return the day a unit finished a milestone."""
        if not unit.kind.reports:
            return self._of_whole(milestone, unit)
        if unit.kind not in milestone.kinds and milestone.is_of_cells:
            cells = self.cells_bound(milestone, unit)
            return _last(self.of_cell(milestone, unit, cell) for cell in cells)
        written = self.written.get((unit.code, milestone.code))
        if milestone.code == SENT:
            # The day it was received proves more than the day the unit wrote down.
            return self.sent.get(unit.code) or written
        if milestone.code == CELLS_REVIEWED:
            reviews = self.reviews.get(unit.code, ())
            return _last(reviews) if any(reviews) else written
        return self._decision(unit) or written if milestone.code == DECIDED else written

    def of_cell(self, milestone: Milestone, unit: Unit, cell: str) -> date | None:
        """Return the day a cell finished a milestone.

        Without a date of its own it is the one its unit wrote.
        """
        row = self.cells[unit.code][cell]
        if milestone.code == CELLS_REVIEWED and row and any(self.reviews[unit.code]):
            return row.review_date
        decided = self.decided.get((RatedSubject.CELL, cell)) or _decision_in(row)
        own = decided if milestone.code == DECIDED else None
        return own or self.written.get((unit.code, milestone.code))

    def cells_bound(self, milestone: Milestone, unit: Unit) -> list[str]:
        """Return the cells of a unit that must reach a milestone; some need no review."""
        is_review = milestone.code == CELLS_REVIEWED
        cells = self.cells[unit.code].items()
        return [code for code, row in cells if not (is_review and row and not _is_reviewed(row))]

    def _of_whole(self, milestone: Milestone, unit: Unit) -> date | None:
        below = self.register.reporting_below(unit.code)
        bound = [each for each in below if milestone.binds(each.kind)]
        own = None
        if milestone.code == DECIDED or not (bound or milestone.code in (CELLS_REVIEWED, SENT)):
            milestone = replace(milestone, code=DECIDED)
            own = self.decided.get((RatedSubject.ORG, unit.code))
        return own or _last(self.of_unit(milestone, each) for each in bound or below)

    def _decision(self, unit: Unit) -> date | None:
        item = self.returns.get(unit.code)
        info = item.info.row if item and item.info else None
        return self.decided.get((RatedSubject.ORG, unit.code)) or _decision_in(info)


def gather(register: Register, returns: Mapping[str, Return], ledger: Ledger) -> Proofs:
    """Return the proofs that the returns in force, the ledger and the register hold."""
    cells: dict[str, dict[str, CellReturn | None]] = {
        unit.code: {cell.code: None for cell in register.cells_of(unit.code)}
        for unit in register.reporting
    }
    for place in cell_places(register, returns):
        # A grassroots cell's one line is its own.
        if place.node.code != place.unit:
            cells[place.unit][place.node.code] = place.located.row
    return Proofs(
        register,
        returns,
        dict(_written(register, returns)),
        _sent(register, returns, ledger),
        {
            (item.subject, item.unit_code): item.decision_date
            for item in register.decisions
            if item.decided_level and item.decision_date
        },
        cells,
        {unit: _reviews(item) for unit, item in returns.items()},
    )


def _written(
    register: Register, returns: Mapping[str, Return]
) -> Iterator[tuple[tuple[str, str], date]]:
    """Yield the dates units wrote on the sheet Tiến độ, by unit and milestone."""
    codes = {*(item.code for item in register.milestones), DECIDED}
    for unit, item in returns.items():
        for row in (located.row for located in item.rows(MilestoneReturn)):
            if row.done_on:
                yield (unit, known_code(row.milestone, codes)), row.done_on


def _reviews(item: Return) -> list[date | None]:
    rows = (located.row for located in item.rows(CellReturn))
    return [row.review_date for row in rows if _is_reviewed(row)]


def _is_reviewed(row: CellReturn) -> bool:
    """Whether a cell has a review to hold: not where nobody in it is rated."""
    return bool(row.rated or row.review_date)


def _sent(register: Register, returns: Mapping[str, Return], ledger: Ledger) -> dict[str, date]:
    """Return the first day on which a good return of each unit came."""
    days = [(unit, item.first_received_on or item.came_on) for unit, item in returns.items()]
    days += [
        (item.unit, _day_of(item, register))
        for item in ledger.gone
        if _was_good(item) and same_period(item.period, register.settings.period)
    ]
    first: dict[str, date] = {}
    for unit, day in days:
        if day is not None:
            first[unit] = min(day, first.get(unit, day))
    return first


def _day_of(item: Receipt, register: Register) -> date:
    return corrected_day(register, item) or item.received_on or item.first_seen.date()


def _was_good(item: Receipt) -> bool:
    """Whether what is gone counted when last judged: being superseded is no fault of its own."""
    no_judgement = (None, Status.SUPERSEDED)
    judged = [event.status for event in item.events if event.status not in no_judgement]
    return judged[-1:] == [Status.COUNTED]


def _decision_in(row: CellReturn | InfoReturn | None) -> date | None:
    """Return the day of a decision that a return gives."""
    return row.decision_date if row and row.decided_level else None


def _last(days: Iterable[date | None]) -> date | None:
    """Return the last of some days; None while one is not known, or there are none."""
    known = list(days)
    held = [day for day in known if day is not None]
    return max(held) if held and len(held) == len(known) else None
