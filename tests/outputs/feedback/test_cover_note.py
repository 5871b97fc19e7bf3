"""The covering note: in Word and to paste, the same words in both."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.builders import (
    AS_OF,
    a_return,
    cell,
    info,
    milestone,
    plain_cell,
    register,
    unreviewed,
)
from tests.project import PROJECT
from xeploai.errors import BuildError
from xeploai.outputs.documents.letterhead import plain_letter
from xeploai.outputs.documents.word import fill
from xeploai.outputs.feedback.cover_note import note_words, text_note, word_note
from xeploai.outputs.feedback.groups import of_unit
from xeploai.paths import COVER_NOTE, COVER_NOTE_TEXT
from xeploai.register.model import Register
from xeploai.schema.row import Code
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return

BAD = (cell(official=3), cell(name="Chi bộ 2", cell_code="A2", official=1, htt=22))


def words(of: Register | None = None, as_of: date = AS_OF, **over: object) -> dict[str, object]:
    item = a_return(list(BAD), of=info(**over), file="cum 1/biểu xã A.xlsx")
    return words_on(item, of=of, as_of=as_of)


def words_on(*items: Return, of: Register | None = None, as_of: date = AS_OF) -> dict[str, object]:
    """The words of the note on the last return of unit A."""
    season = evaluate(of or register(), list(items), as_of)
    newest = season.intake.newest["A"]
    findings = of_unit(x for x in season.findings if x.ref.file == newest.file)
    return note_words(season, season.register, newest, findings, "A.xlsx")


def paragraphs(data: bytes) -> list[str]:
    document = Document(BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return [*cells, *(each.text for each in document.paragraphs)]


def test_the_text_names_each_fault_once_with_its_cells_and_its_fix() -> None:
    lines = text_note(words()).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Kính gửi Đảng bộ xã A."
    assert lines[1] == (
        "Ban Tổ chức Huyện ủy đã nhận biểu tổng hợp năm 2025, gửi lần 1, ngày 18/12/2025 "
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
    assert "Biểu còn 03 lỗi phải sửa nên chưa được tính, cụ thể như sau:" in body
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
    assert ("chậm nhất ngày" in text_note(words(of, as_of)).decode()) is bool(deadline)


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


def both(context: dict[str, object]) -> list[str]:
    """What Word and the text say."""
    return ["\n".join(paragraphs(word_note(context))), text_note(context).decode()]


WARNED = cell(decision_no="QĐ 1", review_date=None)


def test_a_return_with_warnings_only_is_thanked_and_asked_to_look_by_no_date() -> None:
    of = register(milestones=[milestone()])
    context = words_on(a_return([WARNED]), of=of, as_of=date(2025, 12, 19))
    assert not context["errors"]
    assert not context["deadline"]
    for note in both(context):
        assert "cảm ơn đơn vị" in note
        assert f"Số liệu đã được tổng hợp; đề nghị rà soát {context['warnings']} nội dung" in note
        assert "không phải gửi lại" in note
        assert "chậm nhất" not in note
        assert "TRẢ LẠI" not in note


def test_a_return_with_errors_and_warnings_is_asked_to_mend_and_to_look() -> None:
    for note in both(
        words_on(a_return([*BAD, replace(WARNED, name="Chi bộ 3", cell_code=Code("A3"))]))
    ):
        assert "Biểu còn 03 lỗi phải sửa nên chưa được tính; đề nghị rà soát thêm 01" in note
        assert "cảm ơn" not in note


def test_a_return_with_cells_to_review_is_not_said_to_be_added_up() -> None:
    context = words_on(a_return([cell(), unreviewed()]))
    assert not context["is_returned"]
    for note in both(context):
        assert "Còn 1 chi bộ chưa kiểm điểm nên biểu chỉ được tính vào tiến độ" in note
        assert "đã được tổng hợp" not in note
        assert "không phải gửi lại" not in note
        assert re.search(r"[Cc]hi bộ kiểm điểm xong.*ghi tiếp vào tệp A\.xlsx.*gửi lại", note)


def test_the_return_whose_figures_are_used_meanwhile_is_named() -> None:
    before = a_return([cell()], file="lần 1.xlsx")
    after = a_return(list(BAD), of=info(version=2), file="lần 2.xlsx")
    for note in both(words_on(before, after)):
        assert "số liệu đang lấy từ bản trước nhận ngày 18/12/2025 (tệp lần 1.xlsx)" in note


def test_the_office_is_called_by_its_name() -> None:
    of = register(office="Văn phòng Đảng ủy")
    for note in both(words_on(a_return([cell(xs=5, htt=2)]), of=of)):
        assert "báo số quyết định cho phép để Văn phòng Đảng ủy ghi số đó" in note
        assert "Ban Tổ chức" not in note


def test_an_edited_template_of_version_0_1_asks_nobody_with_warnings_for_a_date() -> None:
    of = register(milestones=[milestone()])
    context = words_on(a_return([WARNED]), of=of, as_of=date(2025, 12, 19))
    folder = PROJECT / "tests/seasons/v0_1/originals/letters"
    note = "\n".join(paragraphs(fill(folder / COVER_NOTE.name, context)))
    assert "biểu được tính, nhưng có chỗ cần xem lại" in note
    assert "trước hết ngày" not in note
    assert "trước hết ngày" not in plain_letter(folder / COVER_NOTE_TEXT.name, context).decode()


def test_many_cells_of_one_fault_are_cut_short() -> None:
    cells = [plain_cell(number, official=1) for number in range(1, 13)]
    item = a_return(cells)
    note = text_note(words_on(item)).decode()
    assert "Chi bộ!G15 và 4 chỗ khác" in note
