"""Slips of careless secretaries in a form, each at a place drawn by lot."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from examples.careless_files import saved_as_ods, saved_by_pandas, without_height, without_width
from examples.draw import Counts
from examples.fill import RowValues, Sheets
from examples.mistakes import (
    ExpectedFinding,
    Mistake,
    at,
    decomposed,
    heading,
    left_by_another,
    line,
    miscounted,
    moved,
    own_total,
    respelled,
    spaced,
    twice,
    typed,
    without_sheet,
)
from examples.old_fonts import in_tcvn3
from examples.story import Story
from xeploai.forms.layout import place
from xeploai.forms.styles import shown
from xeploai.forms.workbook_builder import WorkbookBuilder
from xeploai.schema.form import (
    CellReturn,
    DisciplineReturn,
    InfoReturn,
    LeadershipReturn,
    MilestoneReturn,
)
from xeploai.schema.row import columns
from xeploai.storage.reproducible_zip import pack


class NoRoomError(LookupError):
    """A unit has nothing in which this slip could be made."""


@dataclass(frozen=True)
class Clerk:
    """The one who fills in the form of a unit.

    rows: what is right; is_listed: the register lists its cells; others: the stories of all units.
    """

    lot: random.Random
    story: Story
    rows: Sheets
    is_listed: bool
    others: Mapping[str, Story]

    @property
    def code(self) -> str:
        """The code of its unit."""
        return self.story.code

    @property
    def cells(self) -> Sequence[RowValues]:
        """The rows of its cells."""
        return self.rows[CellReturn]

    def number(self, fits: Callable[[RowValues], object] = lambda _: True) -> int:
        """Draw a line of the sheet Chi bộ, counted from 1."""
        numbers = [n for n, row in enumerate(self.cells, start=1) if fits(row)]
        if not numbers:
            raise NoRoomError
        return self.lot.choice(numbers)

    def row(self, number: int) -> RowValues:
        """Return the row on a line of the sheet Chi bộ."""
        return self.cells[number - 1]

    def other(self) -> Story:
        """Another committee."""
        others = [x for x in self.others.values() if x is not self.story and not x.is_cell]
        return self.lot.choice(others)

    def needs(self, *, is_listed: bool | None = None) -> None:
        """Refuse where the unit is no committee, or its cells are listed or not."""
        if self.story.is_cell or (is_listed is not None and self.is_listed is not is_listed):
            raise NoRoomError


EARLIER = " (bản trước)"
"""The end of the name of a file that came before another of the same Lần gửi."""

Make = Callable[[Clerk], Mistake]
"""Gives a slip for a unit, or refuses where there is no room for it."""


@dataclass(frozen=True)
class Slip:
    """One kind of slip.

    is_counted: the return counts all the same, with its right totals; is_aside: it changes
    nothing that another slip could be made in.
    """

    name: str
    make: Callable[[Clerk], Mistake]
    is_counted: bool
    is_aside: bool = False


SLIPS: list[Slip] = []


Made = tuple[Mistake, Mistake, Counts]
"""A slip that two units share: what each does, and what the first one counts too much by it."""


@dataclass(frozen=True)
class Pair:
    """One kind of slip between two units: the first counts what is the second's.

    Both count; what is published of the first is more than is right, which both are told.
    """

    name: str
    make: Callable[[Clerk, Clerk], Made]
    is_counted: bool = True


PAIRS: list[Pair] = []


def pair(make: Callable[[Clerk, Clerk], Made]) -> Callable[[Clerk, Clerk], Made]:
    """Register a slip between two units."""
    PAIRS.append(Pair(make.__name__, make))
    return make


def slip(make: Make) -> Make:
    """Register a slip after which the return counts."""
    SLIPS.append(Slip(make.__name__, make, is_counted=True))
    return make


def refused(make: Make) -> Make:
    """Register a slip after which the return does not count."""
    SLIPS.append(Slip(make.__name__, make, is_counted=False))
    return make


def aside(make: Make) -> Make:
    """Mark the slip registered last as one beside which another can be made."""
    SLIPS[-1] = replace(SLIPS[-1], is_aside=True)
    return make


# ------------------------------------------------------------------ lines of the sheet Chi bộ


def _fault(rule: str, spot: tuple[str, str], words: str = "") -> ExpectedFinding:
    return ExpectedFinding(rule, *spot, words)


def _cell(key: str, number: int) -> tuple[str, str]:
    return at(CellReturn, key, number)


def _relaid(lines: Sequence[RowValues]) -> Callable[[WorkbookBuilder], None]:
    """Write the sheet Chi bộ with these lines, whatever stood there."""
    where = place(CellReturn)

    def make(book: WorkbookBuilder) -> None:
        page = book[where.sheet]
        for number, row in enumerate(lines, start=1):
            for key, letter in where.letters.items():
                page[f"{letter}{line(CellReturn, number)}"].value = shown(row.get(key))

    return make


def _again(clerk: Clerk, spell: Callable[[str], str], what: str, why: str = "") -> Mistake:
    """One cell once more below the others, its name spelt otherwise, without a code."""
    clerk.needs(is_listed=False)
    number = clerk.number(lambda row: spell(row["name"]) != row["name"])
    row, last = clerk.row(number), len(clerk.cells) + 1
    lines = [dict(each) for each in clerk.cells]
    again = {**row, "cell_code": None, "name": spell(row["name"])}
    return Mistake(
        what, _relaid([*lines, again]), (_fault("cell_repeated", _cell("name", last), why),)
    )


_TONES = {"òa": "oà", "ụy": "uỵ", "ủy": "uỷ", "úy": "uý", "ùy": "uỳ", "óa": "oá", "ọa": "oạ"}


@slip
def tone_on_another_letter(clerk: Clerk) -> Mistake:
    """Write one cell twice, the tone on another letter."""

    def spell(name: str) -> str:
        for one, other in _TONES.items():
            name = re.sub(rf"{one}\b", other, name)
        return name

    return _again(clerk, spell, "Một chi bộ hai dòng, dấu đặt khác chữ")


@slip
def eth_for_d(clerk: Clerk) -> Mistake:
    """Write one cell twice, once with another letter Đ."""
    return _again(clerk, lambda name: name.replace("Đ", "Ð"), "Một chi bộ hai dòng, chữ Ð", "Ð")


@slip
def cb_for_chi_bo(clerk: Clerk) -> Mistake:
    """Write one cell twice, once abbreviated."""
    return _again(clerk, lambda name: name.replace("Chi bộ", "CB"), "Một chi bộ hai dòng, viết tắt")


@refused
def copied_with_the_next_code(clerk: Clerk) -> Mistake:
    """Copy a line down and change its code only."""
    clerk.needs(is_listed=False)
    number, last = clerk.number(), len(clerk.cells) + 1
    again = {**clerk.row(number), "cell_code": f"{clerk.story.code}.{last:02}"}
    expected = _fault("cell_copied_under_another_code", _cell("cell_code", last))
    return Mistake("Chép dòng xuống, sửa mỗi mã", _relaid([*clerk.cells, again]), (expected,))


@refused
def one_cell_on_two_lines(clerk: Clerk) -> Mistake:
    """Copy a line down."""
    clerk.needs()
    return twice(clerk.number(), len(clerk.cells) + 1)


_SUMMED = (
    "members",
    "official",
    "probationary",
    "exempt",
    "new_under_6m",
    "rated",
    "xs",
    "htt",
    "ht",
)


def _sum(rows: Sequence[RowValues], name: str, **more: int) -> RowValues:
    summed = {key: sum(row.get(key) or 0 for row in rows) for key in _SUMMED}
    return {"name": name, **{key: n + more.get(key, 0) for key, n in summed.items()}}


@slip
def sum_above_its_cells(clerk: Clerk) -> Mistake:
    """Write the sum of some cells above them."""
    clerk.needs(is_listed=False)
    size = clerk.lot.randint(2, len(clerk.cells) - 2)
    lines = [_sum(clerk.cells[:size], "I. Khối nông thôn"), *clerk.cells]
    expected = _fault("sum_not_counted", _cell("name", 1), f"{size} dòng")
    return Mistake("Dòng tổng đứng trên các chi bộ", _relaid(lines), (expected,))


@slip
def sum_below_its_cells(clerk: Clerk) -> Mistake:
    """Write the sum of some cells below them, which may stand apart."""
    clerk.needs(is_listed=False)
    if clerk.lot.randrange(2):
        apart, last = clerk.cells[::2], len(clerk.cells) + 1
        lines = [*clerk.cells, _sum(apart, "Cộng khối nông thôn")]
        expected = _fault("sum_not_counted", _cell("name", last), f"{len(apart)} dòng")
        return Mistake("Dòng tổng của các chi bộ đứng rời", _relaid(lines), (expected,))
    size = clerk.lot.randint(2, len(clerk.cells) - 2)
    lines = [*clerk.cells[:size], _sum(clerk.cells[:size], "Cộng khối I"), *clerk.cells[size:]]
    expected = _fault("sum_not_counted", _cell("name", size + 1), f"{size} dòng")
    return Mistake("Dòng tổng đứng dưới các chi bộ", _relaid(lines), (expected,))


@slip
def wrong_sum_of_a_group(clerk: Clerk) -> Mistake:
    """Write a sum of all cells above them, wrong by one."""
    clerk.needs(is_listed=False)
    size = len(clerk.cells)
    key = clerk.lot.choice(("members", "htt"))
    name = clerk.lot.choice(("Khối nông thôn", "I. Các chi bộ thôn"))
    lines = [_sum(clerk.cells, name, **{key: 1}), *clerk.cells]
    expected = (_fault("sum_not_counted", _cell("name", 1), f"{size} dòng"),
             _fault("typed_total_differs", _cell(key, 1), "cộng lại"))  # fmt: skip
    return Mistake("Dòng tổng của nhóm lệch 1", _relaid(lines), expected)


@slip
def own_total_off_by_one(clerk: Clerk) -> Mistake:
    """Write a total of all by hand, wrong by one."""
    clerk.needs(is_listed=False)
    return own_total(len(clerk.cells) + 1, clerk.lot.choice(("members", "rated", "htt")))


@refused
def sum_with_a_day_of_its_own(clerk: Clerk) -> Mistake:
    """Write the sum of some cells over a copy of a cell's line, its day and level left in it."""
    clerk.needs(is_listed=False)
    size = clerk.lot.randint(2, len(clerk.cells) - 2)
    above = clerk.cells[:size]
    summed = {**above[-1], **_sum(above, "Liên chi bộ số 1"), "cell_code": None}
    expected = (_fault("row_may_be_a_sum", _cell("members", size + 1), f"tổng {size} dòng"),
             _fault("declared_cells_differ", at(InfoReturn, "cells_declared")),
             _fault("declared_total_differs", at(InfoReturn, "members_declared")),
             _fault("declared_total_differs", at(InfoReturn, "rated_declared")))  # fmt: skip
    lines = [*above, summed, *clerk.cells[size:]]
    return Mistake("Dòng tổng chép đè một chi bộ", _relaid(lines), expected)


