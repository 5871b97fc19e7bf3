"""Read mutated forms: `python -m bench.fuzz [MUTANTS [FIRST]]` (100,000 from number 0 by default).

Each is a real form spoilt as its number decides and read in the workers, with their limits. Prints
how many were read, refused and lost, and the number of each that was lost or raised: such a one
becomes a case of tests/hostile.
"""

import sys
import time
from collections import Counter
from functools import partial

from bench.mutants import mutant
from bench.province import filled_form, province_register
from xeploai.submissions.isolation import LIMITS
from xeploai.submissions.model import Return
from xeploai.submissions.returns import read_return
from xeploai.workers import WorkFault, contained, most_workers

EACH = 5_000


def main() -> None:
    """Print what became of the mutants; exit 1 where one was lost or raised."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    register = province_register(1)
    form = filled_form(register, "T0000")
    fates: Counter[str] = Counter()
    started = time.perf_counter()
    seeds = range(first, first + number)
    fated = contained(partial(fate, form), seeds, most_workers(), LIMITS)
    for seed, result in zip(seeds, fated, strict=True):
        outcome, trace = (
            (result.summary, result.trace) if isinstance(result, WorkFault) else (str(result), "")
        )
        fates[outcome] += 1
        if outcome not in FATES:
            print(f"mutant {seed}: {outcome}\n{trace}", flush=True)
        if (seed - first + 1) % EACH == 0:
            print(f"{seed - first + 1:8,} {time.perf_counter() - started:7.0f} s", flush=True)
    print(f"{number:,} mutants of a form of {len(form):,} bytes")
    for outcome, times in fates.most_common():
        print(f"{times:8,} {outcome}")
    sys.exit(any(outcome not in FATES for outcome in fates))


FATES = ("read", "read with findings", "refused")


def fate(form: bytes, seed: int) -> str:
    """Return the outcome of reading one mutant: one of FATES."""
    result = read_return(mutant(form, seed), "bieu.xlsx")
    if not isinstance(result, Return):
        return "refused"
    return "read with findings" if result.findings else "read"


if __name__ == "__main__":
    main()
