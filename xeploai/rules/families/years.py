"""A return beside last year's."""

from collections.abc import Iterator

from xeploai.findings import CellViolations, Count, Members, MemberText, Severity, Violation
from xeploai.reading.names import known_code, names_meant
from xeploai.reading.source_rows import Located
from xeploai.rules.families.shared import CELL_COUNTS, CELL_SLIPS
from xeploai.rules.scopes import TwoYears, year_rule
from xeploai.schema.form import CellReturn
from xeploai.schema.percentages import percent_units
from xeploai.schema.periods import in_words
from xeploai.schema.terms import Rounding, UnitKind
from xeploai.submissions.model import Return
from xeploai.text import listing, percent

YEARS = "So với kỳ trước"
_FEWEST = 3
"""A change of fewer members is no sign of anything, whatever its percentage."""


def _sum(item: Return, key: str) -> int:
    return sum(getattr(cell.row, key) for cell in item.rows(CellReturn))


@year_rule(Severity.WARNING, YEARS, CellReturn, explained_by=CELL_SLIPS)
def members_differ_from_last_year(years: TwoYears) -> CellViolations:
    """Số đảng viên thay đổi nhiều so với kỳ trước.

    Vì sao: thường do thiếu hoặc thừa chi bộ, hoặc gõ nhầm một số.
    Cách sửa: xem lại từng chi bộ; nếu đúng là như vậy thì không phải làm gì.
    """
    now, before = _sum(years.now, "members"), _sum(years.last, "members")
    change, tolerance = abs(now - before), years.register.settings.yearly_tolerance
    if before and change >= _FEWEST and change * 100 > tolerance * before:
        yield Violation(
            years.now.sheet(CellReturn).heading("members"),
            "{now} đảng viên, kỳ {period} có {before}: lệch quá {tolerance}%",
            now=Members(now), period=in_words(years.last.period),
            before=Members(before, is_of_last_year=True), tolerance=tolerance,
        )  # fmt: skip


@year_rule(Severity.WARNING, YEARS, CellReturn, explained_by=(*CELL_SLIPS, "cell_not_reviewed"))
def excellent_share_jumps(years: TwoYears) -> CellViolations:
    """Tỷ lệ đảng viên xuất sắc thay đổi nhiều so với kỳ trước.

    Vì sao: thường do gõ nhầm cột, hoặc cách xét đổi khác hẳn kỳ trước.
    Cách sửa: xem lại cột xuất sắc của từng chi bộ; nếu đúng là như vậy thì không phải làm gì.
    """
    xs, rated = _sum(years.now, "xs"), _sum(years.now, "rated")
    xs_before, rated_before = _sum(years.last, "xs"), _sum(years.last, "rated")
    base, most = rated * rated_before, years.register.settings.excellent_jump
    # So many times the members by which this year differs from last year's share.
    change = abs(xs * rated_before - xs_before * rated)
    if base and change >= _FEWEST * rated_before and change * 100 > most * base:
        before = MemberText(_share(xs_before, rated_before), is_of_last_year=True)
        yield Violation(
            years.now.sheet(CellReturn).heading("xs"),
            "{now} đảng viên xuất sắc, kỳ {period} là {before}: thay đổi quá {most} điểm phần trăm",
            now=MemberText(_share(xs, rated)), period=in_words(years.last.period),
            before=before, most=most,
        )  # fmt: skip


def _share(number: int, base: int) -> str:
    """Return a percentage to one decimal, rounded half up."""
    return percent(percent_units(number, base, 1, Rounding.HALF_UP) or 0, 1)


@year_rule(Severity.WARNING, YEARS, CellReturn, explained_by=CELL_SLIPS)
def return_same_as_last_year(years: TwoYears) -> CellViolations:
    """Số liệu mọi chi bộ giống hệt kỳ trước.

    Vì sao: có lẽ biểu của kỳ trước được gửi lại mà chưa điền số liệu kỳ này.
    Cách sửa: điền số liệu của kỳ này; nếu đúng là như vậy thì không phải làm gì.
    """
    counts = _counts(years.now)
    # One cell alike may be chance.
    if len(counts) > 1 and counts == _counts(years.last):
        yield Violation(
            years.now.sheet(CellReturn).heading("members"),
            "Số liệu của cả {cells} chi bộ giống hệt kỳ {period}",
            cells=Count(len(counts)), period=in_words(years.last.period),
        )  # fmt: skip


def _counts(item: Return) -> list[tuple[int, ...]]:
    return [
        tuple(getattr(cell.row, key) for key in CELL_COUNTS)
        for cell in item.rows(CellReturn)
        if cell.row.members
    ]


