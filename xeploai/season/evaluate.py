"""Returns and register → all that a build works out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xeploai.findings import Finding, Sentence, Severity
from xeploai.ledger.history import State, record
from xeploai.ledger.model import Ledger
from xeploai.ledger.receipts import date_all, enter
from xeploai.reading.names import known_code
from xeploai.register.model import Register, Settings
from xeploai.rules.all_rules import BY_CODE
from xeploai.rules.run import (
    check_against_last_year,
    check_beside_quarters,
    check_counted,
    check_owner,
    check_register,
    check_return,
    check_season,
    check_standing,
    in_order,
)
from xeploai.rules.scopes import Outcome, TwoYears, YearOfQuarters
from xeploai.rules.waivers import accepted
from xeploai.schema.form import CellReturn
from xeploai.schema.periods import Period
from xeploai.season.changes.facts import facts_of
from xeploai.season.figures.model import Figures
from xeploai.season.figures.tables import tabulate
from xeploai.season.progress.evidence import Proofs, Sources, gather
from xeploai.season.progress.milestone_status import last_curves, standing
from xeploai.season.progress.model import Basis, Progress
from xeploai.season.season import Season
from xeploai.submissions.committee_lists import decided_by, fates
from xeploai.submissions.crosswalk import of_its_time, said_of_old, with_new_codes
from xeploai.submissions.earlier_year import EarlierYear, earlier_year
from xeploai.submissions.model import (
    Intake,
    Return,
    Status,
    Taken,
    Unread,
    newest_first,
    same_period,
    sorted_out,
)
from xeploai.submissions.pack_fates import (
    as_hidden,
    pack_fates,
    pack_findings,
    without_replaced,
)
from xeploai.submissions.returns import identify
from xeploai.submissions.set_aside import without_other_rows
from xeploai.submissions.versions import settle

RegisterOf = Callable[[Return], Register]
"""The register by which a return is checked."""


def evaluate(
    register: Register,
    taken: Sequence[Taken],
    as_of: date,
    ledger: Ledger | None = None,
) -> Season:
    """Check, settle and add up what was read, knowing what the ledger knew before."""
    before = ledger or Ledger()
    read, lists, packs = sorted_out(without_replaced(taken))
    register = with_new_codes(as_hidden(decided_by(register, lists).on_day(as_of), packs))
    register_of = _registers(register, read)
    own = [understood(x, register, register_of) if isinstance(x, Return) else x for x in read]
    known = date_all(own, register, before, as_of)
    findings = _findings(register, known, register_of)
    of_file = by_file(findings)
    beside = [*fates(lists, register), *pack_fates(packs)]
    intake = settle(known, register, of_file, as_of).beside(beside)
    past = {
        period: earlier_year(register, period, intake.of_earlier(period))
        for period in sorted((*intake.earlier, *intake.quarters))
    }
    last = past[max(intake.earlier)].own if intake.earlier else {}
    returns = [item for item in known if isinstance(item, Return)]
    all_findings = [
        *findings,
        *(finding for item in lists for finding in item.findings),
        *pack_findings(packs, register),
        *_with_waivers(check_standing(_standing(intake, returns, register), register), register),
        *_more_findings(register, intake, past, last, of_file),
    ]
    # A fault that a later sending has fixed is not there any more.
    current = {item.file for item in intake.newest.values()}
    still = [each for each in all_findings if each.ref.file in current]
    sources = _sources(register, intake, returns, of_file, last)
    after = enter(before, intake.submissions)
    proofs = gather(register, sources, after, as_of)
    progress = standing(proofs, as_of)
    figures = tabulate(register, intake.counted, register.settings.period, as_of, intake.uncounted)
    then = {period: _then(register, period, intake, each) for period, each in past.items()}
    earlier, quarters = (
        {period: figures for period, figures in then.items() if period in of}
        for of in (intake.earlier, intake.quarters)
    )
    tabulated = (figures, *earlier.values(), *quarters.values())
    unmoved = tuple(x for each in tabulated for x in each.unmoved)
    reported = _reported(proofs)
    outcome = Outcome(register, returns, intake.current, still, as_of, BY_CODE, reported, unmoved)
    season = Season(
        register=register,
        as_of=as_of,
        intake=intake,
        findings=tuple(in_order([*all_findings, *check_register(outcome)])),
        figures=figures,
        last=earlier[max(earlier)] if earlier else None,
        progress=_beside_last_year(progress, register, intake, last, as_of),
        ledger=after,
        last_returns=last,
        # A quarter is no year among years.
        years={} if register.settings.span.quarter else earlier,
        quarters=quarters,
        returns=tuple(returns),
    )
    return replace(season, ledger=_remembering(season))


def understood(item: Return, register: Register, register_of: RegisterOf | None = None) -> Return:
    """Return a return as the register understands it: whose it is, and which rows are cells.

    register_of: the register of the time of a return, where it may be of an earlier period.
    """
    item = identify(item, register)
    then = register_of(item) if register_of else register
    return _owned(without_other_rows(item, then), register)


def _registers(register: Register, read: Iterable[Return | Unread]) -> RegisterOf:
    """Return the function that gives the register of the time that a return is of."""
    period = register.settings.period
    past = (x for x in read if isinstance(x, Return) and not same_period(x.period, period))
    said = {span: said_of_old(register, span) for span in {item.span for item in past}}

    def register_of(item: Return) -> Register:
        is_now = same_period(item.period, period)
        return register if is_now else of_its_time(register, item, said[item.span])

    return register_of


def _owned(item: Return, register: Register) -> Return:
    """Return the return, as nobody's where it is doubtful whose it is and the board accepts none.

    Whatever the unit sent itself then stays in force, and nothing of this one reaches it.
    """
    if not same_period(item.period, register.settings.period):
        return item
    stamped = item.form_of_another_unit
    about = [_with_names(stamped, item, register)] if stamped else []
    about = list(_with_waivers([*about, *check_owner(item, register)], register))
    others = _with_waivers((x for x in item.findings if x is not stamped), register)
    item = replace(item, findings=(*about, *others))
    doubts = [finding for finding in about if finding.is_error]
    if not doubts:
        return item
    unit = "" if item.unit in register.units else item.unit
    findings = tuple(replace(finding, unit=unit) for finding in item.findings)
    return replace(item, unit=unit, doubt=str(doubts[0].sentence), findings=findings)


def _with_names(finding: Finding, item: Return, register: Register) -> Finding:
    """Return the finding of a form made for another unit, with the names of both."""
    codes = item.unit, known_code(item.stamped_unit, register.units)
    names = [f"“{register.units[x].name}”" if x in register.units else "" for x in codes]
    if not all(names):
        return finding
    words = "{differs} ({name}, {other})"
    sentence = Sentence(words, differs=finding.sentence, name=names[0], other=names[1])
    return replace(finding, sentence=sentence)


def _remembering(season: Season) -> Ledger:
    """Return the ledger with the news of the season added."""
    facts = facts_of(season.register, season.intake, season.figures, season.progress)
    state = State(season.ledger.now, season.as_of, facts)
    history = record(season.ledger.history, state, season.register.settings.period)
    return replace(season.ledger, history=history)


_READ = (
    Status.COUNTED,
    Status.SUPERSEDED,
    Status.REFUSED,
    Status.PARTIAL,
    Status.AFTER_DAY,
)
"""Fates of returns that could be read: what came later tells of earlier days all the same."""


def _sources(
    register: Register,
    intake: Intake,
    returns: Sequence[Return],
    findings: Mapping[str, Sequence[Finding]],
    last: Mapping[str, Return],
) -> Sources:
    """Return the returns that can tell how far units are."""
    read = {item.file for item in intake.submissions if item.status in _READ}
    waiting = (x.file for x in intake.submissions if x.status is Status.AFTER_DAY)
    sent = [item for item in returns if item.file in read and not item.is_empty]
    # A copy of an earlier year's file has been superseded too.
    sent = [item for item in sent if same_period(item.period, register.settings.period)]
    by_unit: dict[str, list[Return]] = {}
    for item in sent:
        by_unit.setdefault(item.unit, []).append(item)
    newest = {unit: newest_first(items)[0] for unit, items in by_unit.items()}
    return Sources(
        counted=intake.counted,
        newest=newest,
        sent=tuple(sent),
        wrong=frozenset(x.ref for items in findings.values() for x in items if x.is_error),
        doubted=frozenset(x.ref for items in findings.values() for x in items if _doubts(x)),
        last_cells={unit: len(item.rows(CellReturn)) for unit, item in last.items()},
        refused=intake.refused,
        incomplete=intake.incomplete,
        after_day=frozenset(waiting),
    )


def _reported(proofs: Proofs) -> dict[tuple[str, str], date]:
    """Return the days that units' own returns tell of milestones on which the board has a row.

    By unit and milestone.
    """
    register = proofs.register
    milestones = {item.code: item for item in register.milestones}
    known = {
        (unit, code): proofs.without_board(milestones[code], register.units[unit])
        for unit, code in register.completions
        if register.units[unit].reports
    }
    of_returns = (Basis.RETURN, Basis.REFUSED_RETURN)
    return {key: x.done_on for key, x in known.items() if x.done_on and x.basis in of_returns}


def _doubts(finding: Finding) -> bool:
    """Whether a date proves nothing because of a finding; what the board accepts is settled."""
    return BY_CODE[finding.rule].is_doubt and not finding.accepted


def _beside_last_year(
    progress: Progress,
    register: Register,
    intake: Intake,
    last: Mapping[str, Return],
    as_of: date,
) -> Progress:
    """Return the progress with the latest earlier year beside it."""
    if not intake.earlier:
        return progress
    return replace(progress, last=last_curves(register, max(intake.earlier), last, as_of))


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by the file they stand in."""
    files: dict[str, list[Finding]] = {}
    for each in findings:
        files.setdefault(each.ref.file, []).append(each)
    return files


