"""The sheet of all years: how each unit was rated in every year that is at hand."""

from collections.abc import Sequence

from xeploai.outputs.report.excel.styles import BOXED, HEAD, SUBTITLE, TITLE, ExcelBook, ExcelSheet
from xeploai.outputs.report.scope import Scope
from xeploai.phrases import HTT_OR_ABOVE, UNKNOWN, upper_first
from xeploai.views.years import TITLE as YEARS
from xeploai.views.years import UnitYear, unit_years, years_of

SHOWS = "Mức xếp loại của đơn vị và tỷ lệ đảng viên qua các năm, trên danh mục của kỳ này"
_HEADS = ("Mức", "XS (%)", f"{HTT_OR_ABOVE} (%)")
_FIRST = 5
_NAME, _LEVEL, _SHARE = 42, 16, 11


def write_years(paper: ExcelBook, scope: Scope) -> None:
    """Write a line for each unit of the report, three columns for each year."""
    page, years = paper.page(YEARS), years_of(scope.view)
    last = len(_HEADS) * len(years)
    page.merged((0, 0, 0, last), SHOWS, TITLE)
    page.merged((1, 0, 1, last), f"{scope.name}. {scope.as_of}", SUBTITLE)
    page.sheet.set_column(0, 0, _NAME)
    page.merged((_FIRST - 2, 0, _FIRST - 1, 0), "Đơn vị", HEAD)
    for at, year in enumerate(years):
        left = 1 + at * len(_HEADS)
        page.merged((_FIRST - 2, left, _FIRST - 2, left + 2), upper_first(year), HEAD)
        for place, head in enumerate(_HEADS, left):
            page.sheet.set_column(place, place, _SHARE if place > left else _LEVEL)
            page.text(_FIRST - 1, place, head, HEAD)
    page.fit(_FIRST - 1, _HEADS[-1], _SHARE)
    rows = list(_rows(scope))
    for row, (name, depth, cells) in enumerate(rows, _FIRST):
        page.text(row, 0, name, BOXED | {"indent": depth, "text_wrap": True})
        for at, cell in enumerate(cells):
            _write(page, (row, 1 + at * len(_HEADS)), cell, scope.settings.digits)
        page.fit(row, *_longest(name, cells))
    page.sheet.freeze_panes(_FIRST, 1)
    page.sheet.repeat_rows(_FIRST - 2, _FIRST - 1)
    margins = (scope.settings.office, scope.as_of, YEARS)
    page.print_on_a4((_FIRST + len(rows) - 1, last), margins, high=0)


def _rows(scope: Scope) -> Sequence[tuple[str, int, list[UnitYear]]]:
    view, register = scope.view, scope.view.register
    return [
        (unit.name, depth, list(unit_years(view, unit.code)))
        for unit, depth in view.walk()
        if not scope.unit or scope.unit in register.up_from(unit.code)
    ]


def _longest(name: str, cells: Sequence[UnitYear]) -> tuple[str, float]:
    """Return the words of a row that take most lines, and the room that they have."""
    levels = [(_level(cell), float(_LEVEL)) for cell in cells]
    states = [(upper_first(cell.state), 2.0 * _SHARE) for cell in cells]
    words = [(name, float(_NAME)), *levels, *states]
    return max(words, key=lambda each: len(each[0]) / each[1])


def _level(cell: UnitYear) -> str:
    return "; ".join(part for part in (cell.level_name, cell.rerated) if part)


def _write(page: ExcelSheet, place: tuple[int, int], cell: UnitYear, digits: int) -> None:
    row, left = place
    page.text(row, left, _level(cell), BOXED | {"text_wrap": True})
    if cell.state or cell.members is None:
        style = BOXED | {"italic": True, "text_wrap": True, "align": "left"}
        page.merged((row, left + 1, row, left + 2), upper_first(cell.state), style)
        return
    style = BOXED | {"num_format": f"0.{'0' * digits}" if digits else "0"}
    for at, share in ((left + 1, cell.members.xs_pct), (left + 2, cell.members.htt_or_above_pct)):
        if share is None:
            page.text(row, at, UNKNOWN, style | {"align": "right"})
        else:
            page.number(row, at, share / 10**digits, style)
