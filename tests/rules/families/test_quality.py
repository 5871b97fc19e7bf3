from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_return, info, register
from tests.rules.families.checked import at, plain_cell, severity, violations_in_year, violations_of
from xeploai.register.model import Register
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import Level
from xeploai.submissions.model import Return

OF_2022 = register(period="2022")
CELL, UNIT = "excellent_cell_below_quality", "excellent_unit_below_quality"
OWN_CELL = "excellent_cell_own_rating_below_quality"
OWN_UNIT = "excellent_unit_own_rating_below_quality"


def rated(xs: int = 0, htt: int = 0, ht: int = 0, kht: int = 0, **over: Any) -> CellReturn:
    values = {"name": "Chi bộ thôn Một", "decided_level": Level.XS, "review_date": None, **over}
    levels = {"xs": xs, "htt": htt, "ht": ht, "kht": kht}
    return plain_cell(1, sum(levels.values()), **levels, **values)


def of_2022(*cells: CellReturn, **values: object) -> Return:
    first = info(**{"period": "2022", "sent_on": None, "decided_level": None, **values})
    return a_return(list(cells), of=first)


def test_excellent_cell_below_quality() -> None:
    item = of_2022(rated(1, 7, 2), rated(1, 6, 3), rated(1, 8, 0, 1))
    assert violations_of(CELL, item, OF_2022) == [
        (
            at(CellReturn, "decided_level", 1),
            ("Chi bộ thôn Một xếp XS: 7/10 đảng viên hoàn thành tốt nhiệm vụ trở lên (cần 80%)"),
        ),
        (
            at(CellReturn, "decided_level", 2),
            "Chi bộ thôn Một xếp XS: 9/10 đảng viên hoàn thành nhiệm vụ trở lên (cần 100%)",
        ),
    ]
    assert severity(CELL) == "error"


@given(*[st.integers(0, 300)] * 4)
def test_the_shares_are_exact(xs: int, htt: int, ht: int, kht: int) -> None:
    below = kht > 0 or (xs + htt) * 5 < (xs + htt + ht + kht) * 4
    assert bool(violations_of(CELL, of_2022(rated(xs, htt, ht, kht)), OF_2022)) is below


@pytest.mark.parametrize(
    ("levels", "key"),
    [
        ({"decided_level": None, "self_level": Level.XS}, ""),
        (
            {"decided_level": None, "proposed_level": Level.XS, "self_level": Level.XS},
            "proposed_level",
        ),
        ({"decided_level": Level.HTT, "self_level": Level.XS}, ""),
    ],
)
def test_the_latest_level_given_counts(levels: dict[str, Any], key: str) -> None:
    violations = violations_of(CELL, of_2022(rated(0, 1, 1, **levels)), OF_2022)
    assert [cell for cell, _ in violations] == ([at(CellReturn, key)] if key else [])


def test_what_a_cell_rated_itself_is_a_fact_that_appraisal_lowers() -> None:
    own: dict[str, Any] = {"decided_level": None, "self_level": Level.XS}
    item = of_2022(rated(1, 6, 3, **own))
    assert violations_of(OWN_CELL, item, OF_2022) == [
        (
            at(CellReturn, "self_level"),
            "Chi bộ thôn Một xếp XS: 7/10 đảng viên hoàn thành tốt nhiệm vụ trở lên (cần 80%)",
        )
    ]
    assert severity(OWN_CELL) == "warning"
    assert violations_of(OWN_CELL, of_2022(rated(1, 7, 2, **own)), OF_2022) == []
    for level in (Level.XS, Level.HTT):
        later = rated(1, 6, 3, self_level=Level.XS, decided_level=None, proposed_level=level)
        assert violations_of(OWN_CELL, of_2022(later), OF_2022) == []


def test_a_row_that_does_not_add_up_is_reported_as_such_only() -> None:
    assert violations_of(CELL, of_2022(rated(1, 6, 3, rated=12)), OF_2022) == []


@pytest.mark.parametrize("year", [2018, 2023, 2025])
def test_it_is_an_error_in_the_years_it_is_confirmed_for_only(year: int) -> None:
    item = of_2022(rated(1, 6, 3), self_level=Level.XS, proposed_level=None)
    for code in ("excellent_cell_below_quality", "excellent_unit_below_quality"):
        assert violations_in_year(code, year, item) == []
    for code in ("excellent_cell_below_usual_quality", "excellent_unit_below_usual_quality"):
        assert violations_in_year(code, 2022, item) == []
    own = of_2022(
        rated(1, 6, 3, decided_level=None, self_level=Level.XS),
        self_level=Level.XS, proposed_level=None,
    )  # fmt: skip
    assert violations_in_year("excellent_cell_own_rating_below_quality", year, own) == []
    assert violations_in_year("excellent_unit_own_rating_below_quality", year, own) == []
    violations = violations_in_year("excellent_cell_below_usual_quality", year, item)
    assert bool(violations) is (year > 2018)


