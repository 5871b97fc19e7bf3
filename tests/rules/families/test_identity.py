from typing import Any

import pytest

from tests import builders
from tests.builders import a_return, book, cell, info, leadership, read, register, unit
from tests.rules.families.checked import (
    at,
    codes,
    heading,
    plain_cell,
    severity,
    violations_between,
    violations_of,
)
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.row import Code
from xeploai.schema.terms import UnitKind
from xeploai.season.evaluate import evaluate

LISTED = register(
    (
        *builders.UNITS,
        unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một"),
        unit("AS", UnitKind.SECTION, parent="A", name="Đảng bộ bộ phận S"),
        unit("A2", UnitKind.CELL, parent="AS", name="Chi bộ thôn Hai"),
        unit("B1", UnitKind.CELL, parent="B", name="Chi bộ xóm Ba"),
    )
)
BOTH = [cell(), plain_cell(2, cell_code=Code("A2"), name="Chi bộ thôn Hai")]


def test_a_return_of_just_the_listed_cells_has_no_findings() -> None:
    assert codes(a_return(BOTH), LISTED) == set()


def test_cell_twice() -> None:
    twice = [cell(), plain_cell(2, cell_code=Code("A1")), plain_cell(3), plain_cell(3)]
    assert violations_of("cell_twice", a_return(twice)) == [
        (at(CellReturn, "cell_code", 1), "“Chi bộ 2” đã có ở dòng 8"),
        (at(CellReturn, "name", 3), "“Chi bộ 3” đã có ở dòng 10"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Thôn Hạ", "Thôn Hà"), ("Chi bộ 1", "Chi bộ 11"), ("Xóm Mới", "Xóm Mơi")],
)
def test_names_that_differ_by_an_accent_are_two_cells(one: str, other: str) -> None:
    assert codes(a_return([plain_cell(1, name=one), plain_cell(2, name=other)])) == set()
    same = [plain_cell(1, name=one), plain_cell(2, name=one.upper())]
    assert codes(a_return(same)) == {"cell_twice"}


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ({"cell_code": Code("1")}, {"cell_code": Code("01"), "name": "Thôn Hai"}, "cell_code"),
        ({"cell_code": Code("1")}, {}, "name"),
        ({}, {"cell_code": Code("1")}, "cell_code"),
        ({}, {"name": "CHI BỘ 2"}, "name"),
    ],
)
def test_a_cell_written_once_with_its_code_and_once_without(
    one: dict[str, Any], other: dict[str, Any], field: str
) -> None:
    twice = [plain_cell(1), plain_cell(2, **one), plain_cell(2, **other)]
    ((where, message),) = violations_of("cell_twice", a_return(twice))
    assert where == at(CellReturn, field, 2)
    assert message.endswith("đã có ở dòng 9")


def test_two_cells_whose_names_differ_by_a_zero_are_counted_and_told() -> None:
    cells = [plain_cell(1, cell_code=Code("1")), plain_cell(1, name="Chi bộ 01")]
    assert codes(a_return(cells)) == {"cells_of_one_name"}
    assert violations_of("cells_of_one_name", a_return(cells)) == [
        (
            at(CellReturn, "name", 1),
            "“Chi bộ 01”: ở dòng 8 có “Chi bộ 1” (mã 1), số liệu giống hệt",
        )
    ]


def test_a_cell_again_without_accents_is_told_where_all_else_is_the_same() -> None:
    rows = [plain_cell(1, name="Chi bộ thôn Đông"), plain_cell(1, name="Chi bo thon Dong")]
    assert codes(a_return(rows)) == {"cells_of_one_name"}
    other = plain_cell(1, 7, name="Chi bo thon Dong")
    assert codes(a_return([rows[0], other])) == set(), "it may be another hamlet"
    listed = (unit(f"A{n}", UnitKind.CELL, parent="A", name=x.name) for n, x in enumerate(rows))
    assert codes(a_return(rows), register((*builders.UNITS, *listed))) == set()


def test_two_cells_of_one_name_with_other_codes_and_counts_are_told() -> None:
    cells = [plain_cell(1, cell_code=Code("1")), plain_cell(1, 6, cell_code=Code("2"))]
    assert violations_of("cells_of_one_name", a_return(cells)) == [
        (
            at(CellReturn, "name", 1),
            "“Chi bộ 1” (mã 2): ở dòng 8 có “Chi bộ 1” (mã 1), số liệu khác",
        )
    ]
    assert severity("cells_of_one_name") == "warning"
    listed = [unit(code, UnitKind.CELL, parent="A", name="Chi bộ 1") for code in ("1", "2")]
    assert codes(a_return(cells), register((*builders.UNITS, *listed))) == set()


