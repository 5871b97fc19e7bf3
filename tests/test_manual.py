"""What the clerk's guide says of spellings is what the reader does."""

import re
from datetime import date

import pytest

from tests.project import PROJECT
from xeploai.reading.values import Misread, is_blank, reader_of
from xeploai.schema.form import CellReturn
from xeploai.schema.row import columns
from xeploai.schema.terms import Level

GUIDE = (PROJECT / "site_src/huong-dan.md").read_text("utf-8")
COLUMNS = {"số lượng": "members", "ngày": "review_date", "mức": "decided_level"}
LINES = re.findall(rf"^\| ({'|'.join(COLUMNS)}) \| (.+?) \| (.+?) \|$", GUIDE, re.M)


def meaning(column: str, written: str) -> str:
    """What a spelling means in a column, in the words of the guide."""
    if is_blank(written):
        return "để trống"
    match reader_of(columns(CellReturn)[COLUMNS[column]])(written):
        case Misread():
            return "báo lỗi"
        case date() as day:
            return f"ngày {day.day} tháng {day.month} năm {day.year}"
        case Level() as level:
            return level.short
        case number:
            return str(number)


@pytest.mark.parametrize(("column", "written", "reading"), LINES)
def test_a_line_of_the_guide_is_what_is_read(column: str, written: str, reading: str) -> None:
    assert meaning(column, written) == reading


def test_the_guide_names_the_doubtful_spellings() -> None:
    readings = {(column, written): reading for column, written, reading in LINES}
    assert len(readings) == len(LINES) > 30
    for written in ("1,234", "1_000", "٣", "１２", "inf"):
        assert readings["số lượng", written] == "báo lỗi"
    assert readings["số lượng", "1.234"] == "1234"
