"""Findings: a fault in a workbook, its place and its severity."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, ParamSpec, TypeVar


class Severity(StrEnum):
    """ERROR keeps the submission out of the figures; WARNING does not."""

    ERROR = "error"
    WARNING = "warning"


def letter(column: int) -> str:
    """Return the letter of a column counted from 0: 0 gives "A", 26 gives "AA"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """A place in a workbook; sheet and cell are "" where the fault is of the whole file."""

    file: str
    sheet: str = ""
    cell: str = ""

    @property
    def column(self) -> str:
        """The letters of the cell's column, "" where there is no cell."""
        return self.cell.rstrip("0123456789")

    @property
    def row(self) -> int:
        """The cell's row, 0 where there is no cell."""
        return int(self.cell[len(self.column) :] or 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one place, said in one Vietnamese sentence.

    accepted: why, and by whom, the board accepts it; "" where it does not.
    """

    ref: CellRef
    unit: str
    rule: str
    severity: Severity
    message: str
    accepted: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the submission stays out of the figures because of it."""
        return self.severity is Severity.ERROR


P = ParamSpec("P")


R_co = TypeVar("R_co", covariant=True)


ALWAYS = (0, 9999)
"""In force whatever the year."""


_WORDS = re.compile(r"(?P<title>.+?)\n\s*Vì sao: (?P<cause>.+?)\n\s*Cách sửa: (?P<cure>.+)", re.S)


@dataclass(frozen=True, slots=True)
class Fault:
    """Result of a rule over one row: the field at fault and the message."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Result of a rule over more than one row: the place and the message."""

    ref: CellRef
    message: str


@dataclass(frozen=True, slots=True)
class Rule(Generic[P, R_co]):
    """A check with its words.

    code: the function's name; scope: what it looks at: a "file", how it was "reading", a "row", a
    "return", a return against the "register" of its period, a return against the "year" before,
    all returns of the "season", those "counted", or what the "board" itself wrote in the register;
    cite: what it rests on; row_types: the sheets it reads, which must have parsed whole; in_force:
    the first and the last year it holds for; explained_by: the rules whose error already tells
    why this one would find something, in the same row or, for a rule over more, in the return.
    """

    code: str
    severity: Severity
    scope: str
    title: str
    cause: str
    cure: str
    cite: str
    check: Callable[P, R_co]
    row_types: tuple[type, ...] = ()
    in_force: tuple[int, int] = ALWAYS
    explained_by: tuple[str, ...] = ()

    def holds_in(self, year: int) -> bool:
        """Whether the rule is in force in a year."""
        return self.in_force[0] <= year <= self.in_force[1]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Run the check."""
        return self.check(*args, **kwargs)


def rule(
    severity: Severity,
    scope: str,
    cite: str,
    row_types: tuple[type, ...] = (),
    *,
    in_force: tuple[int, int] = ALWAYS,
    explained_by: tuple[str, ...] = (),
) -> Callable[[Callable[P, R_co]], Rule[P, R_co]]:
    """Make a rule of a function, its words taken from the docstring."""

    def made(check: Callable[P, R_co]) -> Rule[P, R_co]:
        words = _WORDS.fullmatch((check.__doc__ or "").strip())
        if words is None:
            raise TypeError(f"{check.__name__}: a rule needs a title, 'Vì sao:' and 'Cách sửa:'")
        title, cause, cure = (" ".join(part.split()) for part in words.groups())
        return Rule(
            check.__name__, severity, scope, title.rstrip("."), cause, cure, cite, check, row_types,
            in_force, explained_by,
        )  # fmt: skip

    return made
