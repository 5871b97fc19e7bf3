from datetime import date

from tests.pages import seasons
from tests.pages.seasons import SEND, UNITS, cell, commune, sent
from tests.pages.shown import show


def test_the_published_sentence_of_each_milestone() -> None:
    text = show(seasons.messy())["tien-do.md"].text
    assert "2 đơn vị đang quá hạn: Đảng bộ xã Vĩnh Sơn, Đảng bộ xã Yên Lập." in text
    assert "Gửi biểu tổng hợp (hạn 20/12/2021): 3/5 đơn vị, đạt 60,00%; 2 đơn vị quá hạn." in text
    assert "Huyện ủy tổng hợp (hạn 31/12/2021): 0/1 đơn vị, đạt 0,00%; còn 9 ngày." in text


def test_the_matrix_has_a_mark_and_a_word_for_every_state() -> None:
    late = sent("0104", [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 21))
    season = seasons.season(UNITS, [sent("0103", [cell("A", (1, 9, 0, 0))]), late])
    page = show(season)["tien-do.md"]
    assert "Đảng bộ xã Tứ Trưng Được tính 18/12 Đúng hạn 18/12 Không áp dụng" in page.text
    assert "Đảng bộ xã Tuân Chính Được tính 21/12 Muộn 1 ngày 21/12" in page.text
    assert "Đảng bộ xã Yên Lập Trần Thị B Chưa gửi Quá hạn 2 ngày" in page.text
    assert 'title="Hạn 20/12/2021, xong 21/12/2021, muộn 1 ngày"' in page.source


def test_units_stand_by_cluster_and_a_shared_official_is_named_once() -> None:
    page = show(seasons.messy())["tien-do.md"]
    assert "Cụm 1 – Nguyễn Văn A theo dõi" in page.text
    assert page.source.count('<tr class="group">') == 3
    assert "Cụm 2 3 1/3 (33,33%)" in page.text
    assert "Trần Thị B 2 0/2 (0,00%)" in page.text


def test_clusters_stand_by_their_number_and_units_in_none_last() -> None:
    clusters = {"0101": "", "0102": "Cụm 10", "0103": "Cụm 2", "0104": "Khối cơ quan"}
    units = [
        seasons.ROOT, *(commune(code, code, cluster=name) for code, name in clusters.items()),
    ]  # fmt: skip
    wanted = ["Cụm 2", "Cụm 10", "Khối cơ quan", "Không thuộc cụm"]
    pages = show(seasons.season(units, [sent("0102", [cell("A", (1, 9, 0, 0))])]))
    matrix = pages["tien-do.md"].text.partition("đến nay")[2]
    places = [matrix.index(name) for name in wanted]
    assert places == sorted(places)
    table = pages["xep-loai/dang-vien.md"].text.rpartition("Theo cụm")[2]
    assert table.index("Cụm 2") < table.index("Cụm 10") < table.index("Khối cơ quan")


def test_the_foot_counts_units() -> None:
    text = show(seasons.messy())["tien-do.md"].text
    assert "Đã xong 3/5 đơn vị đạt 60,00% 3/5 đơn vị đạt 60,00% 0/1 đơn vị đạt 0,00%" in text


def test_without_deadlines_the_page_says_how_to_set_them() -> None:
    text = show(seasons.messy(milestones=()))["tien-do.md"].text
    assert "Danh mục chưa đặt mốc thời gian" in text
    assert "4/5 đơn vị đã gửi biểu, đạt 80,00%." in text
    assert "Đảng bộ xã Yên Lập Trần Thị B Chưa gửi" in text


def test_nobody_late_is_said() -> None:
    text = show(seasons.whole(milestones=[SEND]))["tien-do.md"].text
    assert "Không có đơn vị nào quá hạn." in text
