"""The register workbook (danh mục) the board keeps: empty and inviting, or filled with rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from xeploai.findings import letter
from xeploai.regimes import all_regimes
from xeploai.schema.register import REGISTER_SHEETS, DeadlineRow, SettingRow, UnitRow
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import UnitKind
from xeploai.workbook.layout import place
from xeploai.workbook.paper import GUIDE, TITLE, Ink, Look, Page
from xeploai.workbook.press import print_on_a4
from xeploai.workbook.sheets import (
    ROW_HEIGHT,
    Choices,
    Titles,
    guard_input,
    label_head,
    label_rows,
    row_looks,
    table_head,
    table_row,
)

USUAL_MILESTONES: tuple[Mapping[str, object], ...] = tuple(
    MappingProxyType({"milestone": code, "name": name})
    for code, name in (
        ("KH", "Ban hành kế hoạch kiểm điểm"),
        ("CB", "Chi bộ kiểm điểm xong"),
        ("TT", "Tập thể, cá nhân lãnh đạo kiểm điểm"),
        ("GUI", "Gửi hồ sơ, biểu tổng hợp"),
        ("TD", "Thẩm định"),
        ("QD", "Quyết định xếp loại"),
        ("KP", "Kế hoạch khắc phục sau kiểm điểm"),
    )
)
"""What an empty register starts with; a milestone without a date is not in use yet."""

_TITLES = {
    "Thiết lập": "THIẾT LẬP CỦA KỲ ĐÁNH GIÁ",
    "Đơn vị": "DANH MỤC TỔ CHỨC ĐẢNG",
    "Mốc thời gian": "CÁC MỐC THỜI GIAN CỦA KỲ",
    "Thẩm định, quyết định": "KẾT QUẢ THẨM ĐỊNH, QUYẾT ĐỊNH XẾP LOẠI",
    "Chấp thuận": "CÁC LỖI ĐƯỢC CHẤP THUẬN",
    "Địa giới": "ĐƠN VỊ MỚI VÀ ĐƠN VỊ CŨ",
    "Sổ nhận": "NGÀY NHẬN BIỂU ĐƯỢC SỬA LẠI",
    "Gia hạn": "ĐƠN VỊ ĐƯỢC GIA HẠN",
}
_LABEL_WIDTHS = {"A": 36, "B": 44, "C": 84}
_READY_ROWS = {UnitRow: 60, DeadlineRow: 14}
_OTHER_READY_ROWS = 30
_GUARDED_ROWS = 5000
_NOTHING: Mapping[type[Row], Sequence[Mapping[str, object]]] = MappingProxyType({})


def register_workbook(
    rows: Mapping[type[Row], Sequence[Mapping[str, object]]] = _NOTHING,
) -> Workbook:
    """The register's sheets with their rows; the usual milestones where none are given."""
    ink = Ink()
    regimes = tuple(regime.key for regime in all_regimes())
    choices = Choices(REGISTER_SHEETS, [regimes])
    given: dict[type[Row], Sequence[Mapping[str, object]]] = {DeadlineRow: USUAL_MILESTONES}
    given |= rows
    for row_type in REGISTER_SHEETS:
        page = ink.page(row_type.SHEET)
        if row_type is SettingRow:
            _write_settings(page, next(iter(given.get(row_type, ())), {}))
            _guard_settings(page, choices, regimes)
        else:
            _write_table(page, row_type, given.get(row_type, ()))
        last = place(row_type).last_label_row if row_type is SettingRow else _GUARDED_ROWS
        guard_input(page, row_type, choices, last, skip=_FREE)
        page.sheet.sheet_view.showGridLines = False
    choices.write(ink)
    return ink.book


_FREE = frozenset({"digits"})
"""The count with a list of its own."""


def _write_settings(page: Page, values: Mapping[str, object]) -> None:
    where = place(SettingRow)
    for name, width in _LABEL_WIDTHS.items():
        page.width(name, width)
    page.put_across(1, (1, 3), _TITLES[SettingRow.SHEET], TITLE)
    page.put_across(2, (1, 3), SettingRow.GUIDE, replace(GUIDE, across="center"))
    label_head(page, SettingRow, ("Mục", "Giá trị", "Giải thích"))
    label_rows(page, SettingRow, values, frozenset())
    for row in range(1, where.last_label_row + 1):
        page.height(row, 24)
    page.sheet.freeze_panes = f"A{where.first_row}"
    print_on_a4(page, f"A1:C{where.last_label_row}")


def _guard_settings(page: Page, choices: Choices, regimes: tuple[str, ...]) -> None:
    where = place(SettingRow)
    # Inline, for a list of numbers: cells of the list sheet hold text.
    for key, allowed in (("regime", choices.range_of(regimes)), ("digits", '"1,2"')):
        rule = DataValidation(
            type="list", formula1=allowed, allow_blank=True,
            showErrorMessage=True, errorTitle="Chọn trong danh sách",
            error="Bấm mũi tên ở góc phải của ô và chọn một mục trong danh sách.",
        )  # fmt: skip
        rule.add(where.cell(key))
        page.sheet.add_data_validation(rule)


def _write_table(page: Page, row_type: type[Row], rows: Sequence[Mapping[str, object]]) -> None:
    where = place(row_type)
    table_head(page, row_type, Titles(_TITLES[row_type.SHEET], "", row_type.GUIDE))
    looks = row_looks(row_type)
    ready = max(len(rows) + 10, _READY_ROWS.get(row_type, _OTHER_READY_ROWS))
    for index in range(ready):
        values = rows[index] if index < len(rows) else {}
        table_row(page, row_type, where.first_row + index, values, looks)
        page.growing_height(where.first_row + index, ROW_HEIGHT)
    _format_columns(page, looks)
    if row_type is DeadlineRow:
        _prompt_kinds(page)
    page.sheet.freeze_panes = f"A{where.first_row}"
    last_column = letter(len(columns(row_type)) - 1)
    page.sheet.auto_filter.ref = f"A{where.header_row}:{last_column}{where.first_row + ready - 1}"
    last_printed = where.first_row + max(len(rows), 20) - 1
    print_on_a4(
        page, f"A1:{last_column}{last_printed}", title_rows=f"{where.header_row}:{where.header_row}"
    )


def _format_columns(page: Page, looks: Mapping[str, Look]) -> None:
    """Rows below the yellow ones keep codes as text and dates as dates, pasted or typed."""
    for name, look in zip(page.sheet.column_dimensions, looks.values(), strict=True):
        page.format(name, replace(look, fill="", box=""))


def _prompt_kinds(page: Page) -> None:
    where = place(DeadlineRow)
    name = where.letters["kinds"]
    prompt = DataValidation(
        showInputMessage=True, promptTitle="Loại hình áp dụng",
        prompt=f"{UnitKind.GRASSROOTS}; {UnitKind.GRASSROOTS_CELL}. Để trống: mọi đơn vị báo cáo.",
    )  # fmt: skip
    prompt.add(f"{name}{where.first_row}:{name}{_GUARDED_ROWS}")
    page.sheet.add_data_validation(prompt)
