"""Returns in force → leaf counts: one line per cell or unit, subject and stage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pandas as pd

from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.terms import (
    LeadershipSubject,
    Level,
    RatingStage,
    Stage,
    Subject,
    UnitKind,
)
from xeploai.season.figures.model import COUNTS
from xeploai.season.figures.tree import CellPlace
from xeploai.submissions.earlier_year import EarlierYear
from xeploai.submissions.model import Return

KEYS = ("unit", "subject", "stage")
COLUMNS = (*KEYS, *COUNTS)

_LEVELS = tuple(Level)  # going through an Enum takes its time, and this is done for every cell
Decisions = Mapping[tuple[str, Subject], DecisionRow]
_Kinds = Mapping[str, UnitKind | None]
Leaf = tuple[str, Subject, Stage, int, int, int, int, int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """The register with its rows on ratings by unit and subject, as of a day.

    to_come: who is decided on only after it, whatever a return says.
    """

    register: Register
    decisions: Decisions
    to_come: Set[tuple[str, Subject]]
    as_of: date


def leaves(
    register: Register,
    returns: Mapping[str, Return],
    places: Sequence[CellPlace],
    as_of: date = date.max,
    earlier: EarlierYear | None = None,
) -> pd.DataFrame:
    """Leaf counts with the columns COLUMNS.

    Members are counted as the unit reports them, which is as its committee decided, and at the
    steps before where it reports those too; cells and organisations at each stage a level is given
    for, by the as-of day.
    """
    known, then = _known(register, as_of), earlier or EarlierYear({})
    several = {unit for unit, _ in then.merged}
    rows = chain(
        _members(places),
        _members_before(returns),
        _cells(known, places, then.kinds),
        _organisations(known, returns, then.kinds),
        _leadership((unit, item) for unit, item in returns.items() if unit not in several),
        _one_by_one(known, then),
    )
    return pd.DataFrame(rows, columns=COLUMNS)


def _known(register: Register, as_of: date) -> _Known:
    decisions = _by_key(register.decisions)
    later = {key for key, row in _by_key(register.later_decisions).items() if row.decided_level}
    decided = {key for key, row in decisions.items() if row.decided_level}
    return _Known(register, decisions, later - decided, as_of)


def _by_key(rows: Iterable[Located[DecisionRow]]) -> Decisions:
    return {(item.row.unit_code, item.row.subject.subject): item.row for item in rows}


def upper_leaves(
    register: Register, returns: Mapping[str, Return], as_of: date = date.max
) -> pd.DataFrame:
    """Levels of single organisations that are neither cell nor TCCSĐ, by the columns of leaves.

    They are those the register and their own returns know; no unit above adds them up.
    """
    known = _known(register, as_of)
    rated = (unit for unit in register.units.values() if unit.kind.is_rated_apart)
    rows = chain.from_iterable(
        _rated_itself(known, unit.code, returns.get(unit.code)) for unit in rated
    )
    return pd.DataFrame(rows, columns=COLUMNS)


def _members(places: Sequence[CellPlace]) -> Iterator[Leaf]:
    for place in places:
        yield _counted(place.node.code, place.located.row)


def _members_before(returns: Mapping[str, Return]) -> Iterator[Leaf]:
    """Yield a unit's members at the steps before the decision that it reports.

    Of a unit that reports none, such a step is not known: it is in no sum.
    """
    for unit, item in returns.items():
        for located in item.rows(LeadershipReturn):
            row = located.row
            is_member = row.subject is LeadershipSubject.MEMBER
            is_before = is_member and row.stage is not RatingStage.DECIDED
            if is_before and row.total:
                yield _step(unit, row.subject, row.stage, [row], row.total)


def _counted(unit: str, row: CellReturn) -> Leaf:
    return (
        unit, Subject.MEMBER, Stage.DECIDED,
        row.members, row.rated,
        row.exempt, row.suspended, row.new_under_6m, row.not_rated_other,
        row.xs, row.htt, row.ht, row.kht,
    )  # fmt: skip


def _cells(known: _Known, places: Sequence[CellPlace], kinds: _Kinds) -> Iterator[Leaf]:
    for place in places:
        # The cells of a committee that became a chi bộ cơ sở were cells then, and the reverse.
        of = kinds.get(place.located.file)
        if of is UnitKind.GRASSROOTS if of else place.node.kind is UnitKind.CELL:
            code = place.node.code
            levels = _levels(known, (code, Subject.CELL), place.located.row)
            yield from _rated_units(known.register, code, Subject.CELL, levels)


def _organisations(known: _Known, returns: Mapping[str, Return], kinds: _Kinds) -> Iterator[Leaf]:
    for unit in known.register.expected(Subject.ORG):
        item = returns.get(unit.code)
        kind = (kinds.get(item.file) if item else None) or unit.kind
        own = _cell_of_itself(item) if kind is UnitKind.GRASSROOTS_CELL else None
        yield from _rated_itself(known, unit.code, item, own)


def _rated_itself(
    known: _Known, unit: str, item: Return | None, own: CellReturn | None = None
) -> Iterator[Leaf]:
    """Yield the steps of an organisation, where its return or the register tells of it."""
    key = unit, Subject.ORG
    info = item.info.row if item is not None and item.info else None
    if info is not None or key in known.decisions:
        yield from _rated_units(known.register, *key, _levels(known, key, info, own))


def _cell_of_itself(item: Return | None) -> CellReturn | None:
    """Return the one row of a chi bộ cơ sở.

    Its level may stand there instead of on the first sheet.
    """
    rows = item.rows(CellReturn) if item is not None else ()
    return rows[0].row if rows else None


def _levels(
    known: _Known, key: tuple[str, Subject], *rows: CellReturn | InfoReturn | None
) -> list[tuple[Stage, Level | None]]:
    """Return the level at each stage; the board's entry in the register overrides the return."""
    sources = [source for source in (known.decisions.get(key), *rows) if source is not None]
    decided = [
        source
        for source in sources
        if key not in known.to_come
        and (source.decision_date is None or source.decision_date <= known.as_of)
    ]
    return [
        (Stage.SELF, next((x.self_level for x in sources if x.self_level), None)),
        (Stage.PROPOSED, next((x.proposed_level for x in sources if x.proposed_level), None)),
        (Stage.DECIDED, next((x.decided_level for x in decided if x.decided_level), None)),
    ]


