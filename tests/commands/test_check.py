"""`build.py check`: workbooks checked by themselves, with a register and without."""

import sys
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import build
from tests import builders, xlsx
from tests.builders import YEAR, book, cell, done, info, milestone, register_book
from tests.rules.families.checked import at
from xeploai.forms.layout import place
from xeploai.register.model import Milestone
from xeploai.schema.form import CORRECTIONS_SHEET, CellReturn, MilestoneReturn
from xeploai.schema.row import Code, Row
from xeploai.schema.terms import Level, UnitKind

GOOD = builders.cell(official=9, probationary=1, note="", decision_date=None)
FAULTY = cell(official=3)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with nothing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(desk: Path, name: str, data: bytes) -> str:
    path = desk / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


def check(*words: str) -> int:
    return build.main(["check", *words, "--as-of", "2025-12-31"])


def test_a_good_workbook_is_ready_to_send(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(put(desk, "a.xlsx", book([GOOD]))) == 0
    output = capsys.readouterr().out
    assert "Không có danh mục ở input" in output
    assert "a.xlsx (Đảng bộ xã A): không có lỗi, sẵn sàng gửi." in output
    assert not (desk / "output").exists()


@pytest.mark.parametrize("asked", ["nhan/gói.zip", "nhan"])
def test_a_zip_is_checked_file_by_file(
    desk: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    packed = xlsx.packed({"xã A.xlsx": book([GOOD]), "__MACOSX/._xã A.xlsx": b"\0\5\x16\7"})
    put(desk, "nhan/gói.zip", packed)
    assert check(asked) == 0
    output = capsys.readouterr().out
    assert "gói.zip › xã A.xlsx (Đảng bộ xã A): không có lỗi, sẵn sàng gửi." in output
    assert "MACOSX" not in output


def test_a_faulty_one_is_reported_in_a_table_and_copied(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        check(put(desk, "a.xlsx", book([GOOD, cell(name="Chi bộ 2", cell_code="A2", official=3)])))
        == 1
    )
    output = " ".join(capsys.readouterr().out.split())
    assert "a.xlsx (Đảng bộ xã A): 1 lỗi phải sửa." in output
    assert "Chi bộ!F3 Lỗi" in output
    assert f"Bản đã đánh dấu: {Path('output/returns/A.xlsx')}" in output
    made = load_workbook(desk / "output" / "returns" / "A.xlsx")
    assert made.sheetnames[0] == CORRECTIONS_SHEET
    assert made["Chi bộ"][at(CellReturn, "official", 1)].comment is not None


# ------------------------------------------------------------------ the deadlines of the form

STEPS = [
    milestone("KH", date(YEAR, 11, 30), name="Ban hành kế hoạch kiểm điểm"),
    milestone("CB", date(YEAR, 12, 5), name="Chi bộ kiểm điểm xong"),
    milestone("GUI", date(YEAR, 12, 10), name="Gửi hồ sơ, biểu tổng hợp"),
    milestone("KP", date(YEAR + 1, 1, 15), name="Kế hoạch khắc phục sau kiểm điểm"),
]


def sent(*others: Row, steps: Sequence[Milestone] = STEPS) -> bytes:
    """The form of the unit A with these milestones, sent on 18 December with lines filled in."""
    levels = dict.fromkeys(("self_level", "proposed_level", "decided_level"), Level.HTT)
    totals = {"cells_declared": 1, "members_declared": GOOD.members, "rated_declared": GOOD.rated}
    first: dict[str, object] = {"sent_on": date(YEAR, 12, 18), **levels, **totals}
    of = builders.register(milestones=steps)
    return builders.form(of, cells=[GOOD], of_info=first, others=others)


def told_of(desk: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> str:
    assert check(put(desk, "a.xlsx", data)) == 0
    return " ".join(capsys.readouterr().out.split())


def test_a_due_date_left_blank_is_told_without_a_register(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told_of(desk, capsys, sent())
    assert "a.xlsx (Đảng bộ xã A): 1 nội dung đề nghị rà soát." in output
    where = place(MilestoneReturn)
    assert f"Tiến độ!{where.cell('done_on', where.first_row)} Đề nghị rà soát “Ban hành" in output
    assert "không có trong danh mục" not in output


@pytest.mark.parametrize(
    "line",
    [done("KH", date(YEAR, 11, 20)), done("KH", None, note="Chưa xong")],
    ids=["dated", "undone"],
)
def test_a_due_milestone_that_is_dated_or_undone_is_right(
    line: Row, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "không có lỗi, sẵn sàng gửi" in told_of(desk, capsys, sent(line))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("X", "Nộp biểu về Ban Tổ chức"),
        ("KH", "Gửi hồ sơ về Ban Tổ chức"),
        ("X", "Hoàn thành kiểm điểm ở cơ sở"),
        ("X", "Thẩm định"),
    ],
)
def test_a_date_that_something_else_may_tell_can_be_left_blank(
    code: str, name: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = [milestone(code, date(YEAR, 12, 1), name=name)]
    assert "không có lỗi, sẵn sàng gửi" in told_of(desk, capsys, sent(steps=steps))


def test_a_line_of_the_units_own_is_not_told_to_be_in_no_register(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = done("RIENG", date(YEAR, 12, 1), name="Việc riêng")
    output = told_of(desk, capsys, sent(done("KH", date(YEAR, 11, 20)), own))
    assert "không có lỗi, sẵn sàng gửi" in output


def test_the_marked_copy_keeps_the_deadlines_of_the_form(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told_of(desk, capsys, sent())
    copy = load_workbook(desk / "output" / "returns" / "A.xlsx")[MilestoneReturn.SHEET]
    where = place(MilestoneReturn)
    rows = [
        tuple(copy[where.cell(key, where.first_row + n)].value for key in ("milestone", "deadline"))
        for n in range(len(STEPS) + 1)
    ]
    assert [code for code, _ in rows] == ["KH", "CB", "GUI", "KP", None]
    assert [day.date() for _, day in rows[:-1]] == [step.deadline for step in STEPS]


# ------------------------------------------------------------------ with a register


def test_what_only_a_register_knows_is_checked_where_there_is_one(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = put(desk, "a.xlsx", book([GOOD]))
    cells = [builders.unit("A9", UnitKind.CELL, parent="A", name="Chi bộ khác")]
    put(desk, "input/danh-muc.xlsx", register_book([*builders.UNITS, *cells]))
    assert check(name) == 1
    output = capsys.readouterr().out
    assert "Thiếu “Chi bộ khác”" in " ".join(output.split())
    assert "Không có danh mục" not in output


def test_a_unit_the_register_does_not_know_is_reported(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "input/danh-muc.xlsx", register_book())
    assert check(put(desk, "a.xlsx", book([GOOD], of=info(unit_code=Code("Z"))))) == 1
    output = capsys.readouterr().out
    assert "Mã đơn vị “Z”" in output
    # Its own words are all that is known of it, and marked for whoever sent it.
    assert "Bản đã đánh dấu: output/returns/Z.xlsx" in output


def test_the_last_sending_is_compared_with_those_in_the_input_folder(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "input/danh-muc.xlsx", register_book())
    put(desk, "input/cu.xlsx", book([GOOD]))
    # The same file lying there already is itself, not another sending.
    check(put(desk, "moi.xlsx", book([GOOD])))
    assert "Cùng ghi lần gửi" not in capsys.readouterr().out
    check(put(desk, "moi.xlsx", book([GOOD], of=info(sent_on=date(YEAR, 12, 19)))))
    assert "Cùng ghi lần gửi 1" in " ".join(capsys.readouterr().out.split())


def test_several_files_each_get_their_say_and_their_copy(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [
        put(desk, "mot/a.xlsx", book([FAULTY])),
        put(desk, "hai/a.xlsx", book([cell(official=4)])),
        put(desk, "c.xlsx", b"%PDF-1.4"),
    ]
    assert check(*names) == 1
    output = capsys.readouterr().out
    assert "mot/a.xlsx (Đảng bộ xã A)" in output
    assert "hai/a.xlsx (Đảng bộ xã A)" in output
    assert "tệp PDF" in " ".join(output.split())
    made = sorted(path.name for path in (desk / "output" / "returns").iterdir())
    assert made == ["A-2.xlsx", "A.xlsx"]


def test_a_workbook_that_says_nothing_of_itself_is_checked_all_the_same(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = book([FAULTY], of={"unit_code": None, "period": None})
    assert check(put(desk, "a.xlsx", data)) == 1
    output = " ".join(capsys.readouterr().out.split())
    assert "Ô “Mã đơn vị” còn trống" in output
    assert "Chi bộ!F2 Lỗi" in output
    assert "Đơn vị chưa ghi mã" in output


def test_an_empty_form_is_reported_and_is_no_error(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(put(desk, "a.xlsx", book([]))) == 0
    assert "Đã gửi, chưa có số liệu" in capsys.readouterr().out


def test_a_file_that_is_not_there_stops_with_a_sentence(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("khong-co.xlsx") == 2
    assert "Không có tệp khong-co.xlsx" in capsys.readouterr().err


def test_the_ledger_is_not_written(desk: Path) -> None:
    put(desk, "input/danh-muc.xlsx", register_book())
    check(put(desk, "a.xlsx", book([GOOD])))
    assert [path.name for path in (desk / "input").iterdir()] == ["danh-muc.xlsx"]


def test_the_copy_is_a_valid_workbook_to_send_again(desk: Path) -> None:
    check(put(desk, "a.xlsx", book([FAULTY])))
    made = (desk / "output" / "returns" / "A.xlsx").read_bytes()
    page = load_workbook(BytesIO(made))
    page["Chi bộ"][at(CellReturn, "official")] = 10
    page.save(desk / "b.xlsx")
    assert check("b.xlsx") == 0


def test_copies_are_never_written_where_returns_are_read(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = put(desk, "input/a.xlsx", book([FAULTY]))
    assert check(name, "--output", "input") == 2
    assert "Chọn thư mục khác bằng --output" in capsys.readouterr().err


def test_names_longer_than_a_disk_takes_are_reported(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows takes no path so long wherever it begins; elsewhere no such file can be there."""
    expected = "ra gần gốc ổ đĩa" if sys.platform == "win32" else "Không có tệp 111"
    assert check("1" * 300) == 2
    assert expected in capsys.readouterr().err
    assert check(put(desk, "a.xlsx", book([GOOD])), "--input", "1" * 300) == 0
    assert "Không có danh mục ở 111" in capsys.readouterr().out


def test_workbooks_of_two_drives_are_reported(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On Windows no folder holds both; the refusal is played."""

    def two_drives(paths: object) -> str:
        raise ValueError("Paths don't have the same drive")

    monkeypatch.setattr("os.path.commonpath", two_drives)
    assert check(put(desk, "a.xlsx", book([GOOD]))) == 2
    assert "nhiều ổ đĩa khác nhau" in capsys.readouterr().err


def test_a_folder_stands_for_the_workbooks_below_it(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "cụm/mot/a.xlsx", book([GOOD]))
    for name in ("cụm/b.XLS", "cụm/~$a.xlsx", "cụm/công văn.docx"):
        put(desk, name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert check("cụm") == 1
    output = capsys.readouterr().out
    assert "mot/a.xlsx (Đảng bộ xã A): không có lỗi" in output
    assert "b.XLS: 1 lỗi phải sửa." in output
    assert "~$a" not in output
    assert "công văn" not in output


def test_a_folder_without_a_workbook_is_reported(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "cụm/công văn.docx", b"PK")
    assert check("cụm") == 2
    assert "Thư mục cụm không có tệp Excel nào" in capsys.readouterr().err


def test_paths_are_those_of_the_folder_that_build_bat_was_called_in(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "nơi khác/a.xlsx", book([GOOD]))
    monkeypatch.setenv("XEPLOAI_FROM", str(desk / "nơi khác"))
    assert check("a.xlsx") == 0
    assert "a.xlsx (Đảng bộ xã A): không có lỗi" in capsys.readouterr().out
