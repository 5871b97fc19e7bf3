"""Vietnamese spelling of numbers, percentages and dates; cleaning and folding of text."""

import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_FOLD = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """One spelling for one text: NFC, plain single spaces, nothing invisible.

    Excel on a Mac writes NFD, web pages bring non-breaking spaces: both look the same as the
    plain text and compare unequal.
    """
    if text.isascii():
        return " ".join(_CONTROL.sub(" ", text).split())
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(_CONTROL.sub(" ", text).split())


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Text reduced to unaccented lower-case words: "Tứ Trưng – 2" gives "tu trung 2"."""
    plain = unicodedata.normalize("NFD", text).translate(_FOLD).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def slug(text: str) -> str:
    """A file name and address made of a text: "Xã Tứ Trưng" gives "xa-tu-trung"."""
    return fold(text).replace(" ", "-")


def file_names(texts: Iterable[str]) -> dict[str, str]:
    """A file name for each text: what Windows forbids becomes a dash, and no two are the same.

    Windows takes "A1" and "a1" for one name, and keeps "CON" for itself.
    """
    names: dict[str, str] = {}
    taken = set(_RESERVED)
    for text in texts:
        name = plain = _FORBIDDEN.sub("-", text).strip(" .") or "-"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names[text] = name
    return names


def count(number: int) -> str:
    """A count with dots for thousands: 3410 gives "3.410"."""
    return f"{number:,}".replace(",", ".")


def percent(units: int, digits: int) -> str:
    """A percentage kept as an integer of its last decimal: (9279, 2) gives "92,79%"."""
    return f"{decimal(units, digits, ',')}%"


def decimal(units: int, digits: int, mark: str = ".") -> str:
    """A fixed-point number kept as an integer of its last decimal: (9279, 2) gives "92.79"."""
    if digits == 0:
        return str(units)
    whole, rest = divmod(units, 10**digits)
    return f"{whole}{mark}{rest:0{digits}d}"


def day(value: date) -> str:
    """A date as dd/mm/yyyy."""
    return f"{value:%d/%m/%Y}"


def year_in(period: str) -> int | None:
    """The year a period names: "2022", "Năm 2022" and "Quý I/2025" name one; None where none is."""
    found = _YEAR.search(period)
    return int(found[0]) if found else None


def cluster_order(name: str) -> tuple[bool, int]:
    """What orders clusters: the number in their name; units in none ("") come last.

    Clusters without a number stand after the others, as the register has them.
    """
    found = re.search(r"\d+", name)
    return not name, int(found[0]) if found else sys.maxsize


def listing(names: list[str], most: int, noun: str = "mục", *, between: str = ", ") -> str:
    """Names in a row, at most so many of them, with how many more there are of what."""
    shown = between.join(names[:most])
    return shown if len(names) <= most else f"{shown} và {count(len(names) - most)} {noun} khác"
