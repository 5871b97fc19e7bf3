"""Laws that hold on every page of every kind of season."""

import posixpath
import re
from collections.abc import Callable

import pytest

from tests.outputs.site.pages import seasons
from tests.outputs.site.pages.shown import show
from xeploai.outputs.site.all_pages import search_entries
from xeploai.register.model import Unit, make_register
from xeploai.schema.terms import UnitKind
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out
from xeploai.views.urls import page_names, unit_urls
from xeploai.views.watchers import watchers_of

SEASONS: list[Callable[[], Season]] = [
    seasons.messy, seasons.whole, seasons.nothing, seasons.one_unit, seasons.hostile,
]  # fmt: skip
HAND_WRITTEN = {"huong-dan.html"}
MENU = {
    "index.md", "xep-loai/dang-vien.md", "xep-loai/chi-bo.md", "xep-loai/tccsd.md",
    "xep-loai/tap-the.md", "xep-loai/lanh-dao.md", "tien-do.md", "don-vi/index.md",
    "chat-luong.md", "so-nhan.md", "thay-doi.md", "bao-cao.md", "phuong-phap.md",
    "so-quy-tac.md", "tu-dien.md",
}  # fmt: skip


@pytest.mark.parametrize("make", SEASONS)
def test_every_page_of_the_menu_is_there_and_every_unit_has_one(
    make: Callable[[], Season],
) -> None:
    season = make()
    paths = set(show(season))
    assert paths >= MENU
    own = {url.replace(".html", ".md") for url in unit_urls(season.register).values()}
    watchers = watchers_of(season)
    groups = (*watchers.clusters.values(), *watchers.officials.values())
    more = {"tien-do/goi-y.md"} if any(x.hinted for x in season.register.units.values()) else set()
    more |= {"xep-loai/cac-nam.md"} if season.years else set()
    assert paths == MENU | own | more | {group.url.replace(".html", ".md") for group in groups}


@pytest.mark.parametrize("make", SEASONS)
def test_every_link_leads_to_a_page_and_to_a_place_in_it(make: Callable[[], Season]) -> None:
    pages = show(make())
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            where, _, anchor = link.partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), where))
                if where
                else path
            )
            if target in HAND_WRITTEN or target.startswith(("data/", "bao-cao/")):
                continue
            linked = pages.get(target.replace(".html", ".md"))
            assert linked is not None, f"{path}: {link}"
            assert not anchor or anchor in linked.ids, f"{path}: {link}"


@pytest.mark.parametrize("make", SEASONS)
def test_what_is_searched_for_is_found_where_it_is_shown(make: Callable[[], Season]) -> None:
    season = make()
    pages = show(season)
    entries = list(search_entries(lay_out(season)))
    assert len({entry.url for entry in entries}) == len(entries)
    for entry in entries:
        path, _, anchor = entry.url.partition("#")
        if path not in HAND_WRITTEN:
            assert not anchor or anchor in pages[path.replace(".html", ".md")].ids


@pytest.mark.parametrize("make", [seasons.messy, seasons.whole, seasons.nothing, seasons.one_unit])
def test_no_page_says_what_only_a_program_says(make: Callable[[], Season]) -> None:
    for path, page in show(make()).items():
        if path not in ("so-quy-tac.md", "tu-dien.md"):
            matches = re.findall(
                r"\b(?:None|NaN|nan|null|True|False|Undefined|\w+_\w+)\b", page.text
            )
            assert not matches, (path, matches)


def test_a_page_has_one_heading_and_one_lead() -> None:
    for path, page in show(seasons.messy()).items():
        assert page.source.count("<h1>") == 1, path
        assert page.source.count('class="lead"') == 1, path


def test_file_names_are_safe_and_each_is_one_units() -> None:
    codes = ["A.1", "A-1", "a 1", "CON", "index", "địa", "中", "文", "x" * 300]
    units = [Unit(code, code, UnitKind.GRASSROOTS) for code in codes]
    names = page_names(make_register(seasons.settings(), units))
    assert len(set(names.values())) == len(codes)
    assert all(re.fullmatch(r"[0-9a-z-]{1,64}", name) for name in names.values())
    assert not {"con", "index"} & set(names.values())
    assert names["địa"] == "dia"
