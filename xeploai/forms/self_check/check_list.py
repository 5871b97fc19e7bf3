"""Checks that the sheet "Kiểm tra" counts: each one's faults as a formula over the form."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xeploai.forms.layout import STAMP_LABELS, place
from xeploai.forms.self_check.check_formulas import Checks, RowPlaces, Trial, expanded
from xeploai.forms.self_check.inserted_rows import ROOM, InsertedRows
from xeploai.forms.self_check.read_formulas import TOTAL_WORDS, row_reading, written_sum
from xeploai.schema.cell_formulas import is_blank, plain_text
from xeploai.schema.form import STAMP_SHEET, CellReturn
from xeploai.schema.row import Row
from xeploai.schema.self_check import NOT_REVIEWED, Formula, ListedCell, SheetFormula, over_rows
from xeploai.text import folded, unaccented, with_other_tone_places

_STAGES = ("self_level", "proposed_level", "decided_level")
_INSERTED_TITLE = "Dòng chèn thêm nằm trong bảng, không quá {room} dòng"


@dataclass(frozen=True, slots=True)
class CheckedArea:
    """The checked rows of a sheet in one form, and the column of their sentences.

    places: where the values read of them stand; checked_to: the last row with formulas; last_row:
    the last one a program may fill; named_by: the field a row is known by; inserted: where rows
    that are added are read, None where none can be; total_row: that of the sums below, 0 without.
    """

    checks: Checks
    places: RowPlaces
    first_row: int
    checked_to: int
    last_row: int
    column: str
    named_by: str = ""
    inserted: InsertedRows | None = None
    total_row: int = 0

    @property
    def first_field(self) -> str:
        """The column of the first field."""
        return next(iter(place(self.checks.row_type).letters.values()))

    @property
    def last_field(self) -> str:
        """The column of the last field."""
        return list(place(self.checks.row_type).letters.values())[-1]

    def outside(self) -> str:
        """Return the formula that counts rows inserted right above the sums.

        No formula over the rows takes them in, neither the sums nor the self-check.
        """
        if not self.total_row:
            return "0"
        name = place(self.checks.row_type).letters[self.named_by]
        start = f"'{place(self.checks.row_type).sheet}'!${name}${self.first_row - 1}:${name}"
        return f"(COUNTA({start}${self.total_row})-1-COUNTA({start}${self.last_row}))"

    def rows_of(self, first: str, last: str = "") -> str:
        """Return the rows of one column or several."""
        return f"{first}{self.first_row}:{last or first}{self.last_row}"

    def filled(self, name: str) -> str:
        """Return the cells of a column in the rows in sight, without what stands below them."""
        return f"${name}${self.first_row}:${name}${self.checked_to}"

    def faults(self, trial: Trial) -> str:
        """Return the formula that counts the rows failing a trial."""
        return self.saying(trial.mark)

    def saying(self, words: str) -> str:
        """Return the formula that counts the rows whose sentence has some words."""
        # FIND, not COUNTIF: it knows no wildcards, so every program counts alike.
        counts = (
            f'SUMPRODUCT(--ISNUMBER(FIND("{words}",{rows})))' for rows in self.columns(self.column)
        )
        return "+".join(counts)

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the cells of a column beside the rows, and beside those that are inserted."""
        sheet = place(self.checks.row_type).sheet
        rows = f"'{sheet}'!${name}${self.first_row}:${name}${self.last_row}"
        return (rows, self.inserted.area(name)) if self.inserted else (rows,)

    def count_set_aside(self) -> str:
        """Return the formula that counts the rows that are left out."""
        rows = self.columns(self.places.aside)
        return "+".join(f'SUMPRODUCT(--({each}<>""))' for each in rows)

    def set_aside(self) -> str:
        """Return the hidden cell that holds their number, 0 where no row ever is."""
        sheet = place(self.checks.row_type).sheet
        return f"'{sheet}'!${self.places.aside}$1" if self.places.aside else "0"

    def set_aside_sum(self, key: str) -> str:
        """Return the formula of what the rows that are left out come to in a field of counts."""
        part = row_reading(self.checks.row_type).parts[key]
        read, aside = (
            self.columns(name) for name in (self.places.helpers[part.helper], self.places.aside)
        )
        sums = (
            f'SUMPRODUCT(({left}<>"")*VALUE(0&MID({rows},{part.start},{part.width})))'
            for rows, left in zip(read, aside, strict=True)
        )
        return f"IF({self.set_aside()}=0,0,IFERROR({'+'.join(sums)},0))"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: the sheet, what is right, and the formula that counts the faults.

    waits: it speaks only where no line above it of the same sheet does: nothing is reported twice;
    is_hint: what it counts is no fault.
    """

    row_type: type[Row]
    title: str
    faults: str
    waits: bool = False
    is_hint: bool = False


@dataclass(frozen=True, slots=True)
class CellRows:
    """Where the rows of the sheet "Chi bộ" stand in one form, and the cells that are listed.

    listed: the areas, on another sheet, of their codes and of each spelling of their names.
    """

    area: CheckedArea
    total_row: int
    listed: tuple[str, ...] = ()

    def resolve(self, kind: str, key: str) -> str:
        """Return what stands for a token that speaks of the whole sheet."""
        of_cells = {
            "filled": self._filled,
            "unfilled": self._unfilled,
            "named": lambda: f"({self._filled()}+{self._unfilled()})",
            "unreviewed": lambda: self.area.saying(NOT_REVIEWED),
            "below": self._below,
            "missing": self._missing,
        }
        if key == "cells" and kind in of_cells:
            return of_cells[kind]()
        formulas: Mapping[str, Callable[[str], str]] = {
            "total": self._total,
            "column": self._column,
            "stamp": lambda label: f"'{STAMP_SHEET}'!$B${STAMP_LABELS.index(label) + 1}",
            "last_level": lambda level: f"'{CellReturn.SHEET}'!{self.level_cell(int(level))}",
            "reads": lambda key: self._reads(key, 0),
            "reads_inserted": lambda key: self._reads(key, 1),
        }
        return formulas[kind](key) if kind in formulas else ""

    def level_cell(self, level: int) -> str:
        """Return the hidden cell with the number of cells whose last level this is."""
        return f"${self.area.places.helpers[-1]}${level}"

    def level_formula(self, level: int) -> str:
        """Return the formula of that number."""
        own, proposed, decided = (f'({{reads.{key}}}="{level}")' for key in _STAGES)
        count = (
            f'SUMPRODUCT({decided}+({{reads.decided_level}}="0")'
            f'*({proposed}+({{reads.proposed_level}}="0")*{own}))'
        )
        return self.counted(count)

    def counted(self, template: str) -> str:
        """Return what a formula over levels read comes to, without the rows that are left out."""
        everything = expanded(over_rows(template), self.resolve)
        if not self.area.places.aside:
            return everything
        kept = expanded(over_rows(template), self._kept, self.resolve)
        # Looked at row by row only where one is left out.
        return f"IF({self.area.set_aside()}=0,{everything},{kept})"

    def _kept(self, kind: str, key: str) -> str:
        """Return a level read, which is none in a row that is left out."""
        if kind not in ("reads", "reads_inserted"):
            return ""
        rows = int(kind == "reads_inserted")
        aside = self.area.columns(self.area.places.aside)
        return f"{self._reads(key, rows)}&{aside[rows]}" if rows < len(aside) else '""'

    def _reads(self, key: str, rows: int) -> str:
        """Return the texts that are read of a field; rows: 0 for those of the form, 1 for more."""
        part = row_reading(CellReturn).parts[key]
        read = self.area.columns(self.area.places.helpers[part.helper])
        return f"MID({read[rows]},{part.start},{part.width})" if rows < len(read) else '""'

    def _total(self, key: str) -> str:
        where = place(CellReturn)
        return f"'{where.sheet}'!${where.letters[key]}${self.total_row}"

    def _column(self, key: str) -> str:
        where = place(CellReturn)
        name = where.letters[key]
        # From the line above on, or a row inserted below it would stand outside.
        return f"'{where.sheet}'!${name}${self.area.first_row - 1}:${name}${self.area.last_row}"

    def _filled(self) -> str:
        """Return how many cells have figures; a typed total is none."""
        members, names = self._column("members"), self._column("name")
        typed = f'COUNTIFS({names},{_among_totals()},{members},"<>")'
        written = f"SUMPRODUCT(1-{is_blank(members)})-1"
        rows = f"IF(COUNTA({members})-1=COUNT({members}),COUNT({members}),{written})"
        return f"({rows}-SUMPRODUCT({typed})-{self.area.set_aside()})"

    def _unfilled(self) -> str:
        """Return how many cells are only named."""
        unfilled = self.area.checks.unfilled
        return self.area.faults(unfilled) if unfilled else "0"

    def _below(self) -> str:
        """Return how many rows below the sums have figures."""
        where = place(CellReturn)
        name = where.letters["members"]
        first = self.total_row + 1
        return f"COUNTA('{where.sheet}'!${name}${first}:${name}${first + 100})"

    def _missing(self) -> str:
        """Return how many listed cells stand in no row.

        One is meant by its code, or by its name in a row whose code is none of theirs.
        """
        codes, names = (plain_text(self._column(key)) for key in ("cell_code", "name"))
        listed_codes, *listed_names = self.listed
        known = f"ISNUMBER(MATCH({codes},{listed_codes},0))"
        others = f'{names}&REPT("|",--{known})'
        is_absent = f"ISNA(MATCH({listed_codes},{codes},0))"
        unnamed = (f"ISNA(MATCH({listed},{others},0))" for listed in listed_names)
        return f"SUMPRODUCT({'*'.join((is_absent, *unnamed))})"


def beside_cells(checks: Checks, rows: CellRows) -> Checks:
    """Return the checks of another sheet with what they ask of the sheet "Chi bộ" filled in."""
    trials = (replace(each, when=expanded(each.when, rows.resolve)) for each in checks.trials)
    return replace(checks, trials=tuple(trials))


def listed_cells(cells: Sequence[ListedCell]) -> tuple[tuple[str, ...], ...]:
    """Return the codes of the listed cells and their names, in each spelling that is looked for.

    That is as listed, without accents, and with the tones on the other vowel (hòa, hoà). Where two
    names are the same without accents, only the accents tell which one is meant.
    """
    times = Counter(folded(cell.name) for cell in cells)
    codes = tuple(cell.code for cell in cells)
    names = tuple(cell.name for cell in cells)
    plain = (unaccented(name) if times[folded(name)] == 1 else name for name in names)
    moved = tuple(map(with_other_tone_places, names))
    return (codes, names, tuple(plain), moved) if codes else ()


def column_sum(area: str, names: str) -> str:
    """Return the sum of a column of counts, those written as text too, without a typed total.

    Both areas begin with the line above the first row.
    """
    typed = f"SUMPRODUCT(SUMIF({names},{_among_totals()},{area}))"
    return f"SUM({area})+{written_sum(area)}-{typed}"


def _among_totals() -> str:
    return "{" + ",".join(f'"{word}"' for word in TOTAL_WORDS) + "}"


def merged(checks: Iterable[Check]) -> list[Check]:
    """Return the lines of a list, those of one sheet and title added up."""
    lines: dict[tuple[type[Row], str], Check] = {}
    for each in checks:
        key = each.row_type, each.title
        if key in lines:
            faults = f"{lines[key].faults}+{each.faults}"
            lines[key] = replace(lines[key], faults=faults)
        else:
            lines[key] = each
    return list(lines.values())


def area_checks(area: CheckedArea) -> list[Check]:
    """Return the checks of a sheet's rows."""
    row_type = area.checks.row_type
    checks = [
        Check(row_type, trial.title, area.faults(trial), is_hint=trial.is_hint)
        for trial in area.checks.all_trials()
    ]
    if area.inserted is not None:
        # No rule's: the program reads and adds up every row, wherever it is inserted.
        lost = f"{area.inserted.unchecked()}+{area.outside()}"
        checks.append(Check(row_type, _INSERTED_TITLE.format(room=ROOM), lost))
    return checks


def cell_sheet_checks(rows: CellRows, formulas: Sequence[Formula]) -> list[Check]:
    """Return the checks of the sheet "Chi bộ" as a whole, after those of its rows."""
    sheet_checks = [
        Check(CellReturn, each.title, expanded(each.faults, rows.resolve), each.waits)
        for each in formulas
        if isinstance(each, SheetFormula)
    ]
    # No rule's: a form without figures is neither wrong nor worth sending.
    is_empty = expanded("({filled.cells}=0)*1", rows.resolve)
    return [Check(CellReturn, "Có ít nhất một chi bộ đã điền", is_empty), *sheet_checks]
