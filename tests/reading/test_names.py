"""One key for the names of units and cells: which spellings are one name, and which are two."""

import pytest

from xeploai.reading.names import (
    known_code,
    letters_that_differ,
    may_be_same_name,
    may_be_typed_bare,
    may_name,
    names_meant,
    same_code,
    same_name,
    without_remark,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chi bộ thôn Thủy Trúc", "Chi bộ thôn Thuỷ Trúc"),
        ("Hòa Quý", "Hoà Qúy"),
        ("Chi bộ thôn Đông", "Chi bộ thôn \N{LATIN CAPITAL LETTER ETH}ông"),
        ("Thôn Đông", "THÔN ĐÔNG"),
        ("Chi bộ thôn Nam", "Chi bộ thôn N\N{CYRILLIC SMALL LETTER A}m"),
        ("Chi bộ thôn Đông", "CB thôn Đông"),
        ("Chi bộ thôn Đông", "Thôn Đông"),
        ("ĐB xã Phú Đa", "Đảng bộ xã Phú Đa"),
        ("Thôn Hòa \N{EN DASH} An", "Thôn  Hòa-An"),
        ("Tổ 1A", "Tổ 1 A"),
        ("6. Chi bộ thôn Đông", "Chi bộ thôn Đông"),
        ("06) CB thôn Đông", "Chi bộ thôn Đông"),
        ("6 Chi bộ 1", "Chi bộ 1"),
        ("1.2. Chi bộ thôn Đông", "Thôn Đông"),
        ("Chibộ thôn Đông", "Chi bộ thôn Đông"),
        ("C.B thôn Đông", "Chi bộ thôn Đông"),
        ("C.bộ thôn Đông", "Chi bộ thôn Đông"),
        ("Chi bộ số 1", "Chi bộ 1"),
        ("Chi bộ số 1 thôn Đông", "CB1 thôn Đông"),
        ("3. Chi bộ số 2", "CB 2"),
        ("Đảngbộ xã Phú Đa", "Đảng bộ xã Phú Đa"),
    ],
)
def test_one_name_has_many_spellings(one: str, other: str) -> None:
    assert same_name(one, other)
    assert names_meant([one], [other]) == {one: other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thúy", "Thùy"), ("Thùy", "Thụy"), ("Thôn Hòa An", "Thôn Hoa Àn"),
        ("Tổ 1-2", "Tổ 12"), ("Chi bộ 1", "Chi bộ 01"), ("Chi bộ xã", "Đảng bộ xã"), ("+", "-"),
        ("1. Chi bộ", "2. Chi bộ"), ("1. Chi bộ", "Chi bộ"), ("1", "Chi bộ 2"),
        ("6. Thôn Đông", "Thôn Đông"), ("Chi bộ 1. Thôn Đông", "Chi bộ Thôn Đông"),
        ("Chi bộ 1. Thôn Đông", "Chi bộ 2. Thôn Đông"), ("Chi bộ số Một", "Chi bộ Một"),
        ("I. Chi bộ thôn Đông", "Chi bộ thôn Đông"), ("1-2 Tổ", "12 Tổ"),
        ("Chi bộ 1 (bổ sung)", "Chi bộ 1"),
    ],
)  # fmt: skip
def test_two_names_stay_two(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert names_meant([one], [other]) == {}


def test_names_that_only_the_numbers_of_their_rows_tell_apart_may_be_one() -> None:
    one, other = "1. Chi bộ cơ quan", "2. Chi bộ cơ quan"
    assert not same_name(one, other)
    assert may_be_same_name(one, other)
    listed = ["1. Chi bộ cơ quan", "2. Chi bộ cơ quan"]
    assert names_meant([other, one], listed) == {one: one, other: other}
    assert names_meant(["Chi bộ cơ quan"], listed) == {}, "nobody knows which"
    # A list that lost a row is numbered anew.
    assert names_meant([other], [one]) == {other: one}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chi bộ số Phân xưởng Một", "Chi bộ Phân xưởng 1"),
        ("Chi bộ thôn số Một", "Chi bộ thôn 01"),
        ("Chi bộ II", "Chi bộ số Hai"),
        ("Chi bộ Lý Tự Trọng", "Chi bộ Lí Tự Trọng"),
        ("Chi bộ Quý Mỹ", "Chi bộ Quí Mĩ"),
    ],
)
def test_other_words_for_a_number_and_an_i_for_an_y_may_be_one(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert may_be_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chi bộ Năm", "Chi bộ Nam"),
        ("Chi bộ Tổ 1-2", "Chi bộ Tổ 12"),
        ("Chi bộ 1", "Chi bộ Hai"),
        ("Chi bộ số", "Chi bộ"),
        ("Chi bộ Thuý", "Chi bộ Thúi"),
    ],
)
def test_other_numbers_and_words_are_other_names(one: str, other: str) -> None:
    assert not may_be_same_name(one, other)


