"""Counts that must add up."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations

from xeploai.findings import (
    CellRef,
    CellViolations,
    Count,
    FieldViolations,
    Members,
    Severity,
    Value,
    Violation,
)
from xeploai.reading.source_rows import Located, Parsed, SetAside, SourceRow
from xeploai.reading.values import Misread, is_blank, read_count
from xeploai.register.model import Register
from xeploai.rules.families.shared import (
    CELL_SLIPS,
    LEADERSHIP_SLIPS,
    LEVELS_SUM,
    NOT_RATED_SUM,
    OTHER_TOTALS,
    RATED_OR_REVIEWED,
    ROW_SLIPS,
    SUM_SLIPS,
    counted,
    counts_members,
    declared_otherwise,
)
from xeploai.rules.scopes import register_rule, return_rule, row_rule
from xeploai.schema.aside_formulas import (
    HAS_NOTHING_OF_ITS_OWN,
    note_set_aside,
    sum_set_aside,
)
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn, LeadershipReturn
from xeploai.schema.row import Row, columns
from xeploai.schema.self_check import (
    Concern,
    Formula,
    KnownOfUnit,
    RowFormula,
    SheetFormula,
    Shown,
    always,
)
from xeploai.schema.terms import DisciplineTarget, UnitKind
from xeploai.submissions.discipline import by_cell, by_form, first_of_disciplined
from xeploai.submissions.model import Return
from xeploai.submissions.set_aside import (
    COUNTS,
    OWN,
    cell_table,
    code_and_name,
    has_own,
    summed_by,
    sums_of,
)
from xeploai.text import listing

ARITHMETIC = "Kiểm tra số học của biểu tổng hợp"

_FEW_SUMS = 8
"""Most sums above a total that are looked through for those that it adds up twice."""


_ONE_NUMBER = (
    "members_differ_from_both_sums",
    "rated_differs_from_both_sums",
    "rated_more_than_members",
    "not_rated_also_counted_as_rated",
)


# ------------------------------------------------------------------ a row of cells


def _levels_add_up(row_type: type[Row]) -> RowFormula:
    return RowFormula(
        row_type,
        "Bốn mức xếp loại cộng lại bằng số được đánh giá, xếp loại",
        "Bốn mức cộng lại ",
        f"AND(NOT({{blank.rated}}),{LEVELS_SUM}<>{{rated}})",
        ("rated", "xs", "htt", "ht", "kht"),
        f'({LEVELS_SUM})&", khác số được xếp loại "&{{rated}}&"."',
        adds_up=True,
    )


@row_rule(
    Severity.ERROR, ARITHMETIC, CellReturn,
    explained_by=("rated_differs_from_both_sums",),
    self_check=always(_levels_add_up(CellReturn)), waivable=False,
)  # fmt: skip
def levels_do_not_sum_to_rated(row: CellReturn) -> FieldViolations:
    """Tổng bốn mức xếp loại khác số được đánh giá.

    Vì sao: mọi tỷ lệ xếp loại đều chia cho số được đánh giá, xếp loại.
    Cách sửa: so bốn cột mức với biên bản kiểm phiếu của chi bộ.
    """
    levels = row.xs + row.htt + row.ht + row.kht
    if levels != row.rated:
        yield Violation(
            "rated",
            "{name}: bốn mức cộng lại {levels}, khác số được đánh giá, xếp loại {rated}",
            name=row.name, levels=Members(levels), rated=Members(row.rated),
        )  # fmt: skip


_ALL_RATED = RowFormula(
    CellReturn,
    "Được xếp loại + không xếp loại bằng tổng số đảng viên",
    "Được xếp loại + không xếp loại = ",
    f"AND(NOT({{blank.members}}),OR({{rated}}+{NOT_RATED_SUM}>{{members}},"
    f"AND({{rated}}+{NOT_RATED_SUM}<{{members}},NOT({{blank.rated}}),{RATED_OR_REVIEWED})))",
    ("members", "rated", "exempt", "suspended", "new_under_6m", "not_rated_other"),
    f'({{rated}}+{NOT_RATED_SUM})&", khác tổng số đảng viên "&{{members}}&"."',
    adds_up=True,
)
_TOTALS_AGREE = SheetFormula(
    "Các số ở dòng Tổng cộng khớp nhau",
    "({total.xs}+{total.htt}+{total.ht}+{total.kht}<>{total.rated})"
    "+({unreviewed.cells}=0)*({total.rated}+{total.exempt}+{total.suspended}"
    "+{total.new_under_6m}+{total.not_rated_other}<>{total.members})",
)


@row_rule(
    Severity.ERROR, ARITHMETIC, CellReturn,
    explained_by=_ONE_NUMBER, self_check=always(_ALL_RATED, _TOTALS_AGREE), waivable=False,
)  # fmt: skip
def rated_and_not_rated_do_not_sum_to_members(row: CellReturn) -> FieldViolations:
    """Số được đánh giá cộng số không được đánh giá khác tổng số đảng viên.

    Vì sao: mỗi đảng viên hoặc được đánh giá, hoặc không được đánh giá vì một lý do.
    Cách sửa: rà lại danh sách đảng viên; ghi đủ số miễn, đình chỉ, mới kết nạp và lý do khác.
    """
    if row.rated + row.not_rated != row.members and not row.is_unreviewed:
        yield Violation(
            "members",
            "{name}: {rated} được đánh giá cộng {not_rated} không được đánh giá, "
            "khác tổng số đảng viên {members}",
            name=row.name, rated=Members(row.rated), not_rated=Members(row.not_rated),
            members=Members(row.members),
        )  # fmt: skip


_BOTH = "{official}+{probationary}"
_ALL_MEMBERS = RowFormula(
    CellReturn,
    "Chính thức + dự bị bằng tổng số đảng viên",
    "Chính thức + dự bị = ",
    "AND(NOT({blank.members}),NOT(AND({blank.official},{blank.probationary})),"
    f"{_BOTH}<>{{members}})",
    ("members", "official", "probationary"),
    f'({_BOTH})&", khác tổng số đảng viên "&{{members}}&"."',
    adds_up=True,
)


@row_rule(
    Severity.ERROR, ARITHMETIC, CellReturn,
    explained_by=("members_differ_from_both_sums",),
    self_check=always(_ALL_MEMBERS), waivable=False,
)  # fmt: skip
def official_and_probationary_do_not_sum_to_members(row: CellReturn) -> FieldViolations:
    """Chính thức cộng dự bị khác tổng số đảng viên.

    Vì sao: đảng viên chỉ gồm chính thức và dự bị.
    Cách sửa: so hai cột với danh sách đảng viên của chi bộ.
    """
    if row.official is None and row.probationary is None:
        return
    both = (row.official or 0) + (row.probationary or 0)
    if both != row.members:
        yield Violation(
            "official",
            "{name}: chính thức cộng dự bị {both}, khác tổng số đảng viên {members}",
            name=row.name, both=Members(both), members=Members(row.members),
        )  # fmt: skip


_DISCIPLINED = RowFormula(
    CellReturn,
    "Số bị kỷ luật không nhiều hơn tổng số đảng viên",
    "Số bị kỷ luật ",
    "AND(NOT({blank.members}),{disciplined}>{members})",
    ("members", "disciplined"),
    '{disciplined}&" nhiều hơn tổng số đảng viên "&{members}&"."',
    adds_up=True,
)


@row_rule(
    Severity.ERROR, ARITHMETIC, CellReturn,
    explained_by=("members_differ_from_both_sums",),
    self_check=always(_DISCIPLINED), waivable=False,
)  # fmt: skip
def more_disciplined_than_members(row: CellReturn) -> FieldViolations:
    """Số bị kỷ luật lớn hơn tổng số đảng viên.

    Vì sao: người bị kỷ luật là đảng viên của chi bộ.
    Cách sửa: xem lại số bị kỷ luật trong kỳ và tổng số đảng viên.
    """
    if row.disciplined > row.members:
        yield Violation(
            "disciplined",
            "{name}: {disciplined} đảng viên bị kỷ luật, nhiều hơn tổng số đảng viên {members}",
            name=row.name, disciplined=Members(row.disciplined), members=Members(row.members),
        )  # fmt: skip


# ------------------------------------------------------------------ a row of leadership


@row_rule(
    Severity.ERROR, ARITHMETIC, LeadershipReturn,
    self_check=always(_levels_add_up(LeadershipReturn)), waivable=False,
)  # fmt: skip
def leadership_levels_do_not_sum_to_rated(row: LeadershipReturn) -> FieldViolations:
    """Tổng bốn mức ở tờ Tập thể, lãnh đạo khác số được đánh giá.

    Vì sao: mọi tỷ lệ xếp loại đều chia cho số được đánh giá, xếp loại.
    Cách sửa: so bốn cột mức với kết quả xếp loại.
    """
    levels = row.xs + row.htt + row.ht + row.kht
    if levels != row.rated:
        yield Violation(
            "rated",
            "{subject}, {stage}: bốn mức cộng lại {levels}, khác số được đánh giá {rated}",
            subject=row.subject, stage=row.stage.lower(),
            levels=counted(row, levels), rated=counted(row, row.rated),
        )  # fmt: skip


_ALL_LEADERS = RowFormula(
    LeadershipReturn,
    "Được xếp loại + chưa đánh giá bằng tổng số",
    "Được xếp loại + chưa đánh giá = ",
    "AND(NOT({blank.total}),NOT({blank.rated}),{rated}+{not_rated}<>{total})",
    ("total", "not_rated", "rated"),
    '({rated}+{not_rated})&", khác tổng số "&{total}&"."',
    adds_up=True,
)


@row_rule(
    Severity.ERROR, ARITHMETIC, LeadershipReturn, self_check=always(_ALL_LEADERS), waivable=False
)
def leadership_rated_and_not_rated_do_not_sum_to_total(row: LeadershipReturn) -> FieldViolations:
    """Số được đánh giá cộng số chưa đánh giá ở tờ Tập thể, lãnh đạo khác tổng số.

    Vì sao: mỗi tập thể, cá nhân hoặc được đánh giá, hoặc chưa được đánh giá.
    Cách sửa: rà lại danh sách tập thể, cá nhân thuộc diện kiểm điểm.
    """
    both = row.rated + row.not_rated
    if both != row.total:
        yield Violation(
            "total",
            "{subject}, {stage}: {rated} được đánh giá cộng {not_rated} chưa đánh giá, "
            "khác tổng số {total}",
            subject=row.subject, stage=row.stage.lower(), rated=counted(row, row.rated),
            not_rated=counted(row, row.not_rated), total=counted(row, row.total),
        )  # fmt: skip


# ------------------------------------------------------------------ the sheet "Chi bộ"


_DECLARED_TOTALS = always(
    declared_otherwise(
        "members_declared",
        "Tổng số đảng viên khớp với tờ Chi bộ (nếu có ghi)",
        "{total.members}",
        "{unfilled.cells}=0",
    ),
    declared_otherwise(
        "rated_declared",
        "Số được đánh giá, xếp loại khớp với tờ Chi bộ (nếu có ghi)",
        "{total.rated}",
        "{unreviewed.cells}=0",
    ),
    not_covered=OTHER_TOTALS,
)


@return_rule(
    Severity.ERROR, ARITHMETIC, InfoReturn, CellReturn,
    explained_by=(*SUM_SLIPS, *ROW_SLIPS), self_check=_DECLARED_TOTALS, waivable=False,
)  # fmt: skip
def declared_total_differs(item: Return) -> CellViolations:
    """Số liệu chung của đơn vị khác tổng các chi bộ.

    Vì sao: số của đơn vị phải bằng tổng các chi bộ; lệch là thiếu chi bộ hoặc ghi nhầm.
    Cách sửa: so từng chi bộ với danh sách, sửa số sai.
    """
    info = item.info
    if info is None:
        return
    cells = item.rows(CellReturn)
    for key, cell_key in (("members_declared", "members"), ("rated_declared", "rated")):
        # Who is rated in a cell that has still to hold its review is not known yet.
        is_known = cell_key != "rated" or not item.is_partial
        declared = getattr(info.row, key) if is_known else None
        summed = sum(getattr(cell.row, cell_key) for cell in cells)
        if declared is not None and declared != summed:
            yield Violation(
                info.ref(key),
                "“{header}” ghi {declared}, các chi bộ cộng lại {summed}",
                header=columns(InfoReturn)[key].header,
                declared=Members(declared),
                summed=Members(summed),
            )


_NOT_DECLARED = {
    "cells_declared": "{filled.cells}>0",
    "members_declared": "{total.members}>0",
    "rated_declared": "{total.rated}>0,{unreviewed.cells}=0,{unfilled.cells}=0",
}
"""When each of a unit's own totals is asked for: an empty form is asked for none."""


