"""Valid rows, returns, registers and workbooks; a test overrides what it is about.

A workbook comes in two ways: `form` is the real form filled in with openpyxl; `book` is a fast
one with nothing but headings and rows. `a_return` needs no workbook at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any, TypeVar

from openpyxl import load_workbook

from tests import xlsx
from xeploai.findings import CellRef, letter
from xeploai.forms.layout import place
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import unit_form
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE
from xeploai.reading.parser import left_out
from xeploai.reading.source_rows import Located, Parsed
from xeploai.register.deadlines import usual_event
from xeploai.register.model import Milestone, Register, Settings, Unit, UnitCap, make_register
from xeploai.schema.form import (
    FORM_SHEETS,
    STAMP_SHEET,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.register import (
    REGISTER_SHEETS,
    AssignmentRow,
    CommitmentRow,
    CrosswalkRow,
    DecisionRow,
    PlanRow,
    RerateRow,
    SettingRow,
    UnitCapRow,
)
from xeploai.schema.regulations import for_year
from xeploai.schema.row import Code, Row, columns
from xeploai.schema.terms import (
    CapBase,
    CapScope,
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatedSubject,
    RatingStage,
    ReratedSubject,
    Rounding,
    Scale,
    UnitKind,
)
from xeploai.season.progress.evidence import Sources
from xeploai.submissions.model import Return, Unread
from xeploai.submissions.returns import read_return
from xeploai.text import year_in

R = TypeVar("R", bound=Row)

YEAR = 2025
AS_OF = date(YEAR, 12, 31)
FILE = "bieu.xlsx"

# ------------------------------------------------------------------ the register

REPORTING = frozenset({UnitKind.GRASSROOTS, UnitKind.GRASSROOTS_CELL})


def settings(**over: Any) -> Settings:
    """The settings of a period, as the regulation of its year has them."""
    regulation = for_year(year_in(str(over.get("period", YEAR))) or YEAR)
    assert regulation is not None
    usual: dict[str, Any] = {
        "period": str(YEAR),
        "office": "Ban Tổ chức Huyện ủy",
        "higher_office": "Ban Tổ chức Tỉnh ủy",
        "regulation": regulation,
        "cap": 20,
        "cap_base": CapBase.HTT,
        "cap_scope": CapScope.GRASSROOTS,
        "cap_decision": "",
        "digits": 2,
        "rounding": Rounding.HALF_UP,
        "hide_below": 0,
        "counted_to": None,
    }
    return Settings(**{**usual, **over})


def unit(code: str = "A", kind: UnitKind = UnitKind.GRASSROOTS, **over: Any) -> Unit:
    """One organisation, below the district "H" if it is not the district itself."""
    parent = "" if kind in (UnitKind.DISTRICT, UnitKind.PROVINCE) else "H"
    usual: dict[str, Any] = {"name": f"Đảng bộ xã {code}", "parent": parent}
    return Unit(code=code, kind=kind, **{**usual, **over})


DISTRICT = unit("H", UnitKind.DISTRICT, name="Đảng bộ huyện H")
UNITS = (
    DISTRICT,
    unit("A"),
    unit("B"),
    unit("C", UnitKind.GRASSROOTS_CELL, name="Chi bộ cơ quan C"),
)


def milestone(code: str = "GUI", deadline: date = date(YEAR, 12, 20), **over: Any) -> Milestone:
    """A milestone of every unit that reports."""
    usual: dict[str, Any] = {
        "name": "Gửi hồ sơ", "kinds": REPORTING, "event": usual_event(code)
    }  # fmt: skip
    return Milestone(code=code, deadline=deadline, **{**usual, **over})


def register(units: Sequence[Unit] = UNITS, **over: Any) -> Register:
    """A register; settings are given by their own names, lists by the register's."""
    more: dict[str, Any] = {"milestones": over.pop("milestones", ())}
    for key in ("decisions", "waivers", "crosswalk"):
        more[key] = listed(over.pop(key, ()))
    receipts = tuple(listed(over.pop("receipts", ())))
    assignments = tuple(listed(over.pop("assignments", ())))
    plan = tuple(listed(over.pop("plan", ())))
    rerated = tuple(listed(over.pop("rerated", ())))
    commitments = tuple(listed(over.pop("commitments", ())))
    by_key = {
        key: over.pop(key)
        for key in (
            "extensions",
            "completions",
            "unit_caps",
            "setting_cells",
            "days",
            "founding_days",
        )
        if key in over
    }
    ordered = [replace(item, order=order) for order, item in enumerate(units)]
    made = make_register(settings(**over), ordered, **more)
    return replace(
        made,
        receipts=receipts,
        assignments=assignments,
        plan=plan,
        rerated=rerated,
        commitments=commitments,
        **by_key,
    )


