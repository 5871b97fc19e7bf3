"""The register workbook (danh mục) the board keeps: empty and inviting, or filled with rows."""

from collections.abc import Mapping
from types import MappingProxyType

from xeploai.forms.layout import place
from xeploai.forms.office_sheet import GUARDED_ROWS, Rows, guard_sheet, write_sheet
from xeploai.forms.tables import Choices, choice_limit
from xeploai.forms.workbook_builder import FormSheet, InputLimit, WorkbookBuilder
from xeploai.register.deadlines import USUAL_NAMES, usual_event
from xeploai.schema.register import REGISTER_SHEETS, DeadlineRow, SettingRow, UnitRow
from xeploai.schema.regulations import all_regulations
from xeploai.schema.row import Row
from xeploai.schema.terms import Scale, UnitKind

USUAL_MILESTONES: tuple[Mapping[str, object], ...] = tuple(
    MappingProxyType({"milestone": code, "name": name, "event": usual_event(code)})
    for code, name in USUAL_NAMES.items()
)
"""Milestones of an empty register; one without a date is not in use yet."""

_TITLES = {
    "Thiết lập": "THIẾT LẬP CỦA KỲ ĐÁNH GIÁ",
    "Đơn vị": "DANH MỤC TỔ CHỨC ĐẢNG",
    "Mốc thời gian": "CÁC MỐC THỜI GIAN CỦA KỲ",
    "Thẩm định, quyết định": "KẾT QUẢ THẨM ĐỊNH, QUYẾT ĐỊNH XẾP LOẠI",
    "Chấp thuận": "CÁC LỖI ĐƯỢC CHẤP THUẬN",
    "Địa giới": "ĐƠN VỊ MỚI VÀ ĐƠN VỊ CŨ",
    "Sổ nhận": "NGÀY NHẬN BIỂU ĐƯỢC SỬA LẠI",
    "Gia hạn": "ĐƠN VỊ ĐƯỢC GIA HẠN",
    "Theo dõi tiến độ": "TIẾN ĐỘ DO CƠ QUAN THEO DÕI",
    "Trần xuất sắc": "TỶ LỆ TRẦN RIÊNG CỦA ĐƠN VỊ",
    "Phân công dự": "PHÂN CÔNG DỰ, CHỈ ĐẠO KIỂM ĐIỂM",
    "Khắc phục của cấp này": "KHẮC PHỤC HẠN CHẾ, KHUYẾT ĐIỂM DO CẤP NÀY THEO DÕI",
    "Xếp loại lại": "KẾT QUẢ XẾP LOẠI LẠI CỦA KỲ TRƯỚC",
    "Chỉ tiêu cam kết": "CHỈ TIÊU ĐƠN VỊ CAM KẾT VỚI CẤP TRÊN",
}
_READY_ROWS = {UnitRow: 60, DeadlineRow: 14}
_OTHER_READY_ROWS = 20
_NOTHING: Mapping[type[Row], Rows] = MappingProxyType({})


def register_workbook(rows: Mapping[type[Row], Rows] = _NOTHING) -> WorkbookBuilder:
    """Return the register's sheets with their rows; the usual milestones where none are given."""
    builder = WorkbookBuilder()
    regulations = tuple(regulation.key for regulation in all_regulations())
    choices = Choices(REGISTER_SHEETS, [regulations], tuple(Scale))
    given: dict[type[Row], Rows] = {DeadlineRow: USUAL_MILESTONES}
    given |= rows
    for row_type in REGISTER_SHEETS:
        page = builder.page(row_type.SHEET)
        ready = _READY_ROWS.get(row_type, _OTHER_READY_ROWS)
        write_sheet(page, row_type, _TITLES[row_type.SHEET], given.get(row_type, ()), ready)
        if row_type is SettingRow:
            _guard_settings(page, choices, regulations)
        elif row_type is DeadlineRow:
            _prompt_kinds(page)
        guard_sheet(page, row_type, choices, skip=_FREE)
    choices.write(builder)
    return builder


_FREE = frozenset({"digits"})
"""The count with a list of its own."""


def _guard_settings(page: FormSheet, choices: Choices, regulations: tuple[str, ...]) -> None:
    where = place(SettingRow)
    # Inline, for a list of numbers: cells of the list sheet hold text.
    for key, allowed in (("regulation", choices.range_of(regulations)), ("digits", '"1,2"')):
        page.limit([where.cell(key)], choice_limit(allowed))


def _prompt_kinds(page: FormSheet) -> None:
    where = place(DeadlineRow)
    name = where.letters["kinds"]
    prompt = f"{UnitKind.GRASSROOTS}; {UnitKind.GRASSROOTS_CELL}. Để trống: mọi đơn vị báo cáo."
    area = f"{name}{where.first_row}:{name}{GUARDED_ROWS}"
    page.limit([area], InputLimit("any", prompt=("Loại hình áp dụng", prompt)))
