"""One slip that breaks several sums of a cell's row: reported once, at the number that is wrong."""

from xeploai.findings import FieldViolations, Members, Severity, Violation
from xeploai.rules.families.shared import adds_up
from xeploai.rules.scopes import row_rule
from xeploai.schema.form import CellReturn
from xeploai.schema.self_check import ShownBy

ARITHMETIC = "Kiểm tra số học của biểu tổng hợp"
_OF_RATED = (
    "members_differ_from_both_sums",
    "rated_more_than_members",
    "not_rated_also_counted_as_rated",
)


_BY_MEMBERS = ShownBy(("official_and_probationary_do_not_sum_to_members",))
_BY_RATED = ShownBy(("rated_and_not_rated_do_not_sum_to_members",))
_BY_LEVELS = ShownBy(("levels_do_not_sum_to_rated",))


@row_rule(Severity.ERROR, ARITHMETIC, CellReturn, self_check=_BY_MEMBERS, waivable=False)
def members_differ_from_both_sums(row: CellReturn) -> FieldViolations:
    """Tổng số đảng viên khác cả hai cách cộng.

    Vì sao: chính thức cộng dự bị, được đánh giá cộng không được đánh giá cho cùng một số.
    Cách sửa: sửa ô Tổng số đảng viên theo danh sách đảng viên của chi bộ.
    """
    if (row.official is None and row.probationary is None) or row.is_unreviewed:
        return
    both = (row.official or 0) + (row.probationary or 0)
    if both == row.rated + row.not_rated != row.members:
        yield Violation(
            "members",
            "{name}: tổng số đảng viên ghi {members}, hai cách cộng đều được {both}",
            name=row.name, members=Members(row.members), both=Members(both),
        )  # fmt: skip


@row_rule(
    Severity.ERROR, ARITHMETIC, CellReturn,
    explained_by=("members_differ_from_both_sums",), self_check=_BY_RATED, waivable=False,
)  # fmt: skip
def rated_more_than_members(row: CellReturn) -> FieldViolations:
    """Số được đánh giá lớn hơn tổng số đảng viên.

    Vì sao: chỉ đảng viên của chi bộ mới được chi bộ đánh giá, xếp loại.
    Cách sửa: so số được đánh giá với biên bản kiểm phiếu và danh sách đảng viên của chi bộ.
    """
    if row.rated > row.members:
        yield Violation(
            "rated",
            "{name}: {rated} đảng viên được đánh giá, nhiều hơn tổng số đảng viên {members}",
            name=row.name, rated=Members(row.rated), members=Members(row.members),
        )  # fmt: skip


@row_rule(
    Severity.ERROR, ARITHMETIC, CellReturn,
    explained_by=("members_differ_from_both_sums",), self_check=_BY_RATED, waivable=False,
)  # fmt: skip
def not_rated_also_counted_as_rated(row: CellReturn) -> FieldViolations:
    """Người không được đánh giá vẫn tính vào số được đánh giá.

    Vì sao: mỗi đảng viên chỉ ở một bên: được đánh giá, hoặc ở một cột không được đánh giá.
    Cách sửa: trừ số không được đánh giá khỏi số được đánh giá, xếp loại và khỏi bốn cột mức; ai
    được xếp loại (kỳ 2018 gồm cả người bị đình chỉ, mới kết nạp) thì không ghi ở các cột đó.
    """
    if row.rated == row.members and row.not_rated:
        yield Violation(
            "rated",
            "{name}: ghi cả {rated} đảng viên được đánh giá, trong khi {not_rated} không được "
            "đánh giá",
            name=row.name, rated=Members(row.rated), not_rated=Members(row.not_rated),
        )  # fmt: skip


@row_rule(
    Severity.ERROR,
    ARITHMETIC,
    CellReturn,
    explained_by=(
        "members_differ_from_both_sums",
        "rated_more_than_members",
        "not_rated_also_counted_as_rated",
    ),
    self_check=_BY_LEVELS,
    waivable=False,
)
def rated_differs_from_both_sums(row: CellReturn) -> FieldViolations:
    """Số được đánh giá khác cả hai cách tính.

    Vì sao: bốn mức cộng lại, và tổng số trừ số không được đánh giá, cho cùng một số.
    Cách sửa: sửa ô Được đánh giá, xếp loại theo biên bản kiểm phiếu của chi bộ.
    """
    levels = row.xs + row.htt + row.ht + row.kht
    if levels + row.not_rated == row.members and not adds_up(row):
        yield Violation(
            "rated",
            "{name}: số được đánh giá ghi {rated}, hai cách tính đều được {levels}",
            name=row.name, rated=Members(row.rated), levels=Members(levels),
        )  # fmt: skip
