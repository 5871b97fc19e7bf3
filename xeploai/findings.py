"""Findings, and the rules that make them: where something is wrong, what, and how grave it is.

A finding holds its rule, its place and its values by name. Its Vietnamese sentence is written from
them at the very end, so that what must be hidden is hidden by looking at the values.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Generic, ParamSpec, Self, TypeAlias, TypedDict, TypeVar

from xeploai.text import count, day


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


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: "A" gives 1, "AA" gives 27."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number


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


# ------------------------------------------------------------------ values


@dataclass(frozen=True, slots=True)
class Count:
    """A count of anything but members: cells, rows, collectives, leaders."""

    number: int

    def __str__(self) -> str:
        return count(self.number)


@dataclass(frozen=True, slots=True)
class Members:
    """A count of members; is_of_last_year: of the year that is compared with."""

    number: int
    is_of_last_year: bool = False

    def __str__(self) -> str:
        return count(self.number)


@dataclass(frozen=True, slots=True)
class MemberText:
    """Text about members: a percentage of them, or what stands in a cell about them."""

    text: str
    is_of_last_year: bool = False

    def __str__(self) -> str:
        return self.text


AboutMembers = Members | MemberText
"""A value that is not shown where so few are members that a person could be recognised."""

Value: TypeAlias = "str | int | date | Count | AboutMembers | Sentence"
"""Value that fills a gap of a sentence; a plain number, such as a row's, is shown as it is."""


@dataclass(frozen=True, slots=True, init=False)
class Sentence:
    """A Vietnamese sentence with gaps in braces, and the values that fill them by name."""

    template: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, template: str, /, **values: Value) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", tuple(values.items()))

    def __str__(self) -> str:
        return self.template.format_map({name: _shown(value) for name, value in self.values})

    @property
    def about_members(self) -> Iterator[AboutMembers]:
        """The values that concern members, those of sentences inside this one too."""
        for _, value in self.values:
            if isinstance(value, Sentence):
                yield from value.about_members
            elif isinstance(value, AboutMembers):
                yield value


def _shown(value: Value) -> str:
    return day(value) if isinstance(value, date) else str(value)


def joined(between: str, sentences: Sequence[Sentence]) -> Sentence:
    """Return some sentences as one."""
    parts: dict[str, Value] = {f"part{n}": each for n, each in enumerate(sentences)}
    return Sentence(between.join(f"{{{name}}}" for name in parts), **parts)


# ------------------------------------------------------------------ findings


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one place.

    rule: the code of the rule that is broken; accepted: why, and by whom, the office accepts the
    fault, "" where it does not.
    """

    ref: CellRef
    unit: str
    rule: str
    severity: Severity
    sentence: Sentence
    accepted: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the submission stays out of the figures because of it."""
        return self.severity is Severity.ERROR

    @property
    def message(self) -> str:
        """The sentence as it is shown, with who accepts the fault."""
        by = f" (đã chấp thuận: {self.accepted})" if self.accepted else ""
        return f"{self.sentence}{by}"


Place = TypeVar("Place", str, CellRef)


@dataclass(frozen=True, slots=True, init=False)
class Violation(Generic[Place]):
    """A rule broken at a place: a field of the row that is checked, or a cell.

    Whoever runs the rule makes it a finding.
    """

    place: Place
    sentence: Sentence

    def __init__(self, place: Place, template: str, /, **values: Value) -> None:
        object.__setattr__(self, "place", place)
        object.__setattr__(self, "sentence", Sentence(template, **values))


FieldViolations: TypeAlias = Iterator[Violation[str]]
CellViolations: TypeAlias = Iterator[Violation[CellRef]]

# ------------------------------------------------------------------ rules


BOARD = "Ban Tổ chức"
"""The words of rules call the office so; its readers see the name that the register gives it."""

ALWAYS = (0, 9999)
"""In force whatever the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check with its words; what it looks at makes a kind of rule of its own.

    code: the function's name; reason: why it matters; fix: what to do; citation: what it rests
    on; confirmed: the first and the last year whose regulation was read to say so, None where none
    was; is_practice: whether it follows practice in every other year, and not arithmetic, the form
    or the register; in_force: the first and the last year it holds for; explained_by: the rules
    whose finding already tells why this one would find something, in the same row or, for a rule
    over more, in the return; waivable: whether the office may accept what it finds, which it may
    not where the figures would be impossible; is_doubt: what stands in the cell proves nothing
    until it is settled, though the figures count; of_board: whether the office itself puts right
    what it finds, so that no unit is told of it; former_titles: by which a
    register may still name it.
    """

    code: str
    title: str
    reason: str
    fix: str
    severity: Severity
    citation: str
    confirmed: tuple[int, int] | None = None
    is_practice: bool = False
    in_force: tuple[int, int] = ALWAYS
    explained_by: tuple[str, ...] = ()
    waivable: bool = True
    is_doubt: bool = False
    of_board: bool = False
    former_titles: tuple[str, ...] = ()

    def holds_in(self, year: int) -> bool:
        """Whether the rule is in force in a year."""
        return self.in_force[0] <= year <= self.in_force[1]

    def worded_for(self, office: str) -> Self:
        """Return the rule in words that call the office by its name."""
        reason, fix = (words.replace(BOARD, office) for words in (self.reason, self.fix))
        return replace(self, reason=reason, fix=fix)

    def broken_at(self, ref: CellRef, unit: str, sentence: Sentence) -> Finding:
        """Return the finding of this rule at a place."""
        return Finding(ref, unit, self.code, self.severity, sentence)


class Options(TypedDict, total=False):
    """Declared of some rules only."""

    confirmed: tuple[int, int]
    is_practice: bool
    in_force: tuple[int, int]
    explained_by: tuple[str, ...]
    waivable: bool
    is_doubt: bool
    of_board: bool
    former_titles: tuple[str, ...]


class Words(TypedDict):
    """The parts of a rule that its function and its docstring give."""

    code: str
    title: str
    reason: str
    fix: str


_WORDS = re.compile(r"(?P<title>.+?)\n\s*Vì sao: (?P<reason>.+?)\n\s*Cách sửa: (?P<fix>.+)", re.S)


def words_of(check: Callable[..., object]) -> Words:
    """Return the name and the words of a rule's function."""
    match = _WORDS.fullmatch((check.__doc__ or "").strip())
    if match is None:
        raise TypeError(f"{check.__name__}: a rule needs a title, 'Vì sao:' and 'Cách sửa:'")
    title, reason, fix = (" ".join(part.split()) for part in match.groups())
    return Words(code=check.__name__, title=title.rstrip("."), reason=reason, fix=fix)


P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule of reading that is broken; whoever meets it knows the place."""

    rule: Rule
    sentence: Sentence

    def at(self, ref: CellRef, unit: str) -> Finding:
        """Return the finding at a place."""
        return self.rule.broken_at(ref, unit, self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledRule(Rule, Generic[P]):
    """A rule that looks at nothing by itself.

    Whoever reads sees that it is broken, and calls it with what its sentence tells. What could not
    be read has no figure that could be accepted.
    """

    waivable: bool = False
    write: Callable[P, Sentence]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Objection:
        """Object to what was read."""
        return Objection(self, self.write(*args, **kwargs))
