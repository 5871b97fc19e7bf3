"""A register in which nothing is wrong, as data that faults can be planted in.

A planter is named after its rule. It does the one thing that is wrong, in a row nobody else uses,
and returns the cell where a finding must stand; what stood there before is the right thing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random
from typing import Any

from tests import builders, xlsx
from xeploai.schema.register import (
    REGISTER_SHEETS,
    AssignmentRow,
    CommitmentRow,
    CompletionRow,
    CrosswalkRow,
    DeadlineRow,
    DecisionRow,
    ExtensionRow,
    PlanRow,
    ReceiptRow,
    RerateRow,
    SettingRow,
    UnitCapRow,
    UnitRow,
    WaiverRow,
)
from xeploai.schema.row import Row, columns
from xeploai.schema.terms import UnitKind, YesNo

Values = dict[str, Any]
Kind = type[Row]
Place = tuple[str, str]
"""A sheet and a cell."""

COMMUNES = 120
"""Units that report, one in six of them a chi bộ cơ sở; the first ten have cells listed."""


@dataclass
class Draft:
    """rows: those of each sheet; taken: the places of the rows that nothing may be planted in."""

    rng: Random
    rows: dict[Kind, list[Values]]
    taken: set[tuple[Kind, int]] = field(default_factory=set)
    undo: dict[Place, Callable[[], None]] = field(default_factory=dict)

    def data(self) -> bytes:
        """The workbook's bytes."""
        sheets = {kind.SHEET: builders.grid(kind, self.rows[kind]) for kind in REGISTER_SHEETS}
        return xlsx.workbook(sheets)

    def at(self, kind: Kind, index: int, key: str) -> Place:
        """Where a field of a row stands."""
        return kind.SHEET, builders.address(kind, key, index)

    def pick(self, kind: Kind, fits: Callable[[Values], object] = lambda row: True) -> int:
        """A row in which nothing is wrong yet."""
        free = [
            index
            for index, row in enumerate(self.rows[kind])
            if (kind, index) not in self.taken and fits(row)
        ]
        index = self.rng.choice(free)
        self.taken.add((kind, index))
        return index

    def put(self, kind: Kind, index: int, key: str, value: object) -> Place:
        """Write over a right value; where that is."""
        row = self.rows[kind][index]
        self.undo.setdefault(self.at(kind, index, key), partial(row.update, {key: row.get(key)}))
        row[key] = value
        return self.at(kind, index, key)

    def add(self, kind: Kind, key: str, row: Mapping[str, object]) -> Place:
        """Add a row too many; where its fault is seen."""
        added = dict(row)
        index = len(self.rows[kind])
        self.rows[kind].append(added)
        self.taken.add((kind, index))
        self.undo[self.at(kind, index, key)] = added.clear
        return self.at(kind, index, key)

    # ------------------------------------------------------------ units

    def unit(self, code: str) -> Values:
        """The row of a unit."""
        return next(row for row in self.rows[UnitRow] if row["code"] == code)

    def leaf(self) -> int:
        """A đảng bộ cơ sở on which nothing else rests: no cell, no row of another sheet."""
        named = {row["parent_code"] for row in self.rows[UnitRow]}
        named |= {value for kind in ENTRIES for row in self.rows[kind] for value in row.values()}
        return self.pick(
            UnitRow,
            lambda row: row["kind"] == UnitKind.GRASSROOTS and row["code"] not in named,
        )

    def spare(self) -> str:
        """The code of a unit that reports and has no row on any other sheet."""
        index = self.leaf()
        return str(self.rows[UnitRow][index]["code"])


ENTRIES = (
    WaiverRow,
    CrosswalkRow,
    ReceiptRow,
    ExtensionRow,
    CompletionRow,
    UnitCapRow,
    AssignmentRow,
    PlanRow,
    RerateRow,
    CommitmentRow,
)
ON_UNIT = {kind: "new_code" if kind is CrosswalkRow else "unit_code" for kind in ENTRIES}


