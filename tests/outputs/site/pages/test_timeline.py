import re
from dataclasses import replace
from datetime import date

from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.seasons import SEND, UNITS, cell, commune, sent
from tests.outputs.site.pages.shown import show
from xeploai.register.model import Extension, Milestone, Unit
from xeploai.schema.terms import MilestoneEvent, SendingMeasure, UnitKind


def test_the_published_sentence_of_each_milestone() -> None:
    text = show(seasons.messy())["tien-do.md"].text
    assert (
        "Gửi biểu tổng hợp: 4/5 đơn vị, đạt 80,00%; đúng hạn 60,00%. "
        "1 đơn vị quá hạn “Gửi biểu tổng hợp”: Đảng bộ xã Yên Lập."
    ) in text
    assert (
        "Gửi biểu tổng hợp (hạn 20/12/2021): 4/5 đơn vị, đạt 80,00%; đúng hạn 60,00%; "
        "1 đơn vị muộn; 1 đơn vị quá hạn."
    ) in text
    assert "Huyện ủy tổng hợp (hạn 31/12/2021): 0/1 đơn vị, đạt 0,00%; còn 9 ngày." in text


def test_the_matrix_has_a_mark_and_a_word_for_every_state() -> None:
    late = sent("0104", [cell("A", (1, 9, 0, 0))], on=date(2021, 12, 21))
    season = seasons.season(UNITS, [sent("0103", [cell("A", (1, 9, 0, 0))]), late])
    page = show(season)["tien-do.md"]
    assert "Đảng bộ xã Tứ Trưng Được tính 18/12 Đúng hạn 18/12 Không áp dụng" in page.text
    assert "Đảng bộ xã Tuân Chính Được tính 21/12 Muộn 1 ngày 21/12" in page.text
    assert "Đảng bộ xã Yên Lập Trần Thị B Chưa gửi Quá hạn 2 ngày" in page.text
    assert 'title="Hạn 20/12/2021, xong 21/12/2021, muộn 1 ngày"' in page.source


BROKEN = cell("A", (1, 9, 0, 0), rated=11, members=11)
"""A cell whose figures send the return back, and whose dates are right."""


def test_what_came_in_time_and_is_being_corrected_is_not_late() -> None:
    taken = [sent("0103", [BROKEN], on=date(2021, 12, 17))]
    page = show(seasons.season(UNITS, taken))["tien-do.md"]
    assert "Đảng bộ xã Tứ Trưng Cần sửa Đang sửa đã gửi 17/12 Không áp dụng" in page.text
    assert '<td class="is-in_correction"' in page.source
    assert 'title="Hạn 20/12/2021, đã gửi 17/12, đang sửa"' in page.source
    assert "đạt 20,00%; đúng hạn 20,00%; 1 đơn vị đang sửa; 4 đơn vị quá hạn." in page.text
    assert "4 đơn vị quá hạn “Gửi biểu tổng hợp”." in page.text


def test_what_came_late_and_is_being_corrected_is_late() -> None:
    page = show(seasons.messy())["tien-do.md"]
    assert "Trần Thị B Cần sửa Muộn 1 ngày 21/12, đang sửa" in page.text
    assert 'title="Hạn 20/12/2021, gửi 21/12/2021, muộn 1 ngày, đang sửa"' in page.source


def test_where_only_a_return_that_counts_would_do_it_is_not_done() -> None:
    taken = [sent("0103", [BROKEN], on=date(2021, 12, 17))]
    wanted = SendingMeasure.COUNTED
    pages = show(seasons.season(UNITS, taken, milestones=[SEND], sending_measure=wanted))
    page = pages["tien-do.md"]
    assert "Đảng bộ xã Tứ Trưng Cần sửa Đang sửa đã gửi 17/12" in page.text
    assert "0/5 đơn vị, đạt 0,00%; 1 đơn vị đang sửa; 4 đơn vị quá hạn." in page.text
    assert "Xong mọi mốc" not in page.text
    row = pages["tien-do/cum-1.md"].text.partition("Đảng bộ xã Tứ Trưng")[2]
    assert row.startswith(" Đã gửi 17/12, đang sửa Gửi biểu tổng hợp hạn 20/12/2021 0/1 Cần sửa")


