"""The frame round every page: names in it are text."""

import re
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.project import PROJECT
from xeploai import __version__
from xeploai.outputs.site.mkdocs_build import Frame, build_site

PAGES = (
    "index", "tien-do", "chat-luong", "so-nhan", "thay-doi", "bao-cao", "phuong-phap", "so-quy-tac",
    "tu-dien", "don-vi/index", "xep-loai/dang-vien", "xep-loai/chi-bo", "xep-loai/tccsd",
    "xep-loai/tap-the", "xep-loai/lanh-dao",
)  # fmt: skip
HOSTILE = '<img src=x onerror=alert(1)> & "Đảng bộ" {{7*7}}'


def sources(**pages: str) -> dict[str, bytes]:
    body = '---\ntitle: "Trang"\n---\n<div class="page"><h1>Trang</h1></div>\n'
    return {f"{name}.md": pages.get(name, body).encode() for name in PAGES}


def test_the_sites_name_and_note_are_text_on_every_page(tmp_path: Path) -> None:
    build_site(
        sources(),
        Frame(HOSTILE, date(2025, 12, 31), HOSTILE, HOSTILE),
        project=PROJECT,
        into=tmp_path / "s",
    )
    pages = list((tmp_path / "s").rglob("*.html"))
    assert len(pages) == len(PAGES) + 1
    for page in pages:
        source = page.read_text("utf-8")
        assert "<img src=x" not in source, page.name
        assert "&lt;img src=x onerror=alert(1)&gt; &amp; " in source, page.name
        assert "49" not in source.partition("</title>")[0], page.name


def test_a_warning_stands_above_every_page(tmp_path: Path) -> None:
    for warning, times in (("Xem lại ngày", 1), ("", 0)):
        frame = Frame("x", date(2025, 12, 31), "Dự thảo", warning)
        build_site(sources(), frame, project=PROJECT, into=tmp_path / "s")
        for page in (tmp_path / "s").rglob("*.html"):
            banner = page.read_text("utf-8").partition('class="md-banner"')[2].partition("<main")[0]
            assert banner.count("Xem lại ngày") == banner.count("site-note--warning") == times


def test_the_foot_of_every_page_names_the_version(tmp_path: Path) -> None:
    build_site(sources(), Frame("x", date(2025, 12, 31)), project=PROJECT, into=tmp_path / "s")
    pages = list((tmp_path / "s").rglob("*.html"))
    assert len(pages) == len(PAGES) + 1
    for page in pages:
        foot = page.read_text("utf-8").partition("<footer")[2].partition("</footer>")[0]
        assert f"xeploai {__version__}<" in foot, page.name


class Tags(HTMLParser):
    """Every tag of a page with its attributes, in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_the_policy_comes_before_whatever_a_page_loads(tmp_path: Path) -> None:
    """A new version of the theme that brings a script of its own must not break every page."""
    charted = '---\ntitle: "T"\ncharts: true\nwide: true\n---\n<div class="page"><h1>T</h1></div>\n'
    build_site(
        sources(index=charted),
        Frame("x", date(2025, 12, 31), "x"),
        project=PROJECT,
        into=tmp_path / "s",
    )
    for page in (tmp_path / "s").rglob("*.html"):
        tags = Tags(page.read_text("utf-8")).elements
        first = next(
            attributes for tag, attributes in tags if tag in ("link", "script", "img", "style")
        )
        policy = next(attributes for _, attributes in tags if attributes.get("http-equiv"))
        assert policy["http-equiv"] == "Content-Security-Policy", page.name
        rules = dict(rule.strip().split(" ", 1) for rule in str(policy["content"]).split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == "'self' file:", "no inline script, so none to name by hash"
        seen = [attributes for _, attributes in tags]
        assert seen.index(policy) < seen.index(first), page.name
        for tag, attributes in tags:
            assert not any(name.startswith("on") for name in attributes), (
                page.name,
                tag,
                attributes,
            )
            assert tag != "style", page.name
            if tag == "script" and "src" not in attributes:
                assert attributes["type"] == "application/json", (page.name, attributes)
            for name in ("src", "href", "action", "data"):
                assert not re.match(r"\w*:?//", attributes.get(name) or ""), (page.name, attributes)


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    frame = Frame("Xếp loại", date(2025, 12, 31))
    for name in ("a", "b"):
        build_site(sources(), frame, project=PROJECT, into=tmp_path / name)
    files = [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert files
    for path in files:
        twin = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_a_missing_part_of_the_program_is_reported(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    with pytest.raises(FileNotFoundError, match="site_src"):
        build_site(sources(), Frame("x", date(2025, 12, 31)), project=tmp_path, into=tmp_path / "s")


def test_it_is_built_from_any_folder_and_by_a_program_without_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)
    build_site(sources(), Frame("x", date(2025, 12, 31)), project=PROJECT, into=Path("site"))
    assert (tmp_path / "site" / "index.html").is_file()
