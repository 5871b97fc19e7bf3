"""One comparison with an earlier state, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from xeploai import text
from xeploai.ledger.history import Facts, Kind, parts
from xeploai.ledger.snapshots import Freeze
from xeploai.phrases import GONE, NOTHING_CHANGED, UNKNOWN, lower_first, number, upper_first
from xeploai.schema.terms import Stage, Subject
from xeploai.season.changes.model import Changes, Compared, Edit, Filed, Moved, Stand, Stepped
from xeploai.season.figures.model import COUNTS
from xeploai.season.progress.model import StatusKind
from xeploai.submissions.model import Status
from xeploai.views.change_words import (
    Names,
    cause_words,
    names_of,
    setting_name,
    setting_value,
    summed_up,
)
from xeploai.views.page import Link
from xeploai.views.season_view import FILE_MARKS, SeasonView
from xeploai.views.sending_parts import SendingPart

Item = TypeVar("Item", Filed, Stepped, Moved)

HIDDEN = "Số liệu thay đổi nhưng không hiện: có tổ chức quá ít đảng viên"

_SHOWN = ("total", "rated", "xs", "htt", "ht", "kht")
_REASONS = ("exempt", "suspended", "new_under_6m", "not_rated_other")
_GRAVEST = (
    StatusKind.OVERDUE,
    StatusKind.NO_REPORT,
    StatusKind.LATE,
    StatusKind.IN_CORRECTION,
    StatusKind.ON_TIME,
    StatusKind.PENDING,
)


@dataclass(frozen=True, slots=True)
class Shift:
    """A count: what it was and what it is; before: "" where it did not move."""

    now: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that moved; hint: why its counts are not shown."""

    unit: Link
    subject: str
    counts: tuple[Shift, ...]
    causes: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A unit whose sendings changed, or a code of no unit that files give."""

    unit: Link
    events: tuple[str, ...]
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class ChangedStatus:
    """A unit that stands differently at a milestone."""

    unit: Link
    milestone: str
    before: str
    mark: str
    word: str
    small: str


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """A comparison with one earlier state."""

    id: str
    title: str
    summary: str
    files: tuple[ChangedFile, ...] = ()
    steps: tuple[ChangedStatus, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    edits: tuple[tuple[str, str], ...] = ()


# ---------------------------------------------------------------- one comparison


def section(
    view: SeasonView, id_: str, title: str, compared: Compared, freeze: Freeze | None = None
) -> ChangeSection:
    """Return the changes since an earlier state; freeze: the one that holds it."""
    changes = compared.changes
    before = compared.state.facts
    names = names_of(view.season, _old_units(before), freeze)
    order = {code: at for at, code in enumerate(view.register.units)}
    summary = ", ".join(summed_up(changes, view.register))
    return ChangeSection(
        id=id_,
        title=title,
        summary=f"{upper_first(summary)}." if summary else f"{upper_first(NOTHING_CHANGED)}.",
        files=tuple(_file_line(view, item, names) for item in _sorted(changes.filed, order)),
        steps=tuple(_steps(view, changes, order, names, before)),
        figures=tuple(_figures(view, changes, order, names)),
        edits=tuple(_edits(changes.edits, names)),
    )


def _old_units(facts: Facts) -> dict[str, str]:
    units = ((key.unit, parts(value)) for key, value in facts.items() if key.kind is Kind.UNIT)
    return {code: str(value[1]) for code, value in units}


def _sorted(items: Sequence[Item], order: Mapping[str, int]) -> list[Item]:
    """In the office's order; units that are no longer listed come last."""
    return sorted(items, key=lambda item: order.get(item.unit, len(order)))


def _unit(view: SeasonView, code: str, names: Names) -> Link:
    return Link(names.unit(code), view.url(code))


# ---------------------------------------------------------------- files


def _file_line(view: SeasonView, item: Filed, names: Names) -> ChangedFile:
    status = item.newest.status if item.newest else None
    return ChangedFile(
        unit=Link(_sender(view, item, names), view.url(item.unit)),
        events=tuple(_file_words(item, names)),
        mark=FILE_MARKS.get(status, "unreadable") if status else "missing",
        word=status.label if status else "Không còn tệp nào",
    )


