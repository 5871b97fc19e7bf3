"""The sheets of the small workbook with what the office itself says in its report."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from xeploai.schema.row import Code, Layout, Row, column


class Section(StrEnum):
    """The places of the report that are filled with the office's own words."""

    LEADERSHIP = "I. Lãnh đạo, chỉ đạo"
    REVIEW = "II. Kết quả kiểm điểm"
    STRENGTHS = "IV. Ưu điểm"
    SHORTCOMINGS = "IV. Hạn chế, khuyết điểm"
    CAUSES = "IV. Nguyên nhân"
    PROPOSALS = "V. Đề xuất, kiến nghị"


@dataclass(frozen=True, slots=True)
class PaperRow(Row):
    """Words around the report's text; blank ones are dotted or taken from danh-muc."""

    SHEET: ClassVar[str] = "Thể thức"
    LAYOUT: ClassVar[Layout] = "labels"
    GUIDE: ClassVar[str] = (
        "Ghi ở đầu và cuối báo cáo. Mục để trống thì báo cáo chừa chỗ trống hoặc lấy theo danh mục."
    )

    number: str = column("Số, ký hiệu", "Ví dụ 05-BC/HU.", source="board")
    place: str = column("Địa danh", "Nơi ban hành, ví dụ Vĩnh Tường.", source="board")
    higher: str = column(
        "Cơ quan cấp trên",
        "Dòng trên, góc trái; để trống thì theo Cơ quan cấp trên của danh mục.",
        source="board",
    )
    issuer: str = column(
        "Cơ quan ban hành",
        "Dòng dưới, góc trái; để trống thì theo Cơ quan tổng hợp của danh mục.",
        source="board",
    )
    authority: str = column("Thẩm quyền ký", "Ví dụ T/M BAN THƯỜNG VỤ.", source="board")
    position: str = column("Chức vụ người ký", "Ví dụ BÍ THƯ.", source="board")
    signer: str = column("Họ và tên người ký", "Ghi dưới chỗ ký.", source="board")
    addressee: str = column(
        "Kính gửi", "Nơi báo cáo gửi lên; để trống thì theo Cơ quan cấp trên.", source="board"
    )
    recipients: str = column(
        "Nơi nhận", "Các nơi nhận, cách nhau bằng dấu chấm phẩy.", source="board"
    )
    dated: date | None = column(
        "Ngày báo cáo", "Ngày ký báo cáo; để trống thì báo cáo chừa chỗ.", source="board"
    )


@dataclass(frozen=True, slots=True)
class PassageRow(Row):
    """One paragraph of the office's own words."""

    SHEET: ClassVar[str] = "Lời văn"
    GUIDE: ClassVar[str] = (
        "Mỗi đoạn văn một dòng của bảng, hoặc một lần xuống dòng trong ô (Alt+Enter); đoạn thuộc "
        "mục nào thì chọn ở cột Mục. Để trống Mã đơn vị là báo cáo chung; ghi mã là báo cáo riêng."
    )
    PROSE: ClassVar[bool] = True

    section: Section = column(
        "Mục", "Mục của báo cáo mà đoạn này thuộc về.", required=True, source="board", width=28
    )
    unit_code: Code = column(
        "Mã đơn vị",
        "Để trống nếu là báo cáo chung.",
        source="board",
        aliases=("Mã", "Đơn vị"),
        width=14,
    )
    passage: str = column(
        "Nội dung", "Một đoạn văn của báo cáo.", required=True, source="board", width=110
    )


WORDING_SHEETS: tuple[type[Row], ...] = (PaperRow, PassageRow)
