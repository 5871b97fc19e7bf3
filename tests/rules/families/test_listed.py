from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests import builders
from tests.builders import (
    a_return,
    cell,
    decision,
    info,
    old_unit,
    plain_cell,
    register,
    settings,
    unit,
)
from tests.rules.families.checked import at, codes, heading, severity, violations_of
from xeploai.register.model import Register
from xeploai.rules.run import check_return
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, RatedSubject, UnitKind
from xeploai.submissions.model import Return

UNRATED = dict.fromkeys(("self_level", "proposed_level", "decided_level"))


def listing(of_unit: dict[str, Any], of_cell: dict[str, Any], **over: Any) -> Register:
    """A register in which something is known of the unit A and of its cell A1."""
    units = (
        builders.DISTRICT,
        unit("A", **of_unit),
        unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một", **of_cell),
    )
    return register(units, **over)


def founded(day: date, **over: object) -> Register:
    return listing({"founded_on": day}, {}, **over)


# ------------------------------------------------------------------ too new to be rated


def test_new_organisation_rated() -> None:
    of = founded(date(2025, 7, 2))
    assert violations_of("new_organisation_rated", a_return(), of) == [
        (
            at(InfoReturn, "decided_level"),
            (
                "“Đảng bộ xã A” thành lập ngày 02/07/2025, chưa đủ 6 tháng thường không xếp loại "
                "(theo thông lệ)"
            ),
        )
    ]
    assert severity("new_organisation_rated") == "error"
    assert codes(a_return(of=info(**UNRATED)), of) == set()


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2020, 12, 31)])
def test_six_months_old_at_the_end_of_the_year_may_be_rated(day: date) -> None:
    assert codes(a_return(), founded(day)) == set()


@pytest.mark.parametrize(("day", "is_new"), [(date(2026, 2, 14), True), (date(2026, 2, 15), False)])
def test_what_is_decided_in_the_next_year_is_measured_then(day: date, is_new: bool) -> None:
    item = a_return(of=info(decision_date=day))
    assert bool(violations_of("new_organisation_rated", item, founded(date(2025, 8, 15)))) is is_new


def test_new_cell_rated() -> None:
    of = listing({}, {"founded_on": date(2025, 9, 1)})
    item = a_return([cell(decided_level=None)])
    assert violations_of("new_cell_rated", item, of) == [
        (
            at(CellReturn, "proposed_level"),
            (
                "“Chi bộ thôn Một” thành lập ngày 01/09/2025, chưa đủ 6 tháng thường không xếp "
                "loại (theo thông lệ)"
            ),
        )
    ]
    assert codes(item, of) == {"new_cell_rated"}
    assert severity("new_cell_rated") == "error"
    assert codes(a_return([cell(**UNRATED)]), of) == set()


@pytest.mark.parametrize(
    ("year", "severity_then", "end"),
    [
        (2018, "warning", "chưa đủ 6 tháng thường không xếp loại (theo thông lệ)"),
        (2021, "error", "chưa đủ 6 tháng thì không xếp loại (HD 21-HD/BTCTW)"),
        (2024, "warning", "chưa đủ 6 tháng thường không xếp loại (theo thông lệ)"),
        (2025, "warning", "chưa đủ 6 tháng thường không xếp loại (theo thông lệ)"),
    ],
)
def test_six_months_are_an_error_only_where_the_regulation_was_read(
    year: int, severity_then: str, end: str
) -> None:
    of = listing({"founded_on": date(year, 10, 1)}, {"founded_on": date(year, 10, 1)})
    regulation = for_year(year)
    assert regulation is not None
    of = replace(of, settings=settings(period=str(year), regulation=regulation))
    item = a_return([cell(review_date=None)], of=info(period=str(year), sent_on=None))
    rules = {"new_organisation_rated", "new_cell_rated"}
    findings = [x for x in check_return(item, of) if x.rule in rules]
    assert {str(x.severity) for x in findings} == {severity_then}
    assert len(findings) == 2
    assert all(x.message.endswith(end) for x in findings)


def test_what_was_made_of_older_ones_may_be_rated() -> None:
    new = {"founded_on": date(2025, 7, 15)}
    olds = [old_unit(code, f"cũ {code}", "2024") for code in ("A", "A1")]
    assert codes(a_return(), listing(new, new)) == {"new_organisation_rated", "new_cell_rated"}
    assert codes(a_return(), listing(new, new, crosswalk=olds)) == set()


# ------------------------------------------------------------------ the member database


