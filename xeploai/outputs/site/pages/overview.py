"""Tổng quan: how do we stand today?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.charts.chart import Chart
from xeploai.charts.pace import PROGRESS
from xeploai.paths import own_name
from xeploai.phrases import (
    ALL_DONE,
    ASSESSED,
    DISTRICT_LEVEL,
    EARLIER_COUNTED,
    HAS_UNREADABLE,
    NO_MILESTONES,
    NO_RETURN,
    NOT_ADDED_UP,
    NOT_RATED,
    OF_BOARD,
    PUT_FILES,
    PUT_FIXED_FILES,
    READ_GUIDE,
    SEND_WHEN_REVIEWED,
    UNITS_COUNTED,
    UNITS_TO_FIX,
    counted_to_words,
    coverage_of,
    few_units,
    is_of_district,
    lower_first,
    number,
    percent,
    units_of,
    upper_first,
)
from xeploai.register.model import Milestone, Register, Unit
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import CapBase, CapScope, Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import clearest
from xeploai.season.progress.model import SOON_DAYS, MilestoneStatus, StatusKind
from xeploai.season.season import Season
from xeploai.views.cap_rows import over_cap_summary
from xeploai.views.follow_up import follow_up
from xeploai.views.inline_bars import NamedBar, named_bar, undecided
from xeploai.views.methodology import own_caps
from xeploai.views.milestone_rates import at_main
from xeploai.views.milestone_rows import is_unfinished, state_word
from xeploai.views.page import Headline, Link, Notice, Page, site_page
from xeploai.views.page_registry import OF_SUBJECT, SitePage
from xeploai.views.season_view import SeasonView
from xeploai.views.sending_parts import (
    SendingPart,
    sending_parts,
    uncounted_words,
    waiting_words,
)
from xeploai.views.upcoming import left, next_deadlines

MOST_LINES = 7
FEW = 3
"""More silent units than this are listed in one line, or they would crowd out what is late."""


@dataclass(frozen=True, slots=True)
class Call:
    """A line of "Cần chú ý": who, what, where to look."""

    name: str
    words: str
    url: str


def pages(view: SeasonView, charts: Mapping[str, Chart]) -> Iterator[Page]:
    """Yield the first page."""
    calls = list(_calls(view))
    curve = charts.get(PROGRESS)
    context = {
        "heading": f"Kiểm điểm, đánh giá, xếp loại {view.period}",
        "office": view.settings.office,
        "lead": tuple(lead(view)),
        "as_of": as_of(view),
        "notice": _notice(view),
        "headlines": tuple(_headlines(view)),
        "bars": tuple(_bars(view)),
        "calls": calls[:MOST_LINES],
        "more": _more(calls[MOST_LINES:]),
        "curve": curve,
        "progress": tuple(_progress(view)),
        "longest": tuple(_longest(view)),
        "follow_up": tuple(follow_up(view, view.register.roots)),
    }
    yield site_page(
        SitePage.OVERVIEW,
        "index",
        context,
        (curve,) if curve else (),
    )


def lead(view: SeasonView) -> Iterator[Link]:
    """Yield the first sentence, in pieces of which some are links."""
    season = view.season
    yield Link(f"Đến ngày {text.day(season.as_of)}, {text.count(season.expected)} đơn vị: ")
    separator = ""
    for part, units in sending_parts(season).items():
        if units:
            yield Link(separator)
            yield Link(f"{part} {text.count(len(units))}", _PART_URLS[part])
            separator = " · "
    yield Link("; ")
    if view.register.milestones:
        yield Link(_deadline(view))
    else:
        yield Link(NO_MILESTONES, SitePage.TIMELINE.url)
    yield Link(".")


_PART_URLS = {
    SendingPart.COUNTED: SitePage.UNITS.url,
    SendingPart.IN_CORRECTION: SitePage.QUALITY.url,
    SendingPart.INCOMPLETE: SitePage.TIMELINE.at("tung-don-vi"),
    SendingPart.EMPTY: SitePage.TIMELINE.at("tung-don-vi"),
    SendingPart.UNREADABLE: SitePage.QUALITY.url,
    SendingPart.SILENT: SitePage.TIMELINE.at("tung-don-vi"),
}
"""Where the units of each part are listed."""


def _deadline(view: SeasonView) -> str:
    """How far the next deadline is, or how long the last one is past."""
    progress = view.season.progress
    steps = [step for item in progress.milestones for step in progress.of_milestone(item.code)]
    # An extension of a few is shown only where nothing else is to come.
    open_ones = sorted(
        filter(is_unfinished, steps), key=lambda x: (x.extension is not None, x.deadline)
    )
    if not open_ones:
        late = _late_units(view)
        return f"{ALL_DONE}, {text.count(len(late))} đơn vị xong muộn" if late else ALL_DONE
    today = view.season.as_of
    following = next((step for step in open_ones if step.deadline >= today), None)
    if following is None:
        last = max(open_ones, key=lambda step: step.deadline)
        name = _deadline_name(last.milestone, view.register)
        return f"đã quá {name} {last.days} ngày"
    name = _deadline_name(following.milestone, view.register)
    own = " đã gia hạn" if following.extension else ""
    left = (following.deadline - today).days
    return f"còn {left} ngày đến {name}{own}" if left else f"hôm nay là {name}{own}"


def _deadline_name(milestone: Milestone, register: Register) -> str:
    """Return a milestone's deadline by name: "hạn cấp huyện", "hạn gửi biểu tổng hợp"."""
    bound = [unit for unit in register.units.values() if milestone.binds(unit)]
    kinds = {unit.kind for unit in bound}
    if not kinds or any(unit.reports for unit in bound):
        return f"hạn {lower_first(milestone.name)}"
    if UnitKind.PROVINCE in kinds:
        return "hạn cấp tỉnh"
    has_districts = any(is_of_district(unit.name) for unit in bound)
    return f"hạn {DISTRICT_LEVEL if has_districts else UnitKind.DISTRICT}"


