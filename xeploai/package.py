"""An xlsx file as a zip of XML: judged by its directory and by what its parts claim.

The Excel reader makes room for whatever a file claims, and a small lying file can ask for
gigabytes. So it only sees a package made anew of parts that were judged here. The same look finds
what the reader does not tell: cells that it takes for blank (errors, and formulas whose result was
never stored), what is hidden, and what is fetched from another workbook.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

from xeploai.reading import damaged, encrypted, implausible, not_a_workbook, refuse

MAX_UNPACKED = 100 * 2**20
MAX_PARTS = 2_000
MAX_CELLS, MAX_ROWS, MAX_COLUMNS = 2_000_000, 100_000, 702

_VIETNAM = timezone(timedelta(hours=7))
_LOCKED = 0x1
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_WORKBOOK, _SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"
_FOR_ALL = (
    "[Content_Types].xml",
    "_rels/.rels",
    _WORKBOOK,
    "xl/_rels/workbook.xml.rels",
    _SHARED,
    "xl/styles.xml",
)
_ALPHABET = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.I)
_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb"\s+([\w:.]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SHARED_CLAIM = re.compile(rb"uniqueCount\s*=\s*[\"']([^\"']*)")
_FAR_CELL = re.compile(rb' r="(?:[A-Za-z]{3}|[A-Za-z]*\d{5}|[A-Za-z]*&)')
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c (?:[^<>]*/>|[^<>]*></(?:\w+:)?c>)")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row (?:[^<>]*/>|[^<>]*>\s*</(?:\w+:)?row>)")
_CLAIM = re.compile(rb' r="([A-Za-z]*)(\d*)([^"]*)')
_OTHER_CELL = re.compile(rb"<c(?:[\t\r\n>]| (?!r=\"))")
_NO_RESULT = re.compile(
    rb"<c(?: r=\"([A-Za-z]+)(\d+)\")?( [^>]*)?>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)"
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_PREFIX = re.compile(rb"<(/?)\w+:(?=[cfv][ />])")
_ERROR = re.compile(rb'<(?:\w+:)?c(\s[^>]*?t="e"[^>]*)(?<!/)>(.*?)</(?:\w+:)?c>', re.S)
_VALUE = re.compile(rb"(<(?:\w+:)?v\b[^>]*>)([^<]*)(<)")
_PLACE = re.compile(rb' r="([A-Za-z]+)(\d+)"')
_HIDDEN_ROW = re.compile(rb'row (?=[^<>]*hidden="(?:1|true)")(?:[^<>]*? )?r="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb'col ([^<>]*hidden="(?:1|true)"[^<>]*)>')
_FIRST, _LAST = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')
_LINK = re.compile(r"\[[^][]+\](?:[^][!'\"+\-*/^&=<>(),;: ]*|[^!'\"]*')!")
_FORMULA = re.compile(rb"<c( [^<>]*)>\s*<f([^<>]*?)(?:/>|>([^<]*)<)")
_SHARED_FORMULA = re.compile(rb' si="(\d+)"')


def judge_archive(archive: zipfile.ZipFile) -> None:
    """Keep out what the zip directory shows to be no plausible workbook."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        refuse(implausible, f"{len(parts)} phần bên trong")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        refuse(implausible, f"giải nén ra trên {MAX_UNPACKED // 2**20} MB")
    if any(part.flag_bits & _LOCKED for part in parts):
        refuse(encrypted)
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        refuse(not_a_workbook, "định dạng .xlsb, cần lưu lại thành .xlsx")
    if "word/document.xml" in names:
        refuse(not_a_workbook, "tệp Word")
    if "mimetype" in names or "content.xml" in names:
        refuse(not_a_workbook, "định dạng OpenDocument, cần lưu lại thành .xlsx")
    if "xl/workbook.xml" not in names:
        refuse(not_a_workbook, "tệp nén không chứa sổ làm việc")


class Package:
    """The parts of an xlsx file that are looked at beside the Excel reader."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # The Excel reader finds parts whatever their case.
        self._names = {name.lower(): name for name in archive.namelist()}
        self._read: dict[str, bytes] = {}
        self.workbook = _parse(self.part(_WORKBOOK))

    def part(self, name: str) -> bytes:
        """A part's content, b"" where there is none."""
        found = self._names.get(name.lower())
        if found is None:
            return b""
        if found not in self._read:
            claimed = self._archive.getinfo(found).file_size
            with self._archive.open(found) as source:
                # Never more than the zip directory says, whatever there is to unpack.
                self._read[found] = _judged(source.read(claimed + 1))
        return self._read[found]

    def alone(self, sheets: Collection[str]) -> bytes:
        """A workbook of only some sheets, made of the parts as judged here.

        The Excel reader sees nothing else: what a lying zip directory hides never reaches it.
        """
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name in dict.fromkeys((*_FOR_ALL, *sheets)):
                content = self.part(name)
                if content:
                    archive.writestr(name, _with_known_errors(content))
        return made.getvalue()

    def sheet_parts(self) -> dict[str, str]:
        """The part that holds each sheet, by the sheet's name as written."""
        relations = _parse(self.part("xl/_rels/workbook.xml.rels"))
        targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
        return {
            sheet.get("name", ""): _part_name(targets.get(_relation(sheet), ""))
            for sheet in self.workbook.iter()
            if sheet.tag.endswith("}sheet")
        }

    def starts_1904(self) -> bool:
        settings = (item for item in self.workbook if item.tag.endswith("}workbookPr"))
        return any(item.get("date1904") in ("1", "true") for item in settings)

    def saved_at(self) -> datetime | None:
        """When the program that wrote the file says it was last saved, by the clock of Vietnam."""
        found = re.search(rb"<dcterms:modified[^>]*>([^<]+)<", self.part("docProps/core.xml"))
        try:
            stamp = datetime.fromisoformat(found[1].decode("ascii")) if found else None
            # Excel writes the time of Greenwich: before seven in the morning the day before.
            local = stamp.astimezone(_VIETNAM) if stamp and stamp.tzinfo else stamp
        except (ValueError, OverflowError):
            return None
        return local.replace(tzinfo=None) if local else None


def _judged(source: bytes) -> bytes:
    """An XML part, refused where it is not written as workbooks are."""
    # A document type can define entities that unpack without end; workbooks have none.
    if b"<!DOCTYPE" in source:
        refuse(damaged, "có khai báo DOCTYPE")
    if b"\0" in source[:4] or _ALPHABET.match(source):
        refuse(damaged, "bảng mã chữ không phải UTF-8")
    return _plain(source)


def _parse(source: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(source)  # noqa: S314 (judged: no document type, so no entities)


def _relation(sheet: ElementTree.Element) -> str:
    return sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""


def _part_name(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _plain(source: bytes) -> bytes:
    """XML with its attributes in the one spelling that the patterns above know."""
    if not _OTHER_CELL.search(source) and b":c" not in source:
        return source
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(_plain_attribute, tag[0]), source)


def _plain_attribute(found: re.Match[bytes]) -> bytes:
    value = found[2] if found[2] is not None else found[3].replace(b'"', b"&quot;")
    return b' %b="%b"' % (found[1], value)


def judge_claims(package: Package, parts: Collection[str]) -> None:
    """Keep out a workbook whose XML claims more than a form can hold."""
    shared = package.part(_SHARED)
    for claim in _SHARED_CLAIM.findall(shared):
        if not claim.isdigit() or int(claim) > len(shared):
            refuse(implausible, f"khai {claim[:20].decode('ascii', 'replace')} chuỗi ký tự")
    for name in parts:
        source = package.part(name)
        if _FAR_CELL.search(source):
            _judge_extent(source)


def _judge_extent(source: bytes) -> None:
    """Refuse a sheet whose cells in use lie too far apart: the reader makes room for all between.

    Cells that are only formatted cost nothing; whole formatted columns are common.
    """
    in_use = _CLAIM.findall(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", source)))
    columns = max((_column(letters) + 1 for letters, _, _ in in_use), default=1)
    rows = max((int(row[:12] or b"0") for _, row, _ in in_use), default=1)
    is_far = columns > MAX_COLUMNS or rows > MAX_ROWS or columns * rows > MAX_CELLS
    if is_far or any(rest for _, _, rest in in_use):
        refuse(implausible, "có ô nằm quá xa bảng số liệu")


def _with_known_errors(source: bytes) -> bytes:
    """A sheet with every error one the Excel reader knows: at #SPILL! it gives up the file."""
    if b't="e"' not in source:
        return source
    return _ERROR.sub(lambda cell: _VALUE.sub(rb"\1#N/A\3", cell[0], count=1), source)


def odd_cells_of(source: bytes) -> dict[tuple[int, int], str]:
    """The cells of a sheet that read as blank and are not, with the error shown there or ""."""
    return dict(_odd_cells(source))


def _odd_cells(source: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b":f" in source:
        source = _PREFIX.sub(rb"<\1", source)
    if b"<f" in source:
        for column, row, said in _NO_RESULT.findall(source):
            if b't="str"' in said:
                continue
            if column:
                yield (int(row) - 1, _column(column)), ""
            else:
                yield from _at(said, "")
    if b't="e"' in source:
        for said, inside in _ERROR.findall(source):
            value = _VALUE.search(inside)
            yield from _at(said, value[2].decode("utf-8", "replace") if value else "#N/A")


def hidden_rows_of(source: bytes) -> frozenset[int]:
    """The rows of a sheet, counted from 0, that are hidden or filtered away."""
    if not _hides(source):
        return frozenset()
    return frozenset(int(number) - 1 for number in _HIDDEN_ROW.findall(source))


def hidden_columns_of(source: bytes) -> frozenset[int]:
    """The columns of a sheet, counted from 0, that are hidden."""
    head = source[: source.find(b"sheetData")]
    return frozenset(_hidden_columns(head)) if _hides(head) else frozenset()


def _hides(source: bytes) -> bool:
    return b'hidden="1"' in source or b'hidden="true"' in source


def _hidden_columns(head: bytes) -> Iterator[int]:
    for said in _HIDDEN_COLUMN.findall(head):
        first, last = _FIRST.search(said), _LAST.search(said)
        if first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), MAX_COLUMNS))


def linked_cells_of(source: bytes) -> frozenset[tuple[int, int]]:
    """The cells of a sheet whose formulas fetch from another workbook."""
    # The form's own formulas have no bracket: most sheets end here.
    if b"[" not in source:
        return frozenset()
    return frozenset(place for place, _ in _linked(_PREFIX.sub(rb"<\1", source)))


def _linked(source: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    shared = set()
    for said, kind, text in _FORMULA.findall(source):
        number = _SHARED_FORMULA.search(kind)
        is_linked = b"[" in text and bool(_LINK.search(unescape(text.decode("utf-8", "replace"))))
        # Of formulas that share a text, only the first one holds it.
        if number and is_linked:
            shared.add(number[1])
        if is_linked or (number and not text and number[1] in shared):
            yield from _at(said, "")


def _at(attributes: bytes, shown: str) -> Iterator[tuple[tuple[int, int], str]]:
    place = _PLACE.search(attributes)
    if place:
        yield (int(place[2]) - 1, _column(place[1])), shown


@cache
def _column(letters: bytes) -> int:
    number = 0
    for each in letters.upper():
        number = number * 26 + each - 64
    return number - 1
