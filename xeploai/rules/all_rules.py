"""All rules there are, by code and by what they look at."""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from types import ModuleType
from typing import TypeVar

from xeploai.findings import Rule
from xeploai.reading.drift import DRIFT_RULES
from xeploai.reading.rules import READING_RULES, ReadingRule
from xeploai.register.rules import BOOK_RULES
from xeploai.rules.families import (
    arithmetic,
    between,
    caps,
    dates,
    decisions,
    discipline,
    identity,
    leadership,
    levels,
    listed,
    office,
    points,
    quality,
    quarters,
    ratios,
    reasons,
    remedies,
    slips,
    steps,
    years,
)
from xeploai.rules.scopes import (
    CountedRule,
    OfficeRule,
    OneReturnRule,
    OwnerRule,
    QuarterRule,
    RegisterRule,
    ReturnRule,
    RowRule,
    SeasonRule,
    StandingRule,
    UnitRule,
    YearRule,
)
from xeploai.schema.row import Row

K = TypeVar("K", bound=Rule)


def _declared_in(*families: ModuleType) -> tuple[Rule, ...]:
    values = chain.from_iterable(vars(family).values() for family in families)
    return tuple(value for value in values if isinstance(value, Rule))


CHECKS = _declared_in(
    slips, arithmetic, reasons, ratios, identity, steps, dates, caps, quality, discipline,
    levels, points, leadership, remedies, listed, between, years, quarters, office,
    decisions,
)  # fmt: skip
"""The rules of what could be read."""

ALL_RULES: tuple[Rule, ...] = (*READING_RULES, *DRIFT_RULES, *CHECKS, *BOOK_RULES)
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in ALL_RULES}
TITLES: Mapping[str, str] = {rule.code: rule.title for rule in ALL_RULES}


@cache
def worded_for(office: str) -> Mapping[str, Rule]:
    """Return the rules by code, in words that call the office by the name the register gives it."""
    return {rule.code: rule.worded_for(office) for rule in ALL_RULES}


def _of_kind(kind: type[K]) -> tuple[K, ...]:
    return tuple(rule for rule in CHECKS if isinstance(rule, kind))


ROW_RULES: tuple[RowRule[Row], ...] = tuple(x for x in CHECKS if isinstance(x, RowRule))
RETURN_RULES = _of_kind(ReturnRule)
UNIT_RULES = _of_kind(UnitRule)
REGISTER_RULES = _of_kind(RegisterRule)
YEAR_RULES = _of_kind(YearRule)
QUARTER_RULES = _of_kind(QuarterRule)
SEASON_RULES = _of_kind(SeasonRule)
COUNTED_RULES = _of_kind(CountedRule)
STANDING_RULES = _of_kind(StandingRule)
OFFICE_RULES = _of_kind(OfficeRule)
OWNER_RULES = _of_kind(OwnerRule)

OF_WHOLE_SHEETS = _of_kind(OneReturnRule)
"""The rules that wait until the sheets they read of a return can be read whole."""

OF_ONE_WORKBOOK = tuple(
    rule for rule in ALL_RULES if isinstance(rule, ReadingRule | RowRule | OneReturnRule)
)
"""The rules of what one workbook shows by itself; each error of them has its self-check."""
