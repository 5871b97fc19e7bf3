"""A row type → a sheet: title lines, headings, rows, dropdowns; a table or a list of labels."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from textwrap import wrap
from typing import Any, cast

from xeploai.findings import letter
from xeploai.forms.cell_style import TEXT_FORMAT
from xeploai.forms.layout import NUMBER_HEADING, STAMP_LABELS, place
from xeploai.forms.styles import (
    BY_SUPERIOR,
    FROM_BOARD,
    GROUP_TITLE,
    GUIDE,
    HEAD,
    LABEL,
    MEANING,
    NUMBERING,
    PLAIN,
    SUBTITLE,
    TITLE,
    TO_FILL,
    WRAPPING,
    CellFormula,
    CellStyle,
    field_style,
    shown,
)
from xeploai.forms.workbook_builder import FormSheet, InputLimit, State, WorkbookBuilder
from xeploai.schema.form import FORM_VERSION, LIST_SHEET, STAMP_SHEET
from xeploai.schema.row import Column, Row, columns
from xeploai.schema.terms import Level, Scale

ROW_HEIGHT = 19.0
_LINE, _HEAD_LINE = 15.0, 15.0
_LETTER, _BOLD, _CAPITAL = 1.0, 1.2, 1.15
"""How many digits, in which widths are counted, a letter, a bold and a capital one are wide."""
_MARGIN = 0.8
"""How many digits wide the empty edges of a cell are together."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A column beside the fields: computed, or shown for reference.

    style: that of its cells; template: its formula, the row written §, or "" where the rows bring
    a value under its heading; printed: whether it stands inside the numbered, printed part;
    area: the rows that share the formula, as "8:37"; hidden: whether it is out of sight.
    """

    heading: str
    width: float
    style: CellStyle
    template: str = ""
    group: str = ""
    printed: bool = True
    area: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table as its reader sees it."""

    text: str
    group: str
    width: float
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles above a table."""

    title: str
    subtitle: str
    guide: str


def headings(row_type: type[Row], extras: Sequence[Extra] = ()) -> tuple[Heading, ...]:
    """Return every column of a row type's table from A, extras last."""
    fields = tuple(
        Heading(column.header, column.group, column.width) for column in columns(row_type).values()
    )
    number = (Heading(NUMBER_HEADING, "", 5),) if place(row_type).numbered else ()
    more = tuple(Heading(item.heading, item.group, item.width, item.printed) for item in extras)
    return number + fields + more


def table_head(
    page: FormSheet, row_type: type[Row], titles: Titles, extras: Sequence[Extra] = ()
) -> None:
    """Title lines, headings, column numbers and widths of a table."""
    where = place(row_type)
    heads = headings(row_type, extras)
    printed = sum(head.printed for head in heads)
    _title_lines(page, titles, printed, sum(head.width for head in heads if head.printed))
    has_groups = where.first_row - where.header_row == 2
    for index, head in enumerate(heads, start=1):
        page.width(letter(index - 1), head.width)
        is_open = has_groups and not head.group
        style = replace(HEAD, box="lower") if is_open else HEAD
        page.put(where.header_row, index, head.text, style)
        if has_groups:
            number = f"({index})" if head.printed else None
            page.put(where.header_row + 1, index, number, NUMBERING)
            if is_open:
                page.put(where.group_row, index, None, replace(HEAD, box="upper"))
    if has_groups:
        _group_row(page, where.group_row, heads)
    page.height(where.header_row, _lines_of(heads) * _HEAD_LINE + 6)


def table_row(
    page: FormSheet,
    row_type: type[Row],
    row: int,
    values: Mapping[str, object],
    styles: Mapping[str, CellStyle],
    extras: Sequence[Extra] = (),
) -> None:
    """One row of a table: the fields' values in the fields' styles, then the extras."""
    first = 2 if place(row_type).numbered else 1
    for column, (key, style) in enumerate(styles.items(), start=first):
        page.put(row, column, shown(values.get(key)), style)
    for column, extra in enumerate(extras, start=first + len(styles)):
        formula = formula_of(extra, column, row)
        page.put(row, column, formula or shown(values.get(extra.heading)), extra.style)


def formula_of(extra: Extra, column: int, row: int) -> CellFormula | None:
    """Return the formula of a column in a row, None where it has none; columns from 1."""
    if not extra.template:
        return None
    name = letter(column - 1)
    area = ":".join(f"{name}{end}" for end in extra.area.split(":")) if extra.area else ""
    return CellFormula(extra.template, row, area)


