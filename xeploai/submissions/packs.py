"""A pack as a workbook: how it is known, what seals it, and what its cover and its list tell.

The seal is of the cells and not of the bytes of the file, so that opening and saving a pack in
Excel breaks nothing. It tells accidents; that nobody made another pack is told by its short code,
which goes to the receiver by another way.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from xeploai.reading.xlsx.cells import CellValue, RawWorkbook
from xeploai.reading.xlsx.old_fonts import in_unicode
from xeploai.reading.xlsx.refusals import altered_pack, damaged, newer_pack, refuse
from xeploai.schema import pack_sheets as layout
from xeploai.schema.periods import spelt
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Pack
from xeploai.text import clean, day, folded

SIGNS = 8
"""Letters of the short code."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0, O, 1 and I, which are read for each other."""

MOST_IN_CELL = 30_000
"""Letters of the content in one cell; Excel holds 32,767."""

MOST_CONTENT = 16 * 2**20
"""Bytes that the content of one file may unpack to."""

_MOMENT = "%d/%m/%Y %H:%M:%S"
_DAY = "%d/%m/%Y"

Sheets = Mapping[str, Sequence[Sequence[CellValue]]]
"""The rows of the sheets of a pack, by name."""


@dataclass(frozen=True, slots=True)
class PackEntry:
    """A file as a pack carries it.

    file: the name it had with the sender; first_seen: the moment the sender first met it, the end
    of time where no ledger told; content: all that reading it gave, packed as text; common: what
    it has in common with others, by which it was packed.
    """

    file: str
    sha256: str
    first_seen: datetime
    content: str
    common: bytes = b""

    @property
    def plain(self) -> Any:
        """Its content as plain data; raises ReadRefused where it fills the memory."""
        return json.loads(unpacked(self.content, self.common))


def is_pack(book: RawWorkbook) -> bool:
    """Whether a workbook is a pack."""
    return {folded(name) for name in book.names} >= _NAMES_OF_A_PACK


_NAMES_OF_A_PACK = frozenset(map(folded, (layout.COVER, layout.ENTRIES)))
WANTED = frozenset(map(folded, layout.PACK_SHEETS))
"""The sheets that are read of a pack, by folded name."""


def read_pack(book: RawWorkbook, file: str, sha256: str) -> tuple[Pack, list[PackEntry]]:
    """Return what a pack says of itself and the files it carries.

    Raises ReadRefused where a newer program made it, or it is not as it was made.
    """
    sheets = {
        name: book.sheets[folded(name)].rows if folded(name) in book.sheets else ()
        for name in layout.PACK_SHEETS
    }
    cover = _labelled(sheets[layout.COVER])
    try:
        if int(float(cover[layout.ARRANGEMENT])) > layout.FORMAT:
            refuse(newer_pack())
        seal = seal_of(sheets)
        if cover[layout.SEAL] != seal:
            refuse(altered_pack())
        entries = list(_entries(sheets[layout.ENTRIES]))
        return _told(cover, sheets, seal, file, sha256), entries
    except (KeyError, ValueError, OverflowError, zlib.error):
        refuse(damaged("thiếu mục hoặc cột của gói số liệu"))


def _labelled(rows: Iterable[Sequence[CellValue]]) -> dict[str, str]:
    return {str(row[0]): clean(str(row[1])) for row in rows if len(row) > 1 and row[1] != ""}


def _told(cover: Mapping[str, str], sheets: Sheets, seal: str, file: str, sha256: str) -> Pack:
    return Pack(
        file=file,
        sha256=sha256,
        code=short_code(seal),
        office=cover[layout.OFFICE],
        unit=cover.get(layout.UNIT, ""),
        period=spelt(cover[layout.PERIOD]),
        as_of=datetime.strptime(cover[layout.AS_OF], _DAY).date(),
        made_at=datetime.strptime(cover[layout.MADE_AT], _MOMENT),
        hide_below=int(float(cover[layout.HIDE_BELOW])),
        number=int(float(cover[layout.NUMBER])),
        units=tuple(_units(sheets[layout.UNITS])),
    )


def cover_rows(told: Pack, program: str) -> list[list[str | int]]:
    """Return the labels of the cover with their values, but for the seal."""
    return [
        [layout.OFFICE, told.office],
        [layout.UNIT, told.unit],
        [layout.PERIOD, told.period],
        [layout.AS_OF, day(told.as_of)],
        [layout.MADE_AT, told.made_at.strftime(_MOMENT)],
        [layout.NUMBER, told.number],
        [layout.HIDE_BELOW, told.hide_below],
        [layout.PROGRAM, program],
        [layout.ARRANGEMENT, layout.FORMAT],
    ]


# ---------------------------------------------------------------- the seal


