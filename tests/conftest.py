"""How the tests run: laws are tried often enough to be worth it, without a stop-watch."""

from collections.abc import Sequence

import pytest
from hypothesis import settings

# Two workers share two cores with browsers: a deadline would only measure the neighbours.
settings.register_profile("xeploai", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("xeploai")

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
