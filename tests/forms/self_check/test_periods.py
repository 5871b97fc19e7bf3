"""The self-check of a form takes the spellings of its period for one, as the program does."""

import pytest

from xeploai.forms.calculation.calculator import Calculator
from xeploai.forms.styles import CellFormula
from xeploai.reading.rules import stamp_differs
from xeploai.schema.periods import Period
from xeploai.schema.self_check import KnownOfUnit, RowFormula, Shown
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import same_period


def differs(written: object, span: Period) -> object:
    """What the formula of a form made for a period says of what is written there."""
    assert isinstance(stamp_differs.self_check, Shown)
    known = KnownOfUnit(span, span.year, UnitKind.GRASSROOTS)
    (formula,) = (
        each
        for each in stamp_differs.self_check.formulas(known)
        if isinstance(each, RowFormula) and "{raw.period}" in each.when
    )
    when = formula.when
    for name, cell in (
        ("{raw.period}", "A1"),
        ("{stamp.period}", "B1"),
        ("{blank.period}", '(A1="")'),
    ):
        when = when.replace(name, cell)
    cells = {(1, 1): written, (1, 2): str(span), (2, 1): CellFormula(when, 2)}
    return Calculator({"Tờ": cells}).value("Tờ", (2, 1))


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "spelling",
    ["{year}-Q{number}", "Q{number}/{year}", "Quý {number}/{year}", "Quý {roman}/{year}",
     "QUÝ {roman} - {year}", "quý {roman} năm {year}", "năm {year} quý {roman}", "Q{roman}.{year}"],
)  # fmt: skip
def test_a_form_knows_the_spellings_of_its_quarter(quarter: int, spelling: str) -> None:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    written = spelling.format(year=2026, number=quarter, roman=roman)
    for other in (1, 2, 3, 4):
        period = Period(2026, other)
        is_other = not same_period(written, str(period))
        assert is_other is (other != quarter)
        assert differs(written, period) is is_other


@pytest.mark.parametrize(
    "written", ["2026", 2026, "Quý I/2025", "2025-Q1", "Quý 11/2026", "6 tháng"]
)
def test_what_is_another_period_is_told(written: object) -> None:
    assert differs(written, Period(2026, 1)) is True


def test_a_year_is_known_as_ever() -> None:
    assert differs("Năm 2026", Period(2026)) is False
    assert differs("2026-Q1", Period(2026)) is True