def row_styles(
    row_type: type[Row],
    from_board: frozenset[str] = frozenset(),
    by_superior: frozenset[str] = frozenset(),
    *,
    is_open: bool = False,
) -> dict[str, CellStyle]:
    """Return the styles of a row's fields: to fill, but for those the board or a superior gives.

    is_open: nothing in the row is locked, so that the rows can be sorted.
    """
    return _row_styles(cast("Hashable", row_type), from_board, by_superior, is_open)


@cache
def _row_styles(
    row_type: Any, from_board: frozenset[str], by_superior: frozenset[str], is_open: bool
) -> dict[str, CellStyle]:
    tones = dict.fromkeys(by_superior, BY_SUPERIOR)
    tones |= dict.fromkeys(from_board, replace(FROM_BOARD, locked=not is_open))
    return {
        key: field_style(column, tones.get(key, TO_FILL))
        for key, column in columns(row_type).items()
    }


def label_rows(
    page: FormSheet, row_type: type[Row], values: Mapping[str, object], from_board: frozenset[str]
) -> None:
    """Write the lines of a sheet of labels: label, value, meaning, by groups."""
    where = place(row_type)
    for group, row in where.group_rows.items():
        page.put_across(row, (1, 3), group, GROUP_TITLE)
    for key, column in columns(row_type).items():
        row = where.rows[key]
        tone = FROM_BOARD if key in from_board else _TONES[column.source]
        style = replace(field_style(column, tone), across="left", indent=1)
        page.put(row, 1, column.header, replace(LABEL, bold=column.required))
        page.put(row, 2, shown(values.get(key)), style)
        page.put(row, 3, column.meaning, MEANING)


_TONES = {"unit": TO_FILL, "board": TO_FILL, "superior": BY_SUPERIOR}


def label_head(page: FormSheet, row_type: type[Row], titles: tuple[str, ...]) -> None:
    """Write the heading row of a sheet of labels."""
    for column, text in enumerate(titles, start=1):
        page.put(place(row_type).header_row, column, text, HEAD)


def row_height(text: str, width: float, *, is_code: bool = False) -> float:
    """Return the height of a row whose text wraps in a column; codes are digits and capitals."""
    letters = int((width - _MARGIN) / (_CAPITAL if is_code else _LETTER))
    # Excel breaks a line after a slash too, as in "82-QĐ/ĐU".
    parts = wrap(text.replace("/", "-"), max(letters, 1))
    return ROW_HEIGHT + (len(parts) - 1 if text else 0) * _LINE


def line_height(row_type: type[Row], values: Mapping[str, object]) -> float:
    """Return the height of a row of a table that shows the longest of its texts."""
    wrapping = (column for column in columns(row_type).values() if column.type in WRAPPING)
    heights = (
        row_height(str(values.get(item.key) or ""), item.width, is_code=item.type == "code")
        for item in wrapping
    )
    return max(heights, default=ROW_HEIGHT)


def stamp(
    builder: WorkbookBuilder, form: str, unit: str, period: str, scale: Scale = Scale.FULFILMENT
) -> None:
    """Write the sheet that tells what a workbook is and whose, whatever becomes of its cells.

    scale: the words its levels are written in.
    """
    page = builder.page(STAMP_SHEET)
    page.state = State.VERY_HIDDEN
    values = (form, FORM_VERSION, unit, period, scale)
    for row, (label, value) in enumerate(zip(STAMP_LABELS, values, strict=True), start=1):
        page.put(row, 1, label)
        page.put(row, 2, value, replace(PLAIN, format=TEXT_FORMAT))


# ------------------------------------------------------------------ dropdowns


