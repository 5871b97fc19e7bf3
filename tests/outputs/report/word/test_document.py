"""The Word report: its form, its sentences, and a template the office edited."""

import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.builders import (
    DISTRICT,
    cell,
    disciplined,
    milestone,
    plain_cell,
    remedy,
    unit,
)
from tests.outputs.report.word.edited import (
    TEMPLATE,
    appendix,
    edited,
    find,
    left_over,
    lines,
    opened,
    paragraphs,
    replaced,
    text,
)
from tests.outputs.report.words import NOBODY, UNHINTED, everybody, last_year, report_words, sent
from xeploai.errors import BuildError
from xeploai.outputs.report.word.context import Passages, Pictures, ReportPicture, ReportWords
from xeploai.outputs.report.word.document import document
from xeploai.schema.terms import RemedyState


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_pictures(words: ReportWords, height: int = 40) -> ReportWords:
    names = ["curve", "overview", "org", "cell", "member", "collective", "leader"]
    drawn: dict[str, ReportPicture | None] = {
        name: ReportPicture(number, f'Biểu "{name}" <1>', png(80, height + number))
        for number, name in enumerate(names, start=1)
    }
    return replace(words, pictures=Pictures(**drawn))


def made(words: ReportWords, template: Path = TEMPLATE) -> bytes:
    return document(template, words)


@pytest.fixture(scope="module")
def whole() -> bytes:
    rows = [disciplined(1), remedy()]
    returns = [sent("A", None, *rows), *everybody()[1:], *last_year()]
    return made(with_pictures(report_words(*returns, milestones=[milestone()])))


# ---------------------------------------------------------------- the form


def test_pages_are_those_of_party_papers(whole: bytes) -> None:
    upright, wide = opened(whole).sections
    for section in (upright, wide):
        sides = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (round(wide.page_width.mm), wide.orientation) == (297, WD_ORIENT.LANDSCAPE)


def test_every_style_is_times_new_roman(whole: bytes) -> None:
    styles = opened(whole).styles
    assert (styles["Normal"].font.name, styles["Normal"].font.size.pt) == ("Times New Roman", 14)
    assert [styles[f"Heading {n}"].font.size.pt for n in (1, 2, 3)] == [14, 14, 14]
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = [archive.read(f"word/{name}.xml").decode() for name in ("styles", "document")]
        theme = archive.read("word/theme/theme1.xml").decode()
    fonts = [node for part in parts for node in part.split("<w:rFonts ")[1:]]
    assert fonts
    assert all('w:eastAsia="Times New Roman"' in node.split(">")[0] for node in fonts)
    assert "asciiTheme" not in "".join(parts)
    assert theme.count('<a:latin typeface="Times New Roman"') == 2


def test_the_head_is_that_of_party_papers() -> None:
    words = report_words(*everybody())
    plain = lines(made(words))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in plain
    assert "Số ……-BC/……" in plain
    named = replace(words, number="05-BC/HU", place="Vĩnh Tường", day="05", month="02", year=2026)
    content = lines(made(named))
    assert "Số 05-BC/HU" in content
    assert "Vĩnh Tường, ngày 05 tháng 02 năm 2026" in content
    assert content[content.index("BÁO CÁO") + 1].startswith("kết quả kiểm điểm, đánh giá, xếp loại")


def test_its_sections_are_real_headings(whole: bytes) -> None:
    headings = [each.text for each in opened(whole).paragraphs if each.style.name == "Heading 1"]
    assert [each.split("-")[0] for each in headings] == ["I", "II", "III", "IV", "V"]
    second = [each.text for each in opened(whole).paragraphs if each.style.name == "Heading 2"]
    assert second[3:9] == [
        "1. Tổ chức cơ sở đảng",
        "2. Chi bộ",
        "3. Đảng viên",
        "4. Tập thể lãnh đạo, quản lý",
        "5. Cá nhân lãnh đạo, quản lý",
        "6. Kết quả của từng đơn vị",
    ]


