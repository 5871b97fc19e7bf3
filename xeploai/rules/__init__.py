"""The rule book: one module per family of faults, gathered and run here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import ModuleType
from typing import Any

from xeploai.findings import Finding
from xeploai.intake import Return, same_period
from xeploai.located import Located
from xeploai.reading import READING_RULES
from xeploai.register import Register
from xeploai.rulebook import Rule
from xeploai.rules import arithmetic, caps, dates, identity
from xeploai.schema.row import Row


def _rules_of(*families: ModuleType) -> tuple[Rule[..., Any], ...]:
    found = chain.from_iterable(vars(family).values() for family in families)
    return tuple(item for item in found if isinstance(item, Rule))


CHECKS = _rules_of(arithmetic, identity, dates, caps)
ALL_RULES: tuple[Rule[..., Any], ...] = (*READING_RULES, *CHECKS)
BY_CODE: Mapping[str, Rule[..., Any]] = {item.code: item for item in ALL_RULES}

_ROW_RULES = tuple(item for item in CHECKS if item.scope == "row")
_RETURN_RULES = tuple(item for item in CHECKS if item.scope in ("return", "register"))
_SEASON_RULES = tuple(item for item in CHECKS if item.scope == "season")
_COUNTED_RULES = tuple(item for item in CHECKS if item.scope == "counted")


def check_return(item: Return, register: Register) -> list[Finding]:
    """What is wrong in one return, beyond what reading it said.

    Row rules run on every row that parsed; rules over a sheet wait until the whole sheet did.
    """
    return [] if item.is_empty else [*_row_findings(item), *_return_findings(item, register)]


def waiting_rules(item: Return) -> list[Rule[..., Any]]:
    """The rules that could not run on a return because a sheet they read is not whole."""
    return [each for each in _RETURN_RULES if not _is_ready(each, item)]


def check_counted(items: Sequence[Return], register: Register) -> list[Finding]:
    """What is wrong in all the returns in force together."""
    return _between(_COUNTED_RULES, items, register)


def check_season(items: Sequence[Return], register: Register) -> list[Finding]:
    """What is wrong between the returns of one period."""
    return _between(_SEASON_RULES, items, register)


def _between(
    rules: Sequence[Rule[..., Any]], items: Sequence[Return], register: Register
) -> list[Finding]:
    owners = {item.file: item.unit for item in items}
    return [
        Finding(spot.ref, owners[spot.ref.file], each.code, each.severity, spot.message)
        for each in rules
        for spot in each(items, register)
    ]


def _row_findings(item: Return) -> Iterator[Finding]:
    for each in _ROW_RULES:
        rows: tuple[Located[Row], ...] = item.rows(each.row_types[0])
        for located in rows:
            for fault in each(located.row):
                ref = located.ref(fault.field)
                yield Finding(ref, item.unit, each.code, each.severity, fault.message)


def _return_findings(item: Return, register: Register) -> Iterator[Finding]:
    is_now = same_period(item.period, register.settings.period)
    for each in _RETURN_RULES:
        # The register knows the cells and the cap of its own period only.
        if _is_ready(each, item) and (is_now or each.scope != "register"):
            for spot in each(item, register):
                yield Finding(spot.ref, item.unit, each.code, each.severity, spot.message)


def _is_ready(each: Rule[..., Any], item: Return) -> bool:
    return all(item.sheets[row_type].whole for row_type in each.row_types)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order a clerk mends them: by file, sheet, row and column."""
    return sorted(findings, key=lambda found: (_place(found), found.rule, found.message))


def _place(found: Finding) -> tuple[str, str, int, str]:
    letters = found.ref.cell.rstrip("0123456789")
    number = found.ref.cell[len(letters) :]
    return found.ref.file, found.ref.sheet, int(number or 0), letters.rjust(3)
