"""Comparison of a finished folder with the one that stands in its place, file by file.

The marks that Office and the system lay beside files are nobody's content: they make no folder a
different one, and stay where files are replaced one by one.
"""

from contextlib import suppress
from filecmp import cmp
from pathlib import Path

from xeploai.storage.directory import files_below, is_link, mark_of


def is_same(finished: Path, place: Path) -> bool:
    """Return whether a file, or a folder with all in it, stands there already byte for byte."""
    try:
        if is_link(place) or finished.is_dir() != place.is_dir():
            return False
        if finished.is_file():
            return cmp(finished, place, shallow=False)
        names = _names(finished)
        return names == _names(place) and all(is_same(finished / x, place / x) for x in names)
    except OSError:
        return False  # what is not there, or cannot be read


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not mark_of(path.name)}


def differing(finished: Path, place: Path) -> tuple[list[str], list[str]]:
    """Return the files only the standing folder has, and those that are new or changed."""
    made, there = _files(finished), _files(place)
    changed = [name for name in made if not is_same(finished / name, place / name)]
    return sorted(there - made), sorted(changed)


def _files(folder: Path) -> set[str]:
    paths = files_below(folder)
    return {path.relative_to(folder).as_posix() for path in paths if not mark_of(path.name)}


def remove_empty(place: Path, finished: Path) -> None:
    """Remove the empty folders the finished one lacks; one that somebody stands in is kept."""
    for path in list(place.iterdir()):
        if path.is_dir() and not is_link(path):
            remove_empty(path, finished / path.name)
            if not (finished / path.name).is_dir():
                with suppress(OSError):
                    path.rmdir()
