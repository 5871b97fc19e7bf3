"""Measure a Windows Python under Wine beside Linux: `python -m bench.windows [WORKBOOKS [RUNS]]`.

Builds the same workbooks (300 by default) by the whole program, in turn on Linux and on the Windows
Python of the portable package, five times by default, each time into a new folder. Wine's own cost
is in its times. The median of the pairs' quotients is to be at most 2.5.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.program import AS_OF, machine
from bench.province import make_province
from windows.desk import copy_project, python_with
from windows.wine import drive, environment, keep_running, prefix, stop

PYTHON = "3.13"
BAR = 2.5
BUILD = ("build.py", "--input", "input", "--output", "output", "--as-of", AS_OF.isoformat())


def main() -> None:
    """Print every measurement."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        desk, home = Path(made, "d", "xeploai"), Path(made, "prefix")
        copy_project(desk)
        make_province(desk / "input", number)
        prefix(home)
        drive(home, "d", desk.parent)
        print(f"{number} workbooks, {machine()}", flush=True)
        windows = ["wine", str(python_with(PYTHON))]
        # Wine's server stays, as a PC is switched on before somebody starts a program.
        keep_running(environment(home))
        try:
            quotients = [_pair(desk, home, windows) for _ in range(runs + 1)][1:]
        finally:
            stop(environment(home))
    print(f"median {statistics.median(quotients):.2f} (at most {BAR})")


def _pair(desk: Path, home: Path, windows: Sequence[str]) -> float:
    """Build once on each system; return how many times as long Windows took.

    The first pair compiles modules and is left out.
    """
    linux = _seconds(desk, [sys.executable], {})
    wine = _seconds(home / "dosdevices" / "d:" / desk.name, windows, environment(home))
    print(f"Linux {linux:6.2f} s   Wine {wine:6.2f} s   {wine / linux:.2f}", flush=True)
    return wine / linux


def _seconds(desk: Path, python: Sequence[str], within: dict[str, str]) -> float:
    shutil.rmtree(desk / "output", ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(
        [*python, "-X", "utf8", *BUILD, "--no-images"],
        cwd=desk,
        env=within or None,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
