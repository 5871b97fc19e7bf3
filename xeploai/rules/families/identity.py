"""Each unit and each cell once, and those that the register knows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from xeploai.findings import CellViolations, Count, Sentence, Severity, Violation
from xeploai.reading.names import (
    cells_meant,
    code_key,
    known_code,
    letters_that_differ,
    may_be_same_name,
    may_be_typed_bare,
    names_meant,
    parted_key,
    same_code,
    same_name,
)
from xeploai.reading.source_rows import Located, SourceRow
from xeploai.reading.values import read_text
from xeploai.register.model import Register, Unit
from xeploai.rules.families.shared import OTHER_TOTALS, ROW_SLIPS, declared_otherwise, written_again
from xeploai.rules.scopes import register_rule, return_rule, season_rule, unit_rule
from xeploai.schema.aside_formulas import cell_written_again, copied_under_another_code
from xeploai.schema.cell_formulas import (
    is_blank,
    plain_text,
    quoted,
    same_number,
    some_row,
    without_digits,
)
from xeploai.schema.form import MOST_SENDINGS, CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.self_check import (
    NOT_REVIEWED,
    Concern,
    Formula,
    KnownOfUnit,
    NotShown,
    RowFormula,
    SheetFormula,
    Shown,
    UnfilledFormula,
    always,
)
from xeploai.schema.terms import UnitKind
from xeploai.submissions.model import Return, contradicts, is_numbered_back, newest_first
from xeploai.submissions.set_aside import tells_the_same
from xeploai.text import folded

REGISTER = "Danh mục đơn vị của kỳ"
FORM = "Biểu mẫu tổng hợp"
ARITHMETIC = "Kiểm tra số học của biểu tổng hợp"


def _cell_again() -> RowFormula:
    codes, names = plain_text("{above.cell_code}"), plain_text("{above.name}")
    code, name = plain_text("{raw.cell_code}"), plain_text("{raw.name}")
    by_number = some_row(f'{codes}<>""', same_number(codes, code))
    by_text = some_row(f"EXACT({codes},{code})")
    by_code = f'IF({without_digits(code)}="",{by_number},{by_text})'
    by_name = some_row(f"{names}={name}")
    by_name_alone = some_row(is_blank("{above.cell_code}"), f"{names}={name}")
    # A row that is only named may have no name but a code.
    by_either = f"OR({by_code},IF({{blank.name}},FALSE,{by_name_alone}))"
    return RowFormula(
        CellReturn,
        "Mỗi chi bộ chỉ ghi một dòng",
        "Chi bộ này đã ghi ở dòng trên.",
        f"IF({{blank.cell_code}},IF({{blank.name}},FALSE,{by_name}),{by_either})",
        ("cell_code", "name"),
        about=Concern.ROWS,
        of_named=True,
    )


_ONE_ROW_EACH = always(
    _cell_again(),
    not_covered="Tên viết cách khác (dấu thanh đặt ở chữ khác, CB thay cho Chi bộ, có số thứ tự "
    "đứng trước): công thức chỉ so được tên viết giống nhau.",
)


@return_rule(Severity.ERROR, FORM, CellReturn, self_check=_ONE_ROW_EACH, waivable=False)
def cell_twice(item: Return) -> CellViolations:
    """Một chi bộ có hai dòng.

    Vì sao: số liệu của chi bộ bị cộng hai lần.
    Cách sửa: xóa nội dung của dòng thừa, hoặc sửa mã và tên nếu là hai chi bộ khác nhau.
    """
    sheet, lines = item.sheet(CellReturn), sorted(_names(item))
    for index, (number, cell) in enumerate(lines):
        first = next((at for at, other in lines[:index] if _are_one(cell, other)), None)
        if first is not None:
            code, name = cell
            yield Violation(
                sheet.ref(SourceRow(number, {}), "cell_code" if code else "name"),
                "“{name}” đã có ở dòng {first}{letters}",
                name=name or code, first=first, letters=_other_letters(name, dict(lines)[first][1]),
            )  # fmt: skip


def _other_letters(name: str, first: str) -> str:
    """Return in which letters a name is spelt otherwise, "" where it is another name."""
    return letters_that_differ(name, first) if same_name(name, first) else ""


_AGAIN = always(
    cell_written_again(),
    not_covered="Số thứ tự đứng trước tên, “Chibộ”, “C.B”, “Chi bộ số 1”, ghi thêm “(bổ sung)”: "
    "công thức không so được.",
)


@return_rule(Severity.WARNING, FORM, CellReturn, self_check=_AGAIN)
def cell_repeated(item: Return) -> CellViolations:
    """Một chi bộ ghi hai lần bằng hai cách viết tên, chỉ tính một lần.

    Vì sao: hai dòng giống hệt nhau về số liệu, tên chỉ khác cách viết.
    Cách sửa: nếu là một chi bộ thì xóa nội dung của dòng thừa; nếu là hai chi bộ khác nhau thì sửa
    tên, ghi mã.
    """
    for each in item.sheet(CellReturn).aside:
        if each.of and not each.is_sum:
            name, number = each.row.row.name, each.of[0]
            other = next(x.row.name for x in item.rows(CellReturn) if x.number == number)
            yield Violation(
                each.row.ref("name"),
                "“{name}” là “{other}” ở dòng {first}, số liệu giống hệt, tính một lần{letters}",
                name=name, other=other, first=number, letters=letters_that_differ(name, other),
            )  # fmt: skip


def _copied_down(known: KnownOfUnit) -> tuple[Formula, ...]:
    names = Counter(folded(cell.name) for cell in known.cells)
    # Where the register has two cells of one name, there are two.
    exempt = (quoted(cell.code) for cell in known.cells if names[folded(cell.name)] > 1)
    return (copied_under_another_code(exempt),)


@register_rule(Severity.ERROR, REGISTER, CellReturn, self_check=Shown(_copied_down))
def cell_copied_under_another_code(item: Return, register: Register) -> CellViolations:
    """Hai dòng cùng tên, cùng số liệu, chỉ khác mã.

    Vì sao: có lẽ dòng được chép xuống và mã tự tăng thêm 1; số liệu của chi bộ bị cộng hai lần.
    Cách sửa: xóa nội dung của dòng thừa; nếu là hai chi bộ khác nhau thì sửa tên và số liệu.
    """
    listed = {cell.code: cell.name for cell in register.cells_of(item.unit)}
    rows = item.rows(CellReturn)
    for index, cell in enumerate(rows):
        first = next((x for x in rows[:index] if _is_copied_down(x, cell)), None)
        code = cell.row.cell_code
        # Where the register has two cells of this name, there are two.
        is_listed = same_name(listed.get(known_code(code, listed), ""), cell.row.name)
        if first is not None and not is_listed:
            yield Violation(
                cell.ref("cell_code"),
                "“{name}” mang mã “{code}”, ở dòng {first} mang mã “{other}”; số liệu giống hệt",
                name=cell.row.name, code=code, first=first.number, other=first.row.cell_code,
            )  # fmt: skip


@register_rule(
    Severity.WARNING, REGISTER, CellReturn, explained_by=("cell_copied_under_another_code",)
)
def cells_of_one_name(item: Return, register: Register) -> CellViolations:
    """Hai dòng có tên chi bộ như nhau.

    Vì sao: nếu là một chi bộ thì số liệu của chi bộ bị cộng hai lần.
    Cách sửa: nếu là một chi bộ thì xóa nội dung của dòng thừa; nếu là hai chi bộ khác nhau thì sửa
    tên.
    """
    listed = [cell.name for cell in register.cells_of(item.unit)]
    rows = item.rows(CellReturn)
    for index, cell in enumerate(rows):
        first = next((x for x in rows[:index] if _are_of_one_name(x, cell)), None)
        # Where the register has two cells of this name, there are two.
        times = sum(_may_be_one_name(cell.row.name, name) for name in listed)
        if first is not None and times < 2:
            yield Violation(
                cell.ref("name"),
                "“{name}”{code}: ở dòng {first} có “{other}”{other_code}, số liệu {how}",
                name=cell.row.name, code=_with_code(cell.row), first=first.number,
                other=first.row.name, other_code=_with_code(first.row),
                how="giống hệt" if tells_the_same(first, cell) else "khác",
            )  # fmt: skip


def _are_of_one_name(one: Located[CellReturn], other: Located[CellReturn]) -> bool:
    """Whether two rows are two cells, and their names may be one.

    Left-out accents are looked at where all counts and days are the same too.
    """
    cells = [(x.row.cell_code, x.row.name) for x in (one, other)]
    is_alike = _may_be_one_name if tells_the_same(one, other) else may_be_same_name
    return not _are_one(*cells) and is_alike(one.row.name, other.row.name)


def _may_be_one_name(one: str, other: str) -> bool:
    return may_be_same_name(one, other) or may_be_typed_bare(one, other)


def _with_code(row: CellReturn) -> str:
    return f" (mã {row.cell_code})" if row.cell_code else ""


def _is_copied_down(one: Located[CellReturn], other: Located[CellReturn]) -> bool:
    codes = one.row.cell_code, other.row.cell_code
    is_two = all(codes) and not same_code(*codes)
    return is_two and same_name(one.row.name, other.row.name) and tells_the_same(one, other)


def _are_one(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two codes and names are of one cell: by code; by name where either has none."""
    if one[0] and other[0]:
        return same_code(one[0], other[0])
    return bool(one[1]) and same_name(one[1], other[1])


