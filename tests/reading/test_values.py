import unicodedata
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xeploai.reading.names import names_meant
from xeploai.reading.values import (
    CODE,
    DATE,
    FAR_DATE,
    LEVELS,
    MAX_COUNT,
    NUMBER_ALONE,
    NUMBER_AS_DAY,
    OTHER_WEEKDAY,
    PERCENT,
    SHORT_YEAR,
    TEXT,
    WHOLE_NUMBER,
    Misread,
    is_blank,
    is_percentage,
    read_choice,
    read_code,
    read_count,
    read_date,
    read_level,
    read_percent,
    read_text,
    reader_of,
    shown,
)
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.form import CellReturn
from xeploai.schema.register import SettingRow
from xeploai.schema.row import Column, columns
from xeploai.schema.terms import (
    FIRST_DAY,
    LAST_DAY,
    CapBase,
    CapScope,
    Level,
    RatedSubject,
    Scale,
    UnitKind,
    YesNo,
)

NOT_FINITE = (float("nan"), float("inf"), float("-inf"))


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.0, 0),
        (12.0, 12),
        (-0.0, 0),
        ("12", 12),
        ("12 ", 12),
        ("\u00a012", 12),
        ("012", 12),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("1.234,0", 1234),
        ("12,0", 12),
        ("12,00", 12),
        ("12.0", 12),
        ("12.00", 12),
        (float(MAX_COUNT), MAX_COUNT),
        (38.00000000000001, 38),  # what Excel shows as 38
        (37.99999999999999, 38),
    ],
)
def test_spellings_of_a_count(value: CellValue, number: int) -> None:
    assert read_count(value) == number


@pytest.mark.parametrize(
    "value",
    [
        "1,234",  # a decimal to us, a thousand to others
        "1.23",
        "0.123",  # three decimals, not a thousand
        "01.000",
        "1.2345",
        "1.234.56",
        "12,5",
        "12,000",
        "1_000",
        "1 234",
        "٣",
        "１２",
        "²",
        "inf",
        "nan",
        "1e3",
        "0x1F",
        "+5",
        "-5",
        "5-",
        "5%",
        "mười",
        "5/7",
        "=1+1",
        "#REF!",
        "9" * 12,
        "9" * 5000,  # more digits than Python turns into a number
        "",
        -1.0,
        12.5,
        38.0000000001,
        0.2,
        2.0**53 + 2,
        1e300,
        *NOT_FINITE,
        True,
        False,
    ],
)
def test_what_has_no_one_reading_as_a_count_is_misread(value: CellValue) -> None:
    assert read_count(value) == WHOLE_NUMBER


@pytest.mark.parametrize(
    "value", ["22 đv", "31 đ/c", "12 (trong đó 2 dự bị)", "12 (2 dự bị)", "3l", "31 người"]
)
def test_a_count_with_words_beside_it_is_told_to_stand_alone(value: str) -> None:
    assert read_count(value) == NUMBER_ALONE


@pytest.mark.parametrize(
    "value", [date(2025, 1, 12), datetime(1900, 1, 12), time(1, 2), timedelta(days=12)]
)
def test_a_count_formatted_as_a_day_is_told_so(value: CellValue) -> None:
    assert read_count(value) == NUMBER_AS_DAY


@pytest.mark.parametrize("value", ["'31", "\u201931", " '31 "])
def test_an_apostrophe_that_makes_a_count_a_text_tells_nothing(value: str) -> None:
    assert read_count(value) == 31


@given(st.integers(0, MAX_COUNT))
def test_every_spelling_of_a_count_is_that_count(number: int) -> None:
    dotted = f"{number:,}".replace(",", ".")
    for value in (float(number), str(number), dotted, f" {number}\u00a0", f"{number},0"):
        assert read_count(value) == number


@given(st.text(max_size=12))
def test_a_count_is_read_or_misread_and_never_raises(text: str) -> None:
    result = read_count(text)
    is_count = type(result) is int and any(x.isdigit() for x in text)
    assert is_count or result in (WHOLE_NUMBER, NUMBER_ALONE)


