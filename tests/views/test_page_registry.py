"""Pages of the site: each written once, in the registry."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outputs.site.pages import seasons
from tests.project import PROJECT
from xeploai.outputs.site.all_pages import pages_of, search_entries
from xeploai.schema.terms import Subject
from xeploai.views.page_registry import OF_SUBJECT, SitePage, menu, source_of
from xeploai.views.season_view import lay_out

GUIDE = PROJECT / "site_src" / SitePage.GUIDE.source
NO_PAGES = frozenset({
    "xeploai/paths.py",  # bieu-do.html, which stands beside the site
    "xeploai/outputs/report/chart_sheet.py",  # and its template
    "xeploai/reading/xlsx/file_kinds.py",  # what other files are called, by their endings
    "xeploai/outputs/site/mkdocs_build.py",  # the theme's templates, the ending of a page
    "xeploai/views/page_registry.py",
})  # fmt: skip


def test_every_page_of_the_registry_is_made() -> None:
    made = {page.path: page.title for page in pages_of(lay_out(seasons.messy()), {})}
    for page in SitePage:
        if page is SitePage.GUIDE:
            assert GUIDE.is_file()
        else:
            assert made[page.source] == page.title


def test_every_other_page_hangs_below_one_of_the_registry() -> None:
    fixed = {page.source for page in SitePage}
    others = [x.path for x in pages_of(lay_out(seasons.messy()), {}) if x.path not in fixed]
    assert len(others) > 5
    parents = (SitePage.UNITS.below("x"), SitePage.TIMELINE.below("x"))
    folders = {address.partition("/")[0] for address in parents}
    beside = SitePage.MEMBERS.beside("x").partition("/")[0]
    assert folders == {"don-vi", "tien-do"}
    assert {path.partition("/")[0] for path in others} == {*folders, beside}


def test_the_menu_names_every_page_once_and_in_order() -> None:
    assert menu()[0] == {"Tổng quan": "index.md"}
    assert menu()[1] == {
        "Xếp loại": [
            {"Đảng viên": "xep-loai/dang-vien.md"},
            {"Chi bộ": "xep-loai/chi-bo.md"},
            {"Tổ chức cơ sở đảng": "xep-loai/tccsd.md"},
            {"Tập thể lãnh đạo": "xep-loai/tap-the.md"},
            {"Cá nhân lãnh đạo": "xep-loai/lanh-dao.md"},
        ]
    }
    assert list(_sources(menu())) == [page.source for page in SitePage]


def _sources(items: object) -> Iterator[str]:
    if isinstance(items, str):
        yield items
    elif isinstance(items, dict):
        for value in items.values():
            yield from _sources(value)
    elif isinstance(items, list):
        for item in items:
            yield from _sources(item)


def test_the_search_box_finds_every_page_first() -> None:
    entries = list(search_entries(lay_out(seasons.messy())))[: len(SitePage)]
    assert [entry.url for entry in entries] == [page.url for page in SitePage]
    titles = {entry.url: (entry.title, entry.context) for entry in entries}
    assert titles[SitePage.LEADERS.url] == ("Xếp loại cá nhân lãnh đạo, quản lý", "Xếp loại")
    assert titles[SitePage.GUIDE.url] == ("Hướng dẫn", "Làm một kỳ từ đầu đến cuối")


def test_every_subject_has_a_page_of_its_own() -> None:
    assert list(OF_SUBJECT) == list(Subject)
    assert len(set(OF_SUBJECT.values())) == len(Subject)


def test_addresses() -> None:
    assert SitePage.UNITS.url == "don-vi/index.html"
    assert SitePage.UNITS.below("tu-trung") == "don-vi/tu-trung.html"
    assert SitePage.TIMELINE.below("cum-1") == "tien-do/cum-1.html"
    assert SitePage.TIMELINE.at("cum") == "tien-do.html#cum"
    assert source_of("don-vi/tu-trung.html") == "don-vi/tu-trung.md"


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "xeploai").rglob("*.py")), ids=lambda path: path.stem
)
def test_no_address_of_a_page_is_written_in_the_program(path: Path) -> None:
    if path.relative_to(PROJECT).as_posix() in NO_PAGES:
        return
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    sources = [page.source for page in SitePage]
    for node in texts:
        if isinstance(node.value, str) and id(node) not in docs:
            assert ".html" not in node.value, node.value
            assert node.value not in sources


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "templates/pages").glob("*.j2")), ids=lambda path: path.stem
)
def test_no_address_of_a_page_is_written_in_a_template(path: Path) -> None:
    assert ".html" not in path.read_text("utf-8")
