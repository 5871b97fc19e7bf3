"""Vietnamese text typed with a font from before Unicode, turned into Unicode.

Until Unicode came each office typed in the alphabet of its fonts: TCVN3 (TCVN 5712:1993, table
VN3, also called ABC; .VnTime, .VnArial) or that of the company VNI (VNI-Times). Excel keeps such
a text as western letters: "Chi bộ thôn" is "Chi bé th«n" or "Chi boä thoân". It is taken for one
only where every word of it becomes a Vietnamese syllable and a word of it is none before, so that
Unicode and foreign names stay what they are.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

TCVN3, VNI = ".VnTime", "VNI-Times"
"""The best-known font of each alphabet, by which offices know it."""

ALPHABETS = {TCVN3: "TCVN3", VNI: "VNI"}
"""The alphabet of each font, as Vietnamese keyboards call it (Bảng mã)."""

LONGEST = 2_000
"""A longer text is no name and no note, and is left as it is."""

# ------------------------------------------------------------------ the two alphabets

_TCVN3_LETTERS = (
    ("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ"),
    ("¨©ª«¬\xad®", "ăâêôơưđ"),
    ("µ¶·¸¹", "àảãáạ"),
    ("»¼½¾Æ", "ằẳẵắặ"),
    ("ÇÈÉÊË", "ầẩẫấậ"),
    ("ÌÎÏÐÑ", "èẻẽéẹ"),
    ("ÒÓÔÕÖ", "ềểễếệ"),
    ("×ØÜÝÞ", "ìỉĩíị"),
    ("ßáâãä", "òỏõóọ"),
    ("åæçèé", "ồổỗốộ"),
    ("êëìíî", "ờởỡớợ"),
    ("ïñòóô", "ùủũúụ"),
    ("õö÷øù", "ừửữứự"),
    ("úûüýþ", "ỳỷỹýỵ"),
)
"""TCVN 5712:1993, table VN3: the codes A1 to FE, read as western letters, and their meaning."""

_TCVN3 = {
    code: meant
    for codes, letters in _TCVN3_LETTERS
    for code, meant in zip(codes, letters, strict=True)
}

_VNI_MARKS = (
    ("a", "øùûõï", "àáảãạ"),
    ("a", "âáàåãä", "âấầẩẫậ"),
    ("a", "êéèúüë", "ăắằẳẵặ"),
    ("e", "øùûõï", "èéẻẽẹ"),
    ("e", "âáàåãä", "êếềểễệ"),
    ("o", "øùûõï", "òóỏõọ"),
    ("o", "âáàåãä", "ôốồổỗộ"),
    ("ô", "øùûõï", "ờớởỡợ"),
    ("u", "øùûõï", "ùúủũụ"),
    ("ö", "øùûõï", "ừứửữự"),
    ("y", "øùûõ", "ỳýỷỹ"),
)
"""The font VNI-Times: a letter, the marks that may stand behind it, and what each pair means."""
_VNI_ALONE = dict(zip("ôöñìíæóòî", "ơưđìíỉĩịỵ", strict=True))


def _vni() -> dict[str, str]:
    """Return the alphabet of VNI: a letter and the mark behind it, and letters by themselves."""
    pairs = {
        letter + mark: meant
        for letter, marks, meanings in _VNI_MARKS
        for mark, meant in zip(marks, meanings, strict=True)
    }
    small = pairs | _VNI_ALONE
    capitals = {
        each[0].upper() + mark: meant.upper()
        for each, meant in small.items()
        for mark in {each[1:], each[1:].upper()}
    }
    return small | capitals


_VNI = _vni()
_VNI_PARTS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# ------------------------------------------------------------------ Vietnamese syllables

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("\u0301", "\u0323")
"""The tones of a syllable that ends in c, ch, p or t."""
_SYLLABLE = re.compile(
    r"(?:ngh?|nh?|gh|gi?|kh?|ch?|th|tr?|ph?|qu|[bdđhlmrsvx])?"
    r"(?:a(?:ch|c|i|m|ng|nh|n|o|p|t|u|y)?|ă(?:c|m|ng?|p|t)|â(?:c|m|ng?|p|t|u|y)"
    r"|e(?:c|m|ng?|o|p|t)?|ê(?:ch|m|nh|n|p|t|u)?|i(?:a|ch|m|nh|n|p|t|u)?|[iy]ê(?:c|m|ng?|p|t|u)"
    r"|o(?:c|i|m|ng?|p|t|ong|oc)?|oa(?:ch?|i|m|ng?|nh|o|p|t|y)?|oă(?:c|m|ng?|t)|oe(?:m|n|o|t)?"
    r"|ô(?:c|i|m|ng?|p|t)?|ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|ng?|p|t|ơ)?|uâ(?:ng?|t|y)|uê(?:ch|nh?)?"
    r"|uô(?:c|i|m|ng?|t)|uy(?:a|ch|nh?|t|u|p)?|uyê(?:n|t)|ư(?:a|c|i|m|ng?|t|u)?"
    r"|ươ(?:c|i|m|ng?|p|t|u)|y(?:ch|nh?|p|t|u)?)"
)


@lru_cache(maxsize=5_000)
def is_syllable(word: str) -> bool:
    """Whether a word is a syllable as Vietnamese writes it, in Unicode."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in parts if sign in _TONES]
    bare = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in _TONES))
    # A Spanish ñ is an n with the mark of a tone.
    if len(tones) > 1 or "ñ" in word.lower() or not _SYLLABLE.fullmatch(bare):
        return False
    return not bare.endswith(("c", "ch", "p", "t")) or tones[:1] in ([_STOPPED[0]], [_STOPPED[1]])


