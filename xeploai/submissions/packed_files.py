"""Returns that arrive together in a .zip: which files it holds, and the bytes of one of them.

A mail program gives all attachments of a letter as one .zip, and a cluster sends its returns so.
Nothing is unpacked onto the disk, and names are only shown, so that none leads anywhere. A zip in a
zip is not opened: how much it holds would be known only after unpacking.
"""

import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xeploai.paths import IN_ZIP
from xeploai.reading.xlsx.file_kinds import foreign_package
from xeploai.reading.xlsx.open_document import is_open_document
from xeploai.reading.xlsx.parts import PACKINGS, judge_archive, names_as_written
from xeploai.reading.xlsx.refusals import (
    MAX_FILE,
    ReadRefused,
    changing_file,
    damaged,
    packed,
    refuse,
    too_large,
)
from xeploai.storage.directory import LARGEST_OF_EXCEL, Mark, mark_of
from xeploai.storage.file_reader import read_whole
from xeploai.submissions.input_folder import NAMELESS, passed_over, shown_path
from xeploai.text import clean

LONGEST_NAME = 200
"""Letters of a name that are shown, its end: a zip may give a name of 65,535."""

_UTF8 = 0x800
_UNICODE_NAME = 0x7075
_WORKBOOK_PARTS = frozenset({"[content_types].xml", "_rels/.rels", "xl/workbook.xml"})


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in a .zip of the input folder: its place in the zip's directory, its shown name."""

    archive: Path
    place: int
    name: str


Source = Path | PackedFile
"""Where a file that arrived is read from."""


def is_archive(path: Path) -> bool:
    """Whether a file is called a zip; that it is one by another name is told when it is read."""
    return path.suffix.casefold() == ".zip"


def shown_source(source: Source, folder: Path) -> str:
    """Return the name by which a file that arrived is called everywhere."""
    if isinstance(source, PackedFile):
        return f"{shown_path(source.archive, folder)}{IN_ZIP}{source.name}"
    return shown_path(source, folder)


def files_in(path: Path) -> list[PackedFile]:
    """Return the files in a .zip.

    No files where it is that of some program under another name, or cannot be opened: then it is
    read as one file, and called what it is.
    """
    if passed_over(path):
        return []
    try:
        with _opened(path) as archive:
            return _files(path, archive) if _holds_files(archive) else []
    except ReadRefused:
        return []


def read_packed(source: PackedFile) -> bytes:
    """Return the bytes of a file in a .zip; raises ReadRefused."""
    with _opened(source.archive) as archive:
        listed = {each.place: each for each in _files(source.archive, archive)}
        if listed.get(source.place) != source:
            refuse(changing_file())
        part = archive.infolist()[source.place]
        if part.file_size > MAX_FILE:
            refuse(too_large(part.file_size))
        if part.compress_type not in PACKINGS:
            refuse(packed("kiểu lạ"))
        with archive.open(part) as content:
            # Never more than the zip directory says, whatever there is to unpack.
            return content.read(part.file_size + 1)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip that was judged; whatever is wrong with it, or found later, is a ReadRefused."""
    data = read_whole(path)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            judge_archive(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError):
        refuse(damaged("phần nén không mở được"))
    except (NotImplementedError, RuntimeError, OSError, struct.error):
        refuse(packed("kiểu lạ"))


def _holds_files(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is no more than that: Office and others pack their own files so too."""
    names = names_as_written(archive)
    is_workbook = not _WORKBOOK_PARTS.isdisjoint(name.lower() for name in names)
    return not (is_workbook or is_open_document(names) or foreign_package(names))


def _files(path: Path, archive: zipfile.ZipFile) -> list[PackedFile]:
    """Return what somebody packed: macOS adds a file of its own for each."""
    listed = enumerate(archive.infolist())
    shown = [(place, _shown_name(part), part.file_size) for place, part in listed if _is_file(part)]
    parts = [(place, name) for place, name, size in shown if not _is_beside(name, size)]
    names = _numbered([name for _, name in parts])
    return [PackedFile(path, place, name) for (place, _), name in zip(parts, names, strict=True)]


def _is_beside(name: str, size: int) -> bool:
    """Whether a file was laid beside others by a program."""
    mark = mark_of(name.rpartition("/")[2])
    return mark is not None and not (mark is Mark.EXCEL and size > LARGEST_OF_EXCEL)


def _is_file(part: zipfile.ZipInfo) -> bool:
    return not part.orig_filename.endswith(("/", "\\"))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """Yield names, those that came before with a number behind."""
    times: Counter[str] = Counter()
    for name in names:
        times[name] += 1
        yield name if times[name] == 1 else f"{name} ({times[name]})"


def _shown_name(part: zipfile.ZipInfo) -> str:
    """Return the name of a file in a zip without what would lead out of it."""
    steps = _name(part).partition("\0")[0].replace("\\", "/").split("/")
    kept = (clean(step) for step in steps if step not in (".", ".."))
    return "/".join(filter(None, kept))[-LONGEST_NAME:] or NAMELESS


def _name(part: zipfile.ZipInfo) -> str:
    """Return the name of a file in a zip, which seldom tells its alphabet.

    zipfile takes the one of the first PCs. Windows in Vietnamese writes its own, macOS UTF-8.
    """
    if part.flag_bits & _UTF8 or part.orig_filename.isascii():
        return part.orig_filename
    if written := _unicode_name(part.extra):
        return written
    octets = part.orig_filename.encode("cp437", "replace")
    for alphabet in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", octets.decode(alphabet))
        except UnicodeDecodeError:
            continue
    return part.orig_filename


def _unicode_name(extra: bytes) -> str:
    """Return the name that WinRAR and 7-Zip add in UTF-8, "" where there is none."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_NAME:
            return extra[9 : 4 + length].decode("utf-8", "ignore")
        extra = extra[4 + length :]
    return ""
