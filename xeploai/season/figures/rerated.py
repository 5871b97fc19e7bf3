"""Ratings of a closed period that a later decision changed: the figures as they are since."""

from collections import Counter
from collections.abc import Iterator, Mapping

from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.schema.register import RerateRow
from xeploai.schema.terms import Level, Stage, Subject
from xeploai.season.figures.leaves import Leaf
from xeploai.season.figures.model import Figures
from xeploai.season.figures.tree import ancestors
from xeploai.submissions.model import same_period

Rerated = Located[RerateRow]

_NOBODY = (0,) * 6
"""The counts of those rated and not rated, which such a decision leaves as they are."""


def of_period(register: Register, period: str) -> list[Rerated]:
    """Return the decisions on the ratings of a period."""
    return [item for item in register.rerated if same_period(item.row.period, period)]


def applied(rows: list[Rerated], first: Figures) -> tuple[list[Rerated], list[Rerated]]:
    """Return the decisions that the figures of a period bear out, and those they do not.

    first: the figures as they were decided. Nobody can be moved from a level at which nobody is
    counted, or put there by another decision, whichever stands first in the register.
    """
    moved_away: Counter[tuple[str, Subject, Level]] = Counter()
    borne_out: list[Rerated] = []
    others, before = rows, len(rows) + 1
    while len(others) < before:
        before, waiting = len(others), []
        for item in others:
            if _moves(item.row, first, moved_away):
                borne_out.append(item)
            else:
                waiting.append(item)
        others = waiting
    return borne_out, others


def _moves(row: RerateRow, first: Figures, moved_away: Counter[tuple[str, Subject, Level]]) -> bool:
    """Move those that a decision rates again, if there are so many; return whether it did."""
    subject, number = row.subject.subject, row.times
    if row.unit_code not in first.nodes or row.old_level is row.new_level or not number:
        return False
    # Of a unit and of one below it both, no more can be moved than are counted in the upper.
    above = list(ancestors(first.nodes, row.unit_code))
    left = (
        _counted(first, code, subject, row.old_level) - moved_away[code, subject, row.old_level]
        for code in above
    )
    if min(left) < number:
        return False
    for code in above:
        moved_away[code, subject, row.old_level] += number
        moved_away[code, subject, row.new_level] -= number
    return True


def _counted(figures: Figures, code: str, subject: Subject, level: Level) -> int:
    figure = figures.at(code, subject)
    return figure.level(level) if figure else 0


def moved(rows: list[Rerated]) -> Iterator[Leaf]:
    """Yield what decisions add to the leaf counts of the figures: less at one level, more at one.

    They stand at the unit itself, and are summed up the tree with everything else.
    """
    for item in rows:
        row, number = item.row, item.row.times
        change = dict.fromkeys(Level, 0)
        change[row.old_level] -= number
        change[row.new_level] += number
        yield (
            row.unit_code, row.subject.subject, Stage.DECIDED, *_NOBODY, *change.values(),
        )  # type: ignore[misc]  # fmt: skip


def differences(figures: Figures, key: tuple[str, Subject, Stage]) -> Mapping[Level, int]:
    """Return by how much decisions changed the counts at each level; none that stayed."""
    if figures.first is None:
        return {}
    then, now = figures.first.printed.by_key.get(key), figures.printed.by_key.get(key)
    if then is None or now is None:
        return {}
    changes = {level: now.level(level) - then.level(level) for level in Level}
    return {level: change for level, change in changes.items() if change}
