"""Rows of the register's sheet Thẩm định, quyết định that are wrong or say too little."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from xeploai.findings import CellRef, Count, Sentence, Severity, Violation, joined
from xeploai.paths import REGISTER_FILE
from xeploai.reading.names import known_code, nearest, same_code
from xeploai.reading.source_rows import Located
from xeploai.register.deadlines import USUAL_DECISION
from xeploai.register.model import Milestone, Register
from xeploai.rules.families.shared import is_given, is_too_new, latest_level, other_levels
from xeploai.rules.rated import Key, Rated
from xeploai.rules.scopes import Outcome, UnitViolation, office_rule
from xeploai.schema.form import MilestoneReturn
from xeploai.schema.register import DeadlineRow, DecisionRow
from xeploai.schema.row import columns
from xeploai.schema.terms import Level, MilestoneEvent, RatedSubject, Stage, UnitKind
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
    first: dict[Key, Located[DecisionRow]] = {}
    for item, one in _known(outcome):
        before = first.setdefault((item.row.unit_code, item.row.subject), item)
        if before is not item:
            yield one.unit, Violation(
                item.ref("unit_code"), "“{name}” đã ghi ở dòng {row}{where}",
                name=one.name, row=before.number,
                where=f" của tệp {before.file}" if before.file != item.file else "",
            )  # fmt: skip


def _short(outcome: Outcome, level: Level) -> str:
    return outcome.register.settings.organisations.short(level)


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
            yield one.unit, Violation(ref, words, name=one.name, level=_short(outcome, level))


@office_rule(Severity.WARNING, DECISIONS)
def decided_level_without_date(outcome: Outcome) -> Iterator[UnitViolation]:
    """Mức đã quyết định chưa có ngày quyết định.

    Vì sao: mức không có ngày được tính vào số liệu của mọi ngày, còn mốc quyết định thì chưa có
    ngày hoàn thành.
    Cách sửa: ghi ngày ký vào cột Ngày quyết định.
    """
    for item, one in _known(outcome):
        level = item.row.decided_level
        if level is not None and item.row.decision_date is None and not _is_dated(outcome, one):
            words = "“{name}” ghi quyết định {level}, chưa ghi ngày quyết định{effect}"
            ref, effect = item.ref("decision_date"), _effect(outcome.register, one)
            yield (
                one.unit,
                Violation(ref, words, name=one.name, level=_short(outcome, level), effect=effect),
            )


def _is_dated(outcome: Outcome, one: Rated) -> bool:
    """Whether the newest return tells the day of a decision."""
    if any(row.row.decided_level and row.row.decision_date for row in one.rows):
        return True
    item = outcome.current.get(one.reporter)
    codes = {milestone.code for milestone in _of_decision(outcome.register)} | {USUAL_DECISION}
    lines = item.rows(MilestoneReturn) if item else ()
    return any(x.row.done_on and known_code(x.row.milestone, codes) in codes for x in lines)


def _effect(register: Register, one: Rated) -> Sentence:
    """Return the end of the sentence where a milestone has no day because of a blank.

    That of a unit above those that report may have its day from the units below.
    """
    for milestone in _of_decision(register) if one.kind.is_in_returns else ():
        entry = register.completions.get((one.reporter, milestone.code))
        if one.kind in milestone.kinds and not (entry and entry.done_on):
            words = "; mốc “{milestone}” chưa có ngày hoàn thành"
            return Sentence(words, milestone=milestone.name)
    return Sentence("")


def _of_decision(register: Register) -> Iterator[Milestone]:
    return (x for x in register.milestones if x.event is MilestoneEvent.DECISION)


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
                name=one.name, own=_short(outcome, own), step=_STEPS[key].label.lower(),
                level=_short(outcome, level),
            )  # fmt: skip


@office_rule(Severity.WARNING, DECISIONS)
def decision_differs_from_return(outcome: Outcome) -> Iterator[UnitViolation]:
    """Mức trong danh mục khác mức trong biểu.

    Vì sao: danh mục và biểu ghi khác nhau; số liệu lấy theo danh mục.
    Cách sửa: so với văn bản; sửa dòng này, hoặc đề nghị đơn vị sửa biểu và gửi lại.
    """
    later = {(item.file, item.number) for item in outcome.register.later_decisions}
    for item, one in _known(outcome):
        for there in one.rows if (item.file, item.number) not in later else ():
            for key, written, known in other_levels(there.row, item.row):
                # Of a chi bộ cơ sở the first sheet goes before its row.
                if there is one.row_of(key):
                    yield one.unit, Violation(
                        item.ref(key),
                        "“{name}”: “{header}” ghi {known}, biểu ghi {written} ({place})",
                        name=one.name, header=columns(DecisionRow)[key].header,
                        known=_short(outcome, known), written=_short(outcome, written),
                        place=f"tờ {there.sheet}, ô {there.ref(key).cell}",
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
    """Đến hạn quyết định xếp loại mà còn đơn vị, chi bộ chưa có mức được quyết định.

    Vì sao: hoặc việc quyết định đã muộn, hoặc các mức chưa được ghi vào danh mục và biểu.
    Cách sửa: ghi các mức ở tờ Thẩm định, quyết định; nếu lùi hạn thì sửa hạn ở tờ Mốc thời gian.
    """
    due = [x for x in _of_decision(outcome.register) if x.deadline <= outcome.as_of]
    decided = _decided(outcome) if due else frozenset()
    for milestone in due:
        waiting = _waiting(outcome, milestone, decided)
        if waiting:
            yield "", Violation(
                milestone.ref or CellRef(REGISTER_FILE, DeadlineRow.SHEET),
                "“{name}” có hạn {deadline}, {waiting}",
                name=milestone.name, deadline=milestone.deadline,
                waiting=_waiting_words(outcome.register, waiting) if decided else _NOTHING_DECIDED,
            )  # fmt: skip


_NOTHING_DECIDED = Sentence("chưa có mức nào được quyết định")
_NAMES = 6
"""The most units that a sentence names."""


def _waiting_words(register: Register, waiting: Sequence[Rated]) -> Sentence:
    """Return who has no level yet: units by name, cells by the unit they are of."""
    units = [one for one in waiting if one.kind is not UnitKind.CELL]
    cells = [one for one in waiting if one.kind is UnitKind.CELL]
    parts: list[Sentence] = []
    if units:
        words = "còn {number} đơn vị chưa có mức được quyết định: {names}"
        names = _quoted(one.name for one in units)
        parts.append(Sentence(words, number=Count(len(units)), names=names))
    if cells:
        words = "còn {number} chi bộ chưa có mức được quyết định, thuộc {names}"
        names = _quoted(register.units[one.reporter].name for one in cells)
        parts.append(Sentence(words, number=Count(len(cells)), names=names))
    return joined("; ", parts)


def _quoted(names: Iterable[str]) -> str:
    return listing([f"“{name}”" for name in dict.fromkeys(names)], _NAMES, "đơn vị")


def _decided(outcome: Outcome) -> frozenset[Key]:
    """Return those whose level is decided by the day, whether or not their return counts."""
    register = outcome.register
    own = {(x.row.unit_code, x.row.subject) for x in register.decisions if x.row.decided_level}
    later = {
        (x.row.unit_code, x.row.subject) for x in register.later_decisions if x.row.decided_level
    }
    return frozenset(
        key
        for key, one in outcome.rated.items()
        if key in own or (key not in later and _decides(one, outcome.as_of))
    )


def _decides(one: Rated, as_of: date) -> bool:
    """Whether a return gives a decided level, unless of a later day."""
    rows = (row.row for row in one.rows if row.row.decided_level)
    return any(row.decision_date is None or row.decision_date <= as_of for row in rows)


def _waiting(outcome: Outcome, milestone: Milestone, decided: Collection[Key]) -> list[Rated]:
    """Return those of whom a milestone that is due asks for a level, and who have none."""
    register = outcome.register
    asked = dict.fromkeys(
        each
        for key, one in outcome.rated.items()
        if one.kind in milestone.kinds and key not in decided
        if register.deadline(one.reporter, milestone) <= outcome.as_of
        for each in _parts_of(key, one, milestone, register)
    )
    left = ((key, outcome.rated[key]) for key in asked if key not in decided)
    return [one for (code, _), one in left if one.is_to_be_rated and not is_too_new(code, register)]


def _parts_of(key: Key, one: Rated, milestone: Milestone, register: Register) -> list[Key]:
    """Return whose decisions make a round: of a unit above those that report, theirs."""
    reporting = register.reporting_below(one.reporter) if one.kind.is_rated_apart else ()
    below = [unit for unit in reporting if unit.kind.is_grassroots]
    bound = [unit for unit in below if milestone.binds(unit)] or below
    return [(unit.code, RatedSubject.ORG) for unit in bound] or [key]