# ------------------------------------------------------------------ one text

_OTHER = re.compile(r"[^\x00-\xff–—‘’“”…•]")
"""A letter that only Unicode has; signs that Excel puts in by itself are in no alphabet."""
_WORD = re.compile(
    # A sign between figures parts them, as in 05·12·2025, and is no letter.
    r"(?!(?:(?<=\d)|(?<=\d\s))[\xa1-\xff]\s?\d)[A-Za-z\xa1-\xff]+"
)
_SHORT = re.compile(r"[A-Z¡¢£¤¥¦§Ñ]{1,5}")
"""A word of capitals, like the QĐ and ĐU of a decision's number."""
# Signs and capitals inside a word that no language writes there.
_SIGN = re.compile(r"[¡-¾×÷]|(?<=[a-z\xdf-\xff])[\xc0-\xde]")
_MARKED = re.compile(r"[aeo][øùûõâáàåãä]|a[êéèúüë]|[uy][øùûõ]|uï|[ôö][øùûõï]|[aeo]ï(?=[a-z])", re.I)
_TELLTALE = re.compile(r"\b(?:chi bé|tæng|tèt)\b", re.I)
"""Chi bộ, tổng and tốt in TCVN3; these words say nothing in Unicode."""


@lru_cache(maxsize=10_000)
def in_unicode(text: str) -> tuple[str, str] | None:
    """Return a text typed with an old font in Unicode, and the font; None where it is none."""
    if text.isascii() or len(text) > LONGEST or _OTHER.search(text):
        return None
    ways = [(_converted(text, _of_tcvn3, _proves_tcvn3), TCVN3),
            (_converted(text, _of_vni, _proves_vni), VNI)]  # fmt: skip
    read = [(each, font) for each, font in ways if each]
    return read[0] if len(read) == 1 else None


def _converted(
    text: str,
    convert: Callable[[str], str],
    proves: Callable[[str, list[str], list[str]], bool],
) -> str:
    """Return a text in Unicode, "" where it is not surely of an alphabet."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    for word in words:
        if not is_syllable(convert(word)) and not _SHORT.fullmatch(word):
            return ""
    strange = [word for word in words if not is_syllable(word) and not _SHORT.fullmatch(word)]
    is_proved = proves(text, words, strange)
    return _WORD.sub(lambda word: convert(word[0]), text) if is_proved else ""


def _of_tcvn3(word: str) -> str:
    # A letter that is none of the alphabet is left, and makes the word no syllable.
    return "".join(_TCVN3.get(letter, letter if letter.isascii() else "?") for letter in word)


def _proves_tcvn3(text: str, _: list[str], strange: list[str]) -> bool:
    signed = [word for word in strange if _SIGN.search(word)]
    # The one µm of a measure is a sign and a letter, too.
    return len(signed) > 1 or any(len(word) > 2 for word in signed) or bool(_TELLTALE.search(text))


def _of_vni(word: str) -> str:
    converted = _VNI_PARTS.sub(lambda part: _VNI[part[0]], word)
    lone = _VNI_PARTS.sub("", word)
    return converted if lone.isascii() else "?"


def _proves_vni(_: str, words: list[str], strange: list[str]) -> bool:
    has_d = any(word[0] in "ñÑ" for word in strange)
    return (has_d and len(words) > 1) or any(_MARKED.search(word) for word in strange)
