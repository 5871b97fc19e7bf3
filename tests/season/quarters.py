"""Seasons of a quarter, and of a year with its quarters."""

from datetime import date
from typing import Any

from tests.builders import a_return, cell, info, leadership, register
from xeploai.schema.form import LeadershipReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Return

DAYS = {"2026-Q1": date(2026, 4, 2), "2026-Q2": date(2026, 7, 2), "2026": date(2026, 12, 5)}
DAYS |= {"2025-Q1": date(2025, 4, 2), "2025-Q4": date(2026, 1, 5), "2025": date(2025, 12, 5)}


def sent(
    period: str,
    unit: str = "A",
    xs: int = 1,
    leaders: LeadershipReturn | None = None,
    **over: Any,
) -> Return:
    """A return of six leaders, unless it is given others; some of them XS, the others HTT."""
    day = DAYS[period]
    of = info(unit_code=Code(unit), period=period, sent_on=day, **over)
    six = leadership(LeadershipSubject.LEADER, total=6, rated=6, xs=xs, htt=6 - xs)
    rows, others = [cell(cell_code=Code(f"{unit}1"), review_date=day)], [leaders or six]
    return a_return(rows, of=of, others=others, file=f"{unit}-{period}.xlsx")


def season(period: str, *returns: Return, **over: Any) -> Season:
    return evaluate(register(period=period, **over), returns, date(2026, 12, 31))