def unit_cap(percent: int, decision_no: str = "", row_number: int = 0) -> UnitCap:
    """The cap of one unit, as if read from the real workbook; rows are counted from 0."""
    where = place(UnitCapRow)
    cell = where.cell("decision_no", where.first_row + row_number)
    return UnitCap(percent, decision_no, CellRef(REGISTER_FILE, where.sheet, cell))


def setting_cells() -> dict[str, CellRef]:
    """Where each setting stands in the real workbook."""
    where = place(SettingRow)
    return {key: CellRef(REGISTER_FILE, where.sheet, where.cell(key)) for key in where.rows}


def listed(rows: Sequence[R]) -> list[Located[R]]:
    """Rows of the register as if read from the real workbook."""
    return [
        Located(item, REGISTER_FILE, place(type(item)).sheet, place(type(item)).letters, number)
        for number, item in enumerate(rows, start=place(type(rows[0])).first_row if rows else 0)
    ]


def decision(code: str, subject: RatedSubject = RatedSubject.ORG, **over: Any) -> DecisionRow:
    """A line of the register's sheet of decisions."""
    return row(DecisionRow, unit_code=Code(code), subject=subject, **over)


def old_unit(new: str, old: str, period: str) -> CrosswalkRow:
    """A line of the register's sheet of boundaries."""
    return CrosswalkRow(Code(new), Code(old), period)


def assigned(code: str, official: str, on: date | None = None) -> AssignmentRow:
    """A line of the register's sheet of those who are to attend reviews."""
    return row(AssignmentRow, unit_code=Code(code), official=official, attends_on=on)


def planned(code: str, item: str, **over: Any) -> PlanRow:
    """A line of the board's own plan of remedies."""
    return row(PlanRow, unit_code=Code(code), item=item, **over)


def committed(code: str, item: str, **over: Any) -> CommitmentRow:
    """A line of the register's sheet of targets."""
    return row(CommitmentRow, unit_code=Code(code), item=item, **over)


def rerated(code: str, subject: ReratedSubject, old: Level, new: Level, **over: Any) -> RerateRow:
    """A decision that rates some of a unit again for the year before."""
    return row(
        RerateRow,
        **{"period": str(YEAR - 1), "unit_code": Code(code), **over},
        subject=subject, old_level=old, new_level=new,
    )  # fmt: skip


# ------------------------------------------------------------------ rows


def row(row_type: type[R], **fields: Any) -> R:
    """A row with everything not said left blank."""
    blank = {"text": "", "code": "", "count": 0}
    values = {
        key: None if item.nullable else blank.get(item.type)
        for key, item in columns(row_type).items()
    }
    return row_type(**{**values, **fields})


def cell(**over: Any) -> CellReturn:
    """A cell of ten members: 1 XS, 6 HTT, 1 HT; one exempt and one too new."""
    usual: dict[str, Any] = {
        "cell_code": Code("A1"),
        "name": "Chi bộ thôn Một",
        "review_date": date(YEAR, 12, 1),
        "members": 10,
        "exempt": 1,
        "new_under_6m": 1,
        "rated": 8,
        "xs": 1,
        "htt": 6,
        "ht": 1,
        "self_level": Level.HTT,
        "proposed_level": Level.HTT,
        "decided_level": Level.HTT,
    }
    return row(CellReturn, **{**usual, **over})


def unreviewed(**over: Any) -> CellReturn:
    """A cell of ten members that has still to hold its review."""
    usual = {"cell_code": Code("A2"), "name": "Chi bộ thôn Hai", "members": 10, "exempt": 1}
    return row(CellReturn, **{**usual, **over})


