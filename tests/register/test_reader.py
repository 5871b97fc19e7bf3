import os
import sys
import time
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests import builders, xlsx
from tests.builders import UNITS, register_book, unit
from tests.silent import register_in
from tests.systems import make_pipe
from xeploai.errors import BuildError
from xeploai.forms.register_workbook import register_workbook
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.ledger.receipts import corrected_day
from xeploai.paths import REGISTER_FILE
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.reading.xlsx.workbook import Read
from xeploai.register.model import Completion, Extension, Register, Unit
from xeploai.register.reader import load
from xeploai.schema.periods import Period
from xeploai.schema.register import (
    CrosswalkRow,
    DecisionRow,
    ExtensionRow,
    SettingRow,
    UnitRow,
    WaiverRow,
)
from xeploai.schema.row import Row
from xeploai.schema.terms import (
    CapBase,
    CapScope,
    Level,
    RatedSubject,
    RemedyState,
    Rounding,
    UnitKind,
    YesNo,
)
from xeploai.season.evaluate import evaluate
from xeploai.submissions.isolation import read_apart
from xeploai.workers import Limits


def stopped(data: bytes) -> str:
    with pytest.raises(BuildError) as raised:
        load(data)
    return str(raised.value)


@pytest.mark.parametrize(
    "heads",
    [
        ["Mã đơn vị", "Tên đơn vị", "Loại hình", "Mã đơn vị cấp trên"],
        ["Mã", "Tên", "Loại hình", "Mã cấp trên"],
    ],
)
def test_the_least_register_is_enough(heads: list[str]) -> None:
    data = xlsx.workbook(
        {
            "Thiết lập": [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"]],
            "Đơn vị": [
                heads,
                ["H", "Đảng bộ huyện H", "Cấp trên trực tiếp cơ sở"],
                ["A", "Đảng bộ xã A", "ĐẢNG BỘ CƠ SỞ", "H"],
            ],
        }
    )
    loaded = load(data)
    assert [item.code for item in loaded.reporting] == ["A"]
    assert [item.code for item in loaded.roots] == ["H"]
    settings = loaded.settings
    assert (settings.period, settings.year, settings.cap, settings.digits) == ("2025", 2025, 20, 2)
    assert (settings.cap_base, settings.cap_scope) == (CapBase.HTT, CapScope.GRASSROOTS)
    assert (settings.rounding, settings.hide_below, settings.counted_to) == (
        Rounding.HALF_UP,
        0,
        None,
    )


def test_every_setting_is_taken() -> None:
    settings = {
        "period": "Năm 2022", "higher_office": "Tỉnh ủy", "regulation": "qd124-2023", "cap": 25,
        "cap_base": "XS+HTT", "cap_scope": "toàn bộ", "cap_decision": "15-QĐ/HU", "digits": 1,
        "rounding": "Cắt", "hide_below": 3, "counted_to": date(2023, 1, 31), "note": "Dự thảo",
    }  # fmt: skip
    loaded = load(register_book(settings=settings)).settings
    assert loaded.regulation.key == "qd124-2023"
    assert (loaded.cap, loaded.cap_base, loaded.cap_scope) == (25, CapBase.XS_HTT, CapScope.WHOLE)
    assert (loaded.digits, loaded.rounding, loaded.hide_below) == (1, Rounding.CUT, 3)
    assert (loaded.counted_to, loaded.year, loaded.note) == (date(2023, 1, 31), 2022, "Dự thảo")


@pytest.mark.parametrize(
    ("typed", "rounding"),
    [
        ("Làm tròn thông thường", Rounding.HALF_UP), ("nửa lên", Rounding.HALF_UP),
        ("bỏ phần lẻ", Rounding.CUT), ("Cắt", Rounding.CUT),
    ],
)  # fmt: skip
def test_a_rounding_is_known_by_the_word_of_version_0_1_too(typed: str, rounding: Rounding) -> None:
    assert load(register_book(settings={"rounding": typed})).settings.rounding is rounding


def test_a_setting_is_known_by_the_label_of_version_0_1_too() -> None:
    book = openpyxl.load_workbook(BytesIO(register_book(settings={"hide_below": 3})))
    label = next(row[0] for row in book["Thiết lập"].iter_rows() if "Ngưỡng" in str(row[0].value))
    label.value = "Ẩn số liệu khi dưới"
    renamed = BytesIO()
    book.save(renamed)
    assert load(renamed.getvalue()).settings.hide_below == 3


@pytest.mark.parametrize("typed", [25, "25", "25%", 0.25])
def test_the_cap_may_be_typed_with_a_percent_sign(typed: object) -> None:
    assert load(register_book(settings={"cap": typed})).settings.cap == 25


def test_a_setting_met_again_is_told_and_the_first_holds() -> None:
    page: xlsx.Grid = [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"],
                       ["Kỳ đánh giá", 2024], ["Cơ quan tổng hợp", "Ban Tổ chức"]]  # fmt: skip
    units = builders.grid(UnitRow, [_unit_row(item) for item in UNITS])
    loaded = load(xlsx.workbook({"Thiết lập": page, "Đơn vị": units}))
    assert loaded.settings.year == 2025
    assert [(x.rule, x.ref.cell, x.message) for x in loaded.warnings] == [
        ("doubled_label", "B3", "Mục “Kỳ đánh giá” ở đây ghi “2024”, ô B1 ghi “2025”: dùng ô B1")
    ]


def test_units_keep_the_offices_order_and_all_their_fields() -> None:
    units = (
        unit("H", UnitKind.DISTRICT),
        unit("Z", cluster="Cụm 1", official="Đ/c Lan", members_in_database=150, hinted=True),
        unit("A", founded_on=date(1930, 2, 3)),
        unit("A/BP", UnitKind.SECTION, parent="A"),
        unit("A1", UnitKind.CELL, parent="A/BP"),
        unit("A2", UnitKind.CELL, parent="A"),
    )
    loaded = load(register_book(units))
    assert list(loaded.units) == [item.code for item in units]
    assert [item.order for item in loaded.units.values()] == list(range(6))
    assert [item.code for item in loaded.children["H"]] == ["Z", "A"]
    assert [item.code for item in loaded.cells_of("A")] == ["A1", "A2"]
    assert loaded.cells_of("Z") == loaded.cells_of("") == loaded.cells_of("?") == ()
    assert loaded.units["Z"].hinted
    assert loaded.units["A"].founded_on == date(1930, 2, 3)


def test_deadlines_bind_the_kinds_they_name() -> None:
    def kinds(text: object) -> frozenset[UnitKind]:
        line = {"milestone": "X", "name": "x", "kinds": text, "deadline": date(2025, 12, 20)}
        return load(register_book(DeadlineRow=[line])).milestones[0].kinds

    assert kinds(None) == kinds("TCCSĐ") == builders.REPORTING
    assert kinds("chi bộ cơ sở") == {UnitKind.GRASSROOTS_CELL}
    assert kinds("Đảng bộ cơ sở; Tỉnh") == {UnitKind.GRASSROOTS, UnitKind.PROVINCE}
    assert kinds("đảng bộ cơ sở, chi bộ cơ sở") == builders.REPORTING


def test_a_milestone_without_a_date_is_not_in_use() -> None:
    assert load(register_book(DeadlineRow=[{"milestone": "KH", "name": "x"}])).milestones == ()


def test_decisions_waivers_and_old_units_are_kept() -> None:
    loaded = load(
        register_book(
            DecisionRow=[
                {"unit_code": "A", "subject": "Tổ chức cơ sở đảng", "decided_level": "XS"}
            ],
            WaiverRow=[{"rule": "x", "unit_code": "A", "reason": "y"}],
            CrosswalkRow=[{"new_code": "A", "old_code": "cũ", "period": 2024}],
        )
    )
    assert [item.row.decided_level for item in loaded.decisions] == [Level.XS]
    assert isinstance(loaded.decisions[0].row, DecisionRow)
    assert isinstance(loaded.waivers[0].row, WaiverRow)
    assert [x.row for x in loaded.crosswalk] == [builders.old_unit("A", "cũ", "2024")]


# ------------------------------------------------------------------ what stops the build


@pytest.mark.parametrize(
    ("units", "fault"),
    [
        (
            (*UNITS, unit("A", name="Xã khác")),
            "Đơn vị B6: Mã đơn vị “A” đã có ở dòng 3 (“Đảng bộ xã A”)",
        ),
        (
            (*UNITS, unit("D", parent="K")),
            "Đơn vị E6: Mã đơn vị cấp trên “K” của “Đảng bộ xã D” không có",
        ),
        (
            (*UNITS, unit("D", parent="D")),
            "Đơn vị E6: Mã cấp trên của “Đảng bộ xã D” trỏ vòng về chính đơn vị này",
        ),
        (
            (unit("D", parent="E"), unit("E", parent="D")),
            "trỏ vòng về chính đơn vị này: “Đảng bộ xã D” → “Đảng bộ xã E” → “Đảng bộ xã D”",
        ),
        (
            (*UNITS, unit("x", UnitKind.CELL, parent="", name="Chi bộ x")),
            "Đơn vị E6: “Chi bộ x” là chi bộ trực thuộc nhưng chưa ghi mã đơn vị cấp trên",
        ),
        ((), "Đơn vị: Chưa có đơn vị nào; ghi mỗi tổ chức đảng một dòng"),
        (
            (unit("x", UnitKind.CELL, parent="y"), unit("y", UnitKind.SECTION, parent="x")),
            "Đơn vị: Chưa có đơn vị nào gửi biểu, ví dụ đảng bộ cơ sở hoặc chi bộ cơ sở",
        ),
    ],
)
def test_units_that_are_no_tree(units: tuple[Unit, ...], fault: str) -> None:
    assert fault in stopped(register_book(units))


@pytest.mark.parametrize(
    ("period", "what"),
    [
        (date(2025, 12, 31), "“31/12/2025” là một ngày; cần ghi một năm, ví dụ 2025"),
        ("2025 - 2026", "“2025 - 2026” là nhiều năm; cần ghi một năm, ví dụ 2025"),
        ("Quý 5/2025", "“Quý 5/2025” là quý không rõ; cần ghi một quý, ví dụ 2025-Q1"),
        ("Quý I, II/2025", "“Quý I, II/2025” là quý không rõ; cần ghi một quý, ví dụ 2025-Q1"),
    ],
)
def test_a_period_that_is_no_year_is_told_and_used_as_it_is(period: object, what: str) -> None:
    (warning,) = load(register_book(settings={"period": period})).warnings
    assert warning.message == f"Kỳ đánh giá ghi {what}"
    assert not warning.is_error


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"period": "Quý I"}, "Thiết lập B1: Kỳ đánh giá “Quý I” phải có năm, ví dụ 2025"),
        ({"period": 2009}, "Thiết lập B1: Chưa có quy định cho năm 2009; sớm nhất là năm 2010"),
        (
            {"regulation": "qd-lạ"},
            "Thiết lập B4: Không có quy định mang mã “qd-lạ”; có: cu-2010, ",
        ),
        ({"digits": 3}, "Thiết lập B9: Số chữ số thập phân chỉ được là 1 hoặc 2, ô này ghi 3"),
        ({"digits": 0}, "Số chữ số thập phân chỉ được là 1 hoặc 2, ô này ghi 0"),
        ({"period": None}, "Thiết lập B1: Ô “Kỳ đánh giá” còn trống, cần điền"),
        ({"rounding": "lên"}, "Thiết lập B10: Ô “Cách làm tròn” ghi “lên”, cần một trong: làm"),
        ({"cap": "hai mươi"}, "cần tỷ lệ phần trăm từ 0 đến 100"),
        ({"cap": 1.0 + 1e-9}, "cần tỷ lệ phần trăm"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, object], fault: str) -> None:
    assert fault in stopped(register_book(settings=settings))