@slip
def headings_and_signatures(clerk: Clerk) -> Mistake:
    """Write headings without figures, and who signs, into the table."""
    clerk.needs(is_listed=False)
    size = clerk.lot.randint(1, len(clerk.cells) - 1)
    lines = [{"name": "A. KHỐI THÔN"}, *clerk.cells[:size], {"name": "B. KHỐI CƠ QUAN"},
             *clerk.cells[size:], {"name": "Mẫu, ngày 15 tháng 12 năm 2025"},
             {"name": "T/M ĐẢNG ỦY"}, {"name": "BÍ THƯ"}]  # fmt: skip
    return Mistake("Dòng đầu nhóm và chữ ký giữa bảng", _relaid(lines))


# ------------------------------------------------------------------ totals of the unit


@aside
@slip
def total_left_blank(clerk: Clerk) -> Mistake:
    """Leave a total of the unit's own blank."""
    clerk.needs()
    key = clerk.lot.choice(("cells_declared", "members_declared", "rated_declared"))
    return typed("Số chung để trống", at(InfoReturn, key), None, "declared_total_blank")


@refused
def total_that_differs(clerk: Clerk) -> Mistake:
    """Write a total of the unit's own that its cells do not come to."""
    key = clerk.lot.choice(("members_declared", "rated_declared"))
    spot = at(InfoReturn, key)
    return miscounted(
        "Số chung lệch", spot, clerk.lot.choice((-1, 1, 10)), "declared_total_differs", spot
    )


