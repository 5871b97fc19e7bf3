"""One slip that breaks several sums of a cell's row: told once, at the number that is wrong."""

from collections.abc import Callable, Iterator

from xeploai.findings import Fault, Rule, Severity, rule
from xeploai.rules.shared import adds_up
from xeploai.schema.form import CellReturn
from xeploai.text import count

ARITHMETIC = "Kiểm tra số học của biểu tổng hợp"
EXEMPT = "QĐ 132-QĐ/TW, HD 21-HD/BTCTW; QĐ 124-QĐ/TW, HD 25-HD/BTCTW; QĐ 366-QĐ/TW, HD 43-HD/BTCTW"


def _slip(
    *explained_by: str, cite: str = ARITHMETIC
) -> Callable[[Callable[[CellReturn], Iterator[Fault]]], Rule[..., Iterator[Fault]]]:
    return rule(Severity.ERROR, "row", cite, (CellReturn,), explained_by=explained_by)


def _not_rated(row: CellReturn) -> int:
    return row.exempt + row.suspended + row.new_under_6m + row.not_rated_other


@_slip()
def members_differ_from_both_sums(row: CellReturn) -> Iterator[Fault]:
    """Tổng số đảng viên khác cả hai cách cộng.

    Vì sao: chính thức cộng dự bị, được đánh giá cộng không được đánh giá cho cùng một số.
    Cách sửa: sửa ô Tổng số đảng viên theo danh sách đảng viên của chi bộ.
    """
    if row.official is None and row.probationary is None:
        return
    both = (row.official or 0) + (row.probationary or 0)
    if both == row.rated + _not_rated(row) != row.members:
        yield Fault(
            "members",
            f"{row.name}: tổng số đảng viên ghi {count(row.members)}, hai cách cộng đều được "
            f"{count(both)}",
        )


@_slip("members_differ_from_both_sums")
def rated_more_than_members(row: CellReturn) -> Iterator[Fault]:
    """Số được đánh giá lớn hơn tổng số đảng viên.

    Vì sao: chỉ đảng viên của chi bộ mới được chi bộ đánh giá, xếp loại.
    Cách sửa: so số được đánh giá với biên bản kiểm phiếu và danh sách đảng viên của chi bộ.
    """
    if row.rated > row.members:
        yield Fault(
            "rated",
            f"{row.name}: {count(row.rated)} đảng viên được đánh giá, "
            f"nhiều hơn tổng số đảng viên {count(row.members)}",
        )


@_slip("members_differ_from_both_sums", cite=EXEMPT)
def not_rated_also_counted_as_rated(row: CellReturn) -> Iterator[Fault]:
    """Người không được đánh giá vẫn tính vào số được đánh giá.

    Vì sao: đảng viên được miễn, bị đình chỉ sinh hoạt, mới kết nạp chưa đủ 6 tháng không xếp loại.
    Cách sửa: trừ số không được đánh giá khỏi số được đánh giá, xếp loại và khỏi bốn cột mức.
    """
    if row.rated == row.members and _not_rated(row):
        yield Fault(
            "rated",
            f"{row.name}: ghi cả {count(row.rated)} đảng viên được đánh giá, trong khi "
            f"{count(_not_rated(row))} không được đánh giá",
        )


@_slip(
    "members_differ_from_both_sums", "rated_more_than_members", "not_rated_also_counted_as_rated"
)
def rated_differs_from_both_sums(row: CellReturn) -> Iterator[Fault]:
    """Số được đánh giá khác cả hai cách tính.

    Vì sao: bốn mức cộng lại, và tổng số trừ số không được đánh giá, cho cùng một số.
    Cách sửa: sửa ô Được đánh giá, xếp loại theo biên bản kiểm phiếu của chi bộ.
    """
    levels = row.xs + row.htt + row.ht + row.kht
    if levels + _not_rated(row) == row.members and not adds_up(row):
        yield Fault(
            "rated",
            f"{row.name}: số được đánh giá ghi {count(row.rated)}, hai cách tính đều được "
            f"{count(levels)}",
        )
