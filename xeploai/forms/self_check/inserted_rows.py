"""Rows inserted into a table, which have no formulas: they are read and checked on a hidden sheet.

Each of its rows shows one inserted row after the other, with its fields in the same columns, and
beside them stand the formulas of a row of the form. So an inserted row is checked as any other.
"""

from dataclasses import dataclass

from xeploai.findings import column_number, letter
from xeploai.forms.layout import place
from xeploai.forms.self_check.check_formulas import (
    Checks,
    RowPlaces,
    aside_templates,
    helper_templates,
    row_sentence,
)
from xeploai.forms.styles import CellFormula
from xeploai.forms.workbook_builder import State, WorkbookBuilder
from xeploai.schema.form import INSERTED_SHEETS
from xeploai.schema.row import columns

ROOM = 20
"""Number of inserted rows that are checked; of more it is said that they are not."""


@dataclass(frozen=True, slots=True)
class InsertedPlaces(RowPlaces):
    """Where the fields of an inserted row, and what is read of it, stand on the hidden sheet.

    Column A holds the place of the row in its table, the line above the first row being place 1.
    """

    @property
    def sheet(self) -> str:
        """The table's sheet, before an address."""
        return f"'{self.row_type.SHEET}'!"

    @property
    def row(self) -> str:
        """The formula of the row's number in the table."""
        return f"($A§+ROW({self.sheet}$A${self.first_row - 1})-1)"

    def above(self, name: str) -> str:
        """Return the cells of a column above the inserted row."""
        area = self.table(name)
        return f"{area.partition(':')[0]}:INDEX({area},$A§-1)"

    def table(self, name: str) -> str:
        """Return the cells of a column of the table, with the line above them."""
        return f"{self.sheet}${name}${self.first_row - 1}:${name}${self.last_row}"


@dataclass(frozen=True, slots=True)
class InsertedRows:
    """The inserted rows of one table; column: that of the sentences beside them."""

    checks: Checks
    places: InsertedPlaces
    column: str

    @property
    def sheet(self) -> str:
        """The hidden sheet on which they are read."""
        return INSERTED_SHEETS[self.checks.row_type]

    def area(self, name: str) -> str:
        """Return the cells of a column of the hidden sheet."""
        first = self.places.first_row
        return f"'{self.sheet}'!${name}${first}:${name}${first + ROOM - 1}"

    def without_formulas(self) -> str:
        """Return the condition, for each row, that something is written and no formula reads it."""
        row_type, letters = self.checks.row_type, place(self.checks.row_type).letters
        # No row is filled in without one of these; all fields would be worked out for 221 rows.
        telling = [
            letters[key] for key, column in columns(row_type).items()
            if column.required or key in row_type.KEYS
        ]  # fmt: skip
        written = "&".join(map(self.places.table, telling))
        return f'({written}<>"")*ISBLANK({self.places.table(self.column)})'

    def unchecked(self) -> str:
        """Return the formula that counts the inserted rows for which there is no room."""
        last = self.area("A").rpartition(":")[2]
        all_of_them = f"SUMPRODUCT({self.without_formulas()})-1"
        return f"IF('{self.sheet}'!{last}=\"\",0,{all_of_them}-{ROOM})"

    def first_fault(self, opening: str) -> str:
        """Return the formula of the first fault and its row, an error where there is none."""
        first = f'MATCH(1,INDEX(({self.area(self.number)}<>"")*1,0),0)'
        sentence = f"INDEX({self.area(self.column)},{first})"
        number = f'SUBSTITUTE(INDEX({self.area(self.number)},{first}),"|","")'
        return f'"{opening}"&{number}&": "&{sentence}'

    @property
    def number(self) -> str:
        """The column in which the number of a row at fault stands, after a stroke."""
        return letter(column_number(self.column))

    def faulty_rows(self) -> str:
        """Return the formula of the numbers of all rows at fault, a stroke around each."""
        first = self.places.first_row
        numbers = (f"'{self.sheet}'!${self.number}${first + at}" for at in range(ROOM))
        return "&".join((*numbers, '"|"'))

    def faulty_row(self) -> str:
        """Return the template of a row's number after a stroke, "" where nothing is at fault."""
        hints = ",".join(f'${self.column}§="{each.opening}"' for each in self.checks.hints)
        is_fine = f'OR(${self.column}§="",{hints})' if hints else f'${self.column}§=""'
        return f'IF({is_fine},"","|"&{self.places.row})'


def write_inserted(builder: WorkbookBuilder, rows: InsertedRows) -> None:
    """Write the hidden sheet of a table."""
    page = builder.page(rows.sheet)
    page.state = State.VERY_HIDDEN
    places, first = rows.places, rows.places.first_row
    page.put(first - 1, 1, 1)
    templates = [_next(rows), *(_shown(places.table(name)) for name in _letters(places))]
    beside = (
        *helper_templates(places), *aside_templates(rows.checks, places),
        row_sentence(rows.checks, places), rows.faulty_row(),
    )  # fmt: skip
    start = column_number(places.helpers[0])
    at = [*range(1, len(templates) + 1), *range(start, start + len(beside))]
    guarded = [*templates, *(f'IF($A§="","",{each})' for each in beside)]
    for row in (first, first + 1):
        for column, template in zip(at, guarded, strict=True):
            name = letter(column - 1)
            area = f"{name}{first}:{name}{first + ROOM - 1}"
            page.put(row, column, CellFormula(template, row, area))
    page.repeat(first + 1, first + ROOM - 1)


def _letters(places: InsertedPlaces) -> list[str]:
    return list(place(places.row_type).letters.values())


def _next(rows: InsertedRows) -> str:
    """Return the template of the place of the next inserted row, "" after the last."""
    numbers = rows.places.table("A")
    first = f"ROW({numbers.partition(':')[0]})"
    later = f"{rows.without_formulas()}*(ROW({numbers})-{first}+1>$A¶)"
    return f'IF($A¶="","",IFERROR(MATCH(1,INDEX({later},0),0),""))'


def _shown(area: str) -> str:
    """Return the template of a field of the inserted row; a blank one stays blank to the eye."""
    cell = f"INDEX({area},$A§)"
    return f'IF($A§="","",IF({cell}="","",{cell}))'
