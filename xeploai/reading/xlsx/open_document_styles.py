"""The styles of an OpenDocument spreadsheet: those that hide something or change what is read.

Of all that a style may say only this is kept: raised, lowered and struck-out text, white figures on
no ground of their own, rows and columns without room, sheets that are not shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

Element = ElementTree.Element

SPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, STYLE = f"{{{SPACE}table:1.0}}", f"{{{SPACE}style:1.0}}"
_LOOK: Final = f"{{{SPACE}xsl-fo-compatible:1.0}}"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_STRUCK, _WHITE = "<strike/>", '<color rgb="FFFFFFFF"/>'
_FONTS = ("", _STRUCK, _WHITE, f"{_STRUCK}{_WHITE}")
_FONT_PARTS = "".join(f"<font>{font}</font>" for font in _FONTS)
_CELL_FORMATS = "".join(
    f'<xf fontId="{number}" numFmtId="{shown}"/>'
    for shown in (0, 9)
    for number in range(len(_FONTS))
)
AS_PERCENTAGE: Final = len(_FONTS)
"""Added to the number of a format, it makes the one that also shows a number as a percentage."""

FORMATS: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts>{_FONT_PARTS}</fonts>'
    f"<cellXfs>{_CELL_FORMATS}</cellXfs></styleSheet>"
)
"""The part with the formats of cells that are kept; a cell names one by its number."""

_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(?:cm|mm|in|pt|px)")
_NO_ROOM = 0.05
"""A row or a column that measures less, in any unit, shows nothing."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The effects of styles, by their names.

    looks: the properties of a run of text, as xlsx writes them; formats: the number of a cell's
    format; flat: those of rows and columns without room; unshown: those of hidden sheets.
    """

    looks: Mapping[str, str]
    formats: Mapping[str, int]
    flat: frozenset[str]
    unshown: frozenset[str]


def styles_of(roots: Iterable[Element]) -> Styles:
    """Return the styles of some parts."""
    named = {
        (each.get(f"{STYLE}family", ""), each.get(f"{STYLE}name", "")): each
        for root in roots
        for each in root.iter(f"{STYLE}style")
    }
    return Styles(
        {name: _look(each) for (family, name), each in named.items() if family == "text"},
        {name: _format(each) for (family, name), each in named.items() if family == "table-cell"},
        frozenset(name for (_, name), each in named.items() if _is_flat(each)),
        frozenset(name for (_, name), each in named.items() if _is_unshown(each)),
    )


def _look(style: Element) -> str:
    struck = _STRUCK if _is_struck(style) else ""
    position = _property(style, "text", f"{STYLE}text-position").partition(" ")[0]
    if position in ("0%", ""):
        return struck
    is_low = position == "sub" or position.startswith("-")
    return f'{struck}<vertAlign val="{"subscript" if is_low else "superscript"}"/>'


def _is_struck(style: Element) -> bool:
    kinds = (
        _property(style, "text", f"{STYLE}text-line-through-{name}") for name in ("style", "type")
    )
    return any(kind not in ("", "none") for kind in kinds)


def _format(style: Element) -> int:
    ground = _property(style, "table-cell", f"{_LOOK}background-color")
    is_white = _property(style, "text", f"{_LOOK}color").casefold() == "#ffffff"
    return _is_struck(style) + 2 * (is_white and ground in ("", "transparent", "#ffffff"))


def _is_flat(style: Element) -> bool:
    written = _property(style, "table-row", f"{STYLE}row-height") or _property(
        style, "table-column", f"{STYLE}column-width"
    )
    length = _LENGTH.fullmatch(written)
    return length is not None and float(length[1]) < _NO_ROOM


def _is_unshown(style: Element) -> bool:
    return _property(style, "table", f"{TABLE}display") == "false"


def _property(style: Element, of: str, name: str) -> str:
    """Return a property that a style gives, "" where it gives none."""
    properties = style.find(f"{STYLE}{of}-properties")
    return properties.get(name, "") if properties is not None else ""
