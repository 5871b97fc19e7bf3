"""Consequences of a review, as units report them: remedies and discipline, without names.

Pages and paper count them here, so that both say the same. A blank cell is not "none".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xeploai import text
from xeploai.phrases import NONE
from xeploai.register.model import Unit
from xeploai.schema.form import CellReturn, DisciplineReturn
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, RemedyState
from xeploai.season.season import Season
from xeploai.submissions.discipline import by_cell, by_form
from xeploai.submissions.model import Return
from xeploai.submissions.remedies import Remedy, remedies
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

# ---------------------------------------------------------------- discipline


@dataclass(frozen=True, slots=True)
class Discipline:
    """Who was disciplined in some units.

    forms: by the sheet Kỷ luật; formless: those whom only the column of the sheet Chi bộ has;
    counted: how many units' returns these are, stated: how many of them say a number, 0 or more;
    by_sheet, by_column: the sums of the units whose two sheets differ, differing: how many they
    are.
    """

    target: DisciplineTarget
    forms: Mapping[DisciplineForm, int]
    formless: int
    counted: int
    stated: int
    by_sheet: int
    by_column: int
    differing: int

    @property
    def total(self) -> int:
        """How many were disciplined."""
        return sum(self.forms.values()) + self.formless

    @property
    def is_none(self) -> bool:
        """Whether every unit has said that there was none."""
        return 0 < self.counted == self.stated and not (self.total or self.differing)


def discipline_of(returns: Sequence[Return], target: DisciplineTarget) -> Discipline:
    """Count who was disciplined; a unit that leaves the sheet blank may have filled the column."""
    forms: Counter[DisciplineForm] = Counter()
    formless = stated = by_sheet = by_column = differing = 0
    for item in returns:
        sheet = by_form(item, target)
        column = by_cell(item) if target is DisciplineTarget.MEMBER else None
        stated += sheet is not None or column is not None
        if sheet is None:
            formless += column or 0
            continue
        forms.update(sheet)
        total = sum(sheet.values())
        if column is not None and column != total:
            differing += 1
            by_sheet += total
            by_column += column
    return Discipline(
        target, forms, formless, len(returns), stated, by_sheet, by_column, differing
    )  # fmt: skip


def discipline_words(item: Discipline) -> str:
    """How many, and how many in each form: "3 đảng viên: khiển trách 2, cảnh cáo 1"."""
    parts = [_counted_words(item), *discipline_gaps(item)]
    return "; ".join(part for part in parts if part)


def _counted_words(item: Discipline) -> str:
    if item.is_none:
        return NONE
    if not item.total:
        words = f"{text.count(item.stated)}/{text.count(item.counted)} đơn vị ghi {NONE}"
        return words if item.stated and not item.differing else ""
    listed = [f"{form} {text.count(times)}" for form, times in item.forms.items() if times]
    listed += [f"{FORMLESS} {text.count(item.formless)}"] if item.formless else []
    return f"{text.count(item.total)} {item.target}: {', '.join(listed)}"


FORMLESS = "chưa ghi hình thức"


ON_SHEETS = (
    f"khác nhau ở tờ {DisciplineReturn.SHEET}{{by_sheet}} và cột Bị kỷ luật trong kỳ của tờ "
    f"{CellReturn.SHEET}{{by_column}}"
)
BY_FORM_AND_CELL = (
    "số đảng viên bị kỷ luật theo hình thức{by_sheet} khác số ghi ở từng chi bộ{by_column}"
)
"""How two numbers of one unit differ: for who knows the form, and for who has never seen it."""


def discipline_gaps(item: Discipline, differing: str = ON_SHEETS) -> Iterator[str]:
    """Yield what is not known of discipline: who said nothing, whose two sheets differ.

    differing: the words on the latter.
    """
    silent = item.counted - item.stated
    if silent and item.counted == 1:
        yield "đơn vị chưa ghi"
    elif silent:
        yield f"{text.count(silent)}/{text.count(item.counted)} đơn vị chưa ghi"
    if item.differing:
        # The two numbers of one among several would tell that unit's, which may be hidden.
        is_one = item.counted == 1
        where = "đơn vị ghi" if is_one else f"{text.count(item.differing)} đơn vị ghi"
        by_sheet = f" ({text.count(item.by_sheet)})" if is_one else ""
        by_column = f" ({text.count(item.by_column)})" if is_one else ""
        yield f"{where} {differing.format(by_sheet=by_sheet, by_column=by_column)}"


# ---------------------------------------------------------------- remedies

REMEDIES = "Việc khắc phục sau kiểm điểm"
NO_STATE = "chưa ghi tình trạng"
REMEDIES_URL = SitePage.TIMELINE.below("khac-phuc")
"""The page of remedies, which a season has where any is named."""


@dataclass(frozen=True, slots=True)
class Remedies:
    """How far the shortcomings of some units are overcome; unwritten: whose state is blank.

    late: those known to be undone whose day is past; undated: the undone ones without a day;
    following: the next day on which one is due.
    """

    total: int
    done: int
    under_way: int
    open: int
    unwritten: int
    late: int
    undated: int
    following: date | None


def remedies_in(season: Season, units: Sequence[Unit]) -> list[Remedy]:
    """Return the remedies of units and all below them: of counted returns, and of the plan."""
    codes = {unit.code for unit in units}
    return list(remedies(season.register, season.counted_in(units), codes))


def remedies_of(rows: Sequence[Remedy], as_of: date) -> Remedies | None:
    """Count remedies; None where there are none.

    A remedy is done where its state says so: a date beside another state is stated as a fault.
    """
    if not rows:
        return None
    states = Counter(row.state for row in rows)
    undone = [row for row in rows if row.is_undone]
    coming = [row.due for row in undone if row.due is not None and row.due >= as_of]
    return Remedies(
        total=len(rows),
        done=states[RemedyState.DONE],
        under_way=states[RemedyState.UNDER_WAY],
        open=states[RemedyState.OPEN],
        unwritten=states[None],
        late=sum(row.is_late(as_of) for row in rows),
        undated=sum(row.due is None for row in undone),
        following=min(coming, default=None),
    )


def remedy_words(item: Remedies, noun: str = "") -> str:
    """How many are done, late, and when the next is due; noun: where no title says of what."""
    done = f"{text.count(item.done)}/{text.count(item.total)}"
    parts = [" ".join(filter(None, (done, noun, "đã hoàn thành")))]
    parts += [f"{text.count(item.late)} quá hạn"] if item.late else []
    parts += [f"hạn gần nhất {text.day(item.following)}"] if item.following else []
    return "; ".join([*parts, *remedy_gaps(item)])


def remedies_link(view: SeasonView, units: Sequence[Unit]) -> Link | None:
    """Return how far the remedies of units are, leading to their page; None without any."""
    counted = remedies_of(remedies_in(view.season, units), view.season.as_of)
    return Link(remedy_words(counted), REMEDIES_URL) if counted else None


def remedy_gaps(item: Remedies) -> Iterator[str]:
    """Yield what is not known of remedies."""
    for times, words in ((item.unwritten, NO_STATE), (item.undated, "chưa ghi hạn")):
        if times:
            yield f"{text.count(times)} {words}"


# ---------------------------------------------------------------- the table of a page


def follow_up(view: SeasonView, units: Sequence[Unit]) -> Iterator[tuple[Link, str]]:
    """Names and phrases of the counted returns of units and of all below them.

    Where so few are members that they are hidden, neither is it shown who of them was disciplined.
    """
    returns = list(view.season.counted_in(units).values())
    is_hidden = any(unit.code in view.redaction.now for unit in units)
    link = remedies_link(view, units)
    if link:
        yield Link(REMEDIES, link.url), link.words
    for target in DisciplineTarget if returns else ():
        if not (is_hidden and target is DisciplineTarget.MEMBER):
            words = discipline_words(discipline_of(returns, target))
            yield Link(discipline_title(target)), words


def discipline_title(target: DisciplineTarget) -> str:
    """Return what a sentence on discipline is about."""
    return f"Kỷ luật {target} trong kỳ"
