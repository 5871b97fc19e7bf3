"""The cap on members rated excellent."""

from collections.abc import Sequence

from xeploai.findings import CellViolations, Members, Sentence, Severity, Violation
from xeploai.register.caps import MeasuredCap, basis
from xeploai.register.model import Register
from xeploai.rules.families.shared import LEVEL_SLIPS
from xeploai.rules.scopes import Grading, counted_rule, register_rule
from xeploai.schema.cell_formulas import plain_text, quoted
from xeploai.schema.form import CellReturn
from xeploai.schema.regulations import years_of
from xeploai.schema.self_check import (
    Concern,
    Formula,
    KnownOfUnit,
    RowFormula,
    SheetFormula,
    Shown,
    ShownBy,
)
from xeploai.schema.terms import CapBase, CapScope, OverCap
from xeploai.submissions.capped import cell_cap, is_unit_over, unit_cap, whole_cap
from xeploai.submissions.model import Return

CAP = "Tỷ lệ trần của kỳ: theo quy định đã đối chiếu, nếu không thì theo thiết lập của kỳ"
_HD_21 = years_of("qd132-2019")
_SLIPS = (
    *LEVEL_SLIPS,
    "cell_twice",
    "cell_copied_under_another_code",
    "row_is_the_sum_of_those_above",
)

_MEASURED_BY = {
    CapBase.HTT: "HTT",
    CapBase.XS_HTT: "XS+HTT",
    CapBase.RATED: "được xếp loại",
}


def _severity(register: Register) -> Severity:
    is_refused = register.settings.over_cap is OverCap.REFUSED
    return Severity.ERROR if is_refused else Severity.WARNING


_AS_SET = Grading(_severity, "là lỗi khi danh mục đặt “Vượt trần” là “không nhận”")


def _over(register: Register, cap: MeasuredCap) -> Sentence | None:
    """Return the end of the sentence where the cap is broken, None where it is kept."""
    if cap.percent is None or not cap.is_over:
        return None
    return Sentence(
        "{xs} đảng viên xuất sắc, vượt {cap}% của {base} đảng viên {levels}, thừa {surplus} "
        "({basis})",
        xs=Members(cap.xs), cap=cap.percent, base=Members(cap.base),
        levels=_MEASURED_BY[register.settings.cap_base], surplus=Members(cap.surplus),
        basis=basis(register.settings, cap.percent, cap.decision_no),
    )  # fmt: skip


def _of_unit(item: Return, register: Register, *, allowed: bool) -> CellViolations:
    cap, unit = unit_cap(register, item), register.units.get(item.unit)
    is_grassroots = unit is None or unit.kind.is_grassroots
    is_here = is_grassroots and register.settings.cap_scope is CapScope.GRASSROOTS
    if is_here and bool(cap.decision_no) is allowed and is_unit_over(register, item):
        over = _over(register, cap)
        if over:
            heading = item.sheet(CellReturn).heading("xs")
            yield Violation(heading, "Toàn đơn vị có {over}", over=over)


# ------------------------------------------------------------------ formulas of the self-check


def _base(known: KnownOfUnit, place: str) -> str:
    """Return the formula of what excellent members are measured against; place: before a key."""
    if known.cap_base is CapBase.RATED:
        return f"{{{place}rated}}"
    both = f"({{{place}xs}}+{{{place}htt}})"
    return both if known.cap_base is CapBase.XS_HTT else f"{{{place}htt}}"


def _is_over(known: KnownOfUnit, place: str, percent: object, waiting: str = "0") -> str:
    xs, base = f"{{{place}xs}}", _base(known, place)
    return f"AND({xs}>{known.never_over_cap},{xs}*100>{percent}*({base}+{waiting}))"


_WAITING = (
    "({unreviewed.cells}>0)*({total.members}-{total.exempt}-{total.suspended}"
    "-{total.new_under_6m}-{total.not_rated_other}-{total.rated})"
)
"""The formula of how many have still to be rated, where all other rows add up."""


def _title(known: KnownOfUnit, percent: object) -> str:
    return f"Số đảng viên xuất sắc không quá {percent} của {known.cap_base}"


