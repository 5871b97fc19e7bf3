"""Mutated workbooks: a real form, its zip or the XML of its parts spoilt as a number decides."""

import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from io import BytesIO
from random import Random

Spoil = Callable[[Random, bytes], bytes]

_TAG = re.compile(rb"<[^<>]*>")
_QUOTED = re.compile(rb'"[^"<>]*"')
_INSIDE = re.compile(rb">([^<>]+)<")
_ATTRIBUTE = re.compile(rb' [\w:]+="[^"<>]*"')

_NUMBERS = (
    b"0", b"-1", b"1048576", b"1048577", b"16385", b"4294967295", b"4294967296", b"1e308", b"1e999",
    b"-1e308", b"NaN", b"inf", b"99999999999999999999", b"9007199254740993", b"0.1", b"", b"00",
    b"2958466", b"-2147483648", b"1_000", b"0x10", b" 5 ", b"1,5", "٣".encode(), "１２".encode(),
)  # fmt: skip
_WORDS = (
    b"XFD1048576", b"A0", b"A", b"1", b"ZZZZZZZ1", b"A1:XFD1048576", b"$A$1", b"e", b"s", b"str",
    b"b", b"d", b"n", b"inlineStr", b"shared", b"true", b"hidden", b"veryHidden", b"&#0;", b"&lt;",
    b"&amp;", b"&bad;", b"\xff\xfe", b"\0", b"../../etc/passwd", b"http://x/", b"#REF!", b"#SPILL!",
    b"2025-12-05T00:00:00", b"31/02/2025", b"[1]S!A1", b"Chi b\xe1\xbb\x99",
)  # fmt: skip
_PIECES = (
    b"<!-- x -->", b"<![CDATA[5]]>", b"<?x y?>", b"<c/>", b"<c>", b"</c>", b"<row>", b"<row/>",
    b"</row>", b"<v>5</v>", b"<v/>", b"<f/>", b"<f>1+1</f>", b"<is><t>x</t></is>", b"</sheetData>",
    b'<c r="C9" t="e"><v>#REF!</v></c>', b"<a>" * 5_000, b"<si><t>x</t></si>", b"<t>",
    b"&#x10FFFF;", b'<row r="1048576" hidden="1"/>', b'<mergeCell ref="A1:XFD1048576"/>',
    b'<dimension ref="A1:B"/>', b"\xef\xbb\xbf",
    b'<?xml version="1.0" encoding="utf-16"?>', b"<!DOCTYPE a>",
)  # fmt: skip


def mutant(form: bytes, number: int) -> bytes:
    """Return the form, damaged in the way and place that the number decides."""
    chance = Random(number)
    if number % 4 == 0:
        return _spoilt(chance, form, _BYTES)
    parts = dict(_parts(form))
    for _ in range(chance.choice((1, 1, 2, 5))):
        name = chance.choice(sorted(parts))
        parts[name] = _spoilt(chance, parts[name], _BYTES + 4 * _XML)
    return _packed(chance, parts)


def _spoilt(chance: Random, source: bytes, ways: Sequence[Spoil]) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        source = chance.choice(ways)(chance, source) if source else source
    return source


@lru_cache(maxsize=4)
def _parts(form: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(BytesIO(form)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _packed(chance: Random, parts: dict[str, bytes]) -> bytes:
    """Return the parts in a zip.

    Now and then a part is missing, doubled or under another name.
    """
    named = list(parts.items())
    how = chance.randrange(40)
    if how == 0:
        del named[chance.randrange(len(named))]
    elif how == 1:
        named.append(chance.choice(named))
    elif how == 2:
        at = chance.randrange(len(named))
        named[at] = (named[at][0].upper(), named[at][1])
    target = BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),  # of a part that is there twice
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name, content in named:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


# ------------------------------------------------------------------ ways to spoil bytes


def _change(chance: Random, source: bytes) -> bytes:
    at = chance.randrange(len(source))
    return source[:at] + bytes([chance.randrange(256)]) + source[at + 1 :]


def _flip(chance: Random, source: bytes) -> bytes:
    at = chance.randrange(len(source))
    return source[:at] + bytes([source[at] ^ 1 << chance.randrange(8)]) + source[at + 1 :]


def _cut_end(chance: Random, source: bytes) -> bytes:
    return source[: chance.randrange(len(source))]


def _drop(chance: Random, source: bytes) -> bytes:
    at = chance.randrange(len(source))
    return source[:at] + source[at + chance.randrange(1, 200) :]


def _repeat(chance: Random, source: bytes) -> bytes:
    at, long = chance.randrange(len(source)), chance.randrange(1, 200)
    return source[:at] + source[at : at + long] * chance.choice((2, 2, 50)) + source[at + long :]


def _move(chance: Random, source: bytes) -> bytes:
    one, other = chance.randrange(len(source)), chance.randrange(len(source))
    long = chance.randrange(1, 200)
    return source[:other] + source[one : one + long] + source[other + long :]


_BYTES: tuple[Spoil, ...] = (_change, _flip, _cut_end, _drop, _repeat, _move, _flip, _change)

# ------------------------------------------------------------------ ways to spoil XML


def _place(chance: Random, source: bytes, pattern: re.Pattern[bytes]) -> tuple[int, int]:
    """Where the pattern is found next after some place; nowhere is the end."""
    match = pattern.search(source, chance.randrange(len(source))) or pattern.search(source)
    return match.span() if match else (len(source), len(source))


def _other_value(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _QUOTED)
    value = chance.choice(_NUMBERS + _WORDS)
    return source[:first] + b'"' + value + b'"' + source[last:]


def _other_text(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _INSIDE)
    value = chance.choice(_NUMBERS + _WORDS)
    return source[:first] + b">" + value + b"<" + source[last:]


def _no_tag(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _TAG)
    return source[:first] + source[last:]


def _tag_again(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _TAG)
    return source[:last] + source[first:last] * chance.choice((1, 1, 300)) + source[last:]


def _piece(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _TAG)
    at = chance.choice((first, last))
    return source[:at] + chance.choice(_PIECES) + source[at:]


def _no_attribute(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _ATTRIBUTE)
    return source[:first] + source[last:]


def _other_quotes(chance: Random, source: bytes) -> bytes:
    first, last = _place(chance, source, _QUOTED)
    return source[:first] + b"'" + source[first + 1 : last - 1] + b"'" + source[last:]


def _swapped(chance: Random, source: bytes) -> bytes:
    one, other = sorted((_place(chance, source, _TAG), _place(chance, source, _TAG)))
    if one[1] > other[0]:
        return source
    between = source[one[1] : other[0]]
    tags = source[slice(*other)] + between + source[slice(*one)]
    return source[: one[0]] + tags + source[other[1] :]


_XML: tuple[Spoil, ...] = (
    _other_value, _other_value, _other_text, _other_text, _no_tag, _tag_again, _piece,
    _no_attribute, _other_quotes, _swapped,
)  # fmt: skip
