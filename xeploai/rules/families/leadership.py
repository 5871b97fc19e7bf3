"""Collectives, leaders and members at a step: beside each other and from step to step."""

from collections.abc import Iterator, Sequence

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
from xeploai.rules.scopes import counted_rule, register_rule, return_rule, row_rule
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.row import columns
from xeploai.schema.self_check import RowFormula, always
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
        if not line.row.total or line.row.subject is LeadershipSubject.MEMBER:
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
    # Of members the sheet of cells has the reasons, each in a column of its own.
    is_asked = row.subject is not LeadershipSubject.MEMBER
    if is_asked and row.not_rated and not is_given(row.not_rated_reason):
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


# ------------------------------------------------------------------ members at a step

_SAME_COUNTS = {
    "total": "members", "rated": "rated", **{level.value: level.value for level in Level}
}  # fmt: skip
"""The counts of members that stand on both sheets, by their field: that on the sheet of cells."""

_MEMBER_TOTAL = RowFormula(
    LeadershipReturn,
    "Tổng số đảng viên ở từng bước khớp với tờ Chi bộ (nếu có ghi)",
    "Tổng số đảng viên khác tổng các chi bộ ở tờ Chi bộ.",
    f"AND({{subject}}={list(LeadershipSubject).index(LeadershipSubject.MEMBER) + 1},"
    "NOT({blank.total}),{total}<>{total.members},{unfilled.cells}=0)",
    ("total",),
    adds_up=True,
    is_hint=True,
)


@return_rule(
    Severity.WARNING, BESIDE_CELLS, LeadershipReturn, CellReturn,
    explained_by=(*LEADERSHIP_SLIPS, *CELL_SLIPS), self_check=always(_MEMBER_TOTAL),
)  # fmt: skip
def member_step_total_differs(item: Return) -> CellViolations:
    """Tổng số đảng viên ở tờ Tập thể, lãnh đạo khác tổng các chi bộ.

    Vì sao: các bước xếp loại cùng xét một số đảng viên; đổi tổng số thì tỷ lệ các bước không so
    được.
    Cách sửa: so hai tờ với danh sách đảng viên; nếu giữa hai bước có người chuyển đi, chuyển đến
    thì không phải làm gì.
    """
    members = _summed(item, "members")
    for line in _steps_of_members(item):
        if members and line.row.total != members:
            yield Violation(
                line.ref("total"),
                "{stage}: tổng số đảng viên {total}, tờ Chi bộ có {members}",
                stage=line.row.stage, total=Members(line.row.total), members=Members(members),
            )  # fmt: skip


@return_rule(
    Severity.WARNING, BESIDE_CELLS, LeadershipReturn, CellReturn,
    explained_by=(*LEADERSHIP_SLIPS, *CELL_SLIPS, "cell_not_reviewed"),
)  # fmt: skip
def member_step_rated_differs(item: Return) -> CellViolations:
    """Số đảng viên được xếp loại ở tờ Tập thể, lãnh đạo khác tổng các chi bộ.

    Vì sao: người tự xếp loại là người được xếp loại; lệch thường do ghi thiếu một chi bộ.
    Cách sửa: so hai tờ với kết quả từng bước; nếu có người chỉ xếp loại ở một bước thì không phải
    làm gì.
    """
    members, rated = _summed(item, "members"), _summed(item, "rated")
    for line in _steps_of_members(item):
        # Of another total another number is rated.
        if rated and line.row.total == members and line.row.rated != rated:
            yield Violation(
                line.ref("rated"),
                "{stage}: {step} đảng viên được xếp loại, tờ Chi bộ có {rated}",
                stage=line.row.stage, step=Members(line.row.rated), rated=Members(rated),
            )  # fmt: skip


@return_rule(
    Severity.WARNING, BESIDE_CELLS, LeadershipReturn, CellReturn,
    explained_by=(*LEADERSHIP_SLIPS, *CELL_SLIPS, "cell_not_reviewed"),
)  # fmt: skip
def decided_members_differ(item: Return) -> CellViolations:
    """Dòng đảng viên ở bước quyết định khác tổng các chi bộ.

    Vì sao: số đảng viên được quyết định xếp loại lấy ở tờ Chi bộ; dòng này không được tính.
    Cách sửa: xóa nội dung của dòng, hoặc sửa tờ Chi bộ nếu số ở đó sai.
    """
    for line in _members(item):
        if line.row.stage is not RatingStage.DECIDED:
            continue
        sums = {key: _summed(item, of_cell) for key, of_cell in _SAME_COUNTS.items()}
        key = next((key for key, number in sums.items() if getattr(line.row, key) != number), "")
        if key:
            yield Violation(
                line.ref(key),
                "Đảng viên, quyết định: “{header}” ghi {written}, tờ Chi bộ cộng lại {summed}; "
                "tính theo tờ Chi bộ",
                header=columns(LeadershipReturn)[key].header,
                written=Members(getattr(line.row, key)), summed=Members(sums[key]),
            )  # fmt: skip


def _members(item: Return) -> Iterator[Located[LeadershipReturn]]:
    rows = item.rows(LeadershipReturn)
    return (line for line in rows if line.row.subject is LeadershipSubject.MEMBER)


def _steps_of_members(item: Return) -> Iterator[Located[LeadershipReturn]]:
    """Yield the steps before the decision; one without anybody is not done yet."""
    steps = (line for line in _members(item) if line.row.stage is not RatingStage.DECIDED)
    return (line for line in steps if line.row.total)


def _summed(item: Return, key: str) -> int:
    return sum(getattr(cell.row, key) for cell in item.rows(CellReturn))


@register_rule(
    Severity.WARNING, BESIDE_CELLS, LeadershipReturn, CellReturn,
    is_practice=True, explained_by=(*LEADERSHIP_SLIPS, *CELL_SLIPS, "cell_not_reviewed"),
)  # fmt: skip
def civil_servants_unlike_members(item: Return, register: Register) -> CellViolations:
    """Tỷ lệ xuất sắc của cán bộ, công chức, viên chức khác xa của đảng viên.

    Vì sao: đánh giá cán bộ, công chức làm trước, là căn cứ đánh giá đảng viên; hai kết quả thường
    đi cùng nhau.
    Cách sửa: đối chiếu danh sách hai kết quả; nếu đúng là khác nhau thì không phải làm gì.
    """
    rated, xs = _summed(item, "rated"), _summed(item, "xs")
    for line in item.rows(LeadershipReturn):
        row = line.row
        if row.subject is not LeadershipSubject.CIVIL_SERVANT or not (row.rated and rated):
            continue
        apart = abs(row.xs * rated - xs * row.rated)
        # In a small unit one person is many points.
        is_more_than_one = apart > rated
        if is_more_than_one and 100 * apart > register.settings.excellent_jump * row.rated * rated:
            yield Violation(
                line.ref("xs"),
                "{servants}/{all_servants} xuất sắc, của đảng viên là {members}/{all_members}",
                servants=Members(row.xs), all_servants=Members(row.rated),
                members=Members(xs), all_members=Members(rated),
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
    for subject in (each for each in LeadershipSubject if each.leads):
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
