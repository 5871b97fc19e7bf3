from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from xeploai.findings import (
    CellRef,
    Count,
    Finding,
    Members,
    MemberText,
    Sentence,
    Severity,
    joined,
    letter,
)


@given(st.integers(0, 16_383))
def test_letters_are_those_of_excel(column: int) -> None:
    assert letter(column) == get_column_letter(column + 1)


def test_only_an_error_keeps_a_return_out() -> None:
    ref = CellRef("a.xlsx", "Chi bộ", "B7")
    assert Finding(ref, "A", "x", Severity.ERROR, Sentence("…")).is_error
    assert not Finding(ref, "A", "x", Severity.WARNING, Sentence("…")).is_error


def test_a_sentence_is_written_from_its_values() -> None:
    inner = Sentence("{xs} xuất sắc", xs=Members(1234))
    sentence = Sentence(
        "{name}: {inner}, {cells} chi bộ, dòng {row}, ngày {day}",
        name="{xs}", inner=inner, cells=Count(1234), row=1234, day=date(2025, 12, 1),
    )  # fmt: skip
    assert str(sentence) == "{xs}: 1.234 xuất sắc, 1.234 chi bộ, dòng 1234, ngày 01/12/2025"
    assert str(joined("; ", [inner, inner])) == "1.234 xuất sắc; 1.234 xuất sắc"


def test_a_sentence_knows_what_it_tells_of_members_however_deep() -> None:
    share = MemberText("3,1%", is_of_last_year=True)
    inner = joined("; ", [Sentence("{xs}", xs=Members(2)), Sentence("{cells}", cells=Count(3))])
    assert list(Sentence("{a} {b} {c}", a=inner, b=share, c="4").about_members) == [
        Members(2), share,
    ]  # fmt: skip


def test_an_accepted_finding_says_who_accepts_it() -> None:
    finding = Finding(CellRef("a.xlsx"), "A", "x", Severity.WARNING, Sentence("Thiếu {n}", n=1))
    assert finding.message == "Thiếu 1"
    assert replace(finding, accepted="Đ/c Lan").message == "Thiếu 1 (đã chấp thuận: Đ/c Lan)"


def test_severities_are_the_words_of_the_data_files() -> None:
    assert [str(item) for item in Severity] == ["error", "warning"]