def _blank_totals(known: KnownOfUnit) -> tuple[Formula, ...]:
    return tuple(
        RowFormula(
            InfoReturn,
            "Tờ Chi bộ có số thì các số chung cũng đã ghi, để đối chiếu",
            "Còn trống: ghi số theo sổ của đơn vị, để đối chiếu với tờ Chi bộ.",
            f"AND({{blank.{key}}},{is_asked})",
            (key,),
            about=Concern.BLANKS,
            is_hint=True,
        )
        for key, is_asked in _NOT_DECLARED.items()
        if key != "cells_declared" or known.kind is not UnitKind.GRASSROOTS_CELL
    )


@register_rule(
    Severity.WARNING, ARITHMETIC, InfoReturn, CellReturn, self_check=Shown(_blank_totals)
)
def declared_total_blank(item: Return, register: Register) -> CellViolations:
    """Số liệu chung của đơn vị còn trống.

    Vì sao: số chung để đối chiếu với tờ Chi bộ; để trống thì không biết tờ Chi bộ có thiếu hay thừa
    chi bộ.
    Cách sửa: ghi số chi bộ trực thuộc, tổng số đảng viên, số được đánh giá, xếp loại theo sổ của
    đơn vị.
    """
    info, unit = item.info, register.units.get(item.unit)
    if info is None or unit is None:
        return
    cells = [cell.row for cell in item.rows(CellReturn)]
    # A chi bộ cơ sở has no cells; who is rated is not known while a cell has still to meet.
    asked = {
        "cells_declared": bool(cells) and unit.kind is not UnitKind.GRASSROOTS_CELL,
        "members_declared": any(cell.members for cell in cells),
        "rated_declared": any(cell.rated for cell in cells) and not item.is_partial,
    }
    blank = [
        key
        for key, is_asked in asked.items()
        if is_asked and key in info.columns and getattr(info.row, key) is None
    ]
    if blank:
        headers = [f"“{columns(InfoReturn)[key].header}”" for key in blank]
        yield Violation(
            info.ref(blank[0]),
            "Chưa ghi {headers}: không đối chiếu được với tờ Chi bộ",
            headers=listing(headers, 3),
        )


