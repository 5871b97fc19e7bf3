"""The sheets of the register (danh mục) that the board keeps."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xeploai.schema.form import BEGAN
from xeploai.schema.row import Code, Layout, Row, column
from xeploai.schema.terms import (
    CapBase,
    CapScope,
    Level,
    MilestoneEvent,
    OverCap,
    RatedSubject,
    RemedyState,
    ReratedSubject,
    Rounding,
    SendingMeasure,
    UnitKind,
    YesNo,
)


@dataclass(frozen=True, slots=True)
class SettingRow(Row):
    """The settings of the period; where left empty, the regulation's or program's default."""

    SHEET: ClassVar[str] = "Thiết lập"
    LAYOUT: ClassVar[Layout] = "labels"
    GUIDE: ClassVar[str] = (
        "Bắt buộc: Kỳ đánh giá và Cơ quan tổng hợp. Mục để trống lấy theo quy định của kỳ."
    )

    period: str = column(
        "Kỳ đánh giá",
        "Kỳ đánh giá: một năm, ví dụ 2025, hoặc một quý, ví dụ 2026-Q1.",
        required=True,
        source="board",
    )
    office: str = column(
        "Cơ quan tổng hợp",
        "Cơ quan lập báo cáo, ví dụ Ban Tổ chức Tỉnh ủy.",
        required=True,
        source="board",
    )
    higher_office: str = column("Cơ quan cấp trên", "Cơ quan nhận báo cáo.", source="board")
    regulation: str = column(
        "Quy định áp dụng",
        "Mã của quy định, chọn trong danh sách: qd366-2025 là Quy định 366-QĐ/TW áp dụng từ kỳ "
        "2025; để trống thì chọn theo năm.",
        source="board",
    )
    cap: int | None = column(
        "Tỷ lệ trần xuất sắc (%)", "Tỷ lệ tối đa đảng viên xuất sắc.", unit="%", source="board"
    )
    cap_base: CapBase | None = column(
        "Mẫu số tính trần",
        "So số xuất sắc với HTT, với XS+HTT hay với số được xếp loại.",
        source="board",
    )
    cap_scope: CapScope | None = column(
        "Phạm vi tính trần", "Tính trần theo TCCSĐ, chi bộ hay toàn bộ.", source="board"
    )
    cap_decision: str = column(
        "Số quyết định cho phép vượt 20%",
        "Số văn bản cho phép tỷ lệ cao hơn 20%.",
        source="board",
    )
    digits: int | None = column(
        "Số chữ số thập phân",
        "Số chữ số sau dấu phẩy của tỷ lệ: 1 hoặc 2; mặc định 2.",
        source="board",
    )
    rounding: Rounding | None = column(
        "Cách làm tròn", "Làm tròn thông thường (mặc định) hoặc bỏ phần lẻ.", source="board"
    )
    hide_below: int | None = column(
        "Ngưỡng ẩn số liệu (số đảng viên)",
        "Tổ chức có ít đảng viên hơn số này không hiện số liệu trên trang.",
        unit="đảng viên",
        source="board",
        aliases=("Ẩn số liệu khi dưới",),
    )
    counted_to: date | None = column(
        "Số liệu tính đến ngày",
        "Ghi trên trang và báo cáo; để trống thì lấy ngày chạy chương trình.",
        source="board",
    )
    note: str = column(
        "Ghi chú trên trang",
        "Một câu hiện ở đầu mọi trang, ví dụ “Số liệu dự thảo”.",
        source="board",
    )
    database_tolerance: int | None = column(
        "Chênh lệch cho phép so với cơ sở dữ liệu (%)",
        "Số đảng viên lệch cơ sở dữ liệu quá mức này thì nhắc; mặc định 2%.",
        unit="%",
        source="board",
    )
    yearly_tolerance: int | None = column(
        "Chênh lệch cho phép so với kỳ trước (%)",
        "Số đảng viên tăng, giảm so với kỳ trước quá mức này thì nhắc; mặc định 10%.",
        unit="%",
        source="board",
    )
    excellent_jump: int | None = column(
        "Mức thay đổi tỷ lệ xuất sắc cần xem lại (%)",
        "Tỷ lệ xuất sắc tăng, giảm so với kỳ trước quá số điểm phần trăm này thì nhắc; mặc định "
        "10.",
        unit="%",
        source="board",
    )
    sending_measure: SendingMeasure | None = column(
        "Mốc gửi biểu tính theo",
        "Đã gửi (mặc định): biểu đọc được đã đến, dù còn phải sửa. Được tính: biểu không còn lỗi.",
        source="board",
    )
    least_coverage: int | None = column(
        "Tỷ lệ đơn vị tối thiểu để công bố (%)",
        "Tính được ít đơn vị hơn mức này thì chưa in tỷ lệ từng mức; mặc định 50%.",
        unit="%",
        source="board",
    )
    over_cap: OverCap | None = column(
        "Vượt trần",
        "Cảnh báo (mặc định): biểu vượt trần vẫn được tính. Không nhận: biểu bị trả lại.",
        source="board",
    )
    never_over_cap: int | None = column(
        "Số xuất sắc không tính là vượt",
        "Có từng này đảng viên xuất sắc trở xuống thì không tính là vượt trần; mặc định 1.",
        unit="đảng viên",
        source="board",
    )
    level_source: str = column(
        "Căn cứ so sánh với mức xếp loại cũ",
        "Văn bản cho phép so sánh mức “trong sạch, vững mạnh”, “yếu kém” của kỳ trước với mức của "
        "kỳ này; để trống thì ghi không so sánh được.",
        source="board",
    )
    failed_quarter_bars_excellent: YesNo | None = column(
        "Quý không hoàn thành thì không xếp xuất sắc",
        "Không (mặc định). Có: theo thông lệ, nhắc đơn vị có số cá nhân, tập thể lãnh đạo xuất sắc "
        "của năm nhiều hơn số không có quý nào không hoàn thành nhiệm vụ.",
        source="board",
    )


FILES_FORM = "Gửi biểu cấp mình"


@dataclass(frozen=True, slots=True)
class UnitRow(Row):
    """One organisation and its place in the tree."""

    SHEET: ClassVar[str] = "Đơn vị"
    GUIDE: ClassVar[str] = (
        "Mỗi tổ chức đảng một dòng, theo thứ tự của cơ quan. Cấp trên cùng để trống Mã đơn vị "
        "cấp trên. Không bắt buộc liệt kê chi bộ trực thuộc."
    )
    REMARKS: ClassVar[tuple[str, ...]] = ("number",)

    number: str = column("STT", "Số thứ tự của cơ quan.", source="board", width=6)
    code: Code = column(
        "Mã đơn vị",
        "Mã riêng của đơn vị, không trùng.",
        aliases=("Mã",),
        required=True,
        source="board",
        width=12,
    )
    name: str = column(
        "Tên đơn vị",
        "Tên đầy đủ, ví dụ Đảng bộ xã Xuân Thắng.",
        aliases=("Tên",),
        required=True,
        source="board",
        width=40,
    )
    kind: UnitKind = column(
        "Loại hình", "Một trong sáu loại hình.", required=True, source="board", width=24
    )
    parent_code: Code = column(
        "Mã đơn vị cấp trên",
        "Mã của cấp trên trực tiếp.",
        aliases=("Mã cấp trên",),
        source="board",
        width=14,
    )
    cluster: str = column("Cụm", "Cụm theo dõi.", source="board", width=14)
    official: str = column(
        "Cán bộ theo dõi", "Đồng chí được phân công theo dõi.", source="board", width=24
    )
    members_in_database: int | None = column(
        "Số đảng viên theo cơ sở dữ liệu",
        "Để đối chiếu với số báo cáo.",
        unit="đảng viên",
        source="board",
        width=14,
    )
    founded_on: date | None = column(
        "Ngày thành lập", "Để biết tổ chức chưa đủ 6 tháng.", source="board", width=13
    )
    hinted: YesNo | None = column(
        "Gợi ý kiểm điểm", "Có nếu cấp trên gợi ý kiểm điểm.", source="board", width=12
    )
    files_form: YesNo | None = column(
        FILES_FORM,
        "Có nếu tỉnh, cấp trên trực tiếp cơ sở cũng gửi biểu về tập thể, lãnh đạo, khắc phục, kỷ "
        "luật và chi bộ trực thuộc (nếu có) của chính cấp mình.",
        source="board",
        width=12,
    )


@dataclass(frozen=True, slots=True)
class DeadlineRow(Row):
    """One milestone, the kinds of unit it binds, and its date."""

    SHEET: ClassVar[str] = "Mốc thời gian"
    GUIDE: ClassVar[str] = (
        "Mỗi mốc một dòng. Loại hình áp dụng: để trống là mọi đơn vị báo cáo; nhiều loại hình "
        "cách nhau bằng dấu chấm phẩy. Ghi chi bộ trực thuộc thì đếm từng chi bộ."
    )

    milestone: Code = column("Mã mốc", "Mã ngắn của mốc.", required=True, source="board", width=10)
    name: str = column("Tên mốc", "Việc phải hoàn thành.", required=True, source="board", width=48)
    kinds: str = column("Loại hình áp dụng", "Loại hình phải thực hiện.", source="board", width=40)
    deadline: date | None = column(
        "Hạn", "Ngày phải hoàn thành; mốc chưa ghi hạn thì chưa dùng.", source="board", width=14
    )
    event: MilestoneEvent | None = column(
        "Căn cứ",
        "Việc nào cho biết đã xong; để trống thì theo tên, mã của mốc thường dùng.",
        source="board",
        width=20,
    )
    after: Code = column(
        "Sau mốc",
        "Mã mốc phải xong trước mốc này; không buộc thì để trống.",
        aliases=("Sau mốc (mã)",),
        source="board",
        width=10,
    )


@dataclass(frozen=True, slots=True)
class DecisionRow(Row):
    """A rating appraised or decided by the board."""

    SHEET: ClassVar[str] = "Thẩm định, quyết định"
    GUIDE: ClassVar[str] = (
        "Kết quả thẩm định, quyết định của cấp trên; mức ghi ở đây được dùng thay mức trong biểu."
    )

    unit_code: Code = column(
        "Mã đơn vị", "Mã đơn vị hoặc mã chi bộ.", required=True, source="board", width=12
    )
    subject: RatedSubject = column(
        "Đối tượng",
        "Chi bộ hoặc TCCSĐ (tổ chức cơ sở đảng).",
        required=True,
        source="board",
        width=22,
    )
    self_level: Level | None = column("Tự xếp loại", "Mức tự xếp loại.", source="board", width=10)
    proposed_level: Level | None = column("Đề nghị", "Mức đề nghị.", source="board", width=10)
    decided_level: Level | None = column(
        "Quyết định", "Mức được quyết định.", source="board", width=10
    )
    decision_no: str = column("Số quyết định", "Số văn bản.", source="board", width=16)
    decision_date: date | None = column("Ngày quyết định", "Ngày ký.", source="board", width=13)
    reason: str = column(
        "Lý do điều chỉnh",
        "Lý do mức quyết định khác mức tự xếp loại.",
        source="board",
        width=40,
    )


@dataclass(frozen=True, slots=True)
class WaiverRow(Row):
    """A finding the board accepts, with reason, person and date."""

    SHEET: ClassVar[str] = "Chấp thuận"
    GUIDE: ClassVar[str] = (
        "Lỗi được chấp thuận không giữ biểu lại; vẫn được liệt kê ở trang Chất lượng "
        "dữ liệu. Tên quy tắc chép ở trang Sổ quy tắc; trang ấy ghi lỗi nào chấp thuận được."
    )

    rule: str = column(
        "Mã quy tắc",
        "Tên quy tắc, chép ở trang Sổ quy tắc; ghi mã cũng được.",
        required=True,
        source="board",
        width=36,
    )
    unit_code: Code = column(
        "Mã đơn vị", "Đơn vị được chấp thuận.", required=True, source="board", width=12
    )
    reason: str = column("Lý do", "Lý do chấp thuận.", required=True, source="board", width=44)
    approved_by: str = column("Người duyệt", "Người duyệt.", source="board", width=24)
    approved_on: date | None = column("Ngày duyệt", "Ngày duyệt.", source="board", width=13)


@dataclass(frozen=True, slots=True)
class CrosswalkRow(Row):
    """Which old units a new unit was made of."""

    SHEET: ClassVar[str] = "Địa giới"
    GUIDE: ClassVar[str] = (
        "Đơn vị mới được sắp xếp từ đơn vị cũ nào, kỳ nào; để so sánh được với kỳ trước."
    )

    new_code: Code = column(
        "Mã đơn vị mới", "Mã trong danh mục này.", required=True, source="board", width=16
    )
    old_code: Code = column(
        "Mã đơn vị cũ", "Mã trong kỳ cũ.", required=True, source="board", width=16
    )
    period: str = column("Kỳ cũ", "Kỳ dùng mã cũ.", required=True, source="board", width=10)


@dataclass(frozen=True, slots=True)
class ReceiptRow(Row):
    """A day of receipt that the board puts right."""

    SHEET: ClassVar[str] = "Sổ nhận"
    GUIDE: ClassVar[str] = (
        "Chỉ ghi khi ngày nhận một biểu ở trang Sổ nhận chưa đúng, ví dụ biểu giấy đến trước tệp. "
        "Một lần gửi ghi hai dòng thì dùng dòng trên."
    )

    unit_code: Code = column(
        "Mã đơn vị", "Đơn vị gửi biểu.", required=True, source="board", width=12
    )
    version: int = column(
        "Lần gửi", "Lần gửi thứ mấy của đơn vị.", unit="lần", required=True, source="board", width=9
    )
    received_on: date | None = column(
        "Ngày nhận", "Ngày nhận đúng.", required=True, source="board", width=13
    )
    reason: str = column("Lý do", "Lý do sửa.", source="board", width=44)


@dataclass(frozen=True, slots=True)
class ExtensionRow(Row):
    """A later deadline for one unit at one milestone."""

    SHEET: ClassVar[str] = "Gia hạn"
    GUIDE: ClassVar[str] = (
        "Chỉ ghi đơn vị được lùi hạn một mốc; các đơn vị khác giữ hạn ở tờ Mốc thời gian."
    )

    unit_code: Code = column(
        "Mã đơn vị", "Đơn vị được gia hạn.", required=True, source="board", width=12
    )
    milestone: Code = column("Mã mốc", "Mốc được gia hạn.", required=True, source="board", width=10)
    deadline: date | None = column(
        "Hạn mới", "Ngày phải hoàn thành, sau hạn chung.", required=True, source="board", width=13
    )
    reason: str = column("Lý do", "Lý do gia hạn.", required=True, source="board", width=44)


@dataclass(frozen=True, slots=True)
class CompletionRow(Row):
    """Completion of a milestone that the board knows by itself."""

    SHEET: ClassVar[str] = "Theo dõi tiến độ"
    GUIDE: ClassVar[str] = (
        "Chỉ ghi điều cơ quan tự biết; dòng ở đây được dùng trước ngày trong biểu. "
        "Việc biết là chưa xong: để trống ngày, ghi “chưa xong” ở cột Ghi chú."
    )

    unit_code: Code = column(
        "Mã đơn vị", "Đơn vị được theo dõi.", required=True, source="board", width=12
    )
    milestone: Code = column("Mã mốc", "Mốc.", required=True, source="board", width=10)
    done_on: date | None = column(
        "Ngày hoàn thành", "Ngày đã hoàn thành.", source="board", width=16
    )
    note: str = column("Ghi chú", "Nguồn tin, hoặc “chưa xong”.", source="board", width=44)
    began_on: date | None = column(*BEGAN, source="board", width=14)


@dataclass(frozen=True, slots=True)
class UnitCapRow(Row):
    """A cap on excellent members that a decision sets for one unit."""

    SHEET: ClassVar[str] = "Trần xuất sắc"
    GUIDE: ClassVar[str] = "Chỉ ghi đơn vị có quyết định cho tỷ lệ khác tỷ lệ chung ở tờ Thiết lập."

    unit_code: Code = column(
        "Mã đơn vị", "Đơn vị có tỷ lệ riêng.", required=True, source="board", width=12
    )
    cap: int = column(
        "Tỷ lệ trần (%)", "Tỷ lệ tối đa đảng viên xuất sắc của đơn vị.",
        unit="%", required=True, source="board", width=14,
    )  # fmt: skip
    decision_no: str = column("Số quyết định", "Số văn bản cho phép.", source="board", width=24)


@dataclass(frozen=True, slots=True)
class AssignmentRow(Row):
    """A superior, or a delegation, assigned to attend the review of a unit or cell."""

    SHEET: ClassVar[str] = "Phân công dự"
    GUIDE: ClassVar[str] = (
        "Ai được phân công dự, chỉ đạo kiểm điểm ở đâu: mỗi người ở mỗi nơi một dòng. Không bắt "
        "buộc; có ghi thì trang và báo cáo nêu."
    )

    official: str = column(
        "Cán bộ", "Đồng chí hoặc đoàn được phân công dự.", required=True, source="board", width=30
    )
    unit_code: Code = column(
        "Mã đơn vị", "Mã đơn vị hoặc mã chi bộ.", required=True, source="board", width=12
    )
    role: str = column(
        "Vai trò", "Ví dụ Ủy viên Ban Thường vụ, Trưởng đoàn.", source="board", width=36
    )
    attends_on: date | None = column(
        "Ngày", "Ngày dự; chưa định thì để trống.", aliases=("Ngày dự",), source="board", width=13
    )


@dataclass(frozen=True, slots=True)
class PlanRow(Row):
    """A shortcoming to overcome in the board's own plan, or in that of a unit it follows up."""

    SHEET: ClassVar[str] = "Khắc phục của cấp này"
    GUIDE: ClassVar[str] = (
        "Kế hoạch khắc phục hạn chế, khuyết điểm của cấp này, hoặc việc cấp này theo dõi ở đơn vị; "
        "mỗi nội dung một dòng, không ghi tên cá nhân. Không bắt buộc."
    )

    unit_code: Code = column(
        "Mã đơn vị", "Đơn vị phải khắc phục.", required=True, source="board", width=12
    )
    item: str = column(
        "Nội dung",
        "Hạn chế, khuyết điểm phải khắc phục.",
        aliases=("Nội dung khắc phục",),
        required=True,
        source="board",
        width=48,
    )
    owner: str = column(
        "Đơn vị chịu trách nhiệm",
        "Tập thể, bộ phận chịu trách nhiệm.",
        source="board",
        width=26,
    )
    due: date | None = column("Thời hạn", "Ngày phải hoàn thành.", source="board", width=14)
    state: RemedyState | None = column(
        "Tình trạng", "Tình trạng thực hiện.", source="board", width=16
    )
    done_on: date | None = column(
        "Ngày hoàn thành", "Ngày đã hoàn thành.", source="board", width=16
    )


