"""The kinds of rules, by what each looks at, and the decorators that declare them.

A rule takes only what it uses. What breaks it is given as violations, at a field of the row or at a
cell; who runs it makes them findings. Words, severity and the rest are declared with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar, Unpack

from xeploai.findings import (
    CellRef,
    CellViolations,
    FieldViolations,
    Finding,
    Options,
    Rule,
    Severity,
    Violation,
    words_of,
)
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.rated import Key, Rated, rated_of
from xeploai.schema.periods import Period
from xeploai.schema.register import RerateRow
from xeploai.schema.row import Row
from xeploai.schema.self_check import SelfCheck, SelfCheckOptions, ensure_declared
from xeploai.submissions.model import Return

R = TypeVar("R", bound=Row)

# ------------------------------------------------------------------ one return


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule(Rule, Generic[R]):
    """A rule over each row of a sheet that can be read, whatever stands in the others.

    self_check: how a form shows the fault before it is sent; every error has one.
    """

    row_type: type[R]
    check: Callable[[R], FieldViolations]
    self_check: SelfCheck | None = None

    def __post_init__(self) -> None:
        ensure_declared(self.code, self.self_check, is_error=self.severity is Severity.ERROR)

    def findings(self, item: Return) -> Iterator[Finding]:
        """Yield the findings in the rows of a return."""
        for located in item.rows(self.row_type):
            for each in self.check(located.row):
                # What a file has no column for is reported once, as a column that is missing.
                if each.place in located.columns:
                    yield self.broken_at(located.ref(each.place), item.unit, each.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRule(Rule):
    """A rule over whole sheets of a return; row_types: those it reads."""

    row_types: tuple[type[Row], ...]

    def is_ready(self, item: Return) -> bool:
        """Whether the sheets that it reads could be read whole."""
        return all(item.sheets[row_type].whole for row_type in self.row_types)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneReturnRule(SheetRule):
    """A rule over one return alone.

    self_check: how a form shows the fault before it is sent; every error has one.
    """

    self_check: SelfCheck | None = None

    def __post_init__(self) -> None:
        ensure_declared(self.code, self.self_check, is_error=self.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRule(OneReturnRule):
    """A rule over what one return shows by itself."""

    check: Callable[[Return], CellViolations]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRule(OneReturnRule):
    """A rule over a return of any period, given the kind of its unit or how ratios are rounded."""

    check: Callable[[Return, Register], CellViolations]


@dataclass(frozen=True, slots=True)
class Grading:
    """How grave a rule is where the register decides it, and the words that say when."""

    severity: Callable[[Register], Severity]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRule(OneReturnRule):
    """A rule over a return and the register of its own period: cells, cap, decisions.

    grading: how grave it is by the register, where that is not always the same.
    """

    check: Callable[[Return, Register], CellViolations]
    grading: Grading | None = None

    def __post_init__(self) -> None:
        may_be_error = self.grading is not None or self.severity is Severity.ERROR
        ensure_declared(self.code, self.self_check, is_error=may_be_error)

    def as_graded(self, register: Register) -> "RegisterRule":
        """Return the rule as grave as it is by a register."""
        return replace(self, severity=self.grading.severity(register)) if self.grading else self


class GradingOptions(SelfCheckOptions, total=False):
    """Declared of some rules over a return and the register."""

    grading: Grading


@dataclass(frozen=True, slots=True)
class TwoYears:
    """The return of a unit and the one of the year before, both on this year's map."""

    now: Return
    last: Return
    register: Register


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRule(SheetRule):
    """A rule over a return beside the one of the year before."""

    check: Callable[[TwoYears], CellViolations]


@dataclass(frozen=True, slots=True)
class YearOfQuarters:
    """The return of a unit for a year, and its quarters' by period, all on this year's map."""

    now: Return
    quarters: Mapping[Period, Return]
    register: Register


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterRule(SheetRule):
    """A rule over the return of a year beside those of its quarters."""

    check: Callable[[YearOfQuarters], CellViolations]


def row_rule(
    severity: Severity, citation: str, row_type: type[R], **options: Unpack[SelfCheckOptions]
) -> Callable[[Callable[[R], FieldViolations]], RowRule[R]]:
    """Declare a rule over each row of a sheet."""

    def declared(check: Callable[[R], FieldViolations]) -> RowRule[R]:
        return RowRule(
            **words_of(check), severity=severity, citation=citation, **options,
            row_type=row_type, check=check,
        )  # fmt: skip

    return declared


def return_rule(
    severity: Severity, citation: str, *row_types: type[Row], **options: Unpack[SelfCheckOptions]
) -> Callable[[Callable[[Return], CellViolations]], ReturnRule]:
    """Declare a rule over what one return shows by itself."""

    def declared(check: Callable[[Return], CellViolations]) -> ReturnRule:
        return ReturnRule(
            **words_of(check), severity=severity, citation=citation, **options,
            row_types=row_types, check=check,
        )  # fmt: skip

    return declared


def unit_rule(
    severity: Severity, citation: str, *row_types: type[Row], **options: Unpack[SelfCheckOptions]
) -> Callable[[Callable[[Return, Register], CellViolations]], UnitRule]:
    """Declare a rule over a return of any period that the register helps to judge."""

    def declared(check: Callable[[Return, Register], CellViolations]) -> UnitRule:
        return UnitRule(
            **words_of(check), severity=severity, citation=citation, **options,
            row_types=row_types, check=check,
        )  # fmt: skip

    return declared


