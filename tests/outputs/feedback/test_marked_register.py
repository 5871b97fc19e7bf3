"""The marked copy of a faulty register, and what is said of it at the terminal."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from tests import xlsx
from tests.builders import UNITS, register_book, unit
from tests.office import saved_as
from tests.register.drafts import draft
from tests.register.test_many_faults import planted
from tests.silent import Silent
from xeploai.errors import BuildError
from xeploai.findings import Finding
from xeploai.forms.cell_style import AMBER, RED, STAMP
from xeploai.forms.register_workbook import register_workbook
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.feedback import register_faults
from xeploai.outputs.feedback.marked_register import list_of_faults, marked_register
from xeploai.outputs.feedback.register_faults import SHOWN, advice, refusal, write_copy
from xeploai.paths import MARKED_REGISTER, REGISTER_FILE
from xeploai.pipeline import open_register
from xeploai.reading.office_workbook import FaultyWorkbook
from xeploai.register.reader import load
from xeploai.schema.form import CORRECTIONS_SHEET
from xeploai.schema.register import SettingRow, UnitRow

UNIT_ROWS: list[dict[str, object]] = [
    {"number": number, "code": x.code, "name": x.name, "kind": x.kind, "parent_code": x.parent}
    for number, x in enumerate(UNITS, start=1)
]
SETTINGS = {"period": "2025", "office": "Ban Tổ chức"}
SIGN = "dấu"


def office_file(*more: Mapping[str, object]) -> bytes:
    """A register as the office fills it in, with more units."""
    rows = [*UNIT_ROWS, *more]
    return workbook_bytes(register_workbook({SettingRow: [SETTINGS], UnitRow: rows}))


FAULTY = office_file(
    {"code": "D", "name": "Đảng bộ xã D", "kind": "xã", "parent_code": "K99"},
    {"code": "a", "name": "Đảng bộ xã E", "kind": "đảng bộ cơ sở", "parent_code": "H"},
)


def findings_in(data: bytes) -> tuple[Finding, ...]:
    try:
        return load(data).warnings
    except FaultyWorkbook as fault:
        return fault.findings


def marked(data: bytes) -> Workbook:
    return load_workbook(BytesIO(marked_register(findings_in(data), SIGN, data)))


def colours(book: Workbook) -> dict[str, str]:
    """The colour of each coloured cell of the list of units."""
    return {
        cell: rule.dxf.fill.bgColor.rgb[2:]
        for area in book[UnitRow.SHEET].conditional_formatting
        for rule in area.rules
        for cell in str(area.sqref).split()
    }


def notes(book: Workbook) -> dict[str, str]:
    cells = (cell for row in book[UnitRow.SHEET].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


# ------------------------------------------------------------------ the copy


def test_faulty_cells_are_coloured_and_explained_and_nothing_else_changes() -> None:
    book, before = marked(FAULTY), load_workbook(BytesIO(FAULTY))
    assert colours(book) == {"D8": RED, "E8": RED, "B9": AMBER}
    assert notes(book)["E8"] == (
        "LỖI PHẢI SỬA: Mã đơn vị cấp trên “K99” của “Đảng bộ xã D” không có trong danh mục.\n"
        "Cách sửa: ghi đúng mã của cấp trên như ở cột Mã đơn vị, hoặc thêm dòng của cấp trên."
    )
    assert notes(book).keys() == {"D8", "E8", "B9"}
    for sheet in before:
        kept = book[sheet.title]
        assert [[x.value for x in row] for row in kept] == [[x.value for x in row] for row in sheet]
        rules = [x.sqref for x in kept.data_validations.dataValidation]
        assert rules == [x.sqref for x in sheet.data_validations.dataValidation]
        assert kept["B4"].fill.start_color.rgb == sheet["B4"].fill.start_color.rgb


def test_the_list_comes_first_and_leads_to_the_cells() -> None:
    book = marked(FAULTY)
    sheet = book[CORRECTIONS_SHEET]
    assert book.sheetnames[:3] == [CORRECTIONS_SHEET, SettingRow.SHEET, UnitRow.SHEET]
    assert sheet["A1"].value == "NHỮNG CHỖ CẦN SỬA TRONG DANH MỤC"
    assert sheet["A3"].value == "Kết quả kiểm tra: 2 lỗi phải sửa; 1 nội dung đề nghị rà soát."
    links = {x.value: x.hyperlink.location for row in sheet for x in row if x.hyperlink}
    assert links == {
        f"{UnitRow.SHEET}!{cell}": f"'{UnitRow.SHEET}'!{cell}" for cell in ("D8", "E8", "B9")
    }
    chosen = [each.title for each in book if each.sheet_view.tabSelected]
    assert chosen == [CORRECTIONS_SHEET]


def test_what_the_colours_mean_stands_in_full_above_the_list() -> None:
    sheet = marked(FAULTY)[CORRECTIONS_SHEET]
    width = sum(sheet.column_dimensions[name].width for name in "ABCD")
    for row in (4, 5):
        lines = -(-len(sheet[f"A{row}"].value) // width)
        assert sheet.row_dimensions[row].height >= 15 * lines


def test_a_copy_saved_as_the_register_is_read_and_loses_its_marks() -> None:
    copy = marked_register(findings_in(FAULTY), SIGN, FAULTY)
    assert [x.ref for x in findings_in(copy)] == [x.ref for x in findings_in(FAULTY)]
    book = load_workbook(BytesIO(copy))
    book[UnitRow.SHEET]["D8"] = "đảng bộ cơ sở"
    book[UnitRow.SHEET]["A4"].comment = Comment("Xem lại tên", "Lan")
    held = BytesIO()
    book.save(held)
    again = marked(held.getvalue())
    assert colours(again) == {"E8": RED, "B9": AMBER}
    assert notes(again).keys() == {"A4", "E8", "B9"}
    assert again.sheetnames.count(CORRECTIONS_SHEET) == 1
    assert CORRECTIONS_SHEET in again.sheetnames[0]


def test_the_offices_own_note_is_kept() -> None:
    book = load_workbook(BytesIO(FAULTY))
    book[UnitRow.SHEET]["E8"].comment = Comment("Hỏi lại huyện", "Lan")
    held = BytesIO()
    book.save(held)
    assert notes(marked(held.getvalue()))["E8"] == "Hỏi lại huyện"


def test_a_name_that_looks_like_a_formula_stays_text_in_the_list() -> None:
    data = office_file({"code": "D", "name": "=1+1", "kind": "đảng bộ cơ sở", "parent_code": "K9"})
    sheet = marked(data)[CORRECTIONS_SHEET]
    assert not [x for row in sheet for x in row if x.data_type == "f"]


def test_the_same_register_gives_the_same_copy() -> None:
    findings = findings_in(FAULTY)
    assert marked_register(findings, SIGN, FAULTY) == marked_register(findings, SIGN, FAULTY)


def test_the_copy_bears_no_time_of_day_where_the_register_does_not_say_when_it_was_made() -> None:
    raw = register_book(units=UNITS)
    copy = load_workbook(BytesIO(marked_register([], SIGN, raw)))
    assert copy.properties.created == copy.properties.modified == STAMP


@pytest.mark.office
def test_the_copy_opens_and_is_read_as_the_register_was(tmp_path: Path) -> None:
    work = draft(3)
    planted(work)
    data = work.data()
    findings = findings_in(data)
    opened = saved_as("xlsx", marked_register(findings, SIGN, data), tmp_path)
    # LibreOffice works out what was never calculated.
    kept = {x.ref for x in findings if x.rule != "uncalculated_cell"}
    assert {x.ref for x in findings_in(opened)} == kept


def test_all_rows_of_an_older_register_are_printed_in_the_copy() -> None:
    book = load_workbook(BytesIO(FAULTY))
    book[UnitRow.SHEET].print_area = "A1:J7"
    held = BytesIO()
    book.save(held)
    assert not marked(held.getvalue())[UnitRow.SHEET].print_area


# ------------------------------------------------------------------ where it stands


def put(folder: Path, data: bytes) -> Path:
    (folder / "input").mkdir(exist_ok=True)
    (folder / "input" / REGISTER_FILE).write_bytes(data)
    return folder / "input"


def opened(folder: Path, data: bytes) -> str:
    with pytest.raises(BuildError) as raised:
        open_register(put(folder, data), folder / "output", Silent())
    return str(raised.value)


def test_a_faulty_register_is_marked_in_the_output_folder(tmp_path: Path) -> None:
    message = opened(tmp_path, FAULTY)
    copy, register = tmp_path / "output" / MARKED_REGISTER, tmp_path / "input" / REGISTER_FILE
    first, *kinds, marked_line, last = message.splitlines()
    assert first == "Danh mục danh-muc.xlsx có 2 lỗi phải sửa; 1 nội dung đề nghị rà soát."
    assert [line[:60] for line in kinds] == [
        "1. Ô ghi không đúng kiểu số liệu (1 chỗ)",
        "   - Đơn vị D8: Ô “Loại hình” ghi “xã”, cần một trong: chi b",
        "   Cách sửa: ghi lại ô đúng như câu báo lỗi nêu; ô không bắt",
        "2. Mã đơn vị cấp trên không có trong danh mục (1 chỗ)",
        "   - Đơn vị E8: Mã đơn vị cấp trên “K99” của “Đảng bộ xã D” ",
        "   Cách sửa: ghi đúng mã của cấp trên như ở cột Mã đơn vị, h",
        "3. Hai mã đơn vị gần như một (1 chỗ, đề nghị rà soát)",
        "   - Đơn vị B9: Mã “a” dễ lẫn với mã “A” ở dòng 5 (“Đảng bộ ",
        "   Cách sửa: nếu là một đơn vị thì giữ một dòng; nếu là hai ",
    ]
    assert marked_line == f"Bản đánh dấu từng ô, kể đủ ở tờ Cần sửa: {copy}"
    assert last == f"Sửa ở {register}, lưu, đóng tệp rồi chạy lại. Trang đã công bố vẫn như cũ."
    assert colours(load_workbook(copy)) == {"D8": RED, "E8": RED, "B9": AMBER}
    assert [path.name for path in (tmp_path / "output").iterdir()] == [MARKED_REGISTER]


def test_a_copy_that_somebody_edited_is_kept_and_its_use_explained(tmp_path: Path) -> None:
    opened(tmp_path, FAULTY)
    first = tmp_path / "output" / MARKED_REGISTER
    book = load_workbook(first)
    book[UnitRow.SHEET]["E8"] = "H"
    book.save(first)
    edited = first.read_bytes()
    message = opened(tmp_path, FAULTY)
    second = first.with_name("danh-muc-can-sua-2.xlsx")
    assert first.read_bytes() == edited
    assert f"kể đủ ở tờ Cần sửa: {second}\n" in message
    assert "phần sửa ở đó chưa được dùng, muốn dùng thì lưu thay" in message
    assert opened(tmp_path, FAULTY) == message  # and no third one


def test_an_unchanged_register_is_not_marked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = opened(tmp_path, FAULTY)
    monkeypatch.setattr(register_faults, "_made", lambda *_: pytest.fail("made again"))
    assert opened(tmp_path, FAULTY) == message


def test_a_sound_register_takes_the_old_copy_away_unless_it_was_edited(tmp_path: Path) -> None:
    opened(tmp_path, FAULTY)
    copy = tmp_path / "output" / MARKED_REGISTER
    open_register(put(tmp_path, office_file()), tmp_path / "output", Silent())
    assert not copy.exists()
    opened(tmp_path, FAULTY)
    book = load_workbook(copy)
    book.properties.modified = datetime(2026, 1, 5)
    book.save(copy)
    open_register(put(tmp_path, office_file()), tmp_path / "output", Silent())
    assert copy.exists()


class Listener(Silent):
    """Somebody who hears what cannot wait."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str, style: str = "") -> None:
        self.lines.append(line)


