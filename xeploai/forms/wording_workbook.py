"""The workbook of the office's own words for its report: empty and inviting, or filled."""

from collections.abc import Mapping
from types import MappingProxyType

from xeploai.forms.layout import place
from xeploai.forms.office_sheet import LABEL_HEIGHT, LABEL_WIDTHS, Rows, guard_sheet, write_sheet
from xeploai.forms.tables import Choices, row_height
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder
from xeploai.schema.row import Row, columns
from xeploai.schema.wording import WORDING_SHEETS, PaperRow, PassageRow

_TITLES: Mapping[type[Row], str] = MappingProxyType(
    {PaperRow: "THỂ THỨC CỦA BÁO CÁO", PassageRow: "LỜI VĂN CỦA BÁO CÁO"}
)
_READY_ROWS = 30
_NOTHING: Mapping[type[Row], Rows] = MappingProxyType({})


def wording_workbook(rows: Mapping[type[Row], Rows] = _NOTHING) -> WorkbookBuilder:
    """Return the sheets with their rows, ready for more."""
    builder = WorkbookBuilder()
    choices = Choices(WORDING_SHEETS)
    for row_type in WORDING_SHEETS:
        page, given = builder.page(row_type.SHEET), rows.get(row_type, ())
        write_sheet(page, row_type, _TITLES[row_type], given, _READY_ROWS)
        guard_sheet(page, row_type, choices)
        fit = _fit_labels if row_type is PaperRow else _fit_passages
        fit(page, given)
    choices.write(builder)
    return builder


def _fit_labels(page: FormSheet, given: Rows) -> None:
    """Every line as high as what is written in it wants, and free to grow."""
    values = next(iter(given), {})
    for key, row in place(PaperRow).rows.items():
        wanted = row_height(str(values.get(key, "")), LABEL_WIDTHS["B"])
        page.growing_height(row, max(wanted, LABEL_HEIGHT))


def _fit_passages(page: FormSheet, given: Rows) -> None:
    width = columns(PassageRow)["passage"].width
    for row, values in enumerate(given, start=place(PassageRow).first_row):
        page.growing_height(row, row_height(str(values.get("passage", "")), width))
