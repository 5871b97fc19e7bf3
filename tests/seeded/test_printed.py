"""Errors seen in printed reports, typed into the real form: each is found at its cell."""

from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests import builders
from tests.builders import AS_OF, cell, form, leadership, read, register
from xeploai.findings import letter
from xeploai.forms.layout import TOTAL, place
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.row import Row
from xeploai.schema.terms import LeadershipSubject, RatingStage
from xeploai.season.evaluate import evaluate

LISTED = register(
    [builders.DISTRICT, *(builders.unit(code) for code in ("A", "B"))],
)
SENT = {"sent_on": date(builders.YEAR, 12, 18), "self_level": "HTT"}

Typed = dict[tuple[type[Row], str, int], CellValue | None]
"""What is typed over: sheet, field or heading of a ratio, row of the table (-1: the sums)."""

COLLECTIVES = [
    leadership(LeadershipSubject.COLLECTIVE, stage, total=9, rated=9, xs=2, htt=7)
    for stage in RatingStage
]
LARGE = cell(
    members=353, exempt=0, new_under_6m=0, rated=353, xs=50, htt=302, ht=1, official=353,
    probationary=0,
)  # fmt: skip
SMALL = cell(cell_code="A2", name="Chi bộ thôn Hai")


@cache
def filled_in(cells: tuple[CellReturn, ...]) -> bytes:
    """The real form of the unit A as its clerk fills it in."""
    return form(LISTED, "A", cells, of_info=SENT, others=COLLECTIVES)


def findings_in(typed: Typed, *cells: CellReturn) -> list[tuple[str, str, str]]:
    """The findings in the form of the unit A once something is typed over."""
    book = load_workbook(BytesIO(filled_in(cells)))
    for (kind, what, row), value in typed.items():
        book[kind.SHEET][address(book, kind, what, row)] = value
    target = BytesIO()
    book.save(target)
    season = evaluate(LISTED, [read(target.getvalue())], AS_OF)
    return [(x.rule, x.ref.sheet, x.ref.cell) for x in season.findings]


def address(book: Workbook, kind: type[Row], what: str, row: int) -> str:
    where, page = place(kind), book[kind.SHEET]
    heads = {page.cell(where.header_row, n).value: n for n in range(1, page.max_column + 1)}
    letters = where.letters.get(what) or letter(heads[what] - 1)
    return f"{letters}{where.first_row + row if row >= 0 else total_row(page)}"


def total_row(page: Worksheet) -> int:
    name = place(CellReturn).letters["name"]
    return next(n for n in range(page.max_row, 0, -1) if page[f"{name}{n}"].value == TOTAL)


@cache
def at(kind: type[Row], what: str, row: int = 0) -> str:
    return address(load_workbook(BytesIO(filled_in((LARGE, SMALL)))), kind, what, row)


def test_the_form_rightly_filled_in_says_nothing() -> None:
    assert findings_in({}, LARGE, SMALL) == []


@pytest.mark.parametrize("key", ["xs", "htt", "ht", "kht"])
def test_22_for_2(key: str) -> None:
    row = cell(members=16, rated=14, xs=2, htt=10, ht=2, kht=0)
    findings = findings_in({(CellReturn, key, 0): 22}, row, SMALL)
    assert findings == [("levels_do_not_sum_to_rated", "Chi bộ", at(CellReturn, "rated"))]


@pytest.mark.parametrize("typed", [0.3, "30%", "30 %", 30])
def test_two_of_nine_as_30_percent(typed: CellValue) -> None:
    findings = findings_in({(LeadershipReturn, "Tỷ lệ XS", 1): typed}, LARGE)
    there = at(LeadershipReturn, "Tỷ lệ XS", 1)
    assert findings == [("typed_leadership_ratio_differs", "Tập thể, lãnh đạo", there)]


@pytest.mark.parametrize("typed", [0.9943, "99,43", "99,43%", 99.43])
def test_352_of_353_as_99_43(typed: CellValue) -> None:
    findings = findings_in({(CellReturn, "Tỷ lệ HTT trở lên", 0): typed}, LARGE, SMALL)
    there = at(CellReturn, "Tỷ lệ HTT trở lên")
    assert findings == [("typed_ratio_differs", "Chi bộ", there)]


def test_99_43_in_the_line_of_sums() -> None:
    findings = findings_in({(CellReturn, "Tỷ lệ HTT trở lên", -1): 0.9943}, LARGE)
    there = at(CellReturn, "Tỷ lệ HTT trở lên", -1)
    assert findings == [("typed_ratio_differs", "Chi bộ", there)]


@pytest.mark.parametrize("typed", [0.2222, 0.222, "22,2", "22,22 %"])
def test_a_ratio_typed_rightly_says_nothing(typed: CellValue) -> None:
    assert findings_in({(LeadershipReturn, "Tỷ lệ XS", 1): typed}, LARGE) == []


def test_a_base_of_701_where_there_are_709() -> None:
    row = cell(members=709, exempt=0, new_under_6m=0, rated=701, xs=90, htt=600, ht=11)
    findings = findings_in({}, row)
    where = at(CellReturn, "members")
    assert findings == [("rated_and_not_rated_do_not_sum_to_members", "Chi bộ", where)]


def test_a_base_that_changes_from_step_to_step() -> None:
    typed: Typed = {(LeadershipReturn, key, 2): value for key, value in (
        ("total", 8), ("rated", 8), ("htt", 6))}  # fmt: skip
    findings = findings_in(typed, LARGE)
    assert findings == [
        ("leadership_base_changes", "Tập thể, lãnh đạo", at(LeadershipReturn, "total", 2))
    ]
