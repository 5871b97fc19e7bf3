from datetime import date

import pytest

from tests.builders import DISTRICT, YEAR, a_return, cell, info, register, unit
from tests.rules.families.checked import at, heading, plain_cell, severity, violations_between
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Return

COPIED, TWICE = "return_copied_from_another_unit", "cell_in_two_units"
TWO = (plain_cell(1, 7), plain_cell(2, 9))


def of_unit(code: str, *cells: CellReturn, version: int = 1) -> Return:
    first = info(unit_code=Code(code), version=version)
    return a_return(list(cells), of=first, file=f"{code}{version}.xlsx")


def test_return_copied_from_another_unit() -> None:
    items = [of_unit("A", *TWO), of_unit("B", *TWO), of_unit("C", TWO[0])]
    violations = [
        (ref.file, ref.cell, message) for ref, message in violations_between(COPIED, items)
    ]
    where = heading(CellReturn, "name")
    assert violations == [
        ("A1.xlsx", where, "Tên và số liệu mọi chi bộ giống hệt biểu của “Đảng bộ xã B”"),
        ("B1.xlsx", where, "Tên và số liệu mọi chi bộ giống hệt biểu của “Đảng bộ xã A”"),
    ]
    assert severity(COPIED) == "warning"


def test_a_unit_may_send_the_same_again() -> None:
    items = [of_unit("A", *TWO), of_unit("A", *TWO, version=2)]
    assert violations_between(COPIED, items) == []


def test_one_cell_alike_may_be_chance_and_one_count_other_is_no_copy() -> None:
    nobody = plain_cell(3, 0)
    assert (
        violations_between(COPIED, [of_unit("A", TWO[0], nobody), of_unit("B", TWO[0], nobody)])
        == []
    )
    other = plain_cell(2, 9, htt=8, ht=1)
    assert violations_between(COPIED, [of_unit("A", *TWO), of_unit("B", TWO[0], other)]) == []


def test_cells_with_codes_of_their_own_are_no_copies() -> None:
    items = [
        of_unit(unit, *(cell(cell_code=Code(f"{unit}{n}"), name=f"Chi bộ {n}") for n in (1, 2)))
        for unit in ("A", "B")
    ]
    assert violations_between(COPIED, items) == []


def test_a_unit_nobody_knows_is_compared_with_none() -> None:
    assert violations_between(COPIED, [of_unit("A", *TWO), of_unit("K9", *TWO)]) == []


def test_cell_in_two_units() -> None:
    one = cell(cell_code=Code("A-1"))
    items = [of_unit("A", plain_cell(1), one), of_unit("B", one)]
    violations = [
        (ref.file, ref.cell, message) for ref, message in violations_between(TWICE, items)
    ]
    assert violations == [
        (
            f"{one}1.xlsx",
            at(CellReturn, "cell_code", row),
            f"“Chi bộ thôn Một” cũng có trong biểu của “Đảng bộ xã {other}”, cùng mã và số liệu",
        )
        for one, row, other in (("A", 1, "B"), ("B", 0, "A"))
    ]
    assert severity(TWICE) == "warning"
    for other in ({"cell_code": Code("B-1")}, {"name": "Chi bộ 2"}, {"htt": 5, "ht": 2}):
        another = cell(**{"cell_code": Code("A-1"), **other})
        assert violations_between(TWICE, [of_unit("A", one), of_unit("B", another)]) == []


@pytest.mark.parametrize(("one", "other"), [("CB105", "cb105"), ("0105", "105"), ("C-1", "c–1")])
def test_one_code_spelt_otherwise_is_one_cell(one: str, other: str) -> None:
    cells = [cell(cell_code=Code(code)) for code in (one, other)]
    items = [of_unit("A", plain_cell(1), cells[0]), of_unit("B", cells[1])]
    violations = [message for _, message in violations_between(TWICE, items)]
    assert violations == [
        f"“Chi bộ thôn Một” cũng có trong biểu của “Đảng bộ xã {unit}”, cùng mã và số liệu"
        for unit in ("B", "A")
    ]
    assert violations_between("cell_code_in_two_units", items) == []
    copied = [of_unit(unit, each, TWO[0]) for unit, each in zip("AB", cells, strict=True)]
    assert len(violations_between(COPIED, copied)) == 2


