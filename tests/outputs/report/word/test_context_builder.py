"""What the report says: figures as sentences need them, of everything and of one unit."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    DISTRICT,
    UNITS,
    assigned,
    cell,
    decision,
    disciplined,
    done,
    leadership,
    milestone,
    plain_cell,
    remedy,
    row,
    unit,
    unreviewed,
)
from tests.outputs.report.words import (
    NOBODY,
    UNHINTED,
    everybody,
    last_year,
    report_words,
    scope_of,
    sent,
)
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.wording import NO_WORDING, Wording
from xeploai.register.model import Extension
from xeploai.schema.row import Code
from xeploai.schema.terms import (
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    MilestoneEvent,
    RatingStage,
    RemedyState,
    Rounding,
    UnitKind,
)
from xeploai.schema.wording import PaperRow, Section

# ---------------------------------------------------------------- figures


def test_counts_below_ten_take_a_zero_inside_a_sentence() -> None:
    member = report_words(sent("A")).member
    assert member is not None
    assert (member.fraction, member.share) == ("08/10", "80,00%")
    assert (member.htt.fraction, member.htt.share, member.htt.count) == ("06/08", "75,00%", "6")
    assert (member.xs.in_text, member.kht.in_text, member.kht.fraction) == ("01", "", "0/08")
    assert member.most is member.htt
    assert [level.count for level in member.levels] == ["1", "6", "1", "0"]


def test_why_some_are_not_rated() -> None:
    words = report_words(sent("A", [cell(members=13, not_rated_other=3)]))
    assert words.member is not None
    assert words.member.not_rated == "05"
    assert words.member.why_not == (
        "gồm: 01 được miễn công tác và sinh hoạt đảng, 01 mới kết nạp chưa đủ 6 tháng, "
        "03 vì lý do khác"
    )
    young = [DISTRICT, unit("A", founded_on=date(2025, 10, 1))]
    late = report_words(
        sent("A", self_level=None, proposed_level=None, decided_level=None), units=young
    )
    assert late.org is None
    two = report_words(
        sent("A", [cell(), plain_cell(2, decided_level=Level.XS), plain_cell(3)]), units=UNITS[:2]
    )
    assert two.cell is not None
    assert two.cell.why_not == "chưa có mức xếp loại"


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (RatingStage.SELF, "chưa có mức tự xếp loại"),
        (RatingStage.PROPOSED, "chưa có mức được đề nghị"),
        (RatingStage.DECIDED, "chưa có mức được quyết định"),
    ],
)
def test_no_reason_is_given_for_collectives_and_leaders(stage: RatingStage, words: str) -> None:
    """It said "vì lý do khác" of 40 leaders who had only not come to that step."""
    many = {"total": 10, "rated": 10, "xs": 2, "htt": 8}
    own = [leadership(subject, stage, **many) for subject in LeadershipSubject]
    later = {RatingStage.SELF: RatingStage.PROPOSED}.get(stage, RatingStage.SELF)
    other = [leadership(subject, later) for subject in LeadershipSubject]
    told = report_words(sent("A", None, *own), sent("B", None, *other))
    assert told.leader is not None
    assert told.collective is not None
    assert (told.leader.why_not, told.collective.why_not) == (words, words)
    assert (told.leader.fraction, told.leader.not_rated) == ("10/15", "05")


def test_what_came_after_the_day_is_said_to_wait() -> None:
    on = date(2026, 1, 5)
    decided = decision("A", decided_level=Level.HTT, decision_no="1-QĐ/HU", decision_date=on)
    later = sent("B", sent_on=on)
    words = report_words(sent("A"), later, decisions=[decided])
    assert words.waiting == "01 biểu nhận và 01 quyết định ký sau ngày này, chưa tính"
    of_a, of_b = (
        report_words(sent("A"), later, decisions=[decided], unit=code).waiting for code in "AB"
    )
    assert (of_a, of_b) == (
        "01 quyết định ký sau ngày này, chưa tính",
        "01 biểu nhận sau ngày này, chưa tính",
    )
    assert report_words(sent("A")).waiting == ""
    undecided = decision("A", self_level=Level.HTT, decision_date=on)
    assert report_words(sent("A"), decisions=[undecided]).waiting == ""


def test_shares_are_rounded_as_the_register_sets() -> None:
    whole = [sent("A", [plain_cell(1, members=166, htt=152, ht=14)])]
    shares = {
        (digits, rounding): report_words(*whole, digits=digits, rounding=rounding).member.htt.share  # type: ignore[union-attr]
        for digits in (1, 2)
        for rounding in Rounding
    }
    assert shares == {
        (1, Rounding.HALF_UP): "91,6%", (1, Rounding.CUT): "91,5%",
        (2, Rounding.HALF_UP): "91,57%", (2, Rounding.CUT): "91,56%",
    }  # fmt: skip


def test_an_earlier_step_than_the_decision_is_named() -> None:
    org = report_words(*(sent(x, decided_level=None, proposed_level=None) for x in "AB")).org
    assert org is not None
    assert (org.done, org.step) == (
        "tự xếp loại", "theo mức tự xếp loại, chưa đủ quyết định xếp loại"
    )  # fmt: skip
    assert org.xs.fraction == "02/02"


def test_what_is_provisional_says_so_and_names_who_is_missing() -> None:
    words = report_words(sent("A"), sent("B"))
    assert (words.is_provisional, words.coverage) == (True, "tạm tính, 2/3 đơn vị")
    assert (words.missing, words.missing_count) == ("Chi bộ cơ quan C", "01")
    assert words.member is not None
    assert words.member.coverage == "(tạm tính, 2/3 đơn vị)"
    whole = report_words(*everybody())
    assert (whole.is_provisional, whole.coverage, whole.missing) == (False, "3/3 đơn vị", "")
    assert whole.member is not None
    assert whole.member.coverage == ""


def test_with_nothing_counted_nothing_is_made_up() -> None:
    words = report_words()
    assert words.subjects == ()
    assert (words.member, words.tables.member, words.pictures.member) == (None, None, None)
    assert (words.coverage, words.missing_count) == ("tạm tính, 0/3 đơn vị", "03")
    assert [unit.said for unit in words.units] == ["chưa có số liệu được tính"] * 3


# ---------------------------------------------------------------- last year


def test_shares_are_compared_with_the_year_before() -> None:
    words = report_words(sent("A"), *last_year(), units=UNITS[:2])
    assert words.last_period == "năm 2024"
    assert words.member is not None
    assert words.member.last_period == "năm 2024"
    changes = [(level.last_share, level.change) for level in words.member.levels]
    assert changes == [
        ("25,00%", "giảm 12,50 điểm phần trăm"),
        ("62,50%", "tăng 12,50 điểm phần trăm"),
        ("12,50%", "không thay đổi"),
        ("0,00%", "không thay đổi"),
    ]


def test_what_alone_is_not_compared_is_named() -> None:
    """Below the table that compares members it said that nothing could be compared."""
    words = report_words(sent("A", None, leadership()), *last_year(), units=UNITS[:2])
    assert words.member is not None
    assert words.member.last_period == "năm 2024"
    assert words.not_compared == (
        "Không so sánh được tập thể lãnh đạo, quản lý: kỳ trước (năm 2024) không có số liệu."
    )


def test_a_year_before_that_is_not_whole_says_so() -> None:
    """The site compares no part with a whole, and neither does paper."""
    words = report_words(sent("A"), sent("B"), *last_year(), units=UNITS[:3])
    assert words.member is not None
    assert (words.member.htt.aside, words.member.last_period, words.last_period) == ("", "", "")
    assert words.not_compared == "Không so sánh được: kỳ trước (năm 2024) chỉ có 1/2 đơn vị."
    whole = report_words(sent("A"), *last_year(), units=UNITS[:2])
    assert whole.member is not None
    assert whole.member.ht.aside == "năm 2024: 12,50%, không thay đổi"
    assert whole.member.above.aside == "năm 2024: 87,50%, không thay đổi"
    assert (whole.last_note, whole.not_compared) == ("", "")


def test_every_sentence_of_a_provisional_figure_says_so() -> None:
    member = report_words(sent("A"), *last_year()).member
    assert member is not None
    assert member.htt.aside == "tạm tính"
    alone = report_words(sent("A")).member
    assert alone is not None
    assert alone.htt.aside == "tạm tính"
    whole = report_words(*everybody()).member
    assert whole is not None
    assert whole.htt.aside == ""


def test_without_a_year_before_nothing_is_compared() -> None:
    member = report_words(*everybody()).member
    assert member is not None
    assert (member.last_period, member.htt.last_share, member.htt.change) == ("", "", "")


# ---------------------------------------------------------------- the review


def test_milestones_are_reported_in_the_published_phrase() -> None:
    due = [milestone(), milestone("KH", date(2025, 11, 1), name="Ban hành kế hoạch")]
    words = report_words(sent("A"), sent("B"), milestones=due)
    assert [(x.name, x.deadline, x.phrase) for x in words.milestones] == [
        ("gửi hồ sơ", "20/12/2025", "02/03 đơn vị, đạt 66,67%; 01 đơn vị quá hạn"),
        (
            "ban hành kế hoạch",
            "01/11/2025",
            "0/03 đơn vị, đạt 0,00%; 02 đơn vị chưa ghi ngày; 01 đơn vị chưa báo cáo",
        ),
    ]


def test_those_being_corrected_are_told_and_not_called_late() -> None:
    taken = [sent("A"), sent("B", [cell(official=3)])]
    (status,) = report_words(*taken, milestones=[milestone()]).milestones
    assert status.phrase == ("02/03 đơn vị, đạt 66,67%; 01 đơn vị đang sửa; 01 đơn vị quá hạn")
    (own,) = report_words(*taken, milestones=[milestone()], unit="B").milestones
    assert own.phrase == "đã gửi 18/12, đang sửa"
    due = [milestone("GUI", date(2025, 12, 1))]
    (late,) = report_words(*taken, milestones=due, unit="B").milestones
    assert late.phrase == "muộn 17 ngày, gửi ngày 18/12/2025, đang sửa"


def test_who_is_still_reviewing_is_not_among_those_being_corrected() -> None:
    taken = [sent("A", [cell(), unreviewed()]), sent("B", [cell(official=3)]), sent("C")]
    (status,) = report_words(*taken, milestones=[milestone()]).milestones
    words = "03/03 đơn vị, đạt 100,00%; 01 đơn vị đang sửa; 01 đơn vị chưa kiểm điểm xong"
    assert status.phrase == words


def test_no_unit_is_overdue_with_what_the_board_does_itself() -> None:
    due = [milestone("TD", date(2025, 12, 22), name="Thẩm định")]
    (status,) = report_words(sent("A"), milestones=due).milestones
    assert status.phrase == "0/03 đơn vị, đạt 0,00%; việc của cơ quan tổng hợp đã quá hạn"


def test_the_districts_own_milestones_appear() -> None:
    district = milestone(
        "H", date(2025, 12, 25), name="Huyện ủy tổng hợp", kinds=frozenset({UnitKind.DISTRICT}),
        event=MilestoneEvent.DECISION,
    )  # fmt: skip
    (status,) = report_words(sent("A"), milestones=[district]).milestones
    assert (status.name, status.deadline, status.phrase) == (
        "huyện ủy tổng hợp", "25/12/2025", "Đảng bộ huyện H quá hạn 06 ngày"
    )  # fmt: skip
    assert report_words(sent("A"), milestones=[district], unit="A").milestones == ()


def test_those_who_were_late_are_not_hidden_behind_the_share() -> None:
    due = [milestone("GUI", date(2025, 12, 1))]
    (status,) = report_words(sent("A"), sent("B"), milestones=due, units=UNITS[:3]).milestones
    assert status.phrase == "02/02 đơn vị, đạt 100,00%; 02 đơn vị muộn"


def test_hints_are_counted_and_named() -> None:
    units = [DISTRICT, unit("A", hinted=True), unit("B"), unit("D", hinted=True)]
    phrase = "có 02 đơn vị được gợi ý kiểm điểm: Đảng bộ xã A, Đảng bộ xã D"
    assert report_words(units=units).hinted == phrase
    assert report_words(units=units, unit="A").hinted == "đơn vị được gợi ý kiểm điểm"
    assert report_words().hinted == report_words(units=units, unit="B").hinted == ""


def test_superiors_at_reviews_are_counted_with_those_assigned() -> None:
    of_district = [assigned("A", "Đ/c Hà"), assigned("H", "Đoàn số 1")]
    attended = sent("A", [cell(attended_by="Đ/c Hà"), cell(cell_code=Code("A2"), name="Hai")])
    words = report_words(attended, assignments=of_district)
    assert words.attendance == (
        "cấp trên dự ở 01/02 chi bộ đã kiểm điểm, 01 nơi không nêu; được phân công dự tại "
        "01 đảng bộ cấp huyện, 01 đảng bộ cơ sở"
    )
    own = report_words(attended, assignments=of_district, unit="B")
    assert own.attendance == report_words(sent("A")).attendance == ""


def test_nobody_is_said_to_be_spared_where_nothing_is_counted() -> None:
    quiet = sent("A", None, *NOBODY)
    assert report_words(quiet, units=UNHINTED).is_quiet
    assert not report_words(quiet).is_quiet, "the register leaves the hints blank"
    assert not report_words(units=UNHINTED).is_quiet
    assert not report_words(sent("A"), units=UNHINTED).is_quiet, "nothing says so of organisations"
    assert not report_words(sent("A", None, *NOBODY, remedy()), units=UNHINTED).is_quiet
    one = sent("A", [cell(disciplined=1)], disciplined(1), NOBODY[1])
    assert not report_words(one, units=UNHINTED).is_quiet


def test_discipline_is_summed_by_form() -> None:
    rows = [
        disciplined(14),
        disciplined(31, form=DisciplineForm.WARNING),
        disciplined(1, target=DisciplineTarget.ORG),
    ]
    words = report_words(sent("A", None, *rows), sent("B", None, disciplined(2)))
    discipline = words.member_discipline
    assert (discipline.total, [(x.name, x.count) for x in discipline.forms]) == (
        "47", [("khiển trách", "16"), ("cảnh cáo", "31")]
    )  # fmt: skip
    assert words.org_discipline.total == "01"
    assert report_words().member_discipline.total == ""


def test_numbers_that_differ_are_told_without_the_names_of_sheets() -> None:
    two = sent("A", [cell(disciplined=5)], disciplined(3)), sent("B", [cell(disciplined=0)])
    gap = "đơn vị ghi số đảng viên bị kỷ luật theo hình thức{} khác số ghi ở từng chi bộ{}"
    (one,) = [x for x in report_words(*two[:1], unit="A").review_notes if "khác" in x]
    (both,) = [x for x in report_words(*two).review_notes if "khác" in x]
    assert gap.format(" (3)", " (5)") in one
    assert f"1 {gap.format('', '')}" in both
    assert "tờ" not in one + both


def test_remedies_are_counted_by_how_far_they_are() -> None:
    rows = [remedy(state=RemedyState.DONE), remedy(state=RemedyState.UNDER_WAY), remedy()]
    remedies = report_words(sent("A", None, *rows)).remedies
    assert remedies is not None
    assert (remedies.total, remedies.done, remedies.under_way, remedies.open) == (
        "03",
        "01",
        "01",
        "",
    )
    assert report_words(sent("A", None, *rows)).review_notes[-1] == (
        "Nội dung khắc phục hạn chế, khuyết điểm: 1 chưa ghi tình trạng, 2 chưa ghi hạn."
    )
    assert report_words(sent("A")).remedies is None


# ---------------------------------------------------------------- units


SHARES = (
    "06/08 đảng viên hoàn thành tốt nhiệm vụ, đạt 75,00%; "
    "01/01 chi bộ hoàn thành tốt nhiệm vụ, đạt 100,00%"
)


def test_each_unit_is_reported_in_a_sentence() -> None:
    words = report_words(sent("A"), sent("B", decided_level=None, proposed_level=None))
    assert [(x.number, x.name, x.said, x.level) for x in words.units] == [
        # One of the three organisations of the register is decided: the own levels stand.
        ("1", "Đảng bộ xã A", SHARES, "hoàn thành xuất sắc nhiệm vụ (tự xếp loại)"),
        ("2", "Đảng bộ xã B", SHARES, "hoàn thành xuất sắc nhiệm vụ (tự xếp loại)"),
        ("3", "Chi bộ cơ quan C", "chưa có số liệu được tính", ""),
    ]


def test_a_level_that_is_not_decided_says_so() -> None:
    words = report_words(*(sent(x, decided_level=None, proposed_level=None) for x in "AB"))
    assert [x.level for x in words.units] == [
        "hoàn thành xuất sắc nhiệm vụ (tự xếp loại)",
        "hoàn thành xuất sắc nhiệm vụ (tự xếp loại)",
        "",
    ]


def test_a_units_own_report_tells_of_its_cells() -> None:
    words = report_words(*everybody(), unit="B")
    assert (words.unit, words.coverage, words.below) == ("Đảng bộ xã B", "", "chi bộ")
    assert (words.number, words.addressee, words.recipients) == ("", "", ())
    assert words.member is not None
    assert words.member.fraction == "13/15"
    assert [(x.name, x.level) for x in words.units] == [
        ("Chi bộ thôn Một", "hoàn thành tốt nhiệm vụ"), ("Chi bộ 2", ""),
    ]  # fmt: skip
    assert words.tables.member is not None
    assert words.tables.member.breadth == "chi bộ"
    assert [row.name for row in words.tables.member.rows] == ["Chi bộ thôn Một", "Chi bộ 2"]
    assert words.tables.org is None


def test_one_units_own_level_is_reported_instead_of_one_of_one() -> None:
    words = report_words(*everybody(), unit="B")
    assert words.org is None
    assert "Tổ chức cơ sở đảng" not in [subject.label for subject in words.subjects]
    assert words.level == "được xếp loại hoàn thành tốt nhiệm vụ"
    earlier = report_words(
        sent("A", decided_level=None, proposed_level=None), *last_year(), unit="A"
    )
    best = "hoàn thành xuất sắc nhiệm vụ"
    assert earlier.level == f"tự xếp loại {best} (năm 2024: {best})"
    assert report_words(*everybody()).upper == ()
    assert report_words(unit="A").level == ""


def test_one_units_milestones_are_reported_by_their_days() -> None:
    due = [milestone(), milestone("KH", date(2025, 11, 1), name="Ban hành kế hoạch")]
    assert [x.phrase for x in report_words(sent("A"), milestones=due, unit="A").milestones] == [
        "đúng hạn, xong ngày 18/12/2025",
        "chưa ghi ngày",
    ]
    blank = sent("A", None, done("KH", None))
    assert [x.phrase for x in report_words(blank, milestones=due, unit="A").milestones][1] == (
        "chưa ghi ngày"
    )
    near = [
        milestone("KH", date(2026, 1, 4), name="Kế hoạch"),
        milestone(deadline=date(2025, 12, 29)),
    ]
    assert [x.phrase for x in report_words(milestones=near, unit="A").milestones] == [
        "sắp đến hạn",
        "quá hạn 02 ngày",
    ]


CELLS_TOO = frozenset({UnitKind.CELL, UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL})
REVIEWS = milestone("CB", date(2025, 12, 5), name="Chi bộ kiểm điểm xong", kinds={UnitKind.CELL})


def test_a_committees_cells_are_counted_where_a_milestone_binds_them() -> None:
    cells = [cell(), plain_cell(2), plain_cell(3, review_date=date(2025, 12, 8))]
    phrase = "02/03 chi bộ, đạt 66,67%; 01 chi bộ muộn; 01 chi bộ chưa ghi ngày"
    (one,) = report_words(sent("A", cells), milestones=[REVIEWS], unit="A").milestones
    assert (one.name, one.deadline, one.phrase) == ("chi bộ kiểm điểm xong", "05/12/2025", phrase)
    units = [DISTRICT, unit("A")]
    (whole,) = report_words(sent("A", cells), milestones=[REVIEWS], units=units).milestones
    assert whole == one


def test_a_committee_of_one_cell_is_reported_by_its_cell() -> None:
    (status,) = report_words(sent("A"), milestones=[REVIEWS], unit="A").milestones
    assert status.phrase == "01/01 chi bộ, đạt 100,00%"


def test_a_committee_whose_cells_nobody_knows_is_never_one_cell() -> None:
    (status,) = report_words(milestones=[REVIEWS], unit="A").milestones
    assert status.phrase == "chưa báo cáo; chưa rõ số chi bộ"
    (whole,) = report_words(sent("A"), milestones=[REVIEWS]).milestones
    assert whole.phrase == "01/01 chi bộ, đạt 100,00%; chưa rõ số chi bộ của 01 đơn vị"
    (silent,) = report_words(milestones=[REVIEWS]).milestones
    assert silent.phrase == "chưa rõ số chi bộ của 02 đơn vị"


def test_a_committee_is_reported_by_itself_and_then_of_its_cells_where_both_are_bound() -> None:
    due = [replace(REVIEWS, kinds=CELLS_TOO)]
    cells = [cell(), plain_cell(2)]
    (status,) = report_words(sent("A", cells), milestones=due, unit="A").milestones
    assert status.phrase == "chưa ghi ngày; 01/02 chi bộ, đạt 50,00%; 01 chi bộ chưa ghi ngày"
    (own,) = report_words(sent("C"), milestones=due, unit="C").milestones
    assert own.phrase == "đúng hạn, xong ngày 01/12/2025"


def test_one_units_own_deadline_is_reported_where_it_was_extended() -> None:
    longer = date(2025, 12, 29)
    extended = {("A", "CB"): Extension("A", "CB", longer, "Cấp ủy mới kiện toàn.")}
    late = plain_cell(2, review_date=date(2025, 12, 28))
    words = report_words(sent("A", [late]), milestones=[REVIEWS], extensions=extended, unit="A")
    (status,) = words.milestones
    assert status.phrase == "01/01 chi bộ, đạt 100,00%"
    assert status.deadline == "29/12/2025, được gia hạn: cấp ủy mới kiện toàn"
    bare = {("A", "CB"): Extension("A", "CB", longer, "")}
    (status,) = report_words(milestones=[REVIEWS], extensions=bare, unit="A").milestones
    assert (status.phrase, status.deadline) == (
        "chưa báo cáo; chưa rõ số chi bộ", "29/12/2025, được gia hạn"
    )  # fmt: skip
    (all_units,) = report_words(milestones=[REVIEWS], extensions=extended).milestones
    assert all_units.deadline == "05/12/2025"


def test_the_report_of_a_cell_that_reports_has_no_tables() -> None:
    words = report_words(*everybody(), unit="C")
    assert words.member is not None
    assert words.units == ()
    assert words.tables.member is None


def test_units_that_stand_side_by_side_are_told_together() -> None:
    units = [unit("A", parent=""), unit("B", parent="")]
    words = report_words(sent("A"), sent("B"), unit="", units=units)
    assert words.unit == "toàn bộ các đơn vị"
    assert words.member is not None
    assert words.member.fraction == "16/20"
    assert [x.name for x in words.units] == ["Đảng bộ xã A", "Đảng bộ xã B"]
    assert words.tables.member is not None
    assert words.tables.member.total.rated == "16"


# ---------------------------------------------------------------- what is hidden


def test_small_units_are_not_reported() -> None:
    units = [DISTRICT, *(unit(code) for code in "ABCD")]
    few = [sent(x, [plain_cell(1, members=3)]) for x in "AB"]
    many = [sent(x, [plain_cell(1, members=40)]) for x in "CD"]
    words = report_words(*few, *many, units=units, hide_below=5)
    assert words.tables.member is not None
    assert [(row.number, row.name, row.total) for row in words.tables.member.rows] == [
        ("1", "Đảng bộ xã A (ẩn vì ít đảng viên)", "–"),
        ("2", "Đảng bộ xã B (ẩn vì ít đảng viên)", "–"),
        ("3", "Đảng bộ xã C", "40"),
        ("4", "Đảng bộ xã D", "40"),
        ("", "Cộng 2 đơn vị được ẩn số liệu", "6"),
    ]
    assert words.tables.member.total.total == "86"
    assert [x.said for x in words.units[:2]] == ["ẩn vì ít đảng viên"] * 2
    hidden = report_words(*few, *many, units=units, hide_below=5, unit="A")
    assert hidden.member is None
    assert hidden.hidden == "không nêu vì đơn vị có ít đảng viên"
    assert words.hidden == ""
    assert scope_of(*few, *many, units=units, hide_below=5, unit="A").charts == {}


# ---------------------------------------------------------------- the office's own words


def test_the_office_is_the_registers_unless_it_says_otherwise() -> None:
    words = report_words()
    assert words.office.isupper()
    assert words.number == words.place == words.signer == ""
    paper = PaperRow(
        number="05-BC/HU", place="Vĩnh Tường", higher="Tỉnh ủy Vĩnh Phúc", issuer="Huyện ủy",
        authority="T/M Ban Thường vụ", position="Bí thư", signer="", addressee="Tỉnh ủy",
        recipients="Tỉnh ủy; Ban Tổ chức Tỉnh ủy; ; Lưu", dated=None,
    )  # fmt: skip
    words = report_words(wording=Wording(paper))
    assert (words.higher, words.office) == ("TỈNH ỦY VĨNH PHÚC", "HUYỆN ỦY")
    assert (words.authority, words.position) == ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")
    assert words.recipients == ("Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "Lưu")
    assert (words.number, words.place, words.addressee) == ("05-BC/HU", "Vĩnh Tường", "Tỉnh ủy")


def test_the_forms_own_words_are_not_said_twice() -> None:
    paper = PaperRow(
        number="Số: 05-BC/HU", place="", higher="", issuer="", authority="", position="", signer="",
        addressee="Kính gửi: Tỉnh ủy.", recipients="- Tỉnh ủy,; - Lưu VP.", dated=None,
    )  # fmt: skip
    words = report_words(wording=Wording(paper))
    assert (words.number, words.addressee) == ("05-BC/HU", "Tỉnh ủy")
    assert words.recipients == ("Tỉnh ủy", "Lưu VP")


def test_each_report_has_its_own_passages() -> None:
    passages = {
        ("", Section.LEADERSHIP): ("Của huyện.", "Đoạn hai."),
        ("A", Section.LEADERSHIP): ("Của xã A.",),
        ("", Section.PROPOSALS): ("Đề xuất.",),
    }
    wording = Wording(NO_WORDING.paper, passages)
    assert report_words(wording=wording).passages.leadership == ("Của huyện.", "Đoạn hai.")
    assert report_words(wording=wording).passages.proposals == ("Đề xuất.",)
    assert report_words(wording=wording, unit="A").passages.leadership == ("Của xã A.",)
    assert report_words(wording=wording, unit="A").passages.proposals == ()


# ---------------------------------------------------------------- pictures


def test_pictures_are_numbered_in_the_order_of_the_report() -> None:
    returns = [sent("A", None, leadership()), sent("B")]
    scope = scope_of(*returns, milestones=[milestone()])
    charts = scope.charts
    drawn = {f"{name}.png": b"" for name in charts if name != "cells-by-unit"}
    pictures = words_of(scope, NO_WORDING, drawn).pictures
    order = [pictures.curve, pictures.overview, pictures.org, pictures.member, pictures.collective]
    assert [picture and picture.number for picture in order] == [1, 2, 3, 4, 5]
    assert pictures.cell is None
    assert pictures.member is not None
    assert pictures.member.caption == charts["members-by-unit"].title


def test_one_units_charts_are_of_its_own_figures() -> None:
    scope = scope_of(*everybody(), unit="B")
    charts = scope.charts
    assert "progress-curve" not in charts
    assert [row[0] for row in charts["members-by-unit"].rows] == [
        "Đảng bộ xã B", "Chi bộ thôn Một", "Chi bộ 2"
    ]  # fmt: skip


def test_a_province_is_reported_by_district_in_its_appendix() -> None:
    units = [
        unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh"),
        unit("H", UnitKind.DISTRICT, name="Huyện H", parent="T"),
        unit("K", UnitKind.DISTRICT, name="Huyện K", parent="T"),
        unit("A"), unit("B", parent="K"),
    ]  # fmt: skip
    words = report_words(sent("A"), sent("B"), unit="T", units=units)
    assert words.tables.member is not None
    assert [(row.number, row.name, row.is_sum, row.rated) for row in words.tables.member.rows] == [
        ("1", "Huyện H", True, "8"), ("1.1", "Đảng bộ xã A", False, "8"),
        ("2", "Huyện K", True, "8"), ("2.1", "Đảng bộ xã B", False, "8"),
    ]  # fmt: skip
    assert [(x.name, x.said.rpartition("; ")[2], x.level) for x in words.units] == [
        (name, "01/01 tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ, đạt 100,00%", "")
        for name in ("Huyện H", "Huyện K")
    ]


def test_a_district_is_not_given_the_level_of_one_of_its_units() -> None:
    units = [
        unit("T", UnitKind.PROVINCE, name="Đảng bộ tỉnh"),
        unit("H", UnitKind.DISTRICT, name="Huyện H", parent="T"), unit("A"), unit("B"), unit("D"),
    ]  # fmt: skip
    best = sent("A", decided_level=Level.XS)
    (district,) = report_words(best, sent("B", decided_level=Level.HT), unit="T", units=units).units
    assert (district.name, district.level) == ("Huyện H (tạm tính, 2/3 đơn vị)", "")
    assert "01/02 tổ chức cơ sở đảng hoàn thành xuất sắc nhiệm vụ" in district.said


def test_the_level_of_an_upper_unit_is_a_sentence_of_its_own() -> None:
    row = decision("H", self_level=Level.XS, decided_level=Level.HTT, decision_no="9-QĐ/TU")
    words = report_words(*everybody(), decisions=[row])
    assert words.upper == ("Đảng bộ huyện H được xếp loại hoàn thành tốt nhiệm vụ.",)
    assert words.level == "", "its organisations are told in its place"
    assert words.org == report_words(*everybody()).org
    assert report_words(*everybody()).level == ""
    proposed = decision("H", proposed_level=Level.XS)
    words = report_words(*everybody(), decisions=[proposed])
    told = "Đảng bộ huyện H được đề nghị xếp loại hoàn thành xuất sắc nhiệm vụ."
    assert words.upper == (told,)
    assert report_words(decisions=[row]).level == "được xếp loại hoàn thành tốt nhiệm vụ"


def test_the_level_of_a_district_stands_in_its_provinces_list() -> None:
    units = [unit("T", UnitKind.PROVINCE), unit("H", UnitKind.DISTRICT, parent="T"), *UNITS[1:]]
    row = decision("H", decided_level=Level.HTT, decision_no="9-QĐ/TU")
    words = report_words(*everybody(), unit="T", units=units, decisions=[row])
    assert [each.level for each in words.units] == ["hoàn thành tốt nhiệm vụ"]


def test_the_report_is_dated_by_the_office_alone() -> None:
    words = report_words(*everybody())
    assert (words.day, words.month, words.year, words.as_of) == ("……", "……", 2025, "31/12/2025")
    paper = row(PaperRow, dated=date(2026, 2, 5))
    words = report_words(*everybody(), wording=replace(NO_WORDING, paper=paper))
    assert (words.day, words.month, words.year, words.as_of) == ("05", "02", 2026, "31/12/2025")
