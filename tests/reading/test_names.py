"""One key for the names of units and cells: which spellings are one name, and which are two."""

import pytest

from xeploai.reading.names import (
    known_code,
    letters_that_differ,
    may_name,
    names_meant,
    same_code,
    same_name,
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
    ],
)  # fmt: skip
def test_two_names_stay_two(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert names_meant([one], [other]) == {}


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
