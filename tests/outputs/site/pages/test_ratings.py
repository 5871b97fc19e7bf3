from datetime import date
from typing import Any

from tests.builders import listed
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import UNITS, cell, sent
from tests.outputs.site.pages.shown import show
from xeploai.schema.form import LeadershipReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import Code
from xeploai.schema.terms import LeadershipSubject, Level, RatedSubject, RatingStage


def leaders(subject: LeadershipSubject) -> list[LeadershipReturn]:
    return [
        LeadershipReturn(subject, stage, 10, 0, "", 10, xs, 10 - xs, 0, 0, "")
        for stage, xs in zip(RatingStage, (4, 3, 2), strict=True)
    ]


def test_members_are_reported_in_one_sentence_with_base_and_coverage() -> None:
    text = show(seasons.messy())["xep-loai/dang-vien.md"].text
    assert (
        "53/53 đảng viên được đánh giá, xếp loại: hoàn thành xuất sắc 5 (9,43%), hoàn thành tốt "
        "46 (86,79%), hoàn thành 1 (1,89%), không hoàn thành 1 (1,89%); hoàn thành tốt trở lên 51 "
        "(96,23%)."
    ) in text
    assert "tạm tính, 3/5 đơn vị" in text


def test_every_unit_stands_in_the_offices_order_with_both_cap_ratios() -> None:
    text = show(seasons.messy())["xep-loai/dang-vien.md"].text
    table = text.partition("Đơn vị được tính")[2]
    levels = "3 9,38 27 84,38 1 3,13 1 3,13"
    assert f"Đảng bộ xã Tứ Trưng 32 32 100,00 {levels} 93,75 11,11 10,00" in table
    places = [table.index(unit.name) for unit in UNITS]
    assert places == sorted(places)


def test_a_unit_that_sent_nothing_is_never_a_zero() -> None:
    text = show(seasons.messy())["xep-loai/dang-vien.md"].text
    assert "Đảng bộ xã Yên Lập Chưa gửi" in text
    assert "Đảng bộ xã Vĩnh Sơn Cần sửa" in text


def test_what_is_provisional_leans() -> None:
    page = show(seasons.messy())["xep-loai/dang-vien.md"]
    assert '<td class="num provisional" title="tạm tính, 3/5 đơn vị">53</td>' in page.source
    whole = show(seasons.whole())["xep-loai/dang-vien.md"]
    assert "provisional" not in whole.source
    assert "5/5" in whole.text


def test_a_unit_over_the_cap_is_marked() -> None:
    season = seasons.season(
        UNITS, [sent("0103", [cell("Chi bộ 1", (5, 10, 0, 0))])], cap=60, cap_decision="QĐ 7"
    )
    assert 'class="num over"' not in show(season)["xep-loai/dang-vien.md"].source
    season = seasons.season(
        UNITS, [sent("0103", [cell("Chi bộ 1", (5, 10, 0, 0))])], cap=25, cap_decision="QĐ 7"
    )
    page = show(season)["xep-loai/dang-vien.md"]
    assert '<td class="num over" title="vượt trần 25%">50,00</td>' in page.source
    assert (
        "Trần xuất sắc 25% của số hoàn thành tốt, tính theo TCCSĐ (theo thiết lập của kỳ; tỷ lệ "
        "theo QĐ 7). Có từ 1 đảng viên xuất sắc trở xuống thì không tính là vượt (theo thiết lập "
        "của kỳ)."
    ) in page.text


def test_clusters_are_added_up_from_counts() -> None:
    text = show(seasons.whole())["xep-loai/dang-vien.md"].text
    assert "Cụm 1 60 60 100,00 6 10,00 50 83,33 2 3,33 2 3,33 93,33 12,00 10,71 2/2" in text


def test_who_was_not_rated_is_reported_by_reason() -> None:
    one = cell("Chi bộ 1", (1, 9, 0, 0), members=13, exempt=2, new_under_6m=1)
    text = show(seasons.season(UNITS, [sent("0103", [one])]))["xep-loai/dang-vien.md"].text
    assert (
        "Chưa được đánh giá, xếp loại: 3 đảng viên "
        "(miễn công tác, sinh hoạt 2, mới kết nạp chưa đủ 6 tháng 1)."
    ) in text