def test_a_name_without_accents_may_be_one_with_them() -> None:
    assert may_be_typed_bare("Chi bộ thôn Đông Hà", "Chi bo thon Dong Hà")
    assert not may_be_typed_bare("Chi bộ thôn Hà", "Chi bộ thôn Hạ")
    assert not may_be_typed_bare("Chi bộ thôn Hà", "Chi bộ thôn Ha Nội")
    assert not may_be_typed_bare("Chi bộ thôn Hà", "CB thôn Hà")


@pytest.mark.parametrize("remark", ["(bổ sung)", "[sửa lại]", "( BỔ SUNG )"])
def test_a_remark_behind_a_name_may_be_none_of_it(remark: str) -> None:
    assert without_remark(f"Chi bộ 1 {remark}") == "Chi bộ 1"
    assert may_be_same_name(f"Chi bộ 1 {remark}", "CB 01")
    assert without_remark("Chi bộ 1 (thôn Đông)") == "Chi bộ 1 (thôn Đông)"
    assert without_remark(remark) == remark


def test_three_tones_placed_otherwise_mean_the_three_listed_names() -> None:
    listed = ["Thôn Thúy", "Thôn Thùy", "Thôn Thụy"]
    written = ["Thôn Thuỵ", "Thôn Thuý", "Thôn Thuỳ"]
    assert list(names_meant(written, listed).values()) == [listed[2], listed[0], listed[1]]
    assert names_meant(["thon thuy"], listed) == {}, "nobody knows which"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Thôn Thuỵ Điền", "Thôn Thụy Điền",
         " (chỉ khác chỗ đặt dấu thanh: “Thuỵ” và “Thụy”)"),
        ("Chi bộ 1.", "Chi bộ 1", ""),
        ("Thôn Đông;", "Thôn Đông", ""),
        ("Thuỵ, Điền", "Thụy Điền", " (chỉ khác chỗ đặt dấu thanh: “Thuỵ,” và “Thụy”)"),
    ],
)  # fmt: skip
def test_a_sign_beside_a_word_is_no_tone(one: str, other: str, why: str) -> None:
    assert same_name(one, other)
    assert letters_that_differ(one, other) == why


def test_a_name_without_accents_means_the_only_one_that_reads_so() -> None:
    assert names_meant(["thon thuy"], ["Thôn Thúy"]) == {"thon thuy": "Thôn Thúy"}
    assert names_meant(["thon Thúy"], ["Thôn Thúy"]) == {"thon Thúy": "Thôn Thúy"}


@pytest.mark.parametrize(
    ("one", "other"), [("l04", "L04"), ("L 04", "L04"), ("ÐU-1", "ĐU–1"), ("007", "7")]
)
def test_one_code_has_many_spellings(one: str, other: str) -> None:
    assert same_code(one, other)
    assert known_code(one, [other, "X"]) == other


def test_a_code_that_two_units_fit_means_neither() -> None:
    assert known_code("a1", ["A1", "Á1"]) == "A1"
    assert known_code("x", ["X", "\N{CYRILLIC SMALL LETTER HA}"]) == "x"


@pytest.mark.parametrize(
    ("written", "is_own"),
    [("Chi bộ cơ quan Ủy baqn", True), ("Chi bộ cơ quan Thuế", False)],
)
def test_a_slip_in_the_only_word_of_its_own_is_no_other_units_name(
    written: str, is_own: bool
) -> None:
    assert may_name(written, "Chi bộ cơ quan Ủy ban", []) is is_own
