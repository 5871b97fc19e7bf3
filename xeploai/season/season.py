"""Everything that is known of a season on a day: what charts, pages and exports are made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from xeploai.findings import Finding, Severity
from xeploai.ledger.history import History, State, of_period, record
from xeploai.ledger.receipts import Ledger, Receipt, date_all, enter
from xeploai.ledger.snapshots import Freeze
from xeploai.register.model import Register, Unit
from xeploai.rules import (
    check_against_last_year,
    check_board,
    check_counted,
    check_return,
    check_season,
    in_order,
)
from xeploai.schema.row import Code
from xeploai.season.changes.facts import facts_of
from xeploai.season.figures.model import Figures
from xeploai.season.figures.tables import tabulate
from xeploai.season.progress.milestone_status import Progress, follow, last_curves
from xeploai.submissions.crosswalk import on_this_map
from xeploai.submissions.returns import Return, Unread, identify, same_period
from xeploai.submissions.versions import Intake, Status, settle


@dataclass(frozen=True, slots=True)
class Season:
    """A checked and added-up season.

    figures are of the register's period; last of the latest earlier year that sent anything
    comparable; findings of every file, in the order a clerk mends them; ledger: all that ever came;
    last_returns: last year's on this year's map, by unit; freezes: the figures set down by name,
    oldest first; since: a day to compare with.
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
    freezes: tuple[Freeze, ...] = ()
    since: date | None = None

    @property
    def root(self) -> Unit:
        """The unit at the top, whose figures are the headline."""
        return self.register.roots[0]

    @property
    def counted(self) -> int:
        """How many units are in the figures."""
        return len(self.intake.counted)

    @property
    def expected(self) -> int:
        """How many units should be."""
        return len(self.register.reporting)

    @property
    def has_refused(self) -> bool:
        """Whether a file that should count does not, because something in it is wrong."""
        kept_out = {Status.REFUSED, Status.UNKNOWN_UNIT, Status.UNREADABLE}
        faulty = {found.ref.file for found in self.findings if found.is_error}
        return any(
            item.status in kept_out and (item.unit or item.file in faulty)
            for item in self.intake.submissions
        )

    @property
    def litter(self) -> frozenset[str]:
        """The files in which nobody has anything to mend: temporary ones, the system's own."""
        faulty = {found.ref.file for found in self.findings}
        return frozenset(
            item.file
            for item in self.intake.submissions
            if item.status is Status.UNREADABLE and item.file not in faulty
        )

    @property
    def units_to_mend(self) -> list[Unit]:
        """Units with a refused file that none without errors replaced, in the office's order.

        An older return of such a unit may still count.
        """
        refused = {item.unit for item in self.intake.submissions if item.status is Status.REFUSED}
        return [unit for unit in self.register.reporting if unit.code in refused]

    @property
    def units_silent(self) -> list[Unit]:
        """Units that sent nothing for this period."""
        heard = {
            item.unit for item in self.intake.submissions if item.status is not Status.WRONG_PERIOD
        }
        return [unit for unit in self.register.reporting if unit.code not in heard]

    @property
    def history(self) -> History:
        """What the builds of this period recorded, this one last."""
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


def think(
    register: Register,
    taken: Sequence[Return | Unread],
    as_of: date,
    ledger: Ledger | None = None,
) -> Season:
    """Check, settle and add up what was read, knowing what the ledger knew before."""
    before = ledger or Ledger()
    own = [identify(item, register) if isinstance(item, Return) else item for item in taken]
    known = date_all(own, register, before, as_of)
    findings = _findings(register, known)
    of_file = by_file(findings)
    intake = settle(known, register, of_file)
    last = _last_returns(register, intake)
    found = [*findings, *_more_findings(register, intake, last, of_file)]
    # A fault that a later sending has mended is not there any more.
    current = {item.file for item in intake.newest.values()}
    still = [each for each in found if each.ref.file in current]
    returns = [item for item in known if isinstance(item, Return)]
    after = enter(before, intake.submissions)
    season = Season(
        register=register,
        as_of=as_of,
        intake=intake,
        findings=tuple(in_order([*found, *check_board(register, returns, still)])),
        figures=tabulate(register, intake.counted, register.settings.period),
        last=_last(register, intake, last),
        progress=_progress(register, intake, last, after, as_of),
        ledger=after,
        last_returns=last,
    )
    return replace(season, ledger=_remembering(season))