def test_the_last_line_of_the_text_ends_with_a_full_stop_and_keeps_the_signature() -> None:
    words = replace(
        report_words(*everybody()),
        authority="T/M BAN THƯỜNG VỤ",
        position="BÍ THƯ",
        signer="Nguyễn Văn A",
        recipients=("Tỉnh ủy", "Lưu Văn phòng"),
    )
    document = opened(made(words))
    closing = find(document, "Trên đây là báo cáo")
    assert closing.text.endswith(".")
    assert closing.paragraph_format.keep_with_next
    row = next(table for table in document.tables if "Nơi nhận" in table.cell(0, 0).text).rows[0]
    left, right = (cell.text for cell in row.cells)
    assert left == "Nơi nhận:\n- Tỉnh ủy,\n- Lưu Văn phòng."
    assert right == "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nNguyễn Văn A"
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_no_tag_is_left(whole: bytes) -> None:
    assert left_over(whole) == []
    assert left_over(made(report_words())) == []


# ---------------------------------------------------------------- sentences


def test_sentences_say_the_figures_and_last_year() -> None:
    content = text(made(report_words(*everybody(), *last_year())))
    words = report_words(*everybody(), *last_year()).member
    assert words is not None
    assert f"Có {words.fraction} đảng viên được đánh giá, xếp loại, đạt {words.share}." in content
    assert (
        f"Có {words.htt.fraction} đảng viên hoàn thành tốt nhiệm vụ, đạt {words.htt.share}."
        in content
    )
    assert (
        f"Có {words.above.fraction} đảng viên hoàn thành tốt nhiệm vụ trở lên, đạt "
        f"{words.above.share}."
    ) in content
    assert "Có 02/03 chi bộ được xếp loại, đạt 66,67%." in content
    assert "Có 02/03 chi bộ đã kiểm điểm, đạt 66,67%; 01 chi bộ chưa ghi ngày kiểm điểm." in content
    # The site compares no part with a whole, and neither does paper.
    assert "Không so sánh được: kỳ trước (năm 2024) chỉ có 1/3 đơn vị." in content
    assert "Bảng 2." not in content
    assert "điểm phần trăm" not in content
    assert "Số liệu tính đến ngày 31/12/2025; 3/3 đơn vị." in content
    assert f"bằng {words.xs_over_htt} số hoàn thành tốt nhiệm vụ" in content


def test_a_level_nobody_is_at_has_no_sentence() -> None:
    content = text(made(report_words(*everybody())))
    assert "đảng viên không hoàn thành nhiệm vụ" not in content


def test_provisional_figures_say_so_in_the_sentence() -> None:
    content = text(made(report_words(sent("A"))))
    assert "Số liệu tính đến ngày 31/12/2025; tạm tính, 1/3 đơn vị." in content
    assert "Còn 02 đơn vị chưa có số liệu được tính: Đảng bộ xã B, Chi bộ cơ quan C." in content
    assert "được đánh giá, xếp loại, đạt 80,00% (tạm tính, 1/3 đơn vị)." in content
    assert "Có 06/08 đảng viên hoàn thành tốt nhiệm vụ, đạt 75,00% (tạm tính)." in content
    assert "bằng 14,29% tổng số của hai mức (tạm tính)." in content


def test_what_the_review_found_is_provisional_too() -> None:
    rows = [disciplined(2), remedy(state=RemedyState.OPEN)]
    content = text(made(report_words(sent("A", [cell(disciplined=2)], *rows))))
    assert "gồm: khiển trách 02 (tạm tính, 1/3 đơn vị)." in content
    assert "chưa khắc phục 01 (tạm tính, 1/3 đơn vị)." in content
    spared = "không có tổ chức đảng, đảng viên bị thi hành kỷ luật"
    said = report_words(sent("A", None, *NOBODY), units=UNHINTED)
    assert f"{spared} (tạm tính, 1/3 đơn vị)." in text(made(said))
    assert spared not in text(made(report_words()))


def test_what_nobody_wrote_is_not_none() -> None:
    content = text(made(report_words(*everybody(), units=UNHINTED)))
    assert "không có tổ chức đảng, đảng viên bị thi hành kỷ luật" not in content
    assert "Kỷ luật tổ chức đảng trong kỳ: 3/3 đơn vị chưa ghi." in content


def test_a_small_units_report_says_that_figures_are_kept_back() -> None:
    units = [DISTRICT, *(unit(code) for code in "ABCD")]
    few = [sent(x, [plain_cell(1, members=3)], disciplined(1)) for x in "AB"]
    many = [sent(x, [plain_cell(1, members=40)]) for x in "CD"]
    content = text(made(report_words(*few, *many, units=units, hide_below=5, unit="A")))
    assert "Số liệu đảng viên không nêu vì đơn vị có ít đảng viên." in content
    assert "Số liệu kỷ luật đảng viên không nêu vì đơn vị có ít đảng viên." in content
    assert "khiển trách" not in content


