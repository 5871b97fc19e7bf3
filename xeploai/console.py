"""What the person at the terminal sees: steps with a bar, then a few lines. Never a traceback.

On a terminal the steps share one moving bar; elsewhere each is a plain line.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from xeploai.intake import Status
from xeploai.season import Season
from xeploai.text import count, day

T = TypeVar("T")

MOST_NAMED = 5
"""So many units to mend are named; the site lists them all."""


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

    def each(self, name: str, items: Sequence[T]) -> Iterable[T]:
        """A step goes through items one by one."""
        if not self._out.is_terminal or self._out.quiet:
            self.step(f"{name} ({count(len(items))})")
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
            yield from progress.track(items, description=name)
        self.step(f"{name} ({count(len(items))})")

    def say(self, line: str, style: str = "") -> None:
        """A line of the result."""
        self._out.print(Text(line, style))

    def fail(self, sentence: str) -> None:
        """Why the build could not be made, and what to do."""
        self._problems.print(Text(sentence, "bold red"))

    def result(self, season: Season, site: Path, images_said: str) -> None:
        """At most eight lines: files, units counted, what must be mended, where the site is."""
        self.say(_files_line(season))
        self.say(_units_line(season), "bold")
        for line in _mend_lines(season):
            self.say(line, "yellow")
        if images_said:
            self.say(images_said, "yellow")
        self.say(f"Trang: {site / 'index.html'}", "bold green")


def _files_line(season: Season) -> str:
    submissions = season.intake.submissions
    times = {status: sum(item.status is status for item in submissions) for status in Status}
    told = [f"{count(n)} {status.label.lower()}" for status, n in times.items() if n]
    return f"Đã đọc {count(len(submissions))} tệp" + (f": {', '.join(told)}." if told else ".")


def _units_line(season: Season) -> str:
    warnings = sum(not found.is_error for found in season.findings)
    silent = len(season.units_silent)
    covered = f"{count(season.counted)}/{count(season.expected)}"
    parts = [
        f"Đến ngày {day(season.as_of)}: {covered} đơn vị được tính",
        f"{count(len(season.units_to_mend))} đơn vị cần sửa",
        f"{count(silent)} đơn vị chưa gửi",
        f"{count(warnings)} cảnh báo",
    ]
    return "; ".join(parts) + "."


def _mend_lines(season: Season) -> list[str]:
    units = season.units_to_mend
    if not units:
        return []
    named = ", ".join(unit.name for unit in units[:MOST_NAMED])
    more = len(units) - MOST_NAMED
    rest = f" và {count(more)} đơn vị khác" if more > 0 else ""
    return [f"Cần sửa: {named}{rest} (xem trang Chất lượng dữ liệu)."]
