"""Units so small that a person could be recognised: their counts of members are not shown.

The setting "Ẩn số liệu khi dưới" says how small. What is left must not give a hidden count away:
every total is the sum of what stands right below it, so of a unit and those right below it either
none is hidden or at least two are. The top is always shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from xeploai.findings import Finding, Sentence
from xeploai.reading.source_rows import Located
from xeploai.rules.registry import BY_CODE
from xeploai.schema.form import FORM_SHEETS, CellReturn
from xeploai.schema.register import REGISTER_SHEETS
from xeploai.season.figures.suppression import hidden_units
from xeploai.season.figures.tree import cell_places
from xeploai.season.season import Season
from xeploai.submissions.model import Return
from xeploai.text import fold

_OTHER_SHEETS = {"", *(fold(sheet.SHEET) for sheet in (*FORM_SHEETS, *REGISTER_SHEETS))} - {
    fold(CellReturn.SHEET)
}
"""Where no figures of cells stand; a sheet of any other name may be that of the cells, renamed."""

_ASIDE = re.compile(r"\([^()]*\)")
_FIGURE = re.compile(r"\b\d+\b(?!%)")

RowPlace = tuple[str, str, int]
"""The file, the sheet and the number of a row."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Parts of a season that are not shown.

    now, last: the units whose counts of members are hidden, this period and the last; rows: where
    the returns name hidden cells; names: how sentences about hidden cells begin, by the unit they
    report to; files: those whose rows are known; least: how many members are enough to be shown.
    """

    now: frozenset[str]
    last: frozenset[str]
    rows: frozenset[RowPlace]
    names: Mapping[str, tuple[str, ...]]
    files: frozenset[str]
    least: int

    def shown(self, found: Finding) -> Finding:
        """Return a finding fit to be shown: of a hidden unit, its rule without the figures."""
        rule = BY_CODE.get(found.rule)
        if rule is None or not self._tells(found):
            return found
        return replace(found, sentence=Sentence("{title}", title=rule.title))

    def _tells(self, found: Finding) -> bool:
        """Whether a finding speaks of hidden figures.

        The rows of a file that does not count are not known here: its sentences are judged by the
        name they begin with, and by the figures they tell.
        """
        ref = found.ref
        return (
            found.unit in self.now
            or (ref.file, ref.sheet, ref.row) in self.rows
            or found.message.startswith(self.names.get(found.unit, ()))
            or (
                ref.file not in self.files
                and fold(ref.sheet) not in _OTHER_SHEETS
                and self._few(found)
            )
        )

    def _few(self, found: Finding) -> bool:
        """Whether all figures of a sentence are small; one large one tells that the cell is."""
        name, colon, rest = _ASIDE.sub("", found.message).partition(": ")
        figures = [int(each) for each in _FIGURE.findall(rest if colon else name)]
        return any(figures) and max(figures) < self.least


def redaction_of(season: Season) -> Redaction:
    """Return the parts of a season that are not shown."""
    register, intake = season.register, season.intake
    least = register.settings.hide_below
    now, last = hidden_units(season.figures, least), hidden_units(season.last, least)
    rows = set(_small_rows(intake.earlier.values(), least))
    names: dict[str, tuple[str, ...]] = {}
    for place in cell_places(register, intake.counted) if now else ():
        if place.node.code in now:
            rows.add(_place(place.located))
            names[place.unit] = (*names.get(place.unit, ()), *_openings(place.located.row.name))
    if last and intake.earlier:
        rows.update(_last_rows(season, last))
    known = [intake.counted, *intake.earlier.values()]
    files = frozenset(item.file for returns in known for item in returns.values())
    return Redaction(now, last, frozenset(rows), names, files, least)


def _openings(name: str) -> tuple[str, ...]:
    """How a sentence about a cell's figures begins."""
    return (f"{name}: ", f"{name} có ") if name else ()


def _small_rows(years: Iterable[Mapping[str, Return]], least: int) -> Iterator[RowPlace]:
    for returns in years:
        for item in returns.values():
            for cell in item.rows(CellReturn):
                if 0 < cell.row.members < least:
                    yield _place(cell)


def _last_rows(season: Season, last: frozenset[str]) -> Iterator[RowPlace]:
    """Yield the rows of hidden cells in the returns of the year that is compared with."""
    for place in cell_places(season.register, season.last_returns):
        if place.node.code in last:
            yield _place(place.located)


def _place(cell: Located[CellReturn]) -> RowPlace:
    return cell.file, cell.sheet, cell.number


# ---------------------------------------------------------------- which units