def test_listed_cells_whose_names_differ_by_a_zero_are_two() -> None:
    listed = [
        unit(str(code), UnitKind.CELL, parent="A", name=name)
        for code, name in enumerate(("Chi bộ 1", "Chi bộ 01"))
    ]
    cells = [plain_cell(1), plain_cell(1, 6, name="Chi bộ 01")]
    assert codes(a_return(cells), register((*builders.UNITS, *listed))) == set()


def test_a_row_copied_down_with_the_next_code() -> None:
    cells = [plain_cell(1, cell_code=Code(code), name=f"{kind} thôn Một") for code, kind in (
        ("1", "Chi bộ"), ("2", "CB"),
    )]  # fmt: skip
    assert violations_of("cell_copied_under_another_code", a_return(cells)) == [
        (
            at(CellReturn, "cell_code", 1),
            "“CB thôn Một” mang mã “2”, ở dòng 8 mang mã “1”; số liệu giống hệt",
        )
    ]
    assert severity("cell_copied_under_another_code") == "error"
    listed = [unit(code, UnitKind.CELL, parent="A", name="Chi bộ thôn Một") for code in ("1", "2")]
    assert codes(a_return(cells), register((*builders.UNITS, *listed))) == set()


ETH = "\N{LATIN CAPITAL LETTER ETH}"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Thôn Thủy", "Thôn Thuỷ", " (chỉ khác chỗ đặt dấu thanh: “Thuỷ” và “Thủy”)"),
        (
            "Thôn Đông",
            f"Thôn {ETH}ông",
            f" (“{ETH}” trong “Thôn {ETH}ông” là chữ của bảng mã khác, không phải chữ “Đ” thường)",
        ),
        ("Chi bộ thôn Một", "CB thôn Một", ""),
    ],
)
def test_one_cell_under_two_spellings_is_counted_once(one: str, other: str, why: str) -> None:
    rows = [plain_cell(1, name=one), plain_cell(2, 7), plain_cell(1, name=other)]
    twice = a_return(rows, declares=rows[:2])
    assert violations_of("cell_repeated", twice) == [
        (
            at(CellReturn, "name", 2),
            f"“{other}” là “{one}” ở dòng 8, số liệu giống hệt, tính một lần{why}",
        )
    ]
    season = evaluate(register(), [twice], builders.AS_OF)
    counted = season.intake.counted["A"].rows(CellReturn)
    assert [x.row.members for x in counted] == [5, 7]
    # With other counts nobody knows which are right.
    unlike = a_return([plain_cell(1, name=one), plain_cell(1, 6, name=other)])
    assert codes(unlike) == {"cell_twice"}
    assert violations_of("cell_twice", unlike)[0][1] == f"“{other}” đã có ở dòng 8{why}"


ORDINALS = (("Chi bộ thôn Một", "6. Chi bộ thôn Một"), ("Chi bộ số 1", "3. CB 1"))


@pytest.mark.parametrize(
    ("one", "other"), [*ORDINALS, ("Chi bộ 1", "Chibộ 1"), ("C.B 1", "Chi bộ 1"), ("Chi bộ 1", "1")]
)
def test_one_cell_by_everyday_spellings_is_counted_once(one: str, other: str) -> None:
    test_one_cell_under_two_spellings_is_counted_once(one, other, "")


def test_a_cell_with_a_remark_is_counted_once_where_all_is_alike() -> None:
    rows = [plain_cell(1), plain_cell(2, 7), plain_cell(1, name="CB 1 (bổ sung)")]
    assert [x[1] for x in violations_of("cell_repeated", a_return(rows))] == [
        "“CB 1 (bổ sung)” là “Chi bộ 1” ở dòng 8, số liệu giống hệt, tính một lần"
    ]
    unlike = [rows[0], plain_cell(1, 3, name="Chi bộ 1 (bổ sung)")]
    assert codes(a_return(unlike)) == {"cells_of_one_name"}, "it may be two rows of one cell"


