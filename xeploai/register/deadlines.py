"""The register's sheets on deadlines → milestones, extensions, completions, or what is wrong.

They are Mốc thời gian, Gia hạn and Theo dõi tiến độ.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from xeploai.findings import CellRef, Finding
from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located, Parsed, rows_of
from xeploai.register.model import Completion, Extension, Milestone, Unit
from xeploai.register.rules import (
    completion_done_and_undone,
    completion_without_date,
    entry_twice,
    extension_not_later,
    milestone_code_twice,
    milestone_not_of_unit,
    nearest_listed,
    unit_without_return,
    unknown_milestone,
    unknown_unit_kind,
)
from xeploai.schema.register import CompletionRow, DeadlineRow, ExtensionRow
from xeploai.schema.row import Row
from xeploai.schema.terms import FIRST_DAY, MilestoneEvent, UnitKind
from xeploai.text import clean, folded

Sheet = Parsed[Row] | None

_REPORTING = frozenset(kind for kind in UnitKind if kind.is_grassroots)
_KINDS: Mapping[str, frozenset[UnitKind]] = {
    **{folded(kind): frozenset({kind}) for kind in UnitKind},
    folded("TCCSĐ"): _REPORTING,
    folded("Tổ chức cơ sở đảng"): _REPORTING,
}

USUAL_NAMES: Mapping[str, str] = {
    "KH": "Ban hành kế hoạch kiểm điểm",
    "CB": "Chi bộ kiểm điểm xong",
    "TT": "Tập thể, cá nhân lãnh đạo kiểm điểm",
    "GUI": "Gửi hồ sơ, biểu tổng hợp",
    "TD": "Thẩm định",
    "QD": "Quyết định xếp loại",
    "KP": "Kế hoạch khắc phục sau kiểm điểm",
}
"""The milestones of an empty register, by code."""

USUAL_DECISION = "QD"

_USUAL_EVENTS: Mapping[str, MilestoneEvent] = {
    "CB": MilestoneEvent.CELL_REVIEWS,
    "GUI": MilestoneEvent.SENDING,
    "TD": MilestoneEvent.APPRAISAL,
    USUAL_DECISION: MilestoneEvent.DECISION,
}
"""The events of those that are not just reported by the unit, by code."""

_USUAL_BY_NAME = {
    folded(name): _USUAL_EVENTS.get(code, MilestoneEvent.REPORTED)
    for code, name in USUAL_NAMES.items()
}

_DONE_BY_UNIT = frozenset({MilestoneEvent.CELL_REVIEWS, MilestoneEvent.REPORTED})
_CLEAR_WORDS: Mapping[str, frozenset[MilestoneEvent]] = {
    "gui": frozenset({MilestoneEvent.SENDING}),
    "nop": frozenset({MilestoneEvent.SENDING}),
    "kiem diem": _DONE_BY_UNIT,
    "danh gia": frozenset(MilestoneEvent) - {MilestoneEvent.SENDING},
    "xep loai": frozenset(MilestoneEvent) - {MilestoneEvent.SENDING},
    "tham dinh": frozenset({MilestoneEvent.APPRAISAL}),
    "quyet dinh": frozenset({MilestoneEvent.DECISION}),
    "ke hoach": frozenset({MilestoneEvent.REPORTED}),
    "khac phuc": frozenset({MilestoneEvent.REPORTED}),
}
"""The events that a word of a milestone's name, folded, can mean."""

_OF_SENDING = ("ho so", "bieu", "bao cao")
"""Words that go with sending, and with other events as well: alone they mean nothing clear."""


def events_named(name: str) -> frozenset[MilestoneEvent]:
    """Return the events that the name of a milestone can mean; none where it is not clear."""
    usual = _USUAL_BY_NAME.get(folded(name))
    if usual is not None:
        return frozenset({usual})
    words = f" {folded(name)} "
    clear = [events for word, events in _CLEAR_WORDS.items() if f" {word} " in words]
    if not clear:
        return frozenset()
    sending = {MilestoneEvent.SENDING} if any(f" {x} " in words for x in _OF_SENDING) else set()
    return frozenset(sending).union(*clear)


def is_named_otherwise(milestone: Milestone) -> bool:
    """Whether the name of a milestone clearly means another event than completes it.

    A unit may report anything on its sheet Tiến độ, and a round above those that report ends as
    the board likes: there only the name of a usual milestone is clear.
    """
    named = events_named(milestone.name)
    is_in_returns = any(kind.is_in_returns for kind in milestone.kinds)
    is_free = milestone.event is MilestoneEvent.REPORTED or not is_in_returns
    is_clear = folded(milestone.name) in _USUAL_BY_NAME or not is_free
    return bool(named) and milestone.event not in named and is_clear


