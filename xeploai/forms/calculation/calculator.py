"""The formulas of a workbook → their values.

A formula is made into a function once, whichever rows and workbooks it stands in.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from xeploai.forms.calculation.functions import FUNCTIONS, NEGATIVE, SIGNS, stored
from xeploai.forms.calculation.syntax import (
    Call,
    FormulaError,
    Listed,
    Literal,
    Negative,
    Node,
    Reach,
    Reference,
    Row,
    Sign,
    parsed,
)
from xeploai.forms.calculation.values import (
    REFERENCE,
    Area,
    CellError,
    Remembering,
    Scalar,
    Value,
    is_of_each,
    number,
    truth,
)
from xeploai.forms.styles import CellFormula

_MOST_KEPT = 4096
"""Number of formulas kept as functions; a form has about two hundred different ones."""

Cells: TypeAlias = Mapping[tuple[int, int], object]
"""Contents of a sheet's cells, by row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class _Where:
    """The cell whose formula is worked out; known: parts of it that are worked out already."""

    book: "Calculator"
    sheet: str
    row: int
    known: dict[int, Value] = field(default_factory=dict)


_Work: TypeAlias = Callable[[_Where], Value]


class Calculator:
    """The values of a workbook's cells, each formula worked out when it is first asked for."""

    def __init__(self, sheets: Mapping[str, Cells]) -> None:
        self._sheets = sheets
        self._known: dict[str, dict[tuple[int, int], Scalar]] = {name: {} for name in sheets}
        self._areas: dict[tuple[str, tuple[int, int], tuple[int, int]], Area] = {}

    def has(self, sheet: str) -> bool:
        """Whether the workbook has a sheet."""
        return sheet in self._sheets

    def value(self, sheet: str, at: tuple[int, int]) -> Scalar:
        """Return the value of a cell."""
        if sheet not in self._sheets:
            return REFERENCE
        known = self._known[sheet]
        if at not in known:
            known[at] = self._worked_out(sheet, self._sheets[sheet].get(at))
        return known[at]

    def area(self, sheet: str, first: tuple[int, int], last: tuple[int, int]) -> Area:
        """Return the values of an area, row by row."""
        if sheet not in self._sheets:
            return Area.of([REFERENCE])
        key = sheet, first, last
        if key not in self._areas:
            filled = self._sheets[sheet]
            self._areas[key] = Area.of(
                self.value(sheet, (row, column)) if (row, column) in filled else None
                for row in range(first[0], last[0] + 1)
                for column in range(first[1], last[1] + 1)
            )
        return self._areas[key]

    def _worked_out(self, sheet: str, content: object) -> Scalar:
        if not isinstance(content, CellFormula):
            return stored(content)
        made = _function(content.template)(_Where(self, sheet, content.row))
        # What Excel shows for a lone reference to an empty cell.
        return 0 if made is None else _single(made)


def _single(value: Value) -> Scalar:
    return value[0] if isinstance(value, Area) else value


@lru_cache(_MOST_KEPT)
def _function(template: str) -> _Work:
    return _Maker(parsed(template)).work


# ------------------------------------------------------------------ from the tree to a function


