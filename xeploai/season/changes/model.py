"""Changes from one state of a season to another, and their causes."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xeploai.ledger.history import Kind, State
from xeploai.schema.terms import Rounding, Stage, Subject, UnitKind
from xeploai.season.progress.model import StatusKind
from xeploai.submissions.model import Status

Counts = tuple[int, ...]
"""In the order of figures.COUNTS; empty where nothing is counted."""

STORED_SETTINGS = {"regulation": "regime"}
"""Settings that ledgers and snapshots keep under the name they had in version 0.1."""

STORED_VALUES: Mapping[object, str] = {Rounding.HALF_UP: "nửa lên", Rounding.CUT: "cắt"}
"""Values that they keep as they were called in version 0.1."""


def holder(code: str, look_up: Callable[[str], tuple[UnitKind, str] | None]) -> str:
    """Return the unit in whose form an organisation stands: itself, where it has its own.

    Args:
        code: The organisation's code.
        look_up: Gives the kind of a code and the code above it; None for an unknown one.
    """
    while (unit := look_up(code)) and unit[0].is_below_reporting:
        code = unit[1]
    return code


class Why(StrEnum):
    """Reason why a figure moved."""

    SENT = "sent"
    RESENT = "resent"
    DELETED = "deleted"
    KEPT_OUT = "kept out"
    LET_IN = "let in"
    REGISTER = "register"
    BELOW = "below"
    SETTING = "setting"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A sending as a state knows it."""

    sha256: str
    status: Status
    version: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Cause of a move: file now and file before by hash; what: sheets, units, settings."""

    why: Why
    now: SentFile | None = None
    before: SentFile | None = None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that moved; before or after is empty where nothing is counted."""

    unit: str
    subject: Subject
    stage: Stage
    before: Counts
    after: Counts
    causes: tuple[Cause, ...]

    @property
    def is_own(self) -> bool:
        """Whether it moved by itself, not only as a sum."""
        return any(cause.why is not Why.BELOW for cause in self.causes) or not self.causes


@dataclass(frozen=True, slots=True)
class Filed:
    """A unit, or a code that is no unit's, whose sendings changed; now and before: what counts."""

    unit: str
    is_first: bool
    came: tuple[SentFile, ...]
    gone: tuple[SentFile, ...]
    before: SentFile | None
    now: SentFile | None
    newest: SentFile | None

    @property
    def is_of_no_unit(self) -> bool:
        """Whether no unit sends under this code: it is not listed, or files no return."""
        known = self.newest or next(iter(self.gone), None)
        return known is not None and known.status is Status.UNKNOWN_UNIT

    @property
    def is_newly_counted(self) -> bool:
        return self.before is None and self.now is not None

    @property
    def is_no_longer_counted(self) -> bool:
        return self.before is not None and self.now is None


@dataclass(frozen=True, slots=True)
class Stand:
    """How a unit stood at a milestone, with its own deadline."""

    kind: StatusKind
    done_on: str | None
    deadline: str


@dataclass(frozen=True, slots=True)
class Stepped:
    """A unit that stands differently at a milestone; None: the milestone did not bind it."""

    unit: str
    milestone: str
    before: Stand | None
    after: Stand | None

    def is_newly(self, standing: StatusKind) -> bool:
        """Whether this is what the unit has become."""
        was = self.before.kind if self.before else None
        return self.after is not None and self.after.kind is standing is not was


@dataclass(frozen=True, slots=True)
class Edit:
    """Something of the register or program that says another thing; [] where it was not there."""

    kind: Kind
    unit: str
    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is different."""

    filed: tuple[Filed, ...]
    stepped: tuple[Stepped, ...]
    moved: tuple[Moved, ...]
    edits: tuple[Edit, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.filed or self.stepped or self.moved or self.edits)

    @property
    def newly_in(self) -> list[Filed]:
        """Units that had sent nothing."""
        return [item for item in self.filed if item.is_first and not item.is_of_no_unit]

    @property
    def sent_again(self) -> list[Filed]:
        """Units that had sent something before."""
        again = (item for item in self.filed if item.came and not item.is_first)
        return [item for item in again if not item.is_of_no_unit]

    @property
    def strays(self) -> list[SentFile]:
        """Files that came and are of no unit."""
        return [sent for item in self.filed if item.is_of_no_unit for sent in item.came]

    def units_newly(self, standing: StatusKind, besides: Container[str] = ()) -> set[str]:
        """Units that have become late or overdue at a milestone; besides: those not looked at."""
        stepped = (item for item in self.stepped if item.milestone not in besides)
        return {item.unit for item in stepped if item.is_newly(standing)}


@dataclass(frozen=True, slots=True)
class Compared:
    """An earlier state, and what has changed since."""

    state: State
    changes: Changes
