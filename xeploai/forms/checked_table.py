"""A table that checks itself: its rows, a sentence beside each row, cells that turn red."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.worksheet.filters import FilterColumn

from xeploai.findings import letter
from xeploai.forms.cell_style import LINE, SOFT
from xeploai.forms.check_formulas import RowCheck, sentence
from xeploai.forms.check_list import Area
from xeploai.forms.layout import CHECK_HEADING, place
from xeploai.forms.page_setup import painted, print_on_a4, protect
from xeploai.forms.styles import COMPUTED, GUIDE, MESSAGE, PLAIN, WRAPPING, Formula, Page
from xeploai.forms.tables import (
    ROW_HEIGHT,
    Choices,
    Extra,
    Titles,
    guard_input,
    headings,
    row_height,
    row_looks,
    table_head,
    table_row,
)
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Level

_CHECK_WIDTH = 60
_NUMBER = replace(COMPUTED, across="center")
_FAULT_LINE = replace(MESSAGE, bold=True, indent=0)
_HINT = replace(GUIDE, size=9, wraps=False, color=LINE)
_INSERT_HINT = "Cần thêm dòng: bấm chuột phải vào số của dòng này, chọn Chèn (Insert)."
_OUT_OF_SIGHT = "dòng đã ghi, không tự kiểm tra; dòng đang ẩn: bấm chuột phải, Bỏ ẩn (Unhide)."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its values, and which fields the board has given.

    source: the row of the unit's own file it was taken from, 0 where it was not.
    """

    values: Mapping[str, object]
    from_board: frozenset[str] = frozenset()
    source: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form.

    named_by: the field a row is known by; spare: rows left for more; computed: printed columns
    beside the fields; reference: columns for comparison, on the screen only. The check's sentences
    come last: they may run on to the right.
    """

    row_type: type[Row]
    titles: Titles
    named_by: str
    lines: Sequence[Line]
    spare: int = 0
    check: RowCheck | None = None
    computed: tuple[Extra, ...] = ()
    reference: tuple[Extra, ...] = ()

    @property
    def extras(self) -> tuple[Extra, ...]:
        """The columns beside the fields, in order."""
        if self.check is None:
            return (*self.computed, *self.reference)
        said = Extra(CHECK_HEADING, _CHECK_WIDTH, MESSAGE, sentence(self.check), printed=False)
        return (*self.computed, *self.reference, said)

    @property
    def last_shown(self) -> int:
        """The last row in sight; below spare rows, the line that says how to insert more."""
        first = place(self.row_type).first_row
        return first + len(self.lines) + self.spare - (0 if self.spare else 1)

    @property
    def last_row(self) -> int:
        """The last row of data: a table with spare rows keeps hidden ones, for programs."""
        return max(self.last_shown, place(self.row_type).last_row if self.spare else 0)

    def row_of(self, source: int) -> int:
        """Where a line of the unit's own file stands here, 0 where it does not."""
        first = place(self.row_type).first_row
        rows = (row for row, line in enumerate(self.lines, first) if line.source == source)
        return next(rows, 0) if source else 0

    @property
    def area(self) -> Area | None:
        """The checked rows."""
        if self.check is None or not (self.lines or self.spare):
            return None
        columns = [head.text for head in headings(self.row_type, self.extras)]
        column = letter(columns.index(CHECK_HEADING))
        return Area(self.check, place(self.row_type).first_row, self.last_row, column)


def write_table(page: Page, table: Table, choices: Choices) -> None:
    """Write a table with its headings, rows, limits of input and red marks."""
    where = place(table.row_type)
    extras = table.extras
    # A spare row has no last period: it shows no empty grey.
    spare = [replace(item, look=PLAIN) if item in table.reference else item for item in extras]
    table_head(page, table.row_type, table.titles, extras)
    lines = (*table.lines, *[Line({})] * table.spare)
    for row, line in enumerate(lines, start=where.first_row):
        _write_line(page, table, row, line, extras if line.values else spare)
    if table.spare:
        # Right below the open rows: a row inserted here takes after the one above it.
        page.put(table.last_shown, 1, _INSERT_HINT, _HINT)
        page.height(table.last_shown, 13)
        page.hide_rows(table.last_shown + 1, table.last_row)
    if lines:
        given = frozenset.intersection(*(line.from_board for line in lines))
        guard_input(page, table.row_type, choices, table.last_row, skip=given)
    if table.area is not None:
        _repeat_first_fault(page, table, table.area)
        mark(page, table.area)


def finish_table(page: Page, table: Table, last_row: int, note: str) -> None:
    """Freeze the headings, set the print-out up, lock the sheet."""
    where = place(table.row_type)
    named = letter(list(where.letters).index(table.named_by) + 2)
    page.sheet.freeze_panes = f"{named}{where.first_row}"
    page.sheet.sheet_view.showGridLines = False
    area = f"A1:{letter(printed_columns(table) - 1)}{last_row}"
    print_on_a4(page, area, note=note, title_rows=f"{where.group_row}:{where.first_row - 1}")
    protect(page, may_insert=table.spare > 0)


