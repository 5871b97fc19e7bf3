import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests import xlsx
from tests.builders import (
    AS_OF,
    UNITS,
    a_return,
    book,
    cell,
    decision,
    done,
    info,
    milestone,
    old_unit,
    plain_cell,
    read,
    register,
    register_book,
    rerated,
    row,
    setting_cells,
    unit_cap,
)
from tests.rules.families.checked import severity
from xeploai.findings import CellRef, Severity
from xeploai.register.deadlines import USUAL_NAMES, usual_event
from xeploai.register.model import Completion, Register
from xeploai.register.reader import load
from xeploai.rules.all_rules import ALL_RULES, CHECKS
from xeploai.schema.register import ReceiptRow, RerateRow, WaiverRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, MilestoneEvent, ReratedSubject, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

FAULTY = cell(official=3)
MISCOUNTED = info(cells_declared=7)
"""A first sheet that declares more cells than the return has, as the office may accept."""


def waiver(rule: str, code: str = "A") -> WaiverRow:
    return row(WaiverRow, rule=rule, unit_code=Code(code), reason="có xác nhận")


def receipt(version: int, code: str = "A") -> ReceiptRow:
    return row(ReceiptRow, unit_code=Code(code), version=version, received_on=date(2025, 12, 1))


def reported(code: str, of: Register, *items: Return) -> list[tuple[str, str, str]]:
    result = evaluate(of, list(items) or [a_return([FAULTY], of=MISCOUNTED)], AS_OF).findings
    return [(x.ref.sheet, x.ref.cell, x.message) for x in result if x.rule == code]


def test_waiver_matches_nothing() -> None:
    of = register(waivers=[waiver("decision_before_review")])
    assert reported("waiver_matches_nothing", of) == [
        (
            "Chấp thuận",
            "A4",
            (
                "“Đảng bộ xã A” không có lỗi “Quyết định xếp loại chi bộ trước ngày kiểm điểm” "
                "để chấp thuận"
            ),
        )
    ]
    assert severity("waiver_matches_nothing") == "warning"


def test_a_waiver_that_is_used_says_nothing() -> None:
    of = register(waivers=[waiver("declared_cells_differ")])
    assert reported("waiver_matches_nothing", of) == []


def test_a_mistyped_rule_is_reported_as_such() -> None:
    of = register(waivers=[waiver("sai ma")])
    assert reported("waiver_matches_nothing", of) == [
        ("Chấp thuận", "A4", "Không có quy tắc nào tên “sai ma”")
    ]
    of = register(waivers=[waiver("declared_cell_differ"), waiver("Một chi bộ có 2 dòng")])
    assert [x[2].partition("; ")[2] for x in reported("waiver_matches_nothing", of)] == [
        "gần nhất: “Số chi bộ khai khác số dòng chi bộ”",
        "gần nhất: “Một chi bộ có hai dòng”",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "DECLARED_CELLS_DIFFER",
        "Số chi bộ khai khác số dòng chi bộ",
        " số chi bộ  khai khác\N{NO-BREAK SPACE}số dòng chi bộ. ",
        unicodedata.normalize("NFD", "Số chi bộ khai khác số dòng chi bộ"),
    ],
)
def test_a_rule_is_accepted_by_its_code_or_its_title(typed: str) -> None:
    of = register(waivers=[waiver(typed)])
    season = evaluate(of, [a_return(of=MISCOUNTED)], AS_OF)
    assert list(season.intake.counted) == ["A"]
    assert [x.rule for x in season.findings] == ["declared_cells_differ"]


