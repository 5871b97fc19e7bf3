"""The dates of the register as they are written, for whoever doubts them."""

from collections.abc import Iterator

from xeploai.reading.source_rows import Parsed
from xeploai.reading.turned_days import WrittenDay
from xeploai.schema.row import Row, columns


def days_of(*sheets: Parsed[Row] | None) -> Iterator[WrittenDay]:
    """Yield every date of some sheets."""
    for sheet in filter(None, sheets):
        for located in sheet.rows:
            for key, column in columns(type(located.row)).items():
                day = getattr(located.row, key) if column.type == "date" else None
                if day is not None:
                    ref = located.ref(key)
                    in_figures = sheet.typed_days.get(ref.cell)
                    yield WrittenDay(
                        ref, column.header, day, in_figures is not None, bool(in_figures)
                    )
