"""The form of a unit above TCCSĐ: what it asks for, and that it comes back as a return."""

from pathlib import Path

import pytest

from examples.fill import fill
from tests.builders import UNITS, milestone, read, register, unit
from tests.forms.self_check.drawn_forms import counted_faults, recalculated, verdict
from xeploai.forms.rows import KnownCell
from xeploai.forms.styles import CellFormula
from xeploai.forms.unit_form import unit_form
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.register.model import Register
from xeploai.schema.form import (
    FORM_SHEETS,
    SUMMARY_SHEET,
    CellReturn,
    InfoReturn,
    LeadershipReturn,
)
from xeploai.schema.terms import LeadershipSubject, RatingStage, UnitKind, YesNo
from xeploai.submissions.returns import identify

TWELVE = {"total": 12, "rated": 12, "xs": 2, "htt": 10}


def commune(*more: object) -> Register:
    """The district H, filing a form of its own, above the usual units and some more."""
    files = unit("H", UnitKind.DISTRICT, name="Đảng bộ huyện H", files_form=YesNo.YES)
    return register((files, *UNITS[1:], *more), milestones=[milestone()])  # type: ignore[arg-type]


def form(of: Register) -> WorkbookBuilder:
    cells = [KnownCell(each.code, each.name) for each in of.cells_of("H")]
    return unit_form(of, of.units["H"], cells)


def filled(of: Register) -> bytes:
    book = form(of)
    rows = [
        {"subject": LeadershipSubject.COLLECTIVE, "stage": stage, **TWELVE} for stage in RatingStage
    ]
    fill(book, {LeadershipReturn: rows})
    return workbook_bytes(book)


def test_it_has_the_sheets_of_its_kind_and_asks_for_no_cells() -> None:
    book = form(commune())
    sheets = list(book.sheets)
    expected = [sheet.SHEET for sheet in FORM_SHEETS if sheet is not CellReturn]
    assert [each for each in sheets if each in expected] == expected
    assert CellReturn.SHEET not in sheets
    assert SUMMARY_SHEET not in sheets
    written = [str(cell.value) for cell in book[LeadershipReturn.SHEET].cells.values()]
    assert not any("Đảng viên" in each for each in written), "it has no members of its own"
    page = book[InfoReturn.SHEET]
    labels = [page.cells[row, 1].value for row, look in page.rows.items() if look.hidden]
    assert "Số chi bộ trực thuộc" in labels
    assert "Đơn vị tự xếp loại" not in labels


def test_no_formula_of_it_looks_at_the_sheet_that_is_not_there() -> None:
    formulas = [
        cell.value.template
        for page in form(commune()).sheets.values()
        for cell in page.cells.values()
        if isinstance(cell.value, CellFormula)
    ]
    assert formulas
    assert not [each for each in formulas if CellReturn.SHEET in each]


def test_cells_of_its_own_bring_the_sheet_back() -> None:
    own = unit("H1", UnitKind.CELL, parent="H", name="Chi bộ thôn Đông")
    book = form(commune(own))
    assert CellReturn.SHEET in list(book.sheets)


def test_filled_in_it_is_a_return_without_a_fault() -> None:
    item = identify(read(filled(commune())), commune())
    assert [x.message for x in item.findings if x.is_error] == []
    assert not item.is_empty
    assert not item.lists_cells
    assert len(item.rows(LeadershipReturn)) == len(RatingStage)


def test_sent_back_empty_it_has_no_figures() -> None:
    assert identify(read(workbook_bytes(form(commune()))), commune()).is_empty


def test_a_form_without_the_sheet_of_a_unit_that_has_cells_is_at_fault() -> None:
    own = unit("H1", UnitKind.CELL, parent="H", name="Chi bộ thôn Đông")
    item = identify(read(filled(commune())), commune(own))
    assert [x.rule for x in item.findings if x.is_error] == ["missing_sheet"]


@pytest.mark.office
def test_it_checks_itself(tmp_path: Path) -> None:
    of = commune()
    done = recalculated(tmp_path, {"empty": workbook_bytes(form(of)), "filled": filled(of)})
    assert counted_faults(done["empty"]) == [
        "Thông tin: Có ít nhất một nội dung của cấp mình đã điền = 1"
    ]
    assert verdict(done["filled"]) == "Sẵn sàng gửi: CÓ"
