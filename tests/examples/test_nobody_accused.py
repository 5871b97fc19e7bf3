"""No unit is called late, overdue or silent in any file for what its own workbook dates in time.

The workbooks are read here by openpyxl, cell by cell; what the program makes of them is read in
the files of its output.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pytest
from docx import Document
from openpyxl.utils.exceptions import InvalidFileException

from examples import AS_OF, season_files
from xeploai.commands.demo import write_example
from xeploai.commands.terminal import Terminal
from xeploai.paths import INPUT_FOLDER, LETTERS_FOLDER, PROGRESS_TABLE, REPORT_FOLDER, SITE_FOLDER
from xeploai.pipeline import Days, build

pytestmark = pytest.mark.slow

NAME = "vinh-tuong-2021"
DEADLINES = {
    "KH": date(2021, 11, 15),
    "CB": date(2021, 12, 5),
    "TT": date(2021, 12, 12),
    "GUI": date(2021, 12, 20),
}
MILESTONES = {
    "KH": "Ban hành kế hoạch kiểm điểm",
    "CB": "Chi bộ kiểm điểm xong",
    "TT": "Tập thể, cá nhân lãnh đạo kiểm điểm",
    "GUI": "Gửi hồ sơ, biểu tổng hợp",
}
SEASON = (date(2021, 1, 1), AS_OF[NAME])


@dataclass
class Written:
    """What one workbook says of its unit."""

    unit: str
    version: int
    days: dict[str, date] = field(default_factory=dict)


def workbook(path: Path) -> Written | None:
    """The dates of a workbook; None where it is none of ours, or holds no figures."""
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError):
        return None
    if "Thông tin" not in book.sheetnames:
        return None
    labels = {row[0]: row[1] for row in book["Thông tin"].iter_rows(max_col=2, values_only=True)}
    cells = list(book["Chi bộ"].iter_rows(min_row=8, max_col=6, values_only=True))
    if all(row[5] is None for row in cells if row[2] and row[2] != "Tổng cộng"):
        return None
    # Excel drops the zeros of a code, which has four digits here.
    written = Written(str(labels["Mã đơn vị"]).zfill(4), int(str(labels["Lần gửi"] or 1)))
    for row in book["Tiến độ"].iter_rows(min_row=8, max_col=5, values_only=True):
        keep(written, str(row[1]), row[4])
    # Where it says no day of sending, it was sent when it was saved last.
    keep(written, "GUI", labels["Ngày gửi"] or book.properties.modified)
    return written


def keep(written: Written, code: str, value: object) -> None:
    """Keep a date that can be one of the season; another is a slip and proves nothing."""
    day = value.date() if isinstance(value, datetime) else None
    if day is not None and SEASON[0] <= day <= SEASON[1]:
        written.days[code] = day


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(NAME)
    write_example(season_files(NAME), folder / INPUT_FOLDER)
    days = Days(datetime.combine(AS_OF[NAME], time()), AS_OF[NAME])
    build(folder / INPUT_FOLDER, folder, days, Terminal(quiet=True), images=False)
    return folder


@pytest.fixture(scope="module")
def written(output: Path) -> Mapping[str, list[Written]]:
    """The workbooks of each unit, the last one last."""
    units: dict[str, list[Written]] = {}
    for path in sorted((output / INPUT_FOLDER).rglob("*.xlsx")):
        one = workbook(path) if not path.name.startswith("~$") else None
        if one is not None:
            units.setdefault(one.unit, []).append(one)
    return {code: sorted(each, key=lambda one: one.version) for code, each in units.items()}


@pytest.fixture(scope="module")
def in_time(written: Mapping[str, list[Written]], output: Path) -> set[tuple[str, str]]:
    """What the last workbook of a unit, or its first sending, dates in time."""
    listed = {line["unit"] for line in progress(output)}
    proved = {
        (code, key)
        for code, each in written.items()
        for key, deadline in DEADLINES.items()
        if code in listed and (day := told_day(each, key)) and day <= deadline
    }
    assert len(proved) > 90
    return proved


def told_day(sendings: list[Written], key: str) -> date | None:
    if key == "GUI":
        return min((each.days["GUI"] for each in sendings if "GUI" in each.days), default=None)
    return sendings[-1].days.get(key)


def progress(output: Path) -> list[dict[str, str]]:
    text = (output / SITE_FOLDER / PROGRESS_TABLE).read_text("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


BLAME = ("quá hạn", "muộn", "chưa báo cáo", "chưa nhận được báo cáo", "chưa ghi ngày")


def test_the_table_calls_nobody_late(output: Path, in_time: set[tuple[str, str]]) -> None:
    statuses = {
        (line["unit"], line["milestone"]): line["status"]
        for line in progress(output)
        if (line["unit"], line["milestone"]) in in_time
    }
    # A review held after the deadline is late whatever the sheet Tiến độ says of all of them.
    wrong = {key for key, status in statuses.items() if status not in ("on_time", "in_correction")}
    assert {code for _, code in wrong} <= {"CB"}
    assert all(statuses[key] == "late" for key in wrong)


def test_the_counts_are_those_of_the_workbooks(
    output: Path, written: Mapping[str, list[Written]]
) -> None:
    listed = {line["unit"] for line in progress(output)}
    ours = {code: each for code, each in written.items() if code in listed}
    assert sum(told_day(each, "GUI") is not None for each in ours.values()) == 27
    assert sum(told_day(each, "KH") is not None for each in ours.values()) == 26
    lines = [x for x in progress(output) if x["done_on"]]
    assert sum(line["milestone"] == "GUI" for line in lines) == 27
    assert sum(line["milestone"] == "KH" for line in lines) == 26


def test_no_letter_asks_for_what_was_dated_in_time(
    output: Path, in_time: set[tuple[str, str]]
) -> None:
    letters = sorted((output / LETTERS_FOLDER).glob("*.txt"))
    assert letters
    for path in letters:
        text = path.read_text("utf-8-sig")
        for unit, code in in_time:
            if unit == path.stem:
                assert f"{MILESTONES[code]}:" not in text, path.name
    for path in sorted((output / LETTERS_FOLDER).glob("*.docx")):
        text = "\n".join(each.text for each in Document(str(path)).paragraphs)
        for unit, code in in_time:
            if unit == path.stem:
                assert f"{MILESTONES[code]}:" not in text, path.name


def late_reviews(output: Path) -> set[str]:
    return {x["unit"] for x in progress(output) if x["milestone"] == "CB" and x["status"] == "late"}


def test_no_page_blames_for_what_was_dated_in_time(
    output: Path, in_time: set[tuple[str, str]]
) -> None:
    late = late_reviews(output)
    for unit, code in sorted(in_time):
        if code == "CB" and unit in late:
            continue
        page = (output / SITE_FOLDER / f"don-vi/{unit}.html").read_text("utf-8")
        rows = re.findall(r"<tr>.*?</tr>", page, re.S)
        mine = [row for row in rows if f">{MILESTONES[code]}<" in row]
        assert mine, (unit, code)
        for row in mine:
            assert not any(word in row.lower() for word in BLAME), (unit, code)


def test_the_matrix_blames_nobody(output: Path, in_time: set[tuple[str, str]]) -> None:
    page = (output / SITE_FOLDER / "tien-do.html").read_text("utf-8")
    late, at = late_reviews(output), {"KH": 1, "CB": 2, "TT": 3, "GUI": 4}
    for unit, code in sorted(in_time):
        (row,) = re.findall(rf"<tr data-keys[^>]*>(?:(?!</tr>).)*don-vi/{unit}\.html.*?</tr>", page)
        cells = re.findall(r'<td class="is-(\w+)"', row)
        if code == "CB" and unit in late:
            continue
        assert cells[at[code]] in ("on_time", "in_correction"), (unit, code)


def test_the_report_counts_as_the_workbooks_do(output: Path) -> None:
    report = Document(str(output / REPORT_FOLDER / "bao-cao.docx"))
    text = "\n".join(each.text for each in report.paragraphs)
    done = {"GUI": 0, "KH": 0, "CB": 0, "TT": 0}
    for line in progress(output):
        if line["milestone"] in done and line["done_on"]:
            done[line["milestone"]] += 1
    for code, number in done.items():
        assert f"- {MILESTONES[code]}: {number}/31 đơn vị" in text
