"""The program as its user runs it: from an empty folder to a published site."""

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import build
from tests import builders
from tests.systems import make_pipe
from xeploai.commands import forms
from xeploai.forms.layout import place
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.register import DeadlineRow, SettingRow, UnitRow
from xeploai.schema.row import Row
from xeploai.storage import lock

UNITS = [
    ("H", "Đảng bộ huyện Ba Bể", "cấp trên trực tiếp cơ sở", ""),
    ("H01", "Đảng bộ xã Địa Linh", "đảng bộ cơ sở", "H"),
    ("H02", "Đảng bộ xã Yến Dương", "đảng bộ cơ sở", "H"),
    ("H03", "Đảng bộ xã Chu Hương", "đảng bộ cơ sở", "H"),
    ("H04", "Đảng bộ thị trấn Chợ Rã", "đảng bộ cơ sở", "H"),
    ("H05", "Chi bộ Hạt Kiểm lâm", "chi bộ cơ sở", "H"),
]
CELLS = 3
CELL_KEYS = """
cell_code name review_date attended_by members official probationary exempt suspended
new_under_6m not_rated_other not_rated_reason rated xs htt ht kht disciplined self_level
proposed_level decided_level decision_no decision_date note points
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with a register of one district and five units, made by the program itself."""
    assert run(tmp_path, "new") == 0
    register = tmp_path / "input" / "danh-muc.xlsx"
    book = openpyxl.load_workbook(register)
    settings = place(SettingRow)
    sheet = book[SettingRow.SHEET]
    sheet[settings.cell("period")] = 2024
    sheet[settings.cell("office")] = "Ban Tổ chức Huyện ủy Ba Bể"
    for number, (code, name, kind, parent) in enumerate(UNITS):
        row = {"code": code, "name": name, "kind": kind, "parent_code": parent}
        put(book, UnitRow, number, row)
    sending = {
        "milestone": "GUI", "name": "Gửi hồ sơ, biểu tổng hợp", "deadline": date(2024, 12, 20),
        "event": "gửi biểu",
    }  # fmt: skip
    put(book, DeadlineRow, 0, sending)
    book.save(register)
    return tmp_path


def run(office: Path, *words: str) -> int:
    folders = ["--input", str(office / "input"), "--output", str(office / "output")]
    return build.main([*words, *folders])


def put(book: openpyxl.Workbook, row_type: type[Row], number: int, values: dict[str, Any]) -> None:
    where = place(row_type)
    for key, value in values.items():
        book[row_type.SHEET][where.cell(key, where.first_row + number)] = value


def fill(form: Path, cells: int) -> None:
    """Fill a form as a careful clerk does: 10 members a cell, 9 rated, 1 XS, 7 HTT, 1 HT."""
    book = openpyxl.load_workbook(form)
    for number in range(cells):
        row = {
            "review_date": date(2024, 12, 2), "members": 10, "official": 9, "probationary": 1,
            "new_under_6m": 1, "rated": 9, "xs": 1, "htt": 7, "ht": 1, "kht": 0,
            "self_level": "XS", "proposed_level": "HTT", "decided_level": "HTT",
        }  # fmt: skip
        if cells > 1:
            row |= {"cell_code": f"{form.stem}-{number + 1}", "name": f"Chi bộ thôn {number + 1}"}
        put(book, CellReturn, number, row)
    labels = place(InfoReturn)
    info = book[InfoReturn.SHEET]
    info[labels.cell("sent_on")] = date(2024, 12, 18)
    info[labels.cell("members_declared")] = 10 * cells
    info[labels.cell("rated_declared")] = 9 * cells
    for key in ("proposed_level", "decided_level"):
        info[labels.cell(key)] = "HTT"
    if cells > 1:
        info[labels.cell("cells_declared")] = cells
    book.save(form)


def fill_all(office: Path) -> list[Path]:
    """Make the forms, fill them and hand them in."""
    assert run(office, "forms") == 0
    handed_in = []
    for form in sorted((office / "output" / "forms").glob("*.xlsx")):
        target = office / "input" / f"Biểu của {form.stem}.xlsx"
        shutil.copy(form, office / form.name)
        fill(office / form.name, 1 if form.stem == "H05" else CELLS)
        (office / form.name).rename(target)
        handed_in.append(target)
    return handed_in


def table(office: Path, name: str) -> list[dict[str, str]]:
    text = (office / "output" / "site" / "data" / name).read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def figure(office: Path, unit: str, subject: str, stage: str = "decided") -> dict[str, str]:
    rows = table(office, "ratios.csv")
    (matching,) = [
        row for row in rows
        if (row["unit"], row["subject"], row["stage"]) == (unit, subject, stage)
    ]  # fmt: skip
    return matching