@pytest.mark.parametrize(
    "period", ["2025", "2025.0", "Năm đánh giá 2025", "Quý IV/2025", "2025-Q4", "6 tháng 2025"]
)
def test_a_period_is_a_year_or_a_part_of_one(period: str) -> None:
    loaded = load(register_book(settings={"period": period}))
    assert (loaded.settings.year, loaded.warnings) == (2025, ())


@pytest.mark.parametrize("period", ["2025-Q4", "Q4/2025", "Quý IV/2025", "quý 4 năm 2025"])
def test_a_quarter_has_one_spelling_from_then_on(period: str) -> None:
    loaded = load(register_book(settings={"period": period})).settings
    assert (loaded.period, loaded.span) == ("2025-Q4", Period(2025, 4))


def test_a_milestone_twice_is_reported() -> None:
    line = {"milestone": "GUI", "name": "Gửi", "deadline": date(2025, 12, 20)}
    assert "Mốc thời gian A3: Mã mốc “GUI” có hai lần, lần đầu ở dòng 2" in stopped(
        register_book(DeadlineRow=[line, line])
    )


def test_a_kind_of_unit_that_is_none_is_reported() -> None:
    line = {"milestone": "X", "name": "x", "kinds": "phường", "deadline": date(2025, 12, 20)}
    message = stopped(register_book(DeadlineRow=[line]))
    assert "Mốc thời gian C2: Không có loại hình “phường”: loại hình phải là một trong: " in message


