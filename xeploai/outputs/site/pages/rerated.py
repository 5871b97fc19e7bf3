"""Xếp loại › Xếp loại lại: which ratings of closed periods were changed, and by what decision?"""

from collections.abc import Iterator

from xeploai import text
from xeploai.phrases import seen_on
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.rerated import TITLE, URL, rerate_lines
from xeploai.views.season_view import SeasonView


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of decisions that rate again, where the register has any."""
    lines = tuple(rerate_lines(view))
    if lines:
        context = {
            "crumbs": (Link(SitePage.MEMBERS.value.section, SitePage.MEMBERS.url),),
            "lead": f"{text.count(len(lines))} quyết định xếp loại lại.",
            "as_of": seen_on(view.season.as_of),
            "lines": lines,
        }
        yield Page(source_of(URL), "rerated", TITLE, context)
