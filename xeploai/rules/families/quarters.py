"""A return of a year beside those of its quarters."""

from collections.abc import Sequence

from xeploai.findings import CellViolations, Count, Severity, Violation
from xeploai.reading.source_rows import Located
from xeploai.rules.families.shared import LEADERSHIP_SLIPS
from xeploai.rules.scopes import YearOfQuarters, quarter_rule
from xeploai.schema.form import LeadershipReturn
from xeploai.schema.periods import in_words
from xeploai.schema.terms import LeadershipSubject, RatingStage
from xeploai.submissions.model import Return

QUARTERS = "Đối chiếu với các quý theo thiết lập của danh mục"


@quarter_rule(
    Severity.WARNING, QUARTERS, LeadershipReturn,
    is_practice=True, explained_by=LEADERSHIP_SLIPS,
)  # fmt: skip
def excellent_despite_failed_quarter(year: YearOfQuarters) -> CellViolations:
    """Số xuất sắc của năm nhiều hơn số không có quý nào không hoàn thành.

    Vì sao: theo thiết lập của danh mục, quý không hoàn thành nhiệm vụ thì năm không xếp xuất sắc.
    Cách sửa: đối chiếu danh sách xếp xuất sắc với kết quả từng quý; nếu đúng thì không phải làm gì.
    """
    settings = year.register.settings
    if not settings.failed_quarter_bars_excellent or settings.span.quarter:
        return
    for subject in (each for each in LeadershipSubject if each.leads):
        lines = _at_last_stage(year.now, subject)
        failed = {
            quarter: sum(line.row.kht for line in _at_last_stage(item, subject))
            for quarter, item in year.quarters.items()
        }
        worst = max(sorted(failed), key=failed.__getitem__, default=None)
        if not lines or worst is None or not failed[worst]:
            continue
        xs, total = (sum(getattr(line.row, key) for line in lines) for key in ("xs", "total"))
        most = max(total - failed[worst], 0)
        if xs > most:
            yield Violation(
                lines[0].ref("xs"),
                "{subject}: {xs}/{total} xuất sắc, {quarter} có {failed} không hoàn thành; theo "
                "thiết lập nhiều nhất là {most}",
                subject=subject, xs=Count(xs), total=Count(total),
                quarter=in_words(str(worst)), failed=Count(failed[worst]), most=Count(most),
            )  # fmt: skip


def _at_last_stage(item: Return, subject: LeadershipSubject) -> Sequence[Located[LeadershipReturn]]:
    """Return the lines of a subject at the last step that is reported of it.

    A unit made of several has a line of each.
    """
    lines = [line for line in item.rows(LeadershipReturn) if line.row.subject is subject]
    stages = [stage for stage in RatingStage if any(x.row.stage is stage for x in lines)]
    return [line for line in lines if line.row.stage is stages[-1]]
