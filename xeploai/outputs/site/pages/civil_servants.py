"""Xếp loại › Cán bộ, công chức, viên chức: how do their ratings stand beside those of members?"""

from collections.abc import Iterator

from xeploai.phrases import counted_to_words
from xeploai.schema.terms import Scale
from xeploai.views.civil_servants import TITLE, URL, servants_lines, servants_link
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of civil servants, where any return counts them."""
    link = servants_link(view)
    if link is None:
        return
    context = {
        "crumbs": (Link(SitePage.MEMBERS.title, SitePage.MEMBERS.url),),
        "lead": "" if link.words == TITLE else f"{link.words}.",
        "as_of": counted_to_words(view.counted_to),
        "levels": Scale.FULFILMENT.shorts,
        "lines": tuple(servants_lines(view, view.register.roots)),
    }
    yield Page(source_of(URL), "civil_servants", TITLE, context)
