"""A Windows Python with the libraries of the program, and a Wine prefix of its own, for tests."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from windows.desk import FOLDER, TOOLS, copy_project, python_with
from windows.wine import drive, environment, prefix, run, stop

SHIPPED = "3.13"
"""The Python of the portable package."""

TIMEOUT = 240
"""Seconds a command may take under Wine, on a machine three times busier too."""

WIDE = {"COLUMNS": "1000"}
"""Room for every table: where its lines break is a matter of the terminal."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended: its exit code and both its outputs together."""

    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A system on which the program is run from a folder.

    desk: The folder of build.py, current when a command runs; python: its Python; prefix: the
    Wine prefix, None on this system itself.
    """

    desk: Path
    python: Path
    prefix: Path | None

    def run(self, *arguments: str) -> Ran:
        """Run a command of the program; once more where Wine itself hangs or breaks down."""
        try:
            ran = self._run(arguments)
        except subprocess.TimeoutExpired:
            self.stop()
            return self._run(arguments)
        return self._run(arguments) if self.prefix and ran.code not in (0, 1, 2) else ran

    def _run(self, arguments: Sequence[str]) -> Ran:
        if self.prefix is None:
            done = subprocess.run(
                [self.python, "build.py", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=self.desk,
                env=os.environ | WIDE,
                encoding="utf-8",
                timeout=TIMEOUT,
                check=False,
            )
        else:
            done = run(
                [self.python, "build.py", *arguments],
                environment(self.prefix) | WIDE,
                cwd=self.prefix / "dosdevices" / "d:" / FOLDER,
                timeout=TIMEOUT,
                check=False,
            )
        return Ran(done.returncode, done.stdout)

    def stop(self) -> None:
        """End what a Wine prefix still runs."""
        if self.prefix is not None:
            stop(environment(self.prefix))


def linux(scratch: Path) -> Machine:
    """Return this machine, with the program in a folder of its own."""
    return Machine(copy_project(scratch / "linux", *TOOLS), Path(sys.executable), None)


def wine(scratch: Path, version: str) -> Machine:
    """Return a Windows of some Python ("3.13"), with the program on its drive D:."""
    disk = scratch / "d"
    folder = scratch / "prefix"
    prefix(folder)
    drive(folder, "d", disk)
    return Machine(copy_project(disk / FOLDER, *TOOLS), python_with(version), folder)
