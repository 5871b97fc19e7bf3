"""A season as version 0.1 left it: every later version builds it to the same figures and words.

Only files and the public command line are used, so that this holds however the program is laid
out. What the folder v0_1 holds, and why nothing in it is ever made anew, stands in its README.md.
"""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import html
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
SEASON = Path(__file__).parent / "v0_1"
EXPECTED = SEASON / "expected"
RESTATED = SEASON / "restated"
"""What version 0.1 made of it, and what a later version states otherwise on purpose."""

LAST_BUILD = "2025-12-26"
"""The as-of day of the last build of version 0.1; what is expected was built on it."""

LATER = "2025-12-31"
FIRST_SHEET = "2025-12-18"
"""A later day, and that of an earlier build."""

FREEZE = "So với bản chốt “Báo cáo lần 1” (số liệu đến ngày 19/12/2025)"
LATEST = "Thay đổi gần nhất, so với ngày "

ADDED: Sequence[Mapping[str, str]] = (
    {"file": "cum3/Dong Cuong.xlsx", "cell": "B11", "rule": "unit_code_unknown"},
    {"file": "danh-muc.xlsx", "cell": "E6", "rule": "decision_differs_from_return"},
)
"""What later versions find more, by rules that came on purpose."""

BY_EDITED = ("report/bao-cao.docx", "letters/[0-9][0-9]*[0-9].docx")
BY_ORIGINALS = ("report/bao-cao.docx", "letters/*.docx", "letters/*.txt", "returns/*.docx",
                "returns/*.txt")  # fmt: skip
"""What is written by the two edited templates, and by all templates of version 0.1."""

_NO_PROGRAM = {
    "tests", "bench", "docs", "examples", "windows", "wheels", "dist", "input", "output",
    "node_modules",
}  # fmt: skip
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Rows = list[dict[str, str]]


# ---------------------------------------------------------------- the program, as an office has it


def program_with(templates: Path, place: Path) -> Path:
    """A copy of the program whose folder holds these templates, as an office edits them there."""
    shutil.copytree(PROJECT, place, ignore=_left_out)
    shutil.copytree(templates, place / "templates", dirs_exist_ok=True)
    return place


def _left_out(folder: str, names: list[str]) -> Collection[str]:
    if Path(folder) != PROJECT:
        return ()
    return [name for name in names if name.startswith(".") or name in _NO_PROGRAM]


