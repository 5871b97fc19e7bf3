"""The slips of clerks: what each does to a filled form, and what must be found where.

A slip that must be read rightly, such as a number typed as text, finds nothing.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook

from xeploai.forms.layout import TOTAL, place
from xeploai.forms.styles import CellFormula
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Row, columns
from xeploai.text import count


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding to be made: a rule's code at a cell of a sheet; both "" for the whole file.

    words: a part of its sentence that names the cause.
    """

    rule: str
    sheet: str = ""
    cell: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One slip: what it is in words, what it does, what must be found.

    after: what another program does to the finished file, which then has no values of its formulas;
    sent_as: what becomes of the finished file on its way; end: the end of its name then; within:
    where in such a file the workbook is named as standing; earlier: what stands otherwise in
    another file of the same Lần gửi, which came before.
    """

    what: str
    make: Callable[[WorkbookBuilder], None]
    expected: tuple[ExpectedFinding, ...] = ()
    after: Callable[[Workbook], None] | None = None
    sent_as: Callable[[bytes], bytes] | None = None
    end: str = ".xlsx"
    within: str = ""
    earlier: Callable[[WorkbookBuilder], None] | None = None


def together(first: Mistake, second: Mistake) -> Mistake:
    """Return two mistakes in one form, neither of which goes by what the other changes."""
    edits = [each.after for each in (first, second) if each.after]

    def make(book: WorkbookBuilder) -> None:
        first.make(book)
        second.make(book)

    def after(book: Workbook) -> None:
        for edit in edits:
            edit(book)

    return Mistake(
        f"{first.what}; {second.what}", make, (*first.expected, *second.expected),
        after if edits else None,
    )  # fmt: skip


def line(row_type: type[Row], number: int) -> int:
    """Return the row of the sheet where a line of its table stands, counted from 1."""
    return place(row_type).first_row + number - 1


def at(row_type: type[Row], key: str, number: int | None = None) -> tuple[str, str]:
    """Return the sheet and the cell of a field."""
    where = place(row_type)
    return where.sheet, where.cell(key, None if number is None else line(row_type, number))


def heading(row_type: type[Row], key: str) -> tuple[str, str]:
    """Return the sheet and the cell of a field's heading."""
    where = place(row_type)
    return where.sheet, where.cell(key, where.header_row)


def typed(
    what: str, spot: tuple[str, str], value: object, rule: str = "", *more: ExpectedFinding
) -> Mistake:
    """Return the mistake of a value typed into a cell.

    A rule finds it there; without a rule it is read correctly.
    """
    sheet, cell = spot

    def make(book: WorkbookBuilder) -> None:
        book[sheet][cell].value = value

    return Mistake(what, make, (*([ExpectedFinding(rule, sheet, cell)] if rule else []), *more))


def left_by_another(what: str, spot: tuple[str, str], content: str, rule: str) -> Mistake:
    """Return the mistake of an error, or of a formula without a value, that a program left."""
    sheet, cell = spot

    def after(book: Workbook) -> None:
        book[sheet][cell] = content

    return Mistake(what, lambda _: None, (ExpectedFinding(rule, sheet, cell),), after)


def grouped(spot: tuple[str, str]) -> Mistake:
    """Return the mistake of a number typed as text with dots for thousands: 1.034."""
    sheet, cell = spot

    def make(book: WorkbookBuilder) -> None:
        book[sheet][cell].value = count(int(book[sheet][cell].value))

    return Mistake("Số gõ thành chữ, có dấu chấm hàng nghìn", make)


def miscounted(
    what: str, spot: tuple[str, str], by: int, rule: str, expected: tuple[str, str]
) -> Mistake:
    """Return the mistake of a count that is wrong by a difference.

    expected: the sheet and the cell where the rule finds it.
    """
    sheet, cell = spot

    def make(book: WorkbookBuilder) -> None:
        book[sheet][cell].value = (book[sheet][cell].value or 0) + by

    return Mistake(what, make, (ExpectedFinding(rule, *expected),))


def renamed_heading(row_type: type[Row], key: str, words: str) -> Mistake:
    """Return the mistake of a heading written in other words."""
    sheet, cell = heading(row_type, key)
    what = f"Sửa tiêu đề cột “{columns(row_type)[key].header}” thành “{words}”"
    return typed(what, (sheet, cell), words, "renamed_column")