@pytest.mark.parametrize("value", ["", " ", "-", "–", "—", "\u00a0", " - "])
def test_a_lone_dash_is_blank(value: str) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0.0, "0", "--", "không", False])
def test_zero_is_not_blank(value: CellValue) -> None:
    assert not is_blank(value)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    "value",
    [
        date(2025, 12, 5),
        datetime(2025, 12, 5),
        datetime(2025, 12, 5, 17, 30),
        "05/12/2025",
        "5/12/2025",
        "5.12.2025",
        "05-12-2025",
        " 05/12/2025 ",
        "05/12/2025 00:00:00",
        "2025-12-05",
        "2025-12-05T00:00:00",
        "2025-12-05 00:00:00",
        "2025/12/05",
        "2025.12.5",
        "2025-12-05 08:30",
        "05/12/2025 17:30",
        "05/12/2025 17:30:59",
        "2025-12-05T00:00:00.000Z",
        "2025-12-04T17:00:00.000Z",  # midnight in Vietnam
        "2025-12-05T00:00:00+07:00",
        "2025-12-05T00:00:00+00:00",
        "Ngày 05 tháng 12 năm 2025",
        "ngày 5 tháng 12 năm 2025",
        "NGÀY 05 THÁNG 12 NĂM 2025",
        "05 tháng 12 năm 2025",
        "ngay 05 thang 12 nam 2025",
        "Ngày 05/12/2025",
        "05/12/ 2025",
        "05 / 12 / 2025",
        "5. 12. 2025",
        "ngày 05 -12 -2025",
        "05/ 12/2025 08:30",
        "Thứ Sáu, ngày 05 tháng 12 năm 2025",
        "thứ sáu ngày 5 tháng 12 năm 2025",
        "Thu Sau, ngay 05 thang 12 nam 2025",
        "Thứ 6, 05/12/2025",
        "THỨ SÁU NGÀY 05/12/2025",
        "05·12·2025",
        "05•12•2025",
        "05–12–2025",
        "05 − 12 − 2025",
        "05_12_2025",
        "05\\12\\2025",
        "05,12,2025",
        "05⁄12⁄2025",
        "ngày 05·12·2025 08:30",
        "05.12.2025.",
        "05/12/2025;",
        "'05/12/2025",
        45996.0,
        45996.75,
    ],
)
def test_spellings_of_a_date(value: CellValue) -> None:
    assert read_date(value) == date(2025, 12, 5)


def test_a_serial_of_1904_counts_from_there() -> None:
    assert read_date(45996.0 - 1462, starts_1904=True) == date(2025, 12, 5)


@pytest.mark.parametrize(
    "value",
    [
        "00/12/2025",
        "05/00/2025",
        "05/12/0000",
        "5/12",
        "12/2025",
        "2025",
        "20251205",
        "05/12/2025 24:00",
        "05/12/2025 17",
        "2025-12-05T00:00:00.000Z?",
        "0001-01-01T00:00:00+23:59",
        "ngày 05 tháng 12",
        "ngày 05 tháng 12 năm 2025?",
        "Tứ Trưng, ngày 05 tháng 12 năm 2025",
        "10 - 12/2025",
        "05·12/2025",
        "05,06/12/2025",
        "05·06·12·2025",
        "5–6–12–2025",
        "5/12 - 6/12/2025",
        "Thứ 5/12/2025",
        "Thứ 65/12/2025",
        "Thứ Sáu, Tứ Trưng, ngày 05 tháng 12 năm 2025",
        "Thứ Sáu",
        "٠٥/١٢/٢٠٢٥",
        "０５/１２/２０２５",
        "tháng 12",
        "",
        12.0,
        0.0,
        -1.0,
        2025.0,
        99_999_999.0,
        *NOT_FINITE,
        True,
        time(0, 0),
        timedelta(days=1),
        19_999.0,
        80_000.0,
    ],
)
def test_what_is_no_sure_date_is_misread(value: CellValue) -> None:
    assert read_date(value) == DATE


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("31/11/2025", "tháng 11 chỉ có 30 ngày"),
        ("2025-11-31", "tháng 11 chỉ có 30 ngày"),
        ("ngày 31 tháng 11 năm 2025", "tháng 11 chỉ có 30 ngày"),
        ("32/12/2025", "tháng 12 chỉ có 31 ngày"),
        ("31/02/2025", "tháng 2 năm 2025 chỉ có 28 ngày"),
        ("30/02/2024", "tháng 2 năm 2024 chỉ có 29 ngày"),
        ("12/15/2025", "không có tháng 15, nếu đảo ngày với tháng thì là 15/12/2025"),
        ("15/15/2025", "không có tháng 15"),
    ],
)
def test_a_day_that_does_not_exist_is_told_by_its_month(value: str, why: str) -> None:
    assert read_date(value) == Misread(f"ngày dạng dd/mm/yyyy ({why})")


