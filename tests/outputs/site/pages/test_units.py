from datetime import date

from tests.builders import decision, listed
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import UNITS, cell, sent
from tests.outputs.site.pages.shown import show
from xeploai.outputs.site.all_pages import search_entries
from xeploai.register.model import Extension, Unit
from xeploai.schema.form import DisciplineReturn, RemedyReturn
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, Level, RemedyState, UnitKind
from xeploai.submissions.returns import read_return
from xeploai.views.season_view import lay_out


def test_the_identity_of_a_unit() -> None:
    text = show(seasons.messy())["don-vi/0105.md"].text
    assert "Mã đơn vị 0105 Loại hình Đảng bộ cơ sở Cụm Cụm 2 Cán bộ theo dõi Trần Thị B" in text
    assert "Ngày nhận 21/12/2021 Lần gửi 1 Tình trạng Cần sửa Gợi ý kiểm điểm Có" in text


def test_a_refused_newest_file_says_which_earlier_one_counts() -> None:
    text = show(seasons.messy())["don-vi/0104.md"].text
    assert "Bản mới nhất nhận ngày 18/12/2021 có lỗi, chưa được tính" in text
    assert (
        "Số liệu trên trang này lấy từ bản hợp lệ trước đó nhận ngày 10/12/2021 (0104-2021-1.xlsx)."
        in text
    )
    assert "13/13 đảng viên được đánh giá" in text
    assert "0104-2021-2.xlsx 2 18/12/2021 Cần sửa Có 1 lỗi phải sửa" in text


def test_a_refused_only_file_counts_nothing() -> None:
    page = show(seasons.messy())["don-vi/0105.md"]
    assert "Biểu nhận ngày 21/12/2021 có lỗi, chưa được tính" in page.text
    assert "Chi bộ!M7" in page.text
    assert "Chi bộ 2: bốn mức cộng lại 10, khác số được đánh giá, xếp loại 11." in page.text
    assert "../so-quy-tac.html#levels-do-not-sum-to-rated" in page.links
    assert "bar__part" not in page.source


def test_a_silent_unit_says_so_and_what_to_do() -> None:
    text = show(seasons.messy())["don-vi/0107.md"].text
    assert "Chưa gửi biểu kỳ này." in text
    assert "Nhắc đơn vị gửi; nhận được tệp thì đặt vào thư mục input" in text
    assert "Gửi biểu tổng hợp 20/12/2021 – Quá hạn 2 ngày" in text


def test_the_progress_of_a_unit_says_what_is_owed_and_why_a_deadline_moved() -> None:
    own = [Extension("0105", "GUI", date(2021, 12, 24), "Bí thư mới nhận việc")]
    page = show(seasons.season(UNITS, [], extensions=own))["don-vi/0105.md"]
    assert "Đã xong 0/1 mốc; sắp đến hạn (2 ngày): gửi biểu tổng hợp." in page.text
    assert (
        "Gửi biểu tổng hợp 24/12/2021 gia hạn từ 20/12/2021: Bí thư mới nhận việc – "
        "Sắp đến hạn (2 ngày)"
    ) in page.text
    corrected = show(seasons.messy(extensions=own))["don-vi/0105.md"].text
    assert "Đã xong 1/1 mốc." in corrected
    assert "21/12/2021 Đã gửi 21/12, đang sửa" in corrected
    done = show(seasons.messy())["don-vi/0103.md"].text
    assert "Đã xong 1/1 mốc." in done
    assert "Gửi biểu tổng hợp 20/12/2021 18/12/2021 Đúng hạn" in done


def test_what_a_unit_has_not_reported_is_named_once() -> None:
    late = date(2022, 1, 5)
    season = seasons.season(UNITS, [], milestones=seasons.SEVEN, as_of=late)
    page = show(season)["don-vi/0107.md"]
    assert (
        "Đã xong 0/5 mốc; chưa báo cáo: ban hành kế hoạch, chi bộ kiểm điểm xong và tập thể "
        "kiểm điểm; quá hạn 16 ngày: gửi hồ sơ, biểu tổng hợp."
    ) in page.text
    assert "Ban hành kế hoạch 30/10/2021 – Chưa báo cáo" in page.text
    assert "status--no_report" in page.source
    above = show(season)["don-vi/00.md"].text
    assert "Quá hạn Chưa rõ đã xong Ban hành kế hoạch 30/10/2021 0/5 đơn vị 0,00% 5" in above


