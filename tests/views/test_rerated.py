"""Both values of what a later decision changed, wherever one of them stands."""

from collections.abc import Mapping
from csv import DictReader
from datetime import date
from io import BytesIO, StringIO

from openpyxl import load_workbook

from tests.builders import (
    AS_OF,
    UNITS,
    YEAR,
    a_return,
    cell,
    info,
    old_unit,
    register,
    rerated,
    unit,
)
from tests.outputs.site.pages.shown import Shown, show
from xeploai.outputs.csv_files import data_files
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.review import review_notes
from xeploai.outputs.report.word.subjects import subject_words
from xeploai.paths import RATIOS_TABLE
from xeploai.rules.all_rules import TITLES
from xeploai.schema.periods import Period
from xeploai.schema.register import RerateRow
from xeploai.schema.row import Code
from xeploai.schema.terms import Level, ReratedSubject, Subject, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.redaction import redaction_of
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

CELL = unit("A1", UnitKind.CELL, parent="A", name="Chi bộ thôn Một")
MEMBER = ReratedSubject.MEMBER
PAGE = "xep-loai/xep-loai-lai.md"


def season(*rows: RerateRow, **over: object) -> Season:
    """A's returns of this year and the last: 1 XS, 6 HTT and 1 HT of ten members each."""
    day = date(YEAR - 1, 12, 1)
    before = info(period=str(YEAR - 1), sent_on=day)
    sent = [
        a_return([cell()], of=info(), sha256="A"),
        a_return([cell(review_date=day)], of=before, sha256="old", file="cũ.xlsx"),
    ]
    return evaluate(register([*UNITS, CELL], rerated=rows, **over), sent, AS_OF)


def now(code: str, number: int = 2, **over: object) -> RerateRow:
    return rerated(code, MEMBER, Level.HTT, Level.KHT, period=str(YEAR), number=number, **over)


def pages(*rows: RerateRow, **over: object) -> Mapping[str, Shown]:
    return show(season(*rows, **over))


def test_pages_show_both_values_beside_every_figure_that_changed() -> None:
    shown = pages(now("A1"))
    words = "đã điều chỉnh: HTT 6 → 4, KHT 0 → 2"
    assert f"Đảng viên, năm 2025: {words}." in shown["don-vi/a.md"].text
    assert f"Chi bộ thôn Một {words}" in shown["don-vi/a.md"].text
    assert f"Đảng bộ xã A {words}" in shown["don-vi/h.md"].text
    ratings = shown["xep-loai/dang-vien.md"]
    assert f"Đảng viên, năm 2025: {words}. Xem các quyết định" in ratings.text
    assert f"Đảng bộ xã A {words}" in ratings.text
    assert any(link.endswith("xep-loai/xep-loai-lai.html") for link in ratings.links)
    assert "đã điều chỉnh" not in shown["don-vi/b.md"].text


def test_one_organisation_shows_the_level_it_had() -> None:
    row = rerated("A", ReratedSubject.ORG, Level.HTT, Level.HT, period=str(YEAR))
    text = pages(row)["xep-loai/tccsd.md"].text
    assert "Hoàn thành đã điều chỉnh từ mức hoàn thành tốt" in text


def test_last_years_figures_show_both_values_where_they_are_compared() -> None:
    shown = pages(rerated("A", MEMBER, Level.HTT, Level.KHT))
    assert "Đảng viên, năm 2024: đã điều chỉnh: HTT 6 → 5, KHT 0 → 1." in (
        shown["don-vi/a.md"].text
    )
    assert "đã điều chỉnh" not in shown["don-vi/h.md"].text.partition("Đơn vị trực thuộc")[2]


def test_the_page_of_decisions_says_what_became_of_each() -> None:
    text = pages(
        now("A", decision_no="12-QĐ/HU", decision_date=date(YEAR, 12, 3), reason="Kỷ luật"),
        rerated("A", MEMBER, Level.KHT, Level.HT),
        rerated("A", MEMBER, Level.HTT, Level.HT, period="2019"),
    )[PAGE].text
    assert "3 quyết định xếp loại lại." in text
    assert (
        "Đảng bộ xã A 2025 2 đảng viên Hoàn thành tốt → không hoàn thành "
        "12-QĐ/HU, ngày 03/12/2025 Kỷ luật Đã điều chỉnh"
    ) in text
    assert "Không hoàn thành → hoàn thành Không khớp số liệu, chưa điều chỉnh" in text
    assert "Hoàn thành tốt → hoàn thành Không có số liệu của kỳ ấy" in text


