"""Chất lượng dữ liệu: what must be sent back?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.findings import Finding
from xeploai.paths import REGISTER_FILE
from xeploai.phrases import (
    NO_FILES_YET,
    PUT_FILES,
    PUT_FIXED_FILES,
    READ_GUIDE,
    day,
    not_checked,
    period_words,
    upper_first,
)
from xeploai.register.model import Unit
from xeploai.rules.all_rules import BY_CODE, worded_for
from xeploai.rules.run import waiting_rules
from xeploai.rules.waivers import rule_meant
from xeploai.schema.periods import period_in
from xeploai.submissions.model import Return, Status, Submission
from xeploai.views.finding_rows import FindingRow, faults, tally
from xeploai.views.page import Link, Notice, Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

MOST_FAULTS, MOST_WAITING = 20, 3
"""Most findings of a unit (its own page has all) and most waiting checks shown here."""

STRAY_WORDS = {
    Status.UNREADABLE: "Không đọc được",
    Status.UNKNOWN_UNIT: "Không rõ đơn vị",
    Status.WRONG_PERIOD: "Khác kỳ",
}


Returns = Mapping[str, Sequence[Link]]
"""Feedback to a unit, by the path of the file that is answered."""


@dataclass(frozen=True, slots=True)
class UnitFaults:
    """Faults in a unit's current files.

    waiting: what could not be checked yet; marked: what goes back to it.
    """

    name: str
    url: str
    anchor: str
    errors: str
    warnings: str
    faults: tuple[FindingRow, ...]
    more: str
    waiting: str
    marked: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that belongs to no unit of this period, or cannot be read; marked: what goes back."""

    file: str
    word: str
    reason: str
    fix: str
    marked: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Waived:
    """Faults the board accepts; places: where they were found, "" where they were not."""

    rule: str
    places: str
    unit: Link
    reason: str
    by: str
    on: str


def pages(view: SeasonView, returns: Returns) -> Iterator[Page]:
    """Yield the page of faults."""
    units = [_unit_faults(view, unit, returns) for unit in view.register.reporting]
    strays = tuple(_strays(view, returns))
    context = {
        "lead": _lead(view, strays),
        "notice": _notice(view, strays, returns),
        "to_fix": tuple(each for each in units if each.errors),
        "to_ask": tuple(each for each in units if each.warnings and not each.errors),
        "strays": strays,
        "waived": tuple(_waived(view)),
        "of_board": tuple(_of_board(view)),
        "earlier": _earlier(view),
    }
    yield site_page(SitePage.QUALITY, "quality", context)


def _lead(view: SeasonView, strays: Sequence[Stray]) -> str:
    units = view.season.units_to_fix
    if not view.season.intake.submissions:
        return "Chưa có tệp nào để kiểm tra."
    errors = sum(view.errors(unit.code) for unit in units)
    parts = [f"{text.count(len(units))} đơn vị phải sửa {text.count(errors)} lỗi"] if units else []
    parts += [f"{text.count(len(strays))} tệp chưa dùng được"] if strays else []
    return "; ".join(parts) + "." if parts else "Không có biểu nào phải gửi trả lại."


def _notice(view: SeasonView, strays: Sequence[Stray], returns: Returns) -> Notice | None:
    season = view.season
    if not season.intake.submissions:
        return Notice(
            "empty",
            NO_FILES_YET,
            PUT_FILES,
            Link(READ_GUIDE, SitePage.GUIDE.url),
        )
    if season.units_to_fix:
        return Notice(
            "info",
            "Việc cần làm",
            f"{_TELL_MARKED if returns else _TELL} {upper_first(PUT_FIXED_FILES)}, "
            "không cần xóa tệp cũ.",
        )
    if strays:
        return None
    return Notice(
        "good",
        "Mọi biểu đã nhận đều hợp lệ",
        "Không có lỗi nào phải sửa; cảnh báo, nếu có, ghi bên dưới.",
    )


_TELL = "Báo cho từng đơn vị chỗ phải sửa: bấm “Chép để gửi đơn vị” rồi dán vào thư hoặc tin nhắn."
_TELL_MARKED = "Gửi mỗi đơn vị tệp đã đánh dấu kèm phiếu, hoặc dán lời nhắn vào tin nhắn."

# ---------------------------------------------------------------- units


def _current(view: SeasonView, unit: Unit) -> list[Submission]:
    """Return the files of a unit that are looked at now."""
    not_now = (Status.SUPERSEDED, Status.AFTER_DAY)
    return [item for item in view.files.get(unit.code, ()) if item.status not in not_now]


def _unaccepted(view: SeasonView, files: Iterable[Submission]) -> list[Finding]:
    faulty = (fault for item in files for fault in view.faults.get(item.file, ()))
    return [fault for fault in faulty if not fault.accepted]


