"""The days that a return says something was done, and which of them are in doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from xeploai.findings import CellRef
from xeploai.reading.turned_days import FAR, FAR_APART, Doubt, WrittenDay, doubtful, turned
from xeploai.reading.values import is_blank, read_date
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.form import CellReturn, InfoReturn, MilestoneReturn
from xeploai.schema.row import Row, columns
from xeploai.submissions.model import Return

DONE: Mapping[type[Row], tuple[str, ...]] = {
    InfoReturn: ("sent_on", "decision_date"),
    CellReturn: ("review_date", "decision_date"),
    MilestoneReturn: ("done_on", "began_on"),
}
"""The dates of what is done, by sheet."""

_OF_ONE_SEASON = ("sent_on", "review_date")
"""The dates of a return that lie close to each other."""


def doubtful_days(item: Return) -> list[Doubt]:
    """Return the days of a return whose day and month may have changed places."""
    if not item.year:
        return []
    first, last = item.span.season
    days = _days(item, first, last)
    return list(doubtful(days, first, min(last, item.first_seen.date())))


def days_in_doubt(item: Return) -> frozenset[CellRef]:
    """Return the cells of the days that may be turned: beside others they tell nothing."""
    return frozenset(doubt.written.ref for doubt in doubtful_days(item))


def _days(item: Return, first: date, last: date) -> list[WrittenDay]:
    """Return the days of a season; what lies outside it is told as such, and tells no other."""
    days = {
        (kind, key): [x for x in _written(item, kind, key) if first <= x.day <= last]
        for kind, keys in DONE.items()
        for key in keys
    }
    reviews, sent = days[CellReturn, "review_date"], days[InfoReturn, "sent_on"]
    if reviews:
        sure = [each.day for each in reviews if not turned(each.day)]
        begins = max(sure or [each.day for each in reviews])
        days[InfoReturn, "sent_on"] = [replace(each, begins=begins) for each in sent]
    # A day of sending that may be turned itself is no bound.
    ends = next((each.day for each in sent if each.is_text or not turned(each.day)), None)
    days[CellReturn, "review_date"] = [replace(each, ends=ends) for each in reviews]
    return [each for group in days.values() for each in group]


def _written(item: Return, kind: type[Row], key: str) -> Iterator[WrittenDay]:
    """Yield the days of a field, those of lines that could not be read whole too."""
    sheet = item.sheet(kind)
    header = columns(kind)[key].header
    for ref, day, due in _values(item, kind, key):
        if day is not None:
            in_figures = sheet.typed_days.get(ref.cell)
            of_one_season = key in _OF_ONE_SEASON
            yield WrittenDay(
                ref, header, day, in_figures is not None, bool(in_figures), due,
                FAR if of_one_season else FAR_APART, of_one_season=of_one_season,
            )  # fmt: skip


def _values(
    item: Return, kind: type[Row], key: str
) -> Iterator[tuple[CellRef, date | None, date | None]]:
    """Yield each cell of a field, its day, and the deadline beside it."""
    sheet = item.sheet(kind)
    for located in sheet.rows:
        yield located.ref(key), getattr(located.row, key), getattr(located.row, "deadline", None)
    for line in sheet.unread:
        day, due = (_read(line.values.get(each, "")) for each in (key, "deadline"))
        yield sheet.ref(line, key), day, due
    if not sheet.rows and key in sheet.raw:
        yield sheet.label(key), _read(sheet.raw[key]), None


def _read(value: CellValue) -> date | None:
    day = None if is_blank(value) else read_date(value)
    return day if isinstance(day, date) else None
