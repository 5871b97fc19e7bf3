"""An xlsx file as a zip of XML: judged by its directory and by what its parts claim.

The Excel reader makes room for whatever a file claims, and a small lying file can ask for
gigabytes. It also passes over what workbooks do not have: a second value in a cell, a second table
in a sheet. So it only sees a package made anew of parts that were judged here.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree

from xeploai.reading.xlsx.normalize import plain_sheet
from xeploai.reading.xlsx.parts import Parts, names_as_written
from xeploai.reading.xlsx.refusals import damaged, implausible, not_a_workbook, packed, refuse
from xeploai.reading.xlsx.rich_text import strings_as_seen
from xeploai.reading.xlsx.scan import MAX_COLUMNS, column_number, with_known_errors
from xeploai.text import iso_moment

MAX_CELLS, MAX_ROWS = 2_000_000, 100_000

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = f"{{{_OFFICE}}}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ROOT = "_rels/.rels"
_WORKBOOK, _INSIDE = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHARED, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
"""The usual places of the parts: the only ones that the Excel reader knows."""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHARED_CLAIM = re.compile(rb"uniqueCount\s*=\s*[\"']([^\"']*)")
_SAVED = re.compile(rb"<dcterms:modified[^<>]*>([^<]+)<")
_PLACE = re.compile(rb'<(?:c|row) r="([^"]*)"')
_IN_THEIR_ROWS = re.compile(rb"(?: (\d++)(?: [A-Z]++\1(?!\d))*+)*+")
_FAR = re.compile(rb" (?:[A-Z]{3}|[A-Z]*\d{5})")
_FORMULA_TEXT = re.compile(rb"(<f(?: [^<>]*+)?(?<!/)>)[^<]++(?=</f>)")
_ATTRIBUTES = rb'(?: [\w:]++="[^"<>]*+")*+'
_SILENT_CELL = (
    rb'<c r="[A-Z]++\d++"(?: s="\d++")?+ t="str"><f'
    + _ATTRIBUTES
    + rb"(?:/>|>[^<]*+</f>)<v></v></c>"
)
# Whose tag ends with an attribute and holds nothing but such cells, down to its end, is a row.
_SILENT_ROW = re.compile(rb'">(?:' + _SILENT_CELL + rb")++</row>")
_EMPTY_CELL = re.compile(rb"<c (?:[^<>]*/>|[^<>]*></c>)")
_EMPTY_ROW = re.compile(rb"<row (?:[^<>]*/>|[^<>]*></row>)")
_CLAIM = re.compile(rb" ([A-Z]*)(\d*)")


def judge_names(archive: zipfile.ZipFile) -> None:
    """Refuse a package whose parts have names that no workbook has."""
    listed = names_as_written(archive)
    if any(name.startswith("/") or "\\" in name for name in listed):
        refuse(damaged("tên các phần bên trong ghi lạ"))
    # The Excel reader finds parts whatever their case, so these are the same to it.
    if len({name.lower() for name in listed}) < len(listed):
        refuse(damaged("có hai phần bên trong cùng tên"))


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part of a package leads: by which id, to what kind of thing, to which part."""

    id: str
    kind: str
    part: str


