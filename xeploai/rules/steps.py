"""The order of the steps: review, proposal, decision, sending; milestones and remedies."""

from collections.abc import Callable, Iterator
from typing import Any

from xeploai.findings import Fault, Rule, Severity, Spot, rule
from xeploai.reading.names import known_code
from xeploai.register.model import Register
from xeploai.rules.shared import STAGES, is_said
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn, RemedyReturn
from xeploai.schema.row import Row
from xeploai.schema.terms import RemedyState
from xeploai.submissions.model import Return
from xeploai.text import day

STEPS = "Trình tự kiểm điểm, đánh giá, xếp loại"
PLAN = "Kế hoạch khắc phục sau kiểm điểm"
MILESTONES = "Mốc thời gian của kỳ"
_DATES = ("cell_date_outside_season", "unit_date_outside_season", "stamp_differs")


def _step(
    severity: Severity, row_type: type[Row], *explained_by: str, cite: str = STEPS
) -> Callable[[Callable[[Any], Iterator[Fault]]], Rule[..., Iterator[Fault]]]:
    return rule(severity, "row", cite, (row_type,), explained_by=explained_by)


# ------------------------------------------------------------------ of a cell


@_step(Severity.WARNING, CellReturn, "row_is_the_sum_of_those_above")
def rated_without_review_date(row: CellReturn) -> Iterator[Fault]:
    """Đã đánh giá, xếp loại nhưng chưa ghi ngày kiểm điểm.

    Vì sao: xếp loại sau khi chi bộ họp kiểm điểm; thiếu ngày thì không theo dõi được tiến độ.
    Cách sửa: ghi ngày chi bộ họp kiểm điểm, dạng dd/mm/yyyy.
    """
    if row.review_date is None and (row.rated or any(getattr(row, key) for key in STAGES)):
        yield Fault("review_date", f"{row.name}: đã đánh giá, xếp loại, chưa ghi ngày kiểm điểm")


@_step(Severity.ERROR, CellReturn, *_DATES)
def decision_before_review(row: CellReturn) -> Iterator[Fault]:
    """Quyết định xếp loại chi bộ trước ngày kiểm điểm.

    Vì sao: chi bộ kiểm điểm, tự xếp loại rồi cấp trên mới thẩm định, quyết định.
    Cách sửa: xem lại hai ngày; thường do đảo ngày với tháng hoặc ghi nhầm năm.
    """
    reviewed, decided = row.review_date, row.decision_date
    if reviewed is not None and decided is not None and decided < reviewed:
        yield Fault(
            "decision_date",
            f"{row.name}: quyết định ngày {day(decided)}, trước ngày kiểm điểm {day(reviewed)}",
        )


@_step(Severity.WARNING, CellReturn)
def decided_without_proposal(row: CellReturn) -> Iterator[Fault]:
    """Chi bộ có mức được quyết định nhưng chưa có mức đề nghị.

    Vì sao: quyết định phải sau bước thẩm định, đề nghị.
    Cách sửa: ghi mức đề nghị ở cột Đề nghị.
    """
    if row.decided_level is not None and row.proposed_level is None:
        said = f"{row.name}: quyết định {row.decided_level.short}, chưa ghi mức đề nghị"
        yield Fault("proposed_level", said)


@_step(Severity.WARNING, CellReturn)
def decision_number_or_date_without_level(row: CellReturn) -> Iterator[Fault]:
    """Có số hoặc ngày quyết định xếp loại chi bộ nhưng chưa có mức.

    Vì sao: thiếu mức thì chi bộ được tính là chưa có quyết định xếp loại.
    Cách sửa: ghi mức được quyết định, hoặc xóa số và ngày quyết định.
    """
    if row.decided_level is None and (is_said(row.decision_no) or row.decision_date):
        yield Fault("decided_level", f"{row.name}: đã ghi quyết định, chưa ghi mức được quyết định")


# ------------------------------------------------------------------ of the unit


