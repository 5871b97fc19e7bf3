from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from xeploai.findings import CellRef, Finding, Sentence, Severity, letter


@given(st.integers(0, 16_383))
def test_letters_are_those_of_excel(column: int) -> None:
    assert letter(column) == get_column_letter(column + 1)


def test_only_an_error_keeps_a_return_out() -> None:
    ref = CellRef("a.xlsx", "Chi bộ", "B7")
    assert Finding(ref, "A", "x", Severity.ERROR, Sentence("…")).is_error
    assert not Finding(ref, "A", "x", Severity.WARNING, Sentence("…")).is_error


def test_severities_are_the_words_of_the_data_files() -> None:
    assert [str(item) for item in Severity] == ["error", "warning"]
