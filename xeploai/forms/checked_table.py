"""A table that checks itself: its rows, a sentence beside each row, cells that turn red."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xeploai.findings import column_number, letter
from xeploai.forms.cell_style import LINE, SOFT
from xeploai.forms.layout import CHECK_HEADING, place
from xeploai.forms.page_setup import print_on_a4, protect
from xeploai.forms.rows import FormRow
from xeploai.forms.self_check.check_formulas import (
    Checks,
    RowPlaces,
    aside_templates,
    expanded,
    helper_templates,
    row_sentence,
    word_lists,
)
from xeploai.forms.self_check.check_list import CheckedArea
from xeploai.forms.self_check.inserted_rows import InsertedPlaces, InsertedRows
from xeploai.forms.self_check.read_formulas import COUNTS, NOT_LISTED, count_keys, row_reading
from xeploai.forms.styles import (
    COMPUTED,
    GUIDE,
    MESSAGE,
    PLAIN,
    CellFormula,
)
from xeploai.forms.tables import (
    ROW_HEIGHT,
    Choices,
    Extra,
    Titles,
    formula_of,
    guard_input,
    headings,
    line_height,
    nothing_limit,
    row_styles,
    table_head,
    table_row,
)
from xeploai.forms.workbook_builder import ColorRule, Filter, FormSheet, WorkbookBuilder
from xeploai.schema.cell_formulas import is_blank, plain_text, quoted, without_digits
from xeploai.schema.form import CellReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Scale

_CHECK_WIDTH = 60
_NUMBER = replace(COMPUTED, across="center")
_OPEN_NUMBER = replace(_NUMBER, locked=False)
_FAULT_LINE = replace(MESSAGE, bold=True, indent=0)
_HINT = replace(GUIDE, size=9, wraps=False, color=LINE)
_INSERT_HINT = "Cần thêm dòng: bấm chuột phải vào số của dòng này, chọn Chèn (Insert)."
_SHOW_HINT = (
    "Cần thêm dòng: chọn số của dòng này và dòng dưới, bấm chuột phải, chọn Bỏ ẩn (Unhide)."
)
_OUT_OF_SIGHT = "dòng đã ghi; nếu không thấy: bấm chuột phải vào số của dòng, Bỏ ẩn (Unhide)."
_FAULT_AT = "Cần sửa ở dòng "
_TOO_MANY = "dòng chèn thêm chưa tự kiểm tra: chép các ô từ cột"
_OUTSIDE = (
    "Dòng chèn ngay trên dòng Tổng cộng chưa được cộng: cắt (Cut) rồi chèn lên trên một dòng."
)
_GIVEN = nothing_limit("Ô ghi sẵn", "Ô xám đã ghi sẵn. Nếu sai, ghi ở cột Ghi chú.")
_COMPUTED = nothing_limit("Ô tự tính", "Ô này tự tính, không ghi vào đây.")


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of the form.

    named_by: the field a row is known by; spare: rows left for more; computed: printed columns
    beside the fields; reference: columns for comparison, on the screen only; by_superior: the
    fields that only a superior fills; scale: the words of levels. Then come, hidden,
    what the program reads in a row, and last the check's sentences, which may run on to the right.
    """

    row_type: type[Row]
    titles: Titles
    named_by: str
    lines: Sequence[FormRow]
    spare: int = 0
    checks: Checks | None = None
    computed: tuple[Extra, ...] = ()
    reference: tuple[Extra, ...] = ()
    by_superior: frozenset[str] = frozenset()
    scale: Scale = Scale.FULFILMENT

    @property
    def extras(self) -> tuple[Extra, ...]:
        """The columns beside the fields, in order."""
        if self.checks is None:
            return (*self.computed, *self.reference)
        rows = f"{place(self.row_type).first_row}:{self.checked_to}"
        places = self.places
        computed = (
            replace(item, template=expanded(item.template, places.resolve), area=rows)
            for item in self.computed
        )
        hidden = (*helper_templates(places), *aside_templates(self.checks, places))
        read = (
            Extra("", 9, PLAIN, template, printed=False, area=rows, hidden=True)
            for template in hidden
        )
        sentence = row_sentence(self.checks, places)
        sentences = Extra(CHECK_HEADING, _CHECK_WIDTH, MESSAGE, sentence, printed=False, area=rows)
        extras = (*computed, *self.reference, *read, sentences)
        if not self.is_open:
            return extras
        return tuple(replace(item, style=replace(item.style, locked=False)) for item in extras)

    @property
    def is_open(self) -> bool:
        """Whether rows can be added and sorted.

        Excel sorts on a locked sheet only where no cell of the rows is locked.
        """
        return self.spare > 0

    @property
    def places(self) -> RowPlaces:
        """Where what the checks need stands in a row."""
        before = len(headings(self.row_type, (*self.computed, *self.reference)))
        number = len(row_reading(self.row_type).templates)
        is_left_out = self.checks is not None and bool(self.checks.setting_aside)
        hidden = [letter(before + index) for index in range(number + 2 * is_left_out)]
        helpers, asides = tuple(hidden[:number]), tuple(hidden[number:])
        return RowPlaces(self.row_type, helpers, asides, self.last_row)

    @property
    def checked_to(self) -> int:
        """The last row with formulas: the kept rows out of sight have them, too."""
        in_sight = place(self.row_type).first_row + len(self.lines) + self.spare - 1
        return self.last_row if self.last_row > self.last_shown else in_sight

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
    def area(self) -> CheckedArea | None:
        """The checked rows."""
        if self.checks is None or not (self.lines or self.spare):
            return None
        places = self.places
        before = len(headings(self.row_type, (*self.computed, *self.reference)))
        column = letter(before + len(places.helpers) + len(places.asides))
        where = place(self.row_type)
        total_row = self.last_row + 1 if self.row_type is CellReturn else 0
        inserted = None
        if self.is_open:
            read = InsertedPlaces(self.row_type, places.helpers, places.asides, self.last_row)
            inserted = InsertedRows(self.checks, read, column)
        return CheckedArea(
            self.checks, places, where.first_row, self.checked_to, self.last_row, column,
            self.named_by, inserted, total_row,
        )  # fmt: skip