def _rated_units(
    register: Register, code: str, subject: Subject, levels: list[tuple[Stage, Level | None]]
) -> Iterator[Leaf]:
    is_new = unrated_reason(register, code) == "new_under_6m"
    for stage, level in levels:
        unrated = level is None
        yield (
            code, subject, stage, 1, int(not unrated),
            0, 0, int(unrated and is_new), int(unrated and not is_new),
            *(int(level is each) for each in _LEVELS),
        )  # type: ignore[misc]  # fmt: skip


def unrated_reason(register: Register, code: str) -> str:
    """Return the count that holds a cell or an organisation without a level."""
    return "new_under_6m" if _is_new(register, code) else "not_rated_other"


def _is_new(register: Register, code: str) -> bool:
    """Whether an organisation is too young at the end of the period to be rated."""
    unit = register.units.get(code)
    if unit is None or unit.founded_on is None:
        return False
    end = register.settings.span.next_day
    months = (end.year - unit.founded_on.year) * 12 + end.month - unit.founded_on.month
    return months - (unit.founded_on.day > 1) < register.settings.regulation.new_months


def _leadership(returns: Iterable[tuple[str, Return]]) -> Iterator[Leaf]:
    """Yield the steps of collectives and leaders, each on the best known total of its unit.

    A step at which a unit reports fewer, or nothing, leaves the others of them not rated.
    """
    for unit, item in returns:
        reported = [located.row for located in item.rows(LeadershipReturn)]
        for subject in (each for each in LeadershipSubject if each.leads):
            steps = {
                stage: [row for row in reported if (row.subject, row.stage) == (subject, stage)]
                for stage in RatingStage
            }
            best = max(sum(row.total for row in rows) for rows in steps.values())
            if best:
                yield from (_step(unit, subject, x, rows, best) for x, rows in steps.items())


def _step(
    unit: str,
    subject: LeadershipSubject,
    stage: RatingStage,
    rows: Sequence[LeadershipReturn],
    best: int,
) -> Leaf:
    def summed(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    return (
        unit, subject.subject, stage.stage, best, summed("rated"),
        0, 0, 0, summed("not_rated") + best - summed("total"),
        *map(summed, ("xs", "htt", "ht", "kht")),
    )  # type: ignore[return-value]  # fmt: skip


# ------------------------------------------------------------------ old units


def _one_by_one(known: _Known, then: EarlierYear) -> Iterator[Leaf]:
    """Yield what old units add to the units that they are counted in now.

    Of those that are one unit now the members and cells are counted with its own return.
    """
    for unit, item in then.beside:
        yield from _old_cells(known, unit, item)
    for unit, item in (*then.beside, *then.merged):
        own = _cell_of_itself(item) if _was_a_cell(item) else None
        levels = _levels(known, (unit, Subject.ORG), item.info.row if item.info else None, own)
        yield from _at(unit, _rated_units(known.register, "", Subject.ORG, levels))
        yield from _leadership([(unit, item)])


def _old_cells(known: _Known, unit: str, item: Return) -> Iterator[Leaf]:
    for located in item.rows(CellReturn):
        yield _counted(unit, located.row)
        if not _was_a_cell(item):
            levels = _levels(known, (unit, Subject.CELL), located.row)
            yield from _at(unit, _rated_units(known.register, "", Subject.CELL, levels))


def _was_a_cell(item: Return) -> bool:
    return item.info is not None and item.info.row.unit_kind is UnitKind.GRASSROOTS_CELL


def _at(unit: str, rows: Iterable[Leaf]) -> Iterator[Leaf]:
    """Yield leaf counts of what the register does not list as those of a unit."""
    for _, *counts in rows:
        yield (unit, *counts)  # type: ignore[misc]