@year_rule(Severity.WARNING, YEARS, CellReturn, explained_by=CELL_SLIPS)
def cells_gone_since_last_year(years: TwoYears) -> CellViolations:
    """Chi bộ có ở kỳ trước nhưng không có ở kỳ này.

    Vì sao: danh mục không liệt kê chi bộ của đơn vị, nên chỉ kỳ trước cho biết là thiếu.
    Cách sửa: thêm dòng cho chi bộ còn thiếu; nếu đã giải thể hoặc đổi tên thì không phải làm gì.
    """
    code, register = years.now.unit, years.register
    unit = register.units.get(code)
    is_one = unit is not None and unit.kind is UnitKind.GRASSROOTS_CELL
    if is_one or register.cells_of(code):
        return
    rows = [cell.row for cell in years.now.rows(CellReturn)]
    codes = {row.cell_code for row in rows}
    before = [cell.row for cell in years.last.rows(CellReturn)]
    names = names_meant([row.name for row in rows], [row.name for row in before]).values()
    gone = [
        f"“{row.name}”"
        for row in before
        if row.name not in names
        and (not row.cell_code or known_code(row.cell_code, codes) not in codes)
    ]
    if gone:
        yield Violation(
            years.now.sheet(CellReturn).heading("name"),
            "Kỳ {period} có {gone}, kỳ này không có",
            period=in_words(years.last.period), gone=listing(gone, 5, "chi bộ"),
        )  # fmt: skip


_MANY_EXEMPT = 8
"""A smaller change in the number of exempt members is how people grow old."""


@year_rule(Severity.WARNING, YEARS, CellReturn, explained_by=CELL_SLIPS)
def exempt_members_jump(years: TwoYears) -> CellViolations:
    """Số đảng viên được miễn thay đổi nhiều so với kỳ trước.

    Vì sao: thường do gõ nhầm số, hoặc ghi đảng viên chưa đánh giá vì lý do khác vào cột miễn.
    Cách sửa: xem lại cột Miễn công tác, sinh hoạt của từng chi bộ; nếu đúng thì không phải làm gì.
    """
    now, before = _sum(years.now, "exempt"), _sum(years.last, "exempt")
    if abs(now - before) >= _MANY_EXEMPT and max(now, before) > 2 * min(now, before):
        yield Violation(
            years.now.sheet(CellReturn).heading("exempt"),
            "{now} đảng viên được miễn công tác, sinh hoạt, kỳ {period} có {before}",
            now=Members(now), period=in_words(years.last.period),
            before=Members(before, is_of_last_year=True),
        )  # fmt: skip


_MOVED = 10
"""Fewer members may change their cell, or a cell may grow and another shrink by chance."""


@year_rule(Severity.WARNING, YEARS, CellReturn, explained_by=CELL_SLIPS)
def members_moved_between_cells(years: TwoYears) -> CellViolations:
    """Chi bộ giảm quá nửa, chi bộ khác tăng đúng bằng số đó.

    Vì sao: tổng số không đổi nên không quy tắc nào khác nhận ra; có lẽ ghi đảng viên của chi bộ này
    vào chi bộ kia.
    Cách sửa: so hai chi bộ với danh sách đảng viên; nếu đã chuyển chi bộ thì không phải làm gì.
    """
    sizes = list(_sizes(years))
    gains = [(cell, cell.row.members - before) for cell, before in sizes]
    for cell, before in sizes:
        now = cell.row.members
        gained = [x.row.name for x, gain in gains if abs(gain - (before - now)) <= 1]
        if before - now >= _MOVED and 2 * now < before and gained:
            yield Violation(
                cell.ref("members"),
                "{name} có {now} đảng viên, kỳ {period} có {before}; “{other}” tăng bằng số đó",
                name=cell.row.name, now=Members(now), period=in_words(years.last.period),
                before=Members(before, is_of_last_year=True), other=gained[0],
            )  # fmt: skip


def _sizes(years: TwoYears) -> Iterator[tuple[Located[CellReturn], int]]:
    """Yield each cell that was there last year, and how many members it had then."""
    before = [x.row for x in years.last.rows(CellReturn)]
    codes: list[str] = [row.cell_code for row in before if row.cell_code]
    cells = years.now.rows(CellReturn)
    names = names_meant([x.row.name for x in cells], [row.name for row in before])
    by_code = {str(row.cell_code): row.members for row in before if codes.count(row.cell_code) == 1}
    by_name = {row.name: row.members for row in before}
    for cell in cells:
        code = known_code(cell.row.cell_code, codes)
        size = by_code.get(code) if code else by_name.get(names.get(cell.row.name, ""))
        if size is not None:
            yield cell, size
