"""Kill builds: `python -m bench.kill [TIMES [WITHIN]]` (200 and 50 by default).

A build is killed (SIGKILL) at so many moments spread evenly over it, and at so many within the very
step in which everything changes, each on what the killed ones before it left. After each the
output must be whole: the old tree or the new one; and every fifth time the next build, with
nobody's help, must make the new one.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from bench.office import (
    SECOND,
    SIGKILL,
    OfficeState,
    ended,
    litter,
    make_office,
    office_state,
    start_build,
)
from xeploai.storage import transaction

LINKS = 5
"""Builds killed, one on what the other left, before one may end."""

Start = Callable[[Path, datetime], int]

STEP = 0.004
"""Seconds the step takes, about; the moments within it are drawn from twice as much."""


def main() -> None:
    """Print what was found after every kill."""
    asked = [int(word) for word in sys.argv[1:]]
    times, within = [*asked, *(200, 50)[len(asked) :]]
    with tempfile.TemporaryDirectory() as scratch:
        before = Path(scratch) / "before"
        make_office(before)
        old = office_state(before)
        new, seconds = _unharmed(before)
        print(f"a build takes {seconds:.1f} s; its tree has {len(new.tree)} files")
        chance = random.Random(6)
        spread = [seconds * (number + 0.5) / times for number in range(times)]
        chance.shuffle(spread)
        print(f"{times} moments spread over a build")
        _kill_all(_Victim(before, old, new), spread, start_build)
        moments = [chance.uniform(0, 2 * STEP) for _ in range(within)]
        print(f"{within} moments within the step")
        _kill_all(_Victim(before, old, new), moments, _start_at_step)


def _unharmed(before: Path) -> tuple[OfficeState, float]:
    office = _copied(before)
    started = time.perf_counter()
    if ended(start_build(office, SECOND)):
        raise SystemExit("the build failed")
    seconds = time.perf_counter() - started
    state = office_state(office)
    shutil.rmtree(office.parent)
    return state, seconds


def _copied(before: Path) -> Path:
    office = Path(tempfile.mkdtemp()) / "office"
    shutil.copytree(before, office)
    return office


class _Victim:
    """An office whose builds are killed, one on what the other left; later one may end."""

    def __init__(self, before: Path, old: OfficeState, new: OfficeState) -> None:
        self._before, self._old, self._new = before, old, new
        self._office = _copied(before)
        self._kills = 0

    def kill(self, moment: float, start: Start) -> str:
        """Kill a build, and say what stood there then; "" where it was done before."""
        child = start(self._office, SECOND)
        time.sleep(moment)
        os.kill(child, SIGKILL)
        code = ended(child)
        state = office_state(self._office)
        self._kills += 1
        if code == -SIGKILL:
            return self._which(state)
        if code or self._which(state) != self._which(self._new):
            raise SystemExit(f"exit code {code}, {self._which(state)}")
        self._begin_anew()
        return ""

    def end(self) -> str:
        """Let a build end on what was left, after some kills or when all is new; what it made."""
        state = office_state(self._office)
        if self._kills < LINKS and state.tree == self._old.tree:
            return ""
        code = ended(start_build(self._office, SECOND))
        after, left = office_state(self._office), litter(self._office)
        self._begin_anew()
        return f"next build: exit code {code}, {self._which(after)}, litter {left}"

    def _begin_anew(self) -> None:
        shutil.rmtree(self._office.parent)
        self._office = _copied(self._before)
        self._kills = 0

    def _which(self, state: OfficeState) -> str:
        tree = _age(state.tree, self._old.tree, self._new.tree)
        return f"{tree} tree, {_age(state.ledger, self._old.ledger, self._new.ledger)} ledger"


def _age(actual: object, old: object, new: object) -> str:
    if actual == old:
        return "old"
    return "new" if actual == new else "MIXED"


def _kill_all(victim: _Victim, moments: Sequence[float], start: Start) -> None:
    outcomes: Counter[str] = Counter()
    for moment in moments:
        while not (outcome := victim.kill(moment, start)):
            moment *= 0.8  # noqa: PLW2901 (the build was quicker than the one that was timed)
        outcomes[f"killed: {outcome}"] += 1
        if made := victim.end():
            outcomes[made] += 1
            print(dict(outcomes), flush=True)
    for outcome, times in sorted(outcomes.items()):
        print(f"{times:6} {outcome}")


def _start_at_step(office: Path, now: datetime) -> int:
    """Start a build, and come back when it has written its plan and is about to move."""
    reading_end, writing_end = os.pipe()
    write_plan = transaction._write_plan

    def write_and_signal(scratch: Path, plan: Mapping[str, int]) -> None:
        write_plan(scratch, plan)
        os.write(writing_end, b".")

    with patch.object(transaction, "_write_plan", write_and_signal):
        child = start_build(office, now)
    os.read(reading_end, 1)
    os.close(reading_end)
    os.close(writing_end)
    return child


if __name__ == "__main__":
    main()
