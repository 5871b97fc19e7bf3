"""Notice when something in a folder changes, also on a shared folder that sends no notices."""

import time
from collections.abc import Iterator
from pathlib import Path

from xeploai.storage.directory import files_below
from xeploai.submissions.input_folder import is_ledger

EVERY = 2.0
"""Seconds between two scans."""

State = dict[str, tuple[int, int]]


def changes(folder: Path, every: float = EVERY) -> Iterator[None]:
    """Yield once at first, and again whenever the folder changed and came to rest.

    A file still being copied changes between two scans, so a change counts when two scans in a
    row see the same.
    """
    built: State | None = None
    before = scan(folder)
    while True:
        now = scan(folder)
        if now == before != built:
            yield
            built = now
        before = now
        time.sleep(every)


def scan(folder: Path) -> State:
    """Return the size and time of every file below a folder.

    Excel's lock files and our ledger are left out.
    """
    state: State = {}
    for path in files_below(folder):
        if not path.name.startswith("~$") and not is_ledger(path):
            state[path.as_posix()] = _scan_file(path)
    return state


def _scan_file(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0  # gone between being listed and being looked at
    return stat.st_size, stat.st_mtime_ns
