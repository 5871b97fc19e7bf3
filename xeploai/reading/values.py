"""One cell → one typed value: which spelling of a number, date, level or choice means what.

A reader returns the value, or a Misread that says what was expected. Nothing is guessed: what has
two readings is a Misread.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache, partial
from math import isfinite

from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.row import Column
from xeploai.schema.terms import FIRST_DAY, LAST_DAY, Level, Scale
from xeploai.text import clean, day, folded, iso_moment, unaccented

MAX_COUNT = 10_000_000
"""A larger count is a slip: the whole Party has some 5.6 million members."""

MAX_EXACT = 2**53
"""A workbook keeps no larger number exactly: its last digits are made up."""

_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,0+)?")
_WHOLE = re.compile(r"\d+")
_WHOLE_WITH_ZEROS = re.compile(r"(\d+)(?:,0{1,2}|\.0{1,2})")
_WITH_WORDS = re.compile(r"\d+ ?\(?(?:\d+ )?[^\W\d_](?!\d)")
_PERCENTAGE = re.compile(r"\d+(?:[.,]\d+)? ?%|0[.,]\d+")
# Of dates in small letters.
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?"
_DAY_FIRST = re.compile(
    rf"(?:ngày )?(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{4}})(?: {_TIME})?", re.ASCII
)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}})(?:[ t]{_TIME})?", re.ASCII)
_SIGNS = r"/.\-,_\\|·•∙‧・−‐‑‒–—∕⁄／"
_PARTED = re.compile(
    rf"(?<!\d)(\d{{1,2}}) ?([{_SIGNS}]) ?(\d{{1,2}}) ?\2 ?(\d{{4}})(?!\d)", re.ASCII
)
"""One sign twice, perhaps with spaces beside it: "05/12/ 2025", "05·12·2025".

Of two signs it may be a span of months.
"""
_QUOTES = "'\u2018\u2019"
"""Signs before a number by which a clerk meant to make it a text."""
_ROUND_ABOUT = f"{_QUOTES} .;,"
"""Signs around a date that tell nothing."""
_WEEKDAY = re.compile(r"(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn)(?:, ?| )(?=ngay |\d)")
_WEEKDAYS = ("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat")
_SHORT_YEAR = re.compile(r"(?:ngày )?\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}", re.ASCII)
_MOMENT = re.compile(rf"\d{{4}}-\d\d-\d\dt{_TIME}(?:z|[+-]\d\d:?\d\d)", re.ASCII)
_DASHES = frozenset({"-", "–", "—"})

# The serials of dates from 1954 on; a smaller or larger number is no date of a season.
_SERIALS = range(20_000, 80_000)
_DAYS_1904 = 1462
_EPOCH = date(1899, 12, 30)

_WORDS = {
    Level.XS: ("xs", "htxs", "htxsnv", "xuat sac", "hoan thanh xuat sac",
               "hoan thanh xuat sac nhiem vu"),
    Level.HTT: ("htt", "httnv", "tot", "hoan thanh tot", "hoan thanh tot nhiem vu"),
    Level.HT: ("ht", "htnv", "hoan thanh", "hoan thanh nhiem vu"),
    Level.KHT: ("kht", "khtnv", "khong hoan thanh", "khong hoan thanh nhiem vu"),
}  # fmt: skip
LEVEL_WORDS: Mapping[Scale, Mapping[Level, tuple[str, ...]]] = {
    Scale.FULFILMENT: _WORDS,
    Scale.CLEAN: _WORDS | {
        Level.XS: ("tsvm", "trong sach vung manh", "tsvm tieu bieu",
                   "trong sach vung manh tieu bieu"),
        Level.KHT: ("yk", "yeu kem"),
    },
}  # fmt: skip
"""The spellings of each level by the scale it is of, folded."""
_LEVELS = {
    scale: {word: level for level, words in levels.items() for word in words}
    for scale, levels in LEVEL_WORDS.items()
}

_OTHER_WORDS = {
    "to chuc co so dang": "tccsd", "x": "co",
    # As version 0.1 called them.
    "nua len": "lam tron thong thuong", "cat": "bo phan le",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misread:
    """A cell that is not of its column's type; expected is in Vietnamese."""

    expected: str


Reader = Callable[[CellValue], object]

WHOLE_NUMBER = Misread("số nguyên từ 0 trở lên")
NUMBER_ALONE = Misread(f"{WHOLE_NUMBER.expected}, chỉ ghi số, không kèm chữ")
NUMBER_AS_DAY = Misread(f"{WHOLE_NUMBER.expected}; ô đang định dạng ngày, giờ: đặt lại kiểu Số")
PERCENT = Misread("tỷ lệ phần trăm từ 0 đến 100")
DATE = Misread("ngày dạng dd/mm/yyyy")
SHORT_YEAR = Misread("ngày dạng dd/mm/yyyy (năm ghi đủ bốn chữ số)")
OTHER_WEEKDAY = Misread("ngày dạng dd/mm/yyyy (thứ ghi trong ô không phải thứ của ngày này)")
FAR_DATE = Misread(f"ngày từ {FIRST_DAY:%d/%m/%Y} đến {LAST_DAY:%d/%m/%Y}")
TEXT = Misread("chữ, hoặc số không quá 15 chữ số")
CODE = Misread("mã, định dạng ô kiểu Văn bản (Text) rồi ghi lại")
LEVELS = {scale: Misread(scale.choices) for scale in Scale}


