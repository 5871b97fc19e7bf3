"""A sheet's XML in the one spelling that Excel, LibreOffice, WPS and openpyxl write.

XML can say the same in many ways: other quotes, blanks, prefixes, cells without an address. The
patterns that look at a sheet, and the Excel reader, each know some of them. So a sheet in another
spelling is written anew, and what has no place in a sheet is refused: nobody can tell which of two
values was meant.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from xml.etree import ElementTree

from xeploai.reading.xlsx.refusals import damaged, refuse
from xeploai.reading.xlsx.rich_text import as_seen
from xeploai.reading.xlsx.scan import column_number
from xeploai.text import iso_moment

_ATTRIBUTES = rb"(?: [\w:]++=\"(?!\s)[^\"<>&]*+(?<!\s)\")*+"
_FORMULA = rb"<f(?: [\w:]++=\"[^\"<>]*+\")*+(?: ?/>|>[^<]*+</f>)"
_VALUE = rb"<v>[^<&]*+(?:&(?:amp|lt|gt|quot|apos);[^<&]*+)*+</v>|<v ?/>"
_TEXT = rb"<is><t(?: xml:space=\"preserve\")?+>[^<]*+</t></is>"
_CELL = (
    rb"<c r=\"[A-Z]++[1-9]\d*+\"(?: s=\"\d++\")?+(?: t=\"inlineStr\">" + _TEXT + rb"</c>"
    rb"| t=\"s\"(?: ?/>|><v>\d{1,9}</v></c>)"
    rb"|(?: t=\"(?:[ben]|str)\")?+"
    rb"(?: ?/>|>(?:" + _FORMULA + rb")?+(?:" + _VALUE + rb")?+</c>))"
)
_ROW = rb"<row r=\"[1-9]\d*+\"" + _ATTRIBUTES + rb"(?: ?/>|>(?:" + _CELL + rb")*+</row>)"
# Some name the one namespace of a sheet a second time, openpyxl and so our own forms among them.
_BEGIN = rb"<sheetData(?: xmlns=\"http://schemas\.openxmlformats\.org/spreadsheetml/2006/main\")?+>"
_TABLE = re.compile(_BEGIN + rb"(?:" + _ROW + rb")*+</sheetData>")
_OTHER_COLUMN = re.compile(rb":col|<col(?!s>|(?: \w++=\"[\w.]*+\")++ ?/>)")
_PLACE = re.compile(r"([A-Za-z]+)0*([1-9]\d*)")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6}", re.ASCII)
_TEXT_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_ROW_NUMBER = re.compile(r"0*[1-9]\d*", re.ASCII)
_SHAPES: tuple[list[str], ...] = ([], ["f"], ["v"], ["f", "v"])
_TEXT_SHAPES: tuple[list[str], ...] = ([], ["is"], ["v", "is"], ["is", "v"])
_STRANGE = "ghi hai lần hoặc ghi lạ"


def plain_sheet(source: bytes) -> bytes:
    """Return a sheet as judged (it has no document type) in the one spelling."""
    begin = source.find(b"<sheetData")
    table = _TABLE.match(source, begin) if begin >= 0 else None
    is_one = table is not None and source.count(b"sheetData") == 2
    if is_one and not _OTHER_COLUMN.search(source, 0, begin):
        return source
    root = ElementTree.fromstring(source)  # noqa: S314 (no document type, so no entities)
    return "".join(_sheet(root)).encode()


def _sheet(root: ElementTree.Element) -> Iterator[str]:
    space = root.tag[: root.tag.find("}") + 1]
    tables = [each for each in root.iter() if each.tag.endswith("sheetData")]
    if len(tables) > 1 or any(each.tag != f"{space}sheetData" for each in tables):
        refuse(damaged(f"bảng số liệu {_STRANGE}"))
    yield '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>'
    for column in root.iterfind(f"{space}cols/{space}col"):
        yield f"<col{_attributes(column, column.keys())}/>"
    yield "</cols><sheetData>"
    for table in tables:
        yield from _rows(table, space)
    yield "</sheetData>"
    for merged in root.iterfind(f"{space}mergeCells/{space}mergeCell"):
        # The Excel reader gives up a file at a range that is none.
        if _RANGE.fullmatch(merged.get("ref", "").strip()):
            yield f"<mergeCell{_attributes(merged, ('ref',))}/>"
    yield "</worksheet>"


def _rows(table: ElementTree.Element, space: str) -> Iterator[str]:
    number = 0
    for row in table:
        _must_be(row, f"{space}row", f"dòng sau dòng {number}")
        number = _number(row, number)
        yield f'<row r="{number}"{_attributes(row, ("ht", "hidden"))}>'
        column = 0
        for cell in _content(row, space):
            _must_be(cell, f"{space}c", f"ô ở dòng {number}")
            column, address = _place(cell, column, number)
            yield _cell(cell, address, space)
        yield "</row>"


def _content(element: ElementTree.Element, space: str) -> list[ElementTree.Element]:
    """Return the children of a row or a cell, without what a program adds for itself at its end."""
    children = list(element)
    is_extended = children and children[-1].tag == f"{space}extLst"
    return children[:-1] if is_extended else children


def _must_be(element: ElementTree.Element, tag: str, where: str) -> None:
    if element.tag != tag:
        refuse(damaged(f"{where} {_STRANGE}"))


def _number(row: ElementTree.Element, before: int) -> int:
    """Return the number of a row; without one it is the row after the one before."""
    written = row.get("r")
    if not written:
        return before + 1
    if not _ROW_NUMBER.fullmatch(written.strip()):
        refuse(damaged(f"dòng sau dòng {before} {_STRANGE}"))
    return int(written)


def _place(cell: ElementTree.Element, column: int, row: int) -> tuple[int, str]:
    """Return the number of a cell's column, counted from 1, and its address."""
    written = cell.get("r")
    if written is None:
        return column + 1, f"{_letters(column + 1)}{row}"
    match = _PLACE.fullmatch(written.strip())
    if match is None or not match[0].isascii():
        refuse(damaged(f"ô ở dòng {row} {_STRANGE}"))
    letters = match[1].upper()
    return column_number(letters.encode()) + 1, f"{letters}{match[2]}"


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def _cell(cell: ElementTree.Element, address: str, space: str) -> str:
    kind = cell.get("t", "")
    parts = _parts(cell, space, _TEXT_SHAPES if kind == "inlineStr" else _SHAPES)
    if parts is None or (kind == "s" and not _is_text_number(parts)):
        refuse(damaged(f"ô {address[:20]} {_STRANGE}"))
    if kind != "str" and "v" in parts:
        written = _value(parts)
        parts["v"].text = _plain_moment(written) if kind == "d" else written
    inside = "".join(_inside(each, space) for each in parts.values())
    kinds = ("s", "t") if parts else ("s",)
    return f'<c r="{address}"{_attributes(cell, kinds)}>{inside}</c>'