def test_a_sheet_missing_is_reported() -> None:
    assert "Không có tờ “Thiết lập”" in stopped(xlsx.workbook({"x": []}))


def test_a_register_that_is_no_workbook_says_what_to_do() -> None:
    message = stopped(b"")
    assert message.startswith("Danh mục danh-muc.xlsx không đọc được: Tệp rỗng (0 byte). Mở tệp")


def test_all_faults_are_named_at_once() -> None:
    lines = [{"code": f"X{number}", "name": None, "kind": "xã"} for number in range(40)]
    message = stopped(register_book(UnitRow=lines))
    assert message.count("\n  - ") == 80


def test_a_faulty_row_is_checked_as_far_as_it_can_be_read() -> None:
    row = {
        "code": "D", "name": "Đảng bộ xã D", "kind": "đảng bộ cơ sở", "parent_code": "K",
        "members_in_database": "12%", "founded_on": "hôm qua", "hinted": "?",
    }  # fmt: skip
    above = {"code": "H", "name": "Đảng bộ huyện H", "kind": "cấp trên trực tiếp cơ sở"}
    message = stopped(register_book(UnitRow=[above, row, {**row, "name": None, "kind": "xã"}]))
    cells = [line.split(":")[0].split()[-1] for line in message.splitlines()[1:]]
    of_row = ["E3", "H3", "I3", "J3"]
    assert cells == [*of_row, "B4", "C4", "D4", "E4", "H4", "I4", "J4"]


def test_what_rests_on_a_cell_that_cannot_be_read_is_not_blamed() -> None:
    deadlines = [{**SENDING, "deadline": "mai"}]
    units = [{"code": "H", "name": "Huyện H", "kind": "huyện"}, *map(_unit_row, UNITS[1:])]
    (line,) = stopped(register_book(DeadlineRow=deadlines, ExtensionRow=[extended()])).splitlines()[
        1:
    ]
    assert line.startswith("  - Mốc thời gian D2: Ô “Hạn”")
    (line,) = stopped(register_book(UnitRow=units)).splitlines()[1:]
    assert line.startswith("  - Đơn vị D2: Ô “Loại hình” ghi “huyện”")


def _unit_row(item: Unit) -> dict[str, object]:
    return {"code": item.code, "name": item.name, "kind": item.kind, "parent_code": item.parent}


def test_a_percentage_is_read_beside_a_setting_that_cannot_be() -> None:
    cap = xlsx.formatted(1, xlsx.PERCENT)  # shown as 100%
    settings = {"cap": cap, "hide_below": "ít", "digits": 5}
    lines = stopped(register_book(settings=settings)).splitlines()[1:]
    cells = [line.partition(":")[0] for line in lines]
    assert cells == ["  - Thiết lập B9", "  - Thiết lập B11"]


def test_doubts_of_a_milestone_hide_no_extension_before_it() -> None:
    doubted = {**SENDING, "name": "§¶ng bé x· Tø Tr\xadng göi hå s¬"}
    early = extended(deadline=date(2025, 12, 1))
    message = stopped(register_book(DeadlineRow=[doubted], ExtensionRow=[early]))
    assert "Mốc thời gian B2: Ô “Tên mốc” gõ bằng phông" in message
    assert "Gia hạn C2: Hạn mới phải sau hạn chung 20/12/2025" in message


@pytest.mark.parametrize("number", [None, 1, "I", "1.1", 2.5, -3, xlsx.error("#REF!"), date.min])
def test_the_running_number_is_never_a_fault(number: object) -> None:
    if number == date.min:
        number = date(2025, 1, 1)  # what Excel makes of a typed 1.1
    rows = [{**_unit_row(item), "number": number} for item in UNITS]
    loaded = load(register_book(UnitRow=[*rows, {"number": number}, {"number": "x"}]))
    assert list(loaded.units) == ["H", "A", "B", "C"]
    assert loaded.warnings == ()


HEADS = ["A. Khối xã", "KHỐI DOANH NGHIỆP", "Cụm số 2", "II - Các đảng bộ xã", "1) Nhóm 1",
         "Tổng số: 2 đơn vị", "Cộng 3 đơn vị", "Tổng"]  # fmt: skip


def test_a_row_that_heads_a_group_or_sums_it_up_is_passed_over_and_told() -> None:
    groups = [{"number": number, "name": name} for number, name in zip("IVX", HEADS, strict=False)]
    sums = [{"name": name} for name in HEADS[3:-1]]
    rows = [groups[0], _unit_row(UNITS[0]), *groups[1:], *map(_unit_row, UNITS[1:]), *sums]
    loaded = load(register_book(UnitRow=rows))
    plain = load(register_book(UnitRow=[*map(_unit_row, UNITS)]))
    assert [*loaded.units] == [*plain.units]
    assert [(x.rule, x.ref.sheet, x.ref.cell) for x in loaded.warnings] == [
        ("row_of_no_unit", "Đơn vị", f"C{number}") for number in (2, 4, 5, 9, 10, 11, 12)
    ]
    assert loaded.warnings[0].message == (
        "“A. Khối xã” là tên nhóm hoặc dòng cộng, không tính là đơn vị"
    )


