"""A season → who still owes what, and why a return that was sent does not count."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai.intake import Return
from xeploai.progress import Standing, Step
from xeploai.register import Unit
from xeploai.season import Season
from xeploai.settle import Status


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit and its steps that are overdue or due soon, in the register's order.

    unused: its last return, where that was sent back or holds no figures; errors: how many sent
    it back, 0 where it is empty.
    """

    unit: Unit
    steps: tuple[Step, ...]
    unused: Return | None
    errors: int

    @property
    def is_overdue(self) -> bool:
        """Whether a deadline has passed; else all are still to come."""
        return any(step.standing is Standing.OVERDUE for step in self.steps)


def owing(season: Season) -> Iterator[Owing]:
    """Every unit that owes something, in the office's order."""
    for unit in season.progress.units:
        if steps := tuple(filter(is_owed, season.progress.of_unit(unit.code))):
            yield Owing(unit, steps, *_unused(season, unit.code))


def is_owed(step: Step) -> bool:
    """Whether a step is to be reminded of."""
    return step.standing is Standing.OVERDUE or step.is_soon


def _unused(season: Season, unit: str) -> tuple[Return | None, int]:
    """The unit's last return where it does not count, and how many errors keep it out.

    One that is empty is no matter where an older one counts.
    """
    newest = season.intake.newest.get(unit)
    fates = {item.file: item.status for item in season.intake.submissions if item.unit == unit}
    fate = fates.get(newest.file) if newest else None
    if newest and fate is Status.REFUSED:
        found = (item for item in season.findings if item.ref.file == newest.file)
        return newest, sum(item.is_error for item in found)
    is_empty = fate is Status.EMPTY and unit not in season.intake.counted
    return newest if is_empty else None, 0