@rule(Severity.WARNING, "return", STEPS, (InfoReturn, CellReturn), explained_by=_DATES)
def unit_decision_before_review(item: Return, register: Register) -> Iterator[Spot]:
    """Quyết định xếp loại đơn vị trước khi các chi bộ kiểm điểm xong.

    Vì sao: đơn vị chỉ được xếp loại sau khi mọi chi bộ đã kiểm điểm.
    Cách sửa: xem lại ngày quyết định và ngày kiểm điểm của chi bộ.
    """
    info = item.info
    days = [x.row.review_date for x in item.rows(CellReturn) if x.row.review_date is not None]
    decided = info.row.decision_date if info else None
    if info and decided and days and decided < max(days):
        said = f"Quyết định ngày {day(decided)}, còn chi bộ kiểm điểm ngày {day(max(days))}"
        yield Spot(info.ref("decision_date"), said)


@rule(Severity.WARNING, "return", STEPS, (InfoReturn, CellReturn), explained_by=_DATES)
def review_after_sending(item: Return, register: Register) -> Iterator[Spot]:
    """Ngày kiểm điểm sau ngày gửi biểu.

    Vì sao: biểu ghi kết quả của cuộc họp kiểm điểm đã diễn ra.
    Cách sửa: xem lại ngày kiểm điểm của chi bộ và Ngày gửi ở tờ Thông tin.
    """
    sent = item.info.row.sent_on if item.info else None
    for cell in item.rows(CellReturn) if sent else ():
        reviewed = cell.row.review_date
        if sent is not None and reviewed is not None and reviewed > sent:
            yield Spot(
                cell.ref("review_date"),
                f"{cell.row.name}: kiểm điểm ngày {day(reviewed)}, sau ngày gửi biểu {day(sent)}",
            )


# ------------------------------------------------------------------ milestones and remedies


@rule(Severity.ERROR, "return", MILESTONES, (MilestoneReturn,))
def milestone_twice(item: Return, register: Register) -> Iterator[Spot]:
    """Một mốc có hai dòng.

    Vì sao: không rõ ngày hoàn thành nào là đúng.
    Cách sửa: xóa dòng thừa.
    """
    seen: dict[str, int] = {}
    for line in item.rows(MilestoneReturn):
        code = line.row.milestone
        if code in seen:
            yield Spot(line.ref("milestone"), f"Mốc “{code}” đã có ở dòng {seen[code]}")
        seen.setdefault(code, line.number)


@rule(Severity.WARNING, "register", MILESTONES, (MilestoneReturn,))
def milestone_not_listed(item: Return, register: Register) -> Iterator[Spot]:
    """Mốc không có trong danh mục.

    Vì sao: mã mốc ghi nhầm, hoặc dòng do đơn vị tự thêm; ngày ở dòng này không được dùng.
    Cách sửa: ghi ngày vào đúng dòng của mốc; không sửa cột Mã mốc.
    """
    listed = {each.code for each in register.milestones}
    for line in item.rows(MilestoneReturn) if listed else ():
        if known_code(line.row.milestone, listed) not in listed:
            said = f"Mốc “{line.row.milestone}” không có trong danh mục"
            yield Spot(line.ref("milestone"), said)


@_step(Severity.WARNING, RemedyReturn, cite=PLAN)
def remedy_done_without_date(row: RemedyReturn) -> Iterator[Fault]:
    """Việc khắc phục đã hoàn thành nhưng chưa ghi ngày.

    Vì sao: không có ngày thì không biết có kịp thời hạn.
    Cách sửa: ghi ngày hoàn thành.
    """
    if row.state is RemedyState.DONE and row.done_on is None:
        yield Fault("done_on", f"“{row.item}” đã hoàn thành, chưa ghi ngày hoàn thành")


@_step(Severity.WARNING, RemedyReturn, cite=PLAN)
def remedy_date_without_done(row: RemedyReturn) -> Iterator[Fault]:
    """Việc khắc phục có ngày hoàn thành nhưng tình trạng chưa hoàn thành.

    Vì sao: hai cột nói khác nhau; việc vẫn được tính là chưa xong.
    Cách sửa: chọn tình trạng đã hoàn thành, hoặc xóa ngày hoàn thành.
    """
    if row.done_on is not None and row.state is not RemedyState.DONE:
        state = row.state or "chưa ghi tình trạng"
        yield Fault(
            "state", f"“{row.item}” hoàn thành ngày {day(row.done_on)}, tình trạng: {state}"
        )
