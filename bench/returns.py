"""Measure what goes back to faulty units: `python -m bench.returns [UNITS]` (1,000 by default).

Makes so many filled forms with five faults planted in each and prints, in one run:
  - reading and checking them all,
  - making every marked workbook and covering note, nothing known of a last build (bar: with the
    reading under 60 s on two cores),
  - the same once more with everything known, which should write nothing anew.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TypeVar

from openpyxl import load_workbook

from bench.program import AS_OF, machine
from bench.province import CELLS, make_province
from xeploai.forms.layout import place
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.row import Row
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import read_all

T = TypeVar("T")

BAR = 60
FAULTS = 5

Value = int | str | date | None
Fault = tuple[type[Row], str, Value]
"""A sheet, one of its fields, and what is written there in place of what is right."""

FAULTY: tuple[Fault, ...] = (
    (CellReturn, "ht", 22),
    (CellReturn, "rated", "mười"),
    (CellReturn, "members", None),
    (CellReturn, "xs", "30%"),
    (CellReturn, "official", 99),
    (CellReturn, "disciplined", 400),
    (CellReturn, "decision_date", date(2025, 11, 5)),
    (CellReturn, "review_date", "31/02/2025"),
    (CellReturn, "self_level", "Khá"),
    (CellReturn, "not_rated_reason", "ốm đau"),
    (InfoReturn, "members_declared", "khoảng 200"),
    (InfoReturn, "sent_on", "tháng 12"),
    (LeadershipReturn, "total", 9),
)
"""Each is reported by itself, whatever else of these stands in the workbook."""


def main() -> None:
    """Print every measurement."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as made:
        make_faulty(Path(made), units)
        _measure(Path(made))


def _measure(folder: Path) -> None:
    data = (folder / REGISTER_FILE).read_bytes()
    files = [path for path in find_files(folder) if path.suffix == ".xlsx"]
    print(f"{len(files)} workbooks of {CELLS} cells, {FAULTS} faults planted in each")
    print(machine())
    read, season = _timed(
        "reading and checks", lambda: evaluate(load(data), list(read_all(files, folder)), AS_OF)
    )
    _print_findings(season, len(files))
    made, sent = _timed("marked workbooks and notes", lambda: _made(season, {}))
    print(f"{'together':36}{read + made:8.2f} s (at most {BAR} on two cores)")
    _, again = _timed("once more, all of it known", lambda: _made(season, sent))
    if again != sent:
        raise SystemExit("made anew, the files differ")
    size = sum(map(len, sent.values()))
    print(f"{len(sent)} files, {size / 2**20:.0f} MB")


def _made(season: Season, known: Mapping[str, bytes]) -> dict[str, bytes]:
    return files_to_send_back(season, to_send_back(season), known)


def _timed(name: str, work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    print(f"{name:36}{seconds:8.2f} s")
    return seconds, result


def _print_findings(season: Season, expected: int) -> None:
    faulty = {finding.ref.file for finding in season.findings}
    print(f"{len(season.findings):,} findings in {len(faulty)} workbooks")
    if len(faulty) != expected or len(season.findings) < FAULTS * expected:
        raise SystemExit(f"{FAULTS} faults were planted in each of {expected} workbooks")


# ------------------------------------------------------------------ the faulty forms


def make_faulty(folder: Path, units: int) -> None:
    """Write a province of filled forms into a folder, and spoil each of them."""
    make_province(folder, units)
    files = [path for path in find_files(folder) if path.suffix == ".xlsx"]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_spoil, files, chunksize=8))


def _spoil(path: Path) -> None:
    """Plant the faults in one form: each a different one, cells and rows at random."""
    rng = Random(path.stem)
    book = load_workbook(BytesIO(path.read_bytes()))
    rows = rng.sample(range(CELLS), FAULTS)
    for row, (kind, key, value) in zip(rows, rng.sample(FAULTY, FAULTS), strict=True):
        where = place(kind)
        row_of_table = where.first_row + (row if kind is CellReturn else 0)
        at = where.cell(key) if where.rows else where.cell(key, row_of_table)
        book[kind.SHEET][at] = value
    book.save(path)


if __name__ == "__main__":
    main()
