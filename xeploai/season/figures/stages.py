"""Choose the step of a rating that is shown, withhold what too few make up, add units up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xeploai.register.model import Register, Settings
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Stage, Subject
from xeploai.season.figures.model import COUNTS, Figure, Figures
from xeploai.season.figures.printed import without_thin_shares
from xeploai.season.figures.shares import SHARES

WHOLE_NAME = "Toàn bộ các đơn vị"
"""Name of several units that stand side by side at the top."""


def top_unit(register: Register) -> str:
    """Return the code of the unit above all, "" where several stand side by side."""
    return register.roots[0].code if len(register.roots) == 1 else ""


def whole_of(figures: Figures, register: Register, subject: Subject, stage: Stage) -> Figure | None:
    """Return the figure of all units together: the top unit's, or the sum of several."""
    of_roots = (figures.at(unit.code, subject, stage) for unit in register.roots)
    known = [figure for figure in of_roots if figure is not None]
    return known[0] if len(known) == 1 else together(known, WHOLE_NAME, register.settings)


def rating_of(figures: Figures, register: Register, unit: str, subject: Subject) -> Figure | None:
    """Return the figure that tells most of a subject in a unit; None where nothing is rated.

    unit: "" for all units at the top together.
    """
    steps = [_at(figures, register, unit, subject, stage) for stage in Stage]
    figure = clearest(steps)
    return figure if figure and figure.rated else None


def _at(
    figures: Figures, register: Register, unit: str, subject: Subject, stage: Stage
) -> Figure | None:
    if unit:
        return figures.at(unit, subject, stage)
    return together(figures.below("", subject, stage), WHOLE_NAME, register.settings)


def clearest(steps: Sequence[Figure | None]) -> Figure | None:
    """Return the latest step of a rating at which half are rated, else that with most.

    steps: the same subject's figures, the decided one last. Members are told as decided: at the
    steps before they are those of some units only.
    """
    known = [
        step for step in reversed(steps)
        if step is not None and step.is_known and not step.is_before_decision_of_members
    ]  # fmt: skip
    enough = (step for step in known if step.rated and not step.is_few)
    return next(enough, max(known, key=lambda step: step.rated or 0, default=None))


def together(rows: Sequence[Figure], name: str, settings: Settings) -> Figure | None:
    """Return the figure of several units side by side as one; None without units."""
    if not rows:
        return None
    counted = {key: _sum(rows, key) for key in (*COUNTS, "units_expected", "units_counted")}
    whole = _of_counts(replace(rows[0], unit="", parent="", name=name), counted, settings)
    return without_thin_shares(whole, settings)


OWN = "cấp mình"
"""Said of what a unit above others counts itself."""


def own_part(
    figures: Figures, unit: str, subject: Subject, stage: Stage, settings: Settings
) -> Figure | None:
    """Return what a unit counts that stands in none below it: its own collectives and leaders.

    None where it counts nothing itself. It is a part and no unit's figure, so it names none.
    """
    whole, below = figures.at(unit, subject, stage), figures.below(unit, subject, stage)
    if whole is None or not below:
        return None
    counted: dict[str, int | None] = {
        key: (getattr(whole, key) or 0) - (_sum(below, key) or 0) for key in COUNTS
    }
    if not counted["total"]:
        return None
    counted |= {"units_expected": 1, "units_counted": 1}
    own = replace(whole, unit="", parent=unit, name=f"{whole.name} ({OWN})")
    return _of_counts(own, counted, settings)


def _of_counts(figure: Figure, counted: Mapping[str, Any], settings: Settings) -> Figure:
    """Return a figure with other counts, and the percentages that they come to."""
    shares: dict[str, Any] = {
        key: percent_units(
            sum(counted[part] or 0 for part in top),
            sum(counted[part] or 0 for part in bottom),
            settings.digits,
            settings.rounding,
        )
        for key, (top, bottom) in SHARES.items()
    }
    return replace(figure, **counted, **shares)


def _sum(rows: Sequence[Figure], key: str) -> int | None:
    known = [value for row in rows if (value := getattr(row, key)) is not None]
    return sum(known) if known else None
