"""Files → returns: whose each is, and which period.

A workbook is known by the unit code and period written in it, never by its name or place.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from xeploai.findings import CellRef, Finding, Objection
from xeploai.paths import own_name
from xeploai.reading.drift import book_drift, sheets_not_looked_at
from xeploai.reading.names import known_code, same_code
from xeploai.reading.other_sheets import Alike, beside
from xeploai.reading.parser import NOT_COMPUTED, absent, left_out, parse
from xeploai.reading.renamed_sheets import (
    MOST_OTHERS,
    not_looked_at,
    sheets_alike,
    with_stand_ins,
)
from xeploai.reading.rules import doubled_sheet, missing_extra_sheet, stamp_differs
from xeploai.reading.source_rows import Parsed
from xeploai.reading.turned_days import turned
from xeploai.reading.values import (
    Misread,
    is_blank,
    read_choice,
    read_scale,
    read_text,
    reader_of,
)
from xeploai.reading.xlsx.cells import CellValue, RawWorkbook
from xeploai.reading.xlsx.refusals import (
    ReadRefused,
    foreign_workbook,
    old_format,
    other_table,
    refuse,
    second_register,
)
from xeploai.reading.xlsx.workbook import read_workbook
from xeploai.register.model import Register
from xeploai.schema.committee_list import CommitteeRow
from xeploai.schema.form import (
    FORM_SHEETS,
    MOST_SENDINGS,
    NEEDED_SHEETS,
    STAMP_SHEET,
    CellReturn,
    InfoReturn,
)
from xeploai.schema.periods import spelt
from xeploai.schema.register import SettingRow, UnitRow
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import Scale, UnitKind
from xeploai.storage.file_reader import read_whole
from xeploai.storage.office_files import is_like_the_register
from xeploai.submissions.committee_lists import is_list, read_list
from xeploai.submissions.input_folder import passed_over
from xeploai.submissions.model import (
    CommitteeList,
    DatedBy,
    Pack,
    Return,
    Taken,
    Unread,
    same_period,
)
from xeploai.submissions.packed_files import Source, read_packed, shown_source
from xeploai.submissions.packs import is_pack
from xeploai.submissions.written_days import days_in_doubt
from xeploai.text import folded, listing, year_in

_OTHER_FORMATS = (old_format, other_table)
_OF_REGISTERS = frozenset(folded(sheet.SHEET) for sheet in (SettingRow, UnitRow))
_WANTED = frozenset(
    folded(name) for name in (*(x.SHEET for x in FORM_SHEETS), CommitteeRow.SHEET, STAMP_SHEET)
)


def take_in(source: Source, folder: Path) -> Taken:
    """Read one file of the input folder, whatever it is."""
    file = shown_source(source, folder)
    if isinstance(source, Path) and (reason := passed_over(source)):
        return Unread(file, "", reason, None)
    try:
        data = bytes_of(source)
    except ReadRefused as refused:
        return unread(file, "", refused.objection)
    return read_return(data, file)


def bytes_of(source: Source) -> bytes:
    """Return the bytes of a file that arrived; raises ReadRefused."""
    return read_whole(source) if isinstance(source, Path) else read_packed(source)


def file_hash(data: bytes) -> str:
    """Return the hash by which a file is known, whatever it is called and wherever it lies."""
    return hashlib.sha256(data).hexdigest()


def read_return(data: bytes, file: str) -> Taken:
    """Read the bytes of one workbook: a return, the list of a committee's meeting, or a pack.

    A pack is only known here; to open it takes more time and memory than a return may.
    """
    sha256 = file_hash(data)
    try:
        opened = open_file(data, file)
    except ReadRefused as refused:
        return unread(file, sha256, refused.objection)
    return Pack(file, sha256) if is_pack(opened.book) else read_opened(opened, file, sha256)


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as raw sheets: those of the form, and those of other names that are like them."""

    book: RawWorkbook
    alike: Alike = ()


def open_file(data: bytes, file: str) -> Opened:
    """Return the raw sheets of a workbook; raises ReadRefused."""
    name = own_name(file)
    try:
        book = read_workbook(data, _WANTED, PurePosixPath(name).suffix.casefold())
        return Opened(book, () if is_pack(book) else sheets_alike(data, book))
    except ReadRefused as refused:
        if refused.objection.rule in _OTHER_FORMATS and is_like_the_register(name):
            refuse(second_register())
        raise


