"""Names of cells that differ by a tone only, beside those the register lists."""

import pytest

from tests import builders
from tests.builders import a_return, register, unit
from tests.rules.families.checked import at, codes, heading, plain_cell, violations_of
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Return


def tones(*names: str) -> Register:
    """A register that lists cells of these names in the unit A, with the codes A1, A2…"""
    cells = [
        unit(f"A{number}", UnitKind.CELL, parent="A", name=name)
        for number, name in enumerate(names, start=1)
    ]
    return register((*builders.UNITS, *cells))


def named(*names: str) -> Return:
    return a_return([plain_cell(number, name=name) for number, name in enumerate(names)])


def test_a_listed_cell_is_not_another_whose_name_differs_by_a_tone() -> None:
    of = tones("Thôn Hạ", "Thôn Hà")
    item = named("Thôn Hạ", "Thôn Hả")
    assert violations_of("listed_cell_missing", item, of) == [
        (heading(CellReturn, "name"), "Thiếu “Thôn Hà” (mã A2) có trong danh mục")
    ]
    assert violations_of("cell_not_listed", item, of) == [
        (at(CellReturn, "name", 1), "“Thôn Hả” không có trong danh mục")
    ]


def test_a_cell_beside_the_listed_one_of_its_letters_is_not_listed() -> None:
    item = named("Thôn Hạ", "Thôn Hà")
    assert codes(item, tones("Thôn Hạ")) == {"cell_not_listed"}


@pytest.mark.parametrize(
    ("name", "is_known"), [("THON HA", True), ("thôn hạ", True), ("Ha", False)]
)
def test_a_name_without_accents_is_the_only_cell_that_reads_so(name: str, is_known: bool) -> None:
    known = set() if is_known else {"listed_cell_missing", "cell_not_listed"}
    assert codes(named(name), tones("Thôn Hạ")) == known
    both = codes(named(name, "Thôn Hà", "Thôn Hạ 2"), tones("Thôn Hạ", "Thôn Hà", "Thôn Hạ 2"))
    assert bool(both) is (name != "thôn hạ"), "Hạ or Hà: nobody knows"


def test_two_listed_cells_of_one_name_are_distinguished_by_their_codes_only() -> None:
    of = tones("Chi bộ 1", "Chi bộ 1")
    strangers = [plain_cell(1, size, cell_code=Code(code)) for size, code in ((5, "X"), (6, "Y"))]
    assert codes(a_return(strangers), of) == set()
    first = [plain_cell(1, cell_code=Code("A1"))]
    assert codes(a_return(first), of) == {"listed_cell_missing"}


def test_a_code_with_the_name_of_a_cell_of_another_tone() -> None:
    swapped = [
        plain_cell(1, cell_code=Code("A1"), name="Thôn Hà"),
        plain_cell(2, cell_code=Code("A2"), name="Thôn Hạ"),
    ]
    of = tones("Thôn Hạ", "Thôn Hà")
    assert len(violations_of("listed_cell_renamed", a_return(swapped), of)) == 2
    bare = [plain_cell(1, cell_code=Code("A1"), name="thon ha")]
    assert codes(a_return(bare), tones("Thôn Hạ")) == set()
