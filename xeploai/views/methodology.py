"""How figures come about, in words: names of counts and shares, the cap, rounding, provisions."""

from xeploai import text
from xeploai.phrases import ASSESSED, CAP_BASES, EXEMPT, LEVEL_NAMES, SUSPENDED, lower_first
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import CapBase, Rounding

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
    "xs_over_htt_pct": "XS/HTT",
    "xs_over_xs_htt_pct": "XS/(XS+HTT)",
}
CAP_RATIOS = {
    CapBase.HTT: f"{CAP_BASES[CapBase.HTT]} (XS/HTT)",
    CapBase.XS_HTT: f"{CAP_BASES[CapBase.XS_HTT]}, XS/(XS+HTT)",
}


def rounding_words(rounding: Rounding, digits: int) -> str:
    """Return the rule in force and the result of both rules on a share that differs."""
    shown = {
        each: text.percent(percent_units(152, 166, digits, each) or 0, digits) for each in Rounding
    }
    rule = {
        Rounding.HALF_UP: "làm tròn nửa lên: từ 5 trở lên thì tăng 1",
        Rounding.CUT: "cắt: bỏ các chữ số sau, không làm tròn",
    }[rounding]
    other = next(each for each in Rounding if each is not rounding)
    return (
        f"Kỳ này lấy {digits} chữ số thập phân, {rule}. Ví dụ 152/166 ghi là {shown[rounding]} "
        f"(cách {other} ghi là {shown[other]}). Mỗi tỷ lệ làm tròn riêng, không sửa cho đủ 100%."
    )


def cited(words: str, citation: str) -> str:
    """Return a provision as a sentence, with where it is written."""
    return f"{words.rstrip('.')} ({citation})."