@dataclass(frozen=True)
class Office:
    """A program and the folders it works on."""

    program: Path
    input: Path
    output: Path

    def run(self, *words: str | Path) -> tuple[int, str]:
        """A command's exit code and all it says."""
        command = [sys.executable, self.program / "build.py", *words]
        done = subprocess.run(
            command, cwd=self.program, capture_output=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout + done.stderr

    def build(self, as_of: str, *more: str) -> "Office":
        """Everything but the pictures."""
        words = ["build", "--as-of", as_of, "--no-images", *more]
        code, output = self.run(*words, "--input", self.input, "--output", self.output)
        assert code == 0, output
        return self

    def read(self, name: str) -> str:
        """A text file of the output."""
        return text_of(self.output / name)


def office_of(program: Path, place: Path) -> Office:
    """The kept season in folders of its own, which a build may write to."""
    shutil.copytree(SEASON / "input", place / "input")
    return Office(program, place / "input", place / "output")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return program_with(SEASON / "templates", tmp_path_factory.mktemp("edited") / "program")


@pytest.fixture(scope="module")
def unedited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return program_with(SEASON / "originals", tmp_path_factory.mktemp("unedited") / "program")


@pytest.fixture(scope="module")
def again(edited: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The season built once more from the same inputs, for the same day."""
    office = office_of(edited, tmp_path_factory.mktemp("again"))
    return office.build(LAST_BUILD, "--since", LAST_BUILD)


@pytest.fixture(scope="module")
def plain(unedited: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same with the templates of version 0.1 as they were."""
    office = office_of(unedited, tmp_path_factory.mktemp("plain"))
    return office.build(LAST_BUILD, "--since", FIRST_SHEET)


# ---------------------------------------------------------------- what was kept, what is read


def text_of(path: Path) -> str:
    """A text file, whichever line ends it has."""
    return path.read_text("utf-8-sig")


def rows_of(text: str) -> Rows:
    """The rows of a table in a text."""
    return list(csv.DictReader(StringIO(text)))


KINDS = {row["unit"]: row["kind"] for row in rows_of(text_of(EXPECTED / "ratios.csv"))}
"""The kind of each organisation; those with a slash are cells that only a return names."""


def same_columns(rows: Rows, kept: Rows) -> Rows:
    """The rows with the columns of those that were kept: a later version may have more behind."""
    assert list(rows[0])[: len(kept[0])] == list(kept[0])
    return [{key: row[key] for key in kept[0]} for row in rows]


def kept_rows(table: str) -> Rows:
    """The rows of a table that was kept, but for what was changed since on purpose.

    Since 0.2 organisations are counted on the base of the register, and every step of collectives
    and leaders has the best known total of its units: in this season, where they are reported at
    one step or at all, the greatest of the three. Those whom a step leaves out are its not rated.
    An earlier year is counted by its own units: 0106 was two, each an organisation rated HTT.
    """
    restated = RESTATED / f"{table}.csv"
    kept = rows_of(text_of(restated if restated.is_file() else EXPECTED / f"{table}.csv"))
    kept = [_of_two(row) if table == "ratios" and _is_merged(row) else row for row in kept]
    best: dict[tuple[str, str, str], int] = {}
    for row in kept if table == "ratios" else ():
        key = row["period"], row["unit"], row["subject"]
        best[key] = max(best.get(key, 0), int(row["total"] or 0))
    return [_rebased(row, best) for row in kept] if best else kept


def _is_merged(row: Mapping[str, str]) -> bool:
    return row["period"] == "2024" and row["unit"] in {"0106", "0100", "00"}


def _of_two(row: dict[str, str]) -> dict[str, str]:
    more = {"units_expected": 1, "units_counted": 1}
    if row["subject"] == "org":
        more |= {"total": 2, "rated": 2, "htt": 2}
    row = row | {key: str(int(row[key]) + number) for key, number in more.items()}
    shares: dict[str, tuple[Sequence[str], Sequence[str]]] = {
        **{f"{key}_pct": ((key,), ("rated",)) for key in ("xs", "htt", "ht", "kht")},
        "coverage_pct": (("rated",), ("total",)),
        "xs_over_htt_pct": (("xs",), ("htt",)),
        "xs_over_xs_htt_pct": (("xs",), ("xs", "htt")),
    }
    return row | {key: _share(row, top, base) for key, (top, base) in shares.items()}


def _share(row: Mapping[str, str], top: Sequence[str], base: Sequence[str]) -> str:
    number, whole = (sum(int(row[key]) for key in keys) for keys in (top, base))
    hundredths = (20_000 * number + whole) // (2 * whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02}" if whole else ""


def _rebased(row: dict[str, str], best: dict[tuple[str, str, str], int]) -> dict[str, str]:
    total = int(row["total"] or 0)
    if row["subject"] == "org":
        base = int(row["units_expected"])
    elif row["subject"] in {"collective", "leader"} and row["total"] == "0":
        base = best[row["period"], row["unit"], row["subject"]]
    else:
        return row
    if base == total:
        return row
    counts = {key: row[key] or "0" for key in COUNTS}
    left_out = int(counts["not_rated_other"]) + base - total
    row = row | counts | {"total": str(base), "not_rated_other": str(left_out)}
    return row | {"coverage_pct": _share(row, ("rated",), ("total",))}


COUNTS = ("rated", "exempt", "suspended", "new_under_6m", "not_rated_other",
          "xs", "htt", "ht", "kht")  # fmt: skip


def kept_words(name: str) -> str:
    """Words that were kept, but for those that were changed since on purpose."""
    if (RESTATED / name).is_file():
        return text_of(RESTATED / name)
    text = text_of(EXPECTED / name)
    for row in rows_of(text_of(SEASON / "reworded.csv")):
        if row["file"] == name:
            assert row["was"] in text, f"reworded.csv: not in {name}: {row['was']}"
            text = text.replace(row["was"], row["now"])
    return text


def lines_of(document: Path) -> str:
    """The words of a Word document, a line for each paragraph; head and foot come last."""
    with zipfile.ZipFile(document) as parts:
        names = [name for name in parts.namelist() if name.startswith(("word/head", "word/foot"))]
        roots = [ElementTree.fromstring(parts.read(n)) for n in ("word/document.xml", *names)]
    paragraphs = (paragraph for root in roots for paragraph in root.iter(f"{_WORD}p"))
    lines = ("".join(node.text or "" for node in each.iter(f"{_WORD}t")) for each in paragraphs)
    return "".join(f"{line}\n" for line in lines if line.strip())


def texts_of(output: Path, *patterns: str) -> str:
    """The words of some files of the output, each below its name."""
    files = sorted({path for pattern in patterns for path in output.glob(pattern)})
    texts = ((x, lines_of(x) if x.suffix == ".docx" else text_of(x)) for x in files)
    return "".join(f"#### {x.relative_to(output).as_posix()}\n{content}" for x, content in texts)


def sections(page: str) -> dict[str, list[str]]:
    """The rows of a page's tables, below its headings of the second level."""
    rows_by_title: dict[str, list[str]] = {}
    title = part = ""
    for node in html.fromstring(page).xpath("//main//h2 | //main//h3 | //main//tbody/tr"):
        if node.tag == "tr":
            rows_by_title.setdefault(title, []).append(" | ".join([part, *map(words, node)]))
        elif node.tag == "h3":
            part = words(node)
        else:
            title, part = words(node), ""
            rows_by_title.setdefault(title, [])
    return rows_by_title


def words(node: html.HtmlElement) -> str:
    """What a piece of a page says."""
    return " ".join(" ".join(node.itertext()).split())


def lines(rows_by_title: dict[str, list[str]]) -> str:
    """Sections as they are kept."""
    return "".join(
        f"## {title}\n" + "".join(f"{x}\n" for x in rows) for title, rows in rows_by_title.items()
    )


def changes(office: Office) -> Iterator[tuple[str, list[str]]]:
    """The comparisons on the page of changes, without the line on the program itself.

    A later version is another program, which is reported once in each; that is held to here.
    """
    version = json.loads(office.read("site/data/manifest.json"))["program"]
    own = [f"Danh mục, thiết lập | Chương trình | phiên bản 0.1.0 → {version}"]
    for title, rows in sections(office.read("site/thay-doi.html")).items():
        if title != "Các bản chốt":
            own_program = [row for row in rows if " | Chương trình | " in row]
            assert own_program == (own if version != "0.1.0" else []), title
            yield title, [row for row in rows if row not in own_program]


def is_first_version(office: Office) -> bool:
    manifest: dict[str, object] = json.loads(office.read("site/data/manifest.json"))
    return manifest["program"] == "0.1.0"


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("table", ["ratios", "progress", "submissions"])
def test_every_figure_is_the_same(again: Office, table: str) -> None:
    kept = kept_rows(table)
    assert same_columns(rows_of(again.read(f"site/data/{table}.csv")), kept) == kept


def test_what_is_restated_of_progress_blames_fewer() -> None:
    """What was overdue may be known better now; what was done was done no later."""
    kept, restated = rows_of(text_of(EXPECTED / "progress.csv")), kept_rows("progress")
    assert len(kept) == len(restated)
    for was, now in zip(kept, restated, strict=True):
        if was["status"] == "overdue":
            assert now["status"] in {"overdue", "no_report", "in_correction", "on_time", "late"}
        elif was["done_on"] != now["done_on"]:
            assert was["milestone"] == "GUI"
            assert now["done_on"] < was["done_on"]
        else:
            assert now["status"] == was["status"]


def known_findings(office: Office) -> Rows:
    """The findings without those of rules that came later, each of which must be there."""
    rows = rows_of(office.read("site/data/findings.csv"))
    added = [row for row in rows if row["rule"] in {place["rule"] for place in ADDED}]
    assert [{key: row[key] for key in ADDED[0]} for row in added] == list(ADDED)
    return [row for row in rows if row not in added]


def test_the_same_is_found_at_the_same_cells(again: Office) -> None:
    kept = rows_of(kept_words("findings.csv"))
    rows = same_columns(known_findings(again), kept)
    assert [row | {"message": ""} for row in rows] == [row | {"message": ""} for row in kept]


def test_findings_have_the_same_messages(again: Office) -> None:
    rows, kept = known_findings(again), kept_words("findings.csv")
    assert [row["message"] for row in rows] == [row["message"] for row in rows_of(kept)]


def test_a_register_in_other_spellings_gives_the_same_figures(edited: Path, tmp_path: Path) -> None:
    office = office_of(edited, tmp_path)
    shutil.copy(SEASON / "register/danh-muc.xlsx", office.input / "danh-muc.xlsx")
    words: list[str | Path] = [
        "freeze",
        "--name",
        "Chính tả",
        "--as-of",
        LAST_BUILD,
        "--input",
        office.input,
    ]
    code, output = office.run(*words)
    assert code == 0, output
    for table in ("ratios", "progress", "submissions"):
        frozen = office.input / f"chot-so-lieu/{LAST_BUILD}-chinh-ta/{table}.csv"
        kept = kept_rows(table)
        assert same_columns(rows_of(text_of(frozen)), kept) == kept


# ---------------------------------------------------------------- ledger, freeze, changes


def test_the_ledger_knows_when_each_file_came_and_which_are_gone(again: Office) -> None:
    rows_by_title = sections(again.read("site/so-nhan.html"))
    assert lines(rows_by_title) == kept_words("so-nhan.txt")
    gone = [row for rows in rows_by_title.values() for row in rows if "Toa an.xlsx" in row]
    assert len(gone) == 1
    assert "Không còn" in gone[0]


def test_the_same_inputs_on_the_same_day_change_nothing(again: Office) -> None:
    changed = dict(changes(again))
    assert changed["Từ ngày 26/12/2025"] == []
    latest = {title: rows for title, rows in changed.items() if title.startswith(LATEST)}
    assert len(latest) == 1
    if is_first_version(again):
        # Nothing was added to the ledger: the last change is still that of the last build.
        assert lines(latest) == kept_words("changes/latest.txt")
    else:
        assert [*latest.values()] == [[]]


def test_the_history_of_the_ledger_is_compared_with(plain: Office) -> None:
    title = "Từ ngày 18/12/2025"
    assert lines({title: dict(changes(plain))[title]}) == kept_words("changes/since-18-12.txt")


def test_the_freeze_is_whole_and_compared_with(again: Office) -> None:
    (row,) = sections(again.read("site/thay-doi.html"))["Các bản chốt"]
    assert row.startswith(" | Báo cáo lần 1 | 19/12/2025 | Còn nguyên | ")
    assert lines({FREEZE: dict(changes(again))[FREEZE]}) == kept_words("changes/freeze.txt")


def test_the_freeze_was_committed_as_it_was_made() -> None:
    folder = SEASON / "input/chot-so-lieu/2025-12-19-bao-cao-lan-1"
    files = json.loads((folder / "chot.json").read_bytes())["files"]
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    assert hashes == files


@pytest.mark.parametrize(
    ("name", "expected"), [("Thue co so.xlsx", "added.txt"), ("0103.xlsx", "mended.txt")]
)
def test_a_return_that_comes_is_all_that_changes(
    edited: Path, tmp_path: Path, name: str, expected: str
) -> None:
    office = office_of(edited, tmp_path)
    shutil.copy(SEASON / "later" / name, office.input)
    office.build(LAST_BUILD, "--since", LAST_BUILD)
    title = "Từ ngày 26/12/2025"
    changed = dict(changes(office))
    assert lines({title: changed[title]}) == kept_words(f"changes/{expected}")
    assert [rows for name, rows in changed.items() if name.startswith(LATEST)] == [changed[title]]


def test_a_later_day_changes_what_falls_due_and_nothing_else(edited: Path, tmp_path: Path) -> None:
    office = office_of(edited, tmp_path).build(LATER, "--since", LAST_BUILD)
    title = "Từ ngày 26/12/2025"
    assert lines({title: dict(changes(office))[title]}) == kept_words("changes/later-day.txt")


# ---------------------------------------------------------------- templates


def test_the_edited_templates_are_what_is_written(again: Office) -> None:
    text = texts_of(again.output, *BY_EDITED)
    assert text == kept_words("told-edited.txt")
    assert text.count("#### letters/") == text.count("Vướng mắc xin gọi đồng chí Lê Thị Mẫu") > 0
    for sentence in ("Số liệu do Ban Tổ chức chốt đến hết ngày 26/12/2025", "Ưu điểm nổi bật"):
        assert text.count(sentence) == 1
    assert "Bảng 2." not in text


def test_the_report_of_one_unit_has_the_words_the_office_gave_it(
    again: Office, tmp_path: Path
) -> None:
    office = Office(again.program, again.input, tmp_path)
    words = ["report", "--unit", "0104", "--as-of", LAST_BUILD, "--no-images"]
    code, output = office.run(*words, "--input", office.input, "--output", office.output)
    assert code == 0, output
    text = texts_of(office.output, "report/don-vi/*/bao-cao.docx")
    assert text == kept_words("told-unit.txt")
    assert "Chi ủy đã kiểm điểm theo gợi ý" in text


def _three_of_each_kind() -> Iterator[str]:
    """The first units of each kind: a report of every unit would take a minute more."""
    times: Counter[str] = Counter()
    for unit, kind in KINDS.items():
        times[kind] += 1
        if "/" not in unit and times[kind] <= 3:
            yield unit


@pytest.mark.parametrize("unit", _three_of_each_kind())
def test_a_unit_has_a_report_or_the_reason_why_it_has_none(
    edited: Path, tmp_path: Path, unit: str
) -> None:
    office = office_of(edited, tmp_path)
    words = ["report", "--unit", unit, "--as-of", LAST_BUILD, "--no-images"]
    code, output = office.run(*words, "--input", office.input, "--output", office.output)
    text = texts_of(office.output, "report/don-vi/*/bao-cao.docx")
    if KINDS[unit] in {"chi bộ trực thuộc", "đảng bộ bộ phận"}:
        assert output.endswith("không lập báo cáo riêng; ghi mã của tổ chức cơ sở đảng.\n")
        assert (code, text, "Traceback" in output) == (2, "", False)
        return
    assert code == 0, output
    # The codes of those below an upper unit begin as its own, without the zeros at its end.
    below = (kind for code, kind in KINDS.items() if code.startswith(unit.rstrip("0")))
    cells = sum(kind == "chi bộ trực thuộc" for kind in below)
    reviewed = re.findall(r"Chi bộ kiểm điểm xong: 0*(\d+)/0*(\d+) chi bộ, đạt ", text)
    assert [int(total) for _, total in reviewed] == ([cells] if cells else [])


def test_the_templates_of_version_0_1_go_on_working(plain: Office) -> None:
    text = texts_of(plain.output, *BY_ORIGINALS)
    assert text == kept_words("told-original.txt")
    assert text.count("Bảng 1.") == 1


@pytest.mark.parametrize("folder", ["templates", "originals"])
def test_no_fault_is_found_in_a_template(edited: Path, folder: str) -> None:
    office = Office(edited, edited / "input", edited / "output")
    templates = sorted((SEASON / folder).rglob("*.docx"))
    assert len(templates) == (2 if folder == "templates" else 4)
    for template in templates:
        code, output = office.run("check-template", template)
        assert code == 0, output


def test_an_unedited_template_of_version_0_1_is_known_for_one(edited: Path) -> None:
    (known,) = edited.rglob("originals.txt")
    listed = text_of(known).splitlines()
    for path in (SEASON / "originals").rglob("*.*"):
        name = path.relative_to(SEASON / "originals").as_posix()
        assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}" in listed


# ---------------------------------------------------------------- forms that were sent


def test_a_form_that_was_sent_is_read_without_a_word_about_the_form(
    edited: Path, tmp_path: Path
) -> None:
    office = Office(edited, tmp_path / "input", tmp_path / "output")
    office.input.mkdir()
    shutil.copy(SEASON / "sent/danh-muc.xlsx", office.input)
    forms = sorted((SEASON / "sent").glob("0*.xlsx"))
    members = {form.stem: fill(form, office.input / form.name) for form in forms}
    office.build(LAST_BUILD)
    assert rows_of(office.read("site/data/findings.csv")) == []
    files = rows_of(office.read("site/data/submissions.csv"))
    assert {row["unit"] for row in files if row["status"] == "counted"} == set(members)
    ratios = rows_of(office.read("site/data/ratios.csv"))
    total = [row["total"] for row in ratios if (row["unit"], row["subject"]) == ("00", "member")]
    assert set(total) == {str(sum(members.values()))}


def fill(form: Path, place: Path) -> int:
    """Fill in what a form needs, fifteen good members in each cell; how many that makes."""
    book = load_workbook(form)
    fields = {(x["sheet"], x["key"]): x for x in json.loads(text_of(SEASON / "sent/schema.json"))}
    cells = fields["Chi bộ", "name"]
    sheet = book["Chi bộ"]
    named = [
        row
        for row in range(cells["first_row"], cells["last_row"] + 1)
        if str(sheet[f"{cells['column']}{row}"].value or "").startswith("Chi bộ")
    ]
    if not named:
        # No cell was known: the unit names its own.
        named = [cells["first_row"], cells["first_row"] + 1]
        for row in named:
            sheet[f"{cells['column']}{row}"].value = f"Chi bộ số {row}"
    members = dict.fromkeys(("members", "official", "rated", "htt"), 15)
    for row in named:
        for key, value in {**members, "review_date": "04/12/2025"}.items():
            sheet[f"{fields['Chi bộ', key]['column']}{row}"].value = value
    asked = dict.fromkeys(("members_declared", "rated_declared"), 15 * len(named))
    if book["Thông tin"][fields["Thông tin", "unit_kind"]["cell"]].value == "đảng bộ cơ sở":
        asked["cells_declared"] = len(named)
    for key, value in {**asked, "sent_on": "20/12/2025", "self_level": "HTT"}.items():
        book["Thông tin"][fields["Thông tin", key]["cell"]].value = value
    _date_milestones(book["Tiến độ"], fields)
    book.save(place)
    return 15 * len(named)


def _date_milestones(sheet: Worksheet, fields: Mapping[tuple[str, str], Any]) -> None:
    """Write the deadline where the date of what is due on the day of sending would be asked for."""
    deadline, done = (fields["Tiến độ", key] for key in ("deadline", "done_on"))
    for row in range(deadline["first_row"], sheet.max_row + 1):
        day = sheet[f"{deadline['column']}{row}"].value
        if isinstance(day, datetime) and day < datetime(2025, 12, 20):
            sheet[f"{done['column']}{row}"].value = day