class _Maker:
    """The function of a formula: parts that stand in it more than once are worked out once."""

    def __init__(self, tree: Node) -> None:
        self._times = Counter(map(id, _parts(tree)))
        self._made: dict[int, _Work] = {}
        self.work = self.of(tree)

    def of(self, node: Node) -> _Work:
        """Return the function of a part of the formula."""
        key = id(node)
        if key not in self._made:
            work = self._new(node)
            is_again = self._times[key] > 1 and isinstance(node, Call | Sign)
            self._made[key] = _remembered(work, key) if is_again else work
        return self._made[key]

    def _new(self, node: Node) -> _Work:
        fused = self._fused(node)
        return fused if fused is not None else self._plain(node)

    def _plain(self, node: Node) -> _Work:
        if isinstance(node, Literal):
            return _constant(node.value)
        if isinstance(node, Listed):
            return _constant(Area.of(node.values))
        if isinstance(node, Reference):
            return _reference(node)
        if isinstance(node, Reach):
            return _reach(node, self.of(node.place))
        if isinstance(node, Negative):
            value = self.of(node.value)
            return lambda where: NEGATIVE(0, value(where))
        return self._between(node) if isinstance(node, Sign) else self._call(node)

    def _fused(self, node: Node) -> _Work | None:
        """Return the function of a part that reads one area or cell, each of its values by itself.

        None for any other. All that is done to such a value is done once, and remembered.
        """
        chain: list[Call | Sign] = []
        while isinstance(node, Call | Sign) and (inner := _read_alone(node)) is not None:
            chain.append(node)
            node = inner
        is_read = isinstance(node, Reach) or (isinstance(node, Reference) and node.last is not None)
        if not is_read or len(chain) < _WORTH_KEEPING:
            return None
        read = self.of(node)
        remembered = Remembering(self._once(chain, node))
        return lambda where: remembered(read(where))

    def _once(self, chain: Sequence[Call | Sign], read: Node) -> Callable[[Value], Value]:
        """Return the function of a chain of parts, each around the next, of the value read."""
        made: Callable[[Value], Value] = lambda value: value  # noqa: E731
        inner = read
        for node in reversed(chain):
            made = self._around(node, inner, made)
            inner = node
        return made

    def _around(
        self, node: Call | Sign, inner: Node, made: Callable[[Value], Value]
    ) -> Callable[[Value], Value]:
        function, parts = _function_of(node), _inside(node)
        others = [None if part is inner else _fixed(part) for part in parts]
        at = next(index for index, part in enumerate(parts) if part is inner)
        before, after = others[:at], others[at + 1 :]
        return lambda value: function(*before, made(value), *after)

    def _between(self, node: Sign) -> _Work:
        sign, left, right = SIGNS[node.sign], self.of(node.left), self.of(node.right)
        return lambda where: sign(left(where), right(where))

    def _call(self, node: Call) -> _Work:
        if node.name == "ROW" and isinstance(node.arguments[0], Reach):
            reach = node.arguments[0]
            return _rows_reached(reach, self.of(reach.place))
        if node.name in _OF_CELLS:
            return _OF_CELLS[node.name](node)
        arguments = [self.of(each) for each in node.arguments]
        if node.name in _CHOICES:
            return _CHOICES[node.name](*arguments)
        if node.name not in FUNCTIONS:
            raise FormulaError(f"no function {node.name}")
        function = FUNCTIONS[node.name]
        if len(arguments) == 1:
            (only,) = arguments
            return lambda where: function(only(where))
        return lambda where: function(*[argument(where) for argument in arguments])


_WORTH_KEEPING = 2
"""From this number of steps on, a value is looked up and not worked out again."""


def _function_of(node: Call | Sign) -> Callable[..., Value]:
    return SIGNS[node.sign] if isinstance(node, Sign) else FUNCTIONS[node.name]


def _read_alone(node: Call | Sign) -> Node | None:
    """Return the one part of a call or sign that is no literal, where each value is by itself."""
    if isinstance(node, Call) and (
        node.name not in FUNCTIONS or not is_of_each(FUNCTIONS[node.name])
    ):
        return None
    parts = [part for part in _inside(node) if not _is_fixed(part)]
    return parts[0] if len(parts) == 1 else None


def _is_fixed(node: Node) -> bool:
    """Whether a part is a literal, or CHAR of one."""
    return isinstance(node, Literal) or (
        isinstance(node, Call) and node.name == "CHAR" and isinstance(node.arguments[0], Literal)
    )


def _fixed(node: Node) -> Value:
    if isinstance(node, Call):
        return FUNCTIONS[node.name](*map(_fixed, node.arguments))
    return node.value if isinstance(node, Literal) else None