def _findings(
    register: Register,
    taken: Sequence[Return | Unread],
    register_of: RegisterOf,
) -> tuple[Finding, ...]:
    """Return the findings in the files, each alone and between them."""
    returns = [item for item in taken if isinstance(item, Return)]
    now = [item for item in returns if same_period(item.period, register.settings.period)]
    past = [item for item in returns if not same_period(item.period, register.settings.period)]
    unread = (item.finding for item in taken if isinstance(item, Unread))
    checked = [
        *(finding for item in now for finding in check_return(item, register) if not item.doubt),
        *check_season(now, register),
    ]
    return (
        *(finding for finding in unread if finding is not None),
        *(finding for item in returns for finding in item.findings),
        *_with_waivers(checked, register),
        # What the board accepts is of its own period.
        *(finding for item in past for finding in check_return(item, register_of(item))),
    )


def _standing(intake: Intake, returns: Sequence[Return], register: Register) -> list[Return]:
    """Return what the figures stand on or may come to: neither what was sent again nor the past.

    What nobody knows whose it is stands too: it may be a copy of another unit's.
    """
    files = {item.file for item in (*intake.counted.values(), *intake.newest.values())}
    files |= {x.file for x in intake.submissions if x.status is Status.UNKNOWN_UNIT}
    period = register.settings.period
    return [item for item in returns if item.file in files and same_period(item.period, period)]


