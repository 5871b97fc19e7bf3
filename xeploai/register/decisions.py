"""Ratings that the board appraised or decided: its own rows, and what a committee's lists bring."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.schema.committee_list import CommitteeRow
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import Code
from xeploai.schema.terms import RatedSubject, UnitKind

Decision = Located[DecisionRow]
Key = tuple[str, RatedSubject]

_OF_KIND = {UnitKind.CELL: RatedSubject.CELL, UnitKind.GRASSROOTS_CELL: RatedSubject.ORG}


def as_listed(item: Decision, units: Mapping[str, Unit]) -> Decision:
    """Return a row on a rating with the code and the subject as the list of units has them.

    A chi bộ cơ sở is both a cell and an organisation: offices write either for its one rating.
    """
    code = Code(known_code(item.row.unit_code, list(units)))
    unit = units.get(code)
    subject = _OF_KIND.get(unit.kind, item.row.subject) if unit else item.row.subject
    return replace(item, row=replace(item.row, unit_code=code, subject=subject))


def with_lists(register: Register, lists: Iterable[Sequence[Located[CommitteeRow]]]) -> Register:
    """Return the register with what a committee decided by its lists, the oldest list first.

    What the register itself decides goes before them: there the office corrects by hand. Where two
    decide otherwise both rows stay, the one that holds last, so that the rules tell of it.
    """
    rows = [as_listed(_decision(item), register.units) for items in lists for item in items]
    brought, own = _by_key(x for x in rows if x.row.decided_level), _by_key(register.decisions)
    if not brought:
        return register
    settled = (
        _settled(brought.get(key, []), own.get(key, [])) for key in dict.fromkeys([*own, *brought])
    )
    files = dict.fromkeys(item.file for item in rows)
    return replace(
        register,
        decisions=tuple(chain.from_iterable(settled)),
        decision_lists=tuple(files),
    )


def _settled(brought: list[Decision], own: list[Decision]) -> list[Decision]:
    """Return the rows on one unit or cell that are to be known; the last one holds."""
    if not brought:
        return own
    if own and own[-1].row.decided_level is None:
        own = [*own[:-1], _filled(own[-1].row, brought[-1])]
    own = own or brought[-1:]
    level = own[-1].row.decided_level
    return [*(item for item in brought if item.row.decided_level is not level), *own]


def _filled(row: DecisionRow, decided: Decision) -> Decision:
    """Return a decided row of a list with what the register says of the steps before."""
    given = decided.row
    return replace(
        decided,
        row=replace(
            given,
            self_level=row.self_level,
            proposed_level=row.proposed_level,
            reason=given.reason or row.reason,
        ),
    )


def _by_key(items: Iterable[Decision]) -> dict[Key, list[Decision]]:
    rows: dict[Key, list[Decision]] = {}
    for item in items:
        rows.setdefault((item.row.unit_code, item.row.subject), []).append(item)
    return rows


def _decision(item: Located[CommitteeRow]) -> Decision:
    """Return a row of a list as one of the register.

    The levels before the decision are copies of what returns say, which may have changed since.
    """
    row = item.row
    decided = DecisionRow(
        unit_code=row.unit_code,
        subject=row.subject,
        self_level=None,
        proposed_level=None,
        decided_level=row.decided_level,
        decision_no=row.decision_no,
        decision_date=row.decision_date,
        reason=row.reason,
    )
    return Located(decided, item.file, item.sheet, item.columns, item.number, item.blank)
