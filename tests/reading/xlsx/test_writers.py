"""A form that any program opened and saved again is read to the same figures."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests import builders, office
from tests.builders import cell, disciplined, done, leadership, read, remedy, unread, unreviewed
from tests.writers.resave import (
    Save,
    gnumeric_saves,
    node_saves,
    openpyxl_saves,
    pandas_saves,
    xlsxwriter_saves,
)
from xeploai.schema.row import Code
from xeploai.schema.terms import Level
from xeploai.submissions.model import Return

pytestmark = [pytest.mark.slow, pytest.mark.office]

GNUMERIC = "Gnumeric_Excel:xlsx2"
READ: Mapping[str, Save] = {
    "LibreOffice": partial(office.saved_as, "xlsx"),
    "LibreOffice, .ods": partial(office.saved_as, "ods"),
    "openpyxl": openpyxl_saves,
    "XlsxWriter": xlsxwriter_saves,
    "pandas by openpyxl": pandas_saves("openpyxl"),
    "pandas by XlsxWriter": pandas_saves("xlsxwriter"),
    "Gnumeric": gnumeric_saves(GNUMERIC, "xlsx"),
    "Gnumeric, .ods": gnumeric_saves("Gnumeric_OpenCalc:odf", "ods"),
    "SheetJS": node_saves("sheetjs", "xlsx"),
    "SheetJS with shared texts": node_saves("sheetjs", "xlsx", bookSST=True),
    "SheetJS with dates": node_saves("sheetjs", "xlsx", cellDates=True),
    "SheetJS, .ods": node_saves("sheetjs", "ods"),
    "exceljs": node_saves("exceljs", "xlsx"),
}
REFUSED: Mapping[str, tuple[Save, str, str]] = {
    "LibreOffice, .xls": (partial(office.saved_as, "xls"), "old_format", ".xls"),
    "Gnumeric, .xls": (gnumeric_saves("Gnumeric_Excel:excel_biff8", "xls"), "old_format", ".xls"),
    "SheetJS, .xls": (node_saves("sheetjs", "biff8"), "old_format", ".xls"),
    "SheetJS, .xls of Excel 2": (node_saves("sheetjs", "biff2"), "old_format", ".xls"),
    "SheetJS, .xlsb": (node_saves("sheetjs", "xlsb"), "other_table", ".xlsb"),
    "SheetJS, XML 2003": (node_saves("sheetjs", "xlml"), "other_table", "XML 2003"),
    "SheetJS, .fods": (node_saves("sheetjs", "fods"), "other_table", ".fods"),
    "SheetJS, .html": (node_saves("sheetjs", "html"), "other_table", "trang web"),
    "SheetJS, .csv": (node_saves("sheetjs", "csv"), "other_table", ".csv"),
}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A form filled in, and calculated by LibreOffice as it would be by Excel."""
    filled = builders.form(
        cells=[
            cell(name="Chi bộ thôn Hoà Bình – “Đoàn Kết”", note="gửi bổ sung;\nxem lại"),
            unreviewed(),
            cell(cell_code=Code("003"), name="Chi bộ 3", review_date=date(2025, 12, 31)),
        ],
        of_info={"version": 2, "sent_on": date(2025, 12, 18), "self_level": Level.XS},
        others=[leadership(), done("GUI", date(2025, 12, 1)), remedy(), disciplined(1)],
    )
    return office.saved_as("xlsx", filled, tmp_path_factory.mktemp("form"))


def figures(item: Return) -> list[object]:
    """All that was read of a form, and where."""
    rows = [
        (row.sheet, row.number, astuple(row.row))
        for sheet in item.sheets.values()
        for row in sheet.rows
    ]
    return [item.unit, item.period, item.version, item.received_on, item.stamped_unit, *rows]


def test_the_form_is_filled_in(form: bytes) -> None:
    item = read(form)
    assert item.findings == ()
    assert len(figures(item)) > 5 + 7


@pytest.mark.parametrize("writer", READ)
def test_what_a_program_saves_is_read_to_the_same_figures(
    writer: str, form: bytes, tmp_path: Path
) -> None:
    item = read(READ[writer](form, tmp_path))
    assert figures(item) == figures(read(form))
    assert [finding for finding in item.findings if finding.is_error] == []


@pytest.mark.parametrize("writer", REFUSED)
def test_formats_that_hide_errors_are_called_by_their_names(
    writer: str, form: bytes, tmp_path: Path
) -> None:
    save, rule, words = REFUSED[writer]
    item = unread(save(form, tmp_path))
    assert item.finding is not None
    assert item.finding.rule == rule
    assert words in item.reason
