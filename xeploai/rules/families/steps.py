"""The order of the steps: review, proposal, decision, sending; milestones and remedies."""

from collections.abc import Iterator
from datetime import date

from xeploai.findings import CellRef, CellViolations, FieldViolations, Severity, Violation
from xeploai.reading.names import known_code
from xeploai.reading.values import read_text
from xeploai.register.deadlines import UNDONE_WORDS, denies_a_day, is_undone
from xeploai.register.model import Register
from xeploai.rules.families.shared import (
    NOT_RATED_SUM,
    RATED_OR_REVIEWED,
    STAGES,
    is_given,
    written_again,
)
from xeploai.rules.scopes import register_rule, return_rule, row_rule
from xeploai.schema.cell_formulas import plain_text, quoted
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn, RemedyReturn
from xeploai.schema.self_check import (
    NOT_REVIEWED,
    Concern,
    Formula,
    KnownOfUnit,
    RowFormula,
    Shown,
    always,
)
from xeploai.schema.terms import RatedSubject, RemedyState
from xeploai.submissions.cell_codes import CodedCell, coded_cells
from xeploai.submissions.model import DatedBy, Return
from xeploai.submissions.written_days import days_in_doubt
from xeploai.text import day, folded

STEPS = "Trình tự kiểm điểm, đánh giá, xếp loại"
PLAN = "Kế hoạch khắc phục sau kiểm điểm"
MILESTONES = "Mốc thời gian của kỳ"
_DATES = ("cell_date_outside_season", "unit_date_outside_season", "stamp_differs")


# ------------------------------------------------------------------ of a cell

_UNREVIEWED = RowFormula(
    CellReturn,
    "Chi bộ có số đều đã kiểm điểm (chưa kiểm điểm: để trống ngày, kết quả, vẫn gửi được)",
    f"{NOT_REVIEWED}, chưa xếp loại.",
    f"AND({{members}}>{NOT_RATED_SUM},NOT({RATED_OR_REVIEWED}))",
    ("review_date",),
    about=Concern.BLANKS,
    adds_up=True,
    is_hint=True,
)


@row_rule(Severity.WARNING, STEPS, CellReturn, self_check=always(_UNREVIEWED))
def cell_not_reviewed(row: CellReturn) -> FieldViolations:
    """Chi bộ chưa kiểm điểm, chưa xếp loại đảng viên nào.

    Vì sao: biểu vẫn được nhận để theo dõi tiến độ, kết quả xếp loại của đơn vị chưa được tính.
    Cách sửa: chi bộ kiểm điểm xong thì điền ngày, kết quả xếp loại và gửi lại.
    """
    if row.is_unreviewed:
        yield Violation(
            "review_date",
            "{name}: chưa kiểm điểm, chưa có đảng viên nào được xếp loại",
            name=row.name,
        )


@row_rule(Severity.WARNING, STEPS, CellReturn, explained_by=("row_is_the_sum_of_those_above",))
def rated_without_review_date(row: CellReturn) -> FieldViolations:
    """Đã đánh giá, xếp loại nhưng chưa ghi ngày kiểm điểm.

    Vì sao: xếp loại sau khi chi bộ họp kiểm điểm; thiếu ngày thì không theo dõi được tiến độ.
    Cách sửa: ghi ngày chi bộ họp kiểm điểm, dạng dd/mm/yyyy.
    """
    if row.review_date is None and (row.rated or any(getattr(row, key) for key in STAGES)):
        yield Violation(
            "review_date",
            "{name}: đã đánh giá, xếp loại, chưa ghi ngày kiểm điểm",
            name=row.name,
        )


_REVIEWED_FIRST = RowFormula(
    CellReturn,
    "Ngày quyết định xếp loại chi bộ không trước ngày kiểm điểm",
    "Ngày quyết định trước ngày kiểm điểm.",
    "AND({review_date}>1,{decision_date}>1,{decision_date}<{review_date})",
    ("review_date", "decision_date"),
    about=Concern.DATES,
)


@row_rule(
    Severity.ERROR, STEPS, CellReturn, explained_by=(*_DATES, "day_may_be_turned"),
    self_check=always(
        _REVIEWED_FIRST, not_covered="Ngày có thể bị đảo ngày với tháng: chương trình chỉ nhắc."
    ),
)  # fmt: skip
def decision_before_review(row: CellReturn) -> FieldViolations:
    """Quyết định xếp loại chi bộ trước ngày kiểm điểm.

    Vì sao: chi bộ kiểm điểm, tự xếp loại rồi cấp trên mới thẩm định, quyết định.
    Cách sửa: xem lại hai ngày; thường do đảo ngày với tháng hoặc ghi nhầm năm.
    """
    reviewed, decided = row.review_date, row.decision_date
    if reviewed is not None and decided is not None and decided < reviewed:
        yield Violation(
            "decision_date",
            "{name}: quyết định ngày {decided}, trước ngày kiểm điểm {reviewed}",
            name=row.name, decided=decided, reviewed=reviewed,
        )  # fmt: skip


