"""Checks that the sheet "Kiểm tra" counts: each one's faults as a formula over the form."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xeploai.forms.layout import STAMP_LABELS, place
from xeploai.forms.self_check.check_formulas import Checks, RowPlaces, Trial, expanded
from xeploai.forms.self_check.read_formulas import TOTAL_WORDS, written_sum
from xeploai.schema.cell_formulas import is_blank, plain_text
from xeploai.schema.form import STAMP_SHEET, CellReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.self_check import NOT_REVIEWED, Formula, ListedCell, SheetFormula
from xeploai.text import folded, unaccented, with_other_tone_places

_INSERTED_TITLE = "Dòng chèn thêm cũng được tự kiểm tra (chép công thức từ dòng trên xuống)"


@dataclass(frozen=True, slots=True)
class CheckedArea:
    """The checked rows of a sheet in one form, and the column of their sentences.

    places: where the values read of them stand; checked_to: the last row with formulas; last_row:
    the last one a program may fill; is_open: whether rows can be added.
    """

    checks: Checks
    places: RowPlaces
    first_row: int
    checked_to: int
    last_row: int
    column: str
    is_open: bool = False

    @property
    def first_field(self) -> str:
        """The column of the first field."""
        return next(iter(place(self.checks.row_type).letters.values()))

    @property
    def last_field(self) -> str:
        """The column of the last field."""
        return list(place(self.checks.row_type).letters.values())[-1]

    def without_formulas(self, sheet: str = "") -> str:
        """Return the condition, for each row, that something is written and no formula reads it."""
        row_type, letters = self.checks.row_type, place(self.checks.row_type).letters
        # No row is filled in without one of these; all fields would be worked out for 221 rows.
        telling = [
            letters[key] for key, column in columns(row_type).items()
            if column.required or key in row_type.KEYS
        ]  # fmt: skip
        written = "&".join(
            f"{sheet}${name}${self.first_row}:${name}${self.last_row}" for name in telling
        )
        sentences = f"{sheet}${self.column}${self.first_row}:${self.column}${self.last_row}"
        return f'({written}<>"")*ISBLANK({sentences})'

    def rows_of(self, first: str, last: str = "") -> str:
        """Return the rows of one column or several."""
        return f"{first}{self.first_row}:{last or first}{self.last_row}"

    def faults(self, trial: Trial) -> str:
        """Return the formula that counts the rows failing a trial."""
        return self.saying(trial.mark)

    def saying(self, words: str) -> str:
        """Return the formula that counts the rows whose sentence has some words."""
        sheet = place(self.checks.row_type).sheet
        rows = f"'{sheet}'!${self.column}${self.first_row}:${self.column}${self.last_row}"
        # FIND, not COUNTIF: it knows no wildcards, so every program counts alike.
        return f'SUMPRODUCT(--ISNUMBER(FIND("{words}",{rows})))'


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
        if kind == "total":
            return self._total(key)
        if kind == "column":
            return self._column(key)
        if kind == "stamp":
            return f"'{STAMP_SHEET}'!$B${STAMP_LABELS.index(key) + 1}"
        if kind == "reads":
            first, last = (f"${row}" for row in (self.area.first_row, self.area.checked_to))
            return self._on_sheet(self.area.places.text_read(key, first, last))
        if key == "cells":
            formulas = {
                "filled": self._filled,
                "unfilled": self._unfilled,
                "named": lambda: f"({self._filled()}+{self._unfilled()})",
                "unreviewed": lambda: self.area.saying(NOT_REVIEWED),
                "below": self._below,
                "missing": self._missing,
            }
            return formulas[kind]() if kind in formulas else ""
        return ""

    def _on_sheet(self, text: str) -> str:
        return text.replace("MID(", f"MID('{CellReturn.SHEET}'!", 1)

    def _total(self, key: str) -> str:
        where = place(CellReturn)
        return f"'{where.sheet}'!${where.letters[key]}${self.total_row}"

    def _column(self, key: str) -> str:
        where = place(CellReturn)
        name = where.letters[key]
        return f"'{where.sheet}'!${name}${self.area.first_row}:${name}${self.area.last_row}"

    def _filled(self) -> str:
        """Return how many cells have figures; a typed total is none."""
        members, names = self._column("members"), self._column("name")
        typed = f'COUNTIFS({names},{_among_totals()},{members},"<>")'
        written = f"SUMPRODUCT(1-{is_blank(members)})"
        rows = f"IF(COUNTA({members})=COUNT({members}),COUNT({members}),{written})"
        return f"({rows}-SUMPRODUCT({typed}))"

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
    """Return the sum of a column of counts, those written as text too, without a typed total."""
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
    if area.is_open:
        # No rule's: the program checks a row whether it has formulas or not.
        inserted = area.without_formulas(f"'{place(row_type).sheet}'!")
        checks.append(Check(row_type, _INSERTED_TITLE, f"SUMPRODUCT({inserted})"))
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
