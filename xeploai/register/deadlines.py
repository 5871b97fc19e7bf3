"""The register's sheets Mốc thời gian and Gia hạn → milestones and extensions, or what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located, Parsed, rows_of
from xeploai.register.model import Extension, Milestone, Unit
from xeploai.schema.register import DeadlineRow, ExtensionRow
from xeploai.schema.row import Row
from xeploai.schema.terms import UnitKind
from xeploai.text import day, folded

Sheet = Parsed[Row] | None

_REPORTING = frozenset(kind for kind in UnitKind if kind.reports)
_KINDS: Mapping[str, frozenset[UnitKind]] = {
    **{folded(kind): frozenset({kind}) for kind in UnitKind},
    folded("TCCSĐ"): _REPORTING,
    folded("Tổ chức cơ sở đảng"): _REPORTING,
}


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
    for row in (item.row for item in rows_of(sheet, DeadlineRow)):
        if row.deadline is not None:
            kinds = frozenset().union(*(_KINDS[word] for word in _kind_words(row))) or _REPORTING
            yield Milestone(row.milestone, row.name, kinds, row.deadline)


def _kind_words(row: DeadlineRow) -> list[str]:
    return [folded(part) for part in row.kinds.replace(",", ";").split(";") if part.strip()]


# ---------------------------------------------------------------- extensions


def extension_faults(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> Iterator[str]:
    """Extensions that would come to nothing unseen, or shorten the time."""
    milestones = {item.code: item for item in known}
    seen: set[tuple[str, str]] = set()
    for item, extension in _read(sheet, milestones, units):
        unit, milestone = units.get(extension.unit_code), milestones.get(extension.milestone)
        if milestone is None:
            fault = f"mã mốc “{extension.milestone}” không có ở tờ {DeadlineRow.SHEET}, hoặc mốc"
            yield _fault_at(item, "milestone", f"{fault} chưa ghi hạn")
        elif unit is not None and unit.kind.is_below_reporting:
            fault = f"“{unit.name}” không gửi biểu riêng: ghi gia hạn cho đơn vị gửi biểu"
            yield _fault_at(item, "unit_code", fault)
        elif unit is not None and not milestone.binds(unit.kind):
            fault = f"mốc “{milestone.name}” không áp dụng cho “{unit.name}”"
            yield _fault_at(item, "milestone", fault)
        elif extension.deadline <= milestone.deadline:
            fault = f"hạn mới phải sau hạn chung {day(milestone.deadline)}"
            yield _fault_at(item, "deadline", fault)
        key = (extension.unit_code, extension.milestone)
        if key in seen:
            fault = f"đơn vị “{key[0]}” được gia hạn mốc “{key[1]}” hai lần"
            yield _fault_at(item, "unit_code", fault)
        seen.add(key)


def extensions(
    sheet: Sheet, known: Sequence[Milestone], units: Mapping[str, Unit]
) -> dict[tuple[str, str], Extension]:
    """Return the extensions by unit and milestone, both as their own sheets write them."""
    codes = [item.code for item in known]
    read = (extension for _, extension in _read(sheet, codes, units))
    return {(item.unit_code, item.milestone): item for item in read}


def _read(
    sheet: Sheet, milestones: Iterable[str], units: Iterable[str]
) -> Iterator[tuple[Located[ExtensionRow], Extension]]:
    for item in rows_of(sheet, ExtensionRow):
        row, deadline = item.row, item.row.deadline
        if deadline is not None:
            unit = known_code(row.unit_code, units)
            milestone = known_code(row.milestone, milestones)
            yield item, Extension(unit, milestone, deadline, row.reason)


def _fault_at(item: Located[Row], key: str, words: str) -> str:
    ref = item.ref(key)
    return f"{ref.sheet} {ref.cell}: {words}"