@return_rule(
    Severity.ERROR, FORM, LeadershipReturn,
    self_check=always(written_again(LeadershipReturn, "subject", "stage", about=Concern.CHOICES)),
    waivable=False,
)  # fmt: skip
def leadership_row_twice(item: Return) -> CellViolations:
    """Một đối tượng có hai dòng cho cùng một bước.

    Vì sao: số của bước đó bị cộng hai lần.
    Cách sửa: gộp thành một dòng hoặc xóa nội dung của dòng thừa.
    """
    seen: dict[tuple[str, str], int] = {}
    for line in item.rows(LeadershipReturn):
        key = line.row.subject, line.row.stage
        if key in seen:
            yield Violation(
                line.ref("subject"),
                "{subject}, {stage}: đã có ở dòng {first}",
                subject=line.row.subject, stage=line.row.stage.lower(), first=seen[key],
            )  # fmt: skip
        seen.setdefault(key, line.number)


def _declared_cells(known: KnownOfUnit) -> tuple[Formula, ...]:
    key, title = "cells_declared", "Số chi bộ khớp với số dòng ở tờ Chi bộ (nếu có ghi)"
    if known.kind is not UnitKind.GRASSROOTS_CELL:
        return (declared_otherwise(key, title, "{named.cells}"),)
    # Its one row is itself, and may be taken for a cell: it has none below it.
    when = f"AND(NOT({{blank.{key}}}),{{{key}}}<>0,{{{key}}}<>{{filled.cells}})"
    message = "Chi bộ cơ sở không có chi bộ trực thuộc: để trống."
    return (RowFormula(InfoReturn, title, message, when, (key,)),)