def test_with_nothing_counted_there_are_no_headings_over_nothing() -> None:
    content = text(made(report_words()))
    assert "Đến ngày 31/12/2025 chưa có số liệu xếp loại nào được tính." in content
    assert "1. Tổ chức cơ sở đảng" not in content
    assert "6. Kết quả của từng" not in content


def test_a_grassroots_cell_has_no_cells_to_tell_of() -> None:
    content = text(made(report_words(*everybody(), unit="C")))
    assert "Chi bộ cơ sở không có chi bộ trực thuộc." in content


def test_an_earlier_step_is_reported_with_its_figures() -> None:
    words = report_words(*everybody())
    assert words.cell is not None
    cell = replace(words.cell, step="theo mức đề nghị, chưa đủ quyết định xếp loại")
    content = text(made(replace(words, cell=cell, subjects=(cell,))))
    assert "Theo mức đề nghị, chưa đủ quyết định xếp loại." in content
    assert "Chi bộ: theo mức đề nghị, chưa đủ quyết định xếp loại." in content


def test_without_last_year_nothing_is_compared() -> None:
    content = text(made(report_words(*everybody())))
    assert "năm 2024" not in content
    assert "So sánh" not in content
    assert "Bảng 1. Tổng hợp" in content
    assert "Bảng 2." not in content


def test_a_season_without_returns_has_a_report() -> None:
    data = made(report_words())
    assert "chưa có số liệu xếp loại nào được tính" in text(data)
    assert "Phụ lục" not in text(data)
    (section,) = opened(data).sections
    assert section.orientation == WD_ORIENT.PORTRAIT


def test_one_unit_has_a_report() -> None:
    content = text(made(report_words(*everybody(), unit="B")))
    assert "của Đảng bộ xã B như sau" in content
    assert "Đảng bộ xã A" not in content


def test_discipline_and_remedies_are_reported(whole: bytes) -> None:
    content = text(whole)
    assert "đảng viên bị thi hành kỷ luật, gồm: " in content
    assert "Về khắc phục hạn chế, khuyết điểm: " in content
    assert "Số liệu tổng hợp không có đơn vị được gợi ý" not in content
    quiet = [sent("A", None, *NOBODY), sent("B", None, *NOBODY), sent("C", None, *NOBODY)]
    told = report_words(*quiet, units=UNHINTED)
    assert "Số liệu tổng hợp không có đơn vị được gợi ý" in text(made(told))


def test_the_offices_own_words_take_the_place_of_dots() -> None:
    words = report_words(*everybody())
    dotted = [each for each in opened(made(words)).paragraphs if each.style.name == "Dòng chấm"]
    passages = Passages(("Một.", "Hai."), ("Ba.",), ("Bốn.",), ("Năm.",), ("Sáu.",), ("Bảy.",))
    data = made(replace(words, passages=passages))
    assert len(dotted) == 6
    assert not [each for each in opened(data).paragraphs if each.style.name == "Dòng chấm"]
    plain = lines(data)
    assert plain[plain.index("I- LÃNH ĐẠO, CHỈ ĐẠO") + 1 :][:2] == ["Một.", "Hai."]
    assert plain[plain.index("V- ĐỀ XUẤT, KIẾN NGHỊ") + 1] == "Bảy."


def test_any_name_stands_letter_for_letter() -> None:
    bad = "Xã <A> & {{ 7*7 }} {% if %} \x0b{_{"
    units = [DISTRICT, unit("A", name=bad)]
    data = made(report_words(sent("A"), units=units))
    assert "- Xã <A> & {{ 7*7 }} {% if %} {_{: " in text(data)
    assert appendix(data, 1).rows[3].cells[1].text == "Xã <A> & {{ 7*7 }} {% if %} {_{"


# ---------------------------------------------------------------- tables


