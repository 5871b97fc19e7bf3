"""A season's tables → one Excel workbook: live sums with their values, native charts."""

from collections.abc import Sequence

from xeploai.outputs.report.excel.charts import draw, drawings_of, why_not_drawn
from xeploai.outputs.report.excel.columns import Placed, columns_of
from xeploai.outputs.report.excel.list_sheets import list_sheets, write_list
from xeploai.outputs.report.excel.methods_sheet import NOTES, Entry, write_cover, write_notes
from xeploai.outputs.report.excel.quarters_sheet import SHOWS as QUARTERS_SHOW
from xeploai.outputs.report.excel.quarters_sheet import write_quarters
from xeploai.outputs.report.excel.sheet import write_table
from xeploai.outputs.report.excel.steps_sheet import NAME as STEPS
from xeploai.outputs.report.excel.steps_sheet import SHOWS as STEPS_SHOW
from xeploai.outputs.report.excel.steps_sheet import steps_in, write_steps
from xeploai.outputs.report.excel.styles import ExcelBook
from xeploai.outputs.report.excel.years_sheet import SHOWS as YEARS_SHOW
from xeploai.outputs.report.excel.years_sheet import write_years
from xeploai.outputs.report.model import Breadth, ReportTable
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.tables import tables_of
from xeploai.phrases import COLLECTION, NOUNS, upper_first
from xeploai.schema.terms import RatedSubject, Subject
from xeploai.text import count
from xeploai.views.quarters import TITLE as QUARTERS
from xeploai.views.quarters import has_quarters
from xeploai.views.years import TITLE as YEARS

_SUBJECTS = {
    **{subject: upper_first(words) for subject, words in NOUNS.items()},
    Subject.ORG: RatedSubject.ORG.value,
}
_BREADTHS = {
    Breadth.UPPER: "Cấp trên",
    Breadth.UNIT: RatedSubject.ORG.value,
    Breadth.CELL: RatedSubject.CELL.value,
}
"""Excel allows a sheet's name 31 characters."""


MOST_LINES = 10_000
"""A longer table is for programs: in Excel it takes minutes to make, and nobody prints it."""


def workbook(scope: Scope) -> bytes:
    """Return the workbook of a scope: cover, notes, a sheet for each table, then the charts."""
    every = tables_of(scope)
    tables = placed_tables(scope, [table for table in every if len(table.lines) <= MOST_LINES])
    unlisted = [table for table in every if len(table.lines) > MOST_LINES]
    drawings = drawings_of(scope, tables)
    has_steps, has_years = bool(steps_in(scope)), bool(scope.season.years)
    shows_quarters = has_quarters(scope.view)
    lists = list_sheets(scope)
    paper = ExcelBook(f"{upper_first(COLLECTION)} {scope.view.period}", scope.settings.office)
    write_cover(
        paper,
        scope,
        [
            Entry(NOTES, "Cách tính, quy định áp dụng, đơn vị chưa được tính"),
            *(Entry(each.sheet, each.table.title) for each in tables),
            *(Entry(each.sheet, f"{each.title}{each.part}") for each in drawings),
            *([Entry(STEPS, STEPS_SHOW)] if has_steps else []),
            *([Entry(YEARS, YEARS_SHOW)] if has_years else []),
            *([Entry(QUARTERS, QUARTERS_SHOW)] if shows_quarters else []),
            *(Entry(each.name, upper_first(each.title.lower())) for each in lists),
        ],
    )
    left_out = [*map(_why_not_listed, unlisted), *why_not_drawn(scope, tables)]
    write_notes(paper, scope, tables, left_out)
    for placed in tables:
        write_table(paper, scope, placed)
    for drawing in drawings:
        draw(paper, scope, drawing)
    if has_steps:
        write_steps(paper, scope)
    if has_years:
        write_years(paper, scope)
    if shows_quarters:
        write_quarters(paper, scope)
    for each in lists:
        write_list(paper, scope, each)
    return paper.bytes()


def placed_tables(scope: Scope, tables: Sequence[ReportTable]) -> list[Placed]:
    """Tables of a scope, each with the sheet it stands on."""
    return [
        Placed(_sheet(table), table, columns_of(table.subject, scope.settings)) for table in tables
    ]


def _why_not_listed(table: ReportTable) -> str:
    return (
        f"Không lập biểu “{table.title}”: có {count(len(table.lines))} dòng, nhiều hơn "
        f"{count(MOST_LINES)}. Số liệu có ở tệp ratios.csv của trang và báo cáo của từng đơn vị."
    )


def _sheet(table: ReportTable) -> str:
    """Return the name of a table's sheet: "Đảng viên – Chi bộ", "Từng chi bộ"."""
    subject, breadth = _SUBJECTS[table.subject], _BREADTHS[table.breadth]
    if subject != breadth:
        return f"{subject} – {breadth}"
    return "Từng TCCSĐ" if table.subject is Subject.ORG else "Từng chi bộ"
