"""Values of cells and of parts of formulas, and how one kind of value is taken for another."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import isfinite
from typing import Any


@dataclass(frozen=True, slots=True)
class CellError:
    """An error in place of a value, as its cell shows it: "#VALUE!"."""

    text: str


VALUE_ERROR, DIVISION, NOT_AVAILABLE = map(CellError, ("#VALUE!", "#DIV/0!", "#N/A"))
REFERENCE, NO_NUMBER = map(CellError, ("#REF!", "#NUM!"))

Scalar = float | str | bool | CellError | None
"""The value of one cell; None is that of an empty one."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where the kinds of values of an area stand: the kind at each place, and how often each."""

    places: Sequence[int]
    times: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """The values of some cells side by side or one below the other.

    Most rows of a form are blank and so alike: each kind of value is held, and worked on, once.
    """

    kinds: Sequence[Scalar]
    layout: Layout

    @classmethod
    def of(cls, values: Iterable[Scalar]) -> "Area":
        """Return the area of some values in their order."""
        numbers: dict[tuple[type, Scalar], int] = {}
        places = [numbers.setdefault((type(x), x), len(numbers)) for x in values]
        return cls([value for _, value in numbers], _layout(places, len(numbers)))

    def __iter__(self) -> Iterator[Scalar]:
        return (self.kinds[place] for place in self.layout.places)

    def __len__(self) -> int:
        return len(self.layout.places)

    def __getitem__(self, place: int) -> Scalar:
        return self.kinds[self.layout.places[place]]


def _layout(places: Sequence[int], kinds: int) -> Layout:
    times = [0] * kinds
    for place in places:
        times[place] += 1
    return Layout(places, times)


Value = Scalar | Area

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?%?")


def is_number(value: Value) -> bool:
    """Whether a value is a number; a truth is none."""
    return type(value) in (int, float)


def number(value: Scalar) -> float | CellError:
    """Return a value as a number."""
    if value is None:
        return 0
    if isinstance(value, str):
        return number_in(value)
    return value if isinstance(value, CellError) else value + 0


def number_in(text: str) -> float | CellError:
    """Return the number that a text spells."""
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        return VALUE_ERROR
    spelt = float(bare.rstrip("%")) / (100 if bare.endswith("%") else 1)
    return whole(spelt) if isfinite(spelt) else NO_NUMBER


def whole(value: float) -> float:
    """Return a number, a whole one as such."""
    return int(value) if float(value).is_integer() else value


def text(value: Scalar) -> str:
    """Return a value that is no error as a text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value).upper() if isinstance(value, bool | CellError) else f"{value:.15G}"


def truth(value: Scalar) -> bool | CellError:
    """Return a value as a truth."""
    if isinstance(value, CellError):
        return value
    if isinstance(value, str):
        return VALUE_ERROR
    return bool(value)


# ------------------------------------------------------------------ each of an area

Function = Callable[..., Scalar]


_OF_EACH: set[Callable[..., Value]] = set()


def of_each(function: Callable[..., Value]) -> Callable[..., Value]:
    """Remember of a function that it is worked out for each value of an area by itself."""
    _OF_EACH.add(function)
    return function


def is_of_each(function: Callable[..., Value]) -> bool:
    """Whether a function is worked out for each value of an area by itself."""
    return function in _OF_EACH


def each(function: Function) -> Callable[..., Value]:
    """Make a function of single values one of areas, too: it is worked out for each of them.

    An error it is given is what it gives.
    """

    def careful(*arguments: Scalar) -> Scalar:
        if CellError in map(type, arguments):
            return first_error(arguments)
        return function(*arguments)

    @of_each
    def worked_out(*arguments: Value) -> Value:
        # The innermost loop: most values are single ones and none is an error.
        for argument in arguments:
            kind = argument.__class__
            if kind is Area:
                return _for_each(careful, arguments)
            if kind is CellError:
                return argument
        return function(*arguments)

    return worked_out


def each_as_is(function: Function) -> Callable[..., Value]:
    """Make the same of a function of one value that is given errors as well."""

    @of_each
    def worked_out(argument: Value) -> Value:
        if isinstance(argument, Area):
            return _for_each(function, (argument,))
        return function(argument)

    return worked_out


def _for_each(function: Function, arguments: tuple[Value, ...]) -> Area:
    """Work a function out for each value of the areas among its arguments."""
    areas = [argument for argument in arguments if isinstance(argument, Area)]
    layout = areas[0].layout
    if any(area.layout is not layout for area in areas):
        rows = (_repeated(argument, len(areas[0])) for argument in arguments)
        return Area.of(map(function, *rows))
    kinds = (_kinds(argument, len(layout.times)) for argument in arguments)
    return Area([*map(function, *kinds)], layout)


def _repeated(argument: Value, times: int) -> Iterable[Scalar]:
    return argument if isinstance(argument, Area) else repeat(argument, times)


def _kinds(argument: Value, times: int) -> Iterable[Scalar]:
    return argument.kinds if isinstance(argument, Area) else repeat(argument, times)


class Remembering:
    """A function of one value, worked out once for each kind of value it is ever given.

    The rows of a form look at the same names and codes above them again and again.
    """

    _MOST = 4096

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._known: dict[tuple[type, Scalar], Scalar] = {}

    def __call__(self, value: Value) -> Value:
        """Return what the function gives for a value, or for each of an area."""
        if isinstance(value, Area):
            return Area([self._of(kind) for kind in value.kinds], value.layout)
        return self._of(value)

    def _of(self, value: Scalar) -> Scalar:
        key = value.__class__, value
        if key not in self._known:
            if len(self._known) >= self._MOST:
                self._known.clear()
            self._known[key] = self._function(value)
        return self._known[key]


def counted(arguments: Iterable[Value]) -> Iterator[tuple[Scalar, int]]:
    """Yield the single values of some arguments, in no order, and how often each stands there."""
    for argument in arguments:
        if isinstance(argument, Area):
            yield from zip(argument.kinds, argument.layout.times, strict=True)
        else:
            yield argument, 1


def first_error(values: Iterable[Scalar]) -> CellError | None:
    """Return the first error among some values."""
    return next((value for value in values if isinstance(value, CellError)), None)
