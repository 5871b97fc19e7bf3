"""Forms as units fill them in: from seasons drawn at random, with careless spellings and slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import MultiCellRange

from tests.office import converted
from tests.seeded.draw import YEARS, Drawn, draw
from tests.seeded.planters import PLANTERS, plant_into
from tests.seeded.returns import LEVELS, NOT_RATED
from tests.seeded.sendings import Place, RowType, Sending, Values
from tests.seeded.site import NoRoomError
from xeploai.findings import letter
from xeploai.forms.cell_style import RED
from xeploai.forms.layout import place
from xeploai.forms.prefill import prefilled
from xeploai.forms.self_check.check_sheet import HINTED
from xeploai.forms.styles import CellFormula
from xeploai.forms.unit_form import unit_form
from xeploai.forms.workbook_builder import FormSheet, WorkbookBuilder, place_of
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.schema.form import (
    CHECK_SHEET,
    FORM_SHEETS,
    CellReturn,
    InfoReturn,
    MilestoneReturn,
    RemedyReturn,
)
from xeploai.schema.row import Column, columns
from xeploai.schema.terms import Level, Scale, UnitKind
from xeploai.season.evaluate import evaluate
from xeploai.submissions.model import Return, Status, Unread
from xeploai.submissions.returns import read_return

FAR = 100
"""In the columns from this one on stand the conditions of red cells, for the test to read."""

_REFUSED = (Status.UNREADABLE, Status.UNKNOWN_UNIT, Status.WRONG_PERIOD, Status.EMPTY)


@dataclass
class Filled:
    """A form filled in: the season and unit it is of, the workbook, and where its rows stand.

    asked: the cells whose colour is asked for, and where the conditions of their red stand.
    """

    drawn: Drawn
    unit: str
    book: WorkbookBuilder
    numbers: dict[int, int]
    asked: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @property
    def sending(self) -> Sending:
        return self.drawn.now[self.unit]

    @property
    def scale(self) -> Scale:
        """The words of the levels that its form is for."""
        return Scale(self.sending.stamp["levels"])

    def cell(self, at: Place) -> tuple[str, str]:
        """Sheet and address of a planted place; of a heading its sheet only."""
        assert at.kind is not None
        where = place(at.kind)
        if where.rows:
            return where.sheet, where.cell(at.key)
        row = self.numbers.get(id(at.row), 0)
        return where.sheet, where.cell(at.key, row) if row else ""

    def ask(self, sheet: str, address: str) -> None:
        """Have the conditions under which a cell is red computed beside the tables."""
        page = self.book[sheet]
        row, _ = place_of(address)
        used = sum(at[0] == sheet and place_of(at[1])[0] == row for at in self.asked)
        cells = []
        for index, condition in enumerate(_red_conditions(page, address), start=FAR + 20 * used):
            page.put(row, index, CellFormula(condition))
            cells.append(f"{letter(index - 1)}{row}")
        self.asked[sheet, address] = cells

    def data(self) -> bytes:
        return workbook_bytes(self.book)


def _red_conditions(page: FormSheet, address: str) -> Iterator[str]:
    for rule in page.rules:
        ranges = MultiCellRange(rule.ranges)
        if rule.fill == RED and address in ranges:
            # A condition is written for the first cell of all its areas.
            start = rule.ranges.partition(" ")[0].partition(":")[0]
            yield Translator(f"={rule.condition}", start).translate_formula(address)[1:]


def fill(drawn: Drawn, unit: str) -> Filled:
    """The form that the program makes for a unit, with what the unit writes in it."""
    register = drawn.register()
    last = {code: _read(drawn, each) for code, each in drawn.last.items()}
    known = register.units[unit]
    cells, period = prefilled(register, known, {k: v for k, v in last.items() if v is not None})
    book = unit_form(register, known, cells, period)
    filled = Filled(drawn, unit, book, {})
    _write_info(filled)
    for kind in FORM_SHEETS[1:]:
        _write_rows(filled, kind, len(cells))
    return filled


def _read(drawn: Drawn, sending: Sending) -> Return | None:
    item = drawn.as_drawn.get(sending.file, (None, None))[1]
    return item if isinstance(item, Return) else None


def _write_info(filled: Filled) -> None:
    page, where = filled.book[InfoReturn.SHEET], place(InfoReturn)
    for key in columns(InfoReturn):
        if key in filled.sending.info:
            put(page, where.cell(key), filled.sending.info[key], filled.scale)
    stamped = filled.sending.stamp
    page = filled.book["_xeploai"]
    for row, key in enumerate(("form", "version", "unit", "period"), start=1):
        put(page, f"B{row}", str(stamped[key]))


def _write_rows(filled: Filled, kind: RowType, known: int) -> None:
    page, where = filled.book[kind.SHEET], place(kind)
    rows = filled.sending.rows[kind]
    spots = _spots(filled, kind, rows)
    for number, row in spots:
        filled.numbers[id(row)] = number
        for key in columns(kind):
            put(page, where.cell(key, number), row.get(key), filled.scale)
    if kind is CellReturn:
        for number in range(where.first_row + len(rows), where.first_row + known):
            # A row that the unit took away.
            for key in columns(kind):
                put(page, where.cell(key, number), None)


def _spots(filled: Filled, kind: RowType, rows: list[Values]) -> list[tuple[int, Values]]:
    """Where each row goes; one too many for a locked table takes the place of another one."""
    first = place(kind).first_row
    unit = filled.drawn.units[filled.unit]
    if kind is CellReturn and unit["kind"] is UnitKind.GRASSROOTS_CELL:
        # The sums stand right below its one row.
        return [(first if n == 0 else first + n + 1, row) for n, row in enumerate(rows)]
    if kind in (CellReturn, RemedyReturn):
        return list(enumerate(rows, start=first))
    room = (
        len(filled.drawn.milestones) if kind is MilestoneReturn else 6 + (kind.SHEET == "Kỷ luật")
    )
    while len(rows) > room:
        keys = kind.KEYS[:1] if kind is MilestoneReturn else kind.KEYS
        last = [rows[-1].get(key) for key in keys]
        other = next(row for row in rows if [row.get(key) for key in keys] != last)
        rows.remove(other)
    return list(enumerate(rows, start=first))


def put(page: FormSheet, address: str, value: Any, scale: Scale = Scale.FULFILMENT) -> None:
    """Write a cell, whatever stands in it; scale: the words of its levels."""
    if isinstance(value, Level):
        value = scale.short(value)
    if isinstance(value, str) and value.startswith("="):
        value = CellFormula(value[1:])
    page[address].value = None if value == "" else value


# ------------------------------------------------------------------ careless spellings


def spelt(rng: Random, column: Column, value: Any, scale: Scale = Scale.FULFILMENT) -> Any:
    """Another spelling of a value that the program takes for the same."""
    if column.type == "count":
        return _count_spelt(rng, column, value)
    if value is None or value == "":
        return rng.choice((None, None, " ", "-", "–"))
    if column.type == "date" and isinstance(value, date):
        return _date_spelt(rng, value)
    if column.type == "level" and isinstance(value, Level):
        return _level_spelt(rng, value, scale)
    if column.type in ("choice", "text") and isinstance(value, str):
        return rng.choice(
            (f" {value}", f"{value}  ", value.upper() if column.type == "choice" else value)
        )
    return value


def _count_spelt(rng: Random, column: Column, value: Any) -> Any:
    if value is None or (value == 0 and not column.required):
        return rng.choice((None, "-", " – ", "", "\u00a0"))
    if not isinstance(value, int):
        return value
    ways = [f"{value}", f" {value} ", f"{value},0", f"{value}.0", f"{value},00", f"{value}.00",
            f"\u00a0{value}", f"0{value}", f"{value}\n"]  # fmt: skip
    if value >= 1000:
        grouped = f"{value:,}".replace(",", ".")
        ways = [grouped, f"{grouped},0", f" {grouped}", f"{grouped},00"]
    return rng.choice(ways)


def _date_spelt(rng: Random, value: date) -> str:
    d, m, y = value.day, value.month, value.year
    return rng.choice(
        (
            f"{d:02}/{m:02}/{y}", f"{d}/{m}/{y}", f"{d}.{m}.{y}", f"{d:02}-{m:02}-{y}",
            f"{y}-{m:02}-{d:02}", f" {d}/{m}/{y} ", f"{d} {m} {y}", f"{y}-{m:02}-{d:02} 00:00:00",
            f"{d:02}/{m:02}/{y} 0:00", f"\u00a0{d}/{m}/{y}", f"{d}/{m}.{y}",
            f"{y}-{m:02}-{d:02}T00:00:00", f"{y}/{m:02}/{d:02}",
            f"Ngày {d:02} tháng {m:02} năm {y}", f"{d} tháng {m} năm {y}", f"ngày {d}/{m}/{y}",
        )
    )  # fmt: skip


_IN_FULL = {
    Level.XS: ("Hoàn thành xuất sắc nhiệm vụ", "hoàn thành xuất sắc", "Xuất sắc", "HTXSNV", "xs."),
    Level.HTT: ("Hoàn thành tốt nhiệm vụ", "hoàn thành tốt", "TỐT", "httnv", "htt", "Htt."),
    Level.HT: ("Hoàn thành nhiệm vụ", "HOÀN THÀNH", "HTNV", "hoan thanh nhiem vu", "ht "),
    Level.KHT: (
        "Không hoàn thành nhiệm vụ",
        "không hoàn thành",
        "KHTNV",
        "kht",
        "Khong hoan thanh",
    ),
}


_THEN = {
    Level.XS: ("Trong sạch, vững mạnh", "trong sạch vững mạnh", "tsvm"),
    Level.KHT: ("Yếu kém", "YẾU KÉM", "yk"),
}
"""The same of organisations before 2018, where they were others."""


def _level_spelt(rng: Random, value: Level, scale: Scale) -> str:
    full = _THEN.get(value) if scale is Scale.CLEAN else None
    return rng.choice((*(full or _IN_FULL[value]), f" {scale.short(value)} "))


def respell(filled: Filled, rng: Random, share: float) -> None:
    """Write a share of what a unit wrote in other ways."""
    for kind in FORM_SHEETS:
        page, where = filled.book[kind.SHEET], place(kind)
        rows = filled.sending.rows[kind]
        for row in rows:
            number = None if where.rows else filled.numbers[id(row)]
            for key, column in columns(kind).items():
                if column.source == "board" or key in ("cell_code", "name", "item"):
                    continue
                if rng.random() < share:
                    other = spelt(rng, column, row.get(key), filled.scale)
                    put(page, where.cell(key, number), other)


# ------------------------------------------------------------------ what both sides say


AT_ONCE = 100
"""Forms that one LibreOffice converts; somewhere past two hundred it stops without a word."""


def recalculated(folder: Path, forms: Mapping[str, bytes]) -> dict[str, bytes]:
    """Forms opened, computed and saved by LibreOffice, many in one go."""
    names = list(forms)
    for first in range(0, len(names), AT_ONCE):
        _convert(folder, {name: forms[name] for name in names[first : first + AT_ONCE]})
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in forms}


def _convert(folder: Path, forms: Mapping[str, bytes]) -> None:
    for name, data in forms.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    sources = [folder / f"{name}.xlsx" for name in forms]
    converted("xlsx", sources, folder, folder / "out", seconds=60 + 5 * len(forms))


def verdict(data: bytes) -> str:
    """What the form says of itself."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=True)
    return str(book[CHECK_SHEET]["A3"].value)


