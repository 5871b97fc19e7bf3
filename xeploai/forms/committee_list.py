"""The list for the meeting of the committee that decides: to print, to fill in, to read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xeploai.findings import letter
from xeploai.forms.extra_sheets.committee_summary import Listed, write_committee_summary
from xeploai.forms.layout import place
from xeploai.forms.page_setup import heading_of, print_on_a4
from xeploai.forms.tables import (
    Choices,
    Titles,
    guard_input,
    line_height,
    row_styles,
    stamp,
    table_head,
    table_row,
)
from xeploai.forms.workbook_builder import Filter, WorkbookBuilder
from xeploai.register.model import Settings
from xeploai.schema.committee_list import LIST_ID, CommitteeRow
from xeploai.schema.row import columns
from xeploai.schema.terms import RatedSubject

_TITLE = "DANH SÁCH XÉT, QUYẾT ĐỊNH MỨC XẾP LOẠI CHẤT LƯỢNG"
_FROM_BOARD = frozenset(
    key for key, column in columns(CommitteeRow).items() if column.source == "board"
)


@dataclass(frozen=True, slots=True)
class ListHead:
    """Whose list it is; unit: the code of who decides; summary: how many are still to be decided.

    exempt: the remark on those that are not to be rated; organisations: what those are that are no
    cells.
    """

    unit: str
    name: str
    summary: str
    settings: Settings
    exempt: str
    organisations: str = RatedSubject.ORG.value


def committee_list(rows: Sequence[Mapping[str, object]], head: ListHead) -> WorkbookBuilder:
    """Return the list with its rows, and what they come to."""
    builder = WorkbookBuilder()
    heading, scale = heading_of(head.name, head.settings.period), head.settings.organisations
    about = f"{heading}. {head.summary}"
    page = builder.page(CommitteeRow.SHEET)
    page.has_grid = False
    where, styles = place(CommitteeRow), dict(row_styles(CommitteeRow, _FROM_BOARD))
    styles["number"] = replace(styles["number"], across="center")
    table_head(page, CommitteeRow, Titles(_TITLE, "", f"{about}. {CommitteeRow.GUIDE}"))
    for row, values in enumerate(rows, start=where.first_row):
        table_row(page, CommitteeRow, row, values, styles)
        page.growing_height(row, line_height(CommitteeRow, values))
    last_row = where.first_row + max(len(rows), 1) - 1
    page.frozen = f"{where.letters['subject']}{where.first_row}"
    page.filter = Filter(f"A{where.header_row}:{letter(len(styles) - 1)}{last_row}")
    print_on_a4(page, "", title_rows=f"{where.header_row}:{where.header_row}")
    choices = Choices((CommitteeRow,), scales=(scale,))
    guard_input(page, CommitteeRow, choices, last_row, skip=_FROM_BOARD)
    subjects = [each for each in RatedSubject if any(row["subject"] is each for row in rows)]
    listed = Listed(last_row, head.settings, head.exempt, head.organisations)
    write_committee_summary(builder, heading, listed, subjects)
    choices.write(builder)
    stamp(builder, LIST_ID, head.unit, head.settings.period, scale)
    return builder