def _more_findings(
    register: Register,
    intake: Intake,
    past: Mapping[Period, EarlierYear],
    last: Mapping[str, Return],
    known: Mapping[str, Sequence[Finding]],
) -> list[Finding]:
    """Return the warnings that need to know which files count."""
    findings = check_counted(list(intake.counted.values()), register)
    for unit, item in intake.newest.items():
        so_far = known.get(item.file, ())
        if unit in last:
            findings += check_against_last_year(TwoYears(item, last[unit], register), so_far)
        sent = {period: past[period].own.get(unit) for period in intake.quarters}
        quarters = {period: each for period, each in sent.items() if each is not None}
        if quarters:
            findings += check_beside_quarters(YearOfQuarters(item, quarters, register), so_far)
    return list(_with_waivers(findings, register))


def _with_waivers(findings: Iterable[Finding], register: Register) -> Iterator[Finding]:
    """Yield the findings of the checks; those the board accepted become warnings that say so.

    Only what was read can be accepted: a cell that could not be read has no figure to count.
    """
    waivers = accepted(register, BY_CODE)
    for finding in findings:
        waiver = waivers.get((finding.rule, finding.unit))
        if waiver is None:
            yield finding
            continue
        by = ", ".join(part for part in (waiver.reason, waiver.approved_by) if part)
        yield replace(finding, severity=Severity.WARNING, accepted=by)


def _settings_of(register: Register, period: Period, returns: Mapping[str, Return]) -> Settings:
    """Return the settings of an earlier period, with the words of levels that its returns use."""
    settings = register.settings.of_period(period)
    scales = {item.scale for item in returns.values()}
    if len(scales) != 1:
        return settings
    return replace(settings, regulation=replace(settings.regulation, organisations=scales.pop()))


def _then(register: Register, period: Period, intake: Intake, earlier: EarlierYear) -> Figures:
    """Return the figures of an earlier period on this period's map."""
    settings = _settings_of(register, period, intake.of_earlier(period))
    # The register's decisions are of its own period: they must not overrule another's.
    then = replace(register, decisions=(), later_decisions=(), settings=settings)
    return tabulate(then, earlier.own, str(period), earlier=earlier)