def test_without_such_decisions_nothing_is_said_of_them() -> None:
    shown = pages()
    assert PAGE not in shown
    assert not [page for page in shown.values() if "đã điều chỉnh" in page.text.lower()]


def test_hidden_counts_stay_hidden() -> None:
    shown = pages(now("A"), hide_below=20)
    assert "đã điều chỉnh" not in shown["don-vi/a.md"].text
    assert "Đảng bộ xã A đã điều chỉnh" not in shown["xep-loai/dang-vien.md"].text
    assert "Đảng bộ xã A 2025 đảng viên ẩn vì ít đảng viên" in shown[PAGE].text
    scope = Scope(lay_out(season(now("A"), hide_below=20)), "")
    assert not [words for words in review_notes(scope, ()) if "Xếp loại lại" in words]
    (line,) = (row for row in load_workbook(BytesIO(workbook(scope)))["Xếp loại lại"].values
               if row[0] == "Đảng bộ xã A")  # fmt: skip
    assert [x or "" for x in line[1:4]] == ["2025", "đảng viên", "ẩn vì ít đảng viên"]


def test_a_unit_that_is_no_more_and_split_is_listed_by_its_code() -> None:
    rows = [old_unit("A", "X9", "2024"), old_unit("B", "X9", "2024")]
    of = season(rerated("X9", MEMBER, Level.HTT, Level.HT), crosswalk=rows)
    assert "X9 2024 1 đảng viên" in show(of)[PAGE].text
    scope = Scope(lay_out(of), "")
    assert "Xếp loại lại" not in load_workbook(BytesIO(workbook(scope))).sheetnames


def test_a_decision_on_an_old_unit_may_be_of_a_year_before_its_last() -> None:
    day = date(2023, 12, 1)
    before = info(unit_code=Code("X9"), period="2023", sent_on=day)
    sent = a_return([cell(review_date=day)], of=before, sha256="x9", file="cũ.xlsx")
    row = rerated("X9", MEMBER, Level.HTT, Level.HT, period="2023")
    of = register([*UNITS, CELL], rerated=[row], crosswalk=[old_unit("A", "X9", "2024")])
    result = evaluate(of, [sent], AS_OF)
    figure = result.years[Period(2023)].at("A", Subject.MEMBER)
    assert figure is not None
    assert (figure.htt, figure.ht) == (5, 2)
    assert "Đảng bộ xã A 2023 1 đảng viên" in show(result)[PAGE].text


def test_hidden_counts_are_in_no_finding_either() -> None:
    of = season(rerated("A", MEMBER, Level.KHT, Level.HT, number=3), hide_below=20)
    finding = next(x for x in of.findings if x.rule == "rerated_without_figures")
    shown = redaction_of(of, TITLES).shown(finding)
    assert shown.message == TITLES["rerated_without_figures"]


def test_ratios_have_the_counts_before_the_change() -> None:
    of = season(now("A1"))
    data = data_files(of, redaction_of(of, TITLES))[RATIOS_TABLE].decode("utf-8-sig")
    rows = [
        row for row in DictReader(StringIO(data))
        if (row["unit"], row["subject"], row["period"]) == ("A", "member", str(YEAR))
    ]  # fmt: skip
    keys = ("xs", "xs_before", "htt", "htt_before", "ht_before", "kht", "kht_before")
    assert [[row[key] for key in keys] for row in rows] == [["1", "", "4", "6", "", "2", "0"]]


def test_sums_of_the_workbook_hold_where_a_unit_was_rated_again_as_a_whole() -> None:
    """A's cells still have what they reported: its line adds them up and the change."""
    of = season(now("A"))
    book = load_workbook(BytesIO(workbook(Scope(lay_out(of), ""))))
    sheet = book["Đảng viên – Chi bộ"]
    group = next(row for row in sheet.iter_rows() if "Đảng bộ xã A" in str(row[1].value))
    assert "đã điều chỉnh: HTT 6 → 4, KHT 0 → 2" in str(group[1].value)
    changed = [str(each.value) for each in group if str(each.value).endswith((")-2", ")+2"))]
    assert len(changed) == 2


def test_the_report_says_who_was_rated_again() -> None:
    scope = Scope(lay_out(season(now("A", decision_no="12-QĐ/HU"))), "")
    assert next(iter(review_notes(scope, ()))) == (
        "Xếp loại lại: 2 đảng viên năm 2025 từ hoàn thành tốt nhiệm vụ thành không hoàn thành "
        "nhiệm vụ (12-QĐ/HU)."
    )
    words = subject_words(scope, Subject.MEMBER)
    assert words is not None
    assert "đã điều chỉnh: HTT 6 → 4, KHT 0 → 2" in words.step
