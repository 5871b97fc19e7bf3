"""Đơn vị: the tree and the table by which a unit is found."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import PROVISIONAL, number, units_in, upper_first
from xeploai.register.model import Unit
from xeploai.schema.terms import Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.views.boundaries import URL as BOUNDARIES_URL
from xeploai.views.page import Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView
from xeploai.views.sending_parts import uncounted_words


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit in the table."""

    name: str
    url: str
    depth: int
    code: str
    kind: str
    cluster: str
    official: str
    mark: str
    word: str
    note: str
    cells: str
    members: str
    hint: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree, with what stands below it."""

    name: str
    url: str
    small: str
    mark: str
    word: str
    below: tuple["Branch", ...]
    is_open: bool


def pages(view: SeasonView) -> Iterator[Page]:
    """Yield the page of all units."""
    units = [unit for unit, _ in view.walk()]
    context = {
        "lead": _lead(view),
        "lines": tuple(_line(view, unit, depth) for unit, depth in view.walk()),
        "tree": tuple(_branch(view, root, 0) for root in view.register.roots),
        "has_clusters": any(unit.cluster for unit in units),
        "has_officials": any(unit.official for unit in units),
        "boundaries_url": BOUNDARIES_URL if view.register.crosswalk else "",
    }
    yield site_page(SitePage.UNITS, "unit_list", context, is_wide=True)


def _lead(view: SeasonView) -> str:
    season = view.season
    parts = [
        f"{text.count(season.expected)} đơn vị gửi biểu, {text.count(season.counted)} được tính"
    ]
    uncounted = uncounted_words(season)
    return "; ".join([*parts, *([uncounted] if uncounted else [])]) + "."


def _line(view: SeasonView, unit: Unit, depth: int) -> ListedUnit:
    mark, word, note = _state(view, unit)
    members = view.figures.at(unit.code, Subject.MEMBER)
    cells = view.figures.at(unit.code, Subject.CELL)
    provisional = members is not None and members.is_provisional and members.is_known
    return ListedUnit(
        name=unit.name,
        url=view.url(unit.code),
        depth=depth,
        code=unit.code,
        kind=upper_first(unit.kind),
        cluster=unit.cluster,
        official=unit.official,
        mark=mark,
        word=word,
        note=note,
        cells=number(cells.total if cells else None),
        members=_members(view, members),
        hint=f"{PROVISIONAL}, chưa đủ đơn vị" if provisional else "",
    )


def _members(view: SeasonView, members: Figure | None) -> str:
    return "ẩn" if view.is_hidden(members) else number(members.total if members else None)


def _state(view: SeasonView, unit: Unit) -> tuple[str, str, str]:
    """Return a reporting unit's state; of a unit above, the coverage of those below it."""
    members = view.figures.at(unit.code, Subject.MEMBER) if unit.kind.is_upper else None
    below = f"{units_in(members)} được tính" if members and members.units_expected else ""
    if unit.reports:
        sending = view.sending(unit)
        return sending.mark, sending.word, sending.note or below
    return "", below, ""


def _branch(view: SeasonView, unit: Unit, depth: int) -> Branch:
    below = tuple(
        _branch(view, child, depth + 1)
        for child in view.register.children.get(unit.code, ())
        if child.kind is not UnitKind.CELL
    )
    mark, word, _ = _state(view, unit)
    return Branch(unit.name, view.url(unit.code), _small(view, unit), mark, word, below, depth < 1)


def _small(view: SeasonView, unit: Unit) -> str:
    members = view.figures.at(unit.code, Subject.MEMBER)
    cells = view.figures.at(unit.code, Subject.CELL)
    if members is None or not members.is_known:
        return ""
    parts = [f"{number(cells.total)} chi bộ"] if cells and cells.total else []
    hidden = view.is_hidden(members)
    return ", ".join([*parts, *([] if hidden else [f"{number(members.total)} đảng viên"])])