# ------------------------------------------------------------------ other sheets


def _copy(title: str, edit: Callable[[Any], None], expected: ExpectedFinding) -> Mistake:
    def after(book: Workbook) -> None:
        copied = book.copy_worksheet(book[CellReturn.SHEET])
        copied.title = title
        edit(copied)

    return Mistake(f"Tờ chép “{title}”", lambda _: None, (expected,), after)


@refused
def correction_on_a_copied_sheet(clerk: Clerk) -> Mistake:
    """Correct the figures on a copy of the sheet."""
    title = clerk.lot.choice(("Chi bộ (sửa lại)", "Sheet1", "Chi bộ (2)"))
    cell = _cell("htt", clerk.number())[1]

    def edit(page: Any) -> None:
        page[cell].value += 1

    expected = ExpectedFinding("figures_on_another_sheet", "Chi bộ", "", title)
    return _copy(title, edit, expected)


@slip
def sheet_copied_and_left(_: Clerk) -> Mistake:
    """Leave a copy of the sheet."""
    title = "Chi bộ (2)"
    expected = ExpectedFinding("copied_sheet", "Chi bộ", "", title)
    return _copy(title, lambda _: None, expected)


@refused
def first_sheet_of_another_unit(clerk: Clerk) -> Mistake:
    """Leave the first sheet of another unit in the file."""
    other = clerk.other()

    def after(book: Workbook) -> None:
        copied = book.copy_worksheet(book[InfoReturn.SHEET])
        copied.title = "Thông tin (2)"
        copied[at(InfoReturn, "unit_code")[1]].value = other.code

    expected = ExpectedFinding("sheet_of_another_unit", "Thông tin", "", other.code)
    return Mistake("Tờ Thông tin của đơn vị khác", lambda _: None, (expected,), after)


