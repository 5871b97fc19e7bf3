"""The functions that the forms' formulas call, as Excel and LibreOffice both work them out."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import floor

from xeploai.forms.calculation.values import (
    DIVISION,
    NO_NUMBER,
    NOT_AVAILABLE,
    REFERENCE,
    VALUE_ERROR,
    Area,
    CellError,
    Scalar,
    Value,
    counted,
    each,
    each_as_is,
    first_error,
    is_number,
    number,
    number_in,
    text,
    truth,
    whole,
)
from xeploai.schema.cell_formulas import serial

_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?")
_CONTROLS = dict.fromkeys(range(32))
_LONGEST = 32_767
"""Most characters a cell can hold."""


# ------------------------------------------------------------------ texts


def _find(wanted: Scalar, within: Scalar) -> Scalar:
    return text(within).find(text(wanted)) + 1 or VALUE_ERROR


def _substitute(whole_text: Scalar, old: Scalar, new: Scalar) -> Scalar:
    return text(whole_text).replace(text(old), text(new)) if text(old) else text(whole_text)


def _trim(value: Scalar) -> Scalar:
    # Not split(): only the space itself is one here.
    return " ".join(part for part in text(value).split(" ") if part)


def _clean(value: Scalar) -> Scalar:
    return text(value).translate(_CONTROLS)


def _left(value: Scalar, length: Scalar = 1) -> Scalar:
    size = _size(length)
    return size if isinstance(size, CellError) else text(value)[:size]


def _right(value: Scalar, length: Scalar = 1) -> Scalar:
    size = _size(length)
    if isinstance(size, CellError):
        return size
    return text(value)[-size:] if size else ""


def _mid(value: Scalar, start: Scalar, length: Scalar) -> Scalar:
    first, size = _size(start), _size(length)
    if isinstance(first, CellError) or isinstance(size, CellError) or first < 1:
        return VALUE_ERROR
    return text(value)[first - 1 : first - 1 + size]


def _size(value: Scalar) -> int | CellError:
    size = number(value)
    if isinstance(size, CellError):
        return size
    return VALUE_ERROR if size < 0 else int(size)


def _rept(value: Scalar, times: Scalar) -> Scalar:
    size = _size(times)
    if isinstance(size, CellError) or len(text(value)) * size > _LONGEST:
        return VALUE_ERROR
    return text(value) * size


def _char(value: Scalar) -> Scalar:
    code = _size(value)
    return code if isinstance(code, CellError) else chr(code)


def _text(value: Scalar, zeros: Scalar) -> Scalar:
    """Return a number in a format of noughts only."""
    known = number_in(value) if isinstance(value, str) else number(value)
    if isinstance(known, CellError):
        return text(value)
    rounded = int(Decimal(repr(known)).to_integral_value(ROUND_HALF_UP))
    digits = str(abs(rounded)).rjust(len(text(zeros)), "0")
    return f"-{digits}" if rounded < 0 else digits


def _value(value: Scalar) -> Scalar:
    return number_in(value) if isinstance(value, str) else number(value)


def _datevalue(value: Scalar) -> Scalar:
    """Return the number of a day written year first, the only way the formulas ask for."""
    match = _DAY.fullmatch(text(value).strip())
    if match is None:
        return VALUE_ERROR
    try:
        return serial(date(*map(int, match.groups())))
    except ValueError:
        return VALUE_ERROR


# ------------------------------------------------------------------ numbers


def _int(value: Scalar) -> Scalar:
    known = number(value)
    return known if isinstance(known, CellError) else floor(known)


def _abs(value: Scalar) -> Scalar:
    known = number(value)
    return known if isinstance(known, CellError) else abs(known)


def _numbers(arguments: tuple[Value, ...]) -> list[tuple[float, int]] | CellError:
    """Return the numbers among some arguments and how often each stands there.

    A text given by itself must spell one.
    """
    numbers: list[tuple[float, int]] = []
    for argument in arguments:
        lone = None if isinstance(argument, Area) else number(argument)
        if isinstance(lone, CellError):
            return lone
        for value, times in counted([argument]) if lone is None else [(lone, 1)]:
            if isinstance(value, CellError):
                return value
            if is_number(value):
                numbers.append((value, times))  # type: ignore[arg-type]
    return numbers


def _of_numbers(function: Callable[[list[float]], float]) -> Callable[..., Value]:
    def worked_out(*arguments: Value) -> Value:
        numbers = _numbers(arguments)
        if isinstance(numbers, CellError):
            return numbers
        return whole(function([value for value, _ in numbers]))

    return worked_out


def _sum(*arguments: Value) -> Value:
    numbers = _numbers(arguments)
    if isinstance(numbers, CellError):
        return numbers
    return whole(sum(value * times for value, times in numbers))


def _median(numbers: list[float]) -> float:
    ordered, middle = sorted(numbers), len(numbers) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _count(*arguments: Value) -> Value:
    return sum(times for value, times in counted(arguments) if is_number(value))


def _counta(*arguments: Value) -> Value:
    return sum(times for value, times in counted(arguments) if value is not None)


# ------------------------------------------------------------------ conditions


def _and(*arguments: Value) -> Value:
    truths = [truth(value) for value, _ in counted(arguments)]
    return first_error(truths) or all(truths)


def _or(*arguments: Value) -> Value:
    truths = [truth(value) for value, _ in counted(arguments)]
    return first_error(truths) or any(truths)


def _not(value: Scalar) -> Scalar:
    known = truth(value)
    return known if isinstance(known, CellError) else not known


def _exact(one: Scalar, other: Scalar) -> Scalar:
    return text(one) == text(other)


# ------------------------------------------------------------------ looking up


def _alike(value: Scalar) -> object:
    """Return what a value is looked up by: letter case does not count, a text is no number."""
    return ("text", value.casefold()) if isinstance(value, str) else (type(value) is bool, value)


def _listed(value: Value) -> Iterable[Scalar]:
    return value if isinstance(value, Area) else [value]


def _match(wanted: Value, among: Value, _: Value) -> Value:
    """Return the first place of a value among others, counted from 1."""
    places: dict[object, int] = {}
    for at, value in enumerate(_listed(among), start=1):
        if value is not None:
            places.setdefault(_alike(value), at)
    return each(lambda value: places.get(_alike(value), NOT_AVAILABLE))(wanted)


def _index(values: Value, place: Value) -> Value:
    """Return one of some values by its place; all of them for 0."""
    at = number(place) if not isinstance(place, Area) else VALUE_ERROR
    if isinstance(at, CellError):
        return at
    if at == 0 or not isinstance(values, Area):
        return values
    return values[int(at) - 1] if 0 < at <= len(values) else REFERENCE


def _sumif(names: Value, wanted: Value, summed: Value) -> Value:
    """Return the sum beside each name that is asked for."""
    sums: dict[object, float] = {}
    for name, value in zip(_listed(names), _listed(summed), strict=True):
        if is_number(value):
            key = _alike(name)
            sums[key] = sums.get(key, 0) + value  # type: ignore[operator]
    return each(lambda name: sums.get(_alike(name), 0))(wanted)


def _countifs(names: Value, wanted: Value, others: Value, filled: Value) -> Value:
    """Return how often each name that is asked for stands beside a cell that is not empty."""
    if filled != "<>":
        raise NotImplementedError(filled)
    times: dict[object, int] = {}
    for name, other in zip(_listed(names), _listed(others), strict=True):
        if other is not None:
            key = _alike(name)
            times[key] = times.get(key, 0) + 1
    return each(lambda name: times.get(_alike(name), 0))(wanted)


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "ABS": each(_abs),
    "AND": _and,
    "CHAR": each(_char),
    "CLEAN": each(_clean),
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTIFS": _countifs,
    "DATEVALUE": each(_datevalue),
    "EXACT": each(_exact),
    "FIND": each(_find),
    "INDEX": _index,
    "INT": each(_int),
    "ISBLANK": each_as_is(lambda value: value is None),
    "ISERROR": each_as_is(lambda value: isinstance(value, CellError)),
    "ISLOGICAL": each_as_is(lambda value: isinstance(value, bool)),
    "ISNA": each_as_is(lambda value: value == NOT_AVAILABLE),
    "ISNUMBER": each_as_is(is_number),
    "ISTEXT": each_as_is(lambda value: isinstance(value, str)),
    "LEFT": each(_left),
    "LEN": each(lambda value: len(text(value))),
    "LOWER": each(lambda value: text(value).lower()),
    "MATCH": _match,
    "MAX": _of_numbers(lambda numbers: max(numbers, default=0)),
    "MEDIAN": _of_numbers(_median),
    "MID": each(_mid),
    "MIN": _of_numbers(lambda numbers: min(numbers, default=0)),
    "N": each(lambda value: number(value) if not isinstance(value, str) else 0),
    "NOT": each(_not),
    "OR": _or,
    "REPT": each(_rept),
    "RIGHT": each(_right),
    "SUBSTITUTE": each(_substitute),
    "SUM": _sum,
    "SUMIF": _sumif,
    "SUMPRODUCT": _sum,
    "TEXT": each(_text),
    "TRIM": each(_trim),
    "VALUE": each(_value),
}
"""The functions by name; those that look at cells and not at their values: see calculator."""


# ------------------------------------------------------------------ signs


def _compared(compare: Callable[[int], bool]) -> Callable[..., Value]:
    return each(lambda one, other: compare(_order(one, other)))


def _is_same(one: Scalar, other: Scalar) -> bool:
    # Nearly all comparisons are of two texts or two numbers.
    if one.__class__ is other.__class__ is str:
        return one == other or one.casefold() == other.casefold()
    return _order(one, other) == 0


def _order(one: Scalar, other: Scalar) -> int:
    """Return -1, 0 or 1 as one value stands before another: numbers, then texts, then truths."""
    if one is None:
        one = _blank_like(other)
    if other is None:
        other = _blank_like(one)
    ranked = _rank(one), _rank(other)
    return (ranked[0] > ranked[1]) - (ranked[0] < ranked[1])


def _blank_like(other: Scalar) -> Scalar:
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0


def _rank(value: Scalar) -> tuple[int, float, str]:
    if isinstance(value, str):
        return 1, 0, value.casefold()
    return (2 if isinstance(value, bool) else 0), float(value or 0), ""  # type: ignore[arg-type]


def _calculated(calculate: Callable[[float, float], float | CellError]) -> Callable[..., Value]:
    def worked_out(one: Scalar, other: Scalar) -> Scalar:
        left, right = number(one), number(other)
        if isinstance(left, CellError):
            return left
        if isinstance(right, CellError):
            return right
        try:
            made = calculate(left, right)
        except OverflowError:
            return NO_NUMBER
        return made if isinstance(made, CellError) else whole(made)

    return each(worked_out)


def _divided(one: float, other: float) -> float | CellError:
    return one / other if other else DIVISION


SIGNS: Mapping[str, Callable[..., Value]] = {
    "=": each(_is_same),
    "<>": each(lambda one, other: not _is_same(one, other)),
    "<": _compared(lambda order: order < 0),
    ">": _compared(lambda order: order > 0),
    "<=": _compared(lambda order: order <= 0),
    ">=": _compared(lambda order: order >= 0),
    "&": each(lambda one, other: text(one) + text(other)),
    "+": _calculated(lambda one, other: one + other),
    "-": _calculated(lambda one, other: one - other),
    "*": _calculated(lambda one, other: one * other),
    "/": _calculated(_divided),
}
"""The signs between two values."""

NEGATIVE: Callable[..., Value] = _calculated(lambda zero, value: zero - value)


def stored(value: object) -> Scalar:
    """Return the value of a cell in which something is typed."""
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return serial(value.date()) + seconds / 86400
    if isinstance(value, date):
        return serial(value)
    if value is None or value == "":
        return None
    return value if isinstance(value, int | float | str) else str(value)
