"""Targets that units committed themselves to with the level above, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from xeploai import text
from xeploai.register.model import Register, Unit
from xeploai.schema.register import CommitmentRow
from xeploai.schema.terms import YesNo
from xeploai.views.page import Link
from xeploai.views.page_registry import SitePage
from xeploai.views.season_view import SeasonView

TITLE = "Chỉ tiêu cam kết"
URL = SitePage.TIMELINE.below("cam-ket")
MET, MISSED, UNKNOWN_RESULT = "đạt", "chưa đạt", "chưa ghi kết quả"


@dataclass(frozen=True, slots=True)
class Commitments:
    """How many targets of some units are met; unknown: those of which nobody says."""

    total: int
    met: int
    missed: int

    @property
    def unknown(self) -> int:
        """How many have no result."""
        return self.total - self.met - self.missed


def commitments_of(register: Register, units: Sequence[Unit]) -> list[CommitmentRow]:
    """Return the targets of units and of all below them, in the office's order."""
    codes = {unit.code for unit in units}
    rows = (item.row for item in register.commitments)
    return [row for row in rows if register.is_below(row.unit_code, codes)]


def counted(rows: Sequence[CommitmentRow]) -> Commitments:
    """Count targets by their result; a blank is none."""
    met = sum(row.is_met is YesNo.YES for row in rows)
    missed = sum(row.is_met is YesNo.NO for row in rows)
    return Commitments(len(rows), met, missed)


def commitment_words(item: Commitments) -> str:
    """How many are met: "3/5 chỉ tiêu đạt; 1 chưa đạt; 1 chưa ghi kết quả"."""
    parts = [f"{text.count(item.met)}/{text.count(item.total)} chỉ tiêu {MET}"]
    parts += [f"{text.count(item.missed)} {MISSED}"] if item.missed else []
    parts += [f"{text.count(item.unknown)} {UNKNOWN_RESULT}"] if item.unknown else []
    return "; ".join(parts)


def commitments_link(view: SeasonView, units: Sequence[Unit]) -> Link | None:
    """Return how far the targets of units are met, leading to their page; None without any."""
    rows = commitments_of(view.register, units)
    return Link(commitment_words(counted(rows)), URL) if rows else None


def result_words(row: CommitmentRow) -> tuple[str, str]:
    """Return the mark and the word of a result."""
    if row.is_met is None:
        return "no_report", UNKNOWN_RESULT
    return ("on_time", MET) if row.is_met is YesNo.YES else ("overdue", MISSED)