def _parts(node: Node) -> Iterator[Node]:
    """Yield a part of a formula and all that is in it, what is in it twice only once."""
    waiting, seen = [node], set()
    while waiting:
        part = waiting.pop()
        yield part
        if id(part) not in seen:
            seen.add(id(part))
            waiting += _inside(part)


def _inside(node: Node) -> Sequence[Node]:
    if isinstance(node, Sign):
        return node.left, node.right
    if isinstance(node, Negative):
        return (node.value,)
    if isinstance(node, Reach):
        return (node.place,)
    return node.arguments if isinstance(node, Call) else ()


def _remembered(work: _Work, key: int) -> _Work:
    def once(where: _Where) -> Value:
        if key not in where.known:
            where.known[key] = work(where)
        return where.known[key]

    return once


def _constant(value: Value) -> _Work:
    return lambda _: value


def _reference(node: Reference) -> _Work:
    first_row, first_column = node.first
    if node.last is None:
        return lambda where: where.book.value(
            node.sheet or where.sheet, (_row_of(first_row, where), first_column)
        )
    last_row, last_column = node.last
    return lambda where: where.book.area(
        node.sheet or where.sheet,
        (_row_of(first_row, where), first_column),
        (_row_of(last_row, where), last_column),
    )


def _reach(node: Reach, place: _Work) -> _Work:
    _, column = node.among.first
    row, first_column = node.first.first

    def cells(where: _Where, last: int) -> Value:
        first = _row_of(row, where), first_column
        return where.book.area(node.first.sheet or where.sheet, first, (last, column))

    return _to_last(node, place, cells)


def _rows_reached(node: Reach, place: _Work) -> _Work:
    row, _ = node.first.first
    return _to_last(node, place, lambda where, last: Area.of(range(_row_of(row, where), last + 1)))


def _to_last(node: Reach, place: _Work, reach: Callable[[_Where, int], Value]) -> _Work:
    """Return the function of cells or rows that reach to a row still to be worked out."""
    start, _ = node.among.first

    def reached(where: _Where) -> Value:
        last = number(_single(place(where)))
        if isinstance(last, CellError):
            return last
        return reach(where, _row_of(start, where) + int(last) - 1)

    return reached


def _row_of(row: Row, where: _Where) -> int:
    return where.row + row.number if row.is_relative else row.number


# ------------------------------------------------------------------ functions of more than values


def _if(condition: _Work, right: _Work, wrong: _Work) -> _Work:
    """Only the branch that holds is worked out."""

    def chosen(where: _Where) -> Value:
        held = truth(_single(condition(where)))
        if isinstance(held, CellError):
            return held
        return right(where) if held else wrong(where)

    return chosen


def _iferror(value: _Work, other: _Work) -> _Work:
    def chosen(where: _Where) -> Value:
        made = value(where)
        return other(where) if isinstance(_single(made), CellError) else made

    return chosen


_CHOICES: Mapping[str, Callable[..., _Work]] = {"IF": _if, "IFERROR": _iferror}


def _referred(node: Call) -> Reference:
    (cells,) = node.arguments
    if not isinstance(cells, Reference):
        raise FormulaError(f"{node.name} of cells only")
    return cells


def _isref(node: Call) -> _Work:
    sheet = _referred(node).sheet
    return lambda where: where.book.has(sheet or where.sheet)


def _row_numbers(node: Call) -> _Work:
    cells = _referred(node)
    (first, _), last = cells.first, cells.last
    if last is None:
        return lambda where: _row_of(first, where)
    return lambda where: Area.of(range(_row_of(first, where), _row_of(last[0], where) + 1))


def _column_numbers(node: Call) -> _Work:
    cells = _referred(node)
    if cells.last is None:
        return _constant(cells.first[1])
    return _constant(Area.of(range(cells.first[1], cells.last[1] + 1)))


_OF_CELLS: Mapping[str, Callable[[Call], _Work]] = {
    "COLUMN": _column_numbers,
    "ISREF": _isref,
    "ROW": _row_numbers,
}
