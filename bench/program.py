"""The program as a clerk runs it, measured: a process of its own, without images."""

import os
import sys
import time
from datetime import date
from pathlib import Path

AS_OF = date(2025, 12, 22)


def build(folder: Path, output: Path) -> tuple[float, float]:
    """Build a folder; the seconds, and the peak of memory in MB of its greatest process."""
    command = [
        sys.executable, "build.py", "--input", str(folder), "--output", str(output),
        "--as-of", AS_OF.isoformat(), "--no-images", "--quiet",
    ]  # fmt: skip
    started = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, os.environ)
    _, status, used = os.wait4(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"the build ended with {code}")
    return time.perf_counter() - started, used.ru_maxrss / 1024