def _remembering(season: Season) -> Ledger:
    """The ledger with what the season tells that it did not know."""
    facts = facts_of(season.register, season.intake, season.figures, season.progress)
    state = State(season.ledger.now, season.as_of, facts)
    history = record(season.ledger.history, state, season.register.settings.period)
    return replace(season.ledger, history=history)


def _progress(
    register: Register, intake: Intake, last: Mapping[str, Return], ledger: Ledger, as_of: date
) -> Progress:
    """Where every unit stands, and beside it the latest earlier year."""
    progress = follow(register, intake.counted, as_of, ledger)
    if not intake.earlier:
        return progress
    return replace(progress, last=last_curves(register, max(intake.earlier), last, as_of))


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the file they stand in."""
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(each.ref.file, []).append(each)
    return found


def _findings(register: Register, taken: Sequence[Return | Unread]) -> tuple[Finding, ...]:
    """What is wrong in the files, each alone and between them."""
    returns = [item for item in taken if isinstance(item, Return)]
    now = [item for item in returns if same_period(item.period, register.settings.period)]
    past = [item for item in returns if not same_period(item.period, register.settings.period)]
    unread = (item.finding for item in taken if isinstance(item, Unread))
    checked = [
        *(found for item in now for found in check_return(item, register)),
        *check_season(now, register),
    ]
    return (
        *(found for found in unread if found is not None),
        *(found for item in returns for found in item.findings),
        *_with_waivers(checked, register),
        # What the board accepts is of its own period.
        *(found for item in past for found in check_return(item, register)),
    )


def _more_findings(
    register: Register,
    intake: Intake,
    last: Mapping[str, Return],
    known: Mapping[str, Sequence[Finding]],
) -> list[Finding]:
    """What can be told once it is settled which files count: warnings only."""
    found = check_counted(list(intake.counted.values()), register)
    for unit, item in intake.newest.items():
        if unit in last:
            so_far = known.get(item.file, ())
            found += check_against_last_year(item, last[unit], register, so_far)
    return list(_with_waivers(found, register))


def _with_waivers(findings: Iterable[Finding], register: Register) -> Iterator[Finding]:
    """The findings of the checks, those the board accepted said so and no longer errors.

    Only what was read can be accepted: a cell that could not be read has no figure to count.
    """
    waivers = {(item.row.rule, item.row.unit_code): item.row for item in register.waivers}
    for found in findings:
        waiver = waivers.get((found.rule, Code(found.unit)))
        if waiver is None:
            yield found
            continue
        by = ", ".join(part for part in (waiver.reason, waiver.approved_by) if part)
        said = f"{found.message} (đã chấp thuận: {by})"
        yield replace(found, severity=Severity.WARNING, message=said, accepted=by)


def _last_returns(register: Register, intake: Intake) -> Mapping[str, Return]:
    """Last year's returns on this year's map, by unit; the latest year that sent anything."""
    if not intake.earlier:
        return {}
    year = max(intake.earlier)
    return on_this_map(register, year, intake.earlier[year])


def _last(register: Register, intake: Intake, last: Mapping[str, Return]) -> Figures | None:
    """The figures of the latest earlier year, for comparison."""
    if not intake.earlier:
        return None
    year = max(intake.earlier)
    # The register's decisions are of its own period: they must not overrule another year's.
    settings = replace(register.settings, period=str(year))
    undecided = replace(register, decisions=(), settings=settings)
    return tabulate(undecided, last, str(year))
