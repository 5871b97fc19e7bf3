"""Formats that change what a cell tells: struck through, not to be seen, shown as a percentage.

A cell names its format by a number; the table of formats stands in a part of its own, the same in
all workbooks of a season.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from xml.etree import ElementTree

from xeploai.reading.xlsx.cells import Cells
from xeploai.reading.xlsx.scan import column_number

MAX_TABLE = 4 * 2**20
"""Bytes of a table of formats that is looked into; a form has some 15 kB."""

LEAST_CONTRAST = 1.25
"""Contrast of letters and background, by the formula of WCAG 2, below which nothing is seen."""

SMALLEST_LETTERS = 2.0
"""Height of letters, in points, that nobody can read."""

MOST_NAMED = 50
"""A pattern of more formats is no quicker than one of all."""

_OFF = ("0", "false")
_BLACK, _WHITE = (0.0, 0.0, 0.0), (255.0, 255.0, 255.0)
# Numbers of colours that Excel knows without a table: its first palette, and the system's own.
_INDEXED = {"0": _BLACK, "1": _WHITE, "8": _BLACK, "9": _WHITE, "64": _BLACK, "65": _WHITE}
_THEME = {"0": _WHITE, "1": _BLACK}
_PERCENT = frozenset({"9", "10"})
"""The built-in number formats 0% and 0.00%."""

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_BLANKS = re.compile(r'"\s*"|\s')

Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Formats:
    """Numbers of the cell formats that strike through, hide, or show a percentage."""

    struck: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()
    percent: frozenset[int] = frozenset()


def formats_of(styles: bytes) -> Formats:
    """Return the telling formats of a workbook (its styles as judged: no document type)."""
    return _formats_of(styles) if 0 < len(styles) <= MAX_TABLE else Formats()


@lru_cache(maxsize=8)
def _formats_of(styles: bytes) -> Formats:
    try:
        root = ElementTree.fromstring(styles)  # noqa: S314 (no document type, so no entities)
    except ElementTree.ParseError:
        return Formats()
    fonts = list(_children(root, "fonts"))
    fills = list(_children(root, "fills"))
    formats = _children(root, "numFmts")
    codes = {item.get("numFmtId", ""): item.get("formatCode", "") for item in formats}
    struck: set[int] = set()
    unseen: set[int] = set()
    percent: set[int] = set()
    for number, each in enumerate(_children(root, "cellXfs")):
        font, fill = _part(fonts, each.get("fontId")), _part(fills, each.get("fillId"))
        code = each.get("numFmtId", "0")
        if _is_struck(font):
            struck.add(number)
        if _hides(codes.get(code, "")) or _is_tiny(font) or _melts(font, fill):
            unseen.add(number)
        if code in _PERCENT or "%" in _QUOTED.sub("", codes.get(code, "")):
            percent.add(number)
    return Formats(frozenset(struck), frozenset(unseen), frozenset(percent))


def cells_of_formats(source: bytes, *kinds: frozenset[int]) -> tuple[Cells, ...]:
    """Return the cells of a sheet (in the one spelling) of each kind of format, in one pass."""
    names = {str(number).encode() for kind in kinds for number in kind}
    # Cells of other formats are passed over quickest by a pattern that names those looked for.
    numbers = b"|".join(sorted(names)) if len(names) <= MOST_NAMED else rb"\d++"
    cells = re.compile(rb'<c r="([A-Z]++)(\d++)" s="(' + numbers + rb')"[^<>]*+(?<!/)>')
    formats = {
        (int(row) - 1, column_number(column)): int(number)
        for column, row, number in (cells.findall(source) if names else ())
    }
    return tuple(
        frozenset(place for place, number in formats.items() if number in kind) for kind in kinds
    )


# ------------------------------------------------------------------ one format


def _is_struck(font: ElementTree.Element | None) -> bool:
    strike = _child(font, "strike")
    return strike is not None and strike.get("val", "1").strip() not in _OFF


def _is_tiny(font: ElementTree.Element | None) -> bool:
    size = _child(font, "sz")
    return size is not None and _number(size.get("val", ""), 11.0) <= SMALLEST_LETTERS


def _hides(code: str) -> bool:
    """Whether a number format shows nothing where a number stands, as ;;; does."""
    return bool(code) and not _BLANKS.sub("", code).partition(";")[0]


def _melts(font: ElementTree.Element | None, fill: ElementTree.Element | None) -> bool:
    """Whether letters have the colour of their background."""
    letters, behind = _color(_child(font, "color"), _BLACK), _background(fill)
    if letters is None or behind is None:
        return False
    bright, dark = sorted((_brightness(letters), _brightness(behind)), reverse=True)
    return (bright + 0.05) / (dark + 0.05) < LEAST_CONTRAST


def _background(fill: ElementTree.Element | None) -> Color | None:
    """Return the colour of a background, None where that is a pattern or not known."""
    pattern = _child(fill, "patternFill")
    kind = "none" if pattern is None else pattern.get("patternType", "none")
    if kind == "none":
        return _WHITE
    return _color(_child(pattern, "fgColor"), _BLACK) if kind == "solid" else None


def _color(element: ElementTree.Element | None, usual: Color) -> Color | None:
    """Return a colour, None where only the theme of the workbook knows it."""
    if element is None or element.get("auto"):
        return usual
    rgb = _RGB.fullmatch(element.get("rgb", ""))
    if rgb:
        color: Color | None = (int(rgb[1], 16), int(rgb[2], 16), int(rgb[3], 16))
    else:
        color = _THEME.get(element.get("theme", "")) or _INDEXED.get(element.get("indexed", ""))
    if color is None:
        return None
    tint = min(1.0, max(-1.0, _number(element.get("tint", ""), 0.0)))
    red, green, blue = color
    return _tinted(red, tint), _tinted(green, tint), _tinted(blue, tint)


def _tinted(part: float, tint: float) -> float:
    """Return a part of a grey made darker (below 0) or brighter, as Excel does with its theme."""
    return part * (1 + tint) if tint < 0 else part + (255 - part) * tint


def _brightness(color: Color) -> float:
    """Return the relative luminance of a colour, 0 to 1, by the formula of WCAG 2."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ------------------------------------------------------------------ the table


def _children(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    for table in root:
        if table.tag.endswith(f"}}{name}"):
            yield from table


def _child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    inside = () if element is None else element
    return next((each for each in inside if each.tag.endswith(f"}}{name}")), None)


def _part(table: list[ElementTree.Element], number: str | None) -> ElementTree.Element | None:
    known = number is not None and number.isdigit() and len(number) < 7 and int(number) < len(table)
    return table[int(number)] if known and number is not None else None


def _number(text: str, usual: float) -> float:
    try:
        number = float(text)
    except ValueError:
        return usual
    return number if isfinite(number) else usual
