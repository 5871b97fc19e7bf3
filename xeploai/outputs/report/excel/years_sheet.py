"""The sheet of all years: how each unit was rated in every year that is at hand."""

from collections.abc import Iterator
from functools import partial

from xeploai.outputs.report.excel.side_by_side import (
    Line,
    SideBySide,
    units_in,
    write_side_by_side,
    write_state,
)
from xeploai.outputs.report.excel.styles import BOXED, ExcelBook, ExcelSheet
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import HTT_OR_ABOVE, UNKNOWN, upper_first
from xeploai.views.years import TITLE as YEARS
from xeploai.views.years import UnitYear, unit_years, years_of

SHOWS = "Mức xếp loại của đơn vị và tỷ lệ đảng viên qua các năm, trên danh mục của kỳ này"
_HEADS = ("Mức", "XS (%)", f"{HTT_OR_ABOVE} (%)")
_LEVEL, _SHARE = 16, 11


def write_years(paper: ExcelBook, scope: Scope) -> None:
    """Write a line for each unit of the report, three columns for each year."""
    table = SideBySide(
        name=YEARS,
        shows=SHOWS,
        periods=[upper_first(year) for year in years_of(scope.view)],
        heads=_HEADS,
        widths=(_LEVEL, _SHARE, _SHARE),
        lines=[
            Line(unit.name, depth, list(unit_years(scope.view, unit.code)))
            for unit, depth in units_in(scope)
        ],
        write=partial(_write, digits=scope.settings.digits),
        words=_words,
    )
    write_side_by_side(paper, scope, table)


def _words(cell: UnitYear) -> Iterator[tuple[str, float]]:
    yield _level(cell), _LEVEL
    yield upper_first(cell.state), 2 * _SHARE


def _level(cell: UnitYear) -> str:
    return "; ".join(part for part in (cell.level_name, cell.rerated) if part)


def _write(page: ExcelSheet, place: tuple[int, int], cell: UnitYear, *, digits: int) -> None:
    row, left = place
    page.text(row, left, _level(cell), BOXED | {"text_wrap": True})
    if cell.state or cell.members is None:
        write_state(page, (row, left + 1, row, left + 2), cell.state)
        return
    style = BOXED | {"num_format": f"0.{'0' * digits}" if digits else "0"}
    for at, share in ((left + 1, cell.members.xs_pct), (left + 2, cell.members.htt_or_above_pct)):
        if share is None:
            page.text(row, at, UNKNOWN, style | {"align": "right"})
        else:
            page.number(row, at, share / 10**digits, style)