def plain_cell(number: int, members: int = 5, **over: Any) -> CellReturn:
    """A cell all of whose members are HTT."""
    usual: dict[str, Any] = {
        "cell_code": Code(""),
        "name": f"Chi bộ {number}",
        "members": members,
        "rated": members,
        "htt": members,
    }
    return row(CellReturn, **{**usual, **over})


def info(**over: Any) -> InfoReturn:
    """The first sheet of the unit A, or of another by the name it has here."""
    code = str(over.get("unit_code", "A"))
    names = {each.code: each.name for each in UNITS}
    usual: dict[str, Any] = {
        "unit_code": Code("A"),
        "unit_name": names.get(code, f"Đảng bộ xã {code}"),
        "unit_kind": UnitKind.GRASSROOTS,
        "parent_name": "Đảng bộ huyện H",
        "period": str(YEAR),
        "version": 1,
        "sent_on": date(YEAR, 12, 18),
        "self_level": Level.XS,
        "proposed_level": Level.HTT,
        "decided_level": Level.HTT,
    }
    return row(InfoReturn, **{**usual, **over})


DECLARED = ("cells_declared", "members_declared", "rated_declared")
"""The totals of its own that a unit writes on the first sheet."""

Cells = Sequence[CellReturn | Mapping[str, object]]


def declaring(first: InfoReturn, cells: Cells) -> InfoReturn:
    """The first sheet with the unit's own totals, as its cells have them, where it has none.

    A chi bộ cơ sở ("C" here) declares no cells; where a count is no number nothing is declared.
    """
    totals: dict[str, Any] = {} if first.unit_code == "C" else {"cells_declared": len(cells)}
    for key in ("members", "rated"):
        counts = [_values(each).get(key) or 0 for each in cells]
        numbers = [count for count in counts if isinstance(count, int)]
        if len(numbers) == len(counts):
            totals[f"{key}_declared"] = sum(numbers)
    return replace(first, **{x: n for x, n in totals.items() if getattr(first, x) is None})


def leadership(
    subject: LeadershipSubject = LeadershipSubject.COLLECTIVE,
    stage: RatingStage = RatingStage.DECIDED,
    **over: Any,
) -> LeadershipReturn:
    """Five collectives, all rated: 1 XS, 4 HTT."""
    usual: dict[str, Any] = {"total": 5, "rated": 5, "xs": 1, "htt": 4}
    return row(LeadershipReturn, subject=subject, stage=stage, **{**usual, **over})


def done(code: str, on: date | None, **over: Any) -> MilestoneReturn:
    """A milestone finished on a day."""
    return row(MilestoneReturn, milestone=Code(code), done_on=on, **over)


def remedy(**over: Any) -> RemedyReturn:
    """A shortcoming to overcome."""
    return row(RemedyReturn, **{"item": "Sinh hoạt chi bộ chưa đều", **over})


def disciplined(number: int = 0, **over: Any) -> DisciplineReturn:
    """Members reprimanded."""
    usual = {"target": DisciplineTarget.MEMBER, "form": DisciplineForm.REPRIMAND}
    return row(DisciplineReturn, number=number, **{**usual, **over})


# ------------------------------------------------------------------ returns without workbooks


def parsed(row_type: type[R], rows: Sequence[R], file: str = FILE, **over: Any) -> Parsed[R]:
    """Rows as if read from the real form: the same columns and first row."""
    where = place(row_type)
    cells = {key: where.cell(key) for key in where.rows} if where.rows else dict(where.letters)
    located = tuple(
        Located(item, file, where.sheet, cells, 0 if where.rows else where.first_row + index)
        for index, item in enumerate(rows)
    )
    usual: dict[str, Any] = {
        "rows": located,
        "file": file,
        "sheet": where.sheet,
        "columns": cells,
        "totals": (),
        "unfilled": (),
        "findings": (),
        "whole": True,
        "heading_number": where.header_row,
        "raw": {
            key: getattr(item, key)
            for item in rows
            for key in ("unit_code", "unit_name")
            if where.rows and hasattr(item, key)
        },
    }
    return Parsed(**{**usual, **over})


