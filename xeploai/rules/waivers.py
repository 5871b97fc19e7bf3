"""The register's sheet Chấp thuận as the rules understand it: faults that the office accepts."""

from collections.abc import Mapping

from xeploai.findings import Rule
from xeploai.register.model import Register
from xeploai.schema.register import WaiverRow
from xeploai.text import clean

Rules = Mapping[str, Rule]
"""The rules by code."""


def rule_meant(typed: str, rules: Rules) -> Rule | None:
    """Return the rule that its code or its title names, in any case and spacing.

    A title that it once had is looked for last: another rule may have it now.
    """
    name = _plain(typed)
    names = {x.code: (_plain(x.code), _plain(x.title)) for x in rules.values()}
    former = {x.code: tuple(map(_plain, x.former_titles)) for x in rules.values()}
    codes = (code for known in (names, former) for code, some in known.items() if name in some)
    return rules.get(next(codes, ""))


def _plain(name: str) -> str:
    return clean(name).casefold().removesuffix(".")


def accepted(register: Register, rules: Rules) -> dict[tuple[str, str], WaiverRow]:
    """Return the waivers that hold, by the code of the rule and the unit."""
    waivers: dict[tuple[str, str], WaiverRow] = {}
    for row in (item.row for item in register.waivers):
        rule = rule_meant(row.rule, rules)
        if rule is not None and rule.waivable:
            waivers[rule.code, row.unit_code] = row
    return waivers


def accepted_of(register: Register, unit: str, rules: Rules) -> frozenset[str]:
    """Return the codes of the rules whose findings in a unit's return the office accepts."""
    return frozenset(code for code, of_unit in accepted(register, rules) if of_unit == unit)
