"""Register + unit → the workbook the unit fills in: prefilled, locked, checking itself.

The same form takes what a unit has sent already, when it goes back to be corrected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import cast

from xeploai.forms.cell_sheet import cell_table, let_filter, ratio_columns, write_total
from xeploai.forms.checked_table import FormTable, LaidForm, finish_table, write_table
from xeploai.forms.declared_formulas import formulas_of, known_of
from xeploai.forms.extra_sheets.guide_sheet import write_guide
from xeploai.forms.extra_sheets.summary_sheet import Signed, write_summary
from xeploai.forms.info_sheet import Messages, info_checks, write_info
from xeploai.forms.layout import place
from xeploai.forms.page_setup import foot_of, heading_of
from xeploai.forms.rows import FormRow, KnownCell, SentValues, Wrote, spelt
from xeploai.forms.self_check.check_formulas import (
    STANDING,
    Checks,
    checks_of,
    label_sentences,
    word_lists,
)
from xeploai.forms.self_check.check_list import (
    CellRows,
    Check,
    CheckedArea,
    area_checks,
    beside_cells,
    cell_sheet_checks,
    listed_cells,
    merged,
)
from xeploai.forms.self_check.check_sheet import write_checks
from xeploai.forms.self_check.inserted_rows import write_inserted
from xeploai.forms.sent_values import sent_cells, with_sent
from xeploai.forms.styles import COMPUTED, CellFormula
from xeploai.forms.tables import Choices, Extra, Titles, stamp
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder
from xeploai.register.model import Register, Unit
from xeploai.schema.form import (
    DECLARED,
    FORM_ID,
    FORM_SHEETS,
    ORG_LEVEL,
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.row import Row
from xeploai.schema.self_check import Formula
from xeploai.schema.terms import (
    LEADERSHIP_STEPS,
    DisciplineForm,
    DisciplineTarget,
    Level,
    Scale,
    UnitKind,
)

_REMEDY_ROWS, _LEAST_SPARE = 20, 5
_NOT_OF_A_CELL = frozenset({"cells_declared"})
"""Fields that a chi bộ cơ sở is not asked for: it has no cells below it."""
_TITLES: Mapping[type[Row], str] = {
    CellReturn: "BIỂU TỔNG HỢP KẾT QUẢ KIỂM ĐIỂM, ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CHI BỘ, ĐẢNG VIÊN",
    LeadershipReturn: "BIỂU TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI TẬP THỂ, CÁ NHÂN LÃNH ĐẠO, QUẢN LÝ",
    MilestoneReturn: "BIỂU TỔNG HỢP TIẾN ĐỘ KIỂM ĐIỂM, ĐÁNH GIÁ, XẾP LOẠI",
    RemedyReturn: "BIỂU TỔNG HỢP KẾ HOẠCH KHẮC PHỤC HẠN CHẾ, KHUYẾT ĐIỂM SAU KIỂM ĐIỂM",
    DisciplineReturn: "BIỂU TỔNG HỢP KẾT QUẢ THI HÀNH KỶ LUẬT TRONG KỲ",
}
DISCIPLINE_ROWS = (
    *product(
        [DisciplineTarget.MEMBER],
        [
            DisciplineForm.REPRIMAND,
            DisciplineForm.WARNING,
            DisciplineForm.REMOVAL,
            DisciplineForm.EXPULSION,
        ],
    ),
    *product(
        [DisciplineTarget.ORG],
        [DisciplineForm.REPRIMAND, DisciplineForm.WARNING, DisciplineForm.DISSOLUTION],
    ),
)
_OF_MEMBERS = "Đảng viên: ghi nếu có, số quyết định lấy ở tờ Chi bộ."
_NO_MILESTONES = "Danh mục chưa đặt mốc thời gian cho đơn vị: không phải điền tờ này."


@dataclass(frozen=True, slots=True)
class _Form:
    """Values that all sheets of one form need."""

    register: Register
    unit: Unit
    formulas: Sequence[Formula]

    @property
    def note(self) -> str:
        """Return the foot of every printed page."""
        return foot_of(self.unit.name, self.register.settings.period)

    @property
    def subtitle(self) -> str:
        """Whose form it is, and for when."""
        return heading_of(self.unit.name, self.register.settings.period)

    def checks(self, row_type: type[Row]) -> Checks:
        """Return the checks of a sheet."""
        return checks_of(row_type, self.formulas)

    def titles(self, row_type: type[Row]) -> Titles:
        """Return the titles above a table."""
        scale = self.register.settings.organisations
        guide = row_type.GUIDE.replace(Scale.FULFILMENT.choices, scale.choices)
        return Titles(_TITLES[row_type], self.subtitle, guide)


def unit_form(
    register: Register,
    unit: Unit,
    cells: Sequence[KnownCell],
    last_period: str = "",
    remedies: Sequence[Wrote] = (),
) -> WorkbookBuilder:
    """Return the form of one unit, prefilled with what the board knows of it.

    last_period: the one of the figures beside the cells; remedies: those carried over from it.
    """
    carried = SentValues(rows={RemedyReturn: remedies})
    return lay_form(register, unit, cells, last_period, carried).builder


def lay_form(
    register: Register, unit: Unit, cells: Sequence[KnownCell], last_period: str, sent: SentValues
) -> LaidForm:
    """Return the form of one unit with what it has sent filled in."""
    builder = WorkbookBuilder()
    # What a unit has sent is kept, also cells that its form has no sheet for.
    unit = replace(unit, holds_cells=unit.holds_cells or bool(sent.rows.get(CellReturn)))
    known = known_of(register, unit)
    form = _Form(register, unit, formulas_of(known))
    words, listed_areas = word_lists(InfoReturn, known.scale), listed_cells(known.cells)
    lists = [*((each,) for each in words.values()), *listed_areas]
    choices = Choices(FORM_SHEETS, lists, (known.scale,))
    table = _cell_table(form, cells, last_period, sent)
    listed_at = tuple(map(choices.range_of, listed_areas))
    rows = CellRows(cast("CheckedArea", table.area), table.last_row + 1, listed_at)
    values = spelt({**_info_values(form), **sent.labels}, known.scale)
    checks = form.checks(InfoReturn)
    words_at = {key: choices.range_of((each,)) for key, each in words.items()}
    messages = Messages(label_sentences(checks, words_at, rows.resolve), checks.hints)
    is_cell = unit.kind is UnitKind.GRASSROOTS_CELL
    not_asked = _NOT_OF_A_CELL if is_cell else frozenset()
    write_info(builder.page(InfoReturn.SHEET), values, choices, messages, form.note, not_asked)
    tables = (
        *((table,) if unit.lists_cells else ()),
        _leadership_table(form, sent, rows),
        _milestone_table(form, sent),
        _remedy_table(form, sent),
        _discipline_table(form, sent),
    )
    _write_tables(builder, tables, choices, rows, form)
    write_checks(builder, _checks(checks, tables, rows, form.formulas), form.subtitle, form.note)
    names = str(values["unit_name"]), str(values["parent_name"] or "")
    if unit.lists_cells:
        write_summary(builder, Signed(*names, register.settings), rows, form.note)
    write_guide(
        builder, register.settings.regulation_year, form.subtitle, form.note,
        lists_cells=unit.lists_cells,
    )  # fmt: skip
    choices.write(builder)
    for item in tables:
        if item.area is not None and item.area.inserted is not None:
            write_inserted(builder, item.area.inserted)
    stamp(builder, FORM_ID, sent.stamp or unit.code, register.settings.period, known.scale)
    return LaidForm(builder, {item.row_type: item for item in tables})


def _write_tables(
    builder: WorkbookBuilder,
    tables: Sequence[FormTable],
    choices: Choices,
    rows: CellRows,
    form: _Form,
) -> None:
    for item in tables:
        _write(builder, item, choices, rows, form.note)
    if form.register.settings.regulation.scoring is None:
        _hide_points(builder[InfoReturn.SHEET], InfoReturn)
        if form.unit.lists_cells:
            _hide_points(builder[CellReturn.SHEET], CellReturn)
    if not form.unit.lists_cells:
        _hide_declared(builder[InfoReturn.SHEET])


def _hide_points(page: FormSheet, row_type: type[Row]) -> None:
    """Take the field of points out of sight, in a period whose regulation gives none."""
    where = place(row_type)
    if where.rows:
        page.hide_rows(where.rows["points"], where.rows["points"])
    else:
        page.hidden.add(where.letters["points"])


def _hide_declared(page: FormSheet) -> None:
    """Take what a unit declares of its cells out of sight, on the form of one that has none."""
    where = place(InfoReturn)
    page.hide_rows(where.group_rows[DECLARED], where.group_rows[ORG_LEVEL] - 1)


def _write(
    builder: WorkbookBuilder, table: FormTable, choices: Choices, rows: CellRows, note: str
) -> None:
    page = builder.page(table.row_type.SHEET)
    write_table(page, table, choices)
    last_row = table.last_row
    if table.row_type is CellReturn:
        last_row += 1
        write_total(page, table, last_row)
        _write_levels(page, rows)
        let_filter(page, table)
        page.zoom = 85
    finish_table(page, table, last_row, note)


def _write_levels(page: FormSheet, rows: CellRows) -> None:
    """Write, out of sight, how many cells have each level as their last."""
    for number, _ in enumerate(Level, start=1):
        address = rows.level_cell(number).replace("$", "")
        page[address].value = CellFormula(rows.level_formula(number))


# ------------------------------------------------------------------ the sheets


def _cell_table(
    form: _Form, cells: Sequence[KnownCell], last_period: str, sent: SentValues
) -> FormTable:
    unit, settings = form.unit, form.register.settings
    listed = {cell.code for cell in form.register.cells_of(unit.code)}
    lines = [
        replace(line, values=spelt(line.values, settings.organisations))
        for line in sent_cells(unit, cells, listed, sent.rows.get(CellReturn, ()))
    ]
    return cell_table(
        form.titles(CellReturn), lines, form.checks(CellReturn), settings, last_period,
        is_one=unit.kind is UnitKind.GRASSROOTS_CELL,
    )  # fmt: skip


def _info_values(form: _Form) -> dict[str, object]:
    unit, register = form.unit, form.register
    parent = register.units.get(unit.parent)
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "unit_kind": unit.kind,
        "parent_name": parent.name if parent else "",
        "period": register.settings.period,
        "version": 1,
    }


def _leadership_table(form: _Form, sent: SentValues, rows: CellRows) -> FormTable:
    given = frozenset({"subject", "stage"})
    # Who has no cells has no members of its own to tell of.
    steps = [
        (subject, stage)
        for subject, stage in LEADERSHIP_STEPS
        if form.unit.lists_cells or subject.leads
    ]
    lines = [FormRow({"subject": subject, "stage": stage}, given) for subject, stage in steps]
    titles = form.titles(LeadershipReturn)
    guide = f"{titles.guide} {_OF_MEMBERS}" if form.unit.lists_cells else titles.guide
    return FormTable(
        LeadershipReturn,
        replace(titles, guide=guide),
        "subject",
        with_sent(lines, sent.rows.get(LeadershipReturn, ()), "subject", "stage"),
        checks=beside_cells(form.checks(LeadershipReturn), rows),
        computed=ratio_columns(form.register.settings)[:2],
    )


def _milestone_table(form: _Form, sent: SentValues) -> FormTable:
    mine = [item for item in form.register.milestones if item.binds(form.unit)]
    titles = form.titles(MilestoneReturn)
    lines = [
        FormRow(
            {
                "milestone": item.code,
                "name": item.name,
                "deadline": form.register.deadline(form.unit.code, item),
            },
            frozenset({"milestone", "name", "deadline"}),
        )
        for item in mine
    ]
    lines = with_sent(lines, sent.rows.get(MilestoneReturn, ()), "milestone")
    beside = Extra("So với hạn", 18, replace(COMPUTED, across="center"), STANDING)
    return FormTable(
        MilestoneReturn,
        titles if lines else replace(titles, guide=_NO_MILESTONES),
        "name",
        lines,
        checks=form.checks(MilestoneReturn) if lines else None,
        computed=(beside,),
    )


def _remedy_table(form: _Form, sent: SentValues) -> FormTable:
    titles = form.titles(RemedyReturn)
    lines = with_sent([], sent.rows.get(RemedyReturn, ()))
    spare = max(_REMEDY_ROWS - len(lines), _LEAST_SPARE)
    checks = form.checks(RemedyReturn)
    return FormTable(RemedyReturn, titles, "item", lines, spare, checks)


def _discipline_table(form: _Form, sent: SentValues) -> FormTable:
    given = frozenset({"target", "form"})
    lines = [FormRow({"target": target, "form": kind}, given) for target, kind in DISCIPLINE_ROWS]
    return FormTable(
        DisciplineReturn,
        form.titles(DisciplineReturn),
        "target",
        with_sent(lines, sent.rows.get(DisciplineReturn, ()), "target", "form"),
        checks=form.checks(DisciplineReturn),
    )


# ------------------------------------------------------------------ below and behind them

_SAYS_SOMETHING = "Có ít nhất một nội dung của cấp mình đã điền"
_SAID_BY = {
    LeadershipReturn: "total",
    MilestoneReturn: "done_on",
    RemedyReturn: "item",
    DisciplineReturn: "number",
}
"""The fields by which a form without cells says something, besides the unit's own level."""


def _said(tables: Sequence[FormTable]) -> str:
    """Return the formula that counts what a form without cells says."""
    info = place(InfoReturn)
    areas = [f"'{info.sheet}'!{info.cell('self_level')}"]
    for table in tables:
        where, key = place(table.row_type), _SAID_BY[table.row_type]
        name = where.letters[key]
        if table.area is not None:
            areas.append(f"'{where.sheet}'!{table.area.filled(name)}")
    return "+".join(f"COUNTA({area})" for area in areas)


def _checks(
    info: Checks, tables: Sequence[FormTable], rows: CellRows, formulas: Sequence[Formula]
) -> list[Check]:
    checks = info_checks(info)
    if all(table.row_type is not CellReturn for table in tables):
        checks.append(Check(InfoReturn, _SAYS_SOMETHING, f"({_said(tables)}=0)*1"))
    for table in tables:
        if table.area is not None:
            checks += area_checks(table.area)
        if table.row_type is CellReturn:
            checks += cell_sheet_checks(rows, formulas)
    return merged(checks)
