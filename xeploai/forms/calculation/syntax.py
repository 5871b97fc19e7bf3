"""The text of a formula → a tree of what it says.

Only what the forms' own formulas are made of is understood (see xeploai.schema.self_check):
anything else is refused, so that no formula can be written whose value nobody knows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.findings import column_number

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"]|"")*")
      | (?P<area>(?:'(?P<sheet>(?:[^']|'')+)'!)?
            \$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]+|[§¶])
            (?::\$?(?P<last_column>[A-Z]{1,3})\$?(?P<last_row>[0-9]+|[§¶]))?(?![A-Z0-9(]))
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<name>[A-Z]+)
      | (?P<sign><=|>=|<>|[-=<>+*/&(),{}:])
    )""",
    re.VERBOSE,
)
_STRENGTH = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
}
"""How tightly each sign binds."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text or a truth as it stands in the formula."""

    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Values in braces."""

    values: tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: of a number, or relative to the formula's own, 0 or -1."""

    number: int
    is_relative: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells; sheet is "" for the formula's own sheet; columns are counted from 1.

    last is None for a cell; an area may hold one cell only and is an area all the same.
    """

    sheet: str
    first: tuple[Row, int]
    last: tuple[Row, int] | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The cells from one to another that a call of INDEX gives: "C7:INDEX(C7:C37,5)"."""

    first: Reference
    among: Reference
    place: "Node"


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator between two values."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negative:
    """A value with a minus before it."""

    value: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    name: str
    arguments: tuple["Node", ...]


Node = Literal | Listed | Reference | Reach | Sign | Negative | Call


class FormulaError(ValueError):
    """A formula that is not understood: a mistake of the program, never of a unit."""


def parsed(formula: str) -> Node:
    """Return what a formula says, without its "="; § and ¶ as CellFormula has them."""
    reader = _Reader(formula)
    node = reader.expression(0)
    reader.take("")
    return node


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    reference: Reference | None = None


class _Reader:
    """A formula read from left to right, one token ahead.

    Parts that are the same are the same object, so that each can be worked out once.
    """

    def __init__(self, formula: str) -> None:
        self._tokens = _tokens(formula)
        self._next = next(self._tokens)
        self._parts: dict[tuple[object, ...], Node] = {}

    def _same(self, node: Node, *told_apart_by: object) -> Node:
        return self._parts.setdefault((type(node), *told_apart_by), node)

    def take(self, text: str) -> None:
        """Pass over a sign that must stand here."""
        if self._next.text != text:
            raise FormulaError(f"{text or 'the end'} expected before {self._next.text}")
        self._advance()

    def expression(self, strength: int) -> Node:
        """Return the expression up to a sign that binds no tighter."""
        left = self._operand()
        while _STRENGTH.get(self._next.text, 0) > strength and self._next.kind == "sign":
            sign = self._advance().text
            right = self.expression(_STRENGTH[sign])
            left = self._same(Sign(sign, left, right), sign, id(left), id(right))
        return left

    def _operand(self) -> Node:
        token = self._advance()
        if token.reference is not None:
            first = self._same(token.reference, token.reference)
            return self._reach(token.reference) if self._next.text == ":" else first
        if token.kind in ("number", "text"):
            constant = _constant(token)
            return self._same(Literal(constant), type(constant), constant)
        if token.kind == "name":
            return self._named(token.text)
        return self._signed(token.text)

    def _reach(self, first: Reference) -> Node:
        self._advance()
        last = self._operand()
        among = last.arguments[0] if isinstance(last, Call) and last.name == "INDEX" else None
        if not isinstance(last, Call) or not isinstance(among, Reference):
            raise FormulaError("cells reach to other cells or to INDEX of some")
        place = last.arguments[1]
        return self._same(Reach(first, among, place), first, among, id(place))

    def _signed(self, sign: str) -> Node:
        if sign == "-":
            value = self._operand()
            return self._same(Negative(value), id(value))
        if sign == "(":
            inner = self.expression(0)
            self.take(")")
            return inner
        if sign == "{":
            return Listed(tuple(self._listed()))
        raise FormulaError(f"a value expected in place of {sign or 'the end'}")

    def _listed(self) -> Iterator[float | str]:
        while True:
            yield _constant(self._advance())
            if self._next.text != ",":
                break
            self._advance()
        self.take("}")

    def _named(self, name: str) -> Node:
        if self._next.text != "(" and name in ("TRUE", "FALSE"):
            return Literal(name == "TRUE")
        self.take("(")
        arguments: list[Node] = []
        while self._next.text != ")" or arguments:
            arguments.append(self.expression(0))
            if self._next.text != ",":
                break
            self._advance()
        self.take(")")
        return self._same(Call(name, tuple(arguments)), name, *map(id, arguments))

    def _advance(self) -> _Token:
        token, self._next = self._next, next(self._tokens, _END)
        return token


_END = _Token("end", "")


def _tokens(formula: str) -> Iterator[_Token]:
    at = 0
    while at < len(formula.rstrip()):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise FormulaError(f"not understood from {formula[at : at + 20]}")
        at = match.end()
        # A reference has named parts of its own, the last one matched is not its kind.
        kind = "area" if match["area"] else str(match.lastgroup)
        yield _Token(kind, match[kind], _reference(match) if match["area"] else None)
    yield _END


def _reference(match: re.Match[str]) -> Reference:
    first = _row(match["row"]), column_number(match["column"])
    sheet = (match["sheet"] or "").replace("''", "'")
    if not match["last_row"]:
        return Reference(sheet, first)
    return Reference(sheet, first, (_row(match["last_row"]), column_number(match["last_column"])))


def _row(text: str) -> Row:
    if text in "§¶":
        return Row(-int(text == "¶"), is_relative=True)
    return Row(int(text), is_relative=False)


def _constant(token: _Token) -> float | str:
    if token.kind == "text":
        return token.text[1:-1].replace('""', '"')
    if token.kind == "number":
        return float(token.text) if "." in token.text else int(token.text)
    raise FormulaError(f"a number or text expected in place of {token.text}")
