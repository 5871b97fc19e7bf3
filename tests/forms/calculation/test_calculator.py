"""Formulas are worked out as Excel and LibreOffice work them out.

The self-check's tests hold whole forms to LibreOffice; these hold each function to its definition.
"""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xeploai.forms.calculation.calculator import Calculator
from xeploai.forms.calculation.syntax import FormulaError
from xeploai.forms.calculation.values import CellError, Scalar
from xeploai.forms.self_check.read_formulas import read_day, read_value, written_sum
from xeploai.forms.styles import CellFormula
from xeploai.schema.form import CellReturn
from xeploai.schema.row import columns

CELLS: dict[tuple[int, int], object] = {
    (1, 1): 12, (2, 1): "Chi bộ", (3, 1): None, (4, 1): True, (5, 1): 2.5, (6, 1): "chi BỘ",
    (7, 1): date(2025, 12, 31), (8, 1): datetime(2025, 12, 31, 12), (9, 1): "7",
}  # fmt: skip


def worked_out(formula: str, *, row: int = 20, **more: object) -> Scalar:
    made = CellFormula(formula, row)
    return Calculator({"Tờ": CELLS | {(row, 9): made}, "Khác": {(1, 2): "x"}}).value("Tờ", (row, 9))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3-4/2", 5),
        ("(1+2)*3", 9),
        ("-2*-3", 6),
        ('1&"a"&2.5', "1a2.5"),
        ("A1+A3", 12),
        ("A2+1", CellError("#VALUE!")),
        ("1/A3", CellError("#DIV/0!")),
        ('A3=""', True),
        ("A3=0", True),
        ("A2=A6", True),
        ("A1<A2", True),
        ("A2<A4", True),
        ("EXACT(A2,A6)", False),
        ("IF(A1>10,A2,1/0)", "Chi bộ"),
        ("IFERROR(1/0,A3)", 0),
        ("IFERROR(VALUE(A2),-1)", -1),
        ("AND(A1>0,NOT(A1>20))", True),
        ("OR(A1<0,1/0)", CellError("#DIV/0!")),
        ("SUM(A1:A9)", 12 + 2.5 + 46022 + 46022.5),
        ('SUM(A1,"3")', 15),
        ("COUNT(A1:A9)", 4),
        ("COUNTA(A1:A9)", 8),
        ("MAX(A1:A5)", 12),
        ("MIN(A1:A5)", 2.5),
        ("MAX(A2:A3)", 0),
        ("MEDIAN(1,5,3)", 3),
        ("INT(-2.5)", -3),
        ("ABS(-2.5)", 2.5),
        ("SUMPRODUCT((A1:A9>2)*ISNUMBER(A1:A9))", 4),
        ('SUMPRODUCT(--ISNUMBER(FIND("bộ",A1:A9)))', 1),
        ("SUMPRODUCT(1-ISERROR(A1:A9+0))", 7),
        ('SUMPRODUCT(SUMIF(A1:A2,{"chi bộ","khác"},A5:A6))', 0),
        ('SUMPRODUCT(SUMIF(A2:A6,{"chi bộ"},A1:A5))', 14.5),
        ('SUMPRODUCT(COUNTIFS(A1:A9,{"chi bộ","7"},A1:A9,"<>"))', 3),
        ('MATCH("CHI BỘ",A1:A9,0)', 2),
        ("MATCH(7,A1:A9,0)", CellError("#N/A")),
        ("INDEX(A1:A9,MATCH(1,INDEX((A1:A9=2.5)*1,0),0))", 2.5),
        ("INDEX(A1:A2,9)", CellError("#REF!")),
        ('ISNA(MATCH("x",A1:A9,0))', True),
        ('FIND("i",A2)', 3),
        ('FIND("I",A2)', CellError("#VALUE!")),
        ('SUBSTITUTE("a.b.c",".","")', "abc"),
        ('TRIM("  a   b ")', "a b"),
        ('CLEAN("a"&CHAR(10)&"b")', "ab"),
        ("LOWER(A6)", "chi bộ"),
        ('LEFT("abc")&RIGHT("abc",2)&MID("abc",2,9)', "abcbc"),
        ("LEN(A1)", 2),
        ('REPT("ab",3)', "ababab"),
        ('VALUE("0012")', 12),
        ('VALUE("12a")', CellError("#VALUE!")),
        ('VALUE("")', CellError("#VALUE!")),
        ('TEXT(7,"0000")', "0007"),
        ('TEXT(2.5,"00")', "03"),
        ('TEXT(-3,"00")', "-03"),
        ("N(A2)+N(A1)", 12),
        ('DATEVALUE("2025-12-31")', 46022),
        ('DATEVALUE("2025-2-30")', CellError("#VALUE!")),
        ('DATEVALUE("31/12/2025")', CellError("#VALUE!")),
        ("ISLOGICAL(A4)", True),
        ("ISTEXT(A2)*1", 1),
        ("ROW($A§)+COLUMN($C1)", 23),
        ("SUMPRODUCT(ROW(A2:A4)*1)", 9),
        ("SUM(A1:INDEX(A1:A9,5))", 14.5),
        ("SUMPRODUCT(ROW(A2:INDEX(A1:A9,4))*1)", 9),
        ("COUNTA(A$1:INDEX($A$1:$A$9,1+1))", 2),
        ("SUMPRODUCT((COLUMN(A1:C1)<>COLUMN(B1))*1)", 2),
        ("'Khác'!$B$1", "x"),
        ("ISREF('Khác'!$A$1)", True),
        ("ISREF('Không có'!$A$1)", False),
        ("'Không có'!$A$1", CellError("#REF!")),
        ("A3", 0),
        ("COUNT(A1:A1)+COUNT(A2:A2)", 1),
        ("SUM(A9:A9)", 0),
    ],
)
def test_a_formula_is_worked_out(formula: str, value: Scalar) -> None:
    made = worked_out(formula)
    assert made == value
    assert isinstance(made, bool) == isinstance(value, bool)


def test_a_template_is_of_its_row() -> None:
    assert worked_out("A§", row=5) == 2.5
    assert worked_out("SUM(A$1:A¶)", row=3) == 12


@pytest.mark.parametrize("formula", ["NOW()", "1+", "(1", "A1:B", "1 2", "[1]Tờ!A1", "IF(1,2", "a"])
def test_what_no_form_has_is_refused(formula: str) -> None:
    with pytest.raises((FormulaError, ValueError)):
        worked_out(formula)


COLUMNS = columns(CellReturn)
TYPED = st.one_of(
    st.none(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.text(max_size=12), st.dates(date(1900, 3, 1)),
    st.from_regex(r"[0-9 .,/:T%eE+-]{1,12}", fullmatch=True),
)  # fmt: skip


@given(TYPED)
def test_whatever_is_typed_is_read_without_an_error(typed: object) -> None:
    words = {(2, 1): "1|xs#2|htt#"}
    for number, formula in enumerate(
        [*(read_value(COLUMNS[key], "A1", "A2") for key in ("members", "self_level", "cell_code")),
         read_day("A1"), written_sum("A1:A1")]
    ):  # fmt: skip
        sheet = {(1, 1): typed, **words, (3, 3): CellFormula(formula)}
        made = Calculator({"Tờ": sheet}).value("Tờ", (3, 3))
        assert isinstance(made, int | float), (number, made)
