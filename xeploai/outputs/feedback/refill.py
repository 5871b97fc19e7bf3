"""A return as read → what the unit wrote, to be filled into a new form."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import isfinite

from xeploai.findings import Finding
from xeploai.forms.rows import SentValues, Wrote
from xeploai.outputs.feedback.cell_mapping import field_of
from xeploai.reading.source_rows import Located, Parsed
from xeploai.reading.values import is_blank, shown
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.form import FORM_SHEETS, MOST_SENDINGS, InfoReturn
from xeploai.schema.row import Column, Row, columns
from xeploai.submissions.model import Return

_IDENTITY = frozenset({"unit_code", "period"})


def what_was_sent(item: Return, findings: Iterable[Finding]) -> SentValues:
    """Everything a unit wrote; what could not be read stands as it was typed.

    The next sending gets its number, and no day: it is still to be sent.
    """
    faulty = _faulty_fields(item, findings)
    at_labels = faulty.get((InfoReturn.SHEET, 0), frozenset())
    return SentValues(
        stamp=item.stamped_unit if "unit_code" in at_labels else "",
        labels=_labels(item, at_labels),
        rows={
            row_type: tuple(_rows(item.sheets[row_type], row_type, faulty))
            for row_type in FORM_SHEETS
            if row_type is not InfoReturn
        },
    )


Faulty = dict[tuple[str, int], frozenset[str]]
"""The fields in which something is wrong, by the sheet's own name in the form and the row."""


def _faulty_fields(
    item: Return, findings: Iterable[Finding]
) -> dict[tuple[str, int], frozenset[str]]:
    faulty: dict[tuple[str, int], frozenset[str]] = {}
    for each in findings:
        at = field_of(item, each.ref)
        if at is not None:
            row_type, key = at
            place = row_type.SHEET, 0 if row_type is InfoReturn else each.ref.row
            faulty[place] = faulty.get(place, frozenset()) | {key}
    return faulty


def _labels(item: Return, faulty: frozenset[str]) -> dict[str, object]:
    """Return the unit's values beside the labels.

    The board's own are written anew, unless they are wrong.

    A wrong code is left for the unit to see and fix: the form cannot know which one is right.
    """
    fields = columns(InfoReturn)
    sheet = item.sheet(InfoReturn)
    row = item.info.row if item.info else None
    values = {
        key: getattr(row, key) if row else _typed(sheet.raw.get(key, ""), column)
        for key, column in fields.items()
        if column.source != "board" or key in faulty & _IDENTITY
    }
    if "version" not in faulty:
        values["version"] = min(item.version + 1, MOST_SENDINGS)
    if "sent_on" not in faulty:
        values["sent_on"] = None
    return values


def _rows(sheet: Parsed[Row], row_type: type[Row], faulty: Faulty) -> Iterator[Wrote]:
    """Yield the rows of a sheet in their order, whether they could be read or not."""
    fields = columns(row_type)
    read = (*sheet.rows, *(aside.row for aside in sheet.aside))
    typed = [Wrote(each.number, _values(each, row_type)) for each in read]
    raw = [
        Wrote(line.number, {key: _typed(value, fields[key]) for key, value in line.values.items()})
        for line in (*sheet.unread, *sheet.unfilled)
    ]
    for wrote in sorted((*typed, *raw), key=lambda each: each.row):
        values = _with_strange(wrote.values, sheet.strange.get(wrote.row, {}))
        at = faulty.get((row_type.SHEET, wrote.row), frozenset())
        yield Wrote(wrote.row, values, at)


def _values(located: Located[Row], row_type: type[Row]) -> dict[str, object]:
    """Return the values of a row that was read.

    A field left blank stays blank, even where that counts as 0.
    """
    row, absent = located.row, columns(row_type).keys() - located.columns.keys()
    return {
        key: None if key in located.blank or key in absent else getattr(row, key)
        for key in columns(row_type)
    }


def _with_strange(
    values: Mapping[str, object], strange: Mapping[str, CellValue]
) -> Mapping[str, object]:
    """Return a row whose remark keeps the contents of the unit's own columns."""
    if not strange:
        return values
    notes = [f"{heading}: {shown(value)}" for heading, value in strange.items()]
    return {**values, "note": "; ".join([*filter(None, [str(values.get("note") or "")]), *notes])}


def _typed(value: CellValue, column: Column) -> object:
    """Return a value as it was typed, fit for a cell of its column."""
    if isinstance(value, str):
        return None if is_blank(value) else value
    if isinstance(value, float) and isfinite(value):
        return int(value) if value.is_integer() else value
    is_day = isinstance(value, date) and column.type == "date"
    return value if is_day else shown(value)
