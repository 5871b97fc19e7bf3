"""Fate of every file: its unit, its period, and which version of a unit's counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xeploai.findings import Finding
from xeploai.register.model import Register, Settings
from xeploai.schema.form import InfoReturn
from xeploai.schema.periods import Period, in_full, in_words, label_of
from xeploai.submissions.model import (
    DatedBy,
    Intake,
    Return,
    Status,
    Submission,
    Unread,
    day_by_stamp,
    is_numbered_back,
    newest_first,
    same_period,
)
from xeploai.text import day

Fate = tuple[Status, str]

_UNUSED = "Không sử dụng: "


def settle(
    taken: Sequence[Return | Unread],
    register: Register,
    findings: Mapping[str, Sequence[Finding]],
    as_of: date = date.max,
) -> Intake:
    """Decide the fate of every file, given what the checks found in it, by file.

    Of a unit's returns the newest one without errors counts, of those received by the as-of day;
    what is older is superseded.
    """
    first: dict[str, str] = {}
    submissions: list[Submission] = []
    groups: dict[tuple[Period, str], list[Return]] = {}
    for item in sorted(taken, key=lambda item: item.file):
        twin = first.setdefault(item.sha256, item.file) if item.sha256 else item.file
        if isinstance(item, Unread):
            submissions.append(_fate(item, Status.UNREADABLE, item.reason))
        elif twin != item.file:
            reason = f"Trùng hoàn toàn với tệp {twin}"
            submissions.append(_fate(item, Status.SUPERSEDED, reason))
        elif misfit := _misfit(item, register) or _after(item, as_of, findings):
            submissions.append(_fate(item, *misfit))
        else:
            groups.setdefault((item.span, item.unit), []).append(item)
    counted: dict[str, Return] = {}
    newest: dict[str, Return] = {}
    earlier: dict[Period, dict[str, Return]] = {}
    for (span, unit), items in groups.items():
        now = span == register.settings.span
        fates = list(_settle_unit(items, findings))
        if now:
            newest[unit] = fates[0][0]
        best = _in_force(fates, findings)
        if best is not None:
            (counted if now else earlier.setdefault(span, {}))[unit] = best
        known = fates if now else [(item, _past(item, fate, register)) for item, fate in fates]
        submissions += [_fate(item, *fate) for item, fate in known]
    in_order = tuple(sorted(submissions, key=lambda item: item.file))
    compared, quarters = (
        {span: sent for span, sent in earlier.items() if is_such(span, register.settings.span)}
        for is_such in (_is_compared, _is_quarter_beside)
    )
    return Intake(in_order, counted, compared, newest, quarters)


def _is_compared(earlier: Period, now: Period) -> bool:
    """Whether figures of an earlier period are compared with: as long, at the same time of year."""
    return earlier.quarter == now.quarter


def _is_quarter_beside(earlier: Period, now: Period) -> bool:
    """Whether an earlier period is a quarter of the year under review."""
    return earlier.quarter > 0 and earlier.year == now.year


def _fate(item: Return | Unread, status: Status, reason: str) -> Submission:
    if isinstance(item, Unread):
        return Submission(item.file, item.sha256, "", "", None, None, status, reason)
    return Submission(
        item.file, item.sha256, item.unit, item.period, item.version, item.received_on,
        status, reason, item.dated_by if item.received_on else None,
    )  # fmt: skip


def _misfit(item: Return, register: Register) -> Fate | None:
    """Why a return belongs to no unit or no period of the register, if so."""
    settings = register.settings
    now = same_period(item.period, settings.period)
    if not now and not (item.year and item.span < settings.span):
        written, listed = label_of(item.period), label_of(settings.period)
        reason = f"Biểu ghi kỳ “{written}”, danh mục là kỳ “{listed}”"
        return Status.WRONG_PERIOD, reason
    if item.doubt:
        return Status.UNKNOWN_UNIT, item.doubt
    old = {item.row.old_code for item in register.crosswalk}
    unit = register.units.get(item.unit)
    if unit is None and (now or item.unit not in old):
        reason = f"Mã đơn vị “{item.unit}” không có trong danh mục" if item.unit else ""
        return Status.UNKNOWN_UNIT, reason or "Biểu chưa ghi mã đơn vị"
    # The code of an old unit may be that of one above others now.
    if unit is not None and not unit.reports and (now or item.unit not in old):
        return Status.UNKNOWN_UNIT, f"“{unit.name}” là {unit.kind}, không phải đơn vị gửi biểu"
    return None


def _after(item: Return, as_of: date, findings: Mapping[str, Sequence[Finding]]) -> Fate | None:
    """Why a return is not of the as-of day, if so.

    Only a day that somebody wrote tells: saving a file again moves the day it was saved, and a
    mistyped day says nothing.
    """
    is_written = item.dated_by in (DatedBy.FORM, DatedBy.BOARD)
    came = item.received_on if is_written else None
    # Day and month changed about would hold a return back that is long there.
    is_there = item.dated_by is DatedBy.FORM and day_by_stamp(item) <= as_of
    if came is None or came <= as_of or is_there:
        return None
    wrong = {finding.ref for finding in findings.get(item.file, ()) if finding.is_error}
    if item.dated_by is DatedBy.FORM and item.sheet(InfoReturn).label("sent_on") in wrong:
        return None
    return Status.AFTER_DAY, f"Nhận ngày {day(came)}, sau ngày {day(as_of)}"


def _settle_unit(
    items: Sequence[Return], findings: Mapping[str, Sequence[Finding]]
) -> Iterator[tuple[Return, Fate]]:
    """Yield the fate of each return of one unit and period, newest first."""
    newest: Return | None = None
    for item in newest_first(items):
        errors = sum(finding.is_error for finding in findings.get(item.file, ()))
        if newest is not None:
            yield item, (Status.SUPERSEDED, f"{_UNUSED}{_why_unused(item, newest)}")
        elif errors:
            yield item, (Status.REFUSED, f"Có {errors} lỗi phải sửa")
        elif item.is_empty:
            yield item, (Status.EMPTY, "Đã gửi, chưa có số liệu")
        elif item.is_partial:
            yield item, (Status.PARTIAL, f"Còn {item.unreviewed} chi bộ chưa kiểm điểm")
        else:
            newest = item
            yield item, (Status.COUNTED, "")


def _why_unused(item: Return, newest: Return) -> str:
    """Return why a return counts no more, given the one that does."""
    if is_numbered_back(item, newest):
        numbers = f"ghi lần gửi {item.version}, tệp {newest.file} ghi {newest.version}"
        return f"{numbers}; ngày gửi và ngày lưu nói tệp này gửi sau"
    return f"đơn vị đã gửi lại (tệp {newest.file})"


def _in_force(
    fates: Sequence[tuple[Return, Fate]], findings: Mapping[str, Sequence[Finding]]
) -> Return | None:
    """Return the return that counts.

    It has the day of the unit's first submission without errors.

    A unit that corrects or completes a good return later has still sent it in time.
    """
    best = next((item for item, fate in fates if fate[0] is Status.COUNTED), None)
    good = (
        item.came_on
        for item, _ in fates
        if not item.is_empty
        and not any(finding.is_error for finding in findings.get(item.file, ()))
    )
    days = [day for day in good if day is not None]
    return replace(best, first_received_on=min(days)) if best and days else best


def _past(item: Return, fate: Fate, register: Register) -> Fate:
    """Return the fate of a return of an earlier period."""
    status, reason = fate
    why = reason.removeprefix(_UNUSED)
    is_used = status is Status.COUNTED
    use = _use(item.span, register.settings) if is_used else f"không sử dụng ({why})"
    return Status.WRONG_PERIOD, f"Số liệu {in_full(item.period)}, {use}"


def _use(earlier: Period, settings: Settings) -> str:
    """Return what the figures of an earlier period are good for."""
    if _is_compared(earlier, settings.span):
        return "chỉ dùng để so sánh"
    if _is_quarter_beside(earlier, settings.span):
        return "hiện bên cạnh số liệu kỳ này"
    return f"không so sánh được với kỳ {in_words(settings.period)}"