def write_table(page: FormSheet, table: FormTable, choices: Choices) -> None:
    """Write a table with its headings, rows, limits of input and red marks."""
    where = place(table.row_type)
    extras = table.extras
    # A spare row has no last period: it shows no empty grey.
    spare = [replace(item, style=PLAIN) if item in table.reference else item for item in extras]
    table_head(page, table.row_type, table.titles, extras)
    lines = (*table.lines, *[FormRow({})] * table.spare)
    for row, line in enumerate(lines, start=where.first_row):
        _write_line(page, table, row, line, extras if line.values else spare)
    if table.is_open:
        _write_room(page, table, spare)
    if lines:
        given = frozenset.intersection(*(line.from_board for line in lines))
        guard_input(page, table.row_type, choices, table.last_row, skip=given)
        _guard_given(page, table)
    area = table.area
    if area is not None:
        _repeat_first_fault(page, table, area)
        mark(page, area)
        _hide_readings(page, area, word_lists(table.row_type, table.scale))


def _write_room(page: FormSheet, table: FormTable, extras: Sequence[Extra]) -> None:
    """Write what stands below the rows in sight: how to add more, and the rows kept for that."""
    if table.last_row == table.last_shown:
        # Right below the open rows: a row inserted here takes after the one above it.
        page.put(table.last_shown, 1, _INSERT_HINT, _HINT)
    else:
        # A program fills all rows one below the other, this one too.
        _write_formulas(page, table, table.last_shown, extras)
        page.put(table.last_shown, 1, _SHOW_HINT, replace(_HINT, locked=False))
        _write_formulas(page, table, table.last_shown + 1, extras)
        page.repeat(table.last_shown + 1, table.last_row)
        page.hide_rows(table.last_shown + 1, table.last_row)
        for name, style in zip(
            place(table.row_type).letters.values(), row_styles(table.row_type).values(), strict=True
        ):
            page.column_styles[name] = replace(style, fill="", box="")
    page.height(table.last_shown, 13)


def _write_formulas(page: FormSheet, table: FormTable, row: int, extras: Sequence[Extra]) -> None:
    """Write a spare row without its cells to fill; these have the looks of their columns."""
    page.put(row, 1, _next_number(table, row), _OPEN_NUMBER)
    first = 2 + len(columns(table.row_type))
    for column, extra in enumerate(extras, start=first):
        if extra.template:
            page.put(row, column, formula_of(extra, column, row), extra.style)


