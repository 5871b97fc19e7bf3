"""Vĩnh Tường 2021, under way: two days after the deadline of the grassroots organisations.

The communes and the two deadlines are real, the figures are not. Of 31 organisations 22 are
counted, 5 were sent back, 1 sent an empty form, 3 nothing that can be read; which file is what,
and which faults are in it, stands in vinh_tuong_sendings.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook

from examples.draw import Days
from examples.fill import edited_file, fill, register_file, wording_file
from examples.story import Story, sheets_of
from examples.vinh_tuong_sendings import SENDINGS, Sending
from examples.vinh_tuong_units import NEIGHBOUR, NOTE, ROOT, register_rows, stories
from examples.wording import VINH_TUONG
from xeploai.forms.rows import KnownCell
from xeploai.forms.unit_form import unit_form
from xeploai.forms.xlsx_writer import workbook_bytes
from xeploai.paths import REGISTER_FILE, WORDING_FILE
from xeploai.register.model import Register, Unit
from xeploai.schema.form import InfoReturn
from xeploai.submissions.model import Status

__all__ = ["AS_OF", "NOTE", "files"]

AS_OF = date(2021, 12, 22)


def files() -> dict[str, bytes]:
    """Return the season's input folder."""
    story_of = stories()
    data, register = register_file(register_rows(story_of))
    return {
        REGISTER_FILE: data,
        WORDING_FILE: wording_file(VINH_TUONG),
        **{
            sending.path: _workbook(register, sending, story_of[sending.unit])
            for sending in SENDINGS
        },
        **_no_forms(),
    }


def _workbook(register: Register, sending: Sending, story: Story) -> bytes:
    unit = register.units.get(sending.unit) or Unit(
        NEIGHBOUR.code, NEIGHBOUR.name, NEIGHBOUR.kind, ROOT
    )
    listed = [KnownCell(cell.code, cell.name) for cell in register.cells_of(unit.code)]
    book = unit_form(register, unit, listed)
    if sending.status is Status.EMPTY:
        fill(book, {InfoReturn: [{"sent_on": sending.sent_on}]})
        return workbook_bytes(book)
    # The same lot for each sending of a unit: it sends the same again, but for what it corrected.
    lot = random.Random(f"Vĩnh Tường 2021 {unit.code}")
    fill(book, sheets_of(lot, replace(story, version=sending.version), _days(sending)))
    for mistake in sending.mistakes:
        mistake.make(book)
    return _edited(workbook_bytes(book), [each.after for each in sending.mistakes if each.after])


def _edited(data: bytes, edits: Sequence[Callable[[Workbook], None]]) -> bytes:
    """Return a file that another program has changed, where one has."""
    if not edits:
        return data
    book = load_workbook(BytesIO(data))
    for edit in edits:
        edit(book)
    return edited_file(book)


def _days(sending: Sending) -> Days:
    """When things were done; those who send late were late before."""
    is_late = sending.day > 20
    december = date(2021, 12, 1)
    days: dict[str, tuple[date, date]] = {
        "KH": (date(2021, 11, 1), date(2021, 11, 16)),
        "review": (date(2021, 11, 15), december.replace(day=8 if is_late else 3)),
        "cell_decision": (december.replace(day=9), december.replace(day=10)),
        "TT": (december.replace(day=6), december.replace(day=13)),
        "sent": (sending.sent_on, sending.sent_on),
        "remedy_due": (date(2022, 3, 1), date(2022, 6, 30)),
    }
    if int(sending.unit) % 4 == 0:
        days["KP"] = (december.replace(day=9), december.replace(day=13))
    return days


# ------------------------------------------------------------------ what is no form


def _no_forms() -> dict[str, bytes]:
    return {
        "cum 1/Phú Đa.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1536, b"\0"),
        "cum3/BC Viet Xuan.xlsx": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
        "Cụm 2/~$thotang_final2.xlsx": b"\x06VanThu".ljust(165, b" "),
        "Danh sach khach moi hoi nghi.xlsx": _guests(),
    }


def _guests() -> bytes:
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2021, 12, 10, 9, 0)
    sheet = book.worksheets[0]
    sheet.title = "Khách mời"
    for row in (("TT", "Đơn vị", "Số đại biểu"), (1, "Huyện ủy", 5), (2, "Các xã, thị trấn", 56)):
        sheet.append(row)
    return edited_file(book)
