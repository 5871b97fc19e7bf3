"""The cap on members rated excellent."""

from collections.abc import Sequence

from xeploai.findings import CellViolations, Members, Sentence, Severity, Violation
from xeploai.register.model import Register, Settings
from xeploai.rules.families.shared import LEVEL_SLIPS
from xeploai.rules.scopes import counted_rule, register_rule
from xeploai.schema.form import CellReturn
from xeploai.schema.self_check import Formula, KnownOfUnit, SheetFormula, Shown
from xeploai.schema.terms import CapBase, CapScope
from xeploai.submissions.model import Return

CAP = "Tỷ lệ trần theo quy định của kỳ"
_SLIPS = (*LEVEL_SLIPS, "cell_twice", "row_is_the_sum_of_those_above")


def _over(settings: Settings, xs: int, htt: int, waiting: int = 0) -> Sentence | None:
    """Return the end of the sentence where the cap is broken, None where it is kept.

    waiting: how many have still to be rated; all of them may come to be good.
    """
    if not settings.is_over_cap(xs, htt + waiting):
        return None
    return Sentence(
        "{xs} đảng viên xuất sắc, vượt {cap}% của {base} đảng viên {levels} ({citation})",
        xs=Members(xs), cap=settings.cap, base=Members(settings.cap_denominator(xs, htt)),
        levels=settings.cap_base, citation=settings.regulation.cap.citation,
    )  # fmt: skip


def _sums(item: Return) -> tuple[int, int]:
    rows = [cell.row for cell in item.rows(CellReturn)]
    return sum(row.xs for row in rows), sum(row.htt for row in rows)


def _waiting(item: Return) -> int:
    """Return how many members of cells with figures have still to be rated."""
    rows = [cell.row for cell in item.rows(CellReturn)]
    return sum(row.members - row.not_rated for row in rows if row.is_unreviewed)


def _of_unit(item: Return, register: Register, *, allowed: bool) -> CellViolations:
    settings = register.settings
    # Of a cell that is only named not even the members are known.
    is_known = settings.cap_scope is CapScope.GRASSROOTS and not item.unfilled_cells
    if is_known and bool(settings.cap_decision) is allowed:
        over = _over(settings, *_sums(item), _waiting(item))
        if over:
            heading = item.sheet(CellReturn).heading("xs")
            yield Violation(heading, "Toàn đơn vị có {over}", over=over)


def _cap_kept(known: KnownOfUnit) -> tuple[Formula, ...]:
    if known.cap is None:
        return ()
    below = "{total.xs}+{total.htt}" if known.cap_base is CapBase.XS_HTT else "{total.htt}"
    title = f"Số đảng viên xuất sắc không quá {known.cap}% của {known.cap_base}"
    is_over = f"{{total.xs}}*100>{known.cap}*({below}+{_WAITING})"
    return (SheetFormula(title, f"({{unfilled.cells}}=0)*({is_over})"),)


_WAITING = (
    "({unreviewed.cells}>0)*({total.members}-{total.exempt}-{total.suspended}"
    "-{total.new_under_6m}-{total.not_rated_other}-{total.rated})"
)
"""The formula of how many have still to be rated, where all other rows add up."""


@register_rule(Severity.ERROR, CAP, CellReturn, explained_by=_SLIPS, self_check=Shown(_cap_kept))
def excellent_members_over_cap(item: Return, register: Register) -> CellViolations:
    """Số đảng viên xuất sắc của đơn vị vượt tỷ lệ trần.

    Vì sao: quy định giới hạn số hoàn thành xuất sắc trong từng tổ chức cơ sở đảng.
    Cách sửa: xét lại mức xuất sắc; nếu được phép cao hơn thì báo Ban Tổ chức số quyết định cho
    phép (Ban Tổ chức ghi số đó và tỷ lệ vào danh mục của kỳ).
    """
    yield from _of_unit(item, register, allowed=False)


@register_rule(Severity.WARNING, CAP, CellReturn, explained_by=_SLIPS)
def excellent_members_over_allowed_cap(item: Return, register: Register) -> CellViolations:
    """Số đảng viên xuất sắc của đơn vị vượt cả tỷ lệ được cho phép.

    Vì sao: danh mục có ghi số quyết định cho phép, nhưng đơn vị vượt tỷ lệ đã ghi.
    Cách sửa: so với quyết định cho phép; xét lại mức xuất sắc nếu vượt.
    """
    yield from _of_unit(item, register, allowed=True)


@register_rule(Severity.WARNING, CAP, CellReturn, explained_by=_SLIPS)
def excellent_members_of_cell_over_cap(item: Return, register: Register) -> CellViolations:
    """Số đảng viên xuất sắc của chi bộ vượt tỷ lệ trần.

    Vì sao: danh mục đặt phạm vi tính trần là từng chi bộ.
    Cách sửa: xét lại mức xuất sắc của chi bộ.
    """
    settings = register.settings
    if settings.cap_scope is not CapScope.CELL:
        return
    for cell in item.rows(CellReturn):
        over = _over(settings, cell.row.xs, cell.row.htt)
        if over:
            yield Violation(cell.ref("xs"), "{name} có {over}", name=cell.row.name, over=over)


@counted_rule(Severity.WARNING, CAP)
def excellent_members_of_all_over_cap(
    items: Sequence[Return], register: Register
) -> CellViolations:
    """Số đảng viên xuất sắc của toàn bộ các đơn vị vượt tỷ lệ trần.

    Vì sao: danh mục đặt phạm vi tính trần là toàn bộ; từng đơn vị có thể cao hơn.
    Cách sửa: xem đơn vị nào có tỷ lệ xuất sắc cao nhất để xét lại.
    """
    settings = register.settings
    if settings.cap_scope is not CapScope.WHOLE or not items:
        return
    sums = [_sums(item) for item in items]
    over = _over(settings, sum(xs for xs, _ in sums), sum(htt for _, htt in sums))
    if over:
        most = max(items, key=lambda item: (_sums(item)[0], item.unit))
        heading = most.sheet(CellReturn).heading("xs")
        yield Violation(heading, "Toàn bộ các đơn vị có {over}", over=over)
