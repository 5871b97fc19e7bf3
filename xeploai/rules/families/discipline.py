"""Discipline of the year beside the levels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xeploai.findings import CellViolations, Count, FieldViolations, Members, Severity, Violation
from xeploai.reading.source_rows import Located
from xeploai.register.model import Register
from xeploai.rules.families.shared import (
    ROW_SLIPS,
    SUM_SLIPS,
    adds_up,
    latest_level,
    written_again,
)
from xeploai.rules.scopes import register_rule, return_rule, row_rule
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn
from xeploai.schema.regulations import years_of
from xeploai.schema.self_check import SOUND, Concern, RowFormula, always
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, Level, UnitKind
from xeploai.submissions.discipline import by_cell, by_form, first_of_disciplined
from xeploai.submissions.model import Return
from xeploai.text import folded

USUAL = "Đối chiếu kỷ luật với xếp loại"
SHEET = "Biểu mẫu tổng hợp"
QD_124 = "QĐ 124-QĐ/TW, HD 25-HD/BTCTW"
QD_366 = "QĐ 366-QĐ/TW, HD 43-HD/BTCTW"
_2023 = years_of("qd124-2023")
_2025 = years_of("qd366-2025")
_FORMS = {
    DisciplineTarget.MEMBER: frozenset(DisciplineForm) - {DisciplineForm.DISSOLUTION},
    DisciplineTarget.ORG: frozenset(
        (DisciplineForm.REPRIMAND, DisciplineForm.WARNING, DisciplineForm.DISSOLUTION)
    ),
}


_DOUBTFUL_ROW = ("more_disciplined_than_members", "levels_do_not_sum_to_rated", *SUM_SLIPS)


def _is_doubtful(row: CellReturn) -> bool:
    """Whether the levels of a row, or those disciplined in it, are told to be wrong elsewhere."""
    is_summed = adds_up(row) and row.rated + row.not_rated == row.members
    return not is_summed or row.disciplined > row.members


_EXCEPTED = re.compile(r"khac phuc|tu phat hien|khai tru|nam truoc|ky truoc|(?:don vi|noi) cu")
"""Words, folded, of a note that tells why one who was disciplined is rated higher."""


def _due_to_fail(item: Return) -> Iterator[tuple[Located[CellReturn], int]]:
    """Yield the cells with disciplined members, and how many of them should have failed.

    Those expelled are no members any more, those suspended are not rated, and a note may tell
    another exception; whose cell the expelled were of is not known.
    """
    if _is_excepted_on_sheet(item):
        return
    expelled = _expelled(item)
    for cell in item.rows(CellReturn):
        number = cell.row.disciplined - cell.row.suspended - expelled
        if number > 0 and not _is_excepted(cell.row.note) and not _is_doubtful(cell.row):
            yield cell, number


def _expelled(item: Return) -> int:
    forms = by_form(item, DisciplineTarget.MEMBER)
    return forms[DisciplineForm.EXPULSION] if forms else 0


def _is_excepted(note: str) -> bool:
    return bool(_EXCEPTED.search(folded(note)))


def _of_members(item: Return) -> list[DisciplineReturn]:
    rows = (line.row for line in item.rows(DisciplineReturn))
    return [row for row in rows if row.target is DisciplineTarget.MEMBER]


def _is_excepted_on_sheet(item: Return) -> bool:
    return any(_is_excepted(row.note) for row in _of_members(item))


def _is_sheet_doubtful(item: Return) -> bool:
    """Whether a line of members is told to be wrong elsewhere: written twice, or not of them."""
    forms = [row.form for row in _of_members(item)]
    return len(set(forms)) < len(forms) or not _FORMS[DisciplineTarget.MEMBER].issuperset(forms)


@dataclass(frozen=True, slots=True)
class _OnSheet:
    """Members disciplined by the sheet Kỷ luật, how many of them should have failed, and did."""

    disciplined: int
    due: int
    kht: int


def _on_sheet(item: Return) -> _OnSheet | None:
    """Return those of whom the sheet Kỷ luật alone tells: the column of the cells has fewer.

    None also where the row of a cell leaves open how many failed.
    """
    forms = by_form(item, DisciplineTarget.MEMBER)
    rows = [cell.row for cell in item.rows(CellReturn)]
    if forms is None or sum(forms.values()) <= (by_cell(item) or 0):
        return None
    if _is_excepted_on_sheet(item) or any(_is_excepted(row.note) for row in rows):
        return None
    if _is_sheet_doubtful(item):
        return None
    if item.unfilled_cells or any(row.is_unreviewed or _is_doubtful(row) for row in rows):
        return None
    total = sum(forms.values())
    due = total - _expelled(item) - sum(row.suspended for row in rows)
    return _OnSheet(total, due, sum(row.kht for row in rows))


def _told(item: Return, on_sheet: _OnSheet) -> CellViolations:
    yield Violation(
        first_of_disciplined(item),
        "Tờ Kỷ luật ghi {disciplined} đảng viên bị kỷ luật, tờ Chi bộ cộng lại {kht} không hoàn "
        "thành nhiệm vụ",
        disciplined=Members(on_sheet.disciplined), kht=Members(on_sheet.kht),
    )  # fmt: skip


@return_rule(Severity.WARNING, USUAL, CellReturn, DisciplineReturn, is_practice=True)
def disciplined_but_none_failed(item: Return) -> CellViolations:
    """Có đảng viên bị kỷ luật nhưng không ai không hoàn thành nhiệm vụ.

    Vì sao: đảng viên bị kỷ luật trong kỳ thường xếp không hoàn thành nhiệm vụ.
    Cách sửa: xem lại mức của người bị kỷ luật; nếu đã tự phát hiện và khắc phục xong, hoặc kỷ luật
    về việc của năm trước thì ghi ở cột Ghi chú.
    """
    none_failed = [cell for cell, _ in _due_to_fail(item) if not cell.row.kht]
    for cell in none_failed:
        row = cell.row
        yield Violation(
            cell.ref("kht"),
            "{name}: {disciplined} đảng viên bị kỷ luật, cột Không hoàn thành nhiệm vụ bằng "
            "{kht}",
            name=row.name, disciplined=Members(row.disciplined), kht=Members(row.kht),
        )  # fmt: skip
    on_sheet = None if none_failed else _on_sheet(item)
    if on_sheet and on_sheet.due > 0 and not on_sheet.kht:
        yield from _told(item, on_sheet)


@return_rule(
    Severity.WARNING, QD_124, CellReturn, DisciplineReturn, in_force=_2023, confirmed=_2023
)
def disciplined_members_not_failed(item: Return) -> CellViolations:
    """Số không hoàn thành nhiệm vụ ít hơn số bị kỷ luật.

    Vì sao: bị kỷ luật trong năm thì xếp không hoàn thành nhiệm vụ, trừ khi tự phát hiện và đã khắc
    phục xong.
    Cách sửa: xem lại mức của từng người bị kỷ luật; nếu thuộc trường hợp trừ thì ghi ở cột Ghi chú.
    """
    for cell, number in _due_to_fail(item):
        row = cell.row
        # That none is rated so at all is reported by the rule of every year.
        if 0 < row.kht < number:
            yield Violation(
                cell.ref("kht"),
                "{name}: {disciplined} đảng viên bị kỷ luật, chỉ {kht} không hoàn thành nhiệm vụ",
                name=row.name, disciplined=Members(row.disciplined), kht=Members(row.kht),
            )  # fmt: skip
    on_sheet = _on_sheet(item)
    if on_sheet and 0 < on_sheet.kht < on_sheet.due:
        yield from _told(item, on_sheet)


@row_rule(
    Severity.WARNING,
    QD_366,
    CellReturn,
    in_force=_2025,
    confirmed=_2025,
    explained_by=_DOUBTFUL_ROW,
)
def excellent_cell_with_disciplined_members(row: CellReturn) -> FieldViolations:
    """Chi bộ xuất sắc nhưng có đảng viên bị kỷ luật.

    Vì sao: từ kỳ 2025, xuất sắc đòi hỏi không có tổ chức trực thuộc, người lãnh đạo bị kỷ luật.
    Cách sửa: xem người bị kỷ luật có thuộc diện đó không; nếu có thì xét lại mức xuất sắc.
    """
    key, level = latest_level(row)
    if level is Level.XS and row.disciplined:
        yield Violation(
            key,
            "{name} xếp XS, có {disciplined} đảng viên bị kỷ luật trong kỳ",
            name=row.name, disciplined=Members(row.disciplined),
        )  # fmt: skip


# ------------------------------------------------------------------ of organisations


def _disciplined_organisations(item: Return) -> int:
    rows = [line.row for line in item.rows(DisciplineReturn)]
    return sum(row.number for row in rows if row.target is DisciplineTarget.ORG)


_SHEETS = (InfoReturn, CellReturn, DisciplineReturn)
_DOUBTFUL = ("discipline_row_twice", "discipline_form_of_other_target")


@register_rule(
    Severity.WARNING, QD_124, *_SHEETS,
    in_force=_2023, confirmed=_2023, explained_by=(*_DOUBTFUL, *ROW_SLIPS),
)  # fmt: skip
def many_disciplined_organisations(item: Return, register: Register) -> CellViolations:
    """Nhiều tổ chức trực thuộc bị kỷ luật nhưng đơn vị không xếp mức thấp nhất.

    Vì sao: quá 20% tổ chức trực thuộc bị kỷ luật thì đơn vị không hoàn thành nhiệm vụ.
    Cách sửa: xem lại số tổ chức đảng bị kỷ luật ở tờ Kỷ luật và mức của đơn vị.
    """
    info, unit = item.info, register.units.get(item.unit)
    limit = register.settings.regulation.discipline
    key, level = latest_level(info.row) if info else ("", None)
    if info is None or unit is None or limit is None or level in (None, Level.KHT):
        return
    number, cells = _disciplined_organisations(item), len(item.rows(CellReturn))
    is_over = number * 100 > limit.organisations_percent * cells
    if is_over and unit.kind is not UnitKind.GRASSROOTS_CELL:
        yield Violation(
            info.ref(key),
            "{number}/{cells} tổ chức trực thuộc bị kỷ luật, quá {limit}%, đơn vị xếp {level}",
            number=Count(number), cells=Count(cells), limit=limit.organisations_percent,
            level=item.scale.short(level) if level else "",
        )  # fmt: skip


@return_rule(
    Severity.WARNING, QD_366, InfoReturn, DisciplineReturn,
    in_force=_2025, confirmed=_2025, explained_by=_DOUBTFUL,
)  # fmt: skip
def excellent_unit_with_disciplined_organisation(item: Return) -> CellViolations:
    """Đơn vị xuất sắc nhưng có tổ chức trực thuộc bị kỷ luật.

    Vì sao: từ kỳ 2025, xuất sắc đòi hỏi không có tổ chức trực thuộc bị kỷ luật.
    Cách sửa: xem lại số tổ chức đảng bị kỷ luật ở tờ Kỷ luật; nếu đúng thì xét lại mức xuất sắc.
    """
    info, number = item.info, _disciplined_organisations(item)
    key, level = latest_level(info.row) if info else ("", None)
    if info is not None and level is Level.XS and number:
        yield Violation(
            info.ref(key),
            "Đơn vị xếp XS, có {number} tổ chức trực thuộc bị kỷ luật trong kỳ",
            number=Count(number),
        )


# ------------------------------------------------------------------ the sheet itself


@return_rule(
    Severity.ERROR, SHEET, DisciplineReturn,
    self_check=always(written_again(DisciplineReturn, "target", "form", about=Concern.CHOICES)),
    waivable=False,
)  # fmt: skip
def discipline_row_twice(item: Return) -> CellViolations:
    """Một hình thức kỷ luật có hai dòng cho cùng một đối tượng.

    Vì sao: số bị kỷ luật của hình thức đó bị cộng hai lần.
    Cách sửa: gộp thành một dòng hoặc xóa nội dung của dòng thừa.
    """
    seen: dict[tuple[str, str], int] = {}
    for line in item.rows(DisciplineReturn):
        key = line.row.target, line.row.form
        if key in seen:
            yield Violation(
                line.ref("form"),
                "{form} {target}: đã có ở dòng {first}",
                form=line.row.form.capitalize(), target=line.row.target, first=seen[key],
            )  # fmt: skip
        seen.setdefault(key, line.number)


def _is_one_of(forms: Sequence[DisciplineForm]) -> str:
    """Return the condition that the form of a row is one of some, given by its place."""
    places = [f"{{form}}={list(DisciplineForm).index(form) + 1}" for form in forms]
    return places[0] if len(places) == 1 else f"OR({','.join(places)})"


def _unfit(target: DisciplineTarget) -> str:
    others = [form for form in DisciplineForm if form not in _FORMS[target]]
    return f"AND({{target}}={list(DisciplineTarget).index(target) + 1},{_is_one_of(others)})"


_FITTING = RowFormula(
    DisciplineReturn,
    SOUND,
    "Hình thức này không áp dụng cho đối tượng ở cùng dòng.",
    f"AND({{number}}>0,OR({','.join(map(_unfit, DisciplineTarget))}))",
    ("form",),
    about=Concern.CHOICES,
    adds_up=True,
)


@row_rule(Severity.ERROR, SHEET, DisciplineReturn, self_check=always(_FITTING))
def discipline_form_of_other_target(row: DisciplineReturn) -> FieldViolations:
    """Hình thức kỷ luật không áp dụng cho đối tượng.

    Vì sao: cách chức, khai trừ chỉ với đảng viên; giải tán chỉ với tổ chức đảng.
    Cách sửa: chọn lại đối tượng hoặc hình thức.
    """
    if row.number and row.form not in _FORMS[row.target]:
        yield Violation(
            "form",
            "Hình thức “{form}” không áp dụng cho {target}",
            form=row.form, target=row.target,
        )  # fmt: skip
