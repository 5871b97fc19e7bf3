"""Freezes beside the workbooks, a folder each: read at every build, written once, never changed."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xeploai.errors import BuildError
from xeploai.ledger.snapshots import Freeze, read_freeze
from xeploai.paths import SNAPSHOTS_FOLDER, UNFINISHED
from xeploai.reading.xlsx.refusals import ReadRefused
from xeploai.storage.file_reader import read_own
from xeploai.storage.office_files import find_own
from xeploai.storage.workspace import add_folder, open_workspace, write_files
from xeploai.system.path_length import make_sure_of_room
from xeploai.text import clean, folded

MOST_BYTES = 200 * 2**20
"""No file of a freeze is larger; another is left alone, as if it were not there."""


def open_freezes(folder: Path) -> tuple[Freeze, ...]:
    """Return the freezes of an input folder, oldest first, altered ones included."""
    places = find_own(folder, SNAPSHOTS_FOLDER).glob("[!.]*/")
    freezes = [read_freeze(clean(place.name), _files_in(place)) for place in places]
    return tuple(sorted(freezes, key=lambda item: (item.at, item.folder)))


def keep(folder: Path, name: str, place: str, files: Mapping[str, bytes]) -> Path:
    """Write a freeze in one step; raises BuildError where there is one of that name."""
    freezes = find_own(folder, SNAPSHOTS_FOLDER)
    target = freezes / place
    longest = max(map(len, files))
    make_sure_of_room(freezes, len(f"/{UNFINISHED}01234567/{place}/") + longest)
    with open_workspace(freezes) as scratch:
        same = [item for item in open_freezes(folder) if folded(item.name) == folded(name)]
        if same or target.exists():
            there = freezes / same[0].folder if same else target
            raise BuildError(
                f"Đã có bản chốt “{name}” ở {there}; không ghi đè. Đặt tên khác rồi chạy lại."
            )
        write_files(scratch / place, files)
        add_folder(scratch / place, target)
    return target


def _files_in(place: Path) -> dict[str, bytes]:
    """Return the files of a freeze; one that cannot be read counts as missing."""
    files: dict[str, bytes] = {}
    with suppress(OSError):
        for path in place.iterdir():
            with suppress(OSError, ReadRefused):
                if not path.is_symlink():
                    files[path.name] = read_own(path, MOST_BYTES)
    return files
