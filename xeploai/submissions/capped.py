"""The members of returns beside the cap on excellent ones."""

from collections.abc import Sequence

from xeploai.reading.names import known_code
from xeploai.register.caps import Counts, MeasuredCap, measured
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.submissions.model import Return


def unit_cap(register: Register, item: Return) -> MeasuredCap:
    """Return the excellent members of a unit beside its cap."""
    return measured(register, _sums([item]), item.unit)


def is_unit_over(register: Register, item: Return) -> bool:
    """Whether a unit is over its cap even if all who have still to be rated come out good."""
    sums, rows = _sums([item]), [cell.row for cell in item.rows(CellReturn)]
    waiting = sum(row.members - row.not_rated for row in rows if row.is_unreviewed)
    counts = Counts(sums.xs, sums.htt + waiting, sums.rated + waiting)
    # Of a cell that is only named not even the members are known.
    return not item.unfilled_cells and measured(register, counts, item.unit).is_over


def cell_cap(register: Register, item: Return, row: CellReturn) -> MeasuredCap:
    """Return the excellent members of one of its cells beside the cap of the cell, or the unit."""
    listed = {cell.code for cell in register.cells_of(item.unit)}
    code = known_code(row.cell_code, listed)
    units = (code, item.unit) if code in listed else (item.unit,)
    return measured(register, Counts(row.xs, row.htt, row.rated), *units)


def whole_cap(register: Register, items: Sequence[Return]) -> MeasuredCap:
    """Return the excellent members of all units together beside the cap of the top one."""
    top = [root.code for root in register.roots] if len(register.roots) == 1 else []
    return measured(register, _sums(items), *top)


def _sums(items: Sequence[Return]) -> Counts:
    rows = [cell.row for item in items for cell in item.rows(CellReturn)]
    return Counts(
        xs=sum(row.xs for row in rows),
        htt=sum(row.htt for row in rows),
        rated=sum(row.rated for row in rows),
    )