def read_opened(opened: Opened, file: str, sha256: str) -> Return | Unread | CommitteeList:
    """Read raw sheets as a return, or as the list of a committee's meeting."""
    book, alike = opened.book, opened.alike
    beyond, stamp = not_looked_at(book), _stamp(book)
    book = with_stand_ins(book, alike)
    if folded(InfoReturn.SHEET) not in book.sheets and is_list(book):
        return read_list(book, stamp, file, sha256)
    if folded(InfoReturn.SHEET) not in book.sheets and not stamp:
        return unread(file, sha256, _foreign(book))
    item = _return(book, alike, stamp, file, sha256)
    return replace(item, findings=(*item.findings, *_of_many_sheets(beyond, file, item.unit)))


def _foreign(book: RawWorkbook) -> Objection:
    """Return why a workbook without the sheet that tells its unit is no return."""
    if {folded(name) for name in book.names} >= _OF_REGISTERS:
        return second_register()
    return foreign_workbook(listing(list(book.names), 4, "tờ"))


def unread(file: str, sha256: str, objection: Objection) -> Unread:
    """Return the result of a file that a rule about whole files keeps out."""
    return Unread(file, sha256, str(objection.sentence), objection.at(CellRef(file), ""))


def _stamp(book: RawWorkbook) -> dict[str, str]:
    """Read the very hidden sheet: unit and period the form was made for."""
    sheet = book.sheets.get(folded(STAMP_SHEET))
    rows = (row for row in (sheet.rows if sheet else []) if len(row) > 1)
    return {read_text(row[0]): read_text(row[1]) for row in rows}


def _return(
    book: RawWorkbook, alike: Alike, stamp: Mapping[str, str], file: str, sha256: str
) -> Return:
    info = _sheet(book, InfoReturn, file, "", Scale.FULFILMENT)
    unit = _unit_of(info, stamp)
    period = label_text(info, "period") or stamp.get("period", "")
    scale = _scale_of(stamp, period)
    if scale is not Scale.FULFILMENT:
        info = _sheet(book, InfoReturn, file, "", scale)
    info = replace(info, findings=tuple(replace(item, unit=unit) for item in info.findings))
    others = {
        item: _sheet(book, item, file, unit, scale) for item in FORM_SHEETS if item != InfoReturn
    }
    if folded(CellReturn.SHEET) not in book.sheets and _is_of_upper_unit(info):
        others[CellReturn] = left_out(CellReturn, file)
    sheets: dict[type[Row], Parsed[Row]] = {InfoReturn: info, **others}
    beside_them = list(beside(alike, book, sheets, unit, period, scale))
    named = {raw.name for _, raw in alike} if beside_them else set()
    sent_on = _value(info, "sent_on", book)
    version = _value(info, "version", book)
    saved_on = book.saved_at.date() if book.saved_at else None
    # A stamp older than the season was left there by the program that made the form.
    if saved_on is not None and saved_on.year < (year_in(period) or 0):
        saved_on = None
    item = Return(
        file=file,
        sha256=sha256,
        unit=unit,
        period=spelt(period),
        stamped_unit=stamp.get("unit", ""),
        stamped_period=spelt(stamp.get("period", "")),
        version=version if isinstance(version, int) and 0 < version <= MOST_SENDINGS else 1,
        received_on=sent_on if isinstance(sent_on, date) else saved_on,
        dated_by=DatedBy.FORM if sent_on else DatedBy.FILE,
        saved_at=book.saved_at,
        scale=scale,
        sheets=sheets,
        findings=(
            *(item for sheet in sheets.values() for item in sheet.findings),
            *_stamp_findings(info, stamp, file, unit),
            *_doubled_sheets(book, file, unit),
            *beside_them,
            *book_drift(sheets, [x for x in book.names if x not in named], stamp, unit),
        ),
    )
    may_be_turned = isinstance(sent_on, date) and turned(sent_on) is not None
    is_doubtful = may_be_turned and info.label("sent_on") in days_in_doubt(item)
    return replace(item, received_on=saved_on, dated_by=DatedBy.FILE) if is_doubtful else item


def _scale_of(stamp: Mapping[str, str], period: str) -> Scale:
    """Return the words that a return's levels are written in.

    A form says so itself; one of version 0.1 knew today's only, and a workbook without a stamp
    has those of its year.
    """
    if stamp:
        return read_scale(stamp.get("levels", ""))
    regulation = for_year(year_in(period) or 0)
    return regulation.organisations if regulation else Scale.FULFILMENT


