"""Pages, Word and Excel never disagree: what speaks of one thing has one value.

Every x/y and every percentage is read back out of the three as a reader sees it, by what it speaks
of, and compared as a value: "09/10" is 9 of 10, and 92,79 in a sentence 92.79 in a cell.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from examples import AS_OF, season_files
from tests.builders import decision, register
from tests.outputs.report.word.edited import TEMPLATE
from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.shown import Shown, show
from xeploai.outputs.report.excel.workbook import workbook
from xeploai.outputs.report.scope import Scope
from xeploai.outputs.report.word.context_builder import words_of
from xeploai.outputs.report.word.document import document
from xeploai.outputs.report.wording import NO_WORDING
from xeploai.paths import REGISTER_FILE
from xeploai.register.reader import load
from xeploai.schema.terms import Level
from xeploai.season.evaluate import evaluate
from xeploai.season.figures.stages import top_unit
from xeploai.season.season import Season
from xeploai.submissions.isolation import read_all
from xeploai.views.season_view import lay_out

pytestmark = pytest.mark.slow

Value = tuple[object, ...]
Facts = dict[tuple[str, ...], Value]
"""Values by what they speak of: who, and what of them."""

PAGES = {
    "dang-vien": "đảng viên",
    "chi-bo": "chi bộ",
    "tccsd": "tổ chức cơ sở đảng",
    "tap-the": "tập thể",
    "lanh-dao": "cá nhân",
}
LEVELS = {
    "xuất sắc": "hoàn thành xuất sắc",
    "tốt": "hoàn thành tốt",
    "hoàn thành": "hoàn thành",
    "không hoàn thành": "không hoàn thành",
}
NOUN = "|".join(PAGES.values())
RATED = "được đánh giá, xếp loại|được xếp loại|tự xếp loại|được đề nghị xếp loại"
LEVEL = "hoàn thành xuất sắc|hoàn thành tốt trở lên|hoàn thành tốt|không hoàn thành|hoàn thành"
COUNT, SHARE = r"(\d[\d.]*)", r"(\d+(?:,\d+)?)"


def number(written: str) -> int:
    return int(written.replace(".", ""))


def share(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


# ---------------------------------------------------------------- the pages


def on_pages(season: Season) -> Facts:
    pages = show(season)
    facts: Facts = {}
    for name, noun in PAGES.items():
        lead = pages[f"xep-loai/{name}.md"].text.partition(" Số liệu tính đến ngày ")[0]
        for rated, total in re.findall(rf"{COUNT}/{COUNT} (?:{noun} )?(?:{RATED})", lead)[-1:]:
            facts[noun, "rated"] = number(rated), number(total)
        levels = re.findall(rf"({LEVEL}) {COUNT}(?:\s\({SHARE}%\))?", lead)
        for level, count, percentage in levels:
            facts[noun, level, "count"] = (number(count),)
            if percentage:
                facts[noun, level, "share"] = (share(percentage),)
    facts |= _reviewed(pages["xep-loai/chi-bo.md"].text)
    facts |= _review_on(pages["index.md"].text)
    facts |= dict(_milestones(pages["tien-do.md"].text.replace(". ", "\n")))
    return facts


def on_first_page(season: Season) -> Facts:
    text = show(season)["index.md"].text.partition("Kết quả xếp loại")[2]
    facts: Facts = {}
    for rated, total, noun in re.findall(rf"{COUNT}/{COUNT} ({NOUN}) (?:{RATED})", text):
        facts[noun, "rated"] = number(rated), number(total)
    return facts | _reviewed(text)


def _reviewed(text: str) -> Facts:
    found = re.findall(rf"{COUNT}/{COUNT} chi bộ đã kiểm điểm", text)
    return {("chi bộ", "reviewed"): (number(found[0][0]), number(found[0][1]))} if found else {}


def _review_on(text: str) -> Facts:
    facts: Facts = {}
    for done, total in re.findall(rf"{COUNT}/{COUNT} đã hoàn thành", text):
        facts["remedies", "done"] = number(done), number(total)
    for count, whom, forms in re.findall(rf"{COUNT} (đảng viên|tổ chức đảng): ([^;.]*)", text):
        facts["disciplined", whom] = (number(count), *_forms(forms))
    return facts


def _forms(listed: str) -> Iterator[tuple[str, int]]:
    for form, count in re.findall(rf"(khiển trách|cảnh cáo|cách chức|khai trừ) {COUNT}", listed):
        yield form, number(count)


def _milestones(text: str) -> Iterator[tuple[tuple[str, ...], Value]]:
    pattern = rf"(?:^|[ -])(\w[^:.\n]*): {COUNT}/{COUNT} (?:đơn vị|chi bộ), đạt {SHARE}%"
    for name, done, total, percentage in re.findall(pattern, text, flags=re.MULTILINE):
        # A heading may stand before the name, and its deadline behind it.
        key = ("milestone", re.sub(r" \(hạn .*", "", name).casefold()[-20:])
        yield key, (number(done), number(total), share(percentage))


# ---------------------------------------------------------------- paper


def report(season: Season) -> str:
    scope = Scope(lay_out(season), top_unit(season.register))
    written = Document(BytesIO(document(TEMPLATE, words_of(scope, NO_WORDING, {}))))
    return "\n".join(paragraph.text for paragraph in written.paragraphs)


def in_word(season: Season) -> Facts:
    text = report(season)
    facts: Facts = {}
    noun_of = rf"({NOUN})(?: lãnh đạo, quản lý)?"
    for rated, total, noun, _, percentage in re.findall(
        rf"Có {COUNT}/{COUNT} {noun_of} ({RATED}), đạt {SHARE}%", text
    ):
        facts[noun, "rated"] = number(rated), number(total)
        facts[noun, "coverage"] = (share(percentage),)
    for count, _, noun, level, above, percentage in re.findall(
        rf"Có {COUNT}(?:/{COUNT})? {noun_of} ({LEVEL}) nhiệm vụ( trở lên)?, đạt {SHARE}%", text
    ):
        facts[noun, f"{level}{above}", "count"] = (number(count),)
        facts[noun, f"{level}{above}", "share"] = (share(percentage),)
    for done, total in re.findall(rf"khắc phục xong {COUNT}/{COUNT} nội dung", text):
        facts["remedies", "done"] = number(done), number(total)
    for count, whom, forms in re.findall(
        rf"Trong kỳ có {COUNT} (đảng viên|tổ chức đảng) bị thi hành kỷ luật, gồm: ([^(.]*)", text
    ):
        facts["disciplined", whom] = (number(count), *_forms(forms))
    return facts | _reviewed(text) | dict(_milestones(text))


def in_excel(season: Season) -> Facts:
    scope = Scope(lay_out(season), top_unit(season.register))
    book = load_workbook(BytesIO(workbook(scope)), data_only=True)
    facts: Facts = {}
    for page in book.worksheets:
        if page["A4"].value == "STT":
            facts |= _total_of(page)
        if page.title == "Ghi chú":
            words = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
            facts |= _reviewed(" ".join(words))
    return facts


def _total_of(page: Any) -> Facts:
    noun = next(x for x in PAGES.values() if x in str(page["A1"].value).split(" theo ")[0])
    facts: Facts = {}
    last, group = page.max_row, ""
    counted: dict[str, int] = {}
    for column in range(3, page.max_column + 1):
        above, below = page.cell(4, column).value, page.cell(5, column).value
        group = str(above or group)
        value = page.cell(last, column).value
        name = re.sub(r" nhiệm vụ$", "", group).casefold()
        if group in ("Tổng số", "Được đánh giá, xếp loại") and below != "Tỷ lệ (%)":
            counted[group] = value
        elif group == "Được đánh giá, xếp loại":
            facts[noun, "coverage"] = (_percentage(value),)
        elif group == "HTT trở lên (%)" and value != "–":
            facts[noun, "hoàn thành tốt trở lên", "share"] = (_percentage(value),)
        elif name in LEVELS.values() and below == "Số lượng":
            facts[noun, name, "count"] = (value,)
        elif name in LEVELS.values() and value not in ("–", "") and value:
            facts[noun, name, "share"] = (_percentage(value),)
    facts[noun, "rated"] = counted["Được đánh giá, xếp loại"], counted["Tổng số"]
    return facts


def _percentage(value: float) -> Decimal:
    return Decimal(str(round(value, 2))).quantize(Decimal("0.01"))


# ---------------------------------------------------------------- seasons


def example(name: str, folder: Path) -> Season:
    places: list[Path] = []
    for path, content in season_files(name).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if place.name not in (REGISTER_FILE, "loi-van-bao-cao.xlsx"):
            places.append(place)
    register = load((folder / REGISTER_FILE).read_bytes())
    return evaluate(register, list(read_all(sorted(places), folder)), AS_OF[name])


def few(_: Path) -> Season:
    """One unit of five, whose shares nobody prints."""
    cells = [seasons.cell("A", (2, 18, 1, 0))]
    return seasons.season(seasons.UNITS, [seasons.sent("0103", cells)])


def compared(_: Path) -> Season:
    """One unit with a year before."""
    old = seasons.cell("Chi bộ 1", (1, 19, 0, 0), review_date=date(2020, 12, 9))
    taken = [
        seasons.sent("0103", [seasons.cell("Chi bộ 1", (2, 18, 1, 0))]),
        seasons.sent("0103", [old], period="2020", on=date(2020, 12, 15)),
    ]
    return seasons.season(seasons.UNITS[:2], taken)


SEASONS: Mapping[str, Any] = {
    "thoi-lai-2022": lambda folder: example("thoi-lai-2022", folder),
    "vinh-tuong-2021": lambda folder: example("vinh-tuong-2021", folder),
    "messy": lambda _: seasons.messy(),
    "whole": lambda _: seasons.whole(),
    "few": few,
    "compared": compared,
}
LEAST_SHARED = {"few": 6, "compared": 10}
"""How many things at least two of the outputs speak of, where fewer than in a usual season."""


@pytest.fixture(scope="module", params=list(SEASONS))
def season(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Season:
    made: Season = SEASONS[request.param](tmp_path_factory.mktemp("input"))
    return made


def test_what_speaks_of_one_thing_has_one_value(season: Season, request: Any) -> None:
    told = {
        "pages": on_pages(season),
        "first page": on_first_page(season),
        "Word": in_word(season),
        "Excel": in_excel(season),
    }
    shared = 0
    for key in sorted({key for facts in told.values() for key in facts}):
        values = {where: facts[key] for where, facts in told.items() if key in facts}
        assert len(set(values.values())) == 1, (key, values)
        shared += len(values) > 1
    least = LEAST_SHARED.get(request.node.callspec.params["season"], 20)
    assert shared >= least, {where: len(facts) for where, facts in told.items()}


def test_organisations_are_those_of_the_register(season: Season) -> None:
    expected = season.expected
    for facts in (on_pages(season), in_word(season), in_excel(season)):
        rated = facts.get(("tổ chức cơ sở đảng", "rated"))
        assert rated is None or rated[1] == expected


def test_last_year_is_compared_on_pages_and_on_paper_or_on_neither(season: Season) -> None:
    page: Shown = show(season)["xep-loai/dang-vien.md"]
    text = report(season)
    moved = re.findall(rf"([+−])({SHARE}) điểm(?! phần trăm)", page.text)
    on_paper = re.findall(
        rf"đảng viên (?:{LEVEL}) nhiệm vụ, đạt [^(]*\([^)]*(tăng|giảm) ({SHARE}) điểm", text
    )
    assert bool(moved) == bool(on_paper)
    if season.last is not None and not moved:
        why = re.search(r"Không so sánh được: [^.]*\.", page.text)
        assert (why.group() in text) if why else "không thay đổi" in text
    signs = {"+": "tăng", "−": "giảm"}
    assert {(word, share(size)) for word, size, _ in on_paper} <= {
        (signs[sign], share(size)) for sign, size, _ in moved
    }


# ---------------------------------------------------------------- nothing counted


@pytest.mark.parametrize("decided", [(), ("0103", "0104")])
def test_without_a_return_nothing_is_said_to_be_all(decided: tuple[str, ...]) -> None:
    rows = [decision(code, decided_level=Level.HTT) for code in decided]
    listed = {"decisions": register(decisions=rows).decisions}
    season = seasons.season(seasons.UNITS, [], register=listed)
    pages = show(season)
    told = [pages["index.md"].text, report(season)]
    told += [pages[f"xep-loai/{name}.md"].text for name in PAGES]
    for text in told:
        assert not re.search(r"\b100(,0+)?%", text)
    if decided:
        assert "Có 02/05 tổ chức cơ sở đảng được xếp loại" in told[1]
        assert "2/5 tổ chức cơ sở đảng" in pages["xep-loai/tccsd.md"].text