@pytest.mark.parametrize("members", [5, 6])
def test_rows_numbered_apart_are_two_and_told(members: int) -> None:
    rows = [
        plain_cell(1, name="1. Chi bộ cơ quan"),
        plain_cell(1, members, name="2. Chi bộ cơ quan"),
    ]
    assert codes(a_return(rows)) == {"cells_of_one_name"}
    assert severity("cells_of_one_name") == "warning"
    numbered = [plain_cell(n, name=f"{n}. Chi bộ") for n in (1, 2)]
    assert codes(a_return(numbered)) == set(), "the number is the name"
    listed = (unit(f"A{n}", UnitKind.CELL, parent="A", name=x.name) for n, x in enumerate(rows))
    assert codes(a_return(rows), register((*builders.UNITS, *listed))) == set()


def test_listed_cells_numbered_and_without_codes_are_known() -> None:
    listed = [unit(f"A{n}", UnitKind.CELL, parent="A", name=f"Chi bộ thôn {n}") for n in (1, 2, 3)]
    names = ("1. Chi bộ thôn 1", "2. Chibộ thôn 2", "03) CB thôn 3")
    cells = [plain_cell(n, name=name) for n, name in enumerate(names)]
    assert codes(a_return(cells), register((*builders.UNITS, *listed))) == set()


def test_leadership_row_twice() -> None:
    item = a_return(others=[leadership(), leadership(total=1, rated=1, xs=1, htt=0)])
    assert violations_of("leadership_row_twice", item) == [
        (
            at(LeadershipReturn, "subject", 1),
            "Tập thể lãnh đạo, quản lý, quyết định: đã có ở dòng 8",
        )
    ]


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        (3, "Khai 3 chi bộ trực thuộc, tờ Chi bộ có 2 chi bộ"),
        (0, "Khai 0 chi bộ trực thuộc, tờ Chi bộ có 2 chi bộ"),
    ],
)
def test_declared_cells_differ(declared: int, message: str) -> None:
    item = a_return([cell(), plain_cell(2)], of=info(cells_declared=declared))
    assert violations_of("declared_cells_differ", item) == [
        (at(InfoReturn, "cells_declared"), message)
    ]


@pytest.mark.parametrize("declared", [2, None])
def test_the_right_number_of_cells_or_none_is_silent(declared: int | None) -> None:
    assert codes(a_return([cell(), plain_cell(2)], of=info(cells_declared=declared))) == set()


@pytest.mark.parametrize("declared", [0, 1, None])
def test_a_grassroots_cell_may_count_itself_or_not(declared: int | None) -> None:
    of = info(unit_code=Code("C"), cells_declared=declared)
    assert codes(a_return([plain_cell(1)], of=of)) == set()


def test_a_grassroots_cell_has_no_two_cells() -> None:
    of = info(unit_code=Code("C"), cells_declared=2)
    assert violations_of("declared_cells_differ", a_return([plain_cell(1)], of=of)) == [
        (at(InfoReturn, "cells_declared"), "Khai 2 chi bộ trực thuộc, tờ Chi bộ có 1 chi bộ")
    ]


def test_cell_not_filled() -> None:
    rows = [builders._values(cell()), {"cell_code": "A2", "name": "Chi bộ 2"}, {"cell_code": "A3"}]
    item = read(book(rows))
    assert violations_of("cell_not_filled", item) == [
        (
            builders.address(CellReturn, "members", 1),
            "“Chi bộ 2” chưa kiểm điểm, chưa có số liệu",
        ),
        (builders.address(CellReturn, "members", 2), "“A3” chưa kiểm điểm, chưa có số liệu"),
    ]
    assert severity("cell_not_filled") == "warning"
    assert codes(read(book([builders._values(cell())]))) == set()


def test_a_form_in_which_no_cell_is_filled_in_is_empty_and_says_nothing() -> None:
    assert codes(read(book([{"cell_code": "A1", "name": "Chi bộ 1"}]))) == set()


def test_a_cell_that_is_only_named_is_counted_among_the_cells() -> None:
    rows = [builders._values(cell()), {"cell_code": "A2", "name": "Chi bộ 2"}]
    assert codes(read(book(rows, of=info(cells_declared=2)))) == {"cell_not_filled"}
    assert codes(read(book(rows, of=info(cells_declared=3)))) == {
        "cell_not_filled",
        "declared_cells_differ",
    }