def draft(seed: int) -> Draft:
    """A register of 120 units, some of their cells, and rows on all other sheets."""
    rng = Random(seed)
    units = [_unit("H", "Đảng bộ huyện H", UnitKind.DISTRICT, "")]
    for number in range(1, COMMUNES + 1):
        kind = UnitKind.GRASSROOTS if number % 6 else UnitKind.GRASSROOTS_CELL
        units.append(_unit(f"{number:03}", f"Đảng bộ xã {number}", kind, "H"))
    for number in range(1, 11):
        for cell in range(1, 4) if number % 6 else ():
            code = f"{number:03}/{cell}"
            units.append(_unit(code, f"Chi bộ thôn {cell}", UnitKind.CELL, f"{number:03}"))
    rng.shuffle(units)
    rows: dict[Kind, list[Values]] = {
        SettingRow: [{"period": "2025", "office": "Ban Tổ chức", "cap": 20, "digits": 2}],
        UnitRow: units,
        DeadlineRow: [
            {"milestone": code, "name": f"Việc {code}", "deadline": date(2025, 12, 5 + place)}
            for place, code in enumerate(("KH", "GUI", "KP", *(f"M{x}" for x in range(20))))
        ],
        DecisionRow: [
            {"unit_code": f"{x:03}", "subject": "TCCSĐ", "decision_date": date(2026, 1, 5)}
            for x in range(11, 20)
        ],
        WaiverRow: [
            {"rule": "cell_twice", "unit_code": f"{x:03}", "reason": "Đã xem"} for x in range(1, 9)
        ],
        CrosswalkRow: [
            {"new_code": f"{x:03}", "old_code": f"cu{x}", "period": "2024"} for x in range(1, 9)
        ],
        ReceiptRow: [
            {"unit_code": f"{x:03}", "version": 1, "received_on": date(2025, 12, 3)}
            for x in range(1, 9)
        ],
        ExtensionRow: [_extension(f"{x:03}") for x in range(1, 18)],
        CompletionRow: [
            {"unit_code": f"{x:03}", "milestone": "KH", "done_on": date(2025, 12, 1)}
            for x in range(1, 12)
        ],
        UnitCapRow: [{"unit_code": f"{x:03}", "cap": 25} for x in range(1, 9)],
        AssignmentRow: [
            {"official": f"Đ/c số {x}", "unit_code": f"{x:03}", "attends_on": date(2025, 12, 8)}
            for x in range(1, 9)
        ],
        PlanRow: [
            {"unit_code": f"{x:03}", "item": f"Việc {x}", "due": date(2026, 3, 31)}
            for x in range(1, 9)
        ],
        CommitmentRow: [{"unit_code": f"{x:03}", "item": f"Chỉ tiêu {x}"} for x in range(1, 9)],
        RerateRow: [
            {"period": "2024", "unit_code": f"{x:03}", "subject": "TCCSĐ", "old_level": "HTT",
             "new_level": "HT", "decision_date": date(2025, 6, 2)}
            for x in range(1, 9)
        ],
    }  # fmt: skip
    rows[DeadlineRow].append(
        {
            "milestone": "CB",
            "name": "Chi bộ",
            "kinds": "chi bộ cơ sở",
            "deadline": date(2025, 12, 5),
        }
    )
    made = Draft(rng, rows)
    # What many other rows rest on: a fault there would be seen at all of them.
    made.taken |= {(DeadlineRow, 0), (DeadlineRow, 1), (DeadlineRow, len(rows[DeadlineRow]) - 1)}
    made.taken.add((UnitRow, units.index(made.unit("H"))))
    return made


def _unit(code: str, name: str, kind: UnitKind, parent: str) -> Values:
    return {"code": code, "name": name, "kind": kind, "parent_code": parent}


