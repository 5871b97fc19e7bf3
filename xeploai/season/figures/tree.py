"""The tree that figures climb: the register's units, and the cells that the returns name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xeploai.reading.names import cells_meant
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import UnitKind
from xeploai.season.figures.model import Node
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell's return and the node it belongs to."""

    node: Node
    unit: str
    located: Located[CellReturn]


def cell_places(register: Register, returns: Mapping[str, Return]) -> list[CellPlace]:
    """Every cell that the returns in force name, under its place in the tree.

    A cell the register lists keeps its code and its place there. Other cells stand right below
    the unit; as units number their cells alike, a code met twice is distinguished by the unit's.
    """
    times: Counter[str] = Counter(
        cell.row.cell_code for item in returns.values() for cell in item.rows(CellReturn)
    )
    return [
        CellPlace(_cell_node(register, times, unit, number, cell, listed), unit, cell)
        for unit, item in returns.items()
        for number, (cell, listed) in enumerate(_with_listed(register, unit, item), start=1)
    ]


def _with_listed(
    register: Register, unit: str, item: Return
) -> Iterator[tuple[Located[CellReturn], Unit | None]]:
    """Each cell of a return beside the listed one it is."""
    cells = item.rows(CellReturn)
    written = [(cell.row.cell_code, cell.row.name) for cell in cells]
    yield from zip(cells, cells_meant(written, register.cells_of(unit)), strict=True)


def _cell_node(
    register: Register,
    times: Counter[str],
    unit: str,
    number: int,
    cell: Located[CellReturn],
    listed: Unit | None,
) -> Node:
    holder = register.units.get(unit)
    if holder is not None and holder.kind is UnitKind.GRASSROOTS_CELL:
        return Node(holder.code, holder.name, holder.kind, holder.parent)
    code = cell.row.cell_code
    if listed is not None:
        return Node(listed.code, listed.name, listed.kind, listed.parent)
    is_clear = code and times[code] == 1 and code not in register.units
    # A cell without a code is distinguished from one whose code is the same number.
    distinct = f"{unit}/{code}" if code else f"{unit}/-{number}"
    return Node(code if is_clear else distinct, cell.row.name, UnitKind.CELL, unit)


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
