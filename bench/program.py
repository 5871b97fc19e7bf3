"""The program as a clerk runs it, measured: processes of its own, without images."""

import mmap
import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

AS_OF = date(2025, 12, 22)

EVERY = 0.1
"""Seconds between two looks at the memory."""


def build(folder: Path, output: Path) -> tuple[float, float]:
    """Build a folder; the seconds, and the peak of memory in MB of all its processes together."""
    command = [
        sys.executable, "build.py", "--input", str(folder), "--output", str(output),
        "--as-of", AS_OF.isoformat(), "--no-images", "--quiet",
    ]  # fmt: skip
    peak = 0.0
    started = time.perf_counter()
    with subprocess.Popen(command, process_group=0) as process:
        try:
            while process.poll() is None:
                peak = max(peak, _memory(process.pid))
                time.sleep(EVERY)
        finally:
            process.kill()
    if process.returncode:
        raise SystemExit(f"the build ended with {process.returncode}")
    return time.perf_counter() - started, peak


def machine() -> str:
    """Describe the machine in a few words: how many cores, and how busy they are."""
    return f"{os.cpu_count()} cores, load {Path('/proc/loadavg').read_text().split()[0]}"


def _memory(group: int) -> float:
    """Return the memory of a process group in MB; pages shared by two processes count twice.

    What the system says of a process that has ended leaves out its workers, which are not its own
    children but those of the process that they are forked from.
    """
    pages = 0
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # ended meanwhile
            if _group(place) == group:
                pages += int((place / "statm").read_text().split()[1])
    return pages * mmap.PAGESIZE / 2**20


def _group(process: Path) -> int:
    # The command's name, in parentheses, may hold blanks; the group is the third field behind it.
    return int((process / "stat").read_text().rpartition(")")[2].split()[2])
