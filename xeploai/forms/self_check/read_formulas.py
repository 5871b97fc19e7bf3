"""The program's reading of cells, as spreadsheet formulas: which spelling means which value.

Beside each row stand hidden cells with all its values as read, one after the other in fixed
widths, so that the checks calculate with the number a cell means and not with how it is written.
Follows xeploai.reading.values; what a formula cannot check is listed at the rule unreadable_cell.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from xeploai.reading.values import LEVEL_WORDS
from xeploai.schema.cell_formulas import (
    NO_BREAK,
    changed,
    is_blank,
    plain_text,
    serial,
    without_digits,
)
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Column, Row, columns
from xeploai.schema.terms import FIRST_DAY, LAST_DAY, Scale
from xeploai.text import folded

NOT_A_DAY = 1
"""Stands for the day in a cell that holds none: one before any that may be written."""
NOT_LISTED = 9
"""Stands for the word in a cell that says none of its list."""

_LONGEST = 7500
"""A formula of more characters is parted in two: Excel takes at most 8192."""
_WIDTHS = {"count": 8, "date": 5, "level": 1, "choice": 1, "code": 1}
_ACCENTED = {
    "xuat": "xuất", "sac": "sắc", "hoan": "hoàn", "thanh": "thành", "nhiem": "nhiệm", "vu": "vụ",
    "tot": "tốt", "khong": "không", "trong": "trong", "sach": "sạch", "vung": "vững",
    "manh": "mạnh", "tieu": "tiêu", "bieu": "biểu", "yeu": "yếu", "kem": "kém",
}  # fmt: skip
_TOTALS = (
    "tổng cộng", "tổng", "cộng", "tổng số", "tổng hợp", "cộng chung", "cộng dồn", "toàn đơn vị",
    "tc", "total", "toàn đảng bộ", "cộng toàn đảng bộ", "tổng toàn đảng bộ",
)  # fmt: skip


# ------------------------------------------------------------------ lists of words

TOTAL_WORDS = tuple(dict.fromkeys(word for name in _TOTALS for word in (name, folded(name))))
"""The names of a typed total, in full and without accents; letter case does not count."""

TOTAL_LIST = f"|{'|'.join(TOTAL_WORDS)}|"


def word_list(column: Column, scale: Scale) -> str:
    """Return the words of a level or choice in one text: "1|xs#1|htxs#2|htt#"."""
    if column.type == "level":
        return _listed([_spellings(words) for words in LEVEL_WORDS[scale].values()])
    return _listed([(_plain(choice), folded(choice)) for choice in column.choices])


def _spellings(words: tuple[str, ...]) -> tuple[str, ...]:
    accented = (" ".join(_ACCENTED.get(part, part) for part in word.split()) for word in words)
    return (*words, *accented)


def _listed(words: list[tuple[str, ...]]) -> str:
    entries = (
        f"{number}|{word}#"
        for number, alike in enumerate(words, start=1)
        for word in dict.fromkeys(alike)
    )
    return "".join(entries)


def _plain(text: str) -> str:
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return " ".join(text.lower().split())


_MARKS = (".", ",", "-", "/")

# ------------------------------------------------------------------ one cell, or each of an area


def _word(cell: str) -> str:
    bare = changed(cell, (NO_BREAK, " "), *((mark, " ") for mark in _MARKS))
    return f'LOWER(TRIM(SUBSTITUTE({bare},CHAR(10)," ")))'


_NO_COMMA = (",", "x")
"""A comma that is left makes a text no count, whether the computer takes it for decimals or not."""
_TAILS = ((",00|", ""), (",0|", ""), (".00|", ""), (".0|", ""), ("|", ""))


def _whole_part(cell: str) -> str:
    """Return the text of a count without one or two zeros after a comma or full stop."""
    return changed(f'{plain_text(cell)}&"|"', *_TAILS)


def _digits(cell: str) -> str:
    """Return the same without the stops that group thousands."""
    return changed(_whole_part(cell), (".", ""))


def _number(cell: str) -> str:
    """Return the count in a cell that holds one or is blank; an error where it is a dash."""
    signs = ((NO_BREAK, ""), (" ", ""), *_TAILS, (".", ""), _NO_COMMA)
    return f"VALUE(0&{changed(f'CLEAN({cell})&{chr(34)}|{chr(34)}', *signs)})"


def written_sum(area: str) -> str:
    """Return the sum of the counts in an area that are written as text; 0 where one is none.

    The area's first cell holds the number of its column, as "(6)".
    """
    signs = (("-", ""), ("–", ""), ("—", ""), ("(", ""), (")", ""), _NO_COMMA)
    digits, first = changed(_digits(area), *signs), area.partition(":")[0]
    below = f"(ROW({area})>ROW({first}))"
    texts = f"IFERROR(SUMPRODUCT({below}*ISTEXT({area})*VALUE(0&{digits})),0)"
    return f"IF(COUNTA({area})-1=COUNT({area}),0,{texts})"


def _no_counts(area: str, other: str = "") -> str:
    """Return the condition that a cell of an area is filled and holds no count.

    other: a cell of the area that is no field of counts.
    """
    digits, whole = _digits(area), _whole_part(area)
    rest = without_digits(digits)
    last_seven = f'RIGHT("0000000"&{digits},7)'
    grouped = f'LEFT({last_seven},1)&"."&MID({last_seven},2,3)&"."&RIGHT({last_seven},3)'
    spelt = (
        f"({whole}={digits})"
        f'+(LEN({whole})>4)*(LEFT({whole})>"0")*({whole}=RIGHT({grouped},LEN({whole})))'
    )
    right = (
        f'({rest}="")*(LEN({digits})>0)*(LEN({digits})<9)'
        f'*(RIGHT("0000000"&{digits},8)<="10000000")'
        f"*(({plain_text(area)}={digits})+ISTEXT({area})*({spelt}))"
    )
    skipped = f"*(COLUMN({area})<>COLUMN({other}))" if other else ""
    return f"SUMPRODUCT((1-{is_blank(area)})*(({right})=0){skipped})>0"


def _no_whole_numbers(areas: list[str]) -> str:
    """Return the same where only numbers stand there."""
    odd = "+".join(f"SUMPRODUCT((INT(ABS({area}))<>{area})+({area}>10000000))" for area in areas)
    return f"{odd}>0"


def _written_day(cell: str) -> str:
    """Return the day in a text, an error where there is none.

    A text is read day first, or year first, whatever the computer is set to: it is turned year
    first, with dashes, which every program reads alike.
    """
    text = changed(f'LOWER({plain_text(cell)})&"|"', *_IN_WORDS, *_MIDNIGHT)
    parted = changed(text, (" ", "/"), (".", "/"), ("-", "/"))
    apart = f'SUBSTITUTE({parted},"/",REPT(" ",9))'
    turned = f'RIGHT({parted},4)&"-"&TRIM(MID({apart},10,9))&"-"&TRIM(LEFT({apart},9))'
    year_first = f'SUBSTITUTE({parted},"/","-")'
    return f'DATEVALUE(IF(IFERROR(FIND("/",{parted}),0)=5,{year_first},{turned}))'


_IN_WORDS = (("ngày ", ""), (" tháng ", "/"), (" năm ", "/"))
_MIDNIGHT = (("t", " "), (":00:00|", ":00|"), (" 00:00|", ""), (" 0:00|", ""), ("|", ""))


def read_day(cell: str) -> str:
    """Return the number of the day in a cell: 0 where it is blank, NOT_A_DAY where none is."""
    day = f"IF(ISNUMBER({cell}),INT({cell}),{_written_day(cell)})"
    first, last = serial(FIRST_DAY), serial(LAST_DAY)
    in_range = f"MEDIAN({first - 1},{last + 1},{day})"
    known = f"IFERROR(IF(ISLOGICAL({cell}),{NOT_A_DAY},{in_range}),{NOT_A_DAY})"
    return f"IF({is_blank(cell)},0,{known})"


def is_no_count(cell: str) -> str:
    """Return the condition that one cell is filled and holds no count."""
    return f"IF(ISNUMBER({cell}),{_no_whole_numbers([cell])},{_no_counts(cell)})"


def read_word(cell: str, words: str) -> str:
    """Return the place of a cell's word in a list: 0 where it is blank, NOT_LISTED elsewhere."""
    position = f'MID({words},FIND("|"&{_word(cell)}&"#",{words})-1,1)'
    return f"IF({is_blank(cell)},0,IFERROR(VALUE({position}),{NOT_LISTED}))"


