"""How often Python looks for objects that only hold each other."""

import gc

_NEW_OBJECTS, _YOUNG, _OLD = 100_000, 50, 100
"""Thresholds of the three generations; Python's own begin at 700 new objects."""


def collect_rarely() -> None:
    """Look for such objects rarely, in this process.

    Nearly all that reading and counting make is in use until the end, so that a tenth of the time
    would go into looking at it over and over.
    """
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _OLD)
