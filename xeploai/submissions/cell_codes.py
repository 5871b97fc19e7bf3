"""Codes of the cells that returns name: each cell has one, and no two have the same.

A cell the register lists has its code. Of the others most units write only a number, so that many
are alike: then the code of the unit stands before it, as in 0103/01.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from xeploai.reading.names import cells_meant
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class CodedCell:
    """A cell's line of a return; listed: the cell of the register that it is, if there is one.

    unit: the code of the unit that reports it.
    """

    code: str
    unit: str
    listed: Unit | None
    located: Located[CellReturn]

    @property
    def is_unit(self) -> bool:
        """Whether it is the one line of a chi bộ cơ sở, which is its own cell."""
        return self.code == self.unit

    @property
    def codes(self) -> tuple[str, str]:
        """The codes that may mean it: the second where other units have cells of that code too."""
        return self.code, _longer(self.unit, self.code)


def coded_cells(register: Register, returns: Mapping[str, Return]) -> list[CodedCell]:
    """Return every cell that some returns, by unit, name; those of one unit in their order.

    A code by itself is clear where only one line of them all has it.
    """
    taken = {*register.units, *_shared(returns)}
    return [
        CodedCell(_code(register, unit, number, cell, listed, taken), unit, listed, cell)
        for unit, item in returns.items()
        for number, (cell, listed) in enumerate(with_listed(register, unit, item), start=1)
    ]


def _shared(returns: Mapping[str, Return]) -> Iterator[str]:
    """Yield the codes that two lines have, and those that a line may have with its unit's."""
    times: Counter[str] = Counter()
    for unit, item in returns.items():
        for cell in item.rows(CellReturn):
            times[cell.row.cell_code] += 1
            yield _longer(unit, cell.row.cell_code)
    yield from (code for code, number in times.items() if number > 1)


def _longer(unit: str, code: str) -> str:
    return f"{unit}/{code}"


def with_listed(
    register: Register, unit: str, item: Return
) -> Iterator[tuple[Located[CellReturn], Unit | None]]:
    """Yield each cell of a return beside the listed one it is."""
    cells = item.rows(CellReturn)
    written = [(cell.row.cell_code, cell.row.name) for cell in cells]
    yield from zip(cells, cells_meant(written, register.cells_of(unit)), strict=True)


def _code(
    register: Register,
    unit: str,
    number: int,
    cell: Located[CellReturn],
    listed: Unit | None,
    taken: Set[str],
) -> str:
    holder = register.units.get(unit)
    if holder is not None and holder.kind is UnitKind.GRASSROOTS_CELL:
        return unit
    if listed is not None:
        return listed.code
    code = cell.row.cell_code
    if code and code not in taken:
        return code
    is_free = code and _longer(unit, code) not in register.units
    # A cell without a code is distinguished from one whose code is the same number.
    return _longer(unit, code if is_free else f"-{number}")
