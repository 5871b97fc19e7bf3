"""A register and its findings → a copy in which every faulty cell is coloured and explained.

Unlike a return, which goes back as a form made anew, it is the office's own file that is edited:
nobody else knows what the office keeps in it beside what the program reads.
"""

from collections.abc import Sequence
from copy import copy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule as ColouringRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from xeploai.findings import Finding
from xeploai.forms.cell_style import ON_RED, STAMP, printable
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.feedback.cell_mapping import FormPlace
from xeploai.outputs.feedback.corrections_sheet import FILLS, Head, write_corrections_sheet
from xeploai.outputs.feedback.groups import OF_OFFICE, Grade, gathered, grade_of
from xeploai.paths import REGISTER_FILE
from xeploai.schema.form import CORRECTIONS_SHEET
from xeploai.storage.reproducible_zip import repack

_AUTHOR = "Kiểm tra danh mục"
"""Author of our notes, by which those of an earlier copy are known."""

_MARK = '"Cần sửa"<>""'
"""Condition that colours a faulty cell: always true, and known again in a copy of a copy."""

_TITLE = "NHỮNG CHỖ CẦN SỬA TRONG DANH MỤC"
_TITLE_OF_WARNINGS = "NHỮNG CHỖ ĐỀ NGHỊ RÀ SOÁT TRONG DANH MỤC"
_NOTE_WIDTH, _NOTE_HEIGHT = 360, 130
_COLOURS = (
    f"Ô đỏ: lỗi, sửa xong mới dựng được trang. Ô cam: đề nghị rà soát, nếu đúng thì để nguyên. "
    f"Sửa ở tệp {REGISTER_FILE} trong thư mục input, hoặc sửa ngay ở đây rồi lưu thay tệp đó."
)


def marked_register(findings: Sequence[Finding], sign: str, data: bytes) -> bytes:
    """Return a copy of a register with its faulty cells coloured and explained, and their list.

    Args:
        findings: All that is wrong in it.
        sign: What the copy is known by afterwards.
        data: The register's file; a library that edits workbooks may fail at it.
    """
    book = load_workbook(BytesIO(data))
    _clear(book)
    for sheet in book.worksheets:
        _mark(sheet, [each for each in findings if each.ref.sheet == sheet.title])
    _copy_sheet(load_workbook(BytesIO(list_of_faults(findings, sign)))[CORRECTIONS_SHEET], book)
    return _bytes_of(book, sign)


def list_of_faults(findings: Sequence[Finding], sign: str) -> bytes:
    """Return a workbook with nothing but the list of what is wrong."""
    builder = WorkbookBuilder()
    head = Head(
        subtitle=f"Tệp {REGISTER_FILE}",
        answered="Kết quả kiểm tra",
        note=f"Danh mục {REGISTER_FILE}",
        waiting="",
        title=_TITLE if any(each.is_error for each in findings) else _TITLE_OF_WARNINGS,
        colours=_COLOURS,
        own_cells="Ô",
    )
    spots = {each: FormPlace(each.ref.sheet, each.ref.cell) for each in findings}
    write_corrections_sheet(builder, head, gathered(findings, OF_OFFICE), spots)
    builder.keywords = sign
    return workbook_bytes(builder)


# ------------------------------------------------------------------ the cells


def _mark(sheet: Worksheet, findings: Sequence[Finding]) -> None:
    """Colour the faulty cells of a sheet by their gravest findings, and pin to each what to do."""
    by_cell: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.ref.cell:
            by_cell.setdefault(finding.ref.cell, []).append(finding)
    by_grade: dict[Grade, list[str]] = {}
    for address, of_cell in by_cell.items():
        gravest = min(map(grade_of, of_cell), key=list(Grade).index)
        by_grade.setdefault(gravest, []).append(address)
        cell = sheet[address]
        if isinstance(cell, Cell) and cell.comment is None:
            cell.comment = Comment(_note(of_cell), _AUTHOR, _NOTE_HEIGHT, _NOTE_WIDTH)
    for grade, addresses in by_grade.items():
        _colour(sheet, addresses, FILLS[grade])


