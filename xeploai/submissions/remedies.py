"""Shortcomings to overcome: those that returns name, and those of the board's own plan."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from xeploai.register.model import Register
from xeploai.schema.form import RemedyReturn
from xeploai.schema.register import PlanRow
from xeploai.schema.terms import RemedyState
from xeploai.submissions.model import Return


@dataclass(frozen=True, slots=True)
class Remedy:
    """A shortcoming to overcome; unit: whose it is; is_of_board: whether the register names it."""

    unit: str
    item: str
    owner: str
    due: date | None
    state: RemedyState | None
    done_on: date | None
    is_of_board: bool = False

    @property
    def is_undone(self) -> bool:
        """Whether it is not known to be done; a date of completion is believed."""
        return self.state is not RemedyState.DONE and self.done_on is None

    def is_late(self, as_of: date) -> bool:
        """Whether it is known to be undone after its day; of a blank state nothing is known."""
        is_known = self.is_undone and self.state is not None
        return is_known and self.due is not None and self.due < as_of


def remedies(
    register: Register, returns: Mapping[str, Return], units: Set[str]
) -> Iterator[Remedy]:
    """Yield those of returns by unit, then those of the plan on some units, or on their cells."""
    for unit, item in returns.items():
        for located in item.rows(RemedyReturn):
            yield _remedy(unit, located.row)
    for planned in register.plan:
        row = planned.row
        if register.is_below(row.unit_code, units):
            yield _remedy(register.filed_by(register.units[row.unit_code]).code, row)


def _remedy(unit: str, row: RemedyReturn | PlanRow) -> Remedy:
    is_of_board = isinstance(row, PlanRow)
    return Remedy(unit, row.item, row.owner, row.due, row.state, row.done_on, is_of_board)