def test_a_return_of_cells_not_yet_reviewed_is_not_sent_back() -> None:
    left = cell(
        "Chi bộ 2", (0, 0, 0, 0), members=5, review_date=None, self_level=None,
        proposed_level=None, decided_level=None,
    )  # fmt: skip
    partial = sent("0103", [cell("Chi bộ 1", (1, 9, 0, 0)), left])
    text = show(seasons.season(UNITS, [partial]))["don-vi/0103.md"].text
    assert "Biểu nhận ngày 18/12/2021: còn 1 chi bộ chưa kiểm điểm" in text
    assert "Biểu chỉ được tính vào tiến độ, chưa cộng kết quả xếp loại." in text
    assert "lỗi phải sửa" not in text
    assert "chưa có số liệu" not in text.partition("Chi bộ")[0]


def test_a_return_of_a_later_day_is_not_there_yet() -> None:
    later = sent("0103", [cell("Chi bộ 1", (1, 9, 0, 0))], on=date(2021, 12, 23))
    text = show(seasons.season(UNITS, [later]))["don-vi/0103.md"].text
    assert "Chưa gửi biểu kỳ này." in text
    assert "Chưa nhận được biểu" not in text
    assert "Biểu nhận ngày 23/12/2021, sau ngày tính số liệu" in text
    assert "0103-2021-1.xlsx 1 23/12/2021 Nhận sau ngày tính số liệu" in text


def test_a_file_that_cannot_be_read_is_named_and_nobody_is_said_to_have_sent_nothing() -> None:
    taken = [read_return(b"", "bieu Yen Lap (2).xlsx")]
    pages = show(seasons.season(UNITS[:1] + UNITS[5:], taken))
    text = pages["don-vi/0107.md"].text
    assert "Có tệp không đọc được." in text
    assert "Tên tệp bieu Yen Lap (2).xlsx giống tên đơn vị; trong tệp chưa đọc được gì." in text
    assert "Tình trạng Có tệp không đọc được" in text
    assert all("Chưa gửi" not in pages[name].text for name in ("don-vi/00.md", "don-vi/0107.md"))


def test_a_unit_leads_to_its_cluster_and_its_official() -> None:
    links = show(seasons.messy())["don-vi/0105.md"].links
    assert {"../tien-do/cum-2.html", "../tien-do/can-bo-tran-thi-b.html"} <= set(links)


def test_an_upper_unit_tells_how_far_those_below_are() -> None:
    text = show(seasons.messy())["don-vi/00.md"].text
    rows = text.partition("Tiến độ các đơn vị gửi biểu")[2]
    assert "Gửi biểu tổng hợp 20/12/2021 4/5 đơn vị 80,00% 60,00% 1" in rows
    assert "Huyện ủy tổng hợp" not in rows.partition("Khắc phục")[0]


def test_levels_stand_beside_the_parents_and_the_last_periods() -> None:
    text = show(seasons.messy())["don-vi/0103.md"].text
    bars = text.partition("Kết quả xếp loại")[2]
    assert bars.index("Đảng viên năm 2021") < bars.index("Đảng viên năm 2020")
    assert "Đảng bộ huyện Vĩnh Tường 53/53 đảng viên được xếp loại; tạm tính, 3/5 đơn vị" in bars
    assert "Hoàn thành xuất sắc 1/20 (5,00%) 3/32 (9,38%) +4,38 điểm" in bars


def test_cells_stand_in_a_table_with_bars_and_levels() -> None:
    one = cell("Chi bộ 1", (2, 18, 1, 0), decided_level=None, proposed_level=Level.XS)
    page = show(seasons.season(UNITS, [sent("0103", [one])]))["don-vi/0103.md"]
    assert "Chi bộ 1 21 21 2 18 1 0 95,24 11,11" in page.text
    assert "Hoàn thành xuất sắc (đề nghị)" in page.text
    assert 'aria-label="hoàn thành xuất sắc 9,52%, hoàn thành tốt 85,71%' in page.source


