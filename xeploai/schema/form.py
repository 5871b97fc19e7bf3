"""The sheets of the form that a reporting unit fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xeploai.schema.row import Code, Column, Layout, Row, column
from xeploai.schema.terms import (
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatingStage,
    RemedyState,
    UnitKind,
)

FORM_ID = "xeploai-bieu-tong-hop"
FORM_VERSION = 1
MOST_SENDINGS = 50
"""A greater Lần gửi is a slip, such as the year; it would make every later sending older."""

STAMP_SHEET = "_xeploai"
CHECK_SHEET = "Kiểm tra"
LIST_SHEET = "Danh sách chọn"
CORRECTIONS_SHEET = "Cần sửa"
SUMMARY_SHEET = "Tóm tắt"
GUIDE_SHEET = "Hướng dẫn"
_INSERTED_SHEETS = ("_chen-1", "_chen-2")
OWN_SHEETS = (
    CHECK_SHEET, LIST_SHEET, CORRECTIONS_SHEET, SUMMARY_SHEET, GUIDE_SHEET, STAMP_SHEET,
    *_INSERTED_SHEETS,
)  # fmt: skip
"""Sheets of a form beside those that are filled in: never read for figures."""
LEAST_ROWS = 22
"""A form that lists cells has so many rows in sight; those kept below are hidden."""

IDENTITY = "Đơn vị báo cáo"
SENDING = "Lần gửi này"
DECLARED = "Số liệu chung của đơn vị"
ORG_LEVEL = "Xếp loại của đơn vị"
NOT_RATED = "Không được đánh giá, xếp loại"
BY_LEVEL = "Kết quả xếp loại"
CELL_LEVEL = "Xếp loại chi bộ"
CELL = "Chi bộ"
POINTS = "Điểm xếp loại"
BEGAN = "Ngày bắt đầu", "Ngày đầu của hội nghị kéo dài nhiều ngày."
"""Heading and meaning of the first day of what took several, in the form and in the register."""
MEMBERS = "Đảng viên"

RATIOS = {
    "Tỷ lệ XS": (("xs",), "rated"),
    "Tỷ lệ HTT trở lên": (("xs", "htt"), "rated"),
    "XS so với HTT": (("xs",), "htt"),
}
"""The form's own percentages by heading: the counts added up, and what they are divided by."""

RATIO_HEADINGS = {"ty le xs": "Tỷ lệ XS", "ty le htt tro len": "Tỷ lệ HTT trở lên",
                  "xs so voi htt": "XS so với HTT"}  # fmt: skip
"""The same headings as they are found, folded."""

COMPUTED_HEADINGS = frozenset(
    {
        "stt", "tt", "kiem tra", "ty le xs", "ty le htt tro len", "xs so voi htt", "so voi han",
        "ky truoc tong so", "ky truoc duoc xep loai", "ky truoc xs", "ky truoc htt",
        "ky truoc ht", "ky truoc kht", "ky truoc muc cua chi bo",
    }
)  # fmt: skip
"""Headings, folded, of what a form computes or shows for reference beside its fields."""