def counted_faults(data: bytes) -> list[str]:
    """The lines of the sheet "Kiểm tra" that count a fault."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=True)
    rows = book[CHECK_SHEET].iter_rows(min_row=7, max_col=5, values_only=True)
    return [f"{row[1]}: {row[2]} = {row[3]}" for row in rows if row[3]]


def hints(data: bytes, sheet: str) -> int:
    """How many rows of a sheet are told to be waiting, by the sheet "Kiểm tra"."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=True)
    rows = book[CHECK_SHEET].iter_rows(min_row=7, max_col=5, values_only=True)
    texts = [str(row[4]) for row in rows if row[1] == sheet]
    return sum(int(each.removeprefix(HINTED)) for each in texts if each.startswith(HINTED))


def waiting_cells(data: bytes) -> int:
    """How many cells have still to hold their review, as the program reads a form."""
    item = read_return(data, "form.xlsx")
    assert isinstance(item, Return)
    return item.unreviewed


def errors(drawn: Drawn, data: bytes) -> list[str]:
    """The rules of the errors that the program finds in a form alone; "status" where it is
    refused for what no rule says.
    """
    item = read_return(data, "form.xlsx")
    season = evaluate(drawn.register(), [item], drawn.as_of)
    codes = [
        each.rule for each in season.findings if each.is_error and each.ref.file == "form.xlsx"
    ]
    fate = season.intake.submissions[0]
    return codes or (["status"] if isinstance(item, Unread) or fate.status in _REFUSED else [])


