"""Typed rows → tables of counts up the tree, and their ratios. Here pandas starts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from xeploai.register.model import Register, Settings
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Level, Stage, Subject, UnitKind
from xeploai.season.figures.leaves import COUNTS, leaves
from xeploai.season.figures.ratios import SHARES, with_ratios
from xeploai.season.figures.rollup import roll_up
from xeploai.season.figures.tree import Node, cell_places, nodes
from xeploai.submissions.returns import Return

__all__ = [
    "COUNTS",
    "SHARES",
    "Figure",
    "Figures",
    "clearest",
    "is_few",
    "tabulate",
    "together",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of ratios.csv: the counts and percentages of a unit, subject and stage.

    Counts are None where nothing below the unit is counted. Percentages are integers of their
    last decimal (9279 is 92.79 at two digits), None where their base is 0.
    """

    period: str
    unit: str
    name: str
    kind: UnitKind
    parent: str
    subject: Subject
    stage: Stage
    total: int | None
    rated: int | None
    exempt: int | None
    suspended: int | None
    new_under_6m: int | None
    not_rated_other: int | None
    xs: int | None
    htt: int | None
    ht: int | None
    kht: int | None
    coverage_pct: int | None
    xs_pct: int | None
    htt_pct: int | None
    ht_pct: int | None
    kht_pct: int | None
    xs_over_htt_pct: int | None
    xs_over_xs_htt_pct: int | None
    units_expected: int | None
    units_counted: int | None

    @property
    def is_known(self) -> bool:
        """Whether anything is counted here."""
        return self.total is not None

    @property
    def is_provisional(self) -> bool:
        """Whether some unit that should be in it is not."""
        return (self.units_counted or 0) < (self.units_expected or 0)

    @property
    def not_rated(self) -> int:
        """Total less rated."""
        return (self.total or 0) - (self.rated or 0)

    def level(self, level: Level) -> int:
        """The count at a level."""
        found: int | None = getattr(self, level.value)
        return found or 0

    def share(self, level: Level) -> int | None:
        """The percentage at a level, of those rated."""
        found: int | None = getattr(self, f"{level.value}_pct")
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period; nodes: the tree they stand in, by code, in order."""

    period: str
    nodes: Mapping[str, Node]
    rows: tuple[Figure, ...]
    by_key: Mapping[tuple[str, Subject, Stage], Figure]
    by_parent: Mapping[tuple[str, Subject, Stage], Sequence[Figure]]

    def at(self, unit: str, subject: Subject, stage: Stage = Stage.DECIDED) -> Figure | None:
        """The figure of a unit, if there is one."""
        return self.by_key.get((unit, subject, stage))

    def below(self, unit: str, subject: Subject, stage: Stage = Stage.DECIDED) -> Sequence[Figure]:
        """The figures of the units right below one, in the office's order."""
        return self.by_parent.get((unit, subject, stage), ())


def tabulate(register: Register, returns: Mapping[str, Return], period: str) -> Figures:
    """All figures of a period from its returns in force, by unit code."""
    in_order = {
        unit.code: returns[unit.code] for unit in register.reporting if unit.code in returns
    }
    places = cell_places(register, in_order)
    found = nodes(register, places)
    settings = register.settings
    summed = roll_up(leaves(register, in_order, places), found, in_order)
    table = with_ratios(summed, settings.digits, settings.rounding)
    rows = tuple(_figures(table, found, period))
    by_parent: dict[tuple[str, Subject, Stage], list[Figure]] = {}
    for row in rows:
        by_parent.setdefault((row.parent, row.subject, row.stage), []).append(row)
    by_key = {(row.unit, row.subject, row.stage): row for row in rows}
    return Figures(period, found, rows, by_key, by_parent)


def _figures(table: pd.DataFrame, found: Mapping[str, Node], period: str) -> Iterator[Figure]:
    names = [*COUNTS, *SHARES, "units_expected", "units_counted"]
    numbers = (table[name].astype(object).where(table[name].notna(), None) for name in names)
    for unit, subject, stage, *values in zip(
        table["unit"], table["subject"], table["stage"], *numbers, strict=True
    ):
        node = found[unit]
        yield Figure(period, unit, node.name, node.kind, node.parent, subject, stage, *values)


def clearest(steps: Sequence[Figure | None]) -> Figure | None:
    """Of the steps of one rating the latest at which half are rated, else where most are.

    steps: the same subject's figures, the decided one last.
    """
    known = [step for step in reversed(steps) if step is not None and step.is_known]
    enough = (step for step in known if step.rated and not is_few(step, steps))
    return next(enough, max(known, key=lambda step: step.rated or 0, default=None))


def is_few(step: Figure, steps: Sequence[Figure | None]) -> bool:
    """Whether fewer than half are rated at a step: their shares would be taken for shares of all.

    Those of a step nobody reports are not counted at it, so its own total says too little.
    """
    return 2 * (step.rated or 0) < max((each.total or 0 for each in steps if each), default=0)


def together(rows: Sequence[Figure], name: str, settings: Settings) -> Figure | None:
    """The figure of several units that stand side by side, as one; None of no units at all."""
    if not rows:
        return None
    counted: dict[str, Any] = {
        key: _sum(rows, key) for key in (*COUNTS, "units_expected", "units_counted")
    }
    shares: dict[str, Any] = {
        key: percent_units(
            counted[top] or 0,
            sum(counted[part] or 0 for part in bottom),
            settings.digits,
            settings.rounding,
        )
        for key, (top, bottom) in SHARES.items()
    }
    return replace(rows[0], unit="", parent="", name=name, **counted, **shares)


def _sum(rows: Sequence[Figure], key: str) -> int | None:
    said = [value for row in rows if (value := getattr(row, key)) is not None]
    return sum(said) if said else None
