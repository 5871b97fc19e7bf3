"""Which written codes and names mean the same unit or cell.

Every place that asks "the same cell?" or "the same unit?" asks here.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Protocol, TypeVar

from xeploai.text import clean, folded

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""The five marks of a tone, as combining signs."""

_LOOK_ALIKE = str.maketrans(
    {"ð": "đ", "ɖ": "đ"} | dict(zip("аеорсухіјвкмнт", "aeopcyxijbkmht", strict=True))
)
"""Letters of other alphabets that look as Vietnamese ones do, as capitals or in small, in small.

They are Icelandic and Cyrillic ones.
"""

_LETTER_NAMES = {
    "\N{LATIN CAPITAL LETTER ETH}": "của bảng mã khác, không phải chữ “Đ” thường",
    "\N{LATIN SMALL LETTER ETH}": "của bảng mã khác, không phải chữ “đ” thường",
}
_WORD = re.compile(r"\d+|[^\W\d_]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_SPACE_OR_DASH = {"Zs": "", "Pd": "-"}
_PARTING = re.compile(r"[-./_]")
_CELL_WORDS = (("chi", "bo"), ("cb",))
_ALL_CELL_WORDS = (*_CELL_WORDS, ("chibo",), ("c", "b"), ("c", "bo"))
_COMMITTEE_WORDS = (("dang", "bo"), ("db",), ("dang", "uy"), ("du",), ("dangbo",))
_ORDINAL = re.compile(r"0*(\d{1,3}(?:\.\d{1,3})*)[\s.)/:\-\u2013\u2014]*(?=[^\W\d])")
_REMARK = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*", re.DOTALL)
_REMARKS = frozenset({"bo sung", "bo xung", "sua", "sua lai", "da sua", "dieu chinh"})
"""Remarks of clerks in brackets behind a name, folded, that are no part of it."""

# ------------------------------------------------------------------ codes


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same but for capitals, spaces, the kind of a dash or of a "Đ".

    Of numbers the leading zeros do not count either: Excel drops them.
    """
    return one == other or code_key(one) == code_key(other)


@lru_cache(maxsize=50_000)
def code_key(code: str) -> str:
    """Return a key equal for all codes that a clerk takes for one: "A 01" and "a01", "001" and "1".

    They may be several all the same: what a code means is decided by known_code.
    """
    signs = (_SPACE_OR_DASH.get(unicodedata.category(sign), sign) for sign in clean(code))
    key = "".join(signs).casefold().translate(_LOOK_ALIKE)
    return (key.lstrip("0") or "0") if key.isdigit() else key


@lru_cache(maxsize=50_000)
def parted_key(code: str) -> str:
    """Return a key equal also for codes that signs part otherwise: "A-01", "A.01" and "A01".

    It is too wide to tell by itself that two codes are one, as "1-2" and "12" are not.
    """
    return code_key(_PARTING.sub("", code_key(code)))


def known_code(code: str, codes: Iterable[str]) -> str:
    """Return the listed code that a written one means.

    The written one itself where none, or more than one, is meant.
    """
    listed = list(codes)
    if code in listed:
        return code
    meant = [item for item in listed if same_code(code, item)]
    return meant[0] if len(meant) == 1 else code


# ------------------------------------------------------------------ names


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one unit or cell.

    Accents count, as Hạ and Hà are two; where a tone is placed (hòa, hoà), capitals, spaces,
    dashes, "CB" for "Chi bộ", "ĐB" for "Đảng bộ" and a "Đ" of another alphabet do not, nor the
    number of a row before "Chi bộ", unless both have one.
    """
    return name_key(one) == name_key(other) and not _are_numbered_apart(one, other)


def may_be_same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for what may set two cells apart, or one.

    That is zeros before a number ("Chi bộ 01" and "Chi bộ 1"), the numbers of their rows, a
    remark in brackets ("bổ sung"), a number in words or in Roman ones, the word "số", and "i" for
    "y" ("Lí", "Lý").
    """
    return len({_loose_key(without_remark(name)) for name in (one, other)}) == 1


def may_be_typed_bare(one: str, other: str) -> bool:
    """Whether two names may be one, typed once with some accents left out."""
    sizes = {len(_named_words(name)) for name in (one, other)}
    is_other = name_key(one) != name_key(other)
    return is_other and len(sizes) == 1 and _differs_by_left_out_accents(one, other)


@lru_cache(maxsize=50_000)
def _loose_key(name: str) -> str:
    words = [_NUMBERS.get(word, word) for word in _named_words(name) if word != _NUMBER_WORD]
    parts = (f" {word}" if word.isdigit() else _Y.sub("i", word) for word in words)
    return _ZEROS.sub("", "".join(parts)).strip() or name_key(name)


def without_remark(name: str) -> str:
    """Return a name without a remark in brackets behind it, as in "Chi bộ 1 (bổ sung)"."""
    match = _REMARK.fullmatch(name)
    return match[1] if match and folded(match[2]) in _REMARKS else name


def _are_numbered_apart(one: str, other: str) -> bool:
    numbers = {ordinal(one), ordinal(other)} - {""}
    return len(numbers) > 1


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Return what all spellings of one name have in common."""
    words = _named_words(name)
    # Two numbers side by side stay two: "1-2" is not "12".
    parts = (
        f" {word}" if word.isdigit() and before.isdigit() else word
        for before, word in zip(("", *words), words, strict=False)
    )
    return "".join(parts) or clean(name).casefold()


def _named_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, without "Chi bộ", which every cell is, before them."""
    words = _words(_split(name)[1])
    plain = tuple(map(folded, words))
    if length := _cell_opening(plain):
        # "Chi bộ số 1" is "Chi bộ 1".
        is_numbered = plain[length] == "so" and any(x.isdigit() for x in plain[length + 1 :][:1])
        return words[length + is_numbered :]
    for opening in _COMMITTEE_WORDS:
        if plain[: len(opening)] == opening:
            return ("đảng bộ", *words[len(opening) :])
    return words


def ordinal(name: str) -> str:
    """Return the number of a row that stands before "Chi bộ" in a name, "" where none does."""
    return _split(name)[0]


@lru_cache(maxsize=50_000)
def _split(name: str) -> tuple[str, str]:
    """Return the number of a row before the name of a cell, and that name.

    A number that is all that tells the cell from others is part of its name: "1. Chi bộ".
    """
    written = clean(name)
    match = _ORDINAL.match(written)
    rest = written[match.end() :] if match else ""
    plain = tuple(map(folded, _words(rest)))
    return (match[1], rest) if match and _cell_opening(plain) else ("", name)


def _cell_opening(plain: Sequence[str]) -> int:
    """Return how many of some folded words stand for "Chi bộ" before a name, 0 where none do."""
    openings = (x for x in _ALL_CELL_WORDS if tuple(plain[: len(x)]) == x and len(plain) > len(x))
    return len(next(openings, ()))


def is_named_as_cell(name: str) -> bool:
    """Whether a name begins with "Chi bộ" or its abbreviation, as the formulas of a form see it."""
    plain = tuple(folded(name).split())
    return any(plain[: len(opening)] == opening for opening in _CELL_WORDS)


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, each with its tone at the end."""
    text = clean(name).casefold().translate(_LOOK_ALIKE)
    return tuple(map(_tone_last, _WORD.findall(unicodedata.normalize("NFC", text))))


def _tone_last(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(sign for sign in signs if sign in _TONES)
    return "".join(sign for sign in signs if sign not in _TONES) + tones


_NUMBER_WORD = _tone_last("số")
_NUMBERS = {
    _tone_last(word): str(number)
    for number, words in enumerate(
        ("một i", "hai ii", "ba iii", "bốn iv", "năm v", "sáu vi", "bảy vii", "tám viii",
         "chín ix", "mười x"),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
"""Small numbers in words, and as the Romans wrote them."""
_Y = re.compile(r"(?:(?<=[hklmstv])|(?<=qu))y(?=[\u0300\u0301\u0303\u0309\u0323]?$)")
"""An "y" that some write as "i": Lý and Lí, Mỹ and Mĩ."""


def letters_that_differ(one: str, other: str) -> str:
    """Return in brackets what makes two names look alike and be spelt otherwise.

    That is a letter of another alphabet, or where a tone is placed; "" for any other difference.
    """
    foreign = [(sign, text) for text in (one, other) for sign in text if _is_foreign(sign)]
    if foreign and foreign[0][0] not in (other if foreign[0][1] == one else one):
        sign, text = foreign[0]
        why = _LETTER_NAMES.get(sign, "của bảng chữ cái khác, không phải chữ tiếng Việt")
        return f" (“{sign}” trong “{text}” là chữ {why})"
    pairs = zip(clean(one).split(), clean(other).split(), strict=False)
    for word, alike in pairs:
        letters = [_WORD.findall(clean(each).casefold()) for each in (word, alike)]
        is_tone = letters[0] != letters[1] and folded(word) == folded(alike)
        if is_tone and name_key(word) == name_key(alike):
            return f" (chỉ khác chỗ đặt dấu thanh: “{word}” và “{alike}”)"
    return ""


def _is_foreign(sign: str) -> bool:
    return sign.casefold() != sign.casefold().translate(_LOOK_ALIKE)


def nearest(written: str, listed: Iterable[str]) -> str:
    """Return the listed code or name that looks most like a written one; "" where none does."""
    known = {folded(name): name for name in listed}
    alike = get_close_matches(folded(written), known, n=1)
    return known[alike[0]] if alike else ""


def names_meant(written: Iterable[str], listed: Iterable[str]) -> dict[str, str]:
    """Return the listed name that each written one means, for those that mean one.

    Not every clerk has a Vietnamese keyboard: words without accents mean the only name that reads
    so without them, unless that one is written in full elsewhere. Other accents are another name.
    """
    known: defaultdict[str, list[str]] = defaultdict(list)
    for name in listed:
        known[name_key(name)].append(name)
    given = {name: name_key(name) for name in written}
    times = Counter(given.values())
    others = times.keys() - known.keys()
    of_listed, of_written = Counter(map(folded, known)), Counter(map(folded, others))
    plain = {
        folded(key): names[-1]
        for key, names in known.items()
        if of_listed[folded(key)] == of_written[folded(key)] == 1 and key not in times
    }
    meant: dict[str, str] = {}
    for name, key in given.items():
        alike = plain.get(folded(key), "")
        if key in known:
            meant[name] = _one_meant(name, known[key], is_only=times[key] == 1)
        elif alike and _differs_by_left_out_accents(name, alike):
            meant[name] = alike
    return {name: other for name, other in meant.items() if other}


def numbered_key(name: str) -> tuple[str, str]:
    """Return what all spellings of one name have in common, and the number of its row."""
    return name_key(name), ordinal(name)


def _one_meant(name: str, listed: Sequence[str], *, is_only: bool) -> str:
    """Return which of some names with one key is meant, by the numbers of rows before them.

    "" where that is not clear; is_only: no other written name has that key.
    """
    alike = [other for other in listed if ordinal(other) == ordinal(name)]
    numbers = {ordinal(other) for other in listed}
    is_clear = len(numbers) == 1 and (is_only or not _are_numbered_apart(name, listed[0]))
    return next(reversed(alike), listed[-1] if is_clear else "")


def _differs_by_left_out_accents(one: str, other: str) -> bool:
    """Whether one of two names is the other with the accents of some words left out."""
    pairs = list(zip(_named_words(one), _named_words(other), strict=False))
    return any(
        pairs and all(fuller == barer or folded(fuller) == barer for fuller, barer in each)
        for each in (pairs, [(barer, fuller) for fuller, barer in pairs])
    )


class Named(Protocol):
    """A thing with a code and a name: a unit of the register, a cell of a form."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def cells_meant(written: Sequence[tuple[str, str]], listed: Sequence[N]) -> list[N | None]:
    """Return the listed cell of each written code and name.

    It is found by code, else by name where that is clear.
    """
    by_code = {cell.code: cell for cell in listed if cell.code}
    times = Counter(numbered_key(cell.name) for cell in listed)
    by_name = {cell.name: cell for cell in listed if times[numbered_key(cell.name)] == 1}
    meant = names_meant([name for _, name in written], [cell.name for cell in listed])
    return [
        by_code.get(known_code(code, by_code)) or by_name.get(meant.get(name, ""))
        for code, name in written
    ]


# ------------------------------------------------------------------ whose name it is

_COMMON = frozenset({
    "dang", "bo", "chi", "co", "so", "uy", "huyen", "thi", "xa", "phuong", "tran", "thanh", "pho",
    "quan", "tinh", "cua", "cb", "db", "du", "x", "p", "tp", "tx", "h", "va", "truc", "thuoc",
})  # fmt: skip
"""Words of units' names that many units share, folded."""
ALIKE = 0.75
"""How alike (0 to 1) two names with few words in common must be to be one with a slip."""


def own_words(name: str) -> tuple[str, ...]:
    """Return the words of a unit's name that are its own: of "Đảng bộ xã Phú Đa" Phú and Đa."""
    words = _words(name)
    first = next((n for n, word in enumerate(words) if folded(word) not in _COMMON), -1)
    return words[first:]


def may_name(written: str, own: str, others: Iterable[str]) -> bool:
    """Whether a unit may be meant by a written name, given its own and those of other units.

    Clerks leave words out, shorten them, add the commune's and write without accents: surely not
    its own is only the name of another unit, and one with hardly a word of this one in it.
    """
    if same_name(written, own):
        return True
    words, known = own_words(written), own_words(own)
    if any(same_name(written, other) or _are_alike(words, own_words(other)) for other in others):
        return _are_alike(words, known)
    numbers = [{word for word in each if word.isdigit()} for each in (words, known)]
    if all(numbers) and numbers[0].isdisjoint(numbers[1]):
        return False
    shares = (_share_of(written, own), _share_of(own, written))
    return max(shares) > 0.5 or _look_alike(words, known)


def _share_of(name: str, other: str) -> float:
    """Return which share of the words of a name stands in another, some abbreviated there."""
    words = [word for word in own_words(name) if folded(word) not in _COMMON]
    letters = "".join(folded(word)[:1] for word in _words(other))
    known = [
        any(_is_one_word(word, each) for each in _words(other))
        # THPT, VKSND are made of the first letters of some words.
        or (len(word) > 1 and folded(word) in letters)
        for word in words
    ]
    return sum(known) / len(known) if known else 1


def _look_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    first, second = (folded(" ".join(each)) for each in (one, other))
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def _are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(_is_one_word(*pair) for pair in pairs)


def _is_one_word(one: str, other: str) -> bool:
    """Whether two words are one, accents perhaps left out in one of them."""
    return one == other or folded(one) == other or folded(other) == one