def test_the_last_period_stands_beside_this_one_in_points() -> None:
    old = cell("Chi bộ 1", (1, 19, 0, 0), review_date=date(2020, 12, 9))
    taken = [
        sent("0103", [cell("Chi bộ 1", (2, 18, 1, 0)), cell("Chi bộ 2", (1, 9, 0, 1))]),
        sent("0103", [old], period="2020", on=date(2020, 12, 15)),
    ]
    text = show(seasons.season(UNITS[:2], taken))["xep-loai/dang-vien.md"].text
    assert "Năm 2020 Năm 2021 Chênh lệch" in text
    assert "Hoàn thành xuất sắc 1/20 (5,00%) 3/32 (9,38%) +4,38 điểm" in text
    assert "Hoàn thành tốt 19/20 (95,00%) 27/32 (84,38%) −10,62 điểm" in text
    assert "Số liệu năm 2020 và năm 2021 đều gồm 1/1 đơn vị." in text


def test_sums_of_different_units_are_not_compared() -> None:
    text = show(seasons.messy())["xep-loai/dang-vien.md"].text
    assert "Chênh lệch" not in text
    assert (
        "Không so sánh được: kỳ trước (năm 2020) chỉ có 1/5 đơn vị, kỳ này mới có 3/5 đơn vị."
    ) in text


def test_without_a_last_period_it_says_so() -> None:
    text = show(seasons.whole())["xep-loai/dang-vien.md"].text
    assert "Không so sánh được với kỳ trước" in text


def test_three_steps_stand_beside_each_other() -> None:
    season = seasons.season(
        UNITS,
        [sent("0103", [cell("A", (1, 9, 0, 0))], leaders=leaders(LeadershipSubject.LEADER))],
    )
    text = show(season)["xep-loai/lanh-dao.md"].text
    assert "Tự xếp loại 10 10 4 6 0 0" in text
    assert "Quyết định 10 10 2 8 0 0" in text
    empty = show(season)["xep-loai/tap-the.md"].text
    assert "Các biểu được tính chưa ghi tập thể nào." in empty, "a blank row is not none"
    assert "Không có tập thể" not in empty


def test_members_before_the_decision_say_how_many_units_they_are_of() -> None:
    own = LeadershipReturn(
        LeadershipSubject.MEMBER, RatingStage.SELF, 10, 0, "", 10, 4, 6, 0, 0, ""
    )  # fmt: skip
    season = seasons.season(
        UNITS,
        [
            sent("0103", [cell("A", (1, 9, 0, 0))], leaders=[own]),
            sent("0104", [cell("B", (2, 18, 0, 0))]),
        ],
        least_coverage=0,
    )
    pages = show(season)
    text = pages["xep-loai/dang-vien.md"].text
    assert "Tự xếp loại tạm tính, 1/5 đơn vị 10 10 4 6 0 0" in text
    assert "Quyết định tạm tính, 2/5 đơn vị 30 30 3 27 0 0" in text
    assert "chỉ cộng" not in text
    assert "hai bước gồm những đơn vị khác nhau thì không so được" in text
    assert "năm 2021 30/30 đảng viên được đánh giá" in text, "the headline is the decision"
    assert "Tự xếp loại 10 10 4 6 0 0" in pages["don-vi/0103.md"].text
    assert "Đảng viên Tự xếp loại" not in pages["don-vi/0104.md"].text


def test_members_of_one_step_only_have_no_table_of_steps() -> None:
    season = seasons.season(UNITS, [sent("0103", [cell("A", (1, 9, 0, 0))])])
    assert "Ba bước xếp loại" not in show(season)["xep-loai/dang-vien.md"].text