class Choices:
    """The hidden sheet of lists that dropdowns point to: lists in cells have no length limit."""

    def __init__(
        self,
        row_types: Iterable[type[Row]],
        more: Iterable[tuple[str, ...]] = (),
        scales: Sequence[Scale] = (Scale.FULFILMENT,),
    ) -> None:
        names = ((scale.short(level), scale.label(level)) for scale in scales for level in Level)
        self.levels = dict.fromkeys(names)
        lists = [self.of(column) for row in row_types for column in columns(row).values()]
        self._lists = [choices for choices in dict.fromkeys([*lists, *more]) if choices]

    def of(self, column: Column) -> tuple[str, ...]:
        """Return what may stand in a column, of levels by the words of the period."""
        return (
            tuple(short for short, _ in self.levels) if column.type == "level" else column.choices
        )

    def write(self, builder: WorkbookBuilder) -> None:
        """Write the sheet."""
        page = builder.page(LIST_SHEET)
        page.state = State.HIDDEN
        for column, choices in enumerate(self._lists, start=1):
            for row, choice in enumerate(choices, start=1):
                page.put(row, column, choice)

    @property
    def level_prompt(self) -> str:
        """The meaning of each sign of a level, in one line."""
        signs = [f"{short}: {label[:1].lower()}{label[1:]}" for short, label in self.levels]
        return " · ".join([*(each.removesuffix(" nhiệm vụ") for each in signs[:-1]), signs[-1]])

    def range_of(self, choices: tuple[str, ...]) -> str:
        """Where a list stands."""
        name = letter(self._lists.index(choices))
        return f"'{LIST_SHEET}'!${name}$1:${name}${len(choices)}"


def guard_input(
    page: FormSheet, row_type: type[Row], choices: Choices, last_row: int, *, skip: frozenset[str]
) -> None:
    """Dropdowns and limits of what may be typed, from the first row to the last one."""
    where = place(row_type)
    limited: dict[InputLimit, list[str]] = {}
    for key, column in columns(row_type).items():
        if key in skip or column.type in ("text", "code"):
            continue
        name = where.letters[key]
        area = where.cell(key) if where.rows else f"{name}{where.first_row}:{name}{last_row}"
        limited.setdefault(_limit(column, choices), []).append(area)
    for limit, areas in limited.items():
        page.limit(areas, limit)


def _limit(column: Column, choices: Choices) -> InputLimit:
    if column.type == "count":
        error = "Ô này chỉ nhận số nguyên từ 0 trở lên, không ghi chữ, không ghi %."
        return InputLimit("whole", "0", error=("Số không hợp lệ", error))
    if column.type == "date":
        # A warning, not a stop: a computer set to month first takes 15/12 for text.
        error = "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 15/12/2025."
        prompt = ("Ngày", "Ngày/tháng/năm, ví dụ 15/12/2025")
        return InputLimit("date", *_DAYS, ("Ngày chưa đúng", error), prompt, warns=True)
    area = choices.range_of(choices.of(column))
    if column.type == "level":
        return choice_limit(area, ("Mức xếp loại", choices.level_prompt))
    return choice_limit(area)


def nothing_limit(title: str, error: str) -> InputLimit:
    """Return the limit to nothing at all, for cells that are not locked and not to be filled."""
    return InputLimit("none", error=(title, error))


def choice_limit(area: str, prompt: tuple[str, str] = ("", "")) -> InputLimit:
    """Return the limit to the words of a list."""
    error = "Bấm mũi tên ở góc phải của ô và chọn một mục trong danh sách."
    return InputLimit("list", area, error=("Chọn trong danh sách", error), prompt=prompt)


_DAYS = ("18264", "73050")
"""From 1950 to 2100."""


# ------------------------------------------------------------------ inside a head


def _title_lines(page: FormSheet, titles: Titles, last: int, width: float) -> None:
    lines = ((titles.title, TITLE), (titles.subtitle, SUBTITLE), (titles.guide, GUIDE))
    for row, (text, style) in enumerate((line for line in lines if line[0]), start=1):
        page.put_across(row, (1, last), text, style)
        # Capitals and larger type take about half as much room again.
        taken = len(text) * style.size / 11 * (1.35 if row == 1 else 1.0)
        page.height(row, (ceil(taken / width) or 1) * (style.size + 6))


def _group_row(page: FormSheet, row: int, heads: Sequence[Heading]) -> None:
    start = 0
    while start < len(heads):
        group = heads[start].group
        end = start + 1
        while end < len(heads) and heads[end].group == group:
            end += 1
        if group:
            page.put_across(row, (start + 1, end), group, HEAD)
        start = end
    # Without groups the row stays, so that headings stand in one row on every sheet.
    page.height(row, ROW_HEIGHT if any(head.group for head in heads) else 3)


def _lines_of(heads: Sequence[Heading]) -> int:
    return max(_wrapped_lines(head.text, head.width) for head in heads)


def _wrapped_lines(text: str, width: float) -> int:
    """Return how many lines a bold heading takes when it breaks between words."""
    return len(wrap(text, max(int(width / _BOLD), 1), break_long_words=False)) or 1
