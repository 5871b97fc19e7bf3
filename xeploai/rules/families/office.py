"""Entries of the office in the register that have no effect, or that something contradicts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import groupby

from xeploai.findings import CellRef, Count, Members, Rule, Sentence, Severity, Violation
from xeploai.paths import REGISTER_FILE
from xeploai.reading.names import nearest
from xeploai.reading.turned_days import WrittenDay, doubtful, other_reading
from xeploai.register.deadlines import UNDONE, events_named, is_named_otherwise
from xeploai.rules.families.shared import is_given
from xeploai.rules.lone_days import lone_doubts
from xeploai.rules.scopes import Outcome, UnitViolation, office_rule
from xeploai.rules.waivers import rule_meant
from xeploai.schema.periods import Period, in_words, period_in, period_meant
from xeploai.schema.register import CompletionRow, RerateRow
from xeploai.schema.terms import MilestoneEvent, ReratedSubject
from xeploai.submissions.crosswalk import split_units
from xeploai.submissions.model import is_part_of_year, same_period
from xeploai.text import listing

REGISTER = "Danh mục đơn vị của kỳ"
WAIVERS = "Tờ Chấp thuận của danh mục"
CROSSWALK = "Tờ Địa giới của danh mục"
CAPS = "Tờ Thiết lập, tờ Trần xuất sắc của danh mục"
RECEIPTS = "Tờ Sổ nhận của danh mục"
MILESTONES = "Mốc thời gian của kỳ"
RERATED = "Tờ Xếp loại lại của danh mục"


@office_rule(Severity.WARNING, REGISTER)
def period_of_no_return(outcome: Outcome) -> Iterator[UnitViolation]:
    """Không biểu nào ghi kỳ như danh mục.

    Vì sao: biểu được nhận theo kỳ ghi trong biểu; kỳ ở danh mục ghi thêm chữ khác thì mọi biểu của
    năm bị coi là của kỳ khác, không biểu nào được tính.
    Cách sửa: ghi Kỳ đánh giá ở tờ Thiết lập đúng như trong biểu, ví dụ 2025.
    """
    settings, place = outcome.register.settings, outcome.register.setting_cells.get("period")
    is_plain = period_meant(settings.period) or is_part_of_year(settings.period)
    if place is None or is_plain:
        return
    if any(same_period(item.period, settings.period) for item in outcome.returns):
        return
    of_year = [
        each for each in outcome.returns if period_meant(each.period) == Period(settings.year)
    ]
    if of_year:
        yield "", Violation(
            place,
            "Danh mục ghi kỳ “{period}”, {returns} biểu đã gửi ghi kỳ “{year}”: chưa biểu nào được "
            "tính",
            period=settings.period, returns=Count(len(of_year)), year=settings.year,
        )  # fmt: skip


@office_rule(Severity.WARNING, WAIVERS)
def waiver_matches_nothing(outcome: Outcome) -> Iterator[UnitViolation]:
    """Chấp thuận không khớp với lỗi nào.

    Vì sao: tên quy tắc hoặc mã đơn vị ghi nhầm, hoặc đơn vị đã sửa nên không còn lỗi.
    Cách sửa: so tên quy tắc với Sổ quy tắc; không cần nữa thì xóa dòng ở tờ Chấp thuận.
    """
    broken = {(each.rule, each.unit) for each in outcome.findings}
    for waiver in outcome.register.waivers:
        typed, unit, ref = waiver.row.rule, waiver.row.unit_code, waiver.ref("rule")
        rule = rule_meant(typed, outcome.rules)
        if rule is None:
            words = "Không có quy tắc nào tên “{code}”{hint}"
            yield unit, Violation(ref, words, code=typed, hint=_hint(typed, outcome.rules))
        elif rule.waivable and (rule.code, unit) not in broken:
            name = outcome.register.units[unit].name
            words = "“{unit}” không có lỗi “{title}” để chấp thuận"
            yield unit, Violation(ref, words, unit=name, title=rule.title)


def _hint(typed: str, rules: Mapping[str, Rule]) -> str:
    """Return the title of the rule whose title or code looks most like what was typed."""
    alike = nearest(typed, (name for rule in rules.values() for name in (rule.code, rule.title)))
    rule = rule_meant(alike, rules) if alike else None
    return f"; gần nhất: “{rule.title}”" if rule is not None else ""


@office_rule(Severity.WARNING, WAIVERS)
def waived_rule_cannot_be_waived(outcome: Outcome) -> Iterator[UnitViolation]:
    """Lỗi không chấp thuận được.

    Vì sao: số cộng không khớp hoặc ô không đọc được mà vẫn tính thì tỷ lệ in ra sai, có khi quá
    100%.
    Cách sửa: đề nghị đơn vị sửa biểu rồi gửi lại; xóa dòng ở tờ Chấp thuận.
    """
    for waiver in outcome.register.waivers:
        rule, unit = rule_meant(waiver.row.rule, outcome.rules), waiver.row.unit_code
        if rule is None or rule.waivable:
            continue
        name, ref = outcome.register.units[unit].name, waiver.ref("rule")
        times = sum((x.rule, x.unit) == (rule.code, unit) for x in outcome.findings)
        if times:
            words = (
                "“{title}” không chấp thuận được; biểu của “{unit}” còn {times} lỗi này, "
                "chưa được tính"
            )
            yield unit, Violation(ref, words, title=rule.title, unit=name, times=Count(times))
        else:
            words = "“{title}” không chấp thuận được; “{unit}” hiện không có lỗi này"
            yield unit, Violation(ref, words, title=rule.title, unit=name)


@office_rule(Severity.WARNING, CROSSWALK)
def old_unit_split(outcome: Outcome) -> Iterator[UnitViolation]:
    """Đơn vị cũ được chia cho nhiều đơn vị mới.

    Vì sao: số liệu kỳ trước của đơn vị cũ không chia được cho từng đơn vị mới; tính cho mỗi đơn vị
    thì kỳ trước bị cộng nhiều lần.
    Cách sửa: xem lại mã ở tờ Địa giới; nếu đơn vị cũ bị chia thật thì không phải làm gì.
    """
    register = outcome.register
    split = cache(lambda period: split_units(register, period))
    for item in register.crosswalk:
        row = item.row
        into = split(period_in(row.period)).get(row.old_code, [])
        if into:
            names = [f"“{register.units[code].name}”" for code in into]
            yield row.new_code, Violation(
                item.ref("old_code"),
                "Đơn vị cũ “{old}” kỳ {period} được chia cho {units}: không so sánh được với kỳ đó",
                old=row.old_code, period=in_words(row.period), units=listing(names, 4, "đơn vị"),
            )  # fmt: skip


USUAL_CAP = 20
"""A higher cap, in percent, takes a decision."""


@office_rule(Severity.WARNING, CAPS)
def cap_without_decision(outcome: Outcome) -> Iterator[UnitViolation]:
    """Tỷ lệ trần trên 20% chưa ghi số quyết định.

    Vì sao: tỷ lệ cao hơn 20% phải có văn bản cho phép; báo cáo dẫn số văn bản đó.
    Cách sửa: ghi số quyết định cho phép ở tờ Thiết lập hoặc tờ Trần xuất sắc, hoặc sửa lại tỷ lệ.
    """
    register = outcome.register
    settings, cells = register.settings, register.setting_cells
    place = cells.get("cap_decision") or cells.get("cap")
    usual = settings.cap or 0
    if usual > USUAL_CAP and not is_given(settings.cap_decision) and place:
        words = "Tỷ lệ trần {cap}%, chưa ghi số quyết định cho phép vượt {usual}%"
        yield "", Violation(place, words, cap=usual, usual=USUAL_CAP)
    for unit, cap in register.unit_caps.items():
        if cap.percent > USUAL_CAP and not is_given(cap.decision_no):
            yield unit, Violation(
                cap.place,
                "“{unit}”: tỷ lệ trần {cap}%, chưa ghi số quyết định cho phép vượt {usual}%",
                unit=register.units[unit].name, cap=cap.percent, usual=USUAL_CAP,
            )  # fmt: skip


@office_rule(Severity.WARNING, RECEIPTS)
def receipt_matches_nothing(outcome: Outcome) -> Iterator[UnitViolation]:
    """Ngày nhận sửa cho một lần gửi không có.

    Vì sao: mã đơn vị hoặc lần gửi ở tờ Sổ nhận của danh mục ghi nhầm, hoặc tệp chưa có ở đây.
    Cách sửa: so với trang Sổ nhận; không cần nữa thì xóa dòng.
    """
    register = outcome.register
    period = register.settings.period
    sent = {
        (item.unit, item.version) for item in outcome.returns if same_period(item.period, period)
    }
    for receipt in register.receipts:
        unit, version = receipt.row.unit_code, receipt.row.version
        if (unit, version) not in sent:
            yield unit, Violation(
                receipt.ref("version"),
                "Không có lần gửi {version} của “{unit}”",
                version=version, unit=register.units[unit].name,
            )  # fmt: skip


@office_rule(Severity.WARNING, MILESTONES)
def milestone_named_otherwise(outcome: Outcome) -> Iterator[UnitViolation]:
    """Căn cứ của mốc không khớp tên mốc.

    Vì sao: mốc được coi là xong theo Căn cứ, không theo tên; Căn cứ của dòng ghi sẵn còn để nguyên
    khi đổi tên mốc thì tiến độ tính theo việc khác.
    Cách sửa: chọn lại Căn cứ ở tờ Mốc thời gian cho đúng việc mà tên mốc nói, hoặc sửa tên mốc.
    """
    for milestone in outcome.register.milestones:
        place = milestone.event_ref
        if place is not None and is_named_otherwise(milestone):
            named = [
                f"“{event}”" for event in MilestoneEvent if event in events_named(milestone.name)
            ]
            yield "", Violation(
                place,
                "Mốc “{name}” tính theo “{event}”, tên mốc nói về {named}",
                name=milestone.name, event=milestone.event,
                named=" hoặc ".join(named) if len(named) <= _FEW else "việc khác",
            )  # fmt: skip


_FEW = 2
"""The most events that a sentence names."""


@office_rule(Severity.WARNING, MILESTONES)
def progress_differs_from_return(outcome: Outcome) -> Iterator[UnitViolation]:
    """Dòng theo dõi tiến độ khác ngày trong biểu của đơn vị.

    Vì sao: tiến độ lấy theo danh mục; nếu dòng đã cũ thì đơn vị bị ghi sai là muộn hoặc chưa xong.
    Cách sửa: hỏi lại đơn vị; dòng đã cũ thì ghi lại ngày hoặc xóa dòng, ngày trong biểu sai thì đề
    nghị đơn vị sửa biểu.
    """
    register = outcome.register
    milestones = {item.code: item for item in register.milestones}
    for (unit, code), day in outcome.reported.items():
        entry, milestone = register.completions[unit, code], milestones[code]
        is_sending = milestone.event is MilestoneEvent.SENDING
        # On paper a return may have come before its file did; what is in hand came no later.
        is_on_paper = is_sending and entry.done_on is not None and entry.done_on < day
        if entry.done_on == day or is_on_paper:
            continue
        verb = "gửi" if is_sending else "xong"
        on = Sentence("{verb} ngày {day}", verb=verb, day=entry.done_on) if entry.done_on else None
        yield unit, Violation(
            entry.ref or CellRef(REGISTER_FILE, CompletionRow.SHEET),
            "“{unit}”, mốc “{milestone}”: danh mục ghi {known}, theo biểu thì {verb} ngày {day}; "
            "tiến độ tính theo danh mục",
            unit=register.units[unit].name, milestone=milestone.name,
            known=on or UNDONE, verb=verb, day=day,
        )  # fmt: skip


@office_rule(Severity.WARNING, RERATED)
def rerated_without_figures(outcome: Outcome) -> Iterator[UnitViolation]:
    """Xếp loại lại không khớp số liệu của kỳ ấy.

    Vì sao: số liệu kỳ ấy ở mức cũ không có đủ số lượng ghi ở dòng, nên không được điều chỉnh.
    Cách sửa: xem lại kỳ, mã đơn vị, đối tượng, số lượng và mức cũ của dòng.
    """
    for item in outcome.unmoved:
        row = item.row
        if row.old_level is row.new_level:
            continue  # another rule tells it
        number = (Members if row.subject is ReratedSubject.MEMBER else Count)(row.times)
        yield row.unit_code, Violation(
            item.ref("old_level"),
            "{subject} của “{unit}”, kỳ {period}: số liệu không có đủ {number} ở mức {level} để "
            "xếp loại lại",
            subject=row.subject.value, unit=_name(outcome, row.unit_code),
            period=in_words(row.period), number=number, level=row.old_level.short,
        )  # fmt: skip


@office_rule(Severity.WARNING, RERATED)
def rerated_at_same_level(outcome: Outcome) -> Iterator[UnitViolation]:
    """Xếp loại lại mà mức không đổi.

    Vì sao: mức cũ và mức mới giống nhau nên số liệu không có gì để điều chỉnh.
    Cách sửa: ghi lại mức cũ, mức mới theo quyết định; không đổi mức thì xóa dòng.
    """
    for item in outcome.register.rerated:
        if item.row.old_level is item.row.new_level:
            yield item.row.unit_code, Violation(
                item.ref("new_level"),
                "“{unit}”: mức cũ và mức mới đều là {level}",
                unit=_name(outcome, item.row.unit_code), level=item.row.new_level.short,
            )  # fmt: skip


@office_rule(Severity.WARNING, RERATED)
def rerated_twice(outcome: Outcome) -> Iterator[UnitViolation]:
    """Một quyết định xếp loại lại ghi hai dòng giống nhau.

    Vì sao: số liệu của kỳ ấy bị điều chỉnh hai lần.
    Cách sửa: xóa một dòng; nếu là hai người thì ghi một dòng, Số lượng là 2.
    """
    first: dict[RerateRow, int] = {}
    for item in outcome.register.rerated:
        known = first.setdefault(replace(item.row, reason=""), item.number)
        if known != item.number:
            yield item.row.unit_code, Violation(
                item.ref("unit_code"),
                "“{unit}”: dòng này giống dòng {line}",
                unit=_name(outcome, item.row.unit_code), line=known,
            )  # fmt: skip


def _name(outcome: Outcome, code: str) -> str:
    """Return the name of a listed unit, the code of an old one."""
    unit = outcome.register.units.get(code)
    return unit.name if unit else code


PARTY_FOUNDED = date(1930, 2, 3)
"""No organisation of the Party is older."""


@office_rule(Severity.WARNING, REGISTER)
def register_day_doubtful(outcome: Outcome) -> Iterator[UnitViolation]:
    """Ngày trong danh mục có thể ghi sai.

    Vì sao: hạn hoặc ngày thành lập ghi sai thì tiến độ và các quy tắc tính theo ngày đó đều sai.
    Cách sửa: xem lại, ghi lại ngày dạng dd/mm/yyyy; ngày bị đảo thì ghi bằng chữ, ví dụ “ngày 05
    tháng 12 năm 2025”.
    """
    register = outcome.register
    period = register.settings.span
    first, last = period.first_day, period.years_before(-1).last_day
    for each in register.days:
        if not first <= each.day <= last:
            yield "", _stray(each, f"ngoài kỳ {in_words(register.settings.period)}", first, last)
    for each in register.founding_days:
        if not PARTY_FOUNDED <= each.day <= last:
            why = "trước ngày thành lập Đảng" if each.day < PARTY_FOUNDED else "sau kỳ đánh giá"
            yield "", _stray(each, why, PARTY_FOUNDED, last)
    by_sheet = groupby(register.days, lambda each: each.ref.sheet)
    among = [x for _, group in by_sheet for x in doubtful(list(group), first, last)]
    doubts = {doubt.written.ref: doubt for doubt in (*lone_doubts(outcome), *among)}
    for doubt in doubts.values():
        yield "", doubt.violation


def _stray(each: WrittenDay, why: str, first: date, last: date) -> Violation[CellRef]:
    return Violation(
        each.ref,
        "“{header}” ghi {written}, {why}{hint}",
        header=each.header, written=each.day, why=why, hint=other_reading(each.day, first, last),
    )  # fmt: skip