@dataclass(frozen=True, slots=True)
class CommitmentRow(Row):
    """A target that a unit committed itself to with the level above, and its result."""

    SHEET: ClassVar[str] = "Chỉ tiêu cam kết"
    GUIDE: ClassVar[str] = (
        "Chỉ tiêu, nhiệm vụ đơn vị hoặc chi bộ cam kết với cấp trên trong năm và kết quả thực "
        "hiện; mỗi chỉ tiêu một dòng. Chưa rõ kết quả thì để trống cột Đạt. Không bắt buộc."
    )

    unit_code: Code = column(
        "Mã đơn vị", "Mã đơn vị hoặc mã chi bộ.", required=True, source="board", width=12
    )
    item: str = column(
        "Chỉ tiêu", "Nội dung cam kết.", aliases=("Chỉ tiêu cam kết", "Nội dung"),
        required=True, source="board", width=48,
    )  # fmt: skip
    promised: str = column("Mức cam kết", "Ví dụ 100%, 02 đảng viên mới.", source="board", width=20)
    achieved: str = column("Kết quả", "Mức đã thực hiện được.", source="board", width=20)
    is_met: YesNo | None = column(
        "Đạt", "Có hoặc không; chưa rõ thì để trống.", source="board", width=9
    )
    note: str = column("Ghi chú", "Nội dung cần ghi thêm.", source="board", width=30)