def as_of(view: SeasonView) -> str:
    """Return the day, coverage and office of the figures."""
    season = view.season
    parts = [counted_to_words(view.counted_to), units_of(season.counted, season.expected)]
    return " · ".join(filter(None, [*parts, waiting_words(season), view.settings.office]))


def _notice(view: SeasonView) -> Notice | None:
    """Return why no unit is counted, where none is: each reason only where it is that of all."""
    season = view.season
    if season.counted:
        return None
    sent = [part for part, units in sending_parts(season).items() if units and part in _SENT]
    if sent == [SendingPart.IN_CORRECTION]:
        return Notice(
            "error",
            "Các biểu đã gửi đều có lỗi, chưa có số liệu nào được tính",
            f"Báo cho từng đơn vị chỗ phải sửa; {PUT_FIXED_FILES}.",
            _SEE_FAULTS,
        )
    if sent == [SendingPart.INCOMPLETE]:
        return Notice(
            "info",
            "Các đơn vị đã gửi biểu đều chưa kiểm điểm xong",
            f"{upper_first(NOT_ADDED_UP)}. {upper_first(SEND_WHEN_REVIEWED)}.",
            _SEE_PROGRESS,
        )
    if set(sent) & {SendingPart.IN_CORRECTION, SendingPart.INCOMPLETE}:
        is_to_fix = SendingPart.IN_CORRECTION in sent
        return Notice(
            "error" if is_to_fix else "info",
            "Chưa có biểu nào được tính vào kết quả xếp loại",
            f"Các đơn vị gửi biểu: {uncounted_words(season)}.",
            _SEE_FAULTS if is_to_fix else _SEE_PROGRESS,
        )
    return _without_returns(season)


_SENT = (SendingPart.IN_CORRECTION, SendingPart.INCOMPLETE, SendingPart.EMPTY)
"""The parts of those who sent a return that can be read."""

