import unicodedata
from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xeploai import text
from xeploai.reading.values import read_count, read_date

WORDS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.integers(0, 10_000_000))
def test_a_count_written_is_the_count_read(number: int) -> None:
    assert read_count(text.count(number)) == number


@given(st.dates(date(1900, 2, 1), date(2100, 1, 1)))
def test_a_day_written_is_the_day_read(day: date) -> None:
    assert read_date(text.day(day)) == day


@given(st.integers(0, 10**9), st.integers(0, 4))
def test_a_decimal_is_its_units(units: int, digits: int) -> None:
    written = text.decimal(units, digits)
    assert int(written.replace(".", "")) == units
    assert len(written.partition(".")[2]) == digits


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (22, "22"), (999, "999"), (3410, "3.410"), (1234567, "1.234.567")],
)
def test_dots_group_thousands(number: int, written: str) -> None:
    assert text.count(number) == written


@pytest.mark.parametrize(
    ("units", "digits", "written"),
    [
        (9279, 2, "92,79%"),
        (928, 1, "92,8%"),
        (5, 2, "0,05%"),
        (10000, 2, "100,00%"),
        (93, 0, "93%"),
    ],
)
def test_a_percentage_has_a_comma_and_all_its_decimals(
    units: int, digits: int, written: str
) -> None:
    assert text.percent(units, digits) == written


def test_a_day_has_a_zero_before_small_numbers() -> None:
    assert text.day(date(2026, 2, 5)) == "05/02/2026"


@given(WORDS)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    assert text.clean(text.clean(raw)) == text.clean(raw)


@given(WORDS)
def test_both_spellings_of_unicode_are_one_text(raw: str) -> None:
    composed, taken_apart = (unicodedata.normalize(form, raw) for form in ("NFC", "NFD"))
    assert text.clean(composed) == text.clean(taken_apart)
    assert text.folded(composed) == text.folded(taken_apart)


@given(WORDS)
def test_folded_text_is_plain_words(raw: str) -> None:
    folded = text.folded(raw)
    assert folded == text.folded(folded)
    assert folded.isascii()
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Chi bộ\u00a0 thôn\u200b Một ", "Chi bộ thôn Một"),
        ("Tổng số\nđảng viên", "Tổng số đảng viên"),
        ("\ufeffA\x00B\x0b", "A B"),
        ("\t \r\n", ""),
    ],
)
def test_nothing_invisible_is_left(raw: str, cleaned: str) -> None:
    assert text.clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Tứ Trưng – 2", "tu trung 2"),
        ("ĐẢNG ỦY", "dang uy"),
        ("Hoàn thành tốt nhiệm vụ", "hoan thanh tot nhiem vu"),
        ("…", ""),
    ],
)
def test_folding_takes_accents_off(raw: str, folded: str) -> None:
    assert text.folded(raw) == folded
    assert text.slug(raw) == folded.replace(" ", "-")


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2022", 2022),
        ("Năm 2022", 2022),
        ("Quý I/2025", 2025),
        ("2020-2025", 2020),
        ("", None),
        ("Quý I", None),
        ("12022", None),
        ("1822", None),
    ],
)
def test_the_year_of_a_period(period: str, year: int | None) -> None:
    assert text.year_in(period) == year


def test_a_long_list_says_how_many_more() -> None:
    assert text.listing(["a", "b"], 2) == "a, b"
    assert text.listing(["a", "b", "c", "d"], 2) == "a, b và 2 mục khác"
    assert text.listing(["a", "b", "c"], 2, "ô") == "a, b và 1 ô khác"


def test_file_names_are_safe_and_differ_on_every_system() -> None:
    names = text.file_names(["A1", "a1", "a/b", "a\\b", "CON", "..", "*"])
    assert names["A1"] == "A1"
    assert not set("".join(names.values())) & set('<>:"/\\|?*')
    assert "CON" not in names.values()
    assert len({name.casefold() for name in names.values()}) == 7


def test_file_names_are_short_enough_and_never_a_device() -> None:
    names = text.file_names(["ả" * 300, "ả" * 301])
    assert all(len(f"{name}-cac-don-vi.docx".encode()) < 255 for name in names.values())
    assert len(set(names.values())) == 2
    for device in ("con.xã A", "CON .x", "COM¹", "conout$"):
        assert text.file_names([device]) == {device: f"-{device}"}


@pytest.mark.parametrize("pair", ["ıi", "ſs", "\u212ak", "Σς", "Đđ", "Ế\u0045\u0302\u0301", "ßẞ"])
def test_letters_that_some_system_takes_for_one_make_two_names(pair: str) -> None:
    one, other = text.file_names([f"xã {pair[0]}", f"xã {pair[1:]}"]).values()
    assert one == f"xã {pair[0]}"
    assert other == f"xã {pair[1:]}-2"


@pytest.mark.parametrize(
    ("raw", "name"), [("~$A", "-A"), ("a. . ", "a"), (" .a", "a"), ("a~$b", "a~$b"), ("", "-")]
)
def test_a_name_neither_begins_nor_ends_with_what_a_system_drops(raw: str, name: str) -> None:
    assert text.file_names([raw]) == {raw: name}


@pytest.mark.parametrize(
    "mark",
    ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\U000e0041", "\u2063"],
)
def test_marks_that_turn_or_hide_a_text_are_left_out(mark: str) -> None:
    assert text.clean(f"Xã {mark}Tứ{mark} Trưng") == "Xã Tứ Trưng"
    assert text.clean(f"a{mark}\u0301") == "á", "what it kept apart is one letter"


def test_what_no_file_can_hold_is_shown_to_be_missing() -> None:
    assert text.clean("Xã\ud800 \ufffe\uffff") == "Xã� ��"
    assert text.clean("Xã\x00A\x1b\x7f\x85\x9bB\tC\r\n D") == "Xã A B C D"


@given(st.text(st.characters(), max_size=30))
def test_cleaned_text_can_stand_in_xml_and_in_a_file(raw: str) -> None:
    cleaned = text.clean(raw)
    assert etree.fromstring(f"<a>{escape(cleaned)}</a>".encode()).text == (cleaned or None)
    assert unicodedata.normalize("NFC", cleaned) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa, Thủy", "Hoà, Thuỷ"), ("KHỎE", "KHOẺ"), ("Chi bộ thôn Thụy 2", "Chi bộ thôn Thuỵ 2")],
)
def test_the_tone_of_an_open_vowel_is_put_on_the_other(one: str, other: str) -> None:
    assert (text.with_other_tone_places(one), text.with_other_tone_places(other)) == (other, one)


@pytest.mark.parametrize("name", ["Hoàng", "Hoa Mai", "của mùa", "Thuyết", "A1"])
def test_other_words_keep_their_tones(name: str) -> None:
    assert text.with_other_tone_places(name) == name