@pytest.mark.parametrize(
    "row",
    [
        {"name": "Đảng bộ xã D"},
        {"name": "I. Đảng bộ xã D"},
        {"name": "Đảng ủy Khối doanh nghiệp"},
        {"name": "Trung tâm y tế"},
        {"name": "Khối xã", "parent_code": "H"},
        {"name": "Khối xã", "cluster": "Cụm 1"},
        {"name": "Khối xã", "founded_on": "hôm qua"},
        {"name": "Khối xã", "kind": "đảng bộ cơ sở"},
    ],
)
def test_a_row_that_may_be_a_unit_lacks_its_code(row: dict[str, object]) -> None:
    lines = stopped(register_book(UnitRow=[*map(_unit_row, UNITS), row])).splitlines()[1:]
    assert "  - Đơn vị B6: Ô “Mã đơn vị” còn trống, cần điền" in lines


def test_a_missing_heading_hides_nothing_on_other_sheets() -> None:
    book = xlsx.workbook({
        "Thiết lập": [["Kỳ đánh giá", "Quý I"], ["Cơ quan tổng hợp", None]],
        "Đơn vị": [["Tên đơn vị", "Loại hình", "Cụm"], ["Đảng bộ xã A", "xã", None]],
        "Chấp thuận": [["Mã quy tắc", "Mã đơn vị", "Lý do"], ["cell_twice", "A", None]],
    })  # fmt: skip
    lines = stopped(book).splitlines()[1:]
    assert [line.partition(": ")[0].strip(" -") for line in lines] == [
        "Thiết lập B1", "Thiết lập B2", "Đơn vị", "Đơn vị B2", "Chấp thuận C2",
    ]  # fmt: skip


def test_two_sheets_of_one_name_are_reported() -> None:
    sheets: dict[str, xlsx.Grid | str] = {
        "Thiết lập": [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"]],
        "Đơn vị": builders.grid(UnitRow, [_unit_row(item) for item in UNITS]),
        "Don vi": [["x"]],
    }
    assert "Có hai tờ “Đơn vị”" in stopped(xlsx.workbook(sheets))


def test_one_wrong_kind_is_reported_once_and_not_at_all_units_below() -> None:
    rows = [_unit_row(item) for item in UNITS]
    (line,) = stopped(
        register_book(UnitRow=[{**rows[0], "kind": "đảng bộ cơ sở"}, *rows[1:]])
    ).splitlines()[1:]
    assert line == (
        "  - Đơn vị D2: “Đảng bộ huyện H” là đảng bộ cơ sở nhưng là cấp trên của "
        "“Đảng bộ xã A”, “Đảng bộ xã B”, “Chi bộ cơ quan C”"
    )


def test_a_circle_is_reported_once_where_the_kinds_do_not_fit() -> None:
    rows = [{**_unit_row(item)} for item in UNITS]
    rows[0]["parent_code"] = "A"
    (line,) = stopped(register_book(UnitRow=[*rows[1:], rows[0]])).splitlines()[1:]
    assert line == (
        "  - Đơn vị E5: Mã cấp trên của “Đảng bộ huyện H” trỏ vòng về chính đơn vị này: "
        "“Đảng bộ huyện H” → “Đảng bộ xã A” → “Đảng bộ huyện H”"
    )


def test_a_province_has_nothing_above() -> None:
    units = (*UNITS, unit("T", UnitKind.PROVINCE, name="Tỉnh ủy T", parent="H"))
    (line,) = stopped(register_book(units)).splitlines()[1:]
    assert line.startswith(
        "  - Đơn vị E6: “Tỉnh ủy T” là tỉnh nhưng cấp trên là cấp trên trực tiếp"
    )
    assert line.endswith("; ô này phải để trống")


def test_no_units() -> None:
    assert "Chưa có đơn vị nào" in stopped(register_book(()))


def test_a_district_alone_reports_itself() -> None:
    loaded = load(register_book(UNITS[:1]))
    assert [each.code for each in loaded.reporting] == ["H"]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("A011", "; gần nhất là “A01” (Đảng bộ xã Xuân Thắng)"),
        ("Xuân Thắng", "; gần nhất là “A01” (Đảng bộ xã Xuân Thắng)"),
        ("Đảng bộ xã Xuân Thằng", "; gần nhất là “A01” (Đảng bộ xã Xuân Thắng)"),
        ("?", ""),
    ],
)
def test_an_unknown_code_is_reported_with_the_nearest_one(written: str, near: str) -> None:
    units = (*UNITS, unit("A01", name="Đảng bộ xã Xuân Thắng"))
    row = {"rule": "cell_twice", "unit_code": written, "reason": "x"}
    message = stopped(register_book(units, WaiverRow=[row]))
    assert message.endswith(f"Mã đơn vị “{written}” không có ở tờ Đơn vị{near}")


def test_a_missing_code_may_be_the_one_that_is_not_listed() -> None:
    rows = [*map(_unit_row, UNITS), {"name": "Đảng bộ xã D", "kind": "đảng bộ cơ sở"}]
    waiver = {"rule": "cell_twice", "unit_code": "?", "reason": "x"}
    assert "; hoặc là đơn vị ở dòng 6 của tờ Đơn vị, nơi mã còn thiếu" in stopped(
        register_book(UnitRow=rows, WaiverRow=[waiver])
    )


# ------------------------------------------------------------------ what is only odd


def test_codes_that_look_alike_are_reported_and_each_means_itself() -> None:
    units = (*UNITS, unit("a", name="x"), unit("001", name="y"), unit("1", name="z"))
    loaded = load(register_book(units))
    assert {*"HABCa1", "001"} == set(loaded.units)
    assert [(x.rule, x.ref.cell, x.message) for x in loaded.warnings] == [
        ("unit_codes_look_alike", "B6", "Mã “a” dễ lẫn với mã “A” ở dòng 3 (“Đảng bộ xã A”)"),
        ("unit_codes_look_alike", "B8", "Mã “1” dễ lẫn với mã “001” ở dòng 7 (“y”)"),
    ]


def test_a_name_met_twice_below_one_unit_is_reported() -> None:
    twin = unit("D", name="ĐẢNG BỘ XÃ A")
    cell = unit("D1", UnitKind.CELL, parent="B", name="Đảng bộ xã A")
    (warning,) = load(register_book((*UNITS, twin, cell))).warnings
    assert (warning.rule, warning.ref.cell) == ("unit_name_twice", "C6")
    numbered = [
        unit(f"D{n}", UnitKind.CELL, parent="B", name=f"{n}. Chi bộ cơ quan") for n in (1, 2)
    ]
    assert load(register_book((*UNITS, *numbered))).warnings == ()