def check_figures(office: Path) -> None:
    """13 cells of 10 members: 12 below committees, 1 the grassroots cell itself."""
    assert table(office, "findings.csv") == []
    assert {row["status"] for row in table(office, "submissions.csv")} == {"counted"}
    members = figure(office, "H", "member")
    assert (members["total"], members["rated"], members["htt"]) == ("130", "117", "91")
    assert members["htt_pct"] == "77.78"
    assert members["xs_over_htt_pct"] == "14.29"
    assert (members["units_counted"], members["units_expected"]) == ("5", "5")
    assert figure(office, "H", "cell")["htt"] == "12"
    assert figure(office, "H", "cell", "self")["xs"] == "12"
    assert figure(office, "H", "org")["htt"] == "5"
    assert figure(office, "H05", "member")["total"] == "10"
    assert {row["status"] for row in table(office, "progress.csv") if row["unit"] != "H"} == {
        "on_time"
    }


@pytest.mark.slow
def test_season_from_nothing(office: Path) -> None:
    fill_all(office)
    assert run(office, "--no-images", "--strict", "--as-of", "2024-12-25") == 0
    check_figures(office)


@pytest.mark.office
def test_season_from_nothing_saved_by_libreoffice(office: Path) -> None:
    files = fill_all(office)
    saved = office / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{office}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", saved, *files],
        check=True, capture_output=True, timeout=170,
    )  # fmt: skip
    for file in files:
        shutil.move(saved / file.name, file)
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    check_figures(office)


@pytest.mark.slow
def test_same_inputs_give_the_same_site(office: Path) -> None:
    files = fill_all(office)
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    first = tree_of(office / "output" / "site")
    # A touched file and another moment are no other input.
    files[0].touch()
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    assert tree_of(office / "output" / "site") == first


@pytest.mark.slow
def test_names_and_folders_of_files_do_not_matter(office: Path) -> None:
    files = fill_all(office)
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    before = table(office, "ratios.csv")
    for number, file in enumerate(reversed(files)):
        target = office / "input" / f"cụm {number % 2}" / f"{number}.xlsx"
        target.parent.mkdir(exist_ok=True)
        file.rename(target)
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    assert table(office, "ratios.csv") == before


def tree_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_new_never_overwrites(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (office / "input" / "danh-muc.xlsx").read_bytes()
    assert run(office, "new") == 2
    assert "không ghi đè" in capsys.readouterr().err
    assert (office / "input" / "danh-muc.xlsx").read_bytes() == before


def test_without_a_register_the_published_site_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "output" / "site" / "index.html"
    old.parent.mkdir(parents=True)
    old.write_text("trang cũ", "utf-8")
    assert run(tmp_path) == 2
    assert "build.py new" in capsys.readouterr().err
    assert old.read_text("utf-8") == "trang cũ"


def test_unfilled_register_is_refused_with_its_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "new")
    assert run(tmp_path, "forms") == 2
    output = capsys.readouterr().err
    assert "Kỳ đánh giá" in output
    assert place(SettingRow).cell("period") in output


def test_schema_json_describes_every_field(office: Path) -> None:
    assert run(office, "forms") == 0
    fields = json.loads((office / "output" / "forms" / "schema.json").read_text("utf-8"))
    wanted = {"sheet", "key", "header", "type", "unit", "required", "choices", "meaning"}
    for field in fields:
        assert wanted < field.keys()
        assert "cell" in field or {"column", "first_row"} < field.keys()
    keys = [field["key"] for field in fields if field["sheet"] == "Chi bộ"]
    assert keys == CELL_KEYS.split()


@pytest.mark.slow
def test_a_refused_return_does_not_stop_the_others(office: Path) -> None:
    files = fill_all(office)
    book = openpyxl.load_workbook(files[0])
    where = place(CellReturn)
    cell = where.cell("htt", where.first_row)
    book[CellReturn.SHEET][cell] = 8
    book.save(files[0])
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    (finding,) = table(office, "findings.csv")
    assert finding["rule"] == "levels_do_not_sum_to_rated"
    assert (finding["sheet"], finding["cell"]) == (
        "Chi bộ", where.cell("rated", where.first_row)
    )  # fmt: skip
    assert figure(office, "H", "member")["units_counted"] == "4"
    assert run(office, "--no-images", "--strict", "--as-of", "2024-12-25") == 1


