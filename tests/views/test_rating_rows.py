"""Why figures are not compared with the last period's."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    AS_OF,
    UNITS,
    YEAR,
    a_return,
    info,
    milestone,
    old_unit,
    plain_cell,
    register,
)
from tests.builders import unit as a_unit
from tests.outputs.site.pages.shown import show
from xeploai.charts.pace import progress_curve
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.schema.row import Code
from xeploai.schema.terms import Subject
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
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


def test_a_split_unit_is_the_reason_given_for_what_holds_only_a_part_of_it() -> None:
    """The unit above all parts has the whole old unit, and is compared."""
    rows = [old_unit(code, "X", str(YEAR - 1)) for code in ("A", "B")]
    listed = register([*UNITS[:3], a_unit("D")], crosswalk=rows)
    taken = [sent("A"), sent("B"), sent("D"), sent("X", YEAR - 1), sent("D", YEAR - 1)]
    view = lay_out(evaluate(listed, taken, AS_OF))
    assert view.last("D") is not None
    words = {}
    for unit in ("H", "A"):
        now = view.figures.at(unit, Subject.MEMBER)
        assert now is not None
        words[unit] = why_not_compared(view, now, view.last(unit))
    reason = "Không so sánh được: đơn vị cũ mã X nay thuộc nhiều đơn vị."
    assert words == {"H": "", "A": reason}
    whole = view.last("H")
    assert whole is not None
    assert (whole.total, whole.units_counted, whole.units_expected) == (20, 2, 2)


def split(*own: str) -> Season:
    """A and B are made of the old X; the units named as well were there the year before."""
    rows = [old_unit(code, "X", str(YEAR - 1)) for code in ("A", "B")]
    units = [*UNITS[:3], *(a_unit(code) for code in own)]
    listed = register(units, crosswalk=rows, milestones=[milestone()])
    before = [sent(code, YEAR - 1) for code in ("X", *own)]
    return evaluate(listed, [*(sent(code) for code in ("A", "B", *own)), *before], AS_OF)


def test_the_curve_of_the_year_before_says_which_old_unit_it_leaves_out() -> None:
    curve = progress_curve(split("D"))
    assert curve is not None
    left_out = "không kể đơn vị cũ mã X nay thuộc nhiều đơn vị"
    assert f"cùng thời điểm năm 2024 có 1 đơn vị, {left_out}; số liệu" in curve.subtitle
    alone = progress_curve(split())
    assert alone is not None
    reason = "không so sánh được với năm 2024: đơn vị cũ mã X nay thuộc nhiều đơn vị"
    assert f"{reason}; số liệu" in alone.subtitle


@pytest.mark.parametrize("own", [(), ("D",)])
def test_pages_and_paper_give_the_split_as_the_reason(own: tuple[str, ...]) -> None:
    """A page said that no unit had sent a return the year before."""
    season, reason = split(*own), "Không so sánh được: đơn vị cũ mã X nay thuộc nhiều đơn vị."
    pages = show(season)
    assert reason in pages["don-vi/a.md"].text
    assert reason not in pages["don-vi/h.md"].text
    assert not any("thư mục input không có" in page.text for page in pages.values())
    for unit, said in {"H": "", "A": reason}.items():
        words = words_of(Scope(lay_out(season), unit), NO_WORDING, {})
        assert words.not_compared == said
