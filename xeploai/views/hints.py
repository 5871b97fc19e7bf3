"""Units that were given a hint for their review, followed to its result."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import HINTED, level_name, upper_first
from xeploai.register.model import Unit
from xeploai.views.children import latest_level
from xeploai.views.follow_up import remedies_in, remedies_of, remedy_words
from xeploai.views.milestone_rows import bound_steps, steps_words
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

TITLE = f"Đơn vị được {HINTED}"
URL = SitePage.TIMELINE.below("goi-y")
NO_REMEDIES = "chưa ghi việc khắc phục nào"
UNKNOWN = "chưa rõ, chưa có biểu được tính"


@dataclass(frozen=True, slots=True)
class HintLine:
    """A unit that was given a hint: how far its review is, its level, and what it overcomes.

    level: its class and name; step: the step it is of, "" where it is decided.
    """

    unit: Link
    sending: str
    mark: str
    steps: str
    level: tuple[str, str]
    step: str
    remedies: str


def hints_link(view: SeasonView) -> Link | None:
    """Return how many units were given a hint, leading to their page; None without any."""
    number = sum(unit.hinted for unit, _ in view.walk())
    return Link(f"{text.count(number)} đơn vị được {HINTED}", URL) if number else None


def hint_lines(view: SeasonView) -> Iterator[HintLine]:
    """Yield the units that were given a hint, in the office's order."""
    return (_line(view, unit) for unit, _ in view.walk() if unit.hinted)


def _line(view: SeasonView, unit: Unit) -> HintLine:
    level, step = latest_level(view, unit.code)
    sending = view.sending(unit) if unit.reports else None
    return HintLine(
        unit=Link(unit.name, view.url(unit.code)),
        sending=sending.word if sending else "",
        mark=sending.mark if sending else "",
        steps=steps_words(bound_steps(view, unit)),
        level=(level.value, level_name(level, view.settings.organisations)) if level else ("", ""),
        step=step,
        remedies=upper_first(_remedies(view, unit)),
    )


def _remedies(view: SeasonView, unit: Unit) -> str:
    """Return how far the remedies are; of a unit whose return is not counted nothing is known."""
    counted = remedies_of(remedies_in(view.season, [unit]), view.season.as_of)
    if counted is not None:
        return remedy_words(counted)
    return NO_REMEDIES if view.season.counted_in([unit]) else UNKNOWN
