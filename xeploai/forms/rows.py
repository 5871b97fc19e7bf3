"""Rows that a form is filled with, before they have a place in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xeploai.register.model import Unit
from xeploai.schema.row import Row
from xeploai.schema.terms import Level, Scale, UnitKind

LAST_YEAR = {
    "members": "Kỳ trước: tổng số",
    "rated": "Kỳ trước: được xếp loại",
    "xs": "Kỳ trước: XS",
    "htt": "Kỳ trước: HTT",
    "ht": "Kỳ trước: HT",
    "kht": "Kỳ trước: KHT",
}
LAST_LEVEL = "Kỳ trước: mức của chi bộ"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a table: its values, and which fields the board has given.

    source: the row of the unit's own file it was taken from, 0 where it was not.
    """

    values: Mapping[str, object]
    from_board: frozenset[str] = frozenset()
    source: int = 0


@dataclass(frozen=True, slots=True)
class KnownCell:
    """A cell the form is prefilled with; last: last period's counts by key, where known.

    last_level: its level, in the words of that period.
    """

    code: str
    name: str
    last: Mapping[str, int] = field(default_factory=dict)
    last_level: str = ""


@dataclass(frozen=True, slots=True)
class Wrote:
    """Values of one row of a unit's file; faulty: the fields in which something is wrong."""

    row: int
    values: Mapping[str, object]
    faulty: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SentValues:
    """Values a unit sent in its form: beside the labels by key, and in the rows of each table.

    stamp: the unit its form was made for, where another one's code stands in it.
    """

    stamp: str = ""
    labels: Mapping[str, object] = field(default_factory=dict)
    rows: Mapping[type[Row], Sequence[Wrote]] = field(default_factory=dict)


def cell_lines(unit: Unit, cells: Sequence[KnownCell]) -> list[FormRow]:
    """Return the lines a form is prefilled with."""
    is_one = unit.kind is UnitKind.GRASSROOTS_CELL
    return [known_line(cell) for cell in ([_itself(unit, cells)] if is_one else cells)]


def _itself(unit: Unit, cells: Sequence[KnownCell]) -> KnownCell:
    """Return the one row of a chi bộ cơ sở, with last period's counts where they are known."""
    last = next((cell for cell in cells if cell.code == unit.code), KnownCell("", ""))
    return replace(last, code=unit.code, name=unit.name)


def known_line(cell: KnownCell) -> FormRow:
    """Return the line of a known cell: its names, and last period's figures beside them."""
    last = {heading: cell.last.get(key) for key, heading in LAST_YEAR.items()}
    values = {
        "cell_code": cell.code,
        "name": cell.name,
        **last,
        LAST_LEVEL: cell.last_level or None,
    }
    return FormRow(values, frozenset({"cell_code", "name"} if cell.code else {"name"}))


def spelt(values: Mapping[str, object], scale: Scale) -> dict[str, object]:
    """Return values with the levels among them as they are typed into a form."""
    return {
        key: scale.short(value) if isinstance(value, Level) else value
        for key, value in values.items()
    }
