"""Names of files that cannot be read → the unit that each may be of.

A hint for those who look for a unit's form: it attributes no figure and no date.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from xeploai.register.model import Unit
from xeploai.text import folded

_COMMON = frozenset({
    "dang", "bo", "chi", "co", "so", "uy", "huyen", "thi", "xa", "phuong", "tran", "thanh", "pho",
    "quan", "tinh", "cua",
})  # fmt: skip
"""Words of units' names that many units share."""


def hinted_units(files: Iterable[str], units: Sequence[Unit]) -> dict[str, str]:
    """Return the code of the one unit whose own name a file's name holds, by file."""
    names = {unit.code: _own_words(unit.name) for unit in units}
    hints = {file: _hinted(file, names) for file in files}
    return {file: unit for file, unit in hints.items() if unit}


def _own_words(name: str) -> str:
    """Return the words of a name that are its own: "Đảng bộ xã Phú Đa" gives "phu da"."""
    words = folded(name).split()
    while len(words) > 1 and words[0] in _COMMON:
        words = words[1:]
    return " ".join(words)


def _hinted(file: str, names: Mapping[str, str]) -> str:
    """Return the unit with the longest name in a file's, "" where none or several have it."""
    words = f" {folded(PurePosixPath(file).stem)} "
    inside = [code for code, name in names.items() if name and f" {name} " in words]
    longest = max((len(names[code]) for code in inside), default=0)
    best = [code for code in inside if len(names[code]) == longest]
    return best[0] if len(best) == 1 else ""