@unit_rule(
    Severity.ERROR, ARITHMETIC, InfoReturn, CellReturn,
    explained_by=tuple(code for code in ROW_SLIPS if code != "cell_not_filled"),
    self_check=Shown(_declared_cells, OTHER_TOTALS),
)  # fmt: skip
def declared_cells_differ(item: Return, register: Register) -> CellViolations:
    """Số chi bộ khai khác số dòng chi bộ.

    Vì sao: thiếu một chi bộ thì mọi tổng số đều thiếu.
    Cách sửa: thêm dòng cho chi bộ còn thiếu, hoặc sửa Số chi bộ trực thuộc.
    """
    info, unit = item.info, register.units.get(item.unit)
    if info is None or info.row.cells_declared is None or unit is None:
        return
    given = len(item.rows(CellReturn)) + len(item.unfilled_cells)
    # A chi bộ cơ sở has no cells; itself, on its one row, may be taken for one.
    is_itself = unit.kind is UnitKind.GRASSROOTS_CELL and info.row.cells_declared == 0
    if info.row.cells_declared != given and not is_itself:
        yield Violation(
            info.ref("cells_declared"),
            "Khai {declared} chi bộ trực thuộc, tờ Chi bộ có {given} chi bộ",
            declared=Count(info.row.cells_declared), given=Count(given),
        )  # fmt: skip


