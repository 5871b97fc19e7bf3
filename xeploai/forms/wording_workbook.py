"""The workbook of the office's own words for its report: empty and inviting, or filled."""

from collections.abc import Mapping
from types import MappingProxyType

from xeploai.forms.office_sheet import Rows, guard_sheet, write_sheet
from xeploai.forms.tables import Choices
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.schema.row import Row
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
    choices.write(builder)
    return builder