_SEE_FAULTS = Link("Xem các lỗi phải sửa", SitePage.QUALITY.url)
_SEE_PROGRESS = Link("Xem tiến độ từng đơn vị", SitePage.TIMELINE.at("tung-don-vi"))


def _without_returns(season: Season) -> Notice:
    """Return the notice of a season in which no return that can be read holds figures."""
    if not season.intake.submissions:
        return Notice(
            "empty", "Chưa có đơn vị nào gửi biểu", PUT_FILES, Link(READ_GUIDE, SitePage.GUIDE.url)
        )
    until = f" đến ngày {text.day(season.as_of)}" if season.after_day else ""
    waiting = f" Có {waiting_words(season)}." if season.after_day else ""
    return Notice(
        "empty",
        "Chưa có biểu nào dùng được",
        f"Thư mục input có tệp nhưng không tệp nào có số liệu của kỳ này{until}.{waiting}",
        Link("Xem từng tệp", SitePage.RECEIPTS.url if season.after_day else SitePage.QUALITY.url),
    )


# ---------------------------------------------------------------- figures and bars


def _headlines(view: SeasonView) -> Iterator[Headline]:
    season = view.season
    is_whole = season.counted == season.expected
    yield Headline(
        upper_first(UNITS_COUNTED),
        f"{text.count(season.counted)}/{text.count(season.expected)}",
        base="đã đủ số liệu" if is_whole else uncounted_words(season),
        kind="good" if is_whole else "",
        url=SitePage.UNITS.url,
    )
    members = view.whole(Subject.MEMBER)
    if members is not None and members.is_known:
        yield _rated(view, members)
        yield _excellent(view, members)
    to_fix = len(season.units_to_fix)
    yield Headline(
        f"{upper_first(UNITS_TO_FIX)} biểu",
        text.count(to_fix),
        base="xem lỗi phải sửa" if to_fix else "không có biểu nào bị trả lại",
        kind="bad" if to_fix else "good",
        url=SitePage.QUALITY.url if to_fix else "",
    )


def _rated(view: SeasonView, members: Figure) -> Headline:
    return Headline(
        f"Đảng viên {ASSESSED}",
        percent(members.coverage_pct, view.digits),
        base=f"{number(members.rated)}/{number(members.total)} đảng viên",
        coverage=coverage_of(members),
        kind="provisional" if members.is_provisional else "",
    )


def _excellent(view: SeasonView, members: Figure) -> Headline:
    settings, cap = view.settings, view.cap(members)
    known = percent_units(cap.xs, cap.base, settings.digits, settings.rounding)
    share = None if members.is_withheld else known
    provisional = "provisional" if members.is_provisional else ""
    of_base = f"{number(members.xs)}/{text.count(cap.base)}"
    is_over = settings.cap_scope is CapScope.WHOLE and cap.is_over
    return Headline(
        f"Xuất sắc so với {_BASES[settings.cap_base]}",
        percent(share, view.digits),
        base=few_units(members, settings)
        if members.is_withheld
        else "; ".join(filter(None, (of_base, _cap(view, members)))),
        coverage=coverage_of(members),
        kind="bad" if is_over else provisional,
    )


_BASES = {
    CapBase.HTT: "hoàn thành tốt",
    CapBase.XS_HTT: "xuất sắc và tốt",
    CapBase.RATED: f"số {ASSESSED}",
}


def _cap(view: SeasonView, members: Figure) -> str:
    """Return the cap that holds here, or that of units, and how many of them have another."""
    scope = view.settings.cap_scope
    if scope is CapScope.WHOLE:
        percentage = view.cap(members).percent
        return f"trần {percentage}% {_SCOPES[scope]}" if percentage is not None else ""
    capped = view.register.expected(Subject.MEMBER)
    own = len(own_caps(view.register, capped))
    if own == len(capped):
        return "mỗi đơn vị có trần riêng"
    if view.settings.cap is None:
        return f"{text.count(own)} đơn vị có trần riêng" if own else ""
    words = f"trần {view.settings.cap}% {_SCOPES[scope]}"
    return f"{words}, riêng {text.count(own)} đơn vị có trần khác" if own else words


