"""The sheet of the quarters: how leaders and collectives of each unit were rated in each."""

from collections.abc import Iterator

from xeploai.forms.cell_style import COUNT_FORMAT
from xeploai.outputs.report.excel.side_by_side import (
    Line,
    SideBySide,
    units_in,
    write_side_by_side,
    write_state,
)
from xeploai.outputs.report.excel.styles import BOXED, ExcelBook, ExcelSheet
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import upper_first
from xeploai.schema.terms import Scale
from xeploai.views.quarters import SUBJECTS, UnitQuarter, quarters_of, unit_quarters
from xeploai.views.quarters import TITLE as QUARTERS

SHOWS = "Số cá nhân, tập thể lãnh đạo, quản lý ở từng mức qua các quý, trên danh mục của kỳ này"
_HEADS = Scale.FULFILMENT.shorts
_WIDTH = 7


def write_quarters(paper: ExcelBook, scope: Scope) -> None:
    """Write leaders and then collectives, a line for each unit, four columns for each period."""
    table = SideBySide(
        name=QUARTERS,
        shows=SHOWS,
        periods=[upper_first(quarter) for quarter in quarters_of(scope.view)],
        heads=_HEADS,
        widths=(_WIDTH,) * len(_HEADS),
        lines=list(_lines(scope)),
        write=_write,
        words=_words,
    )
    write_side_by_side(paper, scope, table)


def _lines(scope: Scope) -> Iterator[Line[UnitQuarter]]:
    """Yield each subject of the whole report, and below it of each unit."""
    for subject in SUBJECTS:
        yield Line(subject.label, 0, list(unit_quarters(scope.view, scope.unit, subject)))
        for unit, depth in units_in(scope):
            cells = list(unit_quarters(scope.view, unit.code, subject))
            yield Line(unit.name, depth + 1, cells)


def _words(cell: UnitQuarter) -> Iterator[tuple[str, float]]:
    yield upper_first(cell.state), len(_HEADS) * _WIDTH


def _write(page: ExcelSheet, place: tuple[int, int], cell: UnitQuarter) -> None:
    row, left = place
    if cell.state:
        write_state(page, (row, left, row, left + len(_HEADS) - 1), cell.state)
    for at, number in enumerate(cell.levels, left):
        page.number(row, at, number, BOXED | {"num_format": COUNT_FORMAT})