def test_an_unknown_example_names_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "demo", "khong-co") == 2
    assert "thoi-lai-2022" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--as-of", "hôm qua"], ["dựng"], ["build", "thừa"]])
def test_a_wrong_command_says_so_in_vietnamese(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        build.main(words)
    assert stop.value.code == 2
    assert "Lệnh không đúng" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes nor such names")
def test_what_is_no_file_holds_up_nothing(office: Path) -> None:
    fill_all(office)
    make_pipe(office / "input" / "ống")
    (office / "input" / "vòng").symlink_to(office)
    (office / "input" / "Bi\udceau.xlsx").write_bytes(b"x")
    (office / "input" / "<script>alert(1)<x>.xlsx").write_bytes(b"")
    assert run(office, "--no-images", "--as-of", "2024-12-25") == 0
    assert figure(office, "H", "member")["units_counted"] == "5"
    fates = {row["file"]: row["status"] for row in table(office, "submissions.csv")}
    for name in ("ống", "vòng", "Bi\ufffdu.xlsx", "<script>alert(1)<x>.xlsx"):
        assert fates[name] == "unreadable"
    site = office / "output" / "site"
    assert not any("<script>alert" in page.read_text("utf-8") for page in site.rglob("*.html"))
    manifest = json.loads((site / "data" / "manifest.json").read_text("utf-8"))
    assert set(manifest["inputs"]) == {*fates, "danh-muc.xlsx"}
    assert "index.html" in manifest["outputs"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2119-01-10"])
@pytest.mark.parametrize("option", ["--as-of", "--since"])
def test_a_day_of_no_season_is_reported(
    option: str, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        build.main([option, day])
    assert ended.value.code == 2
    assert f"“{day}” không phải ngày từ 1900-02-01 đến 2119-01-09." in capsys.readouterr().err


def test_forms_are_never_written_where_returns_are_read(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = office / "input" / "ket-qua"
    words = ["forms", "--input", str(office / "input"), "--output", str(inside)]
    assert build.main(words) == 2
    assert "sẽ bị đọc như biểu gửi về" in capsys.readouterr().err
    assert not inside.exists()


@pytest.mark.parametrize("part", ["site", "forms", "report", "returns", "letters"])
def test_an_input_folder_that_would_be_replaced_by_results_is_refused(
    office: Path, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = office / "output" / part / "x"
    shutil.copytree(office / "input", folder)
    there = sorted(folder.iterdir())
    for command in ("build", "forms", "report"):
        words = [command, "--input", str(folder), "--output", str(office / "output")]
        assert build.main([*words, "--no-images"]) == 2
        assert "biểu ở đó sẽ bị xóa" in capsys.readouterr().err
    assert sorted(folder.iterdir()) == there


def test_the_forms_are_of_the_register_as_it_stands_when_their_turn_comes(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    monkeypatch.setattr(forms, "open_register", lambda *_: pytest.fail("read too early"))
    (office / "output").mkdir()
    with lock.held(office / "output"):
        assert run(office, "forms", "--quiet") == 2


def test_every_command_says_the_same_of_a_faulty_register(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "forms", "--quiet") == 0
    site = office / "output/site/index.html"
    site.parent.mkdir()
    site.write_text("bản cũ", "utf-8")
    before = {path: path.read_bytes() for path in (site, *(office / "output/forms").iterdir())}
    faulty = builders.register_book((*builders.UNITS, builders.unit("D", parent="K")))
    (office / "input/danh-muc.xlsx").write_bytes(faulty)
    capsys.readouterr()
    messages = set()
    for command in (
        ["build"], ["forms"], ["report"], ["freeze", "--name", "x"],
        ["check", str(office / "input/danh-muc.xlsx")],
    ):  # fmt: skip
        assert run(office, *command, "--quiet") == 2
        messages.add(capsys.readouterr().err)
    (message,) = messages
    assert f"kể đủ ở tờ Cần sửa: {office / 'output/danh-muc-can-sua.xlsx'}\n" in message
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has such a disk")
def test_nobody_need_listen(office: Path) -> None:
    for hole in ("/dev/full", closed_pipe()):
        with open(hole, "w") as nobody:  # noqa: PTH123 (a number, too)
            words = ["forms", "--input", str(office / "input"), "--output", str(office / "output")]
            program = [sys.executable, build.__file__, *words]
            done = subprocess.run(
                program, stdout=nobody, stderr=subprocess.PIPE, text=True, check=False
            )
        assert (done.returncode, done.stderr) == (0, "")
        shutil.rmtree(office / "output" / "forms")


def closed_pipe() -> int:
    """The end of a pipe at whose other end nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing
