from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from tests.builders import a_return, book, cell, disciplined, info, leadership, read, unit
from tests.rules.families.checked import at, codes, plain_cell, severity, violations_of
from xeploai.register.model import Register
from xeploai.rules.run import waiting_rules
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn, LeadershipReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import (
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatingStage,
    UnitKind,
)
from xeploai.submissions.model import Return
from xeploai.submissions.set_aside import without_other_rows

COUNT = st.integers(0, 500)


def test_good_returns_have_no_findings() -> None:
    assert codes(a_return([cell(), plain_cell(2)], others=[leadership(), disciplined(0)])) == set()


@given(st.tuples(*[COUNT] * 4), st.tuples(*[COUNT] * 4))
def test_counts_that_add_up_are_never_faulted(
    levels: tuple[int, ...], reasons: tuple[int, ...]
) -> None:
    xs, htt, ht, kht = levels
    exempt, suspended, new, other = reasons
    one = cell(
        xs=xs, htt=htt, ht=ht, kht=kht, rated=sum(levels), exempt=exempt, suspended=suspended,
        new_under_6m=new, not_rated_other=other, members=sum(levels) + sum(reasons),
        official=sum(levels), probationary=sum(reasons),
    )  # fmt: skip
    assert not {x for x in codes(a_return([one])) if "sum" in x}


@pytest.mark.parametrize("level", ["xs", "htt", "ht", "kht"])
def test_levels_do_not_sum_to_rated(level: str) -> None:
    one = cell(**{level: getattr(cell(), level) + 1200})
    assert violations_of("levels_do_not_sum_to_rated", a_return([plain_cell(1), one])) == [
        (
            at(CellReturn, "rated", 1),
            "Chi bộ thôn Một: bốn mức cộng lại 1.208, khác số được đánh giá, xếp loại 8",
        )
    ]
    assert severity("levels_do_not_sum_to_rated") == "error"


SUMMED = ("members", "rated", "xs", "htt", "ht", "kht", "exempt", "new_under_6m")
NO_DAY: dict[str, Any] = {"review_date": None}


def summing(cells: Sequence[CellReturn], name: str, **over: Any) -> CellReturn:
    """A row of the sums of some cells, without a day or a level."""
    sums = {key: sum(getattr(one, key) or 0 for one in cells) for key in SUMMED}
    return plain_cell(9, **{**sums, **NO_DAY, "name": name, **over})


def test_row_is_the_sum_of_those_above() -> None:
    above = [cell(), plain_cell(2, members=7)]
    total = summing(above, "Chi bộ gộp")
    assert violations_of("row_is_the_sum_of_those_above", a_return([*above, total])) == [
        (
            at(CellReturn, "members", 2),
            "“Chi bộ gộp” ghi 17 đảng viên và các mức đúng bằng tổng 2 dòng (8–9)",
        )
    ]
    assert severity("row_is_the_sum_of_those_above") == "error"
    # Two cells alike are no total and its part.
    assert codes(a_return([cell(), cell(cell_code="A2", name="Chi bộ 2")])) == set()
    assert codes(a_return([*above, plain_cell(3)])) == set()
    for rows in ([*above, total], [total, *above]):
        assert codes(a_return(rows)) == {"row_is_the_sum_of_those_above"}


