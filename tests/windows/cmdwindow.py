"""A window of cmd under Wine, on a pseudo-terminal: typed into, read, and seen to end."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# Types are checked for Windows too, which has none of these.
assert sys.platform != "win32"

_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\r")
_PATIENCE = 100.0


class Window:
    """Reads what a program shows and types when asked for; ended on leaving the context.

    For programs that wait at the end: Wine may not show the last words of one that does not.
    """

    def __init__(self, command: Sequence[str], within: Mapping[str, str], folder: Path) -> None:
        self._read = b""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            tty.setraw(0)
            os.chdir(folder)
            os.execvpe(command[0], list(command), dict(within))
        # So wide that no sentence is broken.
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 600, 0, 0))

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._terminal)

    @property
    def text(self) -> str:
        """All that was shown so far."""
        lines = _CONTROLS.sub("", self._read.decode("utf-8", "replace")).split("\n")
        return "\n".join(map(_letters, lines))

    def wait_for(self, words: str, then: str = "") -> None:
        """Wait until some words are shown, and type."""
        for _ in self._more():
            if words in self.text:
                break
        assert words in self.text
        os.write(self._terminal, then.encode())

    def end(self) -> int:
        """Wait until the window is closed; return the exit code."""
        for _ in self._more():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _more(self) -> Iterator[None]:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            yield
            if not select.select([self._terminal], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # nobody is at the other end any more
                return
            self._read += data
        raise TimeoutError(self.text)


def _letters(line: str) -> str:
    """A line as Windows would show it: Wine's cmd takes a file for letters of code page 437."""
    with suppress(UnicodeError):
        return line.encode("cp437").decode("utf-8")
    return line
