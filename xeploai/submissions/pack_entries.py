"""Files as a pack carries them: made by the board below, read again by the board above.

A workbook goes along as its raw sheets, so that the board above reads, checks and marks it by its
own rules, cell by cell. What could not be read goes along with the reason, and a pack as what it
says of itself, followed by the files in it.
"""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xeploai.findings import CellRef, Sentence
from xeploai.paths import IN_ZIP
from xeploai.reading.rules import READING_RULES
from xeploai.reading.xlsx.plain_data import book_of, plain_book, plain_sheet, sheet_of
from xeploai.reading.xlsx.refusals import ReadRefused, reader_failed
from xeploai.reading.xlsx.workbook import read_workbook
from xeploai.schema.form import FORM_SHEETS
from xeploai.submissions.model import Pack, Return, Taken, Unread
from xeploai.submissions.packed_files import Source, shown_source
from xeploai.submissions.packs import (
    WANTED,
    PackEntry,
    is_pack,
    packed_text,
    read_pack,
)
from xeploai.submissions.returns import Opened, bytes_of, file_hash, open_file, read_opened, unread

_FORM_SHEETS = {item.SHEET: item for item in FORM_SHEETS}
_READING_RULES = {rule.code: rule for rule in READING_RULES}

# ---------------------------------------------------------------- with the sender


def entries_of(source: Source, folder: Path) -> list[PackEntry]:
    """Return what a pack carries of one file of the input folder; raises ReadRefused."""
    file, data = shown_source(source, folder), bytes_of(source)
    sha256, opened = file_hash(data), open_file(data, file)
    if not is_pack(opened.book):
        return [PackEntry(file, sha256, datetime.max, packed_text(_plain(opened)))]
    pack, entries = open_pack(data, file)
    inside = (replace(each, file=f"{file}{IN_ZIP}{each.file}") for each in entries)
    return [PackEntry(file, sha256, datetime.max, packed_text(_plain_pack(pack))), *inside]


def entry_of_unread(item: Unread) -> PackEntry:
    """Return what a pack carries of a file that is no return: why it is none."""
    rule = item.finding.rule if item.finding else ""
    plain = {"rule": rule, "reason": item.reason}
    return PackEntry(item.file, item.sha256, datetime.max, packed_text(plain))


def open_pack(data: bytes, file: str) -> tuple[Pack, list[PackEntry]]:
    """Return what a pack tells and carries; raises ReadRefused."""
    return read_pack(read_workbook(data, WANTED), file, file_hash(data))


def _plain(opened: Opened) -> Any:
    alike = [[row_type.SHEET, plain_sheet(raw)] for row_type, raw in opened.alike]
    return {"book": plain_book(opened.book), "alike": alike}


def _plain_pack(pack: Pack) -> Any:
    return {
        "code": pack.code,
        "office": pack.office,
        "unit": pack.unit,
        "period": pack.period,
        "as_of": pack.as_of.isoformat(),
        "made_at": pack.made_at.isoformat(),
        "hide_below": pack.hide_below,
        "number": pack.number,
        "units": pack.units,
    }


# ---------------------------------------------------------------- with the receiver


def taken_from(entry: PackEntry, pack: str) -> Taken:
    """Read a file that a pack carries as if it lay in the folder; pack: the name of the pack."""
    file = f"{pack}{IN_ZIP}{entry.file}"
    try:
        plain = entry.plain
    except ReadRefused as refused:
        return unread(file, entry.sha256, refused.objection)
    if "reason" in plain:
        return _unread(plain, file, entry.sha256)
    if "code" in plain:
        return _pack(plain, file, entry.sha256)
    # A sheet that only a newer program knows stands in for none of ours.
    known = ((_FORM_SHEETS.get(name), raw) for name, raw in plain["alike"])
    alike = [(row_type, sheet_of(raw)) for row_type, raw in known if row_type]
    item = read_opened(Opened(book_of(plain["book"]), alike), file, entry.sha256)
    return replace(item, first_seen=entry.first_seen) if isinstance(item, Return) else item


def _unread(plain: Any, file: str, sha256: str) -> Unread:
    rule = _READING_RULES.get(plain["rule"], reader_failed)
    sentence = Sentence("{reason}", reason=str(plain["reason"]))
    return Unread(file, sha256, str(sentence), rule.broken_at(CellRef(file), "", sentence))


def _pack(plain: Any, file: str, sha256: str) -> Pack:
    told = {key: plain[key] for key in ("code", "office", "unit", "period", "hide_below", "number")}
    return Pack(
        file=file,
        sha256=sha256,
        as_of=date.fromisoformat(plain["as_of"]),
        made_at=datetime.fromisoformat(plain["made_at"]),
        units=tuple((str(code), str(name)) for code, name in plain["units"]),
        **told,
    )
