"""Measure the report of a district of 44 units: `python -m bench.report`.

Makes the season thoi-lai-2022 and writes its report with the command a clerk runs, each time in a
process of its own: first, with nothing changed (bars: 30 s and 5 s on two cores), with one return
changed. Beside it the obvious way to the pictures: plotly's write_image, one after the other.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import plotly.graph_objects as go
from openpyxl import load_workbook

from bench.program import machine
from examples import AS_OF, season_files
from xeploai.charts.all_charts import charts_of
from xeploai.charts.image import SCALE, for_image
from xeploai.forms.layout import place
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.input_folder import find_files
from xeploai.submissions.isolation import read_all

NAME = "thoi-lai-2022"
BARS = {"first": 30, "nothing changed": 5}


def main() -> None:
    """Print every measurement."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _write(folder / "input", season_files(NAME))
        print(f"44 units, {machine()}")
        _measure(folder, "first")
        _measure(folder, "nothing changed")
        _change_one(folder / "input")
        _measure(folder, "one return changed")
        _obvious(_season(folder / "input"), folder)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _measure(folder: Path, what: str) -> None:
    before = _pictures(folder)
    begun = time.perf_counter()
    command: list[str | Path] = [
        sys.executable, "build.py", "report", "--quiet", "--as-of", AS_OF[NAME].isoformat(),
        "--input", folder / "input", "--output", folder / "output",
    ]  # fmt: skip
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - begun
    drawn = {name for name, data in _pictures(folder).items() if before.get(name) != data}
    bar = f" (at most {BARS[what]} s)" if what in BARS else ""
    print(f"{what:24}{seconds:7.1f} s{bar}, {len(drawn) // 2} charts drawn")


def _pictures(folder: Path) -> dict[str, bytes]:
    paths = (folder / "output" / "report" / "images").glob("*")
    return {path.name: path.read_bytes() for path in paths}


def _change_one(folder: Path) -> None:
    """One unit moves one member of its first cell a level up."""
    season = _season(folder)
    last = next(iter(season.intake.counted.values()))
    book = load_workbook(folder / last.file)
    sheet, where = book[CellReturn.SHEET], place(CellReturn)
    for key, more in (("xs", 1), ("htt", -1)):
        cell = sheet[where.cell(key, where.first_row)]
        cell.value = (cell.value or 0) + more
    book.save(folder / last.file)


def _season(folder: Path) -> Season:
    register = load((folder / REGISTER_FILE).read_bytes())
    return evaluate(register, list(read_all(find_files(folder), folder)), AS_OF[NAME])


def _obvious(season: Season, folder: Path) -> None:
    begun = time.perf_counter()
    for chart in charts_of(season, ()).values():
        figure = go.Figure(for_image(chart))
        for ending in ("png", "svg"):
            figure.write_image(folder / f"{chart.id}.{ending}", scale=SCALE)
    print(f"{'write_image, one by one':24}{time.perf_counter() - begun:7.1f} s, pictures only")


if __name__ == "__main__":
    main()
