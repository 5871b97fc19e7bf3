"""Reasons missing in a cell's row, or given for nobody."""

from collections.abc import Callable, Iterator

from xeploai.findings import Fault, Rule, Severity, rule
from xeploai.rules.shared import SUM_SLIPS, is_said, latest_level
from xeploai.schema.form import CellReturn
from xeploai.text import count

FORM = "Biểu mẫu tổng hợp"


def _unsaid(
    *explained_by: str,
) -> Callable[[Callable[[CellReturn], Iterator[Fault]]], Rule[..., Iterator[Fault]]]:
    return rule(Severity.WARNING, "row", FORM, (CellReturn,), explained_by=explained_by)


@_unsaid(*SUM_SLIPS)
def not_rated_other_without_reason(row: CellReturn) -> Iterator[Fault]:
    """Có đảng viên chưa đánh giá vì lý do khác nhưng chưa ghi lý do.

    Vì sao: chưa đánh giá phải có lý do: ốm đau, đi làm ăn xa, đang xem xét kỷ luật.
    Cách sửa: ghi lý do ở cột Ghi rõ lý do khác, không ghi tên người.
    """
    if row.not_rated_other and not is_said(row.not_rated_reason):
        said = f"{row.name}: {count(row.not_rated_other)} đảng viên chưa đánh giá vì lý do khác"
        yield Fault("not_rated_reason", f"{said}, chưa ghi lý do")


@_unsaid(*SUM_SLIPS)
def reason_without_not_rated(row: CellReturn) -> Iterator[Fault]:
    """Có ghi lý do khác nhưng không có đảng viên nào.

    Vì sao: cột Lý do khác để trống hoặc bằng 0; có thể ghi sót số.
    Cách sửa: ghi số đảng viên chưa đánh giá vì lý do đó, hoặc xóa lý do.
    """
    if is_said(row.not_rated_reason) and not row.not_rated_other:
        said = f"{row.name}: ghi lý do “{row.not_rated_reason}”"
        yield Fault("not_rated_other", f"{said}, cột Lý do khác không có đảng viên nào")


@_unsaid()
def cell_without_members(row: CellReturn) -> Iterator[Fault]:
    """Chi bộ không có đảng viên nào.

    Vì sao: mọi số của chi bộ đều bằng 0; có thể là chi bộ đã giải thể hoặc chưa điền.
    Cách sửa: điền số liệu của chi bộ; nếu chi bộ đã giải thể thì xóa cả dòng.
    """
    if not row.members and not row.rated:
        yield Fault("members", f"{row.name}: tổng số đảng viên bằng 0")


@_unsaid(*SUM_SLIPS)
def level_without_rated_members(row: CellReturn) -> Iterator[Fault]:
    """Chi bộ có mức xếp loại nhưng không đảng viên nào được đánh giá.

    Vì sao: mức của chi bộ dựa vào kết quả đánh giá đảng viên; có thể ghi sót số được đánh giá.
    Cách sửa: điền số được đánh giá và bốn cột mức, hoặc bỏ mức xếp loại của chi bộ.
    """
    key, level = latest_level(row)
    # A cell whose members are all exempt may still be rated.
    if level is not None and not row.rated and row.exempt < row.members:
        said = f"{row.name}: xếp {level.short}, số đảng viên được đánh giá bằng 0"
        yield Fault(key, said)