def test_appendix_tables_repeat_their_headings_and_end_with_the_total(whole: bytes) -> None:
    for number in range(1, 4):
        table = appendix(whole, number)
        marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marks == [True] * 3 + [False] * (len(marks) - 3)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        numbers = [cell.text for cell in table.rows[2].cells]
        assert numbers == [str(at) for at in range(1, len(numbers) + 1)]
        last = table.rows[-1].cells[1].paragraphs[0]
        assert (last.text, last.style.font.bold) == ("Tổng cộng", True)


def test_each_table_stands_on_a_page_of_its_own_under_its_title(whole: bytes) -> None:
    document = opened(whole)
    titles = [each for each in document.paragraphs if each.style.name == "Tên phụ lục"]
    begins = titles[::2]
    assert begins
    assert all(each.paragraph_format.page_break_before for each in begins)
    assert "Phụ lục 1\nKết quả xếp loại" in text(whole)
    assert f"Phụ lục {len(begins)}\n" in text(whole)
    assert "(Số liệu tính đến ngày 31/12/2025; 3/3 đơn vị)" in text(whole)


def test_group_lines_are_bold() -> None:
    words = report_words(*everybody())
    table = words.tables.member
    assert table is not None
    rows = (replace(table.rows[0], is_sum=True), *table.rows[1:])
    data = made(replace(words, tables=replace(words.tables, member=replace(table, rows=rows))))
    styles = [row.cells[1].paragraphs[0].style.font.bold for row in appendix(data, 1).rows[3:]]
    assert styles == [True, False, False, True]


# ---------------------------------------------------------------- pictures


def test_pictures_are_numbered_and_named(whole: bytes) -> None:
    listed = [line for line in text(whole).split("\n") if line.startswith("Biểu đồ")]
    assert [line.split(".")[0] for line in listed] == [f"Biểu đồ {n}" for n in range(1, 8)]
    drawn = list(opened(whole).element.body.iter(qn("wp:docPr")))
    assert [node.get("descr") for node in drawn][:2] == [
        'Biểu "curve" <1>',
        'Biểu "overview" <1>',
    ]
    assert len({node.get("id") for node in drawn}) == 7
    captions = [each for each in opened(whole).paragraphs if each.style.name == "Caption"]
    assert len(captions) == 7


def test_a_picture_is_16_cm_wide_and_never_higher_than_a_page() -> None:
    words = report_words(*everybody())
    sizes = {}
    for height in (40, 400):
        shape = opened(made(with_pictures(words, height))).inline_shapes[0]
        sizes[height] = (round(shape.width.mm), round(shape.height.mm))
    assert sizes[40] == (160, 82)
    assert sizes[400][1] == 228
    assert sizes[400][0] == round(228 * 80 / 401)


def test_without_pictures_no_caption_is_left() -> None:
    data = made(report_words(*everybody()))
    assert "Biểu đồ" not in text(data)
    assert not opened(data).inline_shapes