def test_waived_rule_cannot_be_waived() -> None:
    rule = "official_and_probationary_do_not_sum_to_members"
    title = "Chính thức cộng dự bị khác tổng số đảng viên"
    of = register(waivers=[waiver(rule), waiver(title, "B")])
    refused = f"“{title}” không chấp thuận được; "
    wrong = "biểu của “Đảng bộ xã A” còn 1 lỗi này, chưa được tính"
    assert reported("waived_rule_cannot_be_waived", of) == [
        ("Chấp thuận", "A4", refused + wrong),
        ("Chấp thuận", "A5", refused + "“Đảng bộ xã B” hiện không có lỗi này"),
    ]
    assert reported("waiver_matches_nothing", of) == []
    assert reported(rule, of) == [
        ("Chi bộ", "G8", "Chi bộ thôn Một: chính thức cộng dự bị 3, khác tổng số đảng viên 10")
    ]
    assert severity("waived_rule_cannot_be_waived") == "warning"


def test_a_rule_that_can_be_waived_is_not_reported() -> None:
    assert (
        reported("waived_rule_cannot_be_waived", register(waivers=[waiver("cell_not_filled")]))
        == []
    )


ARITHMETIC = [
    "members_differ_from_both_sums", "rated_more_than_members", "rated_differs_from_both_sums",
    "not_rated_also_counted_as_rated", "levels_do_not_sum_to_rated", "cell_twice",
    "rated_and_not_rated_do_not_sum_to_members", "more_disciplined_than_members",
    "official_and_probationary_do_not_sum_to_members", "declared_total_differs",
    "leadership_levels_do_not_sum_to_rated", "leadership_row_twice", "discipline_row_twice",
    "leadership_rated_and_not_rated_do_not_sum_to_total",
]  # fmt: skip


def test_what_makes_figures_impossible_cannot_be_waived() -> None:
    checked = [x for x in CHECKS if x.severity is Severity.ERROR]
    assert {x.code for x in checked if not x.waivable} == {
        *ARITHMETIC, "unit_code_unknown", "levels_of_another_time",
    }  # fmt: skip
    others = [x.code for x in ALL_RULES if x.waivable and x not in CHECKS]
    # These say whose a return is and which sheet is meant, not what stands in it.
    assert others == ["stamp_differs", "figures_on_another_sheet", "sheet_of_another_unit"]


def test_a_waived_sum_prints_no_impossible_share() -> None:
    """47 of 46 members, 102.17 %, once stood on every page."""
    of = register(waivers=[waiver("rated_more_than_members")])
    season = evaluate(of, [a_return([cell(members=46, rated=47, xs=0, htt=47, ht=0)])], AS_OF)
    assert season.intake.counted == {}


def test_what_could_not_be_read_cannot_be_accepted() -> None:
    of = register(waivers=[waiver("unreadable_cell")])
    one = read(book([{**dict.fromkeys(("members", "rated"), "mười"), "name": "Chi bộ 1"}]))
    (finding,) = reported("waived_rule_cannot_be_waived", of, one)
    assert "không chấp thuận được" in finding[2]


def test_receipt_matches_nothing() -> None:
    of = register(receipts=[receipt(1), receipt(2)])
    assert reported("receipt_matches_nothing", of) == [
        ("Sổ nhận", "B5", "Không có lần gửi 2 của “Đảng bộ xã A”")
    ]
    assert severity("receipt_matches_nothing") == "warning"


def test_a_receipt_of_last_year_is_none_of_this_period() -> None:
    of = register(receipts=[receipt(1)])
    last = a_return([FAULTY], of=info(period="2024"))
    assert len(reported("receipt_matches_nothing", of, last)) == 1


def test_a_waiver_of_what_a_later_sending_corrected_matches_nothing() -> None:
    of = register(waivers=[waiver("declared_cells_differ")])
    first = a_return(of=MISCOUNTED, file="1.xlsx")
    corrected = a_return([cell()], of=info(version=2), file="2.xlsx")
    assert len(reported("waiver_matches_nothing", of, first, corrected)) == 1
    again = a_return(of=info(version=3, cells_declared=7))
    assert reported("waiver_matches_nothing", of, corrected, again) == []