def test_a_register_that_is_only_odd_is_used_and_marked(tmp_path: Path) -> None:
    data = office_file({"code": "a", "name": "Xã E", "kind": "đảng bộ cơ sở", "parent_code": "H"})
    terminal = Listener()
    register = open_register(put(tmp_path, data), tmp_path / "output", terminal)
    copy = tmp_path / "output" / MARKED_REGISTER
    assert "a" in register.units
    words = "Danh mục có 1 nội dung đề nghị rà soát: hai mã đơn vị gần như một (Đơn vị B8)"
    assert terminal.lines == [f"{words}. Bản đánh dấu: {copy}"]
    book = load_workbook(copy)
    assert colours(book) == {"B8": AMBER}
    assert book[CORRECTIONS_SHEET]["A1"].value == "NHỮNG CHỖ ĐỀ NGHỊ RÀ SOÁT TRONG DANH MỤC"
    assert marked(copy.read_bytes()).sheetnames == book.sheetnames


def test_where_nothing_can_be_written_every_cell_is_named(tmp_path: Path) -> None:
    rows = [{"code": f"X{number}", "name": None, "kind": "xã"} for number in range(40)]
    data = register_book(UnitRow=rows)
    (tmp_path / "output").write_text("", "utf-8")
    message = opened(tmp_path, data)
    assert "Chưa ghi được bản đánh dấu: đóng các tệp đang mở" in message
    assert message.count("Đơn vị C") == SHOWN + 1
    assert "và 37 ô khác: Đơn vị C5, C6, " in message
    assert "C41" in message