@register_rule(Severity.WARNING, STEPS, CellReturn, of_board=True)
def decided_without_proposal(item: Return, register: Register) -> CellViolations:
    """Chi bộ có mức được quyết định nhưng chưa có mức đề nghị.

    Vì sao: quyết định phải sau bước thẩm định, đề nghị.
    Cách sửa: ghi mức đề nghị ở tờ Thẩm định, quyết định của danh mục.
    """
    rows = [x.row for x in item.rows(CellReturn)]
    # A file without the column is told of once, as a column that is missing.
    has_column = "proposed_level" in item.sheet(CellReturn).columns
    if not has_column or not any(map(_is_without_proposal, rows)):
        return
    for cell in coded_cells(register, {item.unit: item}):
        row = cell.located.row
        if _is_without_proposal(row) and row.decided_level and not _is_proposed(cell, register):
            yield Violation(
                cell.located.ref("proposed_level"),
                "{name}: quyết định {level}, chưa ghi mức đề nghị",
                name=row.name, level=item.scale.short(row.decided_level),
            )  # fmt: skip


def _is_without_proposal(row: CellReturn) -> bool:
    return row.decided_level is not None and row.proposed_level is None


def _is_proposed(cell: CodedCell, register: Register) -> bool:
    """Whether the register says at which level a cell is proposed."""
    subject = RatedSubject.ORG if cell.is_unit else RatedSubject.CELL
    decisions = (register.decision(code, subject) for code in cell.codes)
    return any(each is not None and each.proposed_level is not None for each in decisions)


@row_rule(Severity.WARNING, STEPS, CellReturn)
def decision_number_or_date_without_level(row: CellReturn) -> FieldViolations:
    """Có số hoặc ngày quyết định xếp loại chi bộ nhưng chưa có mức.

    Vì sao: thiếu mức thì chi bộ được tính là chưa có quyết định xếp loại.
    Cách sửa: ghi mức được quyết định, hoặc xóa số và ngày quyết định.
    """
    if row.decided_level is None and (is_given(row.decision_no) or row.decision_date):
        yield Violation(
            "decided_level",
            "{name}: đã ghi quyết định, chưa ghi mức được quyết định",
            name=row.name,
        )


# ------------------------------------------------------------------ of the unit


@return_rule(Severity.WARNING, STEPS, InfoReturn, CellReturn, explained_by=_DATES)
def unit_decision_before_review(item: Return) -> CellViolations:
    """Quyết định xếp loại đơn vị trước khi các chi bộ kiểm điểm xong.

    Vì sao: đơn vị chỉ được xếp loại sau khi mọi chi bộ đã kiểm điểm.
    Cách sửa: xem lại ngày quyết định và ngày kiểm điểm của chi bộ.
    """
    info = item.info
    decided = info.row.decision_date if info else None
    late = [x for x in item.rows(CellReturn) if decided and _reviewed_after(x.row, decided)]
    doubted = days_in_doubt(item) if late else frozenset()
    days = [x.row.review_date for x in late if x.ref("review_date") not in doubted]
    if info and decided and days and info.ref("decision_date") not in doubted:
        yield Violation(
            info.ref("decision_date"),
            "Quyết định ngày {decided}, còn chi bộ kiểm điểm ngày {reviewed}",
            decided=decided, reviewed=max(day for day in days if day),
        )  # fmt: skip


@return_rule(Severity.WARNING, STEPS, InfoReturn, CellReturn, explained_by=_DATES)
def review_after_sending(item: Return) -> CellViolations:
    """Ngày kiểm điểm sau ngày gửi biểu.

    Vì sao: biểu ghi kết quả của cuộc họp kiểm điểm đã diễn ra.
    Cách sửa: xem lại ngày kiểm điểm của chi bộ và Ngày gửi ở tờ Thông tin.
    """
    info = item.info
    sent = info.row.sent_on if info else None
    late = [x for x in item.rows(CellReturn) if sent and _reviewed_after(x.row, sent)]
    doubted = days_in_doubt(item) if late else frozenset()
    for cell in late if info and info.ref("sent_on") not in doubted else ():
        ref, reviewed = cell.ref("review_date"), cell.row.review_date
        if ref not in doubted and reviewed and sent:
            yield Violation(
                ref,
                "{name}: kiểm điểm ngày {reviewed}, sau ngày gửi biểu {sent}",
                name=cell.row.name, reviewed=reviewed, sent=sent,
            )  # fmt: skip


