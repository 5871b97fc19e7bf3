"""Báo cáo: what do I attach?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from xeploai.charts.model import Chart
from xeploai.paths import (
    FINDINGS_TABLE,
    PROGRESS_TABLE,
    RATIOS_TABLE,
    SITE_IMAGES,
    SUBMISSIONS_TABLE,
)
from xeploai.phrases import PROVISIONAL, counted_to_words, units_of
from xeploai.views import Link, Page
from xeploai.views.season_view import Desk
from xeploai.views.urls import CALENDAR

DATA = (
    (RATIOS_TABLE, "Số liệu và tỷ lệ", "mỗi đơn vị, đối tượng, bước một dòng"),
    (PROGRESS_TABLE, "Tiến độ", "mỗi đơn vị, mốc một dòng"),
    (FINDINGS_TABLE, "Lỗi và cảnh báo", "mỗi chỗ phải xem lại một dòng"),
    (SUBMISSIONS_TABLE, "Tệp đã nhận", "mỗi tệp một dòng"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words; other: the same drawing in another format."""

    id: str
    src: str
    title: str
    subtitle: str
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """Attachments of the page.

    images: file names of the pictures, which stand under bao-cao/hinh; images_said: why some or
    all are missing; tables: the site's own copy of the tables for Excel; report_said: why there
    is no report for Word.
    """

    images: tuple[str, ...] = ()
    images_said: str = ""
    tables: Link | None = None
    report_said: str = ""


NOTHING = Attached()


def pages(
    desk: Desk, charts: Mapping[str, Chart], attached: Attached, beside: Sequence[Link]
) -> Iterator[Page]:
    """Yield the page of report material; beside: the report's files on the clerk's disk."""
    season = desk.season
    covered = units_of(season.counted, season.expected)
    as_of = f"{counted_to_words(desk.counted_to)} · {covered}"
    context = {
        "lead": "Báo cáo, biểu tổng hợp, ảnh biểu đồ để dán và tệp số liệu để tính tiếp.",
        "as_of": as_of if season.counted == season.expected else f"{as_of}, {PROVISIONAL}",
        "attached": attached,
        "beside": tuple(beside),
        "pictures": tuple(pictures_of(charts, attached.images, SITE_IMAGES)),
        "data": DATA,
        "calendar_url": CALENDAR if desk.register.milestones else "",
    }
    yield Page("bao-cao.md", "reports", "Báo cáo", context)


def pictures_of(
    charts: Mapping[str, Chart], images: Sequence[str], folder: str
) -> Iterator[Picture]:
    """Yield the pictures in the order of the charts, the PNG first, as it can be pasted.

    images: their file names; folder: where they stand, seen from the page.
    """
    files: dict[str, list[str]] = {}
    for name in images:
        files.setdefault(PurePosixPath(name).stem, []).append(name)
    for chart in charts.values():
        names = sorted(files.get(chart.id, ()), key=lambda name: (not name.endswith("png"), name))
        if names:
            yield Picture(
                id=f"anh-{chart.id}",
                src=f"{folder}/{names[0]}",
                title=chart.title,
                subtitle=chart.subtitle,
                others=tuple(
                    Link(f"Lưu ảnh {PurePosixPath(x).suffix[1:].upper()}", f"{folder}/{x}")
                    for x in names
                ),
            )
