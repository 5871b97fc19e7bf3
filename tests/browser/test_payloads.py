"""A season in which every text from outside is an attack: a real Chromium, over file://."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from playwright.sync_api import Browser, Page

import build
from tests import payloads
from tests.browser.conftest import OFFICE, PHONE, WatchedPage, noting
from tests.browser.test_site import open_page
from tests.payloads import KEYS, PAYLOADS, shown
from xeploai.charts.composition import shortened
from xeploai.charts.theme import LONGEST_NAME

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROKEN = re.compile(r"\s+")
"""Where a chart breaks a name into lines."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The season built whole, pictures included."""
    folder = tmp_path_factory.mktemp("payloads")
    (folder / "input").mkdir()
    payloads.write(folder / "input")
    arguments = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    assert build.main([*arguments, "--as-of", payloads.AS_OF.isoformat(), "--quiet"]) == 0
    return folder / "output" / "site"


@cache
def charted(key: str) -> str:
    """A payload as a chart shows it, but for its blanks and where its lines end."""
    return BROKEN.sub("", shortened(shown(key), LONGEST_NAME))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page was like on a phone: what went wrong, its width, its heading and its title."""

    problems: tuple[str, ...]
    width: int
    heading: str
    title: str


@pytest.fixture(scope="module")
def walked(browser: Browser, site: Path) -> dict[str, Seen]:
    """Every page of the site, by its path, visited once."""
    page = noting(browser)
    page.set_viewport_size(PHONE)
    pages: dict[str, Seen] = {}
    for path in sorted(site.rglob("*.html")):
        page.problems.clear()
        open_page(page, path)
        width = page.evaluate("document.documentElement.scrollWidth")
        heading = page.locator("h1").text_content() or ""
        seen = Seen(tuple(page.problems), width, heading, page.title())
        pages[path.relative_to(site).as_posix()] = seen
    page.close()
    return pages


def test_no_page_does_what_a_name_says(walked: dict[str, Seen]) -> None:
    """No dialog, no refused script, no error, no request outside."""
    assert len(walked) > 1.5 * len(KEYS), "a page for every unit, cluster and official"
    assert {name: seen.problems for name, seen in walked.items() if seen.problems} == {}


def test_no_name_makes_a_page_wider_than_a_phone(walked: dict[str, Seen]) -> None:
    assert {name: seen.width for name, seen in walked.items() if seen.width > PHONE["width"]} == {}


def test_every_name_heads_its_page_and_stands_in_the_table(
    page: Page, site: Path, walked: dict[str, Seen]
) -> None:
    open_page(page, site / "don-vi" / "index.html")
    links = page.locator("table tbody th a")
    targets = links.evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    listed = list(zip(links.all_text_contents(), targets, strict=True))
    assert len(listed) == len(KEYS) + 1
    for name, target in listed:
        seen = walked[f"don-vi/{PurePosixPath(target).name}"]
        assert seen.heading == name
        assert seen.title.startswith(name)
    assert {name for name, _ in listed} == set(map(shown, KEYS))


def test_every_name_is_found_by_search_as_it_is_written(page: WatchedPage, site: Path) -> None:
    open_page(page, site / "index.html")
    page.keyboard.press("/")
    search = page.locator("#search-query")
    for key in KEYS:
        words = re.findall(r"\w+", shown(key))
        if not words:
            continue
        search.fill(shown(key)[:200])
        page.wait_for_function(
            """name => [...document.querySelectorAll(".found__title")]
                .some((title) => title.textContent === name)""",
            arg=shown(key),
            timeout=5_000,
        )
    assert page.problems == []


def test_charts_show_every_name_letter_for_letter(page: WatchedPage, site: Path) -> None:
    """Beside its bar, and in what appears when the mouse stands on it."""
    page.set_viewport_size(OFFICE)
    open_page(page, site / "xep-loai" / "dang-vien.html")
    plot = page.locator("[data-chart=members-by-unit]")
    plot.scroll_into_view_if_needed()
    plot.locator("svg.main-svg").first.wait_for(timeout=20_000)
    ticks = plot.locator(".ytick text").all_text_contents()
    labels = plot.evaluate(
        """async (plot) => {
            const told = [];
            for (const at of plot._fullData[1].y.keys()) {
                Plotly.Fx.hover(plot, [{ curveNumber: 1, pointNumber: at }]);
                await new Promise((done) => setTimeout(done, 80)); // a hover waits for the last
                told.push(plot.querySelector(".hoverlayer").textContent);
            }
            return told;
        }"""
    )
    for texts in (ticks, labels):
        seen = [BROKEN.sub("", text) for text in texts]
        missing = [key for key in KEYS if not any(charted(key) in text for text in seen)]
        assert missing == []
    assert page.problems == []


def test_what_is_refused_is_quoted_as_it_was_written(page: WatchedPage, site: Path) -> None:
    """File names and cells of faulty returns, at the page of what must be mended."""
    open_page(page, site / "chat-luong.html")
    content = page.locator(".page").text_content()
    for key in ("script", "attribute", "jinja block", "dde", "emoji"):
        assert content is not None
        assert shown(key) in content, key
    files = page.locator(".finding__file").all_text_contents()
    assert any("<img src=x onerror=alert(1)>" in file for file in files)
    assert page.problems == []


def test_pictures_were_drawn_of_them(page: WatchedPage, site: Path) -> None:
    open_page(page, site / "bao-cao.html")
    page.locator("figure.picture img").first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('figure.picture img').naturalWidth > 0")
    assert page.problems == []
    drawn = (site / "bao-cao" / "hinh" / "members-by-unit.svg").read_text("utf-8")
    assert "<script" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn
    assert PAYLOADS["mathjax"].split()[0] in drawn