def _reviewed_after(row: CellReturn, day: date) -> bool:
    return row.review_date is not None and row.review_date > day


# ------------------------------------------------------------------ milestones and remedies


@return_rule(
    Severity.ERROR, MILESTONES, MilestoneReturn,
    self_check=always(written_again(MilestoneReturn, "milestone", about=Concern.CODES)),
)  # fmt: skip
def milestone_twice(item: Return) -> CellViolations:
    """Một mốc có hai dòng.

    Vì sao: không rõ ngày hoàn thành nào là đúng.
    Cách sửa: xóa nội dung của dòng thừa.
    """
    seen: dict[str, int] = {}
    for line in item.rows(MilestoneReturn):
        code = line.row.milestone
        if code in seen:
            yield Violation(
                line.ref("milestone"),
                "Mốc “{code}” đã có ở dòng {first}",
                code=code, first=seen[code],
            )  # fmt: skip
        seen.setdefault(code, line.number)


@register_rule(Severity.WARNING, MILESTONES, MilestoneReturn)
def milestone_not_listed(item: Return, register: Register) -> CellViolations:
    """Mốc không có trong danh mục.

    Vì sao: mã mốc ghi nhầm, hoặc dòng do đơn vị tự thêm; ngày ở dòng này không được dùng.
    Cách sửa: ghi ngày vào đúng dòng của mốc; không sửa cột Mã mốc.
    """
    listed = {each.code for each in register.milestones if not register.is_of_one_return}
    for line in item.rows(MilestoneReturn) if listed else ():
        if known_code(line.row.milestone, listed) not in listed:
            yield Violation(
                line.ref("milestone"),
                "Mốc “{code}” không có trong danh mục",
                code=line.row.milestone,
            )


@register_rule(
    Severity.WARNING, MILESTONES, MilestoneReturn,
    is_practice=True, explained_by=("milestone_date_outside_season",),
)  # fmt: skip
def milestone_before_another(item: Return, register: Register) -> CellViolations:
    """Mốc xong trước mốc phải làm trước.

    Vì sao: danh mục quy định mốc này làm sau một mốc khác; ngày ghi ở hai mốc thì ngược lại.
    Cách sửa: xem lại ngày hoàn thành của hai mốc; nếu đúng là đã làm ngược thì không phải làm gì.
    """
    listed = {each.code: each for each in register.milestones}
    lines = {known_code(x.row.milestone, listed): x for x in item.rows(MilestoneReturn)}
    days = {code: line.row.done_on for code, line in lines.items()}
    # What the board knows goes before what the return says.
    own = ((key, known) for key, known in register.completions.items() if key[0] == item.unit)
    days |= {code: known.done_on for (_, code), known in own}
    for code, line in lines.items():
        milestone = listed.get(code)
        before = listed.get(milestone.after) if milestone else None
        if milestone is None or before is None:
            continue
        done, day = days.get(code), days.get(before.code)
        if done is not None and day is not None and done < day:
            yield Violation(
                line.ref("done_on"),
                "“{name}” xong ngày {done}, trước “{before}” ({day})",
                name=milestone.name, done=done, before=before.name, day=day,
            )  # fmt: skip


@return_rule(
    Severity.WARNING, MILESTONES, MilestoneReturn,
    is_practice=True, explained_by=("milestone_date_outside_season",),
)  # fmt: skip
def milestone_ends_before_it_begins(item: Return) -> CellViolations:
    """Ngày hoàn thành trước Ngày bắt đầu.

    Vì sao: hội nghị nhiều ngày có ngày đầu và ngày cuối; ngày cuối là ngày hoàn thành.
    Cách sửa: xem lại hai ngày; hội nghị trong một ngày thì để trống Ngày bắt đầu.
    """
    for line in item.rows(MilestoneReturn):
        began, done = line.row.began_on, line.row.done_on
        if began is not None and done is not None and done < began:
            yield Violation(
                line.ref("began_on"),
                "“{name}” bắt đầu ngày {began}, sau ngày hoàn thành {done}",
                name=line.row.name or line.row.milestone, began=began, done=done,
            )  # fmt: skip


def _due_and_blank(known: KnownOfUnit) -> tuple[Formula, ...]:
    if not known.reported:
        return ()
    code, note = plain_text("{raw.milestone}"), f"LOWER({plain_text('{raw.note}')})"
    is_reported = ",".join(f"EXACT({code},{quoted(each)})" for each in known.reported)
    words = (form for each in UNDONE_WORDS for form in (each, folded(each)))
    is_undone = ",".join(f"LEFT({note},{len(each)})={quoted(each)}" for each in words)
    is_due = "ISNUMBER({raw.deadline}),{info.sent_on}>1,{raw.deadline}<{info.sent_on}"
    return (
        RowFormula(
            MilestoneReturn,
            "Mốc hết hạn trước Ngày gửi đều ghi ngày hoàn thành (chưa xong thì ghi “chưa xong”)",
            "Đã quá hạn, chưa ghi ngày: ghi ngày xong, hoặc ghi “chưa xong” ở cột Ghi chú.",
            f"IFERROR(AND({{blank.done_on}},{is_due},OR({is_reported}),NOT(OR({is_undone}))),FALSE)",
            ("done_on",),
            about=Concern.BLANKS,
            of_named=True,
            is_hint=True,
        ),
    )


