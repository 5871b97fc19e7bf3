"""Drawing on a terminal: colours, a moving bar, tables. The only importer of rich."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from xeploai.system.streams import silence, with_command

T = TypeVar("T")


class Voice(Console):
    """Output that falls silent where nobody takes it (a closed pipe, a full disk): work goes on."""

    def __init__(self, *, quiet: bool = False, stderr: bool = False) -> None:
        super().__init__(quiet=quiet, stderr=stderr, highlight=False, soft_wrap=True)

    def print(self, *values: Any, **how: Any) -> None:
        try:
            super().print(*values, **how)
        except OSError:
            self.on_broken_pipe()

    def on_broken_pipe(self) -> None:
        self.quiet = True
        silence(self.file)

    def step(self, name: str) -> None:
        """Announce that a step begins."""
        self.print(Text.assemble(("• ", "cyan"), f"{name}…"))

    def bar(self, name: str, items: Iterable[T], number: int) -> Iterator[T]:
        """Yield so many items, while a bar moves on with them."""
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=self,
            transient=True,
        ) as progress:
            yield from progress.track(items, total=number, description=name)

    def sentence(self, line: str, style: str) -> None:
        """Print a sentence in one style."""
        self.print(Text(with_command(line), style))

    def findings(self, rows: Iterable[tuple[str, bool, str, str]]) -> None:
        """Print a table: place, whether it is an error, message, how to fix it."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for heading in ("Chỗ", "Mức", "Điều phát hiện", "Cách sửa"):
            table.add_column(heading, overflow="fold")
        for place, is_error, message, fix in rows:
            grade = Text("Lỗi", "red") if is_error else Text("Đề nghị rà soát", "yellow")
            table.add_row(Text(place), grade, Text(message), Text(fix))
        self.print(table, soft_wrap=False)
