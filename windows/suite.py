"""The project's tests on a Windows Python under Wine.

usage: python -m windows.suite VERSION [PYTEST ARGUMENT…]   the fast tests where none is given
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread

from windows import PROJECT
from windows.desk import FOLDER, copy_project, python_with
from windows.wine import drive, prefix, stop

FAST = ("-m", "not slow and not browser and not office and not wine and not windows")
"""Choice of `make quick`: nothing that takes long or needs another program."""

DEVELOPMENT = PROJECT / "requirements-dev.lock"


def main(version: str, arguments: Sequence[str]) -> int:
    """Run the tests on a Windows Python ("3.13"); return pytest's exit code."""
    python = python_with(version, DEVELOPMENT)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        home = Path(scratch, "prefix")
        within = prefix(home)
        drive(home, "d", Path(scratch))
        copy_project(Path(scratch) / FOLDER)
        pytest = ("-X", "utf8", "-m", "pytest", "-p", "no:cacheprovider")
        # Its output goes through a pipe: Wine 8 gives Python a plain file as an invalid handle.
        with subprocess.Popen(
            ["wine", python, *pytest, *(arguments or FAST)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=within,
            cwd=home / "dosdevices" / "d:" / FOLDER,
        ) as tests:
            end = Thread(target=_stop_after, args=(tests, within), daemon=True)
            end.start()
            for line in tests.stdout or ():
                sys.stdout.buffer.write(line)
                sys.stdout.flush()
        end.join()
    return tests.returncode


def _stop_after(tests: subprocess.Popen[bytes], within: Mapping[str, str]) -> None:
    """End what the tests have left running, which would keep their pipe open for good."""
    tests.wait()
    stop(within)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
