"""A season drawn from a seed in which nothing is wrong, whatever the regulation of its year."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests import builders
from tests.seeded.returns import draw_return
from tests.seeded.sendings import Sending, Values, written
from xeploai.ledger.model import Ledger
from xeploai.register.model import Milestone, Register
from xeploai.schema.form import CellReturn
from xeploai.schema.register import AssignmentRow, CrosswalkRow, ReceiptRow, RerateRow, WaiverRow
from xeploai.schema.regulations import for_year
from xeploai.schema.terms import CapScope, RatedSubject, Scale, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.season.season import Season
from xeploai.submissions.model import Taken
from xeploai.submissions.returns import read_return, take_in

YEARS = (2012, 2018, 2021, 2023, 2025)
"""One of each regulation, of those with the older levels the first."""

NOWHERE = Path("/không có")

PLACES = (
    "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ",
    "Đoài", "Đình", "Chùa", "Chợ", "Cầu", "Giếng",
)  # fmt: skip
COMMUNES = ("Xuân Thắng", "Yên Lập", "Tứ Trưng", "Hữu Lũng")


@dataclass
class Drawn:
    """What the board keeps and what the units sent, as data that a fault can be planted in.

    units, decisions: by code; again: whose decisions are written twice; now, last: what each unit
    sent for this year and the one before; more: further files; as_drawn: each file as it was before
    anything was planted, and as read.
    """

    year: int
    settings: dict[str, Any]
    units: dict[str, Values]
    milestones: list[Milestone]
    decisions: dict[str, Values] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    waivers: list[WaiverRow] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    rerated: list[RerateRow] = field(default_factory=list)
    crosswalk: list[CrosswalkRow] = field(default_factory=list)
    now: dict[str, Sending] = field(default_factory=dict)
    last: dict[str, Sending] = field(default_factory=dict)
    more: list[Sending] = field(default_factory=list)
    as_drawn: dict[str, tuple[Sending, Taken]] = field(default_factory=dict, compare=False)

    def copy(self) -> Drawn:
        """The same season, to be changed; what is not changed is not written and read again."""
        return replace(deepcopy(replace(self, as_drawn={})), as_drawn=self.as_drawn)

    def cells_of(self, code: str) -> list[str]:
        """The codes of the listed cells of a unit."""
        return [
            key
            for key, unit in self.units.items()
            if unit["kind"] is UnitKind.CELL and code in (unit["parent"], unit["parent"][:3])
        ]

    def register(self) -> Register:
        """The register as the program knows it."""
        return builders.register(
            [builders.unit(code, **unit) for code, unit in self.units.items()],
            milestones=self.milestones,
            decisions=[
                builders.decision(code, **self.decisions[code])
                for code in (*self.decisions, *self.again)
            ],
            waivers=self.waivers,
            receipts=self.receipts,
            assignments=self.assignments,
            rerated=self.rerated,
            crosswalk=self.crosswalk,
            **{"period": str(self.year), **self.settings},
        )

    def taken(self) -> list[Taken]:
        """Every file as read."""
        sent = (*self.now.values(), *self.last.values(), *self.more)
        return [self._taken(each) for each in sent]

    def _taken(self, sending: Sending) -> Taken:
        drawn, read = self.as_drawn.get(sending.file, (None, None))
        if drawn == sending and read is not None:
            return read
        return taken(written(sending), sending.file)

    def season(self) -> Season:
        """What the program thinks of it at the year's end."""
        return self.thought(self.taken())

    def thought(self, taken: list[Taken]) -> Season:
        """What it thinks of some files, met on that day."""
        ledger = Ledger(datetime.combine(self.as_of, time(9)))
        return evaluate(self.register(), taken, self.as_of, ledger)

    @property
    def as_of(self) -> date:
        """The day of the build."""
        return date(self.year, 12, 31)


@cache
def taken(data: bytes | None, file: str) -> Taken:
    """A file as read."""
    return take_in(NOWHERE / file, NOWHERE) if data is None else read_return(data, file)


@cache
def draw(seed: int, year: int, times: int = 1) -> Drawn:
    """The season of a seed; to be copied before it is changed.

    times: how many times the usual number of units it has.
    """
    rng = Random(f"{seed}/{year}")
    units, names = _units(rng, year, times)
    drawn = Drawn(
        year=year,
        settings={"cap_scope": rng.choice(list(CapScope))},
        units=units,
        milestones=_milestones(year),
    )
    for code, cells in names.items():
        sizes = [rng.randint(26 if len(cells) == 1 else 14, 40) for _ in cells]
        drawn.now[code] = _sending(drawn, rng, code, list(zip(cells, sizes, strict=True)))
        before = [size + rng.choice((-1, 0, 1)) for size in sizes]
        listed = list(zip(cells, before, strict=True))
        drawn.last[code] = _sending(drawn, rng, code, listed, ago=1)
        _put_in_register(drawn, code)
    for each in (*drawn.now.values(), *drawn.last.values()):
        drawn.as_drawn[each.file] = deepcopy(each), taken(written(each), each.file)
    return drawn


