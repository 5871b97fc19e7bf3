"""Charts of the few that are rated: withheld alike on pages, in Word, Excel and pictures."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.outputs.site.pages import seasons
from xeploai.charts.rating_bars import IDS
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.files import report_files
from xeploai.outputs.report.images import Images
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.outputs.site.all_pages import pages_of
from xeploai.outputs.site.pages.reports import Attached
from xeploai.outputs.site.render import render
from xeploai.paths import CHART_SHEET, REPORT_DOCUMENT
from xeploai.schema.terms import Level, Subject
from xeploai.season.season import Season
from xeploai.views.page_registry import OF_SUBJECT, SitePage
from xeploai.views.season_view import lay_out

UNITS = ("0103", "0104", "0105", "0107")
STEPS = ("self_level", "proposed_level", "decided_level")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f000101010"
    "01bb6ee560000000049454e44ae426082"
)


def season(subject: Subject, rated: int) -> Season:
    """Four units of three cells each; so many of the subject are rated."""
    cells, taken = 0, []
    for at, unit in enumerate(UNITS):
        rows = []
        for number in range(3):
            levels = _levels(subject is not Subject.CELL or cells < rated, Level.XS)
            rows.append(seasons.cell(f"Chi bộ {number}", (1, 8 + at, 0, 0), **levels))
            cells += 1
        own = _levels(subject is not Subject.ORG or at < rated, Level.XS)
        taken.append(seasons.sent(unit, rows, **own))
    listed = [unit for unit in seasons.UNITS if unit.code in ("00", *UNITS)]
    return seasons.season(listed, taken)


def _levels(is_rated: bool, level: Level) -> dict[str, Any]:
    return dict.fromkeys(STEPS, level if is_rated else None)


@dataclass(frozen=True)
class Shown:
    """Everything in which a chart of a subject could stand."""

    scope: Scope
    page: str
    reports: str
    word: list[str]
    pictures: int
    sheet: str
    workbook: openpyxl.Workbook


def shown(subject: Subject, rated: int) -> Shown:
    scope = Scope(lay_out(season(subject, rated)), "00")
    drawn = {f"{name}.{kind}": PNG for name in scope.charts for kind in ("png", "svg")}
    report = report_files(scope, NO_WORDING, Images(drawn))
    assert report.message == ""
    document = Document(BytesIO(report.files[REPORT_DOCUMENT]))
    attached = Attached(images=tuple(drawn), not_drawn=scope.not_drawn)
    pages = render(pages_of(scope.view, scope.charts, attached))
    return Shown(
        scope=scope,
        page=pages[OF_SUBJECT[subject].source].decode(),
        reports=pages[SitePage.REPORTS.source].decode(),
        word=[paragraph.text for paragraph in document.paragraphs],
        pictures=len(document.inline_shapes),
        sheet=report.files[CHART_SHEET].decode(),
        workbook=openpyxl.load_workbook(BytesIO(workbook(scope))),
    )


@dataclass(frozen=True)
class Case:
    """A subject of which too few are rated, and one more that makes them enough."""

    subject: Subject
    few: int
    sentence: str
    aside: str

    @property
    def id(self) -> str:
        return IDS[self.subject]


CASES = (
    Case(
        Subject.ORG,
        1,
        "Không vẽ biểu đồ tổ chức cơ sở đảng theo đơn vị: "
        "mới có 1/4 tổ chức cơ sở đảng được xếp loại.",
        "mới có 1/4 tổ chức cơ sở đảng được xếp loại",
    ),
    Case(
        Subject.CELL,
        5,
        "Không vẽ biểu đồ chi bộ theo đơn vị: mới có 5/12 chi bộ được xếp loại.",
        "mới có 5/12 chi bộ được xếp loại",
    ),
)


@dataclass(frozen=True)
class Pair:
    """A case told with too few rated, and with enough."""

    case: Case
    few: Shown
    enough: Shown


@pytest.fixture(scope="module", params=CASES, ids=lambda case: str(case.subject))
def pair(request: pytest.FixtureRequest) -> Pair:
    case: Case = request.param
    return Pair(case, shown(case.subject, case.few), shown(case.subject, case.few + 1))


def test_the_page_of_the_subject(pair: Pair) -> None:
    assert pair.case.id not in pair.few.page
    assert f'data-chart="{pair.case.id}"' in pair.enough.page


def test_the_pictures_and_the_pages_that_offer_them(pair: Pair) -> None:
    assert pair.case.id not in pair.few.scope.charts
    assert pair.case.id in pair.enough.scope.charts
    for place in (pair.few.reports, pair.few.sheet):
        assert pair.case.id not in place
        assert pair.case.sentence in place
    for place in (pair.enough.reports, pair.enough.sheet):
        assert f"{pair.case.id}.png" in place
        assert "Không vẽ biểu đồ" not in place


def test_the_word_report(pair: Pair) -> None:
    assert pair.few.pictures == pair.enough.pictures - 1
    assert pair.case.sentence in pair.few.word
    assert not [text for text in pair.enough.word if "Không vẽ biểu đồ" in text]


def test_excel_says_in_its_notes_what_it_does_not_draw(pair: Pair) -> None:
    notes = [cell.value for row in pair.few.workbook["Ghi chú"].rows for cell in row]
    assert pair.case.sentence in notes
    notes = [cell.value for row in pair.enough.workbook["Ghi chú"].rows for cell in row]
    assert pair.case.sentence not in notes


def test_the_joint_chart_leaves_the_few_out_and_says_how_many_they_are(pair: Pair) -> None:
    label = pair.case.subject.label
    few, enough = (x.scope.charts["levels-overview"] for x in (pair.few, pair.enough))
    assert few.title.endswith(f"; {pair.case.aside}")
    assert label not in [row[0].partition(" (")[0] for row in few.rows]
    assert label in [row[0].partition(" (")[0] for row in enough.rows]
    assert "mới có" not in enough.title
    few_bars, enough_bars = (_bars(x.workbook) for x in (pair.few, pair.enough))
    assert label not in few_bars
    assert label in enough_bars


def _bars(book: openpyxl.Workbook) -> list[str]:
    """The names of the bars in Excel's chart of the whole."""
    rows = book["Biểu đồ – Chung"].iter_rows(min_row=5, max_row=9, min_col=19, max_col=19)
    return [str(cell.value).partition(" (")[0] for (cell,) in rows if cell.value]


def test_no_share_of_the_few_is_reported_beside_a_chart(pair: Pair) -> None:
    share = f"100,00% {pair.case.subject.label.lower()}"
    assert share not in pair.few.sheet + pair.few.reports + "\n".join(pair.few.word)


def test_a_native_chart_of_excel() -> None:
    """Units are single organisations, but have several cells, whose bars Excel would draw."""
    few, enough = shown(Subject.CELL, 5).workbook, shown(Subject.CELL, 8).workbook
    sheet = "Biểu đồ – Chi bộ"
    assert sheet not in few.sheetnames
    assert sheet in enough.sheetnames
    assert sheet not in [cell.value for row in few["Bìa"].rows for cell in row]


def test_a_word_report_without_pictures_misses_none() -> None:
    scope = Scope(lay_out(season(Subject.ORG, 1)), "00")
    report = report_files(scope, NO_WORDING, Images({}, "Không có trình duyệt."))
    document = Document(BytesIO(report.files[REPORT_DOCUMENT]))
    assert not [text for text in document.paragraphs if "Không vẽ biểu đồ" in text.text]
