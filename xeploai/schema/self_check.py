"""How a rule shows in the form itself: formulas of the self-check, or why there is none.

They are declared with the rule, as self_check.

A formula is a template. In it stand, for a field of the row or label at hand,

{key}              the value as the program reads it: a count; the number of a day, 0 where the
                   cell is blank and 1 where it holds no day; the place of a level or choice in
                   its list, from 1, 0 where the cell is blank and 9 where it says none of them;
{raw.key}          the cell itself;
{blank.key}        whether the program takes the cell for blank;
{unread.key}       whether the program can read no count in it (on a sheet of labels);
{above.key}        the cells of its column above the row, with the line under the headings;
{reads_above.key}  the values read there, as texts;
{rows_above.key}   the numbers of those rows; {rows_all.key} those of all rows, {row.key} its own;
{all.key}          the cells of its column in all rows; {reads_all.key} the values read there;
{aside_above.key}  whether rows above it are set aside, "" where they are not;
{look.key}         what a first look at the row gives, see xeploai.schema.aside_formulas;
{same_above.key}   whether rows above it read the same in all but their code;

and, for the sheet "Chi bộ" as a whole, also on the sheet of collectives and leaders,

{total.key}        the sum of a column;
{column.key}       the cells of a column;
{reads.key}        the values of a column as read, as texts, of the rows that have formulas;
                   a formula that adds up over them stands in over_rows;
{last_level.n}     how many cells have the level of the place n as their last;
{filled.cells}     how many cells have figures;
{unfilled.cells}   how many are only named;
{named.cells}      both of these together;
{unreviewed.cells} how many have still to hold their review, by the hints beside their rows;
{below.cells}      how many rows below the sums have some;
{missing.cells}    how many of those the register lists stand in no row;
{stamp.unit}, {stamp.period}  what the form was made for;

and, on the other tables, {info.key} for a day on the sheet "Thông tin" as the program reads it.

Only functions that Excel 2010, WPS and LibreOffice share and xeploai.forms.calculation knows are
used; IF and IFERROR only over single
cells, as over an area Excel works them out in array formulas alone. No text in a formula is longer
than 255 characters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from xeploai.findings import Options
from xeploai.schema.form import CellReturn
from xeploai.schema.periods import Period
from xeploai.schema.row import ColumnType, Row
from xeploai.schema.terms import CapBase, CapScope, Scale, UnitKind


@dataclass(frozen=True, slots=True)
class ListedCell:
    """A cell that the register lists below the unit."""

    code: str
    name: str
    founded_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownOfUnit:
    """Facts that a form knows of its unit and period when it is made.

    span: the period, of the year 0 where none is named; rules_of: the year whose rules hold; cap:
    the percentage above which a return is refused, None where none is; never_over_cap: so many
    excellent members are never too many; cell_caps: the percentages of cells that have their own;
    fulfilled, good: the percentages that excellence needs; new_months: organisations younger than
    this are not rated; cells: those the register lists; reported: the milestones that only the
    unit's own report dates, by code; accepted: the rules whose faults the board accepts;
    lists_cells: whether the form has the sheet Chi bộ; scale: the words of the levels of cells and
    organisations.
    """

    span: Period
    rules_of: int
    kind: UnitKind
    cap: int | None = None
    cap_base: CapBase = CapBase.HTT
    cap_scope: CapScope = CapScope.GRASSROOTS
    never_over_cap: int = 0
    cell_caps: tuple[tuple[str, int], ...] = ()
    fulfilled: int = 0
    good: int = 0
    new_months: int = 0
    founded_on: date | None = None
    cells: tuple[ListedCell, ...] = ()
    reported: tuple[str, ...] = ()
    accepted: frozenset[str] = frozenset()
    lists_cells: bool = True
    scale: Scale = Scale.FULFILMENT


NOT_REVIEWED = "Chưa kiểm điểm"
"""The words that open every hint at a cell that has still to hold its review."""

SOUND = "Các ô ghi sẵn còn nguyên, không ô nào báo lỗi công thức"
"""Title of every fault of what the form itself gives."""


class Concern(IntEnum):
    """Concerns of the sentences of a sheet, in the order in which they are shown.

    COUNTS: those that cannot be read; BLANKS: what is missing; FIGURES: what does not fit; ROWS:
    rows beside those above them; AGE: who is too new to be rated; CHOICES, CODES: what is given.
    """

    COUNTS = 0
    BLANKS = 1
    FIGURES = 2
    ROWS = 3
    AGE = 4
    LEVELS = 5
    DATES = 6
    CHOICES = 7
    CODES = 8


@dataclass(frozen=True, slots=True)
class RowFormula:
    """A fault of one row, or of one label on a sheet of labels.

    title: what is right, on the sheet "Kiểm tra"; opening: the sentence's first words, no other's
    on the sheet; when: the condition of the fault; fields: the cells to turn red, on a sheet of
    labels the one that the sentence stands beside; rest: the formula of what follows the opening;
    about: its place among the sentences; adds_up: it calculates with counts, so it waits until all
    of them can be read; reads: it holds where the fields are blank against the rules or unreadable,
    too, so that no other says so; of_named: it holds of rows, too, that are only named; is_hint: it
    is no fault: nothing turns red, it is not counted, and its sentence is the opening alone;
    sets_aside: the program leaves such a row out, so nothing of it is added up or checked.
    """

    row_type: type[Row]
    title: str
    opening: str
    when: str
    fields: tuple[str, ...] = ()
    rest: str = '""'
    about: Concern = Concern.FIGURES
    adds_up: bool = False
    reads: bool = False
    of_named: bool = False
    is_hint: bool = False
    sets_aside: bool = False


@dataclass(frozen=True, slots=True)
class SheetFormula:
    """A fault of the sheet "Chi bộ" as a whole.

    faults: how many there are; waits: it speaks only where no line above it does.
    """

    title: str
    faults: str
    waits: bool = True


@dataclass(frozen=True, slots=True)
class UnfilledFormula:
    """A row that is named and holds nothing else: a hint, not a fault."""

    row_type: type[Row]
    title: str
    opening: str


@dataclass(frozen=True, slots=True)
class UnreadFormula:
    """Cells of a type that the program cannot read.

    In title and opening {header} is the field's heading and {choices} what it may say; titles:
    other titles by sheet.
    """

    column_type: ColumnType
    title: str
    opening: str
    titles: Mapping[type[Row], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlankFormula:
    """Cells that must be filled and are not.

    names: what fields are called, where not as their headings; titles: other titles by sheet.
    """

    title: str
    opening: str
    names: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[type[Row], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ErrorFormula:
    """Cells of a filled row that show an error of a formula."""

    title: str
    opening: str


Formula = RowFormula | SheetFormula | UnfilledFormula | UnreadFormula | BlankFormula | ErrorFormula


@dataclass(frozen=True, slots=True)
class Shown:
    """The formulas that show a rule's fault, for what a form knows.

    not_covered: the part of the fault they cannot show, and why.
    """

    formulas: Callable[[KnownOfUnit], tuple[Formula, ...]]
    not_covered: str = ""


@dataclass(frozen=True, slots=True)
class ShownBy:
    """The rules whose formulas show this fault as well: it never comes without theirs."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotShown:
    """Why no formula can tell this fault."""

    reason: str


