"""Worker processes: for work that may end its process, and for much of it at once."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

MOST_WORKERS = 4
"""More would wait for the disk, and for the process that gathers what they made."""


def most_workers() -> int:
    """How many are worth starting on this machine."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def worker_pool(number: int) -> ProcessPoolExecutor:
    """So many worker processes; used as a context, they end with it."""
    # A forked child would inherit the locks of the threads that draw the progress bar.
    ways = multiprocessing.get_all_start_methods()
    way = "forkserver" if "forkserver" in ways else "spawn"
    return ProcessPoolExecutor(number, mp_context=multiprocessing.get_context(way))