@pytest.mark.parametrize(("known", "differs"), [(99, False), (102, False), (98, True), (103, True)])
def test_members_differ_from_database(known: int, differs: bool) -> None:
    of = listing({"members_in_database": known}, {}, database_tolerance=2)
    many = plain_cell(1, 100, cell_code=Code("A1"))
    sentence = f"Toàn đơn vị có 100 đảng viên, cơ sở dữ liệu có {known}: lệch quá 2%"
    # 2 of 102 is less than 2 %, 2 of 98 is more.
    assert violations_of("members_differ_from_database", a_return([many]), of) == (
        [(heading(CellReturn, "members"), sentence)] if differs else []
    )
    assert severity("members_differ_from_database") == "warning"


def test_the_tolerance_is_a_setting() -> None:
    many = a_return([plain_cell(1, 100, cell_code=Code("A1"))])
    of = listing({"members_in_database": 110}, {}, database_tolerance=10)
    assert violations_of("members_differ_from_database", many, of) == []


def test_a_sum_that_is_wrong_explains_the_database() -> None:
    of = listing({"members_in_database": 10}, {"members_in_database": 10})
    assert codes(a_return([cell(members=100)]), of) == {"rated_and_not_rated_do_not_sum_to_members"}


def test_cell_members_differ_from_database() -> None:
    of = listing({}, {"members_in_database": 12})
    assert violations_of("cell_members_differ_from_database", a_return(), of) == [
        (
            at(CellReturn, "members"),
            "Chi bộ thôn Một có 10 đảng viên, cơ sở dữ liệu có 12: lệch quá 2%",
        )
    ]
    assert severity("cell_members_differ_from_database") == "warning"
    assert codes(a_return(), listing({}, {"members_in_database": 10})) == set()


# ------------------------------------------------------------------ the register's decisions


def test_unit_level_differs_from_decision() -> None:
    decided = decision("A", self_level=Level.XS, decided_level=Level.HT)
    of = register(decisions=[decided])
    assert violations_of("unit_level_differs_from_decision", a_return(), of) == [
        (
            at(InfoReturn, "decided_level"),
            "Đảng bộ xã A: “Quyết định” ghi HTT, danh mục ghi HT",
        )
    ]
    assert severity("unit_level_differs_from_decision") == "warning"
    for same in (decision("A", decided_level=Level.HTT), decision("B", decided_level=Level.HT)):
        assert codes(a_return(), register(decisions=[same])) == set()


def test_a_level_on_one_side_only_is_no_difference() -> None:
    of = register(decisions=[decision("A", decided_level=Level.HT)])
    assert codes(a_return(of=info(decided_level=None)), of) == set()


def test_cell_level_differs_from_decision() -> None:
    decided = decision("A1", RatedSubject.CELL, self_level=Level.XS, decided_level=Level.HTT)
    of = listing({}, {}, decisions=[decided])
    assert violations_of("cell_level_differs_from_decision", a_return(), of) == [
        (
            at(CellReturn, "self_level"),
            "Chi bộ thôn Một: “Tự xếp loại” ghi HTT, danh mục ghi XS",
        )
    ]
    assert severity("cell_level_differs_from_decision") == "warning"
    assert codes(a_return([cell(self_level=Level.XS)]), of) == set()


# ------------------------------------------------------------------ the steps and the name


def test_unit_decided_without_proposal() -> None:
    code = "unit_decided_without_proposal"
    item = a_return(of=info(proposed_level=None))
    assert violations_of(code, item) == [
        (at(InfoReturn, "proposed_level"), "Đơn vị được quyết định HTT, chưa ghi mức đề nghị")
    ]
    assert severity(code) == "warning"
    assert violations_of(code, a_return()) == []
    assert violations_of(code, a_return(of=info(**UNRATED))) == []
    known = register(decisions=[decision("A", proposed_level=Level.HTT)])
    assert violations_of(code, item, known) == [], "the board has it"


@pytest.mark.parametrize(
    "name", ["Đảng bộ xã A", "Xã A", "đảng bộ XÃ A", "Dang bo xa A", "Đảng bộ xã A, huyện H", ""]
)
def test_a_name_may_be_written_in_many_ways(name: str) -> None:
    assert violations_of("unit_name_differs", a_return(of=info(unit_name=name))) == []


def test_unit_name_differs() -> None:
    item = a_return(of=info(unit_name="Đảng bộ xã B"))
    assert violations_of("unit_name_differs", item) == [
        (
            at(InfoReturn, "unit_name"),
            "Mã “A” ghi tên “Đảng bộ xã B”, trong danh mục là “Đảng bộ xã A”",
        )
    ]
    assert severity("unit_name_differs") == "warning"


# ------------------------------------------------------------------ who is to attend

UNATTENDED = "assigned_attendant_not_written"


