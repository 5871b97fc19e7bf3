"""Entries of the office in the register that have no effect."""

from collections.abc import Iterator

from xeploai.findings import Severity, Violation
from xeploai.rules.scopes import Outcome, UnitViolation, office_rule
from xeploai.submissions.model import same_period

REGISTER = "Danh mục đơn vị của kỳ"


@office_rule(Severity.WARNING, REGISTER)
def waiver_matches_nothing(outcome: Outcome) -> Iterator[UnitViolation]:
    """Chấp thuận không khớp với lỗi nào.

    Vì sao: mã quy tắc hoặc mã đơn vị ghi nhầm, hoặc đơn vị đã sửa nên không còn lỗi.
    Cách sửa: so mã quy tắc với Sổ quy tắc; không cần nữa thì xóa dòng ở tờ Chấp thuận.
    """
    by_rule = {(each.rule, each.unit): each for each in outcome.findings}
    for waiver in outcome.register.waivers:
        code, unit, ref = waiver.row.rule, waiver.row.unit_code, waiver.ref("rule")
        match, title = by_rule.get((code, unit)), outcome.titles.get(code)
        if title is None:
            yield unit, Violation(ref, "Không có quy tắc nào mang mã “{code}”", code=code)
        elif match is None:
            name = outcome.register.units[unit].name
            words = "“{unit}” không có lỗi “{title}” để chấp thuận"
            yield unit, Violation(ref, words, unit=name, title=title)
        elif not match.accepted:
            words = "Lỗi “{title}” không chấp thuận được: ô đó không đọc được số liệu"
            yield unit, Violation(ref, words, title=title)


@office_rule(Severity.WARNING, REGISTER)
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