@pytest.mark.parametrize(
    "values",
    [
        {"review_date": date(builders.YEAR, 12, 1)},
        {"cell_code": "3"},
        {"self_level": Level.HTT},
        {"proposed_level": Level.HTT},
        {"decided_level": Level.HTT},
        {"decision_no": "12-QĐ/ĐU"},
        {"decision_date": date(builders.YEAR, 12, 5)},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_cell_as_large_as_those_above_is_counted_and_named(values: dict[str, object]) -> None:
    cells = [plain_cell(number, number + 3) for number in (1, 2)]
    item = a_return([*cells, plain_cell(9, 9, **{**NO_DAY, **values})])
    assert violations_of("row_may_be_a_sum", item) == [
        (
            at(CellReturn, "members", 2),
            (
                "“Chi bộ 9” ghi 9 đảng viên và các mức đúng bằng tổng 2 dòng (8–9), "
                "vẫn được tính là một chi bộ"
            ),
        )
    ]
    assert severity("row_may_be_a_sum") == "warning"
    assert not violations_of("row_is_the_sum_of_those_above", item)


def counted(*cells: CellReturn, of: Register | None = None) -> list[int]:
    """The members of the rows that count."""
    item = without_other_rows(a_return(cells), of or builders.register())
    return [x.row.members for x in item.rows(CellReturn)]


FOUR = [plain_cell(number, members) for number, members in enumerate((4, 9, 20, 41), start=1)]
"""Cells of which none is the sum of its neighbours."""
ONE, TWO = summing(FOUR[:2], "I. Khối thôn"), summing(FOUR[2:], "II. Khối cơ quan")


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([ONE, *FOUR[:2], TWO, *FOUR[2:]], 2),
        ([*FOUR[:2], summing(FOUR[:2], "Cộng khối I"), *FOUR[2:], summing(FOUR[2:], "Tổng (II)")],
         2),
        ([summing(FOUR, "Toàn đảng bộ gồm"), ONE, *FOUR[:2], TWO, *FOUR[2:]], 3),
        ([summing(FOUR, "Đảng bộ bộ phận"), *FOUR], 1),
        ([*FOUR[:3], summing(FOUR[3:], "B. Khối trường học"), FOUR[3]], 1),
        ([*FOUR, summing(FOUR, "Xã Phú Đa")], 1),
        ([*FOUR, ONE, TWO], 2),
        ([summing(FOUR, "A. Đảng bộ xã"), ONE, summing(FOUR[:1], "1. Vùng trong"), FOUR[0],
          summing(FOUR[1:2], "2. Vùng ngoài"), FOUR[1], TWO, *FOUR[2:]], 5),
        ([*FOUR, summing(FOUR, "Đảng bộ xã A", cell_code="A")], 1),
    ],
)  # fmt: skip
def test_a_sum_of_a_group_is_not_counted_and_named(rows: list[CellReturn], named: int) -> None:
    assert counted(*rows) == [4, 9, 20, 41]
    item = a_return(rows, declares=FOUR)
    assert len(violations_of("sum_not_counted", item)) == named
    assert codes(item) == {"sum_not_counted"}


MANY = [
    plain_cell(number, members, exempt=number, rated=members - number, htt=members - number)
    for number, members in enumerate((31, 24, 18, 22, 12, 9), start=1)
]
"""Cells of which no few come to the counts of others."""


def test_a_sum_of_cells_that_stand_apart_is_not_counted_where_its_name_says_so() -> None:
    total = summing(MANY[::2], "Cộng khối nông thôn")
    assert len(counted(*MANY, total)) == len(MANY)
    assert violations_of("sum_not_counted", a_return([*MANY, total])) == [
        (
            at(CellReturn, "name", 6),
            "“Cộng khối nông thôn” được hiểu là tổng của 3 dòng (8, 10, 12), không cộng vào đơn vị",
        )
    ]


@pytest.mark.parametrize("names", [("Khối nông thôn", "Khối cơ quan"), ("Nông thôn", "Cơ quan")])
def test_sums_of_cells_that_stand_apart_are_not_counted_where_the_unit_counts_none(
    names: tuple[str, str],
) -> None:
    sums = [summing(MANY[n::2], name) for n, name in enumerate(names)]
    for rows in ([*sums, *MANY], [*MANY, *sums]):
        assert codes(a_return(rows, declares=MANY)) == {"sum_not_counted"}


def test_what_the_unit_counts_as_a_cell_is_one_though_two_others_come_to_it() -> None:
    rows = [*FOUR, summing(FOUR[:2], "Quân sự")]
    item = without_other_rows(a_return(rows, declares=rows), builders.register())
    assert len(item.rows(CellReturn)) == len(rows)
    assert codes(a_return(rows, declares=FOUR)) == {"sum_not_counted"}


def test_few_counts_tell_of_no_sum_apart() -> None:
    lines: list[CellReturn | Mapping[str, object]] = [*MANY]
    lines.append({"name": "Cộng khối nông thôn", "members": 10_000, "rated": 9})
    item = read(book(CellReturn=builders.grid(CellReturn, lines), declares=MANY))
    assert len(without_other_rows(item, builders.register()).rows(CellReturn)) == len(MANY) + 1


