"""One return → the dates it tells: of milestones, reviews and decisions.

A date with an error at its own cell, or one in doubt, is lost, and nothing else: a wrong sum in one
sheet says nothing about a date in another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from xeploai.season.progress.model import Basis
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell as a return has it on the day the return came.

    must_review: it has, or had, a review to hold; is_unreviewed: it has still to be held;
    is_miswritten: the day of its review cannot be, or is in doubt.
    """

    reviewed_on: date | None
    decided_on: date | None
    must_review: bool
    is_unreviewed: bool
    basis: Basis
    reported_on: date | None
    is_miswritten: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The dates that one return tells.

    written: those of the sheet Tiến độ by milestone; undone: the milestones it says are not done;
    miswritten: those whose date cannot be;
    lists_milestones: it has lines of milestones; cells: by code; declared_cells: their number on
    the sheet Thông tin, 0 where it is not given.
    """

    basis: Basis
    written: Mapping[str, date]
    undone: frozenset[str]
    miswritten: frozenset[str]
    lists_milestones: bool
    decided_on: date | None
    cells: Mapping[str, CellLine]
    declared_cells: int


def report_of(
    register: Register,
    unit: Unit,
    item: Return,
    places: Iterable[CellPlace],
    wrong: frozenset[CellRef],
    *,
    is_refused: bool,
) -> Report:
    """Return what a return tells.

    places: of its cells in the tree; wrong: the cells with an error or a doubtful date.
    """
    basis = Basis.REFUSED_RETURN if is_refused else Basis.RETURN
    lines = list(_milestone_lines(register, item, wrong))
    return Report(
        basis=basis,
        written={line.code: line.day for line in lines if line.day},
        undone=frozenset(line.code for line in lines if not line.day and is_undone(line.note)),
        miswritten=frozenset(line.code for line in lines if line.is_miswritten),
        lists_milestones=bool(lines),
        decided_on=_unit_decision(item, wrong),
        cells=_distinct(_cell_lines(register, unit, item, places, wrong, basis)),
        declared_cells=_declared_cells(item),
    )


# ---------------------------------------------------------------- milestones


@dataclass(frozen=True, slots=True)
class _MilestoneLine:
    """A line of the sheet Tiến độ; is_miswritten: its date has an error at its own cell."""

    code: str
    day: date | None
    note: str
    is_miswritten: bool


def _milestone_lines(
    register: Register, item: Return, wrong: frozenset[CellRef]
) -> Iterator[_MilestoneLine]:
    """Yield the lines of the sheet Tiến độ, also those that could not be read whole."""
    codes = {*(milestone.code for milestone in register.milestones), USUAL_DECISION}
    sheet = item.sheet(MilestoneReturn)
    for line in sheet.rows:
        is_wrong = line.ref("done_on") in wrong
        code = known_code(line.row.milestone, codes)
        yield _MilestoneLine(code, None if is_wrong else line.row.done_on, line.row.note, is_wrong)
    for unread in sheet.unread:
        code = known_code(_text(unread, "milestone"), codes)
        is_wrong = sheet.ref(unread, "done_on") in wrong
        note = _text(unread, "note") or _text(unread, "done_on")
        yield _MilestoneLine(code, _date(unread, "done_on", is_wrong), note, is_wrong)


# ---------------------------------------------------------------- cells


def _cell_lines(
    register: Register,
    unit: Unit,
    item: Return,
    places: Iterable[CellPlace],
    wrong: frozenset[CellRef],
    basis: Basis,
) -> Iterator[tuple[str, CellLine]]:
    """Yield the cells of a return by code, also those of lines that could not be read whole."""
    for place in places:
        yield place.node.code, _cell_line(place.located, item, wrong, basis)
    sheet = item.sheet(CellReturn)
    listed = [cell.code for cell in register.cells_of(unit.code)]
    for unread in sheet.unread:
        code = known_code(_text(unread, "cell_code"), listed)
        distinct = code if code in listed else f"{unit.code}/!{unread.number}"
        yield distinct, _unread_cell(unread, sheet, item, wrong, basis)
    for blank in item.unfilled_cells:
        code = known_code(_text(blank, "cell_code"), listed)
        distinct = code if code in listed else f"{unit.code}/!{blank.number}"
        yield distinct, CellLine(None, None, True, True, basis, item.came_on)


def _distinct(lines: Iterable[tuple[str, CellLine]]) -> dict[str, CellLine]:
    """Return the lines by code; of two with one code, which are two cells, each by its own."""
    cells: dict[str, CellLine] = {}
    for number, (code, line) in enumerate(lines, start=1):
        cells[f"{code}#{number}" if code in cells else code] = line
    return cells


def _cell_line(
    cell: Located[CellReturn], item: Return, wrong: frozenset[CellRef], basis: Basis
) -> CellLine:
    row = cell.row
    decided = row.decision_date if row.decided_level else None
    return CellLine(
        reviewed_on=row.review_date if cell.ref("review_date") not in wrong else None,
        decided_on=decided if cell.ref("decision_date") not in wrong else None,
        must_review=row.must_review,
        is_unreviewed=row.is_unreviewed,
        basis=basis,
        reported_on=item.came_on,
        is_miswritten=cell.ref("review_date") in wrong,
    )


def _unread_cell(
    line: SourceRow,
    sheet: Parsed[CellReturn],
    item: Return,
    wrong: frozenset[CellRef],
    basis: Basis,
) -> CellLine:
    """Return a cell of which a date may be told though something else could not be read."""
    is_miswritten = sheet.ref(line, "review_date") in wrong
    reviewed = _date(line, "review_date", is_miswritten)
    decided = _date(line, "decision_date", sheet.ref(line, "decision_date") in wrong)
    return CellLine(
        reviewed_on=reviewed,
        decided_on=decided if not is_blank(_value(line, "decided_level")) else None,
        must_review=True,
        is_unreviewed=False,
        basis=basis,
        reported_on=item.came_on,
        is_miswritten=is_miswritten,
    )


# ---------------------------------------------------------------- the unit


def _unit_decision(item: Return, wrong: frozenset[CellRef]) -> date | None:
    info = item.info
    if info is not None:
        day = info.row.decision_date if info.row.decided_level else None
        return day if info.ref("decision_date") not in wrong else None
    sheet = item.sheet(InfoReturn)
    value, level = (sheet.raw.get(key, "") for key in ("decision_date", "decided_level"))
    if is_blank(value) or is_blank(level) or sheet.label("decision_date") in wrong:
        return None
    return date_or_none(value)


def _declared_cells(item: Return) -> int:
    value = item.sheet(InfoReturn).raw.get("cells_declared", "")
    number = None if is_blank(value) else read_count(value)
    return number if isinstance(number, int) else 0


# ---------------------------------------------------------------- lines that could not be read


def _value(line: SourceRow, key: str) -> CellValue:
    return line.values.get(key, "")


def _text(line: SourceRow, key: str) -> str:
    return read_text(_value(line, key))


def _date(line: SourceRow, key: str, is_wrong: bool) -> date | None:
    value = _value(line, key)
    return None if is_wrong else date_or_none(value)