def _sender(view: SeasonView, item: Filed, names: Names) -> str:
    """Return the unit that sent files; of files of no unit, whose code they give."""
    if not item.is_of_no_unit:
        return names.unit(item.unit)
    if item.unit in view.register.units:
        return f"{names.unit(item.unit)} (không gửi biểu)"
    known = names.units.get(item.unit)
    return f"{known or f'Mã {item.unit}'} (không có trong danh mục)"


def _file_words(item: Filed, names: Names) -> Iterator[str]:
    if item.is_of_no_unit:
        yield from (f"Tệp mới: {names.file(sent)}" for sent in item.came)
        yield from (f"{upper_first(GONE)}: tệp {names.file(sent)}" for sent in item.gone)
    else:
        yield from _sending_words(item, names)
    if item.is_no_longer_counted:
        yield "Không còn bản nào được tính"
    elif item.is_newly_counted and not item.is_first:
        yield "Nay được tính"
    elif not (item.came or item.gone):
        yield "Tình trạng tệp thay đổi"


def _sending_words(item: Filed, names: Names) -> Iterator[str]:
    for sent in item.came:
        came = "Mới gửi" if item.is_first else "Gửi lại"
        yield f"{came}: lần gửi {sent.version} (tệp {names.file(sent)})"
    for sent in item.gone:
        yield f"{upper_first(GONE)}: lần gửi {sent.version} (tệp {names.file(sent)})"


# ---------------------------------------------------------------- milestones


def _steps(
    view: SeasonView, changes: Changes, order: Mapping[str, int], names: Names, before: Facts
) -> Iterator[ChangedStatus]:
    """Yield the steps, the gravest first, then in the office's order."""
    milestones, reviewing = _milestone_names(view, before), _reviewing(before)
    stepped = _sorted(changes.stepped, order)
    for item in sorted(stepped, key=lambda item: _grade(item.after)):
        yield ChangedStatus(
            unit=_unit(view, item.unit, names),
            milestone=milestones.get(item.milestone, item.milestone),
            before=_word(item.before, item.unit in reviewing) if item.before else UNKNOWN,
            mark=item.after.kind.value if item.after else StatusKind.NOT_REQUIRED.value,
            word=_word(item.after, item.unit in view.season.intake.incomplete),
            small=_step_words(item),
        )


def _word(stand: Stand | None, is_reviewing: bool) -> str:
    """Return how a unit stands or stood; is_reviewing: with a return that has no fault."""
    kind = stand.kind if stand else StatusKind.NOT_REQUIRED
    return (
        SendingPart.INCOMPLETE if kind is StatusKind.IN_CORRECTION and is_reviewing else kind.label
    )


def _reviewing(before: Facts) -> frozenset[str]:
    """Return the units that were still reviewing, with no fault in what they had sent."""
    files = [(key.unit, parts(value)[0]) for key, value in before.items() if key.kind is Kind.FILE]
    refused = {unit for unit, status in files if status == Status.REFUSED}
    return frozenset(unit for unit, status in files if status == Status.PARTIAL) - refused


def _grade(stand: Stand | None) -> int:
    return _GRAVEST.index(stand.kind) if stand else len(_GRAVEST)


def _milestone_names(view: SeasonView, before: Facts) -> dict[str, str]:
    then = {
        key.what: parts(value)[1] for key, value in before.items() if key.kind is Kind.MILESTONE
    }
    return {**then, **{item.code: item.name for item in view.register.milestones}}


def _step_words(item: Stepped) -> str:
    if item.after is None:
        return ""
    verb = "gửi" if item.after.kind is StatusKind.IN_CORRECTION else "xong"
    done = [f"{verb} {_iso_day(item.after.done_on)}"] if item.after.done_on else []
    is_moved = item.before is not None and item.before.deadline != item.after.deadline
    old = f"{_iso_day(item.before.deadline)} → " if item.before and is_moved else ""
    return ", ".join([*done, f"hạn {old}{_iso_day(item.after.deadline)}"])


def _iso_day(written: str) -> str:
    return text.day(date.fromisoformat(written))


# ---------------------------------------------------------------- figures