_FILLED = UnfilledFormula(
    CellReturn,
    "Chi bộ có tên đều đã điền số liệu (chi bộ không còn: báo cơ quan tổng hợp, rồi xóa nội dung "
    "của dòng)",
    f"{NOT_REVIEWED}, chưa có số liệu.",
)


@return_rule(Severity.WARNING, FORM, CellReturn, self_check=always(_FILLED))
def cell_not_filled(item: Return) -> CellViolations:
    """Chi bộ có tên nhưng chưa có số liệu.

    Vì sao: dòng để trống được hiểu là chi bộ chưa kiểm điểm; biểu vẫn được nhận để theo dõi tiến
    độ, kết quả xếp loại của đơn vị chưa được tính.
    Cách sửa: chi bộ kiểm điểm xong thì điền số liệu và gửi lại; nếu chi bộ đã giải thể thì báo Ban
    Tổ chức bỏ khỏi danh mục, rồi xóa nội dung của dòng.
    """
    sheet = item.sheet(CellReturn)
    for line in item.unfilled_cells:
        name = read_text(line.values.get("name", "") or line.values.get("cell_code", ""))
        yield Violation(
            sheet.ref(line, "members"), "“{name}” chưa kiểm điểm, chưa có số liệu", name=name
        )


def _one_row_only(known: KnownOfUnit) -> tuple[Formula, ...]:
    if known.kind is not UnitKind.GRASSROOTS_CELL:
        return ()
    title = "Chi bộ cơ sở chỉ ghi một dòng của chính mình"
    return (SheetFormula(title, "MAX(0,{filled.cells}+{below.cells}-1)", waits=False),)


_BELOW = "Dòng tự ghi dưới dòng tổng mà chỉ có tên: ở đó cũng có thể là chữ ký, ghi chú."


@unit_rule(Severity.ERROR, REGISTER, CellReturn, self_check=Shown(_one_row_only, _BELOW))
def grassroots_cell_with_other_rows(item: Return, register: Register) -> CellViolations:
    """Chi bộ cơ sở có nhiều hơn một dòng số liệu.

    Vì sao: chi bộ cơ sở không có chi bộ trực thuộc, chỉ khai một dòng của chính mình.
    Cách sửa: gộp số liệu vào một dòng; nếu đã lên đảng bộ thì báo Ban Tổ chức sửa danh mục.
    """
    unit = register.units.get(item.unit)
    if unit is not None and unit.kind is UnitKind.GRASSROOTS_CELL:
        sheet = item.sheet(CellReturn)
        others = [cell.number for cell in sheet.rows[1:]]
        for number in sorted([*others, *(line.number for line in item.unfilled_cells)]):
            yield Violation(
                sheet.ref(SourceRow(number, {}), "name"),
                "“{unit}” là chi bộ cơ sở, chỉ có một dòng số liệu",
                unit=unit.name,
            )


