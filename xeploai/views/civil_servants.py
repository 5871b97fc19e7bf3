"""Civil servants' ratings beside those of the members of the same unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from xeploai import text
from xeploai.phrases import ASSESSED, HIDDEN, bare_percent, number, upper_first
from xeploai.register.model import Unit
from xeploai.schema.form import CellReturn, LeadershipReturn
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import LeadershipSubject, Level, Subject
from xeploai.submissions.model import Return
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

SERVANTS = "cán bộ, công chức, viên chức"
TITLE = upper_first(SERVANTS)
URL = SitePage.MEMBERS.beside("can-bo-cong-chuc")


@dataclass(frozen=True, slots=True)
class Rated:
    """How many are rated, and how many at each level, the best first."""

    total: int
    rated: int
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ServantsLine:
    """A unit, or all of them together: its civil servants and its members.

    hidden: why there are no counts, "" where there are.
    """

    unit: Link
    servants: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    hidden: str = ""


def servants_words(view: SeasonView, units: Sequence[Unit]) -> str:
    """Return how the civil servants of units and of all below them are rated, "" without any.

    Beside members of the same units; nothing where the counts of one of them are hidden.
    """
    sent = _returns(view, units)
    if not sent or any(_is_hidden(view, *each) for each in sent):
        return ""
    whose = "đơn vị" if len(sent) == 1 else "các đơn vị này"
    servants, members = (_together(x for _, item in sent for x in rows(item)) for rows in _SIDES)
    return (
        f"{upper_first(_side_words(view, SERVANTS, servants))}; "
        f"{_side_words(view, f'đảng viên của {whose}', members)}"
    )


def _side_words(view: SeasonView, noun: str, of: Rated) -> str:
    share = bare_percent(_share(view, of), view.digits)
    xs = f"hoàn thành xuất sắc {text.count(of.levels[0])}"
    return f"{noun} {text.count(of.rated)}/{text.count(of.total)} {ASSESSED}, {xs} ({share}%)"


def servants_link(view: SeasonView) -> Link | None:
    """Return how the civil servants of all units are rated, leading to their page."""
    if not _returns(view, view.register.roots):
        return None
    return Link(servants_words(view, view.register.roots) or TITLE, URL)


def servants_lines(view: SeasonView, units: Sequence[Unit]) -> Iterator[ServantsLine]:
    """Yield the units that report civil servants, in the office's order, and all together."""
    sent = _returns(view, units)
    for code, item in sent:
        if _is_hidden(view, code, item):
            yield ServantsLine(view.link(code), hidden=upper_first(HIDDEN))
        else:
            yield _line(view, view.link(code), [item])
    if len(sent) > 1 and not any(_is_hidden(view, *each) for each in sent):
        yield _line(view, Link("Cộng", ""), [item for _, item in sent])


def _line(view: SeasonView, unit: Link, items: Sequence[Return]) -> ServantsLine:
    sides = (_together(chain.from_iterable(map(rows, items))) for rows in _SIDES)
    servants, members = (_cells(view, side) for side in sides)
    return ServantsLine(unit, servants, members)


def _cells(view: SeasonView, of: Rated) -> tuple[str, ...]:
    share = bare_percent(_share(view, of), view.digits)
    return (number(of.total), number(of.rated), *map(text.count, of.levels), share)


def _share(view: SeasonView, of: Rated) -> int | None:
    return percent_units(of.levels[0], of.rated, view.settings.digits, view.settings.rounding)


def _returns(view: SeasonView, units: Sequence[Unit]) -> list[tuple[str, Return]]:
    """Return the counted returns that count civil servants beside members, by unit."""
    counted = view.season.counted_in(units)
    return [(code, item) for code, item in counted.items() if _servants(item) and _members(item)]


def _is_hidden(view: SeasonView, code: str, item: Return) -> bool:
    """Whether so few are in the unit, in one of its cells or among its servants, as are hidden."""
    sizes = (each.total for each in (*_servants(item), *_members(item)))
    is_small = any(0 < size < view.register.hide_below for size in sizes)
    return is_small or view.is_hidden(view.figures.at(code, Subject.MEMBER))


def _servants(item: Return) -> list[Rated]:
    rows = (located.row for located in item.rows(LeadershipReturn))
    return [
        Rated(row.total, row.rated, _levels(row))
        for row in rows
        if row.subject is LeadershipSubject.CIVIL_SERVANT and row.total
    ]


def _members(item: Return) -> list[Rated]:
    rows = (located.row for located in item.rows(CellReturn))
    return [Rated(row.members, row.rated, _levels(row)) for row in rows]


_SIDES = (_servants, _members)


def _levels(row: LeadershipReturn | CellReturn) -> tuple[int, ...]:
    return tuple(getattr(row, level.value) for level in Level)


def _together(parts: Iterator[Rated]) -> Rated:
    known = list(parts)
    levels = tuple(sum(at) for at in zip(*(each.levels for each in known), strict=True))
    return Rated(
        sum(each.total for each in known),
        sum(each.rated for each in known),
        levels or (0,) * len(Level),
    )
