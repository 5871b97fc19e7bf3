"""Đơn vị › each: is this unit's picture right and complete?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.paths import own_name
from xeploai.phrases import (
    ASSESSED,
    HINTED,
    NO_FIGURES,
    NO_RESULTS,
    NO_RETURN,
    NOT_ADDED_UP,
    NOUNS,
    OFFICIAL,
    SEND_WHEN_REVIEWED,
    STAGE_VERBS,
    UNITS_COUNTED,
    day,
    level_name,
    levels_told,
    lower_first,
    number,
    upper_first,
)
from xeploai.register.model import Unit
from xeploai.schema.form import POINTS
from xeploai.schema.terms import LEADERSHIP, RatedSubject, Scale, Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import OWN, clearest
from xeploai.submissions.model import Status, Submission
from xeploai.views.attendance import (
    assigned_at,
    assigned_lines,
    attendance_in,
    attendance_link,
)
from xeploai.views.children import below_rows, level_of
from xeploai.views.civil_servants import servants_words
from xeploai.views.commitments import commitments_link
from xeploai.views.finding_rows import FindingRow, faults
from xeploai.views.follow_up import follow_up
from xeploai.views.inline_bars import NamedBar, named_bar, undecided
from xeploai.views.milestone_rates import reached_below
from xeploai.views.milestone_rows import bound_steps, step_lines, steps_words
from xeploai.views.page import Link, Notice, Page
from xeploai.views.page_registry import SitePage, source_of
from xeploai.views.quarters import SUBJECTS, quarter_rows
from xeploai.views.rating_rows import RateRow, changes, heads_of, merged_words, why_not_compared
from xeploai.views.rating_steps import TITLE as STEPS
from xeploai.views.rating_steps import (
    StepRow,
    compared_steps,
    level_heads,
    step_rows,
    steps_note,
)
from xeploai.views.rerated import figures_of, rerated_notes
from xeploai.views.scores import points_in_return
from xeploai.views.season_view import FILE_MARKS, SeasonView
from xeploai.views.watchers import Watched
from xeploai.views.years import figure_by_year, period_name, year_rows


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the identity; mark: the class of its sign, where it is a state."""

    name: str
    value: str
    mark: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class UnitFile:
    """A file of the unit and what became of it."""

    file: str
    version: str
    received_on: str
    mark: str
    word: str
    reason: str


def pages(view: SeasonView, letters: Mapping[str, Sequence[Link]]) -> Iterator[Page]:
    """Yield the page of every unit but cells; letters: the reminders of each."""
    for unit, _ in view.walk():
        yield _page(view, unit, letters.get(unit.code, ()))


def _page(view: SeasonView, unit: Unit, letters: Sequence[Link]) -> Page:
    members = view.figures.at(unit.code, Subject.MEMBER)
    last = view.last(unit.code)
    not_compared = _not_compared(view, members, last)
    files = view.files.get(unit.code, ())
    below = tuple(below_rows(view, unit.code))
    steps = bound_steps(view, unit)
    rated_steps = tuple(_rating_steps(view, unit))
    told_of = unit.code if attendance_in(view.season, [unit]).held else ""
    context = {
        "crumbs": tuple(_crumbs(view, unit)),
        "lead": _lead(view, unit, members),
        "is_provisional": members is not None and members.is_known and members.is_provisional,
        "facts": tuple(_facts(view, unit, members)),
        "notice": _notice(view, unit, files),
        "bars": tuple(_member_bars(view, unit, members, None if not_compared else last)),
        "other_bars": tuple(_other_bars(view, unit)),
        "rating_steps": rated_steps,
        "rating_steps_title": STEPS,
        "step_heads": level_heads(view),
        "steps_note": steps_note(rated_steps),
        "changes": changes(view, members, last),
        "not_compared": not_compared,
        "rerated": tuple(rerated_notes(view, figures_of(view.season, unit.code))),
        "year_rows": _year_rows(view, unit),
        "quarters": tuple(_quarters(view, unit)),
        "heads": heads_of(Scale.FULFILMENT),
        "year_bars": tuple(_year_bars(view, unit)),
        "merged": merged_words(view, unit.code),
        "period": view.period,
        "last_period": view.last_period,
        "servants": servants_words(view, [unit]),
        "below": below,
        "below_name": _below_name(view, unit),
        "below_noun": NOUNS[view.register.main_subjects[0]],
        "has_levels": any(row.level_name or row.points for row in below),
        "has_hidden": any(row.is_hidden for row in below),
        "hidden_words": _hidden_words(view),
        "steps": step_lines(view, steps),
        "steps_summary": steps_words(steps),
        "below_reached": reached_below(view, unit),
        "letters": tuple(letters),
        "targets": commitments_link(view, [unit]),
        "attendance": attendance_link(view, [unit]),
        "assigned": tuple(assigned_lines(view, assigned_at(view.register, unit), told_of)),
        "follow_up": tuple(follow_up(view, [unit])),
        "faults": tuple(_faults(view, files)),
        "files": tuple(_file(item) for item in files),
        "earlier": _earlier(files),
        "reports": unit.reports,
        "is_grassroots": unit.kind.is_grassroots,
    }
    return Page(source_of(view.url(unit.code)), "unit", unit.name, context)


