"""Cells so small that a person could be recognised: their counts are not shown.

The setting "Ẩn số liệu khi dưới" says how small. Where one cell alone would be hidden in a unit,
its counts would follow from the unit's total, so the next smallest is hidden with it.
"""

from collections.abc import Iterator, Sequence

from xeploai.aggregate import Figure, Figures
from xeploai.schema.terms import Subject, UnitKind


def hidden_cells(figures: Figures | None, least: int) -> frozenset[str]:
    """The codes of the cells whose counts of members are not shown."""
    if figures is None or least <= 1:
        return frozenset()
    by_parent: dict[str, list[Figure]] = {}
    for row in figures.rows:
        if row.kind is UnitKind.CELL and row.subject is Subject.MEMBER and row.is_known:
            by_parent.setdefault(row.parent, []).append(row)
    return frozenset(code for cells in by_parent.values() for code in _hidden(cells, least))


def _hidden(cells: Sequence[Figure], least: int) -> Iterator[str]:
    in_order = sorted(cells, key=lambda row: row.total or 0)
    small = sum((row.total or 0) < least for row in in_order)
    return (row.unit for row in in_order[: 2 if small == 1 else small])
