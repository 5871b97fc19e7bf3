"""The rule book: one module per family of faults, gathered and run here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import ModuleType
from typing import Any

from xeploai.findings import Finding, Rule
from xeploai.reading.drift import DRIFT_RULES
from xeploai.reading.rules import READING_RULES
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules import (
    arithmetic,
    between,
    board,
    caps,
    dates,
    discipline,
    identity,
    leadership,
    listed,
    quality,
    ratios,
    reasons,
    slips,
    steps,
    years,
)
from xeploai.schema.row import Row
from xeploai.submissions.model import Return, same_period


def _rules_of(*families: ModuleType) -> tuple[Rule[..., Any], ...]:
    found = chain.from_iterable(vars(family).values() for family in families)
    return tuple(item for item in found if isinstance(item, Rule))


CHECKS = _rules_of(
    slips, arithmetic, reasons, ratios, identity, steps, dates, caps, quality, discipline,
    leadership, listed, between, years, board,
)  # fmt: skip
ALL_RULES: tuple[Rule[..., Any], ...] = (*READING_RULES, *DRIFT_RULES, *CHECKS)
BY_CODE: Mapping[str, Rule[..., Any]] = {item.code: item for item in ALL_RULES}


def _of_scope(*scopes: str) -> tuple[Rule[..., Any], ...]:
    return tuple(item for item in CHECKS if item.scope in scopes)


_ROW_RULES = _of_scope("row")
_RETURN_RULES = _of_scope("return", "register")
_YEAR_RULES = _of_scope("year")
_SEASON_RULES = _of_scope("season")
_COUNTED_RULES = _of_scope("counted")
_BOARD_RULES = _of_scope("board")


def check_return(item: Return, register: Register) -> list[Finding]:
    """Return the findings in one return, beyond those of reading it.

    Row rules run on every row that parsed; rules over a sheet wait until the whole sheet did. What
    another error explains is not said.
    """
    if item.is_empty:
        return []
    found = [*_row_findings(item, register), *_return_findings(item, register)]
    return _unexplained(found, item.findings, _accepted(item, register))


def waiting_rules(item: Return) -> list[Rule[..., Any]]:
    """Return the rules that could not run on a return because a sheet they read is not whole."""
    return [each for each in _RETURN_RULES if not _is_ready(each, item)]


def check_against_last_year(
    item: Return, last: Return, register: Register, found: Sequence[Finding] = ()
) -> list[Finding]:
    """Return warnings on a return beside last year's, both on this year's map.

    found: what else was found in it, which may explain the difference.
    """
    more = [
        Finding(spot.ref, item.unit, each.code, each.severity, spot.message)
        for each in _YEAR_RULES
        if _is_ready(each, item) and each.holds_in(_year_of(item, register))
        for spot in each(item, last, register)
    ]
    return _unexplained(more, found, _accepted(item, register))


def check_counted(items: Sequence[Return], register: Register) -> list[Finding]:
    """Return the findings in all the returns in force together."""
    return _between(_COUNTED_RULES, items, register)


def check_season(items: Sequence[Return], register: Register) -> list[Finding]:
    """Return the findings between the returns of one period."""
    return _between(_SEASON_RULES, items, register)


def check_board(
    register: Register, items: Sequence[Return], findings: Sequence[Finding]
) -> list[Finding]:
    """Return the findings on entries of the board in the register that have no effect."""
    return [
        Finding(spot.ref, unit, each.code, each.severity, spot.message)
        for each in _BOARD_RULES
        for unit, spot in each(register, items, findings, BY_CODE)
    ]


def _between(
    rules: Sequence[Rule[..., Any]], items: Sequence[Return], register: Register
) -> list[Finding]:
    owners = {item.file: item.unit for item in items}
    return [
        Finding(spot.ref, owners[spot.ref.file], each.code, each.severity, spot.message)
        for each in rules
        if each.holds_in(register.settings.regime_year)
        for spot in each(items, register)
    ]


def _year_of(item: Return, register: Register) -> int:
    """Return the year whose rules hold for a return: the register may choose another regime."""
    is_now = same_period(item.period, register.settings.period)
    return register.settings.regime_year if is_now else item.year


def _row_findings(item: Return, register: Register) -> Iterator[Finding]:
    year = _year_of(item, register)
    for each in _ROW_RULES:
        rows: tuple[Located[Row], ...] = item.rows(each.row_types[0])
        for located in rows if each.holds_in(year) else ():
            for fault in each(located.row):
                # What a file has no column for is told once, as a column that is missing.
                if fault.field in located.columns:
                    ref = located.ref(fault.field)
                    yield Finding(ref, item.unit, each.code, each.severity, fault.message)


def _return_findings(item: Return, register: Register) -> Iterator[Finding]:
    is_now = same_period(item.period, register.settings.period)
    year = _year_of(item, register)
    for each in _RETURN_RULES:
        # The register knows the cells and the cap of its own period only.
        may_run = each.holds_in(year) and (is_now or each.scope != "register")
        if may_run and _is_ready(each, item):
            for spot in each(item, register):
                yield Finding(spot.ref, item.unit, each.code, each.severity, spot.message)


def _is_ready(each: Rule[..., Any], item: Return) -> bool:
    return all(item.sheets[row_type].whole for row_type in each.row_types)


# ------------------------------------------------------------------ what explains what

Rows = dict[str, set[tuple[str, int]]]
"""Where the errors of each rule stand: sheet and row."""


def _accepted(item: Return, register: Register) -> frozenset[str]:
    """Return the rules whose findings in a unit's return the board accepts.

    An accepted finding is no error.
    """
    is_now = same_period(item.period, register.settings.period)
    mine = (x.row for x in register.waivers if is_now and x.row.unit_code == item.unit)
    return frozenset(row.rule for row in mine)


def _unexplained(
    found: Sequence[Finding], others: Sequence[Finding], accepted: frozenset[str]
) -> list[Finding]:
    """Return the findings that no other error explains: one slip is told once."""
    errors: Rows = {}
    for each in (*found, *others):
        if each.is_error and each.rule not in accepted:
            errors.setdefault(each.rule, set()).add(_row_of(each))
    return [each for each in found if not _is_explained(each, errors)]


def _is_explained(found: Finding, errors: Rows) -> bool:
    by = BY_CODE[found.rule]
    if by.scope == "row":
        return any(_row_of(found) in errors.get(code, ()) for code in by.explained_by)
    return any(code in errors for code in by.explained_by)


def _row_of(found: Finding) -> tuple[str, int]:
    return found.ref.sheet, found.ref.row


# ------------------------------------------------------------------ their order


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings in the order a clerk corrects them: by file, sheet, row and column."""
    return sorted(findings, key=lambda found: (_place(found), found.rule, found.message))


def _place(found: Finding) -> tuple[str, str, int, str]:
    ref = found.ref
    return ref.file, ref.sheet, ref.row, ref.column.rjust(3)
