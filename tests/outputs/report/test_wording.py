"""The office's own words: the workbook as it is written, and as it comes back."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from tests import xlsx
from tests.builders import DISTRICT, UNITS, grid, register, unit
from tests.xlsx import Grid
from xeploai import pipeline
from xeploai.commands.watch import scan
from xeploai.errors import BuildError
from xeploai.findings import Objection, Sentence
from xeploai.forms.layout import place
from xeploai.forms.wording_workbook import wording_workbook
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.outputs.report.wording import NO_WORDING, Wording
from xeploai.outputs.report.wording_reader import load_wording
from xeploai.paths import SNAPSHOTS_FOLDER, WORDING_FILE
from xeploai.pipeline import read_wording
from xeploai.reading.xlsx.cells import RawWorkbook
from xeploai.reading.xlsx.refusals import ReadRefused, damaged
from xeploai.register.model import Register
from xeploai.schema.form import LIST_SHEET
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import UnitKind
from xeploai.schema.wording import WORDING_SHEETS, PaperRow, PassageRow, Section
from xeploai.submissions.input_folder import find_files, find_wordings

HEADS = ["Mục", "Mã đơn vị", "Nội dung"]
LISTED = register((*UNITS, unit("0103")))
LED, LACKS, ASKS = Section.LEADERSHIP, Section.SHORTCOMINGS, Section.PROPOSALS


def read(sheets: dict[str, Grid], listed: Register = LISTED) -> Wording:
    return load_wording(xlsx.workbook(sheets), listed)


def passages(*rows: Sequence[object], heads: list[str] | None = None) -> dict[str, Grid]:
    return {PaperRow.SHEET: grid(PaperRow, []), PassageRow.SHEET: [heads or HEADS, *rows]}


def stopped(data: bytes | dict[str, Grid]) -> str:
    with pytest.raises(BuildError) as raised:
        load_wording(data if isinstance(data, bytes) else xlsx.workbook(data), LISTED)
    return str(raised.value)


# ------------------------------------------------------------------ the book


@pytest.fixture(scope="module")
def empty() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(wording_workbook())))


def test_the_empty_book_says_nothing() -> None:
    wording = load_wording(workbook_bytes(wording_workbook()), LISTED)
    assert (wording.paper, wording.passages) == (NO_WORDING.paper, {})
    assert len(wording.sha256) == 64
    assert wording.of("", LED) == wording.of("A", ASKS) == ()


def test_the_same_book_has_the_same_bytes_and_hash() -> None:
    one, two = (workbook_bytes(wording_workbook()) for _ in range(2))
    assert one == two
    data = workbook_bytes(wording_workbook({PaperRow: [{"place": "Thới Lai"}]}))
    assert load_wording(one, LISTED).sha256 != load_wording(data, LISTED).sha256


def test_its_sheets_hold_the_headings_and_labels(empty: openpyxl.Workbook) -> None:
    shown = [sheet.title for sheet in empty if sheet.sheet_state == "visible"]
    assert shown == [sheet.SHEET for sheet in WORDING_SHEETS]
    table = empty[PassageRow.SHEET]
    assert [cell.value for cell in table[place(PassageRow).header_row]] == HEADS
    labels = empty[PaperRow.SHEET]
    for key, column in columns(PaperRow).items():
        assert labels[f"A{place(PaperRow).rows[key]}"].value == column.header


def test_a_section_is_chosen_from_a_list_on_every_row(empty: openpyxl.Workbook) -> None:
    offered = [cell.value for cell in empty[LIST_SHEET]["A"]]
    assert offered == [str(section) for section in Section]
    (rule,) = empty[PassageRow.SHEET].data_validations.dataValidation
    assert str(rule.sqref) == "A4:A5000"
    assert rule.formula1 == f"'{LIST_SHEET}'!$A$1:$A${len(Section)}"


def test_the_text_wraps_in_a_wide_column_and_codes_stay_text(empty: openpyxl.Workbook) -> None:
    sheet = empty[PassageRow.SHEET]
    assert sheet["C4"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width > 100
    assert {sheet[cell].number_format for cell in ("B4", "B33")} == {"@"}
    assert sheet.column_dimensions["B"].number_format == "@"


def test_lines_are_as_high_as_what_is_written_in_them() -> None:
    book = wording_workbook(
        {
            PaperRow: [{"recipients": "Huyện ủy; " * 20}],
            PassageRow: [
                {"section": LED, "passage": "x" * 500},
                {"section": LED, "passage": "x"},
            ],
        }
    )
    long, short = (book[PassageRow.SHEET].rows[row].height for row in (4, 5))
    assert long > 4 * short
    rows = place(PaperRow).rows
    labels = book[PaperRow.SHEET].rows
    assert labels[rows["recipients"]].height > 3 * labels[rows["signer"]].height


PAPER = {
    "number": "05-BC/HU", "place": "Thới Lai", "higher": "Thành ủy", "issuer": "Huyện ủy",
    "authority": "T/M BAN THƯỜNG VỤ", "position": "BÍ THƯ", "signer": "Họ và Tên",
    "addressee": "Ban Tổ chức Thành ủy", "recipients": "Như trên; Lưu Văn phòng",
}  # fmt: skip


def test_what_is_written_is_read() -> None:
    rows = [
        {"section": LED, "passage": "Đoạn một."},
        {"section": ASKS, "passage": "Đề nghị một."},
        {"section": LED, "passage": "Đoạn hai."},
        {"section": LED, "unit_code": "0103", "passage": "Của một đơn vị."},
    ]
    book = wording_workbook({PaperRow: [PAPER], PassageRow: rows})
    wording = load_wording(workbook_bytes(book), LISTED)
    assert wording.paper == PaperRow(**PAPER, dated=None)
    assert wording.of("", LED) == ("Đoạn một.", "Đoạn hai.")
    assert wording.of("", ASKS) == ("Đề nghị một.",)
    assert wording.of("0103", LED) == ("Của một đơn vị.",)
    assert wording.of("A", LED) == wording.of("", LACKS) == ()


HOSTILE = (
    "=HYPERLINK(1)", "+1 việc", "@a", "{{ x }} {% if %}", "<b>&amp;</b> A & B", "![a](b) `c`",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    rows = {PaperRow: [{"place": text}], PassageRow: [{"section": LED, "passage": text}]}
    data = workbook_bytes(wording_workbook(rows))
    written = openpyxl.load_workbook(io.BytesIO(data))
    cell = written[PassageRow.SHEET]["C4"]
    assert (cell.value, cell.data_type) == (text, "s")
    wording = load_wording(data, LISTED)
    assert (wording.paper.place, wording.of("", LED)) == (text, (text,))


# ------------------------------------------------------------------ what is understood


def test_each_sheet_may_be_empty() -> None:
    paper = read({**passages(), PaperRow.SHEET: grid(PaperRow, [{"place": "Thới Lai"}])})
    assert (paper.paper.place, paper.passages) == ("Thới Lai", {})
    wording = read(passages([str(LED), None, "Đoạn."]))
    assert (wording.paper, wording.of("", LED)) == (NO_WORDING.paper, ("Đoạn.",))


def test_a_sheet_under_another_name_is_reported() -> None:
    sheets = passages([str(LED), None, "Đoạn."])
    renamed = {**sheets, "Lời văn 2022": sheets.pop(PassageRow.SHEET)}
    renamed.pop(PassageRow.SHEET, None)
    assert "Không có tờ “Lời văn”" in stopped(renamed)


def test_columns_may_stand_in_any_order_beside_others() -> None:
    heads = ["STT", "Nội dung", "Người viết", "Đơn vị", "Mục"]
    wording = read(passages([1, "Đoạn.", "Văn phòng", "A", str(LED)], heads=heads))
    assert wording.passages == {("A", LED): ("Đoạn.",)}


@pytest.mark.parametrize("typed", ["iv. nguyên nhân", "IV.  NGUYÊN NHÂN ", "IV nguyen nhan"])
def test_a_section_is_known_however_it_is_spelt(typed: str) -> None:
    assert read(passages([typed, None, "Đoạn."])).of("", Section.CAUSES) == ("Đoạn.",)


def test_a_code_finds_its_unit_without_the_lost_zeros() -> None:
    assert read(passages([str(LED), 103, "Đoạn."])).of("0103", LED) == ("Đoạn.",)


def test_a_code_finds_its_unit_in_whatever_case() -> None:
    listed = register((*UNITS, unit("A/1"), unit("a/1")))
    for typed, code in (("b", "B"), ("A/1", "A/1"), ("a/1", "a/1")):
        assert read(passages([str(LED), typed, "Đoạn."]), listed).of(code, LED) == ("Đoạn.",)


def test_a_code_that_could_be_two_in_another_case_is_neither() -> None:
    listed = register((*UNITS, unit("Xa"), unit("xA")))
    with pytest.raises(BuildError, match="Mã đơn vị “xa” không có"):
        read(passages([str(LED), "xa", "Đoạn."]), listed)


def test_the_code_of_the_unit_above_all_means_the_report_of_all() -> None:
    rows = passages([str(LED), DISTRICT.code, "Một."], [str(LED), None, "Hai."])
    assert read(rows).of("", LED) == ("Một.", "Hai.")


def test_of_several_units_above_all_each_has_its_own() -> None:
    listed = register((*UNITS, unit("K", UnitKind.DISTRICT, parent="")))
    wording = read(passages([str(LED), DISTRICT.code, "Một."]), listed)
    assert wording.passages == {(DISTRICT.code, LED): ("Một.",)}


PARAGRAPHS = (
    "Tổng cộng",
    "(1) Tiếp tục đổi mới sinh hoạt chi bộ.",
    "Ghi chú: số liệu chưa gồm đơn vị mới.",
    "Bí thư các chi bộ đã chủ động hơn.",
    "Thực hiện kế hoạch ngày 15 tháng 10 năm 2022 của Ban Thường vụ.",
)


@pytest.mark.parametrize("text", PARAGRAPHS)
@pytest.mark.parametrize("after", [[], [[str(ASKS), None, "Đoạn cuối."]]])
def test_no_paragraph_is_taken_for_the_head_or_foot_of_a_table(
    text: str, after: list[list[object]]
) -> None:
    assert read(passages([str(LED), None, text], *after)).of("", LED) == (text,)
    message = stopped(passages([str(ASKS), None, "Đoạn đầu."], [None, None, text], *after))
    assert "Lời văn A3: Ô “Mục” còn trống, cần điền" in message


def test_line_breaks_in_a_cell_end_a_paragraph() -> None:
    rows = passages([str(LED), None, " Một\n\n \r\nhai\u00a0 ba\u200b\n"], [str(LED), None, "Bốn"])
    assert read(rows).of("", LED) == ("Một", "hai ba", "Bốn")


def test_line_breaks_beside_the_text_are_one_space() -> None:
    sheet = [["Nơi nhận", "Như trên;\nLưu."]]
    wording = read({**passages([str(LED), "A\n", "x"]), PaperRow.SHEET: sheet})
    assert (wording.paper.recipients, wording.of("A", LED)) == ("Như trên; Lưu.", ("x",))


# ------------------------------------------------------------------ what stops the build


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ([str(LED), None, None], "Lời văn C2: Ô “Nội dung” còn trống, cần điền"),
        ([str(LED), "A", "–"], "Lời văn C2: Ô “Nội dung” còn trống, cần điền"),
        ([None, "A", "Đoạn."], "Lời văn A2: Ô “Mục” còn trống, cần điền"),
        (
            ["VI. Khác", None, "x"],
            "ghi “VI. Khác”, cần một trong: I. Lãnh đạo, chỉ đạo; II. Kết quả kiểm điểm; IV. Ưu",
        ),
        ([str(LED), "Z9", "x"], "Lời văn B2: Mã đơn vị “Z9” không có ở tờ Đơn vị của danh mục"),
        (
            [str(LED), 1.5, "x"],
            "Ô “Mã đơn vị” ghi “1,5”, cần mã, định dạng ô kiểu Văn bản (Text) rồi ghi lại",
        ),
        (
            [str(LED), None, xlsx.error("#REF!")],
            "Lời văn C2: Ô “Nội dung” đang báo lỗi #REF!, cần gõ giá trị",
        ),
        ([str(LED), None, xlsx.formula("A1")], "Lời văn C2: Ô “Nội dung”"),
    ],
)
def test_a_row_with_a_fault_is_named_with_its_cell(row: list[object], fault: str) -> None:
    message = stopped(passages(row))
    assert message.startswith("Lời văn loi-van-bao-cao.xlsx cần sửa:\n  - ")
    assert fault in message


def test_a_fault_around_the_text_is_named_with_its_cell() -> None:
    sheet = [["Địa danh", xlsx.error("#N/A")]]
    assert "Thể thức B1: Ô “Địa danh” đang báo lỗi #N/A, cần gõ giá trị" in stopped(
        {PaperRow.SHEET: sheet}
    )


@pytest.mark.parametrize(
    ("heads", "fault"),
    [
        (["Mã đơn vị", "Nội dung"], "Lời văn: Không tìm thấy “Mục”"),
        (["Mục", "Mã đơn vị"], "Lời văn: Không tìm thấy “Nội dung”"),
        (["Một", "Hai", "Ba"], "Lời văn: Tờ “Lời văn” không có dòng tiêu đề cột"),
    ],
)
def test_a_missing_heading_is_reported(heads: list[str], fault: str) -> None:
    assert fault in stopped(passages(["x", "y", "z"], heads=heads))


def test_faults_of_all_kinds_are_reported_at_once() -> None:
    message = stopped(passages(*([str(LED), None, None] for _ in range(6)), [str(LED), "Z9", "x"]))
    assert message.count("\n  - ") == 7


def test_another_workbook_under_its_name_is_reported() -> None:
    message = stopped({"Sheet1": [["Mục", "Nội dung"]]})
    assert "Không có tờ “Thể thức”" in message
    assert "Không có tờ “Lời văn”" in message


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize("damage", [_cut, lambda _: b"", lambda _: b"%PDF-1.4"])
def test_a_damaged_file_is_reported_with_what_to_do(damage: Callable[[bytes], bytes]) -> None:
    message = stopped(damage(workbook_bytes(wording_workbook())))
    assert message.startswith("Lời văn loi-van-bao-cao.xlsx không đọc được: ")
    assert message.endswith("nếu không mở được thì dùng bản sao lưu.")


# ------------------------------------------------------------------ the input folder


def test_it_is_no_return_and_a_change_of_it_is_seen(tmp_path: Path) -> None:
    file = tmp_path / WORDING_FILE
    file.write_bytes(workbook_bytes(wording_workbook()))
    assert find_files(tmp_path) == []
    before = scan(tmp_path)
    file.write_bytes(workbook_bytes(wording_workbook({PaperRow: [PAPER]})))
    assert scan(tmp_path) != before


def test_its_name_may_be_written_in_another_case(tmp_path: Path) -> None:
    rows: dict[type[Row], list[dict[str, object]]] = {
        PassageRow: [{"section": LED, "passage": "Đoạn."}]
    }
    (tmp_path / "Loi-Van-Bao-Cao.XLSX").write_bytes(workbook_bytes(wording_workbook(rows)))
    assert find_files(tmp_path) == []
    wording = read_wording(tmp_path, LISTED)
    assert isinstance(wording, Wording)
    assert wording.of("", LED) == ("Đoạn.",)


def test_one_in_a_folder_of_its_own_is_reported_where_it_lies(tmp_path: Path) -> None:
    deep = tmp_path / "cụm 1" / "Loi-van-bao-cao.xlsx"
    deep.parent.mkdir()
    deep.write_bytes(workbook_bytes(wording_workbook()))
    assert find_files(tmp_path) == []
    wording = read_wording(tmp_path, LISTED)
    assert isinstance(wording, BuildError)
    assert "Tệp lời văn cụm 1/Loi-van-bao-cao.xlsx nằm trong thư mục con" in str(wording)
    assert str(tmp_path) in str(wording)


def test_of_two_none_is_read_and_both_are_named(tmp_path: Path) -> None:
    written = workbook_bytes(wording_workbook())
    for folder in ("cũ", SNAPSHOTS_FOLDER):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / WORDING_FILE).write_bytes(written)
    (tmp_path / WORDING_FILE).write_bytes(written)
    assert len(find_wordings(tmp_path)) == 2
    wording = read_wording(tmp_path, LISTED)
    assert isinstance(wording, BuildError)
    assert f"Có 2 tệp lời văn: cũ/{WORDING_FILE}, {WORDING_FILE}. Chỉ giữ một tệp" in str(wording)
    (tmp_path / "cũ" / WORDING_FILE).unlink()
    assert isinstance(read_wording(tmp_path, LISTED), Wording)


def test_none_is_fine(tmp_path: Path) -> None:
    assert read_wording(tmp_path, LISTED) == NO_WORDING


def test_a_hostile_one_is_read_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / WORDING_FILE
    place.write_bytes(workbook_bytes(wording_workbook()))
    assert isinstance(read_wording(tmp_path, LISTED), Wording)
    with place.open("wb") as file:
        file.truncate(2**40)
    assert "Tệp lớn" in str(read_wording(tmp_path, LISTED))
    monkeypatch.setattr(pipeline, "read_apart", refused)
    place.write_bytes(b"x")
    assert "không đọc được: ở riêng" in str(read_wording(tmp_path, LISTED))


def refused(data: bytes, wanted: object) -> RawWorkbook:
    raise ReadRefused(Objection(damaged, Sentence("ở riêng")))
