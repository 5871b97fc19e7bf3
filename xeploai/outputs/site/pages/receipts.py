"""Sổ nhận: what came, when, and what became of it?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from xeploai import text
from xeploai.ledger.model import Receipt
from xeploai.ledger.receipts import corrected_day, day_seen
from xeploai.phrases import (
    GONE,
    NO_FILES_YET,
    NONE_COUNTED,
    PUT_FILES,
    READ_GUIDE,
    day,
    lower_first,
    number,
    upper_first,
)
from xeploai.schema.periods import period_in
from xeploai.submissions.model import DatedBy, Status, Submission, same_period
from xeploai.views.page import Link, Notice, Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import FILE_MARKS, SeasonView

FEW = 5
"""Most units named above the table whose file is gone; the table has them all."""

SIGNS = 8
"""Length of the hash prefix that tells one workbook from every other."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A workbook that came; what: its fate now, or its last one with the moment it was missed.

    also: where else it lies; is_lost: whether it counted, is gone, and no newer one took its place.
    """

    file: str
    also: tuple[str, ...]
    sha256: str
    unit: str
    period: str
    version: int
    received_on: date | None
    dated_by: DatedBy | None
    status: Status
    reason: str
    first_seen: datetime
    gone_at: datetime | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line of a table."""

    unit: Link
    version: str
    received_on: str
    dated_by: str
    file: str
    also: str
    mark: str
    word: str
    reason: str
    first_seen: str
    sign: str


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of receipts."""
    now, past, others = _sorted_out(view)
    packs = [item for item in others if item.status is Status.PACK]
    strays = [item for item in others if item.status is not Status.PACK]
    context = {
        "lead": _lead(view, now, packs=len(packs), strays=len(strays), past=len(past)),
        "notice": _notice(view, now),
        "sendings": tuple(_line(view, item) for item in now),
        "packs": tuple(_line(view, item) for item in packs),
        "strays": tuple(_line(view, item) for item in strays),
        "past": tuple(_past_line(view, item) for item in past),
    }
    yield site_page(SitePage.RECEIPTS, "receipts", context, is_wide=True)


def _sorted_out(
    view: SeasonView,
) -> tuple[list[ReceivedFile], list[ReceivedFile], list[ReceivedFile]]:
    """Return this period's submissions in the office's order, earlier ones', and others."""
    order = {unit.code: at for at, unit in enumerate(view.register.reporting)}
    known = sorted([*_here(view), *_gone(view)], key=_age, reverse=True)
    now: list[ReceivedFile] = []
    past: list[ReceivedFile] = []
    strays: list[ReceivedFile] = []
    for item in known:
        if item.unit in order and same_period(item.period, view.settings.period):
            now.append(item)
        elif (then := period_in(item.period)) and then < view.settings.span:
            past.append(item)
        elif not item.gone_at or _day_seen(view, item).year >= view.settings.year:
            strays.append(item)
    return sorted(now, key=lambda item: order[item.unit]), past, strays


def _age(item: ReceivedFile) -> tuple[int, date, datetime, str]:
    return item.version, item.received_on or date.min, item.first_seen, item.file


# ---------------------------------------------------------------- what came


def _here(view: SeasonView) -> Iterator[ReceivedFile]:
    """Yield the files in the folder, each content once; those that concern nobody are left out."""
    twins: dict[str, list[Submission]] = {}
    for item in view.season.intake.submissions:
        if item.sha256 or item.file in view.faults:
            twins.setdefault(item.sha256 or item.file, []).append(item)
    for item, *others in twins.values():
        yield ReceivedFile(
            file=item.file,
            also=tuple(other.file for other in others),
            sha256=item.sha256,
            unit=item.unit,
            period=item.period,
            version=item.version or 0,
            received_on=item.received_on,
            dated_by=item.dated_by,
            status=item.status,
            reason=item.reason,
            first_seen=view.season.ledger.first_seen(item.sha256),
        )


def _gone(view: SeasonView) -> Iterator[ReceivedFile]:
    there = {item.file for item in view.season.intake.submissions}
    lost = {item.sha256 for item in view.season.lost}
    for item in view.season.ledger.gone:
        received_on, dated_by = _received(view, item)
        yield ReceivedFile(
            file=item.file,
            also=(),
            sha256=item.sha256,
            unit=item.unit,
            period=item.period,
            version=item.version or 0,
            received_on=received_on,
            dated_by=dated_by,
            status=item.fate,
            reason=_gone_words(view, item, is_replaced=item.file in there),
            first_seen=item.first_seen,
            gone_at=item.gone_at,
            is_lost=item.sha256 in lost,
        )


