"""A return beside what the register says of the unit: its age, its members, its levels."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from xeploai.findings import CellRef, CellViolations, Members, Sentence, Severity, Violation
from xeploai.reading.names import (
    known_code,
    letters_that_differ,
    may_name,
    name_key,
    nearest,
    same_code,
    same_name,
)
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register, Unit
from xeploai.rules.families.shared import (
    CELL_SLIPS,
    STAGES,
    is_given,
    is_too_new,
    latest_level,
    other_levels,
)
from xeploai.rules.scopes import Grading, owner_rule, register_rule
from xeploai.schema.cell_formulas import plain_text, quoted, serial
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.register import DecisionRow
from xeploai.schema.regulations import years_of
from xeploai.schema.row import columns
from xeploai.schema.self_check import Concern, Formula, KnownOfUnit, RowFormula, Shown
from xeploai.schema.terms import RatedSubject, Scale
from xeploai.submissions.attendance import attendant
from xeploai.submissions.model import Return
from xeploai.submissions.returns import label_text
from xeploai.text import folded, listing

_HD_21 = years_of("qd132-2019")
ASSIGNED = "Tờ Phân công dự của danh mục"
DATABASE = "Cơ sở dữ liệu đảng viên"
REGISTER = "Danh mục đơn vị của kỳ"
STEPS = "Trình tự kiểm điểm, đánh giá, xếp loại"
DECISIONS = "Kết quả thẩm định, quyết định ghi trong danh mục"
NEW = "HD 21-HD/BTCTW và hướng dẫn của từng kỳ"


def _cells_listed(item: Return, register: Register) -> Iterator[tuple[Located[CellReturn], Unit]]:
    listed = {cell.code: cell for cell in register.cells_of(item.unit)}
    for cell in item.rows(CellReturn) if listed else ():
        unit = listed.get(known_code(cell.row.cell_code, listed))
        if unit is not None:
            yield cell, unit


# ------------------------------------------------------------------ too new to be rated


def _severity(register: Register) -> Severity:
    is_confirmed = register.settings.regulation.new_confirmed
    return Severity.ERROR if is_confirmed else Severity.WARNING


_BY_REGULATION = Grading(
    _severity, "là lỗi ở kỳ có văn bản đã đối chiếu (2019–2022), là cảnh báo ở kỳ khác"
)


def _too_new(unit: Unit, decided_on: date | None, register: Register) -> Sentence | None:
    """Return the sentence where a unit is too young to be rated, else None."""
    if unit.founded_on is None or not is_too_new(unit.code, register, decided_on):
        return None
    regulation = register.settings.regulation
    return Sentence(
        "“{unit}” thành lập ngày {founded_on}, chưa đủ {months} tháng {basis}",
        unit=unit.name, founded_on=unit.founded_on, months=regulation.new_months,
        basis=f"thì không xếp loại ({regulation.new_citation})" if regulation.new_confirmed
        else "thường không xếp loại (theo thông lệ)",
    )  # fmt: skip


def _old_enough(founded_on: date | None, known: KnownOfUnit) -> date | None:
    """Return the first day on which an organisation may be rated, if the year is over by then."""
    if founded_on is None or not known.span.year:
        return None
    months = founded_on.year * 12 + founded_on.month - 1 + known.new_months
    year, month = divmod(months, 12)
    try:
        first = date(year, month + 1, founded_on.day)
    except ValueError:
        first = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first if first > known.span.next_day else None


_UNRATED = "thành lập chưa đủ {} tháng thì không xếp loại"


def _new_unit(known: KnownOfUnit) -> tuple[Formula, ...]:
    old_enough = _old_enough(known.founded_on, known)
    if old_enough is None:
        return ()
    title = f"Đơn vị {_UNRATED.format(known.new_months)}"
    is_new = f"{{decision_date}}<{serial(old_enough)}"
    last = (
        ("decided_level", "{decided_level}>0"),
        ("proposed_level", "{proposed_level}>0,{decided_level}=0"),
        ("self_level", "{self_level}>0,{proposed_level}=0,{decided_level}=0"),
    )
    return tuple(
        RowFormula(
            InfoReturn, title, f"{title}.", f"AND({when},{is_new})", (key,), about=Concern.AGE
        )
        for key, when in last
    )


@register_rule(
    Severity.ERROR,
    NEW,
    InfoReturn,
    self_check=Shown(_new_unit),
    grading=_BY_REGULATION,
    confirmed=_HD_21,
    is_practice=True,
)
def new_organisation_rated(item: Return, register: Register) -> CellViolations:
    """Đơn vị mới thành lập vẫn xếp loại.

    Vì sao: tổ chức đảng thành lập chưa đủ 6 tháng thì không xếp loại; tổ chức sắp xếp từ tổ chức
    cũ vẫn được xếp loại.
    Cách sửa: so với quy định của kỳ; không thuộc diện xếp loại thì bỏ mức xếp loại; nếu ngày thành
    lập sai hoặc được sắp xếp từ tổ chức cũ thì báo Ban Tổ chức sửa danh mục.
    """
    info, unit = item.info, register.units.get(item.unit)
    key, level = latest_level(info.row) if info else ("", None)
    if info is not None and unit is not None and level is not None:
        too_new = _too_new(unit, info.row.decision_date, register)
        if too_new:
            yield Violation(info.ref(key), "{too_new}", too_new=too_new)


def _new_cells(known: KnownOfUnit) -> tuple[Formula, ...]:
    days = ((cell.code, _old_enough(cell.founded_on, known)) for cell in known.cells)
    code = plain_text("{raw.cell_code}")
    new = [(quoted(each), str(serial(day))) for each, day in days if day]
    if not new:
        return ()
    title = f"Chi bộ {_UNRATED.format(known.new_months)}"
    # In lists: a formula has room for the codes of all cells of a unit.
    codes, firsts = ("{" + ",".join(each) + "}" for each in zip(*new, strict=True))
    is_new = f"SUMPRODUCT(({code}={codes})*({{decision_date}}<{firsts}))>0"
    when = f"AND({{self_level}}+{{proposed_level}}+{{decided_level}}>0,{is_new})"
    return (RowFormula(CellReturn, title, f"{title}.", when, STAGES, about=Concern.AGE),)


@register_rule(
    Severity.ERROR,
    NEW,
    CellReturn,
    self_check=Shown(_new_cells),
    grading=_BY_REGULATION,
    confirmed=_HD_21,
    is_practice=True,
)
def new_cell_rated(item: Return, register: Register) -> CellViolations:
    """Chi bộ mới thành lập vẫn xếp loại.

    Vì sao: tổ chức đảng thành lập chưa đủ 6 tháng thì không xếp loại; tổ chức sắp xếp từ tổ chức
    cũ vẫn được xếp loại.
    Cách sửa: so với quy định của kỳ; không thuộc diện xếp loại thì bỏ mức xếp loại; nếu ngày thành
    lập sai hoặc được sắp xếp từ tổ chức cũ thì báo Ban Tổ chức sửa danh mục.
    """
    for cell, unit in _cells_listed(item, register):
        key, level = latest_level(cell.row)
        too_new = _too_new(unit, cell.row.decision_date, register) if level is not None else None
        if too_new:
            yield Violation(cell.ref(key), "{too_new}", too_new=too_new)


# ------------------------------------------------------------------ the member database


def _differs(members: int, known: int | None, register: Register) -> Sentence | None:
    """Return the end of the sentence where a count is too far from the database, else None."""
    tolerance = register.settings.database_tolerance
    if known is None or abs(members - known) * 100 <= tolerance * known:
        return None
    return Sentence(
        "{members} đảng viên, cơ sở dữ liệu có {known}: lệch quá {tolerance}%",
        members=Members(members), known=Members(known), tolerance=tolerance,
    )  # fmt: skip


@register_rule(Severity.WARNING, DATABASE, CellReturn, explained_by=CELL_SLIPS)
def members_differ_from_database(item: Return, register: Register) -> CellViolations:
    """Số đảng viên của đơn vị khác cơ sở dữ liệu.

    Vì sao: thường do thiếu hoặc thừa chi bộ, hoặc cơ sở dữ liệu chưa cập nhật.
    Cách sửa: so danh sách đảng viên với cơ sở dữ liệu; sửa bên sai.
    """
    unit = register.units.get(item.unit)
    if unit is not None:
        members = sum(cell.row.members for cell in item.rows(CellReturn))
        differs = _differs(members, unit.members_in_database, register)
        if differs:
            heading = item.sheet(CellReturn).heading("members")
            yield Violation(heading, "Toàn đơn vị có {differs}", differs=differs)


@register_rule(Severity.WARNING, DATABASE, CellReturn, explained_by=CELL_SLIPS)
def cell_members_differ_from_database(item: Return, register: Register) -> CellViolations:
    """Số đảng viên của chi bộ khác cơ sở dữ liệu.

    Vì sao: thường do gõ nhầm số, hoặc cơ sở dữ liệu chưa cập nhật.
    Cách sửa: so danh sách đảng viên của chi bộ với cơ sở dữ liệu; sửa bên sai.
    """
    for cell, unit in _cells_listed(item, register):
        differs = _differs(cell.row.members, unit.members_in_database, register)
        if differs:
            ref, name = cell.ref("members"), cell.row.name
            yield Violation(ref, "{name} có {differs}", name=name, differs=differs)


# ------------------------------------------------------------------ who is to attend


@register_rule(
    Severity.WARNING, ASSIGNED, CellReturn,
    former_titles=("Danh mục phân công cấp trên dự kiểm điểm, biểu chưa ghi cấp trên dự",),
)  # fmt: skip
def assigned_attendant_not_written(item: Return, register: Register) -> CellViolations:
    """Danh mục phân công cấp trên dự kiểm điểm, biểu không nêu cấp trên dự.

    Vì sao: chưa biết buổi kiểm điểm đã có cấp trên dự, chỉ đạo như phân công hay chưa.
    Cách sửa: ghi người dự vào cột Cấp trên dự; nếu không có cấp trên dự thì báo Ban Tổ chức.
    """
    assigned: dict[str, list[str]] = {}
    for each in register.assignments:
        assigned.setdefault(each.row.unit_code, []).append(each.row.official)
    listed = _cells_listed(item, register) if assigned else ()
    for cell, unit in listed:
        if unit.code in assigned and _is_silent([cell]):
            yield _unattended(cell.ref("attended_by"), assigned[unit.code], cell.row.name)
    if item.unit in assigned and _is_silent(item.rows(CellReturn)):
        heading = item.sheet(CellReturn).heading("attended_by")
        yield _unattended(heading, assigned[item.unit], register.units[item.unit].name)


def _is_silent(cells: Sequence[Located[CellReturn]]) -> bool:
    """Whether some of these cells have held their review, and none names a superior there."""
    reviewed = [cell.row for cell in cells if cell.row.review_date]
    return bool(reviewed) and not any(map(attendant, reviewed))


def _unattended(ref: CellRef, officials: Sequence[str], name: str) -> Violation[CellRef]:
    return Violation(
        ref,
        "{officials} được phân công dự kiểm điểm ở {name}, biểu không nêu cấp trên dự",
        officials=listing(list(officials), 3, "đồng chí"),
        name=name,
    )


# ------------------------------------------------------------------ the register's decisions


def _other_levels(
    row: Located[InfoReturn] | Located[CellReturn],
    decision: DecisionRow | None,
    name: str,
    scale: Scale,
) -> CellViolations:
    for key, written, known in other_levels(row.row, decision) if decision is not None else ():
        yield Violation(
            row.ref(key),
            "{name}: “{header}” ghi {written}, danh mục ghi {known}",
            name=name, header=columns(DecisionRow)[key].header,
            written=scale.short(written), known=scale.short(known),
        )  # fmt: skip


@register_rule(Severity.WARNING, DECISIONS, InfoReturn)
def unit_level_differs_from_decision(item: Return, register: Register) -> CellViolations:
    """Mức của đơn vị khác mức ghi trong danh mục.

    Vì sao: biểu và danh mục của Ban Tổ chức ghi khác nhau; số liệu lấy theo danh mục.
    Cách sửa: so với văn bản; sửa biểu, hoặc báo Ban Tổ chức sửa danh mục.
    """
    if item.info is not None and item.unit in register.units:
        name = register.units[item.unit].name
        decision = register.decision(item.unit, RatedSubject.ORG)
        yield from _other_levels(item.info, decision, name, item.scale)


@register_rule(Severity.WARNING, DECISIONS, CellReturn)
def cell_level_differs_from_decision(item: Return, register: Register) -> CellViolations:
    """Mức của chi bộ khác mức ghi trong danh mục.

    Vì sao: biểu và danh mục của Ban Tổ chức ghi khác nhau; số liệu lấy theo danh mục.
    Cách sửa: so với văn bản; sửa biểu, hoặc báo Ban Tổ chức sửa danh mục.
    """
    for cell, unit in _cells_listed(item, register):
        decision = register.decision(unit.code, RatedSubject.CELL)
        yield from _other_levels(cell, decision, cell.row.name, item.scale)


@register_rule(Severity.WARNING, STEPS, InfoReturn, of_board=True)
def unit_decided_without_proposal(item: Return, register: Register) -> CellViolations:
    """Đơn vị có mức được quyết định nhưng chưa có mức đề nghị.

    Vì sao: quyết định phải sau bước thẩm định, đề nghị.
    Cách sửa: ghi mức đề nghị ở tờ Thẩm định, quyết định của danh mục.
    """
    info = item.info
    if info is None or info.row.decided_level is None or info.row.proposed_level is not None:
        return
    decision = register.decision(item.unit, RatedSubject.ORG)
    if decision is None or decision.proposed_level is None:
        yield Violation(
            info.ref("proposed_level"),
            "Đơn vị được quyết định {level}, chưa ghi mức đề nghị",
            level=item.scale.short(info.row.decided_level),
        )


# ------------------------------------------------------------------ whose return it is


@owner_rule(Severity.ERROR, REGISTER, waivable=False)
def unit_code_unknown(item: Return, register: Register) -> CellViolations:
    """Mã đơn vị không có trong danh mục.

    Vì sao: biểu được nhận ra theo mã đơn vị; mã lạ thì không biết là biểu của đơn vị nào.
    Cách sửa: ghi đúng mã đơn vị ở tờ Thông tin như trong biểu Ban Tổ chức đã gửi rồi gửi lại; đơn
    vị mới chưa có mã thì báo để Ban Tổ chức thêm vào danh mục.
    """
    old = {line.row.old_code for line in register.crosswalk}
    is_known = item.unit in register.units or item.unit in old
    if item.unit and not is_known and item.form_of_another_unit is None:
        yield Violation(
            item.sheet(InfoReturn).label("unit_code"),
            "Mã đơn vị “{code}” không có trong danh mục{hint}",
            code=item.unit, hint=_nearest_units(item, register),
        )  # fmt: skip


def _nearest_units(item: Return, register: Register) -> Sentence:
    """Return the units whose name or code is nearest to what a return says of its own."""
    name = label_text(item.sheet(InfoReturn), "unit_name")
    units = {unit.code: unit for unit in register.reporting}
    by_name = [x for x in units.values() if is_given(name) and may_name(name, x.name, ())]
    by_code = [x for x in units.values() if same_code(x.code, item.unit)]
    near = units.get(nearest(item.unit, units))
    fitting = by_name or by_code or ([near] if near else [])
    named = [f"“{x.code}” ({x.name})" for x in fitting]
    return Sentence("; gần nhất: {units}", units=listing(named, 3, "đơn vị")) if named else _NONE


_NONE = Sentence("")


@owner_rule(Severity.ERROR, REGISTER)
def name_of_another_unit(item: Return, register: Register) -> CellViolations:
    """Tên đơn vị không phải tên của mã trong danh mục.

    Vì sao: mã là của một đơn vị mà tên là của đơn vị khác; không biết là biểu của ai nên chưa tính
    cho đơn vị nào.
    Cách sửa: ghi đúng mã, đúng tên đơn vị rồi gửi lại; nếu đơn vị đổi tên, hoặc đúng là đơn vị mang
    mã này, thì báo để Ban Tổ chức sửa danh mục, hoặc ghi một dòng ở tờ Chấp thuận.
    """
    sheet, unit = item.sheet(InfoReturn), register.units.get(item.unit)
    name = label_text(sheet, "unit_name")
    others = [each.name for each in register.reporting if each.code != item.unit]
    if unit is None or not is_given(name) or item.form_of_another_unit is not None:
        return
    if not may_name(name, unit.name, others):
        yield Violation(
            sheet.label("unit_name"),
            "Mã “{code}” là “{name}”, biểu ghi tên “{written}”{letters}",
            code=unit.code, name=unit.name, written=name,
            letters=letters_that_differ(name, unit.name),
        )  # fmt: skip


@owner_rule(Severity.WARNING, REGISTER)
def unit_code_spelt_otherwise(item: Return, register: Register) -> CellViolations:
    """Mã đơn vị viết khác danh mục.

    Vì sao: mã chỉ khác chữ hoa, dấu cách, số 0 ở đầu hoặc chữ Đ của bảng mã khác; chỉ một đơn vị có
    mã như thế nên biểu vẫn được nhận.
    Cách sửa: lần sau ghi mã đúng như danh mục.
    """
    sheet, unit = item.sheet(InfoReturn), register.units.get(item.unit)
    code = label_text(sheet, "unit_code")
    # Excel drops the zeros of a code; the form itself still knows it.
    is_known = unit is None or unit.code in (code, item.stamped_unit)
    if unit is not None and code and not is_known:
        yield Violation(
            sheet.label("unit_code"),
            "Mã đơn vị “{code}” được hiểu là “{known}” ({name}){letters}",
            code=code, known=unit.code, name=unit.name,
            letters=letters_that_differ(code, unit.code),
        )  # fmt: skip


@register_rule(
    Severity.WARNING, REGISTER, InfoReturn, explained_by=("stamp_differs",),
    former_titles=("Tên đơn vị khác tên của mã trong danh mục",),
)  # fmt: skip
def unit_name_differs(item: Return, register: Register) -> CellViolations:
    """Tên đơn vị viết khác tên trong danh mục.

    Vì sao: tên chỉ giống một phần tên của mã này; có thể ghi nhầm mã hoặc dùng biểu của đơn vị
    khác.
    Cách sửa: xem lại mã và tên; nếu đơn vị đổi tên thì báo Ban Tổ chức sửa danh mục.
    """
    info, unit = item.info, register.units.get(item.unit)
    # What the board accepted as another name is told as such.
    is_accepted = any(x.rule == name_of_another_unit.code for x in item.findings)
    if info is None or unit is None or is_accepted or not is_given(info.row.unit_name):
        return
    written, known = folded(info.row.unit_name), folded(unit.name)
    # Clerks leave out "Đảng bộ" or add the name of the commune.
    is_part = written in known or known in written
    if not is_part and not same_name(info.row.unit_name, unit.name):
        yield Violation(
            info.ref("unit_name"),
            "Mã “{code}” ghi tên “{written}”, trong danh mục là “{name}”",
            code=item.unit, written=info.row.unit_name, name=unit.name,
        )  # fmt: skip


_TITLE = re.compile(
    r"(?:(?:tên )?đơn vị\s*:\s*|(?:biểu|bảng|báo cáo|kết quả|số liệu|tổng hợp)\b.*\bcủa\s+)?"
    r"(.*?)[\W_]*(?:(?:k[ỳì] đánh giá|năm (?:19|20)\d\d)\b.*)?",
    re.I | re.S,
)
"""The line above a table that says whose it is: "Đảng bộ xã … – Kỳ đánh giá 2025"."""
_WHERE = re.compile(r"\s*[,;(–—]|\s+-\s")
"""Before these signs the name ends, and where the unit is may follow: ", huyện …"."""


@register_rule(Severity.WARNING, REGISTER, CellReturn, explained_by=("stamp_differs",))
def title_of_another_unit(item: Return, register: Register) -> CellViolations:
    """Tiêu đề của tờ ghi tên đơn vị khác.

    Vì sao: có lẽ cả tờ được dán từ biểu của đơn vị kia; khi đó số liệu được tính cho nhầm đơn vị.
    Cách sửa: xem số liệu trong tờ là của đơn vị nào; nếu đúng là của đơn vị mình thì sửa tiêu đề,
    nếu không thì điền lại số liệu của đơn vị mình.
    """
    unit = register.units.get(item.unit)
    own = name_key(unit.name) if unit is not None else ""
    for sheet in item.sheets.values() if own else ():
        named = {cell: _keys_in(text) for cell, text in sheet.titles.items()}
        # Nearly every sheet is titled with the unit's own name: then nobody else's is looked for.
        if any(own in keys for keys in named.values()):
            continue
        others = {name_key(x.name): x for x in register.reporting if x.code != item.unit}
        for cell, keys in named.items():
            other = next((others[key] for key in keys if key in others), None)
            if other is not None:
                yield Violation(
                    sheet.title(cell),
                    "Tiêu đề tờ “{sheet}” ghi “{name}” (mã {code}), số liệu được tính cho mã {own}",
                    sheet=sheet.sheet, name=other.name, code=other.code, own=item.unit,
                )  # fmt: skip


def _keys_in(title: str) -> list[str]:
    """Return the keys of the names in the line above a table."""
    return [name_key(name) for name in _whose(title)]


def _whose(title: str) -> tuple[str, str]:
    """Return the name in the line above a table, whole and without where the unit is.

    The period and what it is called are left out.
    """
    match = _TITLE.fullmatch(title)
    name = match[1] if match else title
    return name, _WHERE.split(name)[0]