@dataclass(frozen=True, slots=True)
class RerateRow(Row):
    """A decision that rates some again for a period that was closed, as HD 25-HD/BTCTW has it."""

    SHEET: ClassVar[str] = "Xếp loại lại"
    GUIDE: ClassVar[str] = (
        "Quyết định xếp loại lại cho một kỳ đã xong, ví dụ khi xử lý kỷ luật vi phạm của năm "
        "trước. Số liệu của kỳ ấy được điều chỉnh và ghi rõ. Không ghi tên cá nhân. Không bắt buộc."
    )

    period: str = column(
        "Kỳ xếp loại lại", "Kỳ có mức được sửa, ví dụ 2024.",
        aliases=("Năm xếp loại lại", "Kỳ"), required=True, source="board", width=14,
    )  # fmt: skip
    unit_code: Code = column(
        "Mã đơn vị", "Mã đơn vị hoặc mã chi bộ, theo danh mục này hoặc tờ Địa giới.",
        required=True, source="board", width=12,
    )  # fmt: skip
    subject: ReratedSubject = column(
        "Đối tượng", "Ai được xếp loại lại.", required=True, source="board", width=26
    )
    number: int | None = column(
        "Số lượng", "Bao nhiêu đảng viên, tập thể, cá nhân; để trống là 1.",
        source="board", width=10,
    )  # fmt: skip
    old_level: Level = column(
        "Mức cũ", "Mức đã quyết định trước đây.", required=True, source="board", width=10
    )
    new_level: Level = column(
        "Mức mới", "Mức sau khi xếp loại lại.", required=True, source="board", width=10
    )
    decision_no: str = column("Số quyết định", "Số văn bản.", source="board", width=22)
    decision_date: date | None = column(
        "Ngày quyết định", "Ngày văn bản.", source="board", width=15
    )
    reason: str = column("Lý do", "Vì sao xếp loại lại.", source="board", width=36)

    @property
    def times(self) -> int:
        """How many are rated again: one where the row does not say."""
        return 1 if self.number is None else self.number


REGISTER_SHEETS: tuple[type[Row], ...] = (
    SettingRow,
    UnitRow,
    DeadlineRow,
    DecisionRow,
    WaiverRow,
    CrosswalkRow,
    ReceiptRow,
    ExtensionRow,
    CompletionRow,
    UnitCapRow,
    AssignmentRow,
    PlanRow,
    RerateRow,
    CommitmentRow,
)