# ------------------------------------------------------------------ whose return


@slip
def same_number_on_two_files(clerk: Clerk) -> Mistake:
    """Correct the form and send it again without another Lần gửi."""
    spot = at(InfoReturn, "sent_on")
    number = clerk.number(lambda row: row.get("htt", 0) > 0)
    differ = moved(number, "htt", "ht", 1)
    (info,) = clerk.rows[InfoReturn]
    before = info["sent_on"] - timedelta(days=clerk.lot.randint(1, 3))

    def earlier(book: WorkbookBuilder) -> None:
        differ(book)
        book[spot[0]][spot[1]].value = before
        book.saved_at = datetime.combine(before, time(9, 0))

    expected = _fault("same_sending_twice", at(InfoReturn, "version"), EARLIER)
    return Mistake("Gửi lại, không tăng Lần gửi", lambda _: None, (expected,), earlier=earlier)


@slip
def correction_dated_before_what_it_corrects(clerk: Clerk) -> Mistake:
    """Turn the day and month of sending a correction, so that it seems the older one."""
    (info,) = clerk.rows[InfoReturn]
    right: date = info["sent_on"]
    if right.day >= 12:
        raise NoRoomError
    spot = at(InfoReturn, "sent_on")
    differ = moved(clerk.number(lambda row: row.get("htt", 0) > 0), "htt", "ht", 1)
    before = right - timedelta(days=1)

    def make(book: WorkbookBuilder) -> None:
        book[spot[0]][spot[1]].value = _turned(right)

    def earlier(book: WorkbookBuilder) -> None:
        differ(book)
        book[spot[0]][spot[1]].value = before
        book.saved_at = datetime.combine(before, time(9, 0))

    expected = (_fault("same_sending_twice", at(InfoReturn, "version"), EARLIER),
             _fault("day_may_be_turned", spot))  # fmt: skip
    return Mistake("Bản sửa ghi đảo Ngày gửi", make, expected, earlier=earlier)


