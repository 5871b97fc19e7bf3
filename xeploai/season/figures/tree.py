"""The tree that figures climb: the register's units, and the cells that the returns name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import UnitKind
from xeploai.season.figures.model import Node
from xeploai.submissions.cell_codes import CodedCell, coded_cells
from xeploai.submissions.model import Return

NONE: Mapping[str, Return] = MappingProxyType({})
"""No returns."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell's return and the node it belongs to."""

    node: Node
    unit: str
    located: Located[CellReturn]


def cell_places(
    register: Register, returns: Mapping[str, Return], others: Mapping[str, Return] = NONE
) -> list[CellPlace]:
    """Every cell that the returns in force name, under its place in the tree.

    A cell the register lists keeps its code and its place there. Other cells stand right below
    the unit; others: the returns of units that have none in force, in which a code may stand too.
    """
    cells = coded_cells(register, {**returns, **others})
    return [
        CellPlace(_cell_node(register, cell), cell.unit, cell.located)
        for cell in cells
        if cell.unit in returns
    ]


def _cell_node(register: Register, cell: CodedCell) -> Node:
    known = register.units[cell.unit] if cell.is_unit else cell.listed
    if known is not None:
        return Node(known.code, known.name, known.kind, known.parent)
    return Node(cell.code, cell.located.row.name, UnitKind.CELL, cell.unit)


def nodes(register: Register, places: list[CellPlace]) -> dict[str, Node]:
    """Every node by code: units in the office's order, each followed by what stands below it."""
    named: dict[str, list[Node]] = {}
    for place in places:
        named.setdefault(place.node.parent, []).append(place.node)
    by_code: dict[str, Node] = {}
    for root in register.roots:
        for node in _below(register, named, Node(root.code, root.name, root.kind, "")):
            by_code.setdefault(node.code, node)
    return by_code


def _below(register: Register, named: Mapping[str, list[Node]], node: Node) -> Iterator[Node]:
    yield node
    for unit in register.children.get(node.code, ()):
        yield from _below(register, named, Node(unit.code, unit.name, unit.kind, unit.parent))
    yield from (cell for cell in named.get(node.code, ()) if cell.code not in register.units)


def ancestors(by_code: Mapping[str, Node], code: str) -> Iterator[str]:
    """Yield a node's own code and those of all that stand above it."""
    while code:
        yield code
        code = by_code[code].parent
