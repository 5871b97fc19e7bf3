"""Figures: the counts and percentages of a unit, subject and stage, as ratios.csv has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from xeploai.reading.source_rows import Located
from xeploai.schema.periods import Period, period_in
from xeploai.schema.register import RerateRow
from xeploai.schema.terms import Level, Scale, Stage, Subject, UnitKind

NAMES = ("period", "unit", "name", "kind", "parent", "subject", "stage")
"""The columns that tell what a figure is of."""

COUNTS = (
    "total",
    "rated",
    "exempt",
    "suspended",
    "new_under_6m",
    "not_rated_other",
    "xs",
    "htt",
    "ht",
    "kht",
)
"""The count columns; for every subject total = rated + the four that are not rated."""

LEVEL_SHARES = (
    "xs_pct",
    "htt_pct",
    "ht_pct",
    "kht_pct",
    "xs_over_htt_pct",
    "xs_over_xs_htt_pct",
    "htt_or_above_pct",
)
"""The percentages that tell how those rated were rated."""


@dataclass(frozen=True, slots=True)
class Node:
    """One organisation in the tree of a period, in the office's order."""

    code: str
    name: str
    kind: UnitKind
    parent: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of ratios.csv: the counts and percentages of a unit, subject and stage.

    Counts are None where nothing below the unit is counted. Percentages are integers of their
    last decimal (9279 is 92.79 at two digits), None where their base is 0. scale: the words of its
    levels, which ratios.csv has not.
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
    htt_or_above_pct: int | None
    scale: Scale = Scale.FULFILMENT

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
        """Return the count at a level."""
        count: int | None = getattr(self, level.value)
        return count or 0

    @property
    def is_withheld(self) -> bool:
        """Whether the shares of its levels are not printed: `is_thin` tells of which figures."""
        return bool(self.rated) and self.xs_pct is None

    @property
    def is_few(self) -> bool:
        """Whether fewer than half are rated: their shares would be taken for shares of all."""
        return 2 * (self.rated or 0) < (self.total or 0)

    @property
    def is_undrawn(self) -> bool:
        """Whether charts of it are withheld: bars of a few would be taken for bars of all.

        The chart of members, who are shown as decided, begins with how many are.
        """
        return self.is_withheld or (self.is_few and self.subject is not Subject.MEMBER)

    @property
    def is_before_decision_of_members(self) -> bool:
        """Whether it is of members at a step that only some units report."""
        return self.subject is Subject.MEMBER and self.stage is not Stage.DECIDED

    @property
    def units_known(self) -> int:
        """How many units are in it; organisations may be decided before their return counts."""
        rated = self.rated if self.subject is Subject.ORG else 0
        return max(self.units_counted or 0, rated or 0)

    @property
    def htt_or_above(self) -> int:
        """Return the count at HTT or above."""
        return self.level(Level.XS) + self.level(Level.HTT)

    def share(self, level: Level) -> int | None:
        """Return the percentage at a level, of those rated."""
        share: int | None = getattr(self, f"{level.value}_pct")
        return share


RATIO_COLUMNS = tuple(field.name for field in fields(Figure) if field.name != "scale")
"""The columns of ratios.csv."""


def is_thin(figure: Figure, least: int) -> bool:
    """Whether too few of its units are counted for the shares of levels to be printed.

    least: the share of expected units, in percent, that must be.
    """
    return 100 * figure.units_known < least * (figure.units_expected or 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period.

    nodes: the tree they stand in, by code, in order; apart: the levels of organisations that are
    neither cell nor TCCSĐ, by unit and stage, which are in no sum; for_print: the same on the base
    of the register, and without the shares of a few units: as pages, charts and paper have them;
    first: as they were decided, where later decisions changed ratings, None where none did;
    unmoved: such decisions that the figures do not bear out.
    """

    period: str
    nodes: Mapping[str, Node]
    rows: tuple[Figure, ...]
    by_key: Mapping[tuple[str, Subject, Stage], Figure]
    by_parent: Mapping[tuple[str, Subject, Stage], Sequence[Figure]]
    apart: Mapping[tuple[str, Stage], Figure] = field(default_factory=dict)
    for_print: "Figures | None" = None
    first: "Figures | None" = None
    unmoved: tuple[Located[RerateRow], ...] = ()

    @property
    def span(self) -> Period:
        """The year or quarter that they are of."""
        return period_in(self.period) or Period(0)

    @property
    def printed(self) -> "Figures":
        """The figures as they are printed; these are as returns and decisions give them."""
        return self.for_print or self

    def of_itself(self, unit: str, stage: Stage = Stage.DECIDED) -> Figure | None:
        """Return the figure of a unit or cell as the one organisation that it is.

        None in a year in which it was several.
        """
        kind = self.nodes[unit].kind
        if kind.is_rated_apart:
            return self.apart.get((unit, stage))
        figure = self.at(unit, Subject.CELL if kind is UnitKind.CELL else Subject.ORG, stage)
        return None if figure is not None and (figure.total or 0) > 1 else figure

    def at(self, unit: str, subject: Subject, stage: Stage = Stage.DECIDED) -> Figure | None:
        """Return the figure of a unit, if there is one."""
        return self.by_key.get((unit, subject, stage))

    def below(self, unit: str, subject: Subject, stage: Stage = Stage.DECIDED) -> Sequence[Figure]:
        """Return the figures of the units right below one, in the office's order."""
        return self.by_parent.get((unit, subject, stage), ())
