"""Letters hold any name, are the same each time, and name a template edited wrongly."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.builders import cell, unit
from tests.office import saved_as
from tests.outputs.reminders.mail import ABOVE, files_of, lines, listed, sent, table, text
from xeploai.errors import BuildError
from xeploai.outputs.documents.letterhead import plain_letter
from xeploai.outputs.documents.word import fill
from xeploai.paths import PARENT_LETTER, UNIT_LETTER, UNIT_LETTER_TEXT


def test_names_are_text_and_never_markup() -> None:
    bad = "Xã <A> & {{B}} {% if %}"
    files = files_of(of=listed(units=[*ABOVE, unit("A", name=bad, official="<b>Ông</b>")]))
    assert f"Kính gửi: {bad}." in lines(files, "A")
    assert f"Kính gửi {bad}:" in text(files, "A")
    assert table(files, "H-cac-don-vi")[1][1] == f"{bad}\nTheo dõi: <b>Ông</b>"


def test_control_signs_do_not_break_the_letters() -> None:
    files = files_of(of=listed(units=[*ABOVE, unit("A", name="Xã\x00 A\x0b1")]))
    assert "Kính gửi: Xã A 1." in lines(files, "A")
    assert table(files, "H-cac-don-vi")[1][1] == "Xã A 1"


def test_the_same_season_gives_the_same_bytes() -> None:
    assert files_of() == files_of()


def test_a_message_begins_with_the_mark_notepad_needs() -> None:
    assert files_of()["A.txt"].startswith(b"\xef\xbb\xbfK")


@pytest.mark.parametrize(("template", "tag"), [(UNIT_LETTER, "steps"), (PARENT_LETTER, "row.unit")])
def test_a_template_edited_wrongly_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: Path, tag: str
) -> None:
    target = tmp_path / template.name
    wrong = f"{tag}z".encode()
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(f"{tag} ".encode(), wrong + b" "))
    which = "UNIT_LETTER" if template == UNIT_LETTER else "PARENT_LETTER"
    monkeypatch.setattr(f"xeploai.outputs.reminders.letters.{which}", target)
    with pytest.raises(BuildError, match=rf"{template.stem}\.docx.*z"):
        files_of()


def test_a_text_template_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"khong-co\.txt"):
        plain_letter(tmp_path / "khong-co.txt.j2", {})


def test_a_tag_that_word_split_over_several_runs_is_understood(tmp_path: Path) -> None:
    target = tmp_path / UNIT_LETTER.name
    document = Document(str(UNIT_LETTER))
    line = next(x for x in document.paragraphs if "{{ unit }}" in x.text)
    line.runs[0].text, line.runs[1].text = "Gửi: {{ un", "it }}"
    document.save(str(target))
    letter = fill(target, {**_words(), "unit": "Xã B"})
    assert "Gửi: Xã B" in [x.text for x in Document(BytesIO(letter)).paragraphs]


def _words() -> dict[str, object]:
    heads = dict.fromkeys(["higher", "office", "office_name", "period", "day", "month", "year"], "")
    none = {"is_returned": False, "is_empty": False}
    sent = {"sent": {**none, "unreadable": ""}, "is_unheard": False}
    return {**heads, "as_of": "", "owed": "", "steps": [], **sent}


def test_no_tag_is_left_in_any_letter() -> None:
    for name, content in files_of(sent("A", [cell(official=3)])).items():
        letters = (
            content.decode()
            if name.endswith("txt")
            else "\n".join(lines({name: content}, name[:-5]))
        )
        assert not re.search(r"[{}%]{2}", letters), name


def test_the_text_template_is_one_line_of_message() -> None:
    assert UNIT_LETTER_TEXT.read_text("utf-8").count("\n") == 1


@pytest.mark.office
def test_libreoffice_opens_a_long_list_and_repeats_its_heading(tmp_path: Path) -> None:
    codes = [f"D{number}" for number in range(40)]
    made = files_of(of=listed(units=[*ABOVE, *map(unit, codes)]))["H-cac-don-vi.docx"]
    saved = {"saved.docx": saved_as("docx", made, tmp_path)}
    assert table(saved, "saved") == table({"saved.docx": made}, "saved")
    with zipfile.ZipFile(BytesIO(saved["saved.docx"])) as archive:
        assert archive.read("word/document.xml").count(b"<w:tblHeader") == 1
