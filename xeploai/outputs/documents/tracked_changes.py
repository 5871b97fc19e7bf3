"""A Word file without what reviewing left in it: every change is accepted, every comment gone.

An office edits its template with changes tracked; what it deleted is still in the file, tags and
all, and a comment would go out with the report.
"""

import re
from collections.abc import Mapping
from posixpath import basename, join
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

BODY = "word/document.xml"

_TEXT_PART = re.compile(r"word/(document|(header|footer)\d*|footnotes|endnotes)\.xml")
_LINKS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_REVIEWING = re.compile(r"/(comments\w*|people)$")
"""How the kinds of links end that lead to comments and to those who wrote them."""

_P, _R, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "r", "tbl", "tr", "tc"))
_PPR, _RPR = qn("w:pPr"), qn("w:rPr")
_KEPT = tuple(qn(f"w:{name}") for name in ("ins", "moveTo"))
_GONE = tuple(qn(f"w:{name}") for name in ("del", "moveFrom"))
_CELL_GONE, _COMMENT = qn("w:cellDel"), qn("w:commentReference")
_MARKS = (
    *(qn(f"w:comment{name}") for name in ("RangeStart", "RangeEnd")),
    *(qn(f"w:move{way}Range{end}") for way in ("From", "To") for end in ("Start", "End")),
    *(qn(f"w:{of}Change") for of in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr",
                                     "tblGrid", "numbering")),
    *(qn(f"w:cell{name}") for name in ("Ins", "Merge")),
)  # fmt: skip


def plain_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a Word file, by name, as if its review were finished.

    The other parts stay as they are.
    """
    plain = _without_comments(parts)
    texts = {name: _plain(part) for name, part in plain.items() if _TEXT_PART.fullmatch(name)}
    return plain | texts


# ---------------------------------------------------------------- comments


def _without_comments(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts without those that hold comments and the references to them."""
    if _LINKS not in parts:
        return dict(parts)
    links: Any = etree.fromstring(parts[_LINKS])
    ours = [link for link in links if _REVIEWING.search(link.get("Type", ""))]
    if not ours:
        return dict(parts)
    gone = {join("/word", link.get("Target", "")) for link in ours}
    types: Any = etree.fromstring(parts[_TYPES])
    for node in [*ours, *(node for node in types if node.get("PartName") in gone)]:
        node.getparent().remove(node)
    gone |= {join("/word/_rels", f"{basename(name)}.rels") for name in gone}
    kept = {name: part for name, part in parts.items() if f"/{name}" not in gone}
    return kept | {_LINKS: _written(links), _TYPES: _written(types)}


# ---------------------------------------------------------------- changes


def _plain(part: bytes) -> bytes:
    """One part with its changes accepted; the same bytes where there are none."""
    root: Any = etree.fromstring(part)
    if next(root.iter(*_KEPT, *_GONE, _CELL_GONE, _COMMENT, *_MARKS), None) is None:
        return part
    _drop_deleted_cells(root)
    ended = [node for node in root.iter(_P) if _is_end_deleted(node)]
    for node in list(root.iter(*_GONE, *_MARKS)):
        node.getparent().remove(node)
    for node in list(root.iter(*_KEPT)):
        _unwrap(node)
    for node in list(root.iter(_COMMENT)):
        _drop_comment(node)
    for node in ended:
        _join_to_next(node)
    return _written(root)


def _drop_deleted_cells(root: Any) -> None:
    """Take away deleted rows and cells, and the rows and tables that have nothing left then."""
    doomed = [
        node for node in root.iter(_TR) if node.find(f"{qn('w:trPr')}/{_GONE[0]}") is not None
    ]
    doomed += [
        node for node in root.iter(_TC) if node.find(f"{qn('w:tcPr')}/{_CELL_GONE}") is not None
    ]
    for node in doomed:
        node.getparent().remove(node)
    if not doomed:
        return
    for outer, inner in ((_TR, _TC), (_TBL, _TR)):
        for node in list(root.iter(outer)):
            if next(node.iter(inner), None) is None:
                node.getparent().remove(node)


def _is_end_deleted(paragraph: Any) -> bool:
    """Whether the mark was deleted that ends a paragraph, so that the next one goes on with it."""
    return any(paragraph.find(f"{_PPR}/{_RPR}/{gone}") is not None for gone in _GONE)


def _unwrap(node: Any) -> None:
    parent = node.getparent()
    at = parent.index(node)
    parent[at : at + 1] = list(node)


def _drop_comment(node: Any) -> None:
    """Take away the mark of a comment, with the run that holds nothing else."""
    run = node.getparent()
    run.remove(node)
    if run.tag == _R and all(each.tag == _RPR for each in run):
        run.getparent().remove(run)


def _join_to_next(paragraph: Any) -> None:
    """Begin the next paragraph with what is left of one whose end was deleted."""
    left = [node for node in paragraph if node.tag != _PPR]
    following = paragraph.getnext()
    if following is not None and following.tag == _P:
        at = 1 if following.find(_PPR) is not None else 0
        following[at:at] = left
        paragraph.getparent().remove(paragraph)
    elif following is not None and next(paragraph.iter(_R), None) is None:
        paragraph.getparent().remove(paragraph)


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
