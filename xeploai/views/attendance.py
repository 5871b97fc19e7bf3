"""Superiors at reviews: whom the register assigns where, and whom returns name.

Pages and paper count here, so that both say the same. A return that names nobody says nothing of
who was there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import day, lower_first, place_noun, upper_first
from xeploai.reading.names import same_name
from xeploai.register.model import Register, Unit
from xeploai.schema.register import AssignmentRow
from xeploai.schema.terms import UnitKind
from xeploai.season.season import Season
from xeploai.submissions.attendance import Review, reviews
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

TITLE = "Cấp trên dự kiểm điểm"
URL = SitePage.TIMELINE.below("du-kiem-diem")
"""The page of attendance, which a season has where any is known."""

NOT_NAMED = "không nêu cấp trên dự"
"""True both where nothing is written and where the return says "Không"."""
NO_REVIEW = "chưa ghi ngày kiểm điểm"

_CELLS = {
    UnitKind.GRASSROOTS: "chi bộ",
    UnitKind.DISTRICT: "chi bộ",
    UnitKind.GRASSROOTS_CELL: "chi bộ cơ sở",
}
"""Organisations that hold a review in a unit of each kind."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Reviews held in some units, and those assigned to attend there.

    held: those of the counted returns up to the day looked at; assigned: the rows of the register
    on these units, those below them and their cells.
    """

    held: tuple[Review, ...]
    assigned: tuple[AssignmentRow, ...]

    @property
    def attended(self) -> int:
        """At how many of these reviews a superior is named."""
        return sum(bool(each.attended_by) for each in self.held)

    @property
    def is_known(self) -> bool:
        """Whether anything is known: offices that note no attendance need no zeros."""
        return bool(self.assigned) or self.attended > 0


def attendance_in(season: Season, units: Sequence[Unit]) -> Attendance:
    """Return the attendance at reviews in units and all below them."""
    return Attendance(_held(season, units), tuple(assigned_in(season.register, units)))


def _held(season: Season, units: Sequence[Unit]) -> tuple[Review, ...]:
    return tuple(reviews(season.register, season.counted_in(units), season.as_of))


def assigned_in(register: Register, units: Sequence[Unit]) -> Iterator[AssignmentRow]:
    """Yield the rows of the register on units, those below them and their cells."""
    wanted = {unit.code for unit in units}
    for item in register.assignments:
        if register.is_below(item.row.unit_code, wanted):
            yield item.row


def assigned_at(register: Register, unit: Unit) -> Iterator[AssignmentRow]:
    """Yield the rows of the register on a unit and its cells, not on the units below it."""
    for item in register.assignments:
        if register.filed_by(register.units[item.row.unit_code]) is unit:
            yield item.row


def assigned_to(register: Register, official: str) -> Iterator[AssignmentRow]:
    """Yield the rows of the register on an official."""
    for item in register.assignments:
        if same_name(item.row.official, official):
            yield item.row


# ---------------------------------------------------------------- words


def attendance_words(
    item: Attendance, register: Register, number: Callable[[int], str] = text.count
) -> str:
    """Return what is known of attendance, "" where nothing is.

    As in "cấp trên dự ở 12/14 chi bộ đã kiểm điểm, 2 nơi không nêu"; number: how a count is
    written.
    """
    parts = (_held_words(item, register, number), _assigned_words(item.assigned, register, number))
    return f"cấp trên {'; '.join(filter(None, parts))}" if item.is_known else ""


def _held_words(item: Attendance, register: Register, number: Callable[[int], str]) -> str:
    if not item.held:
        return ""
    kinds = {register.units[each.unit].kind for each in item.held}
    nouns = dict.fromkeys(noun for kind, noun in _CELLS.items() if kind in kinds)
    counts = f"{number(item.attended) or '0'}/{number(len(item.held))}"
    left = len(item.held) - item.attended
    held = f"dự ở {counts} {', '.join(nouns)} đã kiểm điểm"
    return f"{held}, {number(left)} nơi không nêu" if left else held


def _assigned_words(
    assigned: Iterable[AssignmentRow], register: Register, number: Callable[[int], str]
) -> str:
    """Return at how many places of each kind somebody is assigned to attend, the highest first."""
    units = [register.units[code] for code in dict.fromkeys(row.unit_code for row in assigned)]
    highest_first = sorted(units, key=lambda unit: list(UnitKind).index(unit.kind), reverse=True)
    nouns = Counter(place_noun(unit.kind, unit.name) for unit in highest_first)
    listed = [f"{number(times)} {noun}" for noun, times in nouns.items()]
    return f"được phân công dự tại {', '.join(listed)}" if listed else ""


def attendance_link(view: SeasonView, units: Sequence[Unit]) -> Link | None:
    """Return what is known of attendance in units as a sentence, leading to its page."""
    words = attendance_words(attendance_in(view.season, units), view.register)
    return Link(upper_first(words), URL) if words else None


# ---------------------------------------------------------------- who is assigned


@dataclass(frozen=True, slots=True)
class AssignedLine:
    """Somebody assigned to a place; within: the unit of a cell; seen: what its return says."""

    official: str
    place: Link
    within: str
    role: str
    day: str
    seen: str


def assigned_lines(
    view: SeasonView, rows: Iterable[AssignmentRow], told_of: str = ""
) -> Iterator[AssignedLine]:
    """Yield those assigned, in the order of the register.

    told_of: the code of a unit whose attendance stands above the table, and not again in it.
    """
    for row in rows:
        unit = view.register.units[row.unit_code]
        filed_by = view.register.filed_by(unit)
        yield AssignedLine(
            official=row.official,
            place=Link(unit.name, view.url(filed_by.code)),
            within="" if filed_by is unit else filed_by.name,
            role=row.role,
            day=day(row.attends_on),
            seen="" if unit.code == told_of else _seen(view, unit, filed_by),
        )


def _seen(view: SeasonView, unit: Unit, filed_by: Unit) -> str:
    """Return what the return of a unit or cell says of who attended, "" of those that file none."""
    if unit.kind is not UnitKind.CELL and not (unit.reports and unit.lists_cells):
        return ""
    if filed_by.code not in view.season.intake.counted:
        return lower_first(view.sending(filed_by).of_return)
    held = _held(view.season, [filed_by])
    if unit.kind is UnitKind.CELL:
        named = [each.attended_by or NOT_NAMED for each in held if each.cell == unit.code]
        return named[0] if named else NO_REVIEW
    return attendance_words(Attendance(held, ()), view.register) or NOT_NAMED
