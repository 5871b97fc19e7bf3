"""Whose report it is: that of all units together, or of one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xeploai.charts.all_charts import charts_of, unit_chart
from xeploai.charts.chart import Chart
from xeploai.charts.rating_bars import listed_below
from xeploai.phrases import counted_to_words, coverage, not_drawn, noun, why_undrawn
from xeploai.register.model import Settings, Unit
from xeploai.schema.terms import Stage, Subject, UnitKind
from xeploai.season.figures.model import Figure
from xeploai.season.figures.stages import rating_of, together, top_unit
from xeploai.season.season import Season
from xeploai.views.rating_rows import about, compared_by, why_not_compared
from xeploai.views.season_view import SeasonView


@dataclass(frozen=True)
class Scope:
    """A season seen from one unit; unit: its code, "" for several that stand side by side."""

    view: SeasonView
    unit: str

    @property
    def season(self) -> Season:
        return self.view.season

    @property
    def settings(self) -> Settings:
        return self.view.settings

    @property
    def name(self) -> str:
        """Return the name of the unit."""
        return self.view.register.units[self.unit].name if self.unit else self.view.whole_name

    @property
    def tops(self) -> Sequence[Unit]:
        """The unit of the report, or those that stand side by side."""
        register = self.view.register
        return [register.units[self.unit]] if self.unit else register.roots

    @property
    def is_whole(self) -> bool:
        """Whether the report is of everything that is counted."""
        return self.unit == top_unit(self.view.register)

    @property
    def is_one(self) -> bool:
        """Whether the report is of one unit that reports itself."""
        return bool(self.unit) and self.view.register.units[self.unit].kind.is_grassroots

    @property
    def is_cell(self) -> bool:
        """Whether the report is of a chi bộ cơ sở, which has no cells below it."""
        kinds = self.view.register.units
        return bool(self.unit) and kinds[self.unit].kind is UnitKind.GRASSROOTS_CELL

    @property
    def is_hidden(self) -> bool:
        """Whether the unit is so small that its counts of members are not shown."""
        return self.view.is_hidden(self.season.figures.printed.at(self.unit, Subject.MEMBER))

    @cached_property
    def reporting(self) -> tuple[Unit, ...]:
        """The units that should be in it, in the office's order."""
        register = self.view.register
        return register.reporting_below(self.unit) if self.unit else register.reporting

    @cached_property
    def missing(self) -> tuple[Unit, ...]:
        """Those of them that are not counted."""
        counted = self.season.intake.counted
        return tuple(unit for unit in self.reporting if unit.code not in counted)

    @property
    def coverage(self) -> str:
        """How many units are counted: "tạm tính, 41/44 đơn vị"; of one unit nothing is to say."""
        return "" if self.is_one else coverage(self.counted, len(self.reporting))

    @property
    def as_of(self) -> str:
        """The day the figures stand for, and how many units they cover, as a sentence begins."""
        covered = f"; {self.coverage}" if self.coverage else ""
        return f"{counted_to_words(self.view.counted_to)}{covered}"

    @property
    def counted(self) -> int:
        """How many of them are counted."""
        return len(self.reporting) - len(self.missing)

    @cached_property
    def charts(self) -> Mapping[str, Chart]:
        """The charts by id: all that the site has, or those of one unit."""
        if self.is_whole:
            return charts_of(self.season, self.view.redaction.now)
        if self.is_hidden:
            return {}
        # Of one that reports, the chart of organisations would have one bar.
        subjects = (subject for subject in Subject if not (self.is_one and subject is Subject.ORG))
        hidden = self.view.redaction.now
        charts = (unit_chart(self.season, self.unit, subject, hidden) for subject in subjects)
        return {chart.id: chart for chart in charts if chart is not None}

    @cached_property
    def _figures(self) -> Mapping[Subject, Figure | None]:
        """The most telling figure of each subject, hidden ones too."""
        figures, register = self.view.figures, self.view.register
        return {each: rating_of(figures, register, self.unit, each) for each in Subject}

    def figure(self, subject: Subject) -> Figure | None:
        """Return a subject's most telling figure; None where none is rated or may be shown."""
        figure = self._figures[subject]
        return None if self.view.is_hidden(figure) else figure

    @cached_property
    def not_drawn(self) -> tuple[str, ...]:
        """Return a sentence for each subject whose charts are withheld."""
        figures = (figure for subject in Subject if (figure := self.figure(subject)))
        undrawn = (figure for figure in figures if figure.is_undrawn)
        return tuple(not_drawn(x.subject, why_undrawn(x, self.settings)) for x in undrawn)

    def stage(self, subject: Subject) -> Stage:
        """Return the step at which a subject is reported."""
        figure = self._figures[subject]
        return figure.stage if figure else Stage.DECIDED

    def last(self, subject: Subject) -> Figure | None:
        """Return last year's figure at the same step; None where it cannot be compared."""
        figure = self.figure(subject)
        then = self._last(subject)
        is_compared = figure and then and not why_not_compared(self.view, figure, then)
        return then if is_compared else None

    @property
    def not_compared(self) -> str:
        """Why figures are not compared with last year's, of which where it is not so of all."""
        figures = [figure for subject in Subject if (figure := self.figure(subject))]
        nouns: dict[str, list[str]] = {}
        for each in figures:
            reason = why_not_compared(self.view, each, self._last(each.subject))
            nouns.setdefault(reason, []).append(noun(each.subject))
        if len(nouns) == 1:
            return next(iter(nouns))
        return " ".join(about(reason, whose) for reason, whose in nouns.items() if reason)

    @property
    def compared_by(self) -> str:
        """The document that compares last year's levels with this year's, where they differ."""
        now = filter(None, map(self.figure, (Subject.CELL, Subject.ORG)))
        words = (compared_by(self.view, each, self.last(each.subject)) for each in now)
        return next(filter(None, words), "")

    def _last(self, subject: Subject) -> Figure | None:
        figures = self.season.last
        if figures is None:
            return None
        stage = self.stage(subject)
        if self.unit:
            return figures.at(self.unit, subject, stage)
        return together(figures.below("", subject, stage), self.name, self.settings)

    def below(self, unit: str, subject: Subject) -> Sequence[Figure]:
        """Return the figures right below a unit, at the step of the subject."""
        return listed_below(self.season, unit, subject, self.stage(subject))