UNDONE = "chưa xong"
UNDONE_WORDS = (UNDONE, "chưa hoàn thành", "chưa làm", "chưa thực hiện")
"""With one of these a note says that the work is known not to be done."""


def is_undone(note: str) -> bool:
    """Whether a note says that the work is known not to be done."""
    return folded(note).startswith(tuple(map(folded, UNDONE_WORDS)))


_DONE_IN_THE_END = frozenset({"xong", "hoan", "han"})
"""With one of these words later on, a note tells of work done in the end, or done too late."""


def denies_a_day(note: str) -> bool:
    """Whether a note says that work is not done, and nothing by which a day beside it is right.

    "Chưa xong" does, "chưa xong đúng hạn" and "chưa xong lúc gửi, 12/12 mới xong" do not.
    """
    words = folded(note)
    ends = [len(each) for each in map(folded, UNDONE_WORDS) if words.startswith(each)]
    return bool(ends) and _DONE_IN_THE_END.isdisjoint(words[max(ends) :].split())


# ---------------------------------------------------------------- milestones


def milestone_faults(sheet: Sheet) -> Iterator[Finding]:
    """Yield kinds of unit that are none, codes met twice, and those of no milestone to follow.

    A code names its column on every page.
    """
    first: dict[str, int] = {}
    rows = list(rows_of(sheet, DeadlineRow))
    dated: dict[str, str] = {
        x.row.milestone: x.row.name for x in rows if x.row.deadline is not None
    }
    for item in rows:
        code, before = item.row.milestone, item.row.after
        if before and known_code(before, dated) not in dated:
            yield unknown_milestone(before, nearest_listed(before, dated)).at(item.ref("after"), "")
        if unknown := [part for part in _kind_parts(item.row) if folded(part) not in _KINDS]:
            choices = "; ".join(UnitKind)
            objection = unknown_unit_kind("; ".join(unknown), choices)
            yield objection.at(item.ref("kinds"), "")
        if item.row.deadline is None or not code:
            continue
        if code in first:
            yield milestone_code_twice(code, first[code]).at(item.ref("milestone"), "")
        first.setdefault(code, item.number)


def doubtful_milestones(sheet: Sheet, unread: Collection[CellRef]) -> Iterator[Milestone]:
    """Yield the milestones with a cell that cannot be read, as ones that fit every row on them.

    They bind every unit from the first day on: what is wrong with them is reported already.
    """
    for item in rows_of(sheet, DeadlineRow):
        if any(item.ref(key) in unread for key in item.columns):
            code, name = item.row.milestone, item.row.name
            yield Milestone(code, name, frozenset(UnitKind), FIRST_DAY)


def milestones(sheet: Sheet) -> Iterator[Milestone]:
    """Yield the milestones in use, those with a date.

    An empty kind binds every unit that reports.
    """
    rows = list(rows_of(sheet, DeadlineRow))
    codes = [item.row.milestone for item in rows]
    for item in rows:
        row = item.row
        if row.deadline is not None:
            named = frozenset().union(*map(_kinds_meant, _kind_parts(row)))
            kinds = named or _REPORTING
            yield Milestone(
                code=row.milestone,
                name=row.name,
                kinds=kinds,
                deadline=row.deadline,
                event=_event_of(row, kinds),
                ref=item.ref("deadline"),
                event_ref=item.ref("event"),
                after=known_code(row.after, codes),
                is_for_all=not named,
            )


def _event_of(row: DeadlineRow, kinds: Collection[UnitKind]) -> MilestoneEvent:
    """Return the event that completes a milestone.

    A register of an earlier version names none. One that binds no unit that reports and no cell is
    the end of a round: its decision.
    """
    if row.event is not None:
        return row.event
    event = event_meant(row.milestone, row.name)
    is_usual = event is not MilestoneEvent.REPORTED
    is_in_returns = any(kind.is_in_returns for kind in kinds)
    return event if is_usual or is_in_returns else MilestoneEvent.DECISION


def event_meant(code: str, name: str) -> MilestoneEvent:
    """Return the event of a milestone of which only code and name are known.

    The name of a usual milestone tells it, or else the code.
    """
    named = _USUAL_BY_NAME.get(folded(name), MilestoneEvent.REPORTED)
    return usual_event(code) if named is MilestoneEvent.REPORTED else named


