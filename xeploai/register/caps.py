"""The cap on excellent members: the percentage that holds for a unit, and how far it is passed.

This is the one place where it is decided: the rules, the pages and the workbooks ask here.
"""

from dataclasses import dataclass

from xeploai.register.model import Register, Settings
from xeploai.schema.terms import CapBase

BY_SETTING = "theo thiết lập của kỳ"


@dataclass(frozen=True, slots=True)
class Counts:
    """Members by what the cap looks at."""

    xs: int
    htt: int
    rated: int


@dataclass(frozen=True, slots=True)
class MeasuredCap:
    """Excellent members beside the cap; base: the count they are measured against.

    percent: None where no cap is set, so that none of them is too many; decision_no: the decision
    that sets the percentage, "" where none does; most: so many may be excellent at most; to_lower:
    the least number of excellent members who would have to be HTT instead, 0 where the cap is kept.
    Where HTT is the base it grows with them, so that they are fewer than the surplus.
    """

    xs: int
    base: int
    percent: int | None
    decision_no: str
    most: int
    to_lower: int

    @property
    def surplus(self) -> int:
        """Return by how many fewer excellent members the cap would be kept, 0 where it is."""
        return max(0, self.xs - self.most)

    @property
    def is_over(self) -> bool:
        """Whether so many excellent members are too many."""
        return self.xs > self.most


def measured(register: Register, counts: Counts, *units: str) -> MeasuredCap:
    """Return excellent members beside the cap of the first of some units that has its own.

    In integers: 20 % of 165 is no whole number, and rounding it up would be a rule of our own.
    """
    settings = register.settings
    own = next((register.unit_caps[x] for x in units if x in register.unit_caps), None)
    percent = own.percent if own else settings.cap
    base = _base(settings.cap_base, counts)
    return MeasuredCap(
        xs=counts.xs,
        base=base,
        percent=percent,
        decision_no=own.decision_no if own else settings.cap_decision,
        most=counts.xs if percent is None else max(settings.never_over_cap, percent * base // 100),
        to_lower=0 if percent is None else _to_lower(settings, counts, percent),
    )


def _to_lower(settings: Settings, counts: Counts, percent: int) -> int:
    """Return the least n for which (xs - n) * 100 <= percent * (base + n, where that grows)."""
    grows = percent if settings.cap_base is CapBase.HTT else 0
    over = counts.xs * 100 - percent * _base(settings.cap_base, counts)
    least = -(-over // (100 + grows))
    return max(0, min(least, counts.xs - settings.never_over_cap))


def _base(base: CapBase, counts: Counts) -> int:
    if base is CapBase.RATED:
        return counts.rated
    return counts.htt + (counts.xs if base is CapBase.XS_HTT else 0)


def basis(settings: Settings, percent: int | None, decision_no: str) -> str:
    """Return what a cap rests on: the regulation, where it was read to say just so."""
    regulation = settings.regulation.cap
    used = percent, settings.cap_base, settings.cap_scope
    if regulation is not None and regulation.confirmed:
        said = regulation.percent, regulation.base, regulation.scope
        if used == said:
            return regulation.citation
    return f"{BY_SETTING}; tỷ lệ theo {decision_no}" if decision_no else BY_SETTING