@pytest.mark.parametrize(("one", "other"), [("C1", "c1"), ("1", "01")])
def test_a_short_code_spelt_otherwise_is_known_by_its_day(one: str, other: str) -> None:
    cells = [cell(cell_code=Code(code)) for code in (one, other)]
    items = [of_unit("A", plain_cell(1), cells[0]), of_unit("B", cells[1])]
    assert len(violations_between(TWICE, items)) == 2


def test_a_short_code_is_a_number_that_many_units_have() -> None:
    one, other = (
        cell(cell_code=Code("12"), name="Chi bộ trường học", review_date=date(YEAR, 12, day))
        for day in (1, 2)
    )
    assert violations_between(TWICE, [of_unit("A", one), of_unit("B", other)]) == []


def test_a_cell_without_a_code_in_two_units_is_known_by_its_day() -> None:
    one, other = (cell(cell_code=Code(""), name=f"{kind} thôn Một") for kind in ("Chi bộ", "CB"))
    numbered = cell(cell_code=Code(""), name="4. Chibộ thôn Một")
    assert len(violations_between(TWICE, [of_unit("A", one), of_unit("B", numbered)])) == 2
    violations = violations_between(TWICE, [of_unit("A", one), of_unit("B", other)])
    what = "cùng tên, ngày kiểm điểm và số liệu"
    assert [message for _, message in violations] == [
        f"“{name} thôn Một” cũng có trong biểu của “Đảng bộ xã {unit}”, {what}"
        for name, unit in (("Chi bộ", "B"), ("CB", "A"))
    ]
    small = plain_cell(1, 9)
    assert violations_between(TWICE, [of_unit("A", small), of_unit("B", small)]) == []


def test_a_cell_that_has_a_code_in_one_unit_only_is_known_by_its_day() -> None:
    one, other = cell(cell_code=Code("A-1")), cell(cell_code=Code(""))
    items = [of_unit("A", plain_cell(1), one), of_unit("B", other)]
    violations = [(ref.file, ref.cell) for ref, _ in violations_between(TWICE, items)]
    assert violations == [
        ("A1.xlsx", at(CellReturn, "name", 1)),
        ("B1.xlsx", at(CellReturn, "name")),
    ]
    later = cell(cell_code=Code(""), review_date=date(YEAR, 12, 2))
    assert violations_between(TWICE, [items[0], of_unit("B", later)]) == []


def test_the_cells_of_a_copied_return_are_reported_once() -> None:
    cells = [cell(cell_code=Code(f"A-{n}"), name=f"Chi bộ {n}") for n in (1, 2)]
    items = [of_unit("A", *cells), of_unit("B", *cells)]
    assert violations_between(TWICE, items) == []
    assert len(violations_between(COPIED, items)) == 2


# ------------------------------------------------------------------ one code, two units


def _coded(number: int, members: int, code: str) -> CellReturn:
    return plain_cell(number, members, cell_code=Code(code))


def test_cell_code_in_two_units() -> None:
    code = "cell_code_in_two_units"
    here, there = _coded(1, 7, "CB-07"), _coded(1, 9, "CB-07")
    items = [of_unit("A", here, _coded(2, 9, "CB-08")), of_unit("B", there, _coded(3, 5, "CB-09"))]
    sentence = "“Chi bộ 1” cũng có trong biểu của {}, cùng mã, số liệu khác"
    where = at(CellReturn, "cell_code")
    violations = [(ref.file, ref.cell, message) for ref, message in violations_between(code, items)]
    assert violations == [
        ("A1.xlsx", where, sentence.format("“Đảng bộ xã B”")),
        ("B1.xlsx", where, sentence.format("“Đảng bộ xã A”")),
    ]
    assert severity(code) == "warning"


def test_a_code_of_a_unit_that_is_no_cell_is_told_of_here() -> None:
    code = "cell_code_in_two_units"
    items = [of_unit("A", _coded(1, 7, "B-1")), of_unit("B", _coded(1, 9, "b-1"))]
    units = (DISTRICT, unit("A"), unit("B"))
    lone = register((*units, unit("B-1", UnitKind.GRASSROOTS_CELL)))
    assert len(violations_between(code, items, lone)) == 2
    cell_of_b = register((*units, unit("B-1", UnitKind.CELL, parent="B")))
    assert violations_between(code, items, cell_of_b) == [], "told by the register"