def _crumbs(view: SeasonView, unit: Unit) -> Iterator[Link]:
    yield Link(SitePage.UNITS.title, SitePage.UNITS.url)
    above: list[Unit] = []
    while (holder := view.register.units.get((above[-1] if above else unit).parent)) is not None:
        above.append(holder)
    for each in reversed(above):
        yield Link(each.name, view.url(each.code))


def _lead(view: SeasonView, unit: Unit, members: Figure | None) -> str:
    is_led_only = members is None or (not members.is_known and not unit.counts(Subject.MEMBER))
    if is_led_only and (whole := clearest(view.steps(unit.code, Subject.COLLECTIVE))):
        rated = f"{number(whole.rated)}/{number(whole.total)} {NOUNS[Subject.COLLECTIVE]}"
        return f"{rated} {STAGE_VERBS[whole.stage]}{levels_told(whole, view.settings)}."
    if members is None or not members.is_known:
        state = view.sending(unit).of_return if unit.reports else upper_first(NO_FIGURES)
        return f"{state} kỳ này." if state == upper_first(NO_RETURN) else f"{state}."
    if view.is_hidden(members):
        return f"Số liệu đảng viên được ẩn: {_hidden_words(view)}."
    if not members.rated:
        return f"{number(members.total)} đảng viên, chưa đảng viên nào {ASSESSED}."
    return (
        f"{number(members.rated)}/{number(members.total)} đảng viên {ASSESSED}"
        f"{levels_told(members, view.settings)}."
    )


def _hidden_words(view: SeasonView) -> str:
    least = view.register.hide_below
    return f"có dưới {least} đảng viên, hoặc từ đó suy ra được số liệu của nơi có dưới {least}"


def _not_compared(view: SeasonView, members: Figure | None, last: Figure | None) -> str:
    """Why there is no comparison with the last period, where there could be one."""
    if members is None or not members.rated or view.is_hidden(members):
        return ""
    return why_not_compared(view, members, last)


# ---------------------------------------------------------------- identity


def _facts(view: SeasonView, unit: Unit, members: Figure | None) -> Iterator[Fact]:
    yield Fact("Mã đơn vị", unit.code)
    yield Fact("Loại hình", upper_first(unit.kind))
    if unit.cluster:
        yield Fact("Cụm", unit.cluster, url=_url(view.watchers.clusters, unit.cluster))
    if unit.official:
        watching = _url(view.watchers.officials, unit.official)
        yield Fact(OFFICIAL, unit.official, url=watching)
    if unit.reports:
        yield from _sending_facts(view, unit)
    if unit.kind.is_upper and members is not None and members.units_expected:
        counted, expected = number(members.units_counted), number(members.units_expected)
        yield Fact(upper_first(UNITS_COUNTED), f"{counted}/{expected}")
    yield from _level_facts(view, unit)
    points = points_in_return(view, unit).get((unit.code, RatedSubject.ORG))
    if points:
        yield Fact(POINTS, points)
    if unit.hinted:
        yield Fact(upper_first(HINTED), "Có")


def _url(groups: Mapping[str, Watched], name: str) -> str:
    """Return the page of a group, "" where it has none.

    A unit that no milestone binds may stand in such a group.
    """
    return groups[name].url if name in groups else ""


def _sending_facts(view: SeasonView, unit: Unit) -> Iterator[Fact]:
    sending = view.sending(unit)
    came = next(_came(view.files.get(unit.code, ())), None)
    if came is not None:
        yield Fact("Ngày nhận", day(came.received_on))
        yield Fact("Lần gửi", number(came.version))
    yield Fact("Tình trạng", sending.word, sending.mark)


