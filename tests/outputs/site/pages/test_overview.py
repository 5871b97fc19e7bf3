import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests import builders
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import DISTRICT, SEND, UNITS, cell, commune, sent
from tests.outputs.site.pages.shown import show
from xeploai.register.model import Extension, Unit, UnitCap
from xeploai.schema.terms import CapBase, CapScope, Level, UnitKind
from xeploai.season.season import Season
from xeploai.submissions.model import Taken
from xeploai.submissions.returns import read_return


def test_the_first_sentence_says_how_far_we_are() -> None:
    page = show(seasons.messy())["index.md"]
    assert (
        "Đến ngày 22/12/2021, 5 đơn vị: được tính 3 · đang sửa 1 · chưa gửi 1; "
        "còn 9 ngày đến hạn cấp huyện."
    ) in page.text
    assert "Số liệu tính đến ngày 22/12/2021 · 3/5 đơn vị" in page.text


def test_its_parts_add_up_and_each_is_a_link() -> None:
    taken = [
        sent("0103", [cell("A", (1, 9, 0, 0))]),
        sent("0104", [cell("A", (1, 9, 0, 0), rated=11, members=11)]),
        sent("0105", []),
        read_return(b"", "bieu xa yen lap.xlsx"),
    ]
    page = show(seasons.season(UNITS, taken))["index.md"]
    sentence = page.source.partition('<p class="lead">')[2].partition("</p>")[0]
    parts = re.findall(r'<a href="([^"]+)">([^<]+) (\d+)</a>', sentence)
    assert [(words, url) for url, words, _ in parts] == [
        ("được tính", "don-vi/index.html"),
        ("đang sửa", "chat-luong.html"),
        ("chưa có số liệu", "tien-do.html#tung-don-vi"),
        ("không đọc được", "chat-luong.html"),
        ("chưa gửi", "tien-do.html#tung-don-vi"),
    ]
    assert sum(int(number) for *_, number in parts) == len(UNITS) - 1
    left = "đang sửa 1, chưa có số liệu 1, không đọc được 1, chưa gửi 1"
    assert f"Đơn vị được tính 1/5 {left}" in page.text


def test_a_return_of_a_later_day_is_told_and_waits() -> None:
    taken = [
        sent("0103", [cell("A", (1, 9, 0, 0))]),
        sent("0104", [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 23)),
    ]
    text = show(seasons.season(UNITS, taken))["index.md"].text
    assert "được tính 1 · chưa gửi 4" in text
    waiting = "22/12/2021 · 1/5 đơn vị · 1 biểu nhận sau ngày này, chưa tính · Ban Tổ chức"
    assert waiting in text
    text = show(seasons.season(UNITS, taken, as_of=date(2021, 12, 23)))["index.md"].text
    assert "được tính 2 · chưa gửi 3" in text
    assert "nhận sau ngày này" not in text


def test_a_decision_of_a_later_day_waits_too() -> None:
    later = date(2021, 12, 28)
    rows = builders.listed(
        [builders.decision("0103", decided_level=Level.HTT, decision_date=later)]
    )
    taken = [sent("0103", [cell("A", (1, 9, 0, 0))])]
    taken += [sent("0104", [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 23))]
    text = show(seasons.season(UNITS, taken, register={"decisions": rows}))["index.md"].text
    assert "1/5 đơn vị · 1 biểu nhận và 1 quyết định ký sau ngày này, chưa tính · Ban" in text
    pages = show(seasons.season(UNITS, taken, register={"decisions": rows}, as_of=later))
    assert "sau ngày này" not in pages["index.md"].text


def test_a_deadline_of_those_that_report_goes_by_its_name() -> None:
    text = show(seasons.nothing(as_of=date(2021, 12, 18)))["index.md"].text
    assert "5 đơn vị: chưa gửi 5; còn 2 ngày đến hạn gửi biểu tổng hợp." in text
    text = show(seasons.nothing(as_of=date(2021, 12, 20)))["index.md"].text
    assert "hôm nay là hạn gửi biểu tổng hợp." in text
    text = show(seasons.nothing(milestones=[SEND]))["index.md"].text
    assert "đã quá hạn gửi biểu tổng hợp 2 ngày." in text