def test_units_that_number_their_cells_alike_are_silent() -> None:
    code = "cell_code_in_two_units"
    one = of_unit("A", _coded(1, 7, "CB01"), plain_cell(2, 9, cell_code="CB02", name="Thôn Hạ"))
    two = of_unit("B", _coded(1, 9, "CB01"), plain_cell(2, 5, cell_code="CB02", name="Thôn Chợ"))
    assert violations_between(code, [one, two]) == []
    short = [of_unit("A", _coded(1, 7, "01")), of_unit("B", _coded(1, 9, "01"))]
    assert violations_between(code, short) == []
    again = [of_unit("A", _coded(1, 7, "CB01")), of_unit("A", _coded(1, 9, "CB01"), version=2)]
    assert violations_between(code, again) == []


def _named(code: str, name: str, members: int) -> CellReturn:
    return plain_cell(1, members, cell_code=Code(code), name=name)


def _told(*units: list[CellReturn]) -> list[str]:
    """The codes told as those of one cell, in so many units."""
    items = [of_unit(code, *cells) for code, cells in zip("ABCDEF", units, strict=False)]
    listed = register([DISTRICT, *(unit(code) for code in "ABCDEF")])
    found = violations_between("cell_code_in_two_units", items, listed)
    return sorted({message.partition("”")[0].lstrip("“") for _, message in found})


@pytest.mark.parametrize(("code", "name"), [("X1", "Chi bộ X1"), ("Chi bộ chung", "Chi bộ chung")])
def test_a_code_of_two_signs_or_of_words_is_one_of_a_cell(code: str, name: str) -> None:
    assert _told([_named(code, name, 8)], [_named(code, name, 20)]) == [name]


def test_numbers_that_two_units_have_hide_no_code_of_another_kind() -> None:
    """Both number their cells 001, 002 …; the cell that both list has no such number."""
    one = [_named("001", "Chi bộ Thượng", 5), _named("CHUNG", "Chi bộ chung", 8)]
    two = [_named("001", "Chi bộ Hạ", 6), _named("chung", "Chi bộ Chung", 20)]
    assert _told(one, two) == ["Chi bộ Chung", "Chi bộ chung"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CB0{}", "Chi bộ {}"), ("T{}", "Chi bộ thôn {}"), ("X{}", "Chi bộ X{}"),
        ("00{}", "Chi bộ số 0{}"),
    ],
)  # fmt: skip
def test_cells_named_by_their_numbers_are_numbered_in_each_unit(code: str, name: str) -> None:
    one, two = (
        [_named(code.format(n), name.format(n), members + n) for n in (1, 2, 3)]
        for members in (5, 25)
    )
    assert _told(one, two) == []


def test_two_cells_that_have_names_of_their_own_are_told_both() -> None:
    one, two = (
        [_named("CB01", "Chi bộ Thượng", members), _named("CB02", "Chi bộ Hạ", members)]
        for members in (8, 20)
    )
    assert _told(one, two) == ["Chi bộ Hạ", "Chi bộ Thượng"]


def test_a_code_that_many_units_have_is_of_no_one_cell() -> None:
    school = [[_named("TH1", "Chi bộ trường học", members)] for members in (5, 6, 7, 8, 9)]
    assert _told(*school) == []
    assert _told(*school[:2]) == ["Chi bộ trường học"]
    for code in ("VP", "A", "01"):
        office = [[_named(code, "Chi bộ văn phòng", members)] for members in (5, 6)]
        assert _told(*office) == [], "a number, a letter, an abbreviation"


def test_a_code_with_the_same_counts_is_told_once() -> None:
    same = _coded(1, 7, "CB-07")
    items = [of_unit("A", same, plain_cell(2)), of_unit("B", same, plain_cell(3))]
    assert violations_between("cell_code_in_two_units", items) == []
    assert len(violations_between(TWICE, items)) == 2