def a_return(
    cells: Sequence[CellReturn] | None = None,
    *,
    of: InfoReturn | None = None,
    file: str = FILE,
    others: Sequence[Row] = (),
    declares: Cells | None = None,
    **over: Any,
) -> Return:
    """A return as read: its cells, the first sheet, rows of any other sheets.

    declares: the cells whose totals the first sheet has, where not all rows are cells.
    """
    rows = [cell()] if cells is None else list(cells)
    first = declaring(of or info(), rows if declares is None else declares)
    given: dict[type[Row], Sequence[Row]] = {
        InfoReturn: [first],
        CellReturn: rows,
        **{kind: [item for item in others if type(item) is kind] for kind in FORM_SHEETS[2:]},
    }
    sheets: dict[type[Row], Parsed[Any]] = {
        kind: parsed(kind, rows, file) for kind, rows in given.items()
    }
    usual: dict[str, Any] = {
        "file": file,
        "sha256": sha256(repr((file, given)).encode()).hexdigest(),
        "unit": str(first.unit_code),
        "period": first.period,
        "version": first.version or 1,
        "received_on": first.sent_on,
        "saved_at": None,
        "sheets": sheets,
        "findings": (),
    }
    return Return(**{**usual, **over})


def without_cells(item: Return) -> Return:
    """A return whose form has no sheet of cells, as that of a unit above TCCSĐ may have none."""
    return replace(item, sheets={**item.sheets, CellReturn: left_out(CellReturn, item.file)})


def returns_of(*items: Return) -> dict[str, Return]:
    """Returns by unit."""
    return {item.unit: item for item in items}


def in_force(*items: Return) -> Sources:
    """Returns that count, as all that tells of progress."""
    return Sources(returns_of(*items), returns_of(*items), items)


# ------------------------------------------------------------------ fast workbooks


def grid(row_type: type[Row], rows: Sequence[Row | Mapping[str, object]]) -> list[list[object]]:
    """A sheet with nothing but its headings and rows, or its labels and values."""
    known = columns(row_type)
    lines = [_values(item) for item in rows]
    if row_type.LAYOUT == "labels":
        first = lines[0] if lines else {}
        return [[item.header, _shown(first.get(key))] for key, item in known.items()]
    heads: list[object] = [item.header for item in known.values()]
    return [heads, *([_shown(values.get(key)) for key in known] for values in lines)]


def _values(item: Row | Mapping[str, object]) -> Mapping[str, object]:
    if isinstance(item, Row):
        return {key: getattr(item, key) for key in columns(type(item))}
    return item


def _shown(value: object, scale: Scale = Scale.FULFILMENT) -> Any:
    if isinstance(value, Level):
        return scale.short(value)
    return None if value in (None, "") else value


def address(row_type: type[Row], key: str, row_number: int = 0) -> str:
    """Where a field stands in a fast workbook; rows are counted from 0."""
    index = list(columns(row_type)).index(key)
    if row_type.LAYOUT == "labels":
        return f"B{index + 1}"
    return f"{letter(index)}{row_number + 2}"


def book(
    cells: Sequence[CellReturn | Mapping[str, object]] | None = None,
    *,
    of: InfoReturn | Mapping[str, object] | None = None,
    others: Sequence[Row] = (),
    more: Mapping[str, str | bytes] | None = None,
    stamp: Mapping[str, object] | None = None,
    declares: Cells | None = None,
    **over: Any,
) -> bytes:
    """A fast workbook; over replaces whole sheets, by the name of their row type.

    declares: the cells whose totals the first sheet has, where not all rows are cells.
    """
    rows = [cell()] if cells is None else cells
    if declares is None and "CellReturn" not in over:
        declares = rows
    sheets: dict[str, Any] = {
        "Thông tin": grid(InfoReturn, [_declaring(of, declares)]),
        "Chi bộ": grid(CellReturn, rows),
        **{
            kind.SHEET: grid(kind, [item for item in others if type(item) is kind])
            for kind in FORM_SHEETS[2:]
        },
    }
    if stamp is not None:
        sheets[STAMP_SHEET] = [[key, value] for key, value in stamp.items()]
    by_type = {kind.__name__: kind.SHEET for kind in FORM_SHEETS}
    starts_1904 = over.pop("starts_1904", False)
    for name, page in over.items():
        sheets.pop(by_type[name])
        if page is not None:
            sheets[by_type[name]] = page
    return xlsx.workbook(sheets, more, starts_1904=starts_1904)


