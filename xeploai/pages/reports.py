"""Báo cáo: what do I attach?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from xeploai import text
from xeploai.charts import Chart
from xeploai.views import Link, Page
from xeploai.views.addresses import CALENDAR
from xeploai.views.desk import Desk

PICTURES = "bao-cao/hinh"
"""Where the site keeps its pictures."""

DATA = (
    ("data/ratios.csv", "Số liệu và tỷ lệ", "mỗi đơn vị, đối tượng, bước một dòng"),
    ("data/progress.csv", "Tiến độ", "mỗi đơn vị, mốc một dòng"),
    ("data/findings.csv", "Lỗi và cảnh báo", "mỗi chỗ phải xem lại một dòng"),
    ("data/submissions.csv", "Tệp đã nhận", "mỗi tệp một dòng"),
)


_NOT_DRAWN = (
    "Lần chạy này không vẽ ảnh biểu đồ. Để có ảnh, chạy lại chương trình, bỏ lựa chọn --no-images."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words; other: the same drawing in another format."""

    id: str
    src: str
    title: str
    subtitle: str
    others: tuple[Link, ...]


def pages(
    desk: Desk,
    charts: Mapping[str, Chart],
    images: Sequence[str],
    images_said: str,
    reports: Sequence[Link],
) -> Iterator[Page]:
    """The page of what goes into a report."""
    season = desk.season
    coverage = f"{text.count(season.counted)}/{text.count(season.expected)} đơn vị"
    as_of = f"Số liệu tính đến ngày {text.day(desk.counted_to)} · {coverage}"
    context = {
        "lead": "Ảnh biểu đồ để dán vào văn bản và tệp số liệu để tính tiếp."
        if not reports
        else "Báo cáo, ảnh biểu đồ để dán vào văn bản và tệp số liệu để tính tiếp.",
        "as_of": as_of if season.counted == season.expected else f"{as_of}, tạm tính",
        "reports": tuple(reports),
        "pictures": tuple(_pictures(charts, images)),
        "images_said": images_said or (_NOT_DRAWN if charts or season.counted else ""),
        "data": DATA,
        "calendar_url": CALENDAR if desk.register.milestones else "",
    }
    yield Page("bao-cao.md", "reports", "Báo cáo", context)


def _pictures(charts: Mapping[str, Chart], images: Sequence[str]) -> Iterator[Picture]:
    """The pictures in the order of the charts, the PNG first: it can be pasted anywhere."""
    files: dict[str, list[str]] = {}
    for name in images:
        files.setdefault(PurePosixPath(name).stem, []).append(name)
    for chart in charts.values():
        names = sorted(files.get(chart.id, ()), key=lambda name: (not name.endswith("png"), name))
        if names:
            yield Picture(
                id=f"anh-{chart.id}",
                src=f"{PICTURES}/{names[0]}",
                title=chart.title,
                subtitle=chart.subtitle,
                others=tuple(
                    Link(f"Lưu ảnh {PurePosixPath(x).suffix[1:].upper()}", f"{PICTURES}/{x}")
                    for x in names
                ),
            )
