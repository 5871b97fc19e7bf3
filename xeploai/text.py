"""Vietnamese spelling of numbers, percentages and dates; cleaning and folding of text."""

import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

VIETNAM = timezone(timedelta(hours=7))
"""The clock of all offices."""

# What takes no room: soft hyphens, joiners, marks of direction, which would turn around what
# stands beside a name, notes between the lines, tags.
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
# Halves of a letter and what is no letter: neither XML nor UTF-8 can hold them.
_UNWRITABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_FOLD = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^~\$')
_RESERVED = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"
}
_LONGEST_FILE_NAME = 180
"""Octets, of the 255 that a file system allows."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """One spelling for one text: NFC, plain single spaces, nothing invisible or unwritable.

    Excel on a Mac writes NFD, web pages bring non-breaking spaces: both look the same as the
    plain text and compare unequal.
    """
    if not text.isascii():
        text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", _INVISIBLE.sub("", text))
        text = unicodedata.normalize("NFC", text)
    elif text.isprintable():
        return " ".join(text.split())  # most are numbers and codes, and soon done
    return " ".join(_CONTROL.sub(" ", text).split())


def unaccented(text: str) -> str:
    """Return text as typed without a Vietnamese keyboard: "Tứ Trưng – 2" gives "Tu Trung – 2"."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


_TONE = "([\u0300\u0301\u0303\u0309\u0323]?)"
_OPEN_VOWELS = re.compile(
    rf"(o(?=.?[ae])|u(?=.?y)){_TONE}([aey]){_TONE}(?![^\W\d_]|[\u0300-\u036f])", re.IGNORECASE
)
"""Pairs of vowels at the end of a word of which either may bear the tone: òa and oà, úy and uý."""


def with_other_tone_places(text: str) -> str:
    """Return text with the tones of open vowels on the other one: "Hòa, Thuỷ" gives "Hoà, Thủy"."""
    signs = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _OPEN_VOWELS.sub(r"\1\4\3\2", signs))


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Return text reduced to unaccented lower-case words: "Tứ Trưng – 2" gives "tu trung 2"."""
    plain = unicodedata.normalize("NFD", text).translate(_FOLD).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def slug(text: str) -> str:
    """Return a file name and address made of a text: "Xã Tứ Trưng" gives "xa-tu-trung"."""
    return folded(text).replace(" ", "-")


def file_names(texts: Iterable[str]) -> dict[str, str]:
    """Return a file name for each text.

    What Windows forbids becomes a dash, and no two are the same.

    Windows takes "A1" and "a1" for one name, and keeps "CON", "CON.x" and "CON .x" for itself.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        name = plain = _file_name(text)
        number = 1
        while _same(name) in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(_same(name))
        names[text] = name
    return names


def _same(name: str) -> str:
    """Return a key equal for all names that some system takes for one.

    "ı" has the capital of "i".
    """
    return unicodedata.normalize("NFC", name).upper().casefold()


def _file_name(text: str) -> str:
    """Return a text as a valid file name, with room for an ending."""
    # What begins with "~$" would come back as a leaving of Excel's, and be passed over.
    held = _FORBIDDEN.sub("-", text).encode()[:_LONGEST_FILE_NAME].decode("utf-8", "ignore")
    name = held.strip(" .") or "-"
    return f"-{name}" if name.partition(".")[0].rstrip().casefold() in _RESERVED else name


def count(number: int) -> str:
    """Format a count with dots for thousands: 3410 gives "3.410"."""
    return f"{number:,}".replace(",", ".")


def percent(units: int, digits: int) -> str:
    """Format a percentage kept as an integer of its last decimal: (9279, 2) gives "92,79%"."""
    return f"{decimal(units, digits, ',')}%"


def decimal(units: int, digits: int, mark: str = ".") -> str:
    """Format a fixed-point number kept as an integer of its last decimal.

    (9279, 2) gives "92.79".
    """
    if digits == 0:
        return str(units)
    whole, rest = divmod(units, 10**digits)
    return f"{whole}{mark}{rest:0{digits}d}"


def day(value: date) -> str:
    """Format a date as dd/mm/yyyy."""
    return f"{value:%d/%m/%Y}"


def iso_moment(text: str) -> datetime | None:
    """Return a moment written by ISO 8601, by the clock of Vietnam; None where it is none.

    Programs write the time of Greenwich ("…T17:00:00.000Z"): here that is the next day already.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        local = moment.astimezone(VIETNAM) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return local.replace(tzinfo=None)


def year_in(period: str) -> int | None:
    """Return the year a period names, None where it names none.

    "2022", "Năm 2022" and "Quý I/2025" name one.
    """
    return next(iter(years_in(period)), None)


def years_in(period: str) -> list[int]:
    """Return the years that a period names, in the order it names them."""
    return [int(year) for year in _YEAR.findall(period)]


def cluster_order(name: str) -> tuple[bool, int]:
    """Return the sort key of clusters: the number in their name; units in none ("") come last.

    Clusters without a number stand after the others, as the register has them.
    """
    match = re.search(r"\d+", name)
    return not name, int(match[0]) if match else sys.maxsize


def listing(names: list[str], most: int, noun: str = "mục", *, between: str = ", ") -> str:
    """Names in a row, at most so many of them, with how many more there are of what."""
    shown = between.join(names[:most])
    return shown if len(names) <= most else f"{shown} và {count(len(names) - most)} {noun} khác"
