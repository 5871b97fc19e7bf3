"""A season → what each unit still owes, and why a return that was sent does not count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xeploai.register.model import Unit
from xeploai.season.evaluate import by_file
from xeploai.season.progress.model import MilestoneStatus, StatusKind
from xeploai.season.season import Season
from xeploai.submissions.model import Return, Status
from xeploai.submissions.remedies import Remedy
from xeploai.views.follow_up import remedies_in


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A unit and its steps that are overdue or due soon, in the register's order.

    late: its remedies that are known to be undone after their day, the longest first; unused: its
    last return, where that was sent back or holds no figures; errors: how many sent it back, 0
    where it is empty; unreadable: a file that cannot be read and may be its own.
    """

    unit: Unit
    steps: tuple[MilestoneStatus, ...]
    late: tuple[Remedy, ...]
    unused: Return | None
    errors: int
    unreadable: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether a deadline has passed; else all are still to come."""
        return bool(self.late) or any(step.kind is StatusKind.OVERDUE for step in self.steps)

    @property
    def is_unheard(self) -> bool:
        """Whether nothing is known to be undone: it has only not reported."""
        return not self.late and all(step.kind is StatusKind.NO_REPORT for step in self.steps)


def outstanding(season: Season) -> Iterator[Outstanding]:
    """Every unit that owes something, in the office's order."""
    unused, unreadable = dict(_unused(season)), season.unreadable
    late = _late(season)
    for unit in season.progress.units:
        steps = tuple(step for step in season.progress.of_unit(unit.code) if step.is_pressing)
        own = tuple(late.get(unit.code, ()))
        if steps or own:
            item, errors = unused.get(unit.code, (None, 0))
            yield Outstanding(unit, steps, own, item, errors, unreadable.get(unit.code, ""))


def _late(season: Season) -> Mapping[str, list[Remedy]]:
    """Return the late remedies by unit."""
    late: dict[str, list[Remedy]] = {}
    for each in remedies_in(season, season.register.roots):
        if each.is_late(season.as_of):
            late.setdefault(each.unit, []).append(each)
    return {unit: sorted(rows, key=lambda row: row.due or date.max) for unit, rows in late.items()}


def _unused(season: Season) -> Iterator[tuple[str, tuple[Return, int]]]:
    """Yield by unit the last return that does not count, and the number of its errors.

    One that is empty is no matter where an older one counts.
    """
    findings = by_file(season.findings)
    fates = {item.file: item.status for item in season.intake.submissions}
    for unit, newest in season.intake.newest.items():
        fate = fates[newest.file]
        if fate is Status.REFUSED:
            yield unit, (newest, sum(each.is_error for each in findings[newest.file]))
        elif fate is Status.EMPTY and unit not in season.intake.counted:
            yield unit, (newest, 0)
