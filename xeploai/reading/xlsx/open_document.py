"""An OpenDocument spreadsheet (.ods) written anew as an xlsx package, so that one reader is enough.

LibreOffice saves so where nobody chooses otherwise. Its XML tells all that is looked at here: the
error a cell shows, what is hidden, what is linked. Formulas are kept as marks only: that there is
one, and whether it fetches from another workbook.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import Final
from xml.etree import ElementTree

from xeploai.findings import letter
from xeploai.reading.xlsx.archive import MAX_CELLS, MAX_ROWS
from xeploai.reading.xlsx.open_document_styles import (
    AS_PERCENTAGE,
    FORMATS,
    SPACE,
    TABLE,
    Styles,
    styles_of,
)
from xeploai.reading.xlsx.parts import Parts
from xeploai.reading.xlsx.refusals import encrypted, implausible, not_a_workbook, refuse
from xeploai.reading.xlsx.scan import MAX_COLUMNS

Element = ElementTree.Element

_OFFICE, _TEXT = f"{{{SPACE}office:1.0}}", f"{{{SPACE}text:1.0}}"
_LIBREOFFICE_TYPE: Final = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
)
_SAVED: Final = "{http://purl.org/dc/elements/1.1/}date"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"

_ROW_GROUPS = frozenset(
    f"{TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows")
)
_COLUMN_GROUPS = frozenset(
    f"{TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns")
)
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_UNSEEN = frozenset({"collapse", "filter"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
# Only LibreOffice says of which kind a result is; others write its text.
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:\d+")
_ELSEWHERE = "'file:"
_LINKED, _PLAIN = "<f>[1]x!A1</f>", "<f>0</f>"
_FAR = "có ô nằm quá xa bảng số liệu"


def is_open_document(names: Sequence[str]) -> bool:
    """Whether parts of these names are those of an OpenDocument file."""
    return "content.xml" in names or "mimetype" in names


def as_workbook(archive: zipfile.ZipFile) -> bytes:
    """Return the xlsx package of a judged OpenDocument spreadsheet; raises ReadRefused."""
    parts = Parts(archive)
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        refuse(encrypted())
    content = _parsed(parts.read("content.xml"))
    book = content.find(f"{_OFFICE}body/{_OFFICE}spreadsheet") if content is not None else None
    if content is None or book is None:
        refuse(not_a_workbook("tệp OpenDocument không phải bảng tính"))
    tables = [each for each in book.iterfind(f"{TABLE}table") if not _is_of_another_file(each)]
    common = _parsed(parts.read("styles.xml"))
    styles = styles_of(root for root in (common, content) if root is not None)
    pages = {
        f"xl/worksheets/sheet{number}.xml": "".join(_Sheet(styles).lines(table))
        for number, table in enumerate(tables, start=1)
    }
    return _packed(pages, tables, styles.unshown, _parsed(parts.read("meta.xml")))


def _parsed(source: bytes) -> Element | None:
    return ElementTree.fromstring(source) if source else None  # noqa: S314 (no document type)


def _is_of_another_file(table: Element) -> bool:
    """Whether a table is what LibreOffice remembers of a workbook that formulas fetch from."""
    return table.find(f"{TABLE}table-source") is not None


def _within(parent: Element, groups: frozenset[str]) -> Iterator[Element]:
    """Yield the children of an element and of groups in it, in their order."""
    waiting = [iter(parent)]
    while waiting:
        for child in waiting[-1]:
            if child.tag in groups:
                waiting.append(iter(child))
                break
            yield child
        else:
            waiting.pop()


def _times(element: Element, what: str) -> int:
    """Return how often a row, column or cell is repeated, or how far it reaches."""
    written = element.get(f"{TABLE}number-{what}", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 1


@dataclass
class _Sheet:
    """Writes one table as a sheet of xlsx, and counts its cells."""

    styles: Styles
    usual: Sequence[str] = ()
    merged: list[str] = field(default_factory=list)
    number: int = 0

    def lines(self, table: Element) -> Iterator[str]:
        self.usual = [*_usual_styles(table)]
        yield f'<worksheet xmlns="{_MAIN}"><cols>{"".join(self._columns(table))}</cols><sheetData>'
        row = 0
        for each in _within(table, _ROW_GROUPS):
            if each.tag != f"{TABLE}table-row":
                continue
            times, cells = _times(each, "rows-repeated"), list(self._filled(each, row + 1))
            if cells and row + times > MAX_ROWS:
                refuse(implausible(_FAR))
            for number in range(row + 1, row + times + 1) if cells else ():
                yield self._row(number, each, cells)
            row += times
        yield "</sheetData>"
        if self.merged:
            yield f"<mergeCells>{''.join(self.merged)}</mergeCells>"
        yield "</worksheet>"

    def _filled(self, row: Element, number: int) -> Iterator[tuple[int, int, Element]]:
        """Yield the cells of a row that hold something: first column, how often, the cell."""
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = _times(cell, "columns-repeated")
            self._note_merge(cell, column, number)
            if _holds(cell):
                if column + times > MAX_COLUMNS:
                    refuse(implausible(_FAR))
                yield column, times, cell
            column += times

    def _note_merge(self, cell: Element, column: int, row: int) -> None:
        wide, high = _times(cell, "columns-spanned"), _times(cell, "rows-spanned")
        if wide * high > 1 and column + wide <= MAX_COLUMNS:
            last = f"{letter(column + wide - 1)}{row + high - 1}"
            self.merged.append(f'<mergeCell ref="{letter(column)}{row}:{last}"/>')

    def _row(self, number: int, row: Element, cells: list[tuple[int, int, Element]]) -> str:
        self.number += sum(times for _, times, _ in cells)
        if self.number > MAX_CELLS:
            refuse(implausible(_FAR))
        hidden = ' hidden="1"' if self._is_hidden(row) else ""
        written = "".join(
            f'<c r="{letter(place)}{number}"{self._format(cell, place)}{self._cell(cell)}</c>'
            for column, times, cell in cells
            for place in range(column, column + times)
        )
        return f'<row r="{number}"{hidden}>{written}</row>'

    def _is_hidden(self, line: Element) -> bool:
        """Whether a row or a column is not shown, or has no room."""
        is_flat = line.get(f"{TABLE}style-name") in self.styles.flat
        return is_flat or line.get(f"{TABLE}visibility") in _UNSEEN

    def _format(self, cell: Element, column: int) -> str:
        usual = self.usual[column] if column < len(self.usual) else ""
        number = self.styles.formats.get(cell.get(f"{TABLE}style-name", usual), 0)
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            number += AS_PERCENTAGE
        return f' s="{number}"' if number else ""

    def _columns(self, table: Element) -> Iterator[str]:
        """Yield the columns that are hidden."""
        first = 1
        for column in _columns(table):
            last = first + _times(column, "columns-repeated") - 1
            if self._is_hidden(column):
                yield f'<col min="{first}" max="{last}" hidden="1"/>'
            first = last + 1

    def _cell(self, cell: Element) -> str:
        """Return the end of a cell's tag and what stands inside it."""
        formula = cell.get(f"{TABLE}formula")
        mark = "" if formula is None else _LINKED if _ELSEWHERE in formula else _PLAIN
        kind = cell.get(f"{_OFFICE}value-type", "")
        text = _text(cell)
        is_error = formula is not None and _ERROR.fullmatch(text) is not None
        if is_error or cell.get(_LIBREOFFICE_TYPE) == "error":
            return f' t="e">{mark}<v>{escape(text)}</v>'
        if kind in _NUMBERS:
            return f">{mark}<v>{escape(cell.get(f'{_OFFICE}value', ''))}</v>"
        if kind == "date":
            return f' t="d">{mark}<v>{escape(cell.get(f"{_OFFICE}date-value", ""))}</v>'
        if kind == "boolean":
            return f' t="b">{mark}<v>{int(cell.get(f"{_OFFICE}boolean-value") == "true")}</v>'
        if mark:
            return f' t="str">{mark}<v>{escape(text)}</v>' if kind else f">{mark}"
        return f' t="inlineStr"><is>{"".join(self._runs(cell))}</is>'

    def _runs(self, cell: Element) -> Iterator[str]:
        for text, style in _pieces(cell):
            look = f"<rPr>{self.styles.looks.get(style, '')}</rPr>"
            yield f'<r>{look}<t xml:space="preserve">{escape(text)}</t></r>'


