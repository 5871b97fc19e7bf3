"""What stands beside the site in the output folder, and where the site finds it.

It is for the clerk's eyes and never inside the site, which is published.
"""

from collections.abc import Container

from xeploai.folders import REMINDERS, REPORT, RETURNS
from xeploai.reminders.letters import reminders
from xeploai.report.files import links_beside
from xeploai.returns.sendback import to_send_back
from xeploai.season import Season
from xeploai.views import Beside, Link


def beside(season: Season, report: Container[str] = ()) -> Beside:
    """The links to what goes back to the units, what reminds them, and the report.

    report: the names of the report's files.
    """
    files = links_beside(report, f"../{REPORT}")
    return Beside(_return_links(season), _letter_links(season), files)


def _return_links(season: Season) -> dict[str, tuple[Link, ...]]:
    return {
        item.file: (
            Link("Tệp đã đánh dấu", f"../{RETURNS}/{item.workbook}"),
            Link("Phiếu trả lại (Word)", f"../{RETURNS}/{item.word}"),
            Link("Lời nhắn", f"../{RETURNS}/{item.text}"),
        )
        for item in to_send_back(season)
    }


def _letter_links(season: Season) -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for item in reminders(season):
        about = " về đơn vị trực thuộc" if item.to_parent else ""
        links = (
            Link(f"Văn bản nhắc{about} (Word)", f"../{REMINDERS}/{item.word}"),
            Link(f"Lời nhắn{about}", f"../{REMINDERS}/{item.text}"),
        )
        found[item.unit.code] = (*found.get(item.unit.code, ()), *links)
    return found
