"""From the level a unit gives itself to the one decided: everybody who is rated, in one list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xeploai.phrases import lower_first, upper_first
from xeploai.register.model import Unit
from xeploai.rules.families.shared import is_given, is_too_new
from xeploai.rules.rated import Key, Rated, rated_of
from xeploai.schema.terms import Level, RatedSubject, Stage, Subject, UnitKind
from xeploai.season.figures.stages import top_unit
from xeploai.season.figures.tree import ancestors
from xeploai.views.children import level_of
from xeploai.views.scores import points_of
from xeploai.views.season_view import SeasonView

TOO_NEW = "Chưa đủ thời gian thành lập, không xếp loại"


@dataclass(frozen=True, slots=True)
class Appraised:
    """One unit or cell with its level at each step; remark: what to know of it in the meeting.

    reason: why the level was changed, as the board wrote it.
    """

    code: str
    name: str
    subject: RatedSubject
    levels: Mapping[Stage, Level | None]
    decision_no: str
    decision_date: date | None
    reason: str
    remark: str

    @property
    def decided(self) -> Level | None:
        """The level that was decided, None as long as none is."""
        return self.levels[Stage.DECIDED]

    @property
    def is_changed(self) -> bool:
        """Whether a later step gave another level than an earlier one."""
        return len({level for level in self.levels.values() if level}) > 1

    @property
    def is_undecided(self) -> bool:
        """Whether a level has still to be decided."""
        return self.decided is None and self.remark != TOO_NEW


def appraised(view: SeasonView, unit: str) -> list[Appraised]:
    """Return those whose level is decided above a unit's own parts, in the office's order.

    Of a unit that reports they are its cells, which its own committee decides on; of one above, or
    of all ("" for unit), the organisations below it, and cells that it holds itself.
    """
    rated = rated_of(view.register, view.season.intake.counted)
    holder = view.register.units.get(unit)
    keys = [key for key, one in rated.items() if _is_cell_of(key, one, unit)]
    cells = [_cell(view, key, rated[key]) for key in _in_order(view, keys)]
    if holder is not None and holder.kind is UnitKind.GRASSROOTS:
        return cells
    return [
        *(_organisation(view, each, rated) for each in _organisations(view, unit)),
        *(cells if holder is not None and holder.files else ()),
    ]


def _is_cell_of(key: Key, one: Rated, unit: str) -> bool:
    return key[1] is RatedSubject.CELL and one.reporter == unit


def _in_order(view: SeasonView, keys: list[Key]) -> list[Key]:
    """Return cells in the order of the tree, those of no counted return last."""
    order = {code: place for place, code in enumerate(view.season.figures.nodes)}
    return sorted(keys, key=lambda key: order.get(key[0], len(order)))


def _organisations(view: SeasonView, unit: str) -> Iterator[Unit]:
    """Yield the organisations below a unit; a chi bộ cơ sở is the only one of its own."""
    top, nodes = top_unit(view.register), view.season.figures.nodes
    for each, _ in view.walk():
        is_inside = unit in ("", top) or unit in ancestors(nodes, each.code)
        is_below = each.kind.is_upper and each.code not in (top, unit)
        if is_inside and (each.kind.is_grassroots or is_below):
            yield each


def _organisation(view: SeasonView, unit: Unit, rated: Mapping[Key, Rated]) -> Appraised:
    key = unit.code, RatedSubject.ORG
    levels = {stage: level_of(view.season.figures.of_itself(unit.code, stage)) for stage in Stage}
    return _appraised(view, key, rated[key], levels, _remark(view, unit))


def _cell(view: SeasonView, key: Key, one: Rated) -> Appraised:
    figures = view.season.figures
    levels = {stage: level_of(figures.at(key[0], Subject.CELL, stage)) for stage in Stage}
    return _appraised(view, key, one, levels, _too_new(view, key[0]))


def _appraised(
    view: SeasonView, key: Key, one: Rated, levels: Mapping[Stage, Level | None], remark: str
) -> Appraised:
    decision = view.register.decision(*key)
    rows = [*([decision] if decision else []), *(row.row for row in one.rows)]
    number = next((row.decision_no for row in rows if is_given(row.decision_no)), "")
    signed = next((row.decision_date for row in rows if row.decision_date), None)
    is_decided = levels[Stage.DECIDED] is not None
    points = points_of(one.rows, view.settings)
    if points and remark != TOO_NEW:
        remark = "; ".join(filter(None, (remark, f"{points} điểm")))
    return Appraised(
        code=key[0],
        name=one.name,
        subject=key[1],
        levels=levels,
        decision_no=number if is_decided else "",
        decision_date=signed if is_decided else None,
        reason=decision.reason if decision else "",
        remark=remark,
    )


def _remark(view: SeasonView, unit: Unit) -> str:
    """Return what a committee should know of an organisation before it decides."""
    if too_new := _too_new(view, unit.code):
        return too_new
    parts = []
    if unit.reports:
        sending = view.sending(unit)
        parts += [] if sending.counted else [f"Chưa được tính: {lower_first(sending.word)}"]
        members = view.season.figures.at(unit.code, Subject.MEMBER)
        parts += [upper_first(view.over(members))] if members and view.over(members) else []
    return "; ".join(parts)


def _too_new(view: SeasonView, code: str) -> str:
    return TOO_NEW if is_too_new(code, view.register) else ""
