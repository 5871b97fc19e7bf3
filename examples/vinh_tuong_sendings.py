"""Contents of the input folder on 22/12/2021: every file, its fate, and every fault in it.

This table is what the tests hold the program to: each file must end as its status says, and each
slip must be found by its rule at its cell, and nothing else.
"""

from dataclasses import dataclass
from datetime import date

from examples.mistakes import (
    ExpectedFinding,
    Mistake,
    as_text,
    at,
    corrected,
    decomposed,
    emptied,
    grouped,
    heading,
    left_by_another,
    miscounted,
    over_cap,
    own_column,
    own_total,
    renamed_heading,
    respelled,
    spaced,
    twice,
    typed,
    unedited,
    without_sheet,
)
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
)
from xeploai.schema.terms import Level
from xeploai.submissions.model import Status

COUNTED, REFUSED, SUPERSEDED = Status.COUNTED, Status.REFUSED, Status.SUPERSEDED


@dataclass(frozen=True, slots=True)
class Sending:
    """One workbook that came: day is of December 2021."""

    path: str
    unit: str
    day: int
    status: Status = COUNTED
    mistakes: tuple[Mistake, ...] = ()
    version: int = 1

    @property
    def sent_on(self) -> date:
        """The day it was sent."""
        return date(2021, 12, self.day)


def _cell(key: str, number: int) -> tuple[str, str]:
    return at(CellReturn, key, number)


_ARITHMETIC = (
    miscounted(
        "Bốn mức cộng lại thừa 1",
        _cell("htt", 2), 1, "levels_do_not_sum_to_rated", _cell("rated", 2),
    ),
    miscounted(
        "Ghi thừa một đảng viên được miễn",
        _cell("exempt", 4), 1, "rated_and_not_rated_do_not_sum_to_members", _cell("members", 4),
    ),
    miscounted(
        "Ghi thiếu một đảng viên chính thức",
        _cell("official", 5), -1, "official_and_probationary_do_not_sum_to_members",
        _cell("official", 5),
    ),
    typed("Ghi nhầm 100 đảng viên bị kỷ luật", _cell("disciplined", 7), 100,
          "more_disciplined_than_members"),
)  # fmt: skip
_UNREADABLE_NUMBERS = (
    typed("Số viết bằng chữ", _cell("members", 2), "mười hai", "unreadable_cell"),
    typed("Số có hai dấu chấm", _cell("rated", 3), "1.2.3", "unreadable_cell"),
    typed("Số âm", _cell("exempt", 4), -3, "unreadable_cell"),
    left_by_another("Ô báo lỗi công thức", _cell("htt", 5), "#REF!", "error_cell"),
    left_by_another("Công thức chưa được tính", _cell("ht", 6), "=1+1", "uncalculated_cell"),
    typed("Ô bắt buộc để trống", _cell("rated", 7), None, "blank_cell"),
)
_DATES_AND_LEVELS = (
    typed("Ngày không có thật", _cell("review_date", 2), "31/02/2021", "unreadable_cell"),
    typed("Mức không có trong danh sách", _cell("decided_level", 3), "Khá", "unreadable_cell"),
    typed("Ghi nhầm năm của mốc", at(MilestoneReturn, "done_on", 1), date(2012, 11, 12),
          "milestone_date_outside_season"),
)  # fmt: skip
_DOUBLED = (
    twice(3, 12),
    typed("Ghi nhầm năm họp chi bộ", _cell("review_date", 4), date(2012, 11, 25),
          "cell_date_outside_season"),
)  # fmt: skip
_OVER_CAP = (
    over_cap(1, 2, 3),
    emptied("Bỏ sót một chi bộ có trong danh mục", 6, (),
            ExpectedFinding("listed_cell_missing", *heading(CellReturn, "name"))),
    miscounted("Bốn mức của tập thể thừa 1", at(LeadershipReturn, "htt", 1), 1,
               "leadership_levels_do_not_sum_to_rated", at(LeadershipReturn, "rated", 1)),
    miscounted("Tổng số cá nhân lãnh đạo thừa 1", at(LeadershipReturn, "total", 4), 1,
               "leadership_rated_and_not_rated_do_not_sum_to_total",
               at(LeadershipReturn, "total", 4)),
)  # fmt: skip
_LAST_CELL_BLANK = (
    emptied("Một chi bộ có tên nhưng chưa có số liệu", 13, ("cell_code", "name"),
            ExpectedFinding("cell_not_filled", *_cell("members", 13))),
)  # fmt: skip
_WRONG_YEAR = (typed("Kỳ 2021 gõ thành 2012", at(InfoReturn, "period"), "2012", "stamp_differs"),)
_AS_TEXT = (
    grouped(at(InfoReturn, "members_declared")),
    respelled("Số gõ thành chữ, thừa dấu cách", "members", lambda number: f" {number} "),
    respelled("Số gõ thành chữ có số lẻ 0", "rated", lambda number: f"{number},0"),
)  # fmt: skip

