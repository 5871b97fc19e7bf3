"""Pictures of charts as they are offered: where each stands, its words, its other formats."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from xeploai.charts.chart import Chart
from xeploai.views.page import Link


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words; other: the same drawing in another format."""

    id: str
    src: str
    title: str
    subtitle: str
    others: tuple[Link, ...]


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