def seal_of(sheets: Sheets) -> str:
    """Return the hash of all cells of a pack but the seal itself.

    Blank rows and cells at the end of a row count as little as fonts and widths do. A sheet that
    is not there counts for nothing: a later arrangement may have more of them.
    """
    digest = hashlib.sha256()
    for name in filter(sheets.get, layout.PACK_SHEETS):
        for row in ([name], *sheets[name]):
            cells = [_meant(value) for value in row]
            while cells and cells[-1] == "":
                cells.pop()
            if cells and cells[0] != layout.SEAL:
                digest.update(json.dumps(cells, ensure_ascii=False).encode())
    return digest.hexdigest()


def _meant(value: CellValue) -> str | float:
    """Return a cell as every program that saves a workbook keeps it."""
    if isinstance(value, int | float):
        return float(f"{value:.12g}")
    text = clean(str(value))
    known = in_unicode(text)
    return known[0] if known else text


def short_code(seal: str) -> str:
    """Return the first signs of a seal as letters that nobody reads for each other."""
    number = int(seal[:16], 16) >> (64 - 5 * SIGNS)
    signs = [_ALPHABET[number >> 5 * at & 31] for at in reversed(range(SIGNS))]
    half = SIGNS // 2
    return f"{''.join(signs[:half])}-{''.join(signs[half:])}"


# ---------------------------------------------------------------- the files it carries


def entry_cells(entry: PackEntry) -> list[CellValue]:
    """Return the last cells of a file's row."""
    seen = "" if entry.first_seen == datetime.max else entry.first_seen.isoformat()
    return [entry.sha256, seen, *in_cells(entry.content)]


def in_cells(content: str) -> list[str]:
    """Return a content in parts that a cell can hold."""
    starts = range(0, len(content), MOST_IN_CELL)
    return [content[at : at + MOST_IN_CELL] for at in starts]


def with_common(entries: Sequence[PackEntry]) -> tuple[list[PackEntry], str]:
    """Return entries packed by what they have in common, and that as text.

    Most of a form are its own words: so a return takes a fifth of the room, and a province of
    thousands of returns fits into one file.
    """
    texts = [unpacked(each.content, each.common) for each in entries]
    # A workbook is as good as any other; the longest entries of a pack are workbooks.
    common = max(texts[:_LOOKED_AT], key=len, default=b"")[-_WINDOW:]
    made = (packed(text, common) for text in texts)
    packed_anew = (
        replace(each, content=content, common=common)
        for each, content in zip(entries, made, strict=True)
    )
    return list(packed_anew), packed(common)


_LOOKED_AT = 24
_WINDOW = 32 * 2**10
"""Files among which the common words are looked for, and bytes of them that can be used."""


def _entries(rows: Sequence[Sequence[CellValue]]) -> Iterator[PackEntry]:
    heading, below = _table(rows, layout.FILE)
    places = {key: heading.index(key) for key in (
        layout.FILE, layout.SHA256, layout.FIRST_SEEN, layout.CONTENT
    )}  # fmt: skip
    contents = ["".join(map(str, row[places[layout.CONTENT] :])) for row in below]
    names = [clean(str(row[places[layout.FILE]])) for row in below]
    common = unpacked(contents[names.index(layout.COMMON)])
    for row, name, content in zip(below, names, contents, strict=True):
        if content and name != layout.COMMON:
            seen = str(row[places[layout.FIRST_SEEN]])
            yield PackEntry(
                file=name,
                sha256=str(row[places[layout.SHA256]]),
                first_seen=datetime.fromisoformat(seen) if seen else datetime.max,
                content=content,
                common=common,
            )


def _units(rows: Sequence[Sequence[CellValue]]) -> Iterator[tuple[str, str]]:
    heading, below = _table(rows, layout.LISTED_CODE)
    code, name, kind = (
        heading.index(each) for each in (layout.LISTED_CODE, layout.LISTED_NAME, layout.LISTED_KIND)
    )
    for row in below:
        if row[code] != "" and not UnitKind(str(row[kind])).is_below_reporting:
            yield str(row[code]), str(row[name])


def _table(
    rows: Sequence[Sequence[CellValue]], heading: str
) -> tuple[list[str], Sequence[Sequence[CellValue]]]:
    """Return the headings of a sheet, and the rows below them."""
    for number, row in enumerate(rows):
        if heading in row:
            return [str(value) for value in row], rows[number + 1 :]
    raise KeyError(heading)


def packed_text(plain: Any) -> str:
    """Return plain data as a text that every cell can hold."""
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return packed(written.encode("utf-8", "surrogatepass"))


def packed(data: bytes, common: bytes = b"") -> str:
    """Return bytes as a text that every cell can hold; common: what they share with others."""
    packing = zlib.compressobj(9, zdict=common) if common else zlib.compressobj(9)
    return base64.b64encode(packing.compress(data) + packing.flush()).decode()


def unpacked(content: str, common: bytes = b"") -> bytes:
    """Return the bytes of such a text; raises ReadRefused where they would fill the memory."""
    unpacking = zlib.decompressobj(zdict=common) if common else zlib.decompressobj()
    data = unpacking.decompress(base64.b64decode(content, validate=True), MOST_CONTENT)
    if unpacking.unconsumed_tail:
        refuse(damaged("nội dung một biểu trong gói quá lớn"))
    return data
