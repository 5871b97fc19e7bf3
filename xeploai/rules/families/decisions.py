"""Rows of the register's sheet Thẩm định, quyết định that are wrong or say too little."""

from collections.abc import Iterator, Mapping, Sequence

from xeploai.findings import CellRef, Sentence, Severity, Violation
from xeploai.paths import REGISTER_FILE
from xeploai.reading.names import nearest, same_code
from xeploai.reading.source_rows import Located
from xeploai.rules.families.shared import is_given, latest_level
from xeploai.rules.rated import Key, Rated
from xeploai.rules.scopes import Outcome, UnitViolation, office_rule
from xeploai.schema.form import CellReturn
from xeploai.schema.register import DeadlineRow, DecisionRow
from xeploai.schema.terms import MilestoneEvent, RatedSubject, Stage
from xeploai.submissions.model import Return
from xeploai.text import listing

DECISIONS = "Tờ Thẩm định, quyết định của danh mục"
MILESTONES = "Mốc thời gian của kỳ"

_STEPS = {"proposed_level": Stage.PROPOSED, "decided_level": Stage.DECIDED}


def _known(outcome: Outcome) -> Iterator[tuple[Located[DecisionRow], Rated]]:
    for item in outcome.register.all_decisions:
        one = outcome.rated.get((item.row.unit_code, item.row.subject))
        if one is not None:
            yield item, one


# ------------------------------------------------------------------ the rules


@office_rule(Severity.WARNING, DECISIONS)
def decision_of_unknown_code(outcome: Outcome) -> Iterator[UnitViolation]:
    """Dòng thẩm định, quyết định có mã không rõ là của ai.

    Vì sao: mức ghi ở dòng đó không vào số liệu của đơn vị hay chi bộ nào.
    Cách sửa: so mã với tờ Đơn vị và biểu của đơn vị; hai đơn vị dùng chung mã chi bộ thì ghi cả mã
    đơn vị, ví dụ 0103/01.
    """
    for item in outcome.register.all_decisions:
        code, subject = item.row.unit_code, item.row.subject
        if (code, subject) not in outcome.rated:
            yield "", _unknown(item.ref("unit_code"), code, subject, outcome.rated)


def _unknown(
    ref: CellRef, code: str, subject: RatedSubject, rated: Mapping[Key, Rated]
) -> Violation[CellRef]:
    other = next((key for key in rated if key[0] == code), None)
    if other is not None:
        words = "“{name}” không phải {subject}, ghi Đối tượng là {other}; dòng này chưa được dùng"
        name, wanted = rated[other].name, other[1]
        return Violation(ref, words, name=name, subject=subject, other=wanted)
    alike = sorted({x for x, _ in rated if same_code(x, code) or x.endswith(f"/{code}")})
    if len(alike) > 1:
        words = "Mã “{code}” có thể là {codes}; dòng này chưa được dùng"
        quoted = [f"“{each}”" for each in alike]
        return Violation(ref, words, code=code, codes=listing(quoted, 4, "mã", between=" hoặc "))
    words = "Không có {subject} nào mang mã “{code}”{hint}; dòng này chưa được dùng"
    hint = Sentence("")
    if guess := _guess(code, rated):
        hint = Sentence(", gần nhất là “{near}” ({name})", near=guess, name=_name(guess, rated))
    return Violation(ref, words, subject=_NOUNS[subject], code=code, hint=hint)


_NOUNS = {RatedSubject.CELL: "chi bộ", RatedSubject.ORG: "đơn vị"}


def _guess(code: str, rated: Mapping[Key, Rated]) -> str:
    """Return the code of the unit or cell whose code or name looks most like a written one."""
    by_name = {one.name: each for (each, _), one in rated.items()}
    alike = nearest(code, [*(each for each, _ in rated), *by_name])
    return by_name.get(alike, alike)


def _name(code: str, rated: Mapping[Key, Rated]) -> str:
    return next(one.name for (each, _), one in rated.items() if each == code)


@office_rule(Severity.WARNING, DECISIONS)
def decision_twice(outcome: Outcome) -> Iterator[UnitViolation]:
    """Một đơn vị hoặc chi bộ có hai dòng thẩm định, quyết định.

    Vì sao: hai dòng có thể ghi hai mức; số liệu chỉ lấy dòng sau.
    Cách sửa: so với văn bản, giữ một dòng.
    """
    first: dict[Key, int] = {}
    for item, one in _known(outcome):
        key = item.row.unit_code, item.row.subject
        if key in first:
            words = "“{name}” đã ghi ở dòng {row}"
            yield one.unit, Violation(item.ref("unit_code"), words, name=one.name, row=first[key])
        first.setdefault(key, item.number)