def test_where_no_unit_is_a_district_nobody_is_called_one() -> None:
    root = Unit("00", "Đảng bộ phường Tân An", UnitKind.DISTRICT)
    season = seasons.season((root, *UNITS[1:]), [], milestones=[DISTRICT])
    assert "hạn cấp trên trực tiếp cơ sở" in show(season)["index.md"].text


def test_without_districts_nobody_is_called_one() -> None:
    root = Unit("00", "Đảng bộ xã Huyền Sơn", UnitKind.DISTRICT)
    season = seasons.season((root, *UNITS[1:]), [], milestones=[DISTRICT], period="2025")
    assert "hạn cấp trên trực tiếp cơ sở" in show(season)["index.md"].text


@pytest.mark.parametrize(
    "name", ["Đảng bộ huyện Vĩnh Tường", "Huyện ủy Thới Lai", "Đảng bộ thị xã Phú Thọ", "Quận 1"]
)
@pytest.mark.parametrize("period", ["2021", "2025"])
def test_words_follow_the_tree_whatever_the_year(name: str, period: str) -> None:
    root = Unit("00", name, UnitKind.DISTRICT)
    season = seasons.season((root, *UNITS[1:]), [], milestones=[DISTRICT], period=period)
    assert "hạn cấp huyện" in show(season)["index.md"].text


def test_without_deadlines_it_says_so() -> None:
    page = show(seasons.whole(milestones=()))["index.md"]
    assert "danh mục chưa đặt mốc thời gian." in page.text
    assert "tien-do.html" in page.links


def test_when_all_is_done_nothing_asks_for_attention() -> None:
    text = show(seasons.whole(milestones=[SEND]))["index.md"].text
    assert "Đến ngày 22/12/2021, 5 đơn vị: được tính 5; mọi mốc đã xong." in text
    assert "Không có việc cần chú ý." in text


def test_when_all_is_done_late_it_is_said_and_asks_for_attention() -> None:
    taken = [
        sent(unit.code, [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 21)) for unit in UNITS[1:]
    ]
    page = show(seasons.season(UNITS, taken, milestones=[SEND]))["index.md"]
    assert "được tính 5; mọi mốc đã xong, 5 đơn vị xong muộn." in page.text
    assert "5/5 đơn vị xong muộn ít nhất một mốc" in page.text
    assert "Không có việc cần chú ý." not in page.text


def test_a_few_that_were_late_ask_for_no_attention() -> None:
    taken = [
        sent(unit.code, [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 20 + (unit.code < "0105")))
        for unit in UNITS[1:]
    ]
    text = show(seasons.season(UNITS, taken, milestones=[SEND]))["index.md"].text
    assert "mọi mốc đã xong, 2 đơn vị xong muộn." in text
    assert "Không có việc cần chú ý." in text


def test_what_is_urgent_comes_first_and_each_unit_once() -> None:
    text = show(seasons.messy())["index.md"].text
    calls = text.partition("Cần chú ý")[2].partition("Tiến độ")[0]
    assert "Đảng bộ xã Tuân Chính 1 lỗi phải sửa trong biểu, đang tính bản trước" in calls
    assert "Đảng bộ xã Vĩnh Sơn 1 lỗi phải sửa trong biểu" in calls
    assert "Đảng bộ xã Yên Lập quá hạn 2 ngày: gửi biểu tổng hợp" in calls
    assert calls.count("Đảng bộ xã Vĩnh Sơn") == 1
    assert calls.index("Tuân Chính") < calls.index("Vĩnh Sơn") < calls.index("Yên Lập")


def test_progress_is_reported_in_three_lines() -> None:
    page = show(seasons.messy())["index.md"]
    assert "Gửi biểu tổng hợp 4/5 đơn vị, đạt 80,00%; đúng hạn 60,00%" in page.text
    assert (
        "Hạn tiếp theo thứ Sáu, 31/12/2021, còn 9 ngày: huyện ủy tổng hợp, 1/1 đơn vị chưa xong"
    ) in page.text
    late = "Quá hạn lâu nhất Đảng bộ xã Yên Lập (gửi biểu tổng hợp, 2 ngày)"
    assert late in page.text
    assert "don-vi/0107.html#tien-do" in page.links


