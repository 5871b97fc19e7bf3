"""Facts of a sheet that the Excel reader does not give, found in its XML.

Cells that it takes for blank (errors, and formulas whose result was never stored), what is hidden
or merged, and what is fetched from another workbook. The XML is as normalize.py spells it.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import islice

from xeploai.reading.xlsx.cells import Area

_LONGEST_FORMULA = 8_192

MAX_COLUMNS = 702
"""The columns as far as ZZ; the form has 28."""

_NO_RESULT = re.compile(
    rb"<c r=\"([A-Z]+)(\d+)\"([^<>]*)><f(?: [^<>]*?)?(?:/>|>[^<]*</f>)(<v ?/>|<v>\s*</v>)?</c>"
)
_ERROR = re.compile(rb'<c( [^<>]*?t="e"[^<>]*)(?<!/)>(.*?)</c>', re.S)
_VALUE = re.compile(rb"(<v>)([^<]*)(<)")
_PLACE = re.compile(rb' r="([A-Z]+)(\d+)"')
# A row of less than 4 points and a column narrower than one letter are not seen either.
_LOW = rb'ht="[0-3]?(?:\.\d*)?"'
_LOW_ROW = re.compile(rb" " + _LOW)
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^<>]*? (?:hidden="(?:1|true)"|' + _LOW + rb")")
_HIDDEN_COLUMN = re.compile(rb'<col ([^<>]*\b(?:hidden="(?:1|true)"|width="0?(?:\.\d*)?")[^<>]*)>')
_NARROW = re.compile(rb' width="0?(?:\.\d*)?"')
_FIRST, _LAST = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']"
    rb"([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})[\"']"
)
MAX_MERGED = 5_000
_LINK = re.compile(r"\[[^][]+\](?:[^][!'\"+\-*/^&=<>(),;: ]*|[^!'\"]*')!")
_FORMULA = re.compile(rb"<c( [^<>]*)><f([^<>]*?)(?:/>|>([^<]*)<)")
_SHARED_FORMULA = re.compile(rb' si="(\d+)"')


def with_known_errors(source: bytes) -> bytes:
    """Return a sheet with its errors replaced by one the Excel reader knows.

    At #SPILL! it gives up the file.
    """
    if b't="e"' not in source:
        return source
    return _ERROR.sub(lambda cell: _VALUE.sub(rb"\1#N/A\3", cell[0], count=1), source)


def odd_cells_of(source: bytes) -> dict[tuple[int, int], str]:
    """Return the cells of a sheet that read as blank and are not.

    The value is the error shown there, or "".
    """
    return dict(_odd_cells(source))


def _odd_cells(source: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b"<f" in source:
        for column, row, attributes, value in _NO_RESULT.findall(source):
            # A result that is a text without letters was stored all the same.
            if b't="str"' in attributes and value:
                continue
            yield (int(row) - 1, column_number(column)), ""
    if b't="e"' in source:
        for attributes, inside in _ERROR.findall(source):
            value = _VALUE.search(inside)
            yield from _at(attributes, value[2].decode("utf-8", "replace") if value else "#N/A")


def hidden_rows_of(source: bytes) -> frozenset[int]:
    """Return the rows of a sheet, counted from 0, that are hidden or filtered away."""
    if not _hides(source) and not _LOW_ROW.search(source):
        return frozenset()
    return frozenset(int(number) - 1 for number in _HIDDEN_ROW.findall(source))


def hidden_columns_of(source: bytes) -> frozenset[int]:
    """Return the columns of a sheet, counted from 0, that are hidden."""
    head = source[: source.find(b"sheetData")]
    is_any = _hides(head) or _NARROW.search(head)
    return frozenset(_hidden_columns(head)) if is_any else frozenset()


def _hides(source: bytes) -> bool:
    return b'hidden="1"' in source or b'hidden="true"' in source


def _hidden_columns(head: bytes) -> Iterator[int]:
    for attributes in _HIDDEN_COLUMN.findall(head):
        first, last = _FIRST.search(attributes), _LAST.search(attributes)
        if first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), MAX_COLUMNS))


def merged_areas_of(source: bytes) -> tuple[Area, ...]:
    """Return the ranges of a sheet that are merged into one cell; those past MAX_MERGED are not.

    A form has some ten, all of them in its heading.
    """
    ranges = islice(_MERGED.finditer(source, max(0, source.rfind(b"sheetData"))), MAX_MERGED)
    return tuple(
        Area(int(top) - 1, column_number(left), int(bottom) - 1, column_number(right))
        for left, top, right, bottom in (match.groups() for match in ranges)
    )


def linked_cells_of(source: bytes) -> frozenset[tuple[int, int]]:
    """Return the cells of a sheet whose formulas fetch from another workbook."""
    # The form's own formulas have no bracket: most sheets end here.
    if b"[" not in source:
        return frozenset()
    return frozenset(place for place, _ in _linked(source))


def _linked(source: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    shared = set()
    for attributes, kind, text in _FORMULA.findall(source):
        number = _SHARED_FORMULA.search(kind)
        formula = unescape(text.decode("utf-8", "replace"))[:_LONGEST_FORMULA]
        is_linked = b"[" in text and bool(_LINK.search(formula))
        # Of formulas that share a text, only the first one holds it.
        if number and is_linked:
            shared.add(number[1])
        if is_linked or (number and not text and number[1] in shared):
            yield from _at(attributes, "")


def _at(attributes: bytes, shown: str) -> Iterator[tuple[tuple[int, int], str]]:
    place = _PLACE.search(attributes)
    if place:
        yield (int(place[2]) - 1, column_number(place[1])), shown


@cache
def column_number(letters: bytes) -> int:
    """Return the number of a column, counted from 0."""
    number = 0
    for each in letters.upper():
        number = number * 26 + each - 64
    return number - 1
