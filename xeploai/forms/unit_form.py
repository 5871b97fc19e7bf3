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
    FORM_ID,
    FORM_SHEETS,
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
    DisciplineForm,
    DisciplineTarget,
    LeadershipSubject,
    Level,
    RatingStage,
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
    known = known_of(register, unit)
    form = _Form(register, unit, formulas_of(known))
    words, listed_areas = word_lists(InfoReturn, known.scale), listed_cells(known.cells)
    lists = [*((each,) for each in words.values()), *listed_areas]
    choices = Choices(FORM_SHEETS, lists, (known.scale,))
    listed = {cell.code for cell in register.cells_of(unit.code)}
    sent_rows = sent.rows.get(CellReturn, ())
    lines = [
        replace(line, values=spelt(line.values, known.scale))
        for line in sent_cells(unit, cells, listed, sent_rows)
    ]
    table = cell_table(
        form.titles(CellReturn), lines, form.checks(CellReturn), register.settings, last_period,
        is_one=unit.kind is UnitKind.GRASSROOTS_CELL,
    )  # fmt: skip
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
        table,
        _leadership_table(form, sent),
        _milestone_table(form, sent),
        _remedy_table(form, sent),
        _discipline_table(form, sent),
    )
    _write_tables(builder, tables, choices, rows, form)
    write_checks(builder, _checks(checks, tables, rows, form.formulas), form.subtitle, form.note)
    names = str(values["unit_name"]), str(values["parent_name"] or "")
    write_summary(builder, Signed(*names, register.settings), rows, form.note)
    write_guide(builder, register.settings.regulation_year, form.subtitle, form.note)
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
        for row_type in (InfoReturn, CellReturn):
            _hide_points(builder[row_type.SHEET], row_type)


def _hide_points(page: FormSheet, row_type: type[Row]) -> None:
    """Take the field of points out of sight, in a period whose regulation gives none."""
    where = place(row_type)
    if where.rows:
        page.hide_rows(where.rows["points"], where.rows["points"])
    else:
        page.hidden.add(where.letters["points"])


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


def _leadership_table(form: _Form, sent: SentValues) -> FormTable:
    given = frozenset({"subject", "stage"})
    lines = [
        FormRow({"subject": subject, "stage": stage}, given)
        for subject, stage in product(LeadershipSubject, RatingStage)
    ]
    return FormTable(
        LeadershipReturn,
        form.titles(LeadershipReturn),
        "subject",
        with_sent(lines, sent.rows.get(LeadershipReturn, ()), "subject", "stage"),
        checks=form.checks(LeadershipReturn),
        computed=ratio_columns(form.register.settings)[:2],
    )


def _milestone_table(form: _Form, sent: SentValues) -> FormTable:
    mine = [item for item in form.register.milestones if item.binds(form.unit.kind)]
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


def _checks(
    info: Checks, tables: Sequence[FormTable], rows: CellRows, formulas: Sequence[Formula]
) -> list[Check]:
    checks = info_checks(info)
    for table in tables:
        if table.area is not None:
            checks += area_checks(table.area)
        if table.row_type is CellReturn:
            checks += cell_sheet_checks(rows, formulas)
    return merged(checks)
