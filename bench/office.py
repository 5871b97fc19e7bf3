"""A small office, whose output is looked at from outside while builds are disturbed."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bench.province import make_province
from xeploai.errors import BuildError
from xeploai.ledger.model import Ledger
from xeploai.ledger.receipt_store import open_ledger
from xeploai.paths import LEDGER_FILE, UNFINISHED
from xeploai.pipeline import Days, build
from xeploai.storage.lock import LOCK

UNITS = 4
LATE = ("T0002.xlsx", "T0003.xlsx")
FIRST, SECOND = datetime(2025, 12, 19, 8), datetime(2025, 12, 22, 8)

SIGKILL = 9
"""The signal that no process can refuse; Python names it on Linux only."""

if sys.platform != "win32":
    from os import fork
else:

    def fork() -> int:
        """Raise: builds are disturbed on Linux only."""
        raise OSError


T = TypeVar("T")
Tree = dict[str, str]


class Silent:
    """Nobody at the terminal."""

    def step(self, name: str) -> None:
        """Say nothing."""

    def each(self, name: str, items: Iterable[T], number: int) -> Iterable[T]:  # noqa: ARG002
        """Say nothing."""
        return items

    def say(self, line: str, style: str = "") -> None:
        """Say nothing."""


@dataclass(frozen=True)
class OfficeState:
    """Everything seen of an office: the files of the output folder, and the ledger."""

    tree: Tree
    ledger: Ledger


def make_office(folder: Path) -> None:
    """Two of four units have sent and were built; the other two have sent since."""
    make_province(folder / "input", UNITS)
    aside = folder / "aside"
    aside.mkdir()
    for name in LATE:
        (folder / "input" / name).rename(aside / name)
    ended(start_build(folder, FIRST))
    for name in LATE:
        (aside / name).rename(folder / "input" / name)
    aside.rmdir()


def build_office(folder: Path, now: datetime, output: str = "output") -> None:
    """Build, as the program does; the clock is given, so that the same is made every time."""
    build(folder / "input", folder / output, Days(now), Silent(), images=False)


def start_build(folder: Path, now: datetime, output: str = "output") -> int:
    """Build in a process of its own, which has all that it needs; gives its number."""
    child = fork()
    if child == 0:
        code = 3
        try:
            build_office(folder, now, output)
            code = 0
        except BuildError as fault:
            print(fault, flush=True)
            code = 2
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """Wait for a process; its exit code, or the signal that ended it below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def office_state(folder: Path) -> OfficeState:
    """Return the state of an office without touching it.

    A ledger that was cut short is read in a copy.
    """
    with tempfile.TemporaryDirectory() as copy:
        for path in (folder / "input").glob(f"{LEDGER_FILE}*"):
            shutil.copy(path, copy)
        return OfficeState(tree(folder / "output"), open_ledger(Path(copy), SECOND)[0])


def tree(output: Path) -> Tree:
    """Every file of an output folder but what nobody is shown, by its hash."""
    paths = (path for path in output.rglob("*") if path.is_file() and path.name != LOCK)
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if not (name := path.relative_to(output).as_posix()).startswith(UNFINISHED)
    }


def litter(folder: Path) -> list[str]:
    """List the unfinished files that an interrupted build left behind."""
    return [path.name for path in folder.rglob(f"{UNFINISHED}*")]