def test_old_unit_split() -> None:
    rows = [old_unit("A", "X", "2024"), old_unit("B", "X", "2024"), old_unit("C", "Y", "2024")]
    words = (
        "Đơn vị cũ “X” kỳ 2024 được chia cho “Đảng bộ xã A”, “Đảng bộ xã B”: không so sánh được "
        "với kỳ đó"
    )
    assert reported("old_unit_split", register(crosswalk=rows)) == [
        ("Địa giới", "B4", words),
        ("Địa giới", "B5", words),
    ]
    assert severity("old_unit_split") == "warning"


def test_a_merged_unit_is_not_split() -> None:
    rows = [old_unit("A", "X", "2024"), old_unit("A", "Y", "2024"), old_unit("B", "X", "2023")]
    assert reported("old_unit_split", register(crosswalk=rows)) == []


def test_the_figures_of_a_split_unit_are_not_counted_twice() -> None:
    of = register(crosswalk=[old_unit("A", "X", "2024"), old_unit("B", "X", "2024")])
    first = info(unit_code=Code("X"), period="2024", sent_on=date(2024, 12, 18))
    last = a_return([plain_cell(1)], of=first)
    season = evaluate(of, [last], AS_OF)
    assert season.last_returns == {}
    assert season.last is not None
    whole = season.last.at("H", Subject.MEMBER)
    assert whole is not None
    assert (whole.total, whole.units_counted) == (5, 1)
    for code in ("A", "B"):
        part = season.last.at(code, Subject.MEMBER)
        assert part is not None
        assert (part.total, part.units_counted) == (None, 0)


def test_cap_without_decision() -> None:
    good = a_return()
    caps = {"A": unit_cap(25), "B": unit_cap(30, "15-QĐ/HU", 1), "C": unit_cap(15, "", 2)}
    of = register(cap=25, setting_cells=setting_cells(), unit_caps=caps)
    assert reported("cap_without_decision", of, good) == [
        ("Thiết lập", "B11", "Tỷ lệ trần 25%, chưa ghi số quyết định cho phép vượt 20%"),
        (
            "Trần xuất sắc",
            "C4",
            "“Đảng bộ xã A”: tỷ lệ trần 25%, chưa ghi số quyết định cho phép vượt 20%",
        ),
    ]
    told = register(cap=25, cap_decision="15-QĐ/HU", setting_cells=setting_cells())
    assert reported("cap_without_decision", told, good) == []
    assert reported("cap_without_decision", register(setting_cells=setting_cells()), good) == []
    assert severity("cap_without_decision") == "warning"


# ------------------------------------------------------------------ progress that the board knows

CLASH = "progress_differs_from_return"
OTHERWISE = "; tiến độ tính theo danh mục"
STEPS = [
    milestone("KH", date(2025, 11, 30), name="Ban hành kế hoạch"),
    milestone("CB", date(2025, 12, 10), name="Chi bộ kiểm điểm xong"),
    milestone("GUI", date(2025, 12, 20), name="Gửi hồ sơ"),
]


def known_to_board(code: str, on: date | None, of: str = "A") -> Register:
    ref = CellRef("danh-muc.xlsx", "Theo dõi tiến độ", "C4")
    entry = Completion(of, code, on, "" if on else "chưa xong", ref)
    return register(milestones=STEPS, completions={(of, code): entry})


def clash(of: Register, *items: Return) -> list[tuple[str, str, str]]:
    return reported(CLASH, of, *items)


PLANNED = a_return(others=[done("KH", date(2025, 11, 20))])


def test_progress_differs_from_return() -> None:
    undone = known_to_board("KH", None)
    assert clash(undone, PLANNED) == [
        (
            "Theo dõi tiến độ",
            "C4",
            (
                "“Đảng bộ xã A”, mốc “Ban hành kế hoạch”: danh mục ghi chưa xong, theo biểu thì "
                f"xong ngày 20/11/2025{OTHERWISE}"
            ),
        )
    ]
    assert evaluate(undone, [PLANNED], AS_OF).progress.at("A", "KH").kind == "overdue"
    ((_, _, message),) = clash(known_to_board("KH", date(2025, 12, 3)), PLANNED)
    assert "danh mục ghi xong ngày 03/12/2025, theo biểu thì xong ngày 20/11/2025" in message
    assert severity(CLASH) == "warning"