@dataclass(frozen=True, slots=True)
class InfoReturn(Row):
    """Who reports, for which period, and the unit's own totals and level."""

    SHEET: ClassVar[str] = "Thông tin"
    LAYOUT: ClassVar[Layout] = "labels"
    GUIDE: ClassVar[str] = "Điền các ô màu vàng; ô màu xám đã ghi sẵn, xin không sửa."

    unit_code: Code = column(
        "Mã đơn vị",
        "Mã của đơn vị báo cáo trong danh mục.",
        required=True,
        source="board",
        group=IDENTITY,
    )
    unit_name: str = column(
        "Tên đơn vị", "Tên đầy đủ của đơn vị báo cáo.", source="board", group=IDENTITY
    )
    unit_kind: UnitKind | None = column(
        "Loại hình", "Loại hình của đơn vị trong danh mục.", source="board", group=IDENTITY
    )
    parent_name: str = column(
        "Cấp trên trực tiếp",
        "Tổ chức đảng cấp trên nhận biểu này.",
        source="board",
        group=IDENTITY,
        aliases=("Đảng bộ cấp trên",),
    )
    period: str = column(
        "Kỳ đánh giá",
        "Kỳ mà số liệu trong tệp này thuộc về: một năm hoặc một quý.",
        required=True,
        source="board",
        group=IDENTITY,
        aliases=("Năm đánh giá", "Năm"),
    )
    version: int | None = column(
        "Lần gửi",
        "1 cho lần đầu; gửi lại thì tăng thêm 1. Bản không có lỗi có lần gửi lớn nhất được tính.",
        unit="lần",
        group=SENDING,
    )
    sent_on: date | None = column(
        "Ngày gửi",
        "Ngày gửi biểu. Để trống: lấy ngày lưu tệp lần cuối.",
        group=SENDING,
        aliases=("Ngày lập biểu",),
    )
    prepared_by: str = column("Người lập biểu", "Họ tên người lập biểu.", group=SENDING)
    phone: str = column("Điện thoại", "Số điện thoại của người lập biểu.", group=SENDING)
    cells_declared: int | None = column(
        "Số chi bộ trực thuộc",
        "Số chi bộ của đơn vị; so với số dòng ở tờ Chi bộ.",
        unit="chi bộ",
        group=DECLARED,
    )
    members_declared: int | None = column(
        "Tổng số đảng viên của đơn vị",
        "Tổng số đảng viên; so với tổng các chi bộ.",
        unit="đảng viên",
        group=DECLARED,
    )
    rated_declared: int | None = column(
        "Số đảng viên được đánh giá, xếp loại",
        "Số đảng viên được đánh giá, xếp loại; so với tổng các chi bộ.",
        unit="đảng viên",
        group=DECLARED,
    )
    self_level: Level | None = column(
        "Đơn vị tự xếp loại", "Mức đơn vị tự xếp loại cho mình.", group=ORG_LEVEL
    )
    proposed_level: Level | None = column(
        "Mức đề nghị",
        "Mức cấp trên thẩm định, đề nghị.",
        group=ORG_LEVEL,
        source="superior",
    )
    decided_level: Level | None = column(
        "Mức được quyết định",
        "Mức cấp có thẩm quyền quyết định.",
        group=ORG_LEVEL,
        source="superior",
    )
    decision_no: str = column(
        "Số quyết định", "Số quyết định xếp loại.", group=ORG_LEVEL, source="superior"
    )
    decision_date: date | None = column(
        "Ngày quyết định", "Ngày ký quyết định xếp loại.", group=ORG_LEVEL, source="superior"
    )
    points: str = column(
        POINTS,
        "Thang 100, ví dụ 93 hoặc 28+65; không chấm thì để trống.",
        group=ORG_LEVEL,
        is_later=True,
    )