@register_rule(
    Severity.ERROR, REGISTER, CellReturn,
    self_check=NotShown("Biểu của một đơn vị không mang theo mã chi bộ của mọi đơn vị khác."),
)  # fmt: skip
def cell_of_another_unit(item: Return, register: Register) -> CellViolations:
    """Chi bộ thuộc đơn vị khác theo danh mục.

    Vì sao: số liệu của chi bộ sẽ bị cộng vào hai đơn vị.
    Cách sửa: xóa nội dung của dòng, hoặc sửa mã chi bộ; nếu chi bộ đã chuyển thì báo Ban Tổ chức
    sửa danh mục.
    """
    own = {cell.code for cell in register.cells_of(item.unit)} | {item.unit}
    foreign = [x for x in item.rows(CellReturn) if known_code(x.row.cell_code, own) not in own]
    elsewhere = _by_parted_key(register, own) if any(x.row.cell_code for x in foreign) else {}
    for cell in foreign:
        code = cell.row.cell_code
        listed = _cell_elsewhere(cell.row, elsewhere.get(parted_key(code), ()))
        if listed is not None:
            yield Violation(
                cell.ref("cell_code"),
                "Mã “{code}” trong danh mục là “{name}”{listed}, không thuộc đơn vị này",
                code=code, name=listed.name,
                listed=f" (mã {listed.code})" if listed.code != code else "",
            )  # fmt: skip


def _by_parted_key(register: Register, own: Collection[str]) -> Mapping[str, Sequence[Unit]]:
    """Return the listed cells of other units by what the spellings of their codes have in common.

    Small numbers may be the codes of units too: only a cell's code is a cell.
    """
    cells: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in register.units.values():
        if unit.kind is UnitKind.CELL and unit.code not in own:
            cells[parted_key(unit.code)].append(unit)
    return cells


_OWN_NUMBER = 2
"""Codes of so many signs, and numbers, are often a unit's own: spelt otherwise they tell nothing.
"""


def _cell_elsewhere(row: CellReturn, listed: Sequence[Unit]) -> Unit | None:
    """Return the listed cell that a row's code means, of those with nearly that code.

    As it stands in the register it does; spelt otherwise where no unit numbers its own cells so, or
    the name is that cell's too.
    """
    key = code_key(row.cell_code)
    is_own_number = key.isdigit() or len(key) <= _OWN_NUMBER
    alike = [x for x in listed if code_key(x.code) == key and not is_own_number]
    named = [x for x in listed if same_name(x.name, row.name)]
    exact = [x for x in listed if x.code == row.cell_code]
    return next((each[0] for each in (exact, named, alike) if len(each) == 1), None)


def _all_listed(known: KnownOfUnit) -> tuple[Formula, ...]:
    if not known.cells:
        return ()
    return (SheetFormula("Đủ các chi bộ có trong danh mục", "{missing.cells}", waits=False),)


_SPELT_ALIKE = (
    "Tên viết cách khác (có số thứ tự đứng trước, CB thay cho Chi bộ) mà không ghi mã: biểu báo "
    "thiếu, chương trình vẫn hiểu."
)


@register_rule(Severity.ERROR, REGISTER, CellReturn, self_check=Shown(_all_listed, _SPELT_ALIKE))
def listed_cell_missing(item: Return, register: Register) -> CellViolations:
    """Thiếu chi bộ có trong danh mục.

    Vì sao: thiếu một chi bộ thì tổng số của đơn vị thiếu.
    Cách sửa: thêm dòng cho chi bộ; nếu chi bộ đã giải thể thì báo Ban Tổ chức sửa danh mục.
    """
    sheet = item.sheet(CellReturn)
    meant = _meant(item, register)
    given = {cell.code for cell in meant.values()}
    unclear = [cell.row.name for cell in sheet.rows if cell.number not in meant]
    for listed in register.cells_of(item.unit):
        if listed.code not in given and not _is_one_of(listed.name, unclear):
            yield Violation(
                sheet.heading("name"),
                "Thiếu “{name}” (mã {code}) có trong danh mục",
                name=listed.name, code=listed.code,
            )  # fmt: skip


