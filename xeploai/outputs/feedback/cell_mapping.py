"""Where a finding in a unit's own file stands in the form that goes back."""

from dataclasses import dataclass

from xeploai.findings import CellRef, letter
from xeploai.forms.checked_table import FormTable, LaidForm
from xeploai.forms.layout import place
from xeploai.forms.tables import headings
from xeploai.schema.form import FORM_SHEETS, RATIO_HEADINGS
from xeploai.schema.row import Row
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place in the new form; cell is "" where it is a whole sheet, both where it is the file."""

    sheet: str = ""
    cell: str = ""


def sheet_of(item: Return, ref: CellRef) -> type[Row] | None:
    """Return the sheet of the form that a finding is about.

    The unit may have given it another name.
    """
    named = (each for each in FORM_SHEETS if item.sheets[each].sheet == ref.sheet)
    return next(named, None) if ref.sheet else None


def field_of(item: Return, ref: CellRef) -> tuple[type[Row], str] | None:
    """Return the field that a cell of the unit's file belongs to."""
    row_type = sheet_of(item, ref)
    if row_type is None:
        return None
    wanted = ref.cell if row_type.LAYOUT == "labels" else ref.column
    known = item.sheets[row_type].columns
    return next(((row_type, key) for key, at in known.items() if at == wanted), None)


def spot_of(item: Return, ref: CellRef, form: LaidForm) -> FormPlace:
    """Return the same place in the new form."""
    row_type = sheet_of(item, ref)
    if row_type is None:
        return FormPlace()
    field = field_of(item, ref)
    if row_type.LAYOUT == "labels":
        return FormPlace(row_type.SHEET, place(row_type).cell(field[1]) if field else "")
    column = place(row_type).letters[field[1]] if field else _computed(item, ref, form, row_type)
    row = _row(item, ref, form.tables[row_type])
    return FormPlace(row_type.SHEET, f"{column}{row}" if column and row else "")


def _row(item: Return, ref: CellRef, table: FormTable) -> int:
    """Return the row in the new form.

    Heading and totals keep their part; rows may have moved.
    """
    sheet, number = item.sheets[table.row_type], ref.row
    if number == sheet.heading_number:
        return place(table.row_type).header_row
    if any(line.number == number for line in sheet.totals):
        return table.last_row + 1 if place(table.row_type).last_row else 0
    return table.row_of(number)


def _computed(item: Return, ref: CellRef, form: LaidForm, row_type: type[Row]) -> str:
    """Return the column of one of the form's own percentages."""
    known = item.sheets[row_type].computed_columns
    heads = [head.text for head in headings(row_type, form.tables[row_type].extras)]
    return next(
        (letter(heads.index(RATIO_HEADINGS[key])) for key, at in known.items()
         if at == ref.column and RATIO_HEADINGS[key] in heads),
        "",
    )  # fmt: skip
