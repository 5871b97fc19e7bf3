"""The cap on members rated excellent."""

from collections.abc import Iterator, Sequence

from xeploai.findings import Severity, Spot, rule
from xeploai.register.model import Register, Settings
from xeploai.rules.shared import LEVEL_SLIPS
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import CapScope
from xeploai.submissions.model import Return
from xeploai.text import count

CAP = "Tỷ lệ trần theo quy định của kỳ"
_SLIPS = (*LEVEL_SLIPS, "cell_twice", "row_is_the_sum_of_those_above")


def _over(settings: Settings, xs: int, htt: int) -> str:
    """Return the sentence where the cap is broken, "" where it is kept."""
    if not settings.is_over_cap(xs, htt):
        return ""
    base = count(settings.cap_denominator(xs, htt))
    return (
        f"{count(xs)} đảng viên xuất sắc, vượt {settings.cap}% của {base} đảng viên "
        f"{settings.cap_base} ({settings.regime.cap.citation})"
    )


def _sums(item: Return) -> tuple[int, int]:
    rows = [cell.row for cell in item.rows(CellReturn)]
    return sum(row.xs for row in rows), sum(row.htt for row in rows)


def _unit_spots(item: Return, register: Register, *, allowed: bool) -> Iterator[Spot]:
    settings = register.settings
    if settings.cap_scope is CapScope.GRASSROOTS and bool(settings.cap_decision) is allowed:
        said = _over(settings, *_sums(item))
        if said:
            yield Spot(item.sheet(CellReturn).heading("xs"), f"Toàn đơn vị có {said}")


@rule(Severity.ERROR, "register", CAP, (CellReturn,), explained_by=_SLIPS)
def excellent_members_over_cap(item: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên xuất sắc của đơn vị vượt tỷ lệ trần.

    Vì sao: quy định giới hạn số hoàn thành xuất sắc trong từng tổ chức cơ sở đảng.
    Cách sửa: xét lại mức xuất sắc; nếu được phép cao hơn thì báo Ban Tổ chức số quyết định cho
    phép (Ban Tổ chức ghi số đó và tỷ lệ vào danh mục của kỳ).
    """
    yield from _unit_spots(item, register, allowed=False)


@rule(Severity.WARNING, "register", CAP, (CellReturn,), explained_by=_SLIPS)
def excellent_members_over_allowed_cap(item: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên xuất sắc của đơn vị vượt cả tỷ lệ được cho phép.

    Vì sao: danh mục có ghi số quyết định cho phép, nhưng đơn vị vượt tỷ lệ đã ghi.
    Cách sửa: so với quyết định cho phép; xét lại mức xuất sắc nếu vượt.
    """
    yield from _unit_spots(item, register, allowed=True)


@rule(Severity.WARNING, "register", CAP, (CellReturn,), explained_by=_SLIPS)
def excellent_members_of_cell_over_cap(item: Return, register: Register) -> Iterator[Spot]:
    """Số đảng viên xuất sắc của chi bộ vượt tỷ lệ trần.

    Vì sao: danh mục đặt phạm vi tính trần là từng chi bộ.
    Cách sửa: xét lại mức xuất sắc của chi bộ.
    """
    settings = register.settings
    if settings.cap_scope is not CapScope.CELL:
        return
    for cell in item.rows(CellReturn):
        said = _over(settings, cell.row.xs, cell.row.htt)
        if said:
            yield Spot(cell.ref("xs"), f"{cell.row.name} có {said}")


@rule(Severity.WARNING, "counted", CAP)
def excellent_members_of_all_over_cap(
    items: Sequence[Return], register: Register
) -> Iterator[Spot]:
    """Số đảng viên xuất sắc của toàn bộ các đơn vị vượt tỷ lệ trần.

    Vì sao: danh mục đặt phạm vi tính trần là toàn bộ; từng đơn vị có thể cao hơn.
    Cách sửa: xem đơn vị nào có tỷ lệ xuất sắc cao nhất để xét lại.
    """
    settings = register.settings
    if settings.cap_scope is not CapScope.WHOLE or not items:
        return
    sums = [_sums(item) for item in items]
    said = _over(settings, sum(xs for xs, _ in sums), sum(htt for _, htt in sums))
    if said:
        most = max(items, key=lambda item: (_sums(item)[0], item.unit))
        yield Spot(most.sheet(CellReturn).heading("xs"), f"Toàn bộ các đơn vị có {said}")