def warnings(drawn: Drawn, data: bytes) -> dict[str, str]:
    """The sentences of the warnings that the program finds in a form alone, by rule."""
    season = evaluate(drawn.register(), [read_return(data, "form.xlsx")], drawn.as_of)
    mine = (x for x in season.findings if x.ref.file == "form.xlsx" and not x.is_error)
    return {x.rule: x.message for x in mine}


def are_red(filled: Filled, data: bytes) -> dict[tuple[str, str], bool]:
    """Whether each cell asked for is red."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return {
        at: any(book[at[0]][cell].value is True or book[at[0]][cell].value == 1 for cell in cells)
        for at, cells in filled.asked.items()
    }


# ------------------------------------------------------------------ forms at random

ODD = {
    "count": ("mười", "12 người", -3, 2.5, "1.23", "30%", "92,79 %", 0.3, "0,93", "12.5", "1.2345",
              "1.234.5", "01.234", "1,234", "1 234", "1e3", "+5", "(5)", "12-", "--", "0", "00",
              "1.000.000", 10**8, "99999999", "12,0", "5.0", "1.234,00", "=1/0", "=2+3"),
    "date": ("31/02/2025", "tháng 12", "12/2025", 45, "5/13/2025", "05/12/25", "1/12", 2022,
             "30.04.2025", "5 / 12 / 2025", "2025-13-01", "=1/0", "-", "x", 45000.5),
    "level": ("Khá", "HTTT", 1, "XS?", "XS HTT", "HT-T", "tốt", "h.t.t", "A", "=1/0",
              "hoàn thành", " - "),
    "choice": ("khác", "?", 5, "đang làm", "ĐANG THỰC HIỆN", "dang thuc hien", " đã hoàn thành."),
    "text": ("=1/0", 5, 2.5, " ", "-", "Chi bộ, đảng viên"),
    "code": (7, 1.5, -2, " 03 ", "D01", "=1/0"),
}  # fmt: skip
"""What may stand in a cell of each type, right or wrong: the program says which."""


def scribble(filled: Filled, rng: Random, times: int) -> None:
    """Write odd values over random cells."""
    for _ in range(times):
        kind = rng.choice(FORM_SHEETS)
        page, where = filled.book[kind.SHEET], place(kind)
        key, column = rng.choice(list(columns(kind).items()))
        row = rng.choice(filled.sending.rows[kind])
        number = None if where.rows else filled.numbers[id(row)]
        put(page, where.cell(key, number), rng.choice((*ODD[column.type], None)))


def at_random(seed: int, codes: Sequence[str]) -> Filled:
    """A form of a random unit, with some of the rules' faults and odd values in it or none."""
    rng = Random(f"form {seed}")
    drawn = draw(seed % 8, rng.choice(YEARS)).copy()
    unit = rng.choice(list(drawn.now))
    for code in rng.sample(codes, rng.choice((0, 0, 1, 1, 2, 3))):
        how = PLANTERS[code]
        if drawn.year in how.years and unit in how.among(drawn):
            with suppress(NoRoomError):
                plant_into(drawn, how, unit, rng)
    filled = fill(drawn, unit)
    respell(filled, rng, rng.choice((0, 0.1, 0.5)))
    scribble(filled, rng, rng.choice((0, 0, 0, 1, 2)))
    return filled