@pytest.mark.parametrize(
    ("of", "sent"),
    [
        (known_to_board("KH", date(2025, 11, 20)), PLANNED),
        (known_to_board("KH", None), a_return()),
        (known_to_board("KH", None, "B"), PLANNED),
        (known_to_board("GUI", date(2025, 12, 18)), PLANNED),
    ],
    ids=["same day", "no day in the return", "another unit", "day of sending"],
)
def test_a_row_on_progress_that_no_return_contradicts_says_nothing(
    of: Register, sent: Return
) -> None:
    assert clash(of, sent) == []


def test_a_refused_return_contradicts_the_board_too() -> None:
    refused = a_return([FAULTY], others=[done("KH", date(2025, 11, 20))])
    assert len(clash(known_to_board("KH", None), refused)) == 1


def test_the_last_review_contradicts_the_board() -> None:
    ((_, _, message),) = clash(known_to_board("CB", None), a_return())
    assert "danh mục ghi chưa xong, theo biểu thì xong ngày 01/12/2025" in message


def test_a_return_that_came_contradicts_that_it_did_not() -> None:
    ((_, _, message),) = clash(known_to_board("GUI", None), a_return())
    assert "danh mục ghi chưa xong, theo biểu thì gửi ngày 18/12/2025" in message
    # The paper came before the file, which is why the board has a row of its own.
    assert clash(known_to_board("GUI", date(2025, 12, 15)), a_return()) == []


@pytest.mark.parametrize("as_of", [date(2025, 12, 22), AS_OF])
def test_a_return_in_hand_came_no_later_than_its_own_day(as_of: date) -> None:
    season = evaluate(known_to_board("GUI", date(2025, 12, 25)), [a_return()], as_of)
    ((place, message),) = [(x.ref.cell, x.message) for x in season.findings if x.rule == CLASH]
    words = "danh mục ghi gửi ngày 25/12/2025, theo biểu thì gửi ngày 18/12/2025"
    assert (place, words in message) == ("C4", True)


def test_a_decision_of_the_register_is_no_return() -> None:
    decided = decision(
        "A", decided_level=Level.HTT, decision_no="1", decision_date=date(2025, 12, 20)
    )
    entry = Completion("A", "QD", None, "chưa xong")
    of = register(
        milestones=[milestone("QD")], decisions=[decided], completions={("A", "QD"): entry}
    )
    assert clash(of, a_return()) == []


def test_a_district_has_no_return_of_its_own() -> None:
    kinds = frozenset({UnitKind.DISTRICT})
    entry = Completion("H", "CB", None, "chưa xong")
    of = register(
        (UNITS[0], UNITS[1]),
        milestones=[milestone("CB", kinds=kinds)],
        completions={("H", "CB"): entry},
    )
    assert evaluate(of, [a_return()], AS_OF).findings == ()


# ------------------------------------------------------------------ what a milestone is named

NAMED = "milestone_named_otherwise"
SENDING, REVIEWS, WRITTEN, APPRAISAL, DECISION = MilestoneEvent


def of_sheet(*rows: tuple[str, str, MilestoneEvent | None], kinds: str = "") -> Register:
    """A register with these milestones: code, name, Căn cứ."""
    lines = [
        {"milestone": code, "name": name, "kinds": kinds, "deadline": date(2026, 1, 20),
         "event": event}
        for code, name, event in rows
    ]  # fmt: skip
    return load(register_book(DeadlineRow=lines))


