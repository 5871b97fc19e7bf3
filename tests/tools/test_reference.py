"""The tables of the documents are those that the code gives, and all of it is in them."""

from pathlib import Path

import pytest

from tests.project import PROJECT
from tools.reference import LIMITS, documents, filled, names_in
from xeploai.commands import commandline
from xeploai.commands.arguments import EXAMPLES
from xeploai.outputs import csv_files
from xeploai.season.figures.model import RATIO_COLUMNS
from xeploai.submissions.isolation import LIMITS as OF_A_FILE

REFERENCE = PROJECT / "docs/reference"
COMMAND_LINE = (REFERENCE / "command-line.md").read_text("utf-8")
FILES = (REFERENCE / "files.md").read_text("utf-8")


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_a_document_says_what_the_code_says(path: Path) -> None:
    text = path.read_text("utf-8")
    assert names_in(text), "a document without a table is not written by tools.reference"
    assert filled(text) == text, "run `make docs`"


def test_only_what_lies_between_the_marks_is_written() -> None:
    before, after = "# Head\n\n", "\n\nFoot | with a bar\n"
    text = f"{before}<!-- made: limits-office -->\nold\n<!-- end -->{after}"
    document = filled(text)
    assert document.startswith(before)
    assert document.endswith(after)
    assert "| 200 MB |" in document
    assert "old" not in document


def test_an_unknown_table_is_no_table() -> None:
    with pytest.raises(KeyError, match="no-such-table"):
        filled("<!-- made: no-such-table -->\n<!-- end -->")


def test_every_command_and_option_is_in_the_page_of_the_command_line() -> None:
    for name in commandline._COMMANDS:
        assert f"| `python build.py {name}" in COMMAND_LINE
    for option in ("--as-of NĂM-THÁNG-NGÀY", "--strict", "--unit MÃ", "--name TÊN"):
        assert f"| `{option}` |" in COMMAND_LINE
    assert "| `--strict` | build |" in COMMAND_LINE
    assert "| `--input THƯ_MỤC` | all but menu |" in COMMAND_LINE


def test_every_column_of_every_csv_file_is_in_the_page_of_files() -> None:
    for name, columns in (
        ("ratios.csv", RATIO_COLUMNS),
        ("progress.csv", csv_files.PROGRESS_COLUMNS),
        ("findings.csv", csv_files.FINDING_COLUMNS),
        ("submissions.csv", csv_files.SUBMISSION_COLUMNS),
    ):
        section = FILES.partition(f"### {name}\n")[2].partition("\n### ")[0]
        assert [column for column in columns if f"`{column}`" not in section] == []


def test_a_limit_is_shown_in_its_unit_with_the_constant_that_sets_it() -> None:
    lines = {limit.of: limit.line() for limits in LIMITS.values() for limit in limits}
    assert lines["time to read it"][1] == f"{OF_A_FILE.seconds:g} s"
    assert lines["size"][1:] == ("20 MB", "`xeploai/reading/xlsx/refusals.py`: `MAX_FILE`")
    assert lines["last column"][1] == "ZZ"


def test_the_example_seasons_are_described_where_the_page_says() -> None:
    page = (PROJECT / "examples/README.md").read_text("utf-8")
    assert all(f"| `{name}`" in page for name in EXAMPLES)
