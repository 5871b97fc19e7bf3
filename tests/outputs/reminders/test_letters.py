"""The letters that remind: who gets one, and what exactly it says, in Word and to paste."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.builders import (
    a_return,
    cell,
    done,
    info,
    milestone,
    plain_cell,
    register,
    remedy,
    unit,
)
from tests.outputs.reminders.mail import (
    ABOVE,
    DISTRICT,
    GUI,
    files_of,
    lines,
    listed,
    season_of,
    sent,
    table,
    text,
)
from xeploai.outputs.reminders.letters import reminders
from xeploai.paths import PARENT_LETTER, UNIT_LETTER
from xeploai.register.model import Extension
from xeploai.schema.terms import RemedyState, UnitKind
from xeploai.submissions.returns import read_return

# ---------------------------------------------------------------- who gets one


def test_who_is_overdue_or_due_soon_gets_a_letter_and_others_do_not() -> None:
    assert sorted(files_of(sent("B", [cell()]))) == [
        "A.docx", "A.txt", "C.docx", "C.txt", "H-cac-don-vi.docx", "H-cac-don-vi.txt",
    ]  # fmt: skip


def test_where_nobody_owes_anything_there_is_no_letter() -> None:
    everybody = [sent("A", [cell()]), sent("B", [cell()]), sent("C", [plain_cell(1)])]
    assert files_of(*everybody) == {}


@pytest.mark.parametrize(
    ("as_of", "is_reminded"), [(date(2025, 12, 12), False), (date(2025, 12, 13), True)]
)
def test_a_deadline_is_reminded_of_from_a_week_before(as_of: date, is_reminded: bool) -> None:
    files = files_of(of=listed(milestones=[GUI]), as_of=as_of)
    assert ("A.txt" in files) is is_reminded


def test_each_parent_hears_of_its_own_units_only() -> None:
    units = [
        unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh"),
        DISTRICT, replace(unit("K", UnitKind.DISTRICT), parent="T"),
        unit("A"), unit("B"), replace(unit("D"), parent="K"),
    ]  # fmt: skip
    season = season_of(of=listed(units=units))
    parents = [item for item in reminders(season) if item.to_parent]
    assert [(x.unit.code, [y.unit.code for y in x.about]) for x in parents] == [
        ("H", ["A", "B"]), ("K", ["D"]),
    ]  # fmt: skip
    files = files_of(of=listed(units=units))
    assert "02/02 đơn vị trực thuộc" in text(files, "H-cac-don-vi")
    assert "01/01 đơn vị trực thuộc" in text(files, "K-cac-don-vi")


def test_the_top_unit_does_not_write_to_itself() -> None:
    due = replace(GUI, code="H", kinds=frozenset({UnitKind.DISTRICT}))
    season = season_of(of=register(milestones=[due]))
    assert season.progress.at("H", "H").kind.value == "overdue"
    assert reminders(season) == []
    season = season_of(of=listed(units=[*ABOVE, unit("A")], milestones=[due]))
    assert [(x.unit.code, x.to_parent) for x in reminders(season)] == [("H", False)]
    season = season_of(of=register(milestones=[GUI]))
    assert [(x.unit.code, x.to_parent) for x in reminders(season)] == [
        ("A", False), ("B", False), ("C", False),
    ]  # fmt: skip


def test_what_the_board_does_itself_is_no_units_letter() -> None:
    due = [milestone(code, date(2025, 12, 20)) for code in ("TD", "QD")]
    season = season_of(of=listed(milestones=due))
    assert season.progress.at("A", "TD").kind.value == "overdue"
    assert reminders(season) == []


def test_a_remedy_after_its_day_is_named_with_whoever_answers_for_it() -> None:
    late = remedy(
        item="Quy chế chưa sửa", owner="Văn phòng", due=date(2025, 12, 21), state=RemedyState.OPEN
    )
    blank = remedy(item="Hồ sơ thiếu", due=date(2025, 12, 1))
    files = files_of(a_return([cell()], others=[late, blank]), of=listed(milestones=[GUI]))
    assert text(files, "A") == (
        "Kính gửi Đảng bộ xã A: tính đến ngày 31/12/2025, đơn vị còn 01 việc khắc phục quá hạn: "
        "1) Khắc phục: quy chế chưa sửa (Văn phòng): quá hạn 10 ngày (hạn 21/12/2025). Đề nghị đơn "
        "vị khẩn trương hoàn thành và gửi kết quả về Ban Tổ chức Huyện ủy.\r\n"
    )
    above = text(files, "H-cac-don-vi")
    assert "Khắc phục: quy chế chưa sửa (Văn phòng): quá hạn 10 ngày (hạn 21/12/2025)" in above


PLANNED = milestone("KH", date(2025, 12, 26), name="Ban hành kế hoạch kiểm điểm")


def test_who_dates_a_task_in_time_gets_no_letter_though_the_return_is_faulty() -> None:
    faulty = a_return([cell(official=3)], others=[done("KH", date(2025, 12, 10))])
    files = files_of(faulty, of=listed(milestones=[PLANNED, GUI]))
    assert "A.txt" not in files
    assert "Đảng bộ xã A" not in text(files, "H-cac-don-vi")


def test_where_nothing_was_heard_no_report_has_come_and_nothing_is_late() -> None:
    files = files_of(of=listed(milestones=[PLANNED]))
    assert text(files, "A") == (
        "Kính gửi Đảng bộ xã A: tính đến ngày 31/12/2025, đơn vị còn 01 việc chưa báo cáo: "
        "1) Ban hành kế hoạch kiểm điểm: chưa nhận được báo cáo, hạn đã qua 05 ngày (hạn "
        "26/12/2025). Đề nghị đơn vị báo cáo kết quả về Ban Tổ chức Huyện ủy.\r\n"
    )
    expected = (
        "Ban hành kế hoạch kiểm điểm: chưa nhận được báo cáo, hạn đã qua 05 ngày (hạn 26/12/2025)"
    )
    assert f"1. {expected}." in lines(files, "A")
    assert table(files, "H-cac-don-vi")[1] == ["1", "Đảng bộ xã A", expected]
    for name in ("A", "H-cac-don-vi"):
        shown = "\n".join([*lines(files, name), text(files, name)])
        assert "có việc quá hạn" not in shown
        assert "muộn" not in shown
        assert "khẩn trương hoàn thành" not in shown
        assert "báo cáo kết quả" in shown


def test_a_day_left_blank_is_asked_for() -> None:
    files = files_of(a_return([cell()], others=[done("KH", None)]), of=listed(milestones=[PLANNED]))
    blank = "biểu chưa ghi ngày hoàn thành, hạn đã qua 05 ngày (hạn 26/12/2025)"
    assert f"1. Ban hành kế hoạch kiểm điểm: {blank}." in lines(files, "A")


def test_no_two_letters_have_one_name() -> None:
    names = ["H-cac-don-vi", "h", "a", "A", "con"]
    files = files_of(of=listed(units=[*ABOVE, *map(unit, names)]))
    assert len({name.casefold() for name in files}) == 2 * (len(names) + 1)
    assert "Đảng bộ xã H-cac-don-vi" in text(files, "H-cac-don-vi")
    assert "Đảng bộ huyện H" in text(files, "H-cac-don-vi-2")


# ---------------------------------------------------------------- what it says


def test_a_unit_that_sent_nothing_reads_each_thing_it_owes() -> None:
    assert text(files_of(), "A") == (
        "Kính gửi Đảng bộ xã A: tính đến ngày 31/12/2025, đơn vị còn 01 việc quá hạn và 01 việc "
        "sắp đến hạn: 1) Gửi hồ sơ, biểu tổng hợp: quá hạn 11 ngày (hạn 20/12/2025); 2) Ban hành "
        "kế hoạch khắc phục: còn 05 ngày (hạn 05/01/2026). Đề nghị đơn vị khẩn trương hoàn thành "
        "và gửi kết quả về Ban Tổ chức Huyện ủy.\r\n"
    )


def test_word_says_the_same() -> None:
    letter = lines(files_of(), "A")
    assert letter == [
        "Kính gửi: Đảng bộ xã A.",
        (
            "Qua theo dõi việc kiểm điểm, đánh giá, xếp loại chất lượng năm 2025, tính đến ngày "
            "31/12/2025, đơn vị còn 01 việc quá hạn và 01 việc sắp đến hạn:"
        ),
        "1. Gửi hồ sơ, biểu tổng hợp: quá hạn 11 ngày (hạn 20/12/2025).",
        "2. Ban hành kế hoạch khắc phục: còn 05 ngày (hạn 05/01/2026).",
        (
            "Đề nghị Đảng bộ xã A khẩn trương hoàn thành các việc nêu trên và gửi kết quả về Ban "
            "Tổ chức Huyện ủy để tổng hợp. Nếu có vướng mắc, đề nghị trao đổi ngay để "
            "cùng giải quyết."
        ),
    ]


def test_the_head_is_that_of_a_party_paper() -> None:
    document = Document(BytesIO(files_of(as_of=date(2026, 1, 5))["A.docx"]))
    left, right = (row.cells for row in document.tables[0].rows)
    assert left[0].text == "BAN TỔ CHỨC TỈNH ỦY\nBAN TỔ CHỨC HUYỆN ỦY\n*"
    assert left[1].text == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert right[0].text.startswith("Số ……-CV/……")
    assert right[1].text.endswith("ngày 05 tháng 01 năm 2026")


@pytest.mark.parametrize("template", [UNIT_LETTER, PARENT_LETTER])
def test_who_signs_is_left_open(template: Path) -> None:
    foot = Document(str(template)).tables[-1].rows[0].cells
    assert foot[0].text.startswith("Nơi nhận:")
    assert re.fullmatch("…+", foot[1].text)


@pytest.mark.parametrize("template", [UNIT_LETTER, PARENT_LETTER])
def test_a_page_is_a4_with_the_margins_of_party_papers(template: Path) -> None:
    section = Document(str(template)).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides if side is not None] == [20, 20, 30, 15]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 210


@pytest.mark.parametrize(
    ("as_of", "phrase"),
    [
        (date(2025, 12, 19), "còn 01 ngày (hạn 20/12/2025)"),
        (date(2025, 12, 20), "hôm nay hết hạn (hạn 20/12/2025)"),
        (date(2025, 12, 21), "quá hạn 01 ngày (hạn 20/12/2025)"),
    ],
)
def test_the_day_of_the_deadline_is_reported_rightly(as_of: date, phrase: str) -> None:
    assert phrase in text(files_of(as_of=as_of), "A")


def test_who_was_given_more_time_reads_the_new_day_and_why() -> None:
    given = Extension("A", "GUI", date(2026, 1, 2), "Mưa lũ chia cắt địa bàn.")
    of = replace(listed(), extensions={("A", "GUI"): given})
    files = files_of(of=of)
    assert (
        "1. Gửi hồ sơ, biểu tổng hợp: còn 02 ngày (hạn 02/01/2026, được gia hạn: mưa lũ chia cắt "
        "địa bàn)."
    ) in lines(files, "A")
    assert "gia hạn" not in text(files, "B")
    assert "(hạn 02/01/2026, được gia hạn: mưa lũ chia cắt địa bàn)" in text(files, "H-cac-don-vi")


def test_a_faulty_return_is_said_to_have_gone_back_and_why() -> None:
    files = files_of(sent("A", [cell(official=3)], "cum 1/biểu xã A.xlsx", None))
    assert (
        "Biểu tổng hợp của đơn vị (tệp biểu xã A.xlsx, nhận ngày 18/12/2025) còn 01 lỗi phải sửa, "
        "đã được trả lại; số liệu trong biểu chưa được tính. Đề nghị đơn vị mở tệp A.xlsx gửi kèm "
        "phiếu trả lại, sửa các ô đã tô màu rồi gửi lại chính tệp đó."
    ) in lines(files, "A")
    assert "01 lỗi phải sửa" in text(files, "A")
    assert "tệp A.xlsx rồi gửi lại" in text(files, "A")
    assert "Biểu còn 01 lỗi, đã trả lại" in table(files, "H-cac-don-vi")[1][2]


def test_an_empty_return_is_said_to_hold_no_figures() -> None:
    blank = a_return([], of=info(self_level=None, proposed_level=None, decided_level=None))
    files = files_of(blank)
    assert (
        "Ban Tổ chức Huyện ủy đã nhận biểu tổng hợp của đơn vị (tệp bieu.xlsx, nhận ngày "
        "18/12/2025) nhưng biểu chưa có số liệu. Đề nghị đơn vị điền đủ số liệu rồi gửi lại."
    ) in lines(files, "A")
    assert "(tệp bieu.xlsx) đã được nhận nhưng chưa có số liệu" in text(files, "A")
    assert table(files, "H-cac-don-vi")[1][2].endswith("Đã gửi, chưa có số liệu")


def test_a_file_that_cannot_be_read_is_asked_for_again_as_perhaps_the_units() -> None:
    spoiled = read_return(b"", "cum 1/bieu Yen Lap.xlsx")
    units = [*ABOVE, unit("A", name="Đảng bộ xã Yên Lập"), unit("B")]
    files = files_of(spoiled, of=listed(units=units))
    asked = (
        "Ban Tổ chức Huyện ủy có nhận tệp bieu Yen Lap.xlsx nhưng không đọc được; nếu đó là biểu "
        "của đơn vị, đề nghị"
    )
    assert f"{asked} đơn vị kiểm tra rồi gửi lại." in lines(files, "A")
    assert f"{asked} kiểm tra rồi gửi lại." in text(files, "A")
    assert "không đọc được" not in "\n".join([*lines(files, "B"), text(files, "B")])
    rows = {row[1]: row[2] for row in table(files, "H-cac-don-vi")}
    assert rows["Đảng bộ xã Yên Lập"].endswith("Có tệp không đọc được: bieu Yen Lap.xlsx")


def test_an_empty_return_after_a_good_one_is_no_matter() -> None:
    blank = a_return(
        [], file="2.xlsx", of=info(version=2, self_level=None, proposed_level=None,
        decided_level=None),
    )  # fmt: skip
    good = a_return([cell()])
    assert "chưa có số liệu" not in text(files_of(good, blank), "A")


# ---------------------------------------------------------------- to the parent


def test_the_table_lists_the_missing_units_one_a_row() -> None:
    units = [*ABOVE, unit("A", official="Đồng chí Lan"), unit("B"), unit("E")]
    files = files_of(sent("B", [cell()]), of=listed(units=units))
    owed = (
        "Gửi hồ sơ, biểu tổng hợp: quá hạn 11 ngày (hạn 20/12/2025)\n"
        "Ban hành kế hoạch khắc phục: còn 05 ngày (hạn 05/01/2026)"
    )
    assert table(files, "H-cac-don-vi") == [
        ["TT", "Đơn vị", "Việc cần hoàn thành, báo cáo"],
        ["1", "Đảng bộ xã A\nTheo dõi: Đồng chí Lan", owed],
        ["2", "Đảng bộ xã E", owed],
    ]
    assert lines(files, "H-cac-don-vi")[1] == (
        "Qua theo dõi việc kiểm điểm, đánh giá, xếp loại chất lượng năm 2025, tính đến ngày "
        "31/12/2025, 02/03 đơn vị trực thuộc còn việc quá hạn, chưa báo cáo hoặc sắp đến hạn, "
        "trong đó 02 đơn vị có việc quá hạn, cụ thể như sau:"
    )


def test_a_long_table_repeats_its_heading_and_keeps_rows_whole() -> None:
    codes = [f"D{number}" for number in range(40)]
    files = files_of(of=listed(units=[*ABOVE, *map(unit, codes)]))
    assert [row[1] for row in table(files, "H-cac-don-vi")[1:]] == [
        f"Đảng bộ xã {x}" for x in codes
    ]
    with zipfile.ZipFile(BytesIO(files["H-cac-don-vi.docx"])) as archive:
        body = archive.read("word/document.xml").decode()
    rows = re.findall(r"<w:tr\b.*?</w:tr>", body, re.S)
    assert [number for number, row in enumerate(rows) if "<w:tblHeader" in row] == [2]
    assert sum("<w:cantSplit" in row for row in rows) == 42  # heading, units, signature


def test_the_message_to_the_parent_has_a_line_a_unit() -> None:
    units = [*ABOVE, unit("A", official="Đồng chí Lan"), unit("E")]
    assert text(files_of(of=listed(units=units)), "H-cac-don-vi").split("\r\n") == [
        (
            "Kính gửi Đảng bộ huyện H: tính đến ngày 31/12/2025, 02/02 đơn vị trực thuộc còn việc "
            "quá hạn, chưa báo cáo hoặc sắp đến hạn:"
        ),
        (
            "1. Đảng bộ xã A (Đồng chí Lan theo dõi): Gửi hồ sơ, biểu tổng hợp: quá hạn 11 ngày "
            "(hạn 20/12/2025); Ban hành kế hoạch khắc phục: còn 05 ngày (hạn 05/01/2026)."
        ),
        (
            "2. Đảng bộ xã E: Gửi hồ sơ, biểu tổng hợp: quá hạn 11 ngày (hạn 20/12/2025); Ban hành "
            "kế hoạch khắc phục: còn 05 ngày (hạn 05/01/2026)."
        ),
        "Đề nghị đôn đốc các đơn vị khẩn trương hoàn thành và gửi kết quả về Ban Tổ chức Huyện ủy.",
        "",
    ]
