"""Who may be decided on: the units of the register, and the cells that returns name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.terms import Level, RatedSubject, UnitKind
from xeploai.submissions.cell_codes import CodedCell, coded_cells
from xeploai.submissions.model import Return

Key = tuple[str, RatedSubject]
"""A unit or cell as a row of the register's decisions names it."""

LevelRow: TypeAlias = Located[InfoReturn] | Located[CellReturn]


@dataclass(frozen=True, slots=True)
class Rated:
    """A unit or cell that may be decided on.

    unit: the code by which the register knows it, of a cell that is not listed its unit's;
    reporter: the unit whose return tells its levels; rows: where it does, a chi bộ cơ sở on two
    sheets, of which the first goes before.
    """

    unit: str
    name: str
    kind: UnitKind
    reporter: str
    rows: tuple[LevelRow, ...] = ()

    def row_of(self, step: str) -> LevelRow | None:
        """Return the row of the return that gives a level at a step, by the step's field."""
        return next((row for row in self.rows if getattr(row.row, step)), None)

    @property
    def self_level(self) -> Level | None:
        """The level that it gave itself, as the return has it."""
        row = self.row_of("self_level")
        return row.row.self_level if row else None

    @property
    def is_to_be_rated(self) -> bool:
        """Whether anybody in it is rated or still to be reviewed, as far as its rows tell."""
        cells = [row.row for row in self.rows if isinstance(row.row, CellReturn)]
        return not cells or any(row.rated or row.is_unreviewed for row in cells)


def rated_of(register: Register, returns: Mapping[str, Return]) -> dict[Key, Rated]:
    """Return all that may be decided on; returns: the one of each unit that tells its levels."""
    rated: dict[Key, Rated] = dict(_listed(register))
    for code, item in returns.items():
        unit = register.units[code]
        rated[code, RatedSubject.ORG] = Rated(code, unit.name, unit.kind, code, _rows(unit, item))
    for cell in coded_cells(register, returns):
        if not cell.is_unit:
            rated[cell.code, RatedSubject.CELL] = _rated_cell(cell)
    return rated


def _listed(register: Register) -> Iterator[tuple[Key, Rated]]:
    reporters = {
        cell.code: unit.code for unit in register.reporting for cell in register.cells_of(unit.code)
    }
    for unit in register.units.values():
        reporter = reporters.get(unit.code, unit.code)
        yield (unit.code, _subject(unit)), Rated(unit.code, unit.name, unit.kind, reporter)


def _rows(unit: Unit, item: Return) -> tuple[LevelRow, ...]:
    """Return where a unit's return gives the levels of the unit itself."""
    info = (item.info,) if item.info else ()
    own = item.rows(CellReturn)[:1] if unit.kind is UnitKind.GRASSROOTS_CELL else ()
    return (*info, *own)


def _subject(unit: Unit) -> RatedSubject:
    return RatedSubject.CELL if unit.kind is UnitKind.CELL else RatedSubject.ORG


def _rated_cell(cell: CodedCell) -> Rated:
    name = cell.listed.name if cell.listed else cell.located.row.name
    unit = cell.listed.code if cell.listed else cell.unit
    return Rated(unit, name, UnitKind.CELL, cell.unit, (cell.located,))
