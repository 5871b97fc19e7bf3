"""Báo cáo: what do I attach?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai.charts.chart import Chart
from xeploai.paths import (
    FINDINGS_TABLE,
    PROGRESS_TABLE,
    RATIOS_TABLE,
    SITE_IMAGES,
    SUBMISSIONS_TABLE,
)
from xeploai.phrases import PROVISIONAL, counted_to_words, units_of
from xeploai.views.page import Link, Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.pictures import pictures_of
from xeploai.views.season_view import SeasonView
from xeploai.views.urls import CALENDAR

DATA = (
    (RATIOS_TABLE, "Số liệu và tỷ lệ", "mỗi đơn vị, đối tượng, bước một dòng"),
    (PROGRESS_TABLE, SitePage.TIMELINE.title, "mỗi đơn vị, mốc một dòng"),
    (FINDINGS_TABLE, "Lỗi và cảnh báo", "mỗi chỗ phải xem lại một dòng"),
    (SUBMISSIONS_TABLE, "Tệp đã nhận", "mỗi tệp một dòng"),
)


@dataclass(frozen=True, slots=True)
class Attached:
    """Attachments of the page.

    images: file names of the pictures, which stand under bao-cao/hinh; images_message: why some or
    all are missing; not_drawn: a sentence for each chart that is withheld; tables: the site's own
    copy of the tables for Excel; report_message: why there is no report for Word.
    """

    images: tuple[str, ...] = ()
    images_message: str = ""
    not_drawn: tuple[str, ...] = ()
    tables: Link | None = None
    report_message: str = ""


NOTHING = Attached()


def pages(
    view: SeasonView, charts: Mapping[str, Chart], attached: Attached, beside: Sequence[Link]
) -> Iterator[Page]:
    """Yield the page of report material; beside: the report's files on the clerk's disk."""
    season = view.season
    covered = units_of(season.counted, season.expected)
    as_of = f"{counted_to_words(view.counted_to)} · {covered}"
    context = {
        "lead": "Báo cáo, biểu tổng hợp, ảnh biểu đồ để dán và tệp số liệu để tính tiếp.",
        "as_of": as_of if season.counted == season.expected else f"{as_of}, {PROVISIONAL}",
        "attached": attached,
        "beside": tuple(beside),
        "pictures": tuple(pictures_of(charts, attached.images, SITE_IMAGES)),
        "data": DATA,
        "calendar_url": CALENDAR if view.register.milestones else "",
    }
    yield site_page(SitePage.REPORTS, "reports", context)
