"""What the person at the terminal sees: steps with a bar, then a few lines. Never a traceback.

On a terminal the steps share one moving bar; elsewhere each is a plain line.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from xeploai.season import Season
from xeploai.summary import files_line, mend_line, units_line
from xeploai.text import count

T = TypeVar("T")


class Terminal:
    """Tells of steps as they go."""

    def __init__(self, *, quiet: bool) -> None:
        # An office console may not be set to UTF-8; a letter it lacks must not stop the build.
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        self._out = Console(quiet=quiet, highlight=False, soft_wrap=True)
        self._problems = Console(stderr=True, highlight=False, soft_wrap=True)

    def step(self, name: str) -> None:
        """A step begins."""
        self._out.print(Text.assemble(("• ", "cyan"), f"{name}…"))

    def each(self, name: str, items: Iterable[T], number: int) -> Iterable[T]:
        """A step goes through so many items one by one."""
        if not self._out.is_terminal or self._out.quiet:
            self.step(f"{name} ({count(number)})")
            yield from items
            return
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=self._out,
            transient=True,
        ) as progress:
            yield from progress.track(items, total=number, description=name)
        self.step(f"{name} ({count(number)})")

    def say(self, line: str, style: str = "") -> None:
        """A line of the result."""
        self._out.print(Text(line, style))

    def fail(self, sentence: str) -> None:
        """Why the build could not be made, and what to do."""
        self._problems.print(Text(sentence, "bold red"))

    def result(self, season: Season, site: Path, images_said: str) -> None:
        """At most eight lines: files, units counted, what must be mended, where the site is.

        The rest is in the log beside the site.
        """
        self.say(files_line(season))
        self.say(units_line(season), "bold")
        for line in (mend_line(season), images_said):
            if line:
                self.say(line, "yellow")
        self.say(f"Trang: {site / 'index.html'}", "bold green")