_SUM_ABOVE = RowFormula(
    CellReturn,
    "Không dòng nào là tổng của các dòng trên",
    "Số liệu đúng bằng tổng các dòng trên.",
    f"AND({{members}}>0,COUNT({{above.members}})>1,{HAS_NOTHING_OF_ITS_OWN},"
    f"{{rated}}+{NOT_RATED_SUM}>={{members}},"
    + ",".join(
        f"SUM({{above.{key}}})={{{key}}}" for key in ("members", "rated", "xs", "htt", "ht", "kht")
    )
    + ',SUMPRODUCT(({rows_all.name}>{row.name})*({reads_all.members}<>""))=0)',
    ("members",),
    about=Concern.ROWS,
    adds_up=True,
)
_NO_SUM_ABOVE = always(
    _SUM_ABOVE,
    not_covered="Dòng là tổng của các dòng dưới. Dòng như thế của các chi bộ chưa kiểm điểm.",
)


@return_rule(
    Severity.ERROR, ARITHMETIC, CellReturn, self_check=_NO_SUM_ABOVE,
    former_titles=("Một dòng đúng bằng tổng các dòng trên",),
)  # fmt: skip
def row_is_the_sum_of_those_above(item: Return) -> CellViolations:
    """Một dòng đúng bằng tổng mọi dòng khác.

    Vì sao: có lẽ là dòng tổng ghi bằng tên của một chi bộ; cộng vào thì số của đơn vị tăng gấp đôi.
    Cách sửa: nếu là dòng tổng thì xóa nội dung của dòng, hoặc ghi tên là Tổng cộng; nếu là chi bộ
    thì ghi ngày kiểm điểm và mức xếp loại của chi bộ.
    """
    for cell, group in _like_sums(item):
        if _sums_all_others(item, cell, group):
            yield _told_sum(cell, group, _EQUAL)


