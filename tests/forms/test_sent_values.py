import pytest

from tests.builders import unit
from xeploai.forms.rows import KnownCell, Wrote
from xeploai.forms.sent_values import sent_cells

TONES = [KnownCell("A1", "Thôn Hạ"), KnownCell("A2", "Thôn Hà")]


def laid(cells: list[KnownCell], *written: tuple[str, str]) -> list[tuple[object, object, int]]:
    """Code, name and row of each line of a form that a unit wrote some codes and names in."""
    wrote = [
        Wrote(row, {"cell_code": code, "name": name}) for row, (code, name) in enumerate(written, 8)
    ]
    lines = sent_cells(unit(), cells, {cell.code for cell in cells}, wrote)
    return [(x.values["cell_code"], x.values["name"], x.source or 0) for x in lines]


def test_a_cell_of_another_tone_is_not_laid_over_the_listed_one() -> None:
    assert laid(TONES, ("", "Thôn Hà"), ("", "Thôn Hả")) == [
        ("", "Thôn Hà", 8),
        ("", "Thôn Hả", 9),
        ("A1", "Thôn Hạ", 0),
    ]


@pytest.mark.parametrize("written", [("A1", "Thôn Hạ Mới"), ("", "thôn hạ"), ("", "thon ha")])
def test_a_listed_cell_is_known_by_its_code_else_by_its_name(written: tuple[str, str]) -> None:
    assert laid(TONES[:1], written) == [(*written, 8)]