def _parts(
    cell: ElementTree.Element, space: str, shapes: Collection[list[str]]
) -> dict[str, ElementTree.Element] | None:
    """Return what tells the value of a cell, by name; None where it has none of the shapes."""
    content = _content(cell, space)
    shape = [each.tag.removeprefix(space) for each in content]
    is_nested = any(len(each) for each in content if not each.tag.endswith("is"))
    if is_nested or shape not in shapes:
        return None
    parts = dict(zip(shape, content, strict=True))
    # Excel shows the text and not the number that some write beside it; no number names no text.
    if "is" in parts or (cell.get("t") == "s" and not _value(parts)):
        parts.pop("v", None)
    return parts


def _is_text_number(parts: Mapping[str, ElementTree.Element]) -> bool:
    """Whether a cell names its text by a number: else the Excel reader would take the first."""
    return "v" not in parts or _TEXT_NUMBER.fullmatch(_value(parts)) is not None


def _value(parts: Mapping[str, ElementTree.Element]) -> str:
    """Return the value of a cell without the blanks around it, which some programs lay there."""
    return (parts["v"].text or "").strip() if "v" in parts else ""


def _plain_moment(written: str) -> str:
    """Return a moment as the Excel reader knows it, without a time zone; it would be a text."""
    moment = iso_moment(written)
    return moment.isoformat() if moment else written


def _inside(part: ElementTree.Element, space: str) -> str:
    name = part.tag.removeprefix(space)
    if name == "is":
        text = escape("".join(_texts(part, space)), quote=False)
        return f'<is><t xml:space="preserve">{text}</t></is>'
    names = part.keys() if name == "f" else ()
    return f"<{name}{_attributes(part, names)}>{escape(part.text or '', quote=False)}</{name}>"


def _texts(inside: ElementTree.Element, space: str) -> Iterator[str]:
    """Yield the text of a cell and of its formatted runs, without how it is pronounced."""
    for each in inside:
        if each.tag == f"{space}t":
            yield each.text or ""
        elif each.tag == f"{space}r":
            yield from (as_seen(each, text.text or "") for text in each.findall(f"{space}t"))


def _attributes(element: ElementTree.Element, names: Iterable[str]) -> str:
    """Return attributes of an element as they are written in a tag."""
    attributes = ((name, element.get(name)) for name in names if not name.startswith("{"))
    return "".join(f' {name}="{_quoted(value)}"' for name, value in attributes if value is not None)


def _quoted(value: str) -> str:
    # An apostrophe stays: the patterns that look at a sheet know no reference for it.
    return escape(value.strip(), quote=False).replace('"', "&quot;")
