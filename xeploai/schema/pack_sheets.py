"""The sheets of a pack: the one file that a board sends to the board above it.

A person reads all of them in Excel. The program takes from it the cover, the list of files with
what each of them holds, and the codes of the units; the rest is worked out anew from those.
"""

COVER = "Gói số liệu"
ENTRIES = "Biểu trong gói"
FIGURES = "Số liệu"
STANDINGS = "Tiến độ các đơn vị"
FINDINGS = "Lỗi và cảnh báo"
UNITS = "Đơn vị"
PACK_SHEETS = (COVER, FIGURES, STANDINGS, FINDINGS, UNITS, ENTRIES)
"""In the order of the workbook."""

FORMAT = 1
"""Number of the arrangement; a program reads all up to its own."""

OFFICE = "Cơ quan lập gói"
UNIT = "Mã đơn vị của cơ quan"
PERIOD = "Kỳ đánh giá"
AS_OF = "Số liệu tính đến ngày"
MADE_AT = "Lập lúc"
NUMBER = "Số tệp trong gói"
HIDE_BELOW = "Ngưỡng ẩn số liệu (số đảng viên)"
PROGRAM = "Bản chương trình"
ARRANGEMENT = "Dạng gói"
SEAL = "Dấu kiểm tra (SHA-256)"
"""Labels of the cover, each left of its value; the seal is of all but itself."""

FILE = "Tệp"
SHA256 = "Mã nhận dạng tệp (SHA-256)"
FIRST_SEEN = "Ghi nhận lần đầu"
CONTENT = "Nội dung gốc, cho chương trình đọc lại"
COMMON = "(chữ chung của các biểu)"
"""In the place of a file's name: what the contents of all have in common."""
ENTRY_HEADINGS = (
    "STT", FILE, "Mã đơn vị", "Kỳ", "Lần gửi", "Ngày nhận", "Tình trạng", "Lý do", SHA256,
    FIRST_SEEN, CONTENT,
)  # fmt: skip
"""The content comes last: it may take several cells."""

LISTED_CODE, LISTED_NAME, LISTED_KIND = "Mã đơn vị", "Tên đơn vị", "Loại hình"
"""Headings of the units, as the register has them: rows are copied from here into it."""