def reader_of(
    column: Column, *, starts_1904: bool = False, scale: Scale = Scale.FULFILMENT
) -> Reader:
    """Return the reader for a column; scale: the words its levels are written in."""
    if column.type == "date":
        return partial(read_date, starts_1904=starts_1904)
    if column.type == "level":
        return partial(read_level, scale=scale)
    if column.unit == "%":
        return read_percent
    if column.choice_type is not None and column.type == "choice":
        return partial(read_choice, column.choice_type)
    return _READERS[column.type]


def is_blank(value: CellValue) -> bool:
    """Whether a cell says nothing: empty, only spaces, or a single dash as accountants write."""
    return value == "" or (type(value) is str and clean(value) in _DASHES | {""})


def shown(value: object) -> str:
    """Return the contents of a cell as a clerk sees them."""
    if isinstance(value, datetime):
        return day(value.date())
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float):
        return _number_shown(value)
    return clean(str(value))


def _number_shown(value: float) -> str:
    if not isfinite(value):
        return "số không đọc được"
    number = as_displayed(value)
    return str(int(number)) if number.is_integer() else repr(number).replace(".", ",")


def as_displayed(value: float) -> float:
    """Return a number as Excel displays it: with 15 digits, where a float has some more.

    A sum of decimals that comes to 38.00000000000001 is 38 to whoever looks at the cell.
    """
    is_whole = not isfinite(value) or value.is_integer()
    return value if is_whole else float(f"{value:.15g}")


def read_count(value: CellValue) -> int | Misread:
    """Read a whole number ≥ 0. As text: "12", "1.234" (dots group thousands), "12,0"."""
    if type(value) is float:
        number = as_displayed(value)
        whole = int(number) if number.is_integer() else -1
    elif type(value) is str:
        whole = _count_in_text(clean(value).lstrip(_QUOTES))
    else:
        return NUMBER_AS_DAY if isinstance(value, (date, time, timedelta)) else WHOLE_NUMBER
    if 0 <= whole <= MAX_COUNT:
        return whole
    return NUMBER_ALONE if type(value) is str and _WITH_WORDS.match(clean(value)) else WHOLE_NUMBER


def is_percentage(value: CellValue) -> bool:
    """Whether a percentage or a part of one stands in a cell: "92,79%", "0,93", 0.9279."""
    if type(value) is str:
        return _PERCENTAGE.fullmatch(clean(value)) is not None
    return type(value) is float and 0 < value < 1


def read_percent(value: CellValue) -> int | Misread:
    """Read a whole percentage: 20, "20%", or 0.2, which Excel makes of a typed 20%."""
    if type(value) is float and 0 < value < 1:
        value = float(round(value * 100, 6))
    elif value == 1.0:
        return PERCENT
    elif type(value) is str:
        value = clean(value).removesuffix("%").rstrip()
    percent = read_count(value)
    return percent if type(percent) is int and percent <= 100 else PERCENT


def _count_in_text(text: str) -> int:
    if not text.isascii():
        return -1
    if _WHOLE.fullmatch(text):
        return int(text) if len(text) < 12 else -1
    if _THOUSANDS.fullmatch(text):
        return int(text.partition(",")[0].replace(".", ""))
    whole = _WHOLE_WITH_ZEROS.fullmatch(text)
    return int(whole[1]) if whole else -1


def read_date(value: CellValue, *, starts_1904: bool = False) -> date | Misread:
    """Read a date.

    As text it is written day first, "dd/mm/yyyy" or "ngày 05 tháng 12 năm 2025", the day of the
    week before it where that is right, or year first, "yyyy-mm-dd", with or without a time of day;
    as a number it is a serial.
    """
    day = _day(value, starts_1904)
    return day if isinstance(day, Misread) or FIRST_DAY <= day <= LAST_DAY else FAR_DATE


def date_or_none(value: CellValue) -> date | None:
    """Read a date; None where there is none, or none that can be read."""
    day = read_date(value)
    return None if isinstance(day, Misread) else day


def is_typed_day_first(value: CellValue) -> bool:
    """Whether a cell holds a date as text, as it was typed: Excel made no date of it."""
    return type(value) is str and _DAY_FIRST.fullmatch(clean(value).lower()) is not None


def _day(value: CellValue, starts_1904: bool) -> date | Misread:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if type(value) is float and isfinite(value):
        return _date_of_serial(value, starts_1904)
    return _date_in_text(clean(value)) if type(value) is str else DATE


