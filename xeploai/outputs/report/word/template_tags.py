"""A Word template → its paragraphs with the tags in them, each knowing where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from xeploai.outputs.documents.tracked_changes import BODY
from xeploai.outputs.documents.word_xml import TAG, texts_of

_P, _TBL, _TR, _TC, _SECTION = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sectPr"))
_PARTS = {"header": "Đầu trang", "footer": "Chân trang", "footnotes": "Chú thích cuối trang",
          "endnotes": "Chú thích cuối văn bản"}  # fmt: skip
_PART = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")
_QUOTED = 50

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
"""Word turns straight quotes round; filling turns them back inside a tag, and so does the check."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; kind: "p" or "tr" where a whole paragraph or row stands for it; word: the first.

    source: as the template language reads it.
    """

    text: str
    kind: str
    word: str
    source: str

    @property
    def is_block(self) -> bool:
        """Whether it begins or ends something rather than shows it."""
        return self.text.startswith("{%")

    @property
    def is_comment(self) -> bool:
        """Whether it is a note of the office's to itself."""
        return self.text.startswith("{#")


@dataclass(frozen=True, slots=True)
class TaggedParagraph:
    """One paragraph.

    place: in words; frame: what it stands in (the body or a cell); row: the row and table it is
    in, None outside tables; holds_section: whether a section ends with it.
    """

    part: str
    place: str
    text: str
    tags: tuple[Tag, ...]
    rest: str
    frame: Any
    row: Any
    table: Any
    holds_section: bool

    @property
    def location(self) -> str:
        """Where it is, with its first words."""
        text = " ".join(self.text.split())
        cut = text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"
        return f"{self.place} (“{cut}”)"


_OPENED = re.compile(r"^\{([{%#])(p|tr|tc|r)?(?=\s)\s*|^\{([{%#])\s*")


def _tag(text: str) -> Tag:
    opening = _OPENED.match(text)
    kind = (opening and opening[2]) or ""
    inner = text[opening.end() if opening else 2 : -2].strip()
    sign = text[1]
    close = {"{": "}}", "%": "%}", "#": "#}"}[sign]
    word = re.match(r"[^\s(]*", inner)
    source = f"{{{sign} {inner.translate(STRAIGHT)} {close}"
    return Tag(text, kind, word[0] if word else "", source)


def spots_of(parts: dict[str, bytes]) -> list[TaggedParagraph]:
    """Return the non-empty paragraphs of a template, in its order, then heads and feet."""
    paragraphs = list(_in_body(etree.fromstring(parts[BODY])))
    for name in sorted(parts):
        if named := _PART.fullmatch(name):
            root = etree.fromstring(parts[name])
            place = _PARTS[named[1]]
            paragraphs += [_spot(name, place, node, root) for node in root.iter(_P)]
    return [spot for spot in paragraphs if spot.text.strip()]


def _in_body(root: Any) -> Iterator[TaggedParagraph]:
    body = root.find(qn("w:body"))
    tables = list(body.iter(_TBL))
    number = 0
    for node in body.iter(_P):
        cell = next(node.iterancestors(_TC), None)
        if cell is None:
            number += 0 if next(node.iterancestors(_P), None) is not None else 1
            yield _spot(BODY, f"Đoạn {number}", node, body)
        else:
            yield _spot(BODY, _in_table(cell, tables), node, cell)


def _in_table(cell: Any, tables: list[Any]) -> str:
    row = next(cell.iterancestors(_TR))
    table = next(row.iterancestors(_TBL))
    across = list(row.iter(_TC)).index(cell) + 1
    down = list(table.iter(_TR)).index(row) + 1
    return f"Bảng thứ {tables.index(table) + 1}, hàng {down}, ô {across}"


def _spot(part: str, place: str, node: Any, frame: Any) -> TaggedParagraph:
    text = "".join(piece.text or "" for piece in texts_of(node)).replace("\n", " ")
    row = next(node.iterancestors(_TR), None)
    return TaggedParagraph(
        part=part,
        place=place,
        text=text,
        tags=tuple(_tag(match[0]) for match in TAG.finditer(text)),
        rest=TAG.sub(" ", text),
        frame=frame,
        row=row,
        table=None if row is None else next(row.iterancestors(_TBL)),
        holds_section=next(node.iter(_SECTION), None) is not None,
    )