def test_an_upper_unit_lists_those_below_it() -> None:
    text = show(seasons.messy())["don-vi/00.md"].text
    assert "Đơn vị được tính 3/5" in text
    assert "Đảng bộ xã Yên Lập Chưa gửi" in text
    assert "Đảng bộ xã Tứ Trưng 32 32 3 27 1 1 93,75 11,11" in text


def test_what_cannot_be_compared_says_so() -> None:
    pages = show(seasons.messy())
    assert "Không so sánh được: kỳ trước (năm 2020) không có số liệu." in (
        pages["don-vi/0104.md"].text
    )
    upper = pages["don-vi/00.md"].text
    assert "Không so sánh được: kỳ trước (năm 2020) chỉ có 1/5 đơn vị" in upper
    assert "Đảng viên năm 2020" not in upper
    assert "so sánh" not in pages["don-vi/0107.md"].text, "nothing was sent this year either"
    assert "so sánh" not in show(seasons.whole())["don-vi/00.md"].text, "there is no last year"


def test_a_grassroots_cell_has_no_cells() -> None:
    page = show(seasons.messy())["don-vi/0106.md"]
    assert 'id="truc-thuoc"' not in page.source
    assert "Không có lỗi, không có cảnh báo." in page.text


def test_a_small_cell_keeps_its_row_and_hides_its_counts() -> None:
    cells = [cell(f"Chi bộ {n}", (0, n, 0, 0)) for n in (3, 8, 20)]
    pages = show(seasons.season(UNITS, [sent("0103", cells)], hide_below=5))
    text = pages["don-vi/0103.md"].text
    assert "Chi bộ 3 ẩn ẩn ẩn" in text
    assert "Chi bộ 8 ẩn ẩn ẩn" in text, "it would follow from the total"
    assert "Chi bộ 20 20 20" in text
    assert "31/31 đảng viên" in text


def test_remedies_and_discipline_are_counts_without_names() -> None:
    remedies = [
        RemedyReturn("Sửa nếp họp", "Ông A", date(2021, 12, 1), RemedyState.OPEN, None, ""),
        RemedyReturn("Sửa quy chế", "Ông B", date(2022, 3, 1), RemedyState.UNDER_WAY, None, ""),
        RemedyReturn("Học nghị quyết", "Ông C", date(2021, 11, 1), RemedyState.DONE, None, ""),
    ]
    member, org = DisciplineTarget.MEMBER, DisciplineTarget.ORG
    discipline = [
        DisciplineReturn(member, DisciplineForm.REPRIMAND, 2, ""),
        DisciplineReturn(member, DisciplineForm.WARNING, 1, ""),
        DisciplineReturn(org, DisciplineForm.REPRIMAND, 0, ""),
    ]
    one = sent(
        "0103", [cell("A", (1, 9, 0, 0), disciplined=3)], remedies=remedies, discipline=discipline
    )
    pages = show(seasons.season(UNITS, [one, sent("0104", [cell("A", (1, 9, 0, 0))])]))
    facts = (
        "Việc khắc phục sau kiểm điểm 1/3 đã hoàn thành; 1 quá hạn; hạn gần nhất 01/03/2022 "
        "Kỷ luật đảng viên trong kỳ 3 đảng viên: khiển trách 2, cảnh cáo 1 "
        "Kỷ luật tổ chức đảng trong kỳ "
    )
    silent = "1/2 đơn vị ghi không có; 1/2 đơn vị chưa ghi"
    for path, organisations in (
        ("index.md", silent), ("don-vi/00.md", silent), ("don-vi/0103.md", "không có"),
    ):  # fmt: skip
        assert f"{facts}{organisations}" in pages[path].text, path
        assert "Ông A" not in pages[path].text
    assert "Kỷ luật đảng viên trong kỳ không có" in pages["don-vi/0104.md"].text
    assert "Kỷ luật" not in pages["don-vi/0107.md"].text