@pytest.mark.parametrize("value", ["Thứ Năm, ngày 05 tháng 12 năm 2025", "CN 05/12/2025"])
def test_a_day_of_another_weekday_is_no_sure_date(value: str) -> None:
    assert read_date(value) == OTHER_WEEKDAY


@pytest.mark.parametrize("value", ["Chủ nhật, ngày 07/12/2025", "CN, 07/12/2025"])
def test_a_sunday_is_known_by_its_name(value: str) -> None:
    assert read_date(value) == date(2025, 12, 7)


def test_a_day_that_is_not_with_a_weekday_is_told_by_its_month() -> None:
    why = "ngày dạng dd/mm/yyyy (tháng 11 chỉ có 30 ngày)"
    assert read_date("Thứ Hai, ngày 31/11/2025") == Misread(why)


@pytest.mark.parametrize("value", ["05/12/25", "5.12.25", "Ngày 5-12-25"])
def test_a_year_of_two_digits_is_asked_for_in_full(value: str) -> None:
    assert read_date(value) == SHORT_YEAR


@pytest.mark.parametrize(
    "value",
    [
        date(1899, 12, 31),
        datetime(1899, 12, 30),
        date(1900, 1, 12),  # the number 12 in a cell formatted as a date
        "31/01/1900",
        date(2119, 1, 10),
        datetime(9999, 12, 31),
        "31/12/9999",
        "0001-01-01",
    ],
)
def test_a_day_too_far_off_is_misread(value: CellValue) -> None:
    assert read_date(value) == FAR_DATE


def test_the_last_of_february_in_a_leap_year() -> None:
    assert read_date("29/02/2024") == date(2024, 2, 29)


@pytest.mark.parametrize("day", [FIRST_DAY, date(1930, 2, 3), LAST_DAY])
def test_a_typed_date_may_be_old(day: date) -> None:
    assert read_date(f"{day:%d/%m/%Y}") == read_date(day) == day


@given(st.dates(date(1954, 10, 3), LAST_DAY))
def test_every_spelling_of_a_date_is_that_date(day: date) -> None:
    serial = float((day - date(1899, 12, 30)).days)
    for value in (day, f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", str(day), serial):
        assert read_date(value) == day


# ------------------------------------------------------------------ levels and choices

SHORT = {Level.XS: "XS", Level.HTT: "HTT", Level.HT: "HT", Level.KHT: "KHT"}


@pytest.mark.parametrize("level", Level)
def test_every_way_to_name_a_level(level: Level) -> None:
    named = {SHORT[level], f"{SHORT[level]}NV", level.label, level.label.removesuffix(" nhiệm vụ")}
    if level is Level.XS:
        named -= {"XSNV"}
        named |= {"HTXSNV", "HTXS", "xuất sắc"}
    for word in named:
        for way in (word, word.upper(), word.lower(), f" {word} ", f"{word}."):
            for form in ("NFC", "NFD"):
                assert read_level(unicodedata.normalize(form, way)) is level, way


def test_no_two_levels_share_a_word() -> None:
    from xeploai.reading.values import LEVEL_WORDS

    for levels in LEVEL_WORDS.values():
        words = [word for synonyms in levels.values() for word in synonyms]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("TSVM", Level.XS), ("Trong sạch, vững mạnh", Level.XS), ("TSVM tiêu biểu", Level.XS),
        ("Hoàn thành tốt nhiệm vụ", Level.HTT), ("HT", Level.HT), ("Yếu kém", Level.KHT),
    ],
)  # fmt: skip
def test_a_level_is_read_in_the_words_of_its_time(value: str, level: Level) -> None:
    assert read_level(value, Scale.CLEAN) is level


