"""The report as its user makes it: by build, by `report`, of one unit, with an edited template."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

import build
from tests.builders import UNITS, book, cell, info, plain_cell, register_book, unit
from xeploai.charts.chart import Chart
from xeploai.forms.layout import place
from xeploai.outputs.report import files, images
from xeploai.outputs.report.images import Images, render_images
from xeploai.schema.row import Code
from xeploai.schema.wording import PaperRow, PassageRow, Section

DAY = "2025-12-31"
WHOLE = {
    "bao-cao.docx", "bieu-do.html", "bieu-tong-hop.xlsx",
    "danh-sach-xet.docx", "danh-sach-xet.xlsx",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A district and its three units, of which two sent their returns."""
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "danh-muc.xlsx").write_bytes(register_book())
    put(tmp_path, "A")
    put(tmp_path, "B", xs=0, htt=7)
    return tmp_path


def put(office: Path, code: str, **over: object) -> None:
    data = book([cell(**over), plain_cell(2)], of=info(unit_code=Code(code)))
    (office / "input" / f"{code}.xlsx").write_bytes(data)


def run(office: Path, *words: str) -> int:
    folders = ["--input", str(office / "input"), "--output", str(office / "output")]
    return build.main([*words, *folders, "--as-of", DAY, "--no-images"])


def text_of(office: Path, place: str = "bao-cao.docx") -> str:
    """The whole text of a Word report, tables and all."""
    document = Document(str(office / "output" / "report" / place))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.text)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def write_wording(office: Path, passage: str, **paper: str | date) -> None:
    """Fill the workbook that the program made, as a clerk does."""
    path = office / "input" / "loi-van-bao-cao.xlsx"
    workbook = openpyxl.load_workbook(path)
    labels, table = place(PaperRow), place(PassageRow)
    for key, value in paper.items():
        workbook[PaperRow.SHEET][labels.cell(key)] = value
    sheet = workbook[PassageRow.SHEET]
    sheet[table.cell("section", table.first_row)] = Section.PROPOSALS.value
    sheet[table.cell("passage", table.first_row)] = passage
    workbook.save(path)


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The report's template, for the test to edit."""
    own = tmp_path / "bao-cao.docx"
    shutil.copy(files.TEMPLATE, own)
    monkeypatch.setattr(files, "TEMPLATE", own)
    return own


def edit(template: Path, change: Callable[[str], str]) -> None:
    """Change the text of the first run that a change touches."""
    document = Document(str(template))
    for paragraph in document.paragraphs:
        for each in paragraph.runs:
            if change(each.text) != each.text:
                each.text = change(each.text)
                document.save(str(template))
                return
    pytest.fail("nothing was changed")


# ---------------------------------------------------------------- what is made


def test_a_build_makes_the_whole_report_and_the_site_leads_to_it(office: Path) -> None:
    assert run(office) == 0
    assert names(office / "output" / "report") == WHOLE
    text = text_of(office)
    assert "tạm tính, 2/3 đơn vị" in text
    assert "{{" not in text
    page = (office / "output" / "site" / "bao-cao.html").read_text("utf-8")
    for name in ("bao-cao.docx", "bieu-do.html"):
        assert f'href="../report/{name}"' in page
    assert 'href="bao-cao/bieu-tong-hop.xlsx"' in page
    copied = office / "output" / "site" / "bao-cao" / "bieu-tong-hop.xlsx"
    original = office / "output" / "report" / "bieu-tong-hop.xlsx"
    assert copied.read_bytes() == original.read_bytes()


def test_the_command_makes_it_without_the_site(office: Path) -> None:
    assert run(office, "report") == 0
    assert names(office / "output" / "report") == WHOLE
    assert not (office / "output" / "site").exists()


def test_building_again_gives_the_same_bytes(office: Path) -> None:
    contents = []
    for _ in range(2):
        assert run(office) == 0
        folder = office / "output" / "report"
        contents.append({name: (folder / name).read_bytes() for name in sorted(WHOLE)})
    assert contents[0] == contents[1]


def test_one_units_report_stands_apart_and_outlives_a_build(office: Path) -> None:
    assert run(office, "report", "--unit", "a") == 0
    folder = office / "output" / "report" / "don-vi" / "A"
    assert names(folder) == WHOLE
    assert "Đảng bộ xã A" in text_of(office, "don-vi/A/bao-cao.docx")
    assert "Đảng bộ xã B" not in text_of(office, "don-vi/A/bao-cao.docx")
    before = (folder / "bao-cao.docx").read_bytes()
    assert run(office) == 0
    assert run(office, "report") == 0
    assert (folder / "bao-cao.docx").read_bytes() == before


def test_of_two_codes_that_differ_in_case_the_one_typed_is_meant(office: Path) -> None:
    units = [*UNITS, unit("a", name="Đảng bộ xã a nhỏ")]
    (office / "input" / "danh-muc.xlsx").write_bytes(register_book(units))
    assert run(office, "report", "--unit", "a") == 0
    (folder,) = (office / "output" / "report" / "don-vi").iterdir()
    assert "Đảng bộ xã a nhỏ" in text_of(office, f"don-vi/{folder.name}/bao-cao.docx")


def test_a_unit_that_is_not_listed_has_no_report(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "report", "--unit", "X9") == 2
    assert "không có đơn vị mã “X9”" in capsys.readouterr().err
    assert not (office / "output" / "report").exists()


def test_its_figures_are_those_of_the_site(office: Path) -> None:
    assert run(office) == 0
    ratios = (office / "output" / "site" / "data" / "ratios.csv").read_text("utf-8-sig")
    (whole,) = [
        row for row in csv.DictReader(ratios.splitlines())
        if (row["unit"], row["subject"]) == ("H", "member")
    ]  # fmt: skip
    share = whole["htt_pct"].replace(".", ",")
    assert f"{whole['htt']}/{whole['rated']} đảng viên" in text_of(office)
    assert f"{share}%" in text_of(office)