def test_milestone_named_otherwise() -> None:
    of = of_sheet(
        ("GUI", "Chi bộ kiểm điểm xong", SENDING),
        ("KD", "Tập thể lãnh đạo kiểm điểm", SENDING),
        ("DG", "Đánh giá, xếp loại chi bộ", SENDING),
        ("QD", "Gửi hồ sơ về Ban Tổ chức", DECISION),
    )
    assert reported(NAMED, of) == [
        (
            "Mốc thời gian",
            "E2",
            "Mốc “Chi bộ kiểm điểm xong” tính theo “gửi biểu”, tên mốc nói về “chi bộ kiểm điểm”",
        ),
        (
            "Mốc thời gian",
            "E3",
            (
                "Mốc “Tập thể lãnh đạo kiểm điểm” tính theo “gửi biểu”, tên mốc nói về "
                "“chi bộ kiểm điểm” hoặc “tiến độ trong biểu”"
            ),
        ),
        (
            "Mốc thời gian",
            "E4",
            "Mốc “Đánh giá, xếp loại chi bộ” tính theo “gửi biểu”, tên mốc nói về việc khác",
        ),
        (
            "Mốc thời gian",
            "E5",
            "Mốc “Gửi hồ sơ về Ban Tổ chức” tính theo “quyết định”, tên mốc nói về “gửi biểu”",
        ),
    ]
    assert severity(NAMED) == "warning"


def test_a_code_that_was_kept_may_belie_a_new_name() -> None:
    of = of_sheet(("GUI", "Chi bộ họp kiểm điểm", None), ("CB", "Gửi hồ sơ, biểu tổng hợp", None))
    assert [(x, y.partition(",")[0]) for _, x, y in reported(NAMED, of)] == [
        ("E2", "Mốc “Chi bộ họp kiểm điểm” tính theo “gửi biểu”")
    ]


def test_a_row_reported_by_the_unit_that_was_named_as_another_usual_one() -> None:
    of = of_sheet(("KH", "Gửi hồ sơ, biểu tổng hợp", WRITTEN), ("TT", "Gửi hồ sơ", WRITTEN))
    assert [cell for _, cell, _ in reported(NAMED, of)] == ["E2"]


@pytest.mark.parametrize("is_blank", [False, True])
def test_the_usual_milestones_are_named_as_they_are(is_blank: bool) -> None:
    rows = [
        (code, name, None if is_blank else usual_event(code)) for code, name in USUAL_NAMES.items()
    ]
    assert reported(NAMED, of_sheet(*rows)) == []


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("Gửi hồ sơ", SENDING),
        ("Nộp biểu tổng hợp kết quả xếp loại", SENDING),
        ("Báo cáo kết quả kiểm điểm, đánh giá, xếp loại", SENDING),
        ("Hoàn thành hồ sơ", SENDING),
        ("Tổng hợp", SENDING),
        ("Chi bộ tổ chức họp kiểm điểm cuối năm", REVIEWS),
        ("Hoàn thành kiểm điểm ở cơ sở", REVIEWS),
        ("Đánh giá, xếp loại đảng viên và chi bộ", REVIEWS),
        ("Sinh hoạt chi bộ cuối năm", REVIEWS),
        ("Đảng ủy quyết định xếp loại chi bộ", WRITTEN),
        ("Chi bộ gửi hồ sơ về đảng ủy", WRITTEN),
        ("Thẩm định hồ sơ, biểu", APPRAISAL),
        ("Rà soát hồ sơ, biểu tổng hợp", APPRAISAL),
        ("Xét xếp loại", APPRAISAL),
        ("Ban Thường vụ họp xét, xếp loại", DECISION),
        ("Công nhận kết quả đánh giá", DECISION),
    ],
)
def test_a_name_that_means_the_same_or_nothing_clear_says_nothing(
    name: str, event: MilestoneEvent
) -> None:
    assert reported(NAMED, of_sheet(("X", name, event))) == []


def test_a_round_above_ends_as_the_board_likes() -> None:
    kinds = str(UnitKind.DISTRICT)
    of = of_sheet(("HUYEN", "Tập thể cấp huyện kiểm điểm xong", DECISION), kinds=kinds)
    assert reported(NAMED, of) == []