def _extension(code: str, milestone: str = "GUI") -> Values:
    day = date(2025, 12, 28)
    return {"unit_code": code, "milestone": milestone, "deadline": day, "reason": "Lũ"}


# ------------------------------------------------------------------ reading


def blank_cell(draft: Draft) -> Place:
    kind = draft.rng.choice([UnitRow, DecisionRow, *ENTRIES])
    keys = [key for key, column in columns(kind).items() if column.required]
    key = draft.rng.choice(keys)
    # A blank name leaves nobody unknown; a blank code might.
    index = draft.leaf() if kind is UnitRow else draft.pick(kind)
    return draft.put(kind, index, "name" if kind is UnitRow else key, None)


def unreadable_cell(draft: Draft) -> Place:
    kind, key, written = draft.rng.choice([
        (UnitRow, "kind", "xã"), (UnitRow, "founded_on", "hôm qua"), (UnitRow, "hinted", "?"),
        (DeadlineRow, "deadline", "cuối năm"), (DecisionRow, "decided_level", "Khá"),
        (DecisionRow, "subject", "đảng viên"), (WaiverRow, "approved_on", 3.5),
        (ReceiptRow, "version", "một"), (ExtensionRow, "deadline", "mai"),
        (CompletionRow, "done_on", "32/13/2025"), (UnitCapRow, "cap", "hai mươi"),
        (SettingRow, "hide_below", "ít"), (SettingRow, "rounding", "lên"),
    ])  # fmt: skip
    if kind is SettingRow:
        return draft.put(kind, 0, key, written)
    return draft.put(kind, draft.leaf() if kind is UnitRow else draft.pick(kind), key, written)


def error_cell(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "cluster", xlsx.error("#REF!"))


def uncalculated_cell(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "official", xlsx.formula("VLOOKUP(A1,B:C,2)"))


def percentage_in_count(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "members_in_database", "92,5%")


# ------------------------------------------------------------------ settings


def period_without_year(draft: Draft) -> Place:
    return draft.put(SettingRow, 0, "period", "Quý I")


def period_not_one_year(draft: Draft) -> Place:
    return draft.put(
        SettingRow, 0, "period", draft.rng.choice(["31/12/2025", date(2025, 1, 1), "2025-2026"])
    )


def year_without_regulation(draft: Draft) -> Place:
    return draft.put(SettingRow, 0, "period", "2009")


def unknown_regulation(draft: Draft) -> Place:
    return draft.put(SettingRow, 0, "regulation", "qd-la")


def impossible_digits(draft: Draft) -> Place:
    return draft.put(SettingRow, 0, "digits", 5)


def impossible_cap(draft: Draft) -> Place:
    return draft.put(UnitCapRow, draft.pick(UnitCapRow), "cap", 0)


# ------------------------------------------------------------------ units


def row_of_no_unit(draft: Draft) -> Place:
    name = draft.rng.choice(["A. Khối xã", "Tổng số: 121 đơn vị", "CỤM SỐ 1"])
    row = {**_unit("", name, UnitKind.CELL, ""), "number": "I", "kind": ""}
    return draft.add(UnitRow, "name", row)


def unit_code_twice(draft: Draft) -> Place:
    first, other = sorted((draft.leaf(), draft.leaf()))
    return draft.put(UnitRow, other, "code", draft.rows[UnitRow][first]["code"])


def unit_codes_look_alike(draft: Draft) -> Place:
    first, other = sorted((draft.leaf(), draft.leaf()))
    code = draft.rows[UnitRow][first]["code"]
    return draft.put(
        UnitRow, other, "code", draft.rng.choice([f" {code[:1]} {code[1:]}", f"0{code}"])
    )


def unit_name_twice(draft: Draft) -> Place:
    first, other = sorted((draft.leaf(), draft.leaf()))
    return draft.put(UnitRow, other, "name", draft.rows[UnitRow][first]["name"].upper())