def _taken_in(
    clerk: Clerk,
    owner: Clerk,
    other: Callable[[RowValues], RowValues],
    expected: tuple[str, str, str],
) -> Made:
    """Count a cell of another unit as one's own.

    other: what is told of it otherwise; expected: the rule, the field it stands at, and its words.
    """
    clerk.needs(is_listed=False)
    owner.needs(is_listed=False)
    names = {row["name"] for row in clerk.cells}
    number = owner.number(lambda row: row.get("htt", 0) > 0 and row["name"] not in names)
    last = len(clerk.cells) + 1
    row = owner.row(number) | other(owner.row(number))
    (info,) = clerk.rows[InfoReturn]
    relaid = _relaid([*clerk.cells, row])
    more = {"cells_declared": 1, "members_declared": row["members"], "rated_declared": row["rated"]}

    def make(book: WorkbookBuilder) -> None:
        relaid(book)
        for key, by in more.items():
            sheet, cell = at(InfoReturn, key)
            book[sheet][cell].value = info[key] + by

    rule, key, words = expected
    what = "Ghi cả chi bộ của đơn vị khác"
    return (
        Mistake(what, make, (_fault(rule, _cell(key, last), words),)),
        Mistake(what, lambda _: None, (_fault(rule, _cell(key, number), words),)),
        {key: row.get(key) or 0 for key in owner.story.counts[0]},
    )


@pair
def cell_of_another_unit(clerk: Clerk, owner: Clerk) -> Made:
    """List a cell that moved away, as the other unit has it."""
    expected = ("cell_in_two_units", "cell_code", "cùng mã và số liệu")
    return _taken_in(clerk, owner, lambda _: {}, expected)


@pair
def cell_of_another_unit_without_its_code(clerk: Clerk, owner: Clerk) -> Made:
    """List a cell that moved away, its code left out."""
    expected = ("cell_in_two_units", "name", "cùng tên, ngày kiểm điểm và số liệu")
    return _taken_in(clerk, owner, lambda _: {"cell_code": None}, expected)


@pair
def cell_of_another_unit_counted_otherwise(clerk: Clerk, owner: Clerk) -> Made:
    """List a cell that moved away, with other counts than the other unit has."""
    expected = ("cell_code_in_two_units", "cell_code", "cùng mã, số liệu khác")
    return _taken_in(
        clerk, owner, lambda row: {"htt": row["htt"] - 1, "ht": row.get("ht", 0) + 1}, expected
    )


@refused
def form_of_another_unit(clerk: Clerk) -> Mistake:
    """Write another unit's code into the form."""
    spot = at(InfoReturn, "unit_code")
    return typed("Ghi mã của đơn vị khác", spot, clerk.other().code, "stamp_differs")


@refused
def name_of_another_unit(clerk: Clerk) -> Mistake:
    """Write another unit's name into the form."""
    # The last cell of a commune bears its name.
    name = f"Đảng bộ xã {clerk.other().cells[-1][1].rpartition(' xã ')[2]}"
    spot = at(InfoReturn, "unit_name")
    return typed("Tên của đơn vị khác", spot, name, "name_of_another_unit")


@aside
@slip
def code_in_small_letters(clerk: Clerk) -> Mistake:
    """Spell the unit's code otherwise."""
    spot = at(InfoReturn, "unit_code")
    code = clerk.story.code
    other = clerk.lot.choice((code.lower(), f"{code[:2]} {code[2:]}", f" {code} "))
    # The form itself knows which unit it was made for.
    return typed("Mã viết khác", spot, other)


