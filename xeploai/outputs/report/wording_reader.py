"""The workbook loi-van-bao-cao.xlsx → the office's own words for its report.

Whoever runs the build keeps it, as the register: a paragraph that belongs nowhere would be missing
from the report unseen, so it stops the build with a sentence that names its cell.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from xeploai.findings import Finding
from xeploai.outputs.report.wording import Wording
from xeploai.paths import WORDING_FILE
from xeploai.reading.office_workbook import open_book
from xeploai.reading.source_rows import Located, rows_of
from xeploai.reading.xlsx.workbook import Read, read_workbook
from xeploai.register.model import Register
from xeploai.register.rules import nearest_listed, unlisted_unit
from xeploai.schema.register import UnitRow
from xeploai.schema.wording import WORDING_SHEETS, PaperRow, PassageRow, Section

Passages = Iterable[Located[PassageRow]]


def load_wording(data: bytes, register: Register, read: Read = read_workbook) -> Wording:
    """Read the workbook; raises FaultyWorkbook with all that is wrong in it."""
    book = open_book("Lời văn", WORDING_FILE, data, WORDING_SHEETS, read)
    # A sheet under another name would be missing from the report unseen.
    paper, passages = book.sheet(PaperRow), book.sheet(PassageRow)
    written = list(rows_of(passages, PassageRow))
    book.settle(book.misread(paper, passages), _unknown_units(written, register))
    return Wording(
        paper=paper.rows[0].row,
        passages=_by_place(written, register),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _by_place(written: Passages, register: Register) -> dict[tuple[str, Section], tuple[str, ...]]:
    """Return the paragraphs of each unit and section, in the order of the sheet.

    A line break inside a cell ends a paragraph as a new row does.
    """
    lines: dict[tuple[str, Section], list[str]] = defaultdict(list)
    for item in written:
        where = _whose(item.row.unit_code, register), item.row.section
        lines[where] += item.row.passage.split("\n")
    return {where: tuple(passage) for where, passage in lines.items()}


def _whose(code: str, register: Register) -> str:
    """Return the unit that a written code means.

    "" stands for the unit above all, whose report is everybody's.
    """
    unit, roots = register.code_meant(code), register.roots
    return "" if len(roots) == 1 and unit == roots[0].code else unit


def _unknown_units(written: Passages, register: Register) -> Iterator[Finding]:
    names = {unit.code: unit.name for unit in register.units.values()}
    where = f"{UnitRow.SHEET} của danh mục"
    for item in written:
        code = item.row.unit_code
        if code and register.code_meant(code) not in register.units:
            objection = unlisted_unit(code, where, nearest_listed(code, names))
            yield objection.at(item.ref("unit_code"), "")