def answer_without_effect(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "files_form", YesNo.NO)


def unknown_parent(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "parent_code", "K99")


def cell_without_parent(draft: Draft) -> Place:
    index = draft.pick(UnitRow, lambda row: row["kind"] == UnitKind.CELL)
    return draft.put(UnitRow, index, "parent_code", None)


def second_top_unit(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "parent_code", None)


def parent_loop(draft: Draft) -> Place:
    own = draft.leaf()
    return draft.put(UnitRow, own, "parent_code", draft.rows[UnitRow][own]["code"])


def wrong_kind_above(draft: Draft) -> Place:
    return draft.put(UnitRow, draft.leaf(), "parent_code", draft.spare())


def kind_fits_no_unit_below(draft: Draft) -> Place:
    with_cells = {row["parent_code"] for row in draft.rows[UnitRow] if "/" in row["code"]}
    index = draft.pick(
        UnitRow, lambda row: row["code"] in with_cells and row["kind"] == UnitKind.GRASSROOTS
    )
    for place, row in enumerate(draft.rows[UnitRow]):
        if row["parent_code"] == draft.rows[UnitRow][index]["code"]:
            draft.taken.add((UnitRow, place))
    return draft.put(UnitRow, index, "kind", UnitKind.GRASSROOTS_CELL)


# ------------------------------------------------------------------ the other sheets


def unknown_unit_kind(draft: Draft) -> Place:
    return draft.put(DeadlineRow, draft.pick(DeadlineRow), "kinds", "phường; đảng bộ cơ sở")


def milestone_code_twice(draft: Draft) -> Place:
    return draft.add(DeadlineRow, "milestone", draft.rows[DeadlineRow][draft.pick(DeadlineRow)])


def unlisted_unit(draft: Draft) -> Place:
    kind = draft.rng.choice(ENTRIES)
    return draft.put(kind, draft.pick(kind), ON_UNIT[kind], "Z9")


def unknown_milestone(draft: Draft) -> Place:
    kind = draft.rng.choice([ExtensionRow, CompletionRow])
    return draft.put(kind, draft.pick(kind), "milestone", "X")


def unit_without_return(draft: Draft) -> Place:
    cell = draft.pick(UnitRow, lambda row: row["kind"] == UnitKind.CELL)
    code = draft.rows[UnitRow][cell]["code"]
    return draft.put(ExtensionRow, draft.pick(ExtensionRow), "unit_code", code)


def milestone_not_of_unit(draft: Draft) -> Place:
    index = draft.pick(ExtensionRow, lambda row: int(row["unit_code"]) in range(13, 18))
    return draft.put(ExtensionRow, index, "milestone", "CB")


def extension_not_later(draft: Draft) -> Place:
    return draft.put(ExtensionRow, draft.pick(ExtensionRow), "deadline", date(2025, 12, 1))


def completion_without_date(draft: Draft) -> Place:
    return draft.put(CompletionRow, draft.pick(CompletionRow), "done_on", None)


def completion_done_and_undone(draft: Draft) -> Place:
    index = draft.pick(CompletionRow)
    draft.put(CompletionRow, index, "note", "Chưa xong")
    note = draft.at(CompletionRow, index, "note")
    draft.undo[draft.at(CompletionRow, index, "done_on")] = draft.undo.pop(note)
    return draft.at(CompletionRow, index, "done_on")


def entry_twice(draft: Draft) -> Place:
    kind = draft.rng.choice([ExtensionRow, CompletionRow, UnitCapRow])
    return draft.add(kind, "unit_code", draft.rows[kind][draft.pick(kind)])


def receipt_twice(draft: Draft) -> Place:
    day = draft.rng.choice([date(2025, 12, 3), date(2025, 12, 9)])
    first = draft.rows[ReceiptRow][draft.pick(ReceiptRow)]
    return draft.add(ReceiptRow, "received_on", {**first, "received_on": day})
