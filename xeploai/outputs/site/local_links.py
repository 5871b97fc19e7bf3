"""Files beside the site in the output folder, and the site's links to them.

It is for the clerk's eyes and never inside the site, which is published.
"""

from collections.abc import Container, Iterable

from xeploai.outputs.feedback.model import AnnotatedWorkbook
from xeploai.outputs.reminders.letters import Reminder
from xeploai.outputs.report.model import links_beside
from xeploai.paths import (
    LETTERS_FOLDER,
    REPORT_FOLDER,
    RETURNS_FOLDER,
    UNFINISHED,
    UNIT_REPORTS_FOLDER,
)
from xeploai.register.model import Register
from xeploai.text import file_names
from xeploai.views.page import Beside, Link
from xeploai.views.page_registry import SitePage
from xeploai.views.urls import LONGEST_NAME

_PAGES = len(f"/{UNFINISHED}01234567/ban-cu/site/{SitePage.TIMELINE.below('can-bo--99')}")
_REPORTS = len(f"/{UNFINISHED}01234567/ban-cu/{UNIT_REPORTS_FOLDER}//images/progress-curve.svg")


def room_below(register: Register) -> int:
    """Return by how many characters paths of a build may be longer than its output folder's."""
    names = file_names(register.units).values()
    return max(_PAGES + LONGEST_NAME, _REPORTS + max(map(len, names)))


def beside(
    sent_back: Iterable[AnnotatedWorkbook], letters: Iterable[Reminder], report: Container[str]
) -> Beside:
    """Return the links to what goes back to the units, what reminds them, and the report.

    report: the names of the report's files.
    """
    files = links_beside(report, f"../{REPORT_FOLDER}")
    return Beside(_return_links(sent_back), _letter_links(letters), files)


def _return_links(sent_back: Iterable[AnnotatedWorkbook]) -> dict[str, tuple[Link, ...]]:
    return {
        item.file: (
            Link("Tệp đã đánh dấu", f"../{RETURNS_FOLDER}/{item.workbook}"),
            Link("Phiếu gửi đơn vị (Word)", f"../{RETURNS_FOLDER}/{item.word}"),
            Link("Lời nhắn", f"../{RETURNS_FOLDER}/{item.text}"),
        )
        for item in sent_back
    }


def _letter_links(letters: Iterable[Reminder]) -> dict[str, tuple[Link, ...]]:
    by_unit: dict[str, tuple[Link, ...]] = {}
    for item in letters:
        about = " về đơn vị trực thuộc" if item.to_parent else ""
        links = (
            Link(f"Văn bản nhắc{about} (Word)", f"../{LETTERS_FOLDER}/{item.word}"),
            Link(f"Lời nhắn{about}", f"../{LETTERS_FOLDER}/{item.text}"),
        )
        by_unit[item.unit.code] = (*by_unit.get(item.unit.code, ()), *links)
    return by_unit
