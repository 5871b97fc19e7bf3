"""Colours and sizes of all charts; the colours are those of site_src/assets/style/shell.css."""

from collections.abc import Mapping

from xeploai.schema.terms import Level

# ---------------------------------------------------------------- colours

LEVEL_COLOURS: Mapping[Level, str] = {
    Level.XS: "#2c7bb6",
    Level.HTT: "#abd9e9",
    Level.HT: "#fdae61",
    Level.KHT: "#d7191c",
}
NOT_RATED = "#bdbdbd"

INK = "#1d2733"
MUTED = "#55616e"
LINE = "#d5dbe1"
PAPER = "#ffffff"
CURVE = "#1b4f86"
DEADLINE = "#a8201a"
TINT = "#e9f1f9"

DARK: Mapping[str, str] = {
    INK: "#e4e7eb",
    MUTED: "#a6b0bb",
    LINE: "#38414b",
    PAPER: "#171b21",
    CURVE: "#8fbdf0",
    DEADLINE: "#f29a92",
    TINT: "#1b2a3a",
}
"""Replacements of colours on a dark screen; bars keep theirs."""

_ON_STRONG = "#ffffff"
_ON_LIGHT = "#14202b"


def luminance(colour: str) -> float:
    """Return the relative luminance of a #rrggbb colour (WCAG 2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """White or near black, whichever is read better on a colour."""
    return max((_ON_STRONG, _ON_LIGHT), key=lambda ink: contrast(ink, colour))


# ---------------------------------------------------------------- type

FONT = "Noto Sans, Segoe UI, Liberation Sans, DejaVu Sans, Arial, sans-serif"
"""For pictures: the first of these that a machine has holds every Vietnamese letter."""

TEXT_SIZE = 13
"""px, the least for a number on a page."""

MARGIN: Mapping[str, int] = {"t": 8, "r": 24, "b": 32, "l": 48}
"""px around the bars or the curve of a page."""

LONGEST_NAME = 120
"""Letters of a name in a chart, three lines beside a bar; the table beside it has the whole."""