_SCOPES = {
    CapScope.GRASSROOTS: "ở từng đơn vị",
    CapScope.CELL: "ở từng chi bộ",
    CapScope.WHOLE: "tính chung",
}


def _bars(view: SeasonView) -> Iterator[NamedBar]:
    for subject in view.register.main_subjects:
        steps = view.whole_steps(subject)
        figure = clearest(steps)
        if figure is None:
            continue
        url = OF_SUBJECT[subject].url
        reviewed = view.reviewed_words("") if subject is Subject.CELL else ""
        more = "; ".join(part for part in (reviewed, undecided(steps[-1], figure)) if part)
        yield named_bar(subject.label, url, figure, view.settings, NOT_RATED, more)


# ---------------------------------------------------------------- progress


def _progress(view: SeasonView) -> Iterator[tuple[str, str]]:
    """How far all are at the main milestone, and the next deadline."""
    main = at_main(view, view.watchers.units)
    if main is not None:
        yield main
    due = next((due for due in next_deadlines(view) if due.waiting), None)
    if due is not None:
        name = lower_first(due.milestone.name)
        yield "Hạn tiếp theo", f"{due.day_words}, {left(view, due)}: {name}, {due.todo}"


def _longest(view: SeasonView) -> Iterator[tuple[Link, str]]:
    """Yield the units that are longest overdue, with what and for how long."""
    for unit, step, _ in _by_days(view)[:FEW]:
        words = f"{lower_first(step.milestone.name)}, {step.days} ngày"
        yield Link(unit.name, f"{view.url(unit.code)}#tien-do"), words


# ---------------------------------------------------------------- what needs a call


def _calls(view: SeasonView) -> Iterator[Call]:
    """Lines, most urgent first; a unit that is called for one thing is not called again."""
    over_cap = over_cap_summary(view)
    if over_cap is not None:
        yield Call(*over_cap, OF_SUBJECT[Subject.MEMBER].url)
    listed: set[str] = set()
    for group in (_to_fix, _overdue, _silent, _not_reported):
        for unit, call in group(view, listed):
            listed.add(unit)
            yield call
    yield from _of_board(view)
    yield from _soon(view)
    yield from _late(view)


def _to_fix(view: SeasonView, _: set[str]) -> Iterator[tuple[str, Call]]:
    for unit in view.season.units_to_fix:
        words = f"{text.count(view.errors(unit.code))} lỗi phải sửa trong biểu"
        if unit.code in view.season.intake.counted:
            words += f", {EARLIER_COUNTED}"
        yield unit.code, Call(unit.name, words, view.url(unit.code))


def _overdue(view: SeasonView, listed: set[str]) -> Iterator[tuple[str, Call]]:
    for unit, worst, others in _by_days(view):
        if unit.code not in listed:
            yield unit.code, Call(unit.name, _overdue_words(worst, others), view.url(unit.code))


def _by_days(view: SeasonView) -> list[tuple[Unit, MilestoneStatus, int]]:
    """Units with what they are longest overdue with, and with how much else; the longest first."""
    rows = []
    for unit in view.season.progress.units:
        steps = [
            step for step in view.season.progress.of_unit(unit.code)
            if step.kind is StatusKind.OVERDUE and not step.milestone.is_of_board
        ]  # fmt: skip
        if steps:
            rows.append((unit, max(steps, key=lambda step: step.days or 0), len(steps) - 1))
    return sorted(rows, key=lambda item: -(item[1].days or 0))


def _overdue_words(step: MilestoneStatus, others: int) -> str:
    more = f" và {others} mốc khác" if others else ""
    return f"quá hạn {step.days} ngày: {lower_first(step.milestone.name)}{more}"


