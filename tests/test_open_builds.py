"""Whole builds whose results somebody has open, as at a clerk's desk."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import build
from tests.builders import book, cell, info, register_book
from tests.held import Holder
from xeploai.schema.row import Code
from xeploai.storage import open_files
from xeploai.storage.lock import LOCK

pytestmark = pytest.mark.slow


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    somebody = Holder(monkeypatch)
    monkeypatch.setattr(open_files, "_programs", lambda path: ["Microsoft Word"])
    yield somebody
    somebody.close()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with one return, built."""
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "danh-muc.xlsx").write_bytes(register_book())
    send(tmp_path, "A")
    assert run(tmp_path) == 0
    return tmp_path


def send(office: Path, code: str) -> None:
    (office / "input" / f"{code}.xlsx").write_bytes(book([cell()], of=info(unit_code=Code(code))))


def run(office: Path, *words: str) -> int:
    folders = ["--input", str(office / "input"), "--output", str(office / "output")]
    return build.main([*words, *folders, "--as-of", "2025-12-22", "--no-images"])


def tree(office: Path) -> dict[str, str]:
    """Every file by its hash, the ledger among them."""
    return {
        path.relative_to(office).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in office.rglob("*")
        if path.is_file() and path.name != LOCK
    }


def test_the_report_open_in_word_waits_for_the_next_build(
    office: Path, held: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    report, log = office / "output/report/bao-cao.docx", office / "output/nhat-ky.txt"
    send(office, "B")
    before = report.read_bytes()
    held.hold(report)
    capsys.readouterr()
    assert run(office) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f"Tệp {report} đang mở ở Microsoft Word: đóng lại trước khi")
    message = "Còn bản cũ: {}. Các phần khác đã mới; đóng lại rồi chạy lại."
    assert message.format(f"{report} (đang mở ở Microsoft Word)") in lines
    assert (
        message.format("report/bao-cao.docx (đang mở)") in log.read_text("utf-8-sig").splitlines()
    )
    assert report.read_bytes() == before
    assert '"B.xlsx"' in (office / "output/site/data/manifest.json").read_text("utf-8")
    held.close()
    assert run(office) == 0
    assert report.read_bytes() != before
    assert "đang mở" not in log.read_text("utf-8-sig") + capsys.readouterr().out


def test_a_table_of_the_site_open_in_excel_stops_the_build_whole(
    office: Path, held: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    send(office, "B")
    before = tree(office)
    place = office / "output/site/data/ratios.csv"
    held.hold(place)
    assert run(office) == 2
    assert capsys.readouterr().err.rstrip() == (
        f"Chưa thay được {place} (đang mở ở Microsoft Word). Đóng lại rồi chạy lại. Trang đã công "
        "bố vẫn như cũ."
    )
    held.close()
    assert tree(office) == before
    assert run(office) == 0


def test_the_log_open_in_a_program_that_locks_it_waits(
    office: Path, held: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    send(office, "B")
    log = office / "output/nhat-ky.txt"
    before = log.read_bytes()
    held.hold(log)
    assert run(office) == 0
    assert f"Còn bản cũ: {log} (đang mở" in capsys.readouterr().out
    assert log.read_bytes() == before
    held.close()
    assert run(office) == 0
    assert "B.xlsx" in log.read_text("utf-8-sig")
