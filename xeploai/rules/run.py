"""Rules run over returns, and what they find in the order a clerk fixes it.

One slip is reported once: what a finding of another rule explains is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from xeploai.findings import CellRef, CellViolations, Finding, Rule, Violation
from xeploai.register.model import Register
from xeploai.rules.all_rules import (
    BY_CODE,
    COUNTED_RULES,
    OF_WHOLE_SHEETS,
    OFFICE_RULES,
    OWNER_RULES,
    QUARTER_RULES,
    REGISTER_RULES,
    RETURN_RULES,
    ROW_RULES,
    SEASON_RULES,
    STANDING_RULES,
    UNIT_RULES,
    YEAR_RULES,
)
from xeploai.rules.scopes import (
    CountedRule,
    Outcome,
    RowRule,
    SeasonRule,
    SheetRule,
    StandingRule,
    TwoYears,
    YearOfQuarters,
)
from xeploai.rules.waivers import accepted_of
from xeploai.submissions.model import Return, same_period


def check_return(item: Return, register: Register) -> list[Finding]:
    """Return the findings in one return, beyond those of reading it.

    Row rules run on every row that can be read; rules over a sheet wait until all of it can. What
    another finding explains is left out.
    """
    if item.is_empty:
        return []
    findings = [*_row_findings(item, register), *_sheet_findings(item, register)]
    return _unexplained(findings, item.findings, _accepted(item, register))


def check_owner(item: Return, register: Register) -> list[Finding]:
    """Return the findings on whose a return is; of this period's only, as the register is."""
    rules = OWNER_RULES if _is_now(item, register) else ()
    return [each for rule in rules for each in _made(rule, item, rule.check(item, register))]


def waiting_rules(item: Return) -> list[Rule]:
    """Return the rules that could not run on a return because a sheet they read is not whole."""
    return [rule for rule in OF_WHOLE_SHEETS if not rule.is_ready(item)]


def check_against_last_year(years: TwoYears, findings: Sequence[Finding] = ()) -> list[Finding]:
    """Return warnings on a return beside last year's.

    findings: those in the return itself, which may explain the difference.
    """
    checks = ((rule, rule.check) for rule in YEAR_RULES)
    return _beside(checks, years, findings)


def check_beside_quarters(year: YearOfQuarters, findings: Sequence[Finding] = ()) -> list[Finding]:
    """Return warnings on a return beside those of the quarters of its year.

    findings: those in the return itself, which may explain what stands out.
    """
    checks = ((rule, rule.check) for rule in QUARTER_RULES)
    return _beside(checks, year, findings)


Compared = TypeVar("Compared", TwoYears, YearOfQuarters)


def _beside(
    checks: Iterable[tuple[SheetRule, Callable[[Compared], CellViolations]]],
    compared: Compared,
    findings: Sequence[Finding],
) -> list[Finding]:
    """Return warnings on a return beside others of its unit, but for what findings explain."""
    item, year = compared.now, _year_of(compared.now, compared.register)
    more = [
        finding
        for rule, check in checks
        if rule.holds_in(year) and rule.is_ready(item)
        for finding in _made(rule, item, check(compared))
    ]
    return _unexplained(more, findings, _accepted(item, compared.register))


def check_counted(items: Sequence[Return], register: Register) -> list[Finding]:
    """Return the findings in all the returns in force together."""
    return _between(COUNTED_RULES, items, register)


def check_season(items: Sequence[Return], register: Register) -> list[Finding]:
    """Return the findings between the returns of one period."""
    return _between(SEASON_RULES, items, register)


def check_standing(items: Sequence[Return], register: Register) -> list[Finding]:
    """Return the findings between the returns that no later one has taken the place of."""
    return _between(STANDING_RULES, items, register)


def check_register(outcome: Outcome) -> list[Finding]:
    """Return the findings on entries of the office in the register, those of reading it too."""
    findings = (
        rule.broken_at(violation.place, unit, violation.sentence)
        for rule in OFFICE_RULES
        for unit, violation in rule.check(outcome)
    )
    return [*outcome.register.warnings, *findings]


def _year_of(item: Return, register: Register) -> int:
    """Return the year whose rules hold for a return: the register may choose another regulation."""
    return register.settings.regulation_year if _is_now(item, register) else item.year


def _is_now(item: Return, register: Register) -> bool:
    return same_period(item.period, register.settings.period)


def _row_findings(item: Return, register: Register) -> Iterator[Finding]:
    year = _year_of(item, register)
    for rule in ROW_RULES:
        if rule.holds_in(year):
            yield from rule.findings(item)


def _sheet_findings(item: Return, register: Register) -> Iterator[Finding]:
    year = _year_of(item, register)

    def may_run(rule: SheetRule) -> bool:
        return rule.holds_in(year) and rule.is_ready(item)

    for by_itself in filter(may_run, RETURN_RULES):
        yield from _made(by_itself, item, by_itself.check(item))
    for of_unit in filter(may_run, UNIT_RULES):
        yield from _made(of_unit, item, of_unit.check(item, register))
    # The register knows the cells and the cap of its own period only.
    for of_period in filter(may_run, REGISTER_RULES) if _is_now(item, register) else ():
        yield from _made(of_period.as_graded(register), item, of_period.check(item, register))


def _made(rule: Rule, item: Return, violations: Iterable[Violation[CellRef]]) -> Iterator[Finding]:
    for each in violations:
        yield rule.broken_at(each.place, item.unit, each.sentence)


def _between(
    rules: Sequence[SeasonRule | CountedRule | StandingRule],
    items: Sequence[Return],
    register: Register,
) -> list[Finding]:
    """Return the findings of rules between returns, each of the unit whose file it stands in."""
    owners = {item.file: item.unit for item in items}
    return [
        rule.broken_at(each.place, owners[each.place.file], each.sentence)
        for rule in rules
        if rule.holds_in(register.settings.regulation_year)
        for each in rule.check(items, register)
    ]


# ------------------------------------------------------------------ what explains what

Rows = dict[str, set[tuple[str, int]]]
"""Where the findings of each rule stand: sheet and row."""


def _accepted(item: Return, register: Register) -> frozenset[str]:
    """Return the rules whose findings in a unit's return the office accepts.

    An accepted finding explains nothing.
    """
    is_now = _is_now(item, register)
    return accepted_of(register, item.unit, BY_CODE) if is_now else frozenset()


def _unexplained(
    findings: Sequence[Finding], others: Sequence[Finding], accepted: frozenset[str]
) -> list[Finding]:
    """Return the findings that no other one explains: one slip is reported once.

    Which rules explain which is declared; how grave they are is another matter.
    """
    rows: Rows = {}
    for each in (*findings, *others):
        if each.rule not in accepted:
            rows.setdefault(each.rule, set()).add(_row_of(each))
    return [each for each in findings if not _is_explained(each, rows)]


def _is_explained(finding: Finding, rows: Rows) -> bool:
    rule = BY_CODE[finding.rule]
    if isinstance(rule, RowRule):
        return any(_row_of(finding) in rows.get(code, ()) for code in rule.explained_by)
    return any(code in rows for code in rule.explained_by)


def _row_of(finding: Finding) -> tuple[str, int]:
    return finding.ref.sheet, finding.ref.row


# ------------------------------------------------------------------ their order


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings in the order a clerk corrects them: by file, sheet, row and column."""
    return sorted(findings, key=lambda each: (_place(each), each.rule, each.message))


def _place(finding: Finding) -> tuple[str, str, int, str]:
    ref = finding.ref
    return ref.file, ref.sheet, ref.row, ref.column.rjust(3)