@dataclass(frozen=True, slots=True)
class CellReturn(Row):
    """Counts of one party cell, and the cell's own level."""

    KEYS: ClassVar[tuple[str, ...]] = ("cell_code", "name")
    REMARKS: ClassVar[tuple[str, ...]] = ("attended_by", "note", "points")
    COMPUTED: ClassVar[frozenset[str]] = COMPUTED_HEADINGS
    SHEET: ClassVar[str] = "Chi bộ"
    GUIDE: ClassVar[str] = (
        "Mỗi chi bộ một dòng; điền các ô màu vàng. Ô số để trống được hiểu là 0, trừ hai cột "
        "Tổng số đảng viên và Được đánh giá, xếp loại. Ba cột Xếp loại chi bộ ghi XS, HTT, HT "
        "hoặc KHT. Chi bộ chưa kiểm điểm: để trống ngày kiểm điểm và kết quả xếp loại, biểu vẫn "
        "gửi được."
    )

    cell_code: Code = column(
        "Mã chi bộ", "Mã của chi bộ trong danh mục, nếu có.", group=CELL, width=9
    )
    name: str = column("Tên chi bộ", "Tên đầy đủ của chi bộ.", required=True, group=CELL, width=18)
    review_date: date | None = column(
        "Ngày kiểm điểm", "Ngày chi bộ họp kiểm điểm, đánh giá, xếp loại.", group=CELL, width=12
    )
    attended_by: str = column(
        "Cấp trên dự", "Đồng chí hoặc đơn vị cấp trên dự, chỉ đạo kiểm điểm.", group=CELL, width=9
    )
    members: int = column(
        "Tổng số đảng viên",
        "Toàn bộ đảng viên của chi bộ cuối kỳ.",
        unit="đảng viên",
        required=True,
        group=MEMBERS,
        width=6,
        aliases=("Tổng số ĐV", "Số đảng viên"),
    )
    official: int | None = column(
        "Chính thức",
        "Đảng viên chính thức.",
        unit="đảng viên",
        group=MEMBERS,
        width=7,
        aliases=("Đảng viên chính thức",),
    )
    probationary: int | None = column(
        "Dự bị",
        "Đảng viên dự bị.",
        unit="đảng viên",
        group=MEMBERS,
        width=5,
        aliases=("Đảng viên dự bị",),
    )
    exempt: int = column(
        "Miễn công tác, sinh hoạt",
        "Đảng viên được miễn công tác và sinh hoạt đảng.",
        unit="đảng viên",
        group=NOT_RATED,
        width=6,
        aliases=("Miễn công tác và sinh hoạt đảng", "Miễn sinh hoạt"),
    )
    suspended: int = column(
        "Đình chỉ sinh hoạt",
        "Đảng viên bị đình chỉ sinh hoạt đảng.",
        unit="đảng viên",
        group=NOT_RATED,
        width=6,
        aliases=("Đình chỉ sinh hoạt đảng",),
    )
    new_under_6m: int = column(
        "Mới kết nạp chưa đủ 6 tháng",
        "Đảng viên mới kết nạp chưa đủ 6 tháng.",
        unit="đảng viên",
        group=NOT_RATED,
        width=7,
        aliases=("Kết nạp dưới 6 tháng",),
    )
    not_rated_other: int = column(
        "Lý do khác",
        "Đảng viên chưa đánh giá vì lý do khác.",
        unit="đảng viên",
        group=NOT_RATED,
        width=6,
        aliases=("Chưa đánh giá vì lý do khác",),
    )
    not_rated_reason: str = column(
        "Ghi rõ lý do khác",
        "Lý do: ốm đau, đi làm ăn xa, đang xem xét kỷ luật…",
        group=NOT_RATED,
        width=8,
    )
    rated: int = column(
        "Được đánh giá, xếp loại",
        "Đảng viên được đánh giá, xếp loại chất lượng.",
        unit="đảng viên",
        required=True,
        required_with=(
            "review_date",
            "xs",
            "htt",
            "ht",
            "kht",
            "self_level",
            "proposed_level",
            "decided_level",
        ),
        group=BY_LEVEL,
        width=7,
        aliases=("Số đảng viên được đánh giá", "Được xếp loại"),
    )
    xs: int = column(
        "Hoàn thành xuất sắc nhiệm vụ",
        "Đảng viên hoàn thành xuất sắc nhiệm vụ.",
        unit="đảng viên",
        group=BY_LEVEL,
        width=7,
        aliases=("XS", "HTXSNV", "Hoàn thành xuất sắc"),
    )
    htt: int = column(
        "Hoàn thành tốt nhiệm vụ",
        "Đảng viên hoàn thành tốt nhiệm vụ.",
        unit="đảng viên",
        group=BY_LEVEL,
        width=7,
        aliases=("HTT", "HTTNV", "Hoàn thành tốt"),
    )
    ht: int = column(
        "Hoàn thành nhiệm vụ",
        "Đảng viên hoàn thành nhiệm vụ.",
        unit="đảng viên",
        group=BY_LEVEL,
        width=7,
        aliases=("HT", "HTNV", "Hoàn thành"),
    )
    kht: int = column(
        "Không hoàn thành nhiệm vụ",
        "Đảng viên không hoàn thành nhiệm vụ.",
        unit="đảng viên",
        group=BY_LEVEL,
        width=8,
        aliases=("KHT", "KHTNV", "Không hoàn thành"),
    )
    disciplined: int = column(
        "Bị kỷ luật trong kỳ",
        "Đảng viên bị kỷ luật trong kỳ đánh giá.",
        unit="đảng viên",
        width=7,
        aliases=("Bị kỷ luật",),
    )
    self_level: Level | None = column(
        "Tự xếp loại", "Mức chi bộ tự xếp loại.", group=CELL_LEVEL, width=5
    )
    proposed_level: Level | None = column(
        "Đề nghị", "Mức được thẩm định, đề nghị.", group=CELL_LEVEL, width=5
    )
    decided_level: Level | None = column(
        "Quyết định", "Mức được cấp có thẩm quyền quyết định.", group=CELL_LEVEL, width=7
    )
    decision_no: str = column(
        "Số quyết định", "Số quyết định xếp loại chi bộ.", group=CELL_LEVEL, width=8
    )
    decision_date: date | None = column(
        "Ngày quyết định", "Ngày ký quyết định.", group=CELL_LEVEL, width=12
    )
    note: str = column("Ghi chú", "Nội dung cần ghi thêm.", width=5)
    points: str = column(
        POINTS,
        "Số điểm của chi bộ theo thang 100, ví dụ 93, hoặc 28+65 (tiêu chí chung + kết quả); không "
        "chấm thì để trống.",
        width=5,
        is_later=True,
    )

    @property
    def not_rated(self) -> int:
        """Number of members who are not rated, for whatever reason."""
        return self.exempt + self.suspended + self.new_under_6m + self.not_rated_other

    @property
    def is_unreviewed(self) -> bool:
        """Whether the cell has still to hold its review: no date, no rating, somebody to rate."""
        counts = (self.rated, self.xs, self.htt, self.ht, self.kht)
        levels = (self.self_level, self.proposed_level, self.decided_level)
        if self.review_date or any(counts) or any(levels):
            return False
        return self.members > self.not_rated

    @property
    def must_review(self) -> bool:
        """Whether the cell has, or had, a review to hold: not where nobody is to be rated."""
        return bool(self.rated or self.review_date) or self.is_unreviewed


