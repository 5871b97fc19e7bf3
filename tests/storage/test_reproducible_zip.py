"""Office files carry the same bytes whatever system packs them."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.charts.seasons import ordinary
from tests.forms.test_xlsx_writer import book
from tests.outputs.feedback.test_cover_note import words
from tests.outputs.report.words import everybody, last_year, report_words
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.feedback.cover_note import word_note
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.files import TEMPLATE
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.document import document
from xeploai.season.figures.stages import top_unit
from xeploai.storage.reproducible_zip import pack, repack
from xeploai.views.season_view import lay_out

PARTS = {"[Content_Types].xml": b"<a/>" * 99, "word/ảnh.png": b"\x89PNG" * 99}


def tables() -> bytes:
    season = ordinary(4)
    return workbook(Scope(lay_out(season), top_unit(season.register)))


def form() -> bytes:
    return workbook_bytes(book())


WRITERS: dict[str, Callable[[], bytes]] = {
    "form": form,
    "tables": tables,
    "letter": lambda: word_note(words()),
    "report": lambda: document(TEMPLATE, report_words(*everybody(), *last_year())),
}


def as_packed_on(system: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let zipfile note another system, as it does on Windows (0) and elsewhere (3)."""
    begin = zipfile.ZipInfo.__init__

    def noted(self: zipfile.ZipInfo, *args: object, **named: object) -> None:
        begin(self, *args, **named)  # type: ignore[arg-type]
        self.create_system = system

    monkeypatch.setattr(zipfile.ZipInfo, "__init__", noted)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_every_writer_gives_the_same_bytes_on_every_system(
    write: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as there:
        as_packed_on(0, there)
        on_windows = write()
    as_packed_on(3, monkeypatch)
    assert write() == on_windows


def test_parts_are_noted_alike_and_pictures_are_not_packed_again() -> None:
    with zipfile.ZipFile(BytesIO(pack(PARTS))) as archive:
        noted = [(part.create_system, part.external_attr >> 16) for part in archive.infolist()]
        assert noted == [(3, 0o600)] * 2
        assert {part.date_time for part in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert {part.filename: archive.read(part) for part in archive.infolist()} == PARTS
        assert archive.getinfo("word/ảnh.png").compress_type == zipfile.ZIP_STORED


def test_what_a_library_packed_is_packed_again(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "theirs.xlsx", "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    assert repack((tmp_path / "theirs.xlsx").read_bytes()) == pack(PARTS)
