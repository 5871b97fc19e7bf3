"""Questions shared by rules: whether a row adds up, its levels, who is too new to be rated.

And formulas that the self-checks of several rules share.
"""

from collections.abc import Iterator
from datetime import date

from xeploai.findings import Count, Members
from xeploai.register.model import Register
from xeploai.schema.cell_formulas import is_blank, plain_text, some_row
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.row import Row, columns
from xeploai.schema.self_check import SOUND, Concern, RowFormula
from xeploai.schema.terms import LeadershipSubject, Level
from xeploai.submissions.model import Return
from xeploai.text import folded

STAGES = ("self_level", "proposed_level", "decided_level")
"""The fields of a level, in the order in which it is given."""

CELL_COUNTS = tuple(key for key, item in columns(CellReturn).items() if item.type == "count")
"""The fields of a cell that are counts, in the order of the sheet."""

SUM_SLIPS = (
    "members_differ_from_both_sums",
    "rated_differs_from_both_sums",
    "rated_more_than_members",
    "not_rated_also_counted_as_rated",
    "rated_and_not_rated_do_not_sum_to_members",
)
"""The errors of a cell's row that make its total or its number of rated members doubtful."""

LEVEL_SLIPS = ("levels_do_not_sum_to_rated", "not_rated_also_counted_as_rated")
"""The errors that make the levels of a cell's row doubtful."""

ROW_SLIPS = (
    "cell_twice",
    "cell_copied_under_another_code",
    "cell_not_filled",
    "listed_cell_missing",
    "row_is_the_sum_of_those_above",
)
"""The findings by which the sheet has a row too many, too few, or still to be filled in."""

NOT_REVIEWED_YET = ("cell_not_filled", "cell_not_reviewed")
"""The warnings by which cells have still to be rated: no sum of ratings is complete."""

CELL_SLIPS = (*SUM_SLIPS, "levels_do_not_sum_to_rated", *ROW_SLIPS)
"""The errors that make the sums over the cells doubtful."""

LEADERSHIP_SLIPS = (
    "leadership_levels_do_not_sum_to_rated",
    "leadership_rated_and_not_rated_do_not_sum_to_total",
    "leadership_row_twice",
)
"""The errors that make the counts of collectives, leaders and members at a step doubtful."""


_NOTHING = frozenset(("", "0", "khong", "khong co", "chua co"))


def is_given(text: str) -> bool:
    """Whether a text says something: "Không", "0" and a dash stand for a blank."""
    return folded(text) not in _NOTHING


def adds_up(row: CellReturn | LeadershipReturn) -> bool:
    """Whether the four levels make up those rated."""
    return row.xs + row.htt + row.ht + row.kht == row.rated


def counted(row: LeadershipReturn, number: int) -> Count | Members:
    """Return a count of a row as a value of a sentence: those of many persons can be hidden."""
    return Count(number) if row.subject.leads else Members(number)


def counts_members(item: Return) -> bool:
    """Whether a return has members on its sheet of collectives and leaders."""
    rows = item.rows(LeadershipReturn)
    return any(line.row.subject is LeadershipSubject.MEMBER for line in rows)


def latest_level(row: CellReturn | InfoReturn | DecisionRow) -> tuple[str, Level | None]:
    """Return the last level given, and its field.

    It is the decided one, else the proposed, else the own.
    """
    key = next((key for key in reversed(STAGES) if getattr(row, key)), "self_level")
    level: Level | None = getattr(row, key)
    return key, level


def other_levels(
    row: CellReturn | InfoReturn, decision: DecisionRow
) -> Iterator[tuple[str, Level, Level]]:
    """Yield the levels that a return and the register give otherwise.

    The field, the level of the return, and that of the register. The register's proposal may
    differ: it is the board's own.
    """
    for key in ("self_level", "decided_level"):
        typed, known = getattr(row, key), getattr(decision, key)
        if typed is not None and known is not None and typed is not known:
            yield key, typed, known


def is_too_new(code: str, register: Register, decided_on: date | None = None) -> bool:
    """Whether a unit is too young to be rated.

    It is the age at the period's end or at the decision, whichever is later. One that was made of
    older ones is as old as they are.
    """
    unit, settings = register.units.get(code), register.settings
    if unit is None or unit.founded_on is None or register.is_merged(code):
        return False
    last = max(settings.span.next_day, decided_on or date.min)
    return _months(unit.founded_on, last) < settings.regulation.new_months


def _months(first: date, last: date) -> int:
    """Return the whole months between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


# ------------------------------------------------------------------ formulas of the self-check

LEVELS_SUM = "{xs}+{htt}+{ht}+{kht}"
"""The formula of the four levels added up."""
NOT_RATED_SUM = "{exempt}+{suspended}+{new_under_6m}+{not_rated_other}"
"""The formula of all who are not rated added up."""
RATED_OR_REVIEWED = (
    f"OR({{review_date}}>0,{{rated}}+{LEVELS_SUM}>0,"
    "{self_level}+{proposed_level}+{decided_level}>0)"
)
"""The condition that a cell has a day of review, anybody rated, or a level."""
OTHER_TOTALS = "Dòng tổng tự ghi bằng tên khác “Tổng cộng”, “Cộng” và vài tên thường dùng."
"""Where sums and numbers of rows cannot be shown by a formula."""


def written_again(row_type: type[Row], *keys: str, about: Concern) -> RowFormula:
    """Return the formula of a row that the form gives, written twice and filled in twice."""
    fields = columns(row_type)
    own = [key for key in fields if key not in row_type.KEYS]
    same = (
        f"EXACT({plain_text(f'{{above.{key}}}')},{plain_text(f'{{raw.{key}}}')})"
        if fields[key].type == "code"
        else f'{{reads_above.{key}}}={{{key}}}&""'
        for key in keys
    )
    filled = "+".join(f"1-{is_blank(f'{{above.{key}}}')}" for key in own)
    when = some_row(*same, f"{filled}>0")
    return RowFormula(row_type, SOUND, "Dòng này đã ghi ở trên.", when, keys, about=about)


def declared_otherwise(key: str, title: str, actual: str, *conditions: str) -> RowFormula:
    """Return the formula of a number of the unit that is not the one of the sheet "Chi bộ".

    conditions: when the two can be compared.
    """
    when = ",".join((f"NOT({{blank.{key}}})", f"{{{key}}}<>{actual}", *conditions))
    return RowFormula(
        InfoReturn,
        title,
        "Ghi ",
        f"AND({when})",
        (key,),
        f'{{{key}}}&", tờ Chi bộ có "&{actual}&"."',
    )