def _not_reported(view: SeasonView, listed: set[str]) -> Iterator[tuple[str, Call]]:
    """Yield the units of which nothing tells whether what was due is done."""
    every = [
        (unit, steps)
        for unit in view.season.progress.units
        if (steps := _not_reported_steps(view, unit))
    ]
    silent = [(unit, steps) for unit, steps in every if unit.code not in listed]
    if len(silent) > FEW:
        words = f"{StatusKind.NO_REPORT.label} ít nhất một mốc đã qua hạn"
        others = "đơn vị" if len(silent) == len(every) else "đơn vị khác"
        name = f"{text.count(len(silent))} {others}"
        yield "", Call(name, words, SitePage.TIMELINE.at("tung-don-vi"))
        return
    for unit, steps in silent:
        more = f" và {len(steps) - 1} mốc khác" if len(steps) > 1 else ""
        words = f"{state_word(steps[0])}: {lower_first(steps[0].milestone.name)}{more}"
        yield unit.code, Call(unit.name, words, view.url(unit.code))


def _not_reported_steps(view: SeasonView, unit: Unit) -> list[MilestoneStatus]:
    steps = view.season.progress.of_unit(unit.code)
    return [step for step in steps if step.is_unreported]


def _of_board(view: SeasonView) -> Iterator[Call]:
    """Yield the milestones that the board does itself and that are past."""
    progress = view.season.progress
    for milestone in progress.milestones:
        steps = progress.of_milestone(milestone.code) if milestone.is_of_board else []
        overdue = [step for step in steps if step.kind is StatusKind.OVERDUE]
        if overdue:
            days = max(step.days or 0 for step in overdue)
            left = f"{text.count(len(overdue))}/{text.count(len(steps))} đơn vị chưa xong"
            words = f"{left}, quá hạn {days} ngày; {OF_BOARD}"
            yield Call(milestone.name, words, SitePage.TIMELINE.at("tung-moc"))


def _late(view: SeasonView) -> Iterator[Call]:
    """Yield a line on the units that were late, where most of them were."""
    late, units = _late_units(view), view.season.progress.units
    if 2 * len(late) > len(units):
        words = "xong muộn ít nhất một mốc"
        name = f"{text.count(len(late))}/{text.count(len(units))} đơn vị"
        yield Call(name, words, SitePage.TIMELINE.at("tung-don-vi"))


def _late_units(view: SeasonView) -> list[Unit]:
    progress = view.season.progress
    return [
        unit
        for unit in progress.units
        if any(step.kind is StatusKind.LATE for step in progress.of_unit(unit.code))
    ]


def _silent(view: SeasonView, listed: set[str]) -> Iterator[tuple[str, Call]]:
    silent: Sequence[Unit] = [x for x in view.season.units_silent if x.code not in listed]
    if len(silent) > FEW:
        has_file = any(unit.code in view.unreadable for unit in silent)
        words = f"{NO_RETURN} hoặc {HAS_UNREADABLE}" if has_file else NO_RETURN
        yield "", Call(f"{len(silent)} đơn vị", words, SitePage.UNITS.url)
        return
    for unit in silent:
        file = view.unreadable.get(unit.code, "")
        words = f"{HAS_UNREADABLE}: {own_name(file)}" if file else NO_RETURN
        yield unit.code, Call(unit.name, words, view.url(unit.code))


def _soon(view: SeasonView) -> Iterator[Call]:
    for due in next_deadlines(view):
        waiting = len(due.waiting)
        if waiting and (due.day - view.season.as_of).days <= SOON_DAYS:
            when = left(view, due)
            message = f"{when}, {waiting} {due.milestone.noun} chưa xong"
            yield Call(upper_first(due.milestone.name), message, SitePage.TIMELINE.at("sap-toi"))


def _more(calls: Sequence[Call]) -> Link | None:
    return Link(f"Còn {len(calls)} việc khác", SitePage.TIMELINE.url) if calls else None
