"""Every number of the Word report, read back out of the file, is one of the published tables."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from examples import AS_OF, season_files
from tests.outputs.report.word.edited import TEMPLATE
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.word.document import document
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.rules.all_rules import TITLES
from xeploai.schema.form import CellReturn
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.stages import top_unit
from xeploai.season.progress.rates import rates
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.submissions.isolation import read_all
from xeploai.views.season_view import lay_out

pytestmark = pytest.mark.slow

SUBJECTS = ("member", "cell", "org", "collective", "leader")
"""In the order of the appendix."""

COLUMNS = {
    "member": (
        "total rated coverage_pct xs xs_pct htt htt_pct ht ht_pct kht kht_pct "
        "exempt suspended new_under_6m not_rated_other xs_over_htt_pct"
    ),
    "cell": "total rated coverage_pct xs xs_pct htt htt_pct ht ht_pct kht kht_pct",
}
LEVELS = ("xs", "htt", "ht", "kht")
OF = re.compile(r"(?<![\d/.])(\d[\d.]*)/(\d[\d.]*)(?![\d/])")
SHARE = re.compile(r"(?<![\d,.])(\d+,\d+)%")
MOVED = re.compile(r"(?:tăng|giảm) [\d,]+")


@pytest.fixture(scope="module", params=["thoi-lai-2022", "vinh-tuong-2021"])
def season(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Season:
    folder = tmp_path_factory.mktemp("input")
    files = season_files(request.param)
    places: list[Path] = []
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if place.name not in (REGISTER_FILE, "loi-van-bao-cao.xlsx"):
            places.append(place)
    register = load((folder / REGISTER_FILE).read_bytes())
    return evaluate(register, list(read_all(sorted(places), folder)), AS_OF[request.param])


@pytest.fixture(scope="module")
def report(season: Season) -> Any:
    scope = Scope(lay_out(season), top_unit(season.register))
    return Document(BytesIO(document(TEMPLATE, words_of(scope, NO_WORDING, {}))))


def ratios(season: Season) -> list[dict[str, str]]:
    text = data_files(season, redaction_of(season, TITLES))["data/ratios.csv"].decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def number(written: str) -> int:
    return int(written.replace(".", ""))


def as_published(written: str) -> str:
    """A number of the report as ratios.csv writes it."""
    return "" if written == "–" else written.replace(".", "").replace(",", ".")


def test_every_cell_of_the_appendix_is_the_one_of_the_site(season: Season, report: Any) -> None:
    period = season.register.settings.period
    now = [line for line in ratios(season) if line["period"] == period]
    appendix = [table for table in report.tables if table.rows[-1].cells[1].text == "Tổng cộng"]
    assert len(appendix) == len(SUBJECTS)
    checked = 0
    for subject, table in zip(SUBJECTS, appendix, strict=True):
        columns = COLUMNS.get(subject, COLUMNS["cell"]).split()
        lines = [line for line in now if line["subject"] == subject]
        by_name: dict[str, list[list[str]]] = {}
        for line in lines:
            name = season.root.name if line["unit"] == season.root.code else line["name"]
            by_name.setdefault(name, []).append([line[key] for key in columns])
        for row in table.rows[3:]:
            # An organisation that nothing speaks of says why behind its name.
            name = re.sub(r" \((?:chưa|đã|cần|có) [^)]*\)$", "", row.cells[1].text)
            values = [as_published(cell.text) for cell in row.cells[2 : 2 + len(columns)]]
            if not any(values):
                continue
            whose = season.root.name if name == "Tổng cộng" else name
            assert values in by_name[whose], (subject, name)
            checked += 1
    assert checked > 100


def allowed(season: Season) -> tuple[set[tuple[int, int]], set[str]]:
    """Every fraction and percentage that the published tables hold."""
    pairs: set[tuple[int, int]] = set()
    shares: set[str] = set()
    for line in ratios(season):
        shares |= {value for key, value in line.items() if key.endswith("_pct") and value}
        if line["total"]:
            pairs |= {(int(line[level]), int(line["rated"])) for level in LEVELS}
            pairs.add((int(line["rated"]), int(line["total"])))
            pairs.add((int(line["xs"]) + int(line["htt"]), int(line["rated"])))
        if line["units_expected"]:
            pairs.add((int(line["units_counted"]), int(line["units_expected"])))
    progress, settings = season.progress, season.register.settings
    for milestone in progress.milestones:
        counts = rates(progress.of_units(season.register.reporting, milestone.code))
        pairs.add((counts.done, counts.total))
        share = counts.final_share(settings)
        shares |= set() if share is None else {f"{share // 100}.{share % 100:02}"}
    cells = [x.row for item in season.intake.counted.values() for x in item.rows(CellReturn)]
    reviewed = [x for x in cells if x.review_date and x.review_date <= season.as_of]
    pairs.add((sum(bool(x.attended_by) for x in reviewed), len(reviewed)))
    return pairs, shares


def sentences(report: Any) -> Iterator[str]:
    for paragraph in report.paragraphs:
        if "khắc phục xong" not in paragraph.text:  # of remedies, which no published table counts
            yield MOVED.sub("", paragraph.text)


def test_every_fraction_and_percentage_in_a_sentence_is_published(
    season: Season, report: Any
) -> None:
    pairs, shares = allowed(season)
    checked = 0
    for text in sentences(report):
        for part, whole in OF.findall(text):
            assert (number(part), number(whole)) in pairs, text
            checked += 1
        for share in SHARE.findall(text):
            assert share.replace(",", ".") in shares, text
            checked += 1
    assert checked > 100
