"""Tiến độ › Gợi ý kiểm điểm: what became of the units that were given a hint?"""

from collections.abc import Iterator

from xeploai.phrases import seen_on
from xeploai.views.hints import TITLE, URL, hint_lines, hints_link
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of units that were given a hint, where the register names any."""
    link = hints_link(view)
    if link is not None:
        context = {
            "crumbs": (Link(SitePage.TIMELINE.title, SitePage.TIMELINE.url),),
            "lead": f"{link.words}.",
            "as_of": seen_on(view.season.as_of),
            "lines": tuple(hint_lines(view)),
        }
        yield Page(source_of(URL), "hints", TITLE, context)