def usual_event(code: str) -> MilestoneEvent:
    """Return the event of a usual milestone by its code; of any other, the unit's own report."""
    return _USUAL_EVENTS.get(code, MilestoneEvent.REPORTED)


def _kinds_meant(part: str) -> frozenset[UnitKind]:
    """Return the kinds that a word means; all of them where it is none, which is a fault."""
    return _KINDS.get(folded(part), frozenset(UnitKind))


def _kind_parts(row: DeadlineRow) -> list[str]:
    return [clean(part) for part in row.kinds.replace(",", ";").split(";") if part.strip()]


# ---------------------------------------------------------------- of one unit at one milestone


Key = tuple[str, str]
"""A unit and a milestone by their codes."""

OfMilestone = TypeVar("OfMilestone", ExtensionRow, CompletionRow)


def extension_faults(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> Iterator[Finding]:
    """Extensions that would come to nothing unseen, or shorten the time."""
    milestones = {item.code: item for item in known}
    entries = list(_entries(sheet, ExtensionRow, milestones, units))
    for key, item in entries:
        yield from _mismatches(key, item, milestones, units)
        milestone, deadline = milestones.get(key[1]), item.row.deadline
        if milestone is not None and deadline is not None and deadline <= milestone.deadline:
            objection = extension_not_later(milestone.deadline)
            yield objection.at(item.ref("deadline"), "")
    yield from _doubled(entries, units, "được gia hạn")


def extensions(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> dict[Key, Extension]:
    """Return the extensions by unit and milestone, both as their own sheets write them."""
    codes = [item.code for item in known]
    return {
        key: Extension(*key, item.row.deadline, item.row.reason, item.ref("deadline"))
        for key, item in _entries(sheet, ExtensionRow, codes, units)
        if item.row.deadline is not None
    }


def completion_faults(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> Iterator[Finding]:
    """Rows on progress that come to nothing unseen, or say neither done nor undone, or both."""
    milestones = {item.code: item for item in known}
    entries = list(_entries(sheet, CompletionRow, milestones, units))
    for key, item in entries:
        yield from _mismatches(key, item, milestones, units)
        if item.row.done_on is None and not is_undone(item.row.note):
            yield completion_without_date(UNDONE).at(item.ref("done_on"), "")
        if item.row.done_on is not None and denies_a_day(item.row.note):
            objection = completion_done_and_undone(item.row.done_on, item.row.note)
            yield objection.at(item.ref("done_on"), "")
    yield from _doubled(entries, units, "được ghi tiến độ")


def completions(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> dict[Key, Completion]:
    """Return what the board knows of progress, by unit and milestone."""
    codes = [item.code for item in known]
    return {
        key: Completion(
            *key, item.row.done_on, item.row.note, item.ref("done_on"), item.row.began_on
        )
        for key, item in _entries(sheet, CompletionRow, codes, units)
    }


def _entries(
    sheet: Sheet, row_type: type[OfMilestone], milestones: Iterable[str], units: Iterable[str]
) -> Iterator[tuple[Key, Located[OfMilestone]]]:
    """Yield the rows of a sheet on one unit at one milestone, by the codes they mean."""
    for item in rows_of(sheet, row_type):
        unit = known_code(item.row.unit_code, units)
        yield (unit, known_code(item.row.milestone, milestones)), item


def _mismatches(
    key: Key, item: Located[Row], milestones: Mapping[str, Milestone], units: Mapping[str, Unit]
) -> Iterator[Finding]:
    """Yield why a row fits no unit at no milestone; codes of units are checked before."""
    unit, milestone = units.get(key[0]), milestones.get(key[1])
    if milestone is None:
        names = {each.code: each.name for each in milestones.values()}
        yield unknown_milestone(key[1], nearest_listed(key[1], names)).at(item.ref("milestone"), "")
    if unit is not None and unit.kind.is_below_reporting:
        yield unit_without_return(unit.name).at(item.ref("unit_code"), "")
    elif unit is not None and milestone is not None and not milestone.binds(unit):
        objection = milestone_not_of_unit(milestone.name, unit.name)
        yield objection.at(item.ref("milestone"), "")


def _doubled(
    entries: Iterable[tuple[Key, Located[Row]]], units: Collection[str], what: str
) -> Iterator[Finding]:
    first: dict[Key, int] = {}
    for key, item in entries:
        if key in first:
            words = f"Đơn vị “{key[0]}” {what} mốc “{key[1]}” hai lần"
            yield entry_twice(words, first[key]).at(item.ref("unit_code"), "")
        elif key[0] in units and key[1]:
            first[key] = item.number
