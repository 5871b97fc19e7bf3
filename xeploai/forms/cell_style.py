"""Fonts, colours, formats and texts that workbooks share."""

import re
from datetime import datetime

from xeploai.text import clean

FONT = "Times New Roman"
YELLOW, GREY, WHITE, HEADING, BLUE = "FFF8D6", "E7E6E6", "", "EAF0F6", "DCE9F7"
RED, ON_RED, GREEN, ON_GREEN, AMBER = "F8CBC6", "9C0006", "D5EBD3", "1E5C1E", "FCE0B0"
INK, SOFT, LINE = "000000", "595959", "8C8C8C"

# "_." leaves a full stop's width between a figure and the line beside it.
COUNT_FORMAT, DATE_FORMAT, TEXT_FORMAT = "#,##0_.", "dd/mm/yyyy", "@"

STAMP = datetime(2000, 1, 1)
# Excel reads _x0041_ as the letter A; its first sign written so keeps the rest as it is.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST_CHARACTERS = 32_767


def printable(text: str) -> str:
    """Text as a workbook can hold it: no longer than a cell, no sign read as another one."""
    held = clean(text)
    if len(held) * 2 > _MOST_CHARACTERS:
        # Excel counts as UTF-16 does, in which an emoji is two.
        cut = held.encode("utf-16-le")[: _MOST_CHARACTERS * 2]
        held = cut.decode("utf-16-le", "ignore")
    return _CODED.sub("_x005F_", held)
