"""Result of a build: a few sentences for the terminal, line by line for the log."""

from xeploai.phrases import GONE, UNITS_COUNTED, upper_first
from xeploai.rules.all_rules import TITLES
from xeploai.season.changes.compare import since_last
from xeploai.season.season import Season
from xeploai.submissions.model import Status
from xeploai.text import count, day, listing
from xeploai.views.change_words import summed_up
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import day_question
from xeploai.views.sending_parts import uncounted_words

MOST_NAMED = 5
"""Most units with corrections to make that are named; the site lists them all."""


def log(season: Season, *undone: str) -> str:
    """Everything that was read and found, a line each: what the terminal has no room for.

    undone: what could not be done.
    """
    litter = season.litter
    asked = [line] if (line := day_question(season)) else []
    lines = [files_line(season), units_line(season), *asked, *undone, ""]
    for item in season.intake.submissions:
        reason = f" – {item.reason}" if item.reason else ""
        fate = "Bỏ qua" if item.file in litter else item.status.label
        lines.append(f"{item.file}: {fate}{reason}")
    lines += [
        f"{item.file}: {upper_first(GONE)} – trước đó: {item.fate.label.lower()}"
        for item in season.ledger.gone
    ]
    lines.append("")
    for finding in season.findings:
        place = " ".join(part for part in (finding.ref.sheet, finding.ref.cell) if part)
        mild = "Đã chấp thuận" if finding.accepted else "Cảnh báo"
        grade = "LỖI" if finding.is_error else mild
        rule = f"{TITLES[finding.rule]}; {finding.rule}"
        lines.append(f"{grade} – {finding.ref.file} {place}: {finding.message} [{rule}]")
    return "\n".join(lines) + "\n"


def files_line(season: Season) -> str:
    """How many files there were, and what became of them."""
    litter = season.litter
    fates = [item.status for item in season.intake.submissions if item.file not in litter]
    parts = [f"{count(fates.count(one))} {one.label.lower()}" for one in Status if one in fates]
    read = f"Đã đọc {count(len(fates))} tệp" + (f": {', '.join(parts)}." if parts else ".")
    return f"{read} Bỏ qua {count(len(litter))} tệp không phải biểu." if litter else read


def units_line(season: Season) -> str:
    """How many units are counted, and what keeps the others out."""
    warnings = sum(not finding.is_error and not finding.accepted for finding in season.findings)
    uncounted = uncounted_words(season)
    covered = f"{count(season.counted)}/{count(season.expected)}"
    parts = [
        f"Đến ngày {day(season.as_of)}: {covered} {UNITS_COUNTED}",
        *([uncounted] if uncounted else []),
        f"{count(warnings)} cảnh báo",
    ]
    return "; ".join(parts) + "."


def fix_line(season: Season) -> str:
    """Return the sentence on the first units that must correct their return, "" for none."""
    units = season.units_to_fix
    if not units:
        return ""
    named = listing([unit.name for unit in units], MOST_NAMED, "đơn vị")
    return f"{Status.REFUSED.label}: {named} (xem trang {SitePage.QUALITY.title})."


def changes_line(season: Season) -> str:
    """Return the sentence on changes since the build before, "" for none."""
    history = season.history
    compared = since_last(history) if history and history[-1].at == season.ledger.now else None
    if compared is None:
        return ""
    page = SitePage.CHANGES.title
    return f"{page}: {', '.join(summed_up(compared.changes, season.register))} (xem trang {page})."


def gone_line(season: Season) -> str:
    """Return the sentence on the files that this build is the first to miss, "" for none.

    The site keeps them listed.
    """
    there = {item.file for item in season.intake.submissions}
    lost = {item.sha256 for item in season.lost}
    missed = [
        f"{item.file} (đang được tính)" if item.sha256 in lost else item.file
        for item in season.ledger.gone
        if item.gone_at == season.ledger.now and item.file not in there
    ]
    if not missed:
        return ""
    page = SitePage.RECEIPTS.title
    return f"{upper_first(GONE)}: {listing(missed, MOST_NAMED, 'tệp')} (xem trang {page})."
