"""How a fault is planted: the register of planters, and what a planter may do to a unit.

A planter is a generator named after its rule. It may change what the units sent and what the
board keeps in ways that are right, through the methods of Site that carry on the sums; then it
does the one thing that is wrong, and yields the places where a finding must stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.seeded.draw import YEARS, Drawn, draw
from tests.seeded.returns import NOT_RATED, draw_cell
from tests.seeded.sendings import TAKEN, Place, RowType, Sending, Values
from xeploai.findings import CellRef
from xeploai.register import Unit
from xeploai.rules import BY_CODE
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn
from xeploai.schema.terms import DisciplineTarget, Level, UnitKind

_DECLARED = {"members": "members_declared", "rated": "rated_declared"}


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
        if isinstance(self.info.get(key), int):
            self.info[key] += number

    def _discipline(self, number: int) -> None:
        rows = self.rows(DisciplineReturn)
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
        """Give a cell its level at every step, and the register too."""
        said = dict.fromkeys(("self_level", "proposed_level", "decided_level"), level)
        if row is self.info and not self.ago:
            self.season.decisions[self.unit] |= said
        elif row.get("cell_code") in self.season.cells_of(self.unit) and not self.ago:
            self.season.decisions[row["cell_code"]] |= said
        row |= said
        if level is None:
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
        if isinstance(row["official"], int):
            row["official"] += number

    def new_row(self, code: str, name: str, members: int) -> Values:
        """A further cell of few members, all of them rated good, added to all sums."""
        row = draw_cell(self.rng, code, name, 20, self.season.year - self.ago)
        zero = {key: 0 for key in (*NOT_RATED, "members", "rated", "xs", "htt", "ht", "kht")}
        row |= zero | {"official": None, "probationary": None, "disciplined": 0, TAKEN: True}
        self.rate(row, Level.HTT)
        row |= {"not_rated_reason": "", "decision_no": "", "decision_date": None}
        self.cells.append(row)
        self._declare("cells_declared", 1)
        self.grow(row, members)
        return row


Planted = Iterator[Place | CellRef]


@dataclass(frozen=True)
class Planter:
    """Plants the fault of one rule; among: which units can have it; settings: what the register
    must set for it; company: other rules that find something too, and why they must.
    """

    code: str
    plant: Callable[[Site], Planted]
    among: Callable[[Drawn], list[str]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    company: Mapping[str, str] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """The years, one of each regime, in which the rule is in force."""
        return [year for year in YEARS if BY_CODE[self.code].holds_in(year)]


PLANTERS: dict[str, Planter] = {}


def anyone(drawn: Drawn) -> list[str]:
    """Every unit that sent something."""
    return list(drawn.now)


def committees(drawn: Drawn) -> list[str]:
    """The units that have cells below them."""
    return [code for code in drawn.now if drawn.units[code]["kind"] is UnitKind.GRASSROOTS]


def listed(drawn: Drawn) -> list[str]:
    """The units whose cells the register lists."""
    return [code for code in committees(drawn) if drawn.cells_of(code)]


def unlisted(drawn: Drawn) -> list[str]:
    """The committees whose cells only their returns name."""
    return [code for code in committees(drawn) if not drawn.cells_of(code)]


def lone(drawn: Drawn) -> list[str]:
    """The units that are one cell."""
    return [code for code in drawn.now if drawn.units[code]["kind"] is UnitKind.GRASSROOTS_CELL]


def planter(
    among: Callable[[Drawn], list[str]] = anyone,
    *,
    company: Mapping[str, str] | None = None,
    **settings: object,
) -> Callable[[Callable[[Site], Planted]], Callable[[Site], Planted]]:
    """Register a planter under its own name, which is the rule's code."""

    def registered(plant: Callable[[Site], Planted]) -> Callable[[Site], Planted]:
        code = plant.__name__
        assert code not in PLANTERS, code
        PLANTERS[code] = Planter(code, plant, among, settings, company or {})
        return plant

    return registered


def planted(code: str, seed: int, year: int) -> tuple[Drawn, Site, list[CellRef]]:
    """A season with one fault in it, the unit that has it, and where it stands."""
    how, rng = PLANTERS[code], Random(f"{code}/{seed}/{year}")
    clean = draw(seed, year)
    for unit in shuffled(how.among(clean), rng):
        drawn = deepcopy(clean)
        try:
            site, places = plant_into(drawn, how, unit, rng)
        except NoRoomError:
            continue
        return drawn, site, refs(places)
    raise AssertionError(f"no room for {code} in the season {seed} of {year}")


def plant_into(
    drawn: Drawn, how: Planter, unit: str, rng: Random
) -> tuple[Site, list[Place | CellRef]]:
    """Plant a fault in a unit of a season."""
    drawn.settings |= how.settings
    site = Site(drawn, unit, rng)
    return site, list(how.plant(site))


def refs(places: list[Place | CellRef]) -> list[CellRef]:
    """The addresses of places, as the workbooks are by now."""
    return sorted(each if isinstance(each, CellRef) else each.ref() for each in places)


def shuffled(codes: list[str], rng: Random) -> list[str]:
    """The same in a random order."""
    return rng.sample(codes, len(codes))


__all__ = ["NoRoomError", "Place", "Planted", "Planter", "Site", "Unit", "planter"]
