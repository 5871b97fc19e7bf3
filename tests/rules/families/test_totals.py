from collections.abc import Mapping
from datetime import date

from tests import builders, xlsx
from tests.builders import book, cell, leadership, read
from tests.rules.families.checked import codes, plain_cell, severity, violations_of
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.submissions.model import Return


def with_total(**values: object) -> Return:
    return with_lines(cell(), plain_cell(2), {"name": "Tổng cộng", **values})


def with_lines(*lines: CellReturn | Mapping[str, object]) -> Return:
    """A return whose sheet of cells has just these lines, totals among them."""
    cells = [line for line in lines if isinstance(line, CellReturn)]
    return read(book(CellReturn=builders.grid(CellReturn, lines), declares=cells))


def test_typed_total_differs() -> None:
    item = with_total(members=15, rated="22", htt=11, xs=2)
    assert violations_of("typed_total_differs", item) == [
        (builders.address(CellReturn, "rated", 2), "Dòng Tổng cộng ghi 22, các dòng cộng lại 13"),
        (builders.address(CellReturn, "xs", 2), "Dòng Tổng cộng ghi 2, các dòng cộng lại 1"),
    ]
    assert severity("typed_total_differs") == "warning"


def test_a_total_that_is_right_blank_or_a_formula_says_nothing() -> None:
    assert codes(with_total(members=15, rated=13, official="-", note="x")) == set()
    assert codes(with_total(members=xlsx.formula("SUM(E2:E3)"))) == set()


def test_total_row_like_a_cell() -> None:
    item = with_total(members=15, review_date=date(2025, 12, 9), decided_level="HTT")
    sentence = (
        "“Tổng cộng” được hiểu là dòng tổng, không tính là một chi bộ, nhưng có ghi "
        "“Ngày kiểm điểm”, “Quyết định”"
    )
    where = builders.address(CellReturn, "review_date", 2)
    assert violations_of("total_row_like_a_cell", item) == [(where, sentence)]
    assert severity("total_row_like_a_cell") == "warning"
    of_codes = with_lines(cell(), {"cell_code": "Cộng", "members": 10, "decided_level": "HTT"})
    ((_, sentence),) = violations_of("total_row_like_a_cell", of_codes)
    assert sentence.startswith("“Cộng” được hiểu là dòng tổng")
    assert codes(with_lines(cell(), {"cell_code": "Cộng", "members": 10})) == set()


def test_a_subtotal_is_of_the_rows_since_the_total_before() -> None:
    first, second = [plain_cell(1, 4), plain_cell(2, 6)], [plain_cell(3, 8), plain_cell(4, 7)]
    one, two = ({"name": "Tổng số khối thôn", "members": number} for number in (10, 15))
    whole = {"name": "Tổng cộng", "members": 25, "rated": 25}
    assert codes(with_lines(*first, one, *second, two, whole)) == set()
    wrong = two | {"members": 16, "rated": 15, "htt": 15}
    item = with_lines(*first, one, *second, wrong, whole)
    assert violations_of("typed_total_differs", item) == [
        (builders.address(CellReturn, "members", 5), "Dòng Tổng cộng ghi 16, các dòng cộng lại 15")
    ]
    lost = with_lines(*first, one, *second, two, whole | {"members": 15 + 1})
    assert len(violations_of("typed_total_differs", lost)) == 1


def test_a_slip_in_a_row_explains_the_total_that_differs() -> None:
    total = {"name": "Tổng cộng", "members": 10}
    assert codes(with_lines(cell(members=11), total)) == {
        "rated_and_not_rated_do_not_sum_to_members"
    }
    assert codes(with_lines(cell(), cell(), total)) == {"cell_twice"}
    leaders = builders.grid(LeadershipReturn, [leadership(total=6)])
    leaders.append(["Cộng", None, 5])
    assert codes(read(book(LeadershipReturn=leaders))) == {
        "leadership_rated_and_not_rated_do_not_sum_to_total"
    }


def test_a_total_of_rows_that_are_not_counted_too_is_no_second_fault() -> None:
    cells = [plain_cell(number, members) for number, members in ((1, 4), (2, 9), (3, 20))]
    group = plain_cell(9, 33, name="I. Khối thôn", review_date=None)
    again = plain_cell(1, 4, name="CB 1")
    for rows, told in (([group, *cells], "sum_not_counted"), ([*cells, again], "cell_repeated")):
        added = sum(row.members for row in rows)
        total = {"name": "Tổng cộng", "members": added, "rated": added, "htt": added}
        page = builders.grid(CellReturn, [*rows, total])
        assert codes(read(book(CellReturn=page, declares=cells))) == {told}
        page[-1] = builders.grid(CellReturn, [total | {"htt": added + 1}])[-1]
        item = read(book(CellReturn=page, declares=cells))
        assert codes(item) == {told, "typed_total_differs"}


def test_a_total_that_adds_up_some_sums_twice_says_so_once_or_is_told_by_them() -> None:
    cells = [plain_cell(number, members) for number, members in ((1, 4), (2, 9), (3, 20), (4, 41))]
    groups = [
        plain_cell(9, members, name=name, review_date=None)
        for name, members in (("A. Toàn xã", 74), ("I. Khối thôn", 13), ("II. Khối xã", 61))
    ]
    rows = [groups[0], groups[1], *cells[:2], groups[2], *cells[2:]]
    total = {"name": "Tổng cộng", "members": 148, "rated": 148, "htt": 148}
    page = builders.grid(CellReturn, [*rows, total])
    assert codes(read(book(CellReturn=page, declares=cells))) == {"sum_not_counted"}
    own = {"cell_code": "Tổng cộng", "members": 74, "rated": 74, "htt": 74}
    page = builders.grid(CellReturn, [*cells, own, total])
    item = read(book(CellReturn=page, declares=cells))
    assert violations_of("typed_total_differs", item) == [
        (
            builders.address(CellReturn, "members", 5),
            "Dòng Tổng cộng ghi 148, đã cộng cả dòng tổng 6; các dòng cộng lại 74",
        )
    ]


def test_typed_leadership_total_differs() -> None:
    page = builders.grid(LeadershipReturn, [leadership()])
    page.append(["Cộng", None, 6, None, None, 5])
    item = read(book(LeadershipReturn=page))
    assert violations_of("typed_leadership_total_differs", item) == [
        ("C3", "Dòng Tổng cộng ghi 6, các dòng cộng lại 5")
    ]