@register_rule(Severity.WARNING, ARITHMETIC, CellReturn)
def row_may_be_a_sum(item: Return, register: Register) -> CellViolations:
    """Một dòng có thể là dòng tổng, vẫn được tính là một chi bộ.

    Vì sao: số liệu đúng bằng tổng các dòng bên cạnh, hoặc tên là tên của một khối; dòng có mã trong
    danh mục, có ngày kiểm điểm hoặc mức xếp loại thì vẫn là chi bộ.
    Cách sửa: nếu là dòng tổng thì xóa nội dung của dòng; nếu là chi bộ thì không phải làm gì.
    """
    sums = {cell.number: group for cell, group in _like_sums(item)}
    for cell in item.rows(CellReturn):
        group = sums.get(cell.number)
        if group and not _sums_all_others(item, cell, group):
            yield _told_sum(cell, group, f"{_EQUAL}, vẫn được tính là một chi bộ")
    table = cell_table(item, register)
    for cell, group in table.near_sums():
        if cell.number not in sums:
            yield _told_sum(cell, group, f"{_NEARLY}, vẫn được tính là một chi bộ")
    for cell in table.unclear():
        if cell.number not in sums:
            yield Violation(
                cell.ref("name"),
                "“{name}” như tên của một nhóm chi bộ, vẫn được tính là một chi bộ",
                name=cell.row.name,
            )