@register_rule(
    Severity.WARNING, MILESTONES, InfoReturn, MilestoneReturn,
    explained_by=("unit_date_outside_season",), self_check=Shown(_due_and_blank),
)  # fmt: skip
def due_milestone_without_date(item: Return, register: Register) -> CellViolations:
    """Mốc đã quá hạn nhưng chưa ghi ngày hoàn thành.

    Vì sao: ô để trống không cho biết việc đã xong hay chưa; mốc được ghi là chưa ghi ngày.
    Cách sửa: ghi ngày đã xong; việc chưa xong thì ghi “chưa xong” ở cột Ghi chú.
    """
    unit, came = register.units.get(item.unit), item.came_on
    is_written = item.dated_by in (DatedBy.FORM, DatedBy.BOARD)
    sent = f", gửi biểu ngày {day(came)}" if came and is_written else ""
    reported = {x.code: x for x in register.reported_by(unit)} if unit else {}
    for ref, code in _blank_dates(item):
        milestone = reported.get(known_code(code, reported))
        if milestone is None or (item.unit, milestone.code) in register.completions:
            continue
        deadline = register.deadline(item.unit, milestone)
        if came is not None and deadline < came:
            yield Violation(
                ref,
                "“{milestone}”: hạn {deadline}{sent}, chưa ghi ngày hoàn thành",
                milestone=milestone.name, deadline=deadline, sent=sent,
            )  # fmt: skip


def _blank_dates(item: Return) -> Iterator[tuple[CellRef, str]]:
    """Yield the milestones of which neither a date is written nor that they are not done.

    Where the date would stand, and the milestone's code.
    """
    sheet = item.sheet(MilestoneReturn)
    for line in sheet.rows:
        if line.row.done_on is None and not is_undone(line.row.note):
            yield line.ref("done_on"), line.row.milestone
    for blank in sheet.unfilled:
        code = read_text(blank.values.get("milestone", ""))
        yield sheet.ref(blank, "done_on"), code


@row_rule(Severity.WARNING, MILESTONES, MilestoneReturn, is_doubt=True)
def milestone_done_and_undone(row: MilestoneReturn) -> FieldViolations:
    """Mốc vừa có ngày hoàn thành vừa ghi chưa xong.

    Vì sao: hai cột nói khác nhau; khi chưa rõ thì ngày này không được dùng để tính tiến độ.
    Cách sửa: việc chưa xong thì xóa ngày; việc đã xong thì sửa cột Ghi chú.
    """
    if row.done_on is not None and denies_a_day(row.note):
        yield Violation(
            "done_on",
            "“{milestone}” ghi xong ngày {done_on}, Ghi chú lại ghi “{note}”",
            milestone=row.name or row.milestone, done_on=row.done_on, note=row.note,
        )  # fmt: skip


@row_rule(Severity.WARNING, PLAN, RemedyReturn)
def remedy_done_without_date(row: RemedyReturn) -> FieldViolations:
    """Việc khắc phục đã hoàn thành nhưng chưa ghi ngày.

    Vì sao: không có ngày thì không biết có kịp thời hạn.
    Cách sửa: ghi ngày hoàn thành.
    """
    if row.state is RemedyState.DONE and row.done_on is None:
        yield Violation(
            "done_on", "“{remedy}” đã hoàn thành, chưa ghi ngày hoàn thành", remedy=row.item
        )


@row_rule(Severity.WARNING, PLAN, RemedyReturn)
def remedy_date_without_done(row: RemedyReturn) -> FieldViolations:
    """Việc khắc phục có ngày hoàn thành nhưng tình trạng chưa hoàn thành.

    Vì sao: hai cột ghi khác nhau; việc vẫn được tính là chưa xong.
    Cách sửa: chọn tình trạng đã hoàn thành, hoặc xóa ngày hoàn thành.
    """
    if row.done_on is not None and row.state is not RemedyState.DONE:
        yield Violation(
            "state",
            "“{remedy}” hoàn thành ngày {done_on}, tình trạng: {state}",
            remedy=row.item, done_on=row.done_on, state=row.state or "chưa ghi tình trạng",
        )  # fmt: skip