@pytest.mark.parametrize(
    "name",
    ["Công an", "CÔNG AN XÃ", "Cong an", "Công ty Đay", "Toàn Thắng", "Tổng đội TNXP",
     "Khởi Nghĩa", "Cụm công nghiệp"],
)  # fmt: skip
def test_a_name_that_begins_nearly_as_that_of_a_group_is_of_a_cell(name: str) -> None:
    near = summing(FOUR[:2], name, members=14, rated=14, htt=14)
    assert counted(*FOUR[:2], near, *FOUR[2:]) == [4, 9, 14, 20, 41]
    assert not violations_of("row_may_be_a_sum", a_return([*FOUR[:2], near, *FOUR[2:]]))


def test_a_row_without_a_day_that_comes_near_to_its_neighbours_is_counted_and_told() -> None:
    near = summing(FOUR[:3], "Nông thôn", members=35, rated=35, htt=35)
    assert violations_of(
        "row_may_be_a_sum", a_return([*FOUR[:3], near, FOUR[3]], declares=FOUR)
    ) == [
        (
            at(CellReturn, "members", 3),
            (
                "“Nông thôn” ghi 35 đảng viên, gần bằng tổng 3 dòng (8–10); chưa ghi ngày kiểm "
                "điểm, mức xếp loại, vẫn được tính là một chi bộ"
            ),
        )
    ]
    far = summing(FOUR[:3], "Nông thôn", members=38, rated=38, htt=38)
    assert not violations_of("row_may_be_a_sum", a_return([*FOUR[:3], far], declares=FOUR))


def test_a_sum_says_which_rows_it_is_of() -> None:
    assert violations_of("sum_not_counted", a_return([ONE, *FOUR])) == [
        (
            at(CellReturn, "name"),
            "“I. Khối thôn” được hiểu là tổng của 2 dòng (9–10), không cộng vào đơn vị",
        )
    ]
    assert severity("sum_not_counted") == "warning"


def test_a_group_that_does_not_add_up_is_not_counted_and_its_wrong_counts_are_told() -> None:
    wrong = summing(FOUR, "Khối thôn", members=73, htt=75)
    assert counted(wrong, *FOUR) == [4, 9, 20, 41]
    assert violations_of("typed_total_differs", a_return([wrong, *FOUR])) == [
        (at(CellReturn, key), f"“Khối thôn” ghi {typed}, các dòng 9–12 cộng lại 74")
        for key, typed in (("members", 73), ("htt", 75))
    ]


def test_what_the_register_lists_is_a_cell_though_it_is_called_a_group() -> None:
    group = summing(FOUR, "Khối Đảng", cell_code="KD")
    listed = unit("KD", UnitKind.CELL, parent="A", name="Khối Đảng")
    of = builders.register((*builders.UNITS, listed))
    assert counted(group, *FOUR, of=of) == [74, 4, 9, 20, 41]
    assert violations_of("row_may_be_a_sum", a_return([group, *FOUR]), of)


def test_an_unreviewed_cell_called_as_a_group_is_no_wrong_sum_of_its_neighbours() -> None:
    urban = builders.unreviewed(cell_code="", name="Khối 3", members=30, exempt=0)
    assert counted(FOUR[0], urban, *FOUR[1:3]) == [4, 30, 9, 20]


@pytest.mark.parametrize(
    "name",
    ["Trong đó: Đảng viên nữ", "Tỷ lệ (%)", "Cùng kỳ năm trước", "Năm 2024", "Mang sang",
     "Tất cả các chi bộ", "Số tổng"],
)  # fmt: skip
def test_a_row_that_tells_of_cells_once_more_is_not_counted_and_told(name: str) -> None:
    row = plain_cell(9, 7, **NO_DAY, name=name)
    assert counted(*FOUR, row) == [4, 9, 20, 41]
    item = a_return([*FOUR, row], declares=FOUR)
    assert violations_of("note_row_not_counted", item) == [
        (
            at(CellReturn, "name", 4),
            f"“{name}” không phải tên một chi bộ, số ở dòng này không cộng vào đơn vị",
        )
    ]
    assert codes(item) == {"note_row_not_counted"}
    assert severity("note_row_not_counted") == "warning"


