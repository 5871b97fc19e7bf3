"""How figures come about, in words: names of counts and shares, the cap, rounding, provisions."""

from collections.abc import Iterable

from xeploai import text
from xeploai.phrases import ASSESSED, CAP_BASES, EXEMPT, LEVEL_NAMES, SUSPENDED, lower_first
from xeploai.register.caps import BY_SETTING, basis
from xeploai.register.model import Register, Settings, Unit, UnitCap
from xeploai.schema.percentages import percent_units
from xeploai.schema.regulations import Cap
from xeploai.schema.terms import CapBase, Rounding
from xeploai.season.figures.shares import SHARES

COUNT_NAMES = {
    "total": "tổng số",
    "rated": f"số {ASSESSED}",
    "exempt": EXEMPT,
    "suspended": SUSPENDED,
    "new_under_6m": "mới kết nạp (mới thành lập) chưa đủ 6 tháng",
    "not_rated_other": "chưa đánh giá vì lý do khác",
    **{level.value: f"số {lower_first(name)}" for level, name in LEVEL_NAMES.items()},
}
SHARE_NAMES = {
    "coverage_pct": "Tỷ lệ đánh giá",
    **{f"{level.value}_pct": f"Tỷ lệ {lower_first(name)}" for level, name in LEVEL_NAMES.items()},
    "htt_or_above_pct": "Tỷ lệ HTT trở lên",
    "xs_over_htt_pct": "XS/HTT",
    "xs_over_xs_htt_pct": "XS/(XS+HTT)",
}
CAP_RATIOS = {
    CapBase.HTT: f"{CAP_BASES[CapBase.HTT]} (XS/HTT)",
    CapBase.XS_HTT: f"{CAP_BASES[CapBase.XS_HTT]}, XS/(XS+HTT)",
    CapBase.RATED: CAP_BASES[CapBase.RATED],
}


def cap_words(settings: Settings) -> str:
    """Return the cap of the period, what it is measured against and what it rests on."""
    if settings.cap is None:
        return NO_CAP
    rests_on = basis(settings, settings.cap, settings.cap_decision)
    return (
        f"{cap_percent(settings)} của {CAP_BASES[settings.cap_base]}, "
        f"tính theo {settings.cap_scope} ({rests_on})"
    )


def never_over_words(settings: Settings) -> str:
    """Return how many excellent members are never too many, and that this is a setting."""
    least = settings.never_over_cap
    if not least:
        return ""
    return f"Có từ {least} đảng viên xuất sắc trở xuống thì không tính là vượt ({BY_SETTING})"


def own_caps(register: Register, units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Return those of some units that have a cap of their own, and that cap with its decision."""
    caps = register.unit_caps
    return [(unit.name, _own_cap(caps[unit.code])) for unit in units if unit.code in caps]


def _own_cap(cap: UnitCap) -> str:
    return f"{cap.percent}%, {cap.decision_no or 'chưa ghi số quyết định'}"


NOT_KNOWN = "Chưa đối chiếu với quy định của kỳ."
NO_CAP = "chưa đặt"


def cap_percent(settings: Settings) -> str:
    """Return the percentage of the cap, or that none is set."""
    return NO_CAP if settings.cap is None else f"{settings.cap}%"


def regulation_cap(cap: Cap | None) -> str:
    """Return the cap of a regulation, and no more of it than was read there."""
    if cap is None:
        return f"Trần xuất sắc {BY_SETTING}."
    if not cap.confirmed:
        return f"Trần xuất sắc {cap.percent}%; mẫu số, phạm vi, làm tròn {BY_SETTING}."
    words = f"Trần xuất sắc {cap.percent}% của {cap.base}, theo {cap.scope}"
    return cited(words, cap.citation)


def share_words(key: str) -> str:
    """Return how a share is computed: "số hoàn thành tốt chia cho số được đánh giá"."""
    top, bottom = (" cộng ".join(COUNT_NAMES[part] for part in parts) for parts in SHARES[key])
    return f"{top} chia cho {bottom}"


def rounding_words(rounding: Rounding, digits: int) -> str:
    """Return the rule in force and the result of both rules on a share that differs."""
    shown = {
        each: text.percent(percent_units(152, 166, digits, each) or 0, digits) for each in Rounding
    }
    rule = {
        Rounding.HALF_UP: "làm tròn thông thường: từ 5 trở lên thì tăng 1",
        Rounding.CUT: "bỏ phần lẻ: bỏ các chữ số sau, không làm tròn",
    }[rounding]
    other = next(each for each in Rounding if each is not rounding)
    return (
        f"Kỳ này lấy {digits} chữ số thập phân, {rule}. Ví dụ 152/166 ghi là {shown[rounding]} "
        f"(nếu {other} thì {shown[other]}). Mỗi tỷ lệ làm tròn riêng, không sửa cho đủ 100%."
    )


def cited(words: str, citation: str) -> str:
    """Return a provision as a sentence, with where it is written."""
    return f"{words.rstrip('.')} ({citation})."