# ------------------------------------------------------------------ the period


def with_period(period: str) -> Register:
    return register(period=period, setting_cells=setting_cells())


def test_period_of_no_return() -> None:
    sent = [a_return(file="1.xlsx"), a_return(of=info(unit_code=Code("B")), file="2.xlsx")]
    assert reported("period_of_no_return", with_period("2025 (chính thức)"), *sent) == [
        (
            "Thiết lập",
            setting_cells()["period"].cell,
            (
                "Danh mục ghi kỳ “2025 (chính thức)”, 2 biểu đã gửi ghi kỳ “2025”: "
                "chưa biểu nào được tính"
            ),
        )
    ]
    assert severity("period_of_no_return") == "warning"


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2025", "2025"),
        ("2025", "2025 (bổ sung)"),
        ("Năm đánh giá 2025", "2025"),
        ("2025-Q4", "2025"),
        ("Quý IV/2025", "2025"),
        ("6 tháng đầu năm 2025", "2025"),
        ("2025 (chính thức)", "2024"),
        ("2025 (chính thức)", "2025 (chính thức)"),
    ],
)
def test_a_period_that_returns_share_or_that_is_less_than_a_year_is_silent(
    period: str, written: str
) -> None:
    sent = a_return(of=info(period=written))
    assert reported("period_of_no_return", with_period(period), sent) == []


# ------------------------------------------------------------------ rated again


def of_last_year(*rows: RerateRow) -> tuple[Register, Return]:
    """Decisions on a year in which A had 1 XS, 6 HTT and 1 HT."""
    day = date(2024, 12, 1)
    sent = a_return([cell(review_date=day)], of=info(period="2024", sent_on=day), sha256="2024")
    return register(rerated=rows), sent


def test_rerated_without_figures() -> None:
    rows = (
        rerated("A", ReratedSubject.MEMBER, Level.XS, Level.HT),
        rerated("A", ReratedSubject.MEMBER, Level.HTT, Level.KHT, number=7),
    )
    words = "số liệu không có đủ 7 ở mức HTT để xếp loại lại"
    assert reported("rerated_without_figures", *of_last_year(*rows)) == [
        ("Xếp loại lại", "E5", f"Đảng viên của “Đảng bộ xã A”, kỳ 2024: {words}")
    ]


def test_a_period_of_which_no_return_is_at_hand_is_not_asked_for() -> None:
    row = rerated("A", ReratedSubject.MEMBER, Level.XS, Level.HT, period="2019")
    assert reported("rerated_without_figures", *of_last_year(row)) == []


def test_rerated_at_same_level() -> None:
    rows = (
        rerated("A", ReratedSubject.MEMBER, Level.HTT, Level.HTT),
        rerated("A", ReratedSubject.MEMBER, Level.HTT, Level.HT),
    )
    assert reported("rerated_at_same_level", *of_last_year(*rows)) == [
        ("Xếp loại lại", "F4", "“Đảng bộ xã A”: mức cũ và mức mới đều là HTT")
    ]


def test_rerated_twice() -> None:
    usual = rerated("A", ReratedSubject.MEMBER, Level.HTT, Level.HT, decision_no="12-QĐ/HU")
    other = replace(usual, decision_no="13-QĐ/HU")
    rows = usual, other, replace(usual, reason="ghi lại")
    assert reported("rerated_twice", *of_last_year(*rows)) == [
        ("Xếp loại lại", "B6", "“Đảng bộ xã A”: dòng này giống dòng 4")
    ]


# ------------------------------------------------------------------ dates of the register


def deadlines(*days: object) -> Register:
    """A register read from a workbook with some deadlines."""
    units: xlsx.Grid = [
        ["Mã", "Tên", "Loại hình", "Mã cấp trên", "Ngày thành lập"],
        ["H", "Đảng bộ huyện H", "Cấp trên trực tiếp cơ sở"],
        ["A", "Đảng bộ xã A", "đảng bộ cơ sở", "H", date(1975, 5, 12)],
    ]
    return load(with_sheets(units, days))