def test_a_cell_called_like_such_a_row_is_counted() -> None:
    reviewed = plain_cell(9, 7, name="Năm 2024")
    coded = plain_cell(9, 8, **NO_DAY, cell_code="T9", name="Tỷ lệ")
    assert counted(*FOUR, reviewed, coded) == [4, 9, 20, 41, 7, 8]


UNREVIEWED = [
    {"cell_code": "KH05", "name": "Khối Yên Giang"},
    {"cell_code": "KT1", "name": "KT-HT"},
    {"cell_code": "CA", "name": "C.A xã"},
    {"cell_code": "TT", "name": "TOÀN THẮNG"},
    {"name": "B.C.H Quân sự"},
    {"name": "TM-DV Hồng Hà"},
    {"name": "Trường Mầm non", "attended_by": "Phó Bí thư Đảng ủy"},
    {"name": "Chi bộ Văn phòng", "attended_by": "Bí thư Đảng ủy"},
]


@pytest.mark.parametrize("line", UNREVIEWED, ids=lambda line: str(line["name"]))
def test_a_cell_that_is_only_named_is_never_dropped(line: dict[str, object]) -> None:
    item = read(book([plain_cell(1), line, plain_cell(2, 6)], declares=[]))
    known = without_other_rows(item, builders.register())
    assert [x.number for x in known.unfilled_cells] == [3]


def test_cells_of_a_town_are_called_as_groups_are() -> None:
    rows = [plain_cell(number, name=f"Khối {number}") for number in (11, 12, 13)]
    item = read(book([*rows, {"name": "Khối Yên Duyên"}], declares=[]))
    assert len(without_other_rows(item, builders.register()).unfilled_cells) == 1


@pytest.mark.parametrize(("declared", "is_told"), [(None, True), (5, True), (4, False)])
def test_a_heading_is_told_where_a_cell_may_be_missing(declared: int | None, is_told: bool) -> None:
    of = asdict(info(cells_declared=declared, members_declared=74, rated_declared=74))
    item = read(book([*FOUR, {"name": "Cụm 5"}], of=of))
    told_of = violations_of("row_taken_for_heading", item)
    sentence = "“Cụm 5” chưa có số liệu, được hiểu là tên của một nhóm chi bộ"
    assert told_of == ([("B6", sentence)] if is_told else [])
    assert severity("row_taken_for_heading") == "warning"


def test_a_cell_is_one_though_a_secretary_attended() -> None:
    assert counted(*FOUR) == [4, 9, 20, 41]
    item = read(book([plain_cell(1), plain_cell(2, 6, attended_by="Bí thư Đảng ủy")]))
    assert len(item.rows(CellReturn)) == 2


@pytest.mark.parametrize(
    "line",
    [
        {"name": "Vĩnh Tường, 18/12/2025"},
        {"name": "Lập biểu"},
        {"name": "Số liệu tính đến 18/12/2025"},
        {"name": "Thủ trưởng đơn vị"},
        {"name": "---"},
        {"name": "…"},
        {"name": "Thuyết minh: không"},
        {"cell_code": "Người lập biểu"},
    ],
)
def test_text_below_the_cells_is_no_cell(line: dict[str, object]) -> None:
    item = read(
        book([plain_cell(1), plain_cell(2, 6), line], declares=[plain_cell(1), plain_cell(2, 6)])
    )
    assert without_other_rows(item, builders.register()).unfilled_cells == ()
    assert codes(item) == set()


def test_a_name_below_the_total_is_no_cell_unless_it_says_so() -> None:
    total = {"name": "Tổng cộng", "members": 11}
    below = [{"name": "Nguyễn Văn An"}, {"name": "Chi bộ 7"}]
    item = read(book([plain_cell(1), plain_cell(2, 6), total, *below], declares=[]))
    known = without_other_rows(item, builders.register())
    assert [x.number for x in known.unfilled_cells] == [6]


