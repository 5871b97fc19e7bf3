"""Files read in worker processes, so that what ends a reader costs one file and not the build.

A damaged workbook can end a whole process in ways no `try` catches. When a worker dies nobody
knows which of the files under way did it, so those are read once more, each alone.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from xeploai.intake import Return, Unread, shown_path, take_in, unreadable
from xeploai.reading import damaged
from xeploai.workers import most_workers, worker_pool

FEW = 24
"""So few files are not worth starting several workers."""

BATCH = 8
"""So many files go to a worker at a time: enough to hide the cost of the way there and back."""

Taken = Return | Unread
Take = Callable[[Path, Path], Taken]


def take_all(files: Sequence[Path], folder: Path, take: Take = take_in) -> Iterator[Taken]:
    """What each file of the input folder gives, in their order; take reads one of them."""
    batches = [files[first : first + BATCH] for first in range(0, len(files), BATCH)]
    with worker_pool(1 if len(files) <= FEW else most_workers()) as pool:
        under_way = [_start(pool, batch, folder, take) for batch in batches]
        for batch, future in zip(batches, under_way, strict=True):
            try:
                yield from future.result() if future else _one_by_one(batch, folder, take)
            except BrokenProcessPool:
                yield from _one_by_one(batch, folder, take)


def _start(
    pool: ProcessPoolExecutor, batch: Sequence[Path], folder: Path, take: Take
) -> Future[list[Taken]] | None:
    try:
        return pool.submit(_take_batch, batch, folder, take)
    except BrokenProcessPool:
        return None


def _take_batch(batch: Sequence[Path], folder: Path, take: Take) -> list[Taken]:
    return [take(path, folder) for path in batch]


def _one_by_one(batch: Sequence[Path], folder: Path, take: Take) -> Iterator[Taken]:
    for path in batch:
        with worker_pool(1) as pool:
            try:
                yield pool.submit(take, path, folder).result()
            except BrokenProcessPool:
                said = "bộ đọc Excel dừng giữa chừng"
                yield unreadable(shown_path(path, folder), "", damaged, said)
