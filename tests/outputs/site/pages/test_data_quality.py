import re
from datetime import date

from tests.builders import book, info, listed, read
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import UNITS, cell, sent
from tests.outputs.site.pages.shown import show
from xeploai.schema.register import WaiverRow
from xeploai.schema.row import Code
from xeploai.submissions.model import Pack
from xeploai.views.page import Beside, Link


def test_what_must_be_sent_back_comes_first() -> None:
    page = show(seasons.messy())["chat-luong.md"]
    assert "2 đơn vị phải sửa 2 lỗi; 2 tệp chưa dùng được." in page.text
    assert "Lỗi 0105-2021-1.xlsx Chi bộ!M7" in page.text
    assert "Cách sửa: so bốn cột mức với biên bản kiểm phiếu của chi bộ. Quy tắc" in page.text
    assert page.text.index("Đảng bộ xã Tuân Chính") < page.text.index("Đảng bộ xã Vĩnh Sơn")


def test_files_that_are_nobodys_say_why_and_what_to_do() -> None:
    text = show(seasons.messy())["chat-luong.md"].text
    assert "la.xlsx Không đọc được Tệp rỗng (0 byte)" in text
    assert "đề nghị đơn vị gửi lại" in text
    assert "9999-2021-1.xlsx Không rõ đơn vị Mã đơn vị “9999” không có trong danh mục" in text


def test_what_to_do_about_a_file_without_a_code_is_no_fault_that_stands_in_it() -> None:
    first = info(unit_code=Code(""), period="2021")
    item = read(book([{"name": "Chi bộ 1", "members": "mười", "rated": 5}], of=first))
    text = show(seasons.season(UNITS, [item]))["chat-luong.md"].text
    row = text[text.index("Tệp chưa dùng được Tệp Tình trạng") :]
    assert "Biểu chưa ghi mã đơn vị So mã, tên đơn vị ở tờ Thông tin với danh mục;" in row


def test_earlier_periods_are_one_line() -> None:
    text = show(seasons.messy())["chat-luong.md"].text
    assert "Chỉ dùng để so sánh, không kiểm tra lại ở đây: 1 tệp năm 2020." in text
    assert "0103-2020-1.xlsx" not in text


def test_a_file_of_a_later_period_is_listed() -> None:
    taken = [sent("0103", [cell("A", (1, 9, 0, 0))], period="2031")]
    text = show(seasons.season(UNITS, taken))["chat-luong.md"].text
    assert "0103-2031-1.xlsx Khác kỳ" in text


def test_nothing_wrong_is_a_good_state() -> None:
    page = show(seasons.whole())["chat-luong.md"]
    assert "Không có biểu nào phải gửi trả lại." in page.text
    assert "notice--good" in page.source


def test_no_file_at_all_says_what_to_do() -> None:
    text = show(seasons.nothing())["chat-luong.md"].text
    assert "Chưa có tệp nào để kiểm tra." in text
    assert "Đặt tệp của các đơn vị vào thư mục input" in text


def test_the_marked_workbook_is_linked() -> None:
    returns = {"0105-2021-1.xlsx": (Link("Tệp đã đánh dấu", "../returns/0105.xlsx"),)}
    page = show(seasons.messy(), beside=Beside(returns=returns))["chat-luong.md"]
    assert "../returns/0105.xlsx" in page.links


def test_without_marked_workbooks_it_says_what_to_tell_the_unit() -> None:
    page = show(seasons.messy())["chat-luong.md"]
    assert "Báo cho từng đơn vị chỗ phải sửa" in page.text
    assert "Nhận tệp đã sửa thì đặt vào thư mục input rồi chạy lại chương trình" in page.text
    assert 'data-copy-findings="dv-0105"' in page.source
    assert "đánh dấu" not in page.text