_EQUAL = " và các mức đúng bằng tổng {rows} dòng ({numbers})"
_NEARLY = ", gần bằng tổng {rows} dòng ({numbers}); chưa ghi ngày kiểm điểm, mức xếp loại"


def _told_sum(cell: Located[CellReturn], group: Sequence[int], words: str) -> Violation[CellRef]:
    """Return what is told of a counted row that is, or nearly is, the sum of others."""
    return Violation(
        cell.ref("members"),
        f"“{{name}}” ghi {{members}} đảng viên{words}",
        name=cell.row.name, members=Members(cell.row.members), rows=Count(len(group)),
        numbers=_numbers(group),
    )  # fmt: skip


def _like_sums(item: Return) -> Iterator[tuple[Located[CellReturn], Sequence[int]]]:
    """Yield the counted rows that others come to, and the numbers of those."""
    rows = item.rows(CellReturn)
    for cell in rows:
        group = summed_by(rows, cell) if cell.row.members and not cell.row.is_unreviewed else ()
        if group:
            yield cell, [each.number for each in group]


def _sums_all_others(item: Return, cell: Located[CellReturn], group: Sequence[int]) -> bool:
    """Whether a row without any sign of a cell is the sum of all other rows."""
    is_cell = has_own(cell) or cell.row.cell_code
    return not is_cell and len(group) == len(item.rows(CellReturn)) - 1


