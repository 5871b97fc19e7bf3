"""The site as a reader sees it: a real Chromium, over file://, on the example seasons."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

import build
from tests.browser.conftest import OFFICE, PHONE, WatchedPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEASONS = ["vinh-tuong-2021", "thoi-lai-2022", "van-khe-2025"]


@pytest.fixture(scope="module", params=SEASONS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("output")
    assert build.main(["demo", request.param, "--output", str(output), "--no-images"]) == 0
    return Path(output, "demo", request.param, "site")


def addresses(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def open_page(page: Page, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_load_state("load")


def test_every_page_is_whole(page: WatchedPage, site: Path) -> None:
    """One walk: no console error, no request outside, no dead link, nothing wider than a phone."""
    for path in addresses(site):
        page.set_viewport_size(OFFICE)
        open_page(page, path)
        assert page.problems == [], path.name
        for link in page.eval_on_selector_all("a[href]", "found => found.map(a => a.href)"):
            assert leads_somewhere(link), f"{path.name} → {link}"
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{path.name} is {wide} px wide"


@cache
def leads_somewhere(link: str) -> bool:
    address, _, _ = link.partition("#")
    if address.startswith("file:"):
        return Path(unquote(address.removeprefix("file://"))).exists()
    return address.startswith("data:")


def test_charts_are_drawn(page: WatchedPage, site: Path) -> None:
    for name in ("index.html", "xep-loai/dang-vien.html", "xep-loai/chi-bo.html"):
        open_page(page, site / name)
        plots = page.locator("[data-chart]")
        assert plots.count() > 0, name
        for number in range(plots.count()):
            plot = plots.nth(number)
            plot.scroll_into_view_if_needed()
            plot.locator("svg.main-svg").first.wait_for(timeout=10_000)
    assert page.problems == []


@pytest.mark.parametrize(
    ("site", "words", "wanted"),
    [
        ("thoi-lai-2022", "xuan thang", "Xuân Thắng"),
        ("thoi-lai-2022", "Xuân Thắng", "Xuân Thắng"),
        ("vinh-tuong-2021", "tu trung", "Tứ Trưng"),
        ("vinh-tuong-2021", "Tứ Trưng", "Tứ Trưng"),
        ("vinh-tuong-2021", "tứ trưng", "Tứ Trưng"),
        ("van-khe-2025", "trung tam y te", "Trung tâm Y tế khu vực Vân Giang"),
    ],
    indirect=["site"],
)
def test_search_puts_the_unit_first(page: Page, site: Path, words: str, wanted: str) -> None:
    open_page(page, site / "index.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    first = page.locator(".found").first
    first.wait_for(timeout=10_000)
    assert wanted in first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/**")
    assert wanted in page.locator("h1").inner_text()


def test_tables_stay_readable_in_print(page: Page, site: Path) -> None:
    page.emulate_media(media="print")
    for name in ("xep-loai/dang-vien.html", "tien-do.html"):
        open_page(page, site / name)
        size = page.eval_on_selector(
            "table.data td", "cell => parseFloat(getComputedStyle(cell).fontSize)"
        )
        assert size >= 9, name
        assert page.locator(".md-header").first.is_hidden()


def test_a_long_chart_prints_on_one_sheet_under_its_heading(page: Page, site: Path) -> None:
    """Forty-four bars, the title and the sentence stand on one A4 sheet, 1009 px less margins."""
    page.set_viewport_size({"width": 680, "height": 1009})
    open_page(page, site / "xep-loai" / "dang-vien.html")
    page.emulate_media(media="print")
    # In one breath, as a browser prints: no resizing is noticed in between.
    bottom = page.eval_on_selector(
        "figure.chart",
        """chart => {
            dispatchEvent(new Event("beforeprint"));
            return chart.getBoundingClientRect().bottom + scrollY;
        }""",
    )
    assert bottom <= 1009


def test_what_a_unit_must_fix_can_be_copied(page: Page, tmp_path: Path) -> None:
    assert build.main(["demo", "--output", str(tmp_path), "--no-images"]) == 0
    open_page(page, tmp_path / "demo" / "vinh-tuong-2021" / "site" / "chat-luong.html")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    button = page.locator("[data-copy-findings]").first
    button.click()
    page.wait_for_function("window.copied")
    assert button.inner_text() == "Đã chép"
    heading, first, *_ = page.evaluate("window.copied").split("\n")
    assert heading == "Đảng bộ xã Bồ Sao"
    assert first.startswith("1. ")
    assert "Chi bộ!" in first
    assert "Cách sửa: " in first


def test_the_note_takes_one_line_on_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, site / "index.html")
    note = page.locator(".site-note summary")
    closed = note.bounding_box()
    note.click()
    opened = note.bounding_box()
    assert closed is not None
    assert opened is not None
    assert closed["height"] < 22 < opened["height"]


def test_dark_scheme_has_contrast(page: Page, site: Path) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, site / "index.html")
    colour = "element => getComputedStyle(element).{}"
    ink = page.eval_on_selector(".page .lead", colour.format("color"))
    paper = page.eval_on_selector("body", colour.format("backgroundColor"))
    assert contrast(ink, paper) >= 7


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two css colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(css: str) -> float:
    channels = [float(part) / 255 for part in css[css.index("(") + 1 : -1].split(",")[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
