"""Vân Khê 2025, under way: a province on the map of 2025, beside its year 2024 on the old one.

All of it is invented. Three old communes became Vân Khê, which has 30 organisations; Yên Thủy
stayed; Đồng Bãi was split between two communes, so that only the province has its figures of
2024. Old agencies of the districts stand below Vân Khê now, two of them as one.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from examples.draw import Days, day_in
from examples.fill import RowValues, Sheets, fill, register_file, wording_file
from examples.mistakes import Mistake, at, miscounted, typed
from examples.story import Story, sheets_of
from examples.van_khe_units import (
    NOTE,
    OLD_PLACES,
    OWN_FORM,
    PLACES,
    old_register_rows,
    register_rows,
    stories,
)
from examples.wording import VAN_KHE
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import DISCIPLINE_ROWS, unit_form
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE, WORDING_FILE
from xeploai.register.model import Register
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
)
from xeploai.schema.terms import LeadershipSubject, Level, RatingStage
from xeploai.submissions.model import Status
from xeploai.text import slug

__all__ = ["AS_OF", "NOTE", "SENDINGS", "SILENT", "Sending", "files"]

AS_OF = date(2025, 12, 18)


@dataclass(frozen=True, slots=True)
class Sending:
    """A workbook that did not come as it should.

    day: of December 2025, 0 for one on which it was in time.
    """

    day: int = 0
    status: Status = Status.COUNTED
    mistakes: tuple[Mistake, ...] = ()


SENDINGS: Mapping[str, Sending] = {
    "SH01.07": Sending(17),
    "SH01.13": Sending(16),
    "SH03.02": Sending(17),
    "SH01.05": Sending(
        mistakes=(
            typed("Điểm vượt thang điểm", at(InfoReturn, "points"), "33+60",
                  "points_beyond_scale"),
        ),
    ),
    "SH01.12": Sending(
        status=Status.REFUSED,
        mistakes=(
            miscounted("Bốn mức cộng lại thừa 1", at(CellReturn, "htt", 1), 1,
                       "levels_do_not_sum_to_rated", at(CellReturn, "rated", 1)),
        ),
    ),
    "SH01.24": Sending(
        status=Status.REFUSED,
        mistakes=(
            typed("Số viết bằng chữ", at(CellReturn, "members", 1), "ba mươi tư",
                  "unreadable_cell"),
        ),
    ),
    "SH01.30": Sending(status=Status.EMPTY),
    "SH03.01": Sending(
        status=Status.REFUSED,
        mistakes=(
            miscounted("Ghi thừa một đảng viên được miễn", at(CellReturn, "exempt", 2), 1,
                       "not_rated_also_counted_as_rated", at(CellReturn, "rated", 2)),
        ),
    ),
    "SH04.03": Sending(
        mistakes=(
            typed("Điểm viết bằng chữ", at(InfoReturn, "points"), "tám mươi lăm điểm",
                  "points_unreadable"),
        ),
    ),
}  # fmt: skip
"""Workbooks that came late or with mistakes, by unit; all others came on time and are counted."""

SILENT = ("SH01.26", "SH03.04", "SH04.04")
"""Units that sent nothing yet."""


def files() -> dict[str, bytes]:
    """Return the season's input folder: the register, 42 returns of 2025 and 17 of 2024."""
    data, register = register_file(register_rows())
    _, then = register_file(old_register_rows())
    return {
        REGISTER_FILE: data,
        WORDING_FILE: wording_file(VAN_KHE),
        **dict(_returns(register)),
        f"{slug(OWN_FORM)}/{slug(OWN_FORM)}-cap-xa.xlsx": _own_form(register),
        **dict(_earlier_returns(then)),
    }


# ------------------------------------------------------------------ this year


def _returns(register: Register) -> Iterator[tuple[str, bytes]]:
    story_of = stories(PLACES, 2025)
    for place in PLACES:
        if place.code not in SILENT:
            sending = SENDINGS.get(place.code, Sending())
            path = f"{slug(place.parent)}/{slug(place.code)}-{slug(place.name)}.xlsx"
            yield path, _workbook(register, story_of[place.code], sending)


def _workbook(register: Register, story: Story, sending: Sending) -> bytes:
    book = unit_form(register, register.units[story.code], _known(story))
    lot = random.Random(f"Vân Khê 2025 {story.code}")
    sent_on = AS_OF.replace(day=sending.day) if sending.day else day_in(lot, _IN_TIME)
    if sending.status is Status.EMPTY:
        fill(book, {InfoReturn: [{"sent_on": sent_on}]})
        return workbook_bytes(book)
    story = replace(story, stages=lot.choice((1, 1, 2)))
    fill(book, _with_points(lot, sheets_of(lot, story, _days(sent_on))))
    for mistake in sending.mistakes:
        mistake.make(book)
    return workbook_bytes(book)


