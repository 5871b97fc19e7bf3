"""The XML of a Word document: tags put together before it is filled, order made after it."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TAG = re.compile(r"\{\{(?:(?!\{[{%]|[}%]\}).)*\}\}|\{%(?:(?!\{[{%]|[}%]\}).)*%\}|\{#.*?#\}")
"""A whole tag, begun and ended."""

_P, _T, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "t", "tbl", "tr", "tc"))
_PPR, _SECTION = qn("w:pPr"), qn("w:sectPr")
_SHOWN = tuple(qn(name) for name in ("w:t", "w:tbl", "w:drawing", "w:pict", "w:object"))
_MARK, _MARK_KIND = qn("w:fldChar"), qn("w:fldCharType")
_SEQUENCE = re.compile(r"\s*SEQ\s+(\S+)")


def texts_of(paragraph: Any) -> list[Any]:
    """Return the pieces of text of a paragraph, without those of a box that stands in it."""
    return [node for node in paragraph.iter(_T) if next(node.iterancestors(_P)) is paragraph]


def join_tags(root: Any) -> None:
    """Put every tag that Word split over several runs into the run it begins in."""
    for paragraph in root.iter(_P):
        pieces = texts_of(paragraph)
        texts = [piece.text or "" for piece in pieces]
        for match in TAG.finditer("".join(texts)):
            _gather(texts, *match.span())
        for piece, text in zip(pieces, texts, strict=True):
            if piece.text != text:
                piece.text = text
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _gather(texts: list[str], start: int, end: int) -> None:
    """Move a stretch of text into the piece it begins in; all together stay as long."""
    first, moved, at = -1, "", 0
    for number, text in enumerate(list(texts)):
        here = text[max(start - at, 0) : max(end - at, 0)]
        if here and first < 0:
            first = number
        elif here:
            moved += here
            texts[number] = text[end - at :]
        at += len(text)
    texts[first] += moved


def settle(body: Any) -> None:
    """Make a filled document whole: what loops and conditions left empty, the running numbers."""
    for table in list(body.iter(_TBL)):
        if table.find(_TR) is None:
            table.getparent().remove(table)
    for cell in body.iter(_TC):
        if len(cell) == 0 or cell[-1].tag != _P:  # Word takes a cell without a paragraph for damage
            cell.append(OxmlElement("w:p"))
    for number, picture in enumerate(body.iter(qn("wp:docPr")), start=1):
        picture.set("id", str(number))
    _drop_empty_end(body)
    _number(body)


def _drop_empty_end(body: Any) -> None:
    """Take away the last section where it holds nothing, so that it leaves no empty page."""
    breaks = [node for node in body if node.find(f"{_PPR}/{_SECTION}") is not None]
    if not breaks:
        return
    last = breaks[-1]
    after = list(last.itersiblings())
    if any(node.tag in _SHOWN or any(True for _ in node.iter(*_SHOWN)) for node in after):
        return
    for node in after:
        body.remove(node)
    body.append(last.find(_PPR).find(_SECTION))


# ---------------------------------------------------------------- running numbers


def _number(body: Any) -> None:
    """Write into each numbering field what Word would: 1, 2, 3 by name, as the text goes on."""
    counts: dict[str, int] = {}
    for instruction, shown in _fields(body):
        match = _SEQUENCE.match(instruction)
        if not match or not shown:
            continue
        counts[match[1]] = counts.get(match[1], 0) + 1
        for piece in shown:
            piece.text = ""
        shown[0].text = str(counts[match[1]])


def _fields(body: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield the instruction of each field, and the pieces of text that show its result.

    Word writes a field either as one element or as a row of runs between marks.
    """
    for node in body.iter(qn("w:fldSimple"), _MARK):
        if node.tag != _MARK:
            yield node.get(qn("w:instr")) or "", list(node.iter(_T))
        elif node.get(_MARK_KIND) == "begin":
            yield _between_marks(node.getparent())


def _between_marks(begin: Any) -> tuple[str, list[Any]]:
    instruction, shown, is_result = "", list[Any](), False
    for run in chain([begin], begin.itersiblings()):
        kinds = {mark.get(_MARK_KIND) for mark in run.iter(_MARK)}
        if "end" in kinds:
            break
        is_result = is_result or "separate" in kinds
        instruction += "".join(piece.text or "" for piece in run.iter(qn("w:instrText")))
        shown += run.iter(_T) if is_result else []
    return instruction, shown