UNREVIEWED = cell(
    "B", (0, 0, 0, 0), members=10, review_date=None,
    self_level=None, proposed_level=None, decided_level=None,
)  # fmt: skip
"""A cell that has still to hold its review: its unit's return has no fault and is partial."""


def test_who_is_still_reviewing_is_not_counted_as_being_corrected() -> None:
    """The milestone said "2 đơn vị đang sửa" of one with faults and one without."""
    season = seasons.season(
        UNITS,
        [
            sent("0103", [BROKEN], on=date(2021, 12, 17)),
            sent("0104", [cell("A", (1, 9, 0, 0)), UNREVIEWED], on=date(2021, 12, 17)),
        ],
    )
    pages = show(season)
    page, first = pages["tien-do.md"], pages["index.md"]
    told = "1 đơn vị đang sửa; 1 đơn vị chưa kiểm điểm xong; 3 đơn vị quá hạn."
    assert f"đúng hạn 40,00%; {told}" in page.text
    assert "đang sửa 1 · chưa kiểm điểm xong 1 · chưa gửi 3" in first.text
    chosen = dict(re.findall(r'<option value="([^"]+)">([^<]+)</option>', page.source))
    assert chosen["in_correction"].startswith("Đang sửa (1")
    assert chosen["chua-kiem-diem-xong"].startswith("Chưa kiểm điểm xong (1")


def test_each_milestone_is_named_with_the_units_that_are_overdue_at_it() -> None:
    """Above the sentence on sending, "1 đơn vị đang quá hạn" read as if it had not sent."""
    milestones = [seasons.SEVEN[1], SENT_BY]
    undone = [cell("A", (1, 9, 0, 0)), UNREVIEWED]
    taken = [sent("0103", undone), *(sent(x.code, [cell("A", (1, 9, 0, 0))]) for x in UNITS[2:5])]
    pages = show(seasons.season(UNITS, taken, milestones=milestones))
    said = (
        "1 đơn vị quá hạn “Chi bộ kiểm điểm xong”: Đảng bộ xã Tứ Trưng; "
        "1 đơn vị quá hạn “Gửi hồ sơ, biểu tổng hợp”: Đảng bộ xã Yên Lập."
    )
    assert said in pages["tien-do.md"].text
    assert said.partition(";")[0] in pages["tien-do/cum-1.md"].text
    assert "Yên Lập" not in pages["tien-do/cum-1.md"].text
    longest = "Quá hạn lâu nhất Đảng bộ xã Tứ Trưng (chi bộ kiểm điểm xong, 32 ngày);"
    assert longest in pages["index.md"].text


PLANNED, SENT_BY = seasons.SEVEN[0], seasons.SEVEN[3]


def test_who_says_nothing_has_not_reported_and_is_not_called_late() -> None:
    page = show(seasons.season(UNITS, [], milestones=[PLANNED, SENT_BY]))["tien-do.md"]
    assert (
        "Đảng bộ xã Tứ Trưng Chưa gửi Chưa báo cáo hạn đã qua 53 ngày Quá hạn 2 ngày" in page.text
    )
    assert '<td class="is-no_report"' in page.source
    assert 'title="Hạn 30/10/2021, chưa báo cáo"' in page.source
    assert "5 đơn vị chưa báo cáo “Ban hành kế hoạch”." in page.text
    planned = "Ban hành kế hoạch (hạn 30/10/2021): 0/5 đơn vị, đạt 0,00%; 5 đơn vị chưa báo cáo."
    assert planned in page.text
    assert "Cụm 1 2 0/2 (0,00%) 2 chưa rõ 0/2 (0,00%) 2 quá hạn" in page.text


def test_milestones_of_the_same_units_are_said_in_one_breath() -> None:
    planned, met = PLANNED, seasons.SEVEN[2]
    done = {"KH": date(2021, 10, 20), "TT": date(2021, 12, 1)}
    taken = [
        sent(unit.code, [cell("A", (1, 9, 0, 0))], done={} if unit.code == "0107" else done)
        for unit in UNITS[1:]
    ]
    text = show(seasons.season(UNITS, taken, milestones=[planned, met, SENT_BY]))["tien-do.md"].text
    both = "“Ban hành kế hoạch” và “Tập thể kiểm điểm”"
    assert f"1 đơn vị chưa ghi ngày {both}: Đảng bộ xã Yên Lập." in text


