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
    OfficeState,
    Tree,
    ended,
    litter,
    make_office,
    office_state,
    start_build,
    tree,
)

MANIFEST = "data/manifest.json"


class Reader(Thread):
    """Reads the pages of a site over and over, and counts what should not be."""

    def __init__(self, site: Path) -> None:
        super().__init__(daemon=True)
        self.counts: Counter[str] = Counter()
        self._site = site
        self._done = Event()

    def run(self) -> None:
        """Read until asked to stop."""
        while not self._done.is_set():
            self.counts["rounds"] += 1
            try:
                self._read_once()
            except FileNotFoundError:
                self.counts["MISSING"] += 1

    def _read_once(self) -> None:
        """All pages that one manifest names; they count while that manifest is the one there."""
        manifest = (self._site / MANIFEST).read_bytes()
        for name, wanted in json.loads(manifest)["outputs"].items():
            try:
                content = (self._site / name).read_bytes()
            except FileNotFoundError:
                content = b""
            if (self._site / MANIFEST).read_bytes() != manifest:
                self.counts["changed meanwhile"] += 1
                return
            self.counts["pages"] += 1
            if hashlib.sha256(content).hexdigest() != wanted:
                self.counts["MIXED PAGE"] += 1

    def stop(self) -> Counter[str]:
        """Stop reading and return the counts of each outcome."""
        self._done.set()
        self.join()
        return self.counts


def main() -> None:
    """Print what was found after every pair."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as scratch:
        one, other = Path(scratch) / "one", Path(scratch) / "other"
        make_office(one)
        shutil.copytree(one, other)
        (other / "input" / LATE[0]).unlink()
        wholes = [_alone(one), _alone(other)]
        _print_counts(f"{pairs} pairs into one output folder", _into_one(one, other, wholes, pairs))
        _print_counts(f"{pairs // 5} pairs with one ledger", _with_one_ledger(one, pairs // 5))


def _alone(office: Path) -> OfficeState:
    """Return the state that a build leaves when nothing disturbs it."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "office"
        shutil.copytree(office, copy)
        if ended(start_build(copy, SECOND)):
            raise SystemExit("the build failed")
        return office_state(copy)


def _into_one(one: Path, other: Path, wholes: list[OfficeState], pairs: int) -> Counter[str]:
    output = other.parent / "output"
    shutil.copytree(one / "output", output)
    chance = random.Random(6)
    outcomes: Counter[str] = Counter()
    for _ in range(pairs):
        reader = Reader(output / "site")
        first = start_build(one, SECOND, "../output")
        time.sleep(chance.uniform(0, 0.5))
        second = start_build(other, SECOND, "../output")
        reader.start()
        codes = sorted((ended(first), ended(second)))
        outcomes[f"exit codes {codes}: {_whose(tree(output), wholes)}"] += 1
        outcomes.update({f"reader: {outcome}": times for outcome, times in reader.stop().items()})
        if left := litter(output):
            outcomes[f"LITTER {left}"] += 1
    return outcomes


def _whose(actual: Tree, wholes: list[OfficeState]) -> str:
    names = [f"whole {number}" for number, whole in enumerate(wholes, 1) if whole.tree == actual]
    return names[0] if names else "MIXED TREE"


def _with_one_ledger(before: Path, pairs: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for _ in range(pairs):
        with tempfile.TemporaryDirectory() as scratch:
            office = Path(scratch) / "office"
            shutil.copytree(before, office)
            children = [start_build(office, SECOND, output) for output in ("a", "b")]
            codes = [ended(child) for child in children]
            ledger = office_state(office).ledger
            events = Counter(
                (item.sha256, event.file, event.status)
                for item in ledger.receipts.values()
                for event in item.events
            )
            twice = sum(times > 1 for times in events.values())
            same = tree(office / "a") == tree(office / "b")
            outcomes[f"exit codes {codes}: {twice} events twice, trees alike: {same}"] += 1
    return outcomes


def _print_counts(what: str, outcomes: Counter[str]) -> None:
    print(what)
    for outcome, times in sorted(outcomes.items()):
        print(f"{times:8} {outcome}")


if __name__ == "__main__":
    main()
