"""The shape of a rule: a small function whose name is its code and whose docstring explains it.

The docstring of a rule has a title, a line "Vì sao:" (cause) and a line "Cách sửa:" (cure), in
Vietnamese; the catalogue page, the marked workbook and the findings all take their words there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from xeploai.findings import CellRef, Severity

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)

ALWAYS = (0, 9999)
"""In force whatever the year."""

_WORDS = re.compile(r"(?P<title>.+?)\n\s*Vì sao: (?P<cause>.+?)\n\s*Cách sửa: (?P<cure>.+)", re.S)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found: the field at fault and the sentence to say, found against expected."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Spot:
    """What a rule over more than one row found: the place and the sentence to say."""

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
