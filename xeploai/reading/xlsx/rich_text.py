"""Runs of a cell's text that look unlike the rest: raised, lowered, struck through.

A footnote's number behind a figure, or a figure crossed out before the right one, would be read
along with it: 12 and a raised 1 are not 121. So such a run is written in letters that look so.
"""

from xml.etree import ElementTree

_DIGITS = "0123456789"
_RAISED = str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉")
_STROKE = "\u0336"
_OFF = ("0", "false")


def as_seen(run: ElementTree.Element, text: str) -> str:
    """Return the text of a run in letters that look as it is shown."""
    formats = {
        item.tag.rpartition("}")[2]: item.get("val", "").strip()
        for properties in run
        if properties.tag.endswith("rPr")
        for item in properties
    }
    if formats.get("strike", "0") not in _OFF:
        return "".join(letter + _STROKE for letter in text)
    table = {"superscript": _RAISED, "subscript": _LOWERED}.get(formats.get("vertAlign", ""))
    return text.translate(table) if table else text


def strings_as_seen(source: bytes) -> bytes:
    """Return a workbook's table of texts (judged: no document type) with its runs written so."""
    if b"vertAlign" not in source and b"strike" not in source:
        return source
    root = ElementTree.fromstring(source)  # noqa: S314 (no document type, so no entities)
    for run in (each for item in root for each in item if each.tag.endswith("}r")):
        for text in (each for each in run if each.tag.endswith("}t")):
            text.text = as_seen(run, text.text or "")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
