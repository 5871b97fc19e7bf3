"""Checks that the sheet "Kiểm tra" counts: each one's faults as a formula over the form."""

from collections.abc import Sequence
from dataclasses import dataclass

from xeploai.forms.check_formulas import RowCheck, Trial, addressed
from xeploai.forms.layout import place
from xeploai.schema.form import CellReturn
from xeploai.schema.terms import CapBase


@dataclass(frozen=True, slots=True)
class Area:
    """The checked rows of a sheet in one form, and the column of their sentences."""

    check: RowCheck
    first_row: int
    last_row: int
    column: str

    def rows_of(self, first: str, last: str = "") -> str:
        """Return the address of the checked rows of one column or several."""
        return f"{first}{self.first_row}:{last or first}{self.last_row}"

    def number_columns(self) -> list[tuple[str, str]]:
        """Return the first and last column of each area of counts."""
        parts = [addressed(area, self.check.row_type).split(":") for area in self.check.numbers]
        return [(first.strip("$§"), last.strip("$§")) for first, last in parts]

    def faults(self, trial: Trial) -> str:
        """Return the formula that counts the rows failing a trial."""
        sheet = place(self.check.row_type).sheet
        name = self.column
        rows = f"'{sheet}'!${name}${self.first_row}:${name}${self.last_row}"
        # FIND, not COUNTIF: it knows no wildcards, so every program counts alike.
        return f'SUMPRODUCT(--ISNUMBER(FIND("{trial.opening.strip()}",{rows})))'


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: the sheet, what is right, and the formula that counts the faults."""

    sheet: str
    title: str
    faults: str


@dataclass(frozen=True, slots=True)
class CellRows:
    """Where the rows of the sheet "Chi bộ" stand in one form."""

    first_row: int
    last_row: int
    total_row: int

    def total(self, key: str) -> str:
        """Return the cell of a column's sum."""
        where = place(CellReturn)
        return f"'{where.sheet}'!${where.letters[key]}${self.total_row}"

    def totals(self, first: str, last: str) -> str:
        """Return the sum of the sums of several columns."""
        return f"SUM({self.total(first)}:${place(CellReturn).letters[last]}${self.total_row})"

    def column(self, key: str) -> str:
        """Return a column's cells."""
        where = place(CellReturn)
        name = where.letters[key]
        return f"'{where.sheet}'!${name}${self.first_row}:${name}${self.last_row}"

    def filled(self) -> str:
        """How many cells have figures."""
        return f"COUNT({self.column('members')})"


def area_checks(area: Area) -> list[Check]:
    """Return the checks of a sheet's rows."""
    sheet = place(area.check.row_type).sheet
    return [Check(sheet, trial.title, area.faults(trial)) for trial in area.check.all_trials()]


def cell_sheet_checks(rows: CellRows, before: Sequence[Check]) -> list[Check]:
    """Return the checks of the sheet "Chi bộ" as a whole, after those of its rows.

    They speak only where no row does: nothing is counted twice.
    """
    sheet, others = CellReturn.SHEET, _faults_of(before)
    rated, members = rows.total("rated"), rows.total("members")
    sums_differ = (
        f"({rows.totals('xs', 'kht')}<>{rated})"
        f"+({rated}+{rows.totals('exempt', 'not_rated_other')}<>{members})"
    )
    codes, names = rows.column("cell_code"), rows.column("name")
    # A cell is told from another by its code; by its name where it has none.
    known_by = f'{codes}&"|"&REPT({names},--({codes}=""))'
    doubled = (
        f'IFERROR(SUMPRODUCT(({codes}&{names}<>"")*(MATCH({known_by},{known_by},0)'
        f"<>ROW({codes})-{rows.first_row - 1})),0)"
    )
    return [
        Check(sheet, "Mỗi chi bộ chỉ ghi một dòng", doubled),
        Check(sheet, "Có ít nhất một chi bộ đã điền", f"IF({rows.filled()}+{others}=0,1,0)"),
        Check(sheet, "Các số ở dòng Tổng cộng khớp nhau", f"IF({others}>0,0,{sums_differ})"),
    ]


def cap_check(rows: CellRows, before: Sequence[Check], percent: int, base: CapBase) -> Check:
    """Return the check of the cap on excellent members over the whole unit.

    It waits until the unit's rows are right.
    """
    below = rows.total("htt")
    if base is CapBase.XS_HTT:
        below = f"({rows.total('xs')}+{below})"
    over = f"({rows.total('xs')}*100>{percent}*{below})*1"
    title = f"Số đảng viên xuất sắc không quá {percent}% của {base}"
    return Check(CellReturn.SHEET, title, f"IF({_faults_of(before)}>0,0,{over})")


def _faults_of(checks: Sequence[Check]) -> str:
    return "+".join(check.faults for check in checks if check.sheet == CellReturn.SHEET)
