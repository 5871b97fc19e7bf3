"""What the person at the terminal sees: steps with a bar, then a few lines. Never a traceback.

On a terminal the steps share one moving bar; elsewhere each is a plain line.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from xeploai.checkup import Checked
from xeploai.rules import BY_CODE
from xeploai.season import Season
from xeploai.summary import changes_line, files_line, gone_line, mend_line, units_line
from xeploai.text import count
from xeploai.views.words import upper_first

T = TypeVar("T")


class _Voice(Console):
    """Falls silent where nobody takes what it says (a closed pipe, a full disk): work goes on."""

    def print(self, *said: Any, **how: Any) -> None:
        try:
            super().print(*said, **how)
        except OSError:
            self.on_broken_pipe()

    def on_broken_pipe(self) -> None:
        self.quiet = True
        # What is still held back would fail once more when the program ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


class Terminal:
    """Tells of steps as they go."""

    def __init__(self, *, quiet: bool) -> None:
        # An office console may not be set to UTF-8; a letter it lacks must not stop the build.
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        self._out = _Voice(quiet=quiet, highlight=False, soft_wrap=True)
        self._problems = _Voice(stderr=True, highlight=False, soft_wrap=True)

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

    def checked(self, items: Sequence[Checked], folder: Path) -> None:
        """What is wrong in each workbook, in a table, and where its marked copy is."""
        for item in items:
            self._out.print(Text(checked_line(item), "bold yellow" if item.is_faulty else "bold"))
            if item.findings:
                self._out.print(_table(item), soft_wrap=False)
            if item.marked:
                self.say(f"Bản đã đánh dấu: {folder / item.marked}", "green")

    def fail(self, sentence: str) -> None:
        """Why the build could not be made, and what to do."""
        self._problems.print(Text(sentence, "bold red"))

    def result(self, season: Season, site: Path, *undone: str) -> None:
        """At most eight lines: files, units counted, what must be mended, where the site is.

        undone: what else could not be done. The rest is in the log beside the site.
        """
        self.say(files_line(season))
        self.say(units_line(season), "bold")
        for line in (mend_line(season), gone_line(season), changes_line(season), *undone):
            if line:
                self.say(line, "yellow")
        self.say(f"Trang: {site / 'index.html'}", "bold green")


def checked_line(item: Checked) -> str:
    """One workbook in a sentence: how many errors and warnings, or why it is kept out."""
    errors = sum(found.is_error for found in item.findings)
    warnings = len(item.findings) - errors
    told = [f"{count(errors)} lỗi phải sửa"] if errors else []
    told += [f"{count(warnings)} chỗ nên xem lại"] if warnings else []
    told += [item.said] if item.said and not errors else []
    name = f"{item.file} ({item.name})" if item.name else item.file
    return f"{name}: {'; '.join(told) or 'không có lỗi, sẵn sàng gửi'}."


def _table(item: Checked) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("Chỗ", "Mức", "Điều phát hiện", "Cách sửa"):
        table.add_column(heading, overflow="fold")
    for found in item.findings:
        place = "!".join(part for part in (found.ref.sheet, found.ref.cell) if part) or "Cả tệp"
        grade = Text("Lỗi", "red") if found.is_error else Text("Nên xem lại", "yellow")
        cure = upper_first(BY_CODE[found.rule].cure)
        table.add_row(Text(place), grade, Text(found.message), Text(cure))
    return table