def test_the_three_that_are_longest_overdue_are_named() -> None:
    text = show(seasons.nothing())["index.md"].text
    names = text.partition("Quá hạn lâu nhất")[2].partition("Xem tiến độ")[0]
    assert names.count("(gửi biểu tổng hợp, 2 ngày)") == 3
    assert names.count("Đảng bộ xã") == 3


def test_who_has_not_reported_is_not_called_overdue() -> None:
    season = seasons.season(UNITS, [], milestones=seasons.SEVEN[:1])
    text = show(season)["index.md"].text
    assert "Quá hạn lâu nhất" not in text
    assert "quá hạn 53 ngày" not in text


def test_without_deadlines_there_is_no_progress() -> None:
    assert 'id="tien-do"' not in show(seasons.whole(milestones=()))["index.md"].source


def test_an_extension_of_one_unit_is_not_the_deadline_of_all() -> None:
    own = [Extension("0107", "GUI", date(2021, 12, 24), "Lũ lụt")]
    text = show(seasons.nothing(extensions=own))["index.md"].text
    assert "còn 9 ngày đến hạn cấp huyện." in text
    text = show(seasons.nothing(extensions=own, milestones=[SEND]))["index.md"].text
    assert "còn 2 ngày đến hạn gửi biểu tổng hợp đã gia hạn." in text


def test_seven_lines_at_most_and_how_many_more() -> None:
    units = [seasons.ROOT, *(commune(f"{n:02d}", f"Đảng bộ xã {n}") for n in range(1, 12))]
    text = show(seasons.season(units, []))["index.md"].text
    assert text.count("quá hạn 2 ngày") == 7
    assert "Còn 4 việc khác" in text


PLANNED, SENT_BY = seasons.SEVEN[0], seasons.SEVEN[3]


def calls(season: Season) -> str:
    return show(season)["index.md"].text.partition("Cần chú ý")[2].partition("Tiến độ")[0]


def not_planned(units: int) -> Season:
    """Every unit sent in time; so many left the day of their plan blank."""
    taken = [
        sent(
            unit.code, [cell("A", (1, 9, 0, 0))],
            done={"KH": None if number < units else date(2021, 10, 20)},
        )
        for number, unit in enumerate(UNITS[1:])
    ]  # fmt: skip
    return seasons.season(UNITS, taken, milestones=[PLANNED, SENT_BY])


def test_who_has_not_reported_is_called_few_by_name_and_many_in_one_line() -> None:
    assert "Đảng bộ xã Tứ Trưng chưa ghi ngày: ban hành kế hoạch" in calls(not_planned(1))
    assert "4 đơn vị chưa báo cáo ít nhất một mốc đã qua hạn" in calls(not_planned(4))


def test_of_many_that_have_not_reported_those_listed_before_are_others() -> None:
    season = seasons.many_steps(30)
    assert "4 đơn vị khác chưa báo cáo ít nhất một mốc đã qua hạn" in calls(season)


def test_what_the_board_does_itself_is_one_line_and_no_units_fault() -> None:
    taken = [sent(unit.code, [cell("A", (1, 9, 0, 0))]) for unit in UNITS[1:]]
    appraised = replace(seasons.SEVEN[4], deadline=date(2021, 12, 19))
    season = seasons.season(UNITS, taken, milestones=[SENT_BY, appraised])
    line = "Thẩm định 5/5 đơn vị chưa xong, quá hạn 3 ngày; việc của cơ quan tổng hợp"
    assert line in calls(season)
    assert "Tứ Trưng" not in calls(season)
    assert "Quá hạn lâu nhất" not in show(season)["index.md"].text


def test_a_file_that_cannot_be_read_may_be_of_a_silent_unit() -> None:
    taken = [read_return(b"", "bieu Yen Lap (2).xlsx")]
    pages = show(seasons.season(UNITS[:1] + UNITS[5:], taken, as_of=date(2021, 12, 1)))
    line = "Đảng bộ xã Yên Lập có tệp không đọc được: bieu Yen Lap (2).xlsx"
    assert line in pages["index.md"].text
    assert "Có tệp không đọc được Chưa đến hạn" in pages["tien-do.md"].text
    assert "1 đơn vị gửi biểu, 0 được tính; không đọc được 1." in pages["don-vi/index.md"].text


