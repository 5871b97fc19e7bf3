"""The register (danh mục): the tree of units, the period's settings, deadlines, decisions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from xeploai.findings import CellRef, Finding
from xeploai.reading.names import known_code
from xeploai.reading.source_rows import Located
from xeploai.reading.turned_days import WrittenDay
from xeploai.schema.periods import Period, period_in
from xeploai.schema.register import (
    AssignmentRow,
    CommitmentRow,
    CrosswalkRow,
    DecisionRow,
    PlanRow,
    ReceiptRow,
    RerateRow,
    WaiverRow,
)
from xeploai.schema.regulations import Regulation, for_year
from xeploai.schema.terms import (
    LEADERSHIP,
    CapBase,
    CapScope,
    MilestoneEvent,
    OverCap,
    RatedSubject,
    Rounding,
    Scale,
    SendingMeasure,
    Subject,
    UnitKind,
    YesNo,
)
from xeploai.text import clean


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation of the register; order is its row, the office's own order.

    hinted, not_hinted: the answers of the column Gợi ý kiểm điểm; a blank cell is neither;
    files_form: the answer of the column Gửi biểu cấp mình, None for a blank cell. make_register
    works out files, whether it files a form though it is no TCCSĐ, and holds_cells, whether cells
    stand right below it.
    """

    code: str
    name: str
    kind: UnitKind
    parent: str = ""
    order: int = 0
    cluster: str = ""
    official: str = ""
    members_in_database: int | None = None
    founded_on: date | None = None
    hinted: bool = False
    not_hinted: bool = False
    files_form: YesNo | None = None
    files: bool = False
    holds_cells: bool = False

    @property
    def reports(self) -> bool:
        """Whether it files a form of its own."""
        return self.kind.is_grassroots or self.files

    @property
    def lists_cells(self) -> bool:
        """Whether its form has the sheet Chi bộ."""
        return not self.kind.is_upper or self.holds_cells

    def counts(self, subject: Subject) -> bool:
        """Whether its form counts a subject.

        Units above TCCSĐ count their own collectives and leaders, and what is in their own cells.
        """
        if subject in LEADERSHIP:
            return self.reports
        return self.kind.is_grassroots or (
            self.files and self.holds_cells and subject is not Subject.ORG
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """The period's settings, defaults filled in.

    cap: None where neither the register nor the regulation sets one;
    database_tolerance and yearly_tolerance: how far, in percent, the number of members may be from
    the member database and from the year before; excellent_jump: how far the share of excellent
    members may move in a year, in points of percent; sending_measure: what the milestone of sending
    asks for; least_coverage: the share of expected units, in percent, under which shares of levels
    are not printed; over_cap: what becomes of a return over the cap; never_over_cap: so many
    excellent members are never too many; level_source: the document that compares levels of other
    names with those of this period, "" where none does; failed_quarter_bars_excellent: whether
    nobody is held to be excellent in a year with a quarter at the lowest level.
    """

    period: str
    office: str
    higher_office: str
    regulation: Regulation
    cap: int | None
    cap_base: CapBase
    cap_scope: CapScope
    cap_decision: str
    digits: int
    rounding: Rounding
    hide_below: int
    counted_to: date | None
    note: str = ""
    database_tolerance: int = 2
    yearly_tolerance: int = 10
    excellent_jump: int = 10
    sending_measure: SendingMeasure = SendingMeasure.SENT
    least_coverage: int = 50
    over_cap: OverCap = OverCap.WARNED
    never_over_cap: int = 1
    level_source: str = ""
    failed_quarter_bars_excellent: bool = False

    @property
    def span(self) -> Period:
        """The year or quarter that the period names, of the year 0 where it names none."""
        return period_in(self.period) or Period(0)

    @property
    def year(self) -> int:
        """The year the period belongs to."""
        return self.span.year

    @property
    def regulation_year(self) -> int:
        """The year by which rules hold: the period's, moved into the regulation that was chosen."""
        return min(max(self.year, self.regulation.first_year), self.regulation.last_year)

    @property
    def organisations(self) -> Scale:
        """The words of the levels of cells and organisations."""
        return self.regulation.organisations

    def compares(self, one: Scale, other: Scale) -> bool:
        """Whether levels of two scales are compared: of different ones only by a document."""
        return one is other or bool(self.level_source)

    def of_period(self, period: Period) -> "Settings":
        """Return the settings by which the figures of an earlier period are worked out."""
        of_other_year = None if period.year == self.year else for_year(period.year)
        return replace(self, period=str(period), regulation=of_other_year or self.regulation)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to finish by a date, binding units of some kinds.

    event: what completes it; ref: where its date stands in the register; event_ref: where its
    event does, or would; after: the code of the milestone that is to be finished before it;
    is_for_all: it names no kinds, so that it binds whoever files a form.
    """

    code: str
    name: str
    kinds: frozenset[UnitKind]
    deadline: date
    event: MilestoneEvent = MilestoneEvent.REPORTED
    ref: CellRef | None = field(default=None, compare=False)
    event_ref: CellRef | None = field(default=None, compare=False)
    after: str = ""
    is_for_all: bool = False

    def binds(self, unit: Unit) -> bool:
        """Whether a unit must reach it; a committee answers for its cells."""
        answers = unit.kind is UnitKind.GRASSROOTS or (unit.files and unit.holds_cells)
        return self.binds_itself(unit) or (answers and self.is_of_cells)

    def binds_itself(self, unit: Unit) -> bool:
        """Whether a unit must reach it as one: of cells, each must by itself."""
        has_no_review = self.event is MilestoneEvent.CELL_REVIEWS and not unit.holds_cells
        is_asked = unit.files and self.is_for_all and not has_no_review
        return unit.kind in self.kinds or is_asked

    @property
    def is_of_board(self) -> bool:
        """Whether the board does it itself, for the units below it.

        The end of the round of a unit above others is that unit's own.
        """
        return self.event.is_of_board and any(kind.is_in_returns for kind in self.kinds)

    @property
    def is_of_cells(self) -> bool:
        """Whether cells are bound, each by itself."""
        return UnitKind.CELL in self.kinds

    @property
    def noun(self) -> str:
        """Return the noun of the things counted at it."""
        only_cells = {UnitKind.CELL, UnitKind.GRASSROOTS_CELL}
        return "chi bộ" if self.is_of_cells and self.kinds <= only_cells else "đơn vị"


@dataclass(frozen=True, slots=True)
class Extension:
    """A later deadline of one unit at one milestone, and why; ref: where it stands."""

    unit_code: str
    milestone: str
    deadline: date
    reason: str
    ref: CellRef | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Completion:
    """Knowledge of the board on a unit at a milestone.

    done_on: None where it is known undone; ref: where its day stands in the register; began_on: the
    first day of what took several.
    """

    unit_code: str
    milestone: str
    done_on: date | None
    note: str
    ref: CellRef | None = field(default=None, compare=False)
    began_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnitCap:
    """The cap on excellent members, in percent, that a decision sets for one unit.

    place: the cell of the register for the number of the decision.
    """

    percent: int
    decision_no: str
    place: CellRef = field(default=CellRef(""), compare=False)


@dataclass(frozen=True, slots=True)
class Register:
    """The board's register: units in the office's order, and the period's settings.

    units holds every listed organisation by code, cells included where they are listed;
    children the units below each code, in the office's order; reporting those that file a form;
    decisions, waivers, receipts and the crosswalk know where they stand; later_decisions: those
    dated after the day that is looked at; decision_lists: the files of committees' lists that bring
    some of them, the oldest first; extensions and completions by unit and milestone;
    unit_caps by unit; assignments: who is to attend reviews, in the office's order; plan: the
    remedies the board follows up itself; rerated: decisions that change ratings of closed periods;
    commitments: targets that units committed themselves to; setting_cells: where each setting
    stands; warnings: what is odd in the workbook by itself; days: its dates but those of the plan,
    of decisions on other periods and the founding_days of units, as written; sha256 is of the
    workbook it was read from; is_of_one_return: it is made of one return and knows no more than
    that tells; hidden_in_packs: the greatest number under which a board hides counts that sent a
    pack.
    """

    settings: Settings
    units: Mapping[str, Unit]
    milestones: tuple[Milestone, ...] = ()
    decisions: tuple[Located[DecisionRow], ...] = ()
    later_decisions: tuple[Located[DecisionRow], ...] = ()
    decision_lists: tuple[str, ...] = ()
    waivers: tuple[Located[WaiverRow], ...] = ()
    crosswalk: tuple[Located[CrosswalkRow], ...] = ()
    receipts: tuple[Located[ReceiptRow], ...] = ()
    extensions: Mapping[tuple[str, str], Extension] = field(default_factory=dict)
    completions: Mapping[tuple[str, str], Completion] = field(default_factory=dict)
    unit_caps: Mapping[str, UnitCap] = field(default_factory=dict)
    assignments: tuple[Located[AssignmentRow], ...] = ()
    plan: tuple[Located[PlanRow], ...] = ()
    rerated: tuple[Located[RerateRow], ...] = ()
    commitments: tuple[Located[CommitmentRow], ...] = ()
    setting_cells: Mapping[str, CellRef] = field(default_factory=dict)
    days: tuple[WrittenDay, ...] = ()
    founding_days: tuple[WrittenDay, ...] = ()
    children: Mapping[str, tuple[Unit, ...]] = field(default_factory=dict)
    reporting: tuple[Unit, ...] = ()
    warnings: tuple[Finding, ...] = ()
    sha256: str = ""
    is_of_one_return: bool = False
    hidden_in_packs: int = 0

    @property
    def hide_below(self) -> int:
        """The number of members under which counts are hidden: here, or by a board that sent any.

        What the board below does not show is not shown by the board above either.
        """
        return max(self.settings.hide_below, self.hidden_in_packs)

    @property
    def roots(self) -> tuple[Unit, ...]:
        """The units with nothing above them, normally one."""
        return self.children.get("", ())

    def code_meant(self, typed: str) -> str:
        """Return the listed code that a typed one means, in any case and spacing.

        The typed one itself where that is not clear.

        "A/1" and "a/1" may both be listed: then each means itself.
        """
        return known_code(clean(typed), self.units)

    def on_day(self, day: date) -> "Register":
        """Return the register with the decisions dated after a day set apart.

        What was rated and proposed before such a decision holds, unless another row says it; those
        that rate again after the day are left out.
        """
        rerated = tuple(item for item in self.rerated if not _is_after(item.row, day))
        later = [item for item in self.decisions if _is_after(item.row, day)]
        if not later:
            return replace(self, rerated=rerated)
        in_force = [item for item in self.decisions if not _is_after(item.row, day)]
        known = {(item.row.unit_code, item.row.subject) for item in in_force}
        steps = (
            _undecided(item)
            for item in later
            if (item.row.unit_code, item.row.subject) not in known
        )
        proposed = [x for x in steps if x.row.self_level or x.row.proposed_level]
        return replace(
            self, decisions=(*in_force, *proposed), later_decisions=tuple(later), rerated=rerated
        )

    @property
    def all_decisions(self) -> list[Located[DecisionRow]]:
        """The rows on ratings as they are written, those of a later day too, in their order."""
        rows = {(x.file, x.number): x for x in (*self.decisions, *self.later_decisions)}
        # The register's own rows come after those of the lists: the last one holds.
        order = {file: place for place, file in enumerate(self.decision_lists)}
        return sorted(rows.values(), key=lambda x: (order.get(x.file, len(order)), x.number))

    def decision(self, code: str, subject: RatedSubject) -> DecisionRow | None:
        """Return the row on a unit or cell; of two, which the rules report, the last."""
        rows = (item.row for item in reversed(self.decisions))
        return next((x for x in rows if (x.unit_code, x.subject) == (code, subject)), None)

    def deadline(self, unit: str, milestone: Milestone) -> date:
        """Return the day by which a unit must reach a milestone, extensions included."""
        extended = self.extensions.get((unit, milestone.code))
        return extended.deadline if extended else milestone.deadline

    def sending_milestone(self, unit: Unit) -> Milestone | None:
        """Return the milestone of sending that binds a unit, the first where several."""
        events = (x for x in self.milestones if x.event is MilestoneEvent.SENDING)
        return next((each for each in events if each.binds(unit)), None)

    def reported_by(self, unit: Unit) -> tuple[Milestone, ...]:
        """Return the milestones of a unit of which only its own report tells the date."""
        mine = (x for x in self.milestones if x.binds(unit))
        return tuple(x for x in mine if x.event is MilestoneEvent.REPORTED)

    def is_merged(self, code: str) -> bool:
        """Whether a unit was made of older ones, so that its founding day is not its age."""
        return any(item.row.new_code == code for item in self.crosswalk)

    def reporting_below(self, code: str) -> tuple[Unit, ...]:
        """Return the reporting units at and below a unit, in the office's order."""
        own, under = self.units[code], self.reporting_under(code)
        return (own, *under) if own.reports else under

    def reporting_under(self, code: str) -> tuple[Unit, ...]:
        """Return the reporting units below a unit, itself left out, in the office's order."""
        return tuple(
            each
            for unit in self.children.get(code, ())
            if not unit.kind.is_below_reporting
            for each in self.reporting_below(unit.code)
        )

    def expected(self, subject: Subject) -> tuple[Unit, ...]:
        """Return the units whose forms count a subject."""
        return tuple(unit for unit in self.reporting if unit.counts(subject))

    def counts(self, subject: Subject) -> bool:
        """Whether the form of any unit counts a subject."""
        return any(unit.counts(subject) for unit in self.reporting)

    @property
    def main_subjects(self) -> tuple[Subject, ...]:
        """The subjects told of every unit: leadership only where no form counts anything else."""
        usual = (Subject.MEMBER, Subject.CELL, Subject.ORG)
        return tuple(each for each in usual if self.counts(each)) or LEADERSHIP

    def up_from(self, code: str) -> Iterator[str]:
        """Yield the code of a unit and of all above it."""
        while code:
            yield code
            code = self.units[code].parent

    def is_below(self, code: str, units: Collection[str]) -> bool:
        """Whether a listed unit is one of some units, or stands below one."""
        return code in self.units and any(above in units for above in self.up_from(code))

    def filed_by(self, unit: Unit) -> Unit:
        """Return the unit in whose form an organisation stands: itself, where it has its own."""
        while unit.kind.is_below_reporting:
            unit = self.units[unit.parent]
        return unit

    def cells_of(self, code: str) -> tuple[Unit, ...]:
        """Return the listed cells below a unit, through its sectional committees."""
        below = self.children.get(code, ()) if code else ()
        return tuple(
            cell
            for unit in below
            if unit.kind.is_below_reporting
            for cell in ((unit,) if unit.kind is UnitKind.CELL else self.cells_of(unit.code))
        )


def _is_after(row: DecisionRow | RerateRow, day: date) -> bool:
    return row.decision_date is not None and row.decision_date > day


def _undecided(item: Located[DecisionRow]) -> Located[DecisionRow]:
    """Return a row as it was before the decision."""
    row = replace(item.row, decided_level=None, decision_no="", decision_date=None, reason="")
    return replace(item, row=row)


def make_register(
    settings: Settings,
    units: Sequence[Unit],
    milestones: Sequence[Milestone] = (),
    decisions: Sequence[Located[DecisionRow]] = (),
    waivers: Sequence[Located[WaiverRow]] = (),
    crosswalk: Sequence[Located[CrosswalkRow]] = (),
) -> Register:
    """Return a register of units that are known to form a tree."""
    units = _with_forms(units)
    children: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        children[unit.parent] = (*children.get(unit.parent, ()), unit)
    return Register(
        settings=settings,
        units={unit.code: unit for unit in units},
        milestones=tuple(milestones),
        decisions=tuple(decisions),
        waivers=tuple(waivers),
        crosswalk=tuple(crosswalk),
        children=children,
        reporting=tuple(unit for unit in units if unit.reports),
    )


def _with_forms(units: Sequence[Unit]) -> list[Unit]:
    """Return units with what is known of those above TCCSĐ: which file a form, which hold cells.

    Where the list does not say it, the lowest ones do in a list without any TCCSĐ.
    """
    has_grassroots = any(unit.kind.is_grassroots for unit in units)
    above = {unit.parent for unit in units}
    above_cells = {unit.parent for unit in units if unit.kind.is_below_reporting}
    known = []
    for unit in units:
        holds = unit.kind.is_upper and unit.code in above_cells
        is_lowest = unit.kind.is_upper and not has_grassroots and unit.code not in above
        files = unit.files_form is YesNo.YES if unit.files_form else is_lowest
        known.append(replace(unit, files=files and unit.kind.is_upper, holds_cells=holds))
    return known