@dataclass(frozen=True, slots=True)
class LeadershipReturn(Row):
    """Counts of leading collectives, of leaders or of members at one step of the rating."""

    KEYS: ClassVar[tuple[str, ...]] = ("subject", "stage")
    COMPUTED: ClassVar[frozenset[str]] = COMPUTED_HEADINGS
    SHEET: ClassVar[str] = "Tập thể, lãnh đạo"
    GUIDE: ClassVar[str] = (
        "Ghi số tập thể và số cá nhân lãnh đạo, quản lý theo từng bước; "
        "bước nào chưa làm thì để trống cả dòng."
    )

    subject: LeadershipSubject = column(
        "Đối tượng",
        "Tập thể hoặc cá nhân lãnh đạo, quản lý; đảng viên ở bước tự xếp loại, đề nghị.",
        required=True,
        source="board",
        width=28,
    )
    stage: RatingStage = column(
        "Bước", "Tự xếp loại, đề nghị hoặc quyết định.", required=True, source="board", width=13
    )
    total: int = column(
        "Tổng số",
        "Số tập thể, cá nhân thuộc diện kiểm điểm; số đảng viên.",
        required=True,
        width=10,
    )
    not_rated: int = column("Chưa đánh giá", "Số chưa được đánh giá, xếp loại.", width=10)
    not_rated_reason: str = column(
        "Lý do chưa đánh giá", "Lý do chưa được đánh giá, xếp loại.", width=24
    )
    rated: int = column(
        "Được đánh giá, xếp loại",
        "Số được đánh giá, xếp loại.",
        required=True,
        group=BY_LEVEL,
        width=12,
    )
    xs: int = column(
        "Hoàn thành xuất sắc nhiệm vụ",
        "Hoàn thành xuất sắc nhiệm vụ.",
        group=BY_LEVEL,
        width=11,
        aliases=("XS", "HTXSNV"),
    )
    htt: int = column(
        "Hoàn thành tốt nhiệm vụ",
        "Hoàn thành tốt nhiệm vụ.",
        group=BY_LEVEL,
        width=11,
        aliases=("HTT", "HTTNV"),
    )
    ht: int = column(
        "Hoàn thành nhiệm vụ",
        "Hoàn thành nhiệm vụ.",
        group=BY_LEVEL,
        width=11,
        aliases=("HT", "HTNV"),
    )
    kht: int = column(
        "Không hoàn thành nhiệm vụ",
        "Không hoàn thành nhiệm vụ.",
        group=BY_LEVEL,
        width=11,
        aliases=("KHT", "KHTNV"),
    )
    note: str = column("Ghi chú", "Nội dung cần ghi thêm.", width=24)


