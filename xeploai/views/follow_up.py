"""Consequences of a review, as units report them: remedies and discipline, without names."""

from collections.abc import Iterator, Sequence
from datetime import date

from xeploai import text
from xeploai.phrases import NONE
from xeploai.register.model import Unit
from xeploai.schema.form import DisciplineReturn, RemedyReturn
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, RemedyState
from xeploai.submissions.model import Return
from xeploai.views.season_view import SeasonView


def follow_up(view: SeasonView, units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    """Names and phrases of the counted returns of units and of all below them.

    Where so few are members that they are hidden, neither is it shown who of them was disciplined.
    """
    returns = [item for unit in units for item in _returns(view, unit)]
    is_hidden = any(unit.code in view.redaction.now for unit in units)
    remedies = [located.row for item in returns for located in item.rows(RemedyReturn)]
    if remedies:
        yield "Việc khắc phục sau kiểm điểm", remedy_words(remedies, view.season.as_of)
    if any(item.sheet(DisciplineReturn).columns for item in returns):
        rows = [located.row for item in returns for located in item.rows(DisciplineReturn)]
        for target in DisciplineTarget:
            if is_hidden and target is DisciplineTarget.MEMBER:
                continue
            mine = [row for row in rows if row.target is target]
            yield f"Kỷ luật {target} trong kỳ", discipline_words(mine, target)


def _returns(view: SeasonView, unit: Unit) -> Iterator[Return]:
    counted = view.season.intake.counted.get(unit.code)
    if counted is not None:
        yield counted
    for child in view.register.children.get(unit.code, ()):
        yield from _returns(view, child)


def remedy_words(remedies: Sequence[RemedyReturn], as_of: date) -> str:
    """How many are done, late, and when the next is due."""
    open_ones = [item for item in remedies if not _is_done(item)]
    done = len(remedies) - len(open_ones)
    parts = [f"{text.count(done)}/{text.count(len(remedies))} đã hoàn thành"]
    days = sorted(item.due for item in open_ones if item.due is not None)
    late = sum(day < as_of for day in days)
    parts += [f"{text.count(late)} quá hạn"] if late else []
    following = next((day for day in days if day >= as_of), None)
    parts += [f"hạn gần nhất {text.day(following)}"] if following else []
    return "; ".join(parts)


def _is_done(item: RemedyReturn) -> bool:
    return item.state is RemedyState.DONE or item.done_on is not None


def discipline_words(rows: Sequence[DisciplineReturn], target: DisciplineTarget) -> str:
    """How many, and how many in each form: "3 đảng viên: khiển trách 2, cảnh cáo 1"."""
    forms = {form: sum(row.number for row in rows if row.form is form) for form in DisciplineForm}
    if not any(forms.values()):
        return NONE
    listed = ", ".join(f"{form} {text.count(times)}" for form, times in forms.items() if times)
    return f"{text.count(sum(forms.values()))} {target}: {listed}"