def partial(seed: int) -> Filled:
    """A clean form some of whose cells have still to hold their review."""
    rng = Random(f"partial {seed}")
    drawn = draw(seed % 8, rng.choice(YEARS)).copy()
    unit = rng.choice(list(drawn.now))
    rows = drawn.now[unit].rows[CellReturn]
    some = rng.sample(rows, rng.randint(1, max(1, len(rows) - 1)))
    for row in some:
        has_others = any(other is not row and other["members"] for other in rows)
        _not_reviewed(row, is_named=has_others and rng.random() < 0.5)
    filled = fill(drawn, unit)
    respell(filled, rng, rng.choice((0, 0.2, 0.6)))
    for row in some:
        # Who counts as nobody writes a 0 or a dash, or nothing; beside a name alone, nothing.
        for key in columns(CellReturn) if row["members"] is None else ():
            if row[key] is None:
                put(
                    filled.book[CellReturn.SHEET],
                    place(CellReturn).cell(key, filled.numbers[id(row)]),
                    rng.choice((None, None, None, "-")),
                )
    return filled


def _not_reviewed(row: Values, *, is_named: bool) -> None:
    """Take the review of a cell away, or all but its code and name."""
    not_rated = sum(row[key] for key in NOT_RATED)
    if not is_named and row["members"] > not_rated:
        gone: Sequence[str] = [
            key for key in columns(CellReturn)
            if key in ("review_date", "rated", *LEVELS) or "level" in key or "decision" in key
        ]  # fmt: skip
    else:
        gone = [key for key in columns(CellReturn) if key not in CellReturn.KEYS]
    row |= dict.fromkeys(gone)


def clean(seed: int) -> Filled:
    """A form of a random unit in which nothing is wrong, however carelessly it is written."""
    rng = Random(f"clean {seed}")
    drawn = draw(seed % 8, rng.choice(YEARS)).copy()
    filled = fill(drawn, rng.choice(list(drawn.now)))
    respell(filled, rng, rng.choice((0, 0.2, 0.6)))
    return filled
