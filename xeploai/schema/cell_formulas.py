"""Parts of spreadsheet formulas: how one cell, or each of an area, is read and compared.

The rules write the formulas of their self-check with them, the forms those that read a row.
"""

from datetime import date

NO_BREAK = "\N{NO-BREAK SPACE}"
_DASHES = "||-|–|—|"
_EPOCH = date(1899, 12, 30)
_ZEROS = 'REPT("0",20)'


def serial(day: date) -> int:
    """Return the number by which a spreadsheet knows a day."""
    return (day - _EPOCH).days


def quoted(text: str) -> str:
    """Return a text as it stands in a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


# ------------------------------------------------------------------ texts


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Return a text in which one after the other is replaced."""
    for old, new in changes:
        text = f'SUBSTITUTE({text},"{old}","{new}")'
    return text


def plain_text(cell: str) -> str:
    """Return the text of a cell without spaces around it or doubled in it."""
    return f'TRIM(SUBSTITUTE({changed(cell, (NO_BREAK, " "))},CHAR(10)," "))'


def without_digits(text: str) -> str:
    """Return what is left of a text, "" where it is all digits."""
    return changed(text, *((str(digit), "") for digit in range(10)))


def same_number(*texts: str) -> str:
    """Return the condition that texts of digits are one number: Excel drops the zeros before it."""
    return "=".join(f"RIGHT({_ZEROS}&{each},20)" for each in texts)


# ------------------------------------------------------------------ conditions


def is_blank(cell: str) -> str:
    """Return the condition that a cell is empty or holds only a dash."""
    text = f"TRIM(CLEAN({changed(cell, (NO_BREAK, ' '))}))"
    return f'ISNUMBER(FIND("|"&{text}&"|","{_DASHES}"))'


def stray_day(key: str, first: date, last: date) -> str:
    """Return the condition that a filled cell holds no day, or one outside some days."""
    start, end = serial(first), serial(last)
    return f"IF({{blank.{key}}},FALSE,ABS(2*{{{key}}}-{start + end})>{end - start})"


def some_row(*conditions: str) -> str:
    """Return the condition that some row of an area meets all of some conditions."""
    return f"SUMPRODUCT({'*'.join(f'({each})' for each in conditions)}*1)>0"
