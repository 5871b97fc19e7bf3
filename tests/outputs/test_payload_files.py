"""What leaves the program beside the pages, of a season in which every text is an attack."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from tests import built, payloads
from tests.office import saved_as
from tests.outputs.reminders import ics
from tests.payloads import KEYS, LONGEST_CELL, code, shown
from xeploai.forms.layout import place
from xeploai.schema.form import InfoReturn
from xeploai.text import file_names

pytestmark = pytest.mark.slow

LIVE = ("=", "+", "-", "@", "\t", "\r")
FILES = file_names([payloads.DISTRICT, *map(code, KEYS)])
NAME = place(InfoReturn).cell("unit_name")
LEADS_OUT = re.compile(r"HYPERLINK|WEBSERVICE|INDIRECT|CALL|DDE|\||\[")
FAULTY = KEYS[1::2]
"""The units whose last workbook goes back to them."""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("payloads")
    (folder / "input").mkdir()
    payloads.write(folder / "input")
    as_of = payloads.AS_OF.isoformat()
    built.main(folder / "input", folder / "output", f"{as_of}T08:00:00", as_of)
    return folder / "output"


def packages(output: Path, ending: str) -> Iterator[tuple[str, zipfile.ZipFile]]:
    for path in sorted(output.rglob(f"*.{ending}")):
        with zipfile.ZipFile(path) as package:
            yield path.name, package


# ------------------------------------------------------------------ tables of text


def test_no_field_of_the_csv_files_is_a_formula_however_it_is_cut(output: Path) -> None:
    files = sorted((output / "site" / "data").glob("*.csv"))
    assert len(files) == 4
    for file in files:
        for line in csv.reader(StringIO(file.read_text("utf-8-sig"))):
            for value in line:
                assert not any(piece.lstrip().startswith(LIVE) for piece in value.split(";"))


def test_every_name_stands_in_the_csv_files_as_it_was_written(output: Path) -> None:
    source = (output / "site" / "data" / "ratios.csv").read_text("utf-8-sig")
    names = {row["unit"]: row["name"] for row in csv.DictReader(StringIO(source))}
    for key in KEYS:
        unit, name = code(key), shown(key)
        cell = names.get(unit) or names[f"'{unit}"]
        assert cell.replace("'", "") == name.replace("'", ""), key
        assert len(cell) - len(name) <= 2, key


def test_the_log_and_the_messages_hold_no_control_signs(output: Path) -> None:
    texts = [output / "nhat-ky.txt", *output.rglob("letters/*.txt"), *output.rglob("returns/*.txt")]
    assert len(texts) > len(FAULTY)
    for path in texts:
        content = path.read_bytes().decode("utf-8-sig")
        assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", content), (
            path.name
        )


def test_the_search_index_is_data_and_nothing_else(output: Path) -> None:
    script = (output / "site" / "assets" / "search-index.js").read_text("utf-8")
    head, _, table = script.partition("window.xeploaiSearch=")
    assert head == '"use strict";\n'
    assert not re.search("[<>&\u2028\u2029]", table)
    titles = {row[0] for row in json.loads(table.removesuffix(";\n"))}
    assert set(map(shown, KEYS)) <= titles


def test_the_calendar_says_the_names_and_nothing_more(output: Path) -> None:
    events = ics.events((output / "letters" / "lich.ics").read_bytes())
    summaries = {str(event["SUMMARY"]) for event in events}
    assert {f"Hạn {shown('dde')}", f"Hạn {shown('long word')}"} <= summaries
    for key in KEYS[::4]:
        assert any(f": {shown(key)} (gia hạn)" in each for each in summaries), key


# ------------------------------------------------------------------ Excel and Word


def test_every_part_is_sound_and_leads_nowhere(output: Path) -> None:
    """XML that any reader takes, without macros, links outside or data fetched from elsewhere."""
    number = 0
    for ending in ("xlsx", "docx"):
        for name, package in packages(output, ending):
            number += 1
            for part in package.namelist():
                assert not re.search(r"vba|externalLink|embeddings|connections", part), (name, part)
                if part.endswith((".xml", ".rels", ".vml")):
                    root = etree.fromstring(package.read(part))
                    assert not root.xpath("//*[@TargetMode='External']"), (name, part)
    assert number >= 2 * len(KEYS)


def test_no_formula_holds_a_text_from_outside(output: Path) -> None:
    """Formulas count and look up what stands in cells; they name no unit and ask nobody."""
    outside = [shown(key) for key in KEYS if len(shown(key)) > 3]
    number = 0
    for name, package in packages(output, "xlsx"):
        for formula in _formulas(package):
            number += 1
            assert not any(text in formula for text in outside), (name, formula)
            bare = re.sub(r'"[^"]*"', '""', formula)
            assert not LEADS_OUT.search(bare), (name, formula)
    assert number > 100 * len(KEYS)


def _formulas(package: zipfile.ZipFile) -> Iterator[str]:
    for part in package.namelist():
        if part.startswith("xl/worksheets/sheet"):
            for node in etree.fromstring(package.read(part)).iter(
                "{*}f", "{*}formula1", "{*}formula"
            ):
                yield node.text or ""


def test_no_text_is_longer_than_a_cell_can_hold(output: Path) -> None:
    for name, package in packages(output, "xlsx"):
        texts = (part for part in package.namelist() if part.endswith(".xml"))
        for part in texts:
            for node in etree.fromstring(package.read(part)).iter("{*}t"):
                assert len((node.text or "").encode("utf-16-le")) <= 2 * (LONGEST_CELL + 100), name


def test_names_stand_in_forms_and_letters_as_they_were_written(output: Path) -> None:
    for key in KEYS:
        form = load_workbook(output / "forms" / f"{FILES[code(key)]}.xlsx", read_only=False)
        cell = form[InfoReturn.SHEET][NAME]
        assert cell.data_type == "s", key
        assert _decoded(cell.value) == shown(key), key
    for key in FAULTY:
        letter = Document(str(output / "letters" / f"{FILES[code(key)]}.docx"))
        lines = [line.text for line in letter.paragraphs]
        assert f"Kính gửi: {shown(key)}." in lines, key


def test_names_stand_in_the_report_as_they_were_written(output: Path) -> None:
    """In the table of members by unit, in Word and in Excel, and nothing is left out."""
    report = output / "report"
    word = Document(str(report / "bao-cao.docx"))
    written = {cell.text for table in word.tables for cell in table.columns[1].cells}
    page = load_workbook(report / "bieu-tong-hop.xlsx")["Đảng viên – TCCSĐ"]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" or LEADS_OUT.search(str(cell.value)) is None for cell in cells)
    listed = {_decoded(str(cell.value)) for cell in cells if cell.data_type == "s"}
    for key in KEYS:
        name = shown(key)
        assert any(text.startswith(name[:30_000]) for text in written), key
        assert any(text.startswith(name[:30_000]) for text in listed), key


def test_the_page_of_all_charts_holds_no_markup_of_theirs(output: Path) -> None:
    source = (output / "report" / "bieu-do.html").read_text("utf-8")
    tags = set(re.findall(r"<([a-z!/][a-z0-9]*)", source.partition("<body>")[2]))
    assert tags <= {"header", "h1", "p", "a", "nav", "ol", "li", "main", "figure", "img",
                    "figcaption", "button", "script"} | {f"/{x}" for x in (
                    "header", "h1", "p", "a", "nav", "ol", "li", "main", "figure",
                    "figcaption", "button", "script", "body", "html")}  # fmt: skip


def _decoded(text: str) -> str:
    return text.replace("_x005F_", "_")


@pytest.mark.office
def test_libreoffice_shows_them_as_text(output: Path, tmp_path: Path) -> None:
    """A form of each kind of trouble, opened, calculated and saved by another program."""
    for key in ("dde", "coded", "long name"):
        made = (output / "forms" / f"{FILES[code(key)]}.xlsx").read_bytes()
        folder = tmp_path / code(key)[:3]
        folder.mkdir()
        saved = load_workbook(BytesIO(saved_as("xlsx", made, folder)))
        cell = saved[InfoReturn.SHEET][NAME]
        assert cell.data_type == "s", key
        assert _decoded(cell.value) == shown(key), key
