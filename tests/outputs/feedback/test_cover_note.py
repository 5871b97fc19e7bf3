"""The covering note: in Word and to paste, the same words in both."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.builders import AS_OF, a_return, cell, info, milestone, plain_cell, register
from xeploai.errors import BuildError
from xeploai.outputs.documents.word import fill
from xeploai.outputs.feedback.cover_note import note_words, text_note, word_note
from xeploai.paths import COVER_NOTE
from xeploai.register.model import Register
from xeploai.season.evaluate import evaluate

BAD = (cell(official=3), cell(name="Chi bộ 2", cell_code="A2", official=1, htt=22))


def words(of: Register | None = None, as_of: date = AS_OF, **over: object) -> dict[str, object]:
    listed = of or register()
    item = a_return(list(BAD), of=info(**over), file="cum 1/biểu xã A.xlsx")
    season = evaluate(listed, [item], as_of)
    findings = [x for x in season.findings if x.ref.file == item.file]
    return note_words(listed, season.intake.newest["A"], findings, "A.xlsx", as_of)


def paragraphs(data: bytes) -> list[str]:
    document = Document(BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return [*cells, *(each.text for each in document.paragraphs)]


def test_the_text_names_each_fault_once_with_its_cells_and_its_fix() -> None:
    lines = text_note(words()).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Kính gửi Đảng bộ xã A."
    assert lines[1] == (
        "Ban Tổ chức Huyện ủy đã nhận biểu tổng hợp năm 2025, lần gửi 1, ngày 18/12/2025 "
        "(tệp biểu xã A.xlsx)."
    )
    assert lines[2] == "Biểu còn 03 lỗi phải sửa nên chưa được tính:"
    assert lines[3] == (
        "1. Chính thức cộng dự bị khác tổng số đảng viên (lỗi phải sửa): Chi bộ!G8, Chi bộ!G9. "
        "Cách sửa: so hai cột với danh sách đảng viên của chi bộ."
    )
    assert lines[4].startswith("2. Tổng bốn mức xếp loại khác số được đánh giá")
    assert "A.xlsx" in lines[-2]


def test_word_says_the_same() -> None:
    printed = paragraphs(word_note(words()))
    assert "BAN TỔ CHỨC HUYỆN ỦY" in printed[0]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in printed[1]
    assert "ngày 31 tháng 12 năm 2025" in printed[1]
    assert "Kính gửi: Đảng bộ xã A." in printed
    body = "\n".join(printed)
    assert "còn 03 lỗi phải sửa nên chưa được tính vào số liệu chung" in body
    assert "1. Chính thức cộng dự bị khác tổng số đảng viên (lỗi phải sửa): Chi bộ!G8" in body
    assert not re.search(r"[{}%]{2}", body)


def test_days_and_months_are_written_as_on_party_papers() -> None:
    context = words(as_of=date(2026, 2, 5))
    assert (context["day"], context["month"]) == ("05", "02")
    assert words(as_of=date(2025, 11, 22), sent_on=date(2025, 11, 20))["month"] == "11"


@pytest.mark.parametrize(
    ("as_of", "deadline"), [(date(2025, 12, 20), "20/12/2025"), (date(2025, 12, 21), "")]
)
def test_a_deadline_that_is_still_to_come_is_named(as_of: date, deadline: str) -> None:
    of = register(milestones=[milestone()])
    assert words(of, as_of)["deadline"] == deadline
    assert ("trước hết ngày" in text_note(words(of, as_of)).decode()) is bool(deadline)


def test_names_are_text_and_never_markup() -> None:
    units = [*register().units.values()]
    named = [replace(unit, name="Xã <A> & {{B}}") if unit.code == "A" else unit for unit in units]
    context = words(register(named))
    assert "Kính gửi: Xã <A> & {{B}}." in paragraphs(word_note(context))
    assert "Kính gửi Xã <A> & {{B}}." in text_note(context).decode()


def test_control_signs_do_not_break_the_document() -> None:
    context = {**words(), "file": "a\x00b\x0bc.xlsx"}
    assert "(tệp a b c.xlsx)" in "\n".join(paragraphs(word_note(context)))


def test_the_same_words_give_the_same_bytes() -> None:
    assert word_note(words()) == word_note(words())


def test_a_page_is_a4_with_the_margins_of_party_papers() -> None:
    section = Document(BytesIO(word_note(words()))).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides if side is not None] == [20, 20, 30, 15]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 210


def test_a_template_edited_wrongly_is_named(tmp_path: Path) -> None:
    target = tmp_path / "tra-lai.docx"
    with zipfile.ZipFile(COVER_NOTE) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"{{ unit }}", b"{{ untt }}"))
    with pytest.raises(BuildError, match=r"tra-lai\.docx.*untt"):
        fill(target, words())


def test_a_template_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"khong-co\.docx"):
        fill(tmp_path / "khong-co.docx", words())


def test_a_tag_that_word_split_over_several_runs_is_understood(tmp_path: Path) -> None:
    target = tmp_path / "tra-lai.docx"
    document = Document(str(COVER_NOTE))
    line = next(x for x in document.paragraphs if "{{ unit }}" in x.text)
    line.runs[0].text = "Gửi: {{ un"
    line.add_run("it }}").bold = True
    document.save(str(target))
    assert "Gửi: Đảng bộ xã A" in paragraphs(fill(target, words()))


def test_a_return_with_warnings_only_is_said_to_count() -> None:
    context = words()
    context |= {"errors": "", "warnings": "02"}
    assert "được tính, nhưng có chỗ cần xem lại (02 chỗ)" in "\n".join(
        paragraphs(word_note(context))
    )
    assert "Biểu được tính; có 02 chỗ nên xem lại:" in text_note(context).decode()


def test_many_cells_of_one_fault_are_cut_short() -> None:
    cells = [plain_cell(number, official=1) for number in range(1, 13)]
    item = a_return(cells)
    season = evaluate(register(), [item], AS_OF)
    findings = [x for x in season.findings if x.is_error]
    note = text_note(note_words(register(), item, findings, "A.xlsx", AS_OF)).decode()
    assert "Chi bộ!G15 và 4 chỗ khác" in note
