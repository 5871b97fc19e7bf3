"""Findings that would reveal counts of units so small that a person could be recognised.

The setting "Ngưỡng ẩn số liệu" says how small. A finding is judged by the values it holds and by
the row and the unit they stand for, never by its sentence; which figures are hidden is decided in
figures.suppression. Returns that do not count are in no figure and are judged by their own rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xeploai.findings import AboutMembers, Finding, Sentence
from xeploai.reading.names import same_code, same_name
from xeploai.reading.values import Misread, is_blank, read_count, read_text
from xeploai.reading.xlsx.cells import CellValue
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.season.figures.model import Figure
from xeploai.season.figures.suppression import Step, hidden_steps, hidden_units
from xeploai.season.figures.tree import CellPlace, cell_places
from xeploai.season.season import Season
from xeploai.submissions.model import Return

RowPlace = tuple[str, str, int]
"""The file, the sheet and the number of a row."""

Name = tuple[str, str]
"""The code and the name of a cell, as they are written in a return."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Parts of a season that are not shown.

    now, last: the units whose counts of members are hidden, this period and the last; years: those
    of every earlier period; steps: the figures of members before the decision that are hidden, of
    this period and the last; rows: of each row of a cell, whether its counts are; files: those in
    which all other counts are; titles: of the rules, by their codes, shown in place of what is
    hidden.
    """

    now: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    rows: Mapping[RowPlace, bool] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, frozenset[str]] = field(default_factory=dict)
    steps: frozenset[Step] = frozenset()

    def hides_step(self, figure: Figure) -> bool:
        """Whether a figure of members before the decision is hidden."""
        return (figure.period, figure.unit, figure.stage) in self.steps

    def shown(self, finding: Finding) -> Finding:
        """Return a finding fit to show: where it reveals what is hidden, by its rule's title."""
        if not any(self._is_hidden(finding, each) for each in finding.sentence.about_members):
            return finding
        return replace(finding, sentence=Sentence("{title}", title=self.titles[finding.rule]))

    def _is_hidden(self, finding: Finding, value: AboutMembers) -> bool:
        ref = finding.ref
        if value.is_of_last_year:
            return finding.unit in self.last
        is_hidden = self.rows.get((ref.file, ref.sheet, ref.row), ref.file in self.files)
        return is_hidden or finding.unit in self.now


def redaction_of(season: Season, titles: Mapping[str, str]) -> Redaction:
    """Return the parts of a season that are not shown; titles: of the rules, by their codes."""
    register, counted = season.register, season.intake.counted
    least = register.hide_below
    if least <= 1:
        return Redaction()
    now, last = hidden_units(season.figures, least), hidden_units(season.last, least)
    steps = hidden_steps(season.figures, least) | hidden_steps(season.last, least)
    years = {each.period: hidden_units(each, least) for each in season.every_period[:-1]}
    places = cell_places(register, counted, season.intake.uncounted)
    here = [place for place in places if place.node.code in now]
    before = [x for x in cell_places(register, season.last_returns) if x.node.code in last]
    names = _names(here)
    judged = [_judged(item, names.get(item.unit, ()), least) for item in season.returns]
    rows = {place: is_hidden for each in judged for place, is_hidden in each.rows}
    rows |= {_row_of(place): True for place in (*here, *before)}
    files = {
        *(item.file for unit, item in season.last_returns.items() if unit in last),
        *(each.item.file for each in judged if _hides_its_sums(each, season, least)),
    }
    return Redaction(now, last, rows, frozenset(files), titles, years, steps)


def _names(places: Iterable[CellPlace]) -> Mapping[str, Sequence[Name]]:
    """Return the codes and names of cells by the unit that reports them."""
    names: dict[str, list[Name]] = {}
    for place in places:
        row = place.located.row
        names.setdefault(place.unit, []).append((row.cell_code, row.name))
    return names


def _row_of(place: CellPlace) -> RowPlace:
    return place.located.file, place.located.sheet, place.located.number


# ---------------------------------------------------------------- a return by itself


@dataclass(frozen=True, slots=True)
class _Judged:
    """A return judged by its own rows.

    hidden: of each row of a cell, by its number, whether its counts are; size: how many members
    the unit has, None if unknown.
    """

    item: Return
    hidden: Mapping[int, bool]
    size: int | None

    @property
    def rows(self) -> Iterator[tuple[RowPlace, bool]]:
        """Rows and whether each is hidden; a total of a part would reveal what is hidden in it."""
        sheet = self.item.sheet(CellReturn)
        sums = [line.number for line in sheet.totals]
        sums += [aside.row.number for aside in sheet.aside if aside.is_sum]
        totals = sums if any(self.hidden.values()) else ()
        for number, is_hidden in (*self.hidden.items(), *((number, True) for number in totals)):
            yield (sheet.file, sheet.sheet, number), is_hidden


def _judged(item: Return, hidden_cells: Collection[Name], least: int) -> _Judged:
    lines = list(_lines(item))
    hidden = {
        line.number: _may_be_small(line.size, least)
        or any(_are_one(line.name, x) for x in hidden_cells)
        for line in lines
    }
    return _Judged(item, hidden, _smallest(_unit_sizes(item, lines)))


def _hides_its_sums(judged: _Judged, season: Season, least: int) -> bool:
    """Whether the counts of a unit as a whole, as its return has them, are not shown."""
    item = judged.item
    counted = season.intake.counted.get(item.unit)
    if counted is not None and counted.file == item.file:
        return False  # Its figures are shown or hidden with the unit.
    if judged.size is None:
        return counted is None
    # A single hidden row is the sum less the others.
    return sum(judged.hidden.values()) == 1 or _may_be_small(judged.size, least)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the sheet of cells; size: how many members it concerns, None if unknown."""

    number: int
    name: Name
    size: int | None


def _lines(item: Return) -> Iterator[_Line]:
    """Yield the lines with figures; a wrong total may make a small cell look large."""
    sheet = item.sheet(CellReturn)
    for cell in sheet.rows:
        row = cell.row
        not_rated = row.exempt + row.suspended + row.new_under_6m + row.not_rated_other
        listed = (row.official or 0) + (row.probationary or 0)
        size = _smallest((row.members, row.rated + not_rated, listed)) or 0
        yield _Line(cell.number, (row.cell_code, row.name), size)
    for line in sheet.unread:
        code, name = (read_text(line.values.get(key, "")) for key in ("cell_code", "name"))
        sizes = (_number_in(line.values.get(key, "")) for key in ("members", "rated"))
        yield _Line(line.number, (code, name), _smallest(sizes))


def _unit_sizes(item: Return, lines: Sequence[_Line]) -> Iterator[int]:
    yield sum(line.size or 0 for line in lines)
    yield _number_in(item.sheet(InfoReturn).raw.get("members_declared", "")) or 0


def _number_in(value: CellValue) -> int | None:
    count = None if is_blank(value) else read_count(value)
    return None if isinstance(count, Misread) else count


def _smallest(sizes: Iterable[int | None]) -> int | None:
    """Return the smallest positive number given for one size, None where there is none."""
    return min((size for size in sizes if size), default=None)


def _may_be_small(size: int | None, least: int) -> bool:
    return size is None or 0 < size < least


def _are_one(one: Name, other: Name) -> bool:
    """Whether two lines may be of one cell."""
    return same_name(one[1], other[1]) or (bool(one[0]) and same_code(one[0], other[0]))
