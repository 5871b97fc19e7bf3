"""The matrix of 300 units and seven milestones: a real Chromium, over file://."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WatchedPage
from tests.charts.seasons import charts_in
from tests.outputs.site.pages import seasons
from xeploai.outputs.site.all_pages import pages_of, search_entries
from xeploai.outputs.site.mkdocs_build import Frame, build_site
from xeploai.outputs.site.pages.search_index import search_index
from xeploai.outputs.site.render import render
from xeploai.paths import PROGRAM
from xeploai.season.progress.model import StatusKind
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNITS = 300
MATRIX = "#progress-matrix"
SHOWN = f"{MATRIX} tbody tr:not(.group):not([hidden])"


@pytest.fixture(scope="module")
def season() -> Season:
    return seasons.many_steps(UNITS)


@pytest.fixture(scope="module")
def address(season: Season, tmp_path_factory: pytest.TempPathFactory) -> str:
    site = tmp_path_factory.mktemp("site")
    files = render(pages_of(lay_out(season), charts_in(season)))
    files["assets/search-index.js"] = search_index(search_entries(lay_out(season)))
    build_site(files, Frame("Xếp loại 2021", season.as_of), project=PROGRAM, into=site)
    return Path(site / "tien-do.html").as_uri()


@pytest.fixture
def opened(page: WatchedPage, address: str) -> WatchedPage:
    began = time.perf_counter()
    page.goto(address)
    page.locator(".table-tools select").first.wait_for()
    tell(f"loaded in {time.perf_counter() - began:.2f} s")
    return page


def tell(words: str) -> None:
    """A measurement for who runs the tests with -s; a limit would measure the neighbours."""
    print(words)  # noqa: T201


def choose(page: Page, name: str, key: str) -> None:
    """Choose in a filter, and tell how long the page took to be laid out anew."""
    took = page.get_by_label(name, exact=True).evaluate(
        """(select, key) => {
            const began = performance.now();
            select.value = key;
            select.dispatchEvent(new Event("change", { bubbles: true }));
            document.body.offsetHeight;
            return performance.now() - began;
        }""",
        key,
    )
    tell(f"{name} {key}: {took:.0f} ms")


def names(page: Page) -> list[str]:
    return page.locator(f"{SHOWN} th a").all_inner_texts()


def overdue(season: Season) -> list[str]:
    """Which units are overdue with anything, worked out from the steps."""
    units = season.register.units
    late = {step.unit for step in season.progress.steps.values() if step.kind is StatusKind.OVERDUE}
    return sorted(units[code].name for code in late)


def test_every_unit_is_there_at_every_milestone(opened: WatchedPage) -> None:
    assert opened.locator(SHOWN).count() == UNITS
    assert opened.locator(f"{SHOWN} td").count() == UNITS * 8
    assert opened.problems == []


def test_a_state_leaves_the_units_that_are_in_it(opened: WatchedPage, season: Season) -> None:
    choose(opened, "Tình trạng", "overdue")
    wanted = overdue(season)
    assert sorted(names(opened)) == wanted
    assert opened.locator(".table-tools [role=status]").first.inner_text() == (
        f"{len(wanted)}/{UNITS} đơn vị"
    )
    choose(opened, "Tình trạng", "")
    assert opened.locator(SHOWN).count() == UNITS


def test_filters_work_together_and_headings_of_empty_groups_go(opened: WatchedPage) -> None:
    choose(opened, "Cụm", "cum-3")
    assert len(names(opened)) == UNITS / 20
    choose(opened, "Cán bộ theo dõi", "can-bo-nguyen-van-22")
    expected = [f"Đảng bộ xã {number:03d}" for number in range(22, UNITS, 60)]
    assert names(opened) == expected
    opened.get_by_placeholder("Lọc theo tên đơn vị").fill("xa 082")
    assert names(opened) == ["Đảng bộ xã 082"]
    assert opened.locator(f"{MATRIX} tr.group:not([hidden])").all_inner_texts() == ["Cụm 3"]


def test_headings_and_units_stay_in_sight_while_the_box_scrolls(opened: WatchedPage) -> None:
    box = opened.locator(".table-box--own")
    opened.set_viewport_size(PHONE)
    box.evaluate("box => box.scrollTo(400, 3000)")
    frame = box.bounding_box()
    heading = opened.locator(f"{MATRIX} thead").bounding_box()
    unit = opened.locator(f"{SHOWN} th").nth(100).bounding_box()
    assert frame is not None
    assert heading is not None
    assert unit is not None
    assert abs(heading["y"] - frame["y"]) <= 2
    assert abs(unit["x"] - frame["x"]) <= 2
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_paper_nothing_is_cut_and_headings_repeat(opened: WatchedPage) -> None:
    opened.emulate_media(media="print")
    style = "table => getComputedStyle(table).{}"
    assert opened.locator(f"{MATRIX} thead").evaluate(style.format("display")) == (
        "table-header-group"
    )
    box = opened.locator(".table-box--own")
    assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert opened.locator('link[data-paper="landscape"]').count() == 1


def test_without_scripts_the_whole_table_stands_there(page: Page, address: str) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(address)
    assert bare.locator(SHOWN).count() == UNITS
    assert bare.locator(".table-tools").first.is_hidden()
    context.close()


def test_a_message_can_be_copied(page: WatchedPage, address: str) -> None:
    page.goto(address.replace("tien-do.html", "tien-do/cum-8.html"))
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Chép lời nhắn").click()
    page.wait_for_function("window.copied")
    first, second, *rest = page.evaluate("window.copied").split("\n")
    assert first == "Cụm 8 (15 đơn vị), đến ngày 22/12/2021:"
    assert second.startswith("Gửi hồ sơ, biểu tổng hợp: 13/15 đơn vị")
    assert "Quá hạn:" in rest
    assert page.problems == []