def assigned_to(*codes: str) -> Register:
    return listing({}, {}, assignments=[builders.assigned(code, "Đ/c Hà") for code in codes])


def test_an_assigned_attendant_whom_the_cell_does_not_name() -> None:
    item = a_return([cell(cell_code=Code("A1"), name="Chi bộ thôn Một")])
    assert violations_of(UNATTENDED, item, assigned_to("A1")) == [
        (
            at(CellReturn, "attended_by"),
            "Đ/c Hà được phân công dự kiểm điểm ở Chi bộ thôn Một, biểu không nêu cấp trên dự",
        )
    ]
    assert severity(UNATTENDED) == "warning"


def test_an_assigned_attendant_of_a_unit_none_of_whose_cells_names_anybody() -> None:
    item = a_return([cell(), cell(name="Chi bộ thôn Hai")])
    assert violations_of(UNATTENDED, item, assigned_to("A")) == [
        (
            heading(CellReturn, "attended_by"),
            "Đ/c Hà được phân công dự kiểm điểm ở Đảng bộ xã A, biểu không nêu cấp trên dự",
        )
    ]


@pytest.mark.parametrize(
    "of_cell", [{"attended_by": "Đ/c Hà"}, {"attended_by": "Thường trực"}, {"review_date": None}]
)
def test_a_named_superior_or_a_review_to_come_says_nothing(of_cell: dict[str, Any]) -> None:
    item = a_return([cell(cell_code=Code("A1"), **of_cell)])
    assert violations_of(UNATTENDED, item, assigned_to("A", "A1")) == []


def test_where_nobody_is_assigned_nobody_is_missed() -> None:
    assert violations_of(UNATTENDED, a_return([cell()]), assigned_to("H")) == []


# ------------------------------------------------------------------ whose the title is

TITLE = "title_of_another_unit"


def titled(*lines: str, **over: Any) -> Return:
    page = [*([line] for line in lines), *builders.grid(CellReturn, [cell()])]
    return builders.read(builders.book(CellReturn=page, declares=[cell()], **over))


@pytest.mark.parametrize(
    "title",
    [
        "Đảng bộ xã B – Kỳ đánh giá 2025",
        "ĐẢNG BỘ XÃ B - KỲ ĐÁNH GIÁ 2024",
        "ĐB xã B",
        "Đơn vị: Đảng bộ xã B",
        "BIỂU TỔNG HỢP KẾT QUẢ XẾP LOẠI CỦA ĐẢNG BỘ XÃ B",
        "Đảng bộ xã B, huyện H – Kỳ đánh giá 2025",
        "Đảng bộ xã B, huyện Mẫu – Kỳ đánh giá 2025",
        "Đảng bộ xã B (huyện Mẫu)",
        "Biểu tổng hợp kết quả xếp loại của Đảng bộ xã B năm 2025",
    ],
)
def test_title_of_another_unit(title: str) -> None:
    item = titled("BIỂU TỔNG HỢP", title)
    assert violations_of(TITLE, item) == [
        ("A2", "Tiêu đề tờ “Chi bộ” ghi “Đảng bộ xã B” (mã B), số liệu được tính cho mã A")
    ]
    assert severity(TITLE) == "warning"


@pytest.mark.parametrize(
    "lines",
    [
        ("Đảng bộ xã A – Kỳ đánh giá 2025",),
        ("Đảng bộ xã B – Kỳ đánh giá 2025", "Đảng bộ xã A"),
        ("Đảng bộ xã Mới – Kỳ đánh giá 2025",),
        ("Đảng bộ huyện", "BIỂU TỔNG HỢP", "Kỳ đánh giá 2025"),
        ("Đảng bộ xã B mở rộng – Kỳ đánh giá 2025",),
        ("Gửi kèm biểu của Đảng bộ xã B",),
    ],
)
def test_a_title_of_its_own_or_of_nobody_listed_says_nothing(lines: tuple[str, ...]) -> None:
    assert violations_of(TITLE, titled(*lines)) == []


def test_a_title_of_a_form_made_for_another_unit_is_told_by_its_stamp() -> None:
    stamp = {"form": "xeploai-bieu-tong-hop", "version": 1, "unit": "B", "period": "2025"}
    item = titled("Đảng bộ xã B – Kỳ đánh giá 2025", stamp=stamp)
    assert violations_of(TITLE, item) == []


def test_two_units_of_one_name_are_no_others() -> None:
    twins = register((builders.DISTRICT, *(unit(x, name="Đảng bộ xã A") for x in "AB")))
    assert violations_of(TITLE, titled("Đảng bộ xã A – Kỳ đánh giá 2025"), twins) == []
