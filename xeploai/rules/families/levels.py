"""The level of a cell or unit beside what else the return says of it."""

from xeploai.findings import CellViolations, Members, Severity, Violation
from xeploai.register.model import Register
from xeploai.rules.families.shared import LEVEL_SLIPS, STAGES, latest_level
from xeploai.rules.scopes import register_rule, return_rule, unit_rule
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.row import columns
from xeploai.schema.self_check import NotShown
from xeploai.schema.terms import Level, UnitKind
from xeploai.submissions.model import Return

BESIDE = "Đối chiếu mức xếp loại trong biểu"
NAMES = "Tên các mức xếp loại của từng thời kỳ"


@register_rule(
    Severity.ERROR, NAMES, InfoReturn, CellReturn,
    is_practice=True, waivable=False, explained_by=("stamp_differs",),
    self_check=NotShown("Biểu tự kiểm tra theo mức của kỳ mà biểu được lập."),
)  # fmt: skip
def levels_of_another_time(item: Return, register: Register) -> CellViolations:
    """Mức xếp loại trong biểu không phải mức của kỳ.

    Vì sao: trước năm 2018 tổ chức đảng xếp trong sạch, vững mạnh, từ năm 2018 xếp hoàn thành xuất
    sắc; hai cách xếp không đổi sang nhau được.
    Cách sửa: xem lại kỳ đánh giá; ghi số liệu vào biểu Ban Tổ chức lập cho kỳ này rồi gửi lại.
    """
    known = register.settings.organisations
    has_levels = any(latest_level(each.row)[1] for each in item.rows(CellReturn))
    has_own = item.info is not None and latest_level(item.info.row)[1] is not None
    if item.scale is not known and (has_levels or has_own):
        yield Violation(
            item.sheet(InfoReturn).label("period"),
            "Biểu ghi mức theo {written}; kỳ này xếp {known}",
            written=item.scale.choices, known=known.choices,
        )  # fmt: skip


@return_rule(Severity.WARNING, BESIDE, CellReturn, explained_by=LEVEL_SLIPS)
def cell_above_all_its_members(item: Return) -> CellViolations:
    """Mọi đảng viên không hoàn thành nhiệm vụ nhưng chi bộ xếp cao hơn.

    Vì sao: mức của chi bộ dựa vào kết quả đánh giá đảng viên; có thể ghi nhầm cột hoặc nhầm mức.
    Cách sửa: xem lại bốn cột mức và mức của chi bộ.
    """
    for cell in item.rows(CellReturn):
        row = cell.row
        key, level = latest_level(row)
        if row.rated and row.kht == row.rated and level not in (None, Level.KHT):
            yield Violation(
                cell.ref(key),
                "{name}: cả {rated} đảng viên được xếp loại đều không hoàn thành nhiệm vụ, chi bộ "
                "xếp {level}",
                name=row.name, rated=Members(row.rated),
                level=item.scale.short(level) if level else "",
            )  # fmt: skip


@unit_rule(
    Severity.WARNING, BESIDE, InfoReturn, CellReturn,
    explained_by=(
        "grassroots_cell_with_other_rows", "cell_twice", "cell_copied_under_another_code",
    ),
)  # fmt: skip
def grassroots_cell_levels_differ(item: Return, register: Register) -> CellViolations:
    """Mức của chi bộ cơ sở khác nhau ở hai tờ.

    Vì sao: chi bộ cơ sở là một tổ chức, chỉ có một mức ở mỗi bước.
    Cách sửa: so với văn bản; sửa ô sai ở tờ Thông tin hoặc tờ Chi bộ.
    """
    info, unit = item.info, register.units.get(item.unit)
    if info is None or unit is None or unit.kind is not UnitKind.GRASSROOTS_CELL:
        return
    for cell in item.rows(CellReturn):
        for key in STAGES:
            here: Level | None = getattr(cell.row, key)
            there: Level | None = getattr(info.row, key)
            if here is not None and there is not None and here is not there:
                yield Violation(
                    cell.ref(key),
                    "“{header}” ghi {here}, tờ Thông tin ghi {there}",
                    header=columns(CellReturn)[key].header, here=item.scale.short(here),
                    there=item.scale.short(there),
                )  # fmt: skip
