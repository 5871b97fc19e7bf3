"""The letters and the calendar as a whole build leaves them: beside the site, all of one day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.builders import book, cell, done, info, milestone, register_book, unit
from tests.outputs.reminders import ics
from tests.outputs.reminders.mail import ABOVE
from tests.silent import Silent
from xeploai.pipeline import Days, build
from xeploai.schema.row import Code

NOW = datetime(2025, 12, 31, 8, tzinfo=UTC)
OFFICIAL = "Đồng chí Trần Thị Theo Dõi"
UNITS = [*ABOVE, *(replace(unit(code), official=OFFICIAL) for code in "AB")]
DEADLINES = [
    {
        "milestone": item.code,
        "name": item.name,
        "kinds": "đảng bộ cơ sở, chi bộ cơ sở",
        "deadline": item.deadline,
    }
    for item in (milestone(), milestone("KP", date(2026, 1, 5), name="Kế hoạch khắc phục"))
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A sent everything in time, B a faulty return that leaves the day of its plan blank."""
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "danh-muc.xlsx").write_bytes(register_book(UNITS, DeadlineRow=DEADLINES))
    send(folder, "A")
    send(folder, "B", planned=None, official=3)
    return tmp_path


def send(
    folder: Path,
    code: str,
    version: int = 1,
    planned: date | None = date(2025, 12, 18),
    **over: Any,
) -> None:
    of = info(unit_code=Code(code), version=version, sent_on=date(2025, 12, 18))
    own = cell(cell_code=Code(f"{code}1"), name=f"Chi bộ {code}", **over)
    data = book([own], of=of, others=[done("KP", planned)])
    (folder / f"{code}-{version}.xlsx").write_bytes(data)


def built(office: Path, as_of: date = date(2025, 12, 31)) -> Mapping[str, bytes]:
    """The folder of letters after a build."""
    build(office / "input", office / "output", Days(NOW, as_of), Silent(), images=False)
    folder = office / "output" / "letters"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_build_leaves_the_letters_and_the_calendar_beside_the_site(office: Path) -> None:
    files = built(office)
    assert sorted(files) == [
        "B.docx", "B.txt", "H-cac-don-vi.docx", "H-cac-don-vi.txt", "lich.ics",
    ]  # fmt: skip
    letter = "\n".join(x.text for x in Document(BytesIO(files["B.docx"])).paragraphs)
    assert "Kính gửi: Đảng bộ xã B." in letter
    assert "mở tệp B.xlsx gửi kèm" in letter
    assert (office / "output" / "returns" / "B.xlsx").is_file()
    assert len(ics.events(files["lich.ics"])) == 2


def test_leaders_can_take_the_calendar_from_the_site_but_no_letter_is_in_it(office: Path) -> None:
    files = built(office)
    site = office / "output" / "site"
    assert (site / "bao-cao" / "lich.ics").read_bytes() == files["lich.ics"]
    names = {path.name for path in site.rglob("*") if path.is_file()}
    assert not names & (set(files) - {"lich.ics"})
    for page in ("tien-do.html", "bao-cao.html"):
        assert 'href="bao-cao/lich.ics"' in (site / page).read_text("utf-8")


def test_pages_lead_to_the_letters_and_mark_the_way_as_outside(office: Path) -> None:
    built(office)
    site = office / "output" / "site"
    assert 'href="../letters/B.docx"' in (site / "tien-do.html").read_text("utf-8")
    own = (site / "don-vi" / "b.html").read_text("utf-8")
    assert "data-beside" in own
    assert 'href="../../letters/B.txt"' in own
    assert "letters/" not in (site / "don-vi" / "a.html").read_text("utf-8")


def test_letters_that_are_no_longer_due_go_and_a_build_again_changes_nothing(office: Path) -> None:
    first = built(office)
    assert built(office) == first
    send(office / "input", "B", version=2)
    assert list(built(office)) == ["lich.ics"]


def test_without_deadlines_the_folder_is_empty(office: Path) -> None:
    (office / "input" / "danh-muc.xlsx").write_bytes(register_book(UNITS))
    assert built(office) == {}
    assert not (office / "output" / "site" / "bao-cao" / "lich.ics").exists()
    for page in ("tien-do.html", "bao-cao.html"):
        assert "lich.ics" not in (office / "output" / "site" / page).read_text("utf-8")