def _columns(table: Element) -> Iterator[Element]:
    lines = _within(table, _COLUMN_GROUPS)
    return (each for each in lines if each.tag == f"{TABLE}table-column")


def _usual_styles(table: Element) -> Iterator[str]:
    """Yield the style of the cells of each column that have none of their own."""
    column = 0
    for each in _columns(table):
        times = min(_times(each, "columns-repeated"), MAX_COLUMNS - column)
        yield from [each.get(f"{TABLE}default-cell-style-name", "")] * times
        column += times


def _holds(cell: Element) -> bool:
    is_typed = cell.get(f"{_OFFICE}value-type") or cell.get(f"{TABLE}formula")
    return bool(is_typed or _text(cell))


def _text(cell: Element) -> str:
    return "".join(text for text, _ in _pieces(cell))


def _pieces(cell: Element) -> Iterator[tuple[str, str]]:
    """Yield the text of a cell piece by piece, each with the name of its style."""
    paragraphs = cell.findall(f"{_TEXT}p")
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield "\n", ""
        yield from _inside(paragraph, "")
    if not paragraphs:
        yield cell.get(f"{_OFFICE}string-value", ""), ""


def _inside(element: Element, style: str) -> Iterator[tuple[str, str]]:
    yield element.text or "", style
    for child in element:
        name = child.tag.removeprefix(_TEXT)
        if name == "s":
            yield " " * min(_spaces(child), 99), style
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n", style
        elif name in ("span", "a"):
            yield from _inside(child, child.get(f"{_TEXT}style-name", style))
        yield child.tail or "", style


def _spaces(element: Element) -> int:
    written = element.get(f"{_TEXT}c", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 3 else 1


def _packed(
    pages: Mapping[str, str],
    tables: Sequence[Element],
    unshown: frozenset[str],
    meta: Element | None,
) -> bytes:
    """Return the package of some sheets, which all have the names of their tables."""
    sheets = "".join(
        f'<sheet name="{escape(each.get(f"{TABLE}name", ""))}" sheetId="{number}" '
        f'state="{"hidden" if each.get(f"{TABLE}style-name") in unshown else "visible"}" '
        f'r:id="rId{number}"/>'
        for number, each in enumerate(tables, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" Target="/{page}"/>'
        for number, page in enumerate(pages, start=1)
    )
    saved = meta.find(f".//{_SAVED}") if meta is not None else None
    moment = escape(saved.text or "") if saved is not None else ""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKED_LINKS}">{links}'
        "</Relationships>",
        "docProps/core.xml": f"<p><dcterms:modified>{moment}</dcterms:modified></p>",
        "xl/styles.xml": FORMATS,
        **pages,
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()
