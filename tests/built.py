"""A build at a moment of one's own, as a program: `python -m tests.built IN OUT MOMENT`.

The first line of `python build.py`, but for the clock, which is an argument here.
"""

import sys
from datetime import date, datetime
from pathlib import Path

from xeploai.commands.forms import write_forms
from xeploai.commands.terminal import Terminal
from xeploai.pipeline import Days, build


def main(folder: Path, output: Path, moment: str, as_of: str) -> None:
    """Build everything there is but the pictures, forms included."""
    terminal = Terminal(quiet=True)
    days = Days(datetime.fromisoformat(moment), date.fromisoformat(as_of))
    build(folder, output, days, terminal, images=False)
    write_forms(folder, output, terminal)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
