"""The words of a season's report."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.builders import (
    AS_OF,
    UNITS,
    YEAR,
    a_return,
    cell,
    disciplined,
    info,
    plain_cell,
    register,
)
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context import ReportWords
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.wording import NO_WORDING, Wording
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import DisciplineTarget
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return
from xeploai.views.season_view import lay_out


def sent(unit: str, cells: list[CellReturn] | None = None, *rows: Row, **values: Any) -> Return:
    """What a unit sent: its cells, the rows of other sheets, what its first sheet says."""
    first = info(unit_code=Code(unit), unit_name=f"Đảng bộ xã {unit}", **values)
    return a_return(cells, of=first, file=f"{unit}-{first.period}.xlsx", others=rows)


UNHINTED = [replace(unit, not_hinted=True) for unit in UNITS]
"""The units of builders.UNITS, of each of which the register says that it had no hint."""

NOBODY = (disciplined(0), disciplined(0, target=DisciplineTarget.ORG))
"""The rows of a unit that says nobody was disciplined."""


def everybody() -> list[Return]:
    """A return of every unit of builders.UNITS."""
    return [sent("A"), sent("B", [cell(), plain_cell(2)]), sent("C", [plain_cell(1)])]


def last_year() -> list[Return]:
    """What A sent a year before: one more excellent member."""
    before = YEAR - 1
    better = cell(xs=2, htt=5, review_date=date(before, 12, 1))
    return [sent("A", [better], period=str(before), sent_on=date(before, 12, 18))]


def scope_of(*returns: Return, unit: str = "H", units: Any = UNITS, **values: Any) -> Scope:
    """The report of a unit in a season of some returns; shares are printed of any part of it."""
    of = register(units, **{"least_coverage": 0, **values})
    return Scope(lay_out(evaluate(of, returns, AS_OF)), unit)


def report_words(*returns: Return, wording: Wording = NO_WORDING, **values: Any) -> ReportWords:
    """Its words, without pictures."""
    scope = scope_of(*returns, **values)
    return words_of(scope, wording, {})
