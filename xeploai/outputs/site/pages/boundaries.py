"""Đơn vị › Đơn vị cũ và mới: which old unit became which of today?"""

from collections.abc import Iterator

from xeploai import text
from xeploai.phrases import seen_on
from xeploai.views.boundaries import TITLE, URL, old_units_of
from xeploai.views.page import Link, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.season_view import SeasonView


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of old units, where the register has any."""
    lines = tuple(old_units_of(view))
    if lines:
        context = {
            "crumbs": (Link(SitePage.UNITS.title, SitePage.UNITS.url),),
            "lead": f"{text.count(len(lines))} đơn vị cũ, theo tờ Địa giới của danh mục.",
            "as_of": seen_on(view.season.as_of),
            "lines": lines,
        }
        yield Page(source_of(URL), "boundaries", TITLE, context)
