"""Reasons missing in a cell's row, or given for nobody."""

from xeploai.findings import (
    CellViolations,
    FieldViolations,
    Members,
    MemberText,
    Severity,
    Violation,
)
from xeploai.rules.families.shared import SUM_SLIPS, is_given, latest_level
from xeploai.rules.scopes import return_rule, row_rule
from xeploai.schema.form import CellReturn
from xeploai.submissions.model import Return

FORM = "Biểu mẫu tổng hợp"


@row_rule(Severity.WARNING, FORM, CellReturn, explained_by=SUM_SLIPS)
def not_rated_other_without_reason(row: CellReturn) -> FieldViolations:
    """Có đảng viên chưa đánh giá vì lý do khác nhưng chưa ghi lý do.

    Vì sao: chưa đánh giá phải có lý do: ốm đau, đi làm ăn xa, đang xem xét kỷ luật.
    Cách sửa: ghi lý do ở cột Ghi rõ lý do khác, không ghi tên người.
    """
    if row.not_rated_other and not is_given(row.not_rated_reason):
        yield Violation(
            "not_rated_reason",
            "{name}: {number} đảng viên chưa đánh giá vì lý do khác, chưa ghi lý do",
            name=row.name, number=Members(row.not_rated_other),
        )  # fmt: skip


@row_rule(Severity.WARNING, FORM, CellReturn, explained_by=SUM_SLIPS)
def reason_without_not_rated(row: CellReturn) -> FieldViolations:
    """Có ghi lý do khác nhưng không có đảng viên nào.

    Vì sao: cột Lý do khác để trống hoặc bằng 0; có thể ghi sót số.
    Cách sửa: ghi số đảng viên chưa đánh giá vì lý do đó, hoặc xóa lý do.
    """
    # Beside a cell that has still to hold its review it may be the reason of that.
    if is_given(row.not_rated_reason) and not row.not_rated_other and not row.is_unreviewed:
        yield Violation(
            "not_rated_other",
            "{name}: ghi lý do “{reason}”, cột Lý do khác không có đảng viên nào",
            name=row.name, reason=MemberText(row.not_rated_reason),
        )  # fmt: skip


@row_rule(Severity.WARNING, FORM, CellReturn)
def cell_without_members(row: CellReturn) -> FieldViolations:
    """Chi bộ không có đảng viên nào.

    Vì sao: mọi số của chi bộ đều bằng 0; có thể là chi bộ đã giải thể hoặc chưa điền.
    Cách sửa: điền số liệu của chi bộ; nếu chi bộ đã giải thể thì báo Ban Tổ chức bỏ khỏi danh mục,
    rồi xóa nội dung của dòng.
    """
    if not row.members and not row.rated:
        yield Violation(
            "members",
            "{name}: tổng số đảng viên bằng {members}",
            name=row.name, members=Members(row.members),
        )  # fmt: skip


@return_rule(Severity.WARNING, FORM, CellReturn, explained_by=SUM_SLIPS)
def level_without_rated_members(item: Return) -> CellViolations:
    """Chi bộ có mức xếp loại nhưng không đảng viên nào được đánh giá.

    Vì sao: mức của chi bộ dựa vào kết quả đánh giá đảng viên; có thể ghi sót số được đánh giá.
    Cách sửa: điền số được đánh giá và bốn cột mức, hoặc bỏ mức xếp loại của chi bộ.
    """
    for cell in item.rows(CellReturn):
        row = cell.row
        key, level = latest_level(row)
        # A cell whose members are all exempt may still be rated.
        if level is not None and not row.rated and row.exempt < row.members:
            yield Violation(
                cell.ref(key),
                "{name}: xếp {level}, số đảng viên được đánh giá bằng {rated}",
                name=row.name, level=item.scale.short(level), rated=Members(row.rated),
            )  # fmt: skip