def test_a_day_left_blank_is_told_and_is_not_called_late() -> None:
    taken = [sent("0103", [cell("A", (1, 9, 0, 0))], done={"KH": None})]
    page = show(seasons.season(UNITS, taken, milestones=[PLANNED, SENT_BY]))["tien-do.md"]
    assert "Đảng bộ xã Tứ Trưng Được tính 18/12 Chưa ghi ngày hạn đã qua 53 ngày" in page.text
    assert 'title="Hạn 30/10/2021, chưa ghi ngày"' in page.source


def test_what_the_board_does_itself_is_marked_as_its_own() -> None:
    appraised = replace(seasons.SEVEN[4], deadline=date(2021, 12, 19))
    taken = [sent(unit.code, [cell("A", (1, 9, 0, 0))]) for unit in UNITS[1:]]
    pages = show(seasons.season(UNITS, taken, milestones=[SENT_BY, appraised]))
    text = pages["tien-do.md"].text
    assert "Thẩm định hạn 19/12/2021 việc của cơ quan tổng hợp" in text
    assert text.count("việc của cơ quan tổng hợp") == 2
    words = (
        "Thẩm định (hạn 19/12/2021): 0/5 đơn vị, đạt 0,00%; việc của cơ quan tổng hợp đã quá hạn."
    )
    assert words in text
    assert "Không có đơn vị nào quá hạn. Việc của cơ quan tổng hợp đã quá hạn: “Thẩm định”." in text
    unit = pages["don-vi/0107.md"].text
    assert "Đã xong 1/1 mốc." in unit
    assert "Thẩm định việc của cơ quan tổng hợp 19/12/2021 – Quá hạn 3 ngày" in unit


def test_who_has_not_reported_is_named_where_they_are_few() -> None:
    done = {"KH": date(2021, 10, 20)}
    taken = [
        sent(unit.code, [cell("A", (1, 9, 0, 0))], done={} if unit.code == "0107" else done)
        for unit in UNITS[1:]
    ]
    text = show(seasons.season(UNITS, taken, milestones=[PLANNED, SENT_BY]))["tien-do.md"].text
    assert "1 đơn vị chưa ghi ngày “Ban hành kế hoạch”: Đảng bộ xã Yên Lập." in text
    assert "đơn vị quá hạn" not in text


def test_units_stand_by_cluster_and_a_shared_official_is_named_once() -> None:
    page = show(seasons.messy())["tien-do.md"]
    assert "Cụm 1 – Nguyễn Văn A theo dõi" in page.text
    assert page.source.count('<tr class="group">') == 3
    assert "Cụm 2 3 2/3 (66,67%) 1 quá hạn" in page.text
    assert "Trần Thị B 2 1/2 (50,00%) 1 quá hạn" in page.text


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


def test_the_foot_counts_units_that_count_and_units_that_sent() -> None:
    text = show(seasons.messy())["tien-do.md"].text
    assert "Đã xong 3/5 đơn vị đạt 60,00% 4/5 đơn vị đạt 80,00% 0/1 đơn vị đạt 0,00%" in text


def test_without_deadlines_the_page_says_how_to_set_them() -> None:
    text = show(seasons.messy(milestones=()))["tien-do.md"].text
    assert "Danh mục chưa đặt mốc thời gian" in text
    assert "4/5 đơn vị đã gửi biểu, đạt 80,00%." in text
    assert "Đảng bộ xã Yên Lập Trần Thị B Chưa gửi" in text


def test_a_day_with_nobody_late_is_reported() -> None:
    text = show(seasons.whole(milestones=[SEND]))["tien-do.md"].text
    assert "Không có đơn vị nào quá hạn." in text


