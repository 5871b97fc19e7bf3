"""The sheet "Tóm tắt": the form's main figures on one page, for the head of the unit to sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xeploai.forms.cell_sheet import rounded_share
from xeploai.forms.cell_style import COUNT_FORMAT
from xeploai.forms.info_sheet import write_paper_head, write_signatures
from xeploai.forms.layout import place
from xeploai.forms.page_setup import print_on_a4, protect
from xeploai.forms.self_check.check_list import CellRows
from xeploai.forms.self_check.check_sheet import VERDICT_ROW
from xeploai.forms.styles import (
    COMPUTED,
    GROUP_TITLE,
    HEAD,
    LABEL,
    SUBTITLE,
    TITLE,
    CellFormula,
    percent_format,
)
from xeploai.forms.tables import ROW_HEIGHT
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder
from xeploai.register.model import Settings
from xeploai.schema.form import CHECK_SHEET, SUMMARY_SHEET, InfoReturn
from xeploai.schema.periods import label_of
from xeploai.schema.terms import Level, Scale

_WIDTHS = {"A": 56, "B": 22, "C": 22, "D": 22}
_TITLE_ROW = 5
_RIGHT = (3, 4)
_NOT_RATED = ("exempt", "suspended", "new_under_6m", "not_rated_other")
_LEVELS = {"xs": Level.XS, "htt": Level.HTT, "ht": Level.HT, "kht": Level.KHT}
_STAGES = {"self_level": "Tự xếp loại", "proposed_level": "Đề nghị", "decided_level": "Quyết định"}


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose summary it is: the unit's name and its superior's, and the period's settings."""

    unit: str
    parent: str
    settings: Settings


def write_summary(builder: WorkbookBuilder, signed: Signed, rows: CellRows, note: str) -> None:
    """Write the sheet."""
    page = builder.page(SUMMARY_SHEET)
    for name, width in _WIDTHS.items():
        page.width(name, width)
    write_paper_head(page, signed.parent, signed.unit, _RIGHT)
    title = "TÓM TẮT KẾT QUẢ KIỂM ĐIỂM, ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG"
    page.put_across(_TITLE_ROW, (1, 4), title, TITLE)
    page.height(_TITLE_ROW, 26)
    period = label_of(signed.settings.period)
    page.put_across(_TITLE_ROW + 1, (1, 4), f"Kỳ đánh giá {period}", SUBTITLE)
    row = _write_members(page, _TITLE_ROW + 3, rows, signed.settings)
    row = _write_cells(page, row, rows, signed.settings.organisations)
    row = _write_unit(page, row)
    write_signatures(page, row + 2, _RIGHT)
    page.has_grid = False
    print_on_a4(page, f"A1:D{row + 7}", note=note)
    protect(page)


def _write_members(page: FormSheet, row: int, rows: CellRows, settings: Settings) -> int:
    """Write the members by level, each with its share of those rated; gives the next free row."""
    _write_head(page, row, ("Đảng viên", "Số lượng", "Tỷ lệ (%)", ""))
    percent = replace(COMPUTED, format=percent_format(settings.digits))
    rated = _total(rows, "rated")
    for label, number, is_share in _member_lines(rows):
        row += 1
        page.put(row, 1, label, LABEL)
        page.put(row, 2, CellFormula(number), replace(COMPUTED, format=COUNT_FORMAT))
        share = rounded_share(number, rated, settings) if is_share else ""
        page.put(row, 3, CellFormula(share) if share else None, percent)
        page.put(row, 4, None, COMPUTED)
        page.height(row, ROW_HEIGHT)
    return row + 1


def _member_lines(rows: CellRows) -> Iterator[tuple[str, str, bool]]:
    """Yield label, formula, and whether its share of those rated is shown."""
    yield "Tổng số đảng viên", _total(rows, "members"), False
    yield "Được đánh giá, xếp loại", _total(rows, "rated"), False
    for key, level in _LEVELS.items():
        yield level.label, _total(rows, key), True
    not_rated = "+".join(_total(rows, key) for key in _NOT_RATED)
    yield "Không được đánh giá, xếp loại", not_rated, False
    yield "Bị kỷ luật trong kỳ", _total(rows, "disciplined"), False


def _total(rows: CellRows, key: str) -> str:
    return f"N({rows.resolve('total', key)})"


def _write_cells(page: FormSheet, row: int, rows: CellRows, scale: Scale) -> int:
    """Write how many cells have each level at each step; gives the next free row."""
    _write_head(page, row, ("Chi bộ", *_STAGES.values()))
    counted = replace(COMPUTED, format=COUNT_FORMAT)
    for number, level in enumerate(Level, start=1):
        row += 1
        page.put(row, 1, scale.label(level), LABEL)
        for column, key in enumerate(_STAGES, start=2):
            levels = rows.counted(f'SUMPRODUCT(--({{reads.{key}}}="{number}"))')
            page.put(row, column, CellFormula(levels), counted)
        page.height(row, ROW_HEIGHT)
    for label, kind in (("Số chi bộ đã ghi số liệu", "filled"), ("Chưa kiểm điểm", "unreviewed")):
        row += 1
        page.put(row, 1, label, LABEL)
        page.put(row, 2, CellFormula(rows.resolve(kind, "cells")), counted)
        for column in (3, 4):
            page.put(row, column, None, COMPUTED)
        page.height(row, ROW_HEIGHT)
    return row + 1


def _write_unit(page: FormSheet, row: int) -> int:
    """Write the unit's own level and what the self-check says; gives the last row."""
    level = f"'{InfoReturn.SHEET}'!${'$'.join(_parted(place(InfoReturn).cell('self_level')))}"
    own = level
    for each in Level:
        own = f'IF({level}="{each.short}","{each.label}",{own})'
    own = f'IF({level}="","chưa ghi",{own})'
    verdict = f"'{CHECK_SHEET}'!$A${VERDICT_ROW}"
    for label, formula in (("Đơn vị tự xếp loại", own), ("Tự kiểm tra biểu", verdict)):
        page.put(row, 1, label, replace(LABEL, bold=True))
        style = replace(COMPUTED, across="center", bold=True)
        page.put_across(row, (2, 4), CellFormula(formula), style)
        page.height(row, ROW_HEIGHT)
        row += 1
    return row - 1


def _parted(cell: str) -> tuple[str, str]:
    letters = cell.rstrip("0123456789")
    return letters, cell[len(letters) :]


def _write_head(page: FormSheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        style = replace(GROUP_TITLE, size=11) if column == 1 else HEAD
        page.put(row, column, text, style)
    page.height(row, ROW_HEIGHT)
