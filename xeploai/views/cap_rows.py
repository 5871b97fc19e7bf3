"""Units above the cap on excellent members, whatever became of their returns."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import percent
from xeploai.register.caps import MeasuredCap
from xeploai.register.model import Settings
from xeploai.schema.form import CellReturn
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import CapScope
from xeploai.submissions.capped import cell_cap, unit_cap
from xeploai.submissions.model import Return
from xeploai.views.season_view import SeasonView

UNIT_RULES = frozenset({"excellent_members_over_cap", "excellent_members_over_allowed_cap"})
CELL_RULES = frozenset({"excellent_members_of_cell_over_cap"})
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class OverCapRow:
    """A unit or cell above the cap; share, surplus: "" where its counts are not shown."""

    name: str
    url: str
    share: str
    surplus: str

    @property
    def words(self) -> str:
        """Return the row as it stands in a list: "Công an huyện 31,91%, thừa 12"."""
        return f"{self.name} {self.share}, thừa {self.surplus}" if self.share else self.name


def over_cap_rows(view: SeasonView) -> tuple[OverCapRow, ...]:
    """Return those above the cap where it is measured on each, in the office's order.

    A unit is judged by its newest return, refused and partial ones too, as the rules found.
    """
    if view.settings.cap_scope is CapScope.WHOLE:
        return ()
    newest = view.season.intake.newest
    units = (unit for unit in view.register.reporting if unit.code in newest)
    rows = (_rows(view, newest[unit.code], unit.code) for unit in units)
    return tuple(row for each in rows for row in each)


def over_cap_summary(view: SeasonView) -> tuple[str, str] | None:
    """Return how many are above the cap, and who; None where nobody is."""
    rows = over_cap_rows(view)
    if not rows:
        return None
    noun = "chi bộ" if view.settings.cap_scope is CapScope.CELL else "đơn vị"
    names = text.listing([row.words for row in rows], MOST_NAMES, noun, between="; ")
    return f"{text.count(len(rows))} {noun} vượt trần", names


def _rows(view: SeasonView, item: Return, unit: str) -> Iterator[OverCapRow]:
    """Yield the rows of a return; what no rule could judge is none, nor what a waiver accepts."""
    faults = [x for x in view.season.findings if x.ref.file == item.file and not x.accepted]
    name, url = view.register.units[unit].name, view.url(unit)
    if any(each.rule in UNIT_RULES for each in faults):
        is_hidden = unit in view.redaction.now or item.file in view.redaction.files
        yield _row((name, url), unit_cap(view.register, item), view.settings, is_hidden)
    places = {each.ref.row for each in faults if each.rule in CELL_RULES}
    for cell in item.rows(CellReturn):
        if cell.number in places:
            is_hidden = view.redaction.rows.get((item.file, cell.sheet, cell.number), False)
            cap = cell_cap(view.register, item, cell.row)
            yield _row((f"{cell.row.name} ({name})", url), cap, view.settings, is_hidden)


def _row(
    place: tuple[str, str], cap: MeasuredCap, settings: Settings, is_hidden: bool
) -> OverCapRow:
    if is_hidden:
        return OverCapRow(*place, "", "")
    share = percent_units(cap.xs, cap.base, settings.digits, settings.rounding)
    return OverCapRow(*place, percent(share, settings.digits), text.count(cap.surplus))