def test_a_section_has_a_page_with_its_cells() -> None:
    section = Unit("S", "Đảng bộ bộ phận thôn Đông", UnitKind.SECTION, "0103")
    listed = Unit("S1", "Chi bộ 1", UnitKind.CELL, "S")
    taken = [sent("0103", [cell("Chi bộ 1", (1, 9, 0, 0), cell_code="S1")])]
    pages = show(seasons.season([*UNITS, section, listed], taken))
    assert "Chi bộ 1 10 10 1 9 0 0" in pages["don-vi/s.md"].text
    assert "Đảng bộ bộ phận thôn Đông 10 10 1 9" in pages["don-vi/0103.md"].text


def test_superseded_files_are_listed_and_their_faults_are_not() -> None:
    broken = cell("Chi bộ 2", (1, 9, 0, 0), rated=11, members=11)
    taken = [
        sent("0103", [broken]),
        sent("0103", [cell("Chi bộ 1", (1, 9, 0, 0))], version=2, on=date(2021, 12, 19)),
    ]
    text = show(seasons.season(UNITS, taken))["don-vi/0103.md"].text
    assert "0103-2021-1.xlsx 1 18/12/2021 Đã có lần gửi sau" in text
    assert "bốn mức cộng lại" not in text
    assert "Lỗi của các bản đã được thay thế không nêu lại." in text


def test_the_list_of_units_tells_the_state_of_each() -> None:
    page = show(seasons.messy())["don-vi/index.md"]
    assert "5 đơn vị gửi biểu, 3 được tính; đang sửa 1, chưa gửi 1." in page.text
    assert "Đảng bộ xã Tứ Trưng 0103 Đảng bộ cơ sở Cụm 1 Nguyễn Văn A Được tính 2 32" in page.text
    assert "Đảng bộ xã Yên Lập 0107 Đảng bộ cơ sở Cụm 2 Trần Thị B Chưa gửi – –" in page.text
    assert "bấm phím /" in page.text


def test_units_and_cells_are_found_by_name_and_code() -> None:
    entries = {entry.title: entry for entry in search_entries(lay_out(seasons.messy()))}
    unit = entries["Đảng bộ xã Tứ Trưng"]
    assert (unit.url, unit.context) == ("don-vi/0103.html", "Đảng bộ cơ sở · Cụm 1")
    assert unit.text == "0103 Nguyễn Văn A"
    assert entries["Chi bộ 2"].url.startswith("don-vi/0103.html#cb-")
    assert entries["Chi bộ 2"].context == "Chi bộ · Đảng bộ xã Tứ Trưng"


def test_an_upper_unit_shows_the_level_it_was_given_itself() -> None:
    row = decision("00", self_level=Level.XS, decided_level=Level.HTT, decision_no="9-QĐ/TU")
    pages = show(seasons.messy(register={"decisions": listed([row])}))
    text = pages["don-vi/00.md"].text
    assert "Mức tự xếp loại Hoàn thành xuất sắc Mức quyết định Hoàn thành tốt" in text
    text = pages["xep-loai/tccsd.md"].text
    assert (
        "Mức của đảng bộ cấp trên, đảng bộ bộ phận Không tính vào số tổ chức cơ sở đảng."
    ) in text
    assert "Đảng bộ huyện Vĩnh Tường Hoàn thành xuất sắc – Hoàn thành tốt 9-QĐ/TU" in text
    assert "Mức quyết định" not in show(seasons.messy())["don-vi/00.md"].text


def test_a_section_stands_below_its_unit_with_its_level() -> None:
    section = Unit("0105-B", "Đảng bộ bộ phận khu", UnitKind.SECTION, "0105")
    row = decision("0105-B", proposed_level=Level.XS)
    season = seasons.season((*UNITS, section), [], register={"decisions": listed([row])})
    text = show(season)["don-vi/0105.md"].text
    assert "Hoàn thành xuất sắc (đề nghị)" in text