# ------------------------------------------------------------------ dates


def _turned(day: date) -> date:
    return date(day.year, day.day, day.month)


def _is_turnable(row: RowValues) -> bool:
    day: date = row["review_date"]
    return day.day <= 12 and day.day != day.month


@slip
def day_and_month_turned_in_one_cell(clerk: Clerk) -> Mistake:
    """Turn the day and the month of one date."""
    number = clerk.number(_is_turnable)
    day = _turned(clerk.row(number)["review_date"])
    return typed("Đảo ngày và tháng", _cell("review_date", number), day, "day_may_be_turned")


@slip
def days_turned_by_excel(clerk: Clerk) -> Mistake:
    """Read 05/12 as May and leave 25/11 a text, as an Excel of another country does."""
    clerk.needs()
    rows, expected, is_text = [], [], False
    for number, row in enumerate(clerk.cells, start=1):
        rows.append(dict(row))
        for key in ("review_date", "decision_date"):
            day: date = row[key]
            rows[-1][key] = _turned(day) if day.day <= 12 else f"{day:%d/%m/%Y}"
            is_text = is_text or day.day > 12
            if day.day <= 12 and day.day != day.month:
                expected.append(_fault("day_may_be_turned", _cell(key, number)))
    if not is_text:
        raise NoRoomError
    return Mistake("Excel đảo ngày và tháng cả cột", _relaid(rows), tuple(expected))


@refused
def thirty_first_of_november(clerk: Clerk) -> Mistake:
    """Write a day that there is not."""
    spot = _cell("review_date", clerk.number())
    expected = _fault("unreadable_cell", spot, "tháng 11 chỉ có 30 ngày")
    return replace(typed("Ngày 31/11", spot, "31/11/2025"), expected=(expected,))


@refused
def year_long_ago(clerk: Clerk) -> Mistake:
    """Write a year long ago."""
    number = clerk.number()
    day = clerk.row(number)["review_date"].replace(year=2012)
    return typed("Ghi nhầm năm", _cell("review_date", number), day, "cell_date_outside_season")


@slip
def days_in_words(clerk: Clerk) -> Mistake:
    """Spell all dates of a column otherwise."""
    spell = clerk.lot.choice((
        lambda day: f"Ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        lambda day: f"{day:%Y/%m/%d}",
        lambda day: f"{day:%Y-%m-%d}T00:00:00.000Z",
        lambda day: f"{day:%d.%m.%Y}",
        lambda day: f"{day:%d}·{day:%m}·{day:%Y}",
        lambda day: f"{day:%d}–{day:%m}–{day:%Y}",
    ))  # fmt: skip
    return respelled("Ngày viết cách khác", "review_date", spell)


# ------------------------------------------------------------------ counts


@slip
def counts_with_a_rest(_: Clerk) -> Mistake:
    """Keep 38.00000000000001, which Excel shows as 38."""
    return respelled("Số lẻ do phép chia", "members", lambda n: n * (1 + 2**-50))


@slip
def counts_as_text(clerk: Clerk) -> Mistake:
    """Write counts as text."""
    return respelled(
        "Số gõ thành chữ", "rated", clerk.lot.choice((lambda n: f" {n} ", lambda n: f"{n},0"))
    )


@refused
def percentage_for_a_count(clerk: Clerk) -> Mistake:
    """Write a percentage for a count."""
    spot = _cell(clerk.lot.choice(("xs", "htt", "rated")), clerk.number())
    value, word = clerk.lot.choice((("92,79%", "tỷ lệ"), (0.5, "số lẻ")))
    expected = _fault("percentage_in_count", spot, word)
    return replace(typed("Tỷ lệ trong ô số lượng", spot, value), expected=(expected,))


@refused
def count_in_words(clerk: Clerk) -> Mistake:
    """Write a count in words."""
    spot = _cell("members", clerk.number())
    return typed("Số viết bằng chữ", spot, "mười hai", "unreadable_cell")