def _figures(
    view: SeasonView, changes: Changes, order: Mapping[str, int], names: Names
) -> Iterator[FigureLine]:
    """Yield the moves of each rating.

    That is the decided step's, and an earlier one's where only that moved.
    """
    decided = {(x.unit, x.subject) for x in changes.moved if x.stage is Stage.DECIDED}
    withheld = _withheld(view, changes.moved)
    subjects = list(Subject)
    moved = sorted(changes.moved, key=lambda item: subjects.index(item.subject))
    for item in _sorted(moved, order):
        if item.stage is Stage.DECIDED or (item.unit, item.subject) not in decided:
            is_hidden = item.subject is Subject.MEMBER and (
                item.unit in withheld or _is_hidden_step(view, item)
            )
            yield FigureLine(
                unit=_unit(view, item.unit, names),
                subject=_subject(item),
                counts=() if is_hidden else tuple(_shifts(item)),
                causes=tuple(cause_words(cause, names) for cause in item.causes),
                hint=HIDDEN if is_hidden else "",
            )


def _is_hidden_step(view: SeasonView, item: Moved) -> bool:
    """Whether a step of members is hidden in the unit, now or a year ago."""
    return any((unit, stage) == (item.unit, item.stage) for _, unit, stage in view.redaction.steps)


def _withheld(view: SeasonView, moved: Sequence[Moved]) -> set[str]:
    """Units whose members are hidden, and those whose sums would reveal how a hidden one moved."""
    units = {item.unit for item in moved if item.subject is Subject.MEMBER}
    withheld = units & view.redaction.now
    for code in list(withheld):
        unit = view.register.units.get(code)
        while unit is not None:
            withheld.add(unit.code)
            unit = view.register.units.get(unit.parent)
    return withheld


def _subject(item: Moved) -> str:
    stage = "" if item.stage is Stage.DECIDED else f", bước {lower_first(item.stage.label)}"
    return f"{item.subject.label}{stage}"


def _shifts(item: Moved) -> Iterator[Shift]:
    before = dict(zip(COUNTS, item.before, strict=False))
    after = dict(zip(COUNTS, item.after, strict=False))
    for key in _SHOWN:
        yield _shift(before.get(key), after.get(key))
    yield _shift(*(sum(x[key] for key in _REASONS) if x else None for x in (before, after)))


def _shift(before: int | None, after: int | None) -> Shift:
    return Shift(number(after), number(before) if before != after else "")


# ---------------------------------------------------------------- the register


def _edits(edits: Sequence[Edit], names: Names) -> Iterator[tuple[str, str]]:
    """Yield the edits; the units that differ on one sheet share a line."""
    sheets: dict[str, list[str]] = {}
    for edit in edits:
        if edit.kind is Kind.ROWS:
            sheets.setdefault(edit.what, []).append(edit.unit)
        elif edit.kind is Kind.SETTING:
            was, now = (
                [setting_value(edit.what, value) for value in values]
                for values in (edit.before, edit.after)
            )
            yield f"Thiết lập, {setting_name(edit.what)}", _from_to(was, now)
        elif edit.kind is Kind.MILESTONE:
            name = (*edit.after, *edit.before)[1]
            yield f"Mốc {name}", _from_to(_deadline(edit.before), _deadline(edit.after))
        elif edit.kind is Kind.UNIT:
            yield f"Đơn vị {names.unit(edit.unit)}", _unit_words(edit, names)
        else:
            yield "Chương trình", f"phiên bản {_from_to(edit.before, edit.after)}"
    for sheet, units in sheets.items():
        yield f"Tờ {sheet}", names.units_listed(units)


def _deadline(values: Sequence[str]) -> tuple[str, ...]:
    return (f"hạn {_iso_day(values[0])}", *values[1:]) if values else ()


def _unit_words(edit: Edit, names: Names) -> str:
    """Return the words on a unit that came, went, moved, or was renamed or reclassified."""
    if not edit.before or not edit.after:
        return "thêm vào danh mục" if edit.after else "bỏ khỏi danh mục"
    was, now = ((names.unit(values[0]), *values[1:]) for values in (edit.before, edit.after))
    return "; ".join(_from_to([x], [y]) for x, y in zip(was, now, strict=True) if x != y)


def _from_to(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the values before and now, without those in both."""
    was = [x for x in before if x not in after or len(before) == 1]
    now = [x for x in after if x not in before or len(after) == 1]
    return f"{', '.join(was) or UNKNOWN} → {', '.join(now) or UNKNOWN}"