def _declaring(
    of: InfoReturn | Mapping[str, object] | None, cells: Cells | None
) -> InfoReturn | Mapping[str, object]:
    if cells is None or isinstance(of, Mapping):
        return of or info()
    return declaring(of or info(), cells)


def read(data: bytes, file: str = FILE) -> Return:
    """A workbook that must be readable, read."""
    item = read_return(data, file)
    assert isinstance(item, Return), item
    return item


def unread(data: bytes, file: str = FILE) -> Unread:
    """A workbook that must not be."""
    item = read_return(data, file)
    assert isinstance(item, Unread), item
    return item


def register_book(
    units: Sequence[Unit] = UNITS, settings: Mapping[str, object] | None = None, **over: Any
) -> bytes:
    """The bytes of a register; over gives the rows of the other sheets by row type's name."""
    listed = [
        {
            "number": number,
            "code": item.code,
            "name": item.name,
            "kind": item.kind,
            "parent_code": item.parent,
            "cluster": item.cluster,
            "official": item.official,
            "members_in_database": item.members_in_database,
            "founded_on": item.founded_on,
            "hinted": "có" if item.hinted else None,
            "files_form": item.files_form,
        }
        for number, item in enumerate(units, start=1)
    ]
    usual = {"period": str(YEAR), "office": "Ban Tổ chức Huyện ủy"}
    rows: dict[str, Any] = {
        "SettingRow": [{**usual, **(settings or {})}],
        "UnitRow": listed,
        **over,
    }
    sheets = {
        kind.SHEET: grid(kind, rows[kind.__name__])
        for kind in REGISTER_SHEETS
        if rows.get(kind.__name__) is not None
    }
    return xlsx.workbook(sheets)


# ------------------------------------------------------------------ the real form


def form(
    of: Register | None = None,
    unit_code: str = "A",
    cells: Sequence[CellReturn] = (),
    *,
    of_info: Mapping[str, object] | None = None,
    others: Sequence[Row] = (),
) -> bytes:
    """The form a unit gets, filled in as its clerk would."""
    listed = of or register()
    scale = listed.settings.organisations
    known = [KnownCell(item.cell_code, item.name) for item in cells]
    target = load_workbook(
        BytesIO(workbook_bytes(unit_form(listed, listed.units[unit_code], known)))
    )
    declared = declaring(row(InfoReturn, unit_code=Code(unit_code)), cells) if cells else None
    totals = {key: getattr(declared, key) for key in DECLARED} if declared else {}
    for key, value in {**totals, **(of_info or {})}.items():
        target[InfoReturn.SHEET][place(InfoReturn).cell(key)] = _shown(value, scale)
    for index, item in enumerate(cells):
        _fill(target[CellReturn.SHEET], item, place(CellReturn).first_row + index, scale)
    for other in others:
        page = target[other.SHEET]
        _fill(page, other, _row_of(page, other), scale)
    written = BytesIO()
    target.save(written)
    return written.getvalue()


def _fill(page: Any, item: Row, number: int, scale: Scale = Scale.FULFILMENT) -> None:
    for key, value in _values(item).items():
        if (shown := _shown(value, scale)) is not None:
            page[place(type(item)).cell(key, number)] = shown


def _row_of(page: Any, item: Row) -> int:
    """The row the form keeps for an item: by its first two keys, else the first free one."""
    where = place(type(item))
    keys = type(item).KEYS[:2] if type(item) is not MilestoneReturn else ("milestone",)
    for number in range(where.first_row, where.first_row + 40):
        there = [page[where.cell(key, number)].value for key in keys]
        if there == [getattr(item, key) for key in keys] or not any(there):
            return number
    raise LookupError(item)
