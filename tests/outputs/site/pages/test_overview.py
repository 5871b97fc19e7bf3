from datetime import date

from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import DISTRICT, SEND, UNITS, cell, commune, sent
from tests.outputs.site.pages.shown import show
from xeploai.register.model import Extension
from xeploai.schema.terms import CapBase, CapScope


def test_the_first_sentence_says_how_far_we_are() -> None:
    page = show(seasons.messy())["index.md"]
    assert (
        "Đến ngày 22/12/2021: 4/5 đơn vị đã gửi, 3 được tính; 2 đơn vị cần sửa; "
        "còn 9 ngày đến hạn cấp huyện."
    ) in page.text
    assert "Số liệu tính đến ngày 22/12/2021 · 3/5 đơn vị" in page.text


def test_a_deadline_of_those_that_report_goes_by_its_name() -> None:
    text = show(seasons.nothing(as_of=date(2021, 12, 18)))["index.md"].text
    assert "0/5 đơn vị đã gửi, 0 được tính; còn 2 ngày đến hạn gửi biểu tổng hợp." in text
    text = show(seasons.nothing(as_of=date(2021, 12, 20)))["index.md"].text
    assert "hôm nay là hạn gửi biểu tổng hợp." in text
    text = show(seasons.nothing(milestones=[SEND]))["index.md"].text
    assert "đã quá hạn gửi biểu tổng hợp 2 ngày." in text


def test_without_districts_nobody_is_called_one() -> None:
    text = show(seasons.nothing(milestones=[DISTRICT], period="2025"))["index.md"].text
    assert "hạn cấp trên trực tiếp cơ sở" in text


def test_without_deadlines_it_says_so() -> None:
    page = show(seasons.whole(milestones=()))["index.md"]
    assert "danh mục chưa đặt mốc thời gian." in page.text
    assert "tien-do.html" in page.links


def test_when_all_is_done_nothing_asks_for_attention() -> None:
    text = show(seasons.whole(milestones=[SEND]))["index.md"].text
    assert "5/5 đơn vị đã gửi, 5 được tính; không có đơn vị nào phải sửa; mọi mốc đã xong." in text
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
    assert "Gửi biểu tổng hợp 3/5 đơn vị, đạt 60,00%; đúng hạn 60,00%" in page.text
    assert (
        "Hạn tiếp theo thứ Sáu, 31/12/2021, còn 9 ngày: huyện ủy tổng hợp, 1/1 đơn vị chưa xong"
    ) in page.text
    late = "Quá hạn lâu nhất Đảng bộ xã Vĩnh Sơn (2 ngày); Đảng bộ xã Yên Lập (2 ngày)"
    assert late in page.text
    assert "don-vi/0105.html#tien-do" in page.links


def test_the_three_that_are_longest_overdue_are_named() -> None:
    text = show(seasons.many_steps(30))["index.md"].text
    names = text.partition("Quá hạn lâu nhất")[2].partition("Xem tiến độ")[0]
    assert names.count("(53 ngày)") == 3
    assert names.count("Đảng bộ xã") == 3


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


def test_several_units_on_top_are_added_up() -> None:
    units = [commune("01", "Đảng bộ A", parent=""), commune("02", "Đảng bộ B", parent="")]
    taken = [sent(unit.code, [cell("Chi bộ", (1, 9, 0, 0))]) for unit in units]
    pages = show(seasons.season(units, taken))
    assert "20/20 đảng viên được xếp loại" in pages["index.md"].text
    assert "Toàn bộ các đơn vị 20 20 100,00 2 10,00" in pages["xep-loai/dang-vien.md"].text
