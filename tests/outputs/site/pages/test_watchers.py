from dataclasses import replace
from datetime import date

from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import SEND, UNITS, cell, commune, sent
from tests.outputs.site.pages.shown import show
from xeploai.outputs.site.all_pages import search_entries
from xeploai.register.model import Extension
from xeploai.views.season_view import lay_out
from xeploai.views.watchers import watchers_of


def test_a_cluster_has_a_page_with_what_its_units_owe() -> None:
    page = show(seasons.messy())["tien-do/cum-2.md"]
    assert "Gửi biểu tổng hợp: 2/3 đơn vị, đạt 66,67%; đúng hạn 33,33%." in page.text
    assert "1 đơn vị quá hạn “Gửi biểu tổng hợp”: Đảng bộ xã Yên Lập." in page.text
    assert "3 đơn vị · Cán bộ theo dõi: Trần Thị B" in page.text
    assert (
        "Đảng bộ xã Vĩnh Sơn gợi ý kiểm điểm Trần Thị B "
        "Muộn 1 ngày, đang sửa Gửi biểu tổng hợp hạn 20/12/2021 1/1 Cần sửa"
    ) in page.text
    assert (
        "Đảng bộ xã Yên Lập Trần Thị B Quá hạn 2 ngày Gửi biểu tổng hợp hạn 20/12/2021 0/1 Chưa gửi"
    ) in page.text
    assert "Chi bộ cơ sở Kho bạc Đã xong mọi mốc 1/1 Được tính 18/12" in page.text
    assert "Gửi biểu tổng hợp 20/12/2021 2/3 đơn vị 66,67% 33,33% 1" in page.text
    assert "Tứ Trưng" not in page.text


def test_an_official_has_a_page_that_leads_to_units_and_clusters() -> None:
    page = show(seasons.messy())["tien-do/can-bo-tran-thi-b.md"]
    assert "Gửi biểu tổng hợp: 1/2 đơn vị, đạt 50,00%; đúng hạn 0,00%." in page.text
    wanted = {"../tien-do/cum-2.html", "../don-vi/0105.html", "../tien-do.html#can-bo"}
    assert wanted <= set(page.links)


def test_both_are_reached_from_the_page_of_progress() -> None:
    links = show(seasons.messy())["tien-do.md"].links
    assert links.count("tien-do/cum-1.html") == 2, "in the matrix and in the table"
    assert "tien-do/can-bo-nguyen-van-a.html" in links


def test_what_is_far_ahead_is_reported_in_one_line() -> None:
    text = show(seasons.season(UNITS, [], milestones=seasons.SEVEN[3:]))["tien-do/cum-1.md"].text
    row = text.partition("Mốc đã xong")[2].partition("Đảng bộ xã Tuân Chính")[0]
    assert "Quá hạn 2 ngày Gửi hồ sơ, biểu tổng hợp hạn 20/12/2021" in row
    assert "Sắp đến hạn" not in row, "the board appraises itself"
    assert (
        "Chưa đến hạn thẩm định (hạn 27/12/2021, còn 5 ngày); "
        "quyết định xếp loại (hạn 31/12/2021, còn 9 ngày); "
        "kế hoạch khắc phục sau kiểm điểm (hạn 31/01/2022, còn 40 ngày)"
    ) in row


NOTHING = "Không có việc quá hạn, chưa báo cáo, sắp đến hạn hoặc phải sửa biểu."


def message(text: str) -> str:
    return text.partition("hoặc thư. Chép lời nhắn ")[2]


def test_the_message_says_what_presses_and_nothing_else() -> None:
    own = [Extension("0105", "GUI", date(2021, 12, 24), "Bí thư mới nhận việc")]
    broken = cell("A", (1, 9, 0, 0), rated=11, members=11)
    planned = replace(seasons.SEVEN[0], deadline=date(2021, 12, 1))
    reported = {"KH": date(2021, 11, 30)}
    taken = [sent("0106", [broken], done=reported), sent("0104", [broken], done=reported)]
    season = seasons.season(UNITS, taken, milestones=[planned, SEND], extensions=own)
    assert message(show(season)["tien-do/cum-2.md"].text) == (
        "Cụm 2 (3 đơn vị), đến ngày 22/12/2021: "
        "Gửi biểu tổng hợp: 1/3 đơn vị, đạt 33,33%; đúng hạn 33,33%. "
        "Quá hạn: - Đảng bộ xã Yên Lập: gửi biểu tổng hợp (hạn 20/12/2021, quá 2 ngày) "
        "Chưa báo cáo: - Đảng bộ xã Vĩnh Sơn: ban hành kế hoạch (hạn 01/12/2021, đã qua 21 ngày) "
        "- Đảng bộ xã Yên Lập: ban hành kế hoạch (hạn 01/12/2021, đã qua 21 ngày) "
        "Sắp đến hạn: - Đảng bộ xã Vĩnh Sơn: gửi biểu tổng hợp (hạn 24/12/2021, gia hạn từ "
        "20/12/2021: Bí thư mới nhận việc, còn 2 ngày) "
        "Biểu phải sửa: - Chi bộ cơ sở Kho bạc "
    )