def test_what_was_late_counts_in_the_share_and_not_in_the_share_on_time() -> None:
    cells = [cell("A", (1, 9, 0, 0))]
    taken = [sent("0103", cells), sent("0104", cells, on=date(2021, 12, 21))]
    text = show(seasons.season(UNITS, taken))["tien-do.md"].text
    assert "Gửi biểu tổng hợp: 2/5 đơn vị, đạt 40,00%; đúng hạn 20,00%." in text
    assert "đúng hạn 20,00%; 1 đơn vị muộn; 3 đơn vị quá hạn." in text


# ---------------------------------------------------------------- the next deadlines


def test_the_calendar_names_the_day_and_how_many_are_waited_for() -> None:
    text = show(seasons.messy())["tien-do.md"].text
    assert "Thứ Sáu, 31/12/2021 còn 9 ngày Huyện ủy tổng hợp 1/1 đơn vị chưa xong" in text
    assert "Thứ Hai, 20/12/2021" not in text, "it is past"


def test_the_day_of_the_deadline_itself_is_still_to_come() -> None:
    text = show(seasons.nothing(as_of=date(2021, 12, 20)))["tien-do.md"].text
    assert "Thứ Hai, 20/12/2021 hôm nay Gửi biểu tổng hợp 5/5 đơn vị chưa xong" in text
    assert "Đảng bộ xã Yên Lập Trần Thị B Chưa gửi Sắp đến hạn hôm nay" in text


def test_a_deadline_that_all_have_met_stays_in_the_calendar() -> None:
    text = show(seasons.whole(as_of=date(2021, 12, 19)))["tien-do.md"].text
    assert "Thứ Hai, 20/12/2021 còn 1 ngày Gửi biểu tổng hợp 5 đơn vị đã xong" in text


def test_an_extension_has_a_day_of_its_own_and_its_reason() -> None:
    own = [Extension("0107", "GUI", date(2021, 12, 26), "Lũ lụt")]
    page = show(seasons.messy(extensions=own))["tien-do.md"]
    assert (
        "Chủ nhật, 26/12/2021 còn 4 ngày Gửi biểu tổng hợp 1/1 đơn vị được gia hạn chưa xong"
        in page.text
    )
    assert "Chưa gửi Sắp đến hạn còn 4 ngày gia hạn 26/12" in page.text
    assert 'title="Hạn 26/12/2021, gia hạn từ 20/12/2021: Lũ lụt"' in page.source
    assert "Không có đơn vị nào quá hạn." in page.text


def test_when_every_deadline_is_past_it_is_said_what_is_left() -> None:
    text = show(seasons.messy(as_of=date(2022, 2, 1)))["tien-do.md"].text
    assert "Mọi hạn đã qua; còn 2 việc quá hạn, ghi ở bảng từng đơn vị." in text
    text = show(seasons.season(UNITS, [], milestones=[PLANNED, SENT_BY]))["tien-do.md"].text
    assert "Mọi hạn đã qua; còn 5 việc quá hạn, 5 việc chưa báo cáo, ghi ở bảng" in text
    text = show(seasons.whole(milestones=[SEND]))["tien-do.md"].text
    assert "Mọi mốc đã xong." in text


# ---------------------------------------------------------------- filters and marks


def test_rows_carry_what_they_are_filtered_by_and_filters_count_them() -> None:
    source = show(seasons.messy())["tien-do.md"].source
    choices = dict(re.findall(r'<option value="([^"]+)">([^<]+)<', source))
    assert choices["overdue"] == "Quá hạn (1)"
    assert choices["late"] == "Muộn (1)"
    assert choices["xong-moi-moc"] == "Xong mọi mốc (4)"
    assert choices["bieu-can-sua"] == "Cần sửa (2)"
    assert choices["goi-y-kiem-diem"] == "Gợi ý kiểm điểm (1)"
    assert choices["cum-2"] == "Cụm 2 (3)"
    assert choices["khong-thuoc-cum"] == "Không thuộc cụm (1)"
    assert choices["can-bo-tran-thi-b"] == "Trần Thị B (2)"
    rows = [keys.split() for keys in re.findall(r'<tr data-keys="([^"]*)"', source)]
    assert len(rows) == 6
    for key, words in choices.items():
        assert words.endswith(f"({sum(key in keys for keys in rows)})"), key


