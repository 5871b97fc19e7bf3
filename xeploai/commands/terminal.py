"""What the person at the terminal sees: steps with a bar, then a few lines. Never a traceback.

On a terminal the steps share one moving bar; elsewhere each is a plain line.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xeploai.system.streams import say
from xeploai.text import count

if TYPE_CHECKING:
    from xeploai.commands.check import Checked
    from xeploai.commands.rich_console import Voice
    from xeploai.findings import Finding
    from xeploai.season.season import Season

T = TypeVar("T")


class Terminal:
    """Tells of steps as they go."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    # A refusal is answered before what draws colours, bars and tables is loaded.
    @cached_property
    def _out(self) -> "Voice":
        from xeploai.commands.rich_console import Voice

        return Voice(quiet=self._quiet)

    def step(self, name: str) -> None:
        """A step begins."""
        self._out.step(name)

    def each(self, name: str, items: Iterable[T], number: int) -> Iterator[T]:
        """A step goes through so many items one by one."""
        if self._out.is_terminal and not self._quiet:
            yield from self._out.bar(name, items, number)
            self.step(f"{name} ({count(number)})")
        else:
            self.step(f"{name} ({count(number)})")
            yield from items

    def say(self, line: str, style: str = "") -> None:
        """A line of the result."""
        self._out.sentence(line, style)

    def checked(self, items: "Sequence[Checked]", folder: Path) -> None:
        """What is wrong in each workbook, in a table, and where its marked copy is."""
        for item in items:
            self.say(checked_line(item), "bold yellow" if item.is_faulty else "bold")
            if item.findings:
                self._out.findings(_row(found) for found in item.findings)
            if item.marked:
                self.say(f"Bản đã đánh dấu: {folder / item.marked}", "green")

    def fail(self, sentence: str) -> None:
        """Why the build could not be made, and what to do."""
        if not sys.stderr.isatty():
            say(sentence, sys.stderr)
            return
        from xeploai.commands.rich_console import Voice

        Voice(stderr=True).sentence(sentence, "bold red")

    def result(self, season: "Season", site: Path, *undone: str) -> None:
        """At most eight lines: files, units counted, what must be mended, where the site is.

        undone: what else could not be done. The rest is in the log beside the site.
        """
        from xeploai.outputs.run_log import (
            changes_line,
            files_line,
            gone_line,
            mend_line,
            units_line,
        )

        self.say(files_line(season))
        self.say(units_line(season), "bold")
        for line in (mend_line(season), gone_line(season), changes_line(season), *undone):
            if line:
                self.say(line, "yellow")
        self.say(f"Trang: {site / 'index.html'}", "bold green")


def _row(found: "Finding") -> tuple[str, bool, str, str]:
    """A finding as a row of the table, see Voice.findings."""
    from xeploai.rules import BY_CODE
    from xeploai.views.words import upper_first

    place = "!".join(part for part in (found.ref.sheet, found.ref.cell) if part) or "Cả tệp"
    return place, found.is_error, found.message, upper_first(BY_CODE[found.rule].cure)


def checked_line(item: "Checked") -> str:
    """One workbook in a sentence: how many errors and warnings, or why it is kept out."""
    errors = sum(found.is_error for found in item.findings)
    warnings = len(item.findings) - errors
    told = [f"{count(errors)} lỗi phải sửa"] if errors else []
    told += [f"{count(warnings)} chỗ nên xem lại"] if warnings else []
    told += [item.said] if item.said and not errors else []
    name = f"{item.file} ({item.name})" if item.name else item.file
    return f"{name}: {'; '.join(told) or 'không có lỗi, sẵn sàng gửi'}."