def filter_rows(page: Page, area: Area, last_row: int, shown: Sequence[str]) -> None:
    """Let the rows be filtered by some columns, named by their letters.

    Only down to the last row in sight: a filter taken off shows all its rows.
    """
    filters = page.sheet.auto_filter
    filters.ref = f"A{area.first_row - 1}:{area.column}{last_row}"
    names = [letter(index) for index in range(page.sheet[f"{area.column}1"].column)]
    for index, name in enumerate(names):
        if name not in shown:
            filters.filterColumn.append(FilterColumn(colId=index, hiddenButton=True))


def _repeat_first_fault(page: Page, table: Table, area: Area) -> None:
    """Repeat the first sentence of the sheet above the table, always in sight."""
    where = place(table.row_type)
    rows = f"${area.column}${area.first_row}:${area.column}${area.last_row}"
    waits = area.check.unfilled.opening if area.check.unfilled else ""
    first = f'MATCH(1,INDEX(({rows}<>"")*({rows}<>"{waits}"),0),0)'
    said = (
        f'IFERROR("Cần sửa ở dòng "&({area.first_row - 1}+{first})&": "&INDEX({rows},{first}),'
        f"{_out_of_sight(table)})"
    )
    page.put_across(where.fault_row, (1, printed_columns(table)), Formula(said), _FAULT_LINE)
    page.height(where.fault_row, ROW_HEIGHT)


def _out_of_sight(table: Table) -> str:
    """Return the formula that tells of rows a program has filled below those in sight."""
    if table.last_row == table.last_shown:
        return '""'
    name = place(table.row_type).letters[table.named_by]
    below = f"${name}${table.last_shown}:${name}${table.last_row}"
    where = f'"Từ dòng "&ROW(${name}${table.last_shown})&" trở xuống còn "'
    return f'IF(COUNTA({below})=0,"",{where}&COUNTA({below})&" {_OUT_OF_SIGHT}")'


def printed_columns(table: Table) -> int:
    """How many columns go on paper."""
    return sum(head.printed for head in headings(table.row_type, table.extras))


def mark(page: Page, area: Area) -> None:
    """Red cells that follow the sentence beside the row."""
    said = f"${area.column}{area.first_row}"
    rules = page.sheet.conditional_formatting
    letters = place(area.check.row_type).letters
    for trial in area.check.trials:
        if not trial.fields:
            continue
        ranges = " ".join(area.rows_of(letters[key]) for key in trial.fields)
        rules.add(ranges, painted(f'ISNUMBER(FIND("{trial.opening.strip()}",{said}))'))
    for key in area.check.levels:
        cell = f"{letters[key]}{area.first_row}"
        known = ",".join(f'{cell}="{level.short}"' for level in Level)
        rules.add(area.rows_of(letters[key]), painted(f'AND({cell}<>"",NOT(OR({known})))'))
    for first, last in area.number_columns():
        cell = f"{first}{area.first_row}"
        not_whole = f"IF(ISNUMBER({cell}),OR({cell}<0,{cell}<>INT({cell})),TRUE)"
        rules.add(area.rows_of(first, last), painted(f'AND({cell}<>"",{not_whole})'))
    unfilled = area.check.unfilled
    if unfilled is not None:
        waits = painted(f'{said}="{unfilled.opening}"', SOFT, "")
        waits.stopIfTrue = True
        rules.add(f"A{area.first_row}:A{area.last_row} {area.rows_of(area.column)}", waits)
    rules.add(area.rows_of("A"), painted(f"LEN({said})>0"))


def _write_line(page: Page, table: Table, row: int, line: Line, extras: Sequence[Extra]) -> None:
    where = place(table.row_type)
    name = where.letters[table.named_by]
    number: object = row - where.first_row + 1
    if not line.values:
        # Numbered as soon as it is named, so that an unused row shows nothing.
        above = f"$A${where.first_row - 1}:$A{row - 1}"
        number = Formula(f'IF(${name}{row}="","",MAX({above})+1)')
    page.put(row, 1, number, _NUMBER)
    looks = row_looks(table.row_type, line.from_board)
    table_row(page, table.row_type, row, line.values, looks, extras)
    page.growing_height(row, _line_height(table.row_type, line))


def _line_height(row_type: type[Row], line: Line) -> float:
    """Return the height that shows the longest of a line's texts."""
    wrapping = (x for x in columns(row_type).values() if x.type in WRAPPING and line.values)
    said = ((line.values.get(item.key), item.width) for item in wrapping)
    return max((row_height(str(text or ""), width) for text, width in said), default=ROW_HEIGHT)
