"""Báo cáo, Phương pháp, Sổ quy tắc, Từ điển."""

import re

import pytest

from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.shown import Shown, show
from tests.outputs.test_csv_files import COLUMNS
from xeploai.charts.chart import Chart
from xeploai.outputs.site.all_pages import pages_of
from xeploai.outputs.site.pages.reports import Attached
from xeploai.outputs.site.render import render
from xeploai.rules.all_rules import ALL_RULES, worded_for
from xeploai.schema.form import FORM_SHEETS
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.schema.regulations import all_regulations
from xeploai.schema.row import columns
from xeploai.schema.terms import Rounding
from xeploai.schema.wording import WORDING_SHEETS
from xeploai.text import slug
from xeploai.views.page import Beside, Link
from xeploai.views.season_view import lay_out

CHART = Chart(
    "members-by-unit", "92,79% tốt", "53 đảng viên", "", 400, {"data": [], "layout": {}},
    ("Đơn vị", "XS"), (("Huyện", "5"),),
)  # fmt: skip


def words_on(code: str) -> str:
    """What the rule book says of one rule, which it names by its title."""
    source = show(seasons.nothing())["so-quy-tac.md"].source
    article = source.partition(f'id="{slug(code)}">')[2].partition("</article>")[0]
    return Shown(f"\n---\n{article}").text.strip()


def test_every_rule_is_explained_under_its_anchor_by_its_title() -> None:
    page = show(seasons.nothing())["so-quy-tac.md"]
    for rule in worded_for(seasons.settings().office).values():
        assert slug(rule.code) in page.ids
        for words in (rule.title, rule.reason[1:], rule.fix[1:], rule.citation):
            assert words in page.text
        assert rule.code not in page.text


def test_every_rule_says_for_which_periods_it_holds() -> None:
    text = show(seasons.nothing())["so-quy-tac.md"].text
    assert len(text.split(" Áp dụng ")) == len(ALL_RULES) + 1
    for code, years in (
        ("levels_do_not_sum_to_rated", "mọi kỳ"),
        ("excellent_cell_below_quality", "kỳ 2019–2022"),
        ("disciplined_members_not_failed", "kỳ 2023–2024"),
        ("excellent_unit_with_disciplined_organisation", "từ kỳ 2025"),
    ):
        assert words_on(code).endswith(f"Áp dụng {years}"), code


def test_every_error_says_whether_it_can_be_accepted() -> None:
    for code, words in (
        ("levels_do_not_sum_to_rated", "không, phải sửa"),
        ("unreadable_cell", "không, phải sửa"),
        ("declared_cells_differ", "được"),
    ):
        assert words_on(code).endswith(f" Chấp thuận {words} Áp dụng mọi kỳ"), code


def test_every_rule_says_whether_it_is_confirmed_or_practice() -> None:
    for code, basis in (
        ("leaders_above_collective", "(theo thông lệ)"),
        ("excellent_members_of_cell_over_cap", "(theo thông lệ)"),
        ("excellent_cell_below_quality", "(theo văn bản)"),
        ("disciplined_members_not_failed", "(theo văn bản)"),
        ("new_cell_rated", "(theo văn bản ở kỳ 2019–2022; kỳ khác theo thông lệ)"),
    ):
        assert basis in words_on(code), code


@pytest.mark.parametrize(
    ("code", "citation"),
    [
        ("levels_do_not_sum_to_rated", "Kiểm tra số học của biểu tổng hợp"),
        ("empty_file", "Nhận tệp"),
        ("blank_cell", "Biểu mẫu tổng hợp"),
        ("cell_not_listed", "Danh mục đơn vị của kỳ"),
    ],
)
def test_what_is_neither_regulation_nor_practice_is_cited_alone(code: str, citation: str) -> None:
    assert re.search(rf"Căn cứ {citation} (Mức độ|Chấp thuận|Áp dụng)", words_on(code))


def test_a_rule_whose_gravity_varies_says_when() -> None:
    words = words_on("excellent_members_over_cap")
    assert "Cảnh báo; là lỗi khi danh mục đặt “Vượt trần” là “không nhận”" in words


def test_every_column_of_every_sheet_and_file_is_explained() -> None:
    text = show(seasons.nothing())["tu-dien.md"].text
    for sheet in (*FORM_SHEETS, *REGISTER_SHEETS, *WORDING_SHEETS):
        assert sheet.SHEET in text
        for column in columns(sheet).values():
            assert column.header in text
            assert column.meaning in text
    files = text.partition("Tên cột là chữ không dấu")[2]
    assert "Tên name Loại hình kind" in files.replace("  ", " "), "words first, then the code"
    for names in COLUMNS.values():
        assert all(name in files for name in names)


def test_the_method_tells_the_formulas_with_this_seasons_numbers() -> None:
    text = show(seasons.messy())["phuong-phap.md"].text
    assert "Tỷ lệ hoàn thành tốt số hoàn thành tốt chia cho số được đánh giá, xếp loại" in text
    assert "46/53 = 86,79%" in text
    assert (
        "XS/(XS+HTT) số hoàn thành xuất sắc chia cho số hoàn thành xuất sắc cộng số hoàn thành tốt"
        in text
    )


