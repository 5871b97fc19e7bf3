from tests.builders import UNITS, a_return, info, plain_cell, register, returns_of, unit
from xeploai.register.model import Register
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.submissions.cell_codes import coded_cells
from xeploai.submissions.model import Return

FOUR = register((*UNITS, unit("D")))


def sent(code: str, *codes: str) -> Return:
    cells = [plain_cell(number, cell_code=Code(each)) for number, each in enumerate(codes)]
    return a_return(cells, of=info(unit_code=Code(code)), file=f"{code}.xlsx")


def codes_of(of: Register, *items: Return) -> list[str]:
    return [cell.code for cell in coded_cells(of, returns_of(*items))]


def test_a_code_that_one_cell_has_is_its_code() -> None:
    assert codes_of(FOUR, sent("A", "01", "02"), sent("B", "03")) == ["01", "02", "03"]


def test_a_code_that_two_units_use_has_the_unit_before_it() -> None:
    both = (sent("A", "01"), sent("B", "01"))
    assert codes_of(FOUR, *both) == ["A/01", "B/01"]
    longer = (sent("A", "A/01"), sent("B", "A/01"))
    assert codes_of(FOUR, *longer) == ["A/A/01", "B/A/01"]


def test_a_code_is_never_the_longer_one_of_another_cell() -> None:
    three = (sent("A", "01"), sent("B", "01"), sent("D", "A/01"))
    assert codes_of(FOUR, *three) == ["A/01", "B/01", "D/A/01"]


def test_a_longer_code_is_never_one_that_is_listed() -> None:
    listed = unit("D/01", UnitKind.CELL, parent="D", name="Chi bộ thôn Một")
    of = register((*UNITS, unit("D"), listed))
    assert codes_of(of, sent("A", "01"), sent("D", "01")) == ["A/01", "D/-1"]


def test_a_grassroots_cell_has_the_code_of_its_unit() -> None:
    (cell,) = coded_cells(FOUR, returns_of(sent("C", "01")))
    assert (cell.code, cell.is_unit) == ("C", True)