def _came(files: Iterable[Submission]) -> Iterator[Submission]:
    """Yield the files that came by the day looked at."""
    return (item for item in files if item.status is not Status.AFTER_DAY)


def _level_facts(view: SeasonView, unit: Unit) -> Iterator[Fact]:
    for stage in Stage:
        level = level_of(view.figures.of_itself(unit.code, stage))
        if level is not None:
            yield Fact(f"Mức {stage.label.lower()}", level_name(level, view.settings.organisations))


# ---------------------------------------------------------------- notices


def _notice(view: SeasonView, unit: Unit, files: Sequence[Submission]) -> Notice | None:
    if not unit.reports:
        return None
    came = list(_came(files))
    refused, partial, counted = (
        [item for item in came if item.status is status]
        for status in (Status.REFUSED, Status.PARTIAL, Status.COUNTED)
    )
    if refused:
        return _refused_notice(view, unit, refused[0], counted)
    if partial:
        return _partial_notice(partial[0], counted)
    if counted:
        return None
    if came:
        return Notice(
            "warning",
            f"Biểu đã gửi nhưng {NO_FIGURES}",
            "Đề nghị đơn vị điền tờ Chi bộ rồi gửi lại.",
        )
    return _nothing_notice(view, unit, files)


def _nothing_notice(view: SeasonView, unit: Unit, files: Sequence[Submission]) -> Notice:
    """Say of a unit of which nothing readable came by the day looked at what is known."""
    if files:
        sent = f" ngày {text.day(files[0].received_on)}" if files[0].received_on else ""
        return Notice(
            "empty",
            f"Biểu nhận{sent}, sau ngày tính số liệu",
            "Số liệu của biểu chưa tính ở trang này; ngày hoàn thành ghi trong biểu thì đã dùng.",
        )
    if file := view.unreadable.get(unit.code):
        return Notice(
            "warning",
            "Có tệp không đọc được, có thể là biểu của đơn vị này",
            f"Tên tệp {own_name(file)} giống tên đơn vị; trong tệp chưa đọc được gì. Đề "
            "nghị đơn vị mở lại tệp, lưu thành tệp Excel rồi gửi lại.",
            Link("Xem vì sao không đọc được", SitePage.QUALITY.url),
        )
    return Notice(
        "empty",
        "Chưa nhận được biểu của đơn vị cho kỳ này",
        "Nhắc đơn vị gửi; nhận được tệp thì đặt vào thư mục input rồi chạy lại chương trình. Nếu "
        "đơn vị nói đã gửi, tệp có thể ghi sai mã hoặc sai kỳ.",
        Link("Xem các tệp chưa nhận ra", SitePage.QUALITY.url),
    )


def _refused_notice(
    view: SeasonView, unit: Unit, newest: Submission, counted: Sequence[Submission]
) -> Notice:
    errors = text.count(view.errors(unit.code))
    sent = f" nhận ngày {text.day(newest.received_on)}" if newest.received_on else ""
    if counted:
        before = counted[0]
        when = f" nhận ngày {text.day(before.received_on)}" if before.received_on else ""
        return Notice(
            "error",
            f"Bản mới nhất{sent} có lỗi, chưa được tính",
            f"Số liệu trên trang này lấy từ bản hợp lệ trước đó{when} ({before.file}). "
            f"Còn {errors} lỗi phải sửa, ghi bên dưới.",
        )
    return Notice(
        "error",
        f"Biểu{sent} có lỗi, chưa được tính",
        f"Đề nghị đơn vị sửa {errors} lỗi ghi bên dưới rồi gửi lại.",
    )


def _partial_notice(newest: Submission, counted: Sequence[Submission]) -> Notice:
    sent = f" nhận ngày {text.day(newest.received_on)}" if newest.received_on else ""
    before = f" Xếp loại lấy từ bản trước đó ({counted[0].file})." if counted else ""
    return Notice(
        "warning",
        f"Biểu{sent}: {lower_first(newest.reason)}",
        f"{upper_first(NOT_ADDED_UP)}.{before} {upper_first(SEND_WHEN_REVIEWED)}.",
    )


# ---------------------------------------------------------------- bars beside each other


