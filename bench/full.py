"""Builds on a disk that fills up: `python -m bench.full`, as an administrator (it mounts a disk).

The output folder lies on a disk with room for its site and 10, 50, 90 and 99 % of another, with
the input folder beside it. Each time the build must say so, leave with 2, and leave everything as
it was; with room enough the next build must make the new site.
"""

import mmap
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.office import SECOND, ended, litter, make_office, office_state, start_build

PAGE = 4096


def main() -> None:
    """Print what a build did on each disk."""
    with tempfile.TemporaryDirectory() as scratch:
        before = Path(scratch) / "before"
        make_office(before)
        old = office_state(before)
        whole = Path(scratch) / "whole"
        shutil.copytree(before, whole)
        if ended(start_build(whole, SECOND)):
            raise SystemExit("the build failed")
        new, room = office_state(whole), _pages(whole / "output")
        print(f"a site takes {room * PAGE / 2**20:.1f} MB")
        for percent in (10, 50, 90, 99):
            with _disk(before, room * percent // 100) as office:
                code = ended(start_build(office, SECOND))
                is_as_it_was = office_state(office) == old and not litter(office)
                _resize(office, room * 3)
                again = ended(start_build(office, SECOND))
                is_new = office_state(office) == new
            print(f"{percent:3} %: exit code {code}, all as it was: {is_as_it_was}; "
                  f"then, with room: {again}, new: {is_new}")  # fmt: skip


def _pages(folder: Path) -> int:
    sizes = (path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    return sum(-(-size // PAGE) for size in sizes)


@contextmanager
def _disk(before: Path, free: int) -> Iterator[Path]:
    """Provide an office on a disk of its own with a given number of free pages."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=True)
        try:
            office = Path(place) / "office"
            shutil.copytree(before, office)
            _resize(office, free)
            yield office
        finally:
            subprocess.run(["umount", place], check=True)


def _resize(office: Path, free: int) -> None:
    size = shutil.disk_usage(office).used + free * mmap.PAGESIZE
    subprocess.run(["mount", "-o", f"remount,size={size}", str(office.parent)], check=True)


if __name__ == "__main__":
    main()