def with_sheets(units: xlsx.Grid, days: Sequence[object]) -> bytes:
    lines = [[f"M{number}", f"Mốc {number}", None, day] for number, day in enumerate(days)]
    settings: xlsx.Grid = [["Kỳ đánh giá", 2025], ["Cơ quan tổng hợp", "Ban Tổ chức"]]
    heads = ["Mã mốc", "Tên mốc", "Loại hình áp dụng", "Hạn"]
    return xlsx.workbook({"Thiết lập": settings, "Đơn vị": units, "Mốc thời gian": [heads, *lines]})


def doubted(of: Register) -> list[tuple[str, str, str]]:
    findings = evaluate(of, [], AS_OF).findings
    mine = [x for x in findings if x.rule == "register_day_doubtful"]
    return [(x.ref.sheet, x.ref.cell, x.message) for x in mine]


LONELY = "bị đảo ngày với tháng (cách xa các ngày khác)"
A_YEAR = "; có thể là năm 2025 gõ vào ô ngày"
USUAL = [date(2025, 11, 10), date(2025, 12, 10), date(2025, 12, 20), date(2026, 1, 10),
         date(2026, 3, 31)]  # fmt: skip


def test_usual_deadlines_are_not_doubted() -> None:
    assert doubted(deadlines(*USUAL)) == []
    assert doubted(deadlines(*(f"{day:%d/%m/%Y}" for day in USUAL))) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2052, 12, 20), "“Hạn” ghi 20/12/2052, ngoài kỳ 2025"),
        (date(2024, 12, 20), "“Hạn” ghi 20/12/2024, ngoài kỳ 2025"),
        (date(2025, 10, 12), f"“Hạn” ghi 12/10/2025, có thể là 10/12/2025 {LONELY}"),
    ],
)
def test_register_day_doubtful(day: date, words: str) -> None:
    of = deadlines(day, date(2025, 12, 15), date(2025, 12, 31), date(2026, 1, 31))
    assert doubted(of) == [("Mốc thời gian", "D2", words)]


def test_deadlines_that_an_excel_in_english_turned_are_told() -> None:
    of = deadlines(date(2025, 10, 12), "15/12/2025", "31/12/2025")
    ((_, at, message),) = doubted(of)
    assert at == "D2"
    assert "10/12/2025" in message


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1905, 7, 17), f"ghi 17/07/1905, trước ngày thành lập Đảng{A_YEAR}"),
        (date(2052, 7, 1), "ghi 01/07/2052, sau kỳ đánh giá"),
    ],
)
def test_a_founding_day_that_cannot_be_is_told(day: date, words: str) -> None:
    units: xlsx.Grid = [
        ["Mã", "Tên", "Loại hình", "Mã cấp trên", "Ngày thành lập"],
        ["H", "Đảng bộ huyện H", "Cấp trên trực tiếp cơ sở"],
        ["A", "Đảng bộ xã A", "đảng bộ cơ sở", "H", day],
    ]
    assert doubted(load(with_sheets(units, USUAL))) == [
        ("Đơn vị", "E3", f"“Ngày thành lập” {words}")
    ]


# ------------------------------------------------------------------ days that stand alone

DUE = [("CB", "chi bộ kiểm điểm", date(2025, 12, 10)), ("GUI", "gửi biểu", date(2025, 12, 20)),
       ("KD", "tiến độ trong biểu", date(2025, 12, 15))]  # fmt: skip


def lone(settings: dict[str, object] | None = None, **rows: Any) -> Register:
    lines = [
        {"milestone": code, "name": f"Mốc {code}", "deadline": day, "event": event}
        for code, event, day in DUE
    ]
    return load(register_book(settings=settings, DeadlineRow=lines, **rows))