def test_numbers_follow_the_order_of_an_edited_template(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        _cut(document, "{%p if pictures.curve %}", "{%p endif %}")

    data = made(with_pictures(report_words(*everybody())), edited(tmp_path, change))
    captions = [line for line in text(data).split("\n") if line.startswith("Biểu đồ")]
    assert captions[0] == 'Biểu đồ 1. Biểu "overview" <1>'
    assert len(captions) == 6


def _cut(document: Any, first: str, last: str) -> None:
    """Delete paragraphs from one to another."""
    doomed: list[Paragraph] = []
    for each in paragraphs(document):
        if doomed or first in each.text:
            doomed.append(each)
            if last in each.text:
                break
    for each in doomed:
        parent = each._p.getparent()
        assert parent is not None
        parent.remove(each._p)


# ---------------------------------------------------------------- the same each time


def test_the_same_words_give_the_same_bytes(whole: bytes) -> None:
    words = with_pictures(report_words(*everybody()))
    assert made(words) == made(words)
    about = opened(whole).core_properties
    assert about.title.startswith("Báo cáo kết quả kiểm điểm")
    assert about.author == "BAN TỔ CHỨC HUYỆN ỦY"
    assert (about.created.year, about.created.month, about.created.day) == (2025, 12, 31)


# ---------------------------------------------------------------- templates edited by hand


def test_text_may_be_moved(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        moved = find(document, "Số liệu tính đến ngày {{ as_of }}")._p
        find(document, "BÁO CÁO")._p.addprevious(moved)

    content = lines(made(report_words(*everybody()), edited(tmp_path, change)))
    assert content.index("Số liệu tính đến ngày 31/12/2025; 3/3 đơn vị.") < content.index("BÁO CÁO")


def test_a_column_may_be_removed(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        table = next(
            table for table in document.tables if "{{ row.exempt }}" in table._tbl.xml
        )  # the members
        for row in table._tbl.tr_lst:
            cells = row.tc_lst
            if len(cells) > 5:
                row.remove(cells[-1])

    data = made(report_words(*everybody()), edited(tmp_path, change))
    assert left_over(data) == []
    assert len(appendix(data, 1).rows[-1]._tr.tc_lst) == 18


def test_a_tag_may_be_split_over_runs_however_they_are_wrapped(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        line = find(document, "Số liệu tính đến ngày {{ as_of }}")
        line.runs[0].text = "Ngày {"
        for piece in ("{ as", "_of }", "} và {{ cov"):
            line.add_run(piece).bold = True
        inserted: Any = line._p.makeelement(qn("w:ins"), {qn("w:id"): "1", qn("w:author"): "A"})
        inserted.append(line.add_run("erage }}.")._r)
        line._p.append(inserted)

    data = made(report_words(*everybody()), edited(tmp_path, change))
    assert "Ngày 31/12/2025 và 3/3 đơn vị." in text(data)


def test_quotes_that_word_made_round_are_understood(tmp_path: Path) -> None:
    template = replaced(tmp_path, "{{ place }}", "{{ place | replace(“a”, ‘a’) }}")
    content = lines(made(replace(report_words(), place="Vĩnh Tường"), template))
    assert any(line.startswith("Vĩnh Tường, ngày") for line in content)


def test_a_head_may_hold_words(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ office }} & {{ as_of }}"

    data = made(report_words(*everybody()), edited(tmp_path, change))
    assert left_over(data) == []
    assert opened(data).sections[0].footer.paragraphs[0].text == (
        "BAN TỔ CHỨC HUYỆN ỦY & 31/12/2025"
    )


def test_a_cell_that_a_condition_empties_stays_a_cell(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        cell = document.tables[0].cell(0, 1)
        cell.paragraphs[0].text = "{%p if number %}"
        cell.paragraphs[1].text = "{{ number }}"
        cell.add_paragraph("{%p endif %}")

    cell = opened(made(report_words(*everybody()), edited(tmp_path, change))).tables[0].cell(0, 1)
    assert [each.text for each in cell.paragraphs] == [""]


def test_a_broken_template_is_refused_with_the_place(tmp_path: Path) -> None:
    template = replaced(tmp_path, "ngày {{ as_of }}{%", "ngày {{ as_off }}{%")
    with pytest.raises(BuildError, match=r"bao-cao\.docx: Đoạn \d+ \(“Số liệu tính.*“as_off”"):
        made(report_words(), template)


def test_what_filling_damages_is_refused(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        line = find(document, "Số liệu tính đến ngày")
        line.runs[0].text = "{% if missing %}"
        link: Any = line._p.makeelement(qn("w:hyperlink"), {})
        link.append(line.add_run("x{% endif %}")._r)
        line._p.append(link)

    with pytest.raises(BuildError, match="không còn là tệp Word đúng"):
        made(report_words(*everybody()), edited(tmp_path, change))


# ---------------------------------------------------------------- in an office program


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_prints_it_without_an_empty_page(whole: bytes, tmp_path: Path) -> None:
    pages = printed(whole, tmp_path)
    assert len(pages) > 8
    assert all(len(page.split()) > 12 for page in pages)
    assert not [page for page in pages if "{" in page]
    none = printed(made(report_words()), tmp_path)
    assert len(none) in (2, 3)
    assert all(page.strip() for page in none)


def printed(data: bytes, folder: Path) -> list[str]:
    """What each page of a document says."""
    source = folder / "bao-cao.docx"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", folder, source], check=True, timeout=150, capture_output=True
    )
    output = subprocess.run(
        ["pdftotext", folder / "bao-cao.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    return output.split("\f")[:-1]


def test_the_template_itself_opens_in_word_as_a_document_of_today() -> None:
    settings = Document(str(TEMPLATE)).settings.element
    mode = [node.get(qn("w:val")) for node in settings.iter(qn("w:compatSetting"))]
    assert mode == ["15"]
