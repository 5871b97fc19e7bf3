"""A zip of XML parts, judged by its directory before anything is unpacked, and read with limits.

Workbooks, OpenDocument files and the archives that offices send are such zips. A small one can
unpack to gigabytes.
"""

import re
import zipfile
from collections.abc import Sequence
from itertools import pairwise

from xeploai.reading.xlsx.refusals import damaged, encrypted, implausible, refuse

MAX_UNPACKED = 100 * 2**20
MAX_PARTS = 2_000

PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How parts may be packed: each other way raises faults of its own, and office programs have none.
"""

_LOCKED = 0x1
_LOCAL_HEADER = 30
_ALPHABET = re.compile(
    rb"\s*+(?:\xef\xbb\xbf)?+\s*+<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.I
)
# What is never closed goes to the end, or each beginning would be followed there anew.
_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.S)
_DECLARED = b"<?xml "


def judge_archive(archive: zipfile.ZipFile) -> None:
    """Keep out what the zip directory shows to be no plausible file of an office."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        refuse(implausible(f"{len(parts)} phần bên trong"))
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        refuse(implausible(f"giải nén ra trên {MAX_UNPACKED // 2**20} MB"))
    if any(part.flag_bits & _LOCKED for part in parts):
        refuse(encrypted())
    _judge_places(parts)


def _judge_places(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse parts that lie over each other: small data that unpacks over and over."""
    placed = sorted((part.header_offset, part.compress_size) for part in parts)
    for (start, size), (following, _) in pairwise(placed):
        if start + _LOCAL_HEADER + size > following:
            refuse(implausible("các phần nén chồng lên nhau"))


def names_as_written(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the parts, each up to a zero byte.

    On Windows zipfile hides a backslash from whoever asks for the file name.
    """
    return [part.orig_filename.partition("\0")[0] for part in archive.infolist()]


class Parts:
    """The parts of a zip of XML, each judged when it is first read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # The Excel reader finds parts whatever their case.
        self._names = {name.lower(): name for name in archive.namelist()}
        self._read: dict[str, bytes] = {}

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """Return a part's content, b"" where there is none."""
        member = self._names.get(name.lower())
        if member is None:
            return b""
        if member not in self._read:
            claimed = self._archive.getinfo(member)
            if claimed.compress_type not in PACKINGS:
                refuse(damaged("kiểu nén lạ"))
            with self._archive.open(claimed) as source:
                # Never more than the zip directory says, whatever there is to unpack.
                self._read[member] = _judged(source.read(claimed.file_size + 1))
        return self._read[member]

    def keep(self, name: str, content: bytes) -> None:
        """Give a part that was read another content, for all who read it later."""
        self._read[self._names[name.lower()]] = content


def _judged(source: bytes) -> bytes:
    """Return an XML part; refuse one that is not written as workbooks are."""
    declaration = len(_DECLARED) if source.startswith(_DECLARED) else 0
    has_asides = any(source.find(mark, declaration) >= 0 for mark in (b"<!", b"<?"))
    # A document type can define entities that unpack without end; workbooks have none.
    if has_asides and b"<!DOCTYPE" in source:
        refuse(damaged("có khai báo DOCTYPE"))
    if b"\0" in source[:4] or _ALPHABET.match(source):
        refuse(damaged("bảng mã chữ không phải UTF-8"))
    return _ASIDE.sub(_text_only, source) if has_asides else source


def _text_only(match: re.Match[bytes]) -> bytes:
    """Return the text of a CDATA section, escaped; b"" for a comment.

    The reader would make a blank of the section.
    """
    return (match[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;")
