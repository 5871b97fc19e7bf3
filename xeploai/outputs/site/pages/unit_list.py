"""Đơn vị: the tree and the table by which a unit is found."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import NOT_SENT, PROVISIONAL, number, units_in, upper_first
from xeploai.register.model import Unit
from xeploai.schema.terms import Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.views.page import Page, site_page
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import Desk


@dataclass(frozen=True, slots=True)
class UnitLine:
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


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the page of all units."""
    units = [unit for unit, _ in desk.walk()]
    context = {
        "lead": _lead(desk),
        "lines": tuple(_line(desk, unit, depth) for unit, depth in desk.walk()),
        "tree": tuple(_branch(desk, root, 0) for root in desk.register.roots),
        "has_clusters": any(unit.cluster for unit in units),
        "has_officials": any(unit.official for unit in units),
    }
    yield site_page(SitePage.UNITS, "unit_list", context, is_wide=True)


def _lead(desk: Desk) -> str:
    season = desk.season
    said = [
        f"{text.count(season.expected)} đơn vị gửi biểu, {text.count(season.counted)} được tính"
    ]
    mend, silent = len(season.units_to_mend), len(season.units_silent)
    said += [f"{text.count(mend)} cần sửa"] if mend else []
    said += [f"{text.count(silent)} {NOT_SENT}"] if silent else []
    return "; ".join(said) + "."


def _line(desk: Desk, unit: Unit, depth: int) -> UnitLine:
    mark, word, note = _state(desk, unit)
    members = desk.figures.at(unit.code, Subject.MEMBER)
    cells = desk.figures.at(unit.code, Subject.CELL)
    provisional = members is not None and members.is_provisional and members.is_known
    return UnitLine(
        name=unit.name,
        url=desk.url(unit.code),
        depth=depth,
        code=unit.code,
        kind=upper_first(unit.kind),
        cluster=unit.cluster,
        official=unit.official,
        mark=mark,
        word=word,
        note=note,
        cells=number(cells.total if cells else None),
        members=_members(desk, members),
        hint=f"{PROVISIONAL}, chưa đủ đơn vị" if provisional else "",
    )


def _members(desk: Desk, members: Figure | None) -> str:
    return "ẩn" if desk.is_hidden(members) else number(members.total if members else None)


def _state(desk: Desk, unit: Unit) -> tuple[str, str, str]:
    """Return a reporting unit's state; of a unit above, the coverage of those below it."""
    if unit.kind.reports:
        sending = desk.sending(unit)
        return sending.mark, sending.word, sending.note
    members = desk.figures.at(unit.code, Subject.MEMBER)
    if members is None or not members.units_expected:
        return "", "", ""
    said = f"{units_in(members)} được tính"
    return "", said, ""


def _branch(desk: Desk, unit: Unit, depth: int) -> Branch:
    below = tuple(
        _branch(desk, child, depth + 1)
        for child in desk.register.children.get(unit.code, ())
        if child.kind is not UnitKind.CELL
    )
    mark, word, _ = _state(desk, unit)
    return Branch(unit.name, desk.url(unit.code), _small(desk, unit), mark, word, below, depth < 1)


def _small(desk: Desk, unit: Unit) -> str:
    members = desk.figures.at(unit.code, Subject.MEMBER)
    cells = desk.figures.at(unit.code, Subject.CELL)
    if members is None or not members.is_known:
        return ""
    said = [f"{number(cells.total)} chi bộ"] if cells and cells.total else []
    hidden = desk.is_hidden(members)
    return ", ".join([*said, *([] if hidden else [f"{number(members.total)} đảng viên"])])