def _meant(item: Return, register: Register) -> dict[int, Unit]:
    """Return the listed cell that each line means, filled in or not, by its number."""
    written = dict(_names(item))
    cells = cells_meant(list(written.values()), register.cells_of(item.unit))
    return {number: cell for number, cell in zip(written, cells, strict=True) if cell is not None}


def _is_one_of(name: str, names: Iterable[str]) -> bool:
    """Whether a name is among some; those of two listed cells do not tell which one is meant."""
    return any(same_name(name, other) for other in names)


def _names(item: Return) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the number of each line of the sheet, and the code and the name written in it."""
    sheet = item.sheet(CellReturn)
    for cell in sheet.rows:
        yield cell.number, (cell.row.cell_code, cell.row.name)
    for line in sheet.unfilled:
        code, name = (read_text(line.values.get(key, "")) for key in ("cell_code", "name"))
        yield line.number, (code, name)


@register_rule(Severity.WARNING, REGISTER, CellReturn)
def cell_not_listed(item: Return, register: Register) -> CellViolations:
    """Chi bộ không có trong danh mục.

    Vì sao: danh mục có liệt kê chi bộ của đơn vị nhưng không có chi bộ này.
    Cách sửa: xem lại mã và tên; nếu là chi bộ mới thì báo Ban Tổ chức thêm vào danh mục.
    """
    known, listed = _meant(item, register), register.cells_of(item.unit)
    for cell in item.rows(CellReturn) if listed else ():
        is_unclear = _is_one_of(cell.row.name, (each.name for each in listed))
        if cell.number not in known and not is_unclear:
            yield Violation(
                cell.ref("name"), "“{name}” không có trong danh mục", name=cell.row.name
            )


@register_rule(Severity.WARNING, REGISTER, CellReturn)
def listed_cell_renamed(item: Return, register: Register) -> CellViolations:
    """Tên chi bộ khác tên trong danh mục.

    Vì sao: mã là của một chi bộ mà tên là của chi bộ khác; có thể hai dòng bị đổi chỗ.
    Cách sửa: xem lại mã và tên; nếu chi bộ đổi tên thì báo Ban Tổ chức sửa danh mục.
    """
    listed = {cell.code: cell.name for cell in register.cells_of(item.unit)}
    meant = names_meant([cell.row.name for cell in item.rows(CellReturn)], listed.values())
    for cell in item.rows(CellReturn):
        name = listed.get(known_code(cell.row.cell_code, listed))
        if name is not None and meant.get(cell.row.name) != name:
            yield Violation(
                cell.ref("name"),
                "Mã “{code}” ghi tên “{written}”, trong danh mục là “{name}”",
                code=cell.row.cell_code, written=cell.row.name, name=name,
            )  # fmt: skip


_SENDINGS = RowFormula(
    InfoReturn,
    f"Lần gửi không quá {MOST_SENDINGS}: 1 cho lần đầu, gửi lại thì tăng thêm 1",
    "Lần gửi ghi ",
    f"{{version}}>{MOST_SENDINGS}",
    ("version",),
    f'{{version}}&", cần số từ 1 đến {MOST_SENDINGS}."',
)


@return_rule(Severity.ERROR, FORM, InfoReturn, self_check=always(_SENDINGS))
def version_implausible(item: Return) -> CellViolations:
    """Lần gửi lớn bất thường.

    Vì sao: có lẽ ghi nhầm năm; số lớn bất thường làm mọi lần gửi sau bị coi là cũ hơn.
    Cách sửa: ghi 1 cho lần đầu; gửi lại thì tăng thêm 1.
    """
    version = item.info.row.version if item.info else None
    if item.info is not None and version is not None and version > MOST_SENDINGS:
        yield Violation(
            item.info.ref("version"),
            "“Lần gửi” ghi {version}, cần số từ 1 đến {most}",
            version=Count(version), most=MOST_SENDINGS,
        )  # fmt: skip


@season_rule(Severity.WARNING, FORM)
def same_sending_twice(items: Sequence[Return], register: Register) -> CellViolations:
    """Hai tệp khác nhau của một đơn vị cùng ghi một lần gửi.

    Vì sao: không rõ tệp nào là bản sau; chương trình dùng tệp có ngày gửi, rồi ngày lưu sau cùng.
    Cách sửa: xem tệp được dùng có đúng là bản sau không; nếu không thì gửi lại bản đúng, tăng số ở
    ô Lần gửi.
    """
    sendings: defaultdict[tuple[str, int], dict[str, Return]] = defaultdict(dict)
    for item in (item for item in items if item.unit in register.units):
        sendings[item.unit, item.version][item.sha256] = item
    for twins in sendings.values():
        newest = newest_first(twins.values())[0]
        for other in twins.values() if len(twins) > 1 else ():
            if other is not newest:
                ref = newest.sheet(InfoReturn).label("version")
                yield Violation(
                    ref,
                    "Cùng ghi lần gửi {version} với tệp {other}{doubt}",
                    version=newest.version, other=other.file, doubt=_doubtful_days(newest, other),
                )  # fmt: skip


def _doubtful_days(newest: Return, other: Return) -> Sentence:
    """Return what speaks against the order of two returns of one sending, "" where nothing does."""
    if not contradicts(newest, other):
        return Sentence("")
    return Sentence(
        "; tính tệp này. Ngày gửi ghi {here} và {there}, trái với thứ tự lưu hai tệp: có thể ngày "
        "và tháng bị đổi chỗ, cần xem tệp nào là bản sau",
        here=newest.received_on or "", there=other.received_on or "",
    )  # fmt: skip


@season_rule(Severity.WARNING, FORM)
def later_sending_numbered_lower(items: Sequence[Return], register: Register) -> CellViolations:
    """Tệp gửi sau ghi lần gửi nhỏ hơn.

    Vì sao: chương trình coi tệp có Lần gửi lớn nhất là bản sau cùng, nhưng ngày gửi và ngày lưu cho
    thấy tệp khác gửi sau; có lẽ đó là bản sửa mà chưa tăng số ở ô Lần gửi, nên không được dùng.
    Cách sửa: nếu tệp gửi sau là bản sửa thì ghi số tiếp theo vào ô Lần gửi của tệp đó rồi gửi lại;
    nếu là bản cũ thì chuyển ra khỏi thư mục nhận biểu.
    """
    sent: defaultdict[str, list[Return]] = defaultdict(list)
    for item in (item for item in items if item.unit in register.units):
        sent[item.unit].append(item)
    for versions in sent.values():
        newest = newest_first(versions)[0]
        # The file is put aside: who looks only at the one that is used is told there too.
        for later in (item for item in versions if is_numbered_back(item, newest)):
            values = {
                "version": newest.version, "number": later.version, "next": newest.version + 1,
                "day": later.received_on or "",
            }  # fmt: skip
            yield Violation(
                later.sheet(InfoReturn).label("version"),
                "Ghi lần gửi {number}, gửi ngày {day}, sau tệp {other} (lần gửi {version}); nếu "
                "tệp này là bản sửa thì ghi lần gửi {next} rồi gửi lại",
                other=newest.file, **values,
            )  # fmt: skip
            yield Violation(
                newest.sheet(InfoReturn).label("version"),
                "Ghi lần gửi {version}; tệp {other} ghi lần gửi {number} nhưng gửi ngày {day}, sau "
                "tệp này; nếu tệp đó là bản sửa thì ghi lần gửi {next} rồi gửi lại",
                other=later.file, **values,
            )  # fmt: skip