def test_units_beside_the_top_one_are_reported_at_the_parents_column() -> None:
    other = unit("X", UnitKind.DISTRICT, name="Đảng ủy khối X")
    warnings = load(register_book((other, *UNITS, unit("D", parent="")))).warnings
    assert [(x.rule, x.ref.cell) for x in warnings] == [
        ("second_top_unit", "E2"), ("second_top_unit", "E7"),
    ]  # fmt: skip
    assert warnings[1].message == (
        "“Đảng bộ xã D” chưa ghi mã đơn vị cấp trên nên đứng ngoài “Đảng bộ huyện H”; "
        "trực thuộc thì ghi H"
    )


def test_a_flat_list_has_no_top_and_nothing_is_said_of_it() -> None:
    units = [unit(code, parent="") for code in "ABC"]
    assert load(register_book(units)).warnings == ()


def test_a_parent_that_lost_its_zeros_is_meant() -> None:
    units = (unit("007", UnitKind.DISTRICT), unit("A", parent="7"))
    assert load(register_book(units)).units["A"].parent == "007"


def test_an_optional_sheet_with_a_fault_stops_too() -> None:
    assert "Thẩm định, quyết định B2" in stopped(
        register_book(DecisionRow=[{"unit_code": "A", "subject": "đảng viên"}])
    )


def test_the_register_the_program_writes_is_read() -> None:
    lines = [
        {"code": item.code, "name": item.name, "kind": item.kind, "parent_code": item.parent}
        for item in UNITS
    ]
    settings = {"period": "2025", "office": "Ban Tổ chức", "cap_base": CapBase.HTT}
    loaded = load(workbook_bytes(register_workbook({SettingRow: [settings], UnitRow: lines})))
    assert isinstance(loaded, Register)
    assert list(loaded.units) == ["H", "A", "B", "C"]
    assert loaded.milestones == ()


def test_an_empty_register_says_what_to_fill_in() -> None:
    message = stopped(workbook_bytes(register_workbook()))
    assert "Ô “Kỳ đánh giá” còn trống, cần điền" in message


@pytest.mark.parametrize(
    ("kind", "above", "message"),
    [
        (UnitKind.GRASSROOTS, "S", "cấp trên phải là cấp trên trực tiếp cơ sở hoặc tỉnh"),
        (UnitKind.GRASSROOTS, "A", "cấp trên phải là cấp trên trực tiếp cơ sở hoặc tỉnh"),
        (UnitKind.CELL, "H", "cấp trên phải là đảng bộ cơ sở hoặc đảng bộ bộ phận"),
        (UnitKind.CELL, "C", "cấp trên phải là đảng bộ cơ sở hoặc đảng bộ bộ phận"),
    ],
)
def test_kinds_that_do_not_nest_are_reported(kind: UnitKind, above: str, message: str) -> None:
    section = unit("S", UnitKind.SECTION, parent="A")
    wrong = unit("X", kind, name="Đơn vị X", parent=above)
    assert message in stopped(register_book((*UNITS, section, wrong)))


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        (WaiverRow, {"rule": "cell_twice", "unit_code": "Z9", "reason": "đã xem"}),
        (CrosswalkRow, {"new_code": "Z9", "old_code": "A", "period": "2024"}),
        (
            ExtensionRow,
            {
                "unit_code": "Z9",
                "milestone": "GUI",
                "deadline": date(2025, 12, 25),
                "reason": "Lũ",
            },
        ),
    ],
)
def test_a_row_of_a_unit_that_is_not_listed_is_reported(
    sheet: type[Row], row: dict[str, str]
) -> None:
    message = stopped(register_book(UNITS, None, **{sheet.__name__: [row]}))
    assert "Mã đơn vị “Z9” không có ở tờ Đơn vị" in message
    assert sheet.SHEET in message


def test_a_decision_finds_its_unit_without_the_lost_zeros() -> None:
    units = (*UNITS, unit("0103"))
    row = {"unit_code": 103, "subject": "TCCSĐ", "decided_level": "XS"}
    (decision,) = load(register_book(units, DecisionRow=[row])).decisions
    assert decision.row.unit_code == "0103"
    assert decision.ref("unit_code").sheet == DecisionRow.SHEET


@pytest.mark.parametrize(
    ("code", "subject", "read"),
    [("C", "Chi bộ", RatedSubject.ORG), ("A01", "TCCSĐ", RatedSubject.CELL),
     ("A", "Chi bộ", RatedSubject.CELL), ("H", "TCCSĐ", RatedSubject.ORG)],
)  # fmt: skip
def test_a_cell_has_one_rating_by_whatever_name(
    code: str, subject: str, read: RatedSubject
) -> None:
    units = (*UNITS, unit("A01", UnitKind.CELL, parent="A"))
    row = {"unit_code": code, "subject": subject, "decided_level": "XS"}
    (decision,) = load(register_book(units, DecisionRow=[row])).decisions
    assert decision.row.subject is read


def test_a_decision_of_an_unknown_unit_does_not_stop_the_build() -> None:
    row = {"unit_code": "Z9", "subject": "TCCSĐ", "decided_level": "XS"}
    (decision,) = load(register_book(UNITS, DecisionRow=[row])).decisions
    assert decision.row.unit_code == "Z9"


# ------------------------------------------------------------------ caps


def test_a_unit_may_have_its_own_cap() -> None:
    rows = [
        {"unit_code": "A", "cap": "25%", "decision_no": "15-QĐ/HU"},
        {"unit_code": "B", "cap": 15},
    ]
    loaded = load(register_book(UnitCapRow=rows))
    caps = {
        unit: (cap.percent, cap.decision_no, cap.place.cell)
        for unit, cap in loaded.unit_caps.items()
    }
    assert caps == {"A": (25, "15-QĐ/HU", "C2"), "B": (15, "", "C3")}
    assert loaded.setting_cells["cap_decision"].cell == "B8"


@pytest.mark.parametrize(
    ("cap", "message"),
    [
        (0, "Tỷ lệ trần ghi 0, cần số từ 1 đến 100"),
        (101, "ghi “101”, cần tỷ lệ phần trăm từ 0 đến 100"),
    ],
)
def test_a_cap_is_a_percentage(cap: int, message: str) -> None:
    own = stopped(register_book(UnitCapRow=[{"unit_code": "A", "cap": cap}]))
    assert "Trần xuất sắc B2: " in own
    assert message in own
    usual = stopped(register_book(settings={"cap": cap}))
    assert "Thiết lập B5: " in usual
    assert message in usual