def test_what_the_board_accepted_is_listed_openly() -> None:
    rule = "Quyết định xếp loại chi bộ trước ngày kiểm điểm"
    waiver = WaiverRow(rule, Code("0105"), "Đã kiểm tra", "Ông B", date(2021, 12, 22))
    broken = cell("Chi bộ 2", (1, 9, 0, 0), decision_date=date(2021, 12, 1))
    waivers = {"waivers": listed([waiver])}
    season = seasons.season(UNITS, [sent("0105", [broken])], register=waivers)
    text = show(season)["chat-luong.md"].text
    assert (
        "Đảng bộ xã Vĩnh Sơn Quyết định xếp loại chi bộ trước ngày kiểm điểm Chi bộ!W7 "
        "Đã kiểm tra Ông B 22/12/2021"
    ) in text
    assert "Đề nghị rà soát" not in text


def test_a_waiver_that_matches_nothing_is_reported() -> None:
    waiver = WaiverRow("decision_before_review", Code("0105"), "Đã kiểm tra", "", None)
    waivers = {"waivers": listed([waiver])}
    good = cell("Chi bộ 2", (1, 9, 0, 0), rated=10, members=10)
    page = show(seasons.season(UNITS, [sent("0105", [good])], register=waivers))["chat-luong.md"]
    assert "không khớp lỗi nào" in page.text
    assert "phiếu gửi đơn vị. Cảnh báo danh-muc.xlsx Chấp thuận!A4" in page.text


def test_what_the_board_sees_to_itself_stands_apart_from_what_units_are_told() -> None:
    own = cell("Chi bộ 2", (1, 9, 0, 0), proposed_level=None)
    page = show(seasons.season(UNITS, [sent("0105", [own])]))["chat-luong.md"]
    assert 'id="dv-0105"' not in page.source
    assert "Việc của cơ quan tổng hợp Cơ quan tổng hợp xem lại ở danh mục" in page.text
    assert "Chi bộ 2: quyết định HTT, chưa ghi mức đề nghị" in page.text


def test_units_of_a_pack_that_the_register_has_not_are_for_the_board() -> None:
    good = cell("Chi bộ 2", (1, 9, 0, 0), rated=10, members=10)
    pack = Pack("gói.xlsx", "p", code="ABCD-EFGH", units=(("9", "Đảng bộ xã Lạ"),))
    text = show(seasons.season(UNITS, [sent("0105", [good]), pack]))["chat-luong.md"].text
    own = text.partition("Việc của cơ quan tổng hợp")[2]
    assert "Lỗi gói.xlsx Danh mục chưa có 1 đơn vị của gói này: 9 Đảng bộ xã Lạ; chép" in own


def test_checks_that_wait_for_a_sheet_are_named() -> None:
    unclear = {"name": "Chi bộ 1", "members": "mười", "rated": 5}
    first = info(unit_code=Code("0105"), unit_name="Vĩnh Sơn", period="2021")
    item = read(book([unclear], of=first))
    text = show(seasons.season(UNITS, [item]))["chat-luong.md"].text
    assert re.search(r"Chưa kiểm tra được \d+ mục vì có ô hoặc tờ chưa đọc được: “", text)


def test_a_unit_with_very_many_faults_is_cut_short_here_and_whole_on_its_page() -> None:
    cells = [cell(f"Chi bộ {n}", (1, 9, 0, 0), rated=11, members=11) for n in range(30)]
    pages = show(seasons.season(UNITS, [sent("0103", cells)]))
    assert pages["chat-luong.md"].text.count("bốn mức cộng lại") == 20
    assert "Còn 10 mục khác ở trang của đơn vị" in pages["chat-luong.md"].text
    assert pages["don-vi/0103.md"].text.count("bốn mức cộng lại") == 30


def test_the_fix_of_a_rule_is_reported_once_for_a_unit() -> None:
    cells = [cell(f"Chi bộ {n}", (1, 9, 0, 0), rated=11, members=11) for n in range(3)]
    text = show(seasons.season(UNITS, [sent("0103", cells)]))["chat-luong.md"].text
    assert text.count("Cách sửa: so bốn cột mức") == 1
