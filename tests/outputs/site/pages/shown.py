"""What a reader sees of a page: its text, its links and its anchors."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from xeploai.outputs.site.all_pages import pages_of
from xeploai.outputs.site.render import render
from xeploai.season.season import Season
from xeploai.views.season_view import lay_out

_INLINE = {"a", "strong", "span", "small", "code", "b"}


class Shown(HTMLParser):
    """A page as text: blocks apart, words of one block together."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.links: list[str] = []
        self.ids: list[str] = []
        self._text: list[str] = []
        self.feed(source.partition("\n---\n")[2])
        self.text = re.sub(r"\s+", " ", "".join(self._text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.links += [attributes["href"] or ""] if "href" in attributes else []
        self.ids += [attributes["id"] or ""] if "id" in attributes else []
        self._text.append("" if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def show(season: Season, **values: Any) -> Mapping[str, Shown]:
    """Every page of a season, by path, without charts."""
    pages = render(pages_of(lay_out(season), {}, **values))
    return {path: Shown(source.decode()) for path, source in pages.items()}