SENDINGS = (
    Sending("cum 1/Bieu tong hop TT Vinh Tuong.xlsx", "0101", 15),
    Sending("Cụm 2/thotang_final2.xlsx", "0102", 17, mistakes=_AS_TEXT),
    Sending("cum 1/BIỂU 2021 - Tứ Trưng.xlsx", "0103", 16, SUPERSEDED, _LAST_CELL_BLANK),
    Sending("gui lai/BIỂU 2021 - Tứ Trưng (sửa).xlsx", "0103", 20, version=2),
    Sending("cum4/Bieu tong hop xa An Tuong.xlsx", "0104", 14),
    Sending("gui lai/Bieu tong hop xa An Tuong - Copy.xlsx", "0104", 14, SUPERSEDED),
    Sending("cum4/binhduong.xlsx", "0105", 13, SUPERSEDED, (corrected(2),)),
    Sending("gui lai/binhduong lan 2.xlsx", "0105", 20, version=2),
    Sending("cum3/BIEU TONG HOP - BO SAO.xlsx", "0106", 17, REFUSED, _ARITHMETIC),
    Sending(
        "Cụm 2/" + decomposed("Biểu tổng hợp xã Cao Đại.xlsx"), "0107", 16,
        mistakes=(respelled("Tên gõ trên máy Mac", "name", decomposed),),
    ),
    Sending(
        "cum3/Chan Hung 2021.xlsx", "0108", 17,
        mistakes=(respelled("Tên chép từ trang web", "name", spaced),),
    ),
    Sending(
        "Cụm 2/Đại Đồng.xlsx", "0109", 20,
        mistakes=(renamed_heading(CellReturn, "exempt", "Miễn công tác và sinh hoạt"),),
    ),
    Sending("cum3/bieu Kim Xa chinh thuc.xlsx", "0110", 20, REFUSED, _UNREADABLE_NUMBERS),
    Sending(
        "Cụm 2/Lũng Hòa_biểu 2021.xlsx", "0111", 16,
        mistakes=(own_column("Số đảng viên nữ", (9, 7, 11, 8)),),
    ),
    Sending("cum4/Lý Nhân.xlsx", "0112", 17, mistakes=(own_total(10, "rated"),)),
    Sending("cum3/Nghĩa Hưng (muộn).xlsx", "0113", 21),
    Sending(
        "cum 1/ngukien.xlsx", "0114", 15,
        mistakes=(typed("Mã đơn vị mất số 0 ở đầu", at(InfoReturn, "unit_code"), 114),),
    ),
    Sending(
        "cum 1/Tam Phuc.xlsx", "0116", 22,
        mistakes=(without_sheet(DisciplineReturn),),
    ),
    Sending(
        "Cụm 2/Bieu Tan Phu.xlsx", "0117", 20,
        mistakes=(
            typed("Ghi thiếu ở tờ Kỷ luật", at(DisciplineReturn, "number", 1), 7,
                  "disciplined_members_differ",
                  ExpectedFinding("disciplined_but_none_failed",
                                  *at(DisciplineReturn, "number", 1))),
        ),
    ),
    Sending("Cụm 2/Tân Tiến 2021.xlsx", "0118", 17, REFUSED, _DOUBLED),
    Sending("Cụm 2/Thuong Trung.xlsx", "0119", 16, SUPERSEDED, (corrected(3),)),
    Sending(
        "Cụm 2/Thuong Trung ban dung.xlsx", "0119", 17,
        mistakes=(
            unedited("Hai tệp khác nhau cùng ghi lần gửi 1",
                     ExpectedFinding("same_sending_twice", *at(InfoReturn, "version"))),
        ),
    ),
    Sending(
        "cum4/Tuân Chính.xlsx", "0120", 20,
        mistakes=(typed("Không ghi ngày gửi: lấy ngày lưu tệp", at(InfoReturn, "sent_on"), None),),
    ),
    Sending("cum 1/Vân Xuân.xlsx", "0121", 20, Status.EMPTY),
    Sending(
        "cum4/Vĩnh Ninh - biểu.xlsx", "0123", 22,
        mistakes=(
            typed("Khai cả chi bộ mới thành lập; Ban Tổ chức đã chấp thuận",
                  at(InfoReturn, "cells_declared"), 11, "declared_cells_differ"),
        ),
    ),
    Sending("cum4/Vinh Son.xlsx", "0124", 14),
    Sending("cum4/Vĩnh Thịnh 2021 (1).xlsx", "0125", 20, REFUSED, _DATES_AND_LEVELS),
    Sending(
        "cum 1/Vu Di.xlsx", "0126", 16,
        mistakes=(
            respelled("Mức ghi đầy đủ chữ", "decided_level", lambda sign: Level[sign].label),
        ),
    ),
    Sending(
        "cum3/Yên Bình.xlsx", "0127", 17,
        mistakes=(respelled("Ngày gõ thành chữ", "review_date", as_text),),
    ),
    Sending("cum 1/Cong an huyen.xlsx", "0129", 20, REFUSED, _OVER_CAP),
    Sending(
        "cum 1/Trung tam Y te.xlsx", "0130", 20,
        mistakes=(
            unedited("Chi bộ mới chưa có trong danh mục",
                     ExpectedFinding("cell_not_listed", *_cell("name", 9))),
        ),
    ),
    Sending("cum 1/Kho bac.xlsx", "0131", 14, SUPERSEDED, _WRONG_YEAR),
    Sending("cum 1/Kho bac (dung nam).xlsx", "0131", 15, version=2),
    Sending(
        "cum3/Dong Cuong 2021.xlsx", "0240", 20, Status.UNKNOWN_UNIT,
        mistakes=(
            unedited("Mã không có trong danh mục",
                     ExpectedFinding("unit_code_unknown", *at(InfoReturn, "unit_code"))),
        ),
    ),
)  # fmt: skip
"""Every form that came. Nothing came from Yên Lập (0128)."""

UNREADABLE = {
    "cum 1/Phú Đa.xls": (ExpectedFinding("old_format"),),
    "cum3/BC Viet Xuan.xlsx": (ExpectedFinding("not_a_workbook"),),
    "Cụm 2/~$thotang_final2.xlsx": (),
    "Danh sach khach moi hoi nghi.xlsx": (ExpectedFinding("foreign_workbook"),),
}
"""The files that are no forms, and what must be found in them."""

SILENT = ("0115", "0122", "0128")
"""Units of which nothing readable came."""
