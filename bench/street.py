"""Measure the street on a province: `python -m bench.street [UNITS]` (700 by default).

Prints, side by side in one run on the same files:
  - python-calamine alone reading the sheets that hold figures,
  - xeploai from the files to the figures of ratios.csv,
  - pandas.read_excel with openpyxl reading the same sheets,
and then the whole build without images with its peak of memory.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from bench.program import AS_OF, build
from bench.province import make_province
from xeploai.outputs.csv_files import data_files
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.rules.all_rules import TITLES
from xeploai.schema.form import FORM_SHEETS
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import read_all
from xeploai.system.memory import collect_rarely

SHEETS = [sheet.SHEET for sheet in FORM_SHEETS]


def main() -> None:
    """Print every measurement."""
    collect_rarely()  # as the program does for itself; pandas gains by it too
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "input"
        make_province(folder, units)
        _measure(folder, find_files(folder))
        seconds, peak = build(folder, Path(made) / "output")
    print(f"{'whole build without images':36}{seconds:8.2f} s")
    print(f"peak of memory of all its processes: {peak:.0f} MB (at most 1,024)")


def _measure(folder: Path, files: list[Path]) -> None:
    print(f"{len(files)} workbooks of 10 cells, {os.cpu_count()} cores", flush=True)
    alone = _timed("python-calamine alone", lambda: _calamine(files))
    ours = _timed("xeploai, files to ratios.csv", lambda: _ours(folder, files))
    pandas = _timed("pandas.read_excel with openpyxl", lambda: _pandas(files))
    print(f"xeploai / calamine: {ours / alone:.1f} (at most 6)")
    print(f"pandas / xeploai:   {pandas / ours:.1f} (at least 5)")


def _timed(name: str, work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"{name:36}{seconds:8.2f} s")
    return seconds


def _calamine(files: list[Path]) -> None:
    for path in files:
        book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        for sheet in SHEETS:
            book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _ours(folder: Path, files: list[Path]) -> None:
    register = load((folder / REGISTER_FILE).read_bytes())
    season = evaluate(register, list(read_all(files, folder)), AS_OF)
    data_files(season, redaction_of(season, TITLES))
    if season.counted != len(files):
        raise SystemExit(f"only {season.counted} of {len(files)} counted: {season.findings[:3]}")


def _pandas(files: list[Path]) -> None:
    for path in files:
        pd.read_excel(path, sheet_name=SHEETS, header=None, engine="openpyxl")


if __name__ == "__main__":
    main()
