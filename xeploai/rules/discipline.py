"""Discipline of the year beside the levels."""

from collections.abc import Callable, Iterator

from xeploai.findings import ALWAYS, Fault, Rule, Severity, Spot, rule
from xeploai.register.model import Register
from xeploai.rules.shared import ROW_SLIPS, SUM_SLIPS, latest_level
from xeploai.schema.form import CellReturn, DisciplineReturn, InfoReturn
from xeploai.schema.regulations import years_of
from xeploai.schema.terms import DisciplineForm, DisciplineTarget, Level, UnitKind
from xeploai.submissions.model import Return
from xeploai.text import count

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


def _cell_rule(
    cite: str, in_force: tuple[int, int] = ALWAYS
) -> Callable[[Callable[[CellReturn], Iterator[Fault]]], Rule[..., Iterator[Fault]]]:
    slips = ("more_disciplined_than_members", "levels_do_not_sum_to_rated", *SUM_SLIPS)
    return rule(Severity.WARNING, "row", cite, (CellReturn,), in_force=in_force, explained_by=slips)


@_cell_rule(USUAL)
def disciplined_but_none_failed(row: CellReturn) -> Iterator[Fault]:
    """Có đảng viên bị kỷ luật nhưng không ai không hoàn thành nhiệm vụ.

    Vì sao: đảng viên bị kỷ luật trong kỳ thường xếp không hoàn thành nhiệm vụ.
    Cách sửa: xem lại mức của người bị kỷ luật; nếu đúng là như vậy thì không phải làm gì.
    """
    if row.disciplined and not row.kht and not row.suspended:
        said = f"{row.name}: {count(row.disciplined)} đảng viên bị kỷ luật"
        yield Fault("kht", f"{said}, cột Không hoàn thành nhiệm vụ bằng 0")


@_cell_rule(QD_124, _2023)
def disciplined_members_not_failed(row: CellReturn) -> Iterator[Fault]:
    """Số không hoàn thành nhiệm vụ ít hơn số bị kỷ luật.

    Vì sao: bị kỷ luật trong năm thì xếp không hoàn thành nhiệm vụ, trừ khi tự phát hiện và đã khắc
    phục xong.
    Cách sửa: xem lại mức của từng người bị kỷ luật; nếu thuộc trường hợp trừ thì không phải làm gì.
    """
    # That none is rated so at all is said by the rule of every year.
    if 0 < row.kht < row.disciplined - row.suspended:
        said = f"{row.name}: {count(row.disciplined)} đảng viên bị kỷ luật"
        yield Fault("kht", f"{said}, chỉ {count(row.kht)} không hoàn thành nhiệm vụ")


@_cell_rule(QD_366, _2025)
def excellent_cell_with_disciplined_members(row: CellReturn) -> Iterator[Fault]:
    """Chi bộ xuất sắc nhưng có đảng viên bị kỷ luật.

    Vì sao: từ kỳ 2025, xuất sắc đòi hỏi không có tổ chức trực thuộc, người lãnh đạo bị kỷ luật.
    Cách sửa: xem người bị kỷ luật có thuộc diện đó không; nếu có thì xét lại mức xuất sắc.
    """
    key, level = latest_level(row)
    if level is Level.XS and row.disciplined:
        said = f"{row.name} xếp XS, có {count(row.disciplined)} đảng viên bị kỷ luật trong kỳ"
        yield Fault(key, said)


# ------------------------------------------------------------------ of organisations


def _disciplined_organisations(item: Return) -> int:
    rows = [line.row for line in item.rows(DisciplineReturn)]
    return sum(row.number for row in rows if row.target is DisciplineTarget.ORG)


_SHEETS = (InfoReturn, CellReturn, DisciplineReturn)
_DOUBTFUL = ("discipline_row_twice", "discipline_form_of_other_target")


@rule(
    Severity.WARNING, "register", QD_124, _SHEETS,
    in_force=_2023, explained_by=(*_DOUBTFUL, *ROW_SLIPS),
)  # fmt: skip
def many_disciplined_organisations(item: Return, register: Register) -> Iterator[Spot]:
    """Nhiều tổ chức trực thuộc bị kỷ luật nhưng đơn vị không xếp mức thấp nhất.

    Vì sao: quá 20% tổ chức trực thuộc bị kỷ luật thì đơn vị không hoàn thành nhiệm vụ.
    Cách sửa: xem lại số tổ chức đảng bị kỷ luật ở tờ Kỷ luật và mức của đơn vị.
    """
    info, unit = item.info, register.units.get(item.unit)
    limit = register.settings.regime.discipline
    key, level = latest_level(info.row) if info else ("", None)
    if info is None or unit is None or limit is None or level in (None, Level.KHT):
        return
    number, cells = _disciplined_organisations(item), len(item.rows(CellReturn))
    is_over = number * 100 > limit.organisations_percent * cells
    if is_over and unit.kind is not UnitKind.GRASSROOTS_CELL:
        said = f"{count(number)}/{count(cells)} tổ chức trực thuộc bị kỷ luật, quá"
        yield Spot(
            info.ref(key),
            f"{said} {limit.organisations_percent}%, đơn vị xếp {level.short if level else ''}",
        )


@rule(
    Severity.WARNING, "return", QD_366, (InfoReturn, DisciplineReturn),
    in_force=_2025, explained_by=_DOUBTFUL,
)  # fmt: skip
def excellent_unit_with_disciplined_organisation(
    item: Return, register: Register
) -> Iterator[Spot]:
    """Đơn vị xuất sắc nhưng có tổ chức trực thuộc bị kỷ luật.

    Vì sao: từ kỳ 2025, xuất sắc đòi hỏi không có tổ chức trực thuộc bị kỷ luật.
    Cách sửa: xem lại số tổ chức đảng bị kỷ luật ở tờ Kỷ luật; nếu đúng thì xét lại mức xuất sắc.
    """
    info, number = item.info, _disciplined_organisations(item)
    key, level = latest_level(info.row) if info else ("", None)
    if info is not None and level is Level.XS and number:
        said = f"Đơn vị xếp XS, có {count(number)} tổ chức trực thuộc bị kỷ luật trong kỳ"
        yield Spot(info.ref(key), said)


# ------------------------------------------------------------------ the sheet itself


@rule(Severity.ERROR, "return", SHEET, (DisciplineReturn,))
def discipline_row_twice(item: Return, register: Register) -> Iterator[Spot]:
    """Một hình thức kỷ luật có hai dòng cho cùng một đối tượng.

    Vì sao: số bị kỷ luật của hình thức đó bị cộng hai lần.
    Cách sửa: gộp thành một dòng hoặc xóa dòng thừa.
    """
    seen: dict[tuple[str, str], int] = {}
    for line in item.rows(DisciplineReturn):
        key = line.row.target, line.row.form
        if key in seen:
            said = f"{line.row.form} {line.row.target}: đã có ở dòng {seen[key]}"
            yield Spot(line.ref("form"), said.capitalize())
        seen.setdefault(key, line.number)


@rule(Severity.ERROR, "row", SHEET, (DisciplineReturn,))
def discipline_form_of_other_target(row: DisciplineReturn) -> Iterator[Fault]:
    """Hình thức kỷ luật không áp dụng cho đối tượng.

    Vì sao: cách chức, khai trừ chỉ với đảng viên; giải tán chỉ với tổ chức đảng.
    Cách sửa: chọn lại đối tượng hoặc hình thức.
    """
    if row.number and row.form not in _FORMS[row.target]:
        yield Fault("form", f"Hình thức “{row.form}” không áp dụng cho {row.target}")