class Package:
    """The parts of an xlsx file that are looked at beside the Excel reader."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._parts = Parts(archive)
        self._outside = _relations(self.part(_ROOT), "")
        self._place = self._main_part()
        self._relations = _relations(self.part(_relations_of(self._place)), self._place)
        self._workbook = _parse(self.part(self._place))
        self._sheets = [item for item in self._workbook.iter() if item.tag.endswith("}sheet")]

    def _main_part(self) -> str:
        """Return the part that holds the list of sheets: OneDrive calls it xl/workbook22.xml."""
        place = self._led_to(self._outside, "/officeDocument", _WORKBOOK)
        if not self._parts.has(place) and not self._parts.has(_WORKBOOK):
            is_package = self._outside or self._parts.has("[Content_Types].xml")
            what = not_a_workbook("tệp nén không chứa tệp Excel")
            refuse(what if is_package else packed(".zip"))
        self._must_have(place)
        return place

    def _led_to(self, relations: Sequence[Relation], kind: str, usual: str) -> str:
        """Return the one part that relations of a kind lead to, the usual one where none does."""
        places = {item.part for item in relations if item.kind.endswith(kind)}
        if len({place.lower() for place in places}) > 1:
            refuse(damaged("hai phần chính cùng loại"))
        return places.pop() if places else usual

    def _must_have(self, place: str) -> None:
        """Refuse a workbook that leads to a part which is not there: Excel shows something else."""
        if not self._parts.has(place):
            refuse(damaged("thiếu phần bên trong mà tệp dẫn tới"))

    def part(self, name: str) -> bytes:
        """Return a part's content, b"" where there is none."""
        return self._parts.read(name)

    def sheet(self, name: str) -> bytes:
        """Return a sheet in the one spelling that the patterns here know, and keep it so.

        Most of a form are spare rows whose formulas say nothing: those are emptied first. A sheet
        that may fetch from another workbook stays whole.
        """
        source = self.part(name)
        if b"[" not in source:
            source = _SILENT_ROW.sub(b'"/>', source)
        source = plain_sheet(source)
        self._parts.keep(name, source)
        return source

    def trimmed(self, name: str) -> bytes:
        """Return a sheet without cells that are only formatted, and keep it so.

        Two columns formatted to the last row are a million rows that say nothing.
        """
        source = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", self.part(name)))
        self._parts.keep(name, source)
        return source

    def lighten(self, name: str) -> None:
        """Keep a sheet, as judged, without the texts of formulas that fetch from no other workbook.

        Some programs write each of a form's hundreds out in full.
        """
        source = self.part(name)
        if b"[" not in source:
            self._parts.keep(name, _FORMULA_TEXT.sub(rb"\1", source))

    def alone(self, sheets: Collection[str]) -> bytes:
        """Return a workbook of only some sheets, made of the parts as judged here.

        The Excel reader sees nothing else: what a lying zip directory hides never reaches it.
        """
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            parts = dict(self._usual_parts()) | {name: self.part(name) for name in sheets}
            for name, content in parts.items():
                if content:
                    archive.writestr(name, with_known_errors(content))
        return made.getvalue()

    def _usual_parts(self) -> Iterator[tuple[str, bytes]]:
        """Yield what all sheets need, each part in its usual place."""
        yield _ROOT, _written((Relation("rId1", f"{_OFFICE}/officeDocument", _WORKBOOK),))
        yield _WORKBOOK, self.part(self._place)
        yield _INSIDE, _written(tuple(self._relations))
        yield _SHARED, strings_as_seen(self.shared_strings())
        yield _STYLES, self.styles()

    def styles(self) -> bytes:
        """Return the table of formats that cells name by number, b"" where there is none."""
        return self.part(self._led_to(self._relations, "/styles", _STYLES))

    def shared_strings(self) -> bytes:
        """Return the table of texts that cells name by number, b"" where there is none."""
        place = self._led_to(self._relations, "/sharedStrings", _SHARED)
        if place != _SHARED:
            self._must_have(place)
        return self.part(place)

    def sheet_parts(self) -> dict[str, str]:
        """Return the part that holds each sheet, by the sheet's name as written."""
        targets = {item.id: item.part for item in self._relations}
        if len(targets) < len(self._relations):
            refuse(damaged("hai phần bên trong cùng mã"))
        parts = {sheet.get("name", ""): targets.get(_relation(sheet), "") for sheet in self._sheets}
        if len(parts) < len(self._sheets):
            refuse(damaged("hai tờ cùng tên"))
        return parts

    def hidden_sheets(self) -> frozenset[str]:
        """Return the names, as written, of the sheets whose tabs are not shown."""
        states = {sheet.get("name", ""): sheet.get("state", "visible") for sheet in self._sheets}
        return frozenset(name for name, state in states.items() if state.strip() != "visible")

    def starts_1904(self) -> bool:
        settings = (item for item in self._workbook if item.tag.endswith("}workbookPr"))
        return any(item.get("date1904", "").strip() in ("1", "true") for item in settings)

    def saved_at(self) -> datetime | None:
        """When the program that wrote the file says it was last saved, by the clock of Vietnam."""
        place = self._led_to(self._outside, "/core-properties", "docProps/core.xml")
        saved = _SAVED.search(self.part(place))
        return iso_moment(saved[1].decode("ascii", "replace")) if saved else None