# ---------------------------------------------------------------- the office's own words


def test_the_offices_own_words_outlive_every_build(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "report") == 0
    assert "loi-van-bao-cao.xlsx: ghi lời văn" in capsys.readouterr().out
    dated: dict[str, str | date] = {
        "number": "05-BC/HU",
        "place": "Vĩnh Tường",
        "dated": date(2026, 2, 5),
    }
    write_wording(office, "Đề nghị Tỉnh ủy xem xét.", **dated)
    kept = (office / "input" / "loi-van-bao-cao.xlsx").read_bytes()
    for command in ("report", "build"):
        assert run(office, command) == 0
        text = text_of(office)
        assert "Đề nghị Tỉnh ủy xem xét." in text
        assert "05-BC/HU" in text
        assert "Vĩnh Tường, ngày 05 tháng 02 năm 2026" in text.replace("\n", "")
    assert (office / "input" / "loi-van-bao-cao.xlsx").read_bytes() == kept
    manifest = json.loads((office / "output" / "site" / "data" / "manifest.json").read_bytes())
    assert "loi-van-bao-cao.xlsx" in manifest["inputs"]


def test_no_second_workbook_is_offered_beside_one_in_another_case(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "report") == 0
    assert "ghi lời văn các mục I, II, IV, V vào đó" in capsys.readouterr().out
    made = office / "input" / "loi-van-bao-cao.xlsx"
    kept = made.read_bytes()
    made.unlink()  # Wine does not rename a file to its own name in another case
    made.with_name("Loi-Van-Bao-Cao.XLSX").write_bytes(kept)
    assert run(office, "report") == 0
    assert "ghi lời văn" not in capsys.readouterr().out
    assert made.name not in names(office / "input")


def test_words_that_cannot_be_read_cost_the_word_file_only(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "input" / "loi-van-bao-cao.xlsx").write_bytes(b"not a workbook")
    assert run(office) == 0
    assert "loi-van-bao-cao.xlsx" in capsys.readouterr().out
    assert names(office / "output" / "report") == WHOLE - {"bao-cao.docx"}
    page = (office / "output" / "site" / "bao-cao.html").read_text("utf-8")
    assert "Chưa lập được báo cáo Word" in page
    assert "../report/bao-cao.docx" not in page
    assert run(office, "report") == 2
    assert "loi-van-bao-cao.xlsx" in capsys.readouterr().err


# ---------------------------------------------------------------- the template


def test_a_broken_template_is_refused_with_the_place_and_the_site_goes_on(
    office: Path, template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(template, lambda text: text.replace("{{ as_of }}", "{{ as_off }}"))
    assert build.main(["check-template", str(template)]) == 1
    output = capsys.readouterr().out
    assert "as_off" in output
    assert "Đoạn" in output
    assert run(office) == 0
    assert "as_off" in capsys.readouterr().out
    assert (office / "output" / "site" / "index.html").is_file()
    assert run(office, "report") == 2
    assert "as_off" in capsys.readouterr().err


def test_a_good_template_is_called_good(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["check-template"]) == 0
    assert build.main(["check-template", str(template)]) == 0
    assert "dùng được" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check-template", "demo", "check"])
def test_the_help_speaks_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build.main([command, "--help"])
    output = capsys.readouterr().out
    assert "Tham số:" in output
    assert "arguments" not in output


def test_a_template_that_is_not_there_cannot_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["check-template", str(tmp_path / "none.docx")]) == 2
    assert "none.docx" in capsys.readouterr().err


# ---------------------------------------------------------------- pictures


@pytest.mark.slow
def test_only_what_changed_is_drawn_again(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[set[str]] = []

    def watched(charts: list[Chart], browser: str) -> object:
        drawn.append({chart.id for chart in charts})
        return draw(charts, browser)

    draw = images._draw
    monkeypatch.setattr(images, "_draw", watched)

    def with_pictures(*words: str) -> dict[str, bytes]:
        folders = ["--input", str(office / "input"), "--output", str(office / "output")]
        assert build.main([*words, *folders, "--as-of", DAY]) == 0
        folder = office / "output" / "report" / "images"
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    first = with_pictures("report")
    assert drawn == [{name.partition(".")[0] for name in first}]
    assert with_pictures("report") == first
    assert len(drawn) == 1, "nothing changed, so no browser is started"
    put(office, "B", xs=2, htt=5)
    second = with_pictures("report")
    changed = {name.partition(".")[0] for name in first if first[name] != second[name]}
    assert drawn[1] == changed == {"levels-overview", "members-by-unit"}
    assert Document(str(office / "output" / "report" / "bao-cao.docx")).inline_shapes


def test_without_drawing_what_still_holds_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    charts = two_charts()
    known = {"a.png": b"mark-a", "a.svg": b"mark-a", "b.png": b"old", "b.svg": b"old"}
    monkeypatch.setattr(images, "fingerprint", lambda chart: f"mark-{chart.id}")
    kept = {"a.png": b"mark-a", "a.svg": b"mark-a"}
    assert render_images(charts, known, draw=False) == Images(kept, images.NOT_DRAWN)
    monkeypatch.setattr(images, "find_browser", lambda: None)
    assert render_images(charts, known) == Images(kept, images.NO_BROWSER)
    assert render_images(charts[:1], known) == Images(kept)


def two_charts() -> list[Chart]:
    return [Chart(id, "", "", "", 0, {}, (), ()) for id in ("a", "b")]
