"""Pages of the site, each written once: address, title, place in the menu, words to find it by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from xeploai.schema.terms import Subject

_RATINGS = "Xếp loại"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """Entry of a page.

    Attributes:
        stem: Path in the site, without ending.
        title: Name of the page, and in the menu where no other is given.
        answers: Question the page answers, beside its name in the search box.
        section: Heading in the menu under which it stands, "" for none.
        label: Name in the menu.
        search_name: Name in the search box, where it differs from the title.
    """

    stem: str
    title: str
    answers: str
    section: str = ""
    label: str = ""
    search_name: str = ""


def _of_subject(stem: str, subject: Subject, label: str = "") -> PageEntry:
    name = subject.label
    search_name = f"{_RATINGS} {name[:1].lower()}{name[1:]}"
    return PageEntry(f"xep-loai/{stem}", name, _RATINGS, _RATINGS, label, search_name)


class SitePage(Enum):
    """The pages of the site that every season has, in the order of the menu."""

    OVERVIEW = PageEntry("index", "Tổng quan", "Đến nay được đến đâu")
    MEMBERS = _of_subject("dang-vien", Subject.MEMBER)
    CELLS = _of_subject("chi-bo", Subject.CELL)
    ORGANISATIONS = _of_subject("tccsd", Subject.ORG)
    COLLECTIVES = _of_subject("tap-the", Subject.COLLECTIVE, "Tập thể lãnh đạo")
    LEADERS = _of_subject("lanh-dao", Subject.LEADER, "Cá nhân lãnh đạo")
    TIMELINE = PageEntry("tien-do", "Tiến độ", "Đơn vị nào muộn, ở mốc nào")
    UNITS = PageEntry("don-vi/index", "Đơn vị", "Bảng và cây các đơn vị")
    QUALITY = PageEntry(
        "chat-luong", "Chất lượng dữ liệu", "Tệp nào phải trả lại, sửa ô nào", "Chất lượng dữ liệu"
    )
    RECEIPTS = PageEntry(
        "so-nhan", "Sổ nhận", "Tệp nào nhận ngày nào, tình trạng ra sao", "Chất lượng dữ liệu"
    )
    CHANGES = PageEntry(
        "thay-doi",
        "Thay đổi",
        "Từ lần dựng trước, từ bản chốt, số liệu nào khác",
        "Chất lượng dữ liệu",
    )
    REPORTS = PageEntry("bao-cao", "Báo cáo", "Ảnh biểu đồ, tệp số liệu")
    METHOD = PageEntry("phuong-phap", "Phương pháp", "Số liệu được tính thế nào", "Phương pháp")
    RULES = PageEntry("so-quy-tac", "Sổ quy tắc", "Chương trình kiểm tra những gì", "Phương pháp")
    DICTIONARY = PageEntry("tu-dien", "Từ điển cột số liệu", "Nghĩa của từng cột", "Phương pháp")
    GUIDE = PageEntry("huong-dan", "Hướng dẫn", "Làm một kỳ từ đầu đến cuối")

    @property
    def title(self) -> str:
        """Return the name of the page."""
        return self.value.title

    @property
    def url(self) -> str:
        """Return the address, relative to the root of the site."""
        return f"{self.value.stem}.html"

    @property
    def source(self) -> str:
        """Return the path in the site's sources."""
        return source_of(self.url)

    @property
    def label(self) -> str:
        """Return the name in the menu."""
        return self.value.label or self.title

    def at(self, anchor: str) -> str:
        """Return the address of a place in the page."""
        return f"{self.url}#{anchor}"

    def below(self, name: str) -> str:
        """Return the address of a page that hangs below this one."""
        return f"{self.value.stem.removesuffix('/index')}/{name}.html"

    def beside(self, name: str) -> str:
        """Return the address of a page in the same folder that has no entry in the menu."""
        return f"{self.value.stem.rpartition('/')[0]}/{name}.html"


OF_SUBJECT: Mapping[Subject, SitePage] = {
    Subject.MEMBER: SitePage.MEMBERS,
    Subject.CELL: SitePage.CELLS,
    Subject.ORG: SitePage.ORGANISATIONS,
    Subject.COLLECTIVE: SitePage.COLLECTIVES,
    Subject.LEADER: SitePage.LEADERS,
}
"""Page on which each subject is shown."""


def source_of(url: str) -> str:
    """Return the path in the site's sources of the page at an address."""
    return f"{url.removesuffix('.html')}.md"


Menu = list[dict[str, str | list[dict[str, str]]]]
"""The menu as MkDocs takes it: names with a source, or with the names below them."""


def menu() -> Menu:
    """Return the menu of the site."""
    sections: dict[str, str | list[dict[str, str]]] = {}
    for page in SitePage:
        section = page.value.section
        if section:
            below = sections.setdefault(section, [])
            if isinstance(below, list):
                below.append({page.label: page.source})
        else:
            sections[page.label] = page.source
    return [{name: target} for name, target in sections.items()]


def searched() -> Iterator[tuple[str, str, str]]:
    """Yield the name, address and question of each page, as the search box shows them."""
    for page in SitePage:
        yield page.value.search_name or page.title, page.url, page.value.answers