def test_organisations_are_reported_one_by_one_with_the_reason_for_a_change() -> None:
    decision = DecisionRow(
        Code("0103"), RatedSubject.ORG, Level.XS, Level.XS, Level.HTT, "12-QĐ/HU",
        date(2021, 12, 20), "Chưa đạt chỉ tiêu",
    )  # fmt: skip
    season = seasons.season(
        UNITS, [sent("0103", [cell("A", (1, 9, 0, 0))])], register={"decisions": listed([decision])}
    )
    text = show(season)["xep-loai/tccsd.md"].text
    assert (
        "Đảng bộ xã Tứ Trưng Hoàn thành xuất sắc Hoàn thành xuất sắc Hoàn thành tốt "
        "12-QĐ/HU Chưa đạt chỉ tiêu"
    ) in text
    assert "Đảng bộ xã Yên Lập Chưa gửi" in text


def test_cells_without_a_decision_are_not_called_rated() -> None:
    one = cell("A", (1, 9, 0, 0), decided_level=None)
    season = seasons.season(UNITS, [sent("0103", [one])], least_coverage=20)
    text = show(season)["xep-loai/chi-bo.md"].text
    assert (
        "1 chi bộ trong các biểu được tính, chưa có quyết định xếp loại; 1/1 được đề nghị xếp "
        "loại: hoàn thành xuất sắc 0, hoàn thành tốt 1 (100,00%)"
    ) in text
    assert "Số liệu ở bước đề nghị, vì chưa đến một nửa có quyết định xếp loại." in text


def test_where_few_are_decided_an_earlier_step_stands_on_top() -> None:
    """One of three decided would be a lonely bar of 100 %."""
    later: dict[str, Any] = {"decided_level": None, "proposed_level": None}
    cells = [cell("A", (1, 9, 0, 0))]
    taken = [sent("0103", cells), sent("0104", cells, **later), sent("0105", cells, **later)]
    season = seasons.season(UNITS, taken)
    page = show(season)["xep-loai/tccsd.md"]
    assert (
        "Mới 1/5 tổ chức cơ sở đảng có quyết định xếp loại; 3/5 tự xếp loại: hoàn thành xuất sắc "
        "0, hoàn thành tốt 3 (100,00%)"
    ) in page.text
    assert "orgs-by-unit" not in page.source
    overview = show(season)["index.md"].text
    assert "3/5 tổ chức cơ sở đảng tự xếp loại; mới 1/5 có quyết định; tạm tính" in overview
    assert "Mới có 1/5" not in page.text
    assert "mới có 1/5 tổ chức cơ sở đảng được xếp loại" in page.text, "in place of a bar of 100 %"


def test_too_few_units_have_counts_and_no_shares() -> None:
    """Of one unit in five there would be 85,71 % of all, printed and drawn."""
    season = seasons.season(UNITS, [sent("0103", [cell("A", (2, 18, 1, 0))])])
    why = "mới có số liệu của 1/5 đơn vị, chưa đủ 50% để công bố tỷ lệ xếp loại"
    pages = show(season)
    page = pages["xep-loai/dang-vien.md"]
    assert f"21/21 đảng viên được đánh giá, xếp loại; {why}." in page.text
    assert "Đảng bộ huyện Vĩnh Tường 21 21 100,00 2 – 18 – 1 – 0 – – – – 1/5" in page.text
    assert f'title="{why}"' in page.source
    assert "85,71" not in pages["index.md"].text
    assert why in pages["index.md"].text
    # What is whole keeps its shares.
    assert "85,71%" in pages["don-vi/0103.md"].text
    assert "Đảng bộ xã Tứ Trưng 21 21 100,00 2 9,52 18 85,71" in page.text


def test_a_season_without_figures_says_where_to_look() -> None:
    page = show(seasons.nothing())["xep-loai/chi-bo.md"]
    assert "Chưa có số liệu xếp loại chi bộ." in page.text
    assert "../chat-luong.html" in page.links


def test_a_single_unit_is_pointed_to() -> None:
    page = show(seasons.one_unit())["xep-loai/dang-vien.md"]
    assert "Danh mục chỉ có một đơn vị gửi biểu" in page.text
    assert "../don-vi/01.html" in page.links