def _received(view: SeasonView, item: Receipt) -> tuple[date | None, DatedBy | None]:
    """Return the day of receipt of a missing file, where it was a return."""
    corrected = corrected_day(view.register, item)
    if corrected:
        return corrected, DatedBy.BOARD
    if item.dated_by is DatedBy.LEDGER:
        return day_seen(item.first_seen, view.season.as_of), DatedBy.LEDGER
    return item.received_on, item.dated_by


def _gone_words(view: SeasonView, item: Receipt, *, is_replaced: bool) -> str:
    """Return what a missing file was, since when it is missed, and what counts instead."""
    message = f"Trước đó: {lower_first(item.fate.label)}"
    if item.fate is Status.COUNTED:
        how = "đã bị thay bằng tệp khác cùng tên" if is_replaced else "đã bị xóa"
        message = f"Tệp đang được tính {how}; {_counts_now(view, item.unit)}"
    elif is_replaced:
        message += "; tệp cùng tên nay là bản khác"
    missed = day_seen(item.gone_at, view.season.as_of) if item.gone_at else None
    return f"{message}. Không thấy từ ngày {day(missed)}"


def _counts_now(view: SeasonView, unit: str) -> str:
    counted = view.season.intake.counted.get(unit)
    return f"nay tính lần gửi {counted.version}" if counted else NONE_COUNTED


def _day_seen(view: SeasonView, item: ReceivedFile) -> date:
    return day_seen(item.first_seen, view.season.as_of)


# ---------------------------------------------------------------- words


def _lead(
    view: SeasonView, now: Sequence[ReceivedFile], *, packs: int, strays: int, past: int
) -> str:
    if not (now or packs or strays or past):
        return "Chưa có tệp nào được ghi nhận."
    units = len({item.unit for item in now})
    received = f"{text.count(len(now))} lần gửi của {text.count(units)} đơn vị"
    times = Counter(_word(item) for item in now)
    words = (*(status.label for status in Status), upper_first(GONE))
    fates = ", ".join(f"{text.count(times[x])} {lower_first(x)}" for x in words if times[x])
    others = [f"{text.count(packs)} gói số liệu của cấp dưới"] if packs else []
    others += [f"{text.count(strays)} tệp không của đơn vị nào"] if strays else []
    others += [f"{text.count(past)} tệp của kỳ trước"] if past else []
    *first, last = others or [""]
    listed = " và ".join(filter(None, (", ".join(first), last)))
    beside = f" Ngoài ra có {listed}." if listed else ""
    heading = f"Đến ngày {text.day(view.season.as_of)} đã nhận {received}"
    return f"{heading}: {fates}.{beside}" if now else f"{heading}.{beside}"


def _notice(view: SeasonView, now: Sequence[ReceivedFile]) -> Notice | None:
    lost = {item.unit for item in now if item.is_lost}
    if lost:
        units = [unit for unit in view.register.reporting if unit.code in lost]
        parts = [f"{unit.name}: {_counts_now(view, unit.code)}" for unit in units]
        listed = text.listing(parts, FEW, "đơn vị", between="; ")
        return Notice(
            "warning",
            "Tệp đang được tính không còn trong thư mục",
            f"{listed}. Nếu xóa nhầm thì đặt lại tệp vào thư mục input rồi chạy lại chương trình.",
        )
    if now or view.season.intake.submissions:
        return None
    return Notice(
        "empty",
        NO_FILES_YET,
        PUT_FILES,
        Link(READ_GUIDE, SitePage.GUIDE.url),
    )


def _line(view: SeasonView, item: ReceivedFile) -> ReceiptLine:
    unit = view.register.units.get(item.unit)
    return ReceiptLine(
        unit=Link(unit.name if unit else item.unit, view.url(item.unit)),
        version=number(item.version or None),
        received_on=day(item.received_on),
        dated_by=item.dated_by or "",
        file=item.file,
        also=", ".join(item.also),
        mark=_mark(item),
        word=_word(item),
        reason=item.reason,
        first_seen=day(_day_seen(view, item) if item.sha256 else None),
        sign=item.sha256[:SIGNS],
    )


def _past_line(view: SeasonView, item: ReceivedFile) -> ReceiptLine:
    """Return a line of a file kept for comparison, in which nothing is to be corrected."""
    line = _line(view, item)
    return line if item.gone_at else replace(line, mark="superseded", word="Để so sánh")


def _word(item: ReceivedFile) -> str:
    return upper_first(GONE) if item.gone_at else item.status.label


def _mark(item: ReceivedFile) -> str:
    if item.gone_at:
        return "missing" if item.is_lost else "superseded"
    return FILE_MARKS.get(item.status, "unreadable")