def _colour(sheet: Worksheet, addresses: Sequence[str], color: str) -> None:
    # Not by fills: a cell's look is the office's, and comes back when the copy is marked again.
    # One rule for all cells of a colour: Excel is slow with thousands.
    fill = PatternFill("solid", bgColor=color)
    look = DifferentialStyle(font=Font(color=ON_RED), fill=fill)
    rule = ColouringRule(type="expression", dxf=look, formula=[_MARK], priority=1)
    sheet.conditional_formatting.add(" ".join(addresses), rule)


def _note(findings: Sequence[Finding]) -> str:
    """Return the note of a cell: what is wrong, and how to correct it."""
    return "\n".join(
        printable(line)
        for each in findings
        for line in (
            f"{grade_of(each).upper()}: {each.message.rstrip('.')}.",
            f"Cách sửa: {OF_OFFICE[each.rule].fix}",
        )
    )


def _clear(book: Workbook) -> None:
    """Take away the marks of an earlier copy, which somebody saved as the register."""
    for sheet in list(book.worksheets):
        if sheet.title == CORRECTIONS_SHEET and sheet["A1"].value in (_TITLE, _TITLE_OF_WARNINGS):
            book.remove(sheet)
        else:
            _clear_sheet(sheet)


def _clear_sheet(sheet: Worksheet) -> None:
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in (rule for rule in area.rules if rule.formula != [_MARK]):
            kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept
    # Registers of earlier versions print their first twenty rows only.
    sheet.print_area = None
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None


# ------------------------------------------------------------------ the list


def _copy_sheet(source: Worksheet, book: Workbook) -> None:
    """Put a sheet of another workbook first, with its looks and its links."""
    made = book.create_sheet(source.title, 0)
    looks: dict[bytes, Any] = {}
    for row in source.iter_rows():
        for cell in row:
            if isinstance(cell, Cell):  # and not the rest of a merged one
                _copy_cell(cell, made, looks)
    for name, column in source.column_dimensions.items():
        made.column_dimensions[name].width = column.width
    for number, line in source.row_dimensions.items():
        made.row_dimensions[number].height = line.height
    for area in source.merged_cells.ranges:
        made.merge_cells(str(area))
    made.freeze_panes = source.freeze_panes
    made.sheet_properties = copy(source.sheet_properties)
    made.page_setup, made.page_margins = copy(source.page_setup), copy(source.page_margins)
    made.print_title_rows = source.print_title_rows
    made.sheet_view.showGridLines = False
    book.active = 0
    for sheet in book.worksheets:
        # Two sheets chosen together would both be typed into.
        sheet.sheet_view.tabSelected = sheet is made


def _private(thing: object) -> Any:
    """Return the object untyped: a look has no public name that is as quick to copy."""
    return thing


def _copy_cell(cell: Cell, made: Worksheet, looks: dict[bytes, Any]) -> None:
    """Copy a cell; looks: the numbers of looks in the other workbook, by those in its own."""
    copied, private = made.cell(cell.row, cell.column), _private(cell)
    known = private._style.tobytes()
    if known not in looks:
        for look in ("font", "fill", "border", "alignment", "number_format"):
            setattr(copied, look, copy(getattr(cell, look)))
        looks[known] = _private(copied)._style
    _private(copied)._style = copy(looks[known])
    _private(copied)._hyperlink = copy(private._hyperlink)
    # As it is: a sentence that begins with "=" is no formula.
    copied.value, copied.data_type = cell.value, cell.data_type


def _bytes_of(book: Workbook, sign: str) -> bytes:
    # Not Workbook.save: it stamps the time of day into the file, as it does where a register does
    # not say when it was made.
    book.properties.created = book.properties.modified = STAMP
    book.properties.keywords = sign
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    held = BytesIO()
    ExcelWriter(book, ZipFile(held, "w")).save()
    return repack(held.getvalue())
