"""The contact sheet by double click, in a real Chromium, with nothing beside it but pictures."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WatchedPage
from tests.outputs.report.words import everybody, scope_of
from xeploai.outputs.report.chart_sheet import contact_sheet

pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    scope = scope_of(*everybody())
    charts = scope.charts
    names = [f"{name}.png" for name in charts]
    (tmp_path / "images").mkdir()
    for name in names:
        (tmp_path / "images" / name).write_bytes(PIXEL)
    place = tmp_path / "bieu-do.html"
    place.write_bytes(contact_sheet(scope, names, [], ""))
    return place


def test_pictures_are_seen_and_copied(page: WatchedPage, sheet: Path) -> None:
    page.goto(sheet.as_uri())
    broken = "images => images.filter(image => !image.naturalWidth).length"
    assert page.eval_on_selector_all("img", broken) == 0
    button = page.get_by_role("button", name="Chép ảnh").first
    button.click()
    page.wait_for_function("document.querySelector('[data-copy-image]').textContent !== 'Chép ảnh'")
    assert page.locator("[data-copy-image]").first.inner_text() == "Đã chép"
    assert page.problems == []


@pytest.mark.parametrize("width", [PHONE["width"], 1366])
def test_it_never_scrolls_sideways(page: Page, sheet: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(sheet.as_uri())
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0
