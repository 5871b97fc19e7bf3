"""Which tables and charts stand on which page, in the order of the menu."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xeploai.aggregate import Figure
from xeploai.charts import Chart
from xeploai.pages import (
    catalogue,
    method,
    overview,
    quality,
    ratings,
    receipts,
    reports,
    timeline,
    unit,
    unit_list,
)
from xeploai.pages.search import SearchEntry
from xeploai.register import Unit
from xeploai.schema.terms import Subject, UnitKind
from xeploai.season import Season
from xeploai.views import Link, Page
from xeploai.views.below import cell_anchors
from xeploai.views.desk import Desk, lay_out, unit_urls
from xeploai.views.words import upper_first

__all__ = ["Link", "Page", "pages_of", "search_entries", "unit_urls"]

_FIXED = (
    ("Tổng quan", "index.html", "Đến nay được đến đâu"),
    ("Xếp loại đảng viên", "xep-loai/dang-vien.html", "Xếp loại"),
    ("Xếp loại chi bộ", "xep-loai/chi-bo.html", "Xếp loại"),
    ("Xếp loại tổ chức cơ sở đảng", "xep-loai/tccsd.html", "Xếp loại"),
    ("Xếp loại tập thể lãnh đạo, quản lý", "xep-loai/tap-the.html", "Xếp loại"),
    ("Xếp loại cá nhân lãnh đạo, quản lý", "xep-loai/lanh-dao.html", "Xếp loại"),
    ("Tiến độ", "tien-do.html", "Đơn vị nào muộn, ở mốc nào"),
    ("Đơn vị", "don-vi/index.html", "Bảng và cây các đơn vị"),
    ("Chất lượng dữ liệu", "chat-luong.html", "Tệp nào phải trả lại, sửa ô nào"),
    ("Sổ nhận", "so-nhan.html", "Tệp nào đến ngày nào, nay ra sao"),
    ("Báo cáo", "bao-cao.html", "Ảnh biểu đồ, tệp số liệu"),
    ("Phương pháp", "phuong-phap.html", "Con số tính thế nào"),
    ("Sổ quy tắc", "so-quy-tac.html", "Chương trình kiểm tra những gì"),
    ("Từ điển cột số liệu", "tu-dien.html", "Nghĩa của từng cột"),
    ("Hướng dẫn", "huong-dan.html", "Làm một đợt từ đầu đến cuối"),
)


def pages_of(
    season: Season,
    charts: Mapping[str, Chart],
    images: Sequence[str] = (),
    images_said: str = "",
    *,
    reports_made: Sequence[Link] = (),
    returns: Mapping[str, Sequence[Link]] | None = None,
) -> Iterator[Page]:
    """Every page of the site but the hand-written ones.

    Args:
        season: What is shown.
        charts: By id; one that is absent leaves its table.
        images: File names of the pictures, which stand under bao-cao/hinh.
        images_said: Why there are none.
        reports_made: Word and Excel files to offer, their addresses relative to the site's root.
        returns: What goes back to the unit, by the path of the file that is answered.
    """
    desk = lay_out(season)
    yield from overview.pages(desk, charts)
    yield from ratings.pages(desk, charts)
    yield from timeline.pages(desk)
    yield from unit_list.pages(desk)
    yield from unit.pages(desk)
    yield from quality.pages(desk, returns or {})
    yield from receipts.pages(desk)
    yield from reports.pages(desk, charts, images, images_said, reports_made)
    yield from method.pages(desk)
    yield from catalogue.pages()


def search_entries(season: Season) -> Iterable[SearchEntry]:
    """What can be found: pages, units, and cells inside the page of what they stand in."""
    desk = lay_out(season)
    yield from (SearchEntry(*fixed) for fixed in _FIXED)
    for each, _ in desk.walk():
        yield _unit_entry(desk, each)
    for each, _ in desk.walk():
        yield from _cell_entries(desk, each)


def _unit_entry(desk: Desk, each: Unit) -> SearchEntry:
    context = " · ".join(part for part in (upper_first(each.kind), each.cluster) if part)
    text = " ".join(part for part in (each.code, each.official) if part)
    return SearchEntry(each.name, desk.url(each.code), context, text)


def _cell_entries(desk: Desk, holder: Unit) -> Iterator[SearchEntry]:
    rows: list[Figure] = [
        row for row in desk.figures.below(holder.code, Subject.MEMBER)
        if row.kind is UnitKind.CELL
    ]  # fmt: skip
    anchors = cell_anchors(rows)
    for row in rows:
        url = f"{desk.url(holder.code)}#{anchors[row.unit]}"
        yield SearchEntry(row.name, url, f"Chi bộ · {holder.name}", row.unit)