def _date_of_serial(value: float, starts_1904: bool) -> date | Misread:
    serial = int(value) + (_DAYS_1904 if starts_1904 else 0)
    return _EPOCH + timedelta(days=serial) if serial in _SERIALS else DATE


def _date_in_text(text: str) -> date | Misread:
    small = text.lower()
    if _MOMENT.fullmatch(small):
        return _date_of_moment(text)
    weekday = _WEEKDAY.match(unaccented(small))
    if weekday is None:
        return _date_written(text)
    read = _date_written(text[weekday.end() :])
    is_other = isinstance(read, date) and not _is_weekday(weekday[1], read)
    return OTHER_WEEKDAY if is_other else read


def _is_weekday(word: str, read: date) -> bool:
    """Whether a date falls on a day of the week, which is a word, a number, or CN."""
    number = read.weekday()
    return word in (_WEEKDAYS[number], f"thu {number + 2}", "cn" if number == 6 else "")


def _date_written(text: str) -> date | Misread:
    """Read a date without the day of the week."""
    small = _PARTED.sub(r"\1/\3/\4", text.lower().strip(_ROUND_ABOUT))
    if match := _DAY_FIRST.fullmatch(small) or _IN_WORDS.fullmatch(_word(text)):
        number, month, year = map(int, match.groups())
    elif match := _YEAR_FIRST.fullmatch(small):
        year, month, number = map(int, match.groups())
    else:
        return SHORT_YEAR if _SHORT_YEAR.fullmatch(small) else DATE
    try:
        return date(year, month, number)
    except ValueError:
        return _no_date(number, month, year)


def _date_of_moment(text: str) -> date | Misread:
    """Return the day of a moment in Vietnam: programs write midnight there as 17:00 of London."""
    moment = iso_moment(text.upper())
    return moment.date() if moment else DATE


def _no_date(day: int, month: int, year: int) -> Misread:
    """Return why there is no such day: what a clerk would call the slip."""
    if not (day and month and year):
        return DATE
    if month > 12:
        turned = f", nếu đảo ngày với tháng thì là {month:02}/{day:02}/{year}" if day <= 12 else ""
        return Misread(f"{DATE.expected} (không có tháng {month}{turned})")
    name = f"tháng 2 năm {year}" if month == 2 else f"tháng {month}"
    return Misread(f"{DATE.expected} ({name} chỉ có {monthrange(year, month)[1]} ngày)")


def read_text(value: CellValue) -> str:
    """Any text, cleaned; a number as it is shown."""
    return clean(value) if type(value) is str else shown(value)


def read_words(value: CellValue) -> str | Misread:
    """Any text, but for a number too long for a workbook to keep: it would be another one."""
    is_exact = type(value) is not float or abs(value) < MAX_EXACT
    return read_text(value) if is_exact else TEXT


def read_lines(value: CellValue) -> str | Misread:
    """Words whose line breaks count, as in running text; blank lines are dropped."""
    if type(value) is not str:
        return read_words(value)
    return "\n".join(filter(None, map(clean, value.splitlines())))


def read_code(value: CellValue) -> str | Misread:
    """Read a code: text, or the whole number Excel made of it.

    Its lost zeros are found later.
    """
    if type(value) is str:
        return clean(value)
    if type(value) is float and value.is_integer() and value >= 0:
        return str(int(value)) if value < MAX_EXACT else TEXT
    return CODE


def read_level(value: CellValue, scale: Scale = Scale.FULFILMENT) -> Level | Misread:
    """Read a level, as its short sign or in full."""
    misread = LEVELS[scale]
    return _LEVELS[scale].get(_word(value), misread) if type(value) is str else misread


def read_scale(stamped: str) -> Scale:
    """Return the words of levels that a form says it was made with; old forms say nothing."""
    return next((scale for scale in Scale if scale == stamped), Scale.FULFILMENT)


@lru_cache(maxsize=2_000)
def _word(text: str) -> str:
    """Return a word of a list.

    "" where a sign of doubt or a letter of another alphabet stands in it.
    """
    word = folded(text)
    letters = sum(sign.isalnum() for sign in clean(text))
    return word if letters == len(word.replace(" ", "")) and "?" not in text else ""


def read_choice(choices: type[StrEnum], value: CellValue) -> StrEnum | Misread:
    """One of a list, whatever its case, accents and spaces."""
    known = _choice_words(choices)
    if type(value) is str:
        word = _word(value)
        choice = known.get(word) or known.get(_OTHER_WORDS.get(word, ""))
        if choice is not None:
            return choice
    return Misread("một trong: " + "; ".join(choices))


@cache
def _choice_words(choices: type[StrEnum]) -> dict[str, StrEnum]:
    return {folded(choice.value): choice for choice in choices}


_READERS: dict[str, Reader] = {
    "count": read_count,
    "text": read_words,
    "code": read_code,
}
