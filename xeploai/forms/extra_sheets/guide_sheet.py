"""The sheet "Hướng dẫn": how a form is filled in, what its locks are for, and one row filled in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xeploai.forms.page_setup import print_on_a4, protect
from xeploai.forms.styles import (
    BY_SUPERIOR,
    FROM_BOARD,
    GROUP_TITLE,
    HEAD,
    LABEL,
    MEANING,
    PLAIN,
    SUBTITLE,
    TITLE,
    TO_FILL,
    CellStyle,
    field_style,
    shown,
)
from xeploai.forms.tables import ROW_HEIGHT, row_height
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder
from xeploai.schema.form import GUIDE_SHEET, CellReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import Level

_WIDTHS = {"A": 44, "B": 22, "C": 66}
_STEPS = "Các bước"
_PARTS = {
    _STEPS: (
        "1. Tờ Thông tin: ghi Ngày gửi, người lập biểu, số liệu chung và mức đơn vị tự xếp loại.",
        (
            "2. Tờ Chi bộ: mỗi chi bộ một dòng; chi bộ cơ sở chỉ một dòng của chính mình. Cần thêm "
            "dòng thì làm theo câu ghi ở dòng cuối của bảng."
        ),
        "3. Các tờ còn lại: ghi phần đơn vị có; không có gì thì để trống.",
        "4. Tờ Kiểm tra: sửa đến khi thấy “Sẵn sàng gửi: CÓ”; cột Kiểm tra của mỗi tờ nói rõ lỗi.",
        "5. Tờ Tóm tắt: in một trang, trình người đứng đầu ký, gửi tệp này về cơ quan tổng hợp.",
    ),
    "Khóa để làm gì": (
        "Các tờ được khóa, không có mật khẩu, để giữ nguyên tiêu đề, công thức và dòng Tổng cộng.",
        (
            "Ở tờ Khắc phục và tờ Chi bộ của đảng bộ vẫn làm được: sắp xếp, lọc, bỏ ẩn dòng, chèn "
            "dòng; ở mọi tờ: chỉnh độ rộng cột và độ cao dòng."
        ),
        "Dòng chèn thêm vẫn được cộng và tự kiểm tra; các ô tự tính thì chép từ dòng trên xuống.",
        "Bỏ một dòng: chọn các ô đã ghi của dòng rồi bấm Delete; dòng trống không được tính.",
        "Muốn xóa hẳn dòng thì bỏ bảo vệ tờ (thẻ Xem lại – Review, mục Unprotect Sheet).",
    ),
}
_OF_UPPER_UNIT = (
    "1. Tờ Thông tin: ghi Ngày gửi, người lập biểu và mức đơn vị tự xếp loại.",
    (
        "2. Tờ Tập thể, lãnh đạo: ghi số tập thể, cá nhân lãnh đạo, quản lý của chính cấp mình, "
        "không cộng số của các đơn vị trực thuộc."
    ),
    (
        "3. Tờ Tiến độ, Khắc phục, Kỷ luật: ghi phần của chính cấp mình; không có gì thì để "
        "trống, tờ Kỷ luật thì ghi 0."
    ),
    "4. Tờ Kiểm tra: sửa đến khi thấy “Sẵn sàng gửi: CÓ”; cột Kiểm tra của mỗi tờ nói rõ lỗi.",
)
_LINE = replace(PLAIN, size=12, across="left", wraps=True, indent=1)
_COLOURS: tuple[tuple[str, CellStyle], ...] = (
    ("Ô vàng: đơn vị điền", TO_FILL),
    ("Ô xám: đã ghi sẵn, không sửa", FROM_BOARD),
    ("Ô xanh: cấp trên ghi, đơn vị để trống", BY_SUPERIOR),
    ("Ô trắng: tự tính, không sửa", replace(FROM_BOARD, fill="")),
)


def write_guide(
    builder: WorkbookBuilder, year: int, subtitle: str, note: str, *, lists_cells: bool = True
) -> None:
    """Write the sheet; year: that of the example's dates; lists_cells: there is a sheet Chi bộ."""
    page = builder.page(GUIDE_SHEET)
    for name, width in _WIDTHS.items():
        page.width(name, width)
    page.put_across(1, (1, 3), "HƯỚNG DẪN ĐIỀN BIỂU", TITLE)
    page.put_across(2, (1, 3), subtitle, SUBTITLE)
    row = 4
    parts = _PARTS if lists_cells else {_STEPS: _OF_UPPER_UNIT}
    for title, sentences in parts.items():
        row = _write_part(page, row, title, sentences)
    row = _write_colours(page, row)
    last = _write_example(page, row, year) if lists_cells else row - 1
    page.has_grid = False
    print_on_a4(page, f"A1:C{last}", note=note, upright=True)
    protect(page)


def _write_part(page: FormSheet, row: int, title: str, sentences: Sequence[str]) -> int:
    """Write a title and the sentences below it; gives the next free row."""
    page.put_across(row, (1, 3), title, GROUP_TITLE)
    page.height(row, ROW_HEIGHT)
    for sentence in sentences:
        row += 1
        page.put_across(row, (1, 3), sentence, _LINE)
        page.height(row, row_height(sentence, sum(_WIDTHS.values())))
    return row + 1


def _write_colours(page: FormSheet, row: int) -> int:
    page.put_across(row, (1, 3), "Màu của ô", GROUP_TITLE)
    page.height(row, ROW_HEIGHT)
    for text, tone in _COLOURS:
        row += 1
        page.put(row, 1, text, replace(tone, across="left", indent=1, locked=True))
        page.height(row, ROW_HEIGHT)
    return row + 1


def _write_example(page: FormSheet, row: int, year: int) -> int:
    """Write one row of the sheet "Chi bộ" filled in, its columns below each other.

    Standing upright it is never taken for a table of figures.
    """
    page.put_across(row, (1, 3), "Ví dụ: một dòng của tờ Chi bộ đã điền", GROUP_TITLE)
    page.height(row, ROW_HEIGHT)
    row += 1
    for place, text in enumerate(("Cột", "Ví dụ", "Ý nghĩa"), start=1):
        page.put(row, place, text, HEAD)
    values = _example(year)
    for key, column in columns(CellReturn).items():
        row += 1
        style = replace(field_style(column, TO_FILL), across="left", indent=1, locked=True)
        page.put(row, 1, column.header, LABEL)
        page.put(row, 2, shown(values.get(key)), style)
        page.put(row, 3, column.meaning, MEANING)
        page.height(row, ROW_HEIGHT)
    return row


def _example(year: int) -> dict[str, object]:
    """Return a row in which nothing is wrong."""
    return {
        "cell_code": "01.01", "name": "Chi bộ thôn Đông", "review_date": date(year, 12, 5),
        "attended_by": "Đ/c Phó Bí thư", "members": 20, "official": 19, "probationary": 1,
        "exempt": 1, "new_under_6m": 1, "rated": 18, "xs": 3, "htt": 13, "ht": 2, "kht": 0,
        "disciplined": 0, "self_level": Level.HTT, "proposed_level": Level.HTT,
        "decided_level": Level.HTT, "decision_no": "12-QĐ/ĐU", "decision_date": date(year, 12, 20),
    }  # fmt: skip
