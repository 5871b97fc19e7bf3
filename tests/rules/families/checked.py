"""Rules run on a return as the program runs them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests import builders
from xeploai.findings import CellRef, Finding
from xeploai.forms.layout import place
from xeploai.register.model import Register
from xeploai.rules.all_rules import BY_CODE
from xeploai.rules.run import (
    check_against_last_year,
    check_counted,
    check_return,
    check_season,
    check_standing,
)
from xeploai.rules.scopes import TwoYears
from xeploai.schema.form import CellReturn
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Row
from xeploai.submissions.model import Return
from xeploai.submissions.set_aside import without_other_rows

Violations = list[tuple[str, str]]


def plain_cell(number: int, members: int = 5, **over: Any) -> CellReturn:
    """A cell all of whose members are HTT, and which says when it met."""
    met = {"review_date": date(builders.YEAR, 12, 1)}
    return builders.plain_cell(number, members, **{**met, **over})


def violations_of(code: str, item: Return, of: Register | None = None) -> Violations:
    """Where one rule found something in a return, and its sentence."""
    findings = _findings(item, of or builders.register())
    return [(x.ref.cell, x.message) for x in findings if x.rule == code]


def _findings(item: Return, of: Register) -> list[Finding]:
    return check_return(without_other_rows(item, of), of)


def violations_between(
    code: str, items: Sequence[Return], of: Register | None = None
) -> list[tuple[CellRef, str]]:
    """Where one rule found something between returns, and its sentence."""
    listed = of or builders.register()
    checks = (check_season, check_standing, check_counted)
    findings = [each for check in checks for each in check(items, listed)]
    return [(x.ref, x.message) for x in findings if x.rule == code]


def violations_in_year(
    code: str, year: int, item: Return, of: Register | None = None
) -> Violations:
    """What one rule reports of a return as if it were of another year."""
    listed = of or builders.register()
    regulation = for_year(year)
    assert regulation is not None
    settings = replace(listed.settings, period=str(year), regulation=regulation)
    return violations_of(code, replace(item, period=str(year)), replace(listed, settings=settings))


def violations_beside(
    code: str, item: Return, last: Return, of: Register | None = None
) -> Violations:
    """Where one rule found something in a return beside last year's, and its sentence."""
    listed = of or builders.register()
    findings = check_against_last_year(TwoYears(item, last, listed), check_return(item, listed))
    return [(x.ref.cell, x.message) for x in findings if x.rule == code]


def codes(item: Return, of: Register | None = None) -> set[str]:
    """The rules that found something in a return."""
    return {x.rule for x in _findings(item, of or builders.register())}


def at(row_type: type[Row], key: str, index: int = 0) -> str:
    """Where a field stands in the real form; rows of a table are counted from 0."""
    where = place(row_type)
    return where.cell(key) if where.rows else where.cell(key, where.first_row + index)


def heading(row_type: type[Row], key: str) -> str:
    """Where a field's heading stands in the real form."""
    return f"{place(row_type).letters[key]}{place(row_type).header_row}"


def severity(code: str) -> str:
    """How grave a rule is."""
    return str(BY_CODE[code].severity)
