"""Everything that is known of a season on a day: what charts, pages and exports are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xeploai.aggregate import Figures, tabulate
from xeploai.crosswalk import on_this_map
from xeploai.findings import Finding, Severity
from xeploai.intake import Return, Unread, identify, same_period
from xeploai.progress import Progress, follow
from xeploai.register import Register, Unit
from xeploai.rules import check_counted, check_return, check_season, in_order
from xeploai.schema.row import Code
from xeploai.settle import Intake, Status, settle


@dataclass(frozen=True, slots=True)
class Season:
    """A checked and added-up season.

    figures are of the register's period; last of the latest earlier year that sent anything
    comparable; findings of every file, in the order a clerk mends them.
    """

    register: Register
    as_of: date
    intake: Intake
    findings: tuple[Finding, ...]
    figures: Figures
    last: Figures | None
    progress: Progress

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


def think(register: Register, taken: Sequence[Return | Unread], as_of: date) -> Season:
    """Check, settle and add up what was read."""
    known = [identify(item, register) if isinstance(item, Return) else item for item in taken]
    findings = _findings(register, known)
    by_file: dict[str, list[Finding]] = {}
    for found in findings:
        by_file.setdefault(found.ref.file, []).append(found)
    intake = settle(known, register, by_file)
    together = check_counted(list(intake.counted.values()), register)
    return Season(
        register=register,
        as_of=as_of,
        intake=intake,
        findings=tuple(in_order([*findings, *_with_waivers(together, register)])),
        figures=tabulate(register, intake.counted, register.settings.period),
        last=_last(register, intake),
        progress=follow(register, intake.counted, as_of),
    )


def _findings(register: Register, taken: Sequence[Return | Unread]) -> tuple[Finding, ...]:
    returns = [item for item in taken if isinstance(item, Return)]
    now = [item for item in returns if same_period(item.period, register.settings.period)]
    unread = (item.finding for item in taken if isinstance(item, Unread))
    checked = [
        *(found for item in returns for found in check_return(item, register)),
        *check_season(now, register),
    ]
    return tuple(
        in_order(
            [
                *(found for found in unread if found is not None),
                *(found for item in returns for found in item.findings),
                *_with_waivers(checked, register),
            ]
        )
    )


def _with_waivers(findings: Sequence[Finding], register: Register) -> Iterator[Finding]:
    """The findings of the checks, those the board accepted said so and no longer errors.

    Only what was read can be accepted: a cell that could not be read has no figure to count.
    """
    waivers = {(item.rule, item.unit_code): item for item in register.waivers}
    for found in findings:
        waiver = waivers.get((found.rule, Code(found.unit)))
        if waiver is None:
            yield found
            continue
        by = ", ".join(part for part in (waiver.reason, waiver.approved_by) if part)
        said = f"{found.message} (đã chấp thuận: {by})"
        yield replace(found, severity=Severity.WARNING, message=said)


def _last(register: Register, intake: Intake) -> Figures | None:
    """The figures of the latest earlier year, for comparison."""
    if not intake.earlier:
        return None
    year = max(intake.earlier)
    # The register's decisions are of its own period: they must not overrule another year's.
    settings = replace(register.settings, period=str(year))
    undecided = replace(register, decisions=(), settings=settings)
    return tabulate(undecided, on_this_map(register, year, intake.earlier[year]), str(year))
