"""The register's sheets on deadlines → milestones, extensions, completions, or what is wrong.

They are Mốc thời gian, Gia hạn and Theo dõi tiến độ.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located, Parsed, rows_of
from xeploai.register.model import Completion, Extension, Milestone, Unit
from xeploai.schema.register import CompletionRow, DeadlineRow, ExtensionRow
from xeploai.schema.row import Row
from xeploai.schema.terms import MilestoneEvent, UnitKind
from xeploai.text import day, folded

Sheet = Parsed[Row] | None

_REPORTING = frozenset(kind for kind in UnitKind if kind.reports)
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

_EVENTS_BY_NAME = {folded(USUAL_NAMES[code]): event for code, event in _USUAL_EVENTS.items()}

UNDONE = "chưa xong"
UNDONE_WORDS = (UNDONE, "chưa hoàn thành", "chưa làm", "chưa thực hiện")
"""With one of these a note says that the work is known not to be done."""


def is_undone(note: str) -> bool:
    """Whether a note says that the work is known not to be done."""
    return folded(note).startswith(tuple(map(folded, UNDONE_WORDS)))


# ---------------------------------------------------------------- milestones


def milestone_faults(sheet: Sheet) -> Iterator[str]:
    """Kinds of unit that are none, and codes met twice: a code names its column on every page."""
    seen: set[str] = set()
    for item in rows_of(sheet, DeadlineRow):
        if any(word not in _KINDS for word in _kind_words(item.row)):
            choices = "; ".join(UnitKind)
            yield _fault_at(item, "kinds", f"loại hình phải là một trong: {choices}")
        if item.row.deadline is None:
            continue
        if item.row.milestone in seen:
            yield _fault_at(item, "milestone", f"mã mốc “{item.row.milestone}” có hai lần")
        seen.add(item.row.milestone)


def milestones(sheet: Sheet) -> Iterator[Milestone]:
    """Yield the milestones in use, those with a date.

    An empty kind binds every unit that reports.
    """
    for item in rows_of(sheet, DeadlineRow):
        row = item.row
        if row.deadline is not None:
            kinds = frozenset().union(*(_KINDS[word] for word in _kind_words(row))) or _REPORTING
            event, ref = _event_of(row, kinds), item.ref("deadline")
            yield Milestone(row.milestone, row.name, kinds, row.deadline, event, ref)


def _event_of(row: DeadlineRow, kinds: Collection[UnitKind]) -> MilestoneEvent:
    """Return the event that completes a milestone.

    A register of an earlier version names none: then the name of a usual milestone tells it, or
    its code. One that binds no unit that reports and no cell is the end of a round: its decision.
    """
    if row.event is not None:
        return row.event
    event = _EVENTS_BY_NAME.get(folded(row.name)) or usual_event(row.milestone)
    is_below = any(kind.reports or kind.is_below_reporting for kind in kinds)
    is_usual = event is not MilestoneEvent.REPORTED
    return event if is_usual or is_below else MilestoneEvent.DECISION


def usual_event(code: str) -> MilestoneEvent:
    """Return the event of a usual milestone by its code; of any other, the unit's own report."""
    return _USUAL_EVENTS.get(code, MilestoneEvent.REPORTED)


def _kind_words(row: DeadlineRow) -> list[str]:
    return [folded(part) for part in row.kinds.replace(",", ";").split(";") if part.strip()]


# ---------------------------------------------------------------- of one unit at one milestone


def extension_faults(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> Iterator[str]:
    """Extensions that would come to nothing unseen, or shorten the time."""
    milestones = {item.code: item for item in known}
    for item, extension in _extensions(sheet, milestones, units):
        milestone = milestones.get(extension.milestone)
        if fault := _mismatch(item, extension, milestones, units):
            yield fault
        elif milestone is not None and extension.deadline <= milestone.deadline:
            fault = f"hạn mới phải sau hạn chung {day(milestone.deadline)}"
            yield _fault_at(item, "deadline", fault)
    yield from _doubled(_extensions(sheet, milestones, units), "được gia hạn")


def extensions(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> dict[tuple[str, str], Extension]:
    """Return the extensions by unit and milestone, both as their own sheets write them."""
    codes = [item.code for item in known]
    read = (extension for _, extension in _extensions(sheet, codes, units))
    return {(item.unit_code, item.milestone): item for item in read}


def completion_faults(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> Iterator[str]:
    """Rows on progress that would come to nothing unseen, or say neither done nor undone."""
    milestones = {item.code: item for item in known}
    for item, completion in _completions(sheet, milestones, units):
        if fault := _mismatch(item, completion, milestones, units):
            yield fault
        elif completion.done_on is None and not is_undone(completion.note):
            fault = f"ghi ngày hoàn thành, hoặc ghi “{UNDONE}” ở cột Ghi chú"
            yield _fault_at(item, "done_on", fault)
    yield from _doubled(_completions(sheet, milestones, units), "được ghi tiến độ")


def completions(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> dict[tuple[str, str], Completion]:
    """Return what the board knows of progress, by unit and milestone."""
    codes = [item.code for item in known]
    read = (completion for _, completion in _completions(sheet, codes, units))
    return {(item.unit_code, item.milestone): item for item in read}


def _extensions(
    sheet: Sheet, milestones: Iterable[str], units: Iterable[str]
) -> Iterator[tuple[Located[ExtensionRow], Extension]]:
    for item in rows_of(sheet, ExtensionRow):
        row, deadline = item.row, item.row.deadline
        if deadline is not None:
            unit = known_code(row.unit_code, units)
            milestone = known_code(row.milestone, milestones)
            yield item, Extension(unit, milestone, deadline, row.reason)


def _completions(
    sheet: Sheet, milestones: Iterable[str], units: Iterable[str]
) -> Iterator[tuple[Located[CompletionRow], Completion]]:
    for item in rows_of(sheet, CompletionRow):
        row = item.row
        unit = known_code(row.unit_code, units)
        milestone = known_code(row.milestone, milestones)
        yield item, Completion(unit, milestone, row.done_on, row.note)


def _mismatch(
    item: Located[Row],
    entry: Extension | Completion,
    milestones: Mapping[str, Milestone],
    units: Mapping[str, Unit],
) -> str:
    """Return why a row fits no unit at no milestone, "" where it does; codes are checked before."""
    unit, milestone = units.get(entry.unit_code), milestones.get(entry.milestone)
    if milestone is None:
        fault = f"mã mốc “{entry.milestone}” không có ở tờ {DeadlineRow.SHEET}, hoặc mốc"
        return _fault_at(item, "milestone", f"{fault} chưa ghi hạn")
    if unit is not None and unit.kind.is_below_reporting:
        fault = f"“{unit.name}” không gửi biểu riêng: ghi cho đơn vị gửi biểu"
        return _fault_at(item, "unit_code", fault)
    if unit is not None and not milestone.binds(unit.kind):
        fault = f"mốc “{milestone.name}” không áp dụng cho “{unit.name}”"
        return _fault_at(item, "milestone", fault)
    return ""


def _doubled(
    entries: Iterable[tuple[Located[Row], Extension | Completion]], what: str
) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for item, entry in entries:
        key = (entry.unit_code, entry.milestone)
        if key in seen:
            yield _fault_at(item, "unit_code", f"đơn vị “{key[0]}” {what} mốc “{key[1]}” hai lần")
        seen.add(key)


def _fault_at(item: Located[Row], key: str, words: str) -> str:
    ref = item.ref(key)
    return f"{ref.sheet} {ref.cell}: {words}"