Cell = tuple[str, str]
"""Its code, "" where it has none, and its name."""


def _units(rng: Random, year: int, times: int) -> tuple[dict[str, Values], dict[str, list[Cell]]]:
    """The register's units, and the cells of those that report."""
    old = date(year - 20, 3, 2)
    units: dict[str, Values] = {"H": {"kind": UnitKind.DISTRICT, "name": "Đảng bộ huyện H"}}
    cells: dict[str, list[Cell]] = {}
    are_listed = [True, False, False, *([rng.random() < 0.5] if rng.random() < 0.5 else [])]
    are_listed *= times
    rng.shuffle(are_listed)
    for number, is_listed in enumerate(are_listed, start=1):
        code = f"D{number:02}"
        name = f"Đảng bộ xã {COMMUNES[(number - 1) % len(COMMUNES)]}{_further(number, 4)}"
        units[code] = {"kind": UnitKind.GRASSROOTS, "name": name, "founded_on": old}
        names = [f"Chi bộ thôn {place}" for place in rng.sample(PLACES, rng.randint(3, 6))]
        above = _section(rng, units, code) if is_listed else ""
        has_codes = is_listed or rng.random() < 0.6
        cells[code] = []
        for index, each in enumerate(names, start=1):
            own = f"{code}{index:02}" if is_listed else f"{number}{index}" if has_codes else ""
            cells[code].append((own, each))
            if is_listed:
                units[own] = {
                    "kind": UnitKind.CELL,
                    "name": each,
                    "parent": above if index == 1 else code,
                    "founded_on": old,
                }
    for number in range(1, times + 1):
        code, name = f"C{number:02}", f"Chi bộ cơ quan Ủy ban{_further(number, 1)}"
        units[code] = {"kind": UnitKind.GRASSROOTS_CELL, "name": name, "founded_on": old}
        cells[code] = [(code if rng.random() < 0.5 else "", name)]
    return units, cells


def _further(number: int, most: int) -> str:
    """Return an ending that tells a name apart from those already given."""
    return f" {number}" if number > most else ""


def _section(rng: Random, units: dict[str, Values], code: str) -> str:
    """Sometimes a level between: the code that the first cell stands below."""
    if rng.random() < 0.5:
        return code
    section = f"{code}-B"
    units[section] = {"kind": UnitKind.SECTION, "name": "Đảng bộ bộ phận khu", "parent": code}
    return section


def _milestones(year: int) -> list[Milestone]:
    return [
        builders.milestone("KD", date(year, 12, 12), name="Chi bộ kiểm điểm xong"),
        builders.milestone("GUI", date(year, 12, 20), name="Gửi hồ sơ"),
        builders.milestone("KP", date(year + 1, 1, 31), name="Kế hoạch khắc phục"),
    ]


def _sending(
    drawn: Drawn, rng: Random, code: str, cells: list[tuple[Cell, int]], ago: int = 0
) -> Sending:
    year = drawn.year - ago
    dues = [(x.code, x.name, x.deadline - timedelta(days=365 * ago)) for x in drawn.milestones]
    rows = draw_return(rng, drawn.units[code] | {"code": code}, year, cells, dues)
    regulation = for_year(year)
    stamp = {"form": "xeploai-bieu-tong-hop", "version": 1, "unit": code, "period": str(year)}
    stamp["levels"] = regulation.organisations if regulation else Scale.FULFILMENT
    return Sending(f"{year}/{code}.xlsx", code, rows, stamp)


def _put_in_register(drawn: Drawn, code: str) -> None:
    """Let the register know the members and the decisions of a unit and its listed cells."""
    sent = drawn.now[code]
    drawn.units[code]["members_in_database"] = sent.info["members_declared"]
    drawn.decisions[code] = _levels(sent.info, drawn.year)
    for row in sent.rows[CellReturn]:
        if row["cell_code"] in drawn.cells_of(code):
            drawn.units[row["cell_code"]]["members_in_database"] = row["members"]
            decision = _levels(row, drawn.year) | {"subject": RatedSubject.CELL}
            drawn.decisions[row["cell_code"]] = decision


def _levels(row: Values, year: int) -> Values:
    levels = {key: row[key] for key in ("self_level", "proposed_level", "decided_level")}
    levels["decision_date"] = row["decision_date"] or date(year, 12, 28)
    return levels | {"decision_no": "12-QĐ/HU", "reason": "theo biên bản thẩm định"}