@office_rule(Severity.WARNING, DECISIONS)
def decided_level_without_number(outcome: Outcome) -> Iterator[UnitViolation]:
    """Mức đã quyết định chưa có số quyết định.

    Vì sao: mức chỉ là quyết định khi có văn bản; chưa có thì mới là đề nghị.
    Cách sửa: ghi số quyết định, hoặc chuyển mức sang cột Đề nghị.
    """
    for item, one in _known(outcome):
        level = item.row.decided_level
        if level is not None and not is_given(item.row.decision_no):
            words = "“{name}” ghi quyết định {level} nhưng chưa có số quyết định"
            ref = item.ref("decision_no")
            yield one.unit, Violation(ref, words, name=one.name, level=level.short)


@office_rule(Severity.WARNING, DECISIONS)
def decision_number_without_decided_level(outcome: Outcome) -> Iterator[UnitViolation]:
    """Có số hoặc ngày quyết định nhưng chưa có mức.

    Vì sao: chưa ghi mức thì đơn vị, chi bộ đó chưa được tính là đã xếp loại.
    Cách sửa: ghi mức theo văn bản vào cột Quyết định.
    """
    for item, one in _known(outcome):
        row = item.row
        if row.decided_level is None and (is_given(row.decision_no) or row.decision_date):
            words = "“{name}” có số hoặc ngày quyết định nhưng chưa ghi mức"
            yield one.unit, Violation(item.ref("decided_level"), words, name=one.name)


@office_rule(Severity.WARNING, DECISIONS)
def level_changed_without_reason(outcome: Outcome) -> Iterator[UnitViolation]:
    """Mức bị điều chỉnh chưa ghi lý do.

    Vì sao: mức nâng lên hoặc hạ xuống so với tự xếp loại phải có lý do, ghi vào báo cáo.
    Cách sửa: ghi lý do theo biên bản thẩm định vào cột Lý do điều chỉnh.
    """
    for item, one in _known(outcome):
        key, level = latest_level(item.row)
        own = item.row.self_level or one.self_level
        is_changed = key in _STEPS and own is not None and level is not own
        if is_changed and own is not None and level is not None and not is_given(item.row.reason):
            yield one.unit, Violation(
                item.ref("reason"),
                "“{name}” tự xếp loại {own}, {step} {level}, chưa ghi lý do",
                name=one.name, own=own.short, step=_STEPS[key].label.lower(), level=level.short,
            )  # fmt: skip


@office_rule(Severity.WARNING, DECISIONS)
def decision_after_day(outcome: Outcome) -> Iterator[UnitViolation]:
    """Ngày quyết định sau ngày tính số liệu.

    Vì sao: quyết định ký sau ngày tính số liệu thì chưa vào số liệu của ngày đó.
    Cách sửa: xem lại ngày quyết định; đúng thì không phải làm gì, số liệu của ngày sau sẽ có.
    """
    for item, one in _known(outcome):
        signed = item.row.decision_date
        if signed is not None and signed > outcome.as_of:
            yield one.unit, Violation(
                item.ref("decision_date"),
                "Quyết định về “{name}” ký ngày {signed}, sau ngày {as_of}: chưa được tính",
                name=one.name, signed=signed, as_of=outcome.as_of,
            )  # fmt: skip


@office_rule(Severity.WARNING, MILESTONES)
def no_level_decided_by_deadline(outcome: Outcome) -> Iterator[UnitViolation]:
    """Đến hạn quyết định xếp loại mà chưa có mức nào được quyết định.

    Vì sao: hoặc việc quyết định đã muộn, hoặc các mức chưa được ghi vào danh mục và biểu.
    Cách sửa: ghi các mức ở tờ Thẩm định, quyết định; nếu lùi hạn thì sửa hạn ở tờ Mốc thời gian.
    """
    due = [
        milestone
        for milestone in outcome.register.milestones
        if milestone.event is MilestoneEvent.DECISION and milestone.deadline <= outcome.as_of
    ]
    if due and not _is_any_decided(outcome):
        for milestone in due:
            yield "", Violation(
                milestone.ref or CellRef(REGISTER_FILE, DeadlineRow.SHEET),
                "“{name}” có hạn {deadline}, chưa có mức nào được quyết định",
                name=milestone.name, deadline=milestone.deadline,
            )  # fmt: skip


def _is_any_decided(outcome: Outcome) -> bool:
    if any(item.row.decided_level for item in outcome.register.decisions):
        return True
    return any(_decides(item) for item in outcome.current.values())


def _decides(item: Return) -> bool:
    rows: Sequence[CellReturn] = [cell.row for cell in item.rows(CellReturn)]
    of_unit = item.info.row.decided_level if item.info else None
    return of_unit is not None or any(row.decided_level for row in rows)