@refused
def count_left_blank(clerk: Clerk) -> Mistake:
    """Leave a count blank."""
    return typed("Ô bắt buộc để trống", _cell("rated", clerk.number()), None, "blank_cell")


@refused
def error_of_a_formula(clerk: Clerk) -> Mistake:
    """Leave an error of a formula."""
    return left_by_another("Ô báo lỗi", _cell("htt", clerk.number()), "#REF!", "error_cell")


@refused
def levels_that_do_not_add_up(clerk: Clerk) -> Mistake:
    """Count one member at two levels."""
    number = clerk.number()
    return miscounted("Bốn mức thừa 1", _cell("htt", number), 1, "levels_do_not_sum_to_rated",
                      _cell("rated", number))  # fmt: skip


@refused
def wrong_level(clerk: Clerk) -> Mistake:
    """Write a level that there is not."""
    clerk.needs()
    return typed("Mức “Khá”", _cell("self_level", clerk.number()), "Khá", "unreadable_cell")


# ------------------------------------------------------------------ letters and looks


@slip
def name_in_tcvn3(clerk: Clerk) -> Mistake:
    """Type a name with an old font."""
    number = clerk.number()
    name = in_tcvn3(clerk.row(number)["name"])
    expected = _fault("old_font", _cell("name", number), "TCVN3")
    return replace(typed("Tên gõ phông .VnTime", _cell("name", number), name), expected=(expected,))


@aside
@slip
def note_in_vni(clerk: Clerk) -> Mistake:
    """Type a note with another old font."""
    spot = _cell("note", clerk.number())
    expected = _fault("old_font", spot, "VNI")
    return replace(typed("Ghi chú gõ phông VNI", spot, "Ñaõ thaåm ñònh"), expected=(expected,))


def _formatted(what: str, cells: Sequence[str], font: Font | None, expected: ExpectedFinding,
               number_format: str = "") -> Mistake:  # fmt: skip
    def after(book: Workbook) -> None:
        for address in cells:
            cell = book[CellReturn.SHEET][address]
            if font is not None:
                own = copy(cell.font)
                cell.font = Font(name=own.name, size=own.size, strike=font.strike, color=font.color)
            cell.number_format = number_format or cell.number_format

    return Mistake(what, lambda _: None, (expected,), after)


@refused
def cell_struck_out(clerk: Clerk) -> Mistake:
    """Strike out a count."""
    spot = _cell(clerk.lot.choice(("members", "rated", "htt")), clerk.number())
    return _formatted("Gạch ngang một ô", [spot[1]], Font(strike=True), _fault("struck_cell", spot))


@refused
def line_struck_out(clerk: Clerk) -> Mistake:
    """Strike out a line."""
    number = clerk.number()
    keys = [key for key in columns(CellReturn) if clerk.row(number).get(key) not in (None, "")]
    cells = [_cell(key, number)[1] for key in keys]
    expected = _fault("struck_row", _cell(keys[0], number))
    return _formatted("Gạch ngang cả dòng", cells, Font(strike=True), expected)


@slip
def count_out_of_sight(clerk: Clerk) -> Mistake:
    """Make a count invisible."""
    spot = _cell("htt", clerk.number())
    expected = _fault("unseen_cells", spot)
    if clerk.lot.randrange(2):
        return _formatted("Chữ trắng", [spot[1]], Font(color="FFFFFFFF"), expected)
    return _formatted("Định dạng ;;;", [spot[1]], None, expected, ";;;")


@slip
def line_without_height(clerk: Clerk) -> Mistake:
    """Draw a line of the table together until it is not seen."""
    number = clerk.number()
    row = line(CellReturn, number)
    expected = _fault("hidden_rows", _cell("cell_code", number), f"Dòng {row} đang ẩn")

    def flat(data: bytes) -> bytes:
        return without_height(data, CellReturn.SHEET, row)

    return Mistake("Dòng cao 0", lambda _: None, (expected,), sent_as=flat)


