"""Everything that is known of a season on a day: what charts, pages and exports are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from xeploai.findings import Finding
from xeploai.ledger.history import History, of_period
from xeploai.ledger.model import Ledger, Receipt
from xeploai.ledger.snapshots import Freeze
from xeploai.register.model import Register, Unit
from xeploai.schema.periods import Period
from xeploai.season.figures.model import Figures
from xeploai.season.progress.model import Progress
from xeploai.submissions.file_hints import hinted_units
from xeploai.submissions.model import Intake, Return, Status, same_period


@dataclass(frozen=True, slots=True)
class Season:
    """A checked and added-up season.

    figures are of the register's period; last of the latest earlier year that sent anything
    comparable, in a quarter's season of the same quarter; findings of every file, in the order a
    clerk fixes them; ledger: all that ever came; last_returns: last year's on this year's map, by
    unit; years: the figures of every earlier year on this year's map, the first first, none in a
    quarter's season; quarters: those of the quarters of its year that were reviewed before;
    returns: every return that was read, whatever became of it; freezes: the figures set down by
    name, oldest first; since: a day to compare with; is_day_chosen: whether the as-of day was asked
    for, by the register or whoever runs the build, and is not just today.
    """

    register: Register
    as_of: date
    intake: Intake
    findings: tuple[Finding, ...]
    figures: Figures
    last: Figures | None
    progress: Progress
    ledger: Ledger = field(default_factory=Ledger)
    last_returns: Mapping[str, Return] = field(default_factory=dict)
    years: Mapping[Period, Figures] = field(default_factory=dict)
    returns: tuple[Return, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    since: date | None = None
    is_day_chosen: bool = False
    quarters: Mapping[Period, Figures] = field(default_factory=dict)

    @property
    def every_year(self) -> tuple[Figures, ...]:
        """The figures of all years at hand, this period's last."""
        return (*self.years.values(), self.figures)

    @property
    def every_quarter(self) -> tuple[Figures, ...]:
        """The figures of the quarters of its year at hand, this period's last."""
        return (*self.quarters.values(), self.figures)

    @property
    def every_period(self) -> tuple[Figures, ...]:
        """All figures at hand, each period once, this one's last."""
        years = self.years.values() if self.years else filter(None, (self.last,))
        return (*years, *self.every_quarter)

    @property
    def root(self) -> Unit:
        """The unit at the top, whose figures are the headline."""
        return self.register.roots[0]

    def counted_in(self, units: Iterable[Unit]) -> Mapping[str, Return]:
        """Return the returns in force of units and all below them, by unit, in their order."""
        counted = self.intake.counted
        codes = (x.code for unit in units for x in self.register.reporting_below(unit.code))
        return {code: counted[code] for code in codes if code in counted}

    @property
    def counted_to(self) -> date:
        """Return the day the figures stand for."""
        return self.as_of

    @property
    def is_day_implausible(self) -> bool:
        """Whether the day that was asked for is none on which a season of the period is counted."""
        first, last = self.register.settings.span.season
        return self.is_day_chosen and not first <= self.as_of <= last

    @property
    def counted(self) -> int:
        """How many units are in the figures."""
        return len(self.intake.counted)

    @property
    def heard(self) -> int:
        """How many units sent a return with figures that could be read, counted or not."""
        intake = self.intake
        return len({*intake.counted, *intake.refused, *intake.incomplete})

    @property
    def expected(self) -> int:
        """How many units should be."""
        return len(self.register.reporting)

    @property
    def has_refused(self) -> bool:
        """Whether a file that should count does not, because something in it is wrong."""
        kept_out = {Status.REFUSED, Status.UNKNOWN_UNIT, Status.UNREADABLE}
        faulty = {finding.ref.file for finding in self.findings if finding.is_error}
        return any(
            item.status in kept_out and (item.unit or item.file in faulty)
            for item in self.intake.submissions
        )

    @property
    def litter(self) -> frozenset[str]:
        """The files in which nobody has anything to fix: temporary ones, the system's own."""
        faulty = {finding.ref.file for finding in self.findings}
        return frozenset(
            item.file
            for item in self.intake.submissions
            if item.status is Status.UNREADABLE and item.file not in faulty
        )

    @property
    def units_to_fix(self) -> list[Unit]:
        """Units with a refused file that none without errors replaced, in the office's order.

        An older return of such a unit may still count.
        """
        refused = self.intake.refused
        return [unit for unit in self.register.reporting if unit.code in refused]

    @property
    def units_silent(self) -> list[Unit]:
        """Units that sent nothing for this period by the as-of day."""
        other = (Status.WRONG_PERIOD, Status.AFTER_DAY)
        heard = {item.unit for item in self.intake.submissions if item.status not in other}
        return [unit for unit in self.register.reporting if unit.code not in heard]

    @property
    def unreadable(self) -> Mapping[str, str]:
        """The file that cannot be read and by its name may be of a silent unit, by the unit."""
        files = (x.file for x in self.intake.submissions if x.status is Status.UNREADABLE)
        read = [file for file in files if file not in self.litter]
        # A name that is of another unit too, or more of it, hints at no unit that is silent.
        hints = hinted_units(read, self.register.reporting)
        silent = {unit.code for unit in self.units_silent}
        return {unit: file for file, unit in hints.items() if unit in silent}

    @property
    def after_day(self) -> int:
        """How many returns came after the as-of day and wait."""
        return sum(item.status is Status.AFTER_DAY for item in self.intake.submissions)

    @property
    def history(self) -> History:
        """Return the records of this period's builds, this one last."""
        return of_period(self.ledger.history, self.register.settings.period)

    @property
    def lost(self) -> list[Receipt]:
        """Returns of this period that counted, are gone, and have no newer one in their place."""
        return [item for item in self.ledger.gone if self._is_lost(item)]

    def _is_lost(self, item: Receipt) -> bool:
        is_now = same_period(item.period, self.register.settings.period)
        counted = self.intake.counted.get(item.unit)
        is_newer = counted is not None and (
            (counted.version, counted.first_seen) > (item.version or 0, item.first_seen)
        )
        return is_now and item.fate is Status.COUNTED and not is_newer
