"""Sheets beside those of the form that carry a form's headings and figures too.

Somebody corrects the figures in a copy of a sheet, or gathers two units in one workbook: what
stands there is compared with the form's own sheet and named, never passed over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from xeploai.findings import CellRef, Finding
from xeploai.reading.drift import copied_sheet, figures_on_another_sheet, sheet_of_another_unit
from xeploai.reading.headings import find_heading_row
from xeploai.reading.names import same_code
from xeploai.reading.parser import parse
from xeploai.reading.source_rows import Parsed
from xeploai.reading.values import is_blank, read_text
from xeploai.reading.xlsx.cells import RawSheet, RawWorkbook
from xeploai.schema.form import InfoReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Scale
from xeploai.text import clean, folded, unaccented, year_in

Alike = Sequence[tuple[type[Row], RawSheet]]
"""Sheets of other names, each with the row type whose headings it carries."""


def beside(
    alike: Alike,
    book: RawWorkbook,
    sheets: Mapping[type[Row], Parsed[Row]],
    unit: str,
    period: str,
    scale: Scale,
) -> Iterator[Finding]:
    """Yield what is to be said of the sheets of a workbook beside those of the return in it."""
    for row_type, raw in alike:
        own = sheets[row_type]
        if raw.name == own.sheet or not own.columns:
            continue
        copy = parse(raw, row_type, own.file, unit=unit, starts_1904=book.starts_1904, scale=scale)
        place = CellRef(own.file, own.sheet)
        if row_type is InfoReturn:
            yield from _of_identity(copy, own, place, unit)
        elif copy.rows or copy.unread:
            is_same = not copy.unread and [x.row for x in copy.rows] == [x.row for x in own.rows]
            is_same |= _is_kept_aside(copy.sheet, period)
            title, own_title = (
                _title(each, row_type) for each in (raw, book.sheets[folded(row_type.SHEET)])
            )
            objection = (
                copied_sheet(copy.sheet, own.sheet)
                if is_same
                else figures_on_another_sheet(
                    copy.sheet, own.sheet, title if title != own_title else ""
                )
            )
            yield objection.at(place, unit)


_KEPT = re.compile(
    r"\b(?:năm|k[ỳì]) trước\b|\bví dụ\b|\b(?:cũ|gốc|nháp)\b|\blưu\b(?! ý)"
    r"|(?<!\bbiểu )\bmẫu\b(?! (?:giáo|số|\d))"
)
"""Names of sheets, in small letters, that say themselves that their figures are not to be sent."""

_KEPT_BARE = re.compile(
    r"\b(?:nam|ky|ki) truoc\b|\bvi du\b|\bgoc\b|\bluu\b(?! y)"
    r"|(?<!\bbieu )\bmau\b(?! (?:giao|so|\d))|(?<!\bde )(?<!\bbau )(?<!\bung )\bcu\b(?! tri)"
)
"""The same of names typed without any accents, but for "nhap": that is rather "nhập lại"."""


def _is_kept_aside(name: str, period: str) -> bool:
    """Whether a sheet says that it is an old version, a draft, or of another year."""
    year, written = year_in(name), clean(name).casefold()
    is_bare = unaccented(written) == written
    kept = _KEPT_BARE.search(folded(name)) if is_bare else _KEPT.search(written)
    return kept is not None or (year is not None and year != year_in(period))


def _of_identity(
    copy: Parsed[Row], own: Parsed[Row], place: CellRef, unit: str
) -> Iterator[Finding]:
    code = copy.raw.get("unit_code", "")
    written = "" if is_blank(code) else read_text(code)
    if written and not same_code(written, unit):
        name = read_text(copy.raw.get("unit_name", ""))
        yield sheet_of_another_unit(copy.sheet, written, name).at(place, unit)
    elif any(
        not is_blank(copy.raw.get(key, ""))
        for key, column in columns(InfoReturn).items()
        if column.source == "unit"
    ):
        yield copied_sheet(copy.sheet, own.sheet).at(place, unit)


def _title(raw: RawSheet, row_type: type[Row]) -> str:
    """Return the line above a table that says whose it is: "Đảng bộ xã … – Kỳ đánh giá 2025"."""
    heading = find_heading_row(row_type, raw.rows) or 0
    texts = (value for row in raw.rows[:heading] for value in row if type(value) is str)
    return next((clean(text) for text in texts if "kỳ đánh giá" in clean(text).casefold()), "")
