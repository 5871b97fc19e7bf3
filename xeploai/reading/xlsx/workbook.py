"""Bytes of a workbook → raw sheets with true cell addresses. The only importer of the reader."""

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import TypeVar
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from xeploai.reading.xlsx.archive import MAX_CELLS, Package, judge_claims, judge_names
from xeploai.reading.xlsx.cells import CellValue, RawSheet, RawWorkbook
from xeploai.reading.xlsx.file_kinds import foreign_file, foreign_package
from xeploai.reading.xlsx.formats import Formats, cells_of_formats, formats_of
from xeploai.reading.xlsx.old_fonts import in_unicode
from xeploai.reading.xlsx.open_document import as_workbook, is_open_document
from xeploai.reading.xlsx.parts import judge_archive, names_as_written
from xeploai.reading.xlsx.refusals import (
    MAX_FILE,
    STOPPED,
    damaged,
    empty_file,
    encrypted,
    implausible,
    not_a_workbook,
    refuse,
    too_large,
)
from xeploai.reading.xlsx.scan import (
    hidden_columns_of,
    hidden_rows_of,
    linked_cells_of,
    merged_areas_of,
    odd_cells_of,
)
from xeploai.text import clean, folded

T = TypeVar("T")

Read = Callable[[bytes, Collection[str]], RawWorkbook]
"""Opens a workbook for the sheets of some folded names; raises ReadRefused."""


def read_workbook(data: bytes, wanted: Collection[str], ending: str = "") -> RawWorkbook:
    """Read the wanted sheets (folded names) of a workbook; raises ReadRefused.

    ending: that of the file's name, by which it is called where its content shows nothing.
    """
    _judge_kind(data, ending)
    try:
        with _workbook_in(data, ending) as archive:
            return _read(Package(archive), wanted)
    except PasswordError:
        refuse(encrypted())
    except (zipfile.BadZipFile, OverflowError):  # a place that no file can be as long as
        refuse(damaged("phần nén không mở được"))
    except (CalamineError, ElementTree.ParseError, zlib.error, KeyError, EOFError, ValueError):
        refuse(damaged("cấu trúc bên trong sai"))
    except (NotImplementedError, RuntimeError, OSError):
        refuse(damaged("kiểu nén lạ"))


def _judge_kind(data: bytes, ending: str) -> None:
    if not data:
        refuse(empty_file())
    if len(data) > MAX_FILE:
        refuse(too_large(len(data)))
    if objection := foreign_file(data, ending):
        refuse(objection)


@contextmanager
def _workbook_in(data: bytes, ending: str) -> Iterator[zipfile.ZipFile]:
    """Open the package of a workbook, that of an OpenDocument one made anew."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        judge_archive(archive)
        names = names_as_written(archive)
        if not names:
            refuse(not_a_workbook("tệp nén rỗng"))
        if objection := foreign_package(names, ending):
            refuse(objection)
        if not is_open_document(names):
            judge_names(archive)
            yield archive
            return
        made = as_workbook(archive)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        yield archive


def _read(package: Package, wanted: Collection[str]) -> RawWorkbook:
    parts = package.sheet_parts()
    chosen = {folded(clean(name)): name for name in parts if folded(clean(name)) in wanted}
    pages = [parts[name] for name in chosen.values()]
    judge_claims(package, pages)
    for page in pages:
        package.lighten(page)
    hidden = package.hidden_sheets()
    formats = formats_of(package.styles())
    rows = _all_rows(_open(package.alone(pages)), list(chosen.values()))
    return RawWorkbook(
        sheets={
            key: _sheet(clean(name), rows[name], package.part(parts[name]), formats, name in hidden)
            for key, name in chosen.items()
        },
        names=tuple(clean(name) for name in parts),
        starts_1904=package.starts_1904(),
        saved_at=package.saved_at(),
    )


def _sheet(
    name: str, rows: list[list[CellValue]], source: bytes, formats: Formats, is_hidden: bool
) -> RawSheet:
    struck, unseen, percent = cells_of_formats(
        source, formats.struck, formats.unseen, formats.percent
    )
    return RawSheet(
        name=name,
        rows=rows,
        odd=odd_cells_of(source),
        hidden_rows=frozenset(range(len(rows))) if is_hidden else hidden_rows_of(source),
        hidden_columns=hidden_columns_of(source),
        linked=linked_cells_of(source),
        struck=struck,
        unseen=unseen,
        percent=percent,
        merged=merged_areas_of(source),
        recoded=dict(_put_in_unicode(rows)),
    )


def _put_in_unicode(rows: list[list[CellValue]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Turn the texts of a sheet typed with old fonts into Unicode; yield where, and the font."""
    for number, row in enumerate(rows):
        # Most rows are spare ones.
        for column, value in enumerate(row) if row.count("") < len(row) else ():
            if type(value) is str and not value.isascii() and (meant := in_unicode(value)):
                row[column], font = meant
                yield (number, column), font


def _open(data: bytes) -> CalamineWorkbook:
    return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(data)))


def _all_rows(book: CalamineWorkbook, names: Sequence[str]) -> dict[str, list[list[CellValue]]]:
    """Return the rows of some sheets, which together must not have too many cells."""
    left, rows = MAX_CELLS, {}
    for name in names:
        sheet = _guarded(partial(book.get_sheet_by_name, name))
        left -= sheet.total_height * sheet.total_width
        if left < 0:
            refuse(implausible(f"tờ {clean(name)} quá rộng"))
        # Without skip_empty_area=False leading blank rows vanish and every address shifts.
        rows[name] = _guarded(partial(sheet.to_python, skip_empty_area=False))
    return rows


def _guarded(work: Callable[[], T]) -> T:
    """Run the reader; a panic inside it is a BaseException that must cost one file only."""
    try:
        return work()
    except BaseException as stop:
        if type(stop).__name__ != "PanicException":
            raise
        refuse(damaged(STOPPED))
