"""Builds at once: `python -m bench.together [PAIRS]` (50 by default).

Two offices, whose returns differ, build into one output folder at the same moment, while somebody
reads its pages over and over. When both are done the output must be wholly of the one or wholly of
the other, and no page may ever have been missing or of another build than the rest. Then the same
number of pairs, a fifth of them, build one office into two output folders: nothing may stand in its
ledger twice.
"""

import hashlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread

from bench.office import (
    LATE,
    SECOND,
    Look,
    Tree,
    ended,
    litter,
    look,
    make_office,
    start_build,
    tree,
)

MANIFEST = "data/manifest.json"


class Reader(Thread):
    """Reads the pages of a site over and over, and counts what should not be."""

    def __init__(self, site: Path) -> None:
        super().__init__(daemon=True)
        self.found: Counter[str] = Counter()
        self._site = site
        self._done = Event()

    def run(self) -> None:
        """Read until told to stop."""
        while not self._done.is_set():
            self.found["rounds"] += 1
            try:
                self._read_once()
            except FileNotFoundError:
                self.found["MISSING"] += 1

    def _read_once(self) -> None:
        """All pages that one manifest names; they count while that manifest is the one there."""
        manifest = (self._site / MANIFEST).read_bytes()
        for name, wanted in json.loads(manifest)["outputs"].items():
            try:
                content = (self._site / name).read_bytes()
            except FileNotFoundError:
                content = b""
            if (self._site / MANIFEST).read_bytes() != manifest:
                self.found["changed meanwhile"] += 1
                return
            self.found["pages"] += 1
            if hashlib.sha256(content).hexdigest() != wanted:
                self.found["MIXED PAGE"] += 1

    def stop(self) -> Counter[str]:
        """Stop reading and return the counts of each outcome."""
        self._done.set()
        self.join()
        return self.found


def main() -> None:
    """Print what was found after every pair."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as scratch:
        one, other = Path(scratch) / "one", Path(scratch) / "other"
        make_office(one)
        shutil.copytree(one, other)
        (other / "input" / LATE[0]).unlink()
        wholes = [_alone(one), _alone(other)]
        _tell(f"{pairs} pairs into one output folder", _into_one(one, other, wholes, pairs))
        _tell(f"{pairs // 5} pairs with one ledger", _with_one_ledger(one, pairs // 5))


def _alone(office: Path) -> Look:
    """Return the state that a build leaves when nothing disturbs it."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "office"
        shutil.copytree(office, copy)
        if ended(start_build(copy, SECOND)):
            raise SystemExit("the build failed")
        return look(copy)


def _into_one(one: Path, other: Path, wholes: list[Look], pairs: int) -> Counter[str]:
    output = other.parent / "output"
    shutil.copytree(one / "output", output)
    chance = random.Random(6)
    found: Counter[str] = Counter()
    for _ in range(pairs):
        reader = Reader(output / "site")
        first = start_build(one, SECOND, "../output")
        time.sleep(chance.uniform(0, 0.5))
        second = start_build(other, SECOND, "../output")
        reader.start()
        codes = sorted((ended(first), ended(second)))
        found[f"exit codes {codes}: {_whose(tree(output), wholes)}"] += 1
        found.update({f"reader: {said}": times for said, times in reader.stop().items()})
        if left := litter(output):
            found[f"LITTER {left}"] += 1
    return found


def _whose(found: Tree, wholes: list[Look]) -> str:
    names = [f"whole {number}" for number, whole in enumerate(wholes, 1) if whole.tree == found]
    return names[0] if names else "MIXED TREE"


def _with_one_ledger(before: Path, pairs: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for _ in range(pairs):
        with tempfile.TemporaryDirectory() as scratch:
            office = Path(scratch) / "office"
            shutil.copytree(before, office)
            children = [start_build(office, SECOND, output) for output in ("a", "b")]
            codes = [ended(child) for child in children]
            ledger = look(office).ledger
            events = Counter(
                (item.sha256, event.file, event.status)
                for item in ledger.receipts.values()
                for event in item.events
            )
            twice = sum(times > 1 for times in events.values())
            same = tree(office / "a") == tree(office / "b")
            found[f"exit codes {codes}: {twice} events twice, trees alike: {same}"] += 1
    return found


def _tell(what: str, found: Counter[str]) -> None:
    print(what)
    for said, times in sorted(found.items()):
        print(f"{times:8} {said}")


if __name__ == "__main__":
    main()