def test_a_unit_has_one_cap() -> None:
    rows = [{"unit_code": code, "cap": 25} for code in ("A", "B", "A")]
    message = stopped(register_book(UnitCapRow=rows))
    assert "Trần xuất sắc A4: Đơn vị “A” có tỷ lệ trần riêng hai lần, lần đầu ở dòng 2" in message


# ------------------------------------------------------------------ who is to attend


def test_whoever_is_to_attend_is_read_with_the_listed_code() -> None:
    rows = [
        {"official": "Đ/c Hà", "unit_code": "a", "role": "Trưởng đoàn",
         "attends_on": date(2025, 12, 5)},
        {"official": "Đoàn 1", "unit_code": "B"},
    ]  # fmt: skip
    loaded = [item.row for item in load(register_book(AssignmentRow=rows)).assignments]
    assert [(x.official, x.unit_code, x.role, x.attends_on) for x in loaded] == [
        ("Đ/c Hà", "A", "Trưởng đoàn", date(2025, 12, 5)), ("Đoàn 1", "B", "", None),
    ]  # fmt: skip


def test_who_is_to_attend_at_a_unit_that_is_not_listed_is_told() -> None:
    message = stopped(register_book(AssignmentRow=[{"official": "Đ/c Hà", "unit_code": "Z9"}]))
    assert "Phân công dự B2: " in message
    assert "Z9" in message


def test_the_boards_own_plan_may_run_long_after_the_season() -> None:
    row = {
        "unit_code": "a",
        "item": "Sửa quy chế",
        "due": date(2027, 6, 30),
        "state": "đang thực hiện",
    }
    loaded = load(register_book(PlanRow=[row]))
    (planned,) = (item.row for item in loaded.plan)
    assert (planned.unit_code, planned.item, planned.due, planned.state) == (
        "A", "Sửa quy chế", date(2027, 6, 30), RemedyState.UNDER_WAY
    )  # fmt: skip
    assert date(2027, 6, 30) not in {written.day for written in loaded.days}
    message = stopped(register_book(PlanRow=[{**row, "unit_code": "Z9"}]))
    assert "Khắc phục của cấp này A2: " in message


def test_a_target_that_a_unit_committed_itself_to_is_read_with_its_result() -> None:
    row = {"unit_code": "a", "item": "Kết nạp đảng viên", "promised": "02", "achieved": 3,
           "is_met": "có"}  # fmt: skip
    blank = {"unit_code": "B", "item": "Đóng đảng phí"}
    loaded = [x.row for x in load(register_book(CommitmentRow=[row, blank])).commitments]
    assert [(x.unit_code, x.item, x.promised, x.achieved, x.is_met) for x in loaded] == [
        ("A", "Kết nạp đảng viên", "02", "3", YesNo.YES), ("B", "Đóng đảng phí", "", "", None),
    ]  # fmt: skip
    message = stopped(register_book(CommitmentRow=[{**row, "unit_code": "Z9"}]))
    assert "Chỉ tiêu cam kết A2: " in message


def again(code: str, **over: object) -> dict[str, object]:
    levels = {"old_level": "HTT", "new_level": "HT"}
    return {"period": 2024, "unit_code": code, "subject": "Đảng viên", **levels, **over}


def test_a_rating_of_a_closed_period_may_be_of_a_unit_that_is_no_more() -> None:
    rows = [
        again("a", number=2, decision_no="12-QĐ/HU", decision_date=date(2024, 3, 1)),
        again("X7"),
    ]
    crosswalk = [{"new_code": "B", "old_code": "X7", "period": "2024"}]
    loaded = load(register_book(RerateRow=rows, CrosswalkRow=crosswalk))
    known = [item.row for item in loaded.rerated]
    assert [(x.period, x.unit_code, x.times, x.old_level, x.new_level) for x in known] == [
        ("2024", "A", 2, Level.HTT, Level.HT), ("2024", "X7", 1, Level.HTT, Level.HT),
    ]  # fmt: skip
    assert date(2024, 3, 1) not in {written.day for written in loaded.days}


@pytest.mark.parametrize(
    ("row", "cell"),
    [(again("Z9"), "B2"), (again("A", old_level=None), "E2"), (again("A", subject=None), "C2")],
)
def test_what_does_not_say_who_is_rated_again_and_from_where_is_told(
    row: dict[str, object], cell: str
) -> None:
    assert f"Xếp loại lại {cell}: " in stopped(register_book(RerateRow=[row]))


def test_a_milestone_may_follow_another_one_that_is_listed() -> None:
    rows: list[dict[str, object]] = [
        {"milestone": "CC", "name": "Công chức", "deadline": date(2025, 12, 1)},
        {"milestone": "TT", "name": "Tập thể", "deadline": date(2025, 12, 10), "after": "cc"},
    ]
    loaded = load(register_book(DeadlineRow=rows))
    assert [each.after for each in loaded.milestones] == ["", "CC"]
    message = stopped(register_book(DeadlineRow=[rows[0], {**rows[1], "after": "XX"}]))
    assert "Mốc thời gian F3: Mã mốc “XX” không có" in message


# ------------------------------------------------------------------ days of receipt


def received(code: object, version: int, day: date) -> dict[str, object]:
    return {"unit_code": code, "version": version, "received_on": day, "reason": "Giấy"}


def test_a_sending_has_one_day_of_receipt_and_the_first_line_holds() -> None:
    days = [date(2025, 12, 19), date(2025, 12, 21)]
    units = (*UNITS, unit("0103", name="Đảng bộ xã D"))
    rows = [received("A", 1, days[0]), received("0103", 1, days[0]), received("A", 1, days[1]),
            received(103, 1, days[0]), received("A", 2, days[1])]  # fmt: skip
    loaded = load(register_book(units, ReceiptRow=rows))
    assert [(x.rule, x.ref.sheet, x.ref.cell, x.message) for x in loaded.warnings] == [
        (
            "receipt_twice",
            "Sổ nhận",
            "C4",
            (
                "Lần gửi 1 của “Đảng bộ xã A” đã có ở dòng 2 (ngày 19/12/2025), "
                "ngày nhận tính theo dòng đó"
            ),
        ),
        (
            "receipt_twice",
            "Sổ nhận",
            "C5",
            "Lần gửi 1 của “Đảng bộ xã D” đã có ở dòng 3 (ngày 19/12/2025), cùng ngày",
        ),
    ]
    assert not any(x.is_error for x in loaded.warnings)
    sent = builders.a_return()
    assert corrected_day(loaded, sent) == days[0]
    assert corrected_day(loaded, replace(sent, version=2)) == days[1]


