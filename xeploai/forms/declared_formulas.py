"""The formulas that the rules declare for a form: the one place where forms ask the rules."""

from datetime import date

from xeploai.register.model import Register, Unit
from xeploai.rules.all_rules import BY_CODE, OF_ONE_WORKBOOK
from xeploai.rules.waivers import accepted_of
from xeploai.schema.self_check import Formula, KnownOfUnit, ListedCell, Shown, is_about_cells
from xeploai.schema.terms import OverCap


def known_of(register: Register, unit: Unit) -> KnownOfUnit:
    """Return what the form of a unit knows."""
    settings = register.settings
    own_cap, caps = register.unit_caps.get(unit.code), register.unit_caps
    quality = settings.regulation.quality
    cap = own_cap.percent if own_cap else settings.cap
    cells = register.cells_of(unit.code)
    return KnownOfUnit(
        span=settings.span,
        rules_of=settings.regulation_year,
        kind=unit.kind,
        cap=cap if settings.over_cap is OverCap.REFUSED else None,
        cap_base=settings.cap_base,
        cap_scope=settings.cap_scope,
        never_over_cap=settings.never_over_cap,
        cell_caps=tuple((x.code, caps[x.code].percent) for x in cells if x.code in caps),
        fulfilled=quality.fulfilled_percent if quality else 0,
        good=quality.good_percent if quality else 0,
        new_months=settings.regulation.new_months,
        founded_on=_founded_on(register, unit),
        reported=tuple(item.code for item in register.reported_by(unit)),
        cells=tuple(ListedCell(x.code, x.name, _founded_on(register, x)) for x in cells),
        accepted=accepted_of(register, unit.code, BY_CODE),
        lists_cells=unit.lists_cells,
        scale=settings.organisations,
    )


def _founded_on(register: Register, unit: Unit) -> date | None:
    """Return the day by which a form refuses a level, None where that is no error."""
    is_error = register.settings.regulation.new_confirmed and not register.is_merged(unit.code)
    return unit.founded_on if is_error else None


def formulas_of(known: KnownOfUnit) -> tuple[Formula, ...]:
    """Return every formula that stands in a form, in the order of the rules."""
    return tuple(
        formula
        for rule in OF_ONE_WORKBOOK
        if rule.code not in known.accepted and rule.holds_in(known.rules_of)
        if isinstance(rule.self_check, Shown)
        for formula in rule.self_check.formulas(known)
        if known.lists_cells or not is_about_cells(formula)
    )
