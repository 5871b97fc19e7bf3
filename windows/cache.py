"""The cache of the tools: what takes long to make is made once."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory


def in_cache(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return a folder of the cache, which `make` fills at first use.

    It is there whole or not at all. Of two made at one time, by two programs, the first stays.
    """
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".making-") as scratch:
            made = Path(scratch, folder.name)
            make(made)
            try:
                made.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return folder