def _guard_given(page: FormSheet, table: FormTable) -> None:
    """Refuse what is typed over what the board gives or the sheet computes, where nothing locks."""
    if not table.is_open:
        return
    where = place(table.row_type)
    given = [
        where.letters[key] + str(row)
        for row, line in enumerate(table.lines, start=where.first_row)
        for key in where.letters
        if key in line.from_board
    ]
    computed = [
        letter(index)
        for index, head in enumerate(headings(table.row_type, table.extras))
        if index > len(where.letters)
    ]
    rows = f"{where.first_row}:{{}}{table.last_row}"
    if given:
        page.limit(given, _GIVEN)
    if computed:
        page.limit([f"{computed[0]}{rows.format(computed[-1])}"], _COMPUTED)


def finish_table(page: FormSheet, table: FormTable, last_row: int, note: str) -> None:
    """Freeze the headings, set the print-out up, lock the sheet."""
    where = place(table.row_type)
    named = letter(list(where.letters).index(table.named_by) + 2)
    page.frozen, page.has_grid = f"{named}{where.first_row}", False
    area = f"A1:{letter(printed_columns(table) - 1)}{last_row}"
    print_on_a4(page, area, note=note, title_rows=f"{where.group_row}:{where.first_row - 1}")
    protect(page, may_insert=table.spare > 0)


def filter_rows(page: FormSheet, area: CheckedArea, last_row: int, shown: Sequence[str]) -> None:
    """Let the rows be filtered by some columns, named by their letters.

    Only down to the last row in sight: a filter taken off shows all its rows.
    """
    page.filter = Filter(f"A{area.first_row - 1}:{area.column}{last_row}", tuple(shown))


def _repeat_first_fault(page: FormSheet, table: FormTable, area: CheckedArea) -> None:
    """Repeat the first sentence of the sheet above the table, always in sight."""
    where = place(table.row_type)
    rows = f"${area.column}${area.first_row}:${area.column}${area.last_row}"
    # Times one, for Excel looks up no truth by a number.
    first = f"MATCH(1,INDEX({_is_fault(area, rows)}*1,0),0)"
    # Not the number alone: a row inserted below the headings moves all others.
    number = f"({first}+MIN(ROW({rows}))-1)"
    sentence = (
        f'IFERROR("{_FAULT_AT}"&{number}&": "&INDEX({rows},{first}),{_of_other_rows(table, area)})'
    )
    page.put_across(
        where.fault_row, (1, printed_columns(table)), CellFormula(sentence), _FAULT_LINE
    )
    page.height(where.fault_row, ROW_HEIGHT)


def _is_fault(area: CheckedArea, sentences: str) -> str:
    """Return the condition, for each row, that its sentence tells of a fault."""
    openings = ("", *(hint.opening for hint in area.checks.hints))
    return "*".join(f"({sentences}<>{quoted(words)})" for words in openings)


def _out_of_sight(table: FormTable) -> str:
    """Return the formula that tells of rows a program has filled below those in sight."""
    if table.last_row == table.last_shown:
        return '""'
    name = place(table.row_type).letters[table.named_by]
    below = f"${name}${table.last_shown}:${name}${table.last_row}"
    where = f'"Từ dòng "&ROW(${name}${table.last_shown})&" trở xuống còn "'
    return f'IF(COUNTA({below})=0,"",{where}&COUNTA({below})&" {_OUT_OF_SIGHT}")'


def _of_other_rows(table: FormTable, area: CheckedArea) -> str:
    """Return the formula that tells of rows without formulas, and of rows out of sight."""
    if area.inserted is None:
        return _out_of_sight(table)
    where = place(table.row_type)
    computed = letter(len(where.letters) + 1)
    too_many = (
        f'{area.inserted.unchecked()}&" {_TOO_MANY} {computed} đến {area.column} của dòng trên."'
    )
    outside = f"IF({area.outside()}>0,{quoted(_OUTSIDE)},"
    return (
        f"IFERROR({area.inserted.first_fault(_FAULT_AT)},"
        f"IF({area.inserted.unchecked()}>0,{too_many},{outside}{_out_of_sight(table)})))"
    )


def printed_columns(table: FormTable) -> int:
    """Return how many columns go on paper."""
    return sum(head.printed for head in headings(table.row_type, table.extras))