def test_a_cell_that_is_named_once_more_is_there_twice() -> None:
    rows = [
        {"cell_code": "A1", "name": "Chi bộ thôn Một"},
        builders._values(cell()),
        {"cell_code": "A1"},
    ]
    assert violations_of("cell_twice", read(book(rows))) == [
        (builders.address(CellReturn, "cell_code", 1), "“Chi bộ thôn Một” đã có ở dòng 2"),
        (builders.address(CellReturn, "cell_code", 2), "“A1” đã có ở dòng 2"),
    ]


def test_grassroots_cell_with_other_rows() -> None:
    item = a_return([plain_cell(1), plain_cell(2)], of=info(unit_code=Code("C")))
    assert violations_of("grassroots_cell_with_other_rows", item) == [
        (at(CellReturn, "name", 1), "“Chi bộ cơ quan C” là chi bộ cơ sở, chỉ có một dòng số liệu")
    ]
    assert codes(a_return([plain_cell(1), plain_cell(2)])) == set()


def test_a_grassroots_cell_has_no_row_that_is_only_named() -> None:
    rows = [builders._values(plain_cell(1)), {"name": "Chi bộ trường học"}]
    item = read(book(rows, of=info(unit_code=Code("C"))))
    assert violations_of("grassroots_cell_with_other_rows", item) == [
        (
            builders.address(CellReturn, "name", 1),
            "“Chi bộ cơ quan C” là chi bộ cơ sở, chỉ có một dòng số liệu",
        )
    ]


def test_cell_of_another_unit() -> None:
    item = a_return([*BOTH, plain_cell(3, cell_code=Code("B1"))])
    assert violations_of("cell_of_another_unit", item, LISTED) == [
        (
            at(CellReturn, "cell_code", 2),
            "Mã “B1” trong danh mục là “Chi bộ xóm Ba”, không thuộc đơn vị này",
        )
    ]


ELSEWHERE = register(
    (
        *builders.UNITS,
        unit("B0203", UnitKind.CELL, parent="B", name="Chi bộ xóm Ba"),
        unit("007", UnitKind.CELL, parent="B", name="Chi bộ xóm Bảy"),
        unit("B9", UnitKind.CELL, parent="B", name="Chi bộ xóm Chín"),
    )
)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("b0203", "Chi bộ 3"),
        ("B02 03", "Chi bộ 3"),
        ("\N{CYRILLIC CAPITAL LETTER VE}0203", "CB xóm Ba"),
        ("B02\N{EN DASH}03", "CB xóm Ba"),
        ("b02.03", "Chi bộ xóm Ba"),
    ],
)
def test_a_cell_of_another_unit_is_known_by_every_spelling_of_its_code(
    code: str, name: str
) -> None:
    item = a_return([plain_cell(1), plain_cell(3, cell_code=Code(code), name=name)])
    ((place, message),) = violations_of("cell_of_another_unit", item, ELSEWHERE)
    assert place == at(CellReturn, "cell_code", 1)
    assert message == (
        f"Mã “{code}” trong danh mục là “Chi bộ xóm Ba” (mã B0203), không thuộc đơn vị này"
    )


@pytest.mark.parametrize(
    ("code", "name"),
    [("7", "Chi bộ 7"), ("b9", "Chi bộ 9"), ("B02-03", "Chi bộ 3"), ("B-9", "Chi bộ 9")],
)
def test_a_number_of_a_units_own_is_no_other_units_code(code: str, name: str) -> None:
    item = a_return([plain_cell(1), plain_cell(2, cell_code=Code(code), name=name)])
    assert violations_of("cell_of_another_unit", item, ELSEWHERE) == []


def test_the_own_cell_of_two_codes_alike_is_meant() -> None:
    both = (unit("a01", UnitKind.CELL, parent="A"), unit("A-01", UnitKind.CELL, parent="B"))
    of = register((*builders.UNITS, *both))
    item = a_return([plain_cell(1, cell_code=Code("A01"), name=both[1].name)])
    assert violations_of("cell_of_another_unit", item, of) == []


def test_a_cell_numbered_like_a_unit_is_no_other_units_cell() -> None:
    of = register((builders.DISTRICT, unit("1"), unit("2")))
    cells = [plain_cell(1, cell_code=Code("1")), plain_cell(2, cell_code=Code("2"))]
    assert codes(a_return(cells, of=info(unit_code=Code("1"))), of) == set()


