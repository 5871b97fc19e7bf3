"""One term for one thing in all that people read, and no word that is the program's own."""

import ast
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import AS_OF, book, cell, read, register
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.shown import show
from tests.project import PROJECT
from xeploai.outputs.feedback.build import files_to_send_back, to_send_back
from xeploai.reading.office_rules import BookRule
from xeploai.rules.all_rules import ALL_RULES, worded_for
from xeploai.schema.form import CORRECTIONS_SHEET
from xeploai.season.evaluate import evaluate

SPOKEN = (
    "charts", "commands", "forms", "ledger", "outputs", "phrases.py", "reading", "rules", "schema",
    "season", "storage", "submissions", "system", "views",
)  # fmt: skip
"""Modules and folders of the program whose texts are read by people."""

WRITTEN = (
    "templates/**/*.j2", "templates/**/*.docx", "templates/theme/**/*.html", "site_src/*.md",
    "site_src/assets/*.js", "build.bat",
)  # fmt: skip

OTHER_WORDS = {
    "tờ": r"(?<!Google )trang tính|worksheet",
    "bấm đúp": r"(?:nhấp|nhấn|nháy) đúp",
    "bấm": r"\b(?:nhấp|nhấn) (?:chuột|phím|vào|enter)",
    "gửi": r"\b(?:đã|chưa) nộp\b|\bnộp biểu\b",
    "kỳ, đợt": r"\bmùa\b",
    "cơ quan tổng hợp": r"Ban Tổ chức(?! Tỉnh ủy\.)",
}
"""Words that are not ours, by the term that is; an office has a name that the register gives."""


def texts(path: Path) -> Iterator[str]:
    """What people read of a file: of a module the strings that are no docstrings.

    A title that a rule once had is understood and never shown.
    """
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            yield re.sub("<[^>]*>", "", parts.read("word/document.xml").decode())
    elif path.suffix == ".py":
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        docs |= {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword) and node.arg == "former_titles"
            for part in ast.walk(node.value)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in docs and not text.isascii():
                yield text
    else:
        yield re.sub("<[^>]*>|{#.*?#}|{%.*?%}", "", path.read_text("utf-8"))


def read_by_people() -> Iterator[tuple[str, str]]:
    """Every text with the file it stands in."""
    places = [PROJECT / "xeploai" / name for name in SPOKEN]
    modules = [x for place in places for x in (place.rglob("*.py") if place.is_dir() else [place])]
    for path in (*modules, *(x for pattern in WRITTEN for x in PROJECT.glob(pattern))):
        for text in texts(path):
            yield path.relative_to(PROJECT).as_posix(), text
    for rule in worded_for("Văn phòng Đảng ủy").values():
        yield rule.code, f"{rule.title}\n{rule.reason}\n{rule.fix}"


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_one_thing_has_one_term(term: str) -> None:
    everything = list(read_by_people())
    assert len(everything) > 1000, "the texts are found at all"
    other = re.compile(OTHER_WORDS[term], re.IGNORECASE)
    wrong = [(file, match[0]) for file, text in everything for match in other.finditer(text)]
    assert wrong == [], f"the term is “{term}”"


def test_pages_name_no_command_of_one_system() -> None:
    """They are read where they were not made; the guide says what is typed where."""
    shown = (file for file, text in read_by_people() if "build." in text)
    assert not [x for x in shown if "outputs" in x or "views" in x or "templates" in x]


def test_no_unit_is_told_to_delete_a_row() -> None:
    """The sheets of a form are locked, where Excel deletes no row: its cells can be emptied."""
    of_units = [rule for rule in ALL_RULES if not (rule.of_board or isinstance(rule, BookRule))]
    wrong = [rule.code for rule in of_units if re.search(r"xóa (?:cả )?dòng", rule.fix)]
    assert len(of_units) > 100
    assert wrong == []


CODES = re.compile("|".join(rule.code for rule in ALL_RULES if "_" in rule.code))


def test_no_page_names_a_rule_by_its_code() -> None:
    for path, page in show(seasons.messy()).items():
        assert CODES.findall(page.text) == [], path


def test_nothing_that_goes_to_a_unit_names_a_rule_by_its_code_or_another_office() -> None:
    """Nor do rules that no unit of the season breaks."""
    wrong = [cell(official=3, xs=6, htt=1), cell(name="Chi bộ 2", cell_code="A2", review_date=None)]
    season = evaluate(register(office="Văn phòng Đảng ủy"), [read(book(wrong), "A.xlsx")], AS_OF)
    files = files_to_send_back(season, to_send_back(season), {})
    workbook = load_workbook(BytesIO(files["A.xlsx"]))
    cells = [x for sheet in workbook for row in sheet.iter_rows() for x in row]
    notes = [x.comment.text for x in cells if x.comment]
    listed = [str(x.value) for row in workbook[CORRECTIONS_SHEET].iter_rows() for x in row]
    assert notes
    words = "\n".join([*notes, *listed, files["A.txt"].decode()])
    assert "Văn phòng Đảng ủy" in words
    assert CODES.findall(words) == []
    assert "Ban Tổ chức" not in words
    for rule in worded_for("Văn phòng Đảng ủy").values():
        assert "Ban Tổ chức" not in rule.title + rule.reason + rule.fix