_SUM_ASIDE = always(
    sum_set_aside(),
    not_covered="Dòng tổng của một nhóm không đứng cạnh các chi bộ của nhóm; dòng tổng mà tên đánh "
    "số 1, 2; dòng tổng của nhóm chỉ có một chi bộ.",
)


@return_rule(Severity.WARNING, ARITHMETIC, CellReturn, self_check=_SUM_ASIDE)
def sum_not_counted(item: Return) -> CellViolations:
    """Dòng tổng của một nhóm chi bộ không được cộng.

    Vì sao: số liệu của nhóm đã có ở từng chi bộ; cộng cả dòng tổng thì tính hai lần.
    Cách sửa: nếu đúng là dòng tổng thì không phải làm gì, lần sau bỏ dòng này; nếu là một chi bộ
    thì ghi ngày kiểm điểm và mức xếp loại của chi bộ.
    """
    for each in item.sheet(CellReturn).aside:
        if each.is_sum:
            yield Violation(
                each.row.ref("name"),
                "“{name}” được hiểu là tổng của {rows} dòng ({numbers}), không cộng vào đơn vị",
                name=each.row.row.name, rows=Count(len(each.of)), numbers=_numbers(each.of),
            )  # fmt: skip


@return_rule(Severity.WARNING, ARITHMETIC, CellReturn, self_check=always(note_set_aside()))
def note_row_not_counted(item: Return) -> CellViolations:
    """Dòng ghi thêm ở tờ Chi bộ không được cộng.

    Vì sao: tên dòng cho biết đó không phải một chi bộ: một phần số đảng viên, tỷ lệ, số kỳ trước.
    Cách sửa: nếu đúng là dòng ghi thêm thì không phải làm gì, lần sau bỏ dòng này; nếu là một chi
    bộ thì ghi đúng tên chi bộ, ngày kiểm điểm và mức xếp loại.
    """
    for each in item.sheet(CellReturn).aside:
        if not each.of:
            yield Violation(
                each.row.ref("name"),
                "“{name}” không phải tên một chi bộ, số ở dòng này không cộng vào đơn vị",
                name=each.row.row.name,
            )


@return_rule(Severity.WARNING, ARITHMETIC, InfoReturn, CellReturn)
def row_taken_for_heading(item: Return) -> CellViolations:
    """Dòng chưa có số liệu được hiểu là tên của một nhóm chi bộ.

    Vì sao: nếu đó là một chi bộ chưa kiểm điểm thì đơn vị còn thiếu chi bộ này.
    Cách sửa: nếu là tên nhóm thì không phải làm gì; nếu là một chi bộ thì ghi tên có chữ Chi bộ.
    """
    sheet, declared = item.sheet(CellReturn), item.info.row.cells_declared if item.info else None
    given = len(sheet.rows) + len(item.unfilled_cells)
    for line in sheet.headings if declared is None or declared > given else ():
        code, name = code_and_name(line)
        yield Violation(
            sheet.ref(line, "name" if name else "cell_code"),
            "“{name}” chưa có số liệu, được hiểu là tên của một nhóm chi bộ",
            name=name or code,
        )


def _numbers(rows: Sequence[int]) -> str:
    """Return the numbers of some rows: "9–11", or "8, 10" where others stand between."""
    first, last = min(rows), max(rows)
    if len(rows) == last - first + 1 and len(rows) > 1:
        return f"{first}–{last}"
    return listing(list(map(str, rows)), 8, "dòng")