@dataclass(frozen=True, slots=True)
class MilestoneReturn(Row):
    """When the unit finished one milestone."""

    KEYS: ClassVar[tuple[str, ...]] = ("milestone", "name", "deadline")
    COMPUTED: ClassVar[frozenset[str]] = COMPUTED_HEADINGS
    SHEET: ClassVar[str] = "Tiến độ"
    GUIDE: ClassVar[str] = (
        "Ghi ngày hoàn thành từng mốc; mốc đã quá hạn mà chưa xong thì ghi “chưa xong” ở cột "
        "Ghi chú."
    )

    milestone: Code = column(
        "Mã mốc", "Mã của mốc trong danh mục.", required=True, source="board", width=10
    )
    name: str = column("Tên mốc", "Việc phải hoàn thành.", source="board", width=48)
    deadline: date | None = column("Hạn", "Ngày phải hoàn thành.", source="board", width=14)
    done_on: date | None = column(
        "Ngày hoàn thành", "Ngày đã hoàn thành.", width=16, aliases=("Ngày thực hiện",)
    )
    note: str = column("Ghi chú", "Nội dung cần ghi thêm.", width=26)
    began_on: date | None = column(*BEGAN, width=14, is_later=True)


CARRIED_FROM = "Từ kỳ"
"""Begins the note of a remedy that the form carries over from the period before."""


@dataclass(frozen=True, slots=True)
class RemedyReturn(Row):
    """One shortcoming to overcome after the review."""

    SHEET: ClassVar[str] = "Khắc phục"
    GUIDE: ClassVar[str] = (
        "Mỗi hạn chế, khuyết điểm cần khắc phục một dòng; chỉ ghi nội dung, không ghi tên cá nhân."
    )

    item: str = column(
        "Nội dung khắc phục", "Hạn chế, khuyết điểm phải khắc phục.", required=True, width=48
    )
    owner: str = column("Đơn vị chịu trách nhiệm", "Tập thể, bộ phận chịu trách nhiệm.", width=26)
    due: date | None = column("Thời hạn", "Ngày phải hoàn thành.", width=14)
    state: RemedyState | None = column("Tình trạng", "Tình trạng thực hiện.", width=16)
    done_on: date | None = column("Ngày hoàn thành", "Ngày đã hoàn thành.", width=16)
    note: str = column("Ghi chú", "Nội dung cần ghi thêm.", width=26)

    @property
    def is_carried_over(self) -> bool:
        """Whether it is of the plan of an earlier period."""
        return self.note.startswith(CARRIED_FROM)


@dataclass(frozen=True, slots=True)
class DisciplineReturn(Row):
    """How many were disciplined in one form."""

    KEYS: ClassVar[tuple[str, ...]] = ("target", "form")
    COMPUTED: ClassVar[frozenset[str]] = COMPUTED_HEADINGS
    SHEET: ClassVar[str] = "Kỷ luật"
    GUIDE: ClassVar[str] = (
        "Ghi số đảng viên, số tổ chức đảng bị kỷ luật trong kỳ; không có thì ghi 0, để trống là "
        "chưa báo cáo."
    )

    target: DisciplineTarget = column(
        "Đối tượng", "Đảng viên hoặc tổ chức đảng.", required=True, source="board", width=20
    )
    form: DisciplineForm = column(
        "Hình thức", "Hình thức kỷ luật.", required=True, source="board", width=20
    )
    number: int = column("Số bị kỷ luật", "Số bị kỷ luật trong kỳ.", width=14)
    note: str = column("Ghi chú", "Nội dung cần ghi thêm.", width=48)


NEEDED_SHEETS: tuple[type[Row], ...] = (InfoReturn, CellReturn)
"""Without these a workbook is no return; any other may be missing."""

FORM_SHEETS: tuple[type[Row], ...] = (
    InfoReturn,
    CellReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
    DisciplineReturn,
)

INSERTED_SHEETS: Mapping[type[Row], str] = dict(
    zip((CellReturn, RemedyReturn), _INSERTED_SHEETS, strict=True)
)
"""Hidden sheets on which a form checks the rows inserted into a table."""


def is_about_members(row_type: type[Row], column: Column) -> bool:
    """Whether a column counts members, or tells why some of them were not rated."""
    is_reason = row_type is CellReturn and column.key == "not_rated_reason"
    is_discipline = row_type is DisciplineReturn and column.key == "number"
    return column.unit == "đảng viên" or is_reason or is_discipline
