"""The grassroots organisations of Thới Lai: the communes are real, the rest is made up."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from examples.names import commune_cells, office_cells
from xeploai.schema.terms import UnitKind

ROOT = "TL"
PRINTED = "Đảng bộ xã Xuân Thắng"
"""The commune whose own figures were printed."""

COMMUNES = (
    # name, cluster, cells, members rated in 2022
    ("thị trấn Thới Lai", 1, 14, 268),
    ("xã Thới Thạnh", 1, 12, 205),
    ("xã Tân Thạnh", 1, 12, 198),
    ("xã Định Môn", 2, 13, 232),
    ("xã Trường Thành", 2, 13, 228),
    ("xã Trường Xuân", 3, 12, 214),
    ("xã Trường Xuân A", 3, 11, 187),
    ("xã Trường Xuân B", 3, 12, 196),
    ("xã Trường Thắng", 2, 13, 226),
    ("xã Thới Tân", 2, 11, 178),
    ("xã Đông Bình", 4, 12, 209),
    ("xã Đông Thuận", 4, 11, 192),
    ("xã Xuân Thắng", 4, 11, 166),
)
COMMITTEES = (
    # name, its cells, members rated in 2022
    (
        "Công an huyện",
        (
            "Tham mưu; An ninh; Điều tra tổng hợp; Cảnh sát hình sự; Cảnh sát kinh tế, ma túy; "
            "Quản lý hành chính; Cảnh sát giao thông; Hậu cần; Thi hành án hình sự"
        ),
        148,
    ),
    ("Quân sự huyện", "Tham mưu; Chính trị; Hậu cần - Kỹ thuật; Trung đội thường trực", 46),
    (
        "Trung tâm Y tế huyện",
        (
            "Hành chính; Khoa Khám bệnh; Khoa Nội; Khoa Ngoại - Sản; Khoa Dược; "
            "Kiểm soát bệnh tật; Trạm y tế khu vực 1; Trạm y tế khu vực 2"
        ),
        104,
    ),
    (
        "các Cơ quan Đảng huyện",
        (
            "Văn phòng Huyện ủy; Ban Tổ chức; Ban Tuyên giáo; Ban Dân vận; "
            "Cơ quan Ủy ban Kiểm tra; Trung tâm Chính trị"
        ),
        62,
    ),
    (
        "các Cơ quan Chính quyền huyện",
        (
            "Văn phòng; Nội vụ; Tài chính - Kế hoạch; Kinh tế và Hạ tầng; Nông nghiệp; Tư pháp; "
            "Thanh tra; Tài nguyên và Môi trường; Lao động; Văn hóa và Thông tin"
        ),
        121,
    ),
    (
        "Mặt trận và các đoàn thể huyện",
        "Mặt trận Tổ quốc; Hội Nông dân; Hội Liên hiệp Phụ nữ; Huyện đoàn; Hội Cựu chiến binh",
        44,
    ),
    ("Trường THPT khu vực Thới Lai", "Khối văn phòng; Tổ Tự nhiên; Tổ Xã hội; Tổ Ngoại ngữ", 52),
    ("Phòng Giáo dục và Đào tạo huyện", "Văn phòng; Khối mầm non; Khối tiểu học; Khối THCS", 45),
)
CELLS = (
    # chi bộ cơ sở, members rated in 2022
    ("Bảo hiểm xã hội huyện", 12),
    ("Kho bạc Nhà nước huyện", 14),
    ("Chi cục Thi hành án dân sự huyện", 11),
    ("Tòa án nhân dân huyện", 16),
    ("Viện kiểm sát nhân dân huyện", 15),
    ("Chi cục Thống kê huyện", 9),
    ("Chi cục Thuế khu vực", 10),
    ("Điện lực huyện", 19),
    ("Bưu điện huyện", 13),
    ("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện", 18),
    ("Ban Quản lý dự án đầu tư xây dựng huyện", 17),
    ("Trung tâm Văn hóa - Thể thao và Truyền thanh huyện", 21),
    ("Trung tâm Phát triển quỹ đất huyện", 14),
    ("Trạm Khuyến nông huyện", 12),
    ("Trạm Chăn nuôi và Thú y huyện", 11),
    ("Ngân hàng Chính sách xã hội huyện", 16),
    ("Ngân hàng Nông nghiệp và Phát triển nông thôn huyện", 15),
    ("Trường THPT khu vực Trường Xuân", 24),
    ("Trường Phổ thông Dân tộc nội trú huyện", 22),
    ("Quỹ Tín dụng nhân dân thị trấn", 13),
    ("Công ty Lương thực huyện", 18),
    ("Công ty May huyện", 20),
    ("Xí nghiệp Cấp nước huyện", 14),
)


@dataclass(frozen=True, slots=True)
class Org:
    """A grassroots organisation; cells: (code, name), itself where it is a chi bộ cơ sở."""

    code: str
    name: str
    kind: UnitKind
    cluster: int
    cells: Sequence[tuple[str, str]]
    rated: int

    @property
    def is_printed(self) -> bool:
        """Whether its own figures were printed."""
        return self.name == PRINTED


def organisations(lot: random.Random) -> Iterator[Org]:
    """All 44, in the office's order."""
    number = 0
    for place, cluster, size, rated in COMMUNES:
        number += 1
        code = f"{ROOT}{number:02}"
        cells = commune_cells(lot, size, f"{code}.", place, southern=True)
        yield Org(code, f"Đảng bộ {place}", UnitKind.GRASSROOTS, cluster, cells, rated)
    for name, names, rated in COMMITTEES:
        number += 1
        code = f"{ROOT}{number:02}"
        cells = office_cells(f"{code}.", names)
        yield Org(code, f"Đảng bộ {name}", UnitKind.GRASSROOTS, 5, cells, rated)
    for name, rated in CELLS:
        number += 1
        code = f"{ROOT}{number:02}"
        whole = f"Chi bộ {name}"
        yield Org(code, whole, UnitKind.GRASSROOTS_CELL, 6, [(code, whole)], rated)
