"""Steps with a bar, then lines, as the person at the terminal sees them.

On a terminal the steps share one moving bar; elsewhere each is a plain line.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from xeploai.system.streams import say
from xeploai.text import count

if TYPE_CHECKING:
    from xeploai.commands.rich_console import Voice

T = TypeVar("T")


class Terminal:
    """Steps reported as they go."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    # A refusal is answered before what draws colours, bars and tables is loaded.
    @cached_property
    def _out(self) -> "Voice":
        from xeploai.commands.rich_console import Voice

        return Voice(quiet=self._quiet)

    def step(self, name: str) -> None:
        """Announce that a step begins."""
        self._out.step(name)

    def each(self, name: str, items: Iterable[T], number: int) -> Iterator[T]:
        """Yield the items of a step one by one and show how far it is."""
        if self._out.is_terminal and not self._quiet:
            yield from self._out.bar(name, items, number)
            self.step(f"{name} ({count(number)})")
        else:
            self.step(f"{name} ({count(number)})")
            yield from items

    def say(self, line: str, style: str = "") -> None:
        """Print a line of the result."""
        self._out.sentence(line, style)

    def findings(self, rows: Iterable[tuple[str, bool, str, str]]) -> None:
        """Show a table of findings, see Voice.findings."""
        self._out.findings(rows)

    def fail(self, sentence: str) -> None:
        """Why the build could not be made, and what to do."""
        if not sys.stderr.isatty():
            say(sentence, sys.stderr)
            return
        from xeploai.commands.rich_console import Voice

        voice = Voice(stderr=True)
        first, _, rest = sentence.partition("\n")
        voice.sentence(first, "bold red")
        if rest:
            voice.sentence(rest, "")