def test_the_message_tells_a_blank_date_from_a_unit_that_was_silent() -> None:
    planned = replace(seasons.SEVEN[0], deadline=date(2021, 12, 1))
    taken = [sent("0107", [cell("A", (1, 9, 0, 0))])]
    season = seasons.season(UNITS, taken, milestones=[planned])
    day = "(hạn 01/12/2021, đã qua 21 ngày)"
    assert message(show(season)["tien-do/cum-2.md"].text) == (
        "Cụm 2 (3 đơn vị), đến ngày 22/12/2021: Ban hành kế hoạch: 0/3 đơn vị, đạt 0,00%. "
        f"Chưa báo cáo: - Đảng bộ xã Vĩnh Sơn: ban hành kế hoạch {day} "
        f"- Chi bộ cơ sở Kho bạc: ban hành kế hoạch {day} "
        f"Chưa ghi ngày: - Đảng bộ xã Yên Lập: ban hành kế hoạch {day} "
    )


def test_what_the_board_does_itself_is_no_unfinished_work_of_a_unit() -> None:
    appraised = replace(seasons.SEVEN[4], deadline=date(2021, 12, 19))
    taken = [sent(unit.code, [cell("A", (1, 9, 0, 0))]) for unit in UNITS[1:]]
    season = seasons.season(UNITS, taken, milestones=[SEND, appraised])
    text = show(season)["tien-do/cum-2.md"].text
    assert "Quá hạn 3 ngày Thẩm định hạn 19/12/2021, việc của cơ quan tổng hợp 1/1" in text
    assert "Chưa đến hạn" not in text
    assert NOTHING in message(text)


def test_when_all_is_done_the_message_says_so() -> None:
    text = show(seasons.whole(milestones=[SEND]))["tien-do/cum-1.md"].text
    assert "Không có đơn vị nào quá hạn." in text
    assert NOTHING in message(text)
    assert text.count("Đã xong mọi mốc") == 2


def test_before_the_season_all_is_far_ahead() -> None:
    text = show(seasons.nothing(as_of=date(2021, 9, 1)))["tien-do/cum-1.md"].text
    assert "Chưa đến hạn gửi biểu tổng hợp (hạn 20/12/2021, còn 110 ngày)" in text
    assert NOTHING in message(text)


def test_without_deadlines_the_page_tells_who_sent() -> None:
    page = show(seasons.messy(milestones=()))["tien-do/cum-2.md"]
    assert "Danh mục chưa đặt mốc thời gian" in page.text
    assert "Đảng bộ xã Yên Lập Trần Thị B Chưa gửi" in page.text
    assert "Lời nhắn" not in page.text


def test_names_that_read_alike_have_files_of_their_own() -> None:
    names = ["Cụm 1", "Cum 1", "Khối cơ quan", "中", "文"]
    units = [commune(name, name, cluster=name, official=name) for name in names]
    watchers = watchers_of(seasons.season([seasons.ROOT, *units], []))
    keys = [group.key for group in watchers.clusters.values()]
    assert sorted(keys) == ["cum", "cum-1", "cum-1-2", "cum-2", "cum-khoi-co-quan"]
    assert all(group.key.startswith("can-bo") for group in watchers.officials.values())
    assert len({group.url for group in watchers.officials.values()}) == len(names)


def test_clusters_and_officials_are_found() -> None:
    entries = {entry.title: entry for entry in search_entries(lay_out(seasons.messy()))}
    assert entries["Cụm 2"].url == "tien-do/cum-2.html"
    assert entries["Cụm 2"].context == "Cụm · 3 đơn vị"
    assert entries["Trần Thị B"].url == "tien-do/can-bo-tran-thi-b.html"
    assert entries["Trần Thị B"].context == "Cán bộ theo dõi · 2 đơn vị"


def test_a_cluster_of_units_without_an_official_names_none() -> None:
    units = [seasons.ROOT, commune("1", "Đảng bộ xã 1", cluster="Cụm 1")]
    taken = [sent("1", [cell("Chi bộ 1", (1, 9, 0, 0))])]
    page = show(seasons.season(units, taken))["tien-do/cum-1.md"]
    assert "Cán bộ theo dõi:" not in page.text
    assert "1 đơn vị" in page.text
