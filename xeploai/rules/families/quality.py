"""Ratings required below an excellent cell or committee, in integers."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from xeploai.findings import (
    ALWAYS,
    CellViolations,
    Count,
    Members,
    Sentence,
    Severity,
    Value,
    Violation,
    joined,
)
from xeploai.register.model import Register
from xeploai.rules.families.shared import LEVELS_SUM, ROW_SLIPS, STAGES, adds_up, latest_level
from xeploai.rules.scopes import register_rule
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.regulations import Quality, years_of
from xeploai.schema.self_check import Concern, Formula, KnownOfUnit, RowFormula, Shown, over_rows
from xeploai.schema.terms import Level, UnitKind
from xeploai.submissions.model import Return

CONFIRMED = "QĐ 132-QĐ/TW, HD 21-HD/BTCTW"
UNCONFIRMED = "Mức của HD 21-HD/BTCTW, dùng để nhắc; cần đối chiếu với quy định của kỳ"
_HD_21 = years_of("qd132-2019")
_LATER = (_HD_21[1] + 1, ALWAYS[1])
_OWN, _ABOVE = STAGES[:1], STAGES[1:]
"""Its own level is what a cell or unit voted, and stays; those above it may be lowered."""
_INCOMPLETE = (*ROW_SLIPS, "cell_not_reviewed")


Rated = tuple[Sequence[int], str, Callable[[int], Value]]
"""How many have each level, the best first; what they are called; what such a count is."""


def _shortfalls(limits: Quality, ratings: Rated) -> Iterator[Sentence]:
    """Yield the shortfalls of ratings below an excellent cell or unit."""
    levels, who, counted = ratings
    rated, good = sum(levels), sum(levels[:2])
    for number, least, words in (
        (good + levels[2], limits.fulfilled_percent, "hoàn thành nhiệm vụ trở lên"),
        (good, limits.good_percent, "hoàn thành tốt nhiệm vụ trở lên"),
    ):
        if number * 100 < least * rated:
            yield Sentence(
                "{number}/{rated} {who} {words} (cần {least}%)",
                number=counted(number), rated=counted(rated), who=who, words=words, least=least,
            )  # fmt: skip


def _levels(row: CellReturn) -> tuple[int, ...]:
    return row.xs, row.htt, row.ht, row.kht


def _of_cells(item: Return, register: Register, steps: Sequence[str] = STAGES) -> CellViolations:
    """Yield the cells excellent by a last level that was given at one of some steps."""
    for cell in item.rows(CellReturn):
        key, level = latest_level(cell.row)
        # A row that does not add up is reported as such.
        limits = register.settings.regulation.quality
        if level is Level.XS and limits and key in steps and adds_up(cell.row):
            lacks = list(_shortfalls(limits, (_levels(cell.row), "đảng viên", Members)))
            if lacks:
                yield Violation(
                    cell.ref(key),
                    "{name} xếp XS: {lacks}",
                    name=cell.row.name, lacks=joined("; ", lacks),
                )  # fmt: skip


def _of_unit(item: Return, register: Register, steps: Sequence[str] = STAGES) -> CellViolations:
    info, unit = item.info, register.units.get(item.unit)
    key, level = latest_level(info.row) if info else ("", None)
    limits = register.settings.regulation.quality
    if info is None or unit is None or limits is None:
        return
    if level is not Level.XS or key not in steps:
        return
    lacks = list(_shortfalls(limits, _below(item, unit.kind)))
    if lacks:
        yield Violation(info.ref(key), "Đơn vị xếp XS: {lacks}", lacks=joined("; ", lacks))


def _below(item: Return, kind: UnitKind) -> Rated:
    """Return the ratings below a unit: of its cells; of its members where it has no cells.

    Where a chi bộ cơ sở writes its level on its own row it is measured there.
    """
    rows = [cell.row for cell in item.rows(CellReturn)]
    given = [latest_level(row)[1] for row in rows]
    if kind is UnitKind.GRASSROOTS_CELL:
        own = [_levels(row) for row in rows if adds_up(row)] if not any(given) else []
        sums = [sum(column) for column in zip(*own, strict=True)] or [0] * 4
        return sums, "đảng viên", Members
    times = Counter(given)
    return [times[level] for level in Level], "chi bộ", Count


# ------------------------------------------------------------------ formulas of the self-check


def _title(known: KnownOfUnit, whose: str, who: str) -> str:
    return (
        f"{whose} xuất sắc có {known.fulfilled}% {who} hoàn thành nhiệm vụ trở lên, "
        f"{known.good}% hoàn thành tốt trở lên"
    )


def _is_short(known: KnownOfUnit, good: str, fulfilled: str, failed: str) -> str:
    """Return the condition that what is below is not good enough for excellence."""
    rated = f"({good}+{fulfilled}+{failed})"
    return (
        f"OR(({good})*100<{known.good}*{rated},({good}+{fulfilled})*100<{known.fulfilled}*{rated})"
    )


def _excellent_cell(known: KnownOfUnit) -> tuple[Formula, ...]:
    short = _is_short(known, "{xs}+{htt}", "{ht}", "{kht}")
    when = (
        f"AND(OR({{decided_level}}=1,AND({{decided_level}}=0,{{proposed_level}}=1)),"
        f"{LEVELS_SUM}={{rated}},{short})"
    )
    title, message = _title(known, "Chi bộ", "đảng viên"), "Xếp XS khi chưa đủ tỷ lệ đảng viên."
    return (
        RowFormula(CellReturn, title, message, when, _ABOVE, about=Concern.LEVELS, adds_up=True),
    )


def _excellent_unit(known: KnownOfUnit) -> tuple[Formula, ...]:
    is_one = known.kind is UnitKind.GRASSROOTS_CELL
    who = "đảng viên" if is_one else "chi bộ"
    short = _members_are_short(known) if is_one else _cells_are_short(known)
    last = (
        ("decided_level", "{decided_level}=1"),
        ("proposed_level", "{proposed_level}=1,{decided_level}=0"),
    )
    title, message = _title(known, "Đơn vị", who), f"Xếp XS khi chưa đủ tỷ lệ {who}."
    return tuple(
        RowFormula(
            InfoReturn,
            title,
            message,
            f"AND({when},{{unreviewed.cells}}=0,{short})",
            (key,),
            about=Concern.LEVELS,
        )
        for key, when in last
    )


def _members_are_short(known: KnownOfUnit) -> str:
    """Return the condition for a chi bộ cơ sở, which is measured on its row if that has a level."""
    short = _is_short(known, "{total.xs}+{total.htt}", "{total.ht}", "{total.kht}")
    is_summed = "{total.xs}+{total.htt}+{total.ht}+{total.kht}={total.rated}"
    given = "+".join(over_rows(f'SUMPRODUCT(--({{reads.{key}}}>"0"))') for key in STAGES)
    return f"AND({given}=0,{is_summed},{short})"


def _cells_are_short(known: KnownOfUnit) -> str:
    return _is_short(known, "{last_level.1}+{last_level.2}", "{last_level.3}", "{last_level.4}")


# ------------------------------------------------------------------ the rules


@register_rule(
    Severity.ERROR,
    CONFIRMED,
    CellReturn,
    in_force=_HD_21,
    confirmed=_HD_21,
    self_check=Shown(_excellent_cell),
)
def excellent_cell_below_quality(item: Return, register: Register) -> CellViolations:
    """Chi bộ xuất sắc chưa đủ tỷ lệ đảng viên.

    Vì sao: chi bộ xuất sắc cần 100% đảng viên được đánh giá hoàn thành nhiệm vụ trở lên và ít nhất
    80% hoàn thành tốt trở lên.
    Cách sửa: xem lại số ở bốn cột mức; nếu đúng thì xét lại mức xuất sắc của chi bộ.
    """
    yield from _of_cells(item, register, _ABOVE)


@register_rule(Severity.WARNING, CONFIRMED, CellReturn, in_force=_HD_21, confirmed=_HD_21)
def excellent_cell_own_rating_below_quality(item: Return, register: Register) -> CellViolations:
    """Chi bộ tự xếp xuất sắc, chưa đủ tỷ lệ đảng viên.

    Vì sao: xuất sắc cần 100% đảng viên hoàn thành nhiệm vụ trở lên, ít nhất 80% hoàn thành tốt trở
    lên; cấp trên xem điều này khi thẩm định.
    Cách sửa: xem lại số ở bốn cột mức; nếu số đúng thì giữ nguyên mức chi bộ đã tự xếp.
    """
    yield from _of_cells(item, register, _OWN)


@register_rule(Severity.WARNING, UNCONFIRMED, CellReturn, in_force=_LATER, is_practice=True)
def excellent_cell_below_usual_quality(item: Return, register: Register) -> CellViolations:
    """Chi bộ xuất sắc dưới tỷ lệ đảng viên thường dùng.

    Vì sao: các kỳ trước, chi bộ xuất sắc cần 100% đảng viên hoàn thành nhiệm vụ trở lên và ít nhất
    80% hoàn thành tốt trở lên.
    Cách sửa: xem lại số ở bốn cột mức; so mức xuất sắc với quy định của kỳ.
    """
    yield from _of_cells(item, register)


@register_rule(
    Severity.ERROR, CONFIRMED, InfoReturn, CellReturn,
    in_force=_HD_21, confirmed=_HD_21, explained_by=_INCOMPLETE, self_check=Shown(_excellent_unit),
)  # fmt: skip
def excellent_unit_below_quality(item: Return, register: Register) -> CellViolations:
    """Đơn vị xuất sắc chưa đủ tỷ lệ chi bộ.

    Vì sao: đảng bộ xuất sắc cần 100% chi bộ được xếp loại hoàn thành nhiệm vụ trở lên và ít nhất
    80% hoàn thành tốt trở lên.
    Cách sửa: xem lại mức của từng chi bộ; nếu đúng thì xét lại mức xuất sắc của đơn vị.
    """
    yield from _of_unit(item, register, _ABOVE)


@register_rule(
    Severity.WARNING, CONFIRMED, InfoReturn, CellReturn,
    in_force=_HD_21, confirmed=_HD_21, explained_by=_INCOMPLETE,
)  # fmt: skip
def excellent_unit_own_rating_below_quality(item: Return, register: Register) -> CellViolations:
    """Đơn vị tự xếp xuất sắc, chưa đủ tỷ lệ chi bộ.

    Vì sao: xuất sắc cần 100% chi bộ hoàn thành nhiệm vụ trở lên, ít nhất 80% hoàn thành tốt trở
    lên; cấp trên xem điều này khi thẩm định.
    Cách sửa: xem lại mức của từng chi bộ; nếu các mức đúng thì giữ nguyên mức đơn vị đã tự xếp.
    """
    yield from _of_unit(item, register, _OWN)


@register_rule(
    Severity.WARNING, UNCONFIRMED, InfoReturn, CellReturn,
    in_force=_LATER, is_practice=True, explained_by=_INCOMPLETE,
)  # fmt: skip
def excellent_unit_below_usual_quality(item: Return, register: Register) -> CellViolations:
    """Đơn vị xuất sắc dưới tỷ lệ chi bộ thường dùng.

    Vì sao: các kỳ trước, đảng bộ xuất sắc cần 100% chi bộ hoàn thành nhiệm vụ trở lên và ít nhất
    80% hoàn thành tốt trở lên.
    Cách sửa: xem lại mức của từng chi bộ; so mức xuất sắc với quy định của kỳ.
    """
    yield from _of_unit(item, register)
