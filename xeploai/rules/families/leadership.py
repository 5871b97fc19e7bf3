"""Collectives and leaders beside each other and from step to step."""

from collections.abc import Sequence

from xeploai.findings import (
    CellViolations,
    Count,
    FieldViolations,
    Members,
    Severity,
    Violation,
)
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.families.shared import CELL_SLIPS, LEADERSHIP_SLIPS, is_given
from xeploai.rules.scopes import counted_rule, return_rule, row_rule
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.terms import LeadershipSubject, Level, RatingStage
from xeploai.submissions.model import Return

LEADERSHIP = "Đối chiếu tập thể với cá nhân lãnh đạo"
BESIDE_CELLS = "Đối chiếu tờ Tập thể, lãnh đạo với tờ Chi bộ"
BETWEEN = "Đối chiếu giữa các đơn vị"
SHEET = "Biểu mẫu tổng hợp"
_ORDER = list(Level)
_STEPS = list(RatingStage)


def _best(row: LeadershipReturn) -> Level | None:
    return next((level for level in Level if getattr(row, level.value)), None)


@return_rule(
    Severity.WARNING, LEADERSHIP, LeadershipReturn,
    is_practice=True, explained_by=LEADERSHIP_SLIPS,
)  # fmt: skip
def leaders_above_collective(item: Return) -> CellViolations:
    """Cá nhân lãnh đạo xếp mức cao hơn mọi tập thể.

    Vì sao: người đứng đầu không xếp cao hơn tập thể do mình lãnh đạo.
    Cách sửa: xem cá nhân ở mức cao nhất có phải người đứng đầu không; nếu phải thì xét lại.
    """
    rows = {(line.row.subject, line.row.stage): line for line in item.rows(LeadershipReturn)}
    for stage in RatingStage:
        leaders = rows.get((LeadershipSubject.LEADER, stage))
        collectives = rows.get((LeadershipSubject.COLLECTIVE, stage))
        if leaders is None or collectives is None:
            continue
        best, above = _best(leaders.row), _best(collectives.row)
        if best and above and _ORDER.index(best) < _ORDER.index(above):
            yield Violation(
                leaders.ref(best.value),
                "{stage}: có cá nhân xếp {best}, tập thể cao nhất xếp {above}",
                stage=stage, best=best.short, above=above.short,
            )  # fmt: skip


@return_rule(Severity.WARNING, SHEET, LeadershipReturn, explained_by=LEADERSHIP_SLIPS)
def leadership_base_changes(item: Return) -> CellViolations:
    """Tổng số tập thể hoặc cá nhân thay đổi giữa các bước.

    Vì sao: mọi bước đều xét cùng một danh sách; đổi tổng số thì tỷ lệ các bước không so được.
    Cách sửa: so với danh sách thuộc diện kiểm điểm; ghi một tổng số ở mọi bước.
    """
    first: dict[LeadershipSubject, Located[LeadershipReturn]] = {}
    for line in item.rows(LeadershipReturn):
        if not line.row.total:
            continue
        earlier = first.setdefault(line.row.subject, line)
        if line.row.total != earlier.row.total:
            yield Violation(
                line.ref("total"),
                "{subject}: tổng số ở bước {stage} là {total}, ở bước {earlier} là {before}",
                subject=line.row.subject,
                stage=line.row.stage.lower(), total=Count(line.row.total),
                earlier=earlier.row.stage.lower(), before=Count(earlier.row.total),
            )  # fmt: skip


@row_rule(Severity.WARNING, SHEET, LeadershipReturn, explained_by=LEADERSHIP_SLIPS)
def leadership_not_rated_without_reason(row: LeadershipReturn) -> FieldViolations:
    """Có tập thể, cá nhân chưa đánh giá nhưng chưa ghi lý do.

    Vì sao: chưa đánh giá phải có lý do.
    Cách sửa: ghi lý do ở cột Lý do chưa đánh giá, không ghi tên người.
    """
    if row.not_rated and not is_given(row.not_rated_reason):
        yield Violation(
            "not_rated_reason",
            "{subject}, {stage}: {not_rated} chưa đánh giá, chưa ghi lý do",
            subject=row.subject, stage=row.stage.lower(), not_rated=Count(row.not_rated),
        )  # fmt: skip


@return_rule(
    Severity.WARNING, BESIDE_CELLS, LeadershipReturn, CellReturn,
    explained_by=(*LEADERSHIP_SLIPS, *CELL_SLIPS),
)  # fmt: skip
def more_leaders_than_members(item: Return) -> CellViolations:
    """Số cá nhân lãnh đạo nhiều hơn tổng số đảng viên.

    Vì sao: cá nhân lãnh đạo, quản lý thuộc diện kiểm điểm là đảng viên của đơn vị; thường do gõ
    nhầm số.
    Cách sửa: xem lại tổng số cá nhân; nếu tính cả người sinh hoạt đảng ở nơi khác thì không phải
    làm gì.
    """
    members = sum(cell.row.members for cell in item.rows(CellReturn))
    leaders = (x for x in item.rows(LeadershipReturn) if x.row.subject is LeadershipSubject.LEADER)
    line = next((x for x in leaders if x.row.total > members), None)
    if members and line is not None:
        yield Violation(
            line.ref("total"),
            "{stage}: {total} cá nhân lãnh đạo, quản lý, toàn đơn vị có {members} đảng viên",
            stage=line.row.stage, total=Count(line.row.total), members=Members(members),
        )  # fmt: skip


# ------------------------------------------------------------------ beside other units

_Row = Located[LeadershipReturn]


@counted_rule(Severity.WARNING, BETWEEN)
def leadership_step_missing(items: Sequence[Return], _: Register) -> CellViolations:
    """Tập thể, cá nhân lãnh đạo dừng ở bước mà các đơn vị khác đã qua.

    Vì sao: từ một nửa số đơn vị khác trở lên đã có bước sau; thiếu bước thì người của đơn vị được
    tính là chưa xếp loại ở bước ấy.
    Cách sửa: nếu đã có kết quả bước sau thì ghi vào tờ Tập thể, lãnh đạo rồi gửi lại; chưa có thì
    không phải làm gì.
    """
    for subject in LeadershipSubject:
        latest = {at: row for at, item in enumerate(items) if (row := _latest(item, subject))}
        for at, row in latest.items():
            others = [_step(each) for key, each in latest.items() if key != at]
            yield from _behind(row, others)


def _latest(item: Return, subject: LeadershipSubject) -> _Row | None:
    """Return the row of the last step at which a unit rated any of a subject."""
    rows = [x for x in item.rows(LeadershipReturn) if x.row.subject is subject and x.row.rated]
    return max(rows, key=_step, default=None)


def _step(located: _Row) -> int:
    return _STEPS.index(located.row.stage)


def _behind(located: _Row, others: Sequence[int]) -> CellViolations:
    """Yield a unit's row where at least half of the others are at a later step."""
    for step in range(len(_STEPS) - 1, _step(located), -1):
        further = sum(other >= step for other in others)
        if others and 2 * further >= len(others):
            yield Violation(
                located.ref("stage"),
                "{subject}: mới đến bước {stage}; {further}/{others} đơn vị khác đã có bước "
                "{later}",
                subject=located.row.subject,
                stage=located.row.stage.lower(), later=_STEPS[step].lower(),
                further=Count(further), others=Count(len(others)),
            )  # fmt: skip
            return
