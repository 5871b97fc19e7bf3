"""Which step of a rating is shown, and several units as one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xeploai.register.model import Settings
from xeploai.schema.percentages import percent_units
from xeploai.season.figures.leaves import COUNTS
from xeploai.season.figures.model import Figure
from xeploai.season.figures.ratios import SHARES


def clearest(steps: Sequence[Figure | None]) -> Figure | None:
    """Return the latest step of a rating at which half are rated, else that with most.

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
    """Return the figure of several units side by side as one; None without units."""
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