def _unit_of(info: Parsed[Row], stamp: Mapping[str, str]) -> str:
    """Return the code written on the first sheet.

    The stamp knows the zeros that Excel dropped there.
    """
    written, stamped = label_text(info, "unit_code"), stamp.get("unit", "")
    return stamped if not written or same_code(written, stamped) else written


def _doubled_sheets(book: RawWorkbook, file: str, unit: str) -> Iterator[Finding]:
    times = Counter(folded(name) for name in book.names)
    for row_type in FORM_SHEETS:
        if times[folded(row_type.SHEET)] > 1:
            yield doubled_sheet(row_type.SHEET).at(CellRef(file), unit)


def _of_many_sheets(beyond: Sequence[str], file: str, unit: str) -> Iterator[Finding]:
    """Yield what is to be said of a workbook with sheets beyond those that are looked at."""
    if beyond:
        names = listing([f"“{name}”" for name in beyond], 4, "tờ")
        yield sheets_not_looked_at(names, MOST_OTHERS).at(CellRef(file), unit)


def _sheet(
    book: RawWorkbook, row_type: type[Row], file: str, unit: str, scale: Scale
) -> Parsed[Row]:
    raw = book.sheets.get(folded(row_type.SHEET))
    if raw is not None:
        return parse(raw, row_type, file, unit=unit, starts_1904=book.starts_1904, scale=scale)
    gone = absent(row_type, file, unit)
    if row_type in NEEDED_SHEETS:
        return gone
    missing = missing_extra_sheet(row_type.SHEET).at(CellRef(file), unit)
    return replace(gone, findings=(missing,))


def label_text(info: Parsed[Any], key: str) -> str:
    """Return the value beside a label as text; "" where there is none."""
    value: CellValue = info.raw.get(key, "")
    return "" if is_blank(value) or value == NOT_COMPUTED else read_text(value)


def _value(info: Parsed[Row], key: str, book: RawWorkbook) -> object:
    """Return a label's own value, even where another label's cannot be read."""
    value: CellValue = info.raw.get(key, "")
    result = reader_of(columns(InfoReturn)[key], starts_1904=book.starts_1904)(value)
    return None if is_blank(value) or isinstance(result, Misread) else result


def _is_of_upper_unit(info: Parsed[Row]) -> bool:
    """Whether a form says that its unit is above TCCSĐ, readable as a whole or not."""
    kind = read_choice(UnitKind, label_text(info, "unit_kind"))
    return isinstance(kind, UnitKind) and kind.is_upper


def _stamp_findings(
    info: Parsed[Row], stamp: Mapping[str, str], file: str, unit: str
) -> Iterator[Finding]:
    for key, what, stamped, is_same in (
        ("unit_code", "Mã đơn vị", stamp.get("unit", ""), same_code),
        ("period", "Kỳ đánh giá", stamp.get("period", ""), same_period),
    ):
        written = label_text(info, key)
        if written and stamped and not is_same(written, stamped):
            ref = CellRef(file, info.sheet, info.columns[key])
            yield stamp_differs(what, written, stamped).at(ref, unit)


def identify(item: Return, register: Register) -> Return:
    """Return the return with its unit's code as the register writes it.

    It is filed under its own period.

    A form of this period in which another one was typed is still this period's, and faulty.
    """
    now = register.settings.period
    if not same_period(item.period, now) and same_period(item.stamped_period, now):
        item = replace(item, period=item.stamped_period)
    unit = known_code(item.unit, register.units)
    if unit != item.unit:
        findings = tuple(replace(finding, unit=unit) for finding in item.findings)
        item = replace(item, unit=unit, findings=findings)
    return _with_cells(item, register)


def _with_cells(item: Return, register: Register) -> Return:
    """Return the return, at fault where it has no sheet of cells and its unit has cells.

    Only the register knows what a unit above others holds itself.
    """
    unit = register.units.get(item.unit)
    if item.lists_cells or unit is None or not unit.lists_cells:
        return item
    gone = absent(CellReturn, item.file, item.unit)
    findings = (*item.findings, *gone.findings)
    return replace(item, sheets={**item.sheets, CellReturn: gone}, findings=findings)
