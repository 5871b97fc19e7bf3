"""Thay đổi: differences since the last build, a chosen day and each snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from xeploai import text
from xeploai.ledger.history import State, state_after
from xeploai.ledger.receipts import day_seen
from xeploai.ledger.snapshots import Freeze
from xeploai.phrases import NOTHING_CHANGED, UNKNOWN, counted_to_words, up_to, upper_first
from xeploai.schema.periods import in_words
from xeploai.season.changes.compare import compare, since_day, since_last
from xeploai.season.changes.model import Compared
from xeploai.submissions.model import same_period
from xeploai.views.change_rows import ChangeSection, section
from xeploai.views.change_words import summed_up
from xeploai.views.page import Link, Notice, Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """A freeze in the list; mark: the class of its sign."""

    name: Link
    as_of: str
    mark: str
    word: str
    summary: str


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of what changed."""
    last = since_last(view.season.history)
    frozen = list(_frozen(view))
    sections = [*_since_last(view, last), *_since_day(view)]
    context = {
        "lead": _lead(view, last),
        "as_of": counted_to_words(view.counted_to),
        "notice": _notice(view, last),
        "sections": tuple(sections),
        "freezes": tuple(line for line, _ in frozen),
        "frozen": tuple(part for _, part in frozen if part),
    }
    yield site_page(SitePage.CHANGES, "changes", context, is_wide=True)


# ---------------------------------------------------------------- with what is compared


def _lead(view: SeasonView, last: Compared | None) -> str:
    if last is None:
        return f"Đây là lần dựng đầu tiên của {view.period} được ghi lại: chưa có gì để so sánh."
    since = _since_words(last.state)
    summary = summed_up(last.changes, view.register)
    return f"{since}: {', '.join(summary)}." if summary else f"{since}: {NOTHING_CHANGED}."


def _notice(view: SeasonView, last: Compared | None) -> Notice | None:
    broken = [item for item in view.season.freezes if item.fault]
    if broken:
        details = "; ".join(f"“{item.name}”: {item.fault}" for item in broken)
        return Notice(
            "error",
            "Có bản chốt không còn nguyên vẹn, không dùng để so sánh",
            f"{details}. Chép lại thư mục của bản chốt từ bản lưu rồi chạy lại chương trình.",
        )
    if last is not None:
        return None
    return Notice(
        "empty",
        "Chưa có gì để so sánh",
        "Lần dựng sau, trang này cho biết đơn vị nào mới gửi, mới quá hạn, số liệu nào thay đổi và "
        "do tệp nào.",
    )


def _since_words(state: State) -> str:
    return f"Thay đổi gần nhất, so với ngày {text.day(day_seen(state.at, state.as_of))}"


def _since_last(view: SeasonView, last: Compared | None) -> Iterator[ChangeSection]:
    if last is not None:
        # The lead holds the summary already.
        yield replace(section(view, "lan-truoc", _since_words(last.state), last), summary="")


def _since_day(view: SeasonView) -> Iterator[ChangeSection]:
    day = view.season.since
    if day is None:
        return
    title = f"Từ ngày {text.day(day)}"
    compared = since_day(view.season.history, day)
    if compared is None:
        message = (
            f"Đến hết ngày {text.day(day)} chưa có lần dựng nào được ghi lại, nên không so được."
        )
        yield ChangeSection("tu-ngay", title, message)
    else:
        yield section(view, "tu-ngay", title, compared)


def _frozen(view: SeasonView) -> Iterator[tuple[FreezeLine, ChangeSection | None]]:
    """Yield the freezes, the latest first, and the differences since each."""
    now = state_after(view.season.history)
    for number_of, item in enumerate(reversed(view.season.freezes), start=1):
        if item.fault:
            line = FreezeLine(Link(item.name), UNKNOWN, "unreadable", "Không dùng được", item.fault)
            yield line, None
        elif now is None or not same_period(item.period, view.settings.period):
            summary = f"Của kỳ {in_words(item.period)}, không so với kỳ này"
            yield _freeze_line(Link(item.name), item, summary), None
        else:
            state = State(item.at, item.as_of, item.facts)
            compared = Compared(state, compare(item.facts, now.facts))
            id_ = f"chot-{number_of}"
            summary = ", ".join(summed_up(compared.changes, view.register)) or "không khác gì"
            title = f"So với bản chốt “{item.name}” ({up_to(item.as_of)})"
            link = Link(item.name, SitePage.CHANGES.at(id_))
            line = _freeze_line(link, item, upper_first(summary))
            yield line, section(view, id_, title, compared, item)


def _freeze_line(name: Link, item: Freeze, summary: str) -> FreezeLine:
    return FreezeLine(name, text.day(item.as_of), "counted", "Còn nguyên", summary)