@pytest.mark.parametrize(("value", "scale"), [("XS", Scale.CLEAN), ("YK", Scale.FULFILMENT)])
def test_a_level_of_another_time_is_misread(value: str, scale: Scale) -> None:
    assert read_level(value, scale) == LEVELS[scale]


@pytest.mark.parametrize(
    "value",
    [
        "HT/HTT", "HTT?", "XS (?)", "X", "A", "loại 1", "không", "yếu", "HT T", "4",
        "HT\u0422",  # a Cyrillic T
        "XS và HTT", 1.0, True, date(2025, 1, 1), "",
    ],
)  # fmt: skip
def test_a_doubtful_level_is_misread(value: CellValue) -> None:
    assert read_level(value) == LEVELS[Scale.FULFILMENT]


@pytest.mark.parametrize("kind", UnitKind)
def test_a_choice_in_any_case_with_or_without_accents(kind: UnitKind) -> None:
    plain = unicodedata.normalize("NFD", kind.value.replace("đ", "d"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for text in (kind.value, kind.value.upper(), bare, f" {kind.value}\u00a0", plain):
        assert read_choice(UnitKind, text) is kind


@pytest.mark.parametrize(
    ("choices", "text", "meant"),
    [
        (YesNo, "x", YesNo.YES),
        (YesNo, "Có", YesNo.YES),
        (YesNo, "không", YesNo.NO),
        (RatedSubject, "Tổ chức cơ sở đảng", RatedSubject.ORG),
        (CapBase, "XS + HTT", CapBase.XS_HTT),
        (CapBase, "htt", CapBase.HTT),
        (CapScope, "TCCSĐ", CapScope.GRASSROOTS),
    ],
)
def test_other_words_for_a_choice(choices: type, text: str, meant: object) -> None:
    assert read_choice(choices, text) is meant


@pytest.mark.parametrize("value", ["HTT+XS", "", "HTT?", 1.0, True])
def test_a_choice_not_in_the_list_names_the_list(value: CellValue) -> None:
    assert read_choice(CapBase, value) == Misread("một trong: HTT; XS+HTT; số được xếp loại")


@pytest.mark.parametrize("value", ["92,79%", "92.8 %", " 100 % ", "0,9279", "0.5", 0.5, 0.0001])
def test_a_percentage_is_distinguished_from_a_count(value: CellValue) -> None:
    assert is_percentage(value)
    assert read_count(value) == WHOLE_NUMBER


@pytest.mark.parametrize(
    "value", ["12,5", "12", "%", "", "0", 0.0, 1.0, 12.5, -0.5, True, date(2025, 1, 1), "1.234%%"]
)
def test_other_values_are_no_percentage(value: CellValue) -> None:
    assert not is_percentage(value)


# ------------------------------------------------------------------ codes, texts, percentages


@pytest.mark.parametrize(
    ("value", "code"),
    [("0101", "0101"), (" A 1 ", "A 1"), (101.0, "101"), (0.0, "0"), ("1.0", "1.0")],
)
def test_a_code_is_text_or_the_number_excel_made_of_it(value: CellValue, code: str) -> None:
    assert read_code(value) == code


@pytest.mark.parametrize("value", [1.5, -1.0, *NOT_FINITE, True, date(2025, 2, 1)])
def test_a_code_that_excel_spoilt_is_misread(value: CellValue) -> None:
    assert read_code(value) == CODE
    # Excel makes a number or a date of it again, unless the cell is text first.
    assert CODE.expected == "mã, định dạng ô kiểu Văn bản (Text) rồi ghi lại"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Chi bộ\n1 ", "Chi bộ 1"),
        (12.0, "12"),
        (12.5, "12,5"),
        (38.00000000000001, "38"),
        (date(2025, 12, 5), "05/12/2025"),
        (datetime(2025, 12, 5, 8), "05/12/2025"),
        (timedelta(days=20, minutes=5), "480:05"),
        (True, "TRUE"),
    ],
)
def test_any_value_reads_as_text_as_it_is_shown(value: CellValue, text: str) -> None:
    assert read_text(value) == text
    assert shown(value) == text