@pytest.mark.parametrize("number", ["6", "A"])
def test_a_total_is_one_whatever_stands_before_its_name(number: str) -> None:
    total = summing(FOUR, "Tổng cộng", cell_code=number, review_date=date(2025, 12, 8))
    item = read(book([*FOUR, total], declares=FOUR))
    assert [x.row.members for x in item.rows(CellReturn)] == [4, 9, 20, 41]
    assert codes(item) == {"total_row_like_a_cell"}


def test_a_group_without_a_day_that_comes_to_nothing_is_counted_and_named() -> None:
    far = plain_cell(9, 200, **NO_DAY, name="Khối Đảng")
    assert counted(far, *FOUR) == [200, 4, 9, 20, 41]
    assert violations_of("row_may_be_a_sum", a_return([far, *FOUR])) == [
        (
            at(CellReturn, "name"),
            "“Khối Đảng” như tên của một nhóm chi bộ, vẫn được tính là một chi bộ",
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        {"cell_code": "I", "name": "Thôn, tổ dân phố"},
        {"name": "KHỐI NÔNG THÔN"},
        {"name": "B. Cơ quan"},
        {"name": "CÁC TRƯỜNG HỌC"},
        {"name": "T/M ĐẢNG ỦY"},
        {"name": "Phú Đa, ngày 28 tháng 12 năm 2025"},
        {"rated": "T/M BAN THƯỜNG VỤ"},
    ],
)
def test_a_heading_and_a_signature_are_no_cells(line: dict[str, object]) -> None:
    rows: list[CellReturn | Mapping[str, object]] = [plain_cell(1), line, plain_cell(2, 6)]
    item = read(book(rows, declares=[plain_cell(1), plain_cell(2, 6)]))
    assert codes(item) == set()
    assert [x.row.members for x in item.rows(CellReturn)] == [5, 6]


def test_names_below_a_signature_are_none_either_but_a_cell_is() -> None:
    signed = [{"name": "BÍ THƯ"}, {"name": "Nguyễn Văn A"}, {"name": "Chi bộ 7"}]
    item = without_other_rows(read(book([plain_cell(1), *signed, plain_cell(2, 6)])),
                              builders.register())  # fmt: skip
    assert [x.number for x in item.unfilled_cells] == [5]


@pytest.mark.parametrize("reason", ["exempt", "suspended", "new_under_6m", "not_rated_other"])
def test_rated_and_not_rated_do_not_sum_to_members(reason: str) -> None:
    one = cell(**{reason: getattr(cell(), reason) + 1})
    assert violations_of("rated_and_not_rated_do_not_sum_to_members", a_return([one])) == [
        (
            at(CellReturn, "members"),
            (
                "Chi bộ thôn Một: 8 được đánh giá cộng 3 không được đánh giá, "
                "khác tổng số đảng viên 10"
            ),
        )
    ]
    assert codes(a_return([one])) == {"rated_and_not_rated_do_not_sum_to_members"}


@pytest.mark.parametrize(
    ("official", "probationary", "both"), [(8, 1, 9), (10, 1, 11), (9, None, 9), (None, 3, 3)]
)
def test_official_and_probationary_do_not_sum_to_members(
    official: int | None, probationary: int | None, both: int
) -> None:
    one = cell(official=official, probationary=probationary)
    assert violations_of("official_and_probationary_do_not_sum_to_members", a_return([one])) == [
        (
            at(CellReturn, "official"),
            f"Chi bộ thôn Một: chính thức cộng dự bị {both}, khác tổng số đảng viên 10",
        )
    ]


@pytest.mark.parametrize(("official", "probationary"), [(None, None), (9, 1), (10, None), (10, 0)])
def test_official_and_probationary_may_be_left_out(
    official: int | None, probationary: int | None
) -> None:
    assert codes(a_return([cell(official=official, probationary=probationary)])) == set()


def test_more_disciplined_than_members() -> None:
    assert violations_of("more_disciplined_than_members", a_return([cell(disciplined=11)])) == [
        (
            at(CellReturn, "disciplined"),
            "Chi bộ thôn Một: 11 đảng viên bị kỷ luật, nhiều hơn tổng số đảng viên 10",
        )
    ]
    item = a_return([cell(disciplined=10)], others=[disciplined(10)])
    assert codes(item) == {"disciplined_but_none_failed"}