def _cap_kept(known: KnownOfUnit) -> tuple[Formula, ...]:
    is_here = known.kind.is_grassroots and known.cap_scope is CapScope.GRASSROOTS
    if known.cap is None or not is_here:
        return ()
    over = _is_over(known, "total.", known.cap, _WAITING)
    return (SheetFormula(_title(known, f"{known.cap}%"), f"({{unfilled.cells}}=0)*{over}"),)


def _cell_cap_kept(known: KnownOfUnit) -> tuple[Formula, ...]:
    if known.cap is None or known.cap_scope is not CapScope.CELL:
        return ()
    percent, code = str(known.cap), plain_text("{raw.cell_code}")
    for own, cap in known.cell_caps:
        percent = f"IF({code}={quoted(own)},{cap},{percent})"
    when = _is_over(known, "", percent)
    title = f"Mỗi chi bộ: {_title(known, f'{known.cap}%').lower()}"
    return (
        RowFormula(
            CellReturn, title, "Số xuất sắc vượt trần.", when, ("xs",),
            about=Concern.FIGURES, adds_up=True,
        ),
    )  # fmt: skip


# ------------------------------------------------------------------ the rules


@register_rule(
    Severity.WARNING, CAP, CellReturn,
    explained_by=_SLIPS, self_check=Shown(_cap_kept), grading=_AS_SET,
    confirmed=_HD_21, is_practice=True,
)  # fmt: skip
def excellent_members_over_cap(item: Return, register: Register) -> CellViolations:
    """Số đảng viên xuất sắc của đơn vị vượt tỷ lệ trần.

    Vì sao: số hoàn thành xuất sắc có giới hạn trong từng tổ chức cơ sở đảng; biểu vượt trần có được
    tính hay không là theo thiết lập của kỳ.
    Cách sửa: xét lại mức xuất sắc; nếu được phép cao hơn thì báo số quyết định cho phép để Ban Tổ
    chức ghi số đó và tỷ lệ vào danh mục của kỳ.
    """
    yield from _of_unit(item, register, allowed=False)


@register_rule(
    Severity.WARNING, CAP, CellReturn,
    explained_by=_SLIPS, self_check=ShownBy(("excellent_members_over_cap",)), grading=_AS_SET,
    is_practice=True,
)  # fmt: skip
def excellent_members_over_allowed_cap(item: Return, register: Register) -> CellViolations:
    """Số đảng viên xuất sắc của đơn vị vượt cả tỷ lệ được cho phép.

    Vì sao: danh mục có ghi số quyết định cho phép, nhưng đơn vị vượt tỷ lệ đã ghi.
    Cách sửa: so với quyết định cho phép; xét lại mức xuất sắc nếu vượt.
    """
    yield from _of_unit(item, register, allowed=True)


@register_rule(
    Severity.WARNING, CAP, CellReturn,
    explained_by=_SLIPS, self_check=Shown(_cell_cap_kept), grading=_AS_SET,
    is_practice=True,
)  # fmt: skip
def excellent_members_of_cell_over_cap(item: Return, register: Register) -> CellViolations:
    """Số đảng viên xuất sắc của chi bộ vượt tỷ lệ trần.

    Vì sao: danh mục đặt phạm vi tính trần là từng chi bộ.
    Cách sửa: xét lại mức xuất sắc của chi bộ.
    """
    if register.settings.cap_scope is not CapScope.CELL:
        return
    for cell in item.rows(CellReturn):
        over = _over(register, cell_cap(register, item, cell.row))
        if over:
            yield Violation(cell.ref("xs"), "{name} có {over}", name=cell.row.name, over=over)


@counted_rule(Severity.WARNING, CAP, of_board=True, is_practice=True)
def excellent_members_of_all_over_cap(
    items: Sequence[Return], register: Register
) -> CellViolations:
    """Số đảng viên xuất sắc của toàn bộ các đơn vị vượt tỷ lệ trần.

    Vì sao: danh mục đặt phạm vi tính trần là toàn bộ; từng đơn vị có thể cao hơn.
    Cách sửa: xem đơn vị nào có tỷ lệ xuất sắc cao nhất để xét lại.
    """
    if register.settings.cap_scope is not CapScope.WHOLE or not items:
        return
    over = _over(register, whole_cap(register, items))
    if over:
        most = max(items, key=lambda item: (unit_cap(register, item).xs, item.unit))
        heading = most.sheet(CellReturn).heading("xs")
        yield Violation(heading, "Toàn bộ các đơn vị có {over}", over=over)