# ------------------------------------------------------------------ extensions

SENDING = {"milestone": "GUI", "name": "Gửi hồ sơ", "deadline": date(2025, 12, 20)}
UNUSED = {"milestone": "KP", "name": "Khắc phục"}
OF_CELLS = {
    "milestone": "CB",
    "name": "Chi bộ kiểm điểm",
    "kinds": "chi bộ trực thuộc",
    "deadline": date(2025, 12, 5),
}


def extended(**over: object) -> dict[str, object]:
    usual = {
        "unit_code": "A",
        "milestone": "GUI",
        "deadline": date(2025, 12, 27),
        "reason": "Sắp xếp lại chi bộ",
    }
    return {**usual, **over}


def with_extensions(*rows: dict[str, object]) -> bytes:
    cell = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ A1")
    units = (*UNITS, unit("0103"), cell)
    return register_book(units, DeadlineRow=[SENDING, UNUSED, OF_CELLS], ExtensionRow=list(rows))


def with_completions(*rows: dict[str, object]) -> bytes:
    cell = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ A1")
    units = (*UNITS, unit("0103"), cell)
    return register_book(units, DeadlineRow=[SENDING, UNUSED, OF_CELLS], CompletionRow=list(rows))


def completed(**over: object) -> dict[str, object]:
    usual = {"unit_code": "A", "milestone": "GUI", "done_on": date(2025, 12, 15), "note": "Giấy"}
    return {**usual, **over}


def test_what_the_board_knows_is_of_one_unit_and_milestone() -> None:
    undone = completed(unit_code=103, done_on=None, note="Chưa xong, theo báo cáo nhanh")
    loaded = load(with_completions(completed(), undone)).completions
    assert loaded == {
        ("A", "GUI"): Completion("A", "GUI", date(2025, 12, 15), "Giấy"),
        ("0103", "GUI"): Completion("0103", "GUI", None, "Chưa xong, theo báo cáo nhanh"),
    }
    places = [entry.ref and (entry.ref.sheet, entry.ref.cell) for entry in loaded.values()]
    assert places == [("Theo dõi tiến độ", "C2"), ("Theo dõi tiến độ", "C3")]


@pytest.mark.parametrize(
    ("row", "cell", "fault"),
    [
        ({"unit_code": "Z9"}, "A3", "Mã đơn vị “Z9” không có ở tờ Đơn vị"),
        ({"milestone": "X"}, "B3", "Mã mốc “X” không có ở tờ Mốc thời gian"),
        ({"unit_code": "A1"}, "A3", "“Chi bộ A1” không gửi biểu riêng"),
        ({"unit_code": "H"}, "B3", "không áp dụng cho “Đảng bộ huyện H”"),
        ({"unit_code": "B", "done_on": None}, "C3", "ghi “chưa xong” ở cột Ghi chú"),
        ({}, "A3", "Đơn vị “A” được ghi tiến độ mốc “GUI” hai lần"),
    ],
)
def test_a_row_on_progress_that_would_come_to_nothing(
    row: dict[str, object], cell: str, fault: str
) -> None:
    data = with_completions(completed(), completed(**row))
    with pytest.raises(BuildError, match=rf"Theo dõi tiến độ,? (?:ô )?{cell}: .*{fault}"):
        load(data)


@pytest.mark.parametrize("note", ["chưa xong", "CHƯA HOÀN THÀNH: còn 2 chi bộ"])
def test_a_day_holds_before_a_note_that_denies_it_and_both_are_told(note: str) -> None:
    loaded = load(with_completions(completed(note=note)))
    assert [(x.rule, x.ref.sheet, x.ref.cell, x.message) for x in loaded.warnings] == [
        (
            "completion_done_and_undone",
            "Theo dõi tiến độ",
            "C2",
            (
                f"Ghi ngày hoàn thành 15/12/2025, Ghi chú lại ghi “{note}”; "
                "tính là đã xong ngày 15/12/2025"
            ),
        )
    ]
    assert loaded.completions["A", "GUI"].done_on == date(2025, 12, 15)


@pytest.mark.parametrize(
    "note", ["Giấy", "Chưa xong đúng hạn", "chưa hoàn thành lúc gửi, 15/12 mới xong", ""]
)
def test_a_note_that_goes_with_a_day_is_not_told(note: str) -> None:
    assert load(with_completions(completed(note=note))).warnings == ()


def test_an_extension_is_of_one_unit_and_milestone() -> None:
    rows = (extended(), extended(unit_code=103), extended(milestone="CB"))
    loaded = load(with_extensions(*rows))
    assert loaded.extensions.keys() == {("A", "GUI"), ("0103", "GUI"), ("A", "CB")}
    assert loaded.extensions["A", "GUI"] == Extension(
        "A", "GUI", date(2025, 12, 27), "Sắp xếp lại chi bộ"
    )
    sending = loaded.milestones[0]
    assert loaded.deadline("A", sending) == date(2025, 12, 27)
    assert loaded.deadline("B", sending) == date(2025, 12, 20)