def _own_form(register: Register) -> bytes:
    """Return the form of the commune itself, which has no cells below it but its organisations'."""
    book = unit_form(register, register.units[OWN_FORM], [])
    collectives = {"total": 9, "rated": 9, "xs": 1, "htt": 8}
    leaders = {"total": 38, "rated": 38, "xs": 5, "htt": 32, "ht": 1}
    days = {"KH": date(2025, 11, 10), "TT": AS_OF.replace(day=10), "GUI": AS_OF.replace(day=12)}
    rows: Sheets = {
        InfoReturn: [
            {"sent_on": days["GUI"], "prepared_by": "Ban Xây dựng Đảng", "self_level": Level.HTT}
        ],
        LeadershipReturn: [
            {"subject": LeadershipSubject.COLLECTIVE, "stage": RatingStage.SELF, **collectives},
            {"subject": LeadershipSubject.LEADER, "stage": RatingStage.SELF, **leaders},
        ],
        MilestoneReturn: [{"milestone": code, "done_on": day} for code, day in days.items()],
        DisciplineReturn: [
            {"target": target, "form": form, "number": 0} for target, form in DISCIPLINE_ROWS
        ],
    }
    rows[MilestoneReturn][1]["began_on"] = AS_OF.replace(day=9)
    fill(book, rows)
    return workbook_bytes(book)


def _known(story: Story) -> list[KnownCell]:
    return [KnownCell(code, name) for code, name in story.cells]


_IN_TIME = date(2025, 12, 9), date(2025, 12, 15)


def _days(sent_on: date) -> Days:
    """When things were done; those who send late were late before."""
    last = AS_OF.replace(day=8 if sent_on.day > 15 else 4)
    return {
        "KH": (date(2025, 11, 5), date(2025, 11, 20)),
        "review": (date(2025, 11, 24), last),
        "cell_decision": (AS_OF.replace(day=8), AS_OF.replace(day=9)),
        "TT": (AS_OF.replace(day=8), AS_OF.replace(day=9)),
        "sent": (sent_on, sent_on),
    }


_POINTS = {Level.XS: (90, 96), Level.HTT: (76, 89), Level.HT: (55, 68), Level.KHT: (35, 48)}
"""The least and the most points that are drawn for a level."""


def _with_points(lot: random.Random, sheets: Sheets) -> Sheets:
    """Return what a unit writes with the points of those that give any: two units in three."""
    if not lot.randrange(3):
        return sheets
    return {
        kind: [_scored(lot, row) for row in rows] if kind in (InfoReturn, CellReturn) else rows
        for kind, rows in sheets.items()
    }


def _scored(lot: random.Random, row: RowValues) -> RowValues:
    """Return a row with the points of its latest level, as a sum or in their two parts."""
    steps = ("decided_level", "proposed_level", "self_level")
    level = next((row[step] for step in steps if step in row), None)
    if level is None:
        return row
    points = lot.randint(*_POINTS[level])
    common = points * 3 // 10
    return row | {"points": lot.choice((str(points), f"{common}+{points - common}"))}


# ------------------------------------------------------------------ the year before


def _earlier_returns(register: Register) -> Iterator[tuple[str, bytes]]:
    for code, story in stories(OLD_PLACES, 2024).items():
        lot = random.Random(f"Vân Khê 2024 {code}")
        unit = register.units[code]
        book = unit_form(register, unit, _known(story))
        decided = replace(story, decision=(f"{lot.randint(310, 389)}-QĐ/HU", _decided(lot)))
        fill(book, sheets_of(lot, decided, _DAYS_THEN))
        folder = "2024" if unit.parent not in ("VG", "PS") else f"2024/{slug(unit.parent)}"
        yield f"{folder}/{slug(code)}-{slug(unit.name)}.xlsx", workbook_bytes(book)


_DAYS_THEN: Days = {
    "KH": (date(2024, 11, 5), date(2024, 11, 20)),
    "TT": (date(2024, 12, 6), date(2024, 12, 10)),
    "review": (date(2024, 11, 25), date(2024, 12, 4)),
    "cell_decision": (date(2024, 12, 5), date(2024, 12, 6)),
    "sent": (date(2024, 12, 12), date(2024, 12, 19)),
}


def _decided(lot: random.Random) -> date:
    return day_in(lot, (date(2024, 12, 10), date(2024, 12, 11)))
