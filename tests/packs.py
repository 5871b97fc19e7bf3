"""Packs made and opened in one process, and what comes out of them beside a season without any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

from xeploai.ledger.model import Ledger
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.pack.sheets import pack_sheets
from xeploai.outputs.pack.workbook import pack_workbook
from xeploai.paths import FINDINGS_TABLE, IN_ZIP, PROGRESS_TABLE, RATIOS_TABLE, SUBMISSIONS_TABLE
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.register.model import Register
from xeploai.rules.all_rules import TITLES
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.model import Pack, Taken, Unread
from xeploai.submissions.pack_entries import (
    entries_of,
    entry_of_unread,
    open_pack,
    taken_from,
)
from xeploai.submissions.packs import PackEntry
from xeploai.submissions.returns import take_in, unread

COMPARED = (RATIOS_TABLE, PROGRESS_TABLE, FINDINGS_TABLE)


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with some files in it."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def received(folder: Path) -> list[Taken]:
    """Every file of a folder as read, those in packs too."""
    taken: list[Taken] = []
    for path in find_files(folder):
        item = take_in(path, folder)
        taken += _opened(path, item.file) if isinstance(item, Pack) else [item]
    return taken


def _opened(path: Path, file: str) -> list[Taken]:
    try:
        pack, entries = open_pack(path.read_bytes(), file)
    except ReadRefused as refused:
        return [unread(file, "", refused.objection)]
    return [pack, *(taken_from(each, file) for each in entries)]


def season_in(folder: Path, register: Register, as_of: date, now: datetime | None = None) -> Season:
    """The season of a folder, met at a moment."""
    moment = now or datetime.combine(as_of, time(9))
    return evaluate(register, received(folder), as_of, Ledger(moment))


def entries_in(folder: Path) -> list[PackEntry]:
    """What a pack carries of a folder."""
    entries: list[PackEntry] = []
    for path in find_files(folder):
        item = take_in(path, folder)
        if isinstance(item, Unread):
            entries += [entry_of_unread(item)] if item.finding else []
        else:
            entries += entries_of(path, folder)
    return entries


def pack_of(folder: Path, register: Register, as_of: date, now: datetime | None = None) -> bytes:
    """The pack of a folder."""
    moment = now or datetime.combine(as_of, time(9))
    season = season_in(folder, register, as_of, moment)
    return pack_workbook(pack_sheets(season, entries_in(folder), moment))


def outcome(season: Season, names: Mapping[str, str]) -> dict[str, bytes]:
    """The tables of a season but for the names of packs, which stand for folders."""
    files = data_files(season, redaction_of(season, TITLES))
    tables = {name: files[name] for name in COMPARED}
    rows = files[SUBMISSIONS_TABLE].splitlines(keepends=True)
    tables[SUBMISSIONS_TABLE] = b"".join(row for row in rows if b",pack," not in row)
    for pack, folder in names.items():
        old = f"{pack}{IN_ZIP}".encode()
        tables = {name: data.replace(old, folder.encode()) for name, data in tables.items()}
    return tables
