"""The real form that all cases are made of, and how one part or one cell of it is replaced."""

import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

from openpyxl import load_workbook

from bench.province import filled_form, province_register

FIRST = "T0000"
INFO, CELLS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED = "xl/sharedStrings.xml"
OWN_NUMBER = re.compile(rb"s&#7889; 1(?=<| &#8211;)")
"""The end of the first unit's name, in a cell of its own and before the period in a title."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def code_of(number: int) -> str:
    """The code of a unit, as the province numbers them."""
    return f"T{number // 50:02}{number % 50:02}"


@cache
def _first_form() -> bytes:
    """A form that another program saved: the cases edit parts as openpyxl writes them."""
    book = load_workbook(BytesIO(filled_form(province_register(1), FIRST)))
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def form_of(number: int) -> bytes:
    """The filled form of a unit: that of the first with its code and name."""
    parts = parts_of(_first_form())
    here, there = FIRST.encode(), code_of(number).encode()
    for name in (each for each in parts if each.startswith("xl/worksheets/sheet")):
        renamed = parts[name].replace(here, there)
        district = f"khu v&#7921;c {number // 50 + 1}<".encode()
        renamed = renamed.replace(b"khu v&#7921;c 1<", district)
        parts[name] = OWN_NUMBER.sub(f"s&#7889; {number + 1}".encode(), renamed)
    return packed(parts)


def parts_of(form: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(BytesIO(form)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts in a zip, always the same bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


Edit = Callable[[bytes], bytes]


def part(name: str, edit: Edit | bytes) -> Edit:
    """Spoils one part, or puts another in its place."""

    def make(form: bytes) -> bytes:
        parts = parts_of(form)
        parts[name] = edit if isinstance(edit, bytes) else edit(parts[name])
        return packed(parts)

    return make


def without(name: str) -> Edit:
    """Leaves a part out."""

    def make(form: bytes) -> bytes:
        parts = parts_of(form)
        del parts[name]
        return packed(parts)

    return make


def changed(name: str, old: str, new: str, times: int = -1) -> Edit:
    """Replaces text in a part, where it must be."""

    def edit(source: bytes) -> bytes:
        assert old.encode() in source, old
        return source.replace(old.encode(), new.encode(), times)

    return part(name, edit)


def claiming(area: str) -> Edit:
    """Has the sheet of cells claim another area than it fills."""
    pattern = re.compile(rb'<dimension ref="A1:[A-Z]+\d+"\s*/>')

    def edit(source: bytes) -> bytes:
        assert pattern.search(source)
        return pattern.sub(f'<dimension ref="{area}"/>'.encode(), source, count=1)

    return part(CELLS, edit)


def cell(address: str, inside: str, sheet: str = CELLS) -> Edit:
    """Puts another cell at an address; § in it stands for the address."""
    pattern = re.compile(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)'.encode(), re.S)

    def edit(source: bytes) -> bytes:
        assert pattern.search(source), address
        written = inside.replace("§", address).encode()
        return pattern.sub(lambda _: written, source, count=1)

    return part(sheet, edit)


def number(address: str, value: str, kind: str = "") -> Edit:
    """Puts a stored value into a cell."""
    return cell(address, f'<c r="§"{kind}><v>{value}</v></c>')


def formatted(address: str, value: str, number_format: int) -> Edit:
    """Puts a stored value into a cell, in one of Excel's own formats."""

    def make(form: bytes) -> bytes:
        styles = parts_of(form)["xl/styles.xml"].decode()
        formats = styles[styles.index("<cellXfs") : styles.index("</cellXfs>")]
        new = f'<xf numFmtId="{number_format}"/></cellXfs>'
        return both(
            changed("xl/styles.xml", "</cellXfs>", new),
            number(address, value, f' s="{formats.count("<xf ")}"'),
        )(form)

    return make


def text(address: str, value: str, sheet: str = CELLS) -> Edit:
    """Puts a text into a cell."""
    inside = f'<is><t xml:space="preserve">{value}</t></is>'
    return cell(address, f'<c r="§" t="inlineStr">{inside}</c>', sheet)


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def make(form: bytes) -> bytes:
        for edit in edits:
            form = edit(form)
        return form

    return make