def test_the_method_tells_the_rounding_in_force() -> None:
    half_up = show(seasons.nothing())["phuong-phap.md"].text
    assert "Ví dụ 152/166 ghi là 91,57% (nếu bỏ phần lẻ thì 91,56%)." in half_up
    cut = show(seasons.nothing(rounding=Rounding.CUT))["phuong-phap.md"].text
    assert "Ví dụ 152/166 ghi là 91,56% (nếu làm tròn thông thường thì 91,57%)." in cut


def test_the_method_names_every_regulation_and_the_one_in_force() -> None:
    text = show(seasons.nothing())["phuong-phap.md"].text
    assert "2019–2022 (đang áp dụng)" in text
    for regulation in all_regulations():
        assert regulation.name in text
        assert (regulation.cap or regulation.levels).citation in text
    assert "100% đảng viên, chi bộ hoàn thành nhiệm vụ trở lên, 80% hoàn thành tốt trở lên" in text
    assert text.count("Chưa đối chiếu với quy định của kỳ") == sum(
        (not (each.quality and each.quality.confirmed)) + (each.exempt is None)
        for each in all_regulations()
    )
    assert text.count("Quá 20% tổ chức trực thuộc bị kỷ luật") == 1


def test_the_method_reads_cells_as_the_program_does() -> None:
    text = show(seasons.nothing())["phuong-phap.md"].text
    assert "“1.234” Số 1.234" in text
    assert "“12,5” Số báo lỗi, phải là số nguyên từ 0 trở lên" in text
    assert "“31/02/2025” Ngày báo lỗi, phải là ngày dạng dd/mm/yyyy" in text


def test_the_method_says_how_small_cells_are_hidden() -> None:
    text = show(seasons.nothing(hide_below=5))["phuong-phap.md"].text
    assert "Chi bộ, đảng bộ bộ phận, đơn vị có dưới 5 đảng viên" in text
    assert "Ẩn số liệu không ẩn" in show(seasons.nothing())["phuong-phap.md"].text


def test_pictures_can_be_saved_and_copied() -> None:
    drawn = Attached(images=("members-by-unit.png", "members-by-unit.svg"))
    made = render(pages_of(lay_out(seasons.whole()), {CHART.id: CHART}, drawn))["bao-cao.md"]
    page = Shown(made.decode())
    assert 'src="bao-cao/hinh/members-by-unit.png"' in page.source
    assert 'data-copy-image="anh-members-by-unit"' in page.source
    assert "bao-cao/hinh/members-by-unit.svg" in page.links
    assert 'alt="92,79% tốt. 53 đảng viên"' in page.source


def test_without_pictures_it_says_why() -> None:
    without = Attached(images_message="Không tìm thấy trình duyệt.")
    page = show(seasons.whole(), attached=without)["bao-cao.md"]
    assert "Chưa có ảnh biểu đồ Không tìm thấy trình duyệt." in page.text
    assert "chưa có đơn vị nào được tính" not in page.text
    assert "data/ratios.csv" in page.links


def test_where_some_pictures_are_missing_it_says_so_above_the_others() -> None:
    some = Attached(images=("members-by-unit.png",), images_message="Không tìm thấy trình duyệt.")
    made = render(pages_of(lay_out(seasons.whole()), {CHART.id: CHART}, some))["bao-cao.md"]
    text = Shown(made.decode()).text
    assert "Còn thiếu ảnh biểu đồ Không tìm thấy trình duyệt. Lưu ảnh PNG" in text


def test_without_figures_there_is_nothing_to_draw() -> None:
    assert "chưa có đơn vị nào được tính" in show(seasons.nothing())["bao-cao.md"].text


def test_the_report_is_offered_on_the_clerks_disk_and_the_tables_everywhere() -> None:
    tables = Attached(tables=Link("Biểu tổng hợp (Excel)", "bao-cao/bieu-tong-hop.xlsx"))
    word = Beside(report=[Link("Báo cáo (Word)", "../report/bao-cao.docx")])
    page = show(seasons.whole(), attached=tables, beside=word)["bao-cao.md"]
    assert '<li data-beside><a href="../report/bao-cao.docx">' in page.source
    assert '<li><a href="bao-cao/bieu-tong-hop.xlsx" download>' in page.source


def test_the_reason_for_a_missing_report_is_shown() -> None:
    attached = Attached(report_message="Mẫu bao-cao.docx, đoạn 3: thiếu dấu đóng.")
    text = show(seasons.whole(), attached=attached)["bao-cao.md"].text
    assert "Chưa lập được báo cáo Word Mẫu bao-cao.docx, đoạn 3: thiếu dấu đóng." in text


def test_a_chart_stands_on_its_page_with_its_table() -> None:
    pages = pages_of(lay_out(seasons.whole()), {CHART.id: CHART})
    made = render(pages)["xep-loai/dang-vien.md"].decode()
    assert made.startswith('---\ntitle: "Đảng viên"\ncharts: true\n---\n')
    assert 'data-chart="members-by-unit" style="height:400px"' in made
    assert '<script type="application/json" data-for="members-by-unit">{"data":[]' in made
    assert '<th scope="row">Huyện</th>' in made
