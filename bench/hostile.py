"""Build a season with one hostile workbook in a hundred: `python -m bench.hostile [WORKBOOKS]`.

10,000 workbooks by default: real forms, of which one in a hundred is spoilt in the ways of
tests/hostile, every tenth of those so that it hangs its reader. Runs the program itself without
images and prints the seconds, the peak of memory of all its processes together, and how many of the
hostile were named; exits 1 where one was not, or a good unit is missing. On two cores 10,000 are to
take at most 15 minutes and 2 GB.
"""

import csv
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.program import build, machine
from bench.province import province_register
from tests.hostile.all import CASES
from tests.hostile.cases import Case, Flagged, Refused
from tests.hostile.forms import code_of, form_of
from xeploai.paths import REGISTER_FILE

ONE_IN = 100
HANGING_ONE_IN = 10
HANGING = "treo bộ đọc.xlsx"


def main() -> None:
    """Print every measurement."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    hostile = dict(_hostile(number))
    with tempfile.TemporaryDirectory() as made:
        folder, output = Path(made) / "input", Path(made) / "output"
        _make(folder, number, hostile)
        print(f"{number:,} workbooks, {len(hostile)} of them hostile")
        print(machine(), flush=True)
        seconds, peak = build(folder, output)
        print(f"{seconds:8.1f} s (at most 900 for 10,000)")
        print(f"{peak:8.0f} MB at most, all processes together (at most 2,048)")
        _print_outcome(output / "site/data", number, hostile)


def _hostile(number: int) -> Iterator[tuple[int, Case]]:
    """Which workbooks are spoilt, and how."""
    bad = [case for case in CASES if isinstance(case.oracle, Refused) or _is_error(case)]
    hanging = next(case for case in CASES if case.name == HANGING)
    for place in range(number // ONE_IN):
        is_hanging = place % HANGING_ONE_IN == 0
        yield place * ONE_IN, hanging if is_hanging else bad[place % len(bad)]


def _is_error(case: Case) -> bool:
    return isinstance(case.oracle, Flagged) and not case.oracle.is_counted


def _make(folder: Path, number: int, hostile: dict[int, Case]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for unit in range(number):
        form = form_of(unit)
        data = hostile[unit].make(form) if unit in hostile else form
        (folder / f"{code_of(unit)}.xlsx").write_bytes(data)
    (folder / REGISTER_FILE).write_bytes(province_register(number))


def _print_outcome(data: Path, number: int, hostile: dict[int, Case]) -> None:
    with (data / "findings.csv").open(encoding="utf-8-sig", newline="") as source:
        named = {line["file"] for line in csv.DictReader(source) if line["severity"] == "error"}
    with (data / "submissions.csv").open(encoding="utf-8-sig", newline="") as source:
        counted = sum(line["status"] == "counted" for line in csv.DictReader(source))
    refused = sum(f"{code_of(unit)}.xlsx" in named for unit in hostile)
    print(f"{refused:8} of {len(hostile)} hostile named, {counted:,} good counted")
    if refused < len(hostile) or counted != number - len(hostile):
        raise SystemExit("a hostile workbook was not named, or a good one did not count")


if __name__ == "__main__":
    main()
