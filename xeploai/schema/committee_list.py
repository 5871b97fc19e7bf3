"""The list for the meeting of the committee that decides, filled in there and read back."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xeploai.schema.row import Code, Row, column
from xeploai.schema.terms import Level, RatedSubject

LIST_ID = "xeploai-danh-sach-xet"
"""Mark of a list on its stamp sheet, where a form has FORM_ID."""
LIST_SUMMARY_SHEET = "Tổng hợp"
"""The sheet of a list that adds up its rows: never read."""


@dataclass(frozen=True, slots=True)
class CommitteeRow(Row):
    """Levels of a unit or cell before the committee so far, and what is decided."""

    SHEET: ClassVar[str] = "Danh sách xét"
    GUIDE: ClassVar[str] = (
        "Ghi kết quả ở các cột màu vàng; mức khác mức tự xếp loại thì ghi lý do. Ghi xong thì lưu, "
        "chép tệp vào thư mục input rồi chạy lại chương trình. Cột màu xám chỉ để xem."
    )
    KEYS: ClassVar[tuple[str, ...]] = ("unit_code", "subject")
    REMARKS: ClassVar[tuple[str, ...]] = (
        "number", "name", "self_level", "proposed_level", "remark",
    )  # fmt: skip

    number: str = column("STT", "Số thứ tự.", source="board", width=6)
    unit_code: Code = column(
        "Mã", "Mã đơn vị hoặc mã chi bộ.", required=True, source="board", width=12
    )
    name: str = column("Tên", "Tên đơn vị hoặc chi bộ.", source="board", width=36)
    subject: RatedSubject = column(
        "Đối tượng", "Chi bộ hoặc TCCSĐ.", required=True, source="board", width=10
    )
    self_level: Level | None = column("Tự xếp loại", "Mức tự xếp loại.", source="board", width=8)
    proposed_level: Level | None = column("Đề nghị", "Mức đề nghị.", source="board", width=8)
    decided_level: Level | None = column(
        "Quyết định", "Mức được quyết định.", source="superior", width=9
    )
    decision_no: str = column("Số quyết định", "Số văn bản.", source="superior", width=14)
    decision_date: date | None = column("Ngày quyết định", "Ngày ký.", source="superior", width=13)
    reason: str = column(
        "Lý do điều chỉnh",
        "Lý do mức quyết định khác mức tự xếp loại.",
        source="superior",
        width=30,
    )
    remark: str = column("Lưu ý", "Điều cần biết khi xét.", source="board", width=26)