@return_rule(
    Severity.WARNING, ARITHMETIC, CellReturn, explained_by=CELL_SLIPS,
    former_titles=("Dòng Tổng cộng ghi tay khác tổng các dòng",),
)  # fmt: skip
def typed_total_differs(item: Return) -> CellViolations:
    """Dòng tổng ghi tay khác tổng các dòng.

    Vì sao: dòng tổng không được dùng, nhưng lệch cho thấy có dòng ghi nhầm hoặc thiếu.
    Cách sửa: so lại từng dòng với số tổng; để biểu tự cộng.
    """
    sheet = item.sheet(CellReturn)
    yield from _differing_totals(sheet, Members)
    for each in sheet.aside:
        yield from _differing_sum(item, each) if each.is_sum else ()


@return_rule(Severity.WARNING, ARITHMETIC, CellReturn)
def total_row_like_a_cell(item: Return) -> CellViolations:
    """Dòng tổng ghi ngày hoặc mức xếp loại như một chi bộ.

    Vì sao: dòng tổng không được tính; nếu đó là một chi bộ thì đơn vị thiếu số liệu của chi bộ này.
    Cách sửa: nếu là dòng tổng thì xóa ngày và mức ở dòng đó; nếu là một chi bộ thì ghi tên chi bộ.
    """
    sheet = item.sheet(CellReturn)
    for line in sheet.totals:
        written = [key for key in OWN if not is_blank(line.values.get(key, ""))]
        if written:
            # The word for a total may stand in the column of codes.
            code, name = code_and_name(line)
            headers = [f"“{columns(CellReturn)[key].header}”" for key in written]
            yield Violation(
                sheet.ref(line, written[0]),
                "“{name}” được hiểu là dòng tổng, không tính là một chi bộ, nhưng có ghi {headers}",
                name=name or code, headers=listing(headers, 3),
            )  # fmt: skip


def _differing_sum(item: Return, aside: SetAside[CellReturn]) -> CellViolations:
    """Yield the counts in which a row that sums others does not agree with them."""
    known = item.sheet(CellReturn).rows
    group = [x for x in known if x.number in aside.of]
    cell = aside.row
    for key, summed in sums_of(group, [key for key in COUNTS if key not in cell.blank]).items():
        typed = getattr(cell.row, key)
        if typed is not None and typed != summed:
            yield Violation(
                cell.ref(key),
                "“{name}” ghi {typed}, các dòng {numbers} cộng lại {summed}",
                name=cell.row.name, typed=Members(typed), summed=Members(summed),
                numbers=_numbers(aside.of),
            )  # fmt: skip


@return_rule(Severity.WARNING, ARITHMETIC, LeadershipReturn, explained_by=LEADERSHIP_SLIPS)
def typed_leadership_total_differs(item: Return) -> CellViolations:
    """Dòng Tổng cộng ghi tay ở tờ Tập thể, lãnh đạo khác tổng các dòng.

    Vì sao: dòng Tổng cộng không được dùng, nhưng lệch cho thấy có dòng ghi nhầm hoặc thiếu.
    Cách sửa: so lại từng dòng với số tổng, hoặc xóa nội dung của dòng tổng.
    """
    spelt = Members if counts_members(item) else Count
    yield from _differing_totals(item.sheet(LeadershipReturn), spelt)


def _differing_totals(sheet: Parsed[Row], counted: Callable[[int], Value]) -> CellViolations:
    # The form itself adds up rows that are set aside too; those are told by themselves.
    written, above = [*sheet.rows, *(x.row for x in sheet.aside)], 0
    for line in sheet.totals:
        typed = dict(_typed_counts(sheet, line))
        # A total of all, or of the part of the table that it closes.
        sums = [
            _sums([x.row for x in rows if first < x.number < last], typed)
            for rows in (sheet.rows, written)
            for first, last in ((0, sys.maxsize), (above, line.number))
        ]
        above, twice = line.number, _added_twice(sheet, line, typed)
        if twice is not None:
            if totals := twice & {x.number for x in sheet.totals}:
                key = next(key for key, number in typed.items() if number != sums[0][key])
                yield Violation(
                    sheet.ref(line, key),
                    "Dòng Tổng cộng ghi {typed}, đã cộng cả dòng tổng {numbers}; các dòng cộng lại "
                    "{summed}",
                    typed=counted(typed[key]), summed=counted(sums[0][key]),
                    numbers=_numbers(sorted(totals)),
                )  # fmt: skip
            continue
        nearest = max(sums, key=lambda each: len(each.items() & typed.items()))
        for key, number in typed.items():
            if all(number != each[key] for each in sums):
                yield Violation(
                    sheet.ref(line, key),
                    "Dòng Tổng cộng ghi {typed}, các dòng cộng lại {summed}",
                    typed=counted(number), summed=counted(nearest[key]),
                )  # fmt: skip


