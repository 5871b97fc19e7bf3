"""Why figures are not compared with the last period's."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import AS_OF, UNITS, YEAR, a_return, info, old_unit, plain_cell, register
from tests.builders import unit as a_unit
from xeploai.schema.row import Code
from xeploai.schema.terms import Subject
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return
from xeploai.views.rating_rows import why_not_compared
from xeploai.views.season_view import lay_out


def sent(code: str, year: int = YEAR) -> Return:
    on = date(year, 12, 18)
    rows = [
        replace(plain_cell(number), review_date=on, decision_date=None, decided_level=None)
        for number in (1, 2)
    ]
    of = info(unit_code=Code(code), period=str(year), sent_on=on)
    name = f"{code}-{year}"
    return a_return(rows, of=of, file=f"{name}.xlsx", sha256=name, received_on=on)


@pytest.mark.parametrize("unit", ["H", "A"])
def test_a_split_unit_is_the_reason_given_for_itself_and_for_what_is_above(unit: str) -> None:
    rows = [old_unit(code, "X", str(YEAR - 1)) for code in ("A", "B")]
    listed = register([*UNITS[:3], a_unit("D")], crosswalk=rows)
    taken = [sent("A"), sent("B"), sent("D"), sent("X", YEAR - 1), sent("D", YEAR - 1)]
    view = lay_out(evaluate(listed, taken, AS_OF))
    assert view.last("D") is not None
    now = view.figures.at(unit, Subject.MEMBER)
    assert now is not None
    words = why_not_compared(view, now, view.last(unit))
    assert words == "Không so sánh được: đơn vị cũ mã X nay thuộc nhiều đơn vị."
