"""The sheet "Thông tin": the head of a Party paper, who reports, and the unit's own totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xeploai.forms.cell_style import SOFT
from xeploai.forms.layout import CHECK_HEADING, place
from xeploai.forms.page_setup import print_on_a4, protect
from xeploai.forms.self_check.check_formulas import Checks, Trial
from xeploai.forms.self_check.check_list import Check
from xeploai.forms.styles import (
    BY_SUPERIOR,
    FROM_BOARD,
    GUIDE,
    HEAD,
    MESSAGE,
    PLAIN,
    SUBTITLE,
    TITLE,
    TO_FILL,
    CellFormula,
)
from xeploai.forms.tables import (
    ROW_HEIGHT,
    Choices,
    guard_input,
    label_head,
    label_rows,
    row_height,
)
from xeploai.forms.workbook_builder import ColorRule, FormSheet
from xeploai.schema.cell_formulas import quoted
from xeploai.schema.form import InfoReturn
from xeploai.schema.periods import label_of
from xeploai.schema.row import columns

TITLE_TEXT = "BIỂU TỔNG HỢP KẾT QUẢ KIỂM ĐIỂM, ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG"
FROM_BOARD_KEYS = frozenset(
    key for key, column in columns(InfoReturn).items() if column.source == "board"
)
_WIDTHS = {"A": 38, "B": 42, "C": 60, "D": 50}
_HEADINGS = ("Mục", "Nội dung", "Giải thích")
_COLUMN = "D"
_TITLE_ROW = 5
_LEGEND_ROW = 8
_RIGHT = (3, 3)


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences beside the labels, as formulas by field; hints: those that tell of no fault."""

    formulas: Mapping[str, str]
    hints: Sequence[Trial]


def write_info(
    page: FormSheet,
    values: Mapping[str, object],
    choices: Choices,
    messages: Messages,
    note: str,
    not_asked: frozenset[str] = frozenset(),
) -> None:
    """Write the sheet.

    values: those of the board and the number of the sending; messages: what stands beside them;
    not_asked: what this unit has not: its cells are grey as those of the board.
    """
    where = place(InfoReturn)
    for name, width in _WIDTHS.items():
        page.width(name, width)
    write_paper_head(page, str(values["parent_name"] or ""), str(values["unit_name"]))
    _write_titles(page, str(values["period"]))
    label_head(page, InfoReturn, _HEADINGS)
    page.put(where.header_row, 4, CHECK_HEADING, HEAD)
    label_rows(page, InfoReturn, values, FROM_BOARD_KEYS | not_asked)
    for row in range(where.first_row, where.last_label_row + 1):
        page.height(row, ROW_HEIGHT)
    for key, column in columns(InfoReturn).items():
        page.height(where.rows[key], row_height(column.meaning, _WIDTHS["C"]))
    for key, formula in messages.formulas.items():
        row = where.rows[key]
        page.put(row, 4, CellFormula(formula), MESSAGE)
        page.color(_colors(where.cell(key), f"$D${row}", messages.hints))
    guard_input(page, InfoReturn, choices, where.last_label_row, skip=FROM_BOARD_KEYS | not_asked)
    write_signatures(page, where.last_label_row + 2)
    page.frozen, page.has_grid = f"A{where.first_row}", False
    print_on_a4(page, f"A1:C{where.last_label_row + 7}", note=note)
    protect(page)


def _colors(cell: str, sentence: str, hints: Sequence[Trial]) -> list[ColorRule]:
    """Return the red of a cell at fault; a hint beside it is grey and leaves it as it is."""
    if not hints:
        return [ColorRule(cell, f"LEN({sentence})>0")]
    is_hint = f"OR({','.join(f'{sentence}={quoted(mark)}' for mark in _marks(hints))})"
    return [
        ColorRule(sentence.replace("$", ""), is_hint, SOFT, "", stops=True),
        ColorRule(cell, f"AND(LEN({sentence})>0,NOT({is_hint}))"),
    ]


def _marks(trials: Sequence[Trial]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trial.mark for trial in trials))


def info_checks(checks: Checks) -> list[Check]:
    """Return the checks of the sheet, for the list on "Kiểm tra"."""
    where = place(InfoReturn)
    lines: dict[str, list[str]] = {}
    hints = {trial.title for trial in checks.hints}
    for trial in checks.all_trials():
        for key in trial.fields or where.rows:
            cell = f"'{where.sheet}'!${_COLUMN}${where.rows[key]}"
            is_shown = f'ISNUMBER(FIND("{trial.mark}",{cell}))*1'
            counts = lines.setdefault(trial.title, [])
            counts += [] if is_shown in counts else [is_shown]
    return [
        Check(InfoReturn, title, "+".join(counts), is_hint=title in hints)
        for title, counts in lines.items()
    ]


def write_paper_head(
    page: FormSheet, parent: str, unit: str, right: tuple[int, int] = _RIGHT
) -> None:
    """Write the head of a Party paper; right: first and last column of its right half."""
    left = replace(PLAIN, size=12, across="center", wraps=True)
    page.put(1, 1, parent.upper(), left)
    party = replace(left, bold=True, underlined=True, size=13)
    page.put_across(1, right, "ĐẢNG CỘNG SẢN VIỆT NAM", party)
    page.put(2, 1, unit.upper(), replace(left, bold=True))
    page.put(3, 1, "*", left)
    page.put_across(3, right, "……………, ngày …… tháng …… năm ……", replace(left, italic=True))
    for row, text in ((1, parent), (2, unit)):
        # Capitals take about half as much room again.
        page.height(row, 17 * max(1, -(-len(text) * 14 // (10 * int(page.widths["A"])))))


def _write_titles(page: FormSheet, period: str) -> None:
    page.put_across(_TITLE_ROW, (1, 3), TITLE_TEXT, TITLE)
    page.put_across(_TITLE_ROW + 1, (1, 3), f"Kỳ đánh giá {label_of(period)}", SUBTITLE)
    page.put_across(_TITLE_ROW + 2, (1, 3), InfoReturn.GUIDE, replace(GUIDE, across="center"))
    legend = (
        ("Ô vàng: đơn vị điền", TO_FILL),
        ("Ô xám: đã ghi sẵn, không sửa", FROM_BOARD),
        ("Ô xanh: cấp trên ghi, đơn vị để trống. Ô trắng: tự tính", BY_SUPERIOR),
    )
    for column, (text, tone) in enumerate(legend, start=1):
        style = replace(tone, size=11, across="center", locked=True)
        page.put(_LEGEND_ROW, column, text, style)
    for row, height in ((3, 18), (4, 4), (5, 24), (6, 20), (7, 20), (8, 18), (9, 20)):
        page.height(row, height)


def write_signatures(page: FormSheet, row: int, right: tuple[int, int] = _RIGHT) -> None:
    """Write who signs; right: first and last column of the right half."""
    role = replace(PLAIN, bold=True, across="center")
    hint = replace(PLAIN, italic=True, size=10, across="center")
    page.put(row, 1, "NGƯỜI TỔNG HỢP", role)
    page.put_across(row, right, "T/M CẤP ỦY", role)
    page.put(row + 1, 1, "(Ký, ghi rõ họ tên)", hint)
    page.put_across(row + 1, right, "(Ký tên, đóng dấu)", hint)