@pytest.mark.parametrize(
    ("row", "cell", "fault"),
    [
        ({"unit_code": "Z9"}, "A3", "Mã đơn vị “Z9” không có ở tờ Đơn vị"),
        ({"milestone": "X"}, "B3", "Mã mốc “X” không có ở tờ Mốc thời gian, hoặc mốc chưa ghi hạn"),
        ({"milestone": "KP"}, "B3", "Mã mốc “KP” không có ở tờ Mốc thời gian"),
        ({"unit_code": "C", "milestone": "CB"}, "B3", "không áp dụng cho “Chi bộ cơ quan C”"),
        ({"unit_code": "A1", "milestone": "CB"}, "A3", "“Chi bộ A1” không gửi biểu riêng"),
        ({"unit_code": "H"}, "B3", "không áp dụng cho “Đảng bộ huyện H”"),
        ({"deadline": date(2025, 12, 19)}, "C3", "Hạn mới phải sau hạn chung 20/12/2025"),
        ({"deadline": date(2025, 12, 20)}, "C3", "Hạn mới phải sau hạn chung 20/12/2025"),
        ({"deadline": "mai"}, "C3", "ngày dạng dd/mm/yyyy"),
        ({"deadline": None}, "C3", ""),
        ({"reason": ""}, "D3", ""),
        ({"unit_code": "B"}, "A3", "Đơn vị “B” được gia hạn mốc “GUI” hai lần"),
    ],
)
def test_an_extension_that_comes_to_nothing_stops_the_build(
    row: dict[str, object], cell: str, fault: str
) -> None:
    message = stopped(with_extensions(extended(unit_code="B"), extended(**row)))
    (line,) = message.splitlines()[1:]
    assert line.startswith(f"  - Gia hạn {cell}: ")
    assert fault in line


def test_the_sheet_of_extensions_may_be_missing() -> None:
    assert load(register_book(DeadlineRow=[SENDING])).extensions == {}


# ------------------------------------------------------------------ a hostile one


def end_process(data: bytes, wanted: object) -> RawWorkbook:
    os._exit(7)


def hang(data: bytes, wanted: object) -> RawWorkbook:
    time.sleep(30)
    raise AssertionError


def fill(data: bytes, wanted: object) -> RawWorkbook:
    return RawWorkbook({}, ("x" * 2**21,), starts_1904=False, saved_at=None)


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (end_process, "dừng giữa chừng"),
        (hang, "đọc quá lâu"),
        (fill, "nhiều hơn một tệp"),
    ],
)
def test_what_it_does_to_its_reader_is_reported(harm: Read, message: str) -> None:
    limits = Limits(seconds=0.3, memory=2**30, answer=2**20)
    read = partial(read_apart, read=harm, limits=limits)
    with pytest.raises(BuildError, match=f"không đọc được: .*{message}"):
        load(b"x", read)


def test_read_apart_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / REGISTER_FILE).write_bytes(register_book())
    assert register_in(tmp_path) == load(register_book())


def test_refused_apart_it_is_reported_the_same(tmp_path: Path) -> None:
    (tmp_path / REGISTER_FILE).write_bytes(b"%PDF")
    with pytest.raises(BuildError) as fault:
        register_in(tmp_path)
    assert str(fault.value) == stopped(b"%PDF")


def test_a_huge_one_is_not_read_into_memory(tmp_path: Path) -> None:
    with (tmp_path / REGISTER_FILE).open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(BuildError, match="Tệp lớn 1048576 MB, quá mức 20 MB"):
        register_in(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_one_that_is_no_file_is_reported(tmp_path: Path) -> None:
    make_pipe(tmp_path / REGISTER_FILE)
    with pytest.raises(BuildError, match="Không mở được"):
        register_in(tmp_path)


# ------------------------------------------------------------------ how cells are written


def test_a_name_typed_with_an_old_font_is_read_and_told() -> None:
    units: xlsx.Grid = [
        ["Mã", "Tên", "Loại hình", "Mã cấp trên", "Cụm"],
        ["H", "Đảng bộ huyện H", "Cấp trên trực tiếp cơ sở"],
        ["A", "§¶ng bé x· Tø Tr\xadng", "§¶ng bé c¬ së", "H", "Côm 1"],
        ["B", "Ñaûng boä xaõ Hoøa Bình", "đảng bộ cơ sở", "H", "Cụm 1"],
    ]
    settings: xlsx.Grid = [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"]]
    made = load(xlsx.workbook({"Thiết lập": settings, "Đơn vị": units}))
    assert made.units["A"].name == "Đảng bộ xã Tứ Trưng"
    assert made.units["A"].kind is UnitKind.GRASSROOTS
    assert made.units["B"].name == "Đảng bộ xã Hòa Bình"
    assert [(x.rule, x.ref.sheet, x.ref.cell) for x in made.warnings] == [
        ("old_font", "Đơn vị", "B3"),
        ("old_font", "Đơn vị", "C3"),
    ]
    season = evaluate(made, [], builders.AS_OF)
    assert [(x.rule, x.ref.file) for x in season.findings] == [("old_font", REGISTER_FILE)] * 2


def test_a_value_merged_over_units_stops_the_build_and_merged_words_are_told() -> None:
    units: xlsx.Grid = [
        ["Mã", "Tên", "Loại hình", "Mã cấp trên", "Cụm"],
        ["H", "Đảng bộ huyện H", "Cấp trên trực tiếp cơ sở"],
        ["A", "Đảng bộ xã A", "đảng bộ cơ sở", "H", "Cụm 1"],
        ["B", "Đảng bộ xã B", "đảng bộ cơ sở", "H", None],
    ]
    settings: xlsx.Grid = [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"]]

    def with_merged(area: str) -> bytes:
        merged = f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'
        page = xlsx.sheet_xml(units).replace("</sheetData>", f"</sheetData>{merged}")
        return xlsx.workbook({"Thiết lập": settings, "Đơn vị": page})

    assert [(x.rule, x.ref.cell) for x in load(with_merged("E3:E4")).warnings] == [
        ("merged_text", "E3")
    ]
    assert "Đơn vị C3: Ô gộp C3:C4 (“Loại hình”)" in stopped(with_merged("C3:C4"))


@pytest.mark.parametrize(("typed", "cap"), [(0.25, 25), (0.2, 20), (1, 100)])
def test_a_percentage_is_read_as_excel_shows_it(typed: float, cap: int) -> None:
    settings: xlsx.Grid = [
        ["Kỳ đánh giá", 2025],
        ["Cơ quan tổng hợp", "Ban Tổ chức"],
        ["Tỷ lệ trần xuất sắc (%)", xlsx.formatted(typed, xlsx.PERCENT)],
    ]
    units: xlsx.Grid = [
        ["Mã", "Tên", "Loại hình", "Mã cấp trên"],
        ["H", "Đảng bộ huyện H", "Cấp trên trực tiếp cơ sở"],
        ["A", "Đảng bộ xã A", "đảng bộ cơ sở", "H"],
    ]
    assert load(xlsx.workbook({"Thiết lập": settings, "Đơn vị": units})).settings.cap == cap