@slip
def column_without_width(clerk: Clerk) -> Mistake:
    """Draw a column of the table together until it is not seen."""
    key = clerk.lot.choice(("members", "rated", "htt"))
    expected = _fault("hidden_columns", heading(CellReturn, key), columns(CellReturn)[key].header)

    def narrow(data: bytes) -> bytes:
        return without_width(data, CellReturn.SHEET, place(CellReturn).letters[key])

    return Mistake("Cột rộng 0", lambda _: None, (expected,), sent_as=narrow)


@refused
def cells_merged(clerk: Clerk) -> Mistake:
    """Merge two cells."""
    clerk.needs()
    number = clerk.lot.randint(1, len(clerk.cells) - 1)
    key = clerk.lot.choice(("members", "rated", "self_level", "review_date"))
    first, second = _cell(key, number)[1], _cell(key, number + 1)[1]

    def after(book: Workbook) -> None:
        book[CellReturn.SHEET].merge_cells(f"{first}:{second}")

    expected = _fault("merged_cells", _cell(key, number))
    return Mistake("Ô gộp", lambda _: None, (expected,), after)


# ------------------------------------------------------------------ files


def _zipped(data: bytes) -> bytes:
    return pack({"bieu/Bieu tong hop.xlsx": data})


@slip
def sent_as_zip(_: Clerk) -> Mistake:
    """Send the form in a zip."""
    return Mistake(
        "Gửi tệp .zip",
        lambda _: None,
        sent_as=_zipped,
        end=".zip",
        within=" › bieu/Bieu tong hop.xlsx",
    )


def _unread(what: str, rule: str, data: bytes, end: str, words: str) -> Mistake:
    expected = ExpectedFinding(rule, words=words)
    return Mistake(what, lambda _: None, (expected,), sent_as=lambda _: data, end=end)


@refused
def sent_as_xls(_: Clerk) -> Mistake:
    """Save as an old workbook."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1536, b"\0")
    return _unread("Tệp .xls", "old_format", data, ".xls", ".xls")


@refused
def sent_as_csv(_: Clerk) -> Mistake:
    """Save as text."""
    return _unread("Tệp .csv", "other_table", "Mã,Tên\n1,A\n".encode(), ".csv", ".csv")


@slip
def saved_by_another_program(_: Clerk) -> Mistake:
    """Save with another program."""
    return Mistake("Lưu bằng chương trình khác", lambda _: None, after=lambda _: None)


@slip
def saved_as_open_document(_: Clerk) -> Mistake:
    """Save as .ods."""
    return Mistake("Lưu thành .ods", lambda _: None, sent_as=saved_as_ods, end=".ods")


@slip
def written_again_by_a_script(_: Clerk) -> Mistake:
    """Read all values and write them into a new file."""
    return Mistake("Ghi lại bằng pandas", lambda _: None, sent_as=saved_by_pandas)


@aside
@slip
def sheet_left_out(_: Clerk) -> Mistake:
    """Delete a sheet with nothing on it."""
    return without_sheet(DisciplineReturn)


@slip
def names_as_a_mac_writes_them(clerk: Clerk) -> Mistake:
    """Paste names from a Mac or a page of the web."""
    return respelled("Tên theo bảng mã máy Mac", "name", clerk.lot.choice((decomposed, spaced)))


# ------------------------------------------------------------------ the other sheets


@aside
@slip
def milestone_left_blank(_: Clerk) -> Mistake:
    """Leave the date of a milestone blank that is past."""
    spot = at(MilestoneReturn, "done_on", 1)
    return typed("Mốc đã quá hạn để trống", spot, None, "due_milestone_without_date")


@aside
@refused
def leaders_that_do_not_add_up(_: Clerk) -> Mistake:
    """Count one leader too many."""
    spot = at(LeadershipReturn, "total", 4)
    return miscounted("Tổng cá nhân lãnh đạo thừa 1", spot, 1,
                      "leadership_rated_and_not_rated_do_not_sum_to_total", spot)  # fmt: skip