def test_excellent_cell_below_usual_quality() -> None:
    assert violations_of("excellent_cell_below_usual_quality", a_return([rated(1, 6, 3)])) == [
        (
            at(CellReturn, "decided_level"),
            "Chi bộ thôn Một xếp XS: 7/10 đảng viên hoàn thành tốt nhiệm vụ trở lên (cần 80%)",
        )
    ]
    assert severity("excellent_cell_below_usual_quality") == "warning"


# ------------------------------------------------------------------ committees


def cells(**levels: int) -> list[CellReturn]:
    """So many cells of each level; of the level "none" they are not rated."""
    named = [Level(key) if key != "none" else None for key, n in levels.items() for _ in range(n)]
    return [
        plain_cell(number, review_date=None, decided_level=level)
        for number, level in enumerate(named)
    ]


def test_excellent_unit_below_quality() -> None:
    good = of_2022(*cells(xs=1, htt=3, ht=1, none=3), decided_level=Level.XS)
    assert violations_of(UNIT, good, OF_2022) == []
    bad = of_2022(*cells(htt=3, ht=1, kht=1), decided_level=Level.XS)
    assert violations_of(UNIT, bad, OF_2022) == [
        (
            at(InfoReturn, "decided_level"),
            (
                "Đơn vị xếp XS: 4/5 chi bộ hoàn thành nhiệm vụ trở lên (cần 100%); "
                "3/5 chi bộ hoàn thành tốt nhiệm vụ trở lên (cần 80%)"
            ),
        )
    ]
    assert violations_of(UNIT, of_2022(*cells(kht=2), decided_level=Level.HTT), OF_2022) == []
    assert severity(UNIT) == "error"


def test_what_a_unit_rated_itself_is_a_fact_that_appraisal_lowers() -> None:
    own = {"self_level": Level.XS, "proposed_level": None}
    item = of_2022(*cells(htt=3, ht=2), **own)
    assert violations_of(OWN_UNIT, item, OF_2022) == [
        (
            at(InfoReturn, "self_level"),
            "Đơn vị xếp XS: 3/5 chi bộ hoàn thành tốt nhiệm vụ trở lên (cần 80%)",
        )
    ]
    assert violations_of(UNIT, item, OF_2022) == []
    assert severity(OWN_UNIT) == "warning"
    assert violations_of(OWN_UNIT, of_2022(*cells(htt=4, ht=1), **own), OF_2022) == []
    proposed = of_2022(*cells(htt=3, ht=2), self_level=Level.XS, proposed_level=Level.HTT)
    assert violations_of(OWN_UNIT, proposed, OF_2022) == []
    higher = of_2022(*cells(htt=3, ht=2), self_level=Level.XS, proposed_level=Level.XS)
    assert violations_of(OWN_UNIT, higher, OF_2022) == []
    assert violations_of(UNIT, higher, OF_2022) != []


def of_c(of: Register, **level: Any) -> list[tuple[str, str]]:
    """The violations of a chi bộ cơ sở rated excellent on its first sheet."""
    one = rated(1, 6, 3, **{"decided_level": None, **level})
    return violations_of(UNIT, of_2022(one, unit_code=Code("C"), decided_level=Level.XS), of)


def test_a_grassroots_cell_is_measured_by_its_members() -> None:
    assert of_c(OF_2022) == [
        (
            at(InfoReturn, "decided_level"),
            "Đơn vị xếp XS: 7/10 đảng viên hoàn thành tốt nhiệm vụ trở lên (cần 80%)",
        )
    ]
    assert of_c(OF_2022, decided_level=Level.XS) == [], "reported at its own row"


def test_a_row_too_many_explains_the_unit() -> None:
    twice = [*cells(htt=1), *cells(kht=1)]
    item = of_2022(*twice, decided_level=Level.XS)
    assert violations_of("cell_twice", item, OF_2022)
    assert violations_of(UNIT, item, OF_2022) == []


def test_excellent_unit_below_usual_quality() -> None:
    item = a_return(cells(htt=3, ht=1), of=info(decided_level=Level.XS))
    assert violations_of("excellent_unit_below_usual_quality", item) == [
        (
            at(InfoReturn, "decided_level"),
            "Đơn vị xếp XS: 3/4 chi bộ hoàn thành tốt nhiệm vụ trở lên (cần 80%)",
        )
    ]
    assert severity("excellent_unit_below_usual_quality") == "warning"
