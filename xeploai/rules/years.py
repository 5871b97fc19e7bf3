"""A return beside last year's."""

from collections.abc import Iterator

from xeploai.findings import Severity
from xeploai.intake import Return
from xeploai.register import Register
from xeploai.rulebook import Spot, rule
from xeploai.schema.form import CellReturn
from xeploai.text import count

YEARS = "So với kỳ trước"

_year_rule = rule(Severity.WARNING, "year", YEARS, (CellReturn,))


def _members(item: Return) -> int:
    return sum(cell.row.members for cell in item.rows(CellReturn))


@_year_rule
def members_differ_from_last_year(item: Return, last: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên thay đổi nhiều so với kỳ trước.

    Vì sao: thường do thiếu hoặc thừa chi bộ, hoặc gõ nhầm một số.
    Cách sửa: xem lại từng chi bộ; nếu đúng là như vậy thì không phải làm gì.
    """
    now, before = _members(item), _members(last)
    if abs(now - before) * 100 > register.settings.yearly_tolerance * before:
        yield Spot(
            item.sheet(CellReturn).heading("members"),
            f"{count(now)} đảng viên, kỳ {last.period} có {count(before)}: lệch quá "
            f"{register.settings.yearly_tolerance}%",
        )
