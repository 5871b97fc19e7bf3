"""Who was disciplined, as a return tells it in two places; a blank is not "none"."""

from collections import Counter

from xeploai.findings import CellRef
from xeploai.reading.source_rows import SourceRow
from xeploai.reading.values import read_choice
from xeploai.schema.form import CellReturn, DisciplineReturn
from xeploai.schema.terms import DisciplineForm, DisciplineTarget
from xeploai.submissions.model import Return


def by_form(item: Return, target: DisciplineTarget) -> Counter[DisciplineForm] | None:
    """Return the numbers of the sheet Kỷ luật by form, None where none is written."""
    rows = [x for x in item.rows(DisciplineReturn) if x.row.target is target]
    written = [x.row for x in rows if x.row.number or "number" not in x.blank]
    if not written:
        return None
    numbers: Counter[DisciplineForm] = Counter()
    for row in written:
        numbers[row.form] += row.number
    return +numbers


def by_cell(item: Return) -> int | None:
    """Return the sum of the column Bị kỷ luật trong kỳ, None where nothing is written in it."""
    if "disciplined" not in item.sheet(CellReturn).columns:
        return None
    cells = item.rows(CellReturn)
    written = [
        x.row.disciplined for x in cells if x.row.disciplined or "disciplined" not in x.blank
    ]
    return sum(written) if written else None


def first_of_disciplined(item: Return) -> CellRef:
    """Return where members are counted: on the sheet Kỷ luật, else by the column of the cells."""
    sheet = item.sheet(DisciplineReturn)
    filled = [x.number for x in sheet.rows if x.row.target is DisciplineTarget.MEMBER]
    blank = [line.number for line in sheet.unfilled if _is_of_members(line)]
    if not filled and not blank:
        return item.sheet(CellReturn).heading("disciplined")
    return sheet.ref(SourceRow(min(filled + blank), {}), "number")


def _is_of_members(line: SourceRow) -> bool:
    target = read_choice(DisciplineTarget, line.values.get("target", ""))
    return target is DisciplineTarget.MEMBER
