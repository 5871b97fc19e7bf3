"""Names of files that cannot be read → the unit that each may be of.

A hint for those who look for a unit's form: it attributes no figure and no date.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from xeploai.paths import own_name
from xeploai.reading.names import own_words
from xeploai.register.model import Unit
from xeploai.text import folded


def hinted_units(files: Iterable[str], units: Sequence[Unit]) -> dict[str, str]:
    """Return the code of the one unit whose own name a file's name holds, by file."""
    names = {unit.code: " ".join(map(folded, own_words(unit.name))) for unit in units}
    hints = {file: _hinted(file, names) for file in files}
    return {file: unit for file, unit in hints.items() if unit}


def _hinted(file: str, names: Mapping[str, str]) -> str:
    """Return the unit with the longest name in a file's, "" where none or several have it."""
    words = f" {folded(PurePosixPath(own_name(file)).stem)} "
    inside = [code for code, name in names.items() if name and f" {name} " in words]
    longest = max((len(names[code]) for code in inside), default=0)
    best = [code for code in inside if len(names[code]) == longest]
    return best[0] if len(best) == 1 else ""