def mark(page: FormSheet, area: CheckedArea) -> None:
    """Red cells that follow the sentence beside the row."""
    places = area.places
    sentence = f"${area.column}{area.first_row}"
    rules: list[ColorRule] = []
    letters = place(area.checks.row_type).letters
    for trial in area.checks.trials:
        if trial.is_hint:
            continue
        if trial.apart:
            for key in trial.fields:
                unread = f'{area.places.text_read(key, str(area.first_row))}="{NOT_LISTED}"'
                rules.append(ColorRule(area.rows_of(letters[key]), unread))
        elif trial.fields:
            ranges = " ".join(area.rows_of(letters[key]) for key in trial.fields)
            rules.append(ColorRule(ranges, f'ISNUMBER(FIND("{trial.mark}",{sentence}))'))
    rules += _mark_counts(area)
    if area.checks.hints:
        hinted = ",".join(f"{sentence}={quoted(hint.opening)}" for hint in area.checks.hints)
        both = f"{area.rows_of('A')} {area.rows_of(area.column)}"
        rules.append(ColorRule(both, f"OR({hinted})", SOFT, "", stops=True))
    rules.append(ColorRule(area.rows_of("A"), f"LEN({sentence})>0"))
    if area.inserted is not None:
        numbers = "$".join(("", places.helpers[0], str(_numbers_row(places))))
        is_inserted = f'ISNUMBER(FIND("|"&ROW($A{area.first_row})&"|",{numbers}))'
        rules.append(ColorRule(area.rows_of("A"), is_inserted))
    page.color(rules)


def _mark_counts(area: CheckedArea) -> Iterator[ColorRule]:
    """Yield the red of counts that are none; beside a text that is none, of odd texts."""
    if area.checks.counts is None:
        return
    letters = place(area.checks.row_type).letters
    unread = f'{area.places.text_read(COUNTS, str(area.first_row))}="{NOT_LISTED}"'
    for keys in count_keys(area.checks.row_type):
        cell = f"{letters[keys[0]]}{area.first_row}"
        no_count = f"OR({cell}<0,{cell}>10000000,{cell}<>INT({cell}))"
        text = plain_text(cell)
        is_odd = f'OR({without_digits(text)}<>"",LEN({text})>7)'
        wrong = f"IF(ISNUMBER({cell}),{no_count},AND({unread},{is_odd},NOT({is_blank(cell)})))"
        yield ColorRule(area.rows_of(letters[keys[0]], letters[keys[-1]]), wrong)


def _hide_readings(page: FormSheet, area: CheckedArea, words_of: Mapping[str, str]) -> None:
    """Hide what the program reads in each row, and above it the words its formulas look for."""
    places = area.places
    for name in (*places.helpers, *places.asides):
        page.hidden.add(name)
    for row, words in enumerate(words_of.values(), start=1):
        page.put(row, column_number(places.helpers[0]), words)
    if places.aside:
        count = CellFormula(area.count_set_aside())
        page.put(1, column_number(places.aside), count)
    if area.inserted is not None:
        numbers = CellFormula(area.inserted.faulty_rows())
        page.put(_numbers_row(places), column_number(places.helpers[0]), numbers)


def _numbers_row(places: RowPlaces) -> int:
    """Return where, below the words, the numbers of the inserted rows at fault stand."""
    return len(word_lists(places.row_type)) + 1


def _write_line(
    page: FormSheet, table: FormTable, row: int, line: FormRow, extras: Sequence[Extra]
) -> None:
    where = place(table.row_type)
    number: object = row - where.first_row + 1
    if not line.values:
        number = _next_number(table, row)
    page.put(row, 1, number, _OPEN_NUMBER if table.is_open else _NUMBER)
    styles = row_styles(table.row_type, line.from_board, table.by_superior, is_open=table.is_open)
    table_row(page, table.row_type, row, line.values, styles, extras)
    page.growing_height(row, line_height(table.row_type, line.values))


def _next_number(table: FormTable, row: int) -> CellFormula:
    """Return the formula of a spare row's number.

    It is numbered as soon as it is named, so that an unused row shows nothing.
    """
    where = place(table.row_type)
    name = where.letters[table.named_by]
    above = f"$A${where.first_row - 1}:$A¶"
    area = f"A{where.first_row + len(table.lines)}:A{table.checked_to}"
    return CellFormula(f'IF(${name}§="","",MAX({above})+1)', row, area)


@dataclass(frozen=True, slots=True)
class LaidForm:
    """A form that is written, and where its rows stand."""

    builder: WorkbookBuilder
    tables: Mapping[type[Row], FormTable]
