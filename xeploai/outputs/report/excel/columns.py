"""The columns of the Excel tables: what stands above them, what they hold, where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xeploai.findings import letter
from xeploai.outputs.report.model import ReportTable
from xeploai.phrases import (
    ASSESSED,
    EXEMPT,
    HTT_OR_ABOVE,
    NEWLY_ADMITTED,
    NO_LEVEL,
    OTHER_REASON,
    SUSPENDED,
    brief_name,
    excellent_over_both,
    excellent_over_good,
    lower_first,
    upper_first,
)
from xeploai.register.model import Settings
from xeploai.schema.terms import Level, Scale, Subject

FIRST_ROW = 6
"""Where the lines of a table begin, counted from 0."""

NAME = 1
"""The column of the names."""

_RATED = upper_first(ASSESSED)
NOT_ASSESSED = "Chưa đánh giá, xếp loại"
_COUNT, _SHARE = "Số lượng", "Tỷ lệ (%)"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column. key: the field of a figure; group: what stands above it and its neighbours."""

    key: str
    heading: str
    group: str = ""
    width: float = 8.5


NUMBER_COLUMN = TableColumn("", "STT", width=6)
NAME_COLUMN = TableColumn("", "Đơn vị", width=42)


def columns_of(subject: Subject, settings: Settings) -> tuple[TableColumn, ...]:
    """Return the columns of a subject's tables."""
    reasons = not_rated(subject, settings)
    scale = settings.regulation.scale(subject)
    both = excellent_over_both(scale)
    excellent = f"Tỷ lệ {lower_first(brief_name(Level.XS, scale))} (%)"
    return (
        NUMBER_COLUMN,
        NAME_COLUMN,
        TableColumn("total", "Tổng số"),
        TableColumn("rated", _COUNT, _RATED),
        TableColumn("coverage_pct", _SHARE, _RATED),
        *(_reason(key, words, len(reasons)) for key, words in reasons.items()),
        *(column for level in Level for column in _level(level, scale)),
        TableColumn("htt_or_above_pct", f"{HTT_OR_ABOVE} (%)"),
        TableColumn("xs_over_htt_pct", excellent_over_good(scale), excellent),
        TableColumn("xs_over_xs_htt_pct", both.replace("/", "/ "), excellent),
    )


def not_rated(subject: Subject, settings: Settings) -> Mapping[str, str]:
    """Why some of a subject are not rated: the reasons its returns can give, by column."""
    months = settings.regulation.new_months
    if subject is Subject.MEMBER:
        return {
            "exempt": upper_first(EXEMPT),
            "suspended": upper_first(SUSPENDED),
            "new_under_6m": upper_first(NEWLY_ADMITTED),
            "not_rated_other": upper_first(OTHER_REASON),
        }
    if subject in (Subject.CELL, Subject.ORG):
        return {
            "new_under_6m": f"Mới thành lập chưa đủ {months} tháng",
            "not_rated_other": upper_first(NO_LEVEL),
        }
    return {"not_rated_other": NOT_ASSESSED}


def _reason(key: str, words: str, number: int) -> TableColumn:
    return TableColumn(key, words, NOT_ASSESSED if number > 1 else "", 9.5)


def _level(level: Level, scale: Scale) -> Iterator[TableColumn]:
    yield TableColumn(level.value, _COUNT, scale.label(level))
    yield TableColumn(f"{level.value}_pct", _SHARE, scale.label(level))


@dataclass(frozen=True)
class Placed:
    """A table and the sheet it stands on."""

    sheet: str
    table: ReportTable
    columns: tuple[TableColumn, ...]

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        return {column.key: letter(at) for at, column in enumerate(self.columns)}

    @property
    def total_row(self) -> int:
        """The row of the total, counted from 0."""
        return FIRST_ROW + len(self.table.lines)

    def cell(self, row: int, key: str) -> str:
        """Return the address of a count in a row counted from 0: "D8"."""
        return f"{self._letters[key]}{row + 1}"

    def far_cell(self, row: int, key: str) -> str:
        """Return the address of a count, seen from another sheet."""
        return f"'{self.sheet}'!{self.cell(row, key)}"
