"""How the units above TCCSĐ are rated themselves, all of a kind together: no unit adds them up."""

from collections.abc import Iterator, Sequence

from xeploai.phrases import PLACES, STAGE_VERBS, levels_told, number
from xeploai.register.model import Unit
from xeploai.schema.terms import Stage, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import clearest, together
from xeploai.views.season_view import SeasonView


def upper_below(view: SeasonView, unit: str = "") -> list[Unit]:
    """Return the units above TCCSĐ that stand below a unit, or below any (""), in their order."""
    below = (each for each, _ in view.walk() if each.kind.is_upper and each.parent)
    return [x for x in below if not unit or view.register.is_below(x.parent, {unit})]


def upper_words(view: SeasonView, unit: str = "") -> Iterator[str]:
    """Yield how those of each kind are rated below a unit, where some are; one needs no sum."""
    units = upper_below(view, unit)
    for kind in (UnitKind.PROVINCE, UnitKind.DISTRICT):
        codes = [each.code for each in units if each.kind is kind]
        figure = clearest([_together(view, codes, stage) for stage in Stage])
        if figure is not None and figure.rated and len(codes) > 1:
            rated = f"{number(figure.rated)}/{number(len(codes))} {PLACES[kind]}"
            yield f"{rated} {STAGE_VERBS[figure.stage]}{levels_told(figure, view.settings)}."


def _together(view: SeasonView, codes: Sequence[str], stage: Stage) -> Figure | None:
    known = (view.figures.of_itself(code, stage) for code in codes)
    return together([figure for figure in known if figure is not None], "", view.settings)
