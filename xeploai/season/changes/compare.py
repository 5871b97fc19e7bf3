"""Two states of a season → what changed from one to the other, and what made it change."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from xeploai.ledger.history import Facts, Kind, Record, State, parts, state_after, state_by
from xeploai.schema.register import DecisionRow, UnitRow, WaiverRow
from xeploai.schema.terms import Stage, Subject, UnitKind
from xeploai.season.changes.model import (
    STORED_SETTINGS,
    Cause,
    Changes,
    Compared,
    Edit,
    Filed,
    Moved,
    SentFile,
    Stand,
    Stepped,
    Why,
    holder,
)
from xeploai.season.progress.model import StatusKind
from xeploai.submissions.model import Status

_SETTINGS_BY_STORED = {stored: name for name, stored in STORED_SETTINGS.items()}


_OF_OTHER_RULES = frozenset({"0.1.0"})
"""Versions that told by other rules how units stand at milestones."""


def compare(before: Facts, after: Facts) -> Changes:
    """Return the differences in the state after, by unit code."""
    return _Comparison(_FactsByKind(before), _FactsByKind(after)).changes()


class _FactsByKind:
    """The facts of one state, by kind."""

    def __init__(self, facts: Facts) -> None:
        self._by_kind: dict[Kind, dict[tuple[str, str], str]] = {kind: {} for kind in Kind}
        for key, value in facts.items():
            self._by_kind[key.kind][key.unit, key.what] = value

    def of(self, kind: Kind) -> Mapping[tuple[str, str], str]:
        return self._by_kind[kind]

    @cached_property
    def files(self) -> Mapping[str, Sequence[SentFile]]:
        """The sendings of each unit, the newest first."""
        by_unit: dict[str, list[SentFile]] = {}
        for (unit, sha256), value in self.of(Kind.FILE).items():
            status, version = parts(value)
            by_unit.setdefault(unit, []).append(SentFile(sha256, Status(status), version))
        return {
            unit: sorted(items, key=lambda item: (-item.version, item.sha256))
            for unit, items in by_unit.items()
        }

    def counted(self, unit: str) -> SentFile | None:
        items = self.files.get(unit, ())
        return next((item for item in items if item.status is Status.COUNTED), None)

    def unit(self, code: str) -> tuple[str, ...]:
        """Parent, name and kind of a unit."""
        return tuple(parts(self.of(Kind.UNIT).get((code, ""))))

    @property
    def program(self) -> str:
        """The version of the program that worked the facts out."""
        return "".join(_texts(next(iter(self.of(Kind.PROGRAM).values()), None)))

    def kind_and_parent(self, code: str) -> tuple[UnitKind, str] | None:
        texts = self.unit(code)
        return (UnitKind(texts[2]), texts[0]) if texts else None

    def parent(self, code: str) -> str:
        return next(iter(self.unit(code)), "")


class _Comparison:
    """Two states side by side."""

    def __init__(self, before: _FactsByKind, after: _FactsByKind) -> None:
        self._before, self._after = before, after
        self._edits = tuple(self._find_edits())
        self._sheets = self._edited_sheets()
        self._above = self._units_above()

    def changes(self) -> Changes:
        return Changes(
            filed=tuple(self._filed()),
            stepped=tuple(self._stepped()),
            moved=tuple(self._moved()),
            edits=self._edits,
        )

    def _different(self, kind: Kind) -> Iterator[tuple[str, str, str | None, str | None]]:
        """Yield the unit, the rest of the key, and the facts before and after."""
        before, after = self._before.of(kind), self._after.of(kind)
        for unit, what in sorted({*before, *after}):
            was, now = before.get((unit, what)), after.get((unit, what))
            if was != now:
                yield unit, what, was, now

    # ------------------------------------------------------------ what changed

    def _filed(self) -> Iterator[Filed]:
        for unit in sorted({unit for unit, *_ in self._different(Kind.FILE)}):
            was, now = self._sendings(unit)
            if was != now:
                yield Filed(
                    unit=unit,
                    is_first=not was,
                    came=tuple(item for sha256, item in now.items() if sha256 not in was),
                    gone=tuple(item for sha256, item in was.items() if sha256 not in now),
                    before=self._before.counted(unit),
                    now=self._after.counted(unit),
                    newest=next(iter(now.values()), None),
                )

    def _sendings(self, unit: str) -> tuple[dict[str, SentFile], dict[str, SentFile]]:
        """Return a unit's sendings before and after, by hash, but for those of another period."""
        sides = [facts.files.get(unit, ()) for facts in (self._before, self._after)]
        other = {x.sha256 for side in sides for x in side if x.status is Status.WRONG_PERIOD}
        was, now = ({x.sha256: x for x in side if x.sha256 not in other} for side in sides)
        return was, now

    def _stepped(self) -> Iterator[Stepped]:
        for unit, milestone, was, now in self._different(Kind.STEP):
            stepped = Stepped(unit, milestone, _stand(was), _stand(now))
            if not self._is_read_anew(stepped):
                yield stepped

    def _is_read_anew(self, stepped: Stepped) -> bool:
        """Whether a unit stands otherwise only because the program reads the same otherwise.

        A version of other rules called overdue what nobody had said anything of, and took no date
        from a refused return. What came, what was edited and what fell due since is a change.
        """
        if self._before.program not in _OF_OTHER_RULES or stepped.before is None:
            return False
        sent, sends = self._sendings(stepped.unit)
        is_touched = stepped.unit in self._sheets or sent != sends
        was_open = stepped.before.kind is StatusKind.PENDING
        fell_due = was_open and stepped.after is not None and stepped.after.done_on is None
        return not (is_touched or fell_due)

    def _moved(self) -> Iterator[Moved]:
        different = [
            (unit, what, tuple(parts(was)), tuple(parts(now)))
            for unit, what, was, now in self._different(Kind.FIGURE)
        ]
        moved = {(unit, what) for unit, what, *_ in different}
        for unit, what, was, now in different:
            subject, stage = what.split()
            causes = tuple(self._causes(unit, what, moved))
            yield Moved(unit, Subject(subject), Stage(stage), was, now, causes)

    def _find_edits(self) -> Iterator[Edit]:
        for kind in (Kind.UNIT, Kind.ROWS, Kind.SETTING, Kind.MILESTONE, Kind.PROGRAM):
            for unit, what, was, now in self._different(kind):
                name = _SETTINGS_BY_STORED.get(what, what) if kind is Kind.SETTING else what
                yield Edit(kind, unit, name, _texts(was), _texts(now))

    # ------------------------------------------------------------ why

    def _causes(self, unit: str, what: str, moved: set[tuple[str, str]]) -> Iterator[Cause]:
        holder = self._holder(unit)
        own = [*self._by_file(holder), *self._by_register({unit, holder}, what)]
        below = () if holder != unit else tuple(
            sorted(code for code in self._above.get(unit, ()) if (code, what) in moved)
        )  # fmt: skip
        yield from own
        if below:
            yield Cause(Why.BELOW, what=below)
        elif not own:
            yield from self._by_the_whole()

    def _by_file(self, unit: str) -> Iterator[Cause]:
        was, now = self._before.counted(unit), self._after.counted(unit)
        if (was and was.sha256) == (now and now.sha256):
            return
        there = {item.sha256: item for item in self._after.files.get(unit, ())}
        knew = {item.sha256 for item in self._before.files.get(unit, ())}
        is_known = now is not None and now.sha256 in knew
        if was and was.sha256 not in there and (is_known or now is None):
            yield Cause(Why.DELETED, now, was)
        elif was and not now:
            yield Cause(Why.KEPT_OUT, there[was.sha256], was)
        elif is_known:
            yield Cause(Why.LET_IN, now, was)
        else:
            yield Cause(Why.RESENT if was else Why.SENT, now, was)

    def _by_register(self, units: set[str], what: str) -> Iterator[Cause]:
        is_decided = Subject(what.split()[0]) in (Subject.CELL, Subject.ORG)
        moving = {UnitRow.SHEET, WaiverRow.SHEET, *([DecisionRow.SHEET] if is_decided else [])}
        edited = {sheet for unit in units for sheet in self._sheets.get(unit, ())}
        if sheets := tuple(sorted(edited & moving)):
            yield Cause(Why.REGISTER, what=sheets)

    def _by_the_whole(self) -> Iterator[Cause]:
        """Yield the causes that hold for every unit: settings, and the program itself."""
        settings = tuple(edit.what for edit in self._edits if edit.kind is Kind.SETTING)
        if settings:
            yield Cause(Why.SETTING, what=settings)
        programs = [edit for edit in self._edits if edit.kind is Kind.PROGRAM]
        if programs:
            yield Cause(Why.PROGRAM, what=(*programs[0].before, *programs[0].after))

    def _edited_sheets(self) -> Mapping[str, set[str]]:
        """Return by unit the sheets of the register that differ."""
        sheets: dict[str, set[str]] = {}
        for edit in self._edits:
            if edit.kind is Kind.ROWS:
                sheets.setdefault(edit.unit, set()).add(edit.what)
            elif edit.kind is Kind.UNIT:
                # A unit that moves changes the sums of those above it, then and now.
                for code in (edit.unit, *edit.before[:1], *edit.after[:1]):
                    sheets.setdefault(code, set()).add(UnitRow.SHEET)
        return sheets

    def _units_above(self) -> Mapping[str, set[str]]:
        """Return the units right below each, then or now."""
        below: dict[str, set[str]] = {}
        for facts in (self._before, self._after):
            for code, _ in facts.of(Kind.UNIT):
                below.setdefault(facts.parent(code), set()).add(code)
        return below

    def _holder(self, code: str) -> str:
        """Return the unit in whose form an organisation stands."""
        facts = self._after if self._after.unit(code) else self._before
        return holder(code, facts.kind_and_parent)


def _stand(value: str | None) -> Stand | None:
    if value is None:
        return None
    standing, done_on, deadline = parts(value)
    return Stand(StatusKind(standing), done_on, deadline)


def _texts(value: str | None) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in parts(value))


# ---------------------------------------------------------------- with what a season is compared


def since_last(history: Sequence[Record]) -> Compared | None:
    """Return the differences that the last build found; None at the first one of a period."""
    return _compared(state_after(history[:-1]), history)


def since_day(history: Sequence[Record], day: date) -> Compared | None:
    """Return the changes since the end of a day; None where nothing was recorded so early."""
    return _compared(state_by(history, day), history)


def _compared(before: State | None, history: Sequence[Record]) -> Compared | None:
    now = state_after(history)
    return Compared(before, compare(before.facts, now.facts)) if before and now else None
