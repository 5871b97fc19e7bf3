"""The sheet "Kiểm tra": every check of the form in a list, and whether it is ready to send."""

from collections.abc import Sequence
from dataclasses import replace

from xeploai.forms.cell_style import GREEN, ON_GREEN
from xeploai.forms.page_setup import link, print_on_a4, protect
from xeploai.forms.self_check.check_list import Check
from xeploai.forms.styles import (
    COMPUTED,
    GUIDE,
    HEAD,
    LABEL,
    SUBTITLE,
    TITLE,
    CellFormula,
    CellStyle,
)
from xeploai.forms.tables import row_height
from xeploai.forms.workbook_builder import ColorRule, FormSheet, WorkbookBuilder
from xeploai.schema.form import CHECK_SHEET, NEEDED_SHEETS
from xeploai.schema.row import Row

READY = "Sẵn sàng gửi: CÓ"
NOT_READY = "Sẵn sàng gửi: CHƯA – "
PASSED = "Đạt"
HINTED = "Nhắc: "

VERDICT_ROW = 3
HEADER_ROW = 6
FIRST_ROW = HEADER_ROW + 1
_WIDTHS = {"A": 6, "B": 22, "C": 92, "D": 11, "E": 18}
_CLOSER = 2
"""Points by which lines are lower than those to be filled in: all go on one page."""
_VERDICT = CellStyle(size=20, bold=True, box="all", across="center")
_GUIDE = "Sửa các ô màu đỏ ở những tờ còn lỗi; câu ghi ở cột Kiểm tra của tờ đó nói rõ lỗi ở đâu."


def write_checks(
    builder: WorkbookBuilder, checks: Sequence[Check], subtitle: str, note: str
) -> None:
    """Write the sheet."""
    page = builder.page(CHECK_SHEET)
    for name, width in _WIDTHS.items():
        page.width(name, width)
    page.put_across(1, (1, 5), "TỰ KIỂM TRA TRƯỚC KHI GỬI", TITLE)
    page.put_across(2, (1, 5), subtitle, SUBTITLE)
    page.put_across(4, (1, 5), _GUIDE, replace(GUIDE, across="center"))
    last = HEADER_ROW + len(checks)
    _write_verdict(page, f"SUM(D{FIRST_ROW}:D{last})")
    for column, text in enumerate(("STT", "Tờ", "Nội dung kiểm tra", "Số lỗi", "Kết quả"), 1):
        page.put(HEADER_ROW, column, text, HEAD)
    starts: dict[type[Row], int] = {}
    for row, check in enumerate(checks, start=FIRST_ROW):
        _write_check(page, row, check, starts.setdefault(check.row_type, row))
    _color(page, last)
    page.frozen, page.has_grid = f"A{FIRST_ROW}", False
    print_on_a4(
        page, f"A1:E{last}", note=note, title_rows=f"{HEADER_ROW}:{HEADER_ROW}", upright=True
    )
    protect(page)


def _write_verdict(page: FormSheet, faults: str) -> None:
    verdict = f'IF({faults}=0,"{READY}","{NOT_READY}"&{faults}&" lỗi")'
    page.put_across(VERDICT_ROW, (1, 5), CellFormula(verdict), _VERDICT)
    for row, height in ((1, 24), (2, 20), (VERDICT_ROW, 40), (4, 22), (5, 6), (HEADER_ROW, 22)):
        page.height(row, height)


def _write_check(page: FormSheet, row: int, check: Check, start: int) -> None:
    """Write a line; start: the first one of its sheet."""
    faults: object = CellFormula(_faults(check, f"D{start}:D{row - 1}"))
    result = f'IF(D{row}=0,"{PASSED}","Còn "&D{row}&" lỗi")'
    if check.is_hint:
        # Without a number of faults, which the verdict adds up.
        faults = None
        result = f'IFERROR(IF({check.faults}=0,"{PASSED}","{HINTED}"&{check.faults}),"")'
    centered = replace(COMPUTED, across="center")
    page.put(row, 1, row - HEADER_ROW, centered)
    sheet = check.row_type.SHEET
    cell = page.put(row, 2, sheet, LABEL)
    link(cell, sheet)
    page.put(row, 3, check.title, LABEL)
    page.put(row, 4, faults, centered)
    page.put(row, 5, CellFormula(result), centered)
    page.height(row, row_height(check.title, _WIDTHS["C"]) - _CLOSER)


def _faults(check: Check, above: str) -> str:
    """Return the formula of a line, in which what cannot be counted is a fault.

    A sheet that is no longer there is one too, but where the program can do without it.
    """
    faults = f"IF(SUM({above})>0,0,{check.faults})" if check.waits else check.faults
    faults = f"IFERROR({faults},1)"
    if check.row_type in NEEDED_SHEETS:
        return faults
    return f"IF(ISREF('{check.row_type.SHEET}'!$A$1),{faults},0)"


def _color(page: FormSheet, last: int) -> None:
    faults = f"SUM($D${FIRST_ROW}:$D${last})"
    verdict, results = f"A{VERDICT_ROW}:E{VERDICT_ROW}", f"E{FIRST_ROW}:E{last}"
    for cells, good, bad in (
        (verdict, f"{faults}=0", f"NOT({faults}=0)"),
        (results, f'$E{FIRST_ROW}="{PASSED}"', f"$D{FIRST_ROW}>0"),
    ):
        good_rule = ColorRule(cells, good, ON_GREEN, GREEN, bold=True)
        page.color([good_rule, ColorRule(cells, bad, bold=True)])