def read_code(cell: str) -> str:
    """1 where a code can be read, 0 where the cell is blank, NOT_LISTED where it cannot."""
    number = f"IF(OR({cell}<0,INT({cell})<>{cell}),{NOT_LISTED},1)"
    filled = f"IF({is_blank(cell)},0,IF(ISLOGICAL({cell}),{NOT_LISTED},1))"
    return f"IF(ISNUMBER({cell}),{number},{filled})"


def read_value(column: Column, cell: str, words: str) -> str:
    """Return the formula of a field's value as read; words: the cell of its list of words."""
    if column.type == "count":
        # A greater one is no count; it must not take up more room than it has.
        return f"IFERROR(MIN(99999999,{_number(cell)}),0)"
    if column.type == "date":
        return read_day(cell)
    return read_code(cell) if column.type == "code" else read_word(cell, words)


# ------------------------------------------------------------------ a row beside itself


@dataclass(frozen=True, slots=True)
class ReadPart:
    """Where a value stands among those read of a row.

    helper: the hidden cell, counted from 0; start: its first sign in it, counted from 1.
    """

    helper: int
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class RowReading:
    """The hidden cells beside the rows of a sheet; parts: where each field stands in them.

    Under the key COUNTS stands whether every count of the row can be read: 0, or NOT_LISTED.
    templates: the formulas, fields as {key}, {words.key} for the cell of a list of words.
    """

    templates: tuple[str, ...]
    parts: Mapping[str, ReadPart]