def _of_board(view: SeasonView) -> Iterator[FindingRow]:
    """Yield what the office puts right itself: in its own files, and in what units sent."""
    own_files = (Status.DECISIONS, Status.PACK)
    others = (x.file for x in view.season.intake.submissions if x.status in own_files)
    kept = (fault for file in (REGISTER_FILE, *others) for fault in view.faults.get(file, ()))
    sent = (_unaccepted(view, _current(view, unit)) for unit in view.register.reporting)
    own = [fault for each in sent for fault in each if BY_CODE[fault.rule].of_board]
    return faults([*kept, *own], view.settings.office)


def _unit_faults(view: SeasonView, unit: Unit, returns: Returns) -> UnitFaults:
    files = _current(view, unit)
    findings = [x for x in _unaccepted(view, files) if not BY_CODE[x.rule].of_board]
    errors = sum(fault.is_error for fault in findings)
    warnings = len(findings) - errors
    url = view.url(unit.code)
    return UnitFaults(
        name=unit.name,
        url=url,
        anchor=f"dv-{view.names[unit.code]}",
        errors=tally(errors, 0),
        warnings=tally(0, warnings),
        faults=tuple(faults(_worst_first(findings)[:MOST_FAULTS], view.settings.office)),
        more=f"Còn {text.count(len(findings) - MOST_FAULTS)} mục khác ở trang của đơn vị"
        if len(findings) > MOST_FAULTS
        else "",
        waiting=_waiting(view.season.intake.newest.get(unit.code)),
        marked=tuple(link for item in files for link in returns.get(item.file, ())),
    )


def _waiting(item: Return | None) -> str:
    """Return the checks that wait until a sheet is read whole; corrections may bring up more."""
    titles = [f"“{rule.title}”" for rule in waiting_rules(item)] if item else []
    if not titles:
        return ""
    listed = text.listing(titles, MOST_WAITING)
    return f"{not_checked(len(titles))}: {listed}."


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda fault: not fault.is_error)


# ---------------------------------------------------------------- files that are nobody's


def _strays(view: SeasonView, returns: Returns) -> Iterator[Stray]:
    litter = view.season.litter
    for item in view.season.intake.submissions:
        if item.status in STRAY_WORDS and not _is_earlier(view, item) and item.file not in litter:
            faults = view.faults.get(item.file, ())
            cause = (x for x in faults if str(x.sentence) == item.reason)
            # No other fault in the file says what to do about its status.
            finding = None if item.unit else next(cause, None)
            rules = worded_for(view.settings.office)
            rule = rules.get(finding.rule) if finding else None
            fix = rule.fix if rule else _FIXES[item.status]
            marked = tuple(returns.get(item.file, ()))
            yield Stray(item.file, STRAY_WORDS[item.status], item.reason, upper_first(fix), marked)


_FIXES = {
    Status.UNREADABLE: "Mở tệp xem thử; nếu hỏng thì đề nghị đơn vị gửi lại.",
    Status.UNKNOWN_UNIT: "So mã, tên đơn vị ở tờ Thông tin với danh mục; ghi sai thì đề nghị đơn "
    "vị sửa rồi gửi lại, đơn vị mới thì thêm vào danh mục; của chi bộ trực thuộc, đảng bộ bộ phận "
    "thì số liệu ghi trong biểu của cấp trên.",
    Status.WRONG_PERIOD: "Dùng biểu của kỳ này; tệp kỳ khác thì bỏ khỏi thư mục input.",
}


def _is_earlier(view: SeasonView, item: Submission) -> bool:
    """Whether a file is of an earlier period, kept for comparison."""
    then = period_in(item.period)
    return item.status is Status.WRONG_PERIOD and then is not None and then < view.settings.span


def _earlier(view: SeasonView) -> str:
    """Return the files of earlier periods in one line."""
    spans = (period_in(x.period) for x in view.season.intake.submissions if _is_earlier(view, x))
    times = Counter(filter(None, spans))
    parts = [f"{text.count(times[each])} tệp {period_words(str(each))}" for each in sorted(times)]
    is_compared = all(each.quarter == view.settings.span.quarter for each in times)
    use = "Chỉ dùng để so sánh" if is_compared else "Là số liệu của kỳ khác"
    return f"{use}, không kiểm tra lại ở đây: {', '.join(parts)}." if parts else ""


def _waived(view: SeasonView) -> Iterator[Waived]:
    """Yield the faults that are accepted; one that cannot be is a finding of the register."""
    for item in (waiver.row for waiver in view.register.waivers):
        rule = rule_meant(item.rule, BY_CODE)
        if rule is not None and not rule.waivable:
            continue
        unit = view.register.units.get(item.unit_code)
        yield Waived(
            rule.title if rule else item.rule,
            _accepted_places(view, rule.code, item.unit_code) if rule else "",
            Link(unit.name if unit else item.unit_code, view.url(item.unit_code)),
            item.reason,
            item.approved_by,
            day(item.approved_on),
        )


def _accepted_places(view: SeasonView, code: str, unit: str) -> str:
    """Where the accepted fault stands; a waiver that matches nothing is a finding of its own."""
    refs = [x.ref for x in view.season.findings if (x.rule, x.unit) == (code, unit) and x.accepted]
    places = ["!".join(filter(None, (x.sheet, x.cell))) or x.file for x in refs]
    return text.listing(places, 4, "chỗ")