def test_leadership_levels_do_not_sum_to_rated() -> None:
    lines = [leadership(), leadership(LeadershipSubject.LEADER, RatingStage.PROPOSED, kht=2)]
    assert violations_of("leadership_levels_do_not_sum_to_rated", a_return(others=lines)) == [
        (
            at(LeadershipReturn, "rated", 1),
            "Cá nhân lãnh đạo, quản lý, đề nghị: bốn mức cộng lại 7, khác số được đánh giá 5",
        )
    ]


def test_leadership_rated_and_not_rated_do_not_sum_to_total() -> None:
    item = a_return(others=[leadership(not_rated=1)])
    assert violations_of("leadership_rated_and_not_rated_do_not_sum_to_total", item) == [
        (
            at(LeadershipReturn, "total"),
            (
                "Tập thể lãnh đạo, quản lý, quyết định: 5 được đánh giá cộng 1 chưa đánh giá, "
                "khác tổng số 5"
            ),
        )
    ]
    assert (
        codes(a_return(others=[leadership(not_rated=1, not_rated_reason="ốm", total=6)])) == set()
    )


@pytest.mark.parametrize(
    ("key", "header", "summed"),
    [
        ("members_declared", "Tổng số đảng viên của đơn vị", 15),
        ("rated_declared", "Số đảng viên được đánh giá, xếp loại", 13),
    ],
)
def test_declared_total_differs(key: str, header: str, summed: int) -> None:
    cells = [cell(), plain_cell(2)]
    assert codes(a_return(cells, of=info(**{key: summed}))) == set()
    assert violations_of("declared_total_differs", a_return(cells, of=info(**{key: 1709}))) == [
        (at(InfoReturn, key), f"“{header}” ghi 1.709, các chi bộ cộng lại {summed}")
    ]
    assert violations_of("declared_total_differs", a_return(cells, of=info(**{key: 0})))


# ------------------------------------------------------------------ between sheets


def test_disciplined_members_differ() -> None:
    lines = [
        disciplined(1),
        disciplined(2, form=DisciplineForm.WARNING),
        disciplined(4, target=DisciplineTarget.ORG),
    ]
    item = a_return([cell(disciplined=2)], others=lines)
    assert violations_of("disciplined_members_differ", item) == [
        (
            at(DisciplineReturn, "number"),
            "Tờ Kỷ luật ghi 3 đảng viên bị kỷ luật, tờ Chi bộ cộng lại 2",
        )
    ]
    assert severity("disciplined_members_differ") == "warning"
    assert not violations_of(
        "disciplined_members_differ", a_return([cell(disciplined=3)], others=lines)
    )


def test_members_disciplined_in_the_cells_only() -> None:
    def reported(rows: list[list[object]]) -> list[tuple[str, str]]:
        page: list[list[object]] = [["Đối tượng", "Hình thức", "Số bị kỷ luật"], *rows]
        item = read(book([cell(disciplined=3)], DisciplineReturn=page))
        return violations_of("disciplined_members_differ", item)

    sentence = "Tờ Chi bộ cộng lại 3 đảng viên bị kỷ luật, tờ Kỷ luật không ghi"
    org: list[object] = ["Tổ chức đảng", "Khiển trách", 1]
    blank: list[object] = ["Đảng viên", "Khiển trách", None]
    assert reported([org, blank]) == [("C3", sentence)]
    assert reported([org]) == [(f"{builders.address(CellReturn, 'disciplined')[:-1]}1", sentence)]
    ((where, _),) = reported([org, blank, ["Đảng viên", "Cảnh cáo", 1]])
    assert where == "C3"
    assert reported([org, ["Đảng viên", "Cảnh cáo", 3], blank]) == []
    without = read(book([cell(disciplined=3)], DisciplineReturn=None))
    assert not violations_of("disciplined_members_differ", without), (
        "there is no such sheet to compare"
    )


