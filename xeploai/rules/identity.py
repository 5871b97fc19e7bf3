"""Each unit and each cell once, and those that the register knows."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from xeploai.findings import Severity
from xeploai.intake import Return
from xeploai.located import Located
from xeploai.ratings import ROW_SLIPS
from xeploai.register import Register
from xeploai.rulebook import Rule, Spot, rule
from xeploai.schema.form import CellReturn, InfoReturn, LeadershipReturn
from xeploai.schema.terms import UnitKind
from xeploai.text import count, fold
from xeploai.values import known_code, read_text

REGISTER = "Danh mục đơn vị của kỳ"


def _error(
    *row_types: type,
) -> Callable[[Callable[[Return, Register], Iterator[Spot]]], Rule[..., Iterator[Spot]]]:
    return rule(Severity.ERROR, "return", REGISTER, row_types)


_against_register = rule(Severity.ERROR, "register", REGISTER, (CellReturn,))


@_error(CellReturn)
def cell_twice(item: Return, register: Register) -> Iterator[Spot]:
    """Một chi bộ có hai dòng.

    Vì sao: số liệu của chi bộ bị cộng hai lần.
    Cách sửa: xóa dòng thừa, hoặc sửa mã và tên nếu là hai chi bộ khác nhau.
    """
    seen: dict[str, Located[CellReturn]] = {}
    for cell in item.rows(CellReturn):
        known = [seen[key] for key in _names(cell.row) if key in seen]
        if known:
            field = "cell_code" if cell.row.cell_code else "name"
            yield Spot(cell.ref(field), f"“{cell.row.name}” đã có ở dòng {known[0].number}")
        seen |= dict.fromkeys(_names(cell.row), cell)


def _names(row: CellReturn) -> list[str]:
    """What tells a cell from another: its code; its name where it has none.

    Accents count: "Thôn Hạ" and "Thôn Hà" are two places.
    """
    return [f"#{row.cell_code}"] if row.cell_code else [row.name.casefold()]


@_error(LeadershipReturn)
def leadership_row_twice(item: Return, register: Register) -> Iterator[Spot]:
    """Một đối tượng có hai dòng cho cùng một bước.

    Vì sao: số tập thể hoặc cá nhân của bước đó bị cộng hai lần.
    Cách sửa: gộp thành một dòng hoặc xóa dòng thừa.
    """
    seen: dict[tuple[str, str], int] = {}
    for line in item.rows(LeadershipReturn):
        key = line.row.subject, line.row.stage
        if key in seen:
            said = f"{line.row.subject}, {line.row.stage.lower()}: đã có ở dòng {seen[key]}"
            yield Spot(line.ref("subject"), said)
        seen.setdefault(key, line.number)


@rule(Severity.ERROR, "return", REGISTER, (InfoReturn, CellReturn), explained_by=ROW_SLIPS)
def declared_cells_differ(item: Return, register: Register) -> Iterator[Spot]:
    """Số chi bộ khai khác số dòng chi bộ.

    Vì sao: thiếu một chi bộ thì mọi tổng số đều thiếu.
    Cách sửa: thêm dòng cho chi bộ còn thiếu, hoặc sửa Số chi bộ trực thuộc.
    """
    info, unit = item.info, register.units.get(item.unit)
    if info is None or info.row.cells_declared is None or unit is None:
        return
    given = len(item.rows(CellReturn))
    # A chi bộ cơ sở has no cells; itself, on its one row, may be taken for one.
    is_itself = unit.kind is UnitKind.GRASSROOTS_CELL and info.row.cells_declared == 0
    if info.row.cells_declared != given and not is_itself:
        yield Spot(
            info.ref("cells_declared"),
            f"Khai {count(info.row.cells_declared)} chi bộ trực thuộc, "
            f"tờ Chi bộ có {count(given)} chi bộ",
        )


@_error(CellReturn)
def cell_not_filled(item: Return, register: Register) -> Iterator[Spot]:
    """Chi bộ có tên nhưng chưa có số liệu.

    Vì sao: để trống không được hiểu là 0; thiếu một chi bộ thì tổng số của đơn vị thiếu.
    Cách sửa: điền số liệu của chi bộ; nếu chi bộ đã giải thể thì xóa cả dòng.
    """
    sheet = item.sheet(CellReturn)
    for line in sheet.unfilled:
        name = read_text(line.values.get("name", "") or line.values.get("cell_code", ""))
        if line.values.get("cell_code", "") != "" or line.values.get("name", "") != "":
            yield Spot(sheet.ref(line, "members"), f"“{name}” chưa có số liệu")


@_error(CellReturn)
def grassroots_cell_with_other_rows(item: Return, register: Register) -> Iterator[Spot]:
    """Chi bộ cơ sở có nhiều hơn một dòng số liệu.

    Vì sao: chi bộ cơ sở không có chi bộ trực thuộc, chỉ khai một dòng của chính mình.
    Cách sửa: gộp số liệu vào một dòng; nếu đã lên đảng bộ thì báo Ban Tổ chức sửa danh mục.
    """
    unit = register.units.get(item.unit)
    if unit is not None and unit.kind is UnitKind.GRASSROOTS_CELL:
        for cell in item.rows(CellReturn)[1:]:
            yield Spot(cell.ref("name"), f"“{unit.name}” là chi bộ cơ sở, chỉ có một dòng số liệu")


@_against_register
def cell_of_another_unit(item: Return, register: Register) -> Iterator[Spot]:
    """Chi bộ thuộc đơn vị khác theo danh mục.

    Vì sao: số liệu của chi bộ sẽ bị cộng vào hai đơn vị.
    Cách sửa: xóa dòng, hoặc sửa mã chi bộ; nếu chi bộ đã chuyển thì báo Ban Tổ chức sửa danh mục.
    """
    own = {cell.code for cell in register.cells_of(item.unit)} | {item.unit}
    for cell in item.rows(CellReturn):
        listed = register.units.get(cell.row.cell_code)
        # Small numbers may be the codes of units too: only a cell's code is a cell.
        is_cell = listed is not None and listed.kind is UnitKind.CELL
        if listed is not None and is_cell and listed.code not in own:
            yield Spot(
                cell.ref("cell_code"),
                f"Mã “{listed.code}” trong danh mục là “{listed.name}”, không thuộc đơn vị này",
            )


@_against_register
def listed_cell_missing(item: Return, register: Register) -> Iterator[Spot]:
    """Thiếu chi bộ có trong danh mục.

    Vì sao: thiếu một chi bộ thì tổng số của đơn vị thiếu.
    Cách sửa: thêm dòng cho chi bộ; nếu chi bộ đã giải thể thì báo Ban Tổ chức sửa danh mục.
    """
    sheet = item.sheet(CellReturn)
    given = {key for cell in sheet.rows for key in (cell.row.cell_code, fold(cell.row.name))}
    given |= {read_text(line.values.get("cell_code", "")) for line in sheet.unfilled}
    for listed in register.cells_of(item.unit):
        codes = known_code(listed.code, given)
        if codes not in given and fold(listed.name) not in given:
            yield Spot(
                item.sheet(CellReturn).heading("name"),
                f"Thiếu “{listed.name}” (mã {listed.code}) có trong danh mục",
            )


@rule(Severity.WARNING, "register", REGISTER, (CellReturn,))
def cell_not_listed(item: Return, register: Register) -> Iterator[Spot]:
    """Chi bộ không có trong danh mục.

    Vì sao: danh mục có liệt kê chi bộ của đơn vị nhưng không có chi bộ này.
    Cách sửa: xem lại mã và tên; nếu là chi bộ mới thì thêm vào danh mục.
    """
    listed = register.cells_of(item.unit)
    known = {cell.code for cell in listed} | {fold(cell.name) for cell in listed}
    for cell in item.rows(CellReturn) if listed else ():
        code = known_code(cell.row.cell_code, known)
        if code not in known and fold(cell.row.name) not in known:
            yield Spot(cell.ref("name"), f"“{cell.row.name}” không có trong danh mục")


@rule(Severity.WARNING, "register", REGISTER, (CellReturn,))
def listed_cell_renamed(item: Return, register: Register) -> Iterator[Spot]:
    """Tên chi bộ khác tên trong danh mục.

    Vì sao: mã là của một chi bộ mà tên là của chi bộ khác; có thể hai dòng bị đổi chỗ.
    Cách sửa: xem lại mã và tên; nếu chi bộ đổi tên thì báo Ban Tổ chức sửa danh mục.
    """
    listed = {cell.code: cell.name for cell in register.cells_of(item.unit)}
    for cell in item.rows(CellReturn):
        name = listed.get(known_code(cell.row.cell_code, listed))
        if name is not None and fold(name) != fold(cell.row.name):
            yield Spot(
                cell.ref("name"),
                f"Mã “{cell.row.cell_code}” ghi tên “{cell.row.name}”, trong danh mục là “{name}”",
            )


@rule(Severity.WARNING, "season", REGISTER)
def same_sending_twice(items: Sequence[Return], register: Register) -> Iterator[Spot]:
    """Hai tệp khác nhau của một đơn vị cùng ghi một lần gửi.

    Vì sao: không rõ tệp nào là bản sau; chương trình dùng tệp được lưu sau cùng.
    Cách sửa: xem tệp được dùng có đúng không; lần sau đơn vị tăng số ở ô Lần gửi.
    """
    sendings: defaultdict[tuple[str, int], dict[str, Return]] = defaultdict(dict)
    for item in (item for item in items if item.unit in register.units):
        sendings[item.unit, item.version][item.sha256] = item
    for twins in sendings.values():
        newest = max(twins.values(), key=lambda item: item.age)
        for other in twins.values() if len(twins) > 1 else ():
            if other is not newest:
                ref = newest.sheet(InfoReturn).label("version")
                yield Spot(ref, f"Cùng ghi lần gửi {newest.version} với tệp {other.file}")