def _added_twice(sheet: Parsed[Row], total: SourceRow, typed: Mapping[str, int]) -> set[int] | None:
    """Return the rows above a total, sums themselves, that it adds up once more.

    None where that is not why it differs. The form knows some sums as such and adds up others.
    """
    once = _sums([x.row for x in sheet.rows], typed)
    rest = {key: number - once[key] for key, number in typed.items()}
    sums = [(x.row.number, _sums([x.row.row], typed)) for x in sheet.aside]
    sums += [(x.number, dict(_typed_counts(sheet, x))) for x in sheet.totals]
    above = [(number, each) for number, each in sums if number < total.number]
    for size in range(1, len(above) + 1 if any(rest.values()) and len(above) <= _FEW_SUMS else 1):
        for some in combinations(above, size):
            added = {key: sum(each.get(key, 0) for _, each in some) for key in rest}
            if added == rest:
                return {number for number, _ in some}
    return None


def _sums(rows: Collection[Row], keys: Collection[str]) -> dict[str, int]:
    return {key: sum(getattr(row, key) or 0 for row in rows) for key in keys}


def _typed_counts(sheet: Parsed[Row], line: SourceRow) -> Iterator[tuple[str, int]]:
    row_type: type[Row] = type(sheet.rows[0].row) if sheet.rows else CellReturn
    for key, column in columns(row_type).items():
        value = line.values.get(key, "")
        if column.type == "count" and not is_blank(value):
            typed = read_count(value)
            if not isinstance(typed, Misread):
                yield key, typed


@return_rule(
    Severity.WARNING, ARITHMETIC, CellReturn, DisciplineReturn,
    explained_by=(
        "more_disciplined_than_members", "discipline_row_twice",
        "discipline_form_of_other_target", *ROW_SLIPS,
    ),
)  # fmt: skip
def disciplined_members_differ(item: Return) -> CellViolations:
    """Số đảng viên bị kỷ luật ở hai tờ khác nhau.

    Vì sao: tổng cột Bị kỷ luật trong kỳ ở tờ Chi bộ phải bằng số đảng viên ở tờ Kỷ luật.
    Cách sửa: so hai tờ với sổ kỷ luật của đơn vị.
    """
    forms, cells = by_form(item, DisciplineTarget.MEMBER), by_cell(item)
    form = None if forms is None else sum(forms.values())
    if (form or 0) == (cells or 0):
        return
    where = first_of_disciplined(item)
    if form is None:
        words = "Tờ Chi bộ cộng lại {by_cell} đảng viên bị kỷ luật, tờ Kỷ luật không ghi"
        yield Violation(where, words, by_cell=Members(cells or 0))
    elif cells is None:
        words = "Tờ Kỷ luật ghi {by_form} đảng viên bị kỷ luật, tờ Chi bộ không ghi"
        yield Violation(where, words, by_form=Members(form))
    else:
        yield Violation(
            where,
            "Tờ Kỷ luật ghi {by_form} đảng viên bị kỷ luật, tờ Chi bộ cộng lại {by_cell}",
            by_form=Members(form), by_cell=Members(cells),
        )  # fmt: skip