def test_many_silent_units_before_the_deadline_are_one_line() -> None:
    text = show(seasons.nothing(as_of=date(2021, 12, 1)))["index.md"].text
    assert "5 đơn vị chưa gửi biểu" in text
    text = show(seasons.nothing(as_of=date(2021, 12, 18)))["index.md"].text
    assert "Gửi biểu tổng hợp còn 2 ngày, 5 đơn vị chưa xong" in text


def test_provisional_figures_lean_and_say_what_they_cover() -> None:
    page = show(seasons.messy())["index.md"]
    assert "figure--provisional" in page.source
    assert "tạm tính, 3/5 đơn vị" in page.text
    assert "tạm tính" not in show(seasons.whole())["index.md"].text


def test_each_bar_tells_its_four_levels() -> None:
    text = show(seasons.messy())["index.md"].text
    assert "Xuất sắc 5 (9,43%)" in text
    assert "Không hoàn thành 1 (1,89%)" in text
    assert "53/53 đảng viên được xếp loại; tạm tính, 3/5 đơn vị" in text


def test_the_ratio_of_the_cap_follows_the_settings() -> None:
    text = show(seasons.messy())["index.md"].text
    assert "10,87% 5/46; trần 20% ở từng đơn vị" in text
    pages = show(seasons.whole(cap_base=CapBase.XS_HTT, cap_scope=CapScope.WHOLE, cap=5))
    assert "13/120; trần 5% tính chung" in pages["index.md"].text
    assert "figure--bad" in pages["index.md"].source


def test_units_with_a_cap_of_their_own_are_told_beside_the_cap() -> None:
    own = UnitCap(25, "12-QĐ/HU")
    some = {"unit_caps": {"0103": own, "00": own}}
    text = show(given(seasons.messy(), **some))["index.md"].text
    assert "5/46; trần 20% ở từng đơn vị, riêng 1 đơn vị có trần khác" in text
    every = {"unit_caps": {unit.code: own for unit in UNITS}}
    text = show(given(seasons.messy(), **every))["index.md"].text
    assert "5/46; mỗi đơn vị có trần riêng" in text


def given(season: Season, **values: Any) -> Season:
    """A season whose register has more sheets."""
    return replace(season, register=replace(season.register, **values))


def test_no_file_at_all_says_what_to_do() -> None:
    text = show(seasons.nothing())["index.md"].text
    assert "Chưa có đơn vị nào gửi biểu" in text
    assert "Đặt tệp của các đơn vị vào thư mục input rồi chạy lại chương trình." in text


def test_an_error_everywhere_says_what_to_do() -> None:
    broken = cell("Chi bộ 1", (1, 9, 0, 0), rated=11, members=11)
    season = seasons.season(UNITS, [sent(unit.code, [broken]) for unit in UNITS[1:]])
    page = show(season)["index.md"]
    assert "Các biểu đã gửi đều có lỗi, chưa có số liệu nào được tính" in page.text
    assert "chat-luong.html" in page.links


UNREVIEWED = cell(
    "Chi bộ 2", (0, 0, 0, 0), members=10, review_date=None,
    self_level=None, proposed_level=None, decided_level=None,
)  # fmt: skip
PARTIAL = [cell("Chi bộ 1", (1, 9, 0, 0)), UNREVIEWED]
BROKEN = cell("Chi bộ 1", (1, 9, 0, 0), rated=11, members=11)


def notice(*taken: Taken) -> str:
    """The first page's notice of a season of some returns."""
    source = show(seasons.season(UNITS, taken))["index.md"].source
    return source.partition('<div class="notice')[2].partition("</div>")[0]


def test_who_is_still_reviewing_has_sent_nothing_wrong() -> None:
    """One partial return alone was "chưa có biểu nào dùng được"."""
    said = notice(sent("0103", PARTIAL))
    assert said.startswith(" notice--info")
    assert "Các đơn vị đã gửi biểu đều chưa kiểm điểm xong" in said
    assert "Biểu chỉ được tính vào tiến độ, chưa cộng kết quả xếp loại." in said
    assert "lỗi" not in said