def test_with_a_copy_only_some_cells_of_a_kind_are_named(tmp_path: Path) -> None:
    rows = [{"code": f"X{number}", "name": None, "kind": "xã"} for number in range(40)]
    with pytest.raises(FaultyWorkbook) as raised:
        load(register_book(UnitRow=rows))
    message = refusal(raised.value, Path("x"), Path("y"))
    (line,) = [x for x in message.splitlines() if "ô khác: Đơn vị C5" in x]
    assert line.startswith("   - và 37 ô khác: Đơn vị C5, C6, ")
    assert line.endswith(", C15, C16 …")


def test_a_file_that_the_editing_library_cannot_read_gets_the_list_alone(tmp_path: Path) -> None:
    # Without this part openpyxl ends with an exception; the reader in use does not need it.
    parts = xlsx.parts_of({"Thiết lập": [["Kỳ đánh giá", "?"]], "Đơn vị": [["x"]]})
    del parts["[Content_Types].xml"]
    data = xlsx.packed(parts)
    findings = findings_in(register_book((*UNITS, unit("A"))))
    copy = write_copy(findings, "", data, tmp_path)
    assert copy is not None
    assert load_workbook(copy).sheetnames == [CORRECTIONS_SHEET]
    assert copy.read_bytes() == list_of_faults(findings, signed(copy))


def signed(copy: Path) -> str:
    properties: Any = load_workbook(copy).properties
    return str(properties.keywords)


def test_nothing_is_said_of_a_sound_register() -> None:
    assert advice((), None) == ""
