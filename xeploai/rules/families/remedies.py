"""Plans to overcome shortcomings: who answers for each, by when, and whether there is one."""

from collections.abc import Iterator
from datetime import date

from xeploai.findings import CellViolations, FieldViolations, Severity, Violation
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.families.shared import is_given
from xeploai.rules.scopes import Outcome, UnitViolation, office_rule, return_rule, row_rule
from xeploai.schema.form import RemedyReturn
from xeploai.schema.periods import in_words
from xeploai.submissions.model import Return, same_period
from xeploai.text import folded

PLAN = "Kế hoạch khắc phục sau kiểm điểm"
_YEARS_EARLY = 2
"""A remedy finished so many years before its due date has a year mistyped."""


@row_rule(Severity.WARNING, PLAN, RemedyReturn)
def remedy_without_owner(row: RemedyReturn) -> FieldViolations:
    """Việc khắc phục chưa ghi đơn vị chịu trách nhiệm.

    Vì sao: không rõ ai làm thì không theo dõi, đôn đốc được.
    Cách sửa: ghi tập thể hoặc bộ phận chịu trách nhiệm, không ghi tên cá nhân.
    """
    if not is_given(row.owner):
        yield Violation("owner", "“{remedy}” chưa ghi đơn vị chịu trách nhiệm", remedy=row.item)


@row_rule(Severity.WARNING, PLAN, RemedyReturn)
def remedy_without_due_date(row: RemedyReturn) -> FieldViolations:
    """Việc khắc phục chưa ghi thời hạn.

    Vì sao: không có thời hạn thì không biết có chậm hay không.
    Cách sửa: ghi ngày phải xong.
    """
    if row.due is None:
        yield Violation("due", "“{remedy}” chưa ghi thời hạn", remedy=row.item)


@return_rule(Severity.WARNING, PLAN, RemedyReturn, explained_by=("stamp_differs",))
def remedy_done_years_early(item: Return) -> CellViolations:
    """Việc khắc phục hoàn thành trước thời hạn nhiều năm.

    Vì sao: thường do ghi nhầm năm ở ngày hoàn thành hoặc ở thời hạn.
    Cách sửa: xem lại hai ngày; nếu đúng là như vậy thì không phải làm gì.
    """
    for line in item.rows(RemedyReturn):
        done, due = line.row.done_on, line.row.due
        if done is None:
            continue
        if item.year and done.year < item.year:
            yield Violation(
                line.ref("done_on"),
                "“{remedy}” hoàn thành ngày {done}, trước kỳ {period}",
                remedy=line.row.item, done=done, period=in_words(item.period),
            )  # fmt: skip
        elif due is not None and due.year - done.year >= _YEARS_EARLY:
            yield Violation(
                line.ref("done_on"),
                "“{remedy}” hoàn thành ngày {done}, thời hạn {due}",
                remedy=line.row.item, done=done, due=due,
            )  # fmt: skip


@return_rule(Severity.WARNING, PLAN, RemedyReturn)
def remedy_twice(item: Return) -> CellViolations:
    """Một việc khắc phục có hai dòng.

    Vì sao: cùng nội dung, cùng đơn vị chịu trách nhiệm; việc bị đếm hai lần.
    Cách sửa: xóa nội dung của dòng thừa, hoặc ghi rõ hai việc khác nhau ở chỗ nào.
    """
    lines = item.rows(RemedyReturn)
    for index, line in enumerate(lines):
        first = next((other for other in lines[:index] if _are_one(line, other)), None)
        if first is not None:
            yield Violation(
                line.ref("item"),
                "“{remedy}” đã có ở dòng {first}",
                remedy=line.row.item, first=first.number,
            )  # fmt: skip


def _are_one(line: Located[RemedyReturn], other: Located[RemedyReturn]) -> bool:
    """Whether two lines are one thing to do, for one owner."""
    owners = {folded(each.row.owner) for each in (line, other) if is_given(each.row.owner)}
    return folded(line.row.item) == folded(other.row.item) and len(owners) < 2


# ------------------------------------------------------------------ no plan at all


@office_rule(Severity.WARNING, PLAN, of_board=False)
def hinted_unit_without_remedy(outcome: Outcome) -> Iterator[UnitViolation]:
    """Đơn vị được gợi ý kiểm điểm chưa gửi việc khắc phục nào.

    Vì sao: nội dung được gợi ý phải có kế hoạch khắc phục; đã hết các mốc của kỳ mà tờ Khắc phục
    còn trống.
    Cách sửa: ghi từng việc vào tờ Khắc phục rồi gửi lại biểu.
    """
    register = outcome.register
    if not _is_over(register, outcome.as_of):
        return
    for unit in register.reporting:
        newest = _newest(outcome, unit.code)
        if not unit.hinted or newest is None:
            continue
        sheet = newest.sheet(RemedyReturn)
        if sheet.whole and all(line.row.is_carried_over for line in newest.rows(RemedyReturn)):
            words = "“{unit}” được gợi ý kiểm điểm, chưa ghi việc khắc phục nào"
            yield unit.code, Violation(sheet.heading("item"), words, unit=unit.name)


def _is_over(register: Register, as_of: date) -> bool:
    """Whether the period has ended and every deadline is past."""
    is_past = all(milestone.deadline < as_of for milestone in register.milestones)
    return is_past and as_of >= register.settings.span.last_day


def _newest(outcome: Outcome, unit: str) -> Return | None:
    period = outcome.register.settings.period
    items = (x for x in outcome.returns if x.unit == unit and same_period(x.period, period))
    return max(items, key=lambda item: item.version_order, default=None)