def extension(day: object) -> Register:
    line = {"unit_code": "A", "milestone": "GUI", "deadline": day, "reason": "Lũ"}
    return lone(ExtensionRow=[line])


def completion(day: object, code: str = "KD") -> Register:
    return lone(CompletionRow=[{"unit_code": "A", "milestone": code, "done_on": day}])


def receipt_on(day: object) -> Register:
    return lone(ReceiptRow=[{"unit_code": "A", "version": 1, "received_on": day}])


def counted_to(day: object) -> Register:
    return lone({"counted_to": day})


def lone_doubts_in(of: Register) -> list[tuple[str, str, str]]:
    sent = a_return([cell(review_date=date(2025, 12, 5), decision_date=None)])
    return reported("register_day_doubtful", of, sent)


OFF = "cách xa hạn của mốc và thời gian của kỳ"


@pytest.mark.parametrize(
    ("of", "place", "words"),
    [
        (
            extension(date(2026, 5, 1)),
            ("Gia hạn", "C2"),
            f"“Hạn mới” ghi 01/05/2026, có thể là 05/01/2026 bị đảo ngày với tháng ({OFF})",
        ),
        (
            completion(date(2025, 8, 12)),
            ("Theo dõi tiến độ", "C2"),
            f"“Ngày hoàn thành” ghi 12/08/2025, có thể là 08/12/2025 bị đảo ngày với tháng ({OFF})",
        ),
        (
            receipt_on(date(2025, 9, 12)),
            ("Sổ nhận", "C2"),
            (
                "“Ngày nhận” ghi 12/09/2025, có thể là 09/12/2025 bị đảo ngày với tháng "
                "(trước ngày chi bộ kiểm điểm ghi trong biểu)"
            ),
        ),
        (
            receipt_on(date(2025, 10, 12)),
            ("Sổ nhận", "C2"),
            (
                "“Ngày nhận” ghi 12/10/2025, có thể là 10/12/2025 bị đảo ngày với tháng "
                "(trước ngày chi bộ kiểm điểm ghi trong biểu)"
            ),
        ),
        (
            counted_to(date(2025, 10, 12)),
            ("Thiết lập", "B12"),
            (
                "“Số liệu tính đến ngày” ghi 12/10/2025, có thể là 10/12/2025 bị đảo ngày với "
                "tháng (mọi biểu đã nhận đều sau ngày này)"
            ),
        ),
    ],
)
def test_a_day_that_stands_alone_is_doubted_beside_the_season(
    of: Register, place: tuple[str, str], words: str
) -> None:
    assert lone_doubts_in(of) == [(*place, words)]


@pytest.mark.parametrize(
    "of",
    [
        extension(date(2026, 1, 5)),
        extension(date(2026, 3, 1)),
        extension(date(2026, 2, 1)),
        extension("01/05/2026"),
        extension(date(2026, 5, 20)),
        completion(date(2025, 10, 12)),
        completion(date(2025, 12, 8)),
        completion(date(2025, 9, 1)),
        receipt_on(date(2025, 12, 10)),
        receipt_on(date(2025, 12, 12)),
        receipt_on("12/09/2025"),
        counted_to(date(2025, 12, 10)),
        counted_to(date(2026, 1, 10)),
        counted_to(date(2025, 11, 10)),
        lone({"counted_to": date(2025, 10, 12), "period": "Quý III/2025"}),
        lone(DecisionRow=[{"unit_code": "A", "subject": "TCCSĐ",
                           "decision_date": date(2026, 4, 1)}]),
    ],
)  # fmt: skip
def test_a_day_of_the_season_or_far_from_it_either_way_is_not(of: Register) -> None:
    assert lone_doubts_in(of) == []


def test_a_day_alone_of_a_register_with_no_return_is_doubted_by_deadlines_only() -> None:
    assert doubted(counted_to(date(2025, 10, 12))) == []
    assert len(doubted(counted_to(date(2025, 8, 12)))) == 1
    assert len(doubted(receipt_on(date(2025, 9, 12)))) == 1