def test_a_notice_speaks_of_all_returns_only_where_it_is_so_of_all() -> None:
    """Beside one with faults, one without was said to have them too."""
    said = notice(sent("0103", PARTIAL), sent("0104", [BROKEN]))
    assert "Chưa có biểu nào được tính vào kết quả xếp loại" in said
    assert "đang sửa 1, chưa kiểm điểm xong 1, chưa gửi 3." in said
    assert "đều" not in said
    empty = notice(sent("0103", []), sent("0104", [BROKEN]))
    assert "đang sửa 1, chưa có số liệu 1, chưa gửi 3." in empty
    assert "đều có lỗi" in notice(sent("0104", [BROKEN]))
    assert "Chưa có biểu nào dùng được" in notice(sent("0103", []))


def test_where_only_later_returns_are_there_they_are_said_to_wait() -> None:
    said = notice(sent("0103", [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 23)))
    assert "không tệp nào có số liệu của kỳ này đến ngày 22/12/2021." in said
    assert "Có 1 biểu nhận sau ngày này, chưa tính." in said


def test_several_units_on_top_are_added_up() -> None:
    units = [commune("01", "Đảng bộ A", parent=""), commune("02", "Đảng bộ B", parent="")]
    taken = [sent(unit.code, [cell("Chi bộ", (1, 9, 0, 0))]) for unit in units]
    pages = show(seasons.season(units, taken))
    assert "20/20 đảng viên được xếp loại" in pages["index.md"].text
    assert "Toàn bộ các đơn vị 20 20 100,00 2 10,00" in pages["xep-loai/dang-vien.md"].text


# ---------------------------------------------------------------- above the cap


def test_units_above_the_cap_are_counted_and_named() -> None:
    season = seasons.season(
        UNITS,
        [
            sent("0103", [cell("Chi bộ 1", (30, 94, 0, 0))]),
            sent("0104", [cell("Chi bộ 1", (2, 20, 0, 0))]),
        ],
    )
    text = show(season)["index.md"].text
    assert "1 đơn vị vượt trần Đảng bộ xã Tứ Trưng 31,91%, thừa 12" in text


def test_a_refused_return_above_the_cap_is_named_too() -> None:
    wrong = cell("Chi bộ 1", (30, 94, 0, 0), members=130)
    season = seasons.season(UNITS, [sent("0103", [wrong])])
    assert not season.intake.counted
    text = show(season)["index.md"].text
    assert "1 đơn vị vượt trần Đảng bộ xã Tứ Trưng 31,91%, thừa 12" in text


def test_cells_above_the_cap_are_counted_where_each_is_measured() -> None:
    cells = [cell("Chi bộ 1", (3, 7, 0, 0)), cell("Chi bộ 2", (1, 9, 0, 0))]
    season = seasons.season(UNITS, [sent("0103", cells)], cap_scope=CapScope.CELL)
    text = show(season)["index.md"].text
    assert "1 chi bộ vượt trần Chi bộ 1 (Đảng bộ xã Tứ Trưng) 42,86%, thừa 2" in text


def test_counts_of_a_hidden_unit_above_the_cap_are_not_shown() -> None:
    others = [sent("0104", [cell("Chi bộ 1", (2, 40, 0, 0))])]
    taken = [sent("0103", [cell("Chi bộ 1", (3, 7, 0, 0))]), *others]
    text = show(seasons.season(UNITS, taken, hide_below=20))["index.md"].text
    assert "1 đơn vị vượt trần Đảng bộ xã Tứ Trưng" in text
    assert "42,86" not in text
    assert "thừa" not in text


def test_where_all_keep_the_cap_nobody_is_named() -> None:
    taken = [sent("0103", [cell("Chi bộ 1", (2, 10, 0, 0))])]
    assert "vượt trần" not in show(seasons.season(UNITS, taken))["index.md"].text
    whole = seasons.season(
        UNITS, [sent("0103", [cell("Chi bộ 1", (5, 10, 0, 0))])], cap_scope=CapScope.WHOLE
    )
    assert "đơn vị vượt trần" not in show(whole)["index.md"].text
