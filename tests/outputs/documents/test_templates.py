import re
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import UndefinedError

from tests.outputs.site.pages import seasons
from xeploai.charts.chart import Chart
from xeploai.outputs.documents.templates import environment
from xeploai.outputs.site.all_pages import pages_of
from xeploai.outputs.site.render import render, render_page, tidy
from xeploai.views.page import Link, Page
from xeploai.views.season_view import lay_out


def page(**values: Any) -> Page:
    plain: dict[str, Any] = {
        "path": "a.md", "template": "rules", "title": "Sổ", "context": {"lead": "", "groups": ()},
    }  # fmt: skip
    return Page(**{**plain, **values})


def test_what_a_template_names_must_be_there() -> None:
    with pytest.raises(UndefinedError):
        render_page(page(context={"lead": ""}))


def test_the_body_is_one_block_without_blank_lines() -> None:
    for source in render(pages_of(lay_out(seasons.messy()), {})).values():
        head, _, body = source.decode().partition("\n---\n")
        assert head.startswith("---\ntitle: ")
        assert body.startswith('<div class="page">\n')
        assert body.endswith("\n</div>\n")
        assert "\n\n" not in body.rstrip("\n")
        assert all(line[:1] not in " \t`~" for line in body.splitlines())


def test_a_title_is_a_json_string_that_yaml_can_read() -> None:
    source = render_page(page(title='Xã "A"\u2028: <b>\x85'))
    assert source.splitlines()[1] == 'title: "Xã \\"A\\" : <b> "'


def test_charts_and_landscape_are_reported_in_the_front_matter() -> None:
    chart = Chart("c", "t", "s", "", 100, {"data": [], "layout": {}}, (), ())
    source = render_page(page(charts=(chart,), is_wide=True))
    assert source.startswith('---\ntitle: "Sổ"\ncharts: true\nwide: true\n---\n')


def test_a_line_that_begins_like_fenced_code_is_made_harmless() -> None:
    assert tidy("<p>\n   ```\n\n~~~\n</p>") == "<p>\n&#96;``\n&#126;~~\n</p>"


def test_a_chart_cannot_leave_its_script() -> None:
    hostile = "</script><script>alert(1)</script>"
    figure = {"data": [{"y": [hostile]}], "layout": {}}
    chart = Chart("c", hostile, hostile, hostile, 100, figure, (hostile,), ((hostile,),))
    macros = environment().get_template("_charts.j2").module
    source = macros.chart(chart)  # type: ignore[attr-defined]  # a macro of the template
    assert "<script>alert" not in source
    assert "\\u003c/script\\u003e" in source


def test_names_are_text_letter_for_letter() -> None:
    for path, source in render(pages_of(lay_out(seasons.hostile()), {})).items():
        reader = Text()
        reader.feed(source.decode().partition("\n---\n")[2])
        assert "script" not in reader.tags, path
        assert not any(name.startswith("on") for name in reader.attributes), path
        assert not any("javascript:" in url for url in reader.urls), path
        assert seasons.HOSTILE in reader.text or path in UNTOUCHED, path


UNTOUCHED = {
    "so-quy-tac.md",
    "tu-dien.md",
    "xep-loai/tap-the.md",
    "xep-loai/lanh-dao.md",
    "bao-cao.md",
    "thay-doi.md",
}


class Text(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.urls: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.urls |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_same_season_gives_the_same_bytes() -> None:
    first, second = (render(pages_of(lay_out(seasons.messy()), {})) for _ in range(2))
    assert first == second


def test_a_link_goes_up_from_a_folder() -> None:
    source = render(pages_of(lay_out(seasons.whole()), {}))["don-vi/0103.md"].decode()
    assert 'href="../don-vi/00.html"' in source
    assert Link("a").url == ""
    assert not re.search(r'href="[^"]*\.md', source)
