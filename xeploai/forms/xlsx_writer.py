"""A workbook → the bytes of its file; the same workbook gives the same bytes at any time.

Every formula is written with its value, so that a phone, a preview of mail and Excel's protected
view show it. With xeploai.outputs.report.excel.styles the only module that knows XlsxWriter.
"""

from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from itertools import groupby
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xeploai.findings import column_number, letter
from xeploai.forms.calculation.calculator import Calculator
from xeploai.forms.calculation.values import CellError, Scalar
from xeploai.forms.cell_style import FONT, LINE, printable
from xeploai.forms.styles import CellFormula, CellStyle
from xeploai.forms.workbook_builder import (
    ColorRule,
    Filter,
    FormCell,
    FormSheet,
    InputLimit,
    Note,
    Paper,
    RowLook,
    State,
    WorkbookBuilder,
    place_of,
)
from xeploai.storage.reproducible_zip import repack

_SIZE = 11
"""Points of the usual font; widths of columns are counted in its digits."""
_DIGIT = 7
"""Pixels that XlsxWriter takes a digit for."""
_PAPER_A4 = 9
_FOOTER_NOTE = 80
"""At most so many characters: Excel refuses a footer of 255, and each & takes two."""
_LETTERS = [letter(index) for index in range(256)]
_EDGES = {
    "all": ("left", "right", "top", "bottom"),
    "upper": ("left", "right", "top"),
    "lower": ("left", "right", "bottom"),
    "": (),
}


def workbook_bytes(builder: WorkbookBuilder) -> bytes:
    """Return a workbook as a file."""
    target = BytesIO()
    usual = {"font_name": FONT, "font_size": _SIZE}
    book = Workbook(target, {"in_memory": True, "default_format_properties": usual})
    properties = {"author": "xeploai", "created": builder.saved_at, "keywords": builder.keywords}
    book.set_properties(properties)
    samples = {name: _sample(page) for name, page in builder.sheets.items()}
    looks, calculator = _Looks(book), Calculator(builder.contents())
    for name, page in builder.sheets.items():
        sheet = book.add_worksheet(name, _Sheet)
        sheet.ready = "".join(_rows(page, samples[name], looks, calculator))
        _write_beside(sheet, page)
        _set_out(sheet, page, looks)
        _limit(sheet, page)
        _color(sheet, page, looks)
    book.close()
    return repack(target.getvalue())


def _sample(page: FormSheet) -> int:
    """Write the first of a sheet's rows that are all alike and return its number, 0 without one."""
    row = min(page.copies, default=0)
    page.write_copy(row)
    return row


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows are written already.

    XlsxWriter knows no formula that the rows of a column share, writes an empty text as no value,
    and takes its time over every cell. Nor does it let a filter hide its buttons.
    """

    ready = ""
    without_button: tuple[int, ...] = ()

    def _prepare_formula(self, formula: str, _: bool = False) -> str:
        # XlsxWriter looks for thirty newer functions in every formula; ours have old ones only.
        return formula.removeprefix("=")

    def _write_rows(self) -> None:
        self.fh.write(self.ready)

    def _write_cols(self) -> None:
        # One by one: openpyxl takes columns written together for one, and hides them together.
        if self.col_info:
            self._xml_start_tag("cols")
            for column, look in sorted(self.col_info.items()):
                self._write_col_info(column, column, look)
            self._xml_end_tag("cols")

    def _write_auto_filter(self) -> None:
        if self.autofilter_ref:
            self._xml_start_tag("autoFilter", [("ref", self.autofilter_ref)])
            for column in self.without_button:
                self._xml_empty_tag("filterColumn", [("colId", column), ("hiddenButton", 1)])
            self._xml_end_tag("autoFilter")


class _Looks:
    """The formats of a workbook, each registered once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[int, str] = {}
        self._formats: dict[CellStyle, Any] = {}
        self._kept: list[CellStyle] = []
        self._differences: dict[tuple[str, str, bool], Any] = {}

    def attribute(self, style: CellStyle) -> str:
        """Return the attribute by which a cell names its style."""
        # By identity first: a style is hashed once for thousands of cells.
        known = self._numbers.get(id(style))
        if known is None:
            known = f' s="{self.format(style)._get_xf_index()}"'
            self._numbers[id(style)] = known
            self._kept.append(style)
        return known

    def format(self, style: CellStyle) -> Any:
        """Return XlsxWriter's format for a style."""
        if style not in self._formats:
            self._formats[style] = self._book.add_format(_properties(style))
        return self._formats[style]

    def difference(self, rule: ColorRule) -> Any:
        """Return the format of a rule's colour."""
        key = rule.color, rule.fill, rule.bold
        if key not in self._differences:
            fill = {"bg_color": f"#{rule.fill}"} if rule.fill else {}
            look = {"font_color": f"#{rule.color}", "bold": rule.bold, **fill}
            self._differences[key] = self._book.add_format(look)
        return self._differences[key]