def test_a_unit_that_was_given_a_hint_is_marked() -> None:
    text = show(seasons.messy())["tien-do.md"].text
    assert "Đảng bộ xã Vĩnh Sơn gợi ý kiểm điểm Trần Thị B Cần sửa Muộn 1 ngày" in text
    assert "1 đơn vị được gợi ý kiểm điểm. Xem từng đơn vị" in text
    assert text.count("gợi ý kiểm điểm") == 2


def test_a_step_soon_due_has_a_word_of_its_own() -> None:
    season = seasons.season(UNITS, [], milestones=seasons.SEVEN[3:])
    text = show(season)["tien-do.md"].text
    row = text.partition("Đảng bộ xã Tứ Trưng Chưa gửi")[2]
    assert row.startswith(
        " Quá hạn 2 ngày Sắp đến hạn còn 5 ngày Chưa đến hạn còn 9 ngày Chưa đến hạn còn 40 ngày"
    )


def test_cells_are_counted_where_each_is_bound() -> None:
    reviewed = Milestone(
        "CB", "Chi bộ kiểm điểm", frozenset({UnitKind.CELL}), date(2021, 12, 15),
        MilestoneEvent.CELL_REVIEWS,
    )  # fmt: skip
    cells = [cell(f"Chi bộ {n}", (1, 9, 0, 0)) for n in range(3)]
    late = cell("Chi bộ 4", (1, 9, 0, 0), review_date=date(2021, 12, 16))
    season = seasons.season(UNITS, [sent("0103", [*cells, late])], milestones=[reviewed])
    text = show(season)["tien-do.md"].text
    assert "Muộn 1 ngày 16/12 4/4 chi bộ" in text
    assert "75,00%; 1 chi bộ muộn; chưa rõ số chi bộ của 3 đơn vị." in text
    silent = show(seasons.season(UNITS, [], milestones=[reviewed]))["tien-do.md"].text
    assert "Chi bộ kiểm điểm (hạn 15/12/2021): chưa rõ số chi bộ của 4 đơn vị." in silent


# ---------------------------------------------------------------- states of the page


def test_a_season_that_has_not_begun_has_all_before_it() -> None:
    text = show(seasons.nothing(as_of=date(2021, 9, 1)))["tien-do.md"].text
    assert "Gửi biểu tổng hợp: 0/5 đơn vị, đạt 0,00%. Không có đơn vị nào quá hạn." in text
    assert "Thứ Hai, 20/12/2021 còn 110 ngày Gửi biểu tổng hợp 5/5 đơn vị chưa xong" in text
    assert "Quá hạn" not in text


def test_without_clusters_and_officials_there_is_neither_table_nor_filter() -> None:
    units = [seasons.ROOT, *(commune(f"{n}", f"Đảng bộ xã {n}") for n in range(1, 4))]
    page = show(seasons.season(units, []))["tien-do.md"]
    assert '<tr class="group">' not in page.source
    assert not {"cum", "can-bo"} & set(page.ids)
    assert "<select" in page.source
    assert "Cụm" not in page.text


def test_one_unit_alone_has_its_line() -> None:
    unit = Unit("01", "Đảng bộ Trường Chính trị", UnitKind.GRASSROOTS)
    taken = [sent("01", [cell("Chi bộ 1", (1, 9, 0, 0))])]
    text = show(seasons.season([unit], taken, milestones=[SEND]))["tien-do.md"].text
    assert "Gửi biểu tổng hợp: 1/1 đơn vị, đạt 100,00%; đúng hạn 100,00%." in text
    assert "Đảng bộ Trường Chính trị Được tính 18/12 Đúng hạn 18/12" in text


def test_a_milestone_of_nobody_is_said_to_be_one() -> None:
    nobody = Milestone("T", "Tỉnh ủy tổng hợp", frozenset({UnitKind.PROVINCE}), date(2022, 1, 9))
    text = show(seasons.messy(milestones=[SEND, nobody]))["tien-do.md"].text
    assert "Tỉnh ủy tổng hợp (hạn 09/01/2022): không áp dụng cho đơn vị nào" in text
