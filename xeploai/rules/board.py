"""Entries of the board in the register that have no effect."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xeploai.findings import Finding, Rule, Severity, Spot, rule
from xeploai.register.model import Register
from xeploai.submissions.model import Return, same_period

REGISTER = "Danh mục đơn vị của kỳ"

_board_rule = rule(Severity.WARNING, "board", REGISTER)

Book = Mapping[str, Rule[..., Any]]


@_board_rule
def waiver_matches_nothing(
    register: Register, items: Sequence[Return], findings: Sequence[Finding], book: Book
) -> Iterator[tuple[str, Spot]]:
    """Chấp thuận không khớp với lỗi nào.

    Vì sao: mã quy tắc hoặc mã đơn vị ghi nhầm, hoặc đơn vị đã sửa nên không còn lỗi.
    Cách sửa: so mã quy tắc với Sổ quy tắc; không cần nữa thì xóa dòng ở tờ Chấp thuận.
    """
    found = {(each.rule, each.unit): each for each in findings}
    for waiver in register.waivers:
        code, unit = waiver.row.rule, waiver.row.unit_code
        match = found.get((code, unit))
        name = register.units[unit].name
        if code not in book:
            yield unit, Spot(waiver.ref("rule"), f"Không có quy tắc nào mang mã “{code}”")
        elif match is None:
            said = f"“{name}” không có lỗi “{book[code].title}” để chấp thuận"
            yield unit, Spot(waiver.ref("rule"), said)
        elif not match.accepted:
            said = f"Lỗi “{book[code].title}” không chấp thuận được: ô đó không đọc được số liệu"
            yield unit, Spot(waiver.ref("rule"), said)


@_board_rule
def receipt_matches_nothing(
    register: Register, items: Sequence[Return], findings: Sequence[Finding], book: Book
) -> Iterator[tuple[str, Spot]]:
    """Ngày nhận sửa cho một lần gửi không có.

    Vì sao: mã đơn vị hoặc lần gửi ở tờ Sổ nhận của danh mục ghi nhầm, hoặc tệp chưa có ở đây.
    Cách sửa: so với trang Sổ nhận; không cần nữa thì xóa dòng.
    """
    period = register.settings.period
    sent = {(item.unit, item.version) for item in items if same_period(item.period, period)}
    for receipt in register.receipts:
        unit, version = receipt.row.unit_code, receipt.row.version
        if (unit, version) not in sent:
            name = register.units[unit].name
            yield unit, Spot(receipt.ref("version"), f"Không có lần gửi {version} của “{name}”")
