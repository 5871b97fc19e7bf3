"""Names a template may use, read from the classes of its words, and their types.

Every branch is looked at, whether or not this season's words would take it.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from xeploai.phrases import did_you_mean

ANY: Any = Any
"""The type of what was already found wrong: nothing more is reported of it."""

_LOOP = {"index": int, "index0": int, "revindex": int, "revindex0": int, "length": int,
         "first": bool, "last": bool}  # fmt: skip
_TEXT_FILTERS = {"upper": 0, "lower": 0, "upper_first": 0, "capitalize": 0, "title": 0, "trim": 0,
                 "replace": 2}  # fmt: skip
"""Filters of a text, and the number of texts that each takes as arguments."""


class Loop:
    """The type of the word "loop" inside a loop."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong in the line of a source."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names there are at one place; sure: those of them that are not empty there."""

    types: Mapping[str, Any]
    sure: frozenset[str] = frozenset()

    def surely(self, paths: frozenset[str]) -> "KnownNames":
        return KnownNames(self.types, self.sure | paths)

    def inside(self, name: str, of: Any) -> "KnownNames":
        """Return the names inside a loop over things of a type."""
        sure = frozenset(path for path in self.sure if path.split(".")[0] != name)
        return KnownNames({**self.types, name: of, "loop": Loop}, sure)


@cache
def words_in(of: Any) -> dict[str, Any]:
    """Return the attributes that a word of this type has, with their types."""
    if of is Loop:
        return dict(_LOOP)
    if not is_dataclass(of) or not isinstance(of, type):
        return {}
    hints = get_type_hints(of)
    types = {field.name: hints[field.name] for field in fields(of)}
    for name, value in vars(of).items():
        if isinstance(value, property):
            types[name] = get_type_hints(value.fget)["return"]
    return types


def wrongs_in(tree: Any, of: type) -> list[Wrong]:
    """Return the names in a parsed template that its words lack; of: the class of the words."""
    reader = _Reader({node.name for loop in _all(tree, "For") for node in _names(loop.target)})
    reader.lines(tree.body, KnownNames(words_in(of)))
    return reader.faults


def _all(tree: Any, kind: str) -> Iterator[Any]:
    for node in tree.iter_child_nodes():
        if type(node).__name__ == kind:
            yield node
        yield from _all(node, kind)


def _names(target: Any) -> Iterator[Any]:
    yield from [target] if type(target).__name__ == "Name" else _all(target, "Name")


# ---------------------------------------------------------------- what a condition makes sure


def _path(node: Any) -> str:
    """Return the spelling of a name with its dots; "" for anything else."""
    kind = type(node).__name__
    if kind == "Name":
        return str(node.name)
    before = _path(node.node) if kind == "Getattr" else ""
    return f"{before}.{node.attr}" if before else ""


def _if_true(node: Any) -> frozenset[str]:
    """Return the names that are there where a condition holds."""
    kind = type(node).__name__
    if kind == "And":
        return _if_true(node.left) | _if_true(node.right)
    if kind == "Not":
        return _if_false(node.node)
    return frozenset({path} if (path := _path(node)) else ())


def _if_false(node: Any) -> frozenset[str]:
    """Return the names that are there where a condition does not hold."""
    kind = type(node).__name__
    if kind == "Or":
        return _if_false(node.left) | _if_false(node.right)
    return _if_true(node.node) if kind == "Not" else frozenset()


# ---------------------------------------------------------------- reading


class _Reader:
    """Walks through a parsed template and keeps what is wrong."""

    def __init__(self, loop_names: set[str]) -> None:
        self.faults: list[Wrong] = []
        self._loop_names = loop_names
        self._kinds: Mapping[str, Callable[[Any, KnownNames], Any]] = {
            "Const": lambda node, _: type(node.value),
            "Name": self._name,
            "Getattr": self._attribute,
            "And": self._and,
            "Or": self._or,
            "Not": lambda node, known: self.type_of(node.node, known) and bool,
            "Compare": self._comparison,
            "Concat": self._joined,
            "CondExpr": self._choice,
            "Filter": self._filter,
        }

    def _say(self, node: Any, message: str) -> Any:
        self.faults.append(Wrong(node.lineno, message))
        return ANY

    # ------------------------------------------------------------ blocks

    def lines(self, nodes: list[Any], known: KnownNames) -> None:
        for node in nodes:
            kind = type(node).__name__
            if kind == "Output":
                for shown in node.nodes:
                    self._shown(shown, known)
            elif kind == "If":
                self._if(node, known)
            elif kind == "For":
                self._for(node, known)

    def _if(self, node: Any, known: KnownNames) -> None:
        for branch in (node, *node.elif_):
            self.type_of(branch.test, known)
            self.lines(branch.body, known.surely(_if_true(branch.test)))
            known = known.surely(_if_false(branch.test))
        self.lines(node.else_, known)

    def _for(self, node: Any, known: KnownNames) -> None:
        listed = self.type_of(node.iter, known)
        if type(node.target).__name__ != "Name" or node.test is not None or node.recursive:
            self._say(node, "vòng lặp phải viết dạng {% for tên in danh sách %}.")
            return
        of = get_args(listed)[0] if get_origin(listed) is tuple else ANY
        if listed is not ANY and of is ANY:
            self._say(node, f"“{_path(node.iter)}” không phải là danh sách, không lặp được.")
        self.lines(node.body, known.inside(node.target.name, of))
        self.lines(node.else_, known)

    def _shown(self, node: Any, known: KnownNames) -> None:
        if type(node).__name__ == "TemplateData":
            return
        of = self.type_of(node, known)
        if of in (ANY, str, int, object):
            return
        what = _path(node) or "chỗ này"
        if get_origin(of) is tuple:
            self._say(node, f"“{what}” là danh sách, phải đặt trong {{% for … in {what} %}}.")
        elif of is bool:
            self._say(node, f"“{what}” chỉ dùng sau if, không in ra được.")
        else:
            inside = words_in(_there(of))
            example = f", ví dụ {what}.{next(iter(inside))}" if inside else ""
            self._say(node, f"“{what}” không in ra được; viết thêm phần sau dấu chấm{example}.")

    # ------------------------------------------------------------ expressions

    def type_of(self, node: Any, known: KnownNames) -> Any:
        read = self._kinds.get(type(node).__name__)
        if read is None:
            return self._say(node, "thẻ chỉ nhận tên có sẵn, không tính toán được.")
        return read(node, known)

    def _name(self, node: Any, known: KnownNames) -> Any:
        if node.name in known.types:
            return known.types[node.name]
        if node.name in self._loop_names | {"loop"}:
            message = f"“{node.name}” chỉ dùng được giữa {{% for %}} và {{% endfor %}} của nó."
            return self._say(node, message)
        return self._say(node, _unknown(node.name, known.types))

    def _attribute(self, node: Any, known: KnownNames) -> Any:
        of = self.type_of(node.node, known)
        if of is ANY:
            return ANY
        before = _path(node.node) or "từ này"
        inside = words_in(_there(of))
        if node.attr not in inside:
            return self._say(node, _unknown(node.attr, inside, before))
        if _is_optional(of) and before not in known.sure:
            return self._say(
                node,
                f"“{before}” có khi không có số liệu; phải đặt giữa {{% if {before} %}} và "
                "{% endif %}.",
            )
        return inside[node.attr]

    def _and(self, node: Any, known: KnownNames) -> Any:
        self.type_of(node.left, known)
        return self.type_of(node.right, known.surely(_if_true(node.left)))

    def _or(self, node: Any, known: KnownNames) -> Any:
        self.type_of(node.left, known)
        return self.type_of(node.right, known.surely(_if_false(node.left)))

    def _comparison(self, node: Any, known: KnownNames) -> Any:
        self.type_of(node.expr, known)
        for operand in node.ops:
            if operand.op not in ("eq", "ne"):
                return self._say(node, "chỉ so sánh được bằng (==) hoặc khác (!=).")
            self.type_of(operand.expr, known)
        return bool

    def _joined(self, node: Any, known: KnownNames) -> Any:
        for part in node.nodes:
            self._shown(part, known)
        return str

    def _choice(self, node: Any, known: KnownNames) -> Any:
        self.type_of(node.test, known)
        if node.expr2 is None:
            return self._say(node, "thẻ có if thì phải có else.")
        chosen = self.type_of(node.expr1, known.surely(_if_true(node.test)))
        self.type_of(node.expr2, known.surely(_if_false(node.test)))
        return chosen

    def _filter(self, node: Any, known: KnownNames) -> Any:
        of = self.type_of(node.node, known)
        texts = [arg for arg in node.args if type(getattr(arg, "value", None)) is str]
        if node.name == "join":
            listed = of is ANY or get_args(of)[:1] == (str,)
            is_fit = listed and len(texts) == len(node.args) <= 1
        elif node.name == "length":
            is_fit = (of in (ANY, str) or get_origin(of) is tuple) and not node.args
        elif node.name in _TEXT_FILTERS:
            is_fit = of in (ANY, str, int) and len(texts) == len(node.args)
            is_fit = is_fit and len(texts) == _TEXT_FILTERS[node.name]
        else:
            known_filters = [*_TEXT_FILTERS, "join", "length"]
            return self._say(
                node, f"không có phép “{node.name}”{_meant(node.name, known_filters)}."
            )
        if not is_fit or node.kwargs:
            return self._say(node, f"phép “{node.name}” không dùng được ở đây.")
        return int if node.name == "length" else str


def _is_optional(of: Any) -> bool:
    return get_origin(of) in (Union, types.UnionType) and type(None) in get_args(of)


def _there(of: Any) -> Any:
    """Return the type of a word where it is not empty."""
    return next(each for each in get_args(of) if each is not type(None)) if _is_optional(of) else of


def _unknown(name: str, there: Mapping[str, Any], before: str = "") -> str:
    whole = f"{before}.{name}" if before else name
    return f"không có từ “{whole}”{_meant(name, list(there), f'{before}.' if before else '')}."


def _meant(name: str, there: list[str], before: str = "") -> str:
    near = get_close_matches(name, there, n=1)
    return did_you_mean(f"{before}{near[0]}") if near else ""
