"""How the tests run: laws are tried often enough to be worth it, without a stop-watch."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings
from openpyxl.formula.translate import Translator

from xeploai.system.memory import collect_rarely

# Two workers share two cores with browsers: a deadline would only measure the neighbours.
settings.register_profile("xeploai", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("xeploai")

# Workbooks in memory are hundreds of thousands of objects, looked through in vain again and again.
collect_rarely()

_translate = Translator.translate_formula
_translated: dict[tuple[object, ...], str] = {}


def _remembered(self: Any, dest: str | None = None, row_delta: int = 0, col_delta: int = 0) -> str:
    """Translate a formula that cells share as openpyxl does, once for all forms that have it.

    That is half of the time in which openpyxl opens a form, and tests open thousands.
    """
    key = (self.tokenizer.formula, self.row, self.col, dest, row_delta, col_delta)
    if key not in _translated:
        _translated[key] = _translate(self, dest, row_delta, col_delta)
    return _translated[key]


Translator.translate_formula = _remembered  # type: ignore[method-assign]


LONGEST_FIRST = ("wine", "hostile", "office", "slow", "browser")
"""Marks of what takes long, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end no worker waits for another's."""
    of_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        of_file.setdefault(item.location[0], []).append(item)
    files = sorted(of_file.values(), key=_rank)
    items[:] = [item for file in files for item in file]


def _rank(file: Sequence[pytest.Item]) -> int:
    marks = {mark.name for item in file for mark in item.iter_markers()}
    ranks = (place for place, name in enumerate(LONGEST_FIRST) if name in marks)
    return next(ranks, len(LONGEST_FIRST))