def _properties(style: CellStyle) -> dict[str, Any]:
    """Return a style's properties as XlsxWriter calls them."""
    return {
        "font_size": style.size,
        "bold": style.bold,
        "italic": style.italic,
        "underline": int(style.underlined),
        "font_color": f"#{style.color}",
        "align": "" if style.across == "general" else style.across,
        "valign": {"center": "vcenter"}.get(style.down, style.down),
        "text_wrap": style.wraps,
        "indent": style.indent,
        "num_format": style.format,
        "locked": style.locked,
        "quote_prefix": style.quoted,
        "shrink": style.shrinks,
        **({"bg_color": f"#{style.fill}"} if style.fill else {}),
        **dict.fromkeys(_EDGES[style.box], 1),
        **{f"{edge}_color": f"#{LINE}" for edge in _EDGES[style.box]},
    }


# ------------------------------------------------------------------ rows


def _rows(page: FormSheet, sample: int, looks: _Looks, calculator: Calculator) -> Iterator[str]:
    """Yield the rows of a sheet as they stand in the file; sample: one that its copies are like."""
    writer = _RowWriter(page.name, looks, calculator)
    in_order = sorted(page.cells.items(), key=lambda item: item[0])
    written = {row: list(cells) for row, cells in groupby(in_order, key=lambda item: item[0][0])}
    copy = ""
    for row in sorted(written.keys() | page.rows.keys() | page.copies.keys()):
        inside = "".join(writer.cell(at, cell) for at, cell in written.get(row, ()))
        if row == sample:
            copy = writer.copy(written[sample])
        elif row in page.copies:
            inside = copy.replace("§", str(row))
        yield f'<row r="{row}"{_height(page.rows.get(row))}>{inside}</row>'


def _height(look: RowLook | None) -> str:
    if look is None:
        return ""
    height = f' ht="{look.height:g}"' if look.height else ""
    fixed = ' customHeight="1"' if look.height and not look.grows else ""
    hidden = ' hidden="1"' if look.hidden else ""
    return f"{height}{fixed}{hidden}"


class _RowWriter:
    """Writer of the cells of one sheet."""

    def __init__(self, sheet: str, looks: _Looks, calculator: Calculator) -> None:
        self._sheet, self._looks, self._calculator = sheet, looks, calculator
        self._shared: dict[str, int] = {}

    def cell(self, at: tuple[int, int], cell: FormCell) -> str:
        """Return a cell's XML."""
        row, column = at
        head = f'<c r="{_LETTERS[column - 1]}{row}"{self._looks.attribute(cell.style)}'
        value = self._calculator.value(self._sheet, at)
        if isinstance(cell.value, CellFormula):
            return f"{head}{_result(value, self._formula(cell.value))}</c>"
        if value is None:
            return f"{head}/>"
        if isinstance(value, str):
            space = "" if value == value.strip() else ' xml:space="preserve"'
            return f'{head} t="inlineStr"><is><t{space}>{escape(value, False)}</t></is></c>'
        return f"{head}{_result(value, '')}</c>"

    def copy(self, cells: list[tuple[tuple[int, int], FormCell]]) -> str:
        """Return the XML of a row that is written already, § in place of its number."""
        return "".join(
            self.cell(at, cell).replace(
                f'r="{_LETTERS[at[1] - 1]}{at[0]}"', f'r="{_LETTERS[at[1] - 1]}§"', 1
            )
            for at, cell in cells
        )

    def _formula(self, formula: CellFormula) -> str:
        """Return the element of a formula.

        The first of those that share one says what it is, the others name it.
        """
        if not formula.area:
            return f"<f>{escape(formula.text, False)}</f>"
        number = self._shared.get(formula.area)
        if number is not None:
            return f'<f t="shared" si="{number}"/>'
        number = self._shared[formula.area] = len(self._shared)
        text = escape(formula.text, False)
        return f'<f t="shared" ref="{formula.area}" si="{number}">{text}</f>'


def _result(value: Scalar, formula: str) -> str:
    """Return the kind of a value, a formula, and the value as a file holds it."""
    if isinstance(value, str):
        return f' t="str">{formula}<v>{escape(value, False)}</v>'
    if isinstance(value, CellError):
        return f' t="e">{formula}<v>{value.text}</v>'
    if isinstance(value, bool):
        return f' t="b">{formula}<v>{int(value)}</v>'
    return f">{formula}<v>{value or 0!r}</v>"


# ------------------------------------------------------------------ beside the rows


def _write_beside(sheet: Any, page: FormSheet) -> None:
    """Write what belongs to cells and stands elsewhere in the file."""
    for row, first, last in page.merged:
        sheet.merge_range(row - 1, first - 1, row - 1, last - 1, "")
    for (row, column), cell in page.cells.items():
        if cell.link:
            sheet.write_url(row - 1, column - 1, f"internal:{cell.link}", string=" ")
        if cell.note is not None:
            sheet.write_comment(row - 1, column - 1, cell.note.text, _of_note(cell.note))
    if page.cells:
        # So that it knows how far the sheet reaches.
        sheet.dim_rowmin, sheet.dim_colmin = 0, 0
        sheet.dim_rowmax, sheet.dim_colmax = (
            max(ends) - 1 for ends in zip(*page.cells, strict=True)
        )