SelfCheck = Shown | ShownBy | NotShown


class SelfCheckOptions(Options, total=False):
    """Declared of some rules over what one workbook shows by itself."""

    self_check: SelfCheck


def ensure_declared(code: str, self_check: SelfCheck | None, *, is_error: bool) -> None:
    """Refuse an error that one workbook shows and whose self-check nobody has thought of."""
    if is_error and self_check is None:
        raise TypeError(f"{code}: an error needs the formula of its self-check, or why it has none")


_OF_CELLS = re.compile(r"\{(?:total|column|reads|last_level)\.|\.cells\}")


def is_about_cells(formula: Formula) -> bool:
    """Whether a formula needs the sheet Chi bộ, which not every form has."""
    if isinstance(formula, RowFormula):
        words = f"{formula.when}{formula.rest}"
        return formula.row_type is CellReturn or bool(_OF_CELLS.search(words))
    return isinstance(formula, SheetFormula)


def over_rows(template: str) -> str:
    """Return what a formula with {reads.key} comes to over all rows, inserted ones as well."""
    return f"({template}+{template.replace('{reads.', '{reads_inserted.')})"


def always(*formulas: Formula, not_covered: str = "") -> Shown:
    """Return formulas that stand in every form."""
    return Shown(lambda _: formulas, not_covered)
