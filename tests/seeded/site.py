"""The unit in which a fault is planted, and the right changes that may go before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.seeded.draw import Drawn
from tests.seeded.returns import NOT_RATED, draw_cell
from tests.seeded.sendings import TAKEN, Place, RowType, Sending, Values
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn
from xeploai.schema.terms import DisciplineTarget, Level, UnitKind

_DECLARED = {"members": "members_declared", "rated": "rated_declared"}


def is_number(value: object) -> bool:
    """Whether a count stands in a cell, and nothing else was planted there."""
    return isinstance(value, int)


class NoRoomError(LookupError):
    """A unit has no row that this fault could stand in."""


@dataclass
class Site:
    """The unit in which a fault is planted."""

    season: Drawn
    unit: str
    rng: Random
    ago: int = 0

    @property
    def sending(self) -> Sending:
        """What the unit sent."""
        return (self.season.last if self.ago else self.season.now)[self.unit]

    @property
    def before(self) -> Site:
        """The same unit a year ago."""
        return Site(self.season, self.unit, self.rng, ago=1)

    @property
    def info(self) -> Values:
        """Its first sheet."""
        return self.sending.info

    @property
    def kept(self) -> Values:
        """What the register says of the unit."""
        return self.season.units[self.unit]

    @property
    def cells(self) -> list[Values]:
        """The rows of its cells."""
        return self.sending.rows[CellReturn]

    def rows(self, kind: RowType) -> list[Values]:
        """The rows of one of its sheets."""
        return self.sending.rows[kind]

    # -------------------------------------------------------------- choosing

    def pick(self, kind: RowType, fits: Callable[[Values], object] = lambda row: True) -> Values:
        """A row in which nothing is wrong yet."""
        free = [row for row in self.rows(kind) if TAKEN not in row and fits(row)]
        if not free:
            raise NoRoomError(kind.SHEET)
        row = self.rng.choice(free)
        row[TAKEN] = True
        return row

    def cell(self, fits: Callable[[Values], object] = lambda row: True) -> Values:
        """A cell in which nothing is wrong yet."""
        return self.pick(CellReturn, fits)

    def label(self, *keys: str) -> str:
        """A field of the first sheet in which nothing is wrong yet."""
        free = [key for key in keys if TAKEN + key not in self.info]
        if not free:
            raise NoRoomError(InfoReturn.SHEET)
        key = self.rng.choice(free)
        self.info[TAKEN + key] = True
        return key

    def some(self) -> int:
        """By how much a number is wrong."""
        return self.rng.randint(1, 9)

    # -------------------------------------------------------------- places

    def at(self, kind: RowType, row: Values | None, key: str) -> Place:
        """A cell of a table."""
        return Place(self.sending, kind, key, row)

    def at_cell(self, row: Values, key: str) -> Place:
        """A field of a cell's row."""
        return Place(self.sending, CellReturn, key, row)

    def at_label(self, key: str) -> Place:
        """A field of the first sheet."""
        return Place(self.sending, InfoReturn, key)

    def at_head(self, kind: RowType, key: str) -> Place:
        """The heading of a column."""
        return Place(self.sending, kind, key)

    # -------------------------------------------------------------- right changes

    def shift(self, row: Values, **by: int) -> None:
        """Change the counts of a cell, and all that is summed over the cells."""
        for key, number in by.items():
            row[key] += number
            self._declare(_DECLARED.get(key, ""), number)
        if not self.ago:
            for unit in {self.unit, row["cell_code"]}:
                kept = self.season.units.get(unit, {})
                if kept.get("members_in_database") is not None:
                    kept["members_in_database"] += by.get("members", 0)
        self._discipline(by.get("disciplined", 0))

    def _declare(self, key: str, number: int) -> None:
        if is_number(self.info.get(key)):
            self.info[key] += number

    def _discipline(self, number: int) -> None:
        rows = [row for row in self.rows(DisciplineReturn) if is_number(row["number"])]
        of_members = [row for row in rows if row["target"] is DisciplineTarget.MEMBER]
        for row in of_members[: 1 if number > 0 else None]:
            change = max(number, -row["number"])
            row["number"] += change
            number -= change

    def move(self, row: Values, source: str, target: str, number: int) -> None:
        """Move members from one level to another, in a cell that keeps to the cap."""
        if row[source] < number:
            raise NoRoomError(source)
        self.shift(row, **{source: -number, target: number})
        while target != "xs" and 100 * row["xs"] > 20 * row["htt"]:
            self.shift(row, xs=-1, htt=1)

    def leave_out(self, row: Values, reason: str) -> None:
        """One good member of a cell is not rated."""
        self.move(row, "htt", reason, 1)
        self.shift(row, rated=-1)

    def rate(self, row: Values, level: Level | None) -> None:
        """Give a cell or the unit its level at every step, in the register where it agrees.

        A chi bộ cơ sở has one level, wherever it is written.
        """
        is_one = self.kept["kind"] is UnitKind.GRASSROOTS_CELL and level is not None
        others = (each for each in (self.info, *self.cells) if each["decided_level"] is not None)
        for each in (row, *others) if is_one else (row,):
            self._rate(each, level)

    def _rate(self, row: Values, level: Level | None) -> None:
        code: str = self.unit if row is self.info else row.get("cell_code", "")
        is_kept = row is self.info or code in self.season.cells_of(self.unit)
        decision = self.season.decisions[code] if is_kept and not self.ago else {}
        for key in ("self_level", "proposed_level", "decided_level"):
            if key in decision and decision[key] is row[key]:
                decision[key] = level
            row[key] = level
        if level is None:
            decision |= {"decision_no": "", "decision_date": None} if decision else {}
            row |= {"decision_no": "", "decision_date": None}

    def without_discipline(self, row: Values) -> None:
        """Nobody of a cell was disciplined."""
        self.shift(row, disciplined=-row["disciplined"])

    def best(self, row: Values) -> None:
        """A cell that may be excellent: all did well, nobody was disciplined."""
        self.without_discipline(row)
        for level in ("ht", "kht"):
            self.move(row, level, "htt", row[level])

    def grow(self, row: Values, number: int) -> None:
        """More members, all of them rated good."""
        self.shift(row, members=number, rated=number, htt=number)
        if is_number(row["official"]):
            row["official"] += number

    def new_row(self, code: str, name: str, members: int) -> Values:
        """A further cell of few members, all of them rated good, added to all sums."""
        row = draw_cell(self.rng, code, name, 20, self.season.year - self.ago)
        zero = dict.fromkeys((*NOT_RATED, "members", "rated", "xs", "htt", "ht", "kht"), 0)
        row |= zero | {"official": None, "probationary": None, "disciplined": 0, TAKEN: True}
        self.rate(row, Level.HTT)
        row |= {"not_rated_reason": "", "decision_no": "", "decision_date": None}
        self.cells.append(row)
        self._declare("cells_declared", 1)
        self.grow(row, members)
        return row
