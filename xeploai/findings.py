"""What is wrong in a workbook, where it stands, and how grave it is."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR keeps the submission out of the figures; WARNING does not."""

    ERROR = "error"
    WARNING = "warning"


def letter(column: int) -> str:
    """The letter of a column counted from 0: 0 gives "A", 26 gives "AA"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """A place in a workbook; sheet and cell are "" where the fault is of the whole file."""

    file: str
    sheet: str = ""
    cell: str = ""

    @property
    def column(self) -> str:
        """The letters of the cell's column, "" where there is no cell."""
        return self.cell.rstrip("0123456789")

    @property
    def row(self) -> int:
        """The cell's row, 0 where there is no cell."""
        return int(self.cell[len(self.column) :] or 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one place, said in one Vietnamese sentence.

    accepted: why, and by whom, the board accepts it; "" where it does not.
    """

    ref: CellRef
    unit: str
    rule: str
    severity: Severity
    message: str
    accepted: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the submission stays out of the figures because of it."""
        return self.severity is Severity.ERROR