@pytest.mark.parametrize("value", NOT_FINITE)
def test_a_clerk_never_reads_nan(value: float) -> None:
    assert shown(value) == "số không đọc được"


@pytest.mark.parametrize(
    ("value", "number"),
    [(20.0, 20), (0.2, 20), (0.25, 25), ("20%", 20), ("20 %", 20), ("25", 25), (0.07, 7)],
)
def test_a_percentage_typed_either_way(value: CellValue, number: int) -> None:
    assert read_percent(value) == number


@pytest.mark.parametrize("value", [1.0, 0.255, 101.0, -20.0, "0,2", "hai mươi", True, *NOT_FINITE])
def test_a_doubtful_percentage_is_misread(value: CellValue) -> None:
    assert read_percent(value) == PERCENT


ODD: tuple[CellValue, ...] = (
    *NOT_FINITE,
    True,
    "",
    "x",
    1e308,
    -1e308,
    date.min,
    datetime.max,
    time(),
    timedelta.max,
)


@pytest.mark.parametrize(
    "column", [*columns(CellReturn).values(), *columns(SettingRow).values()], ids=lambda x: x.key
)
def test_no_reader_raises(column: Column) -> None:
    for value, starts_1904 in product(ODD, (False, True)):
        reader_of(column, starts_1904=starts_1904)(value)
        shown(value)


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("written", "listed", "meant"),
    [
        (["THÔN  HẠ"], ["Thôn Hạ"], {"THÔN  HẠ": "Thôn Hạ"}),
        (["thon ha"], ["Thôn Hạ", "Thôn Một"], {"thon ha": "Thôn Hạ"}),
        (["Hoà Bình"], ["Hòa Bình"], {"Hoà Bình": "Hòa Bình"}),
        (["thon ha"], ["Thôn Hạ", "Thôn Hà"], {}),
        (["Hạ", "Hà"], ["Hạ"], {"Hạ": "Hạ"}),
        (["Hả", "Hà"], ["Hạ"], {}),
        (["Hạ", "Hả"], ["Hạ", "Hà"], {"Hạ": "Hạ"}),
        ([], ["Hạ"], {}),
        (["Hạ"], [], {}),
    ],
)
def test_which_listed_name_a_written_one_means(
    written: list[str], listed: list[str], meant: dict[str, str]
) -> None:
    assert names_meant(written, listed) == meant


@given(st.lists(st.sampled_from(["Hạ", "Hà", "ha", "HẠ", "Hả"])))
def test_a_name_written_in_full_always_means_itself(written: list[str]) -> None:
    meant = names_meant(written, ["Hạ", "Hà"])
    assert all(meant[name].casefold() == name.casefold() for name in written if name in meant)
    assert {"Hạ", "HẠ", "Hà"} & set(written) == meant.keys()


@pytest.mark.parametrize("value", [2.0**53, -(2.0**53), 1e300, *NOT_FINITE])
def test_a_number_too_long_to_be_kept_is_no_text(value: float) -> None:
    assert reader_of(columns(CellReturn)["note"])(value) == TEXT


def test_a_code_of_too_many_digits_is_no_code_as_a_number() -> None:
    assert read_code(2.0**53) == TEXT
    assert read_code(2.0**53 - 1) == "9007199254740991"
    assert read_code("90071992547409931234") == "90071992547409931234"