def test_listed_cell_missing() -> None:
    item = a_return([cell()])
    assert violations_of("listed_cell_missing", item, LISTED) == [
        (heading(CellReturn, "name"), "Thiếu “Chi bộ thôn Hai” (mã A2) có trong danh mục")
    ]


def test_a_listed_cell_known_by_its_name_is_not_missing() -> None:
    cells = [cell(), plain_cell(2, name="CHI BỘ THÔN HAI")]
    assert codes(a_return(cells), LISTED) == set()


def test_a_listed_cell_not_filled_in_is_reported_once() -> None:
    rows = [builders._values(cell()), {"cell_code": "A2", "name": "Chi bộ thôn Hai"}]
    assert codes(read(book(rows)), LISTED) == {"cell_not_filled"}


def test_a_listed_cell_whose_code_lost_its_zeros_is_not_missing() -> None:
    of = register((*builders.UNITS, unit("011", UnitKind.CELL, parent="A", name="Chi bộ Một")))
    cells = [plain_cell(9, cell_code=Code("11"), name="Chi bộ Một")]
    assert codes(a_return(cells), of) == set()


def test_listed_cell_renamed() -> None:
    swapped = [
        cell(name="Chi bộ thôn Hai"),
        plain_cell(2, cell_code=Code("A2"), name="Chi bộ thôn Một"),
    ]
    assert violations_of("listed_cell_renamed", a_return(swapped), LISTED) == [
        (
            at(CellReturn, "name", number),
            f"Mã “{code}” ghi tên “{written}”, trong danh mục là “{listed}”",
        )
        for number, code, written, listed in (
            (0, "A1", "Chi bộ thôn Hai", "Chi bộ thôn Một"),
            (1, "A2", "Chi bộ thôn Một", "Chi bộ thôn Hai"),
        )
    ]
    assert severity("listed_cell_renamed") == "warning"
    assert codes(a_return(BOTH), LISTED) == set()


def test_cell_not_listed() -> None:
    item = a_return([*BOTH, plain_cell(3)])
    assert violations_of("cell_not_listed", item, LISTED) == [
        (at(CellReturn, "name", 2), "“Chi bộ 3” không có trong danh mục")
    ]
    assert severity("cell_not_listed") == "warning"
    assert codes(item) == set()


def test_a_return_of_nobody_listed_is_not_held_against_every_cell() -> None:
    for code in ("", "K"):
        item = a_return([cell(cell_code=Code(""))], of=info(unit_code=Code(code)))
        assert codes(item, LISTED) == set()


# ------------------------------------------------------------------ sendings


@pytest.mark.parametrize("version", [51, 2022])
def test_version_implausible(version: int) -> None:
    item = a_return(of=info(version=version))
    shown = {51: "51", 2022: "2.022"}[version]
    assert violations_of("version_implausible", item) == [
        (at(InfoReturn, "version"), f"“Lần gửi” ghi {shown}, cần số từ 1 đến 50")
    ]
    assert severity("version_implausible") == "error"


@pytest.mark.parametrize("version", [None, 1, 50])
def test_a_plausible_version_is_silent(version: int | None) -> None:
    assert codes(a_return(of=info(version=version))) == set()


def test_same_sending_twice() -> None:
    one, two = (
        a_return([plain_cell(number)], of=info(version=2), file=f"{number}.xlsx")
        for number in (1, 2)
    )
    ((ref, message),) = violations_between("same_sending_twice", [one, two])
    newest, other = sorted((one, two), key=lambda item: item.version_order, reverse=True)
    assert (ref.file, ref.sheet, ref.cell) == (newest.file, "Thông tin", at(InfoReturn, "version"))
    assert message == f"Cùng ghi lần gửi 2 với tệp {other.file}"
    assert severity("same_sending_twice") == "warning"


def test_one_sending_of_each_is_silent() -> None:
    first = a_return(of=info(version=1), file="1.xlsx")
    second = a_return(of=info(version=2), file="2.xlsx")
    other = a_return(of=info(unit_code=Code("B")), file="3.xlsx")
    unknown = [a_return(of=info(unit_code=Code("")), file=f"{x}.xlsx") for x in "xy"]
    assert violations_between("same_sending_twice", [first, second, other, *unknown, first]) == []
