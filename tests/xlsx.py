"""Workbooks written part by part: fast, and as odd as a test wants them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from io import BytesIO

from xeploai.findings import letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_1 = "xl/worksheets/sheet1.xml"

STRUCK, STRUCK_DAY, WHITE, HIDING, PERCENT = range(2, 7)
"""The formats of cells that are struck through, white on white, shown by ;;; and as 0%."""

STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode=";;;"/></numFmts>'
    '<fonts count="3"><font/><font><strike/></font><font><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1"/><xf numFmtId="14" fontId="1"/><xf numFmtId="0" fontId="2"/>'
    '<xf numFmtId="164" fontId="0"/><xf numFmtId="9" fontId="0"/></cellXfs></styleSheet>'
)
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)

Grid = Sequence[Sequence[object]]


class Raw(str):
    """The XML of a cell's inside; § stands for its address."""

    __slots__ = ()


def formula(text: str, result: object = None) -> Raw:
    """A formula, calculated or not."""
    value = "" if result is None else f"<v>{result}</v>"
    kind = ' t="str"' if isinstance(result, str) else ""
    return Raw(f'<c r="§"{kind}><f>{escape(text)}</f>{value}</c>')


def error(shown: str) -> Raw:
    """A cell that shows an error."""
    return Raw(f'<c r="§" t="e"><f>1/0</f><v>{shown}</v></c>')


def formatted(value: object, number: int) -> Raw:
    """A cell with a format."""
    if isinstance(value, date):
        number = STRUCK_DAY if number == STRUCK else number
    plain = cell("§", value).replace(' s="1"', "")
    return Raw(plain.replace('r="§"', f'r="§" s="{number}"'))


def cell(address: str, value: object) -> str:
    """The XML of one cell."""
    if isinstance(value, Raw):
        return value.replace("§", address)
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{address}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{address}"><v>{value}</v></c>'
    text = escape(str(value))
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_xml(rows: Grid, first_row: int = 1) -> str:
    """The XML of a sheet; None leaves a cell out."""
    lines = []
    for number, row in enumerate(rows, start=first_row):
        cells = "".join(
            cell(f"{letter(column)}{number}", value)
            for column, value in enumerate(row)
            if value is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>' if cells else "")
    return worksheet("".join(lines))


def worksheet(rows: str, before: str = "") -> str:
    """A sheet's XML around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def workbook_xml(names: Sequence[str], settings: str = "") -> str:
    """The XML of the list of sheets."""
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def workbook_relations(names: Sequence[str]) -> str:
    """Which part holds which sheet."""
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number, _ in enumerate(names, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'


def parts_of(sheets: Mapping[str, Grid | str], *, starts_1904: bool = False) -> dict[str, str]:
    """The parts of a workbook; a sheet is a grid of values or its XML."""
    names = list(sheets)
    settings = '<workbookPr date1904="1"/>' if starts_1904 else ""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "xl/workbook.xml": workbook_xml(names, settings),
        "xl/_rels/workbook.xml.rels": workbook_relations(names),
        "xl/styles.xml": STYLES,
        **{
            f"xl/worksheets/sheet{number}.xml": page if isinstance(page, str) else sheet_xml(page)
            for number, page in enumerate(sheets.values(), start=1)
        },
    }


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts in a zip, always the same bytes, whatever system packs them."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            archive.writestr(entry, content, compress_type=method)
    return target.getvalue()


def workbook(
    sheets: Mapping[str, Grid | str],
    more: Mapping[str, str | bytes] | None = None,
    *,
    starts_1904: bool = False,
) -> bytes:
    """A workbook of sheets; more are parts that replace or join the usual ones."""
    return packed({**parts_of(sheets, starts_1904=starts_1904), **(more or {})})
