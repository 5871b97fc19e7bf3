"""Returns in force → leaf counts: one line per cell or unit, subject and stage."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

import pandas as pd

from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.terms import Level, Stage, Subject, UnitKind
from xeploai.season.figures.model import COUNTS
from xeploai.season.figures.tree import CellPlace
from xeploai.submissions.model import Return

KEYS = ("unit", "subject", "stage")

_LEVELS = tuple(Level)  # going through an Enum takes its time, and this is done for every cell
Decisions = Mapping[tuple[str, Subject], DecisionRow]
Leaf = tuple[str, Subject, Stage, int, int, int, int, int, int, int, int, int, int]


def leaves(
    register: Register, returns: Mapping[str, Return], places: Sequence[CellPlace]
) -> pd.DataFrame:
    """Leaf counts with the columns KEYS and COUNTS.

    Members are counted as the unit reports them, which is as its committee decided; cells and
    organisations at each stage a level is given for.
    """
    decided: Decisions = {
        (item.unit_code, item.subject.subject): item for item in register.decisions
    }
    rows = chain(
        _members(places),
        _cells(register, places, decided),
        _organisations(register, returns, decided),
        _leadership(returns),
    )
    return pd.DataFrame(rows, columns=[*KEYS, *COUNTS])


def _members(places: Sequence[CellPlace]) -> Iterator[Leaf]:
    for place in places:
        row = place.located.row
        yield (
            place.node.code, Subject.MEMBER, Stage.DECIDED,
            row.members, row.rated,
            row.exempt, row.suspended, row.new_under_6m, row.not_rated_other,
            row.xs, row.htt, row.ht, row.kht,
        )  # fmt: skip


def _cells(register: Register, places: Sequence[CellPlace], decided: Decisions) -> Iterator[Leaf]:
    for place in places:
        if place.node.kind is UnitKind.CELL:
            code = place.node.code
            levels = _levels(place.located.row, decided.get((code, Subject.CELL)))
            yield from _rated_units(register, code, Subject.CELL, levels)


def _organisations(
    register: Register, returns: Mapping[str, Return], decided: Decisions
) -> Iterator[Leaf]:
    for unit in register.reporting:
        item = returns.get(unit.code)
        decision = decided.get((unit.code, Subject.ORG))
        info = item.info.row if item is not None and item.info else None
        if info is None and decision is None:
            continue
        own = _cell_of_itself(item) if unit.kind is UnitKind.GRASSROOTS_CELL else None
        levels = _levels(info, decision, own)
        yield from _rated_units(register, unit.code, Subject.ORG, levels)


def _cell_of_itself(item: Return | None) -> CellReturn | None:
    """Return the one row of a chi bộ cơ sở.

    Its level may stand there instead of on the first sheet.
    """
    rows = item.rows(CellReturn) if item is not None else ()
    return rows[0].row if rows else None


def _levels(
    row: CellReturn | InfoReturn | None,
    decision: DecisionRow | None,
    other: CellReturn | None = None,
) -> list[tuple[Stage, Level | None]]:
    """Return the level at each stage; the board's entry in the register overrides the return."""
    sources = [source for source in (decision, row, other) if source is not None]
    names = {
        Stage.SELF: "self_level",
        Stage.PROPOSED: "proposed_level",
        Stage.DECIDED: "decided_level",
    }
    return [
        (stage, next((level for source in sources if (level := getattr(source, name))), None))
        for stage, name in names.items()
    ]


def _rated_units(
    register: Register, code: str, subject: Subject, levels: list[tuple[Stage, Level | None]]
) -> Iterator[Leaf]:
    is_new = _is_new(register, code)
    for stage, level in levels:
        unrated = level is None
        yield (
            code, subject, stage, 1, int(not unrated),
            0, 0, int(unrated and is_new), int(unrated and not is_new),
            *(int(level is each) for each in _LEVELS),
        )  # type: ignore[misc]  # fmt: skip


def _is_new(register: Register, code: str) -> bool:
    """Whether an organisation is too young at the end of the year to be rated."""
    unit = register.units.get(code)
    if unit is None or unit.founded_on is None:
        return False
    end = date(register.settings.year + 1, 1, 1)
    months = (end.year - unit.founded_on.year) * 12 + end.month - unit.founded_on.month
    return months - (unit.founded_on.day > 1) < register.settings.regulation.new_months


def _leadership(returns: Mapping[str, Return]) -> Iterator[Leaf]:
    for unit, item in returns.items():
        for located in item.rows(LeadershipReturn):
            row = located.row
            yield (
                unit, row.subject.subject, row.stage.stage, row.total, row.rated,
                0, 0, 0, row.not_rated,
                row.xs, row.htt, row.ht, row.kht,
            )  # fmt: skip