def _parse(source: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(source)  # noqa: S314 (judged: no document type, so no entities)


def _relation(sheet: ElementTree.Element) -> str:
    return sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""


def _relations_of(place: str) -> str:
    folder, name = posixpath.split(place)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(source: bytes, place: str) -> list[Relation]:
    """Return the relations written for a part, which lead from the folder it stands in."""
    folder = f"/{posixpath.dirname(place)}"
    return [
        Relation(
            item.get("Id", ""), item.get("Type", ""), _part_name(item.get("Target", ""), folder)
        )
        for item in (_parse(source) if source else ())
    ]


def _part_name(target: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


@lru_cache(maxsize=8)
def _written(relations: tuple[Relation, ...]) -> bytes:
    """Return relations as a part, each leading to the full name of its part.

    All the workbooks of a season have the same ones.
    """
    root = ElementTree.Element("Relationships", xmlns=_RELATIONS)
    for item in relations:
        ElementTree.SubElement(
            root, "Relationship", Id=item.id, Type=item.kind, Target=f"/{item.part}"
        )
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def judge_claims(package: Package, parts: Collection[str]) -> None:
    """Keep out a workbook whose XML claims more than a form can hold."""
    shared = package.shared_strings()
    for claim in _SHARED_CLAIM.findall(shared):
        if not claim.isdigit() or int(claim) > len(shared):
            refuse(implausible(f"khai {claim[:20].decode('ascii', 'replace')} chuỗi ký tự"))
    for name in parts:
        places = _places(package.sheet(name))
        if _FAR.search(places):
            places = _places(package.trimmed(name))
            _judge_extent(places)
        _judge_doubles(places)
        _judge_rows(places)


def _places(source: bytes) -> bytes:
    """Return the addresses of a sheet's cells and the numbers of its rows, a space before each."""
    return b" ".join((b"", *_PLACE.findall(source)))


def _judge_doubles(places: bytes) -> None:
    """Refuse a sheet that says a thing twice: the reader would tell one and swallow the other."""
    addresses = [place for place in places.split() if not place.isdigit()]
    if len(set(addresses)) < len(addresses):
        seen = Counter(addresses).most_common(1)[0][0]
        refuse(damaged(f"ô {seen[:20].decode()} được ghi hai lần"))


def _judge_rows(places: bytes) -> None:
    """Refuse a cell that stands in another row than its address says: which one would be hidden?"""
    astray = _IN_THEIR_ROWS.sub(b"", places, count=1).split()
    if astray:
        refuse(damaged(f"ô {astray[0][:20].decode()} nằm ở dòng khác"))


def _judge_extent(places: bytes) -> None:
    """Refuse a sheet whose cells lie too far apart: the reader makes room for all between."""
    in_use = _CLAIM.findall(places)
    columns = max((column_number(letters) + 1 for letters, _ in in_use), default=1)
    rows = max((int(row[:12] or b"0") for _, row in in_use), default=1)
    if columns > MAX_COLUMNS or rows > MAX_ROWS or columns * rows > MAX_CELLS:
        refuse(implausible("có ô nằm quá xa bảng số liệu"))
