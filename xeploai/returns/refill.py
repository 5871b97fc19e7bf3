"""A return as read → what the unit wrote, to be filled into a new form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from xeploai.findings import Finding
from xeploai.forms import Sent, Wrote
from xeploai.intake import Return
from xeploai.located import Located, Parsed
from xeploai.read import CellValue
from xeploai.returns.places import field_of, row_number
from xeploai.schema.form import FORM_SHEETS, InfoReturn
from xeploai.schema.row import Row, columns
from xeploai.values import is_blank, shown


def what_was_sent(item: Return, findings: Iterable[Finding]) -> Sent:
    """Everything a unit wrote; what could not be read stands as it was typed.

    The next sending gets its number, and no day: it is still to be sent.
    """
    faulty = _faulty_fields(item, findings)
    return Sent(
        labels=_labels(item, faulty.get((InfoReturn.SHEET, 0), frozenset())),
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
    found: dict[tuple[str, int], frozenset[str]] = {}
    for each in findings:
        at = field_of(item, each.ref)
        if at is not None:
            row_type, key = at
            place = row_type.SHEET, 0 if row_type is InfoReturn else row_number(each.ref.cell)
            found[place] = found.get(place, frozenset()) | {key}
    return found


def _labels(item: Return, faulty: frozenset[str]) -> dict[str, object]:
    fields = columns(InfoReturn)
    sheet = item.sheet(InfoReturn)
    row = item.info.row if item.info else None
    said: dict[str, object] = {
        key: getattr(row, key) if row else _typed(sheet.raw.get(key, ""))
        for key, column in fields.items()
        if column.source == "unit"
    }
    if "version" not in faulty:
        said["version"] = item.version + 1
    if "sent_on" not in faulty:
        said["sent_on"] = None
    return said


def _rows(sheet: Parsed[Row], row_type: type[Row], faulty: Faulty) -> Iterator[Wrote]:
    """The rows of a sheet in their order, whether they could be read or not."""
    typed = [Wrote(each.number, _values(each, row_type)) for each in sheet.rows]
    raw = [
        Wrote(line.number, {key: _typed(value) for key, value in line.values.items()})
        for line in (*sheet.unread, *sheet.unfilled)
    ]
    for wrote in sorted((*typed, *raw), key=lambda each: each.row):
        yield replace(wrote, faulty=faulty.get((row_type.SHEET, wrote.row), frozenset()))


def _values(located: Located[Row], row_type: type[Row]) -> dict[str, object]:
    """A row that was read; what was left blank stays blank, though it counts as nothing."""
    row = located.row
    return {key: None if key in located.blank else getattr(row, key) for key in columns(row_type)}


def _typed(value: CellValue) -> object:
    """A value as it was typed, fit for a cell."""
    if isinstance(value, str):
        return None if is_blank(value) else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float | datetime | date):
        return shown(value)
    return value if value == value else shown(value)  # noqa: PLR0124 (not a number)
