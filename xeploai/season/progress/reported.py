"""One return → the dates it tells: of milestones, reviews and decisions.

A date with an error at its own cell, or one in doubt, is lost, and nothing else: a wrong sum in one
sheet says nothing about a date in another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from xeploai.findings import CellRef
from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located, Parsed, SourceRow
from xeploai.reading.values import date_or_none, is_blank, read_count, read_text
from xeploai.reading.xlsx.cells import CellValue
from xeploai.register.deadlines import USUAL_DECISION, is_undone
from xeploai.register.model import Register, Unit
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn
from xeploai.season.figures.tree import CellPlace
from xeploai.season.progress.model import Basis, Evidence
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell as a return has it on the day the return came.

    decision: what is known of the decision on it, None where it has none; must_review: it has, or
    had, a review to hold; is_unreviewed: it has still to be held;
    is_miswritten: the day of its review cannot be, or is in doubt.
    """

    reviewed_on: date | None
    decision: Evidence | None
    must_review: bool
    is_unreviewed: bool
    basis: Basis
    reported_on: date | None
    is_miswritten: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The dates that one return tells.

    written: those of the sheet Tiến độ by milestone; undone: the milestones it says are not done;
    miswritten: those whose date cannot be; is_after_day: it came after the day looked at; decision:
    what is known of the decision on the unit, None where it has none; cells: by code;
    declared_cells: their number on the sheet Thông tin, 0 where it is not given; began: the first
    days of what took several, by milestone.
    """

    basis: Basis
    written: Mapping[str, date]
    undone: frozenset[str]
    miswritten: frozenset[str]
    is_after_day: bool
    decision: Evidence | None
    cells: Mapping[str, CellLine]
    declared_cells: int
    began: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DateSource:
    """A return as a source of dates.

    wrong: the cells with an error or a doubtful date; is_after_day: it came after the day looked
    at, so that only the days in it tell of that day.
    """

    item: Return
    basis: Basis
    wrong: frozenset[CellRef]
    is_after_day: bool

    def day(self, ref: CellRef, day: date | None) -> date | None:
        """Return a date unless its own cell is wrong."""
        return None if ref in self.wrong else day

    def decision(self, ref: CellRef, day: date | None) -> Evidence | None:
        """Return what is known of a decision by its date; without one it has been taken still."""
        known = self.day(ref, day)
        if known is None and self.is_after_day:
            return None
        is_wrong = ref in self.wrong
        return Evidence(known, self.basis, is_undated=known is None, is_miswritten=is_wrong)


def report_of(
    register: Register, unit: Unit, source: DateSource, places: Iterable[CellPlace]
) -> Report:
    """Return what a return tells; places: of its cells in the tree."""
    lines = list(_milestone_lines(register, source))
    return Report(
        basis=source.basis,
        written={line.code: line.day for line in lines if line.day},
        undone=frozenset(line.code for line in lines if line.is_undone),
        miswritten=frozenset(line.code for line in lines if line.is_miswritten),
        is_after_day=source.is_after_day,
        decision=_unit_decision(source),
        cells=_distinct(_cell_lines(register, unit, source, places)),
        declared_cells=_declared_cells(source.item),
        began={line.code: line.began for line in lines if line.began},
    )


# ---------------------------------------------------------------- milestones


@dataclass(frozen=True, slots=True)
class _MilestoneLine:
    """A line of the sheet Tiến độ.

    is_undone: no date is written, and that it is not done is; is_miswritten: its date has an error
    at its own cell, or is in doubt.
    """

    code: str
    day: date | None
    is_undone: bool
    is_miswritten: bool
    began: date | None = None


def _milestone_lines(register: Register, source: DateSource) -> Iterator[_MilestoneLine]:
    """Yield the lines of the sheet Tiến độ, also those that could not be read whole."""
    codes = {*(milestone.code for milestone in register.milestones), USUAL_DECISION}
    sheet = source.item.sheet(MilestoneReturn)
    for line in sheet.rows:
        ref, row = line.ref("done_on"), line.row
        code, day = known_code(row.milestone, codes), source.day(ref, row.done_on)
        is_open = row.done_on is None and is_undone(row.note)
        began = source.day(line.ref("began_on"), row.began_on)
        yield _MilestoneLine(code, day, is_open, ref in source.wrong, began)
    for unread in sheet.unread:
        ref = sheet.ref(unread, "done_on")
        code, day = known_code(_text(unread, "milestone"), codes), _date(unread, "done_on")
        note = _text(unread, "note") or _text(unread, "done_on")
        is_open = day is None and is_undone(note)
        yield _MilestoneLine(code, source.day(ref, day), is_open, ref in source.wrong)


# ---------------------------------------------------------------- cells


def _cell_lines(
    register: Register, unit: Unit, source: DateSource, places: Iterable[CellPlace]
) -> Iterator[tuple[str, CellLine]]:
    """Yield the cells of a return by code, also those of lines that could not be read whole."""
    for place in places:
        yield place.node.code, _cell_line(place.located, source)
    item, sheet = source.item, source.item.sheet(CellReturn)
    listed = [cell.code for cell in register.cells_of(unit.code)]
    for unread in sheet.unread:
        code = known_code(_text(unread, "cell_code"), listed)
        distinct = code if code in listed else f"{unit.code}/!{unread.number}"
        yield distinct, _unread_cell(unread, sheet, source)
    for blank in item.unfilled_cells:
        code = known_code(_text(blank, "cell_code"), listed)
        distinct = code if code in listed else f"{unit.code}/!{blank.number}"
        yield distinct, CellLine(None, None, True, True, source.basis, item.came_on)


def _distinct(lines: Iterable[tuple[str, CellLine]]) -> dict[str, CellLine]:
    """Return the lines by code; of two with one code, which are two cells, each by its own."""
    cells: dict[str, CellLine] = {}
    for number, (code, line) in enumerate(lines, start=1):
        cells[f"{code}#{number}" if code in cells else code] = line
    return cells


def _cell_line(cell: Located[CellReturn], source: DateSource) -> CellLine:
    row, reviewed = cell.row, cell.ref("review_date")
    decided = source.decision(cell.ref("decision_date"), row.decision_date)
    return CellLine(
        reviewed_on=source.day(reviewed, row.review_date),
        decision=decided if row.decided_level else None,
        must_review=row.must_review,
        is_unreviewed=row.is_unreviewed,
        basis=source.basis,
        reported_on=source.item.came_on,
        is_miswritten=reviewed in source.wrong,
    )


def _unread_cell(line: SourceRow, sheet: Parsed[CellReturn], source: DateSource) -> CellLine:
    """Return a cell of which a date may be told though something else could not be read."""
    reviewed = sheet.ref(line, "review_date")
    decided = source.decision(sheet.ref(line, "decision_date"), _date(line, "decision_date"))
    return CellLine(
        reviewed_on=source.day(reviewed, _date(line, "review_date")),
        decision=decided if not is_blank(_value(line, "decided_level")) else None,
        must_review=True,
        is_unreviewed=False,
        basis=source.basis,
        reported_on=source.item.came_on,
        is_miswritten=reviewed in source.wrong,
    )


# ---------------------------------------------------------------- the unit


def _unit_decision(source: DateSource) -> Evidence | None:
    info = source.item.info
    if info is not None:
        decided = source.decision(info.ref("decision_date"), info.row.decision_date)
        return decided if info.row.decided_level else None
    sheet = source.item.sheet(InfoReturn)
    value, level = (sheet.raw.get(key, "") for key in ("decision_date", "decided_level"))
    if is_blank(level):
        return None
    return source.decision(sheet.label("decision_date"), date_or_none(value))


def _declared_cells(item: Return) -> int:
    value = item.sheet(InfoReturn).raw.get("cells_declared", "")
    number = None if is_blank(value) else read_count(value)
    return number if isinstance(number, int) else 0


# ---------------------------------------------------------------- lines that could not be read


def _value(line: SourceRow, key: str) -> CellValue:
    return line.values.get(key, "")


def _text(line: SourceRow, key: str) -> str:
    return read_text(_value(line, key))


def _date(line: SourceRow, key: str) -> date | None:
    return date_or_none(_value(line, key))