def test_a_number_left_blank_is_not_called_0() -> None:
    def reported(in_cells: int | None, on_sheet: int | None) -> list[str]:
        page: list[list[object]] = [["Đối tượng", "Hình thức", "Số bị kỷ luật"]]
        page += [["Đảng viên", "Khiển trách", on_sheet]]
        rows = builders.grid(CellReturn, [cell()])
        rows[1][list(columns(CellReturn)).index("disciplined")] = in_cells
        item = read(book(CellReturn=rows, DisciplineReturn=page))
        return [message for _, message in violations_of("disciplined_members_differ", item)]

    assert reported(None, 2) == ["Tờ Kỷ luật ghi 2 đảng viên bị kỷ luật, tờ Chi bộ không ghi"]
    assert reported(2, None) == ["Tờ Chi bộ cộng lại 2 đảng viên bị kỷ luật, tờ Kỷ luật không ghi"]
    assert reported(0, 2) == ["Tờ Kỷ luật ghi 2 đảng viên bị kỷ luật, tờ Chi bộ cộng lại 0"]
    assert reported(2, 0) == ["Tờ Kỷ luật ghi 0 đảng viên bị kỷ luật, tờ Chi bộ cộng lại 2"]
    assert reported(None, 0) == reported(0, None) == reported(None, None) == []


def test_row_rules_run_beside_rows_that_could_not_be_read_and_others_wait() -> None:
    page = builders.grid(CellReturn, [cell(rated=9), cell()])
    page[2][list(columns(CellReturn)).index("members")] = "mười"
    item = read(book(of=info(members_declared=99), CellReturn=page))
    assert codes(item) == {"rated_differs_from_both_sums"}
    waiting = {each.code for each in waiting_rules(item)}
    assert {"declared_total_differs", "excellent_members_over_cap"} <= waiting
    assert "typed_leadership_total_differs" not in waiting
    assert waiting_rules(a_return()) == []


# ------------------------------------------------------------------ columns that are not there


def test_a_fault_in_a_column_that_the_file_has_not_is_not_reported() -> None:
    page = builders.grid(CellReturn, [cell(review_date=None)])
    assert codes(read(book(CellReturn=page, declares=[cell()]))) == {"rated_without_review_date"}
    place = page[0].index("Ngày kiểm điểm")
    bare = [row[:place] + row[place + 1 :] for row in page]
    assert codes(read(book(CellReturn=bare, declares=[cell()]))) == set()


# ------------------------------------------------------------------ one slip, reported once


def test_declared_total_blank() -> None:
    item = a_return([cell()])
    assert codes(item) == set()
    blank = without(item, "members_declared", "rated_declared")
    assert violations_of("declared_total_blank", blank) == [
        (
            at(InfoReturn, "members_declared"),
            (
                "Chưa ghi “Tổng số đảng viên của đơn vị”, “Số đảng viên được đánh giá, xếp loại”: "
                "không đối chiếu được với tờ Chi bộ"
            ),
        )
    ]
    assert severity("declared_total_blank") == "warning"
    # Who is rated is known once all cells have met.
    waiting = a_return([cell(), builders.unreviewed()])
    assert codes(without(waiting, "rated_declared")) == {"cell_not_reviewed"}


def without(item: Return, *keys: str) -> Return:
    """A return in which some of the unit's own totals are left blank."""
    sheet = item.sheet(InfoReturn)
    blank: dict[str, Any] = dict.fromkeys(keys)
    rows = tuple(replace(x, row=replace(x.row, **blank)) for x in sheet.rows)
    return replace(item, sheets={**item.sheets, InfoReturn: replace(sheet, rows=rows)})


def test_a_row_too_many_explains_the_totals_that_differ() -> None:
    twice = [cell(), cell()]
    item = a_return(twice, of=info(members_declared=10, cells_declared=1))
    assert codes(item) == {"cell_twice"}
    other = cell(cell_code="A2", name="Chi bộ 2")
    assert codes(a_return([cell(), other], of=info(cells_declared=1))) == {"declared_cells_differ"}


def test_a_sum_that_is_wrong_explains_the_declared_total_but_not_another_fault() -> None:
    wrong = a_return([cell(members=11)], of=info(members_declared=10))
    assert codes(wrong) == {"rated_and_not_rated_do_not_sum_to_members"}
    official = a_return([cell(official=3)], of=info(members_declared=11))
    assert codes(official) == {
        "official_and_probationary_do_not_sum_to_members",
        "declared_total_differs",
    }
