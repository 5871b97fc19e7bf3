"""Everything that was sent for an earlier year, by the units of today that it is counted in.

What a unit of today that reports is made of is its own return of then. The rest is counted in a
unit above: an old unit that the register says became a unit above those that report, and one that
was split over several, which only the unit above them all holds whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from xeploai.register.model import Register
from xeploai.schema.periods import Period
from xeploai.schema.terms import LEADERSHIP, Subject, UnitKind
from xeploai.submissions.crosswalk import (
    made_of_by_unit,
    now_of,
    old_by_unit,
    on_this_map,
    units_with_a_part,
    whole_of_parts,
)
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """The returns of an earlier year on this year's map.

    own: the return of each unit that reports, those of the old units it is made of together;
    merged: those old units' returns one by one, where they are several; beside: returns that are
    counted in a unit without being its own; both with the unit's code; kinds: the kind of the old
    unit by the file of its return, where the register says that it became another; expected: how
    many old units that report a subject are in each unit; counted: of how many of them the return
    is at hand; absent: the units that should hold an old unit that sent nothing, by its code;
    apart: units that have no figures, as they hold only a part of an old unit or have not all that
    they are made of.
    """

    own: Mapping[str, Return]
    merged: Sequence[tuple[str, Return]] = ()
    beside: Sequence[tuple[str, Return]] = ()
    kinds: Mapping[str, UnitKind | None] = field(default_factory=dict)
    expected: Mapping[Subject, Mapping[str, int]] = field(default_factory=dict)
    counted: Mapping[Subject, Mapping[str, int]] = field(default_factory=dict)
    absent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    apart: Set[str] = frozenset()


def earlier_year(register: Register, period: Period, returns: Mapping[str, Return]) -> EarlierYear:
    """Return the returns of an earlier year, by their old units' codes, on this year's map."""
    own, made_of = on_this_map(register, period, returns), made_of_by_unit(register, period)
    now = _reported(register, period, returns)
    within = {code: _holders(register, units) for code, units in now.items()}
    apart = {*_with_a_part(register, now), *_incomplete(register, made_of, returns)}
    known = {code: [unit for unit in units if unit not in apart] for code, units in within.items()}
    sent = {code: units for code, units in known.items() if code in returns}
    told = {code: _subjects(register, code, returns.get(code)) for code in within}
    of_own = {code: unit for unit in own for code in made_of[unit]}
    beside = {code: units for code, units in now.items() if code in returns and code not in of_own}
    return EarlierYear(
        own=own,
        merged=[(x, returns[code]) for code, x in of_own.items() if len(made_of[x]) > 1],
        beside=[
            (whole, returns[code])
            for code, units in beside.items()
            if (whole := whole_of_parts(register, units))
        ],
        kinds=dict(_kinds(register, period, returns)),
        expected={subject: _numbers(within, told, subject) for subject in Subject},
        counted={subject: _numbers(sent, told, subject) for subject in Subject},
        absent={x: y for x, y in known.items() if x not in sent and Subject.ORG in told[x]},
        apart=apart,
    )


def _numbers(
    within: Mapping[str, Sequence[str]], told: Mapping[str, Set[Subject]], subject: Subject
) -> Counter[str]:
    """Count the old units that report a subject in each of the units that they are within."""
    return Counter(
        unit for code, units in within.items() if subject in told[code] for unit in units
    )


def _subjects(register: Register, code: str, item: Return | None) -> Set[Subject]:
    """Return the subjects that an old unit reports: one above TCCSĐ counts its own leaders."""
    unit, written = register.units.get(code), item.unit_kind if item else None
    kind = written or (unit.kind if unit else UnitKind.GRASSROOTS)
    if not kind.is_upper:
        return frozenset(Subject)
    lists_cells = item.lists_cells if item else unit is not None and unit.lists_cells
    return frozenset(Subject) - {Subject.ORG} if lists_cells else frozenset(LEADERSHIP)


def _reported(
    register: Register, period: Period, returns: Mapping[str, Return]
) -> dict[str, Sequence[str]]:
    """Return the units that each old unit went into, of those that reported in a year or should.

    An old unit above those that reported had no return of its own. A unit of which the register
    has no rows was none yet where it was founded later, or where the unit above it was made of
    others.
    """
    said, above = old_by_unit(register, period), set(_merged_above(register, period, returns))

    def is_reporting(code: str, units: Sequence[str]) -> bool:
        if code in returns:
            return True
        if units != [code] or said.get(code):
            return any(register.units[unit].reports or unit in above for unit in units)
        founded = register.units[code].founded_on
        is_younger = founded is not None and founded.year > period.year
        return not is_younger and above.isdisjoint(register.up_from(code))

    now = now_of(register, period)
    return {code: units for code, units in now.items() if is_reporting(code, units)}


def _merged_above(
    register: Register, period: Period, returns: Mapping[str, Return]
) -> Iterator[str]:
    """Yield the units above others that were made of units that reported.

    Where only units below it sent something, what the register says it was made of stood above
    those: a province, or a district.
    """
    made_of = made_of_by_unit(register, period)
    sent = {unit for unit, codes in made_of.items() if any(code in returns for code in codes)}
    heard = {above for unit in sent for above in register.up_from(register.units[unit].parent)}
    for unit, codes in made_of.items():
        is_above = bool(codes) and not register.units[unit].reports
        if is_above and (unit in sent or unit not in heard):
            yield unit


def _holders(register: Register, units: Sequence[str]) -> list[str]:
    """Return the units in which something of an old unit is, and all above them."""
    return list(dict.fromkeys(above for unit in units for above in register.up_from(unit)))


def _with_a_part(register: Register, now: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for units in now.values():
        yield from units_with_a_part(register, units)


def _incomplete(
    register: Register, made_of: Mapping[str, Sequence[str]], returns: Mapping[str, Return]
) -> Iterator[str]:
    """Yield the TCCSĐ of whose old units some sent nothing, and some did."""
    for unit in register.expected(Subject.ORG):
        there = [code in returns for code in made_of[unit.code]]
        if any(there) and not all(there):
            yield unit.code


def _kinds(
    register: Register, period: Period, returns: Mapping[str, Return]
) -> Iterator[tuple[str, UnitKind | None]]:
    """Yield the file and the kind of each old unit that became another, as its form says it."""
    for code in dict.fromkeys(
        code for old in old_by_unit(register, period).values() for code in old
    ):
        item = returns.get(code)
        if item is not None and item.info is not None:
            yield item.file, item.unit_kind