def _of_note(note: Note) -> dict[str, Any]:
    return {"author": note.author, "width": note.width, "height": note.height}


def _set_out(sheet: Any, page: FormSheet, looks: _Looks) -> None:
    """Widths, what is in sight, print set-up, lock."""
    _set_columns(sheet, page, looks)
    _set_view(sheet, page)
    if page.filter is not None:
        sheet.autofilter(page.filter.area)
        sheet.without_button = _without_button(page.filter)
    if page.paper is not None:
        _print(sheet, page.paper)
    if page.is_locked:
        kept = ("sort", "autofilter", "format_columns", "format_rows")
        sheet.protect("", {**dict.fromkeys(kept, True), "insert_rows": page.may_insert})


def _set_columns(sheet: Any, page: FormSheet, looks: _Looks) -> None:
    for name in dict.fromkeys((*page.widths, *sorted(page.hidden))):
        width = round(page.widths[name] * _DIGIT) if name in page.widths else None
        look = looks.format(page.column_styles[name]) if name in page.column_styles else None
        at = column_number(name) - 1
        sheet.set_column_pixels(at, at, width, look, {"hidden": name in page.hidden})


def _set_view(sheet: Any, page: FormSheet) -> None:
    if page.state is State.HIDDEN:
        sheet.hide()
    elif page.state is State.VERY_HIDDEN:
        sheet.very_hidden()
    if page.frozen:
        row, column = place_of(page.frozen)
        sheet.freeze_panes(row - 1, column - 1)
    if not page.has_grid:
        sheet.hide_gridlines(2)
    if page.tab_color:
        sheet.set_tab_color(f"#{page.tab_color}")
    sheet.set_zoom(page.zoom)


def _without_button(chosen: Filter) -> tuple[int, ...]:
    """Return the columns of a filter that have no button, counted from its first one."""
    if not chosen.shown:
        return ()
    first, last = (place_of(end)[1] for end in chosen.area.split(":"))
    shown = {column_number(name) for name in chosen.shown}
    return tuple(at - first for at in range(first, last + 1) if at not in shown)


def _print(sheet: Any, paper: Paper) -> None:
    if paper.upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.set_margins(left=0.2, right=0.2, top=0.5, bottom=0.55)
    sheet.fit_to_pages(1, 0 if paper.title_rows else 1)
    sheet.center_horizontally()
    if paper.area:
        sheet.print_area(paper.area)
    if paper.title_rows:
        first, last = map(int, paper.title_rows.split(":"))
        sheet.repeat_rows(first - 1, last - 1)
    note = printable(paper.note)[:_FOOTER_NOTE].replace("&", "&&")
    font = f'&"{FONT},Regular"&9'
    left = f"&L{font}{note}" if note else ""
    sheet.set_header("", {"margin": 0.25})
    sheet.set_footer(f"{left}&R{font}Trang &P/&N", {"margin": 0.25})


def _limit(sheet: Any, page: FormSheet) -> None:
    for areas, limit in page.limits:
        corners = [_corners(area) for area in areas]
        sheet.data_validation(*corners[0], {**_typed(limit), "other_cells": corners})


def _corners(area: str) -> tuple[int, int, int, int]:
    first, _, last = area.partition(":")
    (row, column), (last_row, last_column) = place_of(first), place_of(last or first)
    return row - 1, column - 1, last_row - 1, last_column - 1


def _typed(limit: InputLimit) -> Mapping[str, Any]:
    """Return a limit of input as XlsxWriter calls it."""
    by_kind: Mapping[str, dict[str, Any]] = {
        "whole": {"criteria": ">=", "value": limit.least},
        "date": {"criteria": "between", "minimum": limit.least, "maximum": limit.most},
        "list": {"source": f"={limit.least}"},
        "any": {},
        "none": {"validate": "custom", "value": "=FALSE"},
    }
    texts = dict(
        zip(
            ("error_title", "error_message", "input_title", "input_message"),
            (*limit.error, *limit.prompt),
            strict=True,
        )
    )
    return {
        "validate": limit.kind,
        **by_kind[limit.kind],
        **{key: text for key, text in texts.items() if text},
        "show_error": bool(limit.error[0]),
        "show_input": bool(limit.prompt[0]),
        "error_type": "warning" if limit.warns else "stop",
    }


def _color(sheet: Any, page: FormSheet, looks: _Looks) -> None:
    for rule in page.rules:
        first, _, _ = rule.ranges.partition(" ")
        options = {
            "type": "formula",
            "criteria": f"={rule.condition}",
            "format": looks.difference(rule),
            "multi_range": rule.ranges,
            "stop_if_true": rule.stops,
        }
        sheet.conditional_format(*_corners(first), options)