def register_rule(
    severity: Severity, citation: str, *row_types: type[Row], **options: Unpack[GradingOptions]
) -> Callable[[Callable[[Return, Register], CellViolations]], RegisterRule]:
    """Declare a rule over a return and the register of its own period."""

    def declared(check: Callable[[Return, Register], CellViolations]) -> RegisterRule:
        return RegisterRule(
            **words_of(check), severity=severity, citation=citation, **options,
            row_types=row_types, check=check,
        )  # fmt: skip

    return declared


def year_rule(
    severity: Severity, citation: str, *row_types: type[Row], **options: Unpack[Options]
) -> Callable[[Callable[[TwoYears], CellViolations]], YearRule]:
    """Declare a rule over a return beside the one of the year before."""

    def declared(check: Callable[[TwoYears], CellViolations]) -> YearRule:
        return YearRule(
            **words_of(check), severity=severity, citation=citation, **options,
            row_types=row_types, check=check,
        )  # fmt: skip

    return declared


def quarter_rule(
    severity: Severity, citation: str, *row_types: type[Row], **options: Unpack[Options]
) -> Callable[[Callable[[YearOfQuarters], CellViolations]], QuarterRule]:
    """Declare a rule over the return of a year beside those of its quarters."""

    def declared(check: Callable[[YearOfQuarters], CellViolations]) -> QuarterRule:
        return QuarterRule(
            **words_of(check), severity=severity, citation=citation, **options,
            row_types=row_types, check=check,
        )  # fmt: skip

    return declared


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRule(Rule):
    """A rule over whose return it is, by what is written on its first sheet, readable or not.

    An error leaves it with no unit.
    """

    check: Callable[[Return, Register], CellViolations]


def owner_rule(
    severity: Severity, citation: str, **options: Unpack[Options]
) -> Callable[[Callable[[Return, Register], CellViolations]], OwnerRule]:
    """Declare a rule over whose return it is."""

    def declared(check: Callable[[Return, Register], CellViolations]) -> OwnerRule:
        return OwnerRule(
            **words_of(check), severity=severity, citation=citation, **options, check=check
        )

    return declared


# ------------------------------------------------------------------ many returns


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRule(Rule):
    """A rule between all returns of a period, whether they count or not."""

    check: Callable[[Sequence[Return], Register], CellViolations]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRule(Rule):
    """A rule over all the returns that count, together."""

    check: Callable[[Sequence[Return], Register], CellViolations]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRule(Rule):
    """A rule between the returns of units that no later one has taken the place of."""

    check: Callable[[Sequence[Return], Register], CellViolations]


def season_rule(
    severity: Severity, citation: str, **options: Unpack[Options]
) -> Callable[[Callable[[Sequence[Return], Register], CellViolations]], SeasonRule]:
    """Declare a rule between all returns of a period."""

    def declared(check: Callable[[Sequence[Return], Register], CellViolations]) -> SeasonRule:
        return SeasonRule(
            **words_of(check), severity=severity, citation=citation, **options, check=check
        )

    return declared


def standing_rule(
    severity: Severity, citation: str, **options: Unpack[Options]
) -> Callable[[Callable[[Sequence[Return], Register], CellViolations]], StandingRule]:
    """Declare a rule between the newest returns of units and those that count."""

    def declared(check: Callable[[Sequence[Return], Register], CellViolations]) -> StandingRule:
        return StandingRule(
            **words_of(check), severity=severity, citation=citation, **options, check=check
        )

    return declared


def counted_rule(
    severity: Severity, citation: str, **options: Unpack[Options]
) -> Callable[[Callable[[Sequence[Return], Register], CellViolations]], CountedRule]:
    """Declare a rule over all the returns that count."""

    def declared(check: Callable[[Sequence[Return], Register], CellViolations]) -> CountedRule:
        return CountedRule(
            **words_of(check), severity=severity, citation=citation, **options, check=check
        )

    return declared


# ------------------------------------------------------------------ the register


@dataclass(frozen=True)
class Outcome:
    """All that came of the returns by a day.

    current: by unit the return in force, else its last one; findings: those in the returns that are
    the newest of their units; rules: all of them, by code; reported: the days that units' own
    returns tell of milestones on which the register's sheet Theo dõi tiến độ has a row, by unit
    and milestone; unmoved: decisions that rate some again whom the figures of their period do not
    have at the old level.
    """

    register: Register
    returns: Sequence[Return]
    current: Mapping[str, Return]
    findings: Sequence[Finding]
    as_of: date
    rules: Mapping[str, Rule]
    reported: Mapping[tuple[str, str], date]
    unmoved: tuple[Located[RerateRow], ...] = ()

    @cached_property
    def rated(self) -> Mapping[Key, Rated]:
        """All that may be decided on."""
        return rated_of(self.register, self.current)


UnitViolation = tuple[str, Violation[CellRef]]
"""The unit that a line of the register is about, and what is wrong there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRule(Rule):
    """A rule over what the office wrote in the register, which as a rule it corrects there."""

    waivable: bool = False
    of_board: bool = True
    check: Callable[[Outcome], Iterator[UnitViolation]]


def office_rule(
    severity: Severity, citation: str, **options: Unpack[Options]
) -> Callable[[Callable[[Outcome], Iterator[UnitViolation]]], OfficeRule]:
    """Declare a rule over what the office wrote in the register."""

    def declared(check: Callable[[Outcome], Iterator[UnitViolation]]) -> OfficeRule:
        return OfficeRule(
            **words_of(check), severity=severity, citation=citation, **options, check=check
        )

    return declared