def own_column(words: str, values: Sequence[int]) -> Mistake:
    """Return the mistake of the column of notes turned into one of the clerk's own."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        sheet = book[where.sheet]
        sheet[where.cell("note", where.header_row)].value = words
        for number, value in enumerate(values, start=1):
            sheet[where.cell("note", line(CellReturn, number))].value = value

    expected = (
        ExpectedFinding("unknown_column", *heading(CellReturn, "note")),
        ExpectedFinding("missing_optional_column", where.sheet),
    )
    return Mistake(f"Đổi cột Ghi chú thành cột “{words}”", make, expected)


def moved(number: int, source: str, target: str, by: int) -> Callable[[WorkbookBuilder], None]:
    """Count members of a cell in another column; what adds up still does."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        for key, change in ((source, -by), (target, by)):
            cell = book[where.sheet][where.cell(key, line(CellReturn, number))]
            cell.value = int(cell.value or 0) + change

    return make


def corrected(number: int) -> Mistake:
    """Return the mistake of a member moved to another level; both versions are possible."""
    return Mistake("Một đảng viên khác mức so với lần gửi kia", moved(number, "htt", "ht", 1))


def over_cap(*numbers: int) -> Mistake:
    """Too many members rated excellent."""
    moves = [moved(number, "htt", "xs", 5) for number in numbers]

    def make(book: WorkbookBuilder) -> None:
        for move in moves:
            move(book)

    expected = ExpectedFinding("excellent_members_over_cap", *heading(CellReturn, "xs"))
    return Mistake("Đảng viên xuất sắc vượt 20%", make, (expected,))


def unedited(what: str, *expected: ExpectedFinding) -> Mistake:
    """Return a mistake without an edit, found because of the unit's story or another file."""
    return Mistake(what, lambda _: None, expected)


def twice(first: int, again: int) -> Mistake:
    """Return the mistake of a line copied below the others and left there."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        sheet = book[where.sheet]
        for name in where.letters.values():
            source = sheet[f"{name}{line(CellReturn, first)}"].value
            sheet[f"{name}{line(CellReturn, again)}"].value = source

    expected = ExpectedFinding("cell_twice", *at(CellReturn, "cell_code", again))
    return Mistake("Một chi bộ ghi hai dòng", make, (expected,))


def emptied(what: str, number: int, keep: tuple[str, ...], *expected: ExpectedFinding) -> Mistake:
    """Return the mistake of a line of the sheet Chi bộ emptied except for some fields."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        for key, name in where.letters.items():
            if key not in keep:
                book[where.sheet][f"{name}{line(CellReturn, number)}"].value = None

    return Mistake(what, make, expected)


def own_total(number: int, wrong: str) -> Mistake:
    """Return the mistake of a total typed by hand on a spare line, wrong in one column."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        sheet = book[where.sheet]
        sheet[where.cell("name", line(CellReturn, number))].value = "Cộng"
        for key in ("members", "rated", "xs", "htt"):
            above = range(where.first_row, line(CellReturn, number))
            summed = sum(int(sheet[where.cell(key, row)].value or 0) for row in above)
            sheet[where.cell(key, line(CellReturn, number))].value = summed + (key == wrong)

    expected = ExpectedFinding("typed_total_differs", *at(CellReturn, wrong, number))
    return Mistake("Dòng Cộng gõ tay lệch 1", make, (expected,))


def without_sheet(row_type: type[Row]) -> Mistake:
    """Return the mistake of a sheet deleted because there was nothing to write."""

    def make(book: WorkbookBuilder) -> None:
        del book[row_type.SHEET]

    return Mistake(f"Xóa tờ {row_type.SHEET}", make, (ExpectedFinding("missing_extra_sheet"),))


def respelled(what: str, key: str, spell: Callable[[Any], object]) -> Mistake:
    """Return the change of a column of the sheet Chi bộ written in an equivalent way."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        sheet = book[where.sheet]
        for row in range(where.first_row, sheet.max_row + 1):
            cell = sheet[where.cell(key, row)]
            is_typed = cell.value is not None and not isinstance(cell.value, CellFormula)
            if is_typed and cell.value != TOTAL:
                cell.value = spell(cell.value)

    return Mistake(what, make)


def decomposed(text: str) -> str:
    """Return the text as a Mac writes it, letters and accents apart."""
    return unicodedata.normalize("NFD", text)


def spaced(text: str) -> str:
    """Return the text as pasted from a web page: non-breaking spaces, and one at the end."""
    return text.replace(" ", "\u00a0") + " "


def as_text(day: date) -> str:
    """Return a date as typed text."""
    return f"{day:%d/%m/%Y}"
