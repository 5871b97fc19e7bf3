"""A province to measure with: many grassroots organisations of ten cells, through real forms."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from xeploai.forms.layout import place
from xeploai.forms.register_workbook import register_workbook
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import unit_form
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE
from xeploai.register.model import Register
from xeploai.register.reader import load
from xeploai.schema.form import CellReturn, InfoReturn
from xeploai.schema.register import DeadlineRow, SettingRow, UnitRow

PER_DISTRICT = 50
CELLS = 10


def make_province(folder: Path, units: int) -> None:
    """Write a register and one filled form per organisation into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    data = province_register(units)
    (folder / REGISTER_FILE).write_bytes(data)
    codes = [unit.code for unit in load(data).reporting]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for code, form in zip(codes, pool.map(partial(filled_form, data), codes), strict=True):
            (folder / f"{code}.xlsx").write_bytes(form)


def province_register(units: int) -> bytes:
    """Return the register of a province: a number of organisations, in districts."""
    book = register_workbook(
        {
            SettingRow: [{"period": "2025", "office": "Ban Tổ chức Tỉnh ủy"}],
            UnitRow: list(_units(units)),
            DeadlineRow: [
                {"milestone": "GUI", "name": "Gửi biểu tổng hợp", "deadline": date(2025, 12, 20)}
            ],
        }
    )
    return workbook_bytes(book)


def _units(units: int) -> Iterator[dict[str, object]]:
    yield {"code": "T", "name": "Đảng bộ tỉnh", "kind": "tỉnh"}
    for number in range(units):
        district = f"T{number // PER_DISTRICT:02}"
        if number % PER_DISTRICT == 0:
            name = f"Đảng bộ khu vực {number // PER_DISTRICT + 1}"
            kind = "cấp trên trực tiếp cơ sở"
            yield {"code": district, "name": name, "kind": kind, "parent_code": "T"}
        yield {
            "code": f"{district}{number % PER_DISTRICT:02}",
            "name": f"Đảng bộ xã số {number + 1}",
            "kind": "đảng bộ cơ sở",
            "parent_code": district,
        }


DECLARED = ("cells_declared", "members_declared", "rated_declared")
"""The totals of a unit that its form asks for."""

_registers: dict[int, Register] = {}


def filled_form(register_data: bytes, code: str) -> bytes:
    """Return the form of one organisation, filled in without a fault."""
    register = _registers.setdefault(len(register_data), load(register_data))
    cells = [KnownCell(f"{code}{number:02}", f"Chi bộ thôn {number}") for number in range(1, 11)]
    book = unit_form(register, register.units[code], cells)
    table, sheet = place(CellReturn), book[CellReturn.SHEET]
    sizes = [20 + number for number in range(CELLS)]
    for number, members in enumerate(sizes):
        row: dict[str, int | str | date] = {
            "members": members, "official": members - 1, "probationary": 1, "exempt": 1,
            "rated": members - 1, "xs": 2, "htt": members - 4, "ht": 1, "kht": 0,
            "review_date": date(2025, 12, 5),
            "self_level": "HTT", "proposed_level": "HTT", "decided_level": "HTT",
        }  # fmt: skip
        for key, value in row.items():
            sheet[table.cell(key, table.first_row + number)].value = value
    info, labels = book[InfoReturn.SHEET], place(InfoReturn)
    info[labels.cell("sent_on")].value = date(2025, 12, 18)
    for key in ("proposed_level", "decided_level"):
        info[labels.cell(key)].value = "HTT"
    # All but one member of each cell are rated.
    totals = (CELLS, sum(sizes), sum(sizes) - CELLS)
    for key, total in zip(DECLARED, totals, strict=True):
        info[labels.cell(key)].value = total
    return workbook_bytes(book)
