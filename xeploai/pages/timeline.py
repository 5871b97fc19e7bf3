"""Tiến độ: who holds us up?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xeploai import text
from xeploai.aggregate import percent_units
from xeploai.progress import Standing, Step
from xeploai.register import Milestone, Unit
from xeploai.text import cluster_order
from xeploai.views import Link, Notice, Page
from xeploai.views.desk import Desk
from xeploai.views.words import NO_CLUSTER, percent, upper_first

FEW = 3
"""So many units are named in a sentence."""

_ORDER = tuple(Standing)

Group = tuple[str, tuple[Unit, ...]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit at a milestone: a mark, a word, a date or days; sort: worst last."""

    mark: str
    word: str
    small: str
    title: str
    sort: int


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's line of the matrix; a group's heading where it has no marks."""

    name: str
    url: str = ""
    official: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """How many units reached a milestone."""

    done: str
    share: str


@dataclass(frozen=True, slots=True)
class Column:
    """A milestone and where all units stand at it; words: the published sentence."""

    name: str
    deadline: str
    words: str
    total: Sum


def pages(desk: Desk) -> Iterator[Page]:
    """The page of progress."""
    milestones = desk.register.milestones
    groups = tuple(_groups(desk))
    is_grouped = any(name for name, _ in groups)
    context = {
        "heading": f"Tiến độ {desk.period}",
        "lead": _lead(desk),
        "as_of": f"Tính đến ngày {text.day(desk.season.as_of)}",
        "notice": _notice(desk),
        "columns": tuple(_column(desk, item) for item in milestones),
        "lines": tuple(_lines(desk, groups, is_grouped)),
        "returned": _returned(desk),
        "clusters": tuple(_clusters(desk, groups)) if is_grouped and milestones else (),
        "officials": tuple(_officials(desk, groups)) if milestones else (),
    }
    yield Page("tien-do.md", "timeline", "Tiến độ", context, is_wide=True)


def _lead(desk: Desk) -> str:
    season = desk.season
    if not desk.register.milestones:
        sent = season.expected - len(season.units_silent)
        return (
            f"{text.count(sent)}/{text.count(season.expected)} đơn vị đã gửi biểu, "
            f"đạt {_share(desk, sent, season.expected)}."
        )
    late = [
        unit.name for unit in season.progress.units
        if any(step.standing is Standing.OVERDUE for step in season.progress.of_unit(unit.code))
    ]  # fmt: skip
    if not late:
        return "Không có đơn vị nào quá hạn."
    names = f": {', '.join(late)}" if len(late) <= FEW else " ở ít nhất một mốc"
    return f"{text.count(len(late))} đơn vị đang quá hạn{names}."


def _notice(desk: Desk) -> Notice | None:
    if desk.register.milestones:
        return None
    return Notice(
        "info",
        "Danh mục chưa đặt mốc thời gian",
        "Ghi mã, tên và hạn của từng mốc vào tờ Mốc thời gian của tệp danh-muc.xlsx rồi chạy lại. "
        "Khi chưa có mốc, trang này chỉ cho biết đơn vị đã gửi biểu hay chưa.",
        Link("Xem hướng dẫn", "huong-dan.html"),
    )


# ---------------------------------------------------------------- milestones


def _column(desk: Desk, milestone: Milestone) -> Column:
    steps = desk.season.progress.of_milestone(milestone.code)
    return Column(
        milestone.name,
        f"hạn {text.day(milestone.deadline)}",
        _sentence(desk, milestone, steps),
        _sum(desk, steps),
    )


def _sentence(desk: Desk, milestone: Milestone, steps: Sequence[Step]) -> str:
    """The phrase as offices publish it: "28/31 đơn vị, đạt 90,32%"."""
    if not steps:
        return "không áp dụng cho đơn vị nào trong danh mục"
    said = [f"{_counted(steps)} đơn vị, đạt {_share(desk, _done(steps), len(steps))}"]
    for standing, words in ((Standing.LATE, "muộn"), (Standing.OVERDUE, "quá hạn")):
        times = sum(step.standing is standing for step in steps)
        said += [f"{text.count(times)} đơn vị {words}"] if times else []
    left = (milestone.deadline - desk.season.as_of).days
    if left >= 0 and _done(steps) < len(steps):
        said.append(f"còn {left} ngày" if left else "hôm nay hết hạn")
    return "; ".join(said)


def _done(steps: Sequence[Step]) -> int:
    return sum(step.standing.is_done for step in steps)


def _counted(steps: Sequence[Step]) -> str:
    return f"{text.count(_done(steps))}/{text.count(len(steps))}"


def _share(desk: Desk, number: int, base: int) -> str:
    settings = desk.settings
    return percent(percent_units(number, base, settings.digits, settings.rounding), settings.digits)


def _returned(desk: Desk) -> Sum:
    """How many of the units that report are counted."""
    season = desk.season
    counted, expected = season.counted, season.expected
    done = f"{text.count(counted)}/{text.count(expected)}"
    return Sum(done, _share(desk, counted, expected))


def _sum(desk: Desk, steps: Sequence[Step]) -> Sum:
    return Sum(_counted(steps), _share(desk, _done(steps), len(steps))) if steps else Sum("–", "")


# ---------------------------------------------------------------- the matrix


def _groups(desk: Desk) -> Iterator[Group]:
    """Units by cluster, those in none last."""
    found: dict[str, list[Unit]] = {}
    units = desk.season.progress.units if desk.register.milestones else desk.register.reporting
    for unit in units:
        found.setdefault(unit.cluster, []).append(unit)
    return ((name, tuple(found[name])) for name in sorted(found, key=cluster_order))


def _lines(desk: Desk, groups: Sequence[Group], is_grouped: bool) -> Iterator[Line]:
    for name, units in groups:
        shared = _shared_official(units) if is_grouped and name else ""
        if is_grouped:
            watched = f" – {shared} theo dõi" if shared else ""
            yield Line(f"{name or NO_CLUSTER}{watched}")
        for unit in units:
            steps = desk.season.progress.of_unit(unit.code)
            marks = (_return_mark(desk, unit), *(_mark(step) for step in steps))
            yield Line(unit.name, desk.url(unit.code), "" if shared else unit.official, marks)


def _shared_official(units: Sequence[Unit]) -> str:
    """The official of all the units, where they have one and the same."""
    officials = {unit.official for unit in units}
    return officials.pop() if len(officials) == 1 else ""


def _return_mark(desk: Desk, unit: Unit) -> Mark:
    if not unit.kind.reports:
        return Mark("not_required", "Không gửi biểu", "", "", 0)
    sending = desk.sending(unit)
    order = ("counted", "pending", "late", "refused", "missing").index(sending.mark)
    counted = sending.counted
    when = _short(counted.received_on) if counted and counted.received_on else ""
    return Mark(sending.mark, sending.word, sending.note or when, "", order)


def _mark(step: Step) -> Mark:
    """One step, in a word and a date; the deadline in full for who wants to know."""
    due = f"Hạn {text.day(step.milestone.deadline)}"
    standing = step.standing
    order = _ORDER.index(standing)
    if standing is Standing.NOT_REQUIRED:
        return Mark(standing.value, "Không áp dụng", "", "", order)
    word = upper_first(standing.label)
    if step.done_on is not None and standing.is_done:
        days = f", muộn {step.days} ngày" if standing is Standing.LATE else ""
        small = _short(step.done_on)
        word = f"Muộn {step.days} ngày" if standing is Standing.LATE else word
        return Mark(
            standing.value, word, small, f"{due}, xong {text.day(step.done_on)}{days}", order
        )
    small = f"{step.days} ngày" if standing is Standing.OVERDUE else f"còn {step.days} ngày"
    return Mark(standing.value, word, small, due, order)


def _short(value: date) -> str:
    return f"{value:%d/%m}"


# ---------------------------------------------------------------- by cluster and by official


@dataclass(frozen=True, slots=True)
class GroupRow:
    """How far a cluster, or the units of an official, are at each milestone."""

    name: str
    units: str
    sums: tuple[Sum, ...]


def _clusters(desk: Desk, groups: Sequence[Group]) -> Iterator[GroupRow]:
    for name, units in groups:
        yield _group_row(desk, name or NO_CLUSTER, units)


def _officials(desk: Desk, groups: Sequence[Group]) -> Iterator[GroupRow]:
    """The units of each official; nothing where officials watch just the clusters."""
    if all(_shared_official(units) for _, units in groups):
        return
    found: dict[str, list[Unit]] = {}
    for unit in (unit for _, units in groups for unit in units):
        if unit.official:
            found.setdefault(unit.official, []).append(unit)
    for name, watched in found.items():
        yield _group_row(desk, name, watched)


def _group_row(desk: Desk, name: str, units: Sequence[Unit]) -> GroupRow:
    progress = desk.season.progress
    sums = []
    for milestone in desk.register.milestones:
        steps = [progress.at(unit.code, milestone.code) for unit in units]
        sums.append(_sum(desk, [x for x in steps if x.standing is not Standing.NOT_REQUIRED]))
    return GroupRow(name, text.count(len(units)), tuple(sums))