def _member_bars(
    view: SeasonView, unit: Unit, members: Figure | None, last: Figure | None
) -> Iterator[NamedBar]:
    """Yield the unit's members beside last period's and beside those of the unit above."""
    if members is None or not members.is_known or view.is_hidden(members):
        return
    yield _bar(view, f"Đảng viên {view.period}", "", members)
    if last is not None:
        yield _bar(view, f"Đảng viên {view.last_period}", "", last)
    parent = view.figures.at(unit.parent, Subject.MEMBER)
    if parent is not None and parent.is_known and not view.is_hidden(parent):
        yield _bar(view, parent.name, view.url(unit.parent), parent)


def _year_rows(view: SeasonView, unit: Unit) -> tuple[RateRow, ...]:
    """Return the members of every year; one earlier year stands beside this one already."""
    is_more = len(view.season.years) > 1
    return year_rows(view, unit.code, Subject.MEMBER) if is_more else ()


def _quarters(view: SeasonView, unit: Unit) -> Iterator[tuple[str, tuple[RateRow, ...]]]:
    """Yield leaders and collectives in every quarter: whom, and their lines."""
    for subject in SUBJECTS:
        rows = quarter_rows(view, unit.code, subject)
        if rows:
            yield subject.label, rows


def _year_bars(view: SeasonView, unit: Unit) -> Iterator[NamedBar]:
    for figures, figure in figure_by_year(view, unit.code, Subject.MEMBER):
        if figure is not None and figure.rated and not view.is_hidden(figure):
            yield _bar(view, upper_first(period_name(figures)), "", figure)


def _other_bars(view: SeasonView, unit: Unit) -> Iterator[NamedBar]:
    """Yield the other subjects; a unit that reports is one organisation, which needs no bar."""
    for subject in (Subject.CELL, Subject.ORG, Subject.COLLECTIVE, Subject.LEADER):
        if subject is Subject.ORG and unit.kind.is_grassroots:
            continue
        steps = view.steps(unit.code, subject)
        figure = clearest(steps)
        if figure is not None and figure.rated:
            reviewed = view.reviewed_words(unit.code) if subject is Subject.CELL else ""
            more = "; ".join(part for part in (reviewed, undecided(steps[-1], figure)) if part)
            yield _bar(view, subject.label, "", figure, more)
    yield from _own_bars(view, unit)


def _own_bars(view: SeasonView, unit: Unit) -> Iterator[NamedBar]:
    """Yield the collectives and leaders of a unit itself, where others stand below it."""
    for subject in LEADERSHIP:
        figure = clearest([view.own_part(unit.code, subject, stage) for stage in Stage])
        if figure is not None and figure.rated:
            yield _bar(view, f"{subject.label} ({OWN})", "", figure)


def _rating_steps(view: SeasonView, unit: Unit) -> Iterator[StepRow]:
    """Yield every subject at each step; a unit that reports is one organisation, as said above."""
    for subject in Subject:
        if subject is not Subject.ORG or not unit.kind.is_grassroots:
            yield from step_rows(view, compared_steps(view, unit.code, subject))


def _bar(view: SeasonView, name: str, url: str, figure: Figure, more: str = "") -> NamedBar:
    return named_bar(name, url, figure, view.settings, NO_RESULTS, more)


# ---------------------------------------------------------------- milestones, findings, files


def _below_name(view: SeasonView, unit: Unit) -> str:
    """Return the name of those below a unit, "" of one that has none and files a form."""
    below = view.register.children.get(unit.code, ())
    if unit.kind is UnitKind.GRASSROOTS_CELL or (unit.files and not below):
        return ""
    has_cells_only = unit.holds_cells and all(each.kind.is_below_reporting for each in below)
    return "Đơn vị trực thuộc" if unit.kind.is_upper and not has_cells_only else "Chi bộ"


def _faults(view: SeasonView, files: Sequence[Submission]) -> Iterator[FindingRow]:
    """Errors of what was sent back, then warnings of what counts; older files are left alone."""
    current = [item for item in files if item.status is not Status.SUPERSEDED]
    findings = [fault for item in current for fault in view.faults.get(item.file, ())]
    return faults(sorted(findings, key=lambda fault: not fault.is_error), view.settings.office)


def _file(item: Submission) -> UnitFile:
    return UnitFile(
        file=item.file,
        version=number(item.version),
        received_on=day(item.received_on),
        mark=FILE_MARKS.get(item.status, "unreadable"),
        word=item.status.label,
        reason=item.reason,
    )


def _earlier(files: Sequence[Submission]) -> str:
    """Return the sentence on older versions, "" where there are none."""
    older = sum(item.status is Status.SUPERSEDED for item in files)
    return "Lỗi của các bản đã được thay thế không nêu lại." if older else ""
