"""A figure as one bar of a hundred percent, and what stands beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from xeploai import text
from xeploai.phrases import (
    NOUNS,
    STAGE_VERBS,
    brief_name,
    coverage_of,
    few_units,
    level_name,
    level_words,
    number,
    percent,
)
from xeploai.register.model import Settings
from xeploai.schema.percentages import percent_units
from xeploai.schema.terms import Level, Rounding
from xeploai.season.figures.model import Figure

LEAST_LABEL = 4
"""A part of fewer percent has no room for its label."""


@dataclass(frozen=True, slots=True)
class BarPart:
    """The part of a level; width: with a dot, for CSS."""

    level: str
    width: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class InlineBar:
    """A stacked bar; description: what it shows, for those who cannot see it."""

    parts: tuple[BarPart, ...]
    description: str


@dataclass(frozen=True, slots=True)
class NamedBar:
    """A bar under its name.

    key: every level with its count and share, for what has no room on the bar; empty: what to
    say where there is no bar.
    """

    name: str
    url: str
    base: str
    bar: InlineBar | None
    key: tuple[tuple[str, str], ...] = ()
    empty: str = ""
    is_provisional: bool = False


def named_bar(
    name: str, url: str, figure: Figure, settings: Settings, empty: str, more: str = ""
) -> NamedBar:
    """Return the bar of a figure under a name, with its coverage; more: words to add to that."""
    verb = STAGE_VERBS[figure.stage]
    base = f"{number(figure.rated)}/{number(figure.total)} {NOUNS[figure.subject]} {verb}"
    parts = [base, more, coverage_of(figure) if figure.is_provisional else ""]
    base = "; ".join(part for part in parts if part)
    bar = bar_of(figure, settings.digits)
    key = tuple(_key(figure, settings.digits)) if figure.rated else ()
    if figure.is_withheld:
        empty = few_units(figure, settings)
    return NamedBar(name, url, base, bar, key, empty, figure.is_provisional)


def undecided(decided: Figure | None, shown: Figure) -> str:
    """How many are decided, where a bar shows an earlier step: "mới 1/22 có quyết định"."""
    if decided is None or shown.stage is decided.stage:
        return ""
    if not decided.rated:
        return "chưa có quyết định"
    return f"mới {number(decided.rated)}/{number(shown.total)} có quyết định"


def bar_of(figure: Figure | None, digits: int) -> InlineBar | None:
    """Return the bar of the four levels; None where nobody was rated, or too few units are in."""
    if figure is None or not figure.rated or figure.is_withheld:
        return None
    parts = tuple(
        _part(figure, level, times, digits) for level in Level if (times := figure.level(level))
    )
    return InlineBar(parts, level_words(figure, digits))


def _key(figure: Figure, digits: int) -> Iterator[tuple[str, str]]:
    for level in Level:
        times = figure.level(level)
        has_share = times and not figure.is_withheld
        share = f" ({percent(figure.share(level), digits)})" if has_share else ""
        yield level.value, f"{brief_name(level, figure.scale)} {text.count(times)}{share}"


def _part(figure: Figure, level: Level, times: int, digits: int) -> BarPart:
    rated = figure.rated or 0
    # Cut, so that the widths never add to more than the bar.
    width = percent_units(times, rated, 2, Rounding.CUT) or 0
    percentage = percent(figure.share(level), digits)
    name = level_name(level, figure.scale)
    return BarPart(
        level=level.value,
        width=text.decimal(width, 2),
        label=percentage if width >= LEAST_LABEL * 100 else "",
        title=f"{name}: {text.count(times)}/{text.count(rated)} ({percentage})",
    )
