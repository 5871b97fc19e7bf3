"""How soon the program answers: `python -m bench.startup [TIMES]` (10 by default).

Each command is a process of its own in an empty folder, beside a Python that does nothing; the
commands take turns, so that a busy moment of the machine falls on all of them.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.program import machine

PROGRAM = Path(__file__).resolve().parent.parent / "build.py"

COMMANDS: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    "--help": [str(PROGRAM), "--help"],
    "a wrong word": [str(PROGRAM), "lạ"],
    "build without a register": [str(PROGRAM), "--input", "nowhere"],
    "demo of no such name": [str(PROGRAM), "demo", "khong-co"],
    "new over an old register": [str(PROGRAM), "new"],
    "check of no such file": [str(PROGRAM), "check", "nowhere.xlsx"],
    "doctor": [str(PROGRAM), "doctor"],
    "new": [str(PROGRAM), "new", "--input", "other"],
}


def main() -> None:
    """Print the median and the slowest of each command, in seconds."""
    times = int(sys.argv[1]) if sys.argv[1:] else 10
    took: dict[str, list[float]] = {name: [] for name in COMMANDS}
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, PROGRAM, "new", "--quiet"], cwd=folder, check=True)
        for _ in range(times):
            for name, words in COMMANDS.items():
                took[name].append(_seconds(words, folder))
                Path(folder, "other", "danh-muc.xlsx").unlink(missing_ok=True)
    for name, seconds in took.items():
        print(f"{name:26} {statistics.median(seconds):6.2f} {max(seconds):6.2f}")
    print(machine())


def _seconds(words: list[str], folder: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *words], cwd=folder, env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