COUNTS = "*"


def row_reading(row_type: type[Row]) -> RowReading:
    """Return the hidden cells of a sheet's rows."""
    return _row_reading(cast("Hashable", row_type))


@cache
def _row_reading(row_type: type[Row]) -> RowReading:
    helpers: list[list[str]] = [[]]
    parts: dict[str, ReadPart] = {}
    start = 1
    for key, width, template in _readings(row_type):
        if sum(map(len, helpers[-1])) + len(template) > _LONGEST:
            helpers.append([])
            start = 1
        helpers[-1].append(template)
        parts[key] = ReadPart(len(helpers) - 1, start, width)
        start += width
    keys = list(columns(row_type))
    untouched = f"COUNTA({{{keys[0]}}}:{{{keys[-1]}}})=0"
    if row_type is CellReturn:
        untouched = f"OR({untouched},{IS_TYPED_TOTAL})"
    templates = tuple(f'IF({untouched},"",{"&".join(helper)})' for helper in helpers)
    return RowReading(templates if parts else (), parts)


IS_TYPED_TOTAL = 'AND({cell_code}="",ISNUMBER(FIND("|"&LOWER({name})&"|",{words.totals})))'
"""The condition that a row is named as a total: the program leaves such a row out."""


def _readings(row_type: type[Row]) -> Iterator[tuple[str, int, str]]:
    """Key, width and formula of each value that is read."""
    for key, column in columns(row_type).items():
        width = _WIDTHS.get(column.type, 0)
        if width:
            number = read_value(column, f"{{{key}}}", f"{{words.{key}}}")
            yield key, width, f'TEXT({number},"{"0" * width}")'
    if count_keys(row_type):
        yield COUNTS, 1, f"IF({_are_no_counts(row_type)},{NOT_LISTED},0)"


def count_keys(row_type: type[Row]) -> list[list[str]]:
    """Return the fields of counts, those that stand side by side together."""
    groups: list[list[str]] = []
    before = ""
    for key, column in columns(row_type).items():
        if column.type == "count":
            if before == "count":
                groups[-1].append(key)
            else:
                groups.append([key])
        before = column.type
    return groups


def _are_no_counts(row_type: type[Row]) -> str:
    """Return the condition that a count of a row cannot be read."""
    keys = count_keys(row_type)
    areas = [f"{{{group[0]}}}:{{{group[-1]}}}" for group in keys]
    fields = list(columns(row_type))
    # Between two areas of counts stands one field of words.
    between = [f"{{{fields[fields.index(group[-1]) + 1]}}}" for group in keys[:-1]]
    whole = f"{{{keys[0][0]}}}:{{{keys[-1][-1]}}}"
    joined = ",".join(areas)
    return (
        f"IF(COUNTA({joined})=COUNT({joined}),{_no_whole_numbers(areas)},"
        f"{_no_counts(whole, *between)})"
    )
