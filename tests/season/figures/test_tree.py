import pytest

from tests.builders import UNITS, a_return, info, plain_cell, register, returns_of, unit
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.figures.model import Node
from xeploai.season.figures.tree import ancestors, cell_places, nodes
from xeploai.submissions.model import Return


def tree(of: Register, *items: Return) -> dict[str, Node]:
    return nodes(of, cell_places(of, returns_of(*items)))


def sent(code: str, *cells: CellReturn) -> Return:
    return a_return(cells, of=info(unit_code=Code(code)), file=f"{code}.xlsx")


def coded(code: str, name: str = "") -> CellReturn:
    return plain_cell(1, cell_code=Code(code), name=name or f"Chi bộ {code}")


def test_the_register_alone_makes_a_tree() -> None:
    nodes = tree(register())
    assert list(nodes) == ["H", "A", "B", "C"]
    assert nodes["A"] == Node("A", "Đảng bộ xã A", UnitKind.GRASSROOTS, "H")


def test_cells_a_return_names_stand_below_its_unit() -> None:
    nodes = tree(register(), sent("A", coded("A1"), coded("A2")))
    assert list(nodes) == ["H", "A", "A1", "A2", "B", "C"]
    assert nodes["A1"] == Node("A1", "Chi bộ A1", UnitKind.CELL, "A")
    assert list(ancestors(nodes, "A1")) == ["A1", "A", "H"]


def test_a_listed_cell_keeps_its_place_and_name() -> None:
    of = register(
        (
            *UNITS,
            unit("AS", UnitKind.SECTION, parent="A"),
            unit("01", UnitKind.CELL, parent="AS", name="Chi bộ Một"),
        )
    )
    for named in (coded("01"), coded("1"), plain_cell(1, name="CHI BỘ MỘT")):
        nodes = tree(of, sent("A", named))
        assert list(nodes) == ["H", "A", "AS", "01", "B", "C"]
        assert nodes["01"] == Node("01", "Chi bộ Một", UnitKind.CELL, "AS")


def test_a_cell_is_not_the_listed_one_whose_name_differs_by_a_tone() -> None:
    cells = [unit(f"0{n}", UnitKind.CELL, parent="A", name=f"Thôn {x}") for n, x in enumerate("ÀẢ")]
    of = register((*UNITS, *cells))
    names = [plain_cell(number, name=f"thôn {x}") for number, x in enumerate("ẢÁ")]
    nodes = tree(of, sent("A", *names))
    assert [(x.code, x.name) for x in nodes.values() if x.parent == "A"] == [
        ("00", "Thôn À"), ("01", "Thôn Ả"), ("A/-2", "thôn Á"),
    ]  # fmt: skip


def test_units_may_number_their_cells_alike() -> None:
    nodes = tree(register(), sent("A", coded("1")), sent("B", coded("1"), coded("2")))
    assert [(x.code, x.parent) for x in nodes.values() if x.kind is UnitKind.CELL] == [
        ("A/1", "A"), ("B/1", "B"), ("2", "B"),
    ]  # fmt: skip


def test_cells_keep_their_codes_while_a_return_does_not_count() -> None:
    counted, refused = (returns_of(sent(unit, coded("1"))) for unit in ("A", "B"))
    (place,) = cell_places(register(), counted, refused)
    assert (place.node.code, place.unit) == ("A/1", "A")


def test_a_cell_numbered_like_a_unit_is_not_that_unit() -> None:
    nodes = tree(register(), sent("A", coded("B")))
    assert nodes["A/B"].parent == "A"
    assert nodes["B"].kind is UnitKind.GRASSROOTS


def test_a_cell_without_a_code_is_never_one_with() -> None:
    cells = [plain_cell(1), plain_cell(2), coded("1"), coded("2")]
    nodes = tree(register(), sent("A", *cells), sent("B", coded("1"), coded("2")))
    assert sum(x.parent == "A" for x in nodes.values()) == 4


def test_a_grassroots_cell_is_its_own_cell() -> None:
    places = cell_places(register(), returns_of(sent("C", coded("C1"))))
    assert [(x.node.code, x.node.kind, x.unit) for x in places] == [
        ("C", UnitKind.GRASSROOTS_CELL, "C")
    ]
    assert list(tree(register(), sent("C", coded("C1")))) == ["H", "A", "B", "C"]


@pytest.mark.parametrize("roots", [1, 2])
def test_every_root_begins_a_tree(roots: int) -> None:
    units = tuple(unit(f"R{number}", parent="") for number in range(roots))
    assert list(tree(register(units))) == [x.code for x in units]
