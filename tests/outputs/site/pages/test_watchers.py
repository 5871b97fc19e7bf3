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
    assert "Gửi biểu tổng hợp: 1/3 đơn vị, đạt 33,33%; đúng hạn 33,33%." in page.text
    assert "2 đơn vị đang quá hạn: Đảng bộ xã Vĩnh Sơn, Đảng bộ xã Yên Lập." in page.text
    assert "3 đơn vị · Cán bộ theo dõi: Trần Thị B" in page.text
    assert (
        "Đảng bộ xã Vĩnh Sơn gợi ý kiểm điểm Trần Thị B "
        "Quá hạn 2 ngày Gửi biểu tổng hợp hạn 20/12/2021 0/1 Cần sửa"
    ) in page.text
    assert "Chi bộ cơ sở Kho bạc Đã xong mọi mốc 1/1 Được tính 18/12" in page.text
    assert "Gửi biểu tổng hợp 20/12/2021 1/3 đơn vị 33,33% 33,33% 2" in page.text
    assert "Tứ Trưng" not in page.text


def test_an_official_has_a_page_that_leads_to_units_and_clusters() -> None:
    page = show(seasons.messy())["tien-do/can-bo-tran-thi-b.md"]
    assert "Gửi biểu tổng hợp: 0/2 đơn vị, đạt 0,00%." in page.text
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
    assert "Sắp đến hạn (5 ngày) Thẩm định hạn 27/12/2021" in row
    assert (
        "Chưa đến hạn quyết định xếp loại (hạn 31/12/2021, còn 9 ngày); "
        "kế hoạch khắc phục sau kiểm điểm (hạn 31/01/2022, còn 40 ngày)"
    ) in row


def message(text: str) -> str:
    return text.partition("hoặc thư. Chép lời nhắn ")[2]


def test_the_message_says_what_presses_and_nothing_else() -> None:
    own = [Extension("0105", "GUI", date(2021, 12, 24), "Bí thư mới nhận việc")]
    text = show(seasons.messy(extensions=own))["tien-do/cum-2.md"].text
    assert message(text) == (
        "Cụm 2 (3 đơn vị), đến ngày 22/12/2021: "
        "Gửi biểu tổng hợp: 1/3 đơn vị, đạt 33,33%; đúng hạn 33,33%. "
        "Quá hạn: - Đảng bộ xã Yên Lập: gửi biểu tổng hợp (hạn 20/12/2021, quá 2 ngày) "
        "Sắp đến hạn: - Đảng bộ xã Vĩnh Sơn: gửi biểu tổng hợp (hạn 24/12/2021, gia hạn từ "
        "20/12/2021: Bí thư mới nhận việc, còn 2 ngày) "
        "Biểu phải sửa: - Đảng bộ xã Vĩnh Sơn "
    )


def test_when_all_is_done_the_message_says_so() -> None:
    text = show(seasons.whole(milestones=[SEND]))["tien-do/cum-1.md"].text
    assert "Không có đơn vị nào quá hạn." in text
    assert "Không có việc quá hạn, sắp đến hạn hoặc phải sửa biểu." in message(text)
    assert text.count("Đã xong mọi mốc") == 2


def test_before_the_season_all_is_far_ahead() -> None:
    text = show(seasons.nothing(as_of=date(2021, 9, 1)))["tien-do/cum-1.md"].text
    assert "Chưa đến hạn gửi biểu tổng hợp (hạn 20/12/2021, còn 110 ngày)" in text
    assert "Không có việc quá hạn, sắp đến hạn hoặc phải sửa biểu." in message(text)


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
